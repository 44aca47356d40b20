//! A table of no known kind, read by what its columns are said or guessed to be.

use std::collections::HashMap;

use super::{DialectContext, ExportDialect, ExportTable, FileFindings, FileRefusal};
use crate::import::date::DayOrder;
use crate::import::findings::{OrderCharges, OrderRow, identity};
use crate::import::header::ColumnPlace;
use crate::import::mapping::ColumnRole;
use crate::import::market::{channel, currency_of, market_of};
use crate::import::number::DecimalStyle;
use crate::import::report::{CellFault, FileNote, RowExclusion};
use crate::import::row::ExportRow;
use crate::ledger::{Currency, Decimal, Order};

/// It has no signature: it is taken where no other kind fits.
pub(in crate::import) static DIALECT: ExportDialect =
    ExportDialect { kind: "table", signatures: &[], is_quoted: true, sales_rank: 2, costs_rank: 1, read };

struct AnyTableColumns(HashMap<ColumnRole, ColumnPlace>);

impl AnyTableColumns {
    fn get(&self, role: ColumnRole) -> Option<ColumnPlace> {
        self.0.get(&role).copied()
    }
}

fn read(
    table: &mut ExportTable<'_>,
    context: &DialectContext<'_>,
    findings: &mut FileFindings,
) -> Result<(), FileRefusal> {
    let Some(mapping) = &context.mapping else { return Err(FileRefusal::UnknownTable { columns: vec![] }) };
    if !mapping.is_said {
        findings.add_note(FileNote::GuessedColumns);
    }
    let mut columns = AnyTableColumns(HashMap::new());
    for role in ColumnRole::ALL {
        if let Some(place) = mapping.place(role, &table.header) {
            table.ask(place);
            columns.0.insert(role, place);
        }
    }
    let missing = |name| FileRefusal::MissingColumn { names: vec![name] };
    let key = columns.get(ColumnRole::Key).ok_or_else(|| missing("order id"))?;
    let day = columns.get(ColumnRole::Date).ok_or_else(|| missing("date"))?;
    let revenue = columns.get(ColumnRole::Revenue).ok_or_else(|| missing("total"))?;
    let paid_in = table.first(&[columns.get(ColumnRole::Currency)], Currency::parse)?;
    if paid_in.is_none() {
        findings.add_note(FileNote::CurrencyOfMarket);
    }
    let market = mapping.channel.as_deref().and_then(|channel| channel.split(':').nth(1));
    let currency = paid_in.or(market.map(currency_of)).unwrap_or(Currency::USD);
    if currency.is_whole() {
        table.set_decimals(DecimalStyle::Whole);
    } else {
        table.find_decimals(&[Some(revenue), columns.get(ColumnRole::Refund)], DecimalStyle::Point)?;
    }
    if !table.find_day_order(&[Some(day)], DayOrder::MonthFirst)? {
        let is_open = table.first(&[Some(day)], |text| (!text.starts_with("20")).then_some(()))?;
        if is_open.is_some() {
            findings.add_note(FileNote::DayOrMonth);
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
    row: &ExportRow<'_>,
    columns: &AnyTableColumns,
    currency: Currency,
    context: &DialectContext<'_>,
) -> Result<OrderRow, CellFault> {
    let place = |role| columns.get(role);
    let (Some(key), Some(day)) = (place(ColumnRole::Key), place(ColumnRole::Date)) else {
        return Err(row.fault(ColumnPlace(0), crate::import::report::CellProblem::Missing));
    };
    let currency = row.currency(place(ColumnRole::Currency))?.unwrap_or(currency);
    let moment = row.moment(day)?;
    let said = context.mapping.as_ref().and_then(|mapping| mapping.channel.as_deref());
    let revenue = row.amount(place(ColumnRole::Revenue))?;
    let order = Order {
        channel: said.map_or_else(|| channel("own_store", market_of(currency)), Into::into),
        key: identity(&["table", &row.id(key)?]),
        date: moment.date(),
        currency,
        revenue,
        refunded: row.amount(place(ColumnRole::Refund))?.abs(),
        units: row.count(place(ColumnRole::Units), 1)?,
        buyer: context.buyer(&row.text(place(ColumnRole::Buyer))),
    };
    let fees = row.amount(place(ColumnRole::Fee))?.abs();
    let sending = row.amount(place(ColumnRole::Fulfilment))?.abs();
    let told = |amount: Decimal| Some(amount).filter(|amount| !amount.is_zero());
    let charges = OrderCharges { marketplace_fees: told(fees), fulfilment: told(sending) };
    let charges = Some(charges).filter(|charges| *charges != OrderCharges::default()).map(Box::new);
    let exclusion = exclusion_of(&row.word(place(ColumnRole::Status)), revenue);
    let tax = row.amount(place(ColumnRole::Tax))?;
    Ok(OrderRow { order, exclusion, updated: moment.seconds(), tax, charges, origin: None, is_priced: true })
}

fn exclusion_of(status: &str, revenue: Decimal) -> Option<RowExclusion> {
    let has = |words: &[&str]| words.iter().any(|word| status.contains(word));
    if has(&["cancel", "取消", "storniert", "annul", "trash"]) {
        Some(RowExclusion::Cancelled)
    } else if has(&["unpaid", "未付款", "pending", "unbezahlt"]) {
        Some(RowExclusion::Unpaid)
    } else if has(&["fail", "void", "draft", "expired"]) {
        Some(RowExclusion::NotPaid)
    } else if revenue.is_zero() {
        Some(RowExclusion::ZeroValue)
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
        if let Some(more) = row.charges {
            let charges = self.charges.get_or_insert_default();
            let added = |one: Option<Decimal>, more: Option<Decimal>| match (one, more) {
                (Some(one), Some(more)) => Some(one + more),
                (one, more) => one.or(more),
            };
            charges.marketplace_fees = added(charges.marketplace_fees, more.marketplace_fees);
            charges.fulfilment = added(charges.fulfilment, more.fulfilment);
        }
    }
}
