//! A way round a closed link; the part that lets visits through stands with the shock it gets round.

use super::super::{ScenarioWalk, ScriptMechanism};
use crate::lane::LaneKit;
use crate::model::RestoreModel;

impl<K: LaneKit> ScenarioWalk<'_, K> {
    /// Step 4: a penalty takes visits from everything on the platform, even after the strategy has ended.
    pub(in super::super) fn penalise(&mut self, restore: &RestoreModel, act: ScriptMechanism<'_>) {
        if restore.penalty_probability == 0.0 || !self.script.scenario.shocks.contains(&restore.shock) {
            return;
        }
        let (kit, whole) = (self.kit, self.kit.splat(1.0));
        let (loss, penalty) =
            (self.value(restore.penalty_loss), &self.ground.draws.chances[act.place][self.t]);
        for (flow, channel) in self.state.flows.iter_mut().zip(&self.model.channels) {
            if channel.is_on_tiktok {
                kit.each(
                    #[inline(always)]
                    |i| flow.visits[i] *= whole - loss[i] * penalty[i],
                );
            }
        }
    }
}
