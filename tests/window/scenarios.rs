//! The matrix of scenarios: what each has, in which order, and how two differ.

use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use sortie::app::App;

use crate::stage::{click, press, window};

fn at_scenarios() -> Harness<'static, App> {
    let mut harness = window(vec![], None);
    press(&mut harness, Modifiers::ALT, Key::Num5);
    harness
}

fn names(harness: &Harness<'static, App>) -> Vec<String> {
    harness.state().document().plan().scenarios.iter().map(|scenario| scenario.name.clone()).collect()
}

#[test]
fn a_tick_of_the_matrix_puts_a_strategy_into_any_scenario() {
    let mut harness = at_scenarios();
    let plan = harness.state().document().plan();
    let (strategy, scenario) = (plan.strategies[0].clone(), plan.scenarios[3].clone());
    let had = scenario.strategies.contains(&strategy.id);
    click(&mut harness, &format!("{} · in scenario “{}”", strategy.name, scenario.name));
    let has = harness.state().document().plan().scenarios[3].strategies.contains(&strategy.id);
    assert_ne!(had, has);
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert!(harness.state().document().is_saved());
}

#[test]
fn scenarios_change_places_and_a_copy_stands_behind_its_source() {
    let mut harness = at_scenarios();
    let before = names(&harness);
    click(&mut harness, &format!("Move {} down", before[1]));
    assert_eq!(names(&harness)[2], before[1]);
    click(&mut harness, &format!("Copy {} as a branch", before[0]));
    assert_eq!(names(&harness)[1], format!("{}, copy", before[0]));
    assert_eq!(names(&harness).len(), before.len() + 1);
}

#[test]
fn two_scenarios_are_compared_in_words() {
    let harness = at_scenarios();
    assert!(harness.query_by_label_contains("Here you also do this").is_some());
}
