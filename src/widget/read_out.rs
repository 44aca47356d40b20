//! The box beside what a seller points at: its name in full, and its figures.

use egui::{Align2, Area, Color32, CornerRadius, Galley, Id, LayerId, Order, Painter, Rect, Sense, Stroke};
use egui::{StrokeKind, Ui, Vec2, pos2, vec2};

use super::grid::GridCell;
use super::roving::RovingFocus;
use super::{elided_galley, text_width};
use crate::theme::{Palette, plain_font, strong_font, type_size};

/// One line of a read-out, ready to be shown.
pub struct ReadOutRow {
    /// The line's name.
    pub name: String,
    /// The line's color; a transparent one where it stands for no color in the chart.
    pub color: Color32,
    /// Its value.
    pub value: String,
    /// Its difference to what it is compared with.
    pub difference: String,
    /// Its range.
    pub range: String,
    /// Whether its line is the one in hand.
    pub is_selected: bool,
}

impl ReadOutRow {
    /// A name and a value, and nothing else.
    pub fn of(name: impl Into<String>, value: impl Into<String>) -> Self {
        let (name, value) = (name.into(), value.into());
        let nothing = String::new;
        Self {
            name,
            value,
            color: Color32::TRANSPARENT,
            difference: nothing(),
            range: nothing(),
            is_selected: false,
        }
    }

    /// The same beside a dot of this color.
    pub fn colored(self, color: Color32) -> Self {
        Self { color, ..self }
    }
}

/// A title and the rows under it.
pub struct ReadOut<'a> {
    /// What is read out, in full: it takes as many lines as it needs.
    pub title: &'a str,
    /// The figures.
    pub rows: &'a [ReadOutRow],
    /// What can be done with it, below the figures; nothing where it is empty.
    pub hint: &'a str,
}

const ROW: f32 = 19.0;
const PAD: f32 = 10.0;
const GAP: f32 = 14.0;
const WIDEST_TITLE: f32 = 320.0;
const WIDEST_NAME: f32 = 180.0;

/// How wide each part of the rows is.
struct ReadOutWidths {
    dot: f32,
    name: f32,
    value: f32,
    difference: f32,
    range: f32,
}

impl ReadOutWidths {
    fn of(ui: &Ui, rows: &[ReadOutRow]) -> Self {
        let widest = |text: fn(&ReadOutRow) -> &str| {
            rows.iter()
                .map(|row| text_width(ui, text(row), plain_font(type_size::CAPTION)))
                .fold(0.0, f32::max)
        };
        let has_dots = rows.iter().any(|row| row.color != Color32::TRANSPARENT);
        // Strong letters are a little wider than the plain ones that are measured.
        Self {
            dot: if has_dots { 16.0 } else { 0.0 },
            name: (widest(|row| &row.name) * 1.06).min(WIDEST_NAME),
            value: widest(|row| &row.value) * 1.08,
            difference: widest(|row| &row.difference),
            range: widest(|row| &row.range),
        }
    }

    fn width(&self) -> f32 {
        let before = if self.name > 0.0 { self.name + GAP } else { 0.0 };
        self.dot + before + self.value + with_gap(self.difference) + with_gap(self.range)
    }
}

fn with_gap(width: f32) -> f32 {
    if width > 0.0 { width + GAP } else { 0.0 }
}

impl ReadOut<'_> {
    /// The room that it takes.
    pub fn size(&self, ui: &Ui) -> Vec2 {
        let title = self.title(ui).size();
        let hint = self.hint(ui).map_or(Vec2::ZERO, |hint| hint.size() + vec2(0.0, 4.0));
        let width = ReadOutWidths::of(ui, self.rows).width().max(title.x).max(hint.x);
        let height = title.y + 2.0 + ROW * self.rows.len() as f32 + hint.y;
        vec2(width, height) + 2.0 * vec2(PAD, PAD - 2.0)
    }

    fn hint(&self, ui: &Ui) -> Option<std::sync::Arc<Galley>> {
        let font = plain_font(type_size::CAPTION);
        let layout = || ui.painter().layout(self.hint.to_owned(), font, Color32::PLACEHOLDER, WIDEST_TITLE);
        (!self.hint.is_empty()).then(layout)
    }

    fn title(&self, ui: &Ui) -> std::sync::Arc<Galley> {
        let font = plain_font(type_size::CAPTION);
        ui.painter().layout(self.title.to_owned(), font, Color32::PLACEHOLDER, WIDEST_TITLE)
    }

    /// Paints it into `rect`, above everything else.
    pub fn paint(&self, ui: &Ui, palette: &Palette, rect: Rect) {
        let layer = LayerId::new(Order::Tooltip, ui.scope_id().with("read_out"));
        self.paint_on(ui, &ui.ctx().layer_painter(layer), palette, rect);
    }

    /// Shows it in `rect` so that its rows can be asked how they came about: the row that was. The keyboard goes on in it
    /// where it `is_entered`.
    pub fn show(&self, ui: &Ui, palette: &Palette, id: Id, rect: Rect, is_entered: bool) -> Option<usize> {
        let area =
            Area::new(id).order(Order::Foreground).fixed_pos(rect.min).constrain(false).interactable(true);
        let shown = area.show(ui.ctx(), |ui| {
            ui.allocate_rect(rect, Sense::click());
            let rows = self.paint_on(ui, ui.painter(), palette, rect);
            let mut roving = RovingFocus::new(ui, id);
            let mut asked = None;
            for (place, (row, area)) in self.rows.iter().zip(rows).enumerate() {
                let name = format!("{} · {} · {}", self.title, row.name, row.value);
                let at = GridCell { row: place, column: 0 };
                let figure = roving.figure(ui, palette, at, area.shrink2(vec2(0.0, 4.0)), &name);
                if is_entered && (row.is_selected || place == 0) {
                    roving.come_to(ui, at);
                }
                if figure.clicked() {
                    asked = Some(place);
                }
            }
            roving.finish(ui);
            asked
        });
        shown.inner
    }

    /// Paints it, and tells where its rows stand.
    fn paint_on(&self, ui: &Ui, painter: &Painter, palette: &Palette, rect: Rect) -> Vec<Rect> {
        let edge = Stroke::new(1.0, palette.line);
        painter.rect(rect, CornerRadius::same(6), palette.raised, edge, StrokeKind::Inside);
        let font = || plain_font(type_size::CAPTION);
        let left = rect.left() + PAD;
        let title = self.title(ui);
        let mut y = rect.top() + PAD - 2.0 + title.size().y + 2.0 - ROW / 2.0;
        painter.galley(pos2(left, rect.top() + PAD - 2.0), title, palette.dim);
        let columns = ReadOutWidths::of(ui, self.rows);
        let mut places = vec![];
        for row in self.rows {
            y += ROW;
            painter.circle_filled(pos2(left + 4.0, y), 4.0, row.color);
            let face = if row.is_selected { strong_font(type_size::CAPTION) } else { font() };
            let galley = elided_galley(ui, columns.name, &row.name, face, palette.text);
            painter.galley(pos2(left + columns.dot, y - galley.size().y / 2.0), galley, palette.text);
            let after = with_gap(columns.difference) + with_gap(columns.range);
            let mut right = rect.right() - PAD - after;
            let strong = strong_font(type_size::CAPTION);
            painter.text(pos2(right, y), Align2::RIGHT_CENTER, &row.value, strong, palette.text);
            for (text, column) in [(&row.difference, columns.difference), (&row.range, columns.range)] {
                right += with_gap(column);
                painter.text(pos2(right, y), Align2::RIGHT_CENTER, text, font(), palette.dim);
            }
            let x = left + columns.dot..=rect.right() - PAD;
            places.push(Rect::from_x_y_ranges(x, y - ROW / 2.0..=y + ROW / 2.0));
        }
        if let Some(hint) = self.hint(ui) {
            let top = rect.bottom() - PAD + 2.0 - hint.size().y;
            painter.galley(pos2(left, top), hint, palette.dim);
        }
        places
    }

    /// Paints it under `target`, or over it where there is no room below, as near to the pointer as the window allows.
    pub fn beside(&self, ui: &Ui, palette: &Palette, target: Rect) {
        let (size, window) = (self.size(ui), ui.ctx().content_rect().shrink(4.0));
        let pointer = ui.input(|input| input.pointer.hover_pos()).filter(|at| target.contains(*at));
        let x = pointer.map_or(target.center().x, |at| at.x) + 12.0;
        let left = x.min(window.right() - size.x).max(window.left());
        let below = target.bottom() + 4.0;
        let top = if below + size.y <= window.bottom() { below } else { target.top() - 4.0 - size.y };
        self.paint(ui, palette, Rect::from_min_size(pos2(left, top.max(window.top())), size));
    }
}
