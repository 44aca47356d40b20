//! A seller who does everything that leads somewhere else: imports files and takes what they say, looks at what is kept, brings
//! an earlier state back, opens another plan, answers what the window asks before it leaves a plan, exports, and answers what
//! a crash left. Every state of the plan goes into a log that the app knows nothing of, in the frame in which it comes about.

use std::collections::VecDeque;
use std::fs::{File, OpenOptions};
use std::hash::{DefaultHasher, Hasher};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use egui::{Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use sortie::app::App;
use sortie::command::{Command, RailPlace};
use sortie::disk::dialog::{DialogAnswer, Dialogs};
use sortie::disk::{Disk, RealFileSystem, open_plan, save_plan};
use sortie::work::Progress;
use sortie_engine::plan::Plan;

use crate::{millis, shop, window_over};

/// The session's name for what it does, and how often beside the others.
type Act = (&'static str, fn(&mut Session), u64);

const ACTS: [Act; 12] = [
    ("edit", Session::edit, 6),
    ("save", Session::save, 2),
    ("import", Session::import, 2),
    ("bring an earlier state back", Session::bring_back, 2),
    ("look at what is kept", Session::look_at_kept, 1),
    ("open another plan", Session::open_another, 3),
    ("begin anew from a sample", Session::begin_anew, 1),
    ("export", Session::export, 2),
    ("name an export in the window", Session::export_here, 1),
    ("keep a version", Session::keep_version, 1),
    ("undo and redo", Session::undo, 2),
    ("save over what somebody changed", Session::save_over, 1),
];

/// Chance, the same for the same seed (splitmix64).
pub struct Chance(pub u64);

impl Chance {
    pub fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let x = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (x ^ (x >> 31)) % n
    }
}

/// What is answered to dialogs, apart from fields: each of it comes about in a long run.
pub const ANSWERS: [&str; 12] = [
    "Restore",
    "Decide later",
    "Discard for good",
    "Put into",
    "Bring back",
    "Save",
    "Don’t save",
    "Keep editing",
    "Keep mine",
    "Load theirs",
    "Replace",
    "Keep",
];

/// A number that tells plans apart.
pub fn mark_of(plan: &Plan) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(&serde_json::to_vec(plan).expect("a plan can be written"));
    hasher.finish()
}

/// The system's dialogs, answered as the session wants it.
#[derive(Clone, Default)]
pub struct Answers {
    waiting: Arc<Mutex<VecDeque<DialogAnswer>>>,
    is_asking: bool,
}

impl Answers {
    fn will_be(&self, answer: DialogAnswer) {
        let mut waiting = self.waiting.lock().expect("nobody fell");
        waiting.clear();
        waiting.push_back(answer);
    }
}

impl Dialogs for Answers {
    fn pick_open(&mut self) {
        self.is_asking = true;
    }

    fn pick_exports(&mut self) {
        self.is_asking = true;
    }

    fn pick_save(&mut self, _suggested: &str) {
        self.is_asking = true;
    }

    fn pick_export(&mut self, _suggested: &str, _ending: &'static str) {
        self.is_asking = true;
    }

    fn poll(&mut self) -> Option<DialogAnswer> {
        let was_asking = std::mem::take(&mut self.is_asking);
        let next = || self.waiting.lock().expect("nobody fell").pop_front();
        was_asking.then(|| next().unwrap_or(DialogAnswer::Cancelled))
    }

    fn is_asking(&self) -> bool {
        self.is_asking
    }

    fn abandon(&mut self) {
        self.is_asking = false;
    }
}

/// A window over the app's own folder `data`, on the plan at `path`.
pub fn window(data: &Path, path: Option<PathBuf>, dialogs: Answers) -> Harness<'static, App> {
    window_over(Disk::over(Arc::new(RealFileSystem), data), path, dialogs)
}

/// A seller at the window.
struct Session {
    harness: Harness<'static, App>,
    folder: PathBuf,
    dialogs: Answers,
    log: File,
    chance: Chance,
    /// What was logged last: the revision, and whether it is saved.
    noted: Option<(u64, bool, Option<PathBuf>)>,
    next_cash: u64,
}

/// Does one thing after another until the process is killed.
pub fn play(folder: &Path, path: Option<PathBuf>, seed: u64) -> ! {
    let dialogs = Answers::default();
    let harness = window(&folder.join("data"), path, dialogs.clone());
    let log = OpenOptions::new().create(true).append(true).open(folder.join("log")).expect("a log");
    let mut chance = Chance(seed);
    let next_cash = 1_000_000 + chance.below(1_000_000) * 1_000;
    let folder = folder.to_owned();
    let mut session = Session { harness, folder, dialogs, log, chance, noted: None, next_cash };
    session.begin("start");
    session.answer_left();
    session.note();
    loop {
        let all: u64 = ACTS.iter().map(|(_, _, weight)| weight).sum();
        let mut at = session.chance.below(all);
        for (name, act, weight) in ACTS {
            if at < weight {
                session.begin(name);
                act(&mut session);
                break;
            }
            at -= weight;
        }
        session.clear();
    }
}

impl Session {
    /// Writes down what is begun.
    fn begin(&mut self, act: &str) {
        writeln!(self.log, "! {} {act}", millis()).expect("the log is written");
    }

    /// Writes down the plan as it is now, where it or its place is another than before.
    fn note(&mut self) {
        let document = self.harness.state().document();
        let now = (document.revision(), document.is_saved(), document.path().map(Path::to_owned));
        if self.noted.as_ref() == Some(&now) {
            return;
        }
        let path = now.2.as_deref().map_or("-".to_owned(), |path| path.display().to_string());
        let saved = if now.1 { "saved" } else { "edited" };
        let line = format!("= {} {} {saved} {path}\n", millis(), mark_of(document.plan()));
        self.log.write_all(line.as_bytes()).expect("the log is written");
        self.noted = Some(now);
    }

    fn step(&mut self, n: u64) {
        for _ in 0..n {
            self.harness.step();
            self.note();
        }
    }

    /// Lets the window stand for a moment.
    fn linger(&mut self) {
        let n = 2 + self.chance.below(20);
        self.step(n);
    }

    fn wait(&mut self) {
        for _ in 0..2_000 {
            self.step(1);
            if !self.harness.state().is_busy() {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        self.step(2);
    }

    fn press(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.step(2);
    }

    fn obey(&mut self, command: Command) {
        let context = self.harness.ctx.clone();
        self.harness.state_mut().obey(&context, command);
        self.note();
        self.step(2);
    }

    /// Clicks the control whose name has these words in it, if there is one.
    fn click(&mut self, words: &str) -> bool {
        let is_control = |node: &egui_kittest::Node<'_>| node.accesskit_node().role() != Role::Label;
        let exact = self.harness.query_all_by_label(words).find(is_control);
        let found = exact.or_else(|| self.harness.query_all_by_label_contains(words).find(is_control));
        let Some(control) = found else { return false };
        control.scroll_to_me();
        self.step(2);
        let exact = self.harness.query_all_by_label(words).find(is_control);
        let found = exact.or_else(|| self.harness.query_all_by_label_contains(words).find(is_control));
        let is_there = found.is_some();
        if let Some(control) = found {
            control.click();
            writeln!(self.log, "> {words}").expect("the log is written");
        }
        self.step(2);
        is_there
    }

    /// Closes whatever stands in front.
    fn clear(&mut self) {
        for _ in 0..2 {
            self.press(Modifiers::NONE, Key::Escape);
        }
        self.wait();
    }

    /// What a crash left: restored as a rule, sometimes left for later or discarded.
    fn answer_left(&mut self) {
        self.wait();
        self.linger();
        match self.chance.below(8) {
            0 if self.click("Decide later") => self.begin("later"),
            1 if self.click("Discard") => {
                self.linger();
                self.click("Discard for good");
            }
            _ => drop(self.click("Restore")),
        }
        self.wait();
    }

    fn edit(&mut self) {
        for _ in 0..=self.chance.below(4) {
            self.type_cash();
        }
    }

    fn type_cash(&mut self) {
        self.obey(Command::GoTo(RailPlace::Channels));
        self.obey(Command::GoTo(RailPlace::Business));
        self.next_cash += 1;
        let value = self.next_cash;
        if !self.click("Cash in hand") {
            return;
        }
        self.press(Modifiers::COMMAND, Key::A);
        self.harness.event(egui::Event::Text(value.to_string()));
        self.step(1);
        self.press(Modifiers::NONE, Key::Enter);
        let cash = self.harness.state().document().plan().cash.opening;
        assert!((cash - value as f64).abs() < 1e-9, "{cash} is not {value}");
    }

    fn save(&mut self) {
        let n = self.chance.below(3);
        self.dialogs.will_be(DialogAnswer::Path(self.folder.join(format!("own {n}.sortie"))));
        self.press(Modifiers::COMMAND, Key::S);
        self.linger();
    }

    fn import(&mut self) {
        let n = self.chance.below(6) as u32;
        let path = self.folder.join(format!("orders {n}.csv"));
        crate::lay(&path, &shop::shopify_orders(2 + n));
        self.obey(Command::TakeExports(vec![path]));
        for _ in 0..2_000 {
            self.step(1);
            let intake = self.harness.state().intake();
            if intake.work(0.0) == Progress::Quiet && intake.known().is_some() {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        self.linger();
        match self.chance.below(4) {
            0 => self.press(Modifiers::NONE, Key::Escape),
            _ => drop(self.click("Put into")),
        }
        self.linger();
        self.type_cash();
    }

    fn bring_back(&mut self) {
        self.obey(Command::Earlier);
        self.linger();
        if self.click("Before the save of") {
            self.wait();
            self.linger();
            self.click("Bring back");
        }
        self.linger();
    }

    fn look_at_kept(&mut self) {
        self.obey(Command::Private);
        self.wait();
        if self.click("Delete what was left") {
            self.linger();
            self.click("Keep");
        }
        self.linger();
    }

    /// Answers whether to save before the plan is left.
    fn leave(&mut self) {
        self.wait();
        self.linger();
        let n = self.chance.below(3);
        self.dialogs.will_be(DialogAnswer::Path(self.folder.join(format!("own {n}.sortie"))));
        let answer = ["Save", "Don’t save", "Keep editing"][self.chance.below(3) as usize];
        self.click(answer);
        self.wait();
    }

    fn open_another(&mut self) {
        let n = self.chance.below(3) as usize;
        let path = self.folder.join(format!("own {n}.sortie"));
        if !path.exists() {
            save_plan(&path, &crate::sample(n), None).expect("another plan is saved");
        }
        self.dialogs.will_be(DialogAnswer::Path(path));
        self.press(Modifiers::COMMAND, Key::O);
        self.leave();
    }

    fn begin_anew(&mut self) {
        let n = self.chance.below(3) as usize;
        self.obey(Command::New);
        self.linger();
        self.obey(Command::NewFrom(n));
        self.leave();
    }

    fn export(&mut self) {
        self.dialogs.will_be(DialogAnswer::Path(self.folder.join("nameless.plan")));
        self.obey(Command::SaveNameless);
        self.linger();
    }

    /// The system has no dialog: the window asks for the path itself.
    fn export_here(&mut self) {
        self.dialogs.will_be(DialogAnswer::Unavailable);
        self.obey(Command::SaveNameless);
        self.linger();
        let path = self.folder.join("named in the window.plan").display().to_string();
        if self.click("Path") {
            self.press(Modifiers::COMMAND, Key::A);
            self.harness.event(egui::Event::Text(path));
            self.step(2);
            self.press(Modifiers::NONE, Key::Enter);
            self.linger();
            self.click("Replace");
        }
        self.linger();
    }

    fn keep_version(&mut self) {
        self.dialogs.will_be(DialogAnswer::Cancelled);
        self.obey(Command::KeepVersion);
        self.linger();
        self.click("Keep");
        self.linger();
    }

    fn undo(&mut self) {
        for _ in 0..=self.chance.below(3) {
            self.obey(Command::Undo);
        }
        self.linger();
        if self.chance.below(2) == 0 {
            self.obey(Command::Redo);
        }
        self.type_cash();
    }

    /// Somebody else saves the plan's file, and then this window does.
    fn save_over(&mut self) {
        let Some(path) = self.harness.state().document().path().map(Path::to_owned) else { return };
        let Ok(opened) = open_plan(&path) else { return };
        let mut theirs = opened.plan;
        theirs.cash.opening = 0.5 + self.chance.below(1_000_000) as f64;
        // What is not of this window's making stands in the log before it stands in the file.
        writeln!(self.log, "~ {} {} saved {}", millis(), mark_of(&theirs), path.display()).expect("the log");
        save_plan(&path, &theirs, None).expect("they save");
        self.type_cash();
        self.press(Modifiers::COMMAND, Key::S);
        self.wait();
        self.linger();
        let answer = ["Keep mine", "Load theirs", "Keep editing"][self.chance.below(3) as usize];
        self.click(answer);
        self.wait();
    }
}
