//! What a seller judges responses by: profit one can expect, profit when it goes badly, cash that never runs short, or
//! revenue that is kept.

use super::Metric;
use super::central::central_tables;
use super::metric::MetricTable;
use super::outcomes::{OverPaths, ScenarioOutcome};
use super::quantile::P50;
use super::summary::compared;
use crate::model::Model;

/// What responses are judged by; more is better.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Goal {
    /// Profit over the horizon as it typically comes out: its median over paths. Responses are ordered by the median of what
    /// they earn more than no response, path by path.
    TypicalProfit,
    /// Profit over the horizon, the mean over paths.
    ExpectedProfit,
    /// Profit over the horizon, the mean of the tenth of the paths that earn the least: the conditional value at risk
    /// (Rockafellar and Uryasev, *Journal of Risk* 2, 2000).
    WorstTenth,
    /// The share of paths on which cash is at no month's end below this amount of the plan's currency.
    CashNeverBelow(f64),
    /// Revenue from the closure on as a share of that with links open, the mean over paths. Needs links open.
    RevenueKept,
}

/// The share of paths that count as the worst.
pub(crate) const WORST: f64 = 0.1;

impl Goal {
    /// The figure by which it judges a response; nothing where the plan has nothing to compare with.
    pub fn figure(self, outcome: &ScenarioOutcome) -> Option<f64> {
        match self {
            Self::TypicalProfit => outcome.total_profit.statistic().quantiles[P50],
            Self::ExpectedProfit => outcome.total_profit.mean,
            Self::RevenueKept => outcome.revenue_kept.as_ref().map(|kept| kept.mean.unwrap_or(0.0)),
            Self::WorstTenth | Self::CashNeverBelow(_) => self.scores(outcome).map(|scores| mean(&scores)),
        }
    }

    /// What it looks at, in money or as a share: profit, lowest cash, or revenue kept.
    pub fn measure(self, outcome: &ScenarioOutcome) -> Option<&OverPaths> {
        match self {
            Self::TypicalProfit | Self::ExpectedProfit | Self::WorstTenth => Some(&outcome.total_profit),
            Self::CashNeverBelow(_) => Some(&outcome.lowest_cash),
            Self::RevenueKept => outcome.revenue_kept.as_ref(),
        }
    }

    /// What each path is worth: profit, 1 where cash lasts and 0 elsewhere, or revenue kept (0 where there is none to
    /// keep). A choice that could be made anew on every path would be made by this.
    pub fn payoffs(self, outcome: &ScenarioOutcome) -> Option<Vec<f64>> {
        match self {
            Self::CashNeverBelow(least) => {
                let lasts = |lowest: &f64| f64::from(u8::from(*lowest >= least));
                Some(outcome.lowest_cash.values.iter().map(lasts).collect())
            }
            _ => {
                let measure = self.measure(outcome)?;
                Some((0..measure.values.len()).map(|path| measure.get(path).unwrap_or(0.0)).collect())
            }
        }
    }

    /// Figures path by path whose mean is the figure by which it judges, so that two responses can be compared on the same
    /// paths. They are the payoffs, but for the worst tenth: there `q − (q − x)⁺ / 0.1`, where `q` is the profit below
    /// which a tenth of the paths lie.
    pub fn scores(self, outcome: &ScenarioOutcome) -> Option<Vec<f64>> {
        let payoffs = self.payoffs(outcome)?;
        if self != Self::WorstTenth {
            return Some(payoffs);
        }
        let mut sorted = payoffs.clone();
        // Of fewer than ten paths the worst one stands for all.
        let rank = (WORST * sorted.len() as f64) as usize;
        let (_, limit, _) = sorted.select_nth_unstable_by(rank, f64::total_cmp);
        let limit = *limit;
        Some(payoffs.into_iter().map(|x| limit - (limit - x).max(0.0) / WORST).collect())
    }

    /// What it looks at on the central path of each of `scenarios`, by their places in the plan: profit, lowest cash, or
    /// revenue kept. Nothing where the plan has nothing to compare with.
    pub(crate) fn central(self, model: &Model, scenarios: &[usize]) -> Option<Vec<f64>> {
        let sum = |values: &[f64]| values.iter().sum::<f64>();
        let figures = |figure: &dyn Fn(&MetricTable<f64>) -> f64| {
            Some(central_tables(model, scenarios).iter().map(figure).collect())
        };
        match self {
            Self::TypicalProfit | Self::ExpectedProfit | Self::WorstTenth => {
                figures(&|table| sum(&table[Metric::Profit]))
            }
            Self::CashNeverBelow(_) => {
                figures(&|table| table[Metric::Cash].iter().copied().fold(f64::INFINITY, f64::min))
            }
            Self::RevenueKept => {
                let (open, month) = compared(model)?;
                let open = central_tables(model, &[open]);
                let all = sum(&open[0][Metric::Revenue][month..]);
                let kept = |table: &MetricTable<f64>| sum(&table[Metric::Revenue][month..]) / all;
                figures(&|table| if all > 0.0 { kept(table) } else { 0.0 })
            }
        }
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}
