//! Which numbers of a workbook are days: a workbook writes 46000.5 and says elsewhere how it looks.

use std::collections::BTreeSet;
use std::io::Read;

use jiff::ToSpan;
use jiff::civil::Date;
use quick_xml::events::{BytesStart, Event};

use super::part::{PartReader, attribute};
use crate::import::report::FileRefusal;

/// The looks of cells, by their number: whether what has it is a day.
#[derive(Debug, Default)]
pub struct CellLooks {
    are_days: Vec<bool>,
}

impl CellLooks {
    /// Reads all of them.
    ///
    /// # Errors
    /// That the part is damaged, or too long.
    pub fn read<R: Read>(mut part: PartReader<'_, R>) -> Result<Self, FileRefusal> {
        let mut looks = Self::default();
        let mut own_days = BTreeSet::new();
        let (mut is_format, mut is_cell) = (false, false);
        loop {
            match part.next()? {
                Event::Start(tag) => match tag.local_name().as_ref() {
                    "numFmts" => is_format = true,
                    "cellXfs" => is_cell = true,
                    "numFmt" if is_format => own_days.extend(own_day(&tag)),
                    "xf" if is_cell => {
                        let id = attribute(&tag, "numFmtId").and_then(|id| id.parse().ok()).unwrap_or(0);
                        looks.are_days.push(own_days.contains(&id) || is_day_everywhere(id));
                    }
                    _ => {}
                },
                Event::End(tag) => match tag.local_name().as_ref() {
                    "numFmts" => is_format = false,
                    "cellXfs" => is_cell = false,
                    _ => {}
                },
                Event::Eof => return Ok(looks),
                _ => {}
            }
        }
    }

    /// Looks of cells by the looks of their numbers; `own` tells how the workbook itself describes one.
    pub fn of<'w>(numbers: impl Iterator<Item = u32>, own: impl Fn(u32) -> Option<&'w str>) -> Self {
        let is_day = |id| own(id).map_or_else(|| is_day_everywhere(id), is_day_written);
        Self { are_days: numbers.map(is_day).collect() }
    }

    /// Whether what looks like number `look` is a day or a time.
    pub fn is_day(&self, look: usize) -> bool {
        self.are_days.get(look).copied().unwrap_or(false)
    }
}

/// The number of a look that the workbook describes itself, where it is one of days.
fn own_day(tag: &BytesStart<'_>) -> Option<u32> {
    let id = attribute(tag, "numFmtId")?.parse().ok()?;
    is_day_written(&attribute(tag, "formatCode")?).then_some(id)
}

/// Looks of days that every spreadsheet knows, those of East Asia among them.
fn is_day_everywhere(id: u32) -> bool {
    matches!(id, 14..=22 | 27..=36 | 45..=47 | 50..=58)
}

/// Whether a look writes year, month, day, hour, minute or second, outside quotation marks, brackets and single letters.
fn is_day_written(look: &str) -> bool {
    let mut letters = look.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' | '_' | '*' => drop(letters.next()),
            '"' => drop(letters.by_ref().find(|c| *c == '"')),
            '[' => {
                let within: String = letters.by_ref().take_while(|c| *c != ']').collect();
                // Hours, minutes or seconds beyond those of a clock; others are colors, conditions and countries.
                let mut kinds: Vec<char> = within.to_ascii_lowercase().chars().collect();
                kinds.dedup();
                if matches!(kinds[..], ['h' | 'm' | 's']) {
                    return true;
                }
            }
            // What follows is of numbers below zero.
            ';' => return false,
            letter if "dmhysDMHYS".contains(letter) => return true,
            _ => {}
        }
    }
    false
}

/// The moment that a workbook counts in days, written as in ISO; nothing before 1900 or after 9999.
pub fn moment(days: f64, is_1904: bool) -> Option<String> {
    let days = if is_1904 { days + 1_462.0 } else { days };
    // The first spreadsheets thought that 1900 had a 29th of February, and all others count with them.
    let days = if days < 60.0 { days + 1.0 } else { days };
    if !(0.0..2_958_466.0).contains(&days) {
        return None;
    }
    let milliseconds = (days * 86_400_000.0).round();
    let whole = (milliseconds / 86_400_000.0).floor();
    let seconds = ((milliseconds - whole * 86_400_000.0) / 1_000.0).floor() as u32;
    let date = Date::constant(1899, 12, 30).checked_add((whole as i64).days()).ok()?;
    let (hour, minute, second) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    Some(format!("{date} {hour:02}:{minute:02}:{second:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_of_days_is_told_from_one_of_money() {
        for look in [
            "yyyy-mm-dd",
            "DD/MM/YY",
            "[h]:mm:ss",
            "[$-404]e\"\u{5e74}\"m\"\u{6708}\"d",
            "[Blue]\\+[hh]:mm",
            "ss.0",
        ] {
            assert!(is_day_written(look), "{look}");
        }
        for look in [
            "General",
            "0.00",
            "\"$\"#,##0_);[Red](\"$\"#,##0)",
            "#,##0\\ [$\u{20bd}-46D]",
            "#,##0*y",
            "0\" days\"",
            "\\Y000000",
            "0;yyyy",
            "[>=100][Magenta]0",
        ] {
            assert!(!is_day_written(look), "{look}");
        }
    }

    #[test]
    fn days_are_counted_as_spreadsheets_count_them() {
        for (days, is_1904, expected) in [
            (45_966.0, false, Some("2025-11-05 00:00:00")),
            (45_966.416_666_666_664, false, Some("2025-11-05 10:00:00")),
            (44_504.0, true, Some("2025-11-05 00:00:00")),
            (1.0, false, Some("1900-01-01 00:00:00")),
            (61.0, false, Some("1900-03-01 00:00:00")),
            (-3.0, false, None),
            (1e300, false, None),
            (f64::NAN, false, None),
        ] {
            assert_eq!(moment(days, is_1904).as_deref(), expected, "{days}");
        }
    }
}
