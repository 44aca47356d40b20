//! Rates that hold month after month: orders a visit, money an order, fees of sales.

use super::spread::around;
use crate::unit::{EstimateSpace, Spread};

/// The rate of `parts` to `wholes`, month by month, with a range from how much it differs between months: whatever makes
/// the orders of one month alike is in it, since a month is one observation.
///
/// The rate of sums, its error after linearization (Cochran, *Sampling Techniques*, 1977, ch. 6), corrected for the
/// leverage of each month, with degrees of freedom after Satterthwaite (1946). Nothing from less than two months.
pub(super) fn rate(parts: &[f64], wholes: &[f64], space: EstimateSpace) -> Option<Spread> {
    let whole: f64 = wholes.iter().sum();
    let rate = parts.iter().sum::<f64>() / whole;
    if parts.len() < 2 || whole <= 0.0 || !rate.is_finite() {
        return None;
    }
    let shares: Vec<f64> = wholes.iter().map(|x| x / whole).collect();
    let squares: f64 = shares.iter().map(|w| w * w).sum();
    let fourths: f64 = shares.iter().map(|w| w * w * w * w).sum();
    let expected: f64 = shares.iter().map(|w| w * w * (1.0 - 2.0 * w + squares)).sum();
    let off = |(part, whole_of_month): (&f64, &f64)| (part - rate * whole_of_month) / whole;
    let seen: f64 = parts.iter().zip(wholes).map(off).map(|x| x * x).sum();
    let error = (seen * squares / expected.max(f64::MIN_POSITIVE)).sqrt();
    // One degree goes to the rate itself.
    let freedom = (squares * squares / fourths - 1.0).max(1.0);
    around(space, rate, error, freedom)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_that_never_differs_is_certain() {
        let found = rate(&[10.0, 20.0, 30.0], &[100.0, 200.0, 300.0], EstimateSpace::Logit).unwrap();
        assert!(found.is_certain() && (found.likely - 0.1).abs() < 1e-12);
    }

    #[test]
    fn the_range_of_even_months_is_that_of_their_mean() {
        let months = [1.0, 2.0, 3.0, 4.0, 5.0];
        let found = rate(&months, &[1.0; 5], EstimateSpace::Identity).unwrap();
        // Mean 3, standard error √(2.5 ÷ 5), Student's 90th percentile with four degrees of freedom.
        let half = 1.533_206_274 * 0.5_f64.sqrt();
        assert!((found.likely - 3.0).abs() < 1e-12 && (found.high - 3.0 - half).abs() < 1e-6, "{found:?}");
        assert!(rate(&[1.0], &[1.0], EstimateSpace::Log).is_none());
    }
}
