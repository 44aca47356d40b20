//! Trip-wires of a scenario as it stands in the plan: what the rules that it has are worth, and which would be worth having.

use super::answer::Teller;
use super::copies::PlanCopies;
use super::hunt::{Findings, Hunt};
use super::judge::{Ends, Judge};
use super::option::Options;
use super::request::{BestFault, BestRequest};
use super::rule::{ProposedRule, RuleCase, RuleSlot};
use super::watch::SearchWatch;
use crate::draw::other_seed;
use crate::forecast::{Crew, TrialPiece};
use crate::plan::{Plan, StrategyRule};

/// The rules of a scenario.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ScenarioRules {
    /// Those that its strategies have, with what they are worth: below 0 where it would earn more without.
    pub own: Vec<ProposedRule>,
    /// Those that would add more than another draw would move.
    pub proposed: Vec<ProposedRule>,
}

/// What rules of a scenario are worth against its own shocks; nothing where nobody waits any more. Of the request its goal,
/// its limits, its seed and its number of paths count.
///
/// # Errors
/// Why there is nothing to look for.
pub fn find_rules(
    plan: &Plan,
    scenario: &str,
    request: &BestRequest,
    crew: &dyn Crew,
    watch: &dyn SearchWatch,
) -> Result<Option<ScenarioRules>, BestFault> {
    let request = BestRequest { scenario: Some(scenario.to_owned()), ..request.clone() };
    let options = Options::new(PlanCopies::as_it_is(plan), &request)?;
    if request.goal == super::BestGoal::RevenueKept && options.open.is_none() {
        return Err(BestFault::NoLinksOpen);
    }
    Ok(rules(&options, scenario, &request, crew, watch))
}

fn rules(
    options: &Options,
    scenario: &str,
    request: &BestRequest,
    crew: &dyn Crew,
    watch: &dyn SearchWatch,
) -> Option<ScenarioRules> {
    let (is_over, is_stale) = (|| watch.is_stale() || watch.is_stopped(), || watch.is_stale());
    let limits = &request.limits;
    let judge = |seed| {
        let ends = Ends { crew, is_over: &is_over, is_stale: &is_stale };
        Judge::new(options, request.goal, limits, seed, ends)
    };
    let mut hunt = Hunt {
        judge: judge(other_seed(request.seed)),
        limits: limits.clone(),
        watch,
        found: Findings::default(),
        is_polished: false,
    };
    let mut teller = Teller { judge: judge(request.seed), limits: limits.clone(), n_paths: request.n_paths };
    let slots = slots(options, scenario);
    let mut own = vec![];
    for (case, rule) in ruled_cases(options, &slots) {
        own.extend(teller.price_rule(&case, &rule)?.map(|(priced, _)| priced));
    }
    let cases = hunt.cases_of(&slots);
    let proposed = hunt.rules_of(&cases, &mut teller)?;
    (!watch.is_stale()).then_some(ScenarioRules { own, proposed })
}

/// The strategies of a scenario in its order, and after them those that it keeps in reserve.
fn slots(options: &Options, scenario: &str) -> Vec<RuleSlot> {
    let plan = &options.plan.plan;
    let chosen = plan.scenarios.iter().find(|it| it.id == scenario).map_or(&[][..], |it| &it.strategies);
    let place = |id: &String| plan.strategies.iter().position(|own| own.id == *id);
    let in_it = chosen.iter().filter_map(|id| {
        let piece = TrialPiece::own(&options.model, place(id)?);
        Some(RuleSlot { strategy: id.clone(), chosen: Some(piece), reserve: None })
    });
    let others = options.all.iter().filter(|option| !chosen.contains(&option.id));
    let reserve = others.map(|option| RuleSlot {
        strategy: option.id.clone(),
        chosen: None,
        reserve: option.in_reserve(&options.model),
    });
    in_it.chain(reserve).collect()
}

/// The rules that strategies of a scenario have, each against the same without it.
fn ruled_cases(options: &Options, slots: &[RuleSlot]) -> Vec<(RuleCase, StrategyRule)> {
    let pieces: Vec<(&str, TrialPiece)> =
        slots.iter().filter_map(|slot| Some((slot.strategy.as_str(), slot.chosen?))).collect();
    let mut cases = vec![];
    for (at, (id, _)) in pieces.iter().enumerate() {
        let Some(strategy) = options.plan.plan.strategies.iter().find(|own| own.id == *id) else { continue };
        let all: Vec<TrialPiece> = pieces.iter().map(|(_, piece)| *piece).collect();
        let mut without = all.clone();
        without.remove(at);
        if let Some(rule) = &strategy.stop_when {
            let mut with = all.clone();
            with[at].stop_when = None;
            let (strategy, before) = (strategy.id.clone(), with.clone());
            let without = without.clone();
            cases.push((RuleCase { strategy, at, stops: true, with, before, without }, rule.clone()));
        }
        if let Some(rule) = &strategy.start_when {
            let mut with = all;
            with[at].start_when = None;
            let (strategy, before) = (strategy.id.clone(), without.clone());
            cases.push((RuleCase { strategy, at, stops: false, with, before, without }, rule.clone()));
        }
    }
    cases
}
