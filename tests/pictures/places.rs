//! Every place of the window as a picture, to be looked at: both languages, both looks, three sizes. They are not compared,
//! since most changes of the window change most of them.

use std::path::Path;

use egui::{Event, HoveredFile, Key, Modifiers, Role, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use sortie::app::App;
use sortie::command::{Aspect, Command};
use sortie::desk::figure::BridgeWay;
use sortie::desk::figure::ChainFigure;
use sortie::desk::figure::CountedFigure;
use sortie::desk::figure::FigureKind;
use sortie::text::{Language, words};
use sortie::work::Progress;
use sortie_engine::compare::{AccountLine, BridgeMeasure};
use sortie_engine::forecast::Metric;

use crate::{opened, shop};

/// A window size in points, its pixels per point, and what it is called.
const SIZES: [(f32, f32, f32, &str); 4] = [
    (1440.0, 900.0, 1.0, "usual"),
    (1024.0, 640.0, 1.0, "small"),
    (720.0, 450.0, 2.0, "twice"),
    (1440.0, 3200.0, 1.0, "whole"),
];

/// What is done before a picture is taken: a name, and the hand's moves.
type Scene = (&'static str, fn(&mut Stage));

const SCENES: [Scene; 41] = [
    ("1-business", |stage| stage.press(Key::Num1)),
    ("1-happened", |stage| stage.enter_months()),
    ("1-against", |stage| {
        stage.enter_months();
        stage.obey(Command::SeeActuals);
        stage.wait();
    }),
    ("1-learned", |stage| {
        stage.enter_months();
        stage.wait();
    }),
    ("2-channels", |_| ()),
    ("2-sheet", |stage| {
        stage.click("sheet.open");
    }),
    ("2-faults", |stage| {
        stage.click("sheet.open");
        stage.focus("sheet.name");
        stage.harness.event(Event::Paste("much\tmuch\nmore\n".to_owned()));
        stage.harness.run_steps(3);
        stage.command(Key::K);
        stage.harness.key_press(Key::Escape);
        stage.harness.run_steps(3);
        stage.click_containing("typos.some");
    }),
    ("3-happens", |stage| stage.press(Key::Num3)),
    ("3-real", |stage| {
        stage.press(Key::Num3);
        stage.click("happens.add_real");
    }),
    ("4-response", |stage| stage.press(Key::Num4)),
    ("4-gallery", |stage| {
        stage.press(Key::Num4);
        stage.click("response.add");
    }),
    ("4-gate", |stage| {
        stage.press(Key::Num4);
        stage.open_gate();
    }),
    ("5-scenarios", |stage| stage.press(Key::Num5)),
    ("6-quick", |stage| stage.click("command.quick_start")),
    ("6-new", |stage| stage.command(Key::N)),
    ("7-palette", |stage| stage.command(Key::K)),
    ("7-find", |stage| {
        stage.command(Key::F);
        stage.harness.event(Event::Text("comm".to_owned()));
        stage.harness.run_steps(3);
    }),
    ("9-import-empty", |stage| stage.command(Key::I)),
    ("9-last", |stage| {
        stage.import(&["orders.csv", "sessions.csv", "amazon.csv"]);
        stage.click("intake.open");
    }),
    ("9-help", |stage| {
        stage.harness.key_press(Key::F1);
        stage.harness.run_steps(3);
    }),
    ("9-import", |stage| {
        stage.import(&["orders.csv", "sessions.csv", "sources 2025-11.csv", "amazon.csv", "own.csv"]);
    }),
    ("9-columns", |stage| {
        stage.import(&["own.csv"]);
        stage.click_containing("intake.tell_columns");
    }),
    ("9-drop", |stage| {
        stage.harness.input_mut().hovered_files.push(HoveredFile::default());
        stage.harness.run_steps(2);
    }),
    ("8-file", |stage| stage.click("menu.file")),
    ("8-edit", |stage| stage.click("menu.edit")),
    ("8-help", |stage| stage.click("menu.help")),
    ("9-what-to-do", |stage| stage.see(Aspect::WhatToDo)),
    ("9-found", |stage| {
        stage.obey(Command::FindBest);
        while stage.harness.state().is_searching() {
            std::thread::sleep(std::time::Duration::from_millis(20));
            stage.harness.run_steps(2);
        }
        stage.wait();
    }),
    ("9-verdict", |stage| stage.see(Aspect::Verdict)),
    ("9-outlook", |stage| stage.see(Aspect::Outlook)),
    ("9-channels", |stage| stage.see(Aspect::Channels)),
    ("9-why", |stage| stage.see(Aspect::Why)),
    ("9-cash", |stage| stage.see(Aspect::Cash)),
    ("9-hangs", |stage| stage.see(Aspect::HangsOn)),
    ("9-compare", |stage| stage.see(Aspect::Compare)),
    ("9-held", |stage| {
        stage.see(Aspect::Outlook);
        stage.hold_month();
    }),
    ("9-explain-out", |stage| stage.ask(ChainFigure::counted(CountedFigure::RunsOut))),
    ("9-explain-cause", |stage| {
        stage.see(Aspect::Why);
        let way = BridgeWay { from: 1, measure: BridgeMeasure::Profit, is_likely_only: false };
        stage.harness.state_mut().explain(ChainFigure::counted(CountedFigure::Cause(way, 0)));
        stage.wait();
    }),
    ("9-explain-above", |stage| {
        stage.ask(ChainFigure::counted(CountedFigure::Above(Metric::Profit, 0.0)));
    }),
    ("9-explain-profit", |stage| stage.ask(ChainFigure::metric(Metric::Profit, None))),
    ("9-explain-channel", |stage| {
        stage.ask(ChainFigure { what: FigureKind::Channel(0, AccountLine::Revenue), month: Some(4) });
    }),
];

struct Stage {
    harness: Harness<'static, App>,
    language: Language,
}

impl Stage {
    /// Looks at the answer from a side, with all that takes longer than a frame.
    fn see(&mut self, aspect: Aspect) {
        self.obey(Command::See(aspect));
        self.wait();
    }

    /// Asks how a figure of the scenario in hand came about.
    fn ask(&mut self, figure: ChainFigure) {
        self.see(Aspect::Verdict);
        self.harness.state_mut().explain(figure);
        self.wait();
    }

    /// Holds a month of the chart, as a click does.
    fn hold_month(&mut self) {
        let known = words(self.language);
        let name = known.with("aspect.tab", &[("name", known.get("aspect.what_to_do"))]);
        let tab = self.harness.query_all_by_label(&name).next().map(|tab| tab.rect().left());
        let edge = tab.unwrap_or(0.0);
        let chart = self
            .harness
            .query_all_by(|node| node.role() == Role::Figure)
            .find(|node| node.rect().left() >= edge - 8.0);
        if let Some(chart) = chart {
            chart.click();
        }
        self.harness.run_steps(4);
    }

    fn press(&mut self, key: Key) {
        self.harness.key_press_modifiers(Modifiers::ALT, key);
        self.harness.run_steps(4);
    }

    fn command(&mut self, key: Key) {
        self.harness.key_press_modifiers(Modifiers::COMMAND, key);
        self.harness.run_steps(3);
    }

    /// Clicks the control with the words of that key, where it is shown.
    fn click(&mut self, key: &str) {
        let name = words(self.language).get(key);
        if let Some(control) = self.harness.query_all_by_label(name).next() {
            control.click();
        }
        self.harness.run_steps(4);
    }

    fn click_containing(&mut self, key: &str) {
        let name = words(self.language).get(key).replace("{n}", "").replace("{name}", "own.csv");
        if let Some(control) = self.harness.query_all_by_label_contains(name.trim()).next() {
            control.click();
        }
        self.harness.run_steps(4);
    }

    /// Reads files of a made shop.
    #[expect(clippy::disallowed_methods, reason = "the pictures bring their own files")]
    fn import(&mut self, names: &[&str]) {
        let folder = std::env::temp_dir().join("sortie-pictures");
        let lay = |name: &&str| {
            let content = match *name {
                "orders.csv" => shop::shopify_orders(15),
                "sessions.csv" => shop::shopify_sessions(15),
                "sources 2025-11.csv" => shop::REFERRERS.to_owned(),
                "amazon.csv" => shop::amazon_date_range(15),
                _ => shop::own_table(4),
            };
            let path = folder.join(name);
            std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&path, content)).map(|()| path)
        };
        let paths = names.iter().filter_map(|name| lay(name).ok()).collect();
        let ctx = self.harness.ctx.clone();
        self.harness.state_mut().obey(&ctx, Command::TakeExports(paths));
        for _ in 0..2_000 {
            self.harness.step();
            let intake = self.harness.state().intake();
            let is_done =
                [intake.work(0.0), intake.past_work(0.0)].iter().all(|work| *work == Progress::Quiet);
            if is_done && intake.known().is_some() {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        self.harness.run_steps(3);
    }

    fn focus(&mut self, key: &str) {
        if let Some(control) = self.harness.query_all_by_label(words(self.language).get(key)).next() {
            control.focus();
        }
        self.harness.run_steps(3);
    }

    fn obey(&mut self, command: Command) {
        let context = self.harness.ctx.clone();
        self.harness.state_mut().obey(&context, command);
        self.harness.run_steps(4);
    }

    /// Enters the months to the closure, a little worse than planned.
    fn enter_months(&mut self) {
        self.obey(Command::EnterMonth);
        self.harness.run_steps(4);
        let block =
            "118,000\t3,150\t61,000\n112,500\t3,020\t58,400\n92,000\t2,510\t49,900\n81,300\t2,240\t38,100\n";
        self.harness.event(Event::Paste(block.to_owned()));
        self.harness.run_steps(4);
    }

    /// Draws until nothing is being worked out any more.
    fn wait(&mut self) {
        for _ in 0..3_000 {
            self.harness.run_steps(2);
            let known = words(self.language);
            let waits = |key: &str| self.harness.query_all_by_label_contains(known.get(key)).next().is_some();
            if !waits("waiting.soon") && !waits("waiting.stop") {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        self.harness.run_steps(4);
    }

    /// Opens a strategy that has a gate.
    fn open_gate(&mut self) {
        let known = words(self.language);
        let plan = self.harness.state().document().plan();
        let name = plan.strategies.iter().find(|strategy| {
            strategy.mechanisms.iter().any(|mechanism| match mechanism {
                sortie_engine::plan::Mechanism::OpenChannel(open) => !open.requirements.is_empty(),
                _ => false,
            })
        });
        let Some(name) = name.map(|strategy| known.ready(&strategy.name).to_owned()) else { return };
        let wanted = known.with("happens.open", &[("name", &name)]);
        let node = self.harness.query_all_by_label(&wanted).next();
        if let Some(node) = node {
            node.scroll_to_me();
            self.harness.run_steps(3);
        }
        if let Some(node) = self.harness.query_all_by_label(&wanted).next() {
            node.click();
        }
        self.harness.run_steps(4);
    }
}

/// Writes every picture whose name holds `wanted` into `folder`.
pub fn take(folder: &Path, wanted: &str) {
    for (width, height, scale, size) in SIZES {
        for language in Language::ALL {
            for look in ["light", "dark"] {
                for (scene, moves) in SCENES {
                    let name = format!("{scene}-{size}-{}-{look}.png", language.code());
                    if !wanted.split(',').all(|part| name.contains(part)) {
                        continue;
                    }
                    let harness = opened(vec2(width, height), scale, language, look);
                    let mut stage = Stage { harness, language };
                    moves(&mut stage);
                    let picture = stage.harness.render().unwrap_or_else(|fault| panic!("{name}: {fault}"));
                    picture.save(folder.join(&name)).unwrap_or_else(|fault| panic!("{name}: {fault}"));
                }
            }
        }
    }
}
