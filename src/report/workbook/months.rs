//! Figures by month: all of every scenario, revenue by channel, and cash.

use rust_xlsxwriter::{Chart, ChartAxisLabelPosition, ChartType, Workbook, Worksheet, XlsxError};
use sortie_engine::forecast::{Metric, ScenarioForecast};
use sortie_engine::unit::Month;

use super::paper::{PaperFormats, SheetNames, figure, formats, heads, sheet, text};
use crate::report::living::serial;
use crate::report::teller::ReportTeller;

/// Writes every figure of every scenario and month: on the likely path, the mean and the percentiles.
pub fn write_months(book: &mut Workbook, teller: &ReportTeller, names: &SheetNames) -> Result<(), XlsxError> {
    let (words, formats) = (teller.words, formats(teller));
    let sheet = sheet(book, &names.months)?;
    let titles = teller.figure_heads();
    heads(sheet, &formats, 0, &titles, 3)?;
    let mut row = 0;
    for (place, scenario) in teller.figures.forecast.scenarios.iter().enumerate() {
        let name = teller.scenario(place);
        for metric in Metric::ALL {
            for (t, month) in teller.figures.forecast.months.iter().enumerate() {
                row += 1;
                text(sheet, (row, 0), &name, &formats.words)?;
                month_cell(sheet, (row, 1), *month, &formats)?;
                text(sheet, (row, 2), words.metric(metric), &formats.words)?;
                let format = if metric.is_money() { &formats.money } else { &formats.count };
                for (column, x) in figures_of(scenario, metric, t).into_iter().enumerate() {
                    figure(sheet, (row, column as u16 + 3), x, format)?;
                }
            }
        }
    }
    sheet.set_column_width(0, 28)?;
    sheet.set_column_range_width(1, 11, 12)?;
    sheet.autofilter(0, 0, row, titles.len() as u16 - 1)?;
    finish(sheet, (1, 3), (row, titles.len() as u16 - 1))
}

/// Freezes the heads, and says what is printed.
fn finish(sheet: &mut Worksheet, (row, column): (u32, u16), last: (u32, u16)) -> Result<(), XlsxError> {
    sheet.set_freeze_panes(row, column)?;
    sheet.set_repeat_rows(0, row.saturating_sub(1))?;
    sheet.set_print_area(0, 0, last.0, last.1)?;
    Ok(())
}

/// Likely, mean, and the percentiles; without paths the first alone.
fn figures_of(scenario: &ScenarioForecast, metric: Metric, t: usize) -> Vec<f64> {
    let mut figures = vec![scenario.central[metric][t]];
    if let Some(fan) = &scenario.fan {
        figures.push(fan.mean[metric][t]);
        figures.extend(fan.quantiles[metric][t]);
    }
    figures
}

/// A month as a day that a spreadsheet reckons with.
pub fn month_cell(
    sheet: &mut Worksheet,
    at: (u32, u16),
    month: Month,
    formats: &PaperFormats,
) -> Result<(), XlsxError> {
    figure(sheet, at, serial(month.year(), month.number(), 1), &formats.month)
}

/// Writes revenue by channel and month: links open, no response, and what is done.
pub fn write_channels(
    book: &mut Workbook,
    teller: &ReportTeller,
    names: &SheetNames,
) -> Result<(), XlsxError> {
    let formats = formats(teller);
    let forecast = &teller.figures.forecast;
    let sheet = sheet(book, &names.channels)?;
    let plan = teller.plan();
    let mut titles: Vec<String> = ["report.column_scenario", "report.column_month"]
        .map(|key| teller.words.get(key).to_owned())
        .to_vec();
    titles.extend(plan.channels.iter().map(|channel| teller.channel(channel)));
    heads(sheet, &formats, 0, &titles, 2)?;
    let mut shown: Vec<usize> =
        [forecast.baselines.links_open, forecast.baselines.no_response].into_iter().flatten().collect();
    shown.extend(teller.figures.chosen.filter(|chosen| !shown.contains(chosen)));
    let n = forecast.months.len() as u32;
    for (nth, place) in shown.iter().enumerate() {
        let scenario = &forecast.scenarios[*place];
        let table = scenario.fan.as_ref().map_or(&scenario.central, |fan| &fan.mean);
        for (t, month) in forecast.months.iter().enumerate() {
            let row = 1 + nth as u32 * n + t as u32;
            text(sheet, (row, 0), &teller.scenario(*place), &formats.words)?;
            month_cell(sheet, (row, 1), *month, &formats)?;
            for (column, months) in table.channel_revenue.iter().enumerate() {
                figure(sheet, (row, column as u16 + 2), months[t], &formats.money)?;
            }
        }
    }
    let last = shown.len() as u32 * n;
    if let Some(first) = last.checked_sub(n).filter(|_| n > 0) {
        let mut chart = Chart::new(ChartType::ColumnStacked);
        for column in 0..plan.channels.len() as u16 {
            chart
                .add_series()
                .set_name((names.channels.as_str(), 0, column + 2))
                .set_categories((names.channels.as_str(), first + 1, 1, last, 1))
                .set_values((names.channels.as_str(), first + 1, column + 2, last, column + 2));
        }
        chart.title().set_name((names.channels.as_str(), last, 0));
        chart.set_width(820).set_height(360);
        sheet.insert_chart(last + 2, 0, &chart)?;
    }
    sheet.set_column_width(0, 24)?;
    sheet.set_column_range_width(1, titles.len() as u16, 14)?;
    finish(sheet, (1, 2), (last + 21, titles.len() as u16 - 1))
}

/// Writes the cash of what is done, or of no response, month by month, with what is spent.
pub fn write_cash(book: &mut Workbook, teller: &ReportTeller, names: &SheetNames) -> Result<(), XlsxError> {
    let formats = formats(teller);
    let forecast = &teller.figures.forecast;
    let sheet = sheet(book, &names.cash)?;
    let place = teller.figures.chosen.or(forecast.baselines.no_response).unwrap_or(0);
    let Some(scenario) = forecast.scenarios.get(place) else { return Ok(()) };
    let titles = teller.heads(["report.column_month", "report.column_spent", "report.column_out_share"]);
    text(sheet, (0, 0), &teller.scenario(place), &formats.title)?;
    heads(sheet, &formats, 1, &titles, 1)?;
    let spent = teller.spent();
    for (t, month) in forecast.months.iter().enumerate() {
        let row = t as u32 + 2;
        month_cell(sheet, (row, 0), *month, &formats)?;
        figure(sheet, (row, 1), spent[t], &formats.money)?;
        figure(sheet, (row, 2), teller.figures.out_by.get(t).copied().unwrap_or(f64::NAN), &formats.share)?;
        for (column, x) in figures_of(scenario, Metric::Cash, t).into_iter().enumerate() {
            figure(sheet, (row, column as u16 + 3), x, &formats.money)?;
        }
    }
    let last = forecast.months.len() as u32 + 1;
    let mut chart = Chart::new(ChartType::Line);
    // The tenth, the middle and the ninth of ten; the likely path where no futures were drawn.
    let columns: &[u16] = if scenario.fan.is_some() { &[6, 8, 10] } else { &[3] };
    for column in columns {
        chart
            .add_series()
            .set_name((names.cash.as_str(), 1, *column))
            .set_categories((names.cash.as_str(), 2, 0, last, 0))
            .set_values((names.cash.as_str(), 2, *column, last, *column));
    }
    chart.x_axis().set_label_position(ChartAxisLabelPosition::Low);
    chart.title().set_name((names.cash.as_str(), 0, 0));
    chart.set_width(820).set_height(360);
    sheet.insert_chart(last + 2, 0, &chart)?;
    sheet.set_column_range_width(0, titles.len() as u16, 13)?;
    finish(sheet, (2, 1), (last + 21, titles.len() as u16 - 1))
}
