//! A sentence of which some words are strong.

use egui::text::{LayoutJob, TextFormat};
use egui::{Color32, Label, Response, Ui};

use crate::theme::{plain_font, strong_font};

/// Shows the pieces of a sentence in `size`; those marked strong stand in the strong face.
pub fn prose<'t>(
    ui: &mut Ui,
    pieces: impl IntoIterator<Item = (&'t str, bool)>,
    size: f32,
    color: Color32,
) -> Response {
    let mut job = LayoutJob::default();
    for (words, is_strong) in pieces {
        let font = if is_strong { strong_font(size) } else { plain_font(size) };
        let line_height = Some((size * 1.35).round());
        job.append(words, 0.0, TextFormat { line_height, ..TextFormat::simple(font, color) });
    }
    ui.add(Label::new(job).wrap())
}
