//! How a figure came about, step by step: each step can be followed further, down to the seller's own numbers and who says
//! so.

mod chain;
mod standing;

use egui::{Align2, Id, Key, Role, ScrollArea, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};
use sortie_engine::forecast::Metric;
use sortie_engine::plan::Plan;

pub use chain::{Chain, Figure, Kind, Name, Sign, Step, Traced, What};

use super::waiting::waiting_ui;
use crate::command::Command;
use crate::screen::Desk;
use crate::screen::editor::caption_ui;
use crate::study::{Finding, Question, Studies};
use crate::theme::{GAP, ROW_HEIGHT, plain_font, strong_font, type_size};
use crate::widget::button::{link_button, plain_button};
use crate::widget::card::sheet;
use crate::widget::{elided, ring};

/// A figure that is explained, and those that led to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Explained {
    /// The scenario's id.
    pub scenario: String,
    /// The figures on the way, the last of them shown.
    pub way: Vec<Figure>,
}

impl Explained {
    /// A metric of a scenario in a month, or over all of them.
    pub fn of(scenario: &str, metric: Metric, month: Option<usize>) -> Self {
        Self { scenario: scenario.to_owned(), way: vec![Figure { what: What::Metric(metric), month }] }
    }
}

/// The width of the sheet, where the window has it.
const WIDTH: f32 = 560.0;

/// Shows the sheet over everything else; it changes what is explained, and is gone when that is gone.
pub fn explain_ui(ui: &Ui, desk: &mut Desk, plan: &Plan, studies: &mut Studies<Question, Finding>) {
    let Some(mut explained) = desk.view.explained.take() else { return };
    let Some(scenario) = plan.scenarios.iter().position(|own| own.id == explained.scenario) else { return };
    let known = studies.ask(&Question::Trace(scenario));
    let mut goes_on = true;
    let modal = sheet("explain", desk.palette).show(ui.ctx(), |ui| {
        ui.set_width(WIDTH.min(ui.ctx().content_rect().width() - 80.0));
        let figure = explained.way.last().copied();
        let figure = figure.unwrap_or(Figure { what: What::Metric(Metric::Revenue), month: None });
        title_ui(ui, desk, plan, (scenario, figure));
        waiting_ui(ui, desk, &known);
        if let Some(finding) = &known.finding
            && let Finding::Trace(trace, _) = &**finding
        {
            let chain = Traced { plan, trace }.chain(figure);
            if chain.steps.is_empty() {
                caption_ui(ui, desk, desk.words.get("explain.no_steps"));
            }
            let most = ui.ctx().content_rect().height() - 260.0;
            let list = ScrollArea::vertical().id_salt("steps").max_height(most.max(120.0));
            let followed = list.show(ui, |ui| chain_ui(ui, desk, plan, &chain)).inner;
            match followed {
                Some(Followed::Figure(next)) => explained.way.push(next),
                Some(Followed::Input(field)) => {
                    desk.commands.push(Command::Take(field));
                    goes_on = false;
                }
                None => {}
            }
        }
        ui.add_space(GAP);
        caption_ui(ui, desk, desk.words.get("explain.means"));
        ui.add_space(GAP);
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

enum Followed {
    Figure(Figure),
    Input(crate::screen::number::Field),
}

fn title_ui(ui: &mut Ui, desk: &Desk, plan: &Plan, (scenario, figure): (usize, Figure)) {
    let words = desk.words;
    let what = match figure.what {
        What::Metric(metric) => words.metric(metric).to_owned(),
        What::Channel(place, line) => {
            let channel = plan.channels.get(place).map(|channel| words.ready(&channel.name).to_owned());
            let known = [("what", words.account_line(line)), ("of", &channel.unwrap_or_default())];
            words.with("explain.of", &known)
        }
        What::Strategy(_) => words.get("explain.strategy").to_owned(),
        What::Crowd(_) => words.get("explain.crowd").to_owned(),
    };
    let when = match figure.month {
        Some(month) => words.month(plan.start.plus(month as i32)),
        None => words.with("explain.all_months", &[("n", &plan.horizon_months.to_string())]),
    };
    let name = plan.scenarios.get(scenario).map_or("", |scenario| words.ready(&scenario.name));
    let known = [("what", what.as_str()), ("scenario", name), ("when", &when)];
    let title = words.with("explain.title", &known);
    let letters = egui::RichText::new(title).font(strong_font(type_size::TITLE)).color(desk.palette.text);
    ui.add(egui::Label::new(letters).wrap());
    ui.add_space(GAP);
}

fn chain_ui(ui: &mut Ui, desk: &Desk, plan: &Plan, chain: &Chain) -> Option<Followed> {
    ui.spacing_mut().item_spacing.y = 0.0;
    let mut followed = None;
    for (idx, step) in chain.steps.iter().enumerate() {
        followed = step_ui(ui, desk, plan, (idx, step)).or(followed);
    }
    let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW_HEIGHT + 4.0), Sense::hover());
    ui.painter().hline(row.x_range(), row.top() + 2.0, Stroke::new(1.5, desk.palette.text));
    let value = told(desk, plan, chain.kind, chain.value);
    let at = pos2(row.right() - 6.0, row.center().y + 1.0);
    ui.painter().text(at, Align2::RIGHT_CENTER, value, strong_font(type_size::BODY), desk.palette.text);
    let equals = desk.words.get("explain.equals");
    let left = pos2(row.left() + 24.0, row.center().y + 1.0);
    ui.painter().text(left, Align2::LEFT_CENTER, equals, strong_font(type_size::BODY), desk.palette.text);
    followed
}

fn step_ui(ui: &mut Ui, desk: &Desk, plan: &Plan, (idx, step): (usize, &Step)) -> Option<Followed> {
    let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW_HEIGHT), Sense::hover());
    let sense = if step.figure.is_some() { Sense::click() } else { Sense::hover() };
    let response = ui.interact(row, Id::unique(("step", idx)), sense);
    let name = name_of(desk, plan, &step.name);
    let value = told(desk, plan, step.kind, step.value);
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, format!("{name}: {value}")));
    if step.figure.is_some() && response.hovered() {
        ui.painter().rect_filled(row, 0.0, desk.palette.accent_wash);
    }
    ui.painter().hline(row.x_range(), row.top(), Stroke::new(1.0, desk.palette.line));
    let sign = match step.sign {
        Sign::Plus if idx == 0 => "",
        Sign::Plus => "+",
        Sign::Minus => "\u{2212}",
        Sign::Times | Sign::TimesRest => "\u{00D7}",
    };
    let font = plain_font(type_size::BODY);
    let at = pos2(row.left() + 10.0, row.center().y);
    ui.painter().text(at, Align2::CENTER_CENTER, sign, font.clone(), desk.palette.dim);
    let color = if step.figure.is_some() { desk.palette.accent } else { desk.palette.text };
    let left = pos2(row.left() + 24.0, row.center().y);
    let drawn = elided(ui, left, row.width() * 0.42, &name, font.clone(), color);
    let value = if step.sign == Sign::TimesRest { format!("(1 \u{2212} {value})") } else { value };
    let right = pos2(row.right() - 6.0, row.center().y);
    ui.painter().text(right, Align2::RIGHT_CENTER, value, font, desk.palette.text);
    let mut followed = response.clicked().then_some(step.figure).flatten().map(Followed::Figure);
    if let Some(field) = step.input {
        let room = row.with_min_x(drawn.right() + 8.0).with_max_x(row.right() - 110.0);
        let builder =
            egui::UiBuilder::new().max_rect(room).layout(egui::Layout::left_to_right(egui::Align::Center));
        ui.scope_builder(builder, |ui| {
            let mut copy = plan.clone();
            let source = field.source(&mut copy, desk.words);
            let spread = field.spread(&mut copy);
            let own = spread.map(|spread| field.unit(plan).shown(desk.words, spread.likely));
            let said = match own {
                Some(own) => desk.words.with("explain.input", &[("value", &own)]),
                None => desk.words.get("explain.go").to_owned(),
            };
            let link = link_button(ui, desk.palette, &said);
            if link.on_hover_text(source.unwrap_or_default()).clicked() {
                followed = Some(Followed::Input(field));
            }
        });
    }
    if response.has_focus() {
        ring(ui, row, desk.palette.accent);
    }
    followed
}

fn name_of(desk: &Desk, plan: &Plan, name: &Name) -> String {
    let words = desk.words;
    match name {
        Name::Line(line) => words.account_line(*line).to_owned(),
        Name::Bill(bill) => words.bill(*bill).to_owned(),
        Name::Channel(place) => {
            plan.channels.get(*place).map(|channel| words.ready(&channel.name).to_owned()).unwrap_or_default()
        }
        Name::Strategy(id) => {
            let known = plan.strategies.iter().find(|strategy| strategy.id == *id);
            known.map_or(id.as_str(), |strategy| words.ready(&strategy.name)).to_owned()
        }
        Name::Word(key) => words.get(&format!("explain_step.{key}")).to_owned(),
    }
}

fn told(desk: &Desk, plan: &Plan, kind: Kind, x: f64) -> String {
    match kind {
        Kind::Money => desk.words.money(x, &plan.currency),
        Kind::Count => desk.words.count(x),
        Kind::Share => desk.words.share(x),
        Kind::Factor => desk.words.number(x),
    }
}
