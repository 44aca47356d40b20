//! Months that came: read beside a plan, held against it, and what the plan learns from them.
#![expect(clippy::unwrap_used, reason = "what is missing here is the failure itself")]

use sortie_engine::fit::{
    BandCoverage, LearnedPlan, VarianceCause, came_in_all, learn, mix, n_came, variance,
};
use sortie_engine::forecast::{Forecast, Metric, P10, P90, PathRun, central, project};
use sortie_engine::model::Model;
use sortie_engine::plan::{ActualMonth, Plan, check};

use crate::run::ALONE;

const RUN: PathRun<'static> = PathRun { n_paths: 4_000, ..ALONE };

fn sample() -> Plan {
    crate::samples::sample("womens_wear")
}

fn no_response(plan: &Plan) -> usize {
    central(&Model::compile(plan)).baselines.no_response.unwrap()
}

/// Months of the whole business as the plan has them at its likely values, times a factor.
fn lived(plan: &Plan, n_months: usize, factor: f64) -> Vec<ActualMonth> {
    let forecast = central(&Model::compile(plan));
    let path = &forecast.scenarios[no_response(plan)].central;
    let month = |t: usize| ActualMonth {
        revenue: Some(path[Metric::Revenue][t] * factor),
        orders: Some((path[Metric::Orders][t] * factor).round()),
        ..ActualMonth::blank(plan.start.plus(t as i32))
    };
    (0..n_months).map(month).collect()
}

fn learned(plan: &Plan) -> LearnedPlan {
    learn(plan, no_response(plan), RUN).unwrap()
}

/// The width of the range in which four futures of five lie.
fn width(forecast: &Forecast, scenario: usize, metric: Metric, t: usize) -> f64 {
    let at = forecast.scenarios[scenario].fan.as_ref().unwrap().quantiles[metric][t];
    at[P90] - at[P10]
}

#[test]
fn months_that_came_as_planned_narrow_the_months_to_come() {
    let mut plan = sample();
    // Where months swing less by themselves, those that came say more of those to come.
    plan.demand.volatility = 0.12;
    let before = project(&Model::compile(&plan), RUN).unwrap();
    plan.actuals = lived(&plan, 4, 1.0);
    assert_eq!(check(&plan), []);
    let found = learned(&plan);
    let scenario = no_response(&plan);
    assert!(!found.is_weak() && !found.is_refitted, "{}", found.n_effective);
    assert_eq!(found.actual_to, plan.start.plus(3));
    for t in [5, 8, 11] {
        let (wide, narrow) =
            [&before, &found.forecast].map(|it| width(it, scenario, Metric::Orders, t)).into();
        assert!(narrow < 0.8 * wide, "month {t}: {narrow} of {wide}");
    }
    // What came is where every future begins.
    let fan = found.forecast.scenarios[scenario].fan.as_ref().unwrap();
    for (t, actual) in plan.actuals.iter().enumerate() {
        let (told, came) = (fan.mean[Metric::Orders][t], actual.orders.unwrap());
        assert!((told - came).abs() < 0.02 * came, "month {t}: {told} {came}");
    }
}

#[test]
fn months_far_better_than_planned_move_the_numbers_and_say_that_the_plan_does_not_hold() {
    let mut plan = sample();
    plan.actuals = lived(&plan, 6, 3.0);
    let found = learned(&plan);
    assert!(found.is_refitted || found.is_weak(), "{}", found.n_effective);
    let visits = found.estimates.iter().filter(|own| own.field == "visits" || own.field == "conversion");
    let moved: f64 = visits.map(|own| own.after.likely / own.before.likely - 1.0).sum();
    assert!(moved > 0.0, "more came than was planned, {moved}");
    let scenario = no_response(&plan);
    let last = plan.horizon_months - 1;
    let plain = project(&Model::compile(&plan), RUN).unwrap();
    let mean =
        |forecast: &Forecast| forecast.scenarios[scenario].fan.as_ref().unwrap().mean[Metric::Orders][last];
    assert!(mean(&found.forecast) > 1.3 * mean(&plain), "better months to come are expected");
}

#[test]
fn months_that_came_change_nothing_of_the_plans_own_projection() {
    let plan = sample();
    let mut with = plan.clone();
    with.actuals = lived(&plan, 5, 1.4);
    let of = |plan: &Plan| project(&Model::compile(plan), PathRun { n_paths: 256, ..ALONE }).unwrap();
    assert_eq!(of(&plan), of(&with));
}

#[test]
fn cash_that_was_counted_is_learned_from_where_nothing_else_is_told() {
    let mut plan = sample();
    let actual = ActualMonth { cash: Some(12_345.0), ..ActualMonth::blank(plan.start.plus(2)) };
    plan.actuals = vec![actual];
    let found = learned(&plan);
    let fan = found.forecast.scenarios[no_response(&plan)].fan.as_ref().unwrap();
    assert!((fan.mean[Metric::Cash][2] - 12_345.0).abs() < 1.0);
    assert!((found.n_effective - RUN.n_paths as f64).abs() < 1e-6, "no future is likelier than another");
}

#[test]
fn channels_add_up_to_the_business_where_all_that_are_open_are_told() {
    let mut plan = sample();
    let open: Vec<String> = plan.channels.iter().filter(|own| own.active).map(|own| own.id.clone()).collect();
    let row = |id: Option<&String>, t: i32, revenue| ActualMonth {
        channel: id.cloned(),
        revenue: Some(revenue),
        ..ActualMonth::blank(plan.start.plus(t))
    };
    let mut actuals: Vec<ActualMonth> = open.iter().map(|id| row(Some(id), 0, 100.0)).collect();
    actuals.extend(open.iter().skip(1).map(|id| row(Some(id), 1, 100.0)));
    actuals.push(row(None, 2, 555.0));
    plan.actuals = actuals;
    let all = 100.0 * open.len() as f64;
    assert_eq!(came_in_all(&plan, Metric::Revenue)[..4], [Some(all), None, Some(555.0), None]);
    assert!(came_in_all(&plan, Metric::Orders).iter().all(Option::is_none));
    assert_eq!(n_came(&plan), 3);
    plan.actuals[0].month = plan.start.plus(-1);
    assert_eq!(came_in_all(&plan, Metric::Revenue)[0], None, "a channel is missing now");
}

#[test]
fn causes_add_up_to_the_difference_on_every_channel_and_beside_them() {
    let mut plan = sample();
    let ids: Vec<String> = plan.channels.iter().map(|own| own.id.clone()).collect();
    let closed = plan.channels.iter().position(|own| !own.active).expect("the sample has a channel to open");
    let row = |id: Option<&String>, revenue: f64, orders: Option<f64>| ActualMonth {
        channel: id.cloned(),
        revenue: Some(revenue),
        orders,
        ..ActualMonth::blank(plan.start.plus(1))
    };
    plan.actuals = vec![
        row(None, 500e3, Some(9_000.0)),
        row(Some(&ids[0]), 41e3, Some(900.0)),
        row(Some(&ids[1]), 52e3, None),
        row(Some(&ids[closed]), 3e3, Some(100.0)),
    ];
    let scenario = no_response(&plan);
    let found = variance(&plan, scenario);
    assert_eq!(found.len(), 4);
    for own in &found {
        let sum: f64 = own.causes.iter().map(|(_, money)| money).sum();
        assert!((sum - (own.actual - own.planned)).abs() < 1e-6 * own.actual, "{own:?}");
    }
    let of = |id: &String| found.iter().find(|own| own.channel.as_ref() == Some(id)).unwrap();
    assert_eq!(of(&ids[1]).causes.len(), 1);
    assert_eq!(of(&ids[1]).causes[0].0, VarianceCause::Untold);
    let new = of(&ids[closed]);
    assert_eq!((new.planned, new.causes[0]), (0.0, (VarianceCause::Orders, 3e3)));
    let rest = found.iter().find(|own| own.channel.is_none()).unwrap();
    assert!((rest.actual - 404e3).abs() < 1e-6);
    let path = &central(&Model::compile(&plan)).scenarios[scenario].central;
    let planned: f64 = found.iter().map(|own| own.planned).sum();
    assert!((planned - path[Metric::Revenue][1]).abs() < 1e-6 * planned, "channels and rest are the whole");
}

#[test]
fn what_is_told_of_visits_and_refunds_takes_the_causes_apart() {
    let mut plan = sample();
    let place = plan.channels.iter().position(|own| own.active).unwrap();
    let channel = plan.channels[place].clone();
    let forecast = central(&Model::compile(&plan));
    let money = forecast.scenarios[no_response(&plan)].central.channel_revenue[place][1];
    let orders = money / (channel.order_value.likely * (1.0 - channel.refund.likely));
    // A tenth more visits and as many orders a visit; orders as dear, of which twice as many come back.
    let came = (1.1 * orders).round();
    let gross = money / (1.0 - channel.refund.likely) * came / orders;
    let back = 2.0 * channel.refund.likely * gross;
    let (month, id) = (plan.start.plus(1), channel.id.clone());
    let row = ActualMonth {
        channel: Some(id),
        revenue: Some(gross - back),
        orders: Some(came),
        visits: Some((1.1 * orders / channel.conversion.likely).round()),
        refunds: Some(back),
        ..ActualMonth::blank(month)
    };
    plan.actuals = vec![row];
    let found = variance(&plan, no_response(&plan));
    let told =
        |cause: VarianceCause| found[0].causes.iter().find(|(own, _)| *own == cause).unwrap().1 / money;
    assert!((told(VarianceCause::Visits) - 0.1).abs() < 1e-3, "{found:?}");
    assert!(
        told(VarianceCause::Conversion).abs() < 1e-3 && told(VarianceCause::OrderValue).abs() < 1e-9,
        "{found:?}"
    );
    let refund = channel.refund.likely;
    assert!((told(VarianceCause::Refunds) + 1.1 * refund / (1.0 - refund)).abs() < 1e-3, "{found:?}");
    (plan.actuals[0].visits, plan.actuals[0].refunds) = (None, None);
    let found = variance(&plan, no_response(&plan));
    assert_eq!(
        found[0].causes.iter().map(|(cause, _)| *cause).collect::<Vec<_>>(),
        [VarianceCause::Orders, VarianceCause::MoneyPerOrder]
    );
}

#[test]
fn orders_from_dearer_channels_are_told_apart_from_more_orders_and_higher_prices() {
    let mut plan = sample();
    let forecast = central(&Model::compile(&plan));
    let scenario = no_response(&plan);
    let table = &forecast.scenarios[scenario].central;
    let channels: Vec<usize> =
        (0..plan.channels.len()).filter(|place| plan.channels[*place].active).take(2).collect();
    let row = |place: usize, orders: f64, money: f64| ActualMonth {
        channel: Some(plan.channels[place].id.clone()),
        revenue: Some(orders * money),
        orders: Some(orders),
        ..ActualMonth::blank(plan.start)
    };
    let net = |place: usize| {
        let channel = &plan.channels[place];
        channel.order_value.likely * (1.0 - channel.refund.likely)
    };
    let planned = |place: usize| table.channel_revenue[place][0] / net(place);
    let [a, b] = [channels[0], channels[1]];
    // As many orders in all, a hundred of them from the other channel, each bringing what it was to bring.
    plan.actuals = vec![row(a, planned(a) + 100.0, net(a)), row(b, planned(b) - 100.0, net(b))];
    let found = mix(&variance(&plan, scenario));
    assert!(found.level.abs() < 1.0 && found.money_per_order.abs() < 1.0, "{found:?}");
    let moved = 100.0 * (net(a) - net(b));
    assert!((found.mix - moved).abs() < 1.0, "{found:?} {moved}");
}

#[test]
fn months_are_counted_within_the_ranges_that_the_plan_had() {
    let at = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0];
    let came = [Some(4.0), Some(3.0), Some(2.0), Some(6.5), None, Some(0.0)];
    let within = BandCoverage::of(&came, &[at; 6]);
    assert_eq!(within, BandCoverage { n_months: 5, half: 2, four_fifths: 3 });
}
