//! Short answers beside one another: a question, a figure with its words, and what there is to add.

use egui::{Id, Label, RichText, Ui, vec2};

use super::said::ExplainedSentence;
use crate::command::Command;
use crate::desk::Desk;
use crate::theme::{GAP, plain_font, type_size};
use crate::widget::button::link_button;
use crate::widget::card::card_ui;
use crate::widget::prose::ProseStyle;

/// The least width of a tile; a window with less room for each has more rows.
const LEAST: f32 = 196.0;

/// A short answer.
pub struct AnswerTile {
    /// The question.
    pub question: String,
    /// The answer.
    pub answer: ExplainedSentence,
    /// What there is to add.
    pub note: ExplainedSentence,
    /// Where to read on.
    pub more: Option<(String, Command)>,
}

/// Shows the tiles in as few rows as there is room for, all of a row equally high.
pub fn tiles_ui(ui: &mut Ui, desk: &mut Desk, tiles: &[AnswerTile]) {
    let fit = ((ui.available_width() + GAP) / (LEAST + GAP)).floor().max(1.0) as usize;
    // Four tiles stand in one row or two, never as three and one.
    let rows = tiles.len().div_ceil(fit).max(1);
    let in_row = tiles.len().div_ceil(rows).max(1);
    let width = (ui.available_width() - GAP * (in_row - 1) as f32) / in_row as f32;
    for row in tiles.chunks(in_row) {
        let key = ui.scope_id().with(("tiles", row.first().map(|tile| &tile.question)));
        let known: f32 = ui.data(|data| data.get_temp(key)).unwrap_or(0.0);
        let mut highest: f32 = 0.0;
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = GAP;
            for tile in row {
                let size = vec2(width, 0.0);
                ui.allocate_ui_with_layout(size, egui::Layout::top_down(egui::Align::Min), |ui| {
                    let used = card_ui(ui, desk.palette, |ui| {
                        let used = tile_ui(ui, desk, tile);
                        ui.add_space((known - used).max(0.0));
                        used
                    });
                    highest = highest.max(used.inner);
                });
            }
        });
        if (highest - known).abs() > 0.5 {
            ui.data_mut(|data| data.insert_temp(key, highest));
            ui.ctx().request_repaint();
        }
    }
}

/// Shows a tile; the height of what it says.
fn tile_ui(ui: &mut Ui, desk: &mut Desk, tile: &AnswerTile) -> f32 {
    let top = ui.cursor().top();
    ui.spacing_mut().item_spacing.y = 4.0;
    let small = |text: &str| RichText::new(text).font(plain_font(type_size::CAPTION)).color(desk.palette.dim);
    ui.add(Label::new(small(&tile.question)).truncate());
    let id = Id::unique(("tile", &tile.question));
    let style = ProseStyle { size: type_size::TITLE, color: desk.palette.text };
    tile.answer.show(ui, desk, id, style, true);
    if !tile.note.is_empty() {
        tile.note.caption_ui(ui, desk, id.with("note"));
    }
    if let Some((words, command)) = &tile.more
        && link_button(ui, desk.palette, words).clicked()
    {
        desk.commands.push(command.clone());
    }
    ui.min_rect().bottom() - top
}
