//! The newest answer there is: the central paths in the frame of the edit, all paths a moment later.

use std::sync::Arc;

use sortie_engine::forecast::{Forecast, Metric, ScenarioForecast, central};
use sortie_engine::model::Model;
use sortie_engine::plan::Plan;

use crate::compute::Compute;

/// The total over the horizon of a figure of one scenario: the mean over paths where there are any.
pub fn total(scenario: &ScenarioForecast, metric: Metric) -> f64 {
    let table = scenario.fan.as_ref().map_or(&scenario.central, |fan| &fan.mean);
    table[metric].iter().sum()
}

/// The answers to the plan as it stands.
#[derive(Default)]
pub struct Answers {
    revision: Option<u64>,
    current: Option<Arc<Forecast>>,
    is_full: bool,
}

impl Answers {
    /// Makes sure there is an answer to `plan`: its central paths at once, and all paths asked of `compute`. Returns
    /// whether the answer is new.
    pub fn keep_up(&mut self, plan: &Plan, revision: u64, compute: &mut Compute) -> bool {
        let mut is_new = false;
        if self.revision != Some(revision) {
            self.current = Some(Arc::new(central(&Model::compile(plan))));
            self.revision = Some(revision);
            self.is_full = false;
            compute.request(revision, plan);
            is_new = true;
        }
        if let Some(answer) = compute.poll()
            && answer.revision == revision
        {
            self.current = Some(answer.forecast);
            self.is_full = true;
            is_new = true;
        }
        is_new
    }

    /// Forgets everything, for a plan that was just opened.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// The newest answer, always to the plan as it stands.
    pub fn forecast(&self) -> Option<Arc<Forecast>> {
        self.current.clone()
    }

    /// Whether the answer comes from paths, not from the central ones alone.
    pub fn is_full(&self) -> bool {
        self.is_full
    }
}
