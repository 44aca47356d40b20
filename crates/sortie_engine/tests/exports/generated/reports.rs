//! Exports of SHEIN, and reports of Shopify and Temu beside their orders.

use sortie_engine::ledger::Decimal;

use super::shops::{plain, rows, sold, some};
use super::written::{Style, amount};
use super::{Chance, Made};

fn cells<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.map(str::to_owned).to_vec()
}

/// A day of November 2025 that leaves no doubt which number is the day.
fn day(chance: &mut Chance) -> u64 {
    13 + chance.below(15)
}

/// Orders of SHEIN's marketplace.
pub fn shein(chance: &mut Chance, locale: &str) -> Made {
    let (style, currency, sent, cancelled, unpaid, back) = match locale {
        "br" => (Style::Comma, "BRL", "Enviado", "Cancelado", "Aguardando pagamento", "Reembolsado"),
        "zh" => (Style::Plain, "USD", "已发货", "已取消", "待付款", "已退款"),
        _ => (Style::Plain, "USD", "Shipped", "Cancelled", "Unpaid", "Refunded"),
    };
    let made = rows(chance, |chance, nth| {
        let (price, coupon, fee) = (some(chance, style), some(chance, style), some(chance, style));
        let (price, pieces) = (price + coupon, 1 + chance.below(3));
        let revenue = price * Decimal::from(pieces) - coupon;
        let charged = |back: Decimal| {
            let mut figures = sold(pieces, revenue, back);
            figures.push(("marketplace_fees", fee));
            figures
        };
        let (status, figures) = match chance.below(6) {
            0 => (cancelled, vec![]),
            1 => (unpaid, vec![]),
            2 => (back, charged(revenue)),
            _ => (sent, charged(Decimal::ZERO)),
        };
        let when = match locale {
            "br" => format!("{}/11/2025 10:05", day(chance)),
            _ => format!("2025-11-{} 10:05:00", day(chance)),
        };
        let text = |value| amount(value, style);
        let id = format!("GSH1{nth:02}K7Q");
        let estimate = text(revenue - fee);
        let row = cells([
            &id,
            status,
            &when,
            &format!("I{nth}"),
            &text(price),
            &pieces.to_string(),
            &text(coupon),
            &text(fee),
            currency,
            &estimate,
        ]);
        (row, figures)
    });
    let header = match locale {
        "br" => {
            "Número do pedido|Status do pedido|Data de criação do pedido|Shein-SKU|Preço do produto|Quantidade|\
             Valor do cupom|Comissão|Moeda do vendedor|Receita estimada de mercadorias"
        }
        "zh" => "订单号|订单状态|下单时间|SKC|商品价格|数量|优惠券金额|佣金|卖家币种|预计商品收入",
        _ => {
            "Order number|Order status|Order created|SKC|Product price|Quantity|Coupon amount|Commission|\
             Seller currency|Estimated merchandise revenue"
        }
    };
    plain("shein.orders", header, made, 4, 0, 9)
}

/// What Shopify's payment service took and paid out.
pub fn payouts(chance: &mut Chance, _: &str) -> Made {
    let made = rows(chance, |chance, nth| {
        let (gross, fee) = (some(chance, Style::Plain), some(chance, Style::Plain));
        let none = Decimal::ZERO;
        let (kind, gross, fee, figures) = match chance.below(6) {
            0 => ("refund", -gross, none, vec![("refunds", gross)]),
            1 => ("payout", -gross, none, vec![]),
            2 => ("chargeback", -gross, fee, vec![("other", -gross), ("payment_fees", fee)]),
            3 => ("mystery", gross, none, vec![("unclassified", gross)]),
            _ => ("charge", gross, fee, vec![("revenue", gross), ("payment_fees", fee)]),
        };
        let text = |value| amount(value, Style::Plain);
        let when = format!("2025-11-{} 10:02:11 -0500", day(chance));
        let row = cells([
            &when,
            kind,
            &format!("#{nth}"),
            "pending",
            "",
            "P1",
            &text(gross),
            &text(fee),
            &text(gross - fee),
            &format!("c{nth}"),
            "USD",
            "USD",
        ]);
        (row, figures)
    });
    let header = "Transaction Date|Type|Order|Payout Status|Payout Date|Payout ID|Amount|Fee|Net|Checkout|\
        Presentment Currency|Currency";
    Made { id: None, ..plain("shopify.payout_tx", header, made, 6, 0, 8) }
}

/// Shopify's report of visits, day by day.
pub fn sessions(chance: &mut Chance, _: &str) -> Made {
    let made = rows(chance, |chance, nth| {
        let visits = 100 + chance.below(900);
        let row = cells([&format!("2025-11-{:02}", 13 + nth), &visits.to_string()]);
        (row, vec![("sessions", Decimal::from(visits))])
    });
    Made { id: None, ..plain("shopify.report", "Day|Sessions", made, 1, 0, 1) }
}

/// What Temu takes for shipping labels.
pub fn labels(chance: &mut Chance, _: &str) -> Made {
    let made = rows(chance, |chance, nth| {
        let fee = some(chance, Style::Plain);
        let (kind, state, figures) = match chance.below(5) {
            0 => ("面单费用退款", "成功", vec![("fulfilment", -fee)]),
            1 => ("面单费用支出", "扣款失败", vec![]),
            _ => ("面单费用支出", "成功", vec![("fulfilment", fee)]),
        };
        let when = format!("2025-11-{} 09:15:00", day(chance));
        let package = format!("PK-{nth:06}");
        let row = cells([
            &package,
            &format!("9400{nth:08}W"),
            kind,
            &amount(fee, Style::Plain),
            "USD",
            state,
            &when,
        ]);
        (row, figures)
    });
    let header = "Package number|Waybill number|Bill type|Shipping fee (unit: Yuan)|Currency|\
        Reconciliation bill status|Expense/Refund time (Time zone: GMT+8)";
    Made { id: None, ..plain("temu.label", header, made, 3, 0, 6) }
}
