//! Whole months of the files as what happened within the plan, and whether they are the next ones of its own channels.

use std::collections::BTreeMap;

use sortie_engine::fit::{FittedChannel, PlanFit};
use sortie_engine::ledger::{ChannelMonth, Decimal, Ledger};
use sortie_engine::plan::{ActualMonth, Plan};
use sortie_engine::unit::Month;

use super::accept::ImportChoice;
use super::target::ShopTarget;
use crate::catalog::exchange::rate_in;

/// A month of the files that can be kept as what happened.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptMonth {
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

/// Months of the plan's own channels that files hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NextMonths {
    /// Months of which the plan held nothing yet, in order of time.
    pub fresh: Vec<Month>,
    /// Months of which it holds something else: what the files tell takes its place.
    pub changed: Vec<Month>,
}

/// The months that files add to what happened; none where the plan holds all of them as they are, or has no such channel.
pub fn next_months(plan: &Plan, ledger: &Ledger, fit: &PlanFit, choice: &ImportChoice) -> Option<NextMonths> {
    if choice.begins_later || !choice.targets.iter().any(|target| matches!(target, ShopTarget::Channel(_))) {
        return None;
    }
    let after = with_months(plan, ledger, fit, choice);
    let mut next = NextMonths::default();
    for told in after.actuals.iter().filter(|told| !plan.actuals.contains(told)) {
        let is_known = plan.actuals.iter().any(|it| it.month == told.month && it.channel == told.channel);
        let months = if is_known { &mut next.changed } else { &mut next.fresh };
        if !months.contains(&told.month) {
            months.push(told.month);
        }
    }
    (next != NextMonths::default()).then_some(next)
}

/// The channels of the fit that have a place in the plan, or get one.
fn shops_in<'f>(fit: &'f PlanFit, choice: &ImportChoice) -> Vec<&'f FittedChannel> {
    let taken = choice.taken(fit).channels;
    let all = fit.channels.iter().zip(&choice.targets);
    let is_in = |(channel, target): &(&FittedChannel, &ShopTarget)| {
        **target != ShopTarget::New || taken.contains(channel)
    };
    all.filter(is_in).map(|(channel, _)| channel).collect()
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
pub fn months_kept(plan: &Plan, ledger: &Ledger, fit: &PlanFit, choice: &ImportChoice) -> Vec<KeptMonth> {
    let taken = shops_in(fit, choice);
    let is_split = |shop: &str| taken.iter().filter(|channel| channel.shop == shop).count() > 1;
    let goes_to = |idx: usize| choice.targets.contains(&ShopTarget::Channel(idx));
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

/// Writes months into the plan, in the place of what it held of the same month and channel; `ids` are the plan's own for
/// those of the fit.
pub fn keep_months(plan: &mut Plan, kept: Vec<KeptMonth>, ids: &BTreeMap<&str, String>) {
    for KeptMonth { month, channel, orders, revenue, visits, refunds } in kept {
        let id = match &channel {
            Some(channel) => match ids.get(channel.as_str()) {
                Some(id) => Some(id.clone()),
                None => continue,
            },
            None => None,
        };
        let is_of_it = |actual: &ActualMonth| actual.channel == id && actual.strategy.is_none();
        let place = plan.actuals.iter().position(|actual| actual.month == month && is_of_it(actual));
        // What no file tells stays as it was typed.
        let before = place.map_or_else(|| ActualMonth::blank(month), |place| plan.actuals.remove(place));
        plan.actuals.push(ActualMonth {
            channel: id,
            revenue: (revenue > 0.0).then_some(revenue),
            orders: Some(orders),
            visits: visits.or(before.visits),
            refunds: refunds.or(before.refunds),
            ..before
        });
    }
    plan.actuals.sort_by_key(|actual| actual.month);
}

fn money(amount: Option<Decimal>) -> f64 {
    amount.and_then(|amount| f64::try_from(amount).ok()).unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use sortie_engine::plan::ChannelKind;

    use super::*;
    use crate::intake::trial::{fit_of, ledger, put, sample};

    fn month(text: &str) -> Month {
        Month::parse(text).unwrap()
    }

    fn amazon() -> PlanFit {
        fit_of(&[("amazon-us", "amazon:us", ChannelKind::Amazon, "us", "USD")], "2023-08")
    }

    #[test]
    fn the_next_months_of_a_shop_are_added_and_the_plans_numbers_stay() {
        let (mut plan, fit) = (sample(), amazon());
        let sold = ledger(&["amazon:us"], "2023-07", 1);
        let before = plan.clone();
        let choice = ImportChoice::of(&plan, &sold, &fit);
        assert_eq!(choice.next.as_ref().map(|next| next.fresh.clone()), Some(vec![month("2023-07")]));
        put(&mut plan, &sold, &fit, &choice);
        assert_eq!((plan.actuals.len(), plan.actuals[0].orders), (1, Some(100.0)));
        assert!(plan.channels == before.channels && plan.start == before.start);
        // A month later both are exported: one is known as it is, one is new.
        let sold = ledger(&["amazon:us"], "2023-07", 2);
        let fit = fit_of(&[("amazon-us", "amazon:us", ChannelKind::Amazon, "us", "USD")], "2023-09");
        let choice = ImportChoice::of(&plan, &sold, &fit);
        let next = choice.next.clone().unwrap();
        assert_eq!((next.fresh, next.changed), (vec![month("2023-08")], vec![]));
        put(&mut plan, &sold, &fit, &choice);
        assert_eq!(plan.actuals.len(), 2);
        assert_eq!(ImportChoice::of(&plan, &sold, &fit).next, None, "nothing is new in the same files");
    }

    #[test]
    fn what_no_file_tells_of_a_month_stays_as_it_was_typed() {
        let (mut plan, fit) = (sample(), amazon());
        let mut sold = ledger(&["amazon:us"], "2023-07", 1);
        sold.months[0].sessions = None;
        let typed = ActualMonth {
            channel: Some("amazon".to_owned()),
            orders: Some(90.0),
            visits: Some(1_234.0),
            ..ActualMonth::blank(month("2023-07"))
        };
        plan.actuals.push(typed);
        let choice = ImportChoice::of(&plan, &sold, &fit);
        assert_eq!(choice.next.as_ref().map(|next| next.changed.clone()), Some(vec![month("2023-07")]));
        put(&mut plan, &sold, &fit, &choice);
        assert_eq!((plan.actuals[0].orders, plan.actuals[0].visits), (Some(100.0), Some(1_234.0)));
    }

    #[test]
    fn a_shop_that_is_new_becomes_a_channel_while_months_of_the_others_are_added() {
        let mut plan = sample();
        let shops = [
            ("amazon-us", "amazon:us", ChannelKind::Amazon, "us", "USD"),
            ("shopee-jp", "shopee:jp", ChannelKind::Shopee, "jp", "JPY"),
        ];
        let (fit, sold) = (fit_of(&shops, "2023-08"), ledger(&["amazon:us", "shopee:jp"], "2023-07", 1));
        let choice = ImportChoice::of(&plan, &sold, &fit);
        assert_eq!(choice.fields, [false, true]);
        put(&mut plan, &sold, &fit, &choice);
        assert!(plan.channels.iter().any(|channel| channel.kind == ChannelKind::Shopee));
        assert_eq!(plan.actuals.len(), 2);
    }

    #[test]
    fn half_of_a_store_that_the_plan_lacks_does_not_keep_its_months_out() {
        let mut plan = sample();
        plan.channels.retain(|channel| channel.kind != ChannelKind::TiktokLink);
        let store = [
            ("own-links", "own_store:us", ChannelKind::TiktokLink, "us", "USD"),
            ("own", "own_store:us", ChannelKind::OwnStore, "us", "USD"),
        ];
        let (fit, sold) = (fit_of(&store, "2023-08"), ledger(&["own_store:us"], "2023-07", 1));
        let choice = ImportChoice::of(&plan, &sold, &fit);
        assert_eq!(choice.fields, [false, false]);
        let after = with_months(&plan, &sold, &fit, &choice);
        assert_eq!(after.actuals[0].channel.as_deref(), Some("own_store"));
    }
}
