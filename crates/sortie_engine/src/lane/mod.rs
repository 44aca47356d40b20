//! SIMD: blocks of numbers that are worked on together, and the transcendental functions: one source for every machine.
//!
//! A **lane** is the same figure on a few paths, as wide as one instruction takes; a **row** is a figure on all paths of
//! a block, lane by lane. A **kit** says how wide both are, how exact, and with which instructions they are worked on.
//! No product and sum are ever fused, and nothing is summed in an order that depends on the kit's instructions: the bits
//! are the same on every machine.

mod double;
mod single;

pub use double::{DoubleKit, DoubleLane};
pub use single::{SingleKit, SingleLane};

use std::fmt::Debug;
use std::ops::{Add, AddAssign, Div, IndexMut, Mul, MulAssign, Sub, SubAssign};

pub use fearless_simd::{Fallback, Level, dispatch};

/// The same figure on a few paths.
pub trait Lane:
    Copy
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + AddAssign
    + SubAssign
    + MulAssign
{
    /// How many paths.
    const WIDTH: usize;

    /// The figure on one of the paths.
    fn get(self, path: usize) -> f64;

    /// The lower of two, path by path.
    #[must_use]
    fn min(self, other: Self) -> Self;

    /// The higher of two, path by path.
    #[must_use]
    fn max(self, other: Self) -> Self;

    /// `then` where this is above 0, else `otherwise`.
    #[must_use]
    fn if_positive(self, then: Self, otherwise: Self) -> Self;

    /// e to the power of each figure; beyond what the kind of number can tell apart, its largest or 0.
    #[must_use]
    fn exponential(self) -> Self;

    /// The natural logarithm of each figure, which must be above 0.
    #[must_use]
    fn logarithm(self) -> Self;

    /// The square root of each figure.
    #[must_use]
    fn sqrt(self) -> Self;

    /// Whether every figure equals the other's.
    fn equals(self, other: Self) -> bool;
}

/// A whole number of 32 bits for each path of a lane; what overflows is dropped.
pub trait LaneWords: Copy {
    /// Each times `by`.
    #[must_use]
    fn times(self, by: u32) -> Self;

    /// Each plus `by`.
    #[must_use]
    fn plus(self, by: u32) -> Self;

    /// The bits in which two differ.
    #[must_use]
    fn differ(self, other: Self) -> Self;

    /// Each with its bits in reverse.
    #[must_use]
    fn reversed(self) -> Self;

    /// The number of one of the paths.
    fn get(self, path: usize) -> u32;
}

/// How figures are worked on. A kit is a token that is passed around by value and takes no room.
pub trait LaneKit: Copy + Send + Sync + 'static {
    /// One figure as it is kept in memory.
    type Real: Copy + Debug + Default + PartialOrd + Into<f64> + Send + Sync + 'static;
    /// The same figure on a few paths.
    type Lane: Lane + Send;
    /// A whole number for each path of a lane.
    type Words: LaneWords;
    /// A figure on all paths of a block.
    type Row: Copy + Send + Sync + IndexMut<usize, Output = Self::Lane>;

    /// Lanes of a row.
    const LANES: usize;
    /// Paths of a block.
    const PATHS: usize = Self::LANES * <Self::Lane as Lane>::WIDTH;

    /// The same figure on every path of a lane.
    fn splat(self, x: f64) -> Self::Lane;

    /// One figure as it is kept in memory.
    fn real(self, x: f64) -> Self::Real;

    /// The lane at the start of `from`.
    fn load(self, from: &[Self::Real]) -> Self::Lane;

    /// Puts a lane at the start of `to`.
    fn store(self, lane: Self::Lane, to: &mut [Self::Real]);

    /// The same figure on every path of a row.
    fn splat_row(self, x: f64) -> Self::Row;

    /// `first` and the whole numbers after it.
    fn count_from(self, first: u32) -> Self::Words;

    /// Each whole number as a share of all there are: above 0 and below 1.
    fn shares(self, words: Self::Words) -> Self::Lane;

    /// Each whole number as a share of all there are, told as its distance from the nearer end, 0 to ½ and never 0, and
    /// −1 where that is the lower end, else 1. So nothing is lost where the share is close to 1.
    fn ends(self, words: Self::Words) -> (Self::Lane, Self::Lane);

    /// The nearest whole number to each figure, which must lie between 0 and 2²¹.
    fn whole(self, lane: Self::Lane) -> Self::Words;

    /// Does `work` with the kit's instructions; whatever it calls must be inlined to take part.
    fn work<T>(self, work: impl FnOnce() -> T) -> T;

    /// A row made lane by lane.
    #[inline(always)]
    fn row(self, mut lane: impl FnMut(usize) -> Self::Lane) -> Self::Row {
        let mut row = self.splat_row(0.0);
        self.each(
            #[inline(always)]
            |i| row[i] = lane(i),
        );
        row
    }

    /// Does `work` for each lane of a row.
    #[inline(always)]
    fn each(self, mut work: impl FnMut(usize)) {
        self.work(
            #[inline(always)]
            || {
                for lane in 0..Self::LANES {
                    work(lane);
                }
            },
        );
    }

    /// The figure of a row on one path of the block.
    fn get(self, row: &Self::Row, path: usize) -> f64 {
        row[path / <Self::Lane as Lane>::WIDTH].get(path % <Self::Lane as Lane>::WIDTH)
    }
}

/// e to the power of `x`.
pub fn exp(x: f64) -> f64 {
    libm::exp(x)
}

/// 2 to the power of `x`.
pub fn exp2(x: f64) -> f64 {
    libm::exp2(x)
}

/// The natural logarithm of `x`.
pub fn ln(x: f64) -> f64 {
    libm::log(x)
}

/// `x` to the power of `y`.
pub fn pow(x: f64, y: f64) -> f64 {
    libm::pow(x, y)
}
