//! What the plan says: what strategies cost, every assumption with who says so, and what really happened.

use rust_xlsxwriter::{Workbook, XlsxError};
use sortie_engine::compare::StrategyBill;

use super::months::month_cell;
use super::paper::{SheetNames, figure, formats, heads, money_shape, sheet, text};
use crate::address::name::guess_name;
use crate::address::unit::NumberUnit;
use crate::report::teller::ReportTeller;

/// Writes what the strategies of what is done cost, month by month.
pub fn write_costs(book: &mut Workbook, teller: &ReportTeller, names: &SheetNames) -> Result<(), XlsxError> {
    let (words, formats) = (teller.words, formats(teller));
    let sheet = sheet(book, &names.costs)?;
    let mut titles: Vec<String> =
        ["report.column_strategy", "report.column_bill"].map(|key| words.get(key).to_owned()).to_vec();
    titles.push(words.get("report.column_in_all").to_owned());
    heads(sheet, &formats, 0, &titles, 2)?;
    let months = &teller.figures.forecast.months;
    for (t, month) in months.iter().enumerate() {
        let head = formats.head_figure.clone().set_num_format("yyyy-mm");
        let at = (0, t as u16 + 3);
        figure(sheet, at, crate::report::living::serial(month.year(), month.number(), 1), &head)?;
    }
    let mut row = 0;
    let trace = teller.figures.trace.as_ref().filter(|_| teller.figures.chosen.is_some());
    for strategy in trace.iter().flat_map(|trace| &trace.strategies) {
        for bill in StrategyBill::ALL {
            let own = &strategy[bill];
            if own.iter().all(|x| *x == 0.0) {
                continue;
            }
            row += 1;
            text(sheet, (row, 0), words.name_of(teller.plan(), &strategy.id), &formats.words)?;
            text(sheet, (row, 1), words.bill(bill), &formats.words)?;
            figure(sheet, (row, 2), own.iter().sum(), &formats.money)?;
            for (t, x) in own.iter().enumerate() {
                figure(sheet, (row, t as u16 + 3), *x, &formats.money)?;
            }
        }
    }
    sheet.set_column_width(0, 30)?;
    sheet.set_column_range_width(1, months.len() as u16 + 2, 12)?;
    sheet.set_freeze_panes(1, 3)?;
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_print_area(0, 0, row.max(1), months.len() as u16 + 2)?;
    Ok(())
}

/// Writes every number that has a range, with its grade and who says so.
pub fn write_assumptions(
    book: &mut Workbook,
    teller: &ReportTeller,
    names: &SheetNames,
) -> Result<(), XlsxError> {
    let (words, formats) = (teller.words, formats(teller));
    let sheet = sheet(book, &names.assumptions)?;
    let columns = [
        "report.column_guess",
        "report.column_low",
        "report.column_likely",
        "report.column_high",
        "report.column_unit",
        "report.column_grade",
        "report.column_says",
    ];
    heads(sheet, &formats, 0, &columns.map(|key| words.get(key).to_owned()), 1)?;
    let mut row = 0;
    for (place, guess) in teller.figures.guesses.iter().enumerate() {
        let Some(field) = teller.figures.field_of(place) else { continue };
        row += 1;
        let (shape, unit) = match field.unit(teller.plan()) {
            NumberUnit::Money(currency) => (money_shape(&currency, "#,##0.00##"), currency),
            NumberUnit::Share | NumberUnit::Growth | NumberUnit::Ratio => {
                ("0.0###%".to_owned(), "%".to_owned())
            }
            NumberUnit::Months => ("0.##".to_owned(), words.get("report.unit_months").to_owned()),
            NumberUnit::Days => ("0.##".to_owned(), words.get("report.unit_days").to_owned()),
            NumberUnit::Count | NumberUnit::Number => ("#,##0.####".to_owned(), String::new()),
        };
        let format = formats.plain.clone().set_num_format(&shape);
        text(sheet, (row, 0), &guess_name(words, teller.plan(), field), &formats.words)?;
        for (column, x) in [guess.spread.low, guess.spread.likely, guess.spread.high].into_iter().enumerate()
        {
            figure(sheet, (row, column as u16 + 1), x, &format)?;
        }
        text(sheet, (row, 4), &unit, &formats.words)?;
        let grade = field.grade(teller.plan()).map(String::from).unwrap_or_default();
        text(sheet, (row, 5), &grade, &formats.words)?;
        let source = field.source(teller.plan(), words, Some(teller.order.day.month));
        let source = source.unwrap_or_else(|| words.get("report.no_source").to_owned());
        text(sheet, (row, 6), &source, &formats.wrapped)?;
    }
    sheet.set_column_width(0, 44)?;
    sheet.set_column_range_width(1, 5, 12)?;
    sheet.set_column_width(6, 80)?;
    sheet.autofilter(0, 0, row.max(1), 6)?;
    sheet.set_freeze_panes(1, 1)?;
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_print_area(0, 0, row.max(1), 6)?;
    Ok(())
}

/// Writes what really happened.
pub fn write_actuals(
    book: &mut Workbook,
    teller: &ReportTeller,
    names: &SheetNames,
) -> Result<(), XlsxError> {
    let (words, formats) = (teller.words, formats(teller));
    let plan = teller.plan();
    let sheet = sheet(book, &names.actuals)?;
    let mut titles: Vec<String> =
        ["report.column_month", "report.column_of"].map(|key| words.get(key).to_owned()).to_vec();
    let blank = sortie_engine::plan::ActualMonth::blank(plan.start);
    titles.extend(blank.figures().map(|(name, _)| words.field(name).to_owned()));
    heads(sheet, &formats, 0, &titles, 2)?;
    for (n, actual) in plan.actuals.iter().enumerate() {
        let row = n as u32 + 1;
        month_cell(sheet, (row, 0), actual.month, &formats)?;
        let channel = actual.channel.as_ref().and_then(|id| plan.channels.iter().find(|it| it.id == *id));
        let of = match (channel, &actual.strategy) {
            (Some(channel), _) => teller.channel(channel),
            (None, Some(strategy)) => words.name_of(plan, strategy).to_owned(),
            (None, None) => words.get("report.whole_business").to_owned(),
        };
        text(sheet, (row, 1), &of, &formats.words)?;
        for (column, (name, x)) in actual.figures().into_iter().enumerate() {
            let is_money = matches!(name, "revenue" | "refunds" | "cash");
            let format = if is_money { &formats.money_fine } else { &formats.count };
            figure(sheet, (row, column as u16 + 2), x.unwrap_or(f64::NAN), format)?;
        }
    }
    if plan.actuals.is_empty() {
        text(sheet, (1, 0), words.get("report.no_actuals"), &formats.dim)?;
    }
    sheet.set_column_range_width(0, titles.len() as u16, 16)?;
    sheet.set_freeze_panes(1, 2)?;
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_print_area(0, 0, plan.actuals.len().max(1) as u32, titles.len() as u16 - 1)?;
    Ok(())
}
