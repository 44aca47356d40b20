//! The account of a month: everything that its totals are made of, noted while it happens.
//!
//! The fast projection never keeps one. An account recomputes from the month's own rows what the totals leave out, in
//! the same order of operations, so that its parts add up to them.

mod crowd;
mod entry;
mod line;
mod money;
mod visits;

pub(crate) use entry::Entry;
pub use line::{Bill, Crowd, Line};

use super::Walk;
use super::script::Script;
use super::witness::{Moment, Witness};
use crate::lane::Kit;
use crate::model::Model;

/// How many lines a channel has.
const N_LINES: usize = Line::ALL.len();

/// The account of one month of a scenario on a block of paths.
pub(crate) struct Account<K: Kit> {
    kit: K,
    /// What each row is about: the lines of all channels first.
    pub entries: Vec<Entry>,
    /// The rows of the month.
    pub rows: Vec<K::Row>,
    seen: Vec<Seen<K>>,
}

/// A channel as it was when the account last looked, and what the account carries of it from month to month.
struct Seen<K: Kit> {
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

impl<K: Kit> Account<K> {
    /// Room for the months of a scenario.
    pub fn new(kit: K, model: &Model, script: &Script<'_>) -> Self {
        let entries = Entry::all(model, script);
        let zero = kit.splat_row(0.0);
        let seen = |_| Seen {
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
    fn begin(&mut self, walk: &Walk<'_, K>) {
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
            self.rows[place * N_LINES + Line::Came as usize] = flow.visits;
        }
        self.note_crowds(walk, Crowd::Before);
    }

    /// Every row whose entry `is_wanted`, with what it is about.
    fn rows_of(
        &mut self,
        is_wanted: impl Fn(&Entry) -> bool,
    ) -> (impl Iterator<Item = (Entry, &mut K::Row)>, &mut Vec<Seen<K>>) {
        let rows = self.entries.iter().copied().zip(&mut self.rows);
        (rows.filter(move |(entry, _)| is_wanted(entry)), &mut self.seen)
    }

    /// Everything that is known once the month's goods are sold.
    fn close(&mut self, walk: &Walk<'_, K>) {
        for place in (0..self.seen.len()).filter(|place| !walk.script.is_dormant[*place]) {
            self.note_visits(walk, place);
            self.note_orders(walk, place);
            self.note_money(walk, place);
            self.note_cash(walk, place);
        }
        self.order_details(walk);
        let (rows, _) = self.rows_of(|entry| matches!(entry, Entry::Overhead));
        rows.for_each(|(_, row)| *row = walk.state.overhead);
        let kit = self.kit;
        walk.each_bill(|owner, paid, cost| {
            let (rows, _) = self.rows_of(|entry| *entry == Entry::Bill { strategy: owner, bill: paid });
            rows.for_each(|(_, row)| {
                kit.each(
                    #[inline(always)]
                    |i| row[i] += cost[i],
                );
            });
        });
    }
}

impl<K: Kit> Witness<K> for Account<K> {
    fn see(&mut self, walk: &Walk<'_, K>, moment: Moment) {
        match moment {
            Moment::Came => self.begin(walk),
            Moment::Struck(shock) => self.note_strike(walk, shock),
            Moment::AllStruck => self.note_arrivals(walk),
            Moment::Took(place) => self.note_taken(walk, place),
            Moment::Brought(place) => self.note_brought(walk, place),
            Moment::Listed(place) => self.note_listed(walk, place),
            Moment::WrittenOff => self.note_losses(walk),
            Moment::Traded => {
                self.close(walk);
                self.note_leavers(walk);
            }
            Moment::Over => {
                self.note_crowds(walk, Crowd::Now);
                self.note_joined();
            }
        }
    }
}
