//! Amazon's report of visits and sales by article. It tells no days, so its period is that of the file's name.

use super::amazon::Site;
use super::{Context, Dialect, Findings, Refusal, Table};
use crate::import::findings::{Column, Entry, identity};
use crate::import::header::Place;
use crate::import::market::currency_in;
use crate::import::number::Decimals;
use crate::import::period::{days_of, spread};
use crate::import::report::Note;
use crate::ledger::{Currency, Decimal};

pub(super) const DIALECT: Dialect = Dialect {
    kind: "amazon.business",
    signatures: &[&["(child) asin", "sessions - total|sessions", "ordered product sales"]],
    is_quoted: true,
    sales_rank: 0,
    costs_rank: 0,
    read,
};

fn read(table: &mut Table<'_>, context: &Context<'_>, findings: &mut Findings) -> Result<(), Refusal> {
    let child = table.needed("(child) asin")?;
    let sessions = table.needed("sessions - total|sessions")?;
    let units = table.column("units ordered");
    let sales = table.needed("ordered product sales")?;
    let sku = table.column("sku");
    table.find_decimals(&[Some(sales)], Decimals::Point)?;
    let told = table.first(&[Some(sales)], currency_in)?;
    if told.is_none_or(|(_, is_sure)| !is_sure) {
        findings.tell(Note::CurrencyOfMarket);
    }
    let currency = told.map_or(Currency::USD, |(currency, _)| currency);
    let channel = Site::of_currency(currency).map_or_else(|| "amazon:world".into(), |site| site.channel);
    let days = days_of(context.file, findings);
    table.each(|row| {
        let name = row.id(child)?;
        let whole = |place: Option<Place>| row.count(place, 0).map(Decimal::from);
        let figures = [
            (Column::Sessions, whole(Some(sessions))?),
            (Column::Units, whole(units)?),
            (Column::Revenue, row.amount(sales)?),
        ];
        for (column, amount) in figures {
            for (date, amount) in spread(amount, days.0, days.1) {
                let identity = identity(&[&name, &row.text(sku), &date.to_string()]);
                findings.add(Entry { identity, date, channel: channel.clone(), currency, column, amount });
            }
        }
        Ok(())
    })
}
