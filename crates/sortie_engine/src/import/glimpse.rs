//! The first rows of a table, for whoever wants to see what its columns hold, and the same without anything that tells of
//! anybody.

use std::io::{Cursor, Read};

use super::archive::{self, UnpackedFile};
use super::guard::formula_free;
use super::progress::ImportProgress;
use super::row::NextRow;
use super::table::TableContent;
use super::workbook::{Workbook, is_old};
use super::{ImportSettings, decode, dialect, header_in, text};
use crate::watch::PatientWatch;

/// So many bytes of a text tell how it begins.
const START: u64 = 256 * 1024;
/// So many rows are looked at.
const MAX_SHOWN: usize = 60;
/// A cell is shown up to so many letters.
const MAX_LETTERS: usize = 200;
/// Longer numbers stand in rows of data, not in names of columns.
const MAX_DIGITS_OF_NAME: usize = 4;

/// The first rows of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableGlimpse {
    rows: Vec<Vec<String>>,
    header: usize,
}

/// The first rows of a file, or of the file `entry` in an archive; nothing where there is no table.
pub fn glimpse(content: &mut dyn TableContent, entry: Option<&str>) -> Option<TableGlimpse> {
    let mut magic = [0; 4];
    content.rewind().ok()?;
    let n = content.read(&mut magic).ok()?;
    content.rewind().ok()?;
    if magic[..n].starts_with(b"PK") || is_old(&magic[..n]) {
        let bytes = content.seek(std::io::SeekFrom::End(0)).ok()?;
        return of_content(content, bytes, entry);
    }
    let mut start = vec![];
    Read::take(&mut *content, START).read_to_end(&mut start).ok()?;
    let bytes = start.len() as u64;
    of_content(&mut Cursor::new(start), bytes, entry)
}

fn of_content(content: &mut dyn TableContent, bytes: u64, entry: Option<&str>) -> Option<TableGlimpse> {
    let progress = ImportProgress::new(&PatientWatch, bytes);
    match archive::unpacked(content, bytes, &progress).ok()? {
        UnpackedFile::Text(glance) => of_text(&glance),
        UnpackedFile::Workbook { bytes, .. } => of_workbook(bytes, &progress),
        UnpackedFile::Archive => {
            let mut found = None;
            let wanted = entry?;
            let _ = archive::each_file(content, &progress, &mut |name, bytes| {
                if name == wanted {
                    found.get_or_insert(bytes);
                }
            });
            let bytes = found?;
            let length = bytes.len() as u64;
            of_content(&mut Cursor::new(bytes), length, None)
        }
    }
}

fn of_text(glance: &decode::ByteCensus) -> Option<TableGlimpse> {
    let encoding = decode::encoding_of(glance, &dialect::n_known);
    let (start, _) = encoding.decode_with_bom_removal(&glance.start);
    let mut lines = text::first_lines(&start);
    let rows = |lines: &[text::TextLine]| lines.iter().map(|line| line.cells.clone()).collect();
    let seen = of_rows("", rows(&lines))?;
    text::cut_below(&start, &mut lines, seen.header);
    of_rows("", rows(&lines))
}

fn of_workbook(bytes: Vec<u8>, progress: &ImportProgress<'_>) -> Option<TableGlimpse> {
    let mut workbook = Workbook::open(bytes, progress).ok()?;
    let mut first = None;
    for sheet in workbook.sheets().into_iter().map(|listing| listing.name) {
        let mut rows = vec![];
        let read = workbook.each_row(&sheet, 0, progress, &mut |row| {
            rows.push(row.beginnings());
            Ok(if rows.len() >= MAX_SHOWN { NextRow::Enough } else { NextRow::More })
        });
        read.ok()?;
        let is_known = is_known(&sheet, &rows);
        let seen = of_rows(&sheet, rows);
        if is_known {
            return seen;
        }
        first = first.or(seen);
    }
    first
}

fn is_known(sheet: &str, rows: &[Vec<String>]) -> bool {
    let rows: Vec<&[String]> = rows.iter().map(Vec::as_slice).collect();
    header_in(sheet, &rows, &ImportSettings::default()).is_some()
}

fn of_rows(sheet: &str, mut rows: Vec<Vec<String>>) -> Option<TableGlimpse> {
    rows.truncate(MAX_SHOWN);
    for cell in rows.iter_mut().flatten() {
        if let Some((end, _)) = cell.char_indices().nth(MAX_LETTERS) {
            cell.truncate(end);
        }
    }
    let slices: Vec<&[String]> = rows.iter().map(Vec::as_slice).collect();
    let known = header_in(sheet, &slices, &ImportSettings::default()).map(|found| found.idx);
    let widest = rows.iter().map(Vec::len).max().filter(|widest| *widest > 1)?;
    let n_filled = |cells: &Vec<String>| cells.iter().filter(|cell| !cell.trim().is_empty()).count();
    let header = known.or_else(|| rows.iter().position(|cells| n_filled(cells) * 2 > widest))?;
    Some(TableGlimpse { rows, header })
}

impl TableGlimpse {
    /// The names of the columns, as the file writes them.
    pub fn columns(&self) -> &[String] {
        &self.rows[self.header]
    }

    /// The first rows below the names of columns.
    pub fn rows(&self) -> &[Vec<String>] {
        &self.rows[self.header + 1..]
    }

    /// What stands in the first rows of a column, without empty cells.
    pub fn examples(&self, column: usize) -> impl Iterator<Item = &str> {
        let below = self.rows[self.header + 1..].iter();
        below
            .filter_map(move |cells| cells.get(column))
            .map(|cell| cell.trim())
            .filter(|cell| !cell.is_empty())
    }

    /// The rows as a file of text in which every letter and digit is replaced but for the names of columns: enough to
    /// learn a kind of file from, and nothing of the seller's.
    pub fn anonymized(&self) -> String {
        let is_data = |cell: &String| {
            let has_digit = cell.chars().any(|c| c.is_ascii_digit());
            has_digit && !cell.chars().any(char::is_alphabetic)
        };
        // A table without names of columns begins with somebody's order.
        let is_headless = self.columns().iter().any(is_data);
        let mut text = String::new();
        for (idx, row) in self.rows.iter().enumerate() {
            let is_name = |cell: &str| {
                let n_digits = cell.chars().filter(char::is_ascii_digit).count();
                idx == self.header && !is_headless && n_digits < MAX_DIGITS_OF_NAME && !cell.contains('@')
            };
            let cells = row.iter().map(|cell| if is_name(cell) { cell.clone() } else { masked(cell) });
            let cells = cells.map(|cell| formula_free(&cell));
            let quoted: Vec<String> =
                cells.map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
            text.push_str(&quoted.join(","));
            text.push('\n');
        }
        text
    }
}

/// The same shape: what is a letter stays one, capital or small, what is a digit stays one.
pub fn masked(cell: &str) -> String {
    let mask = |c: char| match c {
        _ if c.is_numeric() => '1',
        _ if c.is_uppercase() => 'X',
        _ if c.is_alphabetic() => 'x',
        _ => c,
    };
    cell.chars().map(mask).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> Option<TableGlimpse> {
        glimpse(&mut Cursor::new(text.as_bytes().to_vec()), None)
    }

    #[test]
    fn what_columns_hold_is_seen_below_their_names() {
        let glimpse = seen("My shop\norder no;paid\nR-1;12,50\nR-2;\nR-3;8,00\n").unwrap();
        assert_eq!(glimpse.columns(), ["order no", "paid"]);
        assert_eq!(glimpse.examples(1).collect::<Vec<_>>(), ["12,50", "8,00"]);
        assert_eq!(seen("a letter\nof two lines"), None);
    }

    #[test]
    fn an_anonymized_sample_keeps_shapes_and_nothing_that_tells_of_anybody() {
        let text =
            seen("Ada's shop,\norder no,buyer,paid\nR-17,\"Ada, Li\",\"$1,204.50\"\n").unwrap().anonymized();
        assert_eq!(
            text,
            "\"Xxx'x xxxx\",\"\"\n\"order no\",\"buyer\",\"paid\"\n\"X-11\",\"Xxx, Xx\",\"$1,111.11\"\n"
        );
        let commands = seen("=HYPERLINK(x),paid\n@SUM(A1),\"-12,50\"\n").unwrap().anonymized();
        assert_eq!(commands, "\"'=HYPERLINK(x)\",\"paid\"\n\"'@XXX(X1)\",\"-11,11\"\n");
        let headless = seen("R-17,Ada,12.50\nR-18,Bo,13\n").unwrap().anonymized();
        assert!(!headless.contains("Ada") && !headless.contains("17"), "{headless}");
    }
}
