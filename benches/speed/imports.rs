//! A year's million rows of orders, read by the command line beside the programs that an analyst would take, and files
//! that are made to do harm.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::bombs::BOMBS;
use crate::child::{Took, run as run_child};
use crate::orders;
use crate::say;
use crate::table::{Table, megabytes, times};

const PROGRAM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/peers/orders_peer.py");
const ROWS: u64 = 1_000_000;
/// Runs of each program, turn by turn.
const TURNS: usize = 3;

/// What must hold: seconds and bytes of the whole, seconds beside the faster peer.
const MOST_SECONDS: f64 = 10.0;
const MOST_BYTES: f64 = 300e6;
const MOST_TIMES: f64 = 3.0;
/// And for a file that does harm.
const MOST_SECONDS_OF_A_BOMB: f64 = 3.0;

/// The figures that are compared.
const FIGURES: [&str; 6] = ["orders", "units", "revenue", "refunds", "refund_orders", "tax"];

type Months = BTreeMap<String, [f64; 6]>;

/// The fastest of several runs, and the most memory of all.
struct Best {
    name: String,
    seconds: f64,
    at_work: f64,
    bytes: f64,
    months: Months,
}

/// Prints how long the import of a million rows takes and how much memory, beside Polars and DuckDB.
pub fn run() -> Result<(), String> {
    let folder = folder()?;
    let path = folder.path().join("orders.csv");
    let written = File::create(&path).and_then(|file| {
        let mut out = BufWriter::new(file);
        orders::write(&mut out, ROWS).and_then(|()| out.flush())
    });
    written.map_err(|fault| format!("no file of orders: {fault}"))?;
    let bytes = path.metadata().map_or(0.0, |file| file.len() as f64);
    say(&format!("{ROWS} rows of Shopify orders, {}", megabytes(bytes)));
    let peers: Vec<&str> = ["polars", "duckdb"].into_iter().filter(|name| is_there(name)).collect();
    let mut best: Vec<Option<Best>> = vec![];
    best.resize_with(1 + peers.len(), || None);
    for _ in 0..TURNS {
        take(&mut best[0], "sortie import", &mut sortie(&path))?;
        for (best, name) in best[1..].iter_mut().zip(&peers) {
            let mut command = Command::new("python3");
            take(best, name, command.arg(PROGRAM).arg(name).arg(&path))?;
        }
    }
    let best: Vec<Best> = best.into_iter().flatten().collect();
    tell(&best)
}

fn folder() -> Result<TempDir, String> {
    tempfile::tempdir().map_err(|fault| format!("no folder for the files: {fault}"))
}

fn sortie(path: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sortie"));
    command.arg("import").arg(path).env("LANG", "C");
    command
}

/// Whether this machine's Python has the package.
fn is_there(name: &str) -> bool {
    let mut import = Command::new("python3");
    import.args(["-c", &format!("import {name}")]);
    import.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let is_there = import.status().is_ok_and(|status| status.success());
    if !is_there {
        say(&format!("Left out: there is no python3 with {name}."));
    }
    is_there
}

/// Runs a program once more and keeps the better of what it took.
fn take(best: &mut Option<Best>, name: &str, command: &mut Command) -> Result<(), String> {
    let Took { seconds, bytes, at_work, status, told, said } = run_child(command)?;
    if !status.success() {
        return Err(format!("{name} did not come to a good end: {}", String::from_utf8_lossy(&said)));
    }
    let told: Value =
        serde_json::from_slice(&told).map_err(|fault| format!("{name} tells no JSON: {fault}"))?;
    let version = told["version"].as_str().map_or(String::new(), |version| format!(" {version}"));
    let months = months_of(&told).ok_or_else(|| format!("{name} does not tell every figure"))?;
    let new = Best { name: format!("{name}{version}"), seconds, at_work, bytes, months };
    *best = Some(match best.take() {
        None => new,
        Some(old) => Best {
            seconds: old.seconds.min(new.seconds),
            at_work: old.at_work.min(new.at_work),
            bytes: old.bytes.max(new.bytes),
            ..new
        },
    });
    Ok(())
}

fn months_of(told: &Value) -> Option<Months> {
    let month = |told: &Value| {
        let mut figures = [0.0; 6];
        for (figure, name) in figures.iter_mut().zip(FIGURES) {
            *figure = told[name].as_f64()?;
        }
        Some((told["month"].as_str()?.to_owned(), figures))
    };
    told["months"].as_array()?.iter().map(month).collect()
}

fn tell(best: &[Best]) -> Result<(), String> {
    let Some((own, peers)) = best.split_first() else { return Err("nothing was run".to_owned()) };
    let mut table = Table::new(&["", "seconds", "at work", "peak", "sortie: seconds", "peak"]);
    for one in best {
        table.line([
            one.name.clone(),
            format!("{:.2}", one.seconds),
            format!("{:.2}", one.at_work),
            megabytes(one.bytes),
            times(own.seconds / one.seconds),
            times(own.bytes / one.bytes),
        ]);
    }
    table.print();
    for peer in peers {
        for (month, figures) in &own.months {
            let theirs = peer.months.get(month).ok_or_else(|| format!("{} has no {month}", peer.name))?;
            if figures.iter().zip(theirs).any(|(own, other)| (own - other).abs() > 0.006) {
                return Err(format!("{} tells another {month}: {figures:?}, {theirs:?}", peer.name));
            }
        }
        if peer.months.len() != own.months.len() {
            return Err(format!("{} tells {} months", peer.name, peer.months.len()));
        }
    }
    say(&format!("The figures of all {} months are the same to the cent.", own.months.len()));
    let fastest = peers.iter().map(|peer| peer.seconds).fold(f64::INFINITY, f64::min);
    let leanest = peers.iter().map(|peer| peer.bytes).fold(f64::INFINITY, f64::min);
    let holds = own.seconds < MOST_SECONDS
        && own.bytes < MOST_BYTES.min(leanest)
        && own.seconds < MOST_TIMES * fastest;
    if holds { Ok(()) } else { Err("the import takes more than it may".to_owned()) }
}

/// Prints what it takes to refuse files that are made to do harm.
pub fn run_bombs() -> Result<(), String> {
    let folder = folder()?;
    let mut table = Table::new(&["sortie import", "on the disk", "seconds", "peak"]);
    let (mut words, mut broken) = (vec![], vec![]);
    for bomb in BOMBS {
        let path = folder.path().join(format!("orders.{}", bomb.extension));
        bomb.write(&path).map_err(|fault| format!("no file for {}: {fault}", bomb.name))?;
        let length = path.metadata().map_or(0.0, |file| file.len() as f64);
        let took = run_child(&mut sortie(&path))?;
        let said = String::from_utf8_lossy(&took.said).into_owned();
        let first = said.lines().next().unwrap_or_default();
        let is_refused = took.status.code() == Some(1) && took.told.is_empty() && said.contains(bomb.told);
        if !is_refused || took.seconds > MOST_SECONDS_OF_A_BOMB || took.bytes > MOST_BYTES {
            broken.push(format!("{}: {said}", bomb.name));
        }
        table.line([
            bomb.name.to_owned(),
            megabytes(length),
            format!("{:.2}", took.seconds),
            megabytes(took.bytes),
        ]);
        words.push(format!("{}: {first}", bomb.name));
    }
    table.print();
    words.iter().for_each(|line| say(line));
    if broken.is_empty() { Ok(()) } else { Err(broken.join("\n")) }
}
