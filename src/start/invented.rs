//! What a plan holds that the seller was not asked for: a sample says it instead. It is told on one page, rounded as people
//! name an amount, and can be struck out.

use std::collections::BTreeSet;

use sortie_engine::plan::{Plan, Shock, ShockKind, ShockStart, Strategy, check};
use sortie_engine::unit::{Day, Estimate};

/// Something that no seller said.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Invented {
    /// How far below zero the account may go.
    CreditLine,
    /// Something that happens besides the closure of links, by its id.
    Event(String),
    /// A response that may be thought of, by its id.
    Response(String),
}

/// What is asked last, whatever a plan is made of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LastAnswers {
    /// Cash in hand in the plan's currency; as the plan has it where it is not told.
    pub cash: Option<f64>,
    /// Overhead a month in the plan's currency; that of the sample where it is not told.
    pub overhead: Option<f64>,
    /// When links close; as in the sample where it is not told.
    pub closure: Option<Day>,
    /// What is not so.
    pub struck: BTreeSet<Invented>,
}

/// What the plan holds besides what was asked, in its order.
pub fn invented(plan: &Plan) -> Vec<Invented> {
    let credit = (plan.cash.credit_line > 0.0).then_some(Invented::CreditLine);
    let shocks = plan.shocks.iter().filter(|shock| shock.kind != ShockKind::LinkClosure);
    let shocks = shocks.map(|shock| Invented::Event(shock.id.clone()));
    let strategies = plan.strategies.iter().map(|strategy| Invented::Response(strategy.id.clone()));
    credit.into_iter().chain(shocks).chain(strategies).collect()
}

impl LastAnswers {
    /// The plan with these answers, and with what was invented rounded. An answer with which it would have a fault is left
    /// out.
    pub fn settle(&self, plan: &Plan) -> Plan {
        let mut settled = plan.clone();
        round(&mut settled);
        if let Some(told) = self.cash {
            settled.cash.opening = told;
            settled.basis.insert("cash.opening".to_owned(), "typed".to_owned());
        }
        let overhead = &mut settled.cash.overhead_per_month;
        if let Some(told) = self.overhead {
            *overhead = overhead.moved_to(told);
            settled.basis.insert("cash.overhead_per_month".to_owned(), "typed_likely".to_owned());
        }
        if let Some(day) = self.closure {
            let closures = settled.shocks.iter_mut().filter(|shock| shock.kind == ShockKind::LinkClosure);
            for closure in closures.filter(|shock| shock.start.follows().is_none()) {
                closure.start = ShockStart::On(day);
                closure.basis.insert("start".to_owned(), "typed".to_owned());
            }
        }
        let is_usable = check(&settled).is_empty();
        let mut settled = if is_usable { settled } else { plan.clone() };
        for struck in &self.struck {
            let mut other = settled.clone();
            strike(&mut other, struck);
            if check(&other).is_empty() {
                settled = other;
            }
        }
        settled
    }
}

fn strike(plan: &mut Plan, struck: &Invented) {
    match struck {
        Invented::CreditLine => {
            plan.cash.credit_line = 0.0;
            plan.basis.insert("cash.credit_line".to_owned(), "typed".to_owned());
        }
        Invented::Event(id) => strike_event(plan, id),
        Invented::Response(id) => {
            plan.strategies.retain(|strategy: &Strategy| strategy.id != *id);
            plan.scenarios.retain_mut(|scenario| {
                let n_before = scenario.strategies.len();
                scenario.strategies.retain(|own| own != id);
                // Without its only response it would be another scenario of no response.
                n_before == 0 || !scenario.strategies.is_empty()
            });
        }
    }
}

/// Takes an event out, with what follows it.
fn strike_event(plan: &mut Plan, id: &str) {
    let mut gone = BTreeSet::from([id.to_owned()]);
    for _ in 0..plan.shocks.len() {
        let follows =
            |shock: &&Shock| shock.start.follows().is_some_and(|followed| gone.contains(&followed.shock));
        let more: Vec<String> = plan.shocks.iter().filter(follows).map(|shock| shock.id.clone()).collect();
        gone.extend(more);
    }
    plan.shocks.retain(|shock| !gone.contains(&shock.id));
    for scenario in &mut plan.scenarios {
        scenario.shocks.retain(|own| !gone.contains(own));
    }
}

/// Amounts that nobody said are told to two digits: 5,116 would look as if somebody had counted it.
fn round(plan: &mut Plan) {
    plan.cash.credit_line = to_two_digits(plan.cash.credit_line);
    let rounded = |estimate: Estimate<_>| estimate.moved_to(to_two_digits(estimate.likely));
    plan.cash.overhead_per_month = rounded(plan.cash.overhead_per_month);
    for strategy in &mut plan.strategies {
        strategy.setup_cost = rounded(strategy.setup_cost);
        strategy.monthly_cost = rounded(strategy.monthly_cost);
    }
}

fn to_two_digits(x: f64) -> f64 {
    if x == 0.0 {
        return x;
    }
    let step = 10_f64.powf(x.abs().log10().floor() - 1.0);
    // Without the noise of a division in binary.
    format!("{:.6}", (x / step).round() * step).parse().unwrap_or(x)
}

#[cfg(test)]
mod tests {
    use sortie_engine::plan::read;

    use super::super::QuickAnswers;
    use super::*;
    use crate::catalog::templates;

    fn plans() -> impl Iterator<Item = Plan> {
        let samples = templates().iter().map(|template| read(template.plan_bytes).unwrap());
        samples.enumerate().map(|(idx, sample)| {
            let usual = QuickAnswers::of(idx, &sample);
            QuickAnswers { orders: usual.orders * 0.73, ..usual }.plan(&sample).unwrap()
        })
    }

    #[test]
    fn whatever_was_invented_can_be_struck_out_of_any_plan_alone_and_together() {
        for plan in plans() {
            let all = invented(&plan);
            assert!(all.len() > 5);
            for one in &all {
                let last = LastAnswers { struck: BTreeSet::from([one.clone()]), ..LastAnswers::default() };
                let settled = last.settle(&plan);
                assert_eq!(check(&settled), []);
                assert!(!invented(&settled).contains(one), "{}: {one:?}", plan.name);
            }
            let last = LastAnswers { struck: all.into_iter().collect(), ..LastAnswers::default() };
            let bare = last.settle(&plan);
            assert_eq!((invented(&bare), check(&bare)), (vec![], vec![]));
            assert!(bare.scenarios.iter().all(|scenario| scenario.strategies.is_empty()));
            assert!(bare.shocks.iter().all(|shock| shock.kind == ShockKind::LinkClosure));
        }
    }

    #[test]
    fn overhead_and_the_day_of_the_closure_are_the_sellers_own_once_they_are_told() {
        for plan in plans() {
            let closure = Day { month: plan.start.plus(5), day: Some(9) };
            let last =
                LastAnswers { overhead: Some(4_321.0), closure: Some(closure), ..LastAnswers::default() };
            let settled = last.settle(&plan);
            assert!((settled.cash.overhead_per_month.likely - 4_321.0).abs() < 1e-9);
            let first = settled.shocks.iter().find(|shock| shock.kind == ShockKind::LinkClosure).unwrap();
            assert_eq!(settled.day_of_shock(first), Some(closure));
            assert_eq!(settled.basis["cash.overhead_per_month"], "typed_likely");
        }
    }

    #[test]
    fn no_invented_amount_looks_as_if_somebody_had_counted_it() {
        assert_eq!(
            [5_116.0, 512.0, 0.0, 87.4, 148_000.0].map(|x| to_two_digits(x).to_string()),
            ["5100", "510", "0", "87", "150000"]
        );
        for plan in plans() {
            let settled = LastAnswers::default().settle(&plan);
            let amounts =
                settled.strategies.iter().flat_map(|it| [it.setup_cost.likely, it.monthly_cost.likely]);
            for amount in amounts.chain([settled.cash.credit_line, settled.cash.overhead_per_month.likely]) {
                assert!((amount - to_two_digits(amount)).abs() < 1e-9, "{amount}");
            }
        }
    }
}
