//! A gain or a loss: never by color alone, the arrow and the sign say it too.

use egui::Color32;

use crate::theme::Palette;

/// A change with its arrow and sign, and its color as a mark; `label` says its amount without a sign.
pub fn change(palette: &Palette, value: f64, label: &dyn Fn(f64) -> String) -> (String, Color32) {
    let amount = label(value.abs());
    match value {
        _ if rounds_to_nothing(value, label) || value.is_nan() => (amount, palette.dim),
        value if value > 0.0 => (format!("\u{25B2} +{amount}"), palette.gain),
        _ => (format!("\u{25BC} \u{2212}{amount}"), palette.loss),
    }
}

/// Whether the amount of a change, as `label` says it, is nothing: then it is no gain and no loss, whatever lies behind its
/// last digit.
pub fn rounds_to_nothing(value: f64, label: &dyn Fn(f64) -> String) -> bool {
    label(value.abs()) == label(0.0)
}
