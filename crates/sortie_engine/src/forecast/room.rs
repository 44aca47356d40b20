//! How many paths a plan can be worked out on, said before any is walked.

use crate::plan::Plan;

/// Channels times months times scenarios times paths. A core works out some fifty million of them in a second, so that four
/// of them are done within a minute; and what is kept of each path stays far below what a small laptop has.
const MOST_WORK: usize = 10_000_000_000;

/// The most paths on which `plan` can be worked out; one at least.
pub fn paths_that_fit(plan: &Plan) -> usize {
    let months = plan.channels.len().max(1).saturating_mul(plan.horizon_months.max(1));
    (MOST_WORK / months.saturating_mul(plan.scenarios.len().max(1))).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Channel, ChannelKind, Scenario};
    use crate::unit::Month;

    fn plan(n_channels: usize, n_months: usize, n_scenarios: usize) -> Plan {
        let start = Month::new(2024, 1).unwrap();
        let channels = vec![Channel::blank("c", "c", ChannelKind::Other, "m"); n_channels];
        let scenario = Scenario {
            id: "s".to_owned(),
            name: "s".to_owned(),
            shocks: vec![],
            strategies: vec![],
            notes: String::new(),
            basis: crate::plan::BasisMap::new(),
        };
        Plan { channels, scenarios: vec![scenario; n_scenarios], ..Plan::blank("p", "USD", start, n_months) }
    }

    #[test]
    fn a_large_business_is_worked_out_on_a_hundred_thousand_paths() {
        assert!(paths_that_fit(&plan(20, 60, 20)) >= 100_000);
    }

    #[test]
    fn the_largest_plan_has_paths_for_a_draft_at_least() {
        assert_eq!(paths_that_fit(&plan(200, 50, 500)), 2_000);
    }
}
