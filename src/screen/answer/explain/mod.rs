//! How a figure came about, step by step: each step can be followed further, down to the seller's own numbers and who says
//! so.

mod chain;
mod chained;
mod counted;
mod crowd;
mod money;
mod told;

use crate::desk::figure::ChainFigure;
use crate::desk::figure::CountedFigure;
use crate::desk::figure::ExplainTarget;
use crate::desk::figure::FigureKind;
use egui::{Key, ScrollArea, Ui};
use sortie_engine::compare::{ScenarioTrace, trace_central};
use sortie_engine::plan::Plan;

pub use chain::{ChainStep, FigureChain, StepName, StepSign, TracedScenario, ValueKind};
pub use counted::CountedContext;
use told::{Explanation, ExplanationClick, ViewLink, told_ui};

use super::waiting::waiting_ui;
use crate::command::Command;
use crate::desk::Desk;
use crate::edit::editor::caption_ui;
use crate::study::{Studies, StudyFinding, StudyQuestion, StudyState};
use crate::theme::{GAP, strong_font, type_size};
use crate::widget::button::plain_button;
use crate::widget::card::sheet;

/// A figure that is asked about, of the scenario in a place.
#[derive(Clone, Copy)]
struct AskedFigure {
    scenario: usize,
    figure: ChainFigure,
}

impl AskedFigure {
    /// Another figure of the same scenario, to be asked about next.
    fn next(self, plan: &Plan, figure: ChainFigure) -> ExplainTarget {
        let id = plan.scenarios.get(self.scenario).map_or("", |own| own.id.as_str());
        ExplainTarget { scenario: id.to_owned(), figure }
    }
}

/// The width of the sheet, where the window has it.
const WIDTH: f32 = 600.0;

/// Shows the sheet over everything else; it changes what is explained, and is gone when that is gone.
pub fn explain_ui(
    ui: &Ui,
    desk: &mut Desk,
    around: &CountedContext,
    studies: &mut Studies<StudyQuestion, StudyFinding>,
) {
    let Some(mut explained) = desk.view.explained.take() else { return };
    let Some(stop) = explained.way.last().cloned() else { return };
    let plan = around.plan;
    let Some(scenario) = plan.scenarios.iter().position(|own| own.id == stop.scenario) else { return };
    let asked = AskedFigure { scenario, figure: stop.figure };
    let (told, waiting, is_likely) = told_of(desk, around, studies, asked);
    let mut goes_on = true;
    let modal = sheet("explain", desk.palette).show(ui.ctx(), |ui| {
        ui.set_width(WIDTH.min(ui.ctx().content_rect().width() - 80.0));
        title_ui(ui, desk, plan, asked);
        if let Some(known) = &waiting {
            waiting_ui(ui, desk, known);
        }
        let most = ui.ctx().content_rect().height() - 260.0;
        let list = ScrollArea::vertical().id_salt(("steps", explained.way.len())).max_height(most.max(120.0));
        let followed = list.show(ui, |ui| told_ui(ui, desk, plan, &told)).inner;
        match followed {
            Some(ExplanationClick::Next(next)) => explained.way.push(next),
            Some(ExplanationClick::Input(field)) => {
                desk.commands.push(Command::Take(field));
                goes_on = false;
            }
            Some(ExplanationClick::Door(door)) => {
                go_through(desk, plan, &stop.scenario, &door);
                goes_on = false;
            }
            None => {}
        }
        ui.add_space(GAP);
        if !matches!(stop.figure.what, FigureKind::Counted(_)) {
            let key = if is_likely { "explain.likely" } else { "explain.means" };
            caption_ui(ui, desk, desk.words.get(key));
            ui.add_space(GAP);
        }
        ui.horizontal(|ui| {
            if explained.way.len() > 1 && plain_button(ui, desk.words.get("explain.back")).clicked() {
                explained.way.pop();
            }
            if plain_button(ui, desk.words.get("explain.close")).clicked() {
                goes_on = false;
            }
        });
    });
    let is_left = modal.backdrop_response.clicked() || ui.input(|input| input.key_pressed(Key::Escape));
    if goes_on && !is_left {
        desk.view.explained = Some(explained);
    }
}

/// How a figure came about as far as it is known, what is still waited for, and whether it is told of the likely path.
fn told_of(
    desk: &Desk,
    around: &CountedContext,
    studies: &mut Studies<StudyQuestion, StudyFinding>,
    asked: AskedFigure,
) -> (Explanation, Option<StudyState<StudyFinding>>, bool) {
    let AskedFigure { scenario, figure } = asked;
    if let FigureKind::Counted(counted) = figure.what {
        let (told, waiting) = counted::counted_told(desk, around, studies, asked, counted);
        return (told, waiting, false);
    }
    let known = studies.ask_first(&StudyQuestion::Trace(scenario));
    let chained = |trace: &ScenarioTrace, is_likely: bool| {
        let chain = TracedScenario { plan: around.plan, trace }.chain(figure);
        chained::told(desk, around, asked, &chain, is_likely)
    };
    match known.finding.as_deref() {
        Some(StudyFinding::Trace(trace, _)) if known.is_current => (chained(trace, false), None, false),
        // The likely path is walked in a moment; the mean of the futures takes its place once it is there.
        _ => match around.model.filter(|model| scenario < model.n_scenarios()) {
            Some(model) => (chained(&trace_central(model, scenario), true), Some(known), true),
            None => (Explanation::default(), Some(known), false),
        },
    }
}

/// Shows the view behind a door.
fn go_through(desk: &mut Desk, plan: &Plan, scenario: &str, door: &ViewLink) {
    let id = |place: usize| plan.scenarios.get(place).map(|scenario| scenario.id.clone());
    let aspect = match door {
        ViewLink::Bridge(from, to) => {
            desk.view.chart.compared = id(*from);
            desk.view.chart.selected = id(*to).or(desk.view.chart.selected.take());
            crate::command::Aspect::Why
        }
        ViewLink::View(aspect) => {
            desk.view.chart.selected = Some(scenario.to_owned());
            *aspect
        }
    };
    desk.commands.push(Command::See(aspect));
}

fn title_ui(ui: &mut Ui, desk: &Desk, plan: &Plan, asked: AskedFigure) {
    let (words, AskedFigure { scenario, figure }) = (desk.words, asked);
    let what = match figure.what {
        FigureKind::Metric(metric) => words.metric(metric).to_owned(),
        FigureKind::Channel(place, line) => {
            let channel = plan.channels.get(place).map(|channel| words.ready(&channel.name).to_owned());
            let known = [("what", words.account_line(line)), ("of", &channel.unwrap_or_default())];
            words.with("explain.of", &known)
        }
        FigureKind::All(line) => words.account_line(line).to_owned(),
        FigureKind::Strategy(_) => words.get("explain.strategy").to_owned(),
        FigureKind::Counted(CountedFigure::Ahead(metric, _)) => {
            words.with("counted.ahead_of", &[("metric", words.metric(metric))])
        }
        FigureKind::Counted(CountedFigure::Range(metric)) => {
            words.with("counted.range_of", &[("metric", words.metric(metric))])
        }
        FigureKind::Counted(counted) => words.get(counted.title()).to_owned(),
        FigureKind::Crowd(_) => words.get("explain.crowd").to_owned(),
    };
    let when = match figure.month {
        Some(month) => words.month(plan.start.plus(month as i32)),
        None => words.with("explain.all_months", &[("n", &plan.horizon_months.to_string())]),
    };
    let name = plan.scenarios.get(scenario).map_or("", |scenario| words.ready(&scenario.name));
    let known = [("what", what.as_str()), ("scenario", name), ("when", &when)];
    let title = words.with("explain.title", &known);
    let letters = egui::RichText::new(title).font(strong_font(type_size::TITLE)).color(desk.palette.text);
    crate::widget::lines::wrapped(ui, letters);
    ui.add_space(GAP);
}
