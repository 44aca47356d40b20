//! Entering a business: from seven numbers, from nothing, cell by cell and block by block, with every field there is.

use std::collections::BTreeSet;

use egui::{Event, Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use sortie::app::App;
use sortie::command::Command;
use sortie::disk::dialog::DialogAnswer;
use sortie::text::{Language, words};
use sortie_engine::plan::{ChannelKind, Diversion, Plan, read, write};
use sortie_engine::unit::Estimate;

use crate::reach::{label, nodes};
use crate::stage::{click, control, find, in_folder, press, settle, type_into, window, window_of_size};

fn plan(harness: &Harness<'static, App>) -> Plan {
    harness.state().document().plan().clone()
}

pub fn run_command(harness: &mut Harness<'static, App>, typed: &str) {
    press(harness, Modifiers::COMMAND, Key::K);
    control(harness, "Type a command").type_text(typed);
    settle(harness);
    harness.key_press(Key::Enter);
    settle(harness);
}

#[test]
fn seven_numbers_lead_to_a_filled_outlook_in_nine_steps() {
    let mut harness = window(vec![], None);
    let answers = [
        ("Orders a month", "1,500"),
        ("Money per order", "$38"),
        ("Left of it before ads", "35%"),
        ("Orders by TikTok links", "40%"),
        ("Cash in hand", "5万"),
        ("Ads a month", "2k"),
        ("Where I sell", "Canada"),
    ];
    click(&mut harness, "Enter my own numbers");
    for (name, text) in answers {
        type_into(&mut harness, name, text);
    }
    click(&mut harness, "Start with this");
    let plan = plan(&harness);
    let open = || plan.channels.iter().filter(|channel| channel.active);
    let orders: f64 = open().map(|it| it.visits.likely * it.conversion.likely).sum();
    let media: f64 = open().map(|it| it.visits.likely * it.cost_per_visit.likely).sum();
    assert!((orders - 1_500.0).abs() < 1e-6 && (media - 2_000.0).abs() < 1e-6, "{orders} {media}");
    assert_eq!((plan.cash.opening, plan.markets[0].name.as_str()), (50_000.0, "Canada"));
    assert!(harness.state().answers().n_paths() > 0 && answers.len() + 2 <= 12);
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the file is read as it lies on the disk")]
fn a_business_of_five_channels_is_entered_from_nothing_and_saved() {
    let (_folder, path) = in_folder("mine.sortie");
    let mut harness = window(vec![DialogAnswer::Path(path.clone())], None);
    run_command(&mut harness, "empty");
    let mut expected = plan(&harness);
    click(&mut harness, "All fields as a sheet");
    control(&harness, "All channels").focus();
    settle(&mut harness);
    // The block begins at visits: growth, cost per visit, spend kept, conversion.
    for _ in 0..4 {
        harness.key_press(Key::ArrowRight);
        harness.run_steps(2);
    }
    let column =
        |harness: &Harness<'static, App>| harness.state().view().channels.sheet.selection.cursor.column;
    assert_eq!(column(&harness), 4);
    let block = "1.2万\t0\t0\t0\t2-3%\n8,000\t1%\t$0.4\t0\t1.5%\n9000\t0\t0\t0\t10%\n500\t0\t0\t0\t4%\n3k\t0\t0\t0\t1%\n";
    harness.event(Event::Paste(block.to_owned()));
    settle(&mut harness);
    assert_eq!(plan(&harness).channels.len(), 5);
    click(&mut harness, "Back to the outlook");
    press(&mut harness, Modifiers::ALT, Key::Num1);
    type_into(&mut harness, "Cash in hand", "30k");
    press(&mut harness, Modifiers::ALT, Key::Num3);
    type_into(&mut harness, "Visits that still get through · Links close", "10% (5–20)");
    click(&mut harness, "+ Where visits lost to Links close go");
    click(&mut harness, "Channel 2");
    type_into(&mut harness, "Share · Channel 2", "25%");
    press(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::S);
    let saved = read(&std::fs::read(&path).unwrap()).unwrap();
    let entered = [
        ([9_797.96, 0.0, 0.0], Estimate::new(0.02, 0.0245, 0.03)),
        ([8_000.0, 0.01, 0.4], Estimate::certain(0.015)),
        ([9_000.0, 0.0, 0.0], Estimate::certain(0.1)),
        ([500.0, 0.0, 0.0], Estimate::certain(0.04)),
        ([3_000.0, 0.0, 0.0], Estimate::certain(0.01)),
    ];
    expected.cash.opening = 30_000.0;
    expected.basis.insert("cash.opening".to_owned(), "typed".to_owned());
    let first = expected.channels[0].clone();
    expected.channels = entered
        .into_iter()
        .enumerate()
        .map(|(idx, ([visits, growth, cost], conversion))| {
            let mut channel = first.clone();
            if idx > 0 {
                channel.name = format!("Channel {}", idx + 1);
                channel.id.clone_from(&saved.channels[idx].id);
            }
            channel.visits = Estimate::certain(if idx == 0 { 12_000.0 } else { visits });
            channel.growth = Estimate::certain(growth);
            channel.cost_per_visit = Estimate::certain(cost);
            channel.conversion = conversion;
            for name in ["visits", "growth", "cost_per_visit", "spend_kept", "conversion"] {
                channel.basis.insert(name.to_owned(), "typed".to_owned());
            }
            channel
        })
        .collect();
    expected.shocks[0].passes = Estimate::new(0.05, 0.1, 0.2);
    expected.shocks[0].diversions =
        vec![Diversion { to: saved.channels[1].id.clone(), share: Estimate::certain(0.25) }];
    for name in ["passes", "diversions[0].share"] {
        expected.shocks[0].basis.insert(name.to_owned(), "typed".to_owned());
    }
    let lines = |plan: &Plan| String::from_utf8(write(plan).unwrap()).unwrap();
    let (saved_lines, expected_lines) = (lines(&saved), lines(&expected));
    let differs = saved_lines.lines().zip(expected_lines.lines()).find(|(a, b)| a != b);
    assert_eq!(differs, None, "the file holds what was entered");
    assert!(saved == expected);
    assert!(saved.channels.iter().all(|channel| channel.kind == ChannelKind::TiktokLink));
}

#[test]
fn fifty_mixed_edits_undo_to_the_exact_start_and_redo_to_the_exact_end() {
    let mut harness = window(vec![], None);
    let start = write(&plan(&harness)).unwrap();
    let mut n_edits = 0;
    for round in 1..=10 {
        if round > 1 {
            press(&mut harness, Modifiers::ALT, Key::Num2);
        }
        type_into(&mut harness, "Conversion · TikTok product links", &format!("{}.{round}%", 1 + round % 3));
        type_into(&mut harness, "Visits · Amazon", &format!("about {}00", 50 + round));
        press(&mut harness, Modifiers::ALT, Key::Num1);
        type_into(&mut harness, "Credit line", &format!("{round}500"));
        press(&mut harness, Modifiers::ALT, Key::Num5);
        let name = plan(&harness).scenarios[3].name.clone();
        let strategy = plan(&harness).strategies[round % 4].name.clone();
        click(&mut harness, &format!("{strategy} · in scenario “{name}”"));
        click(&mut harness, &format!("Move {name} {}", if round % 2 == 0 { "up" } else { "down" }));
        n_edits += 5;
    }
    let end = write(&plan(&harness)).unwrap();
    assert!(n_edits == 50 && start != end);
    let mut n_steps = 0;
    while harness.state().document().can_undo() {
        press(&mut harness, Modifiers::COMMAND, Key::Z);
        n_steps += 1;
    }
    assert_eq!(n_steps, 50, "one step for each edit");
    assert_eq!(write(&plan(&harness)).unwrap(), start);
    while harness.state().document().can_redo() {
        press(&mut harness, Modifiers::COMMAND, Key::Y);
    }
    assert_eq!(write(&plan(&harness)).unwrap(), end);
}

/// What the file holds that is no field of its own: what tells items apart, and the parts of an estimate.
const NO_FIELDS: [&str; 8] = ["format", "version", "id", "basis", "low", "likely", "high", "type"];
/// Lists and groups of fields: what is in them is asked for.
const GROUPS: [&str; 10] = [
    "markets",
    "channels",
    "shocks",
    "strategies",
    "scenarios",
    "actuals",
    "cash",
    "demand",
    "seller",
    "mechanisms",
];
/// Fields that their editor calls by what they say there: the page, the field, its name.
const OTHER_NAMES: [(&str, &str, &str); 15] = [
    ("the business", "start", "First month"),
    ("the business", "restock_limited", "Restock only with money in hand"),
    ("the business", "month", "What really happened, month by month"),
    ("the business", "channel", "revenue and orders of each channel"),
    ("the business", "revenue", "revenue, orders and cash of the business"),
    ("the business", "orders", "revenue, orders and cash of the business"),
    ("the business", "refunds", "visits and refunds of both"),
    ("the business", "followers", "followers and subscribers"),
    ("the business", "subscribers", "followers and subscribers"),
    ("the business", "strategy", "the orders that strategies brought"),
    ("channels", "active", "is open today"),
    ("shocks", "follows", "How it begins"),
    ("shocks", "shock", "The event it follows"),
    ("strategies", "after_months", "Months before it may stop"),
    ("strategies", "channel", "Channels · "),
];
/// Fields that hold others which have no names of their own: choices of channels, and lists of channels with a share each.
const TOLD_AS_ONE: [&str; 7] = ["fx", "targets", "from", "trust_targets", "to", "cannibalises", "diversions"];

/// The names of all fields of a part of the file.
fn keys_of(value: &serde_json::Value, keys: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::Object(fields) => {
            for (key, inner) in fields.iter().filter(|(key, _)| !NO_FIELDS.contains(&key.as_str())) {
                if !GROUPS.contains(&key.as_str()) {
                    keys.insert(key.clone());
                }
                if !TOLD_AS_ONE.contains(&key.as_str()) {
                    keys_of(inner, keys);
                }
            }
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| keys_of(item, keys)),
        _ => {}
    }
}

/// What is called on the page that is open, and what it says of itself.
fn names_on(harness: &Harness<'static, App>) -> String {
    let mut names = String::new();
    for node in nodes(harness) {
        names.push_str(&label(&node));
        // What stands there to be read has its words as its value.
        if node.accesskit_node().role() == Role::Label {
            names.push_str(&node.accesskit_node().value().unwrap_or_default());
        }
        names.push('\n');
    }
    names
}

/// Every field of `part` has an editor among those whose names are given.
fn assert_edited(part: &serde_json::Value, (page, whose): (&str, &str), names: &str) {
    let english = words(Language::English);
    let mut keys = BTreeSet::new();
    keys_of(part, &mut keys);
    assert!(keys.len() > 2, "{whose} has fields");
    for key in keys {
        let other =
            OTHER_NAMES.iter().find(|(on, known, _)| *on == page && *known == key).map(|(.., name)| *name);
        let own = format!("field.{key}");
        let name = other.unwrap_or_else(|| english.get(&own));
        assert!(names.contains(name), "{whose}: no editor for {key}, which is called {name}");
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the plan with every field lies with the engine's tests")]
fn every_field_of_the_file_has_an_editor() {
    let whole = concat!(env!("CARGO_MANIFEST_DIR"), "/crates/sortie_engine/tests/engine/whole.sortie");
    let file: serde_json::Value = serde_json::from_slice(&std::fs::read(whole).unwrap()).unwrap();
    let mut harness = window_of_size(vec![], Some(whole.as_ref()), 1440.0, 12_000.0);
    press(&mut harness, Modifiers::ALT, Key::Num1);
    for card in [
        "Currency and exchange rates",
        "Markets",
        "Demand over the year",
        "What you have, as platforms ask for it",
    ] {
        click(&mut harness, card);
    }
    let mut business = file.clone();
    for elsewhere in ["channels", "shocks", "strategies", "scenarios"] {
        business.as_object_mut().unwrap().remove(elsewhere);
    }
    assert_edited(&business, ("the business", "the plan"), &names_on(&harness));
    for (place, list) in [(Key::Num2, "channels"), (Key::Num3, "shocks"), (Key::Num4, "strategies")] {
        press(&mut harness, Modifiers::ALT, place);
        for item in file[list].as_array().unwrap() {
            let name = item["name"].as_str().unwrap();
            let open = if list == "channels" { name.to_owned() } else { format!("Open {name}") };
            if find(&harness, &open).is_some() {
                click(&mut harness, &open);
            }
            let more = "More: course, fees, held money, notes";
            if list == "shocks" && !names_on(&harness).contains("May start late by, months") {
                click(&mut harness, more);
            }
            assert_edited(item, (list, name), &names_on(&harness));
        }
    }
    press(&mut harness, Modifiers::ALT, Key::Num5);
    for item in file["scenarios"].as_array().unwrap() {
        let name = item["name"].as_str().unwrap();
        click(&mut harness, &format!("Name · {name}"));
        let names = names_on(&harness);
        for field in ["Name", "Notes"] {
            assert!(names.contains(&format!("{field} · {name}")), "{name}: {field}");
        }
        for list in ["shocks", "strategies"] {
            for other in file[list].as_array().unwrap() {
                let tick = format!("{} · in scenario “{name}”", other["name"].as_str().unwrap());
                assert!(names.contains(&tick), "{tick}");
            }
        }
    }
}

/// Opens the sheet of all channels with the keyboard in the first row of this column.
fn in_sheet(column: &str) -> Harness<'static, App> {
    let mut harness = window(vec![], None);
    control(&harness, "All fields as a sheet").click();
    harness.run_steps(3);
    control(&harness, "All channels").focus();
    harness.run_steps(2);
    for _ in 0..40 {
        let at = control(&harness, "All channels").accesskit_node().value().unwrap_or_default();
        if at.starts_with(column) {
            return harness;
        }
        press(&mut harness, Modifiers::NONE, Key::ArrowRight);
    }
    panic!("the sheet has no column {column}");
}

#[test]
fn every_digit_typed_into_the_sheet_counts_however_fast_it_comes() {
    let visits =
        |harness: &Harness<'static, App>| harness.state().document().plan().channels[0].visits.likely;
    let mut harness = in_sheet("Visits");
    for digit in "12345".chars() {
        harness.event(Event::Text(digit.to_string()));
        harness.step();
    }
    harness.key_press(Key::Enter);
    settle(&mut harness);
    assert!((visits(&harness) - 12_345.0).abs() < 1e-9, "{}", visits(&harness));
    let mut harness = in_sheet("Visits");
    harness.event(Event::Text("9".to_owned()));
    harness.event(Event::Text("000".to_owned()));
    harness.key_press(Key::Enter);
    settle(&mut harness);
    assert!((visits(&harness) - 9_000.0).abs() < 1e-9, "{}", visits(&harness));
    let second = harness.state().document().plan().channels[1].visits.likely;
    assert!((second - 9_000.0).abs() > 1.0, "the row below stays as it was");
}

#[test]
fn what_cannot_be_used_stays_in_its_field_to_be_mended() {
    const FIELD: &str = "Conversion · TikTok product links";
    let mut harness = window(vec![], None);
    type_into(&mut harness, FIELD, "two percent");
    let shown = control(&harness, FIELD).accesskit_node().value().unwrap_or_default();
    assert_eq!(shown, "two percent");
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    let shown = control(&harness, FIELD).accesskit_node().value().unwrap_or_default();
    assert_eq!(shown, "1.8%", "taking a step back forgets it");
}

#[test]
fn a_quick_start_waits_until_every_answer_can_be_used_and_its_plan_is_not_left_without_a_question() {
    let mut harness = window(vec![], None);
    click(&mut harness, "Enter my own numbers");
    type_into(&mut harness, "Money per order", "CNY 58");
    assert!(harness.query_by_label_contains("Correct what is marked red first").is_some());
    control(&harness, "Start with this").click();
    harness.run_steps(3);
    assert_eq!(harness.state().document().name(), "Women\u{2019}s wear, US");
    type_into(&mut harness, "Money per order", "58");
    control(&harness, "Start with this").click();
    settle(&mut harness);
    assert!(!harness.state().document().is_saved(), "seven numbers would be lost");
    press(&mut harness, Modifiers::COMMAND, Key::W);
    assert!(find(&harness, "Don’t save").is_some());
}

#[test]
fn escape_closes_an_open_list_first_and_the_quick_start_only_then() {
    let mut harness = window(vec![], None);
    click(&mut harness, "Enter my own numbers");
    let choice = harness
        .query_all_by_label_contains("My business is most like")
        .find(|node| node.accesskit_node().role() != Role::Label);
    choice.expect("a business like mine is chosen from a list").click();
    harness.run_steps(3);
    for _ in 0..2 {
        assert!(find(&harness, "Start with this").is_some(), "the sheet stays");
        harness.key_press(Key::Escape);
        harness.run_steps(3);
    }
    assert!(find(&harness, "Start with this").is_none(), "the sheet is left");
}

/// A telephone number, as somebody pastes it into the wrong place.
const PHONE: &str = "13800138000";

fn asks(harness: &Harness<'static, App>, words: &str) -> bool {
    crate::answer::says(harness, words)
}

/// Clicks the answer of the question; the top bar has a control of that name too.
fn put_back(harness: &mut Harness<'static, App>) {
    let is_control = |node: &egui_kittest::Node<'_>| node.accesskit_node().role() != Role::Label;
    let lowest = harness
        .query_all_by_label("Undo")
        .filter(is_control)
        .max_by(|a, b| a.rect().top().total_cmp(&b.rect().top()));
    lowest.expect("it is asked").click();
    settle(harness);
}

#[test]
fn numbers_beyond_any_such_business_are_asked_about_in_the_sheet_and_put_back_or_kept() {
    let mut harness = in_sheet("Order value");
    let before = harness.state().document().plan().clone();
    harness.event(Event::Paste(format!("{PHONE}\n55\n")));
    settle(&mut harness);
    let value = |harness: &Harness<'static, App>, idx: usize| {
        harness.state().document().plan().channels[idx].order_value.likely
    };
    assert!(value(&harness, 0) > 1e10, "it is taken as it was pasted");
    assert!(asks(&harness, "Order value · TikTok product links: US$13.8B an order?"));
    put_back(&mut harness);
    assert_eq!(harness.state().document().plan().channels[0].order_value, before.channels[0].order_value);
    assert!((value(&harness, 1) - 55.0).abs() < 1e-9, "what was not asked about stays");
    assert!(!asks(&harness, "an order?"));
    control(&harness, "All channels").focus();
    harness.run_steps(2);
    harness.event(Event::Paste(PHONE.to_owned()));
    settle(&mut harness);
    click(&mut harness, "Yes, that is right");
    assert!(value(&harness, 0) > 1e10 && !asks(&harness, "an order?"));
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert!(value(&harness, 0) < 1e4, "it is one step");
}

#[test]
fn months_that_came_are_asked_about_too_and_no_question_outlives_its_cell() {
    let mut harness = window(vec![], None);
    let paste = |harness: &mut Harness<'static, App>, block: &str| {
        let context = harness.ctx.clone();
        harness.state_mut().obey(&context, Command::EnterMonth);
        settle(harness);
        harness.run_steps(3);
        harness.event(Event::Paste(block.to_owned()));
        settle(harness);
    };
    let told = |harness: &Harness<'static, App>| {
        let actuals = &harness.state().document().plan().actuals;
        actuals.iter().filter_map(|actual| actual.revenue).collect::<Vec<_>>()
    };
    paste(&mut harness, "110000\t2900\n");
    assert!(!asks(&harness, "Yes, that is right"), "months of such a business are not asked about");
    paste(&mut harness, &format!("{PHONE}\t2900\n"));
    assert!(told(&harness)[1] > 1e10 && asks(&harness, "US$13.8B?"));
    put_back(&mut harness);
    assert_eq!(told(&harness), [110_000.0], "nothing stood there before");
    paste(&mut harness, &format!("{PHONE}\t2900\n"));
    assert!(asks(&harness, "Yes, that is right"));
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert!(!asks(&harness, "Yes, that is right"), "the number is gone");
}
