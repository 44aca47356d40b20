//! Sessions of the window that are killed at a random moment, by a signal that nothing can answer: what was typed comes back
//! at the next start, but for at most the last second.
//!
//! `SORTIE_CRASHES=300 cargo test --test crash -- --nocapture` kills that many sessions of each kind and tells what it found;
//! a few, always of the same lengths, unless said. A session is a process of its own that types numbers into the window and
//! writes each with its time into a log that the app knows nothing of; those of `busy` do everything else as well.

mod acts;
mod busy;
mod busy_check;
#[path = "../shop/mod.rs"]
#[expect(dead_code, reason = "sessions import one kind of export")]
mod shop;
#[path = "../slow/mod.rs"]
mod slow;

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use egui::{Key, Modifiers, Role, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use libtest_mimic::{Arguments, Failed, Trial};
use sortie::app::{App, AppSetup};
use sortie::disk::dialog::{Dialogs, ScriptedDialogs};
use sortie::disk::{AppSettings, Disk, save_plan};
use sortie::text::Language;
use sortie_engine::plan::Plan;

use crate::slow::OddDisk;

/// Names the folder of a session to the process that plays it.
const PLACE: &str = "SORTIE_CRASH_PLACE";
/// The error that writing the app's own files fails with in that session, until the third edit; none where it is 0.
const FAULT: &str = "SORTIE_CRASH_FAULT";
/// What a process does to the files in that folder, for `.ci/faults`: see `acts`.
const ACT: &str = "SORTIE_CRASH_ACT";
/// The most that may be lost.
const PROMISE: Duration = Duration::from_secs(1);
/// A session begins with this in hand.
const BEGIN: f64 = 1_000.0;

fn main() -> ExitCode {
    if let (Some(act), Some(place)) = (std::env::var_os(ACT), std::env::var_os(PLACE)) {
        return acts::play(&act.to_string_lossy(), Path::new(&place));
    }
    if let (Some(seed), Some(place)) = (std::env::var_os(busy_check::SEED), std::env::var_os(PLACE)) {
        let seed = seed.to_string_lossy().parse().unwrap_or(0);
        busy::play(Path::new(&place), std::env::var_os(busy_check::OPENS).map(PathBuf::from), seed);
    }
    if let Some(place) = std::env::var_os(PLACE) {
        play(Path::new(&place));
    }
    let kinds = [
        ("a plan that was never saved", false, 0),
        ("a plan that is saved now and then", true, 0),
        ("a full drive at first", false, 28),
        ("a drive that gives up at first", true, 5),
        ("a share of the drive that is used up at first", false, 122),
        ("a drive that may only be read at first", true, 30),
    ];
    let trials = kinds.map(|(name, has_file, fault)| {
        Trial::test(format!("what_was_typed_survives_a_kill: {name}"), move || {
            kill_many(name, has_file, fault)
        })
    });
    let busy = [("a plan that was never saved", false), ("a plan with a file", true)];
    let busy = busy.map(|(name, has_file)| {
        Trial::test(format!("whatever_a_seller_does_survives_a_kill: {name}"), move || {
            busy_check::kill_many(name, has_file)
        })
    });
    libtest_mimic::run(&Arguments::from_args(), trials.into_iter().chain(busy).collect()).exit_code()
}

/// The sample with this place.
fn sample(n: usize) -> Plan {
    sortie::catalog::templates()[n].plan(None).expect("the sample reads")
}

#[expect(clippy::disallowed_methods, reason = "lays out a file that the window reads")]
fn lay(path: &Path, content: &str) {
    std::fs::write(path, content).expect("a file can be written");
}

#[expect(clippy::disallowed_methods, reason = "the log may end within a letter")]
fn text_of(path: &Path) -> String {
    std::fs::read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
}

fn remove(path: &Path) {
    let _ = std::fs::remove_file(path);
}

/// The plans in a folder.
fn plans_in(folder: &Path) -> Vec<PathBuf> {
    let listed = Disk::apart().list(folder, sortie::disk::ListFilter::Plans).into_iter();
    listed.filter(|(_, is_folder)| !is_folder).map(|(path, _)| path).collect()
}

/// Copies the files of a folder and of those in it; nothing where there is none.
fn copy_folder(from: &Path, to: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(to)?;
    let Ok(entries) = std::fs::read_dir(from) else { return Ok(()) };
    for entry in entries {
        let entry = entry?;
        let own = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &own)?;
        } else {
            std::fs::copy(entry.path(), own)?;
        }
    }
    Ok(())
}

fn millis() -> u128 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_millis())
}

fn window(folder: &Path, disk: Arc<OddDisk>) -> Harness<'static, App> {
    let path = folder.join("shop.sortie");
    let path = path.exists().then_some(path);
    window_over(Disk::over(disk, &folder.join("data")), path, ScriptedDialogs::default())
}

/// A window over a disk of its own, on the plan at `path`, whose dialogs are answered by `dialogs`.
pub fn window_over(
    disk: Disk,
    path: Option<PathBuf>,
    dialogs: impl Dialogs + 'static,
) -> Harness<'static, App> {
    let builder = Harness::builder().with_size(vec2(1024.0, 700.0)).with_max_steps(64);
    builder.build_eframe(move |context| {
        let setup = AppSetup {
            dialogs: Box::new(dialogs),
            settings: AppSettings::default(),
            keeps_settings: false,
            home: Language::English.into(),
            n_paths: 8,
            samples_begin: None,
            disk,
            reopens: false,
        };
        App::new(&context.egui_ctx, setup, path.as_deref())
    })
}

fn cash(harness: &Harness<'static, App>) -> f64 {
    harness.state().document().plan().cash.opening
}

/// Clicks the control of that name, if there is one.
fn click(harness: &mut Harness<'static, App>, name: &str) -> bool {
    let is_control = |node: &egui_kittest::Node<'_>| node.accesskit_node().role() != Role::Label;
    let found = harness.query_all_by_label(name).find(is_control);
    let is_there = found.is_some();
    if let Some(control) = found {
        control.click();
    }
    harness.run_steps(2);
    is_there
}

/// Types numbers until the process is killed.
fn play(folder: &Path) -> ! {
    let fault = std::env::var(FAULT).ok().and_then(|text| text.parse().ok()).unwrap_or(0);
    let disk = Arc::new(OddDisk::default());
    disk.error.store(fault, Ordering::SeqCst);
    let mut harness = window(folder, Arc::clone(&disk));
    harness.run_steps(3);
    let mut log = OpenOptions::new().create(true).append(true).open(folder.join("log")).expect("a log");
    harness.key_press_modifiers(Modifiers::ALT, Key::Num1);
    harness.run_steps(3);
    for n in 1.. {
        let value = BEGIN + f64::from(n);
        assert!(click(&mut harness, "Cash in hand"), "the field is there");
        harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
        harness.event(egui::Event::Text(value.to_string()));
        harness.step();
        harness.key_press(Key::Enter);
        harness.step();
        harness.step();
        assert!((cash(&harness) - value).abs() < 1e-9, "{} is not {value}", cash(&harness));
        writeln!(log, "{} {value}", millis()).expect("the log is written");
        if n == 3 {
            disk.error.store(0, Ordering::SeqCst);
            writeln!(log, "{} 0", millis()).expect("the log is written");
        }
        if n % 7 == 0 && folder.join("shop.sortie").exists() {
            harness.key_press_modifiers(Modifiers::COMMAND, Key::S);
            harness.step();
        }
    }
    std::process::exit(0)
}

/// What a session wrote down: times in milliseconds, and what was typed.
fn read_log(folder: &Path) -> Vec<(u128, f64)> {
    let mut text = String::new();
    if let Ok(mut log) = File::open(folder.join("log")) {
        log.read_to_string(&mut text).expect("the log is text");
    }
    let whole = text.rsplit_once('\n').map_or("", |(whole, _)| whole);
    let entry = |line: &str| {
        let (time, value) = line.split_once(' ')?;
        Some((time.parse().ok()?, value.parse().ok()?))
    };
    whole.lines().filter_map(entry).collect()
}

/// Lets a session begin, kills it `after` its first edit, and returns when.
fn killed(folder: &Path, fault: i32, after: Duration) -> Result<u128, Failed> {
    let program = std::env::current_exe()?;
    let mut session = Command::new(program)
        .env(PLACE, folder)
        .env(FAULT, fault.to_string())
        .stdout(Stdio::null())
        .stderr(Stdio::inherit())
        .spawn()?;
    let deadline = Instant::now() + Duration::from_secs(120);
    while read_log(folder).is_empty() && Instant::now() < deadline {
        thread::sleep(Duration::from_millis(10));
        if session.try_wait()?.is_some() {
            return Err("the session ended by itself".into());
        }
    }
    thread::sleep(after);
    let is_over = session.try_wait()?.is_some();
    let at = millis();
    session.kill()?;
    session.wait()?;
    if is_over { Err("the session ended by itself".into()) } else { Ok(at) }
}

/// What comes back at the next start, and whether it was offered.
fn restored(folder: &Path) -> (f64, bool) {
    let mut harness = window(folder, Arc::default());
    let deadline = Instant::now() + Duration::from_secs(60);
    while harness.state().is_busy() && Instant::now() < deadline {
        harness.step();
        thread::sleep(Duration::from_millis(5));
    }
    harness.run_steps(2);
    let is_offered = click(&mut harness, "Restore");
    while harness.state().is_busy() && Instant::now() < deadline {
        harness.step();
        thread::sleep(Duration::from_millis(5));
    }
    harness.run_steps(2);
    (cash(&harness), is_offered)
}

#[expect(clippy::print_stderr, reason = "what it found is asked for")]
fn kill_many(name: &str, has_file: bool, fault: i32) -> Result<(), Failed> {
    let n_kills = std::env::var("SORTIE_CRASHES").ok().and_then(|text| text.parse().ok()).unwrap_or(2_u64);
    let (mut n_offered, mut most_lost) = (0, 0);
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64 ^ u64::from(fault.unsigned_abs());
    for n in 0..n_kills {
        let folder = tempfile::tempdir()?;
        if has_file {
            let plan = sortie::catalog::templates()[0].plan(None).ok_or("the sample reads")?;
            let path: PathBuf = folder.path().join("shop.sortie");
            save_plan(&path, &plan, None).map_err(|fault| format!("{fault:?}"))?;
        }
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let (least, spread) = if fault == 0 { (0, 2_500) } else { (2_500, 3_500) };
        let at = killed(folder.path(), fault, Duration::from_millis(least + (seed >> 33) % spread))?;
        let log = read_log(folder.path());
        let mended = log.iter().find(|(_, value)| *value < 1.0).map(|(time, _)| *time);
        let (found, is_offered) = restored(folder.path());
        n_offered += u64::from(is_offered);
        let lost = log.iter().filter(|(_, value)| *value > found).map(|(time, _)| *time).min();
        // A drive that takes nothing keeps nothing: the promise holds from two seconds after it took something again.
        let from = if fault == 0 { Some(0) } else { mended.map(|time| time + 2_000) };
        let lost_for = lost.map_or(0, |time| at.saturating_sub(time));
        if from.is_some_and(|from| at > from + PROMISE.as_millis()) {
            most_lost = most_lost.max(lost_for);
            if lost_for > PROMISE.as_millis() {
                return Err(
                    format!("{name}, kill {n}: {lost_for} ms of edits are lost, back to {found}").into()
                );
            }
        }
    }
    if 3 * n_offered < n_kills {
        return Err(format!("{name}: a journal was offered {n_offered} times after {n_kills} kills").into());
    }
    eprintln!("{name}: {n_kills} kills, offered {n_offered} times, at most {most_lost} ms lost");
    Ok(())
}
