//! Orders of a Shopify store, and of Squarespace, which writes the same table under other names.
//!
//! The first line of an order holds its totals, the lines below only another article each.

use std::collections::HashMap;
use std::sync::Arc;

use super::shopify_lines::ClosedOrder;
use super::{DialectContext, ExportDialect, ExportTable, FileFindings, FileRefusal};
use crate::import::cell::without_null;
use crate::import::date::DayOrder;
use crate::import::findings::{OrderNumbering, OrderRow, identity};
use crate::import::header::ColumnPlace;
use crate::import::market::{channel, market_of};
use crate::import::report::{CellFault, CellProblem, MAX_TOLD, RowExclusion, SumIdentity};
use crate::import::row::{ExportRow, hash_of};
use crate::import::status::is_paid_on_delivery;
use crate::ledger::{Currency, Decimal, Order};

pub(super) const DIALECT: ExportDialect = ExportDialect {
    kind: "shopify.orders",
    signatures: &[&["name", "financial status", "lineitem name", "created at"]],
    is_quoted: true,
    sales_rank: 3,
    costs_rank: 1,
    read,
};

pub(super) const SQUARESPACE: ExportDialect = ExportDialect {
    kind: "squarespace",
    signatures: &[&["order id", "financial status", "lineitem name", "lineitem variant"]],
    ..DIALECT
};

struct ShopifyColumns {
    key: Option<ColumnPlace>,
    name: ColumnPlace,
    email: Option<ColumnPlace>,
    phone: Option<ColumnPlace>,
    status: ColumnPlace,
    currency: Option<ColumnPlace>,
    subtotal: ColumnPlace,
    shipping: Option<ColumnPlace>,
    taxes: Option<ColumnPlace>,
    duties: Option<ColumnPlace>,
    total: ColumnPlace,
    created: ColumnPlace,
    later: [Option<ColumnPlace>; 2],
    cancelled: Option<ColumnPlace>,
    quantity: Option<ColumnPlace>,
    item: Option<ColumnPlace>,
    price: Option<ColumnPlace>,
    payment: Option<ColumnPlace>,
    refunded: Option<ColumnPlace>,
    source: Option<ColumnPlace>,
    notes: Option<ColumnPlace>,
}

impl ShopifyColumns {
    fn of(table: &ExportTable<'_>) -> Result<Self, FileRefusal> {
        Ok(Self {
            key: table.column("id"),
            name: table.needed("name|order id")?,
            email: table.column("email"),
            phone: table.column("phone"),
            status: table.needed("financial status")?,
            currency: table.column("currency"),
            subtotal: table.needed("subtotal")?,
            shipping: table.column("shipping"),
            taxes: table.column("taxes"),
            duties: table.column("duties"),
            total: table.needed("total")?,
            created: table.needed("created at")?,
            later: [table.column("paid at"), table.column("fulfilled at")],
            cancelled: table.column("cancelled at"),
            quantity: table.column("lineitem quantity"),
            item: table.column("lineitem name"),
            price: table.column("lineitem price"),
            payment: table.column("payment method"),
            refunded: table.column("refunded amount|amount refunded"),
            source: table.column("source"),
            notes: table.column("note attributes"),
        })
    }
}

/// An order whose lines are being read.
struct ShopifyOrder {
    name: String,
    row: OrderRow,
    n_lines: u64,
    is_gift_card: bool,
    /// The first line by what was bought.
    line: u64,
}

/// Orders as they come, with what is needed to put lines together that somebody has sorted or filled down.
#[derive(Default)]
struct ShopifyReader {
    open: Option<ShopifyOrder>,
    /// Each order that is closed.
    closed: Vec<ClosedOrder>,
    /// Lines that came before their order.
    early: Vec<EarlyLine>,
    channels: Vec<(Currency, Arc<str>)>,
}

struct EarlyLine {
    name: u64,
    units: u32,
    is_gift_card: bool,
    fault: CellFault,
}

fn read(
    table: &mut ExportTable<'_>,
    context: &DialectContext<'_>,
    findings: &mut FileFindings,
) -> Result<(), FileRefusal> {
    let columns = ShopifyColumns::of(table)?;
    table.set_day_order(DayOrder::MonthFirst);
    let mut reader = ShopifyReader::default();
    table.each(|row| reader.take(row, &columns, context, findings))?;
    reader.close(findings);
    let again = reader.join_lines(findings);
    for fault in reader.attach_early(table, &columns, findings)? {
        table.n_unreadable += 1;
        if table.unreadable.len() < MAX_TOLD {
            table.unreadable.push(fault);
        }
    }
    reader.leave_out(&again, findings);
    Ok(())
}

impl ShopifyReader {
    fn take(
        &mut self,
        row: &ExportRow<'_>,
        columns: &ShopifyColumns,
        context: &DialectContext<'_>,
        findings: &mut FileFindings,
    ) -> Result<(), CellFault> {
        let name = row.text(columns.name);
        // Somebody may have filled the other cells of an order down; its totals alone say that a line is the first.
        if row.text(columns.total).is_empty() || row.text(columns.subtotal).is_empty() {
            return self.take_further(row, columns, &name);
        }
        let line = line_of(row, columns);
        if let Some(open) = self.open.as_mut().filter(|open| open.name == name)
            && key_of(row, columns)? == open.row.order.key
            && open.line != line
        {
            open.n_lines += 1;
            open.row.order.units += row.count(columns.quantity, 1)?;
            open.is_gift_card &= is_gift_card(row, columns);
            return Ok(());
        }
        self.close(findings);
        let money = ShopifyTotals::of(row, columns)?;
        let mut next = first_line(row, columns, &money, context, findings)?;
        next.line = line;
        next.row.order.channel = self.channel_of(next.row.order.currency);
        findings.test(SumIdentity::TotalOfOrder, row.number_in_file(), money.adds_up());
        self.open = Some(next);
        Ok(())
    }

    /// Takes a line without totals: a further article of the order above it, or of one that comes later.
    fn take_further(
        &mut self,
        row: &ExportRow<'_>,
        columns: &ShopifyColumns,
        name: &str,
    ) -> Result<(), CellFault> {
        let (units, is_card) = (row.count(columns.quantity, 1)?, is_gift_card(row, columns));
        match self.open.as_mut().filter(|open| open.name == name) {
            Some(open) => {
                open.n_lines += 1;
                open.row.order.units += units;
                open.is_gift_card &= is_card;
            }
            None => {
                let fault = row.fault(columns.total, CellProblem::Missing);
                self.early.push(EarlyLine { name: identity(&[name]), units, is_gift_card: is_card, fault });
            }
        }
        Ok(())
    }

    fn channel_of(&mut self, currency: Currency) -> Arc<str> {
        if let Some((_, channel)) = self.channels.iter().find(|(known, _)| *known == currency) {
            return channel.clone();
        }
        let made = channel("own_store", market_of(currency));
        self.channels.push((currency, made.clone()));
        made
    }

    fn close(&mut self, findings: &mut FileFindings) {
        let Some(done) = self.open.take() else { return };
        let place = findings.orders.len();
        self.closed.push(ClosedOrder::new(
            done.row.order.key,
            place,
            done.line,
            done.n_lines,
            done.is_gift_card,
        ));
        findings.see(done.row.order.date);
        findings.keep(done.row);
    }

    /// Puts lines together that belong to one order, and finds orders that are there twice: answers the places that are to be
    /// left out.
    fn join_lines(&mut self, findings: &mut FileFindings) -> Vec<u32> {
        let mut again: Vec<u32> = vec![];
        self.closed.sort_unstable_by_key(|it| (it.key, it.place));
        self.closed.dedup_by(|other, first| {
            if other.key != first.key {
                return false;
            }
            again.push(other.place);
            if other.first_line() == first.first_line() {
                findings.exclude(RowExclusion::Duplicate, other.n_lines());
                return true;
            }
            let units = findings.orders[other.place as usize].order.units;
            findings.orders[first.place as usize].order.units += units;
            *first = first.with(other.n_lines(), other.is_gift_card());
            true
        });
        again.sort_unstable();
        again
    }

    /// Adds lines that came before their order to it. Answers lines whose order is not in the file.
    fn attach_early(
        &mut self,
        table: &mut ExportTable<'_>,
        columns: &ShopifyColumns,
        findings: &mut FileFindings,
    ) -> Result<Vec<CellFault>, FileRefusal> {
        if self.early.is_empty() {
            return Ok(vec![]);
        }
        let mut keys: HashMap<u64, Option<u64>> = self.early.iter().map(|line| (line.name, None)).collect();
        table.look_again(&mut |row| {
            let text = |place: ColumnPlace| without_null(&row.text(place.0)).to_owned();
            let name = text(columns.name);
            if text(columns.total).is_empty() || text(columns.subtotal).is_empty() {
                return;
            }
            if let Some(key) = keys.get_mut(&identity(&[&name])) {
                let id = columns.key.map(text).filter(|id| !id.is_empty());
                *key = Some(id.map_or_else(|| identity(&["name", &name]), |id| identity(&["id", &id])));
            }
        })?;
        let mut orphans = vec![];
        for early in self.early.drain(..) {
            let key = keys.get(&early.name).copied().flatten();
            let place = key.and_then(|key| self.closed.binary_search_by_key(&key, |order| order.key).ok());
            let Some(idx) = place else {
                orphans.push(early.fault);
                continue;
            };
            findings.orders[self.closed[idx].place as usize].order.units += early.units;
            self.closed[idx] = self.closed[idx].with(1, early.is_gift_card);
        }
        Ok(orphans)
    }

    /// Tells why orders do not count, and leaves out those at these places.
    fn leave_out(self, again: &[u32], findings: &mut FileFindings) {
        for order in &self.closed {
            let row = &mut findings.orders[order.place as usize];
            if order.is_gift_card() {
                row.exclusion.get_or_insert(RowExclusion::GiftCard);
            }
            let (exclusion, currency) = (row.exclusion, row.order.currency);
            match exclusion {
                Some(why) => findings.exclude(why, order.n_lines()),
                None => {
                    findings.currencies.insert(currency);
                }
            }
        }
        if !again.is_empty() {
            let mut place = 0;
            findings.orders.retain(|_| {
                let is_again = again.binary_search(&place).is_ok();
                place += 1;
                !is_again
            });
        }
    }
}

/// A number for what a line says was bought.
fn line_of(row: &ExportRow<'_>, columns: &ShopifyColumns) -> u64 {
    let parts = [columns.item, columns.quantity, columns.price].map(|place| row.text(place));
    parts.iter().fold(0, |hash: u64, part| hash.rotate_left(17) ^ hash_of(part.as_bytes()))
}

/// The number of an order: the platform's own, or the store's where the file does not hold it.
fn key_of(row: &ExportRow<'_>, columns: &ShopifyColumns) -> Result<u64, CellFault> {
    Ok(match columns.key.map(|key| (key, row.text(key))) {
        Some((place, text)) if !text.is_empty() => identity(&["id", &row.id(place)?]),
        _ => identity(&["name", &row.text(columns.name)]),
    })
}

/// What stands behind "gift card" in the name of goods.
const IS_GOODS: [&str; 14] = [
    "holder",
    "holders",
    "wallet",
    "case",
    "box",
    "boxes",
    "envelope",
    "envelopes",
    "sleeve",
    "sleeves",
    "pouch",
    "display",
    "tin",
    "bag",
];

fn is_gift_card(row: &ExportRow<'_>, columns: &ShopifyColumns) -> bool {
    let item = row.text(columns.item);
    // Without the letters of the word in it, nothing has to be made small.
    let may_be = item.bytes().any(|byte| matches!(byte, b'g' | b'G'));
    may_be && {
        let item = item.to_lowercase();
        let words: Vec<&str> =
            item.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        // A holder for gift cards is goods, and so is a mug that comes with one.
        let at = words.windows(2).position(|pair| matches!(pair, ["gift" | "egift", "card"]));
        at.is_some_and(|at| words.get(at + 2).is_none_or(|next| !IS_GOODS.contains(next)))
            && !words.contains(&"with")
    }
}

fn first_line(
    row: &ExportRow<'_>,
    columns: &ShopifyColumns,
    money: &ShopifyTotals,
    context: &DialectContext<'_>,
    findings: &mut FileFindings,
) -> Result<ShopifyOrder, CellFault> {
    let name = row.text(columns.name).into_owned();
    let key = key_of(row, columns)?;
    let has_id = columns.key.is_some_and(|place| !row.text(place).is_empty());
    let created = row.moment(columns.created)?;
    let mut updated = created.seconds();
    for place in columns.later.into_iter().chain([columns.cancelled]) {
        updated = updated.max(row.stamp(place)?.map_or(0, |stamp| stamp.seconds()));
    }
    let email = row.text(columns.email);
    let buyer = context.buyer(&email).or_else(|| context.buyer(&row.text(columns.phone)));
    let order = Order {
        channel: Arc::from(""),
        key,
        date: created.date(),
        currency: row.currency(columns.currency)?.unwrap_or(Currency::USD),
        revenue: money.revenue(),
        refunded: row.amount(columns.refunded)?,
        units: row.count(columns.quantity, 1)?,
        buyer,
    };
    let origin = columns.notes.and_then(|notes| origin_of(&row.text(notes)));
    let exclusion = exclusion_of(row, columns, money, context, findings);
    let numbering = if has_id { OrderNumbering::OfPlatform } else { OrderNumbering::of_store(&created) };
    let (tax, charges) = (money.taxes, None);
    let row_of = OrderRow { order, exclusion, updated, tax, charges, origin, is_priced: true, numbering };
    let is_gift_card = is_gift_card(row, columns);
    Ok(ShopifyOrder { name, row: row_of, n_lines: 1, is_gift_card, line: 0 })
}

/// The totals of an order.
struct ShopifyTotals {
    subtotal: Decimal,
    shipping: Decimal,
    taxes: Decimal,
    duties: Decimal,
    total: Decimal,
}

impl ShopifyTotals {
    fn of(row: &ExportRow<'_>, columns: &ShopifyColumns) -> Result<Self, CellFault> {
        Ok(Self {
            subtotal: row.amount(columns.subtotal)?,
            shipping: row.amount(columns.shipping)?,
            taxes: row.amount(columns.taxes)?,
            duties: row.amount(columns.duties)?,
            total: row.amount(columns.total)?,
        })
    }

    /// What the total has beyond goods and shipping.
    fn beyond(&self) -> Decimal {
        self.total - self.subtotal - self.shipping
    }

    /// Whether prices hold the tax: the total then has nothing beyond goods and shipping.
    fn holds_tax(&self) -> bool {
        !self.taxes.is_zero()
            && (self.beyond() - self.duties).abs() < (self.beyond() - self.duties - self.taxes).abs()
    }

    fn revenue(&self) -> Decimal {
        let with_tax = self.subtotal + self.shipping;
        if self.holds_tax() { with_tax - self.taxes } else { with_tax }
    }

    /// Whether the totals make sense together; a tip is in the total alone.
    fn adds_up(&self) -> bool {
        let tax = if self.holds_tax() { Decimal::ZERO } else { self.taxes };
        let tip = self.beyond() - tax - self.duties;
        let cent = Decimal::new(2, 2);
        tip >= -cent && (tip <= cent || tip <= self.subtotal / Decimal::from(2))
    }
}

fn exclusion_of(
    row: &ExportRow<'_>,
    columns: &ShopifyColumns,
    money: &ShopifyTotals,
    context: &DialectContext<'_>,
    findings: &mut FileFindings,
) -> Option<RowExclusion> {
    const PAID: [&str; 4] = ["paid", "partially_paid", "partially_refunded", "refunded"];
    const NOT_PAID: [&str; 5] = ["pending", "authorized", "voided", "expired", "unpaid"];
    let is_mirror = || {
        let email = row.text(columns.email);
        let domain = email.rfind('@').map_or("", |at| &email[at..]);
        row.is(columns.source, "tiktok") || domain.eq_ignore_ascii_case("@scs.tiktokw.us")
    };
    let is_paid = || {
        let status = row.text(columns.status);
        PAID.iter().any(|paid| status.eq_ignore_ascii_case(paid))
            || context.settings.counts_cash_on_delivery
                && status.eq_ignore_ascii_case("pending")
                && is_paid_on_delivery(&row.text(columns.payment))
    };
    let status = row.text(columns.status);
    let is_known = PAID.iter().chain(&NOT_PAID).any(|known| status.eq_ignore_ascii_case(known));
    if !row.text(columns.cancelled).is_empty() {
        Some(RowExclusion::Cancelled)
    } else if row.is(columns.payment, "bogus") {
        Some(RowExclusion::Test)
    } else if is_mirror() {
        Some(RowExclusion::TiktokShopMirror)
    } else if is_known && !is_paid() {
        Some(RowExclusion::NotPaid)
    } else if let Some(why) = (!is_known)
        .then(|| findings.exclusion_by(&status.to_lowercase(), !row.text(columns.later[0]).is_empty()))
        .flatten()
    {
        Some(why)
    } else if money.total.is_zero() {
        Some(RowExclusion::ZeroValue)
    } else {
        None
    }
}

/// Where the buyer came from, where an app has written it into the notes: `tiktok / paid`.
fn origin_of(notes: &str) -> Option<Arc<String>> {
    let value = |name: &str| {
        let line = notes.lines().find_map(|line| line.strip_prefix(name));
        line.map(|value| value.trim().to_lowercase()).filter(|value| !value.is_empty())
    };
    let source = value("UTM source:")?;
    let medium = value("UTM medium:").unwrap_or_default();
    Some(format!("{source} / {medium}").into())
}
