//! Months and days as people say them.

use sortie_engine::plan::{Plan, Shock};
use sortie_engine::unit::{Day, Month};

use super::Words;

impl Words {
    /// A month with its year: `Aug 2023`.
    pub fn month(&self, month: Month) -> String {
        self.with(
            "month.with_year",
            &[("month", self.month_name(month)), ("year", &month.year().to_string())],
        )
    }

    /// A day as exactly as it is known: `12 Sep 2023`, or its month where no day is given.
    pub fn day(&self, day: Day) -> String {
        let Some(number) = day.day else { return self.month(day.month) };
        let year = day.month.year().to_string();
        let name = self.month_name(day.month);
        self.with("month.with_day", &[("day", &number.to_string()), ("month", name), ("year", &year)])
    }

    /// When a blow starts, where nothing is late; nothing where it follows what is not there.
    pub fn start_of_shock(&self, plan: &Plan, shock: &Shock) -> String {
        plan.day_of_shock(shock).map_or_else(String::new, |day| self.day(day))
    }

    /// A month on a time axis: alone, as `Oct`, or with its year in January. The first label of an axis wants
    /// [`Self::month`].
    pub fn month_short(&self, month: Month) -> String {
        if month.number() == 1 {
            self.month(month)
        } else {
            self.with("month.alone", &[("month", self.month_name(month))])
        }
    }

    /// How old a source is: `3 years old`.
    pub fn years_old(&self, years: i32) -> String {
        let key = if years == 1 { "month.year_old" } else { "month.years_old" };
        self.with(key, &[("n", &years.to_string())])
    }

    /// The name of a month of any year, January being 0.
    pub fn calendar_month(&self, idx: usize) -> String {
        self.with("month.alone", &[("month", self.calendar_name(idx))])
    }

    fn month_name(&self, month: Month) -> &'static str {
        self.calendar_name(month.calendar_idx())
    }

    fn calendar_name(&self, idx: usize) -> &'static str {
        const KEYS: [&str; 12] =
            ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
        self.of_item("month", KEYS[idx % 12])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Language, words};

    #[test]
    fn months_and_days_are_said_as_people_say_them() {
        let (en, zh) = (words(Language::English), words(Language::Chinese));
        let month = |text| Month::parse(text).unwrap();
        assert_eq!(en.month(month("2023-08")), "Aug 2023");
        assert_eq!(zh.month(month("2023-08")), "2023年8月");
        assert_eq!(en.day(Day::parse("2023-09-12").unwrap()), "12 Sep 2023");
        assert_eq!(zh.day(Day::parse("2023-09-12").unwrap()), "2023年9月12日");
        assert_eq!(zh.day(Day::parse("2023-09").unwrap()), "2023年9月");
        assert_eq!([en.month_short(month("2023-10")), zh.month_short(month("2023-10"))], ["Oct", "10月"]);
        assert_eq!(
            [en.month_short(month("2024-01")), zh.month_short(month("2024-01"))],
            ["Jan 2024", "2024年1月"]
        );
    }
}
