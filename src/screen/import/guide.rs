//! Which files are worth exporting: what each kind of them tells a plan.

use egui::{RichText, Stroke, Ui, vec2};

use crate::desk::Desk;
use crate::edit::editor::{caption_ui, card_title_ui};
use crate::theme::{GAP, GAP_SMALL, plain_font, strong_font, type_size};
use crate::widget::card::card_ui;

/// What is exported, where it is found, and what a plan learns from it, by key.
const ROWS: [[&str; 3]; 4] = [
    ["guide.orders", "guide.orders_from", "guide.orders_tell"],
    ["guide.settled", "guide.settled_from", "guide.settled_tell"],
    ["guide.traffic", "guide.traffic_from", "guide.traffic_tell"],
    ["guide.ads", "guide.ads_from", "guide.ads_tell"],
];

/// The part of the width that each column takes.
const SHARES: [f32; 3] = [0.16, 0.42, 0.42];

/// Shows what each kind of file tells.
pub fn guide_ui(ui: &mut Ui, desk: &Desk) {
    card_ui(ui, desk.palette, |ui| {
        card_title_ui(ui, desk, desk.words.get("guide.title"));
        ui.add_space(GAP_SMALL);
        for row in ROWS {
            let line = ui.available_rect_before_wrap();
            ui.painter().hline(line.x_range(), line.top(), Stroke::new(1.0, desk.palette.line));
            ui.add_space(GAP);
            row_ui(ui, desk, row);
            ui.add_space(GAP);
        }
        caption_ui(ui, desk, desk.words.get("guide.how_many"));
    });
}

fn row_ui(ui: &mut Ui, desk: &Desk, row: [&'static str; 3]) {
    let width = ui.available_width() - 2.0 * GAP;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        for (place, (key, share)) in row.into_iter().zip(SHARES).enumerate() {
            let (font, color) = match place {
                0 => (strong_font(type_size::BODY), desk.palette.text),
                1 => (plain_font(type_size::TABLE), desk.palette.dim),
                _ => (plain_font(type_size::TABLE), desk.palette.text),
            };
            let letters = RichText::new(desk.words.get(key)).font(font).color(color);
            ui.allocate_ui(vec2(share * width, 0.0), |ui| {
                ui.set_width(share * width);
                crate::widget::lines::wrapped(ui, letters);
            });
        }
    });
}
