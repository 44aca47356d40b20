//! The account of a month: everything that its totals are made of, noted while it happens.
//!
//! The fast projection never keeps one. An account recomputes from the month's own rows what the totals leave out, in
//! the same order of operations, so that its parts add up to them.

mod crowd;
mod entry;
mod line;
mod money;
mod visits;

pub(crate) use entry::AccountEntry;
pub use line::{AccountLine, CrowdLine, StrategyBill};

use super::ScenarioWalk;
use super::observer::{MonthMoment, MonthObserver};
use super::script::ScenarioScript;
use crate::lane::LaneKit;
use crate::model::Model;

/// How many lines a channel has.
const N_LINES: usize = AccountLine::ALL.len();

/// The account of one month of a scenario on a block of paths.
pub(crate) struct MonthAccount<K: LaneKit> {
    kit: K,
    /// What each row is about: the lines of all channels first.
    pub entries: Vec<AccountEntry>,
    /// The rows of the month.
    pub rows: Vec<K::Row>,
    seen: Vec<ChannelSnapshot<K>>,
}

/// A channel as it was when the account last looked, and what the account carries of it from month to month.
struct ChannelSnapshot<K: LaneKit> {
    visits: K::Row,
    diverted: K::Row,
    attracted: K::Row,
    listed: K::Row,
    stock: K::Row,
    /// Past customers before this month's buyers join them.
    customers: K::Row,
    /// Visits that a way round lets through.
    restored: K::Row,
    /// Visits that channels which opened took.
    taken: K::Row,
    frozen: K::Row,
    receivables: K::Row,
    /// Held payouts that are paid in each month to come.
    released: Vec<K::Row>,
}

impl<K: LaneKit> MonthAccount<K> {
    /// Room for the months of a scenario.
    pub fn new(kit: K, model: &Model, script: &ScenarioScript<'_>) -> Self {
        let entries = AccountEntry::all(model, script);
        let zero = kit.splat_row(0.0);
        let seen = |_| ChannelSnapshot {
            visits: zero,
            diverted: zero,
            attracted: zero,
            listed: zero,
            stock: zero,
            customers: zero,
            restored: zero,
            taken: zero,
            frozen: zero,
            receivables: zero,
            released: vec![zero; model.n_months],
        };
        let rows = vec![zero; entries.len()];
        Self { kit, entries, rows, seen: model.channels.iter().map(seen).collect() }
    }

    /// The month before anything but visits has happened; before the first month, the state before the plan.
    fn begin(&mut self, walk: &ScenarioWalk<'_, K>) {
        let zero = self.kit.splat_row(0.0);
        self.rows.fill(zero);
        for (place, seen) in self.seen.iter_mut().enumerate() {
            if walk.t == 0 {
                let before = &walk.ground.before[place];
                let due_months = self.kit.splat(walk.model.channels[place].payout_days / 30.0);
                seen.receivables = self.kit.row(|i| before.payout[i] * due_months);
                seen.frozen = zero;
                seen.released.fill(zero);
            }
            let (flow, own) = (&walk.state.flows[place], &walk.state.channels[place]);
            (seen.visits, seen.customers, seen.stock) = (flow.visits, own.customers, own.stock);
            (seen.diverted, seen.attracted, seen.listed) = (zero, zero, zero);
            (seen.restored, seen.taken) = (zero, zero);
            self.rows[place * N_LINES + AccountLine::Came as usize] = flow.visits;
        }
        self.note_crowds(walk, CrowdLine::Before);
    }

    /// Every row whose entry `is_wanted`, with what it is about.
    fn rows_of(
        &mut self,
        is_wanted: impl Fn(&AccountEntry) -> bool,
    ) -> (impl Iterator<Item = (AccountEntry, &mut K::Row)>, &mut Vec<ChannelSnapshot<K>>) {
        let rows = self.entries.iter().copied().zip(&mut self.rows);
        (rows.filter(move |(entry, _)| is_wanted(entry)), &mut self.seen)
    }

    /// Everything that is known once the month's goods are sold.
    fn close(&mut self, walk: &ScenarioWalk<'_, K>) {
        for place in (0..self.seen.len()).filter(|place| !walk.script.is_dormant[*place]) {
            self.note_visits(walk, place);
            self.note_orders(walk, place);
            self.note_money(walk, place);
            self.note_cash(walk, place);
        }
        self.order_details(walk);
        let (rows, _) = self.rows_of(|entry| matches!(entry, AccountEntry::Overhead));
        rows.for_each(|(_, row)| *row = walk.state.overhead);
        let kit = self.kit;
        walk.each_bill(|owner, paid, cost| {
            let (rows, _) =
                self.rows_of(|entry| *entry == AccountEntry::Bill { strategy: owner, bill: paid });
            rows.for_each(|(_, row)| {
                kit.each(
                    #[inline(always)]
                    |i| row[i] += cost[i],
                );
            });
        });
    }
}

impl<K: LaneKit> MonthAccount<K> {
    /// Interest, which is charged when the books are closed.
    fn note_interest(&mut self, walk: &ScenarioWalk<'_, K>) {
        let (rows, _) = self.rows_of(|entry| matches!(entry, AccountEntry::Interest));
        rows.for_each(|(_, row)| *row = walk.state.interest);
    }
}

impl<K: LaneKit> MonthObserver<K> for MonthAccount<K> {
    fn see(&mut self, walk: &ScenarioWalk<'_, K>, moment: MonthMoment) {
        match moment {
            MonthMoment::Came => self.begin(walk),
            MonthMoment::Struck(shock) => self.note_strike(walk, shock),
            MonthMoment::AllStruck => self.note_arrivals(walk),
            MonthMoment::WoundDown => self.note_wound_down(walk),
            MonthMoment::Took(place) => self.note_taken(walk, place),
            MonthMoment::Brought(place) => self.note_brought(walk, place),
            MonthMoment::Listed(place) => self.note_listed(walk, place),
            MonthMoment::WrittenOff => self.note_losses(walk),
            MonthMoment::Traded => {
                self.close(walk);
                self.note_leavers(walk);
            }
            MonthMoment::Over => {
                self.note_crowds(walk, CrowdLine::Now);
                self.note_joined();
                self.note_interest(walk);
            }
        }
    }
}
