//! A card: a ground of its own with a line around it.

use egui::{CornerRadius, Frame, InnerResponse, Margin, Stroke, Ui};

use crate::theme::{CARD_RADIUS, GAP_LARGE, Palette};

/// Shows `content` on a card as wide as there is room.
pub fn card_ui<R>(ui: &mut Ui, palette: &Palette, content: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    padded_card_ui(ui, palette, Margin::same(GAP_LARGE as i8), content)
}

/// Shows `content` on a card with `margin` inside.
pub fn padded_card_ui<R>(
    ui: &mut Ui,
    palette: &Palette,
    margin: Margin,
    content: impl FnOnce(&mut Ui) -> R,
) -> InnerResponse<R> {
    let frame = Frame::new()
        .fill(palette.panel)
        .stroke(Stroke::new(1.0, palette.line))
        .corner_radius(CornerRadius::same(CARD_RADIUS))
        .inner_margin(margin);
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        content(ui)
    })
}
