//! Which cells are chosen, and how keys move among them.

use std::ops::RangeInclusive;

/// A cell by row and column.
pub type GridCell = (usize, usize);

/// The chosen block: from where it began to where the keyboard is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GridSelection {
    /// Where it began.
    pub anchor: GridCell,
    /// Where the keyboard is.
    pub cursor: GridCell,
}

/// A move of the keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GridMove {
    /// By rows and columns.
    By(isize, isize),
    /// To the next cell, row by row, or the one before.
    Next(bool),
    /// To the first or the last column.
    End(bool),
}

impl GridSelection {
    /// A single cell.
    pub fn at(cell: GridCell) -> Self {
        Self { anchor: cell, cursor: cell }
    }

    /// The rows and columns of the block.
    pub fn block(&self) -> (RangeInclusive<usize>, RangeInclusive<usize>) {
        let ((a, b), (c, d)) = (self.anchor, self.cursor);
        (a.min(c)..=a.max(c), b.min(d)..=b.max(d))
    }

    /// Whether a cell is in the block.
    pub fn contains(&self, (row, column): GridCell) -> bool {
        let (rows, columns) = self.block();
        rows.contains(&row) && columns.contains(&column)
    }

    /// The selection after a move in a grid of this size; nothing where a move to the next cell leaves the grid.
    pub fn moved(&self, by: GridMove, extends: bool, (n_rows, n_columns): GridCell) -> Option<Self> {
        let (row, column) = self.cursor;
        let last = (n_rows.saturating_sub(1), n_columns.saturating_sub(1));
        let cursor = match by {
            GridMove::By(rows, columns) => (
                row.saturating_add_signed(rows).min(last.0),
                column.saturating_add_signed(columns).min(last.1),
            ),
            GridMove::Next(true) if column < last.1 => (row, column + 1),
            GridMove::Next(true) if row < last.0 => (row + 1, 0),
            GridMove::Next(false) if column > 0 => (row, column - 1),
            GridMove::Next(false) if row > 0 => (row - 1, last.1),
            GridMove::Next(_) => return None,
            GridMove::End(is_last) => (row, if is_last { last.1 } else { 0 }),
        };
        Some(if extends { Self { cursor, ..*self } } else { Self::at(cursor) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_move_within_the_grid_and_never_out_of_it() {
        let size = (3, 4);
        let at = GridSelection::at;
        assert_eq!(at((0, 0)).moved(GridMove::By(-1, -1), false, size), Some(at((0, 0))));
        assert_eq!(at((2, 3)).moved(GridMove::By(9, 9), false, size), Some(at((2, 3))));
        assert_eq!(at((1, 3)).moved(GridMove::Next(true), false, size), Some(at((2, 0))));
        assert_eq!(at((1, 0)).moved(GridMove::Next(false), false, size), Some(at((0, 3))));
        assert_eq!(at((2, 3)).moved(GridMove::Next(true), false, size), None, "the keyboard goes on");
        assert_eq!(at((1, 2)).moved(GridMove::End(true), false, size), Some(at((1, 3))));
    }

    #[test]
    fn a_block_grows_from_where_it_began_in_any_direction() {
        let begun = GridSelection::at((2, 2));
        let grown = begun.moved(GridMove::By(-1, -2), true, (5, 5)).unwrap();
        assert_eq!(grown.block(), (1..=2, 0..=2));
        assert!(grown.contains((1, 1)) && !grown.contains((0, 0)));
    }
}
