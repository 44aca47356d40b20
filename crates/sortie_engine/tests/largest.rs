//! No number ends the program: each number of a plan at the end of its range, beyond it, and at what a slip of the hand or a
//! pasted telephone number makes of it is refused in words or has an answer, at once and in little memory.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "how long it takes and how much memory is what is asked"
)]

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde_json::Value;
use sortie_engine::forecast::{
    Forecast, MetricTable, PathRun, SingleThread, central, paths_that_fit, project,
};
use sortie_engine::model::Model;
use sortie_engine::plan::{
    self, EstimateField, NumberField, NumberRange, Plan, field_of_change, fields_of_cash, fields_of_channel,
    fields_of_mechanism, fields_of_shock, fields_of_strategy, numbers_of_cash, numbers_of_channel,
    numbers_of_demand, numbers_of_mechanism, numbers_of_plan, numbers_of_seller, numbers_of_shock,
};
use sortie_engine::watch::PatientWatch;

const WHOLE: &str = include_str!("engine/whole.sortie");
/// What lands in a field by mistake.
const SLIPS: [f64; 7] = [1e9, 13_800_138_000.0, 9_007_199_254_740_992.0, 6e19, 1e300, -1.0, 1e-300];
/// The longest that one plan may take.
const MOST_TIME: Duration = Duration::from_secs(2);
/// What all of them together may take beside what the first one took, in bytes.
const MOST_MEMORY: u64 = 100_000_000;

/// The most memory that this process ever had, in bytes, where the system tells it.
fn most_memory() -> Option<u64> {
    let told = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = told.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}

fn is_finite(forecast: &Forecast) -> bool {
    let rows = |table: &MetricTable<f64>| table.rows().flatten().all(|x| x.is_finite());
    forecast
        .scenarios
        .iter()
        .all(|scenario| rows(&scenario.central) && scenario.fan.as_ref().is_none_or(|fan| rows(&fan.mean)))
}

/// What became of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fate {
    /// It is refused in words.
    Words,
    /// Every figure can be told.
    Finite,
    /// Figures grow beyond what can be counted, which is said in words.
    BeyondCounting,
}

/// What becomes of a plan that is worked out.
fn fate(plan: &Plan) -> Fate {
    if !plan::check(plan).is_empty() {
        return Fate::Words;
    }
    let model = Model::compile(plan);
    let (crew, watch) = (&SingleThread, &PatientWatch);
    let drawn = project(&model, PathRun { n_paths: 8, seed: 1, crew, watch }).expect("nobody ends it");
    let told = is_finite(&central(&model)) && is_finite(&drawn);
    if told { Fate::Finite } else { Fate::BeyondCounting }
}

/// Everything that was tried, with what became of it.
#[derive(Default)]
struct Trial {
    fates: BTreeMap<Fate, usize>,
    beyond: Vec<String>,
    slowest: (Duration, String),
    memory_before: Option<u64>,
}

impl Trial {
    fn begin() -> Self {
        let whole = plan::read(WHOLE.as_bytes()).expect("it has no fault");
        assert_eq!(fate(&whole), Fate::Finite);
        Self { memory_before: most_memory(), ..Self::default() }
    }

    fn note(&mut self, what: &str, value: f64, work: impl FnOnce() -> Fate) {
        let begin = Instant::now();
        let fate = work();
        let lasts = begin.elapsed();
        assert!(lasts < MOST_TIME, "{what} = {value:e}: {lasts:?}");
        if lasts > self.slowest.0 {
            self.slowest = (lasts, format!("{what} = {value:e}"));
        }
        *self.fates.entry(fate).or_default() += 1;
        if fate == Fate::BeyondCounting {
            self.beyond.push(format!("{what} = {value:e}"));
        }
    }

    fn end(self) {
        println!("{:?}; slowest {:?}; beyond counting: {:?}", self.fates, self.slowest, self.beyond);
        if let (Some(before), Some(after)) = (self.memory_before, most_memory()) {
            println!("{before} bytes of memory at first, {after} at most");
            assert!(after.saturating_sub(before) < MOST_MEMORY, "{before} bytes became {after}");
        }
    }
}

/// The numbers of a part of the file, each by the way to it.
fn numbers_of(value: &Value, way: &str, found: &mut Vec<String>) {
    match value {
        Value::Number(_) => found.push(way.to_owned()),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, item)| numbers_of(item, &format!("{way}/{at}"), found));
        }
        Value::Object(fields) => {
            fields.iter().for_each(|(name, field)| numbers_of(field, &format!("{way}/{name}"), found));
        }
        _ => {}
    }
}

#[test]
fn every_number_of_a_file_is_refused_in_words_or_has_an_answer_at_once() {
    let file: Value = serde_json::from_str(WHOLE).unwrap();
    let mut ways = vec![];
    numbers_of(&file, "", &mut ways);
    assert!(ways.len() > 150, "{} numbers", ways.len());
    let mut trial = Trial::begin();
    for way in &ways {
        for slip in SLIPS {
            let mut changed = file.clone();
            *changed.pointer_mut(way).unwrap() = slip.into();
            // An estimate is held for certain at that number too, or its order alone would be at fault.
            let whole_estimate = way.strip_suffix("/likely").map(str::to_owned);
            if let Some(Value::Object(three)) = whole_estimate.and_then(|way| changed.pointer_mut(&way)) {
                three.values_mut().filter(|it| it.is_number()).for_each(|it| *it = slip.into());
            }
            let bytes = serde_json::to_vec(&changed).unwrap();
            trial.note(way, slip, || match plan::read(&bytes) {
                Ok(plan) => fate(&plan),
                Err(faults) => {
                    assert!(!faults.is_empty());
                    Fate::Words
                }
            });
        }
    }
    trial.end();
}

/// The numbers of the tables that this plan has: the part of the file that holds each, its name and its range.
fn numbers_of_tables(plan: &Plan) -> Vec<(String, &'static str, NumberRange)> {
    let mut found = vec![];
    let mut add = |way: String, estimates: Vec<EstimateField>, numbers: Vec<NumberField>| {
        found.extend(estimates.iter().map(|field| (way.clone(), field.name, field.range)));
        found.extend(numbers.iter().map(|field| (way.clone(), field.name, field.range)));
    };
    add(String::new(), vec![], numbers_of_plan(plan));
    add("/cash".to_owned(), fields_of_cash(&plan.cash), numbers_of_cash(&plan.cash));
    add("/demand".to_owned(), vec![], numbers_of_demand(&plan.demand));
    add("/seller".to_owned(), vec![], numbers_of_seller(&plan.seller));
    for (at, channel) in plan.channels.iter().enumerate() {
        add(format!("/channels/{at}"), fields_of_channel(channel), numbers_of_channel(channel));
    }
    for (at, shock) in plan.shocks.iter().enumerate() {
        let (follows, own): (Vec<_>, Vec<_>) =
            fields_of_shock(shock).into_iter().partition(|field| field.name == "after_months");
        add(format!("/shocks/{at}"), own, numbers_of_shock(shock));
        add(format!("/shocks/{at}/follows"), follows, vec![]);
        for (place, adjustment) in shock.adjustments.iter().enumerate() {
            add(
                format!("/shocks/{at}/adjustments/{place}"),
                vec![field_of_change(&adjustment.change)],
                vec![],
            );
        }
    }
    for (at, strategy) in plan.strategies.iter().enumerate() {
        add(format!("/strategies/{at}"), fields_of_strategy(strategy), vec![]);
        for (place, mechanism) in strategy.mechanisms.iter().enumerate() {
            let way = format!("/strategies/{at}/mechanisms/{place}");
            add(way, fields_of_mechanism(mechanism), numbers_of_mechanism(mechanism));
        }
    }
    found
}

#[test]
fn every_number_of_the_tables_at_the_end_of_its_range_has_an_answer_and_above_it_words() {
    let plan = plan::read(WHOLE.as_bytes()).unwrap();
    let file: Value = serde_json::from_str(WHOLE).unwrap();
    let numbers = numbers_of_tables(&plan);
    assert!(numbers.len() > 120, "{} numbers", numbers.len());
    let mut trial = Trial::begin();
    for (way, name, range) in numbers {
        for (value, is_within) in [(range.to, true), (range.to + range.to.abs().max(1.0), false)] {
            let mut changed = file.clone();
            let Some(Value::Object(part)) = changed.pointer_mut(&way) else { panic!("{way} is not there") };
            part.insert(name.to_owned(), value.into());
            let bytes = serde_json::to_vec(&changed).unwrap();
            let what = format!("{way}/{name}");
            trial.note(&what, value, || match plan::read(&bytes) {
                Ok(plan) => {
                    assert!(is_within, "{what} = {value:e} is above its range and was read");
                    fate(&plan)
                }
                Err(faults) => {
                    assert!(!faults.is_empty());
                    Fate::Words
                }
            });
        }
    }
    trial.end();
}

#[test]
fn what_lies_beyond_the_horizon_takes_no_memory_and_changes_nothing() {
    let file: Value = serde_json::from_str(WHOLE).unwrap();
    let with_days = |days: f64| {
        let mut changed = file.clone();
        changed["channels"][0]["payout_days"] = days.into();
        let plan = plan::read(&serde_json::to_vec(&changed).unwrap()).unwrap();
        central(&Model::compile(&plan))
    };
    // Nothing of what is sold within the horizon arrives in it, whether it is years late or a few months more.
    let n_months = with_days(30.0).months.len() as f64;
    let (late, later) = (with_days(30.0 * (n_months + 1.0)), with_days(3_650.0));
    for (late, later) in late.scenarios.iter().zip(&later.scenarios) {
        let rows = |forecast: &sortie_engine::forecast::ScenarioForecast| {
            forecast.central[sortie_engine::forecast::Metric::Cash].clone()
        };
        for (late, later) in rows(late).iter().zip(rows(later)) {
            assert!((late - later).abs() <= 1e-9 * late.abs().max(1.0), "{late} {later}");
        }
    }
}

#[test]
fn a_bad_plan_of_forty_megabytes_is_refused_within_two_seconds_and_two_hundred_megabytes() {
    let head = b"{\"format\":\"sortie-plan\",\"version\":2,\"channels\":[";
    for filler in ["0,", "{},", "[],", "\"\",", "{\"a\":0},"] {
        let mut bytes = head.to_vec();
        bytes.extend(filler.bytes().cycle().take(40_000_000 / filler.len() * filler.len()));
        bytes.extend(b"0]}");
        let (before, begin) = (most_memory(), Instant::now());
        let faults = plan::read(&bytes).unwrap_err();
        let lasts = begin.elapsed();
        println!("{filler:?}: {lasts:?}, {:?}", faults[0].problem);
        assert!(matches!(faults[0].problem, plan::FaultProblem::TooManyValues { .. }), "{:?}", faults[0]);
        assert!(lasts < MOST_TIME, "{filler:?}: {lasts:?}");
        if let (Some(before), Some(after)) = (before, most_memory()) {
            assert!(after.saturating_sub(before) < 2 * MOST_MEMORY, "{before} bytes became {after}");
        }
    }
}

#[test]
fn a_large_business_fits_and_the_largest_plan_is_told_how_many_futures_fit() {
    let file: Value = serde_json::from_str(WHOLE).unwrap();
    let of = |n_channels: usize, n_months: usize, n_scenarios: usize| {
        let mut plan = plan::read(&serde_json::to_vec(&file).unwrap()).unwrap();
        plan.channels = vec![plan.channels[0].clone(); n_channels];
        plan.scenarios = vec![plan.scenarios[0].clone(); n_scenarios];
        plan.horizon_months = n_months;
        paths_that_fit(&plan)
    };
    assert!(of(20, 60, 20) >= 100_000, "2,400 million of months by channel, scenario and future");
    assert_eq!(of(200, 50, 500), 2_000);
}
