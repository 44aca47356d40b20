//! Stripe's reconciliation of payouts, movement by movement. It shows cash with the tax in it, so sales count only where
//! no shop tells them; its fees count always.

use super::{Context, Dialect, Findings, Refusal, Table};
use crate::import::findings::{Column, Entry, identity};
use crate::import::header::Place;
use crate::import::market::{channel, market_of};
use crate::import::number::Decimals;
use crate::import::report::{CellFault, CellProblem, Exclusion, Identity};
use crate::import::row::Row;
use crate::ledger::{Decimal, Payout};

pub(super) const DIALECT: Dialect = Dialect {
    kind: "stripe",
    signatures: &[
        &["automatic_payout_id|balance_transaction_id", "reporting_category", "gross", "net"],
        &["balance_transaction_id", "reporting_category"],
    ],
    is_quoted: true,
    sales_rank: 0,
    costs_rank: 2,
    read,
};

struct Columns {
    id: Place,
    created: Place,
    paid: Option<Place>,
    currency: Place,
    gross: Place,
    fee: Place,
    net: Place,
    category: Place,
}

fn read(table: &mut Table<'_>, _: &Context<'_>, findings: &mut Findings) -> Result<(), Refusal> {
    let columns = Columns {
        id: table.needed("balance_transaction_id")?,
        created: table.needed("created|created_utc")?,
        paid: table.column("automatic_payout_effective_at|automatic_payout_effective_at_utc"),
        currency: table.needed("currency")?,
        gross: table.needed("gross")?,
        fee: table.needed("fee")?,
        net: table.needed("net")?,
        category: table.needed("reporting_category")?,
    };
    table.find_decimals(&[columns.gross, columns.fee, columns.net].map(Some), Decimals::Point)?;
    table.each(|row| tell(row, &columns, findings))
}

fn tell(row: &Row<'_>, columns: &Columns, findings: &mut Findings) -> Result<(), CellFault> {
    let id = row.id(columns.id)?;
    let [gross, fee, net] = [columns.gross, columns.fee, columns.net].map(|place| row.amount(place));
    let (gross, fee, net) = (gross?, fee?, net?);
    let date = row.moment(columns.created)?.date();
    let currency =
        row.currency(columns.currency)?.ok_or_else(|| row.fault(columns.currency, CellProblem::Missing))?;
    findings.test(Identity::NetAfterFee, row.number_in_file(), gross - fee == net);
    let channel = channel("own_store", market_of(currency));
    let category = row.word(columns.category);
    let entry = |column, amount| Entry {
        identity: identity(&[&id]),
        date,
        channel: channel.clone(),
        currency,
        column,
        amount,
    };
    match category.as_str() {
        "charge" | "payment" => {
            findings.add(entry(Column::Orders, Decimal::ONE));
            findings.add(entry(Column::Revenue, gross));
            findings.add(entry(Column::Refunds, Decimal::ZERO));
            findings.add(entry(Column::PaymentFees, fee));
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
        "refund" | "refund_failure" | "partial_capture_reversal" | "dispute" | "dispute_reversal" => {
            findings.add(entry(Column::Refunds, -gross));
            if gross < Decimal::ZERO {
                findings.add(entry(Column::RefundOrders, Decimal::ONE));
            }
            findings.add(entry(Column::PaymentFees, fee));
        }
        "fee" | "network_cost" | "tax" => findings.add(entry(Column::PaymentFees, -net)),
        "payout"
        | "payout_reversal"
        | "payout_minimum_balance_hold"
        | "payout_minimum_balance_release"
        | "transfer"
        | "transfer_reversal"
        | "topup"
        | "topup_reversal"
        | "advance"
        | "advance_funding"
        | "risk_reserved_funds" => findings.exclude(Exclusion::Transfer, 1),
        "currency_conversion" => findings.exclude(Exclusion::Conversion, 1),
        _ => findings.unclassify(&category, entry(Column::Unclassified, net)),
    }
    Ok(())
}
