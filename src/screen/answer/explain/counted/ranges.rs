//! Where a figure lies in most futures: all of them in order, and the places that are told of.

use sortie_engine::compare::{PairedDifference, is_carried_by_few};
use sortie_engine::forecast::{Metric, P10, P50, P90, PERCENTILES, Statistic};

use super::super::told::{Explanation, ExplanationRow, ViewLink};
use super::CountedCase;
use crate::command::Aspect;
use crate::desk::figure::CountedFigure;
use crate::desk::figure::FigureKind;

impl CountedCase<'_> {
    /// All futures in order, at the places that the engine tells of.
    fn percentile_rows(
        &self,
        quantiles: [Option<f64>; 7],
        show: &dyn Fn(f64) -> String,
    ) -> Vec<ExplanationRow> {
        let row = |(share, x): (f64, Option<f64>)| {
            let n = self.words.number((share * 100.0).round());
            let key = if share == PERCENTILES[P50] { "counted.middle" } else { "counted.below" };
            let never = || self.words.get("table.never").to_owned();
            ExplanationRow::of(self.words.with(key, &[("n", &n)]), x.map_or_else(never, show))
        };
        PERCENTILES.into_iter().zip(quantiles).map(row).collect()
    }

    fn in_order(&self, [low, high]: [String; 2]) -> String {
        self.say("counted.range_says", &[("low", &low), ("high", &high)])
    }

    pub(super) fn range(&self, metric: Metric) -> Option<Explanation> {
        let fan = self.own()?.fan.as_ref()?;
        let (quantiles, mean) = match self.month {
            Some(month) => {
                let at = fan.quantiles[metric].get(month)?;
                (at.map(Some), fan.mean[metric].get(month).copied())
            }
            None => {
                let told = match metric {
                    Metric::Profit => &fan.summary.total_profit,
                    Metric::Revenue => &fan.summary.total_revenue,
                    _ => return None,
                };
                (told.quantiles, told.mean)
            }
        };
        let show = |x: f64| self.metric(metric, x);
        let says = vec![self.in_order([show(quantiles[P10]?), show(quantiles[P90]?)])];
        let row = ExplanationRow::of(self.words.get("counted.mean"), mean.map(show).unwrap_or_default());
        let aside = vec![self.follow(row, self.scenario, FigureKind::Metric(metric), self.month)];
        Some(Explanation {
            says,
            rows: self.percentile_rows(quantiles, &show),
            aside,
            ..Explanation::default()
        })
    }

    pub(super) fn range_ahead(&self, other: usize) -> Option<Explanation> {
        let outcomes = self.outcomes()?;
        let (own, base) = (outcomes.of(self.scenario)?, outcomes.of(other)?);
        let apart = PairedDifference::between(&own.total_profit, &base.total_profit);
        let show = |x: f64| self.change(x);
        let known = [("other", &*self.name_of(other))];
        let says = vec![
            self.say("counted.paired", &known),
            self.in_order([show(apart.quantiles[P10]), show(apart.quantiles[P90])]),
        ];
        let mean = ExplanationRow::of(self.words.get("counted.mean"), show(apart.mean));
        let often = ExplanationRow::of(self.words.get("counted.ahead_in"), self.words.share(apart.is_higher));
        let aside = vec![
            self.counted(mean, CountedFigure::Ahead(Metric::Profit, other)),
            self.counted(often, CountedFigure::AheadIn(other)),
        ];
        Some(Explanation {
            says,
            rows: self.percentile_rows(apart.quantiles.map(Some), &show),
            aside,
            ..Explanation::default()
        })
    }

    /// What is earned more than without a response, future by future: the middle one, and all in order.
    pub(super) fn typical_gain(&self, none: usize) -> Option<Explanation> {
        let Some(summary) = self.own()?.fan.as_ref().map(|fan| &fan.summary) else {
            return self.ahead(Metric::Profit, none);
        };
        let gain = summary.gain?;
        let show = |x: f64| self.change(x);
        let mut says = vec![self.say("counted.paired", &[("other", &self.name_of(none))])];
        if is_carried_by_few(summary) {
            says.push(self.say("counted.carried_by_few", &[]));
        }
        let mean =
            ExplanationRow::of(self.words.get("counted.mean"), gain.mean.map(show).unwrap_or_default());
        let often = self.words.share(summary.ahead_share.unwrap_or_default());
        let often = ExplanationRow::of(self.words.get("counted.ahead_in"), often);
        let aside = vec![
            self.counted(mean, CountedFigure::Ahead(Metric::Profit, none)),
            self.counted(often, CountedFigure::AheadIn(none)),
        ];
        let doors = vec![ViewLink::Bridge(none, self.scenario)];
        let middle = (self.words.get("counted.typical").to_owned(), show(gain.quantiles[P50]?));
        let rows = self.percentile_rows(gain.quantiles, &show);
        Some(Explanation { says, rows, result: Some(middle), aside, doors })
    }

    pub(super) fn lowest_cash(&self) -> Option<Explanation> {
        let summary = &self.own()?.fan.as_ref()?.summary;
        let lowest = &summary.lowest_cash;
        let month = summary.lowest_cash_month.quantiles[P50].map(|at| self.of_month(at)).unwrap_or_default();
        let show = |x: f64| self.money(x);
        let says = vec![self.say("counted.lowest_says", &[("month", &month)])];
        let rows = self.percentile_rows(lowest.quantiles, &show);
        let mut aside = match self.outcomes().and_then(|outcomes| outcomes.of(self.scenario)) {
            Some(own) => self.month_rows(own.lowest_cash_month.values.iter().copied(), "counted.lowest_in"),
            None => {
                let at = summary.lowest_cash_month.quantiles[P50]?.round().max(0.0) as usize;
                let cash = *self.own()?.fan.as_ref()?.mean[Metric::Cash].get(at)?;
                let row = ExplanationRow::of(self.say("counted.cash_in", &[("month", &month)]), show(cash));
                vec![self.follow(row, self.scenario, FigureKind::Metric(Metric::Cash), Some(at))]
            }
        };
        let out = ExplanationRow::of(
            self.words.get("counted.runs_out"),
            self.words.share(summary.runs_out_of_cash),
        );
        aside.push(self.counted(out, CountedFigure::RunsOut));
        let doors = vec![ViewLink::View(Aspect::Cash)];
        Some(Explanation { says, rows, result: self.on_average(show(lowest.mean?)), aside, doors })
    }

    /// The first months by which something is reached.
    fn month_told(&self, key: &str, month: &Statistic) -> Explanation {
        let row = |place: usize| {
            let n = self.words.number((PERCENTILES[place] * 100.0).round());
            let at = month.quantiles[place]
                .map_or_else(|| self.words.get("table.never").to_owned(), |at| self.of_month(at));
            ExplanationRow::of(self.words.with("counted.reached_by", &[("n", &n)]), at)
        };
        let mut rows: Vec<ExplanationRow> = [P10, P50, P90].map(row).into();
        let n = (month.never * self.around.n_paths as f64).round() as usize;
        let never = self.say("counted.n_futures", &[("n", &self.count(n))]);
        rows.push(ExplanationRow::of(self.words.get("counted.not_reached"), never));
        let middle = month.quantiles[P50]
            .map_or_else(|| self.words.get("table.never").to_owned(), |at| self.of_month(at));
        let result = Some((self.words.get("counted.middle_future").to_owned(), middle));
        Explanation { says: vec![self.say(key, &[])], rows, result, ..Explanation::default() }
    }

    pub(super) fn recovery(&self) -> Option<Explanation> {
        let month = self.own()?.fan.as_ref()?.summary.recovery_month.as_ref()?;
        let mut told = self.month_told("counted.recovery_says", month);
        let open = self.around.forecast.baselines.links_open?;
        told.aside = self.revenue_rows(month, open);
        Some(told)
    }

    /// Revenue of the middle month of recovery, beside that with links open.
    fn revenue_rows(&self, month: &Statistic, open: usize) -> Vec<ExplanationRow> {
        let Some(at) = month.quantiles[P50].map(|at| at.round().max(0.0) as usize) else { return vec![] };
        let row = |place: usize| {
            let fan = self.around.forecast.scenarios.get(place)?.fan.as_ref()?;
            let revenue = *fan.mean[Metric::Revenue].get(at)?;
            let known = [("name", &*self.name_of(place)), ("month", &*self.of_month(at as f64))];
            let row = ExplanationRow::of(self.words.with("counted.revenue_in", &known), self.money(revenue));
            Some(self.follow(row, place, FigureKind::Metric(Metric::Revenue), Some(at)))
        };
        [self.scenario, open].into_iter().filter_map(row).collect()
    }

    pub(super) fn payback(&self) -> Option<Explanation> {
        let month = self.own()?.fan.as_ref()?.summary.payback_month.as_ref()?;
        let mut told = self.month_told("counted.payback_says", month);
        let none = self.no_response()?;
        let [own, base] = [self.scenario, none].map(|place| {
            let scenario = self.around.forecast.scenarios.get(place)?;
            scenario.fan.as_ref()?.summary.total_profit.mean
        });
        let row = ExplanationRow::of(self.words.get("counted.ahead"), self.change(own? - base?));
        told.aside = vec![self.counted(row, CountedFigure::Ahead(Metric::Profit, none))];
        Some(told)
    }

    pub(super) fn up_front(&self) -> Option<Explanation> {
        let outcome = self.outcomes()?.of(self.scenario)?;
        let money = outcome.money_up_front.as_ref()?.statistic();
        let show = |x: f64| self.money(x);
        let none = self.no_response()?;
        let says = vec![self.say("counted.up_front_says", &[("other", &self.name_of(none))])];
        let rows = self.percentile_rows(money.quantiles, &show);
        Some(Explanation {
            says,
            rows,
            result: self.on_average(show(money.mean.unwrap_or(0.0))),
            aside: self.widest_gap(none).unwrap_or_default(),
            doors: vec![ViewLink::View(Aspect::Cash)],
        })
    }

    /// On the mean of the futures, the month in which cash is farthest below that of another scenario.
    fn widest_gap(&self, other: usize) -> Option<Vec<ExplanationRow>> {
        let cash = |place: usize| {
            let fan = self.around.forecast.scenarios.get(place)?.fan.as_ref()?;
            Some(&fan.mean[Metric::Cash])
        };
        let (own, base) = (cash(self.scenario)?, cash(other)?);
        let gap = |at: &usize| base[*at] - own[*at];
        let at = (0..own.len()).max_by(|a, b| gap(a).total_cmp(&gap(b)))?;
        let row = |place: usize, cash: f64| {
            let known = [("name", &*self.name_of(place)), ("month", &*self.of_month(at as f64))];
            let row = ExplanationRow::of(self.words.with("counted.cash_of_in", &known), self.money(cash));
            self.follow(row, place, FigureKind::Metric(Metric::Cash), Some(at))
        };
        (gap(&at) > 0.0).then(|| vec![row(self.scenario, own[at]), row(other, base[at])])
    }
}
