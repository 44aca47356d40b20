//! What of a chart `egui_plot` draws: the grid, the labels of both axes, ranges, spans, closures, lines and the cursor.

use egui::{Color32, Id, Rangef, Rect, Sense, Stroke, Ui, UiBuilder, pos2};
use egui_plot::{
    AxisHints, FilledArea, GridMark, HLine, Line as PlotLine, LineStyle, Plot, PlotBounds, PlotMemory,
    PlotPoints, PlotTransform, PlotUi,
};

use super::axis::label_step;
use super::extras::stretches;
use super::{ChartExtras, ChartLayout, FanChart};
use crate::theme::{Palette, plain_font, type_size};

/// The frame reaches past the first and last month: what is drawn at an edge is not cut in half.
const SIDE: f32 = 4.0;
/// And under the lowest line, to where the labels of the months begin.
const FOOT: f32 = 6.0;
/// One dash longer than any screen. A dash is laid on whole pixels and a solid line is not, which would blur it.
const ONE_DASH: LineStyle = LineStyle::Dashed { length: 1e6 };
/// Spacings above this, which is all of them, leave lines and labels at full strength: nothing fades.
const NO_FADE: Rangef = Rangef { min: 0.0, max: 0.1 };

/// Draws the chart into its room; returns where values stand.
pub(super) fn draw(
    ui: &mut Ui,
    palette: &Palette,
    id: Id,
    chart: &FanChart,
    extras: &ChartExtras,
    room: &ChartLayout,
) -> PlotTransform {
    // The plot would remember how wide the labels of another figure were, and move the months by that for a frame.
    ui.data_mut(|data| data.remove::<PlotMemory>(id));
    let area = room.rect.with_max_x(room.plot.right() + SIDE);
    let mut ui = ui.new_child(UiBuilder::new().max_rect(area));
    let bounds = bounds(room);
    let step = label_step(&ui, &room.time, chart.months);
    let plot = plot(palette, id, chart, room, step).width(area.width()).height(area.height());
    let shown = plot.show(&mut ui, |plot| {
        plot.set_plot_bounds(bounds);
        add_zero(plot, palette, room);
        add_spans(plot, palette, chart, room);
        add_layers(plot, palette, extras);
        add_band(plot, chart, extras.from);
        add_samples(plot, palette, chart, extras);
        add_marks(plot, palette, chart, room, bounds);
        add_lines(plot, chart, extras.from);
        if let Some(reference) = &extras.reference {
            let stroke = Stroke::new(1.2, reference.color);
            add_known(plot, reference.name, reference.values, stroke);
        }
        if let Some(actuals) = &extras.actuals {
            add_known(plot, actuals.label, actuals.values, Stroke::new(2.6, palette.text));
        }
        if let Some(month) = room.cursor {
            let month = month as f64;
            let ends = vec![[month, room.values.high], [month, room.values.low]];
            let line = PlotLine::new("cursor", ends).stroke(Stroke::new(1.0, palette.faint));
            plot.line(line.style(ONE_DASH));
        }
    });
    shown.transform
}

/// The plot without anything in it: what it offers to the hand is off, the chart has its own.
fn plot<'a>(palette: &Palette, id: Id, chart: &'a FanChart, room: &ChartLayout, step: usize) -> Plot<'a> {
    let axis = |hints: AxisHints<'a>| {
        let font = plain_font(type_size::CAPTION);
        hints.tick_label_font(font).tick_label_color(palette.dim).label_spacing(NO_FADE)
    };
    let (frame, has_labels) = (frame(room), room.has_value_labels);
    let values = axis(AxisHints::new_y())
        .formatter(move |mark, _| if has_labels { (chart.value_label)(mark.value) } else { String::new() })
        .min_thickness(frame.left() - room.rect.left());
    let months = axis(AxisHints::new_x())
        .formatter(|mark, _| chart.months.get(mark.value as usize).cloned().unwrap_or_default())
        .min_thickness(room.rect.bottom() - frame.bottom());
    let (ticks, value_step) = (room.values.ticks(), room.values.step);
    let marks = |value, step_size| GridMark { value, step_size };
    Plot::new("fan")
        .id(id)
        .custom_x_axes(vec![months])
        .custom_y_axes(vec![values])
        .x_grid_spacer(move |_| {
            let labelled = (0..chart.months.len()).step_by(step);
            labelled.map(|month| marks(month as f64, step as f64)).collect()
        })
        .y_grid_spacer(move |_| ticks.iter().map(|tick| marks(*tick, value_step)).collect())
        .show_grid([false, true])
        .grid_color(palette.grid)
        .grid_spacing(NO_FADE)
        .show_background(false)
        .show_x(false)
        .show_y(false)
        .show_crosshair(false)
        .cursor_color(Color32::TRANSPARENT)
        .allow_zoom(false)
        .allow_drag(false)
        .allow_scroll(false)
        .allow_axis_zoom_drag(false)
        .allow_boxed_zoom(false)
        .allow_double_click_reset(false)
        .auto_bounds(false)
        .sense(Sense::hover())
}

/// What the plot calls its frame: the room for the lines, the labels of marks over it and a little at the edges.
fn frame(room: &ChartLayout) -> Rect {
    let low = pos2(room.plot.left() - SIDE, room.rect.top());
    Rect::from_min_max(low, pos2(room.plot.right() + SIDE, room.plot.bottom() + FOOT))
}

/// The months and values at the edges of the frame, so that the room for the lines is exactly where it was settled.
fn bounds(room: &ChartLayout) -> PlotBounds {
    let (frame, plot, values) = (frame(room), room.plot, &room.values);
    let months = |points: f32| f64::from(points / plot.width()) * room.time.last();
    let worth = |points: f32| f64::from(points / plot.height()) * (values.high - values.low);
    PlotBounds::from_min_max(
        [-months(plot.left() - frame.left()), values.low - worth(frame.bottom() - plot.bottom())],
        [
            room.time.last() + months(frame.right() - plot.right()),
            values.high + worth(plot.top() - frame.top()),
        ],
    )
}

fn add_zero(plot: &mut PlotUi, palette: &Palette, room: &ChartLayout) {
    let color = if room.values.has_losses() { palette.faint } else { palette.line };
    plot.hline(HLine::new("zero", 0.0).stroke(Stroke::new(1.0, color)).style(ONE_DASH));
}

/// The ground of what has an end.
fn add_spans(plot: &mut PlotUi, palette: &Palette, chart: &FanChart, room: &ChartLayout) {
    let (low, high, last) = (room.values.low, room.values.high, room.time.last());
    for mark in chart.marks {
        let Some(to) = mark.to else { continue };
        let months = [mark.at.max(0.0).min(last), to.max(0.0).min(last)];
        let span = FilledArea::new(&mark.label, &months, &[low; 2], &[high; 2]);
        plot.add(span.fill_color(palette.shock.gamma_multiply(0.08)));
    }
}

fn add_band(plot: &mut PlotUi, chart: &FanChart, from: usize) {
    let Some(band) = &chart.band else { return };
    for (name, edges, strength) in [("wide", &band.wide, 0.13), ("narrow", &band.narrow, 0.22)] {
        let months: Vec<f64> = (from..edges.len()).map(|month| month as f64).collect();
        let (low, high): (Vec<f64>, Vec<f64>) = edges.iter().skip(from).copied().unzip();
        let area = FilledArea::new(name, &months, &low, &high);
        plot.add(area.fill_color(band.color.gamma_multiply(strength)));
    }
}

/// Areas one above the other, each told from its neighbors by a thin line of the ground as well as by its color.
fn add_layers(plot: &mut PlotUi, palette: &Palette, extras: &ChartExtras) {
    for layer in &extras.layers {
        let months: Vec<f64> = (0..layer.low.len()).map(|month| month as f64).collect();
        let area = FilledArea::new(&layer.name, &months, &layer.low, &layer.high);
        plot.add(area.fill_color(layer.color));
        let edge = PlotLine::new(&layer.name, PlotPoints::from_ys_f64(&layer.high));
        plot.line(edge.stroke(Stroke::new(1.5, palette.panel)).allow_band(false));
    }
}

/// Single futures are thin, in a lighter step of the color of their line.
fn add_samples<'a>(plot: &mut PlotUi<'a>, palette: &Palette, chart: &FanChart, extras: &'a ChartExtras) {
    let color = chart.band.as_ref().map_or(palette.dim, |band| band.color);
    let stroke = Stroke::new(1.0, palette.panel.lerp_to_gamma(color, 0.7));
    for values in &extras.samples {
        let drawn = PlotLine::new("sample", points(values, extras.from));
        plot.line(drawn.stroke(stroke).allow_band(false));
    }
}

/// The line of a mark with a label rises to it, over the lines of values.
fn add_marks(plot: &mut PlotUi, palette: &Palette, chart: &FanChart, room: &ChartLayout, bounds: PlotBounds) {
    let transform = PlotTransform::new(frame(room), bounds, false);
    let stroke = Stroke::new(1.4, palette.shock);
    for (mark, place) in chart.marks.iter().zip(&room.marks) {
        let top = pos2(place.x, room.label_y(place) - 7.0);
        // One without a label would run through those of others.
        let top = if place.is_named { transform.value_from_position(top).y } else { room.values.high };
        let month = mark.at.max(0.0).min(room.time.last());
        let line = PlotLine::new(&mark.label, vec![[month, top], [month, room.values.low]]);
        plot.line(line.stroke(stroke).style(LineStyle::Dashed { length: 4.3 }));
    }
}

/// The months that are known; those between that are not stay open.
fn add_known(plot: &mut PlotUi, name: &str, values: &[Option<f64>], stroke: Stroke) {
    for stretch in stretches(values) {
        plot.line(PlotLine::new(name, stretch).stroke(stroke).allow_band(false));
    }
}

/// A series as points, from a month on.
fn points(values: &[f64], from: usize) -> PlotPoints<'_> {
    if from == 0 {
        return PlotPoints::from_ys_f64(values);
    }
    values.iter().enumerate().skip(from).map(|(month, value)| [month as f64, *value]).collect()
}

fn add_lines<'a>(plot: &mut PlotUi<'a>, chart: &'a FanChart, from: usize) {
    for line in chart.lines {
        let stroke = Stroke::new(if line.is_selected { 2.6 } else { 1.7 }, line.color);
        let style = if line.is_dashed { LineStyle::Dashed { length: 6.2 } } else { LineStyle::Solid };
        // Without `allow_band`: a band through many points would be another shape than the line.
        let drawn = PlotLine::new(&line.name, points(line.values, from));
        plot.line(drawn.stroke(stroke).style(style).allow_band(false));
    }
}
