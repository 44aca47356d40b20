//! The pieces of mechanisms that name channels: menus of channels, shares by channel, and what platforms ask for.

use egui::Ui;
use sortie_engine::plan::{FileWord, Plan, Requirement};

use crate::address::unit::NumberUnit;
use crate::address::{PlanField, PlanPart};
use crate::desk::Desk;
use crate::edit::editor::{EditedNumber, caption_ui, explained_ui, id_of, labelled_ui, name_of};
use crate::edit::row::choice_ui;
use crate::theme::{CONTROL_HEIGHT, GAP, GAP_SMALL, icon};
use crate::widget::button::{icon_button, link_button};
use crate::widget::chips::pill;

/// The channels of a plan as a menu.
fn channels(desk: &Desk, plan: &Plan) -> Vec<(String, String)> {
    plan.channels.iter().map(|it| (it.id.clone(), desk.words.ready(&it.name).to_owned())).collect()
}

/// A menu of channels.
pub fn channel_ui(
    ui: &mut Ui,
    desk: &Desk,
    plan: &Plan,
    field: PlanField,
    current: &String,
) -> Option<String> {
    let rect = explained_ui(ui, desk, field, desk.words.field(field.name));
    choice_ui(ui, rect, id_of(field), &name_of(desk, plan, field), &channels(desk, plan), current)
}

/// A menu of channels, or none of them.
pub fn maybe_channel_ui(
    ui: &mut Ui,
    desk: &Desk,
    plan: &Plan,
    field: PlanField,
    current: &Option<String>,
) -> Option<Option<String>> {
    let none = (None, desk.words.get("mechanisms.no_channel").to_owned());
    let some = channels(desk, plan).into_iter().map(|(id, name)| (Some(id), name));
    let options: Vec<(Option<String>, String)> = std::iter::once(none).chain(some).collect();
    let rect = explained_ui(ui, desk, field, desk.words.field(field.name));
    choice_ui(ui, rect, id_of(field), &name_of(desk, plan, field), &options, current)
}

/// A menu that says whether a number that may be left out is told. `ways` are the keys of what is asked, of leaving it out,
/// and of telling it; returns the answer if it changes.
pub fn way_ui(
    ui: &mut Ui,
    desk: &Desk,
    plan: &Plan,
    field: PlanField,
    ways: [&'static str; 3],
    is_told: bool,
) -> Option<bool> {
    let [asked, without, with] = ways.map(|key| desk.words.get(key));
    let rect = explained_ui(ui, desk, field, asked);
    let name = format!("{asked} \u{B7} {}", field.owner(plan, desk.words));
    let options = [(false, without.to_owned()), (true, with.to_owned())];
    choice_ui(ui, rect, id_of(field).with("way"), &name, &options, &is_told)
}

/// Channels with a share each; returns the list as it becomes, if it changes.
pub fn shares_ui(
    ui: &mut Ui,
    desk: &mut Desk,
    plan: &Plan,
    field: PlanField,
    list: &[(String, f64)],
) -> Option<Vec<(String, f64)>> {
    let words = desk.words;
    caption_ui(ui, desk, words.field(field.name));
    let mut changed = None;
    let all = channels(desk, plan);
    for (at, (id, share)) in list.iter().enumerate() {
        let name = all.iter().find(|(known, _)| known == id).map_or(id.as_str(), |(_, name)| name);
        let owner = name_of(desk, plan, field);
        ui.horizontal(|ui| {
            let room = egui::vec2(ui.available_width() - CONTROL_HEIGHT - GAP, CONTROL_HEIGHT);
            let rect = ui.allocate_ui(room, |ui| labelled_ui(ui, desk, name)).inner;
            let called = format!("{} \u{B7} {name} \u{B7} {owner}", words.field("share"));
            let number = EditedNumber { id: id_of(field).with(at), name: &called, unit: &NumberUnit::Share };
            if let Some(share) = number.value_ui(ui, desk, *share, rect) {
                let mut other = list.to_vec();
                other[at].1 = share;
                changed = Some(other);
            }
            let remove = words.with("mechanisms.leave_out", &[("name", name), ("of", &owner)]);
            if icon_button(ui, desk.palette, icon::X, &remove, true).clicked() {
                let mut rest = list.to_vec();
                rest.remove(at);
                changed = Some(rest);
            }
        });
    }
    let free: Vec<&(String, String)> =
        all.iter().filter(|(id, _)| list.iter().all(|(known, _)| known != id)).collect();
    if !free.is_empty() {
        let label = words.with("mechanisms.take_in", &[("of", &name_of(desk, plan, field))]);
        let response = link_button(ui, desk.palette, &label);
        egui::Popup::menu(&response).show(|ui| {
            for (id, name) in free {
                if ui.button(name).clicked() {
                    let mut more = list.to_vec();
                    more.push((id.clone(), 0.0));
                    changed = Some(more);
                }
            }
        });
    }
    changed
}

/// What a platform asks for, as chips; returns the list as it becomes, if it changes.
pub fn requirements_ui(
    ui: &mut Ui,
    desk: &Desk,
    plan: &Plan,
    part: PlanPart,
    list: &[Requirement],
) -> Option<Vec<Requirement>> {
    let words = desk.words;
    let field = part.field("requirements");
    caption_ui(ui, desk, words.field(field.name));
    let owner = field.owner(plan, words);
    let mut changed = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::Vec2::splat(GAP_SMALL);
        for requirement in Requirement::ALL {
            let is_in = list.contains(requirement);
            let shown = words.requirement(*requirement);
            let response = pill(ui, desk.palette, shown, is_in);
            let name = format!("{}: {shown} \u{B7} {owner}", words.field(field.name));
            response.widget_info(|| egui::WidgetInfo::selected(egui::Role::CheckBox, true, is_in, &name));
            if response.clicked() {
                let mut other = list.to_vec();
                if is_in {
                    other.retain(|it| it != requirement);
                } else {
                    other.push(*requirement);
                }
                changed = Some(other);
            }
        }
    });
    changed
}
