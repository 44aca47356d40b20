//! Where visits to the own store came from, as Google Analytics tells it: by channel group, or by source and medium.
//!
//! The period stands in the lines above the table, or each row has its day or month. A second table may follow below.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{DialectContext, ExportDialect, ExportTable, FileFindings, FileRefusal};
use crate::import::date::DayOrder;
use crate::import::findings::{MoneyEntry, MonthFigure, identity};
use crate::import::header::{ColumnPlace, normalized};
use crate::import::market::ANY_STORE;
use crate::import::number::DecimalStyle;
use crate::import::period::{days_above, days_of, period_in, spread};
use crate::import::report::{CellFault, CellProblem, FileNote};
use crate::import::row::ExportRow;
use crate::ledger::{Currency, Date, Decimal, VisitSource, month_of};

const SESSIONS: &str = "sessions|sitzungen|sesiones|sessioni|sessões|sessies|会话数|会话|工作階段|セッション|세션수|세션|sesje|oturumlar";

pub(super) const DIALECT: ExportDialect = ExportDialect {
    kind: "ga4",
    signatures: &[
        &[
            SESSIONS,
            "session source / medium|sitzung - quelle / medium|source / support de la session|\
            session source|sitzung - quelle|会话来源/媒介|会话来源 / 媒介|工作階段來源/媒介|工作階段來源 / 媒介|\
            fuente/medio de la sesión|fuente / medio de la sesión|origine/mezzo sessione|sorgente/mezzo della sessione|\
            origem/mídia da sessão|origem / mídia da sessão|セッションの参照元 / メディア|세션 소스/매체|sessiebron/-medium",
        ],
        &[
            SESSIONS,
            "session primary channel group*|session default channel group*|default channel group*|\
            sitzung - primäre channelgruppe*|sitzung - standard-channelgruppe*|groupe de canaux*",
        ],
        &[
            SESSIONS,
            "engaged sessions|sitzungen mit interaktionen|sessions avec engagement|会话互动次数|互动会话数",
        ],
    ],
    is_quoted: true,
    sales_rank: 0,
    costs_rank: 0,
    read,
};

struct Ga4Columns {
    name: ColumnPlace,
    medium: Option<ColumnPlace>,
    /// The visits of a row: one column, or several that add up.
    sessions: Vec<ColumnPlace>,
    revenue: Option<ColumnPlace>,
    day: Option<ColumnPlace>,
}

fn read(
    table: &mut ExportTable<'_>,
    context: &DialectContext<'_>,
    findings: &mut FileFindings,
) -> Result<(), FileRefusal> {
    let day = table.column(
        "date|datum|日期|year month|jahr und monat|month|year / month|année et mois|fecha|año y mes|data|anno mese|\
         ano e mês|年月|日付|날짜|연월|nth month",
    );
    let first = (0..).map(ColumnPlace).find(|place| Some(*place) != day).unwrap_or(ColumnPlace(0));
    let columns = Ga4Columns {
        name: table.between(first, first)[0],
        medium: table.column("session medium|sitzung - medium|会话媒介"),
        sessions: sessions_of(table)?,
        revenue: table.column("total revenue|gesamtumsatz|revenu total|chiffre d'affaires total|总收入"),
        day,
    };
    table.find_decimals(&[columns.revenue], DecimalStyle::Point)?;
    let declared =
        declared_days(&table.preamble).or_else(|| period_in(context.file).filter(|_| day.is_none()));
    let days = match declared {
        Some((from, to)) => {
            findings.declare(from, to);
            Some((from, to))
        }
        None if day.is_some() => None,
        None => Some(days_of(context.file, findings)),
    };
    if columns.day.is_none() && days.is_some_and(|(from, to)| from.first_of_month() != to.first_of_month()) {
        findings.add_note(FileNote::SpreadOverDays);
    }
    findings.is_summed |= columns.day.is_none();
    table.set_day_order(DayOrder::MonthFirst);
    let mut sources = TrafficSources::new();
    table.each(|row| book_row(row, &columns, days, findings, &mut sources))?;
    findings.sources.extend(sources.into_iter().map(|((date, source, medium), (sessions, revenue))| {
        VisitSource {
            channel: ANY_STORE.to_owned(),
            month: month_of(date),
            source,
            medium,
            sessions: Some(sessions),
            revenue,
            orders: None,
        }
    }));
    Ok(())
}

/// Where visits stand. A pivot has a column of them for each of its groups, and one for all of them whose name stands in the
/// line above.
fn sessions_of(table: &ExportTable<'_>) -> Result<Vec<ColumnPlace>, FileRefusal> {
    const TOTALS: [&str; 10] = [
        "totals",
        "total",
        "grand total",
        "gesamtsummen",
        "gesamt",
        "总计",
        "合计",
        "totaux",
        "totales",
        "totali",
    ];
    let all = table.columns(SESSIONS);
    if all.len() < 2 {
        return Ok(vec![table.needed(SESSIONS)?]);
    }
    let above = table.preamble.iter().rev().find(|cells| cells.len() > 1);
    let is_total = |place: &&ColumnPlace| {
        let name = above.and_then(|cells| cells.get(place.0)).map(|name| normalized(name));
        name.is_some_and(|name| TOTALS.contains(&name.as_str()))
    };
    Ok(all.iter().find(is_total).map_or_else(|| all.clone(), |total| vec![*total]))
}

/// The days that the lines above the table declare, whatever language their words are in: the first two that hold a
/// day written without marks.
fn declared_days(preamble: &[Vec<String>]) -> Option<(Date, Date)> {
    let days = preamble.iter().flatten().filter_map(|line| {
        let value = line.trim().strip_prefix('#')?.rsplit([':', '：']).next()?.trim();
        let is_day = value.len() == 8 && value.bytes().all(|b| b.is_ascii_digit());
        let read = is_day.then(|| crate::import::date::read(value, DayOrder::DayFirst));
        read?.ok().map(|stamp| stamp.date())
    });
    let days: Vec<Date> = days.collect();
    if let [from, to, ..] = days[..] {
        return Some((from, to));
    }
    days_above(preamble)
}

type TrafficSources = BTreeMap<(Date, String, String), (u64, Option<Decimal>)>;

fn book_row(
    row: &ExportRow<'_>,
    columns: &Ga4Columns,
    days: Option<(Date, Date)>,
    findings: &mut FileFindings,
    sources: &mut TrafficSources,
) -> Result<(), CellFault> {
    let name = row.word(columns.name);
    if name.starts_with('#') {
        row.end_table();
        return Ok(());
    }
    let is_total =
        ["grand total", "total", "totals", "gesamt", "gesamtsumme", "总计", "總計", "合計", "totale"];
    if name.is_empty() || is_total.contains(&name.as_str()) {
        row.set_aside();
        return Ok(());
    }
    let mut sessions = 0;
    for place in &columns.sessions {
        sessions += row.count(Some(*place), 0)?;
    }
    let revenue = row.number(columns.revenue)?;
    let (from, to) = match (columns.day, days) {
        (Some(place), _) => {
            let day = match day_of(&row.text(place)) {
                Some(day) => day,
                None => row.moment(place)?.date(),
            };
            (day, day)
        }
        (None, Some(days)) => days,
        (None, None) => return Err(row.fault(columns.name, CellProblem::Missing)),
    };
    let medium = row.word(columns.medium);
    let (source, medium) = match name.split_once(" / ") {
        Some((source, medium)) => (source.to_owned(), medium.to_owned()),
        None => (name, medium),
    };
    let channel: Arc<str> = ANY_STORE.into();
    for (date, amount) in spread(sessions.into(), from, to) {
        let identity = identity(&[&source, &medium, &date.to_string()]);
        let (channel, currency) = (channel.clone(), Currency::NONE);
        findings.add(MoneyEntry { identity, date, channel, currency, column: MonthFigure::Sessions, amount });
    }
    let told = sources.entry((from.first_of_month(), source, medium)).or_default();
    told.0 += u64::from(sessions);
    told.1 = match (told.1, revenue) {
        (None, revenue) => revenue,
        (before, None) => before,
        (Some(before), Some(revenue)) => Some(before + revenue),
    };
    Ok(())
}

/// The first day of a month written as `202511`.
fn day_of(text: &str) -> Option<Date> {
    let is_month = text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit());
    is_month.then(|| period_in(text)).flatten().map(|days| days.0)
}
