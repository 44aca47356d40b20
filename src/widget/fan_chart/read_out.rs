//! Where the read-out of a month covers least of the lines.

use egui::{Pos2, Rect, Ui, pos2};

use crate::theme::Palette;
use crate::widget::read_out::ReadOut;

/// Paints the read-out beside the month at `x`, away from the points of lines in `busy`.
pub(super) fn paint(ui: &Ui, palette: &Palette, read_out: &ReadOut, plot: Rect, (x, busy): (f32, &[Pos2])) {
    let lowest = ui.ctx().content_rect().bottom() - 4.0;
    let rect = place(read_out.size(ui), plot, lowest, x, busy);
    read_out.paint(ui, palette, rect);
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
