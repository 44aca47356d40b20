//! When to stop, and when to begin what is kept in reserve: rules with their price and both kinds of mistake.

use egui::{Id, Ui};
use sortie_engine::plan::Plan;
use sortie_engine::search::{BestChoice, ProposedRule};

use super::found::FoundCase;
use crate::address::try_edit;
use crate::desk::Desk;
use crate::edit::editor::{caption_ui, card_title_ui, fault_ui};
use crate::screen::answer::{AnswerPage, waiting_ui};
use crate::study::{StudyFinding, StudyQuestion};
use crate::theme::{GAP_SMALL, type_size};
use crate::widget::button::link_button;
use crate::widget::card::card_ui;
use crate::widget::prose::prose;
use crate::widget::tick::tick;

/// Shows the rules that are proposed for the best, each to be taken with the plan or left out; of another choice that none were
/// looked for.
pub fn rules_ui(ui: &mut Ui, desk: &mut Desk, case: &FoundCase, choice: &BestChoice) {
    card_ui(ui, desk.palette, |ui| {
        ui.spacing_mut().item_spacing.y = GAP_SMALL;
        card_title_ui(ui, desk, desk.words.get("to_do.rules"));
        let answer = case.answer();
        if !case.is_best(choice) {
            return caption_ui(ui, desk, desk.words.get("to_do.rules_of_best"));
        }
        if answer.rules.is_empty() {
            let key = if answer.is_stopped { "to_do.rules_stopped" } else { "to_do.rules_none" };
            return caption_ui(ui, desk, desk.words.get(key));
        }
        caption_ui(ui, desk, desk.words.get("to_do.rules_explained"));
        for rule in &answer.rules {
            let key = (rule.strategy.clone(), rule.stops);
            let is_in = !desk.view.best.left_out.contains(&key);
            let name = desk.words.name_of(&case.shown, &rule.strategy);
            let told = if rule.stops { "to_do.take_stop" } else { "to_do.take_start" };
            let told = desk.words.with(told, &[("name", name)]);
            ui.horizontal_top(|ui| {
                if tick(ui, desk.palette, &told, is_in, desk.palette.accent).clicked() {
                    if is_in {
                        desk.view.best.left_out.insert(key);
                    } else {
                        desk.view.best.left_out.remove(&key);
                    }
                }
                let pieces = desk.words.rule_with_price(&case.shown, case.goal, rule);
                let shown = pieces.iter().map(|(text, is_strong)| (text.as_str(), *is_strong));
                ui.vertical(|ui| {
                    ui.add_space(3.0);
                    prose(ui, shown, type_size::BODY, desk.palette.text);
                });
            });
        }
        if answer.rules.iter().all(|rule| !rule.stops) {
            caption_ui(ui, desk, desk.words.get("to_do.rules_no_stop"));
        }
    });
}

/// Shows what rules of the scenario in hand are worth, once that is asked for.
pub fn scenario_rules_ui(ui: &mut Ui, desk: &mut Desk, page: &mut AnswerPage) {
    let in_hand = desk.view.chart.selected.as_ref();
    let scenario = page.plan.scenarios.iter().find(|it| Some(&it.id) == in_hand);
    let Some(scenario) = scenario.filter(|it| !it.strategies.is_empty()) else { return };
    let (id, name) = (scenario.id.clone(), desk.words.ready(&scenario.name).to_owned());
    card_ui(ui, desk.palette, |ui| {
        ui.spacing_mut().item_spacing.y = GAP_SMALL;
        card_title_ui(ui, desk, &desk.words.with("to_do.rules_of", &[("name", &name)]));
        if desk.view.best.rules_of.as_ref() != Some(&id) {
            let words = desk.words.with("to_do.look_for_rules", &[("name", &name)]);
            if link_button(ui, desk.palette, &words).clicked() {
                desk.view.best.rules_of = Some(id);
            }
            return;
        }
        let known = page.studies.ask(&StudyQuestion::Rules(id, desk.view.best.asked.goal));
        let is_current = waiting_ui(ui, desk, &known);
        match known.finding.as_deref() {
            Some(StudyFinding::Rules(Ok(rules))) => {
                for rule in &rules.own {
                    priced_ui(ui, desk, page.plan, rule);
                }
                let is_new = |rule: &&ProposedRule| rules.own.iter().all(|own| own.rule != rule.rule);
                let proposed: Vec<&ProposedRule> = rules.proposed.iter().filter(is_new).collect();
                for rule in &proposed {
                    proposed_ui(ui, desk, page.plan, rule, is_current);
                }
                if proposed.is_empty() {
                    caption_ui(ui, desk, desk.words.get("to_do.rules_none"));
                }
            }
            Some(StudyFinding::Rules(Err(fault))) => {
                let told = desk.words.best_fault_here(page.plan, fault);
                caption_ui(ui, desk, &told);
            }
            _ => {}
        }
    });
}

/// A rule that the scenario has, with what it is worth.
fn priced_ui(ui: &mut Ui, desk: &Desk, plan: &Plan, rule: &ProposedRule) {
    caption_ui(ui, desk, desk.words.get("to_do.has_rule"));
    rule_prose_ui(ui, desk, plan, rule);
}

/// A rule that would be worth having, to be added to the plan.
fn proposed_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, rule: &ProposedRule, is_current: bool) {
    rule_prose_ui(ui, desk, plan, rule);
    // A strategy in reserve is no part of the scenario yet.
    if !rule.stops {
        return;
    }
    let id = Id::unique(("proposed rule", &rule.strategy));
    let words = desk.words.with("to_do.add_rule", &[("name", desk.words.name_of(plan, &rule.strategy))]);
    if is_current && link_button(ui, desk.palette, &words).clicked() {
        let done = try_edit(plan, desk.words, |plan| {
            let own = plan.strategies.iter_mut().find(|own| own.id == rule.strategy);
            own.into_iter().for_each(|own| own.stop_when = Some(rule.rule.clone()));
        });
        desk.view.set_fault(id, done.err());
    }
    fault_ui(ui, desk, id);
}

fn rule_prose_ui(ui: &mut Ui, desk: &Desk, plan: &Plan, rule: &ProposedRule) {
    let pieces = desk.words.rule_with_price(plan, desk.view.best.asked.goal, rule);
    let shown = pieces.iter().map(|(text, is_strong)| (text.as_str(), *is_strong));
    prose(ui, shown, type_size::BODY, desk.palette.text);
}
