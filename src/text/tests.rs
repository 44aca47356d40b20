//! What holds between the languages, and between the words and the sources that ask for them.

mod rules;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::{ENUM_PREFIXES, Language, words};

/// The names between braces, without the nouns of numbers.
fn placeholders(text: &str) -> BTreeSet<&str> {
    let asked = text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0));
    asked.map(|asked| asked.split_once('|').map_or(asked, |(name, _)| name)).collect()
}

#[test]
fn every_language_has_the_same_keys_with_the_same_placeholders() {
    let english = words(Language::English).keys();
    for language in Language::ALL {
        let other = words(language).keys();
        let missing: Vec<_> = english.keys().filter(|key| !other.contains_key(*key)).collect();
        let extra: Vec<_> = other.keys().filter(|key| !english.contains_key(*key)).collect();
        assert!(
            missing.is_empty() && extra.is_empty(),
            "{language:?} lacks {missing:?}, has {extra:?} too many"
        );
        for (key, text) in &english {
            assert_eq!(placeholders(text), placeholders(other[key]), "{key} in {language:?}");
        }
    }
}

#[test]
fn no_words_are_empty_but_those_for_powers_of_ten() {
    for language in Language::ALL {
        for (key, text) in words(language).keys() {
            assert!(key.starts_with("number.e") || !text.trim().is_empty(), "{key} in {language:?}");
        }
    }
}

/// Words that frighten a seller or say nothing to one.
#[test]
fn no_sentence_speaks_like_a_machine() {
    for (key, text) in words(Language::English).keys() {
        let lower = text.to_lowercase();
        let parts: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).collect();
        for word in ["error", "errors", "invalid", "failed", "fatal", "exception"] {
            assert!(!parts.contains(&word), "{key}: {text}");
        }
    }
    for (key, text) in words(Language::Chinese).keys() {
        for word in ["错误", "无效", "非法", "异常"] {
            assert!(!text.contains(word), "{key}: {text}");
        }
    }
}

/// Every string literal of the sources, and whether `get(` or `with(` stands before it.
fn literals(source: &str) -> Vec<(String, bool)> {
    let mut found = vec![];
    for (start, _) in source.match_indices('"') {
        let Some(end) = source[start + 1..].find('"') else { continue };
        let literal = &source[start + 1..start + 1 + end];
        let before = source[..start].trim_end();
        found.push((literal.to_owned(), before.ends_with(".get(") || before.ends_with(".with(")));
    }
    found
}

fn sources(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        let is_of_tests = path.file_stem().is_some_and(|stem| stem == "tests");
        if path.is_dir() && !is_of_tests {
            sources(&path, files);
        } else if !path.is_dir()
            && path.extension().is_some_and(|extension| extension == "rs")
            && !is_of_tests
        {
            files.push(path);
        }
    }
}

/// The literals of the sources that look like keys, with the file of each and whether it is asked for at once.
fn keys_in_sources() -> BTreeMap<String, (PathBuf, bool)> {
    let mut files = vec![];
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let mut keys = BTreeMap::new();
    for path in files {
        let mut reader = std::fs::File::open(&path).unwrap();
        let source = std::io::read_to_string(&mut reader).unwrap();
        let shipped = source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let code: Vec<&str> = shipped.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        let shipped = code.join("\n");
        let is_key = |text: &str| {
            let is_name =
                |part: &str| part.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'_');
            text.contains('.') && text.split('.').all(|part| !part.is_empty() && is_name(part))
        };
        for (key, is_asked) in literals(&shipped).into_iter().filter(|(text, _)| is_key(text)) {
            let known = keys.entry(key).or_insert_with(|| (path.clone(), is_asked));
            known.1 |= is_asked;
        }
    }
    keys
}

#[test]
fn every_key_that_the_sources_ask_for_exists() {
    let known = words(Language::English).keys();
    // A name such as settings.json is a file's, unless it is asked for.
    let is_file = |key: &str| {
        ["json", "toml", "csv", "png", "log", "rs"].iter().any(|end| key.ends_with(&format!(".{end}")))
    };
    for (key, (path, is_asked)) in keys_in_sources() {
        let room = key.split('.').next().unwrap_or_default();
        let is_of_room = known.keys().any(|other| other.split('.').next() == Some(room)) && !is_file(&key);
        let is_table = known.keys().any(|other| other.starts_with(&format!("{key}.")));
        assert!(
            !(is_asked || is_of_room) || is_table || known.contains_key(key.as_str()),
            "{key} in {}",
            path.display()
        );
    }
}

#[test]
fn no_key_is_left_that_nothing_asks_for() {
    let asked = keys_in_sources();
    let of_enum = |key: &str| ENUM_PREFIXES.iter().any(|prefix| key.split('.').next() == Some(prefix));
    let unused: Vec<_> = words(Language::English)
        .keys()
        .into_keys()
        .filter(|key| !of_enum(key) && !asked.contains_key(*key))
        .map(str::to_owned)
        .collect();
    assert!(unused.is_empty(), "nothing asks for {unused:?}");
}

/// The fields of the plan's own types; what stands below is never a label.
#[test]
fn every_field_that_a_seller_edits_has_a_label() {
    const NO_LABELS: [&str; 19] = [
        "actuals",
        "basis",
        "cash",
        "change",
        "channel",
        "demand",
        "followers",
        "id",
        "mechanisms",
        "month",
        "orders",
        "refunds",
        "revenue",
        "scenarios",
        "seller",
        "shocks",
        "strategies",
        "strategy",
        "subscribers",
    ];
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/sortie_engine/src/plan");
    let known = words(Language::English).keys();
    for file in ["parts.rs", "mechanism.rs", "shock.rs"] {
        let mut reader = std::fs::File::open(folder.join(file)).unwrap();
        let source = std::io::read_to_string(&mut reader).unwrap();
        let fields = source.lines().filter_map(|line| line.strip_prefix("    pub ")?.split_once(": "));
        for (name, _) in fields.filter(|(name, _)| !name.contains(['(', ' ']) && !NO_LABELS.contains(name)) {
            assert!(known.contains_key(format!("field.{name}").as_str()), "{name} in {file}");
        }
    }
}
