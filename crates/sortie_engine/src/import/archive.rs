//! What a file is by its first bytes, and archives of files.

use std::io::{Read, Seek, SeekFrom};

use zip::ZipArchive;

use super::decode::{self, ByteCensus};
use super::limits::{MAX_DIRECTORY_BYTES, MAX_TEXT_BYTES, MAX_UNPACKED_BYTES, MAX_WORKBOOK_BYTES};
use super::progress::ImportProgress;
use super::report::{FileRefusal, NoExport};
use super::table::TableContent;
use super::workbook::is_old;

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
    /// An archive of files; [`each_file`] tells them.
    Archive,
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
    if is_old(&start[..n]) {
        return workbook(content, bytes, progress);
    }
    if start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06") {
        return packed(content, bytes, progress);
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
    const STARTS: [(&[u8], NoExport); 11] = [
        (b"%PDF", NoExport::Pdf),
        (b"\x89PNG", NoExport::Picture),
        (b"\xff\xd8\xff", NoExport::Picture),
        (b"GIF8", NoExport::Picture),
        (b"\x09\x00\x04\x00", NoExport::OldWorkbook),
        (b"\x09\x02\x06\x00", NoExport::OldWorkbook),
        (b"\x09\x04\x06\x00", NoExport::OldWorkbook),
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
    let is_page = ["<!doctype", "<html", "<?xml", "<table", "<head", "<meta", "<body", "<style"]
        .iter()
        .any(|tag| head.starts_with(tag));
    is_page.then_some(NoExport::WebPage)
}

/// Looks into a ZIP archive: a workbook, or files to be read.
fn packed(
    content: &mut dyn TableContent,
    bytes: u64,
    progress: &ImportProgress<'_>,
) -> Result<UnpackedFile, FileRefusal> {
    if bytes > MAX_TEXT_BYTES {
        return Err(FileRefusal::TooLarge { bytes, limit: MAX_TEXT_BYTES });
    }
    let archive = opened(&mut *content, progress)?;
    let names: Vec<String> = archive.file_names().flatten().map(|name| name.to_ascii_lowercase()).collect();
    if names.iter().any(|name| name == "xl/workbook.xml") {
        drop(archive);
        return workbook(content, bytes, progress);
    }
    if names.iter().any(|name| name == "xl/workbook.bin") {
        return Err(FileRefusal::WrongKind(NoExport::BinaryWorkbook));
    }
    if names.iter().any(|name| name.starts_with("word/") || name.starts_with("ppt/")) {
        return Err(FileRefusal::WrongKind(NoExport::OfficeDocument));
    }
    if names.iter().any(|name| name == "content.xml") && names.iter().any(|name| name == "mimetype") {
        return Err(FileRefusal::WrongKind(NoExport::OfficeDocument));
    }
    Ok(UnpackedFile::Archive)
}

/// Hands the files of an archive to `each`, one after another, so that one alone is held in memory.
///
/// # Errors
/// That the archive is damaged, protected or too large, that nothing is in it, or that nobody waits any more.
pub fn each_file(
    content: &mut dyn TableContent,
    progress: &ImportProgress<'_>,
    each: &mut dyn FnMut(&str, Vec<u8>),
) -> Result<(), FileRefusal> {
    let mut archive = opened(&mut *content, progress)?;
    declared(&mut archive)?;
    let mut room = MAX_UNPACKED_BYTES;
    let mut n_files = 0;
    for idx in 0..archive.len() {
        let name = name_of(archive.by_index_raw(idx).map_err(|_| FileRefusal::Damaged)?.name_raw());
        if name.ends_with('/') || name.starts_with("__MACOSX/") || name.ends_with(".DS_Store") {
            continue;
        }
        let bytes = unpacked_entry(&mut entry(&mut archive, idx)?, room, progress)?;
        room -= bytes.len() as u64;
        n_files += 1;
        each(&name, bytes);
    }
    if n_files == 0 { Err(FileRefusal::Empty) } else { Ok(()) }
}

/// The bytes of an entry, of which at most `room` may come.
fn unpacked_entry(
    entry: &mut dyn Read,
    room: u64,
    progress: &ImportProgress<'_>,
) -> Result<Vec<u8>, FileRefusal> {
    let mut unpacked = vec![];
    let mut piece = vec![0; 1 << 18];
    loop {
        let n = match entry.read(&mut piece) {
            Ok(0) => return Ok(unpacked),
            Ok(n) => n,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(_) => return Err(FileRefusal::Damaged),
        };
        progress.spend(n as u64)?;
        progress.unpack(n as u64)?;
        if (unpacked.len() + n) as u64 > room {
            return Err(FileRefusal::UnpackedTooLarge { limit: MAX_UNPACKED_BYTES });
        }
        if unpacked.capacity() < unpacked.len() + n {
            // Twice as much would be too much where it is much already.
            unpacked.reserve_exact(unpacked.len().clamp(1 << 18, 1 << 24).max(n));
        }
        unpacked.extend_from_slice(&piece[..n]);
    }
}

/// Opens a ZIP archive, unless its list of entries is longer than there is room for.
///
/// # Errors
/// That it is damaged, or has more entries than an archive of exports.
pub fn opened<R: Read + Seek>(
    mut content: R,
    progress: &ImportProgress<'_>,
) -> Result<ZipArchive<R>, FileRefusal> {
    if claims_many_entries(&mut content).map_err(|_| FileRefusal::Unreadable)? {
        return Err(FileRefusal::Damaged);
    }
    // The list is read to see how long it is, before anybody keeps what stands in it.
    let mut counted = DirectoryReader { inner: content, progress, room: MAX_DIRECTORY_BYTES };
    let found = ZipArchive::new(&mut counted).map(drop);
    let content = counted.inner;
    if progress.is_stale() {
        return Err(FileRefusal::Stopped);
    }
    found.map_err(|_| FileRefusal::Damaged)?;
    ZipArchive::new(content).map_err(|_| FileRefusal::Damaged)
}

/// Whether the end of an archive says that it has more than 65,534 entries or 4 GB. Room would be made for as many as it
/// says there are.
fn claims_many_entries<R: Read + Seek>(content: &mut R) -> std::io::Result<bool> {
    /// The comment behind the end may have so many bytes, and the end has 22.
    const TAIL: u64 = (1 << 16) + 64;
    let length = content.seek(SeekFrom::End(0))?;
    content.seek(SeekFrom::Start(length.saturating_sub(TAIL)))?;
    let mut tail = vec![];
    content.by_ref().take(TAIL).read_to_end(&mut tail)?;
    content.rewind()?;
    let claims = |end: &[u8]| {
        end.starts_with(b"PK\x05\x06")
            && (end[10..12] == [0xff; 2] || end[12..16] == [0xff; 4] || end[16..20] == [0xff; 4])
    };
    Ok(tail.windows(22).any(claims))
}

/// A reader that gives up where the list of an archive's entries is too long.
struct DirectoryReader<'p, R> {
    inner: R,
    progress: &'p ImportProgress<'p>,
    room: u64,
}

impl<R: Read> Read for DirectoryReader<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = self.inner.read(buffer)?;
        let room = self.room.checked_sub(n as u64).filter(|_| !self.progress.is_stale());
        self.room = room.ok_or(std::io::ErrorKind::Other)?;
        Ok(n)
    }
}

impl<R: Seek> Seek for DirectoryReader<'_, R> {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.inner.seek(to)
    }
}

/// How many bytes an archive says its entries have. What says itself that it is too large need not be unpacked; what says
/// less is counted.
///
/// # Errors
/// That they are too many.
pub fn declared<R: Read + Seek>(archive: &mut ZipArchive<R>) -> Result<u64, FileRefusal> {
    let mut declared = 0_u64;
    for idx in 0..archive.len() {
        let size = archive.by_index_raw(idx).map_err(|_| FileRefusal::Damaged)?.size();
        declared = declared.saturating_add(size);
    }
    let too_large = declared > MAX_UNPACKED_BYTES;
    if too_large { Err(FileRefusal::UnpackedTooLarge { limit: MAX_UNPACKED_BYTES }) } else { Ok(declared) }
}

/// An entry of an archive, to be read.
///
/// # Errors
/// That it is damaged, or behind a password.
pub fn entry<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    idx: usize,
) -> Result<impl Read + use<'_, R>, FileRefusal> {
    if archive.by_index_raw(idx).is_ok_and(|entry| entry.encrypted()) {
        return Err(FileRefusal::Protected);
    }
    archive.by_index(idx).map_err(|_| FileRefusal::Damaged)
}

/// The name of an entry: archives packed on Chinese systems hold names in that code page without saying so.
fn name_of(raw: &[u8]) -> String {
    match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => encoding_rs::GB18030.decode_without_bom_handling(raw).0.into_owned(),
    }
}

fn workbook(
    content: &mut dyn TableContent,
    bytes: u64,
    progress: &ImportProgress<'_>,
) -> Result<UnpackedFile, FileRefusal> {
    if bytes > MAX_WORKBOOK_BYTES {
        return Err(FileRefusal::TooLarge { bytes, limit: MAX_WORKBOOK_BYTES });
    }
    content.seek(SeekFrom::Start(0)).map_err(|_| FileRefusal::Unreadable)?;
    let mut packed = Vec::with_capacity(usize::try_from(bytes).unwrap_or_default());
    content.take(MAX_WORKBOOK_BYTES + 1).read_to_end(&mut packed).map_err(|_| FileRefusal::Unreadable)?;
    let hash = decode::glance(&mut packed.as_slice(), &|| progress.is_stale());
    Ok(UnpackedFile::Workbook { bytes: packed, content: hash.map_err(|_| FileRefusal::Stopped)?.content })
}
