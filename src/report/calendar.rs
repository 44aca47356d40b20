//! The list of things to do as a calendar file, which phones and mail programs take in.

use icalendar::{Calendar, Component, Event, Property};

use super::agenda::AgendaItem;
use crate::disk::PendingExport;

/// A day as calendar files write it, the first of its month where no day is known.
fn day_of(item: &AgendaItem) -> String {
    let month = item.month;
    format!("{:04}{:02}{:02}", month.year(), month.number(), item.day.unwrap_or(1))
}

/// The calendar file of a list that is called `name`: each thing stands on its day, or on the first of its month where no day
/// is known, for the whole day. The same list gives the same bytes, and a thing that moved is known again.
pub fn calendar(name: &str, items: &[AgendaItem]) -> PendingExport {
    let mut calendar = Calendar::new();
    calendar.name(name);
    for item in items {
        let day = day_of(item);
        let date = |key: &str, day: &str| Property::new(key, day).add_parameter("VALUE", "DATE").done();
        let mut event = Event::new();
        event.append_property(Property::new("UID", format!("{}@sortie", plain(&item.key))));
        // When it was written tells nothing, and would make other bytes of the same list.
        event.append_property(Property::new("DTSTAMP", format!("{day}T000000Z")));
        event.append_property(date("DTSTART", &day));
        event.append_property(Property::new("SUMMARY", item.words.clone()));
        event.append_property(Property::new("TRANSP", "TRANSPARENT"));
        calendar.push(event.done());
    }
    PendingExport { name: name.to_owned(), ending: "ics", bytes: calendar.to_string().into_bytes().into() }
}

/// A key without what would end a line or a name.
fn plain(key: &str) -> String {
    key.chars().map(|sign| if sign.is_alphanumeric() { sign } else { '-' }).collect()
}

#[cfg(test)]
mod tests {
    use sortie_engine::unit::Month;

    use super::*;
    use crate::address::PlanPart;

    fn item(month: &str, words: &str) -> AgendaItem {
        AgendaItem {
            month: Month::parse(month).unwrap(),
            day: None,
            key: "ads begins".to_owned(),
            words: words.to_owned(),
            field: PlanPart::Strategy(0).field("start"),
        }
    }

    /// Lines as they are meant, where long ones are folded.
    fn lines(export: &PendingExport) -> Vec<String> {
        let text = String::from_utf8(export.bytes.to_vec()).unwrap();
        // Readers need not take longer ones.
        assert!(text.lines().all(|line| line.len() < 200), "long lines are folded: {text}");
        text.replace("\r\n ", "").split("\r\n").map(str::to_owned).collect()
    }

    #[test]
    fn a_thing_to_do_is_a_whole_day_in_a_calendar_and_its_words_come_through() {
        let words = "Begin “Ads, paid; more”: 3,000 once\nthen 500 a month, 从 2026年3月 起投放并且每个月看一次数字再决定要不要继续";
        let export = calendar("To do", &[item("2026-03", words), item("2026-11", "Stop")]);
        let lines = lines(&export);
        assert_eq!(export.file_name(), "To do.ics");
        assert_eq!(lines[0], "BEGIN:VCALENDAR");
        assert!(lines.contains(&"DTSTART;VALUE=DATE:20260301".to_owned()), "{lines:#?}");
        assert!(lines.contains(&"DTSTART;VALUE=DATE:20261101".to_owned()), "{lines:#?}");
        let told = lines.iter().find_map(|line| line.strip_prefix("SUMMARY:")).unwrap();
        let read = told.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";");
        assert_eq!(read, words);
        assert_eq!(lines.iter().filter(|line| *line == "BEGIN:VEVENT").count(), 2);
    }

    #[test]
    fn words_of_any_length_come_through_the_folding_of_lines() {
        for n in 0..160 {
            for sign in ["现", "a", "金 "] {
                let words = format!("x{}.", sign.repeat(n));
                let lines = lines(&calendar("a", &[item("2026-03", &words)]));
                assert!(lines.contains(&format!("SUMMARY:{words}")), "{n} of {sign}: {lines:#?}");
            }
        }
    }

    #[test]
    fn the_same_list_gives_the_same_bytes() {
        let list = [item("2026-03", "Begin")];
        assert_eq!(calendar("a", &list).bytes, calendar("a", &list).bytes);
    }
}
