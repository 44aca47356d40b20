//! What the seller looks at of the months that came.

use sortie_engine::unit::Month;

use super::doubt::GridDoubt;
use crate::widget::grid::{self, GridCell};

/// What the seller looks at of it.
#[derive(Clone, Debug, Default)]
pub struct ActualsState {
    /// Whether the page is open.
    pub is_open: bool,
    /// What is being done in the table.
    pub grid: grid::GridState,
    /// The month that was put in hand and may hold nothing yet.
    pub in_hand: Option<Month>,
    /// Whether it was just put in hand and is to be seen.
    pub is_sought: bool,
    /// Whether the table shows the figures that few sellers keep.
    pub is_more: bool,
    /// What is asked about the cells that were written last.
    pub doubt: Option<GridDoubt>,
    /// The cells that could not be used last.
    pub faults: Vec<ActualsFault>,
    /// The scenario that is said to be happening, by its id.
    pub lived: Option<String>,
    /// Whether the chart keeps to the plan, as if no month had come.
    pub is_plan_only: bool,
}

/// A cell that cannot be used, and what would be right there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActualsFault {
    /// The cell.
    pub cell: GridCell,
    /// What would be right, in words.
    pub right: String,
}
