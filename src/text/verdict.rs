//! The verdict: one sentence above every view on what the closure costs and which response is best, and one on cash.

mod cost;

use sortie_engine::compare::{
    CLEARLY_AHEAD, Recommendation, SafetyLimits, median_gain, recommend, shared_out,
};
use sortie_engine::forecast::{Forecast, Metric, P10, P50, P90, ScenarioForecast};
use sortie_engine::plan::Plan;

use super::Words;
use super::lookup::fill_piece;
pub use cost::other_causes;

/// Futures are told by the twenty: a person can picture them, and rounding costs at most one in forty.
pub const FUTURES: u32 = 20;

/// Where cash runs out on so many paths whatever the seller does, money comes before any response.
const MORE_OFTEN_THAN_NOT: f64 = 0.5;

/// Less money than this is nothing: it would be shown as 0.
const NOTHING: f64 = 0.5;

/// A piece of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentenceSpan {
    /// The words.
    pub text: String,
    /// Whether they stand out.
    pub is_strong: bool,
    /// The figure that they are, which can be asked how it came about.
    pub about: Option<VerdictFigure>,
}

/// A figure of the verdict. Scenarios go by their places in the forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VerdictFigure {
    /// The total profit of a scenario.
    Profit(usize),
    /// By how much the total profit of the first is above that of the second: the median over paths, or on the central path
    /// where no paths have been run.
    Ahead(usize, usize),
    /// Which part of what the closure costs a response wins back.
    WonBack(usize),
    /// In how many futures a scenario is the best.
    BestIn(usize),
    /// In how many futures the first earns more than the second.
    AheadIn(usize, usize),
    /// The cash of a scenario at the end of a month.
    Cash(usize, usize),
    /// How often cash runs out in a scenario.
    RunsOut(usize),
    /// What it would be worth to know a guess, by its place among the guesses, before choosing the scenario.
    Worth(usize, usize),
}

/// What a verdict goes by besides the forecast.
#[derive(Clone, Copy, Debug, Default)]
pub struct VerdictGround<'a> {
    /// How often a seller may run out of cash with a response that is safe enough.
    pub limits: SafetyLimits,
    /// What each shock makes of the cost of the closure, by the shock's id; empty as long as that is not known.
    pub causes: &'a [(String, f64)],
    /// What is worth most to know before choosing, where that is known.
    pub to_measure: Option<&'a WorthKnowing>,
}

impl VerdictGround<'_> {
    /// These limits alone.
    pub fn within(limits: SafetyLimits) -> Self {
        Self { limits, ..Self::default() }
    }
}

/// A number that is worth to know.
#[derive(Clone, Debug, PartialEq)]
pub struct WorthKnowing {
    /// Its name.
    pub name: String,
    /// What it is worth to know it, in the plan's currency.
    pub worth: f64,
    /// The figure that can be asked how it came about.
    pub about: VerdictFigure,
}

/// What the forecast says, in two lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// What the closure costs and which response is best.
    pub headline: Vec<SentenceSpan>,
    /// When cash is lowest.
    pub detail: Vec<SentenceSpan>,
    /// The scenario that both lines are about, by its place in the forecast.
    pub scenario_idx: Option<usize>,
}

impl Words {
    /// The verdict on a forecast of `plan`. The plan may have been edited since; scenarios are found by their ids.
    /// What is gained and lost is the median over paths, or that of the central path where no paths have been run.
    pub fn verdict(&self, forecast: &Forecast, plan: &Plan, ground: VerdictGround) -> Verdict {
        let Some(case) = VerdictFigures::new(self, forecast, plan, ground) else { return Verdict::default() };
        if case.sells_nothing() {
            let headline = self.spans("verdict.nothing_sold", &[], None);
            return Verdict { headline, detail: vec![], scenario_idx: Some(0) };
        }
        let (mut detail, mut danger) = (vec![], vec![]);
        let (mut headline, scenario_idx) =
            match (forecast.baselines.no_response, forecast.baselines.links_open) {
                (Some(no_response), Some(links_open)) => {
                    let (headline, idx) = case.closure(no_response, links_open);
                    detail = case.still_loses(idx);
                    danger = case.danger(no_response);
                    (headline, idx)
                }
                _ => case.best(),
            };
        merge(&mut headline);
        detail.extend(case.cash(scenario_idx));
        // Last, since all before it speaks of the scenario of the headline.
        if !detail.is_empty() && !danger.is_empty() {
            detail.push(case.gap());
        }
        detail.extend(danger);
        merge(&mut detail);
        Verdict { headline, detail, scenario_idx: Some(scenario_idx) }
    }

    /// The middle eight in ten futures of one scenario, metric and month: `In 16 of 20 futures, …`. Nothing without
    /// paths, or where there is no such scenario or month.
    pub fn caption(
        &self,
        forecast: &Forecast,
        plan: &Plan,
        scenario_idx: usize,
        metric: Metric,
        month_idx: usize,
    ) -> Option<String> {
        let scenario = forecast.scenarios.get(scenario_idx)?;
        let quantiles = scenario.fan.as_ref()?.quantiles[metric].get(month_idx)?;
        let show = |x: f64| if metric.is_money() { self.money(x, &plan.currency) } else { self.count(x) };
        let (low, high) = (show(quantiles[P10]), show(quantiles[P90]));
        let month = self.month(*forecast.months.get(month_idx)?);
        let (n, all) = ((FUTURES * 8 / 10).to_string(), FUTURES.to_string());
        let key = format!("caption.{}", metric.word());
        let name = self.scenario_name(scenario, plan);
        let shared = [("n", n.as_str()), ("all", &all), ("name", name), ("month", &month)];
        if low == high {
            let values = [&shared[..], &[("value", &low), ("metric", self.metric(metric))]].concat();
            return Some(self.with("verdict.caption_same", &values));
        }
        let values = [&shared[..], &[("low", &low), ("high", &high)]].concat();
        Some(self.with(&key, &values))
    }

    fn scenario_name<'a>(&self, scenario: &'a ScenarioForecast, plan: &'a Plan) -> &'a str {
        let named = plan.scenarios.iter().find(|named| named.id == scenario.id);
        named.map_or(scenario.id.as_str(), |named| self.ready(&named.name))
    }

    /// The words for `key` in pieces; what stands between `**` is strong.
    fn spans(&self, key: &str, values: &[(&str, &str)], about: Option<VerdictFigure>) -> Vec<SentenceSpan> {
        let pieces = self.pieces(key, values).into_iter();
        pieces
            .map(|(text, is_strong)| SentenceSpan { text, is_strong, about: about.filter(|_| is_strong) })
            .collect()
    }

    /// The words for `key` in pieces with `values` filled in, and whether each piece stands between `**`.
    pub fn pieces(&self, key: &str, values: &[(&str, &str)]) -> Vec<(String, bool)> {
        let pieces: Vec<&str> = self.get(key).split("**").collect();
        let fill_in = |(idx, piece): (usize, &&str)| {
            let before = pieces[..idx].iter().rev().find_map(|piece| piece.chars().next_back());
            let after = pieces[idx + 1..].iter().find_map(|piece| piece.chars().next());
            (fill_piece(before, piece, after, values), idx % 2 == 1)
        };
        pieces.iter().enumerate().map(fill_in).collect()
    }
}

/// In how many of [`FUTURES`] each scenario earns the most; nothing for those that are not compared. Rounded by
/// largest remainder, so that the row sums to all of them.
pub fn best_in(forecast: &Forecast) -> Vec<Option<u32>> {
    let shares: Vec<Option<f64>> =
        forecast.scenarios.iter().map(|scenario| scenario.fan.as_ref()?.summary.earns_most).collect();
    let total: f64 = shares.iter().flatten().sum();
    let known: Vec<f64> =
        shares.iter().flatten().map(|share| if total > 0.0 { share / total } else { 0.0 }).collect();
    let n_futures = if total > 0.0 { FUTURES as usize } else { 0 };
    let mut counts = shared_out(n_futures, &known).into_iter();
    shares.iter().map(|share| share.and_then(|_| counts.next())).map(|n| n.map(|n| n as u32)).collect()
}

/// A forecast seen with the figures that a verdict needs.
struct VerdictFigures<'a> {
    words: &'a Words,
    forecast: &'a Forecast,
    plan: &'a Plan,
    ground: VerdictGround<'a>,
    /// Total profit of each scenario.
    profits: Vec<f64>,
    /// Whether the figures are means over paths.
    has_paths: bool,
    months: String,
}

/// A response and what it is measured by, as places of scenarios.
struct MeasuredResponse {
    best: usize,
    no_response: usize,
    links_open: usize,
}

impl<'a> VerdictFigures<'a> {
    /// Nothing where there is no scenario to speak of.
    fn new(
        words: &'a Words,
        forecast: &'a Forecast,
        plan: &'a Plan,
        ground: VerdictGround<'a>,
    ) -> Option<Self> {
        let has_paths = forecast.scenarios.iter().all(|scenario| scenario.fan.is_some());
        let profits: Vec<f64> = forecast.scenarios.iter().map(ScenarioForecast::total_profit).collect();
        let months = forecast.months.len().to_string();
        (!profits.is_empty()).then_some(Self { words, forecast, plan, ground, profits, has_paths, months })
    }

    /// Whether no scenario ever takes in anything, as in a plan from nothing.
    fn sells_nothing(&self) -> bool {
        let sold = |scenario: &ScenarioForecast| scenario.central[Metric::Revenue].iter().any(|x| *x > 0.0);
        !self.forecast.scenarios.iter().any(sold)
    }

    fn name(&self, idx: usize) -> &'a str {
        self.words.scenario_name(&self.forecast.scenarios[idx], self.plan)
    }

    fn money(&self, x: f64) -> String {
        self.words.money(x, &self.plan.currency)
    }

    fn spans(&self, key: &str, values: &[(&str, &str)], about: Option<VerdictFigure>) -> Vec<SentenceSpan> {
        let values = [values, &[("months", self.months.as_str())]].concat();
        self.words.spans(key, &values, about)
    }

    /// What the closure costs, and the response that is recommended.
    fn closure(&self, no_response: usize, links_open: usize) -> (Vec<SentenceSpan>, usize) {
        let mut line = self.costs(no_response, links_open);
        line.push(self.gap());
        if self.forecast.best_response().is_none() {
            line.extend(self.spans("verdict.nothing_to_compare", &[], None));
            return (line, no_response);
        }
        let Some(best) = self.recommended() else {
            let n = (CLEARLY_AHEAD * f64::from(FUTURES)).round().to_string();
            let known = [("n", &*n), ("all", &FUTURES.to_string())];
            line.extend(self.spans("verdict.nothing_clear", &known, None));
            line.extend(self.to_measure());
            return (line, no_response);
        };
        line.extend(self.response(&MeasuredResponse { best, no_response, links_open }));
        line.extend(self.ahead(best, no_response));
        (line, best)
    }

    /// Which number to measure first where nothing clearly beats waiting, and what that is worth.
    fn to_measure(&self) -> Vec<SentenceSpan> {
        let Some(found) = self.ground.to_measure.filter(|found| found.worth >= NOTHING) else {
            return vec![];
        };
        let known = [("what", &*found.name), ("worth", &self.money(found.worth))];
        [vec![self.gap()], self.spans("verdict.measure_first", &known, Some(found.about))].concat()
    }

    /// What a scenario earns more than another: the median over paths of what it earns more than no response, else the
    /// difference of the totals.
    fn gain(&self, place: usize, other: usize) -> f64 {
        let fan = self.forecast.scenarios[place].fan.as_ref().filter(|_| self.has_paths);
        let typical = fan.and_then(|fan| median_gain(&fan.summary));
        typical.unwrap_or(self.profits[place] - self.profits[other])
    }

    /// The response that is recommended; without paths, the one that earns the most if it earns more than none.
    fn recommended(&self) -> Option<usize> {
        if self.has_paths {
            return recommend(self.forecast, self.ground.limits).recommended;
        }
        let none = self.forecast.baselines.no_response?;
        self.forecast.best_response().filter(|best| self.profits[*best] - self.profits[none] >= NOTHING)
    }

    /// What the response that is recommended wins back, without a full stop.
    fn response(&self, measured: &MeasuredResponse) -> Vec<SentenceSpan> {
        let MeasuredResponse { best, no_response: none, links_open: open } = *measured;
        let (gain, cost) = (self.gain(best, none), self.gain(open, none));
        let name = self.name(best);
        let told = |key: &str| {
            let known = [("name", name), ("more", &self.money(gain))];
            self.spans(key, &known, Some(VerdictFigure::Ahead(best, none)))
        };
        match gain - cost {
            _ if cost < NOTHING => told("verdict.adds"),
            more if more >= NOTHING => told("verdict.wins_more"),
            more if more > -NOTHING => self.spans("verdict.wins_all_back", &[("name", name)], None),
            _ => {
                // Never 100%: what is short of all of it must not be told as all of it.
                let share = (gain / cost * 100.0).round().clamp(1.0, 99.0) / 100.0;
                let known = [("name", name), ("share", &self.words.share(share))];
                self.spans("verdict.wins_part_back", &known, Some(VerdictFigure::WonBack(best)))
            }
        }
    }

    /// The end of a sentence: in how many futures a response earns more than none, if that is known.
    fn ahead(&self, idx: usize, none: usize) -> Vec<SentenceSpan> {
        let fan = self.forecast.scenarios[idx].fan.as_ref();
        let Some(share) = fan.and_then(|fan| fan.summary.ahead_share).filter(|_| self.has_paths) else {
            return self.spans("verdict.end", &[], None);
        };
        let n = (share * f64::from(FUTURES)).round().to_string();
        let known = [("n", &*n), ("all", &FUTURES.to_string())];
        self.spans("verdict.ahead_in", &known, Some(VerdictFigure::AheadIn(idx, none)))
    }

    /// The response that would earn more still, where it is too dangerous.
    fn danger(&self, none: usize) -> Vec<SentenceSpan> {
        let Recommendation { dangerous, .. } = recommend(self.forecast, self.ground.limits);
        let Some(place) = dangerous.filter(|_| self.has_paths) else { return vec![] };
        let more = self.money(self.gain(place, none));
        let known = [("name", self.name(place)), ("more", &more)];
        let mut line = self.spans("verdict.dangerous", &known, Some(VerdictFigure::Ahead(place, none)));
        let share =
            self.forecast.scenarios[place].fan.as_ref().map_or(0.0, |fan| fan.summary.runs_out_of_cash);
        let n = (share * f64::from(FUTURES)).round().to_string();
        let known = [("n", &*n), ("all", &FUTURES.to_string())];
        line.extend(self.spans("verdict.dangerous_out", &known, Some(VerdictFigure::RunsOut(place))));
        line
    }

    /// That the best there is ends in a loss, where it does.
    fn still_loses(&self, idx: usize) -> Vec<SentenceSpan> {
        let total =
            self.forecast.scenarios[idx].fan.as_ref().map(|fan| fan.summary.total_profit.quantiles[P50]);
        let profit = total.flatten().filter(|_| self.has_paths).unwrap_or(self.profits[idx]);
        if profit > -NOTHING {
            return vec![];
        }
        let known = [("loss", &*self.money(-profit))];
        [self.spans("verdict.still_loses", &known, Some(VerdictFigure::Profit(idx))), vec![self.gap()]]
            .concat()
    }

    /// The best scenario of all, where there is no closure to respond to or nothing to measure it by.
    fn best(&self) -> (Vec<SentenceSpan>, usize) {
        let best = self.forecast.by_profit().first().copied().unwrap_or_default();
        let profit = self.profits[best];
        let (name, amount) = (self.name(best), self.money(profit.abs()));
        let told = |key: &str| {
            let known = [("name", name), ("profit", &amount), ("loss", &amount)];
            self.spans(key, &known, Some(VerdictFigure::Profit(best)))
        };
        if self.profits.len() == 1 {
            return (told(if profit < 0.0 { "verdict.only_loses" } else { "verdict.only_earns" }), best);
        }
        let mut line = told(if profit < 0.0 { "verdict.best_loses" } else { "verdict.best_earns" });
        line.extend(self.futures(best));
        (line, best)
    }

    /// The end of a sentence: in how many futures scenario `idx` is best, if that is known.
    fn futures(&self, idx: usize) -> Vec<SentenceSpan> {
        let Some(n) = best_in(self.forecast)[idx].filter(|_| self.has_paths) else {
            return self.spans("verdict.end", &[], None);
        };
        let known = [("n", &*n.to_string()), ("all", &FUTURES.to_string())];
        self.spans("verdict.best_in", &known, Some(VerdictFigure::BestIn(idx)))
    }

    /// How low cash falls in scenario `idx`, and in how many futures it runs out.
    fn cash(&self, idx: usize) -> Vec<SentenceSpan> {
        let scenario = &self.forecast.scenarios[idx];
        let fan = scenario.fan.as_ref();
        let Some((month_idx, cash)) = scenario.lowest_cash() else { return vec![] };
        let Some(month) = self.forecast.months.get(month_idx) else { return vec![] };
        let values = [("month", self.words.month(*month)), ("cash", self.money(cash))];
        let values = values.each_ref().map(|(key, text)| (*key, text.as_str()));
        let key = if fan.is_some() { "verdict.lowest_cash" } else { "verdict.lowest_cash_likely" };
        let mut line = self.spans(key, &values, Some(VerdictFigure::Cash(idx, month_idx)));
        line.extend(self.runs_out(idx));
        line
    }

    /// In how many futures cash runs out in scenario `idx`; and that it does without a response as well, where both are
    /// more often than not.
    fn runs_out(&self, idx: usize) -> Vec<SentenceSpan> {
        let out = |place: usize| {
            let fan = self.forecast.scenarios[place].fan.as_ref();
            fan.map_or(0.0, |fan| fan.summary.runs_out_of_cash)
        };
        let told = |share: f64| (share * f64::from(FUTURES)).round();
        let n = told(out(idx));
        let none = self.forecast.baselines.no_response.filter(|none| *none != idx).map_or(0.0, out);
        let key = match n {
            _ if out(idx) <= 0.0 => return vec![],
            _ if n < 1.0 => "verdict.runs_out_seldom",
            _ if out(idx).min(none) >= MORE_OFTEN_THAN_NOT => "verdict.runs_out_anyway",
            _ => "verdict.runs_out",
        };
        let known =
            [("n", &*n.to_string()), ("none", &told(none).to_string()), ("all", &FUTURES.to_string())];
        [vec![self.gap()], self.spans(key, &known, Some(VerdictFigure::RunsOut(idx)))].concat()
    }

    fn gap(&self) -> SentenceSpan {
        SentenceSpan {
            text: self.words.language().between_sentences().to_owned(),
            is_strong: false,
            about: None,
        }
    }
}

/// Puts pieces of equal strength together and leaves out empty ones.
fn merge(line: &mut Vec<SentenceSpan>) {
    line.retain(|span| !span.text.is_empty());
    line.dedup_by(|next, before| {
        let is_same = next.is_strong == before.is_strong && next.about == before.about;
        if is_same {
            before.text.push_str(&next.text);
        }
        is_same
    });
}

#[cfg(test)]
mod tests;
