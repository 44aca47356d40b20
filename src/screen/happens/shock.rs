//! The blow in hand: every field it has, the rarer ones folded until they are in use.

use egui::{Id, Ui};
use sortie_engine::plan::{Adjustment, FileWord, Parameter, Plan, Shock, ShockKind, remove_with_sources};
use sortie_engine::unit::Estimate;

use super::begins::begins_ui;
use super::diversions::diversions_ui;
use super::edit;
use crate::address::{PlanPart, try_edit};
use crate::desk::Desk;
use crate::edit::change::{change_ui, nothing};
use crate::edit::editor::{caption_ui, estimate_row_ui, number_row_ui};
use crate::edit::item::{ItemFate, PlanItem, head_ui};
use crate::edit::row::{choice_row_ui, note_row_ui, switch_row_ui, text_row_ui};
use crate::edit::targets::targets_ui;
use crate::theme::icon;
use crate::widget::button::{icon_button, link_button};
use crate::widget::card::card_ui;

/// Shows every field of the blow with this place.
pub fn shock_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, idx: usize) {
    let mut asked = None;
    card_ui(ui, desk.palette, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        let name = desk.words.ready(&plan.shocks[idx].name).to_owned();
        asked = head_ui(ui, desk, plan, PlanItem::Shock(idx), &name);
        what_ui(ui, desk, plan, idx);
        begins_ui(ui, desk, plan, idx);
        lasts_ui(ui, desk, plan, idx);
        estimate_row_ui(ui, desk, plan, PlanPart::Shock(idx).field("passes"));
        diversions_ui(ui, desk, plan, idx);
        rest_ui(ui, desk, plan, idx);
    });
    match asked {
        Some(ItemFate::Copied) => edit::copy(desk, plan, idx),
        Some(ItemFate::Removed) => {
            let done = try_edit(plan, desk.words, |plan| edit::remove(plan, idx));
            desk.view.set_fault(Id::unique("add shock"), done.err());
            desk.view.hand.field = PlanPart::Shock(0).field("passes");
        }
        None => {}
    }
}

/// Its name, its kind, and the channels it touches.
fn what_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, idx: usize) {
    let part = PlanPart::Shock(idx);
    let shown = desk.words.ready(&plan.shocks[idx].name).to_owned();
    if let Some(name) = text_row_ui(ui, desk, plan, part.field("name"), &shown) {
        plan.shocks[idx].name = name;
    }
    let kinds: Vec<(ShockKind, String)> =
        ShockKind::ALL.iter().map(|kind| (*kind, desk.words.shock_kind(*kind).to_owned())).collect();
    let kind = plan.shocks[idx].kind;
    if let Some(kind) = choice_row_ui(ui, desk, plan, part.field("kind"), &kinds, &kind) {
        plan.shocks[idx].kind = kind;
    }
    let mut targets = plan.shocks[idx].targets.clone();
    if targets_ui(ui, desk, plan, &shown, &mut targets) {
        let done = try_edit(plan, desk.words, |plan| plan.shocks[idx].targets = targets);
        desk.view.set_fault(Id::unique("add shock"), done.err());
    }
}

/// For good, or for some months, after which it may lift or not.
fn lasts_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, idx: usize) {
    let words = desk.words;
    let is_for_good = plan.shocks[idx].lasts_months.is_none();
    let ways = [
        (true, words.get("happens.for_good").to_owned()),
        (false, words.get("happens.for_months").to_owned()),
    ];
    let rect = crate::edit::editor::labelled_ui(ui, desk, words.get("happens.how_long"));
    let id = Id::unique(("how long", idx));
    let name = format!("{} \u{B7} {}", words.get("happens.how_long"), words.ready(&plan.shocks[idx].name));
    if let Some(is_for_good) = crate::edit::row::choice_ui(ui, rect, id, &name, &ways, &is_for_good) {
        plan.shocks[idx].lasts_months = (!is_for_good).then_some(Estimate::certain(6.0));
    }
    estimate_row_ui(ui, desk, plan, PlanPart::Shock(idx).field("lasts_months"));
    if plan.shocks[idx].lasts_months.is_some() {
        number_row_ui(ui, desk, plan, PlanPart::Shock(idx).field("lasts_probability"));
    }
}

/// Whether any of the rarer fields is in use.
fn uses_the_rest(shock: &Shock) -> bool {
    // Taken apart, so that whoever adds a field decides where it is shown.
    let Shock {
        id: _,
        name: _,
        kind: _,
        targets: _,
        start: _,
        phase_out_months,
        lasts_months: _,
        lasts_probability: _,
        recovery_months,
        probability,
        window_months,
        passes: _,
        diversions: _,
        adaptation_months: _,
        adjustments,
        freezes_payouts,
        freeze_months: _,
        writes_off,
        notes: _,
        basis: _,
    } = shock;
    let months = [phase_out_months, recovery_months, window_months];
    months.into_iter().any(|months| *months > 0.0)
        || *probability < 1.0
        || !adjustments.is_empty()
        || !freezes_payouts.is_exactly(0.0)
        || !writes_off.is_exactly(0.0)
}

fn rest_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, idx: usize) {
    let is_open = uses_the_rest(&plan.shocks[idx]);
    let title = desk.words.get("happens.more").to_owned();
    let fold = egui::CollapsingHeader::new(title).id_salt(("more of shock", &plan.shocks[idx].id));
    fold.default_open(is_open).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        course_ui(ui, desk, plan, idx);
        adjustments_ui(ui, desk, plan, idx);
        money_ui(ui, desk, plan, idx);
        let part = PlanPart::Shock(idx);
        let notes = plan.shocks[idx].notes.clone();
        if let Some(notes) = note_row_ui(ui, desk, plan, part.field("notes"), desk.words.ready(&notes)) {
            plan.shocks[idx].notes = notes;
        }
    });
}

/// How it comes and goes, and how likely it is.
fn course_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, idx: usize) {
    let part = PlanPart::Shock(idx);
    number_row_ui(ui, desk, plan, part.field("phase_out_months"));
    number_row_ui(ui, desk, plan, part.field("recovery_months"));
    number_row_ui(ui, desk, plan, part.field("probability"));
    number_row_ui(ui, desk, plan, part.field("window_months"));
    number_row_ui(ui, desk, plan, part.field("adaptation_months"));
}

/// Numbers of channels that it changes.
fn adjustments_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, idx: usize) {
    caption_ui(ui, desk, desk.words.field("adjustments"));
    let shock_name = desk.words.ready(&plan.shocks[idx].name).to_owned();
    let mut gone = None;
    for at in 0..plan.shocks[idx].adjustments.len() {
        let part = PlanPart::Adjustment(idx, at);
        let Adjustment { parameter, change, .. } = plan.shocks[idx].adjustments[at];
        let told = desk.words.parameter(parameter);
        let label = desk.words.with("change.remove", &[("name", told), ("owner", &shock_name)]);
        if icon_button(ui, desk.palette, icon::TRASH, &label, true).clicked() {
            gone = Some(at);
        }
        if let Some((parameter, change)) = change_ui(ui, desk, plan, part, parameter, change) {
            let done = try_edit(plan, desk.words, |plan| {
                let adjustment = &mut plan.shocks[idx].adjustments[at];
                (adjustment.parameter, adjustment.change) = (parameter, change);
                // A number of the whole business has no channels.
                adjustment.targets.take_if(|_| parameter.is_of_plan());
            });
            desk.view.set_fault(Id::unique("add shock"), done.err());
        }
        own_targets_ui(ui, desk, plan, AdjustmentPlace { shock: idx, adjustment: at });
    }
    if let Some(at) = gone {
        let Shock { adjustments, basis, .. } = &mut plan.shocks[idx];
        remove_with_sources(adjustments, basis, "adjustments", at);
    }
    let label = desk.words.with("change.add_one", &[("owner", &shock_name)]);
    if link_button(ui, desk.palette, &label).clicked() {
        let (parameter, change) = (Parameter::Commission, nothing(false));
        plan.shocks[idx].adjustments.push(Adjustment { parameter, change, targets: None });
    }
}

/// The place of a number that a blow changes.
#[derive(Clone, Copy)]
struct AdjustmentPlace {
    /// The place of its blow in the plan.
    shock: usize,
    /// Its own place in the blow.
    adjustment: usize,
}

impl AdjustmentPlace {
    fn of(self, plan: &mut Plan) -> &mut Adjustment {
        &mut plan.shocks[self.shock].adjustments[self.adjustment]
    }
}

/// The channels that a change touches: those of the blow, or its own.
fn own_targets_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, place: AdjustmentPlace) {
    let part = PlanPart::Adjustment(place.shock, place.adjustment);
    let Adjustment { parameter, change: _, targets } = place.of(plan).clone();
    let has_own = targets.is_some();
    if parameter.is_of_plan() && !has_own {
        return;
    }
    if switch_row_ui(ui, desk, plan, part.field("targets"), has_own) {
        place.of(plan).targets = (!has_own).then(Default::default);
    }
    let Some(mut targets) = targets else { return };
    let name = format!("{} {}", desk.words.parameter(parameter), place.adjustment + 1);
    if targets_ui(ui, desk, plan, &name, &mut targets) {
        let done = try_edit(plan, desk.words, |plan| place.of(plan).targets = Some(targets));
        desk.view.set_fault(Id::unique("add shock"), done.err());
    }
}

/// Payouts held back, and stock that is lost.
fn money_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, idx: usize) {
    let part = PlanPart::Shock(idx);
    estimate_row_ui(ui, desk, plan, part.field("freezes_payouts"));
    let words = desk.words;
    let is_lost = plan.shocks[idx].freeze_months.is_none();
    let ways =
        [(true, words.get("happens.lost").to_owned()), (false, words.get("happens.paid_later").to_owned())];
    let rect = crate::edit::editor::labelled_ui(ui, desk, words.get("happens.held_money"));
    let name = format!("{} \u{B7} {}", words.get("happens.held_money"), words.ready(&plan.shocks[idx].name));
    let id = Id::unique(("held money", idx));
    if let Some(is_lost) = crate::edit::row::choice_ui(ui, rect, id, &name, &ways, &is_lost) {
        plan.shocks[idx].freeze_months = (!is_lost).then_some(3);
    }
    if plan.shocks[idx].freeze_months.is_some() {
        number_row_ui(ui, desk, plan, part.field("freeze_months"));
    }
    estimate_row_ui(ui, desk, plan, part.field("writes_off"));
}
