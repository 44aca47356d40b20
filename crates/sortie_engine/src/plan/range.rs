//! What a number of the plan may be.

/// The largest amount of anything: no business is as large, and what is larger is a slip of the hand.
const MOST: f64 = 1e12;

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
    /// Any amount, of either sign.
    pub const ANY: Self = Self { from: -MOST, to: MOST, above: false, below: false };
    /// 0 and up.
    pub const AMOUNT: Self = Self { from: 0.0, ..Self::ANY };
    /// More than 0.
    pub const ABOVE_0: Self = Self { above: true, ..Self::AMOUNT };
    /// 0 to 1.
    pub const SHARE: Self = Self { to: 1.0, ..Self::AMOUNT };
    /// 0 to less than 1.
    pub const BELOW_1: Self = Self { below: true, ..Self::SHARE };
    /// What something is multiplied by, and other proportions.
    pub const FACTOR: Self = Self { to: 1e6, ..Self::AMOUNT };
    /// The same, more than 0.
    pub const FACTOR_ABOVE_0: Self = Self { above: true, ..Self::FACTOR };
    /// The weight of a month in a season.
    pub const WEIGHT: Self = Self::FACTOR_ABOVE_0;
    /// Growth a month.
    pub const GROWTH: Self = Self { from: -1.0, to: 10.0, ..Self::ANY };
    /// Standard deviation of a logarithm.
    pub const VOLATILITY: Self = Self { to: 10.0, ..Self::AMOUNT };
    /// Months.
    pub const MONTHS: Self = Self { to: 600.0, ..Self::AMOUNT };
    /// Months, more than 0.
    pub const MONTHS_ABOVE_0: Self = Self { above: true, ..Self::MONTHS };
    /// Months, at least one.
    pub const MONTHS_FROM_1: Self = Self { from: 1.0, ..Self::MONTHS };
    /// Whole months that money is held or a penalty lasts.
    pub const WHOLE_MONTHS: Self = Self { from: 1.0, to: 60.0, ..Self::ANY };
    /// Whole months from buying goods to having them.
    pub const LEAD: Self = Self { to: 6.0, ..Self::AMOUNT };
    /// Days.
    pub const DAYS: Self = Self { to: 3_650.0, ..Self::AMOUNT };
    /// How often something comes in a month.
    pub const FREQUENCY: Self = Self { to: 100.0, ..Self::AMOUNT };
    /// How demand answers a price.
    pub const ELASTICITY: Self = Self { to: 20.0, ..Self::AMOUNT };
    /// What a rule compares a figure with.
    pub const RULE_VALUE: Self = Self { from: -1e15, to: 1e15, above: false, below: false };
    /// Months in a row that a rule asks for.
    pub const RULE_MONTHS: Self = Self { from: 1.0, to: 12.0, ..Self::ANY };
    /// Months that a plan covers.
    pub const HORIZON: Self = Self { from: 6.0, to: 60.0, ..Self::ANY };

    /// Whether its end is one that only a slip of the hand passes, so that a sentence need not name it.
    pub fn is_open_above(&self) -> bool {
        self.to >= Self::FACTOR.to
    }

    /// Whether `x` lies in it.
    pub fn holds(&self, x: f64) -> bool {
        let above = if self.above { x > self.from } else { x >= self.from };
        let below = if self.below { x < self.to } else { x <= self.to };
        above && below
    }
}
