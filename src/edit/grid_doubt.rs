//! Cells of a grid that hold more than such a business can be: taken as they were typed or pasted, and asked about below the
//! grid as numbers in fields are.

use egui::Ui;

use super::editor::caption_ui;
use crate::address::beyond;
use crate::address::unit::NumberUnit;
use crate::desk::Desk;
use crate::desk::doubt::{DoubtedCell, GridDoubt};
use crate::text::Words;
use crate::widget::button::link_button;
use crate::widget::grid::{GridAction, GridCell};

/// Cells are named up to here.
const TOLD: usize = 3;

/// A number in a cell.
pub struct CellNumber<'a> {
    /// The name of its field in the plan file, where it has one.
    pub field: &'a str,
    /// What it measures.
    pub unit: NumberUnit,
    /// The number; its upper end where it is a range.
    pub value: f64,
}

/// A cell that an action wrote.
pub struct WrittenCell<'a> {
    /// Where it is, and what it held and holds, as it is typed.
    pub texts: DoubtedCell,
    /// Whose cell of which column it is.
    pub name: String,
    /// The number in it.
    pub number: CellNumber<'a>,
}

/// The question about those `written` cells whose numbers are beyond such a business; nothing where none is.
pub fn question(words: &Words, written: Vec<WrittenCell<'_>>) -> Option<GridDoubt> {
    let key = |cell: &WrittenCell| beyond::question(cell.number.field, &cell.number.unit, cell.number.value);
    let doubted: Vec<(&str, WrittenCell)> = written
        .into_iter()
        .filter(|cell| cell.texts.before != cell.texts.after)
        .filter_map(|cell| Some((key(&cell)?, cell)))
        .collect();
    let told = |(key, cell): &(&str, WrittenCell)| {
        let value = cell.number.unit.shown(words, cell.number.value);
        let asked = words.with(key, &[("value", &value), ("name", &cell.name)]);
        // What is an order's or a visit's has to be told by its cell too, since there are many.
        if *key == "doubt.plain" {
            asked
        } else {
            words.with("doubt.cell", &[("name", &cell.name), ("what", &asked)])
        }
    };
    let mut lines: Vec<String> = doubted.iter().take(TOLD).map(told).collect();
    let rest = doubted.len().saturating_sub(TOLD);
    lines.extend((rest > 0).then(|| words.with("doubt.more", &[("n", &rest.to_string())])));
    let question = lines.join("\n");
    let cells: Vec<DoubtedCell> = doubted.into_iter().map(|(_, cell)| cell.texts).collect();
    (!cells.is_empty()).then_some(GridDoubt { cells, question })
}

/// Shows the question below the grid; returns what puts the cells back where the seller wants that. `typed` is what stands in
/// a cell now: a cell that has changed since is asked about no more.
pub fn grid_doubt_ui(
    ui: &mut Ui,
    desk: &mut Desk,
    doubt: &mut Option<GridDoubt>,
    typed: &dyn Fn(GridCell) -> String,
) -> Vec<GridAction> {
    doubt.take_if(|doubt| doubt.cells.iter().any(|cell| typed(cell.cell) != cell.after));
    let Some(asked) = doubt.as_ref() else {
        ui.skip_ahead_auto_ids(1);
        return vec![];
    };
    let (mut is_so, mut is_undone) = (false, false);
    ui.horizontal_wrapped(|ui| {
        caption_ui(ui, desk, &asked.question);
        is_so = link_button(ui, desk.palette, desk.words.get("doubt.yes")).clicked();
        is_undone = link_button(ui, desk.palette, desk.words.get("doubt.undo")).clicked();
    });
    let answered = doubt.take_if(|_| is_so || is_undone).filter(|_| is_undone);
    let cells = answered.map(|doubt| doubt.cells).unwrap_or_default();
    cells.into_iter().map(|cell| GridAction::Type(cell.cell, cell.before)).collect()
}
