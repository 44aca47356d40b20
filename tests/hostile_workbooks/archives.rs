//! Archives that lie about what is in them, hold each other, or are cut.

use super::made::{COLUMNS, HostileFile, ORDERS, archive, fields, packed, workbook};

/// Archives that say something else than they hold.
pub fn lies() -> Vec<HostileFile> {
    let honest = archive(&[("orders.csv", ORDERS.as_bytes()), ("again.csv", ORDERS.as_bytes())]);
    let mut made = vec![];
    for (what, in_list, before) in [("packed", 20, 18), ("unpacked", 24, 22), ("sum", 16, 14)] {
        for value in [0_u32, 1, 0x7fff_ffff, u32::MAX] {
            let mut bytes = honest.clone();
            for at in fields(&honest, in_list, before) {
                bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
            }
            made.push(packed(format!("{what} as {value}"), bytes));
        }
    }
    let starts = fields(&honest, 42, usize::MAX / 2).into_iter().filter(|at| *at < honest.len());
    let starts: Vec<usize> = starts.collect();
    let mut over = honest.clone();
    for at in &starts {
        over[*at..*at + 4].copy_from_slice(&0_u32.to_le_bytes());
    }
    made.push(packed("entries over each other", over));
    let mut far = honest.clone();
    for at in &starts {
        far[*at..*at + 4].copy_from_slice(&0x7fff_ffff_u32.to_le_bytes());
    }
    made.push(packed("entries beyond the end", far));
    let mut named = honest.clone();
    let second = honest.windows(9).position(|name| name == b"again.csv").expect("its name");
    let _ = named.splice(second..second + 9, *b"order.csv").count();
    made.push(packed("two names for one entry", named));
    let mut secret = honest.clone();
    for at in fields(&honest, 8, 6) {
        secret[at] |= 1;
    }
    made.push(packed("said to be behind a password", secret));
    made.extend(ends(&honest));
    made
}

/// Ends of archives that claim more than there is.
fn ends(honest: &[u8]) -> Vec<HostileFile> {
    let end = honest.len() - 22;
    let with = |at: usize, value: &[u8]| {
        let mut bytes = honest.to_vec();
        bytes[end + at..end + at + value.len()].copy_from_slice(value);
        bytes
    };
    let mut wide = honest[..end].to_vec();
    // The end of a long archive, and where to find it: sixty million entries.
    wide.resize(70_000_000, 0);
    let at = wide.len() as u64;
    wide.extend(b"PK\x06\x06");
    wide.extend(44_u64.to_le_bytes());
    wide.extend([45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    for value in [60_000_000_u64, 60_000_000, 60_000_000 * 46, 60_000_000] {
        wide.extend(value.to_le_bytes());
    }
    wide.extend(b"PK\x06\x07\0\0\0\0");
    wide.extend(at.to_le_bytes());
    wide.extend(1_u32.to_le_bytes());
    wide.extend(b"PK\x05\x06\0\0\0\0");
    wide.extend([0xff; 12]);
    wide.extend([0, 0]);
    let mut comment = with(20, &22_u16.to_le_bytes());
    comment.extend_from_slice(&honest[end..]);
    vec![
        packed("65,534 entries that are not there", with(8, &[0xfe, 0xff, 0xfe, 0xff])),
        packed("entries without number", with(8, &[0xff; 4])),
        packed("a list beyond the end", with(16, &[0xf0, 0xff, 0xff, 0x7f])),
        packed("sixty million entries", wide),
        packed("an end within the end", comment),
        packed("an end and nothing else", honest[end..].to_vec()),
    ]
}

/// Archives and workbooks that are cut.
pub fn cut() -> Vec<HostileFile> {
    let whole = [("xlsx", workbook(&[])), ("zip", archive(&[("orders.csv", ORDERS.as_bytes())]))];
    let mut made = vec![];
    for (ending, bytes) in whole {
        for part in [0, 1, 30, 50, 70, 90, 99] {
            let n = (bytes.len() * part / 100).max(4);
            made.push(HostileFile {
                name: format!("{part} % of a {ending}"),
                ending,
                bytes: bytes[..n].to_vec(),
            });
        }
    }
    made
}

/// Archives in archives, and small ones that unpack to a lot: `mb` each, but for those that are many.
pub fn bombs(mb: usize) -> Vec<HostileFile> {
    let zeros = vec![b' '; mb << 20];
    let lines = ORDERS.lines().nth(1).unwrap_or_default().to_owned() + "\n";
    let rows = ORDERS.to_owned() + &lines.repeat((mb << 20) / lines.len());
    let inner = archive(&[("spaces.csv", &zeros)]);
    let many: Vec<(String, &[u8])> = (0..60).map(|n| (format!("{n}.zip"), inner.as_slice())).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    let nested = (0..12).fold(inner.clone(), |inner, _| archive(&[("inner.zip", &inner)]));
    let row =
        format!("<row>{}</row>", COLUMNS.map(|name| format!("<c t=\"str\"><v>{name}</v></c>")).concat());
    let part =
        format!("<worksheet><sheetData>{}</sheetData></worksheet>", row.repeat((mb << 20) / 96 / row.len()));
    let long = workbook(&[("xl/worksheets/sheet1.xml", part.as_bytes())]);
    let books: Vec<(String, &[u8])> = (0..40).map(|n| (format!("{n}.xlsx"), long.as_slice())).collect();
    let books: Vec<(&str, &[u8])> = books.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    let tiny: Vec<String> = (0..20_000).map(|n| format!("{n}.csv")).collect();
    let tiny: Vec<(&str, &[u8])> = tiny.iter().map(|name| (name.as_str(), &b""[..])).collect();
    let named = "x".repeat(60_000);
    let named: Vec<String> = (0..200).map(|n| format!("{named}{n}")).collect();
    let named: Vec<(&str, &[u8])> = named.iter().map(|name| (name.as_str(), &b"a,b"[..])).collect();
    let two = [("spaces.csv", zeros.as_slice()), ("more.csv", &zeros), ("orders.csv", ORDERS.as_bytes())];
    vec![
        packed("an archive of spaces", inner.clone()),
        packed(
            "an archive of long exports",
            archive(&[("a.csv", rows.as_bytes()), ("b.csv", rows.as_bytes())]),
        ),
        packed("sixty archives in an archive", archive(&many)),
        packed("an archive in an archive, twelve deep", nested),
        packed("forty long workbooks", archive(&books)),
        packed("twenty thousand empty files", archive(&tiny)),
        packed("names as long as books", archive(&named)),
        packed("spaces beside orders", archive(&two)),
    ]
}

/// Workbooks of other kinds.
pub fn kinds() -> Vec<HostileFile> {
    let other = |name: &str, ending: &'static str, bytes: Vec<u8>| HostileFile {
        name: name.to_owned(),
        ending,
        bytes,
    };
    let mut old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    old.resize(8_000, 0xff);
    let open = archive(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", b"<table:table-cell table:number-columns-repeated=\"4000000000\"/>"),
    ]);
    vec![
        other("a workbook of before 2007", "xls", old),
        other("a workbook in binary form", "xlsb", archive(&[("xl/workbook.bin", &[0xff; 64])])),
        other("a workbook of another office", "ods", open),
    ]
}
