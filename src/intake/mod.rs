//! Import in the window. Files that a seller's shops gave them: read off the frame, asked about, and taken into a plan.

mod accept;
mod draft;
mod enough;
mod happened;
mod own_table;
mod read;
mod reading;
mod sayings;
mod target;
#[cfg(test)]
pub(crate) mod trial;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use egui::Context;
use sortie_engine::fit::{Backtest, FIRST_MONTHS};
use sortie_engine::import::{ColumnMapping, DoubtAnswer, ImportDoubt, ImportSettings};
use sortie_engine::plan::Plan;
use sortie_engine::unit::Month;
use sortie_engine::watch::Watch;

use crate::disk::Disk;
use crate::work::{BackgroundTask, Progress, SOON, TaskOutcome};

pub use accept::{ImportChoice, put_into};
pub use draft::draft;
pub use enough::TooFew;
pub use happened::{NextMonths, n_months, with_months};
pub use own_table::{MARKETS, OwnCellFault, OwnChannel, OwnRole, OwnTable};
pub use read::{names_of, place_of, read_files, salt};
pub use reading::{FilesRead, ReadRequest, can_be_sample, tell_past};
pub use target::{ShopTarget, currency_of};

/// Work that was begun, and when, in seconds of the window.
type TimedTask<T> = Option<(BackgroundTask<T>, f64)>;

/// The files on the import page, and what is known of them.
#[derive(Default)]
pub struct Intake {
    disk: Disk,
    request: ReadRequest,
    /// Whether what was read is not what is asked for.
    is_due: bool,
    /// Whether it was fitted beside another sample than is asked for.
    is_fit_due: bool,
    reading: TimedTask<FilesRead>,
    known: Option<Arc<FilesRead>>,
    ended: Progress,
    past: TimedTask<Option<Backtest>>,
    past_known: Option<Backtest>,
    past_ended: Progress,
    /// How many paths a full answer comes from.
    n_paths: usize,
    /// What the seller takes of it.
    pub choice: ImportChoice,
}

impl Intake {
    /// No files yet; `mappings` are what the columns of tables are, as the seller has said before, and `n_paths` is how many
    /// paths a full answer comes from.
    pub fn new(disk: Disk, mappings: BTreeMap<String, ColumnMapping>, n_paths: usize) -> Self {
        let settings = ImportSettings { salt: salt(), mappings, ..ImportSettings::default() };
        Self { disk, request: ReadRequest { settings, ..ReadRequest::default() }, n_paths, ..Self::default() }
    }

    /// Takes what the columns of tables are, as the seller has said in earlier runs.
    pub fn recall(&mut self, mappings: BTreeMap<String, ColumnMapping>) {
        self.request.settings.mappings = mappings;
    }

    /// The files.
    pub fn paths(&self) -> &[PathBuf] {
        &self.request.paths
    }

    /// What they say, as far as it is known: of the files as they were when they were read last.
    pub fn known(&self) -> Option<&Arc<FilesRead>> {
        self.known.as_ref()
    }

    /// How well projections of the past would have told what came.
    pub fn past(&self) -> Option<&Backtest> {
        self.past_known.as_ref()
    }

    /// What the seller has said of columns, to be remembered.
    pub fn mappings(&self) -> &BTreeMap<String, ColumnMapping> {
        &self.request.settings.mappings
    }

    /// What the seller has said the columns of a table are.
    pub fn mapping(&self, remembered_by: &str) -> Option<&ColumnMapping> {
        self.request.settings.mappings.get(remembered_by)
    }

    /// Adds files; each stands once.
    pub fn add(&mut self, paths: impl IntoIterator<Item = PathBuf>) {
        for path in paths {
            if !self.request.paths.contains(&path) {
                self.request.paths.push(path);
                self.is_due = true;
            }
        }
    }

    /// Takes a file out.
    pub fn remove(&mut self, path: &PathBuf) {
        self.request.paths.retain(|known| known != path);
        self.is_due = true;
    }

    /// Takes the answer to a question.
    pub fn answer(&mut self, doubt: ImportDoubt, answer: DoubtAnswer) {
        self.request.settings.answers.insert(doubt, answer);
        self.is_due = true;
    }

    /// Takes what the columns of a table are.
    pub fn map(&mut self, remembered_by: String, mapping: ColumnMapping) {
        self.request.settings.mappings.insert(remembered_by, mapping);
        self.is_due = true;
    }

    /// Takes the sample for what no file tells.
    pub fn choose_sample(&mut self, idx: usize) {
        self.request.sample_idx = Some(idx);
        self.is_fit_due = true;
    }

    /// Reads the files once more.
    pub fn again(&mut self) {
        self.is_due = true;
    }

    /// Ends whatever is worked on.
    pub fn stop(&mut self) {
        if self.reading.take().is_some() {
            self.ended = Progress::Stopped;
        }
        if self.past.take().is_some() {
            self.past_ended = Progress::Stopped;
        }
    }

    /// How the reading stands.
    pub fn work(&self, now: f64) -> Progress {
        shown_progress(&self.reading, self.ended, now)
    }

    /// How the look at the past stands.
    pub fn past_work(&self, now: f64) -> Progress {
        shown_progress(&self.past, self.past_ended, now)
    }

    /// To be called once a frame: begins what is due and takes what is done. Returns whether somebody should look again
    /// soon.
    pub fn keep_up(&mut self, ctx: &Context, now: f64, plan: &Plan) -> bool {
        let is_fit_due = std::mem::take(&mut self.is_fit_due);
        if std::mem::take(&mut self.is_due) || is_fit_due && self.reading.is_some() {
            self.begin_reading(ctx, now);
        } else if is_fit_due {
            self.begin_fitting(ctx, now);
        }
        match self.reading.as_ref().map(|(errand, _)| errand.poll()) {
            Some(TaskOutcome::Done(reading)) => {
                self.reading = None;
                self.take(ctx, now, plan, reading);
            }
            Some(TaskOutcome::Stuck) => {
                self.reading = None;
                self.ended = Progress::Stuck;
            }
            Some(TaskOutcome::Open) | None => {}
        }
        match self.past.as_ref().map(|(errand, _)| errand.poll()) {
            Some(TaskOutcome::Done(found)) => {
                self.past = None;
                self.past_known = found;
            }
            Some(TaskOutcome::Stuck) => {
                self.past = None;
                self.past_ended = Progress::Stuck;
            }
            Some(TaskOutcome::Open) | None => {}
        }
        self.reading.is_some() || self.past.is_some()
    }

    fn begin_reading(&mut self, ctx: &Context, now: f64) {
        (self.past, self.past_known, self.past_ended) = (None, None, Progress::Quiet);
        self.ended = Progress::Quiet;
        if self.request.paths.is_empty() {
            (self.reading, self.known) = (None, None);
            return;
        }
        let (disk, request, wake) = (self.disk.clone(), self.request.clone(), ctx.clone());
        let work = move |watch: &dyn Watch| FilesRead::of(&disk, &request, watch);
        self.reading = Some((BackgroundTask::start(move || wake.request_repaint(), work), now));
    }

    fn begin_fitting(&mut self, ctx: &Context, now: f64) {
        let Some((known, idx)) = self.known.clone().zip(self.request.sample_idx) else { return };
        (self.past, self.past_known, self.past_ended) = (None, None, Progress::Quiet);
        let wake = ctx.clone();
        self.reading =
            Some((BackgroundTask::start(move || wake.request_repaint(), move |_| known.beside(idx)), now));
    }

    fn take(&mut self, ctx: &Context, now: f64, plan: &Plan, reading: FilesRead) {
        if let Some(found) = &reading.fit {
            let before = self.known.as_ref().and_then(|known| known.fit.as_ref());
            let fresh = ImportChoice::of(plan, &reading.import.ledger, found);
            self.choice = match before {
                Some(before) => fresh.as_before(found, &self.choice, before),
                None => fresh,
            };
        }
        let reading = Arc::new(reading);
        self.known = Some(Arc::clone(&reading));
        if n_whole_months(&reading) <= FIRST_MONTHS as usize || reading.fit.is_none() {
            return;
        }
        let (wake, n_paths) = (ctx.clone(), self.n_paths);
        let work =
            move |watch: &dyn Watch| tell_past(&reading.import.ledger, reading.sample_idx, n_paths, watch);
        self.past = Some((BackgroundTask::start(move || wake.request_repaint(), work), now));
    }

    /// Fits the choice to the open plan, which may have changed since.
    pub fn choose_anew(&mut self, plan: &Plan) {
        let Some(reading) = &self.known else { return };
        if let Some(found) = &reading.fit {
            self.choice = ImportChoice::of(plan, &reading.import.ledger, found);
        }
    }
}

/// How many months of the files are whole for some shop.
pub fn n_whole_months(reading: &FilesRead) -> usize {
    let whole =
        reading.import.ledger.months.iter().filter(|month| month.is_complete && month.orders.is_some());
    let mut months: Vec<Month> = whole.map(|month| month.month).collect();
    months.sort_unstable();
    months.dedup();
    months.len()
}

fn shown_progress<T>(under: &TimedTask<T>, ended: Progress, now: f64) -> Progress {
    match under {
        Some((errand, since)) if now - since >= SOON => Progress::Told(errand.done()),
        Some(_) => Progress::Begun,
        None => ended,
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::time::Duration;

    use super::*;
    use crate::catalog::trial::sample;

    fn orders(n: usize) -> tempfile::NamedTempFile {
        let mut file = tempfile::Builder::new().suffix(".csv").tempfile().unwrap();
        writeln!(file, "order id,order date,total,currency").unwrap();
        for idx in 0..n {
            writeln!(file, "A-{idx},2025-{:02}-{:02},10.50,USD", 1 + idx / 28 % 12, 1 + idx % 28).unwrap();
        }
        file
    }

    /// Draws frames until nothing is worked on.
    fn wait(intake: &mut Intake, plan: &Plan) {
        let ctx = Context::default();
        while intake.keep_up(&ctx, 0.0, plan) {
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    #[test]
    fn files_are_read_off_the_frame_and_each_stands_once() {
        let (plan, file) = (sample(), orders(2_000));
        let mut intake = Intake::new(Disk::apart(), BTreeMap::new(), 64);
        intake.add([file.path().to_owned(), file.path().to_owned()]);
        assert_eq!(intake.paths().len(), 1);
        assert!(intake.keep_up(&Context::default(), 0.0, &plan), "it is begun, not done");
        assert!(intake.known().is_none());
        wait(&mut intake, &plan);
        assert_eq!(intake.known().unwrap().import.files[0].used(), 2_000);
        intake.remove(&file.path().to_owned());
        wait(&mut intake, &plan);
        assert!(intake.known().is_none() && intake.work(0.0) == Progress::Quiet);
    }

    #[test]
    fn reading_that_takes_its_time_is_told_and_ends_at_once_when_the_seller_says_so() {
        let (plan, file) = (sample(), orders(200_000));
        let mut intake = Intake::new(Disk::apart(), BTreeMap::new(), 64);
        intake.add([file.path().to_owned()]);
        intake.keep_up(&Context::default(), 0.0, &plan);
        assert_eq!(intake.work(0.5), Progress::Begun);
        assert!(matches!(intake.work(1.5), Progress::Told(_)));
        intake.stop();
        assert_eq!(intake.work(2.0), Progress::Stopped);
        assert!(!intake.keep_up(&Context::default(), 2.0, &plan) && intake.known().is_none());
    }
}
