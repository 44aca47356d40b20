//! What went through a PayPal account, in English or German. It shows cash with the tax in it, so sales count only where
//! no shop tells them; its fees count always.

use super::{Context, Dialect, Findings, Refusal, Table};
use crate::import::date::DayOrder;
use crate::import::findings::{Column, Entry, identity};
use crate::import::header::{Place, normalized};
use crate::import::market::{channel, market_of};
use crate::import::number::Decimals;
use crate::import::report::{CellFault, CellProblem, Exclusion, Identity, Note};
use crate::import::row::Row;
use crate::ledger::{Currency, Decimal};

pub(super) const DIALECT: Dialect = Dialect {
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

struct Columns {
    date: Place,
    kind: Place,
    status: Option<Place>,
    currency: Place,
    gross: Place,
    fee: Place,
    net: Place,
    transaction: Place,
    impact: Option<Place>,
}

impl Columns {
    fn of(table: &Table<'_>) -> Result<Self, Refusal> {
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

fn read(table: &mut Table<'_>, _: &Context<'_>, findings: &mut Findings) -> Result<(), Refusal> {
    let columns = Columns::of(table)?;
    let is_german = table.header.find("brutto").is_some();
    let usual = if is_german { Decimals::Comma } else { Decimals::Point };
    table.find_decimals(&[columns.gross, columns.fee, columns.net].map(Some), usual)?;
    let order = if is_german { DayOrder::DayFirst } else { DayOrder::MonthFirst };
    if !table.find_day_order(&[Some(columns.date)], order)? {
        findings.tell(Note::DayOrMonth);
    }
    table.each(|row| tell(row, &columns, findings))
}

/// What a row of the account is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Sale,
    Refund,
    Fee,
    LeftOut(Exclusion),
}

fn kind_of(kind: &str, status: &str, impact: &str, gross: Decimal) -> Option<Kind> {
    let has = |words: &[&str]| words.iter().any(|word| kind.contains(word));
    let is_done = status.is_empty()
        || ["completed", "abgeschlossen", "refunded", "partially", "rückerstattet", "teilweise"]
            .iter()
            .any(|word| status.starts_with(word));
    if matches!(impact, "memo" | "info") {
        Some(Kind::LeftOut(Exclusion::Memo))
    } else if has(&["conversion", "umrechnung"]) {
        Some(Kind::LeftOut(Exclusion::Conversion))
    } else if has(&[
        "withdrawal",
        "transfer",
        "deposit",
        "abbuchung",
        "überweisung",
        "bankgutschrift",
        "einzahlung",
    ]) {
        Some(Kind::LeftOut(Exclusion::Transfer))
    } else if has(&["hold", "reserve", "authorization", "einbehal", "autorisierung", "release"]) {
        Some(Kind::LeftOut(Exclusion::Memo))
    } else if !is_done {
        Some(Kind::LeftOut(Exclusion::Pending))
    } else if has(&["refund", "reversal", "chargeback", "rückzahlung", "rückbuchung", "rückerstattung"]) {
        Some(Kind::Refund)
    } else if has(&["payment", "checkout", "zahlung", "purchase", "order"]) && gross > Decimal::ZERO {
        Some(Kind::Sale)
    } else if has(&["fee", "gebühr", "entgelt"]) {
        Some(Kind::Fee)
    } else if has(&["payment", "checkout", "zahlung", "purchase", "order"]) {
        // What the seller paid to others.
        Some(Kind::LeftOut(Exclusion::NotASale))
    } else {
        None
    }
}

fn tell(row: &Row<'_>, columns: &Columns, findings: &mut Findings) -> Result<(), CellFault> {
    let id = row.id(columns.transaction)?;
    let [gross, fee, net] = [columns.gross, columns.fee, columns.net].map(|place| row.amount(place));
    let (gross, fee, net) = (gross?, fee?, net?);
    let date = row.moment(columns.date)?.date();
    let currency: Currency =
        row.currency(columns.currency)?.ok_or_else(|| row.fault(columns.currency, CellProblem::Missing))?;
    findings.test(Identity::NetAfterFee, row.number_in_file(), gross + fee == net);
    let written = row.text(columns.kind);
    let kind = kind_of(&normalized(&written), &row.word(columns.status), &row.word(columns.impact), gross);
    let entry = |column, amount| Entry {
        identity: identity(&[&id]),
        date,
        channel: channel("own_store", market_of(currency)),
        currency,
        column,
        amount,
    };
    match kind {
        Some(Kind::Sale) => {
            findings.add(entry(Column::Orders, Decimal::ONE));
            findings.add(entry(Column::Revenue, gross));
            findings.add(entry(Column::Refunds, Decimal::ZERO));
            findings.add(entry(Column::PaymentFees, -fee));
        }
        Some(Kind::Refund) => {
            findings.add(entry(Column::Refunds, -gross));
            findings.add(entry(Column::RefundOrders, Decimal::ONE));
            findings.add(entry(Column::PaymentFees, -fee));
        }
        Some(Kind::Fee) => findings.add(entry(Column::PaymentFees, -net)),
        Some(Kind::LeftOut(why)) => findings.exclude(why, 1),
        None => findings.unclassify(&written, entry(Column::Unclassified, net)),
    }
    Ok(())
}
