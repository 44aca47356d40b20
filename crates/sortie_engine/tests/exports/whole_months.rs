//! A quarter whose every day holds orders is three whole months in every dialect that tells days; without its first days it
//! is two.

use sortie_engine::unit::Month;

use super::generated::Made;
use super::made_kinds::{brings_an_order, shops_made, text_of};
use super::{counted, read};

/// The same cell on another day, where it holds one of November in ISO.
fn on(cell: &str, day: &str) -> String {
    match cell.find("2025-11-") {
        Some(at) if cell.len() >= at + 10 => format!("{}{day}{}", &cell[..at], &cell[at + 10..]),
        _ => cell.to_owned(),
    }
}

/// An order of the shop on each of these days.
fn daily(made: &Made, days: &[String]) -> Option<Made> {
    let id = made.id?;
    let (row, figures) = made.rows.iter().find(|(_, figures)| brings_an_order(figures))?;
    row.iter().any(|cell| cell.contains("2025-11-")).then_some(())?;
    let mut all = made.clone_head();
    all.rows = days
        .iter()
        .enumerate()
        .map(|(nth, day)| {
            let mut cells: Vec<String> = row.iter().map(|cell| on(cell, day)).collect();
            for place in [0, id].into_iter().filter(|place| *place == id || made.kind == "shopify.orders") {
                cells[place] = format!("{}{nth:03}", cells[place]);
            }
            (cells, figures.clone())
        })
        .collect();
    Some(all)
}

#[test]
fn a_quarter_with_orders_on_every_day_is_three_whole_months() {
    let mut n_files = 0;
    let is_of_orders =
        |kind: &str| kind.ends_with(".orders") || matches!(kind, "dianxiaomi" | "mabang" | "eccang");
    let months = ["2025-10", "2025-11", "2025-12"].map(|month| Month::parse(month).expect("a month"));
    for (what, made) in shops_made().filter(|(_, made)| is_of_orders(made.kind)) {
        let lengths = [(10, 31), (11, 30), (12, 31)];
        let days: Vec<String> = lengths
            .iter()
            .flat_map(|(month, n)| (1..=*n).map(move |day| format!("2025-{month}-{day:02}")))
            .collect();
        for (days, expected) in [(&days[..], &months[..]), (&days[5..], &months[1..])] {
            let Some(all) = daily(&made, days) else { continue };
            let import = read(&[("made.csv", &text_of(&all))]);
            let n_orders: u64 = import.ledger.months.iter().filter_map(|month| month.orders).sum();
            assert_eq!(n_orders, days.len() as u64, "{what}: {:?}", import.files);
            let whole = import.ledger.months.iter().filter(|month| month.is_complete);
            assert_eq!(whole.map(|month| month.month).collect::<Vec<_>>(), expected, "{what}");
            n_files += 1;
        }
    }
    counted("8: quarters of whole months", n_files, 0, 0);
    assert!(n_files >= 60, "only {n_files} files");
}
