//! The sample plans to start from, each with its name and what it is about.

use egui::{Button, RichText, Ui, vec2};

use crate::desk::Desk;
use crate::edit::editor::{caption_ui, card_title_ui};
use crate::theme::{plain_font, strong_font, type_size};
use crate::widget::button::{main_button, plain_button};
use crate::widget::card::sheet;
use crate::widget::{focus_ring, follow_focus, is_escaped};

/// A sample plan as it is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleOffer {
    /// Its name.
    pub name: String,
    /// What it is about.
    pub notes: String,
}

/// What came of the choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewPlanChoice {
    /// Start from the sample plan with this place.
    From(usize),
    /// Make one from seven numbers.
    Quick,
    /// Begin from nothing.
    Empty,
    /// Make one of files that shops exported.
    Import,
    /// Stay with the plan that is open.
    Nothing,
}

/// Offers the sample plans; returns the choice once there is one.
pub fn new_plan_ui(ui: &Ui, desk: &Desk, offers: &[SampleOffer]) -> Option<NewPlanChoice> {
    let modal = sheet("new plan", desk.palette);
    let room = ui.ctx().content_rect().size() - vec2(64.0, 120.0);
    let shown = modal.show(ui.ctx(), |ui| {
        ui.set_width(560.0_f32.min(room.x));
        card_title_ui(ui, desk, desk.words.get("new_plan.title"));
        caption_ui(ui, desk, desk.words.get("new_plan.explained"));
        let mut choice = None;
        ui.horizontal(|ui| {
            if main_button(ui, desk.palette, desk.words.get("command.quick_start")).clicked() {
                choice = Some(NewPlanChoice::Quick);
            }
            if plain_button(ui, desk.words.get("new_plan.import")).clicked() {
                choice = Some(NewPlanChoice::Import);
            }
            if plain_button(ui, desk.words.get("command.new_empty")).clicked() {
                choice = Some(NewPlanChoice::Empty);
            }
        });
        let height = room.y - 120.0;
        egui::ScrollArea::vertical().max_height(height).min_scrolled_height(height).show(ui, |ui| {
            for (idx, offer) in offers.iter().enumerate() {
                if offer_ui(ui, desk, offer) {
                    choice = Some(NewPlanChoice::From(idx));
                }
            }
            follow_focus(ui);
        });
        if plain_button(ui, desk.words.get("ask.keep_editing")).clicked() {
            choice = Some(NewPlanChoice::Nothing);
        }
        choice
    });
    let escaped = is_escaped(ui.ctx());
    shown.inner.or(escaped.then_some(NewPlanChoice::Nothing))
}

fn offer_ui(ui: &mut Ui, desk: &Desk, offer: &SampleOffer) -> bool {
    let name = RichText::new(desk.words.ready(&offer.name)).font(strong_font(type_size::BODY));
    let button = Button::new(name.color(desk.palette.accent)).frame(false).min_size(vec2(0.0, 28.0));
    let notes = desk.words.ready(&offer.notes);
    let shown = ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let response = ui.add(button);
        focus_ring(ui, &response, desk.palette.accent);
        let letters = RichText::new(notes).font(plain_font(type_size::CAPTION)).color(desk.palette.dim);
        crate::widget::lines::wrapped(ui, letters);
        response.clicked()
    });
    shown.inner
}
