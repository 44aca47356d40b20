//! What blows and strategies have in common on screen: a card's title with the switch of the scenario in hand, and a
//! start that is typed, stepped by months, or dragged on the timeline.

use egui::{Align, Id, Layout, Rect, Ui, UiBuilder, pos2, vec2};
use sortie_engine::plan::{Plan, Scenario, ShockStart};
use sortie_engine::unit::{Day, Estimate};

use crate::address::try_edit;
use crate::desk::Desk;
use crate::edit::day::DayAsked;
use crate::edit::editor::{EditedText, card_title_ui, fault_ui, labelled_ui, text_ui};
use crate::text::Words;
use crate::theme::{CONTROL_HEIGHT, GAP, icon};
use crate::widget::button::icon_button;
use crate::widget::tick::switch;

/// A blow or a strategy, by its place in the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PlanItem {
    /// A blow.
    Shock(usize),
    /// A strategy.
    Strategy(usize),
}

impl PlanItem {
    /// Its id in the plan.
    pub fn id(self, plan: &Plan) -> &str {
        match self {
            Self::Shock(idx) => &plan.shocks[idx].id,
            Self::Strategy(idx) => &plan.strategies[idx].id,
        }
    }

    /// Moves it by months; what follows a blow keeps following it, from its own start on at the earliest.
    pub fn move_start(self, plan: &mut Plan, months: i32) {
        match self {
            Self::Shock(idx) => match &mut plan.shocks[idx].start {
                ShockStart::On(day) => *day = day.plus(months),
                ShockStart::After(followed) => {
                    let after = followed.after_months.likely + f64::from(months);
                    followed.after_months = followed.after_months.moved_to(after.max(0.0));
                }
            },
            Self::Strategy(idx) => {
                let strategy = &mut plan.strategies[idx];
                strategy.start = strategy.start.plus(months);
                strategy.end = strategy.end.map(|end| end.plus(months));
            }
        }
    }

    /// Moves its end by months. What reaches the end of the plan goes on for good; what went on for good ends before it.
    pub fn move_end(self, plan: &mut Plan, months: i32) {
        let horizon = plan.horizon_months as f64;
        match self {
            Self::Shock(idx) => {
                let from = plan.offset_of_shock(&plan.shocks[idx]).unwrap_or(0.0);
                let shock = &mut plan.shocks[idx];
                let lasted = shock.lasts_months.map_or(horizon - from, |lasts| lasts.likely);
                let lasts = (lasted + f64::from(months)).max(1.0);
                shock.lasts_months = (from + lasts < horizon).then(|| match shock.lasts_months {
                    Some(before) => before.moved_to(lasts),
                    None => Estimate::certain(lasts.round()),
                });
            }
            Self::Strategy(idx) => {
                let last = plan.start.plus(plan.horizon_months as i32);
                let strategy = &mut plan.strategies[idx];
                let end = strategy.end.unwrap_or(last).plus(months).max(strategy.start.plus(1));
                strategy.end = (end < last).then_some(end);
            }
        }
    }

    fn set_start(self, plan: &mut Plan, start: Day) {
        match self {
            Self::Shock(idx) => plan.shocks[idx].start = ShockStart::On(start),
            Self::Strategy(idx) => plan.strategies[idx].start = start.month,
        }
    }

    /// Its start as it is shown, and as it is typed.
    fn start(self, plan: &Plan, words: &Words) -> (String, String) {
        match self {
            Self::Shock(idx) => {
                let shock = &plan.shocks[idx];
                let typed = plan.day_of_shock(shock).map_or_else(String::new, |day| day.to_string());
                (words.start_of_shock(plan, shock), typed)
            }
            Self::Strategy(idx) => {
                let start = plan.strategies[idx].start;
                (words.month(start), start.to_string())
            }
        }
    }

    /// The ids of its kind that a scenario has.
    pub fn members(self, scenario: &mut Scenario) -> &mut Vec<String> {
        match self {
            Self::Shock(_) => &mut scenario.shocks,
            Self::Strategy(_) => &mut scenario.strategies,
        }
    }

    /// Whether the scenario in hand may have it or not: what others are compared with has no strategies.
    fn is_choice(self, desk: &Desk, scenario: &str) -> bool {
        matches!(self, Self::Shock(_)) || !desk.view.chart.is_baseline(scenario)
    }
}

/// The item's name, and the switch that puts it into the scenario in hand.
pub fn membership_ui(ui: &mut Ui, desk: &Desk, plan: &mut Plan, item: PlanItem, name: &str) {
    ui.horizontal(|ui| {
        ui.scope(|ui| {
            ui.set_max_width(ui.available_width() - SWITCH);
            card_title_ui(ui, desk, name);
        });
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| switch_ui(ui, desk, plan, item, name));
    });
}

/// As [`membership_ui`] for the item in hand, which can also be copied or removed.
pub fn head_ui(ui: &mut Ui, desk: &Desk, plan: &mut Plan, item: PlanItem, name: &str) -> Option<ItemFate> {
    ui.horizontal(|ui| {
        ui.scope(|ui| {
            ui.set_max_width(ui.available_width() - SWITCH - 2.0 * CONTROL_HEIGHT - GAP);
            card_title_ui(ui, desk, name);
        });
        let shown = ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            switch_ui(ui, desk, plan, item, name);
            fate_ui(ui, desk, name)
        });
        shown.inner
    })
    .inner
}

/// The room that the switch takes with the space before it.
const SWITCH: f32 = 44.0;

fn switch_ui(ui: &mut Ui, desk: &Desk, plan: &mut Plan, item: PlanItem, name: &str) {
    let id = item.id(plan).to_owned();
    let selected = desk.view.chart.selected.clone().unwrap_or_default();
    let scenario = plan.scenarios.iter_mut().find(|scenario| scenario.id == selected);
    let Some(scenario) = scenario.filter(|_| item.is_choice(desk, &selected)) else { return };
    let of = desk.words.ready(&scenario.name);
    let label = desk.words.with("editor.in_scenario", &[("name", name), ("scenario", of)]);
    let members = item.members(scenario);
    let is_in = members.contains(&id);
    if switch(ui, desk.palette, &label, is_in).on_hover_text(&label).clicked() {
        toggle(members, &id);
    }
}

/// What is to become of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemFate {
    /// A copy of it stands behind it.
    Copied,
    /// It goes, with everything that names it.
    Removed,
}

/// Two buttons that remove the item or copy it, from the right.
fn fate_ui(ui: &mut Ui, desk: &Desk, name: &str) -> Option<ItemFate> {
    ui.spacing_mut().item_spacing.x = 0.0;
    let label = |key: &str| desk.words.with(key, &[("name", name)]);
    let removed = icon_button(ui, desk.palette, icon::TRASH, &label("happens.remove"), true).clicked();
    let copied = icon_button(ui, desk.palette, icon::COPY, &label("happens.copy"), true).clicked();
    if copied { Some(ItemFate::Copied) } else { removed.then_some(ItemFate::Removed) }
}

/// The item's start: two buttons move it by a month; the field takes a day or a month.
pub fn start_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, item: PlanItem, name: &str) {
    let label = desk.words.get("field.start");
    let rect = labelled_ui(ui, desk, label);
    let id = Id::unique(("start", item));
    let side = rect.height();
    let mut left = rect.left() - 2.0 * side - 4.0;
    let buttons =
        [(icon::CHEVRON_LEFT, "editor.month_earlier", -1), (icon::CHEVRON_RIGHT, "editor.month_later", 1)];
    for (icon, key, months) in buttons {
        let place = Rect::from_min_size(pos2(left, rect.top()), vec2(side, side));
        let words = format!("{} · {name}", desk.words.get(key));
        let palette = desk.palette;
        let builder = UiBuilder::new().max_rect(place).id_salt((item, months));
        if ui.scope_builder(builder, |ui| icon_button(ui, palette, icon, &words, true)).inner.clicked() {
            let done = try_edit(plan, desk.words, |plan| item.move_start(plan, months));
            desk.view.set_fault(id, done.err());
        }
        left += side;
    }
    let (shown, typed) = item.start(plan, desk.words);
    let name = format!("{label} · {name}");
    let field = EditedText { id, name: &name, shown: &shown, typed: &typed };
    if let Some(text) = text_ui(ui, desk, &field, rect) {
        let asked = DayAsked { from: Some(plan.start), is_month: matches!(item, PlanItem::Strategy(_)) };
        let done = asked
            .read_in_words(desk.words, &text)
            .and_then(|day| try_edit(plan, desk.words, |plan| item.set_start(plan, day)));
        desk.view.set_typo(id, &name, &text, done.err());
    }
    fault_ui(ui, desk, id);
}

/// Puts `id` into the list, or takes it out.
pub fn toggle(list: &mut Vec<String>, id: &str) {
    if list.iter().any(|known| known == id) {
        list.retain(|known| known != id);
    } else {
        list.push(id.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stretched_to_the_end_of_the_plan_goes_on_for_good_and_back_again() {
        let mut plan = crate::catalog::trial::sample();
        let (start, horizon) = (plan.start, plan.horizon_months as i32);
        let idx = plan.strategies.len();
        let mut strategy =
            plan.strategies.first().cloned().unwrap_or_else(|| panic!("the sample has a strategy"));
        (strategy.start, strategy.end) = (start.plus(1), Some(start.plus(4)));
        plan.strategies.push(strategy);
        let item = PlanItem::Strategy(idx);
        item.move_end(&mut plan, 2);
        assert_eq!(plan.strategies[idx].end, Some(start.plus(6)));
        item.move_end(&mut plan, -20);
        assert_eq!(plan.strategies[idx].end, Some(start.plus(2)), "it runs for a month at least");
        item.move_end(&mut plan, horizon);
        assert_eq!(plan.strategies[idx].end, None);
        item.move_end(&mut plan, -1);
        assert_eq!(plan.strategies[idx].end, Some(start.plus(horizon - 1)));
    }
}
