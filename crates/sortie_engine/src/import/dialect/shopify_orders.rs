//! Orders of a Shopify store, and of Squarespace, which writes the same table under other names.
//!
//! The first line of an order holds its totals, the lines below only another article each.

use std::sync::Arc;

use super::{DialectContext, ExportDialect, ExportTable, FileFindings, FileRefusal};
use crate::import::date::DayOrder;
use crate::import::findings::{OrderRow, identity};
use crate::import::header::ColumnPlace;
use crate::import::market::{channel, market_of};
use crate::import::report::{CellFault, CellProblem, RowExclusion, SumIdentity};
use crate::import::row::ExportRow;
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
}

fn read(
    table: &mut ExportTable<'_>,
    context: &DialectContext<'_>,
    findings: &mut FileFindings,
) -> Result<(), FileRefusal> {
    let columns = ShopifyColumns::of(table)?;
    table.set_day_order(DayOrder::MonthFirst);
    let mut channels: Vec<(Currency, Arc<str>)> = vec![];
    let mut open: Option<ShopifyOrder> = None;
    table.each(|row| {
        let name = row.text(columns.name);
        let is_first = !row.text(columns.total).is_empty() || !row.text(columns.status).is_empty();
        if !is_first {
            let same = open.as_mut().filter(|open| open.name == name);
            let Some(open) = same else { return Err(row.fault(columns.total, CellProblem::Missing)) };
            let quantity = row.count(columns.quantity, 1)?;
            open.n_lines += 1;
            open.row.order.units += quantity;
            open.is_gift_card &= is_gift_card(row, &columns);
            return Ok(());
        }
        if let Some(done) = open.take() {
            close(done, findings);
        }
        let money = ShopifyTotals::of(row, &columns)?;
        let mut next = first_line(row, &columns, &money, context)?;
        let currency = next.row.order.currency;
        next.row.order.channel = match channels.iter().find(|(known, _)| *known == currency) {
            Some((_, channel)) => channel.clone(),
            None => {
                let made = channel("own_store", market_of(currency));
                channels.push((currency, made.clone()));
                made
            }
        };
        findings.test(SumIdentity::TotalOfOrder, row.number_in_file(), money.adds_up());
        open = Some(next);
        Ok(())
    })?;
    if let Some(done) = open {
        close(done, findings);
    }
    Ok(())
}

fn close(mut done: ShopifyOrder, findings: &mut FileFindings) {
    if done.is_gift_card {
        done.row.exclusion.get_or_insert(RowExclusion::GiftCard);
    }
    findings.see(done.row.order.date);
    match done.row.exclusion {
        Some(why) => findings.exclude(why, done.n_lines),
        None => {
            findings.currencies.insert(done.row.order.currency);
        }
    }
    findings.keep(done.row);
}

fn is_gift_card(row: &ExportRow<'_>, columns: &ShopifyColumns) -> bool {
    let item = row.text(columns.item);
    // Without the letters of the word in it, nothing has to be made small.
    let may_be = item.bytes().any(|byte| matches!(byte, b'g' | b'G'));
    may_be && {
        let item = item.to_lowercase();
        item.contains("gift card") || item.contains("e-gift")
    }
}

fn first_line(
    row: &ExportRow<'_>,
    columns: &ShopifyColumns,
    money: &ShopifyTotals,
    context: &DialectContext<'_>,
) -> Result<ShopifyOrder, CellFault> {
    let name = row.text(columns.name).into_owned();
    let key = match columns.key.map(|key| (key, row.text(key))) {
        Some((place, text)) if !text.is_empty() => identity(&["id", &row.id(place)?]),
        _ => identity(&["name", &name]),
    };
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
    let exclusion = exclusion_of(row, columns, money, context);
    let row_of =
        OrderRow { order, exclusion, updated, tax: money.taxes, charges: None, origin, is_priced: true };
    Ok(ShopifyOrder { name, row: row_of, n_lines: 1, is_gift_card: is_gift_card(row, columns) })
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
) -> Option<RowExclusion> {
    const PAID: [&str; 4] = ["paid", "partially_paid", "partially_refunded", "refunded"];
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
                && row.word(columns.payment).contains("cash on delivery")
    };
    if !row.text(columns.cancelled).is_empty() {
        Some(RowExclusion::Cancelled)
    } else if row.is(columns.payment, "bogus") {
        Some(RowExclusion::Test)
    } else if is_mirror() {
        Some(RowExclusion::TiktokShopMirror)
    } else if !is_paid() {
        Some(RowExclusion::NotPaid)
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
