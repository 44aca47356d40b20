//! The inputs, and the likely path of a scenario as formulas over them.

use rust_xlsxwriter::{Color, Formula, Workbook, Worksheet, XlsxError};

use super::paper::{
    PaperFormats, SheetNames, figure, formats, heads, letters_of, money_shape, quoted, sheet, text,
};
use crate::report::living::{CellNames, InputBook, InputLook, LineLook, LivingSheet, serial};
use crate::report::teller::ReportTeller;

/// Rows above the first input.
const FIRST_INPUT: u32 = 4;
/// The column of the inputs' values.
const VALUE: u16 = 1;
/// Rows above the first line of a sheet.
const FIRST_LINE: u32 = 4;
/// Columns before the first month.
const FIRST_MONTH: u16 = 2;

/// A sheet that is written.
pub struct SheetToWrite<'a> {
    /// Which of the sheets it is.
    pub nth: usize,
    /// The scenario's place.
    pub place: usize,
    /// Its lines.
    pub sheet: &'a LivingSheet,
    /// The values of the inputs.
    pub values: &'a [f64],
}

/// Where the cells of a sheet are.
struct WrittenCells<'a> {
    inputs: &'a str,
}

impl CellNames for WrittenCells<'_> {
    fn input(&self, place: usize) -> String {
        let row = FIRST_INPUT + place as u32 + 1;
        format!("{}!${}${row}", self.inputs, letters_of(VALUE))
    }

    fn cell(&self, line: usize, month: usize) -> String {
        format!("{}{}", letters_of(FIRST_MONTH + month as u16), FIRST_LINE + line as u32 + 1)
    }
}

/// Writes the inputs. `free` tells for each living sheet which of them may be moved there.
pub fn write_inputs(
    book: &mut Workbook,
    teller: &ReportTeller,
    names: &SheetNames,
    inputs: &InputBook,
    free: &[Vec<bool>],
) -> Result<(), XlsxError> {
    let (words, formats) = (teller.words, formats(teller));
    let own = sheet(book, &names.inputs)?;
    text(own, (0, 0), &names.inputs, &formats.title)?;
    text(own, (1, 0), words.get("report.inputs_explained"), &formats.dim)?;
    own.set_row_height(1, 48)?;
    let mut titles: Vec<String> = ["report.column_input", "report.column_likely", "report.column_unit"]
        .map(|key| words.get(key).to_owned())
        .to_vec();
    titles.extend(names.living.iter().take(free.len()).cloned());
    titles.push(words.get("report.column_says").to_owned());
    heads(own, &formats, FIRST_INPUT - 1, &titles, 1)?;
    let typed = Color::RGB({
        let accent = teller.palette.accent;
        u32::from_be_bytes([0, accent.r(), accent.g(), accent.b()])
    });
    for (n, input) in inputs.inputs.iter().enumerate() {
        let row = FIRST_INPUT + n as u32;
        text(own, (row, 0), &input.name, &formats.words)?;
        let (shape, unit) = match &input.look {
            InputLook::Money(currency) => (money_shape(currency, "#,##0.00##"), currency.clone()),
            InputLook::Share => ("0.0###%".to_owned(), "%".to_owned()),
            InputLook::Plain => ("General".to_owned(), String::new()),
            InputLook::Day => ("yyyy-mm-dd".to_owned(), words.get("report.unit_day").to_owned()),
        };
        let format = formats.plain.clone().set_num_format(&shape).set_font_color(typed);
        figure(own, (row, VALUE), input.value, &format)?;
        text(own, (row, 2), &unit, &formats.words)?;
        for (column, free) in free.iter().enumerate() {
            let key = if free.get(n) == Some(&true) { "report.input_free" } else { "report.input_bound" };
            text(own, (row, 3 + column as u16), words.get(key), &formats.words)?;
        }
        text(own, (row, 3 + free.len() as u16), &input.source, &formats.dim)?;
    }
    let last = FIRST_INPUT + inputs.inputs.len() as u32;
    own.set_column_width(0, 52)?;
    own.set_column_range_width(1, 2 + free.len() as u16, 16)?;
    own.set_column_width(3 + free.len() as u16, 70)?;
    own.set_freeze_panes(FIRST_INPUT, 1)?;
    own.set_repeat_rows(FIRST_INPUT - 1, FIRST_INPUT - 1)?;
    own.set_print_area(0, 0, last, 3 + free.len() as u16)?;
    let all = format!(
        "={}!${}${}:${}${last}",
        quoted(&names.inputs),
        letters_of(VALUE),
        FIRST_INPUT + 1,
        letters_of(VALUE)
    );
    book.define_name("Sortie_inputs", &all)?;
    Ok(())
}

/// Writes a sheet of formulas, with what the program tells below them.
pub fn write_sheet(
    book: &mut Workbook,
    teller: &ReportTeller,
    names: &SheetNames,
    what: &SheetToWrite,
) -> Result<(), XlsxError> {
    let formats = formats(teller);
    let SheetToWrite { nth, place, sheet: lines, values } = *what;
    let name = names.living[nth.min(1)].clone();
    let inputs = quoted(&names.inputs);
    let cells = WrittenCells { inputs: &inputs };
    let own = sheet(book, &name)?;
    let words = teller.words;
    text(own, (0, 0), &teller.scenario(place), &formats.title)?;
    text(own, (1, 0), words.get("report.living_explained"), &formats.words)?;
    heads(
        own,
        &formats,
        FIRST_LINE - 1,
        &[words.get("report.column_line").to_owned(), words.get("report.column_kind_of_line").to_owned()],
        2,
    )?;
    let head = formats.head_figure.clone().set_num_format("yyyy-mm");
    for (t, month) in teller.figures.forecast.months.iter().enumerate() {
        figure(
            own,
            (FIRST_LINE - 1, FIRST_MONTH + t as u16),
            serial(month.year(), month.number(), 1),
            &head,
        )?;
    }
    let worked_out = lines.values(values);
    for (n, line) in lines.lines.iter().enumerate() {
        let row = FIRST_LINE + n as u32;
        if line.look == LineLook::Title {
            for column in 0..FIRST_MONTH + lines.n_months as u16 {
                let told = if column == 0 { line.name.as_str() } else { "" };
                text(own, (row, column), told, &formats.section)?;
            }
            continue;
        }
        text(own, (row, 0), &line.name, &formats.words)?;
        let key = if line.is_given { "report.line_given" } else { "report.line_formula" };
        text(own, (row, 1), words.get(key), &formats.words)?;
        let format = look(&formats, line.look);
        let format = if line.is_given {
            format.clone().set_italic().set_background_color(given(teller))
        } else {
            format.clone()
        };
        for (t, cell) in line.cells.iter().enumerate() {
            let at = (row, FIRST_MONTH + t as u16);
            if line.is_given {
                figure(own, at, worked_out[n][t], &format)?;
                continue;
            }
            let result = worked_out[n][t];
            let formula = Formula::new(format!("={}", cell.written(&cells))).set_result(format!("{result}"));
            own.write_formula_with_format(at.0, at.1, formula, &format)?;
        }
    }
    let last = checks(own, teller, &formats, lines, &cells)?;
    own.set_column_width(0, 46)?;
    own.set_column_width(1, 10)?;
    own.set_column_range_width(FIRST_MONTH, FIRST_MONTH + lines.n_months as u16, 12)?;
    own.set_freeze_panes(FIRST_LINE, FIRST_MONTH)?;
    own.set_repeat_rows(FIRST_LINE - 1, FIRST_LINE - 1)?;
    own.set_print_area(0, 0, last, FIRST_MONTH + lines.n_months as u16 - 1)?;
    name_checks(book, teller, &name, nth, lines)
}

fn given(teller: &ReportTeller) -> Color {
    let wash = teller.palette.shock_wash;
    Color::RGB(u32::from_be_bytes([0, wash.r(), wash.g(), wash.b()]))
}

fn look(formats: &PaperFormats, look: LineLook) -> &rust_xlsxwriter::Format {
    match look {
        LineLook::Money => &formats.money_fine,
        LineLook::Count => &formats.count,
        LineLook::Share | LineLook::Title => &formats.plain,
    }
}

/// Writes what the program tells of the same figures, and by how much the formulas differ; returns the last row.
fn checks(
    own: &mut Worksheet,
    teller: &ReportTeller,
    formats: &PaperFormats,
    lines: &LivingSheet,
    cells: &WrittenCells,
) -> Result<u32, XlsxError> {
    let words = teller.words;
    let mut row = FIRST_LINE + lines.lines.len() as u32 + 1;
    text(own, (row, 0), words.get("report.living_checks"), &formats.section)?;
    for (line, told) in &lines.checks {
        let name = &lines.lines[*line].name;
        row += 1;
        text(own, (row, 0), &words.with("report.living_told", &[("name", name)]), &formats.words)?;
        row += 1;
        text(own, (row, 0), &words.with("report.living_off", &[("name", name)]), &formats.dim)?;
        for (t, x) in told.iter().enumerate() {
            let column = FIRST_MONTH + t as u16;
            figure(own, (row - 1, column), *x, &formats.money_fine)?;
            let at = format!("{}{row}", letters_of(column));
            let off = format!("={}-{at}", cells.cell(*line, t));
            own.write_formula_with_format(
                row,
                column,
                Formula::new(off).set_result("0"),
                &formats.money_fine,
            )?;
        }
    }
    Ok(row)
}

/// Gives the lines that a sheet ends with names of their own.
fn name_checks(
    book: &mut Workbook,
    teller: &ReportTeller,
    sheet: &str,
    nth: usize,
    lines: &LivingSheet,
) -> Result<(), XlsxError> {
    let last = letters_of(FIRST_MONTH + teller.figures.forecast.months.len() as u16 - 1);
    let which = ["no_response", "chosen"][nth.min(1)];
    for ((line, _), what) in lines.checks.iter().zip(["revenue", "profit", "cash"]) {
        let row = FIRST_LINE + *line as u32 + 1;
        let range = format!("={}!${}${row}:${last}${row}", quoted(sheet), letters_of(FIRST_MONTH));
        book.define_name(format!("Sortie_{what}_{which}"), &range)?;
    }
    Ok(())
}
