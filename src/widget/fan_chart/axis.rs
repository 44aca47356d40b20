//! The axes of a chart: months across, values up, and where the labels of marks find room.

use egui::{Rangef, Rect, Ui};

use super::{TimeMark, caption_width};
use crate::widget::scale::round_step;

/// Where the months of a chart stand.
#[derive(Clone, Copy, Debug)]
pub struct TimeAxis {
    /// From the first month to the last.
    pub x: Rangef,
    /// How many months there are.
    pub n_months: usize,
}

impl TimeAxis {
    /// The last month, and never the first: an axis has a length.
    pub(super) fn last(&self) -> f64 {
        self.n_months.saturating_sub(1).max(1) as f64
    }

    /// The place of a time in months from the first; times outside stand at the edge.
    pub fn x(&self, month: f64) -> f32 {
        self.x.min + (month / self.last()).clamp(0.0, 1.0) as f32 * self.x.span()
    }

    /// The width of a month.
    pub fn month_width(&self) -> f32 {
        self.x.span() / self.last() as f32
    }

    /// The month nearest to a place.
    pub fn nearest(&self, x: f32) -> usize {
        let month = ((x - self.x.min) / self.month_width().max(1.0)).round().max(0.0) as usize;
        month.min(self.n_months.saturating_sub(1))
    }
}

/// The range of values and the step between its lines.
pub(super) struct ValueAxis {
    pub low: f64,
    pub high: f64,
    pub step: f64,
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
        Self { low: floor, high: ceiling, step }
    }

    pub fn has_losses(&self) -> bool {
        self.low < 0.0
    }

    pub fn ticks(&self) -> Vec<f64> {
        let n = ((self.high - self.low) / self.step + 1e-9).floor() as usize;
        (0..=n).map(|idx| ((self.low / self.step).round() + idx as f64) * self.step).collect()
    }
}

/// Every how many months a label stands, so that none touches the next.
pub(super) fn label_step(ui: &Ui, time: &TimeAxis, months: &[String]) -> usize {
    let widest = months.iter().map(|label| caption_width(ui, label)).fold(0.0, f32::max) + 14.0;
    let fits = |every: usize| time.month_width() * every as f32 >= widest;
    [1, 2, 3, 6, 12, 24].into_iter().find(|every| fits(*every)).unwrap_or(48)
}

/// Where the label of a mark stands.
pub(super) struct MarkPlace {
    /// Its row, from the top.
    pub row: usize,
    /// The place of its line.
    pub x: f32,
    /// Whether it stands left of its line.
    pub is_left: bool,
    /// Whether there is room for its label.
    pub is_named: bool,
}

/// The place of each mark: the first row in which its label has room. Where none of three has, the line stands alone, and
/// its bar below the chart names it.
pub(super) fn place_marks(ui: &Ui, marks: &[TimeMark], time: &TimeAxis, rect: Rect) -> Vec<MarkPlace> {
    let mut right_of_row = [f32::NEG_INFINITY; 3];
    let place = |mark: &TimeMark| {
        let x = time.x(mark.at);
        if mark.label.is_empty() {
            return MarkPlace { row: 0, x, is_left: false, is_named: false };
        }
        let width = caption_width(ui, &mark.label) + 12.0;
        let is_left = x + width > rect.right();
        let from = if is_left { x - width } else { x };
        let Some(free) = right_of_row.iter().position(|right| from > *right + 8.0) else {
            return MarkPlace { row: 0, x, is_left, is_named: false };
        };
        right_of_row[free] = from + width;
        MarkPlace { row: free, x, is_left, is_named: true }
    };
    marks.iter().map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_holds_every_value_between_round_lines() {
        let axis = ValueAxis::over([12.0, 215.0].into_iter());
        assert_eq!(axis.ticks(), [0.0, 100.0, 200.0]);
        assert!(axis.high >= 215.0 && axis.low.abs() < 1e-9);
        let losses = ValueAxis::over([-30.0, 55.0].into_iter());
        assert_eq!(losses.ticks(), [-50.0, -25.0, 0.0, 25.0, 50.0]);
    }

    #[test]
    fn a_chart_of_nothing_still_has_an_axis() {
        let axis = ValueAxis::over(std::iter::empty());
        assert!(axis.high > axis.low && axis.ticks().len() >= 2);
    }
}
