//! What chance decides: the value of every estimate, and what happens when.
//!
//! A path is a plan in which every estimate has become the bare number drawn for it.

use sortie_engine::draw::{DrawnItem, ItemOwner};
use sortie_engine::lane::{exp, ln, pow};
use sortie_engine::plan::{
    AdjustmentChange, Channel, Mechanism, Plan, Shock, ShockStart, Strategy, estimate_of_channel,
    fields_of_channel,
};
use sortie_engine::unit::{Estimate, EstimateKind, EstimateSpace, Spread};

/// The tenth percentile of a standard normal number lies this far below 0.
const Z80: f64 = 1.281_551_565_544_600_4;

/// Whether things go by rule or by draw.
#[derive(Clone, Copy, Debug)]
pub enum Chance {
    /// Every estimate at its likely value, no noise, chance by rule.
    Central,
    /// One draw of everything uncertain.
    Path { seed: u64, path: u32 },
}

impl Chance {
    /// A standard normal number; 0 on the central path.
    pub fn normal(self, item: &DrawnItem) -> f64 {
        match self {
            Self::Central => 0.0,
            Self::Path { seed, path } => item.stream(seed).normal(path),
        }
    }

    /// A number between 0 and 1; the middle on the central path.
    pub fn part(self, item: &DrawnItem) -> f64 {
        match self {
            Self::Central => 0.5,
            Self::Path { seed, path } => item.stream(seed).uniform(path),
        }
    }

    /// Whether something of this probability happens; on the central path, where it is at least even.
    pub fn happens(self, item: &DrawnItem, probability: f64) -> bool {
        match self {
            Self::Central => probability >= 0.5,
            Self::Path { .. } => self.part(item) < probability,
        }
    }

    /// The hits of a month: one or none, and that fraction of one on the central path.
    pub fn hits(self, item: &DrawnItem, per_month: f64) -> f64 {
        let probability = 1.0 - exp(-per_month);
        match self {
            Self::Central => probability,
            Self::Path { .. } => f64::from(u8::from(self.part(item) < probability)),
        }
    }

    /// The demand noise of every month of a channel.
    pub fn noise(self, plan: &Plan, channel: &Channel) -> Vec<f64> {
        let (sigma, phi, m) = (plan.demand.volatility, plan.demand.persistence, plan.demand.co_movement);
        let mut epsilon = 0.0;
        let mut noise = vec![];
        for t in 0..plan.horizon_months {
            let common = self.normal(&DrawnItem::common_noise(t));
            let own = self.normal(&DrawnItem::noise(&channel.id, t));
            let eta = m.sqrt() * common + (1.0 - m).sqrt() * own;
            epsilon = if t == 0 { eta } else { phi * epsilon + (1.0 - phi * phi).sqrt() * eta };
            noise.push(match self {
                Self::Central => 1.0,
                Self::Path { .. } => exp(sigma * epsilon - sigma * sigma / 2.0),
            });
        }
        noise
    }

    /// The plan with every estimate drawn.
    pub fn draw(self, plan: &Plan) -> Plan {
        let mut drawn = plan.clone();
        self.own(&mut drawn.cash.overhead_per_month, ItemOwner::Plan, "", 0, "overhead_per_month");
        self.own(&mut drawn.cash.interest_per_year, ItemOwner::Plan, "", 0, "interest_per_year");
        for (currency, rate) in &mut drawn.fx {
            self.own(rate, ItemOwner::Plan, currency, 0, "fx");
        }
        for channel in &mut drawn.channels {
            self.draw_channel(channel, plan.demand.estimate_correlation);
        }
        for shock in &mut drawn.shocks {
            self.draw_shock(shock);
        }
        for strategy in &mut drawn.strategies {
            self.draw_strategy(strategy);
        }
        drawn
    }

    /// An estimate that errs alone.
    fn own<K: EstimateKind>(
        self,
        estimate: &mut Estimate<K>,
        owner: ItemOwner,
        id: &str,
        place: usize,
        field: &'static str,
    ) {
        let z = self.normal(&DrawnItem::new(owner, id, place, field));
        *estimate = Estimate::certain(value(estimate.spread(), z));
    }

    fn draw_channel(self, channel: &mut Channel, kappa: f64) {
        let id = channel.id.clone();
        for field in fields_of_channel(channel) {
            let own = self.normal(&DrawnItem::new(ItemOwner::Channel, &id, 0, field.name));
            let common = self.normal(&DrawnItem::common_field(field.name));
            let drawn = value(field.spread, kappa.sqrt() * common + (1.0 - kappa).sqrt() * own);
            if let Some(mut estimate) = estimate_of_channel(channel, field.name) {
                estimate.set(drawn, drawn, drawn);
            }
        }
    }

    fn draw_shock(self, shock: &mut Shock) {
        let (owner, id) = (ItemOwner::Shock, shock.id.clone());
        self.own(&mut shock.passes, owner, &id, 0, "passes");
        self.own(&mut shock.freezes_payouts, owner, &id, 0, "freezes_payouts");
        self.own(&mut shock.writes_off, owner, &id, 0, "writes_off");
        if let ShockStart::After(followed) = &mut shock.start {
            self.own(&mut followed.after_months, owner, &id, 0, "after_months");
        }
        if let Some(months) = &mut shock.lasts_months {
            self.own(months, owner, &id, 0, "lasts_months");
        }
        for (idx, diversion) in shock.diversions.iter_mut().enumerate() {
            self.own(&mut diversion.share, owner, &id, 1 + idx, "diversion");
        }
        for (idx, adjustment) in shock.adjustments.iter_mut().enumerate() {
            self.draw_change(&mut adjustment.change, owner, &id, 1 + idx, ["adjustment"; 2]);
        }
    }

    fn draw_change(
        self,
        change: &mut AdjustmentChange,
        owner: ItemOwner,
        id: &str,
        place: usize,
        fields: [&'static str; 2],
    ) {
        match change {
            AdjustmentChange::Factor(factor) => self.own(factor, owner, id, place, fields[0]),
            AdjustmentChange::Add(add) => self.own(add, owner, id, place, fields[1]),
        }
    }

    fn draw_strategy(self, strategy: &mut Strategy) {
        let (owner, id) = (ItemOwner::Strategy, strategy.id.clone());
        self.own(&mut strategy.setup_cost, owner, &id, 0, "setup_cost");
        self.own(&mut strategy.monthly_cost, owner, &id, 0, "monthly_cost");
        self.own(&mut strategy.exit_cost, owner, &id, 0, "exit_cost");
        for (k, mechanism) in strategy.mechanisms.iter_mut().enumerate() {
            self.draw_mechanism(mechanism, &id, 1 + k);
        }
    }

    fn draw_mechanism(self, mechanism: &mut Mechanism, id: &str, place: usize) {
        macro_rules! draw {
            ($of:ident: $($field:ident)+) => {$(
                self.own(&mut $of.$field, ItemOwner::Strategy, id, place, stringify!($field));
            )+};
        }
        match mechanism {
            Mechanism::Audience(it) => {
                draw!(it: posts_per_month cost_per_post reach_per_post follower_reach follow_rate unfollow);
                draw!(it: click_rate trust_max trust_half initial_followers);
                if let Some(pool) = &mut it.audience_pool {
                    self.own(pool, ItemOwner::Strategy, id, place, "audience_pool");
                }
            }
            Mechanism::PaidReach(it) => {
                draw!(it: spend_per_month cost_per_visit saturation_spend carry_over conversion_factor);
                draw!(it: commission);
            }
            Mechanism::SubscriberList(it) => {
                draw!(it: capture unsubscribe orders_per_subscriber cost_per_subscriber);
                draw!(it: initial_subscribers invites_existing);
            }
            Mechanism::Adjust(it) => {
                self.draw_change(&mut it.change, ItemOwner::Strategy, id, place, ["factor", "add"]);
            }
            Mechanism::RestoreLink(it) => {
                draw!(it: share penalty_loss);
            }
            Mechanism::Hits(it) => {
                draw!(it: size);
            }
            Mechanism::Price(it) => {
                draw!(it: factor elasticity);
                if let Some(elasticity) = &mut it.repeat_elasticity {
                    self.own(elasticity, ItemOwner::Strategy, id, place, "repeat_elasticity");
                }
            }
            Mechanism::OpenChannel(_) | Mechanism::CloseChannel(_) => {}
        }
    }
}

/// The value of an estimate at `z` standard deviations from its likely value.
#[expect(clippy::float_cmp, reason = "the likely value itself, without the rounding of a way there and back")]
fn value(spread: Spread, z: f64) -> f64 {
    let Spread { low, likely, high, space } = spread;
    if z == 0.0 || (low == likely && likely == high) {
        return likely;
    }
    let z = z.clamp(-3.0, 3.0);
    let there = |x: f64| match space {
        EstimateSpace::Log => ln(x),
        EstimateSpace::Logit => ln(x / (1.0 - x)),
        EstimateSpace::Identity => x,
    };
    let side = if z < 0.0 { there(likely) - there(low) } else { there(high) - there(likely) };
    let y = there(likely) + z * side / Z80;
    match space {
        EstimateSpace::Log => exp(y),
        EstimateSpace::Logit => 1.0 / (1.0 + exp(-y)),
        EstimateSpace::Identity => y,
    }
}

/// `damping` to the power of a whole number of months, where nothing to the power of nothing is 1.
pub fn damped(damping: f64, months: f64) -> f64 {
    if months == 0.0 { 1.0 } else { pow(damping, months) }
}
