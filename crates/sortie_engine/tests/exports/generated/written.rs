//! Writing an export out: decimal styles, quotation marks, encodings, and what happens to files on their way.

use std::io::{Cursor, Write};

use encoding_rs::{GB18030, WINDOWS_1252};
use sortie_engine::ledger::Decimal;

use super::Made;

/// How amounts are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `1,234.56`.
    Point,
    /// `1234.56`.
    Plain,
    /// `1.234,56`.
    Comma,
    /// `1 234,56` with a space that does not break.
    Space,
    /// `1,234`.
    Whole,
}

/// An amount in a style.
pub fn amount(value: Decimal, style: Style) -> String {
    let (group, mark, digits) = match style {
        Style::Point => (",", ".", 2),
        Style::Plain => ("", ".", 2),
        Style::Comma => (".", ",", 2),
        Style::Space => ("\u{a0}", ",", 2),
        Style::Whole => (",", "", 0),
    };
    let text = format!("{:.digits$}", value.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let groups: Vec<&[u8]> = whole.as_bytes().rchunks(3).rev().collect();
    let groups: Vec<&str> =
        groups.into_iter().map(|group| std::str::from_utf8(group).expect("digits")).collect();
    let sign = if value < Decimal::ZERO { "-" } else { "" };
    format!("{sign}{}{mark}{fraction}", groups.join(group))
}

/// What letters are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf8Marked,
    Utf16,
    Gb18030,
    Windows1252,
}

impl Encoding {
    pub const ALL: [Self; 5] = [Self::Utf8, Self::Utf8Marked, Self::Utf16, Self::Gb18030, Self::Windows1252];

    /// The bytes of a text, or none where the encoding lacks one of its letters.
    fn bytes(self, text: &str) -> Option<Vec<u8>> {
        let encoded = |encoding: &'static encoding_rs::Encoding| {
            let (bytes, _, has_lost) = encoding.encode(text);
            // A file of plain letters is the same in either; one of them is enough.
            (!has_lost && !text.is_ascii()).then(|| bytes.into_owned())
        };
        match self {
            Self::Utf8 => Some(text.as_bytes().to_vec()),
            Self::Utf8Marked => Some(format!("\u{feff}{text}").into_bytes()),
            Self::Utf16 => {
                Some(format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect())
            }
            Self::Gb18030 => encoded(GB18030),
            Self::Windows1252 => encoded(WINDOWS_1252),
        }
    }
}

/// What happens to a file between the shop and the seller's folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    None,
    /// Lines end as on Windows, and blank ones follow.
    Windows,
    /// Names of columns and numbers of orders have spaces, tabs and zero bytes around them.
    Padding,
    /// The file lies in an archive.
    Zipped,
    /// The archive ends too early.
    Cut,
    /// The file ends within a letter.
    CutLetter,
    /// An amount is no number.
    NoNumber,
    /// A spreadsheet has rounded the number of an order.
    DamagedId,
    /// Somebody has deleted a column.
    MissingColumn,
}

impl Fault {
    pub const ALL: [Self; 9] = [
        Self::None,
        Self::Windows,
        Self::Padding,
        Self::Zipped,
        Self::Cut,
        Self::CutLetter,
        Self::NoNumber,
        Self::DamagedId,
        Self::MissingColumn,
    ];
}

fn line(cells: &[String], delimiter: char, end: &str) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| quoted(cell, delimiter)).collect();
    cells.join(&delimiter.to_string()) + end
}

fn quoted(cell: &str, delimiter: char) -> String {
    let has_signs = cell.contains([delimiter, '"', '\n']) && delimiter != '\t';
    if has_signs { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}

/// The bytes of an export, damaged at row `hit`; none where encoding and fault do not go together.
#[expect(clippy::cognitive_complexity, reason = "one step after another, as a file is written and damaged")]
pub fn written(made: &Made, encoding: Encoding, fault: Fault, hit: usize) -> Option<Vec<u8>> {
    let end = if fault == Fault::Windows { "\r\n" } else { "\n" };
    let mut text = String::new();
    let mut add = |cells: &[String]| text.push_str(&line(cells, made.delimiter, end));
    made.preamble.iter().for_each(|cells| add(cells));
    let without = |cells: &[String]| {
        let mut cells = cells.to_vec();
        if fault == Fault::MissingColumn {
            cells.remove(made.needed);
        }
        cells
    };
    // In a code page the space that does not break would be the only letter by which to know it.
    let is_unicode = matches!(encoding, Encoding::Utf8 | Encoding::Utf8Marked | Encoding::Utf16);
    let space = if is_unicode { "\u{a0}" } else { "" };
    let padded = |name: &String| {
        if fault == Fault::Padding { format!(" {name}{space} ") } else { name.clone() }
    };
    let header: Vec<String> = made.header.iter().map(padded).collect();
    add(&without(&header));
    for (idx, (cells, _)) in made.rows.iter().enumerate() {
        let mut cells = cells.clone();
        match (fault, made.id) {
            (Fault::NoNumber, _) if idx == hit => cells[made.money] = "1e309".to_owned(),
            (Fault::DamagedId, id) if idx == hit => cells[id?] = "5.78E+17".to_owned(),
            (Fault::Padding, Some(id)) if made.delimiter != '\t' => cells[id] = format!("{}\t\0", cells[id]),
            _ => {}
        }
        add(&without(&cells));
    }
    if fault == Fault::Windows {
        text.push_str("\r\n\r\n");
    }
    let mut bytes = encoding.bytes(&text)?;
    match fault {
        Fault::CutLetter if matches!(encoding, Encoding::Utf8 | Encoding::Utf8Marked) => bytes.push(0xe8),
        Fault::CutLetter if encoding == Encoding::Utf16 => bytes.push(0x4e),
        Fault::CutLetter if encoding == Encoding::Gb18030 => bytes.push(0x81),
        Fault::CutLetter => return None,
        Fault::Zipped | Fault::Cut => {
            let mut archive = zip::ZipWriter::new(Cursor::new(vec![]));
            let options = zip::write::SimpleFileOptions::default();
            archive.start_file("folder/export.csv", options).expect("an entry");
            archive.write_all(&bytes).expect("room in memory");
            bytes = archive.finish().expect("an archive").into_inner();
            if fault == Fault::Cut {
                bytes.truncate(bytes.len() * 2 / 3);
            }
        }
        _ => {}
    }
    Some(bytes)
}
