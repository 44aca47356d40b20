//! No work is lost: what a crash left is offered, what was saved over can be had back, two windows do not write one file,
//! and a slow drive holds nobody up.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use sortie::app::App;
use sortie::command::Command;
use sortie::disk::dialog::DialogAnswer;
use sortie::disk::{Disk, JournalEntry, WindowJournal, left_journals, open_plan, save_plan};
use sortie_engine::plan::Plan;

use crate::slow::OddDisk;
use crate::stage::{click, find, press, settle, window_over};

/// A folder with a plan in it, and the disk under it.
struct Place {
    folder: tempfile::TempDir,
    disk: Arc<OddDisk>,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let place = Self { folder, disk: Arc::default() };
        save_plan(&place.path(), &sample(), None).expect("the plan is saved");
        place
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("shop.sortie")
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn own(&self) -> Disk {
        Disk::over(Arc::clone(&self.disk) as _, &self.data())
    }

    fn window(&self, answers: Vec<DialogAnswer>, path: Option<&Path>) -> Harness<'static, App> {
        window_over(Arc::clone(&self.disk) as _, &self.data(), answers, path)
    }
}

fn sample() -> Plan {
    sortie::catalog::templates()[0].plan(None).expect("the sample reads")
}

fn with_cash(opening: f64) -> Plan {
    let mut plan = sample();
    plan.cash.opening = opening;
    plan
}

fn cash(harness: &Harness<'static, App>) -> f64 {
    harness.state().document().plan().cash.opening
}

/// The opening cash in a file; typing notes where the number came from as well.
fn cash_in(path: &Path) -> f64 {
    open_plan(path).expect("the file opens").plan.cash.opening
}

/// Types another opening cash.
fn edit(harness: &mut Harness<'static, App>, opening: &str) {
    press(harness, Modifiers::ALT, Key::Num1);
    if find(harness, "Cash in hand").is_none() {
        press(harness, Modifiers::ALT, Key::Num1);
    }
    crate::stage::type_into(harness, "Cash in hand", opening);
}

fn says(harness: &Harness<'static, App>, words: &str) -> bool {
    harness.query_all_by_label_contains(words).next().is_some()
}

fn obey(harness: &mut Harness<'static, App>, command: Command) {
    let context = harness.ctx.clone();
    harness.state_mut().obey(&context, command);
    settle(harness);
}

fn wait_until(harness: &mut Harness<'static, App>, is_so: impl Fn(&Harness<'static, App>) -> bool) {
    let deadline = Instant::now() + Duration::from_secs(60);
    while !is_so(harness) {
        assert!(Instant::now() < deadline, "it comes about");
        harness.step();
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn same(a: f64, b: f64) -> bool {
    a.to_bits() == b.to_bits()
}

/// Leaves a journal behind as a crash does.
fn crash(place: &Place, path: Option<PathBuf>) {
    let entry = JournalEntry {
        at: std::time::SystemTime::now(),
        path,
        plan: with_cash(4_321.0),
        base: Some(sample()),
    };
    let journal = WindowJournal::claim(&place.own()).expect("a journal").expect("one is kept");
    journal.keep(&entry).expect("it is taken down");
}

#[test]
fn what_a_crash_left_is_offered_with_what_differs_and_undo_leads_to_what_is_saved() {
    let place = Place::new();
    crash(&place, Some(place.path()));
    let mut harness = place.window(vec![], Some(&place.path()));
    assert!(says(&harness, "Unsaved edits were kept") && says(&harness, "4,321"));
    click(&mut harness, "Restore");
    assert!(same(cash(&harness), 4_321.0) && !harness.state().document().is_saved());
    assert_eq!(harness.state().document().path(), Some(place.path().as_path()));
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert!(harness.state().document().plan() == &sample() && harness.state().document().is_saved());
    press(&mut harness, Modifiers::COMMAND, Key::Y);
    press(&mut harness, Modifiers::COMMAND, Key::S);
    assert!(same(cash_in(&place.path()), 4_321.0));
    drop(harness);
    assert!(left_journals(&place.own()).is_empty(), "it is offered no more");
}

#[test]
fn a_plan_that_was_never_saved_comes_back_too_and_discarding_takes_two_clicks() {
    let place = Place::new();
    crash(&place, None);
    let mut harness = place.window(vec![], None);
    click(&mut harness, "Decide later");
    drop(harness);
    let mut harness = place.window(vec![], None);
    click(&mut harness, "Restore");
    assert!(same(cash(&harness), 4_321.0) && harness.state().document().path().is_none());
    // The window falls; its threads let go a moment later.
    drop(harness);
    let deadline = Instant::now() + Duration::from_secs(30);
    while left_journals(&place.own()).is_empty() {
        assert!(Instant::now() < deadline, "what was restored is not lost");
        std::thread::sleep(Duration::from_millis(10));
    }
    let mut harness = place.window(vec![], None);
    assert!(says(&harness, "Unsaved edits were kept"), "its own journal has it now");
    click(&mut harness, "Discard");
    click(&mut harness, "Discard for good");
    assert!(left_journals(&place.own()).is_empty() && harness.state().document().is_saved());
}

#[test]
fn a_window_that_is_closed_leaves_nothing_to_offer() {
    let place = Place::new();
    let mut harness = place.window(vec![], None);
    edit(&mut harness, "77");
    assert!(same(cash(&harness), 77.0));
    press(&mut harness, Modifiers::COMMAND, Key::W);
    click(&mut harness, "Don’t save");
    assert!(harness.state().may_close());
    drop(harness);
    let deadline = Instant::now() + Duration::from_secs(30);
    while !left_journals(&place.own()).is_empty() {
        assert!(Instant::now() < deadline, "a thread removes it");
    }
}

#[test]
fn a_journal_that_cannot_be_kept_is_told_and_the_window_goes_on() {
    for error in [28, 5, 122, 30] {
        let place = Place::new();
        place.disk.error.store(error, Ordering::SeqCst);
        let mut harness = place.window(vec![], None);
        edit(&mut harness, "77");
        wait_until(&mut harness, |harness| says(harness, "not being kept for a crash"));
        edit(&mut harness, "78");
        assert!(same(cash(&harness), 78.0));
        place.disk.error.store(0, Ordering::SeqCst);
        wait_until(&mut harness, |harness| !says(harness, "not being kept for a crash"));
    }
}

#[test]
fn a_plan_is_brought_back_from_before_a_save_as_one_step() {
    let place = Place::new();
    let mut harness = place.window(vec![], Some(&place.path()));
    edit(&mut harness, "77");
    press(&mut harness, Modifiers::COMMAND, Key::S);
    obey(&mut harness, Command::Earlier);
    let row = harness.query_all_by_label_contains("Before the save of").next().expect("there is a backup");
    row.click();
    settle(&mut harness);
    assert!(says(&harness, "→ 77"));
    click(&mut harness, "Bring back");
    assert!(harness.state().document().plan() == &sample());
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert!(same(cash(&harness), 77.0));
}

#[test]
fn the_second_window_says_who_has_the_plan_and_can_only_save_a_copy() {
    let place = Place::new();
    let first = place.window(vec![], Some(&place.path()));
    let copy = place.folder.path().join("copy.sortie");
    let mut second = place.window(vec![DialogAnswer::Path(copy.clone())], Some(&place.path()));
    assert!(says(&second, &format!("process {}", std::process::id())), "{:?}", second.state().notices());
    edit(&mut second, "77");
    press(&mut second, Modifiers::COMMAND, Key::S);
    settle(&mut second);
    assert!(open_plan(&place.path()).is_ok_and(|opened| opened.plan == sample()));
    assert!(same(cash_in(&copy), 77.0));
    drop(first);
    let mut third = place.window(vec![], Some(&place.path()));
    edit(&mut third, "78");
    press(&mut third, Modifiers::COMMAND, Key::S);
    assert!(third.state().document().is_saved(), "{:?}", third.state().notices());
}

#[test]
fn the_second_window_offers_a_free_name_and_never_writes_over_the_first_ones_file() {
    let place = Place::new();
    let _first = place.window(vec![], Some(&place.path()));
    let taken = place.folder.path().join("shop 2.sortie");
    save_plan(&taken, &with_cash(5.0), None).expect("a name is taken");
    // The dialog of the system has asked whether to replace it, and the answer was yes.
    let mut second = place.window(vec![DialogAnswer::Path(place.path())], Some(&place.path()));
    edit(&mut second, "77");
    press(&mut second, Modifiers::COMMAND, Key::S);
    settle(&mut second);
    assert!(open_plan(&place.path()).is_ok_and(|opened| opened.plan == sample()), "it is the first one's");
    // It asks once more, and since the system has no dialog left, in the window.
    let named = second.query_by_label("Path").and_then(|field| field.value());
    let free = place.folder.path().join("shop 3.sortie");
    assert_eq!(named, Some(free.display().to_string()));
    click(&mut second, "Save");
    assert!(same(cash_in(&free), 77.0) && same(cash_in(&taken), 5.0));
    assert!(open_plan(&place.path()).is_ok_and(|opened| opened.plan == sample()));
    assert_eq!(second.state().document().path(), Some(free.as_path()), "from now on it is this window's");
}

#[test]
fn a_file_that_somebody_changed_is_kept_loaded_or_left_with_what_differs_in_words() {
    for (answer, saved, shown) in
        [("Keep mine", 77.0, 77.0), ("Load theirs", 55.0, 55.0), ("Keep editing", 55.0, 77.0)]
    {
        let place = Place::new();
        let mut harness = place.window(vec![], Some(&place.path()));
        edit(&mut harness, "77");
        save_plan(&place.path(), &with_cash(55.0), None).expect("they save");
        press(&mut harness, Modifiers::COMMAND, Key::S);
        assert!(says(&harness, "Somebody else changed this file") && says(&harness, "77 → 55"));
        click(&mut harness, answer);
        settle(&mut harness);
        assert!(same(cash_in(&place.path()), saved), "{answer}");
        assert!(same(cash(&harness), shown), "{answer}");
        assert_eq!(harness.state().document().is_saved(), answer != "Keep editing");
    }
}

#[test]
fn while_the_drive_holds_a_save_back_the_window_draws_and_edits_stay_unsaved() {
    let place = Place::new();
    let mut harness = place.window(vec![], Some(&place.path()));
    edit(&mut harness, "77");
    place.disk.is_held.store(true, Ordering::SeqCst);
    let context = harness.ctx.clone();
    harness.state_mut().obey(&context, Command::Save);
    let begin = Instant::now();
    let mut longest = Duration::ZERO;
    let mut n_frames = 0;
    while begin.elapsed() < Duration::from_secs(10) {
        let before = Instant::now();
        harness.step();
        longest = longest.max(before.elapsed());
        n_frames += 1;
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(n_frames > 20 && longest < Duration::from_secs(5), "{n_frames} frames, the longest {longest:?}");
    assert!(says(&harness, "Saving") || harness.state().is_busy());
    crate::stage::type_into(&mut harness, "Cash in hand", "88");
    assert!(same(cash(&harness), 88.0) && harness.state().is_busy());
    place.disk.is_held.store(false, Ordering::SeqCst);
    settle(&mut harness);
    assert!(same(cash_in(&place.path()), 77.0));
    assert!(!harness.state().document().is_saved(), "what was edited meanwhile is not saved");
}

#[test]
fn a_file_that_is_opened_over_edits_which_are_saved_first_is_shown_as_it_was_saved() {
    let place = Place::new();
    let mut harness = place.window(vec![], Some(&place.path()));
    edit(&mut harness, "77");
    obey(&mut harness, Command::OpenPath(place.path()));
    click(&mut harness, "Save");
    settle(&mut harness);
    assert!(same(cash_in(&place.path()), 77.0));
    assert!(same(cash(&harness), 77.0) && harness.state().document().is_saved(), "not as it was before");
    edit(&mut harness, "78");
    press(&mut harness, Modifiers::COMMAND, Key::S);
    assert!(same(cash_in(&place.path()), 78.0), "{:?}", harness.state().notices());
}

#[test]
fn a_file_that_vanished_is_told_and_never_called_saved() {
    let place = Place::new();
    let mut harness = place.window(vec![], Some(&place.path()));
    assert!(harness.state().document().is_saved());
    std::fs::remove_file(place.path()).expect("it is removed");
    wait_until(&mut harness, |harness| says(harness, "is no longer there"));
    assert!(!harness.state().document().is_saved());
    press(&mut harness, Modifiers::COMMAND, Key::S);
    assert!(place.path().exists() && harness.state().document().is_saved());
}

#[test]
fn a_copy_for_somebody_else_has_no_names_and_what_is_kept_can_be_seen_and_deleted() {
    let place = Place::new();
    let copy = place.folder.path().join("copy.sortie");
    let mut harness = place.window(vec![DialogAnswer::Path(copy.clone())], Some(&place.path()));
    obey(&mut harness, Command::SaveNameless);
    settle(&mut harness);
    let plain = open_plan(&copy).expect("the copy opens").plan;
    assert_eq!(plain.channels[0].name, "Channel 1");
    assert!(plain.notes.is_empty() && plain.name != sample().name && plain.cash == sample().cash);
    assert_eq!(harness.state().document().name(), "shop", "the plan itself stays");
    edit(&mut harness, "77");
    press(&mut harness, Modifiers::COMMAND, Key::S);
    obey(&mut harness, Command::Private);
    assert!(says(&harness, "Backups: 1 file,"));
    click(&mut harness, "Delete backups");
    click(&mut harness, "Delete 1 file for good");
    settle(&mut harness);
    assert!(says(&harness, "Backups: 0 files"));
}
