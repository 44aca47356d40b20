//! How far the full answer is, where it takes its time, and that it was stopped.

use egui::{Align, Label, Layout, RichText, Ui, vec2};

use crate::command::Command;
use crate::desk::Desk;
use crate::desk::look::Outlook;
use crate::theme::{CONTROL_HEIGHT, GAP_LARGE, plain_font, type_size};
use crate::widget::button::link_button;
use crate::widget::progress_bar::progress_bar;
use crate::work::Progress;

/// A longer bar says no more.
const LONGEST_BAR: f32 = 240.0;
/// Room for the word that stops the work, in any language.
const STOP: f32 = 56.0;

/// Whether [`progress_ui`] has anything to tell.
pub fn is_told(outlook: &Outlook) -> bool {
    matches!(outlook.work, Progress::Told(_) | Progress::Stopped)
}

/// One line with how much is done and what stops it, or that it was stopped; nothing where all goes well.
pub fn progress_ui(ui: &mut Ui, desk: &mut Desk, outlook: &Outlook) {
    match outlook.work {
        Progress::Told(done) => told_ui(ui, desk, done),
        Progress::Stopped => stopped_ui(ui, desk, outlook.n_paths),
        Progress::Quiet | Progress::Begun | Progress::Stuck => {}
    }
}

fn told_ui(ui: &mut Ui, desk: &mut Desk, done: f64) {
    let share = (done * 100.0).floor() / 100.0;
    let words = desk.words.with("progress.told", &[("share", &desk.words.share(share))]);
    line_ui(ui, |ui| {
        words_ui(ui, desk, &words);
        let width = (ui.available_width() - STOP - GAP_LARGE).min(LONGEST_BAR);
        progress_bar(ui, desk.palette, &words, share, width);
        if link_button(ui, desk.palette, desk.words.get(Command::Stop.label())).clicked() {
            desk.commands.push(Command::Stop);
        }
    });
}

fn stopped_ui(ui: &mut Ui, desk: &Desk, n_paths: usize) {
    let words = if n_paths > 0 {
        desk.words.with("progress.draft", &[("n", &desk.words.count(n_paths as f64))])
    } else {
        desk.words.get("progress.none").to_owned()
    };
    line_ui(ui, |ui| words_ui(ui, desk, &words));
}

fn line_ui(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    let size = vec2(ui.available_width(), CONTROL_HEIGHT);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = GAP_LARGE;
        content(ui);
    });
}

fn words_ui(ui: &mut Ui, desk: &Desk, words: &str) {
    let letters = RichText::new(words).font(plain_font(type_size::TABLE)).color(desk.palette.text);
    ui.add(Label::new(letters).truncate());
}
