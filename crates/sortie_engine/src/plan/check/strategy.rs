//! What must hold for a strategy and each of its mechanisms.

use super::super::fault::{Problem, Reference};
use super::super::fields::{EstimateField, fields_of_mechanism, fields_of_strategy};
use super::super::mechanism::{Mechanism, OpenChannel};
use super::super::parts::Strategy;
use super::parts::change;
use super::seek::{Range, Seek};

pub(super) fn strategy(seek: &mut Seek, strategy: &Strategy) {
    if strategy.end.is_some_and(|end| end <= strategy.start) {
        seek.fault("end", Problem::EndsBeforeStart);
    }
    seek.currency(strategy.currency.as_ref());
    for EstimateField { name, spread, .. } in fields_of_strategy(strategy) {
        seek.spread(name, spread);
    }
    seek.each("mechanisms", &strategy.mechanisms, |mechanism| mechanism.type_word(), mechanism);
}

fn mechanism(seek: &mut Seek, mechanism: &Mechanism) {
    for EstimateField { name, spread, .. } in fields_of_mechanism(mechanism) {
        let divides = matches!(name, "trust_half" | "saturation_spend" | "cost_per_visit");
        match name {
            "factor" | "add" => {}
            _ if divides => seek.estimate(name, spread, Range::ABOVE_0),
            _ => seek.spread(name, spread),
        }
    }
    match mechanism {
        Mechanism::Audience(audience) => {
            seek.each(
                "to",
                &audience.to,
                |to| &to.channel,
                |seek, to| {
                    seek.reference("channel", Reference::Channel, &to.channel);
                    seek.number("share", to.share, Range::SHARE);
                },
            );
            let to: Vec<&str> = audience.to.iter().map(|to| to.channel.as_str()).collect();
            carriers(seek, audience.on.as_deref(), audience.via.as_deref(), &to);
            seek.targets("trust_targets", &audience.trust_targets);
            seek.number("sell_after_followers", audience.sell_after_followers, Range::AMOUNT);
            seek.number("learning_months", audience.learning_months, Range::AMOUNT);
        }
        Mechanism::PaidReach(reach) => {
            seek.reference("to", Reference::Channel, &reach.to);
            carriers(seek, reach.on.as_deref(), reach.via.as_deref(), &[&reach.to]);
        }
        Mechanism::SubscriberList(list) => {
            seek.reference("to", Reference::Channel, &list.to);
            seek.targets("from", &list.from);
        }
        Mechanism::OpenChannel(open) => open_channel(seek, open),
        Mechanism::CloseChannel(close) => {
            seek.reference("channel", Reference::Channel, &close.channel);
            seek.number("ramp_months", close.ramp_months, Range::AMOUNT);
        }
        Mechanism::Adjust(adjust) => {
            change(seek, adjust.parameter, &adjust.change, Some(&adjust.targets));
            seek.number("ramp_months", adjust.ramp_months, Range::AMOUNT);
        }
        Mechanism::RestoreLink(restore) => {
            seek.reference("shock", Reference::Shock, &restore.shock);
            seek.number("ramp_months", restore.ramp_months, Range::AMOUNT);
            seek.number("penalty_probability", restore.penalty_probability, Range::SHARE);
        }
        Mechanism::Hits(hits) => {
            seek.targets("targets", &hits.targets);
            seek.number("per_month", hits.per_month, Range::AMOUNT);
            seek.number("half_life_months", hits.half_life_months, Range::ABOVE_0);
        }
    }
}

fn carriers(seek: &mut Seek, on: Option<&str>, via: Option<&str>, to: &[&str]) {
    if let Some(on) = on {
        seek.reference("on", Reference::Channel, on);
    }
    if let Some(via) = via {
        seek.reference("via", Reference::Channel, via);
        if to.contains(&via) {
            seek.fault("via", Problem::ViaItself);
        }
    }
}

fn open_channel(seek: &mut Seek, open: &OpenChannel) {
    seek.reference("channel", Reference::Channel, &open.channel);
    if seek.plan.channels.iter().any(|channel| channel.id == open.channel && channel.active) {
        seek.fault("channel", Problem::OpensActive);
    }
    let months = [("ramp_months", open.ramp_months), ("review_months", open.review_months)];
    seek.numbers(&months, Range::AMOUNT);
    seek.number("approval", open.approval, Range::SHARE);
    seek.each(
        "cannibalises",
        &open.cannibalises,
        |lost| &lost.from,
        |seek, lost| {
            seek.reference("from", Reference::Channel, &lost.from);
            seek.number("share", lost.share, Range::SHARE);
        },
    );
}
