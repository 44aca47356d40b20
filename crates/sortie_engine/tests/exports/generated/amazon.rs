//! Exports of Amazon: the report of a range of days on thirteen sites, settlements, all orders.

use sortie_engine::ledger::Decimal;

use super::amazon_words::{Words, words_of};
use super::written::{Style, amount};
use super::{Chance, Figures, Made};

/// What makes an export of a locale.
pub type Make = fn(&mut Chance, &str) -> Made;

pub const LOCALES: &[(&str, Make)] = &[
    ("us", date_range),
    ("ca", date_range),
    ("uk", date_range),
    ("de", date_range),
    ("fr", date_range),
    ("es", date_range),
    ("it", date_range),
    ("jp", date_range),
    ("ae", date_range),
    ("nl", date_range),
    ("pl", date_range),
    ("se", date_range),
    ("be", date_range),
    ("us", settlement),
    ("de", settlement),
    ("us", settlement_before),
    ("us", all_orders),
];

fn words(line: &str) -> Vec<String> {
    line.split('|').map(str::to_owned).collect()
}

fn date_range(chance: &mut Chance, locale: &str) -> Made {
    let words_here = words_of(locale);
    let n_rows = 12 + chance.below(10);
    let rows = (0..n_rows).map(|nth| date_range_row(chance, &words_here, nth)).collect();
    Made {
        kind: "amazon.date_range",
        preamble: vec![vec!["Amazon".to_owned()], vec![words_here.money.to_owned()], vec!["…:".to_owned()]],
        header: words(words_here.header),
        rows,
        delimiter: ',',
        money: 8,
        id: None,
        needed: 18,
    }
}

#[expect(clippy::too_many_lines, reason = "a row of a report, column by column")]
fn date_range_row(chance: &mut Chance, here: &Words, nth: u64) -> (Vec<String>, Figures) {
    let zero = Decimal::ZERO;
    let money = |chance: &mut Chance| chance.amount(here.style);
    let [sales, tax, shipping, promo] = [0; 4].map(|_| money(chance));
    let [selling, fba, third, other] = [0; 4].map(|_| money(chance));
    let quantity = 1 + chance.below(4);
    let (order, sent) = (format!("302-1-{nth}"), format!("S01-1-{nth}"));
    // The first rows are orders, so that every site's decimal style shows.
    let turn = if nth < 3 { 0 } else { chance.below(8) };
    // Type, order, marketplace, description; then sales, tax, shipping, promotions, three fees, other.
    let (kind, order, site, text, m, figures): (&str, &str, &str, &str, [Decimal; 8], Figures) = match turn {
        0 | 1 => (
            here.types[0],
            &order,
            here.site,
            "Product",
            [sales, tax, shipping, -promo, -selling, -fba, zero, zero],
            vec![
                ("orders", Decimal::ONE),
                ("units", quantity.into()),
                ("revenue", sales + shipping - promo),
                ("marketplace_fees", selling + fba),
                ("tax", tax),
            ],
        ),
        2 => (
            here.types[1],
            &order,
            here.site,
            "Product",
            [-sales - Decimal::ONE, -tax, zero, zero, selling, zero, zero, zero],
            vec![
                ("refunds", sales + Decimal::ONE),
                ("refund_orders", Decimal::ONE),
                ("marketplace_fees", -selling),
                ("tax", -tax),
            ],
        ),
        3 => (
            here.types[0],
            &sent,
            "sim1.stores.amazon.com",
            "Product",
            [zero, zero, zero, zero, zero, -fba, zero, zero],
            vec![("fulfilment", fba)],
        ),
        4 => (
            here.types[3],
            "",
            here.site,
            here.ads,
            [zero, zero, zero, zero, zero, zero, -third - Decimal::ONE, zero],
            vec![("ad_spend", third + Decimal::ONE)],
        ),
        5 => (
            here.types[4],
            "",
            "",
            "storage",
            [zero, zero, zero, zero, zero, zero, zero, -other],
            vec![("storage_fees", other)],
        ),
        6 => (here.types[2], "", "", "bank", [zero, zero, zero, zero, zero, zero, zero, -other], vec![]),
        _ => (
            "Mystery",
            "",
            "",
            "nobody knows",
            [zero, zero, zero, zero, zero, zero, zero, other],
            vec![("unclassified", other)],
        ),
    };
    let day = (here.day)(2 + chance.below(26));
    let text_of = |value: Decimal| {
        let written = amount(value, here.style);
        // Sweden writes the sign of mathematics.
        if here.site == "amazon.se" { written.replace('-', "\u{2212}") } else { written }
    };
    let total: Decimal = m.iter().sum();
    let mut cells: Vec<String> = vec![day, "29000000001".into(), kind.into(), order.into(), "SKU-A".into()];
    cells.extend([text.to_owned(), quantity.to_string(), site.to_owned()]);
    let [m_sales, m_tax, m_shipping, m_promo, ..] = m;
    let middle = [m_sales, m_tax, m_shipping, zero, zero, zero, m_promo, zero, zero];
    cells.extend(middle.into_iter().chain(m[4..].iter().copied()).chain([total]).map(text_of));
    (cells, figures)
}

#[expect(clippy::too_many_lines, reason = "a report, column by column")]
fn settlement(chance: &mut Chance, locale: &str) -> Made {
    let (style, currency, site) =
        if locale == "de" { (Style::Comma, "EUR", "Amazon.de") } else { (Style::Plain, "USD", "Amazon.com") };
    let day =
        |day: u64| if locale == "de" { format!("{day:02}.11.2025") } else { format!("2025-11-{day:02}") };
    let mut rows: Vec<(Vec<String>, Figures)> = vec![];
    let mut total = Decimal::ZERO;
    for nth in 0..10 + chance.below(6) {
        let value = chance.amount(style) + Decimal::new(1, 2);
        let order = format!("302-2-{nth}");
        let (kind, group, what, signed, figures): (&str, &str, &str, Decimal, Figures) = match chance.below(7)
        {
            0 | 1 => (
                "Order",
                "ItemPrice",
                "Principal",
                value,
                vec![("orders", Decimal::ONE), ("units", Decimal::TWO), ("revenue", value)],
            ),
            2 => ("Order", "ItemFees", "Commission", -value, vec![("marketplace_fees", value)]),
            3 => (
                "Refund",
                "ItemPrice",
                "Principal",
                -value,
                vec![("refunds", value), ("refund_orders", Decimal::ONE)],
            ),
            4 => (
                "Service Fee",
                "Cost of Advertising",
                "TransactionTotalAmount",
                -value,
                vec![("ad_spend", value)],
            ),
            5 => ("Other-Transaction", "other-transaction", "Current Reserve Amount", -value, vec![]),
            _ => (
                "other-transaction",
                "other-transaction",
                "A new thing",
                value,
                vec![("unclassified", value)],
            ),
        };
        total += signed;
        let cells = ["25000000001", "", "", "", "", "", kind, &order, site, group, what];
        let mut cells: Vec<String> = cells.map(str::to_owned).to_vec();
        cells.extend([amount(signed, style), day(2 + chance.below(26)), "2".to_owned()]);
        rows.push((cells, figures));
    }
    let head = ["25000000001", "2025-11-01", "2025-11-30", "2025-12-01", &amount(total, style), currency];
    let mut head: Vec<String> = head.map(str::to_owned).to_vec();
    head.resize(14, String::new());
    rows.insert(0, (head, vec![]));
    Made {
        kind: "amazon.settlement_v2",
        preamble: vec![],
        header: words(
            "settlement-id|settlement-start-date|settlement-end-date|deposit-date|total-amount|currency|\
             transaction-type|order-id|marketplace-name|amount-type|amount-description|amount|posted-date|\
             quantity-purchased",
        ),
        rows,
        delimiter: '\t',
        money: 11,
        id: None,
        needed: 10,
    }
}

fn settlement_before(chance: &mut Chance, _: &str) -> Made {
    let style = Style::Plain;
    let mut rows: Vec<(Vec<String>, Figures)> = vec![];
    let mut total = Decimal::ZERO;
    for nth in 0..10 + chance.below(6) {
        let [price, fee, promotion, other] = [0; 4].map(|_| chance.amount(style) + Decimal::new(1, 2));
        let order = format!("111-3-{nth}");
        let (kind, price, fee, promotion, other, figures): (&str, _, _, _, _, Figures) =
            if chance.below(3) == 0 {
                let zero = Decimal::ZERO;
                ("Subscription Fee", zero, zero, zero, -other, vec![("account_fees", other)])
            } else {
                let figures = vec![
                    ("orders", Decimal::ONE),
                    ("units", Decimal::ONE),
                    ("revenue", price - promotion),
                    ("marketplace_fees", fee),
                ];
                ("Order", price, -fee, -promotion, Decimal::ZERO, figures)
            };
        total += price + fee + promotion + other;
        let day = format!("2025-11-{:02}", 2 + chance.below(26));
        let written = |value: Decimal| if value.is_zero() { String::new() } else { amount(value, style) };
        let cells = [
            "25000000001",
            "",
            "",
            kind,
            &order,
            "Amazon.com",
            &day,
            "1",
            "Principal",
            &written(price),
            "Commission",
            &written(fee),
            "Principal",
            &written(promotion),
            &written(other),
        ];
        rows.push((cells.map(str::to_owned).to_vec(), figures));
    }
    let mut head: Vec<String> = ["25000000001", &amount(total, style), "USD"].map(str::to_owned).to_vec();
    head.resize(15, String::new());
    rows.insert(0, (head, vec![]));
    Made {
        kind: "amazon.settlement_v1",
        preamble: vec![],
        header: words(
            "settlement-id|total-amount|currency|transaction-type|order-id|marketplace-name|posted-date|\
             quantity-purchased|price-type|price-amount|item-related-fee-type|item-related-fee-amount|\
             promotion-type|promotion-amount|other-amount",
        ),
        rows,
        delimiter: '\t',
        money: 14,
        id: None,
        needed: 8,
    }
}

fn all_orders(chance: &mut Chance, _: &str) -> Made {
    let rows = (0..8 + chance.below(8)).map(|nth| {
        let (price, tax) = (chance.amount(Style::Plain), chance.amount(Style::Plain));
        let day = format!("2025-11-{:02}T15:11:21+00:00", 2 + chance.below(26));
        let order = format!("111-4-{nth}");
        let (status, site, figures) = match chance.below(5) {
            0 => ("Cancelled", "Amazon.com", vec![]),
            1 => ("Shipped", "Non-Amazon US", vec![]),
            _ => (
                "Shipped",
                "Amazon.com",
                vec![("orders", Decimal::ONE), ("units", Decimal::TWO), ("revenue", price), ("tax", tax)],
            ),
        };
        let (price, tax) = (amount(price, Style::Plain), amount(tax, Style::Plain));
        let cells = [order.as_str(), &day, status, site, "2", "USD", &price, &tax];
        (cells.map(str::to_owned).to_vec(), figures)
    });
    Made {
        kind: "amazon.all_orders",
        preamble: vec![],
        header: words(
            "amazon-order-id|purchase-date|order-status|sales-channel|quantity|currency|item-price|item-tax",
        ),
        rows: rows.collect(),
        delimiter: '\t',
        money: 6,
        id: Some(0),
        needed: 3,
    }
}
