//! Errands to the disk, off the frame: the window draws and is edited while a drive takes its time, and takes what came of
//! an errand in the frame in which it comes back.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use egui::Context;
use sortie_engine::watch::Watch;

use super::App;
use super::last::do_last;
use crate::disk::Disk;
use crate::work::{BackgroundTask, SOON, TaskOutcome};

/// The longest that is waited for a lock to be let go.
const LONGEST: Duration = Duration::from_secs(20);

/// What is done in the window once an errand is back.
pub(crate) type Arrival = Box<dyn FnOnce(&mut App, &Context) + Send>;

/// What an errand is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ErrandKind {
    /// The plan is saved.
    Save,
    /// A plan is opened.
    Open,
    /// Something else is written or read that the seller asked for.
    Other,
    /// Something is looked up that nobody waits for.
    Watch,
    /// A folder is looked into while a path is typed.
    Browse,
}

/// An errand under way.
pub(crate) struct Errand {
    kind: ErrandKind,
    /// When it was sent, in seconds of the window.
    since: f64,
    task: BackgroundTask<Arrival>,
}

impl App {
    /// Sends an errand: `work` is done on a thread of its own.
    pub(crate) fn send(&mut self, kind: ErrandKind, work: impl FnOnce(&Disk) -> Arrival + Send + 'static) {
        let (disk, wake, letting_go) = (self.disk.clone(), self.wake.clone(), Arc::clone(&self.letting_go));
        let work = move |_: &dyn Watch| {
            if matches!(kind, ErrandKind::Save | ErrandKind::Open) {
                wait_for_locks(&letting_go);
            }
            work(&disk)
        };
        let task = BackgroundTask::start(move || wake.request_repaint(), work);
        let since = self.wake.input(|input| input.time);
        if !matches!(kind, ErrandKind::Watch | ErrandKind::Browse) {
            self.wake.request_repaint_after(Duration::from_secs_f64(SOON));
        }
        self.errands.push(Errand { kind, since, task });
    }

    /// Drops what holds a file off the frame: to close it may take as long as the drive likes.
    pub(crate) fn let_go(&self, held: impl Send + 'static) {
        let letting_go = Arc::clone(&self.letting_go);
        letting_go.fetch_add(1, Ordering::SeqCst);
        do_last(move || {
            drop(held);
            letting_go.fetch_sub(1, Ordering::SeqCst);
        });
    }

    /// Takes what came of the errands that are back.
    pub(crate) fn hear_errands(&mut self, ctx: &Context) {
        self.hear_errands_within(ctx, Duration::ZERO);
    }

    /// As [`Self::hear_errands`], and waits up to `limit` for each that is not.
    pub(crate) fn hear_errands_within(&mut self, ctx: &Context, limit: Duration) {
        for errand in std::mem::take(&mut self.errands) {
            match errand.task.poll_within(limit) {
                TaskOutcome::Open => self.errands.push(errand),
                TaskOutcome::Done(arrive) => arrive(self, ctx),
                TaskOutcome::Stuck => self.lose(errand.kind),
            }
        }
    }

    /// An errand came to grief: whoever waits for it is told that nothing came of it.
    fn lose(&mut self, kind: ErrandKind) {
        log::warn!("an errand of kind {kind:?} came to grief");
        if !matches!(kind, ErrandKind::Watch | ErrandKind::Browse) {
            (self.after_save, self.save_again) = (None, false);
            self.say(vec![self.words().get("disk.stuck").to_owned()], true);
        }
    }

    /// Whether an errand of this kind is under way.
    pub(crate) fn is_on(&self, kind: ErrandKind) -> bool {
        self.errands.iter().any(|errand| errand.kind == kind)
    }

    /// Whether the window waits for a drive, or for pages and files of a report.
    pub fn is_busy(&self) -> bool {
        self.report.is_working() || self.errands.iter().any(|errand| errand.kind != ErrandKind::Watch)
    }

    /// Whether the plan is being saved, and for so long that it is worth a word.
    pub(crate) fn saves_slowly(&self) -> bool {
        let now = self.wake.input(|input| input.time);
        self.errands.iter().any(|errand| errand.kind == ErrandKind::Save && now - errand.since >= SOON)
    }
}

/// A lock that this window is about to let go would look like another window's.
fn wait_for_locks(letting_go: &AtomicUsize) {
    let begin = Instant::now();
    while letting_go.load(Ordering::SeqCst) > 0 && begin.elapsed() < LONGEST {
        std::thread::sleep(Duration::from_millis(2));
    }
}
