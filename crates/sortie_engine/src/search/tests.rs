//! What a search must show: the enumerated best of small plans, limits that hold, faults in time, and one answer for any crew.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::hunt::{Findings, Hunt};
use super::judge::{ALL, Ends, Judge};
use super::option::Options;
use super::*;
use crate::draw::{DrawnItem, ItemOwner};
use crate::forecast::SingleThread;
use crate::plan::{self, Plan};
use crate::unit::Month;

#[path = "../../tests/engine/choosing.rs"]
pub(super) mod choosing;

use choosing::small_plan;

/// Four months in which to start, and three scales.
fn narrow(request: BestRequest) -> BestRequest {
    let month = |text| Month::parse(text);
    BestRequest { from: month("2024-02"), to: month("2024-05"), scales: vec![0.5, 1.0, 2.0], ..request }
}

fn prepared(plan: &Plan) -> PlanCopies {
    PlanCopies::new(plan, &[], &["ads_elsewhere"], |_, _| None).unwrap()
}

fn found(plan: &Plan, request: &BestRequest) -> FoundPlan {
    find_best(prepared(plan), request, &SingleThread, &PatientSearcher).unwrap().unwrap()
}

fn fault(plan: &Plan, request: &BestRequest) -> Option<BestFault> {
    find_best(prepared(plan), request, &SingleThread, &PatientSearcher).err()
}

/// The figures of the goal of no response, of the best of all choices, and of what the search finds; on the same paths.
fn against_enumeration(plan: &Plan, request: &BestRequest) -> (f64, f64, f64) {
    let options = Options::new(prepared(plan), request).unwrap();
    let hunt = |finish: &dyn Fn(&mut Hunt<'_>)| {
        let ends = Ends { crew: &SingleThread, is_over: &|| false, is_stale: &|| false };
        let judge = Judge::new(&options, request.goal, &request.limits, 77, ends);
        let limits = request.limits.clone();
        let mut hunt =
            Hunt { judge, limits, watch: &PatientSearcher, found: Findings::default(), is_polished: false };
        finish(&mut hunt);
        let (best, n) = hunt.best().unwrap();
        assert_eq!(n, ALL);
        let nothing = vec![0; options.all.len()];
        hunt.judge.look_anyway(std::slice::from_ref(&nothing), ALL);
        let goal = |choice| hunt.judge.figures(choice, ALL).unwrap().goal;
        (goal(&nothing), goal(&best), hunt.found.is_exhaustive)
    };
    let (nothing, climbed, is_exhaustive) = hunt(&|hunt| hunt.run());
    assert!(!is_exhaustive, "there are too many choices to look at all of them");
    let (_, best, _) = hunt(&|hunt| {
        let bounds = hunt.bounds(1.0);
        for some in options.every_choice().chunks(512) {
            hunt.judge.look(some, ALL, &bounds).unwrap();
        }
    });
    (nothing, best, climbed)
}

/// How often cash falls below 0 where nothing is done.
fn chance_of_nothing(plan: &Plan) -> f64 {
    let never = plan.strategies.iter().map(|own| own.id.clone()).collect();
    let limits = BestLimits { floor: Some(CashFloor { cash: 0.0, chance: 1.0 }), ..BestLimits::default() };
    let answer = found(plan, &narrow(BestRequest { limits, never, ..BestRequest::default() })).answer;
    assert_eq!((answer.n_considered, answer.is_exhaustive), (1, true));
    answer.best.and_then(|best| best.below_floor_share).unwrap()
}

#[test]
fn the_search_finds_the_enumerated_best_of_small_plans() {
    let limits = |n: u32| match n % 4 {
        0 => BestLimits::default(),
        1 => BestLimits { budget: Some(25_000.0), ..BestLimits::default() },
        2 => BestLimits { floor: Some(CashFloor { cash: 0.0, chance: 0.2 }), ..BestLimits::default() },
        _ => BestLimits { under_water: Some(9_000.0), at_most: Some(2), ..BestLimits::default() },
    };
    let goals = [BestGoal::Typical, BestGoal::Expected, BestGoal::WorstTenth, BestGoal::RevenueKept];
    for n in 0..12 {
        let goal = goals[n as usize / 3 % 4];
        let mut limits = limits(n);
        if let Some(floor) = &mut limits.floor {
            // Just above what doing nothing comes to, so that it binds.
            floor.chance = (chance_of_nothing(&small_plan(n)) + 0.02).min(1.0);
        }
        let request = narrow(BestRequest { goal, limits, ..BestRequest::default() });
        let (nothing, best, climbed) = against_enumeration(&small_plan(n), &request);
        let range = (best - nothing).abs();
        let missed = if range > 0.0 { (best - climbed) / range } else { 0.0 };
        assert!(missed <= 0.005, "plan {n} by {goal:?}: {climbed} instead of {best}");
    }
}

#[test]
fn where_every_choice_was_looked_at_it_is_said() {
    let request = narrow(BestRequest { never: vec!["posts".into()], ..BestRequest::default() });
    let answer = found(&small_plan(1), &request).answer;
    // Ads at four starts and three scales, the list and the marketplace at four starts, and none of each.
    assert_eq!((answer.n_considered, answer.is_exhaustive), (13 * 5 * 5, true));
}

#[test]
fn limits_hold_and_the_one_that_binds_is_named() {
    let plan = small_plan(0);
    let free = found(&plan, &narrow(BestRequest::default())).answer.best.unwrap();
    assert!(free.strategies.len() > 1, "there is something to limit: {free:?}");
    let budget = free.money * 0.6;
    let limits = BestLimits { budget: Some(budget), ..BestLimits::default() };
    let answer = found(&plan, &narrow(BestRequest { limits, ..BestRequest::default() })).answer;
    let best = answer.best.unwrap();
    assert!(best.money <= budget && best.goal < free.goal, "{best:?}");
    assert_eq!(answer.binding, [LimitName::Budget]);
    // Of a budget that is spent to the last, the last earns something.
    let limits = BestLimits { budget: Some(best.money), ..BestLimits::default() };
    let answer = found(&plan, &narrow(BestRequest { limits, ..BestRequest::default() })).answer;
    assert!(answer.last_of_budget.unwrap() > 0.0);
    let limits = BestLimits { at_most: Some(1), ..BestLimits::default() };
    let answer = found(&plan, &narrow(BestRequest { limits, ..BestRequest::default() })).answer;
    assert_eq!(answer.best.unwrap().strategies.len(), 1);
    assert_eq!(answer.binding, [LimitName::AtMost]);
    let limits = BestLimits { under_water: Some(free.under_water * 0.5), ..BestLimits::default() };
    let best = found(&plan, &narrow(BestRequest { limits, ..BestRequest::default() })).answer.best.unwrap();
    assert!(best.under_water <= free.under_water * 0.5);
}

#[test]
fn limits_that_exclude_everything_are_named_with_the_choice_that_misses_least() {
    let limits = BestLimits { budget: Some(0.0), ..BestLimits::default() };
    let must = vec!["ads".to_owned()];
    let answer =
        found(&small_plan(3), &narrow(BestRequest { limits, must, ..BestRequest::default() })).answer;
    assert!(answer.best.is_none() && answer.others.is_empty() && answer.last_of_budget.is_none());
    assert_eq!(answer.binding, [LimitName::Budget]);
    let least = answer.least_missed.unwrap();
    assert_eq!(least.strategies.len(), 1, "{least:?}");
    assert!((least.strategies[0].scale - 0.5).abs() < 1e-12, "the least of what must be");
    let floor = Some(CashFloor { cash: 1e9, chance: 0.0 });
    let limits = BestLimits { floor, ..BestLimits::default() };
    let answer = found(&small_plan(3), &narrow(BestRequest { limits, ..BestRequest::default() })).answer;
    assert!(answer.best.is_none() && answer.least_missed.is_some());
    assert_eq!(answer.binding, [LimitName::CashFloor]);
}

#[test]
fn a_budget_of_nothing_leaves_nothing_to_do() {
    let limits = BestLimits { budget: Some(0.0), ..BestLimits::default() };
    let answer = found(&small_plan(4), &narrow(BestRequest { limits, ..BestRequest::default() })).answer;
    let best = answer.best.unwrap();
    assert_eq!((best.strategies.len(), best.money.to_bits()), (0, 0.0_f64.to_bits()));
    assert_eq!((best.goal.to_bits(), answer.last_of_budget), (0.0_f64.to_bits(), None));
    assert!((best.ahead_share - 0.5).abs() < 1e-12);
}

#[test]
fn what_cannot_be_looked_for_is_refused_with_its_reason() {
    let plan = small_plan(5);
    let month = |text| Month::parse(text);
    let ask = |change: &dyn Fn(&mut BestRequest)| {
        let mut request = narrow(BestRequest::default());
        change(&mut request);
        fault(&plan, &request)
    };
    assert_eq!(ask(&|it| it.must = vec!["x".into()]), Some(BestFault::UnknownStrategy("x".into())));
    assert_eq!(ask(&|it| it.never = vec!["x".into()]), Some(BestFault::UnknownStrategy("x".into())));
    assert_eq!(ask(&|it| it.scenario = Some("x".into())), Some(BestFault::UnknownScenario("x".into())));
    let both = |it: &mut BestRequest| (it.must, it.never) = (vec!["ads".into()], vec!["ads".into()]);
    assert_eq!(ask(&both), Some(BestFault::MustAndNever("ads".into())));
    let (first, last) = (month("2024-01").unwrap(), month("2024-12").unwrap());
    let turned = |it: &mut BestRequest| (it.from, it.to) = (Some(last), Some(first));
    assert_eq!(ask(&turned), Some(BestFault::FromAfterTo(last, first)));
    for (from, to) in [("2023-01", "2023-12"), ("2025-01", "2025-03")] {
        let outside = |it: &mut BestRequest| (it.from, it.to) = (month(from), month(to));
        assert_eq!(ask(&outside), Some(BestFault::WindowOutside(first, last)));
    }
    assert_eq!(ask(&|it| it.limits.budget = Some(-1.0)), Some(BestFault::NoSuchNumber(-1.0)));
    assert_eq!(ask(&|it| it.scales = vec![0.0]), Some(BestFault::NoSuchNumber(0.0)));
    let floor = |it: &mut BestRequest| it.limits.floor = Some(CashFloor { cash: 0.0, chance: 1.5 });
    assert_eq!(ask(&floor), Some(BestFault::NoSuchNumber(1.5)));
    assert!(ask(&|it| it.goal = BestGoal::RevenueKept).is_none(), "the plan has links open");
}

#[test]
fn a_plan_that_lacks_something_is_refused_with_what_it_lacks() {
    let request = narrow(BestRequest::default());
    let must = narrow(BestRequest { must: vec!["ads".into()], ..BestRequest::default() });
    let mut plan = small_plan(6);
    plan.scenarios.remove(1);
    assert_eq!(fault(&plan, &request), Some(BestFault::NoNoResponse));
    let mut plan = small_plan(6);
    plan.strategies.clear();
    assert_eq!(fault(&plan, &request), Some(BestFault::NoOptions));
    let mut plan = small_plan(6);
    plan.scenarios.remove(0);
    let kept = narrow(BestRequest { goal: BestGoal::RevenueKept, ..BestRequest::default() });
    assert_eq!(fault(&plan, &kept), Some(BestFault::NoLinksOpen));
    let mut plan = small_plan(6);
    plan.strategies[0].start = Month::parse("2023-11").unwrap();
    assert_eq!(fault(&plan, &must), Some(BestFault::MustRuns("ads".into())));
    plan.strategies[0].start = Month::parse("2024-01").unwrap();
    plan.strategies[0].end = Month::parse("2024-02");
    assert_eq!(fault(&plan, &must), Some(BestFault::MustHasNoStart("ads".into())));
    let mut plan = small_plan(6);
    if let plan::Mechanism::OpenChannel(open) = &mut plan.strategies[3].mechanisms[0] {
        open.requirements = vec![plan::Requirement::LocalStock];
    }
    let must = narrow(BestRequest { must: vec!["market".into()], ..BestRequest::default() });
    assert_eq!(fault(&plan, &must), Some(BestFault::MustNotEligible("market".into())));
    // Another strategy that brings what is asked for opens the door.
    plan.strategies[2].provides = vec![plan::Requirement::LocalStock];
    let best = found(&plan, &must).answer.best.unwrap();
    let ids: Vec<&str> = best.strategies.iter().map(|chosen| chosen.id.as_str()).collect();
    assert!(ids.contains(&"market") && ids.contains(&"list"), "{ids:?}");
}

#[test]
fn a_strategy_that_runs_already_is_in_or_out_as_it_is() {
    let mut plan = small_plan(7);
    plan.strategies[0].start = Month::parse("2023-11").unwrap();
    let answer = found(&plan, &narrow(BestRequest::default())).answer;
    assert_eq!(answer.running, ["ads"]);
    let chosen = answer.best.into_iter().chain(answer.others).flat_map(|it| it.strategies);
    for ads in chosen.filter(|chosen| chosen.id == "ads") {
        assert_eq!((ads.start, ads.scale.to_bits()), (plan.strategies[0].start, 1.0_f64.to_bits()));
    }
}

#[test]
fn an_earlier_choice_is_no_option_and_is_replaced() {
    let plan = small_plan(8);
    let request = narrow(BestRequest::default());
    let first = found(&plan, &request);
    let written = first.plan_with(first.answer.best.as_ref().unwrap(), &BestNames::PLAIN);
    assert_eq!(plan::check(&written), []);
    let again = found(&written, &request);
    assert_eq!(again.answer, first.answer);
    assert_eq!(again.plan_with(again.answer.best.as_ref().unwrap(), &BestNames::PLAIN), written);
    // Another scenario that uses a copy keeps it, and the next copy takes another id.
    let copy = written.strategies.iter().find(|own| own.id.ends_with("-best")).unwrap().id.clone();
    let mut used = written;
    used.scenarios.push(plan::Scenario::of("mine", "Mine", &["closure"], &[&copy]));
    let kept = found(&used, &request);
    let kept = kept.plan_with(kept.answer.best.as_ref().unwrap(), &BestNames::PLAIN);
    assert!(kept.strategies.iter().any(|own| own.id == copy), "it is another scenario's");
    let chosen = &kept.scenarios.iter().find(|it| it.id == BEST).unwrap().strategies;
    assert!(!chosen.contains(&copy) && chosen.iter().any(|id| *id == format!("{copy}2")), "{chosen:?}");
}

/// Someone who has seen enough after so many notes.
struct StopAfter(usize, AtomicUsize);

impl SearchWatch for StopAfter {
    fn is_stopped(&self) -> bool {
        self.1.load(Ordering::Relaxed) >= self.0
    }

    fn note(&self, _: &SearchProgress) {
        self.1.fetch_add(1, Ordering::Relaxed);
    }
}

#[test]
fn a_search_that_is_stopped_tells_the_best_so_far_and_says_so() {
    let plan = small_plan(9);
    let request = narrow(BestRequest::default());
    let whole = found(&plan, &request).answer;
    assert!(!whole.is_stopped);
    for n_notes in [0, 1, 4, 9] {
        let watch = StopAfter(n_notes, AtomicUsize::new(0));
        let found = find_best(prepared(&plan), &request, &SingleThread, &watch).unwrap().unwrap();
        assert!(found.answer.is_stopped && found.answer.n_considered <= whole.n_considered);
        assert!(found.answer.best.is_some(), "after {n_notes} notes");
    }
}

#[test]
fn nobody_is_told_who_does_not_wait() {
    struct Gone;
    impl SearchWatch for Gone {
        fn is_stale(&self) -> bool {
            true
        }
    }
    let answer = find_best(prepared(&small_plan(9)), &narrow(BestRequest::default()), &SingleThread, &Gone);
    assert!(answer.unwrap().is_none());
}
