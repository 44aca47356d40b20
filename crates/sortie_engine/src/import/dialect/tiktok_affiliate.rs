//! Orders that creators brought to TikTok Shop, with what they get for them.

use std::collections::BTreeMap;

use super::{DialectContext, ExportDialect, ExportTable, FileFindings, FileRefusal};
use crate::import::date::DayOrder;
use crate::import::findings::{MonthFigure, RowSpot, identity};
use crate::import::market::{channel, currency_of, market_of, market_of_name};
use crate::import::number::DecimalStyle;
use crate::import::report::RowExclusion;
use crate::ledger::{Currency, Decimal, VisitSource, month_of};

pub(super) const DIALECT: ExportDialect = ExportDialect {
    kind: "tiktok.affiliate",
    signatures: &[
        &["creator username", "est. commission base|actual commission payment"],
        &["id pesanan", "jenis konten", "id konten"],
    ],
    is_quoted: true,
    sales_rank: 0,
    costs_rank: 2,
    read,
};

fn read(
    table: &mut ExportTable<'_>,
    context: &DialectContext<'_>,
    findings: &mut FileFindings,
) -> Result<(), FileRefusal> {
    let key = table.needed("order id|id pesanan")?;
    let sku = table.column("sku id|id sku");
    let created = table.needed("time created|waktu dibuat")?;
    let content = table.column("content type|jenis konten");
    let content_id = table.column("content id|id konten");
    let currency = table.column("currency");
    let base = [table.column("actual commission base"), table.column("est. commission base|price|harga")];
    let actual = table.columns(
        "actual commission payment|actual shop ads commission payment|actual co-funded creator bonus",
    );
    let estimated = table.columns(
        "est. standard commission payment|est. shop ads commission payment|est. co-funded creator bonus",
    );
    let is_paid = table.column("actual commission payment");
    let is_whole = table.first(&[currency], Currency::parse)?.is_some_and(|currency| currency.is_whole());
    if is_whole {
        table.set_decimals(DecimalStyle::Whole);
    }
    table.set_day_order(DayOrder::DayFirst);
    let market = market_of_name(context.file);
    let mut sources: BTreeMap<_, (u64, Decimal)> = BTreeMap::new();
    table.each(|row| {
        let id = row.id(key)?;
        let date = row.moment(created)?.date();
        let paid_in = row.currency(currency)?;
        let currency = paid_in.or(market.map(currency_of)).unwrap_or(Currency::USD);
        let shop = channel("tiktok_shop", paid_in.map(market_of).or(market).unwrap_or("us"));
        // What will be paid is told until it is paid.
        let columns = if row.text(is_paid).is_empty() { &estimated } else { &actual };
        let mut commission = Decimal::ZERO;
        for place in columns {
            commission += row.amount(*place)?;
        }
        let value = row.number(base[0])?.map_or_else(|| row.amount(base[1]), Ok)?;
        let parts = [&*id, &*row.text(sku), &*row.text(content_id)];
        let spot = RowSpot { identity: identity(&parts), date, channel: shop.clone(), currency };
        if value.is_zero() && commission.is_zero() {
            findings.exclude(RowExclusion::ZeroValue, 1);
            return Ok(());
        }
        findings.book(&spot, MonthFigure::AffiliateFees, commission);
        let told = sources.entry((shop.to_string(), month_of(date), row.word(content))).or_default();
        *told = (told.0 + 1, told.1 + value);
        Ok(())
    })?;
    findings.sources.extend(sources.into_iter().map(|((channel, month, medium), (orders, revenue))| {
        VisitSource {
            channel,
            month,
            source: "creators".to_owned(),
            medium,
            sessions: None,
            revenue: Some(revenue),
            orders: Some(orders),
        }
    }));
    Ok(())
}
