//! Amazon's report of all transactions of a month or of a range of days, in the language of each site.
//!
//! Every row adds up to its total, which proves that columns and decimal marks are understood. Orders that were placed
//! elsewhere and sent from Amazon's stock stand among the others; their cost belongs to the own store.

use super::amazon::{AmazonSite, is_sent_for_others};
use super::{DialectContext, ExportDialect, ExportTable, FileFindings, FileRefusal};
use crate::import::date::DayOrder;
use crate::import::findings::{MoneyEntry, MonthFigure, identity};
use crate::import::header::{ColumnPlace, is_named, normalized};
use crate::import::number::DecimalStyle;
use crate::import::period::period_in;
use crate::import::report::{CellFault, FileNote, RowExclusion, SumIdentity};
use crate::import::row::ExportRow;
use crate::ledger::{Currency, Decimal};

pub(super) const DIALECT: ExportDialect = ExportDialect {
    kind: "amazon.date_range",
    signatures: &[
        &["settlement id", "fba fees"],
        &["abrechnungsnummer", "gebühren zu versand durch amazon"],
        &["numéro de versement", "frais expédié par amazon"],
        &["identifiant du paiement", "frais pour le service expédié par amazon"],
        &["identificador de pago", "tarifas de logística de amazon"],
        &["numero pagamento", "costi del servizio logistica di amazon", "quantità"],
        &["決済番号", "fba 手数料|fba手数料"],
        &["datum/tijd", "bestelnummer", "totaal"],
        &["data/godzina", "identyfikator zamówienia", "suma"],
        &["datum/tid", "beställnings-id", "totalt"],
    ],
    is_quoted: true,
    sales_rank: 4,
    costs_rank: 3,
    read,
};

const DATE: &str =
    "date/time|datum/uhrzeit|date/heure|fecha y hora|data/ora:|日付/時間|datum/tijd|data/godzina|datum/tid";
const SETTLEMENT: &str = "settlement id|abrechnungsnummer|numéro de versement|identifiant du paiement|\
    identificador de pago|numero pagamento|決済番号|schikkings-id|identyfikator rozliczenia|betalnings-id";
const KIND: &str = "type|typ|tipo|トランザクションの種類";
const ORDER: &str = "order id|bestellnummer|numéro de la commande|número de pedido|numero ordine|注文番号|\
    bestelnummer|identyfikator zamówienia|beställnings-id";
const DESCRIPTION: &str =
    "description|beschreibung|descripción|descrizione|説明|beschrijving|opis|beskrivning";
const QUANTITY: &str = "quantity|menge|quantité|cantidad|quantità|数量|aantal|ilość|antal";
const MARKETPLACE: &str =
    "marketplace|web de amazon|amazon 出品サービス|site de vente|rynek|marknadsplats|markplats";
const SALES: &str = "product sales|umsätze|ventes de produits|ventas de productos|vendite|商品売上|\
    verkoop van producten|sprzedaż produktów|försäljning av produkter";
const SHIPPING: &str = "shipping credits|postage credits|gutschrift für versandkosten|crédits d'expédition|\
    abonos de envío|accrediti per le spedizioni|配送料|verzendtegoeden|noty kredytowe za wysyłkę|fraktkrediter";
const GIFTS: &str = "gift wrap credits|giftwrap credits|gutschrift für geschenkverpackung|\
    crédits sur l'emballage cadeau|abonos de envoltorio para regalo|accrediti per confezioni regalo|ギフト包装手数料";
const PROMOTIONS: &str = "promotional rebates|rabatte aus werbeaktionen|rabais promotionnels|\
    devoluciones promocionales|sconti promozionali|プロモーション割引額|promotiekortingen|rabaty promocyjne|\
    kampanjrabatter|total des réductions";
const POINTS: &str = "amazonポイントの費用";
const TOTAL: &str = "total|gesamt|totale|合計|totaal|suma|totalt";
const SELLING: &str = "selling fees|verkaufsgebühren|frais de vente|tarifas de venta|commissioni di vendita|\
    手数料|verkoopkosten|försäljningsavgifter";
const FBA: &str = "fba fees|gebühren zu versand durch amazon|frais expédié par amazon|\
    frais pour le service expédié par amazon|tarifas de logística de amazon|\
    costi del servizio logistica di amazon|fba 手数料|fba手数料|fba-vergoedingen|fba-avgifter";
const TRANSACTION: &str = "other transaction fees|andere transaktionsgebühren|autres frais de transaction|\
    tarifas de otras transacciones|altri costi relativi alle transazioni|トランザクションに関するその他の手数料";
const OTHER: &str = "other|andere|autre|otro|altro|その他";

/// What a row is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum DateRangeKind {
    Order,
    Refund,
    Transfer,
    Service,
    Storage,
    Adjustment,
    Liquidation,
    TaxAlone,
}

const KINDS: [(DateRangeKind, &str); 8] = [
    (DateRangeKind::Order, "order|bestellung|commande|pedido|ordine|注文|bestelling|zamówienie|beställning"),
    (
        DateRangeKind::Refund,
        "refund|erstattung|remboursement|reembolso|rimborso|返金|terugbetaling|zwrot kosztów|återbetalning|\
         chargeback refund",
    ),
    (
        DateRangeKind::Transfer,
        "transfer|debt|übertrag|transfert|transférer|transferir|trasferimento|振込み|マイナス残高|overboeking|\
         przelew|överföring",
    ),
    (
        DateRangeKind::Service,
        "service fee|servicegebühr|frais de service|tarifa de prestación de servicio|commissione di servizio|\
         注文外料金|amazon fees|amazon手数料|servicekosten|opłata za usługę|serviceavgift",
    ),
    (
        DateRangeKind::Storage,
        "fba inventory fee|versand durch amazon lagergebühr|frais de stock expédié par amazon|\
         tarifas de inventario de logística de amazon|costo di stoccaggio logistica di amazon|fba 在庫関連の手数料",
    ),
    (
        DateRangeKind::Adjustment,
        "adjustment|anpassung|ajustement|ajuste|modifica|調整|aanpassing|korekta|justering",
    ),
    (DateRangeKind::Liquidation, "liquidations|liquidations adjustments|liquidationen"),
    (DateRangeKind::TaxAlone, "order_retrocharge|refund_retrocharge"),
];

const ADS: &str = "cost of advertising|werbekosten|prix de la publicité|gastos de publicidad|\
    costo della pubblicità|広告費用|advertentiekosten|koszty reklamy|annonskostnad";

struct DateRangeColumns {
    date: ColumnPlace,
    settlement: Option<ColumnPlace>,
    kind: ColumnPlace,
    order: ColumnPlace,
    sku: Option<ColumnPlace>,
    description: Option<ColumnPlace>,
    quantity: Option<ColumnPlace>,
    marketplace: Option<ColumnPlace>,
    /// Product sales, shipping, gift wrap, promotions.
    sales: Vec<ColumnPlace>,
    points: Option<ColumnPlace>,
    /// Selling fees, FBA fees, other transaction fees.
    fees: [ColumnPlace; 3],
    other: ColumnPlace,
    /// Every column that adds to the total.
    all: Vec<ColumnPlace>,
    total: ColumnPlace,
}

impl DateRangeColumns {
    fn of(table: &ExportTable<'_>) -> Result<Self, FileRefusal> {
        let (first, total) = (table.needed(SALES)?, table.needed(TOTAL)?);
        // Where a language's name was never seen: the last columns stand in the same order on every site.
        let before_total = |alias: &str, n: usize| {
            let by_place = ColumnPlace(total.0.saturating_sub(n));
            table.column(alias).filter(|place| (first.0..total.0).contains(&place.0)).unwrap_or(by_place)
        };
        if total.0 < first.0 + 5 {
            return Err(FileRefusal::MissingColumn { names: SELLING.split('|').collect() });
        }
        let fees = [before_total(SELLING, 4), before_total(FBA, 3), before_total(TRANSACTION, 2)];
        let other = before_total(OTHER, 1);
        // A column that stands for two was deleted between them.
        if let Some(nth) =
            fees.iter().zip(fees[1..].iter().chain([&other])).position(|(one, next)| one.0 >= next.0)
        {
            let names = [SELLING, FBA, TRANSACTION][nth].split('|').collect();
            return Err(FileRefusal::MissingColumn { names });
        }
        let (shipping, promotions) = (table.column(SHIPPING), table.column(PROMOTIONS));
        let gifts = table.column(GIFTS).or_else(|| {
            let (shipping, promotions) = (shipping?, promotions?);
            (promotions.0 >= shipping.0 + 4).then_some(ColumnPlace(shipping.0 + 2))
        });
        let sales = [Some(first), shipping, gifts, promotions].into_iter().flatten().collect();
        Ok(Self {
            date: table.needed(DATE)?,
            settlement: table.column(SETTLEMENT),
            kind: table.needed(KIND)?,
            order: table.needed(ORDER)?,
            sku: table.column("sku"),
            description: table.column(DESCRIPTION),
            quantity: table.column(QUANTITY),
            marketplace: table.column(MARKETPLACE),
            sales,
            points: table.column(POINTS),
            fees,
            other,
            all: table.between(first, ColumnPlace(total.0 - 1)),
            total: table.needed(TOTAL)?,
        })
    }
}

fn read(
    table: &mut ExportTable<'_>,
    context: &DialectContext<'_>,
    findings: &mut FileFindings,
) -> Result<(), FileRefusal> {
    let columns = DateRangeColumns::of(table)?;
    table.set_day_order(DayOrder::DayFirst);
    let named = match columns.marketplace {
        Some(place) => table.first(&[Some(place)], AmazonSite::named)?,
        None => None,
    };
    let told = currency_told(&table.preamble);
    let site = named.or_else(|| told.and_then(AmazonSite::of_currency)).or_else(|| site_of_words(table));
    let Some(site) = site.or_else(|| AmazonSite::of_market("us")) else { return Ok(()) };
    let currency = told.unwrap_or(site.currency);
    if told.is_none() {
        findings.add_note(FileNote::CurrencyOfMarket);
    }
    let usual = match currency.code() {
        code if currency.is_whole() && code == "JPY" => DecimalStyle::Whole,
        "EUR" | "PLN" | "SEK" | "BRL" | "TRY" => DecimalStyle::Comma,
        _ => DecimalStyle::Point,
    };
    let money: Vec<Option<ColumnPlace>> =
        columns.all.iter().chain([&columns.total]).map(|place| Some(*place)).collect();
    table.find_decimals(&money, usual)?;
    if let Some((from, to)) = period_in(context.file) {
        findings.declare(from, to);
    }
    table.each(|row| {
        let money = DateRangeMoney::of(row, &columns)?;
        findings.test(SumIdentity::ColumnsMakeTotal, row.number_in_file(), money.adds_up());
        let moved = DateRangeMove::of(row, &columns, &site, currency, &money)?;
        moved.book_row(findings, row, &columns, &money)
    })
}

/// The currency that the lines above the header name.
fn currency_told(preamble: &[Vec<String>]) -> Option<Currency> {
    const CODES: [&str; 18] = [
        "USD", "CAD", "MXN", "BRL", "GBP", "EUR", "PLN", "SEK", "TRY", "JPY", "AED", "SAR", "EGP", "INR",
        "SGD", "AUD", "HKD", "CNY",
    ];
    preamble.iter().flatten().find_map(|line| {
        let mut words = line.split(|c: char| !c.is_alphanumeric());
        let code = words.find_map(|word| match word {
            "Euro" | "euro" | "euros" => Some("EUR"),
            word => CODES.into_iter().find(|code| *code == word),
        });
        code.or_else(|| line.contains("単位は円").then_some("JPY")).and_then(Currency::parse)
    })
}

/// The site whose language the header is in, where no row and no line above names one.
fn site_of_words(table: &ExportTable<'_>) -> Option<AmazonSite> {
    const WORDS: [(&str, &str); 9] = [
        ("fulfilment|postage credits", "uk"),
        ("umsätze", "de"),
        ("ventes de produits", "fr"),
        ("ventas de productos", "es"),
        ("vendite", "it"),
        ("商品売上", "jp"),
        ("bestelnummer", "nl"),
        ("identyfikator zamówienia", "pl"),
        ("beställnings-id", "se"),
    ];
    WORDS
        .iter()
        .find(|(alias, _)| table.header.find(alias).is_some())
        .and_then(|(_, market)| AmazonSite::of_market(market))
}

/// The amounts of a row.
struct DateRangeMoney {
    sales: Decimal,
    points: Decimal,
    fees: Decimal,
    /// The third of the fees alone.
    transaction: Decimal,
    other: Decimal,
    tax: Decimal,
    all: Decimal,
    total: Decimal,
}

impl DateRangeMoney {
    fn of(row: &ExportRow<'_>, columns: &DateRangeColumns) -> Result<Self, CellFault> {
        let sum = |places: &[ColumnPlace]| -> Result<Decimal, CellFault> {
            places.iter().try_fold(Decimal::ZERO, |sum, place| Ok(sum + row.amount(*place)?))
        };
        let (sales, fees, all) = (sum(&columns.sales)?, sum(&columns.fees)?, sum(&columns.all)?);
        let (points, other) = (row.amount(columns.points)?, row.amount(columns.other)?);
        Ok(Self {
            sales,
            points,
            fees,
            transaction: row.amount(columns.fees[2])?,
            other,
            tax: all - sales - points - fees - other,
            all,
            total: row.amount(columns.total)?,
        })
    }

    fn adds_up(&self) -> bool {
        (self.all - self.total).abs() < Decimal::new(5, 3)
    }
}

/// A row's place in the ledger.
struct DateRangeMove {
    kind: Option<DateRangeKind>,
    order: String,
    is_for_others: bool,
    site: AmazonSite,
    entry: MoneyEntry,
}

impl DateRangeMove {
    fn of(
        row: &ExportRow<'_>,
        columns: &DateRangeColumns,
        site: &AmazonSite,
        currency: Currency,
        money: &DateRangeMoney,
    ) -> Result<Self, CellFault> {
        let stamp = row.moment(columns.date)?;
        let order = row.text(columns.order).into_owned();
        let marketplace = row.text(columns.marketplace);
        let kind = normalized(&row.text(columns.kind));
        let kind = KINDS.iter().find(|(_, alias)| is_named(alias, &kind)).map(|(kind, _)| *kind);
        let site = AmazonSite::named(&marketplace).unwrap_or_else(|| site.clone());
        let parts = [columns.kind, columns.order].map(|place| row.text(place));
        let more = [columns.settlement, columns.sku, columns.description].map(|place| row.text(place));
        let total = money.total.normalize().to_string();
        let identity =
            identity(&[&stamp.minute(), &parts[0], &parts[1], &more[0], &more[1], &more[2], &total]);
        let entry = MoneyEntry {
            identity,
            date: stamp.date_in(&site.zone),
            channel: site.channel.clone(),
            currency,
            column: MonthFigure::Other,
            amount: Decimal::ZERO,
        };
        let is_for_others = is_sent_for_others(&order, &marketplace);
        Ok(Self { kind, order, is_for_others, site, entry })
    }

    fn put(&self, findings: &mut FileFindings, column: MonthFigure, amount: Decimal) {
        let is_count = matches!(column, MonthFigure::Orders | MonthFigure::RefundOrders);
        let identity = if is_count { identity(&[&self.order]) } else { self.entry.identity };
        findings.add(MoneyEntry { identity, column, amount, ..self.entry.clone() });
    }

    /// Adds what is not zero.
    fn put_some(&self, findings: &mut FileFindings, column: MonthFigure, amount: Decimal) {
        if !amount.is_zero() {
            self.put(findings, column, amount);
        }
    }

    fn book_row(
        &self,
        findings: &mut FileFindings,
        row: &ExportRow<'_>,
        columns: &DateRangeColumns,
        money: &DateRangeMoney,
    ) -> Result<(), CellFault> {
        let kind = normalized(&row.text(columns.kind));
        match self.kind {
            Some(DateRangeKind::Transfer) => findings.exclude(RowExclusion::Transfer, 1),
            Some(DateRangeKind::Order | DateRangeKind::Refund) if self.is_for_others => {
                self.tell_sent_for_others(findings, money);
            }
            Some(DateRangeKind::Order) => {
                self.put(findings, MonthFigure::Orders, Decimal::ONE);
                self.put(findings, MonthFigure::Units, row.count(columns.quantity, 1)?.into());
                self.put(findings, MonthFigure::Revenue, money.sales);
                self.put(findings, MonthFigure::Refunds, Decimal::ZERO);
                self.tell_rest_of_sale(findings, money);
            }
            Some(DateRangeKind::Refund) => {
                self.put(findings, MonthFigure::Refunds, -money.sales);
                if money.sales < Decimal::ZERO {
                    self.put(findings, MonthFigure::RefundOrders, Decimal::ONE);
                }
                self.tell_rest_of_sale(findings, money);
            }
            Some(DateRangeKind::Service) => {
                self.tell_service(findings, &row.text(columns.description), money);
            }
            Some(DateRangeKind::Storage) => self.put(findings, MonthFigure::StorageFees, -money.total),
            Some(DateRangeKind::Adjustment) => self.put(findings, MonthFigure::Reimbursements, money.total),
            Some(DateRangeKind::Liquidation) => self.put(findings, MonthFigure::Other, money.total),
            Some(DateRangeKind::TaxAlone) => self.put(findings, MonthFigure::Tax, money.total),
            // Fees of deals and coupons come without a type and stand in this column alone.
            None if kind.is_empty() && money.transaction == money.total => {
                self.put(findings, MonthFigure::AccountFees, -money.total);
            }
            None => {
                let named =
                    if kind.is_empty() { row.text(columns.description) } else { row.text(columns.kind) };
                findings.unclassify(&named, MoneyEntry { amount: money.total, ..self.entry.clone() });
            }
        }
        Ok(())
    }

    fn tell_rest_of_sale(&self, findings: &mut FileFindings, money: &DateRangeMoney) {
        self.put(findings, MonthFigure::MarketplaceFees, -money.fees);
        self.put_some(findings, MonthFigure::Tax, money.tax);
        self.put_some(findings, MonthFigure::Other, money.other + money.points);
    }

    /// The cost of an order that another shop sold is that shop's.
    fn tell_sent_for_others(&self, findings: &mut FileFindings, money: &DateRangeMoney) {
        findings.exclude(RowExclusion::OtherChannel, 1);
        let entry = MoneyEntry { channel: self.site.own_store.clone(), ..self.entry.clone() };
        findings.add(MoneyEntry { column: MonthFigure::Fulfilment, amount: -money.fees, ..entry.clone() });
        let rest = money.total - money.fees;
        if !rest.is_zero() {
            findings.add(MoneyEntry { column: MonthFigure::Other, amount: rest, ..entry });
        }
    }

    fn tell_service(&self, findings: &mut FileFindings, description: &str, money: &DateRangeMoney) {
        let description = normalized(description);
        let is_ads = ADS.split('|').any(|name| is_named(&format!("{name}*"), &description))
            || is_named(ADS, &description);
        if !is_ads {
            self.put(findings, MonthFigure::AccountFees, -money.total);
        } else if money.fees.is_zero() {
            self.put(findings, MonthFigure::AdSpend, -money.total);
        } else {
            self.put(findings, MonthFigure::AdSpend, -money.fees);
            // Canada writes the tax on advertising beside it.
            self.put_some(findings, MonthFigure::Tax, money.total - money.fees);
        }
    }
}
