//! Orders of all shops as Dianxiaomi lists them: one row per article, an order's amount on each of them or on the first.
//!
//! The platforms' own files know the same orders better, so this list counts where there is none of them.

use std::collections::HashMap;
use std::sync::Arc;

use super::{DialectContext, ExportDialect, ExportTable, FileFindings, FileRefusal};
use crate::import::findings::{OrderRow, identity};
use crate::import::header::ColumnPlace;
use crate::import::market::{channel, market_of};
use crate::import::number::DecimalStyle;
use crate::import::report::{CellFault, CellProblem, RowExclusion};
use crate::import::row::ExportRow;
use crate::ledger::{Decimal, Order};

pub(super) const DIALECT: ExportDialect = ExportDialect {
    kind: "dianxiaomi",
    signatures: &[&["包裹号", "平台渠道", "店铺账号", "币种缩写"]],
    is_quoted: true,
    sales_rank: 1,
    costs_rank: 0,
    read,
};

struct DianxiaomiColumns {
    order: ColumnPlace,
    package: ColumnPlace,
    placed: ColumnPlace,
    paid: Option<ColumnPlace>,
    refunded_at: Option<ColumnPlace>,
    status: Option<ColumnPlace>,
    platform: ColumnPlace,
    currency: ColumnPlace,
    amount: ColumnPlace,
    refund: Option<ColumnPlace>,
    quantity: Option<ColumnPlace>,
    sku: Option<ColumnPlace>,
    buyer: Option<ColumnPlace>,
    email: Option<ColumnPlace>,
}

impl DianxiaomiColumns {
    fn of(table: &ExportTable<'_>) -> Result<Self, FileRefusal> {
        Ok(Self {
            order: table.needed("订单号")?,
            package: table.needed("包裹号")?,
            placed: table.needed("下单时间|付款时间")?,
            paid: table.column("付款时间"),
            refunded_at: table.column("退款时间"),
            status: table.column("订单状态"),
            platform: table.needed("平台渠道")?,
            currency: table.needed("币种缩写")?,
            amount: table.needed("订单金额")?,
            refund: table.column("退款金额"),
            quantity: table.column("产品数量"),
            sku: table.column("sku"),
            buyer: table.column("买家账号"),
            email: table.column("买家email"),
        })
    }
}

/// An order whose rows are being read, with the articles seen of it and in which package each came.
struct DianxiaomiOrder {
    row: OrderRow,
    articles: Vec<(String, String)>,
    has_amount: bool,
}

fn read(
    table: &mut ExportTable<'_>,
    context: &DialectContext<'_>,
    findings: &mut FileFindings,
) -> Result<(), FileRefusal> {
    let columns = DianxiaomiColumns::of(table)?;
    table.find_decimals(&[Some(columns.amount), columns.refund], DecimalStyle::Point)?;
    let mut open: Vec<DianxiaomiOrder> = vec![];
    let mut places: HashMap<u64, usize> = HashMap::new();
    table.each(|row| {
        let amount = row.number(columns.amount)?;
        let refund = row.amount(columns.refund)?;
        let units = row.count(columns.quantity, 1)?;
        let article = (row.text(columns.sku).into_owned(), row.text(columns.package).into_owned());
        let next = order_of(row, &columns, context)?;
        if let Some(why) = next.exclusion {
            findings.exclude(why, 1);
        }
        let idx = *places.entry(next.order.key).or_insert_with(|| {
            open.push(DianxiaomiOrder { row: next, articles: vec![], has_amount: false });
            open.len() - 1
        });
        let order = &mut open[idx];
        if !order.has_amount
            && let Some(amount) = amount
        {
            order.row.order.revenue = amount;
            order.has_amount = true;
        }
        order.row.order.refunded = order.row.order.refunded.max(refund);
        // An article that comes again in another package is the same; twice in one package it was bought twice.
        let is_again = order.articles.iter().any(|(sku, package)| *sku == article.0 && *package != article.1);
        if !is_again {
            order.row.order.units += units;
        }
        order.articles.push(article);
        Ok(())
    })?;
    for done in open {
        if done.row.exclusion.is_none() {
            findings.see(done.row.order.date);
            findings.currencies.insert(done.row.order.currency);
        }
        findings.orders.push(done.row);
    }
    Ok(())
}

fn order_of(
    row: &ExportRow<'_>,
    columns: &DianxiaomiColumns,
    context: &DialectContext<'_>,
) -> Result<OrderRow, CellFault> {
    let id = row.id(columns.order)?;
    let placed = row.moment(columns.placed)?;
    let currency =
        row.currency(columns.currency)?.ok_or_else(|| row.fault(columns.currency, CellProblem::Missing))?;
    let status = row.text(columns.status);
    let is_paid = columns.paid.is_none() || !row.text(columns.paid).is_empty();
    let exclusion = match () {
        () if status.contains("取消") || status.contains("作废") => Some(RowExclusion::Cancelled),
        () if status.contains("未付款") || status.contains("待付款") || !is_paid => {
            Some(RowExclusion::Unpaid)
        }
        () => None,
    };
    let platform = row.word(columns.platform);
    let order = Order {
        channel: channel_of(&platform, market_of(currency)),
        key: identity(&["erp", &platform, &id]),
        date: placed.date(),
        currency,
        revenue: Decimal::ZERO,
        refunded: Decimal::ZERO,
        units: 0,
        buyer: context.buyer(&row.text(columns.email)).or_else(|| context.buyer(&row.text(columns.buyer))),
    };
    let mut updated = placed.seconds();
    for place in [columns.paid, columns.refunded_at] {
        updated = updated.max(row.stamp(place)?.map_or(0, |stamp| stamp.seconds()));
    }
    Ok(OrderRow {
        order,
        exclusion,
        updated,
        tax: Decimal::ZERO,
        charges: None,
        origin: None,
        is_priced: true,
    })
}

/// The channel of a platform by the name that sellers' programs give it.
pub(super) fn channel_of(platform: &str, market: &str) -> Arc<str> {
    const KINDS: [(&str, &str); 11] = [
        ("tiktok", "tiktok_shop"),
        ("shopify", "own_store"),
        ("shopline", "own_store"),
        ("shoplazza", "own_store"),
        ("店匠", "own_store"),
        ("woo", "own_store"),
        ("amazon", "amazon"),
        ("temu", "temu"),
        ("shein", "shein"),
        ("shopee", "shopee"),
        ("lazada", "lazada"),
    ];
    let kind = KINDS.iter().find(|(name, _)| platform.contains(name)).map_or("other", |(_, kind)| kind);
    channel(kind, market)
}
