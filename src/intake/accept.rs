//! What of a fit goes into a plan: field by field, shop by shop, and the months that came.

use std::collections::BTreeMap;

use sortie_engine::fit::{Address, Fit, FittedChannel, FittedField, accept};
use sortie_engine::ledger::{ChannelMonth, Ledger};
use sortie_engine::plan::{Actual, Channel, Plan};
use sortie_engine::unit::{Estimate, Month};

use crate::disk::evidence::rate;

/// Where a shop of the files goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Into the channel of the open plan with this place.
    Channel(usize),
    /// A channel of its own.
    New,
}

/// What the seller takes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// Whether each field of the fit is taken.
    pub fields: Vec<bool>,
    /// Where each channel of the fit goes.
    pub targets: Vec<Target>,
    /// Whether the plan begins after the last whole month of the files.
    pub begins_later: bool,
    /// Whether months within the plan are kept as what happened.
    pub keeps_months: bool,
}

impl Choice {
    /// Everything is taken, each shop into the channel it is in the plan.
    pub fn of(plan: &Plan, fit: &Fit) -> Self {
        let mut taken = vec![];
        let mut target = |fitted: &FittedChannel| {
            let fits =
                |(idx, channel): &(usize, &Channel)| !taken.contains(idx) && is_same(plan, channel, fitted);
            let found = plan.channels.iter().enumerate().find(fits).map(|(idx, _)| idx);
            taken.extend(found);
            found.map_or(Target::New, Target::Channel)
        };
        let targets = fit.channels.iter().map(&mut target).collect();
        let covers = plan.start <= fit.start && fit.start.since(plan.start) < plan.horizon_months as i32;
        Self { fields: vec![true; fit.fields.len()], targets, begins_later: !covers, keeps_months: false }
    }

    /// The fit with the fields that are taken, and the channels that have any.
    pub fn taken(&self, fit: &Fit) -> Fit {
        let fields = fit.fields.iter().zip(&self.fields);
        let fields: Vec<FittedField> =
            fields.filter(|(_, is_taken)| **is_taken).map(|(field, _)| field.clone()).collect();
        let has_any = |channel: &&FittedChannel| {
            fields.iter().any(|field| field.address.channel.as_ref() == Some(&channel.id))
        };
        Fit { start: fit.start, channels: fit.channels.iter().filter(has_any).cloned().collect(), fields }
    }
}

/// Whether a channel of a plan is that shop: the same kind in the same market and currency.
pub fn is_same(plan: &Plan, channel: &Channel, fitted: &FittedChannel) -> bool {
    let market = plan.markets.iter().find(|market| market.id == channel.market);
    let is_there = channel.market == fitted.market || market.is_some_and(|it| it.id == fitted.market);
    channel.kind == fitted.kind && is_there && currency_of(plan, channel) == fitted.currency
}

/// The currency in which a channel sells.
pub fn currency_of<'p>(plan: &'p Plan, channel: &'p Channel) -> &'p str {
    channel.currency.as_deref().unwrap_or(&plan.currency)
}

/// Puts what is taken into the open plan. `draft` is the plan that the files make by themselves; channels that are new come
/// from there.
pub fn put_into(plan: &mut Plan, draft: &Plan, ledger: &Ledger, fit: &Fit, choice: &Choice) {
    let taken = choice.taken(fit);
    if choice.begins_later {
        begin(plan, fit.start);
    }
    let mut ids: BTreeMap<&str, String> = BTreeMap::new();
    for (fitted, target) in fit.channels.iter().zip(&choice.targets) {
        if !taken.channels.iter().any(|channel| channel.id == fitted.id) {
            continue;
        }
        let id = match target {
            Target::Channel(idx) => plan.channels.get(*idx).map(|channel| channel.id.clone()),
            Target::New => add_channel(plan, draft, &fitted.id),
        };
        ids.extend(id.map(|id| (fitted.id.as_str(), id)));
    }
    for field in &taken.fields {
        let channel = field.address.channel.as_deref();
        let id = channel.and_then(|channel| ids.get(channel)).cloned();
        if channel.is_some() == id.is_some() {
            let address = Address { channel: id, ..field.address.clone() };
            accept(plan, &FittedField { address, ..field.clone() });
        }
    }
    if choice.keeps_months {
        keep_months(plan, ledger, &taken, &ids);
    }
}

/// Moves the plan's beginning, and what happens in it along.
fn begin(plan: &mut Plan, start: Month) {
    let later = start.since(plan.start);
    plan.start = start;
    for shock in &mut plan.shocks {
        shock.start.month = shock.start.month.plus(later);
        shock.start.day =
            shock.start.day.map(|day| day.min(sortie_engine::unit::days_in_month(shock.start.month)));
    }
    for strategy in &mut plan.strategies {
        strategy.start = strategy.start.plus(later);
        strategy.end = strategy.end.map(|end| end.plus(later));
    }
}

/// Adds a channel of the draft, under an id that is free, with its market and its rate.
fn add_channel(plan: &mut Plan, draft: &Plan, id: &str) -> Option<String> {
    let mut channel = draft.channels.iter().find(|channel| channel.id == id)?.clone();
    let currency = currency_of(draft, &channel).to_owned();
    if currency == plan.currency {
        channel.currency = None;
    } else {
        let rate = rate(&currency, &plan.currency)?;
        plan.fx.entry(currency.clone()).or_insert_with(|| Estimate::certain(rate));
        channel.currency = Some(currency);
    }
    let is_free = |id: &str| !plan.channels.iter().any(|other| other.id == id);
    let mut names = (2..).map(|n| format!("{id}-{n}"));
    if !is_free(id) {
        channel.id = names.find(|name| is_free(name))?;
    }
    if !plan.markets.iter().any(|market| market.id == channel.market) {
        plan.markets.extend(draft.markets.iter().find(|market| market.id == channel.market).cloned());
    }
    let id = channel.id.clone();
    plan.channels.push(channel);
    Some(id)
}

/// How many whole months of the files lie within the plan.
pub fn n_months_within(plan: &Plan, ledger: &Ledger, fit: &Fit, begins_later: bool) -> usize {
    let start = if begins_later { fit.start } else { plan.start };
    let mut months: Vec<Month> = whole(ledger).map(|month| month.month).collect();
    months.sort_unstable();
    months.dedup();
    months.into_iter().filter(|month| lies_within(*month, start, plan.horizon_months)).count()
}

fn whole(ledger: &Ledger) -> impl Iterator<Item = &ChannelMonth> {
    ledger.months.iter().filter(|month| month.is_complete && month.orders.is_some())
}

fn lies_within(month: Month, start: Month, horizon_months: usize) -> bool {
    let since = month.since(start);
    since >= 0 && since < horizon_months as i32
}

/// Keeps whole months as what happened. A shop that is two channels of the plan cannot be told apart: where there is one,
/// the months of all channels together are kept, if the files hold them all.
fn keep_months(plan: &mut Plan, ledger: &Ledger, fit: &Fit, ids: &BTreeMap<&str, String>) {
    let n_of = |shop: &str| fit.channels.iter().filter(|channel| channel.shop == shop).count();
    let is_split = fit.channels.iter().any(|channel| n_of(&channel.shop) > 1);
    let mut told: BTreeMap<(Month, Option<String>), (f64, f64, usize)> = BTreeMap::new();
    for month in whole(ledger).filter(|month| lies_within(month.month, plan.start, plan.horizon_months)) {
        let own = fit.channels.iter().find(|it| it.shop == month.channel && it.currency == month.currency);
        let Some(id) = own.and_then(|channel| ids.get(channel.id.as_str())) else { continue };
        let Some(rate) = rate_to(plan, &month.currency) else { continue };
        let place = (month.month, (!is_split).then(|| id.clone()));
        let (orders, revenue, n) = told.entry(place).or_default();
        *orders += month.orders.unwrap_or(0) as f64;
        *revenue += (money(month.revenue) - money(month.refunds)) * rate;
        *n += 1;
    }
    let active: Vec<&str> = plan.channels.iter().filter(|it| it.active).map(|it| it.id.as_str()).collect();
    let covers_all = active.iter().all(|id| ids.values().any(|own| own == id));
    let mut shops: Vec<&str> = fit.channels.iter().map(|channel| channel.shop.as_str()).collect();
    shops.dedup();
    for ((month, channel), (orders, revenue, n)) in told {
        // All channels together are known where every shop tells the month.
        if channel.is_none() && !(covers_all && n == shops.len()) {
            continue;
        }
        plan.actuals.retain(|actual| actual.month != month || actual.channel != channel);
        let revenue = (revenue > 0.0).then_some(revenue);
        plan.actuals.push(Actual { month, channel, revenue, orders: Some(orders), cash: None });
    }
    plan.actuals.sort_by_key(|actual| actual.month);
}

fn money(amount: Option<sortie_engine::ledger::Decimal>) -> f64 {
    amount.and_then(|amount| f64::try_from(amount).ok()).unwrap_or(0.0)
}

fn rate_to(plan: &Plan, currency: &str) -> Option<f64> {
    if currency == plan.currency {
        return Some(1.0);
    }
    plan.fx.get(currency).map(|rate| rate.likely)
}
