//! Exports of shops in the window: brought in, asked about, and taken into a plan.
#![expect(clippy::disallowed_methods, reason = "these tests lay out the files that the window reads")]

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use egui::accesskit::Toggled;
use egui::{Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use sortie::app::App;
use sortie::command::Command;
use sortie::disk::dialog::DialogAnswer;
use sortie::work::Progress;
use sortie_engine::plan::{ChannelKind, Plan, RuleMetric, RuleSide, StrategyRule, read, write};
use sortie_engine::unit::Month;
use tempfile::TempDir;

use crate::shop;
use crate::stage::*;

/// A folder with files of a made shop, and their paths.
pub fn files(names: &[&str]) -> (TempDir, Vec<PathBuf>) {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let lay = |name: &&str| {
        let content = match *name {
            "orders.csv" => shop::shopify_orders(14),
            "sessions.csv" => shop::shopify_sessions(14),
            "sources 2025-11.csv" => shop::REFERRERS.to_owned(),
            "amazon.csv" => shop::amazon_date_range(14),
            "own.csv" => shop::own_table(4),
            _ => "Call the warehouse.\n".to_owned(),
        };
        let path = folder.path().join(name);
        std::fs::write(&path, content).expect("a file can be written");
        path
    };
    let paths = names.iter().map(lay).collect();
    (folder, paths)
}

/// Lets the window draw until the files are read and the past is told.
pub fn wait(harness: &mut Harness<'static, App>) {
    for _ in 0..3_000 {
        harness.step();
        let intake = harness.state().intake();
        let is_done = [intake.work(0.0), intake.past_work(0.0)].iter().all(|work| *work == Progress::Quiet);
        if is_done && intake.known().is_some() && !harness.state().is_busy() {
            break;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    harness.run_steps(3);
}

pub fn obey(harness: &mut Harness<'static, App>, command: Command) {
    let ctx = harness.ctx.clone();
    harness.state_mut().obey(&ctx, command);
}

/// A window on the import page with these files.
pub fn importing(names: &[&str], answers: Vec<DialogAnswer>) -> (TempDir, Harness<'static, App>) {
    let (folder, paths) = files(names);
    let mut harness = window(answers, None);
    obey(&mut harness, Command::TakeExports(paths));
    wait(&mut harness);
    (folder, harness)
}

/// Scrolls to a control and clicks it.
pub fn tap(harness: &mut Harness<'static, App>, name: &str) {
    let node =
        harness.query_all_by_label_contains(name).find(|node| node.accesskit_node().role() != Role::Label);
    node.unwrap_or_else(|| panic!("there is no control named {name}")).scroll_to_me();
    harness.run_steps(3);
    let node =
        harness.query_all_by_label_contains(name).find(|node| node.accesskit_node().role() != Role::Label);
    node.expect("it was there before").click();
    settle(harness);
}

pub fn plan<'h>(harness: &'h Harness<'static, App>) -> &'h Plan {
    harness.state().document().plan()
}

pub fn says(harness: &Harness<'static, App>, words: &str) -> bool {
    harness.query_all_by_label_contains(words).next().is_some()
}

#[test]
fn files_become_numbers_of_the_plan_in_one_step_that_undo_takes_back() {
    let (_folder, paths) =
        files(&["orders.csv", "sessions.csv", "sources 2025-11.csv", "amazon.csv", "notes.txt"]);
    let mut harness = window(vec![DialogAnswer::Paths(paths)], None);
    let before = plan(&harness).clone();
    press(&mut harness, Modifiers::COMMAND, Key::I);
    assert!(says(&harness, "nothing of them leaves it"));
    click(&mut harness, "Choose files…");
    wait(&mut harness);
    for words in [
        "notes.txt: It is text without columns",
        "Two files may tell the same",
        "What this says of your plan",
        "from 14 whole months",
        "How well this would have told your past",
        "projected months, orders lay within the range",
    ] {
        assert!(says(&harness, words), "{words}");
    }
    assert!(plan(&harness) == &before, "looking changes nothing");
    tap(&mut harness, "Put into “Women’s wear, US”");
    let after = plan(&harness).clone();
    let amazon =
        after.channels.iter().find(|it| it.kind == ChannelKind::Amazon).expect("the sample sells there");
    assert_eq!(amazon.basis["order_value"], "imported");
    assert!((25.0..35.0).contains(&amazon.order_value.likely), "{:?}", amazon.order_value);
    assert_eq!(after.channels.len(), before.channels.len(), "each shop has its channel already");
    assert_eq!(after.start.to_string(), "2025-12");
    assert_eq!(after.basis["demand.seasonality"], "imported");
    assert!(says(&harness, "now come from your files"));
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert!(plan(&harness) == &before);
}

#[test]
fn a_number_whose_tick_is_taken_away_stays_as_it_is() {
    let (_folder, mut harness) = importing(&["orders.csv", "amazon.csv"], vec![]);
    let before = plan(&harness).clone();
    tap(&mut harness, "Take Order value of Amazon");
    tap(&mut harness, "Take everything of The business as a whole");
    tap(&mut harness, "Put into “Women’s wear, US”");
    let find =
        |plan: &Plan| plan.channels.iter().position(|it| it.kind == ChannelKind::Amazon).expect("Amazon");
    let idx = find(&before);
    let (was, is) = (&before.channels[idx], &plan(&harness).channels[idx]);
    assert_eq!(was.order_value, is.order_value);
    assert!(was.visits != is.visits && is.basis["visits"] == "imported");
    assert!(before.demand == plan(&harness).demand);
}

#[test]
fn another_answer_to_a_question_reads_the_files_again() {
    let (_folder, mut harness) = importing(&["orders.csv"], vec![]);
    let used = |harness: &Harness<'static, App>| {
        harness.state().intake().known().expect("it was read").import.files[0].used()
    };
    let before = used(&harness);
    assert!(says(&harness, "orders of TikTok Shop as its own"));
    tap(&mut harness, "Yes: count them for the store");
    wait(&mut harness);
    assert!(used(&harness) > before, "{before}");
}

#[test]
fn a_file_tells_what_was_left_out_of_it_and_can_be_taken_out() {
    let (_folder, mut harness) = importing(&["orders.csv", "amazon.csv"], vec![]);
    click(&mut harness, "orders.csv");
    assert!(says(&harness, "Rows left out: orders of TikTok Shop shown here too"));
    assert!(says(&harness, "Whole months: Oct 2024 · Nov 2024"));
    assert!(says(&harness, "subtotal, shipping and tax make the total"));
    click(&mut harness, "Take orders.csv out");
    wait(&mut harness);
    assert!(find(&harness, "orders.csv").is_none());
    assert_eq!(harness.state().intake().paths().len(), 1);
}

#[test]
fn a_table_of_no_known_kind_is_read_once_its_columns_are_told() {
    let (_folder, mut harness) = importing(&["own.csv"], vec![]);
    assert!(says(&harness, "It is a table that Sortie does not know"));
    click(&mut harness, "Tell what the columns of own.csv are…");
    assert!(says(&harness, "Still to be told: What the order brought"));
    click(&mut harness, "What paid in all is: not read");
    click(&mut harness, "What the order brought");
    click(&mut harness, "Read it so");
    wait(&mut harness);
    let reading = harness.state().intake().known().cloned().expect("it was read");
    let report = &reading.import.files[0];
    assert!(report.refusal.is_none() && report.used() > 300, "{report:?}");
    assert!(reading.fit.is_some());
    assert_eq!(harness.state().intake().mappings().len(), 1, "it is remembered for the next file like it");
    assert!(find(&harness, "own.csv").is_some(), "its row stands among the files");
}

#[test]
fn a_sample_of_an_unknown_table_holds_nothing_of_the_sellers() {
    let (folder, path) = in_folder("sample.csv");
    let (_files, mut harness) = importing(&["own.csv"], vec![DialogAnswer::Path(path.clone())]);
    click(&mut harness, "Save an anonymized sample of own.csv…");
    let text = std::fs::read_to_string(&path).expect("it was written");
    assert!(text.starts_with("\"order no\",\"order date\",\"buyer email\""), "{text}");
    assert!(!text.contains("example.com") && !text.contains("2024") && text.contains("1111-11-11"), "{text}");
    drop(folder);
}

#[test]
fn whole_months_within_the_plan_are_kept_as_what_happened() {
    let (_folder, path) = in_folder("shop.sortie");
    let mut earlier = read(sortie::catalog::templates()[0].plan_bytes).expect("a sample");
    earlier.begin_in(Month::parse("2025-06").expect("a month"));
    std::fs::write(&path, write(&earlier).expect("it can be written")).expect("a file can be written");
    let (_files, paths) = files(&["amazon.csv"]);
    let mut harness = window(vec![], Some(&path));
    obey(&mut harness, Command::TakeExports(paths));
    wait(&mut harness);
    assert!(says(&harness, "The next months of “Women’s wear, US”"), "the one question");
    let is_ready = control(&harness, "Add them to what happened (recommended)");
    assert_eq!(is_ready.accesskit_node().toggled(), Some(Toggled::True), "with its answer");
    let numbers = plan(&harness).channels.clone();
    tap(&mut harness, "Add 6 months to what happened");
    assert!(plan(&harness).channels == numbers, "the plan's numbers stay");
    let actuals = &plan(&harness).actuals;
    assert_eq!(plan(&harness).start.to_string(), "2025-06", "the plan holds these months already");
    assert_eq!(actuals.len(), 6);
    assert!(actuals.iter().all(|it| it.channel.as_deref() == Some("amazon") && it.orders > Some(100.0)));
    obey(&mut harness, Command::SeeActuals);
    wait(&mut harness);
    let told = crate::answer::words(&harness);
    let is_told = |words: &String| words.starts_with("Amazon · Planned ") && words.contains(" · Refunds ");
    assert!(told.iter().any(is_told), "{told:#?}");
    assert!(!says(&harness, "Take the months from your shops’ files"));
    assert!(says(&harness, "Refunds of the latest months are still to come"));
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert!(plan(&harness).actuals.is_empty());
}

#[test]
fn months_of_files_are_held_against_trip_wires_before_they_are_kept() {
    let (_folder, path) = in_folder("shop.sortie");
    let mut earlier = read(sortie::catalog::templates()[0].plan_bytes).expect("a sample");
    earlier.begin_in(Month::parse("2025-06").expect("a month"));
    for strategy in &mut earlier.strategies {
        strategy.start = Month::parse("2025-07").expect("a month");
        strategy.stop_when = Some(StrategyRule {
            metric: RuleMetric::Orders,
            channel: Some("amazon".to_owned()),
            is: RuleSide::Below,
            value: 1e6,
            for_months: 2,
            after_months: 2,
        });
    }
    std::fs::write(&path, write(&earlier).expect("it can be written")).expect("a file can be written");
    let (_files, paths) = files(&["amazon.csv"]);
    let mut harness = window(vec![], Some(&path));
    wait(&mut harness);
    obey(&mut harness, Command::TakeExports(paths));
    wait(&mut harness);
    tap(&mut harness, "Keep 6 whole months within the plan as what happened");
    assert!(!says(&harness, "Trip-wires against what happened"), "nothing is kept");
    tap(&mut harness, "Keep 6 whole months within the plan as what happened");
    assert!(says(&harness, "Trip-wires against what happened"));
    assert!(says(&harness, "Stop ") && says(&harness, "What came: "));
    assert!(plan(&harness).actuals.is_empty(), "and nothing is in the plan");
}

#[test]
fn the_page_speaks_the_other_language_at_once_and_escape_leads_back() {
    let (_folder, mut harness) = importing(&["orders.csv", "amazon.csv"], vec![]);
    click(&mut harness, "English");
    click(&mut harness, "中文");
    for words in ["任何内容都不会离开这台电脑", "从文件算出的数字", "来自 14 个完整月份", "回测"]
    {
        assert!(says(&harness, words), "{words}");
    }
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(find(&harness, "渠道").is_some(), "the plan is there again");
    assert!(harness.state().intake().known().is_some(), "and what was read is kept");
}

#[test]
fn the_page_is_reached_from_the_business_and_from_a_new_plan() {
    let mut harness = window(vec![], None);
    press(&mut harness, Modifiers::ALT, Key::Num1);
    click(&mut harness, "Import…");
    assert!(says(&harness, "Drop exports of your shops here"));
    click(&mut harness, "Back to the plan");
    press(&mut harness, Modifiers::COMMAND, Key::N);
    click(&mut harness, "From my shops’ exports…");
    assert!(says(&harness, "Drop exports of your shops here"));
    click(&mut harness, "View");
    tap(&mut harness, "Channels");
    assert!(!says(&harness, "Drop exports of your shops here"), "a place of the plan is gone to");
}

#[test]
fn the_keyboard_reaches_files_and_ticks() {
    let (_folder, mut harness) = importing(&["amazon.csv"], vec![]);
    let mut seen = vec![];
    for _ in 0..40 {
        harness.key_press(Key::Tab);
        harness.run_steps(2);
        let focused = harness.ctx.memory(|memory| memory.focused());
        seen.extend(focused);
    }
    seen.sort_by_key(|id| id.value());
    seen.dedup();
    assert!(seen.len() > 20, "{} controls", seen.len());
}

#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &std::path::Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|fault| fault.to_string())
    }
}

#[test]
fn exports_that_are_dropped_are_read_and_a_plan_that_is_dropped_opens() {
    let (folder, paths) = files(&["amazon.csv", "notes.txt"]);
    let mut harness = window(vec![], None);
    let drop = |harness: &mut Harness<'static, App>, paths: &[PathBuf]| {
        let handles = paths.iter().map(|path| -> egui::DroppedFileHandle { Arc::new(Dropped(path.clone())) });
        harness.input_mut().dropped_files.extend(handles);
        harness.step();
    };
    drop(&mut harness, &paths);
    wait(&mut harness);
    assert_eq!(harness.state().intake().paths(), paths);
    assert!(find(&harness, "amazon.csv").is_some(), "its row stands among the files");
    let path = folder.path().join("home.sortie");
    std::fs::write(&path, sortie::catalog::templates()[1].plan_bytes).expect("a file can be written");
    drop(&mut harness, &[path]);
    settle(&mut harness);
    assert_eq!(harness.state().document().name(), "home");
    assert!(find(&harness, "Channels").is_some(), "the window stands on the plan");
}

#[test]
fn without_a_dialog_of_the_system_several_files_are_chosen_by_a_click_each() {
    let (folder, _paths) = files(&["orders.csv", "sessions.csv", "amazon.csv"]);
    let mut harness = window(vec![DialogAnswer::Unavailable], None);
    press(&mut harness, Modifiers::COMMAND, Key::I);
    click(&mut harness, "Choose files…");
    control(&harness, "Path").click();
    harness.run_steps(2);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    control(&harness, "Path").type_text(&folder.path().display().to_string());
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert!(harness.state().intake().paths().is_empty(), "a folder is looked into, not read");
    control(&harness, "Path").type_text("or");
    harness.run_steps(2);
    let typed = control(&harness, "Path").accesskit_node().value().unwrap_or_default();
    assert!(typed.ends_with("/or"), "what is typed next goes behind it: {typed}");
    for name in ["orders.csv", "amazon.csv", "sessions.csv", "amazon.csv"] {
        click(&mut harness, name);
    }
    let is_ticked = |name| control(&harness, name).accesskit_node().toggled() == Some(Toggled::True);
    assert_eq!(["orders.csv", "amazon.csv"].map(is_ticked), [true, false]);
    click(&mut harness, "Read 2 chosen");
    wait(&mut harness);
    let names: Vec<_> = harness.state().intake().paths().iter().filter_map(|path| path.file_name()).collect();
    assert_eq!(names, ["orders.csv", "sessions.csv"], "the second click takes a choice back");
    assert!(says(&harness, "from 14 whole months"));
}

#[test]
fn a_folder_that_is_dropped_brings_the_exports_in_it() {
    let (folder, paths) = files(&["amazon.csv", "orders.csv", "notes.md"]);
    let mut harness = window(vec![], None);
    obey(&mut harness, Command::TakeExports(vec![folder.path().to_owned()]));
    wait(&mut harness);
    assert_eq!(harness.state().intake().paths(), &paths[..2]);
    // One without any says so.
    let empty = tempfile::tempdir().expect("a folder can be made");
    obey(&mut harness, Command::TakeExports(vec![empty.path().to_owned()]));
    wait(&mut harness);
    assert!(says(&harness, "is a folder. Choose a file inside it."));
}

#[test]
fn files_of_one_name_from_two_folders_are_told_one_by_one() {
    let (_may, may) = files(&["orders.csv"]);
    let june = tempfile::tempdir().expect("a folder can be made");
    let other = june.path().join("orders.csv");
    std::fs::write(&other, "Call the warehouse.\n").expect("a file can be written");
    let mut harness = window(vec![], None);
    obey(&mut harness, Command::TakeExports(vec![may[0].clone(), other.clone()]));
    wait(&mut harness);
    let folder_of = |path: &PathBuf| {
        let folder = path.parent().and_then(|folder| folder.file_name()).expect("it is in a folder");
        folder.to_string_lossy().into_owned()
    };
    let refused = format!("{}/orders.csv: It is text without columns", folder_of(&other));
    assert!(says(&harness, &refused), "{refused}");
    tap(&mut harness, &format!("Take {}/orders.csv out", folder_of(&other)));
    wait(&mut harness);
    assert_eq!(harness.state().intake().paths(), &may[..]);
}

#[test]
fn escape_closes_an_open_menu_and_only_then_the_page() {
    let mut harness = window(vec![], None);
    press(&mut harness, Modifiers::COMMAND, Key::I);
    click(&mut harness, "File");
    assert!(says(&harness, "Empty plan"), "the menu is open");
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(!says(&harness, "Empty plan"), "the menu is closed");
    assert!(says(&harness, "Drop exports of your shops here"), "the page stays");
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(!says(&harness, "Drop exports of your shops here"), "the page is left");
}
