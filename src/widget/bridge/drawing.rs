//! How a bridge is drawn.

use egui::{Align2, CornerRadius, Rect, Shape, Stroke, StrokeKind, Ui, pos2, vec2};

use super::rows::{BridgeRow, reach};
use super::{BridgeChart, BridgeLayout};
use crate::theme::{Palette, icon, icon_font, plain_font, strong_font, type_size};
use crate::widget::elided;
use crate::widget::scale::ValueScale;

/// The mark that unfolds the row `idx`.
pub(super) fn fold_rect(room: &BridgeLayout, idx: usize) -> Rect {
    let row = room.row(idx);
    Rect::from_min_size(pos2(row.left() - 4.0, row.top()), vec2(room.fold + 8.0, 26.0))
}

pub(super) fn paint_fold(ui: &Ui, palette: &Palette, rect: Rect, is_unfolded: bool, is_hovered: bool) {
    let mark = if is_unfolded { icon::CHEVRON_DOWN } else { icon::CHEVRON_RIGHT };
    let color = if is_hovered { palette.text } else { palette.dim };
    let at = pos2(rect.left() + 10.0, rect.center().y);
    ui.painter().text(at, Align2::CENTER_CENTER, mark, icon_font(12.0), color);
}

pub(super) fn paint(
    ui: &Ui,
    palette: &Palette,
    bridge: &BridgeChart,
    room: &BridgeLayout,
    lines: &[BridgeRow],
    at: Option<usize>,
) {
    let (low, high, is_cut) = reach(lines);
    let scale = ValueScale { low, high, x: room.plot };
    let bars: Vec<Rect> = (0..lines.len()).map(|idx| bar(room, &scale, idx, &lines[idx])).collect();
    if !is_cut {
        ui.painter().vline(scale.at(0.0), room.rect.y_range(), Stroke::new(1.0, palette.line));
    }
    for (idx, line) in lines.iter().enumerate() {
        if at == Some(idx) {
            let ground = room.row(idx).expand2(vec2(4.0, 0.0));
            ui.painter().rect_filled(ground, CornerRadius::same(4), palette.window);
        }
        if idx > 0 {
            let x = scale.at(if line.is_sum() { line.value } else { line.from_to.0 });
            let gap = bars[idx - 1].bottom()..=bars[idx].top();
            if room.is_wide {
                ui.painter().vline(x, gap, Stroke::new(1.0, palette.faint));
            }
        }
        paint_bar(ui, palette, bridge, line, bars[idx]);
        if is_cut && line.is_sum() {
            paint_cut(ui, palette, bars[idx], line.value > 0.0);
        }
        paint_words(ui, palette, bridge, room, idx, line);
    }
}

fn bar(room: &BridgeLayout, scale: &ValueScale, idx: usize, line: &BridgeRow) -> Rect {
    let row = room.row(idx);
    let (from, to) = (scale.at(line.from_to.0), scale.at(line.from_to.1));
    let height = if line.is_part() { 8.0 } else { 14.0 };
    let middle = if room.is_wide { row.center().y } else { row.bottom() - 13.0 };
    let (left, right) = (from.min(to), from.max(to));
    // Nothing is a line, not a gap.
    let right = right.max(left + 1.5);
    Rect::from_x_y_ranges(left..=right, middle - height / 2.0..=middle + height / 2.0)
}

fn paint_bar(ui: &Ui, palette: &Palette, bridge: &BridgeChart, line: &BridgeRow, bar: Rect) {
    let color = bridge.shown(palette, line).1;
    let corner = CornerRadius::same(2);
    if line.is_unfolded {
        // What it is made of is told below it; it remains as their frame.
        let edge = Stroke::new(1.0, color);
        ui.painter().rect(bar, corner, palette.wash(color), edge, StrokeKind::Inside);
    } else {
        ui.painter().rect_filled(bar, corner, color);
    }
}

/// Two slanted lines of the ground across the beginning of a bar: it begins further off than it shows.
fn paint_cut(ui: &Ui, palette: &Palette, bar: Rect, is_positive: bool) {
    let x = if is_positive { bar.left() + 12.0 } else { bar.right() - 12.0 };
    for shift in [-2.5, 2.5] {
        let ends = [pos2(x + shift - 3.0, bar.bottom() + 2.0), pos2(x + shift + 3.0, bar.top() - 2.0)];
        ui.painter().add(Shape::line_segment(ends, Stroke::new(2.0, palette.panel)));
    }
}

fn paint_words(
    ui: &Ui,
    palette: &Palette,
    bridge: &BridgeChart,
    room: &BridgeLayout,
    idx: usize,
    line: &BridgeRow,
) {
    let row = room.row(idx);
    let y = if room.is_wide { row.center().y } else { row.top() + 13.0 };
    let size = type_size::CAPTION;
    let font = if line.is_sum() { strong_font(size) } else { plain_font(size) };
    let color = if line.is_part() { palette.dim } else { palette.text };
    let left = room.name.min + room.fold + if line.is_part() { 10.0 } else { 0.0 };
    elided(ui, pos2(left, y), room.name.max - left, line.name, font.clone(), color);
    let (shown, color) = bridge.shown(palette, line);
    let color = if line.color.is_some() { palette.text } else { palette.as_text(color) };
    let figure = Align2::RIGHT_CENTER;
    ui.painter().text(pos2(row.right(), y), figure, shown, font, color);
}
