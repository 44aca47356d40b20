//! A thin bar that fills as work is done.

use egui::{Response, Role, Sense, Ui, WidgetInfo, vec2};

use crate::theme::{CONTROL_HEIGHT, Palette};

/// The height of what is seen of it.
const THICKNESS: f32 = 4.0;

/// A bar that is `width` wide and filled up to `share`; a screen reader is told `name`.
pub fn progress_bar(ui: &mut Ui, palette: &Palette, name: &str, share: f64, width: f32) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(width.max(0.0), CONTROL_HEIGHT), Sense::hover());
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::ProgressIndicator, true, name);
        info.value = Some(share * 100.0);
        info
    });
    let bar = rect.shrink2(vec2(0.0, (rect.height() - THICKNESS) / 2.0));
    ui.painter().rect_filled(bar, THICKNESS / 2.0, palette.line);
    let filled = bar.with_max_x(bar.left() + bar.width() * share.clamp(0.0, 1.0) as f32);
    ui.painter().rect_filled(filled, THICKNESS / 2.0, palette.accent);
    response
}
