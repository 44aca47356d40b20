//! A table of no known kind, read by what its columns are said or guessed to be.

use std::collections::HashMap;

use super::{Context, Dialect, Findings, Refusal, Table};
use crate::import::date::DayOrder;
use crate::import::findings::{Column, OrderRow, identity};
use crate::import::header::Place;
use crate::import::mapping::Role;
use crate::import::market::{channel, currency_of, market_of};
use crate::import::number::Decimals;
use crate::import::report::{CellFault, Exclusion, Note};
use crate::import::row::Row;
use crate::ledger::{Currency, Decimal, Order};

/// It has no signature: it is taken where no other kind fits.
pub(in crate::import) static DIALECT: Dialect =
    Dialect { kind: "table", signatures: &[], is_quoted: true, sales_rank: 2, costs_rank: 1, read };

struct Columns(HashMap<Role, Place>);

impl Columns {
    fn get(&self, role: Role) -> Option<Place> {
        self.0.get(&role).copied()
    }
}

fn read(table: &mut Table<'_>, context: &Context<'_>, findings: &mut Findings) -> Result<(), Refusal> {
    let Some(mapping) = &context.mapping else { return Err(Refusal::UnknownTable { columns: vec![] }) };
    if !mapping.is_said {
        findings.tell(Note::GuessedColumns);
    }
    let mut columns = Columns(HashMap::new());
    for role in Role::ALL {
        if let Some(place) = mapping.place(role, &table.header) {
            table.ask(place);
            columns.0.insert(role, place);
        }
    }
    let missing = |name| Refusal::MissingColumn { names: vec![name] };
    let key = columns.get(Role::Key).ok_or_else(|| missing("order id"))?;
    let day = columns.get(Role::Date).ok_or_else(|| missing("date"))?;
    let revenue = columns.get(Role::Revenue).ok_or_else(|| missing("total"))?;
    let paid_in = table.first(&[columns.get(Role::Currency)], Currency::parse)?;
    if paid_in.is_none() {
        findings.tell(Note::CurrencyOfMarket);
    }
    let market = mapping.channel.as_deref().and_then(|channel| channel.split(':').nth(1));
    let currency = paid_in.or(market.map(currency_of)).unwrap_or(Currency::USD);
    if currency.is_whole() {
        table.set_decimals(Decimals::Whole);
    } else {
        table.find_decimals(&[Some(revenue), columns.get(Role::Refund)], Decimals::Point)?;
    }
    if !table.find_day_order(&[Some(day)], DayOrder::MonthFirst)? {
        let is_open = table.first(&[Some(day)], |text| (!text.starts_with("20")).then_some(()))?;
        if is_open.is_some() {
            findings.tell(Note::DayOrMonth);
        }
    }
    let mut orders: Vec<OrderRow> = vec![];
    let mut places: HashMap<u64, usize> = HashMap::new();
    table.each(|row| {
        if row.word(key).starts_with("total") || row.text(key).is_empty() && row.text(day).is_empty() {
            row.set_aside();
            return Ok(());
        }
        let order = order(row, &columns, currency, context)?;
        findings.see(order.order.date);
        match order.exclusion {
            Some(why) => findings.exclude(why, 1),
            None => {
                findings.currencies.insert(order.order.currency);
            }
        }
        match places.get(&order.order.key) {
            Some(place) => orders[*place].add(order),
            None => {
                places.insert(order.order.key, orders.len());
                orders.push(order);
            }
        }
        Ok(())
    })?;
    findings.orders = orders;
    Ok(())
}

fn order(
    row: &Row<'_>,
    columns: &Columns,
    currency: Currency,
    context: &Context<'_>,
) -> Result<OrderRow, CellFault> {
    let place = |role| columns.get(role);
    let (Some(key), Some(day)) = (place(Role::Key), place(Role::Date)) else {
        return Err(row.fault(Place(0), crate::import::report::CellProblem::Missing));
    };
    let currency = row.currency(place(Role::Currency))?.unwrap_or(currency);
    let moment = row.moment(day)?;
    let said = context.mapping.as_ref().and_then(|mapping| mapping.channel.as_deref());
    let revenue = row.amount(place(Role::Revenue))?;
    let order = Order {
        channel: said.map_or_else(|| channel("own_store", market_of(currency)), Into::into),
        key: identity(&["table", &row.id(key)?]),
        date: moment.date(),
        currency,
        revenue,
        refunded: row.amount(place(Role::Refund))?.abs(),
        units: row.count(place(Role::Units), 1)?,
        buyer: context.buyer(&row.text(place(Role::Buyer))),
    };
    let fees = row.amount(place(Role::Fee))?.abs();
    let sending = row.amount(place(Role::Fulfilment))?.abs();
    let charges = [(Column::MarketplaceFees, fees), (Column::Fulfilment, sending)];
    let charges = charges.into_iter().filter(|(_, amount)| !amount.is_zero()).collect();
    let exclusion = exclusion_of(&row.word(place(Role::Status)), revenue);
    let tax = row.amount(place(Role::Tax))?;
    Ok(OrderRow { order, exclusion, updated: moment.seconds(), tax, charges, origin: None, is_priced: true })
}

fn exclusion_of(status: &str, revenue: Decimal) -> Option<Exclusion> {
    let has = |words: &[&str]| words.iter().any(|word| status.contains(word));
    if has(&["cancel", "取消", "storniert", "annul", "trash"]) {
        Some(Exclusion::Cancelled)
    } else if has(&["unpaid", "未付款", "pending", "unbezahlt"]) {
        Some(Exclusion::Unpaid)
    } else if has(&["fail", "void", "draft", "expired"]) {
        Some(Exclusion::NotPaid)
    } else if revenue.is_zero() {
        Some(Exclusion::ZeroValue)
    } else {
        None
    }
}

impl OrderRow {
    /// Adds another row of the same order.
    fn add(&mut self, row: Self) {
        if row.exclusion.is_some() {
            return;
        }
        if self.exclusion.take().is_some() {
            *self = row;
            return;
        }
        self.order.units += row.order.units;
        self.order.revenue += row.order.revenue;
        self.order.refunded += row.order.refunded;
        self.tax += row.tax;
        self.charges.extend(row.charges);
    }
}
