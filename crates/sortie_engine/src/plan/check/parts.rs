//! What must hold for the plan and each of its parts.

use super::super::fault::{FaultProblem, IdReference};
use super::super::fields::{
    field_of_change, fields_of_cash, fields_of_channel, fields_of_shock, numbers_of_cash, numbers_of_channel,
    numbers_of_demand, numbers_of_plan, numbers_of_seller, numbers_of_shock,
};
use super::super::parts::{ActualMonth, Cash, Channel, Demand, Market, Plan, Scenario};
use super::super::range::NumberRange;
use super::super::shock::{AdjustmentChange, ChannelTargets, Shock};
use super::super::word::Parameter;
use super::seek::PlanCheck;
use super::strategy::strategy;

pub(super) fn plan(seek: &mut PlanCheck, plan: &Plan) {
    seek.numbers(&numbers_of_plan(plan));
    seek.within("fx", |seek| {
        for (currency, rate) in &plan.fx {
            seek.estimate(currency, rate.spread(), NumberRange::ABOVE_0);
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
        seek.fault("channels", FaultProblem::NoneOf(IdReference::Channel));
    }
    seek.ids("shocks", &plan.shocks, |shock| &shock.id);
    seek.each("shocks", &plan.shocks, |shock| &shock.id, shock);
    seek.ids("strategies", &plan.strategies, |strategy| &strategy.id);
    seek.each("strategies", &plan.strategies, |strategy| &strategy.id, strategy);
    seek.ids("scenarios", &plan.scenarios, |scenario| &scenario.id);
    seek.each("scenarios", &plan.scenarios, |scenario| &scenario.id, scenario);
    if plan.scenarios.is_empty() {
        seek.fault("scenarios", FaultProblem::NoneOf(IdReference::Scenario));
    }
    seek.each("actuals", &plan.actuals, |actual| actual.channel.as_deref().unwrap_or_default(), actual);
}

fn cash(seek: &mut PlanCheck, cash: &Cash) {
    seek.numbers(&numbers_of_cash(cash));
    seek.estimates(&fields_of_cash(cash));
}

fn demand(seek: &mut PlanCheck, demand: &Demand) {
    seek.seasonality(&demand.seasonality);
    seek.numbers(&numbers_of_demand(demand));
}

fn market(seek: &mut PlanCheck, market: &Market) {
    if let Some(seasonality) = &market.seasonality {
        seek.seasonality(seasonality);
    }
}

fn channel(seek: &mut PlanCheck, channel: &Channel) {
    seek.reference("market", IdReference::Market, &channel.market);
    seek.currency(channel.currency.as_ref());
    seek.estimates(&fields_of_channel(channel));
    seek.numbers(&numbers_of_channel(channel));
}

fn shock(seek: &mut PlanCheck, shock: &Shock) {
    seek.targets("targets", &shock.targets);
    seek.numbers(&numbers_of_shock(shock));
    seek.estimates(&fields_of_shock(shock));
    seek.each(
        "diversions",
        &shock.diversions,
        |diversion| &diversion.to,
        |seek, diversion| {
            seek.reference("to", IdReference::Channel, &diversion.to);
            seek.estimate("share", diversion.share.spread(), NumberRange::SHARE);
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

pub(super) fn change(
    seek: &mut PlanCheck,
    parameter: Parameter,
    change: &AdjustmentChange,
    targets: Option<&ChannelTargets>,
) {
    seek.estimates(&[field_of_change(change)]);
    if let Some(targets) = targets {
        seek.targets("targets", targets);
        if parameter == Parameter::Overhead && !targets.is_all() {
            seek.fault("targets", FaultProblem::OverheadWithTargets);
        }
    }
}

fn scenario(seek: &mut PlanCheck, scenario: &Scenario) {
    seek.references("shocks", IdReference::Shock, &scenario.shocks);
    seek.references("strategies", IdReference::Strategy, &scenario.strategies);
    twice(seek, "shocks", &scenario.shocks);
    twice(seek, "strategies", &scenario.strategies);
}

/// A scenario that named one thing twice would count it twice.
fn twice(seek: &mut PlanCheck, field: &str, ids: &[String]) {
    for (idx, id) in ids.iter().enumerate() {
        if ids[..idx].contains(id) {
            seek.fault(field, FaultProblem::IdTwice { id: id.clone() });
        }
    }
}

fn actual(seek: &mut PlanCheck, actual: &ActualMonth) {
    if let Some(channel) = &actual.channel {
        seek.reference("channel", IdReference::Channel, channel);
        if actual.cash.is_some() {
            seek.fault("cash", FaultProblem::CashOfChannel);
        }
    }
    let given = |x: Option<f64>| x.unwrap_or(0.0);
    seek.number("orders", given(actual.orders), NumberRange::AMOUNT);
    seek.number("revenue", given(actual.revenue), NumberRange::ANY);
    seek.number("cash", given(actual.cash), NumberRange::ANY);
}
