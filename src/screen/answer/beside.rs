//! What stands beside the plan in the chart: the months that came, what they make of the futures, and an older version of
//! the plan.

use crate::desk::beside::OlderPlan;
use std::path::PathBuf;
use std::sync::Arc;

use egui::{Id, Sense, Ui, vec2};
use sortie_engine::fit::{came_in_all, n_came};
use sortie_engine::forecast::Forecast;
use sortie_engine::plan::Plan;

use super::AnswerPage;
use super::outlook::{told, values_of};
use super::waiting::waiting_ui;
use crate::command::Command;
use crate::desk::Desk;
use crate::desk::look::Outlook;
use crate::edit::editor::caption_ui;
use crate::edit::row::choice_ui;
use crate::screen::actuals::{ActualsAnswer, ask_learned, learned_words, lived_menu_ui};
use crate::study::{StudyFinding, StudyQuestion, StudyState};
use crate::theme::{CONTROL_HEIGHT, GAP, GAP_SMALL};
use crate::widget::button::link_button;
use crate::widget::chips::chip;
use crate::widget::fan_chart::{ActualLine, ChartExtras, ReadOutRow, ReferenceLine};

/// The width of the menu of versions.
const MENU_WIDTH: f32 = 150.0;

/// What stands beside the plan.
pub struct BesidePlan {
    /// The metric in every month that is known.
    pub came: Vec<Option<f64>>,
    /// The words at the last of them.
    pub label: String,
    /// The last of them.
    last: Option<usize>,
    /// Whether anything is told of any month.
    is_any: bool,
    lived: Option<ActualsAnswer>,
    /// The metric of the older version, by month of this plan, and its name.
    pub older: Option<(Vec<Option<f64>>, String)>,
}

impl BesidePlan {
    /// Asks for what is to be shown beside the plan.
    pub fn ask(desk: &mut Desk, page: &mut AnswerPage) -> Self {
        let (plan, forecast) = (&*page.plan, page.outlook.forecast);
        let came = came_in_all(plan, desk.view.chart.metric);
        let last = came.iter().rposition(Option::is_some);
        let is_any = n_came(plan) > 0;
        let month = last.map(|last| desk.words.month(plan.start.plus(last as i32)));
        let label = month
            .map_or_else(String::new, |month| desk.words.with("actuals.actual_to", &[("month", &month)]));
        let is_wanted = !desk.view.actuals.is_plan_only && page.outlook.has_paths();
        let lived = ask_learned(desk, page.studies, plan, forecast, is_wanted);
        let older = desk.view.versions.older.clone().and_then(|older| {
            let known = page.studies.ask(&StudyQuestion::Older(Arc::clone(&older.plan)));
            Some((older_values(desk, forecast, &older, &known)?, older_label(desk, &older.version.name)))
        });
        Self { came, label, last, is_any, lived, older }
    }

    /// The forecast that is learned from the months that came, where it is to be drawn: it is wanted and up to date.
    pub fn learned(&self, desk: &Desk) -> Option<&Forecast> {
        let lived = self.lived.as_ref().filter(|lived| lived.known.is_current)?;
        let learned = lived.learned()?;
        (!desk.view.actuals.is_plan_only).then_some(&learned.forecast)
    }

    /// The month from which a learned forecast is drawn.
    pub fn from(&self) -> usize {
        self.last.unwrap_or(0)
    }

    /// What of it the chart draws.
    pub fn extras(&self, desk: &Desk) -> ChartExtras<'_> {
        ChartExtras {
            actuals: self.last.map(|_| ActualLine { values: &self.came, label: &self.label }),
            from: if self.learned(desk).is_some() { self.from() } else { 0 },
            reference: self.older.as_ref().map(|(values, name)| ReferenceLine {
                values,
                name,
                color: desk.palette.dim,
            }),
            ..ChartExtras::default()
        }
    }

    /// The choice between the plan and what was learned, of what is really happening, and of an older version; nothing
    /// where no month came and no version is kept.
    pub fn choose_ui(&self, ui: &mut Ui, desk: &mut Desk, plan: &Plan, outlook: &Outlook) {
        if !self.is_any && desk.view.versions.kept.is_empty() {
            return;
        }
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(GAP_SMALL, GAP_SMALL);
            if self.is_any {
                for (key, is_plan_only) in [("actuals.of_plan", true), ("actuals.of_learned", false)] {
                    let is_chosen = desk.view.actuals.is_plan_only == is_plan_only;
                    if chip(ui, desk.palette, desk.words.get(key), is_chosen).clicked() {
                        desk.view.actuals.is_plan_only = is_plan_only;
                    }
                }
                ui.add_space(GAP);
                lived_menu_ui(ui, desk, plan, outlook.forecast);
                if link_button(ui, desk.palette, desk.words.get("actuals.open")).clicked() {
                    desk.commands.push(Command::SeeActuals);
                }
            }
            older_menu_ui(ui, desk);
        });
        if let Some(lived) = &self.lived
            && !desk.view.actuals.is_plan_only
            && outlook.has_paths()
        {
            waiting_ui(ui, desk, &lived.known);
        }
    }

    /// What is drawn beside the plan, in words.
    pub fn captions(&self, desk: &Desk, plan: &Plan) -> Vec<String> {
        let words = desk.words;
        let last = self.last.and_then(|last| self.came[last]);
        let came = last.map(|came| {
            let known =
                [("to", self.label.as_str()), ("value", &told(desk, plan, desk.view.chart.metric, came))];
            words.with("actuals.came", &known)
        });
        let learned = self.learned(desk).and(self.lived.as_ref()).and_then(ActualsAnswer::learned);
        let older = self.older.as_ref();
        let older = older.map(|(_, name)| words.with("actuals.thin_line", &[("name", name)]));
        [came, learned.map(|learned| learned_words(desk, learned)), older].into_iter().flatten().collect()
    }

    /// The row of a month that came, for the read-out, against the plan's own likely line.
    pub fn row(&self, desk: &Desk, plan: &Plan, outlook: &Outlook, month: usize) -> Option<ReadOutRow> {
        let came = (*self.came.get(month)?)?;
        let metric = desk.view.chart.metric;
        let planned = self.lived.as_ref().and_then(|lived| {
            let scenario = outlook.forecast.scenarios.get(lived.scenario)?;
            values_of(scenario, metric).get(month).copied()
        });
        let difference = planned.map(|planned| {
            let sign = if came >= planned { "+" } else { "" };
            let off = told(desk, plan, metric, came - planned);
            desk.words.with("actuals.against_plan", &[("off", &format!("{sign}{off}"))])
        });
        Some(ReadOutRow {
            name: desk.words.get("actuals.actual").to_owned(),
            color: desk.palette.text,
            value: told(desk, plan, metric, came),
            difference: String::new(),
            range: difference.unwrap_or_default(),
            is_selected: true,
        })
    }
}

/// A menu of the versions that are kept beside the plan.
fn older_menu_ui(ui: &mut Ui, desk: &mut Desk) {
    if desk.view.versions.kept.is_empty() {
        return;
    }
    let words = desk.words;
    let none = (None, words.get("actuals.no_version").to_owned());
    let each =
        desk.view.versions.kept.iter().map(|version| (Some(version.path.clone()), version.name.clone()));
    let options: Vec<(Option<PathBuf>, String)> = std::iter::once(none).chain(each).collect();
    let current = desk.view.versions.older.as_ref().map(|older| older.version.path.clone());
    ui.add_space(GAP);
    caption_ui(ui, desk, words.get("actuals.compare_with"));
    let (rect, _) = ui.allocate_exact_size(vec2(MENU_WIDTH, CONTROL_HEIGHT), Sense::hover());
    let id = Id::unique("older version");
    if let Some(path) = choice_ui(ui, rect, id, words.get("actuals.compare_with"), &options, &current) {
        desk.commands.push(Command::CompareWith(path));
    }
}

/// The metric of an older version in the months of this plan, in the scenario in hand, or in its own without response.
fn older_values(
    desk: &Desk,
    forecast: &Forecast,
    older: &OlderPlan,
    known: &StudyState<StudyFinding>,
) -> Option<Vec<Option<f64>>> {
    let Some(StudyFinding::Older(projected)) = known.finding.as_deref() else { return None };
    let selected = desk.view.chart.selected.as_deref();
    let place = projected.scenarios.iter().position(|own| Some(own.id.as_str()) == selected);
    let scenario = projected.scenarios.get(place.or(projected.baselines.no_response)?)?;
    let values = values_of(scenario, desk.view.chart.metric);
    let of_month = |month: &sortie_engine::unit::Month| {
        let t = usize::try_from(month.since(older.plan.start)).ok()?;
        values.get(t).copied()
    };
    Some(forecast.months.iter().map(of_month).collect())
}

/// What the line of an older version is called: by its day where its name is one.
fn older_label(desk: &Desk, name: &str) -> String {
    let day = sortie_engine::unit::Day::parse(name).filter(|day| day.day.is_some());
    match day {
        Some(day) => desk.words.with("actuals.as_planned_on", &[("day", &desk.words.day(day))]),
        None => desk.words.with("actuals.as_planned_in", &[("name", name)]),
    }
}
