//! What paths are walked for.

use super::Metric;
use super::run::PathRun;
use crate::draw::{ItemStreams, NoiseTerms};
use crate::model::Model;

/// What is asked for.
pub(super) struct ProjectionTask<'a> {
    pub model: &'a Model,
    pub run: PathRun<'a>,
    pub terms: &'a NoiseTerms,
    pub streams: &'a ItemStreams,
    /// The only metric that is told, where not all are.
    pub only: Option<Metric>,
}
