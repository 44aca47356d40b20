//! Figures that come from two scenarios, or from the parts of one: differences, shares of one another, baskets.

use std::collections::BTreeMap;

use sortie_engine::compare::median_gain;
use sortie_engine::forecast::{Goal, Metric, P10, P90};

use super::super::told::{Explanation, ExplanationRow, ViewLink};
use super::CountedCase;
use crate::command::Aspect;
use crate::desk::figure::CountedFigure;
use crate::desk::figure::FigureKind;

use crate::screen::answer::channels::{MONTHS, platform};

impl CountedCase<'_> {
    /// A metric of a scenario in the month, or over all of them.
    fn level(&self, place: usize, metric: Metric) -> Option<f64> {
        let scenario = self.around.forecast.scenarios.get(place)?;
        match (self.month, metric) {
            (None, Metric::Profit) => Some(scenario.total_profit()),
            (None, Metric::Revenue) => Some(scenario.total_revenue()),
            (month, _) => {
                let values = crate::screen::answer::outlook::values_of(scenario, metric);
                let month = month.unwrap_or(values.len().saturating_sub(1));
                values.get(month).copied()
            }
        }
    }

    pub(super) fn ahead(&self, metric: Metric, other: usize) -> Option<Explanation> {
        let (own, base) = (self.level(self.scenario, metric)?, self.level(other, metric)?);
        let row = |place: usize, x: f64| {
            let row = ExplanationRow::of(self.name_of(place), self.metric(metric, x));
            self.follow(row, place, FigureKind::Metric(metric), self.month)
        };
        let rows = vec![row(self.scenario, own), row(other, base).signed("\u{2212}")];
        let says = vec![self.say("counted.paired_means", &[])];
        let is_total = self.month.is_none() && metric == Metric::Profit;
        let aside = if is_total {
            let range = ExplanationRow::of(self.words.get("counted.range_ahead"), String::new());
            let often = ExplanationRow::of(self.words.get("counted.ahead_in"), String::new());
            vec![
                self.counted(range, CountedFigure::RangeAhead(other)),
                self.counted(often, CountedFigure::AheadIn(other)),
            ]
        } else {
            vec![]
        };
        let is_bridged = matches!(metric, Metric::Profit | Metric::Revenue | Metric::Cash);
        let doors = if is_bridged { vec![ViewLink::Bridge(other, self.scenario)] } else { vec![] };
        Some(Explanation { says, rows, result: self.makes(self.metric(metric, own - base)), aside, doors })
    }

    pub(super) fn won_back(&self) -> Option<Explanation> {
        let baselines = &self.around.forecast.baselines;
        let (none, open) = (baselines.no_response?, baselines.links_open?);
        let typical = |place: usize| {
            let scenario = self.around.forecast.scenarios.get(place)?;
            let fan = scenario.fan.as_ref().and_then(|fan| median_gain(&fan.summary));
            let base = self.around.forecast.scenarios.get(none)?;
            Some(fan.unwrap_or(scenario.total_profit() - base.total_profit()))
        };
        let (gain, cost) = (typical(self.scenario)?, typical(open)?);
        let won = ExplanationRow::of(self.words.get("counted.won"), self.money(gain));
        let lost = ExplanationRow::of(self.words.get("counted.lost"), self.money(cost)).signed("\u{00F7}");
        let rows = vec![
            self.counted(won, CountedFigure::TypicalGain(none)),
            self.follow(lost, open, FigureKind::Counted(CountedFigure::TypicalGain(none)), None),
        ];
        let says = vec![self.say("counted.won_back_says", &[])];
        let doors = vec![ViewLink::Bridge(none, self.scenario)];
        let share = if cost > 0.0 { gain / cost } else { return None };
        Some(Explanation { says, rows, result: self.makes(self.words.share(share)), aside: vec![], doors })
    }

    pub(super) fn kept(&self) -> Option<Explanation> {
        let forecast = self.around.forecast;
        let (open, first) = (forecast.baselines.links_open?, forecast.baselines.closure_month?);
        let fan = self.own()?.fan.as_ref()?;
        let revenue = |place: usize| -> Option<f64> {
            let fan = forecast.scenarios.get(place)?.fan.as_ref()?;
            Some(fan.mean[Metric::Revenue].get(first..)?.iter().sum())
        };
        let (own, all) = (revenue(self.scenario)?, revenue(open)?);
        let since = self.of_month(first as f64);
        let row = |place: usize, x: f64| {
            let known = [("name", &*self.name_of(place)), ("month", &*since)];
            let row = ExplanationRow::of(self.words.with("counted.revenue_since", &known), self.money(x));
            self.follow(row, place, FigureKind::Metric(Metric::Revenue), None)
        };
        let rows = vec![row(self.scenario, own), row(open, all).signed("\u{00F7}")];
        let told = fan.summary.revenue_kept.as_ref()?;
        let of_means = self.words.share(own / all);
        let says = vec![
            self.say("counted.kept_says", &[("month", &since)]),
            self.say("counted.kept_each", &[("means", &of_means)]),
        ];
        let mut aside = vec![];
        if let (Some(low), Some(high)) = (told.quantiles[P10], told.quantiles[P90]) {
            let range = format!("{} – {}", self.words.share(low), self.words.share(high));
            aside.push(ExplanationRow::of(self.words.get("counted.eight_of_ten"), range));
        }
        let doors = vec![ViewLink::View(Aspect::Why)];
        Some(Explanation { says, rows, result: self.on_average(self.words.share(told.mean?)), aside, doors })
    }

    pub(super) fn lead(&self) -> Option<Explanation> {
        let ranking = self.ranking()?;
        let (first, second) = (ranking.rows.first()?, ranking.rows.get(1)?);
        let (lead, error) = ranking.lead?;
        let figure = |x: f64| match ranking.goal {
            Goal::TypicalProfit | Goal::ExpectedProfit | Goal::WorstTenth => self.money(x),
            Goal::CashNeverBelow(_) | Goal::RevenueKept => self.words.share(x),
        };
        let apart = |x: f64| match ranking.goal {
            Goal::TypicalProfit | Goal::ExpectedProfit | Goal::WorstTenth => self.money(x),
            Goal::CashNeverBelow(_) | Goal::RevenueKept => self.words.points(x),
        };
        let what = match ranking.goal {
            Goal::TypicalProfit => FigureKind::Counted(CountedFigure::Range(Metric::Profit)),
            Goal::ExpectedProfit => FigureKind::Metric(Metric::Profit),
            _ => FigureKind::Counted(CountedFigure::Judged),
        };
        let row = |place: usize, x: f64| {
            self.follow(ExplanationRow::of(self.name_of(place), figure(x)), place, what, None)
        };
        let rows =
            vec![row(first.scenario, first.figure), row(second.scenario, second.figure).signed("\u{2212}")];
        let key = if ranking.is_told_apart { "counted.lead_says" } else { "counted.lead_open_says" };
        let says = vec![self.say(key, &[("leeway", &apart(error))])];
        Some(Explanation { says, rows, result: self.makes(apart(lead)), ..Explanation::default() })
    }

    /// The revenue of half a year by what carries it.
    pub(super) fn baskets(&self, is_last: bool) -> Option<Explanation> {
        let (plan, own) = (self.around.plan, self.own()?);
        let table = own.fan.as_ref().map_or(&own.central, |fan| &fan.mean);
        let n = self.around.forecast.months.len();
        let months = if is_last { n.saturating_sub(MONTHS)..n } else { 0..n.min(MONTHS) };
        let mut platforms: BTreeMap<String, f64> = BTreeMap::new();
        for (channel, revenue) in plan.channels.iter().zip(&table.channel_revenue) {
            let sum: f64 = revenue.get(months.clone())?.iter().sum();
            *platforms.entry(platform(self.words, channel)).or_default() += sum;
        }
        let total: f64 = platforms.values().sum();
        let mut platforms: Vec<(String, f64)> = platforms.into_iter().filter(|(_, sum)| *sum > 0.0).collect();
        platforms.sort_by(|a, b| b.1.total_cmp(&a.1));
        let share = |sum: f64| self.words.share((sum / total * 1_000.0).round() / 1_000.0);
        let row = |(name, sum): &(String, f64)| {
            let (money, share) = (self.money(*sum), share(*sum));
            ExplanationRow::of(name.as_str(), format!("{money} · {share}"))
        };
        let rows = platforms.iter().map(row).collect();
        let known = [
            ("from", &*self.of_month(months.start as f64)),
            ("to", &*self.of_month(months.end.saturating_sub(1) as f64)),
        ];
        let mut says = vec![self.say("counted.baskets_says", &known)];
        let squares: f64 = platforms.iter().map(|(_, sum)| (sum / total) * (sum / total)).sum();
        let result = match own.fan.as_ref().and_then(|fan| fan.summary.concentration.mean) {
            Some(mean) if is_last => {
                let means = self.words.number(squares);
                says.push(self.say("counted.baskets_squares", &[("means", &means)]));
                self.on_average(self.words.number(mean))
            }
            _ => None,
        };
        let all = ExplanationRow::of(self.words.metric(Metric::Revenue), self.money(own.total_revenue()));
        let aside = vec![self.follow(all, self.scenario, FigureKind::Metric(Metric::Revenue), None)];
        Some(Explanation { says, rows, result, aside, doors: vec![ViewLink::View(Aspect::Channels)] })
    }
}
