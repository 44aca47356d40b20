//! The question what becomes of a plan whose file somebody else changed while it was open.

use std::path::PathBuf;

use egui::Ui;

use super::differences::differences_ui;
use crate::desk::Desk;
use crate::disk::OpenedPlan;
use crate::edit::editor::{caption_ui, card_title_ui};
use crate::theme::GAP;
use crate::widget::button::{main_button, plain_button};
use crate::widget::card::sheet;
use crate::widget::is_escaped;

/// The question.
#[derive(Clone, Debug)]
pub struct ChangedPage {
    /// The file.
    pub path: PathBuf,
    /// What it holds now.
    pub theirs: OpenedPlan,
    /// What differs, from the open plan to the file.
    pub lines: Vec<String>,
}

/// What the seller answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangedChoice {
    /// Save the open plan; theirs goes among the backups.
    KeepMine,
    /// Take theirs, as a step that can be taken back.
    LoadTheirs,
    /// Save the open plan elsewhere.
    SaveCopy,
    /// Decide later.
    Nothing,
}

/// Asks; returns the answer once there is one.
pub fn changed_ui(ui: &Ui, desk: &Desk, page: &ChangedPage) -> Option<ChangedChoice> {
    let words = desk.words;
    let shown = sheet("changed", desk.palette).show(ui.ctx(), |ui| {
        ui.set_width(560.0_f32.min(ui.ctx().content_rect().width() - 64.0));
        card_title_ui(ui, desk, words.get("changed.title"));
        caption_ui(ui, desk, &words.with("changed.explained", &[("path", &words.path(&page.path))]));
        ui.add_space(GAP);
        caption_ui(ui, desk, words.get("changed.differs"));
        differences_ui(ui, desk, "theirs", &page.lines);
        ui.add_space(GAP);
        ui.horizontal_wrapped(|ui| {
            let copy = main_button(ui, desk.palette, words.get("changed.copy"));
            if ui.memory(|memory| memory.focused().is_none()) {
                copy.request_focus();
            }
            let mine = plain_button(ui, words.get("changed.mine"));
            let theirs = plain_button(ui, words.get("changed.theirs"));
            let nothing = plain_button(ui, words.get("ask.keep_editing"));
            [
                (copy, ChangedChoice::SaveCopy),
                (mine, ChangedChoice::KeepMine),
                (theirs, ChangedChoice::LoadTheirs),
                (nothing, ChangedChoice::Nothing),
            ]
            .into_iter()
            .find_map(|(response, choice)| response.clicked().then_some(choice))
        })
        .inner
    });
    shown.inner.or(is_escaped(ui.ctx()).then_some(ChangedChoice::Nothing))
}
