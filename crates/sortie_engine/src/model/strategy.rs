//! A strategy as the projection sees it.

use std::ops::Range;

use super::item::{DrawnItem, ItemOwner};
use super::mechanism::{self, MechanismModel};
use super::number::{EstimateIndex, EstimateTable, ExchangeRates};
use super::shock::channel;
use crate::plan::{Mechanism, Plan, Requirement, RuleMetric, RuleSide, Seller, Strategy, StrategyRule};
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
    pub exit_cost: EstimateIndex,
    /// When it starts of its own accord, from its start on.
    pub start_when: Option<RuleModel>,
    /// When it stops before its end.
    pub stop_when: Option<RuleModel>,
    pub provides: Vec<Requirement>,
    /// What it needs that the seller does not have.
    pub lacks: Vec<Requirement>,
    /// Chance of each approval it needs, and the place of the mechanism that needs it.
    pub approvals: Vec<(f64, usize)>,
    /// Their places in the model.
    pub mechanisms: Range<usize>,
    /// The place of the strategy whose approvals it is granted: its own, but of a variant that is only tried.
    pub drawn_as: usize,
}

/// A rule, flattened.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RuleModel {
    pub metric: RuleMetric,
    /// The channel whose figure it is, of those that have one.
    pub channel: Option<usize>,
    pub is_above: bool,
    pub value: f64,
    /// Months in a row.
    pub for_months: f64,
    /// Months from the strategy's start in which it is not stopped, at least one.
    pub after_months: f64,
}

impl RuleModel {
    /// A rule as the projection sees it; nothing where it asks for a channel that is not there.
    pub fn of(plan: &Plan, rule: &StrategyRule) -> Option<Self> {
        let channel = match &rule.channel {
            Some(id) => Some(channel(plan, id)?),
            None => None,
        };
        Some(Self {
            metric: rule.metric,
            channel,
            is_above: rule.is == RuleSide::Above,
            value: rule.value,
            for_months: f64::from(rule.for_months),
            after_months: f64::from(rule.after_months.max(1)),
        })
    }
}

impl StrategyModel {
    /// Whether its start or its end differs by path.
    pub fn is_ruled(&self) -> bool {
        self.start_when.is_some() || self.stop_when.is_some()
    }

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
    place: usize,
    strategy: &Strategy,
    rates: &ExchangeRates,
    numbers: &mut EstimateTable,
    mechanisms: &mut Vec<MechanismModel>,
) -> StrategyModel {
    let id = strategy.id.as_str();
    let months = |month: Month| month.since(plan.start);
    let rule = |rule: &StrategyRule| RuleModel::of(plan, rule);
    let opened = || {
        strategy.mechanisms.iter().filter_map(|mechanism| match mechanism {
            Mechanism::OpenChannel(open) => Some(open),
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
        exit_cost: numbers
            .add(DrawnItem::new(ItemOwner::Strategy, id, 0, "exit_cost"), strategy.exit_cost.spread()),
        start_when: strategy.start_when.as_ref().and_then(rule),
        stop_when: strategy.stop_when.as_ref().and_then(rule),
        provides: strategy.provides.clone(),
        lacks: opened()
            .flat_map(|open| open.requirements.clone())
            .filter(|what| !seller_has(&plan.seller, *what))
            .collect(),
        approvals: approvals(strategy),
        mechanisms: first..mechanisms.len(),
        drawn_as: place,
    }
}

/// The chance of each approval that is not certain, and the place of the mechanism that needs it, counted from 1.
fn approvals(strategy: &Strategy) -> Vec<(f64, usize)> {
    let chance = |mechanism: &Mechanism| match mechanism {
        Mechanism::OpenChannel(open) => open.approval,
        Mechanism::RestoreLink(restore) => restore.approval,
        _ => 1.0,
    };
    let all = strategy.mechanisms.iter().enumerate().map(|(place, own)| (chance(own), 1 + place));
    all.filter(|(chance, _)| *chance < 1.0).collect()
}
