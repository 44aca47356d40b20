//! The house rules, read off the sources: each test is one rule, and a failing one names the lines that break it
//! and the reason for the rule.
#![expect(clippy::disallowed_methods, reason = "these tests read the sources where they lie")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

#[path = "house/documents.rs"]
mod documents;
#[path = "house/names.rs"]
mod names;
#[path = "house/rooms.rs"]
mod rooms;
#[path = "house/source.rs"]
mod source;

use documents::links_of;
use source::{Kind, Named, Source, Token};

const ENGINE: &str = "crates/sortie_engine/src/";

static FILES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut files = vec![];
    walk(&root(), &mut files);
    files.sort();
    assert!(files.iter().any(|path| path == "Cargo.toml"), "the walk starts at the root of the repository");
    files
});

static SOURCES: LazyLock<Vec<Source>> = LazyLock::new(|| {
    let paths: Vec<&String> = FILES.iter().filter(|path| path.ends_with(".rs")).collect();
    let mut sources: Vec<Source> = paths.iter().map(|path| Source::new(path, &text_of(path))).collect();
    let test_modules: Vec<String> = sources.iter().flat_map(Source::test_module_stems).collect();
    for source in &mut sources {
        let path = source.path.as_str();
        let is_declared = test_modules.iter().any(|stem| {
            path.strip_prefix(stem.as_str()).is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
        });
        if is_declared || format!("/{path}").contains("/tests/") || format!("/{path}").contains("/benches/") {
            source.mark_all_as_test();
        }
    }
    assert!(sources.iter().any(|source| source.path.starts_with(ENGINE)), "the engine has sources");
    assert!(sources.iter().any(|source| source.path.starts_with("src/")), "the app has sources");
    sources
});

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn walk(folder: &Path, files: &mut Vec<String>) {
    let entries = fs::read_dir(folder).expect("a folder of the repository can be listed");
    for entry in entries {
        let entry = entry.expect("an entry of the repository can be read");
        let name = entry.file_name();
        let path = entry.path();
        if matches!(name.to_str(), Some("target" | ".git" | "node_modules" | "__pycache__")) {
            continue;
        }
        if path.is_dir() {
            walk(&path, files);
        } else if let Ok(relative) = path.strip_prefix(root()) {
            files.push(relative.to_string_lossy().replace('\\', "/"));
        }
    }
}

fn text_of(path: &str) -> String {
    String::from_utf8_lossy(&fs::read(root().join(path)).expect("a listed file can be read")).into_owned()
}

/// The text files that people write by hand, with their text.
fn written_files() -> Vec<(&'static str, String)> {
    const ENDINGS: [&str; 9] = [".rs", ".md", ".toml", ".py", ".sh", ".svg", ".desktop", ".yml", ".ci/run"];
    let is_written = |path: &&String| ENDINGS.iter().any(|ending| path.ends_with(ending));
    FILES.iter().filter(is_written).map(|path| (path.as_str(), text_of(path))).collect()
}

fn engine() -> impl Iterator<Item = &'static Source> {
    SOURCES.iter().filter(|source| source.path.starts_with(ENGINE))
}

fn app() -> impl Iterator<Item = &'static Source> {
    SOURCES.iter().filter(|source| source.path.starts_with("src/"))
}

/// The first folder or file below `base`: the room a source stands in.
fn room_of<'a>(source: &'a Source, base: &str) -> &'a str {
    let below = source.path.strip_prefix(base).unwrap_or_default();
    below.split('/').next().unwrap_or_default().trim_end_matches(".rs")
}

/// Fails with the rule's reason and every place that breaks it.
fn assert_kept(reason: &str, broken: &[String]) {
    assert!(broken.is_empty(), "{reason}\n  {}\n", broken.join("\n  "));
}

fn at_token(source: &Source, token: &Token) -> String {
    format!("{}:{}: {}", source.path, token.line, token.text.trim())
}

fn at_path(source: &Source, named: &Named) -> String {
    format!("{}:{}: {}", source.path, named.line, named.parts.join("::"))
}

#[test]
fn no_source_file_is_longer_than_five_hundred_lines() {
    let length = |source: &Source| source.text.lines().count();
    let broken: Vec<String> = SOURCES
        .iter()
        .filter(|source| length(source) > 500)
        .map(|source| format!("{}: {} lines", source.path, length(source)))
        .collect();
    assert_kept(
        "A file that fits in one reading has one subject. Split it where its subject changes.",
        &broken,
    );
}

#[test]
fn the_engine_knows_no_screen_disk_clock_thread_or_environment() {
    const TOOLKITS: [&str; 3] = ["egui", "eframe", "rfd"];
    const SYSTEM: [[&str; 2]; 4] = [["std", "fs"], ["std", "thread"], ["std", "env"], ["std", "time"]];
    let mut broken = vec![];
    for source in engine() {
        let code = source.code();
        let words = code.iter().filter(|token| token.kind == Kind::Word && !token.is_test);
        broken.extend(
            words
                .filter(|token| TOOLKITS.contains(&token.text.as_str()))
                .map(|token| at_token(source, token)),
        );
        let paths = source.paths().into_iter().filter(|named| !named.is_test);
        broken.extend(
            paths
                .filter(|named| SYSTEM.iter().any(|system| named.starts_with(system)))
                .map(|named| at_path(source, &named)),
        );
    }
    let manifest = "crates/sortie_engine/Cargo.toml";
    for (idx, line) in text_of(manifest).lines().enumerate() {
        if TOOLKITS.iter().any(|toolkit| line.contains(toolkit)) {
            broken.push(format!("{manifest}:{}: {line}", idx + 1));
        }
    }
    assert_kept(
        "The engine answers the same on every machine and without a screen; its caller brings files, time and threads.",
        &broken,
    );
}

#[test]
fn transcendental_functions_stand_only_in_lane() {
    const METHODS: [&str; 27] = [
        "exp", "exp2", "exp_m1", "ln", "ln_1p", "log", "log2", "log10", "powf", "powi", "cbrt", "hypot",
        "sin", "cos", "sin_cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "asinh",
        "acosh", "atanh", "mul_add",
    ];
    let mut broken = vec![];
    for source in engine().filter(|source| room_of(source, ENGINE) != "lane") {
        let code = source.code();
        let calls =
            code.windows(3).filter(|next| next[0].text == "." && next[2].text == "(" && !next[1].is_test);
        broken.extend(
            calls
                .filter(|next| METHODS.contains(&next[1].text.as_str()))
                .map(|next| format!("{}:{}: .{}()", source.path, next[1].line, next[1].text)),
        );
        for named in source.paths().iter().filter(|named| !named.is_test) {
            let function = named.parts.last().map_or("", String::as_str);
            let is_std = ["f64", "f32"]
                .iter()
                .any(|float| named.parts.iter().rev().nth(1).is_some_and(|p| p == float));
            if named.starts_with(&["libm"]) || (is_std && METHODS.contains(&function)) {
                broken.push(at_path(source, named));
            }
        }
    }
    assert_kept(
        "The standard library's transcendental functions differ between machines in the last bit; lane has its own.",
        &broken,
    );
}

/// Whether a string holds a color such as #2456D6, with or without opacity.
fn holds_hex_color(text: &str) -> bool {
    text.split('#').skip(1).any(|rest| {
        let n_digits = rest.chars().take_while(char::is_ascii_hexdigit).count();
        let ends = !rest.chars().nth(n_digits).is_some_and(char::is_alphanumeric);
        ends && (n_digits == 6 || n_digits == 8)
    })
}

#[test]
fn colors_stand_only_in_theme() {
    const NO_COLOR: [&str; 2] = ["TRANSPARENT", "PLACEHOLDER"];
    let mut broken = vec![];
    for source in app().filter(|source| room_of(source, "src/") != "theme") {
        for named in source.paths() {
            let made =
                named.parts.iter().skip_while(|part| !matches!(part.as_str(), "Color32" | "Rgba" | "Hsva"));
            let is_color = made.skip(1).any(|part| !NO_COLOR.contains(&part.as_str()));
            if is_color {
                broken.push(at_path(source, &named));
            }
        }
        broken.extend(
            source
                .code()
                .into_iter()
                .filter(|token| {
                    token.kind == Kind::Text && holds_hex_color(&token.text) || token.text == "hex_color"
                })
                .map(|token| at_token(source, token)),
        );
    }
    assert_kept("A color has a name and two themes; both stand in src/theme.", &broken);
}

#[test]
fn files_are_touched_only_in_disk() {
    let mut broken = vec![];
    for source in app().filter(|source| room_of(source, "src/") != "disk") {
        let paths =
            source.paths().into_iter().filter(|named| !named.is_test && named.starts_with(&["std", "fs"]));
        broken.extend(paths.map(|named| at_path(source, &named)));
    }
    assert_kept(
        "src/disk never leaves half a file behind and knows the limits; nothing goes around it.",
        &broken,
    );
}

#[test]
fn no_program_is_started_within_the_app_or_its_tests() {
    let starts = |named: &Named| named.starts_with(&["std", "process", "Command"]);
    let mut broken = vec![];
    for source in app().chain(engine()) {
        let paths = source.paths().into_iter().filter(starts);
        broken.extend(paths.map(|named| at_path(source, &named)));
    }
    assert_kept(
        "Until a program that is being started runs, it holds the locks of the one that starts it: what one test let go \
         another found taken. What starts programs is a program of its own under tests.",
        &broken,
    );
}

fn is_chinese(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{2FDF}' | '\u{3001}'..='\u{303F}' | '\u{3400}'..='\u{9FFF}' | '\u{FF01}'..='\u{FF65}')
}

#[test]
fn chinese_sentences_stand_in_the_language_files() {
    // The column names of Chinese exports are what an import compares with, not what a person reads.
    let is_import = |source: &Source| source.path.starts_with(&format!("{ENGINE}import"));
    let mut broken = vec![];
    for source in SOURCES.iter() {
        let said = source.tokens.iter().filter(|token| !token.is_test && token.kind != Kind::Letter);
        let said = said.filter(|token| token.kind != Kind::Text || !is_import(source));
        broken.extend(
            said.filter(|token| token.text.chars().any(is_chinese)).map(|token| at_token(source, token)),
        );
    }
    assert_kept("What a person reads stands in assets/lang, where every language has it.", &broken);
}

#[test]
fn nothing_is_left_unfinished() {
    const MARKS: [&str; 2] = [concat!("TO", "DO"), concat!("FIX", "ME")];
    let mut broken = vec![];
    for (path, text) in written_files() {
        let lines = text.lines().enumerate().filter(|(_, line)| MARKS.iter().any(|mark| line.contains(mark)));
        broken.extend(lines.map(|(idx, line)| format!("{path}:{}: {}", idx + 1, line.trim())));
    }
    for source in SOURCES.iter() {
        for next in source.code().windows(3) {
            let [first, second, third] = [&next[0].text, &next[1].text, &next[2].text].map(String::as_str);
            let is_stub = matches!((first, second), ("todo" | "unimplemented", "!"));
            let is_skipped = first == "#" && second == "[" && matches!(third, "ignore" | "should_panic");
            if next[0].kind != Kind::Text && (is_stub || is_skipped) {
                broken.push(at_token(source, if is_stub { next[0] } else { next[2] }));
            }
        }
    }
    assert_kept("What stands on main works and every test runs; what is still to do is an issue.", &broken);
}

/// The full name of every sentence: `table.key`.
fn keys_of(table: &toml::Table, before: &str, keys: &mut BTreeSet<String>) {
    for (key, value) in table {
        let name = if before.is_empty() { key.clone() } else { format!("{before}.{key}") };
        match value {
            toml::Value::Table(inner) => keys_of(inner, &name, keys),
            _ => {
                keys.insert(name);
            }
        }
    }
}

#[test]
fn every_language_says_every_sentence() {
    let mut languages = vec![];
    // The texts of ready-made plans are English already, and have a file in the other languages only.
    let is_language = |path: &&String| path.starts_with("assets/lang/") && !path.contains("/ready.");
    for path in FILES.iter().filter(|path| path.ends_with(".toml")).filter(is_language) {
        let table: toml::Table = text_of(path).parse().expect("a language file is TOML");
        let mut keys = BTreeSet::new();
        keys_of(&table, "", &mut keys);
        languages.push((path, keys));
    }
    for name in ["assets/lang/en.toml", "assets/lang/zh-Hans.toml"] {
        assert!(
            languages.iter().any(|(path, keys)| *path == name && !keys.is_empty()),
            "{name} says something"
        );
    }
    let all: BTreeSet<&String> = languages.iter().flat_map(|(_, keys)| keys).collect();
    let mut broken = vec![];
    for (path, keys) in &languages {
        broken.extend(
            all.iter().filter(|key| !keys.contains(**key)).map(|key| format!("{path}: {key} is missing")),
        );
    }
    assert_kept("A seller who reads one language is told as much as one who reads another.", &broken);
}

#[test]
fn unsafe_code_stands_nowhere() {
    let mut broken = vec![];
    for source in SOURCES.iter() {
        let code = source.code();
        let words = code.iter().filter(|token| token.kind == Kind::Word && token.text == "unsafe");
        broken.extend(words.map(|token| at_token(source, token)));
    }
    assert_kept("A seller's files are opened by code that the compiler has checked to the end.", &broken);
}

/// Whether `word` is the name of something that is always the same.
fn is_constant(word: &str) -> bool {
    let is_named = word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    is_named || ["Self", "as", "u32", "usize"].contains(&word)
}

#[test]
fn nothing_is_clamped_between_bounds_that_may_be_in_the_wrong_order() {
    let mut broken = vec![];
    for source in SOURCES.iter() {
        let code = source.code();
        for (at, token) in code.iter().enumerate() {
            if token.text != "clamp" || token.is_test {
                continue;
            }
            let mut depth = 0;
            let bounds = code[at + 1..].iter().take_while(|token| {
                depth += i32::from(token.text == "(") - i32::from(token.text == ")");
                depth > 0
            });
            let mut words = bounds.filter(|token| token.kind == Kind::Word);
            if words.any(|token| {
                !token.text.starts_with(|c: char| c.is_ascii_digit()) && !is_constant(&token.text)
            }) {
                broken.push(at_token(source, token));
            }
        }
    }
    assert_kept(
        "`clamp` ends the program where the lower bound lies above the upper one; `max` and `min` do not.",
        &broken,
    );
}

/// Whether a line names a folder at the root of one machine, such as a home folder.
fn names_a_machine(line: &str) -> bool {
    ["work", "tmp", "home"].iter().any(|name| {
        let folder = format!("/{name}");
        line.match_indices(&folder).any(|(at, _)| {
            let before = line[..at].chars().next_back();
            let after = line[at + folder.len()..].chars().next();
            let starts = !before.is_some_and(|c| c.is_alphanumeric() || "._-~/}*)".contains(c));
            starts && !after.is_some_and(|c| c.is_alphanumeric() || "_-".contains(c))
        })
    })
}

#[test]
fn no_file_names_a_place_on_one_machine() {
    let mut broken = vec![];
    for (path, text) in written_files() {
        let lines = text.lines().enumerate().filter(|(_, line)| names_a_machine(line));
        broken.extend(lines.map(|(idx, line)| format!("{path}:{}: {}", idx + 1, line.trim())));
    }
    assert_kept("A path that exists on one machine alone misleads everyone else.", &broken);
}

#[test]
fn no_room_is_a_drawer_for_odds_and_ends() {
    const DRAWERS: [&str; 6] = ["utils", "util", "common", "helpers", "helper", "misc"];
    let is_drawer =
        |path: &&String| path.trim_end_matches(".rs").split('/').any(|part| DRAWERS.contains(&part));
    let broken: Vec<String> = FILES.iter().filter(is_drawer).cloned().collect();
    assert_kept("A room is named after what a seller would find in it.", &broken);
}

#[test]
fn only_plans_settings_and_the_command_line_are_written_out() {
    const WRITERS: [&str; 4] =
        ["crates/sortie_engine/src/plan", "crates/sortie_engine/src/unit", "src/cli", "src/disk"];
    let mut broken = vec![];
    let silent =
        SOURCES.iter().filter(|source| !WRITERS.iter().any(|writer| source.path.starts_with(writer)));
    for source in silent {
        let code = source.code();
        let words = code.iter().filter(|token| token.kind == Kind::Word && !token.is_test);
        broken.extend(words.filter(|token| token.text == "Serialize").map(|token| at_token(source, token)));
    }
    assert_kept(
        "Only what a seller says is saved; results are worked out anew and never enter a file.",
        &broken,
    );
}

#[test]
fn the_rules_tell_code_from_words_and_tests_from_both() {
    let source = Source::new(
        "crates/sortie_engine/src/sim/mod.rs",
        "//! std::fs in words.\nuse crate::{plan::Plan, forecast::{self, Fan as F}};\nfn f<'a>(c: char) -> bool {\n\
         c == '\"' || x(\"std::env\", r#\"a \"quoted\" one\"#)\n}\n#[cfg(test)]\nmod tests {\n use std::fs;\n}\n\
         fn g() { std::time::now() }\n#[cfg(test)]\nmod cases;\n",
    );
    let paths: Vec<(String, usize, bool)> =
        source.paths().into_iter().map(|named| (named.parts.join("::"), named.line, named.is_test)).collect();
    let expected = [
        ("crate::plan::Plan", 2, false),
        ("crate::forecast::self", 2, false),
        ("crate::forecast::Fan", 2, false),
        ("std::fs", 8, true),
        ("std::time::now", 10, false),
    ];
    assert_eq!(paths, expected.map(|(path, line, is_test)| (path.to_owned(), line, is_test)));
    assert_eq!(source.test_module_stems(), ["crates/sortie_engine/src/sim/cases"]);
    assert!(holds_hex_color("fill='#2456D6'") && !holds_hex_color("item #245"));
    assert!(
        names_a_machine(&format!("see /{}/plan", "tmp")) && !names_a_machine("https://example.com/home/a")
    );
    assert_eq!(links_of("[a](b.md#c) [d](https://e) [f](#g)"), ["b.md"]);
}
