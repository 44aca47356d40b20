//! What can be wrong with a plan: where it is, what it is, and what would be right. No human language here:
//! sentences are made from these by whoever shows them.

use std::fmt;

/// No more faults than this are told of one plan: a file with more is not one that a person puts right fault by
/// fault, and a hostile one would fill memory with them.
pub(super) const MAX_FAULTS: usize = 2_000;

/// One fault of a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanFault {
    /// Where it is; empty for the file as a whole.
    pub place: FaultPlace,
    /// What is wrong, with what would be right.
    pub problem: FaultProblem,
}

/// The way to a place in a plan, outermost first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FaultPlace(pub Vec<FaultStep>);

/// One step on the way to a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultStep {
    /// A field of the file.
    Field(String),
    /// An item of a list, counted from 0, with its id or type where it has one.
    Item(usize, String),
}

impl FaultPlace {
    /// The place `field` inside this one.
    #[must_use]
    pub fn field(&self, field: &str) -> Self {
        self.with(FaultStep::Field(field.to_owned()))
    }

    /// Item `idx` of the list at this place.
    #[must_use]
    pub fn item(&self, idx: usize, id: &str) -> Self {
        self.with(FaultStep::Item(idx, id.to_owned()))
    }

    /// Whether `inner` is this place or lies inside it; ids do not count, since they may be what is wrong.
    pub fn contains(&self, inner: &Self) -> bool {
        let same = |(a, b): (&FaultStep, &FaultStep)| match (a, b) {
            (FaultStep::Item(i, _), FaultStep::Item(j, _)) => i == j,
            _ => a == b,
        };
        self.0.len() <= inner.0.len() && self.0.iter().zip(&inner.0).all(same)
    }

    fn with(&self, step: FaultStep) -> Self {
        Self(self.0.iter().cloned().chain([step]).collect())
    }
}

impl fmt::Display for FaultPlace {
    /// As in `channels[2] tiktok-links · conversion · low`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, step) in self.0.iter().enumerate() {
            match step {
                FaultStep::Field(name) if n == 0 => write!(f, "{name}")?,
                FaultStep::Field(name) => write!(f, " · {name}")?,
                FaultStep::Item(idx, id) if id.is_empty() => write!(f, "[{idx}]")?,
                FaultStep::Item(idx, id) => write!(f, "[{idx}] {id}")?,
            }
        }
        Ok(())
    }
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq)]
pub enum FaultProblem {
    /// The file has more bytes than a plan may have.
    TooLarge {
        /// Its size.
        bytes: u64,
        /// The most it may be.
        limit: u64,
    },
    /// The file holds more values than a plan may have.
    TooManyValues {
        /// How many.
        found: usize,
        /// The most.
        limit: usize,
    },
    /// The bytes are not text in UTF-8.
    NotText,
    /// The text is not JSON, from this line and column on, counted from 1.
    NotJson {
        /// Line.
        line: usize,
        /// Column.
        column: usize,
    },
    /// The text ends before the plan does.
    EndsEarly,
    /// Lists or objects stand deeper in one another than any plan's.
    TooDeep,
    /// A number is larger than any that can be used.
    NumberTooLarge {
        /// Line.
        line: usize,
        /// Column.
        column: usize,
    },
    /// The file does not say that it is a plan.
    NotAPlan,
    /// The file was written by a newer program.
    NewerVersion {
        /// The version it states.
        found: f64,
        /// The newest that can be read.
        known: u32,
    },
    /// A field stands twice.
    KeyTwice,
    /// A field that no plan has.
    UnknownField {
        /// A known field of nearly that name.
        nearest: Option<&'static str>,
    },
    /// A field that every plan must have is not there.
    Missing(ExpectedValue),
    /// A field holds something of another type.
    WrongType {
        /// What it holds.
        found: FoundValue,
        /// What it should hold.
        expected: ExpectedValue,
    },
    /// A word that is not in the list of words for this field.
    NotOneOf {
        /// The word.
        found: String,
        /// The list.
        allowed: Vec<&'static str>,
    },
    /// A number outside its range.
    OutOfRange {
        /// The number.
        found: f64,
        /// The lowest allowed.
        from: f64,
        /// The highest allowed.
        to: f64,
        /// Whether `from` itself is not allowed.
        above: bool,
        /// Whether `to` itself is not allowed.
        below: bool,
    },
    /// A number that is not finite.
    NotFinite,
    /// Low, likely and high are not in this order.
    OutOfOrder {
        /// Low.
        low: f64,
        /// Likely.
        likely: f64,
        /// High.
        high: f64,
    },
    /// An uncertain amount that starts at or below 0: it has no ratio to spread by.
    UncertainFromZero,
    /// An uncertain share that touches 0 or 1: it has no odds to spread by.
    UncertainAtEdge,
    /// An id without letters.
    EmptyId,
    /// An id that an earlier item of the list has.
    IdTwice {
        /// The id.
        id: String,
    },
    /// A reference to something that is not in the plan.
    NoSuch {
        /// What kind of thing.
        what: IdReference,
        /// Its id.
        id: String,
    },
    /// Money in a currency for which the plan has no rate.
    NoRate {
        /// The currency.
        currency: String,
    },
    /// A rate of exchange of the plan's own currency, which is 1.
    RateOfOwn,
    /// A code that is not three capital letters.
    NoCurrencyCode,
    /// A field or word that files of the version that this one states do not have.
    OfNewerVersion,
    /// A list with more items than a plan may have.
    TooMany {
        /// How many.
        found: usize,
        /// The most.
        limit: usize,
    },
    /// A text with more characters than it may have.
    TooLong {
        /// How many.
        found: usize,
        /// The most.
        limit: usize,
    },
    /// More channels times months times scenarios than can be worked out.
    TooMuchToProject {
        /// The product.
        found: usize,
        /// The most.
        limit: usize,
    },
    /// A shock with both a start and another that it follows, or neither.
    StartOrFollows,
    /// A shock that follows itself, directly or through others.
    FollowsItself,
    /// A rule that starts a strategy which runs before the plan begins.
    RuleOfRunning,
    /// A rule asks for a channel's figure of something that only the whole business has.
    RuleWithoutChannel,
    /// A rule starts a strategy by the orders that the strategy itself brings.
    RuleOfOwnOrders,
    /// A channel that loses orders to itself.
    TakesFromItself,
    /// A number of the whole business has targets.
    PlanWithTargets,
    /// Something is added to a number that can only be multiplied.
    FactorOnly,
    /// A month and place of which an earlier row tells already.
    ActualTwice,
    /// A month of which no figure is told.
    ActualOfNothing,
    /// A figure of the whole business told of a channel or a strategy.
    FigureOfAll,
    /// Another figure than orders told of a strategy, or a strategy together with a channel.
    FigureOfStrategy,
    /// A source for a field that this part does not have.
    NoSuchBasis,
    /// An adjustment with both a factor and an addition, or neither.
    FactorOrAdd,
    /// A strategy opens a channel that is open already.
    OpensActive,
    /// Visits go to the channel whose links are to carry them.
    ViaItself,
    /// A strategy ends before or as it starts.
    EndsBeforeStart,
    /// A plan without a channel, or without a scenario.
    NoneOf(IdReference),
}

impl FaultProblem {
    /// Whether it lies in how the three figures of an estimate stand to one another.
    pub(super) fn is_of_an_estimate(&self) -> bool {
        matches!(self, Self::OutOfOrder { .. } | Self::UncertainFromZero | Self::UncertainAtEdge)
    }
}

/// What a field should hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpectedValue {
    /// Text.
    Text,
    /// A number.
    Number,
    /// A whole number from 0.
    Whole,
    /// True or false.
    YesNo,
    /// A list.
    List,
    /// A list of twelve numbers.
    TwelveNumbers,
    /// An object with fields.
    Object,
    /// A number, or an object with low, likely and high.
    Estimate,
    /// A month, YYYY-MM.
    Month,
    /// A day or month, YYYY-MM-DD or YYYY-MM.
    Day,
    /// A currency code of three capital letters.
    Currency,
}

/// What a field holds instead.
#[derive(Clone, Debug, PartialEq)]
pub enum FoundValue {
    /// Nothing (`null`).
    Nothing,
    /// True or false.
    YesNo,
    /// A number.
    Number(f64),
    /// Text.
    Text(String),
    /// A list of so many.
    List(usize),
    /// An object.
    Object,
}

/// A thing that other parts of a plan name by its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdReference {
    /// A market.
    Market,
    /// A channel.
    Channel,
    /// A shock.
    Shock,
    /// A strategy.
    Strategy,
    /// A scenario.
    Scenario,
}

impl IdReference {
    /// The list of the plan that holds such things.
    pub fn list(self) -> &'static str {
        match self {
            Self::Market => "markets",
            Self::Channel => "channels",
            Self::Shock => "shocks",
            Self::Strategy => "strategies",
            Self::Scenario => "scenarios",
        }
    }
}
