//! What of a fit goes into a plan: field by field, shop by shop, and the months that came.

use std::collections::BTreeMap;

use sortie_engine::fit::{FieldAddress, FittedChannel, FittedField, PlanFit, accept};
use sortie_engine::ledger::Ledger;
use sortie_engine::plan::{Plan, unused_id};
use sortie_engine::unit::Estimate;

use super::enough::{TooFew, too_few};
use super::happened::{NextMonths, keep_months, months_kept, next_months};
use super::target::{ShopTarget, currency_of, targets_of, told_in};
use crate::catalog::exchange::rate_in;

/// What the seller takes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportChoice {
    /// Whether each field of the fit is taken.
    pub fields: Vec<bool>,
    /// What each field comes from too little for; it is not taken unless the seller says so.
    pub too_few: Vec<Option<TooFew>>,
    /// Where each channel of the fit goes.
    pub targets: Vec<ShopTarget>,
    /// Whether the plan begins after the last whole month of the files.
    pub begins_later: bool,
    /// Whether months within the plan are kept as what happened.
    pub keeps_months: bool,
    /// Months of the plan's own channels, where the files are the next ones of the same shops.
    pub next: Option<NextMonths>,
    /// Whether the plan's numbers are set anew, rather than that these months are added to what happened.
    pub sets_numbers: bool,
    /// Whether each field is of a shop that the plan does not have yet.
    of_new: Vec<bool>,
}

impl ImportChoice {
    /// What most sellers take: where the files hold months of the plan's own channels, these as what happened and nothing
    /// else; otherwise everything that comes from enough, each shop into the channel it is in the plan.
    pub fn of(plan: &Plan, ledger: &Ledger, fit: &PlanFit) -> Self {
        let targets = targets_of(plan, fit);
        let covers = plan.start <= fit.start && fit.start.since(plan.start) < plan.horizon_months as i32;
        let too_few: Vec<Option<TooFew>> =
            fit.fields.iter().map(|field| too_few(ledger, fit, field)).collect();
        let fields = too_few.iter().map(Option::is_none).collect();
        let begins_later = !covers && fit.start > plan.start;
        let of_new = fit.fields.iter().map(|field| is_of_new(fit, &targets, field)).collect();
        let choice = Self { fields, too_few, targets, begins_later, of_new, ..Self::default() };
        let adding = choice.clone().adding();
        match next_months(plan, ledger, fit, &adding) {
            Some(next) => Self { next: Some(next), ..adding },
            None => Self { sets_numbers: true, ..choice },
        }
    }

    /// The same, with the months added to what happened and the plan's numbers as they are; a shop that is new becomes a
    /// channel.
    #[must_use]
    pub fn adding(mut self) -> Self {
        let is_taken = |(few, is_new): (&Option<TooFew>, &bool)| few.is_none() && *is_new;
        self.fields = self.too_few.iter().zip(&self.of_new).map(is_taken).collect();
        Self { keeps_months: true, sets_numbers: false, ..self }
    }

    /// The same, with every number that comes from enough set anew.
    #[must_use]
    pub fn setting(mut self) -> Self {
        self.fields = self.too_few.iter().map(Option::is_none).collect();
        Self { keeps_months: false, sets_numbers: true, ..self }
    }

    /// The same with what the seller had chosen in an earlier fit of the same shops.
    #[must_use]
    pub fn as_before(mut self, fit: &PlanFit, before: &Self, of: &PlanFit) -> Self {
        if self.next.is_some() && before.next.is_some() && before.sets_numbers {
            self = self.setting();
        }
        for (channel, target) in fit.channels.iter().zip(&mut self.targets) {
            let known = of.channels.iter().position(|other| other.id == channel.id);
            *target = known.and_then(|idx| before.targets.get(idx)).copied().unwrap_or(*target);
        }
        if self.sets_numbers != before.sets_numbers {
            return self;
        }
        let usual = if self.sets_numbers { before.clone().setting() } else { before.clone().adding() };
        for (field, is_taken) in fit.fields.iter().zip(&mut self.fields) {
            let known = of.fields.iter().position(|other| other.address == field.address);
            // What the seller left as it was offered is offered anew.
            let said = known.filter(|idx| before.fields.get(*idx) != usual.fields.get(*idx));
            *is_taken = said.and_then(|idx| before.fields.get(idx)).copied().unwrap_or(*is_taken);
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

    /// Whether anything of the files goes into the plan.
    pub fn takes_any(&self) -> bool {
        self.fields.contains(&true) || self.keeps_months
    }
}

/// Whether a field is of a shop that has no channel in the plan. Half of a store whose other half has one is none.
fn is_of_new(fit: &PlanFit, targets: &[ShopTarget], field: &FittedField) -> bool {
    let Some(own) = fit.channels.iter().find(|it| field.address.channel.as_ref() == Some(&it.id)) else {
        return false;
    };
    let of_shop = fit.channels.iter().zip(targets).filter(|(channel, _)| channel.shop == own.shop);
    of_shop.into_iter().all(|(_, target)| *target == ShopTarget::New)
}

/// Puts what is taken into the open plan. `draft` is the plan that the files make by themselves; channels that are new come
/// from there.
pub fn put_into(
    plan: &mut Plan,
    draft: Option<&Plan>,
    ledger: &Ledger,
    fit: &PlanFit,
    choice: &ImportChoice,
) {
    let taken = choice.taken(fit);
    if choice.begins_later {
        plan.begin_in(fit.start);
    }
    let kept = if choice.keeps_months { months_kept(plan, ledger, fit, choice) } else { vec![] };
    let mut ids: BTreeMap<&str, String> = BTreeMap::new();
    for (fitted, target) in fit.channels.iter().zip(&choice.targets) {
        let id = match target {
            ShopTarget::Channel(idx) => plan.channels.get(*idx).map(|channel| channel.id.clone()),
            ShopTarget::New if taken.channels.contains(fitted) => {
                draft.and_then(|draft| add_channel(plan, draft, &fitted.id))
            }
            ShopTarget::New => None,
        };
        ids.extend(id.map(|id| (fitted.id.as_str(), id)));
    }
    let last = fit.start.plus(-1);
    for field in &taken.fields {
        let own = fit.channels.iter().find(|it| field.address.channel.as_ref() == Some(&it.id));
        let id = own.and_then(|own| ids.get(own.id.as_str())).cloned();
        if own.is_some() != id.is_some() {
            continue;
        }
        let into = plan.channels.iter().find(|channel| Some(&channel.id) == id.as_ref());
        let told = match own.zip(into) {
            Some((own, into)) => told_in(field, &own.currency, currency_of(plan, into), last),
            None => Some(field.clone()),
        };
        if let Some(told) = told {
            let address = FieldAddress { channel: id, ..field.address.clone() };
            accept(plan, &FittedField { address, ..told });
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

#[cfg(test)]
mod tests {
    use sortie_engine::plan::{ActualMonth, ChannelKind};

    use super::*;
    use crate::intake::trial::{fit_of, ledger, put, sample};
    use crate::intake::{n_months, with_months};

    #[test]
    fn a_shop_goes_into_its_channel_and_one_that_the_plan_lacks_becomes_a_channel_with_its_market_and_rate() {
        let mut plan = sample();
        let channels = [
            ("amazon-us", "amazon:us", ChannelKind::Amazon, "us", "USD"),
            ("amazon-jp", "amazon:jp", ChannelKind::Amazon, "jp", "JPY"),
        ];
        let fit = fit_of(&channels, "2025-12");
        let sold = ledger(&["amazon:us", "amazon:jp"], "2020-01", 1);
        let choice = ImportChoice::of(&plan, &sold, &fit);
        let idx = plan.channels.iter().position(|it| it.kind == ChannelKind::Amazon).unwrap();
        assert_eq!(choice.targets, [ShopTarget::Channel(idx), ShopTarget::New]);
        let n = plan.channels.len();
        put(&mut plan, &sold, &fit, &choice);
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
        let sold = ledger(&["amazon:jp"], "2020-01", 1);
        let mut choice = ImportChoice::of(&plan, &sold, &fit);
        assert!(choice.begins_later, "the sample ends before these months");
        let offset = |plan: &Plan| plan.month_of_shock(&plan.shocks[0]).map(|month| month.since(plan.start));
        let before = offset(&plan);
        choice.fields[0] = false;
        assert!(choice.taken(&fit).channels.is_empty());
        choice.fields[0] = true;
        put(&mut plan, &sold, &fit, &choice);
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
        let mut choice = ImportChoice { keeps_months: true, ..ImportChoice::of(&plan, &ledger, &fit) };
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
        let targets = ImportChoice::of(&plan, &ledger, &fit).targets;
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
