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
/// The choice is made by mean payoff: by mean profit, where the goal is the worst tenth of it. Payoffs far out are drawn
/// in first (`drawn_in`), so that where a handful of paths decides a mean, the choice may differ from that of a ranking.
pub fn knowing(
    model: &Model,
    outcomes: &Outcomes,
    goal: Goal,
    crew: &dyn Crew,
    watch: &dyn Watch,
) -> Option<Knowing> {
    let ranked: Vec<&Outcome> = outcomes.scenarios.iter().filter(|outcome| outcome.is_ranked).collect();
    // Payoffs of 0 and 1 have no far ends.
    let is_bounded = matches!(goal, Goal::CashNeverBelow(_));
    let drawn_in = |payoffs| if is_bounded { payoffs } else { drawn_in(payoffs) };
    let payoffs: Option<Vec<Vec<f64>>> =
        ranked.iter().map(|outcome| goal.payoffs(outcome).map(drawn_in)).collect();
    let base = ranked.iter().position(|outcome| Some(outcome.scenario) == outcomes.baselines.no_response);
    let choice = Choice::new(&payoffs?, base?);
    let everything = choice.everything();
    let uncertain = &model.numbers.uncertain;
    let worth = |guess: usize| {
        choice.worth(&errors(model, &uncertain[guess], outcomes.seed, outcomes.n_paths)).min(everything)
    };
    let guesses = each(uncertain.len(), 0.0..1.0, crew, watch, worth)?;
    Some(Knowing { goal, choice: ranked[choice.best].scenario, everything, guesses })
}

/// The middle part of the paths, by which it is told what is far out.
const MIDDLE: f64 = 0.99;
/// How far from the median a payoff counts, as a multiple of the way to the end of the middle part.
const FARTHEST: f64 = 2.0;

/// Payoffs of which those that lie more than twice as far from the median as the middle 99 % count as that far. On few
/// paths of some plans an audience grows without end; what they earn would drown what all others tell. A normal
/// distribution loses nothing: the limits lie beyond five standard deviations.
fn drawn_in(payoffs: Vec<f64>) -> Vec<f64> {
    let mut sorted = payoffs.clone();
    sorted.sort_unstable_by(f64::total_cmp);
    let at = |share: f64| sorted[(share * (sorted.len() - 1) as f64).round() as usize];
    let median = at(0.5);
    let end = |share: f64| median + FARTHEST * (at(share) - median);
    let (lowest, highest) = (end((1.0 - MIDDLE) / 2.0), end(f64::midpoint(1.0, MIDDLE)));
    payoffs.into_iter().map(|x| x.max(lowest).min(highest)).collect()
}

/// Responses to choose from.
struct Choice {
    /// The one that pays the most on average.
    best: usize,
    /// What each pays more than no response, path by path: luck that both share says nothing of either.
    gains: Vec<Vec<f64>>,
}

impl Choice {
    fn new(payoffs: &[Vec<f64>], base: usize) -> Self {
        let gain = |own: &Vec<f64>| own.iter().zip(&payoffs[base]).map(|(a, b)| a - b).collect();
        let gains: Vec<Vec<f64>> = payoffs.iter().map(gain).collect();
        let means: Vec<f64> = gains.iter().map(|own| mean(own.iter().copied())).collect();
        let best =
            (0..means.len()).fold(base, |best, place| if means[place] > means[best] { place } else { best });
        Self { best, gains }
    }

    /// The mean over paths of what the best response of each path pays more than the best on average.
    fn everything(&self) -> f64 {
        let best = &self.gains[self.best];
        let missed =
            |path: usize| self.gains.iter().fold(0.0, |most: f64, own| most.max(own[path] - best[path]));
        mean((0..best.len()).map(missed))
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
            let mut highest = vec![f64::NEG_INFINITY; errors.len()];
            curves[self.best].raise(&terms, sample, &mut highest);
            let best = highest.clone();
            curves.iter().for_each(|curve| curve.raise(&terms, sample, &mut highest));
            mean(highest.iter().zip(&best).map(|(highest, best)| highest - best))
        };
        let halves = f64::midpoint(worth(Sample::FirstHalf), worth(Sample::SecondHalf));
        (2.0 * worth(Sample::All) - halves).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::Item;
    use crate::model::Owner;

    /// Standard normal numbers of the name.
    fn normals(name: &'static str, n: u32) -> Vec<f64> {
        let stream = Item::new(Owner::Plan, "", 0, name).stream(1);
        (0..n).map(|path| stream.normal(path)).collect()
    }

    #[test]
    fn a_guess_that_has_nothing_to_do_with_a_response_is_worth_nothing_to_know() {
        let payoffs = normals("luck", 10_000);
        let fortunes: Vec<f64> = payoffs.iter().map(|z| 1e9 * z * z * z * z * z * z * z).collect();
        for own in [payoffs, fortunes] {
            let choice = Choice::new(&[vec![0.0; own.len()], own], 0);
            for name in ["a", "b", "c", "d", "e", "f", "g", "h"] {
                assert_eq!(choice.worth(&normals(name, 10_000)).to_bits(), 0.0_f64.to_bits(), "{name}");
            }
            assert!(choice.everything() > 0.0);
        }
    }

    #[test]
    fn fortunes_are_drawn_in_and_a_normal_distribution_loses_nothing() {
        let plain = normals("luck", 10_000);
        assert_eq!(drawn_in(plain.clone()), plain);
        let mut one = plain;
        one[17] = 1e9;
        assert!(drawn_in(one)[17] < 6.0);
    }

    #[test]
    fn what_one_guess_decides_is_worth_as_much_as_everything() {
        let guess = normals("guess", 10_000);
        let shared = normals("luck of both", 10_000);
        // A bend at the likely value, as two-piece estimates have, and luck that both responses share.
        let pays = |z: &f64| if *z < 0.0 { 3.0 * z + 0.5 } else { z + 0.5 };
        let response = guess.iter().zip(&shared).map(|(z, luck)| pays(z) + 5.0 * luck).collect();
        let choice = Choice::new(&[shared.iter().map(|luck| 5.0 * luck).collect(), response], 0);
        let (own, everything) = (choice.worth(&guess), choice.everything());
        assert!((own / everything - 1.0).abs() < 1e-6, "{own} {everything}");
    }
}
