//! How well projections would have told the seller's own past: each month as if no more had been known.

use egui::{RichText, Ui};
use sortie_engine::fit::{Backtest, FIRST_MONTHS, ForecastError};

use super::{ImportPage, ImportWish, work_ui};
use crate::desk::Desk;
use crate::edit::editor::{caption_ui, card_title_ui};
use crate::intake::{FilesRead, n_whole_months};
use crate::theme::{plain_font, type_size};
use crate::widget::card::card_ui;
use crate::work::Progress;

/// Shows it in words.
pub fn past_ui(
    ui: &mut Ui,
    desk: &Desk,
    page: &ImportPage,
    reading: &FilesRead,
    wishes: &mut Vec<ImportWish>,
) {
    let words = desk.words;
    if reading.fit.is_none() {
        return;
    }
    card_ui(ui, desk.palette, |ui| {
        card_title_ui(ui, desk, words.get("intake.past"));
        let n = n_whole_months(reading);
        if n <= FIRST_MONTHS as usize {
            let known = [("n", words.count(n as f64)), ("least", words.count(f64::from(FIRST_MONTHS + 1)))];
            let known = known.each_ref().map(|(name, text)| (*name, text.as_str()));
            return caption_ui(ui, desk, &words.with("intake.past_short", &known));
        }
        caption_ui(ui, desk, words.get("intake.past_explained"));
        let now = ui.input(|input| input.time);
        let work = page.intake.past_work(now);
        let keys = [
            "intake.past_told",
            "intake.past_soon",
            "intake.past_stopped",
            "intake.past_stuck",
            "intake.past_soon",
        ];
        work_ui(ui, desk, work, keys, wishes);
        let Some(found) = page.intake.past().filter(|_| work == Progress::Quiet) else { return };
        if found.months.is_empty() {
            return caption_ui(ui, desk, words.get("intake.past_none"));
        }
        for sentence in sentences(desk, found) {
            let letters = RichText::new(sentence).font(plain_font(type_size::BODY)).color(desk.palette.text);
            crate::widget::lines::wrapped(ui, letters);
        }
    });
}

fn sentences(desk: &Desk, found: &Backtest) -> Vec<String> {
    let words = desk.words;
    let n = found.months.len() as f64;
    let whole = |share: f64| words.count((share * n).round());
    let percent = |share: f64| words.share((share * 100.0).round() / 100.0);
    let (half, most) = (found.within_half(), found.within_four_fifths());
    let mut told = vec![];
    let mut say = |key: &str, known: &[(&str, String)]| {
        let known: Vec<(&str, &str)> = known.iter().map(|(name, text)| (*name, text.as_str())).collect();
        told.push(words.with(key, &known));
    };
    say("intake.past_most", &[("n", whole(most)), ("all", words.count(n)), ("share", percent(most))]);
    say("intake.past_half", &[("n", whole(half)), ("all", words.count(n)), ("share", percent(half))]);
    let (own, naive, seasonal) = (found.error(), found.naive_error(), found.seasonal_naive_error());
    let off = |error: ForecastError| percent(error.mean_share);
    say("intake.past_off", &[("own", off(own)), ("naive", off(naive))]);
    if seasonal.n > 0 {
        say("intake.past_year", &[("n", words.count(seasonal.n as f64)), ("seasonal", off(seasonal))]);
    }
    let is_closer = own.mean_share < naive.mean_share;
    say(if is_closer { "intake.past_closer" } else { "intake.past_farther" }, &[]);
    told
}
