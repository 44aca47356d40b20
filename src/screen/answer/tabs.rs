//! The tabs between the views of the answer.

use egui::{CornerRadius, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use crate::command::{Aspect, Command};
use crate::desk::Desk;
use crate::desk::tour::TourStop;
use crate::theme::{plain_font, strong_font, type_size};
use crate::widget::focus_ring;

const HEIGHT: f32 = 34.0;
/// The gap between two tabs where there is room for it, and the least.
const GAPS: (f32, f32) = (20.0, 8.0);

/// Shows the tabs over the whole width; in a narrow window they stand closer, and wrap where that is not enough.
pub fn tabs_ui(ui: &mut Ui, desk: &mut Desk) {
    let names: Vec<&str> = Aspect::ALL.iter().map(|aspect| desk.words.get(aspect.name())).collect();
    let width = |name: &&str| {
        let font = strong_font(type_size::BODY);
        ui.painter().layout_no_wrap((*name).to_owned(), font, desk.palette.text).size().x
    };
    let widths: Vec<f32> = names.iter().map(width).collect();
    let spare = ui.available_width() - widths.iter().sum::<f32>();
    let gap = (spare / names.len() as f32).clamp(GAPS.1, GAPS.0);
    let right = ui.max_rect().right();
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing = vec2(gap, 0.0);
        ui.horizontal_wrapped(|ui| {
            for ((aspect, name), width) in Aspect::ALL.into_iter().zip(names).zip(widths) {
                tab_ui(ui, desk, aspect, name, width);
            }
        });
    });
    let bottom = ui.min_rect().bottom();
    ui.painter().hline(ui.max_rect().left()..=right, bottom, Stroke::new(1.0, desk.palette.line));
}

fn tab_ui(ui: &mut Ui, desk: &mut Desk, aspect: Aspect, name: &str, width: f32) {
    let (rect, response) = ui.allocate_exact_size(vec2(width, HEIGHT), Sense::click());
    let is_chosen = desk.view.aspect == aspect;
    if aspect == Aspect::WhatToDo {
        desk.view.tour.see(TourStop::WhatToDo, rect);
    }
    // The rail has places of the same names.
    let told = desk.words.with("aspect.tab", &[("name", name)]);
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, is_chosen, &told));
    let color = match () {
        () if is_chosen => desk.palette.text,
        () if response.hovered() => desk.palette.text,
        () => desk.palette.dim,
    };
    let font = if is_chosen { strong_font(type_size::BODY) } else { plain_font(type_size::BODY) };
    ui.painter().text(rect.center(), egui::Align2::CENTER_CENTER, name, font, color);
    if is_chosen {
        let bar = Rect::from_min_max(pos2(rect.left(), rect.bottom() - 2.0), rect.right_bottom());
        ui.painter().rect_filled(bar, CornerRadius::ZERO, desk.palette.accent);
    }
    focus_ring(ui, &response, desk.palette.accent);
    if response.clicked() {
        desk.commands.push(Command::See(aspect));
    }
}
