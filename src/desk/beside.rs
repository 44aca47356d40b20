//! Versions of the plan that are kept beside it.

use std::path::PathBuf;
use std::sync::Arc;

use sortie_engine::plan::Plan;

/// A version that is kept beside the plan.
#[derive(Clone, Debug)]
pub struct KeptVersion {
    /// Its file.
    pub path: PathBuf,
    /// What it is called beside the plan.
    pub name: String,
}

/// An older version of the plan, to be compared with.
#[derive(Clone, Debug)]
pub struct OlderPlan {
    /// Which it is.
    pub version: KeptVersion,
    /// The plan as it was.
    pub plan: Arc<Plan>,
}
