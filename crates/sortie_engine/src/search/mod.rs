//! What to do with the money: of all the seller could do, from which month on and how much of each, the choice that is the best
//! under limits; and rules that stop or start parts of it.
//!
//! Chosen on one set of futures and told on another, so that luck is not sold as skill. The method and where it comes from
//! stand in docs/model.md.

mod answer;
mod appraise;
mod climb;
mod copies;
mod hunt;
mod judge;
mod option;
mod request;
mod rule;
mod score;
#[cfg(test)]
mod taken;
#[cfg(test)]
mod tests;
mod watch;
mod wires;

pub use answer::{
    BestAnswer, BestChoice, BestNames, ChoiceGain, ChosenStrategy, FoundPlan, FrontierStep, KeptFor,
    PlannedChoice, ToldFigures,
};
pub use appraise::{Appraisal, Appraiser, ChoiceLead, OptionShape};
pub use copies::{BEST, PlanCopies};
pub use option::usual_window;
pub use request::{BestFault, BestGoal, BestLimits, BestRequest, CashFloor, LimitName, SCALES, TOLD_PATHS};
pub use rule::ProposedRule;
pub use watch::{PatientSearcher, SearchPhase, SearchProgress, SearchWatch};
pub use wires::{ScenarioRules, find_rules};

use answer::Teller;
use hunt::{CHANCES, Findings, Hunt};
use judge::{ALL, Bounds, Ends, FEW, Judge};
use option::{Choice, Options};

use crate::draw::other_seed;
use crate::forecast::Crew;

/// The best choice for a plan under what is asked for; nothing where nobody waits any more. The same answer for any crew.
///
/// # Errors
/// Why there is nothing to look for.
pub fn find_best(
    plan: PlanCopies,
    request: &BestRequest,
    crew: &dyn Crew,
    watch: &dyn SearchWatch,
) -> Result<Option<FoundPlan>, BestFault> {
    let options = Options::new(plan, request)?;
    if request.goal == BestGoal::RevenueKept && options.open.is_none() {
        return Err(BestFault::NoLinksOpen);
    }
    let answer = answer(&options, request, crew, watch);
    Ok(answer.map(|answer| FoundPlan { answer, options }))
}

fn answer(
    options: &Options,
    request: &BestRequest,
    crew: &dyn Crew,
    watch: &dyn SearchWatch,
) -> Option<BestAnswer> {
    let is_over = || watch.is_stale() || watch.is_stopped();
    let is_stale = || watch.is_stale();
    let limits = &request.limits;
    let ends = Ends { crew, is_over: &is_over, is_stale: &is_stale };
    let judge = Judge::new(options, request.goal, limits, other_seed(request.seed), ends);
    let mut hunt =
        Hunt { judge, limits: limits.clone(), watch, found: Findings::default(), is_polished: false };
    hunt.run();
    let ends = Ends { crew, is_over: &is_stale, is_stale: &is_stale };
    let judge = Judge::new(options, request.goal, limits, request.seed, ends);
    let mut teller = Teller { judge, limits: limits.clone(), n_paths: request.n_paths };
    hunt.note(SearchPhase::Telling, 0.91);
    let mut answer = BestAnswer {
        n_considered: hunt.judge.n_considered(),
        n_walked: hunt.judge.n_walked(),
        is_exhaustive: hunt.found.is_exhaustive,
        is_stopped: hunt.found.is_stopped,
        limits: limits.clone(),
        window: options.window,
        running: options.all.iter().filter(|it| it.is_running).map(|it| it.id.clone()).collect(),
        best: None,
        least_missed: None,
        others: vec![],
        frontier: vec![],
        binding: hunt.found.binding.clone(),
        last_of_budget: None,
        kept: vec![],
        n_paths: request.n_paths,
        seed: request.seed,
        rules: vec![],
        planned: vec![],
    };
    match tell_best(&hunt, &mut teller)? {
        Some(best) => tell_beside(&mut hunt, &mut teller, &best, request, &mut answer)?,
        None => {
            let least = least_missed(&mut hunt);
            answer.binding = hunt.judge.missed(&least, FEW, limits);
            answer.least_missed = Some(teller.tell(&least, None)?);
        }
    }
    answer.planned = teller.planned()?;
    hunt.note(SearchPhase::Telling, 1.0);
    (!watch.is_stale()).then_some(answer)
}

/// The best choice whose told share below the floor is not clearly above what is allowed; nothing where none keeps the limits.
fn tell_best(hunt: &Hunt<'_>, teller: &mut Teller<'_>) -> Option<Option<Choice>> {
    let Some((best, n)) = hunt.best() else { return Some(None) };
    let wide: Bounds = hunt.bounds(1.0);
    let closest = hunt.closest(n, usize::MAX, &wide);
    let next = std::iter::once(best.clone()).chain(closest.into_iter().filter(|it| *it != best));
    if hunt.limits.floor.is_none() {
        return Some(Some(best));
    }
    for choice in next {
        let told = teller.tell(&choice, None)?;
        if !teller.is_clearly_too_low(&told) {
            return Some(Some(choice));
        }
    }
    Some(None)
}

/// The best, and what stands beside it.
fn tell_beside(
    hunt: &mut Hunt<'_>,
    teller: &mut Teller<'_>,
    best: &Choice,
    request: &BestRequest,
    answer: &mut BestAnswer,
) -> Option<()> {
    // Where the search was ended early there may be none.
    let others = if answer.is_stopped { vec![] } else { hunt.others(best).unwrap_or_default() };
    let told = teller.tell(best, others.first())?;
    for other in &others {
        answer.others.push(teller.tell(other, None)?);
    }
    for (chance, choice) in CHANCES.into_iter().zip(&hunt.found.frontier) {
        let choice = match choice {
            Some(choice) => Some(teller.tell(choice, None)?),
            None => None,
        };
        answer.frontier.push(FrontierStep { chance, choice });
    }
    if let Some((smaller, budget)) = hunt.found.smaller.clone().zip(request.limits.budget) {
        let last = told.goal - teller.goal_of(&smaller)?;
        answer.last_of_budget = Some(last / (0.1 * budget / 1_000.0));
    }
    answer.kept = kept(hunt, best, &told);
    answer.best = Some(told);
    if request.rules && !answer.is_stopped {
        match hunt.rules(best, teller) {
            Some(rules) => answer.rules = rules,
            None => answer.is_stopped = true,
        }
    }
    answer.n_considered = hunt.judge.n_considered();
    answer.n_walked = hunt.judge.n_walked();
    Some(())
}

/// Why strategies of the best choice are in it that add less than nothing where it is told; nothing of those on which the search
/// was ended.
fn kept(hunt: &mut Hunt<'_>, best: &Choice, told: &BestChoice) -> Vec<(String, KeptFor)> {
    let wide = hunt.bounds(1.0);
    let mut kept = vec![];
    for (id, _) in told.without.iter().filter(|(_, lost)| *lost < 0.0) {
        let Some(place) = hunt.judge.options.all.iter().position(|it| it.id == *id) else { continue };
        if hunt.judge.options.all[place].is_must {
            kept.push((id.clone(), KeptFor::Asked));
            continue;
        }
        let without = climb::with(best, place, 0);
        if hunt.judge.look(&[without.clone(), best.clone()], ALL, &wide).is_none() {
            continue;
        }
        let goal = |choice| hunt.judge.figures(choice, ALL).map(|it| it.goal);
        let is_limit = !hunt.judge.miss(&without, ALL, &wide).is_none();
        let adds = goal(best).zip(goal(&without)).map(|(own, other)| own - other);
        let reason = if is_limit { Some(KeptFor::Limits) } else { adds.map(KeptFor::Chosen) };
        kept.extend(reason.map(|reason| (id.clone(), reason)));
    }
    kept
}

/// Of what was looked at, the choice that misses the limits least.
fn least_missed(hunt: &mut Hunt<'_>) -> Choice {
    let least = hunt.judge.least();
    let wide = hunt.bounds(1.0);
    let looked: Vec<Choice> = hunt.judge.considered().map(|(choice, _)| choice.clone()).collect();
    // By what the central path asks first, then with the paths as well.
    let mut close: Vec<Choice> = vec![];
    let mut left: Vec<(Choice, judge::Miss)> =
        looked.into_iter().map(|it| (it.clone(), hunt.judge.miss(&it, ALL, &wide))).collect();
    left.sort_by(|a, b| a.1.partial_cmp(&b.1).unwrap_or(std::cmp::Ordering::Equal));
    close.extend(left.into_iter().take(64).map(|(choice, _)| choice));
    close.push(least.clone());
    if hunt.judge.look_anyway(&close, FEW).is_none() {
        return least;
    }
    let by = |choice: &Choice| hunt.judge.missed_by(choice, FEW, &hunt.limits).unwrap_or(f64::INFINITY);
    close.into_iter().reduce(|best, next| if by(&next) < by(&best) { next } else { best }).unwrap_or(least)
}
