//! What all scenarios of a block start from: drawn and worked out once, read by each.

use super::terms::{ChannelParameters, ChannelTerms};
use crate::draw::BlockDraws;
use crate::lane::{Lane, LaneKit};
use crate::model::Model;
use crate::plan::Parameter;

/// A block of paths before any shock or strategy.
pub(crate) struct PathGround<K: LaneKit> {
    pub draws: BlockDraws<K>,
    /// The parameters of each channel before anything changes them.
    pub base: Vec<ChannelParameters<K>>,
    /// What follows from them.
    pub terms: Vec<ChannelTerms<K>>,
    /// Demand against the plan's start for a channel that is open all the time, growth included; by channel, then month.
    pub grown: Vec<K::Row>,
    /// The month before the plan, by channel.
    pub before: Vec<MonthBefore<K>>,
    /// Payouts earned before the plan that are still to come.
    pub receivables: K::Row,
}

/// The month before the plan of a channel.
#[derive(Clone, Copy)]
pub(crate) struct MonthBefore<K: LaneKit> {
    /// Customers who may come back: Q.
    pub customers: K::Row,
    /// Goods at cost.
    pub stock: K::Row,
    /// Goods sold in the month.
    pub goods: K::Row,
    /// Payout of the month.
    pub payout: K::Row,
}

impl<K: LaneKit> PathGround<K> {
    /// Room for a block of a model.
    pub fn new(kit: K, model: &Model, draws: BlockDraws<K>) -> Self {
        let zero = kit.splat_row(0.0);
        let nothing = MonthBefore { customers: zero, stock: zero, goods: zero, payout: zero };
        Self {
            draws,
            base: vec![ChannelParameters::nothing(kit); model.channels.len()],
            terms: vec![ChannelTerms::nothing(kit); model.channels.len()],
            grown: vec![zero; model.channels.len() * model.n_months],
            before: vec![nothing; model.channels.len()],
            receivables: zero,
        }
    }

    /// Works out what follows from the draws.
    pub fn lay(&mut self, kit: K, model: &Model) {
        self.receivables = kit.splat_row(0.0);
        for (place, channel) in model.channels.iter().enumerate() {
            let (base, values) = (&mut self.base[place], &self.draws.values);
            base.begin(kit, channel, values);
            self.terms[place].work_out(kit, channel, base.rows(), &base[Parameter::OrderValue], values);
            self.grow(kit, model, place);
            self.look_back(kit, model, place);
        }
    }

    /// Step 3 for a channel that is open all the time.
    fn grow(&mut self, kit: K, model: &Model, place: usize) {
        let growth = &self.draws.values[model.channels[place].growth.idx()];
        let mut grown = kit.splat_row(1.0);
        let mut trend = 1.0;
        for t in 0..model.n_months {
            let row = place * model.n_months + t;
            let (swing, to) = (&self.draws.swing[row], &mut self.grown[row]);
            let (trend_now, whole, none) = (kit.splat(trend), kit.splat(1.0), kit.splat(0.0));
            let grows = t > 0;
            kit.each(
                #[inline(always)]
                |i| {
                    if grows {
                        grown[i] *= (growth[i] * trend_now + whole).max(none);
                    }
                    to[i] = swing[i] * grown[i];
                },
            );
            // The trend is whole in the month after the first and fades from there.
            if grows {
                trend *= model.demand.trend_damping;
            }
        }
    }

    fn look_back(&mut self, kit: K, model: &Model, place: usize) {
        let channel = &model.channels[place];
        let active = kit.splat(f64::from(u8::from(channel.is_active)));
        let [life, stock_months, due_months] =
            [channel.customer_life_months, channel.stock_days / 30.0, channel.payout_days / 30.0]
                .map(|x| kit.splat(x));
        let (base, terms) = (&self.base[place], &self.terms[place]);
        let repeat_share = &self.draws.values[channel.repeat_share.idx()];
        let (before, receivables) = (&mut self.before[place], &mut self.receivables);
        let whole = kit.splat(1.0);
        kit.each(
            #[inline(always)]
            |i| {
                let orders = base[Parameter::Visits][i] * base[Parameter::Conversion][i] * active;
                before.customers[i] = orders * (whole - repeat_share[i]) * life;
                before.goods[i] = orders * terms.goods[i];
                before.stock[i] = before.goods[i] * stock_months;
                before.payout[i] = orders * terms.payout[i];
                receivables[i] += before.payout[i] * due_months;
            },
        );
    }
}
