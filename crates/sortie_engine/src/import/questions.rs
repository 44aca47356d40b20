//! What files leave open when they are put together, with the answer that most sellers would give.

use std::collections::{BTreeMap, BTreeSet};

use crate::unit::Month;

/// What is not sure.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ImportDoubt {
    /// Two kinds of files tell what one channel sold in the same months.
    SameSales {
        /// The channel.
        channel: String,
        /// The kind that is believed.
        believed: &'static str,
        /// The other kind.
        other: &'static str,
    },
    /// Two kinds of files tell what selling on one channel cost in the same months.
    SameCosts {
        /// The channel.
        channel: String,
        /// The kind that is believed.
        believed: &'static str,
        /// The other kind.
        other: &'static str,
    },
    /// Two reports of visits tell of the same days.
    SameVisits {
        /// The file that is believed.
        believed: String,
        /// The other file.
        other: String,
    },
    /// A store shows orders of TikTok Shop as if they were its own.
    Mirror {
        /// The channel of the store.
        channel: String,
    },
    /// A hidden sheet tells what no sheet that is shown does.
    HiddenSheet {
        /// The workbook.
        file: String,
        /// The sheet.
        sheet: String,
    },
    /// Two files tell different costs of campaigns with the same names on the same days: of two accounts, or one that was
    /// exported at two times.
    SameCampaigns {
        /// The file that is believed.
        believed: String,
        /// The other file.
        other: String,
    },
    /// Orders of two files have the same numbers and days, but not the same totals: of two stores, or edited in between.
    SameNumbers {
        /// The channel of the store.
        channel: String,
    },
}

/// What to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DoubtAnswer {
    /// The same sales stand in both: count those that are believed.
    CountOnce,
    /// They are different sales: count both.
    CountBoth,
}

/// A doubt with its answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportQuestion {
    /// What is not sure.
    pub doubt: ImportDoubt,
    /// How many months, or orders of a mirror, it is about.
    pub n: u64,
    /// What most sellers would answer.
    pub recommended: DoubtAnswer,
    /// What was done.
    pub answer: DoubtAnswer,
    /// Whether no other file is there that could tell the same.
    pub is_alone: bool,
}

/// Questions that came up, answered as the seller has said or as is recommended.
#[derive(Debug, Default)]
pub(super) struct ImportQuestions<'s> {
    said: Option<&'s BTreeMap<ImportDoubt, DoubtAnswer>>,
    /// Doubts about which most sellers would say that both count.
    both: BTreeSet<ImportDoubt>,
    open: BTreeMap<ImportDoubt, u64>,
    /// Doubts about what no other file tells.
    alone: BTreeSet<ImportDoubt>,
    /// Months of doubts that were met in several of their figures.
    months: BTreeMap<ImportDoubt, BTreeSet<Month>>,
}

impl<'s> ImportQuestions<'s> {
    /// No question yet; `said` are the answers of the seller.
    pub fn new(said: &'s BTreeMap<ImportDoubt, DoubtAnswer>) -> Self {
        Self { said: Some(said), ..Self::default() }
    }

    /// Whether to count once what a doubt is about; it is asked `n` times more.
    pub fn counts_once(&mut self, doubt: ImportDoubt, n: u64) -> bool {
        let once = self.answer(&doubt) == DoubtAnswer::CountOnce;
        *self.open.entry(doubt).or_default() += n;
        once
    }

    /// Says that no other file is there that could tell the same.
    pub fn note_alone(&mut self, doubt: &ImportDoubt) {
        self.alone.insert(doubt.clone());
    }

    /// Says that most sellers would count both.
    pub fn recommend_both(&mut self, doubt: &ImportDoubt) {
        self.both.insert(doubt.clone());
    }

    /// What most sellers would answer.
    fn usual(&self, doubt: &ImportDoubt) -> DoubtAnswer {
        if self.both.contains(doubt) { DoubtAnswer::CountBoth } else { DoubtAnswer::CountOnce }
    }

    /// The same for a figure of a month, which counts once however many of its figures are met.
    pub fn counts_once_in(&mut self, doubt: ImportDoubt, month: Month) -> bool {
        let is_new = self.months.entry(doubt.clone()).or_default().insert(month);
        self.counts_once(doubt, u64::from(is_new))
    }

    /// What the seller says, or else most sellers would.
    pub fn answer(&self, doubt: &ImportDoubt) -> DoubtAnswer {
        self.said.and_then(|said| said.get(doubt)).copied().unwrap_or_else(|| self.usual(doubt))
    }

    /// The questions, with what was done.
    pub fn all(self) -> Vec<ImportQuestion> {
        let told = self.open.iter().map(|(doubt, n)| ImportQuestion {
            doubt: doubt.clone(),
            n: *n,
            recommended: self.usual(doubt),
            answer: self.answer(doubt),
            is_alone: self.alone.contains(doubt),
        });
        told.collect()
    }
}
