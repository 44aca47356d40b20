//! The numbers of one item over paths: a van der Corput sequence, shuffled and scrambled after Owen, so that the first
//! 2ᵏ paths hold exactly one number in every 2ᵏ-th of 0 to 1, for every k, in an order of the item's own.
//!
//! Shuffling and scrambling by hash follow Burley, "Practical Hash-based Owen Scrambling" (2020), with the constants
//! of Vegdahl's refinement of the Laine–Karras hash.

use super::normal::normal_quantile;
use crate::lane::{DoubleKit, Lane, LaneKit, LaneWords};

/// The numbers drawn for one item, one per path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ItemStream {
    shuffle: u32,
    scramble: u32,
}

impl ItemStream {
    /// The stream of a well mixed key.
    pub fn new(key: u64) -> Self {
        Self { shuffle: key as u32, scramble: (key >> 32) as u32 }
    }

    /// The number of `path`, uniform between 0 and 1, neither included.
    pub fn uniform(self, path: u32) -> f64 {
        self.uniforms(DoubleKit::<1, 1>, path).get(0)
    }

    /// The number of `path`, standard normal.
    pub fn normal(self, path: u32) -> f64 {
        self.normals(DoubleKit::<1, 1>, path).get(0)
    }

    /// The numbers of `first` and the paths after it, uniform between 0 and 1, neither included.
    #[inline(always)]
    pub(crate) fn uniforms<K: LaneKit>(self, kit: K, first: u32) -> K::Lane {
        kit.shares(self.words(kit, first))
    }

    /// The numbers of `first` and the paths after it, standard normal.
    #[inline(always)]
    pub(crate) fn normals<K: LaneKit>(self, kit: K, first: u32) -> K::Lane {
        let (end, side) = kit.ends(self.words(kit, first));
        normal_quantile(kit, end) * side
    }

    #[inline(always)]
    fn words<K: LaneKit>(self, kit: K, first: u32) -> K::Words {
        let shuffled = permute(kit.count_from(first).reversed(), self.shuffle).reversed();
        permute(shuffled, self.scramble).reversed()
    }
}

/// A permutation in which each bit depends only on itself and the bits below it, as Owen's scrambling does on the
/// bits in reverse.
#[inline(always)]
fn permute<W: LaneWords>(x: W, seed: u32) -> W {
    let x = x.differ(x.times(0x3d20_adea));
    let x = x.plus(seed);
    let x = x.times((seed >> 16) | 1);
    let x = x.differ(x.times(0x0552_6c56));
    x.differ(x.times(0x53a2_2864))
}

#[cfg(test)]
mod tests {
    use crate::model::DrawnItem;

    #[test]
    fn the_first_paths_of_a_run_are_spread_evenly_whatever_their_number() {
        for channel in ["a", "b", "tiktok"] {
            let stream = DrawnItem::noise(channel, 3).stream(1);
            for k in 0..12 {
                let n = 1_u32 << k;
                let mut cells: Vec<u32> = (0..n).map(|i| (stream.uniform(i) * f64::from(n)) as u32).collect();
                cells.sort_unstable();
                assert_eq!(cells, (0..n).collect::<Vec<_>>(), "{channel}, {n} paths");
            }
        }
    }

    #[test]
    fn the_draws_of_two_items_do_not_move_together() {
        let n = 4096;
        let mut worst: f64 = 0.0;
        for month in 0..60 {
            let (a, b) = (DrawnItem::noise("a", month).stream(1), DrawnItem::noise("a", month + 1).stream(1));
            let c = DrawnItem::common_noise(month).stream(1);
            for (x, y) in [(a, b), (a, c)] {
                let product: f64 = (0..n).map(|i| x.normal(i) * y.normal(i)).sum();
                worst = worst.max((product / f64::from(n)).abs());
            }
        }
        // Five standard errors of independent draws.
        assert!(worst < 5.0 / f64::from(n).sqrt(), "{worst}");
    }
}
