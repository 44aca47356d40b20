//! What a fit gives: numbers for fields of a plan, each with its range and with how it was found.

use crate::plan::{ChannelKind, Plan, estimate_of_channel};
use crate::unit::{Month, Spread};

use super::exposure::LinkExposure;

/// The word in a plan's basis for a number that came from the seller's own files.
pub const IMPORTED: &str = "imported";

/// A field of a plan: of a channel, or of the business as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldAddress {
    /// Id of the channel; none for the business.
    pub channel: Option<String>,
    /// The field as the plan file spells it.
    pub field: &'static str,
}

/// A number or a season.
#[derive(Clone, Debug, PartialEq)]
pub enum FittedValue {
    /// A number with its range. Where the plan has room for one figure only, the likely one is written.
    Number(Spread),
    /// Weights of the calendar months: low, likely, high.
    Season(Box<[[f64; 12]; 3]>),
}

/// How a number was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FoundBy {
    /// From whole months of the channel, each of which is one observation.
    Months {
        /// How many tell.
        n_months: usize,
    },
    /// From the months of all channels together.
    AllMonths {
        /// How many months of channels tell.
        n_months: usize,
        /// Of how many channels.
        n_channels: usize,
    },
    /// From the months of the channel's orders, since no file tells enough visits: visits that these orders need at the
    /// conversion in use.
    OrdersByConversion {
        /// How many months tell.
        n_months: usize,
        /// Whether the conversion itself was found, and is not the usual one.
        is_measured: bool,
    },
    /// From buyers and their later orders.
    Buyers {
        /// Buyers who were seen for a month at least.
        n_buyers: usize,
        /// Their later orders.
        n_repeats: usize,
    },
    /// From payouts of sales.
    Payouts {
        /// How many.
        n_payouts: usize,
    },
    /// From the part of the store's visits or sales that hangs on TikTok's links.
    Exposure {
        /// Whether the store's sources told it, and it is not the usual share.
        is_measured: bool,
    },
}

/// A field that the data speak of.
#[derive(Clone, Debug, PartialEq)]
pub struct FittedField {
    /// Where it stands in a plan.
    pub address: FieldAddress,
    /// What was found.
    pub figure: FittedValue,
    /// How.
    pub found: FoundBy,
    /// What a plan's basis says of it: [`IMPORTED`], or the source of what was assumed.
    pub basis: String,
}

/// A channel of the plan that the data make.
#[derive(Clone, Debug, PartialEq)]
pub struct FittedChannel {
    /// Its id in the plan.
    pub id: String,
    /// As the ledger names the shop.
    pub shop: String,
    /// Its kind.
    pub kind: ChannelKind,
    /// The market's id.
    pub market: String,
    /// ISO 4217.
    pub currency: String,
    /// Whether it sold within the last months.
    pub is_open: bool,
    /// How far the store hangs on TikTok's links, where its sources tell.
    pub exposure: Option<LinkExposure>,
}

/// Everything that a seller's history says of a plan. What is not listed stays as it is.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanFit {
    /// The month after the last whole one.
    pub start: Month,
    /// Channels, in the ledger's order.
    pub channels: Vec<FittedChannel>,
    /// Fields with what was found, channel by channel, then of the business.
    pub fields: Vec<FittedField>,
}

impl PlanFit {
    /// What was found for a field.
    pub fn field(&self, channel: Option<&str>, field: &str) -> Option<&FittedField> {
        let is_it = |it: &&FittedField| it.address.channel.as_deref() == channel && it.address.field == field;
        self.fields.iter().find(is_it)
    }

    /// The range found for a field.
    pub fn number(&self, channel: Option<&str>, field: &str) -> Option<Spread> {
        self.field(channel, field).and_then(|found| match found.figure {
            FittedValue::Number(spread) => Some(spread),
            FittedValue::Season(_) => None,
        })
    }
}

/// Writes what was found into a plan, with its basis. Says whether the plan has such a field.
pub fn accept(plan: &mut Plan, field: &FittedField) -> bool {
    let FieldAddress { channel, field: name } = &field.address;
    let is_written = match (channel, &field.figure) {
        (Some(id), FittedValue::Number(spread)) => write_to_channel(plan, id, name, spread, &field.basis),
        (None, figure) => write_to_business(plan, name, figure),
        (Some(_), FittedValue::Season(_)) => false,
    };
    if is_written && channel.is_none() {
        plan.basis.insert(format!("demand.{name}"), field.basis.clone());
    }
    is_written
}

fn write_to_channel(plan: &mut Plan, id: &str, name: &str, spread: &Spread, basis: &str) -> bool {
    let Some(channel) = plan.channels.iter_mut().find(|channel| channel.id == id) else { return false };
    match name {
        "customer_life_months" => channel.customer_life_months = spread.likely.max(1.0),
        "payout_days" => channel.payout_days = spread.likely.max(0.0),
        _ => match estimate_of_channel(channel, name) {
            Some(mut estimate) => estimate.set(spread.low, spread.likely, spread.high),
            None => return false,
        },
    }
    channel.basis.insert(name.to_owned(), basis.to_owned());
    true
}

fn write_to_business(plan: &mut Plan, name: &str, figure: &FittedValue) -> bool {
    let demand = &mut plan.demand;
    match (name, figure) {
        ("seasonality", FittedValue::Season(figures)) => demand.seasonality = figures[1],
        ("volatility", FittedValue::Number(spread)) => demand.volatility = spread.likely,
        ("persistence", FittedValue::Number(spread)) => demand.persistence = spread.likely,
        ("co_movement", FittedValue::Number(spread)) => demand.co_movement = spread.likely,
        _ => return false,
    }
    true
}
