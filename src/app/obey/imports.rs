//! Files of shops: chosen, dropped, read, and taken into a plan.

use std::path::PathBuf;

use sortie_engine::fit::PlanFit;
use sortie_engine::plan::{Plan, check};

use crate::app::errand::ErrandKind;
use crate::app::{App, FrontDialog, PendingDialog};
use crate::disk::{Disk, ListFilter};
use crate::intake::{FilesRead, draft, n_months, put_into};
use crate::screen::last_steps::LastSteps;
use crate::start::UsualPlan;

impl App {
    pub(super) fn open_import(&mut self) {
        if !self.import_view.is_open {
            self.intake.choose_anew(self.document.plan());
        }
        self.uncover();
        self.import_view.is_open = true;
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

    /// The plan that what is ticked makes by itself; nothing where no shop has a tick.
    fn draft_of(&self, reading: &FilesRead, taken: &PlanFit) -> Option<Plan> {
        draft(self.words(), &UsualPlan::of(reading.sample_idx)?, taken)
    }

    /// Puts what is ticked into the open plan, as one step.
    pub(crate) fn put_fit_into_plan(&mut self) {
        let Some(reading) = self.intake.known().cloned() else { return };
        let Some(found) = &reading.fit else { return };
        let choice = self.intake.choice.clone();
        let taken = choice.taken(found);
        let made = self.draft_of(&reading, &taken);
        self.document.settle(false);
        let mut plan = self.document.plan().clone();
        let (n_kept, _) = n_months(&plan, &reading.import.ledger, found, &choice);
        put_into(&mut plan, made.as_ref(), &reading.import.ledger, found, &choice);
        if !self.can_be_used(&plan) {
            return;
        }
        *self.document.plan_mut() = plan;
        self.document.settle(false);
        self.import_view.is_open = false;
        let words = self.words();
        let n = words.count(taken.fields.len() as f64);
        let mut told = vec![];
        if !taken.fields.is_empty() {
            told.push(words.with("intake.done", &[("n", &n)]));
        }
        if choice.keeps_months && n_kept > 0 {
            told.push(words.with("intake.done_months", &[("n", &words.count(n_kept as f64))]));
        }
        self.say(told, false);
        if choice.next.is_some() && !choice.sets_numbers {
            self.see_actuals();
        }
    }

    /// Opens what is ticked as a plan of its own, once what no file tells was asked.
    pub(crate) fn open_fit_as_plan(&mut self) {
        let Some(reading) = self.intake.known().cloned() else { return };
        let Some(found) = &reading.fit else { return };
        let mut choice = self.intake.choice.clone();
        if !choice.sets_numbers {
            choice = choice.setting();
        }
        let Some(plan) = self.draft_of(&reading, &choice.taken(found)) else { return };
        if self.can_be_used(&plan) {
            self.sheet = Some(FrontDialog::Last(Box::new(LastSteps::new(plan))));
        }
    }

    /// Opens a plan that a table of own channels made, once what it does not tell was asked.
    pub(crate) fn open_own_table(&mut self, plan: Plan) {
        if self.can_be_used(&plan) {
            self.sheet = Some(FrontDialog::Last(Box::new(LastSteps::new(plan))));
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
