//! Rows of choices: of which one holds, or any number.

use egui::{Align2, CornerRadius, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use super::focus_ring;
use crate::theme::{CONTROL_HEIGHT, GAP_LARGE, Palette, plain_font, strong_font, type_size};

/// One choice of a row; returns its response.
pub fn chip(ui: &mut Ui, palette: &Palette, words: &str, is_chosen: bool) -> Response {
    let font = if is_chosen { strong_font(type_size::BODY) } else { plain_font(type_size::BODY) };
    let color = if is_chosen { palette.accent } else { palette.dim };
    let galley = ui.painter().layout_no_wrap(words.to_owned(), font, color);
    let size = vec2(galley.size().x + 22.0, CONTROL_HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_chosen, words));
    if is_chosen || response.hovered() {
        ui.painter().rect_filled(rect, 4.0, if is_chosen { palette.accent_wash } else { palette.window });
    }
    let letters = Align2::CENTER_CENTER.anchor_size(rect.center(), galley.size());
    ui.painter().galley(letters.min, galley, color);
    focus_ring(ui, &response, palette.accent);
    response
}

/// The height of a choice with an edge.
const PILL_HEIGHT: f32 = 24.0;

/// A choice with an edge, small enough to stand among many others; returns its response.
pub fn pill(ui: &mut Ui, palette: &Palette, words: &str, is_chosen: bool) -> Response {
    let color = if is_chosen { palette.accent } else { palette.dim };
    let galley = ui.painter().layout_no_wrap(words.to_owned(), plain_font(type_size::TABLE), color);
    let size = vec2(galley.size().x + 2.0 * GAP_LARGE - 4.0, PILL_HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_chosen, words));
    let is_alive = is_chosen || response.hovered();
    let fill = if is_alive { palette.accent_wash } else { palette.panel };
    let edge = if is_chosen { palette.accent } else { palette.line };
    let corner = CornerRadius::same((PILL_HEIGHT / 2.0) as u8);
    ui.painter().rect(rect, corner, fill, Stroke::new(1.0, edge), StrokeKind::Inside);
    let letters = Align2::CENTER_CENTER.anchor_size(rect.center(), galley.size());
    ui.painter().galley(letters.min, galley, color);
    focus_ring(ui, &response, palette.accent);
    response
}
