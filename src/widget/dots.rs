//! Twenty futures as twenty dots, each as likely as any other, with a line that asks how many lie above it.

use egui::{Align, CursorIcon, Id, Key, Modifiers, Pos2, Rangef, Rect, Response, Role, Sense};
use egui::{Color32, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::field::{FieldEdit, TextField};
use super::hand::{self, ArrowKeys, ChartPart};
use super::read_out::ReadOut;
use super::scale::ValueScale;
use super::{elided_galley, keep_arrows, ring};
use crate::theme::{CONTROL_HEIGHT, Palette, plain_font, type_size};

/// The line that is dragged or typed.
pub struct DotsThreshold<'a> {
    /// Its value.
    pub value: f64,
    /// What a screen reader calls its field.
    pub name: &'a str,
    /// What stands in its field when the seller starts to type.
    pub typed: &'a str,
    /// Whether what was typed last could not be used.
    pub is_faulty: bool,
}

/// What a plot of dots shows.
pub struct DotsPlot<'a> {
    /// What tells it from all other plots.
    pub id: Id,
    /// What a screen reader is told of it.
    pub summary: &'a str,
    /// The value of each dot, the lowest first: the middles of equally likely parts of all futures.
    pub values: &'a [f64],
    /// The color of a dot above the line.
    pub color: Color32,
    /// The line, if there is one.
    pub threshold: Option<DotsThreshold<'a>>,
    /// A value as it is shown.
    pub value_label: &'a dyn Fn(f64) -> String,
    /// The height of it all.
    pub height: f32,
}

/// What came of a plot of dots in this frame.
pub struct DotsResponse {
    /// The toolkit's response.
    pub response: Response,
    /// Where the line was dragged or stepped to.
    pub moved: Option<f64>,
    /// What was typed into its field.
    pub typed: Option<String>,
    /// The dot that was clicked, by its place.
    pub clicked: Option<usize>,
}

/// How many dots lie on the line or above it.
pub fn n_above(values: &[f64], threshold: f64) -> usize {
    values.iter().filter(|value| **value >= threshold).count()
}

/// The air at both ends, so that no dot is cut.
const SIDE: f32 = 18.0;
const NARROWEST_DOT: f32 = 4.0;
/// The height of the values under the dots.
const FOOT: f32 = 22.0;
const FIELD_WIDTH: f32 = 104.0;

/// Where everything in a plot of dots stands.
struct DotsLayout {
    /// All of it.
    rect: Rect,
    /// The room for the dots.
    plot: Rect,
    scale: ValueScale,
    /// The middles of the dots.
    centers: Vec<Pos2>,
    diameter: f32,
}

impl DotsPlot<'_> {
    /// Shows the dots as wide as there is room.
    pub fn show(&self, ui: &mut Ui, palette: &Palette) -> DotsResponse {
        let size = vec2(ui.available_width(), self.height);
        let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
        let response = ui.interact(rect, self.id, Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::labeled(Role::Figure, true, self.summary));
        let head = if self.threshold.is_some() { CONTROL_HEIGHT + 6.0 } else { 4.0 };
        let plot = Rect::from_min_max(
            pos2(rect.left() + 2.0, rect.top() + head),
            pos2(rect.right() - 2.0, (rect.bottom() - FOOT).max(rect.top() + head + 1.0)),
        );
        let x = plot.x_range().shrink(SIDE.min(plot.width() / 4.0));
        let scale = ValueScale::over(self.values.iter().copied(), x).widened(0.06);
        self.paint_axis(ui, palette, &scale, plot);
        let moved = self.move_line(ui, &response, &scale);
        let threshold = moved.or(self.threshold.as_ref().map(|line| line.value));
        let (centers, diameter) = places(self.values, &scale, plot);
        let room = DotsLayout { rect, plot, scale, centers, diameter };
        let parts: Vec<ChartPart> = room
            .centers
            .iter()
            .zip(self.values)
            .map(|(center, value)| ChartPart {
                rect: Rect::from_center_size(*center, vec2(diameter, diameter)),
                told: (self.value_label)(*value),
            })
            .collect();
        let hand = hand::take(ui, &response, &parts, ArrowKeys::Down, None);
        self.paint_dots(ui, palette, &room, threshold, hand.at);
        let typed = threshold.and_then(|at| self.line_ui(ui, palette, &room, at));
        if let Some(part) = hand.at.and_then(|idx| parts.get(idx)) {
            ReadOut { title: &part.told, rows: &[], hint: "" }.beside(ui, palette, part.rect);
        }
        if response.has_focus() {
            ring(ui, rect.expand(2.0), palette.accent);
        }
        DotsResponse { response, moved, typed, clicked: hand.clicked }
    }

    /// Where the hand or the arrow keys took the line in this frame.
    fn move_line(&self, ui: &Ui, response: &Response, scale: &ValueScale) -> Option<f64> {
        let line = self.threshold.as_ref()?;
        let is_taken = response.dragged() || response.clicked_by(egui::PointerButton::Primary);
        if let Some(pointer) = response.interact_pointer_pos().filter(|_| is_taken) {
            return Some(scale.value(pointer.x));
        }
        if !response.has_focus() {
            return None;
        }
        keep_arrows(ui, response.id);
        let count = |modifiers| {
            let of = |key| ui.input_mut(|input| input.count_and_consume_key(modifiers, key) as i32);
            of(Key::ArrowRight) - of(Key::ArrowLeft)
        };
        // Those with Shift first: they count as plain ones too.
        let tens = count(Modifiers::SHIFT);
        let steps = 10 * tens + count(Modifiers::NONE);
        let step = (scale.high - scale.low) / 100.0;
        (steps != 0).then(|| (line.value + f64::from(steps) * step).max(scale.low).min(scale.high))
    }

    fn paint_axis(&self, ui: &Ui, palette: &Palette, scale: &ValueScale, plot: Rect) {
        ui.painter().hline(plot.x_range(), plot.bottom(), Stroke::new(1.0, palette.line));
        let labels = scale.ticks((plot.width() / 110.0) as usize + 1);
        let mut end = f32::NEG_INFINITY;
        for tick in labels {
            let words = (self.value_label)(tick);
            let font = plain_font(type_size::CAPTION);
            let galley = elided_galley(ui, plot.width(), &words, font, palette.dim);
            let half = galley.size().x / 2.0;
            let x = scale.at(tick).min(plot.right() - half).max(plot.left() + half);
            if x - half < end + 10.0 {
                continue;
            }
            end = x + half;
            let mark = plot.bottom()..=plot.bottom() + 4.0;
            ui.painter().vline(scale.at(tick), mark, Stroke::new(1.0, palette.faint));
            ui.painter().galley(pos2(x - half, plot.bottom() + 5.0), galley, palette.dim);
        }
    }

    /// A dot under the line is hollow: it is told from the others without its color.
    fn paint_dots(
        &self,
        ui: &Ui,
        palette: &Palette,
        room: &DotsLayout,
        threshold: Option<f64>,
        at: Option<usize>,
    ) {
        for (idx, (center, value)) in room.centers.iter().zip(self.values).enumerate() {
            let is_above = threshold.is_none_or(|threshold| *value >= threshold);
            let (fill, edge) =
                if is_above { (self.color, self.color) } else { (palette.panel, palette.faint) };
            let edge = if at == Some(idx) { palette.text } else { edge };
            ui.painter().circle(*center, room.diameter / 2.0 - 1.5, fill, Stroke::new(1.5, edge));
        }
    }

    /// The line with its field on top; returns what was typed.
    fn line_ui(&self, ui: &mut Ui, palette: &Palette, room: &DotsLayout, at: f64) -> Option<String> {
        let DotsLayout { rect, plot, scale, .. } = room;
        let line = self.threshold.as_ref()?;
        let x = scale.at(at);
        let top = rect.top() + CONTROL_HEIGHT;
        ui.painter().vline(x, top..=plot.bottom() + 4.0, Stroke::new(2.0, palette.accent));
        let grip = Rect::from_x_y_ranges(Rangef::new(x - 9.0, x + 9.0), top..=plot.bottom());
        if ui.input(|input| input.pointer.hover_pos()).is_some_and(|pointer| grip.contains(pointer)) {
            ui.ctx().set_cursor_icon(CursorIcon::ResizeHorizontal);
        }
        let width = FIELD_WIDTH.min(rect.width());
        let left = (x - width / 2.0).min(rect.right() - width).max(rect.left());
        let field = TextField {
            id: self.id.with("threshold"),
            name: line.name,
            shown: &(self.value_label)(at),
            typed: line.typed,
            is_draggable: false,
            is_framed: true,
            is_faulty: line.is_faulty,
            align: Align::Center,
            font: plain_font(type_size::TABLE),
        };
        let place = Rect::from_min_size(pos2(left, rect.top()), vec2(width, CONTROL_HEIGHT));
        match field.show(ui, palette, place).edit {
            Some(FieldEdit::Typed(text)) => Some(text),
            _ => None,
        }
    }
}

/// The middles of the dots, and their diameter: as large as the highest stack allows.
fn places(values: &[f64], scale: &ValueScale, plot: Rect) -> (Vec<Pos2>, f32) {
    let column = |value: f64, diameter: f32| ((scale.at(value) - plot.left()) / diameter).floor();
    let highest = |diameter: f32| {
        let columns: Vec<f32> = values.iter().map(|value| column(*value, diameter)).collect();
        let same = |at: &f32| columns.iter().filter(|other| (**other - at).abs() < 0.5).count();
        columns.iter().map(same).max().unwrap_or(0)
    };
    let mut diameter = (plot.width() / 20.0).floor().clamp(NARROWEST_DOT, 30.0);
    while diameter > NARROWEST_DOT && highest(diameter) as f32 * diameter > plot.height() - 1.0 {
        diameter -= 1.0;
    }
    let mut stacked: Vec<(f32, f32)> = vec![];
    let place = |value: &f64| {
        let at = column(*value, diameter);
        let below = stacked.iter().filter(|(other, _)| (*other - at).abs() < 0.5).count() as f32;
        stacked.push((at, below));
        let x = plot.left() + (at + 0.5) * diameter;
        pos2(x, plot.bottom() - 1.0 - (below + 0.5) * diameter)
    };
    (values.iter().map(place).collect(), diameter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_dot_covers_another_nor_leaves_the_plot() {
        let even: Vec<f64> = (0..20).map(|idx| f64::from(idx) * 10.0 - 50.0).collect();
        let crowded: Vec<f64> = (0..20).map(|idx| f64::from(idx / 7) * 0.1 + 3.0).collect();
        for values in [even, crowded, vec![5.0; 20], vec![0.0], vec![]] {
            for size in [vec2(256.0, 90.0), vec2(1_400.0, 160.0)] {
                let plot = Rect::from_min_size(Pos2::ZERO, size);
                let scale =
                    ValueScale::over(values.iter().copied(), plot.x_range().shrink(18.0)).widened(0.06);
                let (centers, diameter) = places(&values, &scale, plot);
                for (idx, center) in centers.iter().enumerate() {
                    let dot = Rect::from_center_size(*center, vec2(diameter, diameter));
                    assert!(plot.expand(0.01).contains_rect(dot), "{dot:?} {values:?}");
                    let is_free = |other: &Pos2| other.distance(*center) >= diameter - 0.01;
                    assert!(centers[..idx].iter().all(is_free), "{centers:?}");
                }
            }
        }
    }

    #[test]
    fn a_dot_on_the_line_counts_as_reached() {
        let values: Vec<f64> = (1..=20).map(f64::from).collect();
        assert_eq!([n_above(&values, 7.0), n_above(&values, 0.0), n_above(&values, 99.0)], [14, 20, 0]);
    }
}
