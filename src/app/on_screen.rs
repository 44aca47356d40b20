//! The window as it opens, brought onto its screen: a usual window is larger than the screen of a small laptop once the system
//! has taken its bars off it, and systems put a new window a little lower and further right than the last.

use egui::{Context, Rect, Vec2, ViewportCommand, vec2};

use super::App;

/// What a system keeps of a screen for its bars, and for the frame of a window, in points.
const BARS: Vec2 = vec2(0.0, 48.0);
const FRAME: Vec2 = vec2(16.0, 40.0);

impl App {
    /// Brings the window onto its screen, once, in the first frame in which the system tells of both.
    pub(super) fn come_onto_screen(&mut self, ctx: &Context) {
        if self.is_on_screen {
            return;
        }
        let seen = ctx.input(|input| {
            let viewport = input.viewport();
            let is_whole = viewport.maximized.or(viewport.fullscreen).unwrap_or_default();
            let window = viewport.inner_rect.map(|inner| (inner.size(), viewport.outer_rect));
            Some((window?, viewport.monitor_size?, is_whole))
        });
        let Some(((inner, outer), screen, is_whole)) = seen else { return };
        self.is_on_screen = true;
        if let Some(command) = way_onto(screen, inner, outer).filter(|_| !is_whole) {
            ctx.send_viewport_cmd(command);
        }
    }
}

/// What brings a window onto a screen of this size; nothing where it is there. Where a window stands is told of the first screen
/// alone, so that one beside that is left where it is.
fn way_onto(screen: Vec2, inner: Vec2, outer: Option<Rect>) -> Option<ViewportCommand> {
    let room = screen - BARS;
    let framed = inner + FRAME;
    if framed.x > screen.x || framed.y > room.y {
        return Some(ViewportCommand::Maximized(true));
    }
    let outer = outer?;
    let is_on_first = Rect::from_min_size(egui::Pos2::ZERO, screen).contains(outer.min);
    let reaches_beyond = outer.max.x > screen.x || outer.max.y > room.y;
    (is_on_first && reaches_beyond)
        .then(|| ViewportCommand::OuterPosition(((room - outer.size()) / 2.0).max(Vec2::ZERO).to_pos2()))
}

#[cfg(test)]
mod tests {
    use egui::pos2;

    use super::*;

    const USUAL: Vec2 = vec2(1_440.0, 900.0);

    fn framed_at(x: f32, y: f32) -> Option<Rect> {
        Some(Rect::from_min_size(pos2(x, y), USUAL + vec2(16.0, 39.0)))
    }

    #[test]
    fn a_window_larger_than_a_small_laptops_screen_fills_it() {
        for screen in [vec2(1_366.0, 768.0), vec2(1_440.0, 900.0), vec2(1_536.0, 864.0), vec2(1_280.0, 720.0)]
        {
            let way = way_onto(screen, USUAL.min(screen), framed_at(0.0, 0.0));
            assert_eq!(way, Some(ViewportCommand::Maximized(true)), "{screen:?}");
        }
    }

    #[test]
    fn a_window_that_was_put_too_low_comes_to_the_middle() {
        let way = way_onto(vec2(1_920.0, 1_080.0), USUAL, framed_at(182.0, 182.0));
        assert_eq!(way, Some(ViewportCommand::OuterPosition(pos2(232.0, 46.5))));
    }

    #[test]
    fn a_window_that_is_on_its_screen_stays_where_it_is() {
        let large = vec2(1_920.0, 1_080.0);
        assert_eq!(way_onto(large, USUAL, framed_at(26.0, 26.0)), None);
        assert_eq!(way_onto(large, USUAL, None), None, "the system does not tell where");
        assert_eq!(way_onto(large, USUAL, framed_at(2_000.0, 300.0)), None, "on a second screen");
    }
}
