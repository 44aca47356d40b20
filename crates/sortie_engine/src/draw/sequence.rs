//! The numbers of one item over paths: a van der Corput sequence, shuffled and scrambled after Owen, so that the first
//! 2ᵏ paths hold exactly one number in every 2ᵏ-th of 0 to 1, for every k, in an order of the item's own.
//!
//! Shuffling and scrambling by hash follow Burley, "Practical Hash-based Owen Scrambling" (2020), with the constants
//! of Vegdahl's refinement of the Laine–Karras hash.

use super::normal::normal_quantile;

/// The numbers drawn for one item, one per path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stream {
    shuffle: u32,
    scramble: u32,
}

impl Stream {
    /// The stream of a well mixed key.
    pub fn new(key: u64) -> Self {
        Self { shuffle: key as u32, scramble: (key >> 32) as u32 }
    }

    /// The number of `path`, uniform between 0 and 1, neither included.
    pub fn uniform(self, path: u32) -> f64 {
        let shuffled = permute(path.reverse_bits(), self.shuffle).reverse_bits();
        let scrambled = permute(shuffled, self.scramble).reverse_bits();
        (f64::from(scrambled) + 0.5) * (1.0 / 4_294_967_296.0)
    }

    /// The number of `path`, standard normal.
    pub fn normal(self, path: u32) -> f64 {
        normal_quantile(self.uniform(path))
    }
}

/// A permutation in which each bit depends only on itself and the bits below it, as Owen's scrambling does on the
/// bits in reverse.
fn permute(x: u32, seed: u32) -> u32 {
    let x = x ^ x.wrapping_mul(0x3d20_adea);
    let x = x.wrapping_add(seed);
    let x = x.wrapping_mul((seed >> 16) | 1);
    let x = x ^ x.wrapping_mul(0x0552_6c56);
    x ^ x.wrapping_mul(0x53a2_2864)
}

#[cfg(test)]
mod tests {
    use crate::model::Item;

    #[test]
    fn the_first_paths_of_a_run_are_spread_evenly_whatever_their_number() {
        for channel in ["a", "b", "tiktok"] {
            let stream = Item::noise(channel, 3).stream(1);
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
            let (a, b) = (Item::noise("a", month).stream(1), Item::noise("a", month + 1).stream(1));
            let c = Item::common_noise(month).stream(1);
            for (x, y) in [(a, b), (a, c)] {
                let product: f64 = (0..n).map(|i| x.normal(i) * y.normal(i)).sum();
                worst = worst.max((product / f64::from(n)).abs());
            }
        }
        // Five standard errors of independent draws.
        assert!(worst < 5.0 / f64::from(n).sqrt(), "{worst}");
    }
}
