//! What files leave open when they are put together, each with the answer that most sellers would give.

use egui::{RichText, Ui};
use sortie_engine::import::{DoubtAnswer, ImportQuestion};

use super::ImportWish;
use crate::desk::Desk;
use crate::edit::editor::{caption_ui, card_title_ui};
use crate::intake::FilesRead;
use crate::theme::{plain_font, type_size};
use crate::widget::card::card_ui;
use crate::widget::chips::chip;

/// Shows the questions, if there are any.
pub fn questions_ui(ui: &mut Ui, desk: &Desk, reading: &FilesRead, wishes: &mut Vec<ImportWish>) {
    let questions = &reading.import.questions;
    if questions.is_empty() {
        return;
    }
    card_ui(ui, desk.palette, |ui| {
        let is_one_file = reading.import.files.len() == 1;
        let key = if is_one_file { "intake.questions_one" } else { "intake.questions" };
        card_title_ui(ui, desk, desk.words.get(key));
        caption_ui(ui, desk, desk.words.get("intake.questions_explained"));
        for question in questions {
            question_ui(ui, desk, question, wishes);
        }
    });
}

fn question_ui(ui: &mut Ui, desk: &Desk, question: &ImportQuestion, wishes: &mut Vec<ImportWish>) {
    let words = desk.words;
    let told = words.doubt(question);
    let letters = RichText::new(&told).font(plain_font(type_size::BODY)).color(desk.palette.text);
    crate::widget::lines::wrapped(ui, letters);
    ui.horizontal_wrapped(|ui| {
        for answer in [DoubtAnswer::CountOnce, DoubtAnswer::CountBoth] {
            let name = words.doubt_answer(question, answer);
            let name = match answer == question.recommended {
                true => words.with("intake.recommended", &[("what", name)]),
                false => name.to_owned(),
            };
            ui.push_id((format!("{:?}", question.doubt), answer == DoubtAnswer::CountOnce), |ui| {
                let is_chosen = question.answer == answer;
                if chip(ui, desk.palette, &name, is_chosen).clicked() && !is_chosen {
                    wishes.push(ImportWish::Answer(question.doubt.clone(), answer));
                }
            });
        }
    });
}
