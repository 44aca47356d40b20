//! What went through the payments of WooCommerce, movement by movement. It shows cash with the tax in it, so sales count
//! only where no shop tells them; its fees count always.

use super::{DialectContext, ExportDialect, ExportTable, FileFindings, FileRefusal};
use crate::import::date::DayOrder;
use crate::import::findings::{MonthFigure, RowSpot, identity};
use crate::import::header::ColumnPlace;
use crate::import::market::{channel, market_of};
use crate::import::number::DecimalStyle;
use crate::import::report::{CellFault, CellProblem, RowExclusion, SumIdentity};
use crate::import::row::ExportRow;
use crate::ledger::{Decimal, Payout};

pub(super) const DIALECT: ExportDialect = ExportDialect {
    kind: "woopayments",
    signatures: &[&[
        "transaction id",
        "type",
        "amount",
        "fees",
        "net",
        "payout currency|deposit currency|payout id|deposit id",
    ]],
    is_quoted: true,
    sales_rank: 0,
    costs_rank: 2,
    read,
};

struct WooPaymentsColumns {
    id: ColumnPlace,
    day: ColumnPlace,
    kind: ColumnPlace,
    currency: ColumnPlace,
    amount: ColumnPlace,
    fees: ColumnPlace,
    net: ColumnPlace,
    paid: Option<ColumnPlace>,
    status: Option<ColumnPlace>,
}

fn read(
    table: &mut ExportTable<'_>,
    _: &DialectContext<'_>,
    findings: &mut FileFindings,
) -> Result<(), FileRefusal> {
    let columns = WooPaymentsColumns {
        id: table.needed("transaction id")?,
        day: table.needed("date / time|date/time|date")?,
        kind: table.needed("type")?,
        // What the buyer paid in may be another currency than that of the amounts.
        currency: table.needed("payout currency|deposit currency|currency")?,
        amount: table.needed("amount")?,
        fees: table.needed("fees")?,
        net: table.needed("net")?,
        paid: table.column("payout date|deposit date"),
        status: table.column("payout status|deposit status"),
    };
    table.find_decimals(&[columns.amount, columns.fees, columns.net].map(Some), DecimalStyle::Point)?;
    table.set_day_order(DayOrder::MonthFirst);
    table.each(|row| book_row(row, &columns, findings))
}

fn book_row(
    row: &ExportRow<'_>,
    columns: &WooPaymentsColumns,
    findings: &mut FileFindings,
) -> Result<(), CellFault> {
    let id = row.id(columns.id)?;
    let amounts = [columns.amount, columns.fees, columns.net].map(|place| row.amount(place));
    let [amount, fees, net] = amounts;
    // A fee is written without a sign or with one.
    let (amount, fees, net) = (amount?, fees?.abs(), net?);
    let date = row.moment(columns.day)?.date();
    let missing = || row.fault(columns.currency, CellProblem::Missing);
    let currency = row.currency(columns.currency)?.ok_or_else(missing)?;
    let holds = [amount - fees, amount + fees].iter().any(|sum| (sum - net).abs() <= Decimal::new(1, 2));
    findings.test(SumIdentity::NetAfterFee, row.number_in_file(), holds);
    let shop = channel("own_store", market_of(currency));
    let kind = row.word(columns.kind);
    let spot = RowSpot { identity: identity(&["woopayments", &id]), date, channel: shop.clone(), currency };
    match kind.replace([' ', '-'], "_").as_str() {
        "charge" | "payment" => {
            findings.book(&spot, MonthFigure::Orders, Decimal::ONE);
            findings.book(&spot, MonthFigure::Revenue, amount);
            if let Some(paid) = row.stamp(columns.paid)?.filter(|_| row.word(columns.status) == "paid") {
                let (channel, currency) = (shop.to_string(), currency.to_string());
                findings.payouts.push(Payout {
                    channel,
                    sold: date,
                    paid: paid.date(),
                    amount: net,
                    currency,
                });
            }
        }
        "refund"
        | "payment_refund"
        | "refund_failure"
        | "payment_failure_refund"
        | "dispute"
        | "dispute_reversal" => {
            findings.book(&spot, MonthFigure::Refunds, -amount);
            if amount < Decimal::ZERO {
                findings.book(&spot, MonthFigure::RefundOrders, Decimal::ONE);
            }
        }
        "card_reader_fee" | "fee" | "application_fee" | "fee_refund" => {
            findings.book(&spot, MonthFigure::PaymentFees, -net);
            return Ok(());
        }
        "payout" | "deposit" | "loan_disbursement" | "loan_repayment" | "financing_payout"
        | "financing_paydown" => {
            findings.exclude(RowExclusion::Transfer, 1);
            return Ok(());
        }
        _ => {
            findings.book_unknown(&spot, &kind, net);
            return Ok(());
        }
    }
    findings.book(&spot, MonthFigure::PaymentFees, amount - net);
    Ok(())
}
