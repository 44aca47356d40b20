//! The command palette and find: finding things by typing a few letters of their name: a command, or a part of the plan.

mod commands;
mod plan;

use egui::{Align2, Id, Key, Modifiers, Rect, Role, ScrollArea, Sense, TextEdit, Ui, WidgetInfo, vec2};

pub use commands::command_rows;
pub use plan::plan_rows;

use crate::command::Command;
use crate::desk::Desk;
use crate::edit::editor::caption_ui;
use crate::theme::{GAP, ROW_HEIGHT, plain_font, type_size};
use crate::widget::card::sheet;
use crate::widget::{begin_anew, elided, elided_galley};

/// What is sought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FindScope {
    /// A command.
    Commands,
    /// A part of the plan.
    Plan,
}

/// What has been typed so far, and which of the rows found is in hand.
#[derive(Clone, Debug)]
pub struct FindBox {
    scope: FindScope,
    typed: String,
    row_idx: usize,
}

impl FindBox {
    /// Nothing typed yet.
    pub fn new(scope: FindScope) -> Self {
        Self { scope, typed: String::new(), row_idx: 0 }
    }

    /// What is sought.
    pub fn scope(&self) -> FindScope {
        self.scope
    }
}

/// Something that can be found.
#[derive(Clone, Debug)]
pub struct FoundRow {
    /// Its name.
    pub name: String,
    /// What is told beside it: a shortcut, or a value.
    pub aside: String,
    /// Words by which it is found as well.
    pub also: String,
    /// What taking it does.
    pub command: Command,
}

impl FoundRow {
    /// Whether all words typed occur in it, small letters as good as large ones.
    fn fits(&self, typed: &str) -> bool {
        let text = format!("{} {}", self.name, self.also).to_lowercase();
        typed.to_lowercase().split_whitespace().all(|word| text.contains(word))
    }

    /// Whether its name begins with what is typed, so that it comes before those that hold it elsewhere.
    fn begins(&self, typed: &str) -> bool {
        self.name.to_lowercase().starts_with(typed.trim().to_lowercase().as_str())
    }
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FindOutcome {
    /// Do this.
    Do(Command),
    /// Nothing was taken.
    Nothing,
}

/// Shows the rows that fit what is typed; returns the outcome once there is one.
pub fn seek_ui(ui: &Ui, desk: &Desk, seek: &mut FindBox, rows: &[FoundRow]) -> Option<FindOutcome> {
    let modal = sheet("seek", desk.palette);
    let room = ui.ctx().content_rect().size() - vec2(64.0, 120.0);
    let shown = modal.show(ui.ctx(), |ui| {
        ui.set_width(560.0_f32.min(room.x));
        let (steps, is_taken) = take_keys(ui);
        typing_ui(ui, desk, seek);
        let mut found: Vec<&FoundRow> = rows.iter().filter(|row| row.fits(&seek.typed)).collect();
        found.sort_by_key(|row| !row.begins(&seek.typed));
        let last = found.len().saturating_sub(1);
        seek.row_idx = seek.row_idx.saturating_add_signed(steps).min(last);
        let clicked = found_ui(ui, desk, seek, &found, steps != 0, (room.y - 110.0).min(420.0));
        caption_ui(ui, desk, desk.words.get("seek.explained"));
        let taken = clicked.or(is_taken.then_some(seek.row_idx));
        taken.and_then(|idx| found.get(idx)).map(|row| FindOutcome::Do(row.command.clone()))
    });
    let escaped = ui.input(|input| input.key_pressed(Key::Escape));
    shown.inner.or((escaped || shown.backdrop_response.clicked()).then_some(FindOutcome::Nothing))
}

/// The keys that choose and take, before the field of letters hears them.
fn take_keys(ui: &Ui) -> (isize, bool) {
    ui.input_mut(|input| {
        let mut count = |key| input.count_and_consume_key(Modifiers::NONE, key) as isize;
        let steps = count(Key::ArrowDown) - count(Key::ArrowUp);
        let pages = count(Key::PageDown) - count(Key::PageUp);
        (steps + 8 * pages, count(Key::Enter) > 0)
    })
}

fn typing_ui(ui: &mut Ui, desk: &Desk, seek: &mut FindBox) {
    let hint = desk.words.get(match seek.scope {
        FindScope::Commands => "seek.commands",
        FindScope::Plan => "seek.plan",
    });
    let field = TextEdit::singleline(&mut seek.typed)
        .id(Id::unique("seek"))
        .hint_text(hint)
        .font(plain_font(type_size::BODY))
        .margin(vec2(8.0, 6.0))
        .desired_width(f32::INFINITY);
    let response = ui.add(field).accessible_name(hint);
    begin_anew(&response);
    response.request_focus();
    if response.changed() {
        seek.row_idx = 0;
    }
}

fn found_ui(
    ui: &mut Ui,
    desk: &Desk,
    seek: &FindBox,
    found: &[&FoundRow],
    has_moved: bool,
    height: f32,
) -> Option<usize> {
    if found.is_empty() {
        caption_ui(ui, desk, desk.words.get("seek.nothing"));
        return None;
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    let area = ScrollArea::vertical().max_height(height).auto_shrink([false, true]);
    let mut clicked = None;
    area.show_rows(ui, ROW_HEIGHT, found.len(), |ui, shown| {
        if has_moved {
            let above = (seek.row_idx as f32 - shown.start as f32) * ROW_HEIGHT;
            let corner = ui.max_rect().min + vec2(0.0, above);
            ui.scroll_to_rect(Rect::from_min_size(corner, vec2(1.0, ROW_HEIGHT)), None);
        }
        for idx in shown {
            if row_ui(ui, desk, found[idx], idx == seek.row_idx) {
                clicked = Some(idx);
            }
        }
    });
    clicked
}

fn row_ui(ui: &mut Ui, desk: &Desk, row: &FoundRow, is_chosen: bool) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW_HEIGHT), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, is_chosen, &row.name));
    if is_chosen || response.hovered() {
        let fill = if is_chosen { desk.palette.accent_wash } else { desk.palette.window };
        ui.painter().rect_filled(rect, 4.0, fill);
    }
    let inner = rect.shrink2(vec2(GAP, 0.0));
    let aside =
        elided_galley(ui, inner.width() * 0.4, &row.aside, plain_font(type_size::TABLE), desk.palette.dim);
    let width = inner.width() - aside.size().x - GAP;
    let at: Rect = Align2::RIGHT_CENTER.align_size_within_rect(aside.size(), inner);
    ui.painter().galley(at.min, aside, desk.palette.dim);
    elided(ui, inner.left_center(), width, &row.name, plain_font(type_size::BODY), desk.palette.text);
    response.clicked()
}
