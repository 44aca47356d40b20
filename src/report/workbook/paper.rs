//! How sheets look: their names, formats, heads, print.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use crate::report::teller::ReportTeller;
use crate::text::{Words, quiet};
use crate::theme::Palette;

/// The paper size that prints as A4.
const A4: u8 = 9;

/// The most letters of a sheet's name.
const NAME: usize = 31;

/// What the sheets are called.
pub struct SheetNames {
    pub summary: String,
    pub months: String,
    pub channels: String,
    pub cash: String,
    pub costs: String,
    pub assumptions: String,
    pub actuals: String,
    pub inputs: String,
    /// The living sheets: no response, and what is done.
    pub living: [String; 2],
}

impl SheetNames {
    /// The names in a language.
    pub fn new(words: &Words) -> Self {
        let name = |key: &str| words.get(key).chars().take(NAME).collect();
        Self {
            summary: name("report.sheet_summary"),
            months: name("report.sheet_months"),
            channels: name("report.sheet_channels"),
            cash: name("report.sheet_cash"),
            costs: name("report.sheet_costs"),
            assumptions: name("report.sheet_assumptions"),
            actuals: name("report.sheet_actuals"),
            inputs: name("report.sheet_inputs"),
            living: [name("report.sheet_living_none"), name("report.sheet_living_chosen")],
        }
    }
}

/// A name as formulas call a sheet.
pub fn quoted(name: &str) -> String {
    format!("'{}'", name.replace('\'', "''"))
}

/// The formats of a workbook.
pub struct PaperFormats {
    pub title: Format,
    pub words: Format,
    pub wrapped: Format,
    pub dim: Format,
    pub head: Format,
    pub head_figure: Format,
    pub section: Format,
    pub money: Format,
    pub money_fine: Format,
    pub count: Format,
    pub share: Format,
    pub plain: Format,
    pub month: Format,
}

impl PaperFormats {
    /// The formats of a plan in this currency.
    pub fn new(palette: &Palette, currency: &str) -> Self {
        let color = |of: egui::Color32| Color::RGB(u32::from_be_bytes([0, of.r(), of.g(), of.b()]));
        let base = || Format::new().set_align(FormatAlign::Top);
        let figure = |shape: &str| base().set_num_format(shape);
        let head = || {
            Format::new()
                .set_bold()
                .set_text_wrap()
                .set_background_color(color(palette.window))
                .set_border_bottom(FormatBorder::Thin)
                .set_align(FormatAlign::Top)
        };
        Self {
            title: Format::new().set_bold().set_font_size(16),
            words: base(),
            wrapped: base().set_text_wrap(),
            dim: base().set_font_color(color(palette.dim)).set_text_wrap(),
            head: head(),
            head_figure: head().set_align(FormatAlign::Right),
            section: Format::new().set_bold().set_background_color(color(palette.accent_wash)),
            money: figure(&money_shape(currency, "#,##0")),
            money_fine: figure(&money_shape(currency, "#,##0.00")),
            count: figure("#,##0.##"),
            share: figure("0.0%"),
            plain: figure("General"),
            month: figure("yyyy-mm").set_align(FormatAlign::Left),
        }
    }
}

/// How money of a currency is shown in a cell.
pub fn money_shape(currency: &str, digits: &str) -> String {
    let sign = match currency {
        "USD" => "US$",
        "CNY" | "JPY" => "\u{a5}",
        "EUR" => "\u{20ac}",
        "GBP" => "\u{a3}",
        // A code is three capital letters; anything else would be taken for a shape.
        code if code.len() == 3 && code.bytes().all(|c| c.is_ascii_uppercase()) => code,
        _ => "",
    };
    let gap = if sign.len() == 3 && sign.is_ascii() && sign != "US$" { " " } else { "" };
    format!("\"{sign}{gap}\"{digits};-\"{sign}{gap}\"{digits}")
}

/// A sheet of this name, ready to be printed.
pub fn sheet<'b>(book: &'b mut Workbook, name: &str) -> Result<&'b mut Worksheet, XlsxError> {
    let sheet = book.add_worksheet();
    sheet.set_name(name)?;
    sheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0);
    Ok(sheet)
}

/// The formats of a report.
pub fn formats(teller: &ReportTeller) -> PaperFormats {
    PaperFormats::new(teller.palette, &teller.plan().currency)
}

/// Writes the titles of columns from a place to the right; the first `n_words` are of words.
pub fn heads(
    sheet: &mut Worksheet,
    formats: &PaperFormats,
    row: u32,
    titles: &[String],
    n_words: usize,
) -> Result<(), XlsxError> {
    for (column, title) in titles.iter().enumerate() {
        let format = if column < n_words { &formats.head } else { &formats.head_figure };
        text(sheet, (row, column as u16), title, format)?;
    }
    Ok(())
}

/// Writes words as words, whatever they begin with.
pub fn text(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    words: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    // A cell takes no more.
    const MOST: usize = 32_000;
    let told: String = quiet(words).chars().take(MOST).collect();
    sheet.write_string_with_format(row, column, told, format)?;
    Ok(())
}

/// Writes a number that is one.
pub fn figure(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    x: f64,
    format: &Format,
) -> Result<(), XlsxError> {
    if x.is_finite() {
        sheet.write_number_with_format(row, column, x, format)?;
    }
    Ok(())
}

/// A column by its letters, the first being 0.
pub fn letters_of(column: u16) -> String {
    let (mut rest, mut told) = (u32::from(column) + 1, String::new());
    while rest > 0 {
        let letter = ((rest - 1) % 26) as u8;
        told.insert(0, char::from(b'A' + letter));
        rest = (rest - 1) / 26;
    }
    told
}
