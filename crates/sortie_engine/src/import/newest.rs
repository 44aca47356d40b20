//! The same order in several files: as the export tells it that was made last.

use super::FileRead;
use super::findings::{OrderNumbering, OrderRow};
use super::period::period_in;
use super::questions::{ImportDoubt, ImportQuestions};
use super::report::RowExclusion;
use crate::ledger::{Date, Decimal};

/// How late a file was exported. Of two exports of a shop, the one that knows of a later moment was made later; where they
/// know of the same one, the one whose name tells a later day; where neither does, the one that was written later.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ExportAge {
    /// The last moment that stands in it, in seconds.
    known: i64,
    /// The last day in its name.
    named: Option<Date>,
    /// When it was written, in seconds.
    written: Option<u64>,
}

impl ExportAge {
    /// That of a file.
    pub fn of(read: &FileRead) -> Self {
        const BEGIN: Date = Date::constant(1970, 1, 1);
        let findings = &read.findings;
        let orders = findings.orders.iter().map(|row| row.updated);
        let seconds = |day: Date| i64::from((day - BEGIN).get_days()) * 86_400;
        let entries = findings.entries.iter().map(|entry| entry.date).max().map(seconds);
        Self {
            known: orders.max().into_iter().chain(entries).max().unwrap_or_default(),
            named: period_in(&read.report.file).map(|(_, last)| last),
            written: read.written,
        }
    }
}

/// How far an order has come: what is told of one that has come further was told later.
fn stage(row: &OrderRow) -> u8 {
    match row.exclusion {
        Some(RowExclusion::Unpaid | RowExclusion::Pending | RowExclusion::NotPaid) => 0,
        Some(RowExclusion::UnknownStatus) => 1,
        Some(RowExclusion::Cancelled) => 3,
        _ => 2,
    }
}

/// What tells which of two rows of an order was exported later: when something new was known of it, how late its file was
/// exported, how far it has come, what went back, and, of two that are equal in all of this, which holds more.
fn lateness(row: &OrderRow, file: ExportAge) -> (i64, ExportAge, u8, Decimal, u32, Decimal) {
    (row.updated, file, stage(row), row.order.refunded, row.order.units, row.order.revenue)
}

/// How sure it is that two rows with the same number are of one order.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sameness {
    Same,
    Other,
    /// Nothing but the total tells them apart.
    Doubted,
}

fn sameness(one: &OrderRow, other: &OrderRow) -> Sameness {
    let (a, b) = (&one.order, &other.order);
    if a.channel != b.channel {
        return Sameness::Other;
    }
    let (OrderNumbering::OfStore { minute }, OrderNumbering::OfStore { minute: its }) =
        (one.numbering, other.numbering)
    else {
        return Sameness::Same;
    };
    match (minute, its) {
        _ if a.date != b.date => Sameness::Other,
        (Some(minute), Some(its)) if minute != its => Sameness::Other,
        (Some(_), Some(_)) => Sameness::Same,
        _ if a.buyer.is_some() && b.buyer.is_some() && a.buyer != b.buyer => Sameness::Other,
        _ if a.buyer.is_some() && a.buyer == b.buyer => Sameness::Same,
        _ if a.revenue == b.revenue => Sameness::Same,
        _ => Sameness::Doubted,
    }
}

/// Leaves every order once, where it came first, as the file tells it that was exported last, in whatever order the files
/// come.
///
/// The rows stay where they are, and are looked up by a sorted list of 16 bytes each: a table of keys would take several
/// times as much and twice that whenever it grows.
pub fn keep_newest(files: &mut [Vec<OrderRow>], ages: &[ExportAge], questions: &mut ImportQuestions<'_>) {
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
            let row = &files[file][idx];
            let first = firsts.iter().copied().find(|(of, nth)| {
                // Within a file, an order of a store that comes again is another one.
                let is_other = *of == file && matches!(row.numbering, OrderNumbering::OfStore { .. });
                !is_other && is_same(&files[*of][*nth], row, questions)
            });
            let Some(first) = first else {
                firsts.push((file, idx));
                continue;
            };
            let before = &files[first.0][first.1];
            if lateness(row, ages[file]) >= lateness(before, ages[first.0]) {
                exchange(files, first, (file, idx));
            }
            again.push((file, idx));
        }
    }
    drop(places);
    leave_out(files, again);
}

fn is_same(one: &OrderRow, other: &OrderRow, questions: &mut ImportQuestions<'_>) -> bool {
    match sameness(one, other) {
        Sameness::Same => true,
        Sameness::Other => false,
        Sameness::Doubted => {
            let doubt = ImportDoubt::SameNumbers { channel: one.order.channel.to_string() };
            questions.counts_once(doubt, 1)
        }
    }
}

fn leave_out(files: &mut [Vec<OrderRow>], mut again: Vec<(usize, usize)>) {
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
