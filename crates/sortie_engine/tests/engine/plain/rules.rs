//! The rules by which strategies start and stop, on what the seller reads off the months that are over.

use sortie_engine::plan::{FileWord, RuleMetric, RuleSide, Strategy, StrategyRule};

use super::Sim;

impl Sim<'_> {
    /// Starts and stops the strategies whose rules hold at the start of this month.
    pub(super) fn follow_rules(&mut self) {
        let t = self.t as f64;
        for i in 0..self.strategies.len() {
            let running = self.strategies[i];
            let strategy = running.strategy;
            if let Some(rule) = &strategy.start_when {
                let first = f64::from(strategy.start.since(self.plan.start));
                let waits = running.start.is_infinite() && t >= first && t < running.end;
                if waits && self.holds(rule, strategy, 0) {
                    self.strategies[i].start = t;
                }
            }
            if let Some(rule) = &strategy.stop_when {
                let months = f64::from(rule.after_months.max(1));
                let runs = t >= running.start + months && t < running.end;
                if runs && self.holds(rule, strategy, running.start.max(0.0) as usize) {
                    self.strategies[i].end = t;
                }
            }
        }
    }

    /// Whether a rule of this strategy holds now, looking back no further than month `since`.
    fn holds(&self, rule: &StrategyRule, strategy: &Strategy, since: usize) -> bool {
        let k = rule.for_months as usize;
        if self.t < since + k {
            return false;
        }
        let values = &self.read_off[&name(rule, strategy)];
        values[self.t - k..self.t].iter().all(|value| match rule.is {
            RuleSide::Below => *value < rule.value,
            RuleSide::Above => *value > rule.value,
        })
    }

    /// Writes down a figure of this month for rules to look at.
    pub(super) fn read_off(&mut self, name: String, value: f64) {
        self.read_off.entry(name).or_default().push(value);
    }
}

/// The series that a rule looks at.
fn name(rule: &StrategyRule, strategy: &Strategy) -> String {
    let metric = rule.metric.word();
    match &rule.channel {
        _ if rule.metric == RuleMetric::OwnOrders => format!("{metric}:{}", strategy.id),
        Some(channel) => format!("{metric}:{channel}"),
        None => metric.to_owned(),
    }
}
