//! The open plan: its undo steps, its path, whether it is saved.

mod history;
mod nameless;

pub use nameless::nameless;

use std::path::{Path, PathBuf};

use sortie_engine::plan::Plan;

use crate::disk::{ContentStamp, Expected, OpenedPlan, Presence, shown_name};
use history::UndoHistory;

/// One open plan. Editors write into it during a frame, and [`Document::settle`] makes undo steps of what they did:
/// whole plans, so that no action can forget to be undone.
#[derive(Debug)]
pub struct Document {
    plan: Plan,
    /// The plan as of the last revision.
    seen: Plan,
    revision: u64,
    history: UndoHistory,
    /// The plan as its file holds it, or as an untitled one began; none where all of it would be lost.
    saved: Option<Plan>,
    file: Option<OpenFile>,
}

#[derive(Debug)]
struct OpenFile {
    path: PathBuf,
    name: String,
    stamp: ContentStamp,
    /// Whether it is of an older version than the next save will make it.
    is_older: bool,
    /// Which drive it was on.
    drive: Option<u64>,
    /// Whether it is still there, as far as is known.
    presence: Presence,
}

impl Document {
    /// A plan without a file, such as a sample. It counts as saved until it is edited: there is nothing to lose.
    pub fn untitled(plan: Plan) -> Self {
        Self {
            seen: plan.clone(),
            revision: 1,
            history: UndoHistory::new(plan.clone()),
            saved: Some(plan.clone()),
            file: None,
            plan,
        }
    }

    /// A plan that was just made from what the seller said: it would be lost, so that it counts as edited.
    pub fn made(plan: Plan) -> Self {
        Self { saved: None, ..Self::untitled(plan) }
    }

    /// The plan with revisions later than `revision`, so that no answer to a plan that was open before passes for one
    /// to it.
    pub fn later_than(self, revision: u64) -> Self {
        Self { revision: self.revision + revision, ..self }
    }

    /// A plan as its file holds it.
    pub fn opened(OpenedPlan { plan, stamp, is_older, drive }: OpenedPlan, path: PathBuf) -> Self {
        let (name, presence) = (shown_name(&path), Presence::There);
        Self { file: Some(OpenFile { path, name, stamp, is_older, drive, presence }), ..Self::untitled(plan) }
    }

    /// A plan without a file that came back from a journal: as it was made where nothing is known of what it began as.
    pub fn recovered(base: Option<Plan>, plan: Plan) -> Self {
        match base {
            Some(base) => Self::untitled(base).with_step(plan),
            None => Self::made(plan),
        }
    }

    /// The document with `plan` in the place of its own, as one step that can be taken back.
    #[must_use]
    pub fn with_step(mut self, plan: Plan) -> Self {
        self.bring(plan);
        self
    }

    /// Puts `plan` in the place of the open one, as one step that can be taken back.
    pub fn bring(&mut self, plan: Plan) {
        self.settle(false);
        self.plan = plan;
        self.settle(false);
    }

    /// Takes what somebody else put into the file, as one step: what was here before can be had back, as edits.
    pub fn take_theirs(&mut self, theirs: OpenedPlan) {
        self.bring(theirs.plan.clone());
        if let Some(file) = &mut self.file {
            (file.stamp, file.is_older, file.drive) = (theirs.stamp, theirs.is_older, theirs.drive);
            file.presence = Presence::There;
        }
        self.saved = Some(theirs.plan);
    }

    /// The plan.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The plan, to be edited.
    pub fn plan_mut(&mut self) -> &mut Plan {
        &mut self.plan
    }

    /// Takes note of what editors did, once a frame after them. A new revision comes with every difference, so that
    /// the curve moves with the hand; an undo step comes when no gesture runs, that is, neither is the pointer down
    /// nor a field being typed in.
    pub fn settle(&mut self, gesture_runs: bool) {
        self.note_edit();
        if !gesture_runs {
            self.history.step(&self.plan);
        }
    }

    /// A number that grows with every change of the plan: an answer to another revision is out of date.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Takes the last step back; a gesture that still runs ends here and is that step.
    pub fn undo(&mut self) {
        self.settle(false);
        if let Some(plan) = self.history.back() {
            self.plan = plan;
            self.note_edit();
        }
    }

    /// Takes the last step that was undone again.
    pub fn redo(&mut self) {
        self.settle(false);
        if let Some(plan) = self.history.forth() {
            self.plan = plan;
            self.note_edit();
        }
    }

    /// Whether there is a step to take back.
    pub fn can_undo(&self) -> bool {
        self.history.can_go_back(&self.plan)
    }

    /// Whether there is an undone step to take again.
    pub fn can_redo(&self) -> bool {
        self.history.can_go_forth(&self.plan)
    }

    /// Whether closing now would lose nothing: the plan is what its file holds, and the file is there.
    pub fn is_saved(&self) -> bool {
        self.presence() == Presence::There && self.saved.as_ref() == Some(&self.plan)
    }

    /// The plan as its file holds it, or as an untitled one began; nothing where all of it would be lost.
    pub fn saved_plan(&self) -> Option<&Plan> {
        self.saved.as_ref()
    }

    /// Whether its file is still there, as far as is known; so is one that never had a file.
    pub fn presence(&self) -> Presence {
        self.file.as_ref().map_or(Presence::There, |file| file.presence)
    }

    /// Takes note of whether the file is still there.
    pub fn note_presence(&mut self, presence: Presence) {
        if let Some(file) = &mut self.file {
            file.presence = presence;
        }
    }

    /// Which drive its file was on, where that is known.
    pub fn drive(&self) -> Option<u64> {
        self.file.as_ref().and_then(|file| file.drive)
    }

    /// What must still be so for its file to be saved over without asking.
    pub fn expected(&self) -> Expected {
        Expected { stamp: self.stamp().cloned(), drive: self.drive() }
    }

    /// Where it was opened from or saved to last.
    pub fn path(&self) -> Option<&Path> {
        self.file.as_ref().map(|file| file.path.as_path())
    }

    /// What its file held then, to save only over that.
    pub fn stamp(&self) -> Option<&ContentStamp> {
        self.file.as_ref().map(|file| &file.stamp)
    }

    /// Whether it was opened from a file of an older version and not saved since: programs that know that version alone
    /// cannot open what is saved now.
    pub fn is_of_older_file(&self) -> bool {
        self.file.as_ref().is_some_and(|file| file.is_older)
    }

    /// What to call it: its file's name without the ending, or the plan's own name, which may be empty.
    pub fn name(&self) -> &str {
        self.file.as_ref().map_or(&self.plan.name, |file| &file.name)
    }

    /// Notes that `plan` was saved to `path`: the open one as it was when the save began. What was edited since is not saved.
    pub fn saved(&mut self, plan: Plan, path: PathBuf, stamp: ContentStamp, drive: Option<u64>) {
        self.saved = Some(plan);
        let (name, presence) = (shown_name(&path), Presence::There);
        self.file = Some(OpenFile { name, path, stamp, is_older: false, drive, presence });
    }

    fn note_edit(&mut self) {
        if self.plan == self.seen {
            return;
        }
        let seen = self.plan.clone();
        if seen == self.plan {
            self.seen = seen;
            self.revision += 1;
        } else {
            // Only a number that is none differs from itself. It could neither be projected nor saved.
            self.plan = self.seen.clone();
        }
    }
}

#[cfg(test)]
mod tests {
    use sortie_engine::plan::Scenario;
    use sortie_engine::unit::{Estimate, Month};

    use super::*;
    use crate::catalog::trial::sample;

    fn edited(document: &mut Document, opening: f64) {
        document.plan_mut().cash.opening = opening;
        document.settle(false);
    }

    #[test]
    fn fifty_mixed_edits_undo_to_the_exact_first_state_and_redo_to_the_last() {
        let mut document = Document::untitled(sample());
        let edits: [fn(&mut Plan, usize); 5] = [
            |plan, n| plan.cash.opening = n as f64 / 3.0,
            |plan, n| plan.channels[0].visits = Estimate::new(1.0, n as f64 + 2.0, 1e6),
            |plan, n| plan.name = format!("plan {n} 女装"),
            |plan, n| {
                let scenario = Scenario { id: n.to_string(), ..plan.scenarios[0].clone() };
                plan.scenarios.push(scenario);
            },
            |plan, n| plan.start = Month::new(2024, n as u8 % 12 + 1).unwrap(),
        ];
        let mut states = vec![sample()];
        for n in 0..50 {
            edits[n % 5](document.plan_mut(), n);
            document.settle(false);
            states.push(document.plan().clone());
        }
        for state in states.iter().rev().skip(1) {
            document.undo();
            assert_eq!(document.plan(), state);
        }
        assert_eq!(document.plan(), &sample());
        assert!(!document.can_undo() && document.is_saved());
        for state in &states[1..] {
            document.redo();
            assert_eq!(document.plan(), state);
        }
        assert!(!document.can_redo());
    }

    #[test]
    fn a_drag_is_one_step_and_every_frame_of_it_a_revision() {
        let mut document = Document::untitled(sample());
        let first = document.revision();
        for frame in 1..=30 {
            document.plan_mut().cash.opening = f64::from(frame);
            document.settle(true);
            assert_eq!(document.revision(), first + frame as u64);
        }
        document.settle(false);
        document.settle(false);
        assert_eq!(document.revision(), first + 30, "letting go changes nothing");
        document.undo();
        assert_eq!(document.plan(), &sample());
        assert!(!document.can_undo());
    }

    #[test]
    fn undo_in_the_middle_of_a_drag_takes_the_drag_back_and_redo_brings_it_again() {
        let mut document = Document::untitled(sample());
        edited(&mut document, 1.0);
        document.plan_mut().cash.opening = 2.0;
        document.settle(true);
        assert!(document.can_undo());
        document.undo();
        assert!((document.plan().cash.opening - 1.0).abs() < 1e-12);
        document.redo();
        assert!((document.plan().cash.opening - 2.0).abs() < 1e-12);
    }

    #[test]
    fn an_edit_after_undo_leaves_nothing_to_redo() {
        let mut document = Document::untitled(sample());
        edited(&mut document, 1.0);
        document.undo();
        assert!(document.can_redo());
        document.plan_mut().cash.opening = 3.0;
        assert!(!document.can_redo());
        document.settle(false);
        assert!(!document.can_redo() && document.can_undo());
    }

    #[test]
    fn a_drag_that_comes_back_to_where_it_began_is_no_step() {
        let mut document = Document::untitled(sample());
        document.plan_mut().cash.opening = 5.0;
        document.settle(true);
        *document.plan_mut() = sample();
        document.settle(false);
        assert!(!document.can_undo());
        assert!(document.is_saved());
    }

    #[test]
    fn a_plan_is_saved_when_it_is_what_its_file_holds() {
        let opened =
            OpenedPlan { plan: sample(), stamp: ContentStamp::of(b"old"), is_older: true, drive: None };
        let mut document = Document::opened(opened, "/shop/女装.sortie".into());
        assert_eq!((document.name(), document.is_saved()), ("女装", true));
        assert!(document.is_of_older_file());
        edited(&mut document, 1.0);
        assert!(!document.is_saved());
        document.undo();
        assert!(document.is_saved(), "undone to what the file holds");
        document.redo();
        let now = document.plan().clone();
        document.saved(now, "/shop/v2.sortie".into(), ContentStamp::of(b"new"), None);
        assert_eq!((document.name(), document.is_saved()), ("v2", true));
        assert!(!document.is_of_older_file());
        assert_eq!(document.stamp(), Some(&ContentStamp::of(b"new")));
        document.undo();
        assert!(!document.is_saved(), "saving does not end what can be undone");
    }

    #[test]
    fn a_number_that_is_none_never_enters_the_plan() {
        let mut document = Document::untitled(sample());
        let revision = document.revision();
        document.plan_mut().cash.opening = f64::NAN;
        document.settle(false);
        assert_eq!(document.plan(), &sample());
        assert_eq!((document.revision(), document.can_undo()), (revision, false));
    }

    #[test]
    fn what_is_edited_while_a_save_runs_is_not_saved() {
        let mut document = Document::untitled(sample());
        edited(&mut document, 1.0);
        let saving = document.plan().clone();
        edited(&mut document, 2.0);
        document.saved(saving, "/shop/v1.sortie".into(), ContentStamp::of(b"1"), None);
        assert!(!document.is_saved());
        document.undo();
        assert!(document.is_saved());
    }

    #[test]
    fn a_plan_whose_file_is_gone_is_not_called_saved() {
        let opened =
            OpenedPlan { plan: sample(), stamp: ContentStamp::of(b""), is_older: false, drive: None };
        let mut document = Document::opened(opened, "/shop/v1.sortie".into());
        document.note_presence(Presence::Gone);
        assert!(!document.is_saved());
        document.note_presence(Presence::There);
        assert!(document.is_saved());
    }

    #[test]
    fn what_comes_back_is_one_step_and_undo_leads_to_what_is_saved() {
        let mut plan = sample();
        plan.cash.opening = 9.0;
        let mut document = Document::recovered(Some(sample()), plan.clone());
        assert!(!document.is_saved() && document.plan() == &plan);
        document.undo();
        assert!(document.is_saved() && !document.can_undo());
        let mut document = Document::recovered(None, plan.clone());
        assert!(!document.is_saved() && !document.can_undo());
        let theirs =
            OpenedPlan { plan: sample(), stamp: ContentStamp::of(b"x"), is_older: false, drive: None };
        document.take_theirs(theirs);
        assert!(document.is_saved());
        document.undo();
        assert_eq!(document.plan(), &plan);
    }
}
