//! The plan as it was earlier: what its file held before each save, and the versions that the seller keeps, each with what
//! differs from the plan as it is.

use std::path::PathBuf;

use egui::{Button, ScrollArea, Ui, vec2};
use sortie_engine::plan::Plan;

use super::differences::differences_ui;
use crate::desk::Desk;
use crate::edit::editor::{caption_ui, card_title_ui};
use crate::theme::{CONTROL_HEIGHT, GAP};
use crate::widget::button::{main_button, plain_button};
use crate::widget::card::sheet;
use crate::widget::{focus_ring, follow_focus, is_escaped};

/// A plan as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierRow {
    /// What it is called.
    pub label: String,
    /// Its file.
    pub path: PathBuf,
}

/// What there is, and what is looked at.
#[derive(Clone, Debug, Default)]
pub struct EarlierPage {
    /// Backups by time and versions by name, the newest first.
    pub rows: Vec<EarlierRow>,
    /// The row that is looked at, with the plan and what differs from it to the one that is open.
    pub shown: Option<(usize, Plan, Vec<String>)>,
}

/// What the seller asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EarlierChoice {
    /// See what differs from this row.
    Look(usize),
    /// Put what is looked at in the place of the open plan.
    BringBack,
    /// Leave all as it is.
    Nothing,
}

/// Shows them; returns the answer once there is one.
pub fn earlier_ui(ui: &Ui, desk: &Desk, page: &EarlierPage) -> Option<EarlierChoice> {
    let words = desk.words;
    let shown = sheet("earlier", desk.palette).show(ui.ctx(), |ui| {
        ui.set_width(560.0_f32.min(ui.ctx().content_rect().width() - 64.0));
        card_title_ui(ui, desk, words.get("earlier.title"));
        caption_ui(ui, desk, words.get("earlier.explained"));
        ui.add_space(GAP);
        let mut choice = None;
        if page.rows.is_empty() {
            ui.label(words.get("earlier.none"));
        }
        let height = (ui.ctx().content_rect().height() * 0.3).min(200.0);
        ScrollArea::vertical().id_salt("earlier rows").max_height(height).auto_shrink([false, true]).show(
            ui,
            |ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                for (idx, row) in page.rows.iter().enumerate() {
                    let is_shown = page.shown.as_ref().is_some_and(|(shown, ..)| *shown == idx);
                    let button = Button::selectable(is_shown, &row.label);
                    let response = ui.add(button.min_size(vec2(ui.available_width(), CONTROL_HEIGHT)));
                    focus_ring(ui, &response, desk.palette.accent);
                    if response.clicked() {
                        choice = Some(EarlierChoice::Look(idx));
                    }
                }
                follow_focus(ui);
            },
        );
        if let Some((_, _, lines)) = &page.shown {
            ui.add_space(GAP);
            caption_ui(ui, desk, words.get("earlier.differs"));
            differences_ui(ui, desk, "since", lines);
        }
        ui.add_space(GAP);
        ui.horizontal_wrapped(|ui| {
            if page.shown.is_some()
                && main_button(ui, desk.palette, words.get("earlier.bring_back")).clicked()
            {
                choice = Some(EarlierChoice::BringBack);
            }
            if plain_button(ui, words.get("earlier.close")).clicked() {
                choice = Some(EarlierChoice::Nothing);
            }
        });
        choice
    });
    shown.inner.or(is_escaped(ui.ctx()).then_some(EarlierChoice::Nothing))
}
