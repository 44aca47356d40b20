//! From a model to its forecast, block of paths by block, on as many threads as the caller has.

use super::Forecast;
use crate::model::Model;

/// Whoever does work for the engine, which starts no thread of its own.
pub trait Crew {
    /// The answers of `work` to 0, 1, … up to `n`, in this order, wherever each is computed.
    fn map<T: Send>(&self, n: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T>;
}

/// A crew of one: the caller's own thread.
pub struct Alone;

impl Crew for Alone {
    fn map<T: Send>(&self, n: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
        (0..n).map(work).collect()
    }
}

/// The central path of every scenario; no fans. Quick enough for every frame.
pub fn central(model: &Model) -> Forecast {
    let _ = model;
    unreachable!()
}

/// The forecast from `n_paths` paths (at least 1) drawn from `seed`, or nothing where `is_stale` says, asked now and
/// then, that nobody waits for it any more. The same bits for any crew.
pub fn project(
    model: &Model,
    n_paths: usize,
    seed: u64,
    crew: &impl Crew,
    is_stale: &(impl Fn() -> bool + Sync),
) -> Option<Forecast> {
    let _ = (model, n_paths, seed, crew, is_stale);
    None
}
