//! A waterfall: a sum, what is taken from it step by step, and what is left.

use egui::{Align2, Color32, CornerRadius, Rect, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::elided;
use crate::theme::{Palette, plain_font, strong_font, type_size};

/// The height of a step.
const ROW: f32 = 22.0;

/// One step.
pub struct Step {
    /// What it is.
    pub name: String,
    /// Its amount as it is shown.
    pub shown: String,
    /// Where its bar begins and ends.
    pub from_to: (f64, f64),
    /// Its color.
    pub color: Color32,
    /// Whether it is a sum rather than something taken away.
    pub is_sum: bool,
}

/// Draws the steps, one below the other, on one scale.
pub fn waterfall(ui: &mut Ui, palette: &Palette, name: &str, steps: &[Step]) {
    let width = ui.available_width();
    let (rect, response) = ui.allocate_exact_size(vec2(width, ROW * steps.len() as f32), Sense::hover());
    response.widget_info(|| {
        let told: Vec<String> = steps.iter().map(|step| format!("{} {}", step.name, step.shown)).collect();
        WidgetInfo::labeled(egui::Role::Image, true, format!("{name}: {}", told.join(", ")))
    });
    let ends = || steps.iter().flat_map(|step| [step.from_to.0, step.from_to.1]);
    let (least, most) = (ends().fold(0.0, f64::min), ends().fold(f64::MIN_POSITIVE, f64::max));
    let plot = rect.x_range().min + width * 0.36..=rect.right() - 74.0;
    let x = |at: f64| plot.start() + ((at - least) / (most - least)) as f32 * (plot.end() - plot.start());
    ui.painter().vline(x(0.0), rect.y_range(), Stroke::new(1.0, palette.line));
    for (row, step) in steps.iter().enumerate() {
        let top = rect.top() + ROW * row as f32;
        let middle = top + ROW / 2.0;
        let font = if step.is_sum { strong_font(type_size::CAPTION) } else { plain_font(type_size::CAPTION) };
        elided(ui, pos2(rect.left(), middle), width * 0.36 - 6.0, &step.name, font.clone(), palette.text);
        let (from, to) = (x(step.from_to.0), x(step.from_to.1));
        let bar = Rect::from_x_y_ranges(
            from.min(to)..=from.max(to).max(from.min(to) + 1.0),
            top + 4.0..=top + ROW - 4.0,
        );
        ui.painter().rect_filled(bar, CornerRadius::same(2), step.color);
        let at = pos2(rect.right(), middle);
        ui.painter().text(at, Align2::RIGHT_CENTER, &step.shown, font, palette.text);
    }
}
