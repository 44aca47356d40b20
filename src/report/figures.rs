//! Every figure of a report, from the functions that the window and `sortie project` have theirs from.

use sortie_engine::compare::{
    BridgeCause, BridgeMeasure, ScenarioPair, ScenarioTrace, bridge_mean, recommend, runway, trace_central,
    trace_mean,
};
use sortie_engine::forecast::{Forecast, Goal, PathRun, Projector, ScenarioForecast, central};
use sortie_engine::model::Model;
use sortie_engine::plan::Plan;
use sortie_engine::search::BEST;
use sortie_engine::sensitivity::{Guess, Tornado, TornadoSubject, guesses, knowing, tornado};
use sortie_engine::watch::Watch;

use super::order::ReportOrder;
use crate::address::PlanField;
use crate::address::name::guess_name;
use crate::compute::ThreadCrew;
use crate::text::{VerdictFigure, VerdictGround, Words, WorthKnowing, other_causes, words};

/// Guesses that are told: the others move little.
pub const TOLD_GUESSES: usize = 8;

/// A guess that is worth to be measured, by its place, and what that is worth.
pub type WorthOfGuess = (usize, f64);

/// What a report tells.
pub struct ReportFigures {
    /// The plan.
    pub plan: Plan,
    /// The plan, flattened.
    pub model: Model,
    /// The forecast.
    pub forecast: Forecast,
    /// The paths that it comes from.
    pub n_paths: usize,
    /// What each shock makes of the cost of the closure, where several do.
    pub causes: Vec<(String, f64)>,
    /// What to measure first where nothing clearly beats waiting, the most worth first.
    pub to_measure: Vec<WorthOfGuess>,
    /// The place of the scenario that is recommended.
    pub recommended: Option<usize>,
    /// The place of the scenario that is done; nothing where nothing is recommended and none was asked for.
    pub chosen: Option<usize>,
    /// The months of what is done, taken apart: means over paths.
    pub trace: Option<ScenarioTrace>,
    /// Share of paths on which the cash of what is done has run out by the end of each month.
    pub out_by: Vec<f64>,
    /// Every guess of the plan.
    pub guesses: Vec<Guess>,
    /// How far each guess moves what it is about.
    pub tornado: Option<Tornado>,
}

/// Why there is no report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReportFault {
    /// The plan has no scenario of that id.
    UnknownScenario(String),
    /// The results of that scenario are beyond counting.
    BeyondCounting(String),
    /// More paths than fit; so many would.
    TooManyPaths(u64),
    /// Nobody waits any more.
    GivenUp,
    /// Its file cannot be written.
    NotWritten,
}

impl ReportFigures {
    /// Works out everything that a report tells of `plan`.
    ///
    /// # Errors
    /// Why there is nothing to tell.
    pub fn new(
        plan: &Plan,
        order: &ReportOrder,
        crew: &ThreadCrew,
        watch: &dyn Watch,
    ) -> Result<Self, ReportFault> {
        let fit = sortie_engine::forecast::paths_that_fit(plan);
        if order.n_paths > fit {
            return Err(ReportFault::TooManyPaths(fit as u64));
        }
        let asked = match &order.scenario {
            Some(id) => {
                let found = plan.scenarios.iter().position(|it| it.id == *id);
                Some(found.ok_or_else(|| ReportFault::UnknownScenario(id.clone()))?)
            }
            None => None,
        };
        let model = Model::compile(plan);
        let run = || PathRun { n_paths: order.n_paths, seed: order.seed, crew, watch };
        let forecast = match order.n_paths {
            0 => central(&model),
            _ => Projector::default().project(&model, run()).ok_or(ReportFault::GivenUp)?,
        };
        if let Some(beyond) = forecast.scenarios.iter().find(|scenario| !is_finite(scenario)) {
            return Err(ReportFault::BeyondCounting(beyond.id.clone()));
        }
        let recommended = recommend(&forecast, order.limits).recommended;
        let best = plan.scenarios.iter().position(|it| it.id == BEST);
        let chosen = asked.or(best).or(recommended);
        let mut figures = Self {
            plan: plan.clone(),
            n_paths: order.n_paths,
            causes: vec![],
            to_measure: vec![],
            recommended,
            chosen,
            trace: None,
            out_by: vec![],
            guesses: guesses(&model),
            tornado: None,
            model,
            forecast,
        };
        figures.find_causes(&run);
        figures.find_worth(&run);
        figures.take_apart(&run);
        let subject = figures.subject();
        figures.tornado =
            subject.and_then(|it| tornado(&figures.model, Goal::TypicalProfit, it, crew, watch));
        if watch.is_stale() { Err(ReportFault::GivenUp) } else { Ok(figures) }
    }

    /// What each cause makes of the cost, as the sentence above every view tells it.
    fn find_causes<'r>(&mut self, run: &impl Fn() -> PathRun<'r>) {
        let ends = self.forecast.baselines.no_response.zip(self.forecast.baselines.links_open);
        let Some((from, to)) = ends.filter(|_| self.n_paths > 0) else { return };
        if other_causes(&self.plan, &self.forecast).is_empty() {
            return;
        }
        let bridge = bridge_mean(&self.model, ScenarioPair { from, to }, run());
        let parts = bridge.map(|bridge| bridge.parts).unwrap_or_default().into_iter();
        let of_shock = parts.filter_map(|part| match &part.cause {
            BridgeCause::Shock(id) => Some((id.clone(), part.total(BridgeMeasure::Profit))),
            BridgeCause::Strategy(_) | BridgeCause::Order => None,
        });
        self.causes = of_shock.collect();
    }

    /// What it is worth to know each guess, where nothing clearly beats waiting.
    fn find_worth<'r>(&mut self, run: &impl Fn() -> PathRun<'r>) {
        if self.n_paths == 0 || self.recommended.is_some() || self.forecast.best_response().is_none() {
            return;
        }
        let all: Vec<usize> = (0..self.plan.scenarios.len()).collect();
        let Some(outcomes) = Projector::default().outcomes(&self.model, &all, run()) else { return };
        let terms = run();
        let found = knowing(&self.model, &outcomes, Goal::TypicalProfit, terms.crew, terms.watch);
        if let Some(found) = found {
            let first = found.first_to_measure().into_iter();
            self.to_measure = first.map(|place| (place, found.guesses[place])).collect();
        }
    }

    /// Takes the months of what is done apart.
    fn take_apart<'r>(&mut self, run: &impl Fn() -> PathRun<'r>) {
        let Some(place) = self.chosen.or(self.forecast.baselines.no_response) else { return };
        self.trace = match self.n_paths {
            0 => Some(trace_central(&self.model, place)),
            _ => trace_mean(&self.model, &[place], run()).and_then(|mut traces| traces.pop()),
        };
        if self.n_paths > 0 {
            let lasts = runway(&mut Projector::default(), &self.model, &self.forecast, place, run());
            self.out_by = lasts.map(|lasts| lasts.out_by).unwrap_or_default();
        }
    }

    /// What the guesses are held against: what is done less doing nothing, the best response where nothing is done.
    fn subject(&self) -> Option<TornadoSubject> {
        let none = self.forecast.baselines.no_response;
        let about = self.chosen.or(self.forecast.best_response());
        Some(match (about, none) {
            (Some(about), Some(none)) if about != none => TornadoSubject::Difference(about, none),
            (Some(about), _) => TornadoSubject::Scenario(about),
            (None, none) => {
                TornadoSubject::Scenario(none.or((!self.plan.scenarios.is_empty()).then_some(0))?)
            }
        })
    }

    /// The verdict's ground, and through it the verdict.
    pub fn verdict(&self, order: &ReportOrder) -> crate::text::Verdict {
        let words = words(order.language);
        let first = self.to_measure.first().and_then(|(place, worth)| {
            let field = self.field_of(*place)?;
            let about = VerdictFigure::Worth(self.forecast.best_response()?, *place);
            Some(WorthKnowing { name: guess_name(words, &self.plan, field), worth: *worth, about })
        });
        let ground = VerdictGround { limits: order.limits, causes: &self.causes, to_measure: first.as_ref() };
        words.verdict(&self.forecast, &self.plan, ground)
    }

    /// The field of a guess.
    pub fn field_of(&self, guess: usize) -> Option<PlanField> {
        PlanField::of_item(&self.guesses.get(guess)?.item, &self.plan)
    }

    /// The scenario that is done.
    pub fn chosen_forecast(&self) -> Option<&ScenarioForecast> {
        self.forecast.scenarios.get(self.chosen?)
    }

    /// The scenarios of a chart, by their places: links open, no response, what is done, and the best others up to `most`.
    pub fn shown(&self, most: usize) -> Vec<usize> {
        let baselines = [self.forecast.baselines.links_open, self.forecast.baselines.no_response];
        let firsts = baselines.into_iter().chain([self.chosen]).flatten();
        let others = self.forecast.by_profit();
        let mut shown: Vec<usize> = vec![];
        for place in firsts.chain(others) {
            if !shown.contains(&place) && shown.len() < most {
                shown.push(place);
            }
        }
        shown
    }
}

fn is_finite(scenario: &ScenarioForecast) -> bool {
    let fan = scenario.fan.as_ref();
    scenario.central.rows().flatten().all(|x| x.is_finite())
        && fan.is_none_or(|fan| fan.mean.rows().flatten().all(|x| x.is_finite()))
        && fan.is_none_or(|fan| fan.quantiles.rows().flatten().flatten().all(|x| x.is_finite()))
}

impl Words {
    /// Why there is no report, and what would be right. `ids` are the scenarios of the plan.
    pub fn report_fault(&self, fault: &ReportFault, n_paths: u64, ids: &str) -> String {
        match fault {
            ReportFault::UnknownScenario(id) => {
                self.with("report.unknown_scenario", &[("id", id), ("list", ids)])
            }
            ReportFault::BeyondCounting(id) => self.with("cli.beyond_counting", &[("scenario", id)]),
            ReportFault::TooManyPaths(fit) => {
                let [paths, fit] = [n_paths, *fit].map(|n| self.exact(n as f64));
                self.with("cli.too_many_paths", &[("paths", &paths), ("fit", &fit)])
            }
            ReportFault::GivenUp | ReportFault::NotWritten => self.get("report.not_made").to_owned(),
        }
    }
}
