//! Questions whose answer takes longer than a frame. They are asked for as long as somebody looks at the answer, and
//! worked on one after another on a thread of their own.

mod best;
mod question;

use std::sync::Arc;

use sortie_engine::model::Model;
use sortie_engine::plan::Plan;

use crate::work::{Progress, SOON, Worker, WorkerJob};
pub use best::{BestFinding, BestOrder, BestOutcome, BestSearch};
pub use question::{InformationWorth, RARE, StudyFinding, StudyQuestion, TornadoStudy, start};

/// What a question is about: the plan as it stands, under the number that every edit raises.
#[derive(Clone)]
pub struct StudySubject {
    /// The number.
    pub revision: u64,
    /// The plan.
    pub plan: Arc<Plan>,
    /// The plan made ready to be projected.
    pub model: Arc<Model>,
}

/// A question, and what it is about.
pub struct AskedQuestion<Q> {
    /// The question.
    pub question: Q,
    /// What it is about.
    pub subject: StudySubject,
}

/// A question in work.
pub type StudyJob<Q, F> = WorkerJob<AskedQuestion<Q>, F>;

/// What is known of a question.
pub struct StudyState<F> {
    /// The newest finding, if there ever was one.
    pub finding: Option<Arc<F>>,
    /// Whether it is about the plan as it stands.
    pub is_current: bool,
    /// How the work on a newer one stands.
    pub progress: Progress,
}

struct StudyEntry<Q, F> {
    question: Q,
    finding: Option<Arc<F>>,
    /// The revision that the finding is about.
    found_for: Option<u64>,
    /// The revision for which nothing more will come: it was stopped, or came to grief.
    ended: Option<(u64, Progress)>,
    /// Whether somebody looked in this frame.
    is_wanted: bool,
    /// Whether it stands in front of everything else.
    is_first: bool,
    /// Since when it is worked on, in seconds of the window.
    since: Option<f64>,
}

/// The questions that were asked of a plan, and what was found.
pub struct Studies<Q, F> {
    worker: Worker<AskedQuestion<Q>, F>,
    /// What is worked on, and the revision that it is about.
    running: Option<(Q, u64)>,
    entries: Vec<StudyEntry<Q, F>>,
    revision: Option<u64>,
    now: f64,
}

impl<Q: Clone + PartialEq + Send + Sync + 'static, F: Send + Sync + 'static> Studies<Q, F> {
    /// Answers questions by `answer`, which is to leave off as soon as its [`StudyJob`] is stale, and calls `wake` from
    /// another thread whenever there is news.
    pub fn new(
        wake: impl Fn() + Send + Sync + 'static,
        mut answer: impl FnMut(&StudyJob<Q, F>) -> Option<F> + Send + 'static,
    ) -> Self {
        let work = move |inquiry: &StudyJob<Q, F>| {
            if let Some(finding) = answer(inquiry) {
                inquiry.answer(finding);
            }
        };
        let worker = Worker::start("study", wake, work);
        Self { worker, running: None, entries: vec![], revision: None, now: 0.0 }
    }

    /// What is known of a question. Whoever asks in a frame looks at the answer, so that it is worked on.
    pub fn ask(&mut self, question: &Q) -> StudyState<F> {
        let place = self.entries.iter().position(|entry| entry.question == *question).unwrap_or_else(|| {
            self.entries.push(StudyEntry {
                question: question.clone(),
                finding: None,
                found_for: None,
                ended: None,
                is_wanted: false,
                is_first: false,
                since: None,
            });
            self.entries.len() - 1
        });
        let entry = &mut self.entries[place];
        entry.is_wanted = true;
        let progress = match (entry.ended, entry.since) {
            (Some((revision, how)), _) if Some(revision) == self.revision => how,
            (_, Some(since)) if self.now - since >= SOON => Progress::Told(self.worker.done().unwrap_or(1.0)),
            _ => Progress::Quiet,
        };
        let is_current = entry.found_for.is_some() && entry.found_for == self.revision;
        StudyState { finding: entry.finding.clone(), is_current, progress }
    }

    /// As [`Self::ask`], for what stands in front of everything else that is looked at: other work makes way for it, and
    /// goes on when it is answered.
    pub fn ask_first(&mut self, question: &Q) -> StudyState<F> {
        let known = self.ask(question);
        if let Some(entry) = self.entries.iter_mut().find(|entry| entry.question == *question) {
            entry.is_first = true;
        }
        known
    }

    /// Ends the work on what is worked on, for as long as the plan stays as it is.
    pub fn stop(&mut self) {
        let Some(revision) = self.revision else { return };
        self.take_news();
        if let Some(question) = self.give_up()
            && let Some(entry) = self.entries.iter_mut().find(|entry| entry.question == question)
        {
            entry.ended = Some((revision, Progress::Stopped));
            entry.since = None;
        }
    }

    /// To be called once a frame, after everybody has asked: takes what was found, and hands on what is wanted and not
    /// known. `subject` is the plan as it stands, or nothing while it is better to wait. Returns whether somebody should
    /// look again soon.
    pub fn keep_up(
        &mut self,
        revision: u64,
        now: f64,
        subject: impl FnOnce() -> Option<StudySubject>,
    ) -> bool {
        self.now = now;
        self.take_news();
        if self.revision != Some(revision) {
            self.revision = Some(revision);
            self.give_up();
            self.entries.iter_mut().for_each(|entry| entry.since = None);
        }
        if let Some((question, _)) = &self.running
            && !self.entries.iter().any(|entry| entry.is_wanted && entry.question == *question)
        {
            self.give_up();
        }
        let is_due = |entry: &StudyEntry<Q, F>| {
            let is_over = entry.ended.is_some_and(|(ended, _)| ended == revision);
            entry.is_wanted && entry.found_for != Some(revision) && !is_over
        };
        let first = self.entries.iter().position(|entry| entry.is_first && is_due(entry));
        let mut next = first.or_else(|| self.entries.iter().position(is_due));
        if let Some((running, _)) = &self.running {
            let is_first = |entry: &StudyEntry<Q, F>| entry.is_first && entry.question == *running;
            next = first.filter(|_| !self.entries.iter().any(is_first));
        }
        if let Some(next) = next
            && let Some(subject) = subject()
        {
            if let Some(given_up) = self.give_up()
                && let Some(entry) = self.entries.iter_mut().find(|entry| entry.question == given_up)
            {
                entry.since = None;
            }
            let entry = &mut self.entries[next];
            entry.since = Some(now);
            let question = entry.question.clone();
            self.running = Some((question.clone(), subject.revision));
            self.worker.put(AskedQuestion { question, subject });
        }
        for entry in &mut self.entries {
            (entry.is_wanted, entry.is_first) = (false, false);
        }
        self.running.is_some()
    }

    /// Ends whatever is worked on, and tells what that was.
    fn give_up(&mut self) -> Option<Q> {
        self.worker.give_up();
        self.running.take().map(|(question, _)| question)
    }

    fn take_news(&mut self) {
        // A finding is left before the work is over.
        let is_over = self.worker.done().is_none();
        let found = self.worker.fetch();
        if found.is_none() && !is_over {
            return;
        }
        let Some((question, revision)) = self.running.take() else { return };
        let Some(entry) = self.entries.iter_mut().find(|entry| entry.question == question) else { return };
        entry.since = None;
        match found {
            Some(finding) => {
                entry.finding = Some(Arc::new(finding));
                entry.found_for = Some(revision);
            }
            None => entry.ended = Some((revision, Progress::Stuck)),
        }
    }

    /// Forgets everything, for a plan that was just opened.
    pub fn clear(&mut self) {
        self.give_up();
        self.entries.clear();
        self.revision = None;
    }
}

#[cfg(test)]
mod tests;
