//! Workbooks of the kind before 2007, written record by record: what shop systems hand out as `.xls`.

use std::io::{Cursor, Write};

use super::ways::Rows;

/// So many bytes a record holds.
const MAX_RECORD: usize = 8_224;

/// How a workbook is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OldStyle {
    /// As Excel does: texts are shared, numbers take four bytes where they can.
    Shared,
    /// Each cell holds its text, and numbers take eight bytes.
    Plain,
    /// As web shops do: a sheet alone, without a container, in bytes of a code page.
    Bare,
}

fn record(stream: &mut Vec<u8>, kind: u16, data: &[u8]) {
    stream.extend(kind.to_le_bytes());
    stream.extend(u16::try_from(data.len()).expect("a short record").to_le_bytes());
    stream.extend(data);
}

fn narrow(n: usize) -> u16 {
    u16::try_from(n).expect("a small number")
}

/// A text as it stands in a record: its letters in one byte each where they can be.
fn letters(text: &str) -> (u8, Vec<u8>) {
    if text.chars().all(|c| u32::from(c) < 0x100) {
        (0, text.chars().map(|c| u8::try_from(u32::from(c)).expect("one byte")).collect())
    } else {
        (1, text.encode_utf16().flat_map(u16::to_le_bytes).collect())
    }
}

fn wide_text(text: &str) -> Vec<u8> {
    let (flags, bytes) = letters(text);
    let mut data = narrow(text.encode_utf16().count()).to_le_bytes().to_vec();
    data.push(flags);
    data.extend(bytes);
    data
}

/// The record of texts that sheets share, with further records where they are too long for it.
fn shared(stream: &mut Vec<u8>, texts: &[String]) {
    let n = u32::try_from(texts.len()).expect("few texts").to_le_bytes();
    let (mut kind, mut data) = (0x00fc, [n, n].concat());
    let end = |stream: &mut Vec<u8>, kind: &mut u16, data: &mut Vec<u8>| {
        record(stream, *kind, data);
        (*kind, *data) = (0x003c, vec![]);
    };
    for text in texts {
        let (flags, bytes) = letters(text);
        let width = if flags == 0 { 1 } else { 2 };
        if data.len() + 3 + width > MAX_RECORD {
            end(stream, &mut kind, &mut data);
        }
        data.extend(narrow(bytes.len() / width).to_le_bytes());
        data.push(flags);
        let mut rest = bytes.as_slice();
        while !rest.is_empty() {
            let room = (MAX_RECORD - data.len()) / width * width;
            if room == 0 {
                end(stream, &mut kind, &mut data);
                data.push(flags);
                continue;
            }
            let (now, later) = rest.split_at(room.min(rest.len()));
            data.extend(now);
            rest = later;
        }
    }
    record(stream, kind, &data);
}

/// A number in four bytes, where it is a whole one or one of hundredths.
fn short(text: &str) -> Option<u32> {
    let (whole, fraction) = text.split_once('.').filter(|(_, fraction)| fraction.len() == 2)?;
    let hundredths: i32 = format!("{whole}{fraction}").parse().ok()?;
    (hundredths.abs() < 1 << 28).then(|| (hundredths << 2).cast_unsigned() | 3)
}

fn is_number(cell: &str) -> bool {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    let is_plain = digits.split_once('.').is_some_and(|(whole, fraction)| {
        let is_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        is_digits(whole) && is_digits(fraction) && (1..9).contains(&whole.len()) && fraction.len() == 2
    });
    is_plain && (digits.starts_with("0.") || !digits.starts_with('0'))
}

fn sheet(rows: &Rows, style: OldStyle, texts: &mut Vec<String>) -> Vec<u8> {
    let mut stream = vec![];
    let version: u16 = if style == OldStyle::Bare { 0 } else { 0x0600 };
    record(&mut stream, 0x0809, &[version.to_le_bytes(), [0x10, 0], [0; 2], [0; 2]].concat());
    for (row, cells) in rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            let place = [narrow(row).to_le_bytes(), narrow(column).to_le_bytes(), [0; 2]].concat();
            let mut put = |kind, rest: &[u8]| record(&mut stream, kind, &[&place, rest].concat());
            match style {
                _ if is_number(cell) && (row + column) % 5 == 4 => {
                    // What came of a formula.
                    let x: f64 = cell.parse().expect("a number");
                    put(0x0006, &[&x.to_le_bytes()[..], &[0; 8]].concat());
                }
                OldStyle::Shared if is_number(cell) && short(cell).is_some() => {
                    put(0x027e, &short(cell).unwrap_or_default().to_le_bytes());
                }
                _ if is_number(cell) => put(0x0203, &cell.parse::<f64>().expect("a number").to_le_bytes()),
                OldStyle::Shared => {
                    put(0x00fd, &u32::try_from(texts.len()).expect("few texts").to_le_bytes());
                    texts.push(cell.clone());
                }
                OldStyle::Plain => put(0x0204, &wide_text(cell)),
                OldStyle::Bare => {
                    let bytes = cell.as_bytes();
                    put(0x0204, &[&narrow(bytes.len()).to_le_bytes()[..], bytes].concat());
                }
            }
        }
    }
    record(&mut stream, 0x000a, &[]);
    stream
}

/// The records of a workbook with these sheets: their names, whether they are hidden, and their rows.
pub fn records(sheets: &[(&str, bool, &Rows)], style: OldStyle) -> Vec<u8> {
    let mut texts = vec![];
    let bodies: Vec<Vec<u8>> = sheets.iter().map(|(_, _, rows)| sheet(rows, style, &mut texts)).collect();
    let head = |begin: usize| {
        let mut stream = vec![];
        record(&mut stream, 0x0809, &[0, 6, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        let mut at = begin;
        for ((name, is_hidden, _), body) in sheets.iter().zip(&bodies) {
            let (flags, bytes) = letters(name);
            let length = u8::try_from(name.encode_utf16().count()).expect("a short name");
            let begin = u32::try_from(at).expect("a small file").to_le_bytes();
            let said = [u8::from(*is_hidden), 0, length, flags];
            record(&mut stream, 0x0085, &[&begin[..], &said, &bytes].concat());
            at += body.len();
        }
        if style == OldStyle::Shared {
            shared(&mut stream, &texts);
        }
        record(&mut stream, 0x000a, &[]);
        stream
    };
    let begin = head(0).len();
    [head(begin), bodies.concat()].concat()
}

/// A stream in a container, under this name.
pub fn container(name: &str, stream: &[u8]) -> Vec<u8> {
    let version = cfb::Version::V3;
    let mut made =
        cfb::CompoundFile::create_with_version(version, Cursor::new(vec![])).expect("room in memory");
    made.create_stream(name).expect("a stream").write_all(stream).expect("room in memory");
    made.into_inner().into_inner()
}

/// A workbook with these sheets.
pub fn old_workbook(sheets: &[(&str, bool, &Rows)], style: OldStyle) -> Vec<u8> {
    match (style, sheets) {
        (OldStyle::Bare, [(_, _, rows), ..]) => sheet(rows, style, &mut vec![]),
        _ => container("/Workbook", &records(sheets, style)),
    }
}
