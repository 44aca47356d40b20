//! A grid of cells with the keyboard of a spreadsheet: it knows texts and blocks, and no plan.

mod selection;
mod tsv;

use egui::text::LayoutJob;
use egui::{
    Align, Align2, Area, Button, Color32, CornerRadius, Event, EventFilter, Id, Key, Margin, Modifiers,
    Order, Rect, Response, Role, Sense, Stroke, StrokeKind, TextEdit, Ui, WidgetInfo, pos2, vec2,
};

pub use selection::{GridCell, GridMove, GridSelection, GridSize};
pub use tsv::{read_block, write_block};

use super::{mark_end, ring};
use crate::theme::{Palette, plain_font, strong_font, type_size};

/// The height of a row.
pub const ROW: f32 = 28.0;
/// The height of the heads: of groups, then of columns on two lines.
pub const HEAD: f32 = 58.0;

/// One column.
pub struct GridColumn {
    /// The group that it belongs to.
    pub group: String,
    /// Its title.
    pub title: String,
    /// What a screen reader calls it.
    pub name: String,
    /// What it is, for whoever points at it.
    pub tip: String,
    /// Its width.
    pub width: f32,
    /// Whether it holds numbers.
    pub is_number: bool,
    /// What may stand in it, where that is one of a list.
    pub choices: Vec<String>,
}

/// What stands in a cell.
pub struct GridContent {
    /// As it is read.
    pub shown: String,
    /// As it is typed and copied.
    pub typed: String,
    /// Whether it is held for certain.
    pub is_certain: bool,
    /// Whether what was typed or pasted here last could not be used.
    pub is_faulty: bool,
}

/// What the seller did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GridAction {
    /// Typed into a cell.
    Type(GridCell, String),
    /// Emptied a block.
    Clear(GridSelection),
    /// Filled a block with its first row.
    FillDown(GridSelection),
    /// Pasted a block with its upper left corner here.
    Paste(GridCell, Vec<Vec<String>>),
    /// Went on from the last cell, or back from the first: the keyboard belongs to what stands there.
    Leave {
        /// Whether it goes on.
        is_forward: bool,
    },
}

/// What is being done in a grid.
#[derive(Clone, Debug, Default)]
pub struct GridState {
    /// The chosen block.
    pub selection: GridSelection,
    /// What is being typed, where something is.
    typing: Option<String>,
    /// Whether the chosen cell is to be typed in as soon as it is shown.
    is_asked_to_type: bool,
}

impl GridState {
    /// Has the chosen cell typed in, as by a double click on it.
    pub fn begin_typing(&mut self) {
        self.is_asked_to_type = true;
    }
}

/// The grid as it is to be shown.
pub struct Grid<'a> {
    /// What tells it from others.
    pub id: Id,
    /// What a screen reader calls it.
    pub name: &'a str,
    /// Its columns.
    pub columns: &'a [GridColumn],
    /// The name of each row, which a screen reader says with the column.
    pub row_names: &'a [String],
    /// The cell in a place.
    pub content: &'a dyn Fn(GridCell) -> GridContent,
}

impl Grid<'_> {
    fn size(&self) -> GridSize {
        GridSize { n_rows: self.row_names.len(), n_columns: self.columns.len() }
    }

    /// Shows the grid; returns what the seller did.
    pub fn show(&self, ui: &mut Ui, palette: &Palette, state: &mut GridState) -> Option<GridAction> {
        state.selection = state.selection.within(self.size());
        let width: f32 = self.columns.iter().map(|column| column.width).sum();
        let size = vec2(width, HEAD + ROW * self.row_names.len() as f32);
        let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
        self.leave_at_the_end(ui, state);
        let response = ui.interact(rect.with_min_y(rect.top() + HEAD), self.id, Sense::click_and_drag());
        let cursor = state.selection.cursor;
        response.widget_info(|| self.described(cursor));
        self.heads_ui(ui, palette, rect);
        self.hear_pointer(ui, &response, rect, state);
        if std::mem::take(&mut state.is_asked_to_type) {
            let text = (self.content)(state.selection.cursor).typed;
            self.give_keyboard(ui, &text);
            state.typing = Some(text);
        }
        let mut action = self.type_ui(ui, palette, rect, state);
        let before = state.selection.cursor;
        if response.has_focus() && state.typing.is_none() && action.is_none() {
            action = self.hear_keys(ui, state);
            if let Some(text) = &state.typing {
                self.give_keyboard(ui, text);
            }
        }
        if state.selection.cursor != before || state.typing.is_some() {
            let place = self.cell_rect(rect, state.selection.cursor);
            ui.scroll_to_rect_animation(place, None, egui::style::ScrollAnimation::none());
        }
        self.cells_ui(ui, palette, rect, state, response.has_focus());
        action
    }

    /// Tab leaves the grid behind its last cell, and Shift+Tab before its first. The toolkit moves the keyboard on while
    /// it comes past what has it, so that this is said before the grid is there.
    fn leave_at_the_end(&self, ui: &Ui, state: &GridState) {
        if state.typing.is_some() || !ui.memory(|memory| memory.has_focus(self.id)) {
            return;
        }
        for (modifiers, is_next, direction) in [
            (Modifiers::SHIFT, false, egui::FocusDirection::Previous),
            (Modifiers::NONE, true, egui::FocusDirection::Next),
        ] {
            let is_at_end = state.selection.moved(GridMove::Next(is_next), false, self.size()).is_none();
            if is_at_end && ui.input_mut(|input| input.consume_key(modifiers, Key::Tab)) {
                ui.memory_mut(|memory| memory.move_focus(direction));
                return;
            }
        }
    }

    /// Where the keyboard is and what stands there.
    fn described(&self, cell: GridCell) -> WidgetInfo {
        let mut info = WidgetInfo::labeled(Role::Table, true, self.name);
        if let (Some(owner), Some(own)) = (self.row_names.get(cell.row), self.columns.get(cell.column)) {
            let content = (self.content)(cell);
            info.current_text_value = Some(format!("{} \u{B7} {owner}: {}", own.name, content.shown));
        }
        info
    }

    fn left_of(&self, rect: Rect, column: usize) -> f32 {
        rect.left() + self.columns[..column].iter().map(|column| column.width).sum::<f32>()
    }

    fn cell_rect(&self, rect: Rect, cell: GridCell) -> Rect {
        let corner = pos2(self.left_of(rect, cell.column), rect.top() + HEAD + ROW * cell.row as f32);
        Rect::from_min_size(corner, vec2(self.columns[cell.column].width, ROW))
    }

    fn heads_ui(&self, ui: &Ui, palette: &Palette, rect: Rect) {
        let mut group = "";
        for (idx, column) in self.columns.iter().enumerate() {
            let left = self.left_of(rect, idx);
            if column.group != group {
                group = &column.group;
                let own = self.columns[idx..].iter().take_while(|other| other.group == *group);
                let room = own.map(|column| column.width).sum::<f32>() - 10.0;
                let at = pos2(left + 6.0, rect.top() + 11.0);
                super::elided(ui, at, room, group, strong_font(type_size::CAPTION), palette.text);
                let x = left - 0.5;
                ui.painter().vline(x, rect.y_range(), Stroke::new(1.0, palette.line));
            }
            let head = Rect::from_min_size(pos2(left, rect.top() + 22.0), vec2(column.width, HEAD - 22.0));
            head_ui(ui, head.shrink2(vec2(6.0, 3.0)), column, palette.dim);
            let hover = ui.interact(head, self.id.with(("head", idx)), Sense::hover());
            hover.on_hover_text(format!("{}\n{}", column.title, column.tip));
        }
    }

    fn cells_ui(&self, ui: &Ui, palette: &Palette, rect: Rect, state: &GridState, has_focus: bool) {
        let GridSize { n_rows, n_columns } = self.size();
        for row in 0..n_rows {
            let y = rect.top() + HEAD + ROW * row as f32;
            ui.painter().hline(rect.x_range(), y, Stroke::new(1.0, palette.grid));
            for column in 0..n_columns {
                let cell = GridCell { row, column };
                let place = self.cell_rect(rect, cell);
                if !ui.is_rect_visible(place) {
                    continue;
                }
                let is_cursor = state.selection.cursor == cell;
                if is_cursor && state.typing.is_some() {
                    continue;
                }
                if state.selection.contains(cell) {
                    ui.painter().rect_filled(place, CornerRadius::ZERO, palette.accent_wash);
                }
                self.cell_ui(ui, palette, place, cell);
                if is_cursor && has_focus {
                    ring(ui, place, palette.accent);
                }
            }
        }
    }

    fn cell_ui(&self, ui: &Ui, palette: &Palette, place: Rect, cell: GridCell) {
        let content = (self.content)(cell);
        if content.is_faulty {
            ui.painter().rect_filled(place, CornerRadius::ZERO, palette.shock_wash);
            let edge = Stroke::new(1.0, palette.shock);
            ui.painter().rect_stroke(place.shrink(1.0), CornerRadius::ZERO, edge, StrokeKind::Inside);
        }
        let font = plain_font(type_size::TABLE);
        let inner = place.shrink2(vec2(6.0, 0.0));
        let galley = super::elided_galley(ui, inner.width(), &content.shown, font, palette.text);
        let align =
            if self.columns[cell.column].is_number { Align2::RIGHT_CENTER } else { Align2::LEFT_CENTER };
        let at = align.align_size_within_rect(galley.size(), inner);
        ui.painter().galley(at.min, galley, palette.text);
        if !content.is_certain {
            // A quiet line under what is unsure.
            let y = place.bottom() - 5.0;
            ui.painter().hline(at.x_range(), y, Stroke::new(1.0, palette.faint));
        }
    }

    fn hear_pointer(&self, ui: &Ui, response: &Response, rect: Rect, state: &mut GridState) {
        let Some(pointer) = response.interact_pointer_pos() else { return };
        let GridSize { n_rows, n_columns } = self.size();
        let row = ((pointer.y - rect.top() - HEAD) / ROW).max(0.0) as usize;
        let column =
            (0..n_columns).rev().find(|column| self.left_of(rect, *column) <= pointer.x).unwrap_or(0);
        let cell = GridCell { row: row.min(n_rows.saturating_sub(1)), column };
        if response.drag_started() || response.clicked() {
            if state.typing.is_none() {
                response.request_focus();
                let extends = ui.input(|input| input.modifiers.shift);
                state.selection = if extends {
                    GridSelection { cursor: cell, ..state.selection }
                } else {
                    GridSelection::at(cell)
                };
            }
        } else if response.dragged() {
            state.selection.cursor = cell;
        }
        if response.double_clicked() {
            let text = (self.content)(cell).typed;
            self.give_keyboard(ui, &text);
            state.typing = Some(text);
        }
    }

    /// The field over the cell that is typed in.
    fn type_ui(
        &self,
        ui: &mut Ui,
        palette: &Palette,
        rect: Rect,
        state: &mut GridState,
    ) -> Option<GridAction> {
        let mut text = state.typing.take()?;
        let cell = state.selection.cursor;
        let place = self.cell_rect(rect, cell).expand(1.0);
        let id = self.id.with("typing");
        ui.painter().rect_filled(place, CornerRadius::ZERO, palette.panel);
        let end = ui.input_mut(|input| ENDS.into_iter().find(|end| input.consume_key(end.0, end.1)));
        let is_given_up = ui.input_mut(is_given_up);
        let field = TextEdit::singleline(&mut text)
            .id(id)
            .font(plain_font(type_size::TABLE))
            .lock_focus(true)
            .frame(egui::Frame::new().inner_margin(Margin::symmetric(6, 4)))
            .desired_width(place.width());
        let name = format!("{} \u{B7} {}", self.columns[cell.column].name, self.row_names[cell.row]);
        let response = ui.put(place, field).accessible_name(&name);
        ring(ui, place, palette.accent);
        if let Some(choice) = choices_ui(ui, palette, &response, &self.columns[cell.column].choices) {
            ui.memory_mut(|memory| memory.request_focus(self.id));
            return Some(GridAction::Type(cell, choice));
        }
        if end.is_none() && !is_given_up {
            if response.lost_focus() {
                // A command took the keyboard; a click takes it to where it goes.
                if !ui.input(|input| input.pointer.any_pressed())
                    && ui.memory(|memory| memory.focused().is_none())
                {
                    ui.memory_mut(|memory| memory.request_focus(self.id));
                }
                return Some(GridAction::Type(cell, text));
            }
            if !response.has_focus() {
                response.request_focus();
            }
            state.typing = Some(text);
            return None;
        }
        ui.memory_mut(|memory| memory.request_focus(self.id));
        let (.., by) = end.filter(|_| !is_given_up)?;
        state.selection = state.selection.moved(by, false, self.size()).unwrap_or(state.selection);
        Some(GridAction::Type(cell, text))
    }

    /// Hands the keyboard to the cell that is typed in, its mark at the end of `text`, so that the next letter goes there.
    fn give_keyboard(&self, ui: &Ui, text: &str) {
        let id = self.id.with("typing");
        mark_end(ui.ctx(), id, text);
        ui.memory_mut(|memory| memory.request_focus(id));
    }

    fn hear_keys(&self, ui: &Ui, state: &mut GridState) -> Option<GridAction> {
        let filter = EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: false };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(self.id, filter));
        let letters = ui.input(|input| letters_of(&input.events));
        if !letters.is_empty() {
            state.typing = Some(letters);
            return None;
        }
        let by = ui.input_mut(pressed_move);
        if let Some((by, extends, times)) = by {
            for _ in 0..times {
                let Some(moved) = state.selection.moved(by, extends, self.size()) else {
                    return Some(GridAction::Leave { is_forward: by == GridMove::Next(true) });
                };
                state.selection = moved;
            }
            return None;
        }
        let selection = state.selection;
        if ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::D)) {
            return Some(GridAction::FillDown(selection));
        }
        if ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::A)) {
            // The cell in hand stays in sight, as in a spreadsheet.
            state.selection = GridSelection { anchor: self.size().last(), cursor: GridCell::default() };
            return None;
        }
        if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::F2)) {
            state.typing = Some((self.content)(selection.cursor).typed);
            return None;
        }
        let is_emptied = ui.input_mut(|input| {
            input.consume_key(Modifiers::NONE, Key::Delete)
                || input.consume_key(Modifiers::NONE, Key::Backspace)
        });
        if is_emptied {
            return Some(GridAction::Clear(selection));
        }
        self.hear_clipboard(ui, state)
    }

    fn hear_clipboard(&self, ui: &Ui, state: &mut GridState) -> Option<GridAction> {
        let selection = state.selection;
        let events = ui.input(|input| input.events.clone());
        for event in events {
            match event {
                Event::Copy => ui.ctx().copy_text(self.copied(selection)),
                Event::Cut => {
                    ui.ctx().copy_text(self.copied(selection));
                    return Some(GridAction::Clear(selection));
                }
                Event::Paste(text) => {
                    return Some(GridAction::Paste(selection.corner(), read_block(&text)));
                }
                _ => {}
            }
        }
        None
    }

    /// The block as it is put on the clipboard.
    fn copied(&self, selection: GridSelection) -> String {
        let (rows, columns) = selection.block();
        let typed = |row, column| (self.content)(GridCell { row, column }).typed;
        let row = |row: usize| columns.clone().map(|column| typed(row, column)).collect();
        write_block(&rows.map(row).collect::<Vec<Vec<String>>>())
    }
}

/// The keys that end what is typed, and where each leads.
const ENDS: [(Modifiers, Key, GridMove); 4] = [
    (Modifiers::SHIFT, Key::Tab, GridMove::Next(false)),
    (Modifiers::NONE, Key::Tab, GridMove::Next(true)),
    (Modifiers::SHIFT, Key::Enter, GridMove::By(-1, 0)),
    (Modifiers::NONE, Key::Enter, GridMove::By(1, 0)),
];

/// Whether what is typed into a cell is given up: by Escape, or by taking it back. There is nothing to bring again.
fn is_given_up(input: &mut egui::InputState) -> bool {
    input.consume_key(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    input.consume_key(Modifiers::COMMAND, Key::Y);
    let is_taken_back = input.consume_key(Modifiers::COMMAND, Key::Z);
    input.consume_key(Modifiers::NONE, Key::Escape) || is_taken_back
}

/// The letters among these events. Keys that end or move come in another frame.
fn letters_of(events: &[Event]) -> String {
    let letters = |event: &Event| match event {
        Event::Text(letters) if !letters.chars().all(char::is_control) => Some(letters.clone()),
        _ => None,
    };
    events.iter().filter_map(letters).collect()
}

/// The move that a key asks for, whether the block grows with it, and how many times the key came: one held down comes
/// many times in a slow frame.
fn pressed_move(input: &mut egui::InputState) -> Option<(GridMove, bool, usize)> {
    let moves = [
        (Key::ArrowUp, GridMove::By(-1, 0)),
        (Key::ArrowDown, GridMove::By(1, 0)),
        (Key::ArrowLeft, GridMove::By(0, -1)),
        (Key::ArrowRight, GridMove::By(0, 1)),
        (Key::Home, GridMove::End(false)),
        (Key::End, GridMove::End(true)),
    ];
    for (key, by) in moves {
        for (modifiers, extends) in [(Modifiers::SHIFT, true), (Modifiers::NONE, false)] {
            let times = input.count_and_consume_key(modifiers, key);
            if times > 0 {
                return Some((by, extends, times));
            }
        }
    }
    let ends = ENDS.into_iter().map(|(modifiers, key, by)| (by, input.count_and_consume_key(modifiers, key)));
    ends.map(|(by, times)| (by, false, times)).find(|(.., times)| *times > 0)
}

/// What may stand in the cell that is typed in, below it; returns what was clicked.
fn choices_ui(ui: &Ui, palette: &Palette, cell: &Response, choices: &[String]) -> Option<String> {
    if choices.is_empty() {
        return None;
    }
    let mut chosen = None;
    let list = Area::new(cell.id.with("choices")).order(Order::Foreground).fixed_pos(cell.rect.left_bottom());
    list.show(ui.ctx(), |ui| {
        egui::Frame::popup(ui.style()).fill(palette.panel).show(ui, |ui| {
            ui.set_min_width(cell.rect.width());
            egui::ScrollArea::vertical().max_height(8.0 * ROW).min_scrolled_height(8.0 * ROW).show(
                ui,
                |ui| {
                    for choice in choices {
                        let row = ui.add(Button::selectable(false, choice.as_str()));
                        // The press already takes the keyboard from the cell, so that the click would come too late.
                        if row.is_pointer_button_down_on() || row.clicked() {
                            chosen = Some(choice.clone());
                        }
                    }
                },
            );
        });
    });
    chosen
}

/// The title of a column at the foot of `rect`, on two lines where it is long, and over its figures where it has some.
fn head_ui(ui: &Ui, rect: Rect, column: &GridColumn, color: Color32) {
    let (font, width) = (plain_font(type_size::CAPTION), rect.width());
    let mut job = LayoutJob::simple(column.title.clone(), font, color, width);
    job.wrap.max_rows = 2;
    let (align, at) = if column.is_number {
        (Align::RIGHT, rect.right_bottom())
    } else {
        (Align::LEFT, rect.left_bottom())
    };
    job.halign = align;
    let galley = ui.painter().layout_job(job);
    ui.painter().galley(at - vec2(0.0, galley.size().y), galley, color);
}
