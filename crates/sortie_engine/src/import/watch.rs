//! Who waits for an import.

/// Whoever waits for an import: may stop it, and is told how far it is.
pub trait Watch: Sync {
    /// Whether nobody waits any more; asked often, and never taken back.
    fn is_stale(&self) -> bool;

    /// Told now and then how much of the files is read, 0 to 1.
    fn note(&self, _done: f64) {}
}

/// Someone who waits to the end.
pub struct Patient;

impl Watch for Patient {
    fn is_stale(&self) -> bool {
        false
    }
}
