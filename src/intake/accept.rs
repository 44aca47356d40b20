//! What of a fit goes into a plan: field by field, shop by shop, and the months that came.

use std::collections::BTreeMap;

use sortie_engine::fit::{FieldAddress, FittedChannel, FittedField, PlanFit, accept};
use sortie_engine::ledger::{ChannelMonth, Ledger};
use sortie_engine::plan::{ActualMonth, Channel, Plan, unused_id};
use sortie_engine::unit::{Estimate, Month};

use crate::catalog::exchange::rate_in;

/// Where a shop of the files goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShopTarget {
    /// Into the channel of the open plan with this place.
    Channel(usize),
    /// A channel of its own.
    New,
}

/// What the seller takes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportChoice {
    /// Whether each field of the fit is taken.
    pub fields: Vec<bool>,
    /// Where each channel of the fit goes.
    pub targets: Vec<ShopTarget>,
    /// Whether the plan begins after the last whole month of the files.
    pub begins_later: bool,
    /// Whether months within the plan are kept as what happened.
    pub keeps_months: bool,
}

impl ImportChoice {
    /// Everything is taken, each shop into the channel it is in the plan.
    pub fn of(plan: &Plan, fit: &PlanFit) -> Self {
        let mut taken = vec![];
        let mut target = |fitted: &FittedChannel| {
            let fits =
                |(idx, channel): &(usize, &Channel)| !taken.contains(idx) && is_same(plan, channel, fitted);
            let found = plan.channels.iter().enumerate().find(fits).map(|(idx, _)| idx);
            taken.extend(found);
            found.map_or(ShopTarget::New, ShopTarget::Channel)
        };
        let targets = fit.channels.iter().map(&mut target).collect();
        let covers = plan.start <= fit.start && fit.start.since(plan.start) < plan.horizon_months as i32;
        Self {
            fields: vec![true; fit.fields.len()],
            targets,
            begins_later: !covers && fit.start > plan.start,
            keeps_months: false,
        }
    }

    /// The same with what the seller had chosen in an earlier fit of the same shops.
    #[must_use]
    pub fn as_before(mut self, fit: &PlanFit, before: &Self, of: &PlanFit) -> Self {
        for (field, is_taken) in fit.fields.iter().zip(&mut self.fields) {
            let known = of.fields.iter().position(|other| other.address == field.address);
            *is_taken = known.and_then(|idx| before.fields.get(idx)).copied().unwrap_or(true);
        }
        for (channel, target) in fit.channels.iter().zip(&mut self.targets) {
            let known = of.channels.iter().position(|other| other.id == channel.id);
            *target = known.and_then(|idx| before.targets.get(idx)).copied().unwrap_or(*target);
        }
        Self { begins_later: before.begins_later, keeps_months: before.keeps_months, ..self }
    }

    /// The fit with the fields that are taken, and the channels that have any.
    pub fn taken(&self, fit: &PlanFit) -> PlanFit {
        let fields = fit.fields.iter().zip(&self.fields);
        let fields: Vec<FittedField> =
            fields.filter(|(_, is_taken)| **is_taken).map(|(field, _)| field.clone()).collect();
        let has_any = |channel: &&FittedChannel| {
            fields.iter().any(|field| field.address.channel.as_ref() == Some(&channel.id))
        };
        PlanFit { start: fit.start, channels: fit.channels.iter().filter(has_any).cloned().collect(), fields }
    }
}

/// Whether a channel of a plan is that shop: the same kind in the same market and currency.
pub fn is_same(plan: &Plan, channel: &Channel, fitted: &FittedChannel) -> bool {
    let is_there = channel.market == fitted.market;
    channel.kind == fitted.kind && is_there && currency_of(plan, channel) == fitted.currency
}

/// The currency in which a channel sells.
pub fn currency_of<'p>(plan: &'p Plan, channel: &'p Channel) -> &'p str {
    channel.currency.as_deref().unwrap_or(&plan.currency)
}

/// Puts what is taken into the open plan. `draft` is the plan that the files make by themselves; channels that are new come
/// from there.
pub fn put_into(plan: &mut Plan, draft: &Plan, ledger: &Ledger, fit: &PlanFit, choice: &ImportChoice) {
    let taken = choice.taken(fit);
    if choice.begins_later {
        plan.begin_in(fit.start);
    }
    let kept = if choice.keeps_months { months_kept(plan, ledger, fit, choice) } else { vec![] };
    let mut ids: BTreeMap<&str, String> = BTreeMap::new();
    for (fitted, target) in fit.channels.iter().zip(&choice.targets) {
        if !taken.channels.iter().any(|channel| channel.id == fitted.id) {
            continue;
        }
        let id = match target {
            ShopTarget::Channel(idx) => plan.channels.get(*idx).map(|channel| channel.id.clone()),
            ShopTarget::New => add_channel(plan, draft, &fitted.id),
        };
        ids.extend(id.map(|id| (fitted.id.as_str(), id)));
    }
    for field in &taken.fields {
        let channel = field.address.channel.as_deref();
        let id = channel.and_then(|channel| ids.get(channel)).cloned();
        if channel.is_some() == id.is_some() {
            let address = FieldAddress { channel: id, ..field.address.clone() };
            accept(plan, &FittedField { address, ..field.clone() });
        }
    }
    keep_months(plan, kept, &ids);
}

/// Adds a channel of the draft, under an id that is free, with its market and its rate.
fn add_channel(plan: &mut Plan, draft: &Plan, id: &str) -> Option<String> {
    let mut channel = draft.channels.iter().find(|channel| channel.id == id)?.clone();
    let currency = currency_of(draft, &channel).to_owned();
    if currency == plan.currency {
        channel.currency = None;
    } else {
        let rate = rate_in(&currency, &plan.currency, draft.start.plus(-1))?;
        plan.fx.entry(currency.clone()).or_insert_with(|| Estimate::certain(rate));
        channel.currency = Some(currency);
    }
    channel.id = unused_id(id, |id| plan.channels.iter().any(|other| other.id == id));
    if !plan.markets.iter().any(|market| market.id == channel.market) {
        plan.markets.extend(draft.markets.iter().find(|market| market.id == channel.market).cloned());
    }
    let id = channel.id.clone();
    plan.channels.push(channel);
    Some(id)
}

/// A month of the files that can be kept as what happened.
#[derive(Clone, Debug, PartialEq)]
struct KeptMonth {
    month: Month,
    /// The channel of the fit; none for all channels together.
    channel: Option<String>,
    orders: f64,
    /// After refunds.
    revenue: f64,
    /// Where every shop of it tells them.
    visits: Option<f64>,
    refunds: Option<f64>,
}

/// How many whole months of the files can be kept as what happened, and how many lie within the plan.
pub fn n_months(plan: &Plan, ledger: &Ledger, fit: &PlanFit, choice: &ImportChoice) -> (usize, usize) {
    let mut moved = plan.clone();
    if choice.begins_later {
        moved.begin_in(fit.start);
    }
    let count = |mut months: Vec<Month>| {
        months.sort_unstable();
        months.dedup();
        months.len()
    };
    let kept = months_kept(&moved, ledger, fit, choice);
    let within = whole(ledger, &moved).map(|month| month.month).collect();
    (count(kept.into_iter().map(|kept| kept.month).collect()), count(within))
}

/// The plan with the months that can be kept of channels it has, and nothing else of the files.
pub fn with_months(plan: &Plan, ledger: &Ledger, fit: &PlanFit, choice: &ImportChoice) -> Plan {
    let mut plan = plan.clone();
    if choice.begins_later {
        plan.begin_in(fit.start);
    }
    let kept = months_kept(&plan, ledger, fit, choice);
    let known = fit.channels.iter().zip(&choice.targets).filter_map(|(fitted, target)| match target {
        ShopTarget::Channel(idx) => Some((fitted.id.as_str(), plan.channels.get(*idx)?.id.clone())),
        ShopTarget::New => None,
    });
    let ids: BTreeMap<&str, String> = known.collect();
    keep_months(&mut plan, kept, &ids);
    plan
}

/// Whole months within the plan.
fn whole<'l>(ledger: &'l Ledger, plan: &Plan) -> impl Iterator<Item = &'l ChannelMonth> {
    let (start, horizon) = (plan.start, plan.horizon_months as i32);
    let lies_within = move |month: Month| (0..horizon).contains(&month.since(start));
    let told = ledger.months.iter().filter(|month| month.is_complete && month.orders.is_some());
    told.filter(move |month| lies_within(month.month))
}

/// Whole months as what happened. A shop that is two channels of the plan cannot be told apart: where the files hold every
/// channel of the plan, months of all channels together are kept then, and otherwise those of the other shops.
fn months_kept(plan: &Plan, ledger: &Ledger, fit: &PlanFit, choice: &ImportChoice) -> Vec<KeptMonth> {
    let taken = choice.taken(fit).channels;
    let is_split = |shop: &str| fit.channels.iter().filter(|channel| channel.shop == shop).count() > 1;
    let goes_to = |idx: usize| {
        let targets = fit.channels.iter().zip(&choice.targets);
        targets
            .into_iter()
            .any(|(channel, target)| *target == ShopTarget::Channel(idx) && taken.contains(channel))
    };
    let covers_all = plan.channels.iter().enumerate().all(|(idx, channel)| !channel.active || goes_to(idx));
    let is_together = covers_all && taken.iter().any(|channel| is_split(&channel.shop));
    let mut shops: Vec<&str> = taken.iter().map(|channel| channel.shop.as_str()).collect();
    shops.dedup();
    let mut told: BTreeMap<_, Vec<(&ChannelMonth, f64)>> = BTreeMap::new();
    for month in whole(ledger, plan) {
        let own = taken.iter().find(|it| it.shop == month.channel && it.currency == month.currency);
        let Some(channel) = own.filter(|own| is_together || !is_split(&own.shop)) else { continue };
        let Some(rate) = rate_in(&month.currency, &plan.currency, month.month) else { continue };
        let place = (month.month, (!is_together).then(|| channel.id.clone()));
        told.entry(place).or_default().push((month, rate));
    }
    // All channels together are known where every shop tells the month.
    let is_known = |n: usize| !is_together || n == shops.len();
    let told = told.into_iter().filter(|(_, months)| is_known(months.len()));
    let kept = told.map(|((month, channel), months)| KeptMonth {
        month,
        orders: months.iter().map(|(month, _)| month.orders.unwrap_or(0) as f64).sum(),
        revenue: months.iter().map(|(it, rate)| (money(it.revenue) - money(it.refunds)) * rate).sum(),
        visits: months.iter().map(|(month, _)| Some(month.sessions? as f64)).sum(),
        refunds: months.iter().map(|(month, rate)| Some(f64::try_from(month.refunds?).ok()? * rate)).sum(),
        channel,
    });
    kept.collect()
}

fn keep_months(plan: &mut Plan, kept: Vec<KeptMonth>, ids: &BTreeMap<&str, String>) {
    for KeptMonth { month, channel, orders, revenue, visits, refunds } in kept {
        let id = match &channel {
            Some(channel) => match ids.get(channel.as_str()) {
                Some(id) => Some(id.clone()),
                None => continue,
            },
            None => None,
        };
        let is_of_it = |actual: &ActualMonth| actual.channel == id && actual.strategy.is_none();
        plan.actuals.retain(|actual| actual.month != month || !is_of_it(actual));
        let revenue = (revenue > 0.0).then_some(revenue);
        plan.actuals.push(ActualMonth {
            channel: id,
            revenue,
            orders: Some(orders),
            visits,
            refunds,
            ..ActualMonth::blank(month)
        });
    }
    plan.actuals.sort_by_key(|actual| actual.month);
}

fn money(amount: Option<sortie_engine::ledger::Decimal>) -> f64 {
    amount.and_then(|amount| f64::try_from(amount).ok()).unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use sortie_engine::fit::{FittedValue, FoundBy, IMPORTED};
    use sortie_engine::ledger::Decimal;
    use sortie_engine::plan::{ChannelKind, check, read};
    use sortie_engine::unit::{EstimateSpace, Spread};

    use super::*;
    use crate::catalog::templates;
    use crate::intake::draft;
    use crate::start::UsualPlan;
    use crate::text::{Language, words};

    fn sample() -> Plan {
        read(templates()[0].plan_bytes).unwrap()
    }

    /// A fit of these channels (id, shop, kind, market, currency), each with its visits found.
    fn fit_of(channels: &[(&str, &str, ChannelKind, &str, &str)], start: &str) -> PlanFit {
        let visits = Spread { low: 900.0, likely: 1_000.0, high: 1_100.0, space: EstimateSpace::Log };
        let channel =
            |(id, shop, kind, market, currency): &(&str, &str, ChannelKind, &str, &str)| FittedChannel {
                id: (*id).to_owned(),
                shop: (*shop).to_owned(),
                kind: *kind,
                market: (*market).to_owned(),
                currency: (*currency).to_owned(),
                is_open: true,
                exposure: None,
            };
        let field = |(id, ..): &(&str, &str, ChannelKind, &str, &str)| FittedField {
            address: FieldAddress { channel: Some((*id).to_owned()), field: "visits" },
            figure: FittedValue::Number(visits),
            found: FoundBy::Months { n_months: 14 },
            basis: IMPORTED.to_owned(),
        };
        PlanFit {
            start: Month::parse(start).unwrap(),
            channels: channels.iter().map(channel).collect(),
            fields: channels.iter().map(field).collect(),
        }
    }

    fn ledger(shops: &[&str], first: &str, n: i32) -> Ledger {
        let month = |shop: &str, t: i32| ChannelMonth {
            channel: shop.to_owned(),
            month: Month::parse(first).unwrap().plus(t),
            currency: "USD".to_owned(),
            is_complete: true,
            orders: Some(100),
            sessions: Some(2_500),
            revenue: Some(Decimal::from(4_000)),
            refunds: Some(Decimal::from(400)),
            ..ChannelMonth::default()
        };
        let months = shops.iter().flat_map(|shop| (0..n).map(move |t| month(shop, t))).collect();
        Ledger { months, ..Ledger::default() }
    }

    fn put(plan: &mut Plan, ledger: &Ledger, fit: &PlanFit, choice: &ImportChoice) {
        let made = draft(words(Language::English), &UsualPlan::of(0).unwrap(), &choice.taken(fit)).unwrap();
        put_into(plan, &made, ledger, fit, choice);
        assert_eq!(check(plan), []);
    }

    #[test]
    fn a_shop_goes_into_its_channel_and_one_that_the_plan_lacks_becomes_a_channel_with_its_market_and_rate() {
        let mut plan = sample();
        let channels = [
            ("amazon-us", "amazon:us", ChannelKind::Amazon, "us", "USD"),
            ("amazon-jp", "amazon:jp", ChannelKind::Amazon, "jp", "JPY"),
        ];
        let fit = fit_of(&channels, "2025-12");
        let choice = ImportChoice::of(&plan, &fit);
        let idx = plan.channels.iter().position(|it| it.kind == ChannelKind::Amazon).unwrap();
        assert_eq!(choice.targets, [ShopTarget::Channel(idx), ShopTarget::New]);
        let n = plan.channels.len();
        put(&mut plan, &Ledger::default(), &fit, &choice);
        assert_eq!(plan.channels.len(), n + 1);
        assert!((plan.channels[idx].visits.likely - 1_000.0).abs() < 1e-9);
        let new = &plan.channels[n];
        assert_eq!(
            (new.id.as_str(), new.market.as_str(), new.currency.as_deref()),
            ("amazon-jp", "jp", Some("JPY"))
        );
        assert!(plan.fx.contains_key("JPY") && plan.markets.iter().any(|market| market.name == "Japan"));
    }

    #[test]
    fn a_channel_without_a_tick_is_not_added_and_a_plan_that_begins_later_takes_its_blows_along() {
        let mut plan = sample();
        let fit = fit_of(&[("amazon-jp", "amazon:jp", ChannelKind::Amazon, "jp", "JPY")], "2025-12");
        let mut choice = ImportChoice::of(&plan, &fit);
        assert!(choice.begins_later, "the sample ends before these months");
        let offset = |plan: &Plan| plan.month_of_shock(&plan.shocks[0]).map(|month| month.since(plan.start));
        let before = offset(&plan);
        choice.fields[0] = false;
        assert!(choice.taken(&fit).channels.is_empty());
        choice.fields[0] = true;
        put(&mut plan, &Ledger::default(), &fit, &choice);
        assert!(before.is_some() && offset(&plan) == before);
    }

    #[test]
    fn a_store_that_is_two_channels_is_kept_only_together_with_all_others() {
        let store = [
            ("own-links", "own_store:us", ChannelKind::TiktokLink, "us", "USD"),
            ("own", "own_store:us", ChannelKind::OwnStore, "us", "USD"),
            ("amazon-us", "amazon:us", ChannelKind::Amazon, "us", "USD"),
        ];
        let mut plan = sample();
        let fit = fit_of(&store, "2023-10");
        let ledger = ledger(&["own_store:us", "amazon:us"], "2023-05", 5);
        let mut choice = ImportChoice { keeps_months: true, ..ImportChoice::of(&plan, &fit) };
        assert!(!choice.begins_later);
        assert_eq!(n_months(&plan, &ledger, &fit, &choice), (3, 3), "of Amazon alone");
        let months = with_months(&plan, &ledger, &fit, &choice).actuals;
        put(&mut plan, &ledger, &fit, &choice);
        assert!(plan.actuals.iter().all(|actual| actual.channel.as_deref() == Some("amazon")));
        assert_eq!(months, plan.actuals, "what is shown before they are put there");
        let told = |actual: &ActualMonth| (actual.orders, actual.visits, actual.refunds);
        let months: Vec<_> = plan.actuals.iter().map(told).collect();
        assert_eq!(months, [(Some(100.0), Some(2_500.0), Some(400.0)); 3]);
        // A plan with no other channel open than these is told as a whole.
        let mut plan = sample();
        let targets = ImportChoice::of(&plan, &fit).targets;
        for (idx, channel) in plan.channels.iter_mut().enumerate() {
            channel.active = targets.contains(&ShopTarget::Channel(idx));
        }
        choice.targets = targets;
        put(&mut plan, &ledger, &fit, &choice);
        assert_eq!(plan.actuals.len(), 3);
        let first = &plan.actuals[0];
        let sold = (first.channel.as_deref(), first.orders, first.revenue);
        assert_eq!(sold, (None, Some(200.0), Some(7_200.0)));
        assert_eq!((first.visits, first.refunds), (Some(5_000.0), Some(800.0)));
    }
}
