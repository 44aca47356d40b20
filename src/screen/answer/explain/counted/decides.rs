//! What a number of the plan decides, what it is worth to know it, how long money lasts and how much of it would do.

use sortie_engine::compare::{CashNeed, Ranking, Runway};
use sortie_engine::forecast::{Goal, Metric};
use sortie_engine::sensitivity::{Guess, TornadoSubject};

use super::super::told::{Explanation, ExplanationRow, ViewLink};
use super::CountedCase;
use crate::address::PlanField;
use crate::address::name::guess_name;
use crate::command::Aspect;
use crate::desk::Desk;
use crate::desk::figure::CountedFigure;
use crate::desk::figure::FigureKind;
use crate::screen::answer::hangs_on::subjects;
use crate::study::{InformationWorth, RARE, StudyFinding, TornadoStudy};

impl CountedCase<'_> {
    /// What the numbers are looked at for, as it is chosen in the view.
    pub(super) fn subject_of(&self, desk: &Desk, ranking: &Ranking) -> Option<(TornadoSubject, String)> {
        let subjects = subjects(desk, self.around.plan, self.around.forecast, ranking)?;
        let chosen = subjects.get(desk.view.hangs_on.which).or(subjects.first());
        chosen.cloned()
    }

    fn of_goal(&self, x: f64) -> String {
        match self.goal {
            Goal::RevenueKept => self.words.share(x),
            _ => self.money(x),
        }
    }

    /// A guess by its name, with the field in which it stands.
    fn guess(&self, guess: &Guess) -> Option<(PlanField, String)> {
        let field = PlanField::of_item(&guess.item, self.around.plan)?;
        Some((field, guess_name(self.words, self.around.plan, field)))
    }

    pub(super) fn hinge(&self, place: usize) -> Option<Explanation> {
        let hinge: &TornadoStudy = self.findings.iter().find_map(|finding| match &**finding {
            StudyFinding::Hinge(hinge) => Some(&**hinge),
            _ => None,
        })?;
        let (guess, bar) =
            (hinge.guesses.get(place)?, hinge.tornado.bars.iter().find(|bar| bar.guess == place)?);
        let (field, name) = self.guess(guess)?;
        let (unit, spread) = (field.unit(self.around.plan), guess.spread);
        let row = |key: &str, at: f64, figure: f64| {
            let at = unit.shown(self.words, at);
            ExplanationRow::of(self.words.with(key, &[("value", &at)]), self.of_goal(figure))
        };
        let mut rows = vec![
            row("counted.at_low", spread.low, bar.at_low),
            row("counted.at_likely", spread.likely, hinge.tornado.likely),
            row("counted.at_high", spread.high, bar.at_high),
        ];
        if let Some(even) = hinge.break_evens.get(place).copied().flatten() {
            rows.push(row("counted.turns_at", even, 0.0));
        }
        let subject = self.subject.as_ref().map_or("", |(_, words)| words.as_str());
        let (key, what) = match self.goal {
            Goal::RevenueKept => ("counted.hinge_says", "goal.revenue_kept"),
            Goal::CashNeverBelow(_) => ("counted.hinge_says", "counted.lowest_cash"),
            Goal::TypicalProfit | Goal::ExpectedProfit | Goal::WorstTenth => {
                ("counted.hinge_says", "futures.profit")
            }
        };
        let known = [("number", &*name), ("what", self.words.get(what)), ("subject", subject)];
        let says = vec![self.say(key, &known)];
        let input = ExplanationRow {
            input: Some(field),
            ..ExplanationRow::of(name, unit.shown(self.words, spread.likely))
        };
        Some(Explanation { says, rows, aside: vec![input], ..Explanation::default() })
    }

    fn worths(&self) -> Option<&InformationWorth> {
        self.findings.iter().find_map(|finding| match &**finding {
            StudyFinding::Knowing(worth) => worth.as_ref(),
            _ => None,
        })
    }

    fn worth_figure(&self, x: f64) -> String {
        match self.goal {
            Goal::TypicalProfit | Goal::ExpectedProfit | Goal::WorstTenth => self.money(x),
            Goal::CashNeverBelow(_) | Goal::RevenueKept => self.words.share(x),
        }
    }

    pub(super) fn worth(&self, place: usize) -> Option<Explanation> {
        let worth = self.worths()?;
        let guess = worth.guesses.get(place)?;
        let (field, name) = self.guess(guess)?;
        let unit = field.unit(self.around.plan);
        let value = self.worth_figure(*worth.knowing.guesses.get(place)?);
        let choice = self.name_of(worth.knowing.choice);
        let known = [("number", &*name), ("choice", &*choice), ("worth", &*value)];
        let says = vec![self.say("counted.worth_says", &known), self.say("counted.worth_how", &known)];
        let [low, likely, high] =
            [guess.spread.low, guess.spread.likely, guess.spread.high].map(|x| unit.shown(self.words, x));
        let input = ExplanationRow { input: Some(field), ..ExplanationRow::of(name, likely) };
        let rows = vec![
            input,
            ExplanationRow::of(self.words.get("counted.eight_of_ten_sure"), format!("{low} – {high}")),
        ];
        let everything = self.worth_figure(worth.knowing.everything);
        let row = ExplanationRow::of(self.words.get("counted.everything"), everything);
        let aside = vec![self.counted(row, CountedFigure::Everything)];
        let result = Some((self.words.get("counted.worth").to_owned(), value.clone()));
        Some(Explanation { says, rows, result, aside, ..Explanation::default() })
    }

    pub(super) fn everything(&self) -> Option<Explanation> {
        let worth = self.worths()?;
        let value = self.worth_figure(worth.knowing.everything);
        let choice = self.name_of(worth.knowing.choice);
        let says = vec![self.say("counted.everything_says", &[("choice", &choice)])];
        let rows = worth.knowing.first_to_measure().into_iter().take(5).filter_map(|place| {
            let (_, name) = self.guess(worth.guesses.get(place)?)?;
            let row = ExplanationRow::of(name, self.worth_figure(worth.knowing.guesses[place]));
            Some(self.counted(row, CountedFigure::Worth(place)))
        });
        let result = Some((self.words.get("counted.everything").to_owned(), value));
        Some(Explanation { says, rows: rows.collect(), result, ..Explanation::default() })
    }

    fn lasts(&self) -> Option<(&Runway, Option<&CashNeed>)> {
        self.findings.iter().find_map(|finding| match &**finding {
            StudyFinding::Cash(lasts, need) => Some((lasts, need.as_ref())),
            _ => None,
        })
    }

    pub(super) fn runway(&self) -> Option<Explanation> {
        let (lasts, _) = self.lasts()?;
        let edge = self.money(-self.around.plan.cash.credit_line);
        let likely = match lasts.central {
            None => self.words.get("counted.through").to_owned(),
            Some(month) => self.of_month(month as f64),
        };
        let mut rows = vec![];
        let mut before = 0.0;
        for (month, out) in lasts.out_by.iter().enumerate() {
            if *out > before {
                let row = ExplanationRow::of(
                    self.say("counted.out_by", &[("month", &self.of_month(month as f64))]),
                    self.words.share(*out),
                );
                rows.push(self.follow(row, self.scenario, FigureKind::Metric(Metric::Cash), Some(month)));
            }
            before = *out;
        }
        let says = vec![self.say("counted.runway_says", &[("edge", &edge)])];
        let result = Some((self.words.get("counted.likely_path").to_owned(), likely));
        let out = ExplanationRow::of(self.words.get("counted.runs_out"), self.words.share(before));
        let aside = vec![self.counted(out, CountedFigure::RunsOut)];
        Some(Explanation { says, rows, result, aside, ..Explanation::default() })
    }

    pub(super) fn cash_need(&self) -> Option<Explanation> {
        let (_, need) = self.lasts()?;
        let need = need?;
        let rare = self.words.share(RARE);
        let n = self.count((RARE * self.around.n_paths as f64).floor() as usize);
        let key = match self.around.plan.cash.restock_limited {
            true => "counted.need_tried",
            false => "counted.need_read",
        };
        let says = vec![self.say("counted.need_says", &[("n", &n), ("rare", &rare)]), self.say(key, &[])];
        let now = ExplanationRow::of(self.words.get("counted.out_now"), self.words.share(need.runs_out_now));
        let rows = vec![
            self.counted(now, CountedFigure::RunsOut),
            ExplanationRow::of(self.words.get("counted.out_then"), self.words.share(need.runs_out_then)),
        ];
        let result = Some((self.words.get("counted.cash_need").to_owned(), self.money(need.more)));
        Some(Explanation { says, rows, result, aside: vec![], doors: vec![ViewLink::View(Aspect::Cash)] })
    }
}
