//! Of which months files hold every day.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use super::FileRead;
use super::date::first_day;
use super::findings::{FileFindings, UNDATED};
use super::report::ReportPeriod;
use crate::ledger::{Date, month_of};
use crate::unit::Month;

/// The months of channels of which files of one kind hold every day; each file's report is told those that it has a part
/// in.
pub(super) fn complete_of(reads: &mut [FileRead]) -> HashSet<(Arc<str>, Month)> {
    let mut groups: BTreeMap<(&'static str, Arc<str>), ChannelCover> = BTreeMap::new();
    let mut channels_of: Vec<BTreeSet<Arc<str>>> = vec![];
    for read in reads.iter() {
        let findings = &read.findings;
        let orders = findings.orders.iter().map(|row| &row.order.channel);
        let seen: HashSet<&Arc<str>> =
            orders.chain(findings.entries.iter().map(|entry| &entry.channel)).collect();
        let channels: BTreeSet<Arc<str>> = seen.into_iter().cloned().collect();
        if let (Some(period), Some(kind)) = (findings.period, read.report.kind) {
            let days = days_of(findings);
            for channel in &channels {
                groups.entry((kind, channel.clone())).or_default().add(period, &days);
            }
        }
        channels_of.push(channels);
    }
    let complete: BTreeMap<_, Vec<Month>> =
        groups.into_iter().map(|(place, cover)| (place, cover.complete_months())).collect();
    for (read, channels) in reads.iter_mut().zip(channels_of) {
        let (Some(kind), Some(period)) = (read.report.kind, read.findings.period) else { continue };
        let own = channels.into_iter().filter_map(|channel| complete.get(&(kind, channel)));
        let (from, to) = (month_of(period.from), month_of(period.to));
        let months: BTreeSet<Month> =
            own.flatten().filter(|month| (from..=to).contains(*month)).copied().collect();
        read.report.complete_months = months.into_iter().collect();
    }
    complete
        .into_iter()
        .flat_map(|((_, channel), months)| months.into_iter().map(move |month| (channel.clone(), month)))
        .collect()
}

/// Which days of a channel the files of one kind tell of.
#[derive(Default)]
struct ChannelCover {
    periods: Vec<ReportPeriod>,
    days: Vec<Date>,
    /// How many days lie between two days with rows of a file.
    gaps: Vec<i32>,
}

impl ChannelCover {
    fn add(&mut self, period: ReportPeriod, days: &[Date]) {
        self.periods.push(period);
        self.days.extend(days);
        self.gaps.extend(days.windows(2).map(|pair| n_days(pair[0], pair[1])));
    }

    /// The months within the periods that files declare; otherwise those whose first and last days hold rows, or around
    /// which rows stand no further from the month than rows of this shop are usually from each other.
    fn complete_months(mut self) -> Vec<Month> {
        self.days.sort_unstable();
        self.days.dedup();
        let gap = usual_gap(std::mem::take(&mut self.gaps)).max(1);
        let (declared, seen): (Vec<_>, Vec<_>) = self.periods.iter().partition(|it| it.is_declared);
        let mut months = BTreeSet::new();
        for (from, to) in joined(declared, 1) {
            let is_within =
                |month: &Month| first_day(*month) >= from && first_day(*month).last_of_month() <= to;
            months.extend(months_between(from, to).filter(is_within));
        }
        for (from, to) in joined(seen, gap) {
            let days: Vec<Date> = self.days.iter().copied().filter(|day| (from..=to).contains(day)).collect();
            months.extend(months_between(from, to).filter(|month| is_whole(*month, &days, gap)));
        }
        months.into_iter().collect()
    }
}

fn months_between(from: Date, to: Date) -> impl Iterator<Item = Month> {
    let (from, to) = (month_of(from), month_of(to));
    (0..=to.since(from)).map(move |nth| from.plus(nth))
}

/// Periods without those that lie within or beside others, at most `gap` days from them.
fn joined(mut periods: Vec<&ReportPeriod>, gap: i32) -> Vec<(Date, Date)> {
    periods.sort_by_key(|period| (period.from, period.to));
    let mut joined: Vec<(Date, Date)> = vec![];
    for period in periods {
        match joined.last_mut() {
            Some((_, to)) if n_days(*to, period.from) <= gap => *to = period.to.max(*to),
            _ => joined.push((period.from, period.to)),
        }
    }
    joined
}

/// The days of which rows tell, each once, in order.
fn days_of(findings: &FileFindings) -> Vec<Date> {
    let orders = findings.orders.iter().map(|row| row.order.date);
    let entries = findings.entries.iter().map(|entry| entry.date).filter(|date| *date != UNDATED);
    let mut days: Vec<Date> = orders.chain(entries).collect();
    days.sort_unstable();
    days.dedup();
    days
}

/// The longest of these gaps, but for one in a hundred.
fn usual_gap(mut gaps: Vec<i32>) -> i32 {
    gaps.sort_unstable();
    let place = (gaps.len() * 99).div_ceil(100).saturating_sub(1);
    gaps.get(place).copied().unwrap_or_default()
}

fn n_days(from: Date, to: Date) -> i32 {
    (to - from).get_days()
}

/// Whether rows stand on the first and on the last day of a month, or as near before and after it as is usual; at one end
/// of a file the last day may be one on which nobody bought.
fn is_whole(month: Month, days: &[Date], gap: i32) -> bool {
    let (first, last) = (first_day(month), first_day(month).last_of_month());
    let before = days.iter().rev().find(|day| **day <= first);
    let after = days.iter().find(|day| **day >= last);
    let within = || days.iter().filter(|day| (first..=last).contains(*day));
    let n_before = match before {
        Some(day) if n_days(*day, first) <= gap => Some(0),
        Some(_) => None,
        None => within().next().map(|day| n_days(first, *day)),
    };
    let n_after = match after {
        Some(day) if n_days(last, *day) <= gap => Some(0),
        Some(_) => None,
        None => within().next_back().map(|day| n_days(*day, last)),
    };
    n_before.zip(n_after).is_some_and(|(before, after)| before + after <= 1)
}

#[cfg(test)]
mod tests {
    use super::super::findings::{MonthFigure, RowSpot};
    use super::*;
    use crate::ledger::{Currency, Decimal};

    fn read(days: &[&str]) -> FileRead {
        let mut read = FileRead::default();
        read.report.kind = Some("table");
        for day in days {
            let date = day.parse().unwrap();
            let spot = RowSpot { identity: 0, date, channel: "other:us".into(), currency: Currency::USD };
            read.findings.book(&spot, MonthFigure::Revenue, Decimal::ONE);
        }
        read
    }

    fn told(mut reads: Vec<FileRead>) -> Vec<String> {
        let mut months: Vec<String> =
            complete_of(&mut reads).into_iter().map(|(_, month)| month.to_string()).collect();
        months.sort();
        months
    }

    fn november(days: std::ops::RangeInclusive<u32>) -> Vec<String> {
        days.map(|day| format!("2025-11-{day:02}")).collect()
    }

    fn texts(days: &[String]) -> Vec<&str> {
        days.iter().map(String::as_str).collect()
    }

    #[test]
    fn a_month_with_orders_on_its_first_and_last_day_is_whole() {
        assert_eq!(told(vec![read(&texts(&november(1..=30)))]), ["2025-11"]);
        assert_eq!(told(vec![read(&texts(&november(1..=29)))]), ["2025-11"], "nobody bought on the last");
        assert!(told(vec![read(&texts(&november(2..=29)))]).is_empty());
        assert!(told(vec![read(&texts(&november(1..=28)))]).is_empty());
    }

    #[test]
    fn a_month_between_days_of_a_busy_shop_is_complete_and_the_first_and_last_are_not() {
        let mut days = november(1..=30);
        days.insert(0, "2025-10-31".to_owned());
        days.push("2025-12-01".to_owned());
        assert_eq!(told(vec![read(&texts(&days))]), ["2025-11"]);
    }

    #[test]
    fn a_month_that_two_files_hold_together_is_whole_and_one_with_a_hole_between_them_is_not() {
        let first = november(1..=15);
        assert_eq!(told(vec![read(&texts(&first)), read(&texts(&november(16..=30)))]), ["2025-11"]);
        assert!(told(vec![read(&texts(&first)), read(&texts(&november(20..=30)))]).is_empty());
    }

    #[test]
    fn a_declared_period_tells_by_itself() {
        let mut declared = read(&["2025-11-07"]);
        declared.findings.declare("2025-10-15".parse().unwrap(), "2025-12-30".parse().unwrap());
        assert_eq!(told(vec![declared]), ["2025-11"]);
    }
}
