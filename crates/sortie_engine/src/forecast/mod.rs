//! What the paths mean: for every scenario its central path, its fan over paths, and its summary figures.

mod block;
mod central;
mod collect;
mod count;
mod crew;
mod ending;
mod goal;
mod metric;
mod outcomes;
mod passes;
mod past;
mod project;
mod quantile;
mod room;
mod rows;
mod run;
mod scale;
mod store;
mod summary;
mod task;
mod trial;

pub use crate::sim::{Metric, UnitEconomics};
pub use central::central;
pub(crate) use count::add_paths;
pub(crate) use crew::map;
pub use crew::{Crew, SingleThread};
pub use goal::Goal;
pub(crate) use goal::WORST;
pub use metric::MetricTable;
pub(crate) use outcomes::mean_as_told;
pub use outcomes::{MetricByPath, OverPaths, ScenarioOutcome, ScenarioOutcomes};
pub(crate) use past::{PastEvidence, PathWeights, PlainPath, WeighedPaths, central_channels};
pub(crate) use project::LANES;
pub use project::{Arithmetic, Projector, project};
pub use quantile::{P05, P10, P25, P50, P75, P90, P95, PERCENTILES, Quantiles, Statistic, quantiles};
pub use room::paths_that_fit;
pub use run::PathRun;
pub use summary::Summary;
pub(crate) use trial::{
    CentralTrials, Trial, TrialDemands, TrialEnds, TrialPaths, TrialPiece, TrialTerms, WatchedPiece, is_tie,
    trial_paths,
};

pub use crate::model::Baselines;
use crate::unit::Month;

/// The answer to a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// The months projected.
    pub months: Vec<Month>,
    /// One answer per scenario, in the plan's order.
    pub scenarios: Vec<ScenarioForecast>,
    /// What the others are compared with.
    pub baselines: Baselines,
}

/// The answer for one scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct ScenarioForecast {
    /// The scenario's id.
    pub id: String,
    /// Ids of its strategies whose requirements the seller does not meet.
    pub not_eligible: Vec<String>,
    /// Whether it is no response or a response to the same shocks: then it is compared with the others of them.
    pub is_ranked: bool,
    /// How many strategies it has, those that do not let the seller in included.
    pub n_strategies: usize,
    /// Every estimate at its likely value, no noise.
    pub central: MetricTable<f64>,
    /// What the paths say, where any were asked for.
    pub fan: Option<Fan>,
}

impl Forecast {
    /// Scenarios by total profit, the highest first; of equals, the first in the plan.
    pub fn by_profit(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.scenarios.len()).collect();
        let profit = |idx: &usize| self.scenarios[*idx].total_profit();
        order.sort_by(|a, b| profit(b).total_cmp(&profit(a)));
        order
    }

    /// The response with the highest total profit: a scenario with the same shocks as no response, other than that.
    pub fn best_response(&self) -> Option<usize> {
        let is_response =
            |idx: &usize| self.scenarios[*idx].is_ranked && self.baselines.no_response != Some(*idx);
        self.by_profit().into_iter().find(is_response)
    }
}

impl ScenarioForecast {
    /// Revenue over the horizon: the mean over paths, or of the central path where no paths have been run.
    pub fn total_revenue(&self) -> f64 {
        let mean = self.fan.as_ref().and_then(|fan| fan.summary.total_revenue.mean);
        mean.unwrap_or_else(|| self.central[Metric::Revenue].iter().sum())
    }

    /// Profit over the horizon, told as [`Self::total_revenue`] is.
    pub fn total_profit(&self) -> f64 {
        let mean = self.fan.as_ref().and_then(|fan| fan.summary.total_profit.mean);
        mean.unwrap_or_else(|| self.central[Metric::Profit].iter().sum())
    }

    /// The month in which the curve of cash is lowest, counted from 0, and cash at its end: of the mean over paths, or of
    /// the central path where no paths have been run.
    pub fn lowest_cash(&self) -> Option<(usize, f64)> {
        let table = self.fan.as_ref().map_or(&self.central, |fan| &fan.mean);
        lowest(table[Metric::Cash].iter().copied())
    }

    /// The same of the curve below which cash is on one of ten paths, month by month.
    pub fn lowest_cash_of_tenth(&self) -> Option<(usize, f64)> {
        lowest(self.fan.as_ref()?.quantiles[Metric::Cash].iter().map(|at| at[P10]))
    }
}

/// The month of the lowest value, the first of equals, and the value.
fn lowest(values: impl Iterator<Item = f64>) -> Option<(usize, f64)> {
    values.enumerate().min_by(|(_, a), (_, b)| a.total_cmp(b))
}

/// What many paths say of one scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Fan {
    /// The mean over paths.
    pub mean: MetricTable<f64>,
    /// The percentiles of [`PERCENTILES`] over paths.
    pub quantiles: MetricTable<Quantiles>,
    /// Figures over the whole horizon.
    pub summary: Summary,
}
