//! Orders wanted, goods bought with the money there is, and what is shipped and paid: steps 9 and 11 to 14 of a month.
//!
//! Money ties all channels together, so this goes lane by lane through all of them: what one path sells, needs and
//! earns stays in the processor until the path is done.

use super::ScenarioWalk;
use super::ground::PathGround;
use super::state::{ChannelCarry, ChannelFlow, LaneTotals, MonthTotals};
use super::terms::ChannelTerms;
use crate::lane::{Lane, LaneKit};
use crate::model::ChannelModel;

/// A channel's place in this month's trade: what is the same on all paths, looked up once.
#[derive(Clone, Copy)]
pub(super) struct TradeChannel<K: LaneKit> {
    channel: usize,
    /// The row of its season and surprise.
    swing: usize,
    is_steady: bool,
    owns_customers: bool,
    /// Goods to be at hand or on their way, against goods wanted.
    coverage: K::Lane,
    /// What media cost this month, against the year.
    media: K::Lane,
    /// Where goods that come this month are kept, if they do not come at once.
    landing: Option<usize>,
    /// Share of past customers who stay such.
    stay: K::Lane,
    /// Whether some of this month's payout arrives at once.
    is_prompt: bool,
    /// Which of the kept payouts arrive this month, how much of each, and where this month's is kept.
    sooner: usize,
    later: usize,
    now: usize,
    sooner_share: K::Lane,
    later_share: K::Lane,
}

/// What a channel trades with this month.
struct ChannelParts<'a, K: LaneKit> {
    terms: &'a ChannelTerms<K>,
    own: &'a mut ChannelCarry<K>,
    flow: &'a mut ChannelFlow<K>,
}

/// What all channels want to buy of goods, and the money there will be for it.
struct PurchaseTotals<K: LaneKit> {
    wanted: K::Lane,
    funds: K::Lane,
}

/// Which part of the goods wanted can be bought on each path, and what such a part lies between.
#[derive(Clone, Copy)]
struct PurchaseShare<K: LaneKit> {
    none: K::Lane,
    whole: K::Lane,
    affordable: K::Lane,
}

impl<K: LaneKit> TradeChannel<K> {
    fn new(kit: K, place: usize, channel: &ChannelModel, is_steady: bool, t: usize) -> Self {
        let (whole, part) = channel.payout_lag();
        let n = whole + 2;
        // Where no month has been yet stands the payout of a month before the plan.
        let back = |months: usize| (t + n - months) % n;
        Self {
            channel: place,
            swing: place * channel.season.len() + t,
            coverage: kit.splat(channel.coverage[t]),
            media: kit.splat(channel.media[t]),
            landing: (channel.lead_months > 0).then(|| t % channel.lead_months),
            is_steady,
            owns_customers: channel.owns_customers,
            stay: kit.splat(1.0 - 1.0 / channel.customer_life_months),
            is_prompt: whole == 0,
            sooner: back(whole),
            later: back(whole + 1),
            now: back(0),
            sooner_share: kit.splat(1.0 - part),
            later_share: kit.splat(part),
        }
    }

    /// Step 12: what arrives if this month's payout is `payout`.
    #[inline(always)]
    fn arriving(&self, i: usize, payouts: &[K::Row], payout: K::Lane) -> K::Lane {
        let sooner = if self.is_prompt { payout } else { payouts[self.sooner][i] };
        sooner * self.sooner_share + payouts[self.later][i] * self.later_share
    }

    /// Steps 9, 11 and 13: orders of new visitors, of past customers and from lists; what they pay out, and the goods
    /// they need. Adds to what all channels want to buy and to the money there will be for it.
    #[inline(always)]
    fn want(
        &self,
        i: usize,
        ground: &PathGround<K>,
        parts: ChannelParts<'_, K>,
        none: K::Lane,
        purchases: &mut PurchaseTotals<K>,
    ) {
        let ChannelParts { terms, own, flow } = parts;
        let touched = flow.touched;
        let mut seen = flow.visits[i];
        if touched.by_diversion {
            seen += flow.diverted[i];
        }
        if touched.by_audience {
            seen += flow.attracted[i];
        }
        let first_rate = if touched.changes_rate() { flow.first_rate[i] } else { terms.first_rate[i] };
        let mut first = seen * first_rate;
        let mut repeat = terms.repeat_rate[i] * own.customers[i] * ground.draws.swing[self.swing][i];
        if touched.by_shock {
            // An owned list is silenced only by a ban.
            repeat *= if self.owns_customers { flow.ban[i] } else { flow.pass[i] };
        }
        if !self.is_steady {
            repeat *= flow.is_open[i];
        }
        if touched.by_price {
            repeat *= flow.price_repeat[i];
        }
        // Customers of his own go on buying when the seller winds a channel down.
        if touched.by_closing && !self.owns_customers {
            repeat *= flow.shut[i];
        }
        if touched.by_list {
            repeat += flow.listed[i];
        }
        if touched.by_ads {
            first += flow.first_bought[i];
        }
        let orders = first + repeat;
        let mut payout = orders * terms.payout[i];
        if touched.by_ads {
            payout -= flow.shared[i] * terms.net[i];
        }
        let goods = orders * terms.goods[i];
        let mut at_hand = own.stock[i];
        for ordered in &own.ordered {
            at_hand += ordered[i];
        }
        let missing = (goods * self.coverage - at_hand).max(none);
        let mut arriving = self.arriving(i, &own.payouts, payout);
        if touched.by_hold {
            arriving *= flow.kept[i] + flow.prompt[i];
        }
        purchases.wanted += missing;
        purchases.funds += arriving;
        (flow.first[i], flow.orders[i], flow.payout[i]) = (first, orders, payout);
        (flow.goods[i], flow.purchases[i]) = (goods, missing);
    }

    /// Steps 11 to 14: buys what goods it can, ships what orders it can, and adds what they bring and cost.
    #[inline(always)]
    fn ship(
        &self,
        i: usize,
        parts: ChannelParts<'_, K>,
        share: PurchaseShare<K>,
        revenue: &mut K::Row,
        sums: &mut LaneTotals<K>,
    ) {
        let ChannelParts { terms, own, flow } = parts;
        let PurchaseShare { none, whole, affordable } = share;
        let touched = flow.touched;
        let purchases = flow.purchases[i] * affordable;
        let landed = match self.landing {
            Some(slot) => std::mem::replace(&mut own.ordered[slot][i], purchases),
            None => purchases,
        };
        let (at_hand, goods) = (own.stock[i] + landed, flow.goods[i]);
        let supplied = goods.if_positive(at_hand / goods, whole).min(whole);
        // What is left of more than was wanted; a difference of what was shipped could leave less than nothing.
        let stock = (at_hand - goods).max(none);
        let (orders, goods) = (flow.orders[i] * supplied, goods * supplied);
        let (first, payout) = (flow.first[i] * supplied, flow.payout[i] * supplied);
        let arriving = self.arriving(i, &own.payouts, payout);
        own.payouts[self.now][i] = payout;
        own.stock[i] = stock;
        own.customers[i] = own.customers[i] * self.stay + first;
        (flow.first[i], flow.supplied[i]) = (first, supplied);
        let mut arrived = arriving;
        if touched.by_hold {
            flow.arriving[i] = arriving;
            arrived *= flow.kept[i] + flow.prompt[i];
            let lost = arriving * flow.forfeited[i];
            sums.profit -= lost;
            sums.receivables -= lost;
        }
        let is_paid = touched.by_shock || touched.by_hit;
        let paid = if is_paid { flow.paid[i] } else { flow.visits[i] };
        let mut fixed = if self.is_steady { terms.fixed[i] } else { terms.fixed[i] * flow.is_open[i] };
        if touched.by_closing {
            fixed = flow.shut[i].if_positive(fixed, none);
        }
        let costs = orders * terms.handling[i] + paid * (terms.cost_per_visit[i] * self.media) + fixed;
        let net = orders * terms.net[i];
        revenue[i] = net;
        sums.visits += flow.visits[i];
        if touched.by_diversion {
            sums.visits += flow.diverted[i];
        }
        if touched.by_audience {
            sums.visits += flow.attracted[i];
        }
        if touched.by_ads {
            sums.visits += flow.bought[i];
        }
        sums.orders += orders;
        sums.gross += orders * terms.gross[i];
        sums.revenue += net;
        sums.stock += stock;
        for ordered in &own.ordered {
            sums.stock += ordered[i];
        }
        sums.profit += payout - goods - costs;
        sums.cash += arrived - purchases - costs;
        sums.receivables += payout - arrived;
    }
}

/// Keeps the sums of a lane.
#[inline(always)]
fn put<K: LaneKit>(totals: &mut MonthTotals<K::Row>, i: usize, sums: &LaneTotals<K>) {
    totals.visits[i] = sums.visits;
    totals.orders[i] = sums.orders;
    totals.gross[i] = sums.gross;
    totals.revenue[i] = sums.revenue;
    totals.stock[i] = sums.stock;
    totals.profit[i] = sums.profit;
    totals.cash[i] = sums.cash;
    totals.receivables[i] = sums.receivables;
}

impl<K: LaneKit> ScenarioWalk<'_, K> {
    /// Steps 9 and 11 to 14 of all channels.
    pub(super) fn trade(&mut self) {
        self.state.stalls.clear();
        for (place, channel) in self.model.channels.iter().enumerate() {
            if !self.script.is_dormant[place] {
                self.pay_ads(place);
                let is_steady = self.script.is_steady[place];
                self.state.stalls.push(TradeChannel::new(self.kit, place, channel, is_steady, self.t));
            }
        }
        let (kit, model, ground, state) = (self.kit, self.model, self.ground, &mut *self.state);
        let released = state.is_released[self.t].then_some(&state.released[self.t]);
        kit.each(
            #[inline(always)]
            |i| {
                let (none, whole) = (kit.splat(0.0), kit.splat(1.0));
                let funds = state.cash[i] + kit.splat(model.credit_line);
                let mut purchases = PurchaseTotals::<K> { wanted: none, funds };
                if let Some(released) = released {
                    purchases.funds += released[i];
                }
                for stall in &state.stalls {
                    let place = stall.channel;
                    let parts = ChannelParts {
                        terms: &state.terms[place],
                        own: &mut state.channels[place],
                        flow: &mut state.flows[place],
                    };
                    stall.want(i, ground, parts, none, &mut purchases);
                }
                let mut affordable = whole;
                if model.restock_limited {
                    let PurchaseTotals { wanted, funds } = purchases;
                    affordable = wanted.if_positive(funds.max(none) / wanted, whole).min(whole);
                }
                state.affordable[i] = affordable;
                let share = PurchaseShare { none, whole, affordable };
                let mut sums = LaneTotals::<K>::all(none);
                for stall in &state.stalls {
                    let place = stall.channel;
                    let parts = ChannelParts {
                        terms: &state.terms[place],
                        own: &mut state.channels[place],
                        flow: &mut state.flows[place],
                    };
                    stall.ship(i, parts, share, &mut state.revenue[place], &mut sums);
                }
                put::<K>(&mut state.totals, i, &sums);
            },
        );
        self.schedule_releases();
    }

    /// Visits whose ads are paid: those a closure takes may be all the same, and those a hit brings are free.
    fn pay_ads(&mut self, place: usize) {
        let (kit, flow) = (self.kit, &mut self.state.flows[place]);
        if !flow.touched.by_shock && !flow.touched.by_hit {
            return;
        }
        let spend_kept = &self.ground.draws.values[self.model.channels[place].spend_kept.idx()];
        let ChannelFlow { visits, lost, boost, paid, shut, .. } = flow;
        kit.each(
            #[inline(always)]
            |i| paid[i] = (visits[i] + spend_kept[i] * (lost[i] * shut[i])) / boost[i],
        );
    }
}
