//! Amounts as exports write them: with currencies, in two decimal styles, with three kinds of minus.

use super::report::CellProblem;
use crate::ledger::Decimal;

/// Beyond this no shop sells, in any currency.
const LARGEST: i64 = 1_000_000_000_000_000;

/// How a file writes fractions. One style holds for a whole file: a single cell such as `1.234` may mean either.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DecimalStyle {
    /// `1,234.56`.
    #[default]
    Point,
    /// `1.234,56`.
    Comma,
    /// Amounts are whole; `189.950` and `189,950` are one hundred and eighty-nine thousand.
    Whole,
}

/// What cells of a file say about its decimal style.
#[derive(Clone, Copy, Debug, Default)]
pub struct DecimalEvidence {
    point: u64,
    comma: u64,
    weak_point: u64,
    weak_comma: u64,
}

impl DecimalEvidence {
    /// Takes note of what stands in a cell of money.
    pub fn see(&mut self, text: &str) {
        let Some((dot, comma)) = text.rfind('.').map_or_else(
            || text.rfind(',').map(|comma| (None, Some(comma))),
            |dot| Some((Some(dot), text.rfind(','))),
        ) else {
            return;
        };
        let digits_after = |at: usize| text[at + 1..].chars().take_while(char::is_ascii_digit).count();
        match (dot, comma) {
            (Some(dot), Some(comma)) if dot > comma => self.point += 1,
            (Some(_), Some(_)) => self.comma += 1,
            (Some(dot), None) if matches!(digits_after(dot), 1 | 2) => self.weak_point += 1,
            (None, Some(comma)) if matches!(digits_after(comma), 1 | 2) => self.weak_comma += 1,
            _ => {}
        }
    }

    /// The style, or `otherwise` where no cell decides.
    pub fn style(&self, otherwise: DecimalStyle) -> DecimalStyle {
        match (self.point.cmp(&self.comma), self.weak_point.cmp(&self.weak_comma)) {
            (std::cmp::Ordering::Greater, _) => DecimalStyle::Point,
            (std::cmp::Ordering::Less, _) => DecimalStyle::Comma,
            (_, std::cmp::Ordering::Greater) => DecimalStyle::Point,
            (_, std::cmp::Ordering::Less) => DecimalStyle::Comma,
            _ => otherwise,
        }
    }
}

/// Reads an amount. An empty text, after the signs for "nothing", is the caller's to tell.
///
/// # Errors
/// What is wrong: no number, or one beyond counting.
pub fn read(text: &str, decimals: DecimalStyle) -> Result<Decimal, CellProblem> {
    if decimals == DecimalStyle::Point
        && let Some(value) = small(text)
    {
        return Ok(value);
    }
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let plain = unsigned.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if plain && decimals == DecimalStyle::Point {
        return within(text.parse().map_err(|_| not_a_number(text))?);
    }
    let (digits, is_negative) = digits_of(text)?;
    let plain = plain_of(&digits, decimals)?;
    let value: Decimal = plain.parse().map_err(|_| not_a_number(&plain))?;
    within(if is_negative { -value } else { value })
}

/// An amount of a few digits, as nearly all are: `-1234.56`. None for whatever is not so plain.
fn small(text: &str) -> Option<Decimal> {
    let bytes = text.strip_prefix('-').unwrap_or(text).as_bytes();
    let (mut value, mut scale) = (0_i64, None);
    if bytes.len() > 15 || !bytes.first()?.is_ascii_digit() || !bytes.last()?.is_ascii_digit() {
        return None;
    }
    for byte in bytes {
        match byte {
            b'0'..=b'9' => {
                value = value * 10 + i64::from(byte - b'0');
                scale = scale.map(|n: u32| n + 1);
            }
            b'.' if scale.is_none() => scale = Some(0),
            _ => return None,
        }
    }
    let value = if bytes.len() < text.len() { -value } else { value };
    Some(Decimal::new(value, scale.unwrap_or(0)))
}

/// A text of digits that no number holds is too large, any other is none.
fn not_a_number(text: &str) -> CellProblem {
    let n_digits = text.bytes().filter(u8::is_ascii_digit).count();
    let n_dots = text.bytes().filter(|b| *b == b'.').count();
    if n_digits > 20 && n_dots < 2 { CellProblem::TooLarge } else { CellProblem::NotANumber }
}

fn within(value: Decimal) -> Result<Decimal, CellProblem> {
    if value.abs() <= Decimal::from(LARGEST) { Ok(value) } else { Err(CellProblem::TooLarge) }
}

/// The digits and marks of a number, without currency, spaces and sign.
fn digits_of(text: &str) -> Result<(String, bool), CellProblem> {
    let mut digits = String::with_capacity(text.len());
    let mut signs = NumberSigns::default();
    for letter in text.chars() {
        let is_over = signs.is_over;
        let is_begun = digits.bytes().any(|b| b.is_ascii_digit());
        match letter {
            '0'..='9' | '.' | ',' if !is_over => digits.push(letter),
            '０'..='９' if !is_over => {
                digits.push(char::from(b'0' + (u32::from(letter) - u32::from('０')) as u8));
            }
            '．' if !is_over => digits.push('.'),
            '，' if !is_over => digits.push(','),
            // The dot of `20.00 kr.`
            '.' => {}
            '-' | '\u{2212}' | '－' | '+' | '(' | '（' | ')' | '）' => signs.take(letter, is_begun)?,
            '\'' | '’' | '%' | '\u{a0}' | '\u{202f}' | ' ' | '\t' => {}
            // A dot of a currency such as `Rp.` before the digits is none of the number.
            letter if letter.is_alphabetic() || is_currency_sign(letter) => {
                if signs.is_minus_behind {
                    return Err(CellProblem::NotANumber);
                }
                if is_begun {
                    signs.is_over = true;
                } else {
                    digits.clear();
                }
            }
            _ => return Err(CellProblem::NotANumber),
        }
    }
    let is_negative = signs.is_negative;
    // `Rp.5.000`: a mark that stands before every digit belongs to the currency.
    let has_name = text.chars().any(|c| c.is_alphabetic());
    let digits = if has_name { digits.trim_start_matches('.').to_owned() } else { digits };
    Ok((digits, is_negative))
}

/// Signs around the digits of a number.
#[derive(Default)]
struct NumberSigns {
    is_negative: bool,
    /// A bracket was opened before the first digit.
    is_bracketed: bool,
    /// A minus stands behind the digits, as accountants write it.
    is_minus_behind: bool,
    /// No digit may follow.
    is_over: bool,
}

impl NumberSigns {
    /// Takes a sign. Brackets around the digits are a minus; those around a currency are none. A sign between digits makes
    /// a range or a day of them.
    fn take(&mut self, sign: char, is_begun: bool) -> Result<(), CellProblem> {
        match sign {
            '(' | '（' if is_begun => self.is_over = true,
            '(' | '（' => self.is_bracketed = true,
            ')' | '）' => {
                self.is_negative |= self.is_bracketed && is_begun;
                self.is_over |= is_begun;
                self.is_bracketed = false;
            }
            '+' if is_begun => return Err(CellProblem::NotANumber),
            '+' => {}
            _ if is_begun && self.is_over => return Err(CellProblem::NotANumber),
            _ if is_begun => (self.is_negative, self.is_minus_behind, self.is_over) = (true, true, true),
            _ => self.is_negative = true,
        }
        Ok(())
    }
}

fn is_currency_sign(letter: char) -> bool {
    matches!(letter, '$' | '¢' | '£' | '¥' | '￥' | '৳' | '฿' | '\u{20a0}'..='\u{20cf}')
}

/// The number in the style of programs.
fn plain_of(digits: &str, decimals: DecimalStyle) -> Result<String, CellProblem> {
    let mark = match decimals {
        DecimalStyle::Point => '.',
        DecimalStyle::Comma => ',',
        DecimalStyle::Whole => {
            // `250000.00` of a currency without cents is written by programs that do not know it.
            let last = digits.rfind(['.', ',']).map_or(3, |at| digits.len() - at - 1);
            if last == 3 {
                '\0'
            } else {
                digits.chars().rev().find(|c| matches!(c, '.' | ',')).unwrap_or('\0')
            }
        }
    };
    let (whole, fraction) = digits.split_once(mark).unwrap_or((digits, ""));
    let groups: Vec<&str> = whole.split(['.', ',']).collect();
    let is_grouped = groups.len() == 1
        || groups
            .iter()
            .skip(1)
            .rev()
            .enumerate()
            .all(|(nth, group)| group.len() == 3 || nth > 0 && group.len() == 2)
            && (1..=3).contains(&groups[0].len());
    let is_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let whole = groups.concat();
    if !is_grouped || !is_digits(fraction) || whole.is_empty() && fraction.is_empty() {
        return Err(CellProblem::NotANumber);
    }
    Ok(if fraction.is_empty() { whole } else { format!("{whole}.{fraction}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str, decimals: DecimalStyle) -> Result<String, CellProblem> {
        read(text, decimals).map(|value| value.normalize().to_string())
    }

    #[test]
    fn amounts_are_read_in_the_style_of_their_file() {
        use DecimalStyle::{Comma, Point, Whole};
        for (text, decimals, expected) in [
            ("1,234.56", Point, "1234.56"),
            ("-1,446.11", Point, "-1446.11"),
            ("($12,905.25)", Point, "-12905.25"),
            ("\u{2212}5.00", Point, "-5"),
            ("20.00 (USD)", Point, "20"),
            ("(USD) 20.00", Point, "20"),
            ("-20.00 (USD)", Point, "-20"),
            ("(USD 20.00)", Point, "-20"),
            ("20.00-", Point, "-20"),
            ("20,00 kr.", Comma, "20"),
            ("12.345", Point, "12.345"),
            ("1\u{202f}234,56 €", Comma, "1234.56"),
            ("-176,17", Comma, "-176.17"),
            ("1.234,56", Comma, "1234.56"),
            ("IDR 1.120.000", Whole, "1120000"),
            ("Rp.5.000", Whole, "5000"),
            ("-203,825", Whole, "-203825"),
            ("250000.00", Whole, "250000"),
            ("THB99.50", Point, "99.5"),
            ("৳2,999", Point, "2999"),
            ("１２.５", Point, "12.5"),
            ("1,23,456.70", Point, "123456.7"),
            ("5.63%", Point, "5.63"),
            (".5", Point, "0.5"),
        ] {
            assert_eq!(number(text, decimals).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_amount_is_never_taken_for_zero() {
        for text in
            ["NaN", "inf", "abc", "1,5", "1.2.3", "5;6", ",", "-", "10-20", "2025-03-01", "12-pack", "5+5"]
        {
            assert!(read(text, DecimalStyle::Point).is_err(), "{text}");
        }
        assert_eq!(read("9999999999999999", DecimalStyle::Point), Err(CellProblem::TooLarge));
        assert_eq!(
            read("99999999999999999999999999999999999", DecimalStyle::Point),
            Err(CellProblem::TooLarge)
        );
        assert!(read("1e309", DecimalStyle::Point).is_err() && read("1E5", DecimalStyle::Point).is_err());
    }

    #[test]
    fn one_clear_cell_decides_the_style_of_all() {
        let style = |cells: &[&str], otherwise| {
            let mut evidence = DecimalEvidence::default();
            cells.iter().for_each(|cell| evidence.see(cell));
            evidence.style(otherwise)
        };
        assert_eq!(style(&["1.234", "1.234,56"], DecimalStyle::Point), DecimalStyle::Comma);
        assert_eq!(style(&["12,5"], DecimalStyle::Point), DecimalStyle::Comma);
        assert_eq!(style(&["1,234"], DecimalStyle::Whole), DecimalStyle::Whole);
        assert_eq!(style(&["1,234.5", "3,5"], DecimalStyle::Comma), DecimalStyle::Point);
    }
}
