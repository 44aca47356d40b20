//! Workbooks of shops as another reader reads them: cell by cell the same.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use sortie_engine::import::glimpse;

const WORKBOOKS: [(&str, &[u8]); 3] = [
    ("temu_reconciliation_US", include_bytes!("samples/temu_reconciliation_US.xlsx")),
    ("temu_shipping_label_fees", include_bytes!("samples/temu_shipping_label_fees.xlsx")),
    ("shopee_orders_MY", include_bytes!("samples/shopee_orders_MY.xlsx")),
];

fn written(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::DateTime(moment) => {
            let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
        }
        cell => cell.to_string().trim().chars().take(200).collect(),
    }
}

#[test]
fn a_workbook_holds_what_another_reader_finds_in_it() {
    let mut n_in_all = 0;
    for (name, bytes) in WORKBOOKS {
        let seen = glimpse(&mut Cursor::new(bytes.to_vec()), None).expect(name);
        let columns: Vec<&str> = seen.columns().iter().map(|column| column.trim()).collect();
        let mut book = Xlsx::new(Cursor::new(bytes.to_vec())).expect(name);
        let mut sheets = book.sheet_names().into_iter().filter_map(|sheet| book.worksheet_range(&sheet).ok());
        let found = sheets.find_map(|sheet| {
            let rows: Vec<Vec<String>> = sheet.rows().map(|row| row.iter().map(written).collect()).collect();
            let is_header = |row: &Vec<String>| row.iter().zip(&columns).all(|(cell, column)| cell == column);
            let at = rows.iter().position(is_header)?;
            Some(rows[at + 1..].to_vec())
        });
        let rows = found.expect(name);
        let mut n_cells = 0;
        for column in 0..columns.len() {
            let expected = rows.iter().filter_map(|row| row.get(column)).filter(|cell| !cell.is_empty());
            let mut expected = expected.take(seen.examples(column).count());
            for example in seen.examples(column) {
                assert_eq!(Some(example), expected.next().map(String::as_str), "{name}, column {column}");
                n_cells += 1;
            }
        }
        assert!(n_cells > 0, "{name}");
        n_in_all += n_cells;
    }
    assert!(n_in_all > 60, "{n_in_all}");
}
