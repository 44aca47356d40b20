//! Workbooks that lie about their size, ask for more than they are, or lead in circles.

use super::made::{HostileFile, book, cell, list_of, orders, relations_of, row, sheet, texts};

const SHEET: &str = "xl/worksheets/sheet1.xml";
const TEXTS: &str = "xl/sharedStrings.xml";
const LOOKS: &str = "xl/styles.xml";

/// Lists of texts that lie about their length, in every spelling.
pub fn counts() -> Vec<HostileFile> {
    const HUGE: &str = "4000000000";
    let tags = [
        format!(r#"<sst uniqueCount="{HUGE}">"#),
        format!(r#"<sst count="{HUGE}">"#),
        format!(r#"<sst uniqueCount="{HUGE}" count="{HUGE}">"#),
        format!("<sst uniqueCount='{HUGE}'>"),
        format!("<sst uniqueCount = \"{HUGE}\">"),
        format!("<sst\n\tuniqueCount\n=\n\"{HUGE}\"\n>"),
        format!(r#"<x:sst xmlns:x="y" uniqueCount="{HUGE}">"#),
        format!(r#"<sst uniqueCount="1" uniqueCount="{HUGE}">"#),
        r#"<sst uniqueCount="00000000004000000000">"#.to_owned(),
        r#"<sst uniqueCount="18446744073709551615">"#.to_owned(),
        r#"<sst uniqueCount="99999999999999999999999">"#.to_owned(),
        r#"<sst uniqueCount="-1">"#.to_owned(),
        r#"<sst uniqueCount="0xFFFFFFFF">"#.to_owned(),
        r#"<sst uniqueCount="&#52;000000000">"#.to_owned(),
        r#"<sst uniqueCount="４００００００００">"#.to_owned(),
        format!("<sst uniqueCount={HUGE}>"),
    ];
    let item = "<si><t>a</t></si>";
    let mut made: Vec<HostileFile> =
        tags.iter().map(|tag| book(format!("texts in {tag}"), &[(TEXTS, &texts("", tag, item))])).collect();
    let tag = &tags[0];
    for (what, before) in [
        ("a comment", "<!-- <sst uniqueCount=\"1\"> -->".to_owned()),
        ("a long comment", format!("<!--{}-->", " ".repeat(900_000))),
        ("a text of its own", "<![CDATA[<sst uniqueCount=\"1\">]]>".to_owned()),
        ("an instruction", "<?sst uniqueCount=\"1\"?>".to_owned()),
        ("a declaration", "<!DOCTYPE sst [<!ENTITY a \"a\">]>".to_owned()),
        ("another list", "<sst uniqueCount=\"1\"></sst>".to_owned()),
    ] {
        made.push(book(format!("texts behind {what}"), &[(TEXTS, &texts(&before, tag, item))]));
    }
    let plain = String::from_utf8(texts("", tag, item)).expect("text");
    let wide = |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        "\u{feff}".encode_utf16().chain(plain.encode_utf16()).flat_map(bytes).collect()
    };
    made.push(book("texts in UTF-16", &[(TEXTS, &wide(u16::to_le_bytes))]));
    made.push(book("texts in UTF-16, the other way", &[(TEXTS, &wide(u16::to_be_bytes))]));
    made.push(book("texts behind a mark", &[(TEXTS, format!("\u{feff}{plain}").as_bytes())]));
    made
}

/// Sheets that say they are larger than anything, and cells where none can be.
pub fn places() -> Vec<HostileFile> {
    let mut made = vec![];
    for size in ["A1:XFD1048576", "A1:ZZZZZZZ99999999999", "B2:A1", "", "A0", "A1:B2:C3", "\u{ff21}1"] {
        let before = format!(r#"<dimension ref="{size}"/>"#);
        made.push(book(format!("a sheet of {size}"), &[(SHEET, &sheet(&before, &orders()))]));
    }
    for said in [
        r#"spans="1:4000000000""#,
        r#"r="4294967295""#,
        r#"r="4294967296""#,
        r#"r="0""#,
        r#"r="-1""#,
        r#"r="18446744073709551616""#,
    ] {
        let rows = format!("{}<row {said}>{}</row>", orders(), cell("x"));
        made.push(book(format!("a row of {said}"), &[(SHEET, &sheet("", &rows))]));
    }
    for place in ["XFD1048576", "ZZZZZZZ1", "A99999999999", "A4294967295", "A0", "1A", "A", "", "xfd1"] {
        let rows = format!(r#"{}<row><c r="{place}"><v>1</v></c></row>"#, orders());
        made.push(book(format!("a cell at {place}"), &[(SHEET, &sheet("", &rows))]));
    }
    let far = r#"<row r="1"><c r="SF1"><v>1</v></c></row>"#.repeat(400_000);
    made.push(book("only the last column, in every row", &[(SHEET, &sheet("", &far))]));
    made
}

/// Looks that are copied for every cell, or that nobody has.
pub fn looks() -> Vec<HostileFile> {
    let long = "0".repeat(900_000);
    let many = r#"<xf numFmtId="200" fontId="0"/>"#.repeat(30_000);
    let formats = format!(
        r#"<styleSheet><numFmts count="4000000000"><numFmt numFmtId="200" formatCode="{long}"/></numFmts><cellXfs>{many}</cellXfs></styleSheet>"#
    );
    let fonts = format!(
        r#"<styleSheet><fonts><font><name val="{long}"/></font></fonts><cellXfs count="4000000000">{many}</cellXfs></styleSheet>"#
    );
    let nobody = format!(r#"{}<row><c s="4000000000"><v>1</v></c></row>"#, orders());
    let endless = format!("<styleSheet>{}</styleSheet>", "<a/>".repeat(600_000));
    vec![
        book("a long format in many looks", &[(LOOKS, formats.as_bytes())]),
        book("a long font in many looks", &[(LOOKS, fonts.as_bytes())]),
        book("a look that is not there", &[(SHEET, &sheet("", &nobody))]),
        book("looks without end", &[(LOOKS, endless.as_bytes())]),
    ]
}

/// Cells and tags that grow while they are read. `mb` is how long the longest are.
pub fn lengths(mb: usize) -> Vec<HostileFile> {
    let long = "x".repeat(1_000_000);
    let one = texts("", "<sst>", &format!("<si><t>{long}</t></si>"));
    let header = orders();
    let again = r#"<row><c t="s"><v>0</v></c></row>"#.repeat(200_000);
    let wide = format!("<row>{}</row>", r#"<c t="s"><v>0</v></c>"#.repeat(499)).repeat(20);
    let stairs: String = (0..499)
        .map(|n| format!(r#"<row>{}<c t="s"><v>0</v></c></row>"#, "<c><v>1</v></c>".repeat(n)))
        .collect();
    let mut made = vec![];
    for (what, rows) in
        [("in every row", again), ("in every cell", wide), ("in another column each row", stairs)]
    {
        made.push(book(
            format!("a text of a megabyte {what}"),
            &[(TEXTS, &one), (SHEET, &sheet("", &(header.clone() + &rows)))],
        ));
    }
    let runs = format!("<si>{}</si>", format!("<r><t>{}</t></r>", "x".repeat(1_000)).repeat(mb * 1_000));
    made.push(book("a text of many runs", &[(TEXTS, &texts("", "<sst>", &runs))]));
    let n = mb << 20;
    for (what, inside) in [
        ("letters by number", "&#65;".repeat(n / 5)),
        ("signs by name", "&amp;".repeat(n / 5)),
        ("comments in it", "x<!---->".repeat(n / 8)),
        ("opening signs", format!("<![CDATA[{}]]>", "<".repeat(n))),
        ("nothing but spaces", " ".repeat(n)),
    ] {
        made.push(book(format!("a cell of {what}"), &[(SHEET, &sheet("", &row(&[&inside])))]));
    }
    for (what, before) in [
        ("a comment", format!("<!--{}-->", "<".repeat(n))),
        ("an attribute", format!(r#"<x a="{}"/>"#, "<".repeat(n))),
        ("a name", format!("<{}/>", "x".repeat(n))),
        ("an instruction", format!("<?{}?>", "<".repeat(n))),
        ("a declaration", format!("<!DOCTYPE a [{}]>", "<!ENTITY a 'b'>".repeat(n / 15))),
        ("tags within tags", "<x>".repeat(n / 3)),
        ("empty tags", "<x/>".repeat(n / 4)),
    ] {
        made.push(book(format!("{what} as long as a sheet"), &[(SHEET, &sheet(&before, &header))]));
    }
    made
}

/// Sheets that stand on one part, or on none. `mb` is how long the part is.
pub fn shared(mb: usize) -> Vec<HostileFile> {
    let filler = format!("<row>{}</row>", cell("nothing of use")).repeat((mb << 20) / 65);
    let long = sheet("", &(filler.clone() + &orders()));
    let known = sheet("", &(orders() + &filler));
    let of = |n: usize| list_of(&(0..n).map(|n| (format!("Sheet{n}"), 1)).collect::<Vec<_>>());
    let one = |to: &str| relations_of(&[("worksheet", to)]);
    let relations = "xl/_rels/workbook.xml.rels";
    let by_many: Vec<(&str, &str)> = vec![("worksheet", "worksheets/sheet1.xml"); 900];
    let names = list_of(&(1..=900).map(|n| (format!("Sheet{n}"), n)).collect::<Vec<_>>());
    let same = list_of(&vec![("Sheet".to_owned(), 1); 5]);
    vec![
        book("six sheets on a long part", &[("xl/workbook.xml", &of(6)), (SHEET, &long)]),
        book("six sheets of orders on a long part", &[("xl/workbook.xml", &of(6)), (SHEET, &known)]),
        book(
            "900 sheets by 900 relations on one part",
            &[("xl/workbook.xml", &names), (relations, &relations_of(&by_many)), (SHEET, &long)],
        ),
        book("a thousand times the same name", &[("xl/workbook.xml", &same)]),
        book("a sheet on the list of sheets", &[(relations, &one("workbook.xml"))]),
        book("a sheet on the texts", &[(relations, &one("sharedStrings.xml"))]),
        book("a sheet outside", &[(relations, &one("../../../../etc/passwd"))]),
        book("a sheet nowhere", &[(relations, &one(""))]),
    ]
}

/// Names that stand for other names, and for files.
pub fn entities() -> Vec<HostileFile> {
    let laughs: String =
        (1..12).map(|n| format!("<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10))).collect();
    let declared = format!("<!DOCTYPE x [<!ENTITY l0 \"lol\">{laughs}]>");
    let outside = "<!DOCTYPE x [<!ENTITY l11 SYSTEM \"file:///etc/passwd\">]>";
    let mut made = vec![];
    for (what, before) in [("that stand for others", declared.as_str()), ("of a file", outside)] {
        let list = texts(before, "<sst>", "<si><t>&l11;</t></si>");
        made.push(book(format!("names {what} in texts"), &[(TEXTS, &list)]));
        let part = format!("<?xml version=\"1.0\"?>{before}<worksheet><sheetData>{}", row(&["&l11;", "b"]));
        made.push(book(format!("names {what} in a sheet"), &[(SHEET, part.as_bytes())]));
        let list =
            format!("{before}<workbook><sheets><sheet name=\"&l11;\" r:id=\"r1\"/></sheets></workbook>");
        made.push(book(format!("names {what} in a name"), &[("xl/workbook.xml", list.as_bytes())]));
    }
    made
}
