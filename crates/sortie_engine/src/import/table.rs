//! A table of a file as a dialect sees it: names of columns, what stands above them, and rows one after another.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::io::{Read, Seek, SeekFrom};

use encoding_rs::Encoding;

use super::cell;
use super::census::{IdCensus, rows_before_repeat};
use super::date::{DayOrder, OrderEvidence, numbers_of_day};
use super::decode::Utf8Reader;
use super::header::{ColumnPlace, TableHeader};
use super::loose::TightReader;
use super::number::{DecimalEvidence, DecimalStyle};
use super::progress::ImportProgress;
use super::report::{CellFault, CellProblem, FileRefusal, MAX_TOLD};
use super::row::{ExportRow, NextRow, RawRow, fingerprint_of};
use super::text::{TextForm, each_record};
use super::workbook::Workbook;

/// Rows that were read, and what was wrong with them.
#[derive(Default)]
struct RowTally {
    n_rows: u64,
    n_unreadable: u64,
    unreadable: Vec<CellFault>,
    lost: Vec<CellFault>,
}

impl RowTally {
    /// Takes note of the first cell of which a letter was lost.
    fn see_letters(&mut self, row: &ExportRow<'_>) {
        if self.lost.len() < MAX_TOLD
            && let Some(idx) = row.raw.lost_letter()
        {
            self.lost.push(row.fault(ColumnPlace(idx), CellProblem::LostLetter));
        }
    }

    /// Takes what came of a row.
    fn take(&mut self, answer: Result<(), CellFault>) -> Result<(), FileRefusal> {
        self.n_rows += 1;
        match answer {
            Err(fault) if fault.problem == CellProblem::DamagedId => {
                return Err(FileRefusal::DamagedIds(fault));
            }
            Err(fault) => {
                self.n_unreadable += 1;
                if self.unreadable.len() < MAX_TOLD {
                    self.unreadable.push(fault);
                }
            }
            Ok(()) => {}
        }
        Ok(())
    }
}

fn print_of(cells: &[String]) -> u64 {
    fingerprint_of(cells.iter().map(String::as_str))
}

/// What can be read from its beginning as often as needed, without being held in memory.
pub trait TableContent: Read + Seek + Send {}

impl<T: Read + Seek + Send> TableContent for T {}

/// Where the rows of a table are read from.
pub(super) enum TableBody<'a> {
    /// A file of text.
    Text {
        content: &'a mut dyn TableContent,
        bytes: u64,
        encoding: &'static Encoding,
        is_clean: bool,
        /// Whether spaces stand before quotation marks.
        is_loose: bool,
        /// Where the rows begin in the decoded text.
        begin: usize,
        delimiter: u8,
        is_quoted: bool,
    },
    /// A sheet of a workbook.
    Sheet {
        workbook: &'a mut Workbook,
        name: String,
        /// The first row of data, from 0.
        begin: u64,
    },
}

/// A table of a file.
pub struct ExportTable<'a> {
    /// The names of the columns.
    pub header: TableHeader,
    /// What stands above the header, row by row.
    pub preamble: Vec<Vec<String>>,
    /// The name of the sheet; empty for a file of text.
    pub sheet: String,
    /// The number of the first row of data, from 0, as a spreadsheet counts.
    pub(super) first: u64,
    pub(super) body: TableBody<'a>,
    pub(super) progress: &'a ImportProgress<'a>,
    /// Whether its workbook counts days from 1904.
    pub(super) is_1904: bool,
    decimals: DecimalStyle,
    day_order: DayOrder,
    /// What all days of the table say about what comes first in them.
    days: OrderEvidence,
    asked: RefCell<BTreeSet<usize>>,
    /// After so many rows the table begins again.
    limit: Option<usize>,
    /// Whether a row came that equals the first, so that the whole table may stand there again.
    has_first_again: bool,
    /// Rows of data read so far.
    pub(super) n_rows: u64,
    pub(super) n_unreadable: u64,
    pub(super) unreadable: Vec<CellFault>,
    /// The first cells of which a letter was lost on the way; their rows are used.
    pub(super) lost: Vec<CellFault>,
}

/// So many rows are looked at to see which columns hold days.
const ROWS_TO_FIND_DAYS: usize = 200;

impl<'a> ExportTable<'a> {
    pub(super) fn new(
        header: TableHeader,
        preamble: Vec<Vec<String>>,
        body: TableBody<'a>,
        progress: &'a ImportProgress<'a>,
    ) -> Self {
        Self {
            header,
            preamble,
            sheet: String::new(),
            first: 0,
            body,
            progress,
            is_1904: false,
            decimals: DecimalStyle::Point,
            day_order: DayOrder::DayFirst,
            days: OrderEvidence::default(),
            asked: RefCell::default(),
            limit: None,
            has_first_again: false,
            n_rows: 0,
            n_unreadable: 0,
            unreadable: vec![],
            lost: vec![],
        }
    }

    /// The column that `alias` describes (see [`super::header::is_named`]), if the file has it.
    pub fn column(&self, alias: &str) -> Option<ColumnPlace> {
        let place = self.header.find(alias)?;
        self.asked.borrow_mut().insert(place.0);
        Some(place)
    }

    /// Takes note that somebody reads this column.
    pub fn ask(&self, place: ColumnPlace) {
        self.asked.borrow_mut().insert(place.0);
    }

    /// Every column that `alias` describes.
    pub fn columns(&self, alias: &str) -> Vec<ColumnPlace> {
        let places = self.header.find_all(alias);
        self.asked.borrow_mut().extend(places.iter().map(|place| place.0));
        places
    }

    /// The column that `alias` describes, which the kind cannot do without.
    ///
    /// # Errors
    /// That the file does not have it.
    pub fn needed(&self, alias: &'static str) -> Result<ColumnPlace, FileRefusal> {
        self.column(alias).ok_or_else(|| FileRefusal::MissingColumn { names: alias.split('|').collect() })
    }

    /// The columns from `first` to `last`, both among them.
    pub fn between(&self, first: ColumnPlace, last: ColumnPlace) -> Vec<ColumnPlace> {
        self.asked.borrow_mut().extend(first.0..=last.0);
        (first.0..=last.0).map(ColumnPlace).collect()
    }

    /// The columns nobody has asked for, by their names in the file.
    pub fn unmapped(&self) -> Vec<String> {
        let asked = self.asked.borrow();
        let names = self.header.written.iter().enumerate().filter(|(place, _)| !asked.contains(place));
        names.map(|(_, name)| name.clone()).filter(|name| !name.is_empty()).collect()
    }

    /// Says how amounts are written, where the kind of file leaves no doubt.
    pub fn set_decimals(&mut self, decimals: DecimalStyle) {
        self.decimals = decimals;
    }

    /// Says what comes first in days where no day of the file decides.
    pub fn set_day_order(&mut self, habit: DayOrder) {
        self.day_order = self.days.order().unwrap_or(habit);
    }

    /// Looks at all days of the table, to know what comes first in each of them.
    ///
    /// # Errors
    /// What stops reading.
    pub(super) fn look_at_days(&mut self) -> Result<(), FileRefusal> {
        let mut columns = BTreeSet::new();
        let mut n_rows = 0;
        self.each_raw(&mut |row| {
            let is_day = |idx: &usize| numbers_of_day(cell::without_null(&row.text(*idx))).is_some();
            columns.extend((0..row.len()).filter(is_day));
            n_rows += 1;
            Ok(if n_rows < ROWS_TO_FIND_DAYS { NextRow::More } else { NextRow::Enough })
        })?;
        let columns: Vec<Option<ColumnPlace>> = columns.into_iter().map(ColumnPlace).map(Some).collect();
        let mut days = OrderEvidence::default();
        if !columns.is_empty() {
            self.look(&columns, &mut |text, _| days.see(text))?;
        }
        self.days = days;
        self.set_day_order(DayOrder::DayFirst);
        Ok(())
    }

    /// Whether days could be read as day-month or month-day.
    pub(super) fn has_open_days(&self) -> bool {
        self.days.is_open()
    }

    /// Looks through all rows for the decimal style of the columns `money`; `otherwise` where no cell decides.
    ///
    /// # Errors
    /// What stops reading.
    pub fn find_decimals(
        &mut self,
        money: &[Option<ColumnPlace>],
        otherwise: DecimalStyle,
    ) -> Result<(), FileRefusal> {
        let mut evidence = DecimalEvidence::default();
        self.look(money, &mut |text, is_number| {
            if !is_number {
                evidence.see(text);
            }
        })?;
        self.decimals = evidence.style(otherwise);
        Ok(())
    }

    /// What `find` makes of the first cell of these columns of which it makes anything.
    ///
    /// # Errors
    /// What stops reading.
    pub fn first<T>(
        &mut self,
        places: &[Option<ColumnPlace>],
        mut find: impl FnMut(&str) -> Option<T>,
    ) -> Result<Option<T>, FileRefusal> {
        let places: Vec<usize> = places.iter().flatten().map(|place| place.0).collect();
        let mut found = None;
        if !places.is_empty() {
            self.each_raw(&mut |row| {
                found = places.iter().find_map(|idx| find(cell::without_null(&row.text(*idx))));
                Ok(if found.is_some() { NextRow::Enough } else { NextRow::More })
            })?;
        }
        Ok(found)
    }

    /// Hands every row to `see` once more, as it stands in the file.
    ///
    /// # Errors
    /// What stops reading.
    pub fn look_again(&mut self, see: &mut dyn FnMut(&RawRow<'_>)) -> Result<(), FileRefusal> {
        self.each_raw(&mut |row| {
            see(row);
            Ok(NextRow::More)
        })
    }

    /// The cells of the first row of data.
    ///
    /// # Errors
    /// What stops reading.
    pub fn first_cells(&mut self) -> Result<Vec<String>, FileRefusal> {
        let mut cells = vec![];
        self.each_raw(&mut |row| {
            if row.is_empty() {
                return Ok(NextRow::More);
            }
            cells = row.beginnings();
            Ok(NextRow::Enough)
        })?;
        Ok(cells)
    }

    fn look(
        &mut self,
        places: &[Option<ColumnPlace>],
        see: &mut dyn FnMut(&str, bool),
    ) -> Result<(), FileRefusal> {
        let places: Vec<usize> = places.iter().flatten().map(|place| place.0).collect();
        self.each_raw(&mut |row| {
            for idx in &places {
                see(cell::without_null(&row.text(*idx)), row.is_number(*idx));
            }
            Ok(NextRow::More)
        })
    }

    /// Hands every row of data to `each`. A row with a cell that cannot be read is left out and told.
    ///
    /// # Errors
    /// What stops reading: a limit, a reader that gives up, numbers of orders that a spreadsheet has rounded.
    pub fn each(
        &mut self,
        mut each: impl FnMut(&ExportRow<'_>) -> Result<(), CellFault>,
    ) -> Result<(), FileRefusal> {
        let header = std::mem::take(&mut self.header);
        let (first, decimals, day_order, is_1904) = (self.first, self.decimals, self.day_order, self.is_1904);
        let (limit, above, ids) = (self.limit, self.prints_above(&header), IdCensus::default());
        let is_lossy = matches!(self.body, TableBody::Text { is_clean: false, .. });
        let (mut first_print, mut has_first_again, mut n_met) = (None, false, 0);
        let mut tally = RowTally::default();
        let answer = self.each_raw(&mut |raw| {
            if raw.is_empty() {
                return Ok(NextRow::More);
            }
            let print = raw.fingerprint();
            if above.contains(&print) {
                return Ok(NextRow::More);
            }
            if limit.is_some_and(|limit| n_met >= limit) {
                return Ok(NextRow::Enough);
            }
            n_met += 1;
            has_first_again |= first_print == Some(print);
            first_print.get_or_insert(print);
            let (header, ids) = (&header, &ids);
            let (is_aside, is_last) = (Cell::new(false), Cell::new(false));
            let row = ExportRow { raw, header, first, decimals, day_order, is_1904, ids, is_aside, is_last };
            if is_lossy {
                tally.see_letters(&row);
            }
            let answer = each(&row);
            if !row.is_aside.get() {
                tally.take(answer)?;
            }
            Ok(if row.is_last.get() { NextRow::Enough } else { NextRow::More })
        });
        self.header = header;
        self.has_first_again = has_first_again;
        self.lost = tally.lost;
        self.n_rows += tally.n_rows;
        self.n_unreadable += tally.n_unreadable;
        let room = MAX_TOLD.saturating_sub(self.unreadable.len());
        self.unreadable.extend(tally.unreadable.into_iter().take(room));
        answer?;
        ids.rounded().map_or(Ok(()), |fault| Err(FileRefusal::DamagedIds(fault)))
    }

    /// What stands above the rows, by fingerprints: where tables were put one below another, it stands above each of them.
    fn prints_above(&self, header: &TableHeader) -> Vec<u64> {
        let is_title = |cells: &&Vec<String>| cells.first().is_none_or(|cell| !cell.starts_with('#'));
        let titles = self.preamble.iter().filter(is_title);
        std::iter::once(&header.as_written).chain(titles).map(|cells| print_of(cells)).collect()
    }

    /// Whether the same rows stand in the table again, all of them; it is then made ready to be read once more, to where
    /// they begin again. Answers how many rows are left out.
    ///
    /// # Errors
    /// What stops reading.
    pub(super) fn begins_again(&mut self) -> Result<Option<u64>, FileRefusal> {
        // A number for each row of every file would take room that only such a table needs.
        if !self.has_first_again || self.limit.is_some() {
            return Ok(None);
        }
        let (above, mut prints) = (self.prints_above(&self.header), vec![]);
        self.each_raw(&mut |raw| {
            let print = raw.fingerprint();
            if !raw.is_empty() && !above.contains(&print) {
                prints.push(print as u32);
            }
            Ok(NextRow::More)
        })?;
        let Some(period) = rows_before_repeat(&prints) else { return Ok(None) };
        let n_again = (prints.len() - period) as u64;
        self.limit = Some(period);
        (self.n_rows, self.n_unreadable) = (0, 0);
        self.unreadable.clear();
        Ok(Some(n_again))
    }

    fn each_raw(
        &mut self,
        each: &mut dyn FnMut(&RawRow<'_>) -> Result<NextRow, FileRefusal>,
    ) -> Result<(), FileRefusal> {
        let progress = self.progress;
        let mut n = 0_u32;
        let mut watched = |row: &RawRow<'_>| {
            n = n.wrapping_add(1);
            if n.is_multiple_of(1024) && progress.is_stale() {
                return Err(FileRefusal::Stopped);
            }
            each(row)
        };
        match &mut self.body {
            TableBody::Text { content, bytes, encoding, is_clean, is_loose, begin, delimiter, is_quoted } => {
                content.seek(SeekFrom::Start(0)).map_err(|_| FileRefusal::Unreadable)?;
                let counted = progress.counted(&mut **content, *bytes);
                let text =
                    Utf8Reader::new(counted, encoding, *is_clean).map_err(|_| FileRefusal::Unreadable)?;
                let mut text: Box<dyn Read> =
                    if *is_loose { Box::new(TightReader::new(text)) } else { Box::new(text) };
                let form = TextForm { skip: *begin, delimiter: *delimiter, is_quoted: *is_quoted };
                each_record(&mut text, form, &mut watched).map_err(|refusal| match refusal {
                    FileRefusal::Unreadable if progress.is_stale() => FileRefusal::Stopped,
                    refusal => refusal.below(self.first),
                })
            }
            TableBody::Sheet { workbook, name, begin } => {
                workbook.each_row(name, *begin, progress, &mut watched)
            }
        }
    }
}
