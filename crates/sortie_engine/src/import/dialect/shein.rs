//! Orders of SHEIN's marketplace: a row for each piece, under a title.

use std::collections::HashMap;

use super::{DialectContext, ExportDialect, ExportTable, FileFindings, FileRefusal};
use crate::import::date::DayOrder;
use crate::import::findings::{OrderCharges, OrderRow, identity};
use crate::import::market::{channel, market_of};
use crate::import::number::DecimalStyle;
use crate::import::report::RowExclusion;
use crate::ledger::{Currency, Date, Decimal, Order};

pub(super) const DIALECT: ExportDialect = ExportDialect {
    kind: "shein.orders",
    signatures: &[&["shein-sku|skc", "receita estimada de mercadorias|estimated merchandise revenue"]],
    is_quoted: true,
    sales_rank: 3,
    costs_rank: 2,
    read,
};

fn read(
    table: &mut ExportTable<'_>,
    _: &DialectContext<'_>,
    findings: &mut FileFindings,
) -> Result<(), FileRefusal> {
    let key = table.needed("número do pedido|order number")?;
    let status = table.needed("status do pedido|order status")?;
    let day = table.needed("data de criação do pedido|order created|coletado em|collected at")?;
    let price = table.needed("preço do produto|product price")?;
    let discounts =
        table.columns("valor do cupom|desconto de campanha da loja|coupon amount|store campaign discount");
    let commission = table.column("comissão|commission");
    let currency = table.column("moeda do vendedor|seller currency");
    table.column("shein-sku|skc");
    table.column("receita estimada de mercadorias|estimated merchandise revenue");
    let brazil = Currency::parse("BRL").unwrap_or(Currency::USD);
    table.find_decimals(&[Some(price), commission], DecimalStyle::Comma)?;
    table.find_day_order(&[Some(day)], DayOrder::DayFirst)?;
    let mut orders: Vec<OrderRow> = vec![];
    let mut places: HashMap<u64, usize> = HashMap::new();
    table.each(|row| {
        let key = identity(&["shein", &row.id(key)?]);
        let currency = row.currency(currency)?.unwrap_or(brazil);
        let mut revenue = row.amount(price)?;
        for place in &discounts {
            revenue -= row.amount(*place)?.abs();
        }
        let commission = row.amount(commission)?.abs();
        let status = row.word(status);
        if status.contains("cancel") {
            findings.exclude(RowExclusion::Cancelled, 1);
            return Ok(());
        }
        // What was not collected yet has no day, and is in the next export.
        let Some(moment) = row.stamp(day)? else {
            findings.exclude(RowExclusion::Pending, 1);
            return Ok(());
        };
        let is_refunded = status.contains("reembols") || status.contains("refund");
        let place = *places.entry(key).or_insert_with(|| {
            orders.push(begun(key, moment.date(), moment.seconds(), currency));
            orders.len() - 1
        });
        let order = &mut orders[place];
        order.order.units += 1;
        order.order.revenue += revenue;
        order.order.refunded += if is_refunded { revenue } else { Decimal::ZERO };
        let charges = order.charges.get_or_insert_default();
        *charges.marketplace_fees.get_or_insert_default() += commission;
        findings.see(moment.date());
        findings.currencies.insert(currency);
        Ok(())
    })?;
    findings.orders = orders;
    Ok(())
}

/// An order with none of its pieces yet.
fn begun(key: u64, date: Date, updated: i64, currency: Currency) -> OrderRow {
    let order = Order {
        channel: channel("shein", market_of(currency)),
        key,
        date,
        currency,
        revenue: Decimal::ZERO,
        refunded: Decimal::ZERO,
        units: 0,
        buyer: None,
    };
    let (exclusion, tax, origin) = (None, Decimal::ZERO, None);
    let charges = Some(Box::new(OrderCharges::default()));
    OrderRow { order, exclusion, updated, tax, charges, origin, is_priced: true }
}
