//! The axes of a chart: months across, values up, and where the labels of marks find room.

use egui::{Align2, Rangef, Rect, Ui, pos2};

use super::{Mark, text_width};
use crate::theme::{Palette, plain_font, type_size};

/// Where the months of a chart stand.
#[derive(Clone, Copy, Debug)]
pub struct TimeAxis {
    /// From the first month to the last.
    pub x: Rangef,
    /// How many months there are.
    pub n_months: usize,
}

impl TimeAxis {
    /// The place of a time in months from the first; times outside stand at the edge.
    pub fn x(&self, month: f64) -> f32 {
        let last = self.n_months.saturating_sub(1).max(1) as f64;
        self.x.min + (month / last).clamp(0.0, 1.0) as f32 * self.x.span()
    }

    /// The width of a month.
    pub fn month_width(&self) -> f32 {
        self.x.span() / self.n_months.saturating_sub(1).max(1) as f32
    }

    /// The month nearest to a place.
    pub fn nearest(&self, x: f32) -> usize {
        let month = ((x - self.x.min) / self.month_width().max(1.0)).round().max(0.0) as usize;
        month.min(self.n_months.saturating_sub(1))
    }
}

/// The range of values and the step between its lines.
pub(super) struct ValueAxis {
    low: f64,
    high: f64,
    step: f64,
    y: Rangef,
}

impl ValueAxis {
    /// An axis that holds every value and 0, from line to line.
    pub fn over(values: impl Iterator<Item = f64>) -> Self {
        let finite = values.filter(|value| value.is_finite());
        let (low, high) = finite.fold((0.0_f64, 0.0_f64), |(low, high), x| (low.min(x), high.max(x)));
        let reach = if high - low > 0.0 { high - low } else { 1.0 };
        let step = round_step(reach / 4.0);
        let floor = (low / step).floor() * step;
        // A line that ends just above a step gets half a step of air rather than a whole one.
        let half = step / 2.0;
        let ceiling = ((high / half).ceil() * half).max(floor + step);
        Self { low: floor, high: ceiling, step, y: Rangef::NOTHING }
    }

    pub fn on(self, y: Rangef) -> Self {
        Self { y, ..self }
    }

    /// Its lowest and its highest value.
    pub fn bounds(&self) -> (f64, f64) {
        (self.low, self.high)
    }

    pub fn y_range(&self) -> Rangef {
        self.y
    }

    pub fn y(&self, value: f64) -> f32 {
        let part = ((value - self.low) / (self.high - self.low)) as f32;
        self.y.max - part * self.y.span()
    }

    pub fn ticks(&self) -> Vec<f64> {
        let n = ((self.high - self.low) / self.step + 1e-9).floor() as usize;
        (0..=n).map(|idx| ((self.low / self.step).round() + idx as f64) * self.step).collect()
    }
}

/// The least of 1, 2, 2.5 and 5 times a power of ten that is no less than `step`.
fn round_step(step: f64) -> f64 {
    let power = 10_f64.powf(step.log10().floor());
    let choices = [1.0, 2.0, 2.5, 5.0, 10.0];
    choices
        .into_iter()
        .map(|choice| choice * power)
        .find(|choice| *choice >= step * 0.999)
        .unwrap_or(10.0 * power)
}

pub(super) fn paint_values(
    ui: &Ui,
    palette: &Palette,
    values: &ValueAxis,
    ticks: &[(f64, String)],
    plot: Rect,
) {
    for (tick, label) in ticks {
        let y = ui.painter().round_to_pixel_center(values.y(*tick));
        let font = plain_font(type_size::CAPTION);
        ui.painter().text(pos2(plot.left() - 8.0, y), Align2::RIGHT_CENTER, label, font, palette.dim);
    }
}

pub(super) fn paint_months(ui: &Ui, palette: &Palette, time: &TimeAxis, months: &[String], plot: Rect) {
    let widest = months.iter().map(|label| text_width(ui, label)).fold(0.0, f32::max) + 14.0;
    let fits = |every: usize| time.month_width() * every as f32 >= widest;
    let every = [1, 2, 3, 6, 12, 24].into_iter().find(|every| fits(*every)).unwrap_or(48);
    for (month, label) in months.iter().enumerate().step_by(every) {
        let x = time.x(month as f64);
        let half = text_width(ui, label) / 2.0;
        let x = x.min(plot.right() + 30.0 - half);
        let font = plain_font(type_size::CAPTION);
        ui.painter().text(pos2(x, plot.bottom() + 14.0), Align2::CENTER_CENTER, label, font, palette.dim);
    }
}

/// For each mark the row of its label, the place of its line, and whether the label stands left of it.
pub(super) fn place_marks(ui: &Ui, marks: &[Mark], time: &TimeAxis, rect: Rect) -> Vec<(usize, f32, bool)> {
    let mut right_of_row = [f32::NEG_INFINITY; 3];
    let place = |mark: &Mark| {
        let x = time.x(mark.at);
        if mark.label.is_empty() {
            return (0, x, false);
        }
        let width = text_width(ui, &mark.label) + 12.0;
        let is_left = x + width > rect.right();
        let from = if is_left { x - width } else { x };
        let free = right_of_row.iter().position(|right| from > *right + 8.0).unwrap_or(2);
        right_of_row[free] = from + width;
        (free, x, is_left)
    };
    marks.iter().map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_holds_every_value_between_round_lines() {
        let axis = ValueAxis::over([12.0, 215.0].into_iter()).on(Rangef::new(0.0, 100.0));
        assert_eq!(axis.ticks(), [0.0, 100.0, 200.0]);
        assert!(axis.y(215.0) >= 0.0 && (axis.y(0.0) - 100.0).abs() < 1e-4);
        let losses = ValueAxis::over([-30.0, 55.0].into_iter());
        assert_eq!(losses.ticks(), [-50.0, -25.0, 0.0, 25.0, 50.0]);
    }

    #[test]
    fn a_chart_of_nothing_still_has_an_axis() {
        let axis = ValueAxis::over(std::iter::empty()).on(Rangef::new(0.0, 100.0));
        assert!(axis.y(0.0).is_finite() && axis.ticks().len() >= 2);
    }
}
