//! Bins for counting a figure over paths: the paths are counted first, and only those near a percentile are looked at
//! one by one. Bins decide what that costs, never what comes out.

use crate::lane::{Kit, Lane, Words};

/// Bins of a figure. The last but one holds all that is above the others, the last what never comes.
pub(super) const N_BINS: usize = 128;
const TOP: usize = N_BINS - 2;
/// What is infinite.
pub(super) const NEVER: usize = N_BINS - 1;
/// The bin of the only value, where there is one.
pub(super) const ONE: usize = 1;

/// The bins of one figure: equally wide, with open ends.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Scale {
    low: f64,
    bins_per_unit: f64,
}

impl Scale {
    /// Bins for a figure of which the first `n` paths of a block are known: the outermost of them lie in open ends.
    pub fn around<K: Kit>(kit: K, row: &K::Row, n: usize) -> Self {
        let width = <K::Lane as Lane>::WIDTH;
        let (mut least, mut most) = (vec![f64::INFINITY; width], vec![f64::NEG_INFINITY; width]);
        for path in 0..n {
            let x = kit.get(row, path);
            if x.is_finite() {
                let group = path % width;
                least[group] = least[group].min(x);
                most[group] = most[group].max(x);
            }
        }
        least.sort_unstable_by(f64::total_cmp);
        most.sort_unstable_by(f64::total_cmp);
        // The second of the groups' extremes: an outlier takes no bins from the rest.
        let second = |sorted: &[f64]| if n >= 2 * width { sorted[1.min(width - 1)] } else { sorted[0] };
        most.reverse();
        let (low, high) = (second(&least), second(&most));
        let bins_per_unit = (TOP - 2) as f64 / (high - low);
        let is_usable = low.is_finite() && bins_per_unit.is_finite() && bins_per_unit < 1e30;
        if is_usable { Self { low, bins_per_unit } } else { Self::of_one(least[0]) }
    }

    /// Bins for a figure that is the same on every path as far as is known.
    fn of_one(x: f64) -> Self {
        Self { low: if x.is_finite() { x } else { 0.0 }, bins_per_unit: 0.0 }
    }

    /// The value of all paths in bin [`ONE`], where there is only one.
    pub fn only_value(&self) -> Option<f64> {
        (self.bins_per_unit == 0.0).then_some(self.low)
    }

    /// The scale made ready for lanes.
    #[inline(always)]
    pub fn on<K: Kit>(&self, kit: K) -> Bins<K> {
        Bins {
            kit,
            low: kit.splat(self.low),
            bins_per_unit: kit.splat(self.bins_per_unit),
            none: kit.splat(0.0),
            first: kit.splat(ONE as f64),
            second: kit.splat(ONE as f64 + 1.0),
            top: kit.splat(TOP as f64),
            never: kit.splat(NEVER as f64),
            most: kit.splat(f64::from(f32::MAX)),
            is_one: self.bins_per_unit == 0.0,
        }
    }
}

/// A scale made ready for lanes.
#[derive(Clone, Copy)]
pub(super) struct Bins<K: Kit> {
    kit: K,
    low: K::Lane,
    bins_per_unit: K::Lane,
    none: K::Lane,
    first: K::Lane,
    second: K::Lane,
    top: K::Lane,
    never: K::Lane,
    most: K::Lane,
    is_one: bool,
}

impl<K: Kit> Bins<K> {
    /// Whether every figure has the only value there is a bin for.
    #[inline(always)]
    pub fn is_one(&self, lane: K::Lane) -> bool {
        self.is_one && lane.equals(self.low)
    }

    /// The bin of each figure.
    #[inline(always)]
    pub fn of(&self, lane: K::Lane) -> K::Words {
        let above = lane - self.low;
        let bin = if self.is_one {
            // What differs from the only value known lies in the bins next to it.
            let upper = above.if_positive(self.second, self.first);
            (self.none - above).if_positive(self.none, upper)
        } else {
            (above * self.bins_per_unit).max(self.none).min(self.top)
        };
        self.kit.whole((lane - self.most).if_positive(self.never, bin))
    }
}

/// The paths of a lane in bin `bin`.
pub(super) fn bin_of<W: Words>(words: W, path: usize) -> usize {
    words.get(path) as usize % N_BINS
}
