//! What an order of the channel in hand earns, step by step, and where it would earn nothing.

use egui::Ui;
use sortie_engine::model::UnitEconomics;
use sortie_engine::plan::Plan;

use crate::screen::Desk;
use crate::screen::editor::{caption_ui, card_title_ui};
use crate::widget::bridge::{Bridge, Step, Sum};
use crate::widget::card::card_ui;

/// Shows an order of the channel in hand from its value to what is left.
pub fn economics_ui(ui: &mut Ui, desk: &Desk, plan: &Plan) {
    let Some(channel) = plan.channels.get(desk.view.channel_idx) else { return };
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
    let steps: Vec<Step> = taken
        .into_iter()
        .filter(|(_, amount)| *amount > 0.0)
        .map(|(key, amount)| Step {
            name: words.get(key).to_owned(),
            value: -amount,
            color: Some(desk.palette.faint),
            ..Step::default()
        })
        .collect();
    let sum = |key: &str, value: f64, color| Sum { name: words.get(key).to_owned(), value, color };
    let left = order.left();
    let color = if left >= 0.0 { desk.palette.gain } else { desk.palette.loss };
    let bridge = Bridge {
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
        let share = |x: Option<f64>| x.map_or_else(|| "\u{2013}".to_owned(), |x| words.share(x));
        let conversion = share(order.break_even_conversion(channel));
        let commission = share(order.highest_commission(channel));
        let on_ads =
            order.break_even_return_on_ads().map_or_else(|| "\u{2013}".to_owned(), |x| words.number(x));
        let values = [("conversion", conversion.as_str()), ("on_ads", &on_ads), ("commission", &commission)];
        caption_ui(ui, desk, &words.with("economics.break_even", &values));
    });
}
