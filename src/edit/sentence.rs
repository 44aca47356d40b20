//! A sentence with blanks: words as they stand, with a field or a menu at every place that can be changed.

use egui::{Id, Rect, Sense, Ui, vec2};

use crate::address::unit::NumberUnit;
use crate::desk::Desk;
use crate::edit::editor::{EditedText, text_ui};
use crate::theme::{CONTROL_HEIGHT, GAP_SMALL, plain_font, type_size};
use crate::widget::{elided, text_width};

/// A piece of a sentence with blanks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlankPiece<'s> {
    /// Words as they stand.
    Words(&'s str),
    /// The name of what is filled in.
    Blank(&'s str),
}

/// The words of a sentence and its blanks, in the order of its language.
pub fn pieces(sentence: &str) -> Vec<BlankPiece<'_>> {
    let mut found = vec![];
    for part in sentence.split('{') {
        let (blank, words) = part.split_once('}').map_or((None, part), |(blank, rest)| (Some(blank), rest));
        found.extend(blank.map(BlankPiece::Blank));
        found.extend(Some(words.trim()).filter(|words| !words.is_empty()).map(BlankPiece::Words));
    }
    found
}

/// Shows a sentence; `blank` shows what stands at a place of that name.
pub fn sentence_ui(
    ui: &mut Ui,
    desk: &mut Desk,
    sentence: &str,
    mut blank: impl FnMut(&mut Ui, &mut Desk, &str),
) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(GAP_SMALL, GAP_SMALL);
        for piece in pieces(sentence) {
            match piece {
                BlankPiece::Words(said) => words_ui(ui, desk, said),
                BlankPiece::Blank(name) => blank(ui, desk, name),
            }
        }
    });
}

/// Words of the sentence, as high as the fields among them.
fn words_ui(ui: &mut Ui, desk: &Desk, said: &str) {
    let (font, color) = (plain_font(type_size::BODY), desk.palette.text);
    let width = text_width(ui, said, font.clone());
    let rect = room(ui, width);
    elided(ui, rect.left_center(), width + 1.0, said, font, color);
}

/// Room for a field in the sentence.
pub fn room(ui: &mut Ui, width: f32) -> Rect {
    ui.allocate_exact_size(vec2(width, CONTROL_HEIGHT), Sense::hover()).0
}

/// A number that may be left out, as its field knows it.
pub struct BlankNumber<'a> {
    /// What tells its field from all others.
    pub id: Id,
    /// What a screen reader calls it.
    pub name: &'a str,
    /// Its unit.
    pub unit: &'a NumberUnit,
    /// What stands there while it is left out.
    pub nothing: &'a str,
    /// The width of its field.
    pub width: f32,
}

impl BlankNumber<'_> {
    /// Shows the field; the number as it becomes, or nothing where it was emptied, if it was typed in.
    pub fn show(&self, ui: &mut Ui, desk: &mut Desk, value: Option<f64>) -> Option<Option<f64>> {
        let told =
            value.map(|value| (self.unit.shown(desk.words, value), self.unit.typed(desk.words, value)));
        let (shown, typed) = told.unwrap_or_else(|| (self.nothing.to_owned(), String::new()));
        let refused = desk.view.refused(self.id, self.name).map(str::to_owned);
        let text = EditedText {
            id: self.id,
            name: self.name,
            shown: refused.as_deref().unwrap_or(&shown),
            typed: refused.as_deref().unwrap_or(&typed),
        };
        let rect = room(ui, self.width);
        let typed = text_ui(ui, desk, &text, rect)?;
        if typed.trim().is_empty() {
            desk.view.set_fault(self.id, None);
            return Some(None);
        }
        let read = self.unit.read(desk.words, &typed);
        desk.view.set_typo(self.id, self.name, &typed, read.clone().err());
        read.ok().map(Some)
    }
}
