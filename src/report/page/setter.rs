//! Sets one thing under another, and begins a new page where there is no room.

use egui::Color32;

use super::style::{LINE, PageStyle};
use crate::report::letters::{TextPiece, lines, width};
use crate::report::mark::{Mark, MarkedPage};
use crate::theme::Palette;

/// Where the next thing stands.
pub struct PageSetter<'a> {
    /// How pages are set.
    pub style: &'a PageStyle,
    /// The colors of paper.
    pub palette: &'static Palette,
    /// The pages so far.
    pub pages: Vec<MarkedPage>,
    /// The left edge of what is set.
    pub x: f32,
    /// How wide it is.
    pub width: f32,
    /// Where the next thing begins.
    pub y: f32,
    /// Where a new page begins again.
    pub top: f32,
    /// Below this nothing is set.
    pub bottom: f32,
    /// Whether there may be another page; what has no room on the last one is left out.
    pub may_turn: bool,
    /// Whether something was left out.
    pub is_cut: bool,
}

impl<'a> PageSetter<'a> {
    /// An empty first page.
    pub fn new(style: &'a PageStyle, palette: &'static Palette) -> Self {
        let [side, top, bottom] = style.margin;
        Self {
            style,
            palette,
            pages: vec![MarkedPage::new(style.size)],
            x: side,
            width: style.size[0] - 2.0 * side,
            y: top,
            top,
            bottom: style.size[1] - bottom,
            may_turn: true,
            is_cut: false,
        }
    }

    /// The page that is set.
    pub fn page(&mut self) -> &mut MarkedPage {
        if self.pages.is_empty() {
            self.pages.push(MarkedPage::new(self.style.size));
        }
        let last = self.pages.len() - 1;
        &mut self.pages[last]
    }

    /// Makes sure of so much room; whether there is any.
    pub fn need(&mut self, height: f32) -> bool {
        if self.y + height <= self.bottom + 0.01 {
            return true;
        }
        if !self.may_turn {
            self.is_cut = true;
            return false;
        }
        self.turn();
        true
    }

    /// Begins a new page.
    pub fn turn(&mut self) {
        self.pages.push(MarkedPage::new(self.style.size));
        self.y = self.top;
    }

    /// Leaves room.
    pub fn skip(&mut self, height: f32) {
        self.y += height;
    }

    /// Puts letters on the page; `y` is their base line.
    pub fn letters(&mut self, at: [f32; 2], text: &str, size: f32, is_strong: bool, color: Color32) {
        if !text.trim().is_empty() {
            let text = text.to_owned();
            self.page().marks.push(Mark::Letters { at, text, size, is_strong, color });
        }
    }

    /// Puts a line of pieces at a place.
    pub fn line_of(&mut self, at: [f32; 2], line: &[TextPiece], size: f32, color: Color32) {
        let mut x = at[0];
        for piece in line {
            self.letters([x, at[1]], &piece.text, size, piece.is_strong, color);
            x += width(&piece.text, size, piece.is_strong);
        }
    }

    /// Sets a paragraph.
    pub fn paragraph(&mut self, pieces: &[TextPiece], size: f32, color: Color32) {
        for line in lines(pieces, size, self.width) {
            if !self.need(size * LINE) {
                return;
            }
            let at = [self.x, self.y + size * 1.05];
            self.line_of(at, &line, size, color);
            self.y += size * LINE;
        }
    }

    /// How high a paragraph is.
    pub fn height_of(&self, pieces: &[TextPiece], size: f32) -> f32 {
        lines(pieces, size, self.width).len() as f32 * size * LINE
    }
}
