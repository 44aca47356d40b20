//! A sentence of which some words are strong, and some figures can be asked how they came about.

use std::ops::Range;

use egui::text::{LayoutJob, TextFormat};
use egui::{
    Color32, CursorIcon, Galley, Id, Label, Rect, Response, Role, Sense, Stroke, Ui, WidgetInfo, vec2,
};

use super::ring;
use crate::theme::{Palette, plain_font, strong_font};

/// Some words of a sentence.
pub struct SentencePiece<'t> {
    /// The words.
    pub text: &'t str,
    /// Whether they stand in the strong face.
    pub is_strong: bool,
    /// What a screen reader calls them, where they can be asked about.
    pub link: Option<String>,
}

/// How the letters of a sentence look.
#[derive(Clone, Copy)]
pub struct ProseStyle {
    /// Their size.
    pub size: f32,
    /// Their color.
    pub color: Color32,
}

/// Shows the pieces of a sentence in `size`; those marked strong stand in the strong face.
pub fn prose<'t>(
    ui: &mut Ui,
    pieces: impl IntoIterator<Item = (&'t str, bool)>,
    size: f32,
    color: Color32,
) -> Response {
    let mut job = LayoutJob::default();
    for (words, is_strong) in pieces {
        append(&mut job, words, is_strong, size, color);
    }
    super::lines::wrapped(ui, job)
}

fn append(job: &mut LayoutJob, words: &str, is_strong: bool, size: f32, color: Color32) {
    let font = if is_strong { strong_font(size) } else { plain_font(size) };
    let line_height = Some((size * 1.35).round());
    job.append(words, 0.0, TextFormat { line_height, ..TextFormat::simple(font, color) });
}

/// A figure of up to this many signs stays on one line.
const SHORT: usize = 14;

/// As [`prose`], of which the pieces with a link can be asked about: the place of the one that was.
pub fn linked_prose(
    ui: &mut Ui,
    palette: &Palette,
    id: Id,
    pieces: &[SentencePiece],
    style: ProseStyle,
) -> Option<usize> {
    let ProseStyle { size, color } = style;
    let mut job = LayoutJob::default();
    let mut ranges: Vec<Range<usize>> = vec![];
    let mut n_signs = 0;
    for piece in pieces {
        append(&mut job, &unbroken(piece), piece.is_strong, size, color);
        let n = piece.text.chars().count();
        ranges.push(n_signs..n_signs + n);
        n_signs += n;
    }
    let ended = super::lines::end_lines(ui, job, ui.available_width());
    let (at, galley, response) = Label::new(ended.job).wrap().selectable(false).layout_in_ui(ui);
    let mut breaks = ended.breaks;
    breaks.sort_unstable();
    for range in &mut ranges {
        // The breaks before a place, each of which moves what follows it.
        let moved = |place: usize, is_end: bool| {
            breaks
                .iter()
                .fold(place, |place, at| place + usize::from(if is_end { *at < place } else { *at <= place }))
        };
        *range = moved(range.start, false)..moved(range.end, true);
    }
    let told = pieces.iter().map(|piece| piece.text).collect::<String>();
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &told));
    ui.painter().galley(at, galley.clone(), color);
    let mut clicked = None;
    for (place, (piece, range)) in pieces.iter().zip(ranges).enumerate() {
        let Some(name) = &piece.link else { continue };
        let rects: Vec<Rect> = rects_of(&galley, &range).map(|rect| rect.translate(at.to_vec2())).collect();
        if link_ui(ui, palette, id.with(place), name, color, &rects) {
            clicked = Some(place);
        }
    }
    clicked
}

/// A figure that can be asked about, with signs between its words at which no line ends: a short one as a whole, of a long
/// one what names a currency.
fn unbroken(piece: &SentencePiece) -> String {
    let is_short = piece.text.chars().count() <= SHORT;
    match piece.link {
        Some(_) if is_short => piece.text.replace(' ', "\u{a0}"),
        _ => piece.text.replace(" ¥", "\u{a0}¥"),
    }
}

/// One piece that can be asked about, over all the lines on which it stands; whether it was.
fn link_ui(ui: &Ui, palette: &Palette, id: Id, name: &str, color: Color32, rects: &[Rect]) -> bool {
    let mut responses: Vec<Response> = vec![];
    for (nth, rect) in rects.iter().enumerate() {
        // However many lines it stands on, it is one stop of the Tab key.
        let sense = if nth == 0 { Sense::click() } else { Sense::CLICK };
        responses.push(ui.interact(rect.expand2(vec2(2.0, 1.0)), id.with(nth), sense));
    }
    let Some(first) = responses.first() else { return false };
    first.widget_info(|| WidgetInfo::labeled(Role::Link, true, name));
    let is_alive = first.has_focus() || responses.iter().any(Response::hovered);
    for rect in rects {
        let line = if is_alive { Stroke::new(1.5, palette.accent) } else { Stroke::new(1.0, palette.faint) };
        let y = rect.bottom() - 1.0;
        if is_alive {
            ui.painter().hline(rect.x_range(), y, line);
        } else {
            let ends = [egui::pos2(rect.left(), y), egui::pos2(rect.right(), y)];
            ui.painter().extend(egui::Shape::dotted_line(
                &ends,
                line.color.lerp_to_gamma(color, 0.2),
                3.0,
                0.7,
            ));
        }
    }
    if first.has_focus() {
        rects.iter().for_each(|rect| ring(ui, rect.expand2(vec2(3.0, 1.0)), palette.accent));
    }
    let is_clicked = responses.iter().any(Response::clicked);
    responses.into_iter().for_each(|response| {
        response.on_hover_cursor(CursorIcon::PointingHand);
    });
    is_clicked
}

/// Where some signs of a text stand, line by line, from the text's corner.
fn rects_of(galley: &Galley, range: &Range<usize>) -> impl Iterator<Item = Rect> {
    let mut first = 0;
    let mut rects = vec![];
    for row in &galley.rows {
        let n = row.glyphs.len();
        let (from, to) = (range.start.max(first), range.end.min(first + n));
        if from < to {
            let (left, right) = (&row.glyphs[from - first], &row.glyphs[to - 1 - first]);
            let x = row.pos.x + left.pos.x..=row.pos.x + right.pos.x + right.advance_width;
            rects.push(Rect::from_x_y_ranges(x, row.pos.y..=row.pos.y + row.size.y));
        }
        first += n + usize::from(row.ends_with_newline);
    }
    rects.into_iter()
}
