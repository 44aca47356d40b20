//! What an order of the channel in hand earns, step by step, and where it would earn nothing.

use egui::{Align2, Role, Sense, Ui, WidgetInfo, vec2};
use sortie_engine::forecast::UnitEconomics;
use sortie_engine::plan::Plan;

use crate::desk::Desk;
use crate::edit::editor::{caption_ui, card_title_ui};
use crate::theme::{plain_font, type_size};
use crate::widget::bridge::{BridgeChart, BridgeStep, BridgeSum};
use crate::widget::card::card_ui;
use crate::widget::elided;

/// A line of figures at which an order earns nothing.
const LIMIT_HEIGHT: f32 = 20.0;
/// The room that such a figure takes.
const FIGURE_WIDTH: f32 = 72.0;

/// Shows an order of the channel in hand from its value to what is left.
pub fn economics_ui(ui: &mut Ui, desk: &Desk, plan: &Plan) {
    let Some(channel) = plan.channels.get(desk.view.channels.idx) else { return };
    let words = desk.words;
    let order = UnitEconomics::of(channel);
    let currency = channel.currency.as_ref().unwrap_or(&plan.currency);
    let money = |x: f64| words.money_exact(x, currency);
    let title = words.with("economics.title", &[("name", words.ready(&channel.name))]);
    let taken = [
        ("economics.refunds", order.refunds),
        ("economics.goods", order.goods),
        ("economics.handling", order.handling),
        ("economics.commission", order.commission),
        ("economics.payment_fees", order.payment_fees),
        ("economics.ads", order.ads),
    ];
    let steps: Vec<BridgeStep> = taken
        .into_iter()
        .filter(|(_, amount)| *amount > 0.0)
        .map(|(key, amount)| BridgeStep {
            name: words.get(key).to_owned(),
            value: -amount,
            color: Some(desk.palette.faint),
            ..BridgeStep::default()
        })
        .collect();
    let sum = |key: &str, value: f64, color| BridgeSum { name: words.get(key).to_owned(), value, color };
    let left = order.left();
    let color = if left >= 0.0 { desk.palette.gain } else { desk.palette.loss };
    let bridge = BridgeChart {
        id: egui::Id::unique("an order of the channel in hand"),
        summary: &title,
        from: sum("economics.order_value", order.order_value, desk.palette.accent),
        steps: &steps,
        to: sum("economics.left", left, color),
        value_label: &money,
        adds_up: "",
    };
    card_ui(ui, desk.palette, |ui| {
        card_title_ui(ui, desk, &title);
        bridge.show(ui, desk.palette);
        let limits = [
            (
                "economics.least_conversion",
                order.break_even_conversion(channel).map(|x| words.share_as_said(x)),
            ),
            ("economics.least_on_ads", order.break_even_return_on_ads().map(|x| words.number(x))),
            (
                "economics.highest_commission",
                order.highest_commission(channel).map(|x| words.share_as_said(x)),
            ),
        ];
        caption_ui(ui, desk, words.get("economics.nothing_left"));
        for (key, limit) in limits {
            if let Some(limit) = limit {
                limit_ui(ui, desk, words.get(key), &limit);
            }
        }
    });
}

/// One figure at which an order earns nothing, on a line of its own.
fn limit_ui(ui: &mut Ui, desk: &Desk, name: &str, figure: &str) {
    let row = ui.allocate_exact_size(vec2(ui.available_width(), LIMIT_HEIGHT), Sense::hover()).0;
    let font = plain_font(type_size::TABLE);
    elided(ui, row.left_center(), row.width() - FIGURE_WIDTH, name, font.clone(), desk.palette.text);
    ui.painter().text(row.right_center(), Align2::RIGHT_CENTER, figure, font, desk.palette.text);
    let told = format!("{name}: {figure}");
    ui.interact(row, ui.scope_id().with(name), Sense::hover())
        .widget_info(|| WidgetInfo::labeled(Role::Label, true, &told));
}
