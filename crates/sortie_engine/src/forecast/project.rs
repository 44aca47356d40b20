//! From a model to its forecast, on as many threads as the caller has: the paths are walked once to count, and once more
//! to look at those near a percentile, so that no path need be kept.

use super::crew::{Crew, Watch};
use super::passes::{Kept, Task, run};
use super::{Forecast, central};
use crate::draw::{NoiseTerms, Streams, normals};
use crate::lane::{Double, Level, Single, dispatch};
use crate::model::Model;

/// Lanes of a block: with eight paths each, what a scenario needs of it stays close to the processor.
const LANES: usize = 16;

/// How exactly paths are walked, and with which instructions. The bits depend on the first alone.
#[derive(Clone, Copy, Debug)]
pub enum Arithmetic {
    /// Single precision: what everybody sees.
    Single(Level),
    /// Double precision, slower, to measure the other by.
    Double,
}

impl Arithmetic {
    /// Single precision with the widest instructions of this machine.
    pub fn fastest() -> Self {
        Self::Single(Level::new())
    }
}

/// The forecast from `n_paths` paths (at least 1) drawn from `seed`, or nothing where nobody waits for it any more. The
/// same bits for any crew.
///
/// The first paths of a run are the same however many follow; any first 2ᵏ of them are spread evenly.
pub fn project(
    model: &Model,
    n_paths: usize,
    seed: u64,
    crew: &dyn Crew,
    watch: &dyn Watch,
) -> Option<Forecast> {
    Projector::default().project(model, n_paths, seed, crew, watch)
}

/// Projects one plan after another, and draws noise again only where it differs.
pub struct Projector {
    arithmetic: Arithmetic,
    single: Kept<f32>,
    double: Kept<f64>,
}

impl Default for Projector {
    fn default() -> Self {
        Self::new(Arithmetic::fastest())
    }
}

impl Projector {
    /// One that walks paths in this way.
    pub fn new(arithmetic: Arithmetic) -> Self {
        Self { arithmetic, single: Kept::default(), double: Kept::default() }
    }

    /// As [`project`], with the noise of the last call reused where it is the same.
    pub fn project(
        &mut self,
        model: &Model,
        n_paths: usize,
        seed: u64,
        crew: &dyn Crew,
        watch: &dyn Watch,
    ) -> Option<Forecast> {
        let n_paths = n_paths.clamp(1, u32::MAX as usize);
        let terms = NoiseTerms::new(model, seed, normals(model, seed));
        let streams = Streams::new(model, &terms, seed);
        let task = Task { model, n_paths, terms: &terms, streams: &streams, crew, watch };
        let fans = match self.arithmetic {
            Arithmetic::Single(level) => {
                dispatch!(level, simd => run(Single::<_, LANES>(simd), &task, &mut self.single))
            }
            Arithmetic::Double => run(Double::<8, LANES>, &task, &mut self.double),
        };
        let mut forecast = central(model);
        for (scenario, fan) in forecast.scenarios.iter_mut().zip(fans?) {
            scenario.fan = Some(fan);
        }
        Some(forecast)
    }
}

