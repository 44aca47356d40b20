//! The plan that speed is measured on: a seller with ten channels, eight scenarios and every kind of response; and what
//! becomes of it when the seller has more or fewer of something.

use sortie::compute::{SEED, ThreadCrew};
use sortie_engine::forecast::{Forecast, Metric, PathRun, Projector};
use sortie_engine::model::Model;
use sortie_engine::plan::{Channel, Plan, Scenario, check, read};
use sortie_engine::watch::PatientWatch;

/// Paths of a full answer, which is what the reference job asks for.
pub use sortie::compute::FULL_PATHS as PATHS;

/// Threads of a figure where nothing else is said.
pub const THREADS: usize = 2;

/// Where the reference plan lies, for programs that are given a file.
pub const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/reference.sortie");

/// The reference plan.
pub fn plan() -> Plan {
    read(include_bytes!("../reference.sortie")).expect("the reference plan has no faults")
}

/// The crew that a figure is measured with where nothing else is said.
pub fn crew() -> ThreadCrew {
    ThreadCrew::new(Some(THREADS))
}

/// How many numbers of one channel, month and path a plan has, over all scenarios.
pub fn channel_month_paths(plan: &Plan, n_paths: usize) -> f64 {
    (plan.channels.len() * plan.horizon_months * plan.scenarios.len() * n_paths) as f64
}

/// What a moving hand is shown: the one metric in the chart.
pub fn draft(projector: &mut Projector, model: &Model, n_paths: usize, crew: &ThreadCrew) -> Forecast {
    let run = PathRun { n_paths, seed: SEED, crew, watch: &PatientWatch };
    let forecast = projector.project_only(model, Metric::Revenue, run);
    forecast.expect("nobody gives up waiting")
}

/// The forecast that everybody sees, by someone who waits to the end.
pub fn project(projector: &mut Projector, model: &Model, n_paths: usize, crew: &ThreadCrew) -> Forecast {
    let forecast = projector.project(model, PathRun { n_paths, seed: SEED, crew, watch: &PatientWatch });
    forecast.expect("whoever waits to the end is given an answer")
}

/// A plan of `n` channels, each alike five of the reference plan, all open, under ids of their own. No responses, which
/// would not grow with them.
pub fn with_channels(n: usize) -> Plan {
    let mut plan = plan();
    plan.channels.truncate(5);
    for channel in &mut plan.channels {
        channel.active = true;
    }
    let kept: Vec<String> = plan.channels.iter().map(|channel| channel.id.clone()).collect();
    for shock in &mut plan.shocks {
        shock.diversions.retain(|diversion| kept.contains(&diversion.to));
        shock.basis.clear();
    }
    plan.strategies.clear();
    for scenario in &mut plan.scenarios {
        scenario.strategies.clear();
    }
    more_channels(&mut plan, n);
    sound(plan)
}

/// The reference plan over `n` months, at most 60.
pub fn with_months(n: usize) -> Plan {
    sound(Plan { horizon_months: n, ..plan() })
}

/// A plan of `n` scenarios, each alike one of four of the reference plan, under ids of their own.
pub fn with_scenarios(n: usize) -> Plan {
    let mut plan = plan();
    let places = [0, 1, 2, plan.scenarios.len() - 1];
    plan.scenarios = places.map(|place| plan.scenarios[place].clone()).to_vec();
    more_scenarios(&mut plan, n);
    sound(plan)
}

/// The largest plan that must be answered: 20 channels, 60 months, 20 scenarios.
pub fn largest() -> Plan {
    let mut plan = plan();
    plan.horizon_months = 60;
    more_channels(&mut plan, 20);
    more_scenarios(&mut plan, 20);
    sound(plan)
}

/// Repeats the plan's channels until there are `n`; those that are added are open.
fn more_channels(plan: &mut Plan, n: usize) {
    let n_own = plan.channels.len();
    let again = |place: usize| {
        let channel = &plan.channels[place % n_own];
        Channel { id: format!("{}_{place}", channel.id), active: true, ..channel.clone() }
    };
    let added: Vec<Channel> = (n_own..n).map(again).collect();
    plan.channels.extend(added);
}

/// Repeats the plan's scenarios until there are `n`.
fn more_scenarios(plan: &mut Plan, n: usize) {
    let again = |(place, scenario): (usize, &Scenario)| Scenario {
        id: format!("{}_{place}", scenario.id),
        ..scenario.clone()
    };
    plan.scenarios = plan.scenarios.iter().cycle().take(n).enumerate().map(again).collect();
}

/// The plan, once it is sure that the window would answer it.
fn sound(plan: Plan) -> Plan {
    let faults = check(&plan);
    assert!(faults.is_empty(), "a made plan has faults: {faults:?}");
    plan
}
