//! Buttons: an icon alone, words like a link, and the one that is meant.

use egui::{Button, Response, RichText, Role, Sense, Ui, Vec2, WidgetInfo};

use super::focus_ring;
use crate::theme::{CONTROL_HEIGHT, Palette, icon_font, plain_font, strong_font, type_size};

/// A button that shows an icon and is called `name`.
pub fn icon_button(ui: &mut Ui, palette: &Palette, icon: char, name: &str, is_enabled: bool) -> Response {
    let size = Vec2::splat(CONTROL_HEIGHT);
    let sense = if is_enabled { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(size, sense);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, is_enabled, name));
    let color = match () {
        () if !is_enabled => palette.faint,
        () if response.hovered() || response.has_focus() => palette.text,
        () => palette.dim,
    };
    if is_enabled && response.hovered() {
        ui.painter().rect_filled(rect, 4.0, palette.accent_wash);
    }
    ui.painter().text(rect.center(), egui::Align2::CENTER_CENTER, icon, icon_font(type_size::ICON), color);
    focus_ring(ui, &response, palette.accent);
    response.on_hover_text(name)
}

/// Words that can be pressed, without a frame.
pub fn link_button(ui: &mut Ui, palette: &Palette, words: &str) -> Response {
    let letters = RichText::new(words).font(plain_font(type_size::BODY)).color(palette.accent);
    let response = ui.add(Button::new(letters).frame(false).min_size(Vec2::new(0.0, CONTROL_HEIGHT)));
    focus_ring(ui, &response, palette.accent);
    response
}

/// As [`link_button`], small enough to stand at the end of a caption.
pub fn small_link_button(ui: &mut Ui, palette: &Palette, words: &str) -> Response {
    let letters = RichText::new(words).font(plain_font(type_size::CAPTION)).color(palette.accent);
    let response = ui.add(Button::new(letters).frame(false).small());
    focus_ring(ui, &response, palette.accent);
    response
}

/// The button of a question that is meant: filled.
pub fn main_button(ui: &mut Ui, palette: &Palette, words: &str) -> Response {
    let letters = RichText::new(words).font(strong_font(type_size::BODY)).color(palette.panel);
    let button = Button::new(letters).fill(palette.accent).min_size(Vec2::new(72.0, CONTROL_HEIGHT));
    ui.scope(|ui| {
        ui.visuals_mut().widgets.hovered.fg_stroke.color = palette.panel;
        let response = ui.add(button);
        if response.has_focus() {
            let outer = response.rect.expand(3.0);
            let stroke = egui::Stroke::new(crate::theme::FOCUS_RING, palette.accent);
            ui.painter().rect_stroke(outer, 6.0, stroke, egui::StrokeKind::Outside);
        }
        response
    })
    .inner
}

/// A plain button with a frame.
pub fn plain_button(ui: &mut Ui, words: &str) -> Response {
    ui.add(Button::new(words).min_size(Vec2::new(72.0, CONTROL_HEIGHT)))
}
