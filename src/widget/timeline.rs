//! Bars under a chart, on its months: what begins when. A bar can be dragged to begin in another month.

use egui::{Color32, CornerRadius, CursorIcon, Id, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::fan_chart::TimeAxis;
use super::{elided, focus_ring};
use crate::theme::{Palette, plain_font, type_size};

/// One bar.
pub struct Bar {
    /// Its words.
    pub label: String,
    /// What a screen reader calls it.
    pub name: String,
    /// When it begins, in months from the first.
    pub from: f64,
    /// When it ends, if it does.
    pub to: Option<f64>,
    /// Its color.
    pub color: Color32,
}

/// The height of a bar with the space under it.
pub const BAR_HEIGHT: f32 = 22.0;

/// Shows the bars; returns which one was moved by the hand, and by how many months since the last frame.
pub fn timeline(
    ui: &mut Ui,
    palette: &Palette,
    id: Id,
    time: &TimeAxis,
    bars: &[Bar],
) -> Option<(usize, i32)> {
    let mut moved = None;
    ui.spacing_mut().item_spacing.y = 0.0;
    for (idx, bar) in bars.iter().enumerate() {
        let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), BAR_HEIGHT), Sense::hover());
        let from = time.x(bar.from);
        let to = time.x(bar.to.unwrap_or(f64::INFINITY)).max(from + 3.0);
        let rect = Rect::from_min_max(pos2(from, row.top() + 2.0), pos2(to, row.bottom() - 2.0));
        let touch = rect.with_max_x(to.max(from + 12.0));
        let response = ui.interact(touch, id.with(idx), Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::labeled(Role::Slider, true, &bar.name));
        let fill = palette.wash(bar.color);
        let corner = CornerRadius::same(3);
        let hovered = if response.hovered() || response.dragged() { 0.12 } else { 0.0 };
        ui.painter().rect_filled(rect, corner, fill.lerp_to_gamma(bar.color, hovered));
        ui.painter().rect_filled(rect.with_max_x(from + 3.0), CornerRadius::ZERO, bar.color);
        paint_label(ui, palette, bar, rect, row);
        focus_ring(ui, &response, palette.accent);
        let steps = dragged_months(ui, &response, time).or_else(|| stepped_months(ui, &response));
        moved = steps.filter(|months| *months != 0).map(|months| (idx, months)).or(moved);
        response.on_hover_and_drag_cursor(CursorIcon::ResizeHorizontal);
    }
    moved
}

/// The label stands in its bar; where that is too short right of it, or else left; else it is cut.
fn paint_label(ui: &Ui, palette: &Palette, bar: &Bar, rect: Rect, row: Rect) {
    let font = plain_font(type_size::CAPTION);
    let width = super::elided_galley(ui, f32::INFINITY, &bar.label, font.clone(), palette.text).size().x;
    let inside = rect.width() - 16.0;
    let (left, room) = match () {
        () if inside >= width => (rect.left() + 9.0, inside),
        () if row.right() - rect.right() >= width + 8.0 => (rect.right() + 6.0, width + 2.0),
        () if rect.left() - row.left() >= width + 8.0 => (rect.left() - width - 8.0, width + 2.0),
        () => (rect.left() + 9.0, inside),
    };
    elided(ui, pos2(left, rect.center().y), room, &bar.label, font, palette.text);
}

/// Whole months that the hand went on since the last frame in which the bar moved.
fn dragged_months(ui: &Ui, response: &egui::Response, time: &TimeAxis) -> Option<i32> {
    let total = response.dragged().then(|| response.total_drag_delta()).flatten()?;
    let months = (total.x / time.month_width().max(1.0)).round() as i32;
    let id = response.id.with("months");
    let before = if response.drag_started() { 0 } else { ui.data(|data| data.get_temp(id)).unwrap_or(0) };
    ui.data_mut(|data| data.insert_temp(id, months));
    Some(months - before)
}

fn stepped_months(ui: &Ui, response: &egui::Response) -> Option<i32> {
    if !response.has_focus() {
        return None;
    }
    ui.memory_mut(|memory| {
        let filter = egui::EventFilter { horizontal_arrows: true, ..egui::EventFilter::default() };
        memory.set_focus_lock_filter(response.id, filter);
    });
    let count = |key| ui.input_mut(|input| input.count_and_consume_key(egui::Modifiers::NONE, key) as i32);
    Some(count(egui::Key::ArrowRight) - count(egui::Key::ArrowLeft))
}
