//! Files that are broken, absurd or made to do harm: each is refused for its reason or read as far as it can be, and none
//! stops the program, fills the memory or turns an amount into nothing.

use std::io::{Cursor, Read, Seek, SeekFrom, Write};
use std::time::{Duration, Instant};

use sortie_engine::import::{
    CellProblem, FileNote, FileRefusal, FileReport, ImportInput, ImportSettings, MAX_CELL_BYTES, NoExport,
    RowExclusion, import,
};
use sortie_engine::ledger::Decimal;
use sortie_engine::watch::PatientWatch;

use super::read;

const ORDERS: &str = "Name,Financial Status,Currency,Subtotal,Shipping,Total,Created at,Lineitem name,Id\n";

fn order(n: u32, total: &str) -> String {
    format!("#{n},paid,USD,{total},0.00,{total},2025-11-05 10:00:00 +0000,Product,90000{n}\n")
}

fn report(bytes: &[u8]) -> FileReport {
    read(&[("file", bytes)]).files.remove(0)
}

fn revenue(bytes: &[u8]) -> Decimal {
    read(&[("file", bytes)]).ledger.months.iter().filter_map(|month| month.revenue).sum()
}

#[test]
fn a_file_of_another_kind_says_what_it_seems_to_be() {
    for (bytes, expected) in [
        (&b"%PDF-1.7 and more"[..], NoExport::Pdf),
        (b"\x89PNG\r\n\x1a\n....", NoExport::Picture),
        (b"\x09\x04\x06\x00....", NoExport::OldWorkbook),
        (b"<!DOCTYPE html><html><body>Log in</body></html>", NoExport::WebPage),
        (b"{\"orders\": [1, 2]}", NoExport::Json),
        (b"{\"format\": \"sortie-plan\", \"version\": 1}", NoExport::Plan),
        (b"Rar!\x1a\x07\x00....", NoExport::OtherArchive),
        (b"Dear seller\nthank you for your message.\n", NoExport::Prose),
        (&[7; 4000], NoExport::Binary),
    ] {
        assert_eq!(report(bytes).refusal, Some(FileRefusal::WrongKind(expected)));
    }
    assert_eq!(report(b"").refusal, Some(FileRefusal::Empty));
    let told = report("Fruit,Weight\nApple,3\n".as_bytes()).refusal;
    assert_eq!(told, Some(FileRefusal::UnknownTable { columns: vec!["Fruit".into(), "Weight".into()] }));
}

#[test]
fn a_half_good_file_is_read_and_the_rest_of_it_listed() {
    let mut text = ORDERS.to_owned();
    (0..8).for_each(|n| text += &order(n, "10.00"));
    text += &order(8, "1e309");
    text += &order(9, "NaN");
    text += &order(10, "99999999999999999999999999");
    text += "#11,paid,USD,5.00,0.00,5.00,the day before,Product,9000011\n";
    let file = report(text.as_bytes());
    assert_eq!((file.rows, file.used(), file.excluded[&RowExclusion::Unreadable]), (12, 8, 4));
    let told: Vec<_> =
        file.unreadable.iter().map(|fault| (fault.row, fault.column.as_str(), fault.problem)).collect();
    assert_eq!(
        told,
        [
            (10, "Subtotal", CellProblem::NotANumber),
            (11, "Subtotal", CellProblem::NotANumber),
            (12, "Subtotal", CellProblem::TooLarge),
            (13, "Created at", CellProblem::NotADate),
        ]
    );
    assert_eq!(revenue(text.as_bytes()), Decimal::from(80));
}

#[test]
fn a_file_of_which_most_cannot_be_read_is_refused_with_the_first_cell() {
    let text = ORDERS.to_owned() + &order(1, "5.00") + &order(2, "x") + &order(3, "y");
    let Some(FileRefusal::MostlyUnreadable(fault)) = report(text.as_bytes()).refusal else { panic!("read") };
    assert_eq!((fault.row, fault.text.as_str()), (3, "x"));
}

#[test]
fn zero_bytes_and_a_letter_cut_by_the_end_take_nothing_with_them() {
    let mut bytes = (ORDERS.to_owned() + &order(1, "5.00\0") + &order(2, "\t7.00 ")).into_bytes();
    assert_eq!(revenue(&bytes), Decimal::from(12));
    bytes.extend("#3,paid,USD,1.00,0.00,1.00,2025-11-05 10:00:00 +0000,订".as_bytes());
    bytes.pop();
    let file = report(&bytes);
    assert!(file.refusal.is_none() && file.notes.contains(&FileNote::LostLetters), "{file:?}");
    assert_eq!(revenue(&bytes), Decimal::from(13));
}

#[test]
fn numbers_of_orders_that_a_spreadsheet_rounded_are_refused_with_their_place() {
    let text = ORDERS.to_owned() + &order(1, "5.00") + "#2,paid,USD,5,0,5,2025-11-05,Product,5.78E+17\n";
    let Some(FileRefusal::DamagedIds(fault)) = report(text.as_bytes()).refusal else { panic!("read") };
    assert_eq!((fault.row, fault.column.as_str(), fault.text.as_str()), (3, "Id", "5.78E+17"));
}

/// A gigabyte that is nowhere: a header and then one line without an end.
struct Endless {
    at: u64,
    is_quoted: bool,
    read: std::sync::Arc<std::sync::atomic::AtomicU64>,
}

const ENDLESS: u64 = 1 << 30;

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let head = if self.is_quoted { format!("{ORDERS}#1,\"") } else { format!("{ORDERS}#1,") };
        let n = buffer.len().min(usize::try_from(ENDLESS - self.at).unwrap_or(usize::MAX));
        for (nth, byte) in buffer[..n].iter_mut().enumerate() {
            let at = usize::try_from(self.at).unwrap_or(usize::MAX).saturating_add(nth);
            *byte = head.as_bytes().get(at).copied().unwrap_or(b'x');
        }
        self.at += n as u64;
        self.read.fetch_add(n as u64, std::sync::atomic::Ordering::Relaxed);
        Ok(n)
    }
}

impl Seek for Endless {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.at = match to {
            SeekFrom::Start(at) => at,
            SeekFrom::End(back) => ENDLESS.saturating_add_signed(back),
            SeekFrom::Current(by) => self.at.saturating_add_signed(by),
        };
        Ok(self.at)
    }
}

#[test]
fn a_line_of_a_gigabyte_is_refused_with_its_place() {
    for is_quoted in [false, true] {
        let read = std::sync::Arc::default();
        let content = Box::new(Endless { at: 0, is_quoted, read: std::sync::Arc::clone(&read) });
        let inputs = vec![ImportInput { name: "endless.csv".into(), content, written: None }];
        let file = import(inputs, &ImportSettings::default(), &PatientWatch).files.remove(0);
        assert_eq!(
            file.refusal,
            Some(FileRefusal::CellTooLarge { row: 2, column: 2, limit: MAX_CELL_BYTES })
        );
        assert!(read.load(std::sync::atomic::Ordering::Relaxed) < 64 << 20, "refused before it is read");
    }
}

/// A workbook of these parts.
fn workbook(parts: &[(&str, &[u8])]) -> Vec<u8> {
    const TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
    const BOOK: &str = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
    const RELATIONS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;
    let mut archive = zip::ZipWriter::new(Cursor::new(vec![]));
    let options = zip::write::SimpleFileOptions::default();
    const START: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    let fixed = [
        ("_rels/.rels", START.as_bytes()),
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("xl/workbook.xml", BOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()),
    ];
    for (name, bytes) in fixed.iter().chain(parts) {
        archive.start_file(*name, options).expect("a part");
        archive.write_all(bytes).expect("room in memory");
    }
    archive.finish().expect("a workbook").into_inner()
}

fn sheet(rows: &str) -> String {
    format!(
        r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#
    )
}

/// Refused, and quickly.
#[expect(clippy::disallowed_methods, reason = "how long it takes is what is asked")]
fn refused(bytes: &[u8]) -> FileRefusal {
    let start = Instant::now();
    let refusal = report(bytes).refusal.expect("a refusal");
    assert!(start.elapsed() < Duration::from_secs(30), "{:?} for {refusal:?}", start.elapsed());
    refusal
}

#[test]
fn two_cells_far_apart_do_not_ask_for_a_table_between_them() {
    let far = sheet(
        r#"<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#,
    );
    let parts: [(&str, &[u8]); 2] =
        [("xl/sharedStrings.xml", &texts(0)), ("xl/worksheets/sheet1.xml", far.as_bytes())];
    let told = refused(&workbook(&parts));
    assert_eq!(told, FileRefusal::TooManyColumns { row: 1_048_576, limit: 500 });
}

/// A list of one text that says it has `n`.
fn texts(n: u64) -> Vec<u8> {
    format!(
        r#"<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="9" uniqueCount="{n}"><si><t>a</t></si></sst>"#
    )
    .into_bytes()
}

#[test]
fn a_list_of_texts_that_lies_about_its_length_is_read_as_long_as_it_is() {
    let rows = sheet(r#"<row r="1"><c r="A1" t="s"><v>0</v></c></row>"#);
    let refused_with = |n| {
        let parts: [(&str, &[u8]); 2] =
            [("xl/sharedStrings.xml", &texts(n)), ("xl/worksheets/sheet1.xml", rows.as_bytes())];
        refused(&workbook(&parts))
    };
    for n in [1, 4_000_000_000] {
        assert_eq!(refused_with(n), FileRefusal::WrongKind(NoExport::Prose));
    }
}

#[test]
fn a_small_file_that_unpacks_without_end_is_refused() {
    let spaces = vec![b' '; 3_000_000];
    let told = refused(&workbook(&[("xl/worksheets/sheet1.xml", &spaces)]));
    assert!(matches!(told, FileRefusal::CellTooLarge { .. }), "{told:?}");
    let zeros = vec![b' '; 201_000_000];
    let mut archive = zip::ZipWriter::new(Cursor::new(vec![]));
    archive.start_file("a.csv", zip::write::SimpleFileOptions::default()).expect("an entry");
    archive.write_all(&zeros).expect("room in memory");
    let bomb = archive.finish().expect("an archive").into_inner();
    assert!(bomb.len() < 500_000);
    assert!(matches!(refused(&bomb), FileRefusal::UnpackedTooLarge { .. }));
}

#[test]
fn too_many_rows_and_columns_are_refused_with_their_place() {
    let wide = format!("{}{}\n", ORDERS.replace('\n', "\n#1,"), "x,".repeat(600));
    assert_eq!(report(wide.as_bytes()).refusal, Some(FileRefusal::TooManyColumns { row: 2, limit: 500 }));
}
