//! A strategy or a shock changes numbers of the plan.

use super::super::Sim;
use crate::lane::Lane;
use crate::model::{Effect, MechanismModel, Modifier, ramp};
use crate::plan::Parameter;

/// The most a parameter may come to, whatever changes it.
const LIMITS: [(Parameter, f64); 4] = [
    (Parameter::Conversion, 1.0),
    (Parameter::Refund, 0.99),
    (Parameter::Commission, 0.99),
    (Parameter::UnitCost, 10.0),
];

impl<const W: usize> Sim<'_, W> {
    /// Step 1: factors multiply, additions add, and nothing leaves its range.
    pub(in super::super) fn adjust(&mut self) {
        let mut added_overhead = Lane::ZERO;
        self.for_each_mechanism(|sim, mechanism, acting| {
            if let MechanismModel::Adjust(modifier, months) = mechanism {
                let weight = acting.live * ramp(sim.t, f64::from(acting.strategy.start), *months);
                sim.change(modifier, weight, &mut added_overhead);
            }
        });
        for &place in &self.scenario.shocks {
            let weight = self.draws.courses[place].depth[self.t];
            for modifier in &self.model.shocks[place].adjustments {
                self.change(modifier, weight, &mut added_overhead);
            }
        }
        self.overhead = (self.overhead + added_overhead).max(0.0);
        for flow in &mut self.flows {
            for (now, added) in flow.now.iter_mut().zip(&flow.added) {
                *now = (*now + *added).max(0.0);
            }
            for (parameter, limit) in LIMITS {
                let now = &mut flow.now[parameter as usize];
                *now = now.min(limit);
            }
        }
    }

    fn change(&mut self, modifier: &Modifier, weight: Lane<W>, added_overhead: &mut Lane<W>) {
        let (factor, add) = match modifier.effect {
            Effect::Factor(number) => ((self.value(number) - 1.0) * weight + 1.0, Lane::ZERO),
            Effect::Add(number) => (Lane::ONE, self.value(number) * weight),
        };
        if modifier.parameter == Parameter::Overhead {
            self.overhead *= factor;
            *added_overhead += add;
            return;
        }
        let place = modifier.parameter as usize;
        for &target in &modifier.targets {
            let rate = self.rate(self.model.channels[target].rate);
            let flow = &mut self.flows[target];
            flow.now[place] *= factor;
            flow.added[place] += if is_money(modifier.parameter) { add / rate } else { add };
        }
    }
}

/// Whether an addition is told in the plan's currency.
fn is_money(parameter: Parameter) -> bool {
    use Parameter::{CostPerVisit, FixedCostPerMonth, Fulfilment, OrderValue, ReturnCost};
    matches!(parameter, OrderValue | Fulfilment | ReturnCost | CostPerVisit | FixedCostPerMonth)
}
