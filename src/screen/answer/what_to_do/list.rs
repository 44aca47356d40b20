//! The list of things to do on the page: month after month, each line leading to where its figures stand, and its calendar
//! file.

use egui::{Id, RichText, Ui, vec2};
use sortie_engine::plan::Plan;

use crate::command::Command;
use crate::desk::Desk;
use crate::desk::best::ShownChoice;
use crate::edit::editor::{caption_ui, card_title_ui};
use crate::edit::sentence::room;
use crate::report::{AgendaItem, agenda, calendar};
use crate::theme::{GAP_SMALL, plain_font, type_size};
use crate::widget::button::{link_button, plain_button};
use crate::widget::card::card_ui;
use crate::widget::elided;

/// The room of a month before its lines.
const MONTH: f32 = 96.0;

/// Shows what is to be done in a scenario of a plan; its lines lead into the plan where it `is_taken`.
pub fn list_ui(ui: &mut Ui, desk: &mut Desk, plan: &Plan, scenario: &str, is_taken: bool) {
    let items = agenda(desk.words, plan, scenario);
    if items.is_empty() {
        return;
    }
    let name = match desk.view.best.shown {
        ShownChoice::Best => plan.scenarios.iter().find(|it| it.id == scenario),
        _ if is_taken => plan.scenarios.iter().find(|it| it.id == scenario),
        // Its scenario would be called as the best is.
        ShownChoice::Other(_) | ShownChoice::Frontier(_) => None,
    };
    let name = name.map_or(desk.words.get("to_do.title_other"), |it| desk.words.ready(&it.name));
    card_ui(ui, desk.palette, |ui| {
        ui.spacing_mut().item_spacing.y = GAP_SMALL;
        let title = desk.words.with("to_do.list", &[("name", name)]);
        card_title_ui(ui, desk, &title);
        let key = if is_taken { "to_do.list_leads" } else { "to_do.list_of_found" };
        caption_ui(ui, desk, desk.words.get(key));
        let mut before = None;
        for (place, item) in items.iter().enumerate() {
            let month = (before != Some(item.month)).then(|| desk.words.month(item.month));
            before = Some(item.month);
            ui.push_id(Id::unique(("to do", place)), |ui| {
                item_ui(ui, desk, item, &month.unwrap_or_default(), is_taken);
            });
        }
        ui.add_space(GAP_SMALL);
        if plain_button(ui, desk.words.get("to_do.list_save")).clicked() {
            desk.commands.push(Command::Export(calendar(&title, &items)));
        }
    });
}

fn item_ui(ui: &mut Ui, desk: &mut Desk, item: &AgendaItem, month: &str, is_taken: bool) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing = vec2(GAP_SMALL, 0.0);
        let rect = room(ui, MONTH);
        // A line that leads somewhere stands a little higher than one that does not.
        let at = rect.left_center() - vec2(0.0, if is_taken { 4.0 } else { 0.0 });
        elided(ui, at, MONTH, month, plain_font(type_size::TABLE), desk.palette.dim);
        if is_taken {
            let width = ui.available_width();
            ui.allocate_ui(vec2(width, 0.0), |ui| {
                ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Wrap);
                if link_button(ui, desk.palette, &item.words).clicked() {
                    desk.commands.push(Command::Take(item.field));
                }
            });
        } else {
            let letters =
                RichText::new(&item.words).font(plain_font(type_size::BODY)).color(desk.palette.text);
            ui.vertical(|ui| {
                ui.add_space(4.0);
                crate::widget::lines::wrapped(ui, letters);
            });
        }
    });
}
