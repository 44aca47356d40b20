//! What Amazon's sites call the columns and rows of their report of transactions.

use super::written::Style;

/// What a site calls things: its header, its words for types and advertising, days, amounts, its currency's line.
pub struct Words {
    pub header: &'static str,
    /// Order, refund, transfer, service fee, storage.
    pub types: [&'static str; 5],
    pub ads: &'static str,
    pub day: fn(u64) -> String,
    pub style: Style,
    pub money: &'static str,
    pub site: &'static str,
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

/// What the site of a country calls things.
#[expect(clippy::too_many_lines, reason = "a table: the words of each country")]
pub fn words_of(locale: &str) -> Words {
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
        "nl" => Words {
            header: "datum/tijd|schikkings-id|type|bestelnummer|sku|beschrijving|aantal|marketplace|\
                verkoop van producten|btw op verkoop|Verzendtegoeden|btw op verzending|cadeauverpakking|\
                btw op cadeauverpakking|promotiekortingen|btw op kortingen|ingehouden btw|verkoopkosten|\
                fba-vergoedingen|overige transactiekosten|overige|totaal",
            types: ["Bestelling", "Terugbetaling", "Overboeking", "Servicekosten", "FBA Inventory Fee"],
            ads: "Advertentiekosten",
            day: |day| format!("{day} nov. 2025 20:18:57 UTC"),
            style: Style::Comma,
            money: "Alle bedragen in EUR, tenzij anders vermeld",
            site: "amazon.nl",
        },
        "pl" => Words {
            header: "data/godzina|identyfikator rozliczenia|typ|identyfikator zamówienia|sku|opis|ilość|rynek|\
                sprzedaż produktów|podatek od sprzedaży|noty kredytowe za wysyłkę|podatek od wysyłki|opakowanie|\
                podatek od opakowania|rabaty promocyjne|podatek od rabatów|potrącony podatek|opłaty za sprzedaż|\
                opłaty fba|inne opłaty|inne|suma",
            types: ["Zamówienie", "Zwrot kosztów", "Przelew", "Opłata za usługę", "FBA Inventory Fee"],
            ads: "Koszty reklamy",
            day: |day| format!("{day} lis 2025 20:18:57 UTC"),
            style: Style::Space,
            money: "Wszystkie kwoty w PLN",
            site: "amazon.pl",
        },
        "se" => Words {
            header: "datum/tid|betalnings-id|typ|beställnings-id|sku|beskrivning|antal|marknadsplats|\
                försäljning av produkter|moms på försäljning|fraktkrediter|moms på frakt|presentinslagning|\
                moms på presentinslagning|kampanjrabatter|moms på rabatter|innehållen moms|försäljningsavgifter|\
                fba-avgifter|andra transaktionsavgifter|annat|totalt",
            types: ["Beställning", "Återbetalning", "Överföring", "Serviceavgift", "FBA Inventory Fee"],
            ads: "Annonskostnad",
            day: |day| format!("{day} nov. 2025 20:18:57 UTC"),
            style: Style::Space,
            money: "Alla belopp i SEK",
            site: "amazon.se",
        },
        "be" => Words {
            header: "date/heure|Identifiant du paiement|type|Numéro de la commande|sku|description|quantité|\
                site de vente|ventes de produits|taxes sur les ventes|crédits d'expédition|taxes sur l'expédition|\
                crédits sur l'emballage cadeau|taxes sur l'emballage|Total des réductions|taxe de ventes prélevée|\
                Taxe Marketplace Facilitator|frais de vente|Frais pour le service Expédié par Amazon|\
                autres frais de transaction|autre|total",
            types: ["Commande", "Remboursement", "Transférer", "Frais de service", "FBA Inventory Fee"],
            ads: "Prix de la publicité",
            day: |day| format!("{day} nov. 2025 17:06:21 UTC"),
            style: Style::Space,
            money: "Tous les montants sont en EUR, sauf mention contraire.",
            site: "amazon.com.be",
        },
        _ => US,
    }
}
