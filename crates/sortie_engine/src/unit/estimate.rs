//! A number the seller is unsure of, as three: low (one time in ten it is less), likely, and high.

use std::marker::PhantomData;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

/// The space in which an estimate spreads evenly to both sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EstimateSpace {
    /// Amounts and factors: equal ratios are equally far. 0 and up.
    Log,
    /// Shares: equal odds ratios are equally far. 0 to 1.
    Logit,
    /// Growth and additions: equal differences are equally far. Any sign.
    Identity,
}

/// What kind of number an estimate holds.
pub trait EstimateKind: Copy + PartialEq + std::fmt::Debug {
    /// The space in which its spread is read.
    const SPACE: EstimateSpace;
}

/// An amount or a factor: 0 and up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Amount;

/// A share of a whole: 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share;

/// A number of any sign, such as growth per month.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Signed;

impl EstimateKind for Amount {
    const SPACE: EstimateSpace = EstimateSpace::Log;
}
impl EstimateKind for Share {
    const SPACE: EstimateSpace = EstimateSpace::Logit;
}
impl EstimateKind for Signed {
    const SPACE: EstimateSpace = EstimateSpace::Identity;
}

/// An uncertain number of kind `K`: tenth, fiftieth and ninetieth percentile.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate<K> {
    /// One time in ten the value is lower than this.
    pub low: f64,
    /// As often higher as lower; the central path takes this value.
    pub likely: f64,
    /// One time in ten the value is higher than this.
    pub high: f64,
    kind: PhantomData<K>,
}

impl<K: EstimateKind> Default for Estimate<K> {
    /// Nothing, for certain.
    fn default() -> Self {
        Self::certain(0.0)
    }
}

impl<K: EstimateKind> Estimate<K> {
    /// An estimate from its three figures.
    pub const fn new(low: f64, likely: f64, high: f64) -> Self {
        Self { low, likely, high, kind: PhantomData }
    }

    /// A number the seller is sure of.
    pub const fn certain(value: f64) -> Self {
        Self::new(value, value, value)
    }

    /// Whether all three figures are the same.
    pub fn is_certain(&self) -> bool {
        self.spread().is_certain()
    }

    /// Whether this is the certain number `value`.
    pub fn is_exactly(&self, value: f64) -> bool {
        *self == Self::certain(value)
    }

    /// The likely value moved to `value`, the range with it: by ratio for amounts, by odds for shares,
    /// by difference for signed numbers. A likely value of 0 has no range to move.
    #[must_use]
    pub fn moved_to(&self, value: f64) -> Self {
        if self.is_certain() {
            return Self::certain(value);
        }
        let shift = |x: f64| match K::SPACE {
            EstimateSpace::Log => x * value / self.likely,
            EstimateSpace::Logit => {
                let odds = |p: f64| p / (1.0 - p);
                let moved = odds(x) * odds(value) / odds(self.likely);
                moved / (1.0 + moved)
            }
            EstimateSpace::Identity => x + value - self.likely,
        };
        let moved = Self::new(shift(self.low), value, shift(self.high));
        if moved.spread().is_usable() { moved } else { Self::certain(value) }
    }

    /// The same figures without the kind in the type, for code that walks over all estimates.
    pub const fn spread(&self) -> Spread {
        Spread { low: self.low, likely: self.likely, high: self.high, space: K::SPACE }
    }
}

impl<K: EstimateKind> Serialize for Estimate<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.is_certain() {
            return serializer.serialize_f64(self.likely);
        }
        let mut object = serializer.serialize_struct("Estimate", 3)?;
        object.serialize_field("low", &self.low)?;
        object.serialize_field("likely", &self.likely)?;
        object.serialize_field("high", &self.high)?;
        object.end()
    }
}

/// An estimate whose kind is data: what faults, draws and explanations walk over.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// Tenth percentile.
    pub low: f64,
    /// Median.
    pub likely: f64,
    /// Ninetieth percentile.
    pub high: f64,
    /// How the range is read.
    pub space: EstimateSpace,
}

impl Spread {
    /// Whether there is no range.
    #[expect(clippy::float_cmp, reason = "a range of nothing is exactly nothing")]
    pub fn is_certain(&self) -> bool {
        self.low == self.likely && self.likely == self.high
    }

    /// Whether the three figures are finite, in order, and inside what their space allows.
    pub fn is_usable(&self) -> bool {
        let finite = [self.low, self.likely, self.high].iter().all(|x| x.is_finite());
        let ordered = self.low <= self.likely && self.likely <= self.high;
        let certain = self.is_certain();
        let inside = match self.space {
            EstimateSpace::Identity => true,
            EstimateSpace::Log => self.low > 0.0 || (certain && self.low >= 0.0),
            EstimateSpace::Logit => {
                (self.low > 0.0 && self.high < 1.0) || (certain && (0.0..=1.0).contains(&self.low))
            }
        };
        finite && ordered && inside
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moving_an_estimate_keeps_its_relative_range() {
        let visits = Estimate::<Amount>::new(80.0, 100.0, 150.0).moved_to(200.0);
        assert_eq!(visits, Estimate::new(160.0, 200.0, 300.0));
        let growth = Estimate::<Signed>::new(-0.01, 0.0, 0.02).moved_to(0.01);
        assert_eq!(growth, Estimate::new(0.0, 0.01, 0.03));
    }

    #[test]
    fn moving_a_share_never_leaves_zero_to_one() {
        let conversion = Estimate::<Share>::new(0.5, 0.8, 0.9).moved_to(0.99);
        assert!(conversion.spread().is_usable() && conversion.high < 1.0);
        assert!(Estimate::<Share>::new(0.1, 0.2, 0.3).moved_to(1.0).is_exactly(1.0));
        assert!(Estimate::<Amount>::new(1.0, 2.0, 3.0).moved_to(0.0).is_exactly(0.0));
    }
}
