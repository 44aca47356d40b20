//! Workbooks: looked through before they are opened, so that a small file cannot ask for all memory, then read row by
//! row.

use std::io::{Cursor, Read, Seek};

use calamine::{DataRef, Reader, Xlsx, XlsxError};
use zip::ZipArchive;

use super::limits::{MAX_CELL_BYTES, MAX_COLUMNS, MAX_ROWS, MAX_UNPACKED_BYTES};
use super::report::FileRefusal;
use super::row::{NextRow, RawRow, RowCells, SheetCell};

/// What a workbook's lists of styles, sheets and relations may hold; those of exports hold a hundredth.
const MAX_PART_BYTES: u64 = 2_000_000;

/// What the texts that cells share may take in memory.
const MAX_SHARED_BYTES: u64 = 120_000_000;

/// An open workbook. Its bytes are held packed: workbooks of exports are small, and it is read from several places.
pub struct Workbook {
    book: Xlsx<Cursor<Vec<u8>>>,
}

/// What was counted in the parts of a workbook.
#[derive(Default)]
struct WorkbookCounts {
    bytes: u64,
    shared: u64,
}

impl Workbook {
    /// Opens the workbook with these bytes.
    ///
    /// # Errors
    /// That it is none, is damaged, or would take more memory than allowed.
    pub fn open(bytes: Vec<u8>) -> Result<Self, FileRefusal> {
        let mut archive = ZipArchive::new(Cursor::new(bytes.as_slice())).map_err(|_| FileRefusal::Damaged)?;
        guard(&mut archive)?;
        match Xlsx::new(Cursor::new(bytes)) {
            Ok(book) => Ok(Self { book }),
            Err(XlsxError::Password) => Err(FileRefusal::Protected),
            Err(_) => Err(FileRefusal::Damaged),
        }
    }

    /// The names of its sheets, in order.
    pub fn sheets(&self) -> Vec<String> {
        self.book.sheet_names()
    }

    /// Hands every row of a sheet from row `begin` on (counted from 0) to `each`, until it has enough.
    ///
    /// # Errors
    /// A limit that is passed, or what `each` answers.
    pub fn each_row(
        &mut self,
        sheet: &str,
        begin: u64,
        each: &mut dyn FnMut(&RawRow<'_>) -> Result<NextRow, FileRefusal>,
    ) -> Result<(), FileRefusal> {
        let mut reader = self.book.worksheet_cells_reader(sheet).map_err(|_| FileRefusal::Damaged)?;
        let mut cells: Vec<SheetCell> = vec![];
        let mut n_cells = 0;
        let mut current = None;
        loop {
            let next = reader.next_cell().map_err(|_| FileRefusal::Damaged)?;
            let row = next.as_ref().map(|cell| u64::from(cell.get_position().0));
            if row != current
                && let Some(number) = current
            {
                let is_wanted = number >= begin && n_cells > 0;
                let cells = RowCells::Sheet(&cells[..n_cells]);
                if is_wanted && each(&RawRow { number: number - begin, cells })? == NextRow::Enough {
                    return Ok(());
                }
                n_cells = 0;
            }
            current = row;
            let Some(cell) = next else { return Ok(()) };
            let (row, column) = cell.get_position();
            if u64::from(row) > MAX_ROWS {
                return Err(FileRefusal::TooManyRows { limit: MAX_ROWS });
            }
            let column = column as usize;
            if *cell.get_value() == DataRef::Empty {
                continue;
            }
            if column >= MAX_COLUMNS {
                return Err(FileRefusal::TooManyColumns { row: u64::from(row) + 1, limit: MAX_COLUMNS });
            }
            cells.resize_with(cells.len().max(column + 1), SheetCell::default);
            cells[n_cells.min(column)..column].iter_mut().for_each(SheetCell::clear);
            n_cells = n_cells.max(column + 1);
            cells[column].set(cell.get_value());
            if cells[column].text.len() > MAX_CELL_BYTES {
                let (row, column) = (u64::from(row) + 1, column + 1);
                return Err(FileRefusal::CellTooLarge { row, column, limit: MAX_CELL_BYTES });
            }
        }
    }
}

impl SheetCell {
    fn clear(&mut self) {
        self.text.clear();
        self.is_number = false;
    }

    fn set(&mut self, value: &DataRef<'_>) {
        use std::fmt::Write;
        self.clear();
        // Writing into a text cannot fail.
        let _ = match value {
            DataRef::Int(x) => {
                self.is_number = true;
                write!(self.text, "{x}")
            }
            DataRef::Float(x) => {
                self.is_number = true;
                // Above this a workbook has lost digits: an order's number is another order's.
                if x.abs() >= 9_007_199_254_740_992.0 {
                    write!(self.text, "{:.1}E+{}", x / 1e15, 15)
                } else {
                    write!(self.text, "{x}")
                }
            }
            DataRef::String(text) => self.text.write_str(text),
            DataRef::SharedString(text) => self.text.write_str(text),
            DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => self.text.write_str(text),
            DataRef::DateTime(moment) => {
                let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
                write!(self.text, "{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
            }
            DataRef::Bool(is_true) => self.text.write_str(if *is_true { "TRUE" } else { "FALSE" }),
            DataRef::Error(_) => self.text.write_str("#ERROR"),
            DataRef::Empty => Ok(()),
        };
    }
}

/// Unpacks every part once, without keeping it, and counts what the parser would hold.
fn guard<R: Read + Seek>(archive: &mut ZipArchive<R>) -> Result<(), FileRefusal> {
    let too_large = FileRefusal::UnpackedTooLarge { limit: MAX_UNPACKED_BYTES };
    let mut counted = WorkbookCounts::default();
    let mut declared = 0_u64;
    for idx in 0..archive.len() {
        let entry = archive.by_index_raw(idx).map_err(|_| FileRefusal::Damaged)?;
        declared = declared.saturating_add(entry.size());
    }
    if declared > MAX_UNPACKED_BYTES {
        return Err(too_large);
    }
    for idx in 0..archive.len() {
        let mut entry = match archive.by_index(idx) {
            Ok(entry) => entry,
            Err(zip::result::ZipError::UnsupportedArchive(_)) => return Err(FileRefusal::Protected),
            Err(_) => return Err(FileRefusal::Damaged),
        };
        let name = String::from_utf8_lossy(entry.name_raw()).to_ascii_lowercase();
        let is_shared = name.ends_with("sharedstrings.xml");
        let is_sheet = name.contains("worksheets/") && !name.contains("_rels");
        let is_xml = name.ends_with(".xml") || name.ends_with(".rels");
        let before = counted.bytes;
        look_through(&mut entry, is_shared, is_xml, &mut counted)?;
        if is_xml && !is_shared && !is_sheet && counted.bytes - before > MAX_PART_BYTES {
            return Err(too_large);
        }
    }
    Ok(())
}

/// Counts the bytes of a part, the longest run without a tag, and the texts that cells share.
fn look_through(
    part: &mut dyn Read,
    is_shared: bool,
    is_xml: bool,
    counted: &mut WorkbookCounts,
) -> Result<(), FileRefusal> {
    let too_large = || FileRefusal::UnpackedTooLarge { limit: MAX_UNPACKED_BYTES };
    let mut buffer = vec![0; 1 << 16];
    let mut run = 0;
    let mut start = vec![];
    let mut n_texts = 0_u64;
    loop {
        let n = part.read(&mut buffer).map_err(|_| FileRefusal::Damaged)?;
        if n == 0 {
            break;
        }
        counted.bytes += n as u64;
        if counted.bytes > MAX_UNPACKED_BYTES {
            return Err(too_large());
        }
        if !is_xml {
            continue;
        }
        for (nth, piece) in buffer[..n].split(|byte| *byte == b'<').enumerate() {
            run = if nth == 0 { run + piece.len() } else { piece.len() };
            if run > MAX_CELL_BYTES {
                return Err(FileRefusal::CellTooLarge { row: 1, column: 1, limit: MAX_CELL_BYTES });
            }
            n_texts += u64::from(is_shared && nth > 0 && piece.starts_with(b"si"));
        }
        if is_shared {
            counted.shared += n as u64;
            start.extend_from_slice(&buffer[..n.min(4096_usize.saturating_sub(start.len()))]);
            // A text takes its letters, a place in the list and what the allocator puts around it.
            if counted.shared + n_texts * 64 > MAX_SHARED_BYTES {
                return Err(too_large());
            }
        }
    }
    let declared = declared_texts(&start);
    // A text whose tag is cut by the end of a buffer is not counted.
    if declared.is_some_and(|declared| declared > n_texts.saturating_mul(2) + 100_000) {
        return Err(FileRefusal::Damaged);
    }
    Ok(())
}

/// How many texts the list says it has: the parser makes room for so many before it reads the first.
fn declared_texts(start: &[u8]) -> Option<u64> {
    let start = String::from_utf8_lossy(start);
    let after = start.split("uniqueCount").nth(1)?;
    let digits = after.trim_start_matches(|c: char| c == '=' || c == '"' || c == '\'' || c.is_whitespace());
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    Some(digits[..end].parse().unwrap_or(u64::MAX))
}
