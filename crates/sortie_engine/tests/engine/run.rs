//! The run of paths that most tests ask for.

use sortie_engine::forecast::{PathRun, SingleThread};
use sortie_engine::watch::PatientWatch;

/// One path of the first seed, walked by the caller alone, who waits to the end; a test tells what it has otherwise.
pub const ALONE: PathRun<'static> =
    PathRun { n_paths: 1, seed: 1, crew: &SingleThread, watch: &PatientWatch };
