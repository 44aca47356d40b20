//! Versions kept beside the plan, and the way to what really happened.

use std::path::Path;
use std::sync::Arc;

use egui::Context;

use crate::app::errand::ErrandKind;
use crate::app::shelf::Shelf;
use crate::app::{App, FrontDialog};
use crate::command::RailPlace;
use crate::desk::Desk;
use crate::desk::beside::OlderPlan;
use crate::disk::{file_name, keep_version};
use crate::screen::actuals::take_next;
use crate::screen::keep_version::KeepVersion;

impl App {
    /// Asks what to call the version; a plan without a file is saved first.
    pub(super) fn ask_keep(&mut self) {
        if self.document.path().is_some() {
            self.sheet = Some(FrontDialog::Keep(KeepVersion::new()));
        } else {
            self.say(vec![self.words().get("versions.save_first").to_owned()], false);
            self.ask_save();
        }
    }

    pub(super) fn keep_as(&mut self, name: &str) {
        let Some(path) = self.document.path().map(Path::to_owned) else { return };
        let (name, plan) = (name.to_owned(), self.document.plan().clone());
        self.send(ErrandKind::Other, move |disk| {
            let kept = keep_version(disk, &path, &name, &plan);
            let shelf = Shelf::of(disk, &path);
            Box::new(move |app, _| {
                let words = app.words();
                match kept {
                    Ok((kept, saved)) => {
                        app.say(vec![words.saved(&saved, &kept)], !saved.is_durable);
                        app.shelve(shelf);
                    }
                    Err(fault) => {
                        let kept = path.with_file_name(file_name(&name));
                        let lines = words.save_faults(&fault, &kept, app.document.plan());
                        app.say(lines, true);
                    }
                }
            })
        });
    }

    /// Draws a version beside the plan, once it is read.
    pub(super) fn compare_with(&mut self, path: Option<&Path>) {
        let found = path.and_then(|path| self.view.versions.kept.iter().find(|version| version.path == path));
        let Some(version) = found.cloned() else {
            self.view.versions.older = None;
            return;
        };
        self.send(ErrandKind::Other, move |disk| {
            let read = disk.open_plan(&version.path);
            Box::new(move |app, _| match read {
                Ok(opened) => {
                    app.view.versions.older = Some(OlderPlan { version, plan: Arc::new(opened.plan) });
                }
                Err(fault) => app.say_why_not_opened(&fault, &version.path),
            })
        });
    }

    /// Opens the place where the next month is entered, with the keyboard in it.
    pub(super) fn enter_month(&mut self, ctx: &Context) {
        self.view.place = RailPlace::Business;
        (self.view.pane.is_folded, self.view.pane.is_open_in_narrow) = (false, true);
        let (words, palette) = (self.words(), self.look.palette_with(self.gains));
        let mut commands = vec![];
        let mut desk =
            Desk { words, palette, today: self.samples_begin, view: &mut self.view, commands: &mut commands };
        take_next(&mut desk, self.document.plan());
        ctx.request_repaint();
    }

    pub(super) fn see_actuals(&mut self) {
        self.view.place = RailPlace::Business;
        (self.view.pane.is_folded, self.view.pane.is_open_in_narrow) = (false, true);
        self.view.actuals.is_open = true;
    }
}
