//! Being helped: the page that can be searched, the way round the window, and the sample that says it is one.

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use sortie::command::{Aspect, Command, RailPlace};
use sortie::desk::tour::TourStop;

use crate::stage::*;

#[test]
fn a_question_is_searched_read_and_followed_to_its_place() {
    let mut harness = window(vec![], None);
    press(&mut harness, Modifiers::NONE, Key::F1);
    type_into(&mut harness, "Search the help", "credit line");
    assert!(harness.query_by_label_contains("falls below zero by more than the credit line").is_some());
    assert!(find(&harness, "What Sortie answers").is_none(), "what does not fit is not offered");
    click(&mut harness, "Go there: Show cash");
    assert_eq!(harness.state().view().aspect, Aspect::Cash);
    assert!(find(&harness, "Search the help").is_none(), "the page is left");
}

#[test]
fn f1_and_escape_bring_back_the_plan() {
    let mut harness = window(vec![], None);
    for key in [Key::F1, Key::Escape] {
        press(&mut harness, Modifiers::NONE, Key::F1);
        assert!(find(&harness, "Search the help").is_some());
        press(&mut harness, Modifiers::NONE, key);
        assert!(find(&harness, "Search the help").is_none(), "{key:?}");
    }
}

#[test]
fn every_topic_can_be_read_in_the_smallest_window() {
    let mut harness = window_of_size(vec![], None, 720.0, 450.0);
    press(&mut harness, Modifiers::NONE, Key::F1);
    for (topic, picture) in [
        ("Read the answer", "A line over months with a dark and a light band"),
        ("What 14 of 20 futures means", "Twenty dots, fourteen of them filled."),
        ("Cash, and when it runs out", "Cash over months"),
        ("At month's end: what really happened", "Months that came lie below the plan"),
    ] {
        click(&mut harness, topic);
        assert!(harness.query_by_label_contains(picture).is_some(), "{topic}");
    }
    click(&mut harness, "All keys");
    assert!(harness.query_by_label_contains("Ctrl+K").is_some());
}

#[test]
fn the_tour_shows_four_stops_ends_at_what_to_do_and_can_be_taken_again() {
    for (width, height) in [(1440.0, 900.0), (1024.0, 640.0), (720.0, 450.0)] {
        let mut harness = window_of_size(vec![], None, width, height);
        for _ in 0..2 {
            begin_tour(&mut harness);
            for (n, stop) in TourStop::ALL.into_iter().enumerate() {
                assert_eq!(harness.state().view().tour.at, Some(stop));
                assert!(harness.query_by_label_contains(&format!("{} of 4", n + 1)).is_some(), "{width}");
                press(&mut harness, Modifiers::NONE, Key::Enter);
            }
            assert_eq!(harness.state().view().tour.at, None);
            assert_eq!(harness.state().view().aspect, Aspect::WhatToDo);
        }
    }
}

#[test]
fn the_tour_can_be_left_at_any_stop() {
    let mut harness = window(vec![], None);
    begin_tour(&mut harness);
    press(&mut harness, Modifiers::NONE, Key::Enter);
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert_eq!(harness.state().view().tour.at, None);
    assert_eq!(harness.state().view().place, RailPlace::Channels);
}

fn begin_tour(harness: &mut egui_kittest::Harness<'static, sortie::app::App>) {
    press(harness, Modifiers::COMMAND, Key::K);
    control(harness, "Type a command").type_text("tour");
    settle(harness);
    press(harness, Modifiers::NONE, Key::Enter);
}

#[test]
fn a_sample_says_that_it_is_one_and_a_plan_of_ones_own_does_not() {
    let mut harness = window(vec![], None);
    let told = "A sample, not your business";
    assert!(harness.query_by_label_contains(told).is_some());
    let ctx = harness.ctx.clone();
    harness.state_mut().obey(&ctx, Command::NewEmpty);
    settle(&mut harness);
    assert!(harness.query_by_label_contains(told).is_none());
}
