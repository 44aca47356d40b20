//! What TikTok Shop settles: sales, shipping, fees and adjustments of each order, weeks after it was placed.

use super::{DialectContext, ExportDialect, ExportTable, FileFindings, FileRefusal};
use crate::import::date::DayOrder;
use crate::import::findings::{MonthFigure, RowSpot, identity};
use crate::import::header::ColumnPlace;
use crate::import::market::{channel, market_of};
use crate::import::number::DecimalStyle;
use crate::import::report::{CellFault, RowExclusion, SumIdentity};
use crate::import::row::ExportRow;
use crate::ledger::{Currency, Decimal, Payout};

pub(super) const DIALECT: ExportDialect = ExportDialect {
    kind: "tiktok.income",
    signatures: &[&["total settlement amount", "net sales"], &["total settlement amount", "total revenue"]],
    is_quoted: true,
    sales_rank: 2,
    costs_rank: 3,
    read,
};

struct TiktokIncomeColumns {
    settled: ColumnPlace,
    status: Option<ColumnPlace>,
    currency: ColumnPlace,
    kind: Option<ColumnPlace>,
    key: ColumnPlace,
    sku: Option<ColumnPlace>,
    statement: Option<ColumnPlace>,
    quantity: Option<ColumnPlace>,
    created: Option<ColumnPlace>,
    total: ColumnPlace,
    sales: ColumnPlace,
    shipping: Option<ColumnPlace>,
    fees: ColumnPlace,
    affiliate: Vec<ColumnPlace>,
    adjustment: Option<ColumnPlace>,
    reason: Option<ColumnPlace>,
}

impl TiktokIncomeColumns {
    fn of(table: &ExportTable<'_>) -> Result<Self, FileRefusal> {
        Ok(Self {
            settled: table.needed("statement date (utc)|statement date|order settled time|settled time")?,
            status: table.column("status"),
            currency: table.needed("currency")?,
            kind: table.column("type"),
            key: table.needed("order/adjustment id|order id")?,
            sku: table.column("sku id"),
            statement: table.column("statement id"),
            quantity: table.column("quantity"),
            created: table.column("order created date|order created time"),
            total: table.needed("total settlement amount")?,
            sales: table.needed("net sales|total revenue")?,
            // The statements of South-East Asia count shipping among the fees.
            shipping: if table.header.find("net sales").is_some() { table.column("shipping") } else { None },
            fees: table.needed("fees|total fees")?,
            affiliate: table.columns("affiliate *|tiktok shop partner commission"),
            adjustment: table.column("adjustment amount|ajustment amount"),
            reason: table.column("adjustment reason"),
        })
    }
}

fn read(
    table: &mut ExportTable<'_>,
    _: &DialectContext<'_>,
    findings: &mut FileFindings,
) -> Result<(), FileRefusal> {
    let columns = TiktokIncomeColumns::of(table)?;
    let currency = table.first(&[Some(columns.currency)], Currency::parse)?.unwrap_or(Currency::USD);
    if currency.is_whole() {
        table.set_decimals(DecimalStyle::Whole);
    } else {
        table.find_decimals(
            &[Some(columns.total), Some(columns.sales), Some(columns.fees)],
            DecimalStyle::Point,
        )?;
    }
    table.set_day_order(DayOrder::DayFirst);
    table.each(|row| {
        let is_total = row.text(columns.key).is_empty() || row.word(columns.key).starts_with("total");
        if is_total {
            row.set_aside();
            return Ok(());
        }
        let line = StatementLine::of(row, &columns)?;
        findings.test(SumIdentity::PartsMakeSettlement, row.number_in_file(), line.adds_up());
        line.book(findings);
        Ok(())
    })
}

/// A row of a statement.
struct StatementLine {
    spot: RowSpot,
    order: u64,
    is_order: bool,
    called: String,
    quantity: u32,
    total: Decimal,
    sales: Decimal,
    shipping: Decimal,
    fees: Decimal,
    affiliate: Decimal,
    adjustment: Decimal,
    payout: Option<Payout>,
}

impl StatementLine {
    fn of(row: &ExportRow<'_>, columns: &TiktokIncomeColumns) -> Result<Self, CellFault> {
        let key = row.id(columns.key)?;
        let called = row.text(columns.kind).into_owned();
        let total = row.amount(columns.total)?;
        let date = row.moment(columns.settled)?.date();
        let currency = row.currency(columns.currency)?.unwrap_or(Currency::USD);
        let shop = channel("tiktok_shop", market_of(currency));
        let amount = total.normalize().to_string();
        let parts = [&*key, &row.text(columns.sku), &row.text(columns.statement), &called, &amount];
        let spot = RowSpot { identity: identity(&parts), date, channel: shop.clone(), currency };
        let is_order = called.is_empty() || called.eq_ignore_ascii_case("order") || is_refund(&called);
        let sold = row.stamp(columns.created)?.filter(|_| is_order && row.word(columns.status) != "failed");
        let payout = sold.map(|sold| Payout {
            channel: shop.to_string(),
            sold: sold.date(),
            paid: date,
            amount: total,
            currency: currency.to_string(),
        });
        let mut affiliate = Decimal::ZERO;
        for place in &columns.affiliate {
            affiliate += row.amount(*place)?;
        }
        let reason = row.text(columns.reason);
        let called = if reason.is_empty() { called } else { reason.into_owned() };
        Ok(Self {
            spot,
            order: identity(&[&key]),
            is_order,
            called,
            quantity: row.count(columns.quantity, 0)?,
            total,
            sales: row.amount(columns.sales)?,
            shipping: row.amount(columns.shipping)?,
            fees: row.amount(columns.fees)?,
            affiliate,
            adjustment: row.amount(columns.adjustment)?,
            payout,
        })
    }

    fn adds_up(&self) -> bool {
        (self.sales + self.shipping + self.fees + self.adjustment - self.total).abs() <= Decimal::new(2, 2)
    }

    fn book(self, findings: &mut FileFindings) {
        if self.total.is_zero() && self.sales.is_zero() && self.fees.is_zero() {
            findings.exclude(RowExclusion::ZeroValue, 1);
            return;
        }
        if self.is_order {
            let once = RowSpot { identity: self.order, ..self.spot.clone() };
            findings.book(&once, MonthFigure::Orders, Decimal::ONE);
            findings.book(&self.spot, MonthFigure::Units, self.quantity.into());
        }
        findings.book(&self.spot, MonthFigure::Revenue, self.sales);
        findings.book(&self.spot, MonthFigure::Fulfilment, -self.shipping);
        findings.book(&self.spot, MonthFigure::MarketplaceFees, -self.fees);
        findings.book(&self.spot, MonthFigure::AffiliateFees, -self.affiliate);
        match adjusted(&self.called) {
            Some(MonthFigure::Reimbursements) => {
                findings.book(&self.spot, MonthFigure::Reimbursements, self.adjustment);
            }
            Some(column) => findings.book(&self.spot, column, -self.adjustment),
            None => findings.book_unknown(&self.spot, &self.called, self.adjustment),
        }
        findings.payouts.extend(self.payout);
    }
}

fn is_refund(called: &str) -> bool {
    called.eq_ignore_ascii_case("refund")
}

/// What an adjustment of this name is, where that is known.
fn adjusted(called: &str) -> Option<MonthFigure> {
    let called = called.to_lowercase();
    let has = |word: &str| called.contains(word);
    if has("reimbursement") || has("compensation") {
        Some(MonthFigure::Reimbursements)
    } else if has("warehouse") || has("storage") {
        Some(MonthFigure::StorageFees)
    } else if has("tiktok ads") || has("gmv payment") || has("ads deduction") || has("gmv max") {
        Some(MonthFigure::AdSpend)
    } else if has("shipping") || has("logistics") {
        Some(MonthFigure::Fulfilment)
    } else {
        None
    }
}
