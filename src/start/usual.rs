//! What a seller's files never tell, taken from the sample that is most like the seller: what a usual channel of a kind
//! costs, how demand moves, what a closure leaves. Every number has its row of evidence.

use std::collections::BTreeMap;

use sortie_engine::fit::{FittedChannel, HiddenShares, PlanFit, PlanFrame, WorldPriors, draft};
use sortie_engine::ledger::Ledger;
use sortie_engine::plan::{
    Channel, ChannelKind, Diversion, FileWord, Plan, Scenario, Shock, ShockKind, ShockStart, read,
};
use sortie_engine::unit::{Day, Estimate, Month};

use super::ChannelTotals;
use crate::catalog::evidence::{rate, row};
use crate::catalog::exchange::{REFERENCE, is_quoted, rate_in};
use crate::catalog::{is_south_east_asia, templates, typical_channel};

/// The currency in which samples and ready-made strategies are told.
const TOLD_IN: &str = "USD";
/// The closure comes so many months after the last whole month, as in a plan from nothing.
const CLOSES_AFTER_MONTHS: i32 = 3;
/// As many months as the samples look ahead.
const HORIZON_MONTHS: usize = 18;

/// The rows of evidence for what hides behind visits, and for what no file of a shop tells.
const BIO_LINKS: &str = "asm.import.bio_links";
const DIRECT: &str = "asm.import.direct";
const EXPOSURE: &str = "asm.import.exposure";
const OPENING: &str = "asm.import.opening_months";

/// A sample as the measure of what is usual.
#[derive(Clone, Debug)]
pub struct UsualPlan {
    sample: Plan,
    closure: Shock,
}

/// What a fitted plan calls its parts, in the language in use.
pub struct FitNames<'a> {
    /// The plan.
    pub plan: &'a str,
    /// Links stay open.
    pub open: &'a str,
    /// Links close and nothing is done.
    pub no_response: &'a str,
    /// A channel.
    pub channel: &'a dyn Fn(&FittedChannel) -> String,
    /// A market, by its id.
    pub market: &'a dyn Fn(&str) -> String,
}

impl UsualPlan {
    /// What is usual in the sample with this place in the list.
    pub fn of(sample_idx: usize) -> Option<Self> {
        let sample = read(templates().get(sample_idx)?.plan_bytes).ok()?;
        let is_whole =
            |shock: &&Shock| shock.kind == ShockKind::LinkClosure && shock.targets.surfaces.is_none();
        let closure = sample.shocks.iter().find(is_whole)?.clone();
        Some(Self { sample, closure })
    }

    /// The place of the sample that sells where the shops of a ledger do, and through the same kinds of channels.
    pub fn nearest(ledger: &Ledger) -> usize {
        let (markets, kinds) = mix_of(ledger);
        let most = markets.iter().max_by(|a, b| a.1.total_cmp(b.1)).map(|(market, _)| market.clone());
        let samples: Vec<Plan> = templates().iter().filter_map(|it| read(it.plan_bytes).ok()).collect();
        let sells_there = |plan: &Plan| plan.markets.iter().any(|market| Some(&market.id) == most.as_ref());
        let is_known = samples.iter().any(sells_there);
        let is_east = most.as_deref().is_some_and(is_south_east_asia);
        let fits = |plan: &Plan| match is_known {
            true => sells_there(plan),
            false => plan.markets.iter().any(|it| is_south_east_asia(&it.id)) == is_east,
        };
        let near = samples.iter().enumerate().filter(|(_, plan)| fits(plan));
        near.min_by(|(_, a), (_, b)| distance(a, &kinds).total_cmp(&distance(b, &kinds)))
            .map_or(0, |(idx, _)| idx)
    }

    /// A channel of that kind, with the source of each number: the sample's own, else one of the others.
    pub fn channel(&self, kind: ChannelKind) -> Option<Channel> {
        let own = self.sample.channels.iter().find(|channel| channel.kind == kind);
        own.cloned().or_else(|| typical_channel(kind))
    }

    /// Lets `look` see the world as it usually is; nothing where a row of evidence is missing.
    pub fn with_world<R>(&self, look: impl FnOnce(&WorldPriors<'_>) -> R) -> Option<R> {
        let figures = |id: &str| row(id).map(|row| [row.low, row.typical, row.high]);
        let world = WorldPriors {
            channel: &|kind| self.channel(kind),
            demand: self.sample.demand.clone(),
            hidden: HiddenShares { of_bio_links: figures(BIO_LINKS)?, of_direct: figures(DIRECT)? },
            exposure: figures(EXPOSURE)?,
            exposure_basis: EXPOSURE,
        };
        Some(look(&world))
    }

    /// A whole plan from what was found, the rest as usual; nothing where a currency has no rate.
    pub fn draft(&self, fit: &PlanFit, names: &FitNames<'_>) -> Option<Plan> {
        let (to_store, store_basis) = self.diversion(ChannelKind::OwnStore)?;
        let opening = row(OPENING)?;
        // The last month that the files hold whole: their money is told in what it was worth then.
        let last = fit.start.plus(-1);
        let rate = |from: &str, to: &str| rate_in(from, to, last);
        let frame = PlanFrame {
            plan: self.frame(fit.start, names),
            usual_currency: TOLD_IN,
            rate: &rate,
            recaptured: (to_store.share, &store_basis),
            opening_months: (opening.typical, OPENING),
        };
        let mut plan = self.with_world(|world| draft(fit, world, frame))??;
        for (channel, fitted) in plan.channels.iter_mut().zip(&fit.channels) {
            channel.name = (names.channel)(fitted);
            channel.notes.clear();
        }
        for market in &mut plan.markets {
            market.name = (names.market)(&market.id);
        }
        source_rates(&mut plan);
        self.divert(&mut plan);
        self.pay_overhead(&mut plan);
        Some(plan)
    }

    /// The plan without channels: the closure, and what is compared.
    fn frame(&self, start: Month, names: &FitNames<'_>) -> Plan {
        let mut closure = self.closure.clone();
        closure.diversions.clear();
        closure.notes.clear();
        closure.start = ShockStart::On(Day { month: start.plus(CLOSES_AFTER_MONTHS), day: None });
        closure.basis.retain(|field, _| !field.starts_with("diversions") && field != "start");
        let of_demand = self.sample.basis.iter().filter(|(field, _)| field.starts_with("demand."));
        Plan {
            basis: of_demand.map(|(field, id)| (field.clone(), id.clone())).collect(),
            demand: self.sample.demand.clone(),
            scenarios: vec![
                Scenario::of("links-open", names.open, &[], &[]),
                Scenario::of("no-response", names.no_response, &[&closure.id], &[]),
            ],
            shocks: vec![closure],
            ..Plan::blank(names.plan, TOLD_IN, start, HORIZON_MONTHS)
        }
    }

    /// The share of what a closure takes that turns to a channel of this kind in the sample, and its source.
    fn diversion(&self, kind: ChannelKind) -> Option<(Diversion, String)> {
        let kind_of = |id: &str| self.sample.channels.iter().find(|it| it.id == id).map(|it| it.kind);
        let place = self.closure.diversions.iter().position(|it| kind_of(&it.to) == Some(kind))?;
        let basis = self.closure.basis.get(&format!("diversions[{place}].share"))?;
        Some((self.closure.diversions[place].clone(), basis.clone()))
    }

    /// Lets a part of what a closure takes turn to the platforms that the seller is on, as in the sample.
    fn divert(&self, plan: &mut Plan) {
        for kind in ChannelKind::ALL.iter().filter(|kind| **kind != ChannelKind::OwnStore) {
            let Some((usual, basis)) = self.diversion(*kind) else { continue };
            let open = plan.channels.iter().find(|channel| channel.kind == *kind && channel.active);
            let Some(to) = open.map(|channel| channel.id.clone()) else { continue };
            for shock in &mut plan.shocks {
                shock.basis.insert(format!("diversions[{}].share", shock.diversions.len()), basis.clone());
                shock.diversions.push(Diversion { to: to.clone(), share: usual.share });
            }
        }
    }

    /// Overhead grows with sales, as in the sample.
    fn pay_overhead(&self, plan: &mut Plan) {
        const FIELD: &str = "cash.overhead_per_month";
        let usual = self.sample.cash.overhead_per_month;
        let size = ChannelTotals::of(plan).sales / ChannelTotals::of(&self.sample).sales;
        let Some(basis) = self.sample.basis.get(FIELD).filter(|_| size > 0.0) else { return };
        // Both sales are told in their plan's own currency, so the proportion holds in the plan's.
        let likely = (usual.likely * size).round();
        plan.cash.overhead_per_month = usual.moved_to(likely);
        plan.basis.insert(FIELD.to_owned(), basis.clone());
    }
}

/// Takes channels out of a fit whose currency has no rate; tells which shops, and in which currency they sell.
pub fn leave_unrated(fit: &mut PlanFit) -> Vec<(String, String)> {
    let has_rate = |channel: &FittedChannel| rate(&channel.currency, TOLD_IN).is_some();
    let (kept, left): (Vec<_>, Vec<_>) = fit.channels.drain(..).partition(has_rate);
    fit.channels = kept;
    fit.fields
        .retain(|field| !left.iter().any(|channel| Some(&channel.id) == field.address.channel.as_ref()));
    let mut shops: Vec<(String, String)> = left.into_iter().map(|it| (it.shop, it.currency)).collect();
    shops.dedup();
    shops
}

/// Gives rates of exchange their source, and their range where it is told of dollars.
fn source_rates(plan: &mut Plan) {
    let home = plan.currency.clone();
    for (currency, estimate) in &mut plan.fx {
        let named = if currency == TOLD_IN { &home } else { currency };
        let is_reference = is_quoted(named) && is_quoted(&home);
        let of_row = || row(&format!("fx.{}", named.to_lowercase()));
        let Some(known) = (if is_reference { row(REFERENCE) } else { of_row() }) else { continue };
        if is_reference {
            let told = estimate.likely;
            *estimate = Estimate::new(told * known.low, told * known.typical, told * known.high);
            plan.basis.insert(format!("fx.{currency}"), known.id.clone());
            continue;
        }
        if home == TOLD_IN {
            *estimate = Estimate::new(known.low, known.typical, known.high);
        }
        plan.basis.insert(format!("fx.{currency}"), known.id.clone());
    }
}

/// Orders by market and by kind of channel.
fn mix_of(ledger: &Ledger) -> (BTreeMap<String, f64>, BTreeMap<&'static str, f64>) {
    let (mut markets, mut kinds) = (BTreeMap::new(), BTreeMap::new());
    for month in &ledger.months {
        let mut parts = month.channel.split(':');
        let kind = parts.next().and_then(ChannelKind::from_word).unwrap_or(ChannelKind::Other);
        let orders = month.orders.unwrap_or(0) as f64;
        *markets.entry(parts.next().unwrap_or_default().to_owned()).or_default() += orders;
        *kinds.entry(group(kind)).or_default() += orders;
    }
    (markets, kinds)
}

/// An own store's files do not tell what came by links, ads or letters.
fn group(kind: ChannelKind) -> &'static str {
    match kind {
        ChannelKind::TiktokLink | ChannelKind::OwnStoreAds | ChannelKind::Email => {
            ChannelKind::OwnStore.word()
        }
        other => other.word(),
    }
}

/// How far the mix of a sample's orders is from one, 0 to 2.
fn distance(plan: &Plan, kinds: &BTreeMap<&'static str, f64>) -> f64 {
    let mut own: BTreeMap<&'static str, f64> = BTreeMap::new();
    for channel in plan.channels.iter().filter(|channel| channel.active) {
        *own.entry(group(channel.kind)).or_default() += channel.visits.likely * channel.conversion.likely;
    }
    let sum = |orders: &BTreeMap<&'static str, f64>| orders.values().sum::<f64>().max(f64::MIN_POSITIVE);
    let (all_own, all) = (sum(&own), sum(kinds));
    let share = |orders: &BTreeMap<&'static str, f64>, whole: f64, kind: &str| {
        orders.get(kind).copied().unwrap_or(0.0) / whole
    };
    let names = own.keys().chain(kinds.keys().filter(|kind| !own.contains_key(*kind)));
    names.map(|kind| (share(&own, all_own, kind) - share(kinds, all, kind)).abs()).sum()
}

#[cfg(test)]
mod tests {
    use sortie_engine::fit::fit;
    use sortie_engine::ledger::{ChannelMonth, Decimal};
    use sortie_engine::plan::{EstimateField, check, fields_of_channel};

    use super::*;

    /// Shops with so many whole months of the same orders.
    fn ledger(shops: &[(&str, &str)], n_months: i32) -> Ledger {
        let first = Month::parse("2025-01").unwrap();
        let month = |(channel, currency): &(&str, &str), t: i32| ChannelMonth {
            channel: (*channel).to_owned(),
            month: first.plus(t),
            currency: (*currency).to_owned(),
            is_complete: true,
            orders: Some(400 + 10 * (t % 5) as u64),
            revenue: Some(Decimal::from(12_000 + 100 * (t % 7))),
            refunds: Some(Decimal::from(600)),
            ..ChannelMonth::default()
        };
        let months = shops.iter().flat_map(|shop| (0..n_months).map(move |t| month(shop, t))).collect();
        Ledger { months, ..Ledger::default() }
    }

    fn drafted(idx: usize, ledger: &Ledger) -> Plan {
        let usual = UsualPlan::of(idx).unwrap();
        let found = usual.with_world(|world| fit(ledger, None, world)).flatten().unwrap();
        let names = FitNames {
            plan: "shop",
            open: "open",
            no_response: "closed",
            channel: &|channel| channel.id.clone(),
            market: &str::to_uppercase,
        };
        usual.draft(&found, &names).unwrap()
    }

    #[test]
    fn a_plan_from_files_is_whole_and_every_number_that_is_usual_says_who_says_so() {
        let shops =
            [("own_store:us", "USD"), ("amazon:jp", "JPY"), ("tiktok_shop:id", "IDR"), ("shein:br", "BRL")];
        for (idx, _) in templates().iter().enumerate() {
            let plan = drafted(idx, &ledger(&shops, 14));
            assert_eq!(check(&plan), [], "{idx}");
            assert_eq!(plan.channels.len(), 5, "the own store is two channels");
            let is_known = |id: &String| row(id).is_some() || id == "imported";
            for channel in &plan.channels {
                for EstimateField { name: field, spread, .. } in fields_of_channel(channel) {
                    let basis = channel.basis.get(field);
                    let is_nothing = spread.is_certain() && spread.likely == 0.0;
                    assert!(basis.is_some_and(is_known) || is_nothing, "{idx}, {}: {field}", channel.id);
                }
            }
            assert!(plan.basis.values().all(is_known), "{idx}: {:?}", plan.basis);
            for closure in &plan.shocks {
                assert!(closure.basis.values().all(is_known), "{idx}: {:?}", closure.basis);
                assert!(closure.diversions.iter().any(|it| it.to == "own_store-us"), "{idx}");
            }
            assert!(plan.cash.overhead_per_month.likely > 0.0 && plan.cash.opening > 0.0);
        }
    }

    #[test]
    fn what_is_usual_comes_from_the_sample_that_sells_there_and_so() {
        let named = |shops: &[(&str, &str)]| templates()[UsualPlan::nearest(&ledger(shops, 3))].id;
        assert_eq!(named(&[("shopee:id", "IDR")]), "sea_market_ban");
        assert_eq!(named(&[("lazada:vn", "VND")]), "sea_market_ban");
        let amazon = ("amazon:de", "EUR");
        assert_eq!(named(&[amazon, ("amazon:us", "USD"), ("own_store:us", "USD")]), "home_goods_amazon");
    }
}
