//! Followers and subscribers of a month: who was there, who came, who went. Steps 8 and 17 of a month.

use super::super::ScenarioWalk;
use super::{AccountEntry, CrowdLine, MonthAccount};
use crate::lane::{Lane, LaneKit};
use crate::model::{EstimateIndex, MechanismModel};

impl<K: LaneKit> MonthAccount<K> {
    /// How many there are now.
    pub(super) fn note_crowds(&mut self, walk: &ScenarioWalk<'_, K>, now: CrowdLine) {
        let (rows, _) =
            self.rows_of(|entry| matches!(entry, AccountEntry::Crowd { part, .. } if *part == now));
        for (entry, row) in rows {
            if let AccountEntry::Crowd { mechanism, .. } = entry {
                *row = walk.state.levels[mechanism];
            }
        }
    }

    /// Who will leave at the month's end, of those who are there when everything is sold.
    pub(super) fn note_leavers(&mut self, walk: &ScenarioWalk<'_, K>) {
        let (kit, none) = (self.kit, self.kit.splat(0.0));
        let (rows, _) =
            self.rows_of(|entry| matches!(entry, AccountEntry::Crowd { part: CrowdLine::Left, .. }));
        for (entry, row) in rows {
            let AccountEntry::Crowd { mechanism, .. } = entry else { continue };
            let Some(act) = walk.started().find(|act| act.place == mechanism) else { continue };
            let Some(rate) = leaving(act.mechanism) else { continue };
            let (rate, level) = (walk.value(rate), &walk.state.levels[mechanism]);
            let begun = walk.has_begun(act);
            kit.each(
                #[inline(always)]
                |i| row[i] = begun[i].if_positive(level[i] * rate[i], none),
            );
        }
    }

    /// Who joined: what the others leave over.
    pub(super) fn note_joined(&mut self) {
        let kit = self.kit;
        for place in 0..self.entries.len() {
            if !matches!(self.entries[place], AccountEntry::Crowd { part: CrowdLine::Joined, .. }) {
                continue;
            }
            // The four parts of a crowd stand in a row.
            let (before, left, now) = (self.rows[place - 1], self.rows[place + 1], self.rows[place + 2]);
            self.rows[place] = kit.row(|i| now[i] - before[i] + left[i]);
        }
    }
}

/// The share that leaves in a month.
fn leaving(mechanism: &MechanismModel) -> Option<EstimateIndex> {
    match mechanism {
        MechanismModel::Audience(audience) => Some(audience.unfollow),
        MechanismModel::List(list) => Some(list.unsubscribe),
        _ => None,
    }
}
