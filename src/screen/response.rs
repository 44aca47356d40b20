//! What the seller does about it: each strategy's start, what it costs, and whether the scenario in hand has it.

use egui::{Align, Id, Rect, Ui};
use sortie_engine::plan::{Plan, ReadyStrategy, Unbound, fields_of_mechanism};

use super::Desk;
use super::editor::{caption_ui, estimate_row_ui, fault_ui, title_ui};
use super::hand::hand_ui;
use super::item::{Item, membership_ui, start_ui};
use super::number::{Field, Part};
use crate::text::Words;
use crate::widget::button::link_button;
use crate::widget::card::card_ui;

/// The editor of strategies.
pub fn response_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan) {
    let selected = desk.view.selected.clone().unwrap_or_default();
    let scenario = plan.scenarios.iter().find(|scenario| scenario.id == selected);
    let name = scenario.map_or("", |scenario| desk.words.ready(&scenario.name));
    let subtitle = if desk.view.is_baseline(&selected) {
        desk.words.with("response.of_baseline", &[("scenario", name)])
    } else {
        desk.words.with("response.subtitle", &[("scenario", name)])
    };
    title_ui(ui, desk, desk.words.get("place.response"), &subtitle);
    add_ui(ui, desk, plan);
    let hand = strategy_of(desk.view.hand).unwrap_or(0);
    if strategy_of(desk.view.hand).is_none() {
        desk.view.hand = Part::Strategy(0).field("monthly_cost");
    }
    for idx in 0..plan.strategies.len() {
        let top = ui.cursor().min;
        strategy_ui(ui, desk, plan, idx);
        if desk.view.unseen_strategy == Some(idx) {
            desk.view.unseen_strategy = None;
            ui.scroll_to_rect(Rect::from_min_max(top, ui.cursor().min), Some(Align::Min));
        }
        if idx == hand {
            hand_ui(ui, desk, plan);
        }
    }
    if plan.strategies.is_empty() {
        caption_ui(ui, desk, desk.words.get("response.none"));
    }
}

/// A menu of the ready-made strategies. One that is chosen comes with the channels it needs and a scenario of its
/// own, which is taken in hand.
fn add_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan) {
    let words = desk.words;
    let response = link_button(ui, desk.palette, words.get("response.add"));
    let id = Id::unique("add strategy");
    egui::Popup::menu(&response).show(|ui| {
        ui.set_min_width(220.0);
        for file in crate::disk::ready_strategies() {
            let Ok(ready) = ReadyStrategy::read(file.bytes) else { continue };
            let name = words.ready(&ready.strategy.name).to_owned();
            let is_there = plan.strategies.iter().any(|strategy| strategy.name == ready.strategy.name);
            let name = if is_there { words.with("response.again", &[("name", &name)]) } else { name };
            if !ui.button(name).on_hover_text(words.ready(&ready.notes)).clicked() {
                continue;
            }
            let done = ready.add_to(plan, crate::disk::evidence::rate);
            desk.view.set_fault(id, done.as_ref().err().map(|lack| lacking(words, lack)));
            if let Ok(added) = done {
                let idx = plan.strategies.len() - 1;
                desk.view.hand = Part::Strategy(idx).field("monthly_cost");
                desk.view.unseen_strategy = Some(idx);
                desk.view.toggle_line(&added.scenario);
                desk.view.selected = Some(added.scenario);
            }
        }
    });
    fault_ui(ui, desk, id);
}

/// What the plan lacks for a ready-made strategy.
fn lacking(words: &Words, lack: &Unbound) -> String {
    match lack {
        Unbound::NoRate { from, to } => words.with("response.no_rate", &[("from", from), ("to", to)]),
        Unbound::NoOneFor { kinds, shock_kinds, .. } => {
            let channels = kinds.iter().map(|kind| words.channel_kind(*kind));
            let shocks = shock_kinds.iter().map(|kind| words.shock_kind(*kind));
            let kinds: Vec<&str> = channels.chain(shocks).collect();
            words.with("response.no_one", &[("kinds", &kinds.join(" / "))])
        }
    }
}

fn strategy_of(field: Field) -> Option<usize> {
    match field.part {
        Part::Strategy(idx) | Part::Mechanism(idx, _) => Some(idx),
        _ => None,
    }
}

fn strategy_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, idx: usize) {
    card_ui(ui, desk.palette, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        let name = desk.words.ready(&plan.strategies[idx].name).to_owned();
        membership_ui(ui, desk, plan, Item::Strategy(idx), &name);
        start_ui(ui, desk, plan, Item::Strategy(idx), &name);
        for name in ["setup_cost", "monthly_cost"] {
            estimate_row_ui(ui, desk, plan, Part::Strategy(idx).field(name));
        }
        for part in 0..plan.strategies[idx].mechanisms.len() {
            for (name, _) in fields_of_mechanism(&plan.strategies[idx].mechanisms[part]) {
                estimate_row_ui(ui, desk, plan, Part::Mechanism(idx, part).field(name));
            }
        }
    });
}
