//! What the seller does: when it starts and ends, of its own accord or not, and what it costs; how it works stands with its
//! mechanisms.

use serde::Serialize;

use super::mechanism::Mechanism;
use super::parts::BasisMap;
use super::word::{Requirement, RuleMetric, RuleSide};
use super::write::{is_no_month, is_single_month, is_zero};
use crate::unit::{Amount, Estimate, Month};

/// What the seller does from a month on. Money is in `currency`, or the plan's where there is none.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Strategy {
    /// Name in references.
    pub id: String,
    /// Name on screen.
    pub name: String,
    /// Free word for icon and label.
    pub kind: String,
    /// The month it starts.
    pub start: Month,
    /// The first month it no longer runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<Month>,
    /// Its own currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Paid once, in its start month.
    #[serde(skip_serializing_if = "is_zero")]
    pub setup_cost: Estimate<Amount>,
    /// Paid every month it runs.
    #[serde(skip_serializing_if = "is_zero")]
    pub monthly_cost: Estimate<Amount>,
    /// Paid once, in the month in which it ends.
    #[serde(skip_serializing_if = "is_zero")]
    pub exit_cost: Estimate<Amount>,
    /// When it starts, of its own accord, from its start month on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_when: Option<StrategyRule>,
    /// When it ends before its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stop_when: Option<StrategyRule>,
    /// What it gives the seller that platforms ask for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub provides: Vec<Requirement>,
    /// How it works.
    pub mechanisms: Vec<Mechanism>,
    /// Free text.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub notes: String,
    /// Where its numbers came from.
    #[serde(skip_serializing_if = "BasisMap::is_empty")]
    pub basis: BasisMap,
}

impl Strategy {
    /// A strategy that does nothing yet, from `start` on.
    pub fn blank(id: &str, name: &str, kind: &str, start: Month) -> Self {
        Self {
            id: id.to_owned(),
            name: name.to_owned(),
            kind: kind.to_owned(),
            start,
            end: None,
            currency: None,
            setup_cost: Estimate::default(),
            monthly_cost: Estimate::default(),
            exit_cost: Estimate::default(),
            start_when: None,
            stop_when: None,
            provides: vec![],
            mechanisms: vec![],
            notes: String::new(),
            basis: BasisMap::new(),
        }
    }

    /// Months until the slowest of its mechanisms has its full effect.
    pub fn ramp_months(&self) -> f64 {
        let ramp = |mechanism: &Mechanism| match mechanism {
            Mechanism::Audience(posts) => posts.learning_months,
            Mechanism::OpenChannel(open) => open.review_months + open.ramp_months,
            Mechanism::CloseChannel(close) => close.ramp_months,
            Mechanism::Adjust(adjust) => adjust.ramp_months,
            Mechanism::RestoreLink(restore) => restore.ramp_months,
            Mechanism::Price(price) => price.ramp_months,
            Mechanism::PaidReach(_) | Mechanism::SubscriberList(_) | Mechanism::Hits(_) => 0.0,
        };
        self.mechanisms.iter().map(ramp).fold(0.0, f64::max)
    }
}

/// A condition on what the seller can read off a month's end: it holds where a figure was on one side of a value in every one
/// of the last months.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StrategyRule {
    /// What it looks at.
    pub metric: RuleMetric,
    /// Id of the channel whose figure it is; all where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// On which side of the value it holds; on the value itself it does not.
    pub is: RuleSide,
    /// The value, money in the plan's currency.
    pub value: f64,
    /// Months in a row, 1 to 12.
    #[serde(skip_serializing_if = "is_single_month")]
    pub for_months: u32,
    /// Months from its start in which a strategy is not stopped.
    #[serde(skip_serializing_if = "is_no_month")]
    pub after_months: u32,
}

impl StrategyRule {
    /// The first month in which it may stop (`stops`) or start a strategy that starts, or may start, in `start`: the months
    /// before it tell the figures that it looks at, those before the plan's first do not.
    pub fn first_acts(&self, plan_start: Month, start: Month, stops: bool) -> Month {
        let months = self.for_months.max(1) as i32;
        let since = if stops { start.max(plan_start) } else { plan_start };
        let grace = if stops { self.after_months.max(1) as i32 } else { 0 };
        start.plus(grace).max(since.plus(months))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_acts_once_the_months_it_looks_at_are_over() {
        let first = Month::parse("2026-01").expect("it is a month");
        let acts = |for_months, after_months, start: i32, stops| {
            let (metric, is) = (RuleMetric::Cash, RuleSide::Below);
            let rule = StrategyRule { metric, channel: None, is, value: 0.0, for_months, after_months };
            rule.first_acts(first, first.plus(start), stops).since(first)
        };
        assert_eq!(acts(1, 0, 3, true), 4);
        assert_eq!(acts(3, 0, 3, true), 6);
        assert_eq!(acts(1, 4, 3, true), 7);
        assert_eq!(acts(2, 0, -6, true), 2, "what came before the plan tells nothing");
        assert_eq!(acts(2, 0, 3, false), 3);
        assert_eq!(acts(2, 0, 0, false), 2);
    }
}
