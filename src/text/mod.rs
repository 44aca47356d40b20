//! Sentences and numbers by language; nothing a person reads is written anywhere else.
//!
//! Words stand in `assets/lang`, one nested table per language, and are asked for by dotted keys:
//! `words(Language::English).get("menu.open")`. A key is either written out in the sources as a literal or belongs
//! to an enum, under one of [`ENUM_PREFIXES`]; a test checks both ways.

mod account;
mod best;
mod difference;
mod fault;
mod files;
mod fit;
mod import;
mod language;
mod lookup;
mod month;
mod name;
mod nameless;
mod number;
mod quiet;
mod read_estimate;
mod read_number;
mod to_do;
mod verdict;

pub use language::Language;
pub use lookup::{Words, words};
pub use nameless::nameless_line;
pub use quiet::{is_quiet, quiet};
pub use read_estimate::{ABOUT, ReadEstimate, TimeSpan, TypedQuantity, read_estimate};
pub use read_number::{NumberFault, names_other_currency, read_number};
pub use to_do::in_time;
pub use verdict::{
    FUTURES, SentenceSpan, Verdict, VerdictFigure, VerdictGround, WorthKnowing, best_in, other_causes,
};

/// The tables whose keys are made from the items of an enum and need not stand in the sources.
pub const ENUM_PREFIXES: [&str; 29] = [
    "account",
    "caption",
    "channel_kind",
    "command",
    "compare_figure",
    "difference_part",
    "exclusion",
    "export_kind",
    "explain_step",
    "fault",
    "field",
    "hangs_on_column",
    "hangs_on_tip",
    "limit",
    "market",
    "mechanism",
    "metric",
    "month",
    "number_fault",
    "parameter",
    "ranking",
    "ranking_tip",
    "read_in",
    "requirement",
    "shock_kind",
    "strategy_kind",
    "surface",
    "tip",
    "why",
];

#[cfg(test)]
mod tests;
