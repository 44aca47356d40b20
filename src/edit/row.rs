//! Rows of a form for what is no estimate: a choice, a switch, words, a number that may be left out.

use egui::{ComboBox, Rect, RichText, Role, Sense, Ui, UiBuilder, WidgetInfo, vec2};
use sortie_engine::plan::Plan;

use crate::address::PlanField;
use crate::desk::Desk;
use crate::edit::editor::{EditedText, explained_ui, fault_ui, id_of, name_of, text_ui};
use crate::theme::{CONTROL_HEIGHT, plain_font, type_size};
use crate::widget::note::note;
use crate::widget::tick::switch;

/// The most room that a list of choices takes: a dozen of them.
const LIST_HEIGHT: f32 = 340.0;

/// A menu of choices; returns what was chosen, if anything was.
pub fn choice_row_ui<T: Clone + PartialEq>(
    ui: &mut Ui,
    desk: &Desk,
    plan: &Plan,
    field: PlanField,
    options: &[(T, String)],
    current: &T,
) -> Option<T> {
    let rect = explained_ui(ui, desk, field, desk.words.field(field.name));
    choice_ui(ui, rect, id_of(field), &name_of(desk, plan, field), options, current)
}

/// A menu of choices in `rect`; `id` tells it from others and `name` is what a screen reader calls it.
pub fn choice_ui<T: Clone + PartialEq>(
    ui: &mut Ui,
    rect: Rect,
    id: egui::Id,
    name: &str,
    options: &[(T, String)],
    current: &T,
) -> Option<T> {
    let shown = options.iter().find(|(option, _)| option == current).map_or("", |(_, words)| words);
    let builder = UiBuilder::new().max_rect(rect).id_salt(id);
    let mut chosen = None;
    ui.scope_builder(builder, |ui| {
        ui.set_height(CONTROL_HEIGHT);
        let combo = ComboBox::from_id_salt(id).width(rect.width()).height(LIST_HEIGHT).truncate();
        let combo = combo.selected_text(shown);
        let menu = combo.show_ui(ui, |ui| {
            for (option, words) in options {
                if ui.selectable_label(option == current, words).clicked() {
                    chosen = Some(option.clone());
                }
            }
        });
        let described = format!("{name}: {shown}");
        menu.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &described));
        crate::widget::focus_ring(ui, &menu.response, ui.visuals().selection.stroke.color);
    });
    chosen.filter(|chosen| chosen != current)
}

/// A switch; returns whether it was clicked.
pub fn switch_row_ui(ui: &mut Ui, desk: &Desk, plan: &Plan, field: PlanField, is_on: bool) -> bool {
    let (row, response) = ui.allocate_exact_size(vec2(ui.available_width(), CONTROL_HEIGHT), Sense::hover());
    let words = desk.words.field(field.name);
    let font = plain_font(type_size::BODY);
    crate::widget::elided(ui, row.left_center(), row.width() - 44.0, words, font, desk.palette.text);
    response.on_hover_text(desk.words.tip(field.name));
    let place = egui::Align2::RIGHT_CENTER.align_size_within_rect(vec2(34.0, 24.0), row);
    let builder = UiBuilder::new().max_rect(place).id_salt(id_of(field));
    let (palette, name) = (desk.palette, name_of(desk, plan, field));
    ui.scope_builder(builder, |ui| switch(ui, palette, &name, is_on)).inner.clicked()
}

/// Words of one line; returns them once they are done.
pub fn text_row_ui(ui: &mut Ui, desk: &Desk, plan: &Plan, field: PlanField, shown: &str) -> Option<String> {
    let rect = explained_ui(ui, desk, field, desk.words.field(field.name));
    let rect = rect.with_min_x(rect.right() - 220.0_f32.min(rect.width() + 60.0));
    let text = EditedText { id: id_of(field), name: &name_of(desk, plan, field), shown, typed: shown };
    let typed = text_ui(ui, desk, &text, rect);
    fault_ui(ui, desk, text.id);
    typed
}

/// Words of several lines below their label; returns them once they are done.
pub fn note_row_ui(ui: &mut Ui, desk: &Desk, plan: &Plan, field: PlanField, shown: &str) -> Option<String> {
    let words = RichText::new(desk.words.field(field.name)).font(plain_font(type_size::BODY));
    ui.label(words.color(desk.palette.text)).on_hover_text(desk.words.tip(field.name));
    note(ui, desk.palette, id_of(field), &name_of(desk, plan, field), shown)
}
