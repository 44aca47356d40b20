//! A chart handed on as a picture, a table as cells.

use egui::{Align, Label, Layout, RichText, Ui};
use sortie_engine::plan::Plan;
use sortie_engine::unit::{Day, Month};

use crate::command::Command;
use crate::desk::Desk;
use crate::edit::editor::caption_ui;
use crate::screen::cells;
use crate::screen::picture::{ChartCard, offer_ui, take};
use crate::theme::{CONTROL_HEIGHT, GAP, strong_font, type_size};
use crate::widget::button::link_button;
use crate::widget::table::FigureTable;

/// Names of closures that an assumption line has room for.
const NAMED: usize = 2;

/// Shows a chart under its title, and takes its picture where that is asked for.
pub fn chart_ui(
    ui: &mut Ui,
    desk: &mut Desk,
    plan: &Plan,
    title: &str,
    mut chart: impl FnMut(&mut Ui, &mut Desk),
) {
    let is_offered = ui.horizontal(|ui| {
        ui.set_height(CONTROL_HEIGHT);
        let offered = ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let offered = ui.push_id(title, |ui| offer_ui(ui, desk)).inner;
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let letters =
                    RichText::new(title).font(strong_font(type_size::BODY)).color(desk.palette.text);
                ui.add(Label::new(letters).truncate());
            });
            offered
        });
        offered.inner
    });
    chart(ui, desk);
    if is_offered.inner {
        hand_on(desk, plan, title, chart);
    }
}

/// Shows the picture of a chart, ready to be copied or saved.
pub fn hand_on(desk: &mut Desk, plan: &Plan, title: &str, mut chart: impl FnMut(&mut Ui, &mut Desk)) {
    let around = CardWords::new(desk, plan);
    let picture = take(desk.palette, &around.card(title), |ui| chart(ui, desk));
    desk.commands.push(Command::Look(picture));
}

/// As [`hand_on`], for a chart that only looks at the desk: what to ask for once it is shown.
pub fn picture_of(desk: &Desk, plan: &Plan, title: &str, chart: impl FnMut(&mut Ui)) -> Command {
    Command::Look(take(desk.palette, &CardWords::new(desk, plan).card(title), chart))
}

/// The words around a chart on its card.
struct CardWords {
    plan: String,
    date: String,
    assumptions: String,
}

impl CardWords {
    fn new(desk: &Desk, plan: &Plan) -> Self {
        let words = desk.words;
        let named: Vec<&str> = plan.shocks.iter().take(NAMED).map(|shock| words.ready(&shock.name)).collect();
        let known = [
            ("months", plan.horizon_months.to_string()),
            ("start", words.month(plan.start)),
            ("shocks", named.join(words.get("answer.and"))),
        ];
        let known = known.each_ref().map(|(key, text)| (*key, text.as_str()));
        Self {
            plan: words.ready(&plan.name).to_owned(),
            date: today(desk),
            assumptions: words.with("answer.assumptions", &known),
        }
    }

    fn card<'a>(&'a self, title: &'a str) -> ChartCard<'a> {
        ChartCard { title, plan: &self.plan, date: &self.date, assumptions: &self.assumptions }
    }
}

/// The day on which a picture is taken, where the seller is.
fn today(desk: &Desk) -> String {
    let date = jiff::Zoned::now().date();
    let month = Month::new(i32::from(date.year()), date.month().unsigned_abs()).unwrap_or_default();
    desk.words.day(Day { month, day: Some(date.day().unsigned_abs()) })
}

/// What can be done with a table: it is copied as cells, or saved as a file.
pub fn cells_ui(ui: &mut Ui, desk: &mut Desk, name: &str, table: &FigureTable) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        if link_button(ui, desk.palette, desk.words.get("answer.copy_cells")).clicked() {
            cells_of(name, table).copy(ui.ctx());
            desk.view.copied = Some(table.id);
        }
        if link_button(ui, desk.palette, desk.words.get("answer.save_cells")).clicked() {
            desk.commands.extend(cells_of(name, table).export().map(Command::Export));
        }
        if desk.view.copied == Some(table.id) {
            caption_ui(ui, desk, desk.words.get("answer.copied"));
        }
    });
}

/// The table with its numbers in full.
fn cells_of(name: &str, table: &FigureTable) -> cells::CopiedTable {
    let titles = table.columns.iter().map(|column| column.title.clone());
    let row = |row: &crate::widget::table::TableRow| {
        let figures = row.cells.iter().map(|cell| match cell.raw {
            Some(x) => cells::CopiedCell::Number(x),
            None => cells::CopiedCell::Text(cell.text.clone()),
        });
        std::iter::once(cells::CopiedCell::Text(row.name.clone())).chain(figures).collect()
    };
    cells::CopiedTable {
        name: name.to_owned(),
        columns: std::iter::once(table.names.to_owned()).chain(titles).collect(),
        rows: table.rows.iter().map(row).collect(),
    }
}
