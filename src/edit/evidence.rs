//! What is typical for the field in hand, who says so, and where the seller's own number lies on it.

use egui::{Align, Layout, Ui, vec2};
use sortie_engine::plan::{FileWord, Plan};
use sortie_engine::unit::Spread;

use crate::address::unit::NumberUnit;
use crate::address::{PlanField, PlanPart, try_edit};
use crate::catalog::evidence::{EvidenceRow, rows_for};
use crate::desk::Desk;
use crate::edit::editor::caption_ui;
use crate::theme::{GAP_SMALL, plain_font, type_size};
use crate::widget::button::link_button;
use crate::widget::range_strip::range_strip;

/// Rows of the evidence that are shown of one field.
const SHOWN: usize = 3;

/// The figures of a row in the currency of the field.
#[derive(Clone, Copy)]
struct TypicalFigures {
    row: &'static EvidenceRow,
    low: f64,
    typical: f64,
    high: f64,
}

impl TypicalFigures {
    fn of(row: &'static EvidenceRow, currency: &str) -> Option<Self> {
        let [low, typical, high] = row.figures(currency)?;
        Some(Self { row, low, typical, high })
    }
}

/// The field that they are told for.
struct FieldInHand<'a> {
    field: PlanField,
    unit: &'a NumberUnit,
    /// What the plan says of it.
    spread: Spread,
}

/// Shows what is known of a field; a click takes its figures.
pub fn evidence_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, field: PlanField, spread: Spread) {
    let unit = field.unit(plan);
    let currency = if let NumberUnit::Money(own) = &unit { own.clone() } else { plan.currency.clone() };
    let rows: Vec<TypicalFigures> =
        known(plan, field).into_iter().filter_map(|row| TypicalFigures::of(row, &currency)).collect();
    ui.add_space(GAP_SMALL);
    if rows.is_empty() {
        return caption_ui(ui, desk, desk.words.get("evidence.none"));
    }
    let hand = FieldInHand { field, unit: &unit, spread };
    for figures in rows.into_iter().take(SHOWN) {
        ui.push_id(&figures.row.id, |ui| row_ui(ui, desk, plan, &hand, figures));
    }
}

/// The rows that speak of a field, those of its market first.
fn known(plan: &Plan, field: PlanField) -> Vec<&'static EvidenceRow> {
    let (kind, market) = match field.part {
        PlanPart::Channel(idx) => match plan.channels.get(idx) {
            Some(channel) => (channel.kind.word(), channel.market.as_str()),
            None => return vec![],
        },
        PlanPart::Shock(idx) | PlanPart::Diversion(idx, _) | PlanPart::Adjustment(idx, _) => {
            (plan.shocks.get(idx).map_or("", |shock| shock.kind.word()), "")
        }
        PlanPart::Mechanism(idx, part) => {
            let mechanism = plan.strategies.get(idx).and_then(|strategy| strategy.mechanisms.get(part));
            (mechanism.map_or("", |mechanism| mechanism.type_word()), "")
        }
        _ => ("", ""),
    };
    let mut rows = rows_for(field.name, kind);
    rows.sort_by_key(|row| nearness(row, market));
    rows
}

/// 0 for a row of the market, 1 for one of the whole world, 2 for any other.
fn nearness(row: &EvidenceRow, market: &str) -> u8 {
    let names = |name: &str| {
        row.market.split(|c: char| !c.is_alphanumeric()).any(|part| part.eq_ignore_ascii_case(name))
    };
    match () {
        () if names(market) => 0,
        () if names("Global") => 1,
        () => 2,
    }
}

fn row_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, hand: &FieldInHand, figures: TypicalFigures) {
    let words = desk.words;
    let TypicalFigures { row, low, typical, high } = figures;
    let likely = hand.spread.likely;
    let place = match () {
        () if likely > high => words.get("evidence.above"),
        () if likely < low => words.get("evidence.below"),
        () => "",
    };
    let name = words.ready(&row.parameter);
    let right_first = Layout::right_to_left(Align::Center);
    ui.allocate_ui_with_layout(vec2(ui.available_width(), 24.0), right_first, |ui| {
        let label = words.with("evidence.use", &[("name", name)]);
        let button = link_button(ui, desk.palette, words.get("evidence.use_short"));
        button.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &label));
        if button.on_hover_text(&label).clicked() {
            take(desk, plan, hand.field, figures);
        }
        let room = ui.available_width();
        let (rect, _) = ui.allocate_exact_size(vec2(room, 24.0), egui::Sense::hover());
        let font = plain_font(type_size::CAPTION);
        crate::widget::elided(ui, rect.left_center(), room, name, font, desk.palette.text);
    });
    range_strip(ui, desk.palette, [low, typical, high], likely);
    let [low, typical, high] = [low, typical, high].map(|x| hand.unit.shown(words, x));
    let range = words.with("evidence.range", &[("low", &low), ("typical", &typical), ("high", &high)]);
    let grade = words.grade(row.grade);
    let source = words.with(
        "evidence.source",
        &[("title", &row.source_title), ("market", &row.market), ("as_of", &row.as_of), ("grade", grade)],
    );
    let source = match row.years_old(desk.today) {
        Some(years) => {
            words.with("evidence.old_source", &[("source", &source), ("age", &words.years_old(years))])
        }
        None => source,
    };
    let told = [range.as_str(), place, &source].into_iter().filter(|part| !part.is_empty());
    let told: Vec<&str> = told.collect();
    caption_ui(ui, desk, &told.join(" "));
}

/// Takes the figures of a row, as sure or unsure as they are.
fn take(desk: &mut Desk, plan: &mut Plan, field: PlanField, figures: TypicalFigures) {
    let TypicalFigures { row, low, typical, high } = figures;
    let done = try_edit(plan, desk.words, |plan| {
        let is_range = low > 0.0 && low < typical && typical < high;
        if is_range {
            field.set(plan, low, typical, high);
        } else {
            field.set(plan, typical, typical, typical);
        }
        field.mark(plan, &row.id);
    });
    desk.view.set_fault(crate::edit::hand::fault_id(), done.err());
}

#[cfg(test)]
mod tests {
    use sortie_engine::plan::ChannelKind;

    use super::*;
    use crate::catalog::trial::sample;

    #[test]
    fn rows_of_the_channels_own_market_come_first() {
        let mut plan = sample();
        plan.channels[0].kind = ChannelKind::TiktokShop;
        plan.channels[0].market = "uk".to_owned();
        let rows = known(&plan, PlanPart::Channel(0).field("commission"));
        assert!(rows[0].market.contains("UK"), "{}", rows[0].id);
    }

    #[test]
    fn most_numbers_of_the_sample_have_something_typical_beside_them() {
        let plan = sample();
        let of = |name| {
            plan.channels
                .iter()
                .enumerate()
                .filter(|(idx, _)| !known(&plan, PlanPart::Channel(*idx).field(name)).is_empty())
                .count()
        };
        for name in ["conversion", "order_value", "refund", "fulfilment"] {
            assert!(of(name) * 2 >= plan.channels.len(), "{name}: {}", of(name));
        }
    }
}
