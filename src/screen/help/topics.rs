//! What the help is about: each topic with its words, its picture and the place where it can be tried.

use crate::command::{Aspect, Command, RailPlace};

/// A picture that a topic is told with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HelpPicture {
    /// Three links that lead to a store, of which one is cut.
    Links,
    /// A line over months with the ranges around it.
    Fan,
    /// Twenty futures, some of them filled.
    Futures,
    /// A number with its low and its high.
    Range,
    /// What is done from when until when, with the month in which it is stopped.
    Plan,
    /// Cash that falls below nothing and below the credit line.
    Cash,
    /// From one sum to another in steps.
    Steps,
    /// Numbers by how far they move the answer.
    Decisive,
    /// Months that came, and what is learned from them.
    Months,
}

/// One topic.
pub(super) struct HelpTopic {
    /// The key of its title.
    pub title: &'static str,
    /// The keys of its paragraphs.
    pub text: &'static [&'static str],
    /// What it is told with.
    pub picture: Option<HelpPicture>,
    /// The keys of questions with their answers, where it tells them as a table.
    pub rows: &'static [[&'static str; 2]],
    /// What shows it in the window.
    pub shown_by: Option<Command>,
}

/// A topic that is told in words alone.
const PLAIN: HelpTopic = HelpTopic { title: "", text: &[], picture: None, rows: &[], shown_by: None };

/// Every topic, in the order of a seller's first hour.
pub(super) const TOPICS: [HelpTopic; 12] = [
    HelpTopic {
        title: "help.links",
        text: &["help.links_what", "help.links_sample"],
        picture: Some(HelpPicture::Links),
        shown_by: Some(Command::GoTo(RailPlace::Channels)),
        ..PLAIN
    },
    HelpTopic {
        title: "help.answer",
        text: &["help.answer_chart", "help.answer_table", "help.answer_ask"],
        picture: Some(HelpPicture::Fan),
        shown_by: Some(Command::See(Aspect::Outlook)),
        ..PLAIN
    },
    HelpTopic {
        title: "help.futures",
        text: &["help.futures_what", "help.futures_same"],
        picture: Some(HelpPicture::Futures),
        shown_by: Some(Command::See(Aspect::Verdict)),
        ..PLAIN
    },
    HelpTopic {
        title: "help.numbers",
        text: &["help.numbers_edit", "help.numbers_range"],
        picture: Some(HelpPicture::Range),
        rows: &[
            ["help.typed_range", "help.typed_range_is"],
            ["help.typed_three", "help.typed_three_is"],
            ["help.typed_about", "help.typed_about_is"],
            ["help.typed_short", "help.typed_short_is"],
            ["help.typed_sum", "help.typed_sum_is"],
        ],
        shown_by: Some(Command::GoTo(RailPlace::Channels)),
    },
    HelpTopic {
        title: "help.best",
        text: &["help.best_ask", "help.best_answer", "help.best_rules"],
        picture: Some(HelpPicture::Plan),
        shown_by: Some(Command::See(Aspect::WhatToDo)),
        ..PLAIN
    },
    HelpTopic {
        title: "help.cash",
        text: &["help.cash_lowest", "help.cash_out"],
        picture: Some(HelpPicture::Cash),
        shown_by: Some(Command::See(Aspect::Cash)),
        ..PLAIN
    },
    HelpTopic {
        title: "help.why",
        text: &["help.why_steps"],
        picture: Some(HelpPicture::Steps),
        shown_by: Some(Command::See(Aspect::Why)),
        ..PLAIN
    },
    HelpTopic {
        title: "help.decisive",
        text: &["help.decisive_bars", "help.decisive_first"],
        picture: Some(HelpPicture::Decisive),
        shown_by: Some(Command::See(Aspect::HangsOn)),
        ..PLAIN
    },
    HelpTopic {
        title: "help.shops",
        text: &["help.shops_drop", "help.shops_take"],
        shown_by: Some(Command::Import),
        ..PLAIN
    },
    HelpTopic {
        title: "help.months",
        text: &["help.months_enter", "help.months_learn"],
        picture: Some(HelpPicture::Months),
        shown_by: Some(Command::EnterMonth),
        ..PLAIN
    },
    HelpTopic {
        title: "help.hand_on",
        text: &["help.hand_on_report", "help.hand_on_nameless"],
        shown_by: Some(Command::Report),
        ..PLAIN
    },
    HelpTopic {
        title: "help.files",
        text: &["help.files_save", "help.files_back", "help.files_private"],
        shown_by: Some(Command::Private),
        ..PLAIN
    },
];
