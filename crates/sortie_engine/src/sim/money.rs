//! What orders bring and cost, and what their goods need.

use super::Sim;
use crate::lane::Lane;
use crate::model::{ChannelModel, Number, Parameters};
use crate::plan::Parameter;

/// Money of a channel's orders, in the plan's currency. All of it grows with the number of orders.
#[derive(Clone, Copy)]
pub(super) struct Money<const W: usize> {
    /// Orders at their value, before refunds.
    pub gross: Lane<W>,
    /// After refunds: revenue.
    pub net: Lane<W>,
    /// After commission and payment fees.
    pub payout: Lane<W>,
    /// Goods at cost, without those that can be sold again.
    pub goods: Lane<W>,
}

impl<const W: usize> Default for Money<W> {
    fn default() -> Self {
        Self { gross: Lane::ZERO, net: Lane::ZERO, payout: Lane::ZERO, goods: Lane::ZERO }
    }
}

impl<const W: usize> Money<W> {
    /// The money of `orders`; `shared` is orders times the share that goes to whoever brought them.
    pub fn of(
        channel: &ChannelModel,
        orders: Lane<W>,
        shared: Lane<W>,
        now: &Parameters<W>,
        base: &Parameters<W>,
        values: &[Lane<W>],
    ) -> Self {
        let get = |parameter: Parameter| now[parameter as usize];
        let value = |number: Number| values[number.idx()];
        let rate = channel.rate.map_or(Lane::ONE, value);
        let (order_value, refund) = (get(Parameter::OrderValue), get(Parameter::Refund));
        let gross = orders * order_value;
        let net = gross * (Lane::ONE - refund);
        let commission = net * get(Parameter::Commission) + shared * order_value * (Lane::ONE - refund);
        let payment = net * value(channel.payment_fee_share) + orders * value(channel.payment_fee_fixed);
        // A price rise does not raise what goods cost.
        let cost = base[Parameter::OrderValue as usize] * get(Parameter::UnitCost);
        let goods = orders * cost * (Lane::ONE - refund * value(channel.resale));
        let payout = net - commission - payment;
        Self { gross: gross * rate, net: net * rate, payout: payout * rate, goods: goods * rate }
    }

    fn scaled(self, share: Lane<W>) -> Self {
        let Self { gross, net, payout, goods } = self;
        Self { gross: gross * share, net: net * share, payout: payout * share, goods: goods * share }
    }
}

impl<const W: usize> Sim<'_, W> {
    /// Step 11: the money of the orders wanted.
    pub(super) fn price_orders(&mut self) {
        for (place, channel) in self.model.channels.iter().enumerate() {
            let base = &self.state.base[place];
            let flow = &mut self.flows[place];
            flow.money = Money::of(channel, flow.orders, flow.shared, &flow.now, base, &self.draws.values);
        }
    }

    /// Step 12: payouts that arrive this month if this month's payout is `payout`.
    fn arriving(&self, place: usize, payout: Lane<W>) -> Lane<W> {
        let own = &self.state.channels[place];
        let months = self.model.channels[place].payout_days / 30.0;
        let (whole, part) = (months.floor() as usize, months - months.floor());
        let of_month = |back: usize| match self.t.checked_sub(back) {
            Some(t) if t == self.t => payout,
            Some(t) => own.payouts[t],
            None => own.base_payout,
        };
        of_month(whole) * (1.0 - part) + of_month(whole + 1) * part
    }

    /// Step 13: goods are bought with the money there is; what cannot be stocked is not sold.
    pub(super) fn supply(&mut self) {
        let mut wanted = Lane::ZERO;
        let mut funds = self.state.cash + self.model.credit_line + self.state.released[self.t];
        for (place, channel) in self.model.channels.iter().enumerate() {
            let goods = self.flows[place].money.goods;
            let stock = self.state.channels[place].stock;
            let arriving = self.arriving(place, self.flows[place].money.payout);
            let flow = &mut self.flows[place];
            flow.purchases = (goods * (1.0 + channel.stock_days / 30.0) - stock).max(0.0);
            wanted += flow.purchases;
            funds += arriving * (flow.kept + flow.prompt);
        }
        let affordable = funds.max(0.0).over(wanted, 1.0).min(1.0);
        let affordable = if self.model.restock_limited { affordable } else { Lane::ONE };
        for place in 0..self.flows.len() {
            self.supply_channel(place, affordable);
        }
        self.schedule_releases();
    }

    fn supply_channel(&mut self, place: usize, affordable: Lane<W>) {
        let own = &mut self.state.channels[place];
        let flow = &mut self.flows[place];
        flow.purchases *= affordable;
        let supplied = (own.stock + flow.purchases).over(flow.money.goods, 1.0).min(1.0);
        // What is left of more than was wanted; a difference of what was shipped could leave less than nothing.
        own.stock = (own.stock + flow.purchases - flow.money.goods).max(0.0);
        flow.orders *= supplied;
        flow.first *= supplied;
        flow.money = flow.money.scaled(supplied);
        let payout = flow.money.payout;
        let arriving = self.arriving(place, payout);
        self.flows[place].arriving = arriving;
        self.state.channels[place].payouts.push(payout);
    }

    /// Step 14, costs: shipping, returns, ads and what an open channel costs every month.
    pub(super) fn costs(&self, place: usize) -> Lane<W> {
        let (channel, flow) = (&self.model.channels[place], &self.flows[place]);
        let shipping = flow.orders * flow.get(Parameter::Fulfilment);
        let returns = flow.orders * flow.get(Parameter::Refund) * flow.get(Parameter::ReturnCost);
        // Ads for visits that a closure takes may be paid all the same; visits that a hit brings are free.
        let paid_visits = (flow.visits + self.value(channel.spend_kept) * flow.lost) / flow.boost;
        let ads = paid_visits * flow.get(Parameter::CostPerVisit);
        let fixed = flow.get(Parameter::FixedCostPerMonth) * flow.open.is_positive();
        (shipping + returns + ads + fixed) * self.rate(channel.rate)
    }
}
