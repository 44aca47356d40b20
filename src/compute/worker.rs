//! The worker's thread, and the mailbox that holds one request at most.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use sortie_engine::forecast::{Forecast, Watch};
use sortie_engine::plan::Plan;

use super::Answer;

/// Where requests are left. Every request takes the next ticket; the highest ticket is the one that counts.
#[derive(Default)]
pub(super) struct Mailbox {
    state: Mutex<State>,
    /// The highest ticket, apart from the state so that running work can ask for it without waiting.
    newest: AtomicU64,
    news: Condvar,
}

#[derive(Default)]
struct State {
    waiting: Option<(u64, u64, Plan)>,
    finished: u64,
    has_failed: bool,
    is_closed: bool,
}

/// One request, taken from the mailbox.
pub(super) struct Task {
    pub plan: Plan,
    revision: u64,
    ticket: u64,
    mailbox: Arc<Mailbox>,
}

impl Watch for Task {
    fn is_stale(&self) -> bool {
        self.mailbox.newest_ticket() != self.ticket
    }
}

impl Mailbox {
    pub fn put(&self, revision: u64, plan: Plan) {
        let mut state = self.lock();
        let ticket = self.newest.fetch_add(1, Ordering::SeqCst) + 1;
        state.waiting = Some((ticket, revision, plan));
        if state.is_closed {
            self.finish(&mut state, ticket, true);
        } else {
            state.has_failed = false;
        }
        self.news.notify_one();
    }

    pub fn newest_ticket(&self) -> u64 {
        self.newest.load(Ordering::SeqCst)
    }

    pub fn is_busy(&self) -> bool {
        self.lock().finished != self.newest_ticket()
    }

    pub fn has_failed(&self) -> bool {
        self.lock().has_failed
    }

    pub fn close(&self) {
        self.lock().is_closed = true;
        // No task has this ticket, so that all work is stale.
        self.newest.store(u64::MAX, Ordering::SeqCst);
        self.news.notify_one();
    }

    /// Waits for a request; nothing once the mailbox is closed.
    fn take(self: &Arc<Self>) -> Option<Task> {
        let mut state = self.lock();
        loop {
            if state.is_closed {
                return None;
            }
            if let Some((ticket, revision, plan)) = state.waiting.take() {
                return Some(Task { plan, revision, ticket, mailbox: Arc::clone(self) });
            }
            state = self.news.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn finish(&self, state: &mut State, ticket: u64, has_failed: bool) {
        state.finished = ticket;
        if ticket == self.newest_ticket() {
            state.has_failed = has_failed;
        }
    }

    /// Nothing can panic while the state is held, so that a poisoned lock means nothing.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Starts the worker. Where no thread can be had, every request fails at once.
pub(super) fn start(
    wake: impl Fn() + Send + Sync + 'static,
    mut work: impl FnMut(&Task, &dyn Fn(usize, Forecast)) + Send + 'static,
) -> (Arc<Mailbox>, Receiver<(u64, Answer)>) {
    let mailbox = Arc::new(Mailbox::default());
    let (sender, answers) = channel();
    let tasks = Arc::clone(&mailbox);
    let body = move || {
        while let Some(task) = tasks.take() {
            let has_failed = obey(&task, &sender, &wake, &mut work).is_err();
            let mut state = tasks.lock();
            tasks.finish(&mut state, task.ticket, has_failed);
            drop(state);
            wake();
        }
    };
    if thread::Builder::new().name("projection".to_owned()).spawn(body).is_err() {
        mailbox.lock().is_closed = true;
    }
    (mailbox, answers)
}

/// Does the work of one task; a panic in it ends the task, not the worker.
fn obey(
    task: &Task,
    sender: &Sender<(u64, Answer)>,
    wake: &impl Fn(),
    work: &mut impl FnMut(&Task, &dyn Fn(usize, Forecast)),
) -> thread::Result<()> {
    let answer = |n_paths: usize, forecast: Forecast| {
        let answer = Answer { revision: task.revision, n_paths, forecast: Arc::new(forecast) };
        // Without a receiver the window is gone, and the next look into the mailbox ends the worker.
        if !task.is_stale() && sender.send((task.ticket, answer)).is_ok() {
            wake();
        }
    };
    // What the work shares with the outside is only read, so that a panic leaves nothing half changed.
    catch_unwind(AssertUnwindSafe(|| work(task, &answer)))
}
