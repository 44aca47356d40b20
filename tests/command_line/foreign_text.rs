//! Text that others have written, in plans, exports, archives and paths: whatever it holds, no terminal obeys it, and no
//! way out that is closed makes the program fall.

#[cfg(target_os = "linux")]
use std::fs;
use std::io::{Cursor, Write};
use std::process::Output;
#[cfg(target_os = "linux")]
use std::process::{Command, Stdio};

use crate::program::{file_of, run, text};
use serde_json::Value;

const SMALL: &str = include_str!("../plans/small.sortie");

/// What colors a terminal, rings it, turns letters round, and begins a line that seems to be the program's.
const FOREIGN: &str = "\u{1b}[31m\u{7}\u{9b}2J\u{202e}\u{7f}\nsortie: all is well\r\u{2066}";

/// Nothing that was written commands a terminal, and no line of it is somebody else's.
fn assert_harmless(what: &str, output: &Output) {
    assert!(matches!(output.status.code(), Some(0..=2)), "{what}: {:?}", output.status);
    for written in [&output.stdout, &output.stderr] {
        let written = String::from_utf8_lossy(written);
        let does_harm = |c: char| {
            c.is_control() && c != '\n' || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        assert!(!written.contains(does_harm), "{what}: {written:?}");
        assert!(!written.lines().any(|line| line.starts_with("sortie: all is well")), "{what}: {written:?}");
        assert!(!written.contains("panicked"), "{what}: {written}");
    }
}

/// Every text and every key of a value, by how it is reached.
fn places(value: &Value, at: &str, found: &mut Vec<(String, Option<String>)>) {
    match value {
        Value::String(_) => found.push((at.to_owned(), None)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(n, item)| places(item, &format!("{at}/{n}"), found));
        }
        Value::Object(fields) => fields.iter().for_each(|(key, value)| {
            found.push((at.to_owned(), Some(key.clone())));
            places(value, &format!("{at}/{key}"), found);
        }),
        _ => {}
    }
}

#[test]
fn no_text_of_a_plan_commands_the_terminal_wherever_it_stands() {
    let plan: Value = serde_json::from_str(SMALL).expect("the plan is JSON");
    let mut found = vec![];
    places(&plan, "", &mut found);
    // Of many like places one tells as much as all: those of the same name.
    let kind = |(at, key): &(String, Option<String>)| {
        (at.rsplit('/').find(|step| step.parse::<usize>().is_err()).map(str::to_owned), key.clone())
    };
    let mut seen = std::collections::BTreeSet::new();
    found.retain(|place| seen.insert(kind(place)));
    assert!(found.len() > 40, "{} places", found.len());
    for (at, key) in found {
        let mut changed = plan.clone();
        let place = changed.pointer_mut(&at).expect("it is there");
        match (&key, place) {
            (None, Value::String(text)) => text.push_str(FOREIGN),
            (Some(key), Value::Object(fields)) => {
                let value = fields.remove(key).expect("it is there");
                fields.insert(format!("{key}{FOREIGN}"), value);
            }
            _ => panic!("{at} is no text"),
        }
        let (_folder, path) = file_of("shop.sortie", changed.to_string());
        assert_harmless(&format!("{at} {key:?}"), &run(&["check", text(&path)]));
    }
}

#[test]
fn names_of_a_plan_that_is_projected_are_written_harmlessly_and_mean_the_same() {
    let ids = ["links", "store", "lean"];
    let foreign = serde_json::to_string(FOREIGN).expect("JSON");
    let foreign = foreign.trim_matches('"');
    let plan = ids
        .iter()
        .fold(SMALL.to_owned(), |plan, id| plan.replace(&format!("\"{id}\""), &format!("\"{id}{foreign}\"")));
    let (_folder, path) = file_of("shop.sortie", plan);
    for options in [["--format", "json"], ["--format", "csv"]] {
        let output = run(&[&["project", text(&path), "--paths", "20"], &options[..]].concat());
        assert_harmless(options[1], &output);
        if output.status.success() && options[1] == "json" {
            let told: Value = serde_json::from_slice(&output.stdout).expect("JSON");
            assert!(told["scenarios"].get(format!("lean{FOREIGN}")).is_some());
        }
    }
}

#[test]
fn no_name_of_a_file_an_entry_or_a_column_commands_the_terminal() {
    let orders = "Name,Financial Status,Currency,Subtotal,Shipping,Total,Created at,Lineitem name,Id\n";
    let amount = format!(
        "{orders}#1,paid,USD,\"{FOREIGN}\",0,5,2025-11-05,Product,1\n#2,paid,USD,5,0,5,2025-11-05,P,2\n"
    );
    let unknown = format!("Fruit,\"{FOREIGN}\"\nApple,3\n");
    let mut archive = zip::ZipWriter::new(Cursor::new(vec![]));
    for (name, content) in [("a", unknown.as_str()), ("b", amount.as_str()), ("c", "")] {
        let options = zip::write::SimpleFileOptions::default();
        archive.start_file(format!("{name}{FOREIGN}.csv"), options).expect("an entry");
        archive.write_all(content.as_bytes()).expect("room in memory");
    }
    let archive = archive.finish().expect("an archive").into_inner();
    let name = if cfg!(unix) { format!("x{}.zip", FOREIGN.replace('/', "")) } else { "x.zip".to_owned() };
    let (folder, path) = file_of(&name, &archive);
    let out = folder.path().join(format!("none{}", if cfg!(unix) { FOREIGN } else { "" })).join("out.sortie");
    for arguments in [
        &["import", text(&path)][..],
        &["fit", text(&path), "--out", text(&out)],
        &["check", text(&path)],
        &["project", text(&path)],
        &["import", text(&out)],
        &["sample", &format!("x{FOREIGN}")],
        &[text(&out)],
    ] {
        assert_harmless(&format!("{arguments:?}"), &run(arguments));
    }
}

/// Ways out that take nothing: gone, full and closed.
#[cfg(target_os = "linux")]
#[test]
fn an_output_that_is_closed_or_full_is_an_exit_code_for_every_command() {
    let (folder, plan) = file_of("shop.sortie", SMALL);
    let orders = "Name,Financial Status,Currency,Subtotal,Shipping,Total,Created at,Lineitem name,Id\n#1,paid,USD,5,0,5,2025-11-05,Product,1\n";
    let export = folder.path().join("orders.csv");
    fs::write(&export, orders).expect("a file for the test");
    let missing = folder.path().join("none.sortie");
    for command in [
        format!("project {} --paths 20", text(&plan)),
        format!("project {} --paths 20 --format csv", text(&plan)),
        format!("check {}", text(&plan)),
        format!("import {}", text(&export)),
        "sample".to_owned(),
        "sample platform_exit".to_owned(),
        "--help".to_owned(),
        "--nonsense".to_owned(),
        format!("check {}", text(&missing)),
    ] {
        for way in [
            "| true",
            "| head -c 1 >/dev/null",
            ">&-",
            "2>&-",
            ">&- 2>&-",
            ">/dev/full",
            "2>/dev/full",
            ">/dev/full 2>/dev/full",
        ] {
            let log = folder.path().join("log");
            let program = env!("CARGO_BIN_EXE_sortie");
            // The code of the program itself, whatever stands behind it in the line.
            let line = format!("{{ {program} {command}; echo $? >{}; }} {way}", text(&log));
            let ran = Command::new("sh").args(["-c", &line]).stdin(Stdio::null()).output().expect("a shell");
            let code = fs::read_to_string(&log).expect("how it ended");
            let said = String::from_utf8_lossy(&ran.stderr);
            assert!(["0", "1", "2"].contains(&code.trim()), "{command} {way}: {code}");
            assert!(!said.contains("panicked"), "{command} {way}: {said}");
        }
    }
}
