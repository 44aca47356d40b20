//! The offer of what a window left that came to grief: when it was taken down, and what in it is not saved.

use egui::Ui;

use super::differences::differences_ui;
use crate::desk::Desk;
use crate::edit::editor::{caption_ui, card_title_ui};
use crate::theme::GAP;
use crate::widget::button::{main_button, plain_button};
use crate::widget::card::sheet;
use crate::widget::is_escaped;

/// What a window left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecoverRow {
    /// What the plan is called, and when it was taken down.
    pub title: String,
    /// What in it is not saved.
    pub lines: Vec<String>,
}

/// The offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecoverPage {
    /// What there is, the newest first; never empty.
    pub rows: Vec<RecoverRow>,
    /// The row that was asked to be discarded once.
    pub doubted: Option<usize>,
}

/// What the seller answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecoverChoice {
    /// Open it, with its edits.
    Restore(usize),
    /// Delete it.
    Discard(usize),
    /// Leave it for the next start.
    Later,
}

/// Offers what was left; returns the answer once there is one.
pub fn recover_ui(ui: &Ui, desk: &Desk, page: &mut RecoverPage) -> Option<RecoverChoice> {
    let words = desk.words;
    let shown = sheet("recover", desk.palette).show(ui.ctx(), |ui| {
        ui.set_width(560.0_f32.min(ui.ctx().content_rect().width() - 64.0));
        card_title_ui(ui, desk, words.get("recover.title"));
        caption_ui(ui, desk, words.get("recover.explained"));
        let mut choice = None;
        let Some(row) = page.rows.first() else { return Some(RecoverChoice::Later) };
        ui.add_space(GAP);
        ui.strong(&row.title);
        caption_ui(ui, desk, words.get("recover.differs"));
        differences_ui(ui, desk, "left", &row.lines);
        if page.rows.len() > 1 {
            let more = words.count((page.rows.len() - 1) as f64);
            caption_ui(ui, desk, &words.with("recover.more", &[("n", &more)]));
        }
        ui.add_space(GAP);
        ui.horizontal_wrapped(|ui| {
            let restore = main_button(ui, desk.palette, words.get("recover.restore"));
            if ui.memory(|memory| memory.focused().is_none()) {
                restore.request_focus();
            }
            if restore.clicked() {
                choice = Some(RecoverChoice::Restore(0));
            }
            if plain_button(ui, words.get("recover.later")).clicked() {
                choice = Some(RecoverChoice::Later);
            }
            let is_doubted = page.doubted == Some(0);
            if !is_doubted && plain_button(ui, words.get("recover.discard")).clicked() {
                page.doubted = Some(0);
            } else if is_doubted {
                // Where the first click was stands the way back, so that a second one by accident loses nothing.
                if plain_button(ui, words.get("private.keep")).clicked() {
                    page.doubted = None;
                }
                if plain_button(ui, words.get("recover.discard_for_good")).clicked() {
                    choice = Some(RecoverChoice::Discard(0));
                }
            }
        });
        choice
    });
    shown.inner.or(is_escaped(ui.ctx()).then_some(RecoverChoice::Later))
}
