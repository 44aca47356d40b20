//! An order in two exports of different times: the later one counts, whichever is named first.

use std::io::Cursor;

use sortie_engine::import::{Import, ImportInput, ImportSettings, import};
use sortie_engine::watch::PatientWatch;

use super::counted;
use super::made_kinds::{brings_an_order, shops_made, text_of, told_of};
use super::ways::told_by;

/// A file with its name, its bytes and when it was written.
type DatedFile<'f> = (&'f str, &'f [u8], Option<u64>);

fn read(files: [DatedFile<'_>; 2]) -> Import {
    let inputs = files.iter().map(|(name, bytes, written)| ImportInput {
        name: (*name).to_owned(),
        content: Box::new(Cursor::new(bytes.to_vec())),
        written: *written,
    });
    let settings = ImportSettings { salt: b"salt of a test".to_vec(), ..ImportSettings::default() };
    import(inputs.collect(), &settings, &PatientWatch)
}

/// Where a kind of order says how it stands, and words for an order that was called off and for one that is not paid.
fn words_of(kind: &str, header: &[String]) -> Option<(usize, &'static str, &'static str)> {
    let named = |name: &str| header.iter().position(|written| written.trim().eq_ignore_ascii_case(name));
    Some(match kind {
        "tiktok.orders" | "shopee.orders" => (1, "Cancelled", "Unpaid"),
        "shein.orders" => (1, "Cancelled", "Unpaid"),
        "temu.orders" => (1, "已取消", "未付款"),
        "dianxiaomi" => (9, "已作废", "未付款"),
        "mabang" | "eccang" => (1, "已作废", "未付款"),
        "lazada.orders" => (named("status")?, "canceled", "unpaid"),
        "woo.analytics" => (header.len() - 8, "cancelled", "pending"),
        _ => return None,
    })
}

#[test]
fn of_two_exports_the_later_one_counts_whatever_their_order() {
    let (mut n_files, mut kinds) = (0, std::collections::BTreeSet::new());
    for (what, made) in shops_made() {
        let Some((place, cancelled, unpaid)) = words_of(made.kind, &made.header) else { continue };
        let sold: Vec<usize> =
            (0..made.rows.len()).filter(|idx| brings_an_order(&made.rows[*idx].1)).step_by(2).collect();
        // Once the orders were not paid yet, and are now; once they were sold, and are called off now.
        for (word, is_sold_later) in [(unpaid, true), (cancelled, false)] {
            let mut other = made.clone_head();
            other.rows.clone_from(&made.rows);
            for idx in &sold {
                other.rows[*idx].0[place] = word.to_owned();
            }
            let expected = told_of(
                made.rows
                    .iter()
                    .enumerate()
                    .filter(|(idx, _)| is_sold_later || !sold.contains(idx))
                    .map(|(_, row)| row),
            );
            let (now, before) = (text_of(&made), text_of(&other));
            let (before, now) = if is_sold_later { (before, now) } else { (now, before) };
            for (names, written) in [
                (["orders 2025-12-01.csv", "orders 2025-12-15.csv"], [None, None]),
                (["orders_20251201080000.csv", "orders_20251215093000.csv"], [Some(9), Some(9)]),
                (["orders.csv", "orders (1).csv"], [Some(1_764_000_000), Some(1_765_000_000)]),
            ] {
                let (old, new) = ((names[0], &before[..], written[0]), (names[1], &now[..], written[1]));
                for files in [[old, new], [new, old]] {
                    let told = told_by(&read(files));
                    assert_eq!(told, expected, "{what}, {word}, {names:?}");
                    n_files += 2;
                }
            }
            kinds.insert(made.kind);
        }
    }
    counted("4: an order in two exports of different times", n_files, 0, 0);
    assert!(n_files >= 400 && kinds.len() >= 9, "{n_files} files of {kinds:?}");
}
