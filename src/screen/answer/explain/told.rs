//! An explanation in words and rows, ready to be shown, and how it is shown.

use egui::{Align2, Id, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};
use sortie_engine::plan::Plan;

use crate::address::PlanField;
use crate::command::Aspect;
use crate::desk::Desk;
use crate::desk::figure::ExplainTarget;
use crate::theme::{GAP, ROW_HEIGHT, plain_font, strong_font, type_size};
use crate::widget::button::link_button;
use crate::widget::prose::prose;
use crate::widget::{elided, ring};

/// How a figure came about.
#[derive(Default)]
pub struct Explanation {
    /// What it is and how it is counted, one paragraph each; what stands between `**` is strong.
    pub says: Vec<String>,
    /// What it is made from.
    pub rows: Vec<ExplanationRow>,
    /// The figure itself, below a line; nothing where the rows say it all.
    pub result: Option<(String, String)>,
    /// What else there is to say of it.
    pub aside: Vec<ExplanationRow>,
    /// Where to read on, behind the explanation.
    pub doors: Vec<ViewLink>,
}

/// One line of an explanation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ExplanationRow {
    /// How it enters the figure.
    pub sign: &'static str,
    /// What it is.
    pub name: String,
    /// What it comes to.
    pub value: String,
    /// How it came about itself.
    pub next: Option<ExplainTarget>,
    /// The number of the plan that it is made from.
    pub input: Option<PlanField>,
}

impl ExplanationRow {
    /// A name and a value.
    pub fn of(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { name: name.into(), value: value.into(), ..Self::default() }
    }

    /// The same with a sign before it.
    pub fn signed(self, sign: &'static str) -> Self {
        Self { sign, ..self }
    }

    /// The same, which can be followed.
    pub fn to(self, next: ExplainTarget) -> Self {
        Self { next: Some(next), ..self }
    }
}

/// A view that tells more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ViewLink {
    /// The bridge from the first scenario to the second, by their places.
    Bridge(usize, usize),
    /// A view of the scenario that the figure is of.
    View(Aspect),
}

/// What was asked for.
pub enum ExplanationClick {
    /// How another figure came about.
    Next(ExplainTarget),
    /// A number of the plan.
    Input(PlanField),
    /// Another view.
    Door(ViewLink),
}

/// The room for the sign of a row.
const SIGN: f32 = 24.0;
/// The height of what is said of a number of the plan.
const SAID: f32 = 20.0;

/// Shows an explanation; what was asked for in it.
pub fn told_ui(ui: &mut Ui, desk: &Desk, plan: &Plan, told: &Explanation) -> Option<ExplanationClick> {
    let mut followed = None;
    for paragraph in &told.says {
        let pieces = paragraph.split("**").enumerate();
        prose(ui, pieces.map(|(idx, piece)| (piece, idx % 2 == 1)), type_size::BODY, desk.palette.text);
    }
    if !told.says.is_empty() {
        ui.add_space(GAP);
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    for (idx, row) in told.rows.iter().enumerate() {
        followed = row_ui(ui, desk, plan, idx, row).or(followed);
    }
    if let Some((name, value)) = &told.result {
        result_ui(ui, desk, name, value);
    }
    if !told.aside.is_empty() {
        ui.add_space(GAP);
    }
    for (idx, row) in told.aside.iter().enumerate() {
        followed = row_ui(ui, desk, plan, told.rows.len() + idx, row).or(followed);
    }
    if !told.doors.is_empty() {
        ui.add_space(GAP);
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        for door in &told.doors {
            let words = match door {
                ViewLink::Bridge(..) => desk.words.get("explain.by_cause"),
                ViewLink::View(aspect) => desk.words.get(aspect.name()),
            };
            if link_button(ui, desk.palette, words).clicked() {
                followed = Some(ExplanationClick::Door(door.clone()));
            }
        }
    });
    followed
}

fn result_ui(ui: &mut Ui, desk: &Desk, name: &str, value: &str) {
    let (row, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), ROW_HEIGHT + 4.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{name}: {value}")));
    ui.painter().hline(row.x_range(), row.top() + 2.0, Stroke::new(1.5, desk.palette.text));
    let at = pos2(row.right() - 6.0, row.center().y + 1.0);
    ui.painter().text(at, Align2::RIGHT_CENTER, value, strong_font(type_size::BODY), desk.palette.text);
    let left = pos2(row.left() + SIGN, row.center().y + 1.0);
    ui.painter().text(left, Align2::LEFT_CENTER, name, strong_font(type_size::BODY), desk.palette.text);
}

fn row_ui(
    ui: &mut Ui,
    desk: &Desk,
    plan: &Plan,
    idx: usize,
    row: &ExplanationRow,
) -> Option<ExplanationClick> {
    let said = row.input.map(|field| said_of(desk, plan, field));
    let height = ROW_HEIGHT + if said.is_some() { SAID } else { 0.0 };
    let (area, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let line = area.with_max_y(area.top() + ROW_HEIGHT);
    let sense = if row.next.is_some() { Sense::click() } else { Sense::hover() };
    let response = ui.interact(line, Id::unique(("step", idx)), sense);
    let role = if row.next.is_some() { Role::Link } else { Role::Label };
    response.widget_info(|| WidgetInfo::labeled(role, true, format!("{}: {}", row.name, row.value)));
    if row.next.is_some() && response.hovered() {
        ui.painter().rect_filled(line, 0.0, desk.palette.accent_wash);
    }
    ui.painter().hline(area.x_range(), area.top(), Stroke::new(1.0, desk.palette.line));
    let font = plain_font(type_size::BODY);
    let at = pos2(line.left() + 10.0, line.center().y);
    ui.painter().text(at, Align2::CENTER_CENTER, row.sign, font.clone(), desk.palette.dim);
    let right = pos2(line.right() - 6.0, line.center().y);
    let shown = ui.painter().text(right, Align2::RIGHT_CENTER, &row.value, font.clone(), desk.palette.text);
    let color = if row.next.is_some() { desk.palette.accent } else { desk.palette.text };
    let left = pos2(line.left() + SIGN, line.center().y);
    elided(ui, left, shown.left() - GAP - left.x, &row.name, font, color);
    if response.has_focus() {
        ring(ui, line, desk.palette.accent);
    }
    let mut followed = response.clicked().then(|| row.next.clone()).flatten().map(ExplanationClick::Next);
    if let Some((field, said)) = row.input.zip(said) {
        let below = Rect::from_min_max(pos2(area.left() + SIGN, line.bottom() - 4.0), area.max);
        if said_ui(ui, desk, idx, below, &said) {
            followed = Some(ExplanationClick::Input(field));
        }
    }
    followed
}

/// What the seller entered in a field.
struct SaidInput {
    /// The words that lead to the field.
    link: String,
    /// Who says so; empty where nobody does.
    source: String,
}

/// What the seller entered, which leads to the field, and who says so; whether the field was asked for.
fn said_ui(ui: &mut Ui, desk: &Desk, idx: usize, area: Rect, said: &SaidInput) -> bool {
    let SaidInput { link, source } = said;
    let font = || plain_font(type_size::CAPTION);
    let left = pos2(area.left(), area.center().y - 1.0);
    let shown = elided(ui, left, area.width(), link, font(), desk.palette.accent);
    let response = ui.interact(shown.expand2(vec2(3.0, 2.0)), Id::unique(("input", idx)), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, link));
    if response.hovered() || response.has_focus() {
        ui.painter().hline(shown.x_range(), shown.bottom(), Stroke::new(1.0, desk.palette.accent));
    }
    if response.has_focus() {
        ring(ui, response.rect, desk.palette.accent);
    }
    if !source.is_empty() {
        let at = pos2(shown.right() + GAP, left.y);
        let words = elided(ui, at, area.right() - 6.0 - at.x, source, font(), desk.palette.dim);
        ui.interact(words, Id::unique(("source", idx)), Sense::hover()).on_hover_text(source);
    }
    response.clicked()
}

/// What the seller entered in a field, and who says so.
fn said_of(desk: &Desk, plan: &Plan, field: PlanField) -> SaidInput {
    let words = desk.words;
    let source = field.source(plan, words, desk.today).unwrap_or_default();
    let label = words.field(field.name);
    let value = field.likely(plan).map(|x| field.unit(plan).shown(words, x));
    let link = match value {
        Some(value) => words.with("explain.input", &[("what", label), ("value", &value)]),
        None => words.with("explain.go", &[("what", label)]),
    };
    SaidInput { link, source }
}
