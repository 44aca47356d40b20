//! The names at the ends of the lines, spread so that none covers another and none leaves the chart.

use egui::{Color32, Stroke, Ui, pos2};
use egui_plot::PlotTransform;

use super::{ChartLayout, caption_width};
use crate::theme::{Palette, plain_font, strong_font, type_size};
use crate::widget::elided_galley;

/// The end of a line or of a layer, and its name.
pub(super) struct LineEnd<'a> {
    pub name: &'a str,
    pub color: Color32,
    /// Where it ends; one without any values ends nowhere.
    pub value: Option<f64>,
    pub is_selected: bool,
}

/// The height of one name.
const NAME_HEIGHT: f32 = 17.0;

/// The room that the names need, at most a share of the chart's width.
pub(super) fn width(ui: &Ui, ends: &[LineEnd], chart_width: f32) -> f32 {
    let widest = ends.iter().map(|end| caption_width(ui, end.name) * 1.1).fold(0.0, f32::max);
    widest.min(chart_width * 0.22).min(170.0) + 12.0
}

pub(super) fn paint(
    ui: &Ui,
    palette: &Palette,
    named: &[LineEnd],
    transform: &PlotTransform,
    room: &ChartLayout,
) {
    let (plot, rect) = (room.plot, room.rect);
    let end = |end: &LineEnd| end.value.map_or(plot.bottom(), |value| transform.position_from_point_y(value));
    let ends: Vec<f32> = named.iter().map(end).collect();
    let places = spread_out(&ends, plot.top(), plot.bottom());
    for ((line, end), y) in named.iter().zip(&ends).zip(places) {
        let color = palette.as_text(line.color);
        let left = plot.right() + 12.0;
        if (y - end).abs() > 2.0 {
            let leader = [pos2(plot.right() + 2.0, *end), pos2(left - 2.0, y)];
            ui.painter().line_segment(leader, Stroke::new(0.8, line.color.gamma_multiply(0.6)));
        }
        let size = type_size::CAPTION;
        let font = if line.is_selected { strong_font(size) } else { plain_font(size) };
        let galley = elided_galley(ui, rect.right() - left, line.name, font, color);
        let top = y - galley.size().y / 2.0;
        ui.painter().galley(pos2(left, top), galley, Color32::PLACEHOLDER);
    }
}

/// Places near `wanted`, at least a name's height apart where there is room, inside `top` to `bottom`.
fn spread_out(wanted: &[f32], top: f32, bottom: f32) -> Vec<f32> {
    let room = (bottom - top) / wanted.len().saturating_sub(1).max(1) as f32;
    let apart = NAME_HEIGHT.min(room);
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|a, b| wanted[*a].total_cmp(&wanted[*b]));
    let mut places = vec![0.0; wanted.len()];
    let mut least = top;
    for idx in &order {
        places[*idx] = wanted[*idx].max(least);
        least = places[*idx] + apart;
    }
    // What was pushed over the lower edge pushes the others back up.
    let mut most = bottom;
    for idx in order.iter().rev() {
        places[*idx] = places[*idx].min(most);
        most = places[*idx] - apart;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_never_overlap_nor_leave_the_chart() {
        for wanted in [vec![50.0; 6], vec![0.0, 1.0, 99.0, 100.0], vec![100.0, 100.0, 99.0], vec![3.0]] {
            let mut places = spread_out(&wanted, 0.0, 100.0);
            places.sort_by(f32::total_cmp);
            assert!(places.iter().all(|y| (-0.01..=100.01).contains(y)), "{places:?}");
            assert!(places.windows(2).all(|pair| pair[1] - pair[0] >= NAME_HEIGHT - 0.01), "{places:?}");
        }
    }
}
