//! What went through a PayPal account, in English or German. It shows cash with the tax in it, so sales count only where
//! no shop tells them; its fees count always.

use super::{DialectContext, ExportDialect, ExportTable, FileFindings, FileRefusal};
use crate::import::date::DayOrder;
use crate::import::findings::{MoneyEntry, MonthFigure, identity};
use crate::import::header::{ColumnPlace, normalized};
use crate::import::market::{channel, market_of};
use crate::import::number::DecimalStyle;
use crate::import::report::{CellFault, CellProblem, FileNote, RowExclusion, SumIdentity};
use crate::import::row::ExportRow;
use crate::ledger::{Currency, Decimal};

pub(super) const DIALECT: ExportDialect = ExportDialect {
    kind: "paypal",
    signatures: &[
        &["balance impact", "gross", "net"],
        &["auswirkung auf guthaben", "brutto", "netto"],
        &["date", "type", "gross", "fee", "net", "transaction id"],
        &["datum", "typ", "brutto", "gebühr|entgelt", "netto", "transaktionscode"],
    ],
    is_quoted: true,
    sales_rank: 0,
    costs_rank: 2,
    read,
};

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
            date: table.needed("date|datum")?,
            kind: table.needed("type|typ")?,
            status: table.column("status"),
            currency: table.needed("currency|währung")?,
            gross: table.needed("gross|brutto")?,
            fee: table.needed("fee|gebühr|entgelt")?,
            net: table.needed("net|netto")?,
            transaction: table.needed("transaction id|transaktionscode")?,
            impact: table.column("balance impact|auswirkung auf guthaben"),
        })
    }
}

fn read(
    table: &mut ExportTable<'_>,
    _: &DialectContext<'_>,
    findings: &mut FileFindings,
) -> Result<(), FileRefusal> {
    let columns = PaypalColumns::of(table)?;
    let is_german = table.header.find("brutto").is_some();
    let usual = if is_german { DecimalStyle::Comma } else { DecimalStyle::Point };
    table.find_decimals(&[columns.gross, columns.fee, columns.net].map(Some), usual)?;
    let order = if is_german { DayOrder::DayFirst } else { DayOrder::MonthFirst };
    if !table.find_day_order(&[Some(columns.date)], order)? {
        findings.add_note(FileNote::DayOrMonth);
    }
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

fn kind_of(kind: &str, status: &str, impact: &str, gross: Decimal) -> Option<PaypalKind> {
    let has = |words: &[&str]| words.iter().any(|word| kind.contains(word));
    let is_done = status.is_empty()
        || ["completed", "abgeschlossen", "refunded", "partially", "rückerstattet", "teilweise"]
            .iter()
            .any(|word| status.starts_with(word));
    if matches!(impact, "memo" | "info") {
        Some(PaypalKind::LeftOut(RowExclusion::Memo))
    } else if has(&["conversion", "umrechnung"]) {
        Some(PaypalKind::LeftOut(RowExclusion::Conversion))
    } else if has(&[
        "withdrawal",
        "transfer",
        "deposit",
        "abbuchung",
        "überweisung",
        "bankgutschrift",
        "einzahlung",
    ]) {
        Some(PaypalKind::LeftOut(RowExclusion::Transfer))
    } else if has(&["hold", "reserve", "authorization", "einbehal", "autorisierung", "release"]) {
        Some(PaypalKind::LeftOut(RowExclusion::Memo))
    } else if !is_done {
        Some(PaypalKind::LeftOut(RowExclusion::Pending))
    } else if has(&["refund", "reversal", "chargeback", "rückzahlung", "rückbuchung", "rückerstattung"]) {
        Some(PaypalKind::Refund)
    } else if has(&["payment", "checkout", "zahlung", "purchase", "order"]) && gross > Decimal::ZERO {
        Some(PaypalKind::Sale)
    } else if has(&["fee", "gebühr", "entgelt"]) {
        Some(PaypalKind::Fee)
    } else if has(&["payment", "checkout", "zahlung", "purchase", "order"]) {
        // What the seller paid to others.
        Some(PaypalKind::LeftOut(RowExclusion::NotASale))
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
            findings.add(entry(MonthFigure::RefundOrders, Decimal::ONE));
            findings.add(entry(MonthFigure::PaymentFees, -fee));
        }
        Some(PaypalKind::Fee) => findings.add(entry(MonthFigure::PaymentFees, -net)),
        Some(PaypalKind::LeftOut(why)) => findings.exclude(why, 1),
        None => findings.unclassify(&written, entry(MonthFigure::Unclassified, net)),
    }
    Ok(())
}
