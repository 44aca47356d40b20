//! What a strategy costs a month, as far as the plan says.

use sortie_engine::plan::{Mechanism, Strategy};

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
