//! A row of choices of which one holds.

use egui::{Align2, Response, Role, Sense, Ui, WidgetInfo, vec2};

use super::focus_ring;
use crate::theme::{CONTROL_HEIGHT, Palette, plain_font, strong_font, type_size};

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
