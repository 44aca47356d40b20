//! Where the read-out of a month covers least of the lines.

use egui::{Pos2, Rect, Ui, pos2};

use crate::widget::read_out::ReadOut;

/// Where the read-out stands beside the month at `x`, away from the points of lines in `busy`.
pub(super) fn place(ui: &Ui, read_out: &ReadOut, plot: Rect, x: f32, busy: &[Pos2]) -> Rect {
    let lowest = ui.ctx().content_rect().bottom() - 4.0;
    corner(read_out.size(ui), plot, lowest, x, busy)
}

/// How far above the plot it may reach.
const ABOVE: f32 = 64.0;
/// As how many points of lines the bars below the axis count.
const BARS: usize = 4;

/// The corner of the plot, left or right of `x`, where a box of this size covers the fewest points of lines.
fn corner(size: egui::Vec2, plot: Rect, lowest: f32, x: f32, busy: &[Pos2]) -> Rect {
    let lefts = [x + 14.0, x - 14.0 - size.x];
    // Above all lines it may stand over the names of what happens.
    let above = |left: f32| {
        let under = busy.iter().filter(|at| (left..=left + size.x).contains(&at.x)).map(|at| at.y);
        let highest = under.fold(plot.bottom(), f32::min);
        (highest - 8.0 - size.y).max(plot.top() - ABOVE).min(plot.top() + 2.0)
    };
    let tops = |left: f32| {
        [
            plot.top() + 2.0,
            plot.bottom() - size.y - 2.0,
            above(left),
            plot.bottom() - 0.45 * size.y,
            plot.bottom() + 22.0,
        ]
    };
    let fits = |rect: &Rect| {
        rect.left() >= plot.left() - 40.0 && rect.right() <= plot.right() + 2.0 && rect.bottom() <= lowest
    };
    let boxes: Vec<Rect> = lefts
        .iter()
        .flat_map(|left| tops(*left).map(|top| Rect::from_min_size(pos2(*left, top), size)))
        .collect();
    // Under the axis it covers what happens when, which matters as much as a few points of lines.
    let covers = |rect: &Rect| {
        let points = busy.iter().filter(|point| rect.contains(**point)).count();
        points + if rect.bottom() > plot.bottom() + 20.0 { BARS } else { 0 }
    };
    let best = boxes.iter().filter(|rect| fits(rect)).min_by_key(|rect| covers(rect));
    best.copied().unwrap_or_else(|| {
        // Too wide to stand beside the month: under the months if it can, where it covers no line at all.
        let least = plot.left() - 40.0;
        let left = (x - size.x / 2.0).max(least).min((plot.right() - size.x).max(least));
        let under = plot.bottom() + 22.0;
        let top = if under + size.y <= lowest { under } else { plot.top() };
        Rect::from_min_size(pos2(left, top), size)
    })
}
