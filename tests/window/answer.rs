//! The answer is looked at from eight sides, and every figure tells how it came about.

use std::path::Path;

use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use sortie::app::App;
use sortie::catalog::templates;
use sortie::command::{Aspect, Command, RailPlace};
use sortie::text::{Language, VerdictGround};
use sortie_engine::compare::SafetyLimits;
use sortie_engine::plan::{Mechanism, Plan, Requirement, Scenario, ShockKind, Strategy, read, write};
use sortie_engine::unit::Estimate;
use tempfile::TempDir;

use crate::stage::{click, find, in_folder, press, settle, type_into, window, window_of_size};

/// Draws until nothing is being worked out any more.
pub fn wait(harness: &mut Harness<'static, App>) {
    settle(harness);
    for _ in 0..1_500 {
        harness.run_steps(2);
        let is_waiting = Language::ALL.into_iter().any(|language| {
            ["waiting.soon", "waiting.told"].into_iter().any(|key| {
                let words = sortie::text::words(language).get(key);
                let begin = words.split('{').next().unwrap_or(words).to_owned();
                harness
                    .query_all_by(|node| node.label().is_some_and(|label| label.starts_with(&begin)))
                    .next()
                    .is_some()
            })
        });
        if !is_waiting {
            harness.run_steps(2);
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("a question is never answered");
}

fn see(harness: &mut Harness<'static, App>, name: &str) {
    click(harness, &format!("Answer: {name}"));
    wait(harness);
}

/// Every word on the window, with what screen readers are told of its controls.
pub fn words(harness: &Harness<'static, App>) -> Vec<String> {
    let nodes = harness.query_all_by(|node| node.label().is_some() || node.value().is_some());
    let told = |node: egui_kittest::Node<'_>| {
        let node = node.accesskit_node();
        [node.label(), node.value()].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    nodes.map(told).collect()
}

pub fn says(harness: &Harness<'static, App>, words_said: &str) -> bool {
    words(harness).iter().any(|word| word.contains(words_said))
}

#[test]
fn a_plan_that_is_opened_after_another_gets_answers_of_its_own() {
    let (_folder, path) = in_folder("other.sortie");
    #[expect(clippy::disallowed_methods, reason = "the test brings its own file")]
    std::fs::write(&path, templates()[1].plan_bytes).expect("a sample can be written");
    let verdict = |harness: &mut Harness<'static, App>| -> Vec<String> {
        see(harness, "Verdict");
        let told = words(harness);
        told.into_iter().filter(|word| word.contains("US$") && !word.contains("·")).collect()
    };
    let mut fresh = window(vec![], Some(&path));
    let mut later = window(vec![], None);
    let before = verdict(&mut later);
    later.state_mut().obey(&fresh.ctx, Command::OpenPath(path));
    wait(&mut later);
    let (right, told) = (verdict(&mut fresh), verdict(&mut later));
    assert!(right.len() > 8 && right != before, "{right:?}");
    assert_eq!(told, right);
}

#[test]
fn every_view_has_something_to_say_about_every_sample() {
    for template in templates() {
        let (_folder, path) = in_folder("sample.sortie");
        #[expect(clippy::disallowed_methods, reason = "the test brings its own file")]
        std::fs::write(&path, template.plan_bytes).expect("a sample can be written");
        let mut harness = window(vec![], Some(&path));
        for (name, told) in [
            ("What to do", "What I have, and what I will not do"),
            ("Verdict", "What could go wrong?"),
            ("Channels", "Who carries the revenue"),
            ("Why", "add up"),
            ("Cash", "How much more would do?"),
            ("What it hangs on", "It hangs most on"),
            ("Compare", "futures"),
            ("Outlook", "twenty futures"),
        ] {
            see(&mut harness, name);
            assert!(says(&harness, told), "{name} of {}: {:#?}", template.id, words(&harness));
        }
    }
}

#[test]
fn the_views_are_reached_by_the_keyboard() {
    let mut harness = window(vec![], None);
    for (key, aspect) in [
        (Key::Num1, Aspect::WhatToDo),
        (Key::Num2, Aspect::Verdict),
        (Key::Num5, Aspect::Why),
        (Key::Num8, Aspect::Compare),
    ] {
        press(&mut harness, Modifiers::COMMAND, key);
        assert_eq!(harness.state().view().aspect, aspect);
    }
}

#[test]
fn in_how_many_of_twenty_futures_a_response_is_best_adds_up_to_twenty() {
    let mut harness = window(vec![], None);
    for goal in ["Expected profit", "Worst-tenth profit", "Cash never below", "Revenue kept"] {
        see(&mut harness, "Verdict");
        click(&mut harness, goal);
        wait(&mut harness);
        let rows = words(&harness);
        // A row tells all its figures, which stand beside it once more.
        let best: Vec<u32> = rows
            .iter()
            .filter(|row| row.split(" · ").count() > 4)
            .filter_map(|row| row.split(" · ").find_map(|figure| figure.strip_suffix(" of 20")))
            .filter_map(|best| best.rsplit(' ').next()?.parse().ok())
            .collect();
        assert_eq!(best.iter().sum::<u32>(), 20, "{goal}: {rows:#?}");
    }
}

#[test]
fn a_figure_is_followed_down_to_the_number_that_the_seller_typed() {
    let mut harness = window(vec![], None);
    see(&mut harness, "Compare");
    let figure = words(&harness).into_iter().find(|word| word.starts_with("Revenue · No response · "));
    click(&mut harness, &figure.expect("revenue of no response can be followed"));
    wait(&mut harness);
    assert!(says(&harness, "nothing is left over"), "{:#?}", words(&harness));
    let channel = words(&harness).into_iter().find(|word| word.starts_with("Amazon: ")).expect("a channel");
    click(&mut harness, &channel);
    assert!(says(&harness, "Orders: "), "{:#?}", words(&harness));
    click(&mut harness, "Order value: the plan says US$36");
    assert_eq!(harness.state().view().hand.field.name, "order_value");
}

#[test]
fn a_figure_that_finds_no_column_in_a_narrow_window_stands_below_its_row_and_explains_itself() {
    let mut harness = window_of_size(vec![], None, 720.0, 1_600.0);
    see(&mut harness, "Verdict");
    for title in ["80% range of it", "Lowest cash", "Up front", "Recovered"] {
        let begin = format!("Multi-platform · {title} · ");
        let name = words(&harness).into_iter().find(|word| word.starts_with(&begin));
        let name = name.unwrap_or_else(|| panic!("{begin}: {:#?}", words(&harness)));
        click(&mut harness, &name);
        wait(&mut harness);
        let explained = harness.state().view().explained.as_ref();
        assert!(explained.is_some(), "{title} tells how it came about");
        press(&mut harness, Modifiers::NONE, Key::Escape);
    }
}

#[test]
fn ranked_by_another_goal_the_page_says_whom_the_sentence_at_the_top_speaks_of() {
    let mut harness = window(vec![], None);
    see(&mut harness, "Verdict");
    assert!(says(&harness, "Ahead in "));
    let by_profit = "The sentence at the top goes by typical profit and by safety";
    assert!(!says(&harness, by_profit));
    let forecast = harness.state().answers().forecast().expect("there is an answer");
    let plan = harness.state().document().plan().clone();
    let told = sortie::text::words(Language::English)
        .verdict(&forecast, &plan, VerdictGround::default())
        .scenario_idx;
    let told = &forecast.scenarios[told.expect("the sentence speaks of a scenario")].id;
    let told = plan.scenarios.iter().find(|own| own.id == *told).expect("it is in the plan").name.clone();
    assert!(says(&harness, &format!("{told} typically wins back")), "{:#?}", words(&harness));
    click(&mut harness, "Worst-tenth profit");
    wait(&mut harness);
    let names_it = format!("{by_profit}; by these it is {told}.");
    assert!(says(&harness, &names_it), "{:#?}", words(&harness));
    assert!(says(&harness, "In the worst tenth of futures it earns "));
}

/// A window on a sample plan that was changed.
fn window_on(sample: usize, name: &str, change: impl FnOnce(&mut Plan)) -> (TempDir, Harness<'static, App>) {
    let mut plan = read(templates()[sample].plan_bytes).expect("a sample reads");
    change(&mut plan);
    let (folder, path) = in_folder(name);
    #[expect(clippy::disallowed_methods, reason = "the test brings its own file")]
    std::fs::write(&path, write(&plan).expect("the plan can be written")).expect("a file can be written");
    (folder, window(vec![], Some(&path)))
}

#[test]
fn a_seller_says_what_is_safe_enough_and_the_sentence_at_the_top_follows() {
    let sample = templates().iter().position(|sample| sample.id == "pet_supplies_followers");
    let (_folder, mut harness) = window_on(sample.expect("it is there"), "pets.sortie", |_| {});
    see(&mut harness, "Verdict");
    assert!(says(&harness, "Leaner costs typically wins back"), "{:#?}", words(&harness));
    assert!(says(&harness, "more than doing nothing"), "a dangerous response is named");
    type_into(&mut harness, "Chance of running out that is safe enough", "60%");
    wait(&mut harness);
    assert!(!says(&harness, "Leaner costs typically"), "{:#?}", words(&harness));
    assert!(!says(&harness, "more than doing nothing"), "{:#?}", words(&harness));
    let limits = harness.state().view().judged.limits;
    assert_eq!(limits, SafetyLimits { chance: 0.6, ..SafetyLimits::USUAL });
    // The next plan is judged by it too.
    let context = harness.ctx.clone();
    harness.state_mut().obey(&context, Command::NewFrom(0));
    settle(&mut harness);
    assert_eq!(harness.state().view().judged.limits, limits);
}

#[test]
fn where_a_ban_comes_with_the_closure_each_is_told_with_its_part() {
    let sample = templates().iter().position(|sample| sample.id == "sea_market_ban");
    let (_folder, mut harness) = window_on(sample.expect("it is there"), "ban.sortie", |plan| {
        let is_ban = |id: &String| {
            plan.shocks.iter().any(|shock| shock.id == *id && shock.kind == ShockKind::MarketBan)
        };
        let open = plan.scenarios.iter_mut().find(|own| own.name == "Links stay open").expect("it is there");
        open.shocks.retain(|id| !is_ban(id));
    });
    see(&mut harness, "Verdict");
    for _ in 0..600 {
        if says(&harness, ": links closing costs ") {
            break;
        }
        wait(&mut harness);
    }
    assert!(says(&harness, "Typically you lose "), "{:#?}", words(&harness));
    assert!(says(&harness, ": links closing costs "), "{:#?}", words(&harness));
}

#[test]
fn the_tabs_and_every_view_fit_a_narrow_window() {
    let mut harness = window_of_size(vec![], None, 1024.0, 600.0);
    for aspect in Aspect::ALL {
        let context = harness.ctx.clone();
        harness.state_mut().obey(&context, Command::See(aspect));
        wait(&mut harness);
        let bounds = harness.ctx.content_rect();
        for node in harness.query_all_by(|node| node.role() == egui::Role::Tab) {
            assert!(bounds.contains_rect(node.rect()), "{aspect:?}: {:?}", node.rect());
        }
    }
    assert!(find(&harness, "Answer: Compare").is_some());
}

#[test]
fn two_responses_that_are_the_same_share_being_the_best_and_the_verdict_says_so() {
    let mut plan = read(templates()[0].plan_bytes).expect("a sample reads");
    let no_response =
        plan.scenarios.iter().find(|own| own.name == "No response").expect("it is there").clone();
    let best = plan.scenarios.iter().find(|own| own.name == "Owned list").expect("it is there").clone();
    let twin = Scenario { id: "twin".to_owned(), name: "The twin".to_owned(), ..best.clone() };
    let open = plan.scenarios.iter().find(|own| own.name == "Links stay open").expect("it is there").clone();
    plan.scenarios = vec![open, no_response, best, twin];
    let (_folder, path) = in_folder("twins.sortie");
    #[expect(clippy::disallowed_methods, reason = "the test brings its own file")]
    std::fs::write(&path, write(&plan).expect("the plan can be written")).expect("a file can be written");
    let mut harness = window(vec![], Some(&path));
    see(&mut harness, "Verdict");
    assert!(says(&harness, "cannot be told from"), "{:#?}", words(&harness));
    let best_of = |name: &str| {
        let row = words(&harness).into_iter().find(|row| row.starts_with(name)).expect("it has a row");
        row.split(" · ").find(|figure| figure.ends_with(" of 20")).map(str::to_owned)
    };
    assert_eq!(best_of("Owned list · "), best_of("The twin · "));
}

/// Leaves the plan three scenarios, links open, no response, and one with these strategies, and writes it to a file.
fn with_response(path: &Path, plan: &mut Plan, taken: &[&str]) {
    let base = plan.scenarios.iter().find(|own| own.name == "No response").expect("it is there").clone();
    let open = plan.scenarios.iter().find(|own| own.name == "Links stay open").expect("it is there").clone();
    let strategies = taken.iter().map(|id| (*id).to_owned()).collect();
    let response =
        Scenario { id: "third".to_owned(), name: "The third".to_owned(), strategies, ..base.clone() };
    plan.scenarios = vec![open, base, response];
    #[expect(clippy::disallowed_methods, reason = "the test brings its own file")]
    std::fs::write(path, write(plan).expect("the plan can be written")).expect("a file can be written");
}

#[test]
fn a_response_that_no_platform_lets_in_is_told_as_such_and_what_it_lacks() {
    let mut plan = read(templates()[0].plan_bytes).expect("a sample reads");
    let has_gate = |own: &&Strategy| {
        own.mechanisms.iter().any(|it| match it {
            Mechanism::OpenChannel(open) => open.requirements.contains(&Requirement::AmazonUs2m),
            _ => false,
        })
    };
    let mut gated = plan.strategies.iter().find(has_gate).cloned().unwrap_or_else(|| {
        let opens = |own: &&Strategy| own.mechanisms.iter().any(|it| matches!(it, Mechanism::OpenChannel(_)));
        plan.strategies.iter().find(opens).cloned().expect("a strategy opens a channel")
    });
    for mechanism in &mut gated.mechanisms {
        if let Mechanism::OpenChannel(open) = mechanism {
            open.requirements = vec![Requirement::AmazonUs2m];
        }
    }
    plan.seller.amazon_us_category_revenue_usd = 0.0;
    plan.strategies = vec![gated.clone()];
    let (_folder, path) = in_folder("gate.sortie");
    with_response(&path, &mut plan, &[&gated.id]);
    let mut harness = window(vec![], Some(&path));
    see(&mut harness, "Verdict");
    let row = words(&harness).into_iter().find(|row| row.starts_with("The third · ")).expect("it has a row");
    assert!(row.contains("Not let in") && !row.contains('\u{25B2}'), "{row}");
    assert!(says(&harness, "Nothing that stands here beats no response"), "{:#?}", words(&harness));
    let lacks = "Missing: US$2M a year on Amazon US in one category.";
    assert!(says(&harness, lacks), "{:#?}", words(&harness));
    click(&mut harness, "What it asks for");
    assert_eq!(harness.state().view().place, RailPlace::Response, "the strategy is in hand");
}

#[test]
fn a_verdict_whose_best_response_loses_money_says_so_and_how_much_is_assumed() {
    let mut plan = read(templates()[0].plan_bytes).expect("a sample reads");
    plan.cash.opening = 1e8;
    plan.cash.overhead_per_month = Estimate::certain(10.0 * plan.cash.overhead_per_month.likely + 1e6);
    let response = plan.scenarios.iter().find(|own| own.name == "Owned list").expect("a response").clone();
    let id = response.strategies[0].as_str();
    let (_folder, path) = in_folder("loss.sortie");
    with_response(&path, &mut plan, &[id]);
    let mut harness = window(vec![], Some(&path));
    see(&mut harness, "Verdict");
    assert!(says(&harness, "Even so it loses "), "{:#?}", words(&harness));
    assert!(says(&harness, "Even so, 18 months end with a loss of "), "{:#?}", words(&harness));
    let taken = plan.strategies.iter().find(|own| own.id == id).expect("it is in the plan");
    let is_assumed = |id: &&String| sortie::catalog::evidence::row(id).is_some_and(|row| row.grade == 'C');
    let n_assumed = taken.basis.values().filter(is_assumed).count();
    let assumed = match taken.basis.len() {
        all if all == n_assumed => format!("All {all} numbers behind its strategies are assumptions"),
        all => format!("Of the {all} numbers behind its strategies, {n_assumed} are assumptions"),
    };
    assert!(n_assumed > 0 && says(&harness, "The third typically wins back"), "{:#?}", words(&harness));
    assert!(says(&harness, &assumed), "{:#?}", words(&harness));
}
