//! Where visits come from, where they are lost, and the first orders of each road: steps 4 to 9 of a month.

use super::super::ScenarioWalk;
use super::{AccountEntry, AccountLine, MonthAccount, N_LINES};
use crate::lane::{Lane, LaneKit};
use crate::model::MechanismModel;

impl<K: LaneKit> MonthAccount<K> {
    /// What a shock took from each channel, what a way round it saved, and where the lost visits turn up.
    pub(super) fn note_strike(&mut self, walk: &ScenarioWalk<'_, K>, place: usize) {
        let (kit, terms) = (self.kit, &walk.model.shocks[place]);
        let (depth, passes) = (&walk.ground.draws.courses[place].depth[walk.t], walk.value(terms.passes));
        let whole = kit.splat(1.0);
        for &target in &terms.targets {
            let (flow, seen) = (&walk.state.flows[target], &mut self.seen[target]);
            // Without a way round the shock would cut as deep as this.
            kit.each(
                #[inline(always)]
                |i| {
                    let cut = depth[i] * (whole - passes[i]);
                    let saved = (seen.visits[i] * cut - flow.lost_now[i]).max(kit.splat(0.0));
                    seen.restored[i] = seen.restored[i] * (whole - cut) + saved;
                    seen.visits[i] = flow.visits[i];
                },
            );
        }
        let (rows, seen) = self.rows_of(|entry| match entry {
            AccountEntry::Lost { shock, .. } | AccountEntry::Diverted { shock, .. } => *shock == place,
            _ => false,
        });
        for (entry, row) in rows {
            match entry {
                AccountEntry::Lost { channel, .. } => *row = walk.state.flows[channel].lost_now,
                AccountEntry::Diverted { from, to, .. } => {
                    let lost = |channel: usize| &walk.state.flows[channel].lost_now;
                    let (own, found, before) =
                        (lost(from), &walk.state.flows[to].diverted, &seen[to].diverted);
                    kit.each(
                        #[inline(always)]
                        |i| {
                            let mut all = kit.splat(0.0);
                            for &other in terms.targets.iter().filter(|other| **other != to) {
                                all += lost(other)[i];
                            }
                            let part = all.if_positive(own[i] / all, all);
                            row[i] = (found[i] - before[i]) * part;
                        },
                    );
                }
                _ => {}
            }
        }
        for &(to, _) in &terms.diversions {
            self.seen[to].diverted = walk.state.flows[to].diverted;
        }
    }

    /// Diverted visits pass only the links that work where they arrive.
    pub(super) fn note_arrivals(&mut self, walk: &ScenarioWalk<'_, K>) {
        let kit = self.kit;
        let (rows, _) = self.rows_of(|entry| matches!(entry, AccountEntry::Diverted { .. }));
        for (entry, row) in rows {
            if let AccountEntry::Diverted { to, .. } = entry {
                let flow = &walk.state.flows[to];
                kit.each(
                    #[inline(always)]
                    |i| row[i] *= flow.pass[i] * flow.shut[i],
                );
            }
        }
    }

    /// What the seller turns away from the channels that he winds down; what a way round restored shrinks with the rest.
    pub(super) fn note_wound_down(&mut self, walk: &ScenarioWalk<'_, K>) {
        let kit = self.kit;
        for (place, seen) in self.seen.iter_mut().enumerate() {
            let (flow, row) =
                (&walk.state.flows[place], &mut self.rows[place * N_LINES + AccountLine::WoundDown as usize]);
            if flow.touched.by_closing {
                kit.each(
                    #[inline(always)]
                    |i| {
                        row[i] = seen.visits[i] - flow.visits[i];
                        seen.restored[i] *= flow.shut[i];
                        seen.visits[i] = flow.visits[i];
                    },
                );
            }
        }
    }

    /// What a channel that opened took from others; what a way round restored shrinks with the rest.
    pub(super) fn note_taken(&mut self, walk: &ScenarioWalk<'_, K>, place: usize) {
        let (kit, whole) = (self.kit, self.kit.splat(1.0));
        let is_own = |entry: &AccountEntry| matches!(entry, AccountEntry::Taken { mechanism, .. } if *mechanism == place);
        let (rows, seen) = self.rows_of(is_own);
        for (entry, row) in rows {
            let AccountEntry::Taken { from, .. } = entry else { continue };
            let (now, seen) = (&walk.state.flows[from].visits, &mut seen[from]);
            kit.each(
                #[inline(always)]
                |i| {
                    let before = seen.visits[i];
                    seen.restored[i] *= before.if_positive(now[i] / before, whole);
                    row[i] = before - now[i];
                    seen.taken[i] += row[i];
                    seen.visits[i] = now[i];
                },
            );
        }
    }

    /// Visits that a mechanism brings.
    pub(super) fn note_brought(&mut self, walk: &ScenarioWalk<'_, K>, place: usize) {
        let kit = self.kit;
        let is_own = |entry: &AccountEntry| matches!(entry, AccountEntry::Brought { mechanism, .. } if *mechanism == place);
        let (rows, seen) = self.rows_of(is_own);
        for (entry, row) in rows {
            match (entry, &walk.model.mechanisms[place]) {
                (_, MechanismModel::Reach(_)) => *row = walk.state.bought[place],
                (AccountEntry::Brought { to, .. }, _) => {
                    *row = change(kit, &walk.state.flows[to].attracted, &mut seen[to].attracted);
                }
                _ => {}
            }
        }
    }

    /// Orders that are wanted from a list.
    pub(super) fn note_listed(&mut self, walk: &ScenarioWalk<'_, K>, place: usize) {
        let kit = self.kit;
        let is_own = |entry: &AccountEntry| matches!(entry, AccountEntry::Listed { mechanism, .. } if *mechanism == place);
        let (rows, seen) = self.rows_of(is_own);
        for (entry, row) in rows {
            if let AccountEntry::Listed { to, .. } = entry {
                *row = change(kit, &walk.state.flows[to].listed, &mut seen[to].listed);
            }
        }
    }

    /// The lines of a channel's visits.
    pub(super) fn note_visits(&mut self, walk: &ScenarioWalk<'_, K>, place: usize) {
        let (flow, terms) = (&walk.state.flows[place], &walk.state.terms[place]);
        let seen = &self.seen[place];
        let rows = &mut self.rows[place * N_LINES..][..N_LINES];
        let [level, open, passing, trust] =
            [AccountLine::Level, AccountLine::Open, AccountLine::Passing, AccountLine::Trust];
        rows[level as usize] = terms.visits;
        rows[open as usize] = flow.open;
        rows[passing as usize] = flow.pass;
        rows[trust as usize] = flow.trust;
        rows[AccountLine::PriceResponse as usize] = flow.price_first;
        rows[AccountLine::Lost as usize] = flow.lost;
        rows[AccountLine::Organic as usize] = flow.visits;
        rows[AccountLine::Restored as usize] = seen.restored;
        rows[AccountLine::Taken as usize] = seen.taken;
        rows[AccountLine::Diverted as usize] = flow.diverted;
        rows[AccountLine::Attracted as usize] = flow.attracted;
        rows[AccountLine::Bought as usize] = flow.bought;
        let whole = self.kit.splat(1.0);
        self.kit.each(
            #[inline(always)]
            |i| {
                let converted = terms.conversion[i] * flow.trust[i] * flow.price_first[i];
                rows[AccountLine::Conversion as usize][i] = converted.min(whole);
                rows[AccountLine::Visits as usize][i] =
                    flow.visits[i] + flow.diverted[i] + flow.attracted[i] + flow.bought[i];
            },
        );
    }

    /// The first orders of each shock's diverted visits and of each mechanism's, and the orders of each list, as far as
    /// there were goods for them.
    pub(super) fn order_details(&mut self, walk: &ScenarioWalk<'_, K>) {
        let kit = self.kit;
        for idx in 1..self.entries.len() {
            let (before, own) = self.rows.split_at_mut(idx);
            let (row, visits) = (&mut own[0], &before[idx - 1]);
            let (to, reach) = match self.entries[idx] {
                AccountEntry::DivertedOrders { to, .. } => (to, None),
                AccountEntry::BroughtOrders { mechanism, to } => match &walk.model.mechanisms[mechanism] {
                    MechanismModel::Reach(reach) => (to, Some(walk.value(reach.conversion_factor))),
                    _ => (to, None),
                },
                AccountEntry::Listed { to, .. } if !walk.script.is_dormant[to] => {
                    let supply = &before[to * N_LINES + AccountLine::Supply as usize];
                    kit.each(
                        #[inline(always)]
                        |i| row[i] *= supply[i],
                    );
                    continue;
                }
                _ => continue,
            };
            // The row before holds their visits.
            let (rate, supply) = (walk.first_rate(to), &before[to * N_LINES + AccountLine::Supply as usize]);
            let whole = kit.splat(1.0);
            kit.each(
                #[inline(always)]
                |i| {
                    let rate = reach.map_or(rate[i], |factor| (rate[i] * factor[i]).min(whole));
                    row[i] = visits[i] * rate * supply[i];
                },
            );
        }
    }
}

/// By how much a figure has grown since the account last looked, which is now.
fn change<K: LaneKit>(kit: K, now: &K::Row, then: &mut K::Row) -> K::Row {
    let grown = kit.row(
        #[inline(always)]
        |i| now[i] - then[i],
    );
    *then = *now;
    grown
}
