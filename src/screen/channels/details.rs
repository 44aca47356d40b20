//! The channel in hand: every field that the table above has no column for, in groups.

use egui::{Align, Id, Layout, Ui};
use sortie_engine::plan::{Channel, ChannelKind, FileWord, Plan, Surface};

use super::edit;
use crate::address::{PlanPart, try_edit};
use crate::catalog::evidence;
use crate::catalog::evidence::CURRENCIES;
use crate::desk::Desk;
use crate::edit::editor::{caption_ui, card_title_ui, estimate_row_ui, fault_ui, number_row_ui};
use crate::edit::row::{choice_row_ui, note_row_ui, text_row_ui};
use crate::screen::sheet::columns::{ChannelChoice, ColumnKind, ColumnSpec, columns_of};
use crate::theme::{CONTROL_HEIGHT, GAP, icon};
use crate::widget::button::icon_button;
use crate::widget::card::card_ui;
use crate::widget::grid::{GridCell, GridSelection};

/// What the buttons of a channel ask for.
#[derive(Clone, Copy)]
enum ChannelButton {
    Up,
    Down,
    Copy,
    Remove,
}

/// Shows the rest of the fields of the channel in hand.
pub fn details_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan) {
    let idx = desk.view.channels.idx;
    if idx >= plan.channels.len() {
        return;
    }
    let mut asked = None;
    card_ui(ui, desk.palette, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        let name = desk.words.ready(&plan.channels[idx].name).to_owned();
        asked = head_ui(ui, desk, plan, idx, &name);
        fault_ui(ui, desk, fault_id());
        typical_ui(ui, desk, &plan.channels[idx]);
        what_ui(ui, desk, plan, idx, &name);
        for group in ["channels.traffic", "channels.customers", "channels.money", "channels.timing"] {
            group_ui(ui, desk, plan, idx, group);
        }
    });
    act(desk, plan, idx, asked);
}

/// What a channel that was just added lacks, and where the rest of it comes from.
fn typical_ui(ui: &mut Ui, desk: &Desk, channel: &Channel) {
    let has_visits = channel.visits.likely > 0.0;
    let n = channel.basis.values().filter(|id| evidence::row(id).is_some()).count();
    if has_visits || n == 0 {
        return;
    }
    let kind = desk.words.channel_kind(channel.kind);
    caption_ui(ui, desk, &desk.words.with("channels.typical", &[("kind", kind), ("n", &n.to_string())]));
}

/// The name of the channel in hand, and the buttons that move, copy and remove it.
pub fn row_actions_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan) {
    let idx = desk.view.channels.idx;
    let Some(channel) = plan.channels.get(idx) else { return };
    let name = desk.words.ready(&channel.name).to_owned();
    let asked = buttons_ui(ui, desk, plan, idx, &name);
    act(desk, plan, idx, asked);
    fault_ui(ui, desk, fault_id());
}

/// Does what a button of the channel asked for, if any did.
fn act(desk: &mut Desk, plan: &mut Plan, idx: usize, asked: Option<ChannelButton>) {
    let Some(action) = asked else { return };
    let copied =
        desk.words.with("scenarios.copy_name", &[("name", desk.words.ready(&plan.channels[idx].name))]);
    let done = try_edit(plan, desk.words, |plan| match action {
        ChannelButton::Up => plan.channels.swap(idx - 1, idx),
        ChannelButton::Down => plan.channels.swap(idx, idx + 1),
        ChannelButton::Copy => edit::copy(plan, idx, copied),
        ChannelButton::Remove => edit::remove(plan, idx),
    });
    if done.is_ok() {
        desk.view.channels.idx = match action {
            ChannelButton::Up | ChannelButton::Remove => idx.saturating_sub(1),
            ChannelButton::Down | ChannelButton::Copy => idx + 1,
        };
        desk.view.hand.field = PlanPart::Channel(desk.view.channels.idx).field("conversion");
        let cursor = GridCell { row: desk.view.channels.idx, ..desk.view.channels.sheet.selection.cursor };
        desk.view.channels.sheet.selection = GridSelection::at(cursor);
    }
    desk.view.set_fault(fault_id(), done.err());
}

fn fault_id() -> Id {
    Id::unique("remove channel")
}

fn head_ui(ui: &mut Ui, desk: &Desk, plan: &Plan, idx: usize, name: &str) -> Option<ChannelButton> {
    ui.horizontal(|ui| {
        ui.scope(|ui| {
            ui.set_max_width(ui.available_width() - 4.0 * CONTROL_HEIGHT - GAP);
            card_title_ui(ui, desk, name);
        });
        let layout = Layout::right_to_left(Align::Center);
        ui.with_layout(layout, |ui| buttons_ui(ui, desk, plan, idx, name)).inner
    })
    .inner
}

fn buttons_ui(ui: &mut Ui, desk: &Desk, plan: &Plan, idx: usize, name: &str) -> Option<ChannelButton> {
    let last = plan.channels.len() - 1;
    let mut buttons = [
        (icon::CHEVRON_UP, "scenarios.up", ChannelButton::Up, idx > 0),
        (icon::CHEVRON_DOWN, "scenarios.down", ChannelButton::Down, idx < last),
        (icon::COPY, "happens.copy", ChannelButton::Copy, true),
        (icon::TRASH, "channels.remove", ChannelButton::Remove, true),
    ];
    if ui.layout().prefer_right_to_left() {
        buttons.reverse();
    }
    ui.spacing_mut().item_spacing.x = 0.0;
    let mut asked = None;
    for (icon, key, action, is_enabled) in buttons {
        let label = desk.words.with(key, &[("name", name)]);
        if icon_button(ui, desk.palette, icon, &label, is_enabled).clicked() {
            asked = Some(action);
        }
    }
    asked
}

/// Its name, its kind, its market, where its links stand, and its currency.
fn what_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, idx: usize, name: &str) {
    let (words, part) = (desk.words, PlanPart::Channel(idx));
    if let Some(name) = text_row_ui(ui, desk, plan, part.field("name"), name) {
        plan.channels[idx].name = name;
    }
    let kinds: Vec<(ChannelKind, String)> =
        ChannelKind::ALL.iter().map(|kind| (*kind, words.channel_kind(*kind).to_owned())).collect();
    let Channel { kind, surface, .. } = plan.channels[idx];
    if let Some(kind) = choice_row_ui(ui, desk, plan, part.field("kind"), &kinds, &kind) {
        plan.channels[idx].kind = kind;
    }
    let markets: Vec<(String, String)> =
        plan.markets.iter().map(|it| (it.id.clone(), words.ready(&it.name).to_owned())).collect();
    let market = plan.channels[idx].market.clone();
    if let Some(market) = choice_row_ui(ui, desk, plan, part.field("market"), &markets, &market) {
        plan.channels[idx].market = market;
    }
    let none = (None, words.get("mechanisms.no_channel").to_owned());
    let some = Surface::ALL.iter().map(|it| (Some(*it), words.surface(*it).to_owned()));
    let surfaces: Vec<(Option<Surface>, String)> = std::iter::once(none).chain(some).collect();
    if let Some(surface) = choice_row_ui(ui, desk, plan, part.field("surface"), &surfaces, &surface) {
        plan.channels[idx].surface = surface;
    }
    currency_ui(ui, desk, plan, idx);
    let notes = plan.channels[idx].notes.clone();
    if let Some(notes) = note_row_ui(ui, desk, plan, part.field("notes"), words.ready(&notes)) {
        plan.channels[idx].notes = notes;
    }
}

fn currency_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, idx: usize) {
    let own = plan.channels[idx].currency.clone().unwrap_or_else(|| plan.currency.clone());
    let known = CURRENCIES.into_iter().filter(|code| evidence::rate(code, &plan.currency).is_some());
    let mut codes: Vec<String> =
        known.map(str::to_owned).chain(plan.fx.keys().cloned()).chain([plan.currency.clone()]).collect();
    codes.sort_unstable();
    codes.dedup();
    let codes: Vec<(String, String)> = codes.into_iter().map(|code| (code.clone(), code)).collect();
    let field = PlanPart::Channel(idx).field("currency");
    if let Some(code) = choice_row_ui(ui, desk, plan, field, &codes, &own) {
        let done = try_edit(plan, desk.words, |plan| edit::set_currency(plan, idx, &code));
        desk.view.set_fault(fault_id(), done.err());
    }
    if plan.channels[idx].currency.is_some() {
        caption_ui(ui, desk, desk.words.get("channels.own_currency"));
    }
}

/// A title, and below it the fields that the sheet has in that group.
fn group_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, idx: usize, group: &'static str) {
    caption_ui(ui, desk, desk.words.get(group));
    for ColumnSpec { name, kind, .. } in columns_of(group).filter(|it| !super::COLUMNS.contains(&it.name)) {
        let field = PlanPart::Channel(idx).field(name);
        match kind {
            ColumnKind::Estimate => estimate_row_ui(ui, desk, plan, field),
            ColumnKind::Number => number_row_ui(ui, desk, plan, field),
            ColumnKind::Choice(ChannelChoice::OwnsCustomers) => owner_ui(ui, desk, plan, idx),
            ColumnKind::Choice(_) | ColumnKind::Text(_) => {}
        }
    }
}

/// Whose its customers are.
fn owner_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, idx: usize) {
    let words = desk.words;
    let by_kind = if plan.channels[idx].kind.owns_customers() { "channels.yes" } else { "channels.no" };
    let by_kind = words.with("channels.by_kind", &[("answer", words.get(by_kind))]);
    let answers = [
        (None, by_kind),
        (Some(true), words.get("channels.yes").to_owned()),
        (Some(false), words.get("channels.no").to_owned()),
    ];
    let owns = plan.channels[idx].owns_customers;
    let field = PlanPart::Channel(idx).field("owns_customers");
    if let Some(owns) = choice_row_ui(ui, desk, plan, field, &answers, &owns) {
        plan.channels[idx].owns_customers = owns;
    }
}
