//! Adding, copying and removing blows so that the plan never names one that is not there.

use sortie_engine::plan::{
    ChannelKind, ChannelTargets, FileWord, Mechanism, Plan, Shock, ShockKind, ShockStart, Strategy,
    retain_with_sources, unused_id,
};
use sortie_engine::unit::{Day, Estimate};

use crate::address::{PlanPart, try_edit};
use crate::desk::Desk;

/// A blow that does nothing yet, three months into the plan.
pub fn empty(plan: &Plan, kind: ShockKind, name: &str) -> Shock {
    let links = Some(vec![ChannelKind::TiktokLink]);
    let is_closure = kind == ShockKind::LinkClosure;
    let passes = match kind {
        ShockKind::LinkClosure | ShockKind::MarketBan => 0.0,
        _ => 1.0,
    };
    let start = Day { month: plan.start.plus(3), day: None };
    let blank = Shock::blank(&free_id(plan, kind.word()), name, kind, start);
    let targets = ChannelTargets { kinds: links.filter(|_| is_closure), ..ChannelTargets::default() };
    Shock { targets, passes: Estimate::certain(passes), ..blank }
}

/// `wanted` with a number where the plan has such a blow already.
pub fn free_id(plan: &Plan, wanted: &str) -> String {
    unused_id(&wanted.replace('_', "-"), |id| plan.shocks.iter().any(|shock| shock.id == id))
}

/// Adds a blow to the plan and to its scenarios, and takes it in hand. Links stay open in one of them; all else that
/// the world does to a seller comes there as well, so that it is not counted among what the closure costs.
pub fn add(desk: &mut Desk, plan: &mut Plan, shock: Shock) {
    let idx = plan.shocks.len();
    let id = shock.id.clone();
    let is_closure = matches!(shock.kind, ShockKind::LinkClosure | ShockKind::MarketBan);
    let done = try_edit(plan, desk.words, |plan| {
        plan.shocks.push(shock);
        for scenario in &mut plan.scenarios {
            if !is_closure || !desk.view.chart.is_links_open(&scenario.id) {
                scenario.shocks.push(id.clone());
            }
        }
    });
    if done.is_ok() {
        desk.view.hand.field = PlanPart::Shock(idx).field("passes");
        desk.view.unseen_shock = Some(idx);
    }
    desk.view.set_fault(egui::Id::unique("add shock"), done.err());
}

/// A copy of a blow behind it, in the same scenarios.
pub fn copy(desk: &mut Desk, plan: &mut Plan, idx: usize) {
    let source = plan.shocks[idx].clone();
    let id = free_id(plan, &source.id);
    let name = desk.words.with("scenarios.copy_name", &[("name", desk.words.ready(&source.name))]);
    for scenario in plan.scenarios.iter_mut().filter(|scenario| scenario.shocks.contains(&source.id)) {
        scenario.shocks.push(id.clone());
    }
    plan.shocks.insert(idx + 1, Shock { id, name, ..source });
    desk.view.hand.field = PlanPart::Shock(idx + 1).field("passes");
}

/// Removes a blow, from the scenarios too, and with it every way round it. What follows it keeps the date on which it would
/// have come.
pub fn remove(plan: &mut Plan, idx: usize) {
    let days: Vec<Option<Day>> = plan.shocks.iter().map(|shock| plan.day_of_shock(shock)).collect();
    let id = plan.shocks[idx].id.clone();
    for (shock, day) in plan.shocks.iter_mut().zip(days) {
        if shock.start.follows().is_some_and(|followed| followed.shock == id) {
            shock.start = ShockStart::On(day.unwrap_or_default());
        }
    }
    let gone = plan.shocks.remove(idx).id;
    for scenario in &mut plan.scenarios {
        scenario.shocks.retain(|id| *id != gone);
    }
    for strategy in &mut plan.strategies {
        let Strategy { mechanisms, basis, .. } = strategy;
        retain_with_sources(mechanisms, basis, "mechanisms", |mechanism| match mechanism {
            Mechanism::RestoreLink(restore) => restore.shock != gone,
            _ => true,
        });
    }
}

#[cfg(test)]
mod tests {
    use sortie_engine::plan::{FollowedShock, check, read};

    use super::*;
    use crate::catalog::templates;

    #[test]
    fn any_blow_of_any_sample_can_be_removed_without_a_fault() {
        for template in templates() {
            let plan = read(template.plan_bytes).unwrap();
            for idx in 0..plan.shocks.len() {
                let mut without = plan.clone();
                remove(&mut without, idx);
                assert_eq!(check(&without), [], "{} {idx}", template.id);
            }
        }
    }

    #[test]
    fn what_followed_a_blow_that_is_removed_keeps_its_date() {
        let mut plan = read(templates()[0].plan_bytes).unwrap();
        let shock = plan.shocks[0].id.clone();
        let after_months = Estimate::certain(4.0);
        let mut second = empty(&plan, ShockKind::FeeChange, "fees");
        second.start = ShockStart::After(FollowedShock { shock, after_months });
        plan.shocks.push(second);
        let last = plan.shocks.len() - 1;
        let day = plan.day_of_shock(&plan.shocks[last]).unwrap();
        remove(&mut plan, 0);
        assert_eq!(plan.shocks[last - 1].start, ShockStart::On(day));
        assert_eq!(check(&plan), []);
    }

    #[test]
    fn an_empty_blow_of_any_kind_has_no_fault() {
        let plan = read(templates()[0].plan_bytes).unwrap();
        for kind in ShockKind::ALL {
            let mut plan = plan.clone();
            plan.shocks.push(empty(&plan, *kind, "new"));
            assert_eq!(check(&plan), [], "{kind:?}");
        }
    }
}
