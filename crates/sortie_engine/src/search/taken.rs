//! What is told of plans and rules is what the plan gives once they are taken.

use super::tests::choosing::small_plan;
use super::*;
use crate::forecast::{PathRun, SingleThread, project};
use crate::model::Model;
use crate::plan::{Plan, check};
use crate::unit::{Estimate, Month};
use crate::watch::PatientWatch;

/// Paths on which it is told here.
const PATHS: usize = 2_000;

fn request(n: u32) -> BestRequest {
    let month = |text| Month::parse(text);
    BestRequest {
        goal: BestGoal::Expected,
        from: month("2024-02"),
        to: month("2024-04"),
        scales: vec![0.5, 1.0, 2.0],
        rules: true,
        seed: u64::from(n) + 5,
        n_paths: PATHS,
        ..BestRequest::default()
    }
}

fn found(plan: &Plan, request: &BestRequest) -> FoundPlan {
    let copies = PlanCopies::new(plan, &[], &[], |_, _| None).unwrap();
    find_best(copies, request, &SingleThread, &PatientSearcher).unwrap().unwrap()
}

/// Profit of a scenario over the horizon, the mean over the told paths, and how often it runs out of cash.
fn projected(plan: &Plan, scenario: &str, seed: u64) -> (f64, f64) {
    let run = PathRun { n_paths: PATHS, seed, crew: &SingleThread, watch: &PatientWatch };
    let forecast = project(&Model::compile(plan), run).unwrap();
    let own = forecast.scenarios.iter().find(|it| it.id == scenario).unwrap();
    let summary = &own.fan.as_ref().unwrap().summary;
    (summary.total_profit.mean.unwrap(), summary.runs_out_of_cash)
}

#[test]
fn a_response_of_the_plan_is_told_as_its_forecast_tells_it() {
    let mut plan = small_plan(2);
    let closed = plan.scenarios[1].shocks.clone();
    let shocks: Vec<&str> = closed.iter().map(String::as_str).collect();
    plan.scenarios.push(crate::plan::Scenario::of("mine", "Mine", &shocks, &["ads", "list"]));
    let request = request(2);
    let answer = found(&plan, &request).answer;
    let mine = answer.planned.iter().find(|it| it.scenario == "mine").unwrap();
    let (profit, runs_out) = projected(&plan, "mine", request.seed);
    assert!((mine.told.goal - profit).abs() <= 1e-9 * profit.abs(), "{} {profit}", mine.told.goal);
    assert!((mine.told.runs_out_of_cash - runs_out).abs() < 1e-12);
    assert!(mine.money > 0.0);
}

#[test]
fn a_stop_rule_that_is_taken_adds_what_was_told_to_the_last_digit() {
    let mut n_rules = 0;
    for n in 0..6 {
        let (plan, request) = (small_plan(n), request(n));
        let found = found(&plan, &request);
        let Some(best) = &found.answer.best else { continue };
        let without = found.plan_with(best, &BestNames::PLAIN);
        for rule in found.answer.rules.iter().filter(|rule| rule.stops) {
            let with = found.plan_ruled(best, std::slice::from_ref(rule), &BestNames::PLAIN);
            assert_eq!(check(&with), []);
            let [own, bare] = [&with, &without].map(|plan| projected(plan, BEST, request.seed).0);
            let is_same = (own - bare - rule.worth).abs() <= 1e-7 * own.abs().max(bare.abs());
            // What another scenario has as well is copied for its rule, and a copy has draws of its own.
            let ids = |plan: &Plan| plan.scenarios.last().map(|it| it.strategies.clone());
            assert!(is_same || ids(&with) != ids(&without), "plan {n}: {own} − {bare} is not {}", rule.worth);
            n_rules += usize::from(is_same);
            // Asked about the scenario that has it, the rule is worth the same.
            let asked = find_rules(&with, BEST, &request, &SingleThread, &PatientSearcher).unwrap().unwrap();
            let priced = asked.own.iter().find(|it| it.rule == rule.rule).unwrap();
            assert!(!is_same || (priced.worth - rule.worth).abs() <= 1e-9 * own.abs(), "{priced:?}");
        }
        assert!(found.is_about(&without, &[]), "a choice that was taken is no edit");
        let mut edited = without.clone();
        edited.cash.opening += 1.0;
        assert!(!found.is_about(&edited, &[]));
        if n_rules > 0 {
            return;
        }
    }
    panic!("no small plan has a rule to take");
}

#[test]
fn a_rule_of_another_scenario_stays_as_it_was() {
    for n in 0..8 {
        let (mut plan, request) = (small_plan(n), request(n));
        let closed = plan.scenarios[1].shocks.clone();
        let shocks: Vec<&str> = closed.iter().map(String::as_str).collect();
        let ids: Vec<String> = plan.strategies.iter().map(|it| it.id.clone()).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        plan.scenarios.push(crate::plan::Scenario::of("all", "All", &shocks, &ids));
        let found = found(&plan, &request);
        let Some(best) = found.answer.best.as_ref().filter(|_| !found.answer.rules.is_empty()) else {
            continue;
        };
        let taken = found.plan_ruled(best, &found.answer.rules, &BestNames::PLAIN);
        assert_eq!(check(&taken), []);
        let before = projected(&plan, "all", 1);
        let after = projected(&taken, "all", 1);
        assert!((before.0 - after.0).abs() <= 1e-9 * before.0.abs(), "{before:?} {after:?}");
        let ruled = |plan: &Plan| {
            let of_best = plan.scenarios.iter().find(|it| it.id == BEST).unwrap().strategies.clone();
            let own = plan.strategies.iter().filter(|it| of_best.contains(&it.id));
            own.filter(|it| it.stop_when.is_some() || it.start_when.is_some()).count()
        };
        assert_eq!(ruled(&taken), found.answer.rules.len());
        return;
    }
    panic!("no small plan has a rule");
}

#[test]
fn what_each_strategy_costs_adds_up_to_the_money_of_the_choice() {
    let mut n_bills = 0;
    for n in 0..4 {
        let request = BestRequest { rules: false, ..request(n) };
        let answer = found(&small_plan(n), &request).answer;
        for choice in answer.best.iter().chain(&answer.others) {
            let sum: f64 = choice.bills.iter().flat_map(|(_, months)| months).sum();
            assert!((sum - choice.money).abs() <= 1e-9 * choice.money.max(1.0), "{sum} {}", choice.money);
            n_bills += choice.bills.len();
            assert!(choice.bills.iter().map(|(id, _)| id).eq(choice.strategies.iter().map(|it| &it.id)));
        }
    }
    assert!(n_bills > 4, "choices with something to pay: {n_bills}");
}

#[test]
fn a_strategy_that_adds_less_than_nothing_is_in_the_best_for_a_reason_that_is_told() {
    let mut n_kept = 0;
    for n in 0..3 {
        let request = BestRequest { rules: false, must: vec!["market".to_owned()], ..request(n) };
        let mut plan = small_plan(n);
        let market = plan.strategies.iter_mut().find(|it| it.id == "market").unwrap();
        market.setup_cost = Estimate::certain(200_000.0);
        let answer = found(&plan, &request).answer;
        let Some(best) = &answer.best else { continue };
        let losing: Vec<&String> =
            best.without.iter().filter(|(_, lost)| *lost < 0.0).map(|(id, _)| id).collect();
        assert!(answer.kept.iter().map(|(id, _)| id).eq(losing), "{answer:?}");
        for (id, reason) in &answer.kept {
            n_kept += 1;
            assert_eq!(*reason == KeptFor::Asked, id == "market", "{answer:?}");
            assert!(!matches!(reason, KeptFor::Chosen(adds) if *adds < 0.0), "{answer:?}");
        }
    }
    assert!(n_kept >= 3, "a marketplace at that price loses everywhere");
}
