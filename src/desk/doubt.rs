//! What is asked about cells of a grid that hold more than such a business can be.

use crate::widget::grid::GridCell;

/// A cell that is asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoubtedCell {
    /// Where it is.
    pub cell: GridCell,
    /// What stood there before, as it is typed.
    pub before: String,
    /// What stands there now, as it is typed.
    pub after: String,
}

/// A question about what was typed or pasted into a grid last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GridDoubt {
    /// The cells.
    pub cells: Vec<DoubtedCell>,
    /// The question, in words.
    pub question: String,
}
