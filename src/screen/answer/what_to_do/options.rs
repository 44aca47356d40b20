//! What may be chosen: ticked from the plan's strategies and from the ready-made ones; what must be kept, and what is never
//! done.

use egui::{Id, Ui, vec2};
use sortie_engine::plan::Plan;

use super::request::ready_made;
use crate::desk::Desk;
use crate::edit::editor::caption_ui;
use crate::edit::row::choice_ui;
use crate::edit::sentence::{room, sentence_ui};
use crate::theme::{CONTROL_HEIGHT, GAP_LARGE, GAP_SMALL, plain_font, type_size};
use crate::widget::button::link_button;
use crate::widget::chips::pill;
use crate::widget::tick::tick;
use crate::widget::{elided, text_width};

/// The least room of a tick with its name.
const LEAST: f32 = 200.0;

/// Something that may be chosen.
struct OfferedOption {
    id: String,
    name: String,
    is_ready: bool,
}

/// Copies of an earlier answer are no options.
fn is_copy(plan: &Plan, id: &str) -> bool {
    let stem = id.trim_end_matches(|sign: char| sign.is_ascii_digit()).strip_suffix("-best");
    stem.is_some_and(|stem| {
        plan.strategies.iter().any(|own| own.id == stem) || ready_made(plan).any(|(known, _)| known == stem)
    })
}

fn own_options(desk: &Desk, plan: &Plan) -> Vec<OfferedOption> {
    let own = plan.strategies.iter().filter(|own| !is_copy(plan, &own.id));
    let told = |own: &sortie_engine::plan::Strategy| OfferedOption {
        id: own.id.clone(),
        name: desk.words.ready(&own.name).to_owned(),
        is_ready: false,
    };
    own.map(told).collect()
}

fn ready_options(desk: &Desk, plan: &Plan) -> Vec<OfferedOption> {
    let told = |(id, ready): (&str, sortie_engine::plan::ReadyStrategy)| {
        let is_there = plan.strategies.iter().any(|own| own.name == ready.strategy.name);
        let name = desk.words.ready(&ready.strategy.name).to_owned();
        (!is_there).then(|| OfferedOption { id: id.to_owned(), name, is_ready: true })
    };
    ready_made(plan).filter_map(told).collect()
}

/// The sentences on what must be kept, and on what is never done.
pub fn picked_ui(ui: &mut Ui, desk: &mut Desk, plan: &Plan) {
    let mut options = own_options(desk, plan);
    options.extend(
        ready_options(desk, plan).into_iter().filter(|it| desk.view.best.asked.ready.contains(&it.id)),
    );
    for (sentence, is_must) in [("to_do.must", true), ("to_do.never", false)] {
        sentence_ui(ui, desk, desk.words.get(sentence), |ui, desk, _| {
            list_ui(ui, desk, &options, is_must);
        });
    }
}

/// What is in one of the two lists, each to be taken out again, and a menu that adds to it.
fn list_ui(ui: &mut Ui, desk: &mut Desk, options: &[OfferedOption], is_must: bool) {
    let asked = &desk.view.best.asked;
    let own = if is_must { &asked.must } else { &asked.never };
    let picked: Vec<&OfferedOption> = options.iter().filter(|it| own.contains(&it.id)).collect();
    let key = if is_must { "to_do.no_longer_must" } else { "to_do.no_longer_never" };
    let mut let_go = None;
    for option in &picked {
        let told = desk.words.with(key, &[("name", &option.name)]);
        if pill(ui, desk.palette, &format!("{}  ×", option.name), true).on_hover_text(told).clicked() {
            let_go = Some(option.id.clone());
        }
    }
    let first = desk.words.get(if picked.is_empty() { "to_do.nobody" } else { "to_do.one_more" });
    let left = options.iter().filter(|it| !own.contains(&it.id));
    let choices: Vec<(Option<String>, String)> = std::iter::once((None, first.to_owned()))
        .chain(left.map(|it| (Some(it.id.clone()), it.name.clone())))
        .collect();
    let name = desk.words.get(if is_must { "to_do.must_name" } else { "to_do.never_name" });
    let rect = room(ui, 172.0);
    let added = choice_ui(ui, rect, Id::unique(("best list", is_must)), name, &choices, &None).flatten();
    let asked = &mut desk.view.best.asked;
    let (own, other) =
        if is_must { (&mut asked.must, &mut asked.never) } else { (&mut asked.never, &mut asked.must) };
    if let Some(id) = let_go {
        own.remove(&id);
    }
    if let Some(id) = added {
        // Nothing is both.
        other.remove(&id);
        own.insert(id);
    }
}

/// Ticks for what may be chosen.
pub fn options_ui(ui: &mut Ui, desk: &mut Desk, plan: &Plan) {
    let own = own_options(desk, plan);
    caption_ui(ui, desk, desk.words.get("to_do.among"));
    if own.is_empty() {
        caption_ui(ui, desk, desk.words.get("to_do.no_own"));
    }
    ticks_ui(ui, desk, &own);
    let ready = ready_options(desk, plan);
    let n = ready.iter().filter(|it| desk.view.best.asked.ready.contains(&it.id)).count();
    let is_open = desk.view.best.is_gallery_open;
    let key = if is_open { "to_do.fold_gallery" } else { "to_do.open_gallery" };
    let told = desk.words.with(key, &[("n", &n.to_string()), ("all", &ready.len().to_string())]);
    if link_button(ui, desk.palette, &told).clicked() {
        desk.view.best.is_gallery_open = !is_open;
    }
    if is_open {
        ticks_ui(ui, desk, &ready);
    }
}

fn ticks_ui(ui: &mut Ui, desk: &mut Desk, options: &[OfferedOption]) {
    let in_row = ((ui.available_width() + GAP_LARGE) / (LEAST + GAP_LARGE)).floor().max(1.0);
    let width = (ui.available_width() - GAP_LARGE * (in_row - 1.0)) / in_row;
    for row in options.chunks(in_row as usize) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            for (place, option) in row.iter().enumerate() {
                if place > 0 {
                    ui.add_space(GAP_LARGE);
                }
                tick_ui(ui, desk, option, width);
            }
        });
    }
}

fn tick_ui(ui: &mut Ui, desk: &mut Desk, option: &OfferedOption, width: f32) {
    let asked = &desk.view.best.asked;
    let is_on =
        if option.is_ready { asked.ready.contains(&option.id) } else { !asked.never.contains(&option.id) };
    let told = desk.words.with("to_do.may_choose", &[("name", &option.name)]);
    let clicked = ui.allocate_ui(vec2(width, CONTROL_HEIGHT), |ui| {
        ui.set_width(width);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = GAP_SMALL;
            let clicked = tick(ui, desk.palette, &told, is_on, desk.palette.accent).clicked();
            let font = plain_font(type_size::BODY);
            let room_left = (width - 30.0).min(text_width(ui, &option.name, font.clone()) + 1.0);
            let rect = room(ui, room_left);
            let color = if is_on { desk.palette.text } else { desk.palette.dim };
            elided(ui, rect.left_center(), room_left, &option.name, font, color);
            let id = Id::unique(("may choose", &option.id));
            clicked || ui.interact(rect, id, egui::Sense::CLICK).clicked()
        })
        .inner
    });
    if !clicked.inner {
        return;
    }
    let asked = &mut desk.view.best.asked;
    asked.must.remove(&option.id);
    let list = if option.is_ready { &mut asked.ready } else { &mut asked.never };
    if !list.remove(&option.id) {
        list.insert(option.id.clone());
    }
    if option.is_ready {
        asked.never.remove(&option.id);
    }
}
