//! What an answer hangs on, held against runs in which a guess is fixed, and against what is known in closed form.
#![expect(clippy::unwrap_used, reason = "a sample that cannot be read is the failure itself")]
#![expect(clippy::float_cmp, reason = "the same run gives the same bits")]

use std::sync::Mutex;

use sortie_engine::forecast::{
    Crew, Goal, Metric, PathRun, Projector, ScenarioOutcomes, SingleThread, central,
};
use sortie_engine::lane::{exp, ln};
use sortie_engine::model::{DrawnItem, ItemOwner, Model};
use sortie_engine::plan::{
    AdjustTerms, AdjustmentChange, ChannelKind, ChannelTargets, EstimateMut, Mechanism, Parameter, Plan,
    ShockKind, estimate_of_cash, estimate_of_change, estimate_of_channel, estimate_of_mechanism,
    estimate_of_shock, estimate_of_strategy,
};
use sortie_engine::sensitivity::{
    Guess, InformationValue, TornadoSubject, break_evens, guesses, knowing, tornado,
};
use sortie_engine::unit::{Estimate, EstimateSpace, Spread};
use sortie_engine::watch::{PatientWatch, Watch};

use crate::laws::{Gone, Threads};
use crate::made::{channel, plan, scenario, shock, strategy};
use crate::run::ALONE;
use crate::samples::{SAMPLES, sample};

const Z80: f64 = 1.281_551_565_544_600_4;

/// The estimate at an address.
fn estimate<'p>(plan: &'p mut Plan, item: &DrawnItem<'_>) -> EstimateMut<'p> {
    let DrawnItem { owner, id, place, field, .. } = item;
    let found = match owner {
        ItemOwner::Plan if *field == "fx" => plan.fx.get_mut(&**id).map(EstimateMut::Amount),
        ItemOwner::Plan => estimate_of_cash(&mut plan.cash, field),
        ItemOwner::Channel => {
            estimate_of_channel(plan.channels.iter_mut().find(|it| it.id == *id).unwrap(), field)
        }
        ItemOwner::Shock => {
            let shock = plan.shocks.iter_mut().find(|it| it.id == *id).unwrap();
            match *field {
                "diversion" => Some(EstimateMut::Share(&mut shock.diversions[place - 1].share)),
                "adjustment" => {
                    let change = &mut shock.adjustments[place - 1].change;
                    let name = if matches!(change, AdjustmentChange::Factor(_)) { "factor" } else { "add" };
                    estimate_of_change(change, name)
                }
                _ => estimate_of_shock(shock, field),
            }
        }
        ItemOwner::Strategy => {
            let strategy = plan.strategies.iter_mut().find(|it| it.id == *id).unwrap();
            match place {
                0 => estimate_of_strategy(strategy, field),
                _ => estimate_of_mechanism(&mut strategy.mechanisms[place - 1], field),
            }
        }
    };
    found.unwrap()
}

/// The plan in which a guess is certain.
fn fixed(plan: &Plan, guess: &Guess, value: f64) -> Plan {
    let mut plan = plan.clone();
    let mut found = estimate(&mut plan, &guess.item);
    assert_eq!(found.spread(), guess.spread, "{:?}", guess.item);
    found.set(value, value, value);
    plan
}

/// What a goal looks at on the central path of a subject.
fn figure(plan: &Plan, goal: Goal, subject: TornadoSubject) -> f64 {
    let answer = central(&Model::compile(plan));
    let sum = |values: &[f64]| values.iter().sum::<f64>();
    let of = |place: usize| {
        let own = &answer.scenarios[place].central;
        match goal {
            Goal::TypicalProfit | Goal::ExpectedProfit | Goal::WorstTenth => sum(&own[Metric::Profit]),
            Goal::CashNeverBelow(_) => own[Metric::Cash].iter().copied().fold(f64::INFINITY, f64::min),
            Goal::RevenueKept => {
                let month = answer.baselines.closure_month.unwrap();
                let open = &answer.scenarios[answer.baselines.links_open.unwrap()].central;
                sum(&own[Metric::Revenue][month..]) / sum(&open[Metric::Revenue][month..])
            }
        }
    };
    match subject {
        TornadoSubject::Scenario(place) => of(place),
        TornadoSubject::Difference(a, b) => of(a) - of(b),
    }
}

/// The two ranked scenarios with the most profit on the central path, the best first.
fn best_two(plan: &Plan) -> (usize, usize) {
    let answer = central(&Model::compile(plan));
    let shocks = &plan.scenarios[answer.baselines.no_response.unwrap()].shocks;
    // A rule makes a jump, at which two responses need not come out the same.
    let is_ruled = |id: &String| {
        let own = plan.strategies.iter().find(|own| own.id == *id);
        own.is_some_and(|own| own.start_when.is_some() || own.stop_when.is_some())
    };
    let is_asked = |place: &usize| {
        let scenario = &plan.scenarios[*place];
        scenario.shocks == *shocks && !scenario.strategies.iter().any(is_ruled)
    };
    let mut ranked: Vec<usize> = (0..plan.scenarios.len()).filter(is_asked).collect();
    let profit = |place: &usize| answer.scenarios[*place].central[Metric::Profit].iter().sum::<f64>();
    ranked.sort_by(|a, b| profit(b).total_cmp(&profit(a)));
    (ranked[0], ranked[1])
}

#[test]
fn the_ends_of_a_tornado_are_runs_with_that_guess_fixed() {
    for id in SAMPLES {
        let plan = sample(id);
        let model = Model::compile(&plan);
        let (guesses, (a, b)) = (guesses(&model), best_two(&plan));
        assert!(guesses.len() > 50, "{id}: {}", guesses.len());
        let asked = [
            (Goal::ExpectedProfit, TornadoSubject::Difference(a, b)),
            (Goal::CashNeverBelow(0.0), TornadoSubject::Scenario(a)),
            (Goal::RevenueKept, TornadoSubject::Scenario(b)),
        ];
        for (goal, subject) in asked {
            let tornado = tornado(&model, goal, subject, &SingleThread, &PatientWatch).unwrap();
            assert_eq!(tornado.likely, figure(&plan, goal, subject), "{id}");
            assert_eq!(tornado.bars.len(), guesses.len());
            assert!(tornado.bars.windows(2).all(|two| two[0].swing >= two[1].swing));
            assert!(tornado.bars[0].swing > 0.0);
            for bar in &tornado.bars {
                let guess = &guesses[bar.guess];
                let end = |value| figure(&fixed(&plan, guess, value), goal, subject);
                assert_eq!(bar.at_low, end(guess.spread.low), "{id} {:?}", guess.item);
                assert_eq!(bar.at_high, end(guess.spread.high), "{id} {:?}", guess.item);
            }
        }
    }
}

#[test]
fn at_a_break_even_value_the_two_best_responses_come_out_the_same() {
    let mut n_found = 0;
    for id in SAMPLES {
        let plan = sample(id);
        let model = Model::compile(&plan);
        let (guesses, (a, b)) = (guesses(&model), best_two(&plan));
        let subject = TornadoSubject::Difference(a, b);
        let goal = Goal::ExpectedProfit;
        let tornado = tornado(&model, goal, subject, &SingleThread, &PatientWatch).unwrap();
        let found = break_evens(&model, goal, subject, &SingleThread, &PatientWatch).unwrap();
        for bar in &tornado.bars {
            let guess = &guesses[bar.guess];
            let turns = bar.at_low * tornado.likely < 0.0 || bar.at_high * tornado.likely < 0.0;
            let Some(value) = found[bar.guess] else {
                assert!(!turns, "{id} {:?} turns within its range", guess.item);
                continue;
            };
            n_found += 1;
            let left = figure(&fixed(&plan, guess, value), goal, subject);
            assert!(left.abs() < 1e-3 * bar.swing, "{id} {:?} at {value}: {left}", guess.item);
        }
    }
    assert!(n_found > 5, "{n_found}");
}

fn outcomes(model: &Model, n_paths: usize) -> ScenarioOutcomes {
    let all: Vec<usize> = (0..model.n_scenarios()).collect();
    Projector::default().outcomes(model, &all, PathRun { n_paths, ..ALONE }).unwrap()
}

fn known(plan: &Plan, n_paths: usize) -> InformationValue {
    let model = Model::compile(plan);
    knowing(&model, &outcomes(&model, n_paths), Goal::ExpectedProfit, &SingleThread, &PatientWatch).unwrap()
}

#[test]
fn to_know_one_thing_is_worth_no_less_than_nothing_and_no_more_than_to_know_everything() {
    for id in SAMPLES {
        let model = Model::compile(&sample(id));
        let outcomes = outcomes(&model, 2_000);
        let goals = [Goal::ExpectedProfit, Goal::WorstTenth, Goal::CashNeverBelow(0.0), Goal::RevenueKept];
        for goal in goals {
            let known = knowing(&model, &outcomes, goal, &SingleThread, &PatientWatch).unwrap();
            assert_eq!(known.guesses.len(), guesses(&model).len());
            let worths = || known.guesses.iter();
            assert!(worths().all(|worth| (0.0..=known.everything).contains(worth)), "{id} {goal:?}");
            let order = known.first_to_measure();
            assert!(order.windows(2).all(|two| known.guesses[two[0]] >= known.guesses[two[1]]));
            assert_eq!(order.len(), worths().filter(|worth| **worth > 0.0).count());
        }
    }
}

/// A plan whose links close, and a response whose overhead is all that nobody knows.
fn wager(volatility: f64, add: Estimate<sortie_engine::unit::Signed>) -> Plan {
    let mut shop = plan(vec![channel("store", ChannelKind::OwnStore, 10_000.0, 0.02)]);
    shop.demand.volatility = volatility;
    shop.shocks = vec![shock("closure", ShockKind::LinkClosure, 2)];
    let mut response = strategy("response", 0);
    response.mechanisms = vec![Mechanism::Adjust(AdjustTerms {
        parameter: Parameter::Overhead,
        change: AdjustmentChange::Add(add),
        targets: ChannelTargets::default(),
        ramp_months: 0.0,
    })];
    shop.strategies = vec![response];
    shop.cash.overhead_per_month = Estimate::certain(5_000.0);
    shop.cash.restock_limited = false;
    shop.scenarios =
        vec![scenario("none", &["closure"], &[]), scenario("response", &["closure"], &["response"])];
    shop
}

/// The standard normal density, and the share of the distribution that lies below `x` (Abramowitz and Stegun 7.1.26).
fn normal(x: f64) -> (f64, f64) {
    let density = exp(-x * x / 2.0) / (2.0 * std::f64::consts::PI).sqrt();
    let t = 1.0 / (1.0 + 0.327_591_1 * x.abs() / 2.0_f64.sqrt());
    let tail = [1.061_405_429, -1.453_152_027, 1.421_413_741, -0.284_496_736, 0.254_829_592]
        .into_iter()
        .fold(0.0, |sum, term| (sum + term) * t)
        * exp(-x * x / 2.0)
        / 2.0;
    (density, if x > 0.0 { 1.0 - tail } else { tail })
}

#[test]
fn the_worth_of_the_one_unknown_of_two_responses_is_what_is_known_in_closed_form() {
    for (likely, volatility) in [(0.0, 0.0), (20.0, 0.3), (-35.0, 0.3), (80.0, 0.0)] {
        // The response saves on average `likely` a month, give or take 60.
        let known = known(
            &wager(volatility, Estimate::new(-likely - 60.0 * Z80, -likely, -likely + 60.0 * Z80)),
            10_000,
        );
        let months = 12.0;
        let (mean, sd) = (likely * months, 60.0 * months);
        let (density, below) = normal(mean / sd);
        let meant = sd * density + mean * below - mean.max(0.0);
        assert_eq!(known.choice, usize::from(likely > 0.0));
        for own in [known.everything, known.guesses[0]] {
            assert!((own / meant - 1.0).abs() < 0.02, "{likely} {volatility}: {own} {meant}");
        }
    }
}

/// A guess's value that is off by `z` standard deviations: the two halves of docs/model.md.
fn value_at(Spread { low, likely, high, space }: Spread, z: f64) -> f64 {
    let into = |x: f64| match space {
        EstimateSpace::Log => ln(x),
        EstimateSpace::Logit => ln(x / (1.0 - x)),
        EstimateSpace::Identity => x,
    };
    let side = if z < 0.0 { into(likely) - into(low) } else { into(high) - into(likely) };
    let moved = into(likely) + z.clamp(-3.0, 3.0) * side / Z80;
    match space {
        EstimateSpace::Log => exp(moved),
        EstimateSpace::Logit => 1.0 / (1.0 + exp(-moved)),
        EstimateSpace::Identity => moved,
    }
}

/// What it is worth to know a guess, from a run of its own for each of `n` values of it.
fn worth_by_runs(plan: &Plan, guess: &Guess, n: u32) -> f64 {
    let item = DrawnItem::new(ItemOwner::Plan, "", 0, "values of a guess");
    let runs: Vec<Vec<f64>> = (0..n)
        .map(|k| {
            let value = value_at(guess.spread, item.stream(1).normal(k));
            let outcomes = outcomes(&Model::compile(&fixed(plan, guess, value)), 4_096);
            let ranked = outcomes.scenarios.iter().filter(|it| it.is_ranked);
            ranked.map(|it| it.total_profit.mean.unwrap()).collect()
        })
        .collect();
    let mean = |values: &mut dyn Iterator<Item = f64>| values.sum::<f64>() / f64::from(n);
    let highest = |values: &[f64]| values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let known = mean(&mut runs.iter().map(|run| highest(run)));
    let unknown: Vec<f64> =
        (0..runs[0].len()).map(|place| mean(&mut runs.iter().map(|run| run[place]))).collect();
    known - highest(&unknown)
}

#[test]
fn what_a_guess_is_worth_is_what_a_run_for_each_of_its_values_tells() {
    for id in ["womens_wear", "accessories_3c_links"] {
        let mut plan = sample(id);
        // So that to fix one guess says nothing of others.
        plan.demand.estimate_correlation = 0.0;
        // Of few responses, so that so many runs take a moment.
        let (a, b) = best_two(&plan);
        let none = central(&Model::compile(&plan)).baselines.no_response.unwrap();
        plan.scenarios = [none, a, b].map(|place| plan.scenarios[place].clone()).into();
        plan.scenarios.dedup_by(|a, b| a.id == b.id);
        let known = known(&plan, 10_000);
        let all = guesses(&Model::compile(&plan));
        let order = known.first_to_measure();
        assert!(order.len() > 2, "{id}: {order:?}");
        for place in order.into_iter().take(2) {
            let (own, runs) = (known.guesses[place], worth_by_runs(&plan, &all[place], 256));
            // So many values and paths settle a tenth, and no more.
            let allowed = 0.1 * runs + 0.02 * known.everything;
            assert!(
                (own - runs).abs() < allowed,
                "{id} {:?}: {own} {runs} of {}",
                all[place].item,
                known.everything
            );
        }
    }
}

#[test]
fn a_guess_that_no_scenario_needs_moves_nothing_and_is_worth_nothing() {
    let mut plan = sample("womens_wear");
    let used = plan.scenarios.pop().unwrap().strategies;
    let lost: Vec<String> = used
        .into_iter()
        .filter(|id| !plan.scenarios.iter().any(|scenario| scenario.strategies.contains(id)))
        .collect();
    let mut idle = strategy("idle", 2);
    idle.setup_cost = Estimate::new(1e5, 2e5, 4e5);
    plan.strategies.push(idle);
    let model = Model::compile(&plan);
    let known = known(&plan, 2_000);
    let (a, b) = best_two(&plan);
    let bars =
        tornado(&model, Goal::ExpectedProfit, TornadoSubject::Difference(a, b), &SingleThread, &PatientWatch)
            .unwrap()
            .bars;
    for (place, guess) in guesses(&model).iter().enumerate() {
        if guess.item.id == "idle"
            || lost.iter().any(|id| guess.item.owner == ItemOwner::Strategy && guess.item.id == *id)
        {
            assert_eq!(known.guesses[place], 0.0);
            assert_eq!(bars.iter().find(|bar| bar.guess == place).unwrap().swing, 0.0);
        }
    }
}

/// Someone who remembers what was noted.
struct Noting(Mutex<Vec<f64>>);

impl Watch for Noting {
    fn is_stale(&self) -> bool {
        false
    }

    fn note(&self, done: f64) {
        self.0.lock().unwrap().push(done);
    }
}

#[test]
fn long_work_tells_how_far_it_is_can_be_stopped_and_does_not_depend_on_who_does_it() {
    let plan = sample("womens_wear");
    let model = Model::compile(&plan);
    let outcomes = outcomes(&model, 500);
    let (a, b) = best_two(&plan);
    let (goal, subject) = (Goal::ExpectedProfit, TornadoSubject::Difference(a, b));
    let told = |crew: &dyn Crew, watch: &dyn Watch| {
        let tornado = tornado(&model, goal, subject, crew, watch)?;
        let turns = break_evens(&model, goal, subject, crew, watch)?;
        Some((tornado, turns, knowing(&model, &outcomes, goal, crew, watch)?))
    };
    let noting = Noting(Mutex::default());
    assert_eq!(told(&SingleThread, &noting), told(&Threads(3), &PatientWatch));
    let notes = noting.0.into_inner().unwrap();
    assert_eq!(notes.iter().filter(|done| **done == 1.0).count(), 3);
    assert!(notes.iter().all(|done| (0.0..=1.0).contains(done)));
    assert!(tornado(&model, goal, subject, &SingleThread, &Gone).is_none());
    assert!(break_evens(&model, goal, subject, &SingleThread, &Gone).is_none());
    assert!(knowing(&model, &outcomes, goal, &SingleThread, &Gone).is_none());
}

#[test]
fn what_is_not_there_has_no_tornado() {
    let mut plan = sample("womens_wear");
    let n = plan.scenarios.len();
    let model = Model::compile(&plan);
    assert!(
        tornado(&model, Goal::ExpectedProfit, TornadoSubject::Scenario(n), &SingleThread, &PatientWatch)
            .is_none()
    );
    plan.shocks.clear();
    plan.scenarios.iter_mut().for_each(|scenario| scenario.shocks.clear());
    let model = Model::compile(&plan);
    assert!(
        tornado(&model, Goal::RevenueKept, TornadoSubject::Scenario(0), &SingleThread, &PatientWatch)
            .is_none()
    );
    assert!(
        knowing(&model, &outcomes(&model, 64), Goal::ExpectedProfit, &SingleThread, &PatientWatch).is_none()
    );
}
