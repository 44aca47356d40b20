//! A table in a file of text: which sign parts its cells, line by line, and its rows without holding them all.

use std::io::Read;

use csv_core::{ReadRecordResult, ReaderBuilder};

use super::limits::{MAX_CELL_BYTES, MAX_COLUMNS, MAX_PREAMBLE, MAX_ROWS};
use super::report::FileRefusal;
use super::row::{NextRow, RawRow, RowCells};

/// Signs that part cells.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// One of the first lines of a file; a line break within quotation marks does not end it.
#[derive(Debug)]
pub struct TextLine {
    /// Where in the decoded text the line after it begins.
    pub end: usize,
    /// The sign that parts its cells, most likely.
    pub delimiter: u8,
    /// Whether it begins with a quotation mark.
    pub is_quoted: bool,
    /// How often each of the signs stands outside quotation marks.
    counts: [usize; 3],
    /// Its cells.
    pub cells: Vec<String>,
}

/// The first lines of a text that begins like this, without blank ones.
pub fn first_lines(start: &str) -> Vec<TextLine> {
    let bytes = start.as_bytes();
    let mut lines = vec![];
    let mut begin = 0;
    while begin < bytes.len() && lines.len() < MAX_PREAMBLE + 50 {
        let (end, counts) = line_end(&bytes[begin..]);
        let text = &start[begin..begin + end];
        begin += end;
        if text.trim_matches(['\r', '\n']).is_empty() {
            continue;
        }
        let most = (0..DELIMITERS.len()).max_by_key(|idx| (counts[*idx], DELIMITERS.len() - idx));
        let delimiter = DELIMITERS[most.unwrap_or(0)];
        let is_quoted = text.starts_with('"');
        lines.push(TextLine { end: begin, delimiter, is_quoted, counts, cells: cells_of(text, delimiter) });
    }
    lines
}

/// Where the line ends, and its signs outside quotation marks.
fn line_end(bytes: &[u8]) -> (usize, [usize; 3]) {
    let mut counts = [0; 3];
    let mut is_quoted = false;
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\n' if !is_quoted => return (at + 1, counts),
            b'\r' if !is_quoted && bytes.get(at + 1) != Some(&b'\n') => return (at + 1, counts),
            byte if !is_quoted => {
                if let Some(idx) = DELIMITERS.iter().position(|sign| sign == byte) {
                    counts[idx] += 1;
                }
            }
            _ => {}
        }
    }
    (bytes.len(), counts)
}

fn cells_of(line: &str, delimiter: u8) -> Vec<String> {
    let mut cells = vec![];
    let _ = each_record(&mut line.as_bytes(), TextForm { skip: 0, delimiter, is_quoted: true }, &mut |row| {
        cells = row.beginnings();
        cells.truncate(MAX_COLUMNS);
        Ok(NextRow::Enough)
    });
    cells
}

/// The sign that parts the rows below the line `header`: a header that was pasted may have another one than they.
pub fn delimiter_below(lines: &[TextLine], header: usize) -> u8 {
    let own = lines[header].delimiter;
    let wanted = lines[header].cells.len().saturating_sub(1);
    let fits =
        |idx: usize| lines[header + 1..].iter().filter(|line| line.counts[idx] >= wanted.max(1)).count();
    let own_idx = DELIMITERS.iter().position(|sign| *sign == own).unwrap_or(0);
    let best = (0..DELIMITERS.len()).max_by_key(|idx| (fits(*idx), *idx == own_idx));
    best.filter(|idx| fits(*idx) > fits(own_idx)).map_or(own, |idx| DELIMITERS[idx])
}

/// Cuts the lines below the line `header` into cells by the sign that parts its rows: a line by itself may seem to be
/// parted by another.
pub fn cut_below(start: &str, lines: &mut [TextLine], header: usize) {
    let delimiter = delimiter_below(lines, header);
    for idx in header + 1..lines.len() {
        if lines[idx].delimiter != delimiter {
            let text = start.get(lines[idx - 1].end..lines[idx].end).unwrap_or_default();
            lines[idx].cells = cells_of(text.trim_start_matches(['\r', '\n']), delimiter);
            lines[idx].delimiter = delimiter;
        }
    }
}

/// How the rows of a text are written.
#[derive(Clone, Copy, Debug)]
pub struct TextForm {
    /// Bytes of the text before them.
    pub skip: usize,
    /// The sign that parts cells.
    pub delimiter: u8,
    /// Whether quotation marks hold a cell together.
    pub is_quoted: bool,
}

/// Hands every record of `reader` to `each`, counted from 0, until it has enough.
///
/// # Errors
/// A limit that is passed, with its row and column counted from 1; a reader that gives up; or what `each` answers.
pub fn each_record(
    reader: &mut dyn Read,
    form: TextForm,
    each: &mut dyn FnMut(&RawRow<'_>) -> Result<NextRow, FileRefusal>,
) -> Result<(), FileRefusal> {
    let mut core = ReaderBuilder::new().delimiter(form.delimiter).quoting(form.is_quoted).build();
    let mut skip = form.skip;
    let mut input = vec![0; 1 << 17];
    let (mut begin, mut end) = (0, 0);
    let mut out = vec![0; 1 << 14];
    let mut ends = vec![0; MAX_COLUMNS + 1];
    let (mut n_out, mut n_ends, mut number) = (0, 0, 0);
    loop {
        while begin == end {
            end = reader.read(&mut input).map_err(|_| FileRefusal::Unreadable)?;
            begin = skip.min(end);
            skip -= begin;
            if end == 0 {
                break;
            }
        }
        let (result, n_in, n, n_cells) =
            core.read_record(&input[begin..end], &mut out[n_out..], &mut ends[n_ends..]);
        begin += n_in;
        n_out += n;
        n_ends += n_cells;
        let cell_begins = if n_ends == 0 { 0 } else { ends[n_ends - 1] };
        let too_large =
            FileRefusal::CellTooLarge { row: number + 1, column: n_ends + 1, limit: MAX_CELL_BYTES };
        match result {
            ReadRecordResult::InputEmpty => {}
            ReadRecordResult::OutputFull if n_out - cell_begins > MAX_CELL_BYTES => return Err(too_large),
            ReadRecordResult::OutputFull if out.len() >= 16 * MAX_CELL_BYTES => return Err(too_large),
            ReadRecordResult::OutputFull => out.resize(out.len() * 2, 0),
            ReadRecordResult::OutputEndsFull => {
                return Err(FileRefusal::TooManyColumns { row: number + 1, limit: MAX_COLUMNS });
            }
            ReadRecordResult::Record => {
                if number >= MAX_ROWS + MAX_PREAMBLE as u64 {
                    return Err(FileRefusal::TooManyRows { limit: MAX_ROWS });
                }
                let cells = RowCells::Text { bytes: &out[..n_out], ends: &ends[..n_ends] };
                if each(&RawRow { number, cells })? == NextRow::Enough {
                    return Ok(());
                }
                number += 1;
                (n_out, n_ends) = (0, 0);
            }
            ReadRecordResult::End => return Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMAS: TextForm = TextForm { skip: 0, delimiter: b',', is_quoted: true };

    #[test]
    fn a_header_with_commas_above_rows_with_tabs_is_understood() {
        let lines = first_lines("Order ID,Status,Total\n1\tpaid\t2,50\n2\tpaid\t3,50\n");
        assert_eq!(lines[0].cells, ["Order ID", "Status", "Total"]);
        assert_eq!(delimiter_below(&lines, 0), b'\t');
    }

    #[test]
    fn a_sign_within_quotation_marks_parts_nothing() {
        let lines = first_lines("\"a;b;c\",d\n\"two\nlines\",x\n");
        assert_eq!(lines.iter().map(|line| line.cells.len()).collect::<Vec<_>>(), [2, 2]);
        assert_eq!(lines[1].cells[0], "two\nlines");
    }

    #[test]
    fn a_line_without_an_end_is_refused_with_its_place() {
        let mut text = b"a,b\n1,\"".to_vec();
        text.resize(3 << 20, b'x');
        let answer = each_record(&mut text.as_slice(), COMMAS, &mut |_| Ok(NextRow::More));
        assert_eq!(answer, Err(FileRefusal::CellTooLarge { row: 2, column: 2, limit: MAX_CELL_BYTES }));
        let wide = ",".repeat(600);
        let answer = each_record(&mut wide.as_bytes(), COMMAS, &mut |_| Ok(NextRow::More));
        assert_eq!(answer, Err(FileRefusal::TooManyColumns { row: 1, limit: MAX_COLUMNS }));
    }
}
