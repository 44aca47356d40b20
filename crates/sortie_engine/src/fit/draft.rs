//! A whole plan from what was found: shops become channels, and what no file tells stays as the world has it.

use std::collections::BTreeMap;

use super::found::{FittedChannel, FoundBy, PlanFit, accept};
use super::history::WorldPriors;
use crate::plan::{Channel, Diversion, Market, Plan, ShockKind, scale_money_of_channel};
use crate::unit::{Estimate, Share};

/// What a plan takes from elsewhere than a seller's files.
pub struct PlanFrame<'f> {
    /// The plan without channels and markets: its name, its closure and the scenarios to compare. Shocks move with its
    /// start.
    pub plan: Plan,
    /// The currency in which the world's usual channels are told.
    pub usual_currency: &'f str,
    /// Units of the second currency per unit of the first.
    pub rate: &'f dyn Fn(&str, &str) -> Option<f64>,
    /// Share of visits that find the own store without the link, and its source.
    pub recaptured: (Estimate<Share>, &'f str),
    /// Cash at the start, in months of sales, and its source.
    pub opening_months: (f64, &'f str),
}

/// A plan with everything that was found, and the rest as usual. Nothing where a currency has no rate.
pub fn draft(fit: &PlanFit, world: &WorldPriors, frame: PlanFrame) -> Option<Plan> {
    let PlanFrame { mut plan, usual_currency, rate, recaptured, opening_months } = frame;
    plan.begin_in(fit.start);
    plan.currency = main_currency(fit, rate)?;
    for fitted in &fit.channels {
        let mut channel = usual_channel(fitted, world, usual_currency, rate)?;
        if fitted.currency != plan.currency {
            channel.currency = Some(fitted.currency.clone());
            let rate = rate(&fitted.currency, &plan.currency)?;
            plan.fx.insert(fitted.currency.clone(), Estimate::certain(rate));
        }
        if !plan.markets.iter().any(|market| market.id == fitted.market) {
            plan.markets.push(Market::blank(&fitted.market, &fitted.market.to_uppercase()));
        }
        plan.channels.push(channel);
    }
    for field in &fit.fields {
        accept(&mut plan, field);
    }
    let (share, basis) = recaptured;
    divert(&mut plan, share, basis);
    let (months, basis) = opening_months;
    let open = fit.channels.iter().filter(|channel| channel.is_open);
    let sold = |channel: &FittedChannel| Some(sales(fit, channel) * rate(&channel.currency, &plan.currency)?);
    plan.cash.opening = (months * open.filter_map(sold).sum::<f64>()).round();
    plan.basis.insert("cash.opening".to_owned(), basis.to_owned());
    Some(plan)
}

/// A usual channel of the kind, its money in the shop's currency.
fn usual_channel(
    fitted: &FittedChannel,
    world: &WorldPriors,
    usual_currency: &str,
    rate: &dyn Fn(&str, &str) -> Option<f64>,
) -> Option<Channel> {
    let usual = (world.channel)(fitted.kind)?;
    let rate = rate(usual.currency.as_deref().unwrap_or(usual_currency), &fitted.currency)?;
    let mut channel = Channel {
        id: fitted.id.clone(),
        market: fitted.market.clone(),
        kind: fitted.kind,
        currency: None,
        active: fitted.is_open,
        ..usual
    };
    scale_money_of_channel(&mut channel, rate);
    Some(channel)
}

/// Likely sales of a month of a shop, in its own currency.
fn sales(fit: &PlanFit, channel: &FittedChannel) -> f64 {
    let likely = |field: &str| fit.number(Some(&channel.id), field).map_or(0.0, |found| found.likely);
    likely("visits") * likely("conversion") * likely("order_value")
}

/// The currency in which the most is sold.
fn main_currency(fit: &PlanFit, rate: &dyn Fn(&str, &str) -> Option<f64>) -> Option<String> {
    let common = &fit.channels.first()?.currency;
    let mut sold: BTreeMap<&String, f64> = BTreeMap::new();
    for channel in &fit.channels {
        *sold.entry(&channel.currency).or_default() +=
            sales(fit, channel) * rate(&channel.currency, common).unwrap_or(0.0);
    }
    let most = sold.into_iter().max_by(|(_, a), (_, b)| a.total_cmp(b));
    most.map(|(currency, _)| currency.clone())
}

/// Lets a part of what a closure takes find the own store.
fn divert(plan: &mut Plan, share: Estimate<Share>, basis: &str) {
    let is_store = |channel: &&Channel| channel.kind == crate::plan::ChannelKind::OwnStore;
    let Some(store) = plan.channels.iter().find(is_store).map(|channel| channel.id.clone()) else { return };
    for shock in plan.shocks.iter_mut().filter(|shock| shock.kind == ShockKind::LinkClosure) {
        shock.basis.insert(format!("diversions[{}].share", shock.diversions.len()), basis.to_owned());
        shock.diversions.push(Diversion { to: store.clone(), share });
    }
}

impl PlanFit {
    /// Fields that the files do not tell enough of, so that something usual was assumed for them.
    pub fn assumed(&self) -> impl Iterator<Item = &super::FittedField> {
        self.fields.iter().filter(|field| {
            matches!(
                field.found,
                FoundBy::OrdersByConversion { is_measured: false, .. }
                    | FoundBy::Exposure { is_measured: false }
            )
        })
    }
}
