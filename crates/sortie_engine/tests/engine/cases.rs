//! Plans of both versions whose results are known from programs that were written apart from this one.

use std::fmt;
use std::path::PathBuf;

use serde_json::Value;
use sortie_engine::forecast::{self, Arithmetic, Fan, Metric, P05, P10, P90, P95};
use sortie_engine::model::Model;
use sortie_engine::plan::{self, Plan};

use crate::agree::{as_series, hold, hold_paths, hold_strictly, project_in};
use crate::plain::{self, Chance};

/// A plan with its known results.
struct Case {
    name: &'static str,
    plan: Plan,
    central: Value,
    /// Quantiles over many paths, for some.
    fans: Option<Value>,
}

/// Where the known results lie.
fn dir() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/engine/cases"))
}

/// The plans with known results. They are told here by name, so that one that is lost is missed.
const NAMES: [&str; 16] = [
    "case-17",
    "case-23",
    "case-27",
    "case-41",
    "case-47",
    "case-62",
    "case-70",
    "case-78",
    "case-v2-3",
    "case-v2-8",
    "case-v2-11",
    "case-v2-13",
    "case-v2-14",
    "case-v2-16",
    "case-v2-20",
    "case-v2-21",
];

/// The plans whose fans over many paths are known too.
const WITH_FANS: [&str; 6] = ["case-17", "case-23", "case-78", "case-v2-8", "case-v2-14", "case-v2-20"];

/// The bytes of every plan with known results, by name.
pub fn files() -> Vec<(&'static str, Vec<u8>)> {
    NAMES.into_iter().map(|name| (name, bytes(&dir().join(format!("{name}.sortie"))))).collect()
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
    let case = |(name, file): (&'static str, Vec<u8>)| Case {
        name,
        plan: plan::read(&file).unwrap_or_else(|faults| panic!("{name}: {faults:?}")),
        central: json(dir().join(format!("{name}.central.json"))),
        fans: WITH_FANS.contains(&name).then(|| json(dir().join(format!("{name}.mc.json")))),
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
            // Every metric, and the revenue of every channel.
            let metrics = known["central"].as_object().expect("metrics").len() - 1;
            assert_eq!(run.len(), metrics + plan.channels.len(), "{what}: as many series");
            worst = worst.max(hold_strictly(&what, &run, |name| numbers(series(&known["central"], name))));
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

#[test]
fn the_engine_and_the_plain_simulator_walk_the_same_paths() {
    for Case { name, plan, .. } in cases() {
        let worst = [(1, 1), (8, 1), (13, 7)].map(|(n_paths, seed)| hold_paths(name, &plan, n_paths, seed));
        let worst = worst.into_iter().fold(0.0, f64::max);
        say(&format!("{name}: engine paths at {worst:.1e} of what may be from the plain simulator's"));
    }
}

/// How far the fans of a plan are from those of very many paths, as shares of a month's P5–P95 width.
#[derive(Default)]
struct Distance {
    mean: f64,
    /// P10 to P90.
    inner: Vec<f64>,
    /// P5 and P95.
    outer: f64,
    runs_out: f64,
}

impl Distance {
    fn of(plan: &Plan, known: &Value, seed: u64) -> Self {
        let mut far = Self::default();
        for answer in project_in(Arithmetic::fastest(), plan, 20_000, seed).scenarios {
            far.add(&answer.fan.expect("a fan of paths"), &known["scenarios"][&answer.id]);
        }
        far
    }

    fn add(&mut self, fan: &Fan, known: &Value) {
        for metric in [Metric::Revenue, Metric::Orders, Metric::Profit, Metric::Cash] {
            let means = numbers(&known["mean"][metric.word()]);
            let months = known["quantiles"][metric.word()].as_array().expect("months");
            for (t, quantiles) in months.iter().enumerate() {
                let quantiles = numbers(quantiles);
                // A month without spread has to be met to the rounding.
                let width =
                    (quantiles[P95] - quantiles[P05]).max(1e-9 * quantiles[P95].abs()).max(f64::MIN_POSITIVE);
                self.mean = self.mean.max((fan.mean[metric][t] - means[t]).abs() / width);
                let off = |k: usize| (fan.quantiles[metric][t][k] - quantiles[k]).abs() / width;
                self.inner.extend((P10..=P90).map(off));
                self.outer = self.outer.max(off(P05)).max(off(P95));
            }
        }
        let known = known["summary"]["runs_out_of_cash"].as_f64().expect("a share");
        self.runs_out = self.runs_out.max((fan.summary.runs_out_of_cash - known).abs());
    }

    /// The share of P10 to P90 within 3 %, and the worst of them.
    fn inner(&self) -> (f64, f64) {
        let within = self.inner.iter().filter(|x| **x <= 0.03).count() as f64;
        (within / self.inner.len() as f64, self.inner.iter().copied().fold(0.0, f64::max))
    }

    fn is_small(&self) -> bool {
        let (within, worst) = self.inner();
        self.mean <= 0.015 && within >= 0.998 && worst <= 0.06 && self.outer <= 0.05 && self.runs_out <= 0.015
    }
}

impl fmt::Display for Distance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (within, worst) = self.inner();
        let [mean, within, worst, outer] = [self.mean, within, worst, self.outer].map(|share| share * 100.0);
        write!(f, "means within {mean:.2} % (of 1.5), {within:.2} % (of 99.8) of P10 to P90 within 3 %, ")?;
        write!(f, "the worst {worst:.2} % (of 6), P5 and P95 within {outer:.2} % (of 5), ")?;
        write!(f, "cash runs out within {:.4} (of 0.015)", self.runs_out)
    }
}

#[test]
fn twenty_thousand_paths_agree_with_known_fans() {
    for Case { name, plan, fans, .. } in cases() {
        let Some(fans) = fans else { continue };
        // Seed 1 is what a seller gets without asking. Not every seed would do: where cash runs out, a month's figures
        // stand around two levels, and a quantile that falls between the two moves far by chance alone.
        let far = Distance::of(&plan, &fans, 1);
        say(&format!("{name}: {far}"));
        assert!(far.is_small(), "{name}: {far}");
    }
}
