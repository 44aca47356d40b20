//! The thread that answers questions, and the mailbox between it and the window: one question at a time.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use sortie_engine::forecast::Watch;

use super::Subject;

/// A question, when it was asked, and what was found; nothing where it came to grief.
type News<Q, F> = (Q, u64, Option<F>);

/// Where questions and findings are left.
pub(super) struct Mailbox<Q, F> {
    state: Mutex<State<Q, F>>,
    /// The number of the question that counts; all work on others is stale.
    newest: AtomicU64,
    /// How much of it is done, in thousandths.
    done: AtomicU32,
    is_asked: Condvar,
}

struct State<Q, F> {
    waiting: Option<(u64, Q, Subject)>,
    running: Option<Q>,
    news: Vec<News<Q, F>>,
    is_closed: bool,
}

/// A question in work.
pub struct Inquiry<Q, F> {
    /// The question.
    pub question: Q,
    /// What it is about.
    pub subject: Subject,
    number: u64,
    mailbox: Arc<Mailbox<Q, F>>,
}

impl<Q: Send, F: Send> Watch for Inquiry<Q, F>
where
    Q: Sync,
{
    fn is_stale(&self) -> bool {
        self.mailbox.newest.load(Ordering::SeqCst) != self.number
    }

    fn note(&self, done: f64) {
        self.mailbox.done.fetch_max((done.clamp(0.0, 1.0) * 1_000.0) as u32, Ordering::Relaxed);
    }
}

impl<Q: Clone, F> Mailbox<Q, F> {
    /// Leaves a question in the place of whatever was asked before.
    pub fn put(&self, question: Q, subject: Subject) {
        let mut state = self.lock();
        if state.is_closed {
            state.news.push((question, subject.revision, None));
            return;
        }
        let number = self.newest.fetch_add(1, Ordering::SeqCst) + 1;
        self.done.store(0, Ordering::Relaxed);
        state.running = Some(question.clone());
        state.waiting = Some((number, question, subject));
        self.is_asked.notify_one();
    }

    /// Ends whatever is worked on, and tells what that was.
    pub fn give_up(&self) -> Option<Q> {
        let mut state = self.lock();
        state.waiting = None;
        self.newest.fetch_add(1, Ordering::SeqCst);
        state.running.take()
    }

    /// What is worked on.
    pub fn running(&self) -> Option<Q> {
        self.lock().running.clone()
    }

    /// What was found since the last call.
    pub fn take(&self) -> Vec<News<Q, F>> {
        std::mem::take(&mut self.lock().news)
    }
}

impl<Q, F> Mailbox<Q, F> {
    /// How much of the question in work is done, 0 to 1.
    pub fn done(&self) -> f64 {
        f64::from(self.done.load(Ordering::Relaxed)) / 1_000.0
    }

    pub fn close(&self) {
        self.lock().is_closed = true;
        self.newest.store(u64::MAX, Ordering::SeqCst);
        self.is_asked.notify_one();
    }

    /// Nothing can panic while the state is held, so that a poisoned lock means nothing.
    fn lock(&self) -> MutexGuard<'_, State<Q, F>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a question; nothing once the mailbox is closed.
    fn next(&self) -> Option<(u64, Q, Subject)> {
        let mut state = self.lock();
        loop {
            if state.is_closed {
                return None;
            }
            if let Some(asked) = state.waiting.take() {
                return Some(asked);
            }
            state = self.is_asked.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Leaves what was found, where it still counts.
    fn answer(&self, number: u64, news: News<Q, F>) {
        let mut state = self.lock();
        if self.newest.load(Ordering::SeqCst) == number {
            state.running = None;
            state.news.push(news);
        }
    }
}

/// Starts the thread. Where none can be had, every question comes to grief at once.
pub(super) fn start<Q: Clone + Send + 'static, F: Send + 'static>(
    wake: impl Fn() + Send + Sync + 'static,
    mut answer: impl FnMut(&Inquiry<Q, F>) -> Option<F> + Send + 'static,
) -> Arc<Mailbox<Q, F>> {
    let state = State { waiting: None, running: None, news: vec![], is_closed: false };
    let (newest, done) = (AtomicU64::new(0), AtomicU32::new(0));
    let mailbox = Arc::new(Mailbox { state: Mutex::new(state), newest, done, is_asked: Condvar::new() });
    let own = Arc::clone(&mailbox);
    let body = move || {
        while let Some((number, question, subject)) = own.next() {
            let inquiry = Inquiry { question, subject, number, mailbox: Arc::clone(&own) };
            // What the work shares with the outside is only read, so that a panic leaves nothing half changed.
            let found = catch_unwind(AssertUnwindSafe(|| answer(&inquiry))).unwrap_or(None);
            own.answer(number, (inquiry.question, inquiry.subject.revision, found));
            wake();
        }
    };
    if thread::Builder::new().name("study".to_owned()).spawn(body).is_err() {
        mailbox.lock().is_closed = true;
    }
    mailbox
}
