//! A workbook's sheets: which of them hold tables of a kind, and which only repeat or sum up what another holds.

use super::dialect::{self, ExportDialect};
use super::limits::MAX_PREAMBLE;
use super::progress::ImportProgress;
use super::report::{FileNote, FileRefusal};
use super::row::NextRow;
use super::settings::{DialectContext, ImportSettings};
use super::table::TableBody;
use super::workbook::{SheetListing, Workbook};
use super::{FileRead, FoundTable, finished, header_in, read_table, table_of, unknown};

/// A sheet with a table.
struct SheetTable {
    listing: SheetListing,
    found: FoundTable,
    /// Its first rows, with their numbers from 0.
    top: Vec<(u64, Vec<String>)>,
}

/// Reads every sheet of a workbook. Sheets of one kind make one report.
pub(super) fn read_workbook(
    name: &str,
    bytes: Vec<u8>,
    settings: &ImportSettings,
    progress: &ImportProgress<'_>,
) -> Result<Vec<FileRead>, FileRefusal> {
    let mut workbook = Workbook::open(bytes, progress)?;
    let (tables, first_rows) = tables_of(&mut workbook, settings, progress)?;
    if tables.is_empty() {
        let rows: Vec<&[String]> = first_rows.iter().map(Vec::as_slice).collect();
        return Err(unknown(&rows));
    }
    let (tables, left_out) = without_summaries(tables);
    let has_shown = tables.iter().any(|table| !table.listing.is_hidden);
    let mut found: Vec<(&ExportDialect, FileRead)> = vec![];
    for SheetTable { listing, found: FoundTable { idx, dialect, mapping }, top } in tables {
        let begin = top[idx].0 + 1;
        let rows: Vec<&[String]> = top.iter().map(|(_, cells)| cells.as_slice()).collect();
        let is_1904 = workbook.is_1904();
        let body = TableBody::Sheet { workbook: &mut workbook, name: listing.name.clone(), begin };
        let mut table = table_of(&rows, idx, body, progress);
        (table.first, table.is_1904) = (begin, is_1904);
        table.sheet.clone_from(&listing.name);
        let context = DialectContext::new(settings, name).with_mapping(mapping);
        let mut read = read_table(&context, dialect, &mut table)?;
        read.hidden_sheet = Some(listing.name).filter(|_| listing.is_hidden && has_shown);
        found.push((dialect, read));
    }
    let mut reads = sums_left_out(found).into_iter().map(|(dialect, read)| finished(dialect, read));
    let mut reads: Vec<FileRead> = reads.by_ref().collect::<Result<_, _>>()?;
    // Sheets of a kind stand one behind another, the first that is shown at their head.
    let kinds: Vec<_> = reads.iter().map(|read| read.report.kind).collect();
    reads.sort_by_key(|read| {
        (kinds.iter().position(|kind| *kind == read.report.kind), read.hidden_sheet.is_some())
    });
    for at in 1..reads.len() {
        reads[at].is_more = reads[at].report.kind == reads[at - 1].report.kind;
    }
    if !left_out.is_empty()
        && let Some(read) = reads.first_mut()
    {
        read.report.notes.push(FileNote::SheetsLeftOut { sheets: left_out.join(", ") });
    }
    Ok(reads)
}

/// The sheets with tables, and the first rows of the first sheet without one.
fn tables_of(
    workbook: &mut Workbook,
    settings: &ImportSettings,
    progress: &ImportProgress<'_>,
) -> Result<(Vec<SheetTable>, Vec<Vec<String>>), FileRefusal> {
    let mut tables = vec![];
    let mut first_rows = vec![];
    for listing in workbook.sheets() {
        let mut top: Vec<(u64, Vec<String>)> = vec![];
        workbook.each_row(&listing.name, 0, progress, &mut |row| {
            top.push((row.number, row.beginnings()));
            Ok(if top.len() > MAX_PREAMBLE { NextRow::Enough } else { NextRow::More })
        })?;
        let rows: Vec<&[String]> = top.iter().map(|(_, cells)| cells.as_slice()).collect();
        match header_in(&listing.name, &rows, settings) {
            Some(found) => tables.push(SheetTable { listing, found, top }),
            None if first_rows.is_empty() => first_rows = top.into_iter().map(|(_, cells)| cells).collect(),
            None => {}
        }
    }
    Ok((tables, first_rows))
}

/// Beside a table of a known kind, one whose columns are only guessed is a copy of it or sums it up. The names of what is
/// left out are told.
fn without_summaries(tables: Vec<SheetTable>) -> (Vec<SheetTable>, Vec<String>) {
    let is_guessed =
        |table: &SheetTable| table.found.mapping.as_ref().is_some_and(|mapping| !mapping.is_said);
    if tables.iter().all(is_guessed) {
        return (tables, vec![]);
    }
    let (guessed, kept): (Vec<_>, Vec<_>) = tables.into_iter().partition(is_guessed);
    (kept, guessed.into_iter().map(|table| table.listing.name).collect())
}

/// Beside a sheet that tells days, one of the same kind that sums up all of them tells the same once more.
fn sums_left_out(found: Vec<(&'static ExportDialect, FileRead)>) -> Vec<(&'static ExportDialect, FileRead)> {
    let tells_days: Vec<&str> = found
        .iter()
        .filter(|(_, read)| !read.findings.is_summed && !read.findings.entries.is_empty())
        .map(|(dialect, _)| dialect.kind)
        .collect();
    let is_sum = |dialect: &ExportDialect, read: &FileRead| {
        read.findings.is_summed
            && tells_days.contains(&dialect.kind)
            && dialect::is_of_ads_or_visits(dialect.kind)
    };
    let mut kept = vec![];
    for (dialect, mut read) in found {
        if is_sum(dialect, &read) {
            read.findings = super::FileFindings::default();
            read.findings.exclude(super::RowExclusion::Duplicate, read.report.rows);
        }
        kept.push((dialect, read));
    }
    kept
}
