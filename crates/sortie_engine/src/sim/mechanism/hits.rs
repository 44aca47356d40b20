//! Now and then a product takes off and fades again.

use super::super::{Acting, Sim};
use crate::lane::Lane;
use crate::model::HitsModel;

impl<const W: usize> Sim<'_, W> {
    /// Step 4: what is left of earlier hits, and this month's.
    pub(in super::super) fn hit(&mut self, hits: &HitsModel, acting: Acting<'_, W>) {
        let new = self.draws.chances[acting.place][self.t] * self.value(hits.size) * acting.live;
        let level = self.state.levels[acting.place] * hits.left + new;
        self.state.levels[acting.place] = level;
        for &target in &hits.targets {
            let flow = &mut self.flows[target];
            flow.visits *= Lane::ONE + level;
            flow.boost *= Lane::ONE + level;
        }
    }
}
