//! The sides from which the answer can be looked at.

/// A view of the answer, one at a time, under the verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Aspect {
    /// What to do with the money.
    WhatToDo,
    /// What the closure costs, which response is best, how sure that is.
    Verdict,
    /// Every scenario by month.
    #[default]
    Outlook,
    /// Where revenue comes from.
    Channels,
    /// What makes one scenario differ from another.
    Why,
    /// How low cash falls, and where money is stuck.
    Cash,
    /// Which numbers decide.
    HangsOn,
    /// Some scenarios beside one another.
    Compare,
}

impl Aspect {
    /// Every view, from the left.
    pub const ALL: [Self; 8] = [
        Self::WhatToDo,
        Self::Verdict,
        Self::Outlook,
        Self::Channels,
        Self::Why,
        Self::Cash,
        Self::HangsOn,
        Self::Compare,
    ];

    /// The key of its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::WhatToDo => "aspect.what_to_do",
            Self::Verdict => "aspect.verdict",
            Self::Outlook => "aspect.outlook",
            Self::Channels => "aspect.channels",
            Self::Why => "aspect.why",
            Self::Cash => "aspect.cash",
            Self::HangsOn => "aspect.hangs_on",
            Self::Compare => "aspect.compare",
        }
    }
}
