//! Figures in rows and columns that are one stop of the Tab key: the arrow keys lead from one to the next, Enter asks.

use std::collections::BTreeSet;

use egui::{CursorIcon, Id, Key, Modifiers, Rect, Response, Role, Sense, Stroke, Ui, WidgetInfo};

use super::grid::GridCell;
use super::{keep_arrows, ring};
use crate::theme::Palette;

/// The figures of a table, met one after another in a frame.
pub struct RovingFocus {
    id: Id,
    /// The figure that the Tab key comes to.
    stop: Option<GridCell>,
    met: BTreeSet<GridCell>,
    focused: Option<GridCell>,
}

impl RovingFocus {
    /// The figures of the table with this id.
    pub fn new(ui: &Ui, id: Id) -> Self {
        let stop = ui.data(|data| data.get_temp::<GridCell>(id.with("stop")));
        Self { id, stop, met: BTreeSet::new(), focused: None }
    }

    fn id_of(&self, at: GridCell) -> Id {
        self.id.with(at)
    }

    /// A figure by its row and column, that stands in `shown` and can be asked how it came about; `name` is what a screen
    /// reader calls it.
    pub fn figure(&mut self, ui: &Ui, palette: &Palette, at: GridCell, shown: Rect, name: &str) -> Response {
        let is_stop = *self.stop.get_or_insert(at) == at;
        let sense = if is_stop { Sense::click() } else { Sense::CLICK };
        let response = ui.interact(shown.expand2(egui::vec2(4.0, 5.0)), self.id_of(at), sense);
        response.widget_info(|| WidgetInfo::labeled(Role::Link, true, name));
        self.met.insert(at);
        if response.hovered() || response.has_focus() {
            ui.painter().hline(shown.x_range(), shown.bottom(), Stroke::new(1.0, palette.accent));
        }
        if response.has_focus() {
            self.focused = Some(at);
            keep_arrows(ui, response.id);
            ring(ui, response.rect, palette.accent);
        }
        if response.clicked() {
            self.stop = Some(at);
        }
        response.on_hover_cursor(CursorIcon::PointingHand)
    }

    /// Gives the keyboard to a figure.
    pub fn come_to(&mut self, ui: &Ui, at: GridCell) {
        self.stop = Some(at);
        ui.memory_mut(|memory| memory.request_focus(self.id_of(at)));
    }

    /// To be called after the last figure of a frame: moves on where an arrow key asks for it.
    pub fn finish(mut self, ui: &Ui) {
        if let Some(next) = self.focused.and_then(|at| self.next(ui, at)) {
            self.stop = Some(next);
            ui.memory_mut(|memory| memory.request_focus(self.id_of(next)));
            ui.ctx().request_repaint();
        }
        // What is gone, because the table has other rows or less room, is no stop.
        let stop = self.stop.filter(|stop| self.met.contains(stop)).or(self.met.first().copied());
        if let Some(stop) = stop {
            ui.data_mut(|data| data.insert_temp(self.id.with("stop"), stop));
        }
    }

    fn next(&self, ui: &Ui, from: GridCell) -> Option<GridCell> {
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let met = || self.met.iter().copied();
        if pressed(Key::ArrowRight) {
            met().find(|at| at.row == from.row && at.column > from.column)
        } else if pressed(Key::ArrowLeft) {
            met().rfind(|at| at.row == from.row && at.column < from.column)
        } else if pressed(Key::ArrowDown) {
            let is_below = |at: &GridCell| at.row > from.row;
            met().find(|at| is_below(at) && at.column == from.column).or_else(|| met().find(is_below))
        } else if pressed(Key::ArrowUp) {
            let is_above = |at: &GridCell| at.row < from.row;
            met().rfind(|at| is_above(at) && at.column == from.column).or_else(|| met().rfind(is_above))
        } else {
            None
        }
    }
}
