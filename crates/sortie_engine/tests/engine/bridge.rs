//! The bridge from one scenario to another adds up to their difference, and money that is said to be enough is.

use proptest::prelude::proptest;
use sortie_engine::compare::{
    AccountLine, AccountPiece, Bridge, BridgeCause, BridgeMeasure, N_EXACT, ScenarioPair, bridge_central,
    bridge_mean, by_platform, cash_need, concentration, runway, trace_central,
};
use sortie_engine::forecast::{Metric, MetricTable, PathRun, Projector, central, project};
use sortie_engine::model::Model;
use sortie_engine::plan::Plan;

use crate::laws::{Gone, Threads, config};
use crate::made::plans;
use crate::run::ALONE;
use crate::samples::{SAMPLES, sample};

/// A measure over the horizon, as a forecast tells it.
fn total(measure: BridgeMeasure, told: &MetricTable<f64>) -> f64 {
    let months = &told[measure.metric()];
    if measure == BridgeMeasure::Cash { months[months.len() - 1] } else { months.iter().sum() }
}

/// The largest amount of a measure in two tables.
fn scale(measure: BridgeMeasure, told: [&MetricTable<f64>; 2]) -> f64 {
    told.iter().flat_map(|told| &told[measure.metric()]).fold(0.0, |most: f64, x| most.max(x.abs()))
}

/// Every part against the difference of two forecasts, over the horizon and month by month.
fn adds_up(what: &str, bridge: &Bridge, [from, to]: [&MetricTable<f64>; 2]) {
    for measure in BridgeMeasure::ALL {
        let what = format!("{what} · {} to {} · {measure:?}", bridge.from, bridge.to);
        let scale = scale(measure, [from, to]);
        let meant = total(measure, to) - total(measure, from);
        let sum: f64 = bridge.parts.iter().map(|part| part.total(measure)).sum();
        let slack = 1e-9 * meant.abs() + 1e-11 * scale;
        assert!((sum - meant).abs() <= slack, "{what}: {sum} against {meant}, of {scale}");
        assert!((bridge.difference(measure) - meant).abs() <= slack, "{what}");
        let months: Vec<Vec<f64>> = bridge.parts.iter().map(|part| part.months(measure)).collect();
        for t in 0..from[Metric::Cash].len() {
            let metric = measure.metric();
            let meant = to[metric][t] - from[metric][t];
            let sum: f64 = months.iter().map(|part| part[t]).sum();
            assert!(
                (sum - meant).abs() <= 1e-9 * meant.abs() + 1e-11 * scale,
                "{what} · month {t}: {sum} {meant}"
            );
            let strongest = bridge.strongest(measure)[t].map_or(0.0, |place| months[place][t].abs());
            assert!(months.iter().all(|part| part[t].abs() <= strongest), "{what} · month {t}");
        }
    }
}

/// From every scenario to a few others and back.
fn pairs(plan: &Plan) -> Vec<(usize, usize)> {
    let n = plan.scenarios.len();
    (0..n).flat_map(|place| [(place, (place + 1) % n), ((place + 3) % n, place)]).collect()
}

#[test]
fn the_parts_of_a_bridge_add_up_to_the_difference_on_every_sample_both_ways() {
    for id in SAMPLES {
        let plan = sample(id);
        let model = Model::compile(&plan);
        let answer = central(&model);
        let told = |place: usize| &answer.scenarios[place].central;
        for (from, to) in pairs(&plan) {
            let bridge = bridge_central(&model, ScenarioPair { from, to });
            adds_up(id, &bridge, [told(from), told(to)]);
            let back = bridge_central(&model, ScenarioPair { from: to, to: from });
            adds_up(id, &back, [told(to), told(from)]);
            for part in &bridge.parts {
                let other =
                    back.parts.iter().find(|other| other.cause == part.cause).expect("the same causes");
                assert_ne!(other.is_added, part.is_added);
                for measure in BridgeMeasure::ALL {
                    let slack = 1e-9 * scale(measure, [told(from), told(to)]);
                    assert!(
                        (part.total(measure) + other.total(measure)).abs() <= slack,
                        "{id} · {:?}",
                        part.cause
                    );
                }
            }
        }
    }
}

#[test]
fn the_parts_of_a_bridge_add_up_to_the_difference_of_means() {
    for id in SAMPLES {
        let plan = sample(id);
        let model = Model::compile(&plan);
        let run = PathRun { n_paths: 150, seed: 2, ..ALONE };
        let answer = project(&model, run).expect("someone waits");
        let told = |place: usize| &answer.scenarios[place].fan.as_ref().expect("a fan of paths").mean;
        for (from, to) in [(0, 1), (1, 7), (7, 0)] {
            let pair = ScenarioPair { from, to };
            let bridge = bridge_mean(&model, pair, run).expect("someone waits");
            adds_up(id, &bridge, [told(from), told(to)]);
            let others = bridge_mean(&model, pair, PathRun { crew: &Threads(3), ..run });
            assert_eq!(Some(bridge), others, "{id}: whoever walks the paths finds the same");
            assert_eq!(bridge_mean(&model, pair, PathRun { watch: &Gone, ..run }), None);
        }
    }
}

#[test]
fn the_lines_of_all_parts_add_up_to_the_differences_of_lines() {
    for id in SAMPLES {
        let plan = sample(id);
        let model = Model::compile(&plan);
        let [from, to] = [1, 7].map(|place| trace_central(&model, place));
        let bridge = bridge_central(&model, ScenarioPair { from: 1, to: 7 });
        let lines = [
            (AccountPiece::Organic, AccountLine::OrganicRevenue, 1.0),
            (AccountPiece::Diverted, AccountLine::DivertedRevenue, 1.0),
            (AccountPiece::Attracted, AccountLine::AttractedRevenue, 1.0),
            (AccountPiece::Repeat, AccountLine::RepeatRevenue, 1.0),
            (AccountPiece::List, AccountLine::ListRevenue, 1.0),
            (AccountPiece::Goods, AccountLine::Goods, -1.0),
            (AccountPiece::Commission, AccountLine::Commission, -1.0),
            (AccountPiece::Fixed, AccountLine::Fixed, -1.0),
            (AccountPiece::Purchases, AccountLine::Purchases, -1.0),
        ];
        for (piece, line, sign) in lines {
            let over = |trace: &sortie_engine::compare::ScenarioTrace| -> f64 {
                trace.channels.iter().flat_map(|channel| &channel[line]).sum()
            };
            let meant = sign * (over(&to) - over(&from));
            let sum: f64 = bridge.parts.iter().map(|part| part.piece_total(piece)).sum();
            assert!(
                (sum - meant).abs() <= 1e-9 * (over(&to) + over(&from)),
                "{id} · {piece:?}: {sum} {meant}"
            );
        }
    }
}

#[test]
fn a_scenario_beside_itself_differs_in_nothing() {
    for id in SAMPLES {
        let model = Model::compile(&sample(id));
        let pair = ScenarioPair { from: 2, to: 2 };
        let means = bridge_mean(&model, pair, PathRun { n_paths: 10, ..ALONE }).expect("someone waits");
        for bridge in [bridge_central(&model, pair), means] {
            assert!(bridge.parts.is_empty() && bridge.is_exact);
            for measure in BridgeMeasure::ALL {
                assert_eq!(bridge.start(measure), bridge.end(measure));
                assert!(
                    bridge.difference(measure) == 0.0
                        && bridge.strongest(measure).iter().all(Option::is_none)
                );
            }
        }
    }
}

#[test]
fn a_lone_cause_makes_the_whole_difference_and_one_that_does_nothing_makes_none() {
    let mut plan = sample("womens_wear");
    // The response alone differs; then a shock that never comes.
    plan.scenarios[3].shocks.pop();
    let fee_rise =
        plan.shocks.iter_mut().find(|shock| shock.id == "fee_rise").expect("the sample has a rise of fees");
    fee_rise.probability = 0.0;
    let model = Model::compile(&plan);
    let bridge = bridge_central(&model, ScenarioPair { from: 1, to: 2 });
    let causes: Vec<&BridgeCause> = bridge.parts.iter().map(|part| &part.cause).collect();
    assert_eq!(causes, [&BridgeCause::Strategy("content_led".to_owned())]);
    let bridge = bridge_central(&model, ScenarioPair { from: 1, to: 3 });
    assert_eq!(bridge.parts[0].cause, BridgeCause::Shock("fee_rise".to_owned()));
    assert!(!bridge.parts[0].is_added && bridge.parts[1].is_added);
    for measure in BridgeMeasure::ALL {
        assert!(bridge.parts[0].months(measure).iter().all(|x| *x == 0.0));
        let whole = bridge.difference(measure);
        assert!((bridge.parts[1].total(measure) - whole).abs() <= 1e-9 * whole.abs());
    }
}

#[test]
fn many_causes_and_another_order_add_up_as_well() {
    let mut plan = sample("womens_wear");
    let all = plan.strategies.clone();
    for copy in 0..2 {
        for (place, strategy) in all.iter().enumerate().filter(|(_, strategy)| strategy.id != "content_led") {
            let mut own = strategy.clone();
            own.id = format!("more_{copy}_{place}");
            plan.strategies.push(own);
        }
    }
    plan.scenarios[2].strategies = plan.strategies.iter().map(|strategy| strategy.id.clone()).collect();
    plan.scenarios[3].shocks.reverse();
    plan.scenarios[3].strategies = vec![];
    let model = Model::compile(&plan);
    let answer = central(&model);
    let told = |place: usize| &answer.scenarios[place].central;
    let many = bridge_central(&model, ScenarioPair { from: 1, to: 2 });
    assert!(many.parts.len() > N_EXACT && !many.is_exact);
    adds_up("many causes", &many, [told(1), told(2)]);
    let order = bridge_central(&model, ScenarioPair { from: 1, to: 3 });
    assert_eq!(order.parts.iter().map(|part| &part.cause).collect::<Vec<_>>(), [&BridgeCause::Order]);
    adds_up("another order", &order, [told(1), told(3)]);
    let both = bridge_central(&model, ScenarioPair { from: 2, to: 3 });
    adds_up("another order and many causes", &both, [told(2), told(3)]);
}

#[test]
fn money_that_is_enough_is_and_a_hundredth_less_is_not() {
    let run = PathRun { n_paths: 200, ..ALONE };
    let rare = 0.05;
    for id in SAMPLES {
        for (restock_limited, scenario) in [(true, 1), (true, 7), (false, 1)] {
            let mut plan = sample(id);
            plan.cash.restock_limited = restock_limited;
            let model = Model::compile(&plan);
            let mut projector = Projector::default();
            let need = cash_need(&mut projector, &model, scenario, rare, run);
            let need = need.expect("some money is enough");
            let out_with = |more: f64| {
                let mut plan = plan.clone();
                plan.cash.opening += more;
                let answer = project(&Model::compile(&plan), run);
                answer.expect("someone waits").scenarios[scenario]
                    .fan
                    .as_ref()
                    .map(|fan| fan.summary.runs_out_of_cash)
            };
            let what = format!("{id} · {restock_limited} · {scenario} · {need:?}");
            assert_eq!(out_with(0.0), Some(need.runs_out_now), "{what}");
            assert_eq!(out_with(need.more), Some(need.runs_out_then), "{what}");
            assert!(need.runs_out_then <= rare, "{what}");
            assert!(need.more == 0.0 || out_with(0.99 * need.more) > Some(rare), "{what}");
        }
    }
}

#[test]
fn cash_lasts_until_it_falls_below_the_credit_line() {
    for id in SAMPLES {
        let plan = sample(id);
        let model = Model::compile(&plan);
        let answer = project(&model, PathRun { n_paths: 300, ..ALONE }).expect("someone waits");
        for (place, scenario) in answer.scenarios.iter().enumerate() {
            let mut projector = Projector::default();
            let runway = runway(&mut projector, &model, &answer, place, PathRun { n_paths: 300, ..ALONE });
            let runway = runway.expect("someone waits");
            let out = scenario.fan.as_ref().map(|fan| fan.summary.runs_out_of_cash);
            assert_eq!(runway.out_by.last().copied(), out, "{id} · {}", scenario.id);
            assert!(runway.out_by.is_sorted());
            let cash = &scenario.central[Metric::Cash];
            let lasts = runway.central.unwrap_or(cash.len());
            assert!(cash[..lasts].iter().all(|cash| *cash >= -plan.cash.credit_line));
            assert!(cash.get(lasts).is_none_or(|cash| *cash < -plan.cash.credit_line));
        }
    }
}

#[test]
fn eggs_are_counted_in_the_same_baskets_as_in_the_summary() {
    for id in SAMPLES {
        let model = Model::compile(&sample(id));
        // Of a single path the mean is the path.
        let answer = project(&model, ALONE).expect("someone waits");
        for scenario in &answer.scenarios {
            let fan = scenario.fan.as_ref().expect("a fan of paths");
            let platforms = by_platform(&model, &fan.mean);
            let n = model.months().len();
            let told = concentration(&platforms, &(n - 6..n)).zip(fan.summary.concentration.mean);
            assert!(
                told.is_some_and(|(own, told)| (own - told).abs() < 1e-5),
                "{id} · {}: {told:?}",
                scenario.id
            );
            let revenue: f64 = platforms.iter().flat_map(|own| &own.revenue).sum();
            let whole: f64 = fan.mean[Metric::Revenue].iter().sum();
            assert!((revenue - whole).abs() < 1e-5 * whole);
        }
        assert_eq!(concentration(&[], &(0..6)), None);
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_parts_of_a_bridge_add_up_to_the_difference(plan in plans()) {
        let model = Model::compile(&plan);
        let answer = central(&model);
        let last = plan.scenarios.len() - 1;
        for place in 0..last {
            let told = [place, last].map(|place| &answer.scenarios[place].central);
            adds_up("made", &bridge_central(&model, ScenarioPair { from: place, to: last }), told);
        }
    }
}
