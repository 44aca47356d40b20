//! Periods that files name: in the file's name, in a line above the table, in a cell.

use super::date::{self, DayOrder};
use super::findings::{FileFindings, UNDATED};
use super::report::FileNote;
use crate::ledger::{Date, Decimal};

/// The month or the days that a file's name tells, such as `2025MarMonthlyTransaction.csv`,
/// `2025Mar1-2025Mar31CustomTransaction.csv`, `report 2025-11.csv` or `2025-11-01_2025-11-30.csv`.
pub fn period_in(name: &str) -> Option<(Date, Date)> {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let parts = parts_of(name);
    let mut found: Vec<(Date, Date)> = vec![];
    let mut idx = 0;
    while idx < parts.len() {
        match period_at(&parts[idx..]) {
            Some((period, n_parts)) => {
                found.push(period);
                idx += n_parts;
            }
            None => idx += 1,
        }
    }
    let (first, last) = (found.first()?, found.last()?);
    Some((first.0.min(last.0), first.1.max(last.1)))
}

/// The days that a file's name tells, with a note of where they come from; no days where it tells none.
pub fn days_of(file: &str, findings: &mut FileFindings) -> (Date, Date) {
    let Some((from, to)) = period_in(file) else {
        findings.add_note(FileNote::NoPeriod);
        return (UNDATED, UNDATED);
    };
    findings.declare(from, to);
    findings.add_note(FileNote::PeriodOfName);
    if from.first_of_month() != to.first_of_month() {
        findings.add_note(FileNote::SpreadOverDays);
    }
    (from, to)
}

/// The runs of digits and the words of a name.
fn parts_of(name: &str) -> Vec<&str> {
    let mut parts = vec![];
    let mut rest = name;
    while let Some(first) = rest.chars().next() {
        let is_same = |c: char| {
            if first.is_ascii_digit() {
                c.is_ascii_digit()
            } else {
                first.is_alphabetic() && c.is_alphabetic()
            }
        };
        let end = rest.find(|c: char| !is_same(c)).unwrap_or(rest.len()).max(first.len_utf8());
        let (part, after) = rest.split_at(end);
        if first.is_alphanumeric() {
            parts.push(part);
        }
        rest = after;
    }
    parts
}

/// The period with which the parts begin, and how many of them name it.
fn period_at(parts: &[&str]) -> Option<((Date, Date), usize)> {
    let is_year = |text: &str| text.len() == 4 && text.starts_with("20");
    let number = |text: &str| text.parse::<i8>().ok();
    let first = *parts.first()?;
    if first.starts_with("20") && first.bytes().all(|b| b.is_ascii_digit()) {
        // The time of the day may stand behind it.
        if matches!(first.len(), 8 | 12 | 14) {
            let day = date::read(&first[..8], DayOrder::DayFirst).ok()?.date();
            return Some(((day, day), 1));
        }
        if first.len() == 6 {
            return Some((month_of(first[..4].parse().ok()?, number(&first[4..])?)?, 1));
        }
    }
    if !is_year(first) {
        return None;
    }
    let year = first.parse().ok()?;
    let second = *parts.get(1)?;
    let month = match number(second) {
        Some(month) if second.len() <= 2 => month,
        _ if second.starts_with(|c: char| c.is_alphabetic()) => date::month_in(second)?,
        _ => return None,
    };
    let day = parts.get(2).filter(|part| part.len() <= 2).and_then(|part| number(part));
    match day.and_then(|day| Date::new(year, month, day).ok()) {
        Some(day) => Some(((day, day), 3)),
        None => Some((month_of(year, month)?, 2)),
    }
}

/// The month that a cell names, however it is written: `Feb 2025`, `2025-02`, `202502`, `02/2025`, or its first day.
pub fn month_written(text: &str) -> Option<(Date, Date)> {
    let whole = |day: Date| (day.first_of_month(), day.last_of_month());
    let text = text.replace(['年', '년'], "-").replace(['月', '월', '日', '일'], " ");
    let text = text.trim();
    if let Some((from, _)) = period_in(text) {
        return Some(whole(from));
    }
    if let [first, year] = parts_of(text)[..]
        && year.len() == 4
    {
        let month = match first.parse() {
            Ok(month) => month,
            Err(_) => date::month_in(first)?,
        };
        return month_of(year.parse().ok()?, month);
    }
    date::read(text, DayOrder::MonthFirst).ok().map(|stamp| whole(stamp.date()))
}

fn month_of(year: i16, month: i8) -> Option<(Date, Date)> {
    let first = Date::new(year, month, 1).ok()?;
    Some((first, first.last_of_month()))
}

/// The days that a text such as `August 1, 2026 - August 31, 2026` goes from and to.
pub fn days_in(text: &str) -> Option<(Date, Date)> {
    let day = |text: &str| date::read(text.trim(), DayOrder::MonthFirst).ok().map(|stamp| stamp.date());
    let text = text.trim().trim_start_matches(['#', '"', ' ']).trim_end_matches('"');
    let marks = [
        " - ", " – ", " — ", "–", "~", "～", "〜", " to ", " bis ", " au ", " al ", " a ", " 至 ", "至", "-",
    ];
    marks.iter().find_map(|mark| {
        let (from, to) = text.split_once(mark)?;
        Some((day(from)?, day(to)?))
    })
}

/// The days that one of the lines above a table goes from and to; a comma within a day may have parted the line.
pub fn days_above(preamble: &[Vec<String>]) -> Option<(Date, Date)> {
    let by_cell = || preamble.iter().flatten().find_map(|cell| days_in(cell));
    by_cell().or_else(|| preamble.iter().find_map(|cells| days_in(&cells.join(","))))
}

/// An amount of several days, as so much for each month of them, by days; the cents that are left over go to the last.
pub fn spread(amount: Decimal, from: Date, to: Date) -> Vec<(Date, Decimal)> {
    let (from, to) = (from.min(to), from.max(to));
    let n_days = |from: Date, to: Date| Decimal::from(from.until(to).map_or(0, |span| span.get_days()) + 1);
    let all = n_days(from, to);
    let mut shares = vec![];
    let (mut start, mut rest) = (from, amount);
    // Nobody exports more than a hundred years.
    while shares.len() < 1_200 {
        let end = start.last_of_month().min(to);
        let share =
            if end == to { rest } else { (amount * n_days(start, end) / all).round_dp(amount.scale()) };
        rest -= share;
        shares.push((start, share));
        match end.tomorrow() {
            Ok(next) if end < to => start = next,
            _ => break,
        }
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_files_name_tells_its_month_or_its_days() {
        let told = |name| period_in(name).map(|(from, to)| format!("{from} {to}"));
        for (name, expected) in [
            ("2025MarMonthlyTransaction.csv", Some("2025-03-01 2025-03-31")),
            ("2025Mar1-2025Mar31CustomTransaction.csv", Some("2025-03-01 2025-03-31")),
            ("may.zip/Business report 2025-11.csv", Some("2025-11-01 2025-11-30")),
            ("2025-11-03_2025-12-04.csv", Some("2025-11-03 2025-12-04")),
            ("利润报表202502.xlsx", Some("2025-02-01 2025-02-28")),
            ("orders 2025.csv", None),
            ("orders.csv", None),
            ("202513.csv", None),
        ] {
            assert_eq!(told(name).as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn a_spread_amount_is_whole_again() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let shares = spread(Decimal::new(10_000, 2), day("2025-01-31"), day("2025-03-01"));
        assert_eq!(shares.iter().map(|share| share.1).sum::<Decimal>(), Decimal::from(100));
        let expected = [("2025-01-31", 333), ("2025-02-01", 9333), ("2025-03-01", 334)];
        assert_eq!(shares, expected.map(|(at, cents)| (day(at), Decimal::new(cents, 2))));
        assert_eq!(days_in("August 1, 2026 - August 31, 2026"), Some((day("2026-08-01"), day("2026-08-31"))));
        assert_eq!(days_in("a day"), None);
        assert_eq!(days_in("# 20251101-20251130"), Some((day("2025-11-01"), day("2025-11-30"))));
        assert_eq!(days_in("2025年3月1日～2025年3月31日"), Some((day("2025-03-01"), day("2025-03-31"))));
        assert_eq!(days_in("2025-11-01"), None);
    }

    #[test]
    fn a_month_is_known_however_it_is_written() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        for text in [
            "Feb 2025",
            "2025-02",
            "202502",
            "02/2025",
            "2025年2月",
            "2025-02-01",
            "Februar 2025",
            "févr. 2025",
        ] {
            assert_eq!(month_written(text), Some((day("2025-02-01"), day("2025-02-28"))), "{text}");
        }
        assert_eq!((month_written("total"), month_written("-")), (None, None));
    }
}
