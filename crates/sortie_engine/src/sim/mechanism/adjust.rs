//! A strategy or a shock changes numbers of the plan.

use super::super::terms::{Parameters, Terms};
use super::super::{Act, Walk};
use crate::lane::{Kit, Lane};
use crate::model::{Effect, MechanismModel, Modifier, ramp};
use crate::plan::{Parameter, Word};

/// The most a parameter may come to, whatever changes it.
const LIMITS: [(Parameter, f64); 4] = [
    (Parameter::Conversion, 1.0),
    (Parameter::Refund, 0.99),
    (Parameter::Commission, 0.99),
    (Parameter::UnitCost, 10.0),
];

/// A change at work, and on which paths how far.
type Change<'a, K> = (&'a Modifier, <K as Kit>::Row);

impl<'a, K: Kit> Walk<'a, K> {
    /// Step 1: factors multiply, additions add, and nothing leaves its range. While no change moves, all stays.
    pub(in super::super) fn adjust(&mut self) {
        if !self.moves() {
            return;
        }
        let changes = self.changes();
        for &place in &self.script.adjusted {
            let channel = &self.model.channels[place];
            let (base, values) = (&self.ground.base[place], &self.ground.draws.values);
            let now = self.adjusted(place, base, &changes);
            let order_value = &base[Parameter::OrderValue];
            self.state.terms[place] = Terms::of(self.kit, channel, &now, order_value, values);
        }
        self.adjust_overhead(&changes);
    }

    /// Whether any change has more or less weight than a month before.
    fn moves(&self) -> bool {
        let shocks = self.script.scenario.shocks.iter();
        let by_shock = shocks.filter(|place| !self.model.shocks[**place].adjustments.is_empty());
        let before = self.t.checked_sub(1);
        let acts = self.script.acts.iter();
        acts.clone().any(|act| weight(act, Some(self.t)) != weight(act, before))
            || by_shock.clone().any(|place| self.ground.draws.courses[*place].moves[self.t])
    }

    /// The changes at work, strategies' first.
    fn changes(&self) -> Vec<Change<'a, K>> {
        let kit = self.kit;
        let mut changes = vec![];
        for act in self.started() {
            if let (MechanismModel::Adjust(modifier, _), Some(live)) = (act.mechanism, self.live(act)) {
                let weight = kit.splat(weight(&act, Some(self.t)));
                changes.push((modifier, kit.row(|i| live[i] * weight)));
            }
        }
        for &place in &self.script.scenario.shocks {
            let depth = self.ground.draws.courses[place].depth[self.t];
            changes.extend(self.model.shocks[place].adjustments.iter().map(|modifier| (modifier, depth)));
        }
        changes
    }

    fn adjusted(&self, place: usize, base: &Parameters<K>, changes: &[Change<'a, K>]) -> Parameters<K> {
        let kit = self.kit;
        let (mut now, mut added) = (*base, Parameters::nothing(kit));
        let whole = kit.splat(1.0);
        let rate = self.model.channels[place].rate.map(|rate| self.value(rate));
        for (modifier, weight) in changes {
            if modifier.parameter == Parameter::Overhead || !modifier.targets.contains(&place) {
                continue;
            }
            let rate = rate.filter(|_| is_money(modifier.parameter));
            match modifier.effect {
                Effect::Factor(number) => self.multiply(&mut now[modifier.parameter], number, weight),
                Effect::Add(number) => {
                    let (add, added) = (self.value(number), &mut added[modifier.parameter]);
                    kit.each(
                        #[inline(always)]
                        |i| added[i] += add[i] * weight[i] / rate.map_or(whole, |rate| rate[i]),
                    );
                }
            }
        }
        for parameter in Parameter::ALL.iter().copied().filter(|it| *it != Parameter::Overhead) {
            let limit = LIMITS.iter().find(|(limited, _)| *limited == parameter);
            let limit = kit.splat(limit.map_or(f64::INFINITY, |(_, limit)| *limit));
            let (now, added, none) = (&mut now[parameter], &added[parameter], kit.splat(0.0));
            kit.each(
                #[inline(always)]
                |i| now[i] = (now[i] + added[i]).max(none).min(limit),
            );
        }
        now
    }

    fn adjust_overhead(&mut self, changes: &[Change<'a, K>]) {
        let kit = self.kit;
        let (mut overhead, mut added) = (*self.value(self.model.overhead), kit.splat_row(0.0));
        for (modifier, weight) in changes {
            match modifier.effect {
                _ if modifier.parameter != Parameter::Overhead => {}
                Effect::Factor(number) => self.multiply(&mut overhead, number, weight),
                Effect::Add(number) => {
                    let add = self.value(number);
                    kit.each(
                        #[inline(always)]
                        |i| added[i] += add[i] * weight[i],
                    );
                }
            }
        }
        let none = kit.splat(0.0);
        self.state.overhead = kit.row(|i| (overhead[i] + added[i]).max(none));
    }

    /// A factor, as far as its weight goes.
    fn multiply(&self, to: &mut K::Row, factor: crate::model::Number, weight: &K::Row) {
        let (factor, whole) = (self.value(factor), self.kit.splat(1.0));
        self.kit.each(
            #[inline(always)]
            |i| to[i] *= (factor[i] - whole) * weight[i] + whole,
        );
    }
}

/// How far an act's change has come about in a month, on the paths where its strategy is let in.
fn weight(act: &Act<'_>, t: Option<usize>) -> f64 {
    match (act.mechanism, t) {
        (MechanismModel::Adjust(_, months), Some(t)) if act.strategy.runs(t) => {
            ramp(t, f64::from(act.strategy.start), *months)
        }
        _ => 0.0,
    }
}

/// Whether an addition is told in the plan's currency.
fn is_money(parameter: Parameter) -> bool {
    use Parameter::{CostPerVisit, FixedCostPerMonth, Fulfilment, OrderValue, ReturnCost};
    matches!(parameter, OrderValue | Fulfilment | ReturnCost | CostPerVisit | FixedCostPerMonth)
}
