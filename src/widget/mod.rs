//! Pieces that take values and return a response; they know no plan.

pub mod bridge;
pub mod button;
pub mod card;
pub mod change;
pub mod chips;
pub mod dots;
pub mod fan_chart;
pub mod field;
pub mod flow;
pub mod grid;
mod hand;
pub mod lines;
pub mod mini_curve;
pub mod note;
pub mod progress_bar;
pub mod prose;
pub mod range_strip;
pub mod read_out;
pub mod roving;
mod scale;
pub mod spread_picture;
pub mod stack;
pub mod strip;
pub mod table;
pub mod tick;
pub mod timeline;
pub mod tornado;

use egui::text::{CCursor, CCursorRange};
use egui::{
    Color32, Context, CornerRadius, FontId, Id, Key, Popup, Pos2, Rect, Response, Stroke, StrokeKind,
    TextEdit, Ui,
};

use crate::theme::{CONTROL_RADIUS, FOCUS_RING};

/// Draws the ring that shows where the keyboard is.
pub fn focus_ring(ui: &Ui, response: &Response, color: Color32) {
    if response.has_focus() {
        ring(ui, response.rect, color);
    }
}

/// Draws a ring in `color` around `rect`.
pub fn ring(ui: &Ui, rect: Rect, color: Color32) {
    let corner = CornerRadius::same(CONTROL_RADIUS);
    ui.painter().rect_stroke(rect, corner, Stroke::new(FOCUS_RING, color), StrokeKind::Inside);
}

/// Frames in which what the keyboard has come to may still move, as when something above it folds.
const FOLLOWED: u8 = 6;

/// Notes at the start of a frame whether a menu is open; [`is_escaped`] needs to know.
pub fn note_menus(ctx: &Context) {
    let is_open = Popup::is_any_open(ctx);
    ctx.data_mut(|data| data.insert_temp(Id::unique("menu open"), is_open));
}

/// Whether Escape leaves what is shown. A menu that was open when the frame began has had that key to itself.
pub fn is_escaped(ctx: &Context) -> bool {
    let had_menu = ctx.data(|data| data.get_temp(Id::unique("menu open"))).unwrap_or(false);
    !had_menu && ctx.input(|input| input.key_pressed(Key::Escape))
}

/// Scrolls to the control that the keyboard has come to, if it stands in this page. To be called after the page's content.
pub fn follow_focus(ui: &Ui) {
    let focused = ui.memory(|memory| memory.focused());
    let key = ui.scope_id().with("focus");
    let (known, frames) = ui.data_mut(|data| data.get_temp::<(Option<Id>, u8)>(key)).unwrap_or((None, 0));
    let frames = if known == focused { frames.saturating_add(1) } else { 0 };
    ui.data_mut(|data| data.insert_temp(key, (focused, frames)));
    let response = focused.filter(|_| frames < FOLLOWED).and_then(|id| ui.ctx().read_response(id));
    let Some(response) = response.filter(|response| response.layer_id == ui.layer_id()) else { return };
    // What is seen elsewhere stands in another page: beside this one, or at the foot of the editor below it.
    let seen = response.interact_rect;
    let is_elsewhere = seen.is_positive() && !ui.clip_rect().intersects(seen);
    if !is_elsewhere && ui.clip_rect().x_range().contains(response.rect.center().x) {
        ui.scroll_to_rect_animation(response.rect, None, egui::style::ScrollAnimation::none());
    }
}

/// Draws `text` in at most `width`, with an ellipsis where it is longer; its left edge stands at `left_center`.
pub fn elided(ui: &Ui, left_center: Pos2, width: f32, text: &str, font: FontId, color: Color32) -> Rect {
    let galley = elided_galley(ui, width, text, font, color);
    let rect = egui::Align2::LEFT_CENTER.anchor_size(left_center, galley.size());
    ui.painter().galley(rect.min, galley, color);
    rect
}

/// The width of `text` on one line.
pub(crate) fn text_width(ui: &Ui, text: &str, font: FontId) -> f32 {
    elided_galley(ui, f32::INFINITY, text, font, Color32::PLACEHOLDER).size().x
}

/// Puts the mark of the text field `id` behind `text`, so that the next letter goes there.
pub fn mark_end(ctx: &Context, id: Id, text: &str) {
    let mut field = TextEdit::load_state(ctx, id).unwrap_or_default();
    field.clear_undoer();
    field.cursor.set_char_range(Some(CCursorRange::one(CCursor::new(text.chars().count()))));
    field.store(ctx, id);
}

/// Forgets what was typed into a text field the last time it had the keyboard, once it gets it again: to take back letters
/// means those of this time.
pub(crate) fn begin_anew(response: &Response) {
    if response.gained_focus()
        && let Some(mut field) = TextEdit::load_state(&response.ctx, response.id)
    {
        field.clear_undoer();
        field.store(&response.ctx, response.id);
    }
}

/// Keeps the arrow keys for the control `id` while it has the keyboard; they would lead to its neighbors.
pub(crate) fn keep_arrows(ui: &Ui, id: Id) {
    let arrows =
        egui::EventFilter { horizontal_arrows: true, vertical_arrows: true, ..egui::EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, arrows));
}

/// A text of more signs is a sentence, of which the end is left out; of a name it is the middle, since names that begin alike
/// end differently.
const LONGEST_NAME: usize = 64;

/// `text` on one line of at most `width`; what there is no room for is left out.
pub fn elided_galley(
    ui: &Ui,
    width: f32,
    text: &str,
    font: FontId,
    color: Color32,
) -> std::sync::Arc<egui::Galley> {
    let whole = ui.painter().layout_no_wrap(text.to_owned(), font.clone(), color);
    let n_signs = text.chars().count();
    // An amount without its middle would be another one.
    let is_amount = text.contains('$')
        || text
            .starts_with(|sign: char| sign.is_ascii_digit() || matches!(sign, '−' | '+' | '¥' | '€' | '£'));
    if whole.size().x <= width || n_signs > LONGEST_NAME || is_amount {
        let mut job = egui::text::LayoutJob::simple_singleline(text.to_owned(), font, color);
        job.wrap = egui::text::TextWrapping::truncate_at_width(width.max(0.0));
        return ui.painter().layout_job(job);
    }
    // The most signs that fit, found by halving.
    let (mut fits, mut too_many) = (0, n_signs);
    while fits + 1 < too_many {
        let half = usize::midpoint(fits, too_many);
        let shown = ui.painter().layout_no_wrap(without_middle(text, half), font.clone(), color);
        if shown.size().x <= width { fits = half } else { too_many = half }
    }
    ui.painter().layout_no_wrap(without_middle(text, fits), font, color)
}

/// So many signs of a name, of its beginning and of its end, around what was left out.
fn without_middle(name: &str, n_kept: usize) -> String {
    let signs: Vec<char> = name.chars().collect();
    let n_end = n_kept / 2;
    let begin: String = signs[..(n_kept - n_end).min(signs.len())].iter().collect();
    let end: String = signs[signs.len().saturating_sub(n_end)..].iter().collect();
    format!("{}\u{2026}{}", begin.trim_end(), end.trim_start())
}

#[cfg(test)]
mod tests {
    use super::without_middle;

    #[test]
    fn of_two_names_that_differ_late_the_difference_is_kept() {
        let names = ["All links closed, no response", "All links closed, combined plan"];
        assert_eq!(
            names.map(|name| without_middle(name, 12)),
            ["All li\u{2026}sponse", "All li\u{2026}d plan"]
        );
        assert_eq!(without_middle("Shop", 0), "\u{2026}");
    }
}
