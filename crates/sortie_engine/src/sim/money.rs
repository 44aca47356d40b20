//! Goods are bought with the money there is, and what is shipped is paid.

use super::Walk;
use super::state::{Carried, Flow, Totals};
use crate::lane::{Kit, Lane};
use crate::model::ChannelModel;

/// Payouts of the past that arrive this month, and the part of this month's that does.
#[derive(Clone, Copy)]
pub(super) struct Due<'a, K: Kit> {
    sooner: Option<&'a K::Row>,
    later: &'a K::Row,
    sooner_share: K::Lane,
    later_share: K::Lane,
}

impl<'a, K: Kit> Due<'a, K> {
    /// What arrives in month `t` of a channel's payouts: they are late by whole months and a part of one.
    pub fn of(kit: K, channel: &ChannelModel, payouts: &'a [K::Row], t: usize) -> Self {
        let (whole, part) = channel.payout_lag();
        let n = payouts.len();
        // Where no month has been yet stands the payout of a month before the plan.
        let back = |months: usize| &payouts[(t + n - months) % n];
        Self {
            sooner: (whole > 0).then(|| back(whole)),
            later: back(whole + 1),
            sooner_share: kit.splat(1.0 - part),
            later_share: kit.splat(part),
        }
    }

    /// Step 12: what arrives on the paths of a lane if this month's payout is `payout`.
    #[inline(always)]
    pub fn arriving(&self, lane: usize, payout: K::Lane) -> K::Lane {
        let sooner = match self.sooner {
            Some(row) => row[lane],
            None => payout,
        };
        sooner * self.sooner_share + self.later[lane] * self.later_share
    }
}

impl<K: Kit> Walk<'_, K> {
    /// The money there is for goods before any payout arrives, and no goods wanted yet.
    pub(super) fn open_purse(&mut self) {
        let (kit, state) = (self.kit, &mut *self.state);
        let credit = kit.splat(self.model.credit_line);
        let released = &state.released[self.t];
        let released = state.is_released[self.t].then_some(released);
        let (wanted, funds) = (&mut state.wanted, &mut state.funds);
        kit.each(
            #[inline(always)]
            |i| {
                wanted[i] = kit.splat(0.0);
                funds[i] = state.cash[i] + credit;
                if let Some(released) = released {
                    funds[i] += released[i];
                }
            },
        );
    }

    /// Step 13: goods are bought with the money there is; what cannot be stocked is not sold.
    pub(super) fn supply(&mut self) {
        let (kit, state) = (self.kit, &mut *self.state);
        state.totals = Totals::nothing(kit);
        let mut affordable = kit.splat_row(1.0);
        if self.model.restock_limited {
            let (funds, wanted) = (&state.funds, &state.wanted);
            let (none, whole) = (kit.splat(0.0), kit.splat(1.0));
            kit.each(
                #[inline(always)]
                |i| {
                    let share = funds[i].max(none) / wanted[i];
                    affordable[i] = wanted[i].if_positive(share, whole).min(whole);
                },
            );
        }
        for place in 0..self.model.channels.len() {
            if self.script.is_dormant[place] {
                continue;
            }
            self.pay_ads(place);
            self.ship(place, &affordable);
        }
        self.schedule_releases();
    }

    /// Visits whose ads are paid: those a closure takes may be all the same, and those a hit brings are free.
    fn pay_ads(&mut self, place: usize) {
        let (kit, flow) = (self.kit, &mut self.state.flows[place]);
        if !flow.touched.by_shock && !flow.touched.by_hit {
            return;
        }
        let spend_kept = &self.ground.draws.values[self.model.channels[place].spend_kept.idx()];
        let Flow { visits, lost, boost, paid, .. } = flow;
        kit.each(
            #[inline(always)]
            |i| paid[i] = (visits[i] + spend_kept[i] * lost[i]) / boost[i],
        );
    }

    /// Buys what goods it can, ships what orders it can, and adds what they bring and cost to the month: steps 11 to
    /// 14 and 16.
    fn ship(&mut self, place: usize, affordable: &K::Row) {
        let kit = self.kit;
        let channel = &self.model.channels[place];
        let state = &mut *self.state;
        let (terms, totals, revenue) = (&state.terms[place], &mut state.totals, &mut state.revenue[place]);
        let Carried { customers, stock, payouts, .. } = &mut state.channels[place];
        let flow = &mut state.flows[place];
        let is_paid = flow.touched.by_shock || flow.touched.by_hit;
        let due = Due::of(kit, channel, payouts, self.t);
        let stay = kit.splat(1.0 - 1.0 / channel.customer_life_months);
        let (none, whole) = (kit.splat(0.0), kit.splat(1.0));
        let mut paid_out = kit.splat_row(0.0);
        kit.each(
            #[inline(always)]
            |i| {
                let purchases = flow.purchases[i] * affordable[i];
                let (at_hand, goods) = (stock[i] + purchases, flow.goods[i]);
                let supplied = goods.if_positive(at_hand / goods, whole).min(whole);
                // What is left of more than was wanted; a difference of what was shipped could leave less than nothing.
                stock[i] = (at_hand - goods).max(none);
                let orders = flow.orders[i] * supplied;
                let (payout, goods) = (flow.payout[i] * supplied, goods * supplied);
                let first = flow.first[i] * supplied;
                customers[i] = customers[i] * stay + first;
                let arriving = due.arriving(i, payout);
                let arrived = arriving * (flow.kept[i] + flow.prompt[i]);
                let lost = arriving * flow.forfeited[i];
                let paid = if is_paid { flow.paid[i] } else { flow.visits[i] };
                let ads = paid * terms.cost_per_visit[i];
                let costs = orders * terms.handling[i] + ads + terms.fixed[i] * flow.is_open[i];
                let net = orders * terms.net[i];
                let visits = flow.visits[i] + flow.diverted[i] + flow.attracted[i] + flow.bought[i];
                (flow.first[i], flow.arriving[i], paid_out[i], revenue[i]) = (first, arriving, payout, net);
                totals.visits[i] += visits;
                totals.orders[i] += orders;
                totals.gross[i] += orders * terms.gross[i];
                totals.revenue[i] += net;
                totals.stock[i] += stock[i];
                totals.profit[i] += payout - goods - costs - lost;
                totals.cash[i] += arrived - purchases - costs;
                totals.receivables[i] += payout - arrived - lost;
            },
        );
        let n = payouts.len();
        payouts[self.t % n] = paid_out;
    }
}
