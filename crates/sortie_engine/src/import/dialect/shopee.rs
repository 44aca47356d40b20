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
use crate::import::status::is_paid_on_delivery;
use crate::ledger::{Decimal, Order};

pub(super) const DIALECT: ExportDialect = ExportDialect {
    kind: "shopee.orders",
    signatures: &[
        &["order id", "deal price", "return / refund status"],
        &["no. pesanan", "harga setelah diskon"],
        &["mã đơn hàng", "trạng thái đơn hàng"],
        &["訂單編號", "訂單狀態"],
        &["หมายเลขคำสั่งซื้อ", "สถานะการสั่งซื้อ"],
        &["id do pedido", "status do pedido", "subtotal do produto"],
        &["id del pedido", "estado del pedido", "subtotal del producto"],
        &["订单编号", "订单状态", "商品总价|商品小计", "退货数量"],
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
    paid: Option<ColumnPlace>,
    payment: Option<ColumnPlace>,
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

const KEY: &str =
    "order id|no. pesanan|mã đơn hàng|訂單編號|หมายเลขคำสั่งซื้อ|id do pedido|id del pedido|订单编号";
const STATUS: &str = "order status|status pesanan|trạng thái đơn hàng|訂單狀態|สถานะการสั่งซื้อ|status do pedido|\
    estado del pedido|订单状态";
const CREATED: &str = "order creation date|waktu pesanan dibuat|ngày đặt hàng|訂單成立日期|訂單成立時間|วันที่ทำการสั่งซื้อ|\
    data de criação do pedido|fecha de creación del pedido|订单创建时间|订单创建日期";
const PAID: &str = "order paid time|waktu pembayaran dilakukan|thời gian đơn hàng được thanh toán|買家付款時間|\
    เวลาการชำระสินค้า|hora do pagamento do pedido|hora de pago del pedido|买家付款时间|订单付款时间";
const OF_LINE: &str = "product subtotal|total harga produk|tổng giá bán (sản phẩm)|商品總價|ราคาขายสุทธิ|\
    subtotal do produto|subtotal del producto|商品总价|商品小计";

impl ShopeeColumns {
    fn of(table: &ExportTable<'_>) -> Result<Self, FileRefusal> {
        let of_line = table.column(OF_LINE);
        let done = "order complete time|waktu pesanan selesai|thời gian hoàn thành đơn hàng|訂單完成時間|\
            เวลาที่ทำการสั่งซื้อสำเร็จ|hora completa do pedido|订单完成时间";
        Ok(Self {
            key: table.needed(KEY)?,
            status: table.needed(STATUS)?,
            created: table.needed(CREATED)?,
            paid: table.column(PAID),
            payment: table.column(
                "payment method|metode pembayaran|phương thức thanh toán|付款方式|ช่องทางการชำระเงิน|วิธีการชำระเงิน|\
                 método de pagamento|método de pago|支付方式",
            ),
            later: table.columns(PAID).into_iter().chain(table.columns(done)).collect(),
            quantity: table.column("quantity|jumlah|số lượng|數量|จำนวน|quantidade|cantidad|数量"),
            returned: table.column(
                "returned quantity|số lượng sản phẩm được hoàn trả|退貨數量|จำนวนที่ส่งคืน|quantidade devolvida|\
                 cantidad devuelta|退货数量",
            ),
            subtotal: match of_line {
                Some(place) => place,
                None => {
                    table.needed("product subtotal|訂單小計 (twd)|訂單小計|tổng giá trị đơn hàng (vnd)")?
                }
            },
            is_of_order: of_line.is_none(),
            voucher: table.column(
                "seller voucher|voucher ditanggung penjual|mã giảm giá của shop|賣場優惠券|賣家負擔優惠券|\
                 โค้ดส่วนลดชำระโดยผู้ขาย|cupom do vendedor|cupón del vendedor|卖家优惠券",
            ),
            fees: table.columns(
                "transaction fee*|commission fee*|service fee*|phí cố định|phí dịch vụ|phí thanh toán|\
                 成交手續費|其他服務費|金流與系統處理費|ค่าคอมมิชชั่น|ค่าธรรมเนียม (%)|ค่าธุรกรรมการชำระเงิน|ค่าบริการ|\
                 taxa de comissão*|taxa de serviço*|taxa de transação*|tarifa de comisión*|tarifa de servicio*|\
                 tarifa de transacción*|佣金|交易手续费|服务费",
            ),
            buyer: table.column(
                "username (buyer)|username (pembeli)|người mua|買家帳號|ชื่อผู้ใช้ (ผู้ซื้อ)|nome de usuário (comprador)|\
                 nombre de usuario (comprador)|买家用户名",
            ),
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
    table.set_day_order(DayOrder::DayFirst);
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
                order.exclusion = exclusion_of(row, &columns, findings);
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
        let charges = OrderCharges { marketplace_fees: Some(fees), fulfilment: None };
        let charges = Some(Box::new(charges));
        Ok(OrderRow { charges, ..OrderRow::begun(order, updated, None) })
    }

    fn add(&self, row: &mut OrderRow, counts_money: bool) {
        row.order.units += self.units;
        if counts_money {
            row.order.revenue += self.subtotal;
            row.order.refunded += self.refunded;
        }
    }
}

/// Why an order does not count; where its status is in words that are not known, whether it is paid decides.
fn exclusion_of(
    row: &ExportRow<'_>,
    columns: &ShopeeColumns,
    findings: &mut FileFindings,
) -> Option<RowExclusion> {
    let is_paid = !row.text(columns.paid).is_empty() || is_paid_on_delivery(&row.text(columns.payment));
    findings.exclusion_by(&row.word(columns.status), is_paid)
}

/// The market by the country of a row, by the language of the header, by the file's name.
fn market(
    table: &mut ExportTable<'_>,
    context: &DialectContext<'_>,
) -> Result<Option<&'static str>, FileRefusal> {
    const LANGUAGES: [(&str, &str); 5] = [
        ("no. pesanan", "id"),
        ("mã đơn hàng", "vn"),
        ("訂單編號", "tw"),
        ("หมายเลขคำสั่งซื้อ", "th"),
        ("id do pedido", "br"),
    ];
    let spoken =
        LANGUAGES.iter().find(|(name, _)| table.header.find(name).is_some()).map(|(_, market)| *market);
    if spoken.is_some() {
        return Ok(spoken);
    }
    let country = table.column("country|país|国家|国家/地区");
    Ok(table.first(&[country], market_of_country)?.or_else(|| market_of_name(context.file)))
}
