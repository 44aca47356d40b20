//! What a window may count on from the worker.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::time::{Duration, Instant};

use sortie_engine::forecast::{Crew, Patient, Watch, project};
use sortie_engine::model::Baselines;
use sortie_engine::plan::{Cash, Demand, Seller};
use sortie_engine::unit::{Estimate, Month};

use super::*;

/// A plan that carries `horizon_months` through the worker; these tests never project it.
fn plan(horizon_months: usize) -> Plan {
    let overhead_per_month = Estimate::certain(0.0);
    Plan {
        name: String::new(),
        notes: String::new(),
        basis: Default::default(),
        currency: "USD".to_owned(),
        start: Month::default(),
        horizon_months,
        fx: Default::default(),
        cash: Cash { opening: 0.0, credit_line: 0.0, overhead_per_month, restock_limited: true },
        demand: Demand::default(),
        seller: Seller::default(),
        markets: vec![],
        channels: vec![],
        shocks: vec![],
        strategies: vec![],
        scenarios: vec![],
        actuals: vec![],
    }
}

/// A forecast whose number of months tells which plan it is of.
fn forecast(plan: &Plan) -> Forecast {
    let months = vec![plan.start; plan.horizon_months];
    Forecast { months, scenarios: vec![], baselines: Baselines::default() }
}

/// A worker that takes news from `wake` by a channel.
fn compute(work: impl Fn(&Task, &dyn Fn(usize, Forecast)) + Send + 'static) -> (Compute, Receiver<()>) {
    let (sender, news): (Sender<()>, _) = channel();
    (Compute::with_work(move || sender.send(()).unwrap_or_default(), work), news)
}

/// Polls until the worker rests, and gives everything it answered.
fn until_idle(compute: &mut Compute, news: &Receiver<()>) -> Vec<Answer> {
    let deadline = Instant::now() + Duration::from_secs(20);
    let mut answers = vec![];
    while compute.is_busy() && Instant::now() < deadline {
        let _ = news.recv_timeout(Duration::from_millis(20));
        answers.extend(compute.poll());
    }
    assert!(!compute.is_busy(), "the worker does not come to rest");
    answers.extend(compute.poll());
    answers
}

#[test]
fn a_draft_comes_before_the_full_answer_under_the_same_revision() {
    let (mut compute, news) = compute(|task, answer| {
        answer(10, forecast(&task.plan));
        std::thread::sleep(Duration::from_millis(100));
        answer(100, forecast(&task.plan));
    });
    assert!(!compute.is_busy() && compute.poll().is_none());
    compute.request(7, &plan(12));
    assert!(compute.is_busy());
    let answers = until_idle(&mut compute, &news);
    assert!(answers.iter().all(|answer| answer.revision == 7 && answer.forecast.months.len() == 12));
    assert_eq!(answers.last().unwrap().n_paths, 100);
    assert!(compute.poll().is_none());
}

#[test]
fn the_newest_request_wins_and_older_work_stops() {
    let (started, has_started) = channel();
    let (mut compute, news) = compute(move |task, answer| {
        started.send(()).unwrap();
        // The first plan would be worked on for ever, but for the newer request.
        while task.plan.horizon_months == 6 && !task.is_stale() {
            std::thread::yield_now();
        }
        answer(1, forecast(&task.plan));
    });
    compute.request(1, &plan(6));
    has_started.recv().unwrap();
    for revision in 2..50 {
        compute.request(revision, &plan(10 + revision as usize));
    }
    let answers = until_idle(&mut compute, &news);
    assert_eq!(answers.len(), 1);
    assert_eq!((answers[0].revision, answers[0].forecast.months.len()), (49, 59));
}

#[test]
fn an_answer_that_waits_is_dropped_once_there_is_a_newer_request() {
    let (mut compute, news) = compute(|task, answer| {
        if task.plan.horizon_months == 6 {
            answer(1, forecast(&task.plan));
        }
    });
    compute.request(1, &plan(6));
    news.recv_timeout(Duration::from_secs(20)).unwrap();
    compute.request(2, &plan(7));
    assert!(compute.poll().is_none());
    assert!(until_idle(&mut compute, &news).is_empty());
}

#[test]
fn a_panic_in_the_work_leaves_the_worker_alive() {
    let (mut compute, news) = compute(|task, answer| {
        let n = task.plan.horizon_months;
        Threads::new(Some(2)).work(n, &|idx| assert!(idx < 12, "asked for in this test"));
        answer(1, forecast(&task.plan));
    });
    compute.request(1, &plan(13));
    assert!(until_idle(&mut compute, &news).is_empty());
    assert!(compute.failed());
    compute.request(2, &plan(6));
    assert!(!compute.failed());
    let answers = until_idle(&mut compute, &news);
    assert_eq!((answers.len(), answers[0].revision, compute.failed()), (1, 2, false));
}

#[test]
fn a_plan_with_faults_is_given_no_answer_and_does_no_harm() {
    let (sender, news) = channel();
    let mut compute = Compute::new(move || sender.send(()).unwrap_or_default(), 10);
    compute.request(1, &plan(1));
    assert!(until_idle(&mut compute, &news).is_empty());
    assert!(!compute.failed());
}

#[test]
fn closing_stops_the_work() {
    static IS_STOPPED: AtomicBool = AtomicBool::new(false);
    let (started, has_started) = channel();
    let (mut compute, _news) = compute(move |task, _| {
        started.send(()).unwrap();
        while !task.is_stale() {
            std::thread::yield_now();
        }
        IS_STOPPED.store(true, Ordering::SeqCst);
    });
    compute.request(1, &plan(6));
    has_started.recv().unwrap();
    drop(compute);
    let deadline = Instant::now() + Duration::from_secs(20);
    while !IS_STOPPED.load(Ordering::SeqCst) && Instant::now() < deadline {
        std::thread::yield_now();
    }
    assert!(IS_STOPPED.load(Ordering::SeqCst));
}

/// Someone who has stopped waiting.
struct Gone;

impl Watch for Gone {
    fn is_stale(&self) -> bool {
        true
    }
}

/// One channel whose links close, with and without a response.
const PLAN: &str = r#"{
    "format": "sortie-plan", "version": 1, "name": "Links", "currency": "USD", "start": "2023-07",
    "horizon_months": 12, "fx": {}, "cash": { "opening": 50000 },
    "markets": [{ "id": "us", "name": "US" }],
    "channels": [{
        "id": "links", "name": "Links", "kind": "tiktok_link", "market": "us", "visits": 20000,
        "conversion": { "low": 0.01, "likely": 0.02, "high": 0.03 }, "order_value": 40, "unit_cost": 0.4
    }],
    "shocks": [{
        "id": "closure", "name": "Closure", "kind": "link_closure", "start": "2023-09-12", "passes": 0.1
    }],
    "strategies": [],
    "scenarios": [
        { "id": "open", "name": "Open", "shocks": [], "strategies": [] },
        { "id": "none", "name": "None", "shocks": ["closure"], "strategies": [] }
    ]
}"#;

#[test]
fn a_real_plan_is_answered_by_a_draft_and_in_full_whatever_the_crew() {
    let plan = sortie_engine::plan::read(PLAN.as_bytes()).unwrap();
    let (sender, news) = channel();
    let n_paths = 4 * DRAFT_PATHS;
    let mut compute = Compute::new(move || sender.send(()).unwrap_or_default(), n_paths);
    compute.request(3, &plan);
    let answers = until_idle(&mut compute, &news);
    let full = answers.last().unwrap();
    assert_eq!((full.revision, full.n_paths), (3, n_paths));
    let model = Model::compile(&plan);
    for crew in [Threads::new(Some(1)), Threads::new(Some(3))] {
        let again = project(&model, n_paths, SEED, &crew, &Patient).unwrap();
        assert_eq!(again, *full.forecast);
    }
    assert!(project(&model, n_paths, SEED, &Threads::new(Some(2)), &Gone).is_none());
}
