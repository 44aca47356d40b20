//! A run of paths: how many futures are drawn, which ones, and who walks them for whom.

use super::crew::Crew;
use crate::watch::Watch;

/// A run of paths as it is asked for. The same plan, number of paths and seed give the same figures, whoever walks them.
#[derive(Clone, Copy)]
pub struct PathRun<'a> {
    /// How many paths are walked, at least 1. The first ones are the same however many follow; any first 2ᵏ of them are
    /// spread evenly.
    pub n_paths: usize,
    /// Which paths are drawn.
    pub seed: u64,
    /// Who walks them.
    pub crew: &'a dyn Crew,
    /// Who waits for what they tell.
    pub watch: &'a dyn Watch,
}
