//! A plan flattened to arrays by month and channel, once, before any path is run: ids, selectors, currencies and
//! eligibility end here.

mod channel;
mod item;
mod mechanism;
mod number;
mod scenario;
mod shock;
mod strategy;
mod time;

pub(crate) use channel::ChannelModel;
pub use item::{DrawnItem, ItemOwner};
pub(crate) use mechanism::{
    AudienceModel, HitsModel, ListModel, MechanismModel, OpenModel, PriceModel, ReachModel, RestoreModel,
};
use number::ExchangeRates;
pub(crate) use number::{EstimateIndex, EstimateTable, MOST_Z, UncertainEstimate};
pub use scenario::Baselines;
pub(crate) use scenario::ScenarioModel;
pub(crate) use shock::{ChangeEffect, ParameterChange, ShockModel};
pub(crate) use strategy::{RuleModel, StrategyModel};
pub(crate) use time::{ramp, ramps};

use crate::plan::{Demand, Parameter, Plan, RuleMetric};
use crate::unit::Month;

/// A plan made ready to be projected. Months are counted from the plan's start.
#[derive(Clone, Debug)]
pub struct Model {
    pub(crate) start: Month,
    pub(crate) n_months: usize,
    pub(crate) numbers: EstimateTable,
    pub(crate) opening: f64,
    pub(crate) credit_line: f64,
    pub(crate) restock_limited: bool,
    pub(crate) interest_per_year: EstimateIndex,
    pub(crate) overhead: EstimateIndex,
    pub(crate) demand: Demand,
    pub(crate) channels: Vec<ChannelModel>,
    pub(crate) shocks: Vec<ShockModel>,
    /// The places of shocks, each after the one that it follows.
    pub(crate) shock_order: Vec<usize>,
    pub(crate) strategies: Vec<StrategyModel>,
    /// The mechanisms of all strategies, each strategy's together.
    pub(crate) mechanisms: Vec<MechanismModel>,
    pub(crate) scenarios: Vec<ScenarioModel>,
    pub(crate) baselines: Baselines,
}

impl Model {
    /// Compiles a plan that has no faults; of a plan with faults it takes what it can understand.
    pub fn compile(plan: &Plan) -> Self {
        let mut numbers = EstimateTable::new();
        let overhead = numbers.add(
            DrawnItem::new(ItemOwner::Plan, "", 0, "overhead_per_month"),
            plan.cash.overhead_per_month.spread(),
        );
        let interest_per_year = numbers.add(
            DrawnItem::new(ItemOwner::Plan, "", 0, "interest_per_year"),
            plan.cash.interest_per_year.spread(),
        );
        let rates = ExchangeRates::compile(plan, &mut numbers);
        let channels: Vec<_> = plan
            .channels
            .iter()
            .map(|channel| channel::compile(plan, channel, &rates, &mut numbers))
            .collect();
        let shocks: Vec<_> =
            plan.shocks.iter().map(|shock| shock::compile(plan, shock, &mut numbers)).collect();
        let mut mechanisms = vec![];
        let strategies: Vec<_> = plan
            .strategies
            .iter()
            .enumerate()
            .map(|(place, own)| strategy::compile(plan, place, own, &rates, &mut numbers, &mut mechanisms))
            .collect();
        let scenarios =
            plan.scenarios.iter().map(|scenario| scenario::compile(plan, scenario, &strategies)).collect();
        Self {
            start: plan.start,
            n_months: plan.horizon_months,
            numbers,
            opening: plan.cash.opening,
            credit_line: plan.cash.credit_line,
            restock_limited: plan.cash.restock_limited,
            interest_per_year,
            overhead,
            demand: plan.demand.clone(),
            channels,
            baselines: scenario::baselines(plan, &shocks),
            shock_order: shock::order(&shocks),
            shocks,
            strategies,
            mechanisms,
            scenarios,
        }
    }

    /// Whether money in hand does more than lie there: it buys goods, saves interest, or a rule looks at it.
    pub(crate) fn cash_changes_business(&self) -> bool {
        let looks = |rule: &RuleModel| matches!(rule.metric, RuleMetric::Cash | RuleMetric::Profit);
        let mut rules = self.strategies.iter().flat_map(|own| own.start_when.iter().chain(&own.stop_when));
        self.restock_limited || !self.numbers.is_nothing(self.interest_per_year) || rules.any(looks)
    }

    /// How many scenarios there are.
    pub fn n_scenarios(&self) -> usize {
        self.scenarios.len()
    }

    /// The months projected.
    pub fn months(&self) -> Vec<Month> {
        (0..self.n_months).map(|t| self.start.plus(t as i32)).collect()
    }
}

/// How many parameters of a channel can change; the place of each is its [`Parameter`].
pub(crate) const N_PARAMETERS: usize = Parameter::Overhead as usize;

/// The weight of each of the first `n_months`, where the twelve weights have mean 1.
fn calendar(plan: &Plan, weights: &[f64; 12], n_months: usize) -> Vec<f64> {
    let mean = weights.iter().sum::<f64>() / 12.0;
    (0..n_months).map(|t| weights[plan.start.plus(t as i32).calendar_idx()] / mean).collect()
}
