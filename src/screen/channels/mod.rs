//! The ways in which orders arrive: a table of what matters most, and the other numbers of the channel in hand.

mod details;
mod economics;
pub(super) mod edit;

use egui::{Align2, Id, Rect, Sense, Ui, WidgetInfo, pos2, vec2};
use sortie_engine::plan::{Channel, ChannelKind, FileWord, Plan};

use super::sheet::sheet_ui;
use crate::address::{PlanPart, try_edit};
use crate::desk::Desk;
use crate::edit::editor::{
    EditedText, FieldStyle, doubt_ui, estimate_ui, fault_ui, id_of, name_of, text_ui, title_beside_ui,
};
use crate::edit::hand::{hand_card_ui, has_hand};
use crate::start::rate_of;
use crate::theme::{ROW_HEIGHT, plain_font, strong_font, type_size};
use crate::widget::button::link_button;
use crate::widget::card::padded_card_ui;
use crate::widget::field::is_typed_in;
use crate::widget::tick::tick;
use crate::widget::{elided, focus_ring};

/// The numbers of a channel that the table shows.
const COLUMNS: [&str; 3] = ["visits", "conversion", "order_value"];
/// The editor of channels.
pub fn channels_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan) {
    let (title, subtitle) = (desk.words.get("place.channels"), desk.words.get("channels.subtitle"));
    let is_sheet = desk.view.channels.is_sheet_open;
    let link = desk.words.get(if is_sheet { "sheet.close" } else { "sheet.open" });
    let palette = desk.palette;
    let link = title_beside_ui(ui, desk, title, subtitle, |ui| link_button(ui, palette, link));
    if link.clicked() {
        desk.view.channels.is_sheet_open = !is_sheet;
    }
    desk.view.channels.idx = desk.view.channels.idx.min(plan.channels.len().saturating_sub(1));
    if let PlanPart::Channel(idx) = desk.view.hand.field.part {
        desk.view.channels.idx = idx.min(plan.channels.len().saturating_sub(1));
    } else {
        desk.view.hand.field = PlanPart::Channel(desk.view.channels.idx).field("conversion");
    }
    if desk.view.channels.is_sheet_open {
        let leaves = sheet_ui(ui, desk, plan);
        let after = ui.horizontal(|ui| {
            let after = add_ui(ui, desk, plan);
            details::row_actions_ui(ui, desk, plan);
            after
        });
        if let Some(is_forward) = leaves {
            desk.view.wanted_focus = Some(if is_forward { after.inner } else { link.id });
        }
        return below_sheet_ui(ui, desk, plan);
    }
    padded_card_ui(ui, desk.palette, egui::Margin::symmetric(6, 2), |ui| table_ui(ui, desk, plan));
    economics::economics_ui(ui, desk, plan);
    details::details_ui(ui, desk, plan);
}

/// What an order of the channel in hand earns, and beside it the field in hand.
fn below_sheet_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan) {
    if ui.available_width() < TWO_CARDS {
        economics::economics_ui(ui, desk, plan);
        if has_hand(desk, plan) {
            hand_card_ui(ui, desk, plan);
        }
        return;
    }
    ui.columns_const(|[left, right]| {
        // Columns would stretch the lines of their prose to the edge.
        left.vertical(|ui| economics::economics_ui(ui, desk, plan));
        if has_hand(desk, plan) {
            right.vertical(|ui| hand_card_ui(ui, desk, plan));
        }
    });
}

/// The least width in which two cards stand beside each other.
const TWO_CARDS: f32 = 760.0;

/// The left edges of the table's columns and its right edge.
struct ChannelColumns {
    name: f32,
    numbers: [(f32, f32); 3],
}

impl ChannelColumns {
    /// No column is narrower than its title with the space to the one before it.
    fn of(ui: &Ui, desk: &Desk, rect: Rect) -> Self {
        let widths: [f32; 3] = if rect.width() < 350.0 { [62.0, 62.0, 64.0] } else { [66.0, 70.0, 76.0] };
        let mut right = rect.right();
        let mut numbers = [(0.0, 0.0); 3];
        for column in (0..widths.len()).rev() {
            let title = title(desk, COLUMNS[column]);
            let font = plain_font(type_size::CAPTION);
            let title = ui.painter().layout_no_wrap(title.to_owned(), font, desk.palette.dim);
            let width = widths[column].max(title.size().x.ceil() + TITLE_GAP);
            numbers[column] = (right - width, right);
            right -= width;
        }
        Self { name: rect.left() + 26.0, numbers }
    }
}

/// The least space between the titles of two columns.
const TITLE_GAP: f32 = 12.0;

fn title(desk: &Desk, name: &'static str) -> &'static str {
    desk.words.field(name)
}

fn table_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan) {
    ui.spacing_mut().item_spacing.y = 0.0;
    let (head, _) = ui.allocate_exact_size(vec2(ui.available_width(), 28.0), Sense::hover());
    let columns = ChannelColumns::of(ui, desk, head);
    let font = || plain_font(type_size::CAPTION);
    let channel = desk.words.get("channels.channel");
    ui.painter().text(
        pos2(columns.name, head.center().y),
        Align2::LEFT_CENTER,
        channel,
        font(),
        desk.palette.dim,
    );
    for (field, (_, right)) in COLUMNS.into_iter().zip(columns.numbers) {
        let name = title(desk, field);
        let at = pos2(right - 6.0, head.center().y);
        ui.painter().text(at, Align2::RIGHT_CENTER, name, font(), desk.palette.dim);
    }
    for idx in 0..plan.channels.len() {
        row_ui(ui, desk, plan, idx);
    }
    let line = egui::Stroke::new(1.0, desk.palette.line);
    let top = ui.cursor().top();
    ui.painter().hline(ui.max_rect().expand2(vec2(6.0, 0.0)).x_range(), top, line);
    add_ui(ui, desk, plan);
}

fn row_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, idx: usize) {
    let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW_HEIGHT), Sense::hover());
    let whole = row.with_max_y(row.bottom() + BRINGS_HEIGHT);
    let columns = ChannelColumns::of(ui, desk, row);
    let line = egui::Stroke::new(1.0, desk.palette.line);
    if desk.view.channels.idx == idx {
        ui.painter().rect_filled(whole.expand2(vec2(6.0, 0.0)), 0.0, desk.palette.accent_wash);
    }
    ui.painter().hline(row.expand2(vec2(6.0, 0.0)).x_range(), row.top(), line);
    brings_ui(ui, desk, plan, idx, pos2(columns.name, whole.bottom() - BRINGS_HEIGHT / 2.0 - 2.0));
    let box_rect = Rect::from_center_size(pos2(row.left() + 12.0, row.center().y), vec2(24.0, 24.0));
    active_ui(ui, desk, plan, idx, box_rect);
    name_ui(ui, desk, plan, idx, row.with_min_x(columns.name).with_max_x(columns.numbers[0].0));
    for (field, (left, right)) in COLUMNS.into_iter().zip(columns.numbers) {
        let cell = Rect::from_x_y_ranges(left..=right, row.top() + 2.0..=row.bottom() - 2.0);
        estimate_ui(ui, desk, plan, PlanPart::Channel(idx).field(field), cell, FieldStyle::CELL);
    }
    ui.allocate_exact_size(vec2(whole.width(), BRINGS_HEIGHT), Sense::hover());
    fault_ui(ui, desk, active_id(idx));
    for field in COLUMNS {
        let field = PlanPart::Channel(idx).field(field);
        fault_ui(ui, desk, id_of(field));
        doubt_ui(ui, desk, id_of(field), &name_of(desk, plan, field));
    }
}

/// The height of the line that tells what a channel brings.
const BRINGS_HEIGHT: f32 = 15.0;

/// What the channel brings in a usual month: its orders, its revenue after refunds and its share of all revenue.
fn brings_ui(ui: &Ui, desk: &Desk, plan: &Plan, idx: usize, at: egui::Pos2) {
    let channel = &plan.channels[idx];
    let orders = |channel: &Channel| channel.visits.likely * channel.conversion.likely;
    let revenue = |channel: &Channel| {
        let own = orders(channel) * channel.order_value.likely * (1.0 - channel.refund.likely);
        own * rate_of(plan, channel)
    };
    let all: f64 = plan.channels.iter().filter(|channel| channel.active).map(revenue).sum();
    let known = [
        ("orders", desk.words.count(orders(channel))),
        ("revenue", desk.words.money(revenue(channel), &plan.currency)),
        ("share", desk.words.share(if all > 0.0 { revenue(channel) / all } else { 0.0 })),
    ];
    let known = known.each_ref().map(|(key, told)| (*key, told.as_str()));
    let told = match channel.active {
        true => desk.words.with("channels.brings", &known),
        false => desk.words.get("channels.is_closed").to_owned(),
    };
    let room = ui.max_rect().right() - at.x;
    elided(ui, at, room, &told, plain_font(type_size::CAPTION), desk.palette.dim);
}

fn active_id(idx: usize) -> Id {
    Id::unique(("channel active", idx))
}

/// The tick that opens or shuts a channel today.
fn active_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, idx: usize, rect: Rect) {
    let channel = &plan.channels[idx];
    let is_active = channel.active;
    let name = desk.words.with("channels.active", &[("name", desk.words.ready(&channel.name))]);
    let color = desk.palette.accent;
    let palette = desk.palette;
    let builder = egui::UiBuilder::new().max_rect(rect).id_salt(("active", idx));
    let response = ui.scope_builder(builder, |ui| tick(ui, palette, &name, is_active, color)).inner;
    if response.on_hover_text(&name).clicked() {
        let done = try_edit(plan, desk.words, |plan| {
            plan.channels[idx].active = !is_active;
            if !is_active {
                let id = plan.channels[idx].id.clone();
                plan.open_from_start(&id);
            }
        });
        desk.view.set_fault(active_id(idx), done.err());
    }
}

/// The name of a channel: a click takes the channel in hand, a double click or F2 lets the name be typed over.
fn name_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, idx: usize, rect: Rect) {
    let field = Id::unique(("channel name field", idx));
    if ui.memory(|memory| memory.has_focus(field)) || is_typed_in(ui.ctx(), field) {
        let label = name_of(desk, plan, PlanPart::Channel(idx).field("name"));
        let shown = desk.words.ready(&plan.channels[idx].name).to_owned();
        let text = EditedText { id: field, name: &label, shown: &shown, typed: &shown };
        if let Some(name) = text_ui(ui, desk, &text, rect.shrink2(vec2(0.0, 2.0)))
            && !name.trim().is_empty()
        {
            plan.channels[idx].name = name;
        }
        return;
    }
    let channel = &plan.channels[idx];
    let name = desk.words.ready(&channel.name);
    let is_chosen = desk.view.channels.idx == idx;
    let response = ui.interact(rect, Id::unique(("channel name", idx)), Sense::click());
    response.widget_info(|| WidgetInfo::selected(egui::Role::ListItem, true, is_chosen, name));
    let font = if is_chosen { strong_font(type_size::TABLE) } else { plain_font(type_size::TABLE) };
    let color = if channel.active { desk.palette.text } else { desk.palette.dim };
    elided(ui, rect.left_center(), rect.width() - 4.0, name, font, color);
    focus_ring(ui, &response, desk.palette.accent);
    let is_renamed = response.double_clicked()
        || (response.has_focus() && ui.input(|input| input.key_pressed(egui::Key::F2)));
    if is_renamed {
        ui.memory_mut(|memory| memory.request_focus(field));
    }
    let hint = desk.words.with("channels.rename", &[("name", name)]);
    if response.on_hover_text(hint).clicked() {
        desk.view.channels.idx = idx;
        desk.view.hand.field = PlanPart::Channel(idx).field("conversion");
    }
}

/// A menu of kinds: the new channel begins with typical figures to be typed over. Returns what tells its button apart.
fn add_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan) -> Id {
    let words = desk.words;
    let response = link_button(ui, desk.palette, words.get("channels.add"));
    egui::Popup::menu(&response).show(|ui| {
        for kind in ChannelKind::ALL {
            if ui.button(words.channel_kind(*kind)).clicked() {
                let idx = plan.channels.len();
                let done = try_edit(plan, words, |plan| edit::add(plan, *kind, words.channel_kind(*kind)));
                if done.is_ok() {
                    desk.view.channels.idx = idx;
                    desk.view.hand.field = PlanPart::Channel(idx).field("visits");
                    desk.view.channels.sheet.selection.cursor.row = idx;
                    desk.view.channels.sheet.selection.anchor.row = idx;
                }
            }
        }
    });
    response.id
}
