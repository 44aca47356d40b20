//! Small plans made up from a list of numbers between 0 and 1: smaller numbers make simpler plans, so that a failing
//! plan shrinks to one that a person can read.

use std::collections::BTreeMap;

use proptest::prelude::{Strategy as Plans, prop};
use sortie_engine::plan::{
    AdjustTerms, Adjustment, AdjustmentChange, Audience, CannibalisedShare, Cash, Channel, ChannelKind,
    ChannelTargets, CloseChannel, Demand, Diversion, EstimateField, EstimateMut, FileWord, FollowedShock,
    HitProducts, Market, Mechanism, NumberMeasure, OpenChannel, PaidReach, Parameter, Plan, PriceChange,
    Requirement, RestoreLink, RuleMetric, Scenario, Shock, ShockKind, ShockStart, Strategy, StrategyRule,
    SubscriberList, Surface, VisitShare, estimate_of_channel, fields_of_channel,
};
use sortie_engine::unit::{Amount, Day, Estimate, Month, Share, Signed};

/// The first month of every made plan.
const START: (i32, u8) = (2023, 7);

/// Plans of every sort.
pub fn plans() -> impl Plans<Value = Plan> {
    prop::collection::vec(0.0..1.0_f64, 800).prop_map(|numbers| Maker { numbers, at: 0 }.plan())
}

/// The month `months` after the start of made plans.
pub fn month(months: i32) -> Month {
    Month::new(START.0, START.1).expect("a month").plus(months)
}

/// A channel that sells `visits` × `conversion` orders a month for 50 each, without any cost but its goods.
pub fn channel(id: &str, kind: ChannelKind, visits: f64, conversion: f64) -> Channel {
    Channel {
        visits: Estimate::certain(visits),
        conversion: Estimate::certain(conversion),
        order_value: Estimate::certain(50.0),
        unit_cost: Estimate::certain(0.3),
        ..Channel::blank(id, id, kind, "us")
    }
}

/// A shock that does nothing yet, `months` after the start.
pub fn shock(id: &str, kind: ShockKind, months: i32) -> Shock {
    Shock::blank(id, id, kind, Day { month: month(months), day: None })
}

/// A strategy without mechanisms or cost, from `months` after the start.
pub fn strategy(id: &str, months: i32) -> Strategy {
    Strategy::blank(id, id, "other", month(months))
}

/// A scenario of these shocks and strategies.
pub fn scenario(id: &str, shocks: &[&str], strategies: &[&str]) -> Scenario {
    Scenario::of(id, id, shocks, strategies)
}

/// A year of these channels with money enough, nothing moving and one scenario in which nothing happens.
pub fn plan(channels: Vec<Channel>) -> Plan {
    Plan {
        cash: Cash { opening: 100_000.0, ..Cash::default() },
        markets: vec![Market::blank("us", "us")],
        channels,
        scenarios: vec![scenario("calm", &[], &[])],
        ..Plan::blank("made", "USD", month(0), 12)
    }
}

/// The most that a made channel has of a number, small where nothing more is known of it than what it measures.
fn most_of(field: &EstimateField) -> f64 {
    match (field.name, field.measure) {
        ("order_value", _) => 100.0,
        ("fulfilment" | "return_cost", _) => 8.0,
        ("cost_per_visit", _) => 0.3,
        ("fixed_cost_per_month", _) => 500.0,
        ("resale" | "spend_kept", _) => 1.0,
        ("repeat_share" | "unit_cost", _) => 0.6,
        ("payment_fee_share" | "growth", _) => 0.05,
        (_, NumberMeasure::Share) => 0.3,
        _ => 0.5,
    }
}

/// The least of it.
fn least_of(field: &EstimateField) -> f64 {
    if field.name == "order_value" { 10.0 } else { 0.0 }
}

/// Both words, or the one that they are.
fn each_once<W: FileWord>([a, b]: [W; 2]) -> Vec<W> {
    if a == b { vec![a] } else { vec![a, b] }
}

/// Takes numbers from a list, in order; 0 once it is at its end.
struct Maker {
    numbers: Vec<f64>,
    at: usize,
}

impl Maker {
    fn number(&mut self) -> f64 {
        self.at += 1;
        self.numbers.get(self.at - 1).copied().unwrap_or(0.0)
    }

    fn between(&mut self, from: f64, to: f64) -> f64 {
        from + self.number() * (to - from)
    }

    fn whole(&mut self, to: usize) -> usize {
        (self.number() * (to + 1) as f64) as usize
    }

    fn often(&mut self) -> bool {
        self.number() > 0.4
    }

    /// 0 in half of all plans.
    fn at_times(&mut self, to: f64) -> f64 {
        if self.often() { self.between(0.0, to) } else { 0.0 }
    }

    fn word<W: FileWord>(&mut self) -> W {
        W::ALL[self.whole(W::ALL.len() - 1)]
    }

    fn amount(&mut self, from: f64, to: f64) -> Estimate<Amount> {
        let likely = self.between(from, to);
        if self.often() && likely > 0.0 {
            Estimate::new(likely * self.between(0.5, 1.0), likely, likely * self.between(1.0, 2.0))
        } else {
            Estimate::certain(likely)
        }
    }

    fn share(&mut self, to: f64) -> Estimate<Share> {
        let likely = self.at_times(to);
        if self.often() && likely > 0.0 && likely < 1.0 {
            let high = likely + (1.0 - likely) * self.between(0.0, 0.5);
            Estimate::new(likely * self.between(0.5, 1.0), likely, high)
        } else {
            Estimate::certain(likely)
        }
    }

    fn signed(&mut self, size: f64) -> Estimate<Signed> {
        let likely = self.at_times(size) - self.at_times(size);
        Estimate::new(likely - self.at_times(size), likely, likely + self.at_times(size))
    }

    fn plan(&mut self) -> Plan {
        let n_channels = 1 + self.whole(3);
        let mut plan = plan((0..n_channels).map(|idx| self.channel(idx)).collect());
        plan.horizon_months = 6 + self.whole(18);
        plan.fx = BTreeMap::from([("CNY".to_owned(), self.amount(0.1, 0.2))]);
        plan.markets.push(Market::blank("uk", "uk"));
        plan.markets[1].seasonality = Some(std::array::from_fn(|_| self.between(1.0, 3.0)));
        plan.markets[1].media_seasonality =
            self.often().then(|| std::array::from_fn(|_| self.between(1.0, 3.0)));
        plan.cash.opening = self.between(50_000.0, -5_000.0);
        plan.cash.interest_per_year = self.share(0.5);
        plan.cash.credit_line = self.at_times(10_000.0);
        plan.cash.overhead_per_month = self.amount(0.0, 2_000.0);
        plan.cash.restock_limited = self.often();
        plan.demand = self.demand();
        plan.seller.local_stock = self.often();
        plan.seller.amazon_us_category_revenue_usd = self.at_times(4_000_000.0);
        let shocks = 1 + self.whole(2);
        plan.shocks = (0..shocks).map(|idx| self.shock(idx, &plan)).collect();
        // One of them closes links, and it may be one that follows another.
        plan.shocks[self.whole(shocks - 1)].kind = ShockKind::LinkClosure;
        let strategies = self.whole(3);
        plan.strategies = (0..strategies).map(|idx| self.strategy(idx, &plan)).collect();
        plan.scenarios = self.scenarios(&plan);
        plan
    }

    fn demand(&mut self) -> Demand {
        Demand {
            seasonality: std::array::from_fn(|_| self.between(1.0, 2.0)),
            trend_damping: self.between(1.0, 0.0),
            volatility: self.at_times(0.4),
            persistence: self.at_times(0.9),
            co_movement: self.number(),
            estimate_correlation: self.at_times(1.0),
            media_seasonality: std::array::from_fn(|_| self.between(1.0, 2.0)),
        }
    }

    fn channel(&mut self, idx: usize) -> Channel {
        let kind = if idx == 0 { ChannelKind::TiktokLink } else { self.word() };
        let (visits, conversion) = (self.amount(100.0, 20_000.0), self.between(0.005, 0.1));
        let mut it = channel(&format!("c{idx}"), kind, 0.0, conversion);
        it.visits = visits;
        it.market = if self.often() { "uk" } else { "us" }.into();
        it.surface = self.often().then(|| self.word::<Surface>());
        it.currency = self.often().then(|| "CNY".to_owned());
        it.active = idx == 0 || self.number() < 0.6;
        it.owns_customers = self.often().then(|| self.often());
        for field in fields_of_channel(&it.clone()).into_iter().filter(|it| it.name != "visits") {
            let found = estimate_of_channel(&mut it, field.name).expect("a field of the table");
            let most = most_of(&field);
            match found {
                EstimateMut::Amount(to) => *to = self.amount(least_of(&field), most),
                EstimateMut::Share(to) if field.name == "conversion" => *to = Estimate::certain(conversion),
                EstimateMut::Share(to) => *to = self.share(most),
                EstimateMut::Signed(to) => *to = self.signed(most),
            }
        }
        it.customer_life_months = self.between(1.0, 20.0);
        it.payout_days = self.at_times(80.0);
        it.stock_days = self.at_times(80.0);
        it.lead_months = self.at_times(7.0) as u32;
        it
    }

    fn any(&mut self, plan: &Plan) -> String {
        plan.channels[self.whole(plan.channels.len() - 1)].id.clone()
    }

    fn targets(&mut self, plan: &Plan) -> ChannelTargets {
        let mut targets = ChannelTargets::default();
        match self.whole(4) {
            0 => {}
            1 => targets.channels = Some(vec![self.any(plan)]),
            2 => targets.kinds = Some(each_once([ChannelKind::TiktokLink, self.word()])),
            3 => targets.markets = Some(vec!["us".into()]),
            _ => targets.surfaces = Some(each_once([self.word(), self.word()])),
        }
        targets
    }

    fn change(&mut self, parameter: Parameter) -> AdjustmentChange {
        let size = match parameter {
            Parameter::Visits | Parameter::Overhead | Parameter::FixedCostPerMonth => 500.0,
            Parameter::OrderValue => 20.0,
            _ => 0.2,
        };
        if self.often() || parameter.is_factor() {
            AdjustmentChange::Factor(self.amount(0.5, 1.5))
        } else {
            AdjustmentChange::Add(self.signed(size))
        }
    }

    fn shock(&mut self, idx: usize, plan: &Plan) -> Shock {
        let kind = self.word();
        let months = self.whole(8) as i32 - self.whole(2) as i32;
        let mut it = shock(&format!("s{idx}"), kind, months);
        it.targets = self.targets(plan);
        it.start = self.shock_start(idx, months);
        it.phase_out_months = self.at_times(3.0);
        it.lasts_months = self.often().then(|| self.amount(0.5, 6.0));
        it.lasts_probability = if self.often() { 1.0 } else { self.number() };
        it.recovery_months = self.at_times(3.0);
        it.probability = if self.often() { 1.0 } else { self.number() };
        it.window_months = self.at_times(4.0);
        it.passes = self.share(1.0);
        for _ in 0..self.whole(2) {
            let diversion = Diversion { to: self.any(plan), share: self.share(0.9) };
            if it.diversions.iter().all(|other| other.to != diversion.to) {
                it.diversions.push(diversion);
            }
        }
        it.adaptation_months = self.at_times(4.0);
        for _ in 0..self.whole(2) {
            let parameter: Parameter = self.word();
            let change = self.change(parameter);
            let own = self.often() && !parameter.is_of_plan();
            let targets = own.then(|| self.targets(plan));
            it.adjustments.push(Adjustment { parameter, change, targets });
        }
        it.freezes_payouts = self.share(1.0);
        it.freeze_months = self.often().then(|| 1 + self.whole(2) as u32);
        it.writes_off = self.share(1.0);
        it
    }

    /// A day, or some time after a shock before it in the list.
    fn shock_start(&mut self, idx: usize, months: i32) -> ShockStart {
        if idx > 0 && self.often() {
            let shock = format!("s{}", self.whole(idx - 1));
            ShockStart::After(FollowedShock { shock, after_months: self.amount(0.0, 5.0) })
        } else {
            ShockStart::On(Day { month: month(months), day: self.often().then(|| 1 + self.whole(27) as u8) })
        }
    }

    fn strategy(&mut self, idx: usize, plan: &Plan) -> Strategy {
        let months = self.whole(6) as i32 - self.whole(2) as i32;
        let mut it = strategy(&format!("r{idx}"), months);
        it.end = self.often().then(|| it.start.plus(1 + self.whole(8) as i32));
        it.currency = self.often().then(|| "CNY".to_owned());
        it.setup_cost = self.amount(0.0, 1_000.0);
        it.monthly_cost = self.amount(0.0, 500.0);
        it.exit_cost = self.amount(0.0, 1_000.0);
        it.start_when = (months >= 0 && !self.often()).then(|| self.start_when(plan));
        it.stop_when = self.often().then(|| self.stop_when(plan));
        it.provides = if self.often() { vec![Requirement::OverseasWarehouse] } else { vec![] };
        it.mechanisms = (0..=self.whole(2)).map(|_| self.mechanism(plan)).collect();
        it
    }

    /// A rule that holds in some months of some paths.
    fn stop_when(&mut self, plan: &Plan) -> StrategyRule {
        let metric: RuleMetric = self.word();
        // The least is no figure that months without anything have.
        let [from, to] = match metric {
            RuleMetric::Visits => [90.0, 40_000.0],
            RuleMetric::Orders => [9.0, 1_500.0],
            RuleMetric::Revenue => [900.0, 60_000.0],
            RuleMetric::Profit => [-4_000.0, 10_000.0],
            RuleMetric::Cash => [-9_000.0, 90_000.0],
            RuleMetric::Followers => [9.0, 9_000.0],
            RuleMetric::Subscribers => [9.0, 3_000.0],
            RuleMetric::OwnOrders => [0.9, 300.0],
        };
        StrategyRule {
            metric,
            channel: (metric.is_by_channel() && self.often()).then(|| self.any(plan)),
            is: self.word(),
            value: from + self.number() * self.number() * (to - from),
            for_months: 1 + self.whole(3) as u32,
            after_months: self.at_times(5.0) as u32,
        }
    }

    fn start_when(&mut self, plan: &Plan) -> StrategyRule {
        let mut rule = StrategyRule { after_months: 0, ..self.stop_when(plan) };
        if rule.metric == RuleMetric::OwnOrders {
            rule.metric = RuleMetric::Orders;
        }
        rule
    }

    fn mechanism(&mut self, plan: &Plan) -> Mechanism {
        match self.whole(8) {
            0 => Mechanism::Hits(self.hits(plan)),
            1 => Mechanism::Adjust(self.adjust(plan)),
            2 => Mechanism::CloseChannel(CloseChannel {
                channel: self.any(plan),
                ramp_months: self.at_times(3.0),
            }),
            3 => Mechanism::RestoreLink(self.restore_link(plan)),
            4 => Mechanism::PaidReach(Box::new(self.paid_reach(plan))),
            5 => Mechanism::SubscriberList(Box::new(self.subscriber_list(plan))),
            6 => Mechanism::Audience(Box::new(self.audience(plan))),
            7 => Mechanism::Price(self.price(plan)),
            _ => {
                let closed = plan.channels.iter().find(|channel| !channel.active);
                match closed {
                    Some(closed) => Mechanism::OpenChannel(self.open_channel(plan, &closed.id)),
                    None => Mechanism::Hits(self.hits(plan)),
                }
            }
        }
    }

    fn hits(&mut self, plan: &Plan) -> HitProducts {
        HitProducts {
            targets: self.targets(plan),
            per_month: self.between(0.0, 1.0),
            size: self.amount(0.0, 2.0),
            half_life_months: self.between(0.3, 4.0),
        }
    }

    fn price(&mut self, plan: &Plan) -> PriceChange {
        PriceChange {
            targets: self.targets(plan),
            factor: self.amount(0.6, 1.5),
            elasticity: self.amount(0.0, 3.0),
            repeat_elasticity: self.often().then(|| self.amount(0.0, 3.0)),
            ramp_months: self.at_times(3.0),
        }
    }

    fn adjust(&mut self, plan: &Plan) -> AdjustTerms {
        let parameter: Parameter = self.word();
        let targets = if parameter.is_of_plan() { ChannelTargets::default() } else { self.targets(plan) };
        AdjustTerms { targets, parameter, change: self.change(parameter), ramp_months: self.at_times(3.0) }
    }

    fn restore_link(&mut self, plan: &Plan) -> RestoreLink {
        RestoreLink {
            shock: plan.shocks[self.whole(plan.shocks.len() - 1)].id.clone(),
            share: self.share(1.0),
            ramp_months: self.at_times(3.0),
            penalty_probability: self.at_times(0.8),
            penalty_loss: self.share(1.0),
            penalty_months: 1 + self.whole(2) as u32,
            approval: if self.often() { 1.0 } else { self.number() },
        }
    }

    /// Another channel than `to`, at times.
    fn via(&mut self, plan: &Plan, to: &str) -> Option<String> {
        let via = self.any(plan);
        (via != to && self.often()).then_some(via)
    }

    fn paid_reach(&mut self, plan: &Plan) -> PaidReach {
        let to = self.any(plan);
        PaidReach {
            via: self.via(plan, &to),
            on: self.often().then(|| self.any(plan)),
            to,
            spend_per_month: self.amount(100.0, 2_000.0),
            cost_per_visit: self.amount(0.2, 2.0),
            saturation_spend: self.amount(100.0, 5_000.0),
            carry_over: self.share(0.8),
            conversion_factor: self.amount(0.3, 30.0),
            commission: self.share(0.3),
        }
    }

    fn subscriber_list(&mut self, plan: &Plan) -> SubscriberList {
        SubscriberList {
            to: self.any(plan),
            from: self.targets(plan),
            capture: self.share(0.8),
            unsubscribe: self.share(0.2),
            orders_per_subscriber: self.share(0.2),
            cost_per_subscriber: self.amount(0.0, 0.1),
            initial_subscribers: self.amount(0.0, 1_000.0),
            invites_existing: self.share(0.6),
        }
    }

    fn audience(&mut self, plan: &Plan) -> Audience {
        let to = self.any(plan);
        Audience {
            via: self.via(plan, &to),
            on: self.often().then(|| self.any(plan)),
            to: vec![VisitShare { channel: to, share: self.number() }],
            posts_per_month: self.amount(1.0, 60.0),
            cost_per_post: self.amount(0.0, 20.0),
            reach_per_post: self.amount(10.0, 3_000.0),
            follower_reach: self.share(0.3),
            follow_rate: self.share(0.05),
            unfollow: self.share(0.1),
            click_rate: self.share(0.05),
            trust_max: self.amount(0.0, 2.0),
            trust_half: self.amount(100.0, 20_000.0),
            initial_followers: self.amount(0.0, 5_000.0),
            audience_pool: self.often().then(|| self.amount(1_000.0, 60_000.0)),
            trust_targets: self.targets(plan),
            sell_after_followers: self.at_times(5_000.0),
            learning_months: self.at_times(5.0),
        }
    }

    fn open_channel(&mut self, plan: &Plan, closed: &str) -> OpenChannel {
        let mut cannibalises: Vec<CannibalisedShare> = vec![];
        for _ in 0..self.whole(2) {
            let lost = CannibalisedShare { from: self.any(plan), share: self.number() };
            if lost.from != closed && cannibalises.iter().all(|other| other.from != lost.from) {
                cannibalises.push(lost);
            }
        }
        OpenChannel {
            cannibalises,
            channel: closed.to_owned(),
            ramp_months: self.at_times(4.0),
            review_months: self.at_times(2.0),
            approval: if self.often() { self.number() } else { 1.0 },
            requirements: if self.often() { vec![self.word()] } else { vec![] },
        }
    }

    /// Links open, with or without what follows a closure, no response, every strategy alone, and all at once.
    fn scenarios(&mut self, plan: &Plan) -> Vec<Scenario> {
        let shocks: Vec<&str> = plan.shocks.iter().map(|it| it.id.as_str()).collect();
        let whole = self.often();
        let mut open: Vec<&str> = vec![];
        for shock in plan.shocks.iter().filter(|it| it.kind != ShockKind::LinkClosure) {
            let stays = |it: &FollowedShock| open.contains(&it.shock.as_str());
            if whole || shock.start.follows().is_none_or(stays) {
                open.push(&shock.id);
            }
        }
        let strategies: Vec<&str> = plan.strategies.iter().map(|it| it.id.as_str()).collect();
        let mut scenarios = vec![scenario("open", &open, &[]), scenario("none", &shocks, &[])];
        scenarios.extend(strategies.iter().map(|id| scenario(&format!("only-{id}"), &shocks, &[id])));
        scenarios.push(scenario("all", &shocks, &strategies));
        if self.often() {
            scenarios.rotate_left(1);
        }
        scenarios
    }
}
