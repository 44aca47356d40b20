//! What happens on a path: how deep each shock cuts, which approvals are granted, when hits and strikes come.

use super::sequence::ItemStream;
use crate::lane::{DoubleKit, DoubleLane, Lane, LaneKit};
use crate::model::{Model, RestoreModel, ShockModel, StrategyModel, ramps};

/// A shock over the months of the horizon.
pub(crate) struct ShockCourse<K: LaneKit> {
    /// Share of its full depth, by month.
    pub depth: Vec<K::Row>,
    /// Share of the diverted visits that have found their way, by month.
    pub adapted: Vec<K::Row>,
    /// 1 in the first month with depth, else 0.
    pub is_first: Vec<K::Row>,
    /// Whether no path has depth, by month.
    pub is_calm: Vec<bool>,
    /// Whether the depth differs from that of the month before on any path, by month.
    pub moves: Vec<bool>,
}

impl<K: LaneKit> ShockCourse<K> {
    /// Room for the months of a model.
    pub fn new(kit: K, model: &Model) -> Self {
        let rows = vec![kit.splat_row(0.0); model.n_months];
        let (is_calm, moves) = (vec![true; model.n_months], vec![false; model.n_months]);
        Self { depth: rows.clone(), adapted: rows.clone(), is_first: rows, is_calm, moves }
    }

    /// The course of a shock that occurs where `occurs` is 1, late by `shift` of its window.
    pub fn draw(&mut self, kit: K, shock: &ShockModel, occurs: &K::Row, shift: &K::Row, values: &[K::Row]) {
        let (none, whole) = (kit.splat(0.0), kit.splat(1.0));
        let (offset, window) = (kit.splat(shock.offset), kit.splat(shock.window_months));
        let pace =
            kit.splat(if shock.adaptation_months > 0.0 { -1.0 / shock.adaptation_months } else { 0.0 });
        let never = kit.splat(f64::INFINITY);
        let lasts = shock.lasts_months.map(|months| &values[months.idx()]);
        let mut last = kit.splat_row(0.0);
        let mut is_over = kit.splat_row(0.0);
        for t in 0..self.depth.len() {
            let month = kit.splat(t as f64 + 1.0);
            let (depth, adapted, is_first) =
                (&mut self.depth[t], &mut self.adapted[t], &mut self.is_first[t]);
            kit.each(
                #[inline(always)]
                |i| {
                    let start = shift[i] * window + offset;
                    let deep = ramps(kit, t, start, shock.phase_out_months);
                    let end = lasts.map_or(never, |months| start + months[i]);
                    let lifted = ramps(kit, t, end, shock.recovery_months);
                    depth[i] = (deep - lifted).max(none).min(whole) * occurs[i];
                    let found = whole - ((month - start).max(none) * pace).exponential();
                    adapted[i] = if shock.adaptation_months > 0.0 { found } else { whole };
                    is_first[i] = (depth[i] - is_over[i]).if_positive(whole, none);
                    is_over[i] = (depth[i] + is_over[i]).if_positive(whole, none);
                },
            );
            self.is_calm[t] = is_same(kit, depth, &kit.splat_row(0.0));
            self.moves[t] = !is_same(kit, depth, &last);
            last = *depth;
        }
    }
}

fn is_same<K: LaneKit>(kit: K, a: &K::Row, b: &K::Row) -> bool {
    kit.work(
        #[inline(always)]
        || (0..K::LANES).all(|i| a[i].equals(b[i])),
    )
}

/// 1 where the draw says that something of this probability happens, else 0.
#[inline(always)]
pub(super) fn happens<K: LaneKit>(kit: K, stream: ItemStream, first: u32, probability: f64) -> K::Lane {
    (kit.splat(probability) - stream.uniforms(kit, first)).if_positive(kit.splat(1.0), kit.splat(0.0))
}

/// Where a strike can come in a month: 1 where the way round the link is in use and the link is closed.
#[inline(always)]
fn exposed<K: LaneKit>(kit: K, granted: K::Lane, depth: K::Lane) -> K::Lane {
    granted * depth.if_positive(kit.splat(1.0), kit.splat(0.0))
}

/// A way round closed links, for which strikes may come, and the strategy that takes it.
pub(super) struct StrikeRisk<'a, K: LaneKit> {
    pub restore: &'a RestoreModel,
    pub strategy: &'a StrategyModel,
    /// 1 where the strategy has its approvals, else 0.
    pub granted: &'a K::Row,
    /// How the links close.
    pub course: &'a ShockCourse<K>,
}

impl<K: LaneKit> StrikeRisk<'_, K> {
    /// Makes each month under penalty 1, the others 0: a strike starts a penalty, and none comes while one runs. Each month
    /// has its stream, of which the numbers from the path `first` on are drawn.
    pub fn draw(&self, kit: K, streams: &[ItemStream], first: u32, penalties: &mut [K::Row]) {
        let Self { restore, strategy, granted, course } = *self;
        let (none, whole) = (kit.splat(0.0), kit.splat(1.0));
        let lasts = kit.splat(restore.penalty_months as f64);
        let mut months_left = kit.splat_row(0.0);
        for (t, (stream, penalty)) in streams.iter().zip(penalties).enumerate() {
            let runs = kit.splat(f64::from(u8::from(strategy.runs(t))));
            kit.each(
                #[inline(always)]
                |i| {
                    let path = first + (i * <K::Lane as Lane>::WIDTH) as u32;
                    let exposed = exposed(kit, granted[i] * runs, course.depth[t][i]);
                    let strikes = exposed * happens(kit, *stream, path, restore.penalty_probability);
                    let left = months_left[i].if_positive(months_left[i], strikes * lasts);
                    penalty[i] = left.if_positive(whole, none);
                    months_left[i] = (left - whole).max(none);
                },
            );
        }
    }
}

impl StrikeRisk<'_, DoubleKit<1, 1>> {
    /// The probability of a penalty in each month of the central path.
    pub fn central(&self) -> Vec<[DoubleLane<1>; 1]> {
        let Self { restore, strategy, granted: &[granted], course } = *self;
        let mut strikes: Vec<f64> = vec![];
        let recent = |strikes: &[f64], months: usize| -> f64 { strikes.iter().rev().take(months).sum() };
        let month = |(t, [depth]): (usize, &[DoubleLane<1>; 1])| {
            let free = 1.0 - recent(&strikes, restore.penalty_months.saturating_sub(1));
            let is_exposed = strategy.runs(t) && exposed(DoubleKit::<1, 1>, granted, *depth).get(0) > 0.0;
            strikes.push(if is_exposed { free * restore.penalty_probability * granted.get(0) } else { 0.0 });
            [DoubleLane([recent(&strikes, restore.penalty_months)])]
        };
        course.depth.iter().enumerate().map(month).collect()
    }
}
