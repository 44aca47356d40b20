//! What happens to the seller: every blow, when it starts, how deep it cuts, and where the visits it takes go.

mod begins;
mod diversions;
mod edit;
mod presets;
mod shock;

use egui::{Align, Id, Rect, Sense, Ui, vec2};
use sortie_engine::plan::{FileWord, Plan, ShockKind};

use crate::address::PlanPart;
use crate::desk::Desk;
use crate::edit::editor::{caption_ui, fault_ui, title_ui};
use crate::edit::item::{PlanItem, membership_ui};
use crate::theme::CONTROL_HEIGHT;
use crate::widget::button::link_button;
use crate::widget::card::card_ui;
use crate::widget::focus_ring;

/// The editor of what happens.
pub fn happens_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan) {
    title_ui(ui, desk, desk.words.get("place.happens"), desk.words.get("happens.subtitle"));
    add_ui(ui, desk, plan);
    let hand = match desk.view.hand.field.part {
        PlanPart::Shock(idx) | PlanPart::Diversion(idx, _) | PlanPart::Adjustment(idx, _) => idx,
        _ => {
            desk.view.hand.field = PlanPart::Shock(0).field("passes");
            0
        }
    };
    for idx in 0..plan.shocks.len() {
        let top = ui.cursor().min;
        if idx == hand {
            shock::shock_ui(ui, desk, plan, idx);
        } else {
            folded_ui(ui, desk, plan, idx);
        }
        if desk.view.unseen_shock == Some(idx) {
            desk.view.unseen_shock = None;
            ui.scroll_to_rect(Rect::from_min_max(top, ui.cursor().min), Some(Align::Min));
        }
    }
    if plan.shocks.is_empty() {
        caption_ui(ui, desk, desk.words.get("happens.none"));
    }
}

/// A blow that is not in hand: its name, what it is, and the switch of the scenario.
fn folded_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, idx: usize) {
    card_ui(ui, desk.palette, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        let name = desk.words.ready(&plan.shocks[idx].name).to_owned();
        let shock = &plan.shocks[idx];
        let start = desk.words.start_of_shock(plan, shock);
        let told = format!("{} \u{B7} {start}", desk.words.shock_kind(shock.kind));
        membership_ui(ui, desk, plan, PlanItem::Shock(idx), &name);
        ui.horizontal(|ui| {
            let label = desk.words.with("happens.open", &[("name", &name)]);
            let (rect, response) =
                ui.allocate_exact_size(vec2(ui.available_width(), CONTROL_HEIGHT), Sense::click());
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &label));
            let font = crate::theme::plain_font(crate::theme::type_size::CAPTION);
            let color = if response.hovered() { desk.palette.accent } else { desk.palette.dim };
            crate::widget::elided(ui, rect.left_center(), rect.width(), &told, font, color);
            focus_ring(ui, &response, desk.palette.accent);
            if response.on_hover_text(&label).clicked() {
                desk.view.hand.field = PlanPart::Shock(idx).field("passes");
            }
        });
    });
}

/// Two menus: an empty blow of some kind, and closures as they really came.
fn add_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan) {
    let words = desk.words;
    let id = Id::unique("add shock");
    ui.horizontal(|ui| {
        let response = link_button(ui, desk.palette, words.get("happens.add"));
        egui::Popup::menu(&response).show(|ui| {
            ui.set_min_width(200.0);
            for kind in ShockKind::ALL {
                if ui.button(words.shock_kind(*kind)).clicked() {
                    edit::add(desk, plan, edit::empty(plan, *kind, words.shock_kind(*kind)));
                }
            }
        });
        let response = link_button(ui, desk.palette, words.get("happens.add_real"));
        let popup = egui::Popup::menu(&response).close_behavior(egui::PopupCloseBehavior::CloseOnClick);
        popup.show(|ui| presets::presets_ui(ui, desk, plan));
    });
    fault_ui(ui, desk, id);
}
