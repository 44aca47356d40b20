//! Ranges from data: how far a number may be from what was measured, told as the three figures of an estimate.

use statrs::distribution::{ContinuousCDF, StudentsT};
use statrs::function::erf::erfc;

use crate::lane::{exp, ln, pow};
use crate::unit::{EstimateSpace, Spread};

/// The shares below low, likely and high.
const SHARES: [f64; 3] = [0.1, 0.5, 0.9];

/// The 90th percentile of the standard normal distribution.
pub(super) const Z80: f64 = 1.281_551_565_544_600_4;

/// The 90th percentile of Student's distribution with so many degrees of freedom.
fn student_90(freedom: f64) -> f64 {
    StudentsT::new(0.0, 1.0, freedom).map_or(Z80, |student| student.inverse_cdf(0.9))
}

/// Into the space in which an estimate spreads.
pub(super) fn into(space: EstimateSpace, x: f64) -> f64 {
    match space {
        EstimateSpace::Log => ln(x),
        EstimateSpace::Logit => ln(x / (1.0 - x)),
        EstimateSpace::Identity => x,
    }
}

/// Out of the space in which an estimate spreads.
pub(super) fn out_of(space: EstimateSpace, y: f64) -> f64 {
    match space {
        EstimateSpace::Log => exp(y),
        EstimateSpace::Logit => 1.0 / (1.0 + exp(-y)),
        EstimateSpace::Identity => y,
    }
}

/// An estimate around `likely` that errs by `error` (one standard deviation), known with so many degrees of freedom.
pub(super) fn around(space: EstimateSpace, likely: f64, error: f64, freedom: f64) -> Option<Spread> {
    let certain = Spread { low: likely, likely, high: likely, space };
    let slope = match space {
        EstimateSpace::Log => likely,
        EstimateSpace::Logit => likely * (1.0 - likely),
        EstimateSpace::Identity => 1.0,
    };
    let half = student_90(freedom) * error / slope;
    if slope <= 0.0 || half < 1e-9 {
        return certain.is_usable().then_some(certain);
    }
    let center = into(space, likely);
    let spread = Spread { low: out_of(space, center - half), high: out_of(space, center + half), ..certain };
    spread.is_usable().then_some(spread)
}

/// What part of the whole lies below `x` where a normal number is asked.
fn below_normal(x: f64) -> f64 {
    0.5 * erfc(-x * std::f64::consts::FRAC_1_SQRT_2)
}

/// A guess among several: each part of a posterior is Student's around its own middle.
pub(super) struct StudentMixture {
    /// Weight, middle, scale and degrees of freedom of each part; weights sum to 1.
    pub parts: Vec<[f64; 4]>,
}

impl StudentMixture {
    /// The share below `x`. Student's distribution is read as a normal one after Wallace (1959), to a thousandth.
    fn below(&self, x: f64) -> f64 {
        let part = |[weight, middle, scale, n]: &[f64; 4]| {
            let t = (x - middle) / scale;
            let z = (8.0 * n + 1.0) / (8.0 * n + 3.0) * (n * ln(1.0 + t * t / n)).sqrt();
            weight * below_normal(if t < 0.0 { -z } else { z })
        };
        self.parts.iter().map(part).sum()
    }

    /// Its 10th, 50th and 90th percentile.
    pub fn figures(&self) -> [f64; 3] {
        let reach = |side: f64| move |[_, middle, scale, _]: &[f64; 4]| middle + side * 40.0 * scale;
        let low = self.parts.iter().map(reach(-1.0)).fold(f64::INFINITY, f64::min);
        let high = self.parts.iter().map(reach(1.0)).fold(f64::NEG_INFINITY, f64::max);
        SHARES.map(|share| bisect(low, high, |x| self.below(x) < share))
    }
}

/// The figures of a standard deviation: given each part, by its weight, squares that sum to so much are those of a
/// chi-squared number with so many degrees of freedom, read as a normal one after Wilson and Hilferty (1931).
pub(super) fn deviation(parts: &[[f64; 3]]) -> [f64; 3] {
    let above = |deviation: f64| -> f64 {
        let part = |[weight, squares, freedom]: &[f64; 3]| {
            let step = 2.0 / (9.0 * freedom);
            let x = squares / (deviation * deviation) / freedom;
            weight * below_normal((pow(x, 1.0 / 3.0) - (1.0 - step)) / step.sqrt())
        };
        parts.iter().map(part).sum()
    };
    let middle: f64 = parts.iter().map(|[weight, squares, freedom]| weight * squares / freedom).sum();
    let middle = middle.max(f64::MIN_POSITIVE).sqrt();
    SHARES.map(|share| bisect(middle / 20.0, middle * 20.0, |x| 1.0 - above(x) < share))
}

/// The figures of a number that lies in cells with these masses; `value` tells it at a place between cells, 0 where the
/// first begins.
pub(super) fn from_cells(masses: &[f64], value: impl Fn(f64) -> f64) -> [f64; 3] {
    let whole: f64 = masses.iter().sum();
    SHARES.map(|share| {
        let mut left = share * whole;
        for (cell, mass) in masses.iter().enumerate() {
            if left <= *mass {
                return value(cell as f64 + left / mass.max(f64::MIN_POSITIVE));
            }
            left -= mass;
        }
        value(masses.len() as f64)
    })
}

/// Where `is_below` turns false.
fn bisect(mut low: f64, mut high: f64, is_below: impl Fn(f64) -> bool) -> f64 {
    for _ in 0..44 {
        let middle = 0.5 * (low + high);
        if is_below(middle) { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

/// A spread from three figures that may be out of order or outside their space by rounding alone.
pub(super) fn of_figures(space: EstimateSpace, [low, likely, high]: [f64; 3]) -> Option<Spread> {
    let spread = Spread { low: low.min(likely), likely, high: high.max(likely), space };
    spread.is_usable().then_some(spread)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_part_has_the_percentiles_of_students_distribution() {
        for freedom in [3.0, 10.0, 60.0] {
            let [low, likely, high] = StudentMixture { parts: vec![[1.0, 5.0, 2.0, freedom]] }.figures();
            let expected = 2.0 * student_90(freedom);
            assert!((likely - 5.0).abs() < 1e-6);
            assert!((high - 5.0 - expected).abs() < 0.01 * expected, "{freedom}: {high}");
            assert!((5.0 - low - expected).abs() < 0.01 * expected);
        }
    }

    #[test]
    fn a_number_spread_evenly_over_cells_has_even_percentiles() {
        let found = from_cells(&[1.0; 8], |place| place / 8.0);
        assert!(found.iter().zip(SHARES).all(|(a, b)| (a - b).abs() < 1e-12), "{found:?}");
    }

    #[test]
    fn a_deviation_of_many_months_is_known_well() {
        let [low, likely, high] = deviation(&[[1.0, 0.04 * 400.0, 400.0]]);
        assert!((likely - 0.2).abs() < 0.001 && low > 0.19 && high < 0.21, "{low} {likely} {high}");
    }
}
