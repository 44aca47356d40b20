//! Estimates as people type and say them: `2-3%`, `2.1 (1.5–3)`, `about 300`, `300 ± 20%`, `25 to 40`.

use std::sync::LazyLock;

use serde::Deserialize;

use super::read_number::{NumberFault, half_width, read_number};

/// Longer than any estimate a person types.
const MAX_CHARS: usize = 160;
/// How far “about” reaches to each side, as a share: four in five of what people call about a number lie that close.
pub const ABOUT: f64 = 0.2;

/// One number of what was typed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TypedQuantity {
    /// Its value; of a percentage the share.
    pub value: f64,
    /// Whether it was said in percent.
    pub is_percent: bool,
}

/// What was said.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ReadEstimate {
    /// One number.
    One(TypedQuantity),
    /// A number that is not held for certain.
    About(TypedQuantity),
    /// A low and a high.
    Between(TypedQuantity, TypedQuantity),
    /// A low, a likely and a high.
    Three(TypedQuantity, TypedQuantity, TypedQuantity),
}

/// A stretch of time that was named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeSpan {
    /// Days.
    Days,
    /// Months.
    Months,
}

/// The words that say how sure a number is, in every language at once.
#[derive(Deserialize)]
struct CertaintyWords {
    days: Vec<String>,
    months: Vec<String>,
    /// Things that are counted, which say nothing new in a field of such things.
    things: Vec<String>,
    about_before: Vec<String>,
    about_after: Vec<String>,
    one_sided: Vec<String>,
    between_before: Vec<String>,
    between_after: Vec<String>,
    /// What stands between a low and a high.
    to: Vec<String>,
}

static SAYINGS: LazyLock<CertaintyWords> = LazyLock::new(|| {
    toml::from_str(include_str!("../../assets/sayings/estimates.toml"))
        .expect("a test reads the words that are compiled in")
});

/// What `text` says, and the stretch of time it names.
///
/// # Errors
/// Where it says no number, says it in two ways, or gives one side only.
pub fn read_estimate(text: &str) -> Result<(ReadEstimate, Option<TimeSpan>), NumberFault> {
    if text.chars().nth(MAX_CHARS).is_some() {
        return Err(NumberFault::TooLong);
    }
    let signs: String = text.chars().map(half_width).map(joined).collect();
    let text = signs.trim().to_lowercase();
    if text.is_empty() {
        return Err(NumberFault::Empty);
    }
    if let Ok(value) = read_number(signs.trim()) {
        return Ok((ReadEstimate::One(TypedQuantity { value, is_percent: says_percent(&text) }), None));
    }
    if SAYINGS.one_sided.iter().any(|word| text.contains(word)) {
        return Err(NumberFault::OneSided);
    }
    let (text, outer) = without_measure(&text);
    let about = stripped(text, &SAYINGS.about_before, &SAYINGS.about_after);
    let (text, inner) = without_measure(about.unwrap_or(text));
    let said = if about.is_some() { about_said(text)? } else { said(text)? };
    in_order(said).map(|said| (said, outer.or(inner)))
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

fn said(text: &str) -> Result<ReadEstimate, NumberFault> {
    if let Some(text) = with_sign_inside(text) {
        return said(&text);
    }
    if let Some((likely, range)) = with_range(text) {
        let (low, high) = split(range).ok_or(NumberFault::NotANumber)??;
        let own = quantity(likely)?;
        let shared = with_suffix_of(low, likely).zip(with_suffix_of(high, likely));
        if let Some((low, high)) =
            shared.filter(|(low, high)| low.value <= own.value && own.value <= high.value)
        {
            return Ok(ReadEstimate::Three(low, own, high));
        }
        let likely = with_suffix_of(likely, high).unwrap_or(own);
        return Ok(ReadEstimate::Three(pair(low, high)?.0, likely, quantity(high)?));
    }
    if let Some((middle, reach)) = text.split_once('±').or_else(|| text.split_once("+/-")) {
        return around(middle, reach);
    }
    if let Some(three) = three(text) {
        return three;
    }
    let rest = stripped(text, &SAYINGS.between_before, &SAYINGS.between_after).unwrap_or(text);
    match split(rest) {
        Some(found) => found.and_then(|(low, high)| between(low, high)),
        None => quantity(rest).map(ReadEstimate::One),
    }
}

/// What is said behind a word for “about”.
fn about_said(text: &str) -> Result<ReadEstimate, NumberFault> {
    match split(text) {
        Some(found) => found.and_then(|(low, high)| between(low, high)),
        None => quantity(text).map(ReadEstimate::About),
    }
}

fn between(low: &str, high: &str) -> Result<ReadEstimate, NumberFault> {
    let (low, high) = pair(low, high)?;
    Ok(if low == high { ReadEstimate::One(low) } else { ReadEstimate::Between(low, high) })
}

/// `2.1 (1.5-3)`: the likely value and what stands in parentheses behind it.
fn with_range(text: &str) -> Option<(&str, &str)> {
    let (likely, rest) = text.split_once('(')?;
    let range = rest.trim_end().strip_suffix(')')?;
    (!likely.trim().is_empty()).then_some((likely.trim(), range.trim()))
}

/// `2.1 (1.5-3)%` with its sign where `2.1% (1.5-3%)` has it; nothing where none stands behind the parenthesis.
fn with_sign_inside(text: &str) -> Option<String> {
    let (likely, rest) = text.split_once('(')?;
    let (range, sign) = rest.rsplit_once(')')?;
    let ends_in_digit = |text: &str| text.trim_end().ends_with(|c: char| c.is_ascii_digit());
    let is_meant = !sign.trim().is_empty() && ends_in_digit(likely) && ends_in_digit(range);
    is_meant.then(|| format!("{}{sign} ({}{sign})", likely.trim_end(), range.trim_end()))
}

/// `2 / 2.5 / 3` and `2-2.5-3`: low, likely, high.
fn three(text: &str) -> Option<Result<ReadEstimate, NumberFault>> {
    let parts: Vec<&str> = ['/', '-', '~'].into_iter().find_map(|sign| {
        let parts: Vec<&str> = text.split(sign).map(str::trim).collect();
        (parts.len() == 3 && parts.iter().all(|part| !part.is_empty())).then_some(parts)
    })?;
    let found = || -> Result<ReadEstimate, NumberFault> {
        let high = quantity(parts[2])?;
        let lower = |part: &str| Ok(with_suffix_of(part, parts[2]).unwrap_or(quantity(part)?));
        Ok(ReadEstimate::Three(lower(parts[0])?, lower(parts[1])?, high))
    };
    Some(found())
}

/// `300 ± 50` and `300 ± 20%`.
fn around(middle: &str, reach: &str) -> Result<ReadEstimate, NumberFault> {
    let (likely, by) = (quantity(middle.trim())?, quantity(reach.trim())?);
    let is_part = by.is_percent && !likely.is_percent;
    let by = if is_part { likely.value.abs() * by.value } else { by.value };
    // In percent both are percents, even where the sign stands behind the first alone.
    let by = if likely.is_percent && !says_percent(reach) { by / 100.0 } else { by };
    let at = |value: f64| TypedQuantity { value, ..likely };
    Ok(ReadEstimate::Three(at(likely.value - by), likely, at(likely.value + by)))
}

/// The text without a word at its start or end that says how sure it is; nothing where there is none.
fn stripped<'t>(text: &'t str, before: &[String], after: &[String]) -> Option<&'t str> {
    let start = before.iter().find_map(|word| text.strip_prefix(word.as_str()));
    let rest = start.unwrap_or(text).trim();
    let end = after.iter().find_map(|word| rest.strip_suffix(word.as_str()));
    (start.is_some() || end.is_some()).then(|| end.unwrap_or(rest).trim())
}

/// A low and a high, as they were typed.
type RangeEnds<'t> = Result<(&'t str, &'t str), NumberFault>;

/// The two ends of a range; nothing where the text is none.
fn split(text: &str) -> Option<RangeEnds<'_>> {
    for word in &SAYINGS.to {
        if let Some((low, high)) = text.split_once(word.as_str()) {
            let (low, high) = (low.trim(), high.trim());
            return Some(if low.is_empty() || high.is_empty() {
                Err(NumberFault::OneSided)
            } else {
                Ok((low, high))
            });
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
fn pair(low: &str, high: &str) -> Result<(TypedQuantity, TypedQuantity), NumberFault> {
    let found = quantity(high)?;
    let own = quantity(low)?;
    let low = with_suffix_of(low, high).filter(|shared| shared.value <= found.value).unwrap_or(own);
    Ok((low, found))
}

/// The number of `text` with what stands behind the digits of `model`, where `text` ends in a digit.
fn with_suffix_of(text: &str, model: &str) -> Option<TypedQuantity> {
    let ends_in_digit = |text: &str| text.ends_with(|c: char| c.is_ascii_digit());
    let (text, model) = (text.trim(), without_things(model.trim()));
    if !ends_in_digit(text) || ends_in_digit(model) {
        return None;
    }
    let digits = model.rfind(|c: char| c.is_ascii_digit())?;
    quantity(&format!("{text}{}", &model[digits + 1..])).ok()
}

fn quantity(text: &str) -> Result<TypedQuantity, NumberFault> {
    let text = without_things(text.trim());
    // Codes of currencies are written in capitals.
    let value = read_number(text).or_else(|fault| read_number(&text.to_uppercase()).map_err(|_| fault))?;
    Ok(TypedQuantity { value, is_percent: says_percent(text) })
}

fn without_things(text: &str) -> &str {
    SAYINGS.things.iter().find_map(|word| text.strip_suffix(word.as_str())).unwrap_or(text).trim_end()
}

fn without_measure(text: &str) -> (&str, Option<TimeSpan>) {
    let without = |words: &[String]| words.iter().find_map(|word| text.strip_suffix(word.as_str()));
    let months = || without(&SAYINGS.months).map(|rest| (rest, TimeSpan::Months));
    let found = without(&SAYINGS.days).map(|rest| (rest, TimeSpan::Days)).or_else(months);
    found.map_or((text, None), |(rest, measure)| (rest.trim_end(), Some(measure)))
}

fn in_order(said: ReadEstimate) -> Result<ReadEstimate, NumberFault> {
    let ordered = match said {
        ReadEstimate::One(_) | ReadEstimate::About(_) => true,
        ReadEstimate::Between(low, high) => low.value <= high.value,
        ReadEstimate::Three(low, likely, high) => low.value <= likely.value && likely.value <= high.value,
    };
    if ordered { Ok(said) } else { Err(NumberFault::OutOfOrder) }
}

#[cfg(test)]
mod tests;
