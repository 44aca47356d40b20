//! Figures over the whole horizon: what is kept, when it is back, how low cash falls.

use super::ending::{PathEnding, TIE};
use super::quantile::Statistic;
use crate::lane::LaneKit;
use crate::model::{Baselines, Model};

/// Figures over the whole horizon, over paths. Months are counted from 0, the plan's start.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// Revenue over the horizon.
    pub total_revenue: Statistic,
    /// Profit over the horizon.
    pub total_profit: Statistic,
    /// Revenue from the closure on, as a share of what it would be with links open. Needs both to compare.
    pub revenue_kept: Option<Statistic>,
    /// Month from which revenue is back at 95 % of what it would be with links open.
    pub recovery_month: Option<Statistic>,
    /// Month from which the response has earned more than no response.
    pub payback_month: Option<Statistic>,
    /// Profit over the horizon less that of no response on the same path.
    pub gain: Option<Statistic>,
    /// How far the median gain may be off because there are not more paths: half the distance between the gains √n ⁄ 2 ranks
    /// below and above the median, which is its standard error. Nothing for what has other shocks than no response.
    pub gain_error: Option<f64>,
    /// Share of paths on which it earns more than no response; paths on which both earn the same count half.
    pub ahead_share: Option<f64>,
    /// Lowest cash of any month's end.
    pub lowest_cash: Statistic,
    /// The first month in which cash is that low.
    pub lowest_cash_month: Statistic,
    /// Sum of the squared shares of revenue by platform over the last six months; 1 is one basket for all eggs.
    pub concentration: Statistic,
    /// Share of paths on which cash falls below the credit line.
    pub runs_out_of_cash: f64,
    /// Share of paths on which this scenario earns the most of those with the same shocks as no response.
    pub earns_most: Option<f64>,
}

/// A figure of a summary that differs by path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SummaryFigure {
    TotalRevenue,
    TotalProfit,
    LowestCash,
    LowestCashMonth,
    Concentration,
    RevenueKept,
    RecoveryMonth,
    PaybackMonth,
    Gain,
}

impl SummaryFigure {
    /// All of them, each at its own place.
    pub const ALL: [Self; 9] = [
        Self::TotalRevenue,
        Self::TotalProfit,
        Self::LowestCash,
        Self::LowestCashMonth,
        Self::Concentration,
        Self::RevenueKept,
        Self::RecoveryMonth,
        Self::PaybackMonth,
        Self::Gain,
    ];

    /// Its place in a row of all of them.
    pub const fn place(self) -> usize {
        self as usize
    }
}

/// How many figures of a summary differ by path.
pub(super) const N_FIGURES: usize = SummaryFigure::ALL.len();

/// The figures of a scenario's summary on every path, each at its place; nothing for what has nothing to be compared with.
pub(super) fn figures<K: LaneKit>(
    kit: K,
    model: &Model,
    endings: &[PathEnding<K>],
    scenario: usize,
) -> [Option<K::Row>; N_FIGURES] {
    let own = &endings[scenario];
    let open = compared(model).map(|(place, month)| (&endings[place], month));
    SummaryFigure::ALL.map(|figure| match figure {
        SummaryFigure::TotalRevenue => Some(own.total_revenue),
        SummaryFigure::TotalProfit => Some(own.total_profit),
        SummaryFigure::LowestCash => Some(own.lowest_cash),
        SummaryFigure::LowestCashMonth => Some(own.lowest_cash_month),
        SummaryFigure::Concentration => Some(own.concentration(kit)),
        SummaryFigure::RevenueKept => open.map(|(open, month)| own.kept(kit, open, month)),
        SummaryFigure::RecoveryMonth => open.map(|(open, month)| own.recovery(kit, open, month)),
        SummaryFigure::PaybackMonth => {
            model.baselines.no_response.map(|base| own.payback(kit, &endings[base]))
        }
        SummaryFigure::Gain => model.baselines.no_response.map(|base| own.gain(kit, &endings[base])),
    })
}

/// The scenario with links open, and the month from which others are compared with it.
pub(super) fn compared(model: &Model) -> Option<(usize, usize)> {
    let Baselines { links_open, closure_month, .. } = model.baselines;
    links_open.zip(closure_month).filter(|(_, month)| *month < model.n_months)
}

/// The summary of a scenario from its [`figures`] over paths.
pub(super) fn summarize(
    model: &Model,
    scenario: usize,
    figures: [Statistic; N_FIGURES],
    tally: &EndingTally,
) -> Summary {
    let of = |figure: SummaryFigure| figures[figure.place()];
    let is_compared = compared(model).is_some();
    let has_base = model.baselines.no_response.is_some();
    Summary {
        total_revenue: of(SummaryFigure::TotalRevenue),
        total_profit: of(SummaryFigure::TotalProfit),
        revenue_kept: is_compared.then_some(of(SummaryFigure::RevenueKept)),
        recovery_month: is_compared.then_some(of(SummaryFigure::RecoveryMonth)),
        payback_month: has_base.then_some(of(SummaryFigure::PaybackMonth)),
        gain: has_base.then_some(of(SummaryFigure::Gain)),
        gain_error: tally.gain_error(scenario),
        ahead_share: has_base.then(|| tally.ahead[scenario] as f64 / 2.0 / tally.n_paths as f64),
        lowest_cash: of(SummaryFigure::LowestCash),
        lowest_cash_month: of(SummaryFigure::LowestCashMonth),
        concentration: of(SummaryFigure::Concentration),
        runs_out_of_cash: tally.out[scenario] as f64 / tally.n_paths as f64,
        earns_most: (has_base && model.scenarios[scenario].is_ranked).then(|| tally.wins(scenario)),
    }
}

/// How many paths end in which way. Whole numbers, so that it does not matter who counts which.
#[derive(Clone, Debug)]
pub(super) struct EndingTally {
    n_paths: usize,
    /// Paths on which a scenario runs out of cash.
    out: Vec<usize>,
    /// Twice the paths on which a scenario earns more than no response, and once those on which both earn the same.
    ahead: Vec<usize>,
    /// What a scenario with the shocks of no response earns more than that, path by path in any order.
    gains: Vec<Vec<f32>>,
    /// Paths on which a scenario earns the most, by how many share the first place with it.
    first: Vec<Vec<usize>>,
}

impl EndingTally {
    pub fn new(n_scenarios: usize) -> Self {
        let none = vec![0; n_scenarios];
        let (first, gains) = (vec![none.clone(); n_scenarios], vec![vec![]; n_scenarios]);
        Self { n_paths: 0, out: none.clone(), ahead: none, gains, first }
    }

    /// Counts the first `n` paths of a block whose lowest cash is below the credit line.
    pub fn take_cash<K: LaneKit>(
        &mut self,
        kit: K,
        model: &Model,
        scenario: usize,
        lowest: &K::Row,
        n: usize,
    ) {
        let is_out = |path: &usize| kit.get(lowest, *path) < -model.credit_line;
        self.out[scenario] += (0..n).filter(is_out).count();
    }

    /// Counts `n` paths more on which a scenario runs out of cash.
    pub fn count_out(&mut self, scenario: usize, n: usize) {
        self.out[scenario] += n;
    }

    /// Counts who earns the most on each of `n` paths; `profit` tells what a scenario earns on a path.
    pub fn take_profits(&mut self, model: &Model, n: usize, profit: &impl Fn(usize, usize) -> f64) {
        self.n_paths += n;
        let Some(base) = model.baselines.no_response else { return };
        for (place, scenario) in model.scenarios.iter().enumerate() {
            for path in 0..n {
                let (own, other) = (profit(place, path), profit(base, path));
                let is_same = (own - other).abs() <= TIE * own.abs().max(other.abs());
                self.ahead[place] += if is_same { 1 } else { 2 * usize::from(own > other) };
                if scenario.is_ranked {
                    self.gains[place].push((own - other) as f32);
                }
            }
        }
        let ranked: Vec<usize> =
            (0..model.scenarios.len()).filter(|place| model.scenarios[*place].is_ranked).collect();
        for path in 0..n {
            let best = ranked.iter().map(|place| profit(*place, path)).fold(f64::NEG_INFINITY, f64::max);
            let is_best = |place: &usize| best - profit(*place, path) <= TIE * best.abs();
            let n_best = ranked.iter().filter(|place| is_best(place)).count();
            for place in ranked.iter().filter(|place| is_best(place)) {
                self.first[*place][n_best - 1] += 1;
            }
        }
    }

    /// Adds what another has counted.
    pub fn add(&mut self, other: &Self) {
        self.n_paths += other.n_paths;
        let own = self.first.iter_mut().flatten().chain(&mut self.out).chain(&mut self.ahead);
        for (own, other) in own.zip(other.first.iter().flatten().chain(&other.out).chain(&other.ahead)) {
            *own += other;
        }
        for (own, other) in self.gains.iter_mut().zip(&other.gains) {
            own.extend(other);
        }
    }

    /// The standard error of the median gain of a scenario, if its gains are counted.
    fn gain_error(&self, scenario: usize) -> Option<f64> {
        let mut gains = self.gains[scenario].clone();
        let n = gains.len() as f64;
        let (below, above) = ((n - n.sqrt()) / 2.0, (n + n.sqrt()) / 2.0);
        let last = gains.len().checked_sub(1)?;
        let place = |rank: f64| (rank.max(1.0) as usize - 1).min(last);
        let mut at = |place: usize| f64::from(*gains.select_nth_unstable_by(place, f32::total_cmp).1);
        let (low, high) = (at(place(below.floor())), at(place(above.ceil())));
        Some((high - low) / 2.0)
    }

    /// Share of paths on which a scenario earns the most; ties are split.
    fn wins(&self, scenario: usize) -> f64 {
        let shared = self.first[scenario].iter().enumerate();
        shared.map(|(others, paths)| *paths as f64 / (others + 1) as f64).sum::<f64>() / self.n_paths as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_of_a_summary_stands_at_its_own_place() {
        for (place, figure) in SummaryFigure::ALL.into_iter().enumerate() {
            assert_eq!(figure.place(), place, "{figure:?}");
        }
    }
}
