//! The responses beside one another, on the same futures.

use sortie_engine::compare::{is_safe, median_gain};
use sortie_engine::forecast::{Metric, P10, P50};

use crate::report::part::{ReportBlock, ReportRow, ReportTable};
use crate::report::teller::{NONE, ReportTeller};

/// Rows of the table: more than anybody compares.
const MOST_ROWS: usize = 14;

impl ReportTeller<'_> {
    /// Revenue by month, what each response brings more, and the table.
    pub(in crate::report) fn response_blocks(&self) -> Vec<ReportBlock> {
        let mut blocks = vec![ReportBlock::Chart(self.fan_chart(Metric::Revenue))];
        blocks.extend(self.gain_chart().map(ReportBlock::Chart));
        blocks.push(ReportBlock::Table(self.response_table()));
        blocks.extend(self.not_eligible());
        blocks
    }

    /// The scenarios of the table: links open, no response, and the responses to the same, the most gained first.
    pub(in crate::report) fn compared(&self) -> Vec<usize> {
        let forecast = &self.figures.forecast;
        let baselines = [forecast.baselines.links_open, forecast.baselines.no_response];
        let mut others: Vec<usize> = (0..forecast.scenarios.len())
            .filter(|place| !baselines.contains(&Some(*place)) && forecast.scenarios[*place].is_ranked)
            .collect();
        let gain = |place: &usize| {
            let median = self.summary(*place).and_then(median_gain);
            median.unwrap_or_else(|| forecast.scenarios[*place].total_profit())
        };
        others.sort_by(|a, b| gain(b).total_cmp(&gain(a)));
        let mut shown: Vec<usize> = baselines.into_iter().flatten().chain(others).collect();
        if shown.is_empty() {
            shown = (0..forecast.scenarios.len()).collect();
        }
        if let Some(chosen) = self.figures.chosen.filter(|chosen| !shown.contains(chosen)) {
            shown.push(chosen);
        }
        shown.truncate(MOST_ROWS);
        shown
    }

    fn response_table(&self) -> ReportTable {
        let words = self.words;
        let rows = self.compared().into_iter().map(|place| self.response_row(place)).collect();
        let columns = [
            "report.column_scenario",
            "report.column_profit",
            "report.column_gain",
            "report.column_range",
            "report.column_ahead",
            "report.column_kept",
            "report.column_recovery",
            "report.column_lowest",
            "report.column_out",
        ];
        ReportTable {
            title: words.get("report.table").to_owned(),
            columns: columns.map(|key| words.get(key).to_owned()).to_vec(),
            shares: vec![1.7, 0.95, 1.15, 2.0, 0.7, 0.85, 1.1, 1.05, 0.8],
            rows,
            note: words.get("report.table_note").to_owned(),
            n_words: 1,
        }
    }

    fn response_row(&self, place: usize) -> ReportRow {
        let words = self.words;
        let forecast = &self.figures.forecast;
        let is_strong = self.figures.chosen == Some(place);
        let Some(summary) = self.summary(place) else {
            let profit = self.money(forecast.scenarios[place].total_profit());
            let mut cells = vec![self.scenario(place), profit];
            cells.resize(9, NONE.to_owned());
            return ReportRow { cells, is_strong };
        };
        let gain = summary.gain.filter(|_| forecast.baselines.no_response != Some(place));
        let ahead = summary.ahead_share.filter(|_| gain.is_some());
        let kept = summary.revenue_kept.as_ref().and_then(|kept| kept.mean);
        let out = self.of_20_short(summary.runs_out_of_cash);
        let is_dangerous = is_safe(forecast, place, self.order.limits) == Some(false);
        ReportRow {
            cells: vec![
                self.scenario(place),
                self.money_or_none(summary.total_profit.quantiles[P50]),
                self.change(gain.as_ref().and_then(|gain| gain.quantiles[P50])),
                gain.as_ref().map_or_else(|| NONE.to_owned(), |gain| self.range(gain)),
                ahead.map_or_else(|| NONE.to_owned(), |share| self.of_20_short(share)),
                kept.map_or_else(|| NONE.to_owned(), |kept| words.share(kept)),
                self.month_at(summary.recovery_month.as_ref(), "report.never"),
                self.money_or_none(summary.lowest_cash.quantiles[P10]),
                if is_dangerous { format!("{out} !") } else { out },
            ],
            is_strong,
        }
    }

    /// Which strategies do not let the seller in.
    fn not_eligible(&self) -> Option<ReportBlock> {
        let mut names: Vec<&str> = vec![];
        for id in self.figures.forecast.scenarios.iter().flat_map(|scenario| &scenario.not_eligible) {
            let name = self.words.name_of(self.plan(), id);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let list = names.join(self.words.get("report.between"));
        (!names.is_empty()).then(|| self.note("report.not_eligible", &[("names", &list)]))
    }
}
