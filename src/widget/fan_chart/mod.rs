//! Lines by month, each with its name at its end, with the ranges of one of them behind and a read-out for a month.

mod axis;
mod labels;
mod read_out;

use egui::{
    Align2, Color32, Key, Mesh, Modifiers, Pos2, Rect, Response, Role, Sense, Shape, Stroke, Ui, WidgetInfo,
};
use egui::{pos2, vec2};

pub use axis::TimeAxis;
use axis::ValueAxis;
pub use read_out::Row;

use super::ring;
use crate::theme::{Palette, plain_font, type_size};

/// One line.
pub struct Line<'a> {
    /// Its name at its end.
    pub name: String,
    /// Its color.
    pub color: Color32,
    /// Its value in every month.
    pub values: &'a [f64],
    /// Whether it is the one in hand.
    pub is_selected: bool,
    /// Whether it is dashed.
    pub is_dashed: bool,
}

/// The ranges behind the line in hand: lower and upper edge by month.
pub struct Band {
    /// The edges of the wide range.
    pub wide: Vec<(f64, f64)>,
    /// The edges of the narrow range.
    pub narrow: Vec<(f64, f64)>,
    /// The color of their line.
    pub color: Color32,
}

/// Something that happens at a time.
pub struct Mark {
    /// When, in months from the first.
    pub at: f64,
    /// When it is over, where it is a span with an end.
    pub to: Option<f64>,
    /// What it is.
    pub label: String,
}

/// What a chart shows.
pub struct FanChart<'a> {
    /// What a screen reader is told of it.
    pub summary: &'a str,
    /// Its lines, the most important last.
    pub lines: &'a [Line<'a>],
    /// The ranges.
    pub band: Option<Band>,
    /// What happens when.
    pub marks: &'a [Mark],
    /// The label of each month.
    pub months: &'a [String],
    /// A value on its axis.
    pub value_label: &'a dyn Fn(f64) -> String,
    /// The title and rows of the read-out of a month.
    pub read_out: &'a dyn Fn(usize) -> (String, Vec<Row>),
    /// The height of it all.
    pub height: f32,
}

/// What came of a chart in this frame.
pub struct ChartResponse {
    /// The toolkit's response.
    pub response: Response,
    /// Where its months stand, for what hangs under it.
    pub time: TimeAxis,
}

impl FanChart<'_> {
    /// Shows the chart as wide as there is room; `cursor` is the month that is read out.
    pub fn show(&self, ui: &mut Ui, palette: &Palette, cursor: &mut Option<usize>) -> ChartResponse {
        let size = vec2(ui.available_width(), self.height);
        let (rect, response) = ui.allocate_exact_size(size, Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Figure, true, self.summary));
        let names = labels::width(ui, self.lines, rect.width());
        let values = ValueAxis::over(self.all_values());
        let ticks: Vec<_> = values.ticks().into_iter().map(|tick| (tick, (self.value_label)(tick))).collect();
        let gutter = ticks.iter().map(|(_, label)| text_width(ui, label)).fold(0.0, f32::max) + 10.0;
        let x = egui::Rangef::new(rect.left() + gutter, rect.right() - names - 10.0);
        let time = TimeAxis { x, n_months: self.months.len() };
        let marks = axis::place_marks(ui, self.marks, &time, rect);
        let mark_rows = marks.iter().map(|(row, _, _)| row + 1).max().unwrap_or(0);
        let top = rect.top() + 6.0 + mark_rows as f32 * 18.0;
        let plot = Rect::from_x_y_ranges(x, top..=rect.bottom() - 22.0);
        let values = values.on(plot.y_range());
        move_cursor(ui, &response, &time, plot, cursor);
        axis::paint_values(ui, palette, &values, &ticks, plot);
        axis::paint_months(ui, palette, &time, self.months, plot);
        self.paint_spans(ui, palette, &time, plot);
        self.paint_band(ui, &time, &values);
        self.paint_marks(ui, palette, &marks, plot, rect);
        self.paint_lines(ui, &time, &values);
        labels::paint(ui, palette, self.lines, &values, plot, rect);
        if let Some(month) = *cursor {
            self.paint_cursor(ui, palette, (&time, &values), month);
        }
        if response.has_focus() {
            ring(ui, rect.expand(2.0), palette.accent);
        }
        ChartResponse { response, time }
    }

    fn all_values(&self) -> impl Iterator<Item = f64> {
        let lines = self.lines.iter().flat_map(|line| line.values.iter().copied());
        let edges = self.band.iter().flat_map(|band| band.wide.iter().flat_map(|(low, high)| [*low, *high]));
        lines.chain(edges)
    }

    fn paint_band(&self, ui: &Ui, time: &TimeAxis, values: &ValueAxis) {
        let Some(band) = &self.band else { return };
        for (edges, strength) in [(&band.wide, 0.13), (&band.narrow, 0.22)] {
            let mut mesh = Mesh::default();
            let color = band.color.gamma_multiply(strength);
            for (month, (low, high)) in edges.iter().enumerate() {
                let x = time.x(month as f64);
                mesh.colored_vertex(pos2(x, values.y(*low)), color);
                mesh.colored_vertex(pos2(x, values.y(*high)), color);
                if month > 0 {
                    let last = 2 * month as u32 + 1;
                    mesh.add_triangle(last - 3, last - 2, last - 1);
                    mesh.add_triangle(last - 2, last - 1, last);
                }
            }
            ui.painter().add(Shape::mesh(mesh));
        }
    }

    /// The ground of what has an end.
    fn paint_spans(&self, ui: &Ui, palette: &Palette, time: &TimeAxis, plot: Rect) {
        for mark in self.marks {
            let Some(to) = mark.to else { continue };
            let span = Rect::from_x_y_ranges(time.x(mark.at)..=time.x(to), plot.y_range());
            ui.painter().rect_filled(span, 0.0, palette.shock.gamma_multiply(0.08));
        }
    }

    fn paint_lines(&self, ui: &Ui, time: &TimeAxis, values: &ValueAxis) {
        for line in self.lines {
            let points: Vec<Pos2> = line
                .values
                .iter()
                .enumerate()
                .map(|(month, value)| pos2(time.x(month as f64), values.y(*value)))
                .collect();
            let stroke = Stroke::new(if line.is_selected { 2.6 } else { 1.7 }, line.color);
            if line.is_dashed {
                ui.painter().extend(Shape::dashed_line(&points, stroke, 6.0, 4.0));
            } else {
                ui.painter().line(points, stroke);
            }
        }
    }

    fn paint_marks(&self, ui: &Ui, palette: &Palette, places: &[(usize, f32, bool)], plot: Rect, rect: Rect) {
        let stroke = Stroke::new(1.4, palette.shock);
        for (mark, &(row, x, is_left)) in self.marks.iter().zip(places) {
            let y = rect.top() + 10.0 + row as f32 * 18.0;
            let top = if mark.label.is_empty() { plot.top() } else { y - 7.0 };
            let line = [pos2(x, top), pos2(x, plot.bottom())];
            ui.painter().extend(Shape::dashed_line(&line, stroke, 4.0, 3.0));
            let (anchor, x) =
                if is_left { (Align2::RIGHT_CENTER, x - 6.0) } else { (Align2::LEFT_CENTER, x + 6.0) };
            let font = plain_font(type_size::CAPTION);
            ui.painter().text(pos2(x, y), anchor, &mark.label, font, palette.as_text(palette.shock));
        }
    }

    fn paint_cursor(&self, ui: &Ui, palette: &Palette, (time, values): (&TimeAxis, &ValueAxis), at: usize) {
        let plot = Rect::from_x_y_ranges(time.x, values.y_range());
        let x = time.x(at as f64);
        ui.painter().vline(x, plot.y_range(), Stroke::new(1.0, palette.faint));
        let mut busy: Vec<Pos2> = vec![];
        for line in self.lines {
            let Some(value) = line.values.get(at) else { continue };
            let center = pos2(x, values.y(*value));
            ui.painter().circle(center, 3.5, palette.panel, Stroke::new(1.8, line.color));
            busy.extend(line.values.iter().enumerate().map(|(m, v)| pos2(time.x(m as f64), values.y(*v))));
        }
        let edges = self.band.iter().flat_map(|band| band.wide.iter().enumerate());
        busy.extend(edges.map(|(m, (low, _))| pos2(time.x(m as f64), values.y(*low))));
        let (title, rows) = (self.read_out)(at);
        read_out::paint(ui, palette, (&title, &rows), plot, (x, &busy));
    }
}

/// The pointer takes the cursor to the nearest month; the arrow keys move it while the chart has the keyboard.
fn move_cursor(ui: &Ui, response: &Response, time: &TimeAxis, plot: Rect, cursor: &mut Option<usize>) {
    if response.clicked() {
        response.request_focus();
    }
    let last = time.n_months.saturating_sub(1);
    let has_moved = ui.input(|input| input.pointer.delta() != egui::Vec2::ZERO);
    if let Some(pointer) = response.hover_pos() {
        let is_inside = plot.expand2(vec2(8.0, 24.0)).contains(pointer);
        if is_inside && (has_moved || cursor.is_none()) {
            *cursor = Some(time.nearest(pointer.x));
        } else if !is_inside && !response.has_focus() {
            *cursor = None;
        }
    } else if !response.has_focus() {
        *cursor = None;
    }
    if response.has_focus() {
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        ui.memory_mut(|memory| {
            let filter = egui::EventFilter { horizontal_arrows: true, ..egui::EventFilter::default() };
            memory.set_focus_lock_filter(response.id, filter);
        });
        if pressed(Key::ArrowLeft) {
            *cursor = Some(cursor.map_or(last, |month| month.saturating_sub(1)));
        }
        if pressed(Key::ArrowRight) {
            *cursor = Some(cursor.map_or(0, |month| (month + 1).min(last)));
        }
    }
}

fn text_width(ui: &Ui, text: &str) -> f32 {
    ui.painter()
        .layout_no_wrap(text.to_owned(), plain_font(type_size::CAPTION), Color32::PLACEHOLDER)
        .size()
        .x
}
