//! Errands to the disk, off the frame: the window draws and is edited while a drive takes its time, and takes what came of
//! an errand in the frame in which it comes back.

use std::time::Duration;

use egui::Context;

use super::App;
use crate::disk::Disk;
use crate::work::{BackgroundTask, SOON, TaskOutcome};

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
        let (disk, wake) = (self.disk.clone(), self.wake.clone());
        let task = BackgroundTask::start(move || wake.request_repaint(), move |_| work(&disk));
        let since = self.wake.input(|input| input.time);
        if kind != ErrandKind::Watch {
            self.wake.request_repaint_after(Duration::from_secs_f64(SOON));
        }
        self.errands.push(Errand { kind, since, task });
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
        if kind != ErrandKind::Watch {
            (self.after_save, self.save_again) = (None, false);
            self.say(vec![self.words().get("disk.stuck").to_owned()], true);
        }
    }

    /// Whether an errand of this kind is under way.
    pub(crate) fn is_on(&self, kind: ErrandKind) -> bool {
        self.errands.iter().any(|errand| errand.kind == kind)
    }

    /// Whether the window waits for a drive.
    pub fn is_busy(&self) -> bool {
        !self.errands.is_empty()
    }

    /// Whether the plan is being saved, and for so long that it is worth a word.
    pub(crate) fn saves_slowly(&self) -> bool {
        let now = self.wake.input(|input| input.time);
        self.errands.iter().any(|errand| errand.kind == ErrandKind::Save && now - errand.since >= SOON)
    }
}
