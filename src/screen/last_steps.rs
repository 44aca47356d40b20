//! What no file and no seven numbers tell, asked last whatever a plan was made of: cash and overhead, when links close, what
//! can be spent, and which responses are thinkable. After it stands a plan of which the best way can be sought.

use std::collections::BTreeSet;

use egui::{Id, Sense, Ui, vec2};
use sortie_engine::plan::{Plan, ReadyStrategy, Shock, ShockKind};

use super::response::lacking;
use crate::address::cost::{monthly_cost, ready_costs};
use crate::address::unit::NumberUnit;
use crate::address::{PlanField, PlanPart};
use crate::catalog::{ready_for, ready_strategies};
use crate::desk::Desk;
use crate::edit::day::DayAsked;
use crate::edit::editor::{
    EditedNumber, EditedText, caption_ui, card_title_ui, doubt_ui, fault_ui, labelled_ui, text_ui,
};
use crate::start::{Invented, LastAnswers, add_ready, invented};
use crate::theme::{GAP, GAP_PAGE, plain_font, type_size};
use crate::widget::button::{main_button, plain_button};
use crate::widget::card::sheet;
use crate::widget::tick::tick;
use crate::widget::{elided, follow_focus, is_escaped};

/// Responses that cost little, the likeliest first: of those that let the seller in some are ticked until the seller says
/// otherwise.
const USUAL: [&str; 6] =
    ["owned_list", "commission_affiliates", "content_led", "local_creators", "multi_platform", "lean_costs"];
/// As many are ticked.
const TICKED: usize = 3;

/// The answers so far, over the plan that files made.
#[derive(Clone, Debug)]
pub struct LastSteps {
    made: Plan,
    last: LastAnswers,
    budget: Option<f64>,
    /// The responses that may be thought of, by the ids of their files.
    thinkable: BTreeSet<&'static str>,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq)]
pub enum LastStepsChoice {
    /// Open this plan and look for the best way to spend this much; the usual limit where nothing is said.
    Open(Box<Plan>, Option<f64>),
    /// Stay where the files are.
    Back,
}

impl LastSteps {
    /// The questions about a plan that files made.
    pub fn new(made: Plan) -> Self {
        let offered = offered(&made);
        let lets_in = |id: &&str| offered.iter().any(|(own, ready)| own == id && lets_in(&made, ready));
        let thinkable = USUAL.into_iter().filter(lets_in).take(TICKED).collect();
        Self { made, last: LastAnswers::default(), budget: None, thinkable }
    }

    /// The plan with the answers, and with the responses that are thinkable, a scenario of each.
    fn plan(&self) -> Plan {
        let mut plan = self.last.settle(&self.made);
        for (id, ready) in offered(&plan) {
            if self.thinkable.contains(id) {
                // What cannot be added is not offered; what no longer can leaves the plan as it is.
                let _ = add_ready(&mut plan, &ready);
            }
        }
        plan
    }
}

/// The ready-made responses that the plan can take and does not hold.
fn offered(plan: &Plan) -> Vec<(&'static str, ReadyStrategy)> {
    let ready = ready_strategies().iter().filter_map(|file| Some((file.id, ready_for(file, plan)?.0)));
    let is_new = |ready: &ReadyStrategy| plan.strategies.iter().all(|own| own.name != ready.strategy.name);
    let fits = |ready: &ReadyStrategy| add_ready(&mut plan.clone(), ready).is_ok();
    ready.filter(|(_, ready)| is_new(ready) && fits(ready)).collect()
}

/// Whether a response that is added to the plan would let the seller in as the plan knows the seller.
fn lets_in(plan: &Plan, ready: &ReadyStrategy) -> bool {
    let mut with = plan.clone();
    let Ok(added) = add_ready(&mut with, ready) else { return false };
    let scenario = with.scenarios.iter().find(|scenario| scenario.id == added.scenario);
    scenario.is_some_and(|scenario| lacking(&with, scenario, with.strategies.len() - 1).is_empty())
}

/// Shows the questions; returns the choice once there is one.
pub fn last_steps_ui(ui: &Ui, desk: &mut Desk, page: &mut LastSteps) -> Option<LastStepsChoice> {
    let words = desk.words;
    let modal = sheet("last steps", desk.palette);
    let room = ui.ctx().content_rect().size() - vec2(64.0, 80.0);
    let shown = modal.show(ui.ctx(), |ui| {
        ui.set_width(600.0_f32.min(room.x));
        card_title_ui(ui, desk, words.get("last.title"));
        caption_ui(ui, desk, words.get("last.explained"));
        ui.add_space(GAP);
        let most = room.y - 120.0;
        let scrolled = egui::ScrollArea::vertical().max_height(most).min_scrolled_height(most);
        scrolled.show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            let money = NumberUnit::Money(page.made.currency.clone());
            let usual = page.last.cash.unwrap_or(page.made.cash.opening);
            let mut cash = usual;
            number_ui(ui, desk, "quick.cash", &money, &mut cash);
            if (cash - usual).abs() > 0.0 {
                page.last.cash = Some(cash);
            }
            let plan = page.last.settle(&page.made);
            last_ui(ui, desk, &plan, &mut page.last);
            let mut budget = page.budget.unwrap_or(0.0);
            number_ui(ui, desk, "last.budget", &money, &mut budget);
            page.budget = (budget > 0.0).then_some(budget);
            let seller = &mut page.made.seller;
            if ticked_line_ui(
                ui,
                desk,
                words.field("local_stock"),
                seller.local_stock,
                words.tip("local_stock"),
            ) {
                seller.local_stock = !seller.local_stock;
            }
            thinkable_ui(ui, desk, page, &plan);
            invented_ui(ui, desk, &page.made, &mut page.last);
            follow_focus(ui);
            ui.add_space(GAP_PAGE);
        });
        ui.add_space(GAP);
        buttons_ui(ui, desk, page)
    });
    let choice = shown.inner.or(is_escaped(ui.ctx()).then_some(LastStepsChoice::Back));
    if choice == Some(LastStepsChoice::Back) {
        NUMBERS.iter().for_each(|key| desk.view.set_fault(id_of(key), None));
    }
    choice
}

/// The numbers that are asked for.
const NUMBERS: [&str; 4] = ["quick.cash", "quick.overhead_month", "quick.closure", "last.budget"];

fn buttons_ui(ui: &mut Ui, desk: &Desk, page: &LastSteps) -> Option<LastStepsChoice> {
    let words = desk.words;
    let is_refused = NUMBERS.iter().any(|key| desk.view.fault(id_of(key)).is_some());
    ui.horizontal(|ui| {
        let open = ui.add_enabled_ui(!is_refused, |ui| {
            main_button(ui, desk.palette, words.get("last.open")).clicked()
        });
        if open.inner {
            return Some(LastStepsChoice::Open(Box::new(page.plan()), page.budget));
        }
        plain_button(ui, words.get("last.back")).clicked().then_some(LastStepsChoice::Back)
    })
    .inner
}

/// The responses that may be thought of, with what they cost.
fn thinkable_ui(ui: &mut Ui, desk: &Desk, page: &mut LastSteps, plan: &Plan) {
    let words = desk.words;
    ui.add_space(GAP);
    card_title_ui(ui, desk, words.get("last.thinkable"));
    caption_ui(ui, desk, words.get("last.thinkable_explained"));
    for (id, ready) in offered(plan) {
        let [setup, monthly] = ready_costs(words, plan, &ready.strategy);
        let known = [("name", words.ready(&ready.strategy.name)), ("setup", &*setup), ("monthly", &*monthly)];
        let told = words.with("timeline.costs", &known);
        let is_ticked = page.thinkable.contains(id);
        if ticked_line_ui(ui, desk, &told, is_ticked, words.ready(&ready.notes)) {
            match is_ticked {
                true => page.thinkable.remove(id),
                false => page.thinkable.insert(id),
            };
        }
    }
}

/// A line with a tick, more of which is told to whoever points at it; whether the tick was clicked.
fn ticked_line_ui(ui: &mut Ui, desk: &Desk, told: &str, is_ticked: bool, more: &str) -> bool {
    ui.horizontal(|ui| {
        let is_clicked = tick(ui, desk.palette, told, is_ticked, desk.palette.accent).clicked();
        let room = ui.available_width();
        let (row, response) = ui.allocate_exact_size(vec2(room, 24.0), Sense::hover());
        let color = if is_ticked { desk.palette.text } else { desk.palette.dim };
        elided(ui, row.left_center(), room, told, plain_font(type_size::TABLE), color);
        response.on_hover_text(more);
        is_clicked
    })
    .inner
}

/// What tells the field of a question from others.
pub(super) fn id_of(key: &str) -> Id {
    Id::unique(("quick", key))
}

/// A number that is asked for, with what is right and what is asked about it.
pub(super) fn number_ui(ui: &mut Ui, desk: &mut Desk, key: &'static str, unit: &NumberUnit, value: &mut f64) {
    let label = desk.words.get(key);
    let rect = labelled_ui(ui, desk, label);
    let number = EditedNumber { id: id_of(key), name: label, unit };
    if let Some(typed) = number.value_ui(ui, desk, *value, rect) {
        *value = typed;
    }
    fault_ui(ui, desk, number.id);
    doubt_ui(ui, desk, number.id, label);
    let row = rect.with_max_x(rect.left() - 4.0).with_min_x(ui.max_rect().left());
    ui.interact(row, number.id.with("where"), Sense::hover()).on_hover_text(desk.words.get(where_key(key)));
}

/// Where a number stands in the pages of the platforms.
pub(super) fn where_key(key: &str) -> &'static str {
    match key {
        "quick.orders" => "quick_where.orders",
        "quick.order_value" => "quick_where.order_value",
        "quick.margin" => "quick_where.margin",
        "quick.link_share" => "quick_where.link_share",
        "quick.shop_orders" => "quick_where.shop_orders",
        "quick.cash" => "quick_where.cash",
        "quick.ad_spend" => "quick_where.ad_spend",
        "quick.overhead_month" => "quick_where.overhead_month",
        _ => "quick_where.none",
    }
}

/// What is asked last: overhead, and when links close.
pub(super) fn last_ui(ui: &mut Ui, desk: &mut Desk, plan: &Plan, last: &mut LastAnswers) {
    let (start, mut overhead) = (plan.start, plan.cash.overhead_per_month.likely);
    let money = NumberUnit::Money(plan.currency.clone());
    let usual = overhead;
    number_ui(ui, desk, "quick.overhead_month", &money, &mut overhead);
    if (overhead - usual).abs() > 0.0 {
        last.overhead = Some(overhead);
    }
    let closes = |shock: &&Shock| shock.kind == ShockKind::LinkClosure;
    let day = plan.shocks.iter().find(closes).and_then(|closure| plan.day_of_shock(closure));
    let label = desk.words.get("quick.closure");
    let rect = labelled_ui(ui, desk, label);
    let id = id_of("quick.closure");
    let shown = day.map_or_else(String::new, |day| desk.words.day(day));
    let typed = day.map_or_else(String::new, |day| day.to_string());
    let text = EditedText { id, name: label, shown: &shown, typed: &typed };
    if let Some(text) = text_ui(ui, desk, &text, rect) {
        let read = DayAsked::day_from(start).read_in_words(desk.words, &text);
        desk.view.set_typo(id, label, &text, read.clone().err());
        last.closure = read.ok().or(last.closure);
    }
    fault_ui(ui, desk, id);
}

/// What the plan holds besides the answers: each with its source, to be kept or struck out.
pub(super) fn invented_ui(ui: &mut Ui, desk: &Desk, raw: &Plan, last: &mut LastAnswers) {
    let plan = LastAnswers { struck: BTreeSet::new(), ..last.clone() }.settle(raw);
    let all = invented(&plan);
    if all.is_empty() {
        return;
    }
    ui.add_space(8.0);
    card_title_ui(ui, desk, desk.words.get("quick.invented"));
    caption_ui(ui, desk, desk.words.get("quick.invented_explained"));
    for item in all {
        let Some((told, field)) = told_of(desk, &plan, &item) else { continue };
        let is_kept = !last.struck.contains(&item);
        let source = field.source(&plan, desk.words, desk.today);
        let source = source.unwrap_or_else(|| desk.words.get("quick.of_sample").to_owned());
        if ticked_line_ui(ui, desk, &told, is_kept, &source) {
            match is_kept {
                true => last.struck.insert(item),
                false => last.struck.remove(&item),
            };
        }
    }
}

/// What was invented in words, and the number of it that has a source.
fn told_of(desk: &Desk, plan: &Plan, item: &Invented) -> Option<(String, PlanField)> {
    let words = desk.words;
    match item {
        Invented::CreditLine => {
            let told = words.money(plan.cash.credit_line, &plan.currency);
            let name = words.field("credit_line");
            Some((
                words.with("quick.amount", &[("name", name), ("amount", &told)]),
                PlanPart::Cash.field("credit_line"),
            ))
        }
        Invented::Event(id) => {
            let idx = plan.shocks.iter().position(|shock| shock.id == *id)?;
            let shock = &plan.shocks[idx];
            let known = [("name", words.ready(&shock.name)), ("when", &words.start_of_shock(plan, shock))];
            let field = if shock.adjustments.is_empty() {
                PlanPart::Shock(idx).field("passes")
            } else {
                PlanPart::Adjustment(idx, 0).field("factor")
            };
            Some((words.with("timeline.starts", &known), field))
        }
        Invented::Response(id) => {
            let idx = plan.strategies.iter().position(|strategy| strategy.id == *id)?;
            let strategy = &plan.strategies[idx];
            let currency = strategy.currency.as_ref().unwrap_or(&plan.currency);
            let setup = words.money(strategy.setup_cost.likely, currency);
            let monthly = words.money(monthly_cost(strategy), currency);
            let known = [("name", words.ready(&strategy.name)), ("setup", &*setup), ("monthly", &*monthly)];
            Some((words.with("timeline.costs", &known), PlanPart::Strategy(idx).field("setup_cost")))
        }
    }
}

#[cfg(test)]
mod tests {
    use sortie_engine::plan::check;
    use sortie_engine::unit::{Day, Month};

    use super::*;
    use crate::start::UsualPlan;
    use crate::text::{Language, words};

    fn made() -> Plan {
        use sortie_engine::plan::ChannelKind::{Amazon, OwnStore, TiktokLink};
        let shops = [
            ("links", "own_store:us", TiktokLink, "us", "USD"),
            ("own", "own_store:us", OwnStore, "us", "USD"),
            ("amazon-us", "amazon:us", Amazon, "us", "USD"),
        ];
        let fit = crate::intake::trial::fit_of(&shops, "2026-12");
        crate::intake::draft(words(Language::English), &UsualPlan::of(0).unwrap(), &fit).unwrap()
    }

    #[test]
    fn a_plan_made_of_files_has_something_to_choose_from_and_no_fault() {
        let page = LastSteps::new(made());
        let plan = page.plan();
        assert_eq!(check(&plan), []);
        assert_eq!(plan.strategies.len(), TICKED);
        assert!(plan.scenarios.len() >= 2 + TICKED);
        for scenario in &plan.scenarios {
            let own = (0..plan.strategies.len())
                .filter(|idx| scenario.strategies.contains(&plan.strategies[*idx].id));
            let missing = own.flat_map(|idx| lacking(&plan, scenario, idx));
            assert_eq!(missing.count(), 0, "what is ticked lets the seller in");
        }
    }

    #[test]
    fn what_a_response_costs_is_told_in_the_plans_own_money() {
        let mut plan = made();
        let (_, ready) = offered(&plan).into_iter().find(|(id, _)| *id == "owned_list").unwrap();
        let words = words(Language::English);
        let dollars = ready_costs(words, &plan, &ready.strategy);
        crate::start::change_currency(&mut plan, "CNY");
        let yuan = ready_costs(words, &plan, &ready.strategy);
        let rate = crate::catalog::evidence::rate("USD", "CNY").unwrap();
        let expected = words.money(ready.strategy.setup_cost.likely * rate, "CNY");
        assert!(yuan[0] == expected && yuan[0] != dollars[0], "{yuan:?}");
        let added = add_ready(&mut plan, &ready).unwrap();
        assert!(plan.scenarios.iter().any(|scenario| scenario.id == added.scenario));
        let strategy = plan.strategies.last().unwrap();
        assert_eq!(words.money(strategy.setup_cost.likely, "CNY"), expected);
    }

    #[test]
    fn what_was_answered_is_what_the_plan_holds() {
        let mut page = LastSteps::new(made());
        let closure = Day { month: Month::parse("2027-03").unwrap(), day: Some(4) };
        page.last = LastAnswers {
            cash: Some(31_000.0),
            overhead: Some(4_200.0),
            closure: Some(closure),
            ..LastAnswers::default()
        };
        page.thinkable.clear();
        let plan = page.plan();
        assert_eq!(check(&plan), []);
        assert!((plan.cash.opening - 31_000.0).abs() < 1e-9);
        assert!((plan.cash.overhead_per_month.likely - 4_200.0).abs() < 1e-9);
        assert_eq!((plan.day_of_shock(&plan.shocks[0]), plan.strategies.len()), (Some(closure), 0));
    }

    #[test]
    fn every_response_that_is_offered_can_be_taken_and_all_of_them_together() {
        let mut page = LastSteps::new(made());
        let all: Vec<&str> = offered(&page.made).into_iter().map(|(id, _)| id).collect();
        assert!(all.len() > 8, "{all:?}");
        page.thinkable = all.iter().copied().collect();
        let plan = page.plan();
        assert_eq!((check(&plan), plan.strategies.len()), (vec![], all.len()));
    }
}
