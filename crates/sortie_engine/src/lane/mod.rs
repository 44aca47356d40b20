//! Blocks of numbers that are worked on together, and the transcendental functions: one source for every machine.

use std::array;
use std::ops::{Add, AddAssign, Div, Mul, MulAssign, Sub, SubAssign};

/// The same figure on `W` paths. The central path is a block of one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lane<const W: usize>(pub [f64; W]);

impl<const W: usize> Lane<W> {
    /// Nothing on every path.
    pub const ZERO: Self = Self([0.0; W]);
    /// One on every path.
    pub const ONE: Self = Self([1.0; W]);

    /// The same figure on every path.
    #[inline(always)]
    pub fn splat(x: f64) -> Self {
        Self([x; W])
    }

    /// A figure made path by path.
    #[inline(always)]
    pub fn from_fn(f: impl FnMut(usize) -> f64) -> Self {
        Self(array::from_fn(f))
    }

    /// Each figure through `f`.
    #[inline(always)]
    #[must_use]
    pub fn map(self, f: impl FnMut(f64) -> f64) -> Self {
        Self(self.0.map(f))
    }

    /// The lower of two, path by path.
    #[inline(always)]
    #[must_use]
    pub fn min(self, other: impl Into<Self>) -> Self {
        let other = other.into();
        Self::from_fn(|i| if self.0[i] < other.0[i] { self.0[i] } else { other.0[i] })
    }

    /// The higher of two, path by path.
    #[inline(always)]
    #[must_use]
    pub fn max(self, other: impl Into<Self>) -> Self {
        let other = other.into();
        Self::from_fn(|i| if self.0[i] > other.0[i] { self.0[i] } else { other.0[i] })
    }

    /// 1 where the figure is above 0, else 0.
    #[inline(always)]
    #[must_use]
    pub fn is_positive(self) -> Self {
        self.map(|x| f64::from(u8::from(x > 0.0)))
    }

    /// This over `other`, and `without` where `other` is 0.
    #[inline(always)]
    #[must_use]
    pub fn over(self, other: Self, without: f64) -> Self {
        Self::from_fn(|i| if other.0[i] == 0.0 { without } else { self.0[i] / other.0[i] })
    }

    /// Whether it is 0 on every path.
    pub fn is_zero(self) -> bool {
        self.0.iter().all(|x| *x == 0.0)
    }
}

impl<const W: usize> From<f64> for Lane<W> {
    #[inline(always)]
    fn from(x: f64) -> Self {
        Self::splat(x)
    }
}

macro_rules! operator {
    ($trait:ident, $method:ident, $symbol:tt) => {
        impl<const W: usize, R: Into<Lane<W>>> $trait<R> for Lane<W> {
            type Output = Self;

            #[inline(always)]
            fn $method(self, other: R) -> Self {
                let other = other.into();
                Self::from_fn(|i| self.0[i] $symbol other.0[i])
            }
        }
    };
}

operator!(Add, add, +);
operator!(Sub, sub, -);
operator!(Mul, mul, *);
operator!(Div, div, /);

impl<const W: usize, R: Into<Self>> AddAssign<R> for Lane<W> {
    #[inline(always)]
    fn add_assign(&mut self, other: R) {
        *self = *self + other;
    }
}

impl<const W: usize, R: Into<Self>> SubAssign<R> for Lane<W> {
    #[inline(always)]
    fn sub_assign(&mut self, other: R) {
        *self = *self - other;
    }
}

impl<const W: usize, R: Into<Self>> MulAssign<R> for Lane<W> {
    #[inline(always)]
    fn mul_assign(&mut self, other: R) {
        *self = *self * other;
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
