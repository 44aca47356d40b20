//! An own list: buyers join it, some leave it, and those on it order when written to.

use super::super::{ScenarioWalk, ScriptMechanism};
use crate::lane::{Lane, LaneKit};
use crate::model::ListModel;

impl<K: LaneKit> ScenarioWalk<'_, K> {
    /// Step 8: past customers are invited when it starts; the list orders every month.
    pub(in super::super) fn order_from_list(&mut self, list: &ListModel, act: ScriptMechanism<'_>) {
        let kit = self.kit;
        if let Some(begins) = self.begins(act.owner) {
            let invites = self.value(list.invites_existing);
            let known = self.known_customers(list);
            self.move_level(act, |i, level| level + invites[i] * known[i] * begins[i]);
        }
        let Some(live) = self.live(act) else { return };
        if self.script.is_dormant[list.to] {
            return;
        }
        let (rate, swing) = (self.value(list.orders_per_subscriber), self.swing(list.to));
        let level = &self.state.levels[act.place];
        let reachable = *self.reachable(list.to);
        let flow = &mut self.state.flows[list.to];
        flow.touched.by_list = true;
        let listed = kit.row(
            #[inline(always)]
            |i| {
                let reached = live[i] * swing[i] * reachable[i] * flow.is_open[i];
                level[i] * rate[i] * reached * (flow.price_repeat[i] * flow.shut[i])
            },
        );
        kit.each(
            #[inline(always)]
            |i| flow.listed[i] += listed[i],
        );
        self.note_own_listed(act, list.to, listed);
    }

    /// Past customers whom the seller may write to.
    fn known_customers(&self, list: &ListModel) -> K::Row {
        let kit = self.kit;
        let mut known = kit.splat_row(0.0);
        for &from in list.from.iter().filter(|from| self.model.channels[**from].owns_customers) {
            let customers = &self.state.channels[from].customers;
            kit.each(
                #[inline(always)]
                |i| known[i] += customers[i],
            );
        }
        known
    }

    /// Step 17: new buyers join, some subscribers leave.
    pub(in super::super) fn gather_subscribers(&mut self, list: &ListModel, act: ScriptMechanism<'_>) {
        let kit = self.kit;
        let mut buyers = kit.splat_row(0.0);
        for &from in &list.from {
            let first = &self.state.flows[from].first;
            kit.each(
                #[inline(always)]
                |i| buyers[i] += first[i],
            );
        }
        let (capture, unsubscribe) = (self.value(list.capture), self.value(list.unsubscribe));
        let (live, whole) = (self.live(act), kit.splat(1.0));
        self.move_level(act, |i, level| {
            let stay = level * (whole - unsubscribe[i]);
            live.map_or(stay, |live| stay + capture[i] * live[i] * buyers[i])
        });
    }

    /// Changes what a mechanism has gathered, on the paths where its strategy was let in and has begun.
    #[inline(always)]
    pub(in super::super) fn move_level(
        &mut self,
        act: ScriptMechanism<'_>,
        to: impl Fn(usize, K::Lane) -> K::Lane,
    ) {
        let begun = self.has_begun(act);
        let level = &mut self.state.levels[act.place];
        self.kit.each(
            #[inline(always)]
            |i| level[i] = begun[i].if_positive(to(i, level[i]), level[i]),
        );
    }
}
