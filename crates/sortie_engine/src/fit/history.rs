//! From a ledger to the fields of a plan, channel by channel.

use std::collections::HashMap;

use super::customers;
use super::demand::{self, DemandPrior};
use super::exposure::{self, HiddenShares, LinkExposure, part_of_amount};
use super::found::{FieldAddress, FittedChannel, FittedField, FittedValue, FoundBy, IMPORTED, PlanFit};
use super::ratio::rate;
use super::series::{ShopHistory, ShopSeries, number, orders, sales, visits};
use crate::ledger::{BuyerHash, ChannelMonth, Ledger, month_of};
use crate::plan::{self, Channel, ChannelKind};
use crate::unit::{EstimateSpace, Month, Spread};

/// What is known of the world before a seller's files are looked at.
pub struct WorldPriors<'w> {
    /// A usual channel of a kind, with the source of each number.
    pub channel: &'w dyn Fn(ChannelKind) -> Option<Channel>,
    /// How demand usually moves.
    pub demand: plan::Demand,
    /// What hides behind direct visits and pages of links.
    pub hidden: HiddenShares,
    /// The usual share of an own store that hangs on TikTok's links, where no file tells: low, likely, high.
    pub exposure: [f64; 3],
    /// The source of that share.
    pub exposure_basis: &'w str,
}

/// Months in which orders of the kind may still come back, where refunds are told with the month of the order.
fn immature_months(kind: ChannelKind) -> Option<usize> {
    match kind {
        ChannelKind::Amazon | ChannelKind::Other => None,
        ChannelKind::TiktokShop | ChannelKind::TiktokManaged => Some(1),
        _ => Some(2),
    }
}

/// Everything that the whole months of a ledger up to `last` (all, where none is named) say of a plan; nothing where no
/// shop has a whole month with orders.
pub fn fit(ledger: &Ledger, last: Option<Month>, world: &WorldPriors) -> Option<PlanFit> {
    let history = ShopHistory::new(ledger, last)?;
    let usual = DemandPrior { season: world.demand.seasonality, volatility: world.demand.volatility };
    let bases: Vec<LevelBase> = history.series.iter().map(|series| LevelBase::of(series, world)).collect();
    let logs = history.series.iter().zip(&bases);
    let logs = logs.map(|(series, base)| base.logs(series, &history)).collect();
    let demand = demand::fit(&demand::SalesHistory { first: history.first.calendar_idx(), logs }, &usual);
    let mut fit = PlanFit { start: history.start, channels: vec![], fields: vec![] };
    for (place, (series, base)) in history.series.iter().zip(&bases).enumerate() {
        let mut rates = rates(series, &history);
        rates.extend(base.fields(demand.levels[place], demand.growth[place]));
        rates.extend(of_customers(ledger, series, &history));
        rates.extend(of_payouts(ledger, series));
        let sources: Vec<_> =
            ledger.sources.iter().filter(|it| it.channel == series.key && it.month < history.start).collect();
        let exposure = exposure::of(&sources, &world.hidden);
        add_channel(&mut fit, series, &rates, &base.usual_basis, exposure, world);
    }
    add_business(&mut fit, &demand, &history, &bases);
    Some(fit)
}

type FittedFields = Vec<(&'static str, Spread, FoundBy)>;

/// What a channel's level is read from.
struct LevelBase {
    is_by_orders: bool,
    n_months: usize,
    /// Orders a visit.
    conversion: Option<(Spread, FoundBy)>,
    /// The usual conversion, where none was found.
    usual_conversion: f64,
    /// The source of that.
    usual_basis: String,
}

impl LevelBase {
    fn of(series: &ShopSeries, world: &WorldPriors) -> Self {
        let (parts, wholes) = series.pairs(orders, visits);
        let n_visits = wholes.len();
        let n_orders = series.pairs(|_| Some(0.0), orders).0.len();
        let conversion = rate(&parts, &wholes, EstimateSpace::Logit).filter(|found| found.likely < 1.0);
        let conversion = conversion.map(|found| (found, FoundBy::Months { n_months: n_visits }));
        // A few months of visits beside years of orders say how visits convert, not how the year goes.
        let is_by_orders = n_visits * 3 < n_orders * 2 || conversion.is_none();
        let usual = (world.channel)(series.kind);
        let basis = usual.as_ref().and_then(|channel| channel.basis.get("conversion")).cloned();
        let usual = usual.map(|channel| channel.conversion.likely);
        Self {
            usual_basis: basis.unwrap_or_default(),
            is_by_orders,
            n_months: if is_by_orders { n_orders } else { n_visits },
            conversion,
            usual_conversion: usual.filter(|share| *share > 0.0).unwrap_or(1.0),
        }
    }

    fn logs(&self, series: &ShopSeries, history: &ShopHistory) -> Vec<Option<f64>> {
        let figure = if self.is_by_orders { orders } else { visits };
        series.logs(history.first, history.n_months(), figure)
    }

    fn fields(&self, level: Option<Spread>, growth: Option<Spread>) -> FittedFields {
        let n_months = self.n_months;
        let found = match self.is_by_orders {
            true => FoundBy::OrdersByConversion { n_months, is_measured: self.conversion.is_some() },
            false => FoundBy::Months { n_months },
        };
        let conversion = self.conversion.as_ref().map_or(self.usual_conversion, |(found, _)| found.likely);
        let per_visit = if self.is_by_orders { conversion } else { 1.0 };
        let visits = level.map(|it| Spread {
            low: it.low / per_visit,
            likely: it.likely / per_visit,
            high: it.high / per_visit,
            ..it
        });
        let usual =
            Spread { low: conversion, likely: conversion, high: conversion, space: EstimateSpace::Logit };
        let usual = (usual, FoundBy::OrdersByConversion { n_months, is_measured: false });
        let (conversion, of_conversion) = self.conversion.clone().unwrap_or(usual);
        let visits = visits.map(|visits| ("visits", visits, found));
        let growth = growth.map(|growth| ("growth", growth, FoundBy::Months { n_months }));
        visits.into_iter().chain(growth).chain([("conversion", conversion, of_conversion)]).collect()
    }
}

/// What holds month after month.
fn rates(series: &ShopSeries, history: &ShopHistory) -> FittedFields {
    let net = |month: &ChannelMonth| Some(sales(month)? - number(month.refunds).unwrap_or(0.0));
    let platform = |month: &ChannelMonth| {
        let fees = [number(month.marketplace_fees), number(month.affiliate_fees)];
        fees.iter().any(Option::is_some).then(|| fees.iter().flatten().sum())
    };
    let standing = |month: &ChannelMonth| {
        let fees = [number(month.storage_fees), number(month.account_fees)];
        fees.iter().any(Option::is_some).then(|| fees.iter().flatten().sum())
    };
    let is_store = series.kind == ChannelKind::OwnStore;
    let ads = |month: &ChannelMonth| {
        let loose = history.loose_ads.get(&(month.month, month.currency.clone())).filter(|_| is_store);
        let spent = [number(month.ad_spend), loose.copied()];
        spent.iter().any(Option::is_some).then(|| spent.iter().flatten().sum())
    };
    let mut fields = vec![];
    let mut add = |field, space, (parts, wholes): (Vec<f64>, Vec<f64>)| {
        let n_months = parts.len();
        let found = rate(&parts, &wholes, space).filter(|found| found.is_usable());
        fields.extend(found.map(|found| (field, found, FoundBy::Months { n_months })));
    };
    add("order_value", EstimateSpace::Log, series.pairs(sales, orders));
    let refunded = refunds(series);
    let none_back = none_refunded(series);
    if none_back.is_none() {
        add("refund", EstimateSpace::Logit, refunded);
    }
    add("commission", EstimateSpace::Logit, series.pairs(platform, net));
    add("payment_fee_share", EstimateSpace::Logit, series.pairs(|month| number(month.payment_fees), net));
    add("fulfilment", EstimateSpace::Log, series.pairs(|month| number(month.fulfilment), orders));
    add("cost_per_visit", EstimateSpace::Log, series.pairs(ads, visits));
    add("fixed_cost_per_month", EstimateSpace::Log, series.pairs(standing, |_| Some(1.0)));
    fields.extend(none_back.map(|(range, n_months)| ("refund", range, FoundBy::Months { n_months })));
    fields
}

/// What part of sales may go back where none did so far, with how many months say so: of so many orders, nothing came back
/// by chance at the high figure once in ten times, at the likely one every second time. Orders that may still come back
/// count half.
fn none_refunded(series: &ShopSeries) -> Option<(Spread, usize)> {
    let told = series.months.iter().filter(|month| month.refunds.is_some() && month.orders.is_some());
    let months: Vec<&ChannelMonth> = told.copied().collect();
    if months.iter().any(|month| number(month.refunds).is_some_and(|back| back > 0.0)) {
        return None;
    }
    let n_old = months.len().saturating_sub(immature_months(series.kind).unwrap_or(1));
    let weight = |nth: usize| if nth < n_old { 1.0 } else { 0.5 };
    let n_orders: f64 =
        months.iter().enumerate().map(|(nth, month)| weight(nth) * orders(month).unwrap_or(0.0)).sum();
    if n_orders < 1.0 {
        return None;
    }
    // The share at which none of so many comes back with this chance.
    let share = |chance: f64| 1.0 - crate::lane::exp(crate::lane::ln(chance) / n_orders);
    let (low, likely, high) = (share(0.9), share(0.5), share(0.1));
    let range = Spread { low, likely, high, space: EstimateSpace::Logit };
    range.is_usable().then_some((range, months.len()))
}

/// Refunds against the sales they belong to: the months whose orders can no longer come back, or, where refunds are told
/// in the month in which they are paid, sales of half a month before.
fn refunds(series: &ShopSeries) -> (Vec<f64>, Vec<f64>) {
    let told = |month: &ChannelMonth| number(month.refunds);
    match immature_months(series.kind) {
        Some(immature) => {
            let (mut parts, mut wholes) = series.pairs(told, sales);
            let mature = parts.len().saturating_sub(immature);
            parts.truncate(mature);
            wholes.truncate(mature);
            (parts, wholes)
        }
        None => {
            let pair = |pair: &[&ChannelMonth]| {
                let is_next = pair[1].month.since(pair[0].month) == 1;
                let sold = (sales(pair[0])? + sales(pair[1])?) / 2.0;
                (is_next && sold > 0.0).then_some((told(pair[1])?, sold))
            };
            series.months.windows(2).filter_map(pair).unzip()
        }
    }
}

/// How customers come back, where buyers can be told apart.
fn of_customers(ledger: &Ledger, series: &ShopSeries, history: &ShopHistory) -> FittedFields {
    let mut buyers: HashMap<BuyerHash, Vec<usize>> = HashMap::new();
    let own = ledger.orders.iter().filter(|order| *order.channel == *series.key);
    let told = own.filter_map(|order| order.buyer.map(|buyer| (buyer, month_of(order.date))));
    let Some(first) = told.clone().map(|(_, month)| month).min() else { return of_buyers(series) };
    let n_months = usize::try_from(history.start.since(first)).unwrap_or(0);
    for (buyer, month) in told {
        if let Some(place) = usize::try_from(month.since(first)).ok().filter(|place| *place < n_months) {
            buyers.entry(buyer).or_default().push(place);
        }
    }
    buyers.values_mut().for_each(|months| months.sort_unstable());
    let found = customers::fit(buyers.values().map(Vec::as_slice), n_months);
    let Some(found) = found else { return of_buyers(series) };
    let how = FoundBy::Buyers { n_buyers: found.n_buyers, n_repeats: found.n_repeats };
    vec![("repeat_share", found.repeat_share, how.clone()), ("customer_life_months", found.life_months, how)]
}

/// Buyers who come back among all of a month, where files count them.
fn of_buyers(series: &ShopSeries) -> FittedFields {
    let again = |month: &ChannelMonth| month.repeat_buyers.map(|buyers| buyers as f64);
    let (parts, wholes) = series.pairs(again, |month| month.buyers.map(|buyers| buyers as f64));
    let found = rate(&parts, &wholes, EstimateSpace::Logit).filter(|found| found.likely < 1.0);
    let n_months = parts.len();
    found.map(|found| ("repeat_share", found, FoundBy::Months { n_months })).into_iter().collect()
}

/// Days from sales to their payouts, weighed by money; payouts of one day are one observation.
fn of_payouts(ledger: &Ledger, series: &ShopSeries) -> FittedFields {
    let mut days = std::collections::BTreeMap::new();
    let own = ledger.payouts.iter().filter(|it| it.channel == series.key && it.currency == series.currency);
    let mut n_payouts = 0;
    for payout in own {
        let amount = number(Some(payout.amount)).unwrap_or(0.0);
        let late = f64::from((payout.paid - payout.sold).get_days());
        if amount > 0.0 && late >= 0.0 {
            let (parts, wholes) = days.entry(payout.paid).or_insert((0.0, 0.0));
            *parts += amount * late;
            *wholes += amount;
            n_payouts += 1;
        }
    }
    let (parts, wholes): (Vec<f64>, Vec<f64>) = days.into_values().unzip();
    let found = rate(&parts, &wholes, EstimateSpace::Log);
    found.map(|found| ("payout_days", found, FoundBy::Payouts { n_payouts })).into_iter().collect()
}

/// Adds a shop as a channel. An own store is two: what hangs on TikTok's links, and the rest.
fn add_channel(
    fit: &mut PlanFit,
    series: &ShopSeries,
    rates: &FittedFields,
    usual_basis: &str,
    exposure: Option<LinkExposure>,
    world: &WorldPriors,
) {
    let id = series.key.replace(':', "-");
    let market = if series.market.is_empty() { "all".to_owned() } else { series.market.clone() };
    let channel = |id: &str, kind: ChannelKind| FittedChannel {
        id: id.to_owned(),
        shop: series.key.clone(),
        kind,
        market: market.clone(),
        currency: series.currency.clone(),
        is_open: series.is_open,
        exposure,
    };
    let mut add = |id: &str, kind: ChannelKind, share: Option<(Spread, bool)>| {
        fit.channels.push(channel(id, kind));
        for (field, spread, found) in rates {
            let address = FieldAddress { channel: Some(id.to_owned()), field };
            let (mut spread, mut found) = (*spread, found.clone());
            let mut basis = IMPORTED;
            if matches!(found, FoundBy::OrdersByConversion { is_measured: false, .. })
                && *field == "conversion"
            {
                basis = usual_basis;
            }
            if let Some((share, is_rest)) = share.filter(|_| *field == "visits") {
                spread = part_of_amount(&spread, &share, is_rest).unwrap_or(spread);
                found = FoundBy::Exposure { is_measured: exposure.is_some() };
                basis = if exposure.is_some() { IMPORTED } else { world.exposure_basis };
            }
            let basis = basis.to_owned();
            fit.fields.push(FittedField { address, figure: FittedValue::Number(spread), found, basis });
        }
    };
    let [low, likely, high] = world.exposure;
    let usual = Spread { low, likely, high, space: EstimateSpace::Logit };
    let share = exposure.map_or(usual, |exposure| exposure.share);
    if series.kind == ChannelKind::OwnStore && share.likely > 0.0 {
        add(&format!("{id}-tiktok-links"), ChannelKind::TiktokLink, Some((share, false)));
        add(&id, series.kind, Some((share, true)));
    } else {
        add(&id, series.kind, None);
    }
}

/// Adds what is the same for all channels.
fn add_business(fit: &mut PlanFit, demand: &demand::DemandFit, history: &ShopHistory, bases: &[LevelBase]) {
    let found = FoundBy::AllMonths {
        n_months: bases.iter().map(|base| base.n_months).sum(),
        n_channels: history.series.len(),
    };
    let numbers = [
        ("volatility", demand.volatility),
        ("persistence", demand.persistence),
        ("co_movement", demand.co_movement),
    ];
    let numbers = numbers.into_iter().filter_map(|(field, found)| Some((field, FittedValue::Number(found?))));
    let season = demand.season.map(|season| ("seasonality", FittedValue::Season(Box::new(season))));
    for (field, figure) in numbers.chain(season) {
        let address = FieldAddress { channel: None, field };
        fit.fields.push(FittedField { address, figure, found: found.clone(), basis: IMPORTED.to_owned() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Decimal;

    fn months(orders: &[u64], refunds: i64) -> Vec<ChannelMonth> {
        let first = Month::parse("2025-01").unwrap();
        let month = |(nth, n): (usize, &u64)| ChannelMonth {
            month: first.plus(nth as i32),
            orders: Some(*n),
            revenue: Some(Decimal::from(50 * n)),
            refunds: Some(Decimal::from(refunds)),
            ..ChannelMonth::default()
        };
        orders.iter().enumerate().map(month).collect()
    }

    fn none_of(orders: &[u64], refunds: i64) -> Option<(Spread, usize)> {
        let months = months(orders, refunds);
        none_refunded(&ShopSeries {
            key: "own_store:us".to_owned(),
            kind: ChannelKind::OwnStore,
            market: "us".to_owned(),
            currency: "USD".to_owned(),
            months: months.iter().collect(),
            is_open: true,
        })
    }

    #[test]
    fn no_refund_in_four_hundred_orders_is_a_range_and_not_nothing() {
        let (range, n_months) = none_of(&[130, 140, 130], 0).unwrap();
        assert_eq!(n_months, 3);
        assert!(range.low > 0.0 && range.low < range.likely && range.likely < range.high);
        assert!((0.005..0.01).contains(&range.high), "{range:?}");
        let (many, _) = none_of(&[4_000, 4_000, 4_000, 4_000], 0).unwrap();
        assert!(many.high < range.high / 10.0);
    }

    #[test]
    fn a_shop_with_refunds_is_measured_by_them() {
        assert!(none_of(&[130, 140, 130], 25).is_none() && none_of(&[], 0).is_none());
    }
}
