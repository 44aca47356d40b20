//! A part of a workbook, read piece by piece: no tag and no text longer than a cell, no more than there is room for, and
//! not a moment longer than somebody waits. What a part says of its own length is not asked for.

use std::borrow::Cow;
use std::io::{self, BufRead, BufReader, Read};

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::import::limits::{MAX_CELL_BYTES, MAX_UNPACKED_BYTES};
use crate::import::progress::ImportProgress;
use crate::import::report::FileRefusal;

/// Tags within tags; parts of workbooks have a dozen at most.
const MAX_DEPTH: usize = 48;

/// What a part may hold besides sheets and texts; lists of styles, sheets and relations of exports hold a hundredth.
pub const MAX_LIST_BYTES: u64 = 2_000_000;

/// The bytes of a part, counted.
struct CountedPart<'p, R> {
    inner: BufReader<R>,
    progress: &'p ImportProgress<'p>,
    /// Bytes of the piece that is being read.
    piece: usize,
    /// Bytes that may still come.
    room: u64,
    /// Why reading ended before the part did.
    stopped: Option<FileRefusal>,
}

impl<R: Read> CountedPart<'_, R> {
    fn check(&mut self, n: usize) -> Result<(), FileRefusal> {
        self.progress.spend(n as u64)?;
        self.piece += n;
        if self.piece > MAX_CELL_BYTES {
            return Err(FileRefusal::CellTooLarge { row: 1, column: 1, limit: MAX_CELL_BYTES });
        }
        let too_large = FileRefusal::UnpackedTooLarge { limit: MAX_UNPACKED_BYTES };
        self.room = self.room.checked_sub(n as u64).ok_or(too_large)?;
        Ok(())
    }
}

impl<R: Read> Read for CountedPart<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.fill_buf()?.read(buffer)?;
        self.consume(n);
        Ok(n)
    }
}

impl<R: Read> BufRead for CountedPart<'_, R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.stopped.is_some() {
            return Err(io::ErrorKind::Other.into());
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, n: usize) {
        self.inner.consume(n);
        if let Err(refusal) = self.check(n) {
            self.stopped.get_or_insert(refusal);
        }
    }
}

/// A part of a workbook, piece by piece. An empty tag comes as one that begins and one that ends.
pub struct PartReader<'p, R> {
    reader: Reader<CountedPart<'p, R>>,
    buffer: Vec<u8>,
    depth: usize,
}

impl<'p, R: Read> PartReader<'p, R> {
    /// Reads `part`, of which at most `room` bytes may come.
    pub fn new(part: R, room: u64, progress: &'p ImportProgress<'p>) -> Self {
        let inner = BufReader::with_capacity(1 << 16, part);
        let mut reader = Reader::from_reader(CountedPart { inner, progress, piece: 0, room, stopped: None });
        let config = reader.config_mut();
        config.check_end_names = false;
        config.expand_empty_elements = true;
        Self { reader, buffer: vec![], depth: 0 }
    }

    /// The next piece; [`Event::Eof`] at the end.
    ///
    /// # Errors
    /// That the part is damaged, a piece of it too long, or that nobody waits any more.
    pub fn next(&mut self) -> Result<Event<'_>, FileRefusal> {
        self.buffer.clear();
        self.reader.get_mut().piece = 0;
        let event = self.reader.read_event_into(&mut self.buffer);
        if let Some(refusal) = self.reader.get_mut().stopped.take() {
            return Err(refusal);
        }
        let event = event.map_err(|_| FileRefusal::Damaged)?;
        match &event {
            Event::Start(_) => self.depth += 1,
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        if self.depth > MAX_DEPTH { Err(FileRefusal::Damaged) } else { Ok(event) }
    }

    /// Hands every tag that begins to `each`, to the end of the part.
    ///
    /// # Errors
    /// Those of [`Self::next`].
    pub fn each_start(&mut self, mut each: impl FnMut(&BytesStart<'_>)) -> Result<(), FileRefusal> {
        loop {
            match self.next()? {
                Event::Start(tag) => each(&tag),
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }
}

/// An attribute of a tag; nothing where it is not there or cannot be read.
pub fn attribute<'t>(tag: &'t BytesStart<'_>, name: &str) -> Option<Cow<'t, str>> {
    tag.try_get_attribute(name).ok()??.normalized_value(XmlVersion::Implicit1_0).ok()
}

/// The attribute with this name behind any prefix, as in `r:id`.
pub fn prefixed_attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = tag.attributes();
    let mut found = attributes.with_checks(false).filter_map(Result::ok);
    let found = found.find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(found.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned())
}

/// What a piece adds to the text of a cell; nothing where it is no text.
///
/// # Errors
/// That it stands for a text that only the file itself explains: no workbook has such, and explaining it could take all
/// memory.
pub fn text_of<'e>(event: &'e Event<'_>) -> Result<Option<Cow<'e, str>>, FileRefusal> {
    Ok(match event {
        Event::Text(text) => Some(text.xml10_content()),
        Event::CData(text) => Some(text.xml10_content()),
        Event::GeneralRef(name) => Some(letter_of(name)?),
        _ => None,
    })
}

fn letter_of(name: &BytesRef<'_>) -> Result<Cow<'static, str>, FileRefusal> {
    if let Some(text) = quick_xml::escape::resolve_predefined_entity(name) {
        return Ok(Cow::Borrowed(text));
    }
    match name.resolve_char_ref() {
        Ok(Some(letter)) => Ok(Cow::Owned(letter.to_string())),
        _ => Err(FileRefusal::Damaged),
    }
}
