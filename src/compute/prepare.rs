//! Large plans are checked, flattened and walked once off the frame: what a small plan has at once takes them longer than a
//! frame.

use std::sync::Arc;

use sortie_engine::forecast::{Forecast, central};
use sortie_engine::model::Model;
use sortie_engine::plan::{Plan, check};

use crate::work::{Worker, WorkerJob};

/// Channels times months times scenarios up to which an edit is worked out in its frame: `tests/frame_share` measures what
/// that takes.
const MOST_CELLS: usize = 30_000;
/// Adjustments, mechanisms and months that happened up to which a plan is checked and flattened within a frame.
const MOST_PIECES: usize = 2_000;

/// Whether a plan is too large to be worked out in a frame.
pub fn is_large(plan: &Plan) -> bool {
    let cells = plan.channels.len().saturating_mul(plan.horizon_months).saturating_mul(plan.scenarios.len());
    let adjustments: usize = plan.shocks.iter().map(|shock| shock.adjustments.len()).sum();
    let mechanisms: usize = plan.strategies.iter().map(|strategy| strategy.mechanisms.len()).sum();
    cells > MOST_CELLS || adjustments + mechanisms + plan.actuals.len() > MOST_PIECES
}

/// A large plan, ready to be projected.
pub struct PreparedPlan {
    /// The number of the plan's edit.
    pub revision: u64,
    /// The plan, flattened.
    pub model: Arc<Model>,
    /// Its central paths.
    pub central: Forecast,
    /// Whether it has no fault, so that there are paths of it.
    pub is_right: bool,
}

/// Prepares large plans on a thread of its own; the newest one wins.
pub(super) struct Preparer(Worker<(u64, Plan), PreparedPlan>);

impl Preparer {
    /// A thread that calls `wake` when a plan is prepared.
    pub fn new(wake: impl Fn() + Send + Sync + 'static) -> Self {
        Self(Worker::start("preparation", wake, |job: &WorkerJob<(u64, Plan), PreparedPlan>| {
            let (revision, plan) = &job.request;
            let model = Arc::new(Model::compile(plan));
            let central = central(&model);
            let is_right = check(plan).is_empty();
            job.answer(PreparedPlan { revision: *revision, model, central, is_right });
        }))
    }

    /// Prepares this plan in the place of any other.
    pub fn put(&self, revision: u64, plan: Plan) {
        self.0.put((revision, plan));
    }

    /// Prepares none.
    pub fn give_up(&self) {
        self.0.give_up();
    }

    /// The plan that was prepared since the last call.
    pub fn fetch(&self) -> Option<PreparedPlan> {
        self.0.fetch()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::templates;

    #[test]
    fn no_sample_is_large_and_a_plan_of_many_channels_and_scenarios_is() {
        let mut plans: Vec<Plan> = templates().iter().map(|template| template.plan(None).unwrap()).collect();
        assert!(plans.iter().all(|plan| !is_large(plan)));
        let plan = &mut plans[0];
        plan.channels = vec![plan.channels[0].clone(); 20];
        plan.scenarios = vec![plan.scenarios[0].clone(); 120];
        assert!(is_large(plan));
    }
}
