//! Pages as pixels, and as a PNG.

use egui::{Color32, ColorImage};
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use tiny_skia::{Color, FillRule, LineJoin, Paint, Path, PathBuilder, Pixmap, Stroke, StrokeDash, Transform};

use super::letters::letters;
use super::mark::{Mark, MarkedPage, Spot};
use crate::theme::ThemeLook;

/// The most pixels of a side: more than any screen shows, and few enough to be kept.
const MOST_SIDE: f32 = 8_000.0;

/// The page with so many pixels a point; nothing where it has none.
pub fn pixels(page: &MarkedPage, scale: f32) -> Option<ColorImage> {
    let [width, height] = page.size.map(|side| (side * scale).round().clamp(1.0, MOST_SIDE) as u32);
    let mut map = Pixmap::new(width, height)?;
    let ground = ThemeLook::Light.palette().panel;
    map.fill(Color::from_rgba8(ground.r(), ground.g(), ground.b(), 255));
    let transform = Transform::from_scale(scale, scale);
    for mark in &page.marks {
        draw(&mut map, mark, transform);
    }
    // Nothing shines through a page, so that its pixels are the same multiplied and not.
    Some(ColorImage::from_rgba_premultiplied([width as usize, height as usize], map.data()))
}

/// The page as a PNG with so many pixels a point.
pub fn png(page: &MarkedPage, scale: f32) -> Option<Vec<u8>> {
    let image = pixels(page, scale)?;
    let [width, height] = image.size.map(|n| u32::try_from(n).unwrap_or(0));
    let bytes: Vec<u8> = image.pixels.iter().flat_map(|pixel| pixel.to_srgba_unmultiplied()).collect();
    let image = image::RgbaImage::from_raw(width, height, bytes)?;
    let mut file = std::io::Cursor::new(vec![]);
    image::DynamicImage::from(image).to_rgb8().write_to(&mut file, image::ImageFormat::Png).ok()?;
    Some(file.into_inner())
}

fn draw(map: &mut Pixmap, mark: &Mark, transform: Transform) {
    match mark {
        Mark::Letters { at, text, size, is_strong, color } => {
            if let Some(path) = outline(*at, text, *size, *is_strong) {
                map.fill_path(&path, &paint(*color, 1.0), FillRule::Winding, transform, None);
            }
        }
        Mark::Line { spots, width, color, is_dashed } => {
            let dash = is_dashed.then(|| StrokeDash::new(vec![width * 3.0, width * 2.5], 0.0)).flatten();
            let stroke = Stroke { width: *width, line_join: LineJoin::Round, dash, ..Stroke::default() };
            if let Some(path) = path(spots, false) {
                map.stroke_path(&path, &paint(*color, 1.0), &stroke, transform, None);
            }
        }
        Mark::Area { spots, color, cover } => {
            if let Some(path) = path(spots, true) {
                map.fill_path(&path, &paint(*color, *cover), FillRule::Winding, transform, None);
            }
        }
    }
}

fn paint(color: Color32, cover: f32) -> Paint<'static> {
    let mut paint = Paint { anti_alias: true, ..Paint::default() };
    paint.set_color_rgba8(color.r(), color.g(), color.b(), (cover.clamp(0.0, 1.0) * 255.0).round() as u8);
    paint
}

fn path(spots: &[Spot], is_closed: bool) -> Option<Path> {
    let mut builder = PathBuilder::new();
    let (first, rest) = spots.split_first()?;
    builder.move_to(first[0], first[1]);
    rest.iter().for_each(|spot| builder.line_to(spot[0], spot[1]));
    if is_closed {
        builder.close();
    }
    builder.finish()
}

/// The outline of a line of letters.
fn outline(at: Spot, text: &str, size: f32, is_strong: bool) -> Option<Path> {
    let set = letters(is_strong);
    let mut pen = LetterPen { builder: PathBuilder::new(), x: at[0], y: at[1] };
    for placed in text.chars().filter_map(|letter| set.place(letter)) {
        if let Some(glyph) = set.outlines(placed.file).and_then(|outlines| outlines.get(placed.glyph)) {
            // A letter without an outline leaves its room empty.
            let _ = glyph.draw(DrawSettings::unhinted(Size::new(size), LocationRef::default()), &mut pen);
        }
        pen.x += placed.advance * size;
    }
    pen.builder.finish()
}

/// Draws outlines, whose heights grow upwards, from a place on a page, whose heights grow downwards.
struct LetterPen {
    builder: PathBuilder,
    x: f32,
    y: f32,
}

impl OutlinePen for LetterPen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.builder.move_to(self.x + x, self.y - y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.builder.line_to(self.x + x, self.y - y);
    }

    fn quad_to(&mut self, cx0: f32, cy0: f32, x: f32, y: f32) {
        self.builder.quad_to(self.x + cx0, self.y - cy0, self.x + x, self.y - y);
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        let (ox, oy) = (self.x, self.y);
        self.builder.cubic_to(ox + cx0, oy - cy0, ox + cx1, oy - cy1, ox + x, oy - y);
    }

    fn close(&mut self) {
        self.builder.close();
    }
}
