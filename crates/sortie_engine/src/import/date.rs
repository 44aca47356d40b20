//! Days and times as exports write them, and the zone in which a shop's month ends.

use jiff::civil::{DateTime, Time};
use jiff::tz::{Offset, TimeZone};

use super::report::CellProblem;
use crate::ledger::Date;

/// What comes first where a day is written in three numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DayOrder {
    /// `31/05/2024`.
    #[default]
    DayFirst,
    /// `05/31/2024`.
    MonthFirst,
}

/// What the cells of a file say about what comes first in its days.
#[derive(Clone, Copy, Debug, Default)]
pub struct OrderEvidence {
    day_first: u64,
    month_first: u64,
    /// Days that could be read either way.
    open: u64,
}

impl OrderEvidence {
    /// Takes note of a cell.
    pub fn see(&mut self, text: &str) {
        let Some((first, second)) = numbers_of_day(text) else { return };
        self.day_first += u64::from(first > 12);
        self.month_first += u64::from(second > 12);
        self.open += u64::from(first <= 12 && second <= 12 && first != second);
    }

    /// Whether days can be read either way and no other cell decides, or cells decide both ways.
    pub fn is_open(&self) -> bool {
        self.open > 0 && (self.order().is_none() || self.day_first.min(self.month_first) > 0)
    }

    /// The order, or none where no cell decides.
    pub fn order(&self) -> Option<DayOrder> {
        match self.day_first.cmp(&self.month_first) {
            std::cmp::Ordering::Greater => Some(DayOrder::DayFirst),
            std::cmp::Ordering::Less => Some(DayOrder::MonthFirst),
            std::cmp::Ordering::Equal => None,
        }
    }
}

/// The first two numbers of a day that is written in three, the year last, such as `31/05/2024 09:56`; none of any other
/// text. A day with points has its own number first everywhere.
pub fn numbers_of_day(text: &str) -> Option<(u8, u8)> {
    let bytes = text.as_bytes();
    if !(6..=40).contains(&bytes.len()) || !bytes[0].is_ascii_digit() {
        return None;
    }
    let day = text.find([' ', 'T', ',', '\u{a0}']).map_or(text, |end| &text[..end]);
    let mut parts = day.split(['/', '-']);
    let (first, second, year) = (parts.next()?, parts.next()?, parts.next()?);
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let is_day = (1..=2).contains(&first.len())
        && (1..=2).contains(&second.len())
        && matches!(year.len(), 2 | 4)
        && parts.next().is_none()
        && [first, second, year].into_iter().all(is_number);
    is_day.then(|| Some((first.parse().ok()?, second.parse().ok()?)))?
}

/// A moment as a file writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExportTime {
    /// What the clock showed; midnight where only a day is written.
    pub clock: DateTime,
    /// How far that clock is from UTC, where the file says so.
    pub offset: Option<Offset>,
}

impl ExportTime {
    /// The day as written.
    pub fn date(&self) -> Date {
        self.clock.date()
    }

    /// The day in `zone`; as written where the file does not say whose clock it was.
    pub fn date_in(&self, zone: &TimeZone) -> Date {
        let moved = self.offset.and_then(|offset| offset.to_timestamp(self.clock).ok());
        moved.map_or(self.clock.date(), |moment| zone.to_datetime(moment).date())
    }

    /// The minute as one text, whatever the file writes for it: rows are told apart by it. A spreadsheet that saves a file once
    /// more writes days in its own way, and drops the seconds.
    pub fn minute(&self) -> String {
        format!("{} {:02}:{:02}", self.clock.date(), self.clock.hour(), self.clock.minute())
    }

    /// Seconds, to tell which of two moments of the same file came later.
    pub fn seconds(&self) -> i64 {
        let offset = self.offset.unwrap_or(Offset::UTC);
        offset.to_timestamp(self.clock).map_or(0, |moment| moment.as_second())
    }
}

/// The first day of a month.
pub fn first_day(month: crate::unit::Month) -> Date {
    let year = i16::try_from(month.year()).unwrap_or_default();
    // The number of a month is 1 to 12, so the day exists.
    Date::new(year, month.number() as i8, 1).unwrap_or_default()
}

/// The zone of this name, such as `Europe/Berlin`; UTC for a name that does not exist.
pub fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

/// Reads a moment: ISO, three numbers in `order`, months by name in the languages of exports, twelve-hour clocks, zones
/// and offsets, and the day numbers of spreadsheets.
///
/// # Errors
/// That it is no day.
pub fn read(text: &str, order: DayOrder) -> Result<ExportTime, CellProblem> {
    parse(text, order).ok_or(CellProblem::NotADate)
}

fn parse(text: &str, order: DayOrder) -> Option<ExportTime> {
    if let Some(stamp) = iso(text.as_bytes()) {
        return Some(stamp);
    }
    let text = text.trim();
    if text.len() > 60 {
        return None;
    }
    if text.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && text.bytes().filter(|b| *b == b'.').count() < 2
    {
        return digits_alone(text);
    }
    let (day, time) = split_time(text);
    let date = date_of(day, order)?;
    let Some(time) = time else { return Some(ExportTime { clock: date.at(0, 0, 0, 0), offset: None }) };
    let (time, offset) = time_of(time)?;
    Some(ExportTime { clock: DateTime::from_parts(date, time), offset })
}

/// `2025-11-05 10:00:00`, with or without ` -0400` behind it: the form of the longest files. None for any other.
fn iso(text: &[u8]) -> Option<ExportTime> {
    let [.., b'-', _, _, b'-', _, _, b' ', _, _, b':', _, _, b':', _, _] = text.get(..19)? else {
        return None;
    };
    let number = |from: usize, to: usize| {
        text[from..to]
            .iter()
            .try_fold(0_i16, |n, byte| byte.is_ascii_digit().then(|| n * 10 + i16::from(byte - b'0')))
    };
    let pair = |from: usize| number(from, from + 2).and_then(|n| i8::try_from(n).ok());
    let offset = match &text[19..] {
        [] => None,
        [b' ', sign @ (b'+' | b'-'), _, _, _, _] => {
            let seconds = i32::from(number(21, 23)?) * 3_600 + i32::from(number(23, 25)?) * 60;
            Some(Offset::from_seconds(if *sign == b'-' { -seconds } else { seconds }).ok()?)
        }
        _ => return None,
    };
    let date = date(number(0, 4)?, number(5, 7)?, number(8, 10)?)
        .filter(|date| date.year() == number(0, 4).unwrap_or(0))?;
    let time = Time::new(pair(11)?, pair(14)?, pair(17)?.min(59), 0).ok()?;
    Some(ExportTime { clock: DateTime::from_parts(date, time), offset })
}

/// `20251101`, or the day number of a spreadsheet such as `45384.3479`.
fn digits_alone(text: &str) -> Option<ExportTime> {
    if text.len() == 8 && !text.contains('.') {
        let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<i16>().ok();
        let date = date(number(0..4)?, number(4..6)?, number(6..8)?)?;
        return Some(ExportTime { clock: date.at(0, 0, 0, 0), offset: None });
    }
    serial(text.parse().ok()?)
}

/// The moment that a spreadsheet counts as so many days; between 1954 and 2119, so that no other number is taken for a
/// day.
pub fn serial(days: f64) -> Option<ExportTime> {
    if !(20_000.0..80_000.0).contains(&days) {
        return None;
    }
    let seconds = (days * 86_400.0).round() as i64;
    let start = Date::constant(1899, 12, 30).at(0, 0, 0, 0);
    let clock = start.checked_add(jiff::SignedDuration::from_secs(seconds)).ok()?;
    Some(ExportTime { clock, offset: None })
}

/// The same in a workbook that counts days from 1904.
pub fn serial_of_1904(days: f64) -> Option<ExportTime> {
    serial(days + 1_462.0)
}

fn date(year: i16, month: i16, day: i16) -> Option<Date> {
    let year = if (0..100).contains(&year) { year + 2000 } else { year };
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    (1990..2200).contains(&date.year()).then_some(date)
}

/// The day and, from the hour on, the time.
fn split_time(text: &str) -> (&str, Option<&str>) {
    let Some(colon) = text.find(':') else { return (text, None) };
    let hour = text[..colon]
        .rfind(|c: char| !c.is_ascii_digit())
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    (text[..hour].trim_end_matches(['T', ' ', ',']), Some(&text[hour..]))
}

fn date_of(text: &str, order: DayOrder) -> Option<Date> {
    let mut numbers: Vec<&str> = vec![];
    let mut month = None;
    let is_part = |c: char| c.is_ascii_digit();
    for part in parts(text, is_part) {
        if part.starts_with(is_part) {
            numbers.push(part);
        } else if let Some(named) = month_named(part) {
            month = Some(named);
        } else if !is_silent(part) {
            return None;
        }
    }
    let value = |text: &str| text.parse::<i16>().ok();
    match (month, numbers.as_slice()) {
        (Some(month), [year, day]) if year.len() == 4 => date(value(year)?, month, value(day)?),
        (Some(month), [day, year]) => date(value(year)?, month, value(day)?),
        (None, [year, month, day]) if year.len() == 4 => date(value(year)?, value(month)?, value(day)?),
        (None, [first, second, year]) => {
            let (first, second, year) = (value(first)?, value(second)?, value(year)?);
            let is_month_first =
                second > 12 || order == DayOrder::MonthFirst && first <= 12 && !text.contains('.');
            if is_month_first { date(year, first, second) } else { date(year, second, first) }
        }
        _ => None,
    }
}

/// The runs of digits and the words of a text.
fn parts<'t>(text: &'t str, is_digit: impl Fn(char) -> bool + Copy + 't) -> impl Iterator<Item = &'t str> {
    let is_word = |c: char| c.is_alphabetic() && !matches!(c, '年' | '月' | '日');
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| !is_digit(c) && !is_word(c));
        let first = rest.chars().next()?;
        let end = if is_digit(first) {
            rest.find(|c: char| !is_digit(c))
        } else {
            rest.find(|c: char| !is_word(c))
        };
        let (part, after) = rest.split_at(end.unwrap_or(rest.len()));
        rest = after;
        Some(part)
    })
}

/// Words in a day that say nothing: weekdays and the "of" of some languages.
fn is_silent(word: &str) -> bool {
    const WORDS: [&str; 9] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun", "de", "of"];
    let word = word.to_lowercase();
    WORDS.iter().any(|silent| {
        word == *silent || silent.len() == 3 && word.starts_with(silent) && word.ends_with("day")
    })
}

/// The start of each month's name in the languages of exports.
const MONTHS: [&[&str]; 12] = [
    &["jan", "ene", "gen", "sty"],
    &["feb", "fév", "fev", "lut"],
    &["mar", "mär", "mrt"],
    &["apr", "avr", "abr", "kwi"],
    &["may", "mai", "mag", "mei", "maj"],
    &["jun", "juin", "giu", "cze"],
    &["jul", "juil", "lug", "lip"],
    &["aug", "aoû", "aou", "ago", "agu", "sie"],
    &["sep", "set", "wrz"],
    &["oct", "okt", "ott", "out", "paź"],
    &["nov", "lis"],
    &["dec", "déc", "dez", "dic", "des", "gru"],
];

/// The month that a word begins with, 1 to 12.
pub fn month_in(word: &str) -> Option<i8> {
    month_named(word).and_then(|month| i8::try_from(month).ok())
}

fn month_named(word: &str) -> Option<i16> {
    let word = word.to_lowercase();
    let place = MONTHS.iter().position(|names| names.iter().any(|name| word.starts_with(name)))?;
    i16::try_from(place + 1).ok()
}

fn time_of(text: &str) -> Option<(Time, Option<Offset>)> {
    let end = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, ':' | '.')).unwrap_or(text.len());
    let (clock, rest) = text.split_at(end);
    let mut numbers = clock.trim_end_matches('.').split(':');
    let hour: i8 = numbers.next()?.parse().ok()?;
    let minute: i8 = numbers.next()?.parse().ok()?;
    let second = numbers.next().unwrap_or("0");
    let second: i8 = second.split('.').next()?.parse().ok()?;
    let rest = rest.trim().replace('.', "").to_ascii_lowercase();
    let (hour, rest) = if let Some(rest) = rest.strip_prefix("am") {
        (hour % 12, rest)
    } else if let Some(rest) = rest.strip_prefix("pm") {
        (hour % 12 + 12, rest)
    } else {
        (hour, rest.as_str())
    };
    let offset = offset_of(rest.trim())?;
    Some((Time::new(hour, minute, second.min(59), 0).ok()?, offset))
}

/// The zone behind a time: none where nothing stands there; the outer none for what is no zone.
fn offset_of(text: &str) -> Option<Option<Offset>> {
    let hours = |hours: i8| Some(Some(Offset::constant(hours)));
    match text {
        "" => Some(None),
        "utc" | "gmt" | "z" => hours(0),
        "bst" | "cet" | "met" | "mez" => hours(1),
        "cest" | "mest" | "mesz" | "eet" => hours(2),
        "pst" => hours(-8),
        "pdt" | "mst" => hours(-7),
        "mdt" | "cst" => hours(-6),
        "cdt" | "est" => hours(-5),
        "edt" => hours(-4),
        "jst" => hours(9),
        "aest" => hours(10),
        "aedt" => hours(11),
        text => numeric_offset(text.strip_prefix("gmt").or(text.strip_prefix("utc")).unwrap_or(text)),
    }
}

/// `-0400`, `+08:00`, `+9`.
fn numeric_offset(text: &str) -> Option<Option<Offset>> {
    let sign = match text.chars().next()? {
        '+' => 1,
        '-' | '\u{2212}' => -1,
        _ => return None,
    };
    let digits: String = text.chars().skip(1).filter(|c| *c != ':').collect();
    let is_plain = !digits.is_empty() && digits.len() <= 4 && digits.bytes().all(|b| b.is_ascii_digit());
    let split = if digits.len() > 2 { digits.len() - 2 } else { digits.len() };
    let (hours, minutes) = is_plain.then(|| digits.split_at(split))?;
    let minutes: i32 = if minutes.is_empty() { 0 } else { minutes.parse().ok()? };
    let hours: i32 = hours.parse().ok()?;
    Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok().map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        parse(text, DayOrder::DayFirst).map_or("none".to_owned(), |stamp| {
            let offset = stamp.offset.map_or(String::new(), |offset| offset.to_string());
            format!("{}{offset}", stamp.clock)
        })
    }

    #[test]
    fn every_shop_writes_days_its_own_way() {
        for (text, expected) in [
            ("2025-05-11 09:55:16 -0400", "2025-05-11T09:55:16-04"),
            ("2025-11-01T07:00:00+00:00", "2025-11-01T07:00:00+00"),
            ("Mar 1, 2025 7:00:38 AM PST", "2025-03-01T07:00:38-08"),
            ("Mar 2, 2025 7:38:49 a.m. PST", "2025-03-02T07:38:49-08"),
            ("7 Mar 2025 02:20:43 UTC", "2025-03-07T02:20:43+00"),
            ("28.02.2025 23:09:05 UTC", "2025-02-28T23:09:05+00"),
            ("1 nov. 2025 17:06:21 UTC", "2025-11-01T17:06:21+00"),
            ("2025/03/02 6:04:30 JST", "2025-03-02T06:04:30+09"),
            ("28 Feb 2025 8:47:58 PM UTC", "2025-02-28T20:47:58+00"),
            ("11/01/2025 12:10:00 AM", "2025-01-11T00:10:00"),
            ("31/05/2024 09:56:09", "2024-05-31T09:56:09"),
            ("05/31/2024", "2024-05-31T00:00:00"),
            ("01 Nov 2025 10:05", "2025-11-01T10:05:00"),
            ("1 novembro 2025 10:20", "2025-11-01T10:20:00"),
            ("Jan 5, 2026", "2026-01-05T00:00:00"),
            ("2025年11月1日", "2025-11-01T00:00:00"),
            ("20251130", "2025-11-30T00:00:00"),
            ("45384.5", "2024-04-02T12:00:00"),
            ("1 dic 2025", "2025-12-01T00:00:00"),
            ("2025-11", "none"),
            ("31/31/2025", "none"),
            ("order 12 5 2025", "none"),
            ("577000000000000001", "none"),
            ("", "none"),
        ] {
            assert_eq!(told(text), expected, "{text}");
        }
    }

    #[test]
    fn a_month_ends_on_the_clock_of_its_market() {
        let stamp = parse("31.10.2025 23:30:00 UTC", DayOrder::DayFirst).unwrap();
        assert_eq!(stamp.date_in(&zone("Europe/Berlin")).to_string(), "2025-11-01");
        assert_eq!(stamp.date().to_string(), "2025-10-31");
    }

    #[test]
    fn one_day_above_twelve_tells_the_order_of_a_column() {
        let order = |cells: &[&str]| {
            let mut evidence = OrderEvidence::default();
            cells.iter().for_each(|cell| evidence.see(cell));
            evidence.order()
        };
        assert_eq!(order(&["01/02/2025", "31/02/2025"]), Some(DayOrder::DayFirst));
        assert_eq!(order(&["01/13/2025"]), Some(DayOrder::MonthFirst));
        assert_eq!(order(&["2025-11-13", "01/02/2025"]), None);
        assert_eq!(
            order(&["13.11.2025", "1-13-7", "577/13/2025", "05/14/2025 10:00:00 AM"]),
            Some(DayOrder::MonthFirst)
        );
    }
}
