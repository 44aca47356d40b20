//! How shocks strike: visits lost and where they go, stock written off, payouts held back.

use super::Sim;
use crate::lane::Lane;
use crate::model::{MechanismModel, ShockModel, ramp};

impl<const W: usize> Sim<'_, W> {
    /// Step 5: each shock takes visits from its targets; part of them turns up elsewhere.
    pub(super) fn strike(&mut self) {
        for &place in &self.scenario.shocks {
            let depth = self.draws.courses[place].depth[self.t];
            if depth.is_zero() {
                continue;
            }
            let shock = &self.model.shocks[place];
            let cut = depth * (Lane::ONE - self.passes(place, shock));
            let spread = self.spread(place, shock);
            for &target in &shock.targets {
                self.strike_channel(shock, target, cut, spread);
            }
        }
        for flow in &mut self.flows {
            flow.diverted *= flow.pass;
        }
    }

    fn strike_channel(&mut self, shock: &ShockModel, target: usize, cut: Lane<W>, spread: Lane<W>) {
        let flow = &mut self.flows[target];
        let lost = flow.visits * cut;
        flow.visits -= lost;
        flow.lost += lost;
        flow.pass *= Lane::ONE - cut;
        if shock.is_ban {
            flow.ban *= Lane::ONE - cut;
        }
        for &(to, share) in shock.diversions.iter().filter(|(to, _)| *to != target) {
            let found = lost * self.value(share) * spread;
            let flow = &mut self.flows[to];
            flow.diverted += found * flow.open;
        }
    }

    /// Share of visits that get through at full depth, by themselves or by a way round.
    fn passes(&mut self, place: usize, shock: &ShockModel) -> Lane<W> {
        let mut passes = self.value(shock.passes);
        self.for_each_mechanism(|sim, mechanism, acting| {
            if let MechanismModel::Restore(restore) = mechanism
                && restore.shock == place
            {
                let found = ramp(sim.t, f64::from(acting.strategy.start), restore.ramp_months);
                let free = Lane::ONE - sim.draws.chances[acting.place][sim.t];
                passes += (Lane::ONE - passes) * sim.value(restore.share) * free * acting.live * found;
            }
        });
        passes
    }

    /// What of each diversion has come about: shares that add up to more than all are scaled to all.
    fn spread(&self, place: usize, shock: &ShockModel) -> Lane<W> {
        let total = shock.diversions.iter().fold(Lane::ZERO, |sum, (_, share)| sum + self.value(*share));
        self.draws.courses[place].adapted[self.t] / total.max(1.0)
    }

    /// Step 10: in a shock's first month part of its targets' stock is lost.
    pub(super) fn write_off(&mut self) {
        for &place in &self.scenario.shocks {
            let is_first = self.draws.courses[place].is_first[self.t];
            let shock = &self.model.shocks[place];
            let share = self.value(shock.writes_off) * is_first;
            for &target in &shock.targets {
                let stock = &mut self.state.channels[target].stock;
                let loss = *stock * share;
                *stock -= loss;
                self.written_off += loss;
            }
        }
    }

    /// Step 12, shocks: each in turn holds back part of what the earlier ones left of its targets' payouts. Notes the
    /// shares; money follows once it is known what arrives.
    pub(super) fn hold_back(&mut self) {
        for &place in &self.scenario.shocks {
            let depth = self.draws.courses[place].depth[self.t];
            let shock = &self.model.shocks[place];
            let share = self.value(shock.freezes_payouts) * depth;
            if share.is_zero() {
                continue;
            }
            for &target in &shock.targets {
                let flow = &mut self.flows[target];
                let held = flow.kept * share;
                flow.kept -= held;
                match shock.freeze_months {
                    // Paid in the same month, it arrives after all, and is not held again.
                    Some(0) => flow.prompt += held,
                    Some(months) => self.holds.push((target, self.t + months, held)),
                    None => flow.forfeited += held,
                }
            }
        }
    }

    /// Notes the held payouts in the months in which they are paid.
    pub(super) fn schedule_releases(&mut self) {
        for &(place, month, share) in &self.holds {
            if let Some(released) = self.state.released.get_mut(month) {
                *released += self.flows[place].arriving * share;
            }
        }
    }
}
