//! Everything can be reached: by the keyboard, in small windows, with large letters.

use std::collections::BTreeSet;

use egui::accesskit::Action;
use egui::{Key, Modifiers, Pos2, Rect, Role, pos2, vec2};
use egui_kittest::kittest::NodeT;
use egui_kittest::{Harness, Node};
use sortie::app::App;

use crate::entering::run_command;
use crate::stage::{click, press, settle, window_of_size};

const PLACES: [Key; 5] = [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5];
/// More steps of the Tab key than any place has controls.
const MANY: usize = 900;

/// Everything that a screen reader is told of.
pub fn nodes<'h>(harness: &'h Harness<'static, App>) -> Vec<Node<'h>> {
    fn walk<'h>(node: Node<'h>, all: &mut Vec<Node<'h>>) {
        for child in node.children() {
            all.push(child);
            walk(child, all);
        }
    }
    let mut all = vec![];
    walk(harness.root(), &mut all);
    all
}

/// What it is called.
pub fn label(node: &Node<'_>) -> String {
    node.accesskit_node().label().unwrap_or_default()
}

fn is_control(node: &Node<'_>) -> bool {
    use Role::{Button, CheckBox, ComboBox, ListItem, RadioButton, Switch, Tab, TextInput};
    let role = node.accesskit_node().role();
    // A row of a chart is an item of a list as well, to be read and not to be taken.
    let is_read_only = role == ListItem && !node.accesskit_node().data().supports_action(Action::Focus);
    !is_read_only
        && [Button, CheckBox, ComboBox, ListItem, RadioButton, Switch, Tab, TextInput].contains(&role)
}

/// The controls over which the Tab key goes, each with where it stood when it had the keyboard.
fn walk_by_tab(harness: &mut Harness<'static, App>) -> Vec<(String, Rect)> {
    let mut seen: Vec<(String, Rect)> = vec![];
    let mut first = None;
    for _ in 0..MANY {
        harness.key_press(Key::Tab);
        harness.run_steps(2);
        let rect = |harness: &Harness<'static, App>| {
            nodes(harness).into_iter().find(|node| node.is_focused()).map(|node| node.rect())
        };
        // A page may shift under a control that explains itself once it has the keyboard.
        let room = harness.ctx.content_rect().expand(0.5);
        for _ in 0..8 {
            if rect(harness).is_some_and(|rect| room.contains_rect(rect)) {
                break;
            }
            harness.step();
        }
        let focused = nodes(harness).into_iter().find(|node| node.is_focused());
        let Some(focused) = focused else { continue };
        let id = focused.accesskit_node().id();
        if first == Some(id) {
            return seen;
        }
        first = first.or(Some(id));
        seen.push((label(&focused), focused.rect()));
    }
    panic!("the Tab key comes to no end after {MANY} controls, the last of them {:?}", seen.last());
}

/// Walks over every place of a window by keyboard: every control has a name, and stands inside the window when it has the
/// keyboard.
fn assert_reachable(mut harness: Harness<'static, App>, width: f32, height: f32) {
    let room = Rect::from_min_max(pos2(-0.5, -0.5), pos2(width + 0.5, height + 0.5));
    for place in PLACES {
        press(&mut harness, Modifiers::ALT, place);
        settle(&mut harness);
        let walked = walk_by_tab(&mut harness);
        assert!(walked.len() > 8, "{place:?} has {} controls", walked.len());
        let nameless: Vec<_> = walked.iter().filter(|(name, _)| name.is_empty()).collect();
        assert!(nameless.is_empty(), "{place:?}: controls without a name: {nameless:?}");
        let outside: Vec<_> = walked.iter().filter(|(_, rect)| !room.contains_rect(*rect)).collect();
        assert!(outside.is_empty(), "{place:?} at {width} × {height}: outside of the window: {outside:?}");
        harness.key_press(Key::Escape);
        harness.run_steps(2);
    }
}

#[test]
fn every_control_is_reached_by_the_tab_key_in_a_small_window() {
    assert_reachable(window_of_size(vec![], None, 1024.0, 600.0), 1024.0, 600.0);
}

#[test]
fn every_control_is_reached_by_the_tab_key_in_a_narrow_window() {
    assert_reachable(window_of_size(vec![], None, 640.0, 800.0), 640.0, 800.0);
}

#[test]
fn every_control_is_reached_with_letters_two_fifths_larger() {
    let harness = window_of_size(vec![], None, 1440.0, 900.0);
    harness.ctx.set_zoom_factor(1.4);
    assert_reachable(harness, 1440.0 / 1.4, 900.0 / 1.4);
}

#[test]
fn every_control_is_reached_at_twice_the_size() {
    let harness = window_of_size(vec![], None, 1440.0, 900.0);
    harness.ctx.set_zoom_factor(2.0);
    assert_reachable(harness, 720.0, 450.0);
}

/// What stands in front of the window, or in the place of an editor, with the keys and clicks that lead there.
const ELSEWHERE: [(&str, Place); 5] = [
    ("the sheet of channels", |harness| {
        press(harness, Modifiers::ALT, Key::Num1);
        press(harness, Modifiers::ALT, Key::Num2);
        click(harness, "All fields as a sheet");
    }),
    ("the gallery of strategies", |harness| {
        press(harness, Modifiers::ALT, Key::Num4);
        click(harness, "+ Add a strategy");
    }),
    ("quick start", |harness| run_command(harness, "own numbers")),
    ("a new plan", |harness| press(harness, Modifiers::COMMAND, Key::N)),
    ("the palette", |harness| press(harness, Modifiers::COMMAND, Key::K)),
];
type Place = fn(&mut Harness<'static, App>);

#[test]
fn every_control_of_what_opens_is_reached_in_small_and_narrow_windows_and_at_twice_the_size() {
    for (width, height, zoom) in [(1024.0, 600.0, 1.0), (640.0, 800.0, 1.0), (1440.0, 900.0, 2.0)] {
        // The sheet has a cell for every field of every channel: it is walked over once.
        let walks_sheet = width < 1440.0 && width > 640.0;
        for (name, open) in ELSEWHERE.into_iter().skip(usize::from(!walks_sheet)) {
            let mut harness = window_of_size(vec![], None, width, height);
            harness.ctx.set_zoom_factor(zoom);
            settle(&mut harness);
            open(&mut harness);
            let walked = walk_by_tab(&mut harness);
            assert!(!walked.is_empty(), "{name}");
            let room = Rect::from_min_size(Pos2::ZERO, vec2(width, height) / zoom).expand(0.5);
            for (control, rect) in walked {
                assert!(
                    !control.is_empty(),
                    "{name} at {width} × {height}: a control without a name at {rect:?}"
                );
                // The sheet is wider and taller than the window; its cell in hand is scrolled to.
                let is_seen = room.contains_rect(rect) || control == "All channels";
                assert!(is_seen, "{name} at {width} × {height}, {zoom}: {control} is outside at {rect:?}");
            }
        }
    }
}

#[test]
fn every_control_that_is_shown_can_be_reached_by_the_tab_key() {
    let mut harness = window_of_size(vec![], None, 1440.0, 900.0);
    for place in PLACES {
        press(&mut harness, Modifiers::ALT, place);
        settle(&mut harness);
        let walked: BTreeSet<String> = walk_by_tab(&mut harness).into_iter().map(|(name, _)| name).collect();
        // What is shown depends on what is in hand; by now the walk has come around.
        let shown: BTreeSet<String> = nodes(&harness)
            .iter()
            .filter(|node| is_control(node) && !node.accesskit_node().is_disabled())
            .map(label)
            .collect();
        // The three figures of the field in hand stand before it: the walk has come to those of other fields.
        let of_hand =
            |name: &&String| ["Low · ", "Likely · ", "High · "].iter().any(|of| name.starts_with(of));
        let missed: Vec<&String> = shown.difference(&walked).filter(|name| !of_hand(name)).collect();
        assert!(missed.is_empty(), "{place:?}: the Tab key never comes to {missed:?}");
        harness.key_press(Key::Escape);
        harness.run_steps(2);
    }
}

#[test]
fn a_window_as_low_as_a_line_shows_every_place_and_view_without_ending_the_program() {
    let places = [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5];
    let views = [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8];
    for (width, height) in [(640.0, 480.0), (480.0, 320.0), (640.0, 90.0), (1440.0, 30.0), (640.0, 1.0)] {
        let mut harness = window_of_size(vec![], None, width, height);
        for key in places {
            press(&mut harness, Modifiers::ALT, key);
        }
        for key in views {
            press(&mut harness, Modifiers::COMMAND, key);
            settle(&mut harness);
        }
    }
}
