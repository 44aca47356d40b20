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

/// A watch over a part of the work: what the part has done is `share` of the whole and comes after `before`, both 0 to 1.
pub struct PartWatch<'a> {
    /// Who waits for the whole.
    pub watch: &'a dyn Watch,
    /// What was done before the part.
    pub before: f64,
    /// The part's share of the whole.
    pub share: f64,
}

impl Watch for PartWatch<'_> {
    fn is_stale(&self) -> bool {
        self.watch.is_stale()
    }

    fn note(&self, done: f64) {
        self.watch.note(self.before + self.share * done);
    }
}
