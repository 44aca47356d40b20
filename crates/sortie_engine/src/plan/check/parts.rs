//! What must hold for the plan and each of its parts.

use std::collections::BTreeSet;

use super::super::fault::{FaultProblem, IdReference};
use super::super::fields::{
    EstimateField, field_of_change, fields_of_cash, fields_of_channel, fields_of_shock, numbers_of_cash,
    numbers_of_channel, numbers_of_demand, numbers_of_plan, numbers_of_seller, numbers_of_shock,
};
use super::super::parts::{ActualMonth, Cash, Channel, Demand, Market, Plan, Scenario};
use super::super::range::NumberRange;
use super::super::shock::{AdjustmentChange, ChannelTargets, Shock};
use super::super::word::Parameter;
use super::seek::PlanCheck;
use super::strategy::strategy;
use super::{basis, limits};

pub(super) fn plan(seek: &mut PlanCheck, plan: &Plan) {
    seek.numbers(&numbers_of_plan(plan));
    limits::of_plan(seek, plan);
    basis::of_plan(seek, plan);
    seek.within("fx", |seek| {
        for (currency, rate) in &plan.fx {
            let is_code = currency.len() == 3 && currency.bytes().all(|letter| letter.is_ascii_uppercase());
            if !is_code {
                seek.fault(currency, FaultProblem::NoCurrencyCode);
            } else if *currency == plan.currency {
                seek.fault(currency, FaultProblem::RateOfOwn);
            }
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
    actuals(seek, &plan.actuals);
}

fn cash(seek: &mut PlanCheck, cash: &Cash) {
    seek.numbers(&numbers_of_cash(cash));
    seek.estimates(&fields_of_cash(cash));
}

fn demand(seek: &mut PlanCheck, demand: &Demand) {
    seek.weights("seasonality", &demand.seasonality);
    seek.weights("media_seasonality", &demand.media_seasonality);
    seek.numbers(&numbers_of_demand(demand));
}

fn market(seek: &mut PlanCheck, market: &Market) {
    limits::words(seek, &market.id, &market.name, &market.notes);
    if let Some(seasonality) = &market.seasonality {
        seek.weights("seasonality", seasonality);
    }
    if let Some(seasonality) = &market.media_seasonality {
        seek.weights("media_seasonality", seasonality);
    }
    basis::of_market(seek, &market.basis);
}

fn channel(seek: &mut PlanCheck, channel: &Channel) {
    limits::words(seek, &channel.id, &channel.name, &channel.notes);
    seek.reference("market", IdReference::Market, &channel.market);
    seek.currency(channel.currency.as_ref());
    seek.estimates(&fields_of_channel(channel));
    seek.numbers(&numbers_of_channel(channel));
    basis::of_channel(seek, channel);
}

fn shock(seek: &mut PlanCheck, shock: &Shock) {
    limits::words(seek, &shock.id, &shock.name, &shock.notes);
    seek.targets("targets", &shock.targets);
    start(seek, shock);
    seek.numbers(&numbers_of_shock(shock));
    let is_of_start = |field: &EstimateField| field.name == "after_months";
    let fields = fields_of_shock(shock);
    let (of_start, fields): (Vec<_>, Vec<_>) = fields.into_iter().partition(is_of_start);
    seek.within("follows", |seek| seek.estimates(&of_start));
    seek.estimates(&fields);
    seek.twice("diversions", "to", &shock.diversions, |diversion| &diversion.to);
    limits::many(seek, "adjustments", shock.adjustments.len(), limits::PIECES);
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
    basis::of_shock(seek, shock);
}

/// Looks for what a shock follows, and whether it follows itself.
fn start(seek: &mut PlanCheck, shock: &Shock) {
    let Some(followed) = shock.start.follows() else { return };
    seek.within("follows", |seek| seek.reference("shock", IdReference::Shock, &followed.shock));
    let of = |id: &str| seek.plan.shocks.iter().find(|other| other.id == id);
    let mut next = of(&followed.shock);
    for _ in 0..seek.plan.shocks.len() {
        match next {
            Some(other) if other.id == shock.id => {
                return seek.within("follows", |seek| seek.fault("shock", FaultProblem::FollowsItself));
            }
            Some(other) => next = other.start.follows().and_then(|followed| of(&followed.shock)),
            None => return,
        }
    }
}

pub(super) fn change(
    seek: &mut PlanCheck,
    parameter: Parameter,
    change: &AdjustmentChange,
    targets: Option<&ChannelTargets>,
) {
    let mut field = field_of_change(change);
    match change {
        AdjustmentChange::Factor(_) if parameter.is_factor() => field.range = NumberRange::FACTOR_ABOVE_0,
        AdjustmentChange::Add(_) if parameter.is_factor() => seek.fault("add", FaultProblem::FactorOnly),
        _ => {}
    }
    seek.estimates(&[field]);
    if let Some(targets) = targets {
        seek.targets("targets", targets);
        if parameter.is_of_plan() && !targets.is_all() {
            seek.fault("targets", FaultProblem::PlanWithTargets);
        }
    }
}

fn scenario(seek: &mut PlanCheck, scenario: &Scenario) {
    limits::words(seek, &scenario.id, &scenario.name, &scenario.notes);
    seek.references("shocks", IdReference::Shock, &scenario.shocks);
    seek.references("strategies", IdReference::Strategy, &scenario.strategies);
    // A scenario that named one thing twice would count it twice.
    seek.twice("shocks", "", &scenario.shocks, |id| id);
    seek.twice("strategies", "", &scenario.strategies, |id| id);
    basis::of_scenario(seek, &scenario.basis);
}

fn actuals(seek: &mut PlanCheck, actuals: &[ActualMonth]) {
    let mut before = BTreeSet::new();
    let label = |actual: &ActualMonth| actual.channel.clone().or_else(|| actual.strategy.clone());
    for (idx, actual) in actuals.iter().enumerate() {
        let is_first = before.insert((actual.month, &actual.channel, &actual.strategy));
        seek.item("actuals", idx, &label(actual).unwrap_or_default(), |seek| {
            if !is_first {
                seek.fault("", FaultProblem::ActualTwice);
            }
            self::actual(seek, actual);
        });
    }
}

fn actual(seek: &mut PlanCheck, actual: &ActualMonth) {
    if let Some(channel) = &actual.channel {
        seek.reference("channel", IdReference::Channel, channel);
    }
    if let Some(strategy) = &actual.strategy {
        seek.reference("strategy", IdReference::Strategy, strategy);
        if actual.channel.is_some() {
            seek.fault("channel", FaultProblem::FigureOfStrategy);
        }
    }
    let told: Vec<(&str, f64)> =
        actual.figures().into_iter().filter_map(|(name, figure)| Some((name, figure?))).collect();
    if told.is_empty() {
        seek.fault("", FaultProblem::ActualOfNothing);
    }
    for (name, figure) in told {
        seek.number(name, figure, NumberRange::ANY);
        let is_of_all = ["cash", "followers", "subscribers"].contains(&name);
        if is_of_all && (actual.channel.is_some() || actual.strategy.is_some()) {
            seek.fault(name, FaultProblem::FigureOfAll);
        } else if actual.strategy.is_some() && name != "orders" {
            seek.fault(name, FaultProblem::FigureOfStrategy);
        }
    }
}
