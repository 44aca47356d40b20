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
        self.adjust_plan(&changes);
    }

    /// Whether any change has more or less weight than a month before.
    fn moves(&self) -> bool {
        let shocks = self.script.scenario.shocks.iter();
        let by_shock = shocks.filter(|place| !self.model.shocks[**place].adjustments.is_empty());
        let before = self.t.checked_sub(1);
        let acts = self.script.acts.iter();
        let moves = |act: &ScriptMechanism<'_>| {
            let is_ruled = act.strategy.is_ruled() && change_of(act).is_some();
            is_ruled || weight(act, Some(self.t)).total_cmp(&weight(act, before)).is_ne()
        };
        acts.clone().any(moves)
            || by_shock.clone().any(|place| self.ground.draws.courses[*place].moves[self.t])
    }

    /// The changes at work, strategies' first.
    fn changes(&self) -> Vec<ActiveChange<'a, K>> {
        let kit = self.kit;
        let mut changes = vec![];
        for act in self.started() {
            if let (Some((modifier, months)), Some(live)) = (change_of(&act), self.live(act)) {
                let risen = self.risen(act, 0.0, months);
                changes.push((modifier, kit.row(|i| live[i] * risen[i])));
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
        let (now, own) = (&mut *self.state.now, of_channel::<K>(place, changes));
        change_channel(kit, channel, base, now, &own, values);
        let now = base.rows().with(now, |parameter| is_changed::<K>(parameter, &own));
        let order_value = &base[Parameter::OrderValue];
        self.state.terms[place].work_out(kit, channel, now, order_value, values);
    }

    /// The parameters of a channel this month.
    pub(in super::super) fn parameters(&self, place: usize) -> ChannelParameters<K> {
        let base = &self.ground.base[place];
        let mut now = *base;
        if self.script.adjusted.contains(&place) {
            let (channel, values) = (&self.model.channels[place], &self.ground.draws.values);
            let changes = self.changes();
            change_channel(self.kit, channel, base, &mut now, &of_channel::<K>(place, &changes), values);
        }
        now
    }

    /// The parameters of the business as a whole.
    fn adjust_plan(&mut self, changes: &[ActiveChange<'a, K>]) {
        let changed = |parameter: Parameter, base: K::Row| {
            let mut now = base;
            let own = changes.iter().filter(|(modifier, _)| modifier.parameter == parameter);
            change(self.kit, parameter, &mut now, None, own, &self.ground.draws.values);
            now
        };
        let whole = self.kit.splat_row(1.0);
        let overhead = changed(Parameter::Overhead, *self.value(self.model.overhead));
        let paid_reach_cost = changed(Parameter::PaidReachCost, whole);
        let post_reach = changed(Parameter::PostReach, whole);
        let state = &mut *self.state;
        (state.overhead, state.paid_reach_cost, state.post_reach) = (overhead, paid_reach_cost, post_reach);
    }
}

/// The changes of a channel.
fn of_channel<'c, 'm, K: LaneKit>(
    place: usize,
    changes: &'c [ActiveChange<'m, K>],
) -> Vec<&'c ActiveChange<'m, K>> {
    changes.iter().filter(|(modifier, _)| modifier.targets.contains(&place)).collect()
}

/// Whether any of a channel's changes is one of a parameter of its own.
fn is_changed<K: LaneKit>(parameter: Parameter, own: &[&ActiveChange<'_, K>]) -> bool {
    !parameter.is_of_plan() && own.iter().any(|(modifier, _)| modifier.parameter == parameter)
}

/// Puts every parameter of a channel that is changed from `base` into `now`, changed; the others there stay.
fn change_channel<K: LaneKit>(
    kit: K,
    channel: &ChannelModel,
    base: &ChannelParameters<K>,
    now: &mut ChannelParameters<K>,
    own: &[&ActiveChange<'_, K>],
    values: &[K::Row],
) {
    for &parameter in Parameter::ALL {
        if is_changed::<K>(parameter, own) {
            now[parameter] = base[parameter];
            let changes = own.iter().copied().filter(|(modifier, _)| modifier.parameter == parameter);
            let rate = channel.rate.filter(|_| parameter.is_money()).map(|rate| &values[rate.idx()]);
            change(kit, parameter, &mut now[parameter], rate, changes, values);
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

/// What an act changes, and the months until it has in full.
fn change_of<'a>(act: &ScriptMechanism<'a>) -> Option<(&'a ParameterChange, f64)> {
    match act.mechanism {
        MechanismModel::Adjust(modifier, months) => Some((modifier, *months)),
        MechanismModel::Price(price) => Some((&price.change, price.ramp_months)),
        _ => None,
    }
}

/// How far an act's change has come about in a month, on the paths where its strategy is let in, if no rule moves it.
fn weight(act: &ScriptMechanism<'_>, t: Option<usize>) -> f64 {
    match (change_of(act), t) {
        (Some((_, months)), Some(t)) if act.strategy.runs(t) => {
            ramp(t, f64::from(act.strategy.start), months)
        }
        _ => 0.0,
    }
}
