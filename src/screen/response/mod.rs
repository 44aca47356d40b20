//! What the seller does about it: every strategy, when it runs, what it costs, how it works, and who has it.

mod edit;
pub mod gallery;
mod gate;
mod rule;
mod strategy;

pub use gate::lacking;

use egui::{Align, Id, Rect, Sense, Ui, vec2};
use sortie_engine::plan::Plan;

use crate::address::PlanPart;
use crate::address::cost::monthly_cost;
use crate::desk::Desk;
use crate::edit::editor::{caption_ui, fault_ui, title_ui};
use crate::edit::item::{PlanItem, membership_ui};
use crate::theme::{CONTROL_HEIGHT, plain_font, type_size};
use crate::widget::button::link_button;
use crate::widget::card::card_ui;
use crate::widget::{elided, focus_ring};

/// The editor of strategies.
pub fn response_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan) {
    let selected = desk.view.chart.selected.clone().unwrap_or_default();
    let scenario = plan.scenarios.iter().find(|scenario| scenario.id == selected);
    let name = scenario.map_or("", |scenario| desk.words.ready(&scenario.name));
    let subtitle = if desk.view.chart.is_baseline(&selected) {
        desk.words.with("response.of_baseline", &[("scenario", name)])
    } else {
        desk.words.with("response.subtitle", &[("scenario", name)])
    };
    title_ui(ui, desk, desk.words.get("place.response"), &subtitle);
    add_ui(ui, desk, plan);
    if desk.view.responses.is_gallery_open {
        return gallery::gallery_ui(ui, desk, plan);
    }
    let hand = match desk.view.hand.field.part {
        PlanPart::Strategy(idx) | PlanPart::Mechanism(idx, _) => idx,
        _ => {
            desk.view.hand.field = PlanPart::Strategy(0).field("monthly_cost");
            0
        }
    };
    for idx in 0..plan.strategies.len() {
        let top = ui.cursor().min;
        if idx == hand {
            strategy::strategy_ui(ui, desk, plan, idx);
        } else {
            folded_ui(ui, desk, plan, idx);
        }
        if desk.view.responses.unseen == Some(idx) {
            desk.view.responses.unseen = None;
            ui.scroll_to_rect(Rect::from_min_max(top, ui.cursor().min), Some(Align::Min));
        }
    }
    if plan.strategies.is_empty() {
        caption_ui(ui, desk, desk.words.get("response.none"));
    }
}

/// Opens the gallery of ready-made strategies, or begins an empty one.
fn add_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan) {
    let words = desk.words;
    ui.horizontal(|ui| {
        let key = if desk.view.responses.is_gallery_open { "response.close_gallery" } else { "response.add" };
        if link_button(ui, desk.palette, words.get(key)).clicked() {
            desk.view.responses.is_gallery_open = !desk.view.responses.is_gallery_open;
        }
        if link_button(ui, desk.palette, words.get("response.add_empty")).clicked() {
            let idx = edit::add_empty(plan, words.get("response.empty_name"));
            desk.view.responses.is_gallery_open = false;
            take_in_hand(desk, idx);
        }
    });
    fault_ui(ui, desk, fault_id());
}

/// Where what went wrong with strategies as a whole is told.
fn fault_id() -> Id {
    Id::unique("add strategy")
}

fn take_in_hand(desk: &mut Desk, idx: usize) {
    desk.view.hand.field = PlanPart::Strategy(idx).field("monthly_cost");
    desk.view.responses.unseen = Some(idx);
}

/// A strategy that is not in hand: its name, what it costs, and the switch of the scenario.
fn folded_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, idx: usize) {
    card_ui(ui, desk.palette, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        let name = desk.words.ready(&plan.strategies[idx].name).to_owned();
        membership_ui(ui, desk, plan, PlanItem::Strategy(idx), &name);
        let strategy = &plan.strategies[idx];
        let currency = strategy.currency.as_ref().unwrap_or(&plan.currency);
        let is_by_rule = strategy.start_when.is_some();
        let costs = desk.words.with(
            if is_by_rule { "response.costs_by_rule" } else { "response.costs" },
            &[
                ("start", &desk.words.month(strategy.start)),
                ("setup", &desk.words.money(strategy.setup_cost.likely, currency)),
                ("monthly", &desk.words.money(monthly_cost(strategy), currency)),
            ],
        );
        let label = desk.words.with("happens.open", &[("name", &name)]);
        let (rect, response) =
            ui.allocate_exact_size(vec2(ui.available_width(), CONTROL_HEIGHT), Sense::click());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &label));
        let color = if response.hovered() { desk.palette.accent } else { desk.palette.dim };
        elided(ui, rect.left_center(), rect.width(), &costs, plain_font(type_size::CAPTION), color);
        focus_ring(ui, &response, desk.palette.accent);
        if response.on_hover_text(&label).clicked() {
            desk.view.hand.field = PlanPart::Strategy(idx).field("monthly_cost");
        }
    });
}
