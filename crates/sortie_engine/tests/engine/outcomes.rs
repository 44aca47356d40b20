//! Futures told path by path, and responses ranked on them, held against forecasts and against the plain simulator.
#![expect(clippy::unwrap_used, reason = "a sample that cannot be read is the failure itself")]

use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
use sortie_engine::compare::{HorizonDifference, MonthlyDifference, PairedDifference, Ranking, rank};
use sortie_engine::forecast::{
    Arithmetic, Forecast, Goal, Metric, OverPaths, PathRun, Projector, ScenarioOutcome, ScenarioOutcomes,
    Statistic, Summary,
};
use sortie_engine::model::Model;
use sortie_engine::plan::Plan;

use crate::laws::{Gone, Threads, config};
use crate::made::plans;
use crate::plain::{self, Chance};
use crate::run::ALONE;
use crate::samples::{SAMPLES, sample};

const GOALS: [Goal; 4] =
    [Goal::ExpectedProfit, Goal::WorstTenth, Goal::CashNeverBelow(0.0), Goal::RevenueKept];

fn all(model: &Model) -> Vec<usize> {
    (0..model.n_scenarios()).collect()
}

fn both(arithmetic: Arithmetic, plan: &Plan, n_paths: usize) -> (Forecast, ScenarioOutcomes) {
    let model = Model::compile(plan);
    let mut projector = Projector::new(arithmetic);
    let run = PathRun { n_paths, ..ALONE };
    let forecast = projector.project(&model, run);
    let outcomes = projector.outcomes(&model, &all(&model), run);
    (forecast.unwrap(), outcomes.unwrap())
}

fn outcomes(plan: &Plan, n_paths: usize) -> ScenarioOutcomes {
    let model = Model::compile(plan);
    Projector::default().outcomes(&model, &all(&model), PathRun { n_paths, ..ALONE }).unwrap()
}

#[test]
fn outcomes_tell_the_very_figures_of_a_forecast_of_the_same_paths() {
    for id in SAMPLES {
        for (arithmetic, n_paths) in [(Arithmetic::fastest(), 1_000), (Arithmetic::Double, 77)] {
            let (forecast, outcomes) = both(arithmetic, &sample(id), n_paths);
            assert_eq!(forecast.scenarios.len(), outcomes.scenarios.len());
            let ranking = rank(&outcomes, Goal::ExpectedProfit).unwrap();
            for (own, known) in outcomes.scenarios.iter().zip(&forecast.scenarios) {
                let known = &known.fan.as_ref().unwrap().summary;
                hold_summary(&format!("{id} {}", own.id), own, known);
                let row = ranking.rows.iter().find(|row| row.scenario == own.scenario);
                assert_eq!(row.is_some(), known.earns_most.is_some(), "{id} {}", own.id);
                if let Some(row) = row {
                    assert!((row.is_best - known.earns_most.unwrap()).abs() < 1e-12, "{id} {}", own.id);
                    assert!((row.runs_out_of_cash - known.runs_out_of_cash).abs() < 1e-15);
                }
            }
        }
    }
}

fn hold_summary(what: &str, own: &ScenarioOutcome, known: &Summary) {
    let told = |figure: &Option<OverPaths>| figure.as_ref().map(OverPaths::statistic);
    assert_eq!(own.total_revenue.statistic(), known.total_revenue, "{what}");
    assert_eq!(own.total_profit.statistic(), known.total_profit, "{what}");
    assert_eq!(own.lowest_cash.statistic(), known.lowest_cash, "{what}");
    assert_eq!(own.lowest_cash_month.statistic(), known.lowest_cash_month, "{what}");
    assert_eq!(told(&own.revenue_kept), known.revenue_kept, "{what}");
    assert_eq!(told(&own.recovery_month), known.recovery_month, "{what}");
    assert_eq!(told(&own.payback_month), known.payback_month, "{what}");
}

#[test]
fn months_of_futures_are_those_of_a_forecast_and_the_first_are_the_same_however_many_follow() {
    for id in SAMPLES {
        let model = Model::compile(&sample(id));
        let mut projector = Projector::default();
        let run = PathRun { n_paths: 600, ..ALONE };
        let forecast = projector.project(&model, run).unwrap();
        let mut futures =
            |n_paths| projector.futures(&model, &[3, 1], Metric::Cash, PathRun { n_paths, ..ALONE }).unwrap();
        let (many, few) = (futures(600), futures(8));
        for (many, few) in many.iter().zip(&few) {
            let known = forecast.scenarios[many.scenario].fan.as_ref().unwrap();
            for (month, quantiles) in many.months.iter().zip(&known.quantiles[Metric::Cash]) {
                let Statistic { quantiles: own, .. } = month.statistic();
                let largest = quantiles.iter().fold(1.0, |most: f64, x| most.max(x.abs()));
                // What no path makes different is told by the central path, to a rounding error.
                assert!(own.iter().zip(quantiles).all(|(a, b)| (a.unwrap() - b).abs() <= 1e-6 * largest));
            }
            for path in 0..8 {
                assert_eq!(many.path(path), few.path(path), "{id}");
            }
        }
        let whole = projector.outcomes(&model, &[1, 3], run).unwrap();
        for outcome in &whole.scenarios {
            let last = many.iter().find(|it| it.scenario == outcome.scenario).unwrap().months.last();
            assert_eq!(last.unwrap(), &outcome.end_cash, "{id}");
        }
    }
}

#[test]
fn a_scenario_against_itself_is_zero_everywhere() {
    let nothing = PairedDifference { mean: 0.0, quantiles: [0.0; 7], standard_error: 0.0, is_higher: 0.5 };
    for id in SAMPLES {
        let model = Model::compile(&sample(id));
        let outcomes = outcomes(&sample(id), 300);
        for own in &outcomes.scenarios {
            let HorizonDifference { revenue, profit, lowest_cash, end_cash, revenue_kept } =
                HorizonDifference::of(own, own);
            let all = [revenue, profit, lowest_cash, end_cash, revenue_kept.unwrap_or(nothing)];
            assert_eq!(all, [nothing; 5], "{id} {}", own.id);
        }
        for metric in Metric::ALL {
            let mut projector = Projector::default();
            let futures = projector.futures(&model, &[2], metric, PathRun { n_paths: 300, ..ALONE }).unwrap();
            let months = MonthlyDifference::of(&futures[0], &futures[0]).months;
            assert_eq!(months, vec![nothing; months.len()], "{id} {metric:?}");
        }
    }
}

fn hold_sums(what: &str, ranking: &Ranking) {
    let sum: f64 = ranking.rows.iter().map(|row| row.is_best).sum();
    assert!((sum - 1.0).abs() < 1e-9, "{what}: {sum}");
    assert_eq!(ranking.rows.iter().map(|row| row.best_of_20).sum::<usize>(), 20, "{what}");
    assert!(ranking.rows.windows(2).all(|two| two[0].figure >= two[1].figure), "{what}");
}

#[test]
fn how_often_each_response_is_the_best_adds_up_to_one_and_to_twenty() {
    for id in SAMPLES {
        let outcomes = outcomes(&sample(id), 500);
        for goal in GOALS {
            let ranking = rank(&outcomes, goal).unwrap();
            hold_sums(&format!("{id} {goal:?}"), &ranking);
            let base = ranking.rows.iter().find(|row| row.is_no_response).unwrap();
            assert!(base.change.mean == 0.0 && base.figure_change == 0.0 && base.money_up_front == 0.0);
        }
    }
}

#[test]
fn what_is_won_back_is_the_part_of_the_cost_that_mean_profits_tell() {
    for id in SAMPLES {
        let (forecast, outcomes) = both(Arithmetic::fastest(), &sample(id), 500);
        let profit =
            |place: usize| forecast.scenarios[place].fan.as_ref().unwrap().summary.total_profit.mean.unwrap();
        let ranking = rank(&outcomes, Goal::WorstTenth).unwrap();
        let none = profit(forecast.baselines.no_response.unwrap());
        let cost = profit(forecast.baselines.links_open.unwrap()) - none;
        assert!((ranking.cost.unwrap() - cost).abs() <= 1e-12 * cost.abs());
        for row in &ranking.rows {
            assert!((row.profit_change.mean - (profit(row.scenario) - none)).abs() <= 1e-12 * cost.abs());
            let won = (profit(row.scenario) - none) / cost;
            assert_eq!(row.won_back.is_some(), cost > 0.0);
            assert!(row.won_back.is_none_or(|own| (own - won).abs() <= 1e-9 * won.abs().max(1.0)));
        }
    }
}

#[test]
fn two_identical_responses_share_being_best_and_cannot_be_told_apart() {
    for id in SAMPLES {
        let plan = sample(id);
        for goal in GOALS {
            let mut plan = plan.clone();
            let best = rank(&outcomes(&plan, 200), goal).unwrap().rows[0].clone();
            let mut twin = plan.scenarios[best.scenario].clone();
            twin.id = "twin".into();
            plan.scenarios.push(twin);
            let ranking = rank(&outcomes(&plan, 200), goal).unwrap();
            hold_sums(id, &ranking);
            let row = |scenario| ranking.rows.iter().find(|row| row.scenario == scenario).unwrap();
            let (first, twin) = (row(best.scenario), row(plan.scenarios.len() - 1));
            assert_eq!(ranking.rows[0].scenario, best.scenario, "{id} {goal:?}");
            assert_eq!((first.is_best, first.figure), (twin.is_best, twin.figure), "{id} {goal:?}");
            assert!(twin.is_best < best.is_best && twin.is_best > 0.0, "{id} {goal:?}");
            assert!(!ranking.is_told_apart && ranking.lead == Some((0.0, 0.0)), "{id} {goal:?}");
        }
    }
}

#[test]
fn the_worst_tenth_is_the_mean_of_the_paths_that_earn_the_least() {
    for n_paths in [1, 9, 10, 200, 201, 209] {
        let outcomes = outcomes(&sample("womens_wear"), n_paths);
        for outcome in &outcomes.scenarios {
            let mut profits = outcome.total_profit.values.clone();
            profits.sort_by(f64::total_cmp);
            // A part of a path counts for that part.
            let n_worst = (n_paths as f64 / 10.0).max(1.0);
            let weight = |rank: usize| (n_worst - rank as f64).clamp(0.0, 1.0);
            let sum: f64 = profits.iter().enumerate().map(|(rank, x)| x * weight(rank)).sum();
            let figure = Goal::WorstTenth.figure(outcome).unwrap();
            assert!((figure - sum / n_worst).abs() <= 1e-9 * figure.abs(), "{n_paths}: {figure}");
        }
    }
}

#[test]
fn nobody_waiting_ends_the_work_and_no_response_missing_ends_the_ranking() {
    let model = Model::compile(&sample("womens_wear"));
    let run = PathRun { n_paths: 9, ..ALONE };
    let gone = PathRun { watch: &Gone, ..run };
    assert!(Projector::default().outcomes(&model, &[0], gone).is_none());
    assert!(Projector::default().futures(&model, &[0], Metric::Visits, gone).is_none());
    let outcomes = Projector::default().outcomes(&model, &[0, 0, 99], run).unwrap();
    assert_eq!(outcomes.scenarios.len(), 1);
    assert!(rank(&outcomes, Goal::ExpectedProfit).is_none());
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn outcomes_are_those_of_the_plain_simulator(plan in plans()) {
        let model = Model::compile(&plan);
        let n_paths = 3;
        let run = PathRun { n_paths, seed: 5, ..ALONE };
        let own = Projector::new(Arithmetic::Double).outcomes(&model, &all(&model), run);
        let own = own.unwrap();
        for path in 0..n_paths {
            let chance = Chance::Path { seed: 5, path: path as u32 };
            let runs: Vec<_> = plan.scenarios.iter().map(|it| plain::run(&plan, it, chance)).collect();
            let figures = plain::figures(&plan, &runs);
            for (outcome, (run, known)) in own.scenarios.iter().zip(runs.iter().zip(&figures)) {
                let scale = 1.0 + run["cash"].iter().fold(0.0, |most: f64, x| most.max(x.abs()));
                let close = |a: f64, b: f64| (a - b).abs() <= 1e-8 * scale;
                prop_assert!(close(outcome.end_cash.values[path], *run["cash"].last().unwrap()));
                prop_assert!(close(outcome.lowest_cash.values[path], known.lowest_cash));
                let base = &runs[own.baselines.no_response.unwrap()]["cash"];
                let up_front = base.iter().zip(&run["cash"]).map(|(n, s)| n - s).fold(0.0, f64::max);
                let money = outcome.money_up_front.as_ref().unwrap();
                prop_assert!(close(money.values[path], up_front), "{} {}", money.values[path], up_front);
                let month = |it: &Option<OverPaths>| it.as_ref().map(|it| it.values[path]);
                prop_assert_eq!(month(&outcome.recovery_month), known.recovery_month);
                prop_assert_eq!(month(&outcome.payback_month), known.payback_month);
            }
        }
    }

    #[test]
    fn outcomes_are_the_same_whoever_works_on_them(plan in plans(), n_paths in 1..600_usize) {
        let model = Model::compile(&plan);
        let [alone, together] = [Threads(1), Threads(3)].map(|crew| {
            Projector::default().outcomes(&model, &all(&model), PathRun { n_paths, crew: &crew, ..ALONE })
        });
        prop_assert_eq!(format!("{alone:?}"), format!("{together:?}"));
        for goal in GOALS {
            if let Some(ranking) = rank(&alone.clone().unwrap(), goal) {
                hold_sums("made", &ranking);
            }
        }
    }
}
