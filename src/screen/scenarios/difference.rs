//! How two scenarios differ, in words: what only one of them has.

use egui::{ComboBox, Ui};
use sortie_engine::plan::{Plan, Scenario};

use crate::desk::Desk;
use crate::edit::editor::{caption_ui, card_title_ui};
use crate::text::Words;

/// Lets the seller choose a scenario to compare the one in hand with, and tells how they differ.
pub fn difference_ui(ui: &mut Ui, desk: &mut Desk, plan: &Plan) {
    card_title_ui(ui, desk, desk.words.get("scenarios.difference"));
    let selected = desk.view.chart.selected.clone();
    let Some(own) = plan.scenarios.iter().find(|scenario| Some(&scenario.id) == selected.as_ref()) else {
        return;
    };
    let other = other_ui(ui, desk, plan, own);
    let Some(other) = other else { return };
    for line in lines(desk.words, plan, own, other) {
        caption_ui(ui, desk, &line);
    }
}

fn other_ui<'p>(ui: &mut Ui, desk: &mut Desk, plan: &'p Plan, own: &Scenario) -> Option<&'p Scenario> {
    let words = desk.words;
    let others = || plan.scenarios.iter().filter(|scenario| scenario.id != own.id);
    let known = others().find(|scenario| Some(&scenario.id) == desk.view.chart.compared.as_ref());
    let usual =
        || others().find(|scenario| desk.view.chart.is_baseline(&scenario.id)).or_else(|| others().next());
    let mut chosen = known.or_else(usual)?;
    caption_ui(ui, desk, &words.with("scenarios.compared", &[("name", words.ready(&own.name))]));
    let label = words.get("scenarios.compared_with");
    let combo = ComboBox::from_id_salt("compared")
        .width(ui.available_width() - 12.0)
        .truncate()
        .selected_text(words.ready(&chosen.name));
    let shown = combo.show_ui(ui, |ui| {
        for scenario in others() {
            if ui.selectable_label(scenario.id == chosen.id, words.ready(&scenario.name)).clicked() {
                chosen = scenario;
                desk.view.chart.compared = Some(scenario.id.clone());
            }
        }
    });
    shown.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, label));
    Some(chosen)
}

/// What only one of two scenarios has, a sentence each.
fn lines(words: &Words, plan: &Plan, own: &Scenario, other: &Scenario) -> Vec<String> {
    let shock = |id: &String| plan.shocks.iter().find(|it| it.id == *id).map(|it| words.ready(&it.name));
    let strategy =
        |id: &String| plan.strategies.iter().find(|it| it.id == *id).map(|it| words.ready(&it.name));
    let only = |of: &[String], not: &[String]| -> Vec<String> {
        of.iter().filter(|id| !not.contains(id)).cloned().collect()
    };
    let told = |key: &str, names: Vec<&str>| {
        let names = names.join(words.get("scenarios.and"));
        (!names.is_empty()).then(|| words.with(key, &[("names", &names)]))
    };
    let (more, fewer) = (only(&own.shocks, &other.shocks), only(&other.shocks, &own.shocks));
    let (does, leaves) = (only(&own.strategies, &other.strategies), only(&other.strategies, &own.strategies));
    let lines = [
        told("scenarios.also_happens", more.iter().filter_map(shock).collect()),
        told("scenarios.does_not_happen", fewer.iter().filter_map(shock).collect()),
        told("scenarios.also_done", does.iter().filter_map(strategy).collect()),
        told("scenarios.not_done", leaves.iter().filter_map(strategy).collect()),
    ];
    let lines: Vec<String> = lines.into_iter().flatten().collect();
    if lines.is_empty() { vec![words.get("scenarios.same").to_owned()] } else { lines }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::trial::sample;
    use crate::text::{Language, words};

    #[test]
    fn two_scenarios_differ_in_what_only_one_of_them_has() {
        let plan = sample();
        let words = words(Language::English);
        let find = |has_strategy: bool, has_shock: bool| {
            let fits = |it: &&Scenario| {
                it.strategies.is_empty() != has_strategy && it.shocks.is_empty() != has_shock
            };
            plan.scenarios.iter().find(fits).unwrap()
        };
        let (open, response) = (find(false, false), find(true, true));
        let told = lines(words, &plan, response, open);
        assert_eq!(told.len(), 2, "{told:?}");
        let back = lines(words, &plan, open, response);
        assert!(back.iter().all(|line| !told.contains(line)), "{back:?}");
        assert_eq!(lines(words, &plan, open, open), [words.get("scenarios.same")]);
    }
}
