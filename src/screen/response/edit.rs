//! Adding, copying and removing strategies so that no scenario names one that is not there.

use sortie_engine::plan::{Plan, Strategy, unused_id};

use crate::address::PlanPart;
use crate::desk::Desk;

/// Adds a strategy that does nothing yet, in no scenario; returns its place.
pub fn add_empty(plan: &mut Plan, name: &str) -> usize {
    let strategy = Strategy::blank(&free_id(plan, "strategy"), name, "", plan.start);
    plan.strategies.push(strategy);
    plan.strategies.len() - 1
}

/// A copy of a strategy behind it, in the same scenarios as its source would be too much: in none.
pub fn copy(desk: &mut Desk, plan: &mut Plan, idx: usize) {
    let source = plan.strategies[idx].clone();
    let id = free_id(plan, &source.id);
    let name = desk.words.with("scenarios.copy_name", &[("name", desk.words.ready(&source.name))]);
    plan.strategies.insert(idx + 1, Strategy { id, name, ..source });
    desk.view.hand.field = PlanPart::Strategy(idx + 1).field("monthly_cost");
}

/// Removes a strategy, from the scenarios too, and with it what was noted of it as having happened.
pub fn remove(plan: &mut Plan, idx: usize) {
    let gone = plan.strategies.remove(idx).id;
    for scenario in &mut plan.scenarios {
        scenario.strategies.retain(|id| *id != gone);
    }
    plan.actuals.retain(|actual| actual.strategy.as_ref() != Some(&gone));
}

fn free_id(plan: &Plan, wanted: &str) -> String {
    unused_id(wanted, |id| plan.strategies.iter().any(|strategy| strategy.id == id))
}

#[cfg(test)]
mod tests {
    use sortie_engine::plan::{check, read};

    use super::*;
    use crate::catalog::templates;

    #[test]
    fn any_strategy_of_any_sample_can_be_removed_and_an_empty_one_added_without_a_fault() {
        for template in templates() {
            let plan = read(template.plan_bytes).unwrap();
            for idx in 0..plan.strategies.len() {
                let mut changed = plan.clone();
                remove(&mut changed, idx);
                add_empty(&mut changed, "New");
                assert_eq!(check(&changed), [], "{} {idx}", template.id);
            }
        }
    }
}
