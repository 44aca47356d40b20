//! Tables that a shop's system saves under the name of a workbook and writes as a page or as XML: they are written out as
//! text with a comma between cells, and read like any other.

use std::borrow::Cow;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::limits::{MAX_CELL_BYTES, MAX_COLUMNS, MAX_ROWS};
use super::report::FileRefusal;

/// Rows of a table being written out.
#[derive(Default)]
struct WrittenTable {
    text: String,
    cells: Vec<String>,
    n_rows: u64,
}

impl WrittenTable {
    fn add(&mut self, cell: &str) -> Result<(), FileRefusal> {
        if self.cells.len() >= MAX_COLUMNS {
            return Err(FileRefusal::TooManyColumns { row: self.n_rows + 1, limit: MAX_COLUMNS });
        }
        if cell.len() > MAX_CELL_BYTES {
            let (row, column) = (self.n_rows + 1, self.cells.len() + 1);
            return Err(FileRefusal::CellTooLarge { row, column, limit: MAX_CELL_BYTES });
        }
        self.cells.push(cell.to_owned());
        Ok(())
    }

    /// Adds a cell of a page, which may go over several columns.
    fn close(&mut self, cell: Option<String>, span: usize) -> Result<(), FileRefusal> {
        let Some(cell) = cell else { return Ok(()) };
        self.add(cell.trim())?;
        (1..span).try_for_each(|_| self.add(""))
    }

    /// Ends a row. One without cells is kept as a blank line, so that rows keep their numbers.
    fn end_row(&mut self) -> Result<(), FileRefusal> {
        self.n_rows += 1;
        if self.n_rows > MAX_ROWS {
            return Err(FileRefusal::TooManyRows { limit: MAX_ROWS });
        }
        for (nth, cell) in self.cells.drain(..).enumerate() {
            if nth > 0 {
                self.text.push(',');
            }
            self.text.push('"');
            self.text.push_str(&cell.replace('"', "\"\""));
            self.text.push('"');
        }
        self.text.push('\n');
        Ok(())
    }
}

/// The table with the most rows of a page, or of a workbook in XML as Excel wrote it in 2003; nothing where the text is
/// neither, or holds no table.
///
/// # Errors
/// A limit that is passed.
pub fn table_in(text: &str) -> Result<Option<String>, FileRefusal> {
    let head: String = text.chars().take(2_000).collect::<String>().to_ascii_lowercase();
    let begin = head.trim_start_matches('\u{feff}').trim_start();
    if begin.starts_with("<?xml") && head.contains("urn:schemas-microsoft-com:office:spreadsheet") {
        return tables_of_xml(text).map(LargestTable::text);
    }
    let is_page =
        ["<!doctype", "<html", "<table", "<meta", "<head", "<?xml"].iter().any(|tag| begin.starts_with(tag));
    if is_page { tables_of_page(text).map(LargestTable::text) } else { Ok(None) }
}

/// The table that is being written out, and the largest of those before it: there may be a million of them.
#[derive(Default)]
struct LargestTable {
    largest: WrittenTable,
    open: WrittenTable,
}

impl LargestTable {
    fn begin(&mut self) {
        let done = std::mem::take(&mut self.open);
        if done.n_rows > self.largest.n_rows {
            self.largest = done;
        }
    }

    fn text(mut self) -> Option<String> {
        self.begin();
        Some(self.largest).filter(|table| table.n_rows > 1).map(|table| table.text)
    }
}

/// An attribute by its name behind any prefix, as in `ss:Index`.
fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = tag.attributes();
    let mut found = attributes.with_checks(false).filter_map(Result::ok);
    let found = found.find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(found.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned())
}

fn tables_of_xml(text: &str) -> Result<LargestTable, FileRefusal> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut tables = LargestTable::default();
    let mut cell: Option<String> = None;
    let mut is_data = false;
    // Where the tag says that it stands, from 1; 0 where it does not.
    let place = |tag: &BytesStart<'_>| -> u64 {
        attribute(tag, "Index").and_then(|index| index.parse().ok()).unwrap_or(0)
    };
    loop {
        let event = reader.read_event().map_err(|_| FileRefusal::Damaged)?;
        match &event {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "Table" => tables.begin(),
                "Row" => {
                    while tables.open.n_rows + 1 < place(tag) {
                        tables.open.end_row()?;
                    }
                }
                "Cell" => {
                    while (tables.open.cells.len() as u64) + 1 < place(tag) {
                        tables.open.add("")?;
                    }
                    cell = Some(String::new());
                }
                "Data" => is_data = true,
                _ => {}
            },
            Event::End(tag) => match tag.local_name().as_ref() {
                "Row" => tables.open.end_row()?,
                "Cell" => tables.open.add(&cell.take().unwrap_or_default())?,
                "Data" => is_data = false,
                _ => {}
            },
            Event::Eof => return Ok(tables),
            Event::Text(_) | Event::CData(_) | Event::GeneralRef(_) if is_data => {
                if let Some(cell) = &mut cell {
                    cell.push_str(&text_of(&event)?);
                }
            }
            _ => {}
        }
    }
}

fn text_of<'e>(event: &'e Event<'_>) -> Result<Cow<'e, str>, FileRefusal> {
    Ok(match event {
        Event::Text(text) => text.xml10_content(),
        Event::CData(text) => text.xml10_content(),
        Event::GeneralRef(name) => {
            let known = quick_xml::escape::resolve_predefined_entity(name).map(Cow::Borrowed);
            let letter =
                || name.resolve_char_ref().ok().flatten().map(|letter| Cow::Owned(letter.to_string()));
            known.or_else(letter).ok_or(FileRefusal::Damaged)?
        }
        _ => Cow::Borrowed(""),
    })
}

/// A page is read by its tags alone: it seldom is whole XML.
fn tables_of_page(text: &str) -> Result<LargestTable, FileRefusal> {
    let mut tables = LargestTable::default();
    let mut cell: Option<String> = None;
    let mut span = 1;
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        if let Some(cell) = &mut cell {
            cell.push_str(&letters_of(&rest[..at]));
        }
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix("<!--") {
            rest = after.find("-->").map_or("", |end| &after[end + 3..]);
            continue;
        }
        let Some(end) = rest.find('>') else { break };
        let tag = rest[1..end].trim_end_matches('/');
        rest = &rest[end + 1..];
        let name: String = tag.chars().take_while(|c| c.is_alphanumeric() || *c == '/').collect();
        match name.to_ascii_lowercase().as_str() {
            "script" | "style" => {
                let ending = format!("</{name}");
                rest = rest.find(&ending).map_or("", |at| &rest[at..]);
            }
            "table" => tables.begin(),
            "td" | "th" => {
                tables.open.close(cell.replace(String::new()), span)?;
                span = span_of(tag);
            }
            "/td" | "/th" => tables.open.close(cell.take(), span)?,
            "tr" | "/tr" | "/table" => {
                tables.open.close(cell.take(), span)?;
                if !tables.open.cells.is_empty() {
                    tables.open.end_row()?;
                }
            }
            "br" => {
                if let Some(cell) = &mut cell {
                    cell.push(' ');
                }
            }
            _ => {}
        }
    }
    Ok(tables)
}

/// How many columns a cell goes over.
fn span_of(tag: &str) -> usize {
    let lower = tag.to_ascii_lowercase();
    let said = lower.split("colspan").nth(1).map(|rest| rest.trim_start_matches(['=', '"', '\'', ' ']));
    let digits: String = said.unwrap_or_default().chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(1).clamp(1, MAX_COLUMNS)
}

/// Text of a page with the letters that it writes by their names.
fn letters_of(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(12).position(|byte| byte == b';');
        let letter = end.and_then(|end| letter_named(&rest[1..end]).map(|letter| (letter, end)));
        match letter {
            Some((letter, end)) => {
                out.push(letter);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn letter_named(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code);
    }
    Some(match name {
        "nbsp" => ' ',
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "euro" => '€',
        "pound" => '£',
        "yen" => '¥',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_is_called_a_workbook_is_read_as_its_table() {
        let page = "<html><head><style>td {}</style></head><body><table><tr><th>Order&nbsp;ID<th>Total\n\
                    <tr><td>A&amp;1</td><td>1,5 &euro;</td></tr><tr><td colspan=2>end</td></tr></table></body></html>";
        let expected = "\"Order ID\",\"Total\"\n\"A&1\",\"1,5 €\"\n\"end\",\"\"\n";
        assert_eq!(table_in(page).unwrap().as_deref(), Some(expected));
        assert_eq!(table_in("<html><p>Please log in</p></html>").unwrap(), None);
        assert_eq!(table_in("a,b\n1,2\n").unwrap(), None);
    }

    #[test]
    fn a_workbook_of_2003_in_xml_keeps_the_places_of_its_cells() {
        let book = "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" \
                    xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet ss:Name=\"a\"><Table>\
                    <Row><Cell><Data ss:Type=\"String\">a</Data></Cell><Cell ss:Index=\"3\"><Data>c &amp; d</Data></Cell>\
                    </Row><Row ss:Index=\"3\"><Cell/><Cell><Data ss:Type=\"Number\">1.5</Data></Cell></Row></Table>\
                    </Worksheet></Workbook>";
        assert_eq!(table_in(book).unwrap().as_deref(), Some("\"a\",\"\",\"c & d\"\n\n\"\",\"1.5\"\n"));
    }
}
