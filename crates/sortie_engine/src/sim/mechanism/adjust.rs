//! A strategy or a shock changes numbers of the plan.

use super::super::terms::ChannelParameters;
use super::super::{ScenarioWalk, ScriptMechanism};
use crate::lane::{Lane, LaneKit};
use crate::model::{ChangeEffect, ChannelModel, MechanismModel, ParameterChange, ramp};
use crate::plan::{FileWord, Parameter};

/// The most a parameter may come to, whatever changes it.
const LIMITS: [(Parameter, f64); 4] = [
    (Parameter::Conversion, 1.0),
    (Parameter::Refund, 0.99),
    (Parameter::Commission, 0.99),
    (Parameter::UnitCost, 10.0),
];

/// A change at work, and on which paths how far.
type ActiveChange<'a, K> = (&'a ParameterChange, <K as LaneKit>::Row);

impl<'a, K: LaneKit> ScenarioWalk<'a, K> {
    /// Step 1: factors multiply, additions add, and nothing leaves its range. While no change moves, all stays.
    pub(in super::super) fn adjust(&mut self) {
        if !self.moves() {
            return;
        }
        let changes = self.changes();
        for &place in &self.script.adjusted {
            self.adjust_channel(place, &changes);
        }
        self.adjust_overhead(&changes);
    }

    /// Whether any change has more or less weight than a month before.
    fn moves(&self) -> bool {
        let shocks = self.script.scenario.shocks.iter();
        let by_shock = shocks.filter(|place| !self.model.shocks[**place].adjustments.is_empty());
        let before = self.t.checked_sub(1);
        let acts = self.script.acts.iter();
        let moves =
            |act: &ScriptMechanism<'_>| weight(act, Some(self.t)).total_cmp(&weight(act, before)).is_ne();
        acts.clone().any(moves)
            || by_shock.clone().any(|place| self.ground.draws.courses[*place].moves[self.t])
    }

    /// The changes at work, strategies' first.
    fn changes(&self) -> Vec<ActiveChange<'a, K>> {
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

    fn adjust_channel(&mut self, place: usize, changes: &[ActiveChange<'a, K>]) {
        let (kit, channel) = (self.kit, &self.model.channels[place]);
        let (base, values) = (&self.ground.base[place], &self.ground.draws.values);
        let now = &mut *self.state.now;
        *now = *base;
        change_channel(kit, place, channel, now, changes, values);
        let order_value = &base[Parameter::OrderValue];
        self.state.terms[place].work_out(kit, channel, now, order_value, values);
    }

    /// The parameters of a channel this month.
    pub(in super::super) fn parameters(&self, place: usize) -> ChannelParameters<K> {
        let mut now = self.ground.base[place];
        if self.script.adjusted.contains(&place) {
            let (channel, values) = (&self.model.channels[place], &self.ground.draws.values);
            change_channel(self.kit, place, channel, &mut now, &self.changes(), values);
        }
        now
    }

    fn adjust_overhead(&mut self, changes: &[ActiveChange<'a, K>]) {
        let mut overhead = *self.value(self.model.overhead);
        let own = changes.iter().filter(|(modifier, _)| modifier.parameter == Parameter::Overhead);
        change(self.kit, Parameter::Overhead, &mut overhead, None, own, &self.ground.draws.values);
        self.state.overhead = overhead;
    }
}

/// Changes every parameter of a channel that anything changes.
fn change_channel<K: LaneKit>(
    kit: K,
    place: usize,
    channel: &ChannelModel,
    now: &mut ChannelParameters<K>,
    changes: &[ActiveChange<'_, K>],
    values: &[K::Row],
) {
    for &parameter in Parameter::ALL {
        let own = changes
            .iter()
            .filter(|(modifier, _)| modifier.parameter == parameter && modifier.targets.contains(&place));
        if parameter != Parameter::Overhead && own.clone().next().is_some() {
            let rate = channel.rate.filter(|_| is_money(parameter)).map(|rate| &values[rate.idx()]);
            change(kit, parameter, &mut now[parameter], rate, own, values);
        }
    }
}

/// Changes one parameter of a channel or of the plan; additions are told in the plan's currency, of which `rate` makes
/// one of the parameter's own.
fn change<'a, K: LaneKit>(
    kit: K,
    parameter: Parameter,
    now: &mut K::Row,
    rate: Option<&K::Row>,
    changes: impl Iterator<Item = &'a ActiveChange<'a, K>>,
    values: &[K::Row],
) {
    let (none, whole) = (kit.splat(0.0), kit.splat(1.0));
    let mut added = kit.splat_row(0.0);
    for (modifier, weight) in changes {
        match modifier.effect {
            ChangeEffect::Factor(number) => {
                let factor = &values[number.idx()];
                kit.each(
                    #[inline(always)]
                    |i| now[i] *= (factor[i] - whole) * weight[i] + whole,
                );
            }
            ChangeEffect::Add(number) => {
                let add = &values[number.idx()];
                kit.each(
                    #[inline(always)]
                    |i| added[i] += add[i] * weight[i] / rate.map_or(whole, |rate| rate[i]),
                );
            }
        }
    }
    let limit = LIMITS.iter().find(|(limited, _)| *limited == parameter);
    let limit = kit.splat(limit.map_or(f64::INFINITY, |(_, limit)| *limit));
    kit.each(
        #[inline(always)]
        |i| now[i] = (now[i] + added[i]).max(none).min(limit),
    );
}

/// How far an act's change has come about in a month, on the paths where its strategy is let in.
fn weight(act: &ScriptMechanism<'_>, t: Option<usize>) -> f64 {
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
