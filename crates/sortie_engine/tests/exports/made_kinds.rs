//! Silent mistakes by kind, made in every dialect in which they can occur: words that are not known, days as numbers, rounded
//! numbers of orders, stores that number alike, refunds with the number of their order.

use std::collections::BTreeMap;

use sortie_engine::import::FileRefusal;
use sortie_engine::ledger::Decimal;

use super::generated::{Chance, Made, amazon, others, shops};
use super::ways::{Told, told_by, typed_workbook};
use super::{counted, read};

/// How many made-up shops of each kind and language are tried.
const SEEDS: u64 = 4;

/// Every made-up export, with what it is called.
pub fn shops_made() -> impl Iterator<Item = (String, Made)> {
    let makers = amazon::LOCALES.iter().chain(others::LOCALES).chain(shops::LOCALES).enumerate();
    makers.flat_map(|(nth, (locale, make))| {
        (0..SEEDS).map(move |seed| {
            let made = make(&mut Chance::new(91_000 + nth as u64 * SEEDS + seed), locale);
            (format!("{} {locale} {seed}", made.kind), made)
        })
    })
}

/// An export as a file of text.
pub fn text_of(made: &Made) -> Vec<u8> {
    let quoted = |cell: &String| {
        let needs = made.delimiter != '\t' && cell.contains([made.delimiter, '"', '\n']);
        if needs { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.clone() }
    };
    let line = |cells: &Vec<String>| {
        cells.iter().map(quoted).collect::<Vec<_>>().join(&made.delimiter.to_string()) + "\n"
    };
    let rows = made.rows.iter().map(|(cells, _)| cells);
    made.preamble.iter().chain([&made.header]).chain(rows).map(line).collect::<String>().into_bytes()
}

/// What the rows of a file add up to, all in November.
pub fn told_of<'m>(rows: impl Iterator<Item = &'m (Vec<String>, Vec<(&'static str, Decimal)>)>) -> Told {
    let mut told = Told::new();
    for (name, amount) in rows.flat_map(|(_, figures)| figures) {
        *told.entry(("2025-11".to_owned(), *name)).or_default() += amount;
    }
    told.retain(|_, amount| !amount.is_zero());
    told
}

/// Whether a row brings an order.
pub fn brings_an_order(figures: &[(&'static str, Decimal)]) -> bool {
    figures.iter().any(|(name, _)| *name == "orders")
}

/// Where a kind of order says how it stands, and whether its rows have a time of payment.
fn status_of(kind: &str) -> Option<(usize, bool)> {
    Some(match kind {
        "tiktok.orders" | "shopee.orders" => (1, false),
        "shopify.orders" => (1, false),
        "dianxiaomi" => (9, true),
        "mabang" | "eccang" => (1, true),
        _ => return None,
    })
}

fn column(made: &Made, name: &str) -> Option<usize> {
    made.header.iter().position(|written| written.trim().eq_ignore_ascii_case(name))
}

#[test]
fn a_word_that_no_platform_uses_is_told_and_counts_only_where_it_was_paid() {
    let mut n_files = BTreeMap::new();
    for (what, mut made) in shops_made() {
        let by_name = || Some((column(&made, "status")?, false)).filter(|_| made.kind == "lazada.orders");
        let of_woo = || (made.kind == "woo.analytics").then(|| (made.header.len() - 8, false));
        let Some((place, is_paid)) = status_of(made.kind).or_else(by_name).or_else(of_woo) else { continue };
        let sold: Vec<usize> =
            (0..made.rows.len()).filter(|idx| brings_an_order(&made.rows[*idx].1)).step_by(2).collect();
        for idx in &sold {
            made.rows[*idx].0[place] = "zworgelig".to_owned();
        }
        let counts = |idx: usize| is_paid || !sold.contains(&idx);
        let expected =
            told_of(made.rows.iter().enumerate().filter(|(idx, _)| counts(*idx)).map(|(_, row)| row));
        let import = read(&[("made.csv", &text_of(&made))]);
        assert_eq!(told_by(&import), expected, "{what}: {:?}", import.files);
        let word = import.files[0].unknown_words.get("zworgelig").copied().unwrap_or_default();
        assert_eq!(word.n_sold + word.n_left_out, sold.len() as u64, "{what}");
        *n_files.entry(made.kind).or_insert(0) += 1;
    }
    counted("5: words that no platform uses", n_files.values().map(|n| *n as usize).sum(), 0, 0);
    assert!(n_files.len() >= 8 && n_files.values().sum::<i32>() >= 80, "{n_files:?}");
}

#[test]
fn days_that_a_workbook_keeps_as_numbers_are_the_days_they_were() {
    let mut n_files = 0;
    for (what, made) in shops_made().filter(|(_, made)| !made.kind.starts_with("amazon.settlement")) {
        let rows: Vec<Vec<String>> = made
            .preamble
            .iter()
            .chain([&made.header])
            .chain(made.rows.iter().map(|(cells, _)| cells))
            .cloned()
            .collect();
        for is_1904 in [false, true] {
            let Some(book) = typed_workbook(&rows, is_1904) else { continue };
            let import = read(&[("made.xlsx", &book)]);
            assert_eq!(told_by(&import), told_of(made.rows.iter()), "{what} {is_1904}: {:?}", import.files);
            n_files += 1;
        }
    }
    counted("6: days kept as numbers, books of 1904", n_files, 0, 0);
    assert!(n_files >= 150, "only {n_files} files");
}

#[test]
fn numbers_of_orders_that_a_spreadsheet_has_rounded_are_refused_in_every_dialect() {
    let mut n_files = 0;
    for (what, mut made) in shops_made() {
        let Some(id) = made.id else { continue };
        let is_long = |cell: &str| cell.len() >= 18 && cell.bytes().all(|byte| byte.is_ascii_digit());
        if !made.rows.iter().any(|(cells, _)| is_long(&cells[id])) {
            continue;
        }
        for (cells, _) in made.rows.iter_mut().filter(|(cells, _)| is_long(&cells[id])) {
            let n_zeros = cells[id].len() - 15;
            cells[id] = format!("{}{}", &cells[id][..15], "0".repeat(n_zeros));
        }
        let import = read(&[("made.csv", &text_of(&made))]);
        let refusal = &import.files[0].refusal;
        assert!(matches!(refusal, Some(FileRefusal::DamagedIds(_))), "{what}: {refusal:?}");
        n_files += 1;
    }
    counted("6: rounded numbers of orders", n_files, 0, n_files);
    assert!(n_files >= 40, "only {n_files} files");
}

/// The same kind of shop once more, with the same numbers of orders and everything else its own.
fn other_store(made: &Made, locale: &str, seed: u64) -> Option<Made> {
    let makers = others::LOCALES.iter().chain(shops::LOCALES);
    let mut found = makers.filter(|(of, _)| *of == locale);
    let mut other = found
        .find_map(|(of, make)| Some(make(&mut Chance::new(seed), of)).filter(|it| it.kind == made.kind))?;
    for (cells, _) in &mut other.rows {
        for cell in cells.iter_mut() {
            // Its orders come at another time of the day, and into another shop of the seller's program.
            *cell =
                cell.replace("14:02:11", "09:41:07").replace("店铺一", "店铺九").replace("店铺二", "店铺八");
        }
    }
    Some(other)
}

#[test]
fn stores_that_count_their_orders_alike_are_added_up() {
    let mut n_files = 0;
    let is_of_store = |kind: &str| matches!(kind, "woo.analytics" | "dianxiaomi" | "mabang" | "eccang");
    for (what, made) in shops_made().filter(|(_, made)| is_of_store(made.kind)) {
        let locale = what.split(' ').nth(1).unwrap_or_default();
        let Some(other) = other_store(&made, locale, 555 + n_files) else { continue };
        let expected = told_of(made.rows.iter().chain(&other.rows));
        for files in [[text_of(&made), text_of(&other)], [text_of(&other), text_of(&made)]] {
            let import = read(&[("a.csv", &files[0]), ("b.csv", &files[1])]);
            assert_eq!(told_by(&import), expected, "{what}: {:?}", import.files);
            n_files += 2;
        }
    }
    counted("3: stores that number alike", n_files as usize, 0, 0);
    assert!(n_files >= 80, "only {n_files} files");
}

#[test]
fn what_goes_back_under_the_number_of_its_order_stays_in_its_own_month() {
    let mut n_files = 0;
    let is_of_store = |kind: &str| matches!(kind, "woo.analytics" | "dianxiaomi" | "mabang" | "eccang");
    for (what, made) in shops_made().filter(|(_, made)| is_of_store(made.kind)) {
        let (money, is_woo) = (made.money, made.kind == "woo.analytics");
        let mut expected = told_of(made.rows.iter());
        let mut back = Made { rows: vec![], preamble: vec![], header: made.header.clone(), ..made };
        for (nth, (cells, figures)) in made.rows.iter().enumerate() {
            let is_refunded = figures.iter().any(|(name, amount)| *name == "refunds" && !amount.is_zero());
            if !brings_an_order(figures) || is_refunded && is_woo {
                continue;
            }
            let mut cells: Vec<String> =
                cells.iter().map(|cell| cell.replace("2025-11-", "2025-12-")).collect();
            let amount = Decimal::new(101 + nth as i64, 2);
            cells[money] = format!("-{amount}");
            if is_woo {
                cells[money - 3] = String::new();
                cells[money - 2] = "-1".to_owned();
            } else {
                // What the program told of it so far was told by its status alone.
                for (name, told) in figures.iter().filter(|(name, _)| name.starts_with("refund")) {
                    *expected.entry(("2025-11".to_owned(), *name)).or_default() -= told;
                }
            }
            *expected.entry(("2025-12".to_owned(), "refunds")).or_default() += amount;
            *expected.entry(("2025-12".to_owned(), "refund_orders")).or_default() += Decimal::ONE;
            back.rows.push((cells, vec![]));
        }
        expected.retain(|_, amount| !amount.is_zero());
        let sold = Made { rows: made.rows, ..back.clone_head() };
        let mut both = back.clone_head();
        both.rows = sold.rows.iter().chain(&back.rows).cloned().collect();
        let (sold, back, both) = (text_of(&sold), text_of(&back), text_of(&both));
        let mut ways: Vec<Vec<(&str, &[u8])>> = vec![vec![("both.csv", &both)]];
        // Names of columns in a language that is not known are told apart by a first row with articles.
        if what.contains(" en ") || what.contains(" browser ") || !is_woo {
            ways.push(vec![("sold.csv", &sold), ("back.csv", &back)]);
            ways.push(vec![("back.csv", &back), ("sold.csv", &sold)]);
        }
        for files in ways {
            let import = read(&files);
            assert_eq!(told_by(&import), expected, "{what}: {:#?}", import.files);
            n_files += files.len();
        }
    }
    counted("1: refunds under the number of their order", n_files, 0, 0);
    assert!(n_files >= 60, "only {n_files} files");
}
