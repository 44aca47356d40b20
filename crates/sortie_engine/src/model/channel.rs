//! A channel as the projection sees it: numbers, traits and its own season.

use super::number::{EstimateIndex, EstimateTable, ExchangeRates};
use super::{N_PARAMETERS, calendar};
use crate::plan::{Channel, FileWord, Parameter, Plan, Platform, fields_of_channel};

/// A channel, flattened.
#[derive(Clone, Debug)]
pub(crate) struct ChannelModel {
    pub id: String,
    pub is_active: bool,
    /// Whether the seller may write to its customers.
    pub owns_customers: bool,
    /// Whether a strike of TikTok takes visits from it.
    pub is_on_tiktok: bool,
    /// Channels of one platform have the same number.
    pub platform: usize,
    /// Plan currency per unit of its own, where that differs.
    pub rate: Option<EstimateIndex>,
    /// Weight of each month of the horizon, with mean 1 over the calendar.
    pub season: Vec<f64>,
    /// Weight of each month of the horizon in what media cost, with mean 1 over the calendar.
    pub media: Vec<f64>,
    /// Goods to be at hand or on their way in each month of the horizon, against the goods wanted in it: those of the months
    /// until what is bought now has come, and the stock to be held then.
    pub coverage: Vec<f64>,
    /// Base values of what can change, by [`Parameter`] up to `FixedCostPerMonth`.
    pub base: [EstimateIndex; N_PARAMETERS - 1],
    pub growth: EstimateIndex,
    pub repeat_share: EstimateIndex,
    pub resale: EstimateIndex,
    pub payment_fee_share: EstimateIndex,
    pub payment_fee_fixed: EstimateIndex,
    pub spend_kept: EstimateIndex,
    pub customer_life_months: f64,
    pub payout_days: f64,
    pub stock_days: f64,
    /// Months from buying goods to having them.
    pub lead_months: usize,
}

impl ChannelModel {
    /// By how much payouts are late: whole months, and the part of one. What comes after the horizon comes never, so that
    /// no longer wait is kept in mind.
    pub fn payout_lag(&self) -> (usize, f64) {
        let months = self.payout_days / 30.0;
        ((months.floor() as usize).min(self.coverage.len()), months - months.floor())
    }
}

pub(super) fn compile(
    plan: &Plan,
    channel: &Channel,
    rates: &ExchangeRates,
    numbers: &mut EstimateTable,
) -> ChannelModel {
    let fields = fields_of_channel(channel);
    let added: Vec<(&str, EstimateIndex)> =
        fields.into_iter().map(|field| (field.name, numbers.add_of_channel(&channel.id, field))).collect();
    let number = |name: &str| {
        let place = added.iter().position(|(field, _)| *field == name);
        debug_assert!(place.is_some(), "a channel has no estimate of the name {name}");
        place.map_or(added[0].1, |place| added[place].1)
    };
    let market = plan.markets.iter().find(|market| market.id == channel.market);
    let weights = market.and_then(|market| market.seasonality).unwrap_or(plan.demand.seasonality);
    let media = market.and_then(|market| market.media_seasonality).unwrap_or(plan.demand.media_seasonality);
    let (n_months, lead_months) = (plan.horizon_months, channel.lead_months as usize);
    let mut season = calendar(plan, &weights, n_months + lead_months);
    let coverage = (0..n_months).map(|t| coverage(&season[t..=t + lead_months], channel.stock_days / 30.0));
    let coverage = coverage.collect();
    season.truncate(n_months);
    ChannelModel {
        id: channel.id.clone(),
        is_active: channel.active,
        owns_customers: channel.owns_its_customers(),
        is_on_tiktok: channel.kind.is_on_tiktok(),
        platform: platform(plan, channel),
        rate: rates.of(channel.currency.as_ref()),
        season,
        media: calendar(plan, &media, n_months),
        coverage,
        base: std::array::from_fn(|place| number(Parameter::ALL[place].word())),
        growth: number("growth"),
        repeat_share: number("repeat_share"),
        resale: number("resale"),
        payment_fee_share: number("payment_fee_share"),
        payment_fee_fixed: number("payment_fee_fixed"),
        spend_kept: number("spend_kept"),
        customer_life_months: channel.customer_life_months,
        payout_days: channel.payout_days,
        stock_days: channel.stock_days,
        lead_months,
    }
}

/// The goods of a month and of those until what is bought in it has come, and the stock then, against the goods of the month;
/// from their seasons.
fn coverage(seasons: &[f64], stock_months: f64) -> f64 {
    let (first, last) = (seasons[0], seasons[seasons.len() - 1]);
    seasons.iter().map(|season| season / first).sum::<f64>() + stock_months * (last / first)
}

/// The place of the first channel on the same platform; a channel that stands alone has its own.
fn platform(plan: &Plan, channel: &Channel) -> usize {
    let own = channel.kind.platform();
    let same = |other: &&Channel| match own {
        Platform::Alone => other.id == channel.id,
        _ => other.kind.platform() == own,
    };
    plan.channels.iter().take_while(|other| !same(other)).count()
}
