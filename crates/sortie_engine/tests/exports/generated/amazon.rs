//! Exports of Amazon: the report of a range of days on nine sites, settlements, all orders.

use sortie_engine::ledger::Decimal;

use super::written::{Style, amount};
use super::{Chance, Figures, Made};

/// What makes an export of a locale.
pub type Make = fn(&mut Chance, &str) -> Made;

pub const LOCALES: &[(&str, Make)] = &[
    ("us", date_range),
    ("ca", date_range),
    ("uk", date_range),
    ("de", date_range),
    ("fr", date_range),
    ("es", date_range),
    ("it", date_range),
    ("jp", date_range),
    ("ae", date_range),
    ("us", settlement),
    ("de", settlement),
    ("us", settlement_before),
    ("us", all_orders),
];

fn words(line: &str) -> Vec<String> {
    line.split('|').map(str::to_owned).collect()
}

/// What a site calls things: its header, its words for types and advertising, days, amounts, its currency's line.
struct Words {
    header: &'static str,
    /// Order, refund, transfer, service fee, storage.
    types: [&'static str; 5],
    ads: &'static str,
    day: fn(u64) -> String,
    style: Style,
    money: &'static str,
    site: &'static str,
}

const US: Words = Words {
    header: "date/time|settlement id|type|order id|sku|description|quantity|marketplace|product sales|\
        product sales tax|shipping credits|shipping credits tax|gift wrap credits|giftwrap credits tax|\
        promotional rebates|promotional rebates tax|marketplace withheld tax|selling fees|fba fees|\
        other transaction fees|other|total",
    types: ["Order", "Refund", "Transfer", "Service Fee", "FBA Inventory Fee"],
    ads: "Cost of Advertising",
    day: |day| format!("Nov {day}, 2025 3:00:38 PM PST"),
    style: Style::Point,
    money: "All amounts in USD, unless specified",
    site: "amazon.com",
};

#[expect(clippy::too_many_lines, reason = "a table: the words of each country")]
fn words_of(locale: &str) -> Words {
    match locale {
        "ca" => Words {
            day: |day| format!("Nov {day}, 2025 7:38:49 a.m. PST"),
            money: "All amounts in CAD, unless specified",
            site: "amazon.ca",
            ..US
        },
        "uk" => Words {
            header: "date/time|settlement id|type|order id|sku|description|quantity|marketplace|product sales|\
                product sales tax|postage credits|shipping credits tax|gift wrap credits|giftwrap credits tax|\
                promotional rebates|promotional rebates tax|marketplace withheld tax|selling fees|fba fees|\
                other transaction fees|other|total",
            day: |day| format!("{day} Nov 2025 02:20:43 UTC"),
            money: "All amounts in GBP, unless specified",
            site: "amazon.co.uk",
            ..US
        },
        "ae" => Words {
            day: |day| format!("{day} Nov 2025 8:47:58 AM UTC"),
            money: "All amounts in local currency, unless specified",
            site: "amazon.ae",
            ..US
        },
        "de" => Words {
            header: "Datum/Uhrzeit|Abrechnungsnummer|Typ|Bestellnummer|SKU|Beschreibung|Menge|Marketplace|Umsätze|\
                Produktumsatzsteuer|Gutschrift für Versandkosten|Steuer auf Versandgutschrift|\
                Gutschrift für Geschenkverpackung|Steuer auf Geschenkverpackungsgutschriften|\
                Rabatte aus Werbeaktionen|Steuer auf Aktionsrabatte|Einbehaltene Steuer auf Marketplace|\
                Verkaufsgebühren|Gebühren zu Versand durch Amazon|Andere Transaktionsgebühren|Andere|Gesamt",
            types: [
                "Bestellung",
                "Erstattung",
                "Übertrag",
                "Servicegebühr",
                "Versand durch Amazon Lagergebühr",
            ],
            ads: "Werbekosten",
            day: |day| format!("{day:02}.11.2025 20:09:05 UTC"),
            style: Style::Comma,
            money: "Alle Beträge in Euro sofern nicht anders gekennzeichnet",
            site: "amazon.de",
        },
        "fr" => Words {
            header: "date/heure|numéro de versement|type|numéro de la commande|sku|description|quantité|Marketplace|\
                ventes de produits|Taxes sur la vente des produits|crédits d'expédition|\
                taxe sur les crédits d'expédition|crédits sur l'emballage cadeau|Taxes sur les crédits cadeaux|\
                Rabais promotionnels|Taxes sur les remises promotionnelles|Taxes retenues sur le site de vente|\
                frais de vente|Frais Expédié par Amazon|autres frais de transaction|autre|total",
            types: [
                "Commande",
                "Remboursement",
                "Transfert",
                "Frais de service",
                "Frais de stock Expédié par Amazon",
            ],
            ads: "Prix de la publicité",
            day: |day| format!("{day} nov. 2025 17:06:21 UTC"),
            style: Style::Space,
            money: "Tous les montants sont en EUR, sauf mention contraire.",
            site: "amazon.fr",
        },
        "es" => Words {
            header: "fecha y hora|identificador de pago|tipo|número de pedido|sku|descripción|cantidad|web de Amazon|\
                ventas de productos|impuesto de ventas de productos|abonos de envío|impuestos por abonos de envío|\
                abonos de envoltorio para regalo|impuestos por abonos de envoltorio para regalo|\
                devoluciones promocionales|impuestos de descuentos por promociones|\
                impuesto retenido en el sitio web|tarifas de venta|tarifas de Logística de Amazon|\
                tarifas de otras transacciones|otro|total",
            types: [
                "Pedido",
                "Reembolso",
                "Transferir",
                "Tarifa de prestación de servicio",
                "Tarifas de inventario de Logística de Amazon",
            ],
            ads: "Gastos de publicidad",
            day: |day| format!("{day} nov 2025 20:18:57 UTC"),
            style: Style::Comma,
            money: "Todos los importes en EUR, a menos que se especifique lo contrario",
            site: "amazon.es",
        },
        "it" => Words {
            header: "Data/Ora:|Numero pagamento|Tipo|Numero ordine|SKU|Descrizione|Quantità|Marketplace|Vendite|\
                imposta sulle vendite dei prodotti|Accrediti per le spedizioni|imposta accrediti per le spedizioni|\
                Accrediti per confezioni regalo|imposta sui crediti confezione regalo|Sconti promozionali|\
                imposta sugli sconti promozionali|trattenuta IVA del marketplace|Commissioni di vendita|\
                Costi del servizio Logistica di Amazon|Altri costi relativi alle transazioni|Altro|totale",
            types: [
                "Ordine",
                "Rimborso",
                "Trasferimento",
                "Commissione di servizio",
                "Costo di stoccaggio Logistica di Amazon",
            ],
            ads: "Costo della pubblicità",
            day: |day| format!("{day} nov 2025 00:02:09 UTC"),
            style: Style::Comma,
            money: "Tutti gli importi sono in EUR, se non diversamente specificato.",
            site: "amazon.it",
        },
        "jp" => Words {
            header: "日付/時間|決済番号|トランザクションの種類|注文番号|SKU|説明|数量|Amazon 出品サービス|商品売上|商品の売上税|配送料|\
                配送料の税金|ギフト包装手数料|ギフト包装クレジットの税金|プロモーション割引額|プロモーション割引の税金|\
                源泉徴収税を伴うマーケットプレイス|手数料|FBA 手数料|トランザクションに関するその他の手数料|その他|合計",
            types: ["注文", "返金", "振込み", "注文外料金", "FBA 在庫関連の手数料"],
            ads: "広告費用",
            day: |day| format!("2025/11/{day:02} 6:04:30 JST"),
            style: Style::Whole,
            money: "指定のない場合、単位は円",
            site: "amazon.jp",
        },
        _ => US,
    }
}

fn date_range(chance: &mut Chance, locale: &str) -> Made {
    let words_here = words_of(locale);
    let n_rows = 12 + chance.below(10);
    let rows = (0..n_rows).map(|nth| date_range_row(chance, &words_here, nth)).collect();
    Made {
        kind: "amazon.date_range",
        preamble: vec![vec!["Amazon".to_owned()], vec![words_here.money.to_owned()], vec!["…:".to_owned()]],
        header: words(words_here.header),
        rows,
        delimiter: ',',
        money: 8,
        id: None,
        needed: 18,
    }
}

#[expect(clippy::too_many_lines, reason = "a row of a report, column by column")]
fn date_range_row(chance: &mut Chance, here: &Words, nth: u64) -> (Vec<String>, Figures) {
    let zero = Decimal::ZERO;
    let money = |chance: &mut Chance| chance.amount(here.style);
    let [sales, tax, shipping, promo] = [0; 4].map(|_| money(chance));
    let [selling, fba, third, other] = [0; 4].map(|_| money(chance));
    let quantity = 1 + chance.below(4);
    let (order, sent) = (format!("302-1-{nth}"), format!("S01-1-{nth}"));
    // The first rows are orders, so that every site's decimal style shows.
    let turn = if nth < 3 { 0 } else { chance.below(8) };
    // Type, order, marketplace, description; then sales, tax, shipping, promotions, three fees, other.
    let (kind, order, site, text, m, figures): (&str, &str, &str, &str, [Decimal; 8], Figures) = match turn {
        0 | 1 => (
            here.types[0],
            &order,
            here.site,
            "Product",
            [sales, tax, shipping, -promo, -selling, -fba, zero, zero],
            vec![
                ("orders", Decimal::ONE),
                ("units", quantity.into()),
                ("revenue", sales + shipping - promo),
                ("marketplace_fees", selling + fba),
                ("tax", tax),
            ],
        ),
        2 => (
            here.types[1],
            &order,
            here.site,
            "Product",
            [-sales - Decimal::ONE, -tax, zero, zero, selling, zero, zero, zero],
            vec![
                ("refunds", sales + Decimal::ONE),
                ("refund_orders", Decimal::ONE),
                ("marketplace_fees", -selling),
                ("tax", -tax),
            ],
        ),
        3 => (
            here.types[0],
            &sent,
            "sim1.stores.amazon.com",
            "Product",
            [zero, zero, zero, zero, zero, -fba, zero, zero],
            vec![("fulfilment", fba)],
        ),
        4 => (
            here.types[3],
            "",
            here.site,
            here.ads,
            [zero, zero, zero, zero, zero, zero, -third - Decimal::ONE, zero],
            vec![("ad_spend", third + Decimal::ONE)],
        ),
        5 => (
            here.types[4],
            "",
            "",
            "storage",
            [zero, zero, zero, zero, zero, zero, zero, -other],
            vec![("storage_fees", other)],
        ),
        6 => (here.types[2], "", "", "bank", [zero, zero, zero, zero, zero, zero, zero, -other], vec![]),
        _ => (
            "Mystery",
            "",
            "",
            "nobody knows",
            [zero, zero, zero, zero, zero, zero, zero, other],
            vec![("unclassified", other)],
        ),
    };
    let day = (here.day)(2 + chance.below(26));
    let text_of = |value: Decimal| amount(value, here.style);
    let total: Decimal = m.iter().sum();
    let mut cells: Vec<String> = vec![day, "29000000001".into(), kind.into(), order.into(), "SKU-A".into()];
    cells.extend([text.to_owned(), quantity.to_string(), site.to_owned()]);
    let [m_sales, m_tax, m_shipping, m_promo, ..] = m;
    let middle = [m_sales, m_tax, m_shipping, zero, zero, zero, m_promo, zero, zero];
    cells.extend(middle.into_iter().chain(m[4..].iter().copied()).chain([total]).map(text_of));
    (cells, figures)
}

#[expect(clippy::too_many_lines, reason = "a report, column by column")]
fn settlement(chance: &mut Chance, locale: &str) -> Made {
    let (style, currency, site) =
        if locale == "de" { (Style::Comma, "EUR", "Amazon.de") } else { (Style::Plain, "USD", "Amazon.com") };
    let day =
        |day: u64| if locale == "de" { format!("{day:02}.11.2025") } else { format!("2025-11-{day:02}") };
    let mut rows: Vec<(Vec<String>, Figures)> = vec![];
    let mut total = Decimal::ZERO;
    for nth in 0..10 + chance.below(6) {
        let value = chance.amount(style) + Decimal::new(1, 2);
        let order = format!("302-2-{nth}");
        let (kind, group, what, signed, figures): (&str, &str, &str, Decimal, Figures) = match chance.below(7)
        {
            0 | 1 => (
                "Order",
                "ItemPrice",
                "Principal",
                value,
                vec![("orders", Decimal::ONE), ("units", Decimal::TWO), ("revenue", value)],
            ),
            2 => ("Order", "ItemFees", "Commission", -value, vec![("marketplace_fees", value)]),
            3 => (
                "Refund",
                "ItemPrice",
                "Principal",
                -value,
                vec![("refunds", value), ("refund_orders", Decimal::ONE)],
            ),
            4 => (
                "Service Fee",
                "Cost of Advertising",
                "TransactionTotalAmount",
                -value,
                vec![("ad_spend", value)],
            ),
            5 => ("Other-Transaction", "other-transaction", "Current Reserve Amount", -value, vec![]),
            _ => (
                "other-transaction",
                "other-transaction",
                "A new thing",
                value,
                vec![("unclassified", value)],
            ),
        };
        total += signed;
        let cells = ["25000000001", "", "", "", "", "", kind, &order, site, group, what];
        let mut cells: Vec<String> = cells.map(str::to_owned).to_vec();
        cells.extend([amount(signed, style), day(2 + chance.below(26)), "2".to_owned()]);
        rows.push((cells, figures));
    }
    let head = ["25000000001", "2025-11-01", "2025-11-30", "2025-12-01", &amount(total, style), currency];
    let mut head: Vec<String> = head.map(str::to_owned).to_vec();
    head.resize(14, String::new());
    rows.insert(0, (head, vec![]));
    Made {
        kind: "amazon.settlement_v2",
        preamble: vec![],
        header: words(
            "settlement-id|settlement-start-date|settlement-end-date|deposit-date|total-amount|currency|\
             transaction-type|order-id|marketplace-name|amount-type|amount-description|amount|posted-date|\
             quantity-purchased",
        ),
        rows,
        delimiter: '\t',
        money: 11,
        id: None,
        needed: 10,
    }
}

fn settlement_before(chance: &mut Chance, _: &str) -> Made {
    let style = Style::Plain;
    let mut rows: Vec<(Vec<String>, Figures)> = vec![];
    let mut total = Decimal::ZERO;
    for nth in 0..10 + chance.below(6) {
        let [price, fee, promotion, other] = [0; 4].map(|_| chance.amount(style) + Decimal::new(1, 2));
        let order = format!("111-3-{nth}");
        let (kind, price, fee, promotion, other, figures): (&str, _, _, _, _, Figures) =
            if chance.below(3) == 0 {
                let zero = Decimal::ZERO;
                ("Subscription Fee", zero, zero, zero, -other, vec![("account_fees", other)])
            } else {
                let figures = vec![
                    ("orders", Decimal::ONE),
                    ("units", Decimal::ONE),
                    ("revenue", price - promotion),
                    ("marketplace_fees", fee),
                ];
                ("Order", price, -fee, -promotion, Decimal::ZERO, figures)
            };
        total += price + fee + promotion + other;
        let day = format!("2025-11-{:02}", 2 + chance.below(26));
        let written = |value: Decimal| if value.is_zero() { String::new() } else { amount(value, style) };
        let cells = [
            "25000000001",
            "",
            "",
            kind,
            &order,
            "Amazon.com",
            &day,
            "1",
            "Principal",
            &written(price),
            "Commission",
            &written(fee),
            "Principal",
            &written(promotion),
            &written(other),
        ];
        rows.push((cells.map(str::to_owned).to_vec(), figures));
    }
    let mut head: Vec<String> = ["25000000001", &amount(total, style), "USD"].map(str::to_owned).to_vec();
    head.resize(15, String::new());
    rows.insert(0, (head, vec![]));
    Made {
        kind: "amazon.settlement_v1",
        preamble: vec![],
        header: words(
            "settlement-id|total-amount|currency|transaction-type|order-id|marketplace-name|posted-date|\
             quantity-purchased|price-type|price-amount|item-related-fee-type|item-related-fee-amount|\
             promotion-type|promotion-amount|other-amount",
        ),
        rows,
        delimiter: '\t',
        money: 14,
        id: None,
        needed: 8,
    }
}

fn all_orders(chance: &mut Chance, _: &str) -> Made {
    let rows = (0..8 + chance.below(8)).map(|nth| {
        let (price, tax) = (chance.amount(Style::Plain), chance.amount(Style::Plain));
        let day = format!("2025-11-{:02}T15:11:21+00:00", 2 + chance.below(26));
        let order = format!("111-4-{nth}");
        let (status, site, figures) = match chance.below(5) {
            0 => ("Cancelled", "Amazon.com", vec![]),
            1 => ("Shipped", "Non-Amazon US", vec![]),
            _ => (
                "Shipped",
                "Amazon.com",
                vec![("orders", Decimal::ONE), ("units", Decimal::TWO), ("revenue", price), ("tax", tax)],
            ),
        };
        let (price, tax) = (amount(price, Style::Plain), amount(tax, Style::Plain));
        let cells = [order.as_str(), &day, status, site, "2", "USD", &price, &tax];
        (cells.map(str::to_owned).to_vec(), figures)
    });
    Made {
        kind: "amazon.all_orders",
        preamble: vec![],
        header: words(
            "amazon-order-id|purchase-date|order-status|sales-channel|quantity|currency|item-price|item-tax",
        ),
        rows: rows.collect(),
        delimiter: '\t',
        money: 6,
        id: Some(0),
        needed: 3,
    }
}
