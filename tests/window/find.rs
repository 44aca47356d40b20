//! Finding a command or a number by a few letters of its name, and what was typed but cannot be used.

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use sortie::command::RailPlace;

use crate::stage::{click, control, find, press, settle, type_into, window};

#[test]
fn the_palette_runs_a_command_by_a_few_letters_of_its_name() {
    let mut harness = window(vec![], None);
    press(&mut harness, Modifiers::COMMAND, Key::K);
    control(&harness, "Type a command").type_text("what happ");
    settle(&mut harness);
    harness.key_press(Key::Enter);
    settle(&mut harness);
    assert_eq!(harness.state().view().place, RailPlace::Happens);
    assert!(find(&harness, "Type a command").is_none(), "the palette is gone");
}

#[test]
fn a_number_is_found_and_has_the_keyboard_at_once() {
    let mut harness = window(vec![], None);
    press(&mut harness, Modifiers::COMMAND, Key::F);
    control(&harness, "Find in the plan").type_text("overhead");
    settle(&mut harness);
    harness.key_press(Key::Enter);
    settle(&mut harness);
    assert_eq!(harness.state().view().place, RailPlace::Business);
    assert!(control(&harness, "Overhead per month").is_focused());
}

#[test]
fn escape_leaves_the_palette_and_changes_nothing() {
    let mut harness = window(vec![], None);
    press(&mut harness, Modifiers::COMMAND, Key::K);
    harness.key_press(Key::Escape);
    settle(&mut harness);
    assert!(find(&harness, "Type a command").is_none() && harness.state().document().is_saved());
}

#[test]
fn what_was_typed_and_not_used_is_listed_in_one_place_with_the_way_to_it() {
    let mut harness = window(vec![], None);
    type_into(&mut harness, "Conversion · TikTok product links", "much");
    press(&mut harness, Modifiers::ALT, Key::Num1);
    click(&mut harness, "1 to correct");
    assert!(harness.query_by_label_contains("keeps the last good numbers").is_some());
    click(&mut harness, "Go to it");
    assert_eq!(harness.state().view().place, RailPlace::Channels);
    type_into(&mut harness, "Conversion · TikTok product links", "2%");
    assert!(find(&harness, "1 to correct").is_none());
}
