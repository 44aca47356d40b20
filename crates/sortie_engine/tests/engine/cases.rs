//! Plans whose results are known from elsewhere. They lie outside the project; where they are not at hand these tests
//! say so and pass, unless the environment sets `SORTIE_CASES=required`.

use std::path::PathBuf;

use serde_json::Value;
use sortie_engine::forecast::{self, Alone, Forecast, Metric, ScenarioForecast, Statistic, Table};
use sortie_engine::model::Model;
use sortie_engine::plan::{self, Plan};

use crate::plain::{self, Chance, Figures, Series};

/// A plan with its known results.
struct Case {
    name: String,
    plan: Plan,
    central: Value,
    /// Quantiles over many paths, for some.
    fans: Option<Value>,
}

/// Where the known results lie.
fn dir() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/cases"))
}

/// The bytes of every plan with known results, by name; none, and a word about it, where they are not at hand.
pub fn files() -> Vec<(String, Vec<u8>)> {
    let entries = match std::fs::read_dir(dir()) {
        Ok(entries) => entries,
        Err(error) => {
            let is_required = std::env::var_os("SORTIE_CASES").is_some_and(|word| word == "required");
            assert!(!is_required, "{}: {error}", dir().display());
            say(&format!("skipped: no plans with known results at {}", dir().display()));
            return vec![];
        }
    };
    let mut files = vec![];
    for entry in entries {
        let path = entry.expect("an entry of the folder").path();
        if path.extension().is_some_and(|it| it == "sortie") {
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            files.push((name, bytes(&path)));
        }
    }
    files.sort();
    assert!(!files.is_empty(), "{}: the folder holds no plans", dir().display());
    files
}

#[expect(clippy::disallowed_methods, reason = "the test reads what the engine may not")]
fn bytes(path: &PathBuf) -> Vec<u8> {
    std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[expect(clippy::print_stderr, reason = "figures for whoever runs the tests")]
fn say(line: &str) {
    eprintln!("{line}");
}

fn cases() -> Vec<Case> {
    let json = |path: PathBuf| serde_json::from_slice(&bytes(&path)).expect("results in JSON");
    let case = |(name, file): (String, Vec<u8>)| {
        let fans = dir().join(format!("{name}.mc.json"));
        Case {
            plan: plan::read(&file).unwrap_or_else(|faults| panic!("{name}: {faults:?}")),
            central: json(dir().join(format!("{name}.central.json"))),
            fans: fans.exists().then(|| json(fans)),
            name,
        }
    };
    files().into_iter().map(case).collect()
}

/// The numbers of a list.
fn numbers(value: &Value) -> Vec<f64> {
    let list = value.as_array().unwrap_or_else(|| panic!("a list, not {value}"));
    list.iter().map(|x| x.as_f64().expect("a number")).collect()
}

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().expect("a list").iter().map(|x| x.as_str().expect("a text")).collect()
}

/// The series that a file holds under `channel_revenue:ID` or the name of a metric.
fn series<'v>(table: &'v Value, name: &str) -> &'v Value {
    match name.strip_prefix("channel_revenue:") {
        Some(id) => &table["channel_revenue"][id],
        None => &table[name],
    }
}

/// How far two series are apart, as a share of what may be; above 1 they do not agree.
pub fn disagreement(a: &[f64], b: &[f64]) -> f64 {
    assert_eq!(a.len(), b.len(), "as many months in both");
    let largest = a.iter().chain(b).fold(0.0, |most: f64, x| most.max(x.abs()));
    let apart = |(a, b): (&f64, &f64)| {
        let allowed = 1e-9 * a.abs().max(b.abs()) + 1e-9 * largest;
        let apart = (a - b).abs();
        // What is not a number agrees with nothing.
        if !apart.is_finite() {
            f64::INFINITY
        } else if apart == 0.0 {
            0.0
        } else {
            apart / allowed
        }
    };
    a.iter().zip(b).map(apart).fold(0.0, f64::max)
}

/// The engine's table as the plain simulator tells it.
pub fn as_series(plan: &Plan, table: &Table<f64>) -> Series {
    let metrics = Metric::ALL.iter().map(|metric| (metric.word().to_owned(), table[*metric].clone()));
    let channels = plan.channels.iter().zip(&table.channel_revenue);
    let channels = channels.map(|(it, values)| (format!("channel_revenue:{}", it.id), values.clone()));
    metrics.chain(channels).collect()
}

/// Holds series against others of the same names, and returns how far apart the worst are.
fn hold<'v>(what: &str, own: &Series, known: impl Fn(&str) -> Vec<f64> + 'v) -> f64 {
    let mut worst = 0.0;
    for (name, values) in own {
        let apart = disagreement(values, &known(name));
        assert!(apart <= 1.0, "{what} · {name}: {apart} times what may be\n{values:?}\n{:?}", known(name));
        worst = f64::max(worst, apart);
    }
    worst
}

#[test]
fn the_plain_simulator_agrees_with_known_central_paths() {
    for Case { name, plan, central, .. } in cases() {
        let mut worst: f64 = 0.0;
        for scenario in &plan.scenarios {
            let known = &central["scenarios"][&scenario.id];
            let what = format!("{name} · {}", scenario.id);
            let unmet = plain::not_eligible(&plan, scenario);
            assert_eq!(unmet, texts(&known["not_eligible"]), "{what}: not eligible");
            let run = plain::run(&plan, scenario, Chance::Central);
            worst = worst.max(hold(&what, &run, |name| numbers(series(&known["central"], name))));
        }
        say(&format!("{name}: plain central path at {worst:.1e} of what may be"));
    }
}
