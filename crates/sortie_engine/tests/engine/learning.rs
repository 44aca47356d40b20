//! Whether months that came teach the right thing: a planted closure is found, and the fan from today on narrows.

use sortie_engine::fit::{Learned, learn};
use sortie_engine::forecast::{Alone, Metric, Patient, central, project};
use sortie_engine::lane::exp;
use sortie_engine::model::Model;
use sortie_engine::plan::{Actual, Plan, read};
use sortie_engine::unit::Estimate;

use crate::seller::Chance;

/// How many futures are weighed.
const N_PATHS: usize = 4_096;
/// Months that came.
const N_SEEN: usize = 9;

/// A seller with two shops whose links close in the fourth month; how much gets through all the same is not known.
fn plan() -> Plan {
    let plan = read(
        br#"{
        "format": "sortie-plan", "version": 1, "name": "Two shops", "currency": "USD", "start": "2024-01",
        "horizon_months": 18, "cash": {"opening": 100000, "restock_limited": false},
        "demand": {"volatility": 0.12, "persistence": 0.5, "co_movement": 0.3},
        "seller": {}, "markets": [{"id": "us", "name": "US"}],
        "channels": [
            {"id": "links", "name": "Links", "kind": "tiktok_link", "market": "us",
             "visits": {"low": 30000, "likely": 40000, "high": 53000},
             "conversion": {"low": 0.012, "likely": 0.015, "high": 0.019},
             "order_value": {"low": 36, "likely": 40, "high": 44}, "unit_cost": 0.3},
            {"id": "store", "name": "Store", "kind": "own_store", "market": "us",
             "visits": {"low": 15000, "likely": 20000, "high": 27000}, "conversion": 0.025,
             "growth": {"low": -0.01, "likely": 0.01, "high": 0.03}, "order_value": 50, "unit_cost": 0.3}
        ],
        "shocks": [{"id": "closure", "name": "Closure", "kind": "link_closure", "start": "2024-04",
            "targets": {"channels": ["links"]}, "passes": {"low": 0.05, "likely": 0.2, "high": 0.6}}],
        "strategies": [],
        "scenarios": [
            {"id": "open", "name": "Open", "shocks": [], "strategies": []},
            {"id": "closed", "name": "Closed", "shocks": ["closure"], "strategies": []}
        ]}"#,
    );
    plan.unwrap()
}

/// The plan with what came of it where everything was as likely but that `passes` of the links got through, and the
/// visits of links were `level` times as many as thought.
fn with_actuals(passes: f64, level: f64, seed: u64) -> Plan {
    let mut plan = plan();
    let mut truth = plan.clone();
    truth.shocks[0].passes = Estimate::certain(passes);
    truth.channels[0].visits = Estimate::certain(40_000.0 * level);
    let came = central(&Model::compile(&truth));
    let mut chance = Chance::new(seed);
    let mut surprises = [0.0; 2];
    for t in 0..N_SEEN {
        let common = chance.normal();
        for (channel, surprise) in surprises.iter_mut().enumerate() {
            let new = 0.3_f64.sqrt() * common + 0.7_f64.sqrt() * chance.normal();
            *surprise = if t == 0 { new } else { 0.5 * *surprise + 0.75_f64.sqrt() * new };
            let revenue = came.scenarios[1].central.channel_revenue[channel][t];
            let orders = revenue / [40.0, 50.0][channel] * exp(0.12 * *surprise - 0.0072);
            let id = plan.channels[channel].id.clone();
            let month = plan.start.plus(t as i32);
            plan.actuals.push(Actual {
                month,
                channel: Some(id),
                revenue: None,
                orders: Some(orders.round()),
                cash: None,
            });
        }
    }
    plan
}

fn learned(plan: &Plan) -> Learned {
    learn(plan, 1, (N_PATHS, 1), &Alone, &Patient).unwrap()
}

fn passes_after(learned: &Learned) -> [f64; 3] {
    learned.estimates.iter().find(|estimate| estimate.field == "passes").unwrap().after
}

#[test]
fn what_still_passes_a_closure_is_recovered_from_the_months_after_it() {
    let (mut n_inside, mut n) = (0, 0);
    for (place, passes) in [0.1, 0.3, 0.5].into_iter().enumerate() {
        for seed in 0..10 {
            let learned = learned(&with_actuals(passes, 1.0, 100 * place as u64 + seed));
            let [low, likely, high] = passes_after(&learned);
            assert!((likely / passes).max(passes / likely) < 1.5, "{passes}: {low} {likely} {high}");
            // The plan had 0.05 to 0.6.
            assert!(high - low < 0.22, "{passes}: {low} {likely} {high}");
            assert!(!learned.is_weak(), "{} futures tell what came", learned.n_effective);
            n_inside += usize::from((low..=high).contains(&passes));
            n += 1;
        }
    }
    assert!((0.6..=0.97).contains(&(n_inside as f64 / n as f64)), "{n_inside} of {n} ranges hold the truth");
}

#[test]
fn months_that_came_narrow_the_fan_from_today_on() {
    let plan = with_actuals(0.4, 1.1, 5);
    let before = project(&Model::compile(&plan), N_PATHS, 1, &Alone, &Patient).unwrap();
    let learned = learned(&plan);
    let width = |fan: &sortie_engine::forecast::Fan, t: usize| {
        let quantiles = fan.quantiles[Metric::Revenue][t];
        quantiles[5] - quantiles[1]
    };
    let [before, after] = [&before, &learned.forecast].map(|it| it.scenarios[1].fan.as_ref().unwrap());
    for t in N_SEEN..18 {
        assert!(width(after, t) < 0.85 * width(before, t), "month {t}");
    }
    // Months that came are as they came.
    for t in 0..N_SEEN {
        let came: f64 = plan
            .actuals
            .iter()
            .filter(|a| a.month.since(plan.start) == t as i32)
            .filter_map(|a| a.orders)
            .sum();
        let told = after.quantiles[Metric::Orders][t];
        assert!(told.iter().all(|orders| (orders / came - 1.0).abs() < 0.01), "month {t}: {told:?} {came}");
    }
}

#[test]
fn months_that_no_future_tells_lead_to_narrower_estimates_drawn_again() {
    // Three times the visits that were thought possible.
    let learned = learned(&with_actuals(0.3, 3.0, 8));
    assert!(learned.is_refitted);
    assert!(learned.n_effective >= 50.0, "{}", learned.n_effective);
    let visits = learned.estimates.iter().find(|it| it.field == "visits" && it.id == "links").unwrap();
    assert!(visits.after[1] > 1.5 * visits.before[1], "{visits:?}");
}

#[test]
fn cash_that_was_counted_is_where_cash_goes_on_from() {
    let mut plan = with_actuals(0.3, 1.0, 9);
    let month = plan.start.plus(N_SEEN as i32 - 1);
    plan.actuals.push(Actual { month, channel: None, revenue: None, orders: None, cash: Some(12_345.0) });
    let learned = learned(&plan);
    let closed = learned.forecast.scenarios[1].fan.as_ref().unwrap();
    let told = closed.quantiles[Metric::Cash][N_SEEN - 1];
    assert!(told.iter().all(|cash| (cash - 12_345.0).abs() < 1.0), "{told:?}");
}

#[test]
fn a_plan_without_actuals_teaches_nothing() {
    assert!(learn(&plan(), 1, (64, 1), &Alone, &Patient).is_none());
}
