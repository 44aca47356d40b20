//! A field that shows a value as people say it and is typed, dragged or stepped: the value is read by whoever asked.

use egui::{
    Align, Align2, CornerRadius, CursorIcon, FontId, Id, InputState, Key, Margin, Modifiers, Rect, Response,
    Role, Sense, Stroke, StrokeKind, TextEdit, Ui, WidgetInfo, vec2,
};

use super::{elided_galley, ring};
use crate::theme::{CONTROL_RADIUS, Palette};

/// What the seller did to a field.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldEdit {
    /// Typed this and left the field, or pressed Enter.
    Typed(String),
    /// Pressed the arrow up (above 0) or down so many times.
    Stepped(i32),
    /// Dragged it so many points to the right since the drag began.
    Dragged(f32),
}

/// A field as it stands in this frame.
pub struct TextField<'a> {
    /// What tells it from all other fields.
    pub id: Id,
    /// What a screen reader calls it.
    pub name: &'a str,
    /// What it shows while nobody types in it.
    pub shown: &'a str,
    /// What stands in it when the seller starts to type.
    pub typed: &'a str,
    /// Whether dragging sideways moves its value.
    pub is_draggable: bool,
    /// Whether it has a frame while nothing happens to it.
    pub is_framed: bool,
    /// Whether what was typed last could not be used.
    pub is_faulty: bool,
    /// Where the text stands.
    pub align: Align,
    /// Its letters.
    pub font: FontId,
}

/// What stands in a field that has the keyboard, what stood there before a letter of it was changed, and what was taken
/// back.
#[derive(Clone, Debug, Default)]
pub(super) struct FieldDraft {
    before: String,
    pub(super) text: String,
    taken_back: Option<String>,
}

impl FieldDraft {
    pub(super) fn of(typed: &str) -> Self {
        Self { before: typed.to_owned(), text: typed.to_owned(), taken_back: None }
    }

    pub(super) fn is_touched(&self) -> bool {
        self.text != self.before
    }

    /// Takes back all that was typed, or brings it again; whether the text is another one now.
    fn step(&mut self, ui: &Ui) -> bool {
        if self.is_touched() {
            // There is nothing to bring again, neither here nor, while letters stand here, in the plan.
            ui.input_mut(is_redone);
            self.taken_back = None;
            if ui.input_mut(is_undone) {
                self.taken_back = Some(std::mem::replace(&mut self.text, self.before.clone()));
                return true;
            }
        } else if self.taken_back.is_some() && ui.input_mut(is_redone) {
            self.text = self.taken_back.take().unwrap_or_default();
            return true;
        }
        false
    }
}

fn is_undone(input: &mut InputState) -> bool {
    input.consume_key(Modifiers::COMMAND, Key::Z)
}

fn is_redone(input: &mut InputState) -> bool {
    let is_shifted = input.consume_key(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    input.consume_key(Modifiers::COMMAND, Key::Y) || is_shifted
}

fn draft_in_hand(ctx: &egui::Context) -> Option<FieldDraft> {
    let id = ctx.memory(egui::Memory::focused)?;
    ctx.data(|data| data.get_temp::<FieldDraft>(id))
}

/// Whether the field that has the keyboard has letters of its own to take back. Of a field that is not of this kind
/// nothing is known, so it is taken to.
pub fn keeps_undo(ctx: &egui::Context) -> bool {
    draft_in_hand(ctx).is_none_or(|draft| draft.is_touched())
}

/// Whether the field that has the keyboard hears of bringing again what was taken back: it has letters that are not its
/// value yet, or took some back itself. A field of another kind is taken to.
pub fn keeps_redo(ctx: &egui::Context) -> bool {
    draft_in_hand(ctx).is_none_or(|draft| draft.is_touched() || draft.taken_back.is_some())
}

/// Whether this is a field with a value of the plan in which somebody types.
pub fn is_typed_in(ctx: &egui::Context, id: Id) -> bool {
    ctx.data(|data| data.get_temp::<FieldDraft>(id)).is_some()
}

/// What came of a field in this frame.
pub struct FieldResponse {
    /// The toolkit's response.
    pub response: Response,
    /// What the seller did.
    pub edit: Option<FieldEdit>,
}

impl TextField<'_> {
    /// Shows the field in `rect`.
    pub fn show(&self, ui: &mut Ui, palette: &Palette, rect: Rect) -> FieldResponse {
        let is_typing = ui.is_enabled()
            && ui.memory_mut(|memory| {
                memory.interested_in_focus(self.id, ui.layer_id());
                memory.has_focus(self.id)
            });
        let left = self.take_what_was_left(ui);
        let mut shown =
            if is_typing { self.typing_ui(ui, palette, rect) } else { self.resting_ui(ui, palette, rect) };
        shown.edit = shown.edit.or(left);
        shown
    }

    /// The text of a field that lost the keyboard between two frames, as by a click elsewhere.
    fn take_what_was_left(&self, ui: &Ui) -> Option<FieldEdit> {
        if ui.memory(|memory| memory.has_focus(self.id)) {
            return None;
        }
        let draft = ui.data_mut(|data| data.remove_temp::<FieldDraft>(self.id))?;
        (!escape_pressed(ui) && draft.is_touched()).then_some(FieldEdit::Typed(draft.text))
    }

    fn typing_ui(&self, ui: &mut Ui, palette: &Palette, rect: Rect) -> FieldResponse {
        let kept_steps = self.id.with("steps");
        let waiting = ui.data_mut(|data| data.remove_temp::<i32>(kept_steps)).unwrap_or(0);
        let mut steps = waiting + if self.is_draggable { take_steps(ui) } else { 0 };
        // A value that changed elsewhere, as when its neighbor moved the range along, replaces what nobody touched.
        let is_current = |draft: &FieldDraft| draft.is_touched() || draft.before == self.typed;
        let kept = ui.data_mut(|data| data.remove_temp::<FieldDraft>(self.id));
        // What was typed becomes the value first, and the step is taken from it in the next frame.
        let typed =
            kept.as_ref().filter(|draft| steps != 0 && draft.is_touched()).map(|draft| draft.text.clone());
        if typed.is_some() {
            ui.data_mut(|data| data.insert_temp(kept_steps, std::mem::take(&mut steps)));
            ui.ctx().request_repaint();
        }
        let kept = kept.filter(|draft| steps == 0 && is_current(draft) && typed.is_none());
        let is_fresh = kept.is_none();
        let mut draft = kept.unwrap_or_else(|| FieldDraft::of(self.typed));
        // The next letter replaces what stands there, even one that comes in this very frame.
        let is_selected = draft.step(ui) || is_fresh;
        if is_selected {
            select_all(ui, self.id, &draft.text);
        }
        let before = draft.text.clone();
        let edit = TextEdit::singleline(&mut draft.text)
            .id(self.id)
            .font(self.font.clone())
            .align(Align2([self.align, Align::Center]))
            .frame(egui::Frame::new().inner_margin(Margin::symmetric(self.padding() as i8, 2)))
            .desired_width(rect.width());
        ui.painter().rect_filled(rect, CornerRadius::same(CONTROL_RADIUS), palette.panel);
        let response = ui.put(rect, edit).accessible_name(self.name);
        ring(ui, rect, palette.accent);
        if is_selected && draft.text == before {
            select_all(ui, self.id, &draft.text);
        }
        let mut edit = (steps != 0).then_some(FieldEdit::Stepped(steps)).or(typed.map(FieldEdit::Typed));
        if response.lost_focus() {
            edit = (!escape_pressed(ui) && draft.is_touched()).then_some(FieldEdit::Typed(draft.text));
        } else {
            ui.data_mut(|data| data.insert_temp(self.id, draft));
        }
        FieldResponse { response, edit }
    }

    fn resting_ui(&self, ui: &mut Ui, palette: &Palette, rect: Rect) -> FieldResponse {
        let sense = if self.is_draggable { Sense::click_and_drag() } else { Sense::click() };
        let mut response = ui.interact(rect, self.id, sense);
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::TextInput, ui.is_enabled(), self.name);
            info.current_text_value = Some(self.shown.to_owned());
            info
        });
        if response.clicked() {
            response.request_focus();
        }
        self.paint(ui, palette, &response);
        if self.is_draggable {
            response = response.on_hover_cursor(CursorIcon::ResizeHorizontal);
        }
        let dragged =
            (response.dragged() || response.drag_stopped()).then(|| response.total_drag_delta()).flatten();
        let edit = dragged.filter(|_| self.is_draggable).map(|delta| FieldEdit::Dragged(delta.x));
        FieldResponse { response, edit }
    }

    /// The space beside the text: less in a cell of a table, which has no frame.
    fn padding(&self) -> f32 {
        if self.is_framed { 8.0 } else { 6.0 }
    }

    fn paint(&self, ui: &Ui, palette: &Palette, response: &Response) {
        let rect = response.rect;
        let is_alive = response.hovered() || response.dragged();
        let corner = CornerRadius::same(CONTROL_RADIUS);
        if self.is_framed || is_alive {
            let fill = if is_alive { palette.accent_wash } else { palette.panel };
            let edge = if is_alive { palette.accent } else { palette.line };
            ui.painter().rect(rect, corner, fill, Stroke::new(1.0, edge), StrokeKind::Inside);
        }
        if self.is_faulty {
            ring(ui, rect, palette.shock);
        }
        let inner = rect.shrink2(vec2(self.padding(), 0.0));
        let galley = elided_galley(ui, inner.width(), self.shown, self.font.clone(), palette.text);
        let anchor = Align2([self.align, Align::Center]);
        let place = anchor.align_size_within_rect(galley.size(), inner);
        ui.painter().galley(place.min, galley, palette.text);
    }
}

/// The value that a drag began with, kept while it lasts.
pub fn value_at_drag_start(ui: &Ui, response: &Response, now: f64) -> f64 {
    let id = response.id.with("drag");
    if response.drag_started() {
        ui.data_mut(|data| data.insert_temp(id, now));
    }
    ui.data(|data| data.get_temp(id)).unwrap_or(now)
}

fn escape_pressed(ui: &Ui) -> bool {
    ui.input(|input| input.key_pressed(Key::Escape))
}

fn take_steps(ui: &Ui) -> i32 {
    ui.input_mut(|input| {
        let mut count = |modifiers, key| input.count_and_consume_key(modifiers, key) as i32;
        let ones = count(Modifiers::NONE, Key::ArrowUp) - count(Modifiers::NONE, Key::ArrowDown);
        let tens = count(Modifiers::SHIFT, Key::ArrowUp) - count(Modifiers::SHIFT, Key::ArrowDown);
        ones + 10 * tens
    })
}

fn select_all(ui: &Ui, id: Id, text: &str) {
    use egui::text::{CCursor, CCursorRange};
    let mut state = TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
    let end = CCursor::new(text.chars().count());
    state.cursor.set_char_range(Some(CCursorRange::two(CCursor::default(), end)));
    state.store(ui.ctx(), id);
}
