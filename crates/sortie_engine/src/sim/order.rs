//! The money of an order: steps 9, 11 and 14 of docs/model.md for any number of orders, on every path or on the likely values.

use std::ops::{Add, Mul, Sub};

use super::terms::ParameterRows;
use crate::lane::LaneKit;
use crate::model::ChannelModel;
use crate::plan::{Channel, Parameter};

/// What the money of an order is worked out from.
#[derive(Clone, Copy)]
pub(crate) struct OrderPrices<L> {
    /// 1.
    pub whole: L,
    /// Money in which it is told, per unit of the channel's currency.
    pub rate: L,
    pub order_value: L,
    /// The order value that nothing has changed: goods cost a share of it, so a price rise does not raise what they cost.
    pub order_value_before: L,
    pub refund: L,
    pub resale: L,
    pub unit_cost: L,
    pub fulfilment: L,
    pub return_cost: L,
    pub commission: L,
    pub payment_fee_share: L,
    pub payment_fee_fixed: L,
}

/// The money of some orders, line by line.
#[derive(Clone, Copy)]
pub(crate) struct OrderMoney<L> {
    pub order_value: L,
    pub refunds: L,
    pub revenue: L,
    pub commission: L,
    pub payment_fees: L,
    pub goods: L,
    pub shipping: L,
    pub returns: L,
}

impl<L: Copy + Add<Output = L> + Mul<Output = L> + Sub<Output = L>> OrderPrices<L> {
    /// Order value.
    #[inline(always)]
    pub fn gross(&self) -> L {
        self.order_value * self.rate
    }

    /// Order value after refunds.
    #[inline(always)]
    pub fn net(&self) -> L {
        self.gross() * (self.whole - self.refund)
    }

    /// What is paid out of it, after commission and payment fees.
    #[inline(always)]
    pub fn payout(&self) -> L {
        let kept = self.whole - self.commission - self.payment_fee_share;
        self.net() * kept - self.payment_fee_fixed * self.rate
    }

    /// Goods at cost, without those that can be sold again.
    #[inline(always)]
    pub fn goods(&self) -> L {
        let cost = self.order_value_before * self.unit_cost;
        cost * (self.whole - self.refund * self.resale) * self.rate
    }

    /// Shipping and returns.
    #[inline(always)]
    pub fn handling(&self) -> L {
        (self.fulfilment + self.refund * self.return_cost) * self.rate
    }

    /// All of it line by line, which adds up to the payout, goods and handling above.
    #[inline(always)]
    pub fn money(&self, orders: L) -> OrderMoney<L> {
        let revenue = orders * self.net();
        OrderMoney {
            order_value: orders * self.gross(),
            refunds: orders * self.gross() * self.refund,
            revenue,
            commission: revenue * self.commission,
            payment_fees: revenue * self.payment_fee_share + orders * self.payment_fee_fixed * self.rate,
            goods: orders * self.goods(),
            shipping: orders * self.fulfilment * self.rate,
            returns: orders * self.refund * self.return_cost * self.rate,
        }
    }
}

/// The prices of a channel's orders in a month, on every path.
pub(crate) struct OrderPriceRows<'a, K: LaneKit> {
    kit: K,
    now: ParameterRows<'a, K>,
    order_value_before: &'a K::Row,
    resale: &'a K::Row,
    payment_fee_share: &'a K::Row,
    payment_fee_fixed: &'a K::Row,
    rate: Option<&'a K::Row>,
}

impl<'a, K: LaneKit> OrderPriceRows<'a, K> {
    /// Under the parameters `now`, with the order value `before` anything changed it.
    pub fn of(
        kit: K,
        channel: &ChannelModel,
        now: ParameterRows<'a, K>,
        before: &'a K::Row,
        values: &'a [K::Row],
    ) -> Self {
        Self {
            kit,
            now,
            order_value_before: before,
            resale: &values[channel.resale.idx()],
            payment_fee_share: &values[channel.payment_fee_share.idx()],
            payment_fee_fixed: &values[channel.payment_fee_fixed.idx()],
            rate: channel.rate.map(|rate| &values[rate.idx()]),
        }
    }

    /// Those of a lane.
    #[inline(always)]
    pub fn at(&self, i: usize) -> OrderPrices<K::Lane> {
        let whole = self.kit.splat(1.0);
        OrderPrices {
            whole,
            rate: self.rate.map_or(whole, |rate| rate[i]),
            order_value: self.now[Parameter::OrderValue][i],
            order_value_before: self.order_value_before[i],
            refund: self.now[Parameter::Refund][i],
            resale: self.resale[i],
            unit_cost: self.now[Parameter::UnitCost][i],
            fulfilment: self.now[Parameter::Fulfilment][i],
            return_cost: self.now[Parameter::ReturnCost][i],
            commission: self.now[Parameter::Commission][i],
            payment_fee_share: self.payment_fee_share[i],
            payment_fee_fixed: self.payment_fee_fixed[i],
        }
    }
}

/// One order of a channel, taken apart; all amounts in the channel's own currency.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UnitEconomics {
    /// Money per order before refunds.
    pub order_value: f64,
    /// What is paid back of it.
    pub refunds: f64,
    /// What the platform keeps.
    pub commission: f64,
    /// What the payment provider keeps.
    pub payment_fees: f64,
    /// Goods at cost, without those that can be sold again.
    pub goods: f64,
    /// Shipping, and what returns cost.
    pub handling: f64,
    /// Media cost of the visits that it takes; nothing where there are no orders.
    pub ads: f64,
}

impl UnitEconomics {
    /// An order of `channel` before anything changes.
    pub fn of(channel: &Channel) -> Self {
        let prices = OrderPrices {
            whole: 1.0,
            rate: 1.0,
            order_value: channel.order_value.likely,
            order_value_before: channel.order_value.likely,
            refund: channel.refund.likely,
            resale: channel.resale.likely,
            unit_cost: channel.unit_cost.likely,
            fulfilment: channel.fulfilment.likely,
            return_cost: channel.return_cost.likely,
            commission: channel.commission.likely,
            payment_fee_share: channel.payment_fee_share.likely,
            payment_fee_fixed: channel.payment_fee_fixed.likely,
        };
        let (order, conversion) = (prices.money(1.0), channel.conversion.likely);
        Self {
            order_value: order.order_value,
            refunds: order.refunds,
            commission: order.commission,
            payment_fees: order.payment_fees,
            goods: order.goods,
            handling: order.shipping + order.returns,
            ads: if conversion > 0.0 { channel.cost_per_visit.likely / conversion } else { 0.0 },
        }
    }

    /// What is left before ads.
    pub fn before_ads(&self) -> f64 {
        self.order_value - self.refunds - self.commission - self.payment_fees - self.goods - self.handling
    }

    /// What is left of an order.
    pub fn left(&self) -> f64 {
        self.before_ads() - self.ads
    }

    /// The conversion at which nothing is left; nothing where visits cost nothing or no conversion would do.
    pub fn break_even_conversion(&self, channel: &Channel) -> Option<f64> {
        let media = channel.cost_per_visit.likely;
        let found = media / self.before_ads();
        (media > 0.0 && self.before_ads() > 0.0 && found <= 1.0).then_some(found)
    }

    /// Order value per money spent on ads at which nothing is left; nothing where an order earns nothing before ads.
    pub fn break_even_return_on_ads(&self) -> Option<f64> {
        (self.before_ads() > 0.0).then(|| self.order_value / self.before_ads())
    }

    /// The share of sales that the platform could keep at most; nothing where nothing is sold.
    pub fn highest_commission(&self, channel: &Channel) -> Option<f64> {
        let sold = self.order_value - self.refunds;
        (sold > 0.0).then(|| (channel.commission.likely + self.left() / sold).clamp(0.0, 1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::{Metric, central};
    use crate::model::Model;
    use crate::plan::{Plan, read};
    use crate::unit::Estimate;

    /// Each channel of the plan alone, the same every month, with money enough for its goods.
    fn lone_channels() -> Vec<Plan> {
        let whole = read(include_bytes!("../../../../assets/templates/womens_wear.sortie")).unwrap();
        let alone = |idx: usize| {
            let mut plan = whole.clone();
            let mut channel = whole.channels[idx].clone();
            channel.active = true;
            channel.growth = Estimate::certain(0.0);
            plan.channels = vec![channel];
            plan.shocks.clear();
            plan.strategies.clear();
            plan.scenarios.truncate(1);
            plan.scenarios[0].shocks.clear();
            plan.scenarios[0].strategies.clear();
            plan.demand.seasonality = [1.0; 12];
            plan.demand.media_seasonality = [1.0; 12];
            let flat = |market: &mut crate::plan::Market| {
                (market.seasonality, market.media_seasonality) = (None, None);
            };
            plan.markets.iter_mut().for_each(flat);
            plan.cash.overhead_per_month = Estimate::certain(0.0);
            plan.cash.opening = 1e9;
            plan
        };
        (0..whole.channels.len()).map(alone).collect()
    }

    #[test]
    fn what_is_left_of_an_order_times_orders_is_the_profit_of_a_month() {
        for plan in lone_channels() {
            let channel = &plan.channels[0];
            let orders = channel.visits.likely * channel.conversion.likely;
            let meant = orders * UnitEconomics::of(channel).left() - channel.fixed_cost_per_month.likely;
            let profit = central(&Model::compile(&plan)).scenarios[0].central[Metric::Profit][0];
            assert!((profit - meant).abs() < 1e-6 * meant.abs().max(1.0), "{}: {profit} {meant}", channel.id);
        }
    }

    #[test]
    fn nothing_is_left_at_the_break_even_points() {
        for plan in lone_channels() {
            let channel = &plan.channels[0];
            let order = UnitEconomics::of(channel);
            if let Some(conversion) = order.break_even_conversion(channel) {
                let mut at = channel.clone();
                at.conversion = Estimate::certain(conversion);
                assert!(UnitEconomics::of(&at).left().abs() < 1e-9, "{}", channel.id);
            }
            if let Some(commission) = order.highest_commission(channel).filter(|it| (1e-9..1.0).contains(it))
            {
                let mut at = channel.clone();
                at.commission = Estimate::certain(commission);
                assert!(UnitEconomics::of(&at).left().abs() < 1e-9, "{}", channel.id);
            }
        }
    }
}
