//! The names of the numbers of a plan.

use sortie_engine::plan::{Mechanism, Plan, fields_of_mechanism};

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
    let Some(parameter) = changed else { return told_apart(words, plan, field) };
    let known = [("what", words.parameter(parameter)), ("by", &field.owner(plan, words))];
    words.with("hangs_on.changed", &known)
}

/// The name of a field, with the part that it belongs to where another part has a field of the same name.
fn told_apart(words: &Words, plan: &Plan, field: PlanField) -> String {
    let owner = field.owner(plan, words);
    match field.part {
        PlanPart::Diversion(shock, place) => {
            let diverted = words.get("hangs_on.diverted");
            let to = |own: &sortie_engine::plan::Shock, place: usize| {
                own.diversions.get(place).map(|diversion| diversion.to.clone())
            };
            let Some(own) = plan.shocks.get(shock) else { return diverted.to_owned() };
            let target = to(own, place);
            let others = plan.shocks.iter().enumerate().filter(|(idx, _)| *idx != shock);
            let is_shared =
                others.flat_map(|(_, other)| &other.diversions).any(|it| Some(&it.to) == target.as_ref());
            let of = if is_shared { format!(" \u{b7} {}", words.ready(&own.name)) } else { String::new() };
            format!("{diverted} \u{b7} {owner}{of}")
        }
        PlanPart::Mechanism(strategy, place) => {
            let Some(own) = plan.strategies.get(strategy) else { return field_name(words, plan, field) };
            let Some(mechanism) = own.mechanisms.get(place) else { return field_name(words, plan, field) };
            let is_restored = field.name == "share" && matches!(mechanism, Mechanism::RestoreLink(_));
            let name = if is_restored { words.get("hangs_on.restored") } else { words.field(field.name) };
            let has_field =
                |it: &Mechanism| fields_of_mechanism(it).iter().any(|known| known.name == field.name);
            let is_alone = own.mechanisms.iter().filter(|it| has_field(it)).count() < 2;
            let part = if is_alone {
                String::new()
            } else {
                format!(" \u{b7} {}", part_name(words, plan, own, place))
            };
            format!("{name} \u{b7} {owner}{part}")
        }
        _ => field_name(words, plan, field),
    }
}

/// What a part of a strategy is called among its other parts: the channel that it opens or fills, or how it works.
fn part_name(words: &Words, plan: &Plan, own: &sortie_engine::plan::Strategy, place: usize) -> String {
    let mechanism = &own.mechanisms[place];
    let channel = match mechanism {
        Mechanism::OpenChannel(open) => Some(&open.channel),
        Mechanism::PaidReach(reach) => Some(&reach.to),
        Mechanism::SubscriberList(list) => Some(&list.to),
        _ => None,
    };
    let named = channel.and_then(|id| plan.channels.iter().find(|it| it.id == *id));
    let kind = words.mechanism(mechanism);
    let name = named.map_or_else(|| kind.to_owned(), |channel| words.ready(&channel.name).to_owned());
    let is_twice =
        own.mechanisms.iter().enumerate().any(|(idx, other)| {
            idx != place && other.type_word() == mechanism.type_word() && named.is_none()
        });
    if is_twice { format!("{name} {}", place + 1) } else { name }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use sortie_engine::plan::fields_of_strategy;
    use sortie_engine::plan::read;

    use super::*;
    use crate::catalog::templates;
    use crate::text::{Language, words};

    #[test]
    fn no_two_numbers_of_a_sample_that_may_decide_are_called_the_same() {
        for template in templates() {
            let plan = read(template.plan_bytes).unwrap();
            for language in Language::ALL {
                let words = words(language);
                let mut seen = BTreeSet::new();
                let mut fields = vec![];
                for (idx, shock) in plan.shocks.iter().enumerate() {
                    let diversions = 0..shock.diversions.len();
                    fields.extend(diversions.map(|part| PlanPart::Diversion(idx, part).field("share")));
                }
                for (idx, strategy) in plan.strategies.iter().enumerate() {
                    let own = fields_of_strategy(strategy).into_iter();
                    fields.extend(own.map(|it| PlanPart::Strategy(idx).field(it.name)));
                    for (part, mechanism) in strategy.mechanisms.iter().enumerate() {
                        let own = fields_of_mechanism(mechanism).into_iter();
                        let place = PlanPart::Mechanism(idx, part);
                        fields.extend(
                            own.filter(|it| it.name != "factor" && it.name != "add")
                                .map(|it| place.field(it.name)),
                        );
                    }
                }
                for field in fields {
                    let name = guess_name(words, &plan, field);
                    assert!(seen.insert(name.clone()), "{} {language:?}: {name} twice", template.id);
                }
            }
        }
    }
}
