//! What is done: what, how much, from when; what it needs in cash month by month; when to stop; the list of things to do.

use sortie_engine::forecast::{Metric, P10, P50};
use sortie_engine::plan::Strategy;

use crate::address::cost::monthly_cost;
use crate::report::part::{ReportBlock, ReportRow, ReportTable};
use crate::report::teller::{NONE, ReportTeller};
use crate::text::quiet;

/// Months after the start of what is done at which cash and sales are held against what was expected.
const LOOKS: [usize; 2] = [3, 6];

impl ReportTeller<'_> {
    /// What is done, or that nothing is.
    pub(in crate::report) fn chosen_blocks(&self) -> Vec<ReportBlock> {
        let Some(place) = self.figures.chosen else {
            let mut blocks = vec![self.say("report.nothing_recommended", &[])];
            blocks.push(ReportBlock::Chart(self.fan_chart(Metric::Cash)));
            blocks.push(ReportBlock::List(self.to_do_lines()));
            return blocks;
        };
        let mut blocks = vec![ReportBlock::Table(self.strategy_table(place))];
        blocks.push(ReportBlock::Chart(self.fan_chart(Metric::Cash)));
        blocks.push(ReportBlock::Table(self.cash_table(place)));
        blocks.extend(self.trip_wires(place));
        blocks.push(self.say("report.list_title", &[]));
        blocks.push(ReportBlock::List(self.to_do_lines()));
        blocks
    }

    /// The strategies of a scenario, in the order in which they start.
    pub(in crate::report) fn strategies(&self, place: usize) -> Vec<&Strategy> {
        let Some(scenario) = self.plan().scenarios.get(place) else { return vec![] };
        let own = scenario.strategies.iter();
        let found = own.filter_map(|id| self.plan().strategies.iter().find(|it| it.id == *id));
        let mut found: Vec<&Strategy> = found.collect();
        found.sort_by_key(|it| it.start);
        found
    }

    /// What the strategies of what is done cost, month by month.
    pub(in crate::report) fn spent(&self) -> Vec<f64> {
        let n = self.plan().horizon_months;
        let Some(trace) = self.figures.trace.as_ref().filter(|_| self.figures.chosen.is_some()) else {
            return vec![0.0; n];
        };
        let mut spent = vec![0.0; n];
        for strategy in &trace.strategies {
            spent.iter_mut().zip(strategy.sum()).for_each(|(all, own)| *all += own);
        }
        spent
    }

    fn strategy_table(&self, place: usize) -> ReportTable {
        let words = self.words;
        let shut = self.figures.forecast.scenarios.get(place).map_or(&[][..], |it| &it.not_eligible);
        let row = |strategy: &&Strategy| {
            let currency = strategy.currency.as_ref().unwrap_or(&self.plan().currency);
            let own = self.figures.trace.as_ref().and_then(|trace| {
                trace
                    .strategies
                    .iter()
                    .find(|own| own.id == strategy.id)
                    .map(|own| own.sum().iter().sum::<f64>())
            });
            let name = quiet(words.ready(&strategy.name)).into_owned();
            let is_shut = shut.contains(&strategy.id);
            let name = if is_shut { words.with("report.shut_out", &[("name", &name)]) } else { name };
            let end = strategy.end.map_or_else(|| NONE.to_owned(), |end| words.month(end.plus(-1)));
            ReportRow::plain(vec![
                name,
                words.month(strategy.start),
                end,
                words.money(strategy.setup_cost.likely, currency),
                words.money(monthly_cost(strategy), currency),
                self.money_or_none(own),
            ])
        };
        let columns = [
            "report.column_strategy",
            "report.column_from",
            "report.column_until",
            "report.column_setup",
            "report.column_monthly",
            "report.column_in_all",
        ];
        ReportTable {
            title: words.get("report.strategies").to_owned(),
            columns: columns.map(|key| words.get(key).to_owned()).to_vec(),
            shares: vec![3.0, 1.2, 1.2, 1.1, 1.2, 1.3],
            rows: self.strategies(place).iter().map(row).collect(),
            note: words.get("report.strategies_note").to_owned(),
            n_words: 1,
        }
    }

    /// Cash month by month, beside what is spent on what is done.
    pub(in crate::report) fn cash_table(&self, place: usize) -> ReportTable {
        let words = self.words;
        let forecast = &self.figures.forecast;
        let spent = self.spent();
        let scenario = &forecast.scenarios[place];
        let row = |(t, month): (usize, &sortie_engine::unit::Month)| {
            let at = scenario.fan.as_ref().map(|fan| fan.quantiles[Metric::Cash][t]);
            let middle = at.map_or(scenario.central[Metric::Cash][t], |at| at[P50]);
            let revenue = scenario.fan.as_ref().map(|fan| fan.quantiles[Metric::Revenue][t][P50]);
            let out =
                self.figures.out_by.get(t).map_or_else(|| NONE.to_owned(), |share| self.of_20_short(*share));
            ReportRow::plain(vec![
                words.month(*month),
                self.money(revenue.unwrap_or(scenario.central[Metric::Revenue][t])),
                self.money(spent[t]),
                self.money_or_none(at.map(|at| at[P10])),
                self.money(middle),
                out,
            ])
        };
        let columns = [
            "report.column_month",
            "report.column_month_revenue",
            "report.column_spent",
            "report.column_cash_low",
            "report.column_cash",
            "report.column_out_by",
        ];
        ReportTable {
            title: words.get("report.cash_table").to_owned(),
            columns: columns.map(|key| words.get(key).to_owned()).to_vec(),
            shares: vec![1.2, 1.2, 1.2, 1.3, 1.2, 1.3],
            rows: forecast.months.iter().enumerate().map(row).collect(),
            note: words.get("report.cash_table_note").to_owned(),
            n_words: 1,
        }
    }

    /// When to stop, and at what figures things go worse than in nine of ten futures.
    fn trip_wires(&self, place: usize) -> Vec<ReportBlock> {
        let (plan, words) = (self.plan(), self.words);
        let mut blocks = vec![self.say("report.wires_title", &[])];
        for strategy in self.strategies(place) {
            for (rule, key) in
                [(&strategy.start_when, "report.wire_start"), (&strategy.stop_when, "report.wire_stop")]
            {
                let Some(rule) = rule else { continue };
                let told = words.rule(plan, rule);
                let known = [
                    ("name", words.ready(&strategy.name)),
                    ("rule", &*told),
                    ("where", words.read_in(rule.metric)),
                ];
                blocks.push(self.say(key, &known));
            }
        }
        let Some(fan) = &self.figures.forecast.scenarios[place].fan else { return blocks };
        let first = self.strategies(place).first().map_or(0, |it| it.start.since(plan.start).max(0)) as usize;
        for t in LOOKS.map(|after| first + after).into_iter().filter(|t| *t < plan.horizon_months) {
            let cash = self.money(fan.quantiles[Metric::Cash][t][P10]);
            let revenue = self.money(fan.quantiles[Metric::Revenue][t][P10]);
            let month = words.month(plan.start.plus(t as i32));
            let known = [("month", &*month), ("cash", &cash), ("revenue", &revenue)];
            blocks.push(self.say("report.wire_range", &known));
        }
        blocks
    }
}
