//! Which channel of the open plan a shop of the files is: by its platform and its name, its market and its currency.

use sortie_engine::fit::{FittedChannel, FittedField, FittedValue, PlanFit};
use sortie_engine::plan::{Channel, ChannelKind, NumberMeasure, Plan, measure_of_channel};
use sortie_engine::unit::{Month, Spread};

use super::sayings::kind_in;
use crate::catalog::exchange::rate_in;
use crate::text::{Language, words};

/// Where a shop of the files goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShopTarget {
    /// Into the channel of the open plan with this place.
    Channel(usize),
    /// A channel of its own.
    New,
}

/// Markets that stand for any.
const ANY_MARKET: [&str; 3] = ["", "all", "world"];

/// The place of each shop of a fit: every channel of the plan takes one shop at most, the surest pair first.
pub fn targets_of(plan: &Plan, fit: &PlanFit) -> Vec<ShopTarget> {
    let mut pairs: Vec<(u32, usize, usize)> = vec![];
    for (place, fitted) in fit.channels.iter().enumerate() {
        let likeness = |channel: &Channel| likeness(plan, channel, fitted, fit.start.plus(-1));
        let alike = plan.channels.iter().enumerate().filter_map(|(idx, it)| Some((likeness(it)?, idx)));
        pairs.extend(alike.map(|(score, idx)| (score, place, idx)));
    }
    pairs.sort_by_key(|(score, place, idx)| (std::cmp::Reverse(*score), *place, *idx));
    let mut targets = vec![ShopTarget::New; fit.channels.len()];
    let mut taken = vec![];
    for (_, place, idx) in pairs {
        if targets[place] == ShopTarget::New && !taken.contains(&idx) {
            targets[place] = ShopTarget::Channel(idx);
            taken.push(idx);
        }
    }
    targets
}

/// How surely a channel is that shop; nothing where it is another one.
fn likeness(plan: &Plan, channel: &Channel, fitted: &FittedChannel, month: Month) -> Option<u32> {
    if !is_of_platform(channel, fitted.kind) {
        return None;
    }
    let market = market_likeness(plan, channel, fitted)?;
    rate_in(&fitted.currency, currency_of(plan, channel), month)?;
    let name = channel.name.to_lowercase();
    let mut own_name = fitted.shop.split(':').skip(2).filter(|part| !part.is_empty());
    let is_named = own_name.any(|part| name.contains(&part.to_lowercase()));
    let parts = [
        (channel.id == fitted.id, 16),
        (is_named, 8),
        (channel.kind == fitted.kind, 2),
        (currency_of(plan, channel) == fitted.currency, 4),
        (channel.active, 1),
    ];
    Some(market + parts.into_iter().filter(|(holds, _)| *holds).map(|(_, points)| points).sum::<u32>())
}

/// Whether a channel is of that kind, or of none and called by the platform's name.
fn is_of_platform(channel: &Channel, kind: ChannelKind) -> bool {
    channel.kind == kind
        || channel.kind == ChannelKind::Other && kind_in(&channel.name.to_lowercase()) == Some(kind)
}

/// How surely a channel sells in the market of a shop: by its id or its name; less surely where either stands for any;
/// nothing where they are two.
fn market_likeness(plan: &Plan, channel: &Channel, fitted: &FittedChannel) -> Option<u32> {
    let name = plan.markets.iter().find(|market| market.id == channel.market).map_or("", |it| &*it.name);
    let called = |id: &str| Language::ALL.iter().any(|language| words(*language).market(id) == name);
    let is_known =
        |id: &str| !ANY_MARKET.contains(&id) && words(Language::English).market(id) != id.to_uppercase();
    let is_open = ANY_MARKET.contains(&channel.market.as_str())
        || ANY_MARKET.iter().any(|id| called(id))
        || ANY_MARKET.contains(&fitted.market.as_str());
    match () {
        () if channel.market == fitted.market || called(&fitted.market) => Some(8),
        () if is_open => Some(4),
        // A market by a name of the seller's own may be any.
        () if !is_known(&channel.market) && !is_known_name(name) => Some(2),
        () => None,
    }
}

/// Whether a name is that of a market which files can name.
fn is_known_name(name: &str) -> bool {
    Language::ALL.iter().any(|language| words(*language).is_market(name))
}

/// The currency in which a channel sells.
pub fn currency_of<'p>(plan: &'p Plan, channel: &'p Channel) -> &'p str {
    channel.currency.as_deref().unwrap_or(&plan.currency)
}

/// A field of a shop in the currency of the channel that it goes into; nothing where there is no rate.
pub fn told_in(field: &FittedField, from: &str, to: &str, month: Month) -> Option<FittedField> {
    let mut told = field.clone();
    if from != to
        && measure_of_channel(field.address.field) == Some(NumberMeasure::Money)
        && let FittedValue::Number(spread) = &mut told.figure
    {
        let rate = rate_in(from, to, month)?;
        let (low, likely, high) = (spread.low * rate, spread.likely * rate, spread.high * rate);
        *spread = Spread { low, likely, high, ..*spread };
    }
    Some(told)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::trial::{fit_of, sample};

    fn amazon(market: &str, currency: &str) -> PlanFit {
        let (id, shop) = (format!("amazon-{market}"), format!("amazon:{market}"));
        fit_of(&[(&id, &shop, ChannelKind::Amazon, market, currency)], "2025-01")
    }

    fn place(plan: &Plan) -> usize {
        plan.channels.iter().position(|channel| channel.kind == ChannelKind::Amazon).unwrap()
    }

    #[test]
    fn a_channel_is_the_shop_of_its_platform_and_market_in_whatever_currency_the_plan_is_told() {
        let mut plan = sample();
        let idx = place(&plan);
        plan.channels[idx].currency = Some("CNY".to_owned());
        assert_eq!(targets_of(&plan, &amazon("us", "USD")), [ShopTarget::Channel(idx)]);
        assert_eq!(
            targets_of(&plan, &amazon("de", "EUR")),
            [ShopTarget::New],
            "another market is another shop"
        );
    }

    #[test]
    fn a_channel_of_no_kind_is_known_by_the_platform_in_its_name() {
        let mut plan = sample();
        let idx = place(&plan);
        plan.channels[idx].kind = ChannelKind::Other;
        for (name, is_it) in [("Amazon FBA", true), ("亚马逊美国站", true), ("Wholesale", false)] {
            plan.channels[idx].name = name.to_owned();
            let into = targets_of(&plan, &amazon("us", "USD"));
            assert_eq!(into[0] == ShopTarget::Channel(idx), is_it, "{name}");
        }
    }

    #[test]
    fn a_market_of_the_sellers_own_naming_may_be_any_and_one_called_like_a_known_one_is_that() {
        let mut plan = sample();
        let idx = place(&plan);
        for (name, de, us) in [("欧洲线", true, true), ("德国", true, false), ("United States", false, true)]
        {
            let mut market = plan.markets[0].clone();
            (market.id, market.name) = ("market-7".to_owned(), name.to_owned());
            plan.markets.retain(|market| market.id != "market-7");
            plan.markets.push(market);
            plan.channels[idx].market = "market-7".to_owned();
            let is_it = |fit: &PlanFit| targets_of(&plan, fit)[0] == ShopTarget::Channel(idx);
            assert_eq!((is_it(&amazon("de", "EUR")), is_it(&amazon("us", "USD"))), (de, us), "{name}");
        }
    }

    #[test]
    fn two_stores_go_to_the_channels_that_are_called_like_them() {
        let mut plan = sample();
        let idx = place(&plan);
        let mut second = plan.channels[idx].clone();
        (second.id, second.name) = ("amazon-2".to_owned(), "Amazon mugs".to_owned());
        plan.channels.push(second);
        let last = plan.channels.len() - 1;
        let shops = [
            ("amazon-us-mugs", "amazon:us:mugs", ChannelKind::Amazon, "us", "USD"),
            ("amazon-us", "amazon:us", ChannelKind::Amazon, "us", "USD"),
        ];
        let into = targets_of(&plan, &fit_of(&shops, "2025-01"));
        assert_eq!(into, [ShopTarget::Channel(last), ShopTarget::Channel(idx)]);
    }

    #[test]
    fn money_of_a_shop_is_told_in_the_currency_of_its_channel() {
        let mut fit = amazon("us", "USD");
        fit.fields[0].address.field = "order_value";
        let month = Month::parse("2024-07").unwrap();
        let told = told_in(&fit.fields[0], "USD", "CNY", month).unwrap();
        let FittedValue::Number(spread) = told.figure else { panic!("it is a number") };
        assert!((7_200.0..7_300.0).contains(&spread.likely), "{spread:?}");
        fit.fields[0].address.field = "visits";
        assert_eq!(told_in(&fit.fields[0], "USD", "CNY", month).as_ref(), Some(&fit.fields[0]));
    }
}
