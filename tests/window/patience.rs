//! Folders that answer slowly, as those of a network do: no call to them is made in a frame, and frames go on as before.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use egui::{Key, Modifiers, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use sortie::app::{App, AppSetup};
use sortie::command::Command;
use sortie::disk::dialog::{DialogAnswer, ScriptedDialogs};
use sortie::disk::{AppSettings, Disk, JournalEntry, WindowJournal, open_plan, save_plan};
use sortie::text::Language;
use sortie::work::Progress;
use sortie_engine::plan::Plan;

use crate::shop;
use crate::slow::OddDisk;
use crate::stage::find;

/// How long each call takes in milliseconds, unless `SORTIE_SLOW` says another number.
const CALL: u64 = 40;
/// No frame takes longer, in the build without optimizing and beside other tests.
const LONGEST: Duration = Duration::from_millis(700);

fn sample() -> Plan {
    sortie::catalog::templates()[0].plan(None).expect("the sample reads")
}

/// A window over a slow disk, and how long its frames took.
struct Patient {
    folder: tempfile::TempDir,
    disk: Arc<OddDisk>,
    harness: Option<Harness<'static, App>>,
    frames: Vec<Duration>,
    told: String,
}

impl Patient {
    fn new(call_millis: u64) -> Self {
        let disk = Arc::new(OddDisk::default());
        disk.call_millis.store(call_millis, Ordering::SeqCst);
        disk.watched.lock().expect("nobody fell").0 = Some(std::thread::current().id());
        let folder = tempfile::tempdir().expect("a folder can be made");
        Self { folder, disk, harness: None, frames: vec![], told: String::new() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn start(&mut self, answers: Vec<DialogAnswer>, path: Option<PathBuf>) {
        let disk = Disk::over(Arc::clone(&self.disk) as _, &self.path("data"));
        let builder = Harness::builder().with_size(vec2(1440.0, 900.0)).with_max_steps(64);
        let begin = Instant::now();
        let harness = builder.build_eframe(move |context| {
            let setup = AppSetup {
                dialogs: Box::new(ScriptedDialogs::new(answers)),
                settings: AppSettings::default(),
                keeps_settings: true,
                home: Language::English.into(),
                n_paths: 64,
                samples_begin: None,
                disk,
                reopens: true,
            };
            App::new(&context.egui_ctx, setup, path.as_deref())
        });
        self.harness = Some(harness);
        let _ = writeln!(self.told, "the window stands after {} ms", begin.elapsed().as_millis());
    }

    fn harness(&mut self) -> &mut Harness<'static, App> {
        self.harness.as_mut().expect("it was started")
    }

    fn step(&mut self) {
        let begin = Instant::now();
        self.harness().step();
        self.frames.push(begin.elapsed());
    }

    /// Draws until the window waits for nothing, or `is_so`.
    fn wait(&mut self, what: &str, is_so: impl Fn(&Harness<'static, App>) -> bool) {
        let (begin, first) = (Instant::now(), self.frames.len());
        loop {
            self.step();
            let harness = self.harness();
            if is_so(harness) && !harness.state().is_busy() {
                break;
            }
            assert!(begin.elapsed() < Duration::from_secs(600), "{what} ends");
            std::thread::sleep(Duration::from_millis(8));
        }
        (0..3).for_each(|_| self.step());
        let longest = self.frames[first..].iter().max().copied().unwrap_or_default();
        let _ = writeln!(
            self.told,
            "{what}: {:.1} s, the longest of {} frames {:.1} ms",
            begin.elapsed().as_secs_f64(),
            self.frames.len() - first,
            1_000.0 * longest.as_secs_f64()
        );
    }

    fn obey(&mut self, what: &str, command: Command) {
        let begin = Instant::now();
        let context = self.harness().ctx.clone();
        self.harness().state_mut().obey(&context, command);
        self.frames.push(begin.elapsed());
        self.wait(what, |_| true);
    }

    fn press(&mut self, modifiers: Modifiers, key: Key) {
        self.harness().key_press_modifiers(modifiers, key);
        (0..2).for_each(|_| self.step());
    }

    fn click(&mut self, what: &str, words: &str) {
        let harness = self.harness();
        match find(harness, words) {
            Some(control) => control.click(),
            None => harness.query_all_by_label_contains(words).last().expect(words).click(),
        }
        self.wait(what, |_| true);
    }

    fn edit(&mut self, opening: &str) {
        if find(self.harness(), "Cash in hand").is_none() {
            self.press(Modifiers::ALT, Key::Num1);
        }
        find(self.harness(), "Cash in hand").expect("the field is there").click();
        self.step();
        self.press(Modifiers::COMMAND, Key::A);
        self.harness().event(egui::Event::Text(opening.to_owned()));
        self.step();
        self.press(Modifiers::NONE, Key::Enter);
        let cash = self.harness().state().document().plan().cash.opening;
        assert_eq!(cash.to_string(), opening);
    }

    /// Tells how long frames took, and holds that none waited for the disk.
    fn judge(self, name: &str) {
        self.judge_within(name, LONGEST);
    }

    #[expect(clippy::print_stderr, reason = "what it measured is asked for")]
    fn judge_within(mut self, name: &str, limit: Duration) {
        drop(self.harness.take());
        self.frames.sort_unstable();
        let at = |share: f64| {
            1_000.0 * self.frames[((self.frames.len() - 1) as f64 * share) as usize].as_secs_f64()
        };
        eprintln!(
            "{}{name}: {} frames, the middle one {:.1} ms, 99 of 100 within {:.1} ms, the longest {:.1} ms; {} calls",
            self.told,
            self.frames.len(),
            at(0.5),
            at(0.99),
            at(1.0),
            self.disk.n_calls.load(Ordering::SeqCst)
        );
        let seen = self.disk.watched.lock().expect("nobody fell").1.clone();
        assert!(seen.is_empty(), "calls that were made in a frame: {seen:?}");
        let longest = self.frames.last().copied().unwrap_or_default();
        assert!(longest < limit, "a frame took {longest:?}");
    }
}

fn call_millis() -> u64 {
    std::env::var("SORTIE_SLOW").ok().and_then(|text| text.parse().ok()).unwrap_or(CALL)
}

fn says(harness: &Harness<'static, App>, words: &str) -> bool {
    harness.query_all_by_label_contains(words).next().is_some()
}

fn cash_in(path: &Path) -> f64 {
    open_plan(path).expect("the file opens").plan.cash.opening
}

#[test]
fn no_frame_waits_for_a_folder_in_which_every_call_takes_its_time() {
    let mut window = Patient::new(call_millis());
    let [path, other] = ["shop.sortie", "other.sortie"].map(|name| window.path(name));
    save_plan(&path, &sample(), None).expect("the plan is saved");
    save_plan(&other, &sample(), None).expect("the plan is saved");
    let crashed = Disk::over(Arc::new(sortie::disk::RealFileSystem), &window.path("data"));
    for _ in 0..2 {
        let mut plan = sample();
        plan.cash.opening = 4_321.0;
        let entry = JournalEntry { at: std::time::SystemTime::now(), path: None, plan, base: None };
        let journal = WindowJournal::claim(&crashed).expect("a journal").expect("one is kept");
        journal.keep(&entry).expect("it is taken down");
    }
    let answers = vec![
        DialogAnswer::Path(other),
        DialogAnswer::Unavailable,
        DialogAnswer::Path(window.path("copy.sortie")),
    ];
    window.start(answers, Some(path.clone()));
    window.wait("what a crash left is looked for", |harness| says(harness, "Unsaved edits were kept"));
    window.click("one is discarded", "Discard");
    window.click("for good", "Discard for good");
    window.click("the other is restored", "Restore");
    window.edit("77");
    window.press(Modifiers::COMMAND, Key::S);
    window.wait("it is saved over another file", |_| true);
    window.obey("another is opened", Command::OpenPath(path.clone()));
    for n in 0..3 {
        window.edit(&format!("{}", 80 + n));
        window.press(Modifiers::COMMAND, Key::S);
        window.wait("it is saved", |harness| harness.state().document().is_saved());
    }
    assert!((cash_in(&path) - 82.0).abs() < 1e-9);
    window.obey("earlier states", Command::Earlier);
    window.click("one of them", "Before the save of");
    window.click("it is brought back", "Bring back");
    window.obey("what is kept", Command::Private);
    window.press(Modifiers::NONE, Key::Escape);
    window.obey("a version is kept", Command::KeepAs("before".to_owned()));
    window.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::S);
    window.wait("the window's own dialog looks into the folder", |harness| says(harness, "Folder above"));
    window.press(Modifiers::NONE, Key::Enter);
    window.wait("the name is taken", |harness| says(harness, "is there already"));
    window.click("it is replaced", "Replace");
    window.obey("a copy without names", Command::SaveNameless);
    import(&mut window);
    window.edit("99");
    window.press(Modifiers::COMMAND, Key::W);
    window.wait("the window closes", |harness| says(harness, "Don’t save"));
    window.click("and is gone", "Don’t save");
    assert!(window.harness().state().may_close());
    window.judge("a folder that is slow");
}

/// Drops a folder with an export in it, and takes what it says.
#[expect(clippy::disallowed_methods, reason = "lays out a file that the window reads")]
fn import(window: &mut Patient) {
    let folder = window.path("exports");
    std::fs::create_dir(&folder).expect("a folder can be made");
    std::fs::write(folder.join("orders.csv"), shop::shopify_orders(6)).expect("a file can be written");
    window.obey("exports are brought", Command::TakeExports(vec![folder]));
    window.wait("they are read", |harness| {
        let intake = harness.state().intake();
        intake.work(0.0) == Progress::Quiet && intake.known().is_some()
    });
    window.click("they are taken", "Put into");
}

#[test]
fn while_the_drive_holds_every_wait_back_for_ten_seconds_edits_go_on() {
    let mut window = Patient::new(0);
    let path = window.path("shop.sortie");
    save_plan(&path, &sample(), None).expect("the plan is saved");
    window.start(vec![], Some(path.clone()));
    window.wait("it opens", |harness| harness.state().document().path().is_some());
    window.disk.sync_millis.store(if call_millis() > 1_000 { 10_000 } else { 2_000 }, Ordering::SeqCst);
    window.edit("70");
    window.press(Modifiers::COMMAND, Key::S);
    let begin = Instant::now();
    let mut n = 100;
    while window.harness().state().is_busy() && begin.elapsed() < Duration::from_secs(120) {
        n += 1;
        window.edit(&format!("{n}"));
        std::thread::sleep(Duration::from_millis(4));
    }
    assert!(n > 110, "edits went on: {n}");
    assert!((cash_in(&path) - 70.0).abs() < 1e-9, "what was edited meanwhile is not saved");
    window.wait("it is saved at last", |_| true);
    window.judge("a drive that holds back");
}

#[test]
fn no_frame_waits_until_the_journal_of_what_was_saved_is_gone() {
    let mut window = Patient::new(0);
    let path = window.path("shop.sortie");
    save_plan(&path, &sample(), None).expect("the plan is saved");
    window.start(vec![], Some(path));
    window.wait("it opens", |harness| harness.state().document().path().is_some());
    window.edit("70");
    std::thread::sleep(Duration::from_secs(1));
    window.disk.remove_millis.store(3_000, Ordering::SeqCst);
    window.press(Modifiers::COMMAND, Key::S);
    window.wait("it is saved", |harness| harness.state().document().is_saved());
    let begin = Instant::now();
    for n in 0.. {
        window.edit(&format!("{}", 80 + n));
        if begin.elapsed() > Duration::from_secs(4) {
            break;
        }
    }
    window.judge_within("a journal that is slow to go", Duration::from_millis(1_500));
}
