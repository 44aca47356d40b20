//! Numbers as people type and paste them: `1,234.5`, `¥300`, `12.5%`, `=3*12`.

// Said in full for the fuzzer, which builds this file without the rest of the window.
#[path = "read_number/quantity.rs"]
mod quantity;

/// Longer than any number a person types.
const MAX_CHARS: usize = 64;

/// Why a text is not a number that can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberFault {
    /// Nothing but spaces.
    Empty,
    /// More characters than any number has.
    TooLong,
    /// Not the spelling of a number.
    NotANumber,
    /// It could be read in two ways.
    Ambiguous,
    /// Not finite, or past what can be told apart.
    TooLarge,
    /// A division by 0.
    DividedByZero,
    /// Only the lower or only the upper end of a range.
    OneSided,
    /// A low above the likely or the high one.
    OutOfOrder,
}

impl NumberFault {
    /// Every fault, for whoever wants words for all of them.
    pub const ALL: [Self; 8] = [
        Self::Empty,
        Self::TooLong,
        Self::NotANumber,
        Self::Ambiguous,
        Self::TooLarge,
        Self::DividedByZero,
        Self::OneSided,
        Self::OutOfOrder,
    ];
}

/// The number that `text` spells, always finite. Percentages are shares: `12.5%` is 0.125. A text that starts with
/// `=` is arithmetic with + − × ÷ and parentheses.
///
/// # Errors
/// Where the text is no number, could be two, or is one that cannot be used.
pub fn read_number(text: &str) -> Result<f64, NumberFault> {
    if text.chars().nth(MAX_CHARS).is_some() {
        return Err(NumberFault::TooLong);
    }
    let signs: Vec<char> = text.chars().map(half_width).collect();
    let text: String = signs.into_iter().collect();
    let text = text.trim();
    let x = match text.strip_prefix('=') {
        _ if text.is_empty() => return Err(NumberFault::Empty),
        Some(sum) => SumReader { rest: sum }.whole()?,
        None => {
            in_parentheses(text).map_or_else(|| quantity::read(text), |inner| Ok(-quantity::read(inner)?))?
        }
    };
    if x.is_finite() { Ok(x) } else { Err(NumberFault::TooLarge) }
}

/// The inside of `(1,234)`, which is how accounts write a negative number.
fn in_parentheses(text: &str) -> Option<&str> {
    text.strip_prefix('(')?.strip_suffix(')').map(str::trim).filter(|inner| !inner.starts_with(['-', '+']))
}

/// A sign as a half-width keyboard types it.
pub(super) fn half_width(sign: char) -> char {
    match sign {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(sign as u32 - 0xfee0).unwrap_or(sign),
        '−' | '–' | '﹣' => '-',
        '。' => '.',
        '￥' => '¥',
        '￡' => '£',
        '￦' => '₩',
        '×' => '*',
        '÷' => '/',
        '’' => '\'',
        _ if sign.is_whitespace() => ' ',
        _ => sign,
    }
}

/// What is left of a sum: products of terms, each a quantity or a sum in parentheses.
struct SumReader<'t> {
    rest: &'t str,
}

impl SumReader<'_> {
    fn whole(mut self) -> Result<f64, NumberFault> {
        let x = self.sum()?;
        if self.rest.trim().is_empty() { Ok(x) } else { Err(NumberFault::NotANumber) }
    }

    fn sum(&mut self) -> Result<f64, NumberFault> {
        let mut x = self.product()?;
        loop {
            if self.take('+') {
                x += self.product()?;
            } else if self.take('-') {
                x -= self.product()?;
            } else {
                return Ok(x);
            }
        }
    }

    fn product(&mut self) -> Result<f64, NumberFault> {
        let mut x = self.term()?;
        loop {
            if self.take('*') {
                x *= self.term()?;
            } else if self.take('/') {
                let divisor = self.term()?;
                if divisor == 0.0 {
                    return Err(NumberFault::DividedByZero);
                }
                x /= divisor;
            } else {
                return Ok(x);
            }
        }
    }

    fn term(&mut self) -> Result<f64, NumberFault> {
        if self.take('-') {
            return Ok(-self.term()?);
        }
        if self.take('+') {
            return self.term();
        }
        if self.take('(') {
            let x = self.sum()?;
            return if self.take(')') { Ok(x) } else { Err(NumberFault::NotANumber) };
        }
        let end = self.rest.find(['+', '-', '*', '/', '(', ')']).unwrap_or(self.rest.len());
        let (term, rest) = self.rest.split_at(end);
        self.rest = rest;
        quantity::read(term.trim())
    }

    fn take(&mut self, sign: char) -> bool {
        let rest = self.rest.trim_start().strip_prefix(sign);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }
}

/// Signs and words of money, and the currencies they may mean; longer ones before those that they contain.
const MONEY: [(&str, &[&str]); 15] = [
    ("US$", &["USD"]),
    ("HK$", &["HKD"]),
    ("S$", &["SGD"]),
    ("$", &["USD", "AUD", "CAD", "HKD", "SGD", "MXN", "NZD", "TWD"]),
    ("\u{a5}", &["CNY", "JPY"]),
    ("\u{ffe5}", &["CNY", "JPY"]),
    ("\u{5143}", &["CNY", "USD"]),
    ("\u{20ac}", &["EUR"]),
    ("\u{a3}", &["GBP"]),
    ("RM", &["MYR"]),
    ("Rp", &["IDR"]),
    ("\u{20b1}", &["PHP"]),
    ("\u{e3f}", &["THB"]),
    ("\u{20ab}", &["VND"]),
    ("\u{20b9}", &["INR"]),
];

/// Whether `text` says that it is money of another currency than `currency`; any money is where that is empty.
pub fn names_other_currency(text: &str, currency: &str) -> bool {
    let code: String = text.chars().filter(char::is_ascii_uppercase).collect();
    let is_code = code.len() == 3 && text.contains(&code);
    let said = MONEY.iter().find(|(sign, _)| text.contains(sign));
    let is_other_sign = said.is_some_and(|(_, meant)| !meant.contains(&currency));
    let is_yuan = matches!(code.as_str(), "RMB" | "CNH") && currency == "CNY";
    if is_code { code != currency && !is_yuan } else { is_other_sign }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_of_another_currency_is_told_apart() {
        for text in ["\u{a5}300", "CNY 300", "300 EUR", "\u{20ac}5", "RM 12", "HK$9"] {
            assert!(names_other_currency(text, "USD"), "{text}");
        }
        for text in ["300", "$300", "US$300", "USD 300", "12k", "12K"] {
            assert!(!names_other_currency(text, "USD"), "{text}");
        }
        assert!(!names_other_currency("CNY \u{a5}300", "CNY") && names_other_currency("$3", ""));
    }

    #[test]
    fn numbers_are_read_as_people_type_and_paste_them() {
        let cases = [
            ("1,234.5", 1_234.5),
            ("1234.5", 1_234.5),
            (" 1 234,5 ", 1_234.5),
            ("1.234,56", 1_234.56),
            ("1.234.567", 1_234_567.0),
            ("1,234,567", 1_234_567.0),
            ("1'234.50", 1_234.5),
            ("12,5", 12.5),
            ("0,125", 0.125),
            ("1,234", 1_234.0),
            ("1.234", 1.234),
            (".5", 0.5),
            ("5.", 5.0),
            ("¥1.2万", 12_000.0),
            ("￥１，２３４．５０", 1_234.5),
            ("１２．５", 12.5),
            ("１２。５", 12.5),
            ("12.5%", 0.125),
            ("１２．５％", 0.125),
            ("1.8 %", 0.018),
            ("3‰", 0.003),
            ("300k", 300_000.0),
            ("1.1K", 1_100.0),
            ("2.5M", 2_500_000.0),
            ("3w", 30_000.0),
            ("1.23亿", 123_000_000.0),
            ("5千", 5_000.0),
            ("2百万", 2_000_000.0),
            ("1.2万元", 12_000.0),
            ("3千万美元", 30_000_000.0),
            ("2万亿", 2e12),
            ("5美金", 5.0),
            ("US$38K", 38_000.0),
            ("-$5", -5.0),
            ("$-5", -5.0),
            ("−US$4.90", -4.9),
            ("CNY ¥1.2万", 12_000.0),
            ("38K USD", 38_000.0),
            ("IDR 1,200", 1_200.0),
            ("RM12.50", 12.5),
            ("(1,234.50)", -1_234.5),
            ("1e5", 1e5),
            ("1.5E-3", 0.0015),
            ("+7", 7.0),
            ("0", 0.0),
            ("=3*12", 36.0),
            ("= (1.2万 + 300) × 2 ÷ 4", 6_150.0),
            ("=-(2-5)*1.5", 4.5),
            ("=10%*50", 5.0),
            ("＝３＋４", 7.0),
        ];
        for (text, x) in cases {
            assert_eq!(read_number(text), Ok(x), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_refused_by_its_kind() {
        use NumberFault::{Ambiguous, DividedByZero, Empty, NotANumber, TooLarge, TooLong};
        let cases = [
            ("", Empty),
            (" \u{3000}\t", Empty),
            ("NaN", NotANumber),
            ("inf", NotANumber),
            ("-Infinity", NotANumber),
            ("1e309", TooLarge),
            ("1e99999", TooLarge),
            ("1e99999999999999999999", TooLarge),
            ("=1e308*10", TooLarge),
            ("abc", NotANumber),
            ("12abc", NotANumber),
            ("0x10", NotANumber),
            ("1_000", NotANumber),
            ("--5", NotANumber),
            ("-+5", NotANumber),
            ("e5", NotANumber),
            ("1e", NotANumber),
            ("1e+-5", NotANumber),
            ("%", NotANumber),
            ("万", NotANumber),
            ("$", NotANumber),
            (".", NotANumber),
            (",", NotANumber),
            ("1,23,456", Ambiguous),
            ("1234,567", Ambiguous),
            ("1,234.567,8", Ambiguous),
            ("1.2.3", Ambiguous),
            ("1, 234", Ambiguous),
            ("12 34", Ambiguous),
            ("=", NotANumber),
            ("=1+", NotANumber),
            ("=(1", NotANumber),
            ("=1)", NotANumber),
            ("=1/0", DividedByZero),
            ("=1/(2-2)", DividedByZero),
            ("=cmd|'/C calc'!A1", NotANumber),
            ("1\u{202e}2", NotANumber),
            ("①", NotANumber),
            ("٣", NotANumber),
        ];
        for (text, fault) in cases {
            assert_eq!(read_number(text), Err(fault), "{text}");
        }
        assert_eq!(read_number(&"9".repeat(65)), Err(TooLong));
        assert_eq!(read_number(&("=".to_owned() + &"(".repeat(63))), Err(NotANumber));
        assert_eq!(read_number(&"9".repeat(1 << 20)), Err(TooLong));
    }

    #[test]
    fn no_text_makes_the_reader_fall_or_give_what_is_not_finite() {
        let signs: Vec<char> = "0159,.' -+*/()=%eEkw万亿千元¥$UＳ１。\u{301}\u{0}".chars().collect();
        let mut state = 0x2545_f491_4f6c_dd1d_u64;
        let mut next = move |n: usize| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state % n as u64) as usize
        };
        for _ in 0..50_000 {
            let text: String = (0..next(14)).map(|_| signs[next(signs.len())]).collect();
            assert!(read_number(&text).map_or(true, f64::is_finite), "{text}");
        }
    }
}
