//! The sheet: every field of every channel, with the keyboard and the clipboard of a spreadsheet.

pub(super) mod columns;

use egui::{Align2, Id, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};
use sortie_engine::plan::{ChannelKind, Plan, check};

use super::channels::edit;
use crate::address::PlanPart;
use crate::desk::Desk;
use crate::desk::doubt::DoubtedCell;
use crate::edit::editor::{caption_ui, fault_ui};
use crate::edit::grid_doubt::{CellNumber, WrittenCell, grid_doubt_ui, question};
use crate::text::Words;
use crate::theme::{plain_font, strong_font, type_size};
use crate::widget::card::card_ui;
use crate::widget::elided;
use crate::widget::grid::{Grid, GridAction, GridCell, GridColumn, GridSelection, HEAD, ROW};
use columns::{COLUMNS, ColumnKind, ColumnSpec, choices, content, set};

/// The width of the column of names, which does not scroll.
const NAMES: f32 = 170.0;
/// Cells that cannot be used are told up to here.
const TOLD: usize = 6;

/// Shows the sheet of all channels; returns whether the keyboard leaves it, and if so whether forward.
pub fn sheet_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan) -> Option<bool> {
    let words = desk.words;
    caption_ui(ui, desk, words.get("sheet.explained"));
    let columns: Vec<GridColumn> = COLUMNS.iter().map(|spec| column(words, plan, *spec)).collect();
    let row_names: Vec<String> =
        plan.channels.iter().map(|channel| words.ready(&channel.name).to_owned()).collect();
    let mut action = None;
    card_ui(ui, desk.palette, |ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.horizontal_top(|ui| {
            names_ui(ui, desk, &row_names);
            ScrollArea::horizontal().id_salt("sheet").show(ui, |ui| {
                let known = &*plan;
                let content = |cell: GridCell| content(words, known, cell);
                let name = words.get("sheet.name");
                let grid =
                    Grid { id: grid_id(), name, columns: &columns, row_names: &row_names, content: &content };
                action = grid.show(ui, desk.palette, &mut desk.view.channels.sheet);
            });
        });
    });
    fault_ui(ui, desk, grid_id());
    let cursor = desk.view.channels.sheet.selection.cursor;
    desk.view.channels.idx = cursor.row;
    let spec = COLUMNS[cursor.column.min(COLUMNS.len() - 1)];
    if matches!(spec.kind, ColumnKind::Estimate | ColumnKind::Number) {
        desk.view.hand.field = PlanPart::Channel(cursor.row).field(spec.name);
    }
    match action {
        Some(GridAction::Leave { is_forward }) => return Some(is_forward),
        Some(action) => {
            let done = act(words, plan, &action);
            let asked =
                done.as_ref().ok().and_then(|written| question(words, numbers_of(words, plan, written)));
            desk.view.channels.sheet_doubt = asked;
            desk.view.set_fault(grid_id(), done.err());
        }
        None => {}
    }
    doubt_ui(ui, desk, plan);
    None
}

/// The question about what was written last, and what comes of the answer.
fn doubt_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan) {
    let (words, mut doubt) = (desk.words, desk.view.channels.sheet_doubt.take());
    let known = &*plan;
    let typed = |cell: GridCell| match cell.row < known.channels.len() {
        true => content(words, known, cell).typed,
        false => String::new(),
    };
    let back = grid_doubt_ui(ui, desk, &mut doubt, &typed);
    desk.view.channels.sheet_doubt = doubt;
    for action in back {
        let done = act(words, plan, &action);
        desk.view.set_fault(grid_id(), done.err());
    }
}

/// Those of the written cells that hold numbers.
fn numbers_of<'a>(words: &Words, plan: &Plan, written: &[DoubtedCell]) -> Vec<WrittenCell<'a>> {
    let number = |texts: &DoubtedCell| {
        let spec = COLUMNS[texts.cell.column];
        let own = PlanPart::Channel(texts.cell.row).field(spec.name);
        let value = match spec.kind {
            ColumnKind::Number => own.number(plan)?.value,
            ColumnKind::Estimate => own.spread(plan)?.high,
            ColumnKind::Text(_) | ColumnKind::Choice(_) => return None,
        };
        let name = format!(
            "{} \u{B7} {}",
            words.field(spec.name),
            words.ready(&plan.channels.get(texts.cell.row)?.name)
        );
        let number = CellNumber { field: spec.name, unit: own.unit(plan), value };
        Some(WrittenCell { texts: texts.clone(), name, number })
    };
    written.iter().filter_map(number).collect()
}

/// Whether the sheet has the keyboard, so that letters and digits are meant for it.
pub fn takes_keys(ctx: &egui::Context) -> bool {
    ctx.memory(|memory| memory.has_focus(grid_id()))
}

/// What tells the grid from everything else.
fn grid_id() -> Id {
    Id::unique("sheet of channels")
}

fn column(words: &Words, plan: &Plan, spec: ColumnSpec) -> GridColumn {
    let ColumnSpec { group, name, kind } = spec;
    let width = match (name, kind) {
        ("notes", _) => 220.0,
        ("name", _) => 160.0,
        (_, ColumnKind::Choice(_)) => 118.0,
        _ => 96.0,
    };
    GridColumn {
        group: words.get(group).to_owned(),
        title: words.field(name).to_owned(),
        name: words.field(name).to_owned(),
        tip: words.tip(name).to_owned(),
        width,
        is_number: matches!(kind, ColumnKind::Number | ColumnKind::Estimate),
        choices: if let ColumnKind::Choice(choice) = kind { choices(words, plan, choice) } else { vec![] },
    }
}

/// The names again, where they stay while the rest scrolls.
fn names_ui(ui: &mut Ui, desk: &mut Desk, names: &[String]) {
    let size = vec2(NAMES, HEAD + ROW * names.len() as f32);
    // The keyboard changes a name in its column of the grid; here it is a way for the hand alone.
    let (rect, response) = ui.allocate_exact_size(size, Sense::CLICK);
    let title = desk.words.get("channels.channel");
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, title));
    let pressed = response.interact_pointer_pos().filter(|_| response.clicked());
    if let Some(at) = pressed.filter(|at| at.y > rect.top() + HEAD) {
        // A name is changed in its own column, which comes into view.
        let row = ((at.y - rect.top() - HEAD) / ROW) as usize;
        let column = COLUMNS.iter().position(|spec| spec.name == "name").unwrap_or(0);
        desk.view.channels.sheet.selection = GridSelection::at(GridCell { row, column });
        desk.view.channels.sheet.begin_typing();
        ui.memory_mut(|memory| memory.request_focus(grid_id()));
    }
    let at = pos2(rect.left(), rect.top() + HEAD - 3.0);
    ui.painter().text(at, Align2::LEFT_BOTTOM, title, plain_font(type_size::CAPTION), desk.palette.dim);
    let cursor = desk.view.channels.sheet.selection.cursor.row;
    for (row, name) in names.iter().enumerate() {
        let middle = rect.top() + HEAD + ROW * (row as f32 + 0.5);
        let font = if row == cursor { strong_font(type_size::TABLE) } else { plain_font(type_size::TABLE) };
        elided(ui, pos2(rect.left(), middle), NAMES - 10.0, name, font, desk.palette.text);
    }
}

/// Does what the seller did, all of it or nothing; returns the cells that were written.
fn act(words: &Words, plan: &mut Plan, action: &GridAction) -> Result<Vec<DoubtedCell>, String> {
    let mut changed = plan.clone();
    let cells = match action {
        GridAction::Type(cell, text) => vec![(*cell, text.clone())],
        GridAction::Clear(selection) => selection.cells().map(|cell| (cell, String::new())).collect(),
        GridAction::Leave { .. } => return Ok(vec![]),
        GridAction::FillDown(selection) => filled(words, plan, selection),
        GridAction::Paste(corner, block) => {
            add_rows(words, &mut changed, corner.row + block.len());
            pasted(*corner, block)
        }
    };
    let mut faults = vec![];
    // An empty cell is no number that anybody typed.
    let places: Vec<GridCell> =
        cells.iter().filter(|(_, text)| !text.trim().is_empty()).map(|(cell, _)| *cell).collect();
    // Amounts are read in the currency that the same block gives their channel.
    let is_currency = |cell: &(GridCell, String)| COLUMNS[cell.0.column].name == "currency";
    let (currencies, others): (Vec<_>, Vec<_>) = cells.into_iter().partition(is_currency);
    for (cell, text) in currencies.into_iter().chain(others) {
        if let Err(fault) = set(words, &mut changed, cell, &text) {
            let row = (cell.row + 1).to_string();
            let values =
                [("row", row.as_str()), ("column", words.field(COLUMNS[cell.column].name)), ("what", &fault)];
            faults.push(words.with("sheet.fault", &values));
        }
    }
    faults.extend(check(&changed).iter().map(|fault| words.fault_on_page(fault, Some(&changed))));
    if faults.is_empty() {
        let typed = |plan: &Plan, cell: GridCell| {
            let is_there = cell.row < plan.channels.len();
            if is_there { content(words, plan, cell).typed } else { String::new() }
        };
        let before: Vec<String> = places.iter().map(|cell| typed(plan, *cell)).collect();
        *plan = changed;
        let written = places.into_iter().zip(before);
        return Ok(written
            .map(|(cell, before)| DoubtedCell { cell, before, after: typed(plan, cell) })
            .collect());
    }
    let rest = faults.len().saturating_sub(TOLD);
    faults.truncate(TOLD);
    if rest > 0 {
        faults.push(words.with("sheet.more_faults", &[("n", &rest.to_string())]));
    }
    faults.insert(0, words.get("sheet.nothing_done").to_owned());
    Err(faults.join("\n"))
}

/// The first row of a block in all its rows.
fn filled(words: &Words, plan: &Plan, selection: &GridSelection) -> Vec<(GridCell, String)> {
    let first = selection.corner().row;
    let below = selection.cells().filter(|cell| cell.row > first);
    below.map(|cell| (cell, content(words, plan, GridCell { row: first, ..cell }).typed)).collect()
}

/// The cells of a pasted block; what hangs over the last column is left out.
fn pasted(corner: GridCell, block: &[Vec<String>]) -> Vec<(GridCell, String)> {
    let mut cells = vec![];
    for (down, texts) in block.iter().enumerate() {
        for (right, text) in texts.iter().enumerate().take(COLUMNS.len() - corner.column) {
            let cell = GridCell { row: corner.row + down, column: corner.column + right };
            cells.push((cell, text.clone()));
        }
    }
    cells
}

/// Channels for the rows of a block that go beyond the last one: copies of that.
fn add_rows(words: &Words, plan: &mut Plan, n_rows: usize) {
    while plan.channels.len() < n_rows.min(MOST_CHANNELS) {
        let n = plan.channels.len();
        let name = words.with("sheet.new_channel", &[("n", &(n + 1).to_string())]);
        match n.checked_sub(1) {
            Some(last) => edit::copy(plan, last, name),
            None => edit::add(plan, ChannelKind::OwnStore, &name),
        }
    }
}

/// More rows than any seller has channels are a block that was meant for elsewhere.
const MOST_CHANNELS: usize = 100;

#[cfg(test)]
mod tests {
    use sortie_engine::plan::read;

    use super::*;
    use crate::catalog::templates;
    use crate::text::{Language, words};
    use crate::widget::grid::{read_block, write_block};

    fn sample() -> Plan {
        read(templates()[0].plan_bytes).unwrap()
    }

    #[test]
    fn twenty_rows_by_six_with_odd_spellings_paste_in_one_step_and_copy_back_the_same() {
        let mut plan = sample();
        let words = words(Language::English);
        let first = COLUMNS.iter().position(|spec| spec.name == "order_value").unwrap();
        let names: Vec<&str> = COLUMNS[first..first + 6].iter().map(|spec| spec.name).collect();
        assert_eq!(names[1], "unit_cost");
        let row = |n: usize| {
            format!("${n}1.50\t12.5%\t{n}.25\t\u{FF11}\u{FF12}\u{FF0E}\u{FF15}\u{FF05}\t2.9%\t0.{n}")
        };
        let corner = GridCell { row: 0, column: first };
        let text = (1..=20).map(row).collect::<Vec<_>>().join("\r\n") + "\r\n";
        act(words, &mut plan, &GridAction::Paste(corner, read_block(&text))).unwrap();
        assert_eq!(plan.channels.len(), 20);
        assert!((plan.channels[19].order_value.likely - 201.5).abs() < 1e-9);
        assert!((plan.channels[3].commission.likely - 0.125).abs() < 1e-12);
        let typed = |row, column| content(words, &plan, GridCell { row, column }).typed;
        let block: Vec<Vec<String>> =
            (0..20).map(|row| (first..first + 6).map(|column| typed(row, column)).collect()).collect();
        let mut again = plan.clone();
        act(words, &mut again, &GridAction::Paste(corner, read_block(&write_block(&block)))).unwrap();
        assert_eq!(again, plan);
    }

    #[test]
    fn ten_thousands_and_yuan_are_read_where_the_channel_is_told_in_yuan() {
        let mut plan = sample();
        let words = words(Language::Chinese);
        let cell = |name: &str| {
            let column = COLUMNS.iter().position(|spec| spec.name == name).unwrap();
            GridCell { row: 0, column }
        };
        act(words, &mut plan, &GridAction::Type(cell("currency"), "CNY".to_owned())).unwrap();
        act(words, &mut plan, &GridAction::Type(cell("visits"), "1.2\u{4E07}".to_owned())).unwrap();
        act(words, &mut plan, &GridAction::Type(cell("order_value"), "\u{A5}1,234.50".to_owned())).unwrap();
        let channel = &plan.channels[0];
        assert_eq!((channel.visits.likely, channel.order_value.likely), (12_000.0, 1_234.5));
    }

    #[test]
    fn a_block_with_one_wrong_cell_changes_nothing_and_says_where() {
        let mut plan = sample();
        let before = plan.clone();
        let words = words(Language::English);
        let column = COLUMNS.iter().position(|spec| spec.name == "conversion").unwrap();
        let corner = GridCell { row: 1, column };
        let told = act(words, &mut plan, &GridAction::Paste(corner, read_block("2%\t10%\nmuch\t12%\n")));
        assert!(told.unwrap_err().contains("Row 3, Conversion"));
        assert_eq!(plan, before);
    }

    #[test]
    fn every_cell_copies_out_as_what_it_reads_back() {
        for language in Language::ALL {
            let (words, mut plan) = (words(language), sample());
            let before = plan.clone();
            for row in 0..plan.channels.len() {
                for (column, ColumnSpec { name, kind, .. }) in COLUMNS.iter().enumerate() {
                    // Names and notes of samples are told in the language in use.
                    if matches!(kind, ColumnKind::Text(_)) || *name == "owns_customers" {
                        continue;
                    }
                    let typed = content(words, &plan, GridCell { row, column }).typed;
                    set(words, &mut plan, GridCell { row, column }, &typed).unwrap();
                }
                let (now, was) = (&plan.channels[row], &before.channels[row]);
                let close = |a: f64, b: f64| (a - b).abs() < 1e-9 * b.abs().max(1e-3);
                assert!(close(now.conversion.low, was.conversion.low));
                assert!(close(now.visits.high, was.visits.high));
                assert_eq!((now.kind, &now.market, now.surface), (was.kind, &was.market, was.surface));
            }
        }
    }
}
