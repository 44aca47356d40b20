//! What all rows of a table together give away: numbers of orders that a spreadsheet has rounded, and rows that stand
//! there twice because somebody has pasted the whole table again.

use std::cell::{Cell, RefCell};

use super::cell::tail_of_id;
use super::report::CellFault;

/// A spreadsheet keeps 15 digits of a number and writes zeros for the rest. One such number may be an order's own; when all
/// of a file are such, they are rounded.
#[derive(Debug, Default)]
pub struct IdCensus {
    n_long: Cell<u64>,
    n_rounded: Cell<u64>,
    /// Zeros behind the fifteenth digit of these, together: by chance each is as seldom as one in ten.
    n_zeros: Cell<usize>,
    last: RefCell<String>,
    first_rounded: RefCell<Option<CellFault>>,
}

/// Chance makes so many zeros once in a thousand files.
const ZEROS_OF_NO_CHANCE: usize = 3;

impl IdCensus {
    /// Takes note of the number of an order.
    pub fn see(&self, id: &str, fault: impl FnOnce() -> CellFault) {
        let Some((n_digits, is_rounded)) = tail_of_id(id) else { return };
        let mut last = self.last.borrow_mut();
        if *last == id {
            return;
        }
        last.clear();
        last.push_str(id);
        self.n_long.set(self.n_long.get() + 1);
        if is_rounded {
            self.n_rounded.set(self.n_rounded.get() + 1);
            self.n_zeros.set(self.n_zeros.get().saturating_add(n_digits));
            self.first_rounded.borrow_mut().get_or_insert_with(fault);
        }
    }

    /// The first rounded number, where they are rounded: all of them, or a fifth of ten and more.
    pub fn rounded(self) -> Option<CellFault> {
        let (n_long, n_rounded) = (self.n_long.get(), self.n_rounded.get());
        let is_rounded = n_rounded == n_long && self.n_zeros.get() >= ZEROS_OF_NO_CHANCE
            || n_long >= 10 && n_rounded * 5 >= n_long && self.n_zeros.get() as u64 >= 2 * n_rounded;
        self.first_rounded.into_inner().filter(|_| is_rounded)
    }
}

/// How many rows the table has before it begins again, where it stands there two times or more: every row is then followed
/// by the same ones as before. Nothing where it does not.
pub fn rows_before_repeat(rows: &[u32]) -> Option<usize> {
    // How far the rows up to each place repeat the first ones (Knuth, Morris and Pratt, 1977).
    if rows.len() < 4 || !rows[1..].contains(&rows[0]) {
        return None;
    }
    let mut borders = vec![0_usize; rows.len()];
    for at in 1..rows.len() {
        let mut border = borders[at - 1];
        while border > 0 && rows[border] != rows[at] {
            border = borders[border - 1];
        }
        borders[at] = if rows[border] == rows[at] { border + 1 } else { border };
    }
    let period = rows.len() - borders.last().copied().unwrap_or(0);
    // The same row twice may be two sales; the same rows in the same order are not.
    (period >= 2 && period < rows.len() && rows.len().is_multiple_of(period)).then_some(period)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::report::CellProblem;

    fn rounded(ids: &[&str]) -> bool {
        let census = IdCensus::default();
        let fault = || CellFault {
            row: 1,
            column: String::new(),
            text: String::new(),
            problem: CellProblem::DamagedId,
        };
        ids.iter().for_each(|id| census.see(id, fault));
        census.rounded().is_some()
    }

    #[test]
    fn numbers_are_rounded_where_all_end_as_a_spreadsheet_leaves_them() {
        assert!(rounded(&["577000000000000000", "577000000000000000", "578000000000001000"]));
        assert!(!rounded(&["577000000000000000", "577000000000000001"]));
        assert!(!rounded(&["1000000000000010"]) && !rounded(&["1001"]) && !rounded(&[]));
        assert!(rounded(&["1000000000000010", "1000000000000020", "1000000000000030"]));
    }

    #[test]
    fn a_table_that_was_pasted_again_is_known_by_all_of_its_rows() {
        assert_eq!(rows_before_repeat(&[1, 2, 3, 1, 2, 3]), Some(3));
        assert_eq!(rows_before_repeat(&[1, 2, 1, 2, 1, 2]), Some(2));
        assert_eq!(rows_before_repeat(&[1, 2, 3, 1, 2]), None);
        assert_eq!(rows_before_repeat(&[1, 1, 1, 1]), None);
        assert_eq!(rows_before_repeat(&[1, 1]), None);
        assert_eq!(rows_before_repeat(&[]), None);
    }
}
