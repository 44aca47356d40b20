//! The texts that cells of a workbook share. How many there are is counted, never believed.

use std::borrow::Cow;
use std::io::Read;

use quick_xml::events::Event;

use super::part::{PartReader, text_of};
use crate::import::limits::{MAX_CELL_BYTES, MAX_UNPACKED_BYTES};
use crate::import::report::FileRefusal;

/// What they may take in memory.
const MAX_SHARED_BYTES: usize = 120_000_000;

/// Texts one behind another.
#[derive(Debug, Default)]
pub struct SharedTexts {
    letters: String,
    /// Where each of them ends.
    ends: Vec<u32>,
}

impl SharedTexts {
    /// Reads all of them.
    ///
    /// # Errors
    /// That the part is damaged, or holds more than there is room for.
    pub fn read<R: Read>(mut part: PartReader<'_, R>) -> Result<Self, FileRefusal> {
        let mut texts = Self::default();
        let mut begin = 0;
        let (mut is_text, mut is_reading_aid) = (false, false);
        loop {
            let event = part.next()?;
            match &event {
                Event::Start(tag) => match tag.local_name().as_ref() {
                    "si" => begin = texts.letters.len(),
                    "t" => is_text = true,
                    "rPh" => is_reading_aid = true,
                    _ => {}
                },
                Event::End(tag) => match tag.local_name().as_ref() {
                    "si" => texts.end(begin)?,
                    "t" => is_text = false,
                    "rPh" => is_reading_aid = false,
                    "sst" => return Ok(texts),
                    _ => {}
                },
                Event::Eof => return Err(FileRefusal::Damaged),
                _ if is_text && !is_reading_aid => {
                    texts.letters.push_str(&text_of(&event)?.unwrap_or_default());
                    if texts.letters.len() - begin > MAX_CELL_BYTES {
                        return Err(FileRefusal::CellTooLarge { row: 1, column: 1, limit: MAX_CELL_BYTES });
                    }
                }
                _ => {}
            }
        }
    }

    fn end(&mut self, begin: usize) -> Result<(), FileRefusal> {
        if let Cow::Owned(text) = without_escapes(&self.letters[begin..]) {
            self.letters.truncate(begin);
            self.letters.push_str(&text);
        }
        self.close()
    }

    /// Takes note of where the last text ends.
    fn close(&mut self) -> Result<(), FileRefusal> {
        let too_large = || FileRefusal::UnpackedTooLarge { limit: MAX_UNPACKED_BYTES };
        if self.letters.len() + self.ends.len() * size_of::<u32>() > MAX_SHARED_BYTES {
            return Err(too_large());
        }
        self.ends.push(u32::try_from(self.letters.len()).map_err(|_| too_large())?);
        Ok(())
    }

    /// Adds a text that `write` puts behind all others.
    ///
    /// # Errors
    /// What `write` answers, or that there is no more room.
    pub fn add(
        &mut self,
        write: impl FnOnce(&mut String) -> Result<(), FileRefusal>,
    ) -> Result<(), FileRefusal> {
        write(&mut self.letters)?;
        self.close()
    }

    /// The text with this number, from 0.
    pub fn get(&self, idx: usize) -> Option<&str> {
        let end = *self.ends.get(idx)?;
        let begin = idx.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.letters.get(begin as usize..end as usize)
    }
}

/// The text without Excel's way of writing letters that XML does not allow: `_x000D_` for the end of a line.
pub fn without_escapes(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let digits = rest.get(2..6).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let code = digits.filter(|_| rest.as_bytes().get(6) == Some(&b'_'));
        match code.and_then(|digits| u32::from_str_radix(digits, 16).ok()) {
            Some(code) => {
                plain.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
                rest = &rest[7..];
            }
            None => {
                plain.push_str("_x");
                rest = &rest[2..];
            }
        }
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_xml_does_not_allow_come_back() {
        for (written, expected) in [
            ("a_x000D_b", "a\rb"),
            ("_x005F_x000D_", "_x000D_"),
            ("_x00", "_x00"),
            ("_x12G4_", "_x12G4_"),
            ("max_x_单", "max_x_单"),
            ("_xD83D_", "\u{fffd}"),
        ] {
            assert_eq!(without_escapes(written), expected);
        }
    }
}
