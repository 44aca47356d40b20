//! A thread that works on one request after another, and the mailbox between it and the window: one request at most, and one
//! answer.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use sortie_engine::watch::Watch;

/// Works on requests `R`, the newest of them, and answers with `A`, as often as a request takes. It stops when it is dropped;
/// nobody waits for work that nobody wants.
pub struct Worker<R, A>(Arc<Mailbox<R, A>>);

/// One request in work.
pub struct WorkerJob<R, A> {
    /// What was asked for.
    pub request: R,
    number: u64,
    done: Arc<ProgressShare>,
    mailbox: Arc<Mailbox<R, A>>,
    wake: Arc<dyn Fn() + Send + Sync>,
}

/// Where requests and answers are left. Every request takes the next number; the highest is the one that counts.
struct Mailbox<R, A> {
    state: Mutex<MailboxState<R, A>>,
    /// The highest number, apart from the state so that running work can ask for it without waiting.
    newest: AtomicU64,
    is_requested: Condvar,
    is_answered: Condvar,
}

struct MailboxState<R, A> {
    request: Option<(u64, R)>,
    /// The newest answer to the newest request, until it is fetched.
    answer: Option<A>,
    /// Whether the newest request was answered at all.
    was_answered: bool,
    /// Whether somebody waits for the answer, and need not be woken for it.
    is_awaited: bool,
    /// How much of the newest request is done.
    done: Arc<ProgressShare>,
    /// The highest number on which all work is over.
    finished: u64,
    has_failed: bool,
    is_closed: bool,
}

/// A share that only grows, in thousandths.
#[derive(Default)]
struct ProgressShare(AtomicU32);

impl ProgressShare {
    fn reach(&self, share: f64) {
        self.0.fetch_max((share.clamp(0.0, 1.0) * 1_000.0) as u32, Ordering::Relaxed);
    }

    fn get(&self) -> f64 {
        f64::from(self.0.load(Ordering::Relaxed)) / 1_000.0
    }
}

impl<R: Send + Sync, A: Send> Watch for WorkerJob<R, A> {
    fn is_stale(&self) -> bool {
        self.mailbox.newest_number() != self.number
    }

    fn note(&self, done: f64) {
        self.done.reach(done);
    }
}

impl<R, A> WorkerJob<R, A> {
    /// Leaves an answer, in the place of an earlier one that nobody has fetched, unless the request is stale.
    pub fn answer(&self, answer: A) {
        let mut state = self.mailbox.lock();
        if self.number != self.mailbox.newest_number() {
            return;
        }
        state.answer = Some(answer);
        state.was_answered = true;
        self.mailbox.is_answered.notify_all();
        let is_awaited = state.is_awaited;
        drop(state);
        if !is_awaited {
            (self.wake)();
        }
    }

    /// Notes that the work is over, and wakes whoever would look for an answer in vain.
    fn end(self, has_failed: bool) {
        let mut state = self.mailbox.lock();
        state.finish(self.number);
        let is_newest = self.number == self.mailbox.newest_number();
        if is_newest {
            state.has_failed = has_failed;
        }
        let is_news = is_newest && (has_failed || !state.was_answered);
        self.mailbox.is_answered.notify_all();
        drop(state);
        if is_news {
            (self.wake)();
        }
    }
}

impl<R: Send + 'static, A: Send + 'static> Worker<R, A> {
    /// Starts a thread that does each request by `work`, which is to leave off as soon as its job is stale. `wake` is called
    /// from it whenever there is news for which nobody waits. Where no thread can be had, every request fails at once.
    pub fn start(
        name: &str,
        wake: impl Fn() + Send + Sync + 'static,
        mut work: impl FnMut(&WorkerJob<R, A>) + Send + 'static,
    ) -> Self {
        let mailbox = Arc::new(Mailbox::new());
        let (own, wake) = (Arc::clone(&mailbox), Arc::new(wake) as Arc<dyn Fn() + Send + Sync>);
        let body = move || {
            while let Some(job) = own.take(&wake) {
                // What the work shares with the outside is only read, so that a panic leaves nothing half changed.
                let has_failed = catch_unwind(AssertUnwindSafe(|| work(&job))).is_err();
                job.end(has_failed);
            }
        };
        if thread::Builder::new().name(name.to_owned()).spawn(body).is_err() {
            mailbox.lock().is_closed = true;
        }
        Self(mailbox)
    }
}

impl<R, A> Worker<R, A> {
    /// Leaves a request in the place of whatever was asked for before.
    pub fn put(&self, request: R) {
        let mut state = self.0.lock();
        let number = self.0.next_number(&mut state);
        if state.is_closed {
            state.finish(number);
            state.has_failed = true;
        } else {
            state.request = Some((number, request));
            self.0.is_requested.notify_one();
        }
    }

    /// Ends whatever was asked for; no answer to it comes any more.
    pub fn give_up(&self) {
        let mut state = self.0.lock();
        let number = self.0.next_number(&mut state);
        state.finish(number);
    }

    /// The newest answer, if there is one that was not fetched yet.
    pub fn fetch(&self) -> Option<A> {
        self.0.lock().answer.take()
    }

    /// As [`Self::fetch`], but waits for the answer up to `limit`, as long as one may come.
    pub fn fetch_within(&self, limit: Duration) -> Option<A> {
        let mut state = self.0.lock();
        state.is_awaited = true;
        let must_wait = |state: &mut MailboxState<R, A>| state.answer.is_none() && self.0.is_working(state);
        let waited = self.0.is_answered.wait_timeout_while(state, limit, must_wait);
        let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        state.is_awaited = false;
        state.answer.take()
    }

    /// How much is done of what is worked on, 0 to 1; nothing where nothing is.
    pub fn done(&self) -> Option<f64> {
        let state = self.0.lock();
        self.0.is_working(&state).then(|| state.done.get())
    }

    /// Whether the newest request ended in a panic; the next request starts afresh.
    pub fn has_failed(&self) -> bool {
        self.0.lock().has_failed
    }
}

impl<R, A> Drop for Worker<R, A> {
    fn drop(&mut self) {
        self.0.lock().is_closed = true;
        // No job has this number, so that all work is stale.
        self.0.newest.store(u64::MAX, Ordering::SeqCst);
        self.0.is_requested.notify_one();
    }
}

impl<R, A> Mailbox<R, A> {
    fn new() -> Self {
        let state = MailboxState {
            request: None,
            answer: None,
            was_answered: false,
            is_awaited: false,
            done: Arc::default(),
            finished: 0,
            has_failed: false,
            is_closed: false,
        };
        let newest = AtomicU64::new(0);
        Self { state: Mutex::new(state), newest, is_requested: Condvar::new(), is_answered: Condvar::new() }
    }

    /// A number with which everything before it is stale.
    fn next_number(&self, state: &mut MailboxState<R, A>) -> u64 {
        (state.request, state.answer) = (None, None);
        state.done = Arc::default();
        (state.was_answered, state.has_failed) = (false, false);
        self.newest.fetch_add(1, Ordering::SeqCst) + 1
    }

    fn newest_number(&self) -> u64 {
        self.newest.load(Ordering::SeqCst)
    }

    fn is_working(&self, state: &MailboxState<R, A>) -> bool {
        state.finished != self.newest_number()
    }

    /// Waits for a request; nothing once the mailbox is closed.
    fn take(self: &Arc<Self>, wake: &Arc<dyn Fn() + Send + Sync>) -> Option<WorkerJob<R, A>> {
        let mut state = self.lock();
        loop {
            if state.is_closed {
                return None;
            }
            if let Some((number, request)) = state.request.take() {
                let (done, mailbox) = (Arc::clone(&state.done), Arc::clone(self));
                return Some(WorkerJob { request, number, done, mailbox, wake: Arc::clone(wake) });
            }
            state = self.is_requested.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Nothing can panic while the state is held, so that a poisoned lock means nothing.
    fn lock(&self) -> MutexGuard<'_, MailboxState<R, A>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<R, A> MailboxState<R, A> {
    /// Work that was given up may end after what came later.
    fn finish(&mut self, number: u64) {
        self.finished = self.finished.max(number);
    }
}
