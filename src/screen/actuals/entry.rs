//! Entering what happened: the table of months, the month to be told next, and what cannot be used.

use crate::desk::actuals::ActualsFault;
use egui::{Align2, Id, ScrollArea, Sense, Ui, pos2, vec2};
use sortie_engine::forecast::Metric;
use sortie_engine::plan::Plan;
use sortie_engine::unit::Month;

use super::figures::{ActualsColumn, columns, tells_more};
use super::months::{self, WrittenFigure, act, content};
use crate::desk::Desk;
use crate::desk::doubt::DoubtedCell;
use crate::edit::editor::{caption_ui, fault_ui};
use crate::edit::grid_doubt::{CellNumber, WrittenCell, grid_doubt_ui, question};
use crate::text::Words;
use crate::theme::{GAP, icon, plain_font, strong_font, type_size};
use crate::widget::button::{icon_button, link_button, main_button};
use crate::widget::elided;
use crate::widget::grid::{Grid, GridAction, GridCell, GridColumn, GridContent, GridSelection, HEAD, ROW};

/// The width of the column of months, which does not scroll.
const MONTHS: f32 = 86.0;
/// The width of a column of figures.
const FIGURE: f32 = 88.0;
/// Cells that cannot be used are told up to here.
const TOLD: usize = 6;

/// Whether the table has the keyboard, so that letters and digits are meant for it.
pub fn takes_keys(ctx: &egui::Context) -> bool {
    ctx.memory(|memory| memory.has_focus(grid_id()))
}

/// What tells the table from everything else.
pub fn grid_id() -> Id {
    Id::unique("table of what happened")
}

/// Puts the month to be told next in hand, and the keyboard into it.
pub fn take_next(desk: &mut Desk, plan: &Plan) {
    // Profit is not entered by month: what came is drawn beside revenue.
    if desk.view.chart.metric == Metric::Profit {
        desk.view.chart.metric = Metric::Revenue;
    }
    let next = months::next(plan);
    let state = &mut desk.view.actuals;
    (state.in_hand, state.is_sought) = (Some(next), true);
    let row = months::rows(plan, Some(next)).iter().position(|month| *month == next).unwrap_or(0);
    let column = months::first_used(plan, state.is_more || tells_more(plan));
    state.grid.selection = GridSelection::at(GridCell { row, column });
    desk.view.wanted_focus = Some(grid_id());
}

/// Shows the table with what can be done to it.
pub fn entry_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan) {
    let words = desk.words;
    caption_ui(ui, desk, words.get("actuals.explained"));
    let is_begun = !plan.actuals.is_empty() || desk.view.actuals.in_hand.is_some();
    if is_begun {
        table_ui(ui, desk, plan);
    }
    ui.horizontal_wrapped(|ui| {
        let next = words.month(months::next(plan));
        let enter = words.with("actuals.enter", &[("month", &next)]);
        if main_button(ui, desk.palette, &enter).clicked() {
            take_next(desk, plan);
        }
        if is_begun {
            remove_ui(ui, desk, plan);
        }
        if is_begun && !tells_more(plan) {
            more_ui(ui, desk);
        }
    });
    let last = months::next(plan).plus(-1);
    let n_last = last.since(plan.start);
    if !plan.actuals.is_empty() && !(0..plan.horizon_months as i32).contains(&n_last) {
        caption_ui(ui, desk, &words.with("actuals.outside", &[("month", &words.month(last))]));
    }
}

/// The way to take out the month in which the keyboard is.
fn remove_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan) {
    let rows = months::rows(plan, desk.view.actuals.in_hand);
    let Some(month) = rows.get(desk.view.actuals.grid.selection.cursor.row).copied() else { return };
    let label = desk.words.with("actuals.remove", &[("month", &desk.words.month(month))]);
    if icon_button(ui, desk.palette, icon::TRASH, &label, true).clicked() {
        months::remove(plan, month);
        forget(desk, month);
    }
}

/// The way to figures that few sellers keep, and back.
fn more_ui(ui: &mut Ui, desk: &mut Desk) {
    let is_more = desk.view.actuals.is_more;
    let label = desk.words.get(if is_more { "actuals.fewer_figures" } else { "actuals.more_figures" });
    if link_button(ui, desk.palette, label).clicked() {
        desk.view.actuals.is_more = !is_more;
        desk.view.actuals.grid.selection = GridSelection::at(GridCell::default());
        desk.view.actuals.faults.clear();
        desk.view.set_fault(grid_id(), None);
    }
}

/// A month that is taken out is in hand no more.
fn forget(desk: &mut Desk, month: Month) {
    let state = &mut desk.view.actuals;
    state.in_hand = state.in_hand.filter(|own| *own != month);
    state.faults.clear();
    desk.view.set_fault(grid_id(), None);
}

fn table_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan) {
    let words = desk.words;
    let rows = months::rows(plan, desk.view.actuals.in_hand);
    let is_more = desk.view.actuals.is_more || tells_more(plan);
    let own_columns = columns(plan, is_more);
    let shown: Vec<GridColumn> = own_columns.iter().map(|column| head(words, plan, *column)).collect();
    let row_names: Vec<String> = rows.iter().map(|month| words.month(*month)).collect();
    let mut action = None;
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.horizontal_top(|ui| {
            months_ui(ui, desk, &row_names);
            ScrollArea::horizontal().id_salt("what happened").show(ui, |ui| {
                let (known, faults) = (&*plan, desk.view.actuals.faults.clone());
                let content = |cell: GridCell| GridContent {
                    is_faulty: faults.iter().any(|fault| fault.cell == cell),
                    ..content(words, known, rows[cell.row], own_columns[cell.column])
                };
                let name = words.get(if is_more { "actuals.table_more" } else { "actuals.table" });
                let grid =
                    Grid { id: grid_id(), name, columns: &shown, row_names: &row_names, content: &content };
                action = grid.show(ui, desk.palette, &mut desk.view.actuals.grid);
            });
        });
    });
    if std::mem::take(&mut desk.view.actuals.is_sought) {
        ui.scroll_to_rect_animation(ui.min_rect(), None, egui::style::ScrollAnimation::none());
    }
    fault_ui(ui, desk, grid_id());
    match action {
        // What stands before and behind the table is one step of the Tab key away.
        Some(GridAction::Leave { is_forward }) => {
            let to = if is_forward { egui::FocusDirection::Next } else { egui::FocusDirection::Previous };
            ui.memory_mut(|memory| memory.move_focus(to));
        }
        Some(action) => {
            let done = act(words, plan, &rows, &own_columns, &action);
            desk.view.actuals.doubt = done
                .as_ref()
                .ok()
                .and_then(|written| question(words, numbers_of(desk, plan, &own_columns, written)));
            let faults = done.err().unwrap_or_default();
            let told = told(words, &rows, &shown, &faults);
            desk.view.set_fault(grid_id(), told);
            desk.view.actuals.faults = faults;
        }
        None => {}
    }
    doubt_ui(ui, desk, plan, &own_columns);
}

/// The question about what was written last, and what comes of the answer.
fn doubt_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, columns: &[ActualsColumn]) {
    let (words, mut doubt) = (desk.words, desk.view.actuals.doubt.take());
    let rows = months::rows(plan, desk.view.actuals.in_hand);
    let known = &*plan;
    let typed = |cell: GridCell| match (rows.get(cell.row), columns.get(cell.column)) {
        (Some(month), Some(column)) => content(words, known, *month, *column).typed,
        _ => String::new(),
    };
    let back = grid_doubt_ui(ui, desk, &mut doubt, &typed);
    desk.view.actuals.doubt = doubt;
    for action in back {
        desk.view.actuals.faults = act(words, plan, &rows, columns, &action).err().unwrap_or_default();
    }
}

/// The figures that were written, where they stand in the table now.
fn numbers_of<'a>(
    desk: &Desk,
    plan: &Plan,
    columns: &[ActualsColumn],
    written: &[WrittenFigure],
) -> Vec<WrittenCell<'a>> {
    let words = desk.words;
    let rows = months::rows(plan, desk.view.actuals.in_hand);
    let number = |written: &WrittenFigure| {
        let WrittenFigure { month, column, before } = written;
        let row = rows.iter().position(|own| own == month)?;
        let cell = GridCell { row, column: columns.iter().position(|own| own == column)? };
        let after = content(words, plan, *month, *column).typed;
        let texts = DoubtedCell { cell, before: before.clone(), after };
        let name = format!("{} \u{B7} {}", head(words, plan, *column).name, words.month(*month));
        let value = column.figure(plan, *month)?;
        Some(WrittenCell {
            texts,
            name,
            number: CellNumber { field: "", unit: column.what.unit(plan), value },
        })
    };
    written.iter().filter_map(number).collect()
}

/// The months, where they stay while the rest scrolls.
fn months_ui(ui: &mut Ui, desk: &Desk, names: &[String]) {
    let size = vec2(MONTHS, HEAD + ROW * names.len() as f32);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let at = pos2(rect.left(), rect.top() + HEAD - 3.0);
    let (title, font) = (desk.words.get("actuals.month"), plain_font(type_size::CAPTION));
    ui.painter().text(at, Align2::LEFT_BOTTOM, title, font, desk.palette.dim);
    let cursor = desk.view.actuals.grid.selection.cursor.row;
    for (row, name) in names.iter().enumerate() {
        let middle = rect.top() + HEAD + ROW * (row as f32 + 0.5);
        let font = if row == cursor { strong_font(type_size::TABLE) } else { plain_font(type_size::TABLE) };
        elided(ui, pos2(rect.left(), middle), MONTHS - GAP, name, font, desk.palette.text);
    }
}

fn head(words: &Words, plan: &Plan, column: ActualsColumn) -> GridColumn {
    let (title, group, tip) = (column.title(words), column.place.name(words, plan), column.tip(words, plan));
    GridColumn {
        name: format!("{title} \u{B7} {group}"),
        title: title.to_owned(),
        group,
        tip,
        width: FIGURE,
        is_number: true,
        choices: vec![],
    }
}

/// Every cell that cannot be used, in words; nothing where all can.
fn told(words: &Words, rows: &[Month], columns: &[GridColumn], faults: &[ActualsFault]) -> Option<String> {
    if faults.is_empty() {
        return None;
    }
    let month = |row: usize| match rows.get(row) {
        Some(month) => words.month(*month),
        None => words.with("actuals.row", &[("n", &(row + 1).to_string())]),
    };
    let line = |fault: &ActualsFault| {
        let name = columns.get(fault.cell.column).map_or("", |column| column.name.as_str());
        let known =
            [("month", month(fault.cell.row)), ("column", name.to_owned()), ("what", fault.right.clone())];
        words.with("actuals.fault", &known.each_ref().map(|(key, text)| (*key, text.as_str())))
    };
    let mut lines: Vec<String> = faults.iter().take(TOLD).map(line).collect();
    if faults.len() > 1 {
        lines.insert(0, words.get("sheet.nothing_done").to_owned());
    }
    let rest = faults.len().saturating_sub(TOLD);
    if rest > 0 {
        lines.push(words.with("sheet.more_faults", &[("n", &rest.to_string())]));
    }
    Some(lines.join("\n"))
}
