//! A row of a table, whatever kind of file it stands in: cells by their place, read as what they are.

use std::borrow::Cow;
use std::cell::Cell;

use super::cell;
use super::census::IdCensus;
use super::date::{self, DayOrder, ExportTime};
use super::header::{ColumnPlace, TableHeader};
use super::number::{self, DecimalStyle};
use super::report::{CellFault, CellProblem};
use crate::ledger::{Currency, Decimal};

/// Whether to go on with the next row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextRow {
    /// There may be more of use.
    More,
    /// The rest is of no use.
    Enough,
}

/// A cell of a sheet, as text.
#[derive(Clone, Debug, Default)]
pub struct SheetCell {
    /// The text, numbers in the style of programs.
    pub text: String,
    /// Whether the workbook holds a number there, so that its text follows no style of a file.
    pub is_number: bool,
}

/// The cells of a row.
#[derive(Clone, Copy)]
pub enum RowCells<'r> {
    /// One after another, each ending where `ends` says.
    Text {
        /// Their bytes.
        bytes: &'r [u8],
        /// Where each of them ends.
        ends: &'r [usize],
    },
    /// Of a sheet.
    Sheet(&'r [SheetCell]),
}

/// A row as it stands in the file.
pub struct RawRow<'r> {
    /// Its number, from 0.
    pub number: u64,
    /// Its cells.
    pub cells: RowCells<'r>,
}

impl<'r> RawRow<'r> {
    /// How many cells there are.
    pub fn len(&self) -> usize {
        match self.cells {
            RowCells::Text { ends, .. } => ends.len(),
            RowCells::Sheet(cells) => cells.len(),
        }
    }

    /// Whether no cell holds anything.
    pub fn is_empty(&self) -> bool {
        (0..self.len()).all(|idx| cell::cleaned(&self.text(idx)).is_empty())
    }

    /// The text of a cell as it stands there; empty where the row is shorter. Bytes that are no text are shown as such.
    pub fn text(&self, idx: usize) -> Cow<'r, str> {
        match self.cells {
            RowCells::Text { bytes, ends } => {
                let begin = if idx == 0 { 0 } else { ends.get(idx - 1).copied().unwrap_or_default() };
                let bytes = ends.get(idx).and_then(|end| bytes.get(begin..*end)).unwrap_or_default();
                match std::str::from_utf8(bytes) {
                    Ok(text) => Cow::Borrowed(text),
                    Err(_) => String::from_utf8_lossy(bytes),
                }
            }
            RowCells::Sheet(cells) => Cow::Borrowed(cells.get(idx).map_or("", |cell| cell.text.as_str())),
        }
    }

    /// The beginnings of all cells: as much as a name of a column may have.
    pub fn beginnings(&self) -> Vec<String> {
        const MAX_LETTERS: usize = 400;
        (0..self.len()).map(|idx| self.text(idx).chars().take(MAX_LETTERS).collect()).collect()
    }

    /// A number for everything that stands in the row: equal rows have equal ones.
    pub fn fingerprint(&self) -> u64 {
        match self.cells {
            RowCells::Text { bytes, ends } => {
                print_of_start(bytes.get(..ends.last().copied().unwrap_or(0)).unwrap_or_default(), 0)
            }
            RowCells::Sheet(cells) => fingerprint_of(cells.iter().map(|cell| cell.text.as_str())),
        }
    }

    /// The first cell of which a letter was lost on the way, where there is any.
    pub(super) fn lost_letter(&self) -> Option<usize> {
        let RowCells::Text { bytes, .. } = self.cells else { return None };
        let has_lost = bytes.windows(3).any(|letter| letter == "\u{fffd}".as_bytes());
        has_lost.then(|| (0..self.len()).find(|idx| self.text(*idx).contains('\u{fffd}')))?
    }

    /// Whether a workbook holds a number there.
    pub(super) fn is_number(&self, idx: usize) -> bool {
        matches!(self.cells, RowCells::Sheet(cells) if cells.get(idx).is_some_and(|cell| cell.is_number))
    }
}

/// The fingerprint of a row of these cells, see [`RawRow::fingerprint`].
pub fn fingerprint_of<'c>(cells: impl Iterator<Item = &'c str>) -> u64 {
    let (mut start, mut n_beyond) = (Vec::new(), 0);
    for cell in cells {
        let kept = cell.len().min(MOST_PRINTED - start.len());
        start.extend_from_slice(&cell.as_bytes()[..kept]);
        n_beyond += cell.len() - kept;
    }
    print_of_start(&start, n_beyond)
}

/// So many bytes of a row are looked at to tell it from others, and how many there are in all.
const MOST_PRINTED: usize = 4_096;

fn print_of_start(bytes: &[u8], n_beyond: usize) -> u64 {
    let start = &bytes[..bytes.len().min(MOST_PRINTED)];
    hash_of(start) ^ ((bytes.len() + n_beyond) as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// A number for these bytes, eight at a time: a million rows are looked at so.
pub fn hash_of(bytes: &[u8]) -> u64 {
    bytes.chunks(8).fold(bytes.len() as u64, |hash, chunk| {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        (hash.rotate_left(23) ^ u64::from_le_bytes(word)).wrapping_mul(0x9E37_79B9_7F4A_7C15)
    })
}

/// A row of data, with what the table knows of its cells.
pub struct ExportRow<'r> {
    pub(super) raw: &'r RawRow<'r>,
    pub(super) header: &'r TableHeader,
    pub(super) first: u64,
    pub(super) decimals: DecimalStyle,
    pub(super) day_order: DayOrder,
    pub(super) is_1904: bool,
    pub(super) ids: &'r IdCensus,
    pub(super) is_aside: Cell<bool>,
    pub(super) is_last: Cell<bool>,
}

impl<'r> ExportRow<'r> {
    /// The row's number as a spreadsheet counts it, from 1.
    pub fn number_in_file(&self) -> u64 {
        self.first + self.raw.number + 1
    }

    /// Says that this is no row of data, such as a line of explanations or of totals.
    pub fn set_aside(&self) {
        self.is_aside.set(true);
    }

    /// Says that no row of this table follows.
    pub fn end_table(&self) {
        self.is_aside.set(true);
        self.is_last.set(true);
    }

    /// The text of a cell; empty where the column is not there or a sign for "nothing" stands in it.
    pub fn text(&self, place: impl Into<Option<ColumnPlace>>) -> Cow<'r, str> {
        let Some(ColumnPlace(idx)) = place.into() else { return Cow::Borrowed("") };
        match self.raw.text(idx) {
            Cow::Borrowed(text) => Cow::Borrowed(cell::without_null(text)),
            Cow::Owned(text) => Cow::Owned(cell::without_null(&text).to_owned()),
        }
    }

    /// Whether the text of a cell is this one, in letters of any size.
    pub fn is(&self, place: impl Into<Option<ColumnPlace>>, word: &str) -> bool {
        self.text(place).eq_ignore_ascii_case(word)
    }

    /// The text of a cell in small letters.
    pub fn word(&self, place: impl Into<Option<ColumnPlace>>) -> String {
        self.text(place).to_lowercase()
    }

    /// The number of an order or the like; never empty, never rounded by a spreadsheet.
    ///
    /// # Errors
    /// That it is.
    pub fn id(&self, place: ColumnPlace) -> Result<Cow<'r, str>, CellFault> {
        let text = self.text(place);
        if text.is_empty() {
            return Err(self.fault(place, CellProblem::Missing));
        }
        if cell::is_damaged_id(&text) {
            return Err(self.fault(place, CellProblem::DamagedId));
        }
        self.ids.see(&text, || self.fault(place, CellProblem::DamagedId));
        Ok(text)
    }

    /// The amount in a cell; none where the column is not there or nothing stands in it.
    ///
    /// # Errors
    /// That what stands there is no amount.
    pub fn number(&self, place: impl Into<Option<ColumnPlace>>) -> Result<Option<Decimal>, CellFault> {
        let Some(place) = place.into() else { return Ok(None) };
        let text = self.text(place);
        if text.is_empty() {
            return Ok(None);
        }
        let is_number = self.raw.is_number(place.0);
        let decimals = if is_number { DecimalStyle::Point } else { self.decimals };
        match number::read(&text, decimals) {
            // A workbook keeps 0.3 as 0.30000000000000004.
            Ok(value) if is_number => Ok(Some(value.round_dp(9))),
            Ok(value) => Ok(Some(value)),
            Err(problem) => Err(self.fault(place, problem)),
        }
    }

    /// The amount in a cell; zero where the column is not there or nothing stands in it.
    ///
    /// # Errors
    /// That what stands there is no amount.
    pub fn amount(&self, place: impl Into<Option<ColumnPlace>>) -> Result<Decimal, CellFault> {
        Ok(self.number(place)?.unwrap_or_default())
    }

    /// A count in a cell; `otherwise` where the column is not there or nothing stands in it. Below zero stands what came
    /// back, which was not sold: it counts as none.
    ///
    /// # Errors
    /// That what stands there is no count.
    pub fn count(&self, place: impl Into<Option<ColumnPlace>>, otherwise: u32) -> Result<u32, CellFault> {
        let Some(place) = place.into() else { return Ok(otherwise) };
        let Some(value) = self.number(place)? else { return Ok(otherwise) };
        u32::try_from(value.round().max(Decimal::ZERO)).map_err(|_| self.fault(place, CellProblem::TooLarge))
    }

    /// The moment in a cell; none where the column is not there or nothing stands in it.
    ///
    /// # Errors
    /// That what stands there is no day.
    pub fn stamp(&self, place: impl Into<Option<ColumnPlace>>) -> Result<Option<ExportTime>, CellFault> {
        let Some(place) = place.into() else { return Ok(None) };
        let text = self.text(place);
        if text.is_empty() {
            return Ok(None);
        }
        // A number that does not look like a day counts days from where its workbook does.
        if self.is_1904
            && self.raw.is_number(place.0)
            && let Some(moment) = text.parse().ok().and_then(date::serial_of_1904)
        {
            return Ok(Some(moment));
        }
        date::read(&text, self.day_order).map(Some).map_err(|problem| self.fault(place, problem))
    }

    /// The moment in a cell that cannot be empty.
    ///
    /// # Errors
    /// That nothing stands there, or what is no day.
    pub fn moment(&self, place: ColumnPlace) -> Result<ExportTime, CellFault> {
        self.stamp(place)?.ok_or_else(|| self.fault(place, CellProblem::Missing))
    }

    /// The currency in a cell; none where the column is not there or nothing stands in it.
    ///
    /// # Errors
    /// That what stands there is no currency.
    pub fn currency(&self, place: impl Into<Option<ColumnPlace>>) -> Result<Option<Currency>, CellFault> {
        let Some(place) = place.into() else { return Ok(None) };
        let text = self.text(place);
        if text.is_empty() {
            return Ok(None);
        }
        Currency::parse(&text).map(Some).ok_or_else(|| self.fault(place, CellProblem::NotACurrency))
    }

    /// What is wrong with a cell of this row.
    pub fn fault(&self, place: ColumnPlace, problem: CellProblem) -> CellFault {
        CellFault {
            row: self.number_in_file(),
            column: self.header.written(place).to_owned(),
            text: self.text(place).chars().take(40).collect(),
            problem,
        }
    }
}
