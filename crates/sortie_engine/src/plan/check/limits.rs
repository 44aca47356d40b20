//! How much a plan may hold: enough for any business, too little to fill memory or time by a slip of the hand.

use super::super::fault::FaultProblem;
use super::super::parts::Plan;
use super::seek::PlanCheck;

/// Channels, and markets.
const PLACES: usize = 200;
/// Shocks, strategies, scenarios.
const PARTS: usize = 500;
/// Adjustments of a shock, mechanisms of a strategy.
pub(super) const PIECES: usize = 50;
/// Months that happened.
const ACTUALS: usize = 5_000;
/// Characters of an id, a name or a kind.
const NAME: usize = 500;
/// Characters of notes.
const NOTES: usize = 20_000;
/// Channels times months times scenarios.
const PROJECTED: usize = 5_000_000;

pub(super) fn of_plan(seek: &mut PlanCheck, plan: &Plan) {
    text(seek, "name", &plan.name, NAME);
    text(seek, "notes", &plan.notes, NOTES);
    let lists = [
        ("markets", plan.markets.len(), PLACES),
        ("channels", plan.channels.len(), PLACES),
        ("shocks", plan.shocks.len(), PARTS),
        ("strategies", plan.strategies.len(), PARTS),
        ("scenarios", plan.scenarios.len(), PARTS),
        ("actuals", plan.actuals.len(), ACTUALS),
    ];
    for (name, found, limit) in lists {
        many(seek, name, found, limit);
    }
    let months = plan.channels.len().saturating_mul(plan.horizon_months);
    let found = months.saturating_mul(plan.scenarios.len());
    if found > PROJECTED {
        seek.fault("", FaultProblem::TooMuchToProject { found, limit: PROJECTED });
    }
}

/// Looks for too many items of the list `name`.
pub(super) fn many(seek: &mut PlanCheck, name: &str, found: usize, limit: usize) {
    if found > limit {
        seek.fault(name, FaultProblem::TooMany { found, limit });
    }
}

/// Looks for names of a part that are too long.
pub(super) fn words(seek: &mut PlanCheck, id: &str, name: &str, notes: &str) {
    text(seek, "id", id, NAME);
    text(seek, "name", name, NAME);
    text(seek, "notes", notes, NOTES);
}

/// Looks for a kind that is too long.
pub(super) fn kind(seek: &mut PlanCheck, kind: &str) {
    text(seek, "kind", kind, NAME);
}

fn text(seek: &mut PlanCheck, field: &str, text: &str, limit: usize) {
    // A character has at least a byte, so most texts need no count.
    let found = if text.len() > limit { text.chars().count() } else { 0 };
    if found > limit {
        seek.fault(field, FaultProblem::TooLong { found, limit });
    }
}
