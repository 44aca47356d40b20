//! Months of channels, with what each kind of file tells of them, and who of them is believed.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use super::dialect::dialect;
use super::findings::{MoneyEntry, MonthFigure, OrderCharges, OrderRow};
use super::questions::{DoubtAnswer, ImportDoubt, ImportQuestions};
use crate::ledger::{BuyerHash, ChannelMonth, Currency, Date, Decimal, Order, VisitSource, month_of};
use crate::unit::Month;

/// What one kind of file tells of a month of a channel.
#[derive(Default)]
pub(super) struct MonthSources {
    sums: BTreeMap<MonthFigure, Decimal>,
    /// Orders and orders with refunds that were counted, so that each counts once.
    counted: HashSet<(MonthFigure, u64)>,
}

impl MonthSources {
    /// Adds an amount, or counts an order once.
    pub fn add(&mut self, entry: &MoneyEntry) {
        let is_count = matches!(entry.column, MonthFigure::Orders | MonthFigure::RefundOrders);
        if is_count && !self.counted.insert((entry.column, entry.identity)) {
            return;
        }
        *self.sums.entry(entry.column).or_default() += entry.amount;
    }

    fn put(&mut self, column: MonthFigure, amount: Decimal) {
        *self.sums.entry(column).or_default() += amount;
    }
}

/// A channel, a currency and a month.
pub(super) type ChannelMonthKey = (Arc<str>, Currency, Month);

/// The month of its channel that an order counts in.
pub(super) fn place_of(order: &Order) -> ChannelMonthKey {
    (order.channel.clone(), order.currency, month_of(order.date))
}

/// Months of channels by currency, each with what every kind of file tells of it.
#[derive(Default)]
pub(super) struct SourcesByMonth {
    months: BTreeMap<ChannelMonthKey, BTreeMap<&'static str, MonthSources>>,
    buyers: BTreeMap<ChannelMonthKey, (u64, u64)>,
}

impl SourcesByMonth {
    /// Where a kind of file tells of a month of a channel.
    pub fn shelf(
        &mut self,
        kind: &'static str,
        channel: &Arc<str>,
        currency: Currency,
        date: Date,
    ) -> &mut MonthSources {
        let month = self.months.entry((channel.clone(), currency, month_of(date))).or_default();
        month.entry(kind).or_default()
    }

    /// The kinds of files whose orders of a month stand in a kind that is believed as well, and count once.
    pub fn copies(&self, questions: &ImportQuestions<'_>) -> HashSet<(&'static str, ChannelMonthKey)> {
        let mut copies = HashSet::new();
        for (place, kinds) in &self.months {
            let telling = month_sources(kinds, MonthFigure::Orders);
            let Some((top, believed, _)) = telling.first().copied() else { continue };
            for (_, other, _) in telling.into_iter().filter(|(rank, ..)| *rank < top) {
                let doubt = ImportDoubt::SameSales { channel: place.0.to_string(), believed, other };
                if questions.answer(&doubt) == DoubtAnswer::CountOnce {
                    copies.insert((other, place.clone()));
                }
            }
        }
        copies
    }

    /// Puts what is told without money, such as visits, beside the currency in which the channel sells most.
    pub fn give_currencies(&mut self) {
        let open: Vec<_> = self.months.keys().filter(|place| place.1 == Currency::NONE).cloned().collect();
        for place in open {
            let n_orders = |kinds: &BTreeMap<&str, MonthSources>| -> Decimal {
                kinds.values().filter_map(|shelf| shelf.sums.get(&MonthFigure::Orders)).sum()
            };
            let mut sold: BTreeMap<Currency, Decimal> = BTreeMap::new();
            for (other, kinds) in self.months.iter().filter(|(other, _)| other.0 == place.0) {
                *sold.entry(other.1).or_default() += n_orders(kinds);
            }
            sold.remove(&Currency::NONE);
            let Some((currency, _)) = sold.into_iter().max_by_key(|(_, n)| *n) else { continue };
            let Some(told) = self.months.remove(&place) else { continue };
            self.months.entry((place.0, currency, place.2)).or_default().extend(told);
        }
    }

    /// The figures of every month. Where kinds of different ranks tell the same figure, the higher rank is believed;
    /// those of the same rank add up.
    pub fn months(self, questions: &mut ImportQuestions<'_>) -> Vec<ChannelMonth> {
        let Self { months, buyers } = self;
        let told = months.into_iter().map(|(place, kinds)| {
            let (channel, currency, month) = &place;
            let mut told = ChannelMonth {
                channel: channel.to_string(),
                month: *month,
                currency: currency.to_string(),
                ..ChannelMonth::default()
            };
            let columns: BTreeSet<MonthFigure> =
                kinds.values().flat_map(|shelf| shelf.sums.keys().copied()).collect();
            for column in columns {
                put(&mut told, column, believed(&kinds, channel, *month, column, questions));
            }
            if let Some((n_buyers, n_repeat)) = buyers.get(&place) {
                told.buyers = Some(*n_buyers);
                told.repeat_buyers = Some(*n_repeat);
            }
            told
        });
        told.collect()
    }
}

/// The kinds that tell a figure, each with its rank and what it tells, those first that are believed.
fn month_sources(
    kinds: &BTreeMap<&'static str, MonthSources>,
    column: MonthFigure,
) -> Vec<(u8, &'static str, Decimal)> {
    let mut telling: Vec<_> = kinds
        .iter()
        .filter_map(|(kind, shelf)| Some((rank(kind, column), *kind, *shelf.sums.get(&column)?)))
        .collect();
    telling.sort_by_key(|telling| std::cmp::Reverse(telling.0));
    telling
}

/// A figure as the kinds tell it that are believed, and a question where others tell it as well.
fn believed(
    kinds: &BTreeMap<&'static str, MonthSources>,
    channel: &str,
    month: Month,
    column: MonthFigure,
    questions: &mut ImportQuestions<'_>,
) -> Decimal {
    let telling = month_sources(kinds, column);
    let Some((top, believed, _)) = telling.first().copied() else { return Decimal::ZERO };
    let mut sum = Decimal::ZERO;
    for (rank, other, amount) in telling {
        let channel = channel.to_owned();
        let is_doubted = rank < top && !amount.is_zero();
        // One question for all figures of sales, or of costs.
        let counts = !is_doubted
            || !questions.counts_once_in(
                if column.is_of_sales() {
                    ImportDoubt::SameSales { channel, believed, other }
                } else {
                    ImportDoubt::SameCosts { channel, believed, other }
                },
                month,
            );
        if counts {
            sum += amount;
        }
    }
    sum
}

fn rank(kind: &str, column: MonthFigure) -> u8 {
    let ranks = dialect(kind).map(|dialect| (dialect.sales_rank, dialect.costs_rank)).unwrap_or_default();
    if column.is_of_sales() { ranks.0 } else { ranks.1 }
}

fn put(month: &mut ChannelMonth, column: MonthFigure, sum: Decimal) {
    let whole = || u64::try_from(sum.round()).ok();
    match column {
        MonthFigure::Orders => month.orders = whole(),
        MonthFigure::Units => month.units = whole(),
        MonthFigure::RefundOrders => month.refund_orders = whole(),
        MonthFigure::Sessions => month.sessions = whole(),
        MonthFigure::Revenue => month.revenue = Some(sum),
        MonthFigure::Refunds => month.refunds = Some(sum),
        MonthFigure::MarketplaceFees => month.marketplace_fees = Some(sum),
        MonthFigure::AffiliateFees => month.affiliate_fees = Some(sum),
        MonthFigure::PaymentFees => month.payment_fees = Some(sum),
        MonthFigure::Fulfilment => month.fulfilment = Some(sum),
        MonthFigure::StorageFees => month.storage_fees = Some(sum),
        MonthFigure::AccountFees => month.account_fees = Some(sum),
        MonthFigure::AdSpend => month.ad_spend = Some(sum),
        MonthFigure::Reimbursements => month.reimbursements = Some(sum),
        MonthFigure::Other => month.other = Some(sum),
        MonthFigure::Tax => month.tax = Some(sum),
        MonthFigure::Unclassified => month.unclassified = Some(sum),
    }
}

/// The channel, the month and the `source / medium` of orders.
type OrderOrigin = (Arc<str>, Month, Arc<String>);

/// Adds orders to their months, and where their buyers came from.
pub(super) fn tell_orders(
    kind: &'static str,
    files: &[Vec<OrderRow>],
    shelves: &mut SourcesByMonth,
    sources: &mut Vec<VisitSource>,
) {
    let mut origins: BTreeMap<OrderOrigin, (u64, Decimal)> = BTreeMap::new();
    let tells_refunds = tells_refunds(kind, files);
    for row in files.iter().flatten().filter(|row| row.exclusion.is_none()) {
        let order = &row.order;
        let shelf = shelves.shelf(kind, &order.channel, order.currency, order.date);
        shelf.put(MonthFigure::Orders, Decimal::ONE);
        shelf.put(MonthFigure::Units, order.units.into());
        if !row.is_priced {
            continue;
        }
        shelf.put(MonthFigure::Revenue, order.revenue);
        if tells_refunds {
            shelf.put(MonthFigure::Refunds, order.refunded);
            let is_refunded = order.refunded > Decimal::ZERO;
            shelf.put(MonthFigure::RefundOrders, if is_refunded { Decimal::ONE } else { Decimal::ZERO });
        }
        shelf.put(MonthFigure::Tax, row.tax);
        if let Some(OrderCharges { marketplace_fees, fulfilment }) = row.charges.as_deref() {
            marketplace_fees.iter().for_each(|fees| shelf.put(MonthFigure::MarketplaceFees, *fees));
            fulfilment.iter().for_each(|sending| shelf.put(MonthFigure::Fulfilment, *sending));
        }
        if let Some(origin) = &row.origin {
            let place = (order.channel.clone(), month_of(order.date), origin.clone());
            let told = origins.entry(place).or_default();
            *told = (told.0 + 1, told.1 + order.revenue);
        }
    }
    sources.extend(origins.into_iter().map(|((channel, month, origin), (orders, revenue))| {
        let (source, medium) = origin.split_once(" / ").unwrap_or((&origin, ""));
        let (source, medium) = (source.to_owned(), medium.to_owned());
        let channel = channel.to_string();
        VisitSource {
            channel,
            month,
            source,
            medium,
            sessions: None,
            revenue: Some(revenue),
            orders: Some(orders),
        }
    }));
}

/// Whether a kind of file tells what went back: a table of no known kind does where any of its orders says so.
fn tells_refunds(kind: &str, files: &[Vec<OrderRow>]) -> bool {
    match kind {
        "amazon.all_orders" => false,
        "table" => files.iter().flatten().any(|row| row.order.refunded > Decimal::ZERO),
        _ => true,
    }
}

/// Counts the buyers of every month, and those of them who had bought from the channel before.
pub(super) fn tell_buyers(orders: &[Order], shelves: &mut SourcesByMonth) {
    let mut channels: Vec<&Arc<str>> = vec![];
    let mut bought: Vec<(u32, BuyerHash, Month, Currency)> = vec![];
    for order in orders {
        let Some(buyer) = order.buyer else { continue };
        let place = channels.iter().position(|known| **known == order.channel).unwrap_or_else(|| {
            channels.push(&order.channel);
            channels.len() - 1
        });
        bought.push((u32::try_from(place).unwrap_or(u32::MAX), buyer, month_of(order.date), order.currency));
    }
    bought.sort_unstable();
    for of_buyer in bought.chunk_by(|one, next| (one.0, one.1) == (next.0, next.1)) {
        let first = of_buyer[0].2;
        let Some(channel) = channels.get(of_buyer[0].0 as usize) else { continue };
        for of_month in of_buyer.chunk_by(|one, next| one.2 == next.2) {
            for of_currency in of_month.chunk_by(|one, next| one.3 == next.3) {
                let (_, _, month, currency) = of_currency[0];
                let had_bought = of_currency.len() > 1 || first < month;
                let (n_buyers, n_repeat) =
                    shelves.buyers.entry(((*channel).clone(), currency, month)).or_default();
                *n_buyers += 1;
                *n_repeat += u64::from(had_bought);
            }
        }
    }
}
