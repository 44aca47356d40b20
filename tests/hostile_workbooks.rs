//! Workbooks and archives that are made to end the program, to fill the machine or to keep it busy: each is answered in
//! words, soon and in little memory, and reading it stops as soon as nobody waits.
#![cfg(unix)]
#![expect(clippy::disallowed_methods, reason = "these tests lay out the files that the program is given")]

#[path = "hostile_workbooks/archives.rs"]
mod archives;
#[path = "../benches/speed/child.rs"]
mod child;
#[path = "hostile_workbooks/made.rs"]
mod made;
#[path = "hostile_workbooks/old.rs"]
mod old;
#[path = "hostile_workbooks/workbooks.rs"]
mod workbooks;

use std::fs;
use std::io::Cursor;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use sortie_engine::import::{ImportInput, ImportSettings, import};
use sortie_engine::watch::Watch;

use made::HostileFile;

/// The most memory that any file may take.
const MOST_BYTES: f64 = 300e6;
/// Seconds within which a file is answered.
const MOST_SECONDS: f64 = 3.0;
/// Seconds within which reading stops once nobody waits.
const MOST_SECONDS_TO_STOP: f64 = 1.0;
/// Kilobytes of addresses that the program may ask for: who asks for more has lost at once, and nobody's machine with it.
const MOST_ASKED: u32 = 2_000_000;

/// How long the longest parts are, in megabytes: as long as they may be with `SORTIE_HOSTILE=full`.
fn megabytes() -> usize {
    if is_full() { 150 } else { 24 }
}

fn is_full() -> bool {
    std::env::var("SORTIE_HOSTILE").is_ok_and(|said| said == "full")
}

/// All of them, kind by kind, so that one kind alone is held in memory.
fn kinds() -> Vec<fn() -> Vec<HostileFile>> {
    vec![
        workbooks::counts,
        workbooks::places,
        workbooks::looks,
        || workbooks::lengths(megabytes()),
        || workbooks::shared(megabytes()),
        workbooks::entities,
        archives::lies,
        archives::cut,
        || archives::bombs(megabytes()),
        archives::kinds,
        // A workbook may have sixty megabytes; an empty record has four bytes.
        || old::books(megabytes().min(45) * 250_000),
    ]
}

/// Where a process of its own lays out the files: one that has held them would pass for having taken as much memory
/// itself, and so would all that it starts.
const FOLDER: &str = "SORTIE_HOSTILE_FOLDER";

/// What each file is, line by line: how it is called, and what is wrong with it.
const NAMES: &str = "names";

/// Runs a test of this file in a process of its own.
fn in_another_process(test: &str, folder: &Path) {
    let this = std::env::current_exe().expect("where this program is");
    let ran = Command::new(this).args(["--exact", test, "--nocapture"]).env(FOLDER, folder).output();
    let ran = ran.expect("this program starts");
    let said = [ran.stdout, ran.stderr].concat();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&said));
}

fn lay_out(folder: &Path) {
    let mut names = String::new();
    for (n, file) in kinds().into_iter().flat_map(|kind| kind()).enumerate() {
        let called = format!("{n}.{}", file.ending);
        fs::write(folder.join(&called), &file.bytes).expect("a file for the test");
        names += &format!("{called}\t{}\n", file.name.replace(['\n', '\t'], " "));
    }
    fs::write(folder.join(NAMES), names).expect("a file for the test");
}

/// What the program says of a file, or what is wrong with how it ends; how long it takes, and in how much memory.
#[expect(clippy::print_stdout, reason = "a long run is asked what each file took")]
fn faults_of(path: &Path, name: &str) -> Vec<String> {
    let mut command = Command::new("sh");
    command.args(["-c", &format!("ulimit -v {MOST_ASKED}; exec \"$0\" import \"$1\"")]);
    command.arg(env!("CARGO_BIN_EXE_sortie")).arg(path);
    command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").env("LANG", "C");
    let took = child::run(&mut command).expect("the program runs to its end");
    let said = String::from_utf8_lossy(&took.said);
    // On a busy machine what counts is how long the program itself was at work.
    let seconds = took.seconds.min(took.at_work);
    if is_full() {
        println!(
            "{seconds:6.2} s {:5.0} MB  {}: {}",
            took.bytes / 1e6,
            name,
            said.lines().next().unwrap_or("read")
        );
    }
    let mut faults = vec![];
    let mut amiss = |is_so: bool, what: String| faults.extend(is_so.then(|| format!("{name}: {what}")));
    amiss(!matches!(took.status.code(), Some(0 | 1)), format!("ends with {:?}: {said}", took.status));
    amiss(took.status.code() == Some(1) && said.trim().is_empty(), "ends without a word".to_owned());
    amiss(took.status.code() == Some(0) && took.told.is_empty(), "tells nothing".to_owned());
    amiss(said.contains("panic") || said.contains("memory allocation"), said.clone().into_owned());
    amiss(took.bytes > MOST_BYTES, format!("takes {:.0} MB", took.bytes / 1e6));
    amiss(seconds > MOST_SECONDS, format!("takes {seconds:.1} s"));
    faults
}

#[test]
fn each_is_answered_in_words_within_seconds_and_in_little_memory() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        lay_out(Path::new(&folder));
        return;
    }
    let folder = tempfile::tempdir().expect("a folder for the test");
    in_another_process("each_is_answered_in_words_within_seconds_and_in_little_memory", folder.path());
    let names = fs::read_to_string(folder.path().join(NAMES)).expect("the names of the files");
    let (mut n, mut faults) = (0, vec![]);
    for (file, name) in names.lines().filter_map(|line| line.split_once('\t')) {
        n += 1;
        faults.extend(faults_of(&folder.path().join(file), name));
    }
    assert!(n >= 60, "{n} files");
    assert!(faults.is_empty(), "of {n} files:\n{}", faults.join("\n"));
}

/// Somebody who stops waiting after a while.
struct Impatient {
    until: Instant,
}

impl Watch for Impatient {
    fn is_stale(&self) -> bool {
        Instant::now() >= self.until
    }

    fn note(&self, _: f64) {}
}

#[test]
fn reading_any_of_them_stops_as_soon_as_nobody_waits() {
    if std::env::var_os(FOLDER).is_none() {
        let here = Path::new(".");
        return in_another_process("reading_any_of_them_stops_as_soon_as_nobody_waits", here);
    }
    let mut faults = vec![];
    for kind in kinds() {
        for file in kind() {
            for patience in [Duration::ZERO, Duration::from_millis(100)] {
                let until = Instant::now() + patience;
                let content = Box::new(Cursor::new(file.bytes.clone()));
                let inputs = vec![ImportInput { name: file.name.clone(), content, written: None }];
                let told = import(inputs, &ImportSettings::default(), &Impatient { until });
                assert!(!told.files.is_empty(), "{}", file.name);
                let late = Instant::now().saturating_duration_since(until).as_secs_f64();
                if late > MOST_SECONDS_TO_STOP {
                    faults.push(format!("{} goes on for {late:.1} s", file.name));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
