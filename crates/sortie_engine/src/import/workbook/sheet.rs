//! A sheet of a workbook, row by row: where its cells say they stand, whatever the sheet says of its size.

use std::fmt::Write;
use std::io::Read;

use quick_xml::events::{BytesStart, Event};

use super::part::{PartReader, attribute, text_of};
use super::styles::{CellLooks, moment};
use super::texts::{SharedTexts, without_escapes};
use crate::import::limits::{MAX_CELL_BYTES, MAX_COLUMNS, MAX_ROWS};
use crate::import::progress::ImportProgress;
use crate::import::report::FileRefusal;
use crate::import::row::{NextRow, RawRow, RowCells, SheetCell};

/// Bytes of the cells of one row.
const MAX_ROW_BYTES: usize = 16 * MAX_CELL_BYTES;

/// Room that a cell keeps for the next row's.
const KEPT_BYTES: usize = 4_096;

/// Tags that are neither of rows nor of cells; exports have one for each column.
const MAX_TAGS_ASIDE: u32 = 100_000;

/// What all sheets of a workbook share.
#[derive(Debug, Default)]
pub struct SheetContext {
    /// Texts that cells name by their number.
    pub texts: SharedTexts,
    /// Which looks are of days.
    pub looks: CellLooks,
    /// Whether days are counted from 1904.
    pub is_1904: bool,
}

/// What a cell holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CellKind {
    /// A number.
    #[default]
    Number,
    /// The number of a text that sheets share.
    Shared,
    /// True or false.
    Truth,
    /// What came of a formula that failed.
    Fault,
    /// A text in which letters are written in Excel's way for XML.
    Text,
    /// A text as it stands.
    Exact,
}

/// The cell that is being read.
#[derive(Debug, Default)]
pub struct OpenCell {
    /// Its row, from 0.
    pub row: u64,
    /// Its column, from 0.
    pub column: usize,
    kind: CellKind,
    /// The number of its look.
    pub look: usize,
    value: String,
    /// Whether the text that comes is the cell's.
    is_value: bool,
    is_reading_aid: bool,
}

/// The row that is being read.
#[derive(Default)]
pub struct OpenRow {
    /// Its number, from 0.
    pub number: u64,
    cells: Vec<SheetCell>,
    n_cells: usize,
    bytes: usize,
}

/// Hands every row from `begin` on (counted from 0) to `each`, until it has enough.
///
/// # Errors
/// That the sheet is damaged, a limit that is passed, that nobody waits any more, or what `each` answers.
pub fn each_row<R: Read>(
    mut part: PartReader<'_, R>,
    context: &SheetContext,
    begin: u64,
    progress: &ImportProgress<'_>,
    each: &mut dyn FnMut(&RawRow<'_>) -> Result<NextRow, FileRefusal>,
) -> Result<(), FileRefusal> {
    let mut row = OpenRow::default();
    // Where the next cell stands that does not say so.
    let (mut next_row, mut next_column) = (0_u64, 0_usize);
    let mut cell: Option<OpenCell> = None;
    let mut spare = String::new();
    let (mut is_inside, mut n_aside) = (false, 0_u32);
    loop {
        let event = part.next()?;
        match &event {
            Event::Start(tag) => match (tag.local_name().as_ref(), &mut cell) {
                ("sheetData", _) => is_inside = true,
                ("row", _) if is_inside => {
                    next_row = row_said(tag)?.unwrap_or(next_row);
                    next_column = 0;
                }
                ("c", _) if is_inside => {
                    let begun = OpenCell::new(tag, (next_row, next_column), std::mem::take(&mut spare))?;
                    next_column = begun.column.saturating_add(1);
                    cell = Some(begun);
                }
                (name, Some(cell)) => cell.begin(name),
                _ => {
                    n_aside += 1;
                    if n_aside > MAX_TAGS_ASIDE {
                        return Err(FileRefusal::Damaged);
                    }
                }
            },
            Event::End(tag) => match (tag.local_name().as_ref(), &mut cell) {
                ("c", Some(_)) => {
                    let Some(done) = cell.take() else { continue };
                    if done.row != row.number {
                        if row.hand_on(begin, progress, each)? == NextRow::Enough {
                            return Ok(());
                        }
                        row.number = done.row;
                    }
                    row.set(&done, context)?;
                    spare = done.value;
                    spare.clear();
                    spare.shrink_to(KEPT_BYTES);
                }
                (name, Some(cell)) => cell.end(name),
                ("row", None) => next_row = next_row.saturating_add(1),
                ("sheetData", None) => return row.hand_on(begin, progress, each).map(drop),
                _ => {}
            },
            Event::Eof => return Err(FileRefusal::Damaged),
            _ => {
                if let Some(cell) = cell.as_mut().filter(|cell| cell.is_value && !cell.is_reading_aid) {
                    cell.push(&text_of(&event)?.unwrap_or_default())?;
                }
            }
        }
    }
}

/// The number that a row says it has, from 0.
fn row_said(tag: &BytesStart<'_>) -> Result<Option<u64>, FileRefusal> {
    let Some(said) = attribute(tag, "r") else { return Ok(None) };
    let number: u64 = said.parse().map_err(|_| FileRefusal::Damaged)?;
    number.checked_sub(1).map(Some).ok_or(FileRefusal::Damaged)
}

/// The row and the column that a cell says it is in, from 0.
fn place_of(said: &str) -> Result<(u64, usize), FileRefusal> {
    let n_letters = said.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (letters, digits) = said.split_at(n_letters);
    // Three letters name more columns than any sheet has.
    if !(1..=3).contains(&n_letters) || digits.len() > 9 {
        return Err(FileRefusal::Damaged);
    }
    let column = letters
        .bytes()
        .fold(0_usize, |column, letter| column * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1);
    let row: u64 = digits.parse().map_err(|_| FileRefusal::Damaged)?;
    let row = row.checked_sub(1).ok_or(FileRefusal::Damaged)?;
    Ok((row, column - 1))
}

impl OpenCell {
    /// A cell that begins with this tag; `next` is where it stands unless it says so, and `value` an empty text with room.
    fn new(tag: &BytesStart<'_>, next: (u64, usize), value: String) -> Result<Self, FileRefusal> {
        let mut cell = Self { row: next.0, column: next.1, value, ..Self::default() };
        for attribute in tag.attributes().with_checks(false) {
            let attribute = attribute.map_err(|_| FileRefusal::Damaged)?;
            match attribute.key.as_ref() {
                "r" => (cell.row, cell.column) = place_of(&attribute.value)?,
                "s" => cell.look = attribute.value.parse().unwrap_or(0),
                "t" => {
                    cell.kind = match &*attribute.value {
                        "n" => CellKind::Number,
                        "s" => CellKind::Shared,
                        "b" => CellKind::Truth,
                        "e" => CellKind::Fault,
                        _ => CellKind::Text,
                    }
                }
                _ => {}
            }
        }
        Ok(cell)
    }

    /// A cell at this place, with this look and nothing in it.
    pub fn at(row: u64, column: usize, look: usize) -> Self {
        Self { row, column, look, ..Self::default() }
    }

    /// The same with this in it.
    pub fn with(self, kind: CellKind, value: String) -> Self {
        Self { kind, value, ..self }
    }

    /// Takes this number.
    pub fn set_number(&mut self, x: f64) {
        self.kind = CellKind::Number;
        self.value = x.to_string();
    }

    fn begin(&mut self, tag: &str) {
        match tag {
            "v" | "t" => self.is_value = true,
            "rPh" => self.is_reading_aid = true,
            _ => {}
        }
    }

    fn end(&mut self, tag: &str) {
        match tag {
            "v" | "t" => self.is_value = false,
            "rPh" => self.is_reading_aid = false,
            _ => {}
        }
    }

    fn push(&mut self, text: &str) -> Result<(), FileRefusal> {
        self.value.push_str(text);
        if self.value.len() > MAX_CELL_BYTES {
            let (row, column) = (self.row + 1, self.column + 1);
            return Err(FileRefusal::CellTooLarge { row, column, limit: MAX_CELL_BYTES });
        }
        Ok(())
    }
}

impl OpenRow {
    /// Hands the row on, where there is anything in it, and begins the next one.
    ///
    /// # Errors
    /// That nobody waits any more, or what `each` answers.
    pub fn hand_on(
        &mut self,
        begin: u64,
        progress: &ImportProgress<'_>,
        each: &mut dyn FnMut(&RawRow<'_>) -> Result<NextRow, FileRefusal>,
    ) -> Result<NextRow, FileRefusal> {
        // Copying a text and looking at an empty cell take an eighth of what reading as many bytes takes.
        progress.spend((self.bytes / 8 + self.n_cells) as u64)?;
        let cells = RowCells::Sheet(&self.cells[..self.n_cells]);
        let answer = match self.number.checked_sub(begin) {
            Some(number) if self.n_cells > 0 => each(&RawRow { number, cells }),
            _ => Ok(NextRow::More),
        };
        (self.n_cells, self.bytes) = (0, 0);
        answer
    }

    /// Takes a cell.
    ///
    /// # Errors
    /// A limit that is passed.
    pub fn set(&mut self, cell: &OpenCell, context: &SheetContext) -> Result<(), FileRefusal> {
        if cell.row > MAX_ROWS {
            return Err(FileRefusal::TooManyRows { limit: MAX_ROWS });
        }
        if cell.value.is_empty() && cell.kind != CellKind::Shared {
            return Ok(());
        }
        let column = cell.column;
        if column >= MAX_COLUMNS {
            return Err(FileRefusal::TooManyColumns { row: cell.row + 1, limit: MAX_COLUMNS });
        }
        self.cells.resize_with(self.cells.len().max(column + 1), SheetCell::default);
        self.cells[self.n_cells.min(column)..=column].iter_mut().for_each(SheetCell::clear);
        self.n_cells = self.n_cells.max(column + 1);
        self.cells[column].set(cell, context)?;
        self.bytes += self.cells[column].text.len();
        if self.bytes > MAX_ROW_BYTES {
            return Err(FileRefusal::CellTooLarge {
                row: cell.row + 1,
                column: column + 1,
                limit: MAX_CELL_BYTES,
            });
        }
        Ok(())
    }
}

impl SheetCell {
    fn clear(&mut self) {
        self.text.clear();
        self.text.shrink_to(KEPT_BYTES);
        self.is_number = false;
    }

    fn set(&mut self, cell: &OpenCell, context: &SheetContext) -> Result<(), FileRefusal> {
        let value = cell.value.as_str();
        match cell.kind {
            CellKind::Number => self.set_number(value, cell, context),
            CellKind::Shared if value.is_empty() => {}
            CellKind::Shared => {
                let text = value.trim().parse().ok().and_then(|idx| context.texts.get(idx));
                self.text.push_str(text.ok_or(FileRefusal::Damaged)?);
            }
            CellKind::Truth => {
                self.text.push_str(if matches!(value, "1" | "true") { "TRUE" } else { "FALSE" });
            }
            CellKind::Fault => self.text.push_str("#ERROR"),
            CellKind::Text => self.text.push_str(&without_escapes(value)),
            CellKind::Exact => self.text.push_str(value),
        }
        Ok(())
    }

    fn set_number(&mut self, value: &str, cell: &OpenCell, context: &SheetContext) {
        let Ok(x) = value.trim().parse::<f64>() else { return self.text.push_str(&without_escapes(value)) };
        if context.looks.is_day(cell.look)
            && let Some(moment) = moment(x, context.is_1904)
        {
            return self.text.push_str(&moment);
        }
        self.is_number = true;
        // Writing into a text cannot fail.
        let _ = if x.abs() >= 9_007_199_254_740_992.0 {
            // Above this a workbook has lost digits: an order's number is another order's.
            write!(self.text, "{:.1}E+{}", x / 1e15, 15)
        } else {
            write!(self.text, "{x}")
        };
    }
}
