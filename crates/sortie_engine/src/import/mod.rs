//! Files that a seller's shops gave them, read into a [`Ledger`]: bytes in, months, orders and a report of each file
//! out.
//!
//! A file is known by its content, never by its name. What cannot be read is refused as data, with its place; what a
//! kind of file does not know goes to [`ChannelMonth::unclassified`](crate::ledger::ChannelMonth::unclassified) with
//! its money. Names, addresses and messages of buyers are not read.

mod accounts;
mod archive;
mod cell;
mod census;
mod complete;
mod date;
mod decode;
mod dialect;
mod findings;
mod glimpse;
mod guard;
mod header;
mod hidden;
mod limits;
mod loose;
mod mapping;
mod market;
mod markup;
mod merge;
mod newest;
mod number;
mod overlap;
mod period;
mod progress;
mod questions;
mod report;
mod row;
mod settings;
mod sheets;
mod sources;
mod status;
mod table;
mod text;
mod workbook;

pub use glimpse::{TableGlimpse, glimpse, masked};
pub use guard::{formula_free, formula_restored};
pub use limits::{
    MAX_CELL_BYTES, MAX_COLUMNS, MAX_PREAMBLE, MAX_ROWS, MAX_TEXT_BYTES, MAX_UNPACKED_BYTES,
    MAX_WORKBOOK_BYTES,
};
pub use mapping::{ColumnMapping, ColumnRole, guess, guess_some, remembered_by};
pub use questions::{DoubtAnswer, ImportDoubt, ImportQuestion};
pub use report::{
    CellFault, CellProblem, FileNote, FileRefusal, FileReport, MAX_TOLD, NoExport, ReportPeriod,
    RowExclusion, SelfTest, SumIdentity, UnknownWord,
};
pub use settings::ImportSettings;
pub use table::TableContent;

use std::io::SeekFrom;

use archive::UnpackedFile;
use findings::FileFindings;
use limits::MAX_PAGE_BYTES;
use progress::ImportProgress;
use settings::DialectContext;
use table::{ExportTable, TableBody};

use crate::ledger::Ledger;
use crate::watch::Watch;

/// A file to be read.
pub struct ImportInput<'a> {
    /// Its name, for the report; the last part of its path is enough.
    pub name: String,
    /// Its content.
    pub content: Box<dyn TableContent + 'a>,
    /// When it was last written, in seconds since 1970, where that is known: of two exports that tell an order differently,
    /// and neither of which says when it was made, the one written later counts.
    pub written: Option<u64>,
}

/// What files told.
#[derive(Debug, Default)]
pub struct Import {
    /// What came of each file, in their order; the entries of an archive stand in its place.
    pub files: Vec<FileReport>,
    /// What they say together.
    pub ledger: Ledger,
    /// What they leave open, and how it was answered.
    pub questions: Vec<ImportQuestion>,
}

/// What one file of one kind told.
#[derive(Debug, Default)]
pub(crate) struct FileRead {
    report: FileReport,
    findings: FileFindings,
    /// A number for the bytes of the file.
    content: u64,
    /// Whether this is a further sheet of the file before it, of the same kind: they make one report.
    is_more: bool,
    /// The sheet's name where it is hidden and others are not.
    hidden_sheet: Option<String>,
    /// When the file was last written, in seconds.
    written: Option<u64>,
}

/// Reads files and puts together what they tell.
pub fn import(inputs: Vec<ImportInput<'_>>, settings: &ImportSettings, watch: &dyn Watch) -> Import {
    let mut inputs = inputs;
    let lengths: Vec<u64> =
        inputs.iter_mut().map(|input| input.content.seek(SeekFrom::End(0)).unwrap_or_default()).collect();
    let progress = ImportProgress::new(watch, lengths.iter().sum());
    let mut reads = vec![];
    for (input, bytes) in inputs.iter_mut().zip(lengths) {
        let n_before = reads.len();
        read_file(&input.name, &mut *input.content, bytes, settings, &progress, &mut reads);
        reads[n_before..].iter_mut().for_each(|read| read.written = input.written);
        progress.finish(bytes);
    }
    merge::merged(reads, settings)
}

/// Reads one file, or those in an archive.
fn read_file(
    name: &str,
    content: &mut dyn TableContent,
    bytes: u64,
    settings: &ImportSettings,
    progress: &ImportProgress<'_>,
    reads: &mut Vec<FileRead>,
) {
    let mut add = |name: &str, content: u64, answer: Result<Vec<FileRead>, FileRefusal>| {
        let told = answer.unwrap_or_else(|refusal| {
            let report = FileReport { refusal: Some(refusal), ..FileReport::default() };
            vec![FileRead { report, ..FileRead::default() }]
        });
        reads.extend(told.into_iter().map(|mut read| {
            name.clone_into(&mut read.report.file);
            read.content = content;
            read
        }));
    };
    let mut entries = vec![];
    match archive::unpacked(content, bytes, progress) {
        Ok(UnpackedFile::Archive) => match read_entries(name, content, settings, progress, &mut entries) {
            Ok(()) => entries.into_iter().for_each(|(name, content, answer)| add(&name, content, answer)),
            Err(refusal) => add(name, 0, Err(refusal)),
        },
        unpacked => {
            let (hash, answer) = read_unpacked(name, content, unpacked, settings, progress);
            add(name, hash, answer);
        }
    }
}

/// What was read of an entry of an archive: its name, a number for its content, and what it told.
type EntryRead = (String, u64, Result<Vec<FileRead>, FileRefusal>);

/// Reads the files of an archive.
fn read_entries(
    name: &str,
    content: &mut dyn TableContent,
    settings: &ImportSettings,
    progress: &ImportProgress<'_>,
    entries: &mut Vec<EntryRead>,
) -> Result<(), FileRefusal> {
    archive::each_file(content, progress, &mut |entry, bytes| {
        let name = format!("{name}/{entry}");
        let length = bytes.len() as u64;
        let mut content = std::io::Cursor::new(bytes);
        let unpacked = archive::unpacked(&mut content, length, progress);
        let (hash, answer) = read_unpacked(&name, &mut content, unpacked, settings, progress);
        entries.push((name, hash, answer));
    })
}

/// Reads a file that is no archive.
fn read_unpacked(
    name: &str,
    content: &mut dyn TableContent,
    unpacked: Result<UnpackedFile, FileRefusal>,
    settings: &ImportSettings,
    progress: &ImportProgress<'_>,
) -> (u64, Result<Vec<FileRead>, FileRefusal>) {
    match unpacked {
        Err(refusal) => (0, Err(refusal)),
        Ok(UnpackedFile::Text(glance)) => {
            (glance.content, read_text(name, content, &glance, settings, progress))
        }
        Ok(UnpackedFile::Workbook { bytes, content }) => {
            (content, sheets::read_workbook(name, bytes, settings, progress))
        }
        Ok(UnpackedFile::Archive) => (0, Err(FileRefusal::WrongKind(NoExport::OtherArchive))),
    }
}

/// Reads a file of text.
fn read_text(
    name: &str,
    content: &mut dyn TableContent,
    glance: &decode::ByteCensus,
    settings: &ImportSettings,
    progress: &ImportProgress<'_>,
) -> Result<Vec<FileRead>, FileRefusal> {
    let encoding = decode::encoding_of(glance, &dialect::n_known);
    let (start, _) = encoding.decode_with_bom_removal(&glance.start);
    if let Some(seeming) = archive::seeming_text(&start) {
        let written =
            if seeming == NoExport::WebPage { written_out(content, glance, encoding)? } else { None };
        let Some(text) = written else { return Err(FileRefusal::WrongKind(seeming)) };
        let mut glance = decode::glance(&mut text.as_bytes(), &|| progress.is_stale())
            .map_err(|_| FileRefusal::Stopped)?;
        glance.notes.clear();
        return read_text(name, &mut std::io::Cursor::new(text), &glance, settings, progress);
    }
    let is_loose = loose::is_loose(&start);
    let start = if is_loose { loose::tightened(&start).into() } else { start };
    let lines = text::first_lines(&start);
    let rows: Vec<&[String]> = lines.iter().map(|line| line.cells.as_slice()).collect();
    let found = header_in("", &rows, settings).ok_or_else(|| unknown(&rows))?;
    let (idx, dialect) = (found.idx, found.dialect);
    let delimiter = text::delimiter_below(&lines, idx);
    // What a platform writes without them, a spreadsheet saves with them.
    let is_quoted = dialect.is_quoted || delimiter != b'\t' || lines[idx].is_quoted;
    let body = TableBody::Text {
        content,
        bytes: glance.bytes,
        encoding,
        is_clean: glance.is_clean,
        is_loose,
        begin: lines[idx].end,
        delimiter,
        is_quoted,
    };
    let mut table = table_of(&rows, idx, body, progress);
    table.first = idx as u64 + 1;
    let context = DialectContext::new(settings, name).with_mapping(found.mapping);
    let mut read = read_table(&context, dialect, &mut table)?;
    // Where nothing is quoted, a mark is one of inches.
    let is_true = |note: &&FileNote| is_quoted || **note != FileNote::OddQuotes;
    read.report.notes.extend(glance.notes.iter().filter(is_true).cloned());
    if !read.report.lost_letters.is_empty() && !read.report.notes.contains(&FileNote::LostLetters) {
        read.report.notes.push(FileNote::LostInCells);
    }
    Ok(vec![finished(dialect, read)?])
}

/// The table in a page or in XML, as text with a comma between cells.
fn written_out(
    content: &mut dyn TableContent,
    glance: &decode::ByteCensus,
    encoding: &'static encoding_rs::Encoding,
) -> Result<Option<String>, FileRefusal> {
    if glance.bytes > MAX_PAGE_BYTES {
        return Err(FileRefusal::TooLarge { bytes: glance.bytes, limit: MAX_PAGE_BYTES });
    }
    content.seek(SeekFrom::Start(0)).map_err(|_| FileRefusal::Unreadable)?;
    let mut page = String::new();
    let reader =
        decode::Utf8Reader::new(content, encoding, glance.is_clean).map_err(|_| FileRefusal::Unreadable)?;
    let mut reader = std::io::BufReader::with_capacity(1 << 16, reader);
    std::io::Read::read_to_string(&mut reader, &mut page).map_err(|_| FileRefusal::Unreadable)?;
    markup::table_in(&page)
}

/// The header of a table, and what reads it.
struct FoundTable {
    idx: usize,
    dialect: &'static dialect::ExportDialect,
    /// For a table of no known kind.
    mapping: Option<ColumnMapping>,
}

/// The row that is the header of a known kind: of the first rows, the first that fits any. Where none does, the first
/// whose columns the seller has told, or else can be guessed.
fn header_in(sheet: &str, rows: &[&[String]], settings: &ImportSettings) -> Option<FoundTable> {
    let rows = || rows.iter().take(MAX_PREAMBLE).enumerate();
    let known = rows().find_map(|(idx, cells)| {
        let names: Vec<String> = cells.iter().map(|name| header::normalized(name)).collect();
        Some(FoundTable { idx, dialect: dialect::kind_of(sheet, &names)?, mapping: None })
    });
    let of_table = |idx, mapping: ColumnMapping| FoundTable {
        idx,
        dialect: &dialect::any_table::DIALECT,
        mapping: Some(mapping),
    };
    let shaped = || {
        let mut below = rows().skip(1).map(|(_, cells)| cells).zip(rows());
        below.find_map(|(first, (idx, cells))| {
            let dialect = dialect::shaped_like(cells, first)?;
            Some(FoundTable { idx, dialect, mapping: None })
        })
    };
    let said = || {
        let mut told =
            rows().filter_map(|(idx, cells)| Some((idx, settings.mappings.get(&remembered_by(*cells))?)));
        told.next().map(|(idx, mapping)| of_table(idx, mapping.clone()))
    };
    let guessed = || rows().find_map(|(idx, cells)| Some(of_table(idx, guess(cells)?)));
    known.or_else(said).or_else(shaped).or_else(guessed)
}

/// Why nobody knows a table with these first rows.
fn unknown(rows: &[&[String]]) -> FileRefusal {
    let Some(widest) = rows.iter().map(|cells| cells.len()).max() else { return FileRefusal::Empty };
    if widest < 2 {
        return FileRefusal::WrongKind(NoExport::Prose);
    }
    let header = rows.iter().find(|cells| cells.len() * 2 > widest);
    let columns = header.map(|cells| cells.iter().map(|name| cell::cleaned(name).to_owned()).collect());
    FileRefusal::UnknownTable { columns: columns.unwrap_or_default() }
}

fn table_of<'a>(
    rows: &[&[String]],
    idx: usize,
    body: TableBody<'a>,
    progress: &'a ImportProgress<'a>,
) -> ExportTable<'a> {
    let preamble = rows[..idx].iter().map(|cells| cells.to_vec()).collect();
    ExportTable::new(header::TableHeader::new(rows[idx]), preamble, body, progress)
}

/// Reads a table, once more where the whole of it stands there again.
fn read_table(
    context: &DialectContext<'_>,
    dialect: &'static dialect::ExportDialect,
    table: &mut ExportTable<'_>,
) -> Result<FileRead, FileRefusal> {
    let mut read = FileRead::default();
    table.look_at_days()?;
    (dialect.read)(table, context, &mut read.findings)?;
    let n_again = table.begins_again()?;
    if let Some(n_again) = n_again {
        read.findings = FileFindings::default();
        (dialect.read)(table, context, &mut read.findings)?;
        read.findings.exclude(RowExclusion::Duplicate, n_again);
        read.findings.add_note(FileNote::TableAgain);
    }
    read.report.mapping.clone_from(&context.mapping);
    let report = &mut read.report;
    report.kind = Some(dialect.kind);
    report.rows += table.n_rows + n_again.unwrap_or(0);
    if table.n_unreadable > 0 {
        read.findings.exclude(RowExclusion::Unreadable, table.n_unreadable);
    }
    if table.has_open_days() {
        read.findings.add_note(FileNote::DayOrMonth);
    }
    report.unreadable.append(&mut table.unreadable);
    report.lost_letters.append(&mut table.lost);
    let unmapped = table.unmapped();
    let n_columns = table.header.written.iter().filter(|name| !name.is_empty()).count().max(1);
    report.confidence = report.confidence.max(1.0 - unmapped.len() as f64 / n_columns as f64);
    report.unmapped.extend(unmapped);
    Ok(read)
}

/// The report of a file whose tables are all read, or why it is not to be trusted.
fn finished(dialect: &dialect::ExportDialect, mut read: FileRead) -> Result<FileRead, FileRefusal> {
    let (report, findings) = (&mut read.report, &mut read.findings);
    let n_unreadable = findings.excluded.get(&RowExclusion::Unreadable).copied().unwrap_or_default();
    if n_unreadable * 2 > report.rows
        && let Some(fault) = report.unreadable.first()
    {
        return Err(FileRefusal::MostlyUnreadable(fault.clone()));
    }
    if let Some(test) = findings.self_test.filter(SelfTest::is_lost) {
        return Err(FileRefusal::DoesNotAddUp(test));
    }
    debug_assert_eq!(report.kind, Some(dialect.kind));
    report.excluded = std::mem::take(&mut findings.excluded);
    report.currencies = std::mem::take(&mut findings.currencies);
    report.self_test = findings.self_test;
    report.period = findings.period;
    report.unclassified = std::mem::take(&mut findings.unclassified);
    report.unknown_words = std::mem::take(&mut findings.unknown_words);
    report.notes.append(&mut findings.notes);
    Ok(read)
}
