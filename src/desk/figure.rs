//! The figures of an answer that can be asked how they came about.

use sortie_engine::compare::{AccountLine, BridgeMeasure};
use sortie_engine::forecast::Metric;

/// A figure of a scenario.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChainFigure {
    /// What it is.
    pub what: FigureKind,
    /// Its month; all of them where there is none.
    pub month: Option<usize>,
}

/// What a figure is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FigureKind {
    /// A metric of the whole business.
    Metric(Metric),
    /// A line of a channel, by its place in the plan.
    Channel(usize, AccountLine),
    /// A line of all channels together.
    All(AccountLine),
    /// All that a strategy costs, by its place among those that are traced.
    Strategy(usize),
    /// A figure that is counted over the futures.
    Counted(CountedFigure),
    /// The followers or subscribers that a mechanism gathers, by its place among those that are traced.
    Crowd(usize),
}

/// A figure that is counted over the futures. Scenarios and guesses go by their places.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum CountedFigure {
    /// By how much a metric is above that of another scenario.
    Ahead(Metric, usize),
    /// How often profit is higher than that of another scenario.
    AheadIn(usize),
    /// What it typically earns more than without a response, which is this scenario.
    TypicalGain(usize),
    /// Where a metric lies in most futures.
    Range(Metric),
    /// Where the difference of profit to another scenario lies in most futures.
    RangeAhead(usize),
    /// The lowest cash of any month's end.
    LowestCash,
    /// How often cash runs out.
    RunsOut,
    /// How often a scenario earns the most.
    BestIn,
    /// How often it is the best by the goal in hand.
    BestBy,
    /// What it is judged by, by the goal in hand.
    Judged,
    /// How far it is ahead of the second by the goal in hand.
    Lead,
    /// The money that it takes before it pays.
    UpFront,
    /// The month from which it has earned more than no response.
    Payback,
    /// The month from which revenue is back.
    Recovery,
    /// Which part of revenue is kept.
    Kept,
    /// Which part of what the closure costs is won back.
    WonBack,
    /// How many baskets the eggs lie in, in the first or in the last half-year.
    Baskets(bool),
    /// How long cash lasts.
    Runway,
    /// How much more money would do.
    CashNeed,
    /// How far a guess moves what is looked at, by its place among the guesses.
    Hinge(usize),
    /// What it would be worth to know a guess.
    Worth(usize),
    /// What it would be worth to know everything.
    Everything,
    /// How often a metric is at a value or above it: in a month, or over all of them.
    Above(Metric, f64),
    /// What a cause makes of the way to a scenario, by its place among the causes.
    Cause(BridgeWay, usize),
}

/// The way from another scenario, as it is told of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BridgeWay {
    /// Where it begins.
    pub from: usize,
    /// What the difference is of.
    pub measure: BridgeMeasure,
    /// Whether luck is left out.
    pub is_likely_only: bool,
}

/// A figure of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct ExplainTarget {
    /// The scenario's id.
    pub scenario: String,
    /// The figure.
    pub figure: ChainFigure,
}

/// A figure that is explained, and those that led to it.
#[derive(Clone, Debug, PartialEq)]
pub struct ExplainTrail {
    /// The figures on the way, the last of them shown.
    pub way: Vec<ExplainTarget>,
}

impl ExplainTrail {
    /// A figure of a scenario.
    pub fn of(scenario: &str, figure: ChainFigure) -> Self {
        Self { way: vec![ExplainTarget { scenario: scenario.to_owned(), figure }] }
    }
}

impl ChainFigure {
    /// A metric in a month, or over all of them.
    pub fn metric(metric: Metric, month: Option<usize>) -> Self {
        Self { what: FigureKind::Metric(metric), month }
    }

    /// A figure that is counted over the futures.
    pub fn counted(counted: CountedFigure) -> Self {
        Self { what: FigureKind::Counted(counted), month: None }
    }
}
