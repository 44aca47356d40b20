//! The read-out of a month: every line with its value, where it covers least.

use egui::{Align2, Color32, CornerRadius, Pos2, Rect, Stroke, StrokeKind, Ui, pos2, vec2};

use super::text_width;
use crate::theme::{Palette, plain_font, strong_font, type_size};

/// One line of a read-out, ready to be shown.
pub struct Row {
    /// The line's name.
    pub name: String,
    /// The line's color.
    pub color: Color32,
    /// Its value.
    pub value: String,
    /// Its difference to what it is compared with.
    pub difference: String,
    /// Its range.
    pub range: String,
    /// Whether its line is the one in hand.
    pub is_selected: bool,
}

const ROW: f32 = 19.0;
const PAD: f32 = 10.0;
const GAP: f32 = 14.0;

/// Paints the title and rows beside the month at `x`, away from the points of lines in `busy`.
pub(super) fn paint(
    ui: &Ui,
    palette: &Palette,
    (title, rows): (&str, &[Row]),
    plot: Rect,
    (x, busy): (f32, &[Pos2]),
) {
    let widest =
        |text: fn(&Row) -> &str| rows.iter().map(|row| text_width(ui, text(row))).fold(0.0, f32::max);
    let with_gap = |width: f32| if width > 0.0 { width + GAP } else { 0.0 };
    let name = (widest(|row| &row.name) * 1.06).min(180.0);
    let value = widest(|row| &row.value) * 1.08;
    let (difference, range) = (widest(|row| &row.difference), widest(|row| &row.range));
    let width = 16.0 + name + GAP + value + with_gap(difference) + with_gap(range) + 2.0 * PAD;
    let height = ROW * (rows.len() + 1) as f32 + 2.0 * PAD - 6.0;
    let rect = place(vec2(width, height), plot, ui.ctx().content_rect().bottom() - 4.0, x, busy);
    let painter =
        ui.ctx().layer_painter(egui::LayerId::new(egui::Order::Tooltip, ui.scope_id().with("read_out")));
    let edge = Stroke::new(1.0, palette.line);
    painter.rect(rect, CornerRadius::same(6), palette.raised, edge, StrokeKind::Inside);
    let font = || plain_font(type_size::CAPTION);
    let left = rect.left() + PAD;
    let mut y = rect.top() + PAD + 6.0;
    painter.text(pos2(left, y), Align2::LEFT_CENTER, title, font(), palette.dim);
    for row in rows {
        y += ROW;
        painter.circle_filled(pos2(left + 4.0, y), 4.0, row.color);
        let face = if row.is_selected { strong_font(type_size::CAPTION) } else { font() };
        let galley = crate::widget::elided_galley(ui, name, &row.name, face, palette.text);
        painter.galley(pos2(left + 16.0, y - galley.size().y / 2.0), galley, palette.text);
        let mut right = left + 16.0 + name + GAP + value;
        let strong = strong_font(type_size::CAPTION);
        painter.text(pos2(right, y), Align2::RIGHT_CENTER, &row.value, strong, palette.text);
        for (text, column) in [(&row.difference, difference), (&row.range, range)] {
            right += with_gap(column);
            painter.text(pos2(right, y), Align2::RIGHT_CENTER, text, font(), palette.dim);
        }
    }
}

/// The corner of the plot, left or right of `x`, where a box of this size covers the fewest points of lines.
fn place(size: egui::Vec2, plot: Rect, lowest: f32, x: f32, busy: &[Pos2]) -> Rect {
    let lefts = [x + 14.0, x - 14.0 - size.x];
    // Under the axis it covers what happens when, which matters less for a moment than the lines.
    let tops =
        [plot.top() + 2.0, plot.bottom() - size.y - 2.0, plot.bottom() - 0.45 * size.y, plot.bottom() + 22.0];
    let fits = |rect: &Rect| {
        rect.left() >= plot.left() - 40.0 && rect.right() <= plot.right() + 2.0 && rect.bottom() <= lowest
    };
    let boxes: Vec<Rect> = lefts
        .iter()
        .flat_map(|left| tops.iter().map(|top| Rect::from_min_size(pos2(*left, *top), size)))
        .collect();
    let covers = |rect: &Rect| busy.iter().filter(|point| rect.contains(**point)).count();
    let best = boxes.iter().filter(|rect| fits(rect)).min_by_key(|rect| covers(rect));
    best.copied().unwrap_or_else(|| {
        // Too wide to stand beside the month: under the months if it can, where it covers no line at all.
        let least = plot.left() - 40.0;
        let left = (x - size.x / 2.0).clamp(least, (plot.right() - size.x).max(least));
        let under = plot.bottom() + 22.0;
        let top = if under + size.y <= lowest { under } else { plot.top() };
        Rect::from_min_size(pos2(left, top), size)
    })
}
