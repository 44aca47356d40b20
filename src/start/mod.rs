//! Onboarding: plans to begin from. Seven numbers make a whole one: a sample of the trade, brought to the size and the mix that the
//! seller names. Files of shops make one as well, with a sample for what they do not tell.

mod added;
mod currency;
mod empty;
mod invented;
mod usual;

pub use added::{add_ready, added_channel};
pub use currency::change_currency;
pub use empty::{EmptyNames, empty_plan, month_of};
pub use invented::{Invented, LastAnswers, invented};
use sortie_engine::forecast::UnitEconomics;
use sortie_engine::plan::{Channel, ChannelKind, Mechanism, Plan, check};
use sortie_engine::unit::{Estimate, Month};
pub use usual::{FitNames, UsualPlan, leave_unrated};

use crate::catalog::evidence::rate;

/// What the seller is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct QuickAnswers {
    /// The place of the sample that the plan begins from.
    pub sample_idx: usize,
    /// Orders a month, season apart.
    pub orders: f64,
    /// Money per order.
    pub order_value: f64,
    /// What is left of an order after refunds, goods, shipping and fees, before ads, as a share of order value.
    pub margin: f64,
    /// The share of orders that come by TikTok links.
    pub link_share: f64,
    /// Those of the orders that come in a TikTok Shop which is open already; nothing where there is no such shop.
    pub shop_orders: Option<f64>,
    /// Cash in hand.
    pub cash: f64,
    /// Money for ads a month.
    pub ad_spend: f64,
    /// The country or region; empty for that of the sample.
    pub market: String,
    /// The currency of all this money, ISO 4217.
    pub currency: String,
    /// The first month of the plan.
    pub start: Month,
}

/// Which answer cannot be met, and what would be right.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum QuickFault {
    /// There must be orders, and each must bring money.
    NoOrders,
    /// A share is between 0 and 1.
    LinkShare,
    /// The shop's orders are a part of those that do not come by links: so many at most.
    ShopOrders(f64),
    /// Goods would cost less than nothing, or all there is; margins lie between these two.
    Margin(f64, f64),
    /// Ads bring visits to other channels than links, which have no orders here.
    NoRoomForAds,
    /// Ads cannot cost less than nothing.
    AdSpend,
}

impl QuickAnswers {
    /// The seven numbers of a sample as it stands.
    pub fn of(sample_idx: usize, plan: &Plan) -> Self {
        let mix = ChannelTotals::of(plan);
        Self {
            sample_idx,
            orders: mix.orders.round(),
            order_value: (mix.sales / mix.orders * 10.0).round() / 10.0,
            margin: (mix.before_ads / mix.sales * 100.0).round() / 100.0,
            link_share: (mix.by_links / mix.orders * 100.0).round() / 100.0,
            shop_orders: (mix.in_shop > 0.0).then(|| mix.in_shop.round()),
            cash: plan.cash.opening,
            ad_spend: mix.ads.round(),
            market: String::new(),
            currency: plan.currency.clone(),
            start: plan.start,
        }
    }

    /// The same answers in another currency, and beside another sample. What is still the sample's becomes the other
    /// one's, to three digits where it is converted; what the seller named stays.
    pub fn beside(&self, sample: &Plan, other_idx: usize, other: &Plan, code: &str) -> Self {
        let usual = Self::of(self.sample_idx, sample).in_currency(&self.currency, sample);
        let new = Self::of(other_idx, other).in_currency(code, other);
        let kept = |own: f64, usual: f64, new: f64| {
            if (own - usual).abs() <= usual.abs() * ROUNDING { new } else { own }
        };
        Self {
            orders: kept(self.orders, usual.orders, new.orders),
            order_value: kept(self.order_value, usual.order_value, new.order_value),
            margin: kept(self.margin, usual.margin, new.margin),
            link_share: kept(self.link_share, usual.link_share, new.link_share),
            shop_orders: if self.shop_orders == usual.shop_orders {
                new.shop_orders
            } else {
                self.shop_orders
            },
            cash: kept(self.cash, usual.cash, new.cash),
            ad_spend: kept(self.ad_spend, usual.ad_spend, new.ad_spend),
            market: self.market.clone(),
            start: self.start,
            ..new
        }
    }

    /// A sample's numbers in another currency.
    fn in_currency(self, code: &str, sample: &Plan) -> Self {
        let Some(rate) = rate(&sample.currency, code).filter(|_| code != sample.currency) else {
            return self;
        };
        let told = |x: f64| rounded(x * rate);
        let (order_value, cash, ad_spend) = (told(self.order_value), told(self.cash), told(self.ad_spend));
        Self { order_value, cash, ad_spend, currency: code.to_owned(), ..self }
    }

    /// Units of the sample's currency per unit of the seller's.
    fn rate_to(&self, sample: &Plan) -> f64 {
        rate(&self.currency, &sample.currency).unwrap_or(1.0)
    }

    /// The plan that these answers mean, made from `sample`: channels, prices, costs and money keep their proportions.
    ///
    /// # Errors
    /// The first answer that no such plan can meet.
    pub fn plan(&self, sample: &Plan) -> Result<Plan, QuickFault> {
        let rate = self.rate_to(sample);
        let in_samples_currency = Self {
            order_value: self.order_value * rate,
            cash: self.cash * rate,
            ad_spend: self.ad_spend * rate,
            ..self.clone()
        };
        let mut plan = in_samples_currency.like(sample)?;
        currency::convert(&mut plan, &self.currency);
        plan.cash.opening = self.cash;
        plan.begin_in(self.start);
        plan.notes.clear();
        debug_assert_eq!(check(&plan), []);
        Ok(plan)
    }

    /// The plan in the sample's currency and months.
    fn like(&self, sample: &Plan) -> Result<Plan, QuickFault> {
        if !(self.orders > 0.0 && self.order_value > 0.0) {
            return Err(QuickFault::NoOrders);
        }
        if !(0.0..=1.0).contains(&self.link_share) {
            return Err(QuickFault::LinkShare);
        }
        let most = self.orders * (1.0 - self.link_share);
        if self.shop_orders.is_some_and(|orders| !(0.0..=most).contains(&orders)) {
            return Err(QuickFault::ShopOrders(most));
        }
        if self.ad_spend < 0.0 {
            return Err(QuickFault::AdSpend);
        }
        let mut plan = sample.clone();
        let before = ChannelTotals::of(&plan);
        own_shop(&mut plan, self.shop_orders.is_some());
        self.share_orders(&mut plan, &before);
        self.price(&mut plan);
        self.pay_ads(&mut plan)?;
        self.buy_goods(&mut plan)?;
        let size = self.orders * self.order_value / before.sales;
        scale_money(&mut plan, size);
        plan.cash.opening = self.cash;
        plan.basis.insert("cash.opening".to_owned(), "typed".to_owned());
        if !self.market.trim().is_empty()
            && let Some(market) = plan.markets.first_mut()
        {
            market.name = self.market.trim().to_owned();
        }
        Ok(plan)
    }

    /// Orders by links, in the shop and by others, each in the sample's proportions. Channels that are not open yet grow
    /// with the business, so that they are no larger beside it than in the sample.
    fn share_orders(&self, plan: &mut Plan, before: &ChannelTotals) {
        let by_links = self.orders * self.link_share;
        let in_shop = self.shop_orders.unwrap_or(0.0);
        let wanted = [by_links, in_shop, self.orders - by_links - in_shop];
        let now = ChannelTotals::of(plan);
        let had = [now.by_links, now.in_shop, now.orders - now.by_links - now.in_shop];
        for channel in &mut plan.channels {
            let group = match channel.kind {
                ChannelKind::TiktokLink => 0,
                ChannelKind::TiktokShop => 1,
                _ => 2,
            };
            let factor = match () {
                () if !channel.active => self.orders / before.orders,
                () if had[group] > 0.0 => wanted[group] / had[group],
                () => 0.0,
            };
            channel.visits = channel.visits.moved_to(channel.visits.likely * factor);
        }
    }

    fn price(&self, plan: &mut Plan) {
        let mix = ChannelTotals::of(plan);
        let factor = self.order_value * mix.orders / mix.sales;
        for channel in &mut plan.channels {
            channel.order_value = channel.order_value.moved_to(channel.order_value.likely * factor);
        }
    }

    fn pay_ads(&self, plan: &mut Plan) -> Result<(), QuickFault> {
        let ads = ChannelTotals::of(plan).ads;
        if ads > 0.0 {
            for channel in &mut plan.channels {
                let cost = channel.cost_per_visit;
                channel.cost_per_visit = cost.moved_to(cost.likely * self.ad_spend / ads);
            }
            return Ok(());
        }
        if self.ad_spend == 0.0 {
            return Ok(());
        }
        // The sample pays for no visits: those of its store are paid for then.
        let rate = |plan: &Plan, channel: &Channel| rate_of(plan, channel);
        let place = plan.channels.iter().position(|channel| {
            channel.active && channel.kind != ChannelKind::TiktokLink && channel.visits.likely > 0.0
        });
        let place = place.ok_or(QuickFault::NoRoomForAds)?;
        let rate = rate(plan, &plan.channels[place]);
        let visits = plan.channels[place].visits.likely;
        plan.channels[place].cost_per_visit = Estimate::certain(self.ad_spend / visits / rate);
        Ok(())
    }

    /// Goods cost what leaves the margin.
    fn buy_goods(&self, plan: &mut Plan) -> Result<(), QuickFault> {
        let mix = ChannelTotals::of(plan);
        let most = (mix.before_ads + mix.goods) / mix.sales;
        let factor = (mix.before_ads + mix.goods - self.margin * mix.sales) / mix.goods;
        let dearest = plan.channels.iter().map(|channel| channel.unit_cost.likely).fold(0.0, f64::max);
        let least = most - mix.goods / mix.sales * MOST_UNIT_COST / dearest;
        if !(factor > 0.0 && dearest * factor <= MOST_UNIT_COST) {
            return Err(QuickFault::Margin(least, most));
        }
        for channel in &mut plan.channels {
            channel.unit_cost = channel.unit_cost.moved_to(channel.unit_cost.likely * factor);
        }
        Ok(())
    }
}

/// Opens the sample's shop on TikTok, the first where none is open, or shuts those that are.
fn own_shop(plan: &mut Plan, has_shop: bool) {
    let shops = plan.channels.iter_mut().filter(|channel| channel.kind == ChannelKind::TiktokShop);
    if !has_shop {
        return shops.for_each(|shop| shop.active = false);
    }
    let shops: Vec<(String, bool)> = shops.map(|shop| (shop.id.clone(), shop.active)).collect();
    if let Some((id, _)) = shops.first().filter(|_| shops.iter().all(|(_, is_open)| !is_open)) {
        plan.open_from_start(id);
    }
}

/// Amounts that lie this close are the same but for rounding.
const ROUNDING: f64 = 0.006;

/// Three digits, as people name an amount.
fn rounded(x: f64) -> f64 {
    if x == 0.0 {
        return x;
    }
    let step = 10_f64.powf(x.abs().log10().floor() - 2.0);
    (x / step).round() * step
}

/// Goods that cost more than this share of the order value leave nothing to sell for.
const MOST_UNIT_COST: f64 = 0.97;

/// Overhead, the credit line and what responses spend grow with the business.
fn scale_money(plan: &mut Plan, size: f64) {
    plan.cash.credit_line *= size;
    let scale = |estimate: &mut Estimate<_>| *estimate = estimate.moved_to(estimate.likely * size);
    scale(&mut plan.cash.overhead_per_month);
    for strategy in &mut plan.strategies {
        scale(&mut strategy.setup_cost);
        scale(&mut strategy.monthly_cost);
        for mechanism in &mut strategy.mechanisms {
            if let Mechanism::PaidReach(reach) = mechanism {
                scale(&mut reach.spend_per_month);
                scale(&mut reach.saturation_spend);
            }
        }
    }
}

/// What the channels that are open add up to in a usual month, in the plan's currency.
struct ChannelTotals {
    orders: f64,
    by_links: f64,
    in_shop: f64,
    sales: f64,
    goods: f64,
    before_ads: f64,
    ads: f64,
}

/// Units of the plan's currency per unit of the channel's.
pub fn rate_of(plan: &Plan, channel: &Channel) -> f64 {
    channel.currency.as_ref().and_then(|code| plan.fx.get(code)).map_or(1.0, |rate| rate.likely)
}

impl ChannelTotals {
    fn of(plan: &Plan) -> Self {
        let mut mix = Self {
            orders: 0.0,
            by_links: 0.0,
            in_shop: 0.0,
            sales: 0.0,
            goods: 0.0,
            before_ads: 0.0,
            ads: 0.0,
        };
        for channel in plan.channels.iter().filter(|channel| channel.active) {
            let orders = channel.visits.likely * channel.conversion.likely;
            let worth = orders * rate_of(plan, channel);
            let order = UnitEconomics::of(channel);
            mix.orders += orders;
            mix.by_links += if channel.kind == ChannelKind::TiktokLink { orders } else { 0.0 };
            mix.in_shop += if channel.kind == ChannelKind::TiktokShop { orders } else { 0.0 };
            mix.sales += worth * order.order_value;
            mix.goods += worth * order.goods;
            mix.before_ads += worth * order.before_ads();
            mix.ads += channel.visits.likely * channel.cost_per_visit.likely * rate_of(plan, channel);
        }
        mix
    }
}

#[cfg(test)]
mod tests {
    use sortie_engine::plan::read;

    use super::*;
    use crate::catalog::templates;

    fn samples() -> impl Iterator<Item = (usize, Plan)> {
        templates().iter().map(|template| read(template.plan_bytes).unwrap()).enumerate()
    }

    #[test]
    fn a_plan_from_seven_numbers_has_these_numbers_and_no_fault() {
        let mut met = 0;
        for (idx, sample) in samples() {
            for (orders, value, margin) in [(40.0, 15.0, 0.2), (900.0, 35.0, 0.4), (30_000.0, 120.0, 0.55)] {
                for (link_share, ad_spend) in [(0.0, 0.0), (0.3, 2_500.0), (0.85, 400.0), (1.0, 0.0)] {
                    let quick = QuickAnswers {
                        sample_idx: idx,
                        orders,
                        order_value: value,
                        margin,
                        link_share,
                        cash: 12_345.0,
                        ad_spend,
                        market: "Testland".to_owned(),
                        shop_orders: (link_share < 0.5).then_some(0.2 * orders),
                        ..QuickAnswers::of(idx, &sample)
                    };
                    let plan = match quick.plan(&sample) {
                        Ok(plan) => plan,
                        // Small orders cannot always bear the sample's shipping.
                        Err(QuickFault::Margin(least, most)) => {
                            assert!(!(least..most).contains(&margin), "{idx}: {least} {margin} {most}");
                            continue;
                        }
                        Err(misfit) => panic!("{idx}: {misfit:?}"),
                    };
                    met += 1;
                    assert_eq!(check(&plan), [], "{idx}");
                    let mix = ChannelTotals::of(&plan);
                    let close = |found: f64, meant: f64| (found - meant).abs() < 1e-6 * meant.abs().max(1.0);
                    assert!(close(mix.orders, orders) && close(mix.sales / mix.orders, value), "{idx}");
                    assert!(
                        close(mix.before_ads / mix.sales, margin),
                        "{idx}: {}",
                        mix.before_ads / mix.sales
                    );
                    assert!(
                        close(mix.by_links / mix.orders, link_share) && close(mix.ads, ad_spend),
                        "{idx}"
                    );
                    assert!(close(mix.in_shop, quick.shop_orders.unwrap_or(0.0)), "{idx}");
                    assert!(close(plan.cash.opening, 12_345.0) && plan.markets[0].name == "Testland");
                }
            }
        }
        assert!(met > 40, "{met}");
    }

    #[test]
    fn the_numbers_of_a_sample_lead_back_to_it() {
        for (idx, sample) in samples() {
            let quick = QuickAnswers::of(idx, &sample);
            let (plan, was) = (ChannelTotals::of(&quick.plan(&sample).unwrap()), ChannelTotals::of(&sample));
            assert!((plan.sales / was.sales - 1.0).abs() < 0.03, "{idx}: {} {}", plan.sales, was.sales);
        }
    }

    #[test]
    fn answers_that_were_named_stay_beside_another_sample_and_in_another_currency() {
        let all: Vec<(usize, Plan)> = samples().collect();
        let (home, tools) = (&all[0].1, &all[2].1);
        let named = QuickAnswers { orders: 900.0, order_value: 58.0, ..QuickAnswers::of(0, home) };
        let other = named.beside(home, 2, tools, "EUR");
        assert_eq!((other.orders, other.order_value, other.sample_idx), (900.0, 58.0, 2));
        let usual = QuickAnswers::of(2, tools);
        assert!((other.margin - usual.margin).abs() < 1e-9);
        let rate = rate("USD", "EUR").unwrap();
        assert!((other.cash / (usual.cash * rate) - 1.0).abs() < 0.01, "{}", other.cash);
        let plan = other.plan(tools).unwrap();
        assert_eq!((plan.currency.as_str(), check(&plan)), ("EUR", vec![]));
        let mix = ChannelTotals::of(&plan);
        assert!((mix.sales / mix.orders - 58.0).abs() < 1e-6);
    }

    #[test]
    fn whoever_has_a_shop_begins_with_it_and_no_response_opens_it_again() {
        for (idx, sample) in samples() {
            let quick = QuickAnswers::of(idx, &sample);
            let had = quick.shop_orders.is_some();
            let plan = QuickAnswers { shop_orders: Some(120.0), ..quick.clone() }.plan(&sample).unwrap();
            assert!((ChannelTotals::of(&plan).in_shop - 120.0).abs() < 1e-6, "{idx}");
            assert_eq!(check(&plan), [], "{idx}");
            let is_open = |id: &str| plan.channels.iter().any(|channel| channel.id == id && channel.active);
            for strategy in &plan.strategies {
                let opens = |it: &Mechanism| matches!(it, Mechanism::OpenChannel(it) if is_open(&it.channel));
                assert!(!strategy.mechanisms.is_empty() && !strategy.mechanisms.iter().any(opens), "{idx}");
            }
            let none = QuickAnswers { shop_orders: None, ..quick }.plan(&sample).unwrap();
            assert_eq!((ChannelTotals::of(&none).in_shop, check(&none)), (0.0, vec![]), "{idx}");
            assert!(had || plan.strategies.len() < none.strategies.len(), "{idx}: who only opens it is gone");
        }
    }

    #[test]
    fn channels_that_are_not_open_yet_grow_with_the_business() {
        for (idx, sample) in samples() {
            let quick = QuickAnswers {
                orders: QuickAnswers::of(idx, &sample).orders / 4.0,
                ..QuickAnswers::of(idx, &sample)
            };
            let Ok(plan) = quick.plan(&sample) else { continue };
            for (now, was) in plan.channels.iter().zip(&sample.channels).filter(|(now, _)| !now.active) {
                let share = now.visits.likely / was.visits.likely;
                assert!((share - 0.25).abs() < 0.01, "{idx} {}: {share}", was.id);
            }
        }
    }

    #[test]
    fn a_plan_from_seven_numbers_begins_when_it_is_made_and_its_closure_with_it() {
        let (idx, sample) = samples().next().unwrap();
        let start = Month::parse("2027-02").unwrap();
        let plan = QuickAnswers { start, ..QuickAnswers::of(idx, &sample) }.plan(&sample).unwrap();
        assert_eq!((plan.start, plan.notes.as_str()), (start, ""));
        let later = |shock: usize, plan: &Plan| {
            plan.month_of_shock(&plan.shocks[shock]).map(|month| month.since(plan.start))
        };
        assert!(later(0, &sample).is_some() && later(0, &plan) == later(0, &sample));
    }

    #[test]
    fn what_no_business_can_be_is_refused() {
        let (idx, sample) = samples().next().unwrap();
        let quick = QuickAnswers::of(idx, &sample);
        let misfit = |quick: QuickAnswers| quick.plan(&sample).unwrap_err();
        assert_eq!(misfit(QuickAnswers { orders: 0.0, ..quick.clone() }), QuickFault::NoOrders);
        let most = quick.orders * (1.0 - quick.link_share);
        let shop_orders = Some(most * 1.01);
        assert_eq!(misfit(QuickAnswers { shop_orders, ..quick.clone() }), QuickFault::ShopOrders(most));
        assert_eq!(misfit(QuickAnswers { link_share: 1.2, ..quick.clone() }), QuickFault::LinkShare);
        assert!(matches!(misfit(QuickAnswers { margin: 0.99, ..quick.clone() }), QuickFault::Margin(..)));
        assert_eq!(
            misfit(QuickAnswers { link_share: 1.0, ad_spend: 10.0, ..quick }),
            QuickFault::NoRoomForAds
        );
    }
}
