//! What is carried from month to month, and what is worked out anew each month.

use super::money::Money;
use crate::draw::Draws;
use crate::lane::Lane;
use crate::model::{ChannelModel, MechanismModel, Model, N_PARAMETERS, Parameters, ScenarioModel};
use crate::plan::Parameter;

/// What is carried from month to month.
pub(super) struct State<const W: usize> {
    /// The parameters of each channel before anything changes them.
    pub base: Vec<Parameters<W>>,
    pub channels: Vec<Carried<W>>,
    /// Of each mechanism: what its ads built up, its hits, its followers or its list; nothing for others.
    pub levels: Vec<Lane<W>>,
    pub cash: Lane<W>,
    pub receivables: Lane<W>,
    /// Held payouts that are paid in each month to come.
    pub released: Vec<Lane<W>>,
}

/// What a channel carries.
pub(super) struct Carried<const W: usize> {
    /// Growth since it first opened: G.
    pub growth: Lane<W>,
    /// What is left of the trend: damping to the power of the months since it first opened.
    pub trend: Lane<W>,
    /// 1 once it has been open.
    pub has_opened: Lane<W>,
    /// Customers who may come back: Q.
    pub customers: Lane<W>,
    /// Goods at cost.
    pub stock: Lane<W>,
    /// Payout of a month before the plan.
    pub base_payout: Lane<W>,
    /// Payout of each month so far.
    pub payouts: Vec<Lane<W>>,
}

impl<const W: usize> State<W> {
    pub fn new(model: &Model, scenario: &ScenarioModel, draws: &Draws<W>) -> Self {
        let base: Vec<_> = model.channels.iter().map(|channel| base(channel, draws)).collect();
        let channels: Vec<_> = model
            .channels
            .iter()
            .zip(&base)
            .map(|(channel, base)| Carried::new(channel, base, draws))
            .collect();
        let due = channels
            .iter()
            .zip(&model.channels)
            .map(|(own, channel)| own.base_payout * (channel.payout_days / 30.0));
        let receivables = due.fold(Lane::ZERO, |sum, one| sum + one);
        Self {
            base,
            channels,
            levels: levels(model, scenario, draws),
            cash: Lane::splat(model.opening),
            receivables,
            released: vec![Lane::ZERO; model.n_months],
        }
    }
}

fn base<const W: usize>(channel: &ChannelModel, draws: &Draws<W>) -> Parameters<W> {
    let value = |number: crate::model::Number| draws.values[number.idx()];
    let mut base = [Lane::ZERO; N_PARAMETERS];
    for (own, number) in base.iter_mut().zip(&channel.base) {
        *own = value(*number);
    }
    let repeat_share = value(channel.repeat_share);
    let first_share = Lane::ONE - repeat_share;
    base[Parameter::Repeat as usize] = repeat_share / (first_share * channel.customer_life_months);
    base
}

/// What each mechanism of the scenario starts with.
fn levels<const W: usize>(model: &Model, scenario: &ScenarioModel, draws: &Draws<W>) -> Vec<Lane<W>> {
    let mut levels = vec![Lane::ZERO; model.mechanisms.len()];
    for &(place, is_eligible) in &scenario.strategies {
        let strategy = &model.strategies[place];
        for mechanism in strategy.mechanisms.clone() {
            levels[mechanism] = match &model.mechanisms[mechanism] {
                MechanismModel::Audience(audience) => draws.values[audience.initial_followers.idx()],
                MechanismModel::List(list) => draws.values[list.initial_subscribers.idx()],
                // Ads that already run have built up what they will.
                MechanismModel::Reach(reach) if is_eligible && strategy.start < 0 && strategy.runs(0) => {
                    draws.values[reach.spend_per_month.idx()] * draws.granted[place]
                }
                _ => Lane::ZERO,
            };
        }
    }
    levels
}

impl<const W: usize> Carried<W> {
    fn new(channel: &ChannelModel, base: &Parameters<W>, draws: &Draws<W>) -> Self {
        let visits = if channel.is_active { base[Parameter::Visits as usize] } else { Lane::ZERO };
        let orders = visits * base[Parameter::Conversion as usize];
        let first_share = Lane::ONE - draws.values[channel.repeat_share.idx()];
        let money = Money::of(channel, orders, Lane::ZERO, base, base, &draws.values);
        Self {
            growth: Lane::ONE,
            trend: Lane::ONE,
            has_opened: Lane::ZERO,
            customers: orders * first_share * channel.customer_life_months,
            stock: money.goods * (channel.stock_days / 30.0),
            base_payout: money.payout,
            payouts: Vec::with_capacity(channel.season.len()),
        }
    }
}

/// One month of a channel.
#[derive(Clone, Copy)]
pub(super) struct Flow<const W: usize> {
    /// Its parameters this month.
    pub now: Parameters<W>,
    /// Additions to them that are still to come.
    pub added: Parameters<W>,
    /// How far it is open: a.
    pub open: Lane<W>,
    /// Organic visits that get through: W.
    pub visits: Lane<W>,
    /// Visits diverted to it: D.
    pub diverted: Lane<W>,
    /// Visits it lost to shocks.
    pub lost: Lane<W>,
    /// Share of its links that still work.
    pub pass: Lane<W>,
    /// Share that no market ban silences.
    pub ban: Lane<W>,
    /// Visits with hits against visits without.
    pub boost: Lane<W>,
    /// Conversion with today's followers against conversion as measured.
    pub trust: Lane<W>,
    /// Visits that audiences bring.
    pub attracted: Lane<W>,
    /// Visits that money brings.
    pub bought: Lane<W>,
    /// Orders from lists.
    pub list_orders: Lane<W>,
    /// First orders of new customers.
    pub first: Lane<W>,
    /// All orders.
    pub orders: Lane<W>,
    /// Orders times the share that goes to whoever brought them.
    pub shared: Lane<W>,
    /// Money of its orders.
    pub money: Money<W>,
    /// Payouts that arrive this month, before anything is held back.
    pub arriving: Lane<W>,
    /// Share of them that is not held back.
    pub kept: Lane<W>,
    /// Share of them that is held back and paid in the same month.
    pub prompt: Lane<W>,
    /// Share of them that is lost for good.
    pub forfeited: Lane<W>,
    /// Goods bought.
    pub purchases: Lane<W>,
}

impl<const W: usize> Default for Flow<W> {
    fn default() -> Self {
        Self::begin(&[Lane::ZERO; N_PARAMETERS])
    }
}

impl<const W: usize> Flow<W> {
    pub fn begin(base: &Parameters<W>) -> Self {
        let zero = Lane::ZERO;
        Self {
            now: *base,
            added: [zero; N_PARAMETERS],
            open: zero,
            visits: zero,
            diverted: zero,
            lost: zero,
            pass: Lane::ONE,
            ban: Lane::ONE,
            boost: Lane::ONE,
            trust: Lane::ONE,
            attracted: zero,
            bought: zero,
            list_orders: zero,
            first: zero,
            orders: zero,
            shared: zero,
            money: Money::default(),
            arriving: zero,
            kept: Lane::ONE,
            prompt: zero,
            forfeited: zero,
            purchases: zero,
        }
    }

    pub fn get(&self, parameter: Parameter) -> Lane<W> {
        self.now[parameter as usize]
    }
}
