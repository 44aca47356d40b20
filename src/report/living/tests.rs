//! The sheets against the program: as they are, and with their inputs moved.

use sortie_engine::forecast::{Metric, central};
use sortie_engine::model::Model;
use sortie_engine::plan::Plan;

use super::book::{InputBook, LivingSheet};
use super::scenario::{free_inputs, living_sheet, move_field};
use crate::catalog::templates;
use crate::text::{Language, words};

/// How far a figure may be off, as a share of the largest of its line.
const OFF: f64 = 1e-6;

const METRICS: [Metric; 3] = [Metric::Revenue, Metric::Profit, Metric::Cash];

fn assert_same(what: &str, sheet: &LivingSheet, inputs: &[f64], plan: &Plan, place: usize) {
    let values = sheet.values(inputs);
    let told = central(&Model::compile(plan));
    for ((line, _), metric) in sheet.checks.iter().zip(METRICS) {
        let expected = &told.scenarios[place].central[metric];
        let largest = expected.iter().fold(1.0_f64, |most, x| most.max(x.abs()));
        for (t, (found, expected)) in values[*line].iter().zip(expected).enumerate() {
            let is_near = (found - expected).abs() <= OFF * largest;
            assert!(is_near, "{what}, {metric:?} of month {t}: {found} on the sheet, {expected} told");
        }
    }
}

fn samples() -> impl Iterator<Item = (&'static str, Plan)> {
    templates().iter().map(|template| (template.id, template.plan(None).unwrap()))
}

#[test]
fn the_formulas_of_every_scenario_of_every_sample_come_to_what_the_program_tells() {
    for (id, plan) in samples() {
        let told = central(&Model::compile(&plan));
        for (place, scenario) in plan.scenarios.iter().enumerate() {
            let mut inputs = InputBook::default();
            let sheet = living_sheet(&plan, words(Language::English), &told, place, &mut inputs).unwrap();
            assert_same(&format!("{id}, {}", scenario.id), &sheet, &inputs.values(), &plan, place);
        }
    }
}

#[test]
fn inputs_that_are_moved_move_the_formulas_as_they_move_the_program() {
    let words = words(Language::English);
    for (id, plan) in samples() {
        let told = central(&Model::compile(&plan));
        let none = told.baselines.no_response.unwrap();
        let combined = plan.scenarios.len() - 1;
        for place in [none, combined] {
            let mut inputs = InputBook::default();
            let sheet = living_sheet(&plan, words, &told, place, &mut inputs).unwrap();
            let free = free_inputs(&plan, &inputs, place);
            assert!(
                place != none || free.iter().all(|is_free| *is_free),
                "{id}: nothing is given where nothing is done"
            );
            for (at, input) in inputs.inputs.iter().enumerate().filter(|(at, _)| free[*at]) {
                let Some(field) = input.field.filter(|_| input.value != 0.0) else { continue };
                for by in [0.8, 1.2] {
                    let mut moved = plan.clone();
                    if !move_field(&mut moved, field, by) || field.likely(&moved).is_none() {
                        continue;
                    }
                    let mut values = inputs.values();
                    values[at] = field.likely(&moved).unwrap();
                    let what = format!("{id}, {}, {} times {by}", plan.scenarios[place].id, input.name);
                    assert_same(&what, &sheet, &values, &moved, place);
                }
            }
        }
    }
}
