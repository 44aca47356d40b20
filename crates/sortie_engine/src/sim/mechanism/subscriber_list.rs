//! An own list: buyers join it, some leave it, and those on it order when written to.

use super::super::{Acting, Sim};
use crate::lane::Lane;
use crate::model::ListModel;

impl<const W: usize> Sim<'_, W> {
    /// Step 8: past customers are invited when it starts; the list orders every month.
    pub(in super::super) fn order_from_list(&mut self, list: &ListModel, acting: Acting<'_, W>) {
        if acting.strategy.start == self.t as i32 {
            let owned = list.from.iter().filter(|from| self.model.channels[**from].owns_customers);
            let known = owned.fold(Lane::ZERO, |sum, from| sum + self.state.channels[*from].customers);
            let invited = self.value(list.invites_existing) * known;
            self.move_level(acting, |level| level + invited);
        }
        let flow = &self.flows[list.to];
        let reached = acting.live * self.noise(list.to) * self.reachable(list.to) * flow.open.is_positive();
        let orders = self.state.levels[acting.place] * self.value(list.orders_per_subscriber) * reached;
        let orders = orders * self.season(list.to);
        self.flows[list.to].list_orders += orders;
    }

    /// Step 17: new buyers join, some subscribers leave.
    pub(in super::super) fn gather_subscribers(&mut self, list: &ListModel, acting: Acting<'_, W>) {
        let buyers = list.from.iter().fold(Lane::ZERO, |sum, from| sum + self.flows[*from].first);
        let new = self.value(list.capture) * acting.live * buyers;
        let stay = Lane::ONE - self.value(list.unsubscribe);
        self.move_level(acting, |level| level * stay + new);
    }

    /// Changes what a mechanism has gathered, on the paths where its strategy was let in.
    pub(in super::super) fn move_level(
        &mut self,
        acting: Acting<'_, W>,
        to: impl FnOnce(Lane<W>) -> Lane<W>,
    ) {
        let level = &mut self.state.levels[acting.place];
        let moved = to(*level);
        *level = Lane::from_fn(|i| if acting.granted.0[i] > 0.0 { moved.0[i] } else { level.0[i] });
    }
}
