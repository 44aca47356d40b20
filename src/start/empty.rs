//! A plan from nothing: one shop, one closure, and the two scenarios that everything is compared with.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use sortie_engine::plan::{Channel, ChannelKind, ChannelTargets, Market, Plan, Scenario, Shock, ShockKind};
use sortie_engine::unit::{Day, Estimate, Month};

/// The names that a plan from nothing begins with, in the language in use.
pub struct EmptyNames<'a> {
    /// The plan.
    pub plan: &'a str,
    /// Its market.
    pub market: &'a str,
    /// Its channel.
    pub channel: &'a str,
    /// Its closure.
    pub closure: &'a str,
    /// Links stay open.
    pub open: &'a str,
    /// Links close and nothing is done.
    pub no_response: &'a str,
    /// The currency that the seller most likely counts in, ISO 4217.
    pub currency: &'a str,
}

/// A plan that begins in the month after `now`, with nothing sold yet.
pub fn empty_plan(names: &EmptyNames, now: SystemTime) -> Plan {
    let start = month_of(now).plus(1);
    Plan {
        markets: vec![Market::blank("market-1", names.market)],
        channels: vec![Channel::blank("tiktok-link-1", names.channel, ChannelKind::TiktokLink, "market-1")],
        shocks: vec![closure(names.closure, start.plus(3))],
        scenarios: vec![
            Scenario::of("links-open", names.open, &[], &[]),
            Scenario::of("no-response", names.no_response, &["link-closure"], &[]),
        ],
        ..Plan::blank(names.plan, names.currency, start, 18)
    }
}

fn closure(name: &str, month: Month) -> Shock {
    let start = Day { month, day: None };
    let kinds = Some(vec![ChannelKind::TiktokLink]);
    Shock {
        targets: ChannelTargets { kinds, ..ChannelTargets::default() },
        passes: Estimate::certain(0.0),
        ..Shock::blank("link-closure", name, ShockKind::LinkClosure, start)
    }
}

/// Days in four hundred years, after which the calendar repeats.
const DAYS_IN_AN_ERA: u64 = 146_097;

/// The month of a moment, in the calendar of Greenwich.
pub fn month_of(now: SystemTime) -> Month {
    let since = now.duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
    // Counted from the first of March of the year 0, so that the leap day stands at a year's end.
    let days = since.as_secs() / 86_400 + 719_468;
    let (era, day) = (days / DAYS_IN_AN_ERA, days % DAYS_IN_AN_ERA);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let number = if month < 10 { month + 3 } else { month - 9 };
    let year = year + era * 400 + u64::from(number <= 2);
    Month::new(i32::try_from(year).unwrap_or(2_000), number as u8).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use sortie_engine::plan::check;

    use super::*;

    #[test]
    fn a_plan_from_nothing_has_no_fault() {
        let names = EmptyNames {
            plan: "a",
            market: "b",
            channel: "c",
            closure: "d",
            open: "e",
            no_response: "f",
            currency: "EUR",
        };
        assert_eq!(check(&empty_plan(&names, SystemTime::now())), []);
    }

    #[test]
    fn a_moment_has_the_month_of_the_calendar() {
        for (seconds, month) in
            [(0, "1970-01"), (951_782_400, "2000-02"), (1_709_251_199, "2024-02"), (1_767_225_600, "2026-01")]
        {
            assert_eq!(month_of(UNIX_EPOCH + Duration::from_secs(seconds)).to_string(), month);
        }
    }
}
