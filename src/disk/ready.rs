//! What comes with the app: sample plans and ready-made strategies, compiled in, so that nothing is read at run time.

/// A sample plan to start from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Template {
    /// The name of its file, without ending.
    pub id: &'static str,
    /// Its file, for `plan::read`.
    pub plan_bytes: &'static [u8],
}

/// A ready-made response, to be bound to the channels of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadyStrategy {
    /// The name of its file, without ending.
    pub id: &'static str,
    /// Its file: JSON.
    pub bytes: &'static [u8],
}

/// The sample plans, in the order in which they are offered.
pub fn templates() -> &'static [Template] {
    &TEMPLATES
}

/// The ready-made strategies, in the order in which they are offered.
pub fn ready_strategies() -> &'static [ReadyStrategy] {
    &STRATEGIES
}

const TEMPLATES: [Template; 0] = [];

const STRATEGIES: [ReadyStrategy; 0] = [];
