//! A small curve with one of its points marked, and what it says in words below.

use egui::{Pos2, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2};

use crate::theme::{Palette, plain_font, type_size};

/// The height of the curve.
const HEIGHT: f32 = 56.0;

/// Draws `values` from left to right and a dot on the one at `marked`; `words` say what they are.
pub fn mini_curve(ui: &mut Ui, palette: &Palette, words: &str, values: &[f64], marked: usize) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT + 18.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Image, true, words));
    let plot = rect.with_max_y(rect.top() + HEIGHT);
    let (least, most) = values.iter().fold((0.0_f64, f64::MIN_POSITIVE), |(a, b), x| (a.min(*x), b.max(*x)));
    let y = |x: f64| plot.bottom() - 2.0 - ((x - least) / (most - least)) as f32 * (plot.height() - 4.0);
    ui.painter().hline(plot.x_range(), y(0.0), Stroke::new(1.0, palette.line));
    let step = plot.width() / values.len().saturating_sub(1).max(1) as f32;
    let at = |(t, x): (usize, &f64)| -> Pos2 { pos2(plot.left() + step * t as f32, y(*x)) };
    let points: Vec<Pos2> = values.iter().enumerate().map(at).collect();
    if let Some(point) = points.get(marked) {
        ui.painter().circle_filled(*point, 3.0, palette.accent);
    }
    ui.painter().add(Shape::line(points, Stroke::new(2.0, palette.accent)));
    let font = plain_font(type_size::CAPTION);
    super::elided(ui, pos2(rect.left(), rect.bottom() - 8.0), rect.width(), words, font, palette.dim);
}
