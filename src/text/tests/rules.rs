//! What a test can hold of how sentences are written: one word for one thing, nouns that fit their numbers, spaces and
//! punctuation as each language has them.

use super::{Language, words};

/// Every sentence of a language with its key.
fn sentences(language: Language) -> Vec<(String, &'static str)> {
    words(language).keys().into_iter().map(|(key, text)| (key.to_owned(), text)).collect()
}

/// The sentence without what is typed at a prompt, and with a figure for what is filled in.
fn bare(text: &str) -> String {
    let mut bare = String::new();
    for (n, piece) in text.split('`').enumerate() {
        if n % 2 == 0 {
            bare.push_str(piece);
        }
    }
    let mut kept = String::new();
    let mut depth = 0;
    for sign in bare.replace("**", "").chars() {
        match sign {
            '{' => {
                depth += 1;
                kept.push('0');
            }
            '}' => depth -= 1,
            sign if depth == 0 => kept.push(sign),
            _ => {}
        }
    }
    kept
}

fn is_chinese(sign: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&sign)
}

#[test]
fn one_thing_has_one_word_in_chinese() {
    const OTHERS: [(&str, &str); 19] = [
        ("您", "你"),
        ("种未来", "次推演"),
        ("各未来", "各次推演"),
        ("冲击", "事件"),
        ("变故", "事件"),
        ("策略", "做法"),
        ("订阅者", "订阅用户"),
        ("资金断裂", "资金链断裂"),
        ("什么都不做", "不应对"),
        ("访问", "访客"),
        ("保住销售额", "销售额保留率"),
        ("最低现金", "现金最低点"),
        ("支付费", "支付手续费"),
        ("推广费", "投放"),
        ("复购占比", "老客订单占比"),
        ("关闭外链", "外链关闭"),
        ("最优次数", "最优"),
        ("最差一成", "最差 10%"),
        ("Sortie ", "突围"),
    ];
    let mut broken = vec![];
    for (key, text) in sentences(Language::Chinese) {
        let text = bare(text);
        for (other, word) in OTHERS {
            if text.contains(other) {
                broken.push(format!("{key}: {word} instead of {other} in {text}"));
            }
        }
        // A list of buyers is the seller's own; other lists are no such list.
        if text.replace("私域名单", "").contains("名单") {
            broken.push(format!("{key}: a list without its owner in {text}"));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn letters_and_chinese_stand_apart_and_chinese_has_its_own_punctuation() {
    let mut broken = vec![];
    for (key, text) in sentences(Language::Chinese) {
        let signs: Vec<char> = bare(text).chars().collect();
        for (idx, pair) in signs.windows(2).enumerate() {
            let [one, other] = [pair[0], pair[1]];
            let is_tight = (is_chinese(one) && other.is_ascii_alphabetic())
                || (one.is_ascii_alphabetic() && is_chinese(other));
            let is_foreign = is_chinese(one) && ",;:?!()".contains(other);
            let is_loose = one == ' ' && "，。；：、）？！”".contains(other)
                || other == ' ' && "，。；、（！？“".contains(one);
            let is_gap = one == ' '
                && is_chinese(other)
                && idx.checked_sub(1).is_some_and(|before| is_chinese(signs[before]));
            if is_tight || is_foreign || is_loose {
                broken.push(format!("{key}: {one}{other} in {text}"));
            } else if is_gap {
                broken.push(format!("{key}: a gap within Chinese in {text}"));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn every_counted_noun_fits_one_as_well_as_many_in_english() {
    /// What is filled in with a number that may be 1.
    const COUNTS: [&str; 11] = [
        "n",
        "rows",
        "months",
        "channels",
        "shocks",
        "strategies",
        "scenarios",
        "buyers",
        "came",
        "visits",
        "paths",
    ];
    /// Words behind a number that are no nouns.
    const OTHERS: [&str; 6] = ["is", "was", "has", "does", "times", "as"];
    let mut broken = vec![];
    for (key, text) in sentences(Language::English) {
        let text = text.replace("**", "");
        for count in COUNTS {
            for (_, after) in text
                .match_indices(&format!("{{{count}}} "))
                .map(|(at, found)| text.split_at(at + found.len()))
            {
                let noun: String = after.chars().take_while(char::is_ascii_alphabetic).collect();
                if noun.ends_with('s') && !OTHERS.contains(&noun.as_str()) {
                    broken.push(format!("{key}: {{{count}}} {noun} in {text}"));
                }
            }
        }
        for asked in text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(asked, _)| asked) {
            let forms = asked.split('|').count();
            if forms == 2 || forms > 3 {
                broken.push(format!("{key}: {forms} forms in {text}"));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn english_says_what_people_of_the_trade_say() {
    const OTHERS: [(&str, &str); 8] = [
        ("mend", "correct"),
        ("eggs in one basket", "concentration"),
        ("how sure:", "its numbers:"),
        ("shock", "event"),
        ("shocks", "events"),
        ("strategies[", "the strategy by its name"),
        ("came to grief", "had a fault"),
        ("in hand:", "selected:"),
    ];
    let mut broken = vec![];
    for (key, text) in sentences(Language::English) {
        let lower = bare(text).to_lowercase();
        let parts: Vec<&str> = lower.split(|sign: char| !sign.is_alphanumeric()).collect();
        for (other, word) in OTHERS {
            let is_said = if other.chars().all(char::is_alphanumeric) {
                parts.contains(&other)
            } else {
                lower.contains(other)
            };
            if is_said {
                broken.push(format!("{key}: {word} instead of {other} in {text}"));
            }
        }
        if text.contains("  ") && !text.starts_with("  ") || text.contains(" ,") || text.contains(" . ") {
            broken.push(format!("{key}: a space too many in {text}"));
        }
    }
    let named: Vec<String> = sentences(Language::English)
        .into_iter()
        .filter(|(_, text)| text.contains("Shapley"))
        .map(|(key, _)| key)
        .collect();
    assert_eq!(named, ["counted.cause_orders"], "who shared causes out first is named once");
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}
