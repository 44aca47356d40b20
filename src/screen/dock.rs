//! The foot of the editor, where the field in hand explains itself whatever the page above it shows.

use egui::{Id, Rect, ScrollArea, Stroke, Ui, UiBuilder};
use sortie_engine::plan::Plan;

use crate::command::RailPlace;
use crate::desk::Desk;
use crate::edit::hand::{hand_card_ui, hand_ui, has_hand};
use crate::theme::{GAP, GAP_LARGE};
use crate::widget::follow_focus;

/// A lower editor has no room for a foot: the field then explains itself at the end of the page.
const LEAST_HEIGHT: f32 = 440.0;
/// The most of the editor that its foot takes.
const MOST: f32 = 0.46;
/// The foot's height until its content has been measured.
const FIRST: f32 = 280.0;

/// Shows `page` with the field in hand below it.
pub fn page_over_hand_ui(
    ui: &mut Ui,
    desk: &mut Desk,
    plan: &mut Plan,
    page: impl FnOnce(&mut Ui, &mut Desk, &mut Plan),
) {
    let room = ui.available_rect_before_wrap();
    let id = Id::unique("foot of the editor");
    let is_docked = !is_sheet(desk) && has_hand(desk, plan) && room.height() >= LEAST_HEIGHT;
    let wanted = ui.data(|data| data.get_temp(id)).unwrap_or(FIRST);
    let height = if is_docked { f32::min(wanted, room.height() * MOST) } else { 0.0 };
    let above = room.with_max_y(room.bottom() - height);
    ui.scope_builder(UiBuilder::new().max_rect(above), |ui| {
        ui.set_clip_rect(ui.clip_rect().intersect(above.expand2(egui::vec2(GAP_LARGE, 0.0))));
        let scroll = ScrollArea::vertical().id_salt(desk.view.place as usize).auto_shrink(false);
        scroll.show(ui, |ui| {
            ui.set_width(ui.available_width() - 10.0);
            page(ui, desk, plan);
            if !is_docked && !is_sheet(desk) && has_hand(desk, plan) {
                hand_card_ui(ui, desk, plan);
            }
            follow_focus(ui);
            ui.add_space(crate::theme::GAP_PAGE);
        });
    });
    // The page may have become the sheet in this frame.
    if is_docked && !is_sheet(desk) {
        let foot = room.with_min_y(above.bottom());
        let needed = foot_ui(ui, desk, plan, foot);
        if (needed - wanted).abs() > 0.5 {
            ui.data_mut(|data| data.insert_temp(id, needed));
            ui.ctx().request_repaint();
        }
    }
}

/// Whether the sheet of channels is open, which shows the field in hand itself.
fn is_sheet(desk: &Desk) -> bool {
    desk.view.place == RailPlace::Channels && desk.view.channels.is_sheet_open
}

/// Shows the foot in `rect`; returns the height that it would like.
fn foot_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, rect: Rect) -> f32 {
    // The ground reaches over the page's own margins to the edges of the editor.
    let ground = Rect::everything_below(rect.top()).intersect(ui.clip_rect());
    ui.painter().rect_filled(ground, 0.0, desk.palette.panel);
    ui.painter().hline(ground.x_range(), ground.top(), Stroke::new(1.0, desk.palette.line));
    let inner = rect.with_min_y(rect.top() + GAP);
    let shown = ui.scope_builder(UiBuilder::new().max_rect(inner), |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        let scroll = ScrollArea::vertical().id_salt("foot").auto_shrink(false);
        scroll.show(ui, |ui| {
            ui.set_width(ui.available_width() - 10.0);
            hand_ui(ui, desk, plan);
            follow_focus(ui);
            ui.add_space(GAP);
        })
    });
    shown.inner.content_size.y + GAP
}
