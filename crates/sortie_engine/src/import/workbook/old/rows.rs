//! A sheet of a workbook of the old kind, row by row.

use super::super::sheet::{CellKind, OpenCell, OpenRow, SheetContext};
use super::letters::LetterStyle;
use super::record::{BEGIN, END, Record, Records, four, real, two};
use crate::import::progress::ImportProgress;
use crate::import::report::FileRefusal;
use crate::import::row::{NextRow, RawRow};

/// A cell with a number.
const NUMBER: u16 = 0x0203;
/// A cell with a number in four bytes.
const SHORT_NUMBER: u16 = 0x027e;
/// Several of them side by side.
const SHORT_NUMBERS: u16 = 0x00bd;
/// A cell with a text of its own.
const TEXT: u16 = 0x0204;
/// The same with letters of several looks.
const RICH_TEXT: u16 = 0x00d6;
/// A cell with a text that others share.
const SHARED: u16 = 0x00fd;
/// A cell with a formula and what came of it.
const FORMULA: u16 = 0x0006;
/// The text that came of the formula before.
const RESULT: u16 = 0x0207;
/// A cell with true, false or a fault.
const TRUTH: u16 = 0x0205;

/// Hands every row from `begin` on (counted from 0) of the sheet whose records begin at the byte `from` to `each`, until it
/// has enough.
///
/// # Errors
/// That the sheet is damaged, a limit that is passed, that nobody waits any more, or what `each` answers.
pub fn each_row(
    stream: &[u8],
    from: usize,
    letters: LetterStyle,
    context: &SheetContext,
    (begin, progress): (u64, &ImportProgress<'_>),
    each: &mut dyn FnMut(&RawRow<'_>) -> Result<NextRow, FileRefusal>,
) -> Result<(), FileRefusal> {
    let mut records = Records::new(stream, from);
    if records.read()?.kind != BEGIN {
        return Err(FileRefusal::Damaged);
    }
    let mut cells = CellReader { letters, context, waiting: None };
    let (mut row, mut done) = (OpenRow::default(), vec![]);
    let mut depth = 1_u32;
    while depth > 0 {
        let record = records.read()?;
        // Looking at a record takes as long as reading some bytes of a packed file.
        progress.spend(record.data.len() as u64 / 8 + 24)?;
        match record.kind {
            // Charts stand within their sheet.
            BEGIN => depth += 1,
            END => depth -= 1,
            _ if depth > 1 => {}
            _ => cells.read(record, &mut records, &mut done)?,
        }
        for cell in done.drain(..) {
            if cell.row != row.number {
                if row.hand_on(begin, progress, each)? == NextRow::Enough {
                    return Ok(());
                }
                row.number = cell.row;
            }
            row.set(&cell, context)?;
        }
    }
    row.hand_on(begin, progress, each).map(drop)
}

/// Reads cells.
struct CellReader<'c> {
    letters: LetterStyle,
    context: &'c SheetContext,
    /// The cell of a formula whose text comes next.
    waiting: Option<OpenCell>,
}

impl CellReader<'_> {
    /// Adds the cells of a record to `done`.
    fn read<'s>(
        &mut self,
        record: Record<'s>,
        records: &mut Records<'s>,
        done: &mut Vec<OpenCell>,
    ) -> Result<(), FileRefusal> {
        let data = record.data;
        match record.kind {
            NUMBER => done.push(numbered(data, real(data, 6)?)?),
            SHORT_NUMBER => done.push(numbered(data, short(four(data, 6)?))?),
            SHORT_NUMBERS => {
                let n = data.len().saturating_sub(6) / 6;
                for nth in 0..n {
                    let at = 4 + 6 * nth;
                    let mut cell = placed(data)?;
                    cell.column += nth;
                    cell.look = usize::from(two(data, at)?);
                    cell.set_number(short(four(data, at + 2)?));
                    done.push(cell);
                }
            }
            TEXT | RICH_TEXT => {
                let text = self.letters.long(&records.with_more(record)?, 6)?;
                done.push(placed(data)?.with(CellKind::Exact, text));
            }
            SHARED => {
                let text = self.context.texts.get(four(data, 6)? as usize).ok_or(FileRefusal::Damaged)?;
                done.push(placed(data)?.with(CellKind::Exact, text.to_owned()));
            }
            TRUTH => done.push(truth(placed(data)?, data.get(6), data.get(7))),
            FORMULA => match data.get(6..14) {
                Some([0, .., 0xff, 0xff]) => self.waiting = Some(placed(data)?),
                Some([1, _, said, .., 0xff, 0xff]) => done.push(truth(placed(data)?, Some(said), None)),
                Some([2, _, said, .., 0xff, 0xff]) => done.push(truth(placed(data)?, Some(said), Some(&1))),
                Some([.., 0xff, 0xff]) => {}
                _ => done.push(numbered(data, real(data, 6)?)?),
            },
            RESULT => {
                if let Some(cell) = self.waiting.take() {
                    done.push(cell.with(CellKind::Exact, self.letters.long(&records.with_more(record)?, 0)?));
                }
            }
            _ => {}
        }
        Ok(())
    }
}

/// A cell at the place that its record begins with.
fn placed(data: &[u8]) -> Result<OpenCell, FileRefusal> {
    let (row, column) = (u64::from(two(data, 0)?), usize::from(two(data, 2)?));
    Ok(OpenCell::at(row, column, usize::from(two(data, 4)?)))
}

fn numbered(data: &[u8], x: f64) -> Result<OpenCell, FileRefusal> {
    let mut cell = placed(data)?;
    cell.set_number(x);
    Ok(cell)
}

fn truth(cell: OpenCell, said: Option<&u8>, is_fault: Option<&u8>) -> OpenCell {
    let is_fault = is_fault.is_some_and(|byte| *byte != 0);
    let kind = if is_fault { CellKind::Fault } else { CellKind::Truth };
    cell.with(kind, u8::from(said.is_some_and(|byte| *byte != 0)).to_string())
}

/// The number that four bytes stand for: whole or the upper half of one with a point, each maybe a hundredth.
fn short(packed: u32) -> f64 {
    let x = match packed & 2 {
        0 => f64::from_bits(u64::from(packed & !3) << 32),
        _ => f64::from(packed.cast_signed() >> 2),
    };
    if packed & 1 == 0 { x } else { x / 100.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_bytes_stand_for_whole_numbers_hundredths_and_halves() {
        let whole = |x: i32, is_hundredth: u32| short((x << 2).cast_unsigned() | 2 | is_hundredth);
        assert_eq!(
            [whole(7, 0), whole(-7, 0), whole(1_999, 1)].map(f64::to_bits),
            [7.0, -7.0, 19.99].map(f64::to_bits)
        );
        let upper = (2.5_f64.to_bits() >> 32) as u32;
        assert_eq!([short(upper), short(upper | 1)].map(f64::to_bits), [2.5, 0.025].map(f64::to_bits));
    }
}
