//! What a chart can show besides lines and ranges: single futures, what happened so far, and the answer to "how likely
//! is it to lie above here?".

use egui::{
    Align2, Color32, CornerRadius, CursorIcon, Id, Key, Modifiers, Rect, Response, Role, Sense, Stroke,
    StrokeKind,
};
use egui::{Ui, WidgetInfo, pos2, vec2};

use super::held::ReadOutHold;
use super::{ChartLayout, FanChart};
use crate::theme::{Palette, plain_font, type_size};
use crate::widget::{elided_galley, keep_arrows};

/// What happened, by month from the first.
pub struct ActualLine<'a> {
    /// The values of the months that are known.
    pub values: &'a [Option<f64>],
    /// The words at the last of them, such as "actual to Nov 2023".
    pub label: &'a str,
}

impl ActualLine<'_> {
    /// The last month that is known.
    fn last(&self) -> Option<usize> {
        self.values.iter().rposition(Option::is_some)
    }
}

/// Another line to compare with, thinner than all others.
pub struct ReferenceLine<'a> {
    /// Its values, in the months that have any.
    pub values: &'a [Option<f64>],
    /// Its name at its end.
    pub name: &'a str,
    /// Its color.
    pub color: Color32,
}

/// Neighboring months that are known, as points; a gap parts them.
pub(super) fn stretches(values: &[Option<f64>]) -> Vec<Vec<[f64; 2]>> {
    let mut stretches: Vec<Vec<[f64; 2]>> = vec![vec![]];
    for (month, value) in values.iter().enumerate() {
        match (value, stretches.last_mut()) {
            (Some(value), Some(last)) => last.push([month as f64, *value]),
            _ => stretches.push(vec![]),
        }
    }
    stretches.retain(|stretch| !stretch.is_empty());
    stretches
}

/// A month and a value that the seller asked about.
pub struct AskedPoint<'a> {
    /// The month.
    pub month: usize,
    /// The value.
    pub value: f64,
    /// The answer.
    pub told: &'a str,
    /// What a screen reader is told of asking how the answer came about, once there is one.
    pub how: Option<&'a str>,
}

/// What more a chart shows; nothing of it unless it is asked for.
#[derive(Default)]
pub struct ChartExtras<'a> {
    /// Single futures of the line in hand.
    pub samples: Vec<&'a [f64]>,
    /// What happened so far.
    pub actuals: Option<ActualLine<'a>>,
    /// The month from which lines and ranges are drawn: what was before is known.
    pub from: usize,
    /// Another line to compare with.
    pub reference: Option<ReferenceLine<'a>>,
    /// Whether the chart can be asked how likely a value is, by dragging over it, or with the arrows up and down.
    pub can_ask: bool,
    /// What was asked.
    pub asked: Option<AskedPoint<'a>>,
    /// Areas one above the other, in place of lines.
    pub layers: Vec<StackLayer>,
    /// The least value at the top of the axis, so that charts side by side have one scale.
    pub most: Option<f64>,
    /// Whether it is one of many side by side, without names at its ends.
    pub is_small: bool,
    /// What is said of how the lines of a read-out are asked about, where they can be.
    pub follow: Option<ReadOutHold<'a>>,
}

/// One area of a stack.
pub struct StackLayer {
    /// Its name at its end.
    pub name: String,
    /// Its color.
    pub color: Color32,
    /// Its lower edge by month.
    pub low: Vec<f64>,
    /// Its upper edge by month.
    pub high: Vec<f64>,
}

impl ChartExtras<'_> {
    /// Every value that has to find room on the axis.
    pub(super) fn values(&self) -> impl Iterator<Item = f64> {
        let samples = self.samples.iter().flat_map(|values| values.iter().copied());
        let actuals = self.actuals.iter().flat_map(|actuals| actuals.values.iter().copied().flatten());
        let reference = self.reference.iter().flat_map(|it| it.values.iter().copied().flatten());
        let layers = self.layers.iter().flat_map(|layer| layer.low.iter().chain(&layer.high).copied());
        samples.chain(actuals).chain(reference).chain(layers).chain(self.most)
    }
}

/// The month and the value that are asked about in this frame.
pub(super) fn ask(
    ui: &Ui,
    response: &Response,
    chart: &FanChart,
    extras: &ChartExtras,
    room: &mut ChartLayout,
) -> Option<(usize, f64)> {
    if !extras.can_ask {
        return None;
    }
    if response.dragged() || response.drag_stopped() {
        // The answer stands where the read-out would.
        room.cursor = None;
        return response.interact_pointer_pos().map(|pointer| room.value_at(pointer));
    }
    if !response.has_focus() {
        return None;
    }
    keep_arrows(ui, response.id);
    let count = |key| ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key) as i32);
    let steps = count(Key::ArrowUp) - count(Key::ArrowDown);
    if steps == 0 {
        return None;
    }
    let last = chart.months.len().saturating_sub(1);
    let month = room.cursor.or(extras.asked.as_ref().map(|asked| asked.month)).unwrap_or(last);
    let before = extras.asked.as_ref().filter(|asked| asked.month == month).map(|asked| asked.value);
    let line = || chart.lines.last().and_then(|line| line.values.get(month)).copied();
    let from = before.or_else(line).unwrap_or(0.0);
    let step = (room.values.high - room.values.low) / 40.0;
    Some((month, (from + f64::from(steps) * step).max(room.values.low).min(room.values.high)))
}

/// Shows the words at the end of what happened, and the answer at what was asked; whether it was asked how the answer
/// came about.
pub(super) fn show(ui: &Ui, palette: &Palette, id: Id, extras: &ChartExtras, room: &ChartLayout) -> bool {
    if let Some(actuals) = &extras.actuals {
        paint_actual_to(ui, palette, actuals, room);
    }
    extras.asked.as_ref().is_some_and(|asked| asked_ui(ui, palette, id, asked, room))
}

/// The dot of a month that is known: without it a month alone would not be seen.
const DOT: f32 = 3.0;

fn paint_actual_to(ui: &Ui, palette: &Palette, actuals: &ActualLine, room: &ChartLayout) {
    let Some(last) = actuals.last() else { return };
    let plot = room.plot;
    let x = room.time.x(last as f64);
    ui.painter().vline(x, plot.y_range(), Stroke::new(1.0, palette.dim));
    for (month, value) in actuals.values.iter().enumerate() {
        let Some(value) = value else { continue };
        ui.painter().circle_filled(room.place(month, *value), DOT, palette.text);
    }
    let font = plain_font(type_size::CAPTION);
    let galley = elided_galley(ui, plot.width() / 2.0, actuals.label, font, palette.dim);
    let size = galley.size();
    let left = if x - size.x - 6.0 >= plot.left() { x - size.x - 6.0 } else { x + 6.0 };
    let rect = Rect::from_min_size(pos2(left, plot.bottom() - size.y - 4.0), size);
    ui.painter().rect_filled(rect.expand2(vec2(3.0, 1.0)), CornerRadius::same(2), palette.panel);
    ui.painter().galley(rect.min, galley, palette.dim);
}

fn asked_ui(ui: &Ui, palette: &Palette, id: Id, asked: &AskedPoint, room: &ChartLayout) -> bool {
    let plot = room.plot;
    let at = room.place(asked.month, asked.value);
    ui.painter().hline(plot.x_range(), at.y, Stroke::new(1.4, palette.accent));
    ui.painter().vline(at.x, plot.y_range(), Stroke::new(1.0, palette.faint));
    ui.painter().circle(at, 4.5, palette.accent, Stroke::new(2.0, palette.panel));
    let font = plain_font(type_size::CAPTION);
    let galley =
        ui.painter().layout(asked.told.to_owned(), font, palette.text, (plot.width() - 24.0).max(80.0));
    let size = galley.size() + vec2(20.0, 12.0);
    let left = (at.x - size.x / 2.0).min(plot.right() - size.x).max(plot.left());
    let above = at.y - 10.0 - size.y;
    let top = if above >= plot.top() - 4.0 { above } else { at.y + 10.0 };
    let rect = Rect::from_min_size(pos2(left, top), size);
    let response = asked.how.map(|how| {
        let response = ui.interact(rect, id.with("asked"), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Link, true, how));
        response.on_hover_cursor(CursorIcon::PointingHand)
    });
    let is_lit = response.as_ref().is_some_and(|response| response.hovered() || response.has_focus());
    let edge = Stroke::new(1.0, if is_lit { palette.accent } else { palette.line });
    ui.painter().rect(rect, CornerRadius::same(6), palette.raised, edge, StrokeKind::Inside);
    let place = Align2::CENTER_CENTER.align_size_within_rect(galley.size(), rect);
    ui.painter().galley(place.min, galley, palette.text);
    response.is_some_and(|response| response.clicked())
}
