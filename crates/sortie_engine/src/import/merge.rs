//! Files put together: each order and each row of money once, whoever tells it, and months made of them.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::accounts::part_accounts;
use super::complete::complete_of;
use super::findings::{MoneyEntry, OrderRow, UNDATED};
use super::hidden::leave_out_hidden;
use super::newest::{ExportAge, keep_newest};
use super::overlap::leave_out_overlaps;
use super::questions::{ImportDoubt, ImportQuestions};
use super::report::{FileNote, FileReport, RowExclusion};
use super::settings::ImportSettings;
use super::sources::{SourcesByMonth, place_of, tell_buyers, tell_orders};
use super::{FileRead, Import};
use crate::ledger::{Currency, Date, Decimal, Ledger, Order, month_of};
use crate::unit::Month;

/// Puts together what files told.
pub(super) fn merged(mut reads: Vec<FileRead>, settings: &ImportSettings) -> Import {
    let mut questions = ImportQuestions::new(&settings.answers);
    leave_out_copies(&mut reads);
    leave_out_hidden(&mut reads, &mut questions);
    leave_out_overlaps(&mut reads, &mut questions);
    part_accounts(&mut reads, &mut questions);
    date_by_order(&mut reads);
    name_markets(&mut reads);
    ask_of_mirrors(&mut reads, &mut questions);
    let complete = complete_of(&mut reads);
    let mut shelves = SourcesByMonth::default();
    let mut ledger = Ledger::default();
    let mut orders_of: Vec<(&'static str, Vec<Order>)> = vec![];
    for kind in kinds_of(&reads) {
        let files: Vec<&mut FileRead> =
            reads.iter_mut().filter(|read| read.report.kind == Some(kind)).collect();
        let mut orders = vec![];
        let mut entries = vec![];
        let mut told_refunds = HashSet::new();
        let ages: Vec<ExportAge> = files.iter().map(|read| ExportAge::of(read)).collect();
        for (nth, read) in files.into_iter().enumerate() {
            let findings = std::mem::take(&mut read.findings);
            told_refunds.extend(findings.told_refunds);
            orders.push(findings.orders);
            entries.extend(findings.entries.into_iter().map(|entry| (nth, entry)));
            ledger.sources.extend(findings.sources);
            ledger.payouts.extend(findings.payouts);
        }
        keep_newest(&mut orders, &ages, &mut questions);
        if !told_refunds.is_empty() {
            // Rows tell what went back, each on its day.
            let told = orders.iter_mut().flatten().filter(|row| told_refunds.contains(&row.order.key));
            told.for_each(|row| row.order.refunded = Decimal::ZERO);
        }
        for (_, entry) in counted_once(entries, &ages) {
            shelves.shelf(kind, &entry.channel, entry.currency, entry.date).add(&entry);
        }
        tell_orders(kind, &orders, &mut shelves, &mut ledger.sources);
        orders_of.push((kind, counted_orders(orders)));
    }
    let copies = shelves.copies(&questions);
    for (kind, mut orders) in orders_of {
        if !copies.is_empty() {
            orders.retain(|order| !copies.contains(&(kind, place_of(order))));
        }
        // A million orders of one kind are moved, not copied.
        if ledger.orders.is_empty() {
            ledger.orders = orders;
        } else {
            ledger.orders.append(&mut orders);
        }
    }
    tell_buyers(&ledger.orders, &mut shelves);
    shelves.give_currencies();
    let told = shelves.months(&mut questions);
    (ledger.undated, ledger.months) = told.into_iter().partition(|month| month.month == month_of(UNDATED));
    for month in &mut ledger.months {
        month.is_complete = complete.contains(&(month.channel.as_str().into(), month.month));
    }
    Import { files: reports_of(reads), ledger, questions: questions.all() }
}

/// One report of each file and kind: what its sheets told is put together.
fn reports_of(reads: Vec<FileRead>) -> Vec<FileReport> {
    let mut reports: Vec<FileReport> = vec![];
    for read in reads {
        match reports.last_mut().filter(|_| read.is_more) {
            Some(report) => report.join(read.report),
            None => reports.push(read.report),
        }
    }
    reports
}

/// Counts orders of TikTok Shop that a store shows as its own, where the seller says that they stand in no other file.
fn ask_of_mirrors(reads: &mut [FileRead], questions: &mut ImportQuestions<'_>) {
    let mut mirrors: BTreeMap<String, u64> = BTreeMap::new();
    let is_mirror = |row: &OrderRow| row.exclusion == Some(RowExclusion::TiktokShopMirror);
    for row in reads.iter().flat_map(|read| &read.findings.orders).filter(|row| is_mirror(row)) {
        *mirrors.entry(row.order.channel.to_string()).or_default() += 1;
    }
    let is_shop = |read: &FileRead| read.report.kind.is_some_and(|kind| kind.starts_with("tiktok."));
    let has_shop = reads.iter().any(is_shop);
    for (channel, n) in mirrors {
        let doubt = ImportDoubt::Mirror { channel: channel.clone() };
        if !has_shop {
            questions.note_alone(&doubt);
        }
        if questions.counts_once(doubt, n) {
            continue;
        }
        for read in reads.iter_mut() {
            let own = read
                .findings
                .orders
                .iter_mut()
                .filter(|row| is_mirror(row) && *row.order.channel == *channel);
            own.for_each(|row| row.exclusion = None);
            read.report.excluded.remove(&RowExclusion::TiktokShopMirror);
        }
    }
}

/// Of files with the same bytes, the first counts.
fn leave_out_copies(reads: &mut [FileRead]) {
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
        reads[idx].findings = super::FileFindings::default();
        reads[idx].report.notes.push(FileNote::SameContent { other });
    }
}

/// Puts money into the month of its order, where a file holds the order: platforms settle weeks later.
fn date_by_order(reads: &mut [FileRead]) {
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
fn name_markets(reads: &mut [FileRead]) {
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
        // Money in a currency of its own is of a market of its own.
        let is_named = |entry: &&mut MoneyEntry| is_open(&entry.channel) && entry.currency == Currency::NONE;
        for entry in findings.entries.iter_mut().filter(is_named) {
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
fn kinds_of(reads: &[FileRead]) -> Vec<&'static str> {
    let mut kinds = vec![];
    for kind in reads.iter().filter_map(|read| read.report.kind) {
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    kinds
}

/// The orders of rows that count as sales and say what they brought.
fn counted_orders(files: Vec<Vec<OrderRow>>) -> Vec<Order> {
    let of_file = |rows: Vec<OrderRow>| {
        let counts = |row: &OrderRow| row.exclusion.is_none() && row.is_priced;
        // Collected, orders take the place of their rows, so that both are never there at once; the rest is given back.
        let mut orders: Vec<Order> = rows.into_iter().filter(counts).map(|row| row.order).collect();
        orders.shrink_to_fit();
        orders
    };
    let mut all: Vec<Vec<Order>> =
        files.into_iter().map(of_file).filter(|orders| !orders.is_empty()).collect();
    let n_orders = all.iter().map(Vec::len).sum::<usize>();
    let mut rest = all.drain(..);
    let mut orders = rest.next().unwrap_or_default();
    orders.reserve_exact(n_orders - orders.len());
    rest.for_each(|mut more| orders.append(&mut more));
    orders
}

/// Rows of money of several files, as often as in the file that has them most often, of equals the one exported last: the
/// same row may stand twice in one file and then happened twice.
fn counted_once(entries: Vec<(usize, MoneyEntry)>, ages: &[ExportAge]) -> Vec<(usize, MoneyEntry)> {
    let is_one_file = entries.windows(2).all(|pair| pair[0].0 == pair[1].0);
    if is_one_file {
        return entries;
    }
    let mut counts: HashMap<(u64, usize), (u32, Decimal)> = HashMap::new();
    for (file, entry) in &entries {
        let told = counts.entry((entry.identity, *file)).or_default();
        *told = (told.0 + 1, told.1 + entry.amount.abs());
    }
    let mut best: HashMap<u64, (u32, ExportAge, Decimal, usize)> = HashMap::new();
    for ((identity, file), (count, amount)) in counts {
        // What is told last is told again where nothing else decides, and what grew since.
        let this = (count, ages[file], amount, file);
        let best = best.entry(identity).or_insert(this);
        *best = (*best).max(this);
    }
    entries
        .into_iter()
        .filter(|(file, entry)| best.get(&entry.identity).is_some_and(|best| best.3 == *file))
        .collect()
}
