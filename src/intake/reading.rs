//! What files say together, and what a plan takes from it: worked out off the frame.

use std::collections::BTreeMap;
use std::io::BufReader;
use std::path::PathBuf;
use std::sync::Arc;

use sortie_engine::fit::{Backtest, PlanFit, backtest, fit};
use sortie_engine::forecast::PathRun;
use sortie_engine::import::{self, FileRefusal, Import, ImportSettings, TableGlimpse, glimpse};
use sortie_engine::ledger::Ledger;
use sortie_engine::watch::Watch;

use super::read::{place_of, read_files};
use crate::compute::{SEED, ThreadCrew};
use crate::disk::{Disk, OpenFault, open_export};
use crate::start::{UsualPlan, leave_unrated};

/// Paths of each projection of the past: as many as its percentiles need.
const PATHS_OF_THE_PAST: usize = 2_000;

/// What is to be read, and how.
#[derive(Clone, Debug, Default)]
pub struct ReadRequest {
    /// The files.
    pub paths: Vec<PathBuf>,
    /// What the seller has said of them.
    pub settings: ImportSettings,
    /// The sample for what no file tells; the nearest where none was chosen.
    pub sample_idx: Option<usize>,
}

/// What files say.
#[derive(Clone, Debug, Default)]
pub struct FilesRead {
    /// Files, months and questions.
    pub import: Arc<Import>,
    /// Files that could not be opened.
    pub faults: Vec<(PathBuf, OpenFault)>,
    /// The first rows of tables of no known kind, and of those that were refused, by the file's name.
    pub glimpses: BTreeMap<String, TableGlimpse>,
    /// What they say of a plan; nothing where there is no whole month of orders.
    pub fit: Option<PlanFit>,
    /// Shops whose currency has no rate.
    pub unrated: Vec<(String, String)>,
    /// The sample for what no file tells.
    pub sample_idx: usize,
}

impl FilesRead {
    /// Reads the files and works out what they say.
    pub fn of(disk: &Disk, request: &ReadRequest, watch: &dyn Watch) -> Self {
        let (import, faults) = read_files(disk, &request.paths, &request.settings, watch);
        let glimpses = glimpses(disk, &request.paths, &import);
        let sample_idx = request.sample_idx.unwrap_or_else(|| UsualPlan::nearest(&import.ledger));
        let reading = Self { import: Arc::new(import), faults, glimpses, ..Self::default() };
        reading.beside(sample_idx)
    }

    /// The same files, fitted anew beside the sample with this place.
    #[must_use]
    pub fn beside(&self, sample_idx: usize) -> Self {
        let mut reading = Self { sample_idx, unrated: vec![], ..self.clone() };
        reading.fit_to(sample_idx);
        reading
    }

    fn fit_to(&mut self, sample_idx: usize) {
        let usual = UsualPlan::of(sample_idx);
        let found =
            usual.and_then(|it| it.with_world(|world| fit(&self.import.ledger, None, world))).flatten();
        self.fit = found.map(|mut found| {
            self.unrated = leave_unrated(&mut found);
            found
        });
        self.fit = self.fit.take().filter(|found| !found.channels.is_empty());
    }
}

/// The first rows of those files about whose columns a seller can be asked, or that can be handed on as a sample.
fn glimpses(disk: &Disk, paths: &[PathBuf], import: &Import) -> BTreeMap<String, TableGlimpse> {
    let is_wanted = |report: &&import::FileReport| report.mapping.is_some() || can_be_sample(report);
    let mut glimpses = BTreeMap::new();
    for report in import.files.iter().filter(is_wanted) {
        let Some((path, entry)) = place_of(paths, &report.file) else { continue };
        let Ok(file) = open_export(disk, path) else { continue };
        if let Some(seen) = glimpse(&mut BufReader::new(file), entry) {
            glimpses.insert(report.file.clone(), seen);
        }
    }
    glimpses
}

/// Whether a file is a table that is not understood.
pub fn can_be_sample(report: &import::FileReport) -> bool {
    matches!(
        report.refusal,
        Some(
            FileRefusal::UnknownTable { .. }
                | FileRefusal::MissingColumn { .. }
                | FileRefusal::DoesNotAddUp(_)
                | FileRefusal::MostlyUnreadable(_)
        )
    )
}

/// How well projections of the past would have told what came; nothing where nobody waits any more.
pub fn tell_past(ledger: &Ledger, sample_idx: usize, n_paths: usize, watch: &dyn Watch) -> Option<Backtest> {
    let usual = UsualPlan::of(sample_idx)?;
    let crew = ThreadCrew::new(None);
    let run = PathRun { n_paths: n_paths.min(PATHS_OF_THE_PAST), seed: SEED, crew: &crew, watch };
    usual.with_world(|world| backtest(ledger, world, run)).flatten()
}
