//! How far the search is, in words, with what ends it; and what stands above an answer that is no longer of the plan.

use egui::{Label, RichText, Ui};

use crate::command::Command;
use crate::desk::Desk;
use crate::edit::editor::caption_ui;
use crate::screen::answer::AnswerPage;
use crate::theme::{CONTROL_HEIGHT, GAP, GAP_LARGE, plain_font, type_size};
use crate::widget::button::link_button;
use crate::widget::card::card_ui;
use crate::widget::progress_bar::progress_bar;

/// A longer bar says no more.
const LONGEST_BAR: f32 = 240.0;
/// Room for the word that stops the search.
const STOP: f32 = 190.0;

/// Shows how far the search is, where one is in work, or that the last came to grief.
pub fn working_ui(ui: &mut Ui, desk: &mut Desk, page: &AnswerPage) {
    if page.best.has_failed() {
        return notice_ui(ui, desk, desk.words.get("waiting.stuck"));
    }
    let Some(progress) = page.best.progress() else { return };
    card_ui(ui, desk.palette, |ui| {
        let words = desk.words;
        let done = progress.map_or(0.0, |it| (it.done * 100.0).floor() / 100.0);
        let phase = match progress {
            _ if page.best.is_stopping() => words.get("to_do.stopping"),
            Some(progress) => words.search_phase(progress.phase),
            None => words.get("to_do.phase_begin"),
        };
        ui.horizontal(|ui| {
            ui.set_min_height(CONTROL_HEIGHT);
            ui.spacing_mut().item_spacing.x = GAP_LARGE;
            let letters = RichText::new(phase).font(plain_font(type_size::BODY)).color(desk.palette.text);
            ui.add(Label::new(letters).truncate());
            let width = (ui.available_width() - STOP).clamp(40.0, LONGEST_BAR);
            let told = words.with("to_do.done", &[("share", &words.share(done)), ("phase", phase)]);
            progress_bar(ui, desk.palette, &told, done, width);
            if link_button(ui, desk.palette, words.get(Command::StopBest.label())).clicked() {
                desk.commands.push(Command::StopBest);
            }
        });
        if let Some(progress) = progress {
            let goal = desk.view.best.asked_last.as_ref().map_or_else(Default::default, |it| Some(it.goal));
            let n = words.count(progress.n_considered as f64);
            let best = progress.best.zip(goal).map(|(best, goal)| words.goal_told(page.plan, goal, best));
            let told = match best {
                Some(best) => words.with("to_do.so_far", &[("n", &n), ("best", &best)]),
                None => words.with("to_do.looked_at", &[("n", &n)]),
            };
            caption_ui(ui, desk, &told);
        }
    });
    ui.add_space(GAP);
}

/// A line that stands out.
pub fn notice_ui(ui: &mut Ui, desk: &Desk, words: &str) {
    let color = desk.palette.as_text(desk.palette.shock);
    let letters = RichText::new(words).font(plain_font(type_size::BODY)).color(color);
    crate::widget::lines::wrapped(ui, letters);
    ui.add_space(GAP);
}
