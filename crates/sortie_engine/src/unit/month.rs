//! Months and days as a seller writes them: `2023-09` and `2023-09-12`.

use std::fmt;

use serde::{Serialize, Serializer};

/// A month of the calendar, counted from January of year 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(i32);

impl Month {
    /// The month `month` (1 to 12) of `year` (0 to 9999), or none where there is no such month.
    pub fn new(year: i32, month: u8) -> Option<Self> {
        let exists = (0..=9999).contains(&year) && (1..=12).contains(&month);
        exists.then(|| Self(year * 12 + i32::from(month) - 1))
    }

    /// Reads `YYYY-MM`; anything else is none.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        Self::new(digits(year, 4)?, u8::try_from(digits(month, 2)?).ok()?)
    }

    /// The year, 0 to 9999.
    pub fn year(self) -> i32 {
        self.0.div_euclid(12)
    }

    /// The month of the year, 1 to 12.
    pub fn number(self) -> u8 {
        self.calendar_idx() as u8 + 1
    }

    /// The month of the year counted from 0, to index twelve seasonal figures.
    pub fn calendar_idx(self) -> usize {
        self.0.rem_euclid(12) as usize
    }

    /// The month `months` later, or earlier where negative.
    #[must_use]
    pub fn plus(self, months: i32) -> Self {
        Self(self.0 + months)
    }

    /// Months from `earlier` to this one, negative where this one comes first.
    pub fn since(self, earlier: Self) -> i32 {
        self.0 - earlier.0
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.number())
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A day of the calendar, or a whole month, which starts on its first day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    /// The month it lies in.
    pub month: Month,
    /// The day of that month from 1, where the seller gave one.
    pub day: Option<u8>,
}

impl Day {
    /// The same day so many months later; the last of its month where that has fewer days.
    #[must_use]
    pub fn plus(self, months: i32) -> Self {
        let month = self.month.plus(months);
        Self { month, day: self.day.map(|day| day.min(days_in_month(month))) }
    }

    /// Reads `YYYY-MM` or `YYYY-MM-DD`; a day that the month does not have is none.
    pub fn parse(text: &str) -> Option<Self> {
        let (month, day) = text.split_at_checked(7)?;
        let month = Month::parse(month)?;
        if day.is_empty() {
            return Some(Self { month, day: None });
        }
        let day = u8::try_from(digits(day.strip_prefix('-')?, 2)?).ok()?;
        (1..=days_in_month(month)).contains(&day).then_some(Self { month, day: Some(day) })
    }

    /// Months from the first day of `start` to this day; the days of a month share it evenly.
    pub fn months_since(self, start: Month) -> f64 {
        let part = f64::from(self.day.unwrap_or(1) - 1) / f64::from(days_in_month(self.month));
        f64::from(self.month.since(start)) + part
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.month.fmt(f)?;
        self.day.map_or(Ok(()), |day| write!(f, "-{day:02}"))
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The number of days in `month`, leap years included.
pub fn days_in_month(month: Month) -> u8 {
    let year = month.year();
    match month.number() {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn digits(text: &str, n: usize) -> Option<i32> {
    let plain = text.len() == n && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_moves_by_months_and_stays_in_its_month() {
        let moved = Day::parse("2024-01-31").expect("a day").plus(1);
        assert_eq!(moved.to_string(), "2024-02-29");
    }

    #[test]
    fn a_month_reads_back_as_it_was_written() {
        let month = Month::parse("2023-09").unwrap();
        assert_eq!(month.to_string(), "2023-09");
        assert_eq!(month.plus(-9).to_string(), "2022-12");
        assert_eq!(Day::parse("2024-02-29").unwrap().to_string(), "2024-02-29");
    }

    #[test]
    fn what_is_no_month_or_day_is_refused() {
        for text in ["2023-13", "2023-00", "23-01", "2023-1", "2023/01", "二零二三", "+023-01"] {
            assert_eq!(Month::parse(text), None, "{text}");
        }
        for text in ["2023-02-29", "2023-04-31", "2023-04-00", "2023-04-1", "2023-04-01T"] {
            assert_eq!(Day::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_closure_in_mid_month_starts_part_way_through_it() {
        let start = Month::parse("2023-07").unwrap();
        let offset = Day::parse("2023-09-16").unwrap().months_since(start);
        assert!((offset - 2.5).abs() < 1e-12);
    }
}
