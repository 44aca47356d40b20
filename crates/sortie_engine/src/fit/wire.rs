//! Rules held against the months that came: whether a strategy is to be stopped or begun now, to go on, or which month or
//! figure is still missing to say so.

use super::came::came;
use crate::plan::{Plan, RuleMetric, RuleSide, Strategy, StrategyRule};
use crate::unit::Month;

/// What the months that came say of a rule of a strategy.
#[derive(Clone, Debug, PartialEq)]
pub struct WireCheck {
    /// The id of the strategy.
    pub strategy: String,
    /// Whether the rule stops it; else it starts it.
    pub stops: bool,
    /// The rule.
    pub rule: StrategyRule,
    /// What they say.
    pub sign: WireSign,
    /// The figures that say so, month by month; those that are told where one is missing.
    pub figures: Vec<(Month, f64)>,
}

/// What a rule says now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WireSign {
    /// It has come true: this is the month from which the strategy stops, or starts.
    Now(Month),
    /// It has not: the strategy goes on, or waits.
    GoOn,
    /// The last month that it needs for a first look is this one, and it has not come.
    TooEarly(Month),
    /// The figure that it looks at is missing in this month.
    Missing(Month),
    /// It looks at profit, which is not told of months that came.
    NotTold,
}

/// What the months that came say of every rule of a scenario's strategies, in the order of the scenario; nothing where the
/// plan has no such scenario.
pub fn check_wires(plan: &Plan, scenario: &str) -> Vec<WireCheck> {
    let Some(scenario) = plan.scenarios.iter().find(|it| it.id == scenario) else { return vec![] };
    let mut checks = vec![];
    for id in &scenario.strategies {
        let Some(strategy) = plan.strategies.iter().find(|own| own.id == *id) else { continue };
        let mut start = Some(strategy.start);
        if let Some(rule) = &strategy.start_when {
            let check = WireCase { plan, strategy, rule, stops: false, from: strategy.start }.check();
            start = if let WireSign::Now(month) = check.sign { Some(month) } else { None };
            checks.push(check);
        }
        // Nothing is stopped that has not begun.
        if let Some((rule, from)) = strategy.stop_when.as_ref().zip(start) {
            checks.push(WireCase { plan, strategy, rule, stops: true, from }.check());
        }
    }
    checks
}

/// A rule of a strategy that has begun, or may begin, in a month.
struct WireCase<'a> {
    plan: &'a Plan,
    strategy: &'a Strategy,
    rule: &'a StrategyRule,
    stops: bool,
    from: Month,
}

impl WireCase<'_> {
    fn check(&self) -> WireCheck {
        let (sign, figures) = self.sign();
        let (strategy, rule) = (self.strategy.id.clone(), self.rule.clone());
        WireCheck { strategy, stops: self.stops, rule, sign, figures }
    }

    fn sign(&self) -> (WireSign, Vec<(Month, f64)>) {
        if self.rule.metric == RuleMetric::Profit {
            return (WireSign::NotTold, vec![]);
        }
        let months = self.rule.for_months.max(1) as i32;
        let first = self.rule.first_acts(self.plan.start, self.from, self.stops);
        let came = self.plan.actuals.iter().map(|actual| actual.month.plus(1)).max();
        let end = if self.stops { None } else { self.strategy.end };
        let last = came.map(|came| end.map_or(came, |end| came.min(end.plus(-1))));
        let Some(last) = last.filter(|last| *last >= first) else {
            return (WireSign::TooEarly(first.plus(-1)), vec![]);
        };
        let window = |at: Month| (0..months).map(move |n| at.plus(n - months));
        let known = |at: Month| -> Vec<(Month, f64)> {
            window(at).filter_map(|month| Some((month, self.figure(month)?))).collect()
        };
        let holds = |figures: &[(Month, f64)]| {
            let is_on_side = |x: f64| match self.rule.is {
                RuleSide::Below => x < self.rule.value,
                RuleSide::Above => x > self.rule.value,
            };
            figures.len() == months as usize && figures.iter().all(|(_, x)| is_on_side(*x))
        };
        let n = last.since(first);
        let now = (0..=n).map(|n| first.plus(n)).find(|at| holds(&known(*at)));
        if let Some(now) = now {
            return (WireSign::Now(now), known(now));
        }
        let missing = window(last).find(|month| self.figure(*month).is_none());
        (missing.map_or(WireSign::GoOn, WireSign::Missing), known(last))
    }

    /// What the rule looks at, as it came in a month.
    fn figure(&self, month: Month) -> Option<f64> {
        let plan = self.plan;
        let whole = |of: &dyn Fn(&crate::plan::ActualMonth) -> Option<f64>| {
            let rows = plan.actuals.iter().filter(|it| it.month == month && it.channel.is_none());
            rows.filter(|it| it.strategy.is_none()).filter_map(of).next_back()
        };
        match self.rule.metric {
            RuleMetric::Profit => None,
            RuleMetric::Cash => whole(&|it| it.cash),
            RuleMetric::Followers => whole(&|it| it.followers),
            RuleMetric::Subscribers => whole(&|it| it.subscribers),
            RuleMetric::OwnOrders => {
                let own = plan.actuals.iter().filter(|it| it.month == month);
                own.filter(|it| it.strategy.as_ref() == Some(&self.strategy.id)).find_map(|it| it.orders)
            }
            RuleMetric::Visits | RuleMetric::Orders | RuleMetric::Revenue => self.traded(month),
        }
    }

    /// A figure of the channel that the rule names; where it names none that of the whole business, or else the sum of its
    /// channels where all that sell are told.
    fn traded(&self, month: Month) -> Option<f64> {
        let of = |channel: Option<&str>| {
            let came = came(self.plan, month, channel);
            match self.rule.metric {
                RuleMetric::Visits => came.visits,
                RuleMetric::Orders => came.orders,
                _ => came.revenue,
            }
        };
        if self.rule.channel.is_some() {
            return of(self.rule.channel.as_deref());
        }
        let is_told =
            |id: &String| self.plan.actuals.iter().any(|actual| actual.channel.as_ref() == Some(id));
        let channels = self.plan.channels.iter().filter(|channel| channel.active || is_told(&channel.id));
        let channels: Vec<&str> = channels.map(|channel| channel.id.as_str()).collect();
        let parts = || channels.iter().map(|id| of(Some(id))).sum::<Option<f64>>();
        of(None).or_else(|| parts().filter(|_| !channels.is_empty()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{ActualMonth, read};

    fn month(text: &str) -> Month {
        Month::parse(text).unwrap()
    }

    /// A shop from January 2024 on whose ads begin in February under a rule.
    fn shop(rule: StrategyRule) -> Plan {
        let mut plan = read(include_bytes!("../../tests/engine/whole.sortie")).unwrap();
        plan.start = month("2024-01");
        plan.actuals.clear();
        plan.strategies.truncate(1);
        let own = &mut plan.strategies[0];
        (own.start, own.end, own.start_when, own.stop_when) = (month("2024-02"), None, None, Some(rule));
        let id = own.id.clone();
        plan.scenarios.truncate(1);
        plan.scenarios[0].strategies = vec![id];
        plan
    }

    fn rule(metric: RuleMetric, value: f64, for_months: u32, after_months: u32) -> StrategyRule {
        StrategyRule { metric, channel: None, is: RuleSide::Below, value, for_months, after_months }
    }

    fn told(plan: &mut Plan, at: &str, change: impl Fn(&mut ActualMonth)) {
        let mut row = ActualMonth::blank(month(at));
        change(&mut row);
        plan.actuals.push(row);
    }

    fn sign(plan: &Plan) -> WireSign {
        check_wires(plan, &plan.scenarios[0].id)[0].sign
    }

    #[test]
    fn two_months_in_a_row_below_the_line_stop_what_was_begun() {
        let mut plan = shop(rule(RuleMetric::Cash, 1_000.0, 2, 1));
        assert_eq!(sign(&plan), WireSign::TooEarly(month("2024-03")));
        told(&mut plan, "2024-01", |it| it.cash = Some(10.0));
        told(&mut plan, "2024-02", |it| it.cash = Some(900.0));
        assert_eq!(sign(&plan), WireSign::TooEarly(month("2024-03")), "January was before it began");
        told(&mut plan, "2024-03", |it| it.cash = Some(1_000.0));
        assert_eq!(sign(&plan), WireSign::GoOn, "on the line itself it does not hold");
        told(&mut plan, "2024-04", |it| it.cash = Some(999.0));
        told(&mut plan, "2024-05", |it| it.cash = Some(1.0));
        assert_eq!(sign(&plan), WireSign::Now(month("2024-06")));
        let check = &check_wires(&plan, &plan.scenarios[0].id)[0];
        assert_eq!(check.figures, [(month("2024-04"), 999.0), (month("2024-05"), 1.0)]);
        // What has come true stays so.
        told(&mut plan, "2024-06", |it| it.cash = Some(50_000.0));
        assert_eq!(sign(&plan), WireSign::Now(month("2024-06")));
    }

    #[test]
    fn the_first_months_are_not_looked_at_where_the_rule_says_so() {
        let mut plan = shop(rule(RuleMetric::Followers, 100.0, 1, 4));
        for at in ["2024-02", "2024-03", "2024-04"] {
            told(&mut plan, at, |it| it.followers = Some(1.0));
        }
        assert_eq!(sign(&plan), WireSign::TooEarly(month("2024-05")));
        told(&mut plan, "2024-05", |it| it.followers = Some(1.0));
        assert_eq!(sign(&plan), WireSign::Now(month("2024-06")));
    }

    #[test]
    fn a_month_that_is_missing_is_named_and_profit_is_told_of_none() {
        let mut plan = shop(rule(RuleMetric::OwnOrders, 40.0, 1, 1));
        told(&mut plan, "2024-02", |it| it.revenue = Some(5_000.0));
        assert_eq!(sign(&plan), WireSign::Missing(month("2024-02")));
        let id = plan.strategies[0].id.clone();
        told(&mut plan, "2024-02", |it| (it.strategy, it.orders) = (Some(id.clone()), Some(39.0)));
        assert_eq!(sign(&plan), WireSign::Now(month("2024-03")));
        assert_eq!(sign(&shop(rule(RuleMetric::Profit, 0.0, 3, 3))), WireSign::NotTold);
    }

    #[test]
    fn revenue_of_the_business_is_the_sum_of_its_channels_where_all_are_told() {
        let mut plan = shop(rule(RuleMetric::Revenue, 100.0, 1, 1));
        let channels: Vec<String> =
            plan.channels.iter().filter(|it| it.active).map(|it| it.id.clone()).collect();
        assert!(channels.len() > 1);
        for id in &channels[1..] {
            told(&mut plan, "2024-02", |it| (it.channel, it.revenue) = (Some(id.clone()), Some(1.0)));
        }
        assert_eq!(sign(&plan), WireSign::Missing(month("2024-02")));
        let first = channels[0].clone();
        told(&mut plan, "2024-02", |it| (it.channel, it.revenue) = (Some(first.clone()), Some(1.0)));
        assert_eq!(sign(&plan), WireSign::Now(month("2024-03")));
    }

    #[test]
    fn what_is_kept_in_reserve_begins_when_its_rule_says_and_is_not_stopped_before() {
        let mut plan = shop(rule(RuleMetric::Cash, 1_000.0, 1, 1));
        plan.strategies[0].start_when = Some(rule(RuleMetric::Orders, 50.0, 2, 0));
        told(&mut plan, "2024-01", |it| (it.orders, it.cash) = (Some(40.0), Some(1.0)));
        let checks = check_wires(&plan, &plan.scenarios[0].id);
        assert_eq!((checks.len(), checks[0].sign), (1, WireSign::TooEarly(month("2024-02"))));
        told(&mut plan, "2024-02", |it| (it.orders, it.cash) = (Some(49.0), Some(1.0)));
        let checks = check_wires(&plan, &plan.scenarios[0].id);
        assert_eq!(checks[0].sign, WireSign::Now(month("2024-03")));
        assert_eq!(checks[1].sign, WireSign::TooEarly(month("2024-03")));
    }
}
