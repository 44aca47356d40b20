//! The field in hand explains itself: its value, how unsure it is, and a picture of that.

use egui::{Id, Rect, Sense, Ui, vec2};
use sortie_engine::plan::Plan;
use sortie_engine::unit::{EstimateSpace, Spread};

use crate::address::unit::{rounded, widened};
use crate::address::{PlanField, try_number};
use crate::command::RailPlace;
use crate::desk::Desk;
use crate::edit::editor::{EditedNumber, caption_ui, doubt_ui, fault_ui, name_of};
use crate::edit::evidence::evidence_ui;
use crate::theme::{CONTROL_HEIGHT, GAP, GAP_SMALL, icon, plain_font, strong_font, type_size};
use crate::widget::button::icon_button;
use crate::widget::card::card_ui;
use crate::widget::chips::pill;
use crate::widget::elided;
use crate::widget::spread_picture::{HandleMove, spread_picture};

/// Whether this place has a field in hand.
pub fn has_hand(desk: &Desk, plan: &Plan) -> bool {
    let is_there =
        || desk.view.hand.field.spread(plan).is_some() || desk.view.hand.field.number(plan).is_some();
    let is_elsewhere = match desk.view.place {
        RailPlace::Scenarios => true,
        RailPlace::Response => desk.view.responses.is_gallery_open,
        RailPlace::Business | RailPlace::Channels | RailPlace::Happens => false,
    };
    !is_elsewhere && is_there()
}

/// The field in hand on a card.
pub fn hand_card_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan) {
    card_ui(ui, desk.palette, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        hand_ui(ui, desk, plan);
    });
}

/// Shows the field in hand: what it is, how unsure it is, and what is typical.
pub fn hand_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan) {
    let field = desk.view.hand.field;
    title_ui(ui, desk, &name_of(desk, plan, field));
    if desk.view.hand.is_folded {
        return;
    }
    caption_ui(ui, desk, desk.words.tip(field.name));
    let Some(spread) = field.spread(plan) else {
        return caption_ui(ui, desk, &told(desk, plan, field, desk.words.get("hand.no_range").to_owned()));
    };
    figures_ui(ui, desk, plan, field, spread);
    sureness_ui(ui, desk, plan, field, spread);
    let id = Id::unique("hand picture");
    if let Some(moved) = spread_picture(ui, desk.palette, id, spread, true) {
        set_spread(desk, plan, field, moved_spread(spread, to_three_digits(moved)));
    }
    let unit = field.unit(plan);
    let shown = |x: f64| unit.shown(desk.words, x);
    let sentence = if spread.is_certain() {
        desk.words.with("hand.certain", &[("value", &shown(spread.likely))])
    } else {
        desk.words.with("hand.range", &[("low", &shown(spread.low)), ("high", &shown(spread.high))])
    };
    caption_ui(ui, desk, &told(desk, plan, field, sentence));
    fault_ui(ui, desk, fault_id());
    evidence_ui(ui, desk, plan, field, spread);
}

/// A sentence about the field, and who says so.
fn told(desk: &Desk, plan: &mut Plan, field: PlanField, sentence: String) -> String {
    match field.source(plan, desk.words, desk.today) {
        Some(source) => desk.words.with("hand.and_source", &[("sentence", &sentence), ("source", &source)]),
        None => sentence,
    }
}

/// The name of the field, and a button that folds what is told of it.
fn title_ui(ui: &mut Ui, desk: &mut Desk, name: &str) {
    let is_folded = desk.view.hand.is_folded;
    let (icon, key) =
        if is_folded { (icon::CHEVRON_UP, "hand.unfold") } else { (icon::CHEVRON_DOWN, "hand.fold") };
    let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), CONTROL_HEIGHT), Sense::hover());
    let room = row.width() - CONTROL_HEIGHT - GAP;
    elided(ui, row.left_center(), room, name, strong_font(type_size::BODY), desk.palette.text);
    let builder = egui::UiBuilder::new().max_rect(row.with_min_x(row.right() - CONTROL_HEIGHT));
    let (palette, label) = (desk.palette, desk.words.get(key));
    if ui.scope_builder(builder, |ui| icon_button(ui, palette, icon, label, true)).inner.clicked() {
        desk.view.hand.is_folded = !is_folded;
    }
}

/// One click makes the number certain, or as unsure as is said.
fn sureness_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, field: PlanField, spread: Spread) {
    let words = desk.words;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = GAP_SMALL;
        let likely = spread.likely;
        if pill(ui, desk.palette, words.get("hand.make_certain"), spread.is_certain()).clicked() {
            let certain = Spread { low: likely, high: likely, ..spread };
            set_spread(desk, plan, field, certain);
        }
        for share in [0.1, 0.25, 0.5] {
            let (low, likely, high) = widened(likely, share, spread.space);
            let unsure = Spread { low, likely, high, ..spread };
            let is_so = same(low, spread.low) && same(high, spread.high) && !spread.is_certain();
            let label = words.with("hand.make_unsure", &[("share", &words.share_as_said(share))]);
            if pill(ui, desk.palette, &label, is_so).clicked() {
                set_spread(desk, plan, field, unsure);
            }
        }
    });
}

fn same(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs())
}

/// Where what went wrong with the field in hand is told.
pub(super) fn fault_id() -> Id {
    Id::unique("hand fault")
}

/// Three fields beside one another: low, likely, high.
fn figures_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, field: PlanField, spread: Spread) {
    let width = (ui.available_width() - 2.0 * GAP) / 3.0;
    let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), CONTROL_HEIGHT + 18.0), Sense::hover());
    let unit = field.unit(plan);
    let parts = [
        (desk.words.get("field.low"), spread.low, 0),
        (desk.words.get("field.likely"), spread.likely, 1),
        (desk.words.get("field.high"), spread.high, 2),
    ];
    for (label, value, column) in parts {
        let left = row.left() + (width + GAP) * column as f32;
        let cell = Rect::from_min_size(egui::pos2(left, row.top()), vec2(width, row.height()));
        let font = plain_font(type_size::CAPTION);
        ui.painter().text(cell.left_top(), egui::Align2::LEFT_TOP, label, font, desk.palette.dim);
        let id = Id::unique(("hand", field, column));
        let name = format!("{label} · {}", name_of(desk, plan, field));
        let number = EditedNumber { id, name: &name, unit: &unit };
        let Some(value) = number.value_ui(ui, desk, value, cell.with_min_y(cell.top() + 18.0)) else {
            continue;
        };
        if column == 1 {
            let done = try_number(plan, desk.words, &unit, |plan| field.move_to(plan, value));
            desk.view.set_fault(fault_id(), done.err());
        } else {
            let moved = if column == 0 { HandleMove::Low(value) } else { HandleMove::High(value) };
            set_spread(desk, plan, field, moved_spread(spread, moved));
        }
    }
    for (label, _, column) in parts {
        let id = Id::unique(("hand", field, column));
        fault_ui(ui, desk, id);
        let name = format!("{label} · {}", name_of(desk, plan, field));
        doubt_ui(ui, desk, id, &name);
    }
}

fn set_spread(desk: &mut Desk, plan: &mut Plan, field: PlanField, spread: Spread) {
    let Spread { low, likely, high, .. } = spread;
    let unit = field.unit(plan);
    let done = try_number(plan, desk.words, &unit, |plan| field.set(plan, low, likely, high));
    desk.view.set_fault(fault_id(), done.err());
}

/// A range after one of its figures moved: the likely one takes its range along, and the outer ones stop at it. A number
/// that was certain opens to both sides.
fn moved_spread(spread: Spread, moved: HandleMove) -> Spread {
    let Spread { low, likely, high, space } = spread;
    let likely = likely.max(lowest(space)).min(highest(space));
    let mirrored = |x: f64| match space {
        EstimateSpace::Log => likely * likely / x.max(1e-9),
        EstimateSpace::Logit => (2.0 * likely - x).max(0.001 * likely).min(1.0 - 0.001 * (1.0 - likely)),
        EstimateSpace::Identity => 2.0 * likely - x,
    };
    match moved {
        HandleMove::Low(x) => {
            let x = x.max(lowest(space)).min(likely);
            let high = if spread.is_certain() { mirrored(x) } else { high };
            Spread { low: x, likely, high, space }
        }
        HandleMove::High(x) => {
            let x = x.max(likely).min(highest(space));
            let low = if spread.is_certain() { mirrored(x) } else { low };
            Spread { low, likely, high: x, space }
        }
        HandleMove::Likely(x) => Spread { low, likely: x.max(low).min(high), high, space },
    }
}

/// A hand on a picture means a round number.
fn to_three_digits(moved: HandleMove) -> HandleMove {
    match moved {
        HandleMove::Low(x) => HandleMove::Low(rounded(x, 3)),
        HandleMove::Likely(x) => HandleMove::Likely(rounded(x, 3)),
        HandleMove::High(x) => HandleMove::High(rounded(x, 3)),
    }
}

fn lowest(space: EstimateSpace) -> f64 {
    match space {
        EstimateSpace::Log | EstimateSpace::Logit => 1e-6,
        EstimateSpace::Identity => -0.99,
    }
}

fn highest(space: EstimateSpace) -> f64 {
    match space {
        EstimateSpace::Logit => 1.0 - 1e-6,
        EstimateSpace::Log | EstimateSpace::Identity => f64::MAX,
    }
}
