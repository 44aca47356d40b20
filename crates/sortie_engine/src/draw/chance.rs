//! What happens on a path: how deep each shock cuts, which approvals are granted, when hits and strikes come.

use super::sequence::ItemStream;
use crate::lane::{Lane, LaneKit};
use crate::model::{Model, ShockModel, ramps};

/// What chance makes of a shock on a block of paths.
pub(super) struct ShockChances<K: LaneKit> {
    /// 1 where it happens, else 0.
    pub occurs: K::Row,
    /// By which part of its window it is late.
    pub shift: K::Row,
    /// 1 where it lifts after the months that it lasts, else 0.
    pub lifts: K::Row,
}

/// A shock over the months of the horizon.
pub(crate) struct ShockCourse<K: LaneKit> {
    /// Months from the plan's start.
    pub start: K::Row,
    /// 1 where it happens, else 0.
    pub occurs: K::Row,
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
        let none = kit.splat_row(0.0);
        Self {
            start: none,
            occurs: none,
            depth: rows.clone(),
            adapted: rows.clone(),
            is_first: rows,
            is_calm,
            moves,
        }
    }

    /// The course of a shock from `start` on, before it is late, under these chances.
    pub(super) fn draw(
        &mut self,
        kit: K,
        shock: &ShockModel,
        start: K::Row,
        chances: &ShockChances<K>,
        values: &[K::Row],
    ) {
        let (none, whole, window) = (kit.splat(0.0), kit.splat(1.0), kit.splat(shock.window_months));
        let ShockChances { occurs, shift, lifts } = chances;
        self.start = kit.row(|i| shift[i] * window + start[i]);
        self.occurs = *occurs;
        let start = self.start;
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
                    let start = start[i];
                    let deep = ramps(kit, t, start, shock.phase_out_months);
                    let end = lasts.map_or(never, |months| start + months[i]);
                    let lifted = ramps(kit, t, end, shock.recovery_months) * lifts[i];
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
