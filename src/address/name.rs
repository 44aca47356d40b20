//! The names of the numbers of a plan.

use sortie_engine::plan::{Mechanism, Plan};

use crate::address::{PlanField, PlanPart};
use crate::text::Words;

/// The name of a field: what it is, and of what.
pub fn field_name(words: &Words, plan: &Plan, field: PlanField) -> String {
    let owner = field.owner(plan, words);
    let name = words.field(field.name);
    if owner.is_empty() { name.to_owned() } else { format!("{name} · {owner}") }
}

/// What a guess is, and of what; a change goes by the number that it changes.
pub fn guess_name(words: &Words, plan: &Plan, field: PlanField) -> String {
    let changed = match field.part {
        PlanPart::Adjustment(shock, place) => {
            plan.shocks.get(shock).and_then(|own| own.adjustments.get(place)).map(|own| own.parameter)
        }
        PlanPart::Mechanism(strategy, place) => {
            match plan.strategies.get(strategy).and_then(|own| own.mechanisms.get(place)) {
                Some(Mechanism::Adjust(adjust)) => Some(adjust.parameter),
                _ => None,
            }
        }
        _ => None,
    };
    let Some(parameter) = changed else { return field_name(words, plan, field) };
    let known = [("what", words.parameter(parameter)), ("by", &field.owner(plan, words))];
    words.with("hangs_on.changed", &known)
}
