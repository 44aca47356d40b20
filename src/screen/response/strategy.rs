//! The strategy in hand: every field it has, and every way in which it works.

use egui::Ui;
use sortie_engine::plan::{FileWord, Plan, Requirement, Strategy};

use super::rule::rules_ui;
use super::{edit, fault_id, gate};
use crate::address::{PlanPart, try_edit};
use crate::desk::Desk;
use crate::edit::day::DayAsked;
use crate::edit::editor::{
    EditedText, caption_ui, estimate_row_ui, explained_ui, fault_ui, id_of, labelled_ui, name_of, text_ui,
};
use crate::edit::item::{ItemFate, PlanItem, head_ui, start_ui};
use crate::edit::row::{choice_ui, note_row_ui, text_row_ui};
use crate::screen::mechanism::mechanisms_ui;
use crate::theme::GAP_SMALL;
use crate::widget::card::card_ui;
use crate::widget::chips::pill;

/// Shows every field of the strategy with this place.
pub fn strategy_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, idx: usize) {
    let Strategy {
        id: _,
        name,
        kind,
        start: _,
        end: _,
        currency: _,
        setup_cost: _,
        monthly_cost: _,
        exit_cost: _,
        start_when: _,
        stop_when: _,
        provides: _,
        mechanisms: _,
        notes,
        basis: _,
    } = plan.strategies[idx].clone();
    let mut asked = None;
    card_ui(ui, desk.palette, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        let name = desk.words.ready(&name).to_owned();
        asked = head_ui(ui, desk, plan, PlanItem::Strategy(idx), &name);
        if let Some(name) = text_row_ui(ui, desk, plan, PlanPart::Strategy(idx).field("name"), &name) {
            plan.strategies[idx].name = name;
        }
        start_ui(ui, desk, plan, PlanItem::Strategy(idx), &name);
        end_ui(ui, desk, plan, idx);
        rules_ui(ui, desk, plan, idx);
        for name in ["setup_cost", "monthly_cost", "exit_cost"] {
            estimate_row_ui(ui, desk, plan, PlanPart::Strategy(idx).field(name));
        }
        currency_ui(ui, desk, plan, idx);
        provides_ui(ui, desk, plan, idx);
        gate::gate_ui(ui, desk, plan, idx);
        let notes = desk.words.ready(&notes).to_owned();
        if let Some(notes) = note_row_ui(ui, desk, plan, PlanPart::Strategy(idx).field("notes"), &notes) {
            plan.strategies[idx].notes = notes;
        }
        let kind = desk.words.strategy_kind(&kind);
        if let Some(kind) = text_row_ui(ui, desk, plan, PlanPart::Strategy(idx).field("kind"), kind) {
            plan.strategies[idx].kind = kind;
        }
    });
    mechanisms_ui(ui, desk, plan, idx);
    match asked {
        Some(ItemFate::Copied) => edit::copy(desk, plan, idx),
        Some(ItemFate::Removed) => {
            let done = try_edit(plan, desk.words, |plan| edit::remove(plan, idx));
            desk.view.set_fault(fault_id(), done.err());
            desk.view.hand.field = PlanPart::Strategy(0).field("monthly_cost");
        }
        None => {}
    }
}

/// The first month in which it no longer runs, or none.
fn end_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, idx: usize) {
    let words = desk.words;
    let field = PlanPart::Strategy(idx).field("end");
    let rect = explained_ui(ui, desk, field, words.field("end"));
    let end = plan.strategies[idx].end;
    let shown = end.map_or_else(|| words.get("response.never").to_owned(), |end| words.month(end));
    let typed = end.map_or_else(String::new, |end| end.to_string());
    let id = id_of(field);
    let name = name_of(desk, plan, field);
    let text = EditedText { id, name: &name, shown: &shown, typed: &typed };
    if let Some(text) = text_ui(ui, desk, &text, rect) {
        let end = match text.trim() {
            "" => Ok(None),
            told if told == words.get("response.never") => Ok(None),
            told => DayAsked::month_from(plan.start).read_in_words(words, told).map(|day| Some(day.month)),
        };
        let done = end.and_then(|end| try_edit(plan, words, |plan| plan.strategies[idx].end = end));
        desk.view.set_typo(id, &name, &text, done.err());
    }
    fault_ui(ui, desk, id);
}

/// Its own currency, among those that the plan has a rate for.
fn currency_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, idx: usize) {
    let field = PlanPart::Strategy(idx).field("currency");
    let rect = labelled_ui(ui, desk, desk.words.field("currency"));
    let own = plan.strategies[idx].currency.clone().unwrap_or_else(|| plan.currency.clone());
    let codes: Vec<(String, String)> = std::iter::once(&plan.currency)
        .chain(plan.fx.keys())
        .map(|code| (code.clone(), code.clone()))
        .collect();
    let name = name_of(desk, plan, field);
    if let Some(code) = choice_ui(ui, rect, id_of(field), &name, &codes, &own) {
        plan.strategies[idx].currency = (code != plan.currency).then_some(code);
    }
}

/// What it brings the seller that platforms ask for.
fn provides_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, idx: usize) {
    let words = desk.words;
    caption_ui(ui, desk, words.field("provides"));
    let owner = words.ready(&plan.strategies[idx].name).to_owned();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::Vec2::splat(GAP_SMALL);
        for requirement in Requirement::ALL {
            let list = &mut plan.strategies[idx].provides;
            let is_in = list.contains(requirement);
            let shown = words.requirement(*requirement);
            let response = pill(ui, desk.palette, shown, is_in);
            let name = format!("{}: {shown} \u{B7} {owner}", words.field("provides"));
            response.widget_info(|| egui::WidgetInfo::selected(egui::Role::CheckBox, true, is_in, &name));
            if response.clicked() {
                if is_in {
                    list.retain(|it| it != requirement);
                } else {
                    list.push(*requirement);
                }
            }
        }
    });
}
