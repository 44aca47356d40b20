//! What it would be worth to know a guess before deciding: by how much the choice of a response would be better on average
//! if it could wait for the answer.

use super::clear::{ClearedGain, GuessErrors};
use super::regression::{LearningSample, PayoffCurve, RegressionTerms, mean};
use super::work::each;
use crate::draw::errors;
use crate::forecast::{Crew, Goal, ScenarioOutcome, ScenarioOutcomes, WORST};
use crate::model::Model;
use crate::watch::Watch;

/// What it would be worth to know, in what the goal pays: money for profit, a share of futures for cash, a share of revenue
/// for revenue kept.
#[derive(Clone, Debug, PartialEq)]
pub struct InformationValue {
    /// What the choice is made by.
    pub goal: Goal,
    /// The place in the plan of the response that is chosen today.
    pub choice: usize,
    /// To know everything, chance and surprises of every month included: no single guess is worth more.
    pub everything: f64,
    /// To know one guess, in the order of [`super::guesses`].
    pub guesses: Vec<f64>,
}

impl InformationValue {
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
/// The choice is made by mean payoff. Payoffs far out are drawn in first (`drawn_in`), so that where a handful of paths
/// decides a mean, the choice may differ from that of a ranking. Where the goal is the worst tenth of profit, the payoffs
/// depend on a limit below which profit counts as bad, and the best limit is sought (`worst_tenth`).
pub fn knowing(
    model: &Model,
    outcomes: &ScenarioOutcomes,
    goal: Goal,
    crew: &dyn Crew,
    watch: &dyn Watch,
) -> Option<InformationValue> {
    let ranked: Vec<&ScenarioOutcome> =
        outcomes.scenarios.iter().filter(|outcome| outcome.is_ranked).collect();
    let base = ranked.iter().position(|outcome| Some(outcome.scenario) == outcomes.baselines.no_response)?;
    let payoffs: Option<Vec<Vec<f64>>> = ranked.iter().map(|outcome| goal.payoffs(outcome)).collect();
    let payoffs = payoffs?;
    let choices = match goal {
        Goal::WorstTenth => worst_tenth(payoffs, base),
        // Payoffs of 0 and 1 have no far ends.
        Goal::CashNeverBelow(_) => ResponseChoices::of(ResponseChoice::new(&payoffs, base)),
        Goal::TypicalProfit | Goal::ExpectedProfit | Goal::RevenueKept => {
            let drawn_in: Vec<Vec<f64>> = payoffs.into_iter().map(drawn_in).collect();
            ResponseChoices::of(ResponseChoice::new(&drawn_in, base))
        }
    };
    let everything = choices.everything;
    let uncertain = &model.numbers.uncertain;
    let error = |guess: usize| errors(model, &uncertain[guess], outcomes.seed, outcomes.n_paths);
    let guesses = GuessErrors {
        errors: each(uncertain.len(), 0.0..0.1, crew, watch, error)?,
        fields: uncertain.iter().map(|own| own.common).collect(),
        correlation: model.demand.estimate_correlation,
    };
    let choices = choices.cleared(&guesses, crew, watch)?;
    let worth = |guess: usize| choices.worth(guess, &guesses.errors[guess]).min(everything);
    let guesses = each(uncertain.len(), 0.3..1.0, crew, watch, worth)?;
    Some(InformationValue { goal, choice: ranked[choices.best].scenario, everything, guesses })
}

/// What there is to choose from, by each of the limits that are tried where the worst tenth decides, else by one rule alone.
struct ResponseChoices {
    /// The response that is chosen today.
    best: usize,
    /// What knowing everything is worth.
    everything: f64,
    ways: Vec<ResponseChoice>,
    /// Where the worst tenth decides, the profits of the responses, and the mean of the worst tenth of the best today.
    worst: Option<(Vec<Vec<f64>>, f64)>,
}

impl ResponseChoices {
    /// Where mean payoffs decide.
    fn of(choice: ResponseChoice) -> Self {
        Self { best: choice.best, everything: choice.everything(), ways: vec![choice], worst: None }
    }

    /// The same with the luck of all guesses told apart, so that a small effect of one is not lost in that of others.
    fn cleared(mut self, guesses: &GuessErrors, crew: &dyn Crew, watch: &dyn Watch) -> Option<Self> {
        let n = self.ways.len();
        for (nth, choice) in self.ways.iter_mut().enumerate() {
            let part = |nth: usize| 0.1 + 0.2 * nth as f64 / n as f64;
            let clear = |place: usize| ClearedGain::new(&choice.gains[place], guesses);
            choice.clear = each(choice.gains.len(), part(nth)..part(nth + 1), crew, watch, clear)?;
        }
        Some(self)
    }

    /// What it is worth to know the guess at this place, which is off by so much on each path.
    fn worth(&self, guess: usize, errors: &[f64]) -> f64 {
        let terms = RegressionTerms::new(errors);
        let worth = |choice: &ResponseChoice| match &self.worst {
            None => choice.worth(&terms, guess, errors),
            Some((profits, today)) => {
                let Some(rule) = choice.rule(&terms, guess, errors) else { return 0.0 };
                let earned: Vec<f64> =
                    rule.iter().enumerate().map(|(path, own)| profits[*own][path]).collect();
                limit_and_mean(&earned).1 - today
            }
        };
        self.ways.iter().map(worth).fold(0.0, f64::max)
    }
}

/// Limits between which the best one is sought, for the worst tenth.
const N_LIMITS: usize = 7;

/// The choice by the mean of the worst tenth of profit. That is no mean of payoffs, but it is the highest mean of
/// `q − (q − x)⁺ / 0.1` over all limits `q` (Rockafellar and Uryasev, *Journal of Risk* 2, 2000), also where the response
/// may follow a number that is known: for each limit the best response at each value of the number is the one with the
/// highest mean of these. So some limits are tried; each gives a rule which response to take at which value, and what a
/// guess is worth is what the best of these rules earns in its worst tenth more than the best response today. Whoever knows
/// everything has, on each path, the highest profit there is, and earns the worst tenth of that.
fn worst_tenth(profits: Vec<Vec<f64>>, base: usize) -> ResponseChoices {
    let today: Vec<(f64, f64)> = profits.iter().map(|own| limit_and_mean(own)).collect();
    let best = (0..today.len()).fold(base, |best, own| if today[own].1 > today[best].1 { own } else { best });
    let highest: Vec<f64> = (0..profits[base].len())
        .map(|path| profits.iter().fold(f64::NEG_INFINITY, |most, own| most.max(own[path])))
        .collect();
    let (limit, of_highest) = limit_and_mean(&highest);
    let (first, of_best) = today[best];
    // At the best limit a tenth of the paths lies below it: it lies between that of today and that of perfect knowledge.
    let mut limits: Vec<f64> =
        (0..N_LIMITS).map(|nth| first + (limit - first) * nth as f64 / (N_LIMITS - 1) as f64).collect();
    limits.dedup();
    let way = |limit: f64| {
        let score = |own: &Vec<f64>| own.iter().map(|x| limit - (limit - x).max(0.0) / WORST).collect();
        let scores: Vec<Vec<f64>> = profits.iter().map(score).collect();
        ResponseChoice::new(&scores, base)
    };
    let ways = limits.into_iter().map(way).collect();
    ResponseChoices {
        best,
        everything: (of_highest - of_best).max(0.0),
        ways,
        worst: Some((profits, of_best)),
    }
}

/// The profit below which a tenth of the paths lie, and the mean of the worst tenth.
fn limit_and_mean(profits: &[f64]) -> (f64, f64) {
    let mut sorted = profits.to_vec();
    let rank = (WORST * sorted.len() as f64) as usize;
    let (_, limit, _) = sorted.select_nth_unstable_by(rank, f64::total_cmp);
    let limit = *limit;
    (limit, mean(profits.iter().map(|x| limit - (limit - x).max(0.0) / WORST)))
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
struct ResponseChoice {
    /// The one that pays the most on average.
    best: usize,
    /// What each pays more than no response, path by path: luck that both share says nothing of either.
    gains: Vec<Vec<f64>>,
    /// The same with the guesses told apart, where they are.
    clear: Vec<ClearedGain>,
}

impl ResponseChoice {
    fn new(payoffs: &[Vec<f64>], base: usize) -> Self {
        let gain = |own: &Vec<f64>| own.iter().zip(&payoffs[base]).map(|(a, b)| a - b).collect();
        let gains: Vec<Vec<f64>> = payoffs.iter().map(gain).collect();
        let means: Vec<f64> = gains.iter().map(|own| mean(own.iter().copied())).collect();
        let best =
            (0..means.len()).fold(base, |best, place| if means[place] > means[best] { place } else { best });
        Self { best, gains, clear: vec![] }
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
    fn worth(&self, terms: &RegressionTerms, guess: usize, errors: &[f64]) -> f64 {
        let curves = self.curves(terms, guess, errors);
        if curves.iter().all(PayoffCurve::is_flat) {
            return 0.0;
        }
        let worth = |sample: LearningSample| {
            let mut highest = vec![f64::NEG_INFINITY; terms.n_paths()];
            curves[self.best].raise(terms, sample, &mut highest);
            let best = highest.clone();
            curves.iter().for_each(|curve| curve.raise(terms, sample, &mut highest));
            mean(highest.iter().zip(&best).map(|(highest, best)| highest - best))
        };
        let halves = f64::midpoint(worth(LearningSample::FirstHalf), worth(LearningSample::SecondHalf));
        (2.0 * worth(LearningSample::All) - halves).max(0.0)
    }

    /// What each response pays more than no response, on average at each value of a guess.
    fn curves(&self, terms: &RegressionTerms, guess: usize, errors: &[f64]) -> Vec<PayoffCurve> {
        match &self.clear[..] {
            [] => self.gains.iter().map(|own| terms.fit(own)).collect(),
            clear => clear.iter().map(|own| terms.fit(&own.but_for_others(guess, errors))).collect(),
        }
    }

    /// The response to take on each path by the value of a guess there; nothing where the guess tells of none. What one half
    /// of the paths has taught decides on the other half, so that a rule is not praised for its luck.
    fn rule(&self, terms: &RegressionTerms, guess: usize, errors: &[f64]) -> Option<Vec<usize>> {
        let curves = self.curves(terms, guess, errors);
        if curves.iter().all(PayoffCurve::is_flat) {
            return None;
        }
        let n = terms.n_paths();
        let taught = |sample: LearningSample| {
            let (mut rule, mut highest) = (vec![self.best; n], vec![f64::NEG_INFINITY; n]);
            curves[self.best].raise(terms, sample, &mut highest);
            for (place, curve) in curves.iter().enumerate() {
                let before = highest.clone();
                curve.raise(terms, sample, &mut highest);
                let raised = before.iter().zip(&highest).map(|(before, now)| now > before);
                rule.iter_mut().zip(raised).filter(|(_, is)| *is).for_each(|(own, _)| *own = place);
            }
            rule
        };
        let mut rule = taught(LearningSample::SecondHalf);
        rule[n / 2..].copy_from_slice(&taught(LearningSample::FirstHalf)[n / 2..]);
        Some(rule)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::DrawnItem;
    use crate::forecast::SingleThread;
    use crate::model::ItemOwner;
    use crate::watch::PatientWatch;

    /// Standard normal numbers of the name.
    fn normals(name: &'static str, n: u32) -> Vec<f64> {
        let stream = DrawnItem::new(ItemOwner::Plan, "", 0, name).stream(1);
        (0..n).map(|path| stream.normal(path)).collect()
    }

    fn worth(choice: &ResponseChoice, errors: &[f64]) -> f64 {
        choice.worth(&RegressionTerms::new(errors), 0, errors)
    }

    #[test]
    fn a_small_effect_is_not_lost_in_the_large_ones_of_other_guesses() {
        let guesses = GuessErrors {
            errors: ["small", "large", "idle"].map(|name| normals(name, 10_000)).into(),
            fields: vec![None; 3],
            correlation: 0.0,
        };
        let pairs = guesses.errors[0].iter().zip(&guesses.errors[1]);
        let response: Vec<f64> = pairs.map(|(small, large)| 0.03 * small + 3.0 * large).collect();
        let choices = ResponseChoices::of(ResponseChoice::new(&[vec![0.0; 10_000], response], 0));
        assert_eq!(choices.worth(0, &guesses.errors[0]).to_bits(), 0.0_f64.to_bits(), "it is lost");
        let choices = choices.cleared(&guesses, &SingleThread, &PatientWatch).expect("somebody waits");
        let [small, large, idle] = [0, 1, 2].map(|guess| choices.worth(guess, &guesses.errors[guess]));
        // Both have mean 0, so that the worth is the mean of what is above it: the spread times the density at 0.
        let density = 1.0 / (2.0 * std::f64::consts::PI).sqrt();
        assert!((small / (0.03 * density) - 1.0).abs() < 0.05, "{small}");
        assert!((large / (3.0 * density) - 1.0).abs() < 0.05, "{large}");
        assert_eq!(idle.to_bits(), 0.0_f64.to_bits());
    }

    #[test]
    fn a_guess_that_has_nothing_to_do_with_a_response_is_worth_nothing_to_know() {
        let payoffs = normals("luck", 10_000);
        let fortunes: Vec<f64> = payoffs.iter().map(|z| 1e9 * z * z * z * z * z * z * z).collect();
        for own in [payoffs, fortunes] {
            let choice = ResponseChoice::new(&[vec![0.0; own.len()], own], 0);
            for name in ["a", "b", "c", "d", "e", "f", "g", "h"] {
                assert_eq!(worth(&choice, &normals(name, 10_000)).to_bits(), 0.0_f64.to_bits(), "{name}");
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
        let choice = ResponseChoice::new(&[shared.iter().map(|luck| 5.0 * luck).collect(), response], 0);
        let (own, everything) = (worth(&choice, &guess), choice.everything());
        assert!((own / everything - 1.0).abs() < 1e-6, "{own} {everything}");
    }

    /// The mean of the worst tenth of what is earned where `pick` says which response is taken at each value of the guess.
    fn worst_tenth_of(payoffs: &[Vec<f64>], guess: &[f64], pick: impl Fn(f64) -> usize) -> f64 {
        let earned: Vec<f64> = guess.iter().enumerate().map(|(path, z)| payoffs[pick(*z)][path]).collect();
        limit_and_mean(&earned).1
    }

    #[test]
    fn the_worth_of_a_guess_for_the_worst_tenth_is_what_the_best_rule_on_its_value_earns_there() {
        let (guess, other) = (normals("guess", 10_000), normals("luck of both", 10_000));
        let (steady, luck) = (normals("steady", 10_000), 0.4);
        // One response hangs on the guess, the other does not.
        let payoffs = [
            steady.iter().zip(&other).map(|(z, both)| 0.3 * z + luck * both).collect::<Vec<f64>>(),
            guess.iter().zip(&other).map(|(z, both)| 0.2 + z + luck * both).collect(),
        ];
        let choices = worst_tenth(payoffs.to_vec(), 0);
        let today = worst_tenth_of(&payoffs, &guess, |_| 0).max(worst_tenth_of(&payoffs, &guess, |_| 1));
        // The best rule takes the second response from some value on, and that value is tried out.
        let rules = (-30..30).map(|at| {
            let from = f64::from(at) / 15.0;
            worst_tenth_of(&payoffs, &guess, move |z| usize::from(z > from))
        });
        let meant = rules.fold(f64::NEG_INFINITY, f64::max) - today;
        let own = choices.worth(0, &guess);
        assert!(meant > 0.02, "{meant}");
        assert!((own / meant - 1.0).abs() < 0.1, "{own} {meant} of {}", choices.everything);
        assert!(own < choices.everything);
        // By mean profit it is worth something else.
        let by_mean = worth(&ResponseChoice::new(&payoffs, 0), &guess);
        assert!((by_mean / meant - 1.0).abs() > 0.2, "{by_mean} {meant}");
    }
}
