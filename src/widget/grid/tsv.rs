//! Blocks of cells as spreadsheets put them on the clipboard: tabs between cells, a line for each row, quotes around what
//! holds either, an apostrophe before what a spreadsheet would run.

use sortie_engine::import::{formula_free, formula_restored};

/// The cells of a block.
pub fn read_block(text: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut is_quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let is_start = rows.last().and_then(|row| row.last()).is_some_and(String::is_empty);
        match c {
            '"' if is_quoted && chars.peek() == Some(&'"') => {
                chars.next();
                push(&mut rows, '"');
            }
            '"' if is_quoted => is_quoted = false,
            '"' if is_start => is_quoted = true,
            '\t' if !is_quoted => rows.last_mut().into_iter().for_each(|row| row.push(String::new())),
            '\r' if !is_quoted => {}
            '\n' if !is_quoted => rows.push(vec![String::new()]),
            _ => push(&mut rows, c),
        }
    }
    // A spreadsheet ends the last row as well.
    if rows.len() > 1 && rows.last().is_some_and(|row| row.iter().all(String::is_empty)) {
        rows.pop();
    }
    for cell in rows.iter_mut().flatten() {
        let n_guards = cell.len() - formula_restored(cell).len();
        cell.drain(..n_guards);
    }
    rows
}

fn push(rows: &mut [Vec<String>], c: char) {
    if let Some(cell) = rows.last_mut().and_then(|row| row.last_mut()) {
        cell.push(c);
    }
}

/// A block as a spreadsheet takes it.
pub fn write_block(rows: &[Vec<String>]) -> String {
    let cell = |text: &String| {
        let text = formula_free(text);
        if text.contains(['\t', '\n', '\r', '"']) {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text
        }
    };
    let row = |cells: &Vec<String>| cells.iter().map(cell).collect::<Vec<_>>().join("\t");
    rows.iter().map(row).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_comes_back_as_it_went_whatever_it_holds() {
        let blocks = [
            vec![
                vec!["1,234.50".to_owned(), "12.5%".to_owned()],
                vec!["\u{FFE5}3".to_owned(), String::new()],
            ],
            vec![vec!["two\nlines".to_owned(), "a\tb".to_owned(), "say \"so\"".to_owned()]],
            vec![["=1+1", "@x", "\t=1", "\r=1", "'=1", "-5", "＝1"].map(str::to_owned).to_vec()],
            vec![vec!["x".to_owned()], vec!["y".to_owned()], vec!["z".to_owned()]],
        ];
        for block in blocks {
            assert_eq!(read_block(&write_block(&block)), block);
        }
    }

    #[test]
    fn no_cell_of_a_block_begins_as_a_formula() {
        let block = ["=1+1", "+x", "-x", "@x", "＝1", "＋1", "－1", "＠x", "-5.5"].map(str::to_owned);
        let expected = "'=1+1\t'+x\t'-x\t'@x\t'＝1\t'＋1\t'－1\t'＠x\t-5.5";
        assert_eq!(write_block(&[block.to_vec()]), expected);
    }

    #[test]
    fn what_a_spreadsheet_writes_is_read() {
        assert_eq!(read_block("1\t2\r\n3\t4\r\n"), [["1", "2"], ["3", "4"]]);
        assert_eq!(read_block("\"a\nb\"\t2\n"), [["a\nb", "2"]]);
        assert_eq!(read_block("5\" pipe\t1"), [["5\" pipe", "1"]]);
        assert_eq!(read_block("alone"), [["alone"]]);
    }
}
