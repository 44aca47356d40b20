//! A slow, plain simulator of the model, written from its description alone: one function per numbered step, one path
//! at a time, straight on the plan. The engine is held against it.

mod chance;
mod money;
mod rules;
mod summary;
mod visits;

use std::collections::BTreeMap;

use sortie_engine::draw::DrawnItem;
use sortie_engine::lane::exp;
use sortie_engine::plan::{
    ChannelTargets, Market, Mechanism, Parameter, Plan, Requirement, Scenario, Shock, ShockStart, Strategy,
};

pub use chance::Chance;
pub use summary::{Figures, figures};

/// Every series of one path of one scenario by its name, `channel_revenue:ID` among them.
pub type Series = BTreeMap<String, Vec<f64>>;

/// A mechanism's place: strategy of the scenario, mechanism of the strategy.
type Key = (usize, usize);

/// Runs one scenario of a plan on one path.
pub fn run(plan: &Plan, scenario: &Scenario, chance: Chance) -> Series {
    let drawn = chance.draw(plan);
    walk(&drawn, scenario, chance).series
}

/// s and e of every strategy of a scenario on one path; without end where it never starts, or never ends.
pub fn lives(plan: &Plan, scenario: &Scenario, chance: Chance) -> Vec<[f64; 2]> {
    let drawn = chance.draw(plan);
    walk(&drawn, scenario, chance).strategies.iter().map(|it| [it.start, it.end]).collect()
}

fn walk<'p>(drawn: &'p Plan, scenario: &Scenario, chance: Chance) -> Sim<'p> {
    let mut sim = Sim::new(drawn, scenario, chance);
    for t in 0..drawn.horizon_months {
        sim.t = t;
        sim.month();
    }
    sim
}

/// The ids of the strategies of a scenario whose requirements the seller does not meet.
pub fn not_eligible(plan: &Plan, scenario: &Scenario) -> Vec<String> {
    let strategies: Vec<_> = scenario.strategies.iter().map(|id| strategy_of(plan, id)).collect();
    let unmet = strategies.iter().filter(|it| !is_eligible(plan, &strategies, it));
    unmet.map(|it| it.id.clone()).collect()
}

fn is_eligible(plan: &Plan, strategies: &[&Strategy], own: &Strategy) -> bool {
    let provided = |what: Requirement| {
        strategies.iter().any(|other| other.start <= own.start && other.provides.contains(&what))
    };
    let met = |what: &Requirement| match what {
        Requirement::LocalStock => plan.seller.local_stock || provided(*what),
        Requirement::OverseasWarehouse => plan.seller.overseas_warehouse || provided(*what),
        Requirement::AmazonUs2m => plan.seller.amazon_us_category_revenue_usd >= 2_000_000.0,
    };
    own.mechanisms.iter().all(|mechanism| match mechanism {
        Mechanism::OpenChannel(open) => open.requirements.iter().all(met),
        _ => true,
    })
}

fn strategy_of<'p>(plan: &'p Plan, id: &str) -> &'p Strategy {
    plan.strategies.iter().find(|it| it.id == id).expect("a strategy of the plan")
}

fn shock_of<'p>(plan: &'p Plan, id: &str) -> &'p Shock {
    plan.shocks.iter().find(|it| it.id == id).expect("a shock of the plan")
}

/// A strategy on this path.
#[derive(Clone, Copy)]
struct Running<'p> {
    strategy: &'p Strategy,
    /// s, which has no end while a rule has yet to start it.
    start: f64,
    /// e.
    end: f64,
    is_eligible: bool,
    is_granted: bool,
}

impl Running<'_> {
    fn starts(&self, t: usize) -> bool {
        (self.start - t as f64).abs() < 0.5
    }

    fn ends(&self, t: usize) -> bool {
        (self.end - t as f64).abs() < 0.5
    }

    /// Whether it has begun to work by month `t`, even if it has ended since.
    fn has_begun(&self, t: usize) -> bool {
        self.is_eligible && self.is_granted && t as f64 >= self.start
    }

    fn live(&self, t: usize) -> f64 {
        f64::from(u8::from(self.has_begun(t) && (t as f64) < self.end))
    }
}

/// A shock on this path.
#[derive(Clone, Copy)]
struct Coming<'p> {
    shock: &'p Shock,
    offset: f64,
    occurs: bool,
    lifts: bool,
}

impl Coming<'_> {
    fn depth(&self, t: usize) -> f64 {
        let fall = ramp(t, self.offset, self.shock.phase_out_months);
        let lasts = self.shock.lasts_months.filter(|_| self.lifts);
        let rise = lasts.map_or(0.0, |lasts| ramp(t, self.offset + lasts.likely, self.shock.recovery_months));
        (fall - rise).clamp(0.0, 1.0) * f64::from(u8::from(self.occurs))
    }

    fn adapt(&self, t: usize) -> f64 {
        let months = self.shock.adaptation_months;
        if months == 0.0 { 1.0 } else { 1.0 - exp(-(t as f64 + 1.0 - self.offset).max(0.0) / months) }
    }

    fn hits(&self, sim: &Sim, c: usize) -> bool {
        self.shock.targets.match_channel(&sim.plan.channels[c])
    }
}

/// The mean over month `t` of the way from 0 at `s` to 1 at `s + months`.
fn ramp(t: usize, s: f64, months: f64) -> f64 {
    let t = t as f64;
    // Before and after the way exactly, and over a way of no length a step.
    if t + 1.0 <= s || t >= s + months || months == 0.0 {
        return (t + 1.0 - s).clamp(0.0, 1.0);
    }
    // The area under the way from its foot to `x`.
    let area = |x: f64| {
        let rising = (x - s).clamp(0.0, months);
        rising * rising / (2.0 * months) + (x - s - months).max(0.0)
    };
    (area(t + 1.0) - area(t)).clamp(0.0, 1.0)
}

/// One path of one scenario: what outlasts a month, and the month at hand.
struct Sim<'p> {
    plan: &'p Plan,
    chance: Chance,
    strategies: Vec<Running<'p>>,
    shocks: Vec<Coming<'p>>,
    noise: Vec<Vec<f64>>,
    t: usize,
    /// G, Q, first open month and goods in stock, by channel.
    growth: Vec<f64>,
    customers: Vec<f64>,
    first_open: Vec<Option<usize>>,
    stock: Vec<f64>,
    /// What a mechanism builds up: followers, subscribers, lasting spend, hits.
    built: BTreeMap<Key, f64>,
    /// Strikes of each month, by restore_link.
    strikes: BTreeMap<Key, Vec<f64>>,
    base_payout: Vec<f64>,
    base_goods: Vec<f64>,
    /// By month, then channel.
    payouts: Vec<Vec<f64>>,
    bought: Vec<Vec<f64>>,
    /// Held back, by month, then shock.
    held: Vec<Vec<f64>>,
    written_off: Vec<bool>,
    cash: f64,
    receivables: f64,
    now: Month,
    series: Series,
    /// What rules look at: a metric by its word, with `:ID` after it for one channel's, or a strategy's own orders.
    read_off: Series,
}

/// What a month works out, by channel unless it says otherwise.
#[derive(Default)]
struct Month {
    values: BTreeMap<(Parameter, usize), f64>,
    /// Parameters of the whole plan.
    overhead: f64,
    paid_reach_cost: f64,
    post_reach: f64,
    /// Y and R: what is left of first and of repeat orders at changed prices.
    first_left: Vec<f64>,
    repeat_left: Vec<f64>,
    a: Vec<f64>,
    shut: Vec<f64>,
    /// W, D, lost, pass, ban and Π(1 + H).
    visits: Vec<f64>,
    diverted: Vec<f64>,
    lost: Vec<f64>,
    pass: Vec<f64>,
    ban: Vec<f64>,
    hits: Vec<f64>,
    trust: Vec<f64>,
    penalty: BTreeMap<Key, f64>,
    fresh: BTreeMap<Key, f64>,
    arrivals: Vec<Arrival>,
    list_orders: Vec<f64>,
    first: Vec<f64>,
    orders: Vec<f64>,
    /// Money that goes to those who brought orders.
    reach_orders: Vec<(usize, f64, f64)>,
    /// Strategy, channel and the orders that the one brings to the other.
    own_orders: Vec<(usize, usize, f64)>,
    written_off: f64,
    supply: Vec<f64>,
    purchases: f64,
    arrived: f64,
    released: f64,
    lost_freezes: f64,
    costs: f64,
    strategy_costs: f64,
}

/// Visits that a mechanism brings to a channel.
struct Arrival {
    strategy: usize,
    channel: usize,
    visits: f64,
    conversion_factor: f64,
    commission: f64,
}

impl<'p> Sim<'p> {
    fn new(plan: &'p Plan, scenario: &Scenario, chance: Chance) -> Self {
        let unmet = not_eligible(plan, scenario);
        let running = |id: &String| running(plan, strategy_of(plan, id), !unmet.contains(id), chance);
        let coming = |id: &String| coming(plan, shock_of(plan, id), chance);
        let n = plan.channels.len();
        let mut sim = Self {
            plan,
            chance,
            strategies: scenario.strategies.iter().map(running).collect(),
            shocks: scenario.shocks.iter().map(coming).collect(),
            noise: plan.channels.iter().map(|channel| chance.noise(plan, channel)).collect(),
            t: 0,
            growth: vec![1.0; n],
            customers: vec![],
            first_open: vec![None; n],
            stock: vec![],
            built: BTreeMap::new(),
            strikes: BTreeMap::new(),
            base_payout: vec![],
            base_goods: vec![],
            payouts: vec![],
            bought: vec![],
            held: vec![],
            written_off: vec![false; scenario.shocks.len()],
            cash: plan.cash.opening,
            receivables: 0.0,
            now: Month::default(),
            series: Series::new(),
            read_off: Series::new(),
        };
        sim.begin();
        sim
    }

    /// What there is at the plan's start.
    fn begin(&mut self) {
        for channel in &self.plan.channels {
            let orders = if channel.active { channel.visits.likely * channel.conversion.likely } else { 0.0 };
            let first = orders * (1.0 - channel.repeat_share.likely);
            self.customers.push(first * channel.customer_life_months);
            let (payout, goods) = self.base_money(channel, orders);
            self.base_payout.push(payout);
            self.base_goods.push(goods);
            self.stock.push(channel.stock_days / 30.0 * goods);
            self.receivables += payout * channel.payout_days / 30.0;
        }
        for (key, running, mechanism) in self.mechanisms() {
            let start = match mechanism {
                Mechanism::Audience(it) => it.initial_followers.likely,
                Mechanism::SubscriberList(it) => it.initial_subscribers.likely,
                Mechanism::PaidReach(it) if running.start < 0.0 => {
                    it.spend_per_month.likely * running.live(0)
                }
                _ => 0.0,
            };
            self.built.insert(key, start);
            self.strikes.insert(key, vec![]);
        }
    }

    fn month(&mut self) {
        self.now = Month::default();
        self.follow_rules();
        self.step_1_adjustments();
        self.step_2_open();
        self.step_3_growth();
        self.step_4_organic_visits();
        self.step_5_shocks();
        self.step_6_cannibalisation();
        self.step_7_mechanism_visits();
        self.step_8_subscriber_list();
        self.step_9_orders_wanted();
        self.step_10_write_off();
        self.step_13_supply();
        self.step_14_customers_and_costs();
        self.step_15_strategy_costs();
        self.step_17_stocks_move_on();
        self.step_16_books();
    }

    /// Every mechanism of the scenario, in order.
    fn mechanisms(&self) -> Vec<(Key, Running<'p>, &'p Mechanism)> {
        let mut all = vec![];
        for (i, running) in self.strategies.iter().enumerate() {
            for (k, mechanism) in running.strategy.mechanisms.iter().enumerate() {
                all.push(((i, k), *running, mechanism));
            }
        }
        all
    }

    fn channels(&self) -> std::ops::Range<usize> {
        0..self.plan.channels.len()
    }

    fn channel(&self, id: &str) -> usize {
        self.plan.channels.iter().position(|it| it.id == id).expect("a channel of the plan")
    }

    fn is_target(&self, targets: &ChannelTargets, c: usize) -> bool {
        targets.match_channel(&self.plan.channels[c])
    }

    /// Plan currency per unit of the currency of a channel or strategy.
    fn rate(&self, currency: Option<&String>) -> f64 {
        match currency {
            Some(currency) if *currency != self.plan.currency => self.plan.fx[currency].likely,
            _ => 1.0,
        }
    }

    /// S: the season of channel `c` this month.
    fn season(&self, c: usize) -> f64 {
        self.season_at(c, self.t)
    }

    /// S of month `t`.
    fn season_at(&self, c: usize, t: usize) -> f64 {
        let own = self.market(c).and_then(|market| market.seasonality);
        self.weight(&own.unwrap_or(self.plan.demand.seasonality), t)
    }

    /// M: the season of media in the market of channel `c` this month.
    fn media_season(&self, c: usize) -> f64 {
        let own = self.market(c).and_then(|market| market.media_seasonality);
        self.weight(&own.unwrap_or(self.plan.demand.media_seasonality), self.t)
    }

    fn market(&self, c: usize) -> Option<&'p Market> {
        self.plan.markets.iter().find(|it| it.id == self.plan.channels[c].market)
    }

    /// The weight of month `t` of the plan where their mean is 1.
    fn weight(&self, seasonality: &[f64; 12], t: usize) -> f64 {
        let idx = self.plan.start.plus(t as i32).calendar_idx();
        seasonality[idx] / (seasonality.iter().sum::<f64>() / 12.0)
    }
}

fn running<'p>(plan: &Plan, strategy: &'p Strategy, is_eligible: bool, chance: Chance) -> Running<'p> {
    let granted = |(k, mechanism): (usize, &Mechanism)| {
        let approval = match mechanism {
            Mechanism::OpenChannel(open) => open.approval,
            Mechanism::RestoreLink(restored) => restored.approval,
            _ => return true,
        };
        chance.happens(&DrawnItem::approval(&strategy.id, 1 + k), approval)
    };
    let start = f64::from(strategy.start.since(plan.start));
    Running {
        strategy,
        start: if strategy.start_when.is_some() { f64::INFINITY } else { start },
        end: strategy.end.map_or(f64::INFINITY, |end| f64::from(end.since(plan.start))),
        is_eligible,
        is_granted: strategy.mechanisms.iter().enumerate().all(granted),
    }
}

fn coming<'p>(plan: &'p Plan, shock: &'p Shock, chance: Chance) -> Coming<'p> {
    let late = chance.part(&DrawnItem::shift(&shock.id)) * shock.window_months;
    let own_chance = chance.happens(&DrawnItem::occurs(&shock.id), shock.probability);
    let (offset, occurs) = match &shock.start {
        ShockStart::On(day) => (day.months_since(plan.start), own_chance),
        ShockStart::After(followed) => {
            let first = coming(plan, shock_of(plan, &followed.shock), chance);
            (first.offset + followed.after_months.likely, first.occurs && own_chance)
        }
    };
    let lifts = chance.happens(&DrawnItem::lifts(&shock.id), shock.lasts_probability);
    Coming { shock, offset: offset + late, occurs, lifts }
}
