//! When a row of the evidence held, and how old that is: who takes a number of years ago is told so.

use sortie_engine::unit::Month;

use super::evidence::EvidenceRow;

impl EvidenceRow {
    /// Whole years since it last held, at least 1, where that is more than twelve months ago; nothing where it is not, where
    /// the row tells no date, or where nobody says what month it is.
    pub fn years_old(&self, today: Option<Month>) -> Option<i32> {
        let months = today?.since(newest_month(&self.as_of)?);
        (months > 12).then_some(months / 12)
    }
}

/// What the number before this one was, in a date.
#[derive(Clone, Copy, PartialEq)]
enum DatePart {
    Year,
    Month,
    Day,
}

/// The newest month of `2023`, `2023-09`, `2023-09-12`, `2023-09/10`, `2022-24`, `2023-04 to 2024-04`, `2025-H1` and the
/// like. A year alone lasts until its December.
fn newest_month(as_of: &str) -> Option<Month> {
    let (mut year, mut last) = (None, None);
    let mut months: Vec<Month> = vec![];
    let mut rest = as_of;
    while let Some(start) = rest.find(|c: char| c.is_ascii_alphanumeric()) {
        let is_joined = rest[..start].ends_with('-');
        let word = &rest[start..];
        let end = word.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(word.len());
        let (word, after) = word.split_at(end);
        rest = after;
        if let Some((told, is_decade)) = year_of(word) {
            (year, last) = (Some(told), Some(DatePart::Year));
            months.extend(Month::new(if is_decade { told + 9 } else { told }, 12));
            continue;
        }
        let (Some(of), Some(before)) = (year, last) else { continue };
        let is_first = before == DatePart::Year && is_joined;
        let month = match word {
            "Q1" => 3,
            "Q2" | "H1" => 6,
            "Q3" => 9,
            "Q4" | "H2" => 12,
            _ => word.parse().unwrap_or(0),
        };
        match before {
            DatePart::Year if is_first && (1..=12).contains(&month) => {
                months.pop();
                months.extend(Month::new(of, month));
                last = Some(DatePart::Month);
            }
            DatePart::Year if is_first && month > 12 => {
                months.extend(Month::new(of / 100 * 100 + i32::from(month), 12));
            }
            DatePart::Month if is_joined => last = Some(DatePart::Day),
            DatePart::Month => months.extend(Month::new(of, month)),
            DatePart::Year | DatePart::Day => {}
        }
    }
    months.into_iter().max()
}

/// A year of four digits, and whether it stands for its decade, as in `2010s`.
fn year_of(word: &str) -> Option<(i32, bool)> {
    let (digits, is_decade) = word.strip_suffix('s').map_or((word, false), |digits| (digits, true));
    (digits.len() == 4).then(|| digits.parse().ok()).flatten().map(|year| (year, is_decade))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::evidence::row;

    #[test]
    fn a_row_is_as_new_as_the_newest_month_it_tells() {
        let told = [
            ("2023", "2023-12"),
            ("2023-09", "2023-09"),
            ("2023-09-12", "2023-09"),
            ("2023-09/10", "2023-10"),
            ("2025-01-18/19", "2025-01"),
            ("2022-24", "2024-12"),
            ("2011-14", "2014-12"),
            ("1997-98", "1998-12"),
            ("2018-2025", "2025-12"),
            ("2010s", "2019-12"),
            ("2025-H1", "2025-06"),
            ("2024-Q1", "2024-03"),
            ("2024-02 to 10", "2024-10"),
            ("2023-04 to 2024-04", "2024-04"),
            ("2021 to 2024-09-01", "2024-09"),
            ("2025-05-11 to 2025-06-08", "2025-06"),
            ("2024-12 to 2026-01-07", "2026-01"),
            ("2025-05 onward", "2025-05"),
            ("2021-04+", "2021-04"),
            ("July (year not shown, 2025 or later)", "2025-12"),
        ];
        for (as_of, newest) in told {
            assert_eq!(newest_month(as_of), Month::parse(newest), "{as_of}");
        }
        for as_of in ["undated", "undated survey", "derived", "v3.4.8"] {
            assert_eq!(newest_month(as_of), None, "{as_of}");
        }
    }

    #[test]
    fn a_row_is_old_from_the_thirteenth_month_on() {
        let of_2023 = row("bt.indonesia.diverted").unwrap();
        assert_eq!(of_2023.as_of, "2023-10");
        let years = |month| of_2023.years_old(Month::parse(month));
        assert_eq!(years("2023-01"), None);
        assert_eq!(years("2024-10"), None);
        assert_eq!(years("2024-11"), Some(1));
        assert_eq!(years("2025-09"), Some(1));
        assert_eq!(years("2026-11"), Some(3));
        assert_eq!(of_2023.years_old(None), None);
    }
}
