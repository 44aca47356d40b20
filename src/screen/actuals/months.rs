//! The table of what happened: a row for each month; how a cell is read, shown and pasted.

use crate::desk::actuals::ActualsFault;
use std::ops::Range;

use sortie_engine::plan::{Plan, check};
use sortie_engine::unit::Month;

use super::figures::{ActualsColumn, columns};
use crate::edit::day::DayAsked;
use crate::text::Words;
use crate::widget::grid::{GridAction, GridCell, GridContent};

/// More rows than this are a block that was meant for elsewhere, or a month of another age.
const MOST_ROWS: usize = 120;
/// Months before this are a number that was taken for a month.
const FIRST_YEAR: i32 = 1990;

/// The months of the table without a gap, with `in_hand`; the plan's first month where nothing is told yet.
pub fn rows(plan: &Plan, in_hand: Option<Month>) -> Vec<Month> {
    let mut told: Vec<Month> = plan.actuals.iter().map(|actual| actual.month).chain(in_hand).collect();
    told.sort_unstable();
    told.dedup();
    let (Some(first), Some(last)) = (told.first().copied(), told.last().copied()) else {
        return vec![plan.start];
    };
    match usize::try_from(last.since(first)) {
        Ok(n) if n < MOST_ROWS => (0..=n as i32).map(|months| first.plus(months)).collect(),
        _ => told,
    }
}

/// The month to be told next: the one after the last, or the plan's first.
pub fn next(plan: &Plan) -> Month {
    plan.actuals.iter().map(|actual| actual.month).max().map_or(plan.start, |last| last.plus(1))
}

/// The columns of the last month that hold something, to go on there.
pub fn first_used(plan: &Plan, is_more: bool) -> usize {
    let last = next(plan).plus(-1);
    columns(plan, is_more).iter().position(|column| column.figure(plan, last).is_some()).unwrap_or(0)
}

/// What stands in a cell.
pub fn content(words: &Words, plan: &Plan, month: Month, column: ActualsColumn) -> GridContent {
    let unit = column.what.unit(plan);
    let told = column.figure(plan, month);
    GridContent {
        shown: told.map_or_else(String::new, |x| unit.shown(words, x)),
        typed: told.map_or_else(String::new, |x| unit.typed(words, x)),
        is_certain: true,
        is_faulty: false,
    }
}

/// Reads a text into a cell: nothing, or a dash as spreadsheets show it, takes the figure out.
fn set(
    words: &Words,
    plan: &mut Plan,
    month: Month,
    column: ActualsColumn,
    text: &str,
) -> Result<(), String> {
    let text = text.trim();
    if text.is_empty() || ["-", "\u{2013}", "\u{2014}", "\u{2212}"].contains(&text) {
        column.write(plan, month, None);
        return Ok(());
    }
    let value = column.what.unit(plan).read(words, text)?;
    if column.what.is_count() && value < 0.0 {
        return Err(words.with("editor.from", &[("from", "0")]));
    }
    column.write(plan, month, Some(value));
    Ok(())
}

/// Takes everything out that is told of a month.
pub fn remove(plan: &mut Plan, month: Month) {
    plan.actuals.retain(|actual| actual.month != month);
}

/// Does what the seller did in a table of these columns, all of it or nothing.
///
/// Returns the figures that were written, each with what stood there before.
///
/// # Errors
/// Every cell that cannot be used.
pub fn act(
    words: &Words,
    plan: &mut Plan,
    rows: &[Month],
    columns: &[ActualsColumn],
    action: &GridAction,
) -> Result<Vec<WrittenFigure>, Vec<ActualsFault>> {
    let month_of = |row: usize| match rows.get(row) {
        Some(month) => *month,
        None => rows.last().map_or(plan.start, |last| last.plus((row + 1 - rows.len()) as i32)),
    };
    // Cells with the month they are about: a pasted block may bring its own.
    let cells: Vec<(GridCell, Month, String)> = match action {
        GridAction::Leave { .. } => return Ok(vec![]),
        GridAction::Type(cell, text) => vec![(*cell, month_of(cell.row), text.clone())],
        GridAction::Clear(selection) => {
            selection.cells().map(|cell| (cell, month_of(cell.row), String::new())).collect()
        }
        GridAction::FillDown(selection) => {
            let first = selection.corner().row;
            let above = |column: usize| content(words, plan, month_of(first), columns[column]).typed;
            let below = selection.cells().filter(|cell| cell.row > first);
            below.map(|cell| (cell, month_of(cell.row), above(cell.column))).collect()
        }
        GridAction::Paste(corner, block) => {
            let block = dated(words, block, month_of(corner.row));
            let cells = block.iter().enumerate().flat_map(|(down, (month, texts))| {
                let cell = move |(right, text): (usize, &String)| {
                    let cell = GridCell { row: corner.row + down, column: corner.column + right };
                    (cell, *month, text.clone())
                };
                texts.iter().enumerate().map(cell).collect::<Vec<_>>()
            });
            cells.filter(|(cell, ..)| cell.column < columns.len()).collect()
        }
    };
    let mut changed = plan.clone();
    let mut faults = vec![];
    let mut written = vec![];
    for (cell, month, text) in cells {
        let column = columns[cell.column];
        written.push(WrittenFigure { month, column, before: content(words, plan, month, column).typed });
        if let Err(right) = set(words, &mut changed, month, columns[cell.column], &text) {
            faults.push(ActualsFault { cell, right });
        }
    }
    if let Some(fault) = check(&changed).into_iter().next().filter(|_| faults.is_empty()) {
        faults.push(ActualsFault {
            cell: GridCell::default(),
            right: words.fault_on_page(&fault, Some(&changed)),
        });
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    *plan = changed;
    Ok(written)
}

/// A figure that was written into the table.
pub struct WrittenFigure {
    /// Its month.
    pub month: Month,
    /// Its column.
    pub column: ActualsColumn,
    /// What stood there before, as it is typed.
    pub before: String,
}

/// The rows of a pasted block, each with its month: from its first column where months stand there, with a line of titles
/// left out, or one after another from `first` on.
fn dated(words: &Words, block: &[Vec<String>], first: Month) -> Vec<(Month, Vec<String>)> {
    let month_of = |row: &Vec<String>| read_month(words, row.first()?);
    let is_wide = |rows: &[Vec<String>]| rows.iter().all(|row| row.len() > 1);
    for body in [Some(block), block.get(1..)].into_iter().flatten().filter(|body| !body.is_empty()) {
        let months: Option<Vec<Month>> = body.iter().map(month_of).collect();
        if let Some(months) = months.filter(|_| is_wide(body)) {
            return months.into_iter().zip(body.iter().map(|row| row[1..].to_vec())).collect();
        }
    }
    let rows: Range<usize> = 0..block.len().min(MOST_ROWS);
    rows.map(|row| (first.plus(row as i32), block[row].clone())).collect()
}

/// A month as spreadsheets write it: `2023-08`, `2023/8/1`, `Aug-23`, or with the Chinese signs for year and month.
fn read_month(words: &Words, text: &str) -> Option<Month> {
    let text = text.trim();
    if text.contains('.') {
        // More likely a number.
        return None;
    }
    let named = || {
        let letters: String = text.chars().filter(|c| c.is_alphabetic()).collect();
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let is_named = |idx: &usize| {
            let name = words.calendar_month(*idx).to_lowercase();
            letters.is_ascii() && letters.len() >= 3 && letters.to_lowercase().starts_with(&name)
        };
        let month = (0..12).find(is_named)? as u8 + 1;
        let year: i32 = digits.parse().ok()?;
        match digits.len() {
            2 => Month::new(2000 + year, month),
            4 => Month::new(year, month),
            _ => None,
        }
    };
    let read = DayAsked::default().read(text).ok().map(|day| day.month).or_else(named)?;
    (read.year() >= FIRST_YEAR).then_some(read)
}

#[cfg(test)]
mod tests {
    use sortie_engine::plan::{ActualMonth, read};

    use super::*;
    use crate::catalog::templates;
    use crate::screen::actuals::figures::{ActualFigure, ActualPlace};
    use crate::text::{Language, words};
    use crate::widget::grid::{GridSelection, read_block};

    fn sample() -> Plan {
        read(templates()[0].plan_bytes).unwrap()
    }

    /// What comes of an action in the table of the usual figures.
    fn done(
        words: &Words,
        plan: &mut Plan,
        rows: &[Month],
        action: &GridAction,
    ) -> Result<(), Vec<ActualsFault>> {
        let columns = columns(plan, false);
        act(words, plan, rows, &columns, action).map(|_| ())
    }

    fn english() -> &'static Words {
        words(Language::English)
    }

    #[test]
    fn a_month_is_typed_as_people_say_numbers_and_taken_out_again() {
        let (words, mut plan) = (words(Language::Chinese), sample());
        let start = plan.start;
        let rows = rows(&plan, None);
        assert_eq!(rows, [start]);
        for (column, text) in [(0, "12.5\u{4E07}"), (1, "3,100"), (2, "-2000"), (3, "8\u{4E07}"), (4, "2000")]
        {
            let action = GridAction::Type(GridCell { row: 0, column }, text.to_owned());
            done(words, &mut plan, &rows, &action).unwrap();
        }
        let id = plan.channels[0].id.clone();
        let told = |revenue, orders| ActualMonth { revenue, orders, ..ActualMonth::blank(start) };
        let all = ActualMonth { cash: Some(-2e3), ..told(Some(125e3), Some(3_100.0)) };
        let own = ActualMonth { channel: Some(id), ..told(Some(8e4), Some(2e3)) };
        assert_eq!(plan.actuals, [all, own]);
        assert_eq!(next(&plan), start.plus(1));
        let whole = GridSelection { anchor: GridCell::default(), cursor: GridCell { row: 0, column: 4 } };
        done(words, &mut plan, &rows, &GridAction::Clear(whole)).unwrap();
        assert_eq!(plan.actuals, []);
    }

    #[test]
    fn a_block_brings_its_own_months_and_leaves_its_titles_out() {
        let (words, mut plan) = (english(), sample());
        let start = plan.start;
        let [a, b] = [start.plus(1), start.plus(2)];
        let text =
            format!("Month\tSales\tOrders\n{a}\t$120,000\t3,000\n{}/{}/1\t-\t2,900\n", b.year(), b.number());
        done(words, &mut plan, &[start], &GridAction::Paste(GridCell::default(), read_block(&text))).unwrap();
        let figure = |month, what| ActualsColumn { place: ActualPlace::Business, what }.figure(&plan, month);
        assert_eq!(figure(a, ActualFigure::Revenue), Some(120e3));
        assert_eq!(figure(b, ActualFigure::Revenue), None);
        assert_eq!(figure(b, ActualFigure::Orders), Some(2_900.0));
        assert_eq!(rows(&plan, Some(start)), [start, a, b]);
    }

    #[test]
    fn a_block_without_months_goes_on_from_the_row_it_is_pasted_into() {
        let (words, mut plan) = (english(), sample());
        let start = plan.start;
        let corner = GridCell { row: 0, column: 1 };
        done(words, &mut plan, &[start], &GridAction::Paste(corner, read_block("1\n2\n3\n"))).unwrap();
        let column = ActualsColumn { place: ActualPlace::Business, what: ActualFigure::Orders };
        let orders = |months| column.figure(&plan, start.plus(months));
        assert_eq!([0, 1, 2, 3].map(orders), [Some(1.0), Some(2.0), Some(3.0), None]);
    }

    #[test]
    fn a_block_with_cells_that_cannot_be_used_changes_nothing_and_tells_each() {
        let (words, mut plan) = (english(), sample());
        let before = plan.clone();
        let block = read_block("100\tmany\n\u{20AC}5\t-3\n");
        let rows = [plan.start];
        let faults =
            done(words, &mut plan, &rows, &GridAction::Paste(GridCell::default(), block)).unwrap_err();
        let cells: Vec<_> = faults.iter().map(|fault| (fault.cell.row, fault.cell.column)).collect();
        assert_eq!(cells, [(0, 1), (1, 0), (1, 1)], "{faults:?}");
        assert_eq!(plan, before);
    }

    #[test]
    fn months_are_read_as_spreadsheets_write_them() {
        for text in ["2023-08", "2023/8/1", "Aug-23", "August 2023", "2023\u{5E74}8\u{6708}"] {
            assert_eq!(read_month(english(), text), Month::new(2023, 8), "{text}");
        }
        for text in ["", "2023", "1,234", "2023.8", "23", "soon", "Au-23"] {
            assert_eq!(read_month(english(), text), None, "{text}");
        }
    }
}
