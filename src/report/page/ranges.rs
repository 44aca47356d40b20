//! Ranges one under the other, on one axis.

use super::chart::{ticks, told};
use super::setter::PageSetter;
use crate::report::letters::{cut, width};
use crate::report::mark::{Mark, Spot};
use crate::report::part::{RangeChart, RangeRow};
use crate::text::Words;

/// The share of the width that names take at most, and that notes take.
const NAMES: f32 = 0.4;
const NOTES: f32 = 0.11;

struct AxisRoom {
    left: f32,
    right: f32,
    low: f64,
    high: f64,
}

impl AxisRoom {
    fn x(&self, value: f64) -> f32 {
        let share = ((value - self.low) / (self.high - self.low)) as f32;
        self.left + (self.right - self.left) * share
    }
}

/// Draws a chart at the setter's place; it is as high as its rows and a line of labels.
pub fn draw(setter: &mut PageSetter, words: &Words, chart: &RangeChart) {
    let (size, row_height, palette) = (setter.style.table, setter.style.range_row, setter.palette);
    let ends = chart.rows.iter().flat_map(|row| row.ends.into_iter().chain(row.likely));
    let (low, high) = ends.fold((chart.middle, chart.middle), |(low, high), x| (low.min(x), high.max(x)));
    let high = if high > low { high } else { low + 1.0 };
    let names = chart.rows.iter().map(|row| width(&row.name, size, false)).fold(0.0, f32::max);
    let names = (names + 8.0).min(setter.width * NAMES);
    let has_notes = chart.rows.iter().any(|row| !row.note.is_empty());
    let (left_label, right_label) = (label_width(chart, 0, size), label_width(chart, 1, size));
    let notes = if has_notes { setter.width * NOTES } else { 0.0 };
    let room = AxisRoom {
        left: setter.x + names + left_label + 4.0,
        right: setter.x + setter.width - notes - right_label - 6.0,
        low,
        high,
    };
    let (top, bottom) = (setter.y, setter.y + chart.rows.len() as f32 * row_height);
    let mut free = f32::NEG_INFINITY;
    for value in ticks(low, high, 4) {
        let x = room.x(value);
        setter.page().line([x, top], [x, bottom], 0.6, palette.line);
        let label = told(words, &chart.unit, value);
        let wide = width(&label, size, false);
        let left = (x - wide / 2.0).min(setter.x + setter.width - wide);
        if left >= free {
            setter.letters([left, bottom + size * 1.4], &label, size, false, palette.dim);
            free = left + wide + size;
        }
    }
    let middle = room.x(chart.middle);
    setter.page().line([middle, top], [middle, bottom], 1.0, palette.dim);
    for (place, row) in chart.rows.iter().enumerate() {
        let y = top + (place as f32 + 0.5) * row_height;
        let name = cut(&row.name, names - 4.0, size, false);
        setter.letters([setter.x, y + size * 0.35], &name, size, false, palette.text);
        draw_row(setter, row, &room, chart.middle, y);
    }
}

/// The room that the labels at one end take.
fn label_width(chart: &RangeChart, end: usize, size: f32) -> f32 {
    let widths = chart.rows.iter().map(|row| width(&row.labels[end], size, false));
    widths.fold(0.0, f32::max)
}

fn draw_row(setter: &mut PageSetter, row: &RangeRow, room: &AxisRoom, middle: f64, y: f32) {
    let (size, palette) = (setter.style.table, setter.palette);
    let (from, to) = (room.x(row.ends[0]), room.x(row.ends[1]));
    let thick = setter.style.range_row * if row.likely.is_some() { 0.26 } else { 0.52 };
    let cover = if row.likely.is_some() { 0.45 } else { 0.8 };
    setter.page().rect([from, y - thick / 2.0], [(to - from).max(0.8), thick], row.color, cover);
    if let Some(likely) = row.likely {
        let spots = dot([room.x(likely), y], setter.style.range_row * 0.24);
        setter.page().marks.push(Mark::Area { spots, color: row.color, cover: 1.0 });
    } else if row.ends[0] < middle && row.ends[1] > middle {
        let x = room.x(middle);
        setter.page().line([x, y - thick / 2.0], [x, y + thick / 2.0], 1.0, palette.panel);
    }
    let wide = width(&row.labels[0], size, false);
    setter.letters([from.min(to) - wide - 4.0, y + size * 0.35], &row.labels[0], size, false, palette.dim);
    setter.letters([from.max(to) + 4.0, y + size * 0.35], &row.labels[1], size, false, palette.dim);
    let wide = width(&row.note, size, false);
    let right = setter.x + setter.width;
    setter.letters([right - wide, y + size * 0.35], &row.note, size, false, palette.dim);
}

/// A circle as a polygon that looks like one.
fn dot(at: Spot, radius: f32) -> Vec<Spot> {
    const CORNERS: u8 = 24;
    let corner = |n: u8| {
        let turn = f32::from(n) / f32::from(CORNERS) * std::f32::consts::TAU;
        [at[0] + radius * turn.cos(), at[1] + radius * turn.sin()]
    };
    (0..CORNERS).map(corner).collect()
}
