//! Tables: words on the left, figures on the right, the head again on every page.

use super::setter::PageSetter;
use crate::report::letters::{TextPiece, lines, width};
use crate::report::part::{ReportRow, ReportTable};

/// How high a line of a table is, for letters of size 1.
const LINE: f32 = 1.32;

/// The share of a page up to which a table is not broken.
const KEPT: f32 = 0.42;

/// So many rows stand on the last page of a table at least.
const LAST_ROWS: usize = 3;

/// The room between the columns.
const GAP: f32 = 6.0;

/// How much of a table must stand together: its title, its head and its first rows.
pub fn least(setter: &PageSetter, table: &ReportTable) -> f32 {
    let size = setter.style.table;
    let widths = widths(setter, table);
    let above = title_height(setter, table) + head_height(table, &widths, size);
    let all: f32 = table.rows.iter().map(|row| height(row, &widths, size)).sum();
    let whole = above + all + note_height(setter, table);
    // What is short stays in one piece.
    if whole <= (setter.bottom - setter.top) * KEPT {
        return whole;
    }
    let first: f32 = table.rows.iter().take(2).map(|row| height(row, &widths, size)).sum();
    above + first
}

/// The height of the remark below a table.
fn note_height(setter: &PageSetter, table: &ReportTable) -> f32 {
    if table.note.is_empty() {
        return 0.0;
    }
    setter.height_of(&[TextPiece::plain(table.note.as_str())], setter.style.note) + setter.style.table * 0.3
}

fn title_height(setter: &PageSetter, table: &ReportTable) -> f32 {
    if table.title.is_empty() { 0.0 } else { setter.style.body * 2.0 }
}

/// Sets a table; where it does not fit, it goes on on the next page under the same head.
pub fn set_table(setter: &mut PageSetter, table: &ReportTable) {
    if table.rows.is_empty() || !setter.need(least(setter, table)) {
        return;
    }
    let (style, palette) = (setter.style, setter.palette);
    let size = style.table;
    let widths = widths(setter, table);
    if !table.title.is_empty() {
        setter.skip(style.body * 0.5);
        setter.paragraph(&[TextPiece::strong(table.title.as_str())], style.body, palette.text);
    }
    set_head(setter, table, &widths);
    for (place, row) in table.rows.iter().enumerate() {
        let tall = height(row, &widths, size);
        let n_pages = setter.pages.len();
        // The last rows go to the next page together.
        let together: f32 = match table.rows.len() - place {
            LAST_ROWS => {
                table.rows[place..].iter().map(|row| height(row, &widths, size)).sum::<f32>()
                    + note_height(setter, table)
            }
            _ => tall,
        };
        if !setter.need(together) {
            return;
        }
        if setter.pages.len() > n_pages {
            set_head(setter, table, &widths);
        }
        let top = setter.y;
        if row.is_strong {
            let (x, wide) = (setter.x, setter.width);
            setter.page().rect([x, top], [wide, tall], palette.accent_wash, 1.0);
        }
        set_row(
            setter,
            &row.cells,
            &widths,
            RowLook { n_words: table.n_words, is_strong: row.is_strong, is_head: false },
        );
        setter.y = top + tall;
        rule(setter, palette.line);
    }
    if !table.note.is_empty() {
        setter.skip(size * 0.3);
        setter.paragraph(&[TextPiece::plain(table.note.as_str())], style.note, palette.dim);
    }
    setter.skip(style.body * 0.6);
}

/// How a row looks.
#[derive(Clone, Copy)]
struct RowLook {
    n_words: usize,
    is_strong: bool,
    is_head: bool,
}

fn set_head(setter: &mut PageSetter, table: &ReportTable, widths: &[f32]) {
    let tall = head_height(table, widths, setter.style.table);
    let top = setter.y;
    set_row(
        setter,
        &table.columns,
        widths,
        RowLook { n_words: table.n_words, is_strong: false, is_head: true },
    );
    setter.y = top + tall;
    let color = setter.palette.dim;
    rule(setter, color);
}

fn rule(setter: &mut PageSetter, color: egui::Color32) {
    let (x, y, wide) = (setter.x, setter.y, setter.width);
    setter.page().line([x, y], [x + wide, y], 0.6, color);
}

/// How wide each column is: its share, but at least as wide as its widest word where the others can give that away.
fn widths(setter: &PageSetter, table: &ReportTable) -> Vec<f32> {
    let all: f32 = table.shares.iter().sum();
    let room = setter.width - GAP * table.columns.len().saturating_sub(1) as f32;
    table.shares.iter().map(|share| room * share / all.max(0.1)).collect()
}

fn told(text: &str, size: f32, room: f32, is_strong: bool) -> Vec<Vec<TextPiece>> {
    lines(&[TextPiece { text: text.to_owned(), is_strong }], size, room)
}

fn head_height(table: &ReportTable, widths: &[f32], size: f32) -> f32 {
    let row = ReportRow { cells: table.columns.clone(), is_strong: false };
    height(&row, widths, size * 0.95)
}

fn height(row: &ReportRow, widths: &[f32], size: f32) -> f32 {
    let n_lines = |(text, room): (&String, &f32)| told(text, size, *room, row.is_strong).len();
    let most = row.cells.iter().zip(widths).map(n_lines).max().unwrap_or(1);
    most as f32 * size * LINE + size * 0.7
}

fn set_row(setter: &mut PageSetter, cells: &[String], widths: &[f32], look: RowLook) {
    let palette = setter.palette;
    let size = if look.is_head { setter.style.table * 0.95 } else { setter.style.table };
    let color = if look.is_head { palette.dim } else { palette.text };
    let top = setter.y + size * 0.35;
    let mut x = setter.x;
    for (place, (cell, room)) in cells.iter().zip(widths).enumerate() {
        for (n, line) in told(cell, size, *room, look.is_strong).iter().enumerate() {
            let own: f32 = line.iter().map(|piece| width(&piece.text, size, piece.is_strong)).sum();
            let left = if place < look.n_words { x } else { x + (room - own).max(0.0) };
            let y = top + size * 1.0 + n as f32 * size * LINE;
            setter.line_of([left, y], line, size, color);
        }
        x += room + GAP;
    }
}
