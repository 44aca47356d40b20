//! The estimates of a plan in one table per part: the name of each, what it measures, and where it lies. What checks, draws,
//! explains, shows and edits a number walks over these tables, so that a field is told of once.

use super::mechanism::{Audience, Hits, Mechanism, PaidReach, RestoreLink, SubscriberList};
use super::parts::{Channel, Strategy};
use super::shock::{Change, Shock};
use crate::unit::{Amount, Estimate, Share, Signed, Spread};

/// What an estimate measures, which decides how people tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Money of the part's currency.
    Money,
    /// A number of things.
    Count,
    /// A share of a whole, 0 to 1.
    Share,
    /// A proportion that may be above 1.
    Ratio,
    /// A difference or a growth a month, of any sign.
    Growth,
    /// Months.
    Months,
    /// What is added to a number, in the unit of that number.
    Added,
}

/// An estimate of the plan, to be looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EstimateField {
    /// The name of the field that holds it, as in the plan's file.
    pub name: &'static str,
    /// Its three figures.
    pub spread: Spread,
    /// What it measures.
    pub measure: Measure,
}

/// One table of a part: from it come the list of its estimates, in the order in which they are checked and drawn, and the way
/// to each by its name. A row is the field, the kind of its estimate, and what it measures.
macro_rules! table {
    ($(#[$list_doc:meta])* $list:ident, $find:ident: $part:ty; $($field:ident: $kind:ident, $measure:ident;)+) => {
        $(#[$list_doc])*
        pub fn $list(part: &$part) -> Vec<EstimateField> {
            vec![$(EstimateField {
                name: stringify!($field),
                spread: part.$field.spread(),
                measure: Measure::$measure,
            }),+]
        }

        /// The estimate of that name, to be changed.
        pub fn $find<'p>(part: &'p mut $part, name: &str) -> Option<EstimateMut<'p>> {
            match name {
                $(stringify!($field) => Some(EstimateMut::$kind(&mut part.$field)),)+
                _ => None,
            }
        }
    };
}

table! {
    /// The estimates of a channel.
    fields_of_channel, estimate_of_channel: Channel;
    visits: Amount, Count;
    growth: Signed, Growth;
    conversion: Share, Share;
    repeat_share: Share, Share;
    order_value: Amount, Money;
    refund: Share, Share;
    resale: Share, Share;
    unit_cost: Share, Share;
    fulfilment: Amount, Money;
    return_cost: Amount, Money;
    commission: Share, Share;
    payment_fee_share: Share, Share;
    payment_fee_fixed: Amount, Money;
    cost_per_visit: Amount, Money;
    spend_kept: Share, Share;
    fixed_cost_per_month: Amount, Money;
}

table! {
    /// The estimates that every shock has.
    fields_of_every_shock, estimate_of_every_shock: Shock;
    passes: Share, Share;
    freezes_payouts: Share, Share;
    writes_off: Share, Share;
}

table! {
    /// The estimates of a strategy itself; those of its mechanisms stand with them.
    fields_of_strategy, estimate_of_strategy: Strategy;
    setup_cost: Amount, Money;
    monthly_cost: Amount, Money;
}

table! {
    /// The estimates of an audience.
    fields_of_audience, estimate_of_audience: Audience;
    posts_per_month: Amount, Count;
    cost_per_post: Amount, Money;
    reach_per_post: Amount, Count;
    follower_reach: Share, Share;
    follow_rate: Share, Share;
    unfollow: Share, Share;
    click_rate: Share, Share;
    trust_max: Amount, Ratio;
    trust_half: Amount, Count;
    initial_followers: Amount, Count;
}

table! {
    /// The estimates of paid reach.
    fields_of_paid_reach, estimate_of_paid_reach: PaidReach;
    spend_per_month: Amount, Money;
    cost_per_visit: Amount, Money;
    saturation_spend: Amount, Money;
    carry_over: Share, Share;
    conversion_factor: Amount, Ratio;
    commission: Share, Share;
}

table! {
    /// The estimates of a subscriber list.
    fields_of_list, estimate_of_list: SubscriberList;
    capture: Share, Share;
    unsubscribe: Share, Share;
    orders_per_subscriber: Share, Share;
    cost_per_subscriber: Amount, Money;
    initial_subscribers: Amount, Count;
    invites_existing: Share, Share;
}

table! {
    /// The estimates of a link that is restored.
    fields_of_restored_link, estimate_of_restored_link: RestoreLink;
    share: Share, Share;
    penalty_loss: Share, Share;
}

table! {
    /// The estimates of hits.
    fields_of_hits, estimate_of_hits: Hits;
    size: Amount, Ratio;
}

/// The estimates of a shock itself; those of its diversions and adjustments stand with them.
pub fn fields_of_shock(shock: &Shock) -> Vec<EstimateField> {
    let mut fields = fields_of_every_shock(shock);
    fields.extend(shock.lasts_months.map(|months| EstimateField {
        name: "lasts_months",
        spread: months.spread(),
        measure: Measure::Months,
    }));
    fields
}

/// The estimate of a shock itself by the name of its field.
pub fn estimate_of_shock<'p>(shock: &'p mut Shock, name: &str) -> Option<EstimateMut<'p>> {
    if name == "lasts_months" {
        return shock.lasts_months.as_mut().map(EstimateMut::Amount);
    }
    estimate_of_every_shock(shock, name)
}

/// The estimate of a change.
pub fn field_of_change(change: &Change) -> EstimateField {
    match change {
        Change::Factor(factor) => {
            EstimateField { name: "factor", spread: factor.spread(), measure: Measure::Ratio }
        }
        Change::Add(add) => EstimateField { name: "add", spread: add.spread(), measure: Measure::Added },
    }
}

/// The estimate of a change by its name, which says whether it multiplies or adds.
pub fn estimate_of_change<'p>(change: &'p mut Change, name: &str) -> Option<EstimateMut<'p>> {
    match (change, name) {
        (Change::Factor(factor), "factor") => Some(EstimateMut::Amount(factor)),
        (Change::Add(add), "add") => Some(EstimateMut::Signed(add)),
        _ => None,
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
        Mechanism::RestoreLink(restore) => fields_of_restored_link(restore),
        Mechanism::Hits(hits) => fields_of_hits(hits),
    }
}

/// The estimate of a mechanism by the name of its field.
pub fn estimate_of_mechanism<'p>(mechanism: &'p mut Mechanism, name: &str) -> Option<EstimateMut<'p>> {
    match mechanism {
        Mechanism::Audience(audience) => estimate_of_audience(audience, name),
        Mechanism::PaidReach(reach) => estimate_of_paid_reach(reach, name),
        Mechanism::SubscriberList(list) => estimate_of_list(list, name),
        Mechanism::OpenChannel(_) | Mechanism::CloseChannel(_) => None,
        Mechanism::Adjust(adjust) => estimate_of_change(&mut adjust.change, name),
        Mechanism::RestoreLink(restore) => estimate_of_restored_link(restore, name),
        Mechanism::Hits(hits) => estimate_of_hits(hits, name),
    }
}

/// Multiplies the money of a channel, as into another currency.
pub fn scale_money_of_channel(channel: &mut Channel, factor: f64) {
    for field in fields_of_channel(channel) {
        scale(field, estimate_of_channel(channel, field.name), factor);
    }
}

/// Multiplies the money of a strategy and its mechanisms, as into another currency. What it adds to a number of the plan
/// is told in the plan's currency and stays.
pub fn scale_money_of_strategy(strategy: &mut Strategy, factor: f64) {
    for field in fields_of_strategy(strategy) {
        scale(field, estimate_of_strategy(strategy, field.name), factor);
    }
    for mechanism in &mut strategy.mechanisms {
        for field in fields_of_mechanism(mechanism) {
            scale(field, estimate_of_mechanism(mechanism, field.name), factor);
        }
    }
}

fn scale(field: EstimateField, estimate: Option<EstimateMut<'_>>, factor: f64) {
    if let Some(mut money) = estimate.filter(|_| field.measure == Measure::Money) {
        money.move_to(field.spread.likely * factor);
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan;

    #[test]
    fn every_estimate_that_is_listed_is_found_by_its_name() {
        let whole = plan::read(include_bytes!("../../tests/engine/whole.sortie"));
        let mut plan = whole.expect("a test reads the plan that holds everything");
        for channel in &mut plan.channels {
            for EstimateField { name, spread, .. } in fields_of_channel(channel) {
                assert_eq!(
                    estimate_of_channel(channel, name).map(|found| found.spread()),
                    Some(spread),
                    "{name}"
                );
            }
        }
        for shock in &mut plan.shocks {
            for EstimateField { name, spread, .. } in fields_of_shock(shock) {
                assert_eq!(
                    estimate_of_shock(shock, name).map(|found| found.spread()),
                    Some(spread),
                    "{name}"
                );
            }
        }
        for strategy in &mut plan.strategies {
            for EstimateField { name, spread, .. } in fields_of_strategy(strategy) {
                assert_eq!(
                    estimate_of_strategy(strategy, name).map(|it| it.spread()),
                    Some(spread),
                    "{name}"
                );
            }
            for mechanism in &mut strategy.mechanisms {
                for EstimateField { name, spread, .. } in fields_of_mechanism(mechanism) {
                    let found = estimate_of_mechanism(mechanism, name).map(|found| found.spread());
                    assert_eq!(found, Some(spread), "{name}");
                }
            }
        }
    }
}
