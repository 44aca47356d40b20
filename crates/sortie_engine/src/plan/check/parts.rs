//! What must hold for the plan and each of its parts.

use super::super::fault::{Problem, Reference};
use super::super::fields::{
    field_of_change, fields_of_cash, fields_of_channel, fields_of_shock, numbers_of_cash, numbers_of_channel,
    numbers_of_demand, numbers_of_plan, numbers_of_seller, numbers_of_shock,
};
use super::super::parts::{Actual, Cash, Channel, Demand, Market, Plan, Scenario};
use super::super::range::Range;
use super::super::shock::{Change, Shock, Targets};
use super::super::word::Parameter;
use super::seek::Seek;
use super::strategy::strategy;

pub(super) fn plan(seek: &mut Seek, plan: &Plan) {
    seek.numbers(&numbers_of_plan(plan));
    seek.within("fx", |seek| {
        for (currency, rate) in &plan.fx {
            seek.estimate(currency, rate.spread(), Range::ABOVE_0);
        }
    });
    seek.within("cash", |seek| cash(seek, &plan.cash));
    seek.within("demand", |seek| demand(seek, &plan.demand));
    seek.within("seller", |seek| {
        seek.numbers(&numbers_of_seller(&plan.seller));
    });
    seek.ids("markets", &plan.markets, |market| &market.id);
    seek.each("markets", &plan.markets, |market| &market.id, market);
    seek.ids("channels", &plan.channels, |channel| &channel.id);
    seek.each("channels", &plan.channels, |channel| &channel.id, channel);
    if plan.channels.is_empty() {
        seek.fault("channels", Problem::NoneOf(Reference::Channel));
    }
    seek.ids("shocks", &plan.shocks, |shock| &shock.id);
    seek.each("shocks", &plan.shocks, |shock| &shock.id, shock);
    seek.ids("strategies", &plan.strategies, |strategy| &strategy.id);
    seek.each("strategies", &plan.strategies, |strategy| &strategy.id, strategy);
    seek.ids("scenarios", &plan.scenarios, |scenario| &scenario.id);
    seek.each("scenarios", &plan.scenarios, |scenario| &scenario.id, scenario);
    if plan.scenarios.is_empty() {
        seek.fault("scenarios", Problem::NoneOf(Reference::Scenario));
    }
    seek.each("actuals", &plan.actuals, |actual| actual.channel.as_deref().unwrap_or_default(), actual);
}

fn cash(seek: &mut Seek, cash: &Cash) {
    seek.numbers(&numbers_of_cash(cash));
    seek.estimates(&fields_of_cash(cash));
}

fn demand(seek: &mut Seek, demand: &Demand) {
    seek.seasonality(&demand.seasonality);
    seek.numbers(&numbers_of_demand(demand));
}

fn market(seek: &mut Seek, market: &Market) {
    if let Some(seasonality) = &market.seasonality {
        seek.seasonality(seasonality);
    }
}

fn channel(seek: &mut Seek, channel: &Channel) {
    seek.reference("market", Reference::Market, &channel.market);
    seek.currency(channel.currency.as_ref());
    seek.estimates(&fields_of_channel(channel));
    seek.numbers(&numbers_of_channel(channel));
}

fn shock(seek: &mut Seek, shock: &Shock) {
    seek.targets("targets", &shock.targets);
    seek.numbers(&numbers_of_shock(shock));
    seek.estimates(&fields_of_shock(shock));
    seek.each(
        "diversions",
        &shock.diversions,
        |diversion| &diversion.to,
        |seek, diversion| {
            seek.reference("to", Reference::Channel, &diversion.to);
            seek.estimate("share", diversion.share.spread(), Range::SHARE);
        },
    );
    seek.each(
        "adjustments",
        &shock.adjustments,
        |_| "",
        |seek, adjustment| {
            change(seek, adjustment.parameter, &adjustment.change, adjustment.targets.as_ref());
        },
    );
}

pub(super) fn change(seek: &mut Seek, parameter: Parameter, change: &Change, targets: Option<&Targets>) {
    seek.estimates(&[field_of_change(change)]);
    if let Some(targets) = targets {
        seek.targets("targets", targets);
        if parameter == Parameter::Overhead && !targets.is_all() {
            seek.fault("targets", Problem::OverheadWithTargets);
        }
    }
}

fn scenario(seek: &mut Seek, scenario: &Scenario) {
    seek.references("shocks", Reference::Shock, &scenario.shocks);
    seek.references("strategies", Reference::Strategy, &scenario.strategies);
    twice(seek, "shocks", &scenario.shocks);
    twice(seek, "strategies", &scenario.strategies);
}

/// A scenario that named one thing twice would count it twice.
fn twice(seek: &mut Seek, field: &str, ids: &[String]) {
    for (idx, id) in ids.iter().enumerate() {
        if ids[..idx].contains(id) {
            seek.fault(field, Problem::IdTwice { id: id.clone() });
        }
    }
}

fn actual(seek: &mut Seek, actual: &Actual) {
    if let Some(channel) = &actual.channel {
        seek.reference("channel", Reference::Channel, channel);
        if actual.cash.is_some() {
            seek.fault("cash", Problem::CashOfChannel);
        }
    }
    let given = |x: Option<f64>| x.unwrap_or(0.0);
    seek.number("orders", given(actual.orders), Range::AMOUNT);
    seek.number("revenue", given(actual.revenue), Range::ANY);
    seek.number("cash", given(actual.cash), Range::ANY);
}
