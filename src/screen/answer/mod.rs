//! The answer, from eight sides: the verdict stands above all of them.

pub mod beside;
mod cash;
mod channels;
mod compare;
pub mod explain;
mod found_ground;
mod futures;
mod handing_on;
mod hangs_on;
pub mod outlook;
mod progress;
mod said;
mod scenario_table;
mod tabs;
mod tiles;
mod verdict;
mod visits;
mod waiting;
pub mod what_to_do;
mod why;

use egui::{Id, Sense, Ui, vec2};
use sortie_engine::plan::Plan;

use crate::command::{Aspect, Command};
use crate::desk::Desk;
use crate::desk::look::{Outlook, scenario_name};
use crate::desk::tour::TourStop;
use crate::edit::editor::caption_ui;
use crate::edit::row::choice_ui;
use crate::study::{BestSearch, Studies, StudyFinding, StudyQuestion};
use crate::theme::{CONTROL_HEIGHT, GAP};
use crate::widget::button::small_link_button;
pub use handing_on::cells_ui;
use outlook::{outlook_ui, verdict_ui};
pub use waiting::waiting_ui;

/// The width of a menu of scenarios.
const MENU_WIDTH: f32 = 220.0;

/// What a view of the answer is made from, besides the desk.
pub struct AnswerPage<'a> {
    /// The plan as it stands.
    pub plan: &'a mut Plan,
    /// The number that every edit of it raises.
    pub revision: u64,
    /// The answer to it.
    pub outlook: &'a Outlook<'a>,
    /// What takes longer than a frame.
    pub studies: &'a mut Studies<StudyQuestion, StudyFinding>,
    /// The search for what to do.
    pub best: &'a mut BestSearch,
}

/// A menu of scenarios, called by `key`; the place of the one that was chosen.
fn scenario_menu_ui(ui: &mut Ui, desk: &Desk, page: &AnswerPage, key: &str, current: usize) -> Option<usize> {
    let forecast = page.outlook.forecast;
    let name = |idx: usize| scenario_name(desk, page.plan, &forecast.scenarios[idx]);
    let options: Vec<(usize, String)> = (0..forecast.scenarios.len()).map(|idx| (idx, name(idx))).collect();
    let (rect, _) = ui.allocate_exact_size(vec2(MENU_WIDTH, CONTROL_HEIGHT), Sense::hover());
    choice_ui(ui, rect, Id::unique(("scenario menu", key)), desk.words.get(key), &options, &current)
}

/// A menu of the scenario in hand, for views that are about one. Its place in the forecast.
fn in_hand_ui(ui: &mut Ui, desk: &mut Desk, page: &AnswerPage) -> Option<usize> {
    let forecast = page.outlook.forecast;
    let place = |id: &str| forecast.scenarios.iter().position(|scenario| scenario.id == id);
    let current = desk.view.chart.selected.as_deref().and_then(place)?;
    let chosen = ui.horizontal(|ui| {
        caption_ui(ui, desk, desk.words.get("answer.of_scenario"));
        scenario_menu_ui(ui, desk, page, "answer.of_scenario", current)
    });
    let chosen = chosen.inner.unwrap_or(current);
    desk.view.chart.selected = Some(forecast.scenarios[chosen].id.clone());
    Some(chosen)
}

/// The room in which what links are is told in one line.
const ROOM_TO_TELL: f32 = 820.0;

/// Says of a sample that it is one, and what links are.
fn sample_ui(ui: &mut Ui, desk: &mut Desk) {
    if !desk.view.is_sample {
        return;
    }
    let words = desk.words;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        let told = if ui.available_width() < ROOM_TO_TELL { "sample.short" } else { "sample.told" };
        caption_ui(ui, desk, words.get(told));
        for command in [Command::Tour, Command::Help] {
            let label = words.get(command.label()).trim_end_matches('\u{2026}');
            if small_link_button(ui, desk.palette, label).clicked() {
                desk.commands.push(command);
            }
        }
    });
}

/// Shows the verdict and the tabs.
pub fn head_ui(ui: &mut Ui, desk: &mut Desk, page: &mut AnswerPage) {
    sample_ui(ui, desk);
    let said = ui.scope(|ui| verdict_ui(ui, desk, page)).response.rect;
    desk.view.tour.see(TourStop::Answer, said);
    let tabs = ui.scope(|ui| tabs::tabs_ui(ui, desk)).response.rect;
    desk.view.tour.see(TourStop::Views, tabs);
}

/// Shows the view that is chosen.
pub fn view_ui(ui: &mut Ui, desk: &mut Desk, page: &mut AnswerPage) {
    match desk.view.aspect {
        Aspect::WhatToDo => what_to_do::what_to_do_ui(ui, desk, page),
        Aspect::Outlook => outlook_ui(ui, desk, page),
        Aspect::Channels => channels::channels_ui(ui, desk, page),
        Aspect::Cash => cash::cash_ui(ui, desk, page),
        Aspect::Compare => compare::compare_ui(ui, desk, page),
        Aspect::HangsOn => hangs_on::hangs_on_ui(ui, desk, page),
        Aspect::Why => why::why_ui(ui, desk, page),
        Aspect::Verdict => verdict::verdict_view_ui(ui, desk, page),
    }
}
