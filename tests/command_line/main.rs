//! The command line as a script sees it: exit codes, standard output and standard error of the built program.
#![expect(clippy::disallowed_methods, reason = "these tests lay out the files that the program is given")]

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

mod best;
mod foreign_text;
mod program;
#[path = "../shop/mod.rs"]
mod shop;

use program::{file_of, run, sortie, text};

const SMALL: &str = include_str!("../plans/small.sortie");
const METRICS: [&str; 10] = [
    "visits",
    "orders",
    "gmv",
    "revenue",
    "profit",
    "cash",
    "receivables",
    "stock",
    "followers",
    "subscribers",
];
const QUANTILES: [&str; 7] = ["p5", "p10", "p25", "p50", "p75", "p90", "p95"];

/// A folder with one plan of this content, and its path.
fn plan_of(content: impl AsRef<[u8]>) -> (TempDir, PathBuf) {
    file_of("shop.sortie", content)
}

fn lines(bytes: &[u8]) -> Vec<String> {
    String::from_utf8_lossy(bytes).lines().map(str::to_owned).collect()
}

fn projected(content: &str, options: &[&str]) -> Output {
    let (_folder, path) = plan_of(content);
    let output = run(&[&["project", text(&path)], options].concat());
    assert_eq!(output.status.code(), Some(0), "{:?}", lines(&output.stderr));
    assert!(output.stderr.is_empty());
    output
}

/// Gives the file at `path` to both commands and answers what they say: in 2 seconds, with exit code 1, nothing on
/// standard output, and no word that frightens.
fn refusal(path: &Path) -> Vec<String> {
    let mut told = vec![];
    for command in ["project", "check"] {
        let begin = Instant::now();
        let output = run(&[command, text(path)]);
        assert!(begin.elapsed() < Duration::from_secs(2), "{command} took {:?}", begin.elapsed());
        told = lines(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{told:?}");
        assert!(output.stdout.is_empty() && !told.is_empty());
        let frightens =
            |line: &String| ["panic", "error", "Error", "invalid"].iter().any(|word| line.contains(word));
        assert!(!told.iter().any(frightens), "{told:?}");
    }
    told
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().expect("an object").keys().map(String::as_str).collect()
}

/// Where each of the words stands for the first time; in the order of the words, or the test fails.
fn assert_in_order(json: &str, words: &[&str]) {
    let mut at = 0;
    for word in words {
        let quoted = format!("\"{word}\":");
        let found = json[at..].find(&quoted);
        at += found.unwrap_or_else(|| panic!("{word} does not come after what stands before it"));
    }
}

#[test]
fn a_projection_in_json_has_every_figure_under_its_name_and_in_order() {
    let output = projected(SMALL, &["--paths", "200"]);
    let json = String::from_utf8(output.stdout).expect("JSON is text");
    let results: Value = serde_json::from_str(&json).expect("the results are JSON");
    assert_eq!(results["months"][0], "2023-07");
    assert_eq!(results["months"].as_array().map(Vec::len), Some(12));
    assert_in_order(&json, &["months", "scenarios", "open", "none", "lean"]);
    assert_in_order(&json, &["not_eligible", "central", "mean", "quantiles", "summary"]);
    assert_in_order(&json, &[&METRICS[..], &["channel_revenue", "links", "store"]].concat());
    let summary = [
        "total_revenue",
        "total_profit",
        "revenue_kept",
        "recovery_month",
        "payback_month",
        "lowest_cash",
        "lowest_cash_month",
        "concentration",
        "runs_out_of_cash",
        "earns_most",
        "gain",
        "ahead_share",
        "is_safe",
    ];
    assert_in_order(&json, &summary);
    assert_in_order(
        &json,
        &[&["total_revenue", "mean"], &QUANTILES[..], &["never", "total_profit"]].concat(),
    );
    for scenario in ["open", "none", "lean"] {
        let scenario = &results["scenarios"][scenario];
        assert_eq!(keys(scenario).len(), 5);
        assert_eq!(keys(&scenario["summary"]).len(), summary.len());
        for table in ["central", "mean", "quantiles"] {
            let table = &scenario[table];
            assert_eq!(keys(table).len(), METRICS.len() + 1);
            assert_eq!(keys(&table["channel_revenue"]), ["links", "store"]);
            let rows = METRICS.map(|metric| &table[metric]);
            let rows = rows.into_iter().chain([&table["channel_revenue"]["links"]]);
            assert!(rows.into_iter().all(|row| row.as_array().map(Vec::len) == Some(12)));
        }
        let month = scenario["quantiles"]["revenue"][3].as_array().expect("quantiles of a month");
        let month: Vec<f64> = month.iter().filter_map(Value::as_f64).collect();
        assert!(month.len() == 7 && month.is_sorted());
    }
}

#[test]
fn a_projection_of_no_paths_tells_the_central_path_alone() {
    let output = projected(SMALL, &["--paths", "0"]);
    let results: Value = serde_json::from_slice(&output.stdout).expect("the results are JSON");
    assert_eq!(keys(&results), ["months", "scenarios"]);
    assert_eq!(keys(&results["scenarios"]["none"]).len(), 2);
    assert_eq!(results["scenarios"]["none"]["not_eligible"], Value::Array(vec![]));
    let revenue = &results["scenarios"]["open"]["central"]["channel_revenue"]["links"][0];
    let expected = 10_000.0 * 0.018 * 31.4;
    assert!(
        revenue.as_f64().is_some_and(|revenue| (revenue - expected).abs() < 1e-6 * expected),
        "{revenue}"
    );
}

#[test]
fn a_projection_in_csv_has_a_row_per_scenario_month_and_figure() {
    let output = projected(SMALL, &["--paths", "50", "--format", "csv"]);
    let mut reader = csv::Reader::from_reader(&output.stdout[..]);
    let columns = [&["scenario", "month", "metric", "central", "mean"], &QUANTILES[..]].concat();
    assert_eq!(reader.headers().expect("column names"), columns);
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    assert_eq!(rows.len(), 3 * 12 * (METRICS.len() + 2));
    assert_eq!([&rows[0][0], &rows[0][1], &rows[0][2]], ["open", "2023-07", "visits"]);
    assert_eq!(&rows[METRICS.len() + 1][2], "channel_revenue:store");
    assert_eq!([&rows[METRICS.len() + 2][1], &rows[METRICS.len() + 2][2]], ["2023-08", "visits"]);
    assert!(rows.iter().all(|row| row.iter().skip(3).all(|cell| cell.parse().is_ok_and(f64::is_finite))));

    let central = projected(SMALL, &["--paths", "0", "--format", "csv"]);
    let mut reader = csv::Reader::from_reader(&central.stdout[..]);
    assert!(
        reader
            .records()
            .all(|row| row.is_ok_and(|row| row.len() == 12 && !row[3].is_empty() && row[4].is_empty()))
    );
}

#[test]
fn both_formats_tell_the_same_figures() {
    let json = projected(SMALL, &["--paths", "40"]);
    let json: Value = serde_json::from_slice(&json.stdout).expect("the results are JSON");
    let csv = projected(SMALL, &["--paths", "40", "--format", "csv"]);
    for row in csv::Reader::from_reader(&csv.stdout[..]).records().map(|row| row.expect("a row")) {
        let scenario = &json["scenarios"][&row[0]];
        let month =
            json["months"].as_array().and_then(|months| months.iter().position(|month| month == &row[1]));
        let month = month.expect("a month of the plan");
        let pick = |table: &str| match row[2].split_once(':') {
            Some((metric, channel)) => scenario[table][metric][channel][month].clone(),
            None => scenario[table][&row[2]][month].clone(),
        };
        let quantiles = pick("quantiles");
        let figures = [pick("central"), pick("mean")]
            .into_iter()
            .chain(quantiles.as_array().cloned().unwrap_or_default());
        for (figure, cell) in figures.zip(row.iter().skip(3)) {
            assert_eq!(figure.as_f64(), cell.parse().ok());
        }
    }
}

#[test]
fn the_causes_of_a_verdict_add_up_to_what_the_closure_costs_on_average() {
    for (content, n) in [
        (include_str!("../../benches/reference.sortie"), 1),
        (include_str!("../../assets/templates/womens_wear.sortie"), 2),
    ] {
        let told: Value = serde_json::from_slice(&projected(content, &["--paths", "300"]).stdout).unwrap();
        let causes = told["verdict"]["causes"].as_object().unwrap();
        assert_eq!(causes.len(), n, "{causes:?}");
        let sum: f64 = causes.values().map(|part| part.as_f64().unwrap()).sum();
        let plan: Value = serde_json::from_str(content).unwrap();
        let open = plan["scenarios"][0]["id"].as_str().unwrap();
        let gain = told["scenarios"][open]["summary"]["gain"]["mean"].as_f64().unwrap();
        assert!((sum - gain).abs() < 1e-6 * gain.abs(), "{sum} {gain}");
    }
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    for format in ["json", "csv"] {
        let with =
            |threads| projected(SMALL, &["--paths", "700", "--threads", threads, "--format", format]).stdout;
        let one = with("1");
        assert!(with("2") == one && with("3") == one, "{format}");
        let another = projected(SMALL, &["--paths", "700", "--seed", "2", "--format", format]).stdout;
        assert!(another != one, "another seed draws other futures");
    }
}

#[test]
fn a_reader_that_leaves_early_makes_no_noise() {
    let (_folder, path) = plan_of(SMALL);
    let mut child = sortie()
        .args(["project", text(&path), "--paths", "300"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(lines(&output.stderr), [""; 0]);
}

#[cfg(target_os = "linux")]
#[test]
fn results_that_find_no_room_are_told() {
    let (_folder, path) = plan_of(SMALL);
    let full = File::options().write(true).open("/dev/full").expect("a device that is full");
    let output =
        sortie().args(["project", text(&path), "--paths", "0"]).stdout(full).output().expect("it ends");
    assert_eq!(output.status.code(), Some(1));
    assert!(lines(&output.stderr)[0].contains("room"));
}

#[test]
fn a_good_plan_is_told_to_be_good_and_left_as_it_was() {
    let (_folder, path) = plan_of(SMALL);
    let output = run(&["check", text(&path)]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(lines(&output.stdout).len(), 1);
    assert!(output.stderr.is_empty());
    assert_eq!(fs::read_to_string(&path).expect("it is still there"), SMALL);
}

#[test]
fn every_fault_of_a_plan_is_told_on_a_line_of_its_own() {
    let broken = SMALL
        .replace("\"unit_cost\": 0.35}\n  ],", "\"unit_cost\": 1.35}\n  ],")
        .replace("\"low\": 8000", "\"low\": 18000")
        .replace("\"market\": \"us\", \"surface\"", "\"market\": \"mars\", \"surface\"")
        .replace("\"horizon_months\"", "\"horizon_month\"");
    let (_folder, path) = plan_of(broken);
    let told = refusal(&path);
    for place in
        ["channels[1] store", "channels[0] links · visits", "mars", "horizon_months", "horizon_month:"]
    {
        assert!(told.iter().any(|line| line.contains(place)), "{place} in {told:#?}");
    }
    assert_eq!(told.len(), 5, "{told:#?}");
}

#[test]
fn what_is_not_a_plan_is_refused_in_words() {
    let newer = SMALL.replace("\"version\": 1", "\"version\": 3");
    let since = SMALL.replace("\"opening\": 20000", "\"opening\": 20000, \"interest_per_year\": 0.06");
    let contents: [(&str, Vec<u8>, &str); 12] = [
        ("empty", vec![], "ends before"),
        ("not JSON", b"name,visits\n1,2\n".to_vec(), "line 1"),
        ("cut short", SMALL.as_bytes()[..700].to_vec(), "ends before"),
        ("not text", vec![0xff, 0xfe, 0, 1], "not text"),
        ("another format", b"{\"format\": \"svg\"}".to_vec(), "This is no plan"),
        ("too deep", "[".repeat(100_000).into_bytes(), "deeper"),
        ("deep in a plan", SMALL.replace("20000", &"[".repeat(100_000)).into_bytes(), "deeper"),
        ("NaN", SMALL.replace("20000", "NaN").into_bytes(), "line 4"),
        ("too large a number", SMALL.replace("20000", "1e999").into_bytes(), "line 4"),
        ("newer", newer.into_bytes(), "newer Sortie"),
        ("a field since version 2", since.into_bytes(), "State version 2"),
        ("a slip of the hand", SMALL.replace("20000", "2e13").into_bytes(), "1,000,000,000,000 or less"),
    ];
    for (name, content, expected) in contents {
        let (_folder, path) = plan_of(&content);
        let told = refusal(&path);
        assert!(told.len() == 1 && told[0].contains(expected), "{name}: {told:?}");
        assert_eq!(fs::read(&path).expect("it is still there"), content, "{name} is left as it was");
    }
}

#[test]
fn a_file_with_faults_without_number_is_refused_soon() {
    let unknown: Vec<String> = (0..50_000).map(|n| format!("\"k{n}\": 0")).collect();
    let (_folder, path) =
        plan_of(SMALL.replace("\"horizon_months\"", &format!("{}, \"months\"", unknown.join(","))));
    assert!(refusal(&path).len() >= 1_000);
    let empty = vec!["{}"; 50_000].join(",");
    let (_folder, path) = plan_of(SMALL.replace("\"channels\": [", &format!("\"channels\": [{empty},")));
    assert!(refusal(&path).len() >= 1_000);
}

#[test]
fn a_plan_cut_short_anywhere_is_refused() {
    for n in (0..SMALL.trim_end().len()).step_by(97) {
        let (_folder, path) = plan_of(&SMALL.as_bytes()[..n]);
        refusal(&path);
    }
}

#[test]
fn a_file_above_64_mb_is_refused_by_its_size() {
    let (_folder, path) = plan_of("");
    let file = File::options().write(true).open(&path).expect("the file");
    file.set_len(3 << 30).expect("a file with a hole");
    assert!(refusal(&path)[0].contains("64 MB"));
}

#[test]
fn what_is_no_file_at_all_is_refused_at_once() {
    let (folder, path) = plan_of(SMALL);
    assert!(refusal(folder.path())[0].contains("is a folder"));
    assert!(refusal(&path.with_file_name("gone.sortie"))[0].contains("no file"));
    assert!(refusal(&path.join("inside.sortie"))[0].contains("no file"));
    if cfg!(unix) {
        assert!(refusal(Path::new("/dev/zero"))[0].contains("not an ordinary file"));
        let pipe = folder.path().join("pipe.sortie");
        let made = Command::new("mkfifo").arg(&pipe).status();
        assert!(made.is_ok_and(|status| status.success()), "mkfifo makes a pipe");
        assert!(refusal(&pipe)[0].contains("not an ordinary file"));
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_told_so() {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;

    let (folder, path) = plan_of(SMALL);
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).expect("a folder open to all");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).expect("a file closed to all");
    let mut command = sortie();
    if File::open(&path).is_ok() {
        // Whoever may read everything lets somebody else try.
        command.uid(65_534).gid(65_534);
    }
    let output = command.args(["check", text(&path)]).output().expect("another person starts the program");
    assert_eq!(output.status.code(), Some(1));
    assert!(lines(&output.stderr)[0].contains("does not let you read"));
}

#[test]
fn figures_beyond_counting_are_told_and_nothing_is_written() {
    // Every number lies within its range; all of them together are more than can be counted.
    let growth = vec!["{\"parameter\": \"visits\", \"factor\": 1e6}"; 50].join(", ");
    let flood = format!(
        "{{\"id\": \"flood\", \"name\": \"\", \"kind\": \"custom\", \"start\": \"2023-07\", \"adjustments\": [{growth}]}}"
    );
    let huge = SMALL
        .replace("\"order_value\": 31.4", "\"order_value\": 1e12")
        .replace("\"shocks\": [{", &format!("\"shocks\": [{flood}, {{"))
        .replace("\"shocks\": [], ", "\"shocks\": [\"flood\"], ");
    let (_folder, path) = plan_of(huge);
    let output = run(&["project", text(&path), "--paths", "0"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty() && lines(&output.stderr)[0].contains("scenario open"));
}

#[test]
fn a_wrong_command_line_ends_in_two_and_help_in_zero() {
    for arguments in
        [&["project"][..], &["project", "a", "--paths", "x"], &["--nothing"], &["check"], &["a", "b"]]
    {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stdout.is_empty() && !output.stderr.is_empty());
    }
    for arguments in [&["--help"][..], &["project", "--help"], &["check", "-h"], &["--version"]] {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        assert!(!output.stdout.is_empty() && output.stderr.is_empty());
    }
}

#[test]
fn a_mistyped_command_ends_in_the_terminal_and_without_a_screen_the_window_says_what_to_use() {
    let mistyped = run(&["frobnicate"]);
    assert_eq!(mistyped.status.code(), Some(1));
    assert!(lines(&mistyped.stderr)[0].contains("There is no file at frobnicate"));
    // Elsewhere there is always a screen, and a window would open.
    if cfg!(target_os = "linux") {
        let without_screen = run(&[]);
        assert_eq!(without_screen.status.code(), Some(1));
        assert!(String::from_utf8_lossy(&without_screen.stderr).contains("sortie project"));
    }
}

/// A folder with the files of a shop, and their paths.
fn exports(files: &[(&str, String)]) -> (TempDir, Vec<PathBuf>) {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let laid = |(name, content): &(&str, String)| {
        let path = folder.path().join(name);
        fs::write(&path, content).expect("a file for the test");
        path
    };
    let paths = files.iter().map(laid).collect();
    (folder, paths)
}

#[test]
fn files_of_shops_make_a_plan_that_has_no_faults_and_tells_what_was_found() {
    let (folder, paths) = exports(&[
        ("orders.csv", shop::shopify_orders(14)),
        ("sessions.csv", shop::shopify_sessions(14)),
        ("sources 2025-11.csv", shop::REFERRERS.to_owned()),
        ("amazon.csv", shop::amazon_date_range(14)),
        ("notes.txt", "Call the warehouse.\n".to_owned()),
    ]);
    let out = folder.path().join("fitted.sortie");
    let files: Vec<&str> = paths.iter().map(|path| text(path)).collect();
    let output = run(&[&["fit"][..], &files, &["--out", text(&out)]].concat());
    let told = lines(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{told:?}");
    assert!(output.stdout.is_empty());
    for part in [
        "notes.txt: It is text without columns",
        "Own store · United States (own_store-us, USD):",
        "Amazon · United States (amazon-us, USD):",
        "  Order value: US$",
        "from 14 whole months",
        "from where the store’s visits came",
        "  As usual: Repeat orders, Cost of goods",
        "Season: most in Nov",
        "Saved to ",
    ] {
        assert!(told.iter().any(|line| line.contains(part)), "{part} in {told:#?}");
    }
    assert_eq!(run(&["check", text(&out)]).status.code(), Some(0));
    let plan: Value = serde_json::from_slice(&fs::read(&out).expect("a plan")).expect("a plan is JSON");
    let kinds: Vec<&Value> =
        plan["channels"].as_array().expect("channels").iter().map(|it| &it["kind"]).collect();
    assert_eq!(kinds, ["amazon", "tiktok_link", "own_store"]);
    assert_eq!(plan["start"], "2025-12");
    assert_eq!(plan["channels"][0]["basis"]["commission"], "imported");
    assert!(run(&["project", text(&out), "--paths", "20"]).status.success());
}

#[test]
fn files_without_a_whole_month_make_no_plan() {
    let (folder, paths) = exports(&[("orders.csv", shop::shopify_orders(0))]);
    let out = folder.path().join("fitted.sortie");
    let output = run(&["fit", text(&paths[0]), "--out", text(&out)]);
    assert_eq!(output.status.code(), Some(1));
    assert!(lines(&output.stderr)[0].contains("whole month") && !out.exists());
    let (_other, unknown) = exports(&[("own.csv", shop::own_table(2))]);
    let output = run(&["fit", text(&unknown[0]), "--out", text(&out)]);
    assert_eq!(output.status.code(), Some(1));
    assert!(lines(&output.stderr)[0].contains("Sortie does not know") && !out.exists());
    let output = run(&["fit", "gone.csv", "--out", text(&out)]);
    assert_eq!(output.status.code(), Some(1));
    assert!(lines(&output.stderr)[0].contains("There is no file at gone.csv") && !out.exists());
}

#[test]
fn a_plan_that_cannot_be_written_is_told() {
    let (folder, paths) = exports(&[("orders.csv", shop::shopify_orders(2))]);
    let output = run(&["fit", text(&paths[0]), "--out", text(&folder.path().join("gone/fitted.sortie"))]);
    assert_eq!(output.status.code(), Some(1));
    assert!(lines(&output.stderr).last().is_some_and(|line| line.contains("folder")));
}
