//! Which part of a chart the seller has in hand: the one under the pointer, or the one the arrow keys have come to.

use egui::{CursorIcon, Key, Modifiers, Rect, Response, Role, Sense, Ui, Vec2, WidgetInfo};

use super::keep_arrows;

/// A part of a chart, and what a screen reader says of it.
pub(super) struct ChartPart {
    pub rect: Rect,
    pub told: String,
}

/// What the seller does with the parts in this frame, by their places in the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct ChartHand {
    /// The part that is pointed at or walked to.
    pub at: Option<usize>,
    /// The part that was clicked, by the pointer or with Enter.
    pub clicked: Option<usize>,
    /// How often the arrow to the right (above 0) or left was pressed at `at`.
    pub sideways: i32,
}

/// Where the arrow keys have come to.
#[derive(Clone, Copy, Debug, Default)]
struct ArrowWalk {
    at: usize,
    is_shown: bool,
}

/// Which arrow keys lead from part to part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ArrowKeys {
    /// Up and down.
    Down,
    /// Left and right.
    Right,
}

/// Lets the parts be pointed at, clicked, and walked through while `chart` has the keyboard. The chart is one stop of
/// the Tab key, however many parts it has. `pointed` is a part of another shape than its rectangle that lies under the
/// pointer.
pub(super) fn take(
    ui: &Ui,
    chart: &Response,
    parts: &[ChartPart],
    way: ArrowKeys,
    pointed: Option<usize>,
) -> ChartHand {
    let by_pointer = chart.clicked_by(egui::PointerButton::Primary);
    let mut hand = ChartHand { at: pointed, clicked: pointed.filter(|_| by_pointer), sideways: 0 };
    for (idx, part) in parts.iter().enumerate() {
        let response = ui.interact(part.rect, chart.id.with(("part", idx)), Sense::CLICK);
        response.widget_info(|| WidgetInfo::labeled(Role::GraphicsSymbol, true, &part.told));
        if response.hovered() {
            hand.at = Some(idx);
        }
        if response.clicked() {
            hand.clicked = Some(idx);
        }
        response.on_hover_cursor(CursorIcon::PointingHand);
    }
    walk(ui, chart, parts.len(), way, hand)
}

/// What the arrow keys and Enter do, after what the pointer does.
fn walk(ui: &Ui, chart: &Response, n_parts: usize, way: ArrowKeys, mut hand: ChartHand) -> ChartHand {
    let key = chart.id.with("walk");
    let mut walk: ArrowWalk = ui.data(|data| data.get_temp(key)).unwrap_or_default();
    if hand.clicked.is_some() || chart.clicked_by(egui::PointerButton::Primary) {
        chart.request_focus();
    }
    let has_moved = ui.input(|input| input.pointer.delta() != Vec2::ZERO);
    if let Some(at) = hand.at.filter(|_| has_moved) {
        walk = ArrowWalk { at, is_shown: false };
    }
    if chart.has_focus() && n_parts > 0 {
        keep_arrows(ui, chart.id);
        let pressed = |key| ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key) as i32);
        let along = || pressed(Key::ArrowRight) - pressed(Key::ArrowLeft);
        let steps =
            if way == ArrowKeys::Right { along() } else { pressed(Key::ArrowDown) - pressed(Key::ArrowUp) };
        let last = n_parts - 1;
        if steps != 0 {
            // The first press comes to the part that was pointed at last, or to the first.
            let from = walk.at.min(last) as i32;
            let to = if walk.is_shown { from + steps } else { from };
            walk = ArrowWalk { at: to.max(0).min(last as i32) as usize, is_shown: true };
        }
        walk.at = walk.at.min(last);
        if walk.is_shown {
            hand.at = Some(walk.at);
            hand.sideways = if way == ArrowKeys::Down { along() } else { 0 };
            let by_key = chart.clicked() && !chart.clicked_by(egui::PointerButton::Primary);
            hand.clicked = hand.clicked.or(by_key.then_some(walk.at));
        }
    } else {
        walk.is_shown = false;
    }
    ui.data_mut(|data| data.insert_temp(key, walk));
    hand
}
