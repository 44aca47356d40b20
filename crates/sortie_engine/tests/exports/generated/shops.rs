//! Exports of marketplaces and shop systems beside Amazon, in the languages of their sites.

use sortie_engine::ledger::Decimal;

use super::amazon::Make;
use super::written::{Style, amount};
use super::{Chance, Figures, Made, money, reports};

/// How each country's exports are made.
pub const LOCALES: &[(&str, Make)] = &[
    ("us", tiktok_orders),
    ("uk", tiktok_orders),
    ("de", tiktok_orders),
    ("vn", tiktok_orders),
    ("ph", tiktok_orders),
    ("id", tiktok_orders),
    ("th", tiktok_orders),
    ("my", tiktok_orders),
    ("us", tiktok_income),
    ("th", tiktok_income),
    ("id", tiktok_income),
    ("en", tiktok_affiliate),
    ("id", tiktok_affiliate),
    ("my", shopee),
    ("id", shopee),
    ("vn", shopee),
    ("tw", shopee),
    ("th", shopee),
    ("br", shopee),
    ("id", shopee_income),
    ("my", lazada),
    ("id", lazada_finance),
    ("en", lazada_finance),
    ("en", money::woo),
    ("de", money::woo),
    ("fr", money::woo),
    ("zh", money::woo),
    ("browser", money::woo),
    ("navigateur", money::woo),
    ("us", ebay),
    ("us", amazon_ads),
    ("cn", temu_orders),
    ("br", reports::shein),
    ("en", reports::shein),
    ("zh", reports::shein),
    ("us", reports::payouts),
    ("us", reports::sessions),
    ("cn", reports::labels),
];

fn words(line: &str) -> Vec<String> {
    line.split('|').map(str::to_owned).collect()
}

fn cells<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.map(str::to_owned).to_vec()
}

/// A day of November 2025 that leaves no doubt which number is the day.
fn day(chance: &mut Chance) -> u64 {
    13 + chance.below(15)
}

pub fn some(chance: &mut Chance, style: Style) -> Decimal {
    chance.amount(style) + Decimal::ONE
}

pub type Row = (Vec<String>, Figures);

/// A file with a comma between cells and nothing above its header.
pub fn plain(
    kind: &'static str,
    header: &str,
    rows: Vec<Row>,
    money: usize,
    id: usize,
    needed: usize,
) -> Made {
    let (preamble, header) = (vec![], words(header));
    Made { kind, preamble, header, rows, delimiter: ',', money, id: Some(id), needed }
}

pub fn rows(chance: &mut Chance, make: impl Fn(&mut Chance, u64) -> Row) -> Vec<Row> {
    let n = 10 + chance.below(8);
    (0..n).map(|nth| make(chance, nth)).collect()
}

/// An order with what went back of it.
pub fn sold(units: u64, revenue: Decimal, refund: Decimal) -> Figures {
    let refund_orders = if refund.is_zero() { Decimal::ZERO } else { Decimal::ONE };
    vec![
        ("orders", Decimal::ONE),
        ("units", units.into()),
        ("revenue", revenue),
        ("refunds", refund),
        ("refund_orders", refund_orders),
    ]
}

/// What a market of TikTok Shop does its own way.
struct Market {
    style: Style,
    /// What stands in front of every amount.
    prefix: &'static str,
    country: &'static str,
    /// Columns of its addresses, and that of its country.
    address: &'static str,
    shipped: &'static str,
    cancelled: &'static str,
    unpaid: &'static str,
}

fn market(locale: &str) -> Market {
    let english = Market {
        style: Style::Plain,
        prefix: "",
        country: "United States",
        address: "Country|State",
        shipped: "Shipped",
        cancelled: "Canceled",
        unpaid: "Unpaid",
    };
    match locale {
        "uk" => Market { prefix: "GBP ", country: "United Kingdom", address: "Country|County", ..english },
        "de" => Market { style: Style::Comma, country: "Germany", address: "Country|Region", ..english },
        "vn" => Market {
            style: Style::Whole,
            country: "Việt Nam",
            address: "Country|Commune",
            shipped: "Đã giao",
            cancelled: "Đã hủy",
            unpaid: "Chưa thanh toán",
            ..english
        },
        "ph" => Market { country: "Philippines", address: "Country|Barangay", ..english },
        "id" => Market {
            style: Style::Whole,
            prefix: "IDR ",
            country: "Indonesia",
            address: "Country|Regency and City",
            shipped: "Dikirim",
            cancelled: "Dibatalkan",
            unpaid: "Belum dibayar",
        },
        "th" => Market {
            prefix: "THB",
            country: "ประเทศไทย",
            address: "Country|Small Order Fee",
            shipped: "จัดส่งแล้ว",
            cancelled: "ยกเลิกแล้ว",
            unpaid: "ยังไม่ได้ชำระเงิน",
            ..english
        },
        "my" => Market { country: "Malaysia", address: "Country|Post Town", ..english },
        _ => english,
    }
}

fn tiktok_orders(chance: &mut Chance, locale: &str) -> Made {
    let here = market(locale);
    let is_point = here.style == Style::Whole;
    let text = |value: Decimal| {
        // Amounts without cents are grouped with points there.
        let written = amount(value, here.style);
        format!("{}{}", here.prefix, if is_point { written.replace(',', ".") } else { written })
    };
    let mut made = rows(chance, |chance, nth| {
        let (seller, platform) = (some(chance, here.style), some(chance, here.style));
        let (kept, refund) = (some(chance, here.style), some(chance, here.style));
        let before = kept + seller + platform;
        let (status, figures) = match chance.below(6) {
            0 => (here.cancelled, vec![]),
            1 => (here.unpaid, vec![]),
            _ => (here.shipped, sold(2, before - seller, refund)),
        };
        let when = match locale {
            "us" => format!("11/{}/2025 10:00:00 AM\t", day(chance)),
            _ => format!("{}/11/2025 22:05:43\t", day(chance)),
        };
        let row = cells([
            &format!("57838909159098{nth:04}"),
            status,
            "x",
            "",
            &format!("1729{nth}"),
            "2",
            &text(before),
            &text(platform),
            &text(seller),
            &text(before - platform - seller),
            &text(refund),
            &when,
            here.country,
            "somewhere",
        ]);
        (row, figures)
    });
    // Under the names of the columns stands a row that explains them.
    made.insert(0, (cells(["Platform unique order ID."; 14]), vec![]));
    let header = "Order ID|Order Status|Order Substatus|Cancelation/Return Type|SKU ID|Quantity|\
        SKU Subtotal Before Discount|SKU Platform Discount|SKU Seller Discount|SKU Subtotal After Discount|\
        Order Refund Amount|Created Time|";
    plain("tiktok.orders", &format!("{header}{}", here.address), made, 6, 0, 2)
}

fn tiktok_income(chance: &mut Chance, locale: &str) -> Made {
    let is_us = locale == "us";
    let (currency, style) = match locale {
        "us" => ("USD", Style::Plain),
        "id" => ("IDR", Style::Whole),
        _ => ("THB", Style::Plain),
    };
    let made = rows(chance, |chance, nth| {
        let [sales, creators, fees, shipping] = [0; 4].map(|_| some(chance, style));
        let shipping = if is_us { shipping } else { Decimal::ZERO };
        let adjustment = if chance.below(4) == 0 { some(chance, style) } else { Decimal::ZERO };
        let total = sales - fees - creators - shipping + adjustment;
        let text = |value| amount(value, style);
        let when = format!("2025/11/{}", day(chance));
        let mut row = cells([&format!("57700000000001{nth:04}"), "Order", &when, currency]);
        row.extend([total, sales, -fees - creators, -creators, adjustment].map(text));
        if is_us {
            row.push(text(-shipping));
        }
        let figures = vec![
            ("orders", Decimal::ONE),
            ("revenue", sales),
            ("marketplace_fees", fees + creators),
            ("affiliate_fees", creators),
            ("fulfilment", shipping),
            ("unclassified", adjustment),
        ];
        (row, figures)
    });
    let header = if is_us {
        "Order/adjustment ID|Type|Statement date (UTC)|Currency|Total settlement amount|Net sales|Fees|\
         Affiliate commission|Adjustment amount|Shipping"
    } else {
        "Order/adjustment ID  |Type |Order settled time|Currency|Total settlement amount|Total revenue|Total fees|\
         Affiliate commission|Ajustment amount"
    };
    plain("tiktok.income", header, made, 4, 0, 4)
}

fn tiktok_affiliate(chance: &mut Chance, locale: &str) -> Made {
    let is_english = locale == "en";
    let made = rows(chance, |chance, nth| {
        let (base, paid) = (some(chance, Style::Plain), some(chance, Style::Plain));
        let text = |value| amount(value, Style::Plain);
        let when = format!("{}/11/2025", day(chance));
        let id = format!("57700000000002{nth:04}");
        let row = cells([&id, &format!("S{nth}"), &text(base), &when, "Video", "V1", "creator", &text(paid)]);
        let figures = if is_english { vec![("affiliate_fees", paid)] } else { vec![] };
        (row, figures)
    });
    let header = if is_english {
        "Order ID|SKU ID|Est. Commission Base|Time Created|Content Type|Content ID|Creator Username|\
         Actual Commission Payment"
    } else {
        "ID Pesanan|ID SKU|Harga|Waktu Dibuat|Jenis Konten|ID Konten|Nama Kreator|Komisi"
    };
    plain("tiktok.affiliate", header, made, 2, 0, 3)
}

fn shopee(chance: &mut Chance, locale: &str) -> Made {
    let (style, cancelled, unpaid, done) = match locale {
        "id" => (Style::Whole, "Batal", "Belum Bayar", "Selesai"),
        "vn" => (Style::Whole, "Đã hủy", "Chờ thanh toán", "Hoàn thành"),
        "tw" => (Style::Plain, "不成立", "尚未付款", "完成"),
        "th" => (Style::Plain, "ยกเลิกแล้ว", "ที่ต้องชำระ", "สำเร็จแล้ว"),
        "br" => (Style::Plain, "Cancelado", "Não pago", "Concluído"),
        _ => (Style::Plain, "Cancelled", "Unpaid", "Completed"),
    };
    let made = rows(chance, |chance, nth| {
        let (subtotal, voucher, fee) = (some(chance, style), some(chance, style), some(chance, style));
        let subtotal = subtotal + voucher;
        let (status, figures) = match chance.below(6) {
            0 => (cancelled, vec![]),
            1 => (unpaid, vec![]),
            _ => {
                let mut figures = sold(3, subtotal - voucher, Decimal::ZERO);
                figures.push(("marketplace_fees", fee));
                (done, figures)
            }
        };
        let when = format!("2025-11-{} 10:05", day(chance));
        let text = |value| amount(value, style);
        let id = format!("2511{nth:02}ABCD");
        let row =
            cells([&id, status, &when, "1.00", "3", "0", &text(subtotal), &text(voucher), &text(fee), "u"]);
        (row, figures)
    });
    let header = match locale {
        "id" => {
            "No. Pesanan|Status Pesanan|Waktu Pesanan Dibuat|Harga Setelah Diskon|Jumlah|Returned quantity|\
             Total Harga Produk|Voucher Ditanggung Penjual|Transaction Fee|Username (Pembeli)"
        }
        "vn" => {
            "Mã đơn hàng|Trạng Thái Đơn Hàng|Ngày đặt hàng|Giá ưu đãi|Số lượng|Returned quantity|\
             Tổng giá bán (sản phẩm)|Mã giảm giá của Shop|Phí cố định|Người Mua"
        }
        "th" => {
            "หมายเลขคำสั่งซื้อ|สถานะการสั่งซื้อ|วันที่ทำการสั่งซื้อ|ราคาขาย|จำนวน|จำนวนที่ส่งคืน|ราคาขายสุทธิ|\
             โค้ดส่วนลดชำระโดยผู้ขาย|ค่าคอมมิชชั่น|ชื่อผู้ใช้ (ผู้ซื้อ)"
        }
        "br" => {
            "ID do pedido|Status do pedido|Data de criação do pedido|Preço acordado|Quantidade|\
             Returned quantity|Subtotal do produto|Cupom do vendedor|Taxa de comissão|Nome de usuário (comprador)"
        }
        "tw" => {
            "訂單編號|訂單狀態|訂單成立日期|商品活動價格|數量|退貨數量|訂單小計 (TWD)|賣場優惠券|成交手續費|買家帳號"
        }
        _ => {
            "Order ID|Order Status|Order Creation Date|Deal Price|Quantity|Returned quantity|Product Subtotal|\
             Seller Voucher|Commission Fee|Username (Buyer)|Return / Refund Status"
        }
    };
    plain("shopee.orders", header, made, 6, 0, 1)
}

fn shopee_income(chance: &mut Chance, _: &str) -> Made {
    let made = rows(chance, |chance, nth| {
        let [price, discount, refund, creators, fee, service] = [0; 6].map(|_| some(chance, Style::Whole));
        let (price, shipping, rest) = (price + discount, some(chance, Style::Whole), Decimal::from(nth));
        let total = price - discount - refund - creators - fee - service - shipping + rest;
        let when = format!("2025-11-{}", day(chance));
        let mut row = cells([&format!("2511{nth:02}INCOME"), &when]);
        let parts = [price, -discount, -refund, -creators, -fee, -service, -shipping, total];
        row.extend(parts.map(|value| amount(value, Style::Whole)));
        let figures = vec![
            ("orders", Decimal::ONE),
            ("revenue", price - discount),
            ("refunds", refund),
            ("refund_orders", Decimal::ONE),
            ("affiliate_fees", creators),
            ("marketplace_fees", fee + service),
            ("fulfilment", shipping),
            ("unclassified", rest),
        ];
        (row, figures)
    });
    let header = "No. Pesanan|Tanggal Dana Dilepaskan|Harga Asli Produk|Total Diskon Produk|Refund ke Pembeli|\
        Biaya Komisi AMS|Biaya Administrasi|Biaya Layanan|Ongkos Kirim Pengembalian Barang|Total Penghasilan";
    let preamble = vec![cells(["Laporan Penghasilan"])];
    Made { preamble, ..plain("shopee.income", header, made, 9, 0, 9) }
}

fn lazada(chance: &mut Chance, _: &str) -> Made {
    let made = rows(chance, |chance, nth| {
        let (paid, refund) = (some(chance, Style::Plain), some(chance, Style::Plain));
        let (status, figures) = match chance.below(5) {
            0 => ("canceled", vec![]),
            _ => ("delivered", sold(1, paid, refund)),
        };
        let text = |value| amount(value, Style::Plain);
        let (item, order) = (format!("{}", 40_001 + nth), format!("{}", 300_000_000_000_001 + nth));
        let when = format!("{} Nov 2025 10:05", day(chance));
        (cells([&item, &order, &text(paid), status, &when, &text(refund), "Malaysia"]), figures)
    });
    let header = "orderItemId|orderNumber|paidPrice|status|createTime|refundAmount|shippingCountry";
    plain("lazada.orders", header, made, 2, 1, 2)
}

fn lazada_finance(chance: &mut Chance, locale: &str) -> Made {
    let is_indonesian = locale == "id";
    let style = if is_indonesian { Style::Whole } else { Style::Plain };
    let made = rows(chance, |chance, nth| {
        let value = some(chance, style);
        let (indonesian, english, signed, figures): (_, _, _, Figures) = match chance.below(6) {
            0 => ("Komisi", "Commission", -value, vec![("marketplace_fees", value)]),
            1 => ("Biaya Pembayaran", "Payment Fee", -value, vec![("payment_fees", value)]),
            2 => ("Biaya Pengiriman", "Shipping Fee Charged by Lazada", -value, vec![("fulfilment", value)]),
            3 => (
                "Pembalikan Harga Barang",
                "Reversal Item Price",
                -value,
                vec![("refunds", value), ("refund_orders", Decimal::ONE)],
            ),
            4 => ("Hal Baru", "A new thing", value, vec![("unclassified", value)]),
            _ => (
                "Harga Barang",
                "Item Price Credit",
                value,
                vec![("orders", Decimal::ONE), ("revenue", value)],
            ),
        };
        let called = if is_indonesian { indonesian } else { english };
        let when = format!("{} Nov 2025", day(chance));
        let order = format!("{}", 300_000_000_000_001 + nth);
        (cells(["MY-2025-11", &when, called, &amount(signed, style), &order, "MYR"]), figures)
    });
    let header = if is_indonesian {
        "Nomor Laporan|Tanggal Transaksi|Nama Biaya|Jumlah (Termasuk Pajak)|Nomor Pesanan|Keterangan"
    } else {
        "Statement Number|Transaction Date|Fee Name|Amount(Include Tax)|Order No.|Currency"
    };
    plain("lazada.finance", header, made, 3, 4, 2)
}

fn ebay(chance: &mut Chance, _: &str) -> Made {
    let made = rows(chance, |chance, nth| {
        let [price, fee, other] = [0; 3].map(|_| some(chance, Style::Point));
        let text = |value| amount(value, Style::Point);
        let none = Decimal::ZERO;
        let (kind, subtotal, fee, gross, about, figures): (_, _, _, _, _, Figures) = match chance.below(6) {
            0 => (
                "Refund",
                -price,
                fee,
                -price,
                "",
                vec![("refunds", price), ("refund_orders", Decimal::ONE), ("marketplace_fees", -fee)],
            ),
            1 => ("Other fee", none, none, -other, "Promoted Listings fee", vec![("ad_spend", other)]),
            2 => ("Payout", none, none, -other, "", vec![]),
            3 => ("Shipping label", none, none, -other, "", vec![("fulfilment", other)]),
            _ => {
                let mut figures = sold(1, price, none);
                figures.push(("marketplace_fees", fee));
                ("Order", price, -fee, price, "", figures)
            }
        };
        let when = format!("Nov {}, 2025", day(chance));
        let order = format!("05-{nth:05}-1");
        let row = cells([
            &when,
            kind,
            &order,
            &text(gross + fee),
            "USD",
            "1",
            &text(subtotal),
            &text(fee),
            &text(gross),
            about,
        ]);
        (row, figures)
    });
    let header = "Transaction creation date|Type|Order number|Net amount|Payout currency|Quantity|Item subtotal|\
        Final Value Fee - variable|Gross transaction amount|Description";
    let preamble = vec![cells(["Seller", "a shop"]), cells(["All amounts are in local time"])];
    Made { preamble, id: None, ..plain("ebay.tx", header, made, 3, 2, 3) }
}

fn amazon_ads(chance: &mut Chance, _: &str) -> Made {
    let made = rows(chance, |chance, nth| {
        let cost = chance.amount(Style::Point);
        let first = day(chance);
        let days = format!("Nov {first:02}, 2025 - Nov {:02}, 2025", first + chance.below(3));
        let row = cells([
            "USD",
            &days,
            "=\"254927681919372\"",
            &format!("Campaign {nth}"),
            &amount(cost, Style::Point),
        ]);
        (row, vec![("ad_spend", cost)])
    });
    let header = "Budget currency|Date range|Advertiser account ID|Campaign name|Total cost";
    Made { id: None, ..plain("amazon.ads", header, made, 4, 2, 1) }
}

fn temu_orders(chance: &mut Chance, _: &str) -> Made {
    let made = rows(chance, |chance, nth| {
        let units = 1 + chance.below(4);
        let (status, figures) = match chance.below(5) {
            0 => ("已取消", vec![]),
            _ => ("已发货", vec![("orders", Decimal::ONE), ("units", units.into())]),
        };
        let when = format!("2025-11-{} 08:10:00\t", day(chance));
        let order = format!("PO-211-{nth:08}");
        (cells([&order, status, &format!("{order}-A"), &format!("{units}\t"), &when]), figures)
    });
    plain("temu.orders", "订单号|订单状态|子订单号|应履约件数|订单创建时间", made, 3, 0, 3)
}
