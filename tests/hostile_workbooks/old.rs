//! Workbooks of the kind before 2007 that lie about their texts, their sheets and where their parts end.

use super::made::HostileFile;

const BEGIN: u16 = 0x0809;
const END: u16 = 0x000a;
const SHEET: u16 = 0x0085;
const TEXTS: u16 = 0x00fc;
const TEXT: u16 = 0x0204;
const NUMBER: u16 = 0x0203;

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).expect("a short record");
    [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
}

fn head() -> Vec<u8> {
    record(BEGIN, &[0, 6, 5, 0, 0, 0, 0, 0])
}

fn sheet_begins() -> Vec<u8> {
    record(BEGIN, &[0, 6, 0x10, 0, 0, 0, 0, 0])
}

/// A number at this place.
fn number(row: u16, column: u16) -> Vec<u8> {
    let place = [row.to_le_bytes(), column.to_le_bytes(), [0; 2]].concat();
    record(NUMBER, &[&place[..], &1.5_f64.to_le_bytes()].concat())
}

/// A sheet's entry in the list, whose records begin at this byte.
fn listed(nth: usize, at: usize) -> Vec<u8> {
    let name = format!("{nth:05}");
    let at = u32::try_from(at).expect("a small file").to_le_bytes();
    record(SHEET, &[&at[..], &[0, 0, 5, 0], name.as_bytes()].concat())
}

fn old(name: &str, parts: &[Vec<u8>]) -> HostileFile {
    HostileFile { name: name.to_owned(), ending: "xls", bytes: parts.concat() }
}

/// All of them; `n` is how long their long parts are.
pub fn books(n: usize) -> Vec<HostileFile> {
    let end = || record(END, &[]);
    let lie = |count: u32| {
        let counts = [count.to_le_bytes(), count.to_le_bytes()].concat();
        record(TEXTS, &[&counts[..], &[1, 0, 0, b'a']].concat())
    };
    let after_list = |n_sheets: usize| head().len() + n_sheets * listed(0, 0).len() + end().len();
    let many = |same: bool| {
        let begin = after_list(1_000);
        let entries =
            (0..1_000).flat_map(|nth| listed(nth, if same { begin } else { begin + 4 * (nth % 9) }));
        vec![[head(), entries.collect()].concat(), end(), sheet_begins(), record(0, &[]).repeat(n), end()]
    };
    let long = [&[0_u8; 6][..], &[0xff, 0xff, 1]].concat();
    vec![
        old("two cells in opposite corners", &[sheet_begins(), number(0, 0), number(65_535, 255), end()]),
        old("more texts than there are", &[head(), lie(u32::MAX), end()]),
        old("half as many texts as there are", &[head(), lie(0), end()]),
        old("nothing but empty records", &[sheet_begins(), record(0, &[]).repeat(n)]),
        old("parts within parts without an end", &[sheet_begins(), sheet_begins().repeat(n / 3)]),
        old("a thousand sheets at one place", &many(true)),
        old("a thousand sheets within one another", &many(false)),
        old("a sheet behind the end", &[head(), listed(0, 4_000_000), end()]),
        old("a sheet in the list itself", &[head(), listed(0, 0), end()]),
        old("a text longer than its record", &[sheet_begins(), record(TEXT, &long), end()]),
        old(
            "a text that goes on without an end",
            &[sheet_begins(), record(TEXT, &long), record(0x003c, &[0]).repeat(n), end()],
        ),
        old("a record that is cut", &[sheet_begins(), vec![3, 2, 0xff, 0xff, 1]]),
    ]
}
