//! What really happened, as a plan tells it: month by month, of the whole business or of its channels.

use crate::forecast::{Metric, P10, P25, P75, P90};
use crate::plan::Plan;
use crate::unit::Month;

/// What is told of a month, of one channel or of the whole business.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MonthActuals {
    /// Sales after refunds, in the plan's currency.
    pub revenue: Option<f64>,
    /// Orders.
    pub orders: Option<f64>,
    /// Cash at month's end; only of the whole business.
    pub cash: Option<f64>,
    /// Visits.
    pub visits: Option<f64>,
    /// Money paid back to buyers, in the plan's currency.
    pub refunds: Option<f64>,
}

impl MonthActuals {
    /// The figure of a metric; nothing of those that no seller counts.
    pub fn figure(&self, metric: Metric) -> Option<f64> {
        match metric {
            Metric::Revenue => self.revenue,
            Metric::Orders => self.orders,
            Metric::Cash => self.cash,
            _ => None,
        }
    }
}

/// What is told of a month of a channel, or of the whole business where there is none. Of a figure that is told twice the
/// later one counts.
pub fn came(plan: &Plan, month: Month, channel: Option<&str>) -> MonthActuals {
    let is_it = |actual: &&crate::plan::ActualMonth| {
        actual.month == month && actual.channel.as_deref() == channel && actual.strategy.is_none()
    };
    plan.actuals.iter().filter(is_it).fold(MonthActuals::default(), |known, actual| MonthActuals {
        revenue: actual.revenue.or(known.revenue),
        orders: actual.orders.or(known.orders),
        cash: actual.cash.or(known.cash),
        visits: actual.visits.or(known.visits),
        refunds: actual.refunds.or(known.refunds),
    })
}

/// A metric of the whole business in every month of the plan, as far as it is told: for the business itself, or else as the
/// sum of its channels where all are there. Those that are not open today count as soon as any month tells of them.
pub fn came_in_all(plan: &Plan, metric: Metric) -> Vec<Option<f64>> {
    let is_told = |id: &String| {
        let of_it = |actual: &crate::plan::ActualMonth| actual.channel.as_ref() == Some(id);
        plan.actuals.iter().any(of_it)
    };
    let channels: Vec<&str> = plan
        .channels
        .iter()
        .filter(|channel| channel.active || is_told(&channel.id))
        .map(|channel| channel.id.as_str())
        .collect();
    let of_month = |t: usize| {
        let month = plan.start.plus(t as i32);
        let of = |channel: Option<&str>| came(plan, month, channel).figure(metric);
        let parts = || channels.iter().map(|id| of(Some(id))).sum::<Option<f64>>();
        of(None).or_else(|| parts().filter(|_| !channels.is_empty()))
    };
    (0..plan.horizon_months).map(of_month).collect()
}

/// How many months of the plan there are to the last of which anything is told; none where nothing is told within it.
pub fn n_came(plan: &Plan) -> usize {
    let months = plan.actuals.iter().filter_map(|actual| {
        let is_told = actual.revenue.or(actual.orders).or(actual.cash).is_some();
        let t = usize::try_from(actual.month.since(plan.start)).ok()?;
        (is_told && t < plan.horizon_months).then_some(t + 1)
    });
    months.max().unwrap_or(0)
}

/// How many months that came lay within a plan's own ranges.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BandCoverage {
    /// Months that are told.
    pub n_months: usize,
    /// Those between the 25th and the 75th percentile: half of them, if the ranges are right.
    pub half: usize,
    /// Those between the 10th and the 90th percentile: four fifths of them, if the ranges are right.
    pub four_fifths: usize,
}

impl BandCoverage {
    /// Counts months against percentiles in the order of a forecast.
    pub fn of(came: &[Option<f64>], quantiles: &[crate::forecast::Quantiles]) -> Self {
        let told = came.iter().zip(quantiles).filter_map(|(came, at)| Some(((*came)?, at)));
        told.fold(Self::default(), |known, (came, at)| Self {
            n_months: known.n_months + 1,
            half: known.half + usize::from((at[P25]..=at[P75]).contains(&came)),
            four_fifths: known.four_fifths + usize::from((at[P10]..=at[P90]).contains(&came)),
        })
    }
}
