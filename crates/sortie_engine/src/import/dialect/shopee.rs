//! Shopee's orders, in the languages of its sites: a row for each article, with the order's own money on every row.

use std::collections::HashMap;

use super::{DialectContext, ExportDialect, ExportTable, FileFindings, FileRefusal};
use crate::import::date::DayOrder;
use crate::import::findings::{OrderCharges, OrderRow, identity};
use crate::import::header::ColumnPlace;
use crate::import::market::{channel, currency_of, market_of_country, market_of_name};
use crate::import::number::DecimalStyle;
use crate::import::report::{CellFault, FileNote, RowExclusion};
use crate::import::row::ExportRow;
use crate::ledger::{Decimal, Order};

pub(super) const DIALECT: ExportDialect = ExportDialect {
    kind: "shopee.orders",
    signatures: &[
        &["order id", "deal price", "return / refund status"],
        &["no. pesanan", "harga setelah diskon"],
        &["mã đơn hàng", "trạng thái đơn hàng"],
        &["訂單編號", "訂單狀態"],
    ],
    is_quoted: true,
    sales_rank: 3,
    costs_rank: 2,
    read,
};

struct ShopeeColumns {
    key: ColumnPlace,
    status: ColumnPlace,
    created: ColumnPlace,
    later: Vec<ColumnPlace>,
    quantity: Option<ColumnPlace>,
    returned: Option<ColumnPlace>,
    subtotal: ColumnPlace,
    /// Whether the subtotal is the order's and stands on every row.
    is_of_order: bool,
    voucher: Option<ColumnPlace>,
    fees: Vec<ColumnPlace>,
    buyer: Option<ColumnPlace>,
}

impl ShopeeColumns {
    fn of(table: &ExportTable<'_>) -> Result<Self, FileRefusal> {
        let of_line = table.column("product subtotal|total harga produk|tổng giá bán (sản phẩm)|商品總價");
        Ok(Self {
            key: table.needed("order id|no. pesanan|mã đơn hàng|訂單編號")?,
            status: table.needed("order status|status pesanan|trạng thái đơn hàng|訂單狀態")?,
            created: table
                .needed("order creation date|waktu pesanan dibuat|ngày đặt hàng|訂單成立日期|訂單成立時間")?,
            later: table.columns(
                "order paid time|order complete time|waktu pembayaran dilakukan|waktu pesanan selesai|\
                 thời gian đơn hàng được thanh toán|thời gian hoàn thành đơn hàng|買家付款時間|訂單完成時間",
            ),
            quantity: table.column("quantity|jumlah|số lượng|數量"),
            returned: table.column("returned quantity|số lượng sản phẩm được hoàn trả|退貨數量"),
            subtotal: match of_line {
                Some(place) => place,
                None => {
                    table.needed("product subtotal|訂單小計 (twd)|訂單小計|tổng giá trị đơn hàng (vnd)")?
                }
            },
            is_of_order: of_line.is_none(),
            voucher: table.column(
                "seller voucher|voucher ditanggung penjual|mã giảm giá của shop|賣場優惠券|賣家負擔優惠券",
            ),
            fees: table.columns(
                "transaction fee*|commission fee*|service fee*|phí cố định|phí dịch vụ|phí thanh toán|\
                 成交手續費|其他服務費|金流與系統處理費",
            ),
            buyer: table.column("username (buyer)|username (pembeli)|người mua|買家帳號"),
        })
    }
}

fn read(
    table: &mut ExportTable<'_>,
    context: &DialectContext<'_>,
    findings: &mut FileFindings,
) -> Result<(), FileRefusal> {
    let columns = ShopeeColumns::of(table)?;
    let market = market(table, context)?;
    if market.is_none() {
        findings.add_note(FileNote::CurrencyOfMarket);
    }
    let market = market.unwrap_or("my");
    let currency = currency_of(market);
    if currency.is_whole() {
        table.set_decimals(DecimalStyle::Whole);
    } else {
        table.find_decimals(&[Some(columns.subtotal), columns.voucher], DecimalStyle::Point)?;
    }
    table.find_day_order(&[Some(columns.created)], DayOrder::DayFirst)?;
    let shop = channel("shopee", market);
    let mut orders: Vec<OrderRow> = vec![];
    let mut places: HashMap<u64, usize> = HashMap::new();
    table.each(|row| {
        let line = ShopeeLine::of(row, &columns)?;
        let key = identity(&[&row.id(columns.key)?]);
        let place = match places.get(&key) {
            Some(place) => *place,
            None => {
                let mut order = line.order(row, &columns, context)?;
                order.order.channel = shop.clone();
                (order.order.key, order.order.currency) = (key, currency);
                orders.push(order);
                places.insert(key, orders.len() - 1);
                orders.len() - 1
            }
        };
        let is_first = place == orders.len() - 1 && orders[place].order.units == 0;
        line.add(&mut orders[place], !columns.is_of_order || is_first);
        findings.see(orders[place].order.date);
        match orders[place].exclusion {
            Some(why) => findings.exclude(why, 1),
            None => {
                findings.currencies.insert(currency);
            }
        }
        Ok(())
    })?;
    findings.orders = orders;
    Ok(())
}

/// What a row adds to its order.
struct ShopeeLine {
    units: u32,
    subtotal: Decimal,
    refunded: Decimal,
}

impl ShopeeLine {
    fn of(row: &ExportRow<'_>, columns: &ShopeeColumns) -> Result<Self, CellFault> {
        let units = row.count(columns.quantity, 1)?;
        let returned = row.count(columns.returned, 0)?.min(units);
        let subtotal = row.amount(columns.subtotal)?;
        let refunded = match units {
            0 => Decimal::ZERO,
            units => (subtotal * Decimal::from(returned) / Decimal::from(units)).round_dp(2),
        };
        Ok(Self { units, subtotal, refunded })
    }

    /// The order as its first row tells it, with what stands on every row taken once.
    fn order(
        &self,
        row: &ExportRow<'_>,
        columns: &ShopeeColumns,
        context: &DialectContext<'_>,
    ) -> Result<OrderRow, CellFault> {
        let created = row.moment(columns.created)?;
        let mut updated = created.seconds();
        for place in &columns.later {
            updated = updated.max(row.stamp(*place)?.map_or(0, |stamp| stamp.seconds()));
        }
        let mut fees = Decimal::ZERO;
        for place in &columns.fees {
            fees += row.amount(*place)?.abs();
        }
        let order = Order {
            channel: "".into(),
            key: 0,
            date: created.date(),
            currency: currency_of("my"),
            revenue: -row.amount(columns.voucher)?.abs(),
            refunded: Decimal::ZERO,
            units: 0,
            buyer: context.buyer(&row.text(columns.buyer)),
        };
        let exclusion = exclusion_of(&row.word(columns.status));
        let charges = OrderCharges { marketplace_fees: Some(fees), fulfilment: None };
        let charges = Some(Box::new(charges));
        Ok(OrderRow { order, exclusion, updated, tax: Decimal::ZERO, charges, origin: None, is_priced: true })
    }

    fn add(&self, row: &mut OrderRow, counts_money: bool) {
        row.order.units += self.units;
        if counts_money {
            row.order.revenue += self.subtotal;
            row.order.refunded += self.refunded;
        }
    }
}

fn exclusion_of(status: &str) -> Option<RowExclusion> {
    let has = |words: &[&str]| words.iter().any(|word| status.contains(word));
    if has(&["cancelled", "canceled", "batal", "đã hủy", "đã huỷ", "不成立", "已取消"]) {
        Some(RowExclusion::Cancelled)
    } else if has(&["unpaid", "belum bayar", "chưa thanh toán", "chờ thanh toán", "尚未付款", "未付款"])
    {
        Some(RowExclusion::Unpaid)
    } else {
        None
    }
}

/// The market by the country of a row, by the language of the header, by the file's name.
fn market(
    table: &mut ExportTable<'_>,
    context: &DialectContext<'_>,
) -> Result<Option<&'static str>, FileRefusal> {
    const LANGUAGES: [(&str, &str); 3] = [("no. pesanan", "id"), ("mã đơn hàng", "vn"), ("訂單編號", "tw")];
    let spoken =
        LANGUAGES.iter().find(|(name, _)| table.header.find(name).is_some()).map(|(_, market)| *market);
    if spoken.is_some() {
        return Ok(spoken);
    }
    let country = table.column("country");
    Ok(table.first(&[country], market_of_country)?.or_else(|| market_of_name(context.file)))
}
