//! Orders of TikTok Shop, of any market: a row for each article, with the order's own totals on every one of them.
//!
//! The headers are English everywhere, the values are in the market's language.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::{DialectContext, ExportDialect, ExportTable, FileFindings, FileRefusal};
use crate::import::cell::cleaned;
use crate::import::date::DayOrder;
use crate::import::findings::{OrderNumbering, OrderRow, identity};
use crate::import::header::ColumnPlace;
use crate::import::market::{channel, currency_of, market_of, market_of_country, market_of_name};
use crate::import::number::DecimalStyle;
use crate::import::report::{CellFault, RowExclusion, SumIdentity};
use crate::import::row::ExportRow;
use crate::import::status::{OrderState, is_paid_on_delivery};
use crate::ledger::{Currency, Decimal, Order};

pub(super) const DIALECT: ExportDialect = ExportDialect {
    kind: "tiktok.orders",
    signatures: &[&["order id", "order substatus", "sku subtotal before discount"]],
    is_quoted: true,
    sales_rank: 3,
    costs_rank: 1,
    read,
};

struct TiktokOrderColumns {
    key: ColumnPlace,
    status: ColumnPlace,
    kind: Option<ColumnPlace>,
    sku: Option<ColumnPlace>,
    variation: Option<ColumnPlace>,
    quantity: ColumnPlace,
    before: ColumnPlace,
    platform: Option<ColumnPlace>,
    seller: Option<ColumnPlace>,
    after: Option<ColumnPlace>,
    taxes: Option<ColumnPlace>,
    refund: Option<ColumnPlace>,
    created: ColumnPlace,
    later: Vec<ColumnPlace>,
    paid: Option<ColumnPlace>,
    payment: Option<ColumnPlace>,
    buyer: Option<ColumnPlace>,
}

impl TiktokOrderColumns {
    fn of(table: &ExportTable<'_>) -> Result<Self, FileRefusal> {
        Ok(Self {
            key: table.needed("order id")?,
            status: table.needed("order status")?,
            kind: table.column("cancelation/return type|cancellation/return type"),
            sku: table.column("sku id"),
            variation: table.column("variation"),
            quantity: table.needed("quantity")?,
            before: table.needed("sku subtotal before discount")?,
            platform: table.column("sku platform discount"),
            seller: table.column("sku seller discount"),
            after: table.column("sku subtotal after discount"),
            taxes: table.column("taxes"),
            refund: table.column("order refund amount"),
            created: table.needed("created time")?,
            later: table.columns("paid time|shipped time|delivered time|cancelled time"),
            paid: table.column("paid time"),
            payment: table.column("payment method"),
            buyer: table.column("buyer username|buyer nickname"),
        })
    }
}

/// An order of which some lines are read.
struct TiktokOrder {
    row: OrderRow,
    n_live: u64,
    gross: Decimal,
    /// Lines that do not count, by why.
    left_out: Vec<RowExclusion>,
}

fn read(
    table: &mut ExportTable<'_>,
    context: &DialectContext<'_>,
    findings: &mut FileFindings,
) -> Result<(), FileRefusal> {
    let columns = TiktokOrderColumns::of(table)?;
    let (market, currency) = market(table, &columns, context)?;
    if currency.is_whole() {
        table.set_decimals(DecimalStyle::Whole);
    } else {
        table.find_decimals(&[Some(columns.before), columns.seller, columns.refund], DecimalStyle::Point)?;
    }
    let habit = if market == "us" { DayOrder::MonthFirst } else { DayOrder::DayFirst };
    table.set_day_order(habit);
    let shop = channel("tiktok_shop", market);
    let mut orders: Vec<TiktokOrder> = vec![];
    let mut places: HashMap<u64, usize> = HashMap::new();
    let mut lines: HashSet<u64> = HashSet::new();
    table.each(|row| {
        // Under the names of the columns stands a row that explains them.
        if !row.text(columns.key).starts_with(|c: char| c.is_ascii_digit()) {
            row.set_aside();
            return Ok(());
        }
        let line = TiktokLine::of(row, &columns, findings)?;
        let key = identity(&[&row.id(columns.key)?]);
        if !lines.insert(identity(&[
            &row.text(columns.key),
            &row.text(columns.sku),
            &row.text(columns.variation),
        ])) {
            findings.exclude(RowExclusion::Duplicate, 1);
            return Ok(());
        }
        if let Some(holds) = line.adds_up {
            findings.test(SumIdentity::PriceAfterDiscounts, row.number_in_file(), holds);
        }
        let place = match places.get(&key) {
            Some(place) => *place,
            None => {
                orders.push(open(row, &columns, context, key, &shop, currency)?);
                places.insert(key, orders.len() - 1);
                orders.len() - 1
            }
        };
        orders[place].add(&line);
        Ok(())
    })?;
    orders.into_iter().for_each(|order| order.close(findings));
    Ok(())
}

/// What a line adds to its order.
struct TiktokLine {
    exclusion: Option<RowExclusion>,
    units: u32,
    gross: Decimal,
    revenue: Decimal,
    adds_up: Option<bool>,
}

impl TiktokLine {
    fn of(
        row: &ExportRow<'_>,
        columns: &TiktokOrderColumns,
        findings: &mut FileFindings,
    ) -> Result<Self, CellFault> {
        let gross = row.amount(columns.before)?;
        let (platform, seller) = (row.amount(columns.platform)?, row.amount(columns.seller)?);
        let after = row.number(columns.after)?;
        let cent = Decimal::new(1, 2);
        let units = row.count(columns.quantity, 1)?;
        row.stamp(columns.created)?;
        Ok(Self {
            exclusion: exclusion_of(row, columns, findings),
            units,
            gross,
            revenue: gross - seller.abs(),
            adds_up: after.map(|after| (gross - platform.abs() - seller.abs() - after).abs() <= cent),
        })
    }
}

/// Why a line does not count. Where its status is in words that are not known, a time of payment or payment on delivery
/// decides.
fn exclusion_of(
    row: &ExportRow<'_>,
    columns: &TiktokOrderColumns,
    findings: &mut FileFindings,
) -> Option<RowExclusion> {
    if OrderState::of(&row.word(columns.kind)) == OrderState::Cancelled {
        return Some(RowExclusion::Cancelled);
    }
    let is_paid = !row.text(columns.paid).is_empty() || is_paid_on_delivery(&row.text(columns.payment));
    findings.exclusion_by(&row.word(columns.status), is_paid)
}

fn open(
    row: &ExportRow<'_>,
    columns: &TiktokOrderColumns,
    context: &DialectContext<'_>,
    key: u64,
    shop: &Arc<str>,
    currency: Currency,
) -> Result<TiktokOrder, CellFault> {
    let created = row.moment(columns.created)?;
    let mut updated = created.seconds();
    for place in &columns.later {
        updated = updated.max(row.stamp(*place)?.map_or(0, |stamp| stamp.seconds()));
    }
    let order = Order {
        channel: shop.clone(),
        key,
        date: created.date(),
        currency,
        revenue: Decimal::ZERO,
        refunded: row.amount(columns.refund)?.abs(),
        units: 0,
        buyer: context.buyer(&row.text(columns.buyer)),
    };
    let tax = row.amount(columns.taxes)?;
    let numbering = OrderNumbering::OfPlatform;
    let row = OrderRow {
        order,
        exclusion: None,
        updated,
        tax,
        charges: None,
        origin: None,
        is_priced: true,
        numbering,
    };
    Ok(TiktokOrder { row, n_live: 0, gross: Decimal::ZERO, left_out: vec![] })
}

impl TiktokOrder {
    fn add(&mut self, line: &TiktokLine) {
        match line.exclusion {
            Some(why) => self.left_out.push(why),
            None => {
                self.n_live += 1;
                self.gross += line.gross;
                self.row.order.units += line.units;
                self.row.order.revenue += line.revenue;
            }
        }
    }

    fn close(mut self, findings: &mut FileFindings) {
        findings.see(self.row.order.date);
        if self.n_live == 0 {
            self.row.exclusion = self.left_out.first().copied();
        } else if self.gross.is_zero() {
            // What costs nothing before any discount was given to a creator.
            self.row.exclusion = Some(RowExclusion::Sample);
            findings.exclude(RowExclusion::Sample, self.n_live);
        } else {
            findings.currencies.insert(self.row.order.currency);
        }
        for why in self.left_out {
            findings.exclude(why, 1);
        }
        findings.orders.push(self.row);
    }
}

/// The market and what people pay in there: by the country of a row, by the columns of an address, by the currency in
/// front of an amount, by the file's name.
fn market(
    table: &mut ExportTable<'_>,
    columns: &TiktokOrderColumns,
    context: &DialectContext<'_>,
) -> Result<(&'static str, Currency), FileRefusal> {
    const ADDRESSES: [(&str, &str); 5] = [
        ("commune", "vn"),
        ("barangay", "ph"),
        ("regency and city", "id"),
        ("post town", "my"),
        ("retail delivery fee", "us"),
    ];
    let country = table.column("country");
    let told = table.first(&[country], market_of_country)?;
    let prefix = table.first(&[Some(columns.before)], |text| {
        let text = cleaned(text);
        let letters: String = text.chars().take_while(char::is_ascii_alphabetic).collect();
        // The row that explains the columns has words of three letters as well, and no digits.
        let is_amount = text.contains(|c: char| c.is_ascii_digit());
        (is_amount && letters.len() == 3 && letters.bytes().all(|b| b.is_ascii_uppercase()))
            .then(|| Currency::parse(&letters))?
    })?;
    let by_address =
        || ADDRESSES.iter().find(|(name, _)| table.header.find(name).is_some()).map(|(_, market)| *market);
    let market = told.or(prefix.map(market_of)).or_else(by_address).or_else(|| market_of_name(context.file));
    let market = market.unwrap_or("us");
    Ok((market, prefix.unwrap_or_else(|| currency_of(market))))
}
