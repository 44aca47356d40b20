//! Files put together: each order and each row of money once, whoever tells it, and months made of them.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::dialect::dialect;
use super::findings::{Column, Entry, OrderRow, UNDATED};
use super::report::{FileReport, Note};
use super::{Import, Read};
use crate::ledger::{BuyerHash, ChannelMonth, Currency, Date, Decimal, Ledger, Order, VisitSource, month_of};
use crate::unit::Month;

/// Puts together what files told.
pub(super) fn merged(mut reads: Vec<Read>) -> Import {
    leave_out_copies(&mut reads);
    date_by_order(&mut reads);
    name_markets(&mut reads);
    let mut shelves = Shelves::default();
    let mut ledger = Ledger::default();
    for kind in kinds_of(&reads) {
        let files: Vec<&mut Read> = reads.iter_mut().filter(|read| read.report.kind == Some(kind)).collect();
        let mut orders = vec![];
        let mut entries = vec![];
        for (nth, read) in files.into_iter().enumerate() {
            let findings = std::mem::take(&mut read.findings);
            orders.push(findings.orders);
            entries.extend(findings.entries.into_iter().map(|entry| (nth, entry)));
            ledger.sources.extend(findings.sources);
            ledger.payouts.extend(findings.payouts);
        }
        let orders = newest(orders);
        for (_, entry) in counted_once(entries) {
            shelves.shelf(kind, &entry.channel, entry.currency, entry.date).add(&entry);
        }
        tell_orders(kind, &orders, &mut shelves, &mut ledger.sources);
        ledger.orders.extend(
            orders.into_iter().filter(|row| row.exclusion.is_none() && row.is_priced).map(|row| row.order),
        );
    }
    tell_buyers(&ledger.orders, &mut shelves);
    shelves.give_currencies();
    let (undated, dated) = shelves.months().into_iter().partition(|told| told.month == month_of(UNDATED));
    (ledger.months, ledger.undated) = (dated, undated);
    let files: Vec<FileReport> = reads.into_iter().map(|read| read.report).collect();
    mark_complete(&files, &mut ledger.months);
    Import { files, ledger }
}

/// Of files with the same bytes, the first counts.
fn leave_out_copies(reads: &mut [Read]) {
    let mut seen: HashMap<u64, String> = HashMap::new();
    let mut copies = vec![];
    for (idx, read) in reads.iter().enumerate() {
        let has_content = read.report.refusal.is_none() && read.content != 0;
        if !has_content {
            continue;
        }
        match seen.get(&read.content) {
            Some(other) if *other != read.report.file => copies.push((idx, other.clone())),
            Some(_) => {}
            None => {
                seen.insert(read.content, read.report.file.clone());
            }
        }
    }
    for (idx, other) in copies {
        reads[idx].findings = super::Findings::default();
        reads[idx].report.notes.push(Note::SameContent { other });
    }
}

/// Puts money into the month of its order, where a file holds the order: platforms settle weeks later.
fn date_by_order(reads: &mut [Read]) {
    let wanted: HashSet<u64> =
        reads.iter().flat_map(|read| read.findings.of_orders.iter().map(|(_, key)| *key)).collect();
    if wanted.is_empty() {
        return;
    }
    let orders = reads.iter().flat_map(|read| &read.findings.orders).map(|row| &row.order);
    let dates: HashMap<u64, Date> =
        orders.filter(|order| wanted.contains(&order.key)).map(|order| (order.key, order.date)).collect();
    for findings in reads.iter_mut().map(|read| &mut read.findings) {
        for (place, key) in &findings.of_orders {
            if let Some(date) = dates.get(key) {
                findings.entries[*place].date = *date;
            }
        }
    }
}

/// Gives reports that do not say which market they are of to the market of the shop with the most orders, and those
/// that do not say when to the last month.
fn name_markets(reads: &mut [Read]) {
    let mut shops: HashMap<Arc<str>, u64> = HashMap::new();
    let mut last = None;
    for findings in reads.iter().map(|read| &read.findings) {
        let orders = findings.orders.iter().map(|row| (&row.order.channel, row.order.date));
        let entries = findings.entries.iter().map(|entry| (&entry.channel, entry.date));
        for (channel, date) in orders.chain(entries) {
            *shops.entry(channel.clone()).or_default() += 1;
            last = last.max(Some(date));
        }
    }
    let is_open = |channel: &str| channel.ends_with(":world");
    let shop_of = |open: &str| {
        let kind = open.split(':').next().unwrap_or_default();
        let named =
            shops.iter().filter(|(channel, _)| !is_open(channel) && channel.split(':').next() == Some(kind));
        named.max_by_key(|(channel, n)| (**n, channel.to_string())).map(|(channel, _)| channel.clone())
    };
    for findings in reads.iter_mut().map(|read| &mut read.findings) {
        for entry in findings.entries.iter_mut().filter(|entry| is_open(&entry.channel)) {
            if let Some(shop) = shop_of(&entry.channel) {
                entry.channel = shop;
            }
        }
        for source in &mut findings.sources {
            if let Some(shop) = shop_of(&source.channel).filter(|_| is_open(&source.channel)) {
                source.channel = shop.to_string();
            }
            if let Some(last) = last.filter(|_| source.month == Month::default()) {
                source.month = month_of(last);
            }
        }
    }
}

/// The kinds of the files, each once, in the order in which they come.
fn kinds_of(reads: &[Read]) -> Vec<&'static str> {
    let mut kinds = vec![];
    for kind in reads.iter().filter_map(|read| read.report.kind) {
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    kinds
}

/// Every order once: as the file tells it that knew something new of it last, of equals the later file.
fn newest(files: Vec<Vec<OrderRow>>) -> Vec<OrderRow> {
    let n_files = files.iter().filter(|orders| !orders.is_empty()).count();
    let mut files = files.into_iter();
    if n_files <= 1 {
        return files.find(|orders| !orders.is_empty()).unwrap_or_default();
    }
    let mut all: Vec<OrderRow> = vec![];
    let mut places: HashMap<(u64, Arc<str>), usize> = HashMap::new();
    for row in files.flatten() {
        match places.get(&(row.order.key, row.order.channel.clone())) {
            Some(place) if row.updated >= all[*place].updated => all[*place] = row,
            Some(_) => {}
            None => {
                places.insert((row.order.key, row.order.channel.clone()), all.len());
                all.push(row);
            }
        }
    }
    all
}

/// Rows of money of several files, as often as in the file that has them most often, of equals the later file: the same
/// row may stand twice in one file and then happened twice.
fn counted_once(entries: Vec<(usize, Entry)>) -> Vec<(usize, Entry)> {
    let is_one_file = entries.windows(2).all(|pair| pair[0].0 == pair[1].0);
    if is_one_file {
        return entries;
    }
    let mut counts: HashMap<(u64, usize), u32> = HashMap::new();
    for (file, entry) in &entries {
        *counts.entry((entry.identity, *file)).or_default() += 1;
    }
    let mut best: HashMap<u64, (u32, usize)> = HashMap::new();
    for ((identity, file), count) in counts {
        let best = best.entry(identity).or_insert((count, file));
        *best = (*best).max((count, file));
    }
    entries
        .into_iter()
        .filter(|(file, entry)| best.get(&entry.identity).is_some_and(|best| best.1 == *file))
        .collect()
}

/// What one kind of file tells of a month of a channel.
#[derive(Default)]
struct Shelf {
    sums: BTreeMap<Column, Decimal>,
    /// Orders and orders with refunds that were counted, so that each counts once.
    counted: HashSet<(Column, u64)>,
}

impl Shelf {
    fn add(&mut self, entry: &Entry) {
        let is_count = matches!(entry.column, Column::Orders | Column::RefundOrders);
        if is_count && !self.counted.insert((entry.column, entry.identity)) {
            return;
        }
        *self.sums.entry(entry.column).or_default() += entry.amount;
    }

    fn put(&mut self, column: Column, amount: Decimal) {
        *self.sums.entry(column).or_default() += amount;
    }
}

/// Months of channels by currency, each with what every kind of file tells of it.
#[derive(Default)]
struct Shelves {
    months: BTreeMap<(Arc<str>, Currency, Month), BTreeMap<&'static str, Shelf>>,
    buyers: BTreeMap<(Arc<str>, Currency, Month), (u64, u64)>,
}

impl Shelves {
    fn shelf(
        &mut self,
        kind: &'static str,
        channel: &Arc<str>,
        currency: Currency,
        date: Date,
    ) -> &mut Shelf {
        let month = self.months.entry((channel.clone(), currency, month_of(date))).or_default();
        month.entry(kind).or_default()
    }

    /// Puts what is told without money, such as visits, beside the currency in which the channel sells most.
    fn give_currencies(&mut self) {
        let open: Vec<_> = self.months.keys().filter(|place| place.1 == Currency::NONE).cloned().collect();
        for place in open {
            let n_orders = |kinds: &BTreeMap<&str, Shelf>| -> Decimal {
                kinds.values().filter_map(|shelf| shelf.sums.get(&Column::Orders)).sum()
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
    fn months(self) -> Vec<ChannelMonth> {
        let Self { months, buyers } = self;
        let told = months.into_iter().map(|(place, kinds)| {
            let (channel, currency, month) = &place;
            let mut told = ChannelMonth {
                channel: channel.to_string(),
                month: *month,
                currency: currency.to_string(),
                ..ChannelMonth::default()
            };
            let columns: BTreeSet<Column> =
                kinds.values().flat_map(|shelf| shelf.sums.keys().copied()).collect();
            for column in columns {
                let top = kinds.iter().filter(|(_, shelf)| shelf.sums.contains_key(&column));
                let top = top.map(|(kind, _)| rank(kind, column)).max().unwrap_or_default();
                let believed = kinds.iter().filter(|(kind, _)| rank(kind, column) == top);
                let sum = believed.filter_map(|(_, shelf)| shelf.sums.get(&column)).sum();
                put(&mut told, column, sum);
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

fn rank(kind: &str, column: Column) -> u8 {
    let ranks = dialect(kind).map(|dialect| (dialect.sales_rank, dialect.costs_rank)).unwrap_or_default();
    if column.is_of_sales() { ranks.0 } else { ranks.1 }
}

fn put(month: &mut ChannelMonth, column: Column, sum: Decimal) {
    let whole = || u64::try_from(sum.round()).ok();
    match column {
        Column::Orders => month.orders = whole(),
        Column::Units => month.units = whole(),
        Column::RefundOrders => month.refund_orders = whole(),
        Column::Sessions => month.sessions = whole(),
        Column::Revenue => month.revenue = Some(sum),
        Column::Refunds => month.refunds = Some(sum),
        Column::MarketplaceFees => month.marketplace_fees = Some(sum),
        Column::AffiliateFees => month.affiliate_fees = Some(sum),
        Column::PaymentFees => month.payment_fees = Some(sum),
        Column::Fulfilment => month.fulfilment = Some(sum),
        Column::StorageFees => month.storage_fees = Some(sum),
        Column::AccountFees => month.account_fees = Some(sum),
        Column::AdSpend => month.ad_spend = Some(sum),
        Column::Reimbursements => month.reimbursements = Some(sum),
        Column::Other => month.other = Some(sum),
        Column::Tax => month.tax = Some(sum),
        Column::Unclassified => month.unclassified = Some(sum),
    }
}

/// The channel, the month and the `source / medium` of orders.
type Origin = (Arc<str>, Month, Arc<str>);

/// Adds orders to their months, and where their buyers came from.
fn tell_orders(kind: &'static str, rows: &[OrderRow], shelves: &mut Shelves, sources: &mut Vec<VisitSource>) {
    let mut origins: BTreeMap<Origin, (u64, Decimal)> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.exclusion.is_none()) {
        let order = &row.order;
        let shelf = shelves.shelf(kind, &order.channel, order.currency, order.date);
        shelf.put(Column::Orders, Decimal::ONE);
        shelf.put(Column::Units, order.units.into());
        if !row.is_priced {
            continue;
        }
        shelf.put(Column::Revenue, order.revenue);
        shelf.put(Column::Refunds, order.refunded);
        shelf.put(
            Column::RefundOrders,
            if order.refunded > Decimal::ZERO { Decimal::ONE } else { Decimal::ZERO },
        );
        shelf.put(Column::Tax, row.tax);
        for (column, amount) in &row.charges {
            shelf.put(*column, *amount);
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

/// Counts the buyers of every month, and those of them who had bought from the channel before.
fn tell_buyers(orders: &[Order], shelves: &mut Shelves) {
    let mut first: HashMap<(&str, BuyerHash), Date> = HashMap::new();
    let mut seen: BTreeMap<(Arc<str>, Currency, Month), BTreeMap<BuyerHash, u32>> = BTreeMap::new();
    for order in orders {
        let Some(buyer) = order.buyer else { continue };
        let date = first.entry((&order.channel, buyer)).or_insert(order.date);
        *date = (*date).min(order.date);
        let place = (order.channel.clone(), order.currency, month_of(order.date));
        *seen.entry(place).or_default().entry(buyer).or_default() += 1;
    }
    for (place, buyers) in seen {
        let had_bought = |buyer: &BuyerHash, n: u32| {
            n > 1 || first.get(&(&*place.0, *buyer)).is_some_and(|date| month_of(*date) < place.2)
        };
        let n_repeat = buyers.iter().filter(|(buyer, n)| had_bought(buyer, **n)).count();
        shelves.buyers.insert(place.clone(), (buyers.len() as u64, n_repeat as u64));
    }
}

/// Marks the months of which some file holds every day.
fn mark_complete(files: &[FileReport], months: &mut [ChannelMonth]) {
    for month in months {
        month.is_complete = files.iter().any(|file| file.complete_months.contains(&month.month));
    }
}
