//! Exports of stores, payment services, advertising, visits, and of programs that sellers keep their shops with.

use sortie_engine::ledger::Decimal;

use super::amazon::Make;
use super::written::{Style, amount};
use super::{Chance, Figures, Made, money};

pub const LOCALES: &[(&str, Make)] = &[
    ("us", shopify),
    ("en", money::paypal),
    ("de", money::paypal),
    ("en", stripe),
    ("en", meta),
    ("zh", meta),
    ("de", meta),
    ("es", meta),
    ("ja", meta),
    ("it", meta),
    ("pt", meta),
    ("tw", meta),
    ("ko", meta),
    ("en", tiktok_ads),
    ("en", google_ads),
    ("de", google_ads),
    ("fr", google_ads),
    ("zh", google_ads),
    ("ja", google_ads),
    ("es", google_ads),
    ("statement", money::paypal),
    ("kontoauszug", money::paypal),
    ("fr", money::paypal),
    ("mabang", money::program),
    ("eccang", money::program),
    ("en", money::woopayments),
    ("en", visits),
    ("de", visits),
    ("fr", visits),
    ("zh", dianxiaomi),
    ("zh", lingxing),
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

fn shopify(chance: &mut Chance, _: &str) -> Made {
    let rows = (0..10 + chance.below(8)).map(|nth| {
        let [subtotal, shipping, refund] = [0; 3].map(|_| chance.amount(Style::Plain) + Decimal::new(1, 2));
        let is_cancelled = chance.below(4) == 0;
        let when = format!("2025-11-{} 09:55:16 -0400", day(chance));
        let cancelled = if is_cancelled { when.clone() } else { String::new() };
        let text = |value| amount(value, Style::Plain);
        let figures = vec![
            ("orders", Decimal::ONE),
            ("units", Decimal::TWO),
            ("revenue", subtotal + shipping),
            ("refunds", refund),
            ("refund_orders", Decimal::ONE),
        ];
        let row = cells([
            &format!("#{nth}"),
            "paid",
            "USD",
            &text(subtotal),
            &text(shipping),
            &text(subtotal + shipping),
            &when,
            "2",
            "Product, \"A\"\nlarge",
            &cancelled,
            &text(refund),
            &format!("90000{nth}"),
            "web",
        ]);
        (row, if is_cancelled { vec![] } else { figures })
    });
    Made {
        kind: "shopify.orders",
        preamble: vec![],
        header: words(
            "Name|Financial Status|Currency|Subtotal|Shipping|Total|Created at|Lineitem quantity|Lineitem name|\
             Cancelled at|Refunded Amount|Id|Source",
        ),
        rows: rows.collect(),
        delimiter: ',',
        money: 3,
        id: Some(11),
        needed: 8,
    }
}

fn stripe(chance: &mut Chance, _: &str) -> Made {
    let rows = (0..10 + chance.below(8)).map(|nth| {
        let (gross, fee) = (chance.amount(Style::Plain) + Decimal::new(1, 2), chance.amount(Style::Plain));
        let (kind, signed, figures): (_, _, Figures) = match chance.below(5) {
            0 => (
                "refund",
                -gross,
                vec![("refunds", gross), ("refund_orders", Decimal::ONE), ("payment_fees", fee)],
            ),
            1 => ("payout", -gross, vec![]),
            2 => ("mystery", gross, vec![("unclassified", gross - fee)]),
            _ => ("charge", gross, vec![("orders", Decimal::ONE), ("revenue", gross), ("payment_fees", fee)]),
        };
        let when = format!("2025-11-{} 10:00:00", day(chance));
        let text = |value| amount(value, Style::Plain);
        let row = cells([
            &format!("txn_{nth}"),
            &when,
            "usd",
            &text(signed),
            &text(fee),
            &text(signed - fee),
            kind,
        ]);
        (row, figures)
    });
    Made {
        kind: "stripe",
        preamble: vec![],
        header: words("balance_transaction_id|created|currency|gross|fee|net|reporting_category"),
        rows: rows.collect(),
        delimiter: ',',
        money: 3,
        id: Some(0),
        needed: 6,
    }
}

/// Rows of advertising: campaign, day, cost, and a last row of totals.
fn costs(chance: &mut Chance, style: Style, total: &str) -> Vec<(Vec<String>, Figures)> {
    let mut sum = Decimal::ZERO;
    let mut rows: Vec<(Vec<String>, Figures)> = (0..8 + chance.below(8))
        .map(|nth| {
            let cost = chance.amount(style);
            sum += cost;
            let when = format!("2025-11-{}", day(chance));
            (cells([&format!("Search {nth}"), &when, &amount(cost, style), "1000"]), vec![("ad_spend", cost)])
        })
        .collect();
    // Totals come first here, so that no damage falls on them.
    rows.insert(0, (cells([total, "", &amount(sum, style), "9000"]), vec![]));
    rows
}

fn meta(chance: &mut Chance, locale: &str) -> Made {
    let (header, style, delimiter) = match locale {
        "zh" => ("广告系列名称|单日|已花费金额 (USD)|展示次数", Style::Plain, ','),
        "de" => ("Kampagnenname|Tag|Ausgegebener Betrag (EUR)|Impressionen", Style::Comma, ';'),
        "es" => ("Nombre de la campaña|Día|Importe gastado (PEN)|Impresiones", Style::Plain, ','),
        "ja" => ("キャンペーン名|日|消化金額 (JPY)|インプレッション", Style::Whole, ','),
        "it" => ("Nome della campagna|Giorno|Importo speso (EUR)|Impression", Style::Comma, ';'),
        "pt" => ("Nome da campanha|Dia|Valor usado (BRL)|Impressões", Style::Comma, ';'),
        "tw" => ("行銷活動名稱|天數|花費金額 (TWD)|曝光次數", Style::Plain, ','),
        "ko" => ("캠페인 이름|일|지출 금액 (KRW)|노출", Style::Whole, ','),
        _ => ("Campaign name|Day|Amount spent (USD)|Impressions", Style::Plain, ','),
    };
    let rows = costs(chance, style, "");
    Made {
        kind: "meta.ads",
        preamble: vec![],
        header: words(header),
        rows,
        delimiter,
        money: 2,
        id: None,
        needed: 2,
    }
}

fn tiktok_ads(chance: &mut Chance, _: &str) -> Made {
    let rows = costs(chance, Style::Point, "Total of 9 results");
    let header = words("Campaign name|By Day|Cost|Clicks (destination)");
    Made { kind: "tiktok.ads", preamble: vec![], header, rows, delimiter: ',', money: 2, id: None, needed: 2 }
}

fn google_ads(chance: &mut Chance, locale: &str) -> Made {
    let (header, style, total) = match locale {
        "de" => ("Kampagne|Impr.|Kosten|Klicks", Style::Comma, "Gesamt: Konto"),
        "fr" => ("Campagne|Impressions|Coût|Clics", Style::Space, "Total : compte"),
        "zh" => ("广告系列|展示次数|费用|点击次数", Style::Point, "总计：帐号"),
        "ja" => ("キャンペーン|表示回数|費用|クリック数", Style::Point, "合計: アカウント"),
        "es" => ("Campaña|Impr.|Coste|Clics", Style::Comma, "Total: cuenta"),
        _ => ("Campaign|Impr.|Cost|Clicks", Style::Point, "Total: Account"),
    };
    let mut rows = costs(chance, style, total);
    for (row, _) in &mut rows {
        row[1] = "500".to_owned();
    }
    let preamble = vec![cells(["Campaign report – all"]), cells(["November 1, 2025 - November 30, 2025"])];
    let header = words(header);
    Made { kind: "google.ads", preamble, header, rows, delimiter: '\t', money: 2, id: None, needed: 2 }
}

fn visits(chance: &mut Chance, locale: &str) -> Made {
    let (header, from, to, delimiter) = match locale {
        "de" => ("Sitzung - Quelle / Medium|Sitzungen|Interaktionen", "Startdatum", "Enddatum", ','),
        "fr" => (
            "Groupe de canaux principal de la session|Sessions|Revenu",
            "Date de début ",
            "Date de fin ",
            ';',
        ),
        _ => ("Session source / medium|Sessions|Engaged", "Start date", "End date", ','),
    };
    let mut rows: Vec<(Vec<String>, Figures)> = (0..8 + chance.below(8))
        .map(|nth| {
            let n = chance.below(5_000);
            (cells([&format!("site{nth} / referral"), &n.to_string(), "1"]), vec![("sessions", n.into())])
        })
        .collect();
    rows.insert(0, (cells(["", "99999", "1"]), vec![]));
    let preamble = vec![
        cells(["# -----"]),
        cells([&format!("# {from}: 20251101")]),
        cells([&format!("# {to}: 20251130")]),
    ];
    Made { kind: "ga4", preamble, header: words(header), rows, delimiter, money: 1, id: None, needed: 1 }
}

fn dianxiaomi(chance: &mut Chance, _: &str) -> Made {
    let rows = (0..8 + chance.below(8)).map(|nth| {
        let (price, refund) = (chance.amount(Style::Plain), chance.amount(Style::Plain) + Decimal::new(1, 2));
        let when = format!("2025-11-{} 08:10:00", day(chance));
        let (status, figures) = if chance.below(4) == 0 {
            ("已取消", vec![])
        } else {
            let figures = vec![
                ("orders", Decimal::ONE),
                ("units", Decimal::TWO),
                ("revenue", price),
                ("refunds", refund),
                ("refund_orders", Decimal::ONE),
            ];
            ("已发货", figures)
        };
        let text = |value| amount(value, Style::Plain);
        let platform = if nth % 2 == 0 { "TikTok" } else { "Shopify" };
        let order = format!("57700000000000{nth:04}");
        let row = cells([
            &when,
            &when,
            "SKU-A",
            "2",
            "USD",
            &text(price),
            &text(refund),
            &format!("XM{nth}"),
            &order,
            status,
            platform,
            "店铺一",
        ]);
        (row, figures)
    });
    Made {
        kind: "dianxiaomi",
        preamble: vec![],
        header: words(
            "下单时间|付款时间|SKU|产品数量|币种缩写|订单金额|退款金额|包裹号|订单号|订单状态|平台渠道|店铺账号",
        ),
        rows: rows.collect(),
        delimiter: ',',
        money: 5,
        id: Some(8),
        needed: 11,
    }
}

fn lingxing(chance: &mut Chance, _: &str) -> Made {
    let rows = (0..8 + chance.below(8)).map(|nth| {
        let [sales, ads, fees] = [0; 3].map(|_| chance.amount(Style::Plain) + Decimal::new(1, 2));
        let units = chance.below(50);
        let text = |value| amount(value, Style::Plain);
        let row = cells([
            "店铺一",
            "美国",
            "USD",
            &format!("SKU-{nth}"),
            "2025-11",
            &units.to_string(),
            &text(sales),
            &text(-ads),
            &text(-fees),
            "1.00",
        ]);
        let figures =
            vec![("units", units.into()), ("revenue", sales), ("ad_spend", ads), ("marketplace_fees", fees)];
        (row, figures)
    });
    Made {
        kind: "lingxing",
        preamble: vec![],
        header: words("店铺|国家|币种|MSKU|月份|销量|销售额|广告费|平台费|毛利润"),
        rows: rows.collect(),
        delimiter: ',',
        money: 6,
        id: None,
        needed: 3,
    }
}
