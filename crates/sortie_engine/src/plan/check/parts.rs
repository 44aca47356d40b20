//! What must hold for the plan and each of its parts.

use super::super::fault::{Problem, Reference};
use super::super::fields::{EstimateField, field_of_change, fields_of_channel, fields_of_shock};
use super::super::parts::{Actual, Cash, Channel, Demand, Market, Plan, Scenario};
use super::super::shock::{Change, Shock, Targets};
use super::super::word::Parameter;
use super::seek::{Range, Seek};
use super::strategy::strategy;

pub(super) fn plan(seek: &mut Seek, plan: &Plan) {
    seek.number("horizon_months", plan.horizon_months as f64, Range { to: 60.0, ..Range::from(6.0) });
    seek.within("fx", |seek| {
        for (currency, rate) in &plan.fx {
            seek.estimate(currency, rate.spread(), Range::ABOVE_0);
        }
    });
    seek.within("cash", |seek| cash(seek, &plan.cash));
    seek.within("demand", |seek| demand(seek, &plan.demand));
    seek.within("seller", |seek| {
        seek.number(
            "amazon_us_category_revenue_usd",
            plan.seller.amazon_us_category_revenue_usd,
            Range::AMOUNT,
        );
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
    seek.number("opening", cash.opening, Range::ANY);
    seek.number("credit_line", cash.credit_line, Range::AMOUNT);
    seek.spread("overhead_per_month", cash.overhead_per_month.spread());
}

fn demand(seek: &mut Seek, demand: &Demand) {
    seek.seasonality(&demand.seasonality);
    seek.number("trend_damping", demand.trend_damping, Range::SHARE);
    seek.number("volatility", demand.volatility, Range::AMOUNT);
    seek.number("persistence", demand.persistence, Range::BELOW_1);
    seek.number("co_movement", demand.co_movement, Range::SHARE);
    seek.number("estimate_correlation", demand.estimate_correlation, Range::SHARE);
}

fn market(seek: &mut Seek, market: &Market) {
    if let Some(seasonality) = &market.seasonality {
        seek.seasonality(seasonality);
    }
}

fn channel(seek: &mut Seek, channel: &Channel) {
    seek.reference("market", Reference::Market, &channel.market);
    seek.currency(channel.currency.as_ref());
    for EstimateField { name, spread, .. } in fields_of_channel(channel) {
        match name {
            "repeat_share" => seek.estimate(name, spread, Range::BELOW_1),
            "growth" => seek.estimate(name, spread, Range::from(-1.0)),
            _ => seek.spread(name, spread),
        }
    }
    seek.number("customer_life_months", channel.customer_life_months, Range::from(1.0));
    seek.numbers(&[("payout_days", channel.payout_days), ("stock_days", channel.stock_days)], Range::AMOUNT);
}

fn shock(seek: &mut Seek, shock: &Shock) {
    seek.targets("targets", &shock.targets);
    let months = [
        ("phase_out_months", shock.phase_out_months),
        ("recovery_months", shock.recovery_months),
        ("window_months", shock.window_months),
        ("adaptation_months", shock.adaptation_months),
    ];
    seek.numbers(&months, Range::AMOUNT);
    seek.number("probability", shock.probability, Range::SHARE);
    for EstimateField { name, spread, .. } in fields_of_shock(shock) {
        match name {
            "lasts_months" => seek.estimate(name, spread, Range::ABOVE_0),
            _ => seek.spread(name, spread),
        }
    }
    seek.each(
        "diversions",
        &shock.diversions,
        |diversion| &diversion.to,
        |seek, diversion| {
            seek.reference("to", Reference::Channel, &diversion.to);
            seek.spread("share", diversion.share.spread());
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
    let EstimateField { name, spread, .. } = field_of_change(change);
    seek.spread(name, spread);
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
    seek.numbers(&[("revenue", given(actual.revenue)), ("cash", given(actual.cash))], Range::ANY);
}
