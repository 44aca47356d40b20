//! Tables as a seller's spreadsheet would show them, for whoever reads a terminal.

use crate::say;

/// Lines of cells: the first column stands on the left, all others on the right.
pub struct Table(Vec<Vec<String>>);

impl Table {
    /// A table under these heads.
    pub fn new(heads: &[&str]) -> Self {
        Self(vec![heads.iter().map(|head| (*head).to_owned()).collect()])
    }

    /// Adds a line; cells it lacks stay empty.
    pub fn line(&mut self, cells: impl IntoIterator<Item = String>) {
        self.0.push(cells.into_iter().collect());
    }

    /// Prints all lines.
    pub fn print(&self) {
        let n_columns = self.0.iter().map(Vec::len).max().unwrap_or(0);
        let cell = |line: &[String], column: usize| line.get(column).cloned().unwrap_or_default();
        let width = |column: usize| {
            let of_line = |line: &Vec<String>| cell(line, column).chars().count();
            self.0.iter().map(of_line).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..n_columns).map(width).collect();
        for line in &self.0 {
            let cells = widths.iter().enumerate().map(|(column, width)| match column {
                0 => format!("{:width$}", cell(line, column)),
                _ => format!("{:>width$}", cell(line, column)),
            });
            say(cells.collect::<Vec<_>>().join("   ").trim_end());
        }
    }
}

/// Seconds as milliseconds.
pub fn ms(seconds: f64) -> String {
    format!("{:.2} ms", seconds * 1e3)
}

/// How many times as much.
pub fn times(ratio: f64) -> String {
    match ratio {
        ratio if ratio >= 100.0 => format!("{ratio:.0} ×"),
        ratio if ratio >= 10.0 => format!("{ratio:.1} ×"),
        ratio => format!("{ratio:.2} ×"),
    }
}

/// A share as percent.
pub fn percent(share: f64) -> String {
    format!("{:.3} %", share * 100.0)
}

/// Bytes as millions of them.
pub fn megabytes(bytes: f64) -> String {
    format!("{:.1} MB", bytes / 1e6)
}
