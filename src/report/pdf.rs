//! Pages as a PDF: real letters of embedded fonts, lines and areas.

use egui::Color32;
use krilla::Document;
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point};
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, LineCap, LineJoin, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use sortie_engine::unit::Day;

use super::letters::letters;
use super::mark::{Mark, MarkedPage, Spot};
use crate::theme::letter_files;

/// What is told of a file besides its pages.
pub struct PdfAbout<'a> {
    /// Its title.
    pub title: &'a str,
    /// The code of its language.
    pub language: &'a str,
    /// The day on which it was made.
    pub day: Day,
}

/// The pages as a file; nothing where a page has no size.
pub fn pdf(pages: &[MarkedPage], about: &PdfAbout) -> Option<Vec<u8>> {
    let fonts = [false, true].map(|is_strong| {
        let read = |bytes: &&'static [u8]| Font::new((*bytes).into(), 0);
        letter_files(is_strong).iter().filter_map(read).collect::<Vec<Font>>()
    });
    let mut document = Document::new();
    let day = about.day;
    let year = u16::try_from(day.month.year()).unwrap_or(0);
    let date = DateTime::new(year).month(day.month.number()).day(day.day.unwrap_or(1));
    let metadata = Metadata::new()
        .title(about.title.to_owned())
        .language(about.language.to_owned())
        .creator("Sortie".to_owned())
        .creation_date(date);
    document.set_metadata(metadata);
    for page in pages {
        let mut shown = document.start_page_with(PageSettings::from_wh(page.size[0], page.size[1])?);
        let mut surface = shown.surface();
        for mark in &page.marks {
            paint(&mut surface, mark, &fonts);
        }
        surface.finish();
        shown.finish();
    }
    document.finish().ok()
}

fn paint(surface: &mut Surface, mark: &Mark, fonts: &[Vec<Font>; 2]) {
    match mark {
        Mark::Letters { at, text, size, is_strong, color } => {
            surface.set_stroke(None);
            surface.set_fill(Some(fill(*color, 1.0)));
            letters_of(surface, *at, text, *size, &fonts[usize::from(*is_strong)], *is_strong);
        }
        Mark::Line { spots, width, color, is_dashed } => {
            let dash = is_dashed.then(|| StrokeDash { array: vec![width * 3.0, width * 2.5], offset: 0.0 });
            surface.set_fill(None);
            surface.set_stroke(Some(Stroke {
                paint: color_of(*color).into(),
                width: *width,
                line_cap: LineCap::Butt,
                line_join: LineJoin::Round,
                dash,
                ..Stroke::default()
            }));
            if let Some(path) = path(spots, false) {
                surface.draw_path(&path);
            }
        }
        Mark::Area { spots, color, cover } => {
            surface.set_stroke(None);
            surface.set_fill(Some(fill(*color, *cover)));
            if let Some(path) = path(spots, true) {
                surface.draw_path(&path);
            }
        }
    }
}

fn color_of(color: Color32) -> rgb::Color {
    rgb::Color::new(color.r(), color.g(), color.b())
}

fn fill(color: Color32, cover: f32) -> Fill {
    let opacity = NormalizedF32::new(cover.clamp(0.0, 1.0)).unwrap_or(NormalizedF32::ONE);
    Fill { paint: color_of(color).into(), opacity, ..Fill::default() }
}

fn path(spots: &[Spot], is_closed: bool) -> Option<krilla::geom::Path> {
    let mut builder = PathBuilder::new();
    let (first, rest) = spots.split_first()?;
    builder.move_to(first[0], first[1]);
    rest.iter().for_each(|spot| builder.line_to(spot[0], spot[1]));
    if is_closed {
        builder.close();
    }
    builder.finish()
}

/// Draws a line of letters, run after run of one font, so that it can be found and copied as text.
fn letters_of(surface: &mut Surface, at: Spot, text: &str, size: f32, fonts: &[Font], is_strong: bool) {
    let set = letters(is_strong);
    let placed: Vec<_> = text.chars().filter_map(|letter| set.place(letter)).collect();
    let mut x = at[0];
    for run in placed.chunk_by(|a, b| a.file == b.file) {
        let Some(font) = run.first().and_then(|first| fonts.get(first.file)) else { continue };
        let told: String = run.iter().map(|placed| placed.letter).collect();
        let mut end = 0;
        let glyph = |placed: &super::letters::PlacedLetter| {
            let start = end;
            end += placed.letter.len_utf8();
            let id = GlyphId::new(placed.glyph.to_u32());
            KrillaGlyph::new(id, placed.advance, 0.0, 0.0, 0.0, start..end, None)
        };
        let glyphs: Vec<KrillaGlyph> = run.iter().map(glyph).collect();
        surface.draw_glyphs(Point::from_xy(x, at[1]), &glyphs, font.clone(), &told, size, false);
        x += run.iter().map(|placed| placed.advance).sum::<f32>() * size;
    }
}
