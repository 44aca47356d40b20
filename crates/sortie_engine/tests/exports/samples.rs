//! Samples of exports, every row of which is invented, with figures that were counted without this project's reader.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde_json::{Map, Value};
use sortie_engine::import::Import;
use sortie_engine::ledger::{ChannelMonth, Decimal};

use super::{figure, read};

fn dir() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/exports/samples"))
}

#[expect(clippy::disallowed_methods, reason = "the test reads what the engine may not")]
fn bytes(name: &str) -> Vec<u8> {
    let path = dir().join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The figures known of each sample.
fn expected() -> Map<String, Value> {
    let known: Value = serde_json::from_slice(&bytes("expected.json")).expect("known figures in JSON");
    known.as_object().expect("an object").clone()
}

/// The figures known of one sample.
fn known_of(name: &str) -> Value {
    expected().remove(name).unwrap_or_else(|| panic!("{name}: no figures are known"))
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
        | "settled_income"
        | "USD sales" => "revenue",
        "refunds_ex_tax" | "refunded" | "refund_amount" | "refunds" | "USD refunds" => "refunds",
        "marketplace_fees" | "fees_total" | "fees" => "marketplace_fees",
        "account_and_promo_fees" | "account_fees" => "account_fees",
        "mcf_fulfilment_cost" | "label_fees_net" => "fulfilment",
        "affiliate" => "affiliate_fees",
        "USD fees" => "payment_fees",
        "other_income" => "other",
        "tax_on_ads" => "tax",
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
    let known = known_of(name);
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

/// Samples whose figures stand for the whole file, beside figures that no month holds.
fn hold_in_all(name: &str, elsewhere: &[&str]) {
    let known = known_of(name);
    let import = imported(name);
    for file in &import.files {
        assert_eq!(file.refusal, None, "{name}");
        assert_eq!(file.self_test.map_or(0, |test| test.failed), 0, "{name}: rows that do not add up");
        assert!(file.unclassified.is_empty(), "{name}: {:?}", file.unclassified);
    }
    let months = || import.ledger.months.iter().chain(&import.ledger.undated);
    for (what, figure) in known.as_object().expect("figures") {
        match column_of(what) {
            Some(column) if figure.is_number() => {
                assert_eq!(sum(months(), column), decimal(figure), "{name}: {what}");
            }
            _ => assert!(elsewhere.contains(&what.as_str()), "{name}: {what} is held against nothing"),
        }
    }
}

#[test]
fn amazon_reports_of_every_site_have_the_known_figures() {
    for site in ["US", "UK", "AE", "DE", "FR", "JP"] {
        let name = format!("amazon_date_range_{site}.csv");
        hold_by_month(&name);
        let excluded = &imported(&name).files[0].excluded;
        let n_sent = excluded.iter().find(|(why, _)| why.word() == "other_channel").map_or(0, |it| *it.1);
        assert_eq!(n_sent, known_of(&name)["mcf_rows"], "{name}: orders sent for others");
    }
}

#[test]
fn other_reports_of_amazon_have_the_known_figures() {
    hold_in_all(
        "amazon_settlement_v2_US.txt",
        &["reserve_and_payment_movements", "tax_collected_or_withheld", "total_amount"],
    );
    hold_in_all("amazon_business_report_child_asin_US.csv", &["order_items"]);
}

#[test]
fn the_list_of_all_orders_counts_what_was_sold_through_amazon() {
    let import = imported("amazon_all_orders.txt");
    let told: Vec<_> =
        import.ledger.months.iter().map(|month| (month.month.to_string(), month.orders)).collect();
    assert_eq!(told, [("2025-11".to_owned(), Some(2))]);
    assert_eq!(sum(import.ledger.months.iter(), "revenue"), Decimal::new(10_147, 2));
    let excluded: Vec<_> = import.files[0].excluded.iter().map(|(why, n)| (why.word(), *n)).collect();
    assert_eq!(excluded, [("cancelled", 1), ("pending", 1), ("other_channel", 1)]);
}

#[test]
fn costs_of_advertising_have_the_known_figures() {
    hold_in_all("meta_ads_en_daily.csv", &["rows", "reported_revenue"]);
    hold_in_all("meta_ads_de_semicolon.csv", &["rows"]);
    hold_in_all("tiktok_ads_daily.csv", &["rows"]);
    hold_in_all("google_ads_campaign_utf16le.csv", &["rows", "reported_revenue"]);
    for (name, known) in expected().iter().filter(|(name, _)| name.contains("_ads_")) {
        assert_eq!(imported(name).files[0].used(), known["rows"], "{name}: rows");
    }
}

#[test]
fn movements_of_money_have_the_known_figures() {
    hold_in_all("paypal_activity_en.csv", &[]);
    let import = imported("stripe_payout_reconciliation.csv");
    let figure = |column| sum(import.ledger.months.iter(), column);
    assert_eq!(figure("revenue"), Decimal::new(5_629, 2));
    assert_eq!(figure("refunds"), Decimal::from(40));
    assert_eq!(figure("payment_fees"), Decimal::new(1_693, 2));
    assert_eq!(import.ledger.payouts.len(), 1);
}

#[test]
fn visits_have_the_known_sources() {
    for name in ["ga4_source_medium_en.csv", "ga4_traffic_acquisition_en.csv"] {
        let known = known_of(name);
        let import = imported(name);
        assert_eq!(import.files[0].refusal, None, "{name}");
        let period = import.files[0].period.expect("a declared period");
        let written = |day: sortie_engine::ledger::Date| day.to_string().replace('-', "");
        assert_eq!(written(period.from), known["period"]["Start date"]);
        assert_eq!(written(period.to), known["period"]["End date"]);
        let told = import.ledger.sources.iter().map(|source| {
            let (name, medium) = (&source.source, &source.medium);
            let name = if medium.is_empty() { name.clone() } else { format!("{name} / {medium}") };
            (name, source.sessions.unwrap_or_default())
        });
        let told: BTreeSet<(String, u64)> = told.collect();
        let sessions = known["sessions"].as_object().expect("sessions by source");
        let known = sessions.iter().map(|(name, n)| (name.to_lowercase(), n.as_u64().expect("a count")));
        assert_eq!(told, known.collect(), "{name}");
    }
}

#[test]
fn a_list_of_all_shops_is_parted_by_platform() {
    let known = known_of("dianxiaomi_orders_gbk.csv");
    let import = imported("dianxiaomi_orders_gbk.csv");
    assert_eq!(sum(import.ledger.months.iter(), "orders"), decimal(&known["orders"]));
    assert_eq!(sum(import.ledger.months.iter(), "refunds"), decimal(&known["refunds"]));
    for (channel, platform) in [("own_store:eu", "Shopify EUR"), ("tiktok_shop:us", "TikTok USD")] {
        let told = sum(import.ledger.months.iter().filter(|month| month.channel == channel), "revenue");
        assert_eq!(told, decimal(&known["by_platform_currency"][platform]), "{platform}");
    }
}

#[test]
fn tiktok_orders_of_four_markets_have_the_known_figures() {
    for market in ["US", "VN", "PH", "ID_currency_prefix"] {
        hold_by_month(&format!("tiktok_orders_{market}.csv"));
    }
}

#[test]
fn a_statement_of_tiktok_shop_has_the_known_figures() {
    hold_in_all("tiktok_income_US_statement.csv", &["adjustments", "settled", "shipping"]);
}

#[test]
fn the_three_files_of_temu_together_have_the_known_figures() {
    hold_in_all("temu", &["penalties", "refund_rows_all", "shipping_income", "sub_orders_live"]);
}

#[test]
fn a_report_of_ebay_has_the_known_figures() {
    hold_in_all("ebay_transaction_report.csv", &["other_fees", "refund_net"]);
}
