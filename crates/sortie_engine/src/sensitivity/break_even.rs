//! Where the answer turns: the value of a guess at which two responses come out the same.

use super::tornado::{TornadoSubject, TornadoTrial};
use super::work::each;
use crate::forecast::{Crew, Goal};
use crate::lane::{DoubleKit, Lane, LaneKit};
use crate::model::{Model, UncertainEstimate};
use crate::watch::Watch;

/// The 99th percentile of the standard normal distribution: values beyond P1 and P99 are not looked at.
const Z98: f64 = 2.326_347_874_040_841;
/// Steps to either side of the likely value in which a change of sign is looked for.
const N_STEPS: i32 = 8;
/// How often the step in which the sign changes is halved, at most: below the last digit of a number.
const N_HALVINGS: usize = 60;
/// How close to 0 the figure must come, as a share of the guess's swing in a tornado.
const CLOSE: f64 = 1e-3;
/// Where it is as close as this, nobody looks closer.
const CLOSE_ENOUGH: f64 = 1e-9;

/// Of each guess, in the order of [`super::guesses`], the value at which the figure of `subject` that `goal` looks at is 0
/// on the central path, all others as likely: for the difference of two responses, the value at which one overtakes the
/// other. Of several the one nearest to the likely value, as chances go; nothing where there is none between the 1st and
/// the 99th percentile, or where the figure jumps over 0.
///
/// As a whole nothing where nobody waits any more, or where there is no such figure.
pub fn break_evens(
    model: &Model,
    goal: Goal,
    subject: TornadoSubject,
    crew: &dyn Crew,
    watch: &dyn Watch,
) -> Option<Vec<Option<f64>>> {
    let likely = TornadoTrial::new(model, goal, subject).likely()?;
    let find = |guess: usize| {
        let mut trial = TornadoTrial::new(model, goal, subject);
        let swing = trial.bar(guess, likely).swing;
        let uncertain = &model.numbers.uncertain[guess];
        let mut figure = |z: f64| trial.at(uncertain.number, value_at(uncertain, z));
        let z = if swing > 0.0 { zero(likely, swing, &mut figure) } else { None };
        z.map(|z| value_at(uncertain, z))
    };
    each(model.numbers.uncertain.len(), 0.0..1.0, crew, watch, find)
}

/// The value of a guess that is off by `z` standard deviations.
fn value_at(guess: &UncertainEstimate, z: f64) -> f64 {
    let kit = DoubleKit::<1, 1>;
    guess.value(kit, kit.splat(z)).get(0)
}

/// Where `figure`, which is `likely` at 0, is 0 itself: step by step away from 0 to both sides at once.
fn zero(likely: f64, swing: f64, figure: &mut impl FnMut(f64) -> f64) -> Option<f64> {
    if likely == 0.0 {
        return Some(0.0);
    }
    let step = Z98 / f64::from(N_STEPS);
    let (mut above, mut below) = (likely, likely);
    for nth in 1..=N_STEPS {
        for (side, last) in [(1.0, &mut above), (-1.0, &mut below)] {
            let (near, far) = (side * step * f64::from(nth - 1), side * step * f64::from(nth));
            let next = figure(far);
            if last.signum() * next <= 0.0 {
                let (near, far) =
                    (CurvePoint { z: near, figure: *last }, CurvePoint { z: far, figure: next });
                return narrow(near, far, swing, figure);
            }
            *last = next;
        }
    }
    None
}

/// A figure, and by how many standard deviations the guess is off there.
#[derive(Clone, Copy)]
struct CurvePoint {
    z: f64,
    figure: f64,
}

/// The zero between two points whose figures have other signs, by halving; nothing where the figure jumps over it.
fn narrow(near: CurvePoint, far: CurvePoint, swing: f64, figure: &mut impl FnMut(f64) -> f64) -> Option<f64> {
    let (mut from, mut to) = (near.z, far.z);
    let (mut best, mut closest) = (to, far.figure.abs());
    for _ in 0..N_HALVINGS {
        if closest <= CLOSE_ENOUGH * swing {
            break;
        }
        let middle = f64::midpoint(from, to);
        let at_middle = figure(middle);
        if at_middle.abs() < closest {
            (best, closest) = (middle, at_middle.abs());
        }
        if near.figure.signum() * at_middle > 0.0 {
            from = middle;
        } else {
            to = middle;
        }
    }
    (closest < CLOSE * swing).then_some(best)
}
