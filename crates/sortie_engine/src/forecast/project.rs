//! From a model to its forecast, on as many threads as the caller has: the paths are walked once to count, and once more
//! to look at those near a percentile, so that no path need be kept.

use super::Metric;
use super::metric::MetricTable;
use super::outcomes::{EndingsQuestion, MetricByPath, MonthsQuestion, ScenarioOutcomes};
use super::passes::{self, PathQuestion, ProjectorCache, ScenarioFans};
use super::quantile::P05;
use super::run::PathRun;
use super::task::ProjectionTask;
use super::{Fan, Forecast, central};
use crate::draw::{ItemStreams, NoiseTerms, normals};
use crate::lane::{DoubleKit, Level, SingleKit, dispatch};
use crate::model::Model;

/// Lanes of a block: with eight paths each, what a scenario needs of it stays close to the processor.
pub(crate) const LANES: usize = 16;

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

/// The forecast from the paths of a run, or nothing where nobody waits for it any more. The same bits for any crew.
pub fn project(model: &Model, run: PathRun<'_>) -> Option<Forecast> {
    Projector::default().project(model, run)
}

/// Projects one plan after another, and draws noise again only where it differs.
pub struct Projector {
    arithmetic: Arithmetic,
    single: ProjectorCache<f32>,
    double: ProjectorCache<f64>,
}

impl Default for Projector {
    fn default() -> Self {
        Self::new(Arithmetic::fastest())
    }
}

impl Projector {
    /// One that walks paths in this way.
    pub fn new(arithmetic: Arithmetic) -> Self {
        Self { arithmetic, single: ProjectorCache::default(), double: ProjectorCache::default() }
    }

    /// As [`project`], with the noise of the last call reused where it is the same.
    pub fn project(&mut self, model: &Model, run: PathRun<'_>) -> Option<Forecast> {
        self.answer(model, None, run)
    }

    /// As [`Self::project`], in less time: of the figures told every month paths tell `metric` alone, all others stand as on
    /// the central path. Summaries are whole. What a hand that moves is shown.
    pub fn project_only(&mut self, model: &Model, metric: Metric, run: PathRun<'_>) -> Option<Forecast> {
        self.answer(model, Some(metric), run)
    }

    /// How `scenarios` (places in the plan) end on each path of a run: the paths, and the bits, of [`project`].
    pub fn outcomes(
        &mut self,
        model: &Model,
        scenarios: &[usize],
        run: PathRun<'_>,
    ) -> Option<ScenarioOutcomes> {
        let question = EndingsQuestion::new(model, scenarios, run.seed);
        self.ask(model, &question, Some(Metric::Cash), run)
    }

    /// A metric of `scenarios` by month on each path of a run: the paths, and the bits, of [`project`].
    pub fn futures(
        &mut self,
        model: &Model,
        scenarios: &[usize],
        metric: Metric,
        run: PathRun<'_>,
    ) -> Option<Vec<MetricByPath>> {
        let question = MonthsQuestion::new(model, scenarios, metric);
        self.ask(model, &question, Some(metric), run)
    }

    fn answer(&mut self, model: &Model, only: Option<Metric>, run: PathRun<'_>) -> Option<Forecast> {
        let fans = self.ask(model, &ScenarioFans, only, run);
        let mut forecast = central(model);
        for (scenario, mut fan) in forecast.scenarios.iter_mut().zip(fans?) {
            if run.n_paths > 1 && matches!(self.arithmetic, Arithmetic::Single(_)) {
                tell_exactly(&scenario.central, &mut fan);
            }
            if let Some(metric) = only {
                leave_central(&scenario.central, metric, &mut fan);
            }
            scenario.fan = Some(fan);
        }
        Some(forecast)
    }

    /// Asks a question of the paths of a run that tell every metric, or `only` one.
    fn ask<Q: PathQuestion>(
        &mut self,
        model: &Model,
        question: &Q,
        only: Option<Metric>,
        run: PathRun<'_>,
    ) -> Option<Q::Answer> {
        let run = PathRun { n_paths: run.n_paths.clamp(1, u32::MAX as usize), ..run };
        let terms = NoiseTerms::new(model, run.seed, normals(model, run.seed));
        let streams = ItemStreams::new(model, &terms, run.seed);
        let task = ProjectionTask { model, run, terms: &terms, streams: &streams, only };
        match self.arithmetic {
            Arithmetic::Single(level) => {
                dispatch!(level, simd => passes::run(SingleKit::<_, LANES>(simd), &task, &mut self.single, question))
            }
            Arithmetic::Double => passes::run(DoubleKit::<8, LANES>, &task, &mut self.double, question),
        }
    }
}

/// Lets everything but `metric` stand as on the central path.
fn leave_central(central: &MetricTable<f64>, metric: Metric, fan: &mut Fan) {
    let rows = fan.mean.rows_mut().zip(fan.quantiles.rows_mut()).zip(central.rows());
    for (_, ((means, quantiles), central)) in rows.enumerate().filter(|(row, _)| *row != metric as usize) {
        means.copy_from_slice(central);
        quantiles.iter_mut().zip(central).for_each(|(quantiles, at)| *quantiles = [*at; 7]);
    }
}

/// How far rounding may take a figure that is the same on every path from the central one, against the largest of its
/// series.
const ROUNDING: f64 = 1e-5;

/// A figure that no path makes different is told as exactly as the central path tells it.
fn tell_exactly(central: &MetricTable<f64>, fan: &mut Fan) {
    let rows = fan.mean.rows_mut().zip(fan.quantiles.rows_mut()).zip(central.rows());
    for ((means, quantiles), central) in rows {
        let allowed = ROUNDING * central.iter().fold(0.0, |most: f64, x| most.max(x.abs()));
        for ((mean, quantiles), central) in means.iter_mut().zip(quantiles).zip(central) {
            let is_same = quantiles.iter().all(|x| x.total_cmp(&quantiles[P05]).is_eq());
            let is_close = |x: f64| (x - central).abs() <= allowed;
            if is_same && is_close(quantiles[P05]) && is_close(*mean) {
                (*mean, *quantiles) = (*central, [*central; 7]);
            }
        }
    }
}
