//! Double precision, with the instructions that every machine has: for the central path, and to check the faster kit.

use std::array;
use std::ops::{Add, AddAssign, Div, Mul, MulAssign, Sub, SubAssign};

use super::{Lane, LaneKit, LaneWords};

/// `W` figures of double precision.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DoubleLane<const W: usize>(pub [f64; W]);

/// Blocks of `N` lanes of `W` paths in double precision. The central path is a block of one.
#[derive(Clone, Copy, Debug, Default)]
pub struct DoubleKit<const W: usize, const N: usize>;

impl<const W: usize> DoubleLane<W> {
    #[inline(always)]
    fn zip(self, other: Self, f: impl Fn(f64, f64) -> f64) -> Self {
        Self(array::from_fn(|i| f(self.0[i], other.0[i])))
    }
}

macro_rules! operator {
    ($trait:ident, $method:ident, $assigning:ident, $assign:ident, $symbol:tt) => {
        impl<const W: usize> $trait for DoubleLane<W> {
            type Output = Self;

            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                self.zip(other, |a, b| a $symbol b)
            }
        }

        impl<const W: usize> $assigning for DoubleLane<W> {
            #[inline(always)]
            fn $assign(&mut self, other: Self) {
                *self = *self $symbol other;
            }
        }
    };
}

operator!(Add, add, AddAssign, add_assign, +);
operator!(Sub, sub, SubAssign, sub_assign, -);
operator!(Mul, mul, MulAssign, mul_assign, *);

impl<const W: usize> Div for DoubleLane<W> {
    type Output = Self;

    #[inline(always)]
    fn div(self, other: Self) -> Self {
        self.zip(other, |a, b| a / b)
    }
}

impl<const W: usize> Lane for DoubleLane<W> {
    const WIDTH: usize = W;

    fn get(self, path: usize) -> f64 {
        self.0[path]
    }

    #[inline(always)]
    fn min(self, other: Self) -> Self {
        self.zip(other, |a, b| if a < b { a } else { b })
    }

    #[inline(always)]
    fn max(self, other: Self) -> Self {
        self.zip(other, |a, b| if a > b { a } else { b })
    }

    #[inline(always)]
    fn if_positive(self, then: Self, otherwise: Self) -> Self {
        Self(array::from_fn(|i| if self.0[i] > 0.0 { then.0[i] } else { otherwise.0[i] }))
    }

    fn exponential(self) -> Self {
        Self(self.0.map(super::exp))
    }

    fn logarithm(self) -> Self {
        Self(self.0.map(super::ln))
    }

    fn sqrt(self) -> Self {
        Self(self.0.map(f64::sqrt))
    }

    #[inline(always)]
    fn equals(self, other: Self) -> bool {
        self == other
    }
}

impl<const W: usize> LaneWords for [u32; W] {
    fn times(self, by: u32) -> Self {
        self.map(|x| x.wrapping_mul(by))
    }

    fn plus(self, by: u32) -> Self {
        self.map(|x| x.wrapping_add(by))
    }

    fn differ(self, other: Self) -> Self {
        array::from_fn(|i| self[i] ^ other[i])
    }

    fn reversed(self) -> Self {
        self.map(u32::reverse_bits)
    }

    fn get(self, path: usize) -> u32 {
        self[path]
    }
}

/// One of all 32-bit numbers, as a share of them.
const STEP: f64 = 1.0 / 4_294_967_296.0;

impl<const W: usize, const N: usize> LaneKit for DoubleKit<W, N> {
    type Real = f64;
    type Lane = DoubleLane<W>;
    type Words = [u32; W];
    type Row = [DoubleLane<W>; N];

    const LANES: usize = N;

    #[inline(always)]
    fn splat(self, x: f64) -> DoubleLane<W> {
        DoubleLane([x; W])
    }

    fn real(self, x: f64) -> f64 {
        x
    }

    fn load(self, from: &[f64]) -> DoubleLane<W> {
        DoubleLane(array::from_fn(|i| from[i]))
    }

    fn store(self, lane: DoubleLane<W>, to: &mut [f64]) {
        to[..W].copy_from_slice(&lane.0);
    }

    #[inline(always)]
    fn splat_row(self, x: f64) -> Self::Row {
        [self.splat(x); N]
    }

    fn count_from(self, first: u32) -> [u32; W] {
        array::from_fn(|i| first.wrapping_add(i as u32))
    }

    fn shares(self, words: [u32; W]) -> DoubleLane<W> {
        DoubleLane(words.map(|x| (f64::from(x) + 0.5) * STEP))
    }

    fn ends(self, words: [u32; W]) -> (DoubleLane<W>, DoubleLane<W>) {
        let is_upper = |x: u32| x >> 31 == 1;
        let ends = words.map(|x| (f64::from(if is_upper(x) { !x } else { x }) + 0.5) * STEP);
        (DoubleLane(ends), DoubleLane(words.map(|x| if is_upper(x) { 1.0 } else { -1.0 })))
    }

    fn whole(self, lane: DoubleLane<W>) -> [u32; W] {
        lane.0.map(|x| x.round_ties_even() as u32)
    }

    #[inline(always)]
    fn work<T>(self, work: impl FnOnce() -> T) -> T {
        work()
    }
}
