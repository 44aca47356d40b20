//! How a strategy works: a card for each of its mechanisms, with every field it has.

mod curve;
mod defaults;
mod lists;
mod parts;

use egui::{Align, Id, Layout, Ui};
use sortie_engine::plan::{Mechanism, Plan, Strategy, remove_with_sources, swap_with_sources};

use crate::address::{PlanPart, try_edit};
use crate::desk::Desk;
use crate::edit::editor::{caption_ui, card_title_ui, estimate_row_ui, fault_ui};
use crate::theme::{CONTROL_HEIGHT, GAP, icon};
use crate::widget::button::{icon_button, link_button};
use crate::widget::card::card_ui;

/// The place of a mechanism.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct MechanismPlace {
    /// The place of its strategy in the plan.
    strategy: usize,
    /// Its own place in the strategy.
    mechanism: usize,
}

impl MechanismPlace {
    /// The part of the plan that stands there.
    fn part(self) -> PlanPart {
        PlanPart::Mechanism(self.strategy, self.mechanism)
    }

    /// The mechanism that stands there.
    fn of(self, plan: &Plan) -> &Mechanism {
        &plan.strategies[self.strategy].mechanisms[self.mechanism]
    }

    /// The same, to be changed.
    fn of_mut(self, plan: &mut Plan) -> &mut Mechanism {
        &mut plan.strategies[self.strategy].mechanisms[self.mechanism]
    }
}

/// What a click on a mechanism's card asks for.
#[derive(Clone, Copy)]
enum MechanismAction {
    Up,
    Remove,
}

/// Shows the mechanisms of a strategy, and a menu of those that it may take.
pub fn mechanisms_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, idx: usize) {
    let mut asked = None;
    for part in 0..plan.strategies[idx].mechanisms.len() {
        card_ui(ui, desk.palette, |ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            let place = MechanismPlace { strategy: idx, mechanism: part };
            asked = asked.or(head_ui(ui, desk, plan, place).map(|action| (part, action)));
            curve::curve_ui(ui, desk, plan, place);
            parts::fields_ui(ui, desk, plan, place);
        });
    }
    match asked {
        Some((part, MechanismAction::Up)) => {
            let Strategy { mechanisms, basis, .. } = &mut plan.strategies[idx];
            swap_with_sources(mechanisms, basis, "mechanisms", (part - 1, part));
        }
        Some((part, MechanismAction::Remove)) => {
            let Strategy { mechanisms, basis, .. } = &mut plan.strategies[idx];
            remove_with_sources(mechanisms, basis, "mechanisms", part);
            desk.view.hand.field = PlanPart::Strategy(idx).field("monthly_cost");
        }
        None => {}
    }
    add_ui(ui, desk, plan, idx);
}

/// What it is called, with its place in the strategy, since there may be two of a kind.
fn title(desk: &Desk, plan: &Plan, place: MechanismPlace) -> String {
    let strategy = desk.words.ready(&plan.strategies[place.strategy].name);
    format!("{} \u{B7} {strategy} {}", desk.words.mechanism(place.of(plan)), place.mechanism + 1)
}

fn head_ui(ui: &mut Ui, desk: &Desk, plan: &Plan, place: MechanismPlace) -> Option<MechanismAction> {
    let title = title(desk, plan, place);
    ui.horizontal(|ui| {
        ui.scope(|ui| {
            ui.set_max_width(ui.available_width() - 2.0 * CONTROL_HEIGHT - GAP);
            card_title_ui(ui, desk, desk.words.mechanism(place.of(plan)));
        });
        let shown = ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            let up = desk.words.with("scenarios.up", &[("name", &title)]);
            let remove = desk.words.with("happens.remove", &[("name", &title)]);
            let remove = icon_button(ui, desk.palette, icon::TRASH, &remove, true).clicked();
            let up = icon_button(ui, desk.palette, icon::CHEVRON_UP, &up, place.mechanism > 0).clicked();
            if up { Some(MechanismAction::Up) } else { remove.then_some(MechanismAction::Remove) }
        });
        shown.inner
    })
    .inner
}

/// A menu of the kinds of mechanism, each begun with numbers that can be typed over.
fn add_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, idx: usize) {
    let words = desk.words;
    let id = Id::unique(("add mechanism", idx));
    let response = link_button(ui, desk.palette, words.get("mechanisms.add"));
    egui::Popup::menu(&response).show(|ui| {
        ui.set_min_width(240.0);
        for fresh in defaults::all(plan) {
            if ui.button(words.mechanism(&fresh)).clicked() {
                let done = try_edit(plan, words, |plan| add(&mut plan.strategies[idx], fresh));
                desk.view.set_fault(id, done.err());
            }
        }
    });
    fault_ui(ui, desk, id);
    if plan.strategies[idx].mechanisms.is_empty() {
        caption_ui(ui, desk, words.get("mechanisms.none"));
    }
}

/// Adds a mechanism; the elasticity of a price comes with its source.
fn add(strategy: &mut Strategy, fresh: Mechanism) {
    if matches!(fresh, Mechanism::Price(_)) {
        let key = format!("mechanisms[{}].elasticity", strategy.mechanisms.len());
        strategy.basis.insert(key, defaults::ELASTICITY_SOURCE.to_owned());
    }
    strategy.mechanisms.push(fresh);
}

/// The estimates of a mechanism, by the names of their fields.
fn estimates_ui(
    ui: &mut Ui,
    desk: &mut Desk,
    plan: &mut Plan,
    place: MechanismPlace,
    names: &[&'static str],
) {
    for name in names {
        estimate_row_ui(ui, desk, plan, place.part().field(name));
    }
}
