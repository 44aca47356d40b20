//! What safety costs: for each chance to run out of cash the best plan, as points that one clicks along.

use egui::{Align2, Id, Key, Pos2, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};
use sortie_engine::search::{BestChoice, BestGoal};

use super::found::FoundCase;
use crate::desk::Desk;
use crate::desk::best::ShownChoice;
use crate::edit::editor::{caption_ui, card_title_ui};
use crate::theme::{GAP_SMALL, plain_font, strong_font, type_size};
use crate::widget::card::card_ui;
use crate::widget::{keep_arrows, ring};

/// The height of the chart with its axis.
const HEIGHT: f32 = 176.0;
/// Room for the figures of the upright axis, and for those of the other.
const EDGES: (f32, f32) = (72.0, 22.0);
/// Room above the highest point and below the lowest.
const PAD: f32 = 26.0;
/// How far the hand may be from a point that it takes.
const REACH: f32 = 14.0;
/// The least room between two figures on the chart.
const APART: f32 = 76.0;

/// A plan on the frontier.
struct FrontierPoint<'a> {
    /// Its place there.
    place: usize,
    choice: &'a BestChoice,
    at: Pos2,
    told: String,
}

/// Steps of the frontier that differ, the safest first.
fn distinct<'a>(case: &FoundCase<'a>) -> Vec<(usize, &'a BestChoice)> {
    let mut points: Vec<(usize, &BestChoice)> = vec![];
    for (place, step) in case.answer().frontier.iter().enumerate() {
        let Some(choice) = &step.choice else { continue };
        if points.last().is_none_or(|(_, last)| last.strategies != choice.strategies) {
            points.push((place, choice));
        }
    }
    points
}

/// Shows the frontier, where there is a choice between safer and better.
pub fn frontier_ui(ui: &mut Ui, desk: &mut Desk, case: &FoundCase, shown: &BestChoice) {
    let points = distinct(case);
    if points.is_empty() {
        return;
    }
    card_ui(ui, desk.palette, |ui| {
        ui.spacing_mut().item_spacing.y = GAP_SMALL;
        card_title_ui(ui, desk, desk.words.get("to_do.frontier"));
        let steps = &case.answer().frontier;
        let first = steps.iter().position(|step| step.choice.is_some()).unwrap_or_default();
        let chance = |place: usize| desk.words.share(steps[place].chance);
        let told = match (points.len(), first.checked_sub(1)) {
            (1, Some(before)) => {
                let known = [("none", chance(before)), ("chance", chance(first))];
                let known = known.each_ref().map(|(name, told)| (*name, told.as_str()));
                desk.words.with("to_do.frontier_one", &known)
            }
            (1, None) => desk.words.with("to_do.frontier_least", &[("chance", &chance(first))]),
            _ => desk.words.get("to_do.frontier_explained").to_owned(),
        };
        caption_ui(ui, desk, &told);
        if points.len() > 1 {
            chart_ui(ui, desk, case, shown, &points);
        }
    });
}

fn chart_ui(
    ui: &mut Ui,
    desk: &mut Desk,
    case: &FoundCase,
    shown: &BestChoice,
    points: &[(usize, &BestChoice)],
) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::hover());
    let area = Rect::from_min_max(
        pos2(rect.left() + EDGES.0, rect.top() + PAD),
        pos2(rect.right() - 48.0, rect.bottom() - EDGES.1 - PAD / 2.0),
    );
    let scale = ChartScale::of(case, points, area);
    scale.axes_ui(ui, desk, case, rect);
    let points: Vec<FrontierPoint> = points
        .iter()
        .map(|(place, choice)| FrontierPoint {
            place: *place,
            choice,
            at: scale.at(choice.runs_out_of_cash, choice.goal),
            told: desk
                .words
                .frontier_step(&case.shown, case.goal, &case.answer().frontier[*place])
                .unwrap_or_default(),
        })
        .collect();
    for pair in points.windows(2) {
        let stroke = Stroke::new(1.5, desk.palette.line.lerp_to_gamma(desk.palette.faint, 0.6));
        ui.painter().line_segment([pair[0].at, pair[1].at], stroke);
    }
    let mut labelled: Option<Pos2> = None;
    let mut chosen = None;
    for (idx, point) in points.iter().enumerate() {
        let is_shown = point.choice.strategies == shown.strategies;
        let response = point_ui(ui, desk, point, is_shown);
        if response.clicked() {
            chosen = Some(idx);
        }
        if response.has_focus() {
            keep_arrows(ui, response.id);
            let pressed = |key| ui.input(|input| input.key_pressed(key));
            let next = match () {
                () if pressed(Key::ArrowRight) => points.get(idx + 1),
                () if pressed(Key::ArrowLeft) => idx.checked_sub(1).and_then(|before| points.get(before)),
                () => None,
            };
            if let Some(next) = next {
                ui.memory_mut(|memory| memory.request_focus(point_id(next.place)));
                desk.view.best.shown = ShownChoice::Frontier(next.place);
            }
        }
        let is_alive = is_shown || response.hovered();
        if is_alive || labelled.is_none_or(|last| point.at.x - last.x > APART) {
            label_ui(ui, desk, case, point, is_alive);
            labelled = Some(point.at);
        }
        response.on_hover_text(&point.told);
    }
    // A hand that is dragged along the chart shows one plan after another.
    let along = ui.interact(rect, Id::unique("along the frontier"), Sense::DRAG);
    if along.dragged()
        && let Some(hand) = along.interact_pointer_pos()
    {
        let nearest = (0..points.len())
            .min_by(|a, b| (points[*a].at.x - hand.x).abs().total_cmp(&(points[*b].at.x - hand.x).abs()));
        chosen = chosen.or(nearest);
    }
    if let Some(idx) = chosen {
        desk.view.best.shown = ShownChoice::Frontier(points[idx].place);
    }
}

fn point_id(place: usize) -> Id {
    Id::unique(("frontier", place))
}

fn point_ui(ui: &Ui, desk: &Desk, point: &FrontierPoint, is_shown: bool) -> egui::Response {
    let place = Rect::from_center_size(point.at, vec2(2.0 * REACH, 2.0 * REACH));
    let response = ui.interact(place, point_id(point.place), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_shown, &point.told));
    let is_alive = is_shown || response.hovered();
    let radius = if is_alive { 6.5 } else { 4.5 };
    let color = if is_shown { desk.palette.accent } else { desk.palette.dim };
    ui.painter().circle(point.at, radius, color, Stroke::new(2.0, desk.palette.panel));
    if response.has_focus() {
        ring(ui, Rect::from_center_size(point.at, vec2(20.0, 20.0)), desk.palette.accent);
    }
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}

fn label_ui(ui: &Ui, desk: &Desk, case: &FoundCase, point: &FrontierPoint, is_alive: bool) {
    let told = desk.words.goal(&case.shown, case.goal, point.choice.goal);
    let font = if is_alive { strong_font(type_size::CAPTION) } else { plain_font(type_size::CAPTION) };
    let color = if is_alive { desk.palette.text } else { desk.palette.dim };
    ui.painter().text(point.at - vec2(0.0, 10.0), Align2::CENTER_BOTTOM, told, font, color);
}

/// Where a chance and a figure of the goal stand.
struct ChartScale {
    area: Rect,
    most_out: f64,
    low: f64,
    high: f64,
}

impl ChartScale {
    fn of(case: &FoundCase, points: &[(usize, &BestChoice)], area: Rect) -> Self {
        let out = points.iter().map(|(_, it)| it.runs_out_of_cash).chain(case.out_without);
        let nothing = (case.goal == BestGoal::Typical && case.out_without.is_some()).then_some(0.0);
        let goals = || points.iter().map(|(_, it)| it.goal).chain(nothing);
        let (low, high) = (goals().fold(f64::INFINITY, f64::min), goals().fold(f64::NEG_INFINITY, f64::max));
        let high = if high > low { high } else { low + 1.0 };
        Self { area, most_out: out.fold(0.02, f64::max), low, high }
    }

    fn at(&self, out: f64, goal: f64) -> Pos2 {
        let x = self.area.left() + (out / self.most_out) as f32 * self.area.width();
        let y = self.area.bottom() - ((goal - self.low) / (self.high - self.low)) as f32 * self.area.height();
        pos2(x, y)
    }

    fn axes_ui(&self, ui: &Ui, desk: &Desk, case: &FoundCase, rect: Rect) {
        let (font, dim) = (plain_font(type_size::CAPTION), desk.palette.dim);
        let floor = self.area.bottom() + PAD / 2.0;
        let right = rect.right();
        for step in steps(self.high - self.low, self.low, 4.0) {
            let y = self.at(0.0, step).y;
            let line = Stroke::new(1.0, desk.palette.grid);
            ui.painter().hline(self.area.left()..=right, y, line);
            let told = desk.words.goal(&case.shown, case.goal, step);
            let at = pos2(self.area.left() - 12.0, y);
            ui.painter().text(at, Align2::RIGHT_CENTER, told, font.clone(), dim);
        }
        let line = Stroke::new(1.0, desk.palette.line);
        ui.painter().hline(self.area.left()..=right, floor, line);
        for step in steps(self.most_out, 0.0, 6.0) {
            let at = pos2(self.at(step, self.low).x, floor + 4.0);
            let told = desk.words.share((step * 1000.0).round() / 1000.0);
            ui.painter().text(at, Align2::CENTER_TOP, told, font.clone(), dim);
        }
        let Some(out) = case.out_without.filter(|_| case.goal == BestGoal::Typical) else { return };
        let at = self.at(out, 0.0);
        ui.painter().circle_stroke(at, 4.0, Stroke::new(1.5, desk.palette.no_response));
        let told = desk.words.get("to_do.row_nothing");
        let (side, by) = if at.x > self.area.center().x {
            (Align2::RIGHT_CENTER, -9.0)
        } else {
            (Align2::LEFT_CENTER, 9.0)
        };
        ui.painter().text(at + vec2(by, 0.0), side, told, font, dim);
    }
}

/// Round figures over a range, about `n` of them.
fn steps(range: f64, from: f64, n: f64) -> Vec<f64> {
    let rough = (range / n).max(f64::MIN_POSITIVE);
    let mut unit = 1.0;
    while unit > rough {
        unit /= 10.0;
    }
    while unit * 10.0 <= rough {
        unit *= 10.0;
    }
    let step = [1.0, 2.0, 5.0, 10.0].map(|by| by * unit).into_iter().find(|step| *step >= rough);
    let step = step.unwrap_or(10.0 * unit);
    let first = (from / step).ceil();
    let n = ((from + range) / step).floor() - first;
    (0..=n.max(0.0) as usize).map(|idx| (first + idx as f64) * step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_has_a_few_round_figures_within_its_range() {
        for (range, from, n) in
            [(0.35, 0.0, 6.0), (13_700.0, -2_100.0, 4.0), (0.02, 0.0, 6.0), (1.0, 0.0, 4.0)]
        {
            let steps = steps(range, from, n);
            assert!((2..=8).contains(&steps.len()), "{range}: {steps:?}");
            assert!(steps.iter().all(|it| (from - 1e-9..=from + range + 1e-9).contains(it)), "{steps:?}");
        }
        assert_eq!(steps(13_700.0, -2_100.0, 4.0), [0.0, 5_000.0, 10_000.0]);
    }
}
