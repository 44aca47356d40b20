//! What a strategy costs, as far as the plan says.

use sortie_engine::plan::{Mechanism, Plan, Strategy};

use crate::catalog::evidence;
use crate::text::Words;

/// The currency of a ready-made strategy that is told in none of its own.
const TOLD_IN: &str = "USD";

/// What a ready-made strategy costs once and every month, in the plan's currency where there is a rate.
pub fn ready_costs(words: &Words, plan: &Plan, strategy: &Strategy) -> [String; 2] {
    let own = strategy.currency.as_deref().unwrap_or(TOLD_IN);
    let (rate, currency) = match evidence::rate(own, &plan.currency) {
        Some(rate) => (rate, plan.currency.as_str()),
        None => (1.0, own),
    };
    [strategy.setup_cost.likely, monthly_cost(strategy)].map(|amount| words.money(amount * rate, currency))
}

/// What a strategy likely costs a month, what its mechanisms spend included.
pub fn monthly_cost(strategy: &Strategy) -> f64 {
    fixed_cost(strategy) + scaled_cost(strategy)
}

/// What a strategy costs a month however much of it there is.
pub fn fixed_cost(strategy: &Strategy) -> f64 {
    strategy.monthly_cost.likely
}

/// What its mechanisms spend a month; so many times as much of it spends so many times as much.
pub fn scaled_cost(strategy: &Strategy) -> f64 {
    strategy.mechanisms.iter().map(spend_of).sum()
}

/// What a mechanism spends a month besides the strategy's own cost.
fn spend_of(mechanism: &Mechanism) -> f64 {
    match mechanism {
        Mechanism::PaidReach(reach) => reach.spend_per_month.likely,
        Mechanism::Audience(posts) => posts.posts_per_month.likely * posts.cost_per_post.likely,
        _ => 0.0,
    }
}
