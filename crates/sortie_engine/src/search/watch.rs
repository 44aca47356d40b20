//! Who waits for a search: may give it up, or end it and take the best so far; and is told how far it is.

use super::judge::{FEW, SOME};

/// Whoever waits for a search.
pub trait SearchWatch: Sync {
    /// Whether nobody waits any more; then there is no answer.
    fn is_stale(&self) -> bool {
        false
    }

    /// Whether the best so far will do; then that is the answer.
    fn is_stopped(&self) -> bool {
        false
    }

    /// Told now and then how far it is.
    fn note(&self, _progress: &SearchProgress) {}
}

/// Someone who waits to the end of a search.
pub struct PatientSearcher;

impl SearchWatch for PatientSearcher {}

/// How far a search is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SearchProgress {
    /// What is being done.
    pub phase: SearchPhase,
    /// The share of the work that is done, 0 to 1.
    pub done: f64,
    /// How many choices were looked at.
    pub n_considered: usize,
    /// The figure of the goal of the best so far, on the paths on which is chosen; nothing while none keeps the limits.
    pub best: Option<f64>,
}

/// What a search does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchPhase {
    /// Each strategy by itself, and what they come to together.
    First,
    /// Every choice there is.
    Every,
    /// Better choices step by step, in few futures.
    FewPaths,
    /// What is left, in more futures.
    MorePaths,
    /// The last few, in all futures.
    AllPaths,
    /// What safer choices bring.
    Frontier,
    /// The answer in futures that nothing was chosen by.
    Telling,
    /// Rules that stop or start strategies.
    Rules,
}

impl SearchPhase {
    /// What is done on so many paths.
    pub(super) fn of_paths(n: usize) -> Self {
        match n {
            FEW => Self::FewPaths,
            SOME => Self::MorePaths,
            _ => Self::AllPaths,
        }
    }
}
