//! What a seller's shops say happened: months of channels, and behind them orders, sources of visits and payouts,
//! whoever brought them.
//!
//! Nothing here names a buyer: who bought is a salted hash at most.

use std::fmt;
use std::num::NonZeroU64;
use std::sync::Arc;

pub use jiff::civil::Date;
pub use rust_decimal::Decimal;

use crate::unit::Month;

/// The code of a currency, ISO 4217; three letters, so that a million orders carry it for three bytes each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

impl Currency {
    /// The dollar of the United States.
    pub const USD: Self = Self(*b"USD");

    /// No currency, in the words of ISO 4217: what a file tells that holds no money.
    pub const NONE: Self = Self(*b"XXX");

    /// The currency with this code in any case, or none where it is not three letters.
    pub fn parse(code: &str) -> Option<Self> {
        let code: [u8; 3] = code.trim().as_bytes().try_into().ok()?;
        code.iter().all(u8::is_ascii_alphabetic).then(|| Self(code.map(|letter| letter.to_ascii_uppercase())))
    }

    /// The code, three capital letters.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Whether amounts in this currency are whole.
    pub fn is_whole(&self) -> bool {
        matches!(&self.0, b"IDR" | b"VND" | b"JPY" | b"KRW" | b"CLP" | b"ISK" | b"UGX" | b"PYG")
    }

    /// How many digits stand behind the decimal mark, 0 to 3.
    pub fn digits(&self) -> u32 {
        match &self.0 {
            b"KWD" | b"BHD" | b"OMR" | b"JOD" | b"TND" | b"IQD" | b"LYD" => 3,
            _ if self.is_whole() => 0,
            _ => 2,
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The month that a day lies in.
pub fn month_of(date: Date) -> Month {
    Month::new(i32::from(date.year()), date.month().unsigned_abs()).unwrap_or_default()
}

/// Everything that files told, merged.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ledger {
    /// Figures by channel and month, in the order of channel, currency, month.
    pub months: Vec<ChannelMonth>,
    /// Figures of files that tell no period; their month says nothing.
    pub undated: Vec<ChannelMonth>,
    /// Orders, where files hold them one by one.
    pub orders: Vec<Order>,
    /// Where visits came from, where files tell.
    pub sources: Vec<VisitSource>,
    /// What was paid out, where files tell when.
    pub payouts: Vec<Payout>,
}

/// One month of one channel in one currency. What no file holds is none, which is not zero.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChannelMonth {
    /// `kind:market[:shop]`, the kind in the words of a plan's channel kinds.
    pub channel: String,
    /// The month in the channel's own time zone.
    pub month: Month,
    /// ISO 4217.
    pub currency: String,
    /// Whether the files hold all of its days.
    pub is_complete: bool,
    /// Orders that count as sales.
    pub orders: Option<u64>,
    /// Pieces sold.
    pub units: Option<u64>,
    /// Sales before refunds, without tax.
    pub revenue: Option<Decimal>,
    /// What went back to buyers, without tax.
    pub refunds: Option<Decimal>,
    /// Orders with a refund above zero.
    pub refund_orders: Option<u64>,
    /// What the platform keeps of sales.
    pub marketplace_fees: Option<Decimal>,
    /// What creators and affiliates get.
    pub affiliate_fees: Option<Decimal>,
    /// What taking the payment costs.
    pub payment_fees: Option<Decimal>,
    /// Picking, packing, shipping.
    pub fulfilment: Option<Decimal>,
    /// Storage.
    pub storage_fees: Option<Decimal>,
    /// What does not scale with orders: subscriptions, coupons, promotions.
    pub account_fees: Option<Decimal>,
    /// Advertising.
    pub ad_spend: Option<Decimal>,
    /// What the platform paid back for its own mistakes.
    pub reimbursements: Option<Decimal>,
    /// Known income (positive) or cost (negative) that fits no other column.
    pub other: Option<Decimal>,
    /// Tax that passes through, of no one's income.
    pub tax: Option<Decimal>,
    /// Visits.
    pub sessions: Option<u64>,
    /// Buyers, as far as they can be told apart.
    pub buyers: Option<u64>,
    /// Buyers who had bought before.
    pub repeat_buyers: Option<u64>,
    /// Money of rows whose type is not known.
    pub unclassified: Option<Decimal>,
}

/// A buyer, unrecognizable: the first 64 bits of a salted hash. Never zero, so that "nobody known" takes no room beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BuyerHash(NonZeroU64);

impl BuyerHash {
    /// The buyer with a hash that begins with these bits; zero counts as one.
    pub fn new(start: u64) -> Self {
        Self(NonZeroU64::new(start).unwrap_or(NonZeroU64::MIN))
    }
}

/// One order that counts as a sale.
///
/// A shop may have a million of them, so an order keeps no text of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// `kind:market[:shop]`.
    pub channel: Arc<str>,
    /// The platform's own number of the order, hashed: what files are merged by.
    pub key: u64,
    /// The day it was placed, in the channel's own time zone.
    pub date: Date,
    /// What it was paid in.
    pub currency: Currency,
    /// Before refunds, without tax.
    pub revenue: Decimal,
    /// What went back so far.
    pub refunded: Decimal,
    /// Pieces.
    pub units: u32,
    /// Who bought, where the file lets buyers be told apart.
    pub buyer: Option<BuyerHash>,
}

/// Visits of a period from one source, as a web shop's analytics tell them.
#[derive(Clone, Debug, PartialEq)]
pub struct VisitSource {
    /// `kind:market[:shop]` of the shop that was visited.
    pub channel: String,
    /// The month, where the file tells months; the month in which the period begins otherwise.
    pub month: Month,
    /// Where from: a host or a name, lower case.
    pub source: String,
    /// How: referral, organic, paid_social and the like, lower case; empty where the file does not tell.
    pub medium: String,
    /// Visits.
    pub sessions: Option<u64>,
    /// Sales that came of them.
    pub revenue: Option<Decimal>,
    /// Orders that came of them.
    pub orders: Option<u64>,
}

/// Money of one sale on its way to the seller.
#[derive(Clone, Debug, PartialEq)]
pub struct Payout {
    /// `kind:market[:shop]`.
    pub channel: String,
    /// The day of the sale.
    pub sold: Date,
    /// The day on which it was paid out.
    pub paid: Date,
    /// What was paid.
    pub amount: Decimal,
    /// ISO 4217.
    pub currency: String,
}
