//! What the plan file takes, what it refuses, and that everything wrong with it is told at once.

use proptest::prelude::{prop_assert_eq, proptest};
use serde_json::{Value, json};
use sortie_engine::plan::{self, FaultProblem, FaultStep, Plan, PlanFault};
use sortie_engine::unit::Estimate;

use crate::cases::files;
use crate::laws::config;
use crate::made::{self, plans};

/// A plan that holds every field of the format once.
const WHOLE: &str = include_str!("whole.sortie");
/// Every fault that such a plan can have, as a table.
const FAULTS: &str = include_str!("faults.txt");

/// A change to the whole plan, where its fault is to be found, and how the problem starts when written out.
struct Row {
    at: &'static str,
    value: Value,
    place: &'static str,
    problem: &'static str,
}

/// Sets a value of a JSON text by its path; `null` takes the field out.
fn set(plan: &mut Value, at: &str, value: &Value) {
    let (parent, key) = at.rsplit_once('/').expect("a path");
    let parent = plan.pointer_mut(parent).unwrap_or_else(|| panic!("{at}: no such place"));
    match parent {
        Value::Array(items) if key == "+" => items.push(value.clone()),
        Value::Array(items) => items[key.parse::<usize>().expect("an index")] = value.clone(),
        Value::Object(fields) if value.is_null() => {
            fields.remove(key).unwrap_or_else(|| panic!("{at}: nothing to take out"));
        }
        Value::Object(fields) => {
            fields.insert(key.to_owned(), value.clone());
        }
        other => panic!("{at}: in {other}"),
    }
}

fn read_value(plan: &Value) -> Result<Plan, Vec<PlanFault>> {
    plan::read(plan.to_string().as_bytes())
}

fn whole() -> Value {
    serde_json::from_str(WHOLE).expect("JSON")
}

fn faults(text: &str) -> Vec<PlanFault> {
    plan::read(text.as_bytes()).expect_err("faults")
}

/// The single problem of a file that is refused as a whole.
fn refusal(bytes: &[u8]) -> FaultProblem {
    let faults = plan::read(bytes).expect_err("a refusal");
    assert!(faults.len() == 1 && faults[0].place.0.is_empty(), "{faults:?}");
    faults[0].problem.clone()
}

fn told(faults: &[PlanFault]) -> Vec<String> {
    faults.iter().map(|fault| format!("{}: {:?}", fault.place, fault.problem)).collect()
}

/// The rows of the table, before and after the word `alone`.
fn rows() -> [Vec<Row>; 2] {
    let (together, alone) = FAULTS.split_once("\nalone\n").expect("two parts");
    [together, alone].map(|part| {
        let lines = part.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        lines.map(row).collect()
    })
}

fn row(line: &'static str) -> Row {
    let cells: Vec<&str> = line.split(" | ").map(str::trim).collect();
    let [at, value, place, problem] = cells[..] else { panic!("{line}: not four cells") };
    Row { at, value: serde_json::from_str(value).expect("JSON"), place, problem }
}

#[test]
fn every_fault_is_told_with_its_place_and_no_other_with_it() {
    let mut wrong = vec![];
    for row in rows().into_iter().flatten() {
        let mut plan = whole();
        set(&mut plan, row.at, &row.value);
        let faults = match read_value(&plan) {
            Ok(_) => vec![],
            Err(faults) => told(&faults),
        };
        let start = format!("{}: {}", row.place, row.problem);
        if faults.len() != 1 || !faults[0].starts_with(&start) {
            wrong.push(format!("{} = {}\n   not {start}\n   but {faults:?}", row.at, row.value));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn all_faults_of_a_file_are_told_at_once() {
    let [rows, _] = rows();
    let mut plan = whole();
    for row in &rows {
        set(&mut plan, row.at, &row.value);
    }
    let faults = told(&read_value(&plan).expect_err("faults"));
    for row in &rows {
        let start = format!("{}: {}", row.place, row.problem);
        assert!(
            faults.iter().any(|fault| fault.starts_with(&start)),
            "{start} is not in\n{}",
            faults.join("\n")
        );
    }
    assert_eq!(faults.len(), rows.len(), "{}", faults.join("\n"));
}

#[test]
fn a_key_that_stands_twice_is_a_fault_wherever_it_stands() {
    let twice = |once: &str, again: &str| {
        assert_eq!(WHOLE.matches(once).count(), 1, "{once}");
        told(&faults(&WHOLE.replace(once, &format!("{once}{again}"))))
    };
    assert_eq!(twice("\"horizon_months\": 24,", "\"horizon_months\": 24,"), ["horizon_months: KeyTwice"]);
    assert_eq!(
        twice("\"likely\": 50000,", "\"likely\": 50000,"),
        ["channels[0] links · visits · likely: KeyTwice"]
    );
    assert_eq!(twice("\"fx\": {", "\"CNY\": 0.14, "), ["fx · CNY: KeyTwice"]);
    assert_eq!(
        twice("\"basis\": {\"start\": \"ev-1\"", ", \"start\": \"ev-2\""),
        ["shocks[0] closure · basis · start: KeyTwice"]
    );
}

#[test]
fn a_newer_file_is_refused_for_its_version_alone() {
    for version in [json!(3), json!(2.5), json!(1e300)] {
        let mut plan = whole();
        set(&mut plan, "/version", &version);
        set(&mut plan, "/horizon_months", &json!("in words we do not know"));
        let problem = refusal(plan.to_string().as_bytes());
        assert!(matches!(problem, FaultProblem::NewerVersion { known: 2, .. }), "{version}: {problem:?}");
    }
}

#[test]
fn a_file_of_the_first_version_knows_nothing_of_the_second() {
    let mut plan = whole();
    set(&mut plan, "/version", &json!(1));
    let faults = read_value(&plan).expect_err("faults");
    let newer = |fault: &&PlanFault| fault.problem == FaultProblem::OfNewerVersion;
    let places: Vec<String> = faults.iter().filter(newer).map(|fault| fault.place.to_string()).collect();
    for place in [
        "cash · interest_per_year",
        "demand · media_seasonality",
        "markets[0] us · media_seasonality",
        "channels[0] links · lead_months",
        "shocks[0] closure · lasts_probability",
        "shocks[2] rivals · follows",
        "shocks[2] rivals · adjustments[0] · parameter",
        "strategies[0] accounts · exit_cost",
        "strategies[0] accounts · start_when",
        "strategies[0] accounts · stop_when",
        "strategies[0] accounts · mechanisms[0] audience · audience_pool",
        "strategies[0] accounts · mechanisms[7] restore_link · approval",
        "strategies[0] accounts · mechanisms[9] price · type",
        "actuals[0] links · visits",
        "actuals[0] links · refunds",
        "actuals[1] · followers",
        "actuals[1] · subscribers",
        "actuals[2] accounts · strategy",
    ] {
        assert!(places.iter().any(|found| found == place), "{place} is not in {places:?}");
    }
}

#[test]
fn shocks_that_follow_each_other_in_a_circle_are_each_told() {
    let mut plan = whole();
    set(&mut plan, "/shocks/0/start", &Value::Null);
    set(&mut plan, "/shocks/0/follows", &json!({"shock": "rivals", "after_months": 1}));
    let faults = told(&read_value(&plan).expect_err("faults"));
    assert_eq!(
        faults,
        [
            "shocks[0] closure · follows · shock: FollowsItself",
            "shocks[2] rivals · follows · shock: FollowsItself"
        ]
    );
}

#[test]
fn a_plan_holds_no_more_than_can_be_worked_out() {
    let base = read_value(&whole()).expect("a plan");
    let mut plan = base.clone();
    plan.channels = vec![plan.channels[1].clone(); 201];
    plan.channels.iter_mut().enumerate().for_each(|(idx, channel)| channel.id = format!("c{idx}"));
    plan.shocks[0].notes = "x".repeat(20_001);
    plan.strategies[0].mechanisms = vec![plan.strategies[0].mechanisms[4].clone(); 51];
    let faults = told(&plan::check(&plan));
    let holds = |start: &str| faults.iter().any(|fault| fault.starts_with(start));
    assert!(holds("channels: TooMany { found: 201, limit: 200 }"), "{faults:?}");
    assert!(holds("shocks[0] closure · notes: TooLong { found: 20001, limit: 20000 }"), "{faults:?}");
    assert!(holds("strategies[0] accounts · mechanisms: TooMany { found: 51, limit: 50 }"), "{faults:?}");
    let mut plan = base;
    plan.channels = vec![plan.channels[1].clone(); 200];
    plan.scenarios = vec![plan.scenarios[0].clone(); 500];
    plan.horizon_months = 60;
    assert!(
        told(&plan::check(&plan))[0].starts_with(": TooMuchToProject { found: 6000000, limit: 5000000 }")
    );
}

#[test]
fn what_is_no_plan_is_refused_in_one_word() {
    assert_eq!(refusal(b""), FaultProblem::EndsEarly);
    assert_eq!(refusal(b"{\"format\": "), FaultProblem::EndsEarly);
    assert_eq!(refusal(b"{\n  format: 1}"), FaultProblem::NotJson { line: 2, column: 3 });
    assert_eq!(refusal(b"{\"format\": \"sortie-plan\xff\"}"), FaultProblem::NotText);
    assert_eq!(refusal(b"[1, 2]"), FaultProblem::NotAPlan);
    assert_eq!(refusal(b"{\"format\": \"recipe\"}"), FaultProblem::NotAPlan);
    assert!(matches!(
        refusal(WHOLE.replacen("50000", "1e999", 1).as_bytes()),
        FaultProblem::NumberTooLarge { .. }
    ));
    assert!(matches!(refusal(format!("{WHOLE} {{}}").as_bytes()), FaultProblem::NotJson { .. }));
    let large = vec![b' '; plan::MAX_BYTES as usize + 1];
    assert!(matches!(refusal(&large), FaultProblem::TooLarge { .. }));
}

#[test]
fn a_byte_order_mark_is_no_fault() {
    assert!(plan::read(format!("\u{feff}{WHOLE}").as_bytes()).is_ok());
}

#[test]
fn lists_without_end_are_refused_without_harm() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let deep = open.repeat(100_000);
        assert_eq!(refusal(deep.as_bytes()), FaultProblem::TooDeep);
        let closed = format!("{{\"format\":\"sortie-plan\",\"x\":{deep}1{}}}", close.repeat(100_000));
        assert_eq!(refusal(closed.as_bytes()), FaultProblem::TooDeep);
    }
}

/// Holds that a file cut off anywhere is refused, without a panic.
fn cut_everywhere(file: &[u8]) {
    let end = file.iter().rposition(|byte| !byte.is_ascii_whitespace()).expect("a file with something in it");
    for length in 0..=end {
        assert!(plan::read(&file[..length]).is_err(), "the first {length} bytes pass for a plan");
    }
    assert!(plan::read(&file[..=end]).is_ok());
}

#[test]
fn a_file_cut_off_anywhere_is_refused() {
    cut_everywhere(WHOLE.as_bytes());
    for (_, file) in files().iter().take(2) {
        cut_everywhere(file);
    }
}

#[test]
fn a_file_with_any_byte_changed_never_does_harm() {
    for (idx, _) in WHOLE.bytes().enumerate() {
        for byte in [b'"', b'9', b'-', b'}', 0, 0xff] {
            let mut file = WHOLE.as_bytes().to_vec();
            file[idx] = byte;
            if let Ok(plan) = plan::read(&file) {
                assert!(plan::check(&plan).is_empty(), "byte {idx} as {byte}");
            }
        }
    }
}

/// Holds that a plan reads back from its own file as it was.
fn back_and_forth(plan: &Plan) -> Vec<u8> {
    let file = plan::write(plan).expect("a plan that can be written");
    assert_eq!(plan::read(&file).as_ref(), Ok(plan));
    let again = plan::write(&plan::read(&file).expect("a plan")).expect("a plan that can be written");
    assert!(file == again, "the second file differs from the first");
    file
}

#[test]
fn a_plan_reads_back_as_it_was_written() {
    let plan = read_value(&whole()).expect("a plan");
    // Nothing of it is a default, so nothing is left out, and the order of the fields is that of the format.
    let written: Value = serde_json::from_slice(&back_and_forth(&plan)).expect("JSON");
    assert_eq!(as_numbers(written), as_numbers(whole()));
    for (_, file) in files() {
        back_and_forth(&plan::read(&file).expect("a plan"));
    }
}

/// The same JSON with every number as it is read, so that 1 and 1.0 are the same.
fn as_numbers(value: Value) -> Value {
    match value {
        Value::Number(x) => json!(x.as_f64()),
        Value::Array(items) => items.into_iter().map(as_numbers).collect(),
        Value::Object(fields) => fields.into_iter().map(|(key, value)| (key, as_numbers(value))).collect(),
        other => other,
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_plan_reads_back_as_it_was_written(plan in plans()) {
        back_and_forth(&plan);
        prop_assert_eq!(plan::check(&plan), vec![]);
    }
}

#[test]
fn what_equals_its_default_is_left_out() {
    let [least, defaults] = [include_str!("least.sortie"), include_str!("defaults.sortie")];
    let plan = plan::read(defaults.as_bytes()).expect("a plan");
    assert_eq!(plan::read(least.as_bytes()).as_ref(), Ok(&plan));
    let written: Value = serde_json::from_slice(&back_and_forth(&plan)).expect("JSON");
    assert_eq!(as_numbers(written), as_numbers(serde_json::from_str(least).expect("JSON")));
}

#[test]
fn a_plan_needs_a_channel_and_a_scenario() {
    let mut empty = made::plan(vec![]);
    empty.scenarios = vec![];
    assert_eq!(told(&plan::check(&empty)), ["channels: NoneOf(Channel)", "scenarios: NoneOf(Scenario)"]);
}

#[test]
fn an_estimate_of_three_like_figures_is_the_bare_number() {
    let (mut bare, mut three) = (whole(), whole());
    set(&mut bare, "/channels/0/conversion", &json!(0.02));
    set(&mut three, "/channels/0/conversion", &json!({"low": 0.02, "likely": 0.02, "high": 0.02}));
    assert_eq!(read_value(&bare), read_value(&three));
}

#[test]
fn what_is_not_finite_is_a_fault_and_is_never_written() {
    let whole = read_value(&whole()).expect("a plan");
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let mut plan = whole.clone();
        plan.cash.opening = bad;
        plan.channels[0].visits = Estimate::new(1.0, 2.0, bad);
        plan.channels[1].conversion = Estimate::certain(bad);
        plan.demand.seasonality[4] = bad;
        plan.shocks[0].window_months = bad;
        let places: Vec<String> = plan::check(&plan).iter().map(|fault| fault.place.to_string()).collect();
        let wanted = [
            "cash · opening",
            "demand · seasonality[4]",
            "channels[0] links · visits · high",
            "channels[1] store · conversion",
            "shocks[0] closure · window_months",
        ];
        assert_eq!(places, wanted, "{bad}");
        assert!(plan::check(&plan).iter().all(|fault| fault.problem == FaultProblem::NotFinite));
        assert_eq!(plan::write(&plan), None);
    }
}

#[test]
fn a_place_leads_to_its_item_by_number_and_id() {
    let mut plan = whole();
    set(&mut plan, "/channels/0/conversion/low", &json!(-1));
    let faults = read_value(&plan).expect_err("a fault");
    assert_eq!(faults[0].place.to_string(), "channels[0] links · conversion · low");
    assert_eq!(faults[0].place.0[1], FaultStep::Item(0, "links".to_owned()));
}

#[test]
fn a_file_of_the_first_version_with_a_source_of_no_number_opens_without_it() {
    let with = |version: u32| {
        let bytes = include_bytes!("../../../../benches/reference.sortie");
        let mut file: Value = serde_json::from_slice(bytes).expect("a file of the first version");
        assert_eq!(file["version"], json!(1));
        file["version"] = json!(version);
        for part in ["channels", "shocks", "strategies", "markets", "scenarios"] {
            file[part][0]["basis"] = json!({ "no_such_number": "typed", "name": "typed" });
        }
        file["basis"] = json!({ "no_such_number": "typed", "cash.opening": "typed" });
        plan::read(&serde_json::to_vec(&file).expect("it can be written"))
    };
    let plan = with(1).expect("a file of the first version opens for ever");
    assert_eq!(plan.basis.keys().collect::<Vec<_>>(), ["cash.opening"]);
    assert_eq!(plan.strategies[0].basis.keys().collect::<Vec<_>>(), ["name"]);
    let ads = plan.strategies.iter().find(|own| own.id == "paid_ads").expect("it is there");
    assert!(!ads.basis.contains_key("mechanisms[1].ramp_months"), "it opens no channel");
    let written = plan::write(&plan).expect("it can be written");
    assert_eq!(plan::read(&written).as_ref(), Ok(&plan));
    let faults = with(2).expect_err("in the second version each of them is a fault");
    let strange = faults.iter().filter(|fault| fault.problem == FaultProblem::NoSuchBasis);
    assert!(strange.count() >= 6, "{faults:?}");
}
