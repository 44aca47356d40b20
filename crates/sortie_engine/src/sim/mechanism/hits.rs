//! Now and then a product takes off and fades again.

use super::super::{ScenarioWalk, ScriptMechanism};
use crate::lane::LaneKit;
use crate::model::HitsModel;

impl<K: LaneKit> ScenarioWalk<'_, K> {
    /// Step 4: what is left of earlier hits, and this month's.
    pub(in super::super) fn hit(&mut self, hits: &HitsModel, act: ScriptMechanism<'_>) {
        let kit = self.kit;
        let (left, whole) = (kit.splat(hits.left), kit.splat(1.0));
        let (comes, size) = (&self.ground.draws.chances[act.place][self.t], self.value(hits.size));
        let live = self.live(act);
        let level = &mut self.state.levels[act.place];
        kit.each(
            #[inline(always)]
            |i| {
                let rest = level[i] * left;
                level[i] = live.map_or(rest, |live| rest + comes[i] * size[i] * live[i]);
            },
        );
        let level = *level;
        for &target in &hits.targets {
            let flow = &mut self.state.flows[target];
            flow.touched.by_hit = true;
            kit.each(
                #[inline(always)]
                |i| {
                    flow.visits[i] *= whole + level[i];
                    flow.boost[i] *= whole + level[i];
                },
            );
        }
    }
}
