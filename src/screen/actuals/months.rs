//! The table of what happened: a row for each month, columns for the business and for each channel; how a cell is read,
//! shown and pasted.

use crate::desk::actuals::ActualsFault;
use std::ops::Range;

use sortie_engine::fit::came;
use sortie_engine::forecast::Metric;
use sortie_engine::plan::{ActualMonth, Plan, check};
use sortie_engine::unit::Month;

use crate::address::unit::NumberUnit;
use crate::edit::item::read_day;
use crate::text::Words;
use crate::widget::grid::{GridAction, GridCell, GridContent};

/// A figure of the business, or of the channel with this place in the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActualsColumn {
    /// None for the business as a whole.
    pub channel: Option<usize>,
    /// Revenue, orders or cash.
    pub what: Metric,
}

/// More rows than this are a block that was meant for elsewhere, or a month of another age.
const MOST_ROWS: usize = 120;
/// Months before this are a number that was taken for a month.
const FIRST_YEAR: i32 = 1990;

/// Every column: those of the business, then those of each channel. Cash belongs to the business.
pub fn columns(plan: &Plan) -> Vec<ActualsColumn> {
    let business =
        [Metric::Revenue, Metric::Orders, Metric::Cash].map(|what| ActualsColumn { channel: None, what });
    let of_channel =
        |idx| [Metric::Revenue, Metric::Orders].map(|what| ActualsColumn { channel: Some(idx), what });
    business.into_iter().chain((0..plan.channels.len()).flat_map(of_channel)).collect()
}

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
pub fn first_used(plan: &Plan) -> usize {
    let last = next(plan).plus(-1);
    let is_told = |column: &ActualsColumn| figure(plan, last, *column).is_some();
    columns(plan).iter().position(is_told).unwrap_or(0)
}

/// The figure in a cell.
pub fn figure(plan: &Plan, month: Month, column: ActualsColumn) -> Option<f64> {
    let channel = column.channel.and_then(|idx| plan.channels.get(idx)).map(|channel| channel.id.as_str());
    came(plan, month, channel).figure(column.what)
}

/// How the figures of a column are read.
pub fn unit(plan: &Plan, what: Metric) -> NumberUnit {
    if what == Metric::Orders { NumberUnit::Count } else { NumberUnit::Money(plan.currency.clone()) }
}

/// What stands in a cell.
pub fn content(words: &Words, plan: &Plan, month: Month, column: ActualsColumn) -> GridContent {
    let unit = unit(plan, column.what);
    let told = figure(plan, month, column);
    GridContent {
        shown: told.map_or_else(String::new, |x| unit.shown(words, x)),
        typed: told.map_or_else(String::new, |x| unit.typed(words, x)),
        is_certain: true,
        is_faulty: false,
    }
}

/// Writes a figure into the plan, or takes it out. A month of which nothing is left is told no more.
fn write(plan: &mut Plan, month: Month, column: ActualsColumn, value: Option<f64>) {
    let channel = column.channel.and_then(|idx| plan.channels.get(idx)).map(|channel| channel.id.clone());
    let known = came(plan, month, channel.as_deref());
    let of = |what, known| if column.what == what { value } else { known };
    let revenue = of(Metric::Revenue, known.revenue);
    let orders = of(Metric::Orders, known.orders);
    let cash = of(Metric::Cash, known.cash);
    plan.actuals.retain(|actual| actual.month != month || actual.channel != channel);
    if revenue.or(orders).or(cash).is_some() {
        plan.actuals.push(ActualMonth { month, channel, revenue, orders, cash });
    }
    let places: Vec<String> = plan.channels.iter().map(|channel| channel.id.clone()).collect();
    plan.actuals.sort_by_key(|actual| {
        let place = places.iter().position(|id| Some(id) == actual.channel.as_ref());
        (actual.month, place.map_or(0, |place| place + 1))
    });
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
        write(plan, month, column, None);
        return Ok(());
    }
    let value = unit(plan, column.what).read(words, text)?;
    if column.what == Metric::Orders && value < 0.0 {
        return Err(words.with("editor.from", &[("from", "0")]));
    }
    write(plan, month, column, Some(value));
    Ok(())
}

/// Takes everything out that is told of a month.
pub fn remove(plan: &mut Plan, month: Month) {
    plan.actuals.retain(|actual| actual.month != month);
}

/// Does what the seller did, all of it or nothing.
///
/// # Errors
/// Every cell that cannot be used.
pub fn act(
    words: &Words,
    plan: &mut Plan,
    rows: &[Month],
    action: &GridAction,
) -> Result<(), Vec<ActualsFault>> {
    let columns = columns(plan);
    let month_of = |row: usize| match rows.get(row) {
        Some(month) => *month,
        None => rows.last().map_or(plan.start, |last| last.plus((row + 1 - rows.len()) as i32)),
    };
    // Cells with the month they are about: a pasted block may bring its own.
    let cells: Vec<(GridCell, Month, String)> = match action {
        GridAction::Leave { .. } => return Ok(()),
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
    for (cell, month, text) in cells {
        if let Err(right) = set(words, &mut changed, month, columns[cell.column], &text) {
            faults.push(ActualsFault { cell, right });
        }
    }
    if let Some(fault) = check(&changed).into_iter().next().filter(|_| faults.is_empty()) {
        faults.push(ActualsFault { cell: GridCell::default(), right: words.fault(&fault) });
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    *plan = changed;
    Ok(())
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
    let read = read_day(text).map(|day| day.month).or_else(named)?;
    (read.year() >= FIRST_YEAR).then_some(read)
}

#[cfg(test)]
mod tests {
    use sortie_engine::plan::read;

    use super::*;
    use crate::catalog::templates;
    use crate::text::{Language, words};
    use crate::widget::grid::{GridSelection, read_block};

    fn sample() -> Plan {
        read(templates()[0].plan_bytes).unwrap()
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
            act(words, &mut plan, &rows, &GridAction::Type(GridCell { row: 0, column }, text.to_owned()))
                .unwrap();
        }
        let id = plan.channels[0].id.clone();
        let all = ActualMonth {
            month: start,
            channel: None,
            revenue: Some(125e3),
            orders: Some(3_100.0),
            cash: Some(-2e3),
        };
        let own = ActualMonth {
            month: start,
            channel: Some(id),
            revenue: Some(8e4),
            orders: Some(2e3),
            cash: None,
        };
        assert_eq!(plan.actuals, [all, own]);
        assert_eq!(next(&plan), start.plus(1));
        let whole = GridSelection { anchor: GridCell::default(), cursor: GridCell { row: 0, column: 4 } };
        act(words, &mut plan, &rows, &GridAction::Clear(whole)).unwrap();
        assert_eq!(plan.actuals, []);
    }

    #[test]
    fn a_block_brings_its_own_months_and_leaves_its_titles_out() {
        let (words, mut plan) = (english(), sample());
        let start = plan.start;
        let [a, b] = [start.plus(1), start.plus(2)];
        let text =
            format!("Month\tSales\tOrders\n{a}\t$120,000\t3,000\n{}/{}/1\t-\t2,900\n", b.year(), b.number());
        act(words, &mut plan, &[start], &GridAction::Paste(GridCell::default(), read_block(&text))).unwrap();
        let column = |what| ActualsColumn { channel: None, what };
        assert_eq!(figure(&plan, a, column(Metric::Revenue)), Some(120e3));
        assert_eq!(figure(&plan, b, column(Metric::Revenue)), None);
        assert_eq!(figure(&plan, b, column(Metric::Orders)), Some(2_900.0));
        assert_eq!(rows(&plan, Some(start)), [start, a, b]);
    }

    #[test]
    fn a_block_without_months_goes_on_from_the_row_it_is_pasted_into() {
        let (words, mut plan) = (english(), sample());
        let start = plan.start;
        let corner = GridCell { row: 0, column: 1 };
        act(words, &mut plan, &[start], &GridAction::Paste(corner, read_block("1\n2\n3\n"))).unwrap();
        let orders =
            |months| figure(&plan, start.plus(months), ActualsColumn { channel: None, what: Metric::Orders });
        assert_eq!([0, 1, 2, 3].map(orders), [Some(1.0), Some(2.0), Some(3.0), None]);
    }

    #[test]
    fn a_block_with_cells_that_cannot_be_used_changes_nothing_and_tells_each() {
        let (words, mut plan) = (english(), sample());
        let before = plan.clone();
        let block = read_block("100\tmany\n\u{20AC}5\t-3\n");
        let rows = [plan.start];
        let faults =
            act(words, &mut plan, &rows, &GridAction::Paste(GridCell::default(), block)).unwrap_err();
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
