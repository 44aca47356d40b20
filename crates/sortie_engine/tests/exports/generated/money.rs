//! Exports of services of payment, of WooCommerce, and of programs that sellers keep their shops with.

use sortie_engine::ledger::Decimal;

use super::shops::{plain, rows, sold, some};
use super::written::{Style, amount};
use super::{Chance, Figures, Made};

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

/// The names of the columns of an account's activity, or of its statement.
fn paypal_header(locale: &str) -> &'static str {
    match locale {
        "de" => "Datum|Typ|Status|Währung|Brutto|Gebühr|Netto|Transaktionscode|Auswirkung auf Guthaben",
        "kontoauszug" => "Datum|Beschreibung|Name|Währung|Brutto|Entgelt|Netto|Transaktionscode|Guthaben",
        "statement" => "Date|Description|Name|Currency|Gross|Fee|Net|Transaction ID|Balance",
        "fr" => {
            "Date|Type|État|Devise|Avant commission|Commission|Net|Numéro de transaction|Impact sur le solde"
        }
        _ => "Date|Type|Status|Currency|Gross|Fee|Net|Transaction ID|Balance Impact",
    }
}

/// A type in the words of a language, by its English and its German name.
fn paypal_kind<'w>(locale: &str, en: &'w str, de: &'w str) -> (&'w str, &'static str) {
    match locale {
        "de" | "kontoauszug" => (de, "Abgeschlossen"),
        "fr" => {
            let kind = match en {
                "Payment Refund" => "Remboursement",
                "General Withdrawal" => "Virement vers un compte bancaire",
                "Gift from a stranger" => "Cadeau",
                _ => "Paiement Express Checkout",
            };
            (kind, "Terminé")
        }
        _ => (en, "Completed"),
    }
}

/// A day of November as an account of that language writes it.
fn paypal_day(locale: &str, day: u64) -> String {
    match locale {
        "fr" => format!("{day}/11/2025"),
        "de" | "kontoauszug" => format!("{day}.11.2025"),
        _ => format!("11/{day}/2025"),
    }
}

pub fn paypal(chance: &mut Chance, locale: &str) -> Made {
    let is_german = matches!(locale, "de" | "kontoauszug");
    let style = match locale {
        "fr" => Style::Space,
        _ if is_german => Style::Comma,
        _ => Style::Point,
    };
    let rows = (0..10 + chance.below(8)).map(|nth| {
        let (gross, fee) = (chance.amount(style) + Decimal::new(1, 2), chance.amount(style));
        let when = paypal_day(locale, day(chance));
        let (en, de, signed, fee, figures): (_, _, _, _, Figures) = match chance.below(5) {
            0 => (
                "Payment Refund",
                "Rückzahlung",
                -gross,
                Decimal::ZERO,
                vec![("refunds", gross), ("refund_orders", Decimal::ONE)],
            ),
            1 => ("General Withdrawal", "Allgemeine Abbuchung", -gross, Decimal::ZERO, vec![]),
            2 => {
                let figures = vec![("unclassified", gross - fee)];
                ("Gift from a stranger", "Geschenk eines Fremden", gross, -fee, figures)
            }
            _ => {
                let figures = vec![("orders", Decimal::ONE), ("revenue", gross), ("payment_fees", fee)];
                ("Express Checkout Payment", "Zahlung im Express-Checkout", gross, -fee, figures)
            }
        };
        let (kind, status) = paypal_kind(locale, en, de);
        let impact = match (is_german, signed > Decimal::ZERO) {
            (true, true) => "Haben",
            (true, false) => "Soll",
            (false, true) => "Credit",
            (false, false) => "Debit",
        };
        let text = |value| amount(value, style);
        let row = cells([
            &when,
            kind,
            status,
            "EUR",
            &text(signed),
            &text(fee),
            &text(signed + fee),
            &format!("TX{nth}"),
            impact,
        ]);
        (row, figures)
    });
    Made {
        kind: "paypal",
        preamble: vec![],
        header: words(paypal_header(locale)),
        rows: rows.collect(),
        delimiter: if is_german { ';' } else { ',' },
        money: 4,
        id: Some(7),
        needed: 6,
    }
}

/// Orders as other programs of sellers list them.
pub fn program(chance: &mut Chance, locale: &str) -> Made {
    let header = match locale {
        "mabang" => {
            "订单编号|订单状态|平台|店铺名称|付款时间|商品SKU|商品数量|币种|订单总金额|退款金额|买家ID|国家二字码"
        }
        _ => "参考单号|状态|平台|店铺账号|付款时间|SKU|数量|币种|订单总额|退款金额|买家ID|国家二字码",
    };
    let rows = (0..8 + chance.below(8)).map(|nth| {
        let (price, refund) =
            (chance.amount(Style::Plain) + Decimal::ONE, chance.amount(Style::Plain) + Decimal::ONE);
        let (status, figures) = match chance.below(4) {
            0 => ("已作废", vec![]),
            _ => {
                let figures = vec![
                    ("orders", Decimal::ONE),
                    ("units", Decimal::from(3)),
                    ("revenue", price),
                    ("refunds", refund),
                    ("refund_orders", Decimal::ONE),
                ];
                ("已发货", figures)
            }
        };
        let when = format!("2025-11-{} 21:10:00", day(chance));
        let text = |value| amount(value, Style::Plain);
        let id = format!("M{nth:05}");
        let row = cells([
            &id,
            status,
            "Shopee",
            "店铺二",
            &when,
            "SKU-A",
            "3",
            "MYR",
            &text(price),
            &text(refund),
            "u",
            "MY",
        ]);
        (row, figures)
    });
    Made {
        kind: if locale == "mabang" { "mabang" } else { "eccang" },
        preamble: vec![],
        header: words(header),
        rows: rows.collect(),
        delimiter: ',',
        money: 8,
        id: Some(0),
        needed: 7,
    }
}

pub fn woopayments(chance: &mut Chance, _: &str) -> Made {
    let rows = (0..10 + chance.below(8)).map(|nth| {
        let (gross, fee) = (chance.amount(Style::Plain) + Decimal::ONE, chance.amount(Style::Plain));
        let (kind, signed, fee, figures): (_, _, _, Figures) = match chance.below(5) {
            0 => {
                let figures = vec![("refunds", gross), ("refund_orders", Decimal::ONE)];
                ("refund", -gross, Decimal::ZERO, figures)
            }
            1 => ("payout", -gross, Decimal::ZERO, vec![]),
            2 => ("mystery", gross, fee, vec![("unclassified", gross - fee)]),
            _ => {
                let figures = vec![("orders", Decimal::ONE), ("revenue", gross), ("payment_fees", fee)];
                ("charge", gross, fee, figures)
            }
        };
        let when = format!("2025-11-{} 10:00:00", day(chance));
        let text = |value| amount(value, Style::Plain);
        let row = cells([
            &format!("txn_{nth}"),
            &when,
            kind,
            "eur",
            "1.00",
            "usd",
            &text(signed),
            &text(fee),
            &text(signed - fee),
        ]);
        (row, figures)
    });
    Made {
        kind: "woopayments",
        preamble: vec![],
        header: words(
            "Transaction Id|Date / Time|Type|Paid Currency|Amount Paid|Payout Currency|Amount|Fees|Net",
        ),
        rows: rows.collect(),
        delimiter: ',',
        money: 6,
        id: Some(0),
        needed: 8,
    }
}

pub fn woo(chance: &mut Chance, locale: &str) -> Made {
    let (style, sign, cancelled, failed, refunded, done) = match locale {
        "de" => (Style::Plain, "€", "Storniert", "Fehlgeschlagen", "Rückerstattet", "Fertiggestellt"),
        "fr" | "navigateur" => (Style::Plain, "€", "Annulée", "Échouée", "Remboursée", "Terminée"),
        "zh" => (Style::Plain, "$", "已取消", "失败", "已退款", "已完成"),
        _ => (Style::Plain, "$", "cancelled", "failed", "refunded", "completed"),
    };
    let made = rows(chance, |chance, nth| {
        let net = some(chance, style);
        let (status, figures) = match chance.below(6) {
            0 => (cancelled, vec![]),
            1 => (failed, vec![]),
            2 => (refunded, sold(3, net, net)),
            _ => (done, sold(3, net, Decimal::ZERO)),
        };
        let when = format!("2025-11-{} 14:02:11", day(chance));
        let (shown, net) = (format!("{sign}{}", amount(net, Style::Point)), amount(net, style));
        let id = format!("{}", 7_001 + nth);
        let row =
            cells([&when, &id, &shown, status, "buyer", "new", "2× Mug, 1× Tote", "3", "", &net, "Direct"]);
        (row, figures)
    });
    let header = match locale {
        "de" => {
            "Datum|Bestellung #|N. Umsatz (formatiert)|Status|Kunde|Kundentyp|Produkt(e)|Verkaufte Artikel|\
             Gutschein(e)|Nettoumsatz|Zuordnung"
        }
        "fr" => {
            "Date|Commande n°|Revenu net (formaté)|État|Client|Type de client|Produit(s)|Articles vendus|\
             Code(s) promo|Ventes nettes|Attribution"
        }
        "zh" => "日期|订单 #|净收入（格式化）|状态|客户|客户类型|产品|已售商品|优惠券|净销售额|归因",
        _ => {
            "Date|Order #|N. Revenue (formatted)|Status|Customer|Customer type|Product(s)|Items sold|Coupon(s)|\
             Net Sales|Attribution"
        }
    };
    if !matches!(locale, "browser" | "navigateur") {
        return plain("woo.analytics", header, made, 9, 1, 1);
    }
    // The browser writes the same without the amount as people see it.
    let header = match locale {
        "browser" => {
            "Date|Order #|Status|Customer|Customer type|Product(s)|Items sold|Coupon(s)|Net sales|Attribution"
        }
        _ => {
            "Date|Commande n°|État|Client|Type de client|Produit(s)|Articles vendus|Code(s) promo|Ventes nettes|Origine"
        }
    };
    let without = made.into_iter().map(|(mut row, figures)| {
        row.remove(2);
        (row, figures)
    });
    plain("woo.analytics", header, without.collect(), 8, 1, 1)
}
