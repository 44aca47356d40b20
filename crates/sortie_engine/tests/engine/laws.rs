//! What must hold for every plan, whatever its numbers.

use proptest::prelude::{ProptestConfig, prop_assert, prop_assert_eq, proptest};
use proptest::test_runner::RngSeed;
use sortie_engine::forecast::{
    self, Crew, Forecast, Metric, MetricTable, PathRun, ScenarioForecast, Statistic,
};
use sortie_engine::model::Model;
use sortie_engine::plan::{self, ChannelKind, ChannelTargets, Diversion, Plan, Scenario, ShockKind};
use sortie_engine::unit::Estimate;
use sortie_engine::watch::Watch;

use crate::agree::{agree, as_series, hold, hold_paths, project};
use crate::made::{channel, plan, plans, scenario, shock, strategy};
use crate::plain::{self, Chance};
use crate::run::ALONE;

fn central(plan: &Plan) -> Forecast {
    forecast::central(&Model::compile(plan))
}

/// The only scenario's central path.
fn alone(plan: &Plan) -> MetricTable<f64> {
    central(plan).scenarios.remove(0).central
}

fn mean(answer: &ScenarioForecast) -> &MetricTable<f64> {
    &answer.fan.as_ref().expect("a fan of paths").mean
}

/// Someone who has stopped waiting.
pub struct Gone;

impl Watch for Gone {
    fn is_stale(&self) -> bool {
        true
    }
}

/// A crew of several threads.
pub struct Threads(pub usize);

impl Crew for Threads {
    fn size(&self) -> usize {
        self.0
    }

    fn work(&self, n: usize, work: &(dyn Fn(usize) + Sync)) {
        std::thread::scope(|scope| {
            for first in 0..self.0 {
                scope.spawn(move || (first..n).step_by(self.0).for_each(work));
            }
        });
    }
}

/// The same plans in every run, unless the environment asks for others or for more (`PROPTEST_RNG_SEED`,
/// `PROPTEST_CASES`).
pub fn config() -> ProptestConfig {
    let usual =
        ProptestConfig { failure_persistence: None, max_shrink_iters: 500, ..ProptestConfig::default() };
    let is_asked = |name| std::env::var_os(name).is_some();
    ProptestConfig {
        cases: if is_asked("PROPTEST_CASES") { usual.cases } else { 48 },
        rng_seed: if is_asked("PROPTEST_RNG_SEED") { usual.rng_seed } else { RngSeed::Fixed(1) },
        ..usual
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_engine_and_the_plain_simulator_agree_on_made_plans(plan in plans()) {
        prop_assert_eq!(plan::check(&plan), vec![]);
        for (answer, scenario) in central(&plan).scenarios.iter().zip(&plan.scenarios) {
            prop_assert_eq!(&answer.not_eligible, &plain::not_eligible(&plan, scenario));
            let run = plain::run(&plan, scenario, Chance::Central);
            hold(&format!("central · {}", scenario.id), &as_series(&plan, &answer.central), |name| run[name].clone());
        }
        for n_paths in [1, 2, 9] {
            hold_paths(&format!("{n_paths} paths"), &plan, n_paths, 5);
        }
    }

    #[test]
    fn the_books_of_the_plain_simulator_balance(plan in plans()) {
        for scenario in &plan.scenarios {
            for chance in [Chance::Central, Chance::Path { seed: 2, path: 1 }] {
                let run = plain::run(&plan, scenario, chance);
                let moved = |metric: &str, t: usize| run[metric][t] - run[metric][t - 1];
                for t in 1..plan.horizon_months {
                    let bound = moved("receivables", t) + moved("stock", t);
                    let open = moved("cash", t) - (run["profit"][t] - bound);
                    let all = ["cash", "profit", "receivables", "stock", "gmv"];
                    let scale: f64 = all.iter().map(|it| run[*it][t].abs() + run[*it][t - 1].abs()).sum();
                    prop_assert!(open.abs() <= 1e-10 * scale, "{} in month {}: {}", scenario.id, t, open);
                }
            }
        }
    }

    #[test]
    fn with_nothing_changing_orders_stay_as_they_are_for_ever(
        visits in 1.0..1e6_f64, conversion in 0.001..0.5_f64, repeat in 0.0..0.9_f64, life in 1.0..30.0_f64,
    ) {
        let mut shop = plan(vec![channel("store", ChannelKind::OwnStore, visits, conversion)]);
        shop.horizon_months = 60;
        shop.channels[0].repeat_share = Estimate::certain(repeat);
        shop.channels[0].customer_life_months = life;
        for orders in &alone(&shop)[Metric::Orders] {
            prop_assert!((orders / (visits * conversion) - 1.0).abs() < 1e-12, "{}", orders);
        }
    }

    #[test]
    fn a_closed_link_keeps_its_past_customers(
        visits in 1.0..1e6_f64, repeat in 0.01..0.9_f64, life in 1.5..30.0_f64, month in 0..6_i32,
    ) {
        let mut shop = plan(vec![channel("link", ChannelKind::TiktokLink, visits, 0.02)]);
        shop.channels[0].repeat_share = Estimate::certain(repeat);
        shop.channels[0].customer_life_months = life;
        shop.shocks = vec![shock("closure", ShockKind::LinkClosure, month)];
        shop.shocks[0].passes = Estimate::certain(0.0);
        shop.scenarios = vec![scenario("closed", &["closure"], &[])];
        let told = alone(&shop);
        for t in month as usize..shop.horizon_months {
            prop_assert!(told[Metric::Visits][t] == 0.0);
            prop_assert!(told[Metric::Orders][t] > 0.0);
        }
    }

    #[test]
    fn a_shock_that_never_occurs_changes_nothing(plan in plans(), which in 0..3_usize) {
        let mut plan = plan;
        let which = which % plan.shocks.len();
        plan.shocks[which].probability = 0.0;
        let id = plan.shocks[which].id.clone();
        let strategies = plan.strategies.iter().map(|it| it.id.clone()).collect();
        let with = Scenario { strategies, ..scenario("with", &[&id], &[]) };
        let without = Scenario { id: "without".into(), shocks: vec![], ..with.clone() };
        plan.scenarios = vec![with, without];
        let answers = project(&plan, 5, 1).scenarios;
        prop_assert!(agree(&plan, &answers[0].central, &answers[1].central));
        prop_assert!(agree(&plan, mean(&answers[0]), mean(&answers[1])));
    }

    #[test]
    fn a_strategy_that_does_nothing_and_costs_nothing_changes_nothing(plan in plans(), months in -2..8_i32) {
        let mut plan = plan;
        plan.strategies.push(strategy("idle", months));
        let last = plan.scenarios.len() - 1;
        let mut with = plan.scenarios[last].clone();
        with.id = "with the idle one".into();
        with.strategies.push("idle".into());
        plan.scenarios.push(with);
        let answers = project(&plan, 5, 1).scenarios;
        prop_assert_eq!(&answers[last].central, &answers[last + 1].central);
        prop_assert_eq!(mean(&answers[last]), mean(&answers[last + 1]));
    }

    #[test]
    fn visits_that_are_lost_are_diverted_or_gone(
        visits in 1.0..1e6_f64, passes in 0.0..1.0_f64, share in 0.0..1.0_f64, phase_out in 0.0..5.0_f64,
    ) {
        let link = channel("link", ChannelKind::TiktokLink, visits, 0.02);
        let mut shop = plan(vec![link, channel("store", ChannelKind::OwnStore, visits, 0.02)]);
        let mut closure = shock("closure", ShockKind::LinkClosure, 2);
        closure.targets.channels = Some(vec!["link".into()]);
        closure.passes = Estimate::certain(passes);
        closure.phase_out_months = phase_out;
        let mut diverting = closure.clone();
        diverting.id = "diverting".into();
        diverting.diversions = vec![Diversion { to: "store".into(), share: Estimate::certain(share) }];
        shop.shocks = vec![closure, diverting];
        shop.scenarios = vec![scenario("gone", &["closure"], &[]), scenario("diverted", &["diverting"], &[])];
        let answers = central(&shop).scenarios;
        for t in 0..shop.horizon_months {
            let lost = 2.0 * visits - answers[0].central[Metric::Visits][t];
            let kept = 2.0 * visits - lost * (1.0 - share);
            prop_assert!((answers[1].central[Metric::Visits][t] / kept - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn cash_moves_by_profit_less_what_is_owed_and_what_lies_in_stock(plan in plans()) {
        for answer in &project(&plan, 5, 3).scenarios {
            for told in [&answer.central, mean(answer)] {
                let moved = |metric: Metric, t: usize| told[metric][t] - told[metric][t - 1];
                for t in 1..plan.horizon_months {
                    let bound = moved(Metric::Receivables, t) + moved(Metric::Stock, t);
                    let all = [Metric::Cash, Metric::Profit, Metric::Receivables, Metric::Stock, Metric::Gmv];
                    let scale: f64 = all.iter().map(|metric| told[*metric][t].abs() + told[*metric][t - 1].abs()).sum();
                    let open = moved(Metric::Cash, t) - (told[Metric::Profit][t] - bound);
                    prop_assert!(open.abs() <= 1e-10 * scale, "{} in month {}: {}", answer.id, t, open);
                }
            }
        }
    }

    #[test]
    fn with_money_for_every_order_a_dearer_order_never_lowers_revenue(plan in plans(), rise in 1.0..2.0_f64) {
        let mut plan = plan;
        plan.cash.restock_limited = false;
        // A rule may well stop what would have earned more.
        for strategy in &mut plan.strategies {
            (strategy.start_when, strategy.stop_when) = (None, None);
        }
        let before = project(&plan, 5, 1);
        for channel in &mut plan.channels {
            let e = channel.order_value;
            channel.order_value = Estimate::new(e.low * rise, e.likely * rise, e.high * rise);
        }
        for (a, b) in before.scenarios.iter().zip(&project(&plan, 5, 1).scenarios) {
            for (a, b) in [(&a.central, &b.central), (mean(a), mean(b))] {
                for (a, b) in a[Metric::Revenue].iter().zip(&b[Metric::Revenue]) {
                    prop_assert!(*b >= a * (1.0 - 1e-12), "{} became {}", a, b);
                }
            }
        }
    }

    #[test]
    fn a_scenario_does_not_depend_on_the_others(plan in plans()) {
        let all = project(&plan, 9, 1);
        let mut turned = plan.clone();
        turned.scenarios.reverse();
        let turned = project(&turned, 9, 1);
        for (idx, answer) in all.scenarios.iter().enumerate() {
            let mut single = plan.clone();
            single.scenarios = vec![plan.scenarios[idx].clone()];
            for other in [&project(&single, 9, 1).scenarios[0], &turned.scenarios[plan.scenarios.len() - 1 - idx]] {
                prop_assert_eq!(&answer.central, &other.central);
                prop_assert_eq!(&answer.not_eligible, &other.not_eligible);
                let (own, other) = (answer.fan.as_ref().unwrap(), other.fan.as_ref().unwrap());
                prop_assert_eq!(&own.mean, &other.mean);
                prop_assert_eq!(&own.quantiles, &other.quantiles);
            }
        }
    }

    #[test]
    fn the_answer_is_the_same_whoever_works_on_it(plan in plans(), n_paths in 1..40_usize) {
        let model = Model::compile(&plan);
        let alone = forecast::project(&model, PathRun { n_paths, ..ALONE });
        prop_assert!(alone.is_some());
        for n_threads in 1..=3 {
            let crew = &Threads(n_threads);
            let together = forecast::project(&model, PathRun { n_paths, crew, ..ALONE });
            // As text, since a difference in the sign of 0 counts.
            prop_assert_eq!(format!("{:?}", &alone), format!("{:?}", together));
        }
    }

    #[test]
    fn a_longer_run_starts_with_the_same_paths(plan in plans()) {
        let [one, two, three] = [1, 2, 3].map(|n_paths| project(&plan, n_paths, 1).scenarios);
        for idx in 0..plan.scenarios.len() {
            for metric in Metric::ALL {
                for t in 0..plan.horizon_months {
                    let [m1, m2, m3] = [&one, &two, &three].map(|run| mean(&run[idx])[metric][t]);
                    let mut paths = [m1, 2.0 * m2 - m1, 3.0 * m3 - 2.0 * m2];
                    paths.sort_by(f64::total_cmp);
                    let middle = three[idx].fan.as_ref().unwrap().quantiles[metric][t][3];
                    let scale = paths.iter().fold(1e-300, |most: f64, x| most.max(x.abs()));
                    prop_assert!((middle - paths[1]).abs() <= 1e-12 * scale, "{:?} {:?}", middle, paths);
                }
            }
        }
    }

    #[test]
    fn shares_are_shares_and_quantiles_are_in_order(plan in plans()) {
        let answer = project(&plan, 16, 1);
        let share = |x: f64| (0.0..=1.0 + 1e-12).contains(&x);
        for scenario in &answer.scenarios {
            let fan = scenario.fan.as_ref().unwrap();
            let own = &fan.summary;
            let tables = Metric::ALL.iter().map(|metric| &fan.quantiles[*metric]).chain(&fan.quantiles.channel_revenue);
            prop_assert!(tables.flatten().all(|quantiles| quantiles.is_sorted()));
            let always = [own.total_revenue, own.total_profit, own.lowest_cash, own.lowest_cash_month];
            prop_assert!(always.iter().all(|it| it.never == 0.0));
            let at_times = [own.revenue_kept, own.recovery_month, own.payback_month];
            for it in at_times.into_iter().flatten().chain(always).chain([own.concentration]) {
                let Statistic { mean, quantiles, never } = it;
                prop_assert!(share(never) && mean.is_some() == (never < 1.0));
                let known: Vec<f64> = quantiles.iter().flatten().copied().collect();
                prop_assert!(known.is_sorted() && quantiles[..known.len()].iter().all(Option::is_some));
            }
            prop_assert!(share(own.runs_out_of_cash) && own.concentration.mean.is_none_or(share));
        }
        let wins: Vec<f64> = answer.scenarios.iter().filter_map(|it| it.fan.as_ref()?.summary.earns_most).collect();
        prop_assert!(wins.iter().copied().all(share) && (wins.iter().sum::<f64>() - 1.0).abs() < 1e-9, "{:?}", wins);
    }

    #[test]
    fn links_that_stay_open_keep_all_revenue_and_need_no_recovery(plan in plans()) {
        let answer = project(&plan, 16, 1);
        let open = answer.baselines.links_open.unwrap();
        let own = &answer.scenarios[open].fan.as_ref().unwrap().summary;
        if answer.baselines.closure_month.is_none_or(|month| month >= plan.horizon_months) {
            prop_assert!(own.revenue_kept.is_none() && own.recovery_month.is_none());
        } else {
            let month = answer.baselines.closure_month.unwrap() as f64;
            let kept = own.revenue_kept.unwrap();
            prop_assert!(kept.mean.is_none_or(|mean| (mean - 1.0).abs() < 1e-12), "{:?}", kept);
            let recovered = own.recovery_month.unwrap();
            prop_assert!(recovered.never == 0.0 && recovered.mean == Some(month), "{:?}", recovered);
        }
    }
}

#[test]
fn a_diversion_to_oneself_is_no_diversion() {
    let mut shop = plan(vec![channel("link", ChannelKind::TiktokLink, 1_000.0, 0.02)]);
    let mut closure = shock("closure", ShockKind::LinkClosure, 0);
    closure.targets = ChannelTargets::default();
    closure.passes = Estimate::certain(0.4);
    closure.diversions = vec![Diversion { to: "link".into(), share: Estimate::certain(0.9) }];
    shop.shocks = vec![closure];
    shop.scenarios = vec![scenario("closed", &["closure"], &[])];
    assert!((alone(&shop)[Metric::Visits][3] - 400.0).abs() < 1e-9);
}

#[test]
fn work_that_nobody_waits_for_is_given_up() {
    let shop = plan(vec![channel("link", ChannelKind::TiktokLink, 1_000.0, 0.02)]);
    let gone = PathRun { n_paths: 8, watch: &Gone, ..ALONE };
    assert!(forecast::project(&Model::compile(&shop), gone).is_none());
}

#[test]
fn another_seed_draws_other_paths() {
    let mut shop = plan(vec![channel("link", ChannelKind::TiktokLink, 1_000.0, 0.02)]);
    shop.demand.volatility = 0.2;
    assert_ne!(project(&shop, 8, 1), project(&shop, 8, 2));
}
