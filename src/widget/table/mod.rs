//! Figures in rows and columns: names on the left, figures to the right under their titles, each of which can tell how it
//! came about. Figures whose columns find no room stand below their row with their titles.

mod rest;

use egui::{Align2, Color32, FontId, Id, Pos2, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::grid::GridCell;
use super::roving::RovingFocus;
use super::{elided, ring};
use crate::theme::{GAP_SMALL, Palette, ROW_HEIGHT, plain_font, strong_font, type_size};

/// The height of the titles.
const HEAD: f32 = 30.0;
/// The room between a figure and the right edge of its column.
const EDGE: f32 = 6.0;
/// The room of a dot before a name.
const DOT: f32 = 18.0;
/// How far columns may stand apart where there is more room than they need.
const WIDEST_GAP: f32 = 40.0;

/// A column of figures.
pub struct TableColumn {
    /// Its title.
    pub title: String,
    /// What its figures are, on hover.
    pub explained: String,
    /// The room that it needs.
    pub width: f32,
    /// Which columns go below their row first where there is too little room: the highest.
    pub need: u8,
}

/// A figure.
#[derive(Default)]
pub struct TableCell {
    /// What it says.
    pub text: String,
    /// Its color, where that says something.
    pub color: Option<Color32>,
    /// All of it, on hover.
    pub full: String,
    /// Whether it tells how it came about when it is clicked.
    pub is_explained: bool,
    /// The number behind it in full, for whoever goes on with it.
    pub raw: Option<f64>,
}

impl TableCell {
    /// A figure with nothing more to say.
    pub fn plain(text: String) -> Self {
        Self { text, ..Self::default() }
    }

    /// A figure with the number behind it.
    pub fn of(raw: f64, text: String) -> Self {
        Self { text, raw: Some(raw), ..Self::default() }
    }
}

/// A row.
pub struct TableRow {
    /// Its name.
    pub name: String,
    /// The color of what it is about.
    pub dot: Option<Color32>,
    /// Its figures, one for each column.
    pub cells: Vec<TableCell>,
    /// Whether it is the one in hand.
    pub is_selected: bool,
    /// Whether it stands below another and is a part of it.
    pub is_part: bool,
}

impl TableRow {
    /// How far from the left its name begins.
    fn indent(&self) -> f32 {
        let edge = if self.is_part { 20.0 } else { EDGE };
        if self.dot.is_some() { edge + DOT } else { edge }
    }
}

/// A table.
pub struct FigureTable<'a> {
    /// What tells it from all others.
    pub id: Id,
    /// The title above the names.
    pub names: &'a str,
    /// The least width of the names.
    pub name_width: f32,
    /// Its columns.
    pub columns: &'a [TableColumn],
    /// Its rows.
    pub rows: &'a [TableRow],
    /// Whether rows can be taken in hand.
    pub is_choice: bool,
}

/// What was clicked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableTouch {
    /// A row.
    Row(usize),
    /// A figure that tells how it came about, by row and column.
    Cell(usize, usize),
}

/// Where a column that fits stands.
struct ColumnRoom {
    /// Which column.
    column: usize,
    /// How far its right edge is from the table's.
    from_right: f32,
    /// Its width.
    width: f32,
}

/// Where the letters of a figure stand: a corner or side of them in a point.
struct FigureLetters {
    align: Align2,
    at: Pos2,
    font: FontId,
}

impl FigureTable<'_> {
    /// Shows the table as wide as there is room, and tells what was clicked.
    pub fn show(&self, ui: &mut Ui, palette: &Palette) -> Option<TableTouch> {
        ui.spacing_mut().item_spacing.y = 0.0;
        let places = self.places(ui);
        self.head_ui(ui, palette, &places);
        let mut touch = None;
        let mut roving = RovingFocus::new(ui, self.id);
        for idx in 0..self.rows.len() {
            touch = self.row_ui(ui, palette, &places, &mut roving, idx).or(touch);
        }
        roving.finish(ui);
        touch
    }

    /// The room that a column needs, its title and its figures included.
    fn width(&self, ui: &Ui, place: usize) -> f32 {
        let column = &self.columns[place];
        let (font, color) = (plain_font(type_size::CAPTION), Color32::PLACEHOLDER);
        let title = ui.painter().layout_no_wrap(column.title.clone(), font, color).size().x;
        let figures = self.rows.iter().filter_map(|row| row.cells.get(place));
        let figure = figures
            .map(|cell| super::text_width(ui, &cell.text, plain_font(type_size::TABLE)))
            .fold(0.0, f32::max);
        column.width.max(title + 2.0 * EDGE).max(figure + 2.0 * EDGE)
    }

    /// The columns that fit.
    fn places(&self, ui: &Ui) -> Vec<ColumnRoom> {
        let width = ui.available_width();
        let widths: Vec<f32> = (0..self.columns.len()).map(|place| self.width(ui, place)).collect();
        let mut by_need: Vec<usize> = (0..self.columns.len()).collect();
        by_need.sort_by_key(|place| self.columns[*place].need);
        let mut room = width - self.name_width;
        let mut fit = vec![];
        for place in by_need {
            if widths[place] > room {
                break;
            }
            room -= widths[place];
            fit.push(place);
        }
        fit.sort_unstable();
        let gap = (room / (fit.len() + 1) as f32).clamp(0.0, WIDEST_GAP);
        let mut from_right = 0.0;
        let mut places = vec![];
        for place in fit.into_iter().rev() {
            places.push(ColumnRoom { column: place, from_right, width: widths[place] });
            from_right += widths[place] + gap;
        }
        places.reverse();
        places
    }

    fn head_ui(&self, ui: &mut Ui, palette: &Palette, places: &[ColumnRoom]) {
        let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEAD), Sense::hover());
        let font = plain_font(type_size::CAPTION);
        let left = pos2(row.left() + EDGE, row.center().y);
        ui.painter().text(left, Align2::LEFT_CENTER, self.names, font.clone(), palette.dim);
        for ColumnRoom { column: place, from_right, .. } in places {
            let column = &self.columns[*place];
            let at = pos2(row.right() - from_right - EDGE, row.center().y);
            let shown = ui.painter().text(at, Align2::RIGHT_CENTER, &column.title, font.clone(), palette.dim);
            let id = self.id.with(("head", *place));
            ui.interact(shown, id, Sense::hover()).on_hover_text(&column.explained);
        }
    }

    fn row_ui(
        &self,
        ui: &mut Ui,
        palette: &Palette,
        places: &[ColumnRoom],
        roving: &mut RovingFocus,
        idx: usize,
    ) -> Option<TableTouch> {
        let row = &self.rows[idx];
        let rest = self.rest(ui, idx, places);
        let size = vec2(ui.available_width(), ROW_HEIGHT + rest.height());
        let (whole, _) = ui.allocate_exact_size(size, Sense::hover());
        let sense = if self.is_choice { Sense::click() } else { Sense::hover() };
        let response = ui.interact(whole, self.id.with(("row", idx)), sense);
        response.widget_info(|| {
            let told = self.columns.iter().zip(&row.cells).filter(|(_, cell)| !cell.text.is_empty());
            let figures: Vec<String> =
                told.map(|(column, cell)| format!("{} {}", column.title, cell.text)).collect();
            let mut info = WidgetInfo::selected(Role::ListItem, true, row.is_selected, &row.name);
            info.current_text_value = Some(figures.join(" · "));
            info
        });
        let is_lit = self.is_choice && response.hovered();
        if row.is_selected || is_lit {
            let fill = if row.is_selected { palette.accent_wash } else { palette.window };
            ui.painter().rect_filled(whole, 0.0, fill);
        }
        ui.painter().hline(whole.x_range(), whole.top(), Stroke::new(1.0, palette.line));
        let area = whole.with_max_y(whole.top() + ROW_HEIGHT);
        self.name_ui(ui, palette, row, area, places);
        let mut touch = response.clicked().then_some(TableTouch::Row(idx));
        let font = plain_font(type_size::TABLE);
        for ColumnRoom { column, from_right, width } in places {
            let right = area.right() - from_right;
            let of_column = area.with_max_x(right).with_min_x(right - width);
            let at = pos2(of_column.right() - EDGE, area.center().y);
            let letters = FigureLetters { align: Align2::RIGHT_CENTER, at, font: font.clone() };
            let cell = GridCell { row: idx, column: *column };
            if self.cell_ui(ui, palette, roving, cell, letters) {
                touch = Some(TableTouch::Cell(idx, *column));
            }
        }
        touch = self.rest_ui(ui, palette, roving, &rest, whole).or(touch);
        if response.has_focus() {
            ring(ui, whole, palette.accent);
        }
        touch
    }

    fn name_ui(&self, ui: &mut Ui, palette: &Palette, row: &TableRow, area: Rect, places: &[ColumnRoom]) {
        let left = area.left() + row.indent();
        if let Some(color) = row.dot {
            ui.painter().circle_filled(pos2(left - DOT + 5.0, area.center().y), 5.0, color);
        }
        let first = places.first();
        let end = first.map_or(area.right(), |it| area.right() - it.from_right - it.width) - GAP_SMALL;
        let font = if row.is_selected { strong_font(type_size::TABLE) } else { plain_font(type_size::TABLE) };
        let color = if row.is_part { palette.dim } else { palette.text };
        elided(ui, pos2(left, area.center().y), end - left, &row.name, font, color);
    }

    /// Shows a figure; whether it was asked how it came about.
    fn cell_ui(
        &self,
        ui: &mut Ui,
        palette: &Palette,
        roving: &mut RovingFocus,
        at: GridCell,
        letters: FigureLetters,
    ) -> bool {
        let (row, column) = (&self.rows[at.row], &self.columns[at.column]);
        let cell = &row.cells[at.column];
        if cell.text.is_empty() {
            return false;
        }
        let color = cell.color.unwrap_or(palette.text);
        let shown = ui.painter().text(letters.at, letters.align, &cell.text, letters.font, color);
        let response = if cell.is_explained {
            let name = format!("{} · {} · {}", row.name, column.title, cell.text);
            roving.figure(ui, palette, at, shown, &name)
        } else {
            ui.interact(shown.expand2(vec2(4.0, 5.0)), self.id.with(at), Sense::hover())
        };
        let is_clicked = response.clicked();
        if !cell.full.is_empty() {
            response.on_hover_text(&cell.full);
        }
        is_clicked
    }
}
