//! Estimates as people type and say them: `2-3%`, `2.1 (1.5–3)`, `about 300`, `300 ± 20%`, `25 to 40`.

use super::read_number::{NumberFault, half_width, read_number};

/// Longer than any estimate a person types.
const MAX_CHARS: usize = 160;
/// How far “about” reaches to each side, as a share: four in five of what people call about a number lie that close.
pub const ABOUT: f64 = 0.2;

/// One number of what was typed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quantity {
    /// Its value; of a percentage the share.
    pub value: f64,
    /// Whether it was said in percent.
    pub is_percent: bool,
}

/// What was said.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Said {
    /// One number.
    One(Quantity),
    /// A number that is not held for certain.
    About(Quantity),
    /// A low and a high.
    Between(Quantity, Quantity),
    /// A low, a likely and a high.
    Three(Quantity, Quantity, Quantity),
}

/// A stretch of time that was named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Days.
    Days,
    /// Months.
    Months,
}

/// Words for stretches of time, longer ones before those that they contain.
const MEASURES: [(&str, Measure); 13] = [
    ("days", Measure::Days),
    ("day", Measure::Days),
    ("天", Measure::Days),
    ("日", Measure::Days),
    ("months", Measure::Months),
    ("month", Measure::Months),
    ("mo", Measure::Months),
    ("个月", Measure::Months),
    ("個月", Measure::Months),
    ("月", Measure::Months),
    ("per month", Measure::Months),
    ("a month", Measure::Months),
    ("d", Measure::Days),
];
/// Words for things that are counted, which say nothing new in a field of such things.
const THINGS: [&str; 14] = [
    "orders", "order", "visits", "visit", "posts", "people", "followers", "单", "次", "人", "件", "条", "个", "篇",
];
const ABOUT_BEFORE: [&str; 14] = [
    "approximately", "approx.", "approx", "around", "about", "roughly", "circa", "ca.", "大约", "大概", "差不多",
    "约", "≈", "~",
];
const ABOUT_AFTER: [&str; 4] = ["or so", "左右", "上下", "前后"];
const ONE_SIDED: [&str; 22] = [
    "at least", "at most", "more than", "less than", "up to", "no more than", "over ", "under ", "above ", "below ",
    "minimum", "maximum", "至少", "至多", "最多", "最少", "超过", "不到", "不超过", ">", "<", "以上",
];
const BETWEEN_BEFORE: [&str; 5] = ["between", "from", "介于", "在", "从"];
const BETWEEN_AFTER: [&str; 2] = ["之间", "间"];
/// What stands between a low and a high; the sign of minus comes last, for it may belong to a number.
const TO: [&str; 7] = ["...", "…", " to ", "至", "到", "~", " and "];

/// What `text` says, and the stretch of time it names.
///
/// # Errors
/// Where it says no number, says it in two ways, or gives one side only.
pub fn read_estimate(text: &str) -> Result<(Said, Option<Measure>), NumberFault> {
    if text.chars().nth(MAX_CHARS).is_some() {
        return Err(NumberFault::TooLong);
    }
    let signs: String = text.chars().map(half_width).map(joined).collect();
    let text = signs.trim().to_lowercase();
    if text.is_empty() {
        return Err(NumberFault::Empty);
    }
    if let Ok(value) = read_number(signs.trim()) {
        return Ok((Said::One(Quantity { value, is_percent: says_percent(&text) }), None));
    }
    if ONE_SIDED.iter().any(|word| text.contains(word)) {
        return Err(NumberFault::OneSided);
    }
    let (text, measure) = without_measure(&text);
    in_order(said(text)?).map(|said| (said, measure))
}

/// Dashes and waves that only differ in where they are typed.
fn joined(sign: char) -> char {
    match sign {
        '—' | '‒' | '―' | '─' => '-',
        '〜' | '∼' | '⁓' => '~',
        '【' | '［' | '[' => '(',
        '】' | '］' | ']' => ')',
        _ => sign,
    }
}

fn says_percent(text: &str) -> bool {
    text.contains(['%', '‰'])
}

fn said(text: &str) -> Result<Said, NumberFault> {
    if let Some((likely, range)) = with_range(text) {
        let (low, high) = split(range).ok_or(NumberFault::NotANumber)??;
        let likely = with_suffix_of(likely, high).unwrap_or(quantity(likely)?);
        return Ok(Said::Three(pair(low, high)?.0, likely, quantity(high)?));
    }
    if let Some((middle, reach)) = text.split_once('±').or_else(|| text.split_once("+/-")) {
        return around(middle, reach);
    }
    if let Some(rest) = stripped(text, &ABOUT_BEFORE, &ABOUT_AFTER) {
        return match split(rest) {
            Some(found) => between(found?),
            None => quantity(rest).map(Said::About),
        };
    }
    if let Some(three) = three(text) {
        return three;
    }
    let rest = stripped(text, &BETWEEN_BEFORE, &BETWEEN_AFTER).unwrap_or(text);
    match split(rest) {
        Some(found) => between(found?),
        None => quantity(rest).map(Said::One),
    }
}

fn between((low, high): (&str, &str)) -> Result<Said, NumberFault> {
    let (low, high) = pair(low, high)?;
    Ok(if low == high { Said::One(low) } else { Said::Between(low, high) })
}

/// `2.1 (1.5-3)`: the likely value and what stands in parentheses behind it.
fn with_range(text: &str) -> Option<(&str, &str)> {
    let (likely, rest) = text.split_once('(')?;
    let range = rest.trim_end().strip_suffix(')')?;
    (!likely.trim().is_empty()).then_some((likely.trim(), range.trim()))
}

/// `2 / 2.5 / 3` and `2-2.5-3`: low, likely, high.
fn three(text: &str) -> Option<Result<Said, NumberFault>> {
    let parts: Vec<&str> = ['/', '-', '~'].into_iter().find_map(|sign| {
        let parts: Vec<&str> = text.split(sign).map(str::trim).collect();
        (parts.len() == 3 && parts.iter().all(|part| !part.is_empty())).then_some(parts)
    })?;
    let found = || -> Result<Said, NumberFault> {
        let high = quantity(parts[2])?;
        let lower = |part: &str| Ok(with_suffix_of(part, parts[2]).unwrap_or(quantity(part)?));
        Ok(Said::Three(lower(parts[0])?, lower(parts[1])?, high))
    };
    Some(found())
}

/// `300 ± 50` and `300 ± 20%`.
fn around(middle: &str, reach: &str) -> Result<Said, NumberFault> {
    let (likely, by) = (quantity(middle.trim())?, quantity(reach.trim())?);
    let is_part = by.is_percent && !likely.is_percent;
    let by = if is_part { likely.value.abs() * by.value } else { by.value };
    // In percent both are percents, even where the sign stands behind the first alone.
    let by = if likely.is_percent && !says_percent(reach) { by / 100.0 } else { by };
    let at = |value: f64| Quantity { value, ..likely };
    Ok(Said::Three(at(likely.value - by), likely, at(likely.value + by)))
}

/// The text without a word at its start or end that says how sure it is; nothing where there is none.
fn stripped<'t>(text: &'t str, before: &[&str], after: &[&str]) -> Option<&'t str> {
    let start = before.iter().find_map(|word| text.strip_prefix(word));
    let rest = start.unwrap_or(text).trim();
    let end = after.iter().find_map(|word| rest.strip_suffix(word));
    (start.is_some() || end.is_some()).then(|| end.unwrap_or(rest).trim())
}

/// A low and a high, as they were typed.
type Ends<'t> = Result<(&'t str, &'t str), NumberFault>;

/// The two ends of a range; nothing where the text is none.
fn split(text: &str) -> Option<Ends<'_>> {
    for word in TO {
        if let Some((low, high)) = text.split_once(word) {
            let (low, high) = (low.trim(), high.trim());
            return Some(if low.is_empty() || high.is_empty() { Err(NumberFault::OneSided) } else { Ok((low, high)) });
        }
    }
    // A minus may stand before either number, so that the first one at which both read is the one between them.
    let minuses = text.match_indices('-').map(|(at, _)| at).filter(|at| *at > 0);
    for at in minuses {
        let (low, high) = (text[..at].trim(), text[at + 1..].trim());
        if quantity(low).is_ok() && quantity(high).is_ok() {
            return Some(Ok((low, high)));
        }
    }
    text.strip_suffix('-').map(|_| Err(NumberFault::OneSided))
}

/// Both ends; a sign or word of size that stands behind the higher alone is meant for both, if they are in order then.
fn pair(low: &str, high: &str) -> Result<(Quantity, Quantity), NumberFault> {
    let found = quantity(high)?;
    let own = quantity(low)?;
    let low = with_suffix_of(low, high).filter(|shared| shared.value <= found.value).unwrap_or(own);
    Ok((low, found))
}

/// The number of `text` with what stands behind the digits of `model`, where `text` ends in a digit.
fn with_suffix_of(text: &str, model: &str) -> Option<Quantity> {
    let ends_in_digit = |text: &str| text.ends_with(|c: char| c.is_ascii_digit());
    let (text, model) = (text.trim(), without_things(model.trim()));
    if !ends_in_digit(text) || ends_in_digit(model) {
        return None;
    }
    let digits = model.rfind(|c: char| c.is_ascii_digit())?;
    quantity(&format!("{text}{}", &model[digits + 1..])).ok()
}

fn quantity(text: &str) -> Result<Quantity, NumberFault> {
    let text = without_things(text.trim());
    // Codes of currencies are written in capitals.
    let value = read_number(text).or_else(|fault| read_number(&text.to_uppercase()).map_err(|_| fault))?;
    Ok(Quantity { value, is_percent: says_percent(text) })
}

fn without_things(text: &str) -> &str {
    THINGS.iter().find_map(|word| text.strip_suffix(word)).unwrap_or(text).trim_end()
}

fn without_measure(text: &str) -> (&str, Option<Measure>) {
    // A word may stand inside the parentheses as well as behind them.
    for (word, measure) in MEASURES {
        if let Some(rest) = text.strip_suffix(word) {
            return (rest.trim_end(), Some(measure));
        }
    }
    (text, None)
}

fn in_order(said: Said) -> Result<Said, NumberFault> {
    let ordered = match said {
        Said::One(_) | Said::About(_) => true,
        Said::Between(low, high) => low.value <= high.value,
        Said::Three(low, likely, high) => low.value <= likely.value && likely.value <= high.value,
    };
    if ordered { Ok(said) } else { Err(NumberFault::OutOfOrder) }
}

#[cfg(test)]
mod tests;
