//! The words of every chart, where they really stand: none covers another in a small window.
#![expect(clippy::disallowed_methods, reason = "these tests bring their own files")]

use egui::{Rect, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use sortie::app::App;
use sortie::catalog::templates;
use sortie::command::{Aspect, Command};
use sortie::text::Language;
use sortie_engine::forecast::Metric;

use crate::answer::wait;
use crate::charts::drawn_words;
use crate::stage::{answer_left, in_folder, window_of_size};

/// The words in each chart of the window, and those of the bars below it.
fn charts(harness: &Harness<'static, App>) -> Vec<(String, Vec<(String, Rect)>)> {
    let mut found = vec![];
    for clipped in &harness.output().shapes {
        drawn_words(&clipped.shape, &mut found);
    }
    // The editor has pictures too, in a page of its own that is scrolled.
    let left = answer_left(harness);
    let charts = harness
        .query_all_by(|node| matches!(node.role(), Role::Figure | Role::Slider))
        .filter(|node| node.rect().left() >= left);
    let words = |rect: Rect| {
        let inside = |(_, own): &&(String, Rect)| rect.expand(2.0).contains(own.center());
        found.iter().filter(inside).cloned().collect()
    };
    charts.map(|node| (node.accesskit_node().label().unwrap_or_default(), words(node.rect()))).collect()
}

fn hold(what: &str, harness: &Harness<'static, App>) -> usize {
    let mut n_words = 0;
    for (name, words) in charts(harness) {
        n_words += words.len();
        for (idx, (text, rect)) in words.iter().enumerate() {
            let covered = words[..idx].iter().find(|(_, other)| other.shrink(1.0).intersects(*rect));
            assert!(covered.is_none(), "{what} · {name}: {text} {rect:?} lies on {covered:?}");
        }
    }
    n_words
}

#[test]
fn labels_of_charts_never_overlap_in_a_small_window_in_any_language() {
    // The sample on which the window opens.
    for template in templates() {
        let (_folder, path) = in_folder("sample.sortie");
        std::fs::write(&path, template.plan_bytes).expect("a sample can be written");
        // Of a view, what lies below the window is not drawn: a high one shows it all, as wide as the small one.
        let metrics = [Metric::Cash, Metric::Profit, Metric::Followers];
        let metrics = metrics.map(|metric| vec![Command::See(Aspect::Outlook), Command::Show(metric)]);
        let small = [vec![Command::See(Aspect::Outlook)]].into_iter().chain(metrics).collect();
        let high = Aspect::ALL.map(|aspect| vec![Command::See(aspect)]).into();
        for (height, views) in [(640.0, small), (2_400.0, high)] {
            hold_all(template.id, window_of_size(vec![], Some(&path), 1024.0, height), views);
        }
    }
}

fn hold_all(id: &str, mut harness: Harness<'static, App>, views: Vec<Vec<Command>>) {
    for commands in views {
        for language in Language::ALL {
            let ctx = harness.ctx.clone();
            let app = harness.state_mut();
            commands.iter().for_each(|command| app.obey(&ctx, command.clone()));
            app.obey(&ctx, Command::Speak(language));
            wait(&mut harness);
            let what = format!("{id} {language:?} {commands:?}");
            let n_words = hold(&what, &harness);
            let has_charts = !matches!(commands[..], [Command::See(Aspect::Verdict | Aspect::WhatToDo)]);
            assert!(n_words > 5 || !has_charts, "{what}: {n_words} words in charts");
        }
    }
}
