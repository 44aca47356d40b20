//! What to do with the money: limits are typed, the best plan is found while one goes on working, and it is taken by one click.

use egui::{Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use sortie::app::App;
use sortie::command::Command;
use sortie::disk::dialog::DialogAnswer;
use sortie_engine::plan::{ActualMonth, Plan, RuleMetric, RuleSide, Scenario, StrategyRule, read, write};
use sortie_engine::search::BEST;

use crate::answer::{says, wait, words};
use crate::stage::{click, control, find, in_folder, press, settle, type_into, window};

const SHOP: &[u8] = include_bytes!("../plans/choosing.sortie");

/// The window on a shop with a few strategies, on the page of what to do, with few months and things to choose from.
fn page() -> (tempfile::TempDir, Harness<'static, App>) {
    page_of(&read(SHOP).expect("the plan reads"), vec![])
}

fn page_of(plan: &Plan, answers: Vec<DialogAnswer>) -> (tempfile::TempDir, Harness<'static, App>) {
    let (folder, path) = in_folder("shop.sortie");
    #[expect(clippy::disallowed_methods, reason = "the test brings its own file")]
    std::fs::write(&path, write(plan).expect("the plan can be written")).expect("a file for the test");
    let mut harness = window(answers, Some(&path));
    press(&mut harness, Modifiers::COMMAND, Key::Num1);
    (folder, harness)
}

fn narrow(harness: &mut Harness<'static, App>) {
    type_into(harness, "What to do: first month to begin", "2024-02");
    type_into(harness, "What to do: last month to begin", "2024/3");
}

/// Begins to look, and draws until there is an answer.
fn look(harness: &mut Harness<'static, App>) {
    click(harness, "Find the best plan");
    finish(harness);
}

fn finish(harness: &mut Harness<'static, App>) {
    for _ in 0..6_000 {
        harness.run_steps(2);
        if find(harness, "Stop, and take the best so far").is_none() {
            wait(harness);
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("the search is never over");
}

fn plan(harness: &Harness<'static, App>) -> Plan {
    harness.state().document().plan().clone()
}

#[test]
fn the_best_plan_is_told_in_sentences_and_taken_in_one_step_that_undo_takes_back() {
    let (_folder, mut harness) = page_of(&with_response(), vec![]);
    narrow(&mut harness);
    type_into(&mut harness, "What to do: most money in all", "25k");
    look(&mut harness);
    for told in [
        "at most",
        "The best plan within your limits",
        "more than doing nothing",
        "Cash runs out in",
        "fresh futures",
    ] {
        assert!(says(&harness, told), "{told}: {:#?}", words(&harness));
    }
    let before = plan(&harness);
    assert!(before.scenarios.iter().all(|it| it.id != BEST));
    let take =
        words(&harness).into_iter().find(|it| it.starts_with("Take this plan")).expect("it can be taken");
    click(&mut harness, &take);
    wait(&mut harness);
    let taken = plan(&harness);
    assert!(taken.scenarios.iter().any(|it| it.id == BEST), "{:?}", taken.scenarios);
    assert!(!says(&harness, "before you edited it"), "what was taken is no edit");
    // Its list leads into the plan.
    assert!(says(&harness, "Each line leads"), "{:#?}", words(&harness));
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert_eq!(plan(&harness), before);
    // The verdict answers what to do by the plan that was found.
    press(&mut harness, Modifiers::COMMAND, Key::Num2);
    wait(&mut harness);
    click(&mut harness, "The plan in full");
    assert!(says(&harness, "The best plan within your limits"));
    // An edit makes it an old answer, which cannot be taken.
    let visits = first_visits(&harness);
    type_into(&mut harness, &visits, "12,345");
    wait(&mut harness);
    assert!(says(&harness, "before you edited it"), "{:#?}", words(&harness));
    let is_disabled = control(&harness, &take).accesskit_node().is_disabled();
    assert!(is_disabled, "an old answer would take the edit back");
}

/// The field of the first channel's visits.
fn first_visits(harness: &Harness<'static, App>) -> String {
    format!("Visits · {}", plan(harness).channels[0].name)
}

#[test]
fn the_verdict_leads_to_the_search_be_there_a_response_or_none() {
    for plan in [with_response(), read(SHOP).expect("the plan reads")] {
        let (_folder, mut harness) = page_of(&plan, vec![]);
        press(&mut harness, Modifiers::COMMAND, Key::Num2);
        wait(&mut harness);
        click(&mut harness, "Find the best plan for my money");
        assert!(find(&harness, "Find the best plan").is_some());
    }
}

#[test]
fn rules_of_the_scenario_in_hand_are_priced_once_that_is_asked_for() {
    let mut shop = with_response();
    shop.strategies[0].stop_when = Some(StrategyRule {
        metric: RuleMetric::OwnOrders,
        channel: None,
        is: RuleSide::Below,
        value: 5.0,
        for_months: 2,
        after_months: 2,
    });
    let (_folder, mut harness) = page_of(&shop, vec![]);
    click(&mut harness, "Look for rules worth having");
    wait(&mut harness);
    assert!(says(&harness, "It has this rule:") && says(&harness, "worth"), "{:#?}", words(&harness));
}

#[test]
fn a_search_that_is_stopped_says_that_it_is_the_best_so_far() {
    // The first sample has more to choose from than is looked at in a moment.
    let mut harness = window(vec![], None);
    press(&mut harness, Modifiers::COMMAND, Key::Num1);
    control(&harness, "Find the best plan").click();
    harness.run_steps(3);
    control(&harness, "Stop, and take the best so far").click();
    finish(&mut harness);
    assert!(says(&harness, "Stopped early"), "{:#?}", words(&harness));
    let is_told =
        says(&harness, "before rules were looked for") || says(&harness, "before anything was found");
    assert!(is_told, "{:#?}", words(&harness));
}

#[test]
fn limits_that_nothing_keeps_are_named_with_the_plan_that_misses_them_least() {
    let (_folder, mut harness) = page();
    narrow(&mut harness);
    type_into(&mut harness, "What to do: most money in all", "0");
    let name = plan(&harness).strategies[0].name.clone();
    choose(&mut harness, "What to do: add to what must be kept: nothing in particular", &name);
    look(&mut harness);
    assert!(says(&harness, "Nothing keeps the limits. What is missed: the budget"), "{:#?}", words(&harness));
    assert!(says(&harness, "misses your limits least"));
}

/// Chooses from a menu.
fn choose(harness: &mut Harness<'static, App>, menu: &str, choice: &str) {
    click(harness, menu);
    let of_menu = |node: &egui_kittest::Node<'_>| node.accesskit_node().role() == Role::Button;
    let mut all: Vec<_> = harness.query_all_by_label(choice).filter(of_menu).collect();
    all.pop().unwrap_or_else(|| panic!("{choice} is not offered")).click();
    settle(harness);
}

#[test]
fn what_is_wrong_with_a_request_is_said_beside_its_sentence() {
    let (_folder, mut harness) = page();
    type_into(&mut harness, "What to do: most money in all", "much");
    assert!(harness.state().view().faults.len() == 1, "what cannot be read is told");
    type_into(&mut harness, "What to do: most money in all", "-5");
    assert!(says(&harness, "An amount that is not below 0 is meant here."), "{:#?}", words(&harness));
    type_into(&mut harness, "What to do: most money in all", "");
    type_into(&mut harness, "What to do: in how many of 20 futures", "21");
    assert!(says(&harness, "A number of futures from 0 to 20 is meant here."));
    type_into(&mut harness, "What to do: in how many of 20 futures", "18");
    type_into(&mut harness, "What to do: first month to begin", "2024-06");
    type_into(&mut harness, "What to do: last month to begin", "2024-02");
    look(&mut harness);
    click(&mut harness, "Change the limits");
    assert!(says(&harness, "ends before it begins"), "{:#?}", words(&harness));
    type_into(&mut harness, "What to do: first month to begin", "2019-01");
    type_into(&mut harness, "What to do: last month to begin", "2019-02");
    look(&mut harness);
    assert!(says(&harness, "No month in which strategies may start lies in the plan"));
}

#[test]
fn a_plan_without_anything_to_choose_or_without_no_response_says_what_to_add() {
    let mut bare = read(SHOP).expect("the plan reads");
    bare.strategies.clear();
    bare.scenarios.iter_mut().for_each(|it| it.strategies.clear());
    let (_folder, mut harness) = page_of(&bare, vec![]);
    assert!(says(&harness, "The plan has no strategy of its own yet."));
    look(&mut harness);
    assert!(says(&harness, "There is nothing to choose from."), "{:#?}", words(&harness));
    let mut other = read(SHOP).expect("the plan reads");
    other.scenarios.retain(|it| it.shocks.is_empty() || !it.strategies.is_empty());
    let (_folder, mut harness) = page_of(&other, vec![]);
    look(&mut harness);
    assert!(says(&harness, "there is nothing to be better than"), "{:#?}", words(&harness));
}

#[test]
fn the_frontier_is_clicked_along() {
    let (_folder, mut harness) = page();
    narrow(&mut harness);
    type_into(&mut harness, "What to do: cash never below", "");
    look(&mut harness);
    let points: Vec<String> = words(&harness)
        .into_iter()
        .filter(|it| it.starts_with("Cash runs out in") && it.contains(" with "))
        .collect();
    if points.len() < 2 {
        assert!(says(&harness, "no riskier one brings more"), "{:#?}", words(&harness));
        return;
    }
    click(&mut harness, &points[0]);
    assert!(says(&harness, "Another plan within your limits"), "{:#?}", words(&harness));
    click(&mut harness, "Back to the best");
    assert!(says(&harness, "The best plan within your limits"));
}

#[test]
fn things_to_do_are_saved_as_a_calendar_file() {
    let (folder, calendar) = in_folder("to do.ics");
    let answers = vec![DialogAnswer::Path(calendar.clone())];
    let (_shop, mut harness) = page_of(&with_response(), answers);
    click(&mut harness, "Save as a calendar file…");
    settle(&mut harness);
    #[expect(clippy::disallowed_methods, reason = "the test looks at the file")]
    let text = std::fs::read_to_string(&calendar).expect("the file was written");
    assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.contains("BEGIN:VEVENT"), "{text}");
    drop(folder);
}

/// The shop with ads as its response.
fn with_response() -> Plan {
    let mut shop = read(SHOP).expect("the plan reads");
    shop.scenarios.push(Scenario::of("mine", "Mine", &["closure"], &["ads"]));
    shop
}

#[test]
fn a_wire_says_stop_now_once_the_months_have_come() {
    let mut shop = with_response();
    shop.strategies[0].start = shop.start;
    let rule = |metric| StrategyRule {
        metric,
        channel: None,
        is: RuleSide::Below,
        value: 40_000.0,
        for_months: 1,
        after_months: 1,
    };
    for (metric, told) in [
        (RuleMetric::Cash, "Stop Ads now"),
        (RuleMetric::OwnOrders, "Ads: not yet"),
        (RuleMetric::Profit, "Profit is not entered by month"),
    ] {
        shop.strategies[0].stop_when = Some(rule(metric));
        shop.actuals = vec![ActualMonth {
            month: shop.start,
            channel: None,
            strategy: None,
            revenue: Some(30_000.0),
            orders: None,
            visits: None,
            refunds: None,
            cash: Some(39_000.0),
            followers: None,
            subscribers: None,
        }];
        let (_folder, mut harness) = page_of(&shop, vec![]);
        let ctx = harness.ctx.clone();
        harness.state_mut().obey(&ctx, Command::SeeActuals);
        wait(&mut harness);
        assert!(says(&harness, told), "{metric:?}: {:#?}", words(&harness));
    }
}
