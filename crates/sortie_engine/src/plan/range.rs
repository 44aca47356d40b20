//! What a number of the plan may be.

/// The range of a number; `above` and `below` leave out its ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NumberRange {
    /// The least.
    pub from: f64,
    /// The most.
    pub to: f64,
    /// Whether the least itself is left out.
    pub above: bool,
    /// Whether the most itself is left out.
    pub below: bool,
}

impl NumberRange {
    /// Any number.
    pub const ANY: Self = Self { from: f64::NEG_INFINITY, to: f64::INFINITY, above: false, below: false };
    /// 0 and up.
    pub const AMOUNT: Self = Self::from(0.0);
    /// More than 0.
    pub const ABOVE_0: Self = Self { above: true, ..Self::AMOUNT };
    /// 0 to 1.
    pub const SHARE: Self = Self { to: 1.0, ..Self::AMOUNT };
    /// 0 to less than 1.
    pub const BELOW_1: Self = Self { below: true, ..Self::SHARE };

    /// This number and up.
    pub const fn from(from: f64) -> Self {
        Self { from, ..Self::ANY }
    }

    /// Whether `x` lies in it.
    pub fn holds(&self, x: f64) -> bool {
        let above = if self.above { x > self.from } else { x >= self.from };
        let below = if self.below { x < self.to } else { x <= self.to };
        above && below
    }
}
