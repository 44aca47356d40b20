//! Bars under a chart, on its months: what begins when, and how long it lasts. A bar is dragged to begin in another month,
//! and its right edge to end in another.

use egui::{Color32, CornerRadius, CursorIcon, Id, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::fan_chart::TimeAxis;
use super::{elided, focus_ring};
use crate::theme::{Palette, plain_font, type_size};

/// One bar.
pub struct TimelineBar {
    /// Its words.
    pub label: String,
    /// What a screen reader calls it.
    pub name: String,
    /// When it begins, in months from the first.
    pub from: f64,
    /// When it ends, if it does.
    pub to: Option<f64>,
    /// Months until it has its full effect.
    pub ramp_months: f64,
    /// Its color.
    pub color: Color32,
    /// Months from the first at which a rule may begin to act on it.
    pub flags: Vec<f64>,
}

/// What was done to a bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimelineTouch {
    /// Its start moved by so many months, its end with it.
    Moved(i32),
    /// Its end moved by so many months.
    Stretched(i32),
    /// It was clicked.
    Taken,
}

/// The width of the right edge, where a bar is taken to be stretched.
const EDGE: f32 = 12.0;

/// The height of a bar with the space under it.
pub const BAR_HEIGHT: f32 = 22.0;

/// Shows the bars; returns which one was touched in this frame, and how.
pub fn timeline(
    ui: &mut Ui,
    palette: &Palette,
    id: Id,
    time: &TimeAxis,
    bars: &[TimelineBar],
) -> Option<(usize, TimelineTouch)> {
    let mut touched = None;
    ui.spacing_mut().item_spacing.y = 0.0;
    for (idx, bar) in bars.iter().enumerate() {
        let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), BAR_HEIGHT), Sense::hover());
        let touch = bar_ui(ui, palette, id.with(idx), time, bar, row);
        touched = touch.map(|touch| (idx, touch)).or(touched);
    }
    touched
}

fn bar_ui(
    ui: &Ui,
    palette: &Palette,
    id: Id,
    time: &TimeAxis,
    bar: &TimelineBar,
    row: Rect,
) -> Option<TimelineTouch> {
    let from = time.x(bar.from);
    let to = time.x(bar.to.unwrap_or(f64::INFINITY)).max(from + 3.0);
    let rect = Rect::from_min_max(pos2(from, row.top() + 2.0), pos2(to, row.bottom() - 2.0));
    let response = ui.interact(rect.with_max_x(to.max(from + 12.0)), id, Sense::click_and_drag());
    response.widget_info(|| WidgetInfo::labeled(Role::Slider, true, &bar.name));
    let edge = Rect::from_min_max(pos2(to - EDGE / 2.0, rect.top()), pos2(to + EDGE / 2.0, rect.bottom()));
    let end = ui.interact(edge, id.with("end"), Sense::DRAG);
    let is_alive = response.hovered() || response.dragged() || end.hovered() || end.dragged();
    let fill = palette.wash(bar.color).lerp_to_gamma(bar.color, if is_alive { 0.12 } else { 0.0 });
    paint_body(ui, palette, time, bar, rect, fill);
    ui.painter().rect_filled(rect.with_max_x(from + 3.0), CornerRadius::ZERO, bar.color);
    if is_alive {
        ui.painter().rect_filled(rect.with_min_x(to - 2.0), CornerRadius::ZERO, bar.color);
    }
    paint_label(ui, palette, bar, rect, row);
    paint_flags(ui, palette, time, bar, rect);
    focus_ring(ui, &response, palette.accent);
    let months = |months: &i32| *months != 0;
    let stretched = dragged_months(ui, &end, time).filter(months).map(TimelineTouch::Stretched);
    let moved = dragged_months(ui, &response, time).filter(months).map(TimelineTouch::Moved);
    let touch = stretched.or(moved).or_else(|| stepped(ui, &response));
    let taken = response.clicked().then_some(TimelineTouch::Taken);
    end.on_hover_and_drag_cursor(CursorIcon::ResizeEast);
    response.on_hover_and_drag_cursor(CursorIcon::Grab).on_hover_text(&bar.name);
    touch.or(taken)
}

/// The bar; where its effect comes slowly, paler above the slope on which it comes.
fn paint_body(ui: &Ui, palette: &Palette, time: &TimeAxis, bar: &TimelineBar, rect: Rect, fill: Color32) {
    let full = time.x(bar.from + bar.ramp_months).max(rect.left()).min(rect.right());
    if full <= rect.left() + 4.0 {
        ui.painter().rect_filled(rect, CornerRadius::same(3), fill);
        return;
    }
    ui.painter().rect_filled(rect, CornerRadius::same(3), palette.panel.lerp_to_gamma(fill, 0.5));
    let corners = vec![rect.left_bottom(), pos2(full, rect.top()), rect.right_top(), rect.right_bottom()];
    ui.painter().add(egui::Shape::convex_polygon(corners, fill, egui::Stroke::NONE));
}

/// The label stands in its bar; where that is too short right of it, or else left; else it is cut where there is most room.
fn paint_label(ui: &Ui, palette: &Palette, bar: &TimelineBar, rect: Rect, row: Rect) {
    let font = plain_font(type_size::CAPTION);
    let width = super::elided_galley(ui, f32::INFINITY, &bar.label, font.clone(), palette.text).size().x;
    let inside = rect.width() - 16.0;
    let (left, room) = match () {
        () if inside >= width => (rect.left() + 9.0, inside),
        () if row.right() - rect.right() >= width + 8.0 => (rect.right() + 6.0, width + 2.0),
        () if rect.left() - row.left() >= width + 8.0 => (rect.left() - width - 8.0, width + 2.0),
        // Past the end of the bar there is nothing to cover.
        () if row.right() - rect.left() - 12.0 >= width => (rect.left() + 9.0, width + 2.0),
        () if inside >= (row.right() - rect.right()).max(rect.left() - row.left()) - 8.0 => {
            (rect.left() + 9.0, inside)
        }
        () if row.right() - rect.right() >= rect.left() - row.left() => {
            (rect.right() + 6.0, row.right() - rect.right() - 8.0)
        }
        () => (row.left(), rect.left() - row.left() - 8.0),
    };
    elided(ui, pos2(left, rect.center().y), room, &bar.label, font, palette.text);
}

/// A flag at each month from which a rule may act.
fn paint_flags(ui: &Ui, palette: &Palette, time: &TimeAxis, bar: &TimelineBar, rect: Rect) {
    for flag in &bar.flags {
        // A bar may be shorter than its flag.
        let x = time.x(*flag).min(rect.right() - 10.0).max(rect.left() + 4.0);
        let (top, bottom) = (rect.top() - 1.0, rect.bottom());
        ui.painter().vline(x, top..=bottom, egui::Stroke::new(1.5, palette.text));
        let cloth = vec![pos2(x, top), pos2(x + 9.0, top + 4.0), pos2(x, top + 8.0)];
        ui.painter().add(egui::Shape::convex_polygon(cloth, palette.shock, egui::Stroke::NONE));
    }
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

/// The arrow keys move a bar by months; with Shift they stretch it.
fn stepped(ui: &Ui, response: &egui::Response) -> Option<TimelineTouch> {
    if !response.has_focus() {
        return None;
    }
    ui.memory_mut(|memory| {
        let filter = egui::EventFilter { horizontal_arrows: true, ..egui::EventFilter::default() };
        memory.set_focus_lock_filter(response.id, filter);
    });
    let count = |modifiers| {
        let of = |key| ui.input_mut(|input| input.count_and_consume_key(modifiers, key) as i32);
        of(egui::Key::ArrowRight) - of(egui::Key::ArrowLeft)
    };
    let (stretched, moved) = (count(egui::Modifiers::SHIFT), count(egui::Modifiers::NONE));
    match (stretched, moved) {
        (0, 0) => None,
        (0, months) => Some(TimelineTouch::Moved(months)),
        (months, _) => Some(TimelineTouch::Stretched(months)),
    }
}
