//! The question under which name the plan is kept as it is today.

use egui::{Key, TextEdit, Ui, vec2};

use crate::desk::Desk;
use crate::disk::today;
use crate::edit::editor::{caption_ui, card_title_ui};
use crate::theme::{CONTROL_HEIGHT, GAP, plain_font, type_size};
use crate::widget::button::{main_button, plain_button};
use crate::widget::card::sheet;

/// The question.
#[derive(Clone, Debug)]
pub struct KeepVersion {
    /// What stands in the field.
    pub name: String,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeepChoice {
    /// Under this name.
    Name(String),
    /// Nothing.
    Nothing,
}

impl KeepVersion {
    /// A question that suggests the day it is.
    pub fn new() -> Self {
        Self { name: today() }
    }
}

impl Default for KeepVersion {
    fn default() -> Self {
        Self::new()
    }
}

/// Asks for the name; returns the answer once there is one. `of` is what the plan's file is called.
pub fn keep_version_ui(ui: &Ui, desk: &Desk, keep: &mut KeepVersion, of: &str) -> Option<KeepChoice> {
    let words = desk.words;
    let shown = sheet("keep version", desk.palette).show(ui.ctx(), |ui| {
        ui.set_width(460.0_f32.min(ui.ctx().content_rect().width() - 64.0));
        card_title_ui(ui, desk, words.get("versions.title"));
        caption_ui(ui, desk, &words.with("versions.explained", &[("name", of)]));
        ui.add_space(GAP);
        let edit = TextEdit::singleline(&mut keep.name)
            .id(egui::Id::unique("version name"))
            .font(plain_font(type_size::BODY))
            .desired_width(f32::INFINITY)
            .min_size(vec2(0.0, CONTROL_HEIGHT));
        let field = ui.add(edit).accessible_name(words.get("versions.name"));
        crate::widget::begin_anew(&field);
        if field.has_focus() {
            crate::widget::ring(ui, field.rect, desk.palette.accent);
        }
        let is_entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if ui.memory(|memory| memory.focused().is_none()) {
            field.request_focus();
        }
        ui.add_space(GAP);
        ui.horizontal(|ui| {
            if main_button(ui, desk.palette, words.get("versions.keep")).clicked() || is_entered {
                return Some(KeepChoice::Name(keep.name.clone()));
            }
            plain_button(ui, words.get("path.cancel")).clicked().then_some(KeepChoice::Nothing)
        })
        .inner
    });
    let is_escaped = ui.input(|input| input.key_pressed(Key::Escape));
    shown.inner.or(is_escaped.then_some(KeepChoice::Nothing))
}
