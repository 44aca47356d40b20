//! The words of a language by their keys.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use toml::{Table, Value};

use super::{Language, quiet};

const ENGLISH: &str = include_str!("../../assets/lang/en.toml");
const CHINESE: &str = include_str!("../../assets/lang/zh-Hans.toml");
const READY_CHINESE: &str = include_str!("../../assets/lang/ready.zh-Hans.toml");

/// Everything the app can say in one language.
pub struct Words {
    language: Language,
    by_key: HashMap<String, &'static str>,
    /// English texts of ready-made plans and strategies, and what they are in this language.
    ready: HashMap<String, &'static str>,
}

/// The words of `language`.
pub fn words(language: Language) -> &'static Words {
    static ENGLISH_WORDS: LazyLock<Words> = LazyLock::new(|| Words::load(Language::English, ENGLISH, ""));
    static CHINESE_WORDS: LazyLock<Words> =
        LazyLock::new(|| Words::load(Language::Chinese, CHINESE, READY_CHINESE));
    match language {
        Language::English => &ENGLISH_WORDS,
        Language::Chinese => &CHINESE_WORDS,
    }
}

impl Words {
    /// The files are compiled in and tested, so that a table that cannot be read is empty rather than a panic.
    fn load(language: Language, words: &str, ready: &str) -> Self {
        let mut by_key = HashMap::new();
        flatten("", words.parse().unwrap_or_default(), &mut by_key);
        let ready: Table = ready.parse().unwrap_or_default();
        let ready = ready.into_iter().filter_map(|(english, value)| Some((english, leak(value)?))).collect();
        Self { language, by_key, ready }
    }

    /// The language of these words.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The words for `key`, such as `menu.open`; the key itself where there are none.
    pub fn get<'k>(&self, key: &'k str) -> &'k str {
        self.find(key).unwrap_or(key)
    }

    /// The words for `key` with every `{name}` of `values` filled in.
    pub fn with(&self, key: &str, values: &[(&str, &str)]) -> String {
        fill(self.get(key), values)
    }

    /// A name or note of a ready-made plan or strategy in this language; any other text unchanged.
    pub fn ready<'a>(&self, english: &'a str) -> &'a str {
        self.ready.get(english).copied().unwrap_or(english)
    }

    /// Whether a market that files can name is called so in this language.
    pub fn is_market(&self, name: &str) -> bool {
        self.by_key.iter().any(|(key, words)| key.starts_with("market.") && *words == name)
    }

    /// The words for `key`, if there are any.
    pub(super) fn find(&self, key: &str) -> Option<&'static str> {
        self.by_key.get(key).copied()
    }

    /// The words for `item` in the table `table`; the item as the file spells it where there are none.
    pub(super) fn of_item(&self, table: &str, item: &'static str) -> &'static str {
        self.find(&format!("{table}.{item}")).unwrap_or(item)
    }

    /// Every key, for the tests that compare languages.
    #[cfg(test)]
    pub(crate) fn keys(&self) -> std::collections::BTreeMap<&str, &'static str> {
        self.by_key.iter().map(|(key, text)| (key.as_str(), *text)).collect()
    }
}

/// `template` with each `{name}` replaced in one pass, so that a value with braces is never filled in itself. Values stay
/// on the line of the sentence, whatever stands in them. `{n|file|files}` is a number with its noun: `1 file`, `3 files`.
/// Letters stand apart from Chinese, and Chinese does not stand apart from Chinese, whatever the template has between them.
pub(super) fn fill(template: &str, values: &[(&str, &str)]) -> String {
    fill_piece(None, template, None, values)
}

/// As [`fill`], of a piece of a sentence that stands between these signs.
pub(super) fn fill_piece(
    before: Option<char>,
    template: &str,
    after: Option<char>,
    values: &[(&str, &str)],
) -> String {
    let mut filled = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some((head, tail)) = rest.split_once('{') {
        filled.push_str(head);
        let value = tail.split_once('}').and_then(|(asked, tail)| Some((value_of(asked, values)?, tail)));
        match value {
            Some((value, tail)) => {
                add_apart(&mut filled, &value, before);
                rest = leave_apart(&mut filled, &value, tail, after);
            }
            None => {
                filled.push('{');
                rest = tail;
            }
        }
    }
    filled + rest
}

/// The value for what stands between braces, with its noun where there is one.
fn value_of<'v>(asked: &str, values: &[(&str, &'v str)]) -> Option<Cow<'v, str>> {
    let mut parts = asked.split('|');
    let name = parts.next()?;
    let value = quiet(values.iter().find(|(known, _)| *known == name)?.1);
    let noun = match (parts.next(), parts.next()) {
        (Some(one), Some(_)) if value == "1" => one,
        (Some(_), Some(many)) => many,
        _ => return Some(value),
    };
    Some(Cow::Owned(format!("{value} {noun}")))
}

/// Adds a value behind what is filled in already.
fn add_apart(filled: &mut String, value: &str, before: Option<char>) {
    let stem = filled.trim_end_matches(' ');
    let last = stem.chars().next_back().or(before);
    if last.is_some_and(is_ideograph) {
        if stem.len() < filled.len() && reads_on(value) {
            filled.truncate(stem.len());
        } else if stem.len() == filled.len() && value.starts_with(|sign: char| sign.is_ascii_alphabetic()) {
            filled.push(' ');
        }
    }
    filled.push_str(value);
}

/// What comes behind a value, of which a space may be dropped or added.
fn leave_apart<'t>(filled: &mut String, value: &str, tail: &'t str, after: Option<char>) -> &'t str {
    let stem = tail.trim_start_matches(' ');
    let next = if tail.is_empty() { after } else { stem.chars().next() };
    if !next.is_some_and(is_ideograph) {
        return tail;
    }
    if value.ends_with(is_ideograph) && reads_on(value) {
        return stem;
    }
    if stem.len() == tail.len() && value.ends_with(|sign: char| sign.is_ascii_alphabetic()) {
        filled.push(' ');
    }
    tail
}

/// Whether a value reads on from Chinese without a space: Chinese itself, or a date such as `2027\u{5e74}8\u{6708}`.
fn reads_on(value: &str) -> bool {
    value.trim_start_matches(|sign: char| sign.is_ascii_digit()).starts_with(|sign: char| {
        let is_date = value.starts_with(|sign: char| sign.is_ascii_digit());
        if is_date { sign == '\u{5e74}' || sign == '\u{6708}' } else { is_ideograph(sign) }
    })
}

/// Whether a sign is Chinese.
pub(super) fn is_ideograph(sign: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&sign)
}

fn flatten(prefix: &str, table: Table, by_key: &mut HashMap<String, &'static str>) {
    for (name, value) in table {
        let key = if prefix.is_empty() { name } else { format!("{prefix}.{name}") };
        if let Value::Table(inner) = value {
            flatten(&key, inner, by_key);
        } else if let Some(text) = leak(value) {
            by_key.insert(key, text);
        }
    }
}

/// The words live as long as the program, and are leaked once, so that views can keep them without a lifetime.
fn leak(value: Value) -> Option<&'static str> {
    match value {
        Value::String(text) => Some(text.leak()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_with_braces_is_not_filled_in_itself() {
        assert_eq!(fill("{a} and {b}, {c} {", &[("a", "{b}"), ("b", "2")]), "{b} and 2, {c} {");
    }

    #[test]
    fn letters_stand_apart_from_chinese_and_chinese_does_not() {
        assert_eq!(fill("当{a}的订单", &[("a", "TikTok Shop")]), "当 TikTok Shop 的订单");
        assert_eq!(fill("当{a}的订单", &[("a", "独立站")]), "当独立站的订单");
        assert_eq!(fill("多赚 {a}。", &[("a", "US$3万")]), "多赚 US$3万。");
        assert_eq!(fill("打开 {a} 后", &[("a", "外链")]), "打开外链后");
        assert_eq!(fill("打开 {a} 后", &[("a", "TikTok Shop")]), "打开 TikTok Shop 后");
        assert_eq!(fill("自 {a} 起 {n} 个月", &[("a", "2027年8月"), ("n", "18")]), "自2027年8月起 18 个月");
        assert_eq!(fill_piece(Some('在'), "{a}", Some('卖'), &[("a", "Temu")]), " Temu ");
    }

    #[test]
    fn a_number_of_things_has_its_noun() {
        let told = |n| fill("Delete {n|file|files} for good", &[("n", n)]);
        assert_eq!(
            [told("1"), told("0"), told("3")],
            ["Delete 1 file for good", "Delete 0 files for good", "Delete 3 files for good"]
        );
    }

    #[test]
    fn a_missing_key_shows_itself() {
        assert_eq!(words(Language::English).get("no.such_key"), "no.such_key");
    }

    #[test]
    fn every_file_of_words_can_be_read_and_holds_only_texts() {
        fn all_texts(table: &Table) -> bool {
            table.values().all(|value| match value {
                Value::Table(inner) => all_texts(inner),
                other => other.is_str(),
            })
        }
        for file in [ENGLISH, CHINESE, READY_CHINESE] {
            let table: Table = file.parse().unwrap();
            assert!(all_texts(&table));
        }
    }
}
