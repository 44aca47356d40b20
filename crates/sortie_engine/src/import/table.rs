//! A table of a file as a dialect sees it: names of columns, what stands above them, and rows one after another.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::io::{Read, Seek, SeekFrom};

use encoding_rs::Encoding;

use super::cell;
use super::date::{DayOrder, OrderEvidence};
use super::decode::Utf8Reader;
use super::header::{ColumnPlace, TableHeader};
use super::number::{DecimalEvidence, DecimalStyle};
use super::progress::ImportProgress;
use super::report::{CellFault, CellProblem, FileRefusal, MAX_TOLD};
use super::row::{ExportRow, NextRow, RawRow};
use super::text::{TextForm, each_record};
use super::workbook::Workbook;

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
    decimals: DecimalStyle,
    day_order: DayOrder,
    asked: RefCell<BTreeSet<usize>>,
    /// Rows of data read so far.
    pub(super) n_rows: u64,
    pub(super) n_unreadable: u64,
    pub(super) unreadable: Vec<CellFault>,
}

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
            decimals: DecimalStyle::Point,
            day_order: DayOrder::DayFirst,
            asked: RefCell::default(),
            n_rows: 0,
            n_unreadable: 0,
            unreadable: vec![],
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

    /// Says what comes first in days, where the kind of file leaves no doubt.
    pub fn set_day_order(&mut self, order: DayOrder) {
        self.day_order = order;
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

    /// Looks through all rows for the order of days in the columns `days`; `otherwise` where no cell decides, and the
    /// answer is then that none did.
    ///
    /// # Errors
    /// What stops reading.
    pub fn find_day_order(
        &mut self,
        days: &[Option<ColumnPlace>],
        otherwise: DayOrder,
    ) -> Result<bool, FileRefusal> {
        let mut evidence = OrderEvidence::default();
        self.look(days, &mut |text, _| evidence.see(text))?;
        self.day_order = evidence.order().unwrap_or(otherwise);
        Ok(evidence.order().is_some())
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
        let (first, decimals, day_order) = (self.first, self.decimals, self.day_order);
        let (mut n_rows, mut n_unreadable, mut unreadable) = (0, 0, vec![]);
        let answer = self.each_raw(&mut |raw| {
            if raw.is_empty() {
                return Ok(NextRow::More);
            }
            let (is_aside, is_last) = (Cell::new(false), Cell::new(false));
            let row = ExportRow { raw, header: &header, first, decimals, day_order, is_aside, is_last };
            let answer = each(&row);
            if !row.is_aside.get() {
                n_rows += 1;
                match answer {
                    Err(fault) if fault.problem == CellProblem::DamagedId => {
                        return Err(FileRefusal::DamagedIds(fault));
                    }
                    Err(fault) => {
                        n_unreadable += 1;
                        if unreadable.len() < MAX_TOLD {
                            unreadable.push(fault);
                        }
                    }
                    Ok(()) => {}
                }
            }
            Ok(if row.is_last.get() { NextRow::Enough } else { NextRow::More })
        });
        self.header = header;
        self.n_rows += n_rows;
        self.n_unreadable += n_unreadable;
        let room = MAX_TOLD.saturating_sub(self.unreadable.len());
        self.unreadable.extend(unreadable.into_iter().take(room));
        answer
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
            TableBody::Text { content, bytes, encoding, is_clean, begin, delimiter, is_quoted } => {
                content.seek(SeekFrom::Start(0)).map_err(|_| FileRefusal::Unreadable)?;
                let counted = progress.counted(&mut **content, *bytes);
                let mut text =
                    Utf8Reader::new(counted, encoding, *is_clean).map_err(|_| FileRefusal::Unreadable)?;
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
