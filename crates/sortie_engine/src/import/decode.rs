//! Which letters the bytes of a file stand for, and reading them without ever holding the whole file.

use std::hash::{DefaultHasher, Hasher};
use std::io::{self, Read};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{CoderResult, Decoder, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::limits::MAX_CELL_BYTES;
use super::report::FileNote;

/// What one look through all bytes of a file tells.
#[derive(Debug)]
pub struct ByteCensus {
    /// A number for the content: the same bytes, the same number.
    pub content: u64,
    /// How many bytes there are.
    pub bytes: u64,
    /// How the file begins.
    pub start: Vec<u8>,
    /// Whether all bytes are UTF-8, but for a letter that the end of the file cuts.
    pub is_utf8: bool,
    /// Whether all bytes are UTF-8 to the last one.
    pub is_clean: bool,
    /// What there is to tell of its letters.
    pub notes: Vec<FileNote>,
}

/// How much of a file's beginning is kept to find out what it is.
const START: usize = 256 * 1024;

/// Looks through all bytes once. `is_stale` is asked now and then whether to go on.
///
/// # Errors
/// What the reader says, or [`io::ErrorKind::Interrupted`] where nobody waits any more.
pub fn glance(reader: &mut dyn Read, is_stale: &dyn Fn() -> bool) -> io::Result<ByteCensus> {
    let mut buffer = vec![0; 1 << 18];
    let mut hasher = DefaultHasher::new();
    let mut glance =
        ByteCensus { content: 0, bytes: 0, start: vec![], is_utf8: true, is_clean: true, notes: vec![] };
    let mut quotes = 0;
    let mut kept = 0;
    let mut run = 0;
    loop {
        let n = read_some(reader, &mut buffer[kept..])?;
        if is_stale() {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let new = &buffer[kept..kept + n];
        hasher.write(new);
        quotes += new.iter().filter(|b| **b == b'"').count();
        glance.bytes += n as u64;
        let room = START.saturating_sub(glance.start.len());
        glance.start.extend(&new[..n.min(room)]);
        if n == 0 {
            break;
        }
        run = new.iter().rposition(|b| b",;\t\n\r".contains(b)).map_or(run + n, |at| n - at);
        if run > 4 * MAX_CELL_BYTES {
            // No cell is as long; whoever reads the rows refuses it with its place, and nobody reads the rest.
            glance.is_utf8 = false;
            break;
        }
        if glance.is_utf8 {
            let end = kept + n;
            kept = match std::str::from_utf8(&buffer[..end]) {
                Ok(_) => 0,
                Err(error) if error.error_len().is_none() => {
                    let cut = error.valid_up_to()..end;
                    let rest = cut.len();
                    buffer.copy_within(cut, 0);
                    rest
                }
                Err(_) => {
                    glance.is_utf8 = false;
                    0
                }
            };
        }
    }
    glance.content = hasher.finish();
    if quotes % 2 == 1 {
        glance.notes.push(FileNote::OddQuotes);
    }
    if glance.is_utf8 && kept > 0 {
        glance.notes.push(FileNote::LostLetters);
    }
    glance.is_clean = glance.is_utf8 && kept == 0;
    Ok(glance)
}

fn read_some(reader: &mut dyn Read, buffer: &mut [u8]) -> io::Result<usize> {
    loop {
        match reader.read(buffer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            answer => return answer,
        }
    }
}

/// The encoding of a file that begins like this. Two of them decode nearly everything; of these the one counts in which
/// `n_known` recognizes more column names.
pub fn encoding_of(glance: &ByteCensus, n_known: &dyn Fn(&str) -> usize) -> &'static Encoding {
    let start = &glance.start;
    if let Some((encoding, _)) = Encoding::for_bom(start) {
        return encoding;
    }
    if let Some(encoding) = utf16_without_mark(start) {
        return encoding;
    }
    if glance.is_utf8 || is_damaged_utf8(start) {
        return UTF_8;
    }
    let known = |encoding: &'static Encoding| n_known(&encoding.decode_without_bom_handling(start).0);
    match known(GB18030).cmp(&known(WINDOWS_1252)) {
        std::cmp::Ordering::Greater => GB18030,
        std::cmp::Ordering::Less => WINDOWS_1252,
        std::cmp::Ordering::Equal => {
            let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
            detector.feed(start, false);
            detector.guess(None, Utf8Detection::Allow)
        }
    }
}

/// Whether nearly all letters beyond ASCII are whole letters of UTF-8: a few of them were damaged on the way. Text in any
/// other encoding makes such letters seldom and by chance.
fn is_damaged_utf8(start: &[u8]) -> bool {
    let (mut n_whole, mut n_damaged) = (0_usize, 0_usize);
    let mut rest = start;
    loop {
        let (whole, damaged) = match std::str::from_utf8(rest) {
            Ok(text) => (text.len(), None),
            Err(error) => (error.valid_up_to(), error.error_len()),
        };
        n_whole += rest[..whole].iter().filter(|byte| **byte >= 0xc0).count();
        let Some(n_bytes) = damaged else { break };
        n_damaged += 1;
        rest = &rest[whole + n_bytes..];
    }
    n_whole >= 8 && n_damaged * 8 <= n_whole
}

/// Latin text in UTF-16 has a zero in every other byte.
fn utf16_without_mark(start: &[u8]) -> Option<&'static Encoding> {
    let pairs = start.len().min(4096) / 2;
    if pairs < 8 {
        return None;
    }
    let zeros = |odd: usize| (0..pairs).filter(|pair| start[pair * 2 + odd] == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if odd * 10 > pairs * 6 && even * 10 < pairs {
        Some(UTF_16LE)
    } else if even * 10 > pairs * 6 && odd * 10 < pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Reads a file as UTF-8, whatever it is in.
pub struct Utf8Reader<R> {
    inner: R,
    /// None where the bytes are UTF-8 already, to the last one.
    decoder: Option<Decoder>,
    raw: Vec<u8>,
    begin: usize,
    end: usize,
    is_over: bool,
    /// Whether the decoder has given its last letter; it may not be asked again.
    is_done: bool,
}

impl<R: Read> Utf8Reader<R> {
    /// Reads `inner`, which is in `encoding`, from its beginning. A byte order mark is left out.
    pub fn new(inner: R, encoding: &'static Encoding, is_clean: bool) -> io::Result<Self> {
        let decoder = (encoding != UTF_8 || !is_clean).then(|| encoding.new_decoder_with_bom_removal());
        let mut this =
            Self { inner, decoder, raw: vec![0; 1 << 16], begin: 0, end: 0, is_over: false, is_done: false };
        if this.decoder.is_none() {
            while this.end < 3 && !this.is_over {
                this.fill()?;
            }
            if this.raw[..this.end].starts_with(b"\xef\xbb\xbf") {
                this.begin = 3;
            }
        }
        Ok(this)
    }

    fn fill(&mut self) -> io::Result<()> {
        if self.begin == self.end {
            (self.begin, self.end) = (0, 0);
        } else if self.end == self.raw.len() {
            self.raw.copy_within(self.begin..self.end, 0);
            (self.begin, self.end) = (0, self.end - self.begin);
        }
        let n = read_some(&mut self.inner, &mut self.raw[self.end..])?;
        self.end += n;
        self.is_over = n == 0;
        Ok(())
    }
}

impl<R: Read> Read for Utf8Reader<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while !self.is_done {
            if self.begin == self.end && !self.is_over {
                self.fill()?;
            }
            let waiting = &self.raw[self.begin..self.end];
            let Some(decoder) = &mut self.decoder else {
                let n = waiting.len().min(out.len());
                out[..n].copy_from_slice(&waiting[..n]);
                self.begin += n;
                return Ok(n);
            };
            if out.len() < 16 {
                return Err(io::ErrorKind::InvalidInput.into());
            }
            let (result, n_read, n_written, _) = decoder.decode_to_utf8(waiting, out, self.is_over);
            self.begin += n_read;
            self.is_done = self.is_over && result == CoderResult::InputEmpty;
            if n_written > 0 {
                return Ok(n_written);
            }
        }
        Ok(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], known: &str) -> String {
        let glance = glance(&mut &bytes[..], &|| false).unwrap();
        let encoding = encoding_of(&glance, &|text| usize::from(text.contains(known)));
        let mut text = String::new();
        Utf8Reader::new(bytes, encoding, glance.is_clean).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn every_encoding_of_exports_is_read() {
        assert_eq!(read(b"\xef\xbb\xbfName,\xc3\xa4", ""), "Name,ä");
        assert_eq!(read(b"N", ""), "N");
        assert_eq!(read(b"", ""), "");
        let utf16: Vec<u8> = "\u{feff}Campaign\tCost".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&utf16, ""), "Campaign\tCost");
        assert_eq!(read(&utf16[2..], ""), "Campaign\tCost");
        let (gbk, ..) = GB18030.encode("订单号,平台渠道");
        assert_eq!(read(&gbk, "订单号"), "订单号,平台渠道");
        let (latin, ..) = WINDOWS_1252.encode("Umsätze;Verkaufsgebühren");
        assert_eq!(read(&latin, "Umsätze"), "Umsätze;Verkaufsgebühren");
    }

    #[test]
    fn a_letter_cut_by_the_end_of_the_file_loses_that_letter_alone() {
        let bytes = &"订单号,金额".as_bytes()[..14];
        let glance = glance(&mut &bytes[..], &|| false).unwrap();
        assert!(glance.is_utf8 && glance.notes == [FileNote::LostLetters]);
        assert!(read(bytes, "").starts_with("订单号,"));
    }
}
