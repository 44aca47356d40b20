//! Strategies that start or stop of their own accord: when, on each path, and what they look at.

use super::ScenarioWalk;
use super::script::ScriptMechanism;
use crate::lane::{Lane, LaneKit};
use crate::model::{EstimateIndex, MechanismModel, RuleModel, ramps};
use crate::plan::RuleMetric;

/// Where a strategy with rules stands on every path. Of one without rules all paths are alike, and nothing is kept.
#[derive(Clone, Copy)]
pub(super) struct StrategyCourse<K: LaneKit> {
    /// The month in which it starts; never until it does.
    pub start: K::Row,
    /// The month in which it no longer runs; never until it is stopped or its end has come.
    pub end: K::Row,
    /// 1 where it is at work this month and has its approvals.
    pub live: K::Row,
    /// 1 where this is its first month, whether it has its approvals or not.
    pub begins: K::Row,
    /// 1 where it has begun.
    pub has_begun: K::Row,
    /// 1 where this is the first month in which it no longer runs.
    pub ends: K::Row,
    /// Months in a row in which what starts it has held, up to the last one.
    starting: K::Row,
    /// Months in a row, since it started, in which what stops it has held.
    stopping: K::Row,
}

/// Orders that a strategy's own mechanism brings this month, before it is known how many of them can be shipped.
pub(super) struct OwnOrders<K: LaneKit> {
    /// The strategy's place in the model.
    owner: usize,
    channel: usize,
    brought: BroughtOrders<K>,
}

/// What a mechanism brings to a channel.
enum BroughtOrders<K: LaneKit> {
    /// Orders of a list.
    Orders(K::Row),
    /// Visits that convert as the channel's own, times a factor where there is one.
    Visits(K::Row, Option<EstimateIndex>),
}

impl<K: LaneKit> StrategyCourse<K> {
    /// Before anything is known of it.
    pub fn nothing(kit: K) -> Self {
        let zero = kit.splat_row(0.0);
        Self {
            start: zero,
            end: zero,
            live: zero,
            begins: zero,
            has_begun: zero,
            ends: zero,
            starting: zero,
            stopping: zero,
        }
    }
}

impl<K: LaneKit> ScenarioWalk<'_, K> {
    /// Puts strategies with rules back to before the plan.
    pub(super) fn begin_rules(&mut self) {
        let (kit, never) = (self.kit, self.kit.splat_row(f64::INFINITY));
        for &owner in &self.script.ruled {
            let strategy = &self.model.strategies[owner];
            let course = &mut self.state.courses[owner];
            *course = StrategyCourse::nothing(kit);
            course.start =
                if strategy.start_when.is_some() { never } else { kit.splat_row(f64::from(strategy.start)) };
            course.end = strategy.end.map_or(never, |end| kit.splat_row(f64::from(end)));
        }
    }

    /// Decides what starts and what stops this month, from what the months before told.
    pub(super) fn follow_rules(&mut self) {
        self.state.own_orders.clear();
        let (kit, t) = (self.kit, self.kit.splat(self.t as f64));
        let (none, whole, half) = (kit.splat(0.0), kit.splat(1.0), kit.splat(0.5));
        let never = kit.splat(f64::INFINITY);
        for &owner in &self.script.ruled {
            let strategy = &self.model.strategies[owner];
            let granted = self.granted(owner);
            let course = &mut self.state.courses[owner];
            let may_start = strategy.start_when.filter(|_| strategy.runs(self.t));
            kit.each(
                #[inline(always)]
                |i| {
                    if let Some(rule) = may_start {
                        let holds = course.starting[i] - kit.splat(rule.for_months - 0.5);
                        let from_now = holds.if_positive(t, never);
                        course.start[i] = course.start[i].min(from_now);
                    }
                    if let Some(rule) = strategy.stop_when {
                        // Both counts are long enough, half a month being none.
                        let since_start = t - course.start[i] - kit.splat(rule.after_months - 0.5);
                        let holds = course.stopping[i] - kit.splat(rule.for_months - 0.5);
                        let until_now = holds.min(since_start).if_positive(t, never);
                        course.end[i] = course.end[i].min(until_now);
                    }
                    let (since_start, since_end) = (t + half - course.start[i], t + half - course.end[i]);
                    let begun = since_start.if_positive(whole, none);
                    let ended = since_end.if_positive(whole, none);
                    let ran = (course.end[i] - course.start[i]).if_positive(whole, none);
                    course.has_begun[i] = begun;
                    course.begins[i] = begun * (whole - since_start).if_positive(whole, none);
                    course.ends[i] = ended * (whole - since_end).if_positive(whole, none) * ran;
                    course.live[i] = begun * (whole - ended) * granted[i];
                },
            );
        }
    }

    /// Counts for how many months in a row the rules have held, now that the month is over.
    pub(super) fn count_rules(&mut self) {
        let kit = self.kit;
        let (none, whole) = (kit.splat(0.0), kit.splat(1.0));
        for &owner in &self.script.ruled {
            let strategy = &self.model.strategies[owner];
            if let Some(rule) = &strategy.start_when {
                let holds = self.holds(owner, rule);
                let count = &mut self.state.courses[owner].starting;
                kit.each(
                    #[inline(always)]
                    |i| count[i] = holds[i].if_positive(count[i] + whole, none),
                );
            }
            if let Some(rule) = &strategy.stop_when {
                let holds = self.holds(owner, rule);
                let course = &mut self.state.courses[owner];
                kit.each(
                    #[inline(always)]
                    |i| {
                        let held = holds[i].if_positive(course.stopping[i] + whole, none);
                        course.stopping[i] = held * course.has_begun[i];
                    },
                );
            }
        }
    }

    /// By how much the figure of a rule is on its side of the value this month; above 0 where the rule holds.
    fn holds(&self, owner: usize, rule: &RuleModel) -> K::Row {
        let (kit, figure) = (self.kit, self.rule_figure(owner, rule));
        let value = kit.splat(rule.value);
        kit.row(
            #[inline(always)]
            |i| if rule.is_above { figure[i] - value } else { value - figure[i] },
        )
    }

    /// 1 on the paths where a strategy's rules have stopped it by now that has its approvals.
    pub fn was_stopped(&self, owner: usize) -> K::Row {
        let (kit, course) = (self.kit, &self.state.courses[owner]);
        let planned = kit.splat(self.model.strategies[owner].end.map_or(f64::INFINITY, f64::from));
        let (granted, none, whole) = (self.granted(owner), kit.splat(0.0), kit.splat(1.0));
        // What its end ends was not stopped.
        let planned = planned.min(kit.splat(self.model.n_months as f64));
        kit.row(|i| (planned - course.end[i]).if_positive(whole, none) * granted[i])
    }

    /// 1 on the paths where a strategy with rules has begun by now.
    pub fn has_started(&self, owner: usize) -> K::Row {
        self.state.courses[owner].has_begun
    }

    /// What a rule looks at.
    pub fn rule_figure(&self, owner: usize, rule: &RuleModel) -> K::Row {
        let (kit, state) = (self.kit, &*self.state);
        match (rule.metric, rule.channel) {
            (RuleMetric::Visits, Some(place)) => {
                let flow = &state.flows[place];
                kit.row(|i| flow.visits[i] + flow.diverted[i] + flow.attracted[i] + flow.bought[i])
            }
            (RuleMetric::Orders, Some(place)) => {
                let flow = &state.flows[place];
                kit.row(|i| flow.orders[i] * flow.supplied[i])
            }
            (RuleMetric::Revenue, Some(place)) => state.revenue[place],
            (RuleMetric::Visits, None) => state.totals.visits,
            (RuleMetric::Orders, None) => state.totals.orders,
            (RuleMetric::Revenue, None) => state.totals.revenue,
            (RuleMetric::Profit, _) => state.totals.profit,
            (RuleMetric::Cash, _) => state.cash,
            (RuleMetric::Followers, _) => state.followers,
            (RuleMetric::Subscribers, _) => state.subscribers,
            (RuleMetric::OwnOrders, _) => self.own_orders(owner),
        }
    }

    /// Orders shipped this month that a strategy's own mechanisms brought.
    fn own_orders(&self, owner: usize) -> K::Row {
        let (kit, whole) = (self.kit, self.kit.splat(1.0));
        let mut orders = kit.splat_row(0.0);
        for own in self.state.own_orders.iter().filter(|own| own.owner == owner) {
            let supplied = &self.state.flows[own.channel].supplied;
            let (brought, factor) = match &own.brought {
                BroughtOrders::Orders(listed) => {
                    kit.each(
                        #[inline(always)]
                        |i| orders[i] += listed[i] * supplied[i],
                    );
                    continue;
                }
                BroughtOrders::Visits(visits, factor) => (visits, factor.map(|number| self.value(number))),
            };
            let rate = self.first_rate(own.channel);
            kit.each(
                #[inline(always)]
                |i| {
                    let rate = factor.map_or(rate[i], |factor| (rate[i] * factor[i]).min(whole));
                    orders[i] += brought[i] * rate * supplied[i];
                },
            );
        }
        orders
    }

    /// Notes visits that a mechanism brings to a channel, where a rule asks for its strategy's own orders.
    pub(super) fn note_own_visits(&mut self, act: ScriptMechanism<'_>, channel: usize, visits: K::Row) {
        let factor = match act.mechanism {
            MechanismModel::Reach(reach) => Some(reach.conversion_factor),
            _ => None,
        };
        self.note_own(act, channel, BroughtOrders::Visits(visits, factor));
    }

    /// Notes orders that a mechanism's list brings to a channel, where a rule asks for its strategy's own orders.
    pub(super) fn note_own_listed(&mut self, act: ScriptMechanism<'_>, channel: usize, orders: K::Row) {
        self.note_own(act, channel, BroughtOrders::Orders(orders));
    }

    fn note_own(&mut self, act: ScriptMechanism<'_>, channel: usize, brought: BroughtOrders<K>) {
        let asks = |rule: Option<RuleModel>| rule.is_some_and(|rule| rule.metric == RuleMetric::OwnOrders);
        if asks(act.strategy.stop_when) {
            self.state.own_orders.push(OwnOrders { owner: act.owner, channel, brought });
        }
    }

    /// 1 on the paths where an act's strategy is at work this month; nothing where it is on none.
    pub(super) fn live(&self, act: ScriptMechanism<'_>) -> Option<K::Row> {
        self.works(act.owner)
    }

    /// As [`Self::live`], of a strategy by its place in the model.
    pub(super) fn works(&self, owner: usize) -> Option<K::Row> {
        let strategy = &self.model.strategies[owner];
        if strategy.is_ruled() {
            return (strategy.start <= self.t as i32).then(|| self.state.courses[owner].live);
        }
        strategy.runs(self.t).then(|| *self.granted(owner))
    }

    /// 1 on the paths where this is the first month of a strategy, whether it has its approvals or not; nothing where it is on
    /// none.
    pub(super) fn begins(&self, owner: usize) -> Option<K::Row> {
        let (strategy, t) = (&self.model.strategies[owner], self.t as i32);
        if strategy.is_ruled() {
            return (strategy.start <= t).then(|| self.state.courses[owner].begins);
        }
        (strategy.start == t).then(|| self.kit.splat_row(1.0))
    }

    /// 1 on the paths where this is the first month in which a strategy that has run no longer does and it has its approvals;
    /// nothing where it is on none.
    pub(super) fn ends(&self, owner: usize) -> Option<K::Row> {
        let (strategy, granted) = (&self.model.strategies[owner], self.granted(owner));
        if strategy.is_ruled() {
            let ends = &self.state.courses[owner].ends;
            return Some(self.kit.row(|i| ends[i] * granted[i]));
        }
        (strategy.end == Some(self.t as i32)).then_some(*granted)
    }

    /// 1 on the paths where an act's strategy has begun and has its approvals.
    pub(super) fn has_begun(&self, act: ScriptMechanism<'_>) -> K::Row {
        let granted = self.granted(act.owner);
        if !act.strategy.is_ruled() {
            return *granted;
        }
        let begun = &self.state.courses[act.owner].has_begun;
        self.kit.row(|i| begun[i] * granted[i])
    }

    /// How far something has come about that begins so many months after an act's strategy and takes so many: step by step, 0
    /// to 1.
    pub(super) fn risen(&self, act: ScriptMechanism<'_>, delay: f64, months: f64) -> K::Row {
        let (kit, t) = (self.kit, self.t);
        if !act.strategy.is_ruled() {
            let start = kit.splat(f64::from(act.strategy.start) + delay);
            let risen = ramps(kit, t, start, months);
            return kit.row(|_| risen);
        }
        let (start, delay) = (&self.state.courses[act.owner].start, kit.splat(delay));
        kit.row(
            #[inline(always)]
            |i| ramps(kit, t, start[i] + delay, months),
        )
    }
}
