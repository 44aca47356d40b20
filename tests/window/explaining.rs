//! Every figure of the answer says how it comes about, and is the same wherever it stands.
#![expect(clippy::disallowed_methods, reason = "these tests bring their own files")]

use std::process::Command as Program;
use std::sync::Arc;

use egui::{Key, Modifiers, OutputCommand, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use serde_json::Value;
use sortie::app::App;
use sortie::catalog::templates;
use sortie::command::{Aspect, Command};
use sortie::desk::figure::{CountedFigure, FigureKind};
use sortie::text::{Language, VerdictGround, Words, words as words_of};
use sortie_engine::forecast::{Forecast, Goal};

use crate::answer::{says, wait, words};
use crate::stage::{answer_left, in_folder, press, window_in};

const SIZE: (f32, f32) = (1440.0, 900.0);

fn see(harness: &mut Harness<'static, App>, aspect: Aspect) {
    let ctx = harness.ctx.clone();
    harness.state_mut().obey(&ctx, Command::See(aspect));
    wait(harness);
}

/// The names of all figures that can be asked about.
fn links(harness: &Harness<'static, App>) -> Vec<String> {
    let nodes = harness.query_all_by(|node| node.role() == Role::Link);
    nodes.filter_map(|node| node.accesskit_node().label()).collect()
}

/// Asks about a figure, and gives every word of what is said of it.
fn ask(harness: &mut Harness<'static, App>, known: &Words, name: &str) -> Vec<String> {
    let node = harness.query_all_by_label(name).find(|node| node.accesskit_node().role() == Role::Link);
    node.unwrap_or_else(|| panic!("{name} can be asked about")).click_accesskit();
    harness.run_steps(2);
    assert!(harness.state().view().explained.is_some(), "{name} says nothing of how it comes about");
    wait(harness);
    let close = harness.query_all_by_label(known.get("explain.close")).next();
    assert!(close.is_some(), "{name} is explained on a sheet");
    let inside = |node: &egui_kittest::Node<'_>| {
        let mut above = node.parent();
        while let Some(parent) = above {
            if parent.accesskit_node().role() == Role::Window
                || parent.accesskit_node().role() == Role::Dialog
            {
                return true;
            }
            above = parent.parent();
        }
        false
    };
    let nodes = harness.query_all_by(|node| node.label().is_some() || node.value().is_some());
    let told = |node: egui_kittest::Node<'_>| {
        let node = node.accesskit_node();
        [node.label(), node.value()].into_iter().flatten().collect::<Vec<_>>().join(" ")
    };
    let all: Vec<(bool, String)> = nodes.map(|node| (inside(&node), told(node))).collect();
    let has_inside = all.iter().any(|(is_inside, _)| *is_inside);
    all.into_iter().filter(|(is_inside, _)| *is_inside || !has_inside).map(|(_, told)| told).collect()
}

/// The parts of a figure's name that a sheet must repeat: its last words, without marks of gain and zeros at the end.
fn parts(name: &str) -> Vec<String> {
    let shown = name.rsplit(" · ").next().unwrap_or(name);
    shown.split(" – ").map(plain).filter(|part| part.chars().any(|sign| sign.is_ascii_digit())).collect()
}

/// A figure without sign of gain, and without zeros behind the point: `▲ +US$1.90M` is `US$1.9M`.
fn plain(figure: &str) -> String {
    let figure = figure.trim_start_matches(['\u{25B2}', '\u{25BC}', ' ', '+', '\u{2212}']);
    let (mut plain, mut decimals) = (String::new(), None::<usize>);
    for sign in figure.chars() {
        if !sign.is_ascii_digit()
            && let Some(start) = decimals.take()
        {
            let kept = plain.trim_end_matches('0').len().max(start);
            plain.truncate(if kept == start { start - 1 } else { kept });
        }
        plain.push(sign);
        if sign == '.' {
            decimals = Some(plain.len());
        }
    }
    plain
}

#[test]
fn every_figure_of_every_view_says_how_it_comes_about() {
    let mut n_asked = 0;
    for (language, template) in [(Language::English, 0), (Language::Chinese, 3)] {
        let known = words_of(language);
        let (_folder, path) = in_folder("sample.sortie");
        std::fs::write(&path, templates()[template].plan_bytes).expect("a sample can be written");
        let mut harness = window_in(language, vec![], Some(&path), SIZE);
        // Of the second, the views with most figures stand for all.
        let n_views = if template == 0 { Aspect::ALL.len() } else { 2 };
        for aspect in Aspect::ALL.into_iter().take(n_views) {
            see(&mut harness, aspect);
            let mut all = links(&harness);
            // A figure of a table takes its scenario in hand, and sentences tell of that one from then on.
            all.sort_by_key(|name| name.contains(" · "));
            assert!(!all.is_empty(), "{aspect:?} has figures that can be asked about");
            // Of a table's rows one stands for all.
            let mut asked: Vec<String> = vec![];
            for name in all {
                let column = name.rsplit_once(" · ").and_then(|(before, _)| before.split_once(" · "));
                let alike = asked.iter().filter(|other| {
                    column.is_some_and(|(_, column)| other.contains(&format!(" · {column} · ")))
                });
                if alike.count() >= 1 || asked.contains(&name) {
                    continue;
                }
                let told = ask(&mut harness, known, &name);
                let sheet: String = told.iter().map(|told| plain_words(told)).collect::<Vec<_>>().join(" ");
                if name.contains(" · ") {
                    for part in parts(&name) {
                        assert!(sheet.contains(&part), "{aspect:?}: {name}: {part} is not in {sheet}");
                    }
                }
                press(&mut harness, Modifiers::NONE, Key::Escape);
                assert!(harness.state().view().explained.is_none(), "Escape puts {name} away");
                see(&mut harness, aspect);
                asked.push(name);
                n_asked += 1;
            }
        }
    }
    assert!(n_asked > 60, "{n_asked}");
}

/// Every number of some words without zeros behind the point.
fn plain_words(words: &str) -> String {
    words.split(' ').map(plain).collect::<Vec<_>>().join(" ")
}

#[test]
fn figures_of_a_table_are_one_stop_of_the_tab_key_and_walked_by_the_arrows() {
    let mut harness = window_in(Language::English, vec![], None, SIZE);
    see(&mut harness, Aspect::Verdict);
    let name = links(&harness).into_iter().find(|name| name.contains("Typical profit")).expect("a figure");
    harness.query_all_by_label(&name).next().expect("it is there").focus();
    harness.run_steps(2);
    for key in [Key::ArrowRight, Key::ArrowDown, Key::Enter] {
        harness.key_press(key);
        harness.run_steps(3);
    }
    let explained = harness.state().view().explained.clone().expect("Enter asks");
    let figure = format!("{:?}", explained.way);
    assert!(figure.contains("TypicalGain("), "{figure}");
    wait(&mut harness);
    assert!(says(&harness, "same luck"), "{:#?}", words(&harness));
}

/// Gives the keyboard to the chart of the view; the editor has small pictures too.
fn focus_chart(harness: &Harness<'static, App>) {
    let left = answer_left(harness);
    let mut charts = harness.query_all_by(|node| node.role() == Role::Figure);
    charts.find(|node| node.rect().left() >= left).expect("the view has a chart").focus();
}

#[test]
fn a_month_is_held_by_the_keyboard_and_its_read_out_asked() {
    let mut harness = window_in(Language::English, vec![], None, SIZE);
    see(&mut harness, Aspect::Outlook);
    focus_chart(&harness);
    harness.run_steps(2);
    for key in [Key::ArrowRight, Key::ArrowRight, Key::Enter] {
        harness.key_press(key);
        harness.run_steps(3);
    }
    assert!(says(&harness, "Aug 2023"), "{:#?}", words(&harness));
    harness.key_press(Key::Enter);
    harness.run_steps(3);
    let explained = harness.state().view().explained.clone().expect("Enter on a line of the read-out asks");
    assert_eq!(explained.way[0].figure.month, Some(1));
}

#[test]
fn a_cause_of_the_bridge_says_what_it_is_made_of_and_that_the_parts_share_the_difference() {
    let mut harness = window_in(Language::English, vec![], None, SIZE);
    see(&mut harness, Aspect::Why);
    // The bars are one picture: a cause is the second row of it.
    focus_chart(&harness);
    harness.run_steps(2);
    for key in [Key::ArrowDown, Key::ArrowDown, Key::Enter] {
        harness.key_press(key);
        harness.run_steps(3);
    }
    let explained = harness.state().view().explained.clone().expect("Enter on a cause asks");
    let figure = explained.way[0].figure.what;
    assert!(matches!(figure, FigureKind::Counted(CountedFigure::Cause(..))), "{figure:?}");
    wait(&mut harness);
    let told = words(&harness).join("\n");
    for part in ["its part of the difference", "Set-up", "All causes, from ", "Most in "] {
        assert!(told.contains(part), "{part} in {told}");
    }
}

#[test]
fn what_is_asked_of_a_chart_and_of_the_dots_says_how_it_was_counted() {
    let mut harness = window_in(Language::English, vec![], None, SIZE);
    see(&mut harness, Aspect::Outlook);
    focus_chart(&harness);
    harness.run_steps(2);
    for key in [Key::ArrowRight, Key::ArrowUp] {
        harness.key_press(key);
        harness.run_steps(3);
    }
    wait(&mut harness);
    let known = words_of(Language::English);
    let answer =
        links(&harness).into_iter().find(|name| name.contains(" futures above ")).expect("an answer");
    let told = ask(&mut harness, known, &answer).join(" ");
    assert!(told.contains("in each of 64 futures") && told.contains("Futures above "), "{told}");
    press(&mut harness, Modifiers::NONE, Key::Escape);
    let dots = links(&harness).into_iter().rfind(|name| name.ends_with(" of 20 comes about"));
    let told = ask(&mut harness, known, &dots.expect("the sentence under the dots")).join(" ");
    assert!(told.contains("Each of the 20 dots stands for as many futures"), "{told}");
}

/// What the command line writes of the plan at `path`, from as many futures as the window.
fn projected(path: &std::path::Path) -> Value {
    let mut program = Program::new(env!("CARGO_BIN_EXE_sortie"));
    program.args(["project", "--paths", "64"]).arg(path).env_remove("DISPLAY").env("LANG", "C");
    let output = program.output().expect("the program starts");
    serde_json::from_slice(&output.stdout).expect("it writes JSON")
}

/// A figure of a scenario's summary in the file.
fn in_file(file: &Value, forecast: &Forecast, place: usize, figure: &str) -> f64 {
    let summary = &file["scenarios"][forecast.scenarios[place].id.as_str()]["summary"];
    let found = if summary[figure].is_object() { &summary[figure]["mean"] } else { &summary[figure] };
    found.as_f64().unwrap_or_else(|| panic!("{figure} of {place} is in the file"))
}

const GOALS: [(Goal, &str); 5] = [
    (Goal::TypicalProfit, "goal.typical_profit"),
    (Goal::ExpectedProfit, "goal.expected_profit"),
    (Goal::WorstTenth, "goal.worst_tenth"),
    (Goal::CashNeverBelow(0.0), "goal.cash"),
    (Goal::RevenueKept, "goal.revenue_kept"),
];

#[test]
fn every_figure_of_the_verdict_is_the_one_of_the_table_and_of_the_files() {
    for template in templates() {
        let (_folder, path) = in_folder("sample.sortie");
        std::fs::write(&path, template.plan_bytes).expect("a sample can be written");
        // What stands below the table is to be seen, so that it can be clicked.
        let mut harness = window_in(Language::English, vec![], Some(&path), (1440.0, 1300.0));
        let file = projected(&path);
        for language in Language::ALL {
            let ctx = harness.ctx.clone();
            harness.state_mut().obey(&ctx, Command::Speak(language));
            hold_verdict(&mut harness, (template.id, language), &file);
        }
    }
}

fn hold_verdict(harness: &mut Harness<'static, App>, (id, language): (&str, Language), file: &Value) {
    let known = words_of(language);
    let forecast = harness.state().answers().forecast().expect("there is an answer");
    let currency = harness.state().document().plan().currency.clone();
    let held = Held { known, file, forecast, currency, at: format!("{id} {language:?}") };
    held.hold_outlook(harness, &known.money(held.typical_gain(held.open()).abs(), &held.currency));
    for (goal, key) in GOALS {
        held.hold_goal(harness, (goal, key));
        if goal == Goal::TypicalProfit {
            held.hold_danger(harness);
        }
    }
}

/// What a window should tell: the answer, and the file that the command line wrote of the same plan.
struct Held<'a> {
    known: &'static Words,
    file: &'a Value,
    forecast: Arc<Forecast>,
    currency: String,
    at: String,
}

impl Held<'_> {
    fn open(&self) -> usize {
        self.forecast.baselines.links_open.expect("links open")
    }

    fn none(&self) -> usize {
        self.forecast.baselines.no_response.expect("no response")
    }

    fn in_file(&self, place: usize, figure: &str) -> f64 {
        in_file(self.file, &self.forecast, place, figure)
    }

    /// The lowest month's end of mean cash in the file.
    fn lowest_mean_cash(&self, place: usize) -> f64 {
        let cash = &self.file["scenarios"][self.forecast.scenarios[place].id.as_str()]["mean"]["cash"];
        let months = cash.as_array().expect("cash by month is in the file");
        months.iter().filter_map(Value::as_f64).fold(f64::INFINITY, f64::min)
    }

    fn profit(&self, place: usize) -> f64 {
        self.in_file(place, "total_profit")
    }

    /// The middle over all futures of a figure of the file.
    fn typical(&self, place: usize, figure: &str) -> f64 {
        let summary = &self.file["scenarios"][self.forecast.scenarios[place].id.as_str()]["summary"];
        summary[figure]["p50"].as_f64().unwrap_or_else(|| panic!("{figure} of {place} is in the file"))
    }

    /// What a scenario typically earns more than no response.
    fn typical_gain(&self, place: usize) -> f64 {
        self.typical(place, "gain")
    }

    /// What it earns more than no response, as a page of this goal tells it.
    fn gain(&self, goal: Goal, place: usize) -> f64 {
        match goal {
            Goal::TypicalProfit => self.typical_gain(place),
            _ => self.profit(place) - self.profit(self.none()),
        }
    }

    /// The sentence and the table of scenarios tell the figures of the file.
    fn hold_outlook(&self, harness: &mut Harness<'static, App>, cost: &str) {
        let (known, currency, at) = (self.known, &self.currency, &self.at);
        see(harness, Aspect::Outlook);
        let verdict = words(harness).join("\n");
        assert!(verdict.contains(cost), "{at}: the cost {cost} is in {verdict}");
        for (place, scenario) in self.forecast.scenarios.iter().enumerate() {
            for told in [
                known.money_in_table(self.in_file(place, "total_revenue"), currency),
                known.money_in_table(self.profit(place), currency),
                known.share(self.in_file(place, "runs_out_of_cash")),
                known.money_in_table(self.lowest_mean_cash(place), currency),
            ] {
                let row = row_of(harness, &scenario_name(harness, &scenario.id, known));
                assert!(row.contains(&told), "{at} {}: {told} is in {row}", scenario.id);
            }
        }
    }

    /// How low cash is in one of ten futures is told of the month in which that is lowest in the file.
    fn hold_danger(&self, harness: &Harness<'static, App>) {
        let best = self
            .known
            .verdict(&self.forecast, harness.state().document().plan(), VerdictGround::default())
            .scenario_idx;
        let id = self.forecast.scenarios[best.expect("a verdict")].id.as_str();
        let months = self.file["scenarios"][id]["quantiles"]["cash"].as_array().expect("cash by month");
        let tenth = |month: &Value| month[1].as_f64().expect("a percentile");
        let (at, cash) =
            months.iter().map(tenth).enumerate().min_by(|a, b| a.1.total_cmp(&b.1)).expect("a month");
        let (cash, month) =
            (self.known.money(cash, &self.currency), self.known.month(self.forecast.months[at]));
        let told = self.known.with("verdict_view.lowest", &[("cash", &cash), ("month", &month)]);
        let told = told.replace("**", "");
        let all = words(harness).join("\n");
        assert!(all.contains(&told), "{}: {told} is in {all}", self.at);
    }

    /// The responses ranked by a goal tell the figures of the file, on the page and as they are copied.
    fn hold_goal(&self, harness: &mut Harness<'static, App>, (goal, key): (Goal, &str)) {
        let (known, at) = (self.known, &self.at);
        see(harness, Aspect::Verdict);
        let chip = harness
            .query_all_by_label(known.get(key))
            .find(|node| node.accesskit_node().role() == Role::RadioButton);
        chip.expect("a goal").click();
        wait(harness);
        let all = words(harness).join("\n");
        // The sentence at the top tells what is typical whatever the goal.
        let sentence = known.money(self.typical_gain(self.open()).abs(), &self.currency);
        let cost = self.gain(goal, self.open());
        let tile = if cost >= 0.0 { "verdict_view.cost" } else { "verdict_view.cost_none" };
        let (cost, months) =
            (known.money(cost.abs(), &self.currency), self.forecast.months.len().to_string());
        let tile = known.with(tile, &[("cost", &cost), ("months", &months)]).replace("**", "");
        assert!(all.lines().any(|line| line.contains(&tile)), "{at} {goal:?}: {tile} in {all}");
        let n_told = if sentence == cost { 2 } else { 1 };
        assert!(
            all.matches(&sentence).count() >= n_told,
            "{at} {goal:?}: {sentence} in the sentence in {all}"
        );
        let copied = copied(harness, known);
        let is_number = |cell: &String| cell.parse::<f64>().is_ok();
        assert!(copied.iter().any(|row| row.iter().skip(1).any(is_number)));
        for (place, scenario) in self.forecast.scenarios.iter().enumerate() {
            let name = scenario_name(harness, &scenario.id, known);
            if let Some(cells) = copied.iter().find(|row| row[0] == name) {
                self.hold_row(goal, place, cells, &row_of(harness, &name));
            }
        }
    }

    fn hold_row(&self, goal: Goal, place: usize, cells: &[String], row: &str) {
        let (known, currency, at) = (self.known, &self.currency, &self.at);
        let raw = |column: usize| cells.get(column).and_then(|cell| cell.parse::<f64>().ok());
        let figure = raw(1).expect("what it is ranked by is a number");
        let told = match goal {
            Goal::TypicalProfit | Goal::ExpectedProfit | Goal::WorstTenth => known.money(figure, currency),
            _ => known.share(figure),
        };
        assert!(row.contains(&told), "{at} {goal:?}: {told} in {row}");
        if goal == Goal::ExpectedProfit {
            assert_eq!(told, known.money(self.profit(place), currency), "{at}");
        }
        if goal == Goal::TypicalProfit {
            assert_eq!(told, known.money(self.typical(place, "total_profit"), currency), "{at}");
        }
        if place != self.none() {
            let change = known.money_change(self.gain(goal, place), currency);
            let shut_out = known.get("verdict_view.shut_out");
            if row.contains(shut_out) {
                let change = self.profit(place) - self.profit(self.none());
                assert!(change.abs() < 0.01, "{at}: nothing changes outside, but {change}");
                return;
            }
            assert!(row.contains(&change), "{at} {goal:?}: {change} in {row}");
            let own = raw(2).map(|x| known.money_change(x, currency));
            assert_eq!(own.as_deref(), Some(change.as_str()), "{at}: the copied cell");
        }
        let out = known.share(self.in_file(place, "runs_out_of_cash"));
        assert!(row.contains(&out), "{at} {goal:?}: {out} in {row}");
        assert!(best_of(row, known), "{at} {goal:?}: how often it is best is told of {row}");
    }
}

/// Whether a row tells in how many of twenty futures it is the best.
fn best_of(row: &str, known: &Words) -> bool {
    (0..=20).any(|n| {
        let told = known.with("table.n_of_all", &[("n", &n.to_string()), ("all", "20")]);
        row.split(" · ").any(|figure| figure.ends_with(&format!(" {told}")))
    })
}

fn scenario_name(harness: &Harness<'static, App>, id: &str, known: &Words) -> String {
    let plan = harness.state().document().plan();
    let scenario = plan.scenarios.iter().find(|own| own.id == id).expect("it is in the plan");
    known.ready(&scenario.name).to_owned()
}

/// All figures of a row of the table in the view.
fn row_of(harness: &Harness<'static, App>, name: &str) -> String {
    let nodes = harness.query_all_by(|node| node.role() == Role::ListItem);
    let mut told = nodes.filter_map(|node| {
        let node = node.accesskit_node();
        (node.label().as_deref() == Some(name)).then(|| node.value().unwrap_or_default())
    });
    told.find(|told| !told.is_empty()).unwrap_or_else(|| panic!("{name} has a row"))
}

/// The table as it is copied: names and numbers in full.
fn copied(harness: &mut Harness<'static, App>, known: &Words) -> Vec<Vec<String>> {
    harness.query_all_by_label(known.get("answer.copy_cells")).next().expect("it can be copied").click();
    for _ in 0..3 {
        harness.step();
        let text = harness.output().platform_output.commands.iter().find_map(|command| match command {
            OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        });
        if let Some(text) = text {
            return text.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect();
        }
    }
    panic!("nothing was copied");
}
