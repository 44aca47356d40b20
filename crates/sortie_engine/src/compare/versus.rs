//! Two scenarios on the same paths: how far one is ahead of the other, and on how many futures.

use crate::forecast::{Metric, MetricByPath, OverPaths, Quantiles, ScenarioOutcome, quantiles};

/// Differences smaller than this, against the size of what is compared, count as none.
const TIE: f64 = 1e-9;

/// How far one figure is ahead of another, path by path: both have the same draws, so that what luck does to both is
/// not in the difference.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PairedDifference {
    /// The mean of the difference.
    pub mean: f64,
    /// The percentiles of the difference, at [`crate::forecast::PERCENTILES`].
    pub quantiles: Quantiles,
    /// How far the mean may be off because there are not more paths: the standard error of paired differences. Paths
    /// are spread more evenly than by chance, so that it errs on the safe side.
    pub standard_error: f64,
    /// Share of paths on which the first is higher; paths on which both are the same count half.
    pub is_higher: f64,
}

impl PairedDifference {
    /// `a` less `b`, over the paths on which both are reached.
    pub fn between(a: &OverPaths, b: &OverPaths) -> Self {
        let both = || a.values.iter().zip(&b.values).filter(|(a, b)| a.is_finite() && b.is_finite());
        let mut apart: Vec<f64> = both().map(|(a, b)| a - b).collect();
        if apart.is_empty() {
            return Self { mean: 0.0, quantiles: [0.0; 7], standard_error: 0.0, is_higher: 0.5 };
        }
        let (paired, standard_error) = mean_and_error(&apart);
        let is_whole = apart.len() == a.values.len();
        // The difference of the two means where these are told elsewhere too, to the last digit.
        let mean = a.mean.zip(b.mean).filter(|_| is_whole).map_or(paired, |(a, b)| a - b);
        let wins: f64 = both().map(|(a, b)| win(*a, *b)).sum();
        let is_higher = wins / apart.len() as f64;
        Self { mean, quantiles: quantiles(&mut apart), standard_error, is_higher }
    }

    /// Whether so many paths tell which of the two is higher on average: the mean lies two standard errors from 0.
    pub fn is_told_apart(&self) -> bool {
        self.mean.abs() > 2.0 * self.standard_error
    }
}

/// 1 where the first is higher, ½ where both are the same.
fn win(a: f64, b: f64) -> f64 {
    if (a - b).abs() <= TIE * a.abs().max(b.abs()) { 0.5 } else { f64::from(u8::from(a > b)) }
}

/// The mean, and its standard error; that of a single value is 0.
pub(super) fn mean_and_error(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|x| (x - mean) * (x - mean)).sum();
    (mean, (squares / (n - 1.0).max(1.0) / n).sqrt())
}

/// The difference of a metric by month between two scenarios on the same paths.
#[derive(Clone, Debug, PartialEq)]
pub struct MonthlyDifference {
    /// The place in the plan of the scenario that is compared.
    pub a: usize,
    /// The place of the one that it is compared with.
    pub b: usize,
    /// What is compared.
    pub metric: Metric,
    /// `a` less `b`, month by month.
    pub months: Vec<PairedDifference>,
}

impl MonthlyDifference {
    /// `a` less `b`; both of one metric on the same paths.
    pub fn of(a: &MetricByPath, b: &MetricByPath) -> Self {
        let months = a.months.iter().zip(&b.months).map(|(a, b)| PairedDifference::between(a, b));
        Self { a: a.scenario, b: b.scenario, metric: a.metric, months: months.collect() }
    }
}

/// The difference of figures over the whole horizon between two scenarios on the same paths.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HorizonDifference {
    /// Of revenue.
    pub revenue: PairedDifference,
    /// Of profit.
    pub profit: PairedDifference,
    /// Of the lowest cash.
    pub lowest_cash: PairedDifference,
    /// Of cash at the end.
    pub end_cash: PairedDifference,
    /// Of the share of revenue that is kept, where that is known.
    pub revenue_kept: Option<PairedDifference>,
}

impl HorizonDifference {
    /// `a` less `b`; both on the same paths.
    pub fn of(a: &ScenarioOutcome, b: &ScenarioOutcome) -> Self {
        let kept = a.revenue_kept.as_ref().zip(b.revenue_kept.as_ref());
        Self {
            revenue: PairedDifference::between(&a.total_revenue, &b.total_revenue),
            profit: PairedDifference::between(&a.total_profit, &b.total_profit),
            lowest_cash: PairedDifference::between(&a.lowest_cash, &b.lowest_cash),
            end_cash: PairedDifference::between(&a.end_cash, &b.end_cash),
            revenue_kept: kept.map(|(a, b)| PairedDifference::between(a, b)),
        }
    }
}
