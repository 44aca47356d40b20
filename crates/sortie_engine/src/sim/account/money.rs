//! Orders, money and cash of a channel, line by line: steps 9 to 14 and 16 of a month.

use super::super::ScenarioWalk;
use super::super::order::OrderPriceRows;
use super::{AccountLine, MonthAccount, N_LINES};
use crate::lane::{Lane, LaneKit};
use crate::plan::Parameter;

impl<K: LaneKit> MonthAccount<K> {
    /// Stock that shocks took.
    pub(super) fn note_losses(&mut self, walk: &ScenarioWalk<'_, K>) {
        let kit = self.kit;
        for (place, seen) in self.seen.iter_mut().enumerate() {
            let (now, row) = (
                &walk.state.channels[place].stock,
                &mut self.rows[place * N_LINES + AccountLine::WrittenOff as usize],
            );
            kit.each(
                #[inline(always)]
                |i| row[i] = seen.stock[i] - now[i],
            );
            seen.stock = *now;
        }
    }

    /// The lines of a channel's orders, by the road on which they came.
    pub(super) fn note_orders(&mut self, walk: &ScenarioWalk<'_, K>, place: usize) {
        let kit = self.kit;
        let (flow, terms, seen) = (&walk.state.flows[place], &walk.state.terms[place], &self.seen[place]);
        let is_left = !walk.model.channels[place].owns_customers;
        let rows = &mut self.rows[place * N_LINES..][..N_LINES];
        let (rate, reachable, swing) = (walk.first_rate(place), walk.reachable(place), walk.swing(place));
        kit.each(
            #[inline(always)]
            |i| {
                let supply = flow.supplied[i];
                let mut past = terms.repeat_rate[i] * seen.customers[i] * swing[i] * flow.price_repeat[i];
                if is_left {
                    past *= flow.shut[i];
                }
                let roads = [
                    (AccountLine::OrganicOrders, AccountLine::OrganicRevenue, flow.visits[i] * rate[i]),
                    (AccountLine::DivertedOrders, AccountLine::DivertedRevenue, flow.diverted[i] * rate[i]),
                    (
                        AccountLine::AttractedOrders,
                        AccountLine::AttractedRevenue,
                        flow.attracted[i] * rate[i],
                    ),
                    (AccountLine::BoughtOrders, AccountLine::BoughtRevenue, flow.first_bought[i]),
                    (
                        AccountLine::RepeatOrders,
                        AccountLine::RepeatRevenue,
                        past * reachable[i] * flow.is_open[i],
                    ),
                    (AccountLine::ListOrders, AccountLine::ListRevenue, flow.listed[i]),
                ];
                for (orders, revenue, wanted) in roads {
                    rows[orders as usize][i] = wanted * supply;
                    rows[revenue as usize][i] = wanted * supply * terms.net[i];
                }
                rows[AccountLine::Supply as usize][i] = supply;
                rows[AccountLine::OrdersWanted as usize][i] = flow.orders[i];
                rows[AccountLine::Orders as usize][i] = flow.orders[i] * supply;
            },
        );
    }

    /// The lines of what a channel's orders bring and cost.
    pub(super) fn note_money(&mut self, walk: &ScenarioWalk<'_, K>, place: usize) {
        let (kit, channel) = (self.kit, &walk.model.channels[place]);
        let (flow, terms, now) = (&walk.state.flows[place], &walk.state.terms[place], walk.parameters(place));
        let before = &walk.ground.base[place][Parameter::OrderValue];
        let (media, none) = (kit.splat(walk.media(place)), kit.splat(0.0));
        let prices = OrderPriceRows::of(kit, channel, now.rows(), before, &walk.ground.draws.values);
        let is_paid = flow.touched.by_shock || flow.touched.by_hit;
        let visits_paid = if is_paid { &flow.paid } else { &flow.visits };
        let rows = &mut self.rows[place * N_LINES..][..N_LINES];
        kit.each(
            #[inline(always)]
            |i| {
                let (orders, supply) =
                    (rows[AccountLine::Orders as usize][i], rows[AccountLine::Supply as usize][i]);
                let order = prices.at(i).money(orders);
                let shared = flow.shared[i] * supply * terms.net[i];
                let mut put = |line: AccountLine, x: K::Lane| rows[line as usize][i] = x;
                put(AccountLine::OrderValue, order.order_value);
                put(AccountLine::Refunds, order.refunds);
                put(AccountLine::Revenue, order.revenue);
                put(AccountLine::Commission, order.commission + shared);
                put(AccountLine::PaymentFees, order.payment_fees);
                put(AccountLine::Payout, flow.payout[i] * supply);
                put(AccountLine::Goods, flow.goods[i] * supply);
                put(AccountLine::Shipping, order.shipping);
                put(AccountLine::Returns, order.returns);
                put(AccountLine::Ads, visits_paid[i] * (terms.cost_per_visit[i] * media));
                put(AccountLine::Fixed, flow.shut[i].if_positive(terms.fixed[i] * flow.is_open[i], none));
            },
        );
    }

    /// The lines of a channel's cash, what is due to it, and its profit.
    pub(super) fn note_cash(&mut self, walk: &ScenarioWalk<'_, K>, place: usize) {
        let (kit, t, channel) = (self.kit, walk.t, &walk.model.channels[place]);
        let (flow, own) = (&walk.state.flows[place], &walk.state.channels[place]);
        let (whole_months, part) = channel.payout_lag();
        let n = own.payouts.len();
        let back = |months: usize| &own.payouts[(t + n - months) % n];
        let (sooner, later) = (back(whole_months), back(whole_months + 1));
        let [sooner_share, later_share] = [1.0 - part, part].map(|share| kit.splat(share));
        let seen = &mut self.seen[place];
        let arriving = kit.row(|i| sooner[i] * sooner_share + later[i] * later_share);
        for hold in walk.state.holds.iter().filter(|hold| hold.channel == place) {
            if let Some(released) = seen.released.get_mut(hold.month) {
                kit.each(
                    #[inline(always)]
                    |i| released[i] += arriving[i] * hold.share[i],
                );
            }
        }
        let rows = &mut self.rows[place * N_LINES..][..N_LINES];
        kit.each(
            #[inline(always)]
            |i| {
                let arrived = arriving[i] * (flow.kept[i] + flow.prompt[i]);
                let (forfeited, released) = (arriving[i] * flow.forfeited[i], seen.released[t][i]);
                let held = arriving[i] - arrived;
                let purchases = flow.purchases[i] * walk.state.affordable[i];
                let line = |line: AccountLine| rows[line as usize][i];
                let costs = line(AccountLine::Shipping)
                    + line(AccountLine::Returns)
                    + line(AccountLine::Ads)
                    + line(AccountLine::Fixed);
                let lost = forfeited + line(AccountLine::WrittenOff);
                let profit = line(AccountLine::Payout) - line(AccountLine::Goods) - costs - lost;
                seen.frozen[i] += held - forfeited - released;
                seen.receivables[i] += line(AccountLine::Payout) - arrived - forfeited - released;
                let mut put = |line: AccountLine, x: K::Lane| rows[line as usize][i] = x;
                put(AccountLine::Forfeited, forfeited);
                put(AccountLine::Profit, profit);
                put(AccountLine::Arriving, arriving[i]);
                put(AccountLine::HeldBack, held);
                put(AccountLine::Released, released);
                put(AccountLine::Purchases, purchases);
                put(AccountLine::CashFlow, arrived + released - purchases - costs);
                put(
                    AccountLine::Stock,
                    own.ordered.iter().fold(own.stock[i], |sum, ordered| sum + ordered[i]),
                );
                put(AccountLine::Receivables, seen.receivables[i]);
                put(AccountLine::Frozen, seen.frozen[i]);
            },
        );
    }
}
