//! What the app keeps for itself on this machine: where it is, how much it is, and the way to be rid of it.

use egui::Ui;

use crate::desk::Desk;
use crate::disk::{DataKind, KeptData};
use crate::edit::editor::{caption_ui, card_title_ui};
use crate::theme::GAP;
use crate::widget::button::plain_button;
use crate::widget::card::sheet;
use crate::widget::is_escaped;

/// What is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrivatePage {
    /// A kind each.
    pub rows: Vec<KeptData>,
    /// The kind that was asked to be deleted once.
    pub doubted: Option<DataKind>,
}

/// What the seller asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrivateChoice {
    /// Delete what is kept of this kind.
    Delete(DataKind),
    /// Leave all as it is.
    Nothing,
}

/// The words for a kind: its name, what it is, and the button that deletes it.
fn keys(kind: DataKind) -> [&'static str; 3] {
    match kind {
        DataKind::Backups => ["private.backups", "private.backups_tip", "private.delete_backups"],
        DataKind::Journals => ["private.journals", "private.journals_tip", "private.delete_journals"],
        DataKind::Settings => ["private.settings", "private.settings_tip", "private.delete_settings"],
        DataKind::Locks => ["private.locks", "private.locks_tip", "private.delete_locks"],
        DataKind::Log => ["private.log", "private.log_tip", "private.delete_log"],
    }
}

/// Shows what is kept; returns the answer once there is one.
pub fn private_ui(ui: &Ui, desk: &Desk, page: &mut PrivatePage) -> Option<PrivateChoice> {
    let words = desk.words;
    let shown = sheet("private", desk.palette).show(ui.ctx(), |ui| {
        ui.set_width(560.0_f32.min(ui.ctx().content_rect().width() - 64.0));
        card_title_ui(ui, desk, words.get("private.title"));
        caption_ui(ui, desk, words.get("private.explained"));
        let mut choice = None;
        for row in &page.rows {
            ui.add_space(GAP);
            let [name, tip, delete] = keys(row.kind).map(|key| words.get(key));
            let (n, size) = (words.count(row.n_files as f64), words.size(row.n_bytes));
            ui.strong(words.with("private.row", &[("name", name), ("n", &n), ("size", &size)]));
            caption_ui(ui, desk, tip);
            caption_ui(ui, desk, &words.path(&row.folder));
            ui.horizontal_wrapped(|ui| {
                let copy = words.with("private.copy_folder", &[("name", name)]);
                if plain_button(ui, &copy).clicked() {
                    ui.ctx().copy_text(row.folder.display().to_string());
                }
                if row.n_files == 0 {
                    return;
                }
                let is_doubted = page.doubted == Some(row.kind);
                if !is_doubted && plain_button(ui, delete).clicked() {
                    page.doubted = Some(row.kind);
                } else if is_doubted {
                    // Where the first click was stands the way back, so that a second one by accident deletes nothing.
                    if plain_button(ui, words.get("private.keep")).clicked() {
                        page.doubted = None;
                    }
                    if plain_button(ui, &words.with("private.for_good", &[("n", &n)])).clicked() {
                        choice = Some(PrivateChoice::Delete(row.kind));
                    }
                }
            });
        }
        if page.rows.is_empty() {
            ui.label(words.get("private.nothing"));
        }
        ui.add_space(GAP);
        let close = plain_button(ui, words.get("earlier.close"));
        choice.or(close.clicked().then_some(PrivateChoice::Nothing))
    });
    shown.inner.or(is_escaped(ui.ctx()).then_some(PrivateChoice::Nothing))
}
