//! Opening, saving and leaving a plan.

use std::path::{Path, PathBuf};

use egui::{Context, ViewportCommand};
use sortie_engine::plan::VERSION;

use crate::app::{App, FrontDialog, LeavingFor, PendingDialog};
use crate::catalog::templates;
use crate::command::Command;
use crate::disk::dialog::DialogAnswer;
use crate::disk::{
    ContentStamp, EXTENSION, ListFilter, OpenFault, SaveFault, file_name, is_there, open_plan, save_plan,
    with_extension,
};
use crate::document::Document;
use crate::screen::path_dialog::PathDialog;
use crate::screen::{ask_close, path_dialog};

impl App {
    pub(super) fn ask_open(&mut self) {
        self.asking = Some(PendingDialog::Open);
        self.dialogs.pick_open();
    }

    pub(super) fn ask_save(&mut self) {
        self.asking = Some(PendingDialog::Save);
        self.dialogs.pick_save(&self.suggested_name());
    }

    pub(super) fn save(&mut self, ctx: &Context) {
        match self.document.path().map(Path::to_owned) {
            Some(path) => {
                let stamp = self.document.stamp().cloned();
                self.save_to(ctx, &path, stamp.as_ref());
            }
            None => self.ask_save(),
        }
    }

    /// Writes the plan to `path`; `expected` is what must still stand there.
    pub(super) fn save_to(&mut self, ctx: &Context, path: &Path, expected: Option<&ContentStamp>) {
        let words = self.words();
        match save_plan(path, self.document.plan(), expected) {
            Ok(saved) => {
                let mut lines = vec![words.saved(&saved, path)];
                if self.document.is_of_older_file() {
                    lines.push(words.with("save.upgraded", &[("version", &VERSION.to_string())]));
                }
                self.say(lines, !saved.is_durable);
                self.document.saved(path.to_owned(), saved.stamp);
                self.look_for_versions();
                self.settings.remember(path);
                self.keep_settings();
                if let Some(leaving) = self.after_save.take() {
                    self.go(ctx, leaving);
                }
            }
            Err(fault) => {
                self.after_save = None;
                let mut lines = vec![words.save_fault(&fault, path)];
                if let SaveFault::Faults(faults) = &fault {
                    lines.extend(faults.iter().map(|fault| words.fault(fault)));
                }
                self.say(lines, true);
            }
        }
    }

    /// Leaves the open plan behind, after a question where it has changes that are not saved.
    pub(crate) fn leave_for(&mut self, ctx: &Context, leaving: LeavingFor) {
        if let LeavingFor::Open(path) = &leaving
            && let Err(fault) = open_plan(path)
        {
            let path = path.clone();
            return self.say_why_not_opened(&fault, &path);
        }
        if self.document.is_saved() {
            self.go(ctx, leaving);
        } else {
            self.sheet = Some(FrontDialog::AskClose(leaving));
        }
    }

    fn go(&mut self, ctx: &Context, leaving: LeavingFor) {
        self.sheet = None;
        match leaving {
            LeavingFor::Close => {
                self.may_close = true;
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
                    self.notices.clear();
                }
            }
            LeavingFor::Open(path) => self.open(path),
        }
    }

    fn open(&mut self, path: PathBuf) {
        match open_plan(&path) {
            Ok(opened) => {
                self.settings.remember(&path);
                self.keep_settings();
                self.take(Document::opened(opened, path));
                self.notices.clear();
            }
            Err(fault) => self.say_why_not_opened(&fault, &path),
        }
    }

    /// Every fault of the file; the plan that is open stays as it is.
    pub(super) fn say_why_not_opened(&mut self, fault: &OpenFault, path: &Path) {
        let words = self.words();
        let mut lines = vec![words.open_fault(fault, path)];
        if let OpenFault::Faults(faults) = fault {
            lines.extend(faults.iter().map(|fault| words.fault(fault)));
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
                self.save(ctx);
            }
            ask_close::CloseChoice::DoNotSave => self.go(ctx, leaving),
            ask_close::CloseChoice::KeepEditing => {}
        }
        ctx.request_repaint();
    }

    /// A path that the app's own dialog was told. A file that is there already is replaced only once the seller was
    /// told so and asked again.
    pub(crate) fn answer_path(
        &mut self,
        ctx: &Context,
        choice: path_dialog::PathChoice,
        mut dialog: PathDialog,
    ) {
        let path_dialog::PathChoice::Paths(mut paths) = choice else {
            self.after_save = None;
            return;
        };
        if dialog.sought == ListFilter::Exports {
            return self.obey(ctx, Command::TakeExports(paths));
        }
        let Some(path) = paths.pop() else { return };
        if !dialog.is_save {
            return self.obey(ctx, Command::OpenPath(path));
        }
        let path = match &dialog.export {
            Some(export) => export.path(path),
            None => with_extension(path),
        };
        if is_there(&path) && dialog.may_replace.as_ref() != Some(&path) {
            dialog.may_replace = Some(path);
            self.sheet = Some(FrontDialog::Path(dialog));
        } else if let Some(export) = &dialog.export {
            self.save_export(&path, export);
        } else {
            self.save_to(ctx, &path, None);
        }
        ctx.request_repaint();
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
                self.sheet = Some(FrontDialog::Path(PathDialog { sought: ListFilter::Exports, ..dialog }));
            }
            (DialogAnswer::Path(path), PendingDialog::Save) => self.save_to(ctx, &path, None),
            (DialogAnswer::Path(path), PendingDialog::Export(export)) => self.save_export(&path, &export),
            (DialogAnswer::Unavailable, PendingDialog::Export(export)) => self.ask_export_here(export),
            (DialogAnswer::Cancelled, _) => self.after_save = None,
            (DialogAnswer::Unavailable, asking) => {
                let is_save = asking == PendingDialog::Save;
                let name = if is_save { self.suggested_name() } else { String::new() };
                self.sheet = Some(FrontDialog::Path(PathDialog::new(is_save, &self.folder(), &name)));
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
        near.or_else(|| directories::UserDirs::new().map(|dirs| dirs.home_dir().to_owned()))
            .unwrap_or_default()
    }
}
