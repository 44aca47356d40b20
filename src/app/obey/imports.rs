//! Files of shops: chosen, dropped, read, and taken into a plan.

use std::path::PathBuf;

use sortie_engine::fit::PlanFit;
use sortie_engine::plan::{Plan, check};

use crate::app::errand::ErrandKind;
use crate::app::{App, LeavingFor, PendingDialog};
use crate::disk::{Disk, ListFilter};
use crate::document::Document;
use crate::intake::{draft, put_into};
use crate::start::UsualPlan;

impl App {
    pub(super) fn open_import(&mut self) {
        if !self.import_view.is_open {
            self.intake.choose_anew(self.document.plan());
        }
        self.import_view.is_open = true;
        self.report.view.is_open = false;
        self.view.explained = None;
    }

    pub(crate) fn ask_exports(&mut self) {
        if !self.may_ask() {
            return;
        }
        self.asking = Some(PendingDialog::Exports);
        self.dialogs.pick_exports();
    }

    pub(super) fn take_exports(&mut self, paths: Vec<PathBuf>) {
        self.open_import();
        self.send(ErrandKind::Other, move |disk| {
            let files: Vec<PathBuf> = paths.into_iter().flat_map(|path| exports_in(disk, path)).collect();
            Box::new(move |app, _| app.intake.add(files))
        });
    }

    /// What of the files is ticked, and the plan that it makes by itself.
    fn taken(&self) -> Option<(PlanFit, Plan)> {
        let reading = self.intake.known()?;
        let taken = self.intake.choice.taken(reading.fit.as_ref()?);
        let plan = draft(self.words(), &UsualPlan::of(reading.sample_idx)?, &taken)?;
        Some((taken, plan))
    }

    /// Puts what is ticked into the open plan, as one step.
    pub(crate) fn put_fit_into_plan(&mut self) {
        let Some(reading) = self.intake.known().cloned() else { return };
        let Some(found) = &reading.fit else { return };
        let Some((taken, made)) = self.taken() else { return };
        self.document.settle(false);
        let mut plan = self.document.plan().clone();
        put_into(&mut plan, &made, &reading.import.ledger, found, &self.intake.choice);
        if !self.can_be_used(&plan) {
            return;
        }
        *self.document.plan_mut() = plan;
        self.document.settle(false);
        self.import_view.is_open = false;
        let words = self.words();
        let n = words.count(taken.fields.len() as f64);
        self.say(vec![words.with("intake.done", &[("n", &n)])], false);
    }

    /// Opens what is ticked as a plan of its own.
    pub(crate) fn open_fit_as_plan(&mut self, ctx: &egui::Context) {
        let Some((_, plan)) = self.taken() else { return };
        if self.can_be_used(&plan) {
            self.prepared = Some(Document::made(plan));
            self.leave_for(ctx, LeavingFor::Prepared);
        }
    }

    /// Whether a plan made of files has no fault; says every one it has.
    fn can_be_used(&mut self, plan: &Plan) -> bool {
        let faults = check(plan);
        if !faults.is_empty() {
            let words = self.words();
            let told = faults.iter().map(|fault| words.fault_on_page(fault, Some(plan)));
            self.say(std::iter::once(words.get("intake.not_put").to_owned()).chain(told).collect(), true);
        }
        faults.is_empty()
    }
}

/// The exports in a folder; a path that is none, or that holds none, itself.
fn exports_in(disk: &Disk, path: PathBuf) -> Vec<PathBuf> {
    let entries = if disk.is_folder(&path) { disk.list(&path, ListFilter::Exports) } else { vec![] };
    let files: Vec<PathBuf> =
        entries.into_iter().filter(|(_, is_folder)| !is_folder).map(|(file, _)| file).collect();
    if files.is_empty() { vec![path] } else { files }
}
