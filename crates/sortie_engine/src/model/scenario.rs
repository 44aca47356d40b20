//! A scenario as the projection sees it: what happens, what is done, and what the seller is not let into.

use super::Model;
use super::strategy::StrategyModel;
use crate::plan::{Plan, Scenario, ShockKind};

/// A scenario, flattened.
#[derive(Clone, Debug)]
pub(crate) struct ScenarioModel {
    pub id: String,
    pub shocks: Vec<usize>,
    /// Strategy, and whether the seller meets its requirements.
    pub strategies: Vec<(usize, bool)>,
    /// Whether it has the same shocks as no response, so that the two can be ranked.
    pub is_ranked: bool,
}

impl ScenarioModel {
    /// A scenario of these shocks and strategies that no plan holds.
    pub fn made_of(model: &Model, shocks: Vec<usize>, strategies: &[usize]) -> Self {
        let strategies = let_in(&model.strategies, strategies);
        Self { id: String::new(), shocks, strategies, is_ranked: false }
    }
}

/// The two scenarios that the others are compared with, by their place in the plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Baselines {
    /// No response: the first with a link closure and no strategies.
    pub no_response: Option<usize>,
    /// Links open: no strategies, and the shocks of no response but for link closures and what follows one; failing that, but
    /// for link closures alone; failing that, the first without strategies and without a link closure.
    pub links_open: Option<usize>,
    /// The month in which no response's first link closure starts on the central path; 0 where it came before.
    pub closure_month: Option<usize>,
}

pub(super) fn compile(plan: &Plan, scenario: &Scenario, strategies: &[StrategyModel]) -> ScenarioModel {
    let places = |ids: &[String], known: &dyn Fn(&str) -> Option<usize>| -> Vec<usize> {
        ids.iter().filter_map(|id| known(id)).collect()
    };
    let shocks = places(&scenario.shocks, &|id| plan.shocks.iter().position(|shock| shock.id == id));
    let chosen = places(&scenario.strategies, &|id| strategies.iter().position(|own| own.id == id));
    let no_response = no_response(plan).map(|place| &plan.scenarios[place]);
    ScenarioModel {
        id: scenario.id.clone(),
        shocks,
        strategies: let_in(strategies, &chosen),
        is_ranked: no_response.is_some_and(|other| same_set(&scenario.shocks, &other.shocks)),
    }
}

/// Which of the strategies of a scenario the seller is let into, given what they provide one another.
fn let_in(strategies: &[StrategyModel], chosen: &[usize]) -> Vec<(usize, bool)> {
    let is_eligible = |own: &StrategyModel| {
        let provided = |what| {
            chosen.iter().any(|other| {
                strategies[*other].start <= own.start && strategies[*other].provides.contains(what)
            })
        };
        own.lacks.iter().all(provided)
    };
    chosen.iter().map(|place| (*place, is_eligible(&strategies[*place]))).collect()
}

fn no_response(plan: &Plan) -> Option<usize> {
    plan.scenarios.iter().position(|scenario| {
        scenario.strategies.is_empty() && scenario.shocks.iter().any(|id| is_closure(plan, id))
    })
}

pub(super) fn baselines(plan: &Plan, shocks: &[super::ShockModel]) -> Baselines {
    let Some(no_response) = no_response(plan) else { return Baselines::default() };
    let of_no_response = &plan.scenarios[no_response].shocks;
    let rest = |goes: &dyn Fn(&str) -> bool| -> Vec<String> {
        of_no_response.iter().filter(|id| !goes(id)).cloned().collect()
    };
    let (without_all, without_closures) =
        (rest(&|id| plan.is_of_closure(of_no_response, id)), rest(&|id| is_closure(plan, id)));
    let is_open = |scenario: &Scenario| {
        scenario.strategies.is_empty() && !scenario.shocks.iter().any(|id| is_closure(plan, id))
    };
    let find =
        |shocks: &[String]| plan.scenarios.iter().position(|it| is_open(it) && same_set(&it.shocks, shocks));
    let links_open = find(&without_all).or_else(|| find(&without_closures));
    let closures = of_no_response.iter().filter(|id| is_closure(plan, id));
    let starts = closures.filter_map(|id| shocks.iter().find(|shock| shock.id == *id));
    let first = starts.map(|shock| shock.central_offset).reduce(f64::min);
    Baselines {
        no_response: Some(no_response),
        links_open: links_open.or_else(|| plan.scenarios.iter().position(is_open)),
        closure_month: first.map(|offset| offset.max(0.0).floor() as usize),
    }
}

fn is_closure(plan: &Plan, id: &str) -> bool {
    plan.shocks.iter().any(|shock| shock.id == id && shock.kind == ShockKind::LinkClosure)
}

fn same_set(a: &[String], b: &[String]) -> bool {
    a.iter().all(|id| b.contains(id)) && b.iter().all(|id| a.contains(id))
}
