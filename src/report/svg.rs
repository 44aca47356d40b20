//! A page as an SVG with real letters.

use std::fmt::Write;

use egui::Color32;

use super::mark::{Mark, MarkedPage, Spot};
use crate::theme::ThemeLook;

/// Faces that look like the program's own, for whoever lacks it.
const FACES: &str = "'Noto Sans SC','Source Han Sans SC','Microsoft YaHei','PingFang SC',sans-serif";

/// The page as a file. `title` is what it shows, for whoever has it read aloud.
pub fn svg(page: &MarkedPage, title: &str) -> Vec<u8> {
    let [width, height] = page.size;
    let ground = hex(ThemeLook::Light.palette().panel);
    let mut file = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"{FACES}\">\n<title>{}</title>\n<rect width=\"{width}\" height=\"{height}\" fill=\"{ground}\"/>\n",
        escaped(title)
    );
    for mark in &page.marks {
        // Writing to a string does not fail.
        let _ = write_mark(&mut file, mark);
    }
    file.push_str("</svg>\n");
    file.into_bytes()
}

fn write_mark(file: &mut String, mark: &Mark) -> std::fmt::Result {
    match mark {
        Mark::Letters { at: [x, y], text, size, is_strong, color } => {
            let weight = if *is_strong { " font-weight=\"600\"" } else { "" };
            let (fill, text) = (hex(*color), escaped(text));
            writeln!(
                file,
                "<text x=\"{x:.2}\" y=\"{y:.2}\" font-size=\"{size}\"{weight} fill=\"{fill}\" xml:space=\"preserve\">{text}</text>"
            )
        }
        Mark::Line { spots, width, color, is_dashed } => {
            let dash = match is_dashed {
                true => format!(" stroke-dasharray=\"{:.2} {:.2}\"", width * 3.0, width * 2.5),
                false => String::new(),
            };
            let (points, stroke) = (points(spots), hex(*color));
            writeln!(
                file,
                "<polyline points=\"{points}\" fill=\"none\" stroke=\"{stroke}\" stroke-width=\"{width}\" stroke-linejoin=\"round\"{dash}/>"
            )
        }
        Mark::Area { spots, color, cover } => {
            let (points, fill) = (points(spots), hex(*color));
            writeln!(file, "<polygon points=\"{points}\" fill=\"{fill}\" fill-opacity=\"{cover}\"/>")
        }
    }
}

fn points(spots: &[Spot]) -> String {
    let told: Vec<String> = spots.iter().map(|[x, y]| format!("{x:.2},{y:.2}")).collect();
    told.join(" ")
}

fn hex(color: Color32) -> String {
    format!("#{:02x}{:02x}{:02x}", color.r(), color.g(), color.b())
}

/// The text without what would mean something in the file.
fn escaped(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => kept.push_str("&amp;"),
            '<' => kept.push_str("&lt;"),
            '>' => kept.push_str("&gt;"),
            '"' => kept.push_str("&quot;"),
            sign if sign.is_control() => kept.push(' '),
            sign => kept.push(sign),
        }
    }
    kept
}
