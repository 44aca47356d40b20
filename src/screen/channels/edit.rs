//! Adding, copying, moving and removing channels so that nothing in the plan names one that is not there.

use sortie_engine::plan::{
    Channel, ChannelKind, ChannelTargets, FileWord, Mechanism, Plan, Shock, Strategy, home_market,
    retain_with_sources, unused_id,
};
use sortie_engine::unit::Estimate;

use crate::catalog::evidence;
use crate::start::added_channel;

/// Adds a channel without visits, with typical numbers for the rest, each of which says where it comes from.
pub fn add(plan: &mut Plan, kind: ChannelKind, name: &str) {
    let market = home_market(plan)
        .or_else(|| plan.markets.first().map(|market| market.id.clone()))
        .unwrap_or_default();
    let Some(added) = added_channel(plan, kind, &market) else { return };
    let id = free_id(plan, &format!("{}-1", kind.word().replace('_', "-")));
    let mut channel = Channel { id, name: name.to_owned(), ..added };
    let currency = channel.currency.take().unwrap_or_else(|| plan.currency.clone());
    plan.channels.push(channel);
    set_currency(plan, plan.channels.len() - 1, &currency);
}

/// Gives a channel another currency, with a rate where the plan has none yet. Its amounts keep their digits.
pub fn set_currency(plan: &mut Plan, idx: usize, currency: &str) {
    let own = (currency != plan.currency).then(|| currency.to_owned());
    if let Some(currency) = &own
        && let Some(rate) = evidence::rate(currency, &plan.currency)
    {
        plan.fx.entry(currency.clone()).or_insert(Estimate::certain(rate));
    }
    plan.channels[idx].currency = own;
}

/// A copy of a channel behind it.
pub fn copy(plan: &mut Plan, idx: usize, name: String) {
    let source = plan.channels[idx].clone();
    let id = free_id(plan, &source.id);
    plan.channels.insert(idx + 1, Channel { id, name, ..source });
}

/// `wanted`, with another number at its end where the plan has such a channel already.
fn free_id(plan: &Plan, wanted: &str) -> String {
    unused_id(wanted, |id| plan.channels.iter().any(|channel| channel.id == id))
}

/// Removes a channel with everything that names it: lost visits no longer turn to it, no mechanism works on it, and what
/// was noted of it as having happened is gone.
pub fn remove(plan: &mut Plan, idx: usize) {
    let gone = plan.channels.remove(idx).id;
    for shock in &mut plan.shocks {
        let Shock { diversions, basis, .. } = shock;
        retain_with_sources(diversions, basis, "diversions", |diversion| diversion.to != gone);
        forget(&mut shock.targets, &gone);
        shock.adjustments.iter_mut().filter_map(|it| it.targets.as_mut()).for_each(|it| forget(it, &gone));
    }
    for strategy in &mut plan.strategies {
        let Strategy { mechanisms, basis, .. } = strategy;
        retain_with_sources(mechanisms, basis, "mechanisms", |mechanism| keeps(mechanism, &gone));
    }
    plan.actuals.retain(|actual| actual.channel.as_ref() != Some(&gone));
    for strategy in &mut plan.strategies {
        for rule in [&mut strategy.start_when, &mut strategy.stop_when] {
            rule.take_if(|rule| rule.channel.as_ref() == Some(&gone));
        }
    }
}

fn forget(targets: &mut ChannelTargets, gone: &str) {
    targets.channels.iter_mut().for_each(|channels| channels.retain(|id| id != gone));
}

/// Takes a channel out of a mechanism; whether there is anything left for it to work on.
fn keeps(mechanism: &mut Mechanism, gone: &str) -> bool {
    let forget_carrier = |carrier: &mut Option<String>| drop(carrier.take_if(|id| id == gone));
    match mechanism {
        Mechanism::Audience(it) => {
            it.to.retain(|to| to.channel != gone);
            forget_carrier(&mut it.on);
            forget_carrier(&mut it.via);
            forget(&mut it.trust_targets, gone);
            !it.to.is_empty()
        }
        Mechanism::PaidReach(it) => {
            forget_carrier(&mut it.on);
            forget_carrier(&mut it.via);
            it.to != gone
        }
        Mechanism::SubscriberList(it) => {
            forget(&mut it.from, gone);
            it.to != gone
        }
        Mechanism::OpenChannel(it) => {
            it.cannibalises.retain(|lost| lost.from != gone);
            it.channel != gone
        }
        Mechanism::CloseChannel(it) => it.channel != gone,
        Mechanism::Adjust(it) => {
            forget(&mut it.targets, gone);
            true
        }
        Mechanism::Hits(it) => {
            forget(&mut it.targets, gone);
            true
        }
        Mechanism::Price(it) => {
            forget(&mut it.targets, gone);
            true
        }
        Mechanism::RestoreLink(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use sortie_engine::plan::{check, read};

    use super::*;
    use crate::catalog::templates;

    #[test]
    fn any_channel_of_any_sample_can_be_removed_without_a_fault() {
        for template in templates() {
            let plan = read(template.plan_bytes).unwrap();
            for idx in 0..plan.channels.len() {
                let mut changed = plan.clone();
                remove(&mut changed, idx);
                assert_eq!(check(&changed), [], "{} {idx}", template.id);
            }
        }
    }

    #[test]
    fn a_channel_of_any_kind_is_added_and_copied_without_a_fault_whatever_the_currency() {
        for template in templates() {
            let mut plan = read(template.plan_bytes).unwrap();
            for kind in ChannelKind::ALL {
                add(&mut plan, *kind, "New");
                let last = plan.channels.len() - 1;
                copy(&mut plan, last, "Copy".to_owned());
                set_currency(&mut plan, last, "EUR");
            }
            assert_eq!(check(&plan), [], "{}", template.id);
        }
    }
}
