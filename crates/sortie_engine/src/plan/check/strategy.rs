//! What must hold for a strategy and each of its mechanisms.

use super::super::fault::{FaultProblem, IdReference};
use super::super::fields::{fields_of_mechanism, fields_of_strategy, numbers_of_mechanism};
use super::super::mechanism::{Mechanism, OpenChannel};
use super::super::range::NumberRange;
use super::super::strategy::{Strategy, StrategyRule};
use super::super::word::RuleMetric;
use super::parts::change;
use super::seek::PlanCheck;
use super::{basis, limits};

pub(super) fn strategy(seek: &mut PlanCheck, strategy: &Strategy) {
    limits::words(seek, &strategy.id, &strategy.name, &strategy.notes);
    limits::kind(seek, &strategy.kind);
    limits::many(seek, "mechanisms", strategy.mechanisms.len(), limits::PIECES);
    if strategy.end.is_some_and(|end| end <= strategy.start) {
        seek.fault("end", FaultProblem::EndsBeforeStart);
    }
    seek.currency(strategy.currency.as_ref());
    seek.estimates(&fields_of_strategy(strategy));
    if let Some(start) = &strategy.start_when {
        if strategy.start < seek.plan.start {
            seek.fault("start_when", FaultProblem::RuleOfRunning);
        }
        seek.within("start_when", |seek| rule(seek, start));
        if start.metric == RuleMetric::OwnOrders {
            seek.within("start_when", |seek| seek.fault("metric", FaultProblem::RuleOfOwnOrders));
        }
    }
    if let Some(stop) = &strategy.stop_when {
        seek.within("stop_when", |seek| rule(seek, stop));
    }
    seek.each("mechanisms", &strategy.mechanisms, |mechanism| mechanism.type_word(), mechanism);
    basis::of_strategy(seek, strategy);
}

fn rule(seek: &mut PlanCheck, rule: &StrategyRule) {
    if let Some(channel) = &rule.channel {
        seek.reference("channel", IdReference::Channel, channel);
        if !rule.metric.is_by_channel() {
            seek.fault("channel", FaultProblem::RuleWithoutChannel);
        }
    }
    seek.number("value", rule.value, NumberRange::RULE_VALUE);
    seek.number("for_months", f64::from(rule.for_months), NumberRange::RULE_MONTHS);
    seek.number("after_months", f64::from(rule.after_months), NumberRange::MONTHS);
}

fn mechanism(seek: &mut PlanCheck, mechanism: &Mechanism) {
    // What a change alone may be is told where its parameter is looked at.
    if !matches!(mechanism, Mechanism::Adjust(_)) {
        seek.estimates(&fields_of_mechanism(mechanism));
    }
    seek.numbers(&numbers_of_mechanism(mechanism));
    match mechanism {
        Mechanism::Audience(audience) => {
            seek.each(
                "to",
                &audience.to,
                |to| &to.channel,
                |seek, to| {
                    seek.reference("channel", IdReference::Channel, &to.channel);
                    seek.number("share", to.share, NumberRange::SHARE);
                },
            );
            seek.twice("to", "channel", &audience.to, |to| &to.channel);
            let to: Vec<&str> = audience.to.iter().map(|to| to.channel.as_str()).collect();
            carriers(seek, audience.on.as_deref(), audience.via.as_deref(), &to);
            seek.targets("trust_targets", &audience.trust_targets);
        }
        Mechanism::PaidReach(reach) => {
            seek.reference("to", IdReference::Channel, &reach.to);
            carriers(seek, reach.on.as_deref(), reach.via.as_deref(), &[&reach.to]);
        }
        Mechanism::SubscriberList(list) => {
            seek.reference("to", IdReference::Channel, &list.to);
            seek.targets("from", &list.from);
        }
        Mechanism::OpenChannel(open) => open_channel(seek, open),
        Mechanism::CloseChannel(close) => {
            seek.reference("channel", IdReference::Channel, &close.channel);
        }
        Mechanism::Adjust(adjust) => {
            change(seek, adjust.parameter, &adjust.change, Some(&adjust.targets));
        }
        Mechanism::RestoreLink(restore) => {
            seek.reference("shock", IdReference::Shock, &restore.shock);
        }
        Mechanism::Hits(hits) => seek.targets("targets", &hits.targets),
        Mechanism::Price(price) => seek.targets("targets", &price.targets),
    }
}

fn carriers(seek: &mut PlanCheck, on: Option<&str>, via: Option<&str>, to: &[&str]) {
    if let Some(on) = on {
        seek.reference("on", IdReference::Channel, on);
    }
    if let Some(via) = via {
        seek.reference("via", IdReference::Channel, via);
        if to.contains(&via) {
            seek.fault("via", FaultProblem::ViaItself);
        }
    }
}

fn open_channel(seek: &mut PlanCheck, open: &OpenChannel) {
    seek.reference("channel", IdReference::Channel, &open.channel);
    if seek.plan.channels.iter().any(|channel| channel.id == open.channel && channel.active) {
        seek.fault("channel", FaultProblem::OpensActive);
    }
    seek.each(
        "cannibalises",
        &open.cannibalises,
        |lost| &lost.from,
        |seek, lost| {
            seek.reference("from", IdReference::Channel, &lost.from);
            seek.number("share", lost.share, NumberRange::SHARE);
            if lost.from == open.channel {
                seek.fault("from", FaultProblem::TakesFromItself);
            }
        },
    );
    seek.twice("cannibalises", "from", &open.cannibalises, |lost| &lost.from);
}
