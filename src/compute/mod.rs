//! Projections off the frame: one worker, the newest request wins.
//!
//! A request hands over a compiled model and the metric that is looked at, and never waits. The worker answers it three
//! times under the same revision: that metric from a draft of few paths, then from all of them, then every metric. As soon
//! as there is a newer request the older one is given up, and no answer to it is ever handed out. Whoever asks may wait a
//! moment for the draft, and may end the work.

mod prepare;
mod threads;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use sortie_engine::forecast::{Forecast, Metric, PathRun, Projector};
use sortie_engine::model::Model;
use sortie_engine::plan::Plan;
use sortie_engine::watch::PartWatch;

use crate::work::{Worker, WorkerJob};

pub use prepare::{PreparedPlan, is_large};
pub use threads::ThreadCrew;

/// Paths of the draft that comes before the full answer.
pub const DRAFT_PATHS: usize = 1_024;

/// Paths of a full answer where nobody asks for another number.
pub const FULL_PATHS: usize = 10_000;

/// The seed of every draw where nobody asks for another: the same plan shows the same figures everywhere.
pub const SEED: u64 = 1;

/// Projects plans on a thread of its own.
pub struct Compute {
    worker: Worker<ProjectionRequest, ProjectionAnswer>,
    /// Paths of a full answer.
    n_paths: usize,
    /// Whether the newest request has been answered in full.
    is_answered: bool,
    /// How long the last draft took, in microseconds.
    draft_lasts: Arc<AtomicU64>,
    /// The paths of the full answer to the newest request: fewer where the plan is so large that no more fit.
    asked_paths: usize,
    preparer: prepare::Preparer,
}

/// The forecast of a plan.
#[derive(Clone, Debug)]
pub struct ProjectionAnswer {
    /// The revision under which it was asked for.
    pub revision: u64,
    /// The number of paths it comes from; fewer in a draft.
    pub n_paths: usize,
    /// The only metric that paths tell, where the others stand as on the central path.
    pub only: Option<Metric>,
    /// The forecast.
    pub forecast: Arc<Forecast>,
}

impl ProjectionAnswer {
    /// Whether paths tell `metric`.
    pub fn answers(&self, metric: Metric) -> bool {
        self.only.is_none_or(|only| only == metric)
    }
}

/// What is to be projected.
pub(crate) struct ProjectionRequest {
    /// The number of the plan's edit.
    pub revision: u64,
    /// The plan, ready to be projected.
    pub model: Arc<Model>,
    /// What is to be told first.
    pub metric: Metric,
    /// The paths of the full answer.
    pub n_paths: usize,
}

/// One request in work.
pub(crate) type ProjectionJob = WorkerJob<ProjectionRequest, ProjectionAnswer>;

impl ProjectionJob {
    /// Hands over a forecast from `n_paths` paths, which tell one metric only where `only` says so.
    pub fn hand_over(&self, n_paths: usize, only: Option<Metric>, forecast: Forecast) {
        let revision = self.request.revision;
        self.answer(ProjectionAnswer { revision, n_paths, only, forecast: Arc::new(forecast) });
    }
}

/// The share of the work on one metric in the work on all.
const ONE_METRIC: f64 = 0.35;

impl Compute {
    /// A worker that answers from `n_paths` paths and calls `wake` from its thread whenever there is news to poll for
    /// which nobody waits.
    pub fn new(wake: impl Fn() + Send + Sync + 'static, n_paths: usize) -> Self {
        let crew = ThreadCrew::new(None);
        let mut projector = Projector::default();
        let draft_lasts = Arc::new(AtomicU64::new(0));
        let lasts = Arc::clone(&draft_lasts);
        let mut compute = Self::with_work(wake, n_paths, move |task: &ProjectionJob| {
            let start = Instant::now();
            let ProjectionRequest { model, metric, n_paths, .. } = &task.request;
            let (metric, n_paths) = (*metric, *n_paths);
            let mut before = 0.0;
            if DRAFT_PATHS < n_paths {
                for (n, share) in [(DRAFT_PATHS, 0.0), (n_paths, ONE_METRIC)] {
                    let watch = PartWatch { watch: task, before, share };
                    let run = PathRun { n_paths: n, seed: SEED, crew: &crew, watch: &watch };
                    let one = projector.project_only(model, metric, run);
                    let Some(one) = one else { return };
                    task.hand_over(n, Some(metric), one);
                    if n == DRAFT_PATHS {
                        lasts.store(start.elapsed().as_micros() as u64, Ordering::Relaxed);
                    }
                    before += share;
                }
            }
            let watch = PartWatch { watch: task, before, share: 1.0 - before };
            let run = PathRun { n_paths, seed: SEED, crew: &crew, watch: &watch };
            if let Some(whole) = projector.project(model, run) {
                task.hand_over(n_paths, None, whole);
            }
        });
        compute.draft_lasts = draft_lasts;
        compute
    }

    /// A worker that does its tasks by `work`.
    pub(crate) fn with_work(
        wake: impl Fn() + Send + Sync + 'static,
        n_paths: usize,
        work: impl FnMut(&ProjectionJob) + Send + 'static,
    ) -> Self {
        let wake = Arc::new(wake);
        let wake_too = Arc::clone(&wake);
        Self {
            worker: Worker::start("projection", move || wake(), work),
            n_paths,
            is_answered: true,
            draft_lasts: Arc::default(),
            asked_paths: n_paths,
            preparer: prepare::Preparer::new(move || wake_too()),
        }
    }

    /// Prepares a large plan off the frame in the place of whatever was asked for.
    pub fn prepare(&mut self, revision: u64, plan: Plan) {
        self.give_up();
        self.preparer.put(revision, plan);
    }

    /// The large plan that was prepared since the last call.
    pub fn poll_prepared(&self) -> Option<PreparedPlan> {
        self.preparer.fetch()
    }

    /// The paths of a full answer to a plan that has room for `most`.
    pub fn paths_within(&self, most: usize) -> usize {
        self.n_paths.min(most)
    }

    /// Asks for the forecast of `model`, `metric` before all others, instead of whatever was asked for before, from no more
    /// paths than `most`.
    pub fn request(&mut self, revision: u64, model: Arc<Model>, metric: Metric, most: usize) {
        self.is_answered = false;
        self.preparer.give_up();
        self.asked_paths = self.paths_within(most);
        self.worker.put(ProjectionRequest { revision, model, metric, n_paths: self.asked_paths });
    }

    /// Ends whatever was asked for; no answer to it comes any more.
    pub fn give_up(&mut self) {
        self.is_answered = true;
        self.worker.give_up();
    }

    /// The newest answer to the newest request, if one has come since the last call.
    pub fn poll(&mut self) -> Option<ProjectionAnswer> {
        let answer = self.worker.fetch();
        self.note(answer)
    }

    /// As [`Self::poll`], but waits for an answer up to `limit`, unless none will come, or the last draft took longer.
    pub fn poll_within(&mut self, limit: Duration) -> Option<ProjectionAnswer> {
        let lasts = Duration::from_micros(self.draft_lasts.load(Ordering::Relaxed));
        let answer = if lasts <= limit { self.worker.fetch_within(limit) } else { self.worker.fetch() };
        self.note(answer)
    }

    fn note(&mut self, answer: Option<ProjectionAnswer>) -> Option<ProjectionAnswer> {
        let is_whole =
            |answer: &ProjectionAnswer| answer.n_paths >= self.asked_paths && answer.only.is_none();
        self.is_answered |= answer.as_ref().is_some_and(is_whole);
        answer
    }

    /// How much of the newest request's full answer is done, 0 to 1, while it is worked on.
    pub fn progress(&self) -> Option<f64> {
        if self.is_answered { None } else { self.worker.done() }
    }

    /// Whether the newest request ended in a panic; the next request starts afresh.
    pub fn failed(&self) -> bool {
        self.worker.has_failed()
    }
}

#[cfg(test)]
mod tests;
