//! eBay's transaction report: orders, refunds, fees and payouts, each with its fees in columns of their own.

use std::collections::HashSet;

use super::{DialectContext, ExportDialect, ExportTable, FileFindings, FileRefusal};
use crate::import::date::DayOrder;
use crate::import::findings::{MonthFigure, RowSpot, identity};
use crate::import::header::ColumnPlace;
use crate::import::market::market_of;
use crate::import::number::DecimalStyle;
use crate::import::report::{CellFault, RowExclusion, SumIdentity};
use crate::import::row::ExportRow;
use crate::ledger::{Currency, Decimal};

pub(super) const DIALECT: ExportDialect = ExportDialect {
    kind: "ebay.tx",
    signatures: &[&["transaction creation date", "net amount", "final value fee - variable"]],
    is_quoted: true,
    sales_rank: 3,
    costs_rank: 3,
    read,
};

/// The columns of fees that eBay keeps of a sale.
const FEES: &str = "final value fee - fixed|final value fee - variable|final value fee - fixed per order|\
    regulatory operating fee|very high \"item not as described\" fee|below standard performance fee|\
    international fee|deposit processing fee";

struct EbayColumns {
    day: ColumnPlace,
    kind: ColumnPlace,
    key: ColumnPlace,
    transaction: Option<ColumnPlace>,
    reference: Option<ColumnPlace>,
    net: ColumnPlace,
    gross: Option<ColumnPlace>,
    currency: [Option<ColumnPlace>; 2],
    quantity: Option<ColumnPlace>,
    subtotal: ColumnPlace,
    shipping: Option<ColumnPlace>,
    tax: Option<ColumnPlace>,
    charity: Option<ColumnPlace>,
    fees: Vec<ColumnPlace>,
    description: Option<ColumnPlace>,
}

fn read(
    table: &mut ExportTable<'_>,
    _: &DialectContext<'_>,
    findings: &mut FileFindings,
) -> Result<(), FileRefusal> {
    let columns = EbayColumns {
        day: table.needed("transaction creation date")?,
        kind: table.needed("type")?,
        key: table.needed("order number")?,
        transaction: table.column("transaction id"),
        reference: table.column("reference id"),
        net: table.needed("net amount")?,
        gross: table.column("gross transaction amount"),
        currency: [table.column("transaction currency"), table.column("payout currency")],
        quantity: table.column("quantity"),
        subtotal: table.needed("item subtotal")?,
        shipping: table.column("shipping and handling"),
        tax: table.column("seller collected tax"),
        charity: table.column("charity donation"),
        fees: table.columns(FEES),
        description: table.column("description"),
    };
    table.find_decimals(&[Some(columns.net), columns.gross], DecimalStyle::Point)?;
    table.set_day_order(DayOrder::MonthFirst);
    let mut seen = HashSet::new();
    table.each(|row| {
        let line = EbayLine::of(row, &columns)?;
        // Below an order of several articles each of them stands once more, without what came of it.
        let is_detail = line.kind == "order" && row.text(columns.net).is_empty() && line.gross.is_none();
        if is_detail {
            findings.exclude(RowExclusion::Memo, 1);
            return Ok(());
        }
        let transaction = row.text(columns.transaction);
        // Each article of an order has a row of its own below the order's, and may come again.
        if !transaction.is_empty() && !seen.insert((line.kind.clone(), transaction.into_owned(), line.net)) {
            findings.exclude(RowExclusion::Duplicate, 1);
            return Ok(());
        }
        if let Some(gross) = line.gross {
            let holds = (gross + line.fees + line.charity - line.net).abs() <= Decimal::new(1, 2);
            findings.test(SumIdentity::ColumnsMakeTotal, row.number_in_file(), holds);
        }
        line.book(findings);
        Ok(())
    })
}

struct EbayLine {
    kind: String,
    spot: RowSpot,
    order: u64,
    units: u32,
    sales: Decimal,
    tax: Decimal,
    fees: Decimal,
    charity: Decimal,
    net: Decimal,
    gross: Option<Decimal>,
    description: String,
}

impl EbayLine {
    fn of(row: &ExportRow<'_>, columns: &EbayColumns) -> Result<Self, CellFault> {
        let mut currency = None;
        for place in columns.currency {
            currency = currency.or(row.currency(place)?);
        }
        let currency = currency.unwrap_or(Currency::USD);
        let (kind, net) = (row.word(columns.kind), row.amount(columns.net)?);
        let number = row.text(columns.key);
        let moment = row.moment(columns.day)?;
        let parts = [
            &*moment.minute(),
            &*kind,
            &*number,
            &*row.text(columns.transaction),
            &*row.text(columns.reference),
            &net.normalize().to_string(),
        ];
        let mut fees = Decimal::ZERO;
        for place in &columns.fees {
            fees += row.amount(*place)?;
        }
        let spot = RowSpot {
            identity: identity(&parts),
            date: moment.date(),
            channel: format!("other:{}:ebay", market_of(currency)).into(),
            currency,
        };
        Ok(Self {
            spot,
            order: identity(&[&number]),
            units: row.count(columns.quantity, 0)?,
            sales: row.amount(columns.subtotal)? + row.amount(columns.shipping)?,
            tax: row.amount(columns.tax)?,
            fees,
            charity: row.amount(columns.charity)?,
            net,
            gross: row.number(columns.gross)?,
            description: row.word(columns.description),
            kind,
        })
    }

    fn book(&self, findings: &mut FileFindings) {
        let (spot, gross) = (&self.spot, self.gross.unwrap_or(self.net));
        let once = RowSpot { identity: self.order, ..spot.clone() };
        match &*self.kind {
            "order" => {
                findings.book(&once, MonthFigure::Orders, Decimal::ONE);
                findings.book(spot, MonthFigure::Units, self.units.into());
                findings.book(spot, MonthFigure::Revenue, self.sales);
                findings.book(spot, MonthFigure::Tax, self.tax);
            }
            "refund" | "claim" | "payment dispute" => {
                // A dispute that was won brings back what it took.
                if gross < Decimal::ZERO {
                    findings.book(&once, MonthFigure::RefundOrders, Decimal::ONE);
                }
                findings.book(spot, MonthFigure::Refunds, -gross - self.tax.abs());
            }
            "other fee" if self.description.contains("promoted") || self.description.contains("ad fee") => {
                findings.book(spot, MonthFigure::AdSpend, -gross);
            }
            "other fee" => findings.book(spot, MonthFigure::AccountFees, -gross),
            "shipping label" => findings.book(spot, MonthFigure::Fulfilment, -gross),
            "adjustment" | "credit" => findings.book(spot, MonthFigure::Other, gross),
            "payout" | "hold" | "transfer" | "charge" | "release" | "reserve" => {
                findings.exclude(RowExclusion::Transfer, 1);
                return;
            }
            kind => findings.book_unknown(spot, kind, gross),
        }
        findings.book(spot, MonthFigure::MarketplaceFees, -self.fees);
        findings.book(spot, MonthFigure::Other, self.charity);
    }
}
