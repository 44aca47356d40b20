//! The system's own file dialogs, shown from a thread of their own, so that the window goes on drawing.
//!
//! On Linux the answer "nothing" comes both from a person who cancels and from a system without any dialog; the two
//! are told apart here, since in the second case the app must show its own.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::list::EXPORT_ENDINGS;
use super::name::{EXTENSION, with_ending_unless_taken};

/// What came of a dialog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DialogAnswer {
    /// The person chose this path; a file that stands there may be replaced.
    Path(PathBuf),
    /// The person chose these files to be read.
    Paths(Vec<PathBuf>),
    /// The person thought better of it.
    Cancelled,
    /// No dialog can have been shown: ask for a path in the window.
    Unavailable,
}

/// Whoever asks the person for a path. A new question makes the answer to an earlier one void.
pub trait Dialogs {
    /// Asks for a plan to open.
    fn pick_open(&mut self);
    /// Asks for exports of shops, any number of them.
    fn pick_exports(&mut self);
    /// Asks where to save, with a name to start from.
    fn pick_save(&mut self, suggested: &str);
    /// Asks where to write a file of another kind, such as `png`, with a name to start from.
    fn pick_export(&mut self, suggested: &str, ending: &'static str);
    /// The answer to the last question, once.
    fn poll(&mut self) -> Option<DialogAnswer>;
    /// Whether a question is open.
    fn is_asking(&self) -> bool;
    /// Whether a question is open that the person must answer first. Elsewhere one may have been asked that does not show,
    /// and another takes its place.
    fn must_be_answered(&self) -> bool {
        self.is_asking()
    }
    /// Takes the question back, such as when the dialog does not show; a late answer is void.
    fn abandon(&mut self);
}

/// Whether dialogs of the system belong to the window. Elsewhere they are another program's, which may not answer.
pub const ARE_OWNED: bool = cfg!(any(windows, target_os = "macos"));

/// The system's dialogs.
pub struct NativeDialogs {
    wake: Arc<dyn Fn() + Send + Sync>,
    answer: Option<Receiver<DialogAnswer>>,
    /// A dialog that belongs to the window, so that it stays before it and the window waits; each question begins with it.
    blank: rfd::FileDialog,
}

impl NativeDialogs {
    /// Dialogs that call `wake` when there is an answer to poll for.
    pub fn new(wake: impl Fn() + Send + Sync + 'static) -> Self {
        Self { wake: Arc::new(wake), answer: None, blank: rfd::FileDialog::new() }
    }

    /// The same with questions that begin with `blank`, such as one that belongs to a window.
    #[must_use]
    pub fn with_blank(self, blank: rfd::FileDialog) -> Self {
        Self { blank, ..self }
    }

    fn dialog(&self) -> rfd::FileDialog {
        self.blank.clone().add_filter("Sortie", &[EXTENSION])
    }

    fn ask(&mut self, question: impl FnOnce() -> Option<PathBuf> + Send + 'static) {
        self.ask_for(|| question().map(DialogAnswer::Path));
    }

    fn ask_for(&mut self, question: impl FnOnce() -> Option<DialogAnswer> + Send + 'static) {
        let (sender, receiver) = channel();
        self.answer = Some(receiver);
        let wake = Arc::clone(&self.wake);
        let ask = move || {
            // Nobody waits any more where the question was taken back.
            let _ = sender.send(asked(can_show(), question));
            wake();
        };
        // Without a thread there is no sender either, and the next poll says that no dialog could be shown.
        let _ = thread::Builder::new().name("dialog".to_owned()).spawn(ask);
    }
}

impl Dialogs for NativeDialogs {
    fn pick_open(&mut self) {
        let dialog = self.dialog();
        self.ask(|| dialog.pick_file());
    }

    fn pick_exports(&mut self) {
        let dialog = self.blank.clone().add_filter("CSV, TSV, XLSX, ZIP", &EXPORT_ENDINGS);
        self.ask_for(move || dialog.pick_files().map(DialogAnswer::Paths));
    }

    fn pick_save(&mut self, suggested: &str) {
        let suggested = suggested.to_owned();
        let complete = |path| with_ending_unless_taken(path, EXTENSION);
        let dialog = self.dialog();
        self.ask(move || dialog.set_file_name(suggested).save_file().map(complete));
    }

    fn pick_export(&mut self, suggested: &str, ending: &'static str) {
        let suggested = suggested.to_owned();
        let dialog = self.blank.clone().add_filter(ending.to_uppercase(), &[ending]);
        let complete = move |path| with_ending_unless_taken(path, ending);
        self.ask(move || dialog.set_file_name(suggested).save_file().map(complete));
    }

    fn poll(&mut self) -> Option<DialogAnswer> {
        let answer = match self.answer.as_ref()?.try_recv() {
            Ok(answer) => answer,
            Err(TryRecvError::Empty) => return None,
            Err(TryRecvError::Disconnected) => DialogAnswer::Unavailable,
        };
        self.answer = None;
        Some(answer)
    }

    fn is_asking(&self) -> bool {
        self.answer.is_some()
    }

    fn must_be_answered(&self) -> bool {
        ARE_OWNED && self.is_asking()
    }

    fn abandon(&mut self) {
        self.answer = None;
    }
}

/// A person needs longer than this to see a dialog and close it.
const FASTEST_CANCEL: Duration = Duration::from_millis(300);

fn asked(can_show: bool, question: impl FnOnce() -> Option<DialogAnswer>) -> DialogAnswer {
    if !can_show {
        return DialogAnswer::Unavailable;
    }
    let begin = Instant::now();
    match question() {
        Some(answer) => answer,
        None if begin.elapsed() < FASTEST_CANCEL => DialogAnswer::Unavailable,
        None => DialogAnswer::Cancelled,
    }
}

/// Whether there is anything on this system that could show a dialog.
fn can_show() -> bool {
    if ARE_OWNED {
        return true;
    }
    let has_bus = std::env::var_os("DBUS_SESSION_BUS_ADDRESS").is_some_and(|address| !address.is_empty())
        || std::env::var_os("XDG_RUNTIME_DIR")
            .is_some_and(|folder| PathBuf::from(folder).join("bus").exists());
    let programs = std::env::var_os("PATH").unwrap_or_default();
    has_bus || std::env::split_paths(&programs).any(|folder| folder.join("zenity").is_file())
}

/// Dialogs whose answers are known beforehand, for tests; without one left they are unavailable.
#[derive(Debug, Default)]
pub struct ScriptedDialogs {
    answers: VecDeque<DialogAnswer>,
    is_asking: bool,
    /// The names that saving was offered with, in order.
    pub suggested: Vec<String>,
}

impl ScriptedDialogs {
    /// Dialogs that give these answers, one each.
    pub fn new(answers: impl IntoIterator<Item = DialogAnswer>) -> Self {
        Self { answers: answers.into_iter().collect(), ..Self::default() }
    }
}

impl Dialogs for ScriptedDialogs {
    fn pick_open(&mut self) {
        self.is_asking = true;
    }

    fn pick_exports(&mut self) {
        self.is_asking = true;
    }

    fn pick_save(&mut self, suggested: &str) {
        self.suggested.push(suggested.to_owned());
        self.is_asking = true;
    }

    fn pick_export(&mut self, suggested: &str, _ending: &'static str) {
        self.pick_save(suggested);
    }

    fn poll(&mut self) -> Option<DialogAnswer> {
        let was_asking = std::mem::take(&mut self.is_asking);
        was_asking.then(|| self.answers.pop_front().unwrap_or(DialogAnswer::Unavailable))
    }

    fn is_asking(&self) -> bool {
        self.is_asking
    }

    fn abandon(&mut self) {
        self.is_asking = false;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::sync_channel;

    use super::*;

    #[test]
    fn no_answer_is_a_cancel_only_where_a_person_had_time_for_it() {
        let after = |millis| {
            move || {
                thread::sleep(Duration::from_millis(millis));
                None
            }
        };
        assert_eq!(asked(true, after(0)), DialogAnswer::Unavailable);
        assert_eq!(asked(true, after(320)), DialogAnswer::Cancelled);
        assert_eq!(asked(false, || unreachable!()), DialogAnswer::Unavailable);
        let chosen = DialogAnswer::Path("a".into());
        assert_eq!(asked(true, || Some(chosen.clone())), chosen);
    }

    #[test]
    fn the_window_is_woken_for_an_answer_and_a_question_taken_back_has_none() {
        let (sender, woken) = sync_channel(8);
        let mut native = NativeDialogs::new(move || sender.send(()).unwrap());
        native.ask(|| Some("early".into()));
        native.abandon();
        woken.recv().unwrap();
        assert_eq!(native.poll(), None);
        native.ask(|| Some("late".into()));
        assert!(native.is_asking());
        woken.recv().unwrap();
        let answer = native.poll().unwrap();
        let expected = if can_show() { DialogAnswer::Path("late".into()) } else { DialogAnswer::Unavailable };
        assert_eq!(answer, expected);
        assert!(!native.is_asking() && native.poll().is_none());
    }
}
