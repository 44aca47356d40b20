//! Profit by article and shop as Lingxing computes it from Amazon's own reports, so it counts only where those are missing.

use std::collections::BTreeMap;

use super::amazon::AmazonSite;
use super::{DialectContext, ExportDialect, ExportTable, FileFindings, FileRefusal};
use crate::import::date::DayOrder;
use crate::import::findings::{MoneyEntry, MonthFigure, identity};
use crate::import::header::ColumnPlace;
use crate::import::number::DecimalStyle;
use crate::import::period::{days_in, days_of, period_in, spread};
use crate::import::report::{CellFault, CellProblem};
use crate::import::row::ExportRow;
use crate::ledger::{Date, Decimal};

pub(super) const DIALECT: ExportDialect = ExportDialect {
    kind: "lingxing",
    signatures: &[&["msku", "店铺|店铺名", "毛利润|fba销售额|销售额--fba销售额|利润--毛利润"]],
    is_quoted: true,
    sales_rank: 2,
    costs_rank: 1,
    read,
};

/// Names under which a figure may stand: the sum of a group first, else its parts.
const FIGURES: [(MonthFigure, &str, &[&str]); 8] = [
    (MonthFigure::Units, "销量|销量--合计|总销量", &["fba销量|销量--fba销量", "fbm销量|销量--fbm销量"]),
    (
        MonthFigure::Revenue,
        "销售额|销售额--合计|总销售额",
        &["fba销售额|销售额--fba销售额", "fbm销售额|销售额--fbm销售额"],
    ),
    (MonthFigure::Refunds, "收入退款额|退款--收入退款额|退款额", &[]),
    (MonthFigure::MarketplaceFees, "平台费|平台费--合计|平台费用", &[]),
    (MonthFigure::Fulfilment, "fba发货费|fba发货费--合计|物流费--fba发货费", &[]),
    (MonthFigure::StorageFees, "fba仓储费|仓储费|仓储费--fba仓储费", &[]),
    (
        MonthFigure::AdSpend,
        "广告费|广告费--合计",
        &["sp|广告费--sp|sp广告费", "sb|广告费--sb|sb广告费", "sd|广告费--sd|sd广告费"],
    ),
    (MonthFigure::AccountFees, "促销折扣|促销费--促销折扣", &[]),
];

struct LingxingColumns {
    msku: ColumnPlace,
    shop: ColumnPlace,
    country: Option<ColumnPlace>,
    currency: Option<ColumnPlace>,
    month: Option<ColumnPlace>,
    asin: Option<ColumnPlace>,
    figures: Vec<(MonthFigure, Vec<ColumnPlace>)>,
}

fn read(
    table: &mut ExportTable<'_>,
    context: &DialectContext<'_>,
    findings: &mut FileFindings,
) -> Result<(), FileRefusal> {
    let figures = FIGURES.iter().map(|(column, whole, parts)| {
        let places = match table.column(whole) {
            Some(place) => vec![place],
            None => parts.iter().filter_map(|part| table.column(part)).collect(),
        };
        (*column, places)
    });
    let columns = LingxingColumns {
        figures: figures.filter(|(_, places)| !places.is_empty()).collect(),
        msku: table.needed("msku")?,
        shop: table.needed("店铺|店铺名")?,
        country: table.column("国家|国家/地区|站点"),
        currency: table.column("币种"),
        month: table.column("月份|统计月份|日期|时间|统计日期"),
        asin: table.column("asin"),
    };
    let money: Vec<Option<ColumnPlace>> =
        columns.figures.iter().flat_map(|(_, places)| places).map(|p| Some(*p)).collect();
    table.find_decimals(&money, DecimalStyle::Point)?;
    table.set_day_order(DayOrder::MonthFirst);
    let otherwise = columns.month.is_none().then(|| days_of(context.file, findings));
    let mut entries: Vec<MoneyEntry> = vec![];
    table.each(|row| {
        let msku = row.text(columns.msku);
        if msku.is_empty() || msku.starts_with("合计") || msku.starts_with("总计") {
            row.set_aside();
            return Ok(());
        }
        entries.extend(entries_of(row, &columns, otherwise)?);
        Ok(())
    })?;
    for entry in with_costs_positive(entries) {
        findings.add(entry);
    }
    Ok(())
}

fn entries_of(
    row: &ExportRow<'_>,
    columns: &LingxingColumns,
    otherwise: Option<(Date, Date)>,
) -> Result<Vec<MoneyEntry>, CellFault> {
    let country = row.text(columns.country);
    let site = market_named(&country).and_then(AmazonSite::of_market);
    let currency = row.currency(columns.currency)?.or_else(|| site.as_ref().map(|site| site.currency));
    let currency =
        currency.ok_or_else(|| row.fault(columns.currency.unwrap_or(columns.shop), CellProblem::Missing))?;
    let site = site.or_else(|| AmazonSite::of_currency(currency));
    let channel = site.map_or_else(|| "amazon:world".into(), |site| site.channel);
    let (from, to) = match (columns.month, otherwise) {
        (Some(place), _) => days_of_cell(row, place)?,
        (None, Some(days)) => days,
        (None, None) => return Err(row.fault(columns.msku, CellProblem::Missing)),
    };
    let mut entries = vec![];
    for (column, places) in &columns.figures {
        let mut sum = Decimal::ZERO;
        for place in places {
            sum += row.amount(*place)?;
        }
        let names = [columns.shop, columns.msku].map(|place| row.text(place));
        for (date, amount) in spread(sum, from, to) {
            let identity = identity(&[&names[0], &names[1], &row.text(columns.asin), &date.to_string()]);
            entries.push(MoneyEntry {
                identity,
                date,
                channel: channel.clone(),
                currency,
                column: *column,
                amount,
            });
        }
    }
    Ok(entries)
}

fn days_of_cell(row: &ExportRow<'_>, place: ColumnPlace) -> Result<(Date, Date), CellFault> {
    let text = row.text(place);
    if let Some(days) = days_in(&text).or_else(|| period_in(&text)) {
        return Ok(days);
    }
    let day = row.moment(place)?.date();
    Ok((day, day))
}

/// Costs as positive amounts: whether the program writes them with a minus shows in the sum of each of them.
fn with_costs_positive(entries: Vec<MoneyEntry>) -> Vec<MoneyEntry> {
    let mut sums: BTreeMap<MonthFigure, Decimal> = BTreeMap::new();
    for entry in &entries {
        *sums.entry(entry.column).or_default() += entry.amount;
    }
    let is_turned = |column: MonthFigure| {
        !matches!(column, MonthFigure::Units | MonthFigure::Revenue)
            && sums.get(&column).is_some_and(|sum| *sum < Decimal::ZERO)
    };
    let turned = |entry: MoneyEntry| {
        if is_turned(entry.column) { MoneyEntry { amount: -entry.amount, ..entry } } else { entry }
    };
    entries.into_iter().map(turned).collect()
}

/// The market of a country by its Chinese name or its code.
fn market_named(country: &str) -> Option<&'static str> {
    const COUNTRIES: [(&str, &str); 20] = [
        ("美国", "us"),
        ("加拿大", "ca"),
        ("墨西哥", "mx"),
        ("巴西", "br"),
        ("英国", "uk"),
        ("德国", "de"),
        ("法国", "fr"),
        ("意大利", "it"),
        ("西班牙", "es"),
        ("荷兰", "nl"),
        ("比利时", "be"),
        ("瑞典", "se"),
        ("波兰", "pl"),
        ("土耳其", "tr"),
        ("日本", "jp"),
        ("阿联酋", "ae"),
        ("沙特", "sa"),
        ("印度", "in"),
        ("新加坡", "sg"),
        ("澳洲", "au"),
    ];
    let code = country.to_ascii_lowercase();
    let by_code = || COUNTRIES.iter().find(|(_, market)| *market == code || code == "gb" && *market == "uk");
    let found = COUNTRIES.iter().find(|(name, _)| country.contains(name)).or_else(by_code);
    found.or(country.contains("澳大利亚").then_some(&COUNTRIES[19])).map(|(_, market)| *market)
}
