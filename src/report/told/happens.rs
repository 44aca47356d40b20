//! What happens to the business, and who says so.

use sortie_engine::plan::{Scenario, Shock};

use crate::address::PlanPart;
use crate::report::part::{ReportBlock, ReportRow, ReportTable};
use crate::report::teller::{NONE, ReportTeller};
use crate::text::quiet;

impl ReportTeller<'_> {
    /// The shocks of what happens, with their sources.
    pub(in crate::report) fn happens_blocks(&self) -> Vec<ReportBlock> {
        let shocks = self.shocks();
        if shocks.is_empty() {
            return vec![self.say("report.nothing_happens", &[])];
        }
        let mut sources: Vec<String> = vec![];
        let rows = shocks.iter().map(|(place, shock)| self.shock_row(*place, shock, &mut sources)).collect();
        let words = self.words;
        let table = ReportTable {
            title: String::new(),
            columns: [
                "report.column_shock",
                "report.column_starts",
                "report.column_strikes",
                "report.column_passes",
                "report.column_lasts",
                "report.column_chance",
                "report.column_source",
            ]
            .map(|key| words.get(key).to_owned())
            .to_vec(),
            shares: vec![2.3, 1.2, 2.6, 1.0, 1.1, 0.8, 0.8],
            rows,
            note: String::new(),
            n_words: 3,
        };
        let mut blocks = vec![ReportBlock::Table(table)];
        blocks.extend(
            sources
                .iter()
                .enumerate()
                .map(|(place, source)| ReportBlock::Note(format!("[{}] {source}", place + 1))),
        );
        blocks
    }

    /// The shocks of what is done, or of no response, with their places in the plan.
    pub(in crate::report) fn shocks(&self) -> Vec<(usize, &Shock)> {
        let forecast = &self.figures.forecast;
        let place = self.figures.chosen.or(forecast.baselines.no_response);
        let scenario: Option<&Scenario> = place.and_then(|place| self.plan().scenarios.get(place));
        let is_in = |id: &String| scenario.is_none_or(|scenario| scenario.shocks.contains(id));
        self.plan().shocks.iter().enumerate().filter(|(_, shock)| is_in(&shock.id)).collect()
    }

    fn shock_row(&self, place: usize, shock: &Shock, sources: &mut Vec<String>) -> ReportRow {
        let (plan, words) = (self.plan(), self.words);
        let struck: Vec<String> = plan
            .channels
            .iter()
            .filter(|channel| channel.active && shock.targets.match_channel(channel))
            .map(|channel| self.channel(channel))
            .collect();
        let strikes =
            if struck.is_empty() { NONE.to_owned() } else { struck.join(words.get("report.between")) };
        let lasts = match &shock.lasts_months {
            Some(months) => words.with("unit.months", &[("n", &words.number(months.likely))]),
            None => words.get("report.for_good").to_owned(),
        };
        let mut own: Vec<String> = vec![];
        for name in ["start", "passes"] {
            let told = PlanPart::Shock(place).field(name).source(plan, words, Some(self.order.day.month));
            let Some(told) = told else { continue };
            let known = sources.iter().position(|source| *source == told);
            let at = known.unwrap_or_else(|| {
                sources.push(told);
                sources.len() - 1
            });
            let sign = format!("[{}]", at + 1);
            if !own.contains(&sign) {
                own.push(sign);
            }
        }
        ReportRow::plain(vec![
            quiet(words.ready(&shock.name)).into_owned(),
            words.start_of_shock(plan, shock),
            strikes,
            words.share_as_said(shock.passes.likely),
            lasts,
            words.share_as_said(shock.probability),
            if own.is_empty() { NONE.to_owned() } else { own.join(" ") },
        ])
    }
}
