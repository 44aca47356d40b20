//! Words of several lines, as tall as they need: handed over once the keyboard leaves them.

use egui::{Id, Key, Margin, TextEdit, Ui};

use super::field::FieldDraft;
use super::ring;
use crate::theme::{Palette, plain_font, type_size};

/// Shows `text`, to be changed by typing; returns the new words once they are done.
pub fn note(ui: &mut Ui, palette: &Palette, id: Id, name: &str, text: &str) -> Option<String> {
    let kept = ui.data_mut(|data| data.remove_temp::<FieldDraft>(id));
    let mut draft = kept.clone().unwrap_or_else(|| FieldDraft::of(text));
    let frame = egui::Frame::new()
        .fill(palette.panel)
        .stroke(egui::Stroke::new(1.0, palette.line))
        .corner_radius(crate::theme::CONTROL_RADIUS)
        .inner_margin(Margin::symmetric(8, 5));
    let edit = TextEdit::multiline(&mut draft.text)
        .id(id)
        .font(plain_font(type_size::TABLE))
        .frame(frame)
        .desired_rows(1)
        .desired_width(f32::INFINITY);
    let response = ui.add(edit).accessible_name(name);
    super::begin_anew(&response);
    if response.has_focus() {
        ring(ui, response.rect, palette.accent);
        ui.data_mut(|data| data.insert_temp(id, draft));
        return None;
    }
    let is_given_up = ui.input(|input| input.key_pressed(Key::Escape));
    (kept.is_some() && draft.is_touched() && !is_given_up).then_some(draft.text)
}
