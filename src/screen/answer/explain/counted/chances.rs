//! How often something happens: so many of all futures.

use sortie_engine::compare::RankedResponse;
use sortie_engine::forecast::{Goal, Metric};

use super::super::told::{Explanation, ExplanationRow, ViewLink};
use super::CountedCase;
use crate::address::PlanPart;
use crate::command::Aspect;
use crate::desk::figure::CountedFigure;
use crate::desk::figure::FigureKind;
use crate::text::{FUTURES, best_in};

/// Months of lowest cash that are listed.
const MONTHS: usize = 3;

impl CountedCase<'_> {
    /// The money below which cash has run out.
    fn edge(&self) -> f64 {
        -self.around.plan.cash.credit_line
    }

    pub(super) fn runs_out(&self) -> Option<Explanation> {
        let summary = &self.own()?.fan.as_ref()?.summary;
        let edge = self.money(self.edge());
        let (rows, value) =
            self.share_rows(self.say("counted.runs_out_in", &[("edge", &edge)]), summary.runs_out_of_cash);
        let mut aside = vec![];
        if let Some(lowest) = self.outcomes().and_then(|outcomes| outcomes.of(self.scenario)) {
            let (months, cash) = (&lowest.lowest_cash_month.values, &lowest.lowest_cash.values);
            let out = months.iter().zip(cash).filter(|(_, cash)| **cash < self.edge()).map(|(at, _)| *at);
            aside.extend(self.month_rows(out, "counted.out_lowest"));
        }
        if let Some(mean) = summary.lowest_cash.mean {
            let row = ExplanationRow::of(self.words.get("counted.lowest_cash"), self.money(mean));
            aside.push(self.counted(row, CountedFigure::LowestCash));
        }
        for (name, x) in
            [("opening", self.around.plan.cash.opening), ("credit_line", self.around.plan.cash.credit_line)]
        {
            let row = ExplanationRow::of(self.words.field(name), self.money(x));
            aside.push(ExplanationRow { input: Some(PlanPart::Cash.field(name)), ..row });
        }
        let says = vec![self.say("counted.runs_out_says", &[("edge", &edge)])];
        let doors = vec![ViewLink::View(Aspect::Cash)];
        Some(Explanation { says, rows, result: self.makes(value), aside, doors })
    }

    /// How often a metric of a month is above a value, or the sum of all months at it or above.
    pub(super) fn above(&self, metric: Metric, value: f64) -> Option<Explanation> {
        let shown = self.metric(metric, value);
        let known = [("value", &*shown)];
        let (n, all, says) = match self.month {
            Some(month) => {
                let over = &self.futures()?.months.get(month)?.values;
                let n = over.iter().filter(|x| **x > value).count();
                (n, over.len(), self.say("counted.above_month_says", &known))
            }
            None => {
                let own = self.outcomes()?.of(self.scenario)?;
                let totals = if metric == Metric::Revenue { &own.total_revenue } else { &own.total_profit };
                let n = totals.values.iter().filter(|x| **x >= value).count();
                let known = [known[0], ("twenty", &FUTURES.to_string())];
                (n, totals.values.len(), self.say("counted.above_all_says", &known))
            }
        };
        let name = self.say("counted.above_in", &known);
        let (rows, share) = self.share_rows(name, n as f64 / all.max(1) as f64);
        let range = self.words.get("counted.range").to_owned();
        let next = self.stop(self.scenario, FigureKind::Counted(CountedFigure::Range(metric)), self.month);
        let aside = vec![ExplanationRow { next, ..ExplanationRow::of(range, String::new()) }];
        Some(Explanation {
            says: vec![says],
            rows,
            result: self.makes(share),
            aside,
            ..Explanation::default()
        })
    }

    /// The months that come up most often, each with its number of futures.
    pub(super) fn month_rows(&self, months: impl Iterator<Item = f64>, key: &str) -> Vec<ExplanationRow> {
        let mut counts = vec![0_usize; self.around.forecast.months.len()];
        for at in months.filter(|at| at.is_finite()) {
            if let Some(count) = counts.get_mut(at.round().max(0.0) as usize) {
                *count += 1;
            }
        }
        let mut order: Vec<usize> = (0..counts.len()).filter(|at| counts[*at] > 0).collect();
        order.sort_by_key(|at| std::cmp::Reverse(counts[*at]));
        let row = |at: usize| {
            let n = self.say("counted.n_futures", &[("n", &self.count(counts[at]))]);
            let row = ExplanationRow::of(self.say(key, &[("month", &self.of_month(at as f64))]), n);
            self.follow(row, self.scenario, FigureKind::Metric(Metric::Cash), Some(at))
        };
        order.into_iter().take(MONTHS).map(row).collect()
    }

    pub(super) fn best_in(&self) -> Option<Explanation> {
        let forecast = self.around.forecast;
        let of_20 = best_in(forecast);
        let mut ranked: Vec<(usize, f64)> = forecast
            .scenarios
            .iter()
            .enumerate()
            .filter_map(|(place, own)| Some((place, own.fan.as_ref()?.summary.earns_most?)))
            .collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
        let rows = ranked.into_iter().map(|(place, share)| {
            let n = of_20.get(place).copied().flatten().unwrap_or(0);
            let row = self.best_row(place, share, n as usize);
            self.follow(row, place, FigureKind::Metric(Metric::Profit), None)
        });
        let says = vec![
            self.say("counted.best_says", &[("goal", self.words.get("goal.expected_profit"))]),
            self.words.with("counted.twenty", &[("twenty", &FUTURES.to_string())]),
        ];
        Some(Explanation { says, rows: rows.collect(), ..Explanation::default() })
    }

    fn best_row(&self, place: usize, share: f64, of_20: usize) -> ExplanationRow {
        let n = (share * self.around.n_paths as f64).round() as usize;
        let twenty =
            self.words.with("table.n_of_all", &[("n", &of_20.to_string()), ("all", &FUTURES.to_string())]);
        let futures = self.say("counted.n_futures", &[("n", &self.count(n))]);
        ExplanationRow::of(self.name_of(place), format!("{futures} · {twenty}"))
    }

    pub(super) fn best_by(&self) -> Option<Explanation> {
        let ranking = self.ranking()?;
        let mut rows: Vec<&RankedResponse> = ranking.rows.iter().collect();
        rows.sort_by(|a, b| b.is_best.total_cmp(&a.is_best));
        let rows = rows.into_iter().map(|row| {
            let shown = self.best_row(row.scenario, row.is_best, row.best_of_20);
            self.follow(shown, row.scenario, FigureKind::Counted(CountedFigure::Judged), None)
        });
        let key = match ranking.goal {
            Goal::CashNeverBelow(_) => "counted.best_cash_says",
            _ => "counted.best_says",
        };
        let says = vec![
            self.say(key, &[("goal", &self.goal_name())]),
            self.words.with("counted.twenty", &[("twenty", &FUTURES.to_string())]),
        ];
        Some(Explanation { says, rows: rows.collect(), ..Explanation::default() })
    }

    /// What a single future is judged by.
    fn goal_name(&self) -> String {
        let key = match self.goal {
            Goal::TypicalProfit => "goal.typical_profit",
            Goal::ExpectedProfit | Goal::WorstTenth => "goal.expected_profit",
            Goal::CashNeverBelow(_) => "goal.cash",
            Goal::RevenueKept => "goal.revenue_kept",
        };
        self.words.get(key).to_owned()
    }

    /// What a response is judged by.
    pub(super) fn judged(&self) -> Option<Explanation> {
        let ranking = self.ranking()?;
        let row = ranking.rows.iter().find(|row| row.scenario == self.scenario)?;
        match ranking.goal {
            Goal::TypicalProfit | Goal::ExpectedProfit => None,
            Goal::RevenueKept => self.kept(),
            Goal::CashNeverBelow(least) => {
                let least = self.money(least);
                let name = self.say("counted.lasts_in", &[("least", &least)]);
                let (rows, value) = self.share_rows(name, row.figure);
                let says = vec![self.say("counted.lasts_says", &[("least", &least)])];
                let lowest = row.lowest_cash.mean.map(|mean| {
                    let shown = ExplanationRow::of(self.words.get("counted.lowest_cash"), self.money(mean));
                    self.counted(shown, CountedFigure::LowestCash)
                });
                let aside = lowest.into_iter().collect();
                Some(Explanation { says, rows, result: self.makes(value), aside, ..Explanation::default() })
            }
            Goal::WorstTenth => self.worst_tenth(row.figure),
        }
    }

    fn worst_tenth(&self, figure: f64) -> Option<Explanation> {
        let mut profits = self.outcomes()?.of(self.scenario)?.total_profit.values.clone();
        profits.sort_by(f64::total_cmp);
        let n = (profits.len() / 10).max(1);
        let value = |x: Option<&f64>| x.map(|x| self.money(*x)).unwrap_or_default();
        let rows = vec![
            ExplanationRow::of(self.words.get("counted.worst_least"), value(profits.first())),
            ExplanationRow::of(self.words.get("counted.worst_middle"), value(profits.get(n / 2))),
            ExplanationRow::of(self.words.get("counted.worst_most"), value(profits.get(n - 1))),
        ];
        let says = vec![self.say("counted.worst_says", &[("n", &self.count(n))])];
        let mean = ExplanationRow::of(
            self.words.get("counted.all_mean"),
            self.money(profits.iter().sum::<f64>() / profits.len() as f64),
        );
        let aside = vec![self.follow(mean, self.scenario, FigureKind::Metric(Metric::Profit), None)];
        Some(Explanation {
            says,
            rows,
            result: self.on_average(self.money(figure)),
            aside,
            ..Explanation::default()
        })
    }

    pub(super) fn ahead_in(&self, other: usize) -> Option<Explanation> {
        let outcomes = self.outcomes()?;
        let (own, base) = (&outcomes.of(self.scenario)?.total_profit, &outcomes.of(other)?.total_profit);
        let share = sortie_engine::compare::PairedDifference::between(own, base).is_higher;
        let (rows, value) =
            self.share_rows(self.say("counted.ahead_futures", &[("other", &self.name_of(other))]), share);
        let says = vec![self.say("counted.ahead_in_says", &[("other", &self.name_of(other))])];
        let mean = own.mean.zip(base.mean).map(|(own, base)| own - base)?;
        let row = ExplanationRow::of(self.words.get("counted.ahead"), self.change(mean));
        let aside = vec![self.counted(row, CountedFigure::Ahead(Metric::Profit, other))];
        Some(Explanation { says, rows, result: self.makes(value), aside, ..Explanation::default() })
    }
}
