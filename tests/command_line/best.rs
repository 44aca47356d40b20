//! `sortie best` as a script sees it: what is told is what `sortie project` gives for the plan that is written.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::program::{run, text};

const SHOP: &str = include_str!("../plans/choosing.sortie");
/// Four months and three scales: few enough to be quick.
const NARROW: [&str; 6] = ["--from", "2024-02", "--to", "2024-05", "--scales", "0.5,1,2"];

/// A folder with the shop, and what is written beside it.
struct ShopFolder {
    folder: TempDir,
    shop: PathBuf,
}

impl ShopFolder {
    fn with(plan: &Value) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let shop = folder.path().join("shop.sortie");
        fs::write(&shop, plan.to_string()).expect("a file for the test");
        Self { folder, shop }
    }

    fn new() -> Self {
        Self::with(&shop())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn best(&self, options: &[&str]) -> Output {
        run(&[&["best", text(&self.shop)], &NARROW[..], options].concat())
    }

    fn json(&self, options: &[&str]) -> Value {
        let output = self.best(&[options, &["--format", "json"]].concat());
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        serde_json::from_slice(&output.stdout).expect("the answer is JSON")
    }
}

fn shop() -> Value {
    serde_json::from_str(SHOP).expect("the plan is JSON")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The summary of scenario `best` of a plan, in the futures that an answer was told in.
fn projected(plan: &Path, told: &Value) -> Value {
    let (paths, seed) = (told["paths"].to_string(), told["seed"].to_string());
    let output = run(&["project", text(plan), "--paths", &paths, "--seed", &seed, "--metrics", "profit"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let results: Value = serde_json::from_slice(&output.stdout).expect("the results are JSON");
    results["scenarios"]["best"]["summary"].clone()
}

fn figure(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

fn assert_same(a: &Value, b: &Value) {
    assert_eq!(figure(a).to_bits(), figure(b).to_bits(), "{a} is not {b}");
}

#[test]
fn the_plan_that_is_written_gives_the_figures_that_were_told() {
    let (folder, out) = (ShopFolder::new(), "best.sortie");
    let goals = ["typical", "expected", "revenue-kept"];
    for goal in goals {
        let out = folder.path(out);
        let answer = folder.json(&["--goal", goal, "--seed", "3", "--budget", "40000", "--out", text(&out)]);
        let (best, summary) = (&answer["best"], projected(&out, &answer["told"]));
        assert!(best["strategies"].as_array().is_some_and(|all| !all.is_empty()), "{goal}: {best}");
        for name in ["p10", "p50", "mean", "p90"] {
            assert_same(&best["gain"][name], &summary["gain"][name]);
        }
        assert_same(&best["ahead_share"], &summary["ahead_share"]);
        assert_same(&best["runs_out_of_cash"], &summary["runs_out_of_cash"]);
        assert_same(
            &best["goal"],
            match goal {
                "typical" => &summary["gain"]["p50"],
                "expected" => &summary["total_profit"]["mean"],
                _ => &summary["revenue_kept"]["mean"],
            },
        );
        let written: Value = serde_json::from_slice(&fs::read(&out).unwrap()).unwrap();
        let moved = |chosen: &&Value| chosen["start"] != "2024-03" || chosen["scale"] != 1.0;
        let copies = best["strategies"].as_array().unwrap().iter().filter(moved).count();
        let ids: Vec<&str> =
            written["strategies"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap()).collect();
        assert_eq!(ids.len(), shop()["strategies"].as_array().unwrap().len() + copies, "{ids:?}");
    }
}

#[test]
fn a_ready_made_strategy_that_is_chosen_is_written_and_gives_what_was_told() {
    let folder = ShopFolder::new();
    let out = folder.path("best.sortie");
    let options =
        ["--ready", "owned_list", "--ready", "multi_platform", "--must", "owned_list", "--out", text(&out)];
    let answer = folder.json(&options);
    let chosen = answer["best"]["strategies"].as_array().unwrap();
    assert!(chosen.iter().any(|it| it["id"] == "owned_list"), "{chosen:?}");
    assert_same(&answer["best"]["gain"]["p50"], &projected(&out, &answer["told"])["gain"]["p50"]);
    let written: Value = serde_json::from_slice(&fs::read(&out).unwrap()).unwrap();
    let ids: Vec<&Value> = written["strategies"].as_array().unwrap().iter().map(|it| &it["id"]).collect();
    assert!(ids.contains(&&json!("owned_list-best")) && !ids.contains(&&json!("owned_list")), "{ids:?}");
}

#[test]
fn the_worth_of_a_rule_is_what_two_plans_differ_by() {
    let folder = ShopFolder::new();
    let out = folder.path("best.sortie");
    let mut n_stops = 0;
    for goal in ["typical", "expected"] {
        let answer = folder.json(&["--goal", goal, "--must", "posts", "--rules", "--out", text(&out)]);
        let of = |summary: &Value| match goal {
            "typical" => figure(&summary["gain"]["p50"]),
            _ => figure(&summary["total_profit"]["mean"]),
        };
        let before = of(&projected(&out, &answer["told"]));
        for rule in answer["rules"].as_array().unwrap().iter().filter(|rule| rule["stop_when"].is_object()) {
            n_stops += 1;
            let mut ruled: Value = serde_json::from_slice(&fs::read(&out).unwrap()).unwrap();
            let id = rule["strategy"].as_str().unwrap();
            let chosen =
                &ruled["scenarios"].as_array().unwrap().iter().find(|it| it["id"] == "best").unwrap();
            let own = [id.to_owned(), format!("{id}-best")];
            let own = own
                .into_iter()
                .find(|own| chosen["strategies"].as_array().unwrap().contains(&json!(own)))
                .unwrap();
            let strategies = ruled["strategies"].as_array_mut().unwrap();
            strategies.iter_mut().find(|it| it["id"] == own).unwrap()["stop_when"] =
                rule["stop_when"].clone();
            let path = folder.path("ruled.sortie");
            fs::write(&path, ruled.to_string()).unwrap();
            let worth = of(&projected(&path, &answer["told"])) - before;
            assert_eq!(worth.to_bits(), figure(&rule["worth"]).to_bits(), "{goal}: {rule}");
            assert!(worth > 0.0 && figure(&rule["fires_share"]) > 0.0);
            let wrongly = figure(&rule["wrongly_fires_share"]);
            assert!(wrongly <= figure(&rule["fires_share"]), "{rule}");
        }
    }
    assert!(n_stops > 0, "posts that may come to nothing are worth a rule");
}

#[test]
fn any_number_of_threads_finds_the_same_bytes() {
    let folder = ShopFolder::new();
    let with = |threads: &str| {
        let options =
            ["--rules", "--cash-floor", "-5000", "--chance", "0.3", "--format", "json", "--threads", threads];
        folder.best(&options).stdout
    };
    let one = with("1");
    assert!(!one.is_empty());
    assert!(one == with("2") && one == with("3"));
}

#[test]
fn the_answer_has_every_figure_under_its_name() {
    let answer = ShopFolder::new().json(&["--budget", "30000", "--cash-floor", "0", "--chance", "0.5"]);
    let keys = |value: &Value| -> Vec<String> { value.as_object().unwrap().keys().cloned().collect() };
    let mut all = vec![
        "considered",
        "is_exhaustive",
        "limits",
        "best",
        "others",
        "frontier",
        "binding",
        "last_of_budget",
        "told",
        "rules",
    ];
    all.sort_unstable();
    assert_eq!(keys(&answer), all);
    let mut limits =
        vec!["budget", "under_water", "cash_floor", "chance", "at_most", "from", "to", "must", "never"];
    limits.sort_unstable();
    assert_eq!(keys(&answer["limits"]), limits);
    assert_eq!((&answer["limits"]["from"], &answer["limits"]["at_most"]), (&json!("2024-02"), &Value::Null));
    let mut choice = vec![
        "strategies",
        "goal",
        "gain",
        "ahead_share",
        "ahead_of_next",
        "below_floor_share",
        "runs_out_of_cash",
        "money",
        "under_water",
        "without",
    ];
    choice.sort_unstable();
    assert_eq!(keys(&answer["best"]), choice);
    let chances: Vec<f64> =
        answer["frontier"].as_array().unwrap().iter().map(|step| figure(&step["chance"])).collect();
    assert_eq!(chances, [0.0, 0.02, 0.05, 0.1, 0.2, 0.35, 1.0]);
    assert!(figure(&answer["best"]["money"]) <= 30_000.0);
}

#[test]
fn where_nothing_fits_that_is_said_and_nothing_is_written() {
    let folder = ShopFolder::new();
    let out = folder.path("best.sortie");
    let options = ["--must", "ads", "--budget", "1", "--out", text(&out)];
    let answer = folder.json(&options);
    assert_eq!((&answer["best"], &answer["binding"]), (&Value::Null, &json!(["budget"])));
    assert_eq!(answer["least_missed"]["strategies"][0]["id"], "ads");
    let output = folder.best(&options);
    assert_eq!(output.status.code(), Some(0));
    assert!(said(&output).contains("no plan was written") && !out.exists(), "{}", said(&output));
    let sentences = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(sentences.contains("Nothing keeps the limits. What is missed: the budget"), "{sentences}");
}

#[test]
fn what_is_wrong_is_said_in_a_sentence_with_its_exit_code() {
    let folder = ShopFolder::new();
    let wrong: [(&[&str], &str); 8] = [
        (&["--must", "fame"], "fame"),
        (&["--never", "fame"], "fame"),
        (&["--ready", "fame"], "fame"),
        (&["--scenario", "fame"], "fame"),
        (&["--must", "ads", "--never", "ads"], "ads"),
        (&["--budget", "-1"], "-1"),
        (&["--cash-floor", "0"], "--chance"),
        (&["--chance", "0.1"], "--cash-floor"),
    ];
    for (options, word) in wrong {
        let output = folder.best(options);
        assert_eq!(output.status.code(), Some(2), "{options:?}: {}", said(&output));
        assert!(said(&output).contains(word) && output.stdout.is_empty(), "{options:?}: {}", said(&output));
    }
    let windows = [["2024-06", "2024-03"], ["2023-01", "2023-12"], ["2026-01", "2026-03"]];
    for [from, to] in windows {
        let output = run(&["best", text(&folder.shop), "--from", from, "--to", to]);
        assert_eq!(output.status.code(), Some(2), "{from} to {to}: {}", said(&output));
    }
    let refused = |change: &dyn Fn(&mut Value), options: &[&str]| {
        let mut plan = shop();
        change(&mut plan);
        let output = ShopFolder::with(&plan).best(options);
        assert_eq!(output.status.code(), Some(1), "{options:?}: {}", said(&output));
        assert!(output.stdout.is_empty() && said(&output).ends_with(".\n"), "{}", said(&output));
    };
    refused(&|plan| plan["scenarios"] = json!([plan["scenarios"][0]]), &[]);
    refused(&|plan| plan["scenarios"] = json!([plan["scenarios"][1]]), &["--goal", "revenue-kept"]);
    refused(&|plan| plan["strategies"] = json!([]), &[]);
    refused(&|plan| plan["strategies"][0]["start"] = json!("2023-06"), &["--must", "ads"]);
    let gate = |plan: &mut Value| {
        plan["strategies"][3]["mechanisms"][0]["requirements"] = json!(["amazon_us_2m"]);
    };
    refused(&gate, &["--must", "market"]);
}
