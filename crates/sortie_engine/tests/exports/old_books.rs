//! Workbooks of the kind before 2007: the same table as another reader finds in them, and refused in words where they cannot
//! be read.

use std::io::Cursor;

use calamine::{Data, Reader, Xls};
use sortie_engine::import::{FileRefusal, Import, NoExport, glimpse};
use sortie_engine::ledger::Decimal;

use super::generated::Chance;
use super::old_book::{OldStyle, container, old_workbook, records};
use super::read;
use super::ways::Rows;

fn rows(n: usize) -> Rows {
    let head = "订单号,下单时间,订单金额,币种缩写,订单状态,店铺账号,平台渠道,产品名称,SKU,产品数量,包裹号";
    let mut rows: Rows = vec![head.split(',').map(str::to_owned).collect()];
    rows.extend((0..n).map(|nth| {
        let day = format!("2025-11-{:02} 14:02:11", 1 + nth % 28);
        let row =
            format!("DX{nth:06},{day},19.99,USD,已发货,店铺一,Shopee,手机壳 ✓ {nth},SKU{nth},1,XM{nth}");
        row.split(',').map(str::to_owned).collect()
    }));
    rows
}

fn revenue(import: &Import) -> Decimal {
    import.ledger.months.iter().filter_map(|month| month.revenue).sum()
}

fn refusal(bytes: &[u8]) -> Option<FileRefusal> {
    read(&[("orders.xls", bytes)]).files.remove(0).refusal
}

#[test]
fn an_old_workbook_holds_what_another_reader_finds_in_it() {
    let rows = rows(40);
    for style in [OldStyle::Shared, OldStyle::Plain] {
        let bytes = old_workbook(&[("订单", false, &rows)], style);
        let mut book = Xls::new(Cursor::new(bytes.clone())).expect("another reader opens it");
        let sheet = book.worksheet_range("订单").expect("the sheet is there");
        let seen = glimpse(&mut Cursor::new(bytes), None).expect("a table");
        assert_eq!(seen.columns(), rows[0]);
        let mut n_cells = 0;
        for column in 0..rows[0].len() {
            let cells = sheet.rows().skip(1).filter_map(|row| row.get(column));
            let expected = cells.map(|cell| match cell {
                Data::Float(x) => x.to_string(),
                cell => cell.to_string(),
            });
            for (own, other) in seen.examples(column).zip(expected) {
                assert_eq!(own, other, "{style:?}, column {column}");
                n_cells += 1;
            }
        }
        assert!(n_cells > 400, "{n_cells}");
    }
}

#[test]
fn texts_go_on_from_one_record_to_the_next() {
    // A thousand orders share more texts than a record holds.
    let rows = rows(1_000);
    let import = read(&[("orders.xls", &old_workbook(&[("订单", false, &rows)], OldStyle::Shared))]);
    assert_eq!(import.files[0].refusal, None);
    assert_eq!((import.files[0].used(), revenue(&import)), (1_000, Decimal::new(1_999_000, 2)));
}

#[test]
fn what_stands_in_the_same_container_and_is_no_table_says_so() {
    let rows = rows(3);
    let stream = records(&[("a", false, &rows)], OldStyle::Plain);
    assert_eq!(refusal(&container("/EncryptionInfo", b"secret")), Some(FileRefusal::Protected));
    let document = FileRefusal::WrongKind(NoExport::OfficeDocument);
    assert_eq!(refusal(&container("/WordDocument", b"Dear seller")), Some(document));
    // Behind its first record stands that of a password.
    let password = [&stream[..20], &[0x2f, 0, 6, 0, 0, 0, 1, 2, 3, 4], &stream[20..]].concat();
    assert_eq!(refusal(&container("/Workbook", &password)), Some(FileRefusal::Protected));
    assert_eq!(refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), Some(FileRefusal::Damaged));
    let whole = container("/Workbook", &stream);
    assert_eq!(refusal(&whole), None);
    for part in [2, 3, 5] {
        assert_eq!(
            refusal(&container("/Workbook", &stream[..stream.len() * (part - 1) / part])),
            Some(FileRefusal::Damaged)
        );
    }
}

#[test]
fn an_old_workbook_with_changed_bytes_is_read_or_refused() {
    let rows = rows(30);
    let mut chance = Chance::new(2_026);
    let mut n_refused = 0;
    for style in [OldStyle::Shared, OldStyle::Plain, OldStyle::Bare] {
        let whole = old_workbook(&[("a", false, &rows)], style);
        for _ in 0..400 {
            let mut bytes = whole.clone();
            for _ in 0..1 + chance.below(6) {
                let at = usize::try_from(chance.below(bytes.len() as u64)).expect("a place");
                bytes[at] = u8::try_from(chance.below(256)).expect("a byte");
            }
            let import = read(&[("orders.xls", &bytes)]);
            let report = &import.files[0];
            n_refused += u32::from(report.refusal.is_some());
            assert!(report.refusal.is_some() || report.rows <= 65_536, "{report:?}");
        }
    }
    assert!(n_refused > 20, "{n_refused}");
}
