//! What a mechanism alone brings, month by month: the central path with it and without, while all else stays as it is. Of
//! paid visits rather how many more a larger budget would buy.

use egui::Ui;
use sortie_engine::forecast::{Metric, central};
use sortie_engine::model::Model;
use sortie_engine::plan::{Mechanism, PaidReach, Plan, Scenario};

use super::MechanismPlace;
use crate::desk::Desk;
use crate::widget::mini_curve::mini_curve;

/// More money than any business needs: the curve shows the mechanism, not the purse.
const ENOUGH: f64 = 1e12;

/// Points of the curve of spend.
const POINTS: usize = 61;

/// Shows the curve of the mechanism in this place.
pub fn curve_ui(ui: &mut Ui, desk: &Desk, plan: &Plan, place: MechanismPlace) {
    let strategy = &plan.strategies[place.strategy];
    if let Mechanism::PaidReach(reach) = place.of(plan) {
        return spend_ui(ui, desk, strategy.currency.as_ref().unwrap_or(&plan.currency), reach);
    }
    let Some((metric, values)) = alone(plan, place) else { return };
    let words = desk.words;
    let last = values.last().copied().unwrap_or(0.0);
    let told = if metric.is_money() { words.money(last, &plan.currency) } else { words.count(last) };
    let month = words.month(plan.start.plus(plan.horizon_months as i32 - 1));
    let key = match metric {
        Metric::Followers => "curve.followers",
        Metric::Subscribers => "curve.subscribers",
        _ => "curve.revenue",
    };
    let told = words.with(key, &[("month", &month), ("value", &told)]);
    mini_curve(ui, desk.palette, &told, &values, values.len() - 1);
}

/// Shows how many visits a month's spend buys, from nothing to three times as much as is planned, where the dot stands.
fn spend_ui(ui: &mut Ui, desk: &Desk, currency: &str, reach: &PaidReach) {
    let spend = reach.spend_per_month.likely;
    let (price, half) = (reach.cost_per_visit.likely, reach.saturation_spend.likely);
    let at = |idx: usize| 3.0 * spend * idx as f64 / (POINTS - 1) as f64;
    let values: Vec<f64> = (0..POINTS).map(|idx| bought(at(idx), price, half)).collect();
    let words = desk.words;
    let visits = |x: f64| words.count(bought(x, price, half));
    let known = [
        ("spend", words.money(spend, currency)),
        ("visits", visits(spend)),
        ("twice", words.money(2.0 * spend, currency)),
        ("more", visits(2.0 * spend)),
    ];
    let known = known.each_ref().map(|(name, told)| (*name, told.as_str()));
    mini_curve(ui, desk.palette, &words.with("curve.spend", &known), &values, (POINTS - 1) / 3);
}

/// Visits that a steady spend a month buys, by the saturation of docs/model.md, step 7.
fn bought(spend: f64, cost_per_visit: f64, saturation_spend: f64) -> f64 {
    spend / cost_per_visit / (1.0 + spend / saturation_spend)
}

/// The figure that shows best what the mechanism does, in each month.
fn alone(plan: &Plan, place: MechanismPlace) -> Option<(Metric, Vec<f64>)> {
    let mut plan = plan.clone();
    let strategy = plan.strategies.get_mut(place.strategy)?;
    let mechanism = strategy.mechanisms.get(place.mechanism)?.clone();
    let metric = match mechanism {
        Mechanism::Audience(_) => Metric::Followers,
        Mechanism::SubscriberList(_) => Metric::Subscribers,
        _ => Metric::Revenue,
    };
    let shocks = match &mechanism {
        Mechanism::RestoreLink(restore) => vec![restore.shock.clone()],
        _ => vec![],
    };
    strategy.mechanisms = vec![mechanism];
    let own = strategy.id.clone();
    let scenario = |id: &str, strategies: Vec<String>| Scenario {
        id: id.to_owned(),
        name: String::new(),
        shocks: shocks.clone(),
        strategies,
        notes: String::new(),
        basis: Default::default(),
    };
    plan.scenarios = vec![scenario("without", vec![]), scenario("with", vec![own])];
    plan.seller.local_stock = true;
    plan.seller.overseas_warehouse = true;
    plan.seller.amazon_us_category_revenue_usd = ENOUGH;
    plan.cash.opening = ENOUGH;
    let forecast = central(&Model::compile(&plan));
    let [without, with] = &forecast.scenarios[..] else { return None };
    let difference = |(with, without): (&f64, &f64)| with - without;
    Some((metric, with.central[metric].iter().zip(&without.central[metric]).map(difference).collect()))
}

#[cfg(test)]
mod tests {
    use sortie_engine::plan::{Strategy, read};
    use sortie_engine::unit::Estimate;

    use super::*;
    use crate::catalog::templates;

    #[test]
    fn every_mechanism_of_every_sample_has_a_curve_and_most_of_them_move_something() {
        let (mut n_all, mut n_moving) = (0, 0);
        for template in templates() {
            let plan = read(template.plan_bytes).unwrap();
            for (idx, strategy) in plan.strategies.iter().enumerate() {
                for part in 0..strategy.mechanisms.len() {
                    let place = MechanismPlace { strategy: idx, mechanism: part };
                    let (_, values) = alone(&plan, place).unwrap();
                    assert!(values.len() == plan.horizon_months && values.iter().all(|x| x.is_finite()));
                    n_all += 1;
                    n_moving += usize::from(values.iter().any(|x| x.abs() > 1e-9));
                }
            }
        }
        assert!(n_moving * 3 > n_all, "{n_moving} of {n_all}");
    }

    #[test]
    fn what_a_spend_buys_is_what_the_projection_says() {
        let mut plan = read(templates()[0].plan_bytes).unwrap();
        let idx = plan.strategies.iter().position(|it| {
            matches!(&it.mechanisms[..], [Mechanism::PaidReach(reach)] if reach.via.is_none() && reach.on.is_none())
        });
        let idx = idx.unwrap();
        (plan.strategies[idx].start, plan.strategies[idx].currency) = (plan.start, None);
        let own = plan.strategies[idx].id.clone();
        let Mechanism::PaidReach(reach) = &mut plan.strategies[idx].mechanisms[0] else { unreachable!() };
        reach.carry_over = Estimate::certain(0.0);
        let expected =
            bought(reach.spend_per_month.likely, reach.cost_per_visit.likely, reach.saturation_spend.likely);
        // The curve is that of a month in which ads cost what they cost over the year.
        plan.demand.media_seasonality = [1.0; 12];
        plan.cash.opening = ENOUGH;
        plan.markets.iter_mut().for_each(|market| market.media_seasonality = None);
        let with = Scenario { id: "with".to_owned(), strategies: vec![own], ..plan.scenarios[0].clone() };
        plan.scenarios.truncate(1);
        plan.scenarios.push(with);
        let forecast = central(&Model::compile(&plan));
        let visits = |idx: usize| forecast.scenarios[idx].central[Metric::Visits][5];
        let brought = visits(1) - visits(0);
        assert!((brought - expected).abs() < 1e-6 * expected, "{brought} {expected}");
    }

    #[test]
    fn followers_grow_from_those_at_the_start() {
        let plan = read(templates()[0].plan_bytes).unwrap();
        let audience = |strategy: &Strategy| {
            strategy.mechanisms.iter().position(|mechanism| matches!(mechanism, Mechanism::Audience(_)))
        };
        let mut strategies = plan.strategies.iter().map(audience).enumerate();
        let place = strategies
            .find_map(|(strategy, mechanism)| Some(MechanismPlace { strategy, mechanism: mechanism? }));
        let place = place.unwrap();
        let (metric, values) = alone(&plan, place).unwrap();
        assert!(metric == Metric::Followers && values.last() > values.first());
    }
}
