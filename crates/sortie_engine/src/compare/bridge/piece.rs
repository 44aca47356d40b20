//! The lines into which the part of a cause is split.

use crate::forecast::Metric;
use crate::sim::{Bill, Entry, Line};

/// What a difference is told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Measure {
    /// Revenue: of the month, or of all months.
    Revenue,
    /// Profit: of the month, or of all months.
    Profit,
    /// Cash: at the month's end, or at the end of the last month.
    Cash,
}

impl Measure {
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
    pub fn pieces(self) -> impl Iterator<Item = Piece> {
        Piece::ALL.into_iter().filter(move |piece| piece.belongs_to(self))
    }
}

/// A line of revenue, of costs or of payments. What costs money is below 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Piece {
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
    /// Posts.
    Posts,
    /// Money that buys visits.
    Spend,
    /// Writing to subscribers.
    Subscribers,
    /// Overhead.
    Overhead,
    /// Payouts that arrive, those released after they were held back included.
    Arrived,
    /// Goods, as they are bought.
    Purchases,
}

/// How many pieces there are.
pub(super) const N_PIECES: usize = Piece::ALL.len();

impl Piece {
    /// Every piece: revenue first, then what takes from profit alone, what takes from profit and cash, and cash alone.
    pub const ALL: [Self; 23] = [
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
        Self::Posts,
        Self::Spend,
        Self::Subscribers,
        Self::Overhead,
        Self::Arrived,
        Self::Purchases,
    ];

    /// Whether it is a part of a measure.
    pub fn belongs_to(self, measure: Measure) -> bool {
        match measure {
            Measure::Revenue => self as usize <= Self::List as usize,
            Measure::Profit => self as usize <= Self::Overhead as usize,
            Measure::Cash => self as usize >= Self::Shipping as usize,
        }
    }

    /// The pieces of one measure that rounding is laid to, and that belong to no other measure before it.
    pub(super) fn of_measure_alone(measure: Measure) -> impl Iterator<Item = Self> {
        let is_own = move |piece: &Self| match measure {
            Measure::Revenue => piece.belongs_to(Measure::Revenue),
            Measure::Profit => !piece.belongs_to(Measure::Revenue) && !piece.belongs_to(Measure::Cash),
            Measure::Cash => !piece.belongs_to(Measure::Profit),
        };
        Self::ALL.into_iter().filter(is_own)
    }

    /// The piece that a row of an account is part of, and with which sign.
    pub(super) fn of_entry(entry: Entry) -> Option<(Self, f64)> {
        let piece = match entry {
            Entry::Channel(_, line) => return Self::of_line(line),
            Entry::Bill { bill: Bill::SetUp, .. } => Self::SetUp,
            Entry::Bill { bill: Bill::Monthly, .. } => Self::Monthly,
            Entry::Bill { bill: Bill::Posts, .. } => Self::Posts,
            Entry::Bill { bill: Bill::Ads, .. } => Self::Spend,
            Entry::Bill { bill: Bill::List, .. } => Self::Subscribers,
            Entry::Overhead => Self::Overhead,
            _ => return None,
        };
        Some((piece, -1.0))
    }

    fn of_line(line: Line) -> Option<(Self, f64)> {
        Some(match line {
            Line::OrganicRevenue => (Self::Organic, 1.0),
            Line::DivertedRevenue => (Self::Diverted, 1.0),
            Line::AttractedRevenue => (Self::Attracted, 1.0),
            Line::BoughtRevenue => (Self::Bought, 1.0),
            Line::RepeatRevenue => (Self::Repeat, 1.0),
            Line::ListRevenue => (Self::List, 1.0),
            Line::Commission => (Self::Commission, -1.0),
            Line::PaymentFees => (Self::PaymentFees, -1.0),
            Line::Goods => (Self::Goods, -1.0),
            Line::Forfeited => (Self::Forfeited, -1.0),
            Line::WrittenOff => (Self::WrittenOff, -1.0),
            Line::Shipping => (Self::Shipping, -1.0),
            Line::Returns => (Self::Returns, -1.0),
            Line::Ads => (Self::Ads, -1.0),
            Line::Fixed => (Self::Fixed, -1.0),
            Line::Arriving | Line::Released => (Self::Arrived, 1.0),
            Line::HeldBack => (Self::Arrived, -1.0),
            Line::Purchases => (Self::Purchases, -1.0),
            _ => return None,
        })
    }
}
