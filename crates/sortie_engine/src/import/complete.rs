//! Of which months a file holds every day.

use super::date::first_day;
use super::findings::FileFindings;
use crate::ledger::{Date, month_of};
use crate::unit::Month;

/// The months of which a file holds every day: those within the period it declares; otherwise those around which rows
/// stand on both sides, no further from the month than rows of this shop are usually from each other.
pub fn complete_months(findings: &FileFindings) -> Vec<Month> {
    let Some(period) = findings.period else { return vec![] };
    let (from, to) = (month_of(period.from), month_of(period.to));
    let months = (0..=to.since(from)).map(|nth| from.plus(nth));
    if period.is_declared {
        let is_within = |month: &Month| {
            first_day(*month) >= period.from && first_day(*month).last_of_month() <= period.to
        };
        return months.filter(is_within).collect();
    }
    let days = days_of(findings);
    let gap = usual_gap(&days);
    months.filter(|month| is_surrounded(*month, &days, gap)).collect()
}

/// The days of which rows tell, each once, in order.
fn days_of(findings: &FileFindings) -> Vec<Date> {
    let orders = findings.orders.iter().map(|row| row.order.date);
    let mut days: Vec<Date> = orders.chain(findings.entries.iter().map(|entry| entry.date)).collect();
    days.sort_unstable();
    days.dedup();
    days
}

/// How many days lie between two days with rows, but for the longest of a hundred such gaps.
fn usual_gap(days: &[Date]) -> i32 {
    let mut gaps: Vec<i32> = days.windows(2).map(|pair| n_days(pair[0], pair[1])).collect();
    gaps.sort_unstable();
    let place = (gaps.len() * 99).div_ceil(100).saturating_sub(1);
    gaps.get(place).copied().unwrap_or_default()
}

fn n_days(from: Date, to: Date) -> i32 {
    (to - from).get_days()
}

fn is_surrounded(month: Month, days: &[Date], gap: i32) -> bool {
    let (first, last) = (first_day(month), first_day(month).last_of_month());
    let before = days.iter().rev().find(|day| **day < first);
    let after = days.iter().find(|day| **day > last);
    before.is_some_and(|day| n_days(*day, first) <= gap.max(1))
        && after.is_some_and(|day| n_days(last, *day) <= gap.max(1))
}

#[cfg(test)]
mod tests {
    use super::super::findings::{MonthFigure, RowSpot};
    use super::*;
    use crate::ledger::{Currency, Decimal};

    fn findings(days: &[&str]) -> FileFindings {
        let mut findings = FileFindings::default();
        for day in days {
            let date = day.parse().unwrap();
            let spot = RowSpot { identity: 0, date, channel: "other:us".into(), currency: Currency::USD };
            findings.book(&spot, MonthFigure::Revenue, Decimal::ONE);
        }
        findings
    }

    fn told(findings: &FileFindings) -> Vec<String> {
        complete_months(findings).iter().map(Month::to_string).collect()
    }

    #[test]
    fn a_month_between_days_of_a_busy_shop_is_complete_and_the_first_and_last_are_not() {
        let days: Vec<String> = (1..=30).map(|day| format!("2025-11-{day:02}")).collect();
        let mut days: Vec<&str> = days.iter().map(String::as_str).collect();
        days.insert(0, "2025-10-31");
        assert!(told(&findings(&days)).is_empty());
        days.push("2025-12-01");
        assert_eq!(told(&findings(&days)), ["2025-11"]);
    }

    #[test]
    fn a_declared_period_tells_by_itself() {
        let mut findings = findings(&["2025-11-07"]);
        findings.declare("2025-10-15".parse().unwrap(), "2025-12-30".parse().unwrap());
        assert_eq!(told(&findings), ["2025-11"]);
    }
}
