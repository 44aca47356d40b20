//! The worker's thread, and the mailbox between it and the window: one request at most, and one answer.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use sortie_engine::forecast::{Metric, Watch};
use sortie_engine::model::Model;

use super::{Answer, Part};

/// Where requests and answers are left. Every request takes the next ticket; the highest ticket is the one that counts.
#[derive(Default)]
pub(super) struct Mailbox {
    state: Mutex<State>,
    /// The highest ticket, apart from the state so that running work can ask for it without waiting.
    newest: AtomicU64,
    requested: Condvar,
    answered: Condvar,
}

#[derive(Default)]
struct State {
    request: Option<Request>,
    /// The newest answer to the newest request, until it is fetched.
    answer: Option<Answer>,
    /// Whether somebody waits for the answer, and need not be woken for it.
    is_awaited: bool,
    /// How much of the newest request's full answer is done.
    done: Arc<Share>,
    finished: u64,
    has_failed: bool,
    is_closed: bool,
}

struct Request {
    ticket: u64,
    revision: u64,
    model: Arc<Model>,
    metric: Metric,
    done: Arc<Share>,
}

/// A share that only grows, in thousandths.
#[derive(Default)]
struct Share(AtomicU32);

impl Share {
    fn reach(&self, share: f64) {
        self.0.fetch_max((share.clamp(0.0, 1.0) * 1_000.0) as u32, Ordering::Relaxed);
    }

    fn get(&self) -> f64 {
        f64::from(self.0.load(Ordering::Relaxed)) / 1_000.0
    }
}

/// One request, taken from the mailbox.
pub(crate) struct Task {
    /// What is to be projected.
    pub model: Arc<Model>,
    /// What is to be told first.
    pub metric: Metric,
    revision: u64,
    ticket: u64,
    done: Arc<Share>,
    mailbox: Arc<Mailbox>,
}

impl Watch for Task {
    fn is_stale(&self) -> bool {
        self.mailbox.newest_ticket() != self.ticket
    }

    fn note(&self, done: f64) {
        self.done.reach(done);
    }
}

impl Mailbox {
    /// Leaves a request in the place of whatever was asked for before.
    pub fn put(&self, revision: u64, model: Arc<Model>, metric: Metric) {
        let mut state = self.lock();
        let ticket = self.next_ticket(&mut state);
        let done = Arc::clone(&state.done);
        state.request = Some(Request { ticket, revision, model, metric, done });
        if state.is_closed {
            state.finish(ticket);
            state.has_failed = true;
        }
        self.requested.notify_one();
    }

    /// Ends whatever was asked for without an answer.
    pub fn give_up(&self) {
        let mut state = self.lock();
        let ticket = self.next_ticket(&mut state);
        state.finish(ticket);
    }

    /// A ticket with which everything before it is stale.
    fn next_ticket(&self, state: &mut State) -> u64 {
        state.request = None;
        state.answer = None;
        state.done = Arc::default();
        state.has_failed = false;
        self.newest.fetch_add(1, Ordering::SeqCst) + 1
    }

    pub fn newest_ticket(&self) -> u64 {
        self.newest.load(Ordering::SeqCst)
    }

    /// The newest answer, if there is one that was not fetched yet.
    pub fn fetch(&self) -> Option<Answer> {
        self.lock().answer.take()
    }

    /// As [`Self::fetch`], but waits for the answer up to `limit`, as long as one may come.
    pub fn fetch_within(&self, limit: Duration) -> Option<Answer> {
        let mut state = self.lock();
        state.is_awaited = true;
        let must_wait = |state: &mut State| state.answer.is_none() && state.finished != self.newest_ticket();
        let waited = self.answered.wait_timeout_while(state, limit, must_wait);
        let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        state.is_awaited = false;
        state.answer.take()
    }

    /// How much is done of what is worked on; nothing where nothing is.
    pub fn done(&self) -> Option<f64> {
        let state = self.lock();
        (state.finished != self.newest_ticket()).then(|| state.done.get())
    }

    pub fn has_failed(&self) -> bool {
        self.lock().has_failed
    }

    pub fn close(&self) {
        self.lock().is_closed = true;
        // No task has this ticket, so that all work is stale.
        self.newest.store(u64::MAX, Ordering::SeqCst);
        self.requested.notify_one();
    }

    /// Waits for a request; nothing once the mailbox is closed.
    fn take(self: &Arc<Self>) -> Option<Task> {
        let mut state = self.lock();
        loop {
            if state.is_closed {
                return None;
            }
            if let Some(Request { ticket, revision, model, metric, done }) = state.request.take() {
                return Some(Task { model, metric, revision, ticket, done, mailbox: Arc::clone(self) });
            }
            state = self.requested.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Leaves an answer to a request that still counts. Returns whether somebody must be woken to fetch it.
    fn answer(&self, ticket: u64, answer: Answer) -> bool {
        let mut state = self.lock();
        if ticket != self.newest_ticket() {
            return false;
        }
        state.answer = Some(answer);
        self.answered.notify_all();
        !state.is_awaited
    }

    /// Notes that the work on a request is over. Returns whether somebody must be woken to hear that it came to grief.
    fn end(&self, ticket: u64, has_failed: bool) -> bool {
        let mut state = self.lock();
        state.finish(ticket);
        let is_newest = ticket == self.newest_ticket();
        if is_newest {
            state.has_failed = has_failed;
        }
        self.answered.notify_all();
        is_newest && has_failed
    }

    /// Nothing can panic while the state is held, so that a poisoned lock means nothing.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Work that was given up may end after what came later.
    fn finish(&mut self, ticket: u64) {
        self.finished = self.finished.max(ticket);
    }
}

/// Starts the worker. Where no thread can be had, every request fails at once.
pub(super) fn start(
    wake: impl Fn() + Send + Sync + 'static,
    mut work: impl FnMut(&Task, &dyn Fn(Part)) + Send + 'static,
) -> Arc<Mailbox> {
    let mailbox = Arc::new(Mailbox::default());
    let tasks = Arc::clone(&mailbox);
    let body = move || {
        while let Some(task) = tasks.take() {
            let has_failed = obey(&task, &wake, &mut work).is_err();
            if tasks.end(task.ticket, has_failed) {
                wake();
            }
        }
    };
    if thread::Builder::new().name("projection".to_owned()).spawn(body).is_err() {
        mailbox.lock().is_closed = true;
    }
    mailbox
}

/// Does the work of one task; a panic in it ends the task, not the worker.
fn obey(task: &Task, wake: &impl Fn(), work: &mut impl FnMut(&Task, &dyn Fn(Part))) -> thread::Result<()> {
    let answer = |(n_paths, only, forecast): Part| {
        let answer = Answer { revision: task.revision, n_paths, only, forecast: Arc::new(forecast) };
        if task.mailbox.answer(task.ticket, answer) {
            wake();
        }
    };
    // What the work shares with the outside is only read, so that a panic leaves nothing half changed.
    catch_unwind(AssertUnwindSafe(|| work(task, &answer)))
}
