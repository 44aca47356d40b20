//! One made-up shop, exported in many ways: whole, by month, in parts, twice, in another order, saved once more by a
//! spreadsheet. All of them have to tell the same months to the cent, or say in words why they do not.
//!
//! What is right is what the shop was made of; the project's reader has no part in it.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use encoding_rs::GB18030;
use sortie_engine::import::Import;
use sortie_engine::ledger::Decimal;

use super::generated::{Chance, Made, NAMES, amazon, others, shops};
use super::old_book::{OldStyle, old_workbook};
use super::{counted, figure, read};

/// Figures by month and name.
pub type Told = BTreeMap<(String, &'static str), Decimal>;

/// A made-up export whose orders fall into two months.
struct Shop {
    made: Made,
    /// The month of each row.
    months: Vec<&'static str>,
}

const OCTOBER: &str = "2025-10";
const NOVEMBER: &str = "2025-11";

impl Shop {
    /// Every second order falls into October, where the kind tells days row by row.
    fn of(mut made: Made) -> Self {
        // The head of a settlement and the lines above a report name the days of all of it.
        let tells_days = !made.kind.starts_with("amazon.settlement") && !made.kind.starts_with("ga4");
        let mut months = vec![];
        for (nth, (cells, _)) in made.rows.iter_mut().enumerate() {
            let mut has_moved = false;
            if tells_days && nth % 2 == 1 {
                for cell in cells.iter_mut() {
                    if let Some(moved) = in_october(cell) {
                        *cell = moved;
                        has_moved = true;
                    }
                }
            }
            months.push(if has_moved { OCTOBER } else { NOVEMBER });
        }
        Self { made, months }
    }

    /// What these rows of it add up to, each counted once.
    fn told(&self) -> Told {
        let mut told = Told::new();
        for ((_, figures), month) in self.made.rows.iter().zip(&self.months) {
            for (name, amount) in figures.iter().filter(|(_, amount)| !amount.is_zero()) {
                *told.entry(((*month).to_owned(), *name)).or_default() += amount;
            }
        }
        told.retain(|_, amount| !amount.is_zero());
        told
    }

    /// Whether its rows make sense without the others: those of a settlement add up to its head.
    fn can_be_parted(&self) -> bool {
        !self.made.kind.starts_with("amazon.settlement") && !self.made.kind.starts_with("ga4")
    }
}

/// The same day in October, where a cell holds one of November.
fn in_october(cell: &str) -> Option<String> {
    const DAYS: [(&str, &str); 9] = [
        ("2025-11-", "2025-10-"),
        ("2025/11/", "2025/10/"),
        (".11.2025", ".10.2025"),
        ("/11/2025", "/10/2025"),
        ("Nov ", "Oct "),
        ("nov ", "oct "),
        ("nov. ", "oct. "),
        ("novembro ", "outubro "),
        ("Nov, ", "Oct, "),
    ];
    let trimmed = cell.trim_start();
    if trimmed.starts_with("11/") && cell.contains("/2025") {
        return Some(cell.replacen("11/", "10/", 1));
    }
    let has_digits = cell.bytes().filter(u8::is_ascii_digit).count() >= 5;
    let found = DAYS.iter().find(|(of_november, _)| has_digits && cell.contains(of_november));
    if let Some((of_november, of_october)) = found {
        return Some(cell.replace(of_november, of_october));
    }
    // `2025-11`, a month by itself.
    (cell == "2025-11").then(|| OCTOBER.to_owned())
}

/// Rows of a table.
pub type Rows = Vec<Vec<String>>;

/// What an import told.
pub fn told_by(import: &Import) -> Told {
    let mut told = Told::new();
    for month in &import.ledger.months {
        for name in NAMES {
            let Some(amount) = figure(month, name).filter(|amount| !amount.is_zero()) else { continue };
            *told.entry((month.month.to_string(), name)).or_default() += amount;
        }
    }
    told.retain(|_, amount| !amount.is_zero());
    told
}

/// How a file of text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Saved {
    AsItCame,
    Csv,
    Semicolons,
    Utf16,
    Gbk,
    Marked,
    Page,
    Xml,
    Xlsx,
    XlsxNumbers,
}

fn quoted(cell: &str, always: bool, delimiter: char) -> String {
    let needs = always || cell.contains(['"', '\n', delimiter]);
    if needs { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}

fn text(rows: &Rows, delimiter: char, always: bool) -> String {
    let line = |cells: &Vec<String>| {
        let cells: Vec<String> = cells.iter().map(|cell| quoted(cell, always, delimiter)).collect();
        cells.join(&delimiter.to_string()) + "\r\n"
    };
    rows.iter().map(line).collect()
}

fn escaped(cell: &str) -> String {
    cell.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The bytes of a table, or none where it cannot be saved so.
fn saved(rows: &Rows, own: char, how: Saved) -> Option<Vec<u8>> {
    Some(match how {
        // What platforms part by tabs they do not quote.
        Saved::AsItCame if own == '\t' => {
            rows.iter().map(|cells| cells.join("\t") + "\n").collect::<String>().into_bytes()
        }
        Saved::AsItCame => text(rows, own, false).into_bytes(),
        Saved::Csv => text(rows, ',', true).into_bytes(),
        Saved::Semicolons => text(rows, ';', false).into_bytes(),
        Saved::Marked => format!("\u{feff}{}", text(rows, ',', false)).into_bytes(),
        Saved::Utf16 => {
            let text = format!("\u{feff}{}", text(rows, '\t', false));
            text.encode_utf16().flat_map(u16::to_le_bytes).collect()
        }
        Saved::Gbk => {
            let text = text(rows, ',', false);
            let (bytes, _, has_lost) = GB18030.encode(&text);
            // Letters of Europe are seldom in that code page, and what is in it for them is another letter elsewhere.
            let has_chinese = text.chars().any(|c| ('\u{4e00}'..'\u{9fff}').contains(&c));
            (!has_lost && has_chinese).then(|| bytes.into_owned())?
        }
        Saved::Page => {
            let cell = |cell: &String| format!("<td>{}</td>", escaped(cell));
            let row =
                |cells: &Vec<String>| format!("<tr>{}</tr>", cells.iter().map(cell).collect::<String>());
            let rows: String = rows.iter().map(row).collect();
            format!("<html><head><meta charset=\"utf-8\"></head><table>{rows}</table></html>").into_bytes()
        }
        Saved::Xml => {
            let cell =
                |cell: &String| format!("<Cell><Data ss:Type=\"String\">{}</Data></Cell>", escaped(cell));
            let row =
                |cells: &Vec<String>| format!("<Row>{}</Row>", cells.iter().map(cell).collect::<String>());
            let rows: String = rows.iter().map(row).collect();
            format!(
                "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" \
                 xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet ss:Name=\"a\"><Table>{rows}\
                 </Table></Worksheet></Workbook>"
            )
            .into_bytes()
        }
        Saved::Xlsx => workbook(&[("a", false, rows)], false),
        Saved::XlsxNumbers => workbook(&[("a", false, rows)], true),
    })
}

fn column_name(idx: usize) -> String {
    let letter = |n: usize| char::from(b'A' + u8::try_from(n).expect("a letter"));
    if idx < 26 { letter(idx).to_string() } else { format!("{}{}", letter(idx / 26 - 1), letter(idx % 26)) }
}

/// Whether a spreadsheet makes a number of a text and keeps it as it is.
fn is_plain_number(cell: &str) -> bool {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "00"));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    is_digits(whole)
        && is_digits(fraction)
        && whole.len() < 9
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.len() == 2
        && cell.contains('.')
}

/// A workbook with these sheets: their names, whether they are hidden, and their rows.
pub fn workbook(sheets: &[(&str, bool, &Rows)], has_numbers: bool) -> Vec<u8> {
    book(sheets, &|cell| is_plain_number(cell).then(|| cell.to_owned()).filter(|_| has_numbers), false)
}

/// A workbook that keeps days as numbers without a look of days, or none where no cell is a day in ISO.
pub fn typed_workbook(rows: &Rows, is_1904: bool) -> Option<Vec<u8>> {
    let number = |cell: &str| day_number(cell, is_1904);
    let has_days = rows.iter().flatten().any(|cell| number(cell).is_some());
    has_days.then(|| book(&[("a", false, rows)], &number, is_1904))
}

/// What a spreadsheet keeps of a file that it opens and saves: days and amounts as numbers, amounts without zeros at their end.
pub fn saved_by_spreadsheet(rows: &Rows) -> Vec<u8> {
    let number = |cell: &str| {
        let amount =
            is_plain_number(cell).then(|| cell.trim_end_matches('0').trim_end_matches('.').to_owned());
        amount.or_else(|| day_number(cell, false))
    };
    book(&[("a", false, rows)], &number, false)
}

/// What a spreadsheet counts for a day of 2025 in ISO, with or without its time.
fn day_number(cell: &str, is_1904: bool) -> Option<String> {
    let (day, time) = cell.split_once(' ').unwrap_or((cell, "00:00:00"));
    let day: sortie_engine::ledger::Date = day.parse().ok().filter(|_| day.len() == 10)?;
    let clock: Vec<u32> = time.split(':').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let [hour, minute, rest @ ..] = clock.as_slice() else { return None };
    let seconds = hour * 3_600 + minute * 60 + rest.first().unwrap_or(&0);
    let begin = if is_1904 { (1904, 1, 1) } else { (1899, 12, 30) };
    let begin = sortie_engine::ledger::Date::constant(begin.0, begin.1, begin.2);
    Some(format!("{}", f64::from((day - begin).get_days()) + f64::from(seconds) / 86_400.0))
}

fn book(sheets: &[(&str, bool, &Rows)], number: &dyn Fn(&str) -> Option<String>, is_1904: bool) -> Vec<u8> {
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const SHEET: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let mut archive = zip::ZipWriter::new(Cursor::new(vec![]));
    let mut put = |name: &str, text: String| {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        archive.write_all(text.as_bytes()).expect("room in memory");
    };
    let (mut listed, mut related) = (String::new(), String::new());
    for (nth, (name, is_hidden, rows)) in sheets.iter().enumerate() {
        let n = nth + 1;
        let state = if *is_hidden { " state=\"hidden\"" } else { "" };
        listed.push_str(&format!("<sheet name=\"{name}\" sheetId=\"{n}\"{state} r:id=\"rId{n}\"/>"));
        related.push_str(&format!(
            "<Relationship Id=\"rId{n}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>"
        ));
        let mut data = String::new();
        for (row, cells) in rows.iter().enumerate() {
            data.push_str(&format!("<row r=\"{}\">", row + 1));
            for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
                let place = format!("{}{}", column_name(column), row + 1);
                data.push_str(&match number(cell) {
                    Some(number) => format!("<c r=\"{place}\"><v>{number}</v></c>"),
                    None => format!(
                        "<c r=\"{place}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
                        escaped(cell)
                    ),
                });
            }
            data.push_str("</row>");
        }
        put(
            &format!("xl/worksheets/sheet{n}.xml"),
            format!("<worksheet xmlns=\"{SHEET}\"><sheetData>{data}</sheetData></worksheet>"),
        );
    }
    put(
        "_rels/.rels",
        format!(
            "<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
        ),
    );
    put(
        "xl/_rels/workbook.xml.rels",
        format!("<Relationships xmlns=\"{PACKAGE}\">{related}</Relationships>"),
    );
    put(
        "xl/workbook.xml",
        format!(
            "<workbook xmlns=\"{SHEET}\" xmlns:r=\"{OFFICE}\"><workbookPr date1904=\"{is_1904}\"/><sheets>{listed}</sheets></workbook>"
        ),
    );
    archive.finish().expect("a workbook").into_inner()
}

impl Shop {
    /// The table with these rows of the shop, in this order.
    fn table(&self, rows: &[usize]) -> Rows {
        let above = self.made.preamble.iter().chain([&self.made.header]).cloned();
        above.chain(rows.iter().map(|idx| self.made.rows[*idx].0.clone())).collect()
    }

    fn all(&self) -> Vec<usize> {
        (0..self.made.rows.len()).collect()
    }
}

/// A way to export a shop, by its name, with the files it makes; none where it is not for this kind.
fn ways(shop: &Shop, chance: &mut Chance) -> Vec<(&'static str, Vec<Vec<u8>>)> {
    let own = shop.made.delimiter;
    let all = shop.all();
    let whole = shop.table(&all);
    let as_it_came = |rows: &Rows| saved(rows, own, Saved::AsItCame).expect("as it came");
    let mut ways = vec![("whole", vec![as_it_came(&whole)])];
    for (name, how) in [
        ("csv", Saved::Csv),
        ("semicolons", Saved::Semicolons),
        ("utf-16", Saved::Utf16),
        ("gbk", Saved::Gbk),
        ("marked", Saved::Marked),
        ("page", Saved::Page),
        ("xml", Saved::Xml),
        ("xlsx", Saved::Xlsx),
        ("xlsx with numbers", Saved::XlsxNumbers),
    ] {
        ways.extend(saved(&whole, own, how).map(|bytes| (name, vec![bytes])));
    }
    let mut shuffled = all;
    for at in (1..shuffled.len()).rev() {
        shuffled.swap(at, usize::try_from(chance.below(at as u64 + 1)).expect("a place"));
    }
    ways.push(("reordered", vec![as_it_came(&shop.table(&shuffled))]));
    let marked = saved(&whole, own, Saved::Marked).expect("marked");
    ways.push(("doubled", vec![as_it_came(&whole), marked.clone()]));
    ways.push(("doubled, the other first", vec![marked, as_it_came(&whole)]));
    let pasted: Rows = whole.iter().chain(&whole[shop.made.preamble.len() + 1..]).cloned().collect();
    ways.push(("pasted twice", vec![as_it_came(&pasted)]));
    let below: Rows = whole.iter().chain(&whole[shop.made.preamble.len()..]).cloned().collect();
    ways.push(("pasted twice with its header", vec![as_it_came(&below)]));
    ways.push(("copied to a sheet", vec![workbook(&[("a", false, &whole), ("b", false, &whole)], false)]));
    ways.push((
        "copied to a hidden sheet",
        vec![workbook(&[("a", false, &whole), ("b", true, &whole)], true)],
    ));
    for (name, style) in
        [("xls", OldStyle::Shared), ("plain xls", OldStyle::Plain), ("xls of a web shop", OldStyle::Bare)]
    {
        ways.push((name, vec![old_workbook(&[("a", false, &whole)], style)]));
    }
    let copies = [("a", false, &whole), ("b", true, &whole)];
    ways.push(("copied to a hidden sheet of an xls", vec![old_workbook(&copies, OldStyle::Shared)]));
    let again = saved_by_spreadsheet(&whole);
    ways.push(("with its copy by a spreadsheet", vec![as_it_came(&whole), again.clone()]));
    ways.push(("with its copy by a spreadsheet, that first", vec![again, as_it_came(&whole)]));
    if shop.can_be_parted() {
        ways.extend(parted_ways(shop));
    }
    ways
}

/// Ways to export parts of a shop, which together are the whole.
fn parted_ways(shop: &Shop) -> Vec<(&'static str, Vec<Vec<u8>>)> {
    let all = shop.all();
    let whole = shop.table(&all);
    let as_it_came = |rows: &Rows| saved(rows, shop.made.delimiter, Saved::AsItCame).expect("as it came");
    let mut ways = vec![];
    let (october, november): (Vec<usize>, Vec<usize>) =
        all.iter().copied().partition(|idx| shop.months[*idx] == OCTOBER);
    let (october, november) = (shop.table(&october), shop.table(&november));
    let half = all.len() / 2;
    let (first, second) = (shop.table(&all[..half]), shop.table(&all[half..]));
    let overlapping = shop.table(&all[..(half + 2).min(all.len())]);
    ways.push(("by month", vec![as_it_came(&october), as_it_came(&november)]));
    ways.push(("by month, the last first", vec![as_it_came(&november), as_it_came(&october)]));
    ways.push(("in two files", vec![as_it_came(&first), as_it_came(&second)]));
    ways.push(("in two files that overlap", vec![as_it_came(&overlapping), as_it_came(&second)]));
    ways.push(("the whole and a part", vec![as_it_came(&second), as_it_came(&whole)]));
    let sheets = [("Oct", false, &october), ("Nov", false, &november)];
    ways.push(("months on sheets", vec![workbook(&sheets, false)]));
    let filtered = [("all", false, &whole), ("filtered", false, &first)];
    ways.push(("a filtered copy", vec![workbook(&filtered, false)]));
    ways
}

/// The kind of mistake that a way might lead to.
fn kind_of(way: &str) -> &'static str {
    match way {
        _ if way.contains("sheet")
            || way.contains("pasted")
            || way.contains("doubled")
            || way.contains("copy") =>
        {
            "2: the same rows twice"
        }
        _ if way.contains("xls") && !way.contains("xlsx") => "7: workbooks before 2007",
        _ if ["whole", "reordered"].contains(&way) => "4: lines as they came, and sorted",
        _ if way.contains("month") || way.contains("file") || way.contains("part") => "2: parts that overlap",
        _ => "7: encodings, pages, XML and workbooks",
    }
}

/// Whether files say in words why they are not read.
fn is_refused(import: &Import) -> bool {
    import.files.iter().any(|file| file.refusal.is_some())
}

#[test]
#[expect(clippy::print_stdout, reason = "whoever asks for it sees what was tried, and what was refused")]
fn a_shop_tells_the_same_months_however_it_is_exported() {
    let (mut n_files, mut n_ways, mut refused, mut wrong) = (0, 0, vec![], vec![]);
    let mut of_kinds: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    let makers = amazon::LOCALES.iter().chain(others::LOCALES).chain(shops::LOCALES);
    for (nth, (locale, make)) in makers.enumerate() {
        let seed = 7_000 + nth as u64;
        let shop = Shop::of(make(&mut Chance::new(seed), locale));
        let expected = shop.told();
        for (way, files) in ways(&shop, &mut Chance::new(seed)) {
            let what = format!("{} {locale}: {way}", shop.made.kind);
            let names: Vec<String> = (0..files.len()).map(|idx| format!("{idx}.dat")).collect();
            let inputs: Vec<(&str, &[u8])> =
                names.iter().map(String::as_str).zip(files.iter().map(Vec::as_slice)).collect();
            let import = read(&inputs);
            (n_files, n_ways) = (n_files + files.len(), n_ways + 1);
            let of_kind = of_kinds.entry(kind_of(way)).or_insert([0; 3]);
            of_kind[0] += files.len();
            of_kind[1] += usize::from(!import.questions.is_empty());
            of_kind[2] += usize::from(is_refused(&import));
            if is_refused(&import) {
                refused.push(format!("{what}: {:?}", import.files.iter().find_map(|it| it.refusal.clone())));
                continue;
            }
            let told = told_by(&import);
            if told != expected {
                let differs = expected.iter().find(|(place, amount)| told.get(*place) != Some(*amount));
                let more = told.iter().find(|(place, _)| !expected.contains_key(*place));
                let is_asked = !import.questions.is_empty();
                let at = differs.map(|(place, amount)| (place, amount, told.get(place)));
                wrong.push(format!("{what}: {at:?}, beyond it {more:?}, asked: {is_asked}"));
            }
        }
    }
    for (kind, [n_files, n_asked, n_refused]) in of_kinds {
        counted(kind, n_files, n_asked, n_refused);
    }
    println!("{n_files} files in {n_ways} ways; {} refused in words:\n{}", refused.len(), refused.join("\n"));
    assert!(wrong.is_empty(), "{} of {n_ways}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(refused.len() * 10 <= n_ways, "{} of {n_ways}:\n{}", refused.len(), refused.join("\n"));
    assert!(n_files >= 400, "only {n_files} files");
}
