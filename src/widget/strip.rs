//! A strip under a chart, on its months: what matters most in each of them.

use egui::{Color32, CornerRadius, Id, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::fan_chart::TimeAxis;
use super::hand::{self, ArrowKeys, ChartPart};
use super::read_out::{ReadOut, ReadOutRow};
use super::{elided_galley, ring};
use crate::theme::{GAP, GAP_LARGE, Palette, plain_font, readable, type_size};

/// Something that can matter most.
pub struct StripCause {
    /// Its name.
    pub name: String,
    /// The color of its months.
    pub color: Color32,
}

/// What a strip shows.
pub struct MattersStrip<'a> {
    /// What tells it from all other strips.
    pub id: Id,
    /// What a screen reader is told of it.
    pub summary: &'a str,
    /// The causes, in the order of the legend.
    pub causes: &'a [StripCause],
    /// The cause of each month by its place; nothing where none matters.
    pub months: &'a [Option<usize>],
    /// The title and rows of the read-out of a month.
    pub read_out: &'a dyn Fn(usize) -> (String, Vec<ReadOutRow>),
}

/// What came of a strip in this frame.
pub struct StripResponse {
    /// The toolkit's response.
    pub response: Response,
    /// The month that was clicked.
    pub clicked: Option<usize>,
}

const HEIGHT: f32 = 26.0;
const LEGEND_ROW: f32 = 20.0;

impl MattersStrip<'_> {
    /// Shows the strip under the chart whose months stand at `time`, and under it the legend of what it shows.
    pub fn show(&self, ui: &mut Ui, palette: &Palette, time: &TimeAxis) -> StripResponse {
        let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::hover());
        let rect = Rect::from_x_y_ranges(time.x, row.y_range());
        let response = ui.interact(rect, self.id, Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Figure, true, self.summary));
        let cell = |month: usize| cell(time, rect, month, month);
        let part = |(month, cause): (usize, &Option<usize>)| {
            let cause = cause.and_then(|cause| self.causes.get(cause)).map_or("", |cause| &cause.name);
            ChartPart { rect: cell(month), told: format!("{} {cause}", (self.read_out)(month).0) }
        };
        let parts: Vec<ChartPart> = self.months.iter().enumerate().map(part).collect();
        let hand = hand::take(ui, &response, &parts, ArrowKeys::Right, None);
        ui.painter().rect_filled(rect, CornerRadius::same(3), palette.grid);
        for (cause, first, last) in runs(self.months) {
            if let Some(cause) = self.causes.get(cause) {
                self.paint_run(ui, cause, cell_inner(time, rect, first, last));
            }
        }
        if let Some(month) = hand.at {
            ring(ui, cell(month), palette.text);
            let (title, rows) = (self.read_out)(month);
            ReadOut { title: &title, rows: &rows, hint: "" }.beside(ui, palette, cell(month));
        }
        if response.has_focus() {
            ring(ui, rect.expand(2.0), palette.accent);
        }
        self.legend_ui(ui, palette);
        StripResponse { response, clicked: hand.clicked }
    }

    /// A run of months with one cause, with its name where there is room for all of it.
    fn paint_run(&self, ui: &Ui, cause: &StripCause, rect: Rect) {
        ui.painter().rect_filled(rect, CornerRadius::same(3), cause.color);
        let font = plain_font(type_size::CAPTION);
        let letters = readable(cause.color, cause.color);
        let galley = elided_galley(ui, f32::INFINITY, &cause.name, font, letters);
        if galley.size().x + 12.0 <= rect.width() {
            let place = rect.center() - galley.size() / 2.0;
            ui.painter().galley(place, galley, letters);
        }
    }

    fn legend_ui(&self, ui: &mut Ui, palette: &Palette) {
        let width = ui.available_width();
        let names: Vec<_> = self
            .causes
            .iter()
            .map(|cause| {
                let font = plain_font(type_size::CAPTION);
                elided_galley(ui, width - 18.0, &cause.name, font, palette.dim)
            })
            .collect();
        let widths: Vec<f32> = names.iter().map(|name| 16.0 + name.size().x).collect();
        let (places, n_rows) = wrap(&widths, width);
        let size = vec2(width, LEGEND_ROW * n_rows as f32);
        let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
        for ((cause, name), (x, row)) in self.causes.iter().zip(names).zip(places) {
            let middle = rect.top() + LEGEND_ROW * (row as f32 + 0.5);
            let left = rect.left() + x;
            let swatch = Rect::from_center_size(pos2(left + 5.0, middle), vec2(10.0, 10.0));
            ui.painter().rect_filled(swatch, CornerRadius::same(2), cause.color);
            ui.painter().galley(pos2(left + 16.0, middle - name.size().y / 2.0), name, palette.dim);
        }
    }
}

/// From half a month before `first` to half a month after `last`, inside the strip.
fn cell(time: &TimeAxis, rect: Rect, first: usize, last: usize) -> Rect {
    let half = time.month_width() / 2.0;
    let left = (time.x(first as f64) - half).max(rect.left());
    let right = (time.x(last as f64) + half).min(rect.right());
    Rect::from_x_y_ranges(left..=right, rect.y_range())
}

/// The same with a thin gap to its neighbors.
fn cell_inner(time: &TimeAxis, rect: Rect, first: usize, last: usize) -> Rect {
    cell(time, rect, first, last).shrink2(vec2(0.75, 0.0))
}

/// The stretches of months that have one cause: the cause, the first month and the last.
fn runs(months: &[Option<usize>]) -> Vec<(usize, usize, usize)> {
    let mut runs: Vec<(usize, usize, usize)> = vec![];
    for (month, cause) in months.iter().enumerate() {
        let Some(cause) = *cause else { continue };
        match runs.last_mut() {
            Some((before, _, last)) if *before == cause && *last + 1 == month => *last = month,
            _ => runs.push((cause, month, month)),
        }
    }
    runs
}

/// The left edge and the row of each thing, as many in a row as `room` holds, and the number of rows.
fn wrap(widths: &[f32], room: f32) -> (Vec<(f32, usize)>, usize) {
    let (mut x, mut row) = (0.0, 0);
    let place = |width: &f32| {
        if x > 0.0 && x + width > room {
            (x, row) = (0.0, row + 1);
        }
        let place = (x, row);
        x += width + GAP_LARGE + GAP;
        place
    };
    let places: Vec<_> = widths.iter().map(place).collect();
    let n_rows = places.last().map_or(0, |(_, row)| row + 1);
    (places, n_rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_with_one_cause_are_one_stretch() {
        let months = [Some(0), Some(0), None, Some(0), Some(2), Some(2), Some(1)];
        assert_eq!(runs(&months), [(0, 0, 1), (0, 3, 3), (2, 4, 5), (1, 6, 6)]);
        assert_eq!(runs(&[]), []);
    }

    #[test]
    fn names_of_a_legend_never_overlap_nor_leave_it() {
        for room in [260.0, 700.0, 1_400.0] {
            let widths = [120.0, 260.0, 40.0, 90.0, 200.0, 30.0];
            let (places, n_rows) = wrap(&widths, room);
            for (idx, ((x, row), width)) in places.iter().zip(&widths).enumerate() {
                assert!(x + width <= room && *row < n_rows);
                let before = idx.checked_sub(1).map(|before| (places[before], widths[before]));
                assert!(before.is_none_or(|((left, above), width)| above < *row || left + width < *x));
            }
        }
        assert_eq!(wrap(&[], 260.0).1, 0);
    }
}
