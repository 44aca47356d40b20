//! What every channel brings, month by month, one area above the other, on the months of the fan chart.

use egui::{Color32, Response, Ui};

use super::fan_chart::{ChartExtras, FanChart, StackLayer, TimeAxis, TimeMark};
use super::read_out::ReadOutRow;
use crate::theme::Palette;

/// What one channel brings.
pub struct StackArea<'a> {
    /// Its name at its end.
    pub name: String,
    /// Its color.
    pub color: Color32,
    /// Its value in every month; what is below 0 hangs under the axis.
    pub values: &'a [f64],
}

/// What a stack shows.
pub struct StackChart<'a> {
    /// What a screen reader is told of it.
    pub summary: &'a str,
    /// The areas, the lowest first.
    pub areas: &'a [StackArea<'a>],
    /// What happens when.
    pub marks: &'a [TimeMark],
    /// The label of each month.
    pub months: &'a [String],
    /// A value on its axis.
    pub value_label: &'a dyn Fn(f64) -> String,
    /// The title and rows of the read-out of a month.
    pub read_out: &'a dyn Fn(usize) -> (String, Vec<ReadOutRow>),
    /// The least value at the top of the axis, so that stacks side by side have one scale.
    pub most: Option<f64>,
    /// Whether it is one of several side by side, without names at its ends.
    pub is_small: bool,
    /// The height of it all.
    pub height: f32,
}

/// What came of a stack in this frame.
pub struct StackResponse {
    /// The toolkit's response.
    pub response: Response,
    /// Where its months stand, for what hangs under it.
    pub time: TimeAxis,
    /// The month that was clicked, and the area by its place where one lies there.
    pub clicked: Option<(usize, Option<usize>)>,
}

impl StackChart<'_> {
    /// Shows the stack as wide as there is room; `cursor` is the month that is read out.
    pub fn show(&self, ui: &mut Ui, palette: &Palette, cursor: &mut Option<usize>) -> StackResponse {
        let edges = edges(self.areas.iter().map(|area| area.values), self.months.len());
        let layer = |(area, (low, high)): (&StackArea, (Vec<f64>, Vec<f64>))| StackLayer {
            name: area.name.clone(),
            color: area.color,
            low,
            high,
        };
        let layers: Vec<StackLayer> = self.areas.iter().zip(edges).map(layer).collect();
        let chart = FanChart {
            summary: self.summary,
            lines: &[],
            band: None,
            marks: self.marks,
            months: self.months,
            value_label: self.value_label,
            read_out: self.read_out,
            height: self.height,
        };
        let extras =
            ChartExtras { layers, most: self.most, is_small: self.is_small, ..ChartExtras::default() };
        let shown = chart.show_with(ui, palette, cursor, &extras);
        let area_at = |month: usize, value: f64| {
            let holds = |layer: &StackLayer| value > layer.low[month] && value <= layer.high[month];
            extras.layers.iter().position(holds)
        };
        let clicked = shown.clicked.map(|(month, value)| (month, area_at(month, value)));
        StackResponse { response: shown.response, time: shown.time, clicked }
    }
}

/// The lower and the upper edge of each area by month: gains pile up from nothing, losses down from it.
fn edges<'v>(
    areas: impl Iterator<Item = &'v [f64]>,
    n_months: usize,
) -> impl Iterator<Item = (Vec<f64>, Vec<f64>)> {
    let mut piled = vec![(0.0, 0.0); n_months];
    areas.map(move |values| {
        let edge = |(month, (loss, gain)): (usize, &mut (f64, f64))| {
            let value = values.get(month).copied().filter(|value| value.is_finite()).unwrap_or(0.0);
            let pile = if value < 0.0 { loss } else { gain };
            let from = std::mem::replace(pile, *pile + value);
            (from.min(*pile), from.max(*pile))
        };
        piled.iter_mut().enumerate().map(edge).unzip()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_pile_up_to_the_sum_of_what_channels_bring_and_losses_hang_below() {
        let areas: [&[f64]; 3] = [&[1.0, 4.0], &[2.0, -3.0], &[3.0, 1.0]];
        let edges: Vec<_> = edges(areas.into_iter(), 2).collect();
        let expected = [
            (vec![0.0, 0.0], vec![1.0, 4.0]),
            (vec![1.0, -3.0], vec![3.0, 0.0]),
            (vec![3.0, 4.0], vec![6.0, 5.0]),
        ];
        assert_eq!(edges, expected);
    }

    #[test]
    fn a_channel_without_a_value_in_a_month_brings_nothing_then() {
        let areas: [&[f64]; 2] = [&[1.0], &[f64::NAN, 2.0]];
        let edges: Vec<_> = edges(areas.into_iter(), 2).collect();
        assert_eq!(edges, [(vec![0.0, 0.0], vec![1.0, 0.0]), (vec![1.0, 0.0], vec![1.0, 2.0])]);
    }
}
