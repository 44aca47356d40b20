//! Orders of WooCommerce, as its analytics export them: one row each, with where the buyer came from.

use std::sync::Arc;

use super::{Context, Dialect, Findings, Refusal, Table};
use crate::import::date::DayOrder;
use crate::import::findings::{OrderRow, identity};
use crate::import::market::{channel, market_of};
use crate::import::number::Decimals;
use crate::import::report::{Exclusion, Note};
use crate::ledger::{Currency, Decimal, Order};

pub(super) const DIALECT: Dialect = Dialect {
    kind: "woo.analytics",
    signatures: &[&["order #", "n. revenue (formatted)"], &["order #", "n. revenue", "customer type"]],
    is_quoted: true,
    sales_rank: 3,
    costs_rank: 1,
    read,
};

fn read(table: &mut Table<'_>, context: &Context<'_>, findings: &mut Findings) -> Result<(), Refusal> {
    let day = table.needed("date")?;
    let key = table.needed("order #")?;
    let shown = table.column("n. revenue (formatted)");
    let net = table.needed("net sales|n. revenue")?;
    let status = table.needed("status")?;
    let items = table.column("items sold");
    let customer = table.column("customer");
    let attribution = table.column("attribution|origin");
    let currency = table.first(&[shown], currency_in)?;
    if currency.is_none() {
        findings.tell(Note::CurrencyOfMarket);
    }
    let currency = currency.unwrap_or(Currency::USD);
    table.find_decimals(&[Some(net)], Decimals::Point)?;
    table.find_day_order(&[Some(day)], DayOrder::MonthFirst)?;
    let shop = channel("own_store", market_of(currency));
    table.each(|row| {
        let moment = row.moment(day)?;
        let revenue = row.amount(net)?;
        let status = row.word(status);
        let order = Order {
            channel: shop.clone(),
            key: identity(&["woo", &row.id(key)?]),
            date: moment.date(),
            currency,
            revenue,
            refunded: if status == "refunded" { revenue } else { Decimal::ZERO },
            units: row.count(items, 1)?,
            buyer: context.buyer(&row.text(customer)),
        };
        let exclusion = match &*status {
            "cancelled" | "canceled" | "trash" => Some(Exclusion::Cancelled),
            "pending" | "pending payment" => Some(Exclusion::Unpaid),
            "failed" | "draft" | "checkout-draft" | "checkout draft" => Some(Exclusion::NotPaid),
            _ if revenue.is_zero() => Some(Exclusion::ZeroValue),
            _ => None,
        };
        findings.see(moment.date());
        match exclusion {
            Some(why) => findings.exclude(why, 1),
            None => {
                findings.currencies.insert(currency);
            }
        }
        let (updated, tax, charges) = (moment.seconds(), Decimal::ZERO, vec![]);
        let origin = origin_of(&row.word(attribution));
        findings.orders.push(OrderRow { order, exclusion, updated, tax, charges, origin, is_priced: true });
        Ok(())
    })
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
fn origin_of(attribution: &str) -> Option<Arc<str>> {
    let told = match attribution.split_once(':') {
        Some(("source", source)) => format!("{} / ", source.trim()),
        Some((medium, source)) => format!("{} / {}", source.trim(), medium.trim()),
        None if attribution == "direct" => "(direct) / (none)".to_owned(),
        None => return None,
    };
    Some(told.into())
}
