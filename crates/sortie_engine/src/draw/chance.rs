//! What happens on a path: how deep each shock cuts, which approvals are granted, when hits and strikes come.

use super::sequence::Stream;
use crate::lane::{Lane, exp};
use crate::model::{HitsModel, Model, RestoreModel, ShockModel, StrategyModel, ramp};

/// A shock over the months of the horizon.
#[derive(Clone, Debug)]
pub(crate) struct Course<const W: usize> {
    /// Share of its full depth, by month.
    pub depth: Vec<Lane<W>>,
    /// Share of the diverted visits that have found their way, by month.
    pub adapted: Vec<Lane<W>>,
    /// 1 in the first month with depth, else 0.
    pub is_first: Vec<Lane<W>>,
}

/// The course of a shock that occurs where `occurs` is 1, late by `shift` of its window.
pub(super) fn course<const W: usize>(
    model: &Model,
    shock: &ShockModel,
    occurs: Lane<W>,
    shift: Lane<W>,
    values: &[Lane<W>],
) -> Course<W> {
    let offset = shift * shock.window_months + shock.offset;
    let end = shock.lasts_months.map(|months| offset + values[months.idx()]);
    let depth: Vec<_> = (0..model.n_months).map(|t| depth(shock, t, offset, end) * occurs).collect();
    let adapted = (0..model.n_months).map(|t| {
        let since = Lane::splat(t as f64 + 1.0) - offset;
        since.max(0.0).map(|months| match shock.adaptation_months {
            0.0 => 1.0,
            needed => 1.0 - exp(-months / needed),
        })
    });
    let mut is_over = Lane::ZERO;
    let is_first = depth.iter().map(|depth| {
        let first = depth.is_positive() * (Lane::ONE - is_over);
        is_over += first;
        first
    });
    let (adapted, is_first) = (adapted.collect(), is_first.collect());
    Course { depth, adapted, is_first }
}

fn depth<const W: usize>(shock: &ShockModel, t: usize, offset: Lane<W>, end: Option<Lane<W>>) -> Lane<W> {
    let deep = offset.map(|start| ramp(t, start, shock.phase_out_months));
    let lifted = end.map_or(Lane::ZERO, |end| end.map(|start| ramp(t, start, shock.recovery_months)));
    (deep - lifted).max(0.0).min(1.0)
}

/// 1 in each month with a hit, else 0.
pub(super) fn hits<const W: usize>(hits: &HitsModel, streams: &[Stream], first: u32) -> Vec<Lane<W>> {
    let comes = |stream: &Stream| {
        Lane::from_fn(|i| f64::from(u8::from(stream.uniform(first + i as u32) < hits.chance)))
    };
    streams.iter().map(comes).collect()
}

/// Where a strike can come, by month: the way round the link is in use and the link is closed.
fn exposed<const W: usize>(
    t: usize,
    strategy: &StrategyModel,
    granted: Lane<W>,
    course: &Course<W>,
) -> Lane<W> {
    if strategy.runs(t) { granted * course.depth[t].is_positive() } else { Lane::ZERO }
}

/// 1 in each month under penalty, else 0: a strike starts one, and none comes while one runs.
pub(super) fn penalties<const W: usize>(
    restore: &RestoreModel,
    strategy: &StrategyModel,
    granted: Lane<W>,
    course: &Course<W>,
    (streams, first): (&[Stream], u32),
) -> Vec<Lane<W>> {
    let mut months_left = [0; W];
    let month = |(t, stream): (usize, &Stream)| {
        let exposed = exposed(t, strategy, granted, course);
        Lane::from_fn(|i| {
            let strikes = || stream.uniform(first + i as u32) < restore.penalty_probability;
            if months_left[i] == 0 && exposed.0[i] > 0.0 && strikes() {
                months_left[i] = restore.penalty_months;
            }
            let is_running = months_left[i] > 0;
            months_left[i] = months_left[i].saturating_sub(1);
            f64::from(u8::from(is_running))
        })
    };
    streams.iter().enumerate().map(month).collect()
}

/// The probability of a penalty in each month of the central path.
pub(super) fn central_penalties(
    restore: &RestoreModel,
    strategy: &StrategyModel,
    granted: Lane<1>,
    course: &Course<1>,
) -> Vec<Lane<1>> {
    let mut strikes: Vec<f64> = vec![];
    let recent = |strikes: &[f64], months: usize| -> f64 { strikes.iter().rev().take(months).sum() };
    let months = 0..course.depth.len();
    months
        .map(|t| {
            let free = 1.0 - recent(&strikes, restore.penalty_months.saturating_sub(1));
            let exposed = exposed(t, strategy, granted, course).0[0];
            strikes.push(free * restore.penalty_probability * exposed);
            Lane([recent(&strikes, restore.penalty_months)])
        })
        .collect()
}
