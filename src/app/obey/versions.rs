//! Versions kept beside the plan, and the way to what really happened.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::Context;

use crate::app::{App, FrontDialog};
use crate::command::RailPlace;
use crate::desk::Desk;
use crate::desk::beside::{KeptVersion, OlderPlan};
use crate::disk::{SaveFault, file_name, keep_version, open_plan, version_name, versions};
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
        let words = self.words();
        match keep_version(&path, name, self.document.plan()) {
            Ok((kept, saved)) => {
                self.say(vec![words.saved(&saved, &kept)], !saved.is_durable);
                self.look_for_versions();
            }
            Err(fault) => {
                let mut lines =
                    vec![words.save_fault(&fault, path.with_file_name(file_name(name)).as_path())];
                if let SaveFault::Faults(faults) = &fault {
                    lines.extend(faults.iter().map(|fault| words.fault(fault)));
                }
                self.say(lines, true);
            }
        }
    }

    /// Takes note of the versions beside the plan's file.
    pub(crate) fn look_for_versions(&mut self) {
        let Some(path) = self.document.path() else { return };
        let version = |own: PathBuf| KeptVersion { name: version_name(path, &own), path: own };
        self.view.versions.kept = versions(path).into_iter().map(version).collect();
    }

    pub(super) fn compare_with(&mut self, path: Option<&Path>) {
        let found = path.and_then(|path| self.view.versions.kept.iter().find(|version| version.path == path));
        let Some(version) = found.cloned() else {
            self.view.versions.older = None;
            return;
        };
        match open_plan(&version.path) {
            Ok(opened) => {
                self.view.versions.older = Some(OlderPlan { version, plan: Arc::new(opened.plan) });
            }
            Err(fault) => self.say_why_not_opened(&fault, &version.path),
        }
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
