//! The questions that views ask, and what is found.

use std::sync::Arc;

use sortie_engine::compare::{
    Bridge, CashNeed, HorizonDifference, LinkFlow, MonthlyDifference, Ranking, Runway, ScenarioPair,
    ScenarioTrace, bridge_central, bridge_mean, cash_need, link_flows, rank, runway, trace_mean,
};
use sortie_engine::fit::{LearnedPlan, learn, n_came};
use sortie_engine::forecast::{
    Forecast, Goal, Metric, MetricByPath, PathRun, Projector, ScenarioOutcomes, central,
};
use sortie_engine::model::Model;
use sortie_engine::plan::Plan;
use sortie_engine::search::{
    BestFault, BestGoal, BestRequest, ScenarioRules, SearchProgress, SearchWatch, find_rules,
};
use sortie_engine::sensitivity::{
    Guess, InformationValue, Tornado, TornadoSubject, break_evens, guesses, knowing, tornado,
};
use sortie_engine::watch::Watch;

use super::{Studies, StudyJob};
use crate::compute::{SEED, ThreadCrew};

/// A question about the plan as it stands. Scenarios are named by their places in the plan.
#[derive(Clone, Debug, PartialEq)]
pub enum StudyQuestion {
    /// Which response is the best by this goal, and how sure that is.
    Ranking(Goal),
    /// A metric of a scenario by month, future by future.
    Futures(usize, Metric),
    /// How every scenario ends, future by future.
    Outcomes,
    /// What the months of a scenario are made of.
    Trace(usize),
    /// Which guesses move what the goal looks at, and where it turns.
    Hinge(Goal, TornadoSubject),
    /// What it would be worth to know each guess before choosing by this goal.
    Knowing(Goal),
    /// What leads from the first scenario to the second: on the mean of the futures, or on the likely one alone.
    Bridge(usize, usize, bool),
    /// How long the cash of a scenario lasts, and how much more would do.
    Cash(usize),
    /// How far the first scenario is ahead of the second, month by month and in all.
    Versus(usize, usize, Metric),
    /// What the months that came say of the plan, if this scenario is the one that is happening.
    Learned(usize),
    /// What the rules of a scenario, by its id, are worth by this goal, and which would be worth having.
    Rules(String, BestGoal),
    /// What an older version of the plan projected.
    Older(Arc<Plan>),
}

/// What was found.
pub enum StudyFinding {
    /// The responses by a goal; nothing where the plan has nothing to rank.
    Ranking(Option<Ranking>),
    /// A metric by month, future by future.
    Futures(MetricByPath),
    /// What the months of a scenario are made of, on the mean of the futures, and where the visits over closed links went.
    Trace(Box<ScenarioTrace>, Vec<LinkFlow>),
    /// How every scenario ends.
    Outcomes(Arc<ScenarioOutcomes>),
    /// What moves a figure.
    Hinge(Box<TornadoStudy>),
    /// What knowing is worth; nothing where there is no choice to make.
    Knowing(Option<InformationWorth>),
    /// What leads from one scenario to another.
    Bridge(Box<Bridge>),
    /// How long cash lasts, and how much more makes running out rarer than [`RARE`]; nothing where no money would do.
    Cash(Runway, Option<CashNeed>),
    /// Two scenarios on the same futures.
    Versus(Box<(MonthlyDifference, HorizonDifference)>),
    /// What the months that came say; nothing where the plan tells of none.
    Learned(Option<Box<LearnedPlan>>),
    /// The rules of a scenario, or why there is nothing to look for.
    Rules(Result<ScenarioRules, BestFault>),
    /// What an older version projected.
    Older(Box<Forecast>),
}

/// How far each guess moves a figure, and where that is 0.
pub struct TornadoStudy {
    /// How far.
    pub tornado: Tornado,
    /// Of each guess, the value at which the figure is 0, if there is one.
    pub break_evens: Vec<Option<f64>>,
    /// The guesses that these are told of by place.
    pub guesses: Vec<Guess>,
}

/// What it is worth to know each guess.
pub struct InformationWorth {
    /// What it is worth.
    pub knowing: InformationValue,
    /// The guesses that it is told of by place.
    pub guesses: Vec<Guess>,
}

/// The share of futures in which running out of cash counts as rare.
pub const RARE: f64 = 0.05;

/// Futures that are weighed by the months that came: enough for percentiles of those that carry weight, and few enough to
/// be walked a dozen times while somebody waits.
const WEIGHED_PATHS: usize = 4_000;
/// Futures of an older version: its line is drawn without a range.
const OLDER_PATHS: usize = 2_000;

/// Answers questions from `n_paths` paths, and calls `wake` from another thread whenever there is news.
pub fn start(
    wake: impl Fn() + Send + Sync + 'static,
    n_paths: usize,
) -> Studies<StudyQuestion, StudyFinding> {
    let mut scholar =
        StudyWorker { crew: ThreadCrew::new(None), projector: Projector::default(), n_paths, outcomes: None };
    Studies::new(wake, move |inquiry| scholar.answer(inquiry))
}

/// The run of so many paths from which a question is answered, for as long as somebody waits.
fn run_of<'a>(
    n_paths: usize,
    crew: &'a ThreadCrew,
    inquiry: &'a StudyJob<StudyQuestion, StudyFinding>,
) -> PathRun<'a> {
    PathRun { n_paths, seed: SEED, crew, watch: inquiry }
}

/// Who waits for the rules of a scenario.
struct RulesWatch<'a>(&'a StudyJob<StudyQuestion, StudyFinding>);

impl SearchWatch for RulesWatch<'_> {
    fn is_stale(&self) -> bool {
        self.0.is_stale()
    }

    fn note(&self, progress: &SearchProgress) {
        // Rules are the last part of a search.
        self.0.note((progress.done - 0.95) / 0.05);
    }
}

/// Who answers, and keeps what several answers are made from.
struct StudyWorker {
    crew: ThreadCrew,
    projector: Projector,
    n_paths: usize,
    /// How every scenario of the plan of a revision ends.
    outcomes: Option<(u64, Arc<ScenarioOutcomes>)>,
}

impl StudyWorker {
    fn answer(&mut self, inquiry: &StudyJob<StudyQuestion, StudyFinding>) -> Option<StudyFinding> {
        Some(match inquiry.request.question {
            StudyQuestion::Ranking(goal) => StudyFinding::Ranking(rank(&*self.outcomes(inquiry)?, goal)),
            StudyQuestion::Trace(scenario) => {
                let run = run_of(self.n_paths, &self.crew, inquiry);
                let traces = trace_mean(&inquiry.request.subject.model, &[scenario], run)?;
                let trace = traces.into_iter().next()?;
                let first = central(&inquiry.request.subject.model).baselines.closure_month.unwrap_or(0);
                let months = first..inquiry.request.subject.plan.horizon_months;
                let flows = link_flows(&inquiry.request.subject.model, &trace, &months);
                StudyFinding::Trace(Box::new(trace), flows)
            }
            StudyQuestion::Rules(ref scenario, goal) => {
                let request =
                    BestRequest { goal, seed: SEED, n_paths: self.n_paths, ..BestRequest::default() };
                let plan = &inquiry.request.subject.plan;
                let found = find_rules(plan, scenario, &request, &self.crew, &RulesWatch(inquiry));
                StudyFinding::Rules(match found {
                    Ok(rules) => Ok(rules?),
                    Err(fault) => Err(fault),
                })
            }
            StudyQuestion::Outcomes => StudyFinding::Outcomes(self.outcomes(inquiry)?),
            StudyQuestion::Futures(scenario, metric) => {
                StudyFinding::Futures(self.futures(inquiry, &[scenario], metric)?.pop()?)
            }
            StudyQuestion::Hinge(goal, subject) => {
                let model = &inquiry.request.subject.model;
                let tornado = tornado(model, goal, subject, &self.crew, inquiry)?;
                let break_evens = break_evens(model, goal, subject, &self.crew, inquiry)?;
                StudyFinding::Hinge(Box::new(TornadoStudy { tornado, break_evens, guesses: guesses(model) }))
            }
            StudyQuestion::Knowing(goal) => {
                let outcomes = self.outcomes(inquiry)?;
                let model = &inquiry.request.subject.model;
                let knowing = knowing(model, &outcomes, goal, &self.crew, inquiry);
                StudyFinding::Knowing(
                    knowing.map(|knowing| InformationWorth { knowing, guesses: guesses(model) }),
                )
            }
            StudyQuestion::Bridge(from, to, true) => StudyFinding::Bridge(Box::new(bridge_central(
                &inquiry.request.subject.model,
                ScenarioPair { from, to },
            ))),
            StudyQuestion::Bridge(from, to, false) => {
                let model = &inquiry.request.subject.model;
                let run = run_of(self.n_paths, &self.crew, inquiry);
                StudyFinding::Bridge(Box::new(bridge_mean(model, ScenarioPair { from, to }, run)?))
            }
            StudyQuestion::Cash(scenario) => {
                let model = &inquiry.request.subject.model;
                let run = run_of(self.n_paths, &self.crew, inquiry);
                let lasts = runway(&mut self.projector, model, &central(model), scenario, run)?;
                let need = cash_need(&mut self.projector, model, scenario, RARE, run);
                StudyFinding::Cash(lasts, need)
            }
            StudyQuestion::Learned(scenario) => {
                let plan = &inquiry.request.subject.plan;
                if n_came(plan) == 0 {
                    return Some(StudyFinding::Learned(None));
                }
                let run = run_of(WEIGHED_PATHS, &self.crew, inquiry);
                StudyFinding::Learned(Some(Box::new(learn(plan, scenario, run)?)))
            }
            StudyQuestion::Older(ref plan) => {
                // A projector of its own: the other one keeps what the plan in hand draws.
                let run = run_of(self.n_paths.min(OLDER_PATHS), &self.crew, inquiry);
                let forecast = Projector::default().project(&Model::compile(plan), run)?;
                StudyFinding::Older(Box::new(forecast))
            }
            StudyQuestion::Versus(a, b, metric) => {
                let outcomes = self.outcomes(inquiry)?;
                let totals = HorizonDifference::of(outcomes.of(a)?, outcomes.of(b)?);
                let futures = self.futures(inquiry, &[a, b], metric)?;
                let of = |place: usize| futures.iter().find(|own| own.scenario == place);
                StudyFinding::Versus(Box::new((MonthlyDifference::of(of(a)?, of(b)?), totals)))
            }
        })
    }

    fn outcomes(&mut self, inquiry: &StudyJob<StudyQuestion, StudyFinding>) -> Option<Arc<ScenarioOutcomes>> {
        let revision = inquiry.request.subject.revision;
        if let Some((known, outcomes)) = &self.outcomes
            && *known == revision
        {
            return Some(Arc::clone(outcomes));
        }
        let all: Vec<usize> = (0..inquiry.request.subject.plan.scenarios.len()).collect();
        let model = &inquiry.request.subject.model;
        let run = run_of(self.n_paths, &self.crew, inquiry);
        let outcomes = self.projector.outcomes(model, &all, run)?;
        let outcomes = Arc::new(outcomes);
        self.outcomes = Some((revision, Arc::clone(&outcomes)));
        Some(outcomes)
    }

    fn futures(
        &mut self,
        inquiry: &StudyJob<StudyQuestion, StudyFinding>,
        scenarios: &[usize],
        metric: Metric,
    ) -> Option<Vec<MetricByPath>> {
        let model = &inquiry.request.subject.model;
        self.projector.futures(model, scenarios, metric, run_of(self.n_paths, &self.crew, inquiry))
    }
}
