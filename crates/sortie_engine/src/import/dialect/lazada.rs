//! Lazada's orders: a row for each piece that was sold, under the same names of columns in every country.

use std::collections::HashMap;

use super::{DialectContext, ExportDialect, ExportTable, FileFindings, FileRefusal};
use crate::import::date::DayOrder;
use crate::import::findings::{OrderRow, identity};
use crate::import::header::ColumnPlace;
use crate::import::market::{channel, currency_of, market_of, market_of_country, market_of_name};
use crate::import::number::DecimalStyle;
use crate::import::report::{FileNote, RowExclusion};
use crate::import::status::is_paid_on_delivery;
use crate::ledger::{Currency, Decimal, Order};

pub(super) const DIALECT: ExportDialect = ExportDialect {
    kind: "lazada.orders",
    signatures: &[&["orderitemid", "ordernumber", "paidprice"]],
    is_quoted: true,
    sales_rank: 3,
    costs_rank: 1,
    read,
};

/// Where the figures of a line stand, and in which market and currency.
struct LazadaColumns {
    item: ColumnPlace,
    key: ColumnPlace,
    paid: ColumnPlace,
    status: ColumnPlace,
    created: ColumnPlace,
    updated: Vec<ColumnPlace>,
    quantity: Option<ColumnPlace>,
    refund: Option<ColumnPlace>,
    buyer: Option<ColumnPlace>,
    payment: Option<ColumnPlace>,
    market: &'static str,
    currency: Currency,
}

fn head(
    table: &mut ExportTable<'_>,
    context: &DialectContext<'_>,
    findings: &mut FileFindings,
) -> Result<LazadaColumns, FileRefusal> {
    let item = table.needed("orderitemid")?;
    let key = table.needed("ordernumber")?;
    let paid = table.needed("paidprice")?;
    let status = table.needed("status")?;
    let created = table.needed("createtime")?;
    let updated = table.columns("updatetime|delivereddate");
    let quantity = table.column("qty|quantity");
    let refund = table.column("refundamount");
    let buyer = table.column("customeremail");
    let payment = table.column("paymethod");
    let currency = table.column("currency");
    let country = table.columns("shippingcountry|billingcountry|shippingaddr5|billingaddr5");
    let country: Vec<_> = country.into_iter().map(Some).collect();
    let paid_in = table.first(&[currency], Currency::parse)?;
    let named = table.first(&country, market_of_country)?.or(paid_in.map(market_of));
    let named = named.or_else(|| market_of_name(context.file));
    if named.is_none() {
        findings.add_note(FileNote::CurrencyOfMarket);
    }
    let market = named.unwrap_or("my");
    let currency = paid_in.unwrap_or_else(|| currency_of(market));
    if currency.is_whole() {
        table.set_decimals(DecimalStyle::Whole);
    } else {
        table.find_decimals(&[Some(paid), refund], DecimalStyle::Point)?;
    }
    table.set_day_order(DayOrder::DayFirst);
    Ok(LazadaColumns {
        item,
        key,
        paid,
        status,
        created,
        updated,
        quantity,
        refund,
        buyer,
        payment,
        market,
        currency,
    })
}

fn read(
    table: &mut ExportTable<'_>,
    context: &DialectContext<'_>,
    findings: &mut FileFindings,
) -> Result<(), FileRefusal> {
    let head = head(table, context, findings)?;
    let shop = channel("lazada", head.market);
    let mut orders: Vec<OrderRow> = vec![];
    let mut places: HashMap<u64, usize> = HashMap::new();
    let mut items = std::collections::HashSet::new();
    table.each(|row| {
        let (price, pieces) = (row.amount(head.paid)?, row.count(head.quantity, 1)?);
        let placed = row.moment(head.created)?;
        let mut last = placed.seconds();
        for place in &head.updated {
            last = last.max(row.stamp(*place)?.map_or(0, |stamp| stamp.seconds()));
        }
        let status = row.word(head.status);
        let is_returned = status.contains("return") || status.contains("shipped_back");
        let refunded =
            row.number(head.refund)?.unwrap_or(if is_returned { price } else { Decimal::ZERO }).abs();
        let key = identity(&[&row.id(head.key)?]);
        let buyer = context.buyer(&row.text(head.buyer));
        if !items.insert(identity(&[&row.id(head.item)?])) {
            findings.exclude(RowExclusion::Duplicate, 1);
            return Ok(());
        }
        let left_out = findings.exclusion_by(&status, is_paid_on_delivery(&row.text(head.payment)));
        let place = *places.entry(key).or_insert_with(|| {
            let order = Order {
                channel: shop.clone(),
                key,
                date: placed.date(),
                currency: head.currency,
                revenue: Decimal::ZERO,
                refunded: Decimal::ZERO,
                units: 0,
                buyer,
            };
            // An order counts as soon as one of its pieces does.
            orders.push(OrderRow::begun(order, last, left_out));
            orders.len() - 1
        });
        findings.see(placed.date());
        let order = &mut orders[place];
        order.updated = order.updated.max(last);
        if let Some(why) = left_out {
            findings.exclude(why, 1);
            return Ok(());
        }
        order.exclusion = None;
        order.order.units += pieces;
        order.order.revenue += price;
        order.order.refunded += refunded;
        findings.currencies.insert(head.currency);
        Ok(())
    })?;
    findings.orders = orders;
    Ok(())
}
