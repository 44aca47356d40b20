//! A canvas in memory, on which the toolkit's triangles are painted: a picture is as wide as whoever gets it needs, not
//! as wide as the window happens to be.

use std::collections::HashMap;

use egui::epaint::{ClippedPrimitive, ImageData, ImageDelta, Mesh, Primitive, Vertex};
use egui::{ColorImage, Rect, TextureId, TexturesDelta};

/// Places are kept in parts of a pixel, as whole numbers: of two triangles with a common edge, exactly one paints a pixel
/// on it.
const PARTS: i64 = 256;

/// What the triangles take their letters from.
#[derive(Default)]
pub(super) struct LetterTextures(HashMap<TextureId, ColorImage>);

impl LetterTextures {
    /// Takes what is new of a frame.
    pub fn apply(&mut self, mut delta: TexturesDelta) {
        for (id, deltas) in delta.set.drain() {
            for delta in deltas {
                self.set(id, &delta);
            }
        }
        delta.clear();
    }

    fn set(&mut self, id: TextureId, delta: &ImageDelta) {
        let ImageData::Color(image) = &delta.image;
        let Some([left, top]) = delta.pos else {
            self.0.insert(id, ColorImage::clone(image));
            return;
        };
        let Some(known) = self.0.get_mut(&id) else { return };
        let width = known.size[0];
        for (row, pixels) in image.pixels.chunks(image.size[0].max(1)).enumerate() {
            let from = (top + row) * width + left;
            if let Some(place) = known.pixels.get_mut(from..from + pixels.len()) {
                place.copy_from_slice(pixels);
            }
        }
    }
}

/// Pixels with red, green, blue and alpha from 0 to 1, the colors multiplied by alpha.
pub(super) struct PixelCanvas {
    size: [usize; 2],
    pixels: Vec<[f32; 4]>,
}

impl PixelCanvas {
    pub fn new(size: [usize; 2]) -> Self {
        Self { size, pixels: vec![[0.0; 4]; size[0] * size[1]] }
    }

    /// Paints what a frame shows.
    pub fn paint(&mut self, shown: &[ClippedPrimitive], textures: &LetterTextures, pixels_per_point: f32) {
        for piece in shown {
            let Primitive::Mesh(mesh) = &piece.primitive else { continue };
            if let Some(texture) = textures.0.get(&mesh.texture_id) {
                self.paint_mesh(mesh, texture, piece.clip_rect, pixels_per_point);
            }
        }
    }

    fn paint_mesh(&mut self, mesh: &Mesh, texture: &ColorImage, clip: Rect, pixels_per_point: f32) {
        let edge = |at: f32, most: usize| ((at * pixels_per_point).round().max(0.0) as usize).min(most);
        let [width, height] = self.size;
        let clip = [
            edge(clip.left(), width),
            edge(clip.top(), height),
            edge(clip.right(), width),
            edge(clip.bottom(), height),
        ];
        for corners in mesh.indices.as_chunks::<3>().0 {
            let corners = corners.map(|idx| mesh.vertices[idx as usize]);
            self.paint_triangle(corners, texture, clip, pixels_per_point);
        }
    }

    fn paint_triangle(
        &mut self,
        mut corners: [Vertex; 3],
        texture: &ColorImage,
        [left, top, right, bottom]: [usize; 4],
        pixels_per_point: f32,
    ) {
        let place = |vertex: &Vertex| {
            let part = |at: f32| (at * pixels_per_point * PARTS as f32).round() as i64;
            [part(vertex.pos.x), part(vertex.pos.y)]
        };
        if side(place(&corners[0]), place(&corners[1]), place(&corners[2])) < 0 {
            corners.swap(1, 2);
        }
        let places = [place(&corners[0]), place(&corners[1]), place(&corners[2])];
        let area = side(places[0], places[1], places[2]);
        if area == 0 {
            return;
        }
        let reach = |axis: usize, low: usize, high: usize| {
            let least = places.iter().map(|at| at[axis]).min().unwrap_or(0) / PARTS - 1;
            let most = places.iter().map(|at| at[axis]).max().unwrap_or(0) / PARTS + 2;
            (least.max(low as i64), most.min(high as i64))
        };
        let ((from_x, to_x), (from_y, to_y)) = (reach(0, left, right), reach(1, top, bottom));
        // Most triangles have one color; only letters and soft edges are worked out for each pixel.
        let is_flat =
            corners.iter().all(|corner| corner.uv == corners[0].uv && corner.color == corners[0].color);
        let flat = is_flat.then(|| color_at(&corners, [1.0, 0.0, 0.0], texture));
        for y in from_y..to_y {
            for x in from_x..to_x {
                let at = [x * PARTS + PARTS / 2, y * PARTS + PARTS / 2];
                if let Some(weights) = weights(places, at, area) {
                    let color = flat.unwrap_or_else(|| color_at(&corners, weights, texture));
                    self.blend(y as usize * self.size[0] + x as usize, color);
                }
            }
        }
    }

    /// Lays a color over what is there.
    fn blend(&mut self, idx: usize, color: [f32; 4]) {
        let rest = 1.0 - color[3];
        for (below, over) in self.pixels[idx].iter_mut().zip(color) {
            *below = over + *below * rest;
        }
    }

    /// The first `height` rows as a picture.
    pub fn into_image(self, height: usize) -> ColorImage {
        let [width, most] = self.size;
        let height = height.min(most);
        let channel = |part: &f32| (part.clamp(0.0, 1.0) * 255.0).round() as u8;
        let rows = self.pixels[..width * height].iter().flatten();
        ColorImage::from_rgba_premultiplied([width, height], &rows.map(channel).collect::<Vec<u8>>())
    }
}

/// Twice the area of the triangle of three places; above 0 where the last lies right of the way between the others.
fn side(from: [i64; 2], to: [i64; 2], at: [i64; 2]) -> i64 {
    (to[0] - from[0]) * (at[1] - from[1]) - (to[1] - from[1]) * (at[0] - from[0])
}

/// How much each corner counts at a place; nothing where it lies outside. A place on an edge belongs to the triangle
/// right of it or under it.
fn weights(places: [[i64; 2]; 3], at: [i64; 2], area: i64) -> Option<[f32; 3]> {
    let mut weights = [0.0; 3];
    for (corner, weight) in weights.iter_mut().enumerate() {
        let (from, to) = (places[(corner + 1) % 3], places[(corner + 2) % 3]);
        let share = side(from, to, at);
        let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
        let owns_edge = dy < 0 || (dy == 0 && dx > 0);
        if share < 0 || (share == 0 && !owns_edge) {
            return None;
        }
        *weight = share as f32 / area as f32;
    }
    Some(weights)
}

fn color_at(corners: &[Vertex; 3], weights: [f32; 3], texture: &ColorImage) -> [f32; 4] {
    let mix = |of: &dyn Fn(&Vertex) -> f32| -> f32 {
        corners.iter().zip(weights).map(|(corner, weight)| of(corner) * weight).sum()
    };
    let texel = texel(texture, mix(&|corner| corner.uv.x), mix(&|corner| corner.uv.y));
    std::array::from_fn(|channel| {
        texel[channel] * mix(&|corner| f32::from(corner.color.to_array()[channel])) / 255.0
    })
}

/// The color of a texture between its four nearest pixels.
fn texel(texture: &ColorImage, u: f32, v: f32) -> [f32; 4] {
    let [width, height] = texture.size;
    let (x, y) = (u * width as f32 - 0.5, v * height as f32 - 0.5);
    let (left, top) = (x.floor(), y.floor());
    let (right_share, lower_share) = (x - left, y - top);
    let pixel = |x: f32, y: f32| {
        let within = |at: f32, n: usize| (at.max(0.0) as usize).min(n.saturating_sub(1));
        let idx = within(y, height) * width + within(x, width);
        texture.pixels.get(idx).map_or([0.0; 4], |color| color.to_array().map(|part| f32::from(part) / 255.0))
    };
    let corners = [
        (pixel(left, top), (1.0 - right_share) * (1.0 - lower_share)),
        (pixel(left + 1.0, top), right_share * (1.0 - lower_share)),
        (pixel(left, top + 1.0), (1.0 - right_share) * lower_share),
        (pixel(left + 1.0, top + 1.0), right_share * lower_share),
    ];
    std::array::from_fn(|channel| corners.iter().map(|(color, share)| color[channel] * share).sum())
}

#[cfg(test)]
mod tests {
    use egui::pos2;

    use super::*;
    use crate::theme::ThemeLook;

    #[test]
    fn two_triangles_with_a_common_edge_paint_every_pixel_once() {
        let white = ThemeLook::Light.palette().panel;
        let half = white.gamma_multiply(0.5);
        let mut mesh = Mesh::default();
        for (x, y) in [(1.0, 1.0), (7.3, 1.0), (7.0, 9.0), (1.0, 8.6)] {
            mesh.vertices.push(Vertex { pos: pos2(x, y), uv: pos2(0.0, 0.0), color: half });
        }
        mesh.indices = vec![0, 1, 2, 0, 2, 3];
        let texture = ColorImage::filled([1, 1], white);
        let mut canvas = PixelCanvas::new([10, 10]);
        canvas.paint_mesh(&mesh, &texture, Rect::EVERYTHING, 1.0);
        let alphas: Vec<f32> = canvas.pixels.iter().map(|pixel| pixel[3]).collect();
        let painted = alphas.iter().filter(|alpha| **alpha > 0.0).count();
        assert_eq!(painted, 6 * 8, "{alphas:?}");
        assert!(alphas.iter().all(|alpha| *alpha < 0.51), "nothing is painted twice");
    }
}
