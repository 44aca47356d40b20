//! Projections off the frame: one worker, the newest request wins.
//!
//! A request takes a snapshot of the plan and never waits. The worker answers it twice under the same revision, first
//! from a draft of few paths, then from all of them. As soon as there is a newer request the older one is given up,
//! and no answer to it is ever handed out. A plan that has faults gets no answer: they are for the window to tell.

mod threads;
mod worker;

use std::sync::Arc;
use std::sync::mpsc::Receiver;

use sortie_engine::forecast::{Forecast, Projector};
use sortie_engine::model::Model;
use sortie_engine::plan::{Plan, check};

pub use threads::Threads;
use worker::{Mailbox, Task};

/// Paths of the draft that comes before the full answer.
pub const DRAFT_PATHS: usize = 1_024;

/// Paths of a full answer where nobody asks for another number.
pub const FULL_PATHS: usize = 10_000;

/// The seed of every draw where nobody asks for another: the same plan shows the same figures everywhere.
pub const SEED: u64 = 1;

/// Projects plans on a thread of its own.
pub struct Compute {
    mailbox: Arc<Mailbox>,
    answers: Receiver<(u64, Answer)>,
}

/// The forecast of a plan.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The revision under which it was asked for.
    pub revision: u64,
    /// The number of paths it comes from; fewer in a draft.
    pub n_paths: usize,
    /// The forecast.
    pub forecast: Arc<Forecast>,
}

impl Compute {
    /// A worker that answers from `n_paths` paths and calls `wake` from its thread whenever there is news to poll.
    pub fn new(wake: impl Fn() + Send + Sync + 'static, n_paths: usize) -> Self {
        let crew = Threads::new(None);
        let mut projector = Projector::default();
        Self::with_work(wake, move |task: &Task, answer: &dyn Fn(usize, Forecast)| {
            if !check(&task.plan).is_empty() {
                return;
            }
            let model = Model::compile(&task.plan);
            let draft = Some(DRAFT_PATHS).filter(|draft| *draft < n_paths);
            for n_paths in draft.into_iter().chain([n_paths]) {
                let Some(forecast) = projector.project(&model, n_paths, SEED, &crew, task) else {
                    return;
                };
                answer(n_paths, forecast);
            }
        })
    }

    fn with_work(
        wake: impl Fn() + Send + Sync + 'static,
        work: impl FnMut(&Task, &dyn Fn(usize, Forecast)) + Send + 'static,
    ) -> Self {
        let (mailbox, answers) = worker::start(wake, work);
        Self { mailbox, answers }
    }

    /// Asks for the forecast of `plan`, instead of whatever was asked for before.
    pub fn request(&mut self, revision: u64, plan: &Plan) {
        self.mailbox.put(revision, plan.clone());
    }

    /// The newest answer to the newest request, if one has come since the last call.
    pub fn poll(&mut self) -> Option<Answer> {
        let newest = self.mailbox.newest_ticket();
        self.answers.try_iter().filter(|(ticket, _)| *ticket == newest).last().map(|(_, answer)| answer)
    }

    /// Whether the newest request is still being worked on.
    pub fn is_busy(&self) -> bool {
        self.mailbox.is_busy()
    }

    /// Whether the newest request ended in a panic; the next request starts afresh.
    pub fn failed(&self) -> bool {
        self.mailbox.has_failed()
    }
}

impl Drop for Compute {
    /// Tells the worker to stop; a window that closes does not wait for work that nobody wants.
    fn drop(&mut self) {
        self.mailbox.close();
    }
}

#[cfg(test)]
mod tests;
