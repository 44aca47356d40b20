//! Channels open and close, and a new one takes orders from others.

use super::super::observer::{MonthMoment, MonthObserver};
use super::super::{ScenarioWalk, ScriptMechanism};
use crate::lane::{Lane, LaneKit};
use crate::model::{MechanismModel, OpenModel};

impl<K: LaneKit> ScenarioWalk<'_, K> {
    /// Step 2: how far each channel is open that is not open all the time, and what the seller winds down.
    pub(in super::super) fn open_channels(&mut self) {
        let kit = self.kit;
        let unsteady = |place: &usize| !self.script.is_steady[*place] && !self.script.is_dormant[*place];
        for place in (0..self.model.channels.len()).filter(unsteady) {
            let open = f64::from(u8::from(self.model.channels[place].is_active));
            self.state.flows[place].open = kit.splat_row(open);
        }
        for act in self.started() {
            if let (MechanismModel::Open(open), Some(live)) = (act.mechanism, self.live(act)) {
                let share = self.risen(act, open.review_months, open.ramp_months);
                let open = &mut self.state.flows[open.channel].open;
                kit.each(
                    #[inline(always)]
                    |i| open[i] = open[i].max(live[i] * share[i]),
                );
            }
        }
        for act in self.started() {
            if let (MechanismModel::Close(channel, months), Some(live)) = (act.mechanism, self.live(act)) {
                let share = self.risen(act, 0.0, *months);
                let (flow, whole) = (&mut self.state.flows[*channel], kit.splat(1.0));
                flow.touched.by_closing = true;
                kit.each(
                    #[inline(always)]
                    |i| flow.shut[i] *= whole - live[i] * share[i],
                );
            }
        }
        let (none, whole) = (kit.splat(0.0), kit.splat(1.0));
        for place in (0..self.model.channels.len()).filter(unsteady) {
            let flow = &mut self.state.flows[place];
            kit.each(
                #[inline(always)]
                |i| flow.is_open[i] = flow.open[i].if_positive(whole, none),
            );
        }
    }

    /// Step 6: a channel that has opened takes orders, and so visits, from others.
    pub(in super::super) fn cannibalise(&mut self, observer: &mut impl MonthObserver<K>) {
        for act in self.started() {
            if let MechanismModel::Open(open) = act.mechanism {
                self.take_visits(open, act);
                observer.see(self, MonthMoment::Took(act.place));
            }
        }
    }

    fn take_visits(&mut self, open: &OpenModel, act: ScriptMechanism<'_>) {
        let (kit, Some(live)) = (self.kit, self.live(act)) else { return };
        let none = kit.splat(0.0);
        for &(from, share) in &open.cannibalises {
            let share = kit.splat(share);
            let visits = self.state.flows[open.channel].visits;
            let (new, old) = (&self.state.terms[open.channel].conversion, &self.state.terms[from].conversion);
            let loser = &mut self.state.flows[from].visits;
            kit.each(
                #[inline(always)]
                |i| {
                    let orders = visits[i] * new[i] * live[i] * share;
                    let taken = old[i].if_positive(orders / old[i], none);
                    loser[i] = (loser[i] - taken).max(none);
                },
            );
        }
    }
}
