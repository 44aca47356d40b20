//! The tables of mechanisms.

use super::super::mechanism::{
    AdjustTerms, Audience, CloseChannel, HitProducts, Mechanism, OpenChannel, PaidReach, PriceChange,
    RestoreLink, SubscriberList,
};
use super::super::range::NumberRange;
use super::{
    EstimateField, EstimateMut, NEEDED, NumberField, NumberMeasure, estimate_of_change, estimates,
    field_of_change, numbers, or, whole, whole_months,
};

estimates! {
    /// The estimates that every audience has.
    fields_of_every_audience, estimate_of_every_audience: Audience;
    posts_per_month: Amount, Count, NumberRange::AMOUNT, NEEDED;
    cost_per_post: Amount, Money, NumberRange::AMOUNT, NEEDED;
    reach_per_post: Amount, Count, NumberRange::AMOUNT, NEEDED;
    follower_reach: Share, Share, NumberRange::SHARE, NEEDED;
    follow_rate: Share, Share, NumberRange::SHARE, NEEDED;
    unfollow: Share, Share, NumberRange::SHARE, NEEDED;
    click_rate: Share, Share, NumberRange::SHARE, NEEDED;
    trust_max: Amount, Ratio, NumberRange::FACTOR, NEEDED;
    trust_half: Amount, Count, NumberRange::ABOVE_0, NEEDED;
    initial_followers: Amount, Count, NumberRange::AMOUNT, or(0.0);
}

numbers! {
    /// The numbers of an audience that are held for certain.
    numbers_of_audience, set_number_of_audience: Audience;
    sell_after_followers: Count, NumberRange::AMOUNT, or(0.0);
    learning_months: Months, NumberRange::MONTHS, or(0.0);
}

estimates! {
    /// The estimates of paid reach.
    fields_of_paid_reach, estimate_of_paid_reach: PaidReach;
    spend_per_month: Amount, Money, NumberRange::AMOUNT, NEEDED;
    cost_per_visit: Amount, Money, NumberRange::ABOVE_0, NEEDED;
    saturation_spend: Amount, Money, NumberRange::ABOVE_0, NEEDED;
    carry_over: Share, Share, NumberRange::SHARE, NEEDED;
    conversion_factor: Amount, Ratio, NumberRange::FACTOR, or(1.0);
    commission: Share, Share, NumberRange::SHARE, or(0.0);
}

estimates! {
    /// The estimates of a subscriber list.
    fields_of_list, estimate_of_list: SubscriberList;
    capture: Share, Share, NumberRange::SHARE, NEEDED;
    unsubscribe: Share, Share, NumberRange::SHARE, NEEDED;
    orders_per_subscriber: Share, Share, NumberRange::SHARE, NEEDED;
    cost_per_subscriber: Amount, Money, NumberRange::AMOUNT, NEEDED;
    initial_subscribers: Amount, Count, NumberRange::AMOUNT, or(0.0);
    invites_existing: Share, Share, NumberRange::SHARE, or(0.0);
}

numbers! {
    /// The numbers of a channel that opens.
    numbers_of_open_channel, set_number_of_open_channel: OpenChannel;
    ramp_months: Months, NumberRange::MONTHS, or(0.0);
    review_months: Months, NumberRange::MONTHS, or(0.0);
    approval: Share, NumberRange::SHARE, or(1.0);
}

numbers! {
    /// The numbers of a channel that is wound down.
    numbers_of_close_channel, set_number_of_close_channel: CloseChannel;
    ramp_months: Months, NumberRange::MONTHS, or(0.0);
}

numbers! {
    /// The numbers of a change that are held for certain.
    numbers_of_adjust, set_number_of_adjust: AdjustTerms;
    ramp_months: Months, NumberRange::MONTHS, or(0.0);
}

estimates! {
    /// The estimates of a link that is restored.
    fields_of_restored_link, estimate_of_restored_link: RestoreLink;
    share: Share, Share, NumberRange::SHARE, NEEDED;
    penalty_loss: Share, Share, NumberRange::SHARE, or(0.0);
}

numbers! {
    /// The numbers of a link that is restored, held for certain, but for the whole months of a penalty.
    numbers_of_restored_link, set_number_of_restored_link: RestoreLink;
    ramp_months: Months, NumberRange::MONTHS, or(0.0);
    penalty_probability: Share, NumberRange::SHARE, or(0.0);
    approval: Share, NumberRange::SHARE, or(1.0);
}

estimates! {
    /// The estimates of hits.
    fields_of_hits, estimate_of_hits: HitProducts;
    size: Amount, Ratio, NumberRange::FACTOR, NEEDED;
}

numbers! {
    /// The numbers of hits that are held for certain.
    numbers_of_hits, set_number_of_hits: HitProducts;
    per_month: Plain, NumberRange::FREQUENCY, NEEDED;
    half_life_months: Months, NumberRange::MONTHS_ABOVE_0, NEEDED;
}

estimates! {
    /// The estimates that every change of prices has.
    fields_of_every_price, estimate_of_every_price: PriceChange;
    factor: Amount, Ratio, NumberRange::FACTOR_ABOVE_0, NEEDED;
    elasticity: Amount, Plain, NumberRange::ELASTICITY, NEEDED;
}

numbers! {
    /// The numbers of a change of prices that are held for certain.
    numbers_of_price, set_number_of_price: PriceChange;
    ramp_months: Months, NumberRange::MONTHS, or(0.0);
}

/// The estimates of an audience; its pool only where there is one.
fn fields_of_audience(audience: &Audience) -> Vec<EstimateField> {
    let mut fields = fields_of_every_audience(audience);
    fields.extend(audience.audience_pool.map(|pool| EstimateField {
        name: "audience_pool",
        spread: pool.spread(),
        measure: NumberMeasure::Count,
        range: NumberRange::ABOVE_0,
        default: None,
    }));
    fields
}

fn estimate_of_audience<'p>(audience: &'p mut Audience, name: &str) -> Option<EstimateMut<'p>> {
    if name == "audience_pool" {
        return audience.audience_pool.as_mut().map(EstimateMut::Amount);
    }
    estimate_of_every_audience(audience, name)
}

/// The estimates of a change of prices; the elasticity of repeat orders only where it has its own.
fn fields_of_price(price: &PriceChange) -> Vec<EstimateField> {
    let mut fields = fields_of_every_price(price);
    fields.extend(price.repeat_elasticity.map(|elasticity| EstimateField {
        name: "repeat_elasticity",
        spread: elasticity.spread(),
        measure: NumberMeasure::Plain,
        range: NumberRange::ELASTICITY,
        default: None,
    }));
    fields
}

fn estimate_of_price<'p>(price: &'p mut PriceChange, name: &str) -> Option<EstimateMut<'p>> {
    if name == "repeat_elasticity" {
        return price.repeat_elasticity.as_mut().map(EstimateMut::Amount);
    }
    estimate_of_every_price(price, name)
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
        Mechanism::Price(price) => fields_of_price(price),
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
        Mechanism::Price(price) => estimate_of_price(price, name),
    }
}

/// The numbers of a mechanism that are held for certain.
pub fn numbers_of_mechanism(mechanism: &Mechanism) -> Vec<NumberField> {
    match mechanism {
        Mechanism::Audience(audience) => numbers_of_audience(audience),
        Mechanism::PaidReach(_) | Mechanism::SubscriberList(_) => vec![],
        Mechanism::OpenChannel(open) => numbers_of_open_channel(open),
        Mechanism::CloseChannel(close) => numbers_of_close_channel(close),
        Mechanism::Adjust(adjust) => numbers_of_adjust(adjust),
        Mechanism::RestoreLink(restore) => {
            let mut numbers = numbers_of_restored_link(restore);
            let months = restore.penalty_months;
            numbers.push(whole_months("penalty_months", months, NumberRange::WHOLE_MONTHS, or(1.0)));
            numbers
        }
        Mechanism::Hits(hits) => numbers_of_hits(hits),
        Mechanism::Price(price) => numbers_of_price(price),
    }
}

/// Changes a number of a mechanism; whether there is one of that name.
pub fn set_number_of_mechanism(mechanism: &mut Mechanism, name: &str, value: f64) -> bool {
    match mechanism {
        Mechanism::Audience(audience) => set_number_of_audience(audience, name, value),
        Mechanism::PaidReach(_) | Mechanism::SubscriberList(_) => false,
        Mechanism::OpenChannel(open) => set_number_of_open_channel(open, name, value),
        Mechanism::CloseChannel(close) => set_number_of_close_channel(close, name, value),
        Mechanism::Adjust(adjust) => set_number_of_adjust(adjust, name, value),
        Mechanism::RestoreLink(restore) if name == "penalty_months" => {
            restore.penalty_months = whole(value);
            true
        }
        Mechanism::RestoreLink(restore) => set_number_of_restored_link(restore, name, value),
        Mechanism::Hits(hits) => set_number_of_hits(hits, name, value),
        Mechanism::Price(price) => set_number_of_price(price, name, value),
    }
}
