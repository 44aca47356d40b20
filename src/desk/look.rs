//! The answer as it is handed around, and by which name and color a scenario goes wherever it is shown.

use egui::Color32;
use sortie_engine::forecast::{Forecast, ScenarioForecast};
use sortie_engine::plan::Plan;

use crate::desk::Desk;
use crate::work::Progress;

/// The answer and what it is an answer to.
pub struct Outlook<'a> {
    /// The forecast.
    pub forecast: &'a Forecast,
    /// The number of paths it comes from; none where it is the central ones alone.
    pub n_paths: usize,
    /// How the work on it stands.
    pub work: Progress,
    /// The most height there is to see at once.
    pub height: f32,
}

impl Outlook<'_> {
    /// Whether it comes from paths, be it a draft of them.
    pub fn has_paths(&self) -> bool {
        self.n_paths > 0
    }
}

/// The color of a scenario: fixed for the two baselines, its own for any other that was ever shown.
pub fn color_of(desk: &Desk, id: &str, baseline: Option<Baseline>) -> Color32 {
    match baseline {
        Some(Baseline::LinksOpen) => desk.palette.links_open,
        Some(Baseline::NoResponse) => desk.palette.no_response,
        None => desk.view.chart.slot(id).map_or(desk.palette.faint, |slot| desk.palette.scenario(slot)),
    }
}

/// One of the two scenarios that the others are compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Baseline {
    /// Links stay open.
    LinksOpen,
    /// Links close and nothing is done.
    NoResponse,
}

/// Which baseline the scenario with this place is, if any.
pub fn baseline_of(forecast: &Forecast, idx: usize) -> Option<Baseline> {
    if forecast.baselines.links_open == Some(idx) {
        return Some(Baseline::LinksOpen);
    }
    (forecast.baselines.no_response == Some(idx)).then_some(Baseline::NoResponse)
}

/// The name of a scenario as the plan has it now.
pub fn scenario_name(desk: &Desk, plan: &Plan, scenario: &ScenarioForecast) -> String {
    let known = plan.scenarios.iter().find(|known| known.id == scenario.id);
    known.map_or_else(|| scenario.id.clone(), |known| desk.words.ready(&known.name).to_owned())
}

/// Whether platforms let in none of a scenario's strategies: then it differs from no response by its name alone.
pub fn is_shut_out(plan: &Plan, scenario: &ScenarioForecast) -> bool {
    let planned = plan.scenarios.iter().find(|planned| planned.id == scenario.id);
    let is_outside = |id: &String| scenario.not_eligible.contains(id);
    planned.is_some_and(|own| !own.strategies.is_empty() && own.strategies.iter().all(is_outside))
}
