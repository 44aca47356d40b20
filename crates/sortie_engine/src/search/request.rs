//! What is asked for: the goal, the limits, what must be and what never may, and which months and scales are tried.

use std::fmt;

use crate::unit::Month;

/// What the best choice is the best by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BestGoal {
    /// The median over paths of what is earned more than without a response.
    Typical,
    /// Profit over the horizon, the mean over paths.
    Expected,
    /// Profit over the horizon, the mean of the tenth of the paths on which it is lowest.
    WorstTenth,
    /// Revenue from the closure on as a share of that with links open, the mean over paths.
    RevenueKept,
}

/// Limits on a choice; one that is not given does not bind. Money is in the plan's currency.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BestLimits {
    /// The most that all strategies together may cost over the horizon.
    pub budget: Option<f64>,
    /// The most by which cash may at any month's end be below that of no response.
    pub under_water: Option<f64>,
    /// How often cash may fall low.
    pub floor: Option<CashFloor>,
    /// How many strategies may be live in one month.
    pub at_most: Option<usize>,
}

/// How often cash may fall below an amount in some month.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CashFloor {
    /// The amount.
    pub cash: f64,
    /// The share of the futures in which it may, 0 to 1.
    pub chance: f64,
}

/// The name of a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LimitName {
    /// [`BestLimits::budget`].
    Budget,
    /// [`BestLimits::under_water`].
    UnderWater,
    /// [`BestLimits::floor`].
    CashFloor,
    /// [`BestLimits::at_most`].
    AtMost,
    /// [`BestRequest::must`].
    Must,
}

/// Scales that are tried where nobody says others.
pub const SCALES: [f64; 6] = [0.25, 0.5, 1.0, 1.5, 2.0, 3.0];
/// Paths on which an answer is told.
pub const TOLD_PATHS: usize = 10_000;

/// What is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct BestRequest {
    /// What the choice is to be the best by.
    pub goal: BestGoal,
    /// Its limits.
    pub limits: BestLimits,
    /// Ids of strategies that must be in it.
    pub must: Vec<String>,
    /// Ids of strategies that may not be in it.
    pub never: Vec<String>,
    /// The first month in which a strategy may start; the usual one where nothing is said.
    pub from: Option<Month>,
    /// The last month in which a strategy may start; the usual one where nothing is said.
    pub to: Option<Month>,
    /// Scales that are tried.
    pub scales: Vec<f64>,
    /// The scenario whose shocks happen; those of no response where nothing is said.
    pub scenario: Option<String>,
    /// Whether rules are to be proposed.
    pub rules: bool,
    /// The futures on which the answer is told; it is chosen on others that follow from it.
    pub seed: u64,
    /// How many of them.
    pub n_paths: usize,
}

impl Default for BestRequest {
    fn default() -> Self {
        Self {
            goal: BestGoal::Typical,
            limits: BestLimits::default(),
            must: vec![],
            never: vec![],
            from: None,
            to: None,
            scales: SCALES.to_vec(),
            scenario: None,
            rules: false,
            seed: 1,
            n_paths: TOLD_PATHS,
        }
    }
}

/// Why nothing can be looked for.
#[derive(Clone, Debug, PartialEq)]
pub enum BestFault {
    /// No strategy that can be chosen has this id.
    UnknownStrategy(String),
    /// No scenario has this id.
    UnknownScenario(String),
    /// One strategy must be and never may.
    MustAndNever(String),
    /// The window ends before it begins.
    FromAfterTo(Month, Month),
    /// The window has no month of the plan, whose first and last these are.
    WindowOutside(Month, Month),
    /// A limit that is no amount, a chance that is no share, no path at all, or a scale that is not above 0.
    NoSuchNumber(f64),
    /// The plan has no scenario without strategies in which links close, and none is named.
    NoNoResponse,
    /// There is no strategy to choose.
    NoOptions,
    /// A strategy that must be does not let the seller in, whatever else is chosen.
    MustNotEligible(String),
    /// A strategy that must be already runs: there is nothing to choose about it.
    MustRuns(String),
    /// A strategy that must be has no month of the window in which it could start before it ends.
    MustHasNoStart(String),
    /// Revenue kept is asked for, and the plan has no scenario with links open.
    NoLinksOpen,
}

impl BestFault {
    /// Whether what is asked for is at fault, and not the plan.
    pub fn is_of_request(&self) -> bool {
        matches!(
            self,
            Self::UnknownStrategy(_)
                | Self::UnknownScenario(_)
                | Self::MustAndNever(_)
                | Self::FromAfterTo(..)
                | Self::WindowOutside(..)
                | Self::NoSuchNumber(_)
        )
    }
}

impl LimitName {
    /// Its word in results.
    pub fn word(self) -> &'static str {
        match self {
            Self::Budget => "budget",
            Self::UnderWater => "under_water",
            Self::CashFloor => "cash_floor",
            Self::AtMost => "at_most",
            Self::Must => "must",
        }
    }
}

impl fmt::Display for LimitName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
