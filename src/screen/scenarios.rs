//! What is set beside one another: which blows and which strategies each scenario has.

use egui::{Id, Sense, Ui, vec2};
use sortie_engine::plan::{Plan, Scenario};

use super::Desk;
use super::editor::{caption_ui, card_title_ui, fault_ui, form_rect, text_ui, title_ui};
use super::number::try_edit;
use crate::theme::{icon, plain_font, type_size};
use crate::widget::button::{icon_button, link_button};
use crate::widget::card::card_ui;
use crate::widget::elided;
use crate::widget::tick::tick;

/// The editor of scenarios: the one in hand, and how to get another.
pub fn scenarios_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan) {
    title_ui(ui, desk, desk.words.get("place.scenarios"), desk.words.get("scenarios.subtitle"));
    ui.horizontal(|ui| {
        if link_button(ui, desk.palette, desk.words.get("scenarios.copy")).clicked() {
            copy_scenario(desk, plan);
        }
    });
    let selected = desk.view.selected.clone();
    let Some(idx) = plan.scenarios.iter().position(|scenario| Some(&scenario.id) == selected.as_ref()) else {
        return;
    };
    card_ui(ui, desk.palette, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        name_ui(ui, desk, plan, idx);
        caption_ui(ui, desk, desk.words.get("scenarios.shocks"));
        for shock in 0..plan.shocks.len() {
            let (id, name) = (plan.shocks[shock].id.clone(), plan.shocks[shock].name.clone());
            let color = desk.palette.shock;
            if member_ui(ui, desk, &name, plan.scenarios[idx].shocks.contains(&id), color) {
                toggle(&mut plan.scenarios[idx].shocks, &id);
            }
        }
        caption_ui(ui, desk, desk.words.get("scenarios.strategies"));
        for strategy in 0..plan.strategies.len() {
            let (id, name) = (plan.strategies[strategy].id.clone(), plan.strategies[strategy].name.clone());
            let color = desk.palette.accent;
            if member_ui(ui, desk, &name, plan.scenarios[idx].strategies.contains(&id), color) {
                toggle(&mut plan.scenarios[idx].strategies, &id);
            }
        }
    });
}

fn name_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, idx: usize) {
    let shown = desk.words.ready(&plan.scenarios[idx].name).to_owned();
    ui.horizontal(|ui| {
        ui.scope(|ui| {
            ui.set_max_width(ui.available_width() - 36.0);
            card_title_ui(ui, desk, &shown);
        });
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let label = desk.words.with("scenarios.remove", &[("name", &shown)]);
            if icon_button(ui, desk.palette, icon::TRASH, &label, plan.scenarios.len() > 1).clicked() {
                let done = try_edit(plan, desk.words, |plan| drop(plan.scenarios.remove(idx)));
                desk.view.set_fault(Id::unique("remove scenario"), done.err());
            }
        });
    });
    fault_ui(ui, desk, Id::unique("remove scenario"));
    let Some(scenario) = plan.scenarios.get_mut(idx) else { return };
    let rect = form_rect(ui);
    let label = desk.words.get("field.name");
    let id = Id::unique(("scenario name", &scenario.id));
    if let Some(name) = text_ui(ui, desk, id, &format!("{label} · {shown}"), &shown, &shown, rect) {
        scenario.name = name;
    }
}

/// One thing that a scenario may have; returns whether it was clicked.
fn member_ui(ui: &mut Ui, desk: &Desk, name: &str, is_in: bool, color: egui::Color32) -> bool {
    let words = desk.words.ready(name);
    ui.horizontal(|ui| {
        let ticked = tick(ui, desk.palette, words, is_in, color).clicked();
        let (rect, label) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::click());
        let font = plain_font(type_size::BODY);
        elided(ui, rect.left_center(), rect.width(), words, font, desk.palette.text);
        ticked || label.clicked()
    })
    .inner
}

/// Puts `id` into the list, or takes it out.
pub fn toggle(list: &mut Vec<String>, id: &str) {
    if list.iter().any(|known| known == id) {
        list.retain(|known| known != id);
    } else {
        list.push(id.to_owned());
    }
}

/// A new scenario begins as a copy of the one in hand and is taken in hand.
fn copy_scenario(desk: &mut Desk, plan: &mut Plan) {
    let selected = desk.view.selected.as_deref();
    let source = plan.scenarios.iter().find(|scenario| Some(scenario.id.as_str()) == selected);
    let Some(source) = source.or(plan.scenarios.first()) else { return };
    let taken = |id: &String| plan.scenarios.iter().any(|scenario| scenario.id == *id);
    let Some(id) = (2..).map(|n| format!("{}-{n}", source.id)).find(|id| !taken(id)) else { return };
    let name = desk.words.with("scenarios.copy_name", &[("name", desk.words.ready(&source.name))]);
    let copy = Scenario { id: id.clone(), name, ..source.clone() };
    plan.scenarios.push(copy);
    desk.view.toggle_line(&id);
    desk.view.selected = Some(id);
}
