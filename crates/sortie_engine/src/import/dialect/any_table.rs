//! A table of no known kind, read by what its columns are said or guessed to be.

use std::collections::HashMap;

use super::{DialectContext, ExportDialect, ExportTable, FileFindings, FileRefusal};
use crate::import::date::DayOrder;
use crate::import::findings::{MonthFigure, OrderCharges, OrderNumbering, OrderRow, RowSpot, identity};
use crate::import::header::{ColumnPlace, normalized};
use crate::import::mapping::{ColumnMapping, ColumnRole};
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
    fn of(table: &ExportTable<'_>, mapping: &ColumnMapping) -> Self {
        let placed = ColumnRole::ALL.into_iter().filter_map(|role| {
            let place = mapping.place(role, &table.header)?;
            table.ask(place);
            Some((role, place))
        });
        Self(placed.collect())
    }

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
    let columns = AnyTableColumns::of(table, mapping);
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
    table.set_day_order(DayOrder::MonthFirst);
    let name = normalized(table.header.written(revenue));
    let mut orders: Vec<TableOrder> = vec![];
    let mut places: HashMap<u64, usize> = HashMap::new();
    table.each(|row| {
        if row.word(key).starts_with("total") || row.text(key).is_empty() && row.text(day).is_empty() {
            row.set_aside();
            return Ok(());
        }
        let line = order(row, &columns, currency, context, findings)?;
        findings.see(line.row.order.date);
        if line.is_return {
            line.book_return(findings);
            return Ok(());
        }
        match line.row.exclusion {
            Some(why) => findings.exclude(why, 1),
            None => {
                findings.currencies.insert(line.row.order.currency);
            }
        }
        match places.get(&line.row.order.key) {
            Some(place) => orders[*place].add(line),
            None => {
                places.insert(line.row.order.key, orders.len());
                orders.push(line);
            }
        }
        Ok(())
    })?;
    if stands_on_each_row(&name, &orders) {
        findings.add_note(FileNote::TotalOnEachRow);
        orders.iter_mut().for_each(TableOrder::count_once);
    }
    findings.orders = orders.into_iter().map(TableOrder::closed).collect();
    Ok(())
}

/// The figures of money of a row: what it brought, what went back, tax, fees, sending.
type RowMoney = [Decimal; 5];

/// An order of which some rows are read.
struct TableOrder {
    row: OrderRow,
    /// What its rows add up to.
    money: RowMoney,
    /// What stands on the first row.
    first: RowMoney,
    n_rows: u32,
    /// Whether every row holds the same figures as the first.
    is_same: [bool; 5],
    /// Whether the row tells of goods that came back.
    is_return: bool,
}

/// Whether the total of an order stands on each of its rows: each holds the same, and the column's name says so, or every
/// order of several rows is like this.
fn stands_on_each_row(name: &str, orders: &[TableOrder]) -> bool {
    const OF_ORDER: &str = "order total|order_total|order amount|order_amount|order value|grand total|total price|\
        订单金额|订单总金额|订单总额|实付金额|总金额|gesamtbetrag|importe total|montant total|totale ordine";
    const OF_ROW: &str = "subtotal|line total|item total|item price|price|小计|line amount|row total";
    let several: Vec<&TableOrder> = orders.iter().filter(|order| order.n_rows > 1).collect();
    let is_same = several.iter().all(|order| order.is_same[0]);
    let is_named = |alias: &str| alias.split('|').any(|alias| alias == name);
    is_same && !several.is_empty() && !is_named(OF_ROW) && (is_named(OF_ORDER) || several.len() > 1)
}

fn order(
    row: &ExportRow<'_>,
    columns: &AnyTableColumns,
    currency: Currency,
    context: &DialectContext<'_>,
    findings: &mut FileFindings,
) -> Result<TableOrder, CellFault> {
    let place = |role| columns.get(role);
    let (Some(key), Some(day)) = (place(ColumnRole::Key), place(ColumnRole::Date)) else {
        return Err(row.fault(ColumnPlace(0), crate::import::report::CellProblem::Missing));
    };
    let currency = row.currency(place(ColumnRole::Currency))?.unwrap_or(currency);
    let moment = row.moment(day)?;
    let said = context.mapping.as_ref().and_then(|mapping| mapping.channel.as_deref());
    let revenue = row.amount(place(ColumnRole::Revenue))?;
    let pieces = row.number(place(ColumnRole::Units))?;
    let is_return = revenue < Decimal::ZERO || pieces.is_some_and(|pieces| pieces < Decimal::ZERO);
    let order = Order {
        channel: said.map_or_else(|| channel("own_store", market_of(currency)), Into::into),
        key: identity(&["table", &row.id(key)?]),
        date: moment.date(),
        currency,
        revenue: Decimal::ZERO,
        refunded: Decimal::ZERO,
        units: row.count(place(ColumnRole::Units), 1)?,
        buyer: context.buyer(&row.text(place(ColumnRole::Buyer))),
    };
    let money = [
        revenue,
        row.amount(place(ColumnRole::Refund))?.abs(),
        row.amount(place(ColumnRole::Tax))?,
        row.amount(place(ColumnRole::Fee))?.abs(),
        row.amount(place(ColumnRole::Fulfilment))?.abs(),
    ];
    let status = row.word(place(ColumnRole::Status));
    let by_status = if status.is_empty() { None } else { findings.exclusion_by(&status, false) };
    let exclusion = by_status.or(revenue.is_zero().then_some(RowExclusion::ZeroValue));
    let numbering = OrderNumbering::of_store(&moment);
    let row = OrderRow { numbering, ..OrderRow::begun(order, moment.seconds(), exclusion) };
    Ok(TableOrder { row, money, first: money, n_rows: 1, is_same: [true; 5], is_return })
}

impl TableOrder {
    /// Adds another row of the same order.
    fn add(&mut self, next: Self) {
        if next.row.exclusion.is_some() {
            return;
        }
        if self.row.exclusion.is_some() {
            *self = next;
            return;
        }
        self.n_rows += 1;
        self.row.order.units += next.row.order.units;
        for idx in 0..self.money.len() {
            self.is_same[idx] &= next.money[idx] == self.first[idx];
            self.money[idx] += next.money[idx];
        }
    }

    /// Takes figures once that stand on each row.
    fn count_once(&mut self) {
        for idx in 0..self.money.len() {
            if self.is_same[idx] {
                self.money[idx] = self.first[idx];
            }
        }
    }

    /// The order, all of its rows read.
    fn closed(self) -> OrderRow {
        let told = |amount: Decimal| Some(amount).filter(|amount| !amount.is_zero());
        let [revenue, refunded, tax, fees, sending] = self.money;
        let charges = OrderCharges { marketplace_fees: told(fees), fulfilment: told(sending) };
        let charges = Some(charges).filter(|charges| *charges != OrderCharges::default()).map(Box::new);
        let order = Order { revenue, refunded, ..self.row.order };
        OrderRow { order, tax, charges, ..self.row }
    }

    /// Adds what came back to the day on which it did; the sale stays where it was.
    fn book_return(self, findings: &mut FileFindings) {
        if let Some(why) = self.row.exclusion {
            findings.exclude(why, 1);
            return;
        }
        let order = &self.row.order;
        let (key, amount) = (order.key.to_string(), self.money[0].abs());
        let parts = ["table return", &*key, &self.row.updated.to_string(), &amount.normalize().to_string()];
        let (channel, date, currency) = (order.channel.clone(), order.date, order.currency);
        let spot = RowSpot { identity: identity(&parts), date, channel, currency };
        findings.told_refunds.insert(order.key);
        findings.book(&spot, MonthFigure::Refunds, amount);
        findings.book(&RowSpot { identity: order.key, ..spot }, MonthFigure::RefundOrders, Decimal::ONE);
    }
}
