//! Kills a busy seller's sessions one after another in one folder, and holds what every next start offers against the log.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use egui_kittest::Harness;
use libtest_mimic::Failed;
use sortie::app::App;
use sortie::disk::{Disk, RealFileSystem, left_journals, open_plan, save_plan};

use crate::busy::{ANSWERS, Answers, Chance, mark_of, window};
use crate::{PLACE, PROMISE, click, millis};

/// Sessions that follow each other in one folder, each on what the one before left.
const CHAIN: u64 = 6;
/// Names the chance of a busy session to the process that plays it, and the plan that it begins with.
pub const SEED: &str = "SORTIE_CRASH_SEED";
/// See [`SEED`].
pub const OPENS: &str = "SORTIE_CRASH_OPENS";

/// A plan as it stood in the window, or in its file by somebody else's hand.
#[derive(Clone, Debug)]
struct Noted {
    at: u128,
    mark: u64,
    is_saved: bool,
    path: Option<PathBuf>,
    is_others: bool,
}

/// What a session wrote down: states, and what it was about when it was killed. Answers to dialogs are counted.
fn read_log(folder: &Path, answers: &mut BTreeMap<String, u64>) -> (Vec<Noted>, String) {
    let text = crate::text_of(&folder.join("log"));
    for answer in text.lines().filter_map(|line| line.strip_prefix("> ")) {
        if ANSWERS.contains(&answer) {
            *answers.entry(answer.to_owned()).or_default() += 1;
        }
    }
    let whole = text.rsplit_once('\n').map_or("", |(whole, _)| whole);
    let noted = |line: &str| {
        let mut parts = line.splitn(5, ' ');
        let is_others = match parts.next()? {
            "=" => false,
            "~" => true,
            _ => return None,
        };
        let (at, mark) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        let is_saved = parts.next()? == "saved";
        let path = parts.next().filter(|path| *path != "-").map(PathBuf::from);
        Some(Noted { at, mark, is_saved, path, is_others })
    };
    let act = whole.lines().rev().find_map(|line| line.strip_prefix("! ")?.split_once(' '));
    let act = act.map_or("start", |(_, act)| act).to_owned();
    (whole.lines().filter_map(noted).collect(), act)
}

/// What the next start shows.
#[derive(Debug)]
struct Found {
    /// The plan that is open, and every other that was saved: a kill may come between a save and the line of it in the log.
    files: Vec<u64>,
    /// What is restored, where anything is offered, and when it was taken down.
    restored: Option<(u64, u128)>,
}

fn wait(harness: &mut Harness<'static, App>) {
    let deadline = Instant::now() + Duration::from_secs(60);
    while harness.state().is_busy() && Instant::now() < deadline {
        harness.step();
        thread::sleep(Duration::from_millis(5));
    }
    harness.run_steps(2);
}

/// Starts on a copy of what the app keeps, so that the next session finds everything as the killed one left it.
fn look(folder: &Path, path: Option<PathBuf>) -> Result<Found, Failed> {
    let copy = tempfile::tempdir()?;
    let data = copy.path().join("data");
    crate::copy_folder(&folder.join("data"), &data)?;
    let disk = Disk::over(Arc::new(RealFileSystem), &data);
    let newest = left_journals(&disk).first().map(|left| left.entry.at);
    let at = newest.and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok()).map(|at| at.as_millis());
    let mut harness = window(&data, path, Answers::default());
    wait(&mut harness);
    let saved = crate::plans_in(folder).into_iter().filter_map(|path| open_plan(&path).ok());
    let mut files: Vec<u64> = saved.map(|opened| mark_of(&opened.plan)).collect();
    files.push(mark_of(harness.state().document().plan()));
    let is_offered = click(&mut harness, "Restore");
    if is_offered != at.is_some() {
        return Err("what was left is not offered".into());
    }
    wait(&mut harness);
    let restored = at.map(|at| (mark_of(harness.state().document().plan()), at));
    Ok(Found { files, restored })
}

/// Lets a session run and kills it; returns when.
fn killed(folder: &Path, path: Option<&Path>, chance: &mut Chance) -> Result<u128, Failed> {
    let mut command = Command::new(std::env::current_exe()?);
    command.env(PLACE, folder).env(SEED, chance.below(u64::MAX).to_string());
    if let Some(path) = path {
        command.env(OPENS, path);
    }
    let mut session = command.stdout(Stdio::null()).stderr(Stdio::inherit()).spawn()?;
    let is_early = chance.below(6) == 0;
    let deadline = Instant::now() + Duration::from_secs(120);
    while !is_early && !crate::text_of(&folder.join("log")).contains('!') && Instant::now() < deadline {
        thread::sleep(Duration::from_millis(10));
    }
    thread::sleep(Duration::from_millis(chance.below(if is_early { 1_500 } else { 6_000 })));
    let is_over = session.try_wait()?.is_some();
    let at = millis();
    session.kill()?;
    session.wait()?;
    if is_over { Err("the session ended by itself".into()) } else { Ok(at) }
}

/// What was found over all kills.
#[derive(Default)]
struct Tally {
    n_offered: u64,
    n_unsaved: u64,
    /// Kills between a frame and its line in the log, with the state of that frame already kept.
    n_ahead: u64,
    most_lost: u128,
    acts: BTreeMap<String, u64>,
    answers: BTreeMap<String, u64>,
}

/// Holds what is found against the log; returns the state that is there to go on from. `path` is what the next start opens.
fn judge(
    found: &Found,
    states: &[Noted],
    (at, path): (u128, Option<&PathBuf>),
    tally: &mut Tally,
) -> Result<Option<Noted>, String> {
    let place = |mark: u64| states.iter().rposition(|noted| noted.mark == mark);
    let restored = found.restored.and_then(|(mark, _)| place(mark));
    let last_at = states.iter().rfind(|noted| !noted.is_others).map_or(0, |noted| noted.at);
    tally.n_offered += u64::from(found.restored.is_some());
    let is_ahead = |(_, taken): &(u64, u128)| taken + 50 >= last_at && at < taken + 1_000;
    if restored.is_none() && found.restored.as_ref().is_some_and(is_ahead) {
        // Killed between a frame, whose state the journal has, and the line of it in the log.
        tally.n_ahead += 1;
        return Ok(None);
    }
    // What else is offered was left for later and is older than the log; a plan without a file that nobody has touched is
    // nothing to offer.
    let untouched = states.iter().rposition(|noted| noted.is_saved && noted.path.is_none());
    let in_file = found.files.iter().filter_map(|mark| place(*mark)).max();
    let in_file = in_file.max(untouched.filter(|_| restored.is_none_or(|idx| idx == 0)));
    let idx = restored.max(in_file).ok_or("it is no state of the log")?;
    let later = states[idx + 1..].iter().find(|noted| !noted.is_others);
    let lost_for = later.map_or(0, |later| at.saturating_sub(later.at));
    tally.most_lost = tally.most_lost.max(lost_for);
    let until = |noted: &&Noted| !noted.is_others && noted.at + PROMISE.as_millis() < at;
    tally.n_unsaved += u64::from(states.iter().rfind(until).is_some_and(|noted| !noted.is_saved));
    if lost_for > PROMISE.as_millis() {
        return Err(format!("{lost_for} ms of edits are lost"));
    }
    let is_open = restored < in_file && found.files.last() == Some(&states[idx].mark);
    let path = if is_open { path.cloned() } else { states[idx].path.clone() };
    Ok(Some(Noted { path, ..states[idx].clone() }))
}

#[expect(clippy::print_stderr, reason = "what it found is asked for")]
pub fn kill_many(name: &str, has_file: bool) -> Result<(), Failed> {
    let n_kills = std::env::var("SORTIE_CRASHES").ok().and_then(|text| text.parse().ok()).unwrap_or(2_u64);
    let mut chance = Chance(if has_file { 11 } else { 7 });
    let mut tally = Tally::default();
    let mut folder = tempfile::tempdir()?;
    let mut base: Option<Noted> = None;
    for n in 0..n_kills {
        if n % CHAIN == 0 {
            folder = tempfile::tempdir()?;
            base = None;
            if has_file {
                save_plan(&folder.path().join("own 0.sortie"), &crate::sample(0), None)
                    .map_err(|fault| format!("{fault:?}"))?;
            }
        }
        let first = has_file.then(|| folder.path().join("own 0.sortie"));
        let path = base.as_ref().map_or(first, |base| base.path.clone());
        crate::remove(&folder.path().join("log"));
        let at = killed(folder.path(), path.as_deref(), &mut chance)?;
        let (noted, act) = read_log(folder.path(), &mut tally.answers);
        let mut states: Vec<Noted> = base.iter().cloned().chain(noted).collect();
        if base.is_none() && states.is_empty() {
            // Killed before anything was shown.
            let mark = mark_of(&crate::sample(0));
            states.push(Noted { at: 0, mark, is_saved: true, path: path.clone(), is_others: false });
        }
        *tally.acts.entry(act.clone()).or_default() += 1;
        let last_path = states.iter().rfind(|noted| !noted.is_others).and_then(|noted| noted.path.clone());
        let found = look(folder.path(), last_path.clone())?;
        let next = judge(&found, &states, (at, last_path.as_ref()), &mut tally);
        let told = |what: String| {
            format!("{name}, kill {n} while it was about to {act}: {what}; {found:?} of {states:?}")
        };
        let next = next.map_err(told)?;
        // What was found is safe by now.
        base = next.or(base).map(|noted| Noted { at: 0, ..noted });
        for entry in crate::plans_in(folder.path()) {
            open_plan(&entry).map_err(|fault| format!("{}: {fault:?}", entry.display()))?;
        }
    }
    if 10 * tally.n_ahead > n_kills.max(20) {
        return Err(format!("{name}: {} states are not in the log", tally.n_ahead).into());
    }
    let missing: Vec<_> = ANSWERS.iter().filter(|answer| !tally.answers.contains_key(**answer)).collect();
    // A busy machine gets through fewer acts before each kill.
    if n_kills >= 100 && 3 * missing.len() > ANSWERS.len() {
        return Err(format!("{name}: nobody ever answered {missing:?}").into());
    }
    let Tally { n_offered, n_unsaved, n_ahead, most_lost, acts, answers } = tally;
    eprintln!(
        "{name}: {n_kills} kills ({n_unsaved} with unsaved work of more than a second, {n_ahead} ahead of the log), offered \
         {n_offered} times, at most {most_lost} ms lost; killed while it was about to: {acts:?}; \
         answered: {answers:?}"
    );
    Ok(())
}
