//! The business as a whole: its name, its cash and its overhead, and how far ahead to look.

mod around;
mod season;

use egui::{Id, Sense, Ui, vec2};
use sortie_engine::plan::{Cash, Plan};

use crate::address::{PlanPart, try_edit};
use crate::command::Command;
use crate::desk::Desk;
use crate::edit::day::DayAsked;
use crate::edit::editor::{
    EditedText, card_title_ui, estimate_row_ui, fault_ui, labelled_ui, number_row_ui, text_ui,
    title_beside_ui,
};
use crate::edit::row::note_row_ui;
use crate::screen::actuals::card_of_business_ui;
use crate::theme::{CONTROL_HEIGHT, plain_font, strong_font, type_size};
use crate::widget::button::link_button;
use crate::widget::card::card_ui;
use crate::widget::elided;
use crate::widget::tick::switch;

/// The editor of the business.
pub fn business_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan) {
    let (title, subtitle) = (desk.words.get("place.business"), desk.words.get("business.subtitle"));
    let (palette, import) = (desk.palette, desk.words.get(Command::Import.label()));
    if title_beside_ui(ui, desk, title, subtitle, |ui| link_button(ui, palette, import).clicked()) {
        desk.commands.push(Command::Import);
    }
    let is_here = |part| {
        matches!(
            part,
            PlanPart::Cash | PlanPart::Rate(_) | PlanPart::Plan | PlanPart::Demand | PlanPart::Seller
        )
    };
    if !is_here(desk.view.hand.field.part) {
        desk.view.hand.field = PlanPart::Cash.field("overhead_per_month");
    }
    card_ui(ui, desk.palette, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        card_title_ui(ui, desk, desk.words.get("business.cash"));
        cash_ui(ui, desk, plan);
    });
    card_of_business_ui(ui, desk, plan);
    card_ui(ui, desk.palette, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        card_title_ui(ui, desk, desk.words.get("business.plan"));
        plan_name_ui(ui, desk, plan);
        let notes = plan.notes.clone();
        let field = PlanPart::Plan.field("notes");
        if let Some(notes) = note_row_ui(ui, desk, plan, field, desk.words.ready(&notes)) {
            plan.notes = notes;
        }
        start_ui(ui, desk, plan);
        number_row_ui(ui, desk, plan, PlanPart::Plan.field("horizon_months"));
    });
    folded_ui(ui, desk, plan, "business.rates", around::rates_ui);
    folded_ui(ui, desk, plan, "business.markets", around::markets_ui);
    folded_ui(ui, desk, plan, "business.demand", around::demand_ui);
    folded_ui(ui, desk, plan, "business.seller", around::seller_ui);
}

/// Money in hand, what it costs to be without, and what the business costs as a whole.
fn cash_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan) {
    let Cash { opening: _, credit_line: _, overhead_per_month: _, restock_limited, interest_per_year: _ } =
        plan.cash;
    number_row_ui(ui, desk, plan, PlanPart::Cash.field("opening"));
    number_row_ui(ui, desk, plan, PlanPart::Cash.field("credit_line"));
    estimate_row_ui(ui, desk, plan, PlanPart::Cash.field("interest_per_year"));
    estimate_row_ui(ui, desk, plan, PlanPart::Cash.field("overhead_per_month"));
    if restock_ui(ui, desk, restock_limited) {
        plan.cash.restock_limited = !restock_limited;
    }
}

/// A card that is folded until it is asked for.
fn folded_ui(
    ui: &mut Ui,
    desk: &mut Desk,
    plan: &mut Plan,
    title: &'static str,
    content: impl FnOnce(&mut Ui, &mut Desk, &mut Plan),
) {
    card_ui(ui, desk.palette, |ui| {
        let words = egui::RichText::new(desk.words.get(title)).font(strong_font(type_size::BODY));
        let is_sought = title == "business.rates" && std::mem::take(&mut desk.view.is_currency_sought);
        let header = egui::CollapsingHeader::new(words.color(desk.palette.text)).id_salt(title);
        let shown = header.open(is_sought.then_some(true)).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            content(ui, desk, plan);
        });
        if is_sought {
            shown.header_response.scroll_to_me(Some(egui::Align::TOP));
        }
    });
}

/// Whether the switch was clicked.
fn restock_ui(ui: &mut Ui, desk: &Desk, is_on: bool) -> bool {
    let words = desk.words.get("field.restock_limited");
    let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), CONTROL_HEIGHT), Sense::hover());
    let font = plain_font(type_size::BODY);
    elided(ui, row.left_center(), row.width() - 44.0, words, font, desk.palette.text);
    let palette = desk.palette;
    let place = egui::Align2::RIGHT_CENTER.align_size_within_rect(vec2(34.0, 24.0), row);
    let builder = egui::UiBuilder::new().max_rect(place);
    ui.scope_builder(builder, |ui| switch(ui, palette, words, is_on)).inner.clicked()
}

fn plan_name_ui(ui: &mut Ui, desk: &Desk, plan: &mut Plan) {
    let label = desk.words.get("business.plan_name");
    crate::edit::editor::caption_ui(ui, desk, label);
    let rect = crate::edit::editor::form_rect(ui);
    let shown = desk.words.ready(&plan.name).to_owned();
    if let Some(name) = text_ui(
        ui,
        desk,
        &EditedText { id: Id::unique("plan name"), name: label, shown: &shown, typed: &shown },
        rect,
    ) {
        plan.name = name;
    }
}

fn start_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan) {
    let label = desk.words.get("business.start");
    let rect = labelled_ui(ui, desk, label);
    let id = Id::unique("plan start");
    let shown = desk.words.month(plan.start);
    if let Some(text) = text_ui(
        ui,
        desk,
        &EditedText { id, name: label, shown: &shown, typed: &plan.start.to_string() },
        rect,
    ) {
        let day = DayAsked::month_from(plan.start).read_in_words(desk.words, &text);
        let done = day.and_then(|day| try_edit(plan, desk.words, |plan| plan.start = day.month));
        desk.view.set_typo(id, label, &text, done.err());
    }
    fault_ui(ui, desk, id);
}
