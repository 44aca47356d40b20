//! When to stop, and when to begin what is kept in reserve: rules with their price and both kinds of mistake.

use egui::Ui;

use super::found::FoundCase;
use crate::desk::Desk;
use crate::edit::editor::{caption_ui, card_title_ui};
use crate::theme::{GAP_SMALL, type_size};
use crate::widget::card::card_ui;
use crate::widget::prose::prose;
use crate::widget::tick::tick;

/// Shows the rules that are proposed, each to be taken with the plan or left out.
pub fn rules_ui(ui: &mut Ui, desk: &mut Desk, case: &FoundCase) {
    card_ui(ui, desk.palette, |ui| {
        ui.spacing_mut().item_spacing.y = GAP_SMALL;
        card_title_ui(ui, desk, desk.words.get("to_do.rules"));
        let answer = case.answer();
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
    });
}
