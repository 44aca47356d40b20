//! What the seller asks for on the page of what to do, and what is looked at of the answer.

use std::collections::BTreeSet;

use sortie_engine::search::BestGoal;
use sortie_engine::unit::Month;

/// Limits and options as the seller has said them.
#[derive(Clone, Debug, PartialEq)]
pub struct BestAsked {
    /// What the choice is to be the best by.
    pub goal: BestGoal,
    /// The most that may be spent in all, in the plan's currency.
    pub budget: Option<f64>,
    /// What cash may not fall below, where there is such a limit.
    pub floor: FloorAsked,
    /// In how many of twenty futures it holds at least; the limit of the verdict where nothing is said.
    pub holds_in: Option<f64>,
    /// The most by which cash may be below that of doing nothing.
    pub under_water: Option<f64>,
    /// How many things may run at once.
    pub at_most: Option<f64>,
    /// The first month in which something may begin; the usual one where nothing is said.
    pub from: Option<Month>,
    /// The last month in which something may begin; the usual one where nothing is said.
    pub to: Option<Month>,
    /// What must be kept, by id.
    pub must: BTreeSet<String>,
    /// What is never done, by id.
    pub never: BTreeSet<String>,
    /// Ready-made responses that may be chosen too, by id.
    pub ready: BTreeSet<String>,
    /// The scenario whose blows come; those of no response where nothing is said.
    pub scenario: Option<String>,
}

/// What cash may not fall below.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum FloorAsked {
    /// The credit line: that it runs out.
    #[default]
    RunsOut,
    /// An amount.
    Amount(f64),
    /// Nothing is asked of it.
    None,
}

impl Default for BestAsked {
    fn default() -> Self {
        Self {
            goal: BestGoal::Typical,
            budget: None,
            floor: FloorAsked::RunsOut,
            holds_in: None,
            under_water: None,
            at_most: None,
            from: None,
            to: None,
            must: BTreeSet::new(),
            never: BTreeSet::new(),
            ready: BTreeSet::new(),
            scenario: None,
        }
    }
}

/// Which of the plans that were found is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ShownChoice {
    /// The best; the one that misses the limits least where none keeps them.
    #[default]
    Best,
    /// One of the others, by its place.
    Other(usize),
    /// The best for a chance to run out of cash, by its place on the frontier.
    Frontier(usize),
}

/// What is looked at on the page.
#[derive(Debug, Default)]
pub struct BestView {
    /// What is asked for.
    pub asked: BestAsked,
    /// What was asked for when the search was begun last.
    pub asked_last: Option<BestAsked>,
    /// Whether the limits are shown though there is an answer.
    pub is_asking: bool,
    /// Whether the ready-made responses are listed.
    pub is_gallery_open: bool,
    /// Which plan is looked at.
    pub shown: ShownChoice,
    /// The scenario for which rules are looked for, by its id.
    pub rules_of: Option<String>,
    /// Rules that are left out when the plan is taken: the strategy, and whether the rule stops it.
    pub left_out: BTreeSet<(String, bool)>,
}
