//! What finds no room in the columns of a table: below its row, each figure after its title.

use egui::{Align2, Rect, Ui, pos2};

use super::{ColumnRoom, EDGE, FigureLetters, FigureTable, TableTouch};
use crate::theme::{GAP_LARGE, GAP_SMALL, Palette, plain_font, type_size};
use crate::widget::grid::GridCell;
use crate::widget::roving::RovingFocus;
use crate::widget::text_width;

/// The height of a line of them.
const LINE: f32 = 20.0;
/// A figure that says that there is none.
const NONE: &str = "\u{2013}";

/// The figures below a row.
pub(super) struct RowRest {
    row: usize,
    figures: Vec<FigureBelow>,
    n_lines: usize,
}

/// Where one of them stands.
struct FigureBelow {
    column: usize,
    /// How far from the left its title stands.
    left: f32,
    /// The width of the title.
    title: f32,
    line: usize,
}

impl RowRest {
    /// The room that they need.
    pub fn height(&self) -> f32 {
        LINE * self.n_lines as f32
    }
}

impl FigureTable<'_> {
    /// Where the figures of a row stand whose columns are not among `places`.
    pub(super) fn rest(&self, ui: &Ui, idx: usize, places: &[ColumnRoom]) -> RowRest {
        let row = &self.rows[idx];
        let font = || plain_font(type_size::CAPTION);
        let (begin, end) = (row.indent(), ui.available_width() - EDGE);
        let mut rest = RowRest { row: idx, figures: vec![], n_lines: 0 };
        let mut left = f32::INFINITY;
        for (place, cell) in row.cells.iter().enumerate() {
            let has_room = places.iter().any(|known| known.column == place);
            if has_room || cell.text.is_empty() || cell.text == NONE {
                continue;
            }
            let title = text_width(ui, &self.columns[place].title, font()) + GAP_SMALL;
            let width = title + text_width(ui, &cell.text, font());
            if left + width > end {
                (left, rest.n_lines) = (begin, rest.n_lines + 1);
            }
            rest.figures.push(FigureBelow { column: place, left, title, line: rest.n_lines - 1 });
            left += width + GAP_LARGE;
        }
        rest
    }

    /// Shows them at the foot of the row in `whole`; the one that was asked about.
    pub(super) fn rest_ui(
        &self,
        ui: &mut Ui,
        palette: &Palette,
        roving: &mut RovingFocus,
        rest: &RowRest,
        whole: Rect,
    ) -> Option<TableTouch> {
        let top = whole.bottom() - rest.height() - GAP_SMALL;
        let font = || plain_font(type_size::CAPTION);
        let mut touch = None;
        for FigureBelow { column, left, title, line } in &rest.figures {
            let at = pos2(whole.left() + left, top + LINE * (*line as f32 + 0.5));
            ui.painter().text(at, Align2::LEFT_CENTER, &self.columns[*column].title, font(), palette.dim);
            let at = pos2(at.x + title, at.y);
            let letters = FigureLetters { align: Align2::LEFT_CENTER, at, font: font() };
            let cell = GridCell { row: rest.row, column: *column };
            if self.cell_ui(ui, palette, roving, cell, letters) {
                touch = Some(TableTouch::Cell(rest.row, *column));
            }
        }
        touch
    }
}
