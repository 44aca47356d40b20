//! What each guess does to a gain, told apart from what all others do.

use super::regression::{mean, product};

/// How often the guesses are gone through, one after another. They are drawn apart from each other, but for those that
/// share a part of their error, and so a few rounds settle them.
const N_ROUNDS: usize = 6;

/// By how much every guess is off on each path.
pub(super) struct GuessErrors {
    /// Guess by guess, path by path.
    pub errors: Vec<Vec<f64>>,
    /// Of each the field whose common error it shares, if it does.
    pub fields: Vec<Option<usize>>,
    /// How closely two guesses of one field go together.
    pub correlation: f64,
}

/// A gain path by path, of which the straight part of every guess is known.
pub(super) struct ClearedGain {
    /// What is left of the gain on each path without these parts.
    left: Vec<f64>,
    /// Of each guess, by how much the gain changes with it on average: by itself, and with those that go along with it.
    slopes: Vec<f64>,
}

impl ClearedGain {
    /// Tells apart what each guess does to a gain, as far as it is a straight line: by least squares, one guess after
    /// another (Gauss and Seidel).
    pub fn new(gain: &[f64], guesses: &GuessErrors) -> Self {
        let level = mean(gain.iter().copied());
        let mut left: Vec<f64> = gain.iter().map(|x| x - level).collect();
        let sizes: Vec<f64> = guesses.errors.iter().map(|own| product(own, own)).collect();
        let mut own = vec![0.0; guesses.errors.len()];
        for _ in 0..N_ROUNDS {
            for (guess, errors) in guesses.errors.iter().enumerate() {
                if sizes[guess] <= 0.0 {
                    continue;
                }
                let more = product(&left, errors) / sizes[guess];
                left.iter_mut().zip(errors).for_each(|(left, z)| *left -= more * z);
                own[guess] += more;
            }
        }
        let goes_along = |a: usize, b: usize| {
            let is_shared = a != b && guesses.fields[a].is_some() && guesses.fields[a] == guesses.fields[b];
            if is_shared { guesses.correlation } else { f64::from(u8::from(a == b)) }
        };
        let slope = |guess: usize| (0..own.len()).map(|other| own[other] * goes_along(guess, other)).sum();
        left.iter_mut().for_each(|left| *left += level);
        Self { left, slopes: (0..own.len()).map(slope).collect() }
    }

    /// The gain without what others do to it: with the same mean at every value of the guess, since what others do is 0 on
    /// average at each of them but for the part that goes along with it (a control variate; Glasserman, *Monte Carlo
    /// Methods in Financial Engineering*, 2003, section 4.1).
    pub fn but_for_others(&self, guess: usize, errors: &[f64]) -> Vec<f64> {
        let slope = self.slopes[guess];
        self.left.iter().zip(errors).map(|(left, z)| left + slope * z).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::DrawnItem;
    use crate::model::ItemOwner;

    #[test]
    fn what_goes_along_with_a_guess_stays_with_it() {
        let n = 10_000;
        let normals = |name: &'static str| -> Vec<f64> {
            let stream = DrawnItem::new(ItemOwner::Plan, "", 0, name).stream(1);
            (0..n).map(|path| stream.normal(path)).collect()
        };
        let (common, [a, b, other]) = (normals("common"), ["a", "b", "other"].map(normals));
        let with = |own: &[f64]| -> Vec<f64> {
            own.iter().zip(&common).map(|(own, common)| 0.5_f64.sqrt() * (own + common)).collect()
        };
        let guesses = GuessErrors {
            errors: vec![with(&a), with(&b), other],
            fields: vec![Some(0), Some(0), None],
            correlation: 0.5,
        };
        let gain: Vec<f64> = (0..n as usize)
            .map(|path| {
                let [a, b, other] = [0, 1, 2].map(|guess| guesses.errors[guess][path]);
                7.0 + 2.0 * a + b + 5.0 * other
            })
            .collect();
        let clear = ClearedGain::new(&gain, &guesses);
        // At a value of the first, the second is half as far off on average.
        let meant = [2.5, 2.0, 5.0];
        for (slope, meant) in clear.slopes.iter().zip(meant) {
            assert!((slope - meant).abs() < 0.02, "{:?}", clear.slopes);
        }
        let told = clear.but_for_others(0, &guesses.errors[0]);
        let left: f64 = told.iter().zip(&guesses.errors[0]).map(|(x, z)| (x - 7.0 - 2.5 * z).abs()).sum();
        assert!(left / f64::from(n) < 0.02, "nothing of the others is left");
    }
}
