//! Orders of SHEIN's marketplace: a row for each piece, under a title.

use std::collections::HashMap;

use super::{DialectContext, ExportDialect, ExportTable, FileFindings, FileRefusal};
use crate::import::date::DayOrder;
use crate::import::findings::{OrderCharges, OrderNumbering, OrderRow, identity};
use crate::import::market::{channel, market_of};
use crate::import::number::DecimalStyle;
use crate::import::report::RowExclusion;
use crate::ledger::{Currency, Date, Decimal, Order};

pub(super) const DIALECT: ExportDialect = ExportDialect {
    kind: "shein.orders",
    signatures: &[&[
        "shein-sku|skc",
        "receita estimada de mercadorias|estimated merchandise revenue|ingresos estimados por mercancía|\
         预计商品收入|预估商品收入|预计收入",
    ]],
    is_quoted: true,
    sales_rank: 3,
    costs_rank: 2,
    read,
};

/// When an order was placed, else when it was collected.
const DAY: &str = "data de criação do pedido|horário do pedido|data do pedido|order created|order time|order date|\
                   created time|fecha de creación del pedido|下单时间|订单创建时间|coletado em|collected at|揽收时间";
/// What is taken off the price.
const DISCOUNTS: &str = "valor do cupom|desconto de campanha da loja|coupon amount|store campaign discount|优惠券金额|\
                         店铺活动优惠金额";

fn read(
    table: &mut ExportTable<'_>,
    _: &DialectContext<'_>,
    findings: &mut FileFindings,
) -> Result<(), FileRefusal> {
    let key = table.needed("número do pedido|order number|order no.|número de pedido|订单号|订单编号")?;
    let status = table.needed("status do pedido|order status|estado del pedido|订单状态")?;
    let day = table.needed(DAY)?;
    let collected = table.column("coletado em|collected at|揽收时间");
    let price = table.needed("preço do produto|product price|precio del producto|商品价格|商品单价")?;
    let quantity = table.column("quantidade|quantity|qty|cantidad|数量|商品数量");
    let discounts = table.columns(DISCOUNTS);
    let commission = table.column("comissão|commission|comisión|佣金");
    let currency = table.column("moeda do vendedor|seller currency|moneda del vendedor|卖家币种|币种");
    table.column("shein-sku|skc");
    table.column(
        "receita estimada de mercadorias|estimated merchandise revenue|预计商品收入|预估商品收入|预计收入",
    );
    let brazil = Currency::parse("BRL").unwrap_or(Currency::USD);
    table.find_decimals(&[Some(price), commission], DecimalStyle::Comma)?;
    table.set_day_order(DayOrder::DayFirst);
    let mut orders: Vec<OrderRow> = vec![];
    let mut places: HashMap<u64, usize> = HashMap::new();
    table.each(|row| {
        let key = identity(&["shein", &row.id(key)?]);
        let currency = row.currency(currency)?.unwrap_or(brazil);
        let pieces = row.count(quantity, 1)?;
        let mut revenue = row.amount(price)? * Decimal::from(pieces);
        for place in &discounts {
            revenue -= row.amount(*place)?.abs();
        }
        let commission = row.amount(commission)?.abs();
        let status = row.word(status);
        let is_refunded =
            ["reembols", "refund", "devolv", "退款", "退货"].iter().any(|word| status.contains(word));
        let is_sent = !row.text(collected).is_empty();
        let left_out = if is_refunded { None } else { findings.exclusion_by(&status, is_sent) };
        // What was not collected yet has no day, and is in the next export.
        let Some(moment) = row.stamp(day)? else {
            findings.exclude(left_out.unwrap_or(RowExclusion::Pending), 1);
            return Ok(());
        };
        let place = *places.entry(key).or_insert_with(|| {
            let order = begun(key, moment.date(), moment.seconds(), currency);
            orders.push(OrderRow { exclusion: left_out, ..order });
            orders.len() - 1
        });
        let order = &mut orders[place];
        // An order is kept also where it does not count: another export may say otherwise. A piece of it that does, counts.
        if let Some(why) = left_out {
            findings.exclude(why, 1);
            return Ok(());
        }
        order.exclusion = None;
        order.order.units += pieces;
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
    let numbering = OrderNumbering::OfPlatform;
    OrderRow { order, exclusion, updated, tax, charges, origin, is_priced: true, numbering }
}
