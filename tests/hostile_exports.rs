//! Exports that are broken or made to do harm, given to the built program: what it says, how it ends, and how much of the
//! machine it takes.
#![expect(clippy::disallowed_methods, reason = "these tests lay out the files that the program is given")]

#[path = "../benches/speed/bombs.rs"]
mod bombs;
#[path = "../benches/speed/child.rs"]
mod child;

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use child::Took;

/// The most memory that any file may take.
const MOST_BYTES: f64 = 300e6;

/// Seconds within which a file is refused. The libraries that unpack are not optimized in test builds.
const MOST_SECONDS: f64 = if cfg!(debug_assertions) { 60.0 } else { 3.0 };

const ORDERS: &str = "Name,Financial Status,Currency,Subtotal,Shipping,Total,Created at,Lineitem name,Id\n";

fn import(paths: &[PathBuf]) -> Took {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sortie"));
    command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").env("LANG", "C").arg("import").args(paths);
    child::run(&mut command).expect("the program runs to its end")
}

fn file_of(name: &str, content: impl AsRef<[u8]>) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let path = folder.path().join(name);
    fs::write(&path, content).expect("a file for the test");
    (folder, path)
}

/// What is said of a file that is refused, line by line: nothing on standard output, and no word that frightens.
fn refused(took: &Took) -> Vec<String> {
    let said: Vec<String> = String::from_utf8_lossy(&took.said).lines().map(str::to_owned).collect();
    assert_eq!(took.status.code(), Some(1), "{said:?}");
    assert!(took.told.is_empty() && !said.is_empty());
    let frightens = |line: &String| {
        ["panic", "error", "Error", "invalid", "failed", "{"].iter().any(|word| line.contains(word))
    };
    assert!(!said.iter().any(frightens), "{said:?}");
    said
}

/// What is told of a file that is read, and what is said beside.
fn read(content: impl AsRef<[u8]>) -> (Value, String) {
    let (_folder, path) = file_of("orders.csv", content);
    let took = import(&[path]);
    let said = String::from_utf8_lossy(&took.said).into_owned();
    assert_eq!(took.status.code(), Some(0), "{said}");
    (serde_json::from_slice(&took.told).expect("what is told is JSON"), said)
}

fn order(n: u32, total: &str) -> String {
    format!("#{n},paid,USD,{total},0.00,{total},2025-11-05 10:00:00 +0000,Product,90000{n}\n")
}

#[test]
fn files_that_are_made_to_do_harm_are_refused_in_little_memory() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    for bomb in bombs::BOMBS {
        let path = folder.path().join(format!("orders.{}", bomb.extension));
        bomb.write(&path).expect("a file for the test");
        let took = import(&[path]);
        let said = refused(&took);
        assert!(said[0].contains(bomb.told), "{}: {said:?}", bomb.name);
        assert!(took.bytes < MOST_BYTES, "{} takes {:.0} MB", bomb.name, took.bytes / 1e6);
        // On a busy machine what counts is how long the program itself was at work.
        let seconds = took.seconds.min(took.at_work);
        assert!(seconds < MOST_SECONDS, "{} takes {seconds:.1} s", bomb.name);
    }
}

#[test]
fn a_file_of_the_wrong_kind_is_told_what_it_seems_to_be() {
    for (content, word) in [
        (&b"%PDF-1.7 and more"[..], "PDF"),
        (b"\x89PNG\r\n\x1a\n....", "picture"),
        (b"<!DOCTYPE html><html><body>Log in</body></html>", "web page"),
        (b"{\"format\": \"sortie-plan\", \"version\": 1}", "plan"),
        (b"Fruit,Weight\nApple,3\n", "Fruit"),
        (b"", "nothing"),
    ] {
        let (_folder, path) = file_of("orders.csv", content);
        let said = refused(&import(&[path]));
        assert!(said[0].contains(word), "{word}: {said:?}");
    }
}

#[test]
fn numbers_of_orders_that_a_spreadsheet_rounded_are_refused_with_row_and_column() {
    let text = ORDERS.to_owned() + &order(1, "5.00") + "#2,paid,USD,5,0,5,2025-11-05,Product,1.23457E+17\n";
    let (_folder, path) = file_of("orders.csv", text);
    let said = refused(&import(&[path]));
    for word in ["3", "Id", "1.23457E+17"] {
        assert!(said[0].contains(word), "{said:?}");
    }
}

#[test]
fn an_amount_that_is_none_is_left_out_with_its_place_and_the_rest_is_read() {
    let text = ORDERS.to_owned() + &order(1, "5.00") + &order(2, "1e309") + &order(3, "7.00");
    let (told, said) = read(text);
    assert_eq!((&told["files"][0]["rows"], &told["files"][0]["used"]), (&3.into(), &2.into()));
    assert_eq!(told["files"][0]["excluded"]["unreadable"], 1);
    assert_eq!(told["months"][0]["revenue"], 12.0);
    assert!(said.contains("1e309") && said.contains('3') && said.contains("Subtotal"), "{said}");
}

#[test]
fn zero_bytes_and_a_cut_letter_take_nothing_with_them() {
    let mut bytes = (ORDERS.to_owned() + &order(1, "5.00\0") + &order(2, "\t7.00 ")).into_bytes();
    bytes.extend("#3,paid,USD,1.00,0.00,1.00,2025-11-05 10:00:00 +0000,订".as_bytes());
    bytes.pop();
    let (told, said) = read(bytes);
    assert_eq!(told["months"][0]["revenue"], 13.0);
    assert!(!said.is_empty());
}

#[test]
fn a_good_file_beside_a_bad_one_is_read() {
    let (folder, good) = file_of("orders.csv", ORDERS.to_owned() + &order(1, "5.00"));
    let bad = folder.path().join("page.csv");
    fs::write(&bad, "<html><body>Log in</body></html>").expect("a file for the test");
    let took = import(&[bad, good]);
    let said = String::from_utf8_lossy(&took.said).into_owned();
    assert_eq!(took.status.code(), Some(0), "{said}");
    assert!(said.contains("page.csv") && said.contains("web page"), "{said}");
    let told: Value = serde_json::from_slice(&took.told).expect("what is told is JSON");
    assert_eq!(told["months"][0]["revenue"], 5.0);
}

/// Bytes that an order takes while files are read: two million of them and the program itself stay below [`MOST_BYTES`].
const MOST_BYTES_OF_AN_ORDER: f64 = 133.0;

/// What the program takes to read so many orders as so many files, their numbers all different.
fn orders_in(n_orders: u32, n_files: u32) -> Took {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let mut paths = vec![];
    for file in 0..n_files {
        let mut content = ORDERS.to_owned();
        (0..n_orders).filter(|n| n % n_files == file).for_each(|n| content.push_str(&order(n, "12.34")));
        let path = folder.path().join(format!("orders {file}.csv"));
        fs::write(&path, content).expect("a file for the test");
        paths.push(path);
    }
    let took = import(&paths);
    let told: Value = serde_json::from_slice(&took.told).expect("what is told is JSON");
    assert_eq!(told["months"][0]["orders"], n_orders, "every order counts once");
    took
}

#[test]
fn two_million_orders_would_fit_into_the_memory_that_a_file_may_take() {
    const ORDERS: u32 = 300_000;
    let before = orders_in(300, 1).bytes;
    // Files of several are looked up in a list of 16 bytes an order, with as much again for what is put together.
    for (n_files, more) in [(1, 0.0), (3, 32.0)] {
        let took = (orders_in(ORDERS, n_files).bytes - before) / f64::from(ORDERS);
        let most = MOST_BYTES_OF_AN_ORDER + more;
        assert!(took < most, "an order of {n_files} files takes {took:.0} bytes, of at most {most}");
    }
}
