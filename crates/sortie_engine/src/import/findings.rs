//! What a dialect found in a file: orders, money that moved, visits. Everything here can be merged with another file's.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use super::date::ExportTime;
use super::report::{FileNote, ReportPeriod, RowExclusion, SelfTest, UnknownWord};
use super::status::OrderState;
use crate::ledger::{Currency, Date, Decimal, Order, Payout, VisitSource};

/// The day of what a file tells without a day; it stands in no month.
pub const UNDATED: Date = Date::constant(0, 1, 1);

/// A figure of a month that rows add to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MonthFigure {
    /// Orders that count as sales; each key counts once.
    Orders,
    /// Pieces.
    Units,
    /// Sales before refunds, without tax.
    Revenue,
    /// What went back, positive.
    Refunds,
    /// Orders with a refund; each key counts once.
    RefundOrders,
    /// What the platform keeps, positive.
    MarketplaceFees,
    /// What creators get, positive.
    AffiliateFees,
    /// What payment costs, positive.
    PaymentFees,
    /// Picking, packing, shipping, positive.
    Fulfilment,
    /// Storage, positive.
    StorageFees,
    /// Subscriptions and promotions, positive.
    AccountFees,
    /// Advertising, positive.
    AdSpend,
    /// What the platform paid back.
    Reimbursements,
    /// Known income (positive) or cost (negative) that fits nowhere else.
    Other,
    /// Tax that passes through.
    Tax,
    /// Visits.
    Sessions,
    /// Money of unknown types.
    Unclassified,
}

impl MonthFigure {
    /// Whether the figure says what was sold, rather than what selling cost.
    pub fn is_of_sales(self) -> bool {
        matches!(self, Self::Orders | Self::Units | Self::Revenue | Self::Refunds | Self::RefundOrders)
    }
}

/// What a file tells of an order's money besides what was paid; what it does not tell is none, which is not zero.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct OrderCharges {
    /// What the platform keeps, positive.
    pub marketplace_fees: Option<Decimal>,
    /// Picking, packing, shipping, positive.
    pub fulfilment: Option<Decimal>,
}

/// How many origins of buyers a file shares among its orders; further ones are kept with each order.
const MAX_SHARED_ORIGINS: usize = 10_000;

/// An order as a file tells it, also one that does not count: a later file may say otherwise.
///
/// Two million of them are held at once, until the files are put together: 128 bytes each, so what few files tell is
/// behind a pointer.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderRow {
    /// The order; its channel and key say which one it is.
    pub order: Order,
    /// Why it does not count as a sale, where it does not.
    pub exclusion: Option<RowExclusion>,
    /// When the file last knew something new of it, in seconds; of two files the later word counts.
    pub updated: i64,
    /// Tax that passes through.
    pub tax: Decimal,
    /// What else the file tells of its money.
    pub charges: Option<Box<OrderCharges>>,
    /// Where the buyer came from, where the file tells: `source / medium`; shared by the orders of a file.
    pub origin: Option<Arc<String>>,
    /// Whether the file tells what the order brought; its revenue says nothing otherwise.
    pub is_priced: bool,
    /// Whether another order may have the same number.
    pub numbering: OrderNumbering,
}

impl OrderRow {
    /// An order of a platform of which nothing is counted yet, and why it does not count as far as is known.
    pub fn begun(order: Order, updated: i64, exclusion: Option<RowExclusion>) -> Self {
        Self {
            order,
            exclusion,
            updated,
            tax: Decimal::ZERO,
            charges: None,
            origin: None,
            is_priced: true,
            numbering: OrderNumbering::OfPlatform,
        }
    }
}

/// Whose numbers orders have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderNumbering {
    /// The platform's: a number is that of one order.
    OfPlatform,
    /// Each store counts its own, so that two stores have an order 1001. An order is then known by when it was placed too.
    OfStore {
        /// The minute of the day in which it was placed; none where the file tells the day alone.
        minute: Option<u16>,
    },
}

impl OrderNumbering {
    /// The numbering of a store whose order was placed at this moment.
    pub fn of_store(placed: &ExportTime) -> Self {
        let minute =
            placed.clock.hour().unsigned_abs() as u16 * 60 + placed.clock.minute().unsigned_abs() as u16;
        // At midnight stands what tells the day alone.
        Self::OfStore { minute: (minute > 0).then_some(minute) }
    }
}

/// Money that moved on a day, or a count.
#[derive(Clone, Debug, PartialEq)]
pub struct MoneyEntry {
    /// Which row this is, whatever file it stands in: see [`identity`].
    pub identity: u64,
    /// The day in the channel's time zone.
    pub date: Date,
    /// `kind:market[:shop]`.
    pub channel: Arc<str>,
    /// ISO 4217.
    pub currency: Currency,
    /// The figure it adds to.
    pub column: MonthFigure,
    /// How much; for [`MonthFigure::Orders`] and [`MonthFigure::RefundOrders`] every identity counts once.
    pub amount: Decimal,
}

/// Which row money is of, and where and when it moved.
#[derive(Clone, Debug)]
pub struct RowSpot {
    /// See [`MoneyEntry::identity`].
    pub identity: u64,
    /// The day in the channel's time zone.
    pub date: Date,
    /// `kind:market[:shop]`.
    pub channel: Arc<str>,
    /// ISO 4217.
    pub currency: Currency,
}

impl RowSpot {
    fn entry(&self, column: MonthFigure, amount: Decimal) -> MoneyEntry {
        let Self { identity, date, channel, currency } = self.clone();
        MoneyEntry { identity, date, channel, currency, column, amount }
    }
}

/// Everything a dialect found in one file.
#[derive(Debug, Default)]
pub struct FileFindings {
    /// Orders, each once.
    pub orders: Vec<OrderRow>,
    /// Money by day.
    pub entries: Vec<MoneyEntry>,
    /// Entries, by their place, that belong into the month of an order with this key where a file holds that order.
    pub of_orders: Vec<(usize, u64)>,
    /// Where visits came from.
    pub sources: Vec<VisitSource>,
    /// What was paid out.
    pub payouts: Vec<Payout>,
    /// Rows by why they were left out.
    pub excluded: BTreeMap<RowExclusion, u64>,
    /// Currencies seen in rows that were used.
    pub currencies: BTreeSet<Currency>,
    /// The days of the rows, or those the file declares.
    pub period: Option<ReportPeriod>,
    /// How the kind's own sums came out.
    pub self_test: Option<SelfTest>,
    /// Money by unknown types.
    pub unclassified: BTreeMap<(String, Currency), Decimal>,
    /// Words for how orders stand that are not known.
    pub unknown_words: BTreeMap<String, UnknownWord>,
    /// Orders of which rows tell what went back, each with its day: how the order stands tells the same once more.
    pub told_refunds: HashSet<u64>,
    /// Whether no account is named whose costs these are.
    pub is_nameless: bool,
    /// Whether rows are sums of the whole period, so that they cannot be merged with another file's day by day.
    pub is_summed: bool,
    /// What else there is to tell.
    pub notes: Vec<FileNote>,
    /// Where buyers came from, each text once.
    origins: HashSet<Arc<String>>,
    /// Words for how orders stand that were met, so that each is looked up once.
    states: Vec<(String, OrderState)>,
}

impl FileFindings {
    /// Leaves `n` rows out.
    pub fn exclude(&mut self, why: RowExclusion, n: u64) {
        *self.excluded.entry(why).or_default() += n;
    }

    /// Keeps an order; the text of where its buyer came from is kept once for all.
    pub fn keep(&mut self, mut row: OrderRow) {
        if let Some(origin) = &mut row.origin {
            match self.origins.get(&*origin) {
                Some(shared) => origin.clone_from(shared),
                None if self.origins.len() < MAX_SHARED_ORIGINS => {
                    self.origins.insert(Arc::clone(origin));
                }
                None => {}
            }
        }
        self.orders.push(row);
    }

    /// Takes note that rows tell of `day`.
    pub fn see(&mut self, day: Date) {
        let is_declared = self.period.is_some_and(|period| period.is_declared);
        if !is_declared && day != UNDATED {
            self.period = Some(ReportPeriod::with(self.period, day));
        }
    }

    /// Takes note of what the file itself says it covers, once more than before.
    pub fn declare(&mut self, from: Date, to: Date) {
        let (mut from, mut to) = (from.min(to), from.max(to));
        if let Some(before) = self.period.filter(|period| period.is_declared) {
            (from, to) = (from.min(before.from), to.max(before.to));
        }
        self.period = Some(ReportPeriod { from, to, is_declared: true });
    }

    /// Why an order of which the file says `status` does not count; what is not known counts where it `is_paid`, and is
    /// told.
    pub fn exclusion_by(&mut self, status: &str, is_paid: bool) -> Option<RowExclusion> {
        match self.state_of(status) {
            OrderState::Sold => None,
            OrderState::Cancelled => Some(RowExclusion::Cancelled),
            OrderState::Unpaid => Some(RowExclusion::Unpaid),
            OrderState::NotPaid => Some(RowExclusion::NotPaid),
            OrderState::Unknown => {
                // As many as anybody reads; the rest counts together.
                let room = self.unknown_words.len() < 100;
                let word: String = if room || self.unknown_words.contains_key(status) {
                    status.chars().take(60).collect()
                } else {
                    "…".to_owned()
                };
                let told = self.unknown_words.entry(word).or_default();
                if is_paid {
                    told.n_sold += 1;
                    return None;
                }
                told.n_left_out += 1;
                Some(RowExclusion::UnknownStatus)
            }
        }
    }

    fn state_of(&mut self, status: &str) -> OrderState {
        if let Some((_, state)) = self.states.iter().find(|(known, _)| known == status) {
            return *state;
        }
        let state = OrderState::of(status);
        if self.states.len() < 64 {
            self.states.push((status.to_owned(), state));
        }
        state
    }

    /// Adds money of a row whose type is not known, under that type.
    pub fn unclassify(&mut self, kind_of_row: &str, entry: MoneyEntry) {
        let kind_of_row: String = kind_of_row.chars().take(80).collect();
        *self.unclassified.entry((kind_of_row, entry.currency)).or_default() += entry.amount;
        self.add(MoneyEntry { column: MonthFigure::Unclassified, ..entry });
    }

    /// Adds money of a row. Nothing is kept of a zero but that the file has the column.
    pub fn add(&mut self, entry: MoneyEntry) {
        self.see(entry.date);
        if entry.currency != Currency::NONE {
            self.currencies.insert(entry.currency);
        }
        self.entries.push(entry);
    }

    /// Adds an amount of a row; nothing is kept of a zero.
    pub fn book(&mut self, spot: &RowSpot, column: MonthFigure, amount: Decimal) {
        self.see(spot.date);
        if spot.currency != Currency::NONE {
            self.currencies.insert(spot.currency);
        }
        if !amount.is_zero() {
            self.entries.push(spot.entry(column, amount));
        }
    }

    /// Adds an amount whose meaning the kind does not know, under what the file calls it.
    pub fn book_unknown(&mut self, spot: &RowSpot, called: &str, amount: Decimal) {
        if !amount.is_zero() {
            self.unclassify(called, spot.entry(MonthFigure::Unclassified, amount));
        }
    }

    /// Takes note that a row is money of an order of which another file knows the day.
    pub fn book_for_order(&mut self, key: u64, spot: &RowSpot, column: MonthFigure, amount: Decimal) {
        let before = self.entries.len();
        self.book(spot, column, amount);
        if self.entries.len() > before {
            self.of_orders.push((before, key));
        }
    }

    /// Takes note of a self-test's row.
    pub fn test(&mut self, name: super::report::SumIdentity, row: u64, holds: bool) {
        self.self_test.get_or_insert_with(|| SelfTest::new(name)).note(row, holds);
    }

    /// Tells something once.
    pub fn add_note(&mut self, note: FileNote) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }
}

/// A number for the parts that make a row the one it is: the same parts give the same number in every file and run.
pub fn identity(parts: &[&str]) -> u64 {
    let mut hasher = DefaultHasher::new();
    parts.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_takes_no_more_room_than_two_million_of_them_may() {
        assert!(size_of::<Order>() <= 80, "{}", size_of::<Order>());
        assert!(size_of::<OrderRow>() <= 128, "{}", size_of::<OrderRow>());
    }
}
