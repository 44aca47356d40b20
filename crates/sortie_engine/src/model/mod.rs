//! A plan flattened to arrays by month and channel, once, before any path is run.

use crate::plan::Plan;

/// The two scenarios that the others are compared with, by their place in the plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Baselines {
    /// No response: the first with a link closure and no strategies.
    pub no_response: Option<usize>,
    /// Links open: no link closure, no strategies, otherwise the shocks of no response where there is such a one.
    pub links_open: Option<usize>,
    /// The month in which no response's first link closure starts on the central path.
    pub closure_month: Option<usize>,
}

/// A plan made ready to be projected.
pub struct Model {}

impl Model {
    /// Compiles a plan that has no faults.
    pub fn compile(plan: &Plan) -> Self {
        let _ = plan;
        Self {}
    }
}
