//! Texts of a workbook of the old kind: in two bytes a letter, in one, or in the code page of whoever wrote it.

use encoding_rs::Encoding;

use super::record::{four, two};
use crate::import::limits::MAX_CELL_BYTES;
use crate::import::report::FileRefusal;
use crate::import::workbook::texts::SharedTexts;

/// How letters are written.
#[derive(Clone, Copy, Debug)]
pub enum LetterStyle {
    /// Each text says whether a letter takes two bytes or one.
    Wide,
    /// In a code page; where none is named, in UTF-8 or else in that of China.
    Page(Option<&'static Encoding>),
}

impl LetterStyle {
    /// That of a code page by its number.
    pub fn of_page(number: u16) -> Option<&'static Encoding> {
        let label = match number {
            874 => "windows-874",
            932 => "shift_jis",
            936 => "gb18030",
            949 => "euc-kr",
            950 => "big5",
            65_001 => "utf-8",
            1_250 => "windows-1250",
            1_251 => "windows-1251",
            1_252 | 0x8001 => "windows-1252",
            1_253 => "windows-1253",
            1_254 => "windows-1254",
            1_255 => "windows-1255",
            1_256 => "windows-1256",
            1_257 => "windows-1257",
            1_258 => "windows-1258",
            0x8000 | 10_000 => "macintosh",
            _ => return None,
        };
        Encoding::for_label(label.as_bytes())
    }

    /// A text whose length stands before it, in two bytes.
    ///
    /// # Errors
    /// That the record is shorter than it says.
    pub fn long(self, pieces: &[&[u8]], at: usize) -> Result<String, FileRefusal> {
        let first = *pieces.first().ok_or(FileRefusal::Damaged)?;
        let length = usize::from(two(first, at)?);
        self.of(pieces, at + 2, length)
    }

    /// A text whose length stands before it, in one byte.
    ///
    /// # Errors
    /// That the record is shorter than it says.
    pub fn short(self, data: &[u8], at: usize) -> Result<String, FileRefusal> {
        let length = usize::from(*data.get(at).ok_or(FileRefusal::Damaged)?);
        self.of(&[data], at + 1, length)
    }

    fn of(self, pieces: &[&[u8]], at: usize, length: usize) -> Result<String, FileRefusal> {
        match self {
            Self::Wide => {
                let mut reader = PieceReader { pieces, piece: 0, at };
                let mut text = String::new();
                reader.text(length, &mut text)?;
                Ok(text)
            }
            Self::Page(page) => {
                let first = pieces.first().copied().unwrap_or_default();
                let bytes = first.get(at..at + length).ok_or(FileRefusal::Damaged)?;
                Ok(match (page, std::str::from_utf8(bytes)) {
                    (Some(page), _) => page.decode_without_bom_handling(bytes).0.into_owned(),
                    (None, Ok(text)) => text.to_owned(),
                    (None, Err(_)) => encoding_rs::GB18030.decode_without_bom_handling(bytes).0.into_owned(),
                })
            }
        }
    }
}

/// The texts that all sheets share, from the pieces of their record.
///
/// # Errors
/// That they are fewer than the record says, or take more room than there is.
pub fn shared(pieces: &[&[u8]]) -> Result<SharedTexts, FileRefusal> {
    let n_texts = four(pieces.first().copied().unwrap_or_default(), 4)?;
    let mut reader = PieceReader { pieces, piece: 0, at: 8 };
    let mut texts = SharedTexts::default();
    for _ in 0..n_texts {
        let length = usize::from(reader.two()?);
        texts.add(|letters| reader.text(length, letters))?;
    }
    Ok(texts)
}

/// Reads over the ends of pieces.
struct PieceReader<'p, 's> {
    pieces: &'p [&'s [u8]],
    piece: usize,
    at: usize,
}

impl<'s> PieceReader<'_, 's> {
    /// What is left of the piece in hand; of the next one where nothing is.
    fn rest(&mut self) -> Result<&'s [u8], FileRefusal> {
        loop {
            let piece = *self.pieces.get(self.piece).ok_or(FileRefusal::Damaged)?;
            if let Some(rest) = piece.get(self.at..).filter(|rest| !rest.is_empty()) {
                return Ok(rest);
            }
            (self.piece, self.at) = (self.piece + 1, 0);
        }
    }

    fn byte(&mut self) -> Result<u8, FileRefusal> {
        let byte = *self.rest()?.first().ok_or(FileRefusal::Damaged)?;
        self.at += 1;
        Ok(byte)
    }

    fn two(&mut self) -> Result<u16, FileRefusal> {
        Ok(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    fn skip(&mut self, mut n: usize) -> Result<(), FileRefusal> {
        while n > 0 {
            let step = self.rest()?.len().min(n);
            self.at += step;
            n -= step;
        }
        Ok(())
    }

    /// A text of so many letters, with what stands before and behind it.
    fn text(&mut self, length: usize, text: &mut String) -> Result<(), FileRefusal> {
        if length == 0 && self.rest().is_err() {
            return Ok(());
        }
        let mut flags = self.byte()?;
        let n_runs = if flags & 8 == 0 { 0 } else { usize::from(self.two()?) };
        let n_phonetic = match flags & 4 {
            0 => 0,
            _ => u32::from(self.two()?) | u32::from(self.two()?) << 16,
        };
        let mut left = length;
        let mut wide: Vec<u16> = Vec::with_capacity(length.min(MAX_CELL_BYTES));
        while left > 0 {
            if self.pieces.get(self.piece).is_some_and(|piece| self.at >= piece.len()) {
                // A further piece says anew how wide its letters are.
                (self.piece, self.at) = (self.piece + 1, 0);
                flags = self.byte()?;
            }
            let rest = self.rest()?;
            let width = if flags & 1 == 0 { 1 } else { 2 };
            let n = (rest.len() / width).min(left);
            if n == 0 {
                return Err(FileRefusal::Damaged);
            }
            let letters = &rest[..n * width];
            match width {
                1 => wide.extend(letters.iter().map(|byte| u16::from(*byte))),
                _ => wide.extend(letters.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]))),
            }
            self.at += n * width;
            left -= n;
        }
        text.extend(char::decode_utf16(wide).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)));
        self.skip(4 * n_runs)?;
        self.skip(usize::try_from(n_phonetic).unwrap_or(usize::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_goes_on_in_the_next_piece_in_letters_of_another_width() {
        let first = [&[2, 0, 0, 0, 2, 0, 0, 0][..], &[4, 0, 0, b'a', b'b']].concat();
        let second = [&[1][..], &[0x2d, 0x4e, 0x87, 0x65], &[1, 0, 0, b'z']].concat();
        let texts = shared(&[&first, &second]).unwrap();
        assert_eq!((texts.get(0), texts.get(1), texts.get(2)), (Some("ab中文"), Some("z"), None));
    }

    #[test]
    fn more_texts_than_there_are_is_damage_and_takes_no_room() {
        let lie = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 0, 0, b'a'];
        assert_eq!(shared(&[&lie]).err(), Some(FileRefusal::Damaged));
    }

    #[test]
    fn letters_of_a_code_page_are_read_in_it_and_without_one_as_they_are() {
        let (gbk, _, _) = encoding_rs::GB18030.encode("订单号");
        let data = [&[gbk.len() as u8, 0][..], &gbk].concat();
        let page = LetterStyle::of_page(936);
        assert_eq!(LetterStyle::Page(page).long(&[&data], 0).unwrap(), "订单号");
        assert_eq!(LetterStyle::Page(None).long(&[&data], 0).unwrap(), "订单号");
        let utf8 = "订单号".as_bytes();
        let data = [&[utf8.len() as u8, 0][..], utf8].concat();
        assert_eq!(LetterStyle::Page(None).long(&[&data], 0).unwrap(), "订单号");
    }
}
