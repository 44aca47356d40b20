//! Quantiles over paths: type 7 of Hyndman and Fan (1996), linear between order statistics.

/// The percentiles told of every figure, as shares.
pub const PERCENTILES: [f64; 7] = [0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95];

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

/// The quantiles of values that are all there; their order is lost.
pub(super) fn quantiles(values: &mut [f64]) -> Quantiles {
    let last = values.len() - 1;
    let mut ranks: Vec<usize> =
        PERCENTILES.iter().map(|share| (share * last as f64).floor() as usize).collect();
    ranks.extend(ranks.clone().iter().map(|rank| (rank + 1).min(last)));
    ranks.sort_unstable();
    ranks.dedup();
    select(values, 0, &ranks);
    PERCENTILES.map(|share| at(values, share))
}

/// Puts the value of each rank in its place, as sorting would; `values` start at rank `first`.
fn select(values: &mut [f64], first: usize, ranks: &[usize]) {
    let Some(&rank) = ranks.get(ranks.len() / 2) else { return };
    let (low_ranks, high_ranks) = (&ranks[..ranks.len() / 2], &ranks[ranks.len() / 2 + 1..]);
    let (low, _, high) = values.select_nth_unstable_by(rank - first, f64::total_cmp);
    select(low, first, low_ranks);
    select(high, rank + 1, high_ranks);
}

/// The statistic of values in which infinity means never.
pub(super) fn statistic(values: &mut [f64]) -> Statistic {
    let n = values.len() as f64;
    let reached: Vec<f64> = values.iter().copied().filter(|x| x.is_finite()).collect();
    let mean = (!reached.is_empty()).then(|| sum(&reached) / reached.len() as f64);
    let quantiles = quantiles(values).map(|x| x.is_finite().then_some(x));
    Statistic { mean, quantiles, never: (n - reached.len() as f64) / n }
}

/// The value below which `share` of the values lie; those next to it are in their sorted places.
fn at(sorted: &[f64], share: f64) -> f64 {
    let rank = share * (sorted.len() - 1) as f64;
    let (below, part) = (rank.floor() as usize, rank - rank.floor());
    let low = sorted[below];
    // Infinity times nothing is no number: an upper neighbor that takes no part is left alone.
    if part > 0.0 { low + (sorted[below + 1] - low) * part } else { low }
}

/// The sum of values as a tree of halves, the same whoever computes it, with little rounding.
pub(super) fn sum(values: &[f64]) -> f64 {
    if values.len() <= 8 {
        return values.iter().sum();
    }
    let (low, high) = values.split_at(values.len() / 2);
    sum(low) + sum(high)
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let statistic = statistic(&mut values);
        assert_eq!(statistic.mean, Some(2.0));
        assert_eq!(statistic.quantiles[3], Some(4.0));
        assert_eq!(statistic.quantiles[4], None);
        assert!((statistic.never - 0.4).abs() < 1e-15);
    }
}
