//! Stripe's reconciliation of payouts, movement by movement. It shows cash with the tax in it, so sales count only where
//! no shop tells them; its fees count always.

use super::{DialectContext, ExportDialect, ExportTable, FileFindings, FileRefusal};
use crate::import::findings::{MoneyEntry, MonthFigure, identity};
use crate::import::header::ColumnPlace;
use crate::import::market::{channel, market_of};
use crate::import::number::DecimalStyle;
use crate::import::report::{CellFault, CellProblem, RowExclusion, SumIdentity};
use crate::import::row::ExportRow;
use crate::ledger::{Decimal, Payout};

pub(super) const DIALECT: ExportDialect = ExportDialect {
    kind: "stripe",
    signatures: &[
        &["automatic_payout_id|balance_transaction_id", "reporting_category", "gross", "net"],
        &["balance_transaction_id", "reporting_category"],
        // The history of the balance, as the dashboard exports it.
        &["id", "type", "source", "amount", "fee", "net", "currency", "created (utc)"],
    ],
    is_quoted: true,
    sales_rank: 0,
    costs_rank: 2,
    read,
};

struct StripeColumns {
    id: ColumnPlace,
    created: ColumnPlace,
    paid: Option<ColumnPlace>,
    currency: ColumnPlace,
    gross: ColumnPlace,
    fee: ColumnPlace,
    net: ColumnPlace,
    category: ColumnPlace,
}

fn read(
    table: &mut ExportTable<'_>,
    _: &DialectContext<'_>,
    findings: &mut FileFindings,
) -> Result<(), FileRefusal> {
    let columns = StripeColumns {
        id: table.needed("balance_transaction_id|id")?,
        created: table.needed("created|created_utc|created (utc)")?,
        paid: table.column("automatic_payout_effective_at|automatic_payout_effective_at_utc"),
        currency: table.needed("currency")?,
        gross: table.column("gross").map_or_else(|| table.needed("amount"), Ok)?,
        fee: table.needed("fee")?,
        net: table.needed("net")?,
        category: table.column("reporting_category").map_or_else(|| table.needed("type"), Ok)?,
    };
    table.find_decimals(&[columns.gross, columns.fee, columns.net].map(Some), DecimalStyle::Point)?;
    table.each(|row| book_row(row, &columns, findings))
}

/// Money between the seller's own accounts.
const TRANSFERS: [&str; 11] = [
    "payout",
    "payout_reversal",
    "payout_minimum_balance_hold",
    "payout_minimum_balance_release",
    "transfer",
    "transfer_reversal",
    "topup",
    "topup_reversal",
    "advance",
    "advance_funding",
    "risk_reserved_funds",
];

fn book_row(
    row: &ExportRow<'_>,
    columns: &StripeColumns,
    findings: &mut FileFindings,
) -> Result<(), CellFault> {
    let id = row.id(columns.id)?;
    let [gross, fee, net] = [columns.gross, columns.fee, columns.net].map(|place| row.amount(place));
    let (gross, fee, net) = (gross?, fee?, net?);
    let date = row.moment(columns.created)?.date();
    let currency =
        row.currency(columns.currency)?.ok_or_else(|| row.fault(columns.currency, CellProblem::Missing))?;
    findings.test(SumIdentity::NetAfterFee, row.number_in_file(), gross - fee == net);
    let channel = channel("own_store", market_of(currency));
    let category = row.word(columns.category);
    let entry = |column, amount| MoneyEntry {
        identity: identity(&[&id]),
        date,
        channel: channel.clone(),
        currency,
        column,
        amount,
    };
    match category.as_str() {
        "charge" | "payment" => {
            findings.add(entry(MonthFigure::Orders, Decimal::ONE));
            findings.add(entry(MonthFigure::Revenue, gross));
            findings.add(entry(MonthFigure::Refunds, Decimal::ZERO));
            findings.add(entry(MonthFigure::PaymentFees, fee));
            if let Some(paid) = row.stamp(columns.paid)? {
                findings.payouts.push(Payout {
                    channel: channel.to_string(),
                    sold: date,
                    paid: paid.date(),
                    amount: net,
                    currency: currency.to_string(),
                });
            }
        }
        "refund"
        | "payment_refund"
        | "payment_failure_refund"
        | "refund_failure"
        | "partial_capture_reversal"
        | "dispute"
        | "dispute_reversal" => {
            findings.add(entry(MonthFigure::Refunds, -gross));
            if gross < Decimal::ZERO {
                findings.add(entry(MonthFigure::RefundOrders, Decimal::ONE));
            }
            findings.add(entry(MonthFigure::PaymentFees, fee));
        }
        "fee" | "stripe_fee" | "network_cost" | "tax" => findings.add(entry(MonthFigure::PaymentFees, -net)),
        category if TRANSFERS.contains(&category) => findings.exclude(RowExclusion::Transfer, 1),
        "currency_conversion" => findings.exclude(RowExclusion::Conversion, 1),
        _ => findings.unclassify(&category, entry(MonthFigure::Unclassified, net)),
    }
    Ok(())
}
