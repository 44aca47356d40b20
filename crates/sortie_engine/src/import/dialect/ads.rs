//! Costs of advertising from Meta, TikTok, Google and Amazon, by campaign and day where the file tells days.
//!
//! Exports of one account by campaign, by group and by ad hold the same cost; a campaign's day counts once.

use super::{DialectContext, ExportDialect, ExportTable, FileFindings, FileRefusal};
use crate::import::date::DayOrder;
use crate::import::findings::{MoneyEntry, MonthFigure, identity};
use crate::import::header::ColumnPlace;
use crate::import::market::{channel, currency_in, market_of};
use crate::import::number::DecimalStyle;
use crate::import::period::{days_in, days_of, spread};
use crate::import::report::{CellFault, CellProblem, FileNote};
use crate::import::row::ExportRow;
use crate::ledger::{Currency, Date};

const META_SPENT: &str = "amount spent (*|amount spent|已花费金额 (*|已花费金额(*|花费金额 (*|花费金额(*|\
    ausgegebener betrag (*|importe gastado (*|montant dépensé (*|importo speso (*|valor usado (*|消化金額 (*";

pub(super) const META: ExportDialect = ExportDialect {
    kind: "meta.ads",
    signatures: &[&[
        META_SPENT,
        "campaign name|ad set name|ad name|广告系列名称|kampagnenname|nombre de la campaña|\
        impressions|展示次数|impressionen|impresiones|reporting starts|报告开始日期|inicio del informe|\
        berichtsstart",
    ]],
    is_quoted: true,
    sales_rank: 0,
    costs_rank: 2,
    read,
};

pub(super) const TIKTOK: ExportDialect = ExportDialect {
    kind: "tiktok.ads",
    signatures: &[
        &["cost", "cpc (destination)|clicks (destination)|gross revenue (shop)|purchases (shop)"],
        &["total cost|cost", "campaign name", "gross revenue (shop)|gross revenue|roi (shop)"],
    ],
    ..META
};

pub(super) const GOOGLE: ExportDialect = ExportDialect {
    kind: "google.ads",
    signatures: &[&[
        "cost|kosten|coût|coste|costo|费用",
        "impr.|impressions",
        "clicks|klicks|clics|clic|点击次数",
        "campaign|kampagne|campagne|campaña|campagna|广告系列",
    ]],
    ..META
};

pub(super) const AMAZON: ExportDialect = ExportDialect {
    kind: "amazon.ads",
    signatures: &[&["budget currency", "date range", "campaign name", "total cost"]],
    costs_rank: 4,
    ..META
};

struct AdsColumns {
    cost: ColumnPlace,
    /// Account and campaign: with the day, what makes a cost this one.
    names: Vec<ColumnPlace>,
    /// All columns with names of what was advertised; a row of totals has none.
    titles: Vec<ColumnPlace>,
    day: Option<ColumnPlace>,
    range: Option<ColumnPlace>,
    starts: Option<ColumnPlace>,
    ends: Option<ColumnPlace>,
    currency: Option<ColumnPlace>,
    /// The page of the own store that a visitor lands on.
    page: Option<ColumnPlace>,
    /// Sales within TikTok.
    shop_sales: Option<ColumnPlace>,
}

impl AdsColumns {
    fn of(table: &ExportTable<'_>) -> Result<Self, FileRefusal> {
        let account = "account name|account id|advertiser account id|账户名称|kontoname|nombre de la cuenta";
        let campaign = "campaign name|campaign|广告系列名称|广告系列|kampagnenname|kampagne|nombre de la campaña|\
            campaña|campagne|nom de la campagne|campagna|nome della campagna";
        let below = "ad set name|ad group name|ad name|广告组名称|广告名称|anzeigengruppenname|anzeigenname|\
            nombre del conjunto de anuncios|nombre del anuncio";
        let names: Vec<ColumnPlace> =
            [account, campaign].iter().filter_map(|alias| table.column(alias)).collect();
        let below = table.columns(below);
        let campaign = table.column(campaign);
        Ok(Self {
            cost: table
                .column(META_SPENT)
                .map_or_else(|| table.needed("total cost|cost|kosten|coût|coste|costo|费用"), Ok)?,
            titles: campaign.into_iter().chain(below).collect(),
            names,
            day: table.column("by day|day|date|stat time day|单日|日期|tag|día|fecha|jour|giorno"),
            range: table.column("date range"),
            starts: table
                .column("reporting starts|报告开始日期|berichtsstart|inicio del informe|début des rapports"),
            ends: table.column("reporting ends|报告结束日期|berichtsende|fin del informe|fin des rapports"),
            currency: table.column("currency|currency code|budget currency|货币|währung|divisa"),
            page: table.column("website url (ad level)|website url"),
            shop_sales: table.column("gross revenue (shop)"),
        })
    }
}

fn read(
    table: &mut ExportTable<'_>,
    context: &DialectContext<'_>,
    findings: &mut FileFindings,
) -> Result<(), FileRefusal> {
    let columns = AdsColumns::of(table)?;
    table.find_decimals(&[Some(columns.cost)], DecimalStyle::Point)?;
    if columns.day.is_some() || columns.starts.is_some() {
        let days = [columns.day, columns.starts, columns.ends];
        table.find_day_order(&days, DayOrder::MonthFirst)?;
    }
    let currency = currency_told(table, &columns, findings)?;
    let declared = table.preamble.iter().flatten().find_map(|line| days_in(line));
    if let Some((from, to)) = declared {
        findings.declare(from, to);
    }
    let has_days = columns.day.is_some() || columns.range.is_some() || columns.starts.is_some();
    let otherwise = match declared {
        Some(days) => Some(days),
        None if has_days => None,
        None => Some(days_of(context.file, findings)),
    };
    let is_amazon = columns.range.is_some();
    table.each(|row| {
        if is_total(row, &columns) {
            row.set_aside();
            return Ok(());
        }
        let days = days_of_row(row, &columns, otherwise)?;
        if columns.day.is_none() && days.0.first_of_month() != days.1.first_of_month() {
            findings.add_note(FileNote::SpreadOverDays);
        }
        if let (Some(from), Some(to)) = (row.stamp(columns.starts)?, row.stamp(columns.ends)?) {
            findings.declare(from.date(), to.date());
        }
        let currency = row.currency(columns.currency)?.unwrap_or(currency);
        let sells_in_tiktok = row.text(columns.page).is_empty()
            && row.number(columns.shop_sales).is_ok_and(|sales| sales.is_some_and(|sales| !sales.is_zero()));
        let kind = match () {
            () if is_amazon => "amazon",
            () if sells_in_tiktok => "tiktok_shop",
            () => "own_store_ads",
        };
        let names: Vec<String> = columns.names.iter().map(|place| row.text(*place).into_owned()).collect();
        for (date, amount) in spread(row.amount(columns.cost)?, days.0, days.1) {
            let mut parts: Vec<&str> = names.iter().map(String::as_str).collect();
            let date_text = date.to_string();
            parts.push(&date_text);
            findings.add(MoneyEntry {
                identity: identity(&parts),
                date,
                channel: channel(kind, market_of(currency)),
                currency,
                column: MonthFigure::AdSpend,
                amount,
            });
        }
        Ok(())
    })
}

/// The currency of a file: in the name of its column of costs, in a column of its own, by the sign of an amount.
fn currency_told(
    table: &mut ExportTable<'_>,
    columns: &AdsColumns,
    findings: &mut FileFindings,
) -> Result<Currency, FileRefusal> {
    let name = table.header.written(columns.cost);
    let in_brackets = name.rsplit(['(', '（']).next().and_then(|text| Currency::parse(text.get(..3)?));
    if let Some(currency) = in_brackets.filter(|_| name.contains(['(', '（'])) {
        return Ok(currency);
    }
    if let Some(place) = columns.currency
        && let Some(currency) = table.first(&[Some(place)], Currency::parse)?
    {
        return Ok(currency);
    }
    let by_sign = table.first(&[Some(columns.cost)], currency_in)?;
    if by_sign.is_none_or(|(_, is_sure)| !is_sure) {
        findings.add_note(FileNote::CurrencyOfMarket);
    }
    Ok(by_sign.map_or(Currency::USD, |(currency, _)| currency))
}

/// Whether a row holds totals: it names nothing, or says so.
fn is_total(row: &ExportRow<'_>, columns: &AdsColumns) -> bool {
    const TOTALS: [&str; 7] = ["total", "grand total", "gesamt", "总计", "合计", "résultats", "resultados"];
    let titles: Vec<String> = columns.titles.iter().map(|place| row.word(*place)).collect();
    let says_so = |title: &String| {
        let rest = TOTALS.iter().find_map(|total| title.strip_prefix(total));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '：']) || rest.starts_with(" of "))
    };
    !titles.is_empty() && titles.iter().all(String::is_empty) || titles.iter().any(says_so)
}

fn days_of_row(
    row: &ExportRow<'_>,
    columns: &AdsColumns,
    otherwise: Option<(Date, Date)>,
) -> Result<(Date, Date), CellFault> {
    if let Some(day) = row.stamp(columns.day)? {
        return Ok((day.date(), day.date()));
    }
    if let Some(place) = columns.range {
        return days_in(&row.text(place)).ok_or_else(|| row.fault(place, CellProblem::NotADate));
    }
    if let (Some(from), Some(to)) = (row.stamp(columns.starts)?, row.stamp(columns.ends)?) {
        return Ok((from.date(), to.date()));
    }
    let missing = columns.day.or(columns.starts).unwrap_or(columns.cost);
    otherwise.ok_or_else(|| row.fault(missing, CellProblem::Missing))
}
