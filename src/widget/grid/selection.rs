//! Which cells are chosen, and how keys move among them.

use std::ops::RangeInclusive;

/// A cell, or a figure of a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GridCell {
    /// Its row.
    pub row: usize,
    /// Its column.
    pub column: usize,
}

/// How large a grid is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GridSize {
    /// How many rows it has.
    pub n_rows: usize,
    /// How many columns it has.
    pub n_columns: usize,
}

impl GridSize {
    /// The cell in its lower right corner.
    pub fn last(self) -> GridCell {
        GridCell { row: self.n_rows.saturating_sub(1), column: self.n_columns.saturating_sub(1) }
    }
}

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
        let Self { anchor, cursor } = self;
        (
            anchor.row.min(cursor.row)..=anchor.row.max(cursor.row),
            anchor.column.min(cursor.column)..=anchor.column.max(cursor.column),
        )
    }

    /// Its upper left corner.
    pub fn corner(&self) -> GridCell {
        let (rows, columns) = self.block();
        GridCell { row: *rows.start(), column: *columns.start() }
    }

    /// The cells of the block, row by row.
    pub fn cells(&self) -> impl Iterator<Item = GridCell> + use<> {
        let (rows, columns) = self.block();
        rows.flat_map(move |row| columns.clone().map(move |column| GridCell { row, column }))
    }

    /// The same with both ends in a grid of this size.
    pub fn within(&self, size: GridSize) -> Self {
        let last = size.last();
        let within =
            |cell: GridCell| GridCell { row: cell.row.min(last.row), column: cell.column.min(last.column) };
        Self { anchor: within(self.anchor), cursor: within(self.cursor) }
    }

    /// Whether a cell is in the block.
    pub fn contains(&self, cell: GridCell) -> bool {
        let (rows, columns) = self.block();
        rows.contains(&cell.row) && columns.contains(&cell.column)
    }

    /// The selection after a move in a grid of this size; nothing where a move to the next cell leaves the grid.
    pub fn moved(&self, by: GridMove, extends: bool, size: GridSize) -> Option<Self> {
        let (GridCell { row, column }, last) = (self.cursor, size.last());
        let cursor = match by {
            GridMove::By(rows, columns) => GridCell {
                row: row.saturating_add_signed(rows).min(last.row),
                column: column.saturating_add_signed(columns).min(last.column),
            },
            GridMove::Next(true) if column < last.column => GridCell { row, column: column + 1 },
            GridMove::Next(true) if row < last.row => GridCell { row: row + 1, column: 0 },
            GridMove::Next(false) if column > 0 => GridCell { row, column: column - 1 },
            GridMove::Next(false) if row > 0 => GridCell { row: row - 1, column: last.column },
            GridMove::Next(_) => return None,
            GridMove::End(is_last) => GridCell { row, column: if is_last { last.column } else { 0 } },
        };
        Some(if extends { Self { cursor, ..*self } } else { Self::at(cursor) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(row: usize, column: usize) -> GridSelection {
        GridSelection::at(GridCell { row, column })
    }

    #[test]
    fn keys_move_within_the_grid_and_never_out_of_it() {
        let size = GridSize { n_rows: 3, n_columns: 4 };
        assert_eq!(at(0, 0).moved(GridMove::By(-1, -1), false, size), Some(at(0, 0)));
        assert_eq!(at(2, 3).moved(GridMove::By(9, 9), false, size), Some(at(2, 3)));
        assert_eq!(at(1, 3).moved(GridMove::Next(true), false, size), Some(at(2, 0)));
        assert_eq!(at(1, 0).moved(GridMove::Next(false), false, size), Some(at(0, 3)));
        assert_eq!(at(2, 3).moved(GridMove::Next(true), false, size), None, "the keyboard goes on");
        assert_eq!(at(1, 2).moved(GridMove::End(true), false, size), Some(at(1, 3)));
    }

    #[test]
    fn a_block_grows_from_where_it_began_in_any_direction() {
        let size = GridSize { n_rows: 5, n_columns: 5 };
        let grown = at(2, 2).moved(GridMove::By(-1, -2), true, size).unwrap();
        assert_eq!(grown.block(), (1..=2, 0..=2));
        assert!(grown.contains(GridCell { row: 1, column: 1 }) && !grown.contains(GridCell::default()));
    }
}
