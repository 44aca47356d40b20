//! Small systems of equations: what several months and channels say together about a few numbers.

use crate::lane::ln;

/// A symmetric matrix of which the lower half counts, row by row.
#[derive(Clone, Debug)]
pub(super) struct SymmetricMatrix {
    n: usize,
    cells: Vec<f64>,
}

impl SymmetricMatrix {
    /// `n` rows of nothing.
    pub fn nothing(n: usize) -> Self {
        Self { n, cells: vec![0.0; n * n] }
    }

    /// The cell of a row and a column, the column not above the row.
    pub fn at(&self, row: usize, column: usize) -> f64 {
        self.cells[row * self.n + column]
    }

    /// Adds to a cell of the diagonal.
    pub fn add_at(&mut self, row: usize, by: f64) {
        self.cells[row * self.n + row] += by;
    }

    /// Adds `weight` times the product of `x` with itself; much of an observation is nothing.
    pub fn add_square(&mut self, x: &[f64], weight: f64) {
        for (row, a) in x.iter().enumerate().filter(|(_, a)| **a != 0.0) {
            let cells = &mut self.cells[row * self.n..][..=row];
            cells.iter_mut().zip(x).for_each(|(cell, b)| *cell += weight * a * b);
        }
    }

    /// Adds `weight` times another matrix.
    pub fn add(&mut self, other: &Self, weight: f64) {
        self.cells.iter_mut().zip(&other.cells).for_each(|(own, other)| *own += weight * other);
    }

    /// The matrix without its last row and column, and that row.
    pub fn split_last(&self) -> (Self, Vec<f64>, f64) {
        let last = self.n - 1;
        let mut rest = Self::nothing(last);
        for row in 0..last {
            rest.cells[row * last..][..=row].copy_from_slice(&self.cells[row * self.n..][..=row]);
        }
        (rest, self.cells[last * self.n..][..last].to_vec(), self.at(last, last))
    }

    /// Its lower root after Cholesky; nothing where it is not positive.
    pub fn root(mut self) -> Option<CholeskyFactor> {
        for row in 0..self.n {
            for column in 0..=row {
                let (above, own) = self.cells.split_at(row * self.n);
                let other = if column == row { own } else { &above[column * self.n..] };
                let known: f64 = own[..column].iter().zip(&other[..column]).map(|(a, b)| a * b).sum();
                let left = own[column] - known;
                let cell = if column == row { left.sqrt() } else { left / above[column * self.n + column] };
                if !cell.is_finite() || (column == row && cell <= 0.0) {
                    return None;
                }
                self.cells[row * self.n + column] = cell;
            }
        }
        Some(CholeskyFactor(self))
    }
}

/// The lower root of a positive matrix.
#[derive(Clone, Debug)]
pub(super) struct CholeskyFactor(SymmetricMatrix);

impl CholeskyFactor {
    /// The logarithm of the matrix's determinant.
    pub fn log_determinant(&self) -> f64 {
        (0..self.0.n).map(|row| 2.0 * ln(self.0.at(row, row))).sum()
    }

    /// The root's inverse times `b`; its square is `b` times the matrix's inverse times `b`.
    pub fn half_solve(&self, b: &[f64]) -> Vec<f64> {
        let mut found: Vec<f64> = vec![];
        for (row, b) in b.iter().enumerate() {
            let cells = &self.0.cells[row * self.0.n..];
            let known: f64 = cells.iter().zip(&found).map(|(a, x)| a * x).sum();
            found.push((b - known) / cells[row]);
        }
        found
    }

    /// The matrix's inverse times `b`.
    pub fn solve(&self, b: &[f64]) -> Vec<f64> {
        let mut found = self.half_solve(b);
        for row in (0..self.0.n).rev() {
            let known: f64 = (row + 1..self.0.n).map(|below| self.0.at(below, row) * found[below]).sum();
            found[row] = (found[row] - known) / self.0.at(row, row);
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_equations_are_solved() {
        let mut matrix = SymmetricMatrix::nothing(3);
        for x in [[1.0, 2.0, 0.0], [0.0, 1.0, -1.0], [3.0, 0.0, 1.0], [1.0, 1.0, 1.0]] {
            matrix.add_square(&x, 0.5);
        }
        let full = |row: usize, column: usize| matrix.at(row.max(column), row.min(column));
        let root = matrix.clone().root().unwrap();
        let found = root.solve(&[1.0, 2.0, 3.0]);
        for row in 0..3 {
            let back: f64 = (0..3).map(|column| full(row, column) * found[column]).sum();
            assert!((back - (row + 1) as f64).abs() < 1e-12, "{back}");
        }
        let half: f64 = root.half_solve(&[1.0, 2.0, 3.0]).iter().map(|x| x * x).sum();
        let whole: f64 = found.iter().zip([1.0, 2.0, 3.0]).map(|(x, b)| x * b).sum();
        assert!((half - whole).abs() < 1e-12);
    }
}
