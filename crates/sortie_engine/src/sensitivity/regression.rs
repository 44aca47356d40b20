//! What a response pays on average at each value of one guess, learned from the paths.

/// Terms of the curve, besides its mean.
pub(super) const N_TERMS: usize = 6;
/// How many standard errors a term must be from 0 to count: a curve of nothing but chance has none.
const CLEAR: f64 = 4.0;

/// Curves of one guess's error, each with mean 0 and mean square 1 over the paths, and at right angles to each other.
pub(super) struct RegressionTerms(Vec<Vec<f64>>);

impl RegressionTerms {
    /// The terms of a cubic spline with one knot at the likely value, where the two halves of an estimate meet: one cubic to
    /// either side, as steep as it likes. Made orthogonal after Gram and Schmidt, the simple ones first.
    pub fn new(errors: &[f64]) -> Self {
        let curves: [fn(f64) -> f64; N_TERMS] =
            [|z| z, f64::abs, |z| z * z, |z| z * z.abs(), |z| z * z * z, |z| z * z * z.abs()];
        let mut terms: Vec<Vec<f64>> = vec![];
        for curve in curves {
            let mut own: Vec<f64> = errors.iter().map(|z| curve(*z)).collect();
            let mean = mean(own.iter().copied());
            own.iter_mut().for_each(|x| *x -= mean);
            for other in &terms {
                let along = product(&own, other);
                own.iter_mut().zip(other).for_each(|(x, other)| *x -= along * other);
            }
            let size = product(&own, &own).sqrt();
            // Where the paths are too few to tell a curve from those before it, it is left out.
            if size > 1e-6 {
                own.iter_mut().for_each(|x| *x /= size);
                terms.push(own);
            }
        }
        Self(terms)
    }

    /// How many paths they are told of.
    pub fn n_paths(&self) -> usize {
        self.0.first().map_or(0, Vec::len)
    }

    /// How much of each term is in `payoffs`, by term; nothing of those that may be chance.
    ///
    /// The standard error is the one that needs no equal spread (White, *Econometrica* 48, 1980), as if there were no curve:
    /// a single path on which a response earns a fortune says nothing of the guess that happens to be far off there.
    pub fn fit(&self, payoffs: &[f64]) -> PayoffCurve {
        let n = payoffs.len() as f64;
        let mean = mean(payoffs.iter().copied());
        let apart: Vec<f64> = payoffs.iter().map(|x| x - mean).collect();
        let half = payoffs.len() / 2;
        let part = |term: &Vec<f64>| {
            let part = product(&apart, term);
            let spread = apart.iter().zip(term).map(|(x, term)| x * term * x * term).sum::<f64>() / n;
            if part * part * n <= CLEAR * CLEAR * spread {
                return [0.0; 3];
            }
            let first = product(&apart[..half], &term[..half]);
            [part, first, 2.0 * part - first]
        };
        PayoffCurve { mean, parts: self.0.iter().map(part).collect() }
    }
}

/// What a payoff is on average at each value of a guess.
pub(super) struct PayoffCurve {
    mean: f64,
    /// How much of each term: from all paths, from the first half of them, from the second.
    parts: Vec<[f64; 3]>,
}

/// Which paths a curve is learned from.
#[derive(Clone, Copy)]
pub(super) enum LearningSample {
    All,
    FirstHalf,
    SecondHalf,
}

impl PayoffCurve {
    /// Whether the guess makes no difference that can be told from chance.
    pub fn is_flat(&self) -> bool {
        self.parts.iter().all(|part| part[0] == 0.0)
    }

    /// Its value on every path, put where it is the highest so far.
    pub fn raise(&self, terms: &RegressionTerms, sample: LearningSample, highest: &mut [f64]) {
        let parts: Vec<(f64, &Vec<f64>)> = self
            .parts
            .iter()
            .zip(&terms.0)
            .filter(|(part, _)| part[0] != 0.0)
            .map(|(part, term)| (part[sample as usize], term))
            .collect();
        for (path, highest) in highest.iter_mut().enumerate() {
            let value = parts.iter().fold(self.mean, |sum, (part, term)| sum + part * term[path]);
            *highest = highest.max(value);
        }
    }
}

/// The mean of some numbers.
pub(super) fn mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let n = values.len() as f64;
    values.sum::<f64>() / n
}

/// The mean product of two curves.
pub(super) fn product(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>() / a.len() as f64
}
