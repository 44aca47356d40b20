//! Orders of WooCommerce, as its analytics export them: one row each, with where the buyer came from.

use std::sync::Arc;

use super::{DialectContext, ExportDialect, ExportTable, FileFindings, FileRefusal};
use crate::import::cell::cleaned;
use crate::import::date::DayOrder;
use crate::import::findings::{MonthFigure, OrderNumbering, OrderRow, RowSpot, identity};
use crate::import::header::ColumnPlace;
use crate::import::market::{channel, market_of};
use crate::import::number::DecimalStyle;
use crate::import::report::{CellFault, FileNote, RowExclusion};
use crate::import::row::ExportRow;
use crate::ledger::{Currency, Decimal, Order};

pub(super) const DIALECT: ExportDialect = ExportDialect {
    kind: "woo.analytics",
    signatures: &[
        &["order #", "n. revenue (formatted)"],
        &["order #", "n. revenue", "customer type"],
        &["date", "order #", "n. revenue|net sales"],
    ],
    is_quoted: true,
    sales_rank: 3,
    costs_rank: 1,
    read,
};

/// How the browser and the server of WooCommerce part what they tell of an order: articles are written as `2× Mug, 1× Tote`,
/// and the columns around them always stand in the same order.
struct WooShape {
    /// Where the articles stand.
    articles: usize,
    /// Whether the amount as people see it stands before them, as the server writes it.
    is_of_server: bool,
}

impl WooShape {
    fn of(header: &[String], first: &[String]) -> Option<Self> {
        let cell = |idx: usize| first.get(idx).map_or("", |text| cleaned(text));
        let is_number = |text: &str| {
            let text = text.strip_prefix('-').unwrap_or(text);
            !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        let is_list = |idx: &usize| {
            let rest = cell(*idx).trim_start_matches(|c: char| c.is_ascii_digit());
            rest.len() < cell(*idx).len() && rest.trim_start().starts_with('×')
        };
        let articles = (5..=7).find(is_list)?;
        let is_order = is_number(cell(1).trim_start_matches('#')) && is_number(cell(articles + 1));
        let is_of_server = cell(2).contains(|c: char| c.is_ascii_digit());
        (is_order && (articles + 4..=articles + 6).contains(&header.len()))
            .then_some(Self { articles, is_of_server })
    }
}

/// Whether a header in another language is that of this table.
pub(super) fn is_translated(header: &[String], first: &[String]) -> bool {
    WooShape::of(header, first).is_some()
}

struct WooColumns {
    day: ColumnPlace,
    key: ColumnPlace,
    shown: Option<ColumnPlace>,
    net: ColumnPlace,
    status: Option<ColumnPlace>,
    items: Option<ColumnPlace>,
    customer: Option<ColumnPlace>,
    attribution: Option<ColumnPlace>,
}

impl WooColumns {
    fn of(table: &mut ExportTable<'_>) -> Result<Self, FileRefusal> {
        if table.header.find("order #").is_some() {
            return Ok(Self {
                day: table.needed("date")?,
                key: table.needed("order #")?,
                shown: table.column("n. revenue (formatted)"),
                net: table.needed("net sales|n. revenue")?,
                status: table.column("status"),
                items: table.column("items sold"),
                customer: table.column("customer"),
                attribution: table.column("attribution|origin"),
            });
        }
        let header = table.header.written.clone();
        let first = table.first_cells()?;
        let shape = WooShape::of(&header, &first).unwrap_or(WooShape { articles: 6, is_of_server: true });
        let at = |idx: usize| {
            table.between(ColumnPlace(idx), ColumnPlace(idx)).first().copied().unwrap_or(ColumnPlace(idx))
        };
        Ok(Self {
            day: at(0),
            key: at(1),
            shown: shape.is_of_server.then(|| at(2)),
            status: Some(at(if shape.is_of_server { 3 } else { 2 })),
            customer: Some(at(if shape.is_of_server { 4 } else { 3 })),
            items: Some(at(shape.articles + 1)),
            net: at(shape.articles + 3),
            attribution: (header.len() > shape.articles + 4).then(|| at(shape.articles + 4)),
        })
    }
}

fn read(
    table: &mut ExportTable<'_>,
    context: &DialectContext<'_>,
    findings: &mut FileFindings,
) -> Result<(), FileRefusal> {
    let columns = WooColumns::of(table)?;
    let is_translated = table.header.find("order #").is_none();
    if is_translated {
        findings.add_note(FileNote::ColumnsByPlace);
    }
    if columns.status.is_none() {
        findings.add_note(FileNote::NoStatus);
    }
    let currency = table.first(&[columns.shown], currency_in)?;
    if currency.is_none() {
        findings.add_note(FileNote::CurrencyOfMarket);
    }
    let currency = currency.unwrap_or(Currency::USD);
    table.find_decimals(&[Some(columns.net)], DecimalStyle::Point)?;
    table.set_day_order(if is_translated { DayOrder::DayFirst } else { DayOrder::MonthFirst });
    let shop = channel("own_store", market_of(currency));
    table.each(|row| {
        let revenue = row.amount(columns.net)?;
        let status = row.word(columns.status);
        if revenue < Decimal::ZERO {
            return book_refund(row, &columns, &shop, currency, &status, findings);
        }
        let moment = row.moment(columns.day)?;
        let is_refunded = REFUNDED.contains(&&*status);
        let order = Order {
            channel: shop.clone(),
            key: identity(&["woo", &row.id(columns.key)?]),
            date: moment.date(),
            currency,
            revenue,
            refunded: if is_refunded { revenue } else { Decimal::ZERO },
            units: row.count(columns.items, 1)?,
            buyer: context.buyer(&row.text(columns.customer)),
        };
        let exclusion = exclusion_of(&status, columns.status, revenue, findings);
        findings.see(moment.date());
        match exclusion {
            Some(why) => findings.exclude(why, 1),
            None => {
                findings.currencies.insert(currency);
            }
        }
        let (updated, tax, charges) = (moment.seconds(), Decimal::ZERO, None);
        let origin = origin_of(&row.word(columns.attribution));
        let numbering = OrderNumbering::of_store(&moment);
        findings.keep(OrderRow {
            order,
            exclusion,
            updated,
            tax,
            charges,
            origin,
            is_priced: true,
            numbering,
        });
        Ok(())
    })
}

/// Adds a row of what went back: it has the number of its order and the day on which the money went.
fn book_refund(
    row: &ExportRow<'_>,
    columns: &WooColumns,
    shop: &Arc<str>,
    currency: Currency,
    status: &str,
    findings: &mut FileFindings,
) -> Result<(), CellFault> {
    let (id, moment, amount) = (row.id(columns.key)?, row.moment(columns.day)?, row.amount(columns.net)?);
    if let Some(why) = exclusion_of(status, columns.status, amount, findings) {
        findings.exclude(why, 1);
        return Ok(());
    }
    let key = identity(&["woo", &id]);
    let parts = ["woo refund", &*id, &moment.clock.to_string(), &amount.normalize().to_string()];
    let (date, channel) = (moment.date(), shop.clone());
    let spot = RowSpot { identity: identity(&parts), date, channel, currency };
    findings.told_refunds.insert(key);
    findings.book(&spot, MonthFigure::Refunds, -amount);
    findings.book(&RowSpot { identity: key, ..spot }, MonthFigure::RefundOrders, Decimal::ONE);
    Ok(())
}

/// How the languages of WordPress call an order whose money went back.
const REFUNDED: [&str; 12] = [
    "refunded",
    "erstattet",
    "rückerstattet",
    "remboursée",
    "remboursé",
    "reembolsado",
    "rimborsato",
    "terugbetaald",
    "zwrócone",
    "已退款",
    "dikembalikan",
    "đã hoàn tiền",
];

/// Why an order does not count. Without a column that says how orders stand, each of them does.
fn exclusion_of(
    status: &str,
    column: Option<ColumnPlace>,
    revenue: Decimal,
    findings: &mut FileFindings,
) -> Option<RowExclusion> {
    let by_status =
        column.filter(|_| !REFUNDED.contains(&status)).and_then(|_| findings.exclusion_by(status, false));
    by_status.or_else(|| revenue.is_zero().then_some(RowExclusion::ZeroValue))
}

/// The currency that a formatted amount shows, where its sign is of one country.
fn currency_in(shown: &str) -> Option<Currency> {
    const SIGNS: [(&str, &str); 10] = [
        ("€", "EUR"),
        ("£", "GBP"),
        ("A$", "AUD"),
        ("C$", "CAD"),
        ("R$", "BRL"),
        ("฿", "THB"),
        ("₫", "VND"),
        ("₹", "INR"),
        ("RM", "MYR"),
        ("$", "USD"),
    ];
    let letters: String = shown.chars().filter(char::is_ascii_alphabetic).collect();
    let named = Currency::parse(&letters);
    named.or_else(|| Currency::parse(SIGNS.iter().find(|(sign, _)| shown.contains(sign))?.1))
}

/// `Referral: Tiktok.com` as `tiktok.com / referral`.
fn origin_of(attribution: &str) -> Option<Arc<String>> {
    let told = match attribution.split_once(':') {
        Some(("source", source)) => format!("{} / ", source.trim()),
        Some((medium, source)) => format!("{} / {}", source.trim(), medium.trim()),
        None if attribution == "direct" => "(direct) / (none)".to_owned(),
        None => return None,
    };
    Some(told.into())
}
