//! Figures over the whole horizon: what is kept, when it is back, how low cash falls.

use super::quantile::Statistic;

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
