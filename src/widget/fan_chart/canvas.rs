//! The canvas of a chart: its lines, ranges, grid and closures, as a plot whose bounds stay where the axes put them.

use egui::{Color32, Id, Pos2, Rect, Sense, Stroke, Ui, UiBuilder, pos2};
use egui_plot::{FilledArea, HLine, Line, LineStyle, Plot, PlotBounds, PlotPoints, PlotUi, Span, VLine};

use super::FanChart;
use super::axis::{TimeAxis, ValueAxis};
use crate::theme::Palette;

/// How much of a range's color shows: the wide one, and the narrow one on top of it.
const STRENGTHS: [f32; 2] = [0.13, 0.22];

impl FanChart<'_> {
    /// Shows the canvas in `rect`. What labels and cursors need, the axes tell: they and the plot share their bounds.
    pub(super) fn canvas_ui(&self, ui: &mut Ui, palette: &Palette, values: &ValueAxis, rect: Rect) {
        let last_month = self.months.len().saturating_sub(1).max(1) as f64;
        let (low, high) = values.bounds();
        let bounds = PlotBounds::from_min_max([0.0, low], [last_month, high]);
        // A child of its own, so that what comes after the chart stays where it is.
        let mut canvas = ui.new_child(UiBuilder::new().max_rect(rect));
        Plot::new(Id::unique("fan chart"))
            .width(rect.width())
            .height(rect.height())
            .sense(Sense::empty())
            .show_axes(false)
            .show_grid(false)
            .show_background(false)
            .show_x(false)
            .show_y(false)
            .allow_zoom(false)
            .allow_drag(false)
            .allow_scroll(false)
            .allow_boxed_zoom(false)
            .allow_double_click_reset(false)
            .label_formatter(|_| None)
            .show(&mut canvas, |plot| {
                plot.set_plot_bounds(bounds);
                grid_ui(plot, palette, values);
                self.spans_ui(plot, palette, last_month);
                self.bands_ui(plot);
                self.closures_ui(plot, palette);
                self.lines_ui(plot);
            });
    }

    /// The ground of what has an end.
    fn spans_ui(&self, plot: &mut PlotUi<'_>, palette: &Palette, last_month: f64) {
        let within = |at: f64| at.clamp(0.0, last_month);
        for mark in self.marks {
            let Some(to) = mark.to else { continue };
            let ground = palette.shock.gamma_multiply(0.08);
            let span = Span::new("", within(mark.at)..=within(to)).fill(ground);
            plot.span(span.border(Stroke::NONE));
        }
    }

    fn bands_ui(&self, plot: &mut PlotUi<'_>) {
        let Some(band) = &self.band else { return };
        for (edges, strength) in [&band.wide, &band.narrow].into_iter().zip(STRENGTHS) {
            let months: Vec<f64> = (0..edges.len()).map(|month| month as f64).collect();
            let (low, high): (Vec<f64>, Vec<f64>) = edges.iter().copied().unzip();
            plot.add(
                FilledArea::new("", &months, &low, &high).fill_color(band.color.gamma_multiply(strength)),
            );
        }
    }

    fn closures_ui(&self, plot: &mut PlotUi<'_>, palette: &Palette) {
        for mark in self.marks {
            let line = VLine::new("", mark.at).stroke(Stroke::new(1.4, palette.shock));
            plot.vline(line.style(LineStyle::Dashed { length: 5.0 }));
        }
    }

    fn lines_ui<'a>(&'a self, plot: &mut PlotUi<'a>) {
        for line in self.lines {
            let points = PlotPoints::from_ys_f64(line.values);
            let style = if line.is_dashed { LineStyle::Dashed { length: 7.0 } } else { LineStyle::Solid };
            let width = if line.is_selected { 2.6 } else { 1.7 };
            plot.line(Line::new("", points).color(line.color).width(width).style(style));
        }
    }

    /// A line down to the month that is read out, and a ring on every line there.
    pub(super) fn paint_cursor_on(
        &self,
        ui: &Ui,
        palette: &Palette,
        (time, values): (&TimeAxis, &ValueAxis),
        at: usize,
    ) {
        let x = time.x(at as f64);
        ui.painter().vline(x, values.y_range(), Stroke::new(1.0, palette.faint));
        for line in self.lines {
            let Some(value) = line.values.get(at) else { continue };
            let ring = Stroke::new(1.8, line.color);
            ui.painter().circle(pos2(x, values.y(*value)), 3.5, palette.panel, ring);
        }
    }

    /// Where lines and the lower edge of the wide range run, which a read-out should leave free.
    pub(super) fn busy_places(&self, time: &TimeAxis, values: &ValueAxis) -> Vec<Pos2> {
        let place = |(month, value): (usize, f64)| pos2(time.x(month as f64), values.y(value));
        let lines = self.lines.iter().flat_map(|line| line.values.iter().copied().enumerate());
        let edges = self.band.iter().flat_map(|band| band.wide.iter().map(|(low, _)| *low).enumerate());
        lines.chain(edges).map(place).collect()
    }
}

/// Quiet lines across; that of 0 stands out where there are losses below it.
fn grid_ui(plot: &mut PlotUi<'_>, palette: &Palette, values: &ValueAxis) {
    for tick in values.ticks() {
        plot.hline(HLine::new("", tick).stroke(Stroke::new(1.0, line_color(palette, values, tick))));
    }
}

fn line_color(palette: &Palette, values: &ValueAxis, tick: f64) -> Color32 {
    match tick == 0.0 {
        true if values.bounds().0 < 0.0 => palette.faint,
        true => palette.line,
        false => palette.grid,
    }
}
