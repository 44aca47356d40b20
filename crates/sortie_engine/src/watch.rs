//! Who waits for long work: may end it, and is told how far it is.

/// Whoever waits for work that takes its time.
pub trait Watch: Sync {
    /// Whether nobody waits any more; asked often, and never taken back.
    fn is_stale(&self) -> bool;

    /// Told now and then how much of the work is done, 0 to 1.
    fn note(&self, _done: f64) {}
}

/// Someone who waits to the end.
pub struct PatientWatch;

impl Watch for PatientWatch {
    fn is_stale(&self) -> bool {
        false
    }
}
