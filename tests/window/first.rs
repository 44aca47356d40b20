//! The window as a seller first meets it: opening, typing, dragging, saving, changing language.

use egui::{Key, Modifiers, Role, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use sortie::app::App;
use sortie::disk::dialog::DialogAnswer;
use sortie_engine::forecast::Metric;
use sortie_engine::plan::version_of;

use crate::stage::*;

const CONVERSION: &str = "Conversion · TikTok product links";

fn conversion(harness: &Harness<'static, App>) -> f64 {
    harness.state().document().plan().channels[0].conversion.likely
}

fn revenue(harness: &Harness<'static, App>) -> f64 {
    let forecast = harness.state().answers().forecast().expect("there is always an answer");
    forecast.scenarios.iter().map(|scenario| scenario.central[Metric::Revenue].iter().sum::<f64>()).sum()
}

#[test]
fn it_opens_on_a_living_sample() {
    let harness = window(vec![], None);
    assert!(harness.state().answers().n_paths() > 0);
    assert!(harness.query_by_label_contains("Links closing typically costs you").is_some());
    assert!(harness.state().document().is_saved());
}

#[test]
fn a_typed_conversion_changes_the_answer_and_undo_brings_it_back() {
    let mut harness = window(vec![], None);
    let (before, earned) = (conversion(&harness), revenue(&harness));
    type_into(&mut harness, CONVERSION, "2.6");
    assert!((conversion(&harness) - 0.026).abs() < 1e-12);
    assert!(revenue(&harness) > earned);
    assert!(!harness.state().document().is_saved());
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert!((conversion(&harness) - before).abs() < 1e-15);
    assert!((revenue(&harness) - earned).abs() < 1e-6);
    press(&mut harness, Modifiers::COMMAND, Key::Y);
    assert!((conversion(&harness) - 0.026).abs() < 1e-12);
}

#[test]
fn the_curve_moves_in_the_frame_in_which_the_hand_moves() {
    let mut harness = window(vec![], None);
    let earned = revenue(&harness);
    let at = control(&harness, CONVERSION).rect().center();
    harness.drag_at(at);
    harness.step();
    harness.hover_at(at + vec2(40.0, 0.0));
    harness.step();
    let (moved, drawn) = (conversion(&harness), revenue(&harness));
    harness.step();
    assert!(moved > 0.018 && drawn > earned, "{moved} {drawn} {earned}");
    harness.hover_at(at + vec2(60.0, 0.0));
    harness.step();
    harness.drop_at(at + vec2(60.0, 0.0));
    settle(&mut harness);
    assert!(conversion(&harness) > moved);
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert!((revenue(&harness) - earned).abs() < 1e-6, "a drag is one step");
}

#[test]
fn a_hand_that_rests_in_the_middle_of_a_drag_changes_nothing_more() {
    let mut harness = window(vec![], None);
    let at = control(&harness, CONVERSION).rect().center();
    harness.drag_at(at);
    harness.step();
    for way in [17.0, 31.0, -23.0, 43.0] {
        harness.hover_at(at + vec2(way, 0.0));
        harness.run_steps(2);
        let moved = harness.state().document().revision();
        harness.run_steps(8);
        assert_eq!(harness.state().document().revision(), moved, "after {way} points");
    }
}

#[test]
fn what_cannot_be_used_leaves_the_plan_and_says_what_would_be_right() {
    let mut harness = window(vec![], None);
    let before = harness.state().document().plan().clone();
    type_into(&mut harness, CONVERSION, "300");
    assert!(harness.state().document().plan() == &before);
    assert!(harness.query_by_label_contains("Type a number from 0% to 100%").is_some());
    type_into(&mut harness, CONVERSION, "much");
    assert!(harness.state().document().plan() == &before);
    type_into(&mut harness, CONVERSION, "１.９％");
    assert!((conversion(&harness) - 0.019).abs() < 1e-12);
    assert!(harness.query_by_label_contains("Type a number").is_none());
}

#[test]
fn the_tab_key_walks_over_a_range_and_changes_nothing_that_was_not_typed() {
    let mut harness = window(vec![], None);
    let likely = format!("Likely · {CONVERSION}");
    control(&harness, &likely).click();
    harness.run_steps(2);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    control(&harness, &likely).type_text("3%");
    harness.run_steps(2);
    press(&mut harness, Modifiers::NONE, Key::Tab);
    let moved = harness.state().document().plan().channels[0].conversion;
    assert!((moved.likely - 0.03).abs() < 1e-12 && moved.high > 0.03);
    press(&mut harness, Modifiers::NONE, Key::Tab);
    press(&mut harness, Modifiers::NONE, Key::Tab);
    assert_eq!(harness.state().document().plan().channels[0].conversion, moved);
}

#[test]
fn undo_works_while_a_field_that_nobody_changed_has_the_keyboard() {
    let mut harness = window(vec![], None);
    let before = conversion(&harness);
    type_into(&mut harness, CONVERSION, "3%");
    control(&harness, CONVERSION).click();
    harness.run_steps(2);
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert!((conversion(&harness) - before).abs() < 1e-15);
}

#[test]
fn money_of_another_currency_is_not_taken_for_the_plans_own() {
    let mut harness = window(vec![], None);
    let order_value = "Order value · TikTok product links";
    type_into(&mut harness, order_value, "\u{a5}300");
    assert!((harness.state().document().plan().channels[0].order_value.likely - 42.0).abs() < 1e-12);
    assert!(harness.query_by_label_contains("This amount is in USD").is_some());
    type_into(&mut harness, order_value, "$45");
    assert!((harness.state().document().plan().channels[0].order_value.likely - 45.0).abs() < 1e-12);
}

#[test]
fn escape_takes_back_what_was_typed_and_arrows_step() {
    let mut harness = window(vec![], None);
    let before = conversion(&harness);
    control(&harness, CONVERSION).click();
    harness.run_steps(2);
    control(&harness, CONVERSION).type_text("9");
    harness.run_steps(1);
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!((conversion(&harness) - before).abs() < 1e-15);
    control(&harness, CONVERSION).click();
    harness.run_steps(2);
    press(&mut harness, Modifiers::NONE, Key::ArrowUp);
    assert!((conversion(&harness) - 0.019).abs() < 1e-12);
}

#[test]
fn the_language_changes_at_once_everywhere() {
    let mut harness = window(vec![], None);
    click(&mut harness, "English");
    click(&mut harness, "中文");
    assert!(harness.query_all_by_label_contains("外链关闭后").next().is_some());
    assert!(find(&harness, "渠道").is_some());
    assert!(find(&harness, "Channels").is_none());
}

#[test]
fn every_place_in_both_languages_and_looks_has_all_its_letters_and_names() {
    let mut harness = window(vec![], None);
    for round in 0..2 {
        for key in [Key::Num1, Key::Num3, Key::Num4, Key::Num5, Key::Num2] {
            press(&mut harness, Modifiers::ALT, key);
        }
        if round == 0 {
            click(&mut harness, "English");
            click(&mut harness, "中文");
            click(&mut harness, "深色外观");
        }
    }
}

#[test]
fn a_saved_plan_opens_again_as_it_was() {
    let (_folder, path) = in_folder("shop.sortie");
    let mut harness = window(vec![DialogAnswer::Path(path.clone())], None);
    type_into(&mut harness, CONVERSION, "2.5");
    press(&mut harness, Modifiers::COMMAND, Key::S);
    assert!(path.exists() && harness.state().document().is_saved());
    assert!(harness.query_by_label_contains("Saved to").is_some());
    let again = window(vec![], Some(&path));
    assert!(again.state().document().plan() == harness.state().document().plan());
    assert_eq!(again.state().document().name(), "shop");
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the file is put where it is opened")]
fn a_file_of_the_first_version_says_so_when_it_is_first_saved_and_no_more() {
    let (_folder, path) = in_folder("shop.sortie");
    let first = include_bytes!("../plans/small.sortie");
    assert_eq!(version_of(first), Some(1));
    std::fs::write(&path, first).expect("a file");
    let mut harness = window(vec![], Some(&path));
    let channel = harness.state().document().plan().channels[0].name.clone();
    assert!(harness.state().notices().iter().all(|notice| !notice.is_fault), "it opens");
    let said = "The file is now of version 2";
    for (conversion, is_said) in [("2.5", true), ("2.6", false)] {
        type_into(&mut harness, &format!("Conversion · {channel}"), conversion);
        press(&mut harness, Modifiers::COMMAND, Key::S);
        assert!(harness.state().document().is_saved());
        assert_eq!(harness.query_by_label_contains(said).is_some(), is_said, "{conversion}");
    }
    assert_eq!(version_of(&std::fs::read(&path).expect("a file")), Some(2));
}

#[test]
fn without_a_dialog_of_the_system_the_window_asks_for_a_path_itself() {
    let (_folder, path) = in_folder("own.sortie");
    let mut harness = window(vec![DialogAnswer::Unavailable], None);
    press(&mut harness, Modifiers::COMMAND, Key::S);
    let field = control(&harness, "Path");
    field.click();
    harness.run_steps(2);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    control(&harness, "Path").type_text(&path.display().to_string());
    harness.run_steps(2);
    harness.key_press(Key::Enter);
    settle(&mut harness);
    assert!(path.exists());
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a faulty file cannot be made by the app")]
fn a_faulty_file_changes_nothing_and_says_every_fault() {
    let (_folder, path) = in_folder("broken.sortie");
    let plan = sortie::catalog::templates()[0].plan_bytes;
    let text = String::from_utf8(plan.to_vec()).unwrap();
    let broken = text.replacen("\"horizon_months\": 18", "\"horizon_months\": 900", 1);
    assert_ne!(text, broken);
    std::fs::write(&path, broken.replacen("\"restock_limited\"", "\"restock_limitd\"", 1)).unwrap();
    let mut harness = window(vec![DialogAnswer::Path(path)], None);
    let before = harness.state().document().plan().clone();
    press(&mut harness, Modifiers::COMMAND, Key::O);
    assert!(harness.state().document().plan() == &before);
    let notice = &harness.state().notices()[0];
    assert!(
        notice.is_fault && notice.lines.iter().any(|line| line.starts_with("Months ahead: ")),
        "{notice:?}"
    );
}

#[test]
fn leaving_unsaved_changes_asks_with_verbs() {
    let mut harness = window(vec![], None);
    type_into(&mut harness, CONVERSION, "2.4");
    press(&mut harness, Modifiers::COMMAND, Key::Q);
    assert!(!harness.state().may_close());
    click(&mut harness, "Keep editing");
    assert!(!harness.state().may_close() && !harness.state().document().is_saved());
    press(&mut harness, Modifiers::COMMAND, Key::W);
    click(&mut harness, "Don’t save");
    assert!(harness.state().may_close());
}

#[test]
fn a_new_plan_starts_from_the_sample_that_is_chosen() {
    let mut harness = window(vec![], None);
    press(&mut harness, Modifiers::COMMAND, Key::N);
    click(&mut harness, "Home goods, Amazon first");
    assert_eq!(harness.state().document().name(), "Home goods, Amazon first");
}

#[test]
fn a_ready_made_strategy_comes_with_a_scenario_in_hand() {
    let mut harness = window(vec![], None);
    press(&mut harness, Modifiers::ALT, Key::Num4);
    let before = harness.state().document().plan().scenarios.len();
    click(&mut harness, "+ Add a strategy");
    click(&mut harness, "Add Paid ads");
    assert_eq!(harness.state().document().plan().scenarios.len(), before + 1);
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert_eq!(harness.state().document().plan().scenarios.len(), before);
}

#[test]
fn a_narrow_window_folds_the_editor_and_opens_it_when_asked() {
    let mut harness = window_of_size(vec![], None, 640.0, 600.0);
    assert!(find(&harness, CONVERSION).is_none());
    click(&mut harness, "Channels");
    assert!(find(&harness, CONVERSION).is_some());
    click(&mut harness, "Channels");
    assert!(find(&harness, CONVERSION).is_none());
}

#[test]
fn the_arrow_keys_read_the_chart_month_by_month() {
    let mut harness = window(vec![], None);
    let charts = harness.query_all_by_role(Role::Figure);
    let highest = charts.max_by(|a, b| a.rect().height().total_cmp(&b.rect().height()));
    highest.expect("there is a chart").focus();
    harness.run_steps(2);
    press(&mut harness, Modifiers::NONE, Key::ArrowRight);
    assert_eq!(harness.state().view().chart.cursor, Some(0));
    press(&mut harness, Modifiers::NONE, Key::ArrowRight);
    press(&mut harness, Modifiers::NONE, Key::ArrowRight);
    press(&mut harness, Modifiers::NONE, Key::ArrowLeft);
    assert_eq!(harness.state().view().chart.cursor, Some(1));
}

#[test]
fn a_row_takes_its_scenario_in_hand_and_a_tick_shows_its_line() {
    let mut harness = window(vec![], None);
    assert_eq!(harness.state().view().chart.shown.len(), 6, "six lines at first");
    let row = "Content-led";
    click(&mut harness, row);
    assert_eq!(harness.state().view().chart.selected.as_deref(), Some("content"));
    click(&mut harness, "Show the line of Local creators");
    assert_eq!(harness.state().view().chart.shown.len(), 7);
    assert!(harness.state().document().is_saved(), "looking changes nothing");
}

/// The day on which the first blow starts.
fn start(harness: &Harness<'static, App>) -> String {
    let plan = harness.state().document().plan();
    plan.day_of_shock(&plan.shocks[0]).map_or_else(String::new, |day| day.to_string())
}

#[test]
fn a_closure_moves_with_its_month_and_a_switch_puts_a_strategy_in() {
    let mut harness = window(vec![], None);
    press(&mut harness, Modifiers::ALT, Key::Num3);
    click(&mut harness, "A month later · Links to own stores close");
    assert_eq!(start(&harness), "2023-10-12");
    type_into(&mut harness, "Start · Links to own stores close", "2023/11/3");
    assert_eq!(start(&harness), "2023-11-03");
    type_into(&mut harness, "Start · Links to own stores close", "soon");
    assert!(harness.query_by_label_contains("Type a day or a month that exists").is_some());
    press(&mut harness, Modifiers::ALT, Key::Num4);
    let plan = harness.state().document().plan();
    let selected = harness.state().view().chart.selected.clone().expect("a response is in hand");
    let scenario = plan.scenarios.iter().find(|own| own.id == selected).expect("it is in the plan").clone();
    let strategy = plan.strategies.iter().find(|own| !scenario.strategies.contains(&own.id));
    let strategy = strategy.expect("there is one that it does not have").clone();
    click(&mut harness, &format!("{} · in “{}”", strategy.name, scenario.name));
    let after = harness.state().document().plan();
    let after = after.scenarios.iter().find(|own| own.id == selected).expect("it is in the plan");
    assert_eq!(after.strategies, [scenario.strategies, vec![strategy.id]].concat());
}
