//! Strategies that a platform does not let in, and what they lack.

use egui::Ui;
use sortie_engine::forecast::ScenarioForecast;

use super::VerdictCase;
use crate::address::PlanPart;
use crate::command::Command;
use crate::desk::Desk;
use crate::desk::look::scenario_name;
use crate::edit::editor::caption_ui;
use crate::screen::response::lacking;
use crate::widget::button::link_button;

/// A strategy that stays outside, in words, and its place in the plan.
pub struct ShutOutStrategy {
    told: String,
    strategy: usize,
}

impl VerdictCase<'_> {
    /// Each strategy that stays outside in a response, once.
    pub fn gates(&self) -> Vec<ShutOutStrategy> {
        let responses: Vec<&ScenarioForecast> =
            self.rows().filter_map(|row| self.forecast.scenarios.get(row.scenario)).collect();
        let strategies = self.plan.strategies.iter().enumerate();
        strategies
            .filter_map(|(place, strategy)| {
                let is_outside = |own: &&&ScenarioForecast| own.not_eligible.contains(&strategy.id);
                let outside: Vec<&ScenarioForecast> = responses.iter().filter(is_outside).copied().collect();
                let id = &outside.first()?.id;
                let first = self.plan.scenarios.iter().find(|own| own.id == *id)?;
                let words = self.desk.words;
                let and = words.get("scenarios.and");
                let names = lacking(self.plan, first, place).into_iter().map(|it| words.requirement(it));
                let scenarios = outside.iter().map(|own| scenario_name(self.desk, self.plan, own));
                let told = words.with(
                    "verdict_view.gate",
                    &[
                        ("name", words.ready(&strategy.name)),
                        ("scenarios", &scenarios.collect::<Vec<_>>().join(and)),
                        ("lacks", &names.collect::<Vec<_>>().join(and)),
                    ],
                );
                Some(ShutOutStrategy { told, strategy: place })
            })
            .collect()
    }
}

/// Says which strategies stay outside, and leads to what they ask for.
pub fn gates_ui(ui: &mut Ui, desk: &mut Desk, gates: &[ShutOutStrategy]) {
    for gate in gates {
        caption_ui(ui, desk, &gate.told);
        if link_button(ui, desk.palette, desk.words.get("verdict_view.gate_open")).clicked() {
            desk.commands.push(Command::Take(PlanPart::Strategy(gate.strategy).field("setup_cost")));
        }
    }
}
