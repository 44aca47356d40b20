//! Questions whose answer takes longer than a frame. They are asked for as long as somebody looks at the answer, and
//! worked on one after another on a thread of their own.

mod question;
mod worker;

use std::sync::Arc;

use sortie_engine::model::Model;
use sortie_engine::plan::Plan;

pub use question::{Finding, Hinge, Question, RARE, Worth, start};
pub use worker::Inquiry;
use worker::Mailbox;

/// Longer work is told while it goes on, in seconds.
const SOON: f64 = 1.0;

/// What a question is about: the plan as it stands, under the number that every edit raises.
#[derive(Clone)]
pub struct Subject {
    /// The number.
    pub revision: u64,
    /// The plan.
    pub plan: Arc<Plan>,
    /// The plan made ready to be projected.
    pub model: Arc<Model>,
}

/// How the work on a question stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Progress {
    /// It is answered, or its answer is a moment away.
    Quiet,
    /// It takes its time, and this share of it is done.
    Told(f64),
    /// The seller ended it.
    Stopped,
    /// It came to grief; only another plan helps.
    Stuck,
}

/// What is known of a question.
pub struct Known<F> {
    /// The newest finding, if there ever was one.
    pub finding: Option<Arc<F>>,
    /// Whether it is about the plan as it stands.
    pub is_current: bool,
    /// How the work on a newer one stands.
    pub progress: Progress,
}

struct Entry<Q, F> {
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
    mailbox: Arc<Mailbox<Q, F>>,
    entries: Vec<Entry<Q, F>>,
    revision: Option<u64>,
    now: f64,
}

impl<Q: Clone + PartialEq + Send + 'static, F: Send + Sync + 'static> Studies<Q, F> {
    /// Answers questions by `answer`, which is to leave off as soon as its [`Inquiry`] is stale, and calls `wake` from
    /// another thread whenever there is news.
    pub fn new(
        wake: impl Fn() + Send + Sync + 'static,
        answer: impl FnMut(&Inquiry<Q, F>) -> Option<F> + Send + 'static,
    ) -> Self {
        Self { mailbox: worker::start(wake, answer), entries: vec![], revision: None, now: 0.0 }
    }

    /// What is known of a question. Whoever asks in a frame looks at the answer, so that it is worked on.
    pub fn ask(&mut self, question: &Q) -> Known<F> {
        let place = self.entries.iter().position(|entry| entry.question == *question).unwrap_or_else(|| {
            self.entries.push(Entry {
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
            (_, Some(since)) if self.now - since >= SOON => Progress::Told(self.mailbox.done()),
            _ => Progress::Quiet,
        };
        let is_current = entry.found_for.is_some() && entry.found_for == self.revision;
        Known { finding: entry.finding.clone(), is_current, progress }
    }

    /// As [`Self::ask`], for what stands in front of everything else that is looked at: other work makes way for it, and
    /// goes on when it is answered.
    pub fn ask_first(&mut self, question: &Q) -> Known<F> {
        let known = self.ask(question);
        if let Some(entry) = self.entries.iter_mut().find(|entry| entry.question == *question) {
            entry.is_first = true;
        }
        known
    }

    /// Ends the work on what is worked on, for as long as the plan stays as it is.
    pub fn stop(&mut self) {
        let Some(revision) = self.revision else { return };
        if let Some(question) = self.mailbox.give_up()
            && let Some(entry) = self.entries.iter_mut().find(|entry| entry.question == question)
        {
            entry.ended = Some((revision, Progress::Stopped));
            entry.since = None;
        }
    }

    /// To be called once a frame, after everybody has asked: takes what was found, and hands on what is wanted and not
    /// known. `subject` is the plan as it stands, or nothing while it is better to wait. Returns whether somebody should
    /// look again soon.
    pub fn keep_up(&mut self, revision: u64, now: f64, subject: impl FnOnce() -> Option<Subject>) -> bool {
        self.now = now;
        if self.revision != Some(revision) {
            self.revision = Some(revision);
            self.mailbox.give_up();
            self.entries.iter_mut().for_each(|entry| entry.since = None);
        }
        self.take_news();
        let running = self.mailbox.running();
        if let Some(question) = &running
            && !self.entries.iter().any(|entry| entry.is_wanted && entry.question == *question)
        {
            self.mailbox.give_up();
        }
        let is_due = |entry: &Entry<Q, F>| {
            let is_over = entry.ended.is_some_and(|(ended, _)| ended == revision);
            entry.is_wanted && entry.found_for != Some(revision) && !is_over
        };
        let first = self.entries.iter().position(|entry| entry.is_first && is_due(entry));
        let mut next = first.or_else(|| self.entries.iter().position(is_due));
        if let Some(running) = self.mailbox.running() {
            let is_first = |entry: &Entry<Q, F>| entry.is_first && entry.question == running;
            next = first.filter(|_| !self.entries.iter().any(is_first));
        }
        if let Some(next) = next
            && let Some(subject) = subject()
        {
            if let Some(given_up) = self.mailbox.give_up()
                && let Some(entry) = self.entries.iter_mut().find(|entry| entry.question == given_up)
            {
                entry.since = None;
            }
            let entry = &mut self.entries[next];
            entry.since = Some(now);
            self.mailbox.put(entry.question.clone(), subject);
        }
        for entry in &mut self.entries {
            (entry.is_wanted, entry.is_first) = (false, false);
        }
        self.mailbox.running().is_some()
    }

    fn take_news(&mut self) {
        for (question, revision, found) in self.mailbox.take() {
            let Some(entry) = self.entries.iter_mut().find(|entry| entry.question == question) else {
                continue;
            };
            entry.since = None;
            match found {
                Some(finding) => {
                    entry.finding = Some(Arc::new(finding));
                    entry.found_for = Some(revision);
                }
                None => entry.ended = Some((revision, Progress::Stuck)),
            }
        }
    }

    /// Forgets everything, for a plan that was just opened.
    pub fn clear(&mut self) {
        self.mailbox.give_up();
        self.entries.clear();
        self.revision = None;
    }
}

impl<Q, F> Drop for Studies<Q, F> {
    /// A window that closes does not wait for work that nobody wants.
    fn drop(&mut self) {
        self.mailbox.close();
    }
}

#[cfg(test)]
mod tests;
