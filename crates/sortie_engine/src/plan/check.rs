//! Every fault in the values of a plan: ranges, order, ids and what they refer to.

mod basis;
mod limits;
mod parts;
mod seek;
mod strategy;

use super::fault::PlanFault;
use super::parts::Plan;
pub(super) use basis::forget_strange_sources;
use seek::PlanCheck;

/// Every fault of the plan, in the order of the file; none where it can be projected.
pub fn check(plan: &Plan) -> Vec<PlanFault> {
    let mut seek = PlanCheck::new(plan);
    parts::plan(&mut seek, plan);
    seek.faults
}
