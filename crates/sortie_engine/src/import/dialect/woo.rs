//! Orders of WooCommerce, as its analytics export them: one row each, with where the buyer came from.

use std::sync::Arc;

use super::{DialectContext, ExportDialect, ExportTable, FileFindings, FileRefusal};
use crate::import::cell::cleaned;
use crate::import::date::DayOrder;
use crate::import::findings::{OrderRow, identity};
use crate::import::header::ColumnPlace;
use crate::import::market::{channel, market_of};
use crate::import::number::DecimalStyle;
use crate::import::report::{FileNote, RowExclusion};
use crate::ledger::{Currency, Decimal, Order};

pub(super) const DIALECT: ExportDialect = ExportDialect {
    kind: "woo.analytics",
    signatures: &[&["order #", "n. revenue (formatted)"], &["order #", "n. revenue", "customer type"]],
    is_quoted: true,
    sales_rank: 3,
    costs_rank: 1,
    read,
};

/// Whether a header in another language is that of this table: its columns always stand in the same order, and articles
/// are written as `2× Mug, 1× Tote`.
pub(super) fn is_translated(header: &[String], first: &[String]) -> bool {
    let cell = |idx: usize| first.get(idx).map_or("", |text| cleaned(text));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let articles = cell(6).trim_start_matches(|c: char| c.is_ascii_digit());
    matches!(header.len(), 10 | 11)
        && articles.len() < cell(6).len()
        && articles.trim_start().starts_with('×')
        && is_number(cell(1).trim_start_matches('#'))
        && is_number(cell(7))
}

struct WooColumns {
    day: ColumnPlace,
    key: ColumnPlace,
    shown: Option<ColumnPlace>,
    net: ColumnPlace,
    status: ColumnPlace,
    items: Option<ColumnPlace>,
    customer: Option<ColumnPlace>,
    attribution: Option<ColumnPlace>,
}

impl WooColumns {
    fn of(table: &ExportTable<'_>) -> Result<Self, FileRefusal> {
        if table.header.find("order #").is_some() {
            return Ok(Self {
                day: table.needed("date")?,
                key: table.needed("order #")?,
                shown: table.column("n. revenue (formatted)"),
                net: table.needed("net sales|n. revenue")?,
                status: table.needed("status")?,
                items: table.column("items sold"),
                customer: table.column("customer"),
                attribution: table.column("attribution|origin"),
            });
        }
        let n_columns = table.header.names().len();
        let at = |idx: usize| {
            table.between(ColumnPlace(idx), ColumnPlace(idx)).first().copied().unwrap_or(ColumnPlace(idx))
        };
        Ok(Self {
            day: at(0),
            key: at(1),
            shown: Some(at(2)),
            status: at(3),
            customer: Some(at(4)),
            items: Some(at(7)),
            net: at(9),
            attribution: (n_columns > 10).then(|| at(10)),
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
        findings.add_note(FileNote::GuessedColumns);
    }
    let currency = table.first(&[columns.shown], currency_in)?;
    if currency.is_none() {
        findings.add_note(FileNote::CurrencyOfMarket);
    }
    let currency = currency.unwrap_or(Currency::USD);
    table.find_decimals(&[Some(columns.net)], DecimalStyle::Point)?;
    let habit = if is_translated { DayOrder::DayFirst } else { DayOrder::MonthFirst };
    table.find_day_order(&[Some(columns.day)], habit)?;
    let shop = channel("own_store", market_of(currency));
    table.each(|row| {
        let moment = row.moment(columns.day)?;
        let revenue = row.amount(columns.net)?;
        let status = row.word(columns.status);
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
        let exclusion = exclusion_of(&status, revenue);
        findings.see(moment.date());
        match exclusion {
            Some(why) => findings.exclude(why, 1),
            None => {
                findings.currencies.insert(currency);
            }
        }
        let (updated, tax, charges) = (moment.seconds(), Decimal::ZERO, None);
        let origin = origin_of(&row.word(columns.attribution));
        findings.keep(OrderRow { order, exclusion, updated, tax, charges, origin, is_priced: true });
        Ok(())
    })
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

/// Why an order of this status does not count, in the languages of WordPress.
fn exclusion_of(status: &str, revenue: Decimal) -> Option<RowExclusion> {
    const CANCELLED: [&str; 13] = [
        "cancelled",
        "canceled",
        "trash",
        "storniert",
        "abgebrochen",
        "annulée",
        "cancelado",
        "annullato",
        "geannuleerd",
        "anulowane",
        "已取消",
        "dibatalkan",
        "đã hủy",
    ];
    const UNPAID: [&str; 14] = [
        "pending",
        "pending payment",
        "zahlung ausstehend",
        "ausstehende zahlung",
        "en attente de paiement",
        "attente paiement",
        "pendiente de pago",
        "in attesa di pagamento",
        "pagamento pendente",
        "in afwachting van betaling",
        "oczekuje na płatność",
        "待付款",
        "menunggu pembayaran",
        "chờ thanh toán",
    ];
    const NOT_PAID: [&str; 16] = [
        "failed",
        "draft",
        "checkout-draft",
        "checkout draft",
        "fehlgeschlagen",
        "entwurf",
        "échouée",
        "brouillon",
        "fallido",
        "borrador",
        "fallito",
        "malsucedido",
        "mislukt",
        "nie powiodło się",
        "失败",
        "gagal",
    ];
    if CANCELLED.contains(&status) {
        Some(RowExclusion::Cancelled)
    } else if UNPAID.contains(&status) {
        Some(RowExclusion::Unpaid)
    } else if NOT_PAID.contains(&status) {
        Some(RowExclusion::NotPaid)
    } else {
        revenue.is_zero().then_some(RowExclusion::ZeroValue)
    }
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
