//! Bins for counting a figure over paths: the paths are counted first, and only those near a percentile are looked at
//! one by one. Bins decide what that costs, never what comes out.

use crate::lane::{Lane, LaneKit, LaneWords};

/// The bin of the only value, where there is one.
pub(super) const ONE: usize = 1;

/// The `N` bins of one figure: equally wide, with open ends. The last but one holds all that is above the others, the
/// last what never comes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct BinScale<const N: usize> {
    low: f64,
    /// 0 where one value is all that is known.
    bins_per_unit: f64,
    may_be_never: bool,
}

/// Groups of paths whose extremes tell where bins are needed.
const GROUPS: usize = 16;

impl<const N: usize> BinScale<N> {
    /// The bin of all that is above the others.
    const TOP: usize = N - 2;
    /// The bin of what is infinite.
    pub const NEVER: usize = N - 1;

    /// Bins for a figure of which some paths are `known`: the outermost of them lie in open ends. Where it `may_be_never`
    /// reached, what is infinite has a bin of its own.
    pub fn around<R: Copy + Into<f64>>(known: &[R], may_be_never: bool) -> Self {
        let (mut least, mut most) = ([f64::INFINITY; GROUPS], [f64::NEG_INFINITY; GROUPS]);
        let is_many = known.len() >= 2 * GROUPS;
        for few in known.chunks(GROUPS) {
            for ((least, most), x) in least.iter_mut().zip(&mut most).zip(few) {
                let x: f64 = (*x).into();
                // What is infinite is neither.
                *least = if x < *least { x } else { *least };
                *most = if x > *most && x < f64::INFINITY { x } else { *most };
            }
        }
        least.sort_unstable_by(f64::total_cmp);
        most.sort_unstable_by(f64::total_cmp);
        most.reverse();
        // The third of the groups' extremes: outliers take no bins from the rest. Where few paths reach the figure, the
        // third from below may lie above the third from above; then the outermost have to do.
        let third = usize::from(is_many) * 2;
        let is_usable = |(low, high): &(f64, f64)| {
            let bins_per_unit = Self::bins_per_unit(*low, *high);
            low < high && low.is_finite() && bins_per_unit.is_finite() && bins_per_unit < STEEP
        };
        match [third, 0].map(|nth| (least[nth], most[nth])).into_iter().find(is_usable) {
            Some((low, high)) => Self { low, bins_per_unit: Self::bins_per_unit(low, high), may_be_never },
            None => Self::of_one(least[0], may_be_never),
        }
    }

    /// How narrow bins between two values are.
    fn bins_per_unit(low: f64, high: f64) -> f64 {
        (Self::TOP - 3) as f64 / (high - low)
    }

    /// Bins for a figure that is the same on every path as far as is known.
    fn of_one(x: f64, may_be_never: bool) -> Self {
        Self { low: if x.is_finite() { x } else { 0.0 }, bins_per_unit: 0.0, may_be_never }
    }

    /// Whether it may be that a path never reaches the figure.
    pub fn may_be_never(&self) -> bool {
        self.may_be_never
    }

    /// The value of all paths in bin [`ONE`], where there is only one.
    pub fn only_value(&self) -> Option<f64> {
        (self.bins_per_unit == 0.0).then_some(self.low)
    }

    /// The scale made ready for lanes.
    #[inline(always)]
    pub fn on<K: LaneKit>(&self, kit: K) -> LaneBins<K> {
        // What differs from the only value known lies in the bins at either end.
        let bins_per_unit = if self.bins_per_unit == 0.0 { STEEP } else { self.bins_per_unit };
        LaneBins {
            kit,
            low: kit.splat(self.low),
            bins_per_unit: kit.splat(bins_per_unit),
            one: kit.splat(ONE as f64),
            none: kit.splat(0.0),
            top: kit.splat(Self::TOP as f64),
            never: kit.splat(Self::NEVER as f64),
            most: kit.splat(f64::from(f32::MAX)),
            is_one: self.bins_per_unit == 0.0,
            may_be_never: self.may_be_never,
        }
    }
}

/// So many bins a unit that any difference is one of bins.
const STEEP: f64 = 1e30;

/// A scale made ready for lanes.
#[derive(Clone, Copy)]
pub(super) struct LaneBins<K: LaneKit> {
    kit: K,
    low: K::Lane,
    bins_per_unit: K::Lane,
    one: K::Lane,
    none: K::Lane,
    top: K::Lane,
    never: K::Lane,
    most: K::Lane,
    is_one: bool,
    may_be_never: bool,
}

impl<K: LaneKit> LaneBins<K> {
    /// Whether every figure has the only value there is a bin for.
    #[inline(always)]
    pub fn is_one(&self, lane: K::Lane) -> bool {
        self.is_one && lane.equals(self.low)
    }

    /// The bin of each figure.
    #[inline(always)]
    pub fn of(&self, lane: K::Lane) -> K::Words {
        let bin = ((lane - self.low) * self.bins_per_unit + self.one).max(self.none).min(self.top);
        self.kit.whole(if self.may_be_never { (lane - self.most).if_positive(self.never, bin) } else { bin })
    }
}

/// The bin, of `N`, of a path of a lane.
#[inline(always)]
pub(super) fn bin_of<const N: usize>(words: impl LaneWords, path: usize) -> usize {
    words.get(path) as usize % N
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bins_ascend_however_few_of_the_known_paths_reach_the_figure() {
        for n_reached in 0..40 {
            let mut known = vec![f64::INFINITY; 128];
            (0..n_reached).for_each(|path| known[path * 3] = ((path * 7) % 12) as f64);
            let scale = BinScale::<128>::around(&known, true);
            assert!(scale.bins_per_unit >= 0.0, "{n_reached}: {scale:?}");
            assert_eq!(scale.only_value().is_some(), n_reached < 2, "{n_reached}: {scale:?}");
        }
    }
}
