//! When things happen: the blows and strategies of the scenario in hand as bars under the chart.

use egui::{Id, Role, Sense, Ui, WidgetInfo, vec2};
use sortie_engine::plan::{Plan, ShockKind, Strategy};

use crate::address::cost::monthly_cost;
use crate::address::{PlanPart, try_edit};
use crate::command::Command;
use crate::desk::Desk;
use crate::desk::look::color_of;
use crate::edit::item::PlanItem;
use crate::theme::{plain_font, type_size};
use crate::widget::elided;
use crate::widget::fan_chart::TimeAxis;
use crate::widget::timeline::{BAR_HEIGHT, TimelineBar, TimelineTouch, timeline};

/// What the scenario in hand has, in the order of the plan.
#[derive(Clone, Debug, Default)]
pub struct TimelineItems {
    /// What there is room for.
    pub shown: Vec<PlanItem>,
    /// What is only named.
    pub named: Vec<PlanItem>,
}

impl TimelineItems {
    /// Where there is room for `most` alone, closures come before strategies, and those before other blows.
    pub fn of(desk: &Desk, plan: &Plan, most: usize) -> Self {
        let selected = desk.view.chart.selected.as_deref();
        let scenario = plan.scenarios.iter().find(|scenario| Some(scenario.id.as_str()) == selected);
        let Some(scenario) = scenario else { return Self::default() };
        let shocks = plan.shocks.iter().enumerate();
        let shocks = shocks
            .filter(|(_, shock)| scenario.shocks.contains(&shock.id))
            .map(|(idx, _)| PlanItem::Shock(idx));
        let strategies = plan.strategies.iter().enumerate();
        let strategies = strategies
            .filter(|(_, strategy)| scenario.strategies.contains(&strategy.id))
            .map(|(idx, _)| PlanItem::Strategy(idx));
        let mut items: Vec<(usize, PlanItem)> = shocks.chain(strategies).enumerate().collect();
        items.sort_by_key(|(at, item)| (need(plan, *item), *at));
        let mut named = items.split_off(most.min(items.len()));
        let in_order = |items: &mut Vec<(usize, PlanItem)>| {
            items.sort_by_key(|(at, _)| *at);
            items.iter().map(|(_, item)| *item).collect()
        };
        Self { shown: in_order(&mut items), named: in_order(&mut named) }
    }

    /// The height of its rows.
    pub fn height(&self) -> f32 {
        self.shown.len() as f32 * BAR_HEIGHT + if self.named.is_empty() { 0.0 } else { NAMES_HEIGHT }
    }
}

/// The height of the line that names what has no bar.
const NAMES_HEIGHT: f32 = 18.0;

fn need(plan: &Plan, item: PlanItem) -> u8 {
    match item {
        PlanItem::Shock(idx) if plan.shocks[idx].kind == ShockKind::LinkClosure => 0,
        PlanItem::Strategy(_) => 1,
        PlanItem::Shock(_) => 2,
    }
}

/// Shows the bars. One that is dragged moves, its right edge ends it in another month, and a click takes it in hand.
pub fn timeline_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, time: &TimeAxis, items: &TimelineItems) {
    let bars: Vec<TimelineBar> = items.shown.iter().map(|item| bar(desk, plan, *item)).collect();
    let touched = timeline(ui, desk.palette, id(), time, &bars);
    named_ui(ui, desk, plan, &items.named);
    let items = &items.shown;
    let Some((idx, touch)) = touched else { return };
    let item = items[idx];
    let done = match touch {
        TimelineTouch::Moved(months) => try_edit(plan, desk.words, |plan| item.move_start(plan, months)),
        TimelineTouch::Stretched(months) => try_edit(plan, desk.words, |plan| item.move_end(plan, months)),
        TimelineTouch::Taken => {
            desk.commands.push(Command::Take(match item {
                PlanItem::Shock(idx) => PlanPart::Shock(idx).field("passes"),
                PlanItem::Strategy(idx) => PlanPart::Strategy(idx).field("monthly_cost"),
            }));
            Ok(())
        }
    };
    desk.view.set_fault(id(), done.err());
}

/// Names what has no bar of its own; a hand that rests on it is told when each begins.
fn named_ui(ui: &mut Ui, desk: &Desk, plan: &Plan, named: &[PlanItem]) {
    if named.is_empty() {
        return;
    }
    let bars: Vec<TimelineBar> = named.iter().map(|item| bar(desk, plan, *item)).collect();
    let names: Vec<&str> = named
        .iter()
        .map(|item| match *item {
            PlanItem::Shock(idx) => desk.words.ready(&plan.shocks[idx].name),
            PlanItem::Strategy(idx) => desk.words.ready(&plan.strategies[idx].name),
        })
        .collect();
    let names = names.join(desk.words.get("timeline.between"));
    let told = desk.words.with("timeline.more", &[("n", &named.len().to_string()), ("names", &names)]);
    let (row, response) = ui.allocate_exact_size(vec2(ui.available_width(), NAMES_HEIGHT), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &told));
    let font = plain_font(type_size::CAPTION);
    elided(ui, row.left_center(), row.width(), &told, font, desk.palette.dim);
    let each: Vec<&str> = bars.iter().map(|bar| bar.name.as_str()).collect();
    response.on_hover_text(each.join("\n"));
}

/// What tells the timeline from everything else, its faults too.
pub fn id() -> Id {
    Id::unique("timeline")
}

/// The rules of a strategy in words, and the months from the plan's first from which they may act.
fn rules_of(desk: &Desk, plan: &Plan, strategy: &Strategy) -> (Vec<String>, Vec<f64>) {
    let rules = [(&strategy.start_when, false), (&strategy.stop_when, true)];
    let told = rules.into_iter().filter_map(|(rule, stops)| {
        let rule = rule.as_ref()?;
        let key = if stops { "timeline.stops" } else { "timeline.begins" };
        let words = desk.words.with(key, &[("rule", &desk.words.rule(plan, rule))]);
        let month = rule.first_acts(plan.start, strategy.start, stops);
        Some((words, f64::from(month.since(plan.start))))
    });
    told.unzip()
}

fn bar(desk: &Desk, plan: &Plan, item: PlanItem) -> TimelineBar {
    let words = desk.words;
    match item {
        PlanItem::Shock(idx) => {
            let shock = &plan.shocks[idx];
            let from = plan.offset_of_shock(shock).unwrap_or(0.0);
            let name = words.ready(&shock.name);
            let passes = words.share_as_said(shock.passes.likely);
            let label = if shock.passes.is_exactly(1.0) {
                name.to_owned()
            } else {
                words.with("timeline.passes", &[("name", name), ("share", &passes)])
            };
            let start = words.start_of_shock(plan, shock);
            let to = shock.lasts_months.map(|months| from + months.likely);
            let name = words.with("timeline.starts", &[("name", name), ("when", &start)]);
            TimelineBar {
                label,
                name,
                from,
                to,
                ramp_months: shock.phase_out_months,
                color: desk.palette.shock,
                flags: vec![],
            }
        }
        PlanItem::Strategy(idx) => {
            let strategy = &plan.strategies[idx];
            let since = |month: sortie_engine::unit::Month| f64::from(month.since(plan.start));
            let currency = strategy.currency.as_ref().unwrap_or(&plan.currency);
            let money = |x: f64| words.money(x, currency);
            let (setup, monthly) = (money(strategy.setup_cost.likely), money(monthly_cost(strategy)));
            let known = [("name", words.ready(&strategy.name)), ("setup", &setup), ("monthly", &monthly)];
            let label = words.with("timeline.costs", &known);
            let start = words.month(strategy.start);
            let known = [("name", words.ready(&strategy.name)), ("when", &start)];
            let is_by_rule = strategy.start_when.is_some();
            let name = words.with(if is_by_rule { "timeline.by_rule" } else { "timeline.starts" }, &known);
            let selected = desk.view.chart.selected.as_deref().unwrap_or_default();
            let color = color_of(desk, selected, None);
            let (from, to) = (since(strategy.start), strategy.end.map(since));
            let (rules, flags) = rules_of(desk, plan, strategy);
            let name = std::iter::once(name).chain(rules).collect::<Vec<_>>();
            let name = name.join(words.language().between_sentences());
            TimelineBar { label, name, from, to, ramp_months: strategy.ramp_months(), color, flags }
        }
    }
}
