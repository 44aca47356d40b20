//! The first sheet: the verdict, the scenarios beside one another, and what is to be done.

use rust_xlsxwriter::{Chart, ChartAxisLabelPosition, ChartType, Workbook, Worksheet, XlsxError};
use sortie_engine::forecast::{P10, P50, P90};

use super::paper::{PaperFormats, SheetNames, figure, formats, heads, sheet, text};
use crate::report::part::ReportBlock;
use crate::report::teller::ReportTeller;

/// The row of the titles of the table.
const HEAD: u32 = 6;

/// Writes the verdict above the table.
fn write_verdict(
    sheet: &mut Worksheet,
    teller: &ReportTeller,
    formats: &PaperFormats,
) -> Result<(), XlsxError> {
    let mut row = 1;
    for block in teller.verdict_blocks() {
        let told: String = match block {
            ReportBlock::Lead(pieces) | ReportBlock::Words(pieces) => {
                pieces.iter().map(|piece| piece.text.as_str()).collect()
            }
            ReportBlock::Note(note) => note,
            _ => continue,
        };
        if row < HEAD - 1 {
            sheet.merge_range(row, 0, row, 9, "", &formats.wrapped)?;
            text(sheet, (row, 0), &told, &formats.wrapped)?;
            sheet.set_row_height(row, 34)?;
            row += 1;
        }
    }
    Ok(())
}

/// Writes the sheet.
pub fn write(book: &mut Workbook, teller: &ReportTeller, names: &SheetNames) -> Result<(), XlsxError> {
    let (words, formats) = (teller.words, formats(teller));
    let sheet = sheet(book, &names.summary)?;
    text(sheet, (0, 0), &teller.plan_name(), &formats.title)?;
    write_verdict(sheet, teller, &formats)?;
    let columns = [
        "report.column_scenario",
        "report.column_profit_low",
        "report.column_profit",
        "report.column_profit_high",
        "report.column_gain_low",
        "report.column_gain",
        "report.column_gain_high",
        "report.column_ahead_share",
        "report.column_kept",
        "report.column_lowest",
        "report.column_out_share",
    ];
    heads(sheet, &formats, HEAD, &columns.map(|key| words.get(key).to_owned()), 1)?;
    let compared = teller.compared();
    for (n, place) in compared.iter().enumerate() {
        let row = HEAD + 1 + n as u32;
        text(sheet, (row, 0), &teller.scenario(*place), &formats.words)?;
        let Some(summary) = teller.summary(*place) else {
            let profit = teller.figures.forecast.scenarios[*place].total_profit();
            figure(sheet, (row, 2), profit, &formats.money)?;
            continue;
        };
        let gain = summary.gain.filter(|_| teller.figures.forecast.baselines.no_response != Some(*place));
        let at = |idx: usize| gain.as_ref().and_then(|gain| gain.quantiles[idx]);
        let profit = summary.total_profit.quantiles;
        let money = [profit[P10], profit[P50], profit[P90], at(P10), at(P50), at(P90)];
        for (column, x) in money.into_iter().enumerate() {
            figure(sheet, (row, column as u16 + 1), x.unwrap_or(f64::NAN), &formats.money)?;
        }
        let ahead = summary.ahead_share.filter(|_| gain.is_some());
        let kept = summary.revenue_kept.as_ref().and_then(|kept| kept.mean);
        for (column, x) in [(7, ahead), (8, kept), (10, Some(summary.runs_out_of_cash))] {
            figure(sheet, (row, column), x.unwrap_or(f64::NAN), &formats.share)?;
        }
        let lowest = summary.lowest_cash.quantiles[P10];
        figure(sheet, (row, 9), lowest.unwrap_or(f64::NAN), &formats.money)?;
    }
    let last = HEAD + compared.len() as u32;
    let mut chart = Chart::new(ChartType::Bar);
    chart
        .add_series()
        .set_name((names.summary.as_str(), HEAD, 5))
        .set_categories((names.summary.as_str(), HEAD + 1, 0, last, 0))
        .set_values((names.summary.as_str(), HEAD + 1, 5, last, 5));
    chart.title().set_name((names.summary.as_str(), HEAD, 5));
    // Names stand at the edge, not across the bars below zero, and in the order of the table.
    chart.x_axis().set_label_position(ChartAxisLabelPosition::Low).set_reverse();
    chart.legend().set_hidden();
    chart.set_width(720).set_height(300);
    sheet.insert_chart(last + 2, 0, &chart)?;
    let mut row = last + 19;
    text(sheet, (row, 0), &teller.to_do_title(), &formats.section)?;
    for line in teller.to_do_lines() {
        row += 1;
        text(sheet, (row, 0), &line.when, &formats.words)?;
        text(sheet, (row, 1), &line.what, &formats.words)?;
    }
    sheet.set_column_width(0, 30)?;
    sheet.set_column_range_width(1, 10, 13)?;
    sheet.set_freeze_panes(HEAD + 1, 1)?;
    sheet.set_print_area(0, 0, row, 10)?;
    Ok(())
}
