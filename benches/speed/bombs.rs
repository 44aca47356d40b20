//! Files that are made to do harm to whoever opens them: small ones that ask for all memory, long ones without an end.

use std::fs::File;
use std::io::{self, Cursor, Write};
use std::path::Path;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A file that does harm.
pub struct Bomb {
    /// What it is.
    pub name: &'static str,
    /// How it ends.
    pub extension: &'static str,
    /// A word that has to stand in what is said of it.
    pub told: &'static str,
    write: fn(&mut File) -> io::Result<()>,
}

impl Bomb {
    /// Writes the file.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        (self.write)(&mut File::create(path)?)
    }
}

/// All of them, each to be refused.
pub const BOMBS: [Bomb; 10] = [
    Bomb { name: "two cells far apart", extension: "xlsx", told: "1048576", write: far_cells },
    Bomb {
        name: "a list of texts that lies about its length",
        extension: "xlsx",
        told: "without columns",
        write: lying_list,
    },
    Bomb { name: "texts without number", extension: "xlsx", told: "without columns", write: many_texts },
    Bomb { name: "a sheet of 201 MB", extension: "xlsx", told: "191 MB", write: long_sheet },
    Bomb {
        name: "a sheet of 250 MB that says it is short",
        extension: "xlsx",
        told: "damaged",
        write: lying_sheet,
    },
    Bomb { name: "an archive of 201 MB", extension: "zip", told: "191 MB", write: long_archive },
    Bomb {
        name: "an archive of 250 MB that says it is short",
        extension: "zip",
        told: "damaged",
        write: lying_archive,
    },
    Bomb { name: "a line of a gigabyte", extension: "csv", told: "Row 2", write: long_line },
    Bomb { name: "a quoted line of a gigabyte", extension: "csv", told: "Row 2", write: long_quoted_line },
    Bomb { name: "a gigabyte of zero bytes", extension: "csv", told: "no text", write: zeros },
];

const TYPES: &str =
    r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
const START: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &str = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const RELATIONS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;
const ORDERS: &str = "Name,Financial Status,Currency,Subtotal,Shipping,Total,Created at,Lineitem name,Id\n";

/// A part that says `text` so many times between its beginning and its end.
struct Part {
    name: &'static str,
    start: String,
    text: String,
    times: u64,
    end: &'static str,
}

fn part(name: &'static str, start: &str, end: &'static str) -> Part {
    Part { name, start: start.to_owned(), text: String::new(), times: 0, end }
}

fn archive(parts: &[Part]) -> io::Result<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(vec![]));
    for part in parts {
        archive.start_file(part.name, SimpleFileOptions::default())?;
        archive.write_all(part.start.as_bytes())?;
        // In pieces, so that making it does not take the memory that it is made to take.
        let piece = part.text.repeat(1_000);
        for _ in 0..part.times / 1_000 {
            archive.write_all(piece.as_bytes())?;
        }
        archive.write_all(part.end.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

fn workbook(parts: Vec<Part>) -> io::Result<Vec<u8>> {
    let mut all = vec![
        part("_rels/.rels", START, ""),
        part("[Content_Types].xml", TYPES, ""),
        part("xl/workbook.xml", BOOK, ""),
        part("xl/_rels/workbook.xml.rels", RELATIONS, ""),
    ];
    all.extend(parts);
    archive(&all)
}

const SHEET: &str = r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"#;
const SHEET_END: &str = "</sheetData></worksheet>";

fn sheet(rows: &str) -> Part {
    part("xl/worksheets/sheet1.xml", &format!("{SHEET}{rows}"), SHEET_END)
}

fn texts(declared: u64, times: u64) -> Part {
    let start = format!(
        r#"<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" uniqueCount="{declared}">"#
    );
    let text = "<si><t>a</t></si>".to_owned();
    Part { name: "xl/sharedStrings.xml", start, text, times, end: "<si><t>a</t></si></sst>" }
}

fn far_cells(file: &mut File) -> io::Result<()> {
    let rows = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#;
    file.write_all(&workbook(vec![texts(1, 0), sheet(rows)])?)
}

fn lying_list(file: &mut File) -> io::Result<()> {
    let rows = r#"<row r="1"><c r="A1" t="s"><v>0</v></c></row>"#;
    file.write_all(&workbook(vec![texts(4_000_000_000, 0), sheet(rows)])?)
}

fn many_texts(file: &mut File) -> io::Result<()> {
    let rows = r#"<row r="1"><c r="A1" t="s"><v>0</v></c></row>"#;
    file.write_all(&workbook(vec![texts(1_600_001, 1_600_000), sheet(rows)])?)
}

/// Test builds pack slowly, so their long parts are a fiftieth as long as they say.
const SHRINK: u64 = if cfg!(debug_assertions) { 50 } else { 1 };

fn rows_of(bytes: u64) -> Part {
    let text = r#"<row><c t="inlineStr"><is><t>a</t></is></c></row>"#.to_owned();
    Part { times: bytes / SHRINK / text.len() as u64, text, ..sheet("") }
}

fn long_sheet(file: &mut File) -> io::Result<()> {
    file.write_all(&restated(workbook(vec![texts(1, 0), rows_of(201_000_000)])?, 201_000_000))
}

/// Writes into an archive that its longest part is of so many bytes.
fn restated(mut bytes: Vec<u8>, declared: u32) -> Vec<u8> {
    let at = |bytes: &[u8], from: usize| -> u32 {
        let field = bytes.get(from..from + 4).and_then(|field| field.try_into().ok());
        field.map_or(0, u32::from_le_bytes)
    };
    for begin in 0..bytes.len().saturating_sub(30) {
        let field = match &bytes[begin..begin + 4] {
            b"PK\x03\x04" => begin + 22,
            b"PK\x01\x02" => begin + 24,
            _ => continue,
        };
        if at(&bytes, field) > 1_000_000 {
            bytes[field..field + 4].copy_from_slice(&declared.to_le_bytes());
        }
    }
    bytes
}

fn lying_sheet(file: &mut File) -> io::Result<()> {
    file.write_all(&restated(workbook(vec![texts(1, 0), rows_of(250_000_000)])?, 1_000))
}

fn csv_of(bytes: u64) -> Part {
    let text = "#1,paid,USD,1.00,0.00,1.00,2025-11-05,Product,1\n".to_owned();
    Part { times: bytes / SHRINK / text.len() as u64, text, ..part("orders.csv", ORDERS, "") }
}

fn long_archive(file: &mut File) -> io::Result<()> {
    file.write_all(&restated(archive(&[csv_of(201_000_000)])?, 201_000_000))
}

fn lying_archive(file: &mut File) -> io::Result<()> {
    file.write_all(&restated(archive(&[csv_of(250_000_000)])?, 1_000))
}

/// A gigabyte, of which the first megabytes take room on the disk: whoever reads further has lost.
fn gigabyte(file: &mut File, start: &str) -> io::Result<()> {
    file.write_all(start.as_bytes())?;
    file.write_all(&vec![b'x'; 24 << 20])?;
    file.set_len(1 << 30)
}

fn long_line(file: &mut File) -> io::Result<()> {
    gigabyte(file, &format!("{ORDERS}#1,"))
}

fn long_quoted_line(file: &mut File) -> io::Result<()> {
    gigabyte(file, &format!("{ORDERS}#1,\""))
}

fn zeros(file: &mut File) -> io::Result<()> {
    file.set_len(1 << 30)
}
