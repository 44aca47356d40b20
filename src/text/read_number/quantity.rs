//! One quantity: a sign, a currency, digits in groups, and a word for its power of ten.

use super::NumberFault;

/// Currency signs and codes, and words for money, longest first where one starts another.
const CURRENCIES: &[&str] = &[
    "US$", "HK$", "NT$", "MX$", "CN¥", "JP¥", "A$", "C$", "S$", "R$", "NZ$", "RMB", "$", "¥", "€", "£", "₩",
    "₹", "₱", "฿", "₫", "RM", "Rp", "USD", "CNY", "CNH", "EUR", "GBP", "JPY", "HKD", "TWD", "KRW", "SGD",
    "MYR", "THB", "IDR", "VND", "PHP", "INR", "AUD", "CAD", "NZD", "MXN", "BRL", "CHF", "SEK", "NOK", "DKK",
    "PLN", "CZK", "TRY", "AED", "SAR", "ILS", "ZAR", "CLP", "COP", "RUB",
];

/// Latin words for powers of ten, longest first where one ends another. Chinese sellers write 3w for thirty thousand.
const POWERS: &[(&str, i32)] = &[("bn", 9), ("k", 3), ("w", 4), ("m", 6), ("b", 9), ("t", 12), ("‰", -3)];

/// Chinese words for powers of ten; the smaller may stand before the larger.
const CHINESE_POWERS: &[(char, i32)] = &[('百', 2), ('千', 3), ('万', 4), ('亿', 8)];

/// The number in `text`, which has half-width signs and no spaces around it.
pub(super) fn read(text: &str) -> Result<f64, NumberFault> {
    let (is_negative, text) = sign(text);
    let (is_money, text) = without_currency(text);
    let (is_negative_money, text) = if is_money { sign(text) } else { (false, text) };
    let (power, text) = power(text);
    let (mantissa, exponent) = exponent(text)?;
    let spelled = format!("{}e{}", plain_digits(mantissa)?, exponent + power);
    let x: f64 = spelled.parse().map_err(|_| NumberFault::NotANumber)?;
    if !x.is_finite() {
        return Err(NumberFault::TooLarge);
    }
    Ok(if is_negative != is_negative_money { -x } else { x })
}

fn sign(text: &str) -> (bool, &str) {
    match text.strip_prefix('-') {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text.strip_prefix('+').unwrap_or(text).trim_start()),
    }
}

/// Takes a code and a sign from the front (`CNY ¥12`), and one of them from the end (`12 USD`).
fn without_currency(text: &str) -> (bool, &str) {
    let mut rest = text;
    for _ in 0..2 {
        let after = CURRENCIES.iter().find_map(|sign| rest.strip_prefix(sign));
        rest = after.unwrap_or(rest).trim_start();
    }
    let before = CURRENCIES.iter().find_map(|sign| rest.strip_suffix(sign));
    rest = before.or_else(|| without_chinese_currency(rest)).unwrap_or(rest).trim_end();
    (rest.len() < text.len(), rest)
}

/// Yuan, or with the sign for America before it dollars, of which there are two words.
fn without_chinese_currency(text: &str) -> Option<&str> {
    if let Some(rest) = text.strip_suffix('元') {
        return Some(rest.strip_suffix('美').unwrap_or(rest));
    }
    text.strip_suffix('金')?.strip_suffix('美')
}

/// Takes the words for powers of ten from the end; before a percent sign another may stand, as in `858K%`.
fn power(text: &str) -> (i32, &str) {
    if let Some(number) = text.strip_suffix('%') {
        let (power, number) = one_power(number.trim_end());
        return (power - 2, number);
    }
    one_power(text)
}

fn one_power(text: &str) -> (i32, &str) {
    for (word, power) in POWERS {
        let cut = text.len().wrapping_sub(word.len());
        if let Some((number, end)) = text.split_at_checked(cut)
            && end.eq_ignore_ascii_case(word)
        {
            return (*power, number.trim_end());
        }
    }
    let Some((power, rest)) = chinese_power(text) else { return (0, text) };
    let smaller = chinese_power(rest).filter(|(smaller, _)| *smaller < power);
    smaller.map_or((power, rest), |(smaller, rest)| (power + smaller, rest))
}

fn chinese_power(text: &str) -> Option<(i32, &str)> {
    CHINESE_POWERS.iter().find_map(|(word, power)| Some((*power, text.strip_suffix(*word)?.trim_end())))
}

/// Takes `e5` from the end.
fn exponent(text: &str) -> Result<(&str, i32), NumberFault> {
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else { return Ok((text, 0)) };
    let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(NumberFault::NotANumber);
    }
    let exponent = exponent.parse().ok().filter(|exponent: &i32| exponent.abs() < 10_000);
    Ok((mantissa, exponent.ok_or(NumberFault::TooLarge)?))
}

/// The digits with a plain point and no groups. Commas and points change their roles between countries: what comes
/// last and only once marks the decimals, and what stands every three digits makes groups.
fn plain_digits(text: &str) -> Result<String, NumberFault> {
    let is_known = text.bytes().all(|sign| sign.is_ascii_digit() || b",.' ".contains(&sign));
    if !is_known || !text.bytes().any(|sign| sign.is_ascii_digit()) {
        return Err(NumberFault::NotANumber);
    }
    let (whole, decimals) = split_at_decimals(text)?;
    let whole = without_groups(whole)?;
    if !decimals.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(NumberFault::Ambiguous);
    }
    Ok(format!("{whole}.{decimals}"))
}

/// The part before the decimals and the decimals.
fn split_at_decimals(text: &str) -> Result<(&str, &str), NumberFault> {
    let (n_commas, n_points) = (text.matches(',').count(), text.matches('.').count());
    let split = match (n_commas, n_points) {
        (0, 0) => None,
        (0, 1) => text.split_once('.'),
        (1, 0) => {
            let (before, after) = text.split_once(',').unwrap_or((text, ""));
            // A comma before three digits makes groups; before any other number of digits it marks decimals.
            match (before.len(), after.len()) {
                _ if before == "0" => Some((before, after)),
                (1..=3, 3) => None,
                (_, 3) => return Err(NumberFault::Ambiguous),
                _ => Some((before, after)),
            }
        }
        (0, _) | (_, 0) => None,
        _ => {
            let last = if text.rfind(',') > text.rfind('.') { ',' } else { '.' };
            if text.matches(last).count() > 1 {
                return Err(NumberFault::Ambiguous);
            }
            text.split_once(last)
        }
    };
    Ok(split.unwrap_or((text, "")))
}

/// Digits without the one kind of sign that groups them by three.
fn without_groups(text: &str) -> Result<String, NumberFault> {
    let Some(separator) = text.chars().find(|sign| !sign.is_ascii_digit()) else {
        return Ok(text.to_owned());
    };
    let groups: Vec<&str> = text.split(separator).collect();
    let is_whole = groups.iter().all(|group| group.bytes().all(|digit| digit.is_ascii_digit()));
    let by_three = groups.iter().skip(1).all(|group| group.len() == 3);
    let starts = groups.first().is_some_and(|first| (1..=3).contains(&first.len()));
    if is_whole && by_three && starts { Ok(groups.concat()) } else { Err(NumberFault::Ambiguous) }
}
