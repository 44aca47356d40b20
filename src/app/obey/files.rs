//! Opening, saving and leaving a plan.

use std::path::{Path, PathBuf};

use egui::{Context, ViewportCommand};
use sortie_engine::plan::VERSION;

use crate::app::errand::ErrandKind;
use crate::app::shelf::{OpenedFile, SaveNews, SaveOutcome, Shelf, read_locked, save_locked};
use crate::app::{App, FrontDialog, LeavingFor, PendingDialog};
use crate::catalog::templates;
use crate::command::{Aspect, Command};
use crate::disk::dialog::DialogAnswer;
use crate::disk::{EXTENSION, Expected, ListFilter, OpenFault, file_name};
use crate::document::Document;
use crate::screen::changed::{ChangedChoice, ChangedPage};
use crate::screen::path_dialog::PathDialog;
use crate::screen::{ask_close, path_dialog};

impl App {
    /// Whether nothing is being asked that must be answered first; where something is, that is said. Its answer would be taken
    /// for that of the next question.
    pub(crate) fn may_ask(&mut self) -> bool {
        let is_free = !self.dialogs.must_be_answered();
        if !is_free {
            self.say(vec![self.words().get("menu.asking").to_owned()], false);
        }
        is_free
    }

    pub(super) fn ask_open(&mut self) {
        if !self.may_ask() {
            return;
        }
        self.asking = Some(PendingDialog::Open);
        self.dialogs.pick_open();
    }

    pub(super) fn ask_save(&mut self) {
        if let Some(path) = self.document.path().filter(|_| self.held_by.is_some()) {
            return self.ask_save_beside(path.to_owned());
        }
        if !self.may_ask() {
            self.after_save = None;
            return;
        }
        let name = self.suggested_name();
        self.dialogs.pick_save(&name);
        self.asking = Some(PendingDialog::Save(name));
    }

    pub(super) fn save(&mut self) {
        match self.document.path().map(Path::to_owned) {
            Some(path) => self.save_to(&path, self.document.expected()),
            None => self.ask_save(),
        }
    }

    /// Writes the plan as it is now to `path`, off the frame; `expected` is what must still be so there. While another save
    /// runs it is noted, and the plan is saved once more after that.
    pub(super) fn save_to(&mut self, path: &Path, expected: Expected) {
        if self.is_on(ErrandKind::Save) {
            self.save_again = true;
            return;
        }
        self.document.settle(false);
        let (path, plan, own) = (path.to_owned(), self.document.plan().clone(), self.lock.clone());
        self.send(ErrandKind::Save, move |disk| {
            let outcome = save_locked(disk, &path, &plan, &expected, own);
            let shelf = Shelf::of(disk, &path);
            Box::new(move |app, ctx| app.take_saved(ctx, SaveNews { path, plan, outcome, shelf }))
        });
    }

    fn take_saved(&mut self, ctx: &Context, news: SaveNews) {
        let SaveNews { path, plan, outcome, shelf } = news;
        let is_wanted_again = std::mem::take(&mut self.save_again);
        let words = self.words();
        match outcome {
            SaveOutcome::Saved(saved, lock) => {
                let mut lines = vec![words.saved(&saved.file, &path)];
                if self.document.is_of_older_file() {
                    lines.push(words.with("save.upgraded", &[("version", &VERSION.to_string())]));
                }
                lines.extend(saved.file.left_names.then(|| words.get("save.left_names").to_owned()));
                let backup = saved.not_backed_up.as_ref();
                lines.extend(backup.map(|fault| words.with("save.no_backup", &[("why", words.why(fault))])));
                self.say(lines, !saved.file.is_durable || saved.not_backed_up.is_some());
                self.document.saved(plan, path.clone(), saved.file.stamp, saved.drive);
                self.hold(lock);
                self.shelve(shelf);
                self.settings.remember(&path);
                self.keep_settings();
                if is_wanted_again && !self.document.is_saved() {
                    return self.save();
                }
                match self.after_save.take() {
                    // It was read before this save, and may be the very file that was saved.
                    Some(LeavingFor::Opened) => self.open_anew(),
                    Some(leaving) => self.leave_for(ctx, leaving),
                    None => {}
                }
            }
            SaveOutcome::Held(holder) => {
                self.say(vec![words.held(holder.as_ref(), &path)], true);
                self.held_by = Some(holder);
                self.ask_save();
            }
            SaveOutcome::Changed(theirs) => {
                self.after_save = None;
                let lines = words.differences(&plan, &theirs.plan);
                self.sheet =
                    Some(FrontDialog::Changed(Box::new(ChangedPage { path, theirs: *theirs, lines })));
            }
            SaveOutcome::Fault(fault) => {
                self.after_save = None;
                self.say(words.save_faults(&fault, &path, self.document.plan()), true);
            }
        }
    }

    /// What the seller says to a file that somebody else changed.
    pub(crate) fn answer_changed(&mut self, choice: ChangedChoice, page: ChangedPage) {
        match choice {
            // Theirs goes among the backups, as whatever is saved over does.
            ChangedChoice::KeepMine => {
                let expected = Expected { stamp: Some(page.theirs.stamp), drive: page.theirs.drive };
                self.save_to(&page.path, expected);
            }
            ChangedChoice::LoadTheirs => {
                self.document.take_theirs(page.theirs);
                self.say(vec![self.words().get("changed.loaded").to_owned()], false);
            }
            ChangedChoice::SaveCopy => self.ask_save(),
            ChangedChoice::Nothing => {}
        }
    }

    /// Leaves the open plan behind, after a question where it has changes that are not saved. While it is being saved that is
    /// waited for, unless the seller asks once more.
    pub(crate) fn leave_for(&mut self, ctx: &Context, leaving: LeavingFor) {
        if self.is_on(ErrandKind::Save) && self.after_save.as_ref() != Some(&leaving) {
            self.after_save = Some(leaving);
        } else if self.document.is_saved() {
            self.go(ctx, leaving);
        } else {
            self.sheet = Some(FrontDialog::AskClose(leaving));
        }
    }

    fn go(&mut self, ctx: &Context, leaving: LeavingFor) {
        // What a crash left is offered until the seller has decided, whatever opens meanwhile.
        self.sheet.take_if(|sheet| !matches!(sheet, FrontDialog::Recover(_)));
        self.after_save = None;
        match leaving {
            LeavingFor::Close => {
                self.may_close = true;
                self.journal.close();
                self.note_size(ctx);
                self.finish_settings();
                ctx.send_viewport_cmd(ViewportCommand::Close);
            }
            LeavingFor::NewFrom(idx) => {
                let sample = templates().get(idx).and_then(|template| template.plan(self.samples_begin));
                if let Some(plan) = sample {
                    self.take(Document::untitled(plan));
                    self.notices.clear();
                }
            }
            LeavingFor::Prepared => {
                if let Some(document) = self.prepared.take() {
                    self.take(document);
                    if let Some(budget) = self.prepared_for_best.take() {
                        self.view.aspect = Aspect::WhatToDo;
                        self.view.best.asked.budget = budget;
                    }
                    self.notices.clear();
                }
            }
            LeavingFor::Opened => {
                if let Some(opened) = self.opened.take() {
                    self.take_opened(opened);
                }
            }
        }
    }

    /// Reads the plan at `path` off the frame; what is open stays until that worked.
    pub(crate) fn open(&mut self, path: PathBuf) {
        let own = self.lock.clone();
        self.send(ErrandKind::Open, move |disk| {
            let read = read_locked(disk, &path, own);
            Box::new(move |app, ctx| match read {
                Ok(opened) => {
                    app.opened = Some(opened);
                    app.leave_for(ctx, LeavingFor::Opened);
                }
                Err(fault) => app.say_why_not_opened(&fault, &path),
            })
        });
    }

    fn open_anew(&mut self) {
        if let Some(opened) = self.opened.take() {
            let path = opened.path.clone();
            self.let_go(opened);
            self.open(path);
        }
    }

    fn take_opened(&mut self, opened: OpenedFile) {
        let OpenedFile { path, plan, lock, shelf } = opened;
        self.settings.remember(&path);
        self.keep_settings();
        let document = Document::opened(plan, path.clone());
        self.take_file(document, lock, shelf);
        self.notices.clear();
        if let Some(holder) = &self.held_by {
            let said = self.words().held(holder.as_ref(), &path);
            self.say(vec![said], false);
        }
    }

    /// Every fault of the file; the plan that is open stays as it is.
    pub(super) fn say_why_not_opened(&mut self, fault: &OpenFault, path: &Path) {
        let words = self.words();
        let mut lines = vec![words.open_fault(fault, path)];
        if let OpenFault::Faults(faults) = fault {
            lines.extend(faults.iter().map(|fault| words.fault_on_page(fault, None)));
        }
        if *fault == OpenFault::NotThere {
            self.settings.forget(path);
            self.keep_settings();
        }
        self.say(lines, true);
    }

    pub(crate) fn answer_ask_close(
        &mut self,
        ctx: &Context,
        choice: ask_close::CloseChoice,
        leaving: LeavingFor,
    ) {
        match choice {
            ask_close::CloseChoice::Save => {
                self.after_save = Some(leaving);
                self.save();
            }
            ask_close::CloseChoice::DoNotSave => self.go(ctx, leaving),
            ask_close::CloseChoice::KeepEditing => (self.after_save, self.opened) = (None, None),
        }
        ctx.request_repaint();
    }

    /// A path that the app's own dialog was told.
    pub(crate) fn answer_path(&mut self, ctx: &Context, choice: path_dialog::PathChoice, dialog: PathDialog) {
        match choice {
            path_dialog::PathChoice::Nothing => self.after_save = None,
            path_dialog::PathChoice::Ticked(paths) => self.obey(ctx, Command::TakeExports(paths)),
            path_dialog::PathChoice::Path(path) => self.weigh_path(path, dialog),
        }
    }

    /// Opens, reads or writes what the app's own dialog asked for.
    pub(crate) fn go_on_with(&mut self, ctx: &Context, path: PathBuf, dialog: &PathDialog) {
        match &dialog.export {
            Some(export) => self.save_export(&path, export),
            None if dialog.is_save => self.save_to(&path, Expected::default()),
            None if dialog.sought == ListFilter::Exports => self.obey(ctx, Command::TakeExports(vec![path])),
            None => self.obey(ctx, Command::OpenPath(path)),
        }
    }

    /// Takes the answer of the system's dialog, and asks itself where the system has none.
    pub(crate) fn hear_dialogs(&mut self, ctx: &Context) {
        let Some(answer) = self.dialogs.poll() else { return };
        let Some(asking) = self.asking.take() else { return };
        match (answer, asking) {
            (DialogAnswer::Path(path), PendingDialog::Open) => self.obey(ctx, Command::OpenPath(path)),
            (DialogAnswer::Path(path), PendingDialog::Exports) => {
                self.obey(ctx, Command::TakeExports(vec![path]));
            }
            (DialogAnswer::Paths(paths), _) => self.obey(ctx, Command::TakeExports(paths)),
            (DialogAnswer::Unavailable, PendingDialog::Exports) => {
                let dialog = PathDialog::new(false, &self.folder(), "");
                self.sheet =
                    Some(FrontDialog::Path(Box::new(PathDialog { sought: ListFilter::Exports, ..dialog })));
            }
            (DialogAnswer::Path(path), PendingDialog::Save(_)) => self.save_to(&path, Expected::default()),
            (DialogAnswer::Path(path), PendingDialog::Export(export)) => self.save_export(&path, &export),
            (DialogAnswer::Unavailable, PendingDialog::Export(export)) => self.ask_export_here(export),
            (DialogAnswer::Cancelled, _) => self.after_save = None,
            (DialogAnswer::Unavailable, asking) => {
                let (is_save, name) = match asking {
                    PendingDialog::Save(name) => (true, name),
                    _ => (false, String::new()),
                };
                self.sheet =
                    Some(FrontDialog::Path(Box::new(PathDialog::new(is_save, &self.folder(), &name))));
            }
        }
        ctx.request_repaint();
    }

    /// Opens the first plan that was dropped on the window, or else reads what was dropped as exports of shops.
    pub(crate) fn take_drops(&mut self, ctx: &Context) {
        let paths: Vec<PathBuf> =
            ctx.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect());
        let is_plan =
            |path: &&PathBuf| path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(EXTENSION));
        if let Some(plan) = paths.iter().find(is_plan) {
            self.obey(ctx, Command::OpenPath(plan.clone()));
        } else if !paths.is_empty() {
            self.obey(ctx, Command::TakeExports(paths));
        }
    }

    fn suggested_name(&self) -> String {
        let named = self.document.path().and_then(Path::file_name);
        named.map_or_else(
            || file_name(self.words().ready(&self.document.plan().name)),
            |name| name.to_string_lossy().into_owned(),
        )
    }

    /// Where the plan is, else where the last one was, else the person's own folder.
    pub(super) fn folder(&self) -> PathBuf {
        let near = self.document.path().or(self.settings.recent.first().map(PathBuf::as_path));
        let near = near.and_then(Path::parent).map(Path::to_owned);
        near.or_else(|| directories::BaseDirs::new().map(|dirs| dirs.home_dir().to_owned()))
            .unwrap_or_default()
    }
}
