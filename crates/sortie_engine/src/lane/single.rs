//! Single precision, eight paths at a time, with the widest instructions that the machine has.

use std::ops::{Add, AddAssign, Div, Mul, MulAssign, Sub, SubAssign};

use fearless_simd::prelude::*;
use fearless_simd::{f32x8, i32x8, u32x8};

use super::{Lane, LaneKit, LaneWords};

/// Eight figures of single precision.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub struct SingleLane<S: Simd>(f32x8<S>);

/// Blocks of `N` lanes of eight paths in single precision, with the instructions that `S` stands for.
#[derive(Clone, Copy, Debug)]
pub struct SingleKit<S, const N: usize>(pub S);

macro_rules! operator {
    ($trait:ident, $method:ident, $symbol:tt) => {
        impl<S: Simd> $trait for SingleLane<S> {
            type Output = Self;

            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                Self(self.0 $symbol other.0)
            }
        }
    };
}

macro_rules! assignment {
    ($trait:ident, $method:ident, $symbol:tt) => {
        impl<S: Simd> $trait for SingleLane<S> {
            #[inline(always)]
            fn $method(&mut self, other: Self) {
                self.0 = self.0 $symbol other.0;
            }
        }
    };
}

operator!(Add, add, +);
operator!(Sub, sub, -);
operator!(Mul, mul, *);
operator!(Div, div, /);
assignment!(AddAssign, add_assign, +);
assignment!(SubAssign, sub_assign, -);
assignment!(MulAssign, mul_assign, *);

/// Added to a figure below 2²² it leaves the nearest whole number in the lowest bits.
const ROUND: f32 = 12_582_912.0;
/// Beyond these an exponential is told as that of the limit.
const LEAST_EXPONENT: f32 = -87.0;
const MOST_EXPONENT: f32 = 88.0;
/// ln 2 in two parts, of which the first has so few bits that a small multiple of it is exact.
const LN_2_HIGH: f32 = 0.693_359_4;
const LN_2_LOW: f32 = -2.121_944_4e-4;
/// eˣ = 1 + x + x²·p(x) for |x| ≤ ½ ln 2: coefficients of p, highest first (Moshier, Cephes, `expf`).
const EXP: [f32; 6] = [1.987_569_1e-4, 1.398_199_9e-3, 8.333_452e-3, 4.166_579_6e-2, 1.666_666_5e-1, 5e-1];
/// ln(1 + x) = x − ½x² + x³·p(x) for √½ ≤ 1 + x < √2: coefficients of p, highest first (Moshier, Cephes, `logf`).
const LN: [f32; 9] = [
    7.037_683_6e-2,
    -1.151_461e-1,
    1.167_699_9e-1,
    -1.242_014_1e-1,
    1.424_932_3e-1,
    -1.666_805_7e-1,
    2.000_071_5e-1,
    -2.499_999_4e-1,
    3.333_333e-1,
];

/// The bits of √½.
const ROOT_HALF: i32 = 0x3f35_04f3;

#[inline(always)]
fn polynomial<S: Simd, const K: usize>(x: f32x8<S>, coefficients: &[f32; K]) -> f32x8<S> {
    let mut sum = f32x8::splat(x.simd, coefficients[0]);
    for coefficient in &coefficients[1..] {
        sum = sum * x + *coefficient;
    }
    sum
}

impl<S: Simd> Lane for SingleLane<S> {
    const WIDTH: usize = 8;

    fn get(self, path: usize) -> f64 {
        f64::from(self.0[path])
    }

    #[inline(always)]
    fn min(self, other: Self) -> Self {
        // Not the instruction for it: which zero it takes of two differs between machines.
        Self(self.0.simd_lt(other.0).select(self.0, other.0))
    }

    #[inline(always)]
    fn max(self, other: Self) -> Self {
        Self(self.0.simd_gt(other.0).select(self.0, other.0))
    }

    #[inline(always)]
    fn if_positive(self, then: Self, otherwise: Self) -> Self {
        Self(self.0.simd_gt(0.0).select(then.0, otherwise.0))
    }

    #[inline(always)]
    fn exponential(self) -> Self {
        let limits = [LEAST_EXPONENT, MOST_EXPONENT].map(|limit| Self(f32x8::splat(self.0.simd, limit)));
        let x = self.max(limits[0]).min(limits[1]).0;
        let rounded = x * std::f32::consts::LOG2_E + ROUND;
        let whole = rounded - ROUND;
        let rest = x - whole * LN_2_HIGH - whole * LN_2_LOW;
        let power: u32x8<S> = (rounded.bitcast::<u32x8<S>>() + 127) << 23;
        let part = polynomial(rest, &EXP) * rest * rest + rest + 1.0;
        Self(part * power.bitcast::<f32x8<S>>())
    }

    #[inline(always)]
    fn logarithm(self) -> Self {
        // The exponent is taken so that what is left lies between √½ and √2.
        let bits = self.0.bitcast::<i32x8<S>>();
        let exponent = (bits - ROOT_HALF) >> 23;
        let x = (bits - (exponent << 23)).bitcast::<f32x8<S>>() - 1.0;
        let exponent = f32x8::float_from(exponent);
        let square = x * x;
        let part = polynomial(x, &LN) * x * square - square * 0.5 + exponent * LN_2_LOW;
        Self(part + x + exponent * LN_2_HIGH)
    }

    #[inline(always)]
    fn sqrt(self) -> Self {
        Self(self.0.sqrt())
    }

    #[inline(always)]
    fn equals(self, other: Self) -> bool {
        self.0.simd_eq(other.0).all_true()
    }
}

/// Swaps neighboring groups of `by` bits; `low` has the bits of every second group.
#[inline(always)]
fn swap<S: Simd>(x: u32x8<S>, by: u32, low: u32) -> u32x8<S> {
    ((x >> by) & low) | ((x & low) << by)
}

impl<S: Simd> LaneWords for u32x8<S> {
    #[inline(always)]
    fn times(self, by: u32) -> Self {
        self * by
    }

    #[inline(always)]
    fn plus(self, by: u32) -> Self {
        self + by
    }

    #[inline(always)]
    fn differ(self, other: Self) -> Self {
        self ^ other
    }

    #[inline(always)]
    fn reversed(self) -> Self {
        let x = swap(self, 1, 0x5555_5555);
        let x = swap(x, 2, 0x3333_3333);
        let x = swap(x, 4, 0x0f0f_0f0f);
        let x = swap(x, 8, 0x00ff_00ff);
        (x >> 16) | (x << 16)
    }

    #[inline(always)]
    fn get(self, path: usize) -> u32 {
        self[path]
    }
}

impl<S: Simd, const N: usize> LaneKit for SingleKit<S, N> {
    type Real = f32;
    type Lane = SingleLane<S>;
    type Words = u32x8<S>;
    type Row = [SingleLane<S>; N];

    const LANES: usize = N;

    #[inline(always)]
    fn splat(self, x: f64) -> SingleLane<S> {
        SingleLane(f32x8::splat(self.0, x as f32))
    }

    fn real(self, x: f64) -> f32 {
        x as f32
    }

    #[inline(always)]
    fn load(self, from: &[f32]) -> SingleLane<S> {
        SingleLane(f32x8::from_slice(self.0, &from[..8]))
    }

    #[inline(always)]
    fn store(self, lane: SingleLane<S>, to: &mut [f32]) {
        lane.0.store_slice(&mut to[..8]);
    }

    #[inline(always)]
    fn splat_row(self, x: f64) -> Self::Row {
        [self.splat(x); N]
    }

    #[inline(always)]
    fn count_from(self, first: u32) -> u32x8<S> {
        u32x8::simd_from(self.0, [0, 1, 2, 3, 4, 5, 6, 7]) + first
    }

    #[inline(always)]
    fn shares(self, words: u32x8<S>) -> SingleLane<S> {
        // As many bits as single precision holds beside the half; with more, a share could be rounded to 1.
        SingleLane((f32x8::float_from((words >> 9).bitcast::<i32x8<S>>()) + 0.5) * (1.0 / 8_388_608.0))
    }

    #[inline(always)]
    fn ends(self, words: u32x8<S>) -> (SingleLane<S>, SingleLane<S>) {
        let upper = f32x8::splat(self.0, 1.0);
        let is_upper = words.simd_ge(0x8000_0000);
        let distance = is_upper.select(!words, words);
        let distance = (f32x8::float_from(distance.bitcast::<i32x8<S>>()) + 0.5) * (1.0 / 4_294_967_296.0);
        (SingleLane(distance), SingleLane(is_upper.select(upper, -upper)))
    }

    #[inline(always)]
    fn whole(self, lane: SingleLane<S>) -> u32x8<S> {
        (lane.0 + ROUND).bitcast::<u32x8<S>>() & 0x003f_ffff
    }

    #[inline(always)]
    fn work<T>(self, work: impl FnOnce() -> T) -> T {
        self.0.vectorize(work)
    }
}
