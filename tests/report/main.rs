//! What is handed to somebody, read by others than who wrote it: its figures are those of `sortie project`, its names are
//! names, and a file is there whole or not at all.
#![expect(
    clippy::disallowed_methods,
    reason = "these tests lay out the files that the program is given, and read what it writes"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use calamine::{Data, Reader, Xlsx, open_workbook};
use icalendar::{Calendar, CalendarComponent, Component};
use serde_json::Value;
use tempfile::TempDir;

#[path = "../command_line/program.rs"]
#[expect(dead_code, reason = "these tests begin with samples")]
mod program;

use program::{run, text};

const DAY: [&str; 2] = ["--date", "2026-11-29"];
const SAMPLES: [&str; 6] = [
    "womens_wear",
    "accessories_3c_links",
    "beauty_tools_ads",
    "home_goods_amazon",
    "pet_supplies_followers",
    "sea_market_ban",
];

/// A sample in a folder of its own.
struct Shop {
    folder: TempDir,
    plan: PathBuf,
}

impl Shop {
    fn new(sample: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let plan = folder.path().join("shop.sortie");
        let written = run(&["sample", sample, "--start", "2026-11", "--out", text(&plan)]);
        assert!(written.status.success(), "{written:?}");
        Self { folder, plan }
    }

    /// The plan with something changed.
    fn edit(&self, edit: impl FnOnce(&mut Value)) {
        let mut plan: Value =
            serde_json::from_slice(&fs::read(&self.plan).expect("the plan")).expect("it is JSON");
        edit(&mut plan);
        fs::write(&self.plan, plan.to_string()).expect("the plan is written");
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn report_to(&self, out: &Path, options: &[&str]) -> Output {
        run(&[&["report", text(&self.plan), "--out", text(out)], &DAY[..], options].concat())
    }

    fn report(&self, name: &str, options: &[&str]) -> PathBuf {
        let out = self.path(name);
        let written = self.report_to(&out, options);
        assert_eq!(written.status.code(), Some(0), "{name}: {}", String::from_utf8_lossy(&written.stderr));
        out
    }

    fn projected(&self) -> Value {
        let told = run(&["project", text(&self.plan)]);
        assert!(told.status.success());
        serde_json::from_slice(&told.stdout).expect("results are JSON")
    }
}

/// The letters of a PDF, without what only sets them apart.
fn letters_of(path: &Path) -> String {
    let document = lopdf::Document::load(path).expect("it is a PDF");
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    let told = document.extract_text(&pages).expect("its letters can be read");
    told.chars().filter(|letter| !letter.is_whitespace()).collect()
}

/// Money as a reader of English knows it, to three digits: written here once more, from nothing of the program.
fn dollars(x: f64) -> String {
    let size = x.abs();
    let short = |x: f64| {
        let told = if x < 9.995 {
            format!("{x:.2}")
        } else if x < 99.95 {
            format!("{x:.1}")
        } else {
            format!("{x:.0}")
        };
        if told.contains('.') { told.trim_end_matches('0').trim_end_matches('.').to_owned() } else { told }
    };
    let told = match size {
        _ if size >= 999_500.0 => short(size / 1e6) + "M",
        _ if size >= 9_999.5 => short(size / 1e3) + "K",
        _ if size >= 999.5 => {
            let whole = format!("{size:.0}");
            format!("{},{}", &whole[..whole.len() - 3], &whole[whole.len() - 3..])
        }
        _ if size >= 99.995 => format!("{size:.0}"),
        _ => {
            let cents = format!("{size:.2}");
            cents.strip_suffix(".00").map_or(cents.clone(), str::to_owned)
        }
    };
    let sign =
        if x < 0.0 && told.chars().any(|digit| ('1'..='9').contains(&digit)) { "\u{2212}" } else { "" };
    format!("{sign}US${told}")
}

fn changed(x: f64) -> String {
    let told = dollars(x);
    if told.starts_with('\u{2212}') { told } else { format!("+{told}") }
}

#[test]
fn the_figures_on_the_pages_are_those_of_a_projection() {
    for sample in SAMPLES {
        let shop = Shop::new(sample);
        let results = shop.projected();
        let told = letters_of(&shop.report("shop.pdf", &[]));
        let has = |what: &str, figure: String| {
            assert!(told.contains(&figure), "{sample}, {what}: no {figure} in {told}");
        };
        let verdict = &results["verdict"];
        has("cost", dollars(verdict["closure_cost"].as_f64().expect("links close in every sample")));
        for (id, scenario) in results["scenarios"].as_object().unwrap() {
            let summary = &scenario["summary"];
            if summary["earns_most"].is_null() {
                continue;
            }
            has(id, dollars(summary["total_profit"]["p50"].as_f64().unwrap()));
            has(id, dollars(summary["lowest_cash"]["p10"].as_f64().unwrap()));
        }
        let Some(chosen) = verdict["recommended"].as_str() else { continue };
        let scenario = &results["scenarios"][chosen];
        for percentile in ["p10", "p50", "p90"] {
            has("gain", changed(scenario["summary"]["gain"][percentile].as_f64().unwrap()));
        }
        for month in scenario["quantiles"]["cash"].as_array().unwrap() {
            has("cash, worst tenth", dollars(month[1].as_f64().unwrap()));
            has("cash, middle", dollars(month[3].as_f64().unwrap()));
        }
        for month in scenario["quantiles"]["revenue"].as_array().unwrap() {
            has("revenue", dollars(month[3].as_f64().unwrap()));
        }
    }
}

#[test]
fn every_sample_makes_three_to_six_pages_in_both_languages_with_its_letters_in_them() {
    for sample in SAMPLES {
        let shop = Shop::new(sample);
        for (language, word) in [("en", "Inshort"), ("zh", "结论")] {
            for (pages, n) in [("full", 3..=6), ("short", 1..=1), ("slides", 5..=5)] {
                let path = shop.report("shop.pdf", &["--lang", language, "--pages", pages, "--paths", "300"]);
                let document = lopdf::Document::load(&path).unwrap();
                let n_pages = document.get_pages().len();
                assert!(n.contains(&n_pages), "{sample} in {language}, {pages}: {n_pages} pages");
                assert!(fs::metadata(&path).unwrap().len() < 1_000_000);
                let told = letters_of(&path);
                assert!(pages == "slides" || told.contains(word), "{sample} in {language}, {pages}: {told}");
                assert!(told.contains("2026"), "the day stands on it");
                let is_embedded = |object: &lopdf::Object| {
                    let font = object.as_dict().ok().filter(|it| it.has_type(b"FontDescriptor"));
                    font.is_none_or(|it| it.has(b"FontFile2") || it.has(b"FontFile3"))
                };
                assert!(document.objects.values().all(is_embedded), "its fonts are in it");
            }
        }
    }
}

#[test]
fn the_same_plan_on_the_same_day_gives_the_same_bytes() {
    let shop = Shop::new("womens_wear");
    for name in ["a.pdf", "a.xlsx", "a.ics", "a.csv", "a.txt", "a.svg", "a.png"] {
        let first = fs::read(shop.report(name, &["--paths", "400"])).unwrap();
        let again = fs::read(shop.report(name, &["--paths", "400", "--threads", "1"])).unwrap();
        assert!(first == again, "{name}");
    }
}

fn sheet(book: &mut Xlsx<std::io::BufReader<fs::File>>, name: &str) -> Vec<Vec<Data>> {
    let range = book.worksheet_range(name).unwrap_or_else(|fault| panic!("{name}: {fault}"));
    range.rows().map(<[Data]>::to_vec).collect()
}

#[test]
fn the_workbook_holds_every_figure_of_a_projection_and_no_formula_but_its_own() {
    let shop = Shop::new("pet_supplies_followers");
    let results = shop.projected();
    let mut book: Xlsx<_> = open_workbook(shop.report("shop.xlsx", &[])).expect("it is a workbook");
    let names = book.sheet_names();
    for name in
        ["Summary", "Months", "Channels", "Cash", "Costs of strategies", "Assumptions", "Actuals", "Inputs"]
    {
        assert!(names.iter().any(|own| own == name), "{name} in {names:?}");
    }
    let rows = sheet(&mut book, "Months");
    let plan: Value = serde_json::from_slice(&fs::read(&shop.plan).unwrap()).unwrap();
    let mut at = 1;
    for scenario in plan["scenarios"].as_array().unwrap() {
        let told = &results["scenarios"][scenario["id"].as_str().unwrap()];
        for metric in [
            "visits",
            "orders",
            "gmv",
            "revenue",
            "profit",
            "cash",
            "receivables",
            "stock",
            "followers",
            "subscribers",
        ] {
            for t in 0..results["months"].as_array().unwrap().len() {
                let row = &rows[at];
                let expected = [&told["central"][metric][t], &told["mean"][metric][t]];
                let quantiles = told["quantiles"][metric][t].as_array().unwrap();
                for (column, expected) in expected.into_iter().chain(quantiles).enumerate() {
                    let Data::Float(found) = row[column + 3] else { panic!("row {at}: {row:?}") };
                    let expected = expected.as_f64().unwrap();
                    assert!(
                        (found - expected).abs() <= 1e-9 * expected.abs().max(1.0),
                        "row {at}: {found}, {expected}"
                    );
                }
                at += 1;
            }
        }
    }
    for name in names {
        let has_formulas = book.worksheet_formula(&name).unwrap().used_cells().next().is_some();
        assert_eq!(has_formulas, name.starts_with("Living"), "{name}");
    }
}

#[test]
fn a_name_that_reads_like_a_formula_is_a_name_in_every_file() {
    let shop = Shop::new("womens_wear");
    let names = [
        "=1+1",
        "+cmd|'/c calc'!A0",
        "-2+3",
        "@SUM(A1)",
        "\u{ff1d}1+1",
        "\u{ff0b}x",
        "\u{ff0d}x",
        "\u{ff20}x",
        "=HYPERLINK(1)",
    ];
    shop.edit(|plan| {
        plan["name"] = "=cmd".into();
        let channels = plan["channels"].as_array_mut().unwrap();
        channels.iter_mut().zip(names).for_each(|(channel, name)| channel["name"] = name.into());
        let scenarios = plan["scenarios"].as_array_mut().unwrap();
        scenarios.iter_mut().zip(names).for_each(|(scenario, name)| scenario["name"] = name.into());
        let strategies = plan["strategies"].as_array_mut().unwrap();
        strategies.iter_mut().zip(names).for_each(|(strategy, name)| strategy["name"] = name.into());
    });
    let path = shop.report("shop.xlsx", &["--paths", "300"]);
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    let summary = sheet(&mut book, "Summary");
    assert_eq!(summary[0][0], Data::String("=cmd".to_owned()));
    for name in book.sheet_names() {
        let formulas = book.worksheet_formula(&name).unwrap();
        let own = formulas
            .used_cells()
            .all(|(.., formula)| !formula.contains("cmd") && !formula.contains("HYPERLINK"));
        assert!(own, "{name}");
    }
    let csv = fs::read_to_string(shop.report("shop.csv", &["--paths", "50"])).unwrap();
    let signs = ['=', '+', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}', '\t', '\r'];
    for line in csv.trim_start_matches('\u{feff}').lines() {
        let cells = line.split(',').map(|cell| cell.trim_matches('"'));
        assert!(!cells.clone().any(|cell| cell.starts_with(signs)), "{line}");
    }
    for name in ["shop.pdf", "shop.ics", "shop.txt", "shop.svg"] {
        shop.report(name, &["--paths", "50"]);
    }
}

/// The days of a calendar, in order.
fn days_of(path: &Path) -> Vec<String> {
    let calendar: Calendar =
        fs::read_to_string(path).expect("the calendar").parse().expect("it is a calendar");
    let mut days: Vec<String> = vec![];
    for component in &calendar.components {
        let CalendarComponent::Event(event) = component else { panic!("only days stand in it") };
        assert!(event.get_summary().is_some_and(|words| !words.is_empty()));
        days.push(event.property_value("DTSTART").expect("a day").to_owned());
    }
    days.sort();
    days
}

#[test]
fn the_calendar_has_the_same_days_in_both_languages_and_the_day_of_the_closure_among_them() {
    for sample in SAMPLES {
        let shop = Shop::new(sample);
        let english = days_of(&shop.report("a.ics", &["--paths", "2000"]));
        let chinese = days_of(&shop.report("b.ics", &["--paths", "2000", "--lang", "zh"]));
        assert_eq!(english, chinese, "{sample}");
        assert!(english.len() >= 2, "{sample}: {english:?}");
        assert!(english.contains(&"20270112".to_owned()), "{sample}: {english:?}");
    }
}

#[test]
fn where_nothing_is_recommended_the_report_says_so_and_keeps_the_days_of_what_happens() {
    let shop = Shop::new("womens_wear");
    shop.edit(|plan| {
        for strategy in plan["strategies"].as_array_mut().unwrap() {
            strategy["monthly_cost"] = 1_000_000.into();
        }
    });
    assert!(shop.projected()["verdict"]["recommended"].is_null());
    let told = letters_of(&shop.report("shop.pdf", &[]));
    assert!(told.contains("Nothingisrecommended."), "{told}");
    let days = days_of(&shop.report("shop.ics", &[]));
    assert!(days.len() >= 3 && days.contains(&"20270112".to_owned()), "{days:?}");
    assert!(days.contains(&"20261201".to_owned()), "the next month begins with what was measured: {days:?}");
    let list = fs::read_to_string(shop.report("shop.txt", &["--lang", "zh"])).unwrap();
    assert!(list.contains("复盘"), "{list}");
}

#[test]
fn a_scenario_that_is_asked_for_is_told_and_one_that_is_not_there_is_said_to_be() {
    let shop = Shop::new("womens_wear");
    let plan: Value = serde_json::from_slice(&fs::read(&shop.plan).unwrap()).unwrap();
    let last = plan["scenarios"].as_array().unwrap().last().unwrap();
    let id = last["id"].as_str().unwrap();
    let list = fs::read_to_string(shop.report("a.txt", &["--scenario", id, "--paths", "100"])).unwrap();
    assert!(list.contains(last["name"].as_str().unwrap()), "{list}");
    let refused = shop.report_to(&shop.path("b.txt"), &["--scenario", "nobody"]);
    let told = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(refused.status.code(), Some(2), "{told}");
    assert!(told.contains("nobody") && told.contains(id) && !shop.path("b.txt").exists());
}

#[test]
fn what_cannot_be_written_is_said_and_nothing_is_half_there() {
    let shop = Shop::new("womens_wear");
    fs::create_dir(shop.path("folder.pdf")).unwrap();
    let long = "x".repeat(300) + ".pdf";
    for (name, code) in
        [("missing/shop.pdf", 1), ("folder.pdf", 1), (&*long, 1), ("shop.docx", 2), ("shop", 2)]
    {
        let refused = shop.report_to(&shop.path(name), &["--paths", "20"]);
        let told = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert_eq!(refused.status.code(), Some(code), "{name}: {told}");
        assert!(!told.is_empty() && !told.contains("error") && !told.contains("panicked"), "{name}: {told}");
    }
    let refused = shop.report_to(&shop.path("a.png"), &["--chart", "nothing"]);
    assert_eq!(refused.status.code(), Some(2));
    let left: Vec<_> =
        fs::read_dir(shop.folder.path()).unwrap().flatten().map(|entry| entry.file_name()).collect();
    assert_eq!(left.len(), 2, "the plan and the folder alone: {left:?}");
}
