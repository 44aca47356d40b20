//! The tables of the plan's own parts: the business, channels, what happens, what the seller does.

use super::super::parts::{Cash, Channel, Demand, Plan, Seller};
use super::super::range::NumberRange;
use super::super::shock::{AdjustmentChange, Shock, ShockStart};
use super::super::strategy::Strategy;
use super::super::word::ChannelKind;
use super::{
    EstimateField, EstimateMut, NEEDED, NumberField, NumberMeasure, estimates, numbers, or, whole,
    whole_months,
};

estimates! {
    /// The estimates of the money of the business as a whole.
    fields_of_cash, estimate_of_cash: Cash;
    overhead_per_month: Amount, Money, NumberRange::AMOUNT, or(0.0);
    interest_per_year: Share, Share, NumberRange::SHARE, or(0.0);
}

numbers! {
    /// The numbers of the money of the business, held for certain.
    numbers_of_cash, set_number_of_cash: Cash;
    opening: Money, NumberRange::ANY, NEEDED;
    credit_line: Money, NumberRange::AMOUNT, or(0.0);
}

numbers! {
    /// The numbers of how demand moves.
    numbers_of_demand, set_number_of_demand: Demand;
    trend_damping: Share, NumberRange::SHARE, or(Demand::USUAL.trend_damping);
    volatility: Ratio, NumberRange::VOLATILITY, or(Demand::USUAL.volatility);
    persistence: Share, NumberRange::BELOW_1, or(Demand::USUAL.persistence);
    co_movement: Share, NumberRange::SHARE, or(Demand::USUAL.co_movement);
    estimate_correlation: Share, NumberRange::SHARE, or(Demand::USUAL.estimate_correlation);
}

numbers! {
    /// The numbers of what the seller already has.
    numbers_of_seller, set_number_of_seller: Seller;
    amazon_us_category_revenue_usd: UsDollars, NumberRange::AMOUNT, or(0.0);
}

estimates! {
    /// The estimates of a channel.
    fields_of_channel, estimate_of_channel: Channel;
    visits: Amount, Count, NumberRange::AMOUNT, NEEDED;
    growth: Signed, Growth, NumberRange::GROWTH, or(0.0);
    conversion: Share, Share, NumberRange::SHARE, NEEDED;
    repeat_share: Share, Share, NumberRange::BELOW_1, or(0.0);
    order_value: Amount, Money, NumberRange::AMOUNT, NEEDED;
    refund: Share, Share, NumberRange::SHARE, or(0.0);
    resale: Share, Share, NumberRange::SHARE, or(0.0);
    unit_cost: Share, Share, NumberRange::SHARE, NEEDED;
    fulfilment: Amount, Money, NumberRange::AMOUNT, or(0.0);
    return_cost: Amount, Money, NumberRange::AMOUNT, or(0.0);
    commission: Share, Share, NumberRange::SHARE, or(0.0);
    payment_fee_share: Share, Share, NumberRange::SHARE, or(0.0);
    payment_fee_fixed: Amount, Money, NumberRange::AMOUNT, or(0.0);
    cost_per_visit: Amount, Money, NumberRange::AMOUNT, or(0.0);
    spend_kept: Share, Share, NumberRange::SHARE, or(0.0);
    fixed_cost_per_month: Amount, Money, NumberRange::AMOUNT, or(0.0);
}

numbers! {
    /// The numbers of a channel that are held for certain, but for the whole months of its lead time.
    numbers_of_every_channel, set_number_of_every_channel: Channel;
    customer_life_months: Months, NumberRange::MONTHS_FROM_1, or(Channel::USUAL_LIFE_MONTHS);
    payout_days: Days, NumberRange::DAYS, or(0.0);
    stock_days: Days, NumberRange::DAYS, or(0.0);
}

estimates! {
    /// The estimates that every shock has.
    fields_of_every_shock, estimate_of_every_shock: Shock;
    passes: Share, Share, NumberRange::SHARE, or(1.0);
    freezes_payouts: Share, Share, NumberRange::SHARE, or(0.0);
    writes_off: Share, Share, NumberRange::SHARE, or(0.0);
}

numbers! {
    /// The numbers that every shock has, held for certain.
    numbers_of_every_shock, set_number_of_every_shock: Shock;
    phase_out_months: Months, NumberRange::MONTHS, or(0.0);
    recovery_months: Months, NumberRange::MONTHS, or(0.0);
    window_months: Months, NumberRange::MONTHS, or(0.0);
    adaptation_months: Months, NumberRange::MONTHS, or(0.0);
    probability: Share, NumberRange::SHARE, or(1.0);
    lasts_probability: Share, NumberRange::SHARE, or(1.0);
}

estimates! {
    /// The estimates of a strategy itself; those of its mechanisms stand with them.
    fields_of_strategy, estimate_of_strategy: Strategy;
    setup_cost: Amount, Money, NumberRange::AMOUNT, or(0.0);
    monthly_cost: Amount, Money, NumberRange::AMOUNT, or(0.0);
    exit_cost: Amount, Money, NumberRange::AMOUNT, or(0.0);
}

/// The numbers of the plan itself.
pub fn numbers_of_plan(plan: &Plan) -> Vec<NumberField> {
    let value = plan.horizon_months as f64;
    let range = NumberRange::HORIZON;
    vec![NumberField {
        name: "horizon_months",
        value,
        measure: NumberMeasure::Months,
        range,
        default: NEEDED,
    }]
}

/// The numbers of a channel that are held for certain.
pub fn numbers_of_channel(channel: &Channel) -> Vec<NumberField> {
    let mut numbers = numbers_of_every_channel(channel);
    numbers.push(whole_months("lead_months", channel.lead_months, NumberRange::LEAD, or(0.0)));
    numbers
}

/// Changes a number of a channel; whether there is one of that name.
pub fn set_number_of_channel(channel: &mut Channel, name: &str, value: f64) -> bool {
    if name == "lead_months" {
        channel.lead_months = whole(value);
        return true;
    }
    set_number_of_every_channel(channel, name, value)
}

/// The numbers of a shock that are held for certain; months for which money is held are 0 where it is lost.
pub fn numbers_of_shock(shock: &Shock) -> Vec<NumberField> {
    let mut numbers = numbers_of_every_shock(shock);
    numbers.push(whole_months(
        "freeze_months",
        shock.freeze_months.unwrap_or(1),
        NumberRange::WHOLE_MONTHS,
        None,
    ));
    numbers
}

/// Changes a number of the plan itself; whether there is one of that name.
pub fn set_number_of_plan(plan: &mut Plan, name: &str, value: f64) -> bool {
    let is_horizon = name == "horizon_months";
    if is_horizon {
        plan.horizon_months = whole(value) as usize;
    }
    is_horizon
}

/// Changes a number of a shock; whether there is one of that name.
pub fn set_number_of_shock(shock: &mut Shock, name: &str, value: f64) -> bool {
    if name == "freeze_months" {
        shock.freeze_months = Some(whole(value));
        return true;
    }
    set_number_of_every_shock(shock, name, value)
}

/// The estimates of a shock itself; those of its diversions and adjustments stand with them.
pub fn fields_of_shock(shock: &Shock) -> Vec<EstimateField> {
    let mut fields = fields_of_every_shock(shock);
    fields.extend(shock.lasts_months.map(|months| EstimateField {
        name: "lasts_months",
        spread: months.spread(),
        measure: NumberMeasure::Months,
        range: NumberRange::MONTHS_ABOVE_0,
        default: None,
    }));
    fields.extend(shock.start.follows().map(|followed| EstimateField {
        name: "after_months",
        spread: followed.after_months.spread(),
        measure: NumberMeasure::Months,
        range: NumberRange::MONTHS,
        default: NEEDED,
    }));
    fields
}

/// The estimate of a shock itself by the name of its field.
pub fn estimate_of_shock<'p>(shock: &'p mut Shock, name: &str) -> Option<EstimateMut<'p>> {
    if name == "lasts_months" {
        return shock.lasts_months.as_mut().map(EstimateMut::Amount);
    }
    if name == "after_months" {
        return match &mut shock.start {
            ShockStart::On(_) => None,
            ShockStart::After(followed) => Some(EstimateMut::Amount(&mut followed.after_months)),
        };
    }
    estimate_of_every_shock(shock, name)
}

/// The estimate of a change.
pub fn field_of_change(change: &AdjustmentChange) -> EstimateField {
    match change {
        AdjustmentChange::Factor(factor) => EstimateField {
            name: "factor",
            spread: factor.spread(),
            measure: NumberMeasure::Ratio,
            range: NumberRange::FACTOR,
            default: NEEDED,
        },
        AdjustmentChange::Add(add) => EstimateField {
            name: "add",
            spread: add.spread(),
            measure: NumberMeasure::Added,
            range: NumberRange::ANY,
            default: NEEDED,
        },
    }
}

/// The estimate of a change by its name, which says whether it multiplies or adds.
pub fn estimate_of_change<'p>(change: &'p mut AdjustmentChange, name: &str) -> Option<EstimateMut<'p>> {
    match (change, name) {
        (AdjustmentChange::Factor(factor), "factor") => Some(EstimateMut::Amount(factor)),
        (AdjustmentChange::Add(add), "add") => Some(EstimateMut::Signed(add)),
        _ => None,
    }
}

/// What the field of that name measures in a channel; none where a channel has no such number.
pub fn measure_of_channel(name: &str) -> Option<NumberMeasure> {
    let channel = Channel::blank("", "", ChannelKind::Other, "");
    let estimates = fields_of_channel(&channel).into_iter().map(|field| (field.name, field.measure));
    let numbers = numbers_of_channel(&channel).into_iter().map(|field| (field.name, field.measure));
    estimates.chain(numbers).find(|(known, _)| *known == name).map(|(_, measure)| measure)
}
