//! eBay's transaction report: orders, refunds, fees and payouts, each with its fees in columns of their own.

use std::collections::HashSet;

use super::{Context, Dialect, Findings, Refusal, Table};
use crate::import::date::DayOrder;
use crate::import::findings::{Column, Spot, identity};
use crate::import::header::Place;
use crate::import::market::market_of;
use crate::import::number::Decimals;
use crate::import::report::{CellFault, Exclusion, Identity};
use crate::import::row::Row;
use crate::ledger::{Currency, Decimal};

pub(super) const DIALECT: Dialect = Dialect {
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

struct Columns {
    day: Place,
    kind: Place,
    key: Place,
    transaction: Option<Place>,
    reference: Option<Place>,
    net: Place,
    gross: Option<Place>,
    currency: [Option<Place>; 2],
    quantity: Option<Place>,
    subtotal: Place,
    shipping: Option<Place>,
    tax: Option<Place>,
    charity: Option<Place>,
    fees: Vec<Place>,
    description: Option<Place>,
}

fn read(table: &mut Table<'_>, _: &Context<'_>, findings: &mut Findings) -> Result<(), Refusal> {
    let columns = Columns {
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
    table.find_decimals(&[Some(columns.net), columns.gross], Decimals::Point)?;
    table.find_day_order(&[Some(columns.day)], DayOrder::MonthFirst)?;
    let mut seen = HashSet::new();
    table.each(|row| {
        let line = Line::of(row, &columns)?;
        let transaction = row.text(columns.transaction);
        // Each article of an order has a row of its own below the order's, and may come again.
        if !transaction.is_empty() && !seen.insert((line.kind.clone(), transaction.into_owned(), line.net)) {
            findings.exclude(Exclusion::Duplicate, 1);
            return Ok(());
        }
        if let Some(gross) = line.gross {
            let holds = (gross + line.fees + line.charity - line.net).abs() <= Decimal::new(1, 2);
            findings.test(Identity::ColumnsMakeTotal, row.number_in_file(), holds);
        }
        line.book(findings);
        Ok(())
    })
}

struct Line {
    kind: String,
    spot: Spot,
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

impl Line {
    fn of(row: &Row<'_>, columns: &Columns) -> Result<Self, CellFault> {
        let mut currency = None;
        for place in columns.currency {
            currency = currency.or(row.currency(place)?);
        }
        let currency = currency.unwrap_or(Currency::USD);
        let (kind, net) = (row.word(columns.kind), row.amount(columns.net)?);
        let number = row.text(columns.key);
        let parts = [
            &*row.text(columns.day),
            &*kind,
            &*number,
            &*row.text(columns.transaction),
            &*row.text(columns.reference),
            &net.to_string(),
        ];
        let mut fees = Decimal::ZERO;
        for place in &columns.fees {
            fees += row.amount(*place)?;
        }
        let spot = Spot {
            identity: identity(&parts),
            date: row.moment(columns.day)?.date(),
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

    fn book(&self, findings: &mut Findings) {
        let (spot, gross) = (&self.spot, self.gross.unwrap_or(self.net));
        let once = Spot { identity: self.order, ..spot.clone() };
        match &*self.kind {
            "order" => {
                findings.book(&once, Column::Orders, Decimal::ONE);
                findings.book(spot, Column::Units, self.units.into());
                findings.book(spot, Column::Revenue, self.sales);
                findings.book(spot, Column::Tax, self.tax);
            }
            "refund" | "claim" | "payment dispute" => {
                findings.book(&once, Column::RefundOrders, Decimal::ONE);
                findings.book(spot, Column::Refunds, -gross - self.tax.abs());
            }
            "other fee" if self.description.contains("promoted") || self.description.contains("ad fee") => {
                findings.book(spot, Column::AdSpend, -gross);
            }
            "other fee" => findings.book(spot, Column::AccountFees, -gross),
            "shipping label" => findings.book(spot, Column::Fulfilment, -gross),
            "adjustment" | "credit" => findings.book(spot, Column::Other, gross),
            "payout" | "hold" | "transfer" | "charge" | "release" | "reserve" => {
                findings.exclude(Exclusion::Transfer, 1);
                return;
            }
            kind => findings.book_unknown(spot, kind, gross),
        }
        findings.book(spot, Column::MarketplaceFees, -self.fees);
        findings.book(spot, Column::Other, self.charity);
    }
}
