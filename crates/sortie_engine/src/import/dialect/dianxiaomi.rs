//! Orders of all shops as a seller's program lists them, Dianxiaomi, Mabang or Eccang: one row per article, an order's amount on each of them or on the first.
//!
//! The platforms' own files know the same orders better, so this list counts where there is none of them.

use std::collections::HashMap;
use std::sync::Arc;

use super::{DialectContext, ExportDialect, ExportTable, FileFindings, FileRefusal};
use crate::import::findings::{MonthFigure, OrderNumbering, OrderRow, RowSpot, identity};
use crate::import::header::ColumnPlace;
use crate::import::market::{channel, market_in, market_of};
use crate::import::number::DecimalStyle;
use crate::import::report::{CellFault, CellProblem, RowExclusion};
use crate::import::row::ExportRow;
use crate::import::status::is_paid_on_delivery;
use crate::ledger::{Currency, Decimal, Order};

pub(super) const DIALECT: ExportDialect = ExportDialect {
    kind: "dianxiaomi",
    signatures: &[
        &["包裹号", "平台渠道", "店铺账号", "币种缩写"],
        &["订单号", "平台渠道", "店铺账号", "币种缩写"],
    ],
    is_quoted: true,
    sales_rank: 1,
    costs_rank: 0,
    read,
};

/// The same list as Mabang exports it, whose users choose its columns.
pub(super) const MABANG: ExportDialect = ExportDialect {
    kind: "mabang",
    signatures: &[&["订单编号", PLATFORM, SHOP, CURRENCY, AMOUNT, "付款时间|付款日期"]],
    ..DIALECT
};

/// The same list as Eccang exports it.
pub(super) const ECCANG: ExportDialect = ExportDialect {
    kind: "eccang",
    signatures: &[&["参考单号|参考号|平台单号", PLATFORM, SHOP, CURRENCY, AMOUNT]],
    ..DIALECT
};

const ORDER: &str = "订单号|平台订单号|平台订单编号|平台单号|参考单号|参考号|交易编号|订单编号|原始订单号";
const PLATFORM: &str = "平台渠道|平台|平台名称|订单来源|来源平台";
const SHOP: &str = "店铺账号|店铺名称|店铺|店铺名|账号|平台账号";
const CURRENCY: &str = "币种缩写|币种|货币|订单币种|币别";
const AMOUNT: &str = "订单金额|订单总金额|订单总额|订单原始总金额|订单总价|总金额|实付金额";

struct DianxiaomiColumns {
    order: ColumnPlace,
    package: Option<ColumnPlace>,
    placed: ColumnPlace,
    paid: Option<ColumnPlace>,
    refunded_at: Option<ColumnPlace>,
    status: Option<ColumnPlace>,
    platform: ColumnPlace,
    shop: Option<ColumnPlace>,
    country: Option<ColumnPlace>,
    payment: Option<ColumnPlace>,
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
            order: table.needed(ORDER)?,
            package: table.column("包裹号|包裹编号|系统单号|内部单号"),
            placed: table.needed("下单时间|订单创建时间|创建时间|下单日期|付款时间|付款日期")?,
            paid: table.column("付款时间|付款日期|支付时间"),
            refunded_at: table.column("退款时间"),
            status: table.column("订单状态|状态|平台订单状态"),
            platform: table.needed(PLATFORM)?,
            shop: table.column(SHOP),
            country: table.column("国家二字码|站点|国家/地区|收货国家"),
            currency: table.needed(CURRENCY)?,
            amount: table.needed(AMOUNT)?,
            refund: table.column("退款金额|已退款金额"),
            quantity: table.column("产品数量|商品数量|数量|sku数量|购买数量"),
            payment: table.column("付款方式|支付方式"),
            sku: table.column("sku|商品sku|产品sku|库存sku|平台sku"),
            buyer: table.column("买家账号|买家id|买家"),
            email: table.column("买家email|买家邮箱|邮箱"),
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
        if let Some(back) = amount.filter(|amount| *amount < Decimal::ZERO) {
            return book_refund(row, &columns, back, findings);
        }
        let refund = row.amount(columns.refund)?;
        let units = row.count(columns.quantity, 1)?;
        let article = (row.text(columns.sku).into_owned(), row.text(columns.package).into_owned());
        let next = order_of(row, &columns, context, findings)?;
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

/// Which order a row is of. Every shop counts its own.
struct ErpPlace {
    channel: Arc<str>,
    key: u64,
    currency: Currency,
}

impl ErpPlace {
    fn of(row: &ExportRow<'_>, columns: &DianxiaomiColumns) -> Result<Self, CellFault> {
        let id = row.id(columns.order)?;
        let missing = || row.fault(columns.currency, CellProblem::Missing);
        let currency = row.currency(columns.currency)?.ok_or_else(missing)?;
        let platform = row.word(columns.platform);
        let key = identity(&["erp", &platform, &row.word(columns.shop), &id]);
        // Several markets pay in euros, and the country that a parcel goes to is not always that of the shop.
        let market = market_of(currency);
        let market = match market {
            "world" => market_in(&row.text(columns.country)).unwrap_or(market),
            market => market,
        };
        Ok(Self { channel: channel_of(&platform, market), key, currency })
    }
}

/// Adds a row with an amount below zero: what went back, on its day.
fn book_refund(
    row: &ExportRow<'_>,
    columns: &DianxiaomiColumns,
    amount: Decimal,
    findings: &mut FileFindings,
) -> Result<(), CellFault> {
    let ErpPlace { channel, key, currency } = ErpPlace::of(row, columns)?;
    let day = row.stamp(columns.refunded_at)?.map_or_else(|| row.moment(columns.placed), Ok)?;
    let parts = ["erp refund", &key.to_string(), &day.clock.to_string(), &amount.normalize().to_string()];
    let spot = RowSpot { identity: identity(&parts), date: day.date(), channel, currency };
    findings.told_refunds.insert(key);
    findings.book(&spot, MonthFigure::Refunds, -amount);
    findings.book(&RowSpot { identity: key, ..spot }, MonthFigure::RefundOrders, Decimal::ONE);
    Ok(())
}

fn order_of(
    row: &ExportRow<'_>,
    columns: &DianxiaomiColumns,
    context: &DialectContext<'_>,
    findings: &mut FileFindings,
) -> Result<OrderRow, CellFault> {
    let placed = row.moment(columns.placed)?;
    let has_paid = columns.paid.is_some() && !row.text(columns.paid).is_empty();
    let is_paid = has_paid || is_paid_on_delivery(&row.text(columns.payment));
    let status = row.word(columns.status);
    let by_status = match columns.status {
        Some(_) => findings.exclusion_by(&status, is_paid),
        None => None,
    };
    let exclusion = by_status.or((columns.paid.is_some() && !is_paid).then_some(RowExclusion::Unpaid));
    let place = ErpPlace::of(row, columns)?;
    let order = Order {
        channel: place.channel,
        key: place.key,
        date: placed.date(),
        currency: place.currency,
        revenue: Decimal::ZERO,
        refunded: Decimal::ZERO,
        units: 0,
        buyer: context.buyer(&row.text(columns.email)).or_else(|| context.buyer(&row.text(columns.buyer))),
    };
    let mut updated = placed.seconds();
    for place in [columns.paid, columns.refunded_at] {
        updated = updated.max(row.stamp(place)?.map_or(0, |stamp| stamp.seconds()));
    }
    let numbering = OrderNumbering::of_store(&placed);
    Ok(OrderRow { numbering, ..OrderRow::begun(order, updated, exclusion) })
}

/// The channel of a platform by the name that sellers' programs give it.
pub(super) fn channel_of(platform: &str, market: &str) -> Arc<str> {
    const KINDS: [(&str, &str); 13] = [
        ("tiktok", "tiktok_shop"),
        ("shopify", "own_store"),
        ("shopline", "own_store"),
        ("shoplazza", "own_store"),
        ("店匠", "own_store"),
        ("woo", "own_store"),
        ("amazon", "amazon"),
        ("亚马逊", "amazon"),
        ("虾皮", "shopee"),
        ("temu", "temu"),
        ("shein", "shein"),
        ("shopee", "shopee"),
        ("lazada", "lazada"),
    ];
    let kind = KINDS.iter().find(|(name, _)| platform.contains(name)).map_or("other", |(_, kind)| kind);
    channel(kind, market)
}
