//! Steps 10 to 17 of a month: stock, money and the books.

use sortie_engine::plan::{Channel, Mechanism, Parameter};

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
        let net = sold * (1.0 - channel.refund.likely);
        let payment = net * channel.payment_fee_share.likely + orders * channel.payment_fee_fixed.likely;
        let payout = net - net * channel.commission.likely - payment;
        let resold = channel.refund.likely * channel.resale.likely;
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

    pub(super) fn step_13_supply(&mut self) {
        let wanted: Vec<Money> = self.channels().map(|c| self.step_11_money(c, 1.0)).collect();
        let needed = |c: usize| {
            let goods = wanted[c].goods;
            (self.plan.channels[c].stock_days / 30.0 * goods - self.stock[c] + goods).max(0.0)
        };
        let purchases: Vec<f64> = self.channels().map(needed).collect();
        let total: f64 = purchases.iter().sum();
        let payouts: Vec<f64> = wanted.iter().map(|money| money.payout).collect();
        let (arrived, held) = self.step_12_payouts(&payouts);
        let income = arrived - held.iter().sum::<f64>() + self.released(&held);
        let funds = (self.cash + self.plan.cash.credit_line + income).max(0.0);
        let limited = self.plan.cash.restock_limited && total > 0.0;
        let kappa = if limited { (funds / total).min(1.0) } else { 1.0 };
        for c in self.channels() {
            let available = self.stock[c] + kappa * purchases[c];
            let goods = wanted[c].goods;
            let supply = if goods > 0.0 { (available / goods).min(1.0) } else { 1.0 };
            self.now.supply.push(supply);
            self.now.purchases += kappa * purchases[c];
            // As available − goods · supply, but rounding leaves neither a trace nor less than nothing, of which
            // traces of orders would follow for ever.
            self.stock[c] = (available - goods).max(0.0);
        }
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
            let orders = self.now.orders[c];
            let shipping = orders * self.value(Parameter::Fulfilment, c);
            let returns = orders * self.value(Parameter::Refund, c) * self.value(Parameter::ReturnCost, c);
            let paid = self.now.visits[c] + channel.spend_kept.likely * self.now.lost[c];
            let ads = paid / self.now.hits[c] * self.value(Parameter::CostPerVisit, c);
            let fixed = if self.is_open(c) { self.value(Parameter::FixedCostPerMonth, c) } else { 0.0 };
            self.now.costs += (shipping + returns + ads + fixed) * self.rate(channel.currency.as_ref());
        }
    }

    pub(super) fn step_15_strategy_costs(&mut self) {
        let cost = |running: &Running| {
            let strategy = running.strategy;
            let is_set_up = running.is_eligible && running.starts(self.t);
            let setup = if is_set_up { strategy.setup_cost.likely } else { 0.0 };
            let monthly = strategy.monthly_cost.likely * running.live(self.t);
            (setup + monthly) * self.rate(strategy.currency.as_ref())
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
        let (payout, spent) =
            (total(|it| it.payout), self.now.costs + self.now.overhead + self.now.strategy_costs);
        let losses = self.now.lost_freezes + self.now.written_off;
        let profit = payout - total(|it| it.goods) - spent - losses;
        self.cash += self.now.arrived + self.now.released - self.now.purchases - spent;
        self.receivables += payout - self.now.arrived - self.now.released - self.now.lost_freezes;
        let mechanisms = self.mechanisms();
        let built = |wanted: fn(&Mechanism) -> bool| {
            let keys = mechanisms.iter().filter(|(.., mechanism)| wanted(mechanism)).map(|(key, ..)| key);
            keys.map(|key| self.built[key]).sum::<f64>()
        };
        let arrivals: f64 = self.now.arrivals.iter().map(|it| it.visits).sum();
        let own: f64 = self.now.visits.iter().chain(&self.now.diverted).sum();
        let told = [
            ("visits", own + arrivals),
            ("orders", self.now.orders.iter().sum()),
            ("gmv", total(|it| it.gmv)),
            ("revenue", total(|it| it.net)),
            ("profit", profit),
            ("cash", self.cash),
            ("receivables", self.receivables),
            ("stock", self.stock.iter().sum()),
            ("followers", built(|it| matches!(it, Mechanism::Audience(_)))),
            ("subscribers", built(|it| matches!(it, Mechanism::SubscriberList(_)))),
        ];
        for (metric, value) in told {
            self.series.entry(metric.to_owned()).or_default().push(value);
        }
        for (channel, money) in self.plan.channels.iter().zip(&money) {
            let name = format!("channel_revenue:{}", channel.id);
            self.series.entry(name).or_default().push(money.net);
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
                    built * (1.0 - it.unfollow.likely) + it.follow_rate.likely * self.now.views[&key]
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
