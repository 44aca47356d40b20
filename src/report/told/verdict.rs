//! The first page: the verdict in a sentence, four questions and their answers, and what it rests on.

use sortie_engine::compare::{median_gain, recommend};
use sortie_engine::forecast::{P10, P50, Summary};

use crate::report::part::{ReportAnswer, ReportBlock};
use crate::report::teller::{NONE, ReportTeller, spans};

impl ReportTeller<'_> {
    /// The verdict, and what it rests on.
    pub(in crate::report) fn verdict_blocks(&self) -> Vec<ReportBlock> {
        let verdict = self.figures.verdict(self.order);
        let mut blocks = vec![ReportBlock::Lead(spans(&verdict.headline))];
        if !verdict.detail.is_empty() {
            blocks.push(ReportBlock::Words(spans(&verdict.detail)));
        }
        blocks.extend(self.choice_said());
        blocks.push(ReportBlock::Answers(self.answers()));
        blocks.push(ReportBlock::Note(self.rests_on()));
        blocks
    }

    /// That nothing is recommended, or that what is done here is not what is recommended.
    fn choice_said(&self) -> Option<ReportBlock> {
        let figures = self.figures;
        let name = |place: usize| self.scenario(place);
        match (figures.chosen, figures.recommended) {
            (None, _) if figures.forecast.baselines.no_response.is_some() => {
                Some(self.say("report.nothing_recommended", &[]))
            }
            (Some(chosen), Some(better)) if chosen != better => {
                let known = [("name", &*name(chosen)), ("better", &name(better))];
                Some(self.say("report.other_recommended", &known))
            }
            (Some(chosen), None) if figures.forecast.baselines.no_response.is_some() => {
                Some(self.say("report.chosen_not_recommended", &[("name", &*name(chosen))]))
            }
            _ => None,
        }
    }

    /// What it costs, what is done, how sure that is, and what somebody who lends money risks.
    fn answers(&self) -> Vec<ReportAnswer> {
        let answer = |key: &str, figure: String, words: String| ReportAnswer {
            question: self.words.get(key).to_owned(),
            figure,
            words,
        };
        let chosen = self.figures.chosen.and_then(|place| self.summary(place));
        let (cost, cost_words) = self.cost();
        let (done, done_words) = self.done();
        let (sure, sure_words) = self.sureness(chosen);
        let (risk, risk_words) = self.risk();
        vec![
            answer("report.asks_cost", cost, cost_words),
            answer("report.asks_done", done, done_words),
            answer("report.asks_sure", sure, sure_words),
            answer("report.asks_risk", risk, risk_words),
        ]
    }

    /// What the closure costs, and what is spent on the answer to it.
    fn cost(&self) -> (String, String) {
        let cost = recommend(&self.figures.forecast, self.order.limits).closure_cost;
        let months = self.plan().horizon_months.to_string();
        let words = match cost {
            Some(_) => self.words.with("report.cost_words", &[("months", &months)]),
            None => self.words.get("report.cost_none").to_owned(),
        };
        (self.money_or_none(cost), words)
    }

    /// What is done, and what that takes.
    fn done(&self) -> (String, String) {
        let Some(place) = self.figures.chosen else {
            return (
                self.words.get("report.done_nothing").to_owned(),
                self.words.get("report.done_wait").to_owned(),
            );
        };
        let spent: f64 = self.spent().iter().sum();
        let known = [("money", &*self.money(spent))];
        (self.scenario(place), self.words.with("report.done_words", &known))
    }

    /// What it brings more than doing nothing, its range, and how often it is ahead.
    fn sureness(&self, chosen: Option<&Summary>) -> (String, String) {
        let Some(summary) = chosen.filter(|summary| summary.gain.is_some()) else {
            return (NONE.to_owned(), self.words.get("report.sure_nothing").to_owned());
        };
        let range = summary.gain.as_ref().map(|gain| self.range(gain)).unwrap_or_default();
        let ahead = summary.ahead_share.map_or_else(|| NONE.to_owned(), |share| self.of_20(share));
        let words = self.words.with("report.sure_words", &[("range", &range), ("ahead", &ahead)]);
        (self.change(median_gain(summary)), words)
    }

    /// How often cash runs out, and how low it falls.
    fn risk(&self) -> (String, String) {
        let about = self.figures.chosen.or(self.figures.forecast.baselines.no_response);
        let Some(summary) = about.and_then(|place| self.summary(place)) else {
            return (NONE.to_owned(), self.words.get("report.no_paths").to_owned());
        };
        let lowest = summary.lowest_cash.quantiles;
        let line = self.plan().cash.credit_line;
        let known = [
            ("low", self.money_or_none(lowest[P10])),
            ("middle", self.money_or_none(lowest[P50])),
            ("line", self.money(line)),
        ];
        let known = known.each_ref().map(|(name, text)| (*name, text.as_str()));
        let key = if line > 0.0 { "report.risk_words_line" } else { "report.risk_words" };
        (self.of_20(summary.runs_out_of_cash), self.words.with(key, &known))
    }

    /// What all of it rests on, in a line.
    fn rests_on(&self) -> String {
        let plan = self.plan();
        let known = [
            ("paths", self.words.exact(self.figures.n_paths as f64)),
            ("seed", self.order.seed.to_string()),
            ("months", plan.horizon_months.to_string()),
            ("start", self.words.month(plan.start)),
            ("currency", plan.currency.clone()),
        ];
        let known = known.each_ref().map(|(name, text)| (*name, text.as_str()));
        let key = if self.figures.n_paths > 0 { "report.rests_on" } else { "report.rests_on_likely" };
        self.words.with(key, &known)
    }
}
