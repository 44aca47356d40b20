//! The guesses of a plan: every number that the seller is unsure of, with its address.

use crate::model::{DrawnItem, Model};
use crate::unit::Spread;

/// A number that the seller is unsure of.
#[derive(Clone, Debug)]
pub struct Guess {
    /// Which part of the plan holds it, by id, and where: place 0 is the part's own fields; from 1 on a strategy's
    /// mechanisms (by field), or a shock's diversions (field `diversion`) and adjustments (field `adjustment`). A rate of
    /// exchange has the field `fx`, and the currency as its id.
    pub item: DrawnItem<'static>,
    /// Its three figures.
    pub spread: Spread,
}

/// Every guess of a plan, in the plan's order. The answers of this room are told in this order too. Those of strategies that
/// no scenario takes are among them, and move nothing.
pub fn guesses(model: &Model) -> Vec<Guess> {
    let guess = |own: &crate::model::UncertainEstimate| Guess { item: own.item.clone(), spread: own.spread };
    model.numbers.uncertain.iter().map(guess).collect()
}
