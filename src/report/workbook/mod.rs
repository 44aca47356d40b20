//! The workbook: every figure in sheets with charts of the spreadsheet's own, and the likely path as formulas.

mod inputs;
mod months;
mod paper;
mod plan;
mod summary;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};
use sortie_engine::forecast::central;

use super::living::{InputBook, free_inputs, living_sheet};
use super::teller::ReportTeller;
use paper::SheetNames;

/// The workbook of a report; nothing where it cannot be written.
pub fn workbook(teller: &ReportTeller) -> Option<Vec<u8>> {
    write(teller).ok()
}

fn write(teller: &ReportTeller) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let day = teller.order.day;
    let year = u16::try_from(day.month.year()).unwrap_or(2000);
    let made = ExcelDateTime::from_ymd(year, day.month.number(), day.day.unwrap_or(1))?;
    let title = teller.words.with("report.title", &[("name", &teller.plan_name())]);
    book.set_properties(
        &DocProperties::new().set_title(title).set_author("Sortie").set_creation_datetime(&made),
    );
    let names = SheetNames::new(teller.words);
    summary::write(&mut book, teller, &names)?;
    months::write_months(&mut book, teller, &names)?;
    months::write_channels(&mut book, teller, &names)?;
    months::write_cash(&mut book, teller, &names)?;
    plan::write_costs(&mut book, teller, &names)?;
    plan::write_assumptions(&mut book, teller, &names)?;
    plan::write_actuals(&mut book, teller, &names)?;
    write_living(&mut book, teller, &names)?;
    book.save_to_buffer()
}

/// The inputs, and the likely path of no response and of what is done over them.
fn write_living(book: &mut Workbook, teller: &ReportTeller, names: &SheetNames) -> Result<(), XlsxError> {
    let plan = teller.plan();
    let likely = central(&teller.figures.model);
    let mut places: Vec<usize> = likely.baselines.no_response.into_iter().collect();
    places.extend(teller.figures.chosen.filter(|chosen| Some(*chosen) != likely.baselines.no_response));
    if places.is_empty() && !plan.scenarios.is_empty() {
        places.push(0);
    }
    let mut inputs = InputBook::default();
    let mut sheets = vec![];
    for place in &places {
        if let Some(sheet) = living_sheet(plan, teller.words, &likely, *place, &mut inputs) {
            sheets.push((*place, sheet));
        }
    }
    let free: Vec<Vec<bool>> = places.iter().map(|place| free_inputs(plan, &inputs, *place)).collect();
    inputs::write_inputs(book, teller, names, &inputs, &free)?;
    let values = inputs.values();
    for (nth, (place, sheet)) in sheets.iter().enumerate() {
        let what = inputs::SheetToWrite { nth, place: *place, sheet, values: &values };
        inputs::write_sheet(book, teller, names, &what)?;
    }
    Ok(())
}
