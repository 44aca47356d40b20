//! A list of what differs between two plans, in a sheet.

use egui::{RichText, ScrollArea, Ui};

use crate::desk::Desk;
use crate::theme::{plain_font, type_size};
use crate::widget::follow_focus;

/// The most height that the list takes.
const MAX_HEIGHT: f32 = 220.0;

/// Shows the lines, which scroll where there are many; `name` tells lists of one sheet apart.
pub(super) fn differences_ui(ui: &mut Ui, desk: &Desk, name: &str, lines: &[String]) {
    let height = MAX_HEIGHT.min(ui.ctx().content_rect().height() * 0.35);
    let area = ScrollArea::vertical().id_salt(name).max_height(height).auto_shrink([false, true]);
    area.show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 3.0;
        for line in lines {
            let letters = RichText::new(line).font(plain_font(type_size::TABLE)).color(desk.palette.text);
            crate::widget::lines::wrapped(ui, letters);
        }
        follow_focus(ui);
    });
}
