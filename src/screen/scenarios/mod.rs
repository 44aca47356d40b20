//! What is set beside one another: which shocks and which strategies each scenario has, and how two of them differ.

mod difference;
mod matrix;

use egui::{Color32, Id, Rect, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};
use sortie_engine::plan::{Plan, Scenario, unused_id};

use crate::address::{PlanPart, try_edit};
use crate::desk::Desk;
use crate::edit::editor::{EditedText, card_title_ui, fault_ui, text_ui, title_ui};
use crate::theme::{CONTROL_HEIGHT, GAP_SMALL, icon, plain_font, strong_font, type_size};
use crate::widget::button::{icon_button, link_button};
use crate::widget::card::card_ui;
use crate::widget::focus_ring;

/// The editor of scenarios.
pub fn scenarios_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan) {
    title_ui(ui, desk, desk.words.get("place.scenarios"), desk.words.get("scenarios.subtitle"));
    if link_button(ui, desk.palette, desk.words.get("scenarios.copy")).clicked() {
        copy_scenario(desk, plan);
    }
    card_ui(ui, desk.palette, |ui| list_ui(ui, desk, plan));
    card_ui(ui, desk.palette, |ui| matrix::matrix_ui(ui, desk, plan));
    card_ui(ui, desk.palette, |ui| difference::difference_ui(ui, desk, plan));
    let selected = desk.view.chart.selected.clone();
    if let Some(idx) = plan.scenarios.iter().position(|scenario| Some(&scenario.id) == selected.as_ref()) {
        card_ui(ui, desk.palette, |ui| notes_ui(ui, desk, plan, idx));
    }
}

/// The color of a scenario, which is that of its line.
fn color_of(desk: &Desk, id: &str) -> Color32 {
    match desk.view.chart.slot(id) {
        _ if desk.view.chart.is_links_open(id) => desk.palette.links_open,
        _ if desk.view.chart.is_baseline(id) => desk.palette.no_response,
        Some(slot) => desk.palette.scenario(slot),
        None => desk.palette.faint,
    }
}

/// The number by which the matrix calls a scenario, in its color.
fn badge_ui(ui: &Ui, desk: &Desk, plan: &Plan, idx: usize, center: egui::Pos2) {
    let color = color_of(desk, &plan.scenarios[idx].id);
    ui.painter().circle_filled(center, 9.0, color);
    let letters = crate::theme::readable(desk.palette.panel, color);
    let number = (idx + 1).to_string();
    let font = strong_font(type_size::CAPTION);
    ui.painter().text(center, egui::Align2::CENTER_CENTER, number, font, letters);
}

/// The scenarios, each with its number, its name, and what can be done with it.
fn list_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan) {
    ui.spacing_mut().item_spacing.y = GAP_SMALL;
    card_title_ui(ui, desk, desk.words.get("place.scenarios"));
    let mut asked = None;
    for idx in 0..plan.scenarios.len() {
        asked = asked.or(row_ui(ui, desk, plan, idx).map(|action| (idx, action)));
    }
    fault_ui(ui, desk, Id::unique("remove scenario"));
    let Some((idx, action)) = asked else { return };
    match action {
        ScenarioAction::Up => plan.scenarios.swap(idx - 1, idx),
        ScenarioAction::Down => plan.scenarios.swap(idx, idx + 1),
        ScenarioAction::Copy => {
            desk.view.chart.selected = Some(plan.scenarios[idx].id.clone());
            copy_scenario(desk, plan);
        }
        ScenarioAction::Remove => {
            let done = try_edit(plan, desk.words, |plan| drop(plan.scenarios.remove(idx)));
            desk.view.set_fault(Id::unique("remove scenario"), done.err());
        }
    }
}

/// What a row of the list is asked for.
#[derive(Clone, Copy)]
enum ScenarioAction {
    Up,
    Down,
    Copy,
    Remove,
}

fn row_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, idx: usize) -> Option<ScenarioAction> {
    let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), CONTROL_HEIGHT), Sense::hover());
    let is_selected = desk.view.chart.selected.as_deref() == Some(&plan.scenarios[idx].id);
    if is_selected {
        ui.painter().rect_filled(row.expand2(vec2(6.0, 1.0)), 4.0, desk.palette.accent_wash);
    }
    let shown = desk.words.ready(&plan.scenarios[idx].name).to_owned();
    let badge = Rect::from_min_size(row.min, vec2(24.0, row.height()));
    let response = ui.interact(badge, Id::unique(("scenario badge", idx)), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_selected, &shown));
    badge_ui(ui, desk, plan, idx, badge.center());
    focus_ring(ui, &response, desk.palette.accent);
    let actions = actions_ui(ui, desk, plan, idx, row);
    let label = desk.words.field("name");
    let id = Id::unique(("scenario name", &plan.scenarios[idx].id));
    let field = EditedText { id, name: &format!("{label} · {shown}"), shown: &shown, typed: &shown };
    let rect = Rect::from_min_max(
        row.min + vec2(26.0, 0.0),
        pos2(row.right() - 4.0 * CONTROL_HEIGHT - 4.0, row.bottom()),
    );
    if let Some(name) = text_ui(ui, desk, &field, rect) {
        plan.scenarios[idx].name = name;
    }
    if response.clicked() || ui.memory(|memory| memory.has_focus(id)) {
        desk.view.chart.selected = Some(plan.scenarios[idx].id.clone());
    }
    actions
}

fn actions_ui(ui: &mut Ui, desk: &Desk, plan: &Plan, idx: usize, row: Rect) -> Option<ScenarioAction> {
    let last = plan.scenarios.len() - 1;
    let name = desk.words.ready(&plan.scenarios[idx].name);
    let buttons = [
        (icon::CHEVRON_UP, "scenarios.up", ScenarioAction::Up, idx > 0),
        (icon::CHEVRON_DOWN, "scenarios.down", ScenarioAction::Down, idx < last),
        (icon::COPY, "scenarios.branch", ScenarioAction::Copy, true),
        (icon::TRASH, "scenarios.remove", ScenarioAction::Remove, last > 0),
    ];
    let mut asked = None;
    for (place, (icon, key, action, is_enabled)) in buttons.into_iter().enumerate() {
        let left = row.right() - (4 - place) as f32 * CONTROL_HEIGHT;
        let rect = Rect::from_min_size(pos2(left, row.top()), vec2(CONTROL_HEIGHT, row.height()));
        let label = desk.words.with(key, &[("name", name)]);
        let builder = UiBuilder::new().max_rect(rect).id_salt(("scenario action", idx, place));
        let palette = desk.palette;
        let button = ui.scope_builder(builder, |ui| icon_button(ui, palette, icon, &label, is_enabled));
        if button.inner.clicked() {
            asked = Some(action);
        }
    }
    asked
}

/// Notes on the scenario in hand.
fn notes_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, idx: usize) {
    let name = desk.words.ready(&plan.scenarios[idx].name).to_owned();
    card_title_ui(ui, desk, &name);
    let notes = plan.scenarios[idx].notes.clone();
    let field = PlanPart::Scenario(idx).field("notes");
    if let Some(notes) = crate::edit::row::note_row_ui(ui, desk, plan, field, desk.words.ready(&notes)) {
        plan.scenarios[idx].notes = notes;
    }
}

/// A new scenario begins as a copy of the one in hand and is taken in hand.
fn copy_scenario(desk: &mut Desk, plan: &mut Plan) {
    let selected = desk.view.chart.selected.as_deref();
    let source = plan.scenarios.iter().position(|scenario| Some(scenario.id.as_str()) == selected);
    let source = source.unwrap_or(0);
    let Some(scenario) = plan.scenarios.get(source).cloned() else { return };
    let id = unused_id(&scenario.id, |id| plan.scenarios.iter().any(|scenario| scenario.id == id));
    let name = desk.words.with("scenarios.copy_name", &[("name", desk.words.ready(&scenario.name))]);
    plan.scenarios.insert(source + 1, Scenario { id: id.clone(), name, ..scenario });
    desk.view.chart.toggle_line(&id);
    desk.view.chart.selected = Some(id);
}

/// A quiet word above a column or a row.
fn small_ui(ui: &Ui, desk: &Desk, left_center: egui::Pos2, width: f32, text: &str) {
    crate::widget::elided(ui, left_center, width, text, plain_font(type_size::TABLE), desk.palette.text);
}
