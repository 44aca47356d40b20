//! What holds for any bytes: they are read or refused, nothing counts more than was read, and what is shown is finite.
//!
//! The fuzzer calls these with bytes that it has found to lead somewhere new, the tests with bytes that chance has changed.

use std::io::{Cursor, Write};

use sortie_engine::import::{Import, ImportInput, ImportSettings, import};
use sortie_engine::plan;
use sortie_engine::watch::PatientWatch;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

fn imported(name: &str, bytes: Vec<u8>) -> Import {
    let settings = ImportSettings { salt: b"salt".to_vec(), ..ImportSettings::default() };
    import(
        vec![ImportInput { name: name.to_owned(), content: Box::new(Cursor::new(bytes)), written: None }],
        &settings,
        &PatientWatch,
    )
}

/// An export of any bytes is read or refused.
pub fn import_holds(bytes: &[u8]) {
    let import = imported("export 2025-11.csv", bytes.to_vec());
    for file in &import.files {
        assert!(file.refusal.is_some() != file.kind.is_some(), "neither read nor refused, or both: {file:?}");
        let n_excluded: u64 = file.excluded.values().sum();
        // A file that is cut may tell less rows than it has.
        assert!(n_excluded <= file.rows.max(1), "more left out than there is: {file:?}");
    }
    for month in import.ledger.months.iter().chain(&import.ledger.undated) {
        assert!(!month.channel.is_empty() && month.currency.len() == 3, "{month:?}");
        assert!(month.repeat_buyers.unwrap_or(0) <= month.buyers.unwrap_or(0), "{month:?}");
    }
}

const TYPES: &str =
    r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
const START: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &str = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const RELATIONS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;
const TEXTS: &str = r#"<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" uniqueCount="9"><si><t>Name</t></si><si><t>Financial Status</t></si><si><t>Lineitem name</t></si><si><t>Created at</t></si><si><t>Subtotal</t></si><si><t>Total</t></si><si><t>paid</t></si><si><t>#1</t></si><si><t>2025-11-05 10:00:00 +0000</t></si></sst>"#;
const SHEET: &str = r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c><c r="D1" t="s"><v>3</v></c><c r="E1" t="s"><v>4</v></c><c r="F1" t="s"><v>5</v></c></row><row r="2"><c r="A2" t="s"><v>7</v></c><c r="B2" t="s"><v>6</v></c><c r="C2"><v>1</v></c><c r="D2" t="s"><v>8</v></c><c r="E2"><v>5</v></c><c r="F2"><v>5</v></c></row></sheetData></worksheet>"#;

/// An archive of these parts.
pub fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(vec![]));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in parts {
        archive.start_file(*name, options).expect("a part");
        archive.write_all(bytes).expect("room in memory");
    }
    archive.finish().expect("an archive").into_inner()
}

/// An archive or a workbook is read or refused, whichever of its parts the bytes are. The first byte says which, for
/// parts have a sum over them that bytes changed by chance do not have.
pub fn packed_holds(bytes: &[u8]) {
    let Some((which, bytes)) = bytes.split_first() else { return };
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("_rels/.rels", START.as_bytes()),
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("xl/workbook.xml", BOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()),
        ("xl/sharedStrings.xml", TEXTS.as_bytes()),
        ("xl/worksheets/sheet1.xml", SHEET.as_bytes()),
        ("xl/styles.xml", b""),
    ];
    match which % 8 {
        0 => return import_holds(bytes),
        1 => return import_holds(&archive(&[("orders.csv", bytes), ("more.csv", bytes)])),
        which => {
            let place = usize::from(which).min(parts.len() - 1);
            parts[place].1 = bytes;
        }
    }
    import_holds(&archive(&parts));
}

/// What to begin with: each part of a workbook as it should be.
pub fn packed_seeds() -> Vec<Vec<u8>> {
    let parts = [BOOK, RELATIONS, TEXTS, SHEET, "<styleSheet/>"];
    (2_u8..).zip(parts).map(|(which, part)| [&[which], part.as_bytes()].concat()).collect()
}

/// Cells of numbers, days, currencies and names, parted by line breaks, in tables of which every row is well formed.
pub fn cells_hold(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes).replace('"', "");
    let mut cells = text.split('\n');
    let mut cell = || cells.next().unwrap_or("1");
    let shopify = format!(
        "Name,Financial Status,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem name,Lineitem quantity,Id\n\
         #1,paid,\"{}\",\"{}\",\"{}\",\"{}\",\"{}\",\"{}\",A,\"{}\",\"{}\"\n",
        cell(),
        cell(),
        cell(),
        cell(),
        cell(),
        cell(),
        cell(),
        cell(),
    );
    import_holds(shopify.as_bytes());
    let amazon = format!(
        "Datum/Uhrzeit,Abrechnungsnummer,Typ,Bestellnummer,Menge,Umsätze,Verkaufsgebühren,\
         Gebühren zu Versand durch Amazon,Andere Transaktionsgebühren,Andere,Gesamt\n\
         \"{}\",1,Bestellung,302-1,\"{}\",\"{}\",\"{}\",0,0,0,\"{}\"\n",
        cell(),
        cell(),
        cell(),
        cell(),
        cell(),
    );
    import_holds(amazon.as_bytes());
    let ads = format!("Campaign name,Day,Amount spent (USD)\n\"{}\",\"{}\",\"{}\"\n", cell(), cell(), cell());
    import_holds(ads.as_bytes());
}

/// A plan is read or refused, and what is read is the same once it was written.
pub fn plan_holds(bytes: &[u8]) {
    match plan::read(bytes) {
        Err(faults) => assert!(!faults.is_empty(), "refused without a reason"),
        Ok(read) => {
            assert!(plan::check(&read).is_empty(), "read with faults");
            let written = plan::write(&read).expect("what was read is finite");
            assert_eq!(plan::read(&written).as_ref(), Ok(&read), "another plan was written");
            assert_eq!(
                plan::recall(&written).as_ref(),
                Some(&read),
                "a journal would bring another plan back"
            );
        }
    }
    // A journal holds plans that a seller is in the middle of.
    if let Some(left) = plan::recall(bytes) {
        drop(plan::check(&left));
    }
}
