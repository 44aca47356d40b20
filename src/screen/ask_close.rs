//! The question before unsaved changes are left: with verbs, and the plan stays as it is until it is answered.

use egui::{Key, Ui};

use crate::desk::Desk;
use crate::edit::editor::{caption_ui, card_title_ui};
use crate::widget::button::{main_button, plain_button};
use crate::widget::card::sheet;

/// What the seller answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CloseChoice {
    /// Save, then go on.
    Save,
    /// Go on without the changes.
    DoNotSave,
    /// Stay.
    KeepEditing,
}

/// Asks whether to save `name` first; returns the answer once there is one.
pub fn ask_close_ui(ui: &Ui, desk: &Desk, name: &str) -> Option<CloseChoice> {
    let modal = sheet("ask close", desk.palette);
    let shown = modal.show(ui.ctx(), |ui| {
        ui.set_width(360.0_f32.min(ui.ctx().content_rect().width() - 64.0));
        card_title_ui(ui, desk, &desk.words.with("ask.title", &[("name", name)]));
        caption_ui(ui, desk, desk.words.get("ask.what_is_lost"));
        ui.add_space(8.0);
        ui.horizontal_wrapped(|ui| {
            let save = main_button(ui, desk.palette, desk.words.get("ask.save"));
            if ui.memory(|memory| memory.focused().is_none()) {
                save.request_focus();
            }
            let leave = plain_button(ui, desk.words.get("ask.do_not_save"));
            let stay = plain_button(ui, desk.words.get("ask.keep_editing"));
            [(save, CloseChoice::Save), (leave, CloseChoice::DoNotSave), (stay, CloseChoice::KeepEditing)]
                .into_iter()
                .find_map(|(response, choice)| response.clicked().then_some(choice))
        })
        .inner
    });
    let escaped = ui.input(|input| input.key_pressed(Key::Escape));
    shown.inner.or(escaped.then_some(CloseChoice::KeepEditing))
}
