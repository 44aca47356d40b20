//! What it would be worth to know a guess before deciding: by how much the choice of a response would be better on average
//! if it could wait for the answer.

use super::regression::{Curve, Sample, Terms, mean};
use super::work::each;
use crate::draw::errors;
use crate::forecast::{Crew, Goal, Outcome, Outcomes, Watch};
use crate::model::Model;

/// What it would be worth to know, in what the goal pays: money for profit, a share of futures for cash, a share of revenue
/// for revenue kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Knowing {
    /// What the choice is made by.
    pub goal: Goal,
    /// The place in the plan of the response that is chosen today.
    pub choice: usize,
    /// To know everything, chance and surprises of every month included: no single guess is worth more.
    pub everything: f64,
    /// To know one guess, in the order of [`super::guesses`].
    pub guesses: Vec<f64>,
}

impl Knowing {
    /// What to find out first: the places of the guesses that are worth anything to know, the most first.
    pub fn first_to_measure(&self) -> Vec<usize> {
        let mut places: Vec<usize> =
            (0..self.guesses.len()).filter(|place| self.guesses[*place] > 0.0).collect();
        places.sort_by(|a, b| self.guesses[*b].total_cmp(&self.guesses[*a]));
        places
    }
}

/// What it would be worth to know each guess before choosing among those of `outcomes` that have the same shocks as no
/// response. `model` is the plan that they are of. Nothing where nobody waits any more, or where there is no choice to make.
///
/// The choice is made by mean payoff: by mean profit, where the goal is the worst tenth of it.
pub fn knowing(
    model: &Model,
    outcomes: &Outcomes,
    goal: Goal,
    crew: &dyn Crew,
    watch: &dyn Watch,
) -> Option<Knowing> {
    let ranked: Vec<&Outcome> = outcomes.scenarios.iter().filter(|outcome| outcome.is_ranked).collect();
    let payoffs: Option<Vec<Vec<f64>>> = ranked.iter().map(|outcome| goal.payoffs(outcome)).collect();
    let choice = Choice::new(&payoffs?)?;
    let everything = choice.everything();
    let uncertain = &model.numbers.uncertain;
    let worth = |guess: usize| {
        choice.worth(&errors(model, &uncertain[guess], outcomes.seed, outcomes.n_paths)).min(everything)
    };
    let guesses = each(uncertain.len(), 0.0..1.0, crew, watch, worth)?;
    Some(Knowing { goal, choice: ranked[choice.best].scenario, everything, guesses })
}

/// Responses to choose from.
struct Choice {
    /// The one that pays the most on average.
    best: usize,
    /// What each of the others pays more than it, path by path.
    gains: Vec<Vec<f64>>,
}

impl Choice {
    fn new(payoffs: &[Vec<f64>]) -> Option<Self> {
        let means: Vec<f64> = payoffs.iter().map(|own| mean(own.iter().copied())).collect();
        let best = (0..means.len()).reduce(|a, b| if means[b] > means[a] { b } else { a })?;
        let gain = |own: &Vec<f64>| own.iter().zip(&payoffs[best]).map(|(a, b)| a - b).collect();
        let others = payoffs.iter().enumerate().filter(|(place, _)| *place != best);
        Some(Self { best, gains: others.map(|(_, own)| gain(own)).collect() })
    }

    /// The mean over paths of what the best response of each path pays more than the best on average.
    fn everything(&self) -> f64 {
        let Some(first) = self.gains.first() else { return 0.0 };
        let highest =
            (0..first.len()).map(|path| self.gains.iter().fold(0.0, |most: f64, own| most.max(own[path])));
        mean(highest)
    }

    /// What it is worth to know a guess that is off by so much on each path: the mean over its values of what the best
    /// response at that value pays more than the best on average.
    ///
    /// A curve that is learned from paths is too high where it is the highest by chance. Curves learned from half of the
    /// paths are so by twice as much, so that twice the first answer less theirs is right (the jackknife of Quenouille,
    /// *Biometrika* 43, 1956).
    fn worth(&self, errors: &[f64]) -> f64 {
        let terms = Terms::new(errors);
        let curves: Vec<Curve> = self.gains.iter().map(|own| terms.fit(own)).collect();
        if curves.iter().all(Curve::is_flat) {
            return 0.0;
        }
        let worth = |sample: Sample| {
            let mut highest = vec![0.0; terms.n_paths()];
            curves.iter().for_each(|curve| curve.raise(&terms, sample, &mut highest));
            mean(highest.into_iter())
        };
        (2.0 * worth(Sample::All) - f64::midpoint(worth(Sample::FirstHalf), worth(Sample::SecondHalf)))
            .max(0.0)
    }
}
