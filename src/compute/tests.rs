//! What a window may count on from the worker.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use sortie_engine::forecast::{Crew, Patient, project};
use sortie_engine::model::Baselines;
use sortie_engine::plan::{Cash, Demand, Plan, Seller};
use sortie_engine::unit::{Estimate, Month};

use super::*;

/// Paths of a full answer in these tests.
const FULL: usize = 100;

/// A model that carries `horizon_months` through the worker; these tests never project it.
fn model(horizon_months: usize) -> Arc<Model> {
    let overhead_per_month = Estimate::certain(0.0);
    Arc::new(Model::compile(&Plan {
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
    }))
}

fn n_months(model: &Model) -> usize {
    model.months().len()
}

/// A forecast whose number of months tells which model it is of.
fn forecast(model: &Model) -> Forecast {
    Forecast { months: model.months(), scenarios: vec![], baselines: Baselines::default() }
}

/// A worker that takes news from `wake` by a channel.
fn compute(work: impl Fn(&Task, &dyn Fn(Part)) + Send + 'static) -> (Compute, Receiver<()>) {
    let (sender, news): (Sender<()>, _) = channel();
    (Compute::with_work(move || sender.send(()).unwrap_or_default(), FULL, work), news)
}

/// Polls until the worker rests, and gives everything it answered.
fn until_idle(compute: &mut Compute, news: &Receiver<()>) -> Vec<Answer> {
    let deadline = Instant::now() + Duration::from_secs(20);
    let mut answers = vec![];
    while compute.mailbox.done().is_some() && Instant::now() < deadline {
        let _ = news.recv_timeout(Duration::from_millis(20));
        answers.extend(compute.poll());
    }
    assert!(compute.mailbox.done().is_none(), "the worker does not come to rest");
    answers.extend(compute.poll());
    answers
}

#[test]
fn a_draft_comes_before_the_full_answer_under_the_same_revision() {
    let (mut compute, news) = compute(|task, answer| {
        answer((10, None, forecast(&task.model)));
        std::thread::sleep(Duration::from_millis(100));
        answer((FULL, None, forecast(&task.model)));
    });
    assert!(compute.progress().is_none() && compute.poll().is_none());
    compute.request(7, model(12), Metric::Revenue);
    assert!(compute.progress().is_some());
    let answers = until_idle(&mut compute, &news);
    assert!(answers.iter().all(|answer| answer.revision == 7 && answer.forecast.months.len() == 12));
    assert_eq!(answers.last().unwrap().n_paths, FULL);
    assert!(compute.poll().is_none() && compute.progress().is_none());
}

#[test]
fn the_newest_request_wins_and_older_work_stops() {
    let (started, has_started) = channel();
    let (mut compute, news) = compute(move |task, answer| {
        started.send(()).unwrap();
        // The first plan would be worked on for ever, but for the newer request.
        while n_months(&task.model) == 6 && !task.is_stale() {
            std::thread::yield_now();
        }
        answer((1, None, forecast(&task.model)));
    });
    compute.request(1, model(6), Metric::Revenue);
    has_started.recv().unwrap();
    for revision in 2..50 {
        compute.request(revision, model(10 + revision as usize), Metric::Revenue);
    }
    let answers = until_idle(&mut compute, &news);
    assert_eq!(answers.len(), 1);
    assert_eq!((answers[0].revision, answers[0].forecast.months.len()), (49, 59));
}

#[test]
fn an_answer_that_waits_is_dropped_once_there_is_a_newer_request() {
    let (mut compute, news) = compute(|task, answer| {
        if n_months(&task.model) == 6 {
            answer((1, None, forecast(&task.model)));
        }
    });
    compute.request(1, model(6), Metric::Revenue);
    news.recv_timeout(Duration::from_secs(20)).unwrap();
    compute.request(2, model(7), Metric::Revenue);
    assert!(compute.poll().is_none());
    assert!(until_idle(&mut compute, &news).is_empty());
}

#[test]
fn a_panic_in_the_work_leaves_the_worker_alive() {
    let (mut compute, news) = compute(|task, answer| {
        let n = n_months(&task.model);
        Threads::new(Some(2)).work(n, &|idx| assert!(idx < 12, "asked for in this test"));
        answer((1, None, forecast(&task.model)));
    });
    compute.request(1, model(13), Metric::Revenue);
    assert!(until_idle(&mut compute, &news).is_empty());
    assert!(compute.failed());
    compute.request(2, model(6), Metric::Revenue);
    assert!(!compute.failed());
    let answers = until_idle(&mut compute, &news);
    assert_eq!((answers.len(), answers[0].revision, compute.failed()), (1, 2, false));
}

#[test]
fn whoever_waits_has_the_draft_at_once_and_is_not_woken_for_it() {
    let (mut compute, news) = compute(|task, answer| {
        std::thread::sleep(Duration::from_millis(50));
        answer((10, None, forecast(&task.model)));
        while !task.is_stale() {
            std::thread::yield_now();
        }
    });
    for revision in 1..5 {
        compute.request(revision, model(6), Metric::Revenue);
        let answer = compute.poll_within(Duration::from_secs(20)).unwrap();
        assert_eq!((answer.revision, answer.n_paths), (revision, 10));
        assert!(compute.poll().is_none(), "an answer is fetched once");
    }
    // A draft that is there before the wait begins does wake the window, as on a machine that is busy elsewhere.
    assert!(news.try_iter().count() < 4);
}

#[test]
fn whoever_waits_in_vain_has_waited_no_longer_than_was_said() {
    let (mut compute, _news) = compute(|task, _| {
        while !task.is_stale() {
            std::thread::yield_now();
        }
    });
    compute.request(1, model(6), Metric::Revenue);
    let began = Instant::now();
    assert!(compute.poll_within(Duration::from_millis(5)).is_none());
    let waited = began.elapsed();
    assert!(waited >= Duration::from_millis(5) && waited < Duration::from_secs(5), "{waited:?}");
}

#[test]
fn nobody_waits_for_an_answer_that_will_not_come() {
    let (mut compute, news) =
        compute(|task, _| assert_eq!(n_months(&task.model), 6, "asked for in this test"));
    let began = Instant::now();
    assert!(compute.poll_within(Duration::from_secs(60)).is_none(), "nothing was asked for");
    compute.request(1, model(7), Metric::Revenue);
    assert!(compute.poll_within(Duration::from_secs(60)).is_none() && compute.failed());
    compute.request(2, model(6), Metric::Revenue);
    assert!(compute.poll_within(Duration::from_secs(60)).is_none(), "it ends without an answer");
    compute.give_up();
    assert!(compute.poll_within(Duration::from_secs(60)).is_none(), "it was given up");
    assert!(began.elapsed() < Duration::from_secs(30));
    assert!(until_idle(&mut compute, &news).is_empty());
}

#[test]
fn work_that_was_given_up_answers_no_more_and_the_next_request_starts_afresh() {
    let (begun, has_begun) = channel();
    let (mut compute, news) = compute(move |task, answer| {
        answer((10, None, forecast(&task.model)));
        task.note(0.25);
        begun.send(()).unwrap();
        while n_months(&task.model) == 6 && !task.is_stale() {
            std::thread::yield_now();
        }
        answer((FULL, None, forecast(&task.model)));
    });
    compute.request(1, model(6), Metric::Revenue);
    has_begun.recv().unwrap();
    assert_eq!(compute.progress(), Some(0.25));
    assert_eq!(compute.poll().unwrap().n_paths, 10);
    compute.give_up();
    assert!(compute.progress().is_none() && !compute.failed());
    assert!(until_idle(&mut compute, &news).is_empty());
    compute.request(2, model(7), Metric::Revenue);
    assert_eq!(until_idle(&mut compute, &news).last().unwrap().n_paths, FULL);
}

#[test]
fn what_tells_one_metric_is_not_all_that_was_asked_for() {
    let (mut compute, _news) = compute(|task, answer| {
        answer((FULL, Some(task.metric), forecast(&task.model)));
        while !task.is_stale() {
            std::thread::yield_now();
        }
    });
    compute.request(1, model(6), Metric::Cash);
    let answer = compute.poll_within(Duration::from_secs(20)).unwrap();
    assert!(answer.tells(Metric::Cash) && !answer.tells(Metric::Profit));
    assert!(compute.progress().is_some(), "the rest is still worked on");
}

#[test]
fn progress_only_grows_and_begins_anew_with_every_request() {
    let (told, has_told) = channel();
    let (mut compute, _news) = compute(move |task, _| {
        for done in [0.1, 0.5, 0.3] {
            task.note(done);
        }
        told.send(()).unwrap();
        while !task.is_stale() {
            std::thread::yield_now();
        }
        task.note(0.9);
    });
    for revision in 1..20 {
        compute.request(revision, model(6), Metric::Revenue);
        assert!(compute.progress().is_some_and(|done| done <= 0.5), "nothing is left of the request before");
        has_told.recv().unwrap();
        assert_eq!(compute.progress(), Some(0.5));
    }
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
    compute.request(1, model(6), Metric::Revenue);
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
    let model = Arc::new(Model::compile(&plan));
    compute.request(3, Arc::clone(&model), Metric::Cash);
    let answers = until_idle(&mut compute, &news);
    assert!(answers.iter().all(|answer| answer.tells(Metric::Cash)));
    let full = answers.last().unwrap();
    assert_eq!((full.revision, full.n_paths, full.only), (3, n_paths, None));
    for crew in [Threads::new(Some(1)), Threads::new(Some(3))] {
        let again = project(&model, n_paths, SEED, &crew, &Patient).unwrap();
        assert_eq!(again, *full.forecast);
    }
    assert!(project(&model, n_paths, SEED, &Threads::new(Some(2)), &Gone).is_none());
}
