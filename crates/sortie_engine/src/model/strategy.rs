//! A strategy as the projection sees it.

use std::ops::Range;

use super::item::{DrawnItem, ItemOwner};
use super::mechanism::{self, MechanismModel};
use super::number::{EstimateIndex, EstimateTable, ExchangeRates};
use crate::plan::{Mechanism, Plan, Requirement, Seller, Strategy};
use crate::unit::Month;

/// A strategy, flattened.
#[derive(Clone, Debug)]
pub(crate) struct StrategyModel {
    pub id: String,
    /// Months from the plan's start; below 0 it is already running.
    pub start: i32,
    /// The first month it no longer runs.
    pub end: Option<i32>,
    /// Plan currency per unit of its own, where that differs.
    pub rate: Option<EstimateIndex>,
    pub setup_cost: EstimateIndex,
    pub monthly_cost: EstimateIndex,
    pub provides: Vec<Requirement>,
    /// What it needs that the seller does not have.
    pub lacks: Vec<Requirement>,
    /// Chance of each approval it needs, and the place of the mechanism that needs it.
    pub approvals: Vec<(f64, usize)>,
    /// Their places in the model.
    pub mechanisms: Range<usize>,
}

impl StrategyModel {
    /// Whether it runs in month `t`, if it is let in.
    pub fn runs(&self, t: usize) -> bool {
        let t = t as i32;
        self.start <= t && self.end.is_none_or(|end| t < end)
    }
}

/// Yearly sales in one category on Amazon US, in USD, that TikTok Shop US asked of sellers from abroad.
const AMAZON_GATE_USD: f64 = 2_000_000.0;

fn seller_has(seller: &Seller, what: Requirement) -> bool {
    match what {
        Requirement::LocalStock => seller.local_stock,
        Requirement::OverseasWarehouse => seller.overseas_warehouse,
        Requirement::AmazonUs2m => seller.amazon_us_category_revenue_usd >= AMAZON_GATE_USD,
    }
}

pub(super) fn compile(
    plan: &Plan,
    strategy: &Strategy,
    rates: &ExchangeRates,
    numbers: &mut EstimateTable,
    mechanisms: &mut Vec<MechanismModel>,
) -> StrategyModel {
    let id = strategy.id.as_str();
    let months = |month: Month| month.since(plan.start);
    let opened = || {
        strategy.mechanisms.iter().enumerate().filter_map(|(place, mechanism)| match mechanism {
            Mechanism::OpenChannel(open) => Some((place, open)),
            _ => None,
        })
    };
    let first = mechanisms.len();
    mechanisms.extend(mechanism::compile_all(plan, strategy, numbers));
    StrategyModel {
        id: strategy.id.clone(),
        start: months(strategy.start),
        end: strategy.end.map(months),
        rate: rates.of(strategy.currency.as_ref()),
        setup_cost: numbers
            .add(DrawnItem::new(ItemOwner::Strategy, id, 0, "setup_cost"), strategy.setup_cost.spread()),
        monthly_cost: numbers
            .add(DrawnItem::new(ItemOwner::Strategy, id, 0, "monthly_cost"), strategy.monthly_cost.spread()),
        provides: strategy.provides.clone(),
        lacks: opened()
            .flat_map(|(_, open)| open.requirements.clone())
            .filter(|what| !seller_has(&plan.seller, *what))
            .collect(),
        approvals: opened()
            .filter(|(_, open)| open.approval < 1.0)
            .map(|(place, open)| (open.approval, 1 + place))
            .collect(),
        mechanisms: first..mechanisms.len(),
    }
}
