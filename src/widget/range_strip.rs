//! A strip that shows where a value lies on what is typical.

use egui::{Sense, Stroke, Ui, pos2, vec2};

use crate::theme::Palette;

/// The height of the strip.
const HEIGHT: f32 = 22.0;

/// Draws low, typical and high as a bar with a mark, and `value` as a dot on it.
pub fn range_strip(ui: &mut Ui, palette: &Palette, [low, typical, high]: [f64; 3], value: f64) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::hover());
    let (from, to) = (low.min(value), high.max(value));
    let width = (to - from).max(f64::MIN_POSITIVE);
    let inner = rect.shrink2(vec2(10.0, 0.0));
    let x = |at: f64| inner.left() + ((at - from) / width).clamp(0.0, 1.0) as f32 * inner.width();
    let middle = rect.center().y;
    ui.painter().hline(rect.x_range(), middle, Stroke::new(1.0, palette.line));
    ui.painter().hline(x(low)..=x(high), middle, Stroke::new(7.0, palette.accent_wash));
    ui.painter().vline(x(typical), middle - 6.0..=middle + 6.0, Stroke::new(2.0, palette.accent));
    let dot = pos2(x(value), middle);
    ui.painter().circle(dot, 5.0, palette.text, Stroke::new(2.0, palette.panel));
}
