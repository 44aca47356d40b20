//! What really happened: told month by month in Business, held against the plan on a page of its own.

mod against;
mod entry;
mod figures;
mod learned;
mod lived;
mod months;
mod ranges;
mod wires;

use egui::Ui;
use sortie_engine::plan::Plan;

pub use entry::{take_next, takes_keys};
pub use learned::told as learned_words;
pub use lived::{ActualsAnswer, ask_learned, lived_menu_ui};
pub use wires::wires_ui;

use super::answer::AnswerPage;
use crate::command::Command;
use crate::desk::Desk;
use crate::edit::editor::{card_title_ui, title_beside_ui};
use crate::theme::GAP_SMALL;
use crate::widget::button::link_button;
use crate::widget::card::card_ui;
use crate::widget::follow_focus;

/// The table in the editor of the business.
pub fn card_of_business_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan) {
    card_ui(ui, desk.palette, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        let title = desk.words.get("business.actuals");
        ui.horizontal(|ui| {
            card_title_ui(ui, desk, title);
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let link = desk.words.get("actuals.open");
                if !plan.actuals.is_empty() && link_button(ui, desk.palette, link).clicked() {
                    desk.commands.push(Command::SeeActuals);
                }
            });
        });
        entry::entry_ui(ui, desk, plan);
        if let Some(happening) = happening(desk) {
            wires::tripped_ui(ui, desk, plan, &happening);
        }
    });
}

/// The scenario that is happening, by its id: the one that is said to be, or else the one in hand.
pub fn happening(desk: &Desk) -> Option<String> {
    desk.view.actuals.lived.clone().or_else(|| desk.view.chart.selected.clone())
}

/// The page as wide as there is room, with what it has no height for to be scrolled to.
pub fn actuals_page_ui(ui: &mut Ui, desk: &mut Desk, page: &mut AnswerPage) {
    let scroll = egui::ScrollArea::vertical().id_salt("actuals page").auto_shrink(false);
    scroll.show(ui, |ui| {
        ui.set_width(ui.available_width() - 10.0);
        actuals_ui(ui, desk, page);
        follow_focus(ui);
        ui.add_space(crate::theme::GAP_PAGE);
    });
}

/// The page: the table, what came against the plan, and what the plan's numbers learn from it.
fn actuals_ui(ui: &mut Ui, desk: &mut Desk, page: &mut AnswerPage) {
    ui.add_space(GAP_SMALL);
    let (title, subtitle) = (desk.words.get("business.actuals"), desk.words.get("actuals.subtitle"));
    let (palette, link) = (desk.palette, desk.words.get("sheet.close"));
    if title_beside_ui(ui, desk, title, subtitle, |ui| link_button(ui, palette, link)).clicked() {
        desk.view.actuals.is_open = false;
    }
    card_ui(ui, desk.palette, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        entry::entry_ui(ui, desk, page.plan);
    });
    if page.plan.actuals.is_empty() {
        return;
    }
    let forecast = page.outlook.forecast;
    let scenario = &forecast.scenarios[lived::lived(desk, forecast)];
    if ui.available_width() < TWO_CARDS {
        against::against_ui(ui, desk, page);
        ranges::ranges_ui(ui, desk, page.plan, scenario);
    } else {
        ui.columns_const(|[left, right]| {
            // Columns would stretch the lines of their prose to the edge.
            left.vertical(|ui| against::against_ui(ui, desk, page));
            right.vertical(|ui| ranges::ranges_ui(ui, desk, page.plan, scenario));
        });
    }
    let scenario = scenario.id.clone();
    wires_ui(ui, desk, page.plan, &scenario);
    learned::learned_ui(ui, desk, page);
}

/// The least width in which two cards stand beside each other.
const TWO_CARDS: f32 = 1080.0;
