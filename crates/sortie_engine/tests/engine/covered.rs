//! Whether made plans use everything that a plan may hold: what no plan uses, no test holds.

use std::collections::BTreeMap;

use proptest::prelude::Strategy as _;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use sortie_engine::plan::{Mechanism, Parameter, Plan, RuleSide, Strategy, StrategyRule, check};

use crate::made::plans;
use crate::plain::{self, Chance};

/// How often each thing was seen.
#[derive(Default)]
struct Seen(BTreeMap<String, usize>);

impl Seen {
    fn note(&mut self, what: &str, is_there: bool) {
        *self.0.entry(what.to_owned()).or_default() += usize::from(is_there);
    }

    fn plan(&mut self, plan: &Plan) {
        self.note("interest", plan.cash.interest_per_year.likely > 0.0);
        self.note("media season of a market", plan.markets.iter().any(|it| it.media_seasonality.is_some()));
        self.note("lead months", plan.channels.iter().any(|it| it.lead_months > 0));
        for shock in &plan.shocks {
            let occurs = shock.probability > 0.0;
            self.note("a shock that follows", occurs && shock.start.follows().is_some());
            self.note("a shock that may stay", occurs && shock.lasts_probability < 1.0);
            for it in &shock.adjustments {
                self.note("paid_reach_cost by a shock", it.parameter == Parameter::PaidReachCost);
                self.note("post_reach by a shock", it.parameter == Parameter::PostReach);
            }
        }
        for strategy in &plan.strategies {
            self.strategy(strategy);
        }
    }

    fn strategy(&mut self, strategy: &Strategy) {
        self.note("exit cost", strategy.exit_cost.likely > 0.0);
        for (when, rule) in [("starts", &strategy.start_when), ("stops", &strategy.stop_when)] {
            let Some(StrategyRule { metric, channel, is, .. }) = rule else { continue };
            let side = if *is == RuleSide::Below { "below" } else { "above" };
            self.note(&format!("{when} {side}"), true);
            self.note(&format!("{when} by {metric:?}, of a channel: {}", channel.is_some()), true);
        }
        for mechanism in &strategy.mechanisms {
            match mechanism {
                Mechanism::Price(it) => {
                    self.note("price with one elasticity", it.repeat_elasticity.is_none());
                    self.note("price with two", it.repeat_elasticity.is_some());
                }
                Mechanism::Audience(it) => self.note("audience pool", it.audience_pool.is_some()),
                Mechanism::RestoreLink(it) => self.note("approval of a restored link", it.approval < 1.0),
                Mechanism::Adjust(it) => {
                    self.note("paid_reach_cost by a strategy", it.parameter == Parameter::PaidReachCost);
                    self.note("post_reach by a strategy", it.parameter == Parameter::PostReach);
                }
                _ => {}
            }
        }
    }

    /// Whether the rules of the last scenario, which holds all strategies, decide anything on a few paths.
    fn rules(&mut self, plan: &Plan) {
        let scenario = plan.scenarios.iter().find(|it| it.id == "all").expect("a scenario of everything");
        for path in 0..3 {
            let lives = plain::lives(plan, scenario, Chance::Path { seed: 1, path });
            for (id, [start, end]) in scenario.strategies.iter().zip(lives) {
                let strategy =
                    plan.strategies.iter().find(|it| it.id == *id).expect("a strategy of the plan");
                let last = strategy.end.map_or(f64::INFINITY, |it| f64::from(it.since(plan.start)));
                if strategy.start_when.is_some() {
                    self.note("a start rule held", start.is_finite());
                    self.note("a start rule held late", start.is_finite() && start > 1.0);
                    self.note("a start rule never held", start.is_infinite());
                }
                if strategy.stop_when.is_some() && start.is_finite() {
                    self.note("a stop rule held", end < last);
                    self.note("a stop rule held late", end < last && end > start + 2.0);
                    self.note("a stop rule never held", end >= last);
                }
            }
        }
    }
}

#[test]
fn made_plans_use_everything_of_the_format_and_their_rules_hold_at_times() {
    let mut runner = TestRunner::deterministic();
    let mut seen = Seen::default();
    for _ in 0..400 {
        let plan = plans().new_tree(&mut runner).expect("a plan").current();
        assert_eq!(check(&plan), vec![]);
        seen.plan(&plan);
        seen.rules(&plan);
    }
    // Each metric of a rule, of the business and of a channel, on each side of its strategy's life.
    let n_rules = |when: &str| seen.0.keys().filter(|what| what.starts_with(&format!("{when} by"))).count();
    assert_eq!((n_rules("starts"), n_rules("stops")), (10, 11), "{:#?}", seen.0);
    let rare: Vec<_> = seen.0.iter().filter(|(_, n)| **n < 5).collect();
    assert!(rare.is_empty(), "seen too seldom: {rare:?} of {:#?}", seen.0);
}
