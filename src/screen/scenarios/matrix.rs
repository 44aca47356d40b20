//! The matrix: a row for everything that may happen or be done, a column for each scenario, a tick where it has it.

use crate::edit::item::toggle;
use egui::{Rect, ScrollArea, Sense, Ui, UiBuilder, pos2, vec2};
use sortie_engine::plan::Plan;

use super::{badge_ui, small_ui};
use crate::desk::Desk;
use crate::edit::editor::caption_ui;
use crate::edit::item::PlanItem;
use crate::widget::tick::tick;

/// The width of a scenario's column.
const COLUMN: f32 = 28.0;
/// The height of a row.
const ROW: f32 = 26.0;
/// The least room for the name of a row.
const NAME: f32 = 120.0;

/// How wide the parts of a row are.
#[derive(Clone, Copy)]
struct RowWidths {
    /// The name.
    name: f32,
    /// All of it.
    total: f32,
}

/// Shows the matrix of all scenarios.
pub fn matrix_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan) {
    ui.spacing_mut().item_spacing.y = 0.0;
    crate::edit::editor::card_title_ui(ui, desk, desk.words.get("scenarios.matrix"));
    caption_ui(ui, desk, desk.words.get("scenarios.matrix_explained"));
    ui.add_space(6.0);
    let width = ui.available_width();
    let ticks = COLUMN * plan.scenarios.len() as f32;
    let name = (width - ticks).max(NAME);
    ScrollArea::horizontal().id_salt("matrix").max_width(width).show(ui, |ui| {
        let widths = RowWidths { name, total: name + ticks };
        head_ui(ui, desk, plan, widths);
        let shocks = (0..plan.shocks.len()).map(PlanItem::Shock);
        group_ui(ui, desk, plan, "scenarios.shocks", shocks.collect(), widths);
        let strategies = (0..plan.strategies.len()).map(PlanItem::Strategy);
        group_ui(ui, desk, plan, "scenarios.strategies", strategies.collect(), widths);
    });
}

fn head_ui(ui: &mut Ui, desk: &Desk, plan: &Plan, widths: RowWidths) {
    let (rect, _) = ui.allocate_exact_size(vec2(widths.total, ROW), Sense::hover());
    for idx in 0..plan.scenarios.len() {
        let center = pos2(rect.left() + widths.name + COLUMN * (idx as f32 + 0.5), rect.center().y);
        badge_ui(ui, desk, plan, idx, center);
        let place = Rect::from_center_size(center, vec2(COLUMN, ROW));
        let hover = ui.interact(place, ui.scope_id().with(("scenario head", idx)), Sense::hover());
        hover.on_hover_text(desk.words.ready(&plan.scenarios[idx].name));
    }
}

fn group_ui(ui: &mut Ui, desk: &Desk, plan: &mut Plan, title: &str, items: Vec<PlanItem>, widths: RowWidths) {
    if items.is_empty() {
        return;
    }
    caption_ui(ui, desk, desk.words.get(title));
    for item in items {
        row_ui(ui, desk, plan, item, widths);
    }
}

fn row_ui(ui: &mut Ui, desk: &Desk, plan: &mut Plan, item: PlanItem, widths: RowWidths) {
    let (row, response) = ui.allocate_exact_size(vec2(widths.total, ROW), Sense::hover());
    if response.contains_pointer() {
        ui.painter().rect_filled(row, 4.0, desk.palette.window);
    }
    let (name, color) = match item {
        PlanItem::Shock(idx) => (&plan.shocks[idx].name, desk.palette.shock),
        PlanItem::Strategy(idx) => (&plan.strategies[idx].name, desk.palette.accent),
    };
    let name = desk.words.ready(name).to_owned();
    small_ui(ui, desk, row.left_center(), widths.name - 6.0, &name);
    response.on_hover_text(&name);
    let id = item.id(plan).to_owned();
    for idx in 0..plan.scenarios.len() {
        let left = row.left() + widths.name + COLUMN * idx as f32 + (COLUMN - 24.0) / 2.0;
        let place = Rect::from_min_size(pos2(left, row.top() + 1.0), vec2(24.0, 24.0));
        let of = desk.words.ready(&plan.scenarios[idx].name).to_owned();
        let label = desk.words.with("scenarios.has", &[("name", &name), ("scenario", &of)]);
        let members = item.members(&mut plan.scenarios[idx]);
        let is_in = members.contains(&id);
        let builder = UiBuilder::new().max_rect(place).id_salt(("matrix", item, idx));
        let palette = desk.palette;
        let ticked = ui.scope_builder(builder, |ui| tick(ui, palette, &label, is_in, color)).inner;
        if ticked.on_hover_text(&of).clicked() {
            toggle(members, &id);
        }
    }
}
