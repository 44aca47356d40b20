//! One piece of work on a thread of its own: given up by dropping it.

use std::time::Duration;

use sortie_engine::watch::Watch;

use super::worker::{Worker, WorkerJob};

/// Work under way.
pub struct BackgroundTask<T>(Worker<(), T>);

/// What came of it.
#[derive(Debug, PartialEq, Eq)]
pub enum TaskOutcome<T> {
    /// It goes on.
    Open,
    /// It is done.
    Done(T),
    /// It came to grief.
    Stuck,
}

impl<T: Send + 'static> BackgroundTask<T> {
    /// Starts `work`, which is to leave off as soon as nobody waits any more; `wake` is called from the other thread once it
    /// is done.
    pub fn start(
        wake: impl Fn() + Send + Sync + 'static,
        work: impl FnOnce(&dyn Watch) -> T + Send + 'static,
    ) -> Self {
        let mut work = Some(work);
        let worker = Worker::start("errand", wake, move |job: &WorkerJob<(), T>| {
            if let Some(work) = work.take() {
                job.answer(work(job));
            }
        });
        worker.put(());
        Self(worker)
    }

    /// As [`Self::poll`], but waits up to `limit` for it to be done.
    pub fn poll_within(&self, limit: Duration) -> TaskOutcome<T> {
        match self.0.fetch_within(limit) {
            Some(done) => TaskOutcome::Done(done),
            None => self.poll(),
        }
    }

    /// What came of it; the answer is given once.
    pub fn poll(&self) -> TaskOutcome<T> {
        // The answer is left before the work is over.
        let is_over = self.0.done().is_none();
        match self.0.fetch() {
            Some(done) => TaskOutcome::Done(done),
            None if is_over => TaskOutcome::Stuck,
            None => TaskOutcome::Open,
        }
    }
}

impl<T> BackgroundTask<T> {
    /// How much is done, 0 to 1.
    pub fn done(&self) -> f64 {
        self.0.done().unwrap_or(1.0)
    }
}
