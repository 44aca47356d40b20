//! Money a month that buys visits, dearer the more of them; part of it works on into the months after.

use super::super::{ScenarioWalk, ScriptMechanism};
use crate::lane::LaneKit;
use crate::model::ReachModel;

impl<K: LaneKit> ScenarioWalk<'_, K> {
    /// Step 7: visits that this month's effect buys.
    pub(in super::super) fn buy_visits(&mut self, reach: &ReachModel, act: ScriptMechanism<'_>) {
        let kit = self.kit;
        let whole = kit.splat(1.0);
        let (spend, carry_over) = (self.value(reach.spend_per_month), self.value(reach.carry_over));
        let (saturation, price) = (self.value(reach.saturation_spend), self.value(reach.cost_per_visit));
        let (live, media) = (self.live(act), kit.splat(self.media(reach.to)));
        let dearer = &self.state.paid_reach_cost;
        let heard = reach.on.map(|on| self.state.flows[on].ban);
        let reaching = self.reaching(reach.to, reach.via);
        let (effect, bought) = (&mut self.state.levels[act.place], &mut self.state.bought[act.place]);
        kit.each(
            #[inline(always)]
            |i| {
                let kept = carry_over[i] * effect[i];
                let fresh = spend[i] * (whole - carry_over[i]);
                effect[i] = live.map_or(kept, |live| fresh * live[i] + kept);
                let price = price[i] * dearer[i] * media;
                let visits = effect[i] / price / (effect[i] / saturation[i] + whole) * reaching[i];
                bought[i] = heard.map_or(visits, |heard| visits * heard[i]);
            },
        );
        let visits = self.state.bought[act.place];
        self.note_own_visits(act, reach.to, visits);
    }
}
