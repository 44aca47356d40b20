//! Amazon's report of visits and sales by article. It tells no days, so its period is that of the file's name.

use super::amazon::AmazonSite;
use super::{DialectContext, ExportDialect, ExportTable, FileFindings, FileRefusal};
use crate::import::findings::{MoneyEntry, MonthFigure, identity};
use crate::import::header::ColumnPlace;
use crate::import::market::currency_in;
use crate::import::number::DecimalStyle;
use crate::import::period::{days_of, spread};
use crate::import::report::FileNote;
use crate::ledger::{Currency, Decimal};

pub(super) const DIALECT: ExportDialect = ExportDialect {
    kind: "amazon.business",
    signatures: &[&["(child) asin", "sessions - total|sessions", "ordered product sales"]],
    is_quoted: true,
    sales_rank: 0,
    costs_rank: 0,
    read,
};

fn read(
    table: &mut ExportTable<'_>,
    context: &DialectContext<'_>,
    findings: &mut FileFindings,
) -> Result<(), FileRefusal> {
    let child = table.needed("(child) asin")?;
    let sessions = table.needed("sessions - total|sessions")?;
    let units = table.column("units ordered");
    let sales = table.needed("ordered product sales")?;
    let sku = table.column("sku");
    table.find_decimals(&[Some(sales)], DecimalStyle::Point)?;
    let told = table.first(&[Some(sales)], currency_in)?;
    if told.is_none_or(|(_, is_sure)| !is_sure) {
        findings.add_note(FileNote::CurrencyOfMarket);
    }
    let currency = told.map_or(Currency::USD, |(currency, _)| currency);
    let channel =
        AmazonSite::of_currency(currency).map_or_else(|| "amazon:world".into(), |site| site.channel);
    let days = days_of(context.file, findings);
    table.each(|row| {
        let name = row.id(child)?;
        let whole = |place: Option<ColumnPlace>| row.count(place, 0).map(Decimal::from);
        let figures = [
            (MonthFigure::Sessions, whole(Some(sessions))?),
            (MonthFigure::Units, whole(units)?),
            (MonthFigure::Revenue, row.amount(sales)?),
        ];
        for (column, amount) in figures {
            for (date, amount) in spread(amount, days.0, days.1) {
                let identity = identity(&[&name, &row.text(sku), &date.to_string()]);
                findings.add(MoneyEntry {
                    identity,
                    date,
                    channel: channel.clone(),
                    currency,
                    column,
                    amount,
                });
            }
        }
        Ok(())
    })
}
