//! Which channels are meant: picked by kind, place of the link, market or one by one, and told as a sentence.

use std::collections::BTreeSet;

use egui::{Role, Ui, WidgetInfo};
use sortie_engine::plan::{ChannelKind, ChannelTargets, FileWord, Plan, Surface};

use crate::desk::Desk;
use crate::edit::editor::caption_ui;
use crate::text::Words;
use crate::theme::{GAP_SMALL, plain_font, type_size};
use crate::widget::chips::pill;

/// Chips for everything by which channels can be told apart in this plan; `name` is what they belong to. Returns whether
/// the choice changed.
pub fn targets_ui(ui: &mut Ui, desk: &Desk, plan: &Plan, name: &str, targets: &mut ChannelTargets) -> bool {
    let words = desk.words;
    let before = targets.clone();
    caption_ui(ui, desk, words.field("targets"));
    let occurring: BTreeSet<ChannelKind> = plan.channels.iter().map(|channel| channel.kind).collect();
    let kinds: Vec<(ChannelKind, String)> = ChannelKind::ALL
        .iter()
        .filter(|kind| occurring.contains(kind) || targets.kinds.iter().flatten().any(|it| it == *kind))
        .map(|kind| (*kind, words.channel_kind(*kind).to_owned()))
        .collect();
    chips_ui(ui, desk, words.field("kinds"), name, &kinds, &mut targets.kinds);
    let surfaces: Vec<(Surface, String)> = Surface::ALL
        .iter()
        .filter(|surface| plan.channels.iter().any(|channel| channel.surface == Some(**surface)))
        .map(|surface| (*surface, words.surface(*surface).to_owned()))
        .collect();
    chips_ui(ui, desk, words.field("surfaces"), name, &surfaces, &mut targets.surfaces);
    if plan.markets.len() > 1 {
        let markets: Vec<(String, String)> = plan
            .markets
            .iter()
            .map(|market| (market.id.clone(), words.ready(&market.name).to_owned()))
            .collect();
        chips_ui(ui, desk, words.field("markets"), name, &markets, &mut targets.markets);
    }
    let channels: Vec<(String, String)> =
        plan.channels.iter().map(|it| (it.id.clone(), words.ready(&it.name).to_owned())).collect();
    chips_ui(ui, desk, words.field("channels"), name, &channels, &mut targets.channels);
    caption_ui(ui, desk, &targets_sentence(words, plan, targets));
    *targets != before
}

/// A row of chips; none chosen means that nothing is narrowed down.
fn chips_ui<T: Clone + PartialEq>(
    ui: &mut Ui,
    desk: &Desk,
    title: &str,
    owner: &str,
    options: &[(T, String)],
    chosen: &mut Option<Vec<T>>,
) {
    if options.is_empty() {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::Vec2::splat(GAP_SMALL);
        let letters = egui::RichText::new(title).font(plain_font(type_size::CAPTION));
        ui.label(letters.color(desk.palette.dim));
        for (option, words) in options {
            let is_chosen = chosen.as_ref().is_some_and(|chosen| chosen.contains(option));
            let response = pill(ui, desk.palette, words, is_chosen);
            let name = format!("{title}: {words} \u{B7} {owner}");
            response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, is_chosen, &name));
            if response.clicked() {
                let list = chosen.get_or_insert_default();
                if is_chosen {
                    list.retain(|it| it != option);
                } else {
                    list.push(option.clone());
                }
                if list.is_empty() {
                    *chosen = None;
                }
            }
        }
    });
}

/// The choice as a sentence: “Product links on videos in the US: TikTok product links”.
pub fn targets_sentence(words: &Words, plan: &Plan, targets: &ChannelTargets) -> String {
    let and = words.get("scenarios.and");
    let met: Vec<&str> = plan
        .channels
        .iter()
        .filter(|channel| targets.match_channel(channel))
        .map(|channel| words.ready(&channel.name))
        .collect();
    let kinds = targets.kinds.iter().flatten().map(|kind| words.channel_kind(*kind));
    let kinds = kinds.collect::<Vec<_>>().join(and);
    let surfaces = targets.surfaces.iter().flatten().map(|surface| words.surface(*surface));
    let surfaces = surfaces.collect::<Vec<_>>().join(and);
    let markets: Vec<&str> = targets
        .markets
        .iter()
        .flatten()
        .filter_map(|id| plan.markets.iter().find(|market| market.id == *id))
        .map(|market| words.ready(&market.name))
        .collect();
    let mut what = if kinds.is_empty() { words.get("targets.all").to_owned() } else { kinds };
    if !surfaces.is_empty() {
        what = words.with("targets.on", &[("what", &what), ("surfaces", &surfaces)]);
    }
    if !markets.is_empty() {
        what = words.with("targets.in", &[("what", &what), ("markets", &markets.join(and))]);
    }
    if met.is_empty() {
        return words.with("targets.none", &[("what", &what)]);
    }
    if met.len() == plan.channels.len() {
        return words.with("targets.every", &[("n", &met.len().to_string())]);
    }
    words.with("targets.met", &[("what", &what), ("channels", &met.join(and))])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::templates;
    use crate::text::{Language, words};

    #[test]
    fn a_choice_of_channels_is_told_as_a_sentence() {
        let plan = sortie_engine::plan::read(templates()[0].plan_bytes).unwrap();
        let words = words(Language::English);
        let mut targets =
            ChannelTargets { surfaces: Some(vec![Surface::ProductAnchor]), ..ChannelTargets::default() };
        let told = targets_sentence(words, &plan, &targets);
        assert!(told.contains("Product link on videos") && told.ends_with("TikTok product links."), "{told}");
        targets.kinds = Some(vec![ChannelKind::Amazon]);
        assert!(targets_sentence(words, &plan, &targets).starts_with("No channel"), "nothing is both");
        assert!(targets_sentence(words, &plan, &ChannelTargets::default()).starts_with("All "));
    }
}
