//! Steps 10 to 17 of a month: stock, money and the books.

use sortie_engine::plan::{Channel, Mechanism, Parameter};

use super::visits::ceiling;
use super::{Running, Sim};

/// What given orders of a channel come to, in the plan's currency.
#[derive(Default)]
struct Money {
    gmv: f64,
    net: f64,
    payout: f64,
    goods: f64,
}

impl Sim<'_> {
    /// Payout and goods of a channel's orders before any effect.
    pub(super) fn base_money(&self, channel: &Channel, orders: f64) -> (f64, f64) {
        let rate = self.rate(channel.currency.as_ref());
        let sold = orders * channel.order_value.likely;
        let refund = channel.refund.likely.min(ceiling(Parameter::Refund));
        let commission = channel.commission.likely.min(ceiling(Parameter::Commission));
        let net = sold * (1.0 - refund);
        let payment = net * channel.payment_fee_share.likely + orders * channel.payment_fee_fixed.likely;
        let payout = net - net * commission - payment;
        let resold = refund * channel.resale.likely;
        let goods = sold * channel.unit_cost.likely * (1.0 - resold);
        (payout * rate, goods * rate)
    }

    pub(super) fn step_10_write_off(&mut self) {
        for i in 0..self.shocks.len() {
            let coming = self.shocks[i];
            if coming.depth(self.t) > 0.0 && !self.written_off[i] {
                self.written_off[i] = true;
                for c in self.channels().filter(|c| coming.hits(self, *c)).collect::<Vec<_>>() {
                    let loss = coming.shock.writes_off.likely * self.stock[c];
                    self.stock[c] -= loss;
                    self.now.written_off += loss;
                }
            }
        }
    }

    /// Step 11: the money of channel `c` where this share of its wanted orders is shipped.
    fn step_11_money(&self, c: usize, supply: f64) -> Money {
        let channel = &self.plan.channels[c];
        let rate = self.rate(channel.currency.as_ref());
        let (value, refund) = (self.value(Parameter::OrderValue, c), self.value(Parameter::Refund, c));
        let orders = self.now.orders[c] * supply;
        let net = orders * value * (1.0 - refund);
        let reach = self.now.reach_orders.iter().filter(|(to, ..)| *to == c);
        let reach: f64 =
            reach.map(|(_, orders, share)| orders * supply * value * (1.0 - refund) * share).sum();
        let commission = net * self.value(Parameter::Commission, c) + reach;
        let payment = net * channel.payment_fee_share.likely + orders * channel.payment_fee_fixed.likely;
        let unit = channel.order_value.likely * self.value(Parameter::UnitCost, c);
        let goods = orders * unit * (1.0 - refund * channel.resale.likely);
        Money {
            gmv: orders * value * rate,
            net: net * rate,
            payout: (net - commission - payment) * rate,
            goods: goods * rate,
        }
    }

    /// Step 12: what of these payouts arrives this month, and what each shock holds back of it.
    fn step_12_payouts(&self, payouts: &[f64]) -> (f64, Vec<f64>) {
        let mut held = vec![0.0; self.shocks.len()];
        let mut arrived = 0.0;
        for c in self.channels() {
            let months = self.plan.channels[c].payout_days / 30.0;
            let (k, phi) = (months.floor() as usize, months - months.floor());
            let of = |ago: usize| match ago {
                0 => payouts[c],
                _ if ago > self.t => self.base_payout[c],
                _ => self.payouts[self.t - ago][c],
            };
            let mut arriving = (1.0 - phi) * of(k) + phi * of(k + 1);
            arrived += arriving;
            for (coming, held) in self.shocks.iter().zip(&mut held) {
                if coming.hits(self, c) {
                    let back = coming.shock.freezes_payouts.likely * coming.depth(self.t) * arriving;
                    arriving -= back;
                    *held += back;
                }
            }
        }
        (arrived, held)
    }

    /// What was held back earlier, or just now, and is paid this month.
    fn released(&self, held_now: &[f64]) -> f64 {
        let mut released = 0.0;
        for (i, coming) in self.shocks.iter().enumerate() {
            match coming.shock.freeze_months {
                Some(0) => released += held_now[i],
                Some(months) if months as usize <= self.t => {
                    released += self.held[self.t - months as usize][i];
                }
                _ => {}
            }
        }
        released
    }

    fn lead(&self, c: usize) -> usize {
        self.plan.channels[c].lead_months as usize
    }

    /// What was bought for channel `c` so many months ago.
    fn bought(&self, c: usize, ago: usize) -> f64 {
        if ago > self.t { self.base_goods[c] } else { self.bought[self.t - ago][c] }
    }

    /// b: what to buy for channel `c` where so many goods are wanted this month.
    fn needed(&self, c: usize, goods: f64) -> f64 {
        let (lead, cover) = (self.lead(c), self.plan.channels[c].stock_days / 30.0);
        if lead == 0 {
            return (cover * goods - self.stock[c] + goods).max(0.0);
        }
        let later = |k: usize| goods * self.season_at(c, self.t + k) / self.season(c);
        let until_landed: f64 = (0..=lead).map(later).sum();
        let in_transit: f64 = (1..=lead).map(|ago| self.bought(c, ago)).sum();
        (until_landed + cover * later(lead) - self.stock[c] - in_transit).max(0.0)
    }

    pub(super) fn step_13_supply(&mut self) {
        let wanted: Vec<Money> = self.channels().map(|c| self.step_11_money(c, 1.0)).collect();
        let purchases: Vec<f64> = self.channels().map(|c| self.needed(c, wanted[c].goods)).collect();
        let total: f64 = purchases.iter().sum();
        let payouts: Vec<f64> = wanted.iter().map(|money| money.payout).collect();
        let (arrived, held) = self.step_12_payouts(&payouts);
        let income = arrived - held.iter().sum::<f64>() + self.released(&held);
        let funds = (self.cash + self.plan.cash.credit_line + income).max(0.0);
        let limited = self.plan.cash.restock_limited && total > 0.0;
        let kappa = if limited { (funds / total).min(1.0) } else { 1.0 };
        for c in self.channels() {
            let lead = self.lead(c);
            let landed = if lead == 0 { kappa * purchases[c] } else { self.bought(c, lead) };
            let available = self.stock[c] + landed;
            let goods = wanted[c].goods;
            let supply = if goods > 0.0 { (available / goods).min(1.0) } else { 1.0 };
            self.now.supply.push(supply);
            self.now.purchases += kappa * purchases[c];
            // As available − goods · supply, but rounding leaves neither a trace nor less than nothing, of which
            // traces of orders would follow for ever.
            self.stock[c] = (available - goods).max(0.0);
        }
        self.bought.push(purchases.iter().map(|b| kappa * b).collect());
        let payouts =
            self.channels().map(|c| self.step_11_money(c, self.now.supply[c]).payout).collect::<Vec<_>>();
        let (arrived, held) = self.step_12_payouts(&payouts);
        self.now.released = self.released(&held);
        self.now.arrived = arrived - held.iter().sum::<f64>();
        let lost = self.shocks.iter().zip(&held).filter(|(coming, _)| coming.shock.freeze_months.is_none());
        self.now.lost_freezes = lost.map(|(_, held)| held).sum();
        self.payouts.push(payouts);
        self.held.push(held);
    }

    pub(super) fn step_14_customers_and_costs(&mut self) {
        for c in self.channels() {
            let channel = &self.plan.channels[c];
            let supply = self.now.supply[c];
            self.now.first[c] *= supply;
            self.now.orders[c] *= supply;
            self.customers[c] =
                self.customers[c] * (1.0 - 1.0 / channel.customer_life_months) + self.now.first[c];
            for (to, orders, _) in &mut self.now.reach_orders {
                *orders *= if *to == c { supply } else { 1.0 };
            }
            for (_, to, orders) in &mut self.now.own_orders {
                *orders *= if *to == c { supply } else { 1.0 };
            }
            let orders = self.now.orders[c];
            let shipping = orders * self.value(Parameter::Fulfilment, c);
            let returns = orders * self.value(Parameter::Refund, c) * self.value(Parameter::ReturnCost, c);
            let shut = self.now.shut[c];
            let paid = self.now.visits[c] + channel.spend_kept.likely * self.now.lost[c] * shut;
            let per_visit = self.value(Parameter::CostPerVisit, c) * self.media_season(c);
            let ads = paid / self.now.hits[c] * per_visit;
            let is_kept = self.is_open(c) && shut > 0.0;
            let fixed = if is_kept { self.value(Parameter::FixedCostPerMonth, c) } else { 0.0 };
            self.now.costs += (shipping + returns + ads + fixed) * self.rate(channel.currency.as_ref());
        }
    }

    pub(super) fn step_15_strategy_costs(&mut self) {
        let cost = |running: &Running| {
            let strategy = running.strategy;
            let is_set_up = running.is_eligible && running.starts(self.t);
            let setup = if is_set_up { strategy.setup_cost.likely } else { 0.0 };
            let monthly = strategy.monthly_cost.likely * running.live(self.t);
            let leaves = running.has_begun(self.t) && running.ends(self.t);
            let exit = if leaves { strategy.exit_cost.likely } else { 0.0 };
            (setup + monthly + exit) * self.rate(strategy.currency.as_ref())
        };
        let mut costs: f64 = self.strategies.iter().map(cost).sum();
        for (key, running, mechanism) in self.mechanisms() {
            let monthly = match mechanism {
                Mechanism::PaidReach(it) => it.spend_per_month.likely,
                Mechanism::Audience(it) => it.posts_per_month.likely * it.cost_per_post.likely,
                Mechanism::SubscriberList(it) => self.built[&key] * it.cost_per_subscriber.likely,
                _ => 0.0,
            };
            costs += monthly * running.live(self.t) * self.rate(running.strategy.currency.as_ref());
        }
        self.now.strategy_costs = costs;
    }

    pub(super) fn step_16_books(&mut self) {
        let money: Vec<Money> = self.channels().map(|c| self.step_11_money(c, 1.0)).collect();
        let total = |of: fn(&Money) -> f64| money.iter().map(of).sum::<f64>();
        let interest = (-self.cash).max(0.0) * self.plan.cash.interest_per_year.likely / 12.0;
        let payout = total(|it| it.payout);
        let spent = self.now.costs + self.now.overhead + self.now.strategy_costs + interest;
        let losses = self.now.lost_freezes + self.now.written_off;
        let profit = payout - total(|it| it.goods) - spent - losses;
        self.cash += self.now.arrived + self.now.released - self.now.purchases - spent;
        self.receivables += payout - self.now.arrived - self.now.released - self.now.lost_freezes;
        self.tell(profit, &money);
    }

    /// What of channel `c` has been bought and has not landed by the end of the month.
    fn in_transit(&self, c: usize) -> f64 {
        (0..self.lead(c)).map(|ago| self.bought(c, ago)).sum()
    }

    /// Visits to channel `c`, from wherever they come.
    fn visits(&self, c: usize) -> f64 {
        let arrivals = self.now.arrivals.iter().filter(|it| it.channel == c).map(|it| it.visits);
        self.now.visits[c] + self.now.diverted[c] + arrivals.sum::<f64>()
    }

    /// Writes the month down.
    fn tell(&mut self, profit: f64, money: &[Money]) {
        let total = |of: fn(&Money) -> f64| money.iter().map(of).sum::<f64>();
        let mechanisms = self.mechanisms();
        let built = |wanted: fn(&Mechanism) -> bool| {
            let keys = mechanisms.iter().filter(|(.., mechanism)| wanted(mechanism)).map(|(key, ..)| key);
            keys.map(|key| self.built[key]).sum::<f64>()
        };
        let told = [
            ("visits", self.channels().map(|c| self.visits(c)).sum()),
            ("orders", self.now.orders.iter().sum()),
            ("gmv", total(|it| it.gmv)),
            ("revenue", total(|it| it.net)),
            ("profit", profit),
            ("cash", self.cash),
            ("receivables", self.receivables),
            ("stock", self.channels().map(|c| self.stock[c] + self.in_transit(c)).sum()),
            ("followers", built(|it| matches!(it, Mechanism::Audience(_)))),
            ("subscribers", built(|it| matches!(it, Mechanism::SubscriberList(_)))),
        ];
        for (metric, value) in told {
            self.series.entry(metric.to_owned()).or_default().push(value);
            self.read_off(metric.to_owned(), value);
        }
        for (c, money) in money.iter().enumerate() {
            let id = &self.plan.channels[c].id;
            self.series.entry(format!("channel_revenue:{id}")).or_default().push(money.net);
            self.read_off(format!("visits:{id}"), self.visits(c));
            self.read_off(format!("orders:{id}"), self.now.orders[c]);
            self.read_off(format!("revenue:{id}"), money.net);
        }
        for i in 0..self.strategies.len() {
            let own = self.now.own_orders.iter().filter(|(strategy, ..)| *strategy == i);
            let orders = own.map(|(.., orders)| orders).sum();
            self.read_off(format!("own_orders:{}", self.strategies[i].strategy.id), orders);
        }
    }

    pub(super) fn step_17_stocks_move_on(&mut self) {
        for (key, running, mechanism) in self.mechanisms() {
            if !running.has_begun(self.t) {
                continue;
            }
            let built = self.built[&key];
            let next = match mechanism {
                Mechanism::Audience(it) => {
                    let room = it.audience_pool.map_or(1.0, |pool| (1.0 - built / pool.likely).max(0.0));
                    let new = it.follow_rate.likely * self.now.fresh[&key] * room;
                    built * (1.0 - it.unfollow.likely) + new
                }
                Mechanism::SubscriberList(it) => {
                    let from = self.channels().filter(|c| self.is_target(&it.from, *c));
                    let first: f64 = from.map(|c| self.now.first[c]).sum();
                    let joined = it.capture.likely * running.live(self.t) * first;
                    built * (1.0 - it.unsubscribe.likely) + joined
                }
                _ => built,
            };
            self.built.insert(key, next);
        }
    }
}
