//! Reports of Shopify's analytics: sessions and sales by where visitors came from, or by month.
//!
//! The order of columns is the store's choice, so each is found by its name.

use super::{DialectContext, ExportDialect, ExportTable, FileFindings, FileRefusal};
use crate::import::date::{self, DayOrder};
use crate::import::findings::{MonthFigure, RowSpot, identity};
use crate::import::header::ColumnPlace;
use crate::import::market::channel;
use crate::import::number::DecimalStyle;
use crate::import::report::{CellFault, FileNote};
use crate::import::row::ExportRow;
use crate::ledger::{Currency, VisitSource, month_of};
use crate::unit::Month;

pub(super) const DIALECT: ExportDialect = ExportDialect {
    kind: "shopify.report",
    signatures: &[&[
        "referrer source|referring channel|sales channel|month|day|traffic source|utm campaign source",
        "total sales|sessions",
    ]],
    is_quoted: true,
    sales_rank: 1,
    costs_rank: 1,
    read,
};

struct ShopifyReportColumns {
    month: Option<ColumnPlace>,
    source: Option<ColumnPlace>,
    name: Option<ColumnPlace>,
    medium: Option<ColumnPlace>,
    sessions: Option<ColumnPlace>,
    orders: Option<ColumnPlace>,
    net: Option<ColumnPlace>,
    shipping: Option<ColumnPlace>,
    total: Option<ColumnPlace>,
}

fn read(
    table: &mut ExportTable<'_>,
    context: &DialectContext<'_>,
    findings: &mut FileFindings,
) -> Result<(), FileRefusal> {
    let columns = ShopifyReportColumns {
        month: table.column("month|day|date"),
        source: table.column("referrer source|referring channel|traffic source|sales channel"),
        name: table.column("referrer name|referring platform|utm campaign source"),
        medium: table.column("utm campaign medium"),
        sessions: table.column("sessions"),
        orders: table.column("orders"),
        net: table.column("net sales"),
        shipping: table.column("shipping|shipping charges"),
        total: table.column("total sales"),
    };
    table.find_decimals(&[columns.net, columns.total], DecimalStyle::Point)?;
    table.set_day_order(DayOrder::MonthFirst);
    let named = month_in(context.file);
    if columns.month.is_none() {
        findings.add_note(if named.is_some() { FileNote::PeriodOfName } else { FileNote::NoPeriod });
    }
    let shop = channel("own_store", "world");
    table.each(|row| {
        let first = row.word(columns.source.or(columns.name).or(columns.month));
        if first.is_empty() || first.starts_with("total") || first == "grand total" {
            row.set_aside();
            return Ok(());
        }
        let month = month_of_row(row, columns.month)?.or(named);
        let sessions = row.number(columns.sessions)?.and_then(|n| u64::try_from(n).ok());
        let orders = row.number(columns.orders)?.and_then(|n| u64::try_from(n).ok());
        // Without tax, and before nothing: what a source brought after returns.
        let net = row.number(columns.net)?;
        let revenue = match net {
            Some(net) => Some(net + row.amount(columns.shipping)?),
            None => row.number(columns.total)?,
        };
        if columns.source.is_some() || columns.name.is_some() {
            let (source, medium) = (row.word(columns.source), row.word(columns.name));
            // `social, TikTok` is TikTok, found by way of social pages.
            let (source, medium) = if medium.is_empty() { (source, String::new()) } else { (medium, source) };
            let medium = Some(row.word(columns.medium)).filter(|told| !told.is_empty()).unwrap_or(medium);
            let month = month.unwrap_or_default();
            findings.sources.push(VisitSource {
                channel: shop.to_string(),
                month,
                source,
                medium,
                sessions,
                revenue,
                orders,
            });
        } else if let (Some(month), Some(sessions)) = (month, sessions) {
            let date = date::first_day(month);
            // Days of a month are told apart; a month by itself begins with its first.
            let day = row.stamp(columns.month).ok().flatten().map_or(date, |stamp| stamp.date());
            let identity = identity(&["sessions", &day.to_string()]);
            let spot = RowSpot { identity, date, channel: shop.clone(), currency: Currency::NONE };
            findings.book(&spot, MonthFigure::Sessions, sessions.into());
        }
        Ok(())
    })
}

fn month_of_row(row: &ExportRow<'_>, place: Option<ColumnPlace>) -> Result<Option<Month>, CellFault> {
    if let Some(month) = Month::parse(&row.text(place)) {
        return Ok(Some(month));
    }
    Ok(row.stamp(place)?.map(|stamp| month_of(stamp.date())))
}

/// The month in a file's name, such as `sessions_2025-11.csv` or `… 2025-11-01 - 2025-11-30.csv`.
pub(super) fn month_in(file: &str) -> Option<Month> {
    let starts = file.char_indices().map(|(at, _)| at);
    starts.filter_map(|at| Month::parse(file.get(at..at + 7)?)).next()
}
