//! The ready-made strategies as cards: what each does, what it costs, what it needs, and how sure its numbers are.

use egui::{Id, TextEdit, Ui};
use sortie_engine::plan::{Mechanism, Plan, ReadyStrategy};
use sortie_engine::unit::Month;

use super::{fault_id, take_in_hand};
use crate::address::cost::ready_costs;
use crate::catalog::{NumbersFrom, evidence, ready_for};
use crate::desk::Desk;
use crate::edit::editor::{caption_ui, card_title_ui};
use crate::start::add_ready;
use crate::text::Words;
use crate::theme::{plain_font, type_size};
use crate::widget::begin_anew;
use crate::widget::button::plain_button;
use crate::widget::card::card_ui;

/// Shows every ready-made strategy whose name or story holds what is typed above them.
pub fn gallery_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan) {
    caption_ui(ui, desk, desk.words.get("gallery.explained"));
    let name = desk.words.get("gallery.search");
    let field = TextEdit::singleline(&mut desk.view.responses.sought)
        .id(Id::unique("gallery search"))
        .hint_text(name)
        .font(plain_font(type_size::BODY))
        .margin(egui::vec2(8.0, 5.0))
        .desired_width(f32::INFINITY);
    begin_anew(&ui.add(field).accessible_name(name));
    for file in crate::catalog::ready_strategies() {
        let Some((ready, from)) = ready_for(file, plan) else { continue };
        let words = desk.words;
        let text =
            format!("{} {}", words.ready(&ready.strategy.name), words.ready(&ready.notes)).to_lowercase();
        if text.contains(&desk.view.responses.sought.to_lowercase()) {
            card_ui(ui, desk.palette, |ui| ready_ui(ui, desk, plan, &ready, from));
        }
    }
}

fn ready_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, ready: &ReadyStrategy, from: NumbersFrom) {
    ui.spacing_mut().item_spacing.y = 4.0;
    let words = desk.words;
    let name = words.ready(&ready.strategy.name);
    card_title_ui(ui, desk, name);
    caption_ui(ui, desk, words.ready(&ready.notes));
    caption_ui(ui, desk, &costs(words, plan, ready));
    if let Some(needs) = needs(words, ready) {
        caption_ui(ui, desk, &needs);
    }
    caption_ui(ui, desk, &sureness(words, ready, desk.today));
    match from {
        NumbersFrom::Home => (),
        NumbersFrom::SouthEastAsia => caption_ui(ui, desk, words.get("gallery.regional")),
        NumbersFrom::Elsewhere => caption_ui(ui, desk, words.get("gallery.elsewhere")),
    }
    let is_there = plan.strategies.iter().any(|strategy| strategy.name == ready.strategy.name);
    let key = if is_there { "gallery.add_again" } else { "gallery.add" };
    if plain_button(ui, &words.with(key, &[("name", name)])).clicked() {
        add(desk, plan, ready);
    }
}

/// Adds it with the channels it needs and a scenario of its own, which is taken in hand.
fn add(desk: &mut Desk, plan: &mut Plan, ready: &ReadyStrategy) {
    let done = add_ready(plan, ready);
    desk.view.set_fault(fault_id(), done.as_ref().err().map(|lack| desk.words.lacking(lack)));
    if let Ok(added) = done {
        desk.view.responses.is_gallery_open = false;
        take_in_hand(desk, plan.strategies.len() - 1);
        desk.view.chart.toggle_line(&added.scenario);
        desk.view.chart.selected = Some(added.scenario);
    }
}

/// What it costs, in the plan's currency where there is a rate.
fn costs(words: &Words, plan: &Plan, ready: &ReadyStrategy) -> String {
    let [setup, monthly] = ready_costs(words, plan, &ready.strategy);
    words.with("gallery.costs", &[("setup", &setup), ("monthly", &monthly)])
}

/// What a platform asks for before it can begin.
fn needs(words: &Words, ready: &ReadyStrategy) -> Option<String> {
    let requirements = ready.strategy.mechanisms.iter().filter_map(|mechanism| match mechanism {
        Mechanism::OpenChannel(open) => Some(&open.requirements),
        _ => None,
    });
    let names: Vec<&str> = requirements.flatten().map(|it| words.requirement(*it)).collect();
    (!names.is_empty())
        .then(|| words.with("gallery.needs", &[("names", &names.join(words.get("scenarios.and")))]))
}

/// How many of its numbers are official, of the trade, or assumed, and how many are older than a year.
fn sureness(words: &Words, ready: &ReadyStrategy, today: Option<Month>) -> String {
    let rows: Vec<_> = ready.strategy.basis.values().filter_map(|id| evidence::row(id)).collect();
    let count = |grade: char| rows.iter().filter(|row| row.grade == grade).count().to_string();
    let sure = words.with("gallery.sureness", &[("a", &count('A')), ("b", &count('B')), ("c", &count('C'))]);
    match rows.iter().filter(|row| row.years_old(today).is_some()).count() {
        0 => sure,
        n => words.with("gallery.sureness_old", &[("sure", &sure), ("n", &n.to_string())]),
    }
}
