//! What an order of a channel earns: steps 9, 11 and 14 of docs/model.md for one order, on the likely values.

use crate::plan::Channel;

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
        let (order_value, refund) = (channel.order_value.likely, channel.refund.likely);
        let sold = order_value * (1.0 - refund);
        let conversion = channel.conversion.likely;
        let media = channel.cost_per_visit.likely;
        Self {
            order_value,
            refunds: order_value * refund,
            commission: sold * channel.commission.likely,
            payment_fees: sold * channel.payment_fee_share.likely + channel.payment_fee_fixed.likely,
            goods: order_value * channel.unit_cost.likely * (1.0 - refund * channel.resale.likely),
            handling: channel.fulfilment.likely + refund * channel.return_cost.likely,
            ads: if conversion > 0.0 { media / conversion } else { 0.0 },
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
            plan.markets.iter_mut().for_each(|market| market.seasonality = None);
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
