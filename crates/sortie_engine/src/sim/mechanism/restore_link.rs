//! A way round a closed link; the part that lets visits through stands with the shock it gets round.

use super::super::{Acting, Sim};
use crate::lane::Lane;
use crate::model::RestoreModel;

impl<const W: usize> Sim<'_, W> {
    /// Step 4: a penalty takes visits from everything on the platform, even after the strategy has ended.
    pub(in super::super) fn penalise(&mut self, restore: &RestoreModel, acting: Acting<'_, W>) {
        if !self.scenario.shocks.contains(&restore.shock) {
            return;
        }
        let left = Lane::ONE - self.value(restore.penalty_loss) * self.draws.chances[acting.place][self.t];
        for (flow, channel) in self.flows.iter_mut().zip(&self.model.channels) {
            if channel.is_on_tiktok {
                flow.visits *= left;
            }
        }
    }
}
