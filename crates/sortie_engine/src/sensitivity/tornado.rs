//! How far each guess moves the answer: it at its low and at its high, all others as likely.

use super::work::each;
use crate::forecast::{Crew, Goal};
use crate::model::{EstimateIndex, Model};
use crate::watch::Watch;

/// The figure that is looked at on the central path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TornadoSubject {
    /// What the goal looks at (profit, lowest cash, or revenue kept) in a scenario, by its place in the plan.
    Scenario(usize),
    /// The same of the first scenario less that of the second.
    Difference(usize, usize),
}

/// How far each guess moves a figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Tornado {
    /// What is looked at.
    pub goal: Goal,
    /// Of which scenarios.
    pub subject: TornadoSubject,
    /// The figure with every guess as likely.
    pub likely: f64,
    /// One bar per guess, the widest first.
    pub bars: Vec<TornadoBar>,
}

/// The figure at both ends of a guess.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TornadoBar {
    /// The place of the guess among [`super::guesses`].
    pub guess: usize,
    /// The figure with this guess at its low, the 10th percentile.
    pub at_low: f64,
    /// The figure with this guess at its high, the 90th percentile.
    pub at_high: f64,
    /// How far apart the figure is at low, likely and high: the distance between the highest and the lowest of them.
    pub swing: f64,
}

/// The figure of a subject on the central path of a model in which one guess after another is tried out.
pub(super) struct TornadoTrial {
    model: Model,
    goal: Goal,
    subject: TornadoSubject,
}

impl TornadoTrial {
    pub fn new(model: &Model, goal: Goal, subject: TornadoSubject) -> Self {
        Self { model: model.clone(), goal, subject }
    }

    /// The figure with every guess as likely; nothing where the plan has nothing to compare with, or no such scenario.
    pub fn likely(&self) -> Option<f64> {
        let figures = |scenarios: &[usize]| {
            let are_there = scenarios.iter().all(|place| *place < self.model.scenarios.len());
            are_there.then(|| self.goal.central(&self.model, scenarios))?
        };
        Some(match self.subject {
            TornadoSubject::Scenario(place) => figures(&[place])?[0],
            TornadoSubject::Difference(a, b) => {
                let both = figures(&[a, b])?;
                both[0] - both[1]
            }
        })
    }

    /// The figure with a guess at `value`, all others as likely.
    pub fn at(&mut self, number: EstimateIndex, value: f64) -> f64 {
        let likely = std::mem::replace(&mut self.model.numbers.likely[number.idx()], value);
        let figure = self.likely().unwrap_or(0.0);
        self.model.numbers.likely[number.idx()] = likely;
        figure
    }

    /// The bar of a guess.
    pub fn bar(&mut self, guess: usize, likely: f64) -> TornadoBar {
        let uncertain = &self.model.numbers.uncertain[guess];
        let (number, spread) = (uncertain.number, uncertain.spread);
        let (at_low, at_high) = (self.at(number, spread.low), self.at(number, spread.high));
        let swing = at_low.max(at_high).max(likely) - at_low.min(at_high).min(likely);
        TornadoBar { guess, at_low, at_high, swing }
    }
}

/// How far each guess moves the figure of `subject` that `goal` looks at. Nothing where nobody waits for it any more, where
/// there is no such scenario, or where the goal needs links open and the plan has no such scenario.
pub fn tornado(
    model: &Model,
    goal: Goal,
    subject: TornadoSubject,
    crew: &dyn Crew,
    watch: &dyn Watch,
) -> Option<Tornado> {
    let likely = TornadoTrial::new(model, goal, subject).likely()?;
    let n = model.numbers.uncertain.len();
    let bar = |guess| TornadoTrial::new(model, goal, subject).bar(guess, likely);
    let mut bars = each(n, 0.0..1.0, crew, watch, bar)?;
    bars.sort_by(|a, b| b.swing.total_cmp(&a.swing));
    Some(Tornado { goal, subject, likely, bars })
}
