//! The numbers of a plan in one table per part: the name of each, what it measures, its range, and where it lies. What checks,
//! draws, explains, shows and edits a number walks over these tables, so that a field is told of once.

pub(super) mod mechanism;
pub(super) mod part;
#[cfg(test)]
mod tests;

pub use mechanism::{
    estimate_of_mechanism, fields_of_mechanism, numbers_of_mechanism, set_number_of_mechanism,
};
pub use part::{
    estimate_of_cash, estimate_of_change, estimate_of_channel, estimate_of_shock, estimate_of_strategy,
    field_of_change, fields_of_cash, fields_of_channel, fields_of_shock, fields_of_strategy,
    measure_of_channel, numbers_of_cash, numbers_of_channel, numbers_of_demand, numbers_of_plan,
    numbers_of_seller, numbers_of_shock, set_number_of_cash, set_number_of_channel, set_number_of_demand,
    set_number_of_plan, set_number_of_seller, set_number_of_shock,
};

use super::parts::Channel;
use super::range::NumberRange;
use super::strategy::Strategy;
use crate::unit::{Amount, Estimate, Share, Signed, Spread};

/// What a number measures, which decides how people tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberMeasure {
    /// Money of the part's currency.
    Money,
    /// US dollars, whatever the currency of the plan.
    UsDollars,
    /// A number of things.
    Count,
    /// A plain number, such as a rate of exchange.
    Plain,
    /// A share of a whole, 0 to 1.
    Share,
    /// A proportion that may be above 1.
    Ratio,
    /// A difference or a growth a month, of any sign.
    Growth,
    /// Months.
    Months,
    /// Days.
    Days,
    /// What is added to a number, in the unit of that number.
    Added,
}

/// A number that the seller may be unsure of, to be looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EstimateField {
    /// The name of the field that holds it, as in the plan's file.
    pub name: &'static str,
    /// Its three figures.
    pub spread: Spread,
    /// What it measures.
    pub measure: NumberMeasure,
    /// What its figures may be.
    pub range: NumberRange,
    /// What it is where the file leaves it out; none where the file must say it, or says something by leaving it out.
    pub default: Option<f64>,
}

/// A number that is held for certain, to be looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NumberField {
    /// The name of the field that holds it, as in the plan's file.
    pub name: &'static str,
    /// The number.
    pub value: f64,
    /// What it measures.
    pub measure: NumberMeasure,
    /// What it may be.
    pub range: NumberRange,
    /// What it is where the file leaves it out; none where the file must say it, or says something by leaving it out.
    pub default: Option<f64>,
}

/// Of a number that the file must say.
const NEEDED: Option<f64> = None;

/// Of a number that the file may leave out, and which is `default` then.
const fn or(default: f64) -> Option<f64> {
    Some(default)
}

/// A table of estimates: a row is the field, the kind of its estimate, what it measures, its range, and its default. From it
/// come their list, in the order in which they are read, checked and drawn, and the way to each by its name.
macro_rules! estimates {
    ($(#[$doc:meta])* $list:ident, $find:ident: $part:ty;
    $($field:ident: $kind:ident, $measure:ident, $range:expr, $default:expr;)+) => {
        $(#[$doc])*
        pub fn $list(part: &$part) -> Vec<EstimateField> {
            vec![$(EstimateField {
                name: stringify!($field),
                spread: part.$field.spread(),
                measure: NumberMeasure::$measure,
                range: $range,
                default: $default,
            }),+]
        }

        /// The estimate of that name, to be changed.
        pub fn $find<'p>(part: &'p mut $part, name: &str) -> Option<EstimateMut<'p>> {
            match name {
                $(stringify!($field) => Some(EstimateMut::$kind(&mut part.$field)),)+
                _ => None,
            }
        }
    };
}

/// A table of numbers that are held for certain: a row is the field, what it measures, its range, and its default. From
/// it come their list, in the order in which they are read and checked, and what changes one by its name.
macro_rules! numbers {
    ($(#[$doc:meta])* $list:ident, $set:ident: $part:ty;
    $($field:ident: $measure:ident, $range:expr, $default:expr;)+) => {
        $(#[$doc])*
        pub fn $list(part: &$part) -> Vec<NumberField> {
            vec![$(NumberField {
                name: stringify!($field),
                value: part.$field,
                measure: NumberMeasure::$measure,
                range: $range,
                default: $default,
            }),+]
        }

        /// Changes the number of that name; whether there is one.
        pub fn $set(part: &mut $part, name: &str, value: f64) -> bool {
            match name {
                $(stringify!($field) => part.$field = value,)+
                _ => return false,
            }
            true
        }
    };
}

use {estimates, numbers};

/// A number of whole months; their file says that they are whole.
fn whole_months(name: &'static str, months: u32, range: NumberRange, default: Option<f64>) -> NumberField {
    NumberField { name, value: f64::from(months), measure: NumberMeasure::Months, range, default }
}

/// As whole months, as a hand that drags a number means them.
fn whole(months: f64) -> u32 {
    months.round().clamp(0.0, 600.0) as u32
}

/// Multiplies the money of a channel, as into another currency.
pub fn scale_money_of_channel(channel: &mut Channel, factor: f64) {
    for field in fields_of_channel(channel) {
        scale(field, estimate_of_channel(channel, field.name), factor);
    }
}

/// Multiplies the money of a strategy and its mechanisms, as into another currency. What it adds to a number of the plan
/// is told in the plan's currency and stays.
pub fn scale_money_of_strategy(strategy: &mut Strategy, factor: f64) {
    for field in fields_of_strategy(strategy) {
        scale(field, estimate_of_strategy(strategy, field.name), factor);
    }
    for mechanism in &mut strategy.mechanisms {
        for field in fields_of_mechanism(mechanism) {
            scale(field, estimate_of_mechanism(mechanism, field.name), factor);
        }
    }
}

fn scale(field: EstimateField, estimate: Option<EstimateMut<'_>>, factor: f64) {
    if let Some(mut money) = estimate.filter(|_| field.measure == NumberMeasure::Money) {
        money.move_to(field.spread.likely * factor);
    }
}

/// An estimate of any kind, to be changed.
#[derive(Debug)]
pub enum EstimateMut<'p> {
    /// An amount or a factor.
    Amount(&'p mut Estimate<Amount>),
    /// A share.
    Share(&'p mut Estimate<Share>),
    /// A number of any sign.
    Signed(&'p mut Estimate<Signed>),
}

impl EstimateMut<'_> {
    /// Its three figures.
    pub fn spread(&self) -> Spread {
        match self {
            Self::Amount(estimate) => estimate.spread(),
            Self::Share(estimate) => estimate.spread(),
            Self::Signed(estimate) => estimate.spread(),
        }
    }

    /// Moves its likely value, the range with it.
    pub fn move_to(&mut self, value: f64) {
        match self {
            Self::Amount(estimate) => **estimate = estimate.moved_to(value),
            Self::Share(estimate) => **estimate = estimate.moved_to(value),
            Self::Signed(estimate) => **estimate = estimate.moved_to(value),
        }
    }

    /// Gives it three figures.
    pub fn set(&mut self, low: f64, likely: f64, high: f64) {
        match self {
            Self::Amount(estimate) => **estimate = Estimate::new(low, likely, high),
            Self::Share(estimate) => **estimate = Estimate::new(low, likely, high),
            Self::Signed(estimate) => **estimate = Estimate::new(low, likely, high),
        }
    }
}
