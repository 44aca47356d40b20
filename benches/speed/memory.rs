//! How much of a seller's machine a projection fills, seen from outside while the program runs.

use std::fs::File;
use std::io::Write;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use sortie_engine::plan::write;

use crate::job;
use crate::machine::first_line;
use crate::peer;
use crate::say;
use crate::table::{Table, megabytes, times};

/// How often the program is looked at. It frees nothing before it writes its results, so that little is missed.
const EVERY: Duration = Duration::from_micros(200);
/// Runs of what is over so soon that a look may come too early.
const AGAIN: usize = 5;

/// Bytes at the peak, where this system tells them, and seconds.
struct Peak {
    bytes: Option<f64>,
    seconds: f64,
}

/// Prints the peak memory of the command line on the reference plan.
pub fn run() -> Result<(), String> {
    let mut table = Table::new(&["", "seconds", "peak", "over the central path alone"]);
    let mut least = peak_of(&mut sortie(job::FILE, 0))?;
    for _ in 1..AGAIN {
        let again = peak_of(&mut sortie(job::FILE, 0))?;
        least.bytes = least.bytes.zip(again.bytes).map(|(one, other)| one.max(other));
    }
    line(&mut table, "sortie project, the central path alone", &least, &least);
    line(&mut table, "sortie project, 10,000 paths", &peak_of(&mut sortie(job::FILE, 10_000))?, &least);
    line(&mut table, "sortie project, 20,000 paths", &peak_of(&mut sortie(job::FILE, 20_000))?, &least);
    if peer::why_not().is_none() {
        line(&mut table, "the NumPy program, 10,000 paths", &peak_of(&mut peer::command())?, &least);
    }
    table.print();
    Ok(())
}

/// Prints the peak memory on the largest plan, which must not grow with paths.
pub fn run_large() -> Result<(), String> {
    let plan = job::largest();
    let bytes = write(&plan).ok_or("the largest plan cannot be written")?;
    let folder = tempfile::tempdir().map_err(|fault| format!("no folder for the plan: {fault}"))?;
    let path = folder.path().join("largest.sortie");
    let written = File::create(&path).and_then(|mut file| file.write_all(&bytes));
    written.map_err(|fault| format!("no file for the plan: {fault}"))?;
    let file = path.to_str().ok_or("temporary folders have plain names")?;
    let (channels, months, scenarios) = (plan.channels.len(), plan.horizon_months, plan.scenarios.len());
    say(&format!("{channels} channels, {months} months, {scenarios} scenarios."));
    let mut table = Table::new(&["sortie project", "seconds", "peak", "over 20,000 paths"]);
    let least = peak_of(&mut sortie(file, 20_000))?;
    line(&mut table, "20,000 paths", &least, &least);
    line(&mut table, "100,000 paths", &peak_of(&mut sortie(file, 100_000))?, &least);
    table.print();
    Ok(())
}

fn line(table: &mut Table, name: &str, peak: &Peak, least: &Peak) {
    let ratio = peak.bytes.zip(least.bytes).map(|(own, least)| times(own / least));
    table.line([
        name.to_owned(),
        format!("{:.2}", peak.seconds),
        peak.bytes.map_or("not measured".to_owned(), megabytes),
        ratio.unwrap_or_default(),
    ]);
}

/// The program on a plan.
fn sortie(file: &str, n_paths: usize) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sortie"));
    command.args(["project", file, "--paths", &n_paths.to_string()]).stdin(Stdio::null());
    command
}

/// Runs a program and watches it.
fn peak_of(command: &mut Command) -> Result<Peak, String> {
    let begin = Instant::now();
    let child = command.stdout(Stdio::null()).spawn();
    let mut child = child.map_err(|fault| format!("a program did not start: {fault}"))?;
    let status = format!("/proc/{}/status", child.id());
    let mut bytes: Option<f64> = None;
    loop {
        // The system keeps the highest mark itself; it is gone once the program has ended.
        if let Some(mark) = first_line(&status, "VmHWM").and_then(|text| kilobytes(&text)) {
            bytes = Some(bytes.unwrap_or(0.0).max(mark * 1024.0));
        }
        match child.try_wait() {
            Ok(None) => sleep(EVERY),
            Ok(Some(status)) if status.success() => break,
            _ => return Err(format!("it did not come to a good end: {command:?}")),
        }
    }
    Ok(Peak { bytes, seconds: begin.elapsed().as_secs_f64() })
}

/// The number before the unit that the system writes behind it.
fn kilobytes(text: &str) -> Option<f64> {
    text.split_whitespace().next()?.parse().ok()
}
