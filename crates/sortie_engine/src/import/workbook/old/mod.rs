//! Workbooks of the kind before 2007, which shop systems still hand out: records one behind another, most often in a
//! container of streams. No record is believed to be longer than the stream it stands in.

mod letters;
mod lists;
mod record;
mod rows;

use std::io::{Cursor, Read};

use super::SheetListing;
use super::sheet::SheetContext;
use crate::import::limits::MAX_WORKBOOK_BYTES;
use crate::import::progress::ImportProgress;
use crate::import::report::{FileRefusal, NoExport};
use crate::import::row::{NextRow, RawRow};
use letters::LetterStyle;

/// How the container of streams begins.
pub const CONTAINER: [u8; 4] = *b"\xd0\xcf\x11\xe0";
/// How the records of a sheet begin that stands in no container.
pub const BARE: [u8; 2] = *b"\x09\x08";

/// An open workbook of the old kind. Its records are held in memory: it has at most 65,536 rows a sheet.
pub struct OldWorkbook {
    stream: Vec<u8>,
    /// The sheets, with where their records begin.
    sheets: Vec<(SheetListing, usize)>,
    context: SheetContext,
    letters: LetterStyle,
}

impl OldWorkbook {
    /// Opens the workbook with these bytes.
    ///
    /// # Errors
    /// That it is none, is damaged, or is behind a password.
    pub fn open(bytes: Vec<u8>, progress: &ImportProgress<'_>) -> Result<Self, FileRefusal> {
        let stream = if bytes.starts_with(&CONTAINER) { stream_of(bytes)? } else { bytes };
        progress.unpack(stream.len() as u64)?;
        progress.spend(stream.len() as u64)?;
        let lists = lists::read(&stream, progress)?;
        Ok(Self { stream, sheets: lists.sheets, context: lists.context, letters: lists.letters })
    }

    /// Its sheets, in order.
    pub fn sheets(&self) -> Vec<SheetListing> {
        self.sheets.iter().map(|(listing, _)| listing.clone()).collect()
    }

    /// Whether it counts days from 1904.
    pub fn is_1904(&self) -> bool {
        self.context.is_1904
    }

    /// Hands every row of a sheet from row `begin` on (counted from 0) to `each`, until it has enough.
    ///
    /// # Errors
    /// A limit that is passed, or what `each` answers.
    pub fn each_row(
        &self,
        sheet: &str,
        begin: u64,
        progress: &ImportProgress<'_>,
        each: &mut dyn FnMut(&RawRow<'_>) -> Result<NextRow, FileRefusal>,
    ) -> Result<(), FileRefusal> {
        let found = self.sheets.iter().find(|(listing, _)| listing.name == sheet);
        let from = found.ok_or(FileRefusal::Damaged)?.1;
        rows::each_row(&self.stream, from, self.letters, &self.context, (begin, progress), each)
    }
}

/// The stream of records in a container of streams.
fn stream_of(bytes: Vec<u8>) -> Result<Vec<u8>, FileRefusal> {
    let mut container = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| FileRefusal::Damaged)?;
    // A newer workbook behind a password stands in the same container.
    if container.exists("/EncryptionInfo") || container.exists("/EncryptedPackage") {
        return Err(FileRefusal::Protected);
    }
    let name = ["/Workbook", "/Book"].into_iter().find(|name| container.is_stream(name));
    let Some(name) = name else { return Err(FileRefusal::WrongKind(NoExport::OfficeDocument)) };
    let stream = container.open_stream(name).map_err(|_| FileRefusal::Damaged)?;
    let mut records = vec![];
    stream.take(MAX_WORKBOOK_BYTES).read_to_end(&mut records).map_err(|_| FileRefusal::Damaged)?;
    Ok(records)
}
