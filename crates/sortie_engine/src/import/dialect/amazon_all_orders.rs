//! Amazon's list of all orders: one row per article, times in UTC. It counts orders best and knows no fees.

use std::collections::HashMap;

use super::amazon::{AmazonSite, is_sent_for_others};
use super::{DialectContext, ExportDialect, ExportTable, FileFindings, FileRefusal};
use crate::import::findings::{OrderRow, identity};
use crate::import::header::ColumnPlace;
use crate::import::number::DecimalStyle;
use crate::import::report::{CellFault, RowExclusion};
use crate::import::row::ExportRow;
use crate::ledger::{Currency, Decimal, Order};

pub(super) const DIALECT: ExportDialect = ExportDialect {
    kind: "amazon.all_orders",
    signatures: &[&["amazon-order-id", "item-price", "sales-channel"]],
    is_quoted: false,
    sales_rank: 1,
    costs_rank: 0,
    read,
};

struct AllOrdersColumns {
    order: ColumnPlace,
    purchased: ColumnPlace,
    updated: Option<ColumnPlace>,
    status: ColumnPlace,
    item_status: Option<ColumnPlace>,
    sales_channel: ColumnPlace,
    quantity: Option<ColumnPlace>,
    currency: Option<ColumnPlace>,
    price: ColumnPlace,
    /// What is added to the price, and what is taken off.
    more: [Option<ColumnPlace>; 2],
    less: [Option<ColumnPlace>; 2],
    taxes: [Option<ColumnPlace>; 3],
}

impl AllOrdersColumns {
    fn of(table: &ExportTable<'_>) -> Result<Self, FileRefusal> {
        Ok(Self {
            order: table.needed("amazon-order-id")?,
            purchased: table.needed("purchase-date")?,
            updated: table.column("last-updated-date"),
            status: table.needed("order-status")?,
            item_status: table.column("item-status"),
            sales_channel: table.needed("sales-channel")?,
            quantity: table.column("quantity"),
            currency: table.column("currency"),
            price: table.needed("item-price")?,
            more: ["shipping-price", "gift-wrap-price"].map(|alias| table.column(alias)),
            less: ["item-promotion-discount", "ship-promotion-discount"].map(|alias| table.column(alias)),
            taxes: ["item-tax", "shipping-tax", "gift-wrap-tax"].map(|alias| table.column(alias)),
        })
    }

    fn money(&self) -> Vec<Option<ColumnPlace>> {
        let all = [self.more.as_slice(), &self.less, &self.taxes].concat();
        std::iter::once(Some(self.price)).chain(all).collect()
    }
}

fn read(
    table: &mut ExportTable<'_>,
    _: &DialectContext<'_>,
    findings: &mut FileFindings,
) -> Result<(), FileRefusal> {
    let columns = AllOrdersColumns::of(table)?;
    table.find_decimals(&columns.money(), DecimalStyle::Point)?;
    let mut places: HashMap<u64, usize> = HashMap::new();
    table.each(|row| {
        let next = order_of(row, &columns)?;
        if let Some(why) = next.exclusion {
            findings.exclude(why, 1);
        } else {
            findings.see(next.order.date);
            findings.currencies.insert(next.order.currency);
        }
        match places.get(&next.order.key).and_then(|idx| findings.orders.get_mut(*idx)) {
            Some(open) => join(open, next),
            None => {
                places.insert(next.order.key, findings.orders.len());
                findings.orders.push(next);
            }
        }
        Ok(())
    })
}

/// Adds an article to its order. An order counts as soon as one of its articles does.
fn join(open: &mut OrderRow, next: OrderRow) {
    if open.exclusion.is_some() && next.exclusion.is_none() {
        *open = next;
    } else if next.exclusion.is_none() {
        open.order.revenue += next.order.revenue;
        open.order.units += next.order.units;
        open.tax += next.tax;
        open.updated = open.updated.max(next.updated);
    }
}

fn order_of(row: &ExportRow<'_>, columns: &AllOrdersColumns) -> Result<OrderRow, CellFault> {
    let id = row.id(columns.order)?;
    let purchased = row.moment(columns.purchased)?;
    let place = row.text(columns.sales_channel);
    let currency = row.currency(columns.currency)?;
    let site = AmazonSite::named(&place)
        .or_else(|| currency.and_then(AmazonSite::of_currency))
        .or_else(|| AmazonSite::of_market("us"));
    let (channel, zone, usual) = match site {
        Some(site) => (site.channel, site.zone, site.currency),
        None => ("amazon:world".into(), jiff::tz::TimeZone::UTC, Currency::USD),
    };
    let sum = |places: &[Option<ColumnPlace>]| -> Result<Decimal, CellFault> {
        places.iter().try_fold(Decimal::ZERO, |sum, place| Ok(sum + row.amount(*place)?))
    };
    let price = row.number(columns.price)?;
    // A discount is written without a sign.
    let less: Result<Vec<_>, CellFault> = columns.less.iter().map(|place| row.amount(*place)).collect();
    let less: Decimal = less?.iter().map(Decimal::abs).sum();
    let (status, item) = (row.word(columns.status), row.word(columns.item_status));
    let exclusion = if is_sent_for_others(&id, &place) {
        Some(RowExclusion::OtherChannel)
    } else if status.starts_with("cancel") || item.starts_with("cancel") {
        Some(RowExclusion::Cancelled)
    } else if status.starts_with("pending") || price.is_none() {
        Some(RowExclusion::Pending)
    } else {
        None
    };
    let order = Order {
        channel,
        key: identity(&["amazon", &id]),
        date: purchased.date_in(&zone),
        currency: currency.unwrap_or(usual),
        revenue: price.unwrap_or_default() + sum(&columns.more)? - less,
        refunded: Decimal::ZERO,
        units: row.count(columns.quantity, 1)?,
        buyer: None,
    };
    let updated = row.stamp(columns.updated)?.map_or_else(|| purchased.seconds(), |stamp| stamp.seconds());
    Ok(OrderRow { tax: sum(&columns.taxes)?, ..OrderRow::begun(order, updated, exclusion) })
}
