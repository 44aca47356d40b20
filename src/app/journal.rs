//! The journal of the window: whatever is not saved is taken down on a thread of its own, a moment after it was edited and
//! again and again while editing goes on.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError, Weak};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use super::last::do_last;
use crate::disk::{Disk, JournalEntry, LeftJournal, SaveFault, WindowJournal};
use crate::document::Document;
use crate::work::{Worker, WorkerJob};

/// The time between two entries, so that a drag does not write sixty a second.
const PAUSE: Duration = Duration::from_millis(300);
/// The time until an entry that could not be taken down is tried again.
const RETRY: Duration = Duration::from_secs(2);
/// How often a waiting thread looks whether something newer came.
const LOOK: Duration = Duration::from_millis(20);

/// Keeps the journal of one window.
pub struct JournalKeeper {
    worker: Worker<Option<Arc<JournalEntry>>, ()>,
    desk: Arc<JournalDesk>,
    /// The revision that was handed over last, and whether it was saved.
    seen: Option<(u64, bool)>,
}

/// What the window and the thread share.
struct JournalDesk {
    disk: Disk,
    state: Mutex<DeskState>,
    /// The file, apart from the state: to write it may take long.
    journal: Mutex<Option<WindowJournal>>,
}

#[derive(Default)]
struct DeskState {
    /// What is not taken down yet.
    latest: Option<Arc<JournalEntry>>,
    /// Why the last entry could not be taken down.
    fault: Option<SaveFault>,
    /// Journals of windows that came to grief, which this window's own takes the place of.
    adopted: Vec<LeftJournal>,
    is_closed: bool,
}

impl JournalKeeper {
    /// A keeper with nothing to keep; `wake` is called when the journal stops or begins again to be kept.
    pub fn new(disk: Disk, wake: impl Fn() + Send + Sync + 'static) -> Self {
        let desk = Arc::new(JournalDesk { disk, state: Mutex::default(), journal: Mutex::default() });
        register(&desk);
        let (own, wake) = (Arc::clone(&desk), Arc::new(wake) as Arc<dyn Fn() + Send + Sync>);
        let worker = Worker::start(
            "journal",
            || (),
            move |job: &WorkerJob<Option<Arc<JournalEntry>>, ()>| {
                use sortie_engine::watch::Watch;
                match &job.request {
                    Some(entry) => {
                        while !own.keep(entry, &*wake) && !waits_out(RETRY, || job.is_stale()) {}
                        // A wait that ends early would write as often as a hand moves.
                        waits_out(PAUSE, || own.state().is_closed);
                    }
                    None => own.clear(&*wake),
                }
            },
        );
        Self { worker, desk, seen: None }
    }

    /// Hands the plan over where it has changed since, once a frame.
    pub fn note(&mut self, document: &Document) {
        let now = (document.revision(), document.is_saved());
        if self.seen == Some(now) {
            return;
        }
        let is_first = self.seen.is_none();
        self.seen = Some(now);
        if now.1 {
            self.desk.state().latest = None;
            if !is_first {
                self.worker.put(None);
            }
            return;
        }
        let entry = Arc::new(JournalEntry {
            at: SystemTime::now(),
            path: document.path().map(ToOwned::to_owned),
            plan: document.plan().clone(),
            base: document.saved_plan().cloned(),
        });
        self.desk.state().latest = Some(Arc::clone(&entry));
        self.worker.put(Some(entry));
    }

    /// Removes what another window left as soon as this window's journal has it.
    pub fn adopt(&mut self, left: LeftJournal) {
        self.desk.state().adopted.push(left);
        self.seen = None;
    }

    /// Why the journal is not kept, where it is not.
    pub fn fault(&self) -> Option<SaveFault> {
        self.desk.state().fault.clone()
    }

    /// Removes the journal off the frame, since the window closes by its own leave; the program waits for that before it ends.
    pub fn close(&self) {
        let mut state = self.desk.state();
        (state.latest, state.is_closed) = (None, true);
        let adopted = std::mem::take(&mut state.adopted);
        drop(state);
        self.worker.give_up();
        let desk = Arc::clone(&self.desk);
        do_last(move || {
            adopted.into_iter().for_each(LeftJournal::discard);
            // An entry may be on its way to the drive.
            let mut journal = desk.journal.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(journal) = journal.take() {
                journal.close();
            }
        });
    }
}

impl JournalDesk {
    fn state(&self) -> MutexGuard<'_, DeskState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes an entry down; returns whether that worked. A change from one to the other is told.
    fn keep(&self, entry: &Arc<JournalEntry>, wake: &dyn Fn()) -> bool {
        let mut journal = self.journal.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = self.written(&mut journal, entry);
        let mut state = self.state();
        if state.is_closed {
            drop(state);
            if let Some(journal) = journal.take() {
                journal.close();
            }
            return true;
        }
        if kept.is_ok() {
            state.latest.take_if(|latest| Arc::ptr_eq(latest, entry));
        }
        let adopted = if kept.is_ok() { std::mem::take(&mut state.adopted) } else { vec![] };
        let fault = kept.err();
        let is_kept = fault.is_none();
        if state.fault != fault {
            state.fault = fault;
            wake();
        }
        // The frame asks for the state: nothing that waits for a drive is done while it is held.
        drop(state);
        adopted.into_iter().for_each(LeftJournal::discard);
        is_kept
    }

    fn written(&self, journal: &mut Option<WindowJournal>, entry: &JournalEntry) -> Result<(), SaveFault> {
        if journal.is_none() {
            *journal = WindowJournal::claim(&self.disk)?;
        }
        journal.as_ref().map_or(Ok(()), |journal| journal.keep(entry))
    }

    fn clear(&self, wake: &dyn Fn()) {
        let journal = self.journal.lock().unwrap_or_else(PoisonError::into_inner);
        let mut state = self.state();
        let is_idle = state.latest.is_none();
        let adopted = std::mem::take(&mut state.adopted);
        let had_fault = state.fault.take().is_some();
        drop(state);
        // An edit that came meanwhile has a request of its own, which this thread comes to after this one.
        if let Some(journal) = journal.as_ref().filter(|_| is_idle) {
            journal.clear();
        }
        adopted.into_iter().for_each(LeftJournal::discard);
        if had_fault {
            wake();
        }
    }

    /// The last thing before the program falls: what is not taken down yet. Whoever holds something that is needed here may
    /// be the one that fell, so that nothing is waited for long.
    fn rescue(&self) {
        let Some(entry) = patiently(&self.state, |state| state.latest.clone()).flatten() else { return };
        patiently(&self.journal, |journal| {
            let _ = self.written(journal, &entry);
        });
    }
}

/// What `work` makes of what is behind the lock, unless somebody holds it for a second.
fn patiently<T, R>(lock: &Mutex<T>, work: impl FnOnce(&mut T) -> R) -> Option<R> {
    let begin = Instant::now();
    loop {
        match lock.try_lock() {
            Ok(mut inner) => return Some(work(&mut inner)),
            Err(TryLockError::Poisoned(poisoned)) => return Some(work(&mut poisoned.into_inner())),
            Err(TryLockError::WouldBlock) if begin.elapsed() > Duration::from_secs(1) => return None,
            Err(TryLockError::WouldBlock) => thread::sleep(LOOK),
        }
    }
}

/// Waits for `time`, or until `is_over`; returns whether it was over before.
fn waits_out(time: Duration, is_over: impl Fn() -> bool) -> bool {
    let begin = Instant::now();
    while begin.elapsed() < time {
        if is_over() {
            return true;
        }
        thread::sleep(LOOK);
    }
    false
}

static DESKS: Mutex<Vec<Weak<JournalDesk>>> = Mutex::new(vec![]);

fn register(desk: &Arc<JournalDesk>) {
    let mut desks = DESKS.lock().unwrap_or_else(PoisonError::into_inner);
    desks.retain(|known| known.strong_count() > 0);
    desks.push(Arc::downgrade(desk));
}

/// From now on a panic, wherever it comes from, first takes down what the windows hold.
pub fn keep_journals_on_panic() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        let desks = patiently(&DESKS, |desks| desks.clone()).unwrap_or_default();
        desks.iter().filter_map(Weak::upgrade).for_each(|desk| desk.rescue());
        note_fall(info);
        before(info);
    }));
}

/// Notes where the program fell. A panic that the work of a thread ends in is noted too, and ends nothing else.
fn note_fall(info: &std::panic::PanicHookInfo<'_>) {
    let place = info.location().map_or_else(|| "?".to_owned(), ToString::to_string);
    let thread = thread::current().name().unwrap_or("?").to_owned();
    let payload = info.payload();
    let said =
        payload.downcast_ref::<&str>().copied().or(payload.downcast_ref::<String>().map(String::as_str));
    log::error!("thread {thread} fell at {place}: {}", said.unwrap_or("?"));
    log::logger().flush();
}

#[cfg(test)]
mod tests;
