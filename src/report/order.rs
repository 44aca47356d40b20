//! What is asked of a report: for whom, about which plan of action, in how many pages.

use std::collections::BTreeSet;

use sortie_engine::compare::SafetyLimits;
use sortie_engine::unit::{Day, Month};

use crate::text::Language;

/// How much of it there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReportPages {
    /// One page.
    Short,
    /// Everything, on upright pages.
    #[default]
    Full,
    /// Five pages to be shown on a wall.
    Slides,
}

/// A part of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PartName {
    /// What it comes to, and what that rests on.
    Verdict,
    /// The business as it is.
    Business,
    /// What happens to it.
    Happens,
    /// The responses beside one another.
    Responses,
    /// What is done.
    Chosen,
    /// What it hangs on.
    HangsOn,
    /// What is assumed, and what is not known.
    Assumed,
}

impl PartName {
    /// Every part, in the order of the report.
    pub const ALL: [Self; 7] = [
        Self::Verdict,
        Self::Business,
        Self::Happens,
        Self::Responses,
        Self::Chosen,
        Self::HangsOn,
        Self::Assumed,
    ];

    /// The key of its title.
    pub fn title(self) -> &'static str {
        match self {
            Self::Verdict => "report.verdict",
            Self::Business => "report.business",
            Self::Happens => "report.happens",
            Self::Responses => "report.responses",
            Self::Chosen => "report.chosen",
            Self::HangsOn => "report.hangs_on",
            Self::Assumed => "report.assumed",
        }
    }
}

/// What a report is made with.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportOrder {
    /// The language it speaks.
    pub language: Language,
    /// The id of the scenario that is done; the usual one where nobody says.
    pub scenario: Option<String>,
    /// How much of it there is.
    pub pages: ReportPages,
    /// Its parts.
    pub parts: BTreeSet<PartName>,
    /// The day that stands on it.
    pub day: Day,
    /// How many paths are drawn.
    pub n_paths: usize,
    /// Which ones.
    pub seed: u64,
    /// How often a seller may run out of cash with a response that is safe enough.
    pub limits: SafetyLimits,
}

impl ReportOrder {
    /// A whole report of today, as the window's figures are made.
    pub fn new(language: Language) -> Self {
        Self {
            language,
            scenario: None,
            pages: ReportPages::Full,
            parts: PartName::ALL.into_iter().collect(),
            day: today(),
            n_paths: crate::compute::FULL_PATHS,
            seed: crate::compute::SEED,
            limits: SafetyLimits::USUAL,
        }
    }
}

/// The day that it is where the seller is.
pub fn today() -> Day {
    let date = jiff::Zoned::now().date();
    let month = Month::new(i32::from(date.year()), date.month().unsigned_abs()).unwrap_or_default();
    Day { month, day: Some(date.day().unsigned_abs()) }
}
