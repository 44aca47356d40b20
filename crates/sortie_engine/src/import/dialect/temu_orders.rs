//! Orders of Temu's semi-managed shops. They tell no money: that stands in the reconciliation, weeks later.

use std::collections::HashMap;

use super::{DialectContext, ExportDialect, ExportTable, FileFindings, FileRefusal};
use crate::import::findings::{OrderRow, identity};
use crate::import::market::{channel, currency_of, market_in, market_of_name};
use crate::import::report::RowExclusion;
use crate::ledger::{Decimal, Order};

pub(super) const DIALECT: ExportDialect = ExportDialect {
    kind: "temu.orders",
    signatures: &[&["订单号", "子订单号", "应履约件数"]],
    is_quoted: true,
    sales_rank: 3,
    costs_rank: 1,
    read,
};

fn read(
    table: &mut ExportTable<'_>,
    context: &DialectContext<'_>,
    findings: &mut FileFindings,
) -> Result<(), FileRefusal> {
    let key = table.needed("订单号")?;
    let status = table.needed("订单状态")?;
    let part_status = table.column("子订单状态");
    let site = table.column("站点|销售站点|国家/地区|收货国家");
    let pieces = table.needed("应履约件数")?;
    let created = table.needed("订单创建时间")?;
    let later = table.columns("订单确认时间|实际发货时间|实际签收时间");
    // A shop of the United States numbers its orders from 211 on.
    let by_number = table.first(&[Some(key)], |number| number.starts_with("PO-211-").then_some("us"))?;
    let market = market_of_name(context.file).or(by_number).unwrap_or("world");
    let shop = channel("temu", market);
    let currency = currency_of(market);
    let mut orders: Vec<OrderRow> = vec![];
    let mut places: HashMap<u64, usize> = HashMap::new();
    table.each(|row| {
        let number = row.id(key)?;
        let key = identity(&["temu", &number]);
        let created = row.moment(created)?;
        let mut updated = created.seconds();
        for place in &later {
            updated = updated.max(row.stamp(*place)?.map_or(0, |stamp| stamp.seconds()));
        }
        let n_pieces = row.count(pieces, 0)?;
        let stands = [row.word(status), row.word(part_status)];
        let is_cancelled = stands.iter().any(|word| word.starts_with("已取消"));
        // A part says how it stands only where it stands otherwise.
        let why = if is_cancelled {
            Some(RowExclusion::Cancelled)
        } else {
            findings.exclusion_by(&stands[0], false)
        };
        let (shop, currency) = match market_in(&row.text(site)) {
            Some(market) => (channel("temu", market), currency_of(market)),
            None => (shop.clone(), currency),
        };
        let place = *places.entry(key).or_insert_with(|| {
            let order = Order {
                channel: shop,
                key,
                date: created.date(),
                currency,
                revenue: Decimal::ZERO,
                refunded: Decimal::ZERO,
                units: 0,
                buyer: None,
            };
            orders.push(OrderRow { is_priced: false, ..OrderRow::begun(order, updated, why) });
            orders.len() - 1
        });
        findings.see(created.date());
        if let Some(why) = why {
            findings.exclude(why, 1);
        } else {
            // An order counts as long as one of its parts does.
            orders[place].exclusion = None;
            orders[place].order.units += n_pieces;
        }
        Ok(())
    })?;
    findings.orders = orders;
    Ok(())
}
