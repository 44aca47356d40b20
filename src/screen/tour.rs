//! The tour: what stands in the light is told about, beside it; the rest waits in the dark.

use egui::{
    Align, Area, CornerRadius, Frame, Id, Key, Label, LayerId, Layout, Margin, Modal, Modifiers, Order, Pos2,
    Rect, RichText, Stroke, StrokeKind, Ui, UiKind, pos2, vec2,
};

use crate::command::{Aspect, Command};
use crate::desk::Desk;
use crate::desk::tour::TourStop;
use crate::edit::editor::caption_ui;
use crate::theme::{CARD_RADIUS, FOCUS_RING, GAP, GAP_LARGE, GAP_PAGE, plain_font, strong_font, type_size};
use crate::widget::button::{main_button, plain_button};

/// The width of what is told.
const WIDTH: f32 = 340.0;
/// About its height, to find a place for it.
const HEIGHT: f32 = 190.0;

/// What the seller wants of a stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    Step(isize),
    End,
}

/// Shows the stop that the tour is at.
pub fn tour_ui(ui: &Ui, desk: &mut Desk) {
    let Some(stop) = desk.view.tour.at else { return };
    // Where a stop is not drawn yet, the next frame knows its place.
    let Some(place) = desk.view.tour.place(stop) else { return ui.ctx().request_repaint() };
    light(ui, desk, place);
    let palette = desk.palette;
    let at = beside(place, ui.ctx().content_rect());
    let area = Area::new(Id::unique("tour")).kind(UiKind::Modal).order(Order::Foreground).fixed_pos(at);
    let frame = Frame::new()
        .fill(palette.raised)
        .stroke(Stroke::new(1.0, palette.line))
        .corner_radius(CornerRadius::same(CARD_RADIUS))
        .inner_margin(Margin::same(GAP_PAGE as i8));
    let modal = Modal::new(Id::unique("tour")).area(area).frame(frame);
    let shown = modal.backdrop_color(egui::Color32::TRANSPARENT).show(ui.ctx(), |ui| {
        ui.set_width(WIDTH);
        told_ui(ui, desk, stop)
    });
    let is_left = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
    match shown.inner.or(is_left.then_some(Turn::End)) {
        Some(Turn::Step(by)) => desk.view.tour.at = stop.step(by),
        Some(Turn::End) => desk.view.tour.at = None,
        None => {}
    }
}

/// Leaves one place in the light.
fn light(ui: &Ui, desk: &Desk, place: Rect) {
    let painter = ui.ctx().layer_painter(LayerId::new(Order::Middle, Id::unique("tour light")));
    let all = ui.ctx().content_rect();
    let lit = place.expand(6.0).intersect(all);
    let dark = desk.palette.backdrop();
    for rect in [
        Rect::from_min_max(all.min, pos2(all.right(), lit.top())),
        Rect::from_min_max(pos2(all.left(), lit.bottom()), all.max),
        Rect::from_min_max(pos2(all.left(), lit.top()), pos2(lit.left(), lit.bottom())),
        Rect::from_min_max(pos2(lit.right(), lit.top()), pos2(all.right(), lit.bottom())),
    ] {
        painter.rect_filled(rect, CornerRadius::ZERO, dark);
    }
    let edge = Stroke::new(FOCUS_RING, desk.palette.accent);
    painter.rect_stroke(lit, CornerRadius::same(CARD_RADIUS), edge, StrokeKind::Outside);
}

/// Below the place, right of it, above it, or else in its lower right corner.
fn beside(place: Rect, all: Rect) -> Pos2 {
    let size = vec2(WIDTH + 2.0 * GAP_PAGE, HEIGHT);
    let gap = GAP_PAGE;
    let places = [
        pos2(place.left(), place.bottom() + gap),
        pos2(place.right() + gap, place.top()),
        pos2(place.left(), place.top() - gap - size.y),
    ];
    let fits = |at: &Pos2| all.contains_rect(Rect::from_min_size(*at, size));
    places.into_iter().find(fits).unwrap_or(place.intersect(all).right_bottom() - size - vec2(gap, gap))
}

fn told_ui(ui: &mut Ui, desk: &mut Desk, stop: TourStop) -> Option<Turn> {
    let words = desk.words;
    let (title, text) = match stop {
        TourStop::Answer => ("tour.answer", "tour.answer_told"),
        TourStop::Views => ("tour.views", "tour.views_told"),
        TourStop::Numbers => ("tour.numbers", "tour.numbers_told"),
        TourStop::WhatToDo => ("tour.best", "tour.best_told"),
    };
    let letters =
        RichText::new(words.get(title)).font(strong_font(type_size::TITLE)).color(desk.palette.text);
    ui.add(Label::new(letters).wrap());
    let letters = RichText::new(words.get(text)).font(plain_font(type_size::BODY)).color(desk.palette.text);
    ui.add(Label::new(letters).wrap());
    ui.add_space(GAP);
    let mut turn = None;
    ui.horizontal(|ui| {
        let [n, all] = [stop as usize + 1, TourStop::ALL.len()].map(|n| n.to_string());
        caption_ui(ui, desk, &words.with("tour.step", &[("n", &n), ("all", &all)]));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = GAP_LARGE;
            let is_last = stop.step(1).is_none();
            let onward = words.get(if is_last { "tour.best_go" } else { "tour.next" });
            let next = main_button(ui, desk.palette, onward);
            if ui.memory(|memory| memory.focused().is_none()) {
                next.request_focus();
            }
            if next.clicked() {
                if is_last {
                    desk.commands.push(Command::See(Aspect::WhatToDo));
                }
                turn = Some(Turn::Step(1));
            }
            if stop.step(-1).is_some() && plain_button(ui, words.get("tour.back")).clicked() {
                turn = Some(Turn::Step(-1));
            }
            if plain_button(ui, words.get("tour.end")).clicked() {
                turn = Some(Turn::End);
            }
        });
    });
    turn
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_stands_within_the_window_wherever_its_place_is() {
        for all in [vec2(1024.0, 640.0), vec2(1440.0, 900.0), vec2(720.0, 450.0)] {
            let all = Rect::from_min_size(Pos2::ZERO, all);
            let size = vec2(WIDTH + 2.0 * GAP_PAGE, HEIGHT);
            for place in [
                Rect::from_min_max(pos2(80.0, 60.0), pos2(500.0, 110.0)),
                Rect::from_min_max(pos2(68.0, 44.0), pos2(490.0, all.bottom())),
                all,
            ] {
                let told = Rect::from_min_size(beside(place, all), size);
                assert!(all.contains_rect(told), "{all:?} {place:?} {told:?}");
            }
        }
    }
}
