//! Letters of a report: how wide they are, where a line may end, and which font file has them.

use std::sync::LazyLock;

use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::outline::OutlineGlyphCollection;
use skrifa::{FontRef, GlyphId, MetadataProvider};

use crate::theme::letter_files;

/// Shown for a letter that no file has: what is read never loses one without a sign.
const UNKNOWN: char = '?';

/// A letter in its font.
#[derive(Clone, Copy, Debug)]
pub struct PlacedLetter {
    /// The letter.
    pub letter: char,
    /// Which of the files has it.
    pub file: usize,
    /// Its place in that file.
    pub glyph: GlyphId,
    /// How far the next one stands to the right, for letters of size 1.
    pub advance: f32,
}

struct LetterFile {
    map: Charmap<'static>,
    widths: GlyphMetrics<'static>,
    outlines: OutlineGlyphCollection<'static>,
}

/// The letters of one weight.
pub struct LetterSet {
    files: Vec<LetterFile>,
}

/// The letters of normal weight, or strong ones.
pub fn letters(is_strong: bool) -> &'static LetterSet {
    static PLAIN: LazyLock<LetterSet> = LazyLock::new(|| LetterSet::load(false));
    static STRONG: LazyLock<LetterSet> = LazyLock::new(|| LetterSet::load(true));
    if is_strong { &STRONG } else { &PLAIN }
}

impl LetterSet {
    /// The files are compiled in and tested, so that one which cannot be read is left out rather than a panic.
    fn load(is_strong: bool) -> Self {
        let read = |bytes: &&'static [u8]| {
            let font = FontRef::new(bytes).ok()?;
            Some(LetterFile {
                map: font.charmap(),
                widths: font.glyph_metrics(Size::new(1.0), LocationRef::default()),
                outlines: font.outline_glyphs(),
            })
        };
        Self { files: letter_files(is_strong).iter().filter_map(read).collect() }
    }

    /// The letter in the first file that has it.
    pub fn place(&self, letter: char) -> Option<PlacedLetter> {
        let found = |letter: char| {
            self.files.iter().enumerate().find_map(|(file, it)| {
                let glyph = it.map.map(letter)?;
                Some(PlacedLetter { letter, file, glyph, advance: it.widths.advance_width(glyph)? })
            })
        };
        found(letter).or_else(|| found(UNKNOWN))
    }

    /// How wide a text is, in letters of size 1.
    pub fn width(&self, text: &str) -> f32 {
        text.chars().filter_map(|letter| self.place(letter)).map(|placed| placed.advance).sum()
    }

    /// The outlines of a file.
    pub(super) fn outlines(&self, file: usize) -> Option<&OutlineGlyphCollection<'static>> {
        self.files.get(file).map(|file| &file.outlines)
    }
}

/// How wide a line of letters is.
pub fn width(text: &str, size: f32, is_strong: bool) -> f32 {
    letters(is_strong).width(text) * size
}

/// The text cut short with a sign at its end, so that it is no wider than `most`.
pub fn cut(text: &str, most: f32, size: f32, is_strong: bool) -> String {
    if width(text, size, is_strong) <= most {
        return text.to_owned();
    }
    let mut kept: String = text.to_owned();
    while kept.pop().is_some() {
        let short = format!("{}\u{2026}", kept.trim_end());
        if width(&short, size, is_strong) <= most {
            return short;
        }
    }
    String::new()
}

/// Whether a line may end before `next`, behind `before`: at a space, and between any two letters of which one is Chinese,
/// but not before a sign that closes and not behind one that opens.
fn may_break(before: char, next: char) -> bool {
    const CLOSING: &str = "\u{ff0c}\u{3002}\u{3001}\u{ff1b}\u{ff1a}\u{ff1f}\u{ff01}\u{ff09}\u{201d}\u{2019}\u{300b}\u{3011},.;:!?)%\u{2026}\u{b7}";
    const OPENING: &str = "\u{ff08}\u{201c}\u{2018}\u{300a}\u{3010}(";
    // A number keeps its word for ten thousands and hundred millions.
    if before.is_ascii_digit() && matches!(next, '\u{4e07}' | '\u{4ebf}') {
        return false;
    }
    if next.is_whitespace() || CLOSING.contains(next) || OPENING.contains(before) {
        return false;
    }
    if before == '/' && next.is_alphabetic() {
        return true;
    }
    before.is_whitespace() || is_wide(before) || is_wide(next)
}

/// Whether it is a letter or a sign of Chinese.
fn is_wide(letter: char) -> bool {
    matches!(letter, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff01}'..='\u{ff60}')
}

/// A piece of text of one weight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextPiece {
    /// What is read.
    pub text: String,
    /// Whether it stands out.
    pub is_strong: bool,
}

impl TextPiece {
    /// A piece of normal weight.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_strong: false }
    }

    /// A piece that stands out.
    pub fn strong(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_strong: true }
    }
}

/// The pieces as lines no wider than `room`. A word that is wider alone is broken where the line is full.
pub fn lines(pieces: &[TextPiece], size: f32, room: f32) -> Vec<Vec<TextPiece>> {
    let signs: Vec<(char, bool)> =
        pieces.iter().flat_map(|piece| piece.text.chars().map(|sign| (sign, piece.is_strong))).collect();
    let wide = |&(sign, is_strong): &(char, bool)| {
        letters(is_strong).place(sign).map_or(0.0, |placed| placed.advance) * size
    };
    let mut lines = vec![];
    let (mut start, mut used, mut last_break) = (0, 0.0_f32, None);
    let mut at = 0;
    while at < signs.len() {
        if signs[at].0 == '\n' {
            lines.push(piece_up(&signs[start..at]));
            (start, used, last_break) = (at + 1, 0.0, None);
            at += 1;
            continue;
        }
        if at > start && may_break(signs[at - 1].0, signs[at].0) {
            last_break = Some(at);
        }
        used += wide(&signs[at]);
        if used > room && at > start && !signs[at].0.is_whitespace() {
            let end = last_break.unwrap_or(at);
            lines.push(piece_up(&signs[start..end]));
            (start, used, last_break) = (end, 0.0, None);
            at = end;
            continue;
        }
        at += 1;
    }
    if start < signs.len() || lines.is_empty() {
        lines.push(piece_up(&signs[start..]));
    }
    lines
}

/// A line of signs as pieces of one weight each, without spaces at its end.
fn piece_up(signs: &[(char, bool)]) -> Vec<TextPiece> {
    let end = signs.iter().rposition(|(sign, _)| !sign.is_whitespace()).map_or(0, |last| last + 1);
    let mut pieces: Vec<TextPiece> = vec![];
    for (sign, is_strong) in &signs[..end] {
        match pieces.last_mut().filter(|last| last.is_strong == *is_strong) {
            Some(last) => last.text.push(*sign),
            None => pieces.push(TextPiece { text: sign.to_string(), is_strong: *is_strong }),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_at_words_and_between_chinese_letters_and_lose_no_letter() {
        let text = "Begin Amazon in March, then \u{4ece}\u{4e09}\u{6708}\u{8d77}\u{6295}\u{653e}\u{5e7f}\u{544a}\u{ff0c}\u{6bcf}\u{4e2a}\u{6708}\u{770b}\u{4e00}\u{6b21}\u{6570}\u{5b57}";
        for room in [60.0, 90.0, 140.0, 400.0] {
            let broken = lines(&[TextPiece::plain(text)], 10.0, room);
            for line in &broken {
                let told: String = line.iter().map(|piece| piece.text.as_str()).collect();
                assert!(width(&told, 10.0, false) <= room + 0.01, "{told}");
                assert!(!told.starts_with('\u{ff0c}') && !told.starts_with(' '), "{told}");
            }
            let all: String = broken.iter().flatten().map(|piece| piece.text.as_str()).collect();
            let without = |text: &str| text.replace(' ', "");
            assert_eq!(without(&all), without(text));
        }
    }

    #[test]
    fn every_letter_of_both_languages_has_its_place_in_a_font() {
        use crate::text::{Language, words};
        for language in Language::ALL {
            for (key, text) in words(language).keys() {
                for is_strong in [false, true] {
                    let missing = text.chars().find(|sign| {
                        !sign.is_control()
                            && letters(is_strong).place(*sign).is_none_or(|placed| placed.letter != *sign)
                    });
                    assert_eq!(missing, None, "{key}");
                }
            }
        }
    }
}
