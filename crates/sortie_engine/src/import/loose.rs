//! Text in which a space stands between the sign that parts cells and a quotation mark: `"a", "b"`. A quotation mark counts
//! only where a cell begins with it, so these spaces are left out while the text is read.

use std::io::{self, Read};

/// Whether cells of this line are written so.
pub fn is_loose(start: &str) -> bool {
    let line = start.lines().next().unwrap_or_default().trim_start_matches('\u{feff}');
    line.starts_with('"') && ["\", \"", "\"; \"", "\",  \""].iter().any(|sign| line.contains(sign))
}

/// What is left out of a text, letter by letter.
#[derive(Default)]
struct LooseSpaces {
    is_quoted: bool,
    /// Whether a cell begins here, but for spaces.
    is_begin: bool,
    /// Spaces that are left out where a quotation mark follows.
    n_waiting: usize,
}

impl LooseSpaces {
    fn take(&mut self, byte: u8, out: &mut Vec<u8>) {
        if !self.is_quoted && self.is_begin && byte == b' ' {
            self.n_waiting += 1;
            return;
        }
        if byte != b'"' {
            out.resize(out.len() + self.n_waiting, b' ');
        }
        self.n_waiting = 0;
        match byte {
            b'"' => self.is_quoted = !self.is_quoted,
            b',' | b';' | b'\n' if !self.is_quoted => {
                self.is_begin = true;
                out.push(byte);
                return;
            }
            _ => {}
        }
        self.is_begin = false;
        out.push(byte);
    }
}

/// The text without these spaces.
pub fn tightened(text: &str) -> String {
    let mut spaces = LooseSpaces::default();
    let mut out = Vec::with_capacity(text.len());
    text.bytes().for_each(|byte| spaces.take(byte, &mut out));
    String::from_utf8(out).unwrap_or_default()
}

/// Reads a text without these spaces.
pub struct TightReader<R> {
    inner: R,
    spaces: LooseSpaces,
    raw: Vec<u8>,
    out: Vec<u8>,
    begin: usize,
}

impl<R: Read> TightReader<R> {
    /// Reads `inner`, which is UTF-8.
    pub fn new(inner: R) -> Self {
        Self { inner, spaces: LooseSpaces::default(), raw: vec![0; 1 << 16], out: vec![], begin: 0 }
    }
}

impl<R: Read> Read for TightReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.begin == self.out.len() {
            let n = self.inner.read(&mut self.raw)?;
            if n == 0 {
                return Ok(0);
            }
            self.out.clear();
            self.begin = 0;
            for byte in &self.raw[..n] {
                self.spaces.take(*byte, &mut self.out);
            }
        }
        let n = (self.out.len() - self.begin).min(buffer.len());
        buffer[..n].copy_from_slice(&self.out[self.begin..self.begin + n]);
        self.begin += n;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_space_before_a_quotation_mark_is_left_out_and_those_within_cells_stay() {
        let text = "\"a\", \"b, c\",  d e\n\"1\", \"2\"\"3 \"\n";
        let expected = "\"a\",\"b, c\",  d e\n\"1\",\"2\"\"3 \"\n";
        assert!(is_loose(text) && !is_loose(expected) && !is_loose("a, \"b\""));
        assert_eq!(tightened(text), expected);
        let mut read = String::new();
        TightReader::new(text.as_bytes()).read_to_string(&mut read).unwrap();
        assert_eq!(read, expected);
    }
}
