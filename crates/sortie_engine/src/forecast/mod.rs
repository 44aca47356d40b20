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
mod project;
mod quantile;
mod rows;
mod scale;
mod store;
mod summary;
mod task;
mod witness;

pub use central::central;
pub(crate) use count::add_paths;
pub(crate) use crew::map;
pub use crew::{Alone, Crew, Patient, Watch};
pub use goal::Goal;
pub(crate) use goal::WORST;
pub use metric::{Metric, Table};
pub use outcomes::{Futures, Outcome, Outcomes, OverPaths};
pub(crate) use project::LANES;
pub use project::{Arithmetic, Projector, project};
pub use quantile::{PERCENTILES, Quantiles, Statistic, quantiles};
pub use summary::Summary;
pub(crate) use witness::{Past, Plain, Weighed, Witness, central_channels};

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
    /// Every estimate at its likely value, no noise.
    pub central: Table<f64>,
    /// What the paths say, where any were asked for.
    pub fan: Option<Fan>,
}

/// What many paths say of one scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Fan {
    /// The mean over paths.
    pub mean: Table<f64>,
    /// The percentiles of [`PERCENTILES`] over paths.
    pub quantiles: Table<Quantiles>,
    /// Figures over the whole horizon.
    pub summary: Summary,
}
