//! Where lost visits go: a bar that always adds up, and a field for each channel that takes some.

use egui::{Color32, CornerRadius, Id, Rect, Sense, Ui, pos2, vec2};
use sortie_engine::plan::{Channel, Diversion, Plan, Shock, remove_with_sources};
use sortie_engine::unit::Estimate;

use crate::address::{PlanPart, try_edit};
use crate::desk::Desk;
use crate::edit::editor::{caption_ui, labelled_estimate_ui};
use crate::theme::{CONTROL_HEIGHT, GAP, SCENARIO_COLORS, icon};
use crate::widget::button::{icon_button, link_button};

/// The height of the bar.
const HEIGHT: f32 = 16.0;

/// Shows the channels to which lost visits turn, and what is gone for good.
pub fn diversions_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, idx: usize) {
    caption_ui(ui, desk, desk.words.field("diversions"));
    let shares: Vec<f64> = plan.shocks[idx].diversions.iter().map(|it| it.share.likely).collect();
    bar_ui(ui, desk, &shares);
    let mut gone = None;
    for part in 0..shares.len() {
        let field = PlanPart::Diversion(idx, part).field("share");
        let label = field.owner(plan, desk.words);
        ui.horizontal(|ui| {
            let (rect, _) = ui.allocate_exact_size(vec2(10.0, 10.0), Sense::hover());
            ui.painter().rect_filled(rect, CornerRadius::same(2), color(desk, part));
            let room = vec2(ui.available_width() - CONTROL_HEIGHT - GAP, CONTROL_HEIGHT);
            ui.allocate_ui(room, |ui| {
                ui.vertical(|ui| labelled_estimate_ui(ui, desk, plan, field, &label));
            });
            let remove = desk.words.with("happens.remove_diversion", &[("name", &label)]);
            if icon_button(ui, desk.palette, icon::X, &remove, true).clicked() {
                gone = Some(part);
            }
        });
    }
    if let Some(part) = gone {
        let Shock { diversions, basis, .. } = &mut plan.shocks[idx];
        remove_with_sources(diversions, basis, "diversions", part);
    }
    add_ui(ui, desk, plan, idx);
    let total: f64 = shares.iter().sum();
    let told = if total > 1.0 + 1e-9 {
        desk.words.with("happens.more_than_all", &[("share", &desk.words.share_as_said(total))])
    } else {
        desk.words.with("happens.lost_for_good", &[("share", &desk.words.share_as_said(1.0 - total))])
    };
    caption_ui(ui, desk, &told);
}

fn color(desk: &Desk, part: usize) -> Color32 {
    desk.palette.scenario(part % SCENARIO_COLORS)
}

/// The segments of a bar of all lost visits, each with its left and right edge; shares that are more than all are brought
/// down in proportion.
fn segments(shares: &[f64]) -> Vec<(f64, f64)> {
    let scale = shares.iter().sum::<f64>().max(1.0);
    let mut left = 0.0;
    let segment = |share: &f64| {
        let from = left;
        left += share / scale;
        (from, left)
    };
    shares.iter().map(segment).collect()
}

fn bar_ui(ui: &mut Ui, desk: &Desk, shares: &[f64]) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::hover());
    let corner = CornerRadius::same(3);
    ui.painter().rect_filled(rect, corner, desk.palette.shock_wash);
    for (part, (from, to)) in segments(shares).into_iter().enumerate() {
        let x = |at: f64| rect.left() + at as f32 * rect.width();
        let piece = Rect::from_min_max(pos2(x(from), rect.top()), pos2(x(to), rect.bottom()));
        ui.painter().rect_filled(piece.shrink2(vec2(0.5, 0.0)), corner, color(desk, part));
    }
}

/// A menu of the channels that take nothing yet.
fn add_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, idx: usize) {
    let words = desk.words;
    let shock = &plan.shocks[idx];
    // Visits hardly turn to a channel that is hit as well, unless there is no other.
    let is_hit = |channel: &Channel| shock.targets.match_channel(channel);
    let all_are = plan.channels.iter().all(is_hit);
    let free: Vec<(String, String)> = plan
        .channels
        .iter()
        .filter(|channel| shock.diversions.iter().all(|diversion| diversion.to != channel.id))
        .filter(|channel| all_are || !is_hit(channel))
        .map(|channel| (channel.id.clone(), words.ready(&channel.name).to_owned()))
        .collect();
    if free.is_empty() {
        return;
    }
    let label = words.with("happens.add_diversion", &[("name", words.ready(&shock.name))]);
    let response = link_button(ui, desk.palette, &label);
    egui::Popup::menu(&response).show(|ui| {
        ui.set_min_width(200.0);
        for (id, name) in free {
            if ui.button(name).clicked() {
                let done = try_edit(plan, words, |plan| {
                    plan.shocks[idx].diversions.push(Diversion { to: id, share: Estimate::certain(0.1) });
                });
                desk.view.set_fault(Id::unique("add shock"), done.err());
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_adds_up_whatever_the_shares() {
        assert_eq!(segments(&[0.25, 0.5]), [(0.0, 0.25), (0.25, 0.75)]);
        let crowded = segments(&[0.8, 0.8]);
        assert!((crowded[1].1 - 1.0).abs() < 1e-12 && (crowded[0].1 - 0.5).abs() < 1e-12);
        assert!(segments(&[]).is_empty());
    }
}
