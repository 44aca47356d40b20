//! Every estimate of a part of the plan by the name of its field: what checks, draws and explanations walk over.

use super::mechanism::{Audience, Mechanism, PaidReach, SubscriberList};
use super::parts::{Channel, Strategy};
use super::shock::{Change, Shock};
use crate::unit::Spread;

/// An estimate of the plan and the name of the field that holds it.
pub type EstimateField = (&'static str, Spread);

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
pub(super) fn fields_of_shock(shock: &Shock) -> Vec<EstimateField> {
    let mut fields = vec![
        ("passes", shock.passes.spread()),
        ("freezes_payouts", shock.freezes_payouts.spread()),
        ("writes_off", shock.writes_off.spread()),
    ];
    fields.extend(shock.lasts_months.map(|months| ("lasts_months", months.spread())));
    fields
}

/// The estimates of a strategy itself; those of its mechanisms stand with them.
pub(super) fn fields_of_strategy(strategy: &Strategy) -> [EstimateField; 2] {
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
