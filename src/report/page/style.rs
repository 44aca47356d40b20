//! How pages are set: their size and the size of letters.

/// Points between the edge of a page and what stands on it.
pub struct PageStyle {
    /// Width and height of a page.
    pub size: [f32; 2],
    /// The room at the edges: left and right, top, bottom.
    pub margin: [f32; 3],
    /// Letters of the report's title.
    pub title: f32,
    /// Letters of a part's title.
    pub part: f32,
    /// Letters of the sentence that is read first.
    pub lead: f32,
    /// Letters of paragraphs.
    pub body: f32,
    /// Letters of tables and of charts.
    pub table: f32,
    /// Letters of remarks.
    pub note: f32,
    /// How high a chart over months is.
    pub chart: f32,
    /// How high a row of ranges is.
    pub range_row: f32,
}

impl PageStyle {
    /// The same page with letters and charts so many times as large.
    pub fn closer(&self, by: f32) -> Self {
        Self {
            size: self.size,
            margin: self.margin,
            title: self.title,
            part: self.part * by,
            lead: self.lead * by,
            body: self.body * by,
            table: self.table * by,
            note: self.note * by,
            chart: self.chart * by * by,
            range_row: self.range_row * by,
        }
    }
}

/// A page of 210 by 297 millimeters.
pub const UPRIGHT: PageStyle = PageStyle {
    size: [595.276, 841.89],
    margin: [46.0, 48.0, 54.0],
    title: 22.0,
    part: 14.0,
    lead: 12.5,
    body: 9.5,
    table: 8.0,
    note: 7.5,
    chart: 190.0,
    range_row: 17.0,
};

/// The same, closer together, for a report of one page.
pub const SINGLE: PageStyle = PageStyle {
    title: 18.0,
    part: 11.5,
    lead: 11.0,
    body: 8.8,
    table: 7.6,
    note: 7.2,
    chart: 132.0,
    range_row: 13.0,
    ..UPRIGHT
};

/// A page of 16 by 9, to be shown on a wall.
pub const WALL: PageStyle = PageStyle {
    size: [960.0, 540.0],
    margin: [48.0, 40.0, 44.0],
    title: 34.0,
    part: 26.0,
    lead: 23.0,
    body: 14.5,
    table: 12.0,
    note: 11.0,
    chart: 310.0,
    range_row: 21.0,
};

/// A chart alone, or the list of things to do, as a picture.
pub const PICTURE: PageStyle = PageStyle {
    size: [480.0, 640.0],
    margin: [24.0, 24.0, 24.0],
    title: 18.0,
    part: 16.0,
    lead: 14.0,
    body: 12.5,
    table: 10.5,
    note: 10.0,
    chart: 260.0,
    range_row: 24.0,
};

/// How high a line of letters is, for letters of size 1.
pub const LINE: f32 = 1.45;
