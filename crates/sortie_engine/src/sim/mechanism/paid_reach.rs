//! Money a month that buys visits, dearer the more of them; part of it works on into the months after.

use super::super::{Acting, Sim};
use crate::lane::Lane;
use crate::model::ReachModel;

impl<'a, const W: usize> Sim<'a, W> {
    /// Step 7: visits that this month's effect buys.
    pub(in super::super) fn buy_visits(&mut self, reach: &'a ReachModel, acting: Acting<'_, W>) {
        let spend = self.value(reach.spend_per_month) * acting.live;
        let carry_over = self.value(reach.carry_over);
        let effect = spend * (Lane::ONE - carry_over) + carry_over * self.state.levels[acting.place];
        self.state.levels[acting.place] = effect;
        let heard = reach.on.map_or(Lane::ONE, |on| self.flows[on].ban);
        let saturation = effect / self.value(reach.saturation_spend) + 1.0;
        let visits = effect / self.value(reach.cost_per_visit) / saturation;
        let visits = visits * heard * self.reaching(reach.to, reach.via);
        self.flows[reach.to].bought += visits;
        self.bought.push((visits, reach));
    }
}
