//! Something that is on or off: a box with a tick, in the color of what it shows, and a switch.

use egui::{Align2, Color32, CornerRadius, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2};

use super::{focus_ring, ring};
use crate::theme::{Palette, icon, icon_font};

/// A box that holds a tick, filled with `color` while it is on.
pub fn tick(ui: &mut Ui, palette: &Palette, name: &str, is_on: bool, color: Color32) -> Response {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(24.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, is_on, name));
    let square = Rect::from_center_size(rect.center(), Vec2::splat(14.0));
    let corner = CornerRadius::same(3);
    if is_on {
        ui.painter().rect_filled(square, corner, color);
        let mark = if palette.is_dark { palette.window } else { palette.panel };
        ui.painter().text(square.center(), Align2::CENTER_CENTER, icon::CHECK, icon_font(11.0), mark);
    } else {
        let edge = if response.hovered() { palette.text } else { palette.faint };
        ui.painter().rect_stroke(square, corner, Stroke::new(1.0, edge), StrokeKind::Inside);
    }
    if response.has_focus() {
        ring(ui, rect, palette.accent);
    }
    response
}

/// A switch with `words` after it.
pub fn switch(ui: &mut Ui, palette: &Palette, name: &str, is_on: bool) -> Response {
    let (rect, response) = ui.allocate_exact_size(Vec2::new(34.0, 24.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Switch, true, is_on, name));
    let body = Rect::from_center_size(rect.center(), Vec2::new(28.0, 16.0));
    let fill = if is_on { palette.accent } else { palette.line };
    ui.painter().rect_filled(body, 8.0, fill);
    let x = if is_on { body.right() - 8.0 } else { body.left() + 8.0 };
    ui.painter().circle_filled(pos2(x, body.center().y), 6.0, if is_on { palette.panel } else { palette.faint });
    focus_ring(ui, &response, palette.accent);
    response
}

