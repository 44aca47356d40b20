//! Sums on colors: how well one reads on another.

use egui::Color32;

/// A color from its six hexadecimal digits.
#[expect(clippy::disallowed_methods, reason = "this room is where colors are made")]
pub(super) const fn hex(rgb: u32) -> Color32 {
    Color32::from_rgb((rgb >> 16) as u8, (rgb >> 8) as u8, rgb as u8)
}

/// The contrast that small letters need on their ground (WCAG 2.2, AA).
const LETTER_CONTRAST: f32 = 4.5;

/// The nearest step of `color` towards black or white that reads as letters on `ground`.
pub fn readable(color: Color32, ground: Color32) -> Color32 {
    let end = if luminance(ground) > 0.18 { Color32::BLACK } else { Color32::WHITE };
    let steps = (0..=20).map(|step| color.lerp_to_gamma(end, step as f32 / 20.0));
    let mut steps = steps.filter(|step| contrast(*step, ground) >= LETTER_CONTRAST);
    steps.next().unwrap_or(end)
}

/// The contrast of two colors, 1 to 21.
pub(super) fn contrast(a: Color32, b: Color32) -> f32 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn luminance(color: Color32) -> f32 {
    let linear = egui::Rgba::from(color);
    0.2126 * linear.r() + 0.7152 * linear.g() + 0.0722 * linear.b()
}
