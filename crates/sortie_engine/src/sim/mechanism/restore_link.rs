//! A way round a closed link, and the strikes it may bring; the part that lets visits through stands with the shock it gets
//! round.

use super::super::{ScenarioWalk, ScriptMechanism};
use crate::lane::{Lane, LaneKit};
use crate::model::RestoreModel;

impl<K: LaneKit> ScenarioWalk<'_, K> {
    /// Step 4: a penalty takes visits from everything on the platform, even after the strategy has ended.
    pub(in super::super) fn penalise(&mut self, restore: &RestoreModel, act: ScriptMechanism<'_>) {
        if restore.penalty_probability == 0.0 || !self.script.scenario.shocks.contains(&restore.shock) {
            return;
        }
        self.strike_accounts(restore, act);
        let (kit, whole) = (self.kit, self.kit.splat(1.0));
        let (loss, penalty) = (self.value(restore.penalty_loss), &self.state.levels[act.place]);
        for (flow, channel) in self.state.flows.iter_mut().zip(&self.model.channels) {
            if channel.is_on_tiktok {
                kit.each(
                    #[inline(always)]
                    |i| flow.visits[i] *= whole - loss[i] * penalty[i],
                );
            }
        }
    }

    /// Whether a strike comes: only where the way round is in use, the link is closed, and no penalty runs. Notes how far the
    /// month is under penalty. On the central path both are probabilities.
    fn strike_accounts(&mut self, restore: &RestoreModel, act: ScriptMechanism<'_>) {
        let (kit, t) = (self.kit, self.t);
        let (none, whole) = (kit.splat(0.0), kit.splat(1.0));
        let comes = &self.ground.draws.chances[act.place][t];
        let depth = &self.ground.draws.courses[restore.shock].depth[t];
        let live = self.live(act);
        let first = (t + 1).saturating_sub(restore.penalty_months);
        let (strikes, penalty) = (&mut self.state.strikes[act.place], &mut self.state.levels[act.place]);
        kit.each(
            #[inline(always)]
            |i| {
                let mut running = none;
                for strike in &strikes[first..t] {
                    running += strike[i];
                }
                let exposed = live.map_or(none, |live| live[i] * depth[i].if_positive(whole, none));
                strikes[t][i] = (whole - running) * comes[i] * exposed;
                penalty[i] = running + strikes[t][i];
            },
        );
    }
}
