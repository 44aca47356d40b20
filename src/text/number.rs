//! Numbers, shares and money as people say them: `12.3K`, `1.8%`, `−US$4.90`.

use super::Words;
use super::lookup::fill;

/// Shown where there is no number to show.
const NO_NUMBER: &str = "–";

/// The true minus; a hyphen is narrower than a digit and gets lost.
const MINUS: &str = "−";

/// From here on every digit before the point says less than the power of ten.
const WITHOUT_WORDS: f64 = 1e18;

/// The powers of ten that some language has a short word for, with the key of that word.
const POWERS: [(f64, &str); 6] = [
    (1e3, "number.e3"),
    (1e4, "number.e4"),
    (1e6, "number.e6"),
    (1e8, "number.e8"),
    (1e9, "number.e9"),
    (1e12, "number.e12"),
];

/// How many digits of a number are shown.
#[derive(Clone, Copy, PartialEq)]
enum DigitCount {
    /// Three significant ones, without zeros at the end: for sentences.
    Sentence,
    /// As tables want them: in Chinese two after the point of a shortened number. Zeros at the end are dropped.
    Table,
    /// As tables, with the zeros at the end, so that the figures of a column stand under one another.
    Column,
}

impl Words {
    /// A number: `1,234`, `12.3K`, `1.23M`; in Chinese `1234`, and by ten thousands from there on.
    pub fn number(&self, x: f64) -> String {
        signed(x, |x| self.short(x, DigitCount::Table).unwrap_or_else(|| self.small(x)))
    }

    /// A number of things: `50,000`, `1.23M`; in Chinese by ten thousands. Below 10 it may be a fraction, as a mean can be.
    pub fn count(&self, x: f64) -> String {
        signed(x, |x| {
            let is_short = x >= self.language().counts_in_full_below();
            let short = if is_short { self.short(x, DigitCount::Table) } else { None };
            short.unwrap_or_else(|| if x < 10.0 { self.small(x) } else { self.fixed(x, 0) })
        })
    }

    /// A share of a whole that was worked out, given as 0 to 1, in percent as far as anybody goes by it: `1.8%`, whole from
    /// ten on, and never all or nothing where something is left: `<0.1%`, `>99.9%`.
    pub fn share(&self, x: f64) -> String {
        signed(x, |x| match x * 100.0 {
            percent if percent > 0.0 && percent < 0.05 => "<0.1%".to_owned(),
            percent if percent > 99.95 && percent < 100.0 => ">99.9%".to_owned(),
            percent if percent < 9.95 || (percent > 99.0 && percent < 100.0) => {
                without_end_zeros(self.fixed(percent, 1)) + "%"
            }
            percent => self.short(percent, DigitCount::Table).unwrap_or_else(|| self.fixed(percent, 0)) + "%",
        })
    }

    /// A share that somebody said, given as 0 to 1, in percent to three digits that count: `2.35%`.
    pub fn share_as_said(&self, x: f64) -> String {
        signed(x, |x| self.small(x * 100.0) + "%")
    }

    /// A difference of shares, in points: `7.2 points`.
    pub fn points(&self, x: f64) -> String {
        let told = signed(x, |x| without_end_zeros(self.fixed(x * 100.0, if x < 0.0995 { 1 } else { 0 })));
        self.with("unit.points", &[("n", &told)])
    }

    /// Money in a sentence, three significant digits: `US$38K`, `−US$4.90`, `¥12K`. The sign of the yuan stands alone; the
    /// yen, which has the same sign, says whose it is.
    pub fn money(&self, x: f64, currency: &str) -> String {
        self.money_with(x, currency, DigitCount::Sentence)
    }

    /// Money in a column of a table, zeros kept: `US$1.90M`; of yuan and yen the sign alone.
    pub fn money_in_table(&self, x: f64, currency: &str) -> String {
        self.money_with(x, currency, DigitCount::Column)
    }

    /// A difference in money with its sign, gains too: `+US$32K`, `−US$28K`.
    pub fn money_change(&self, x: f64, currency: &str) -> String {
        with_plus(x, self.money(x, currency))
    }

    /// The same to the cent: `+US$32,109.40`.
    pub fn money_change_exact(&self, x: f64, currency: &str) -> String {
        with_plus(x, self.money_exact(x, currency))
    }

    /// Money to the cent, or to the unit where the currency has no cents: `US$1,234.50`.
    pub fn money_exact(&self, x: f64, currency: &str) -> String {
        let decimals = if has_cents(currency) { 2 } else { 0 };
        signed(x, |x| {
            let number = if x < WITHOUT_WORDS { self.fixed(x, decimals) } else { format!("{x:e}") };
            prefixed(currency, &number)
        })
    }

    /// Every digit of a number: `12,345.678`. Reading it gives the same number back.
    pub fn exact(&self, x: f64) -> String {
        signed(x, |x| {
            if x == 0.0 || (1e-7..1e21).contains(&x) {
                self.grouped(&x.to_string())
            } else {
                format!("{x:e}")
            }
        })
    }

    fn money_with(&self, x: f64, currency: &str, digits: DigitCount) -> String {
        signed(x, |x| {
            let short = self.short(x, digits).unwrap_or_else(|| match x {
                _ if x >= 99.995 => self.fixed(x, 0),
                _ if x < 0.995 => self.fraction_of_unit(x),
                _ if has_cents(currency) => without_empty_cents(self.fixed(x, 2), digits),
                _ => self.small(x),
            });
            // The code of the plan's currency stands above every table, so that figures need not repeat it.
            match currency {
                "JPY" if digits == DigitCount::Column => format!("\u{A5}{short}"),
                _ => prefixed(currency, &short),
            }
        })
    }

    /// Money below one unit: cents, and more digits where cents alone would say little.
    fn fraction_of_unit(&self, x: f64) -> String {
        let short = self.small(x);
        let decimals = short.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        if x > 0.0 && decimals < 2 { self.fixed(x, 2) } else { short }
    }

    /// A number from ten thousand on with the language's word for its power of ten.
    fn short(&self, x: f64, digits: DigitCount) -> Option<String> {
        if x < 9_999.5 {
            return None;
        }
        if x >= WITHOUT_WORDS {
            return Some(format!("{x:.2e}"));
        }
        let powers: Vec<(f64, &str)> = POWERS
            .iter()
            .filter_map(|(power, key)| Some((*power, self.find(key).filter(|word| !word.is_empty())?)))
            .collect();
        let next = |idx: usize| powers.get(idx + 1).map_or(f64::INFINITY, |(power, _)| *power);
        powers.iter().enumerate().find_map(|(idx, (power, word))| {
            let part = x / power;
            let in_tables = self.language().decimals_in_tables().filter(|_| digits != DigitCount::Sentence);
            let decimals = in_tables.unwrap_or_else(|| decimals_for_three_digits(part));
            // 999,950 is a million once it is rounded: the rounded number decides which word it takes.
            let rounded: f64 = format!("{part:.decimals$}").parse().ok()?;
            let shown = self.fixed(part, decimals);
            let shown = if digits == DigitCount::Column { shown } else { without_end_zeros(shown) };
            (rounded * power < next(idx)).then(|| shown + word)
        })
    }

    /// A number below ten thousand in three significant digits, or whole from a hundred on.
    fn small(&self, x: f64) -> String {
        if x >= 9_999.5 {
            return self.short(x, DigitCount::Sentence).unwrap_or_default();
        }
        let leading = if x > 5e-7 { x.log10().floor() as i32 } else { 0 };
        let decimals = usize::try_from(2 - leading).unwrap_or(0).min(8);
        without_end_zeros(self.fixed(x, decimals))
    }

    /// A number with so many decimals, its digits before the point in groups.
    fn fixed(&self, x: f64, decimals: usize) -> String {
        self.grouped(&format!("{x:.decimals$}"))
    }

    fn grouped(&self, plain: &str) -> String {
        let (whole, decimals) = plain.split_once('.').unwrap_or((plain, ""));
        let point = if decimals.is_empty() { "" } else { "." };
        if whole.len() < self.language().grouped_from_digits() {
            return plain.to_owned();
        }
        let mut grouped = String::with_capacity(plain.len() + whole.len() / 3);
        for (idx, digit) in whole.chars().enumerate() {
            if idx > 0 && (whole.len() - idx).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        grouped + point + decimals
    }
}

/// A difference with its sign, gains too.
fn with_plus(x: f64, told: String) -> String {
    if x.is_finite() && !told.starts_with(MINUS) { format!("+{told}") } else { told }
}

/// The text of the magnitude of `x` with its sign; what rounds to 0 has none.
fn signed(x: f64, text: impl Fn(f64) -> String) -> String {
    if !x.is_finite() {
        return NO_NUMBER.to_owned();
    }
    let magnitude = text(x.abs());
    let is_nothing = !magnitude.chars().any(|c| ('1'..='9').contains(&c));
    if x < 0.0 && !is_nothing { MINUS.to_owned() + &magnitude } else { magnitude }
}

fn decimals_for_three_digits(x: f64) -> usize {
    match x {
        _ if x < 9.995 => 2,
        _ if x < 99.95 => 1,
        _ => 0,
    }
}

fn without_end_zeros(text: String) -> String {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

fn without_empty_cents(text: String, digits: DigitCount) -> String {
    match text.strip_suffix(".00") {
        Some(whole) if digits != DigitCount::Column => whole.to_owned(),
        _ => text,
    }
}

/// The amount with the sign of its currency; a sign that several currencies share has the code before it, and a
/// currency whose sign the fonts may lack is told by its code.
fn prefixed(currency: &str, amount: &str) -> String {
    let template = match currency {
        "USD" => "US${x}",
        "CNY" => "¥{x}",
        "JPY" => "JPY ¥{x}",
        "EUR" => "€{x}",
        "GBP" => "£{x}",
        "HKD" => "HK${x}",
        "TWD" => "NT${x}",
        "SGD" => "S${x}",
        "AUD" => "A${x}",
        "CAD" => "C${x}",
        "NZD" => "NZ${x}",
        "MXN" => "MX${x}",
        "BRL" => "R${x}",
        _ => return format!("{currency} {amount}"),
    };
    fill(template, &[("x", amount)])
}

/// Whether prices in this currency have cents.
fn has_cents(currency: &str) -> bool {
    !matches!(currency, "JPY" | "KRW" | "VND" | "IDR" | "CLP" | "TWD" | "HUF" | "COP")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Language, read_number, words};

    #[test]
    fn numbers_are_short_as_each_language_shortens_them() {
        let cases = [
            (0.0, "0", "0"),
            (0.0123, "0.0123", "0.0123"),
            (1.5, "1.5", "1.5"),
            (12.34, "12.3", "12.3"),
            (123.4, "123", "123"),
            (999.96, "1,000", "1000"),
            (1_234.0, "1,234", "1234"),
            (9_999.4, "9,999", "9999"),
            (9_999.6, "10K", "1万"),
            (12_345.0, "12.3K", "1.23万"),
            (99_960.0, "100K", "10万"),
            (999_960.0, "1M", "100万"),
            (1_234_567.0, "1.23M", "123.46万"),
            (12_345_678.0, "12.3M", "1234.57万"),
            (99_999_999.0, "100M", "1亿"),
            (123_000_000.0, "123M", "1.23亿"),
            (1_234_000_000.0, "1.23B", "12.34亿"),
            (1.5e12, "1.5T", "1.5万亿"),
            (-12_345.0, "−12.3K", "−1.23万"),
        ];
        for (x, english, chinese) in cases {
            assert_eq!(words(Language::English).number(x), english);
            assert_eq!(words(Language::Chinese).number(x), chinese);
        }
    }

    #[test]
    fn counts_are_full_in_english_and_by_ten_thousands_in_chinese() {
        let cases = [
            (50_000.0, "50,000", "5万"),
            (9_000.0, "9,000", "9000"),
            (1_234_567.0, "1.23M", "123.46万"),
            (3.25, "3.25", "3.25"),
            (12.6, "13", "13"),
        ];
        for (x, english, chinese) in cases {
            assert_eq!(
                [words(Language::English).count(x), words(Language::Chinese).count(x)],
                [english, chinese]
            );
        }
    }

    #[test]
    fn money_says_whose_it_is() {
        let cases = [
            (38_000.0, "USD", "US$38K", "US$3.8万"),
            (-4.9, "USD", "−US$4.90", "−US$4.90"),
            (42.0, "USD", "US$42", "US$42"),
            (12.7, "USD", "US$12.70", "US$12.70"),
            (0.045, "USD", "US$0.045", "US$0.045"),
            (0.3, "USD", "US$0.30", "US$0.30"),
            (1_860_000.0, "USD", "US$1.86M", "US$186万"),
            (12_000.0, "CNY", "¥12K", "¥1.2万"),
            (1_200.0, "IDR", "IDR 1,200", "IDR 1200"),
            (-350.0, "THB", "−THB 350", "−THB 350"),
            (-0.001, "USD", "−US$0.001", "−US$0.001"),
            (0.0, "JPY", "JPY ¥0", "JPY ¥0"),
        ];
        for (x, currency, english, chinese) in cases {
            assert_eq!(words(Language::English).money(x, currency), english);
            assert_eq!(words(Language::Chinese).money(x, currency), chinese);
        }
    }

    #[test]
    fn money_in_a_column_keeps_its_zeros_and_a_change_its_sign() {
        let (en, zh) = (words(Language::English), words(Language::Chinese));
        assert_eq!(en.money_in_table(1_900_000.0, "USD"), "US$1.90M");
        assert_eq!(en.money_in_table(42.0, "USD"), "US$42.00");
        assert_eq!(zh.money_in_table(204_000.0, "USD"), "US$20.40万");
        assert_eq!(en.money_change(32_000.0, "USD"), "+US$32K");
        assert_eq!(en.money_change(-28_000.0, "USD"), "−US$28K");
    }

    #[test]
    fn exact_money_goes_to_the_cent_where_there_are_cents() {
        let (en, zh) = (words(Language::English), words(Language::Chinese));
        assert_eq!(en.money_exact(1_234.5, "USD"), "US$1,234.50");
        assert_eq!(zh.money_exact(1_234.5, "USD"), "US$1234.50");
        assert_eq!(zh.money_exact(-1_234_567.891, "CNY"), "−¥1,234,567.89");
        assert_eq!(en.money_exact(1_234.5, "JPY"), "JPY ¥1,234");
        assert_eq!(en.money_exact(-0.001, "USD"), "US$0.00");
    }

    #[test]
    fn shares_are_percentages_without_a_space() {
        let en = words(Language::English);
        let shown = [0.018, 0.1, 0.0, 1.0, 2.0 / 3.0, -0.125, 12.5].map(|x| en.share_as_said(x));
        assert_eq!(shown, ["1.8%", "10%", "0%", "100%", "66.7%", "−12.5%", "1,250%"]);
    }

    #[test]
    fn a_chance_is_told_as_far_as_anybody_goes_by_it_and_never_as_none_or_all() {
        let en = words(Language::English);
        let told = |shares: &[f64]| shares.iter().map(|x| en.share(*x)).collect::<Vec<_>>();
        assert_eq!(
            told(&[0.0886, 0.00498, 0.000_977, 0.099_6, 0.724, -0.126]),
            ["8.9%", "0.5%", "0.1%", "10%", "72%", "−13%"]
        );
        assert_eq!(
            told(&[0.0, 0.000_3, 0.999_7, 0.994, 1.0, 12.5]),
            ["0%", "<0.1%", ">99.9%", "99.4%", "100%", "1,250%"]
        );
        assert_eq!([0.005_94, 0.126].map(|x| en.points(x)), ["0.6 points", "13 points"]);
        assert_eq!(en.points(0.01), "1 point");
    }

    #[test]
    fn what_is_no_number_is_shown_as_none() {
        for x in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let en = words(Language::English);
            let shown =
                [en.number(x), en.count(x), en.share(x), en.money(x, "USD"), en.money_change(x, "USD")];
            assert!(
                shown.iter().chain([&en.exact(x), &en.money_exact(x, "USD")]).all(|text| text == NO_NUMBER)
            );
        }
    }

    #[test]
    fn no_number_however_odd_fills_the_screen() {
        for x in [f64::MAX, f64::MIN, f64::MIN_POSITIVE, 5e-324, 1e15, 9.9999e17, 1e300] {
            for words in Language::ALL.map(words) {
                let shown = [words.number(x), words.count(x), words.share(x), words.money(x, "USD")];
                assert!(shown.iter().all(|text| text.chars().count() <= 24), "{shown:?}");
                assert!(words.money_exact(x, "USD").chars().count() <= 40);
            }
        }
    }

    /// Numbers of every size and sign, the same in every run.
    fn many_numbers() -> impl Iterator<Item = f64> {
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        std::iter::repeat_with(move || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            f64::from_bits(state)
        })
        .filter(|x| x.is_finite())
        .take(20_000)
    }

    #[test]
    fn an_exact_number_reads_back_as_itself() {
        let ordinary = (-2_000..2_000).map(|n| f64::from(n) * 1.37);
        for x in many_numbers().chain(ordinary).chain([0.1, 1e21, 1e-7, 123_456.789, 1e5]) {
            for words in Language::ALL.map(words) {
                let shown = words.exact(x);
                assert_eq!(read_number(&shown), Ok(x), "{shown}");
            }
        }
    }

    #[test]
    fn exact_money_reads_back_to_the_cent() {
        for cents in (-50_000..50_000).step_by(7).chain([123_456_789, -99_999_999]) {
            let x = f64::from(cents) / 100.0;
            for (currency, language) in
                [("USD", Language::English), ("CNY", Language::Chinese), ("MYR", Language::Chinese)]
            {
                let shown = words(language).money_exact(x, currency);
                assert_eq!(read_number(&shown), Ok(x), "{shown}");
            }
        }
    }
}
