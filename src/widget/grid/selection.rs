//! Which cells are chosen, and how keys move among them.

use std::ops::RangeInclusive;

/// A cell by row and column.
pub type Cell = (usize, usize);

/// The chosen block: from where it began to where the keyboard is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Where it began.
    pub anchor: Cell,
    /// Where the keyboard is.
    pub cursor: Cell,
}

/// A move of the keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// By rows and columns.
    By(isize, isize),
    /// To the next cell, row by row, or the one before.
    Next(bool),
    /// To the first or the last column.
    End(bool),
}

impl Selection {
    /// A single cell.
    pub fn at(cell: Cell) -> Self {
        Self { anchor: cell, cursor: cell }
    }

    /// The rows and columns of the block.
    pub fn block(&self) -> (RangeInclusive<usize>, RangeInclusive<usize>) {
        let ((a, b), (c, d)) = (self.anchor, self.cursor);
        (a.min(c)..=a.max(c), b.min(d)..=b.max(d))
    }

    /// Whether a cell is in the block.
    pub fn contains(&self, (row, column): Cell) -> bool {
        let (rows, columns) = self.block();
        rows.contains(&row) && columns.contains(&column)
    }

    /// The selection after a move in a grid of this size; nothing where a move to the next cell leaves the grid.
    pub fn moved(&self, by: Move, extends: bool, (n_rows, n_columns): Cell) -> Option<Self> {
        let (row, column) = self.cursor;
        let last = (n_rows.saturating_sub(1), n_columns.saturating_sub(1));
        let cursor = match by {
            Move::By(rows, columns) => (
                row.saturating_add_signed(rows).min(last.0),
                column.saturating_add_signed(columns).min(last.1),
            ),
            Move::Next(true) if column < last.1 => (row, column + 1),
            Move::Next(true) if row < last.0 => (row + 1, 0),
            Move::Next(false) if column > 0 => (row, column - 1),
            Move::Next(false) if row > 0 => (row - 1, last.1),
            Move::Next(_) => return None,
            Move::End(is_last) => (row, if is_last { last.1 } else { 0 }),
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
        let at = Selection::at;
        assert_eq!(at((0, 0)).moved(Move::By(-1, -1), false, size), Some(at((0, 0))));
        assert_eq!(at((2, 3)).moved(Move::By(9, 9), false, size), Some(at((2, 3))));
        assert_eq!(at((1, 3)).moved(Move::Next(true), false, size), Some(at((2, 0))));
        assert_eq!(at((1, 0)).moved(Move::Next(false), false, size), Some(at((0, 3))));
        assert_eq!(at((2, 3)).moved(Move::Next(true), false, size), None, "the keyboard goes on");
        assert_eq!(at((1, 2)).moved(Move::End(true), false, size), Some(at((1, 3))));
    }

    #[test]
    fn a_block_grows_from_where_it_began_in_any_direction() {
        let begun = Selection::at((2, 2));
        let grown = begun.moved(Move::By(-1, -2), true, (5, 5)).unwrap();
        assert_eq!(grown.block(), (1..=2, 0..=2));
        assert!(grown.contains((1, 1)) && !grown.contains((0, 0)));
    }
}
