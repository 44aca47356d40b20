//! The lines into which the part of a cause is split.

use crate::forecast::Metric;
use crate::sim::{AccountEntry, AccountLine, StrategyBill};

/// What a difference is told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BridgeMeasure {
    /// Revenue: of the month, or of all months.
    Revenue,
    /// Profit: of the month, or of all months.
    Profit,
    /// Cash: at the month's end, or at the end of the last month.
    Cash,
}

impl BridgeMeasure {
    /// Every measure, in order.
    pub const ALL: [Self; 3] = [Self::Revenue, Self::Profit, Self::Cash];

    /// The metric that it is the difference of.
    pub fn metric(self) -> Metric {
        match self {
            Self::Revenue => Metric::Revenue,
            Self::Profit => Metric::Profit,
            Self::Cash => Metric::Cash,
        }
    }

    /// The pieces that add up to it.
    pub fn pieces(self) -> impl Iterator<Item = AccountPiece> {
        AccountPiece::ALL.into_iter().filter(move |piece| piece.belongs_to(self))
    }
}

/// A line of revenue, of costs or of payments. What costs money is below 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AccountPiece {
    /// Revenue of organic visits' first orders.
    Organic,
    /// Revenue of first orders of visits that other channels lost.
    Diverted,
    /// Revenue of first orders that posts bring.
    Attracted,
    /// Revenue of first orders that money brings.
    Bought,
    /// Revenue of past customers' orders.
    Repeat,
    /// Revenue of orders from lists.
    List,
    /// What platforms and those who bring paid visits keep.
    Commission,
    /// What payment providers keep.
    PaymentFees,
    /// Goods at cost, as they are sold.
    Goods,
    /// Payouts lost for good to a shock.
    Forfeited,
    /// Stock lost to a shock.
    WrittenOff,
    /// Shipping.
    Shipping,
    /// What returns cost beside the refund.
    Returns,
    /// Media of channels' own visits.
    Ads,
    /// Fixed costs of open channels.
    Fixed,
    /// Set-up of strategies.
    SetUp,
    /// Monthly costs of strategies.
    Monthly,
    /// Ends of strategies.
    Exit,
    /// Posts.
    Posts,
    /// Money that buys visits.
    Spend,
    /// Writing to subscribers.
    Subscribers,
    /// Overhead.
    Overhead,
    /// Interest on what is below 0 in the till.
    Interest,
    /// Payouts that arrive, those released after they were held back included.
    Arrived,
    /// Goods, as they are bought.
    Purchases,
}

/// How many pieces there are.
pub(super) const N_PIECES: usize = AccountPiece::ALL.len();

impl AccountPiece {
    /// Every piece: revenue first, then what takes from profit alone, what takes from profit and cash, and cash alone.
    pub const ALL: [Self; 25] = [
        Self::Organic,
        Self::Diverted,
        Self::Attracted,
        Self::Bought,
        Self::Repeat,
        Self::List,
        Self::Commission,
        Self::PaymentFees,
        Self::Goods,
        Self::Forfeited,
        Self::WrittenOff,
        Self::Shipping,
        Self::Returns,
        Self::Ads,
        Self::Fixed,
        Self::SetUp,
        Self::Monthly,
        Self::Exit,
        Self::Posts,
        Self::Spend,
        Self::Subscribers,
        Self::Overhead,
        Self::Interest,
        Self::Arrived,
        Self::Purchases,
    ];

    /// Whether it is a part of a measure.
    pub fn belongs_to(self, measure: BridgeMeasure) -> bool {
        match measure {
            BridgeMeasure::Revenue => self as usize <= Self::List as usize,
            BridgeMeasure::Profit => self as usize <= Self::Interest as usize,
            BridgeMeasure::Cash => self as usize >= Self::Shipping as usize,
        }
    }

    /// The pieces of one measure that rounding is laid to, and that belong to no other measure before it.
    pub(super) fn of_measure_alone(measure: BridgeMeasure) -> impl Iterator<Item = Self> {
        let is_own = move |piece: &Self| match measure {
            BridgeMeasure::Revenue => piece.belongs_to(BridgeMeasure::Revenue),
            BridgeMeasure::Profit => {
                !piece.belongs_to(BridgeMeasure::Revenue) && !piece.belongs_to(BridgeMeasure::Cash)
            }
            BridgeMeasure::Cash => !piece.belongs_to(BridgeMeasure::Profit),
        };
        Self::ALL.into_iter().filter(is_own)
    }

    /// The piece that a row of an account is part of, and with which sign.
    pub(super) fn of_entry(entry: AccountEntry) -> Option<(Self, f64)> {
        let piece = match entry {
            AccountEntry::Channel(_, line) => return Self::of_line(line),
            AccountEntry::Bill { bill: StrategyBill::SetUp, .. } => Self::SetUp,
            AccountEntry::Bill { bill: StrategyBill::Monthly, .. } => Self::Monthly,
            AccountEntry::Bill { bill: StrategyBill::Exit, .. } => Self::Exit,
            AccountEntry::Bill { bill: StrategyBill::Posts, .. } => Self::Posts,
            AccountEntry::Bill { bill: StrategyBill::Ads, .. } => Self::Spend,
            AccountEntry::Bill { bill: StrategyBill::List, .. } => Self::Subscribers,
            AccountEntry::Overhead => Self::Overhead,
            AccountEntry::Interest => Self::Interest,
            _ => return None,
        };
        Some((piece, -1.0))
    }

    fn of_line(line: AccountLine) -> Option<(Self, f64)> {
        Some(match line {
            AccountLine::OrganicRevenue => (Self::Organic, 1.0),
            AccountLine::DivertedRevenue => (Self::Diverted, 1.0),
            AccountLine::AttractedRevenue => (Self::Attracted, 1.0),
            AccountLine::BoughtRevenue => (Self::Bought, 1.0),
            AccountLine::RepeatRevenue => (Self::Repeat, 1.0),
            AccountLine::ListRevenue => (Self::List, 1.0),
            AccountLine::Commission => (Self::Commission, -1.0),
            AccountLine::PaymentFees => (Self::PaymentFees, -1.0),
            AccountLine::Goods => (Self::Goods, -1.0),
            AccountLine::Forfeited => (Self::Forfeited, -1.0),
            AccountLine::WrittenOff => (Self::WrittenOff, -1.0),
            AccountLine::Shipping => (Self::Shipping, -1.0),
            AccountLine::Returns => (Self::Returns, -1.0),
            AccountLine::Ads => (Self::Ads, -1.0),
            AccountLine::Fixed => (Self::Fixed, -1.0),
            AccountLine::Arriving | AccountLine::Released => (Self::Arrived, 1.0),
            AccountLine::HeldBack => (Self::Arrived, -1.0),
            AccountLine::Purchases => (Self::Purchases, -1.0),
            _ => return None,
        })
    }
}
