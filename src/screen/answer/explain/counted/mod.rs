//! Figures that are counted over the futures: chances, ranges, months that come sooner or later, what a number decides. How
//! they are counted, in words with the seller's own numbers.

mod causes;
mod chances;
mod compared;
mod decides;
mod ranges;

use crate::desk::figure::CountedFigure;
use std::sync::Arc;

use sortie_engine::compare::Ranking;
use sortie_engine::forecast::{Forecast, Goal, Metric, MetricByPath, ScenarioForecast, ScenarioOutcomes};
use sortie_engine::model::Model;
use sortie_engine::plan::Plan;

use super::AskedFigure;
use super::told::{Explanation, ExplanationRow};
use crate::desk::Desk;
use crate::desk::figure::ExplainTarget;
use crate::desk::figure::{ChainFigure, FigureKind};
use crate::desk::look::scenario_name;
use crate::study::{Studies, StudyFinding, StudyQuestion, StudyState};
use crate::text::Words;

impl CountedFigure {
    /// The key of what it is called.
    pub fn title(self) -> &'static str {
        match self {
            Self::Ahead(..) => "counted.ahead",
            Self::AheadIn(_) => "counted.ahead_in",
            Self::TypicalGain(_) => "counted.typical_gain",
            Self::Range(_) => "counted.range",
            Self::RangeAhead(_) => "counted.range_ahead",
            Self::LowestCash => "counted.lowest_cash",
            Self::RunsOut => "counted.runs_out",
            Self::BestIn => "counted.best_in",
            Self::BestBy => "counted.best_by",
            Self::Judged => "counted.judged",
            Self::Lead => "counted.lead",
            Self::UpFront => "counted.up_front",
            Self::Payback => "counted.payback",
            Self::Recovery => "counted.recovery",
            Self::Kept => "counted.kept",
            Self::WonBack => "counted.won_back",
            Self::Baskets(_) => "counted.baskets",
            Self::Runway => "counted.runway",
            Self::CashNeed => "counted.cash_need",
            Self::Hinge(_) => "counted.hinge",
            Self::Worth(_) => "counted.worth",
            Self::Everything => "counted.everything",
            Self::Above(..) => "counted.above",
            Self::Cause(..) => "counted.cause",
        }
    }

    /// What has to be worked out for it, besides the answer itself.
    fn questions(self, desk: &Desk, asked: AskedFigure) -> Vec<StudyQuestion> {
        let AskedFigure { scenario, figure } = asked;
        let goal = desk.view.judged.goal;
        let ranking = StudyQuestion::Ranking(goal);
        match self {
            Self::RunsOut
            | Self::LowestCash
            | Self::UpFront
            | Self::Payback
            | Self::Recovery
            | Self::RangeAhead(_)
            | Self::Kept
            | Self::AheadIn(_) => vec![StudyQuestion::Outcomes],
            Self::BestBy | Self::Lead => vec![ranking],
            Self::Judged => vec![ranking, StudyQuestion::Outcomes],
            Self::Runway | Self::CashNeed => vec![StudyQuestion::Cash(scenario)],
            Self::Hinge(_) => vec![ranking],
            Self::Worth(_) | Self::Everything => vec![StudyQuestion::Knowing(goal)],
            Self::Above(metric, _) if figure.month.is_some() => {
                vec![StudyQuestion::Futures(scenario, metric)]
            }
            Self::Above(..) => vec![StudyQuestion::Outcomes],
            Self::Cause(way, _) => vec![StudyQuestion::Bridge(way.from, scenario, way.is_likely_only)],
            Self::Ahead(..)
            | Self::TypicalGain(_)
            | Self::Range(_)
            | Self::BestIn
            | Self::WonBack
            | Self::Baskets(_) => vec![],
        }
    }
}

/// What a figure is counted from.
pub struct CountedContext<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The answer to it.
    pub forecast: &'a Forecast,
    /// The futures that it comes from.
    pub n_paths: usize,
    /// The plan, ready to be projected.
    pub model: Option<&'a Model>,
}

/// A figure with all that is known for it.
pub(super) struct CountedCase<'a> {
    pub words: &'static Words,
    pub around: &'a CountedContext<'a>,
    pub goal: Goal,
    pub scenario: usize,
    pub month: Option<usize>,
    name: String,
    findings: Vec<Arc<StudyFinding>>,
    /// Whose difference or figure the numbers move, where one of them is asked about.
    subject: Option<(sortie_engine::sensitivity::TornadoSubject, String)>,
}

/// How a figure is counted, as far as that is known by now; and what is still waited for.
pub(super) fn counted_told(
    desk: &Desk,
    around: &CountedContext,
    studies: &mut Studies<StudyQuestion, StudyFinding>,
    asked: AskedFigure,
    counted: CountedFigure,
) -> (Explanation, Option<StudyState<StudyFinding>>) {
    let mut findings = vec![];
    let mut waiting = None;
    let mut ask = |question: &StudyQuestion| {
        let known = studies.ask_first(question);
        if !known.is_current {
            waiting = Some(known);
        } else if let Some(finding) = known.finding {
            findings.push(finding);
        }
    };
    counted.questions(desk, asked).iter().for_each(&mut ask);
    let forecast = around.forecast;
    let name = |place: usize| {
        let scenario = forecast.scenarios.get(place);
        scenario.map(|scenario| scenario_name(desk, around.plan, scenario)).unwrap_or_default()
    };
    let mut case = CountedCase {
        words: desk.words,
        around,
        goal: desk.view.judged.goal,
        scenario: asked.scenario,
        month: asked.figure.month,
        name: name(asked.scenario),
        findings,
        subject: None,
    };
    if let CountedFigure::Hinge(_) = counted
        && let Some(subject) = case.ranking().and_then(|ranking| case.subject_of(desk, ranking))
    {
        let known = studies.ask_first(&StudyQuestion::Hinge(desk.view.judged.goal, subject.0));
        if !known.is_current {
            waiting = Some(known);
        } else if let Some(finding) = known.finding {
            case.findings.push(finding);
        }
        case.subject = Some(subject);
    }
    (case.told(counted).unwrap_or_default(), waiting)
}

impl CountedCase<'_> {
    fn told(&self, counted: CountedFigure) -> Option<Explanation> {
        match counted {
            CountedFigure::Ahead(metric, other) => self.ahead(metric, other),
            CountedFigure::AheadIn(other) => self.ahead_in(other),
            CountedFigure::TypicalGain(other) => self.typical_gain(other),
            CountedFigure::Range(metric) => self.range(metric),
            CountedFigure::RangeAhead(other) => self.range_ahead(other),
            CountedFigure::LowestCash => self.lowest_cash(),
            CountedFigure::RunsOut => self.runs_out(),
            CountedFigure::BestIn => self.best_in(),
            CountedFigure::BestBy => self.best_by(),
            CountedFigure::Judged => self.judged(),
            CountedFigure::Lead => self.lead(),
            CountedFigure::UpFront => self.up_front(),
            CountedFigure::Payback => self.payback(),
            CountedFigure::Recovery => self.recovery(),
            CountedFigure::Kept => self.kept(),
            CountedFigure::WonBack => self.won_back(),
            CountedFigure::Baskets(is_last) => self.baskets(is_last),
            CountedFigure::Runway => self.runway(),
            CountedFigure::CashNeed => self.cash_need(),
            CountedFigure::Hinge(guess) => self.hinge(guess),
            CountedFigure::Worth(guess) => self.worth(guess),
            CountedFigure::Everything => self.everything(),
            CountedFigure::Above(metric, value) => self.above(metric, value),
            CountedFigure::Cause(way, cause) => self.cause(way, cause),
        }
    }

    fn own(&self) -> Option<&ScenarioForecast> {
        self.around.forecast.scenarios.get(self.scenario)
    }

    fn name_of(&self, place: usize) -> String {
        let id = self.around.forecast.scenarios.get(place).map_or("", |scenario| scenario.id.as_str());
        let known = self.around.plan.scenarios.iter().find(|own| own.id == id);
        known.map_or(id, |own| self.words.ready(&own.name)).to_owned()
    }

    fn no_response(&self) -> Option<usize> {
        self.around.forecast.baselines.no_response
    }

    fn outcomes(&self) -> Option<&ScenarioOutcomes> {
        self.findings.iter().find_map(|finding| match &**finding {
            StudyFinding::Outcomes(outcomes) => Some(&**outcomes),
            _ => None,
        })
    }

    fn futures(&self) -> Option<&MetricByPath> {
        self.findings.iter().find_map(|finding| match &**finding {
            StudyFinding::Futures(futures) => Some(futures),
            _ => None,
        })
    }

    fn ranking(&self) -> Option<&Ranking> {
        self.findings.iter().find_map(|finding| match &**finding {
            StudyFinding::Ranking(ranking) => ranking.as_ref(),
            _ => None,
        })
    }

    /// Money with all its digits, so that steps add up as they stand.
    fn money(&self, x: f64) -> String {
        self.words.money_exact(x, &self.around.plan.currency)
    }

    fn change(&self, x: f64) -> String {
        self.words.money_change_exact(x, &self.around.plan.currency)
    }

    fn metric(&self, metric: Metric, x: f64) -> String {
        if metric.is_money() { self.money(x) } else { self.words.count(x) }
    }

    fn count(&self, n: usize) -> String {
        self.words.count(n as f64)
    }

    /// How many futures there are, in words.
    fn all(&self) -> String {
        self.count(self.around.n_paths)
    }

    fn of_month(&self, at: f64) -> String {
        let month = self.around.forecast.months.get(at.round().max(0.0) as usize);
        month.map_or_else(|| self.words.get("table.never").to_owned(), |month| self.words.month(*month))
    }

    fn say(&self, key: &str, values: &[(&str, &str)]) -> String {
        let known = [("all", &*self.all()), ("name", &*self.name)];
        self.words.with(key, &[values, &known].concat())
    }

    /// How a figure of a scenario came about.
    fn stop(&self, place: usize, what: FigureKind, month: Option<usize>) -> Option<ExplainTarget> {
        let scenario = self.around.forecast.scenarios.get(place)?.id.clone();
        Some(ExplainTarget { scenario, figure: ChainFigure { what, month } })
    }

    fn follow(
        &self,
        row: ExplanationRow,
        place: usize,
        what: FigureKind,
        month: Option<usize>,
    ) -> ExplanationRow {
        ExplanationRow { next: self.stop(place, what, month), ..row }
    }

    fn counted(&self, row: ExplanationRow, counted: CountedFigure) -> ExplanationRow {
        self.follow(row, self.scenario, FigureKind::Counted(counted), None)
    }

    /// So many of all futures.
    fn share_rows(&self, name: String, share: f64) -> (Vec<ExplanationRow>, String) {
        let n = (share * self.around.n_paths as f64).round() as usize;
        let all = self.words.get("counted.all_futures");
        let rows = vec![
            ExplanationRow::of(name, self.count(n)),
            ExplanationRow::of(all, self.all()).signed("\u{00F7}"),
        ];
        (rows, self.words.share(share))
    }

    fn makes(&self, value: String) -> Option<(String, String)> {
        Some((self.words.get("explain.equals").to_owned(), value))
    }

    fn on_average(&self, value: String) -> Option<(String, String)> {
        Some((self.words.get("counted.mean").to_owned(), value))
    }
}
