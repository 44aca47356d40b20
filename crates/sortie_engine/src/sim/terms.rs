//! What a visit and an order of a channel bring and cost: the same every month until something changes it.

use std::ops::{Index, IndexMut};

use super::order::OrderPriceRows;
use crate::lane::{Lane, LaneKit};
use crate::model::{ChannelModel, N_PARAMETERS};
use crate::plan::{FileWord as _, Parameter};

/// The parameters of a channel.
#[derive(Clone, Copy)]
pub(crate) struct ChannelParameters<K: LaneKit>([K::Row; N_PARAMETERS]);

impl<K: LaneKit> ChannelParameters<K> {
    /// Nothing of all of them.
    pub fn nothing(kit: K) -> Self {
        Self([kit.splat_row(0.0); N_PARAMETERS])
    }

    /// Takes those of a channel before anything changes them.
    pub fn begin(&mut self, kit: K, channel: &ChannelModel, values: &[K::Row]) {
        for (row, number) in self.0.iter_mut().zip(&channel.base) {
            *row = values[number.idx()];
        }
        let repeat_share = &values[channel.repeat_share.idx()];
        let (life, whole) = (kit.splat(channel.customer_life_months), kit.splat(1.0));
        let repeat = &mut self[Parameter::Repeat];
        kit.each(
            #[inline(always)]
            |i| repeat[i] = repeat_share[i] / ((whole - repeat_share[i]) * life),
        );
    }
}

impl<K: LaneKit> ChannelParameters<K> {
    /// Where each of them stands.
    pub fn rows(&self) -> ParameterRows<'_, K> {
        ParameterRows(std::array::from_fn(|parameter| &self.0[parameter]))
    }
}

/// Where each parameter of a channel stands: what nothing changes is looked up where it always was.
#[derive(Clone, Copy)]
pub(crate) struct ParameterRows<'a, K: LaneKit>([&'a K::Row; N_PARAMETERS]);

impl<'a, K: LaneKit> ParameterRows<'a, K> {
    /// Those of `changed` that `is_changed`, and the others from `self`.
    pub fn with(mut self, changed: &'a ChannelParameters<K>, is_changed: impl Fn(Parameter) -> bool) -> Self {
        for &parameter in Parameter::ALL.iter().filter(|own| !own.is_of_plan() && is_changed(**own)) {
            self.0[parameter as usize] = &changed[parameter];
        }
        self
    }
}

impl<K: LaneKit> Index<Parameter> for ParameterRows<'_, K> {
    type Output = K::Row;

    #[inline(always)]
    fn index(&self, parameter: Parameter) -> &K::Row {
        self.0[parameter as usize]
    }
}

impl<K: LaneKit> Index<Parameter> for ChannelParameters<K> {
    type Output = K::Row;

    #[inline(always)]
    fn index(&self, parameter: Parameter) -> &K::Row {
        &self.0[parameter as usize]
    }
}

impl<K: LaneKit> IndexMut<Parameter> for ChannelParameters<K> {
    #[inline(always)]
    fn index_mut(&mut self, parameter: Parameter) -> &mut K::Row {
        &mut self.0[parameter as usize]
    }
}

/// What follows from the parameters of a channel, for one visit, one order or one month; money in the plan's currency.
#[derive(Clone, Copy)]
pub(crate) struct ChannelTerms<K: LaneKit> {
    /// Organic visits of a month.
    pub visits: K::Row,
    /// Orders a visit, past customers' included.
    pub conversion: K::Row,
    /// First orders a visit, of visitors who trust the shop as they do today: r₁.
    pub first_rate: K::Row,
    /// Orders a month of a past customer: f.
    pub repeat_rate: K::Row,
    /// Order value.
    pub gross: K::Row,
    /// Order value after refunds: revenue.
    pub net: K::Row,
    /// What is paid out of it, after commission and payment fees.
    pub payout: K::Row,
    /// Goods at cost, without those that can be sold again.
    pub goods: K::Row,
    /// Shipping and returns.
    pub handling: K::Row,
    /// Ads for a visit.
    pub cost_per_visit: K::Row,
    /// What an open channel costs a month.
    pub fixed: K::Row,
}

impl<K: LaneKit> ChannelTerms<K> {
    /// Nothing at all.
    pub fn nothing(kit: K) -> Self {
        let zero = kit.splat_row(0.0);
        Self {
            visits: zero,
            conversion: zero,
            first_rate: zero,
            repeat_rate: zero,
            gross: zero,
            net: zero,
            payout: zero,
            goods: zero,
            handling: zero,
            cost_per_visit: zero,
            fixed: zero,
        }
    }

    /// Steps 9, 11 and 14 for one visit, order or month under the parameters `now`. A price rise does not raise what
    /// goods cost, which is a share of the order value `before`.
    pub fn work_out(
        &mut self,
        kit: K,
        channel: &ChannelModel,
        now: ParameterRows<'_, K>,
        before: &K::Row,
        values: &[K::Row],
    ) {
        let (prices, repeat_share) =
            (OrderPriceRows::of(kit, channel, now, before, values), &values[channel.repeat_share.idx()]);
        let whole = kit.splat(1.0);
        let to = self;
        kit.each(
            #[inline(always)]
            |i| {
                let order = prices.at(i);
                to.visits[i] = now[Parameter::Visits][i];
                to.conversion[i] = now[Parameter::Conversion][i];
                to.first_rate[i] = now[Parameter::Conversion][i].min(whole) * (whole - repeat_share[i]);
                to.repeat_rate[i] = now[Parameter::Repeat][i];
                (to.gross[i], to.net[i], to.payout[i]) = (order.gross(), order.net(), order.payout());
                (to.goods[i], to.handling[i]) = (order.goods(), order.handling());
                to.cost_per_visit[i] = now[Parameter::CostPerVisit][i] * order.rate;
                to.fixed[i] = now[Parameter::FixedCostPerMonth][i] * order.rate;
            },
        );
    }
}
