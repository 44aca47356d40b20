//! Workbooks and archives made of parts: whole ones, and what a hand that means harm can change about them.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A file that is given to the program.
pub struct HostileFile {
    /// What is wrong with it.
    pub name: String,
    /// How its name ends.
    pub ending: &'static str,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// A workbook that is given to the program.
pub fn book(name: impl Into<String>, parts: &[(&str, &[u8])]) -> HostileFile {
    HostileFile { name: name.into(), ending: "xlsx", bytes: workbook(parts) }
}

/// An archive that is given to the program.
pub fn packed(name: impl Into<String>, bytes: Vec<u8>) -> HostileFile {
    HostileFile { name: name.into(), ending: "zip", bytes }
}

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The columns of an export of orders.
pub const COLUMNS: [&str; 9] = [
    "Name",
    "Financial Status",
    "Currency",
    "Subtotal",
    "Shipping",
    "Total",
    "Created at",
    "Lineitem name",
    "Id",
];
/// Orders as text.
pub const ORDERS: &str = "Name,Financial Status,Currency,Subtotal,Shipping,Total,Created at,Lineitem name,Id\n#1,paid,USD,5.00,0.00,5.00,2025-11-05 10:00:00 +0000,Product,9001\n";

/// A cell that holds its text itself.
pub fn cell(text: &str) -> String {
    format!(r#"<c t="inlineStr"><is><t>{text}</t></is></c>"#)
}

/// A row of such cells.
pub fn row(texts: &[&str]) -> String {
    format!("<row>{}</row>", texts.iter().map(|text| cell(text)).collect::<String>())
}

/// The names of the columns and an order.
pub fn orders() -> String {
    let order = ["#1", "paid", "USD", "5.00", "0.00", "5.00", "2025-11-05 10:00:00 +0000", "Product", "9001"];
    row(&COLUMNS) + &row(&order)
}

/// A sheet of these rows, with `before` ahead of them.
pub fn sheet(before: &str, rows: &str) -> Vec<u8> {
    format!(
        r#"<?xml version="1.0"?><worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData></worksheet>"#
    )
    .into_bytes()
}

/// A list of shared texts that begins with this tag.
pub fn texts(before: &str, tag: &str, items: &str) -> Vec<u8> {
    let name =
        tag.trim_start_matches('<').split([' ', '>', '\n', '\t', '/']).next().unwrap_or("sst").to_owned();
    format!(r#"<?xml version="1.0"?>{before}{tag}{items}</{name}>"#).into_bytes()
}

/// The list of sheets, each with the number of its relation.
pub fn list_of(sheets: &[(String, usize)]) -> Vec<u8> {
    let sheets: String = sheets
        .iter()
        .enumerate()
        .map(|(n, (name, id))| format!(r#"<sheet name="{name}" sheetId="{}" r:id="r{id}"/>"#, n + 1))
        .collect();
    format!(r#"<?xml version="1.0"?><workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{sheets}</sheets></workbook>"#)
        .into_bytes()
}

/// The relations of a workbook: the last word of the type, and where it leads.
pub fn relations_of(relations: &[(&str, &str)]) -> Vec<u8> {
    let relations: String = relations
        .iter()
        .enumerate()
        .map(|(n, (kind, to))| {
            format!(r#"<Relationship Id="r{}" Type="{OFFICE}/{kind}" Target="{to}"/>"#, n + 1)
        })
        .collect();
    format!(r#"<?xml version="1.0"?><Relationships>{relations}</Relationships>"#).into_bytes()
}

/// A workbook with one sheet of orders and a list of no texts, but for the parts that are given.
pub fn workbook(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let usual: [(&str, Vec<u8>); 5] = [
        ("_rels/.rels", relations_of(&[("officeDocument", "xl/workbook.xml")])),
        ("xl/workbook.xml", list_of(&[("Sheet1".to_owned(), 1)])),
        (
            "xl/_rels/workbook.xml.rels",
            relations_of(&[
                ("worksheet", "worksheets/sheet1.xml"),
                ("sharedStrings", "sharedStrings.xml"),
                ("styles", "styles.xml"),
            ]),
        ),
        ("xl/sharedStrings.xml", texts("", "<sst>", "")),
        ("xl/worksheets/sheet1.xml", sheet("", &orders())),
    ];
    let is_given = |name: &str| parts.iter().any(|(given, _)| *given == name);
    let mut all: Vec<(&str, &[u8])> = vec![];
    all.extend(
        usual.iter().filter(|(name, _)| !is_given(name)).map(|(name, bytes)| (*name, bytes.as_slice())),
    );
    all.extend(parts);
    archive(&all)
}

/// An archive of these files.
pub fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(vec![]));
    let options = SimpleFileOptions::default().compression_level(Some(1));
    for (name, bytes) in files {
        archive.start_file(*name, options).expect("a file in the archive");
        archive.write_all(bytes).expect("room in memory");
    }
    archive.finish().expect("an archive").into_inner()
}

/// The places in an archive where a field of every entry stands: in the list behind, and before the entry itself.
pub fn fields(bytes: &[u8], in_list: usize, before_entry: usize) -> Vec<usize> {
    (0..bytes.len().saturating_sub(46))
        .filter_map(|at| match &bytes[at..at + 4] {
            b"PK\x01\x02" => Some(at + in_list),
            b"PK\x03\x04" => Some(at + before_entry),
            _ => None,
        })
        .collect()
}
