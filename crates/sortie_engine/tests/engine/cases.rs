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

#[test]
fn the_engine_agrees_with_known_central_paths() {
    for Case { name, plan, central, .. } in cases() {
        let mut worst: f64 = 0.0;
        for answer in forecast::central(&Model::compile(&plan)).scenarios {
            let known = &central["scenarios"][&answer.id];
            let what = format!("{name} · {}", answer.id);
            assert_eq!(answer.not_eligible, texts(&known["not_eligible"]), "{what}: not eligible");
            let own = as_series(&plan, &answer.central);
            worst = worst.max(hold(&what, &own, |name| numbers(series(&known["central"], name))));
        }
        say(&format!("{name}: engine central path at {worst:.1e} of what may be"));
    }
}

/// The paths of the plain simulator by scenario, then path.
fn plain_paths(plan: &Plan, seed: u64, n_paths: u32) -> Vec<Vec<Series>> {
    let paths = |scenario| {
        let path = |path| plain::run(plan, scenario, Chance::Path { seed, path });
        (0..n_paths).map(path).collect()
    };
    plan.scenarios.iter().map(paths).collect()
}

fn project(plan: &Plan, n_paths: usize, seed: u64) -> Forecast {
    forecast::project(&Model::compile(plan), n_paths, seed, &Alone, &|| false)
        .expect("nobody gave up waiting")
}

fn mean(paths: &[Series], name: &str) -> Vec<f64> {
    let n_months = paths[0][name].len();
    (0..n_months).map(|t| paths.iter().map(|path| path[name][t]).sum::<f64>() / paths.len() as f64).collect()
}

/// Holds the engine's first paths of a plan against the plain simulator's, and returns how far apart the worst are.
pub fn hold_paths(what: &str, plan: &Plan, n_paths: u32, seed: u64) -> f64 {
    let paths = plain_paths(plan, seed, n_paths);
    let known: Vec<Vec<Figures>> = (0..n_paths as usize)
        .map(|path| plain::figures(plan, &paths.iter().map(|paths| paths[path].clone()).collect::<Vec<_>>()))
        .collect();
    let mut worst: f64 = 0.0;
    for (idx, answer) in project(plan, n_paths as usize, seed).scenarios.iter().enumerate() {
        let fan = answer.fan.as_ref().expect("a fan of paths");
        let what = format!("{what} · {}", answer.id);
        worst = worst.max(hold(&what, &as_series(plan, &fan.mean), |name| mean(&paths[idx], name)));
        let figures: Vec<&Figures> = known.iter().map(|path| &path[idx]).collect();
        hold_summary(&what, answer, &figures);
    }
    worst
}

/// Holds the summary of a scenario against the figures of its paths.
fn hold_summary(what: &str, answer: &ScenarioForecast, paths: &[&Figures]) {
    let own = &answer.fan.as_ref().expect("a fan of paths").summary;
    let same = |name: &str, own: Option<&Statistic>, of: &dyn Fn(&Figures) -> Option<f64>| {
        let known: Vec<Option<f64>> = paths.iter().map(|path| of(path)).collect();
        let Some(own) = own else {
            assert!(
                known.iter().all(Option::is_none),
                "{what} · {name}: {known:?}, and none from the engine"
            );
            return;
        };
        let reached: Vec<f64> = known.iter().flatten().copied().filter(|x| x.is_finite()).collect();
        let never = (known.len() - reached.len()) as f64 / known.len() as f64;
        let mean = reached.iter().sum::<f64>() / reached.len() as f64;
        let far = own.mean.map_or(reached.len() as f64, |own| disagreement(&[own], &[mean]));
        assert!(far <= 1.0 && (own.never - never).abs() < 1e-12, "{what} · {name}: {own:?}\n{known:?}");
    };
    same("total_revenue", Some(&own.total_revenue), &|it| Some(it.total_revenue));
    same("total_profit", Some(&own.total_profit), &|it| Some(it.total_profit));
    same("revenue_kept", own.revenue_kept.as_ref(), &|it| it.revenue_kept);
    same("recovery_month", own.recovery_month.as_ref(), &|it| it.recovery_month);
    same("payback_month", own.payback_month.as_ref(), &|it| it.payback_month);
    same("lowest_cash", Some(&own.lowest_cash), &|it| Some(it.lowest_cash));
    same("lowest_cash_month", Some(&own.lowest_cash_month), &|it| Some(it.lowest_cash_month));
    same("concentration", Some(&own.concentration), &|it| it.concentration);
    let out = paths.iter().filter(|it| it.runs_out_of_cash).count() as f64 / paths.len() as f64;
    assert!((own.runs_out_of_cash - out).abs() < 1e-12, "{what} · runs_out_of_cash");
    let wins: Option<f64> = paths.iter().map(|it| it.earns_most).sum();
    let wins = wins.map(|sum| sum / paths.len() as f64);
    assert_eq!(own.earns_most.is_some(), wins.is_some(), "{what} · earns_most");
    assert!((own.earns_most.unwrap_or(0.0) - wins.unwrap_or(0.0)).abs() < 1e-9, "{what} · earns_most");
}

#[test]
fn the_engine_and_the_plain_simulator_walk_the_same_paths() {
    for Case { name, plan, .. } in cases() {
        let worst = [(1, 1), (8, 1), (13, 7)].map(|(n_paths, seed)| hold_paths(&name, &plan, n_paths, seed));
        let worst = worst.into_iter().fold(0.0, f64::max);
        say(&format!("{name}: engine paths at {worst:.1e} of what may be from the plain simulator's"));
    }
}

/// How far the fans of a plan are from those of very many paths, as shares of a month's P5–P95 width.
#[derive(Debug, Default)]
struct Distance {
    mean: f64,
    inner: Vec<f64>,
    outer: f64,
    runs_out: f64,
}

impl Distance {
    fn add(&mut self, answer: &ScenarioForecast, known: &Value) {
        let fan = answer.fan.as_ref().expect("a fan of paths");
        for metric in [Metric::Revenue, Metric::Orders, Metric::Profit, Metric::Cash] {
            let means = numbers(&known["mean"][metric.word()]);
            let months = known["quantiles"][metric.word()].as_array().expect("months");
            for (t, quantiles) in months.iter().enumerate() {
                let quantiles = numbers(quantiles);
                let width = quantiles[6] - quantiles[0];
                // A month without spread has to be met to the rounding.
                let width = width.max(1e-9 * quantiles[6].abs()).max(f64::MIN_POSITIVE);
                self.mean = self.mean.max((fan.mean[metric][t] - means[t]).abs() / width);
                let off: Vec<f64> = fan.quantiles[metric][t]
                    .iter()
                    .zip(&quantiles)
                    .map(|(a, b)| (a - b).abs() / width)
                    .collect();
                self.inner.extend(&off[1..6]);
                self.outer = self.outer.max(off[0]).max(off[6]);
            }
        }
        let known = known["summary"]["runs_out_of_cash"].as_f64().expect("a share");
        self.runs_out = self.runs_out.max((fan.summary.runs_out_of_cash - known).abs());
    }
}

#[test]
fn twenty_thousand_paths_agree_with_known_fans() {
    for Case { name, plan, fans, .. } in cases() {
        let Some(fans) = fans else { continue };
        let mut far = Distance::default();
        for answer in project(&plan, 20_000, 1).scenarios {
            far.add(&answer, &fans["scenarios"][&answer.id]);
        }
        let n = far.inner.len() as f64;
        let within = far.inner.iter().filter(|x| **x <= 0.03).count() as f64 / n;
        let worst = far.inner.iter().copied().fold(0.0, f64::max);
        say(&format!(
            "{name}: means within {:.2} % (of 1.5), P10 to P90 {:.2} % of them within 3 %, worst {:.2} % (of 6), \
             P5 and P95 {:.2} % (of 5), cash runs out within {:.4} (of 0.015)",
            far.mean * 100.0,
            within * 100.0,
            worst * 100.0,
            far.outer * 100.0,
            far.runs_out
        ));
        assert!(far.mean <= 0.015 && within >= 0.998 && worst <= 0.06, "{name}");
        assert!(far.outer <= 0.05 && far.runs_out <= 0.015, "{name}");
    }
}
