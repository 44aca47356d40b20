//! What a report is made of, whatever file it becomes: parts of sentences, tables, charts and lists.

use egui::Color32;

use super::letters::TextPiece;

/// A part of a report.
#[derive(Clone, Debug)]
pub struct ReportPart {
    /// Its title.
    pub title: String,
    /// What it holds, from the top.
    pub blocks: Vec<ReportBlock>,
}

/// Something in a part.
#[derive(Clone, Debug)]
pub enum ReportBlock {
    /// A sentence that is read first.
    Lead(Vec<TextPiece>),
    /// A paragraph.
    Words(Vec<TextPiece>),
    /// A remark in small letters.
    Note(String),
    /// Questions with their answers, two beside each other.
    Answers(Vec<ReportAnswer>),
    /// A chart under its title.
    Chart(ReportChart),
    /// A table under its title.
    Table(ReportTable),
    /// What is to be done, month after month.
    List(Vec<ListLine>),
}

/// A question that a reader has, and its answer.
#[derive(Clone, Debug)]
pub struct ReportAnswer {
    /// The question.
    pub question: String,
    /// The figure that answers it.
    pub figure: String,
    /// What the figure means.
    pub words: String,
}

/// A line of a list.
#[derive(Clone, Debug)]
pub struct ListLine {
    /// When.
    pub when: String,
    /// What.
    pub what: String,
}

/// A table.
#[derive(Clone, Debug, Default)]
pub struct ReportTable {
    /// What it is about.
    pub title: String,
    /// The titles of its columns; the first is of the rows' names.
    pub columns: Vec<String>,
    /// How much of the width each column takes, in parts.
    pub shares: Vec<f32>,
    /// Its rows.
    pub rows: Vec<ReportRow>,
    /// A remark below it; empty where there is none.
    pub note: String,
    /// How many of its first columns are words; the others are figures.
    pub n_words: usize,
}

/// A row of a table.
#[derive(Clone, Debug)]
pub struct ReportRow {
    /// What stands in its cells.
    pub cells: Vec<String>,
    /// Whether it stands out.
    pub is_strong: bool,
}

impl ReportRow {
    /// A row that does not stand out.
    pub fn plain(cells: Vec<String>) -> Self {
        Self { cells, is_strong: false }
    }
}

/// A chart under its title.
#[derive(Clone, Debug)]
pub struct ReportChart {
    /// What it is about.
    pub title: String,
    /// What its areas and lines are; empty where they are labelled.
    pub note: String,
    /// What is drawn.
    pub drawn: ChartBody,
}

impl ReportChart {
    /// The same chart with its first ranges alone, and what stands out.
    pub fn with_rows(mut self, most: usize) -> Self {
        if let ChartBody::Ranges(ranges) = &mut self.drawn {
            let mut n_left = most.saturating_sub(ranges.rows.iter().filter(|row| row.is_kept).count());
            ranges.rows.retain(|row| {
                let has_room = row.is_kept || n_left > 0;
                n_left -= usize::from(has_room && !row.is_kept);
                has_room
            });
        }
        self
    }
}

/// What a chart draws.
#[derive(Clone, Debug)]
pub enum ChartBody {
    /// Lines over months.
    Lines(LineChart),
    /// A range per row.
    Ranges(RangeChart),
}

/// In which unit the figures of a chart are told.
#[derive(Clone, Debug, PartialEq)]
pub enum ChartUnit {
    /// Money of a currency.
    Money(String),
    /// Shares of a whole.
    Share,
}

/// Lines over months.
#[derive(Clone, Debug)]
pub struct LineChart {
    /// The months on its axis, as they are labelled.
    pub months: Vec<String>,
    /// The unit of its figures.
    pub unit: ChartUnit,
    /// Its lines; the last ones lie on top.
    pub lines: Vec<ChartLine>,
    /// What happens when: a place in months from the first, and what.
    pub marks: Vec<(f32, String)>,
}

/// A line.
#[derive(Clone, Debug)]
pub struct ChartLine {
    /// What stands at its end.
    pub name: String,
    /// Its values, month by month.
    pub values: Vec<f64>,
    /// The 10th, 25th, 75th and 90th percentile of every month, where they are drawn.
    pub band: Vec<[f64; 4]>,
    /// Its color.
    pub color: Color32,
    /// How thick it is, in points.
    pub width: f32,
    /// Whether it is broken.
    pub is_dashed: bool,
}

/// Ranges, one under the other.
#[derive(Clone, Debug)]
pub struct RangeChart {
    /// The unit of its figures.
    pub unit: ChartUnit,
    /// Its rows.
    pub rows: Vec<RangeRow>,
    /// The line that they are held against.
    pub middle: f64,
}

/// A range.
#[derive(Clone, Debug)]
pub struct RangeRow {
    /// What it is of.
    pub name: String,
    /// One end, what is likely where there is such a thing, and the other end.
    pub ends: [f64; 2],
    /// What is likely, drawn as a dot.
    pub likely: Option<f64>,
    /// What stands at the left and at the right end; empty where the figures do.
    pub labels: [String; 2],
    /// What stands behind it.
    pub note: String,
    /// Its color.
    pub color: Color32,
    /// Whether it stays where there is no room for all.
    pub is_kept: bool,
}
