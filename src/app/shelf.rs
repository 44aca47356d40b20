//! A plan's file as a window has it: who may write it, what stands beside it, and what is looked after while it is open.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use egui::Context;
use sortie_engine::plan::Plan;

use super::App;
use super::errand::ErrandKind;
use crate::desk::beside::KeptVersion;
use crate::disk::{
    Backup, Disk, Expected, LockAnswer, LockHolder, OpenFault, OpenedPlan, PlanLock, Presence, SaveFault,
    SavedPlan, backups, lock_plan, version_name, versions,
};
use crate::document::Document;
use crate::screen::notices::Notice;

/// The time between two looks at whether the file is still there, in seconds.
const LOOK: f64 = 5.0;

/// What is kept of a plan besides its file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shelf {
    /// Versions that the seller keeps beside it, the newest name first.
    pub versions: Vec<KeptVersion>,
    /// What it held before each save, the newest first.
    pub backups: Vec<Backup>,
}

impl Shelf {
    /// What is kept of the plan at `path`.
    pub fn of(disk: &Disk, path: &Path) -> Self {
        let version = |own: PathBuf| KeptVersion { name: version_name(path, &own), path: own };
        Self {
            versions: versions(disk, path).into_iter().map(version).collect(),
            backups: backups(disk, path),
        }
    }
}

/// Whether a plan is this window's to write.
pub(crate) enum Claim {
    /// It is, or nobody can tell.
    Free(Option<Arc<PlanLock>>),
    /// Another window has it, and this is who, where that is known.
    Held(Option<LockHolder>),
}

impl Claim {
    /// Asks for the plan at `path`; `own` is the lock that this window holds.
    fn ask(disk: &Disk, path: &Path, own: Option<Arc<PlanLock>>) -> Self {
        if let Some(own) = own.filter(|own| own.is_of(disk, path)) {
            return Self::Free(Some(own));
        }
        match lock_plan(disk, path) {
            LockAnswer::Mine(lock) => Self::Free(Some(Arc::new(lock))),
            LockAnswer::Theirs(holder) => Self::Held(holder),
            LockAnswer::Unknown => Self::Free(None),
        }
    }
}

/// A plan that was read and waits to be shown.
pub(crate) struct OpenedFile {
    pub path: PathBuf,
    pub plan: OpenedPlan,
    pub lock: Claim,
    pub shelf: Shelf,
}

/// Reads the plan at `path` and asks for it.
pub(crate) fn read_locked(
    disk: &Disk,
    path: &Path,
    own: Option<Arc<PlanLock>>,
) -> Result<OpenedFile, OpenFault> {
    let plan = disk.open_plan(path)?;
    let (lock, shelf) = (Claim::ask(disk, path, own), Shelf::of(disk, path));
    Ok(OpenedFile { path: path.to_owned(), plan, lock, shelf })
}

/// What came of a save.
pub(crate) struct SaveNews {
    pub path: PathBuf,
    /// The plan as it was saved.
    pub plan: Plan,
    pub outcome: SaveOutcome,
    pub shelf: Shelf,
}

/// How a save ended.
pub(crate) enum SaveOutcome {
    /// It is saved, and this window's.
    Saved(SavedPlan, Option<Arc<PlanLock>>),
    /// Another window has it.
    Held(Option<LockHolder>),
    /// Somebody else changed it, to this.
    Changed(Box<OpenedPlan>),
    /// It is not saved.
    Fault(SaveFault),
}

/// Saves the plan to `path` unless another window has that.
pub(crate) fn save_locked(
    disk: &Disk,
    path: &Path,
    plan: &Plan,
    expected: &Expected,
    own: Option<Arc<PlanLock>>,
) -> SaveOutcome {
    let lock = match Claim::ask(disk, path, own) {
        Claim::Free(lock) => lock,
        Claim::Held(holder) => return SaveOutcome::Held(holder),
    };
    match disk.save_plan(path, plan, expected) {
        Ok(saved) => SaveOutcome::Saved(saved, lock),
        Err(SaveFault::ChangedOutside) => match disk.open_plan(path) {
            Ok(theirs) => SaveOutcome::Changed(Box::new(theirs)),
            Err(_) => SaveOutcome::Fault(SaveFault::ChangedOutside),
        },
        Err(fault) => SaveOutcome::Fault(fault),
    }
}

impl App {
    /// Opens `document`, which has a file.
    pub(crate) fn take_file(&mut self, document: Document, lock: Claim, shelf: Shelf) {
        self.take(document);
        match lock {
            Claim::Free(lock) => self.hold(lock),
            Claim::Held(holder) => self.held_by = Some(holder),
        }
        self.shelve(shelf);
    }

    /// Holds the plan that is open, and lets go of another.
    pub(crate) fn hold(&mut self, lock: Option<Arc<PlanLock>>) {
        let before = std::mem::replace(&mut self.lock, lock);
        self.held_by = None;
        let is_kept =
            |before: &Arc<PlanLock>| self.lock.as_ref().is_some_and(|lock| Arc::ptr_eq(lock, before));
        if let Some(before) = before.filter(|before| !is_kept(before)) {
            self.let_go(before);
        }
    }

    /// Takes note of what is kept besides the plan's file.
    pub(crate) fn shelve(&mut self, shelf: Shelf) {
        self.view.versions.kept = shelf.versions;
        self.backups = shelf.backups;
    }

    /// Looks now and then whether the plan's file is still there.
    pub(crate) fn look_after_file(&mut self, ctx: &Context) {
        let Some(path) = self.document.path().map(Path::to_owned) else { return };
        let now = ctx.input(|input| input.time);
        let is_due = self.looked_at.is_none_or(|looked| now - looked >= LOOK);
        if is_due && !self.is_on(ErrandKind::Watch) && !self.is_on(ErrandKind::Save) {
            self.looked_at = Some(now);
            let drive = self.document.drive();
            self.send(ErrandKind::Watch, move |disk| {
                let presence = disk.presence(&path, drive);
                Box::new(move |app, _| app.note_presence(&path, presence))
            });
        }
        ctx.request_repaint_after(Duration::from_secs_f64(LOOK));
    }

    fn note_presence(&mut self, path: &Path, presence: Presence) {
        // What was looked at before a save or another plan tells nothing of what is open now.
        let is_open = self.document.path() == Some(path) && !self.is_on(ErrandKind::Save);
        if !is_open || self.document.presence() == presence {
            return;
        }
        self.document.note_presence(presence);
        let words = self.words();
        let key = match presence {
            Presence::There => "gone.back",
            Presence::Gone => "gone.file",
            Presence::DriveGone => "gone.drive",
        };
        let line = words.with(key, &[("path", &words.path(path))]);
        self.say(vec![line], presence != Presence::There);
    }

    /// Hands the journal what it has to take down, and says once where it cannot.
    pub(crate) fn keep_journal(&mut self) {
        if self.may_close {
            return;
        }
        self.journal.note(&self.document);
        let fault = self.journal.fault();
        if fault == self.told_journal_fault {
            return;
        }
        let words = self.words();
        self.notices.retain(|notice| notice.lines.first() != self.journal_line.as_ref());
        self.journal_line = fault.as_ref().map(|fault| words.journal_fault(fault));
        let told = self.journal_line.clone();
        self.notices.extend(told.map(|line| Notice { lines: vec![line], is_fault: true }));
        self.told_journal_fault = fault;
    }
}
