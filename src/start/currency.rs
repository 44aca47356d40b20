//! A plan told in another currency: with the currencies of its shops as they are, or with every amount converted.

use std::collections::BTreeSet;

use sortie_engine::plan::{
    AdjustmentChange, Channel, Mechanism, Parameter, Plan, Strategy, scale_money_of_channel,
    scale_money_of_strategy,
};
use sortie_engine::unit::{Amount, Estimate, Signed};

use crate::catalog::evidence;

/// Tells the plan in another currency. What a channel or a strategy told in the plan's currency so far is told in that
/// currency by itself from now on, so that no amount changes its worth; cash and overhead are converted.
pub fn change_currency(plan: &mut Plan, code: &str) {
    let Some(rate) = evidence::rate(&plan.currency, code) else { return };
    let before = std::mem::replace(&mut plan.currency, code.to_owned());
    let keep = |own: &mut Option<String>| {
        let told = own.take().unwrap_or_else(|| before.clone());
        *own = (told != code).then_some(told);
    };
    plan.channels.iter_mut().for_each(|channel| keep(&mut channel.currency));
    plan.strategies.iter_mut().for_each(|strategy| keep(&mut strategy.currency));
    plan.cash.opening *= rate;
    plan.cash.credit_line *= rate;
    plan.cash.overhead_per_month = converted(plan.cash.overhead_per_month, rate);
    convert_changes(plan, rate);
    for actual in &mut plan.actuals {
        actual.revenue = actual.revenue.map(|money| money * rate);
        actual.cash = actual.cash.map(|money| money * rate);
    }
    let others: Vec<String> = plan.fx.keys().cloned().chain([before]).collect();
    plan.fx = others
        .into_iter()
        .filter(|other| other != code)
        .filter_map(|other| Some((other.clone(), Estimate::certain(evidence::rate(&other, code)?))))
        .collect();
}

/// Tells the plan in another currency, and with it every channel and strategy that was told in the plan's own.
pub fn convert(plan: &mut Plan, code: &str) {
    let own = plan.currency.clone();
    let Some(rate) = evidence::rate(&own, code).filter(|_| own != code) else { return };
    change_currency(plan, code);
    for channel in plan.channels.iter_mut().filter(|channel| channel.currency.as_ref() == Some(&own)) {
        channel.currency = None;
        scale_money_of_channel(channel, rate);
    }
    for strategy in plan.strategies.iter_mut().filter(|strategy| strategy.currency.as_ref() == Some(&own)) {
        strategy.currency = None;
        scale_money_of_strategy(strategy, rate);
    }
    let channels = plan.channels.iter().filter_map(|channel| channel.currency.clone());
    let strategies = plan.strategies.iter().filter_map(|strategy| strategy.currency.clone());
    let used: BTreeSet<String> = channels.chain(strategies).collect();
    plan.fx.retain(|code, _| used.contains(code));
}

/// Tells a channel that was just added in the plan's currency, where there is a rate.
pub fn settle_channel(channel: &mut Channel, currency: &str) {
    let Some(own) = channel.currency.clone().filter(|own| own != currency) else { return };
    if let Some(rate) = evidence::rate(&own, currency) {
        channel.currency = None;
        scale_money_of_channel(channel, rate);
    }
}

/// Tells a strategy that was just added in the plan's currency, where there is a rate.
pub fn settle_strategy(strategy: &mut Strategy, currency: &str) {
    let Some(own) = strategy.currency.clone().filter(|own| own != currency) else { return };
    if let Some(rate) = evidence::rate(&own, currency) {
        strategy.currency = None;
        scale_money_of_strategy(strategy, rate);
    }
}

/// Amounts that shocks and strategies add are told in the plan's currency.
fn convert_changes(plan: &mut Plan, rate: f64) {
    let convert = |parameter: Parameter, change: &mut AdjustmentChange| {
        if let AdjustmentChange::Add(amount) = change
            && parameter.is_money()
        {
            *amount = scaled(*amount, rate);
        }
    };
    for adjustment in plan.shocks.iter_mut().flat_map(|shock| &mut shock.adjustments) {
        convert(adjustment.parameter, &mut adjustment.change);
    }
    for mechanism in plan.strategies.iter_mut().flat_map(|strategy| &mut strategy.mechanisms) {
        if let Mechanism::Adjust(adjust) = mechanism {
            convert(adjust.parameter, &mut adjust.change);
        }
    }
}

fn converted(money: Estimate<Amount>, rate: f64) -> Estimate<Amount> {
    money.moved_to(money.likely * rate)
}

fn scaled(money: Estimate<Signed>, rate: f64) -> Estimate<Signed> {
    Estimate::new(money.low * rate, money.likely * rate, money.high * rate)
}

#[cfg(test)]
mod tests {
    use sortie_engine::forecast::{Metric, central};
    use sortie_engine::model::Model;
    use sortie_engine::plan::{check, read};

    use super::*;
    use crate::catalog::templates;

    #[test]
    fn a_plan_told_in_another_currency_earns_what_it_earned() {
        for template in templates() {
            let plan = read(template.plan_bytes).unwrap();
            // A rate that the plan sets for itself is replaced by the common one.
            if !plan.fx.is_empty() {
                continue;
            }
            let mut other = plan.clone();
            change_currency(&mut other, "CNY");
            assert_eq!(check(&other), [], "{}", template.id);
            let rate = evidence::rate(&plan.currency, "CNY").unwrap();
            let profit = |plan: &Plan| central(&Model::compile(plan)).scenarios[0].central[Metric::Profit][0];
            let (before, after) = (profit(&plan) * rate, profit(&other));
            assert!(
                (before - after).abs() < 1e-6 * before.abs().max(1.0),
                "{}: {before} {after}",
                template.id
            );
        }
    }

    #[test]
    fn a_plan_converted_to_another_currency_earns_what_it_earned_and_needs_no_rate() {
        for template in templates() {
            let plan = read(template.plan_bytes).unwrap();
            if !plan.fx.is_empty() {
                continue;
            }
            let mut other = plan.clone();
            convert(&mut other, "EUR");
            assert_eq!(check(&other), [], "{}", template.id);
            assert!(other.fx.is_empty(), "{}", template.id);
            let rate = evidence::rate(&plan.currency, "EUR").unwrap();
            let profits = |plan: &Plan| -> Vec<f64> {
                let scenarios = central(&Model::compile(plan)).scenarios;
                scenarios.iter().map(|scenario| scenario.central[Metric::Profit].iter().sum()).collect()
            };
            for (before, after) in profits(&plan).into_iter().zip(profits(&other)) {
                assert!((before * rate - after).abs() < 1e-6 * before.abs().max(1.0), "{}", template.id);
            }
        }
    }
}
