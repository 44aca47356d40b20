//! What a plan's size costs the frame in which it is edited: up to the size at which plans go off the frame, all that an edit
//! has to be worked out in its frame stays within half of it. In the time of the processor, so that other programs do not count.
#![cfg(target_os = "linux")]

use std::hint::black_box;

use rustix::time::{ClockId, clock_gettime};
use sortie::compute::is_large;
use sortie::document::Document;
use sortie_engine::forecast::central;
use sortie_engine::model::Model;
use sortie_engine::plan::{ActualMonth, Plan, check};

/// What an edit may take of a frame, in milliseconds.
const SHARE: f64 = 8.0;
/// Channels, months and scenarios of the plans that are measured.
const SIZES: [(usize, usize, usize); 10] = [
    (5, 24, 10),
    (14, 36, 12),
    (20, 60, 20),
    (20, 60, 33),
    (33, 36, 33),
    (100, 24, 12),
    (100, 24, 16),
    (20, 60, 50),
    (40, 60, 40),
    (100, 60, 40),
];

/// The milliseconds that `work` takes a processor, the least of some tries.
fn millis<T>(mut work: impl FnMut() -> T) -> f64 {
    let now = || {
        let time = clock_gettime(ClockId::ThreadCPUTime);
        time.tv_sec as f64 * 1e3 + time.tv_nsec as f64 / 1e6
    };
    let once = |_| {
        let begin = now();
        black_box(work());
        now() - begin
    };
    (0..7).map(once).fold(f64::INFINITY, f64::min)
}

/// A plan of at least this many channels, months and scenarios; those that are added have every event and every strategy.
fn plan_of((n_channels, n_months, n_scenarios): (usize, usize, usize)) -> Plan {
    let mut plan = sortie::catalog::templates()[0].plan(None).expect("the sample reads");
    plan.horizon_months = n_months;
    let (channels, scenarios) = (plan.channels.clone(), plan.scenarios.clone());
    for n in channels.len()..n_channels {
        let mut channel = channels[n % channels.len()].clone();
        (channel.id, channel.name) = (format!("c{n}"), format!("Channel {n}"));
        plan.channels.push(channel);
    }
    for n in scenarios.len()..n_scenarios {
        let mut scenario = scenarios[n % scenarios.len()].clone();
        (scenario.id, scenario.name) = (format!("s{n}"), format!("Scenario {n}"));
        scenario.strategies = plan.strategies.iter().map(|own| own.id.clone()).collect();
        scenario.shocks = plan.shocks.iter().map(|own| own.id.clone()).collect();
        plan.scenarios.push(scenario);
    }
    plan
}

#[expect(clippy::print_stderr, reason = "what it measured is asked for")]
fn measure(plan: &Plan, told: &str) {
    assert_eq!(check(plan), [], "{told}");
    let checked = millis(|| check(plan));
    let compiled = millis(|| Model::compile(plan));
    let model = Model::compile(plan);
    let walked = millis(|| central(&model));
    let mut document = Document::untitled(plan.clone());
    let noted = millis(|| {
        document.plan_mut().cash.opening += 1.0;
        document.settle(false);
    });
    let whole = checked + compiled + walked + noted;
    let is_off = is_large(plan);
    eprintln!(
        "{told}, {} cells: check {checked:.2}, compile {compiled:.2}, central path {walked:.2}, noting the edit {noted:.2}; \
         together {whole:.2} ms{}",
        plan.channels.len() * plan.horizon_months * plan.scenarios.len(),
        if is_off { ", off the frame" } else { "" }
    );
    assert!(is_off || whole < SHARE, "{told}: {whole} ms");
    assert!(noted + checked < SHARE, "{told}: an editor that checks takes {} ms", noted + checked);
}

#[test]
fn what_an_edit_takes_of_its_frame_stays_within_half_of_it_up_to_where_plans_go_off_the_frame() {
    for size in SIZES {
        let (channels, months, scenarios) = size;
        let told = format!("{channels} channels, {months} months, {scenarios} scenarios");
        measure(&plan_of(size), &told);
    }
    let mut plan = plan_of((100, 36, 10));
    for n in 0..1_900_u32 {
        let month = plan.start.plus((n / 100) as i32);
        let channel = Some(plan.channels[(n % 100) as usize].id.clone());
        let told =
            ActualMonth { revenue: Some(1_000.0 + f64::from(n)), channel, ..ActualMonth::blank(month) };
        plan.actuals.push(told);
    }
    measure(&plan, "1,900 figures of months that came");
}
