//! What a window paints, taken apart: words with where they stand and on what ground, and marks that cover them.

use egui::epaint::{ClippedShape, PathShape, RectShape, TextShape};
use egui::{Color32, Pos2, Rect, Rgba, Shape};

/// Some words as they are painted.
#[derive(Clone, Debug)]
pub struct PaintedText {
    /// The words, a break where a line ends.
    pub text: String,
    /// The lines, with where each stands.
    pub rows: Vec<(String, Rect)>,
    /// What of them is in sight.
    pub clip: Rect,
    /// The size of the largest letter.
    pub size: f32,
    /// Whether the end was left out for lack of room.
    pub is_elided: bool,
    /// The poorest contrast of its letters with what lies under them.
    pub contrast: f32,
    /// Whether a mark painted later lies over them.
    pub is_covered: bool,
    /// What was laid over the page behind them later and lets nothing through.
    covers: Vec<Rect>,
    /// Whether something in front waits for an answer, so that this cannot be used now.
    pub is_behind: bool,
}

impl PaintedText {
    /// Where it stands.
    pub fn rect(&self) -> Rect {
        self.rows.iter().fold(Rect::NOTHING, |all, (_, rect)| all.union(*rect))
    }

    /// Whether there is a place at which it and other words are both seen.
    pub fn lies_on(&self, other: &Self) -> bool {
        let seen = |text: &Self| -> Vec<Rect> {
            text.rows.iter().map(|(_, rect)| rect.intersect(text.clip).shrink(1.0)).collect()
        };
        let others = seen(other);
        seen(self).iter().any(|own| {
            others.iter().any(|it| {
                let both = own.intersect(*it);
                let is_hidden = |cover: &Rect| cover.contains(both.center());
                both.is_positive() && !self.covers.iter().chain(&other.covers).any(is_hidden)
            })
        })
    }

    /// Whether any of it is in sight.
    pub fn is_in_sight(&self) -> bool {
        self.rows.iter().any(|(_, rect)| self.clip.intersect(*rect).is_positive())
    }
}

/// What was painted, in order.
enum Paint {
    Text(Rect, TextShape),
    Area(Rect, Area),
}

/// Something that lies over what was painted before it.
struct Area {
    rect: Rect,
    /// The corners of what is no rectangle.
    corners: Vec<Pos2>,
    color: Color32,
    /// Whether it is a mark of a chart rather than a ground.
    is_mark: bool,
}

impl Area {
    fn contains(&self, at: Pos2) -> bool {
        self.rect.contains(at) && (self.corners.is_empty() || is_inside(&self.corners, at))
    }
}

fn is_inside(corners: &[Pos2], at: Pos2) -> bool {
    let mut is_inside = false;
    let mut before = corners[corners.len() - 1];
    for corner in corners {
        let crosses = (corner.y > at.y) != (before.y > at.y);
        if crosses && at.x < (before.x - corner.x) * (at.y - corner.y) / (before.y - corner.y) + corner.x {
            is_inside = !is_inside;
        }
        before = *corner;
    }
    is_inside
}

/// Bars, marks and other small things of a window, each where it is seen.
pub fn small_things(shapes: &[ClippedShape]) -> Vec<Rect> {
    let mut paints = vec![];
    for clipped in shapes {
        take_apart(&clipped.shape, clipped.clip_rect, &mut paints);
    }
    let areas = paints.into_iter().filter_map(|paint| match paint {
        Paint::Area(clip, area) => Some(area.rect.intersect(clip)),
        Paint::Text(..) => None,
    });
    areas.filter(|rect| rect.is_positive() && rect.height() < 32.0).collect()
}

/// All words of a window of that ground, in the order in which they were painted.
pub fn painted(shapes: &[ClippedShape], ground: Color32) -> Vec<PaintedText> {
    let mut paints = vec![];
    for clipped in shapes {
        take_apart(&clipped.shape, clipped.clip_rect, &mut paints);
    }
    let mut texts = vec![];
    for (idx, paint) in paints.iter().enumerate() {
        let Paint::Text(clip, shape) = paint else { continue };
        if shape.galley.text().trim().is_empty() {
            continue;
        }
        let mut text = describe(shape, *clip, &paints, idx, ground);
        for paint in &paints[idx + 1..] {
            let Paint::Area(clip, area) = paint else { continue };
            let rect = area.rect.intersect(*clip);
            if !area.is_mark && area.corners.is_empty() && area.color.a() > 250 {
                text.covers.push(rect);
            }
            text.is_behind |=
                rect.width() > 600.0 && rect.height() > 400.0 && (40..200).contains(&area.color.a());
        }
        if text.is_in_sight() && !is_hidden(&text, &paints[idx + 1..]) {
            texts.push(text);
        }
    }
    texts
}

fn take_apart(shape: &Shape, clip: Rect, paints: &mut Vec<Paint>) {
    let mut area = |rect: Rect, corners: Vec<Pos2>, color: Color32, is_mark: bool| {
        if color.a() > 0 {
            paints.push(Paint::Area(clip, Area { rect, corners, color, is_mark }));
        }
    };
    match shape {
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| take_apart(shape, clip, paints)),
        Shape::Text(text) => paints.push(Paint::Text(clip, text.clone())),
        Shape::Rect(RectShape { rect, fill, stroke, .. }) => {
            // An outline covers nothing, and stands in the way all the same.
            let is_outline = fill.a() == 0 && stroke.width > 0.0;
            area(*rect, vec![], if is_outline { Color32::from_black_alpha(1) } else { *fill }, false);
        }
        Shape::Path(PathShape { points, closed: true, fill, .. }) if points.len() > 2 => {
            area(Rect::from_points(points), points.clone(), *fill, true);
        }
        Shape::Circle(circle) => {
            let rect = Rect::from_center_size(circle.center, egui::Vec2::splat(1.8 * circle.radius));
            area(rect, vec![], circle.fill, true);
        }
        Shape::Mesh(mesh) => {
            for corners in mesh.indices.chunks(3) {
                let corners: Vec<Pos2> = corners.iter().map(|at| mesh.vertices[*at as usize].pos).collect();
                let color = mesh.vertices[mesh.indices[0] as usize].color;
                area(Rect::from_points(&corners), corners, color, false);
            }
        }
        _ => {}
    }
}

fn describe(shape: &TextShape, clip: Rect, paints: &[Paint], idx: usize, ground: Color32) -> PaintedText {
    let offset = shape.pos.to_vec2();
    let mut rows = vec![];
    let mut contrast = f32::INFINITY;
    let mut is_covered = false;
    let mut n_signs = 0;
    for row in &shape.galley.rows {
        let Some(first) = row.glyphs.first() else { continue };
        let last = &row.glyphs[row.glyphs.len() - 1];
        let x = first.pos.x..=last.pos.x + last.advance_width;
        let seen = row.visuals.mesh_bounds;
        let rect = Rect::from_x_y_ranges(x, seen.y_range()).translate(row.pos.to_vec2() + offset);
        rows.push((row.text(), rect));
        let begin = n_signs;
        n_signs += row.glyphs.len() + usize::from(row.ends_with_newline);
        let glyphs = row.glyphs.iter().enumerate().filter(|(_, glyph)| !glyph.chr.is_whitespace());
        for (place, glyph) in glyphs.map(|(idx, glyph)| (begin + idx, glyph)) {
            let at = row.pos
                + offset
                + glyph.pos.to_vec2()
                + egui::vec2(glyph.advance_width / 2.0, seen.center().y - glyph.pos.y);
            if !clip.contains(at) {
                continue;
            }
            let own = match color_of(shape, place) {
                Color32::PLACEHOLDER => shape.fallback_color,
                color => color,
            };
            let own = shape.override_text_color.unwrap_or(own).gamma_multiply(shape.opacity_factor);
            let under = ground_at(&paints[..idx], ground, at);
            contrast = contrast.min(contrast_of(over(own, under), under));
            is_covered |= paints[idx + 1..].iter().any(|paint| match paint {
                Paint::Area(clip, area) => {
                    area.is_mark && area.color.a() > 100 && clip.contains(at) && area.contains(at)
                }
                Paint::Text(..) => false,
            });
        }
    }
    let sections = &shape.galley.job.sections;
    PaintedText {
        text: shape.galley.text().to_owned(),
        rows,
        clip,
        size: sections.iter().map(|section| section.format.font_id.size).fold(0.0, f32::max),
        is_elided: shape.galley.elided,
        contrast,
        is_covered,
        covers: vec![],
        is_behind: false,
    }
}

/// The color of the sign at this place of a text.
fn color_of(shape: &TextShape, place: usize) -> Color32 {
    let job = &shape.galley.job;
    let byte = job.text.char_indices().nth(place).map_or(job.text.len(), |(byte, _)| byte);
    let section = job.sections.iter().find(|section| section.byte_range.end.0 > byte);
    section.or(job.sections.last()).map_or(Color32::PLACEHOLDER, |section| section.format.color)
}

/// Whether something that lets nothing through was laid over it, as a dialog is.
fn is_hidden(text: &PaintedText, later: &[Paint]) -> bool {
    let center = text.rect().intersect(text.clip).center();
    later.iter().any(|paint| match paint {
        Paint::Area(clip, area) => {
            !area.is_mark && area.color.a() > 250 && clip.contains(center) && area.contains(center)
        }
        Paint::Text(..) => false,
    })
}

/// The color under a point.
fn ground_at(paints: &[Paint], ground: Color32, at: Pos2) -> Color32 {
    paints.iter().fold(ground, |under, paint| match paint {
        Paint::Area(clip, area) if clip.contains(at) && area.contains(at) => over(area.color, under),
        _ => under,
    })
}

fn over(color: Color32, under: Color32) -> Color32 {
    under.blend(color)
}

/// The contrast of two colors, from 1 to 21.
fn contrast_of(a: Color32, b: Color32) -> f32 {
    let light = |color: Color32| {
        let [r, g, b, _] = Rgba::from(color).to_array();
        0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05
    };
    let (a, b) = (light(a), light(b));
    a.max(b) / a.min(b)
}
