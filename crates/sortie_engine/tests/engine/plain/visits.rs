//! Steps 1 to 9 of a month: from adjustments to the orders that are wanted.

use std::collections::BTreeMap;

use sortie_engine::draw::DrawnItem;
use sortie_engine::lane::{exp2, pow};
use sortie_engine::plan::{
    AdjustmentChange, Audience, Channel, ChannelKind, ChannelTargets, FileWord, Mechanism, Parameter,
    RestoreLink, ShockKind,
};

use super::chance::damped;
use super::{Arrival, Key, Month, Running, Sim, ramp};

/// What changed prices come to, by channel: the factor of the order value, Y and R.
struct Prices {
    value: Vec<f64>,
    first: Vec<f64>,
    repeat: Vec<f64>,
}

impl Sim<'_> {
    /// Every change in force: what it changes, where, how, and with which weight.
    fn changes(&self) -> Vec<(Parameter, &ChannelTargets, AdjustmentChange, f64)> {
        let mut changes = vec![];
        for (_, running, mechanism) in self.mechanisms() {
            if let Mechanism::Adjust(it) = mechanism {
                let weight = ramp(self.t, running.start, it.ramp_months) * running.live(self.t);
                changes.push((it.parameter, &it.targets, it.change, weight));
            }
        }
        for coming in &self.shocks {
            for it in &coming.shock.adjustments {
                let targets = it.targets.as_ref().unwrap_or(&coming.shock.targets);
                changes.push((it.parameter, targets, it.change, coming.depth(self.t)));
            }
        }
        changes
    }

    pub(super) fn step_1_adjustments(&mut self) {
        let (changes, price) = (self.changes(), self.prices());
        let adjusted = |base: f64, parameter: Parameter, c: Option<usize>, unit: f64| {
            let (mut factors, mut adds) = (1.0, 0.0);
            for (of, targets, change, weight) in &changes {
                if *of == parameter && c.is_none_or(|c| self.is_target(targets, c)) {
                    match change {
                        AdjustmentChange::Factor(factor) => factors *= 1.0 + (factor.likely - 1.0) * weight,
                        AdjustmentChange::Add(add) => adds += add.likely * weight / unit,
                    }
                }
            }
            (base * factors + adds).clamp(0.0, ceiling(parameter))
        };
        let mut values = BTreeMap::new();
        for c in self.channels() {
            let channel = &self.plan.channels[c];
            for parameter in Parameter::ALL.iter().copied().filter(|it| !is_of_plan(*it)) {
                let unit = if is_money(parameter) { self.rate(channel.currency.as_ref()) } else { 1.0 };
                // A changed price is one more factor of the order value.
                let price = if parameter == Parameter::OrderValue { price.value[c] } else { 1.0 };
                let value = adjusted(base(channel, parameter) * price, parameter, Some(c), unit);
                values.insert((parameter, c), value);
            }
        }
        let overhead = self.plan.cash.overhead_per_month.likely;
        let of_plan = |base: f64, parameter: Parameter| adjusted(base, parameter, None, 1.0);
        let [overhead, paid_reach_cost, post_reach] = [
            of_plan(overhead, Parameter::Overhead),
            of_plan(1.0, Parameter::PaidReachCost),
            of_plan(1.0, Parameter::PostReach),
        ];
        self.now = Month { values, overhead, paid_reach_cost, post_reach, ..std::mem::take(&mut self.now) };
        self.now.first_left = price.first;
        self.now.repeat_left = price.repeat;
    }

    /// What every `price` mechanism makes of order value, first and repeat orders.
    fn prices(&self) -> Prices {
        let ones = vec![1.0; self.plan.channels.len()];
        let mut prices = Prices { value: ones.clone(), first: ones.clone(), repeat: ones };
        for (_, running, mechanism) in self.mechanisms() {
            let Mechanism::Price(it) = mechanism else { continue };
            let weight = ramp(self.t, running.start, it.ramp_months) * running.live(self.t);
            let p = 1.0 + (it.factor.likely - 1.0) * weight;
            let repeat_elasticity = it.repeat_elasticity.unwrap_or(it.elasticity);
            for c in self.channels().filter(|c| self.is_target(&it.targets, *c)) {
                prices.value[c] *= p;
                prices.first[c] *= pow(p, -it.elasticity.likely);
                prices.repeat[c] *= pow(p, -repeat_elasticity.likely);
            }
        }
        prices
    }

    /// A parameter of a channel as adjusted this month.
    pub(super) fn value(&self, parameter: Parameter, c: usize) -> f64 {
        self.now.values[&(parameter, c)]
    }

    pub(super) fn step_2_open(&mut self) {
        for c in self.channels() {
            let channel = &self.plan.channels[c];
            let mut a = if channel.active { 1.0 } else { 0.0 };
            let mut shut = 1.0;
            for (_, running, mechanism) in self.mechanisms() {
                let live = running.live(self.t);
                match mechanism {
                    Mechanism::OpenChannel(it) if it.channel == channel.id && !channel.active => {
                        a = f64::max(
                            a,
                            ramp(self.t, running.start + it.review_months, it.ramp_months) * live,
                        );
                    }
                    Mechanism::CloseChannel(it) if it.channel == channel.id => {
                        shut *= 1.0 - ramp(self.t, running.start, it.ramp_months) * live;
                    }
                    _ => {}
                }
            }
            self.now.a.push(a);
            self.now.shut.push(shut);
        }
    }

    pub(super) fn is_open(&self, c: usize) -> bool {
        self.now.a[c] > 0.0
    }

    pub(super) fn step_3_growth(&mut self) {
        for c in self.channels().filter(|c| self.is_open(*c)).collect::<Vec<_>>() {
            if let Some(first) = self.first_open[c] {
                let fading = damped(self.plan.demand.trend_damping, (self.t - 1 - first) as f64);
                self.growth[c] *= (1.0 + self.plan.channels[c].growth.likely * fading).max(0.0);
            } else {
                self.first_open[c] = Some(self.t);
            }
        }
    }

    pub(super) fn step_4_organic_visits(&mut self) {
        for c in self.channels() {
            let level = self.value(Parameter::Visits, c) * self.growth[c] * self.now.a[c];
            self.now.visits.push(level * self.season(c) * self.noise[c][self.t]);
        }
        self.now.hits = vec![1.0; self.plan.channels.len()];
        for (key, running, mechanism) in self.mechanisms() {
            match mechanism {
                Mechanism::Hits(it) => {
                    let item = DrawnItem::hit(&running.strategy.id, 1 + key.1, self.t);
                    let hit = self.chance.hits(&item, it.per_month) * it.size.likely * running.live(self.t);
                    let lasting = self.built[&key] * exp2(-1.0 / it.half_life_months);
                    self.built.insert(key, lasting + hit);
                    for c in self.channels().filter(|c| self.is_target(&it.targets, *c)).collect::<Vec<_>>() {
                        self.now.visits[c] *= 1.0 + lasting + hit;
                        self.now.hits[c] *= 1.0 + lasting + hit;
                    }
                }
                Mechanism::RestoreLink(it) => {
                    let penalty = self.penalty(key, &running, it);
                    self.now.penalty.insert(key, penalty);
                    for c in self.channels() {
                        if is_on_tiktok(self.plan.channels[c].kind) {
                            self.now.visits[c] *= 1.0 - it.penalty_loss.likely * penalty;
                        }
                    }
                }
                _ => {}
            }
        }
    }

    /// The penalty of this month, after its strike: 1 or 0, or its probability on the central path.
    fn penalty(&mut self, key: Key, running: &Running, it: &RestoreLink) -> f64 {
        let depth = self.shocks.iter().find(|s| s.shock.id == it.shock).map_or(0.0, |s| s.depth(self.t));
        let strikes = &self.strikes[&key];
        let recent = |n: usize| strikes.iter().rev().take(n).sum::<f64>();
        let before = recent((it.penalty_months as usize).saturating_sub(1));
        let can_come = running.live(self.t) > 0.0 && depth > 0.0;
        let strike = match self.chance {
            _ if !can_come => 0.0,
            super::Chance::Central => (1.0 - before) * it.penalty_probability,
            super::Chance::Path { .. } if before > 0.0 => 0.0,
            super::Chance::Path { .. } => {
                let item = DrawnItem::strike(&running.strategy.id, 1 + key.1, self.t);
                f64::from(u8::from(self.chance.happens(&item, it.penalty_probability)))
            }
        };
        let penalty = if it.penalty_months == 0 { 0.0 } else { before + strike };
        self.strikes.get_mut(&key).expect("strikes of every mechanism").push(strike);
        penalty
    }

    pub(super) fn step_5_shocks(&mut self) {
        let n = self.plan.channels.len();
        self.now.diverted = vec![0.0; n];
        self.now.lost = vec![0.0; n];
        self.now.pass = vec![1.0; n];
        self.now.ban = vec![1.0; n];
        for coming in self.shocks.clone() {
            let (depth, adapt) = (coming.depth(self.t), coming.adapt(self.t));
            let shares: f64 = coming.shock.diversions.iter().map(|it| it.share.likely).sum();
            let passes = self.passes(&coming.shock.id, coming.shock.passes.likely);
            for c in self.channels().filter(|c| coming.hits(self, *c)).collect::<Vec<_>>() {
                let k = depth * (1.0 - passes);
                let lost = self.now.visits[c] * k;
                self.now.visits[c] -= lost;
                self.now.lost[c] += lost;
                self.now.pass[c] *= 1.0 - k;
                if coming.shock.kind == ShockKind::MarketBan {
                    self.now.ban[c] *= 1.0 - k;
                }
                for diversion in &coming.shock.diversions {
                    let (to, share) = (self.channel(&diversion.to), diversion.share.likely / shares.max(1.0));
                    if to != c {
                        self.now.diverted[to] += lost * share * adapt * self.now.a[to];
                    }
                }
            }
        }
        for c in self.channels() {
            self.now.diverted[c] *= self.now.pass[c] * self.now.shut[c];
            self.now.visits[c] *= self.now.shut[c];
        }
    }

    /// The share of visits that gets through a shock, with every link that is restored.
    fn passes(&self, shock: &str, passes: f64) -> f64 {
        let mut passes = passes;
        for (key, running, mechanism) in self.mechanisms() {
            if let Mechanism::RestoreLink(it) = mechanism
                && it.shock == shock
            {
                let weight = ramp(self.t, running.start, it.ramp_months) * running.live(self.t);
                passes += (1.0 - passes) * it.share.likely * weight * (1.0 - self.now.penalty[&key]);
            }
        }
        passes
    }

    pub(super) fn step_6_cannibalisation(&mut self) {
        for (_, running, mechanism) in self.mechanisms() {
            let Mechanism::OpenChannel(open) = mechanism else { continue };
            let n = self.channel(&open.channel);
            for loser in &open.cannibalises {
                let from = self.channel(&loser.from);
                let conversion = |c| self.value(Parameter::Conversion, c);
                if conversion(from) > 0.0 {
                    let orders = loser.share * self.now.visits[n] * conversion(n) * running.live(self.t);
                    self.now.visits[from] = (self.now.visits[from] - orders / conversion(from)).max(0.0);
                }
            }
        }
    }

    pub(super) fn step_7_mechanism_visits(&mut self) {
        self.now.trust = vec![1.0; self.plan.channels.len()];
        for (key, running, mechanism) in self.mechanisms() {
            let live = running.live(self.t);
            match mechanism {
                Mechanism::PaidReach(it) => {
                    let (spend, carry) = (it.spend_per_month.likely * live, it.carry_over.likely);
                    let a = spend * (1.0 - carry) + carry * self.built[&key];
                    self.built.insert(key, a);
                    let dear = self.now.paid_reach_cost * self.media_season(self.channel(&it.to));
                    let visits =
                        a / (it.cost_per_visit.likely * dear) / (1.0 + a / it.saturation_spend.likely);
                    let visits = visits * self.ban(it.on.as_ref());
                    let rates = [it.conversion_factor.likely, it.commission.likely];
                    self.arrive(key.0, &it.to, visits, it.via.as_ref(), rates);
                }
                Mechanism::Audience(it) => self.audience(key, &running, it),
                _ => {}
            }
        }
    }

    fn audience(&mut self, key: Key, running: &Running, it: &Audience) {
        let followers = self.built[&key];
        let posts = it.posts_per_month.likely * running.live(self.t) * self.ban(it.on.as_ref());
        let learned = ramp(self.t, running.start, it.learning_months);
        let fresh = posts * it.reach_per_post.likely * self.now.post_reach * learned;
        let views = fresh + posts * it.follower_reach.likely * followers;
        self.now.fresh.insert(key, fresh);
        for to in &it.to {
            let sells = if followers < it.sell_after_followers { 0.0 } else { 1.0 };
            let season = self.season(self.channel(&to.channel));
            let visits = views * it.click_rate.likely * to.share * season * sells;
            self.arrive(key.0, &to.channel, visits, it.via.as_ref(), [1.0, 0.0]);
        }
        let trusted = |f: f64| 1.0 + it.trust_max.likely * f / (f + it.trust_half.likely);
        let trust = trusted(followers) / trusted(it.initial_followers.likely);
        for c in self.channels().filter(|c| self.is_target(&it.trust_targets, *c)).collect::<Vec<_>>() {
            self.now.trust[c] *= trust;
        }
    }

    fn ban(&self, on: Option<&String>) -> f64 {
        on.map_or(1.0, |on| self.now.ban[self.channel(on)])
    }

    /// Visits that set out for a channel by way of another's links, as many as get there.
    fn arrive(&mut self, strategy: usize, to: &str, visits: f64, via: Option<&String>, rates: [f64; 2]) {
        let channel = self.channel(to);
        let way = via.map_or(1.0, |via| self.now.pass[self.channel(via)]);
        let open = if self.is_open(channel) { 1.0 } else { 0.0 };
        let left = self.now.pass[channel] * self.now.shut[channel];
        let visits = visits * self.noise[channel][self.t] * left * way * open;
        let [conversion_factor, commission] = rates;
        self.now.arrivals.push(Arrival { strategy, channel, visits, conversion_factor, commission });
    }

    /// q: the share of past customers who can still be reached.
    fn reached(&self, c: usize) -> f64 {
        if self.plan.channels[c].owns_its_customers() { self.now.ban[c] } else { self.now.pass[c] }
    }

    pub(super) fn step_8_subscriber_list(&mut self) {
        self.now.list_orders = vec![0.0; self.plan.channels.len()];
        for (key, running, mechanism) in self.mechanisms() {
            let Mechanism::SubscriberList(it) = mechanism else { continue };
            let mut list = self.built[&key];
            if running.has_begun(self.t) && running.starts(self.t) {
                let from = self.channels().filter(|c| self.is_target(&it.from, *c));
                let owned = from.filter(|c| self.plan.channels[*c].owns_its_customers());
                list += it.invites_existing.likely * owned.map(|c| self.customers[c]).sum::<f64>();
                self.built.insert(key, list);
            }
            let to = self.channel(&it.to);
            if self.is_open(to) {
                let written = list * it.orders_per_subscriber.likely * running.live(self.t);
                let moved = self.season(to) * self.noise[to][self.t] * self.reached(to);
                let orders = written * moved * self.now.repeat_left[to] * self.now.shut[to];
                self.now.list_orders[to] += orders;
                self.now.own_orders.push((key.0, to, orders));
            }
        }
    }

    pub(super) fn step_9_orders_wanted(&mut self) {
        for c in self.channels() {
            let channel = &self.plan.channels[c];
            let conversion = self.value(Parameter::Conversion, c) * self.now.trust[c];
            let conversion = (conversion * self.now.first_left[c]).min(1.0);
            let rate = conversion * (1.0 - channel.repeat_share.likely);
            let mut first = (self.now.visits[c] + self.now.diverted[c]) * rate;
            for arrival in self.now.arrivals.iter().filter(|it| it.channel == c) {
                let orders = arrival.visits * (rate * arrival.conversion_factor).min(1.0);
                first += orders;
                self.now.reach_orders.push((c, orders, arrival.commission));
                self.now.own_orders.push((arrival.strategy, c, orders));
            }
            let open = if self.is_open(c) { 1.0 } else { 0.0 };
            let moved = self.season(c) * self.noise[c][self.t] * self.reached(c) * open;
            // His own customers go on buying when the seller winds a channel down.
            let shut = if channel.owns_its_customers() { 1.0 } else { self.now.shut[c] };
            let moved = moved * self.now.repeat_left[c] * shut;
            let repeat = self.value(Parameter::Repeat, c) * self.customers[c] * moved;
            self.now.first.push(first);
            self.now.orders.push(first + repeat + self.now.list_orders[c]);
        }
    }
}

fn is_on_tiktok(kind: ChannelKind) -> bool {
    matches!(kind, ChannelKind::TiktokLink | ChannelKind::TiktokShop | ChannelKind::TiktokManaged)
}

/// A parameter before any adjustment.
fn base(channel: &Channel, parameter: Parameter) -> f64 {
    let rho = channel.repeat_share.likely;
    match parameter {
        Parameter::Visits => channel.visits.likely,
        Parameter::Conversion => channel.conversion.likely,
        Parameter::OrderValue => channel.order_value.likely,
        Parameter::Refund => channel.refund.likely,
        Parameter::UnitCost => channel.unit_cost.likely,
        Parameter::Fulfilment => channel.fulfilment.likely,
        Parameter::ReturnCost => channel.return_cost.likely,
        Parameter::Commission => channel.commission.likely,
        Parameter::CostPerVisit => channel.cost_per_visit.likely,
        Parameter::FixedCostPerMonth => channel.fixed_cost_per_month.likely,
        Parameter::Repeat => rho / ((1.0 - rho) * channel.customer_life_months),
        Parameter::Overhead | Parameter::PaidReachCost | Parameter::PostReach => 0.0,
    }
}

fn is_of_plan(parameter: Parameter) -> bool {
    matches!(parameter, Parameter::Overhead | Parameter::PaidReachCost | Parameter::PostReach)
}

pub(super) fn ceiling(parameter: Parameter) -> f64 {
    match parameter {
        Parameter::Conversion => 1.0,
        Parameter::Refund | Parameter::Commission => 0.99,
        Parameter::UnitCost => 10.0,
        _ => f64::INFINITY,
    }
}

fn is_money(parameter: Parameter) -> bool {
    matches!(
        parameter,
        Parameter::OrderValue
            | Parameter::Fulfilment
            | Parameter::ReturnCost
            | Parameter::CostPerVisit
            | Parameter::FixedCostPerMonth
    )
}
