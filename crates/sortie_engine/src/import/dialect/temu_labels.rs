//! What Temu takes for shipping labels. The header says yuan; the column of currencies says what it really is.

use super::{DialectContext, ExportDialect, ExportTable, FileFindings, FileRefusal};
use crate::import::findings::{MonthFigure, RowSpot, identity};
use crate::import::market::{channel, market_of, market_of_name};
use crate::import::report::RowExclusion;
use crate::ledger::Currency;

pub(super) const DIALECT: ExportDialect = ExportDialect {
    kind: "temu.label",
    signatures: &[
        &["package number", "expense/refund time (time zone: gmt+8)"],
        &["waybill sn", "parent ordersn", "freight charge"],
    ],
    is_quoted: true,
    sales_rank: 0,
    costs_rank: 3,
    read,
};

fn read(
    table: &mut ExportTable<'_>,
    context: &DialectContext<'_>,
    findings: &mut FileFindings,
) -> Result<(), FileRefusal> {
    let package = table.needed("package number|reconciliationid")?;
    let waybill = table.column("waybill number|waybill sn");
    let kind = table.needed("bill type|deduct type desc")?;
    let fee = table.needed("shipping fee (unit: yuan)|freight charge")?;
    let currency = table.needed("currency|seller currency")?;
    let status = table.column("reconciliation bill status");
    let day = table.needed("expense/refund time (time zone: gmt+8)|deduct time")?;
    table.each(|row| {
        let money = row.amount(fee)?.abs();
        let currency = row.currency(currency)?.unwrap_or(Currency::USD);
        let market = market_of_name(context.file).unwrap_or_else(|| market_of(currency));
        let moment = row.moment(day)?;
        let kind = row.text(kind);
        let parts = [
            &*row.text(package),
            &row.text(waybill),
            &kind,
            &moment.minute(),
            &money.normalize().to_string(),
        ];
        let spot = RowSpot {
            identity: identity(&parts),
            date: moment.date(),
            channel: channel("temu", market),
            currency,
        };
        let has_failed = row.text(status).contains("失败");
        if has_failed {
            findings.exclude(RowExclusion::NotPaid, 1);
        } else if kind.contains("退款") || kind.to_lowercase().contains("refund") {
            findings.book(&spot, MonthFigure::Fulfilment, -money);
        } else if kind.contains("支出") || kind.is_empty() || row.text(waybill).len() > 1 {
            findings.book(&spot, MonthFigure::Fulfilment, money);
        } else {
            findings.book_unknown(&spot, &kind, money);
        }
        Ok(())
    })
}
