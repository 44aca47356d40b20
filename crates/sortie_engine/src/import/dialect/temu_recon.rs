//! Temu's reconciliation: a workbook with a sheet for each way in which money comes and goes.

use super::{DialectContext, ExportDialect, ExportTable, FileFindings, FileRefusal};
use crate::import::findings::{MonthFigure, RowSpot, identity};
use crate::import::header::ColumnPlace;
use crate::import::market::{channel, market_of, market_of_name};
use crate::import::report::RowExclusion;
use crate::ledger::{Currency, Decimal};

pub(super) const DIALECT: ExportDialect = ExportDialect {
    kind: "temu.recon",
    signatures: &[&["sheet:结算-*|支出-*", "币种"], &["sheet:提示", "当前店铺无账单*"]],
    is_quoted: true,
    sales_rank: 2,
    costs_rank: 3,
    read,
};

/// What the rows of a sheet are.
#[derive(Clone, Copy, PartialEq)]
enum TemuSheet {
    Sales,
    Refunds,
    /// Income above zero, or costs below.
    Other(i64),
}

/// The sheet, and the name of its amount.
fn sheet(name: &str) -> Option<(TemuSheet, &'static str)> {
    let has = |word: &str| name.contains(word);
    if has("交易收入") {
        Some((TemuSheet::Sales, "交易收入"))
    } else if has("售后退款") {
        Some((TemuSheet::Refunds, "售后退款金额"))
    } else if has("运费收入") {
        Some((TemuSheet::Other(1), "运费收入"))
    } else if has("运费退款") {
        Some((TemuSheet::Other(-1), "运费退款|运费退款金额"))
    } else if has("支出") {
        Some((TemuSheet::Other(-1), "支出金额|拒付金额"))
    } else {
        None
    }
}

fn read(
    table: &mut ExportTable<'_>,
    context: &DialectContext<'_>,
    findings: &mut FileFindings,
) -> Result<(), FileRefusal> {
    let name = table.sheet.clone();
    if name == "提示" {
        return Ok(());
    }
    let known = sheet(&name);
    // A copy of a sheet has another name and the same rows.
    let step = known.map_or(name.as_str(), |(_, column)| column);
    let amount = match known {
        Some((_, alias)) => table.needed(alias)?,
        None => {
            let ending = table.header.names().iter().find(|name| name.ends_with("金额")).cloned();
            let place = ending.and_then(|name| table.column(&name));
            place.ok_or_else(|| FileRefusal::MissingColumn { names: vec!["金额"] })?
        }
    };
    let key = table.column("订单编号|订单号");
    let part = table.column("子订单号");
    let number = table.column("售后单号|违规编号|关联售后单编号");
    let currency = table.needed("币种")?;
    let day = table.needed("账务时间")?;
    let named = market_of_name(context.file);
    table.each(|row| {
        let money = row.amount(amount)?;
        let currency = row.currency(currency)?.unwrap_or(Currency::USD);
        let moment = row.moment(day)?;
        let market = named.unwrap_or_else(|| market_of(currency));
        let minute = moment.minute();
        let amount = money.normalize().to_string();
        let parts = [step, &*row.text(key), &row.text(part), &row.text(number), &minute, &amount];
        let spot = RowSpot {
            identity: identity(&parts),
            date: moment.date(),
            channel: channel("temu", market),
            currency,
        };
        let order = order_key(row.text(key).as_ref(), key);
        let mut book = |spot: &RowSpot, column, amount| match order {
            Some(order) => findings.book_for_order(order, spot, column, amount),
            None => findings.book(spot, column, amount),
        };
        match known {
            Some((TemuSheet::Sales, _)) => book(&spot, MonthFigure::Revenue, money),
            // Most rows only note that a price fell; they move no money.
            Some((TemuSheet::Refunds, _)) if money.is_zero() => findings.exclude(RowExclusion::ZeroValue, 1),
            Some((TemuSheet::Refunds, _)) => {
                book(&spot, MonthFigure::Refunds, money.abs());
                let once = RowSpot { identity: order.unwrap_or(spot.identity), ..spot.clone() };
                book(&once, MonthFigure::RefundOrders, Decimal::ONE);
            }
            Some((TemuSheet::Other(sign), _)) => {
                book(&spot, MonthFigure::Other, money.abs() * Decimal::from(sign));
            }
            None => findings.book_unknown(&spot, &name, money),
        }
        Ok(())
    })
}

fn order_key(number: &str, place: Option<ColumnPlace>) -> Option<u64> {
    place.filter(|_| !number.is_empty()).map(|_| identity(&["temu", number]))
}
