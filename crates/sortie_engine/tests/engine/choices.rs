//! Laws of what the seller decides on the way: rules that start and stop a strategy, prices, and audiences that have an end.

use proptest::prelude::{prop_assert, proptest};
use sortie_engine::forecast::{Forecast, Metric, PathRun, project};
use sortie_engine::model::Model;
use sortie_engine::plan::{
    AdjustTerms, AdjustmentChange, Mechanism, Parameter, Plan, PriceChange, RuleMetric, RuleSide,
    StrategyRule,
};
use sortie_engine::unit::Estimate;

use crate::laws::config;
use crate::made::plans;
use crate::run::ALONE;

/// What is worked out in another order in single precision lies this close, against the largest figure of a series.
const CLOSE: f64 = 1e-4;

fn forecast(plan: &Plan) -> Forecast {
    project(&Model::compile(plan), PathRun { n_paths: 24, ..ALONE }).expect("someone waits")
}

/// How far two forecasts are apart at most, against the largest figure of each series.
fn apart(a: &Forecast, b: &Forecast) -> f64 {
    let mut most: f64 = 0.0;
    for (a, b) in a.scenarios.iter().zip(&b.scenarios) {
        let (a, b) = (a.fan.as_ref().expect("paths"), b.fan.as_ref().expect("paths"));
        for metric in Metric::ALL {
            let scale = a.mean[metric].iter().fold(1.0, |most: f64, x| most.max(x.abs()));
            let far = a.mean[metric].iter().zip(&b.mean[metric]).map(|(a, b)| (a - b).abs() / scale);
            most = far.fold(most, f64::max);
        }
    }
    most
}

/// A rule on cash that holds always, or never.
fn rule(holds: bool, after_months: u32) -> StrategyRule {
    StrategyRule {
        metric: RuleMetric::Cash,
        channel: None,
        is: RuleSide::Above,
        value: if holds { -1e15 } else { 1e15 },
        for_months: 1,
        after_months,
    }
}

/// The plan with its strategies free of rules.
fn without_rules(mut plan: Plan) -> Plan {
    for strategy in &mut plan.strategies {
        (strategy.start_when, strategy.stop_when) = (None, None);
    }
    plan
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_stop_rule_that_can_never_hold_changes_nothing(plan in plans()) {
        let plan = without_rules(plan);
        let mut ruled = plan.clone();
        ruled.strategies.iter_mut().for_each(|own| own.stop_when = Some(rule(false, 0)));
        let far = apart(&forecast(&plan), &forecast(&ruled));
        prop_assert!(far < CLOSE, "{far}");
    }

    #[test]
    fn a_stop_rule_that_always_holds_is_an_end(plan in plans(), months in 1_u32..6) {
        let plan = without_rules(plan);
        let (mut ruled, mut ended) = (plan.clone(), plan.clone());
        for (ruled, ended) in ruled.strategies.iter_mut().zip(&mut ended.strategies) {
            ruled.stop_when = Some(rule(true, months));
            // The rule looks at no month before the plan.
            let first = ended.start.max(plan.start.plus(1 - months as i32)).plus(months as i32);
            let end = first.max(plan.start.plus(1));
            ended.end = Some(ended.end.map_or(end, |own| own.min(end)));
        }
        let far = apart(&forecast(&ruled), &forecast(&ended));
        prop_assert!(far < CLOSE, "{far}");
    }

    #[test]
    fn a_start_rule_that_can_never_hold_is_the_strategy_left_out(plan in plans()) {
        let mut plan = without_rules(plan);
        plan.strategies.retain(|own| own.start >= plan.start);
        let known: Vec<String> = plan.strategies.iter().map(|own| own.id.clone()).collect();
        plan.scenarios.iter_mut().for_each(|own| own.strategies.retain(|id| known.contains(id)));
        let (mut ruled, mut idle) = (plan.clone(), plan.clone());
        ruled.strategies.iter_mut().for_each(|own| own.start_when = Some(rule(false, 0)));
        // What stays of a strategy that never starts is who follows it already.
        for strategy in &mut idle.strategies {
            strategy.start = plan.start.plus(plan.horizon_months as i32);
            strategy.end = None;
        }
        prop_assert!(apart(&forecast(&ruled), &forecast(&idle)) < CLOSE);
    }

    #[test]
    fn a_price_that_nobody_answers_to_is_another_order_value(plan in plans(), factor in 0.7..1.5_f64) {
        let plan = without_rules(plan);
        let (mut priced, mut adjusted) = (plan.clone(), plan);
        for (priced, adjusted) in priced.strategies.iter_mut().zip(&mut adjusted.strategies) {
            let (factor, nothing) = (Estimate::certain(factor), Estimate::certain(0.0));
            priced.mechanisms.push(Mechanism::Price(PriceChange {
                factor,
                elasticity: nothing,
                ramp_months: 2.0,
                ..PriceChange::default()
            }));
            adjusted.mechanisms.push(Mechanism::Adjust(AdjustTerms {
                targets: Default::default(),
                parameter: Parameter::OrderValue,
                change: AdjustmentChange::Factor(factor),
                ramp_months: 2.0,
            }));
        }
        prop_assert!(apart(&forecast(&priced), &forecast(&adjusted)) < CLOSE);
    }

    #[test]
    fn a_pool_far_above_all_followers_changes_nothing(plan in plans()) {
        let (mut open, mut wide) = (plan.clone(), plan);
        for (open, wide) in open.strategies.iter_mut().zip(&mut wide.strategies) {
            for (open, wide) in open.mechanisms.iter_mut().zip(&mut wide.mechanisms) {
                if let (Mechanism::Audience(open), Mechanism::Audience(wide)) = (open, wide) {
                    (open.audience_pool, wide.audience_pool) = (None, Some(Estimate::certain(1e12)));
                }
            }
        }
        let [open, wide] = [open, wide].map(without_rules);
        prop_assert!(apart(&forecast(&open), &forecast(&wide)) < 1e-3);
    }

    #[test]
    fn nobody_follows_who_is_not_in_the_pool(plan in plans()) {
        let mut plan = without_rules(plan);
        let mut pools = 0.0;
        for mechanism in plan.strategies.iter_mut().flat_map(|own| &mut own.mechanisms) {
            if let Mechanism::Audience(audience) = mechanism {
                // As large as what a month can bring, so that no month alone fills it.
                let views = audience.posts_per_month.high * audience.reach_per_post.high * 8.0;
                let pool = audience.initial_followers.high * 8.0 + views + 1.0;
                audience.audience_pool = Some(Estimate::certain(pool));
                pools += pool;
            }
        }
        for scenario in forecast(&plan).scenarios {
            let fan = scenario.fan.expect("paths");
            let followers = &fan.quantiles[Metric::Followers];
            prop_assert!(followers.iter().flatten().all(|x| *x <= pools * (1.0 + 1e-6)));
        }
    }
}
