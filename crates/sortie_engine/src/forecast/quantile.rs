//! Quantiles over paths: type 7 of Hyndman and Fan (1996), linear between order statistics.

/// The percentiles told of every figure, as shares.
pub const PERCENTILES: [f64; 7] = [0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95];

/// Where the 5th percentile stands in [`Quantiles`].
pub const P05: usize = 0;
/// Where the 10th percentile stands in [`Quantiles`]: one path in ten is worse.
pub const P10: usize = 1;
/// Where the 25th percentile stands in [`Quantiles`].
pub const P25: usize = 2;
/// Where the median stands in [`Quantiles`].
pub const P50: usize = 3;
/// Where the 75th percentile stands in [`Quantiles`].
pub const P75: usize = 4;
/// Where the 90th percentile stands in [`Quantiles`]: one path in ten is better.
pub const P90: usize = 5;
/// Where the 95th percentile stands in [`Quantiles`].
pub const P95: usize = 6;

/// The values at [`PERCENTILES`].
pub type Quantiles = [f64; 7];

/// A figure over paths, some of which may never reach it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Statistic {
    /// Mean over the paths that reach it, if any does.
    pub mean: Option<f64>,
    /// Values at [`PERCENTILES`]; a path that never reaches it ranks above all others.
    pub quantiles: [Option<f64>; 7],
    /// Share of paths that never reach it.
    pub never: f64,
}

/// The ranks, from 0 and ascending, of the values between which the percentiles of `n` values lie.
pub(super) fn neighbors(n: usize) -> Vec<usize> {
    let last = n.saturating_sub(1);
    let below = PERCENTILES.map(|share| (share * last as f64).floor() as usize);
    let mut ranks: Vec<usize> = below.into_iter().flat_map(|rank| [rank, (rank + 1).min(last)]).collect();
    ranks.sort_unstable();
    ranks.dedup();
    ranks
}

/// The percentiles of `n` values, of which `of_rank` tells those at [`neighbors`].
pub(super) fn between(n: usize, of_rank: impl Fn(usize) -> f64) -> Quantiles {
    PERCENTILES.map(|share| {
        let rank = share * n.saturating_sub(1) as f64;
        let (below, part) = (rank.floor() as usize, rank - rank.floor());
        let low = of_rank(below);
        // Infinity times nothing is no number: an upper neighbor that takes no part is left alone.
        if part > 0.0 && low.is_finite() { low + (of_rank(below + 1) - low) * part } else { low }
    })
}

/// Puts the value of each rank in its place, as sorting would; `values` start at rank `first`.
pub(super) fn select(values: &mut [f64], first: usize, ranks: &[usize]) {
    let Some(&rank) = ranks.get(ranks.len() / 2) else { return };
    let (low_ranks, high_ranks) = (&ranks[..ranks.len() / 2], &ranks[ranks.len() / 2 + 1..]);
    let (low, _, high) = values.select_nth_unstable_by(rank - first, f64::total_cmp);
    select(low, first, low_ranks);
    select(high, rank + 1, high_ranks);
}

/// The percentiles of `values` (at least one), which are put in another order.
pub fn quantiles(values: &mut [f64]) -> Quantiles {
    select(values, 0, &neighbors(values.len()));
    between(values.len(), |rank| values[rank])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_percentile_stands_at_the_place_of_its_name() {
        let named = [(P05, 5), (P10, 10), (P25, 25), (P50, 50), (P75, 75), (P90, 90), (P95, 95)];
        for (place, percent) in named {
            assert_eq!((PERCENTILES[place] * 100.0).round() as usize, percent);
        }
        assert_eq!(named.len(), PERCENTILES.len());
    }

    #[test]
    fn quantiles_are_linear_between_neighbors() {
        let mut values = [4.0, 1.0, 3.0, 2.0, 5.0];
        let expected = [1.2, 1.4, 2.0, 3.0, 4.0, 4.6, 4.8];
        let found = quantiles(&mut values);
        assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12), "{found:?}");
    }

    #[test]
    fn never_ranks_above_every_month() {
        let mut values = [2.0, f64::INFINITY, 4.0, 0.0, f64::INFINITY];
        let found = quantiles(&mut values);
        assert!(
            (found[P50] - 4.0).abs() < 1e-15 && found[P75].is_infinite() && !found[P75].is_nan(),
            "{found:?}"
        );
    }
}
