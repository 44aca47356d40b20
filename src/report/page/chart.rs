//! Lines over months, with their names at their ends.

use egui::Color32;

use super::setter::PageSetter;
use crate::report::letters::{cut, width};
use crate::report::mark::{Mark, Spot};
use crate::report::part::{ChartLine, ChartUnit, LineChart};
use crate::text::Words;

/// The share of the width that names at the ends take at most.
const NAMES: f32 = 0.3;

/// A figure as it stands at an axis.
pub fn told(words: &Words, unit: &ChartUnit, x: f64) -> String {
    match unit {
        ChartUnit::Money(currency) => words.money(x, currency),
        ChartUnit::Share => words.share(x),
    }
}

/// Round values between two others, about `n` of them.
pub fn ticks(low: f64, high: f64, n: usize) -> Vec<f64> {
    if high <= low {
        return vec![];
    }
    let span = high - low;
    let rough = span / n.max(1) as f64;
    let power = 10f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|by| by * power).find(|step| *step >= rough);
    let step = step.unwrap_or(10.0 * power);
    let first = (low / step).ceil() as i64;
    let last = (high / step).floor() as i64;
    (first..=last.min(first.saturating_add(50))).map(|k| k as f64 * step).collect()
}

/// Where the figures of a chart stand on the page.
struct PlotRoom {
    left: f32,
    right: f32,
    top: f32,
    bottom: f32,
    low: f64,
    high: f64,
    n_months: usize,
}

impl PlotRoom {
    fn x(&self, t: f32) -> f32 {
        self.left + (self.right - self.left) * t / (self.n_months.saturating_sub(1).max(1)) as f32
    }

    fn y(&self, value: f64) -> f32 {
        let share = ((value - self.low) / (self.high - self.low)) as f32;
        self.bottom - (self.bottom - self.top) * share
    }
}

/// Draws a chart at the setter's place, so high.
pub fn draw(setter: &mut PageSetter, words: &Words, chart: &LineChart, height: f32) {
    let size = setter.style.table;
    let all = chart.lines.iter().flat_map(|line| {
        let ends = line.band.iter().flat_map(|at| [at[0], at[3]]);
        line.values.iter().copied().chain(ends)
    });
    let (low, high) = all.fold((0.0_f64, 0.0_f64), |(low, high), x| (low.min(x), high.max(x)));
    let high = if high > low { high } else { low + 1.0 };
    let marks = ticks(low, high, 5);
    let labels: Vec<String> = marks.iter().map(|x| told(words, &chart.unit, *x)).collect();
    let axis = labels.iter().map(|label| width(label, size, false)).fold(0.0, f32::max) + 6.0;
    let names = chart.lines.iter().map(|line| width(&line.name, size, true)).fold(0.0, f32::max);
    let names = (names + 10.0).min(setter.width * NAMES);
    let room = PlotRoom {
        left: setter.x + axis,
        right: setter.x + setter.width - names,
        top: setter.y + size * 1.8,
        bottom: setter.y + height - size * 2.0,
        low,
        high,
        n_months: chart.months.len(),
    };
    let palette = setter.palette;
    for (value, label) in marks.iter().zip(&labels) {
        let y = room.y(*value);
        let color = if *value == 0.0 { palette.faint } else { palette.line };
        setter.page().line([room.left, y], [room.right, y], 0.6, color);
        let x = room.left - 5.0 - width(label, size, false);
        setter.letters([x, y + size * 0.35], label, size, false, palette.dim);
    }
    months(setter, chart, &room);
    strikes(setter, chart, &room);
    for line in &chart.lines {
        bands(setter, line, &room);
    }
    for line in &chart.lines {
        let spots: Vec<Spot> =
            line.values.iter().enumerate().map(|(t, x)| [room.x(t as f32), room.y(*x)]).collect();
        let (width, color, is_dashed) = (line.width, line.color, line.is_dashed);
        setter.page().marks.push(Mark::Line { spots, width, color, is_dashed });
    }
    name_ends(setter, chart, &room);
}

fn months(setter: &mut PageSetter, chart: &LineChart, room: &PlotRoom) {
    let size = setter.style.table;
    let color = setter.palette.dim;
    let mut free = f32::NEG_INFINITY;
    for (t, label) in chart.months.iter().enumerate().filter(|(t, _)| t % 3 == 0) {
        let wide = width(label, size, false);
        let x = (room.x(t as f32) - wide / 2.0).max(setter.x);
        if x >= free && x + wide <= room.right + wide / 2.0 {
            setter.letters([x, room.bottom + size * 1.5], label, size, false, color);
            free = x + wide + size;
        }
    }
}

/// When links close: a line from the top, labelled; where two labels would meet, the later one goes without.
fn strikes(setter: &mut PageSetter, chart: &LineChart, room: &PlotRoom) {
    let size = setter.style.note;
    let color = setter.palette.shock;
    let mut free = f32::NEG_INFINITY;
    for (t, name) in &chart.marks {
        let x = room.x(*t).min(room.right);
        setter.page().line([x, room.top - size * 0.4], [x, room.bottom], 0.8, color);
        let short = cut(name, room.right - room.left - 8.0, size, false);
        let wide = width(&short, size, false);
        let left = if x + 3.0 + wide > room.right { (x - wide - 3.0).max(room.left) } else { x + 3.0 };
        if left >= free {
            setter.letters([left, room.top - size * 0.5], &short, size, false, color);
            free = left + wide + size;
        }
    }
}

fn bands(setter: &mut PageSetter, line: &ChartLine, room: &PlotRoom) {
    for (low, high, cover) in [(0, 3, 0.13), (1, 2, 0.22)] {
        if line.band.is_empty() {
            continue;
        }
        let up = line.band.iter().enumerate().map(|(t, at)| [room.x(t as f32), room.y(at[high])]);
        let down = line.band.iter().enumerate().rev().map(|(t, at)| [room.x(t as f32), room.y(at[low])]);
        let spots: Vec<Spot> = up.chain(down).collect();
        setter.page().marks.push(Mark::Area { spots, color: line.color, cover });
    }
}

/// Puts names at the ends of lines, none over another.
fn name_ends(setter: &mut PageSetter, chart: &LineChart, room: &PlotRoom) {
    let size = setter.style.table;
    let step = size * 1.25;
    let mut ends: Vec<(f32, &ChartLine)> =
        chart.lines.iter().filter_map(|line| Some((room.y(*line.values.last()?), line))).collect();
    ends.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut places: Vec<f32> = ends.iter().map(|(y, _)| *y).collect();
    for at in 1..places.len() {
        places[at] = places[at].max(places[at - 1] + step);
    }
    // What was pushed below the foot pushes back.
    let mut lowest = room.bottom;
    for place in places.iter_mut().rev() {
        *place = place.min(lowest);
        lowest = *place - step;
    }
    let left = room.right + 8.0;
    let most = setter.x + setter.width - left;
    for ((end, line), y) in ends.iter().zip(places) {
        let color: Color32 = setter.palette.as_text(line.color);
        let name = cut(&line.name, most, size, line.width > 2.0);
        setter.page().line([room.right + 1.0, *end], [left - 1.0, y], 0.5, line.color);
        setter.letters([left, y + size * 0.35], &name, size, line.width > 2.0, color);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_has_a_few_round_values_within_its_ends() {
        for (low, high) in [(0.0, 1.0), (-35_000.0, 120_000.0), (0.0, 3.7e9), (-0.2, 0.0), (5.0, 5.0)] {
            let found = ticks(low, high, 5);
            assert!(
                found.len() <= 7 && found.iter().all(|x| *x >= low - 1e-9 && *x <= high + 1e-9),
                "{found:?}"
            );
        }
        assert_eq!(ticks(0.0, 100.0, 5), [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
    }
}
