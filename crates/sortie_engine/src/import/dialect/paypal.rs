//! What went through a PayPal account, row by row or as its statement tells it. It shows cash with the tax in it, so sales
//! count only where no shop tells them; its fees count always.

use super::{DialectContext, ExportDialect, ExportTable, FileFindings, FileRefusal};
use crate::import::date::DayOrder;
use crate::import::findings::{MoneyEntry, MonthFigure, identity};
use crate::import::header::{ColumnPlace, normalized};
use crate::import::market::{channel, market_of};
use crate::import::number::DecimalStyle;
use crate::import::report::{CellFault, CellProblem, RowExclusion, SumIdentity};
use crate::import::row::ExportRow;
use crate::ledger::{Currency, Decimal};

pub(super) const DIALECT: ExportDialect = ExportDialect {
    kind: "paypal",
    signatures: &[
        &["balance impact", "gross", "net"],
        &["auswirkung auf guthaben", "brutto", "netto"],
        &[DATE, KIND, GROSS, FEE, NET, TRANSACTION],
    ],
    is_quoted: true,
    sales_rank: 0,
    costs_rank: 2,
    read,
};

const DATE: &str = "date|datum|fecha|data|日期|日付|날짜|fecha de creación";
/// An account's activity says what type each row is, its statement describes it.
const KIND: &str = "type|typ|description|beschreibung|descripción|tipo|descrizione|descrição|omschrijving|类型|描述|\
    タイプ|説明|유형|opis";
const STATUS: &str = "status|état|estado|stato|状态|ステータス|상태|stan";
const CURRENCY: &str = "currency|währung|devise|divisa|moneda|valuta|moeda|币种|货币|通貨|통화|waluta";
const GROSS: &str =
    "gross|brutto|avant commission|bruto|lordo|importe bruto|总额|総額|총액|montant brut|brut";
const FEE: &str =
    "fee|gebühr|entgelt|commission|comisión|tarifa|tariffa|taxa|kosten|费用|手数料|수수료|frais|opłata";
const NET: &str = "net|netto|neto|líquido|净额|正味|순액|montant net";
const TRANSACTION: &str = "transaction id|transaktionscode|transactionscode|numéro de transaction|id. de transacción|\
    id de transacción|codice transazione|id da transação|transactiereferentie|交易号|取引id|거래 id|\
    identyfikator transakcji|n° de transaction";
const IMPACT: &str = "balance impact|auswirkung auf guthaben|impact sur le solde|efecto en el saldo|\
    impatto sul saldo|impacto no saldo|余额影响";

struct PaypalColumns {
    date: ColumnPlace,
    kind: ColumnPlace,
    status: Option<ColumnPlace>,
    currency: ColumnPlace,
    gross: ColumnPlace,
    fee: ColumnPlace,
    net: ColumnPlace,
    transaction: ColumnPlace,
    impact: Option<ColumnPlace>,
}

impl PaypalColumns {
    fn of(table: &ExportTable<'_>) -> Result<Self, FileRefusal> {
        Ok(Self {
            date: table.needed(DATE)?,
            kind: table.needed(KIND)?,
            status: table.column(STATUS),
            currency: table.needed(CURRENCY)?,
            gross: table.needed(GROSS)?,
            fee: table.needed(FEE)?,
            net: table.needed(NET)?,
            transaction: table.needed(TRANSACTION)?,
            impact: table.column(IMPACT),
        })
    }
}

fn read(
    table: &mut ExportTable<'_>,
    _: &DialectContext<'_>,
    findings: &mut FileFindings,
) -> Result<(), FileRefusal> {
    let columns = PaypalColumns::of(table)?;
    let is_english = table.header.find("gross").is_some();
    let usual = if is_english { DecimalStyle::Point } else { DecimalStyle::Comma };
    table.find_decimals(&[columns.gross, columns.fee, columns.net].map(Some), usual)?;
    table.set_day_order(if is_english { DayOrder::MonthFirst } else { DayOrder::DayFirst });
    table.each(|row| book_row(row, &columns, findings))
}

/// What a row of the account is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum PaypalKind {
    Sale,
    Refund,
    Fee,
    LeftOut(RowExclusion),
}

const CONVERSIONS: [&str; 7] =
    ["conversion", "umrechnung", "conversión", "conversione", "conversão", "valutaomrekening", "货币兑换"];
/// Money held back and given free again moves nothing.
const HOLDS: [&str; 18] = [
    "hold",
    "reserve",
    "authorization",
    "autorisierung",
    "autorisation",
    "autorización",
    "autorizzazione",
    "einbehal",
    "release",
    "freigabe",
    "blocage",
    "suspension",
    "retención",
    "trattenuta",
    "blocco",
    "retenção",
    "冻结",
    "保留",
];
const FEES: [&str; 14] = [
    "fee",
    "gebühr",
    "entgelt",
    "frais",
    "commission",
    "comisión",
    "tarifa",
    "commissione",
    "tariffa",
    "taxa",
    "kosten",
    "手续费",
    "费用",
    "opłata",
];
const TRANSFERS: [&str; 24] = [
    "withdrawal",
    "transfer",
    "deposit",
    "abbuchung",
    "überweisung",
    "bankgutschrift",
    "einzahlung",
    "auszahlung",
    "virement",
    "retrait",
    "dépôt",
    "retiro",
    "retirada",
    "transferencia",
    "depósito",
    "ingreso",
    "prelievo",
    "trasferimento",
    "bonifico",
    "saque",
    "transferência",
    "opname",
    "提现",
    "转账",
];
const REFUNDS: [&str; 19] = [
    "refund",
    "reversal",
    "chargeback",
    "rückzahlung",
    "rückbuchung",
    "rückerstattung",
    "erstattung",
    "remboursement",
    "annulation de paiement",
    "rétrofacturation",
    "reembolso",
    "contracargo",
    "rimborso",
    "storno",
    "estorno",
    "terugbetaling",
    "退款",
    "拒付",
    "zwrot",
];
const PAYMENTS: [&str; 12] = [
    "payment",
    "checkout",
    "zahlung",
    "purchase",
    "order",
    "paiement",
    "pago",
    "pagamento",
    "betaling",
    "付款",
    "支払",
    "płatność",
];

fn kind_of(kind: &str, status: &str, impact: &str, gross: Decimal) -> Option<PaypalKind> {
    let has = |words: &[&str]| words.iter().any(|word| kind.contains(word));
    let is_done = status.is_empty()
        || [
            "completed",
            "abgeschlossen",
            "refunded",
            "partially",
            "rückerstattet",
            "teilweise",
            "terminé",
            "remboursé",
        ]
        .iter()
        .chain(&[
            "completado",
            "completed",
            "completato",
            "concluíd",
            "voltooid",
            "已完成",
            "完了",
            "완료",
            "zakończone",
        ])
        .any(|word| status.starts_with(word));
    let left_out = |why| Some(PaypalKind::LeftOut(why));
    if matches!(impact, "memo" | "info" | "mémo") {
        left_out(RowExclusion::Memo)
    } else if has(&CONVERSIONS) {
        left_out(RowExclusion::Conversion)
    } else if has(&HOLDS) {
        left_out(RowExclusion::Memo)
    } else if !is_done {
        left_out(RowExclusion::Pending)
    } else if has(&FEES) {
        // A fee for a payment that the buyer's bank took back is a fee.
        Some(PaypalKind::Fee)
    } else if has(&TRANSFERS) {
        left_out(RowExclusion::Transfer)
    } else if has(&REFUNDS) && gross > Decimal::ZERO && !has(&["chargeback", "rückbuchung", "拒付"]) {
        // What comes back of a payment that the seller made.
        left_out(RowExclusion::NotASale)
    } else if has(&REFUNDS) {
        Some(PaypalKind::Refund)
    } else if has(&PAYMENTS) && gross > Decimal::ZERO {
        Some(PaypalKind::Sale)
    } else if has(&PAYMENTS) {
        // What the seller paid to others.
        left_out(RowExclusion::NotASale)
    } else {
        None
    }
}

fn book_row(
    row: &ExportRow<'_>,
    columns: &PaypalColumns,
    findings: &mut FileFindings,
) -> Result<(), CellFault> {
    let id = row.id(columns.transaction)?;
    let [gross, fee, net] = [columns.gross, columns.fee, columns.net].map(|place| row.amount(place));
    let (gross, fee, net) = (gross?, fee?, net?);
    let date = row.moment(columns.date)?.date();
    let currency: Currency =
        row.currency(columns.currency)?.ok_or_else(|| row.fault(columns.currency, CellProblem::Missing))?;
    findings.test(SumIdentity::NetAfterFee, row.number_in_file(), gross + fee == net);
    let written = row.text(columns.kind);
    let kind = kind_of(&normalized(&written), &row.word(columns.status), &row.word(columns.impact), gross);
    let entry = |column, amount| MoneyEntry {
        identity: identity(&[&id]),
        date,
        channel: channel("own_store", market_of(currency)),
        currency,
        column,
        amount,
    };
    match kind {
        Some(PaypalKind::Sale) => {
            findings.add(entry(MonthFigure::Orders, Decimal::ONE));
            findings.add(entry(MonthFigure::Revenue, gross));
            findings.add(entry(MonthFigure::Refunds, Decimal::ZERO));
            findings.add(entry(MonthFigure::PaymentFees, -fee));
        }
        Some(PaypalKind::Refund) => {
            findings.add(entry(MonthFigure::Refunds, -gross));
            // A dispute that was won brings back what it took, and no order goes back.
            if gross < Decimal::ZERO {
                findings.add(entry(MonthFigure::RefundOrders, Decimal::ONE));
            }
            findings.add(entry(MonthFigure::PaymentFees, -fee));
        }
        Some(PaypalKind::Fee) => findings.add(entry(MonthFigure::PaymentFees, -net)),
        Some(PaypalKind::LeftOut(why)) => findings.exclude(why, 1),
        None => findings.unclassify(&written, entry(MonthFigure::Unclassified, net)),
    }
    Ok(())
}
