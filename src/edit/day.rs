//! Days and months as people type them, in either language and in any usual order.

use sortie_engine::unit::{Day, Month};

use crate::text::Words;

/// How a typed day is understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct DayAsked {
    /// A day without a year is the next such day from this month on; without it, a year has to be told.
    pub from: Option<Month>,
    /// Whether a month is asked for, so that a bare number from 1 to 12 is one.
    pub is_month: bool,
}

/// Why a text is no day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayFault {
    /// Nobody would read it as a day that exists.
    NoDay,
    /// It may be the one day or the other.
    OneOf(Day, Day),
}

/// Years of one or two digits are a day and month in the wrong order rather than antiquity.
const EARLIEST_YEAR: i32 = 1900;

/// English names of months; three letters or more of one are enough.
const NAMES: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The signs behind a year, a month and a day in Chinese; two are usual for a day.
const YEAR: char = '\u{5E74}';
const MONTH: char = '\u{6708}';
const DAYS: [char; 2] = ['\u{65E5}', '\u{53F7}'];

impl DayAsked {
    /// A day that comes in a plan beginning with this month.
    pub fn day_from(start: Month) -> Self {
        Self { from: Some(start), is_month: false }
    }

    /// A month that comes in a plan beginning with this month.
    pub fn month_from(start: Month) -> Self {
        Self { from: Some(start), is_month: true }
    }

    /// A day or month as people type it: `2027-03-01`, `1 Mar 2027`, `2027.3`, `20270301`, `13/3/2027`, and without a year
    /// the next one.
    ///
    /// # Errors
    /// Why the text is none.
    pub fn read(self, text: &str) -> Result<Day, DayFault> {
        let text: String = text.trim().chars().map(narrow).collect();
        if text.contains(|sign: char| sign.is_ascii_alphabetic()) {
            return self.read_named(&text);
        }
        if text.contains([YEAR, MONTH, DAYS[0], DAYS[1]]) {
            return self.read_marked(&text);
        }
        let parts: Vec<&str> =
            text.split(|sign: char| !sign.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
        let found = match parts.as_slice() {
            [whole] if whole.len() == 8 => dated(&whole[..4], &whole[4..6], Some(&whole[6..])),
            [whole] if whole.len() == 6 => dated(&whole[..4], &whole[4..], None),
            [month] if self.is_month && month.len() < 3 => self.next(month, None),
            [year, month] if year.len() == 4 => dated(year, month, None),
            [month, year] if year.len() == 4 => dated(year, month, None),
            [year, month, day] if year.len() == 4 => dated(year, month, Some(day)),
            [one, other, year] if year.len() == 4 => {
                return one_of(dated(year, other, Some(one)), dated(year, one, Some(other)));
            }
            [one, other] if one.len() < 3 && other.len() < 3 => {
                return one_of(self.next(other, Some(one)), self.next(one, Some(other)));
            }
            _ => None,
        };
        found.ok_or(DayFault::NoDay)
    }

    /// As [`Self::read`], with what would be right in words.
    ///
    /// # Errors
    /// What would be right.
    pub fn read_in_words(self, words: &Words, text: &str) -> Result<Day, String> {
        self.read(text).map_err(|fault| match fault {
            DayFault::NoDay if self.is_month => words.get("editor.no_month").to_owned(),
            DayFault::NoDay => words.get("editor.no_day").to_owned(),
            DayFault::OneOf(one, other) => words.with(
                "editor.which_day",
                &[("text", text.trim()), ("one", &words.day(one)), ("other", &words.day(other))],
            ),
        })
    }

    /// With the English name of its month.
    fn read_named(self, text: &str) -> Result<Day, DayFault> {
        let parts: Vec<String> = text
            .split(|sign: char| !sign.is_ascii_alphanumeric())
            .filter(|part| !part.is_empty())
            .map(str::to_ascii_lowercase)
            .collect();
        let (named, numbers): (Vec<&str>, Vec<&str>) = parts
            .iter()
            .map(String::as_str)
            .partition(|part| part.starts_with(|c: char| c.is_ascii_alphabetic()));
        let [name] = named.as_slice() else { return Err(DayFault::NoDay) };
        let month = month_named(name).ok_or(DayFault::NoDay)?.to_string();
        let found = match numbers.as_slice() {
            [] => self.next(&month, None),
            [year] if year.len() == 4 => dated(year, &month, None),
            [day] => self.next(&month, Some(ordinal(day))),
            [day, year] | [year, day] if year.len() == 4 => dated(year, &month, Some(ordinal(day))),
            _ => None,
        };
        found.ok_or(DayFault::NoDay)
    }

    /// With the signs of Chinese dates.
    fn read_marked(self, text: &str) -> Result<Day, DayFault> {
        let (mut year, mut month, mut day, mut digits) = (None, None, None, String::new());
        for sign in text.chars().filter(|sign| !sign.is_whitespace()) {
            match sign {
                sign if sign.is_ascii_digit() => digits.push(sign),
                YEAR if year.is_none() => year = Some(std::mem::take(&mut digits)),
                MONTH if month.is_none() => month = Some(std::mem::take(&mut digits)),
                sign if DAYS.contains(&sign) && day.is_none() => day = Some(std::mem::take(&mut digits)),
                _ => return Err(DayFault::NoDay),
            }
        }
        // The sign of the day may be left out.
        let day = if digits.is_empty() { day } else { day.xor(Some(digits)) };
        let month = month.ok_or(DayFault::NoDay)?;
        let found = match &year {
            Some(year) => dated(year, &month, day.as_deref()),
            None => self.next(&month, day.as_deref()),
        };
        found.ok_or(DayFault::NoDay)
    }

    /// The next such day or month from where the plan begins.
    fn next(self, month: &str, day: Option<&str>) -> Option<Day> {
        let from = self.from?;
        let number: u8 = month.parse().ok().filter(|number| (1..=12).contains(number))?;
        let year = if number >= from.number() { from.year() } else { from.year() + 1 };
        dated(&year.to_string(), month, day)
    }
}

/// The place of a month in the year, from 1, by its English name or the beginning of it.
fn month_named(name: &str) -> Option<usize> {
    let is_meant = |known: &&str| name.len() >= 3 && known.starts_with(name);
    if name == "sept" { Some(9) } else { NAMES.iter().position(is_meant).map(|idx| idx + 1) }
}

/// The number of `1st`, `2nd`, `3rd` and `4th`.
fn ordinal(day: &str) -> &str {
    day.trim_end_matches(|sign: char| sign.is_ascii_alphabetic())
}

fn dated(year: &str, month: &str, day: Option<&str>) -> Option<Day> {
    let day = day.map_or_else(String::new, |day| format!("-{day:0>2}"));
    Day::parse(&format!("{year:0>4}-{month:0>2}{day}")).filter(|day| day.month.year() >= EARLIEST_YEAR)
}

/// The one day of two readings, or the question which.
fn one_of(one: Option<Day>, other: Option<Day>) -> Result<Day, DayFault> {
    match (one, other) {
        (Some(one), Some(other)) if one != other => Err(DayFault::OneOf(one, other)),
        (one, other) => one.or(other).ok_or(DayFault::NoDay),
    }
}

/// Wide digits and signs as an input method of Chinese writes them.
fn narrow(sign: char) -> char {
    match u32::from(sign) {
        code @ 0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0).unwrap_or(sign),
        0x3002 => '.',
        0x3000 => ' ',
        _ => sign,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Language, words};

    fn read(text: &str) -> Result<Day, DayFault> {
        DayAsked::day_from(Month::new(2027, 2).unwrap()).read(text)
    }

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn a_day_is_read_as_people_type_it_in_either_language() {
        for text in [
            "2027-03-01",
            "2027/3/1",
            " 2027.03.01 ",
            "20270301",
            "1 Mar 2027",
            "1 March 2027",
            "Mar 1, 2027",
            "1st march 2027",
            "2027\u{5E74}3\u{6708}1\u{65E5}",
            "2027 \u{5E74} 3 \u{6708} 1 \u{53F7}",
            "2027\u{5E74}3\u{6708}1",
            "\u{FF12}\u{FF10}\u{FF12}\u{FF17}\u{FF0D}\u{FF13}\u{FF0D}\u{FF11}",
        ] {
            assert_eq!(read(text), Ok(day("2027-03-01")), "{text}");
        }
        for text in ["2027-3", "202703", "3/2027", "Mar 2027", "march 2027", "2027\u{5E74}3\u{6708}"] {
            assert_eq!(read(text), Ok(day("2027-03")), "{text}");
        }
        assert_eq!(
            [read("13/3/2027"), read("3/13/2027"), read("4/4/2027")],
            [Ok(day("2027-03-13")), Ok(day("2027-03-13")), Ok(day("2027-04-04"))]
        );
    }

    #[test]
    fn a_day_without_a_year_is_the_next_one_from_where_the_plan_begins() {
        for (text, meant) in [
            ("3\u{6708}1\u{65E5}", "2027-03-01"),
            ("1\u{6708}5\u{65E5}", "2028-01-05"),
            ("2\u{6708}", "2027-02"),
            ("1 Mar", "2027-03-01"),
            ("Jan 5", "2028-01-05"),
            ("Dec", "2027-12"),
            ("13/3", "2027-03-13"),
        ] {
            assert_eq!(read(text), Ok(day(meant)), "{text}");
        }
        let month = |text| DayAsked::month_from(Month::new(2027, 2).unwrap()).read(text);
        assert_eq!(
            [month("3"), month("1"), month("13")],
            [Ok(day("2027-03")), Ok(day("2028-01")), Err(DayFault::NoDay)]
        );
        assert_eq!(read("3"), Err(DayFault::NoDay), "a bare number is no day");
        assert_eq!(DayAsked::default().read("1 Mar"), Err(DayFault::NoDay), "nothing says which year");
    }

    #[test]
    fn a_day_that_may_be_two_is_asked_about() {
        let both = Err(DayFault::OneOf(day("2027-03-01"), day("2027-01-03")));
        assert_eq!(read("1/3/2027"), both);
        let asked = DayAsked::day_from(Month::new(2027, 2).unwrap());
        for language in Language::ALL {
            let words = words(language);
            let told = asked.read_in_words(words, "1/3/2027").unwrap_err();
            for meant in ["2027-03-01", "2027-01-03"] {
                assert!(told.contains(&words.day(day(meant))), "{told}");
            }
        }
    }

    #[test]
    fn what_is_shown_can_be_typed() {
        for language in Language::ALL {
            for shown in ["2023-09-12", "2027-02-28", "2023-09", "2031-12"].map(day) {
                let text = words(language).day(shown);
                assert_eq!(DayAsked::default().read(&text), Ok(shown), "{text}");
            }
        }
    }

    #[test]
    fn what_is_no_day_is_none() {
        for text in [
            "",
            "soon",
            "Seven 2027",
            "1 Sep 2 2027",
            "31 Sep 2027",
            "2027",
            "2027-13",
            "2027-02-30",
            "0027-03-01",
            "12.5",
            "1,200",
            "\u{6708}",
            "3\u{65E5}",
            "2027\u{5E74}",
        ] {
            let read = read(text);
            assert!(matches!(read, Err(DayFault::NoDay)) || text == "12.5", "{text}: {read:?}");
        }
    }
}
