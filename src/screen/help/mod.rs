//! The help: a page in the place of everything else, with topics that can be searched, a picture to each, and all keys.

mod keys;
mod picture;
mod topics;

use egui::{Align, Button, Grid, Id, Label, Layout, RichText, ScrollArea, TextEdit, Ui, vec2};

use crate::command::Command;
use crate::desk::Desk;
use crate::edit::editor::{caption_ui, title_beside_ui};
use crate::text::Words;
use crate::theme::{
    GAP, GAP_LARGE, GAP_PAGE, GAP_SMALL, ROW_HEIGHT, icon, plain_font, strong_font, type_size,
};
use crate::widget::button::{icon_button, link_button, main_button};
use crate::widget::{follow_focus, is_escaped};
use keys::keys_ui;
use picture::picture_ui;
use topics::{HelpTopic, TOPICS};

/// The width of the list of topics.
const LIST: f32 = 296.0;
/// In a narrower window the list stands above the topic.
const NARROW: f32 = 600.0;
/// The width of what is pressed or typed.
const PRESSED: f32 = 140.0;
/// Lines of text are no longer.
const MEASURE: f32 = 640.0;

/// What is looked at of the help.
#[derive(Debug, Default)]
pub struct HelpView {
    /// Whether the page is shown.
    pub is_open: bool,
    /// What is sought.
    sought: String,
    /// The topic, by place; the keys are behind the last.
    at: usize,
}

/// Shows the page; `is_in_front` where nothing stands before it. What it is left for is a command.
pub fn help_ui(ui: &mut Ui, desk: &mut Desk, view: &mut HelpView, is_in_front: bool) {
    let words = desk.words;
    let mut is_tour_wanted = false;
    title_beside_ui(ui, desk, words.get("help.title"), words.get("help.subtitle"), |ui| {
        if icon_button(ui, desk.palette, icon::X, words.get("help.close"), true).clicked() {
            view.is_open = false;
        }
        is_tour_wanted = main_button(ui, desk.palette, words.get(Command::Tour.label())).clicked();
    });
    if is_tour_wanted {
        desk.commands.push(Command::Tour);
    }
    ui.add_space(GAP);
    let is_narrow = ui.available_width() < NARROW;
    let layout = if is_narrow { Layout::top_down(Align::LEFT) } else { Layout::left_to_right(Align::TOP) };
    let size = ui.available_size();
    ui.allocate_ui_with_layout(size, layout, |ui| {
        let list = if is_narrow { vec2(size.x, size.y / 2.0) } else { vec2(LIST, size.y) };
        ui.allocate_ui_with_layout(list, Layout::top_down(Align::LEFT), |ui| list_ui(ui, desk, view));
        ui.add_space(GAP_PAGE);
        ui.vertical(|ui| {
            let area = ScrollArea::vertical().id_salt(("help", view.at)).auto_shrink(false);
            area.show(ui, |ui| {
                ui.set_max_width(MEASURE.min(ui.available_width() - GAP_LARGE));
                match TOPICS.get(view.at) {
                    Some(topic) => topic_ui(ui, desk, topic),
                    None => keys_ui(ui, desk),
                }
                follow_focus(ui);
                ui.add_space(GAP_PAGE);
            });
        });
    });
    if is_in_front && is_escaped(ui.ctx()) {
        view.is_open = false;
        ui.ctx().request_repaint();
    }
}

/// The topics in which all words occur that are sought, by place.
fn found(words: &Words, sought: &str) -> Vec<usize> {
    let told = |place: usize| match TOPICS.get(place) {
        Some(topic) => {
            let rows = topic.rows.iter().flatten();
            let all = [topic.title].into_iter().chain(topic.text.iter().chain(rows).copied());
            all.map(|key| words.get(key)).collect::<Vec<_>>().join(" ")
        }
        None => keys::told(words),
    };
    let fits = |place: &usize| {
        let told = told(*place).to_lowercase();
        sought.to_lowercase().split_whitespace().all(|word| told.contains(word))
    };
    (0..=TOPICS.len()).filter(fits).collect()
}

fn list_ui(ui: &mut Ui, desk: &Desk, view: &mut HelpView) {
    let words = desk.words;
    let hint = words.get("help.find");
    let field = TextEdit::singleline(&mut view.sought)
        .id(Id::unique("help sought"))
        .hint_text(hint)
        .font(plain_font(type_size::BODY))
        .margin(vec2(8.0, 6.0))
        .desired_width(f32::INFINITY);
    let is_changed = ui.add(field).accessible_name(hint).changed();
    let found = found(words, &view.sought);
    if is_changed && !found.contains(&view.at) {
        view.at = found.first().copied().unwrap_or(view.at);
    }
    ui.add_space(GAP_SMALL);
    if found.is_empty() {
        caption_ui(ui, desk, words.get("help.nothing"));
    }
    ScrollArea::vertical().id_salt("help topics").auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.with_layout(Layout::top_down_justified(Align::LEFT), |ui| {
            for place in found {
                let title = words.get(TOPICS.get(place).map_or("help.keys", |topic| topic.title));
                let row = Button::selectable(place == view.at, title).truncate();
                if ui.add(row.min_size(vec2(0.0, ROW_HEIGHT))).clicked() {
                    view.at = place;
                }
            }
        });
        follow_focus(ui);
    });
}

fn topic_ui(ui: &mut Ui, desk: &mut Desk, topic: &HelpTopic) {
    let words = desk.words;
    heading_ui(ui, desk, topic.title);
    if let Some(picture) = topic.picture {
        picture_ui(ui, desk, picture);
        ui.add_space(GAP);
    }
    for key in topic.text {
        let letters =
            RichText::new(words.get(key)).font(plain_font(type_size::BODY)).color(desk.palette.text);
        ui.add(Label::new(letters).wrap());
        ui.add_space(GAP_SMALL);
    }
    let rows = topic.rows.iter().map(|[typed, means]| (words.get(typed).to_owned(), words.get(means)));
    pairs_ui(ui, desk, topic.title, rows);
    if let Some(command) = &topic.shown_by {
        ui.add_space(GAP);
        let label =
            words.with("help.show", &[("command", words.get(command.label()).trim_end_matches('\u{2026}'))]);
        if link_button(ui, desk.palette, &label).clicked() {
            desk.commands.push(command.clone());
        }
    }
}

/// What is pressed or typed, and what it does, line by line.
fn pairs_ui<'w>(ui: &mut Ui, desk: &Desk, name: &str, rows: impl Iterator<Item = (String, &'w str)>) {
    Grid::new(name).num_columns(2).min_col_width(PRESSED).spacing(vec2(GAP_LARGE, GAP_SMALL)).show(
        ui,
        |ui| {
            for (pressed, does) in rows {
                let strong =
                    RichText::new(pressed).font(strong_font(type_size::TABLE)).color(desk.palette.text);
                ui.add(Label::new(strong));
                ui.add(Label::new(
                    RichText::new(does).font(plain_font(type_size::BODY)).color(desk.palette.dim),
                ));
                ui.end_row();
            }
        },
    );
}

fn heading_ui(ui: &mut Ui, desk: &Desk, key: &str) {
    let letters =
        RichText::new(desk.words.get(key)).font(strong_font(type_size::TITLE)).color(desk.palette.text);
    ui.add(Label::new(letters).wrap());
    ui.add_space(GAP);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Language, words};

    #[test]
    fn a_topic_is_found_by_words_of_its_text_in_either_language() {
        let titles = |language, sought| -> Vec<&str> {
            let words = words(language);
            found(words, sought)
                .into_iter()
                .map(|place| TOPICS.get(place).map_or("help.keys", |topic| topic.title))
                .collect()
        };
        assert_eq!(titles(Language::English, "bank pdf"), ["help.hand_on"]);
        assert_eq!(titles(Language::Chinese, "额度"), ["help.cash"]);
        assert!(titles(Language::English, "Ctrl+K").contains(&"help.keys"));
        assert!(titles(Language::English, "zebra").is_empty());
        assert_eq!(titles(Language::English, "").len(), TOPICS.len() + 1);
    }
}
