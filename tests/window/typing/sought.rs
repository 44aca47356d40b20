//! The same where a field is sought first: the search, what is sought, and the number come faster than a frame.

use egui::{Event, Key, Modifiers};

use super::{Chance, RATES, key, letter, n_bursts, play};
use crate::stage::window_of_size;

#[test]
fn a_field_that_is_sought_takes_the_number_that_is_typed_right_after() {
    let (mut harness, mut chance) = (window_of_size(vec![], None, 640.0, 720.0), Chance(77));
    for burst in 0..n_bursts() / 6 {
        let number = (1 + chance.below(9_999)).to_string();
        let (sought, is_cash) = chance.of(&[("cash in hand", true), ("credit line", false)]);
        let strokes: Vec<Vec<Event>> = std::iter::once(key(Key::F, Modifiers::COMMAND, None))
            .chain(sought.chars().map(letter))
            .chain([key(Key::Enter, Modifiers::NONE, None)])
            .chain(number.chars().map(letter))
            .chain([key(if chance.below(2) == 0 { Key::Tab } else { Key::Enter }, Modifiers::NONE, None)])
            .collect();
        let in_a_frame = if burst % 4 == 3 { strokes.len() } else { RATES[burst % 4] };
        play(&mut harness, &strokes, in_a_frame);
        let cash = &harness.state().document().plan().cash;
        let found = if is_cash { cash.opening } else { cash.credit_line };
        assert_eq!(found.to_string(), number, "burst {burst}: {sought}, {in_a_frame} strokes a frame");
    }
}

#[test]
fn what_is_typed_into_the_palette_and_given_up_changes_nothing() {
    let (mut harness, mut chance) = (window_of_size(vec![], None, 640.0, 720.0), Chance(78));
    let before = harness.state().document().plan().clone();
    for burst in 0..n_bursts() / 6 {
        let mut strokes = vec![key(Key::K, Modifiers::COMMAND, None)];
        for _ in 0..chance.below(12) {
            strokes.push(match chance.below(8) {
                0 => key(Key::ArrowDown, Modifiers::NONE, None),
                1 => key(Key::Backspace, Modifiers::NONE, None),
                2 => key(Key::Z, Modifiers::COMMAND, None),
                3 => key(Key::Tab, Modifiers::NONE, None),
                4 => vec![Event::Paste("12".to_owned())],
                _ => letter(chance.of(&['1', '2', '3', '4', '5', 'x', 'a'])),
            });
        }
        strokes.push(key(Key::Escape, Modifiers::NONE, None));
        strokes.extend("1234512".chars().map(letter));
        play(&mut harness, &strokes, RATES[burst % RATES.len()]);
        assert_eq!(harness.state().document().plan(), &before, "burst {burst}");
        let place = harness.state().view().place;
        assert_eq!(place, sortie::command::RailPlace::Channels, "bare digits lead nowhere");
    }
}
