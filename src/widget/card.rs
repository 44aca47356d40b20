//! A card: a ground of its own with a line around it.

use egui::{CornerRadius, Frame, Id, InnerResponse, Margin, Modal, Stroke, Ui};

use crate::theme::{CARD_RADIUS, GAP_LARGE, GAP_PAGE, Palette};

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

/// A sheet that stands in front of everything else until it is answered.
pub fn sheet(name: &str, palette: &Palette) -> Modal {
    let frame = Frame::new()
        .fill(palette.raised)
        .stroke(Stroke::new(1.0, palette.line))
        .corner_radius(CornerRadius::same(CARD_RADIUS))
        .inner_margin(Margin::same(GAP_PAGE as i8 + 4));
    Modal::new(Id::unique(("sheet", name))).frame(frame).backdrop_color(palette.backdrop())
}
