//! When things happen: the blows and strategies of the scenario in hand as bars under the chart.

use egui::{Id, Ui};
use sortie_engine::plan::{Plan, ShockKind};

use super::Desk;
use super::item::Item;
use super::look::color_of;
use super::number::try_edit;
use crate::widget::fan_chart::TimeAxis;
use crate::widget::timeline::{Bar, timeline};

/// What the scenario in hand has, in the order of the plan. Where there is room for `most` alone, closures come
/// before strategies, and those before other blows.
pub fn items(desk: &Desk, plan: &Plan, most: usize) -> Vec<Item> {
    let selected = desk.view.selected.as_deref();
    let scenario = plan.scenarios.iter().find(|scenario| Some(scenario.id.as_str()) == selected);
    let Some(scenario) = scenario else { return vec![] };
    let shocks = plan.shocks.iter().enumerate();
    let shocks =
        shocks.filter(|(_, shock)| scenario.shocks.contains(&shock.id)).map(|(idx, _)| Item::Shock(idx));
    let strategies = plan.strategies.iter().enumerate();
    let strategies = strategies
        .filter(|(_, strategy)| scenario.strategies.contains(&strategy.id))
        .map(|(idx, _)| Item::Strategy(idx));
    let mut items: Vec<(usize, Item)> = shocks.chain(strategies).enumerate().collect();
    items.sort_by_key(|(at, item)| (need(plan, *item), *at));
    items.truncate(most);
    items.sort_by_key(|(at, _)| *at);
    items.into_iter().map(|(_, item)| item).collect()
}

fn need(plan: &Plan, item: Item) -> u8 {
    match item {
        Item::Shock(idx) if plan.shocks[idx].kind == ShockKind::LinkClosure => 0,
        Item::Strategy(_) => 1,
        Item::Shock(_) => 2,
    }
}

/// Shows the bars. Dragging one moves its start: of that the plan is told by the edit that is returned.
pub fn timeline_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, time: &TimeAxis, items: &[Item]) {
    let bars: Vec<Bar> = items.iter().map(|item| bar(desk, plan, *item)).collect();
    let Some((idx, months)) = timeline(ui, desk.palette, id(), time, &bars) else { return };
    let done = try_edit(plan, desk.words, |plan| items[idx].move_start(plan, months));
    desk.view.set_fault(id(), done.err());
}

/// What tells the timeline from everything else, its faults too.
pub fn id() -> Id {
    Id::unique("timeline")
}

fn bar(desk: &Desk, plan: &Plan, item: Item) -> Bar {
    let words = desk.words;
    match item {
        Item::Shock(idx) => {
            let shock = &plan.shocks[idx];
            let from = shock.start.months_since(plan.start);
            let name = words.ready(&shock.name);
            let passes = words.share(shock.passes.likely);
            let label = if shock.passes.is_exactly(1.0) {
                name.to_owned()
            } else {
                words.with("timeline.passes", &[("name", name), ("share", &passes)])
            };
            let start = words.day(shock.start);
            let to = shock.lasts_months.map(|months| from + months.likely);
            let name = words.with("timeline.starts", &[("name", name), ("when", &start)]);
            Bar { label, name, from, to, color: desk.palette.shock }
        }
        Item::Strategy(idx) => {
            let strategy = &plan.strategies[idx];
            let since = |month: sortie_engine::unit::Month| f64::from(month.since(plan.start));
            let label = words.ready(&strategy.name).to_owned();
            let start = words.month(strategy.start);
            let name = words.with("timeline.starts", &[("name", &label), ("when", &start)]);
            let selected = desk.view.selected.as_deref().unwrap_or_default();
            let color = color_of(desk, selected, None);
            Bar { label, name, from: since(strategy.start), to: strategy.end.map(since), color }
        }
    }
}
