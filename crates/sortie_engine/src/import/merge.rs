//! Files put together: each order and each row of money once, whoever tells it, and months made of them.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::complete::complete_months;
use super::findings::{MoneyEntry, OrderRow, UNDATED};
use super::overlap::leave_out_overlaps;
use super::questions::{ImportDoubt, ImportQuestions};
use super::report::{FileNote, RowExclusion};
use super::settings::ImportSettings;
use super::sources::{SourcesByMonth, place_of, tell_buyers, tell_orders};
use super::{FileRead, Import};
use crate::ledger::{Date, Ledger, Order, month_of};
use crate::unit::Month;

/// Puts together what files told.
pub(super) fn merged(mut reads: Vec<FileRead>, settings: &ImportSettings) -> Import {
    let mut questions = ImportQuestions::new(&settings.answers);
    leave_out_copies(&mut reads);
    leave_out_overlaps(&mut reads, &mut questions);
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
        for (nth, read) in files.into_iter().enumerate() {
            let findings = std::mem::take(&mut read.findings);
            orders.push(findings.orders);
            entries.extend(findings.entries.into_iter().map(|entry| (nth, entry)));
            ledger.sources.extend(findings.sources);
            ledger.payouts.extend(findings.payouts);
        }
        keep_newest(&mut orders);
        for (_, entry) in counted_once(entries) {
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
    Import { files: reads.into_iter().map(|read| read.report).collect(), ledger, questions: questions.all() }
}

/// The months of channels of which some file holds every day; each file's report is told its own.
fn complete_of(reads: &mut [FileRead]) -> HashSet<(Arc<str>, Month)> {
    let mut complete = HashSet::new();
    for read in reads {
        let months = complete_months(&read.findings);
        let orders = read.findings.orders.iter().map(|row| &row.order.channel);
        let channels: HashSet<&Arc<str>> =
            orders.chain(read.findings.entries.iter().map(|entry| &entry.channel)).collect();
        for month in &months {
            complete.extend(channels.iter().map(|channel| (Arc::clone(channel), *month)));
        }
        read.report.complete_months = months;
    }
    complete
}

/// Counts orders of TikTok Shop that a store shows as its own, where the seller says that they stand in no other file.
fn ask_of_mirrors(reads: &mut [FileRead], questions: &mut ImportQuestions<'_>) {
    let mut mirrors: BTreeMap<String, u64> = BTreeMap::new();
    let is_mirror = |row: &OrderRow| row.exclusion == Some(RowExclusion::TiktokShopMirror);
    for row in reads.iter().flat_map(|read| &read.findings.orders).filter(|row| is_mirror(row)) {
        *mirrors.entry(row.order.channel.to_string()).or_default() += 1;
    }
    for (channel, n) in mirrors {
        if questions.counts_once(ImportDoubt::Mirror { channel: channel.clone() }, n) {
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
fn kinds_of(reads: &[FileRead]) -> Vec<&'static str> {
    let mut kinds = vec![];
    for kind in reads.iter().filter_map(|read| read.report.kind) {
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    kinds
}

/// Leaves every order once, where it came first: as the file tells it that knew something new of it last, of equals the
/// later file.
///
/// The rows stay where they are, and are looked up by a sorted list of 16 bytes each: a table of keys would take several
/// times as much and twice that whenever it grows.
fn keep_newest(files: &mut [Vec<OrderRow>]) {
    if files.iter().filter(|rows| !rows.is_empty()).count() <= 1 {
        return;
    }
    let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let mut places: Vec<(u64, u32, u32)> = Vec::with_capacity(files.iter().map(Vec::len).sum());
    for (file, rows) in files.iter().enumerate() {
        places.extend(rows.iter().enumerate().map(|(idx, row)| (row.order.key, narrow(file), narrow(idx))));
    }
    places.sort_unstable();
    let mut again: Vec<(usize, usize)> = vec![];
    let mut firsts: Vec<(usize, usize)> = vec![];
    for of_key in places.chunk_by(|one, next| one.0 == next.0).filter(|of_key| of_key.len() > 1) {
        firsts.clear();
        for (file, idx) in of_key.iter().map(|(_, file, idx)| (*file as usize, *idx as usize)) {
            let channel = &files[file][idx].order.channel;
            let first = firsts.iter().find(|(file, idx)| files[*file][*idx].order.channel == *channel);
            let Some(first) = first.copied() else {
                firsts.push((file, idx));
                continue;
            };
            if files[file][idx].updated >= files[first.0][first.1].updated {
                exchange(files, first, (file, idx));
            }
            again.push((file, idx));
        }
    }
    drop(places);
    again.sort_unstable();
    let mut again = again.into_iter().peekable();
    for (file, rows) in files.iter_mut().enumerate() {
        let mut idx = 0;
        rows.retain(|_| {
            let is_again = again.next_if_eq(&(file, idx)).is_some();
            idx += 1;
            !is_again
        });
    }
}

/// Exchanges two rows of files.
fn exchange(files: &mut [Vec<OrderRow>], one: (usize, usize), other: (usize, usize)) {
    if one.0 == other.0 {
        files[one.0].swap(one.1, other.1);
    } else {
        let (before, after) = files.split_at_mut(one.0.max(other.0));
        let (low, high) = if one.0 < other.0 { (one, other) } else { (other, one) };
        std::mem::swap(&mut before[low.0][low.1], &mut after[0][high.1]);
    }
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

/// Rows of money of several files, as often as in the file that has them most often, of equals the later file: the same
/// row may stand twice in one file and then happened twice.
fn counted_once(entries: Vec<(usize, MoneyEntry)>) -> Vec<(usize, MoneyEntry)> {
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
