//! How each path of a scenario ends: what it took in and earned, and how low its cash fell.

use super::metric::Metric;
use crate::lane::Lane;
use crate::model::Model;
use crate::sim::{N_METRICS, Record, WIDTH};

/// Months at the end over which revenue is asked how many baskets it comes from.
const LAST_MONTHS: usize = 6;

/// One figure of every path and month.
pub(super) struct Series(Vec<Vec<Lane<WIDTH>>>);

impl Series {
    fn new(records: &[Record<WIDTH>], metric: Metric) -> Self {
        Self(records.iter().map(|record| record.row(metric as usize).to_vec()).collect())
    }

    /// The figure of a path, month by month.
    pub fn path(&self, path: usize) -> impl Iterator<Item = f64> + Clone + '_ {
        self.0[path / WIDTH].iter().map(move |lane| lane.0[path % WIDTH])
    }
}

/// The paths of one scenario, as far as summaries need them.
pub(super) struct Ending {
    pub n_paths: usize,
    pub revenue: Series,
    pub profit: Series,
    pub cash: Series,
    /// Sum of squared shares of revenue by platform; infinite without revenue.
    pub concentration: Vec<f64>,
}

impl Ending {
    pub fn new(model: &Model, records: &[Record<WIDTH>], n_paths: usize) -> Self {
        Self {
            n_paths,
            revenue: Series::new(records, Metric::Revenue),
            profit: Series::new(records, Metric::Profit),
            cash: Series::new(records, Metric::Cash),
            concentration: (0..n_paths).map(|path| concentration(model, records, path)).collect(),
        }
    }

    /// A figure of every path.
    pub fn each(&self, figure: impl FnMut(usize) -> f64) -> Vec<f64> {
        (0..self.n_paths).map(figure).collect()
    }

    /// Profit over the horizon, by path.
    pub fn total_profit(&self) -> Vec<f64> {
        self.each(|path| self.profit.path(path).sum())
    }

    /// Lowest cash of a path and the first month that has it.
    pub fn lowest_cash(&self, path: usize) -> (f64, usize) {
        let by_month = self.cash.path(path).enumerate();
        by_month.fold((f64::INFINITY, 0), |low, (t, cash)| if cash < low.0 { (cash, t) } else { low })
    }
}

fn concentration(model: &Model, records: &[Record<WIDTH>], path: usize) -> f64 {
    let record = &records[path / WIDTH];
    let mut by_platform = vec![0.0; model.channels.len()];
    for (place, channel) in model.channels.iter().enumerate() {
        let months = record.row(N_METRICS + place).iter().rev().take(LAST_MONTHS);
        by_platform[channel.platform] += months.map(|lane| lane.0[path % WIDTH]).sum::<f64>();
    }
    let total: f64 = by_platform.iter().sum();
    let shares = by_platform.iter().map(|revenue| (revenue / total) * (revenue / total));
    if total == 0.0 { f64::INFINITY } else { shares.sum() }
}
