//! The parts of a plan, in the order in which the file holds them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::shock::Shock;
use super::strategy::Strategy;
use super::word::{ChannelKind, Surface};
use super::write::{WrittenNumber, is_false, is_no_month, is_one, is_true, is_zero};
use crate::unit::{Amount, Estimate, Month, Share, Signed};

/// Where a number came from: the field's name to an evidence id, `typed` or `imported`.
pub type BasisMap = BTreeMap<String, String>;

/// Everything the seller says. Amounts are in `currency` unless their channel or strategy has its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// What the seller calls it.
    pub name: String,
    /// Free text; changes no result.
    pub notes: String,
    /// Where its numbers came from; changes no result.
    pub basis: BasisMap,
    /// ISO 4217 code of the money in which results are told.
    pub currency: String,
    /// The first month projected.
    pub start: Month,
    /// How many months are projected, 6 to 60.
    pub horizon_months: usize,
    /// Plan currency per unit of each other currency.
    pub fx: BTreeMap<String, Estimate<Amount>>,
    /// Money in hand and overhead.
    pub cash: Cash,
    /// How demand moves.
    pub demand: Demand,
    /// What the seller already has.
    pub seller: Seller,
    /// Countries or regions.
    pub markets: Vec<Market>,
    /// Ways in which orders arrive.
    pub channels: Vec<Channel>,
    /// What may happen.
    pub shocks: Vec<Shock>,
    /// What the seller may do.
    pub strategies: Vec<Strategy>,
    /// Sets of shocks and strategies to compare.
    pub scenarios: Vec<Scenario>,
    /// What really happened; never changes a projection.
    pub actuals: Vec<ActualMonth>,
}

impl Plan {
    /// A plan of nothing, in which nothing happens.
    pub fn blank(name: &str, currency: &str, start: Month, horizon_months: usize) -> Self {
        Self {
            name: name.to_owned(),
            notes: String::new(),
            basis: BasisMap::new(),
            currency: currency.to_owned(),
            start,
            horizon_months,
            fx: BTreeMap::new(),
            cash: Cash::default(),
            demand: Demand::default(),
            seller: Seller::default(),
            markets: vec![],
            channels: vec![],
            shocks: vec![],
            strategies: vec![],
            scenarios: vec![],
            actuals: vec![],
        }
    }
}

/// Money in hand and the cost of the business as a whole.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cash {
    /// Cash at the plan's start; may be negative.
    pub opening: f64,
    /// How far below 0 cash may go.
    #[serde(skip_serializing_if = "is_zero")]
    pub credit_line: f64,
    /// Salaries, rent and the like, per month.
    #[serde(skip_serializing_if = "is_zero")]
    pub overhead_per_month: Estimate<Amount>,
    /// Whether goods can be bought only with money that is there.
    #[serde(skip_serializing_if = "is_true")]
    pub restock_limited: bool,
    /// Interest a year on cash below 0.
    #[serde(skip_serializing_if = "is_zero")]
    pub interest_per_year: Estimate<Share>,
}

impl Default for Cash {
    /// Nothing in hand, and goods bought only with money that is there.
    fn default() -> Self {
        Self {
            opening: 0.0,
            credit_line: 0.0,
            overhead_per_month: Estimate::default(),
            restock_limited: true,
            interest_per_year: Estimate::default(),
        }
    }
}

/// How demand moves over the year and from month to month.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Demand {
    /// Weight of each calendar month, January first; only ratios count.
    #[serde(skip_serializing_if = "is_flat")]
    pub seasonality: [f64; 12],
    /// How much of a month's growth is left for the next, 0 to 1.
    #[serde(skip_serializing_if = "is_usual_damping")]
    pub trend_damping: f64,
    /// Spread of a month's orders around their mean, as the standard deviation of their logarithm.
    #[serde(skip_serializing_if = "is_zero")]
    pub volatility: f64,
    /// How much of a month's surprise lasts into the next, 0 to below 1.
    #[serde(skip_serializing_if = "is_usual_persistence")]
    pub persistence: f64,
    /// How far channels are surprised together, 0 to 1.
    #[serde(skip_serializing_if = "is_usual_co_movement")]
    pub co_movement: f64,
    /// How far the estimates of one field err together over channels, 0 to 1.
    #[serde(skip_serializing_if = "is_zero")]
    pub estimate_correlation: f64,
    /// Weight of each calendar month in what media cost, January first; only ratios count.
    #[serde(skip_serializing_if = "is_flat")]
    pub media_seasonality: [f64; 12],
}

impl Demand {
    /// How demand moves where the plan does not say.
    pub const USUAL: Self = Self {
        seasonality: [1.0; 12],
        trend_damping: 0.9,
        volatility: 0.0,
        persistence: 0.5,
        co_movement: 0.3,
        estimate_correlation: 0.0,
        media_seasonality: [1.0; 12],
    };
}

impl Default for Demand {
    fn default() -> Self {
        Self::USUAL
    }
}

fn is_usual_damping(damping: &f64) -> bool {
    damping.is_exactly(Demand::USUAL.trend_damping)
}

fn is_usual_persistence(persistence: &f64) -> bool {
    persistence.is_exactly(Demand::USUAL.persistence)
}

fn is_usual_co_movement(co_movement: &f64) -> bool {
    co_movement.is_exactly(Demand::USUAL.co_movement)
}

fn is_flat(seasonality: &[f64; 12]) -> bool {
    seasonality.iter().all(is_one)
}

/// What the seller already has, as platforms ask for it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Seller {
    /// Stock in the market.
    #[serde(skip_serializing_if = "is_false")]
    pub local_stock: bool,
    /// A warehouse in the market.
    #[serde(skip_serializing_if = "is_false")]
    pub overseas_warehouse: bool,
    /// Yearly sales of the best category on Amazon US, in USD.
    #[serde(skip_serializing_if = "is_zero")]
    pub amazon_us_category_revenue_usd: f64,
}

/// A country or region.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Market {
    /// Name in references.
    pub id: String,
    /// Name on screen.
    pub name: String,
    /// Weight of each calendar month, where it differs from the plan's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seasonality: Option<[f64; 12]>,
    /// Weight of each calendar month in what media cost, where it differs from the plan's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media_seasonality: Option<[f64; 12]>,
    /// Free text.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub notes: String,
    /// Where its numbers came from.
    #[serde(skip_serializing_if = "BasisMap::is_empty")]
    pub basis: BasisMap,
}

impl Market {
    /// A market with the plan's own season.
    pub fn blank(id: &str, name: &str) -> Self {
        Self {
            id: id.to_owned(),
            name: name.to_owned(),
            seasonality: None,
            media_seasonality: None,
            notes: String::new(),
            basis: BasisMap::new(),
        }
    }
}

/// One way in which orders arrive. Money is in `currency`, or the plan's where there is none.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Channel {
    /// Name in references.
    pub id: String,
    /// Name on screen.
    pub name: String,
    /// What kind of channel it is.
    pub kind: ChannelKind,
    /// Id of its market.
    pub market: String,
    /// Where its links stand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub surface: Option<Surface>,
    /// Its own currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Whether it sells at the plan's start.
    #[serde(skip_serializing_if = "is_true")]
    pub active: bool,
    /// Visits a month, season apart.
    pub visits: Estimate<Amount>,
    /// Growth of visits a month, as a share; fades by the plan's trend damping.
    #[serde(skip_serializing_if = "is_zero")]
    pub growth: Estimate<Signed>,
    /// All orders per visit.
    pub conversion: Estimate<Share>,
    /// Share of orders that past customers place.
    #[serde(skip_serializing_if = "is_zero")]
    pub repeat_share: Estimate<Share>,
    /// Months over which a customer comes back, at least 1.
    #[serde(skip_serializing_if = "is_usual_life")]
    pub customer_life_months: f64,
    /// Whether the seller may write to its customers; by kind where not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owns_customers: Option<bool>,
    /// Money per order.
    pub order_value: Estimate<Amount>,
    /// Share of sales returned.
    #[serde(skip_serializing_if = "is_zero")]
    pub refund: Estimate<Share>,
    /// Share of returned goods that can be sold again.
    #[serde(skip_serializing_if = "is_zero")]
    pub resale: Estimate<Share>,
    /// Cost of goods, share of order value.
    pub unit_cost: Estimate<Share>,
    /// Shipping and handling per order.
    #[serde(skip_serializing_if = "is_zero")]
    pub fulfilment: Estimate<Amount>,
    /// Cost per returned order.
    #[serde(skip_serializing_if = "is_zero")]
    pub return_cost: Estimate<Amount>,
    /// The platform's share of sales.
    #[serde(skip_serializing_if = "is_zero")]
    pub commission: Estimate<Share>,
    /// The payment provider's share of sales.
    #[serde(skip_serializing_if = "is_zero")]
    pub payment_fee_share: Estimate<Share>,
    /// The payment provider's fee per order.
    #[serde(skip_serializing_if = "is_zero")]
    pub payment_fee_fixed: Estimate<Amount>,
    /// Media cost per visit.
    #[serde(skip_serializing_if = "is_zero")]
    pub cost_per_visit: Estimate<Amount>,
    /// Share of the spend on visits lost to a closure that is spent all the same.
    #[serde(skip_serializing_if = "is_zero")]
    pub spend_kept: Estimate<Share>,
    /// Cost per month while open.
    #[serde(skip_serializing_if = "is_zero")]
    pub fixed_cost_per_month: Estimate<Amount>,
    /// Days from a sale to its payout.
    #[serde(skip_serializing_if = "is_zero")]
    pub payout_days: f64,
    /// Days of sales held as stock.
    #[serde(skip_serializing_if = "is_zero")]
    pub stock_days: f64,
    /// Months from buying goods to having them, 0 to 6.
    #[serde(skip_serializing_if = "is_no_month")]
    pub lead_months: u32,
    /// Free text.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub notes: String,
    /// Where its numbers came from.
    #[serde(skip_serializing_if = "BasisMap::is_empty")]
    pub basis: BasisMap,
}

fn is_usual_life(months: &f64) -> bool {
    months.is_exactly(Channel::USUAL_LIFE_MONTHS)
}

impl Channel {
    /// The months over which a customer comes back, where the plan does not say.
    pub const USUAL_LIFE_MONTHS: f64 = 9.0;

    /// A channel of the plan's currency that sells nothing yet.
    pub fn blank(id: &str, name: &str, kind: ChannelKind, market: &str) -> Self {
        Self {
            id: id.to_owned(),
            name: name.to_owned(),
            kind,
            market: market.to_owned(),
            surface: None,
            currency: None,
            active: true,
            visits: Estimate::default(),
            growth: Estimate::default(),
            conversion: Estimate::default(),
            repeat_share: Estimate::default(),
            customer_life_months: Self::USUAL_LIFE_MONTHS,
            owns_customers: None,
            order_value: Estimate::default(),
            refund: Estimate::default(),
            resale: Estimate::default(),
            unit_cost: Estimate::default(),
            fulfilment: Estimate::default(),
            return_cost: Estimate::default(),
            commission: Estimate::default(),
            payment_fee_share: Estimate::default(),
            payment_fee_fixed: Estimate::default(),
            cost_per_visit: Estimate::default(),
            spend_kept: Estimate::default(),
            fixed_cost_per_month: Estimate::default(),
            payout_days: 0.0,
            stock_days: 0.0,
            lead_months: 0,
            notes: String::new(),
            basis: BasisMap::new(),
        }
    }

    /// Whether the seller may write to its customers: as said, or by kind.
    pub fn owns_its_customers(&self) -> bool {
        self.owns_customers.unwrap_or_else(|| self.kind.owns_customers())
    }
}

/// A set of shocks and strategies.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Scenario {
    /// Name in results.
    pub id: String,
    /// Name on screen.
    pub name: String,
    /// Ids of what happens.
    pub shocks: Vec<String>,
    /// Ids of what the seller does.
    pub strategies: Vec<String>,
    /// Free text.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub notes: String,
    /// Where its numbers came from.
    #[serde(skip_serializing_if = "BasisMap::is_empty")]
    pub basis: BasisMap,
}

impl Scenario {
    /// A scenario of these shocks and strategies, by their ids.
    pub fn of(id: &str, name: &str, shocks: &[&str], strategies: &[&str]) -> Self {
        let owned = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect();
        Self {
            id: id.to_owned(),
            name: name.to_owned(),
            shocks: owned(shocks),
            strategies: owned(strategies),
            notes: String::new(),
            basis: BasisMap::new(),
        }
    }
}

/// What really happened in a month, for one channel or the whole business.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ActualMonth {
    /// The month.
    pub month: Month,
    /// Id of the channel; all where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// Id of the strategy whose own orders they are; then no other figure is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub strategy: Option<String>,
    /// Sales after refunds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revenue: Option<f64>,
    /// Orders.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub orders: Option<f64>,
    /// Visits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visits: Option<f64>,
    /// Money paid back to buyers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refunds: Option<f64>,
    /// Cash at month's end; only for the whole business.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cash: Option<f64>,
    /// Followers at month's end; only for the whole business.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub followers: Option<f64>,
    /// Subscribers at month's end; only for the whole business.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subscribers: Option<f64>,
}

impl ActualMonth {
    /// A month of the whole business of which nothing is told yet.
    pub fn blank(month: Month) -> Self {
        Self {
            month,
            channel: None,
            strategy: None,
            revenue: None,
            orders: None,
            visits: None,
            refunds: None,
            cash: None,
            followers: None,
            subscribers: None,
        }
    }

    /// Every figure by the name of its field, in the order of the file.
    pub fn figures(&self) -> [(&'static str, Option<f64>); 7] {
        [
            ("revenue", self.revenue),
            ("orders", self.orders),
            ("visits", self.visits),
            ("refunds", self.refunds),
            ("cash", self.cash),
            ("followers", self.followers),
            ("subscribers", self.subscribers),
        ]
    }
}
