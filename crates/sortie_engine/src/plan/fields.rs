//! Every estimate of a part of the plan by the name of its field: what checks, draws, explanations and editors walk over.

use super::mechanism::{Audience, Mechanism, PaidReach, SubscriberList};
use super::parts::{Channel, Strategy};
use super::shock::{Change, Shock};
use crate::unit::{Amount, Estimate, Share, Signed, Spread};

/// An estimate of the plan and the name of the field that holds it.
pub type EstimateField = (&'static str, Spread);

/// The estimates that are money, wherever they stand.
pub const MONEY: [&str; 13] = [
    "order_value",
    "payment_fee_fixed",
    "fulfilment",
    "return_cost",
    "cost_per_visit",
    "fixed_cost_per_month",
    "overhead_per_month",
    "setup_cost",
    "monthly_cost",
    "spend_per_month",
    "saturation_spend",
    "cost_per_post",
    "cost_per_subscriber",
];

/// Multiplies the money of a channel, as into another currency.
pub fn scale_money_of_channel(channel: &mut Channel, factor: f64) {
    for name in MONEY {
        scale(estimate_of_channel(channel, name), factor);
    }
}

/// Multiplies the money of a strategy and its mechanisms, as into another currency. What it adds to a number of the plan
/// is told in the plan's currency and stays.
pub fn scale_money_of_strategy(strategy: &mut Strategy, factor: f64) {
    for name in MONEY {
        scale(estimate_of_strategy(strategy, name), factor);
        for mechanism in &mut strategy.mechanisms {
            scale(estimate_of_mechanism(mechanism, name), factor);
        }
    }
}

fn scale(money: Option<EstimateMut<'_>>, factor: f64) {
    if let Some(mut money) = money {
        let likely = money.spread().likely;
        money.move_to(likely * factor);
    }
}

/// The estimates of a channel.
pub fn fields_of_channel(channel: &Channel) -> [EstimateField; 16] {
    [
        ("visits", channel.visits.spread()),
        ("growth", channel.growth.spread()),
        ("conversion", channel.conversion.spread()),
        ("repeat_share", channel.repeat_share.spread()),
        ("order_value", channel.order_value.spread()),
        ("refund", channel.refund.spread()),
        ("resale", channel.resale.spread()),
        ("unit_cost", channel.unit_cost.spread()),
        ("fulfilment", channel.fulfilment.spread()),
        ("return_cost", channel.return_cost.spread()),
        ("commission", channel.commission.spread()),
        ("payment_fee_share", channel.payment_fee_share.spread()),
        ("payment_fee_fixed", channel.payment_fee_fixed.spread()),
        ("cost_per_visit", channel.cost_per_visit.spread()),
        ("spend_kept", channel.spend_kept.spread()),
        ("fixed_cost_per_month", channel.fixed_cost_per_month.spread()),
    ]
}

/// The estimates of a shock itself; those of its diversions and adjustments stand with them.
pub fn fields_of_shock(shock: &Shock) -> Vec<EstimateField> {
    let mut fields = vec![
        ("passes", shock.passes.spread()),
        ("freezes_payouts", shock.freezes_payouts.spread()),
        ("writes_off", shock.writes_off.spread()),
    ];
    fields.extend(shock.lasts_months.map(|months| ("lasts_months", months.spread())));
    fields
}

/// The estimates of a strategy itself; those of its mechanisms stand with them.
pub fn fields_of_strategy(strategy: &Strategy) -> [EstimateField; 2] {
    [("setup_cost", strategy.setup_cost.spread()), ("monthly_cost", strategy.monthly_cost.spread())]
}

/// The estimate of a change.
pub(super) fn field_of_change(change: &Change) -> EstimateField {
    match change {
        Change::Factor(factor) => ("factor", factor.spread()),
        Change::Add(add) => ("add", add.spread()),
    }
}

/// The estimates of a mechanism.
pub fn fields_of_mechanism(mechanism: &Mechanism) -> Vec<EstimateField> {
    match mechanism {
        Mechanism::Audience(audience) => fields_of_audience(audience),
        Mechanism::PaidReach(reach) => fields_of_paid_reach(reach),
        Mechanism::SubscriberList(list) => fields_of_list(list),
        Mechanism::OpenChannel(_) | Mechanism::CloseChannel(_) => vec![],
        Mechanism::Adjust(adjust) => vec![field_of_change(&adjust.change)],
        Mechanism::RestoreLink(restore) => {
            vec![("share", restore.share.spread()), ("penalty_loss", restore.penalty_loss.spread())]
        }
        Mechanism::Hits(hits) => vec![("size", hits.size.spread())],
    }
}

fn fields_of_audience(audience: &Audience) -> Vec<EstimateField> {
    vec![
        ("posts_per_month", audience.posts_per_month.spread()),
        ("cost_per_post", audience.cost_per_post.spread()),
        ("reach_per_post", audience.reach_per_post.spread()),
        ("follower_reach", audience.follower_reach.spread()),
        ("follow_rate", audience.follow_rate.spread()),
        ("unfollow", audience.unfollow.spread()),
        ("click_rate", audience.click_rate.spread()),
        ("trust_max", audience.trust_max.spread()),
        ("trust_half", audience.trust_half.spread()),
        ("initial_followers", audience.initial_followers.spread()),
    ]
}

fn fields_of_paid_reach(reach: &PaidReach) -> Vec<EstimateField> {
    vec![
        ("spend_per_month", reach.spend_per_month.spread()),
        ("cost_per_visit", reach.cost_per_visit.spread()),
        ("saturation_spend", reach.saturation_spend.spread()),
        ("carry_over", reach.carry_over.spread()),
        ("conversion_factor", reach.conversion_factor.spread()),
        ("commission", reach.commission.spread()),
    ]
}

fn fields_of_list(list: &SubscriberList) -> Vec<EstimateField> {
    vec![
        ("capture", list.capture.spread()),
        ("unsubscribe", list.unsubscribe.spread()),
        ("orders_per_subscriber", list.orders_per_subscriber.spread()),
        ("cost_per_subscriber", list.cost_per_subscriber.spread()),
        ("initial_subscribers", list.initial_subscribers.spread()),
        ("invites_existing", list.invites_existing.spread()),
    ]
}

/// An estimate of any kind, to be changed.
#[derive(Debug)]
pub enum EstimateMut<'p> {
    /// An amount or a factor.
    Amount(&'p mut Estimate<Amount>),
    /// A share.
    Share(&'p mut Estimate<Share>),
    /// A number of any sign.
    Signed(&'p mut Estimate<Signed>),
}

impl EstimateMut<'_> {
    /// Its three figures.
    pub fn spread(&self) -> Spread {
        match self {
            Self::Amount(estimate) => estimate.spread(),
            Self::Share(estimate) => estimate.spread(),
            Self::Signed(estimate) => estimate.spread(),
        }
    }

    /// Moves its likely value, the range with it.
    pub fn move_to(&mut self, value: f64) {
        match self {
            Self::Amount(estimate) => **estimate = estimate.moved_to(value),
            Self::Share(estimate) => **estimate = estimate.moved_to(value),
            Self::Signed(estimate) => **estimate = estimate.moved_to(value),
        }
    }

    /// Gives it three figures.
    pub fn set(&mut self, low: f64, likely: f64, high: f64) {
        match self {
            Self::Amount(estimate) => **estimate = Estimate::new(low, likely, high),
            Self::Share(estimate) => **estimate = Estimate::new(low, likely, high),
            Self::Signed(estimate) => **estimate = Estimate::new(low, likely, high),
        }
    }
}

/// The estimate of a part by the name of its field, among those listed by kind.
macro_rules! find {
    ($name:expr, $part:expr; $($kind:ident: $($field:ident)+;)*) => {
        match $name {
            $($(stringify!($field) => Some(EstimateMut::$kind(&mut $part.$field)),)+)*
            _ => None,
        }
    };
}

/// The estimate of a channel by the name of its field.
pub fn estimate_of_channel<'p>(channel: &'p mut Channel, name: &str) -> Option<EstimateMut<'p>> {
    find!(name, channel;
        Amount: visits order_value fulfilment return_cost payment_fee_fixed cost_per_visit fixed_cost_per_month;
        Share: conversion repeat_share refund resale unit_cost commission payment_fee_share spend_kept;
        Signed: growth;
    )
}

/// The estimate of a shock itself by the name of its field.
pub fn estimate_of_shock<'p>(shock: &'p mut Shock, name: &str) -> Option<EstimateMut<'p>> {
    if name == "lasts_months" {
        return shock.lasts_months.as_mut().map(EstimateMut::Amount);
    }
    find!(name, shock; Share: passes freezes_payouts writes_off;)
}

/// The estimate of a strategy itself by the name of its field.
pub fn estimate_of_strategy<'p>(strategy: &'p mut Strategy, name: &str) -> Option<EstimateMut<'p>> {
    find!(name, strategy; Amount: setup_cost monthly_cost;)
}

/// The estimate of a change by its name, which says whether it multiplies or adds.
pub fn estimate_of_change<'p>(change: &'p mut Change, name: &str) -> Option<EstimateMut<'p>> {
    match (change, name) {
        (Change::Factor(factor), "factor") => Some(EstimateMut::Amount(factor)),
        (Change::Add(add), "add") => Some(EstimateMut::Signed(add)),
        _ => None,
    }
}

/// The estimate of a mechanism by the name of its field.
pub fn estimate_of_mechanism<'p>(mechanism: &'p mut Mechanism, name: &str) -> Option<EstimateMut<'p>> {
    match mechanism {
        Mechanism::Audience(audience) => find!(name, audience;
            Amount: posts_per_month cost_per_post reach_per_post trust_max trust_half initial_followers;
            Share: follower_reach follow_rate unfollow click_rate;
        ),
        Mechanism::PaidReach(reach) => find!(name, reach;
            Amount: spend_per_month cost_per_visit saturation_spend conversion_factor;
            Share: carry_over commission;
        ),
        Mechanism::SubscriberList(list) => find!(name, list;
            Amount: cost_per_subscriber initial_subscribers;
            Share: capture unsubscribe orders_per_subscriber invites_existing;
        ),
        Mechanism::OpenChannel(_) | Mechanism::CloseChannel(_) => None,
        Mechanism::Adjust(adjust) => estimate_of_change(&mut adjust.change, name),
        Mechanism::RestoreLink(restore) => find!(name, restore; Share: share penalty_loss;),
        Mechanism::Hits(hits) => find!(name, hits; Amount: size;),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan;

    #[test]
    fn every_estimate_that_is_listed_is_found_by_its_name() {
        let whole = plan::read(include_bytes!("../../tests/engine/whole.sortie"));
        let mut plan = whole.expect("a test reads the plan that holds everything");
        for channel in &mut plan.channels {
            for (name, spread) in fields_of_channel(channel) {
                assert_eq!(
                    estimate_of_channel(channel, name).map(|found| found.spread()),
                    Some(spread),
                    "{name}"
                );
            }
        }
        for shock in &mut plan.shocks {
            for (name, spread) in fields_of_shock(shock) {
                assert_eq!(
                    estimate_of_shock(shock, name).map(|found| found.spread()),
                    Some(spread),
                    "{name}"
                );
            }
        }
        for strategy in &mut plan.strategies {
            for (name, spread) in fields_of_strategy(strategy) {
                assert_eq!(
                    estimate_of_strategy(strategy, name).map(|it| it.spread()),
                    Some(spread),
                    "{name}"
                );
            }
            for mechanism in &mut strategy.mechanisms {
                for (name, spread) in fields_of_mechanism(mechanism) {
                    let found = estimate_of_mechanism(mechanism, name).map(|found| found.spread());
                    assert_eq!(found, Some(spread), "{name}");
                }
            }
        }
    }
}
