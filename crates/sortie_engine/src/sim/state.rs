//! What is carried from month to month, and what is worked out anew each month.

use super::ScenarioWalk;
use super::ground::PathGround;
use super::rules::{OwnOrders, StrategyCourse};
use super::script::ScenarioScript;
use super::terms::{ChannelParameters, ChannelTerms};
use super::trade::TradeChannel;
use crate::lane::LaneKit;
use crate::model::{MechanismModel, Model, StrategyModel};

/// Figures that every channel adds to, each month.
#[derive(Clone, Copy)]
pub(super) struct MonthTotals<T> {
    pub visits: T,
    pub orders: T,
    pub gross: T,
    pub revenue: T,
    pub stock: T,
    pub profit: T,
    pub cash: T,
    pub receivables: T,
}

/// The totals of one lane while they are added up.
pub(super) type LaneTotals<K> = MonthTotals<<K as LaneKit>::Lane>;

impl<T: Copy> MonthTotals<T> {
    /// The same for all of them.
    #[inline(always)]
    pub fn all(x: T) -> Self {
        Self { visits: x, orders: x, gross: x, revenue: x, stock: x, profit: x, cash: x, receivables: x }
    }
}

/// A share of a channel's payouts of this month that is paid later.
#[derive(Clone, Copy)]
pub(super) struct PayoutHold<K: LaneKit> {
    pub channel: usize,
    /// The month in which it is paid.
    pub month: usize,
    pub share: K::Row,
}

/// Room for one scenario on its way through the months; the next one starts it over.
pub(crate) struct WalkState<K: LaneKit> {
    /// What visits and orders of each channel bring and cost this month.
    pub(super) terms: Vec<ChannelTerms<K>>,
    /// Room for the parameters of a channel while they are changed.
    pub(super) now: Box<ChannelParameters<K>>,
    pub(super) channels: Vec<ChannelCarry<K>>,
    pub(super) flows: Vec<ChannelFlow<K>>,
    /// Of each mechanism: what its ads built up, its hits, its followers or its list; nothing for others.
    pub(super) levels: Vec<K::Row>,
    /// Of each mechanism: this month's visits that its money brings.
    pub(super) bought: Vec<K::Row>,
    /// Of each mechanism: this month's views by people who do not follow yet.
    pub(super) fresh: Vec<K::Row>,
    /// Of each mechanism: strikes by month.
    pub(super) strikes: Vec<Vec<K::Row>>,
    /// Of each strategy with rules: where it stands.
    pub(super) courses: Vec<StrategyCourse<K>>,
    /// Orders that strategies bring of which a rule asks how many.
    pub(super) own_orders: Vec<OwnOrders<K>>,
    pub(super) overhead: K::Row,
    /// What visits cost that money buys, against what mechanisms say.
    pub(super) paid_reach_cost: K::Row,
    /// Whom posts reach beyond followers, against what mechanisms say.
    pub(super) post_reach: K::Row,
    /// Interest of the month.
    pub(super) interest: K::Row,
    pub(super) cash: K::Row,
    pub(super) receivables: K::Row,
    /// Held payouts that are paid in each month to come.
    pub(super) released: Vec<K::Row>,
    /// Whether anything was ever held for that month.
    pub(super) is_released: Vec<bool>,
    pub(super) holds: Vec<PayoutHold<K>>,
    /// What no channel bears: overhead and strategies.
    pub(super) costs: K::Row,
    /// Stock lost to shocks.
    pub(super) written_off: K::Row,
    /// Share of the purchases wanted that there is money for.
    pub(super) affordable: K::Row,
    /// The channels that trade this month.
    pub(super) stalls: Vec<TradeChannel<K>>,
    pub(super) totals: MonthTotals<K::Row>,
    pub(super) followers: K::Row,
    pub(super) subscribers: K::Row,
    /// Revenue of each channel.
    pub(super) revenue: Vec<K::Row>,
}

/// What a channel carries.
#[derive(Clone)]
pub(super) struct ChannelCarry<K: LaneKit> {
    /// Growth since it first opened: G.
    pub growth: K::Row,
    /// What is left of the trend: damping to the power of the months since it first opened.
    pub trend: K::Row,
    /// 1 once it has been open.
    pub has_opened: K::Row,
    /// Customers who may come back: Q.
    pub customers: K::Row,
    /// Goods at cost.
    pub stock: K::Row,
    /// Goods on their way, by the month in which they come, round and round; none where they come at once.
    pub ordered: Vec<K::Row>,
    /// Payouts of this and the last months, as many as are still to arrive.
    pub payouts: Vec<K::Row>,
}

/// One month of a channel. What no mechanism and no shock touches keeps its value from month to month.
#[derive(Clone, Copy)]
pub(super) struct ChannelFlow<K: LaneKit> {
    /// How far it is open: a.
    pub open: K::Row,
    /// 1 where it is open at all.
    pub is_open: K::Row,
    /// Organic visits that get through: W.
    pub visits: K::Row,
    /// Visits diverted to it: D.
    pub diverted: K::Row,
    /// Visits it lost to shocks.
    pub lost: K::Row,
    /// Visits it lost to the shock at hand.
    pub lost_now: K::Row,
    /// Share of its links that still work.
    pub pass: K::Row,
    /// Share that no market ban silences.
    pub ban: K::Row,
    /// Visits with hits against visits without.
    pub boost: K::Row,
    /// Visits whose ads are paid.
    pub paid: K::Row,
    /// Conversion with today's followers against conversion as measured.
    pub trust: K::Row,
    /// First orders against those at prices as they were.
    pub price_first: K::Row,
    /// Repeat orders and orders of lists against those at prices as they were.
    pub price_repeat: K::Row,
    /// Share that the seller has not wound down.
    pub shut: K::Row,
    /// First orders a visit, with this trust and these prices.
    pub first_rate: K::Row,
    /// Visits that audiences bring.
    pub attracted: K::Row,
    /// Visits that money brings.
    pub bought: K::Row,
    /// Their first orders.
    pub first_bought: K::Row,
    /// Those orders times the share that goes to whoever brought them.
    pub shared: K::Row,
    /// Orders from lists.
    pub listed: K::Row,
    /// Share of arriving payouts that is not held back.
    pub kept: K::Row,
    /// Share of them that is held back and paid in the same month.
    pub prompt: K::Row,
    /// Share of them that is lost for good.
    pub forfeited: K::Row,
    /// First orders of new customers.
    pub first: K::Row,
    /// All orders.
    pub orders: K::Row,
    pub payout: K::Row,
    pub goods: K::Row,
    pub purchases: K::Row,
    /// Share of the orders that there are goods for.
    pub supplied: K::Row,
    /// Payouts that arrive this month, before anything is held back.
    pub arriving: K::Row,
    pub touched: TouchedParts,
}

/// Which parts of a month something other than the channel itself had a hand in.
#[derive(Clone, Copy, Default)]
pub(super) struct TouchedParts {
    /// `lost`, `pass`, `ban`.
    pub by_shock: bool,
    /// `diverted`.
    pub by_diversion: bool,
    /// `boost`.
    pub by_hit: bool,
    /// `trust`.
    pub by_trust: bool,
    /// `price_first`, `price_repeat`.
    pub by_price: bool,
    /// `shut`.
    pub by_closing: bool,
    /// `attracted`.
    pub by_audience: bool,
    /// `bought`, `first_bought`, `shared`.
    pub by_ads: bool,
    /// `listed`.
    pub by_list: bool,
    /// `kept`, `prompt`, `forfeited`.
    pub by_hold: bool,
}

impl<K: LaneKit> WalkState<K> {
    /// Room for a scenario of a model.
    pub fn new(kit: K, model: &Model) -> Self {
        let zero = kit.splat_row(0.0);
        let carried = |channel: &crate::model::ChannelModel| ChannelCarry {
            growth: zero,
            trend: zero,
            has_opened: zero,
            customers: zero,
            stock: zero,
            ordered: vec![zero; channel.lead_months],
            payouts: vec![zero; channel.payout_lag().0 + 2],
        };
        Self {
            terms: vec![ChannelTerms::nothing(kit); model.channels.len()],
            now: Box::new(ChannelParameters::nothing(kit)),
            channels: model.channels.iter().map(carried).collect(),
            flows: vec![ChannelFlow::nothing(kit); model.channels.len()],
            levels: vec![zero; model.mechanisms.len()],
            bought: vec![zero; model.mechanisms.len()],
            fresh: vec![zero; model.mechanisms.len()],
            strikes: model.mechanisms.iter().map(|it| vec![zero; months_of_strikes(model, it)]).collect(),
            courses: vec![StrategyCourse::nothing(kit); n_courses(model)],
            own_orders: vec![],
            overhead: zero,
            paid_reach_cost: zero,
            post_reach: zero,
            interest: zero,
            cash: zero,
            receivables: zero,
            released: vec![zero; model.n_months],
            is_released: vec![false; model.n_months],
            holds: vec![],
            costs: zero,
            written_off: zero,
            affordable: zero,
            totals: MonthTotals::all(zero),
            stalls: Vec::with_capacity(model.channels.len()),
            followers: zero,
            subscribers: zero,
            revenue: vec![zero; model.channels.len()],
        }
    }

    /// Makes room for strategies that were added to the model.
    pub fn fit(&mut self, kit: K, model: &Model) {
        let n = n_courses(model).max(self.courses.len());
        self.courses.resize(n, StrategyCourse::nothing(kit));
    }

    /// Starts a scenario over on other paths.
    pub(super) fn begin(&mut self, kit: K, model: &Model, script: &ScenarioScript, ground: &PathGround<K>) {
        let (zero, one) = (kit.splat_row(0.0), kit.splat_row(1.0));
        self.terms.copy_from_slice(&ground.terms);
        for (place, own) in self.channels.iter_mut().enumerate() {
            let before = &ground.before[place];
            (own.growth, own.trend, own.has_opened) = (one, one, zero);
            (own.customers, own.stock) = (before.customers, before.stock);
            own.ordered.fill(before.goods);
            own.payouts.fill(before.payout);
            let open = if script.is_steady[place] { one } else { zero };
            let flow = &mut self.flows[place];
            (flow.open, flow.is_open) = (open, open);
            flow.touched = TouchedParts::all();
            flow.begin(kit);
            (flow.visits, flow.first, flow.orders) = (zero, zero, zero);
            // A channel that never opens does not trade, and has nothing left of a scenario in which it does.
            (flow.payout, flow.goods, flow.purchases, flow.arriving) = (zero, zero, zero, zero);
            flow.supplied = zero;
            self.revenue[place] = zero;
        }
        (self.paid_reach_cost, self.post_reach) = (one, one);
        self.overhead = ground.draws.values[model.overhead.idx()];
        self.cash = kit.splat_row(model.opening);
        self.receivables = ground.receivables;
        self.is_released.fill(false);
    }
}

impl<K: LaneKit> ScenarioWalk<'_, K> {
    /// What each mechanism of the scenario starts with, also of a strategy that does not let the seller in.
    pub(super) fn start_levels(&mut self) {
        let (kit, values) = (self.kit, &self.ground.draws.values);
        for &(owner, is_eligible) in &self.script.scenario.strategies {
            let strategy = &self.model.strategies[owner];
            for place in strategy.mechanisms.clone() {
                self.state.levels[place] = match &self.model.mechanisms[place] {
                    MechanismModel::Audience(audience) => values[audience.initial_followers.idx()],
                    MechanismModel::List(list) => values[list.initial_subscribers.idx()],
                    // Ads that already run have built up what they will.
                    MechanismModel::Reach(reach) if is_eligible && strategy.start < 0 && strategy.runs(0) => {
                        let (spend, granted) = (&values[reach.spend_per_month.idx()], self.granted(owner));
                        kit.row(|i| spend[i] * granted[i])
                    }
                    _ => kit.splat_row(0.0),
                };
            }
        }
    }
}

/// Strategies up to the last one with rules.
fn n_courses(model: &Model) -> usize {
    model.strategies.iter().rposition(StrategyModel::is_ruled).map_or(0, |last| last + 1)
}

/// The months of which strikes are kept: those of ways round closed links.
fn months_of_strikes(model: &Model, mechanism: &MechanismModel) -> usize {
    if matches!(mechanism, MechanismModel::Restore(_)) { model.n_months } else { 0 }
}

impl TouchedParts {
    /// Whether first orders a visit differ from the channel's own.
    pub fn changes_rate(self) -> bool {
        self.by_trust || self.by_price
    }

    fn all() -> Self {
        Self {
            by_shock: true,
            by_diversion: true,
            by_hit: true,
            by_trust: true,
            by_price: true,
            by_closing: true,
            by_audience: true,
            by_ads: true,
            by_list: true,
            by_hold: true,
        }
    }
}

impl<K: LaneKit> ChannelFlow<K> {
    fn nothing(kit: K) -> Self {
        let zero = kit.splat_row(0.0);
        Self {
            open: zero,
            is_open: zero,
            visits: zero,
            diverted: zero,
            lost: zero,
            lost_now: zero,
            pass: zero,
            ban: zero,
            boost: zero,
            paid: zero,
            trust: zero,
            price_first: zero,
            price_repeat: zero,
            shut: zero,
            first_rate: zero,
            attracted: zero,
            bought: zero,
            first_bought: zero,
            shared: zero,
            listed: zero,
            kept: zero,
            prompt: zero,
            forfeited: zero,
            first: zero,
            orders: zero,
            payout: zero,
            goods: zero,
            purchases: zero,
            supplied: zero,
            arriving: zero,
            touched: TouchedParts::default(),
        }
    }

    /// Puts back what the last month touched.
    pub fn begin(&mut self, kit: K) {
        let (zero, one) = (kit.splat_row(0.0), kit.splat_row(1.0));
        let touched = std::mem::take(&mut self.touched);
        if touched.by_shock {
            (self.lost, self.pass, self.ban) = (zero, one, one);
        }
        if touched.by_diversion {
            self.diverted = zero;
        }
        if touched.by_hit {
            self.boost = one;
        }
        if touched.by_trust {
            self.trust = one;
        }
        if touched.by_price {
            (self.price_first, self.price_repeat) = (one, one);
        }
        if touched.by_closing {
            self.shut = one;
        }
        if touched.by_audience {
            self.attracted = zero;
        }
        if touched.by_ads {
            (self.bought, self.first_bought, self.shared) = (zero, zero, zero);
        }
        if touched.by_list {
            self.listed = zero;
        }
        if touched.by_hold {
            (self.kept, self.prompt, self.forfeited) = (one, zero, zero);
        }
    }
}
