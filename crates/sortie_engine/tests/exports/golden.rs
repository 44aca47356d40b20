//! Exports written by the rules of each kind, with the figures that they hold. Every row is invented.

use serde_json::Value;

use super::{figure, read};

const KNOWN: &str = include_str!("files/known.json");

/// The exports, by their names.
pub const FILES: [(&str, &[u8]); 7] = [
    ("lazada.csv", include_bytes!("files/lazada.csv")),
    ("woo.csv", include_bytes!("files/woo.csv")),
    ("shein_br.csv", include_bytes!("files/shein_br.csv")),
    ("shopee_id.csv", include_bytes!("files/shopee_id.csv")),
    ("tiktok_income_ph.csv", include_bytes!("files/tiktok_income_ph.csv")),
    ("orders_of_a_shop_system.csv", include_bytes!("files/orders_of_a_shop_system.csv")),
    ("squarespace.csv", include_bytes!("files/squarespace.csv")),
];

#[test]
fn every_kind_of_export_has_the_figures_it_was_written_with() {
    let known: Value = serde_json::from_str(KNOWN).expect("known figures in JSON");
    assert_eq!(known.as_object().map(serde_json::Map::len), Some(FILES.len()));
    for (name, bytes) in FILES {
        hold(name, bytes, &known[name]);
    }
}

fn hold(name: &str, bytes: &[u8], known: &Value) {
    let import = read(&[(name, bytes)]);
    let file = &import.files[0];
    assert_eq!(file.refusal, None, "{name}");
    assert_eq!(file.kind, known["kind"].as_str(), "{name}: kind");
    assert_eq!(Value::from(file.rows), known["rows"], "{name}: rows");
    let excluded = file.excluded.iter().map(|(why, n)| (why.word().to_owned(), Value::from(*n)));
    assert_eq!(Value::Object(excluded.collect()), known["excluded"], "{name}: left out");
    assert_eq!(file.self_test.map_or(0, |test| test.failed), 0, "{name}: rows that do not add up");
    let unclassified: Vec<String> = file
        .unclassified
        .iter()
        .map(|((called, currency), sum)| format!("{called} {currency} {sum}"))
        .collect();
    let known_unclassified: Vec<String> = known["unclassified"]
        .as_object()
        .map(|known| known.iter().map(|(called, sum)| format!("{called} {sum}")).collect())
        .unwrap_or_default();
    assert_eq!(unclassified, known_unclassified, "{name}: unclassified");
    let months = known["months"].as_object().expect("months");
    assert_eq!(import.ledger.months.len(), months.len(), "{name}: {:?}", import.ledger.months);
    for month in &import.ledger.months {
        let place = format!("{} {}", month.month, month.currency);
        let figures = months.get(&place).unwrap_or_else(|| panic!("{name}: {place} is not known"));
        for (what, known) in figures.as_object().expect("figures") {
            let told = figure(month, what).map(|told| told.normalize().to_string());
            assert_eq!(told, Some(known.to_string()), "{name}: {place}: {what}");
        }
    }
}
