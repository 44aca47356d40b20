//! What a file is by its first bytes, and archives of files.

use std::io::{Read, SeekFrom};

use zip::ZipArchive;

use super::decode::{self, ByteCensus};
use super::limits::{MAX_TEXT_BYTES, MAX_UNPACKED_BYTES, MAX_WORKBOOK_BYTES};
use super::progress::ImportProgress;
use super::report::{FileRefusal, NoExport};
use super::table::TableContent;

/// What a file turned out to be.
pub enum UnpackedFile {
    /// Text, with what a look through it told.
    Text(ByteCensus),
    /// A workbook.
    Workbook {
        /// Its bytes, packed.
        bytes: Vec<u8>,
        /// A number for them.
        content: u64,
    },
    /// The files of an archive, with their names.
    Files(Vec<(String, Vec<u8>)>),
}

/// Looks what a file is.
///
/// # Errors
/// That it is nothing of use, or too large.
pub fn unpacked(
    content: &mut dyn TableContent,
    bytes: u64,
    progress: &ImportProgress<'_>,
) -> Result<UnpackedFile, FileRefusal> {
    let mut start = [0; 8];
    let n = fill(content, &mut start)?;
    if n == 0 {
        return Err(FileRefusal::Empty);
    }
    if let Some(refusal) = seeming_start(&start[..n]) {
        return Err(refusal);
    }
    if start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06") {
        return packed(content, bytes);
    }
    if bytes > MAX_TEXT_BYTES {
        return Err(FileRefusal::TooLarge { bytes, limit: MAX_TEXT_BYTES });
    }
    content.rewind().map_err(|_| FileRefusal::Unreadable)?;
    let glance = decode::glance(content, &|| progress.is_stale()).map_err(|error| match error.kind() {
        std::io::ErrorKind::Interrupted => FileRefusal::Stopped,
        _ => FileRefusal::Unreadable,
    })?;
    if glance.bytes > MAX_TEXT_BYTES {
        return Err(FileRefusal::TooLarge { bytes: glance.bytes, limit: MAX_TEXT_BYTES });
    }
    Ok(UnpackedFile::Text(glance))
}

fn fill(content: &mut dyn TableContent, start: &mut [u8]) -> Result<usize, FileRefusal> {
    content.rewind().map_err(|_| FileRefusal::Unreadable)?;
    let mut n = 0;
    while n < start.len() {
        match content.read(&mut start[n..]) {
            Ok(0) => break,
            Ok(more) => n += more,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(_) => return Err(FileRefusal::Unreadable),
        }
    }
    Ok(n)
}

/// What files of other programs begin with.
fn seeming_start(start: &[u8]) -> Option<FileRefusal> {
    const STARTS: [(&[u8], NoExport); 9] = [
        (b"%PDF", NoExport::Pdf),
        (b"\x89PNG", NoExport::Picture),
        (b"\xff\xd8\xff", NoExport::Picture),
        (b"GIF8", NoExport::Picture),
        (b"\xd0\xcf\x11\xe0", NoExport::OldWorkbook),
        (b"Rar!", NoExport::OtherArchive),
        (b"7z\xbc\xaf", NoExport::OtherArchive),
        (b"\x1f\x8b", NoExport::OtherArchive),
        (b"\x7fELF", NoExport::Binary),
    ];
    let found = STARTS.iter().find(|(bytes, _)| start.starts_with(bytes));
    found.map(|(_, seeming)| FileRefusal::WrongKind(*seeming))
}

/// What a text is that is no table.
pub fn seeming_text(start: &str) -> Option<NoExport> {
    let zeros = start.chars().filter(|c| *c == '\0').count();
    let n = start.chars().count();
    let odd = start.chars().filter(|c| *c == '\u{fffd}' || c.is_control() && !c.is_whitespace()).count();
    if zeros * 10 > n || odd * 10 > n {
        return Some(NoExport::Binary);
    }
    let text = start.trim_start();
    if text.starts_with('{') || text.starts_with("[{") {
        let head: String = text.chars().take(400).collect();
        return Some(if head.contains("sortie-plan") { NoExport::Plan } else { NoExport::Json });
    }
    let head: String = text.chars().take(100).collect::<String>().to_ascii_lowercase();
    let is_page = head.starts_with("<!doctype") || head.starts_with("<html") || head.starts_with("<?xml");
    is_page.then_some(NoExport::WebPage)
}

/// Looks into a ZIP archive: a workbook, or files to be read.
fn packed(content: &mut dyn TableContent, bytes: u64) -> Result<UnpackedFile, FileRefusal> {
    let mut archive = ZipArchive::new(&mut *content).map_err(|_| FileRefusal::Damaged)?;
    let names: Vec<String> = archive.file_names().flatten().map(|name| name.to_ascii_lowercase()).collect();
    if names.iter().any(|name| name == "xl/workbook.xml") {
        drop(archive);
        return workbook(content, bytes);
    }
    if names.iter().any(|name| name.starts_with("word/") || name.starts_with("ppt/")) {
        return Err(FileRefusal::WrongKind(NoExport::OfficeDocument));
    }
    if names.iter().any(|name| name == "content.xml") && names.iter().any(|name| name == "mimetype") {
        return Err(FileRefusal::WrongKind(NoExport::OfficeDocument));
    }
    let mut files = vec![];
    let too_large = FileRefusal::UnpackedTooLarge { limit: MAX_UNPACKED_BYTES };
    let mut declared = 0_u64;
    for idx in 0..archive.len() {
        declared =
            declared.saturating_add(archive.by_index_raw(idx).map_err(|_| FileRefusal::Damaged)?.size());
    }
    // What says itself that it is too large need not be unpacked; what says less is counted below.
    if declared > MAX_UNPACKED_BYTES {
        return Err(too_large);
    }
    let mut room = MAX_UNPACKED_BYTES;
    for idx in 0..archive.len() {
        let Ok(entry) = archive.by_index(idx) else {
            let is_secret = archive.by_index_raw(idx).is_ok_and(|entry| entry.encrypted());
            return Err(if is_secret { FileRefusal::Protected } else { FileRefusal::Damaged });
        };
        let name = name_of(entry.name_raw());
        if entry.is_dir() || name.starts_with("__MACOSX/") || name.ends_with(".DS_Store") {
            continue;
        }
        let mut unpacked = vec![];
        entry.take(room + 1).read_to_end(&mut unpacked).map_err(|_| FileRefusal::Damaged)?;
        room = room.checked_sub(unpacked.len() as u64).ok_or_else(|| too_large.clone())?;
        files.push((name, unpacked));
    }
    if files.is_empty() { Err(FileRefusal::Empty) } else { Ok(UnpackedFile::Files(files)) }
}

/// The name of an entry: archives packed on Chinese systems hold names in that code page without saying so.
fn name_of(raw: &[u8]) -> String {
    match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => encoding_rs::GB18030.decode_without_bom_handling(raw).0.into_owned(),
    }
}

fn workbook(content: &mut dyn TableContent, bytes: u64) -> Result<UnpackedFile, FileRefusal> {
    if bytes > MAX_WORKBOOK_BYTES {
        return Err(FileRefusal::TooLarge { bytes, limit: MAX_WORKBOOK_BYTES });
    }
    content.seek(SeekFrom::Start(0)).map_err(|_| FileRefusal::Unreadable)?;
    let mut packed = vec![];
    content.take(MAX_WORKBOOK_BYTES + 1).read_to_end(&mut packed).map_err(|_| FileRefusal::Unreadable)?;
    let hash =
        decode::glance(&mut packed.as_slice(), &|| false).map_err(|_| FileRefusal::Unreadable)?.content;
    Ok(UnpackedFile::Workbook { bytes: packed, content: hash })
}
