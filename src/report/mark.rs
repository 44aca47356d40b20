//! Pages as lists of marks: letters, lines and areas in points, from the upper left corner. A file of any kind is painted
//! from the same marks.

use egui::Color32;

/// A place on a page, in points from its upper left corner.
pub type Spot = [f32; 2];

/// Something on a page.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// A line of letters.
    Letters {
        /// Where the line begins, on its base line.
        at: Spot,
        /// What is read.
        text: String,
        /// The size of the letters in points.
        size: f32,
        /// Whether they are strong.
        is_strong: bool,
        /// Their color.
        color: Color32,
    },
    /// A line through several places.
    Line {
        /// The places.
        spots: Vec<Spot>,
        /// How thick it is in points.
        width: f32,
        /// Its color.
        color: Color32,
        /// Whether it is broken.
        is_dashed: bool,
    },
    /// An area within several places.
    Area {
        /// Its corners.
        spots: Vec<Spot>,
        /// Its color.
        color: Color32,
        /// How much of what lies below it covers, 0 to 1.
        cover: f32,
    },
}

/// A page.
#[derive(Clone, Debug, PartialEq)]
pub struct MarkedPage {
    /// Its width and height in points.
    pub size: [f32; 2],
    /// What is on it, from the ground up.
    pub marks: Vec<Mark>,
}

impl MarkedPage {
    /// An empty page.
    pub fn new(size: [f32; 2]) -> Self {
        Self { size, marks: vec![] }
    }

    /// Fills a rectangle.
    pub fn rect(&mut self, at: Spot, size: [f32; 2], color: Color32, cover: f32) {
        let [x, y] = at;
        let (right, bottom) = (x + size[0], y + size[1]);
        let spots = vec![[x, y], [right, y], [right, bottom], [x, bottom]];
        self.marks.push(Mark::Area { spots, color, cover });
    }

    /// Draws a straight line.
    pub fn line(&mut self, from: Spot, to: Spot, width: f32, color: Color32) {
        self.marks.push(Mark::Line { spots: vec![from, to], width, color, is_dashed: false });
    }
}
