//! How each path of a scenario ends: what it took in and earned, how low its cash fell, and when it was back.

use super::Metric;
use crate::lane::{Lane, LaneKit};
use crate::model::Model;
use crate::sim::{N_METRICS, ScenarioWalk};

/// Months at the end over which revenue is asked how many baskets it comes from.
const LAST_MONTHS: usize = 6;
/// Share of the revenue with links open at which a month counts as recovered.
const RECOVERED: f64 = 0.95;
/// Months in a row that must have recovered.
const RECOVERED_MONTHS: f64 = 3.0;
/// Differences smaller than this, against the size of what is compared, count as none.
pub(super) const TIE: f64 = 1e-9;
/// A month that never comes, or a share of nothing.
const NEVER: f64 = f64::INFINITY;

/// The paths of one scenario of a block, as far as summaries need them.
#[derive(Clone)]
pub(super) struct PathEnding<K: LaneKit> {
    /// By month.
    revenue: Vec<K::Row>,
    profit: Vec<K::Row>,
    pub total_revenue: K::Row,
    pub total_profit: K::Row,
    pub lowest_cash: K::Row,
    /// The first month with that little cash.
    pub lowest_cash_month: K::Row,
    /// Revenue of the last months by platform.
    platforms: Vec<K::Row>,
}

impl<K: LaneKit> PathEnding<K> {
    /// Room for a scenario of a model.
    pub fn new(kit: K, model: &Model) -> Self {
        let zero = kit.splat_row(0.0);
        Self {
            revenue: vec![zero; model.n_months],
            profit: vec![zero; model.n_months],
            total_revenue: zero,
            total_profit: zero,
            lowest_cash: zero,
            lowest_cash_month: zero,
            platforms: vec![zero; model.channels.len()],
        }
    }

    /// Forgets the paths before.
    pub fn begin(&mut self, kit: K) {
        let zero = kit.splat_row(0.0);
        (self.total_revenue, self.total_profit) = (zero, zero);
        (self.lowest_cash, self.lowest_cash_month) = (kit.splat_row(f64::INFINITY), zero);
        self.platforms.fill(zero);
    }

    /// Takes note of a month.
    pub fn note(&mut self, kit: K, model: &Model, t: usize, walk: &ScenarioWalk<'_, K>) {
        let told = |metric: Metric| walk.figure(metric as usize);
        let (revenue, profit, cash) = (told(Metric::Revenue), told(Metric::Profit), told(Metric::Cash));
        (self.revenue[t], self.profit[t]) = (*revenue, *profit);
        let month = kit.splat(t as f64);
        kit.each(
            #[inline(always)]
            |i| {
                self.total_revenue[i] += revenue[i];
                self.total_profit[i] += profit[i];
                let deeper = self.lowest_cash[i] - cash[i];
                self.lowest_cash[i] = deeper.if_positive(cash[i], self.lowest_cash[i]);
                self.lowest_cash_month[i] = deeper.if_positive(month, self.lowest_cash_month[i]);
            },
        );
        if t + LAST_MONTHS < model.n_months {
            return;
        }
        for (place, channel) in model.channels.iter().enumerate() {
            let (revenue, sum) = (walk.figure(N_METRICS + place), &mut self.platforms[channel.platform]);
            kit.each(
                #[inline(always)]
                |i| sum[i] += revenue[i],
            );
        }
    }

    /// Sum of squared shares of revenue by platform; infinite without revenue.
    pub fn concentration(&self, kit: K) -> K::Row {
        let mut squares = kit.splat_row(0.0);
        let never = kit.splat(NEVER);
        kit.each(
            #[inline(always)]
            |i| {
                let mut total = kit.splat(0.0);
                for revenue in &self.platforms {
                    total += revenue[i];
                }
                for revenue in &self.platforms {
                    let share = revenue[i] / total;
                    squares[i] += share * share;
                }
                squares[i] = total.if_positive(squares[i], never);
            },
        );
        squares
    }

    /// Revenue from `month` on as a share of that with links open.
    pub fn kept(&self, kit: K, open: &Self, month: usize) -> K::Row {
        let (mut kept, never) = (kit.splat_row(0.0), kit.splat(NEVER));
        kit.each(
            #[inline(always)]
            |i| {
                let (mut own, mut all) = (kit.splat(0.0), kit.splat(0.0));
                for (own_month, open_month) in self.revenue[month..].iter().zip(&open.revenue[month..]) {
                    own += own_month[i];
                    all += open_month[i];
                }
                kept[i] = all.if_positive(own / all, never);
            },
        );
        kept
    }

    /// The month from which revenue is back, after it first fell; `month` where it never falls.
    pub fn recovery(&self, kit: K, open: &Self, month: usize) -> K::Row {
        let mut recovery = kit.splat_row(0.0);
        let (none, whole) = (kit.splat(0.0), kit.splat(1.0));
        let (recovered, enough) = (kit.splat(RECOVERED), kit.splat(RECOVERED_MONTHS - 0.5));
        let (never, first) = (kit.splat(NEVER), kit.splat(month as f64));
        kit.each(
            #[inline(always)]
            |i| {
                // Nothing is found before revenue has fallen; from then on months that are back are counted in a row.
                let (mut has_fallen, mut in_a_row, mut found) = (none, none, never);
                for t in month..self.revenue.len() {
                    let lacks = recovered * open.revenue[t][i] - self.revenue[t][i];
                    in_a_row = lacks.if_positive(none, (in_a_row + whole) * has_fallen);
                    has_fallen = lacks.if_positive(whole, has_fallen);
                    let start = kit.splat(t as f64 - RECOVERED_MONTHS + 1.0);
                    found = (in_a_row - enough).if_positive(found.min(start), found);
                }
                recovery[i] = has_fallen.if_positive(found, first);
            },
        );
        recovery
    }

    /// Profit over the horizon less that of no response.
    pub fn gain(&self, kit: K, base: &Self) -> K::Row {
        kit.row(
            #[inline(always)]
            |i| self.total_profit[i] - base.total_profit[i],
        )
    }

    /// The month from which a response has earned more than no response, and never less again.
    pub fn payback(&self, kit: K, base: &Self) -> K::Row {
        let mut payback = kit.splat_row(0.0);
        let (none, whole, never) = (kit.splat(0.0), kit.splat(1.0), kit.splat(NEVER));
        let tie = kit.splat(TIE);
        let n_months = kit.splat(self.profit.len() as f64);
        kit.each(
            #[inline(always)]
            |i| {
                let mut scale = none;
                for profit in &base.profit {
                    scale += profit[i].max(none - profit[i]);
                }
                // The month after the last one behind, and the first one ahead.
                let (mut ahead, mut after, mut first) = (none, none, never);
                for (t, (own, base)) in self.profit.iter().zip(&base.profit).enumerate() {
                    ahead += own[i] - base[i];
                    let month = kit.splat(t as f64);
                    let is_behind = none - ahead - tie * scale;
                    after = is_behind.if_positive(month + whole, after);
                    first = (ahead - tie * scale).if_positive(first.min(month), first);
                }
                let after_last = (n_months - after).if_positive(after, never);
                payback[i] = after.if_positive(after_last, first);
            },
        );
        payback
    }
}
