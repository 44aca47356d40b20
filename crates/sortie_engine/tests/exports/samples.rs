//! Samples with known figures. They lie outside the project; where they are not at hand these tests say so and pass,
//! unless the environment sets `SORTIE_CASES=required`.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde_json::{Map, Value};
use sortie_engine::import::Import;
use sortie_engine::ledger::{ChannelMonth, Decimal};

use super::{figure, read};

fn dir() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/samples"))
}

#[expect(clippy::disallowed_methods, reason = "the test reads what the engine may not")]
fn bytes(name: &str) -> Vec<u8> {
    let path = dir().join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[expect(clippy::print_stderr, reason = "tells whoever runs the tests")]
fn is_at_hand() -> bool {
    let is_there = dir().join("expected.json").exists();
    let is_required = std::env::var_os("SORTIE_CASES").is_some_and(|word| word == "required");
    assert!(is_there || !is_required, "{} is not there", dir().display());
    if !is_there {
        eprintln!("skipped: no samples with known figures at {}", dir().display());
    }
    is_there
}

/// The figures known of each sample; empty where they are not at hand.
fn expected() -> Map<String, Value> {
    if !is_at_hand() {
        return Map::new();
    }
    let known: Value = serde_json::from_slice(&bytes("expected.json")).expect("known figures in JSON");
    known.as_object().expect("an object").clone()
}

/// The samples that a name in the list of known figures stands for.
fn files_of(name: &str) -> Vec<&str> {
    match name {
        "temu" => {
            vec![
                "temu_semi_managed_orders.csv",
                "temu_reconciliation_US.xlsx",
                "temu_shipping_label_fees.xlsx",
            ]
        }
        "shopify_orders_export.csv + overlap (merged by Id)" => {
            vec!["shopify_orders_export.csv", "shopify_orders_export_overlap.csv"]
        }
        name => vec![name],
    }
}

fn imported(name: &str) -> Import {
    let files: Vec<(&str, Vec<u8>)> = files_of(name).into_iter().map(|file| (file, bytes(file))).collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
    read(&files)
}

/// The figure that stands for a name in the list of known figures; none for what stands in no month.
fn column_of(name: &str) -> Option<&'static str> {
    Some(match name {
        "orders" | "orders_2025_11" => "orders",
        "units" => "units",
        "refund_orders" | "refund_rows_nonzero" => "refund_orders",
        "revenue_ex_tax"
        | "seller_revenue"
        | "net_sales"
        | "product_revenue"
        | "ordered_product_sales"
        | "settled_income" => "revenue",
        "refunds_ex_tax" | "refunded" | "refund_amount" | "refunds" | "refund_net" | "USD refunds" => {
            "refunds"
        }
        "marketplace_fees" | "fees_total" | "fees" => "marketplace_fees",
        "account_and_promo_fees" | "account_fees" => "account_fees",
        "mcf_fulfilment_cost" | "label_fees_net" => "fulfilment",
        "affiliate" => "affiliate_fees",
        "spend" | "ad_spend" => "ad_spend",
        "sessions" => "sessions",
        "storage_fees" => "storage_fees",
        "reimbursements" => "reimbursements",
        _ => return None,
    })
}

fn decimal(value: &Value) -> Decimal {
    value.to_string().parse().unwrap_or_else(|_| panic!("a number, not {value}"))
}

fn sum<'m>(months: impl Iterator<Item = &'m ChannelMonth>, column: &str) -> Decimal {
    months.filter_map(|month| figure(month, column)).sum()
}

/// Holds the months against the known ones: `2025-11`, or `2025-11 USD` where a file has several currencies.
fn hold_months(name: &str, import: &Import, known: &Map<String, Value>) {
    let mut places = BTreeSet::new();
    for (place, figures) in known {
        let (month, currency) = place.split_once(' ').unwrap_or((place, ""));
        let here = |told: &&ChannelMonth| {
            told.month.to_string() == month && (currency.is_empty() || told.currency == currency)
        };
        for (what, figure) in figures.as_object().expect("figures of a month") {
            let Some(column) = column_of(what) else { continue };
            places.insert(month.to_owned());
            let told = sum(import.ledger.months.iter().filter(here), column);
            assert_eq!(told, decimal(figure), "{name}: {place}: {what}");
        }
    }
    let told: BTreeSet<String> = import.ledger.months.iter().map(|month| month.month.to_string()).collect();
    assert_eq!(told, places, "{name}: months");
}

/// Samples whose figures stand by month.
fn hold_by_month(name: &str) {
    let Some(known) = expected().remove(name) else { return };
    let import = imported(name);
    for file in &import.files {
        assert_eq!(file.refusal, None, "{name}");
        assert_eq!(file.self_test.map_or(0, |test| test.failed), 0, "{name}: rows that do not add up");
        assert!(file.unclassified.is_empty(), "{name}: {:?}", file.unclassified);
    }
    hold_months(name, &import, known["months"].as_object().expect("months"));
    if let Some(excluded) = known.get("excluded") {
        let told = import.files[0].excluded.iter().map(|(why, n)| (why.word().to_owned(), Value::from(*n)));
        assert_eq!(&Value::Object(told.collect()), excluded, "{name}: left out");
    }
    let n_buyers = known.get("identified_buyers").or_else(|| known.get("buyers"));
    if let Some(n_buyers) = n_buyers {
        let buyers: BTreeSet<_> = import.ledger.orders.iter().filter_map(|order| order.buyer).collect();
        assert_eq!(buyers.len() as u64, *n_buyers, "{name}: buyers");
        let orders_of =
            |buyer| import.ledger.orders.iter().filter(|order| order.buyer == Some(buyer)).count();
        let n_repeat = buyers.iter().filter(|buyer| orders_of(**buyer) > 1).count();
        assert_eq!(n_repeat as u64, known["repeat_buyers"], "{name}: buyers who came back");
    }
}

#[test]
fn shopify_orders_have_the_known_figures() {
    hold_by_month("shopify_orders_export.csv");
}

#[test]
fn two_overlapping_exports_of_a_shop_count_every_order_once() {
    hold_by_month("shopify_orders_export.csv + overlap (merged by Id)");
}

/// Samples whose figures stand over all months.
fn hold_in_all(name: &str) {
    let Some(known) = expected().remove(name) else { return };
    let import = imported(name);
    for file in &import.files {
        assert_eq!(file.refusal, None, "{name}");
        assert_eq!(file.self_test.map_or(0, |test| test.failed), 0, "{name}: rows that do not add up");
        assert!(file.unclassified.is_empty(), "{name}: {:?}", file.unclassified);
    }
    let mut n_held = 0;
    for (what, figure) in known.as_object().expect("figures") {
        let (Some(column), Value::Number(_)) = (column_of(what), figure) else { continue };
        assert_eq!(sum(import.ledger.months.iter(), column), decimal(figure), "{name}: {what}");
        n_held += 1;
    }
    assert!(n_held > 0, "{name}: nothing was compared");
}

#[test]
fn tiktok_orders_of_four_markets_have_the_known_figures() {
    for market in ["US", "VN", "PH", "ID_currency_prefix"] {
        hold_by_month(&format!("tiktok_orders_{market}.csv"));
    }
}

#[test]
fn a_statement_of_tiktok_shop_has_the_known_figures() {
    hold_in_all("tiktok_income_US_statement.csv");
}

#[test]
fn the_three_files_of_temu_together_have_the_known_figures() {
    hold_in_all("temu");
}

#[test]
fn a_report_of_ebay_has_the_known_figures() {
    hold_in_all("ebay_transaction_report.csv");
}
