//! What stands in the place of an answer that takes longer than a frame.

use egui::{Label, RichText, Ui};

use crate::command::Command;
use crate::desk::Desk;
use crate::study::StudyState;
use crate::theme::{CONTROL_HEIGHT, GAP_LARGE, plain_font, type_size};
use crate::widget::button::link_button;
use crate::widget::progress_bar::progress_bar;
use crate::work::Progress;

/// A longer bar says no more.
const LONGEST_BAR: f32 = 240.0;

/// One line on how far the answer is; nothing where it stands, or comes in a moment. Returns whether what is shown is
/// about the plan as it stands.
pub fn waiting_ui<F>(ui: &mut Ui, desk: &mut Desk, known: &StudyState<F>) -> bool {
    if known.is_current {
        return true;
    }
    let words = match known.progress {
        Progress::Told(done) => {
            let share = (done * 100.0).floor() / 100.0;
            desk.words.with("waiting.told", &[("share", &desk.words.share(share))])
        }
        Progress::Quiet | Progress::Begun => desk.words.get("waiting.soon").to_owned(),
        Progress::Stopped => desk.words.get("waiting.stopped").to_owned(),
        Progress::Stuck => desk.words.get("waiting.stuck").to_owned(),
    };
    ui.horizontal(|ui| {
        ui.set_min_height(CONTROL_HEIGHT);
        ui.spacing_mut().item_spacing.x = GAP_LARGE;
        let letters = RichText::new(&words).font(plain_font(type_size::TABLE)).color(desk.palette.dim);
        ui.add(Label::new(letters));
        if let Progress::Told(done) = known.progress {
            let width = (ui.available_width() - 80.0).clamp(0.0, LONGEST_BAR);
            progress_bar(ui, desk.palette, &words, done, width);
            if link_button(ui, desk.palette, desk.words.get("waiting.stop")).clicked() {
                desk.commands.push(Command::StopStudy);
            }
        }
    });
    false
}
