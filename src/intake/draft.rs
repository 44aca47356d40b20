//! The plan that files make by themselves, with its parts named in the language in use.

use sortie_engine::fit::PlanFit;
use sortie_engine::plan::Plan;

use crate::start::{FitNames, UsualPlan};
use crate::text::Words;

/// A whole plan from what was found, the rest as usual.
pub fn draft(words: &Words, usual: &UsualPlan, found: &PlanFit) -> Option<Plan> {
    let names = FitNames {
        plan: words.get("quick.name"),
        open: words.get("quick.open"),
        no_response: words.get("quick.closed"),
        channel: &|channel| words.fitted_channel(channel),
        market: &|id| words.market(id),
    };
    usual.draft(found, &names)
}
