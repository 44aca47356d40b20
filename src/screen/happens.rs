//! What happens to the seller: when each blow starts, how deep it cuts, and where the visits it takes go.

use egui::Ui;
use sortie_engine::plan::{Plan, ShockKind};

use super::Desk;
use super::editor::{caption_ui, estimate_row_ui, labelled_estimate_ui, number_row_ui, title_ui};
use super::hand::hand_ui;
use super::item::{Item, membership_ui, start_ui};
use super::number::Part;
use super::unit::Unit;
use crate::widget::card::card_ui;

/// The editor of what happens.
pub fn happens_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan) {
    title_ui(ui, desk, desk.words.get("place.happens"), desk.words.get("happens.subtitle"));
    let hand_shock = match desk.view.hand.part {
        Part::Shock(idx) | Part::Diversion(idx, _) | Part::Adjustment(idx, _) => idx,
        _ => {
            desk.view.hand = Part::Shock(0).field("passes");
            0
        }
    };
    for idx in 0..plan.shocks.len() {
        shock_ui(ui, desk, plan, idx);
        if idx == hand_shock {
            hand_ui(ui, desk, plan);
        }
    }
    if plan.shocks.is_empty() {
        caption_ui(ui, desk, desk.words.get("happens.none"));
    }
}

fn shock_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, idx: usize) {
    card_ui(ui, desk.palette, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        let name = desk.words.ready(&plan.shocks[idx].name).to_owned();
        membership_ui(ui, desk, plan, Item::Shock(idx), &name);
        caption_ui(ui, desk, desk.words.shock_kind(plan.shocks[idx].kind));
        start_ui(ui, desk, plan, Item::Shock(idx), &name);
        let shock = &plan.shocks[idx];
        let takes_visits = !shock.passes.is_exactly(1.0) || shock.kind == ShockKind::LinkClosure;
        if takes_visits {
            estimate_row_ui(ui, desk, plan, Part::Shock(idx).field("passes"));
        }
        estimate_row_ui(ui, desk, plan, Part::Shock(idx).field("lasts_months"));
        if plan.shocks[idx].probability < 1.0 {
            probability_ui(ui, desk, plan, idx);
        }
        diversions_ui(ui, desk, plan, idx);
    });
}

fn probability_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, idx: usize) {
    let value = plan.shocks[idx].probability;
    let field = Part::Shock(idx).field("probability");
    number_row_ui(ui, desk, plan, (field, Unit::Share), value, |plan, value| {
        plan.shocks[idx].probability = value;
    });
}

fn diversions_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, idx: usize) {
    if plan.shocks[idx].diversions.is_empty() {
        return;
    }
    caption_ui(ui, desk, desk.words.get("field.diversions"));
    for part in 0..plan.shocks[idx].diversions.len() {
        let field = Part::Diversion(idx, part).field("share");
        let label = field.owner(plan, desk.words);
        labelled_estimate_ui(ui, desk, plan, field, &label);
    }
    let total: f64 = plan.shocks[idx].diversions.iter().map(|diversion| diversion.share.likely).sum();
    let told = if total > 1.0 + 1e-9 {
        desk.words.with("happens.more_than_all", &[("share", &desk.words.share(total))])
    } else {
        desk.words.with("happens.lost_for_good", &[("share", &desk.words.share(1.0 - total))])
    };
    caption_ui(ui, desk, &told);
}
