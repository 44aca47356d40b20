//! What Shopify's payment service took and paid out: charges and refunds with their fees, and when the money came.

use super::{DialectContext, ExportDialect, ExportTable, FileFindings, FileRefusal};
use crate::import::findings::{MonthFigure, RowSpot, identity};
use crate::import::market::{channel, market_of};
use crate::import::report::{RowExclusion, SumIdentity};
use crate::ledger::{Currency, Decimal, Payout};

pub(super) const DIALECT: ExportDialect = ExportDialect {
    kind: "shopify.payout_tx",
    signatures: &[&["transaction date", "payout id", "net", "presentment currency"]],
    is_quoted: true,
    // Charges hold the tax; a store's orders are believed before them.
    sales_rank: 1,
    costs_rank: 2,
    read,
};

fn read(
    table: &mut ExportTable<'_>,
    _: &DialectContext<'_>,
    findings: &mut FileFindings,
) -> Result<(), FileRefusal> {
    let day = table.needed("transaction date")?;
    let kind = table.needed("type")?;
    let order = table.column("order");
    let checkout = table.column("checkout");
    let payout = table.column("payout id");
    let (status, paid) = (table.column("payout status"), table.column("payout date"));
    let (amount, fee, net) = (table.needed("amount")?, table.needed("fee")?, table.needed("net")?);
    let currency = table.column("currency");
    table.each(|row| {
        let moment = row.moment(day)?;
        let sold = moment.date();
        let (gross, fee, net) = (row.amount(amount)?, row.amount(fee)?, row.amount(net)?);
        let currency = row.currency(currency)?.unwrap_or(Currency::USD);
        let kind = row.word(kind);
        let parts = [
            &*moment.minute(),
            &*kind,
            &*row.text(order),
            &*row.text(checkout),
            &*row.text(payout),
            &net.normalize().to_string(),
        ];
        let shop = channel("own_store", market_of(currency));
        let spot = RowSpot { identity: identity(&parts), date: sold, channel: shop, currency };
        findings.test(
            SumIdentity::NetAfterFee,
            row.number_in_file(),
            (gross - fee - net).abs() <= Decimal::new(1, 2),
        );
        match &*kind {
            "payout" | "transfer" | "reserve" | "reserved_funds" => {
                findings.exclude(RowExclusion::Transfer, 1);
                return Ok(());
            }
            "charge" => findings.book(&spot, MonthFigure::Revenue, gross),
            "refund" => findings.book(&spot, MonthFigure::Refunds, -gross),
            "adjustment" | "dispute" | "chargeback" | "chargeback_fee" | "chargeback won"
            | "shipping_label" => {
                findings.book(&spot, MonthFigure::Other, gross);
            }
            kind => findings.book_unknown(&spot, kind, gross),
        }
        findings.book(&spot, MonthFigure::PaymentFees, fee);
        if row.word(status) == "paid"
            && let Some(paid) = row.stamp(paid)?
        {
            let (channel, currency) = (spot.channel.to_string(), currency.to_string());
            findings.payouts.push(Payout { channel, sold, paid: paid.date(), amount: net, currency });
        }
        Ok(())
    })
}
