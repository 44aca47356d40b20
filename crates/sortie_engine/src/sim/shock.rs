//! How shocks strike: visits lost and where they go, stock written off, payouts held back.

use super::ScenarioWalk;
use super::observer::{MonthMoment, MonthObserver};
use super::state::PayoutHold;
use crate::lane::{Lane, LaneKit};
use crate::model::{MechanismModel, ShockModel};

impl<K: LaneKit> ScenarioWalk<'_, K> {
    /// Step 5: each shock takes visits from its targets; part of them turns up elsewhere.
    pub(super) fn strike(&mut self, observer: &mut impl MonthObserver<K>) {
        for &place in &self.script.scenario.shocks {
            if !self.ground.draws.courses[place].is_calm[self.t] {
                self.strike_with(place);
                observer.see(self, MonthMoment::Struck(place));
            }
        }
        let kit = self.kit;
        for flow in self.state.flows.iter_mut().filter(|flow| flow.touched.by_diversion) {
            let (diverted, pass, shut) = (&mut flow.diverted, &flow.pass, &flow.shut);
            kit.each(
                #[inline(always)]
                |i| diverted[i] *= pass[i] * shut[i],
            );
        }
        observer.see(self, MonthMoment::AllStruck);
        for flow in self.state.flows.iter_mut().filter(|flow| flow.touched.by_closing) {
            let (visits, shut) = (&mut flow.visits, &flow.shut);
            kit.each(
                #[inline(always)]
                |i| visits[i] *= shut[i],
            );
        }
        observer.see(self, MonthMoment::WoundDown);
    }

    fn strike_with(&mut self, place: usize) {
        let (kit, shock) = (self.kit, &self.model.shocks[place]);
        let (passes, whole) = (self.passes(place, shock), kit.splat(1.0));
        let depth = &self.ground.draws.courses[place].depth[self.t];
        let cut = kit.row(
            #[inline(always)]
            |i| depth[i] * (whole - passes[i]),
        );
        let mut all_lost = kit.splat_row(0.0);
        for &target in &shock.targets {
            let flow = &mut self.state.flows[target];
            flow.touched.by_shock = true;
            kit.each(
                #[inline(always)]
                |i| {
                    let lost = flow.visits[i] * cut[i];
                    flow.visits[i] -= lost;
                    flow.lost_now[i] = lost;
                    flow.lost[i] += lost;
                    flow.pass[i] *= whole - cut[i];
                    if shock.is_ban {
                        flow.ban[i] *= whole - cut[i];
                    }
                    all_lost[i] += lost;
                },
            );
        }
        self.divert(place, shock, &all_lost);
    }

    /// Share of visits that get through at full depth, by themselves or by a way round.
    fn passes(&self, place: usize, shock: &ShockModel) -> K::Row {
        let (kit, mut passes) = (self.kit, *self.value(shock.passes));
        let whole = kit.splat(1.0);
        for act in self.started() {
            if let MechanismModel::Restore(restore) = act.mechanism
                && restore.shock == place
                && let Some(live) = self.live(act)
            {
                let found = self.risen(act, 0.0, restore.ramp_months);
                let penalty = &self.state.levels[act.place];
                let share = self.value(restore.share);
                kit.each(
                    #[inline(always)]
                    |i| {
                        let free = (whole - penalty[i]) * live[i] * found[i];
                        passes[i] = passes[i] + (whole - passes[i]) * share[i] * free;
                    },
                );
            }
        }
        passes
    }

    /// Sends visits that a shock took to where they turn up; shares that add up to more than all are scaled to all.
    fn divert(&mut self, place: usize, shock: &ShockModel, all_lost: &K::Row) {
        let kit = self.kit;
        let mut total = kit.splat_row(0.0);
        for (_, share) in &shock.diversions {
            let share = self.value(*share);
            kit.each(
                #[inline(always)]
                |i| total[i] += share[i],
            );
        }
        let adapted = &self.ground.draws.courses[place].adapted[self.t];
        let whole = kit.splat(1.0);
        for &(to, share) in &shock.diversions {
            if self.script.is_dormant[to] {
                continue;
            }
            let share = self.value(share);
            let flow = &mut self.state.flows[to];
            flow.touched.by_diversion = true;
            // A channel is sent nothing of what it lost itself.
            let is_target = shock.targets.contains(&to);
            kit.each(
                #[inline(always)]
                |i| {
                    let lost = if is_target { all_lost[i] - flow.lost_now[i] } else { all_lost[i] };
                    let found = lost * share[i] * adapted[i] / total[i].max(whole);
                    flow.diverted[i] += found * flow.open[i];
                },
            );
        }
    }

    /// Step 10: in a shock's first month part of its targets' stock is lost.
    pub(super) fn write_off(&mut self) {
        let kit = self.kit;
        self.state.written_off = kit.splat_row(0.0);
        for &place in &self.script.scenario.shocks {
            let (course, shock) = (&self.ground.draws.courses[place], &self.model.shocks[place]);
            if course.is_calm[self.t] || self.model.numbers.is_nothing(shock.writes_off) {
                continue;
            }
            let (share, is_first) = (self.value(shock.writes_off), &course.is_first[self.t]);
            for &target in &shock.targets {
                let (stock, costs) = (&mut self.state.channels[target].stock, &mut self.state.written_off);
                kit.each(
                    #[inline(always)]
                    |i| {
                        let loss = stock[i] * share[i] * is_first[i];
                        stock[i] -= loss;
                        costs[i] += loss;
                    },
                );
            }
        }
    }

    /// Step 12, shocks: each in turn holds back part of what the earlier ones left of its targets' payouts. Notes the
    /// shares; money follows once it is known what arrives.
    pub(super) fn hold_back(&mut self) {
        let kit = self.kit;
        for &place in &self.script.scenario.shocks {
            let (course, shock) = (&self.ground.draws.courses[place], &self.model.shocks[place]);
            if course.is_calm[self.t] || self.model.numbers.is_nothing(shock.freezes_payouts) {
                continue;
            }
            let (share, depth) = (self.value(shock.freezes_payouts), &course.depth[self.t]);
            for &target in &shock.targets {
                let flow = &mut self.state.flows[target];
                flow.touched.by_hold = true;
                let mut held = kit.splat_row(0.0);
                kit.each(
                    #[inline(always)]
                    |i| {
                        held[i] = flow.kept[i] * share[i] * depth[i];
                        flow.kept[i] -= held[i];
                        match shock.freeze_months {
                            // Paid in the same month, it arrives after all, and is not held again.
                            Some(0) => flow.prompt[i] += held[i],
                            Some(_) => {}
                            None => flow.forfeited[i] += held[i],
                        }
                    },
                );
                if let Some(months) = shock.freeze_months.filter(|months| *months > 0) {
                    self.state.holds.push(PayoutHold {
                        channel: target,
                        month: self.t + months,
                        share: held,
                    });
                }
            }
        }
    }

    /// Notes the held payouts in the months in which they are paid.
    pub(super) fn schedule_releases(&mut self) {
        let (kit, state) = (self.kit, &mut *self.state);
        for PayoutHold { channel, month, share } in &state.holds {
            let Some(released) = state.released.get_mut(*month) else { continue };
            if !state.is_released[*month] {
                *released = kit.splat_row(0.0);
                state.is_released[*month] = true;
            }
            let arriving = &state.flows[*channel].arriving;
            kit.each(
                #[inline(always)]
                |i| released[i] += arriving[i] * share[i],
            );
        }
    }
}
