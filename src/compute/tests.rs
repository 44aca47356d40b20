//! What a window may count on from the worker.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use sortie_engine::forecast::{Crew, PathRun, project};
use sortie_engine::model::Baselines;
use sortie_engine::plan::Plan;
use sortie_engine::unit::Month;
use sortie_engine::watch::{PatientWatch, Watch};

use super::*;

/// Paths of a full answer in these tests.
const FULL: usize = 100;

/// A model that carries `horizon_months` through the worker; these tests never project it.
fn model(horizon_months: usize) -> Arc<Model> {
    Arc::new(Model::compile(&Plan::blank("", "USD", Month::default(), horizon_months)))
}

fn n_months(model: &Model) -> usize {
    model.months().len()
}

/// A forecast whose number of months tells which model it is of.
fn forecast(model: &Model) -> Forecast {
    Forecast { months: model.months(), scenarios: vec![], baselines: Baselines::default() }
}

/// A worker that takes news from `wake` by a channel.
fn compute(work: impl Fn(&ProjectionJob) + Send + 'static) -> (Compute, Receiver<()>) {
    let (sender, news): (Sender<()>, _) = channel();
    (Compute::with_work(move || sender.send(()).unwrap_or_default(), FULL, work), news)
}

/// Polls until the worker rests, and gives everything it answered.
fn until_idle(compute: &mut Compute, news: &Receiver<()>) -> Vec<ProjectionAnswer> {
    let deadline = Instant::now() + Duration::from_secs(20);
    let mut answers = vec![];
    while compute.worker.done().is_some() && Instant::now() < deadline {
        let _ = news.recv_timeout(Duration::from_millis(20));
        answers.extend(compute.poll());
    }
    assert!(compute.worker.done().is_none(), "the worker does not come to rest");
    answers.extend(compute.poll());
    answers
}

#[test]
fn a_draft_comes_before_the_full_answer_under_the_same_revision() {
    let (mut compute, news) = compute(|task| {
        task.hand_over(10, None, forecast(&task.request.model));
        std::thread::sleep(Duration::from_millis(100));
        task.hand_over(FULL, None, forecast(&task.request.model));
    });
    assert!(compute.progress().is_none() && compute.poll().is_none());
    compute.request(7, model(12), Metric::Revenue, usize::MAX);
    assert!(compute.progress().is_some());
    let answers = until_idle(&mut compute, &news);
    assert!(answers.iter().all(|answer| answer.revision == 7 && answer.forecast.months.len() == 12));
    assert_eq!(answers.last().unwrap().n_paths, FULL);
    assert!(compute.poll().is_none() && compute.progress().is_none());
}

#[test]
fn what_tells_one_metric_is_not_all_that_was_asked_for() {
    let (mut compute, _news) = compute(|task| {
        task.hand_over(FULL, Some(task.request.metric), forecast(&task.request.model));
        while !task.is_stale() {
            std::thread::yield_now();
        }
    });
    compute.request(1, model(6), Metric::Cash, usize::MAX);
    let answer = compute.poll_within(Duration::from_secs(20)).unwrap();
    assert!(answer.answers(Metric::Cash) && !answer.answers(Metric::Profit));
    assert!(compute.progress().is_some(), "the rest is still worked on");
}

#[test]
fn a_panic_among_the_crew_leaves_the_worker_alive() {
    let (mut compute, news) = compute(|task| {
        let n = n_months(&task.request.model);
        ThreadCrew::new(Some(2)).work(n, &|idx| assert!(idx < 12, "asked for in this test"));
        task.hand_over(1, None, forecast(&task.request.model));
    });
    compute.request(1, model(13), Metric::Revenue, usize::MAX);
    assert!(until_idle(&mut compute, &news).is_empty());
    assert!(compute.failed());
    compute.request(2, model(6), Metric::Revenue, usize::MAX);
    let answers = until_idle(&mut compute, &news);
    assert_eq!((answers.len(), answers[0].revision, compute.failed()), (1, 2, false));
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
    compute.request(3, Arc::clone(&model), Metric::Cash, usize::MAX);
    let answers = until_idle(&mut compute, &news);
    assert!(answers.iter().all(|answer| answer.answers(Metric::Cash)));
    let full = answers.last().unwrap();
    assert_eq!((full.revision, full.n_paths, full.only), (3, n_paths, None));
    for crew in [ThreadCrew::new(Some(1)), ThreadCrew::new(Some(3))] {
        let run = PathRun { n_paths, seed: SEED, crew: &crew, watch: &PatientWatch };
        let again = project(&model, run).unwrap();
        assert_eq!(again, *full.forecast);
    }
    let run = PathRun { n_paths, seed: SEED, crew: &ThreadCrew::new(Some(2)), watch: &Gone };
    assert!(project(&model, run).is_none());
}
