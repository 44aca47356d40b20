//! What paths are walked for.

use super::crew::Crew;
use super::metric::Metric;
use crate::draw::{ItemStreams, NoiseTerms};
use crate::model::Model;
use crate::watch::Watch;

/// What is asked for.
pub(super) struct ProjectionTask<'a> {
    pub model: &'a Model,
    pub n_paths: usize,
    pub terms: &'a NoiseTerms,
    pub streams: &'a ItemStreams,
    /// The only metric that is told, where not all are.
    pub only: Option<Metric>,
    pub crew: &'a dyn Crew,
    pub watch: &'a dyn Watch,
}
