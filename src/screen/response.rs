//! What the seller does about it: each strategy's start, what it costs, and whether the scenario in hand has it.

use egui::{Id, Ui, vec2};
use sortie_engine::plan::{Mechanism, Plan};

use super::Desk;
use super::editor::{
    caption_ui, card_title_ui, estimate_row_ui, fault_ui, labelled_ui, text_ui, title_ui,
};
use super::hand::hand_ui;
use super::happens::read_day;
use super::number::{Field, try_edit};
use crate::theme::icon;
use crate::widget::button::icon_button;
use crate::widget::card::card_ui;
use crate::widget::tick::switch;

/// The editor of strategies.
pub fn response_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan) {
    let selected = desk.view.selected.clone().unwrap_or_default();
    let scenario = plan.scenarios.iter().find(|scenario| scenario.id == selected);
    let name = scenario.map_or("", |scenario| desk.words.ready(&scenario.name));
    let subtitle = desk.words.with("response.subtitle", &[("scenario", name)]);
    title_ui(ui, desk, desk.words.get("place.response"), &subtitle);
    let hand = strategy_of(desk.view.hand).unwrap_or(0);
    if strategy_of(desk.view.hand).is_none() {
        desk.view.hand = Field::MonthlyCost(0);
    }
    for idx in 0..plan.strategies.len() {
        strategy_ui(ui, desk, plan, idx);
        if idx == hand {
            hand_ui(ui, desk, plan);
        }
    }
    if plan.strategies.is_empty() {
        caption_ui(ui, desk, desk.words.get("response.none"));
    }
}

fn strategy_of(field: Field) -> Option<usize> {
    match field {
        Field::SetupCost(idx)
        | Field::MonthlyCost(idx)
        | Field::Spend(idx, _)
        | Field::PostCost(idx, _)
        | Field::Posts(idx, _) => Some(idx),
        _ => None,
    }
}

fn strategy_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, idx: usize) {
    card_ui(ui, desk.palette, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        let name = desk.words.ready(&plan.strategies[idx].name).to_owned();
        membership_ui(ui, desk, plan, idx, &name);
        start_ui(ui, desk, plan, idx, &name);
        for field in [Field::SetupCost(idx), Field::MonthlyCost(idx)] {
            estimate_row_ui(ui, desk, plan, field, desk.words.get(field.name()));
        }
        let parts: Vec<(usize, bool)> = plan.strategies[idx]
            .mechanisms
            .iter()
            .enumerate()
            .filter_map(|(part, mechanism)| match mechanism {
                Mechanism::PaidReach(_) => Some((part, true)),
                Mechanism::Audience(_) => Some((part, false)),
                _ => None,
            })
            .collect();
        for (part, is_paid) in parts {
            let fields: &[Field] = if is_paid {
                &[Field::Spend(idx, part)]
            } else {
                &[Field::Posts(idx, part), Field::PostCost(idx, part)]
            };
            for field in fields {
                estimate_row_ui(ui, desk, plan, *field, desk.words.get(field.name()));
            }
        }
    });
}

/// The strategy's name, and the switch that puts it into the scenario in hand.
fn membership_ui(ui: &mut Ui, desk: &Desk, plan: &mut Plan, idx: usize, name: &str) {
    let id = plan.strategies[idx].id.clone();
    let selected = desk.view.selected.clone().unwrap_or_default();
    ui.horizontal(|ui| {
        ui.scope(|ui| {
            ui.set_max_width(ui.available_width() - 44.0);
            card_title_ui(ui, desk, name);
        });
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let Some(scenario) = plan.scenarios.iter_mut().find(|scenario| scenario.id == selected) else {
                return;
            };
            let is_in = scenario.strategies.contains(&id);
            let of = desk.words.ready(&scenario.name);
            let label = desk.words.with("editor.in_scenario", &[("name", name), ("scenario", of)]);
            if switch(ui, desk.palette, &label, is_in).on_hover_text(&label).clicked() {
                super::scenarios::toggle(&mut scenario.strategies, &id);
            }
        });
    });
}

fn start_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, idx: usize, name: &str) {
    let label = desk.words.get("field.start");
    let rect = labelled_ui(ui, desk, label);
    let id = Id::unique(("strategy start", idx));
    let start = plan.strategies[idx].start;
    let field = format!("{label} · {name}");
    let side = rect.height();
    let mut left = rect.left() - 2.0 * side - 4.0;
    let buttons = [(icon::CHEVRON_LEFT, "editor.month_earlier", -1), (icon::CHEVRON_RIGHT, "editor.month_later", 1)];
    for (icon, key, months) in buttons {
        let place = egui::Rect::from_min_size(egui::pos2(left, rect.top()), vec2(side, side));
        let words = format!("{} · {name}", desk.words.get(key));
        let palette = desk.palette;
        let builder = egui::UiBuilder::new().max_rect(place).id_salt(("strategy", idx, months));
        if ui.scope_builder(builder, |ui| icon_button(ui, palette, icon, &words, true)).inner.clicked() {
            let done = try_edit(plan, desk.words, |plan| plan.strategies[idx].start = start.plus(months));
            desk.view.set_fault(id, done.err());
        }
        left += side;
    }
    if let Some(text) = text_ui(ui, desk, id, &field, &desk.words.month(start), &start.to_string(), rect) {
        let done = match read_day(&text) {
            Some(day) => try_edit(plan, desk.words, |plan| plan.strategies[idx].start = day.month),
            None => Err(desk.words.get("editor.no_month").to_owned()),
        };
        desk.view.set_fault(id, done.err());
    }
    fault_ui(ui, desk, id);
}
