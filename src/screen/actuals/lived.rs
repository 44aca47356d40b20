//! Which scenario is really happening, and what the months that came say of the plan if it is.

use egui::{Id, Sense, Ui, vec2};
use sortie_engine::fit::{LearnedPlan, n_came};
use sortie_engine::forecast::Forecast;
use sortie_engine::plan::Plan;

use crate::desk::Desk;
use crate::desk::look::scenario_name;
use crate::edit::editor::caption_ui;
use crate::edit::row::choice_ui;
use crate::study::{Studies, StudyFinding, StudyQuestion, StudyState};
use crate::theme::CONTROL_HEIGHT;
use crate::work::Progress;

/// The width of the menu of scenarios.
const MENU_WIDTH: f32 = 200.0;

/// What the months that came say.
pub struct ActualsAnswer {
    /// The scenario that is said to be happening, by its place.
    pub scenario: usize,
    /// What is known of it.
    pub known: StudyState<StudyFinding>,
}

impl ActualsAnswer {
    /// What was learned, of the plan as it stands or of one before.
    pub fn learned(&self) -> Option<&LearnedPlan> {
        match self.known.finding.as_deref() {
            Some(StudyFinding::Learned(Some(learned))) => Some(learned),
            _ => None,
        }
    }
}

/// The scenario that is happening, by its place: the one that the seller says, or the one that was in hand when it was first
/// asked for. Links that stay open are no answer where months came after they closed.
pub fn lived(desk: &mut Desk, forecast: &Forecast) -> usize {
    let place = |id: &str| forecast.scenarios.iter().position(|scenario| scenario.id == id);
    if let Some(place) = desk.view.actuals.lived.as_deref().and_then(place) {
        return place;
    }
    let in_hand = desk.view.chart.selected.as_deref().and_then(place);
    let in_hand = in_hand.filter(|place| forecast.baselines.links_open != Some(*place));
    let chosen = in_hand.or(forecast.baselines.no_response).unwrap_or(0);
    desk.view.actuals.lived = forecast.scenarios.get(chosen).map(|scenario| scenario.id.clone());
    chosen
}

/// What the months that came say, asked for where it `is_wanted`; nothing where no month lies within the plan.
pub fn ask_learned(
    desk: &mut Desk,
    studies: &mut Studies<StudyQuestion, StudyFinding>,
    plan: &Plan,
    forecast: &Forecast,
    is_wanted: bool,
) -> Option<ActualsAnswer> {
    if n_came(plan) == 0 {
        return None;
    }
    let scenario = lived(desk, forecast);
    let nothing = StudyState { finding: None, is_current: false, progress: Progress::Quiet };
    let known = if is_wanted { studies.ask(&StudyQuestion::Learned(scenario)) } else { nothing };
    Some(ActualsAnswer { scenario, known })
}

/// A menu of what is really happening.
pub fn lived_menu_ui(ui: &mut Ui, desk: &mut Desk, plan: &Plan, forecast: &Forecast) {
    let current = lived(desk, forecast);
    let name = |idx: usize| scenario_name(desk, plan, &forecast.scenarios[idx]);
    let options: Vec<(usize, String)> = (0..forecast.scenarios.len()).map(|idx| (idx, name(idx))).collect();
    let words = desk.words.get("actuals.happening");
    caption_ui(ui, desk, words);
    let (rect, _) = ui.allocate_exact_size(vec2(MENU_WIDTH, CONTROL_HEIGHT), Sense::hover());
    if let Some(chosen) = choice_ui(ui, rect, Id::unique("what is happening"), words, &options, &current) {
        desk.view.actuals.lived = forecast.scenarios.get(chosen).map(|scenario| scenario.id.clone());
    }
}
