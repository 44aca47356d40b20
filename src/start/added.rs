//! What a seller adds to a plan. A channel: what is typical for its platform, an order's worth from the business, and no
//! visits, which nobody but the seller knows. A ready-made response, told in the plan's currency.

use sortie_engine::plan::{AddedResponse, BindFault, Channel, ChannelKind, Plan, ReadyStrategy};
use sortie_engine::unit::{Amount, Estimate};

use super::currency::{settle_channel, settle_strategy};
use super::{rate_of, rounded};
use crate::catalog::evidence::{rate, row};
use crate::catalog::typical_channel_in;

/// The currency of typical amounts that are told in none of their own.
const TOLD_IN: &str = "USD";
/// The rows of evidence for an order's worth, and for when a new shop on TikTok is paid.
const ORDER_VALUE: &str = "asm.added.order_value";
const SETTLEMENT: &str = "asm.added.settlement";
const SHOP_PAYOUT: &str = "tts.settle.new";

/// Adds a ready-made response with the channels it needs and a scenario of its own, told in the plan's currency where there is
/// a rate. The response stands last among the plan's strategies then.
///
/// # Errors
/// What the plan lacks; it stays as it was.
pub fn add_ready(plan: &mut Plan, ready: &ReadyStrategy) -> Result<AddedResponse, BindFault> {
    let n_channels = plan.channels.len();
    let added = ready.add_to(plan, rate)?;
    let Plan { channels, strategies, currency, .. } = plan;
    channels[n_channels..].iter_mut().for_each(|channel| settle_channel(channel, currency));
    strategies.last_mut().into_iter().for_each(|strategy| settle_strategy(strategy, currency));
    Ok(added)
}

/// A channel of that kind in that market for `plan`, without an id or a name: it has no visits yet, an order brings what
/// one brings in the plan's other channels, and the rest is typical, with the source of each number.
pub fn added_channel(plan: &Plan, kind: ChannelKind, market: &str) -> Option<Channel> {
    let typical = typical_channel_in(kind, market)?;
    let currency = typical.currency.clone().unwrap_or_else(|| TOLD_IN.to_owned());
    let mut channel = Channel {
        kind,
        market: market.to_owned(),
        currency: Some(currency),
        active: true,
        visits: Estimate::default(),
        notes: String::new(),
        ..typical
    };
    channel.basis.remove("visits");
    settle_channel(&mut channel, &plan.currency);
    if channel.currency.as_ref() == Some(&plan.currency) {
        channel.currency = None;
    }
    value_orders(plan, &mut channel);
    if kind == ChannelKind::TiktokShop
        && let Some(known) = row(SHOP_PAYOUT)
    {
        channel.payout_days = known.typical;
        channel.basis.insert("payout_days".to_owned(), known.id.clone());
    }
    Some(channel)
}

/// Platforms that buy at a settlement price and sell at one of their own.
fn settles(kind: ChannelKind) -> bool {
    matches!(kind, ChannelKind::TiktokManaged | ChannelKind::Temu | ChannelKind::Shein)
}

/// An order brings what one brings elsewhere, or the settlement price for that.
fn value_orders(plan: &Plan, channel: &mut Channel) {
    let source = if settles(channel.kind) { SETTLEMENT } else { ORDER_VALUE };
    let own = channel.currency.as_ref().map_or(Some(1.0), |own| rate(&plan.currency, own));
    let (Some(mean), Some(own), Some(known)) = (mean_order_value(plan), own, row(source)) else { return };
    let told = |share: f64| rounded(mean * own * share);
    channel.order_value = Estimate::<Amount>::new(told(known.low), told(known.typical), told(known.high));
    channel.basis.insert("order_value".to_owned(), known.id.clone());
}

/// What an order brings in the channels that sell at a price of the seller's, in the plan's currency: by orders, or each
/// alike where none has any; of those that are open, or of all where none is.
fn mean_order_value(plan: &Plan) -> Option<f64> {
    let priced = |channel: &&Channel| !settles(channel.kind) && channel.order_value.likely > 0.0;
    let is_any_open = plan.channels.iter().filter(priced).any(|channel| channel.active);
    let open: Vec<&Channel> =
        plan.channels.iter().filter(priced).filter(|channel| channel.active || !is_any_open).collect();
    let mean = |weight: &dyn Fn(&Channel) -> f64| {
        let sum: f64 = open.iter().map(|channel| weight(channel)).sum();
        let worth =
            |channel: &&Channel| weight(channel) * channel.order_value.likely * rate_of(plan, channel);
        (sum > 0.0).then(|| open.iter().map(worth).sum::<f64>() / sum)
    };
    mean(&|channel| channel.visits.likely * channel.conversion.likely).or_else(|| mean(&|_| 1.0))
}

#[cfg(test)]
mod tests {
    use sortie_engine::plan::{FileWord, read};

    use super::*;
    use crate::catalog::templates;

    fn sample(id: &str) -> Plan {
        read(templates().iter().find(|template| template.id == id).unwrap().plan_bytes).unwrap()
    }

    #[test]
    fn an_added_channel_has_no_visits_and_its_orders_are_worth_what_the_business_earns() {
        let plan = sample("womens_wear");
        let mean = mean_order_value(&plan).unwrap();
        let values = plan.channels.iter().filter(|it| it.active).map(|it| it.order_value.likely);
        assert!(values.clone().any(|x| x < mean) && values.clone().any(|x| x > mean));
        for kind in ChannelKind::ALL {
            let channel = added_channel(&plan, *kind, "us").unwrap();
            assert_eq!(channel.visits, Estimate::default(), "{kind:?}");
            let share = channel.order_value.likely / mean;
            let meant = if settles(*kind) { 0.35 } else { 1.0 };
            assert!((share - meant).abs() < 0.01 * meant, "{kind:?}: {share}");
            assert!(channel.conversion.likely > 0.0 && channel.unit_cost.likely > 0.0);
        }
    }

    #[test]
    fn each_platform_pays_and_delivers_as_it_does() {
        let plan = sample("womens_wear");
        let added = |kind| added_channel(&plan, kind, "us").unwrap();
        let shop = added(ChannelKind::TiktokShop);
        assert_eq!((shop.payout_days, shop.lead_months, shop.commission.likely), (31.0, 1, 0.06));
        let amazon = added(ChannelKind::Amazon);
        assert_eq!((amazon.payout_days, amazon.lead_months), (14.0, 2), "by sea");
        assert!(amazon.repeat_share.likely < added(ChannelKind::OwnStore).repeat_share.likely);
        let temu = added(ChannelKind::Temu);
        assert_eq!((temu.commission, temu.repeat_share), (Estimate::default(), Estimate::default()));
        assert!(temu.unit_cost.likely > 0.7 && temu.payout_days > shop.payout_days);
        let theirs = added_channel(&sample("sea_market_ban"), ChannelKind::TiktokShop, "my").unwrap();
        assert!((theirs.payout_days - 31.0).abs() < 1e-9);
    }

    #[test]
    fn an_order_is_worth_the_same_in_whatever_money_the_plan_is_told() {
        let plan = sample("sea_market_ban");
        assert!((2.0..30.0).contains(&mean_order_value(&plan).unwrap()), "{:?}", mean_order_value(&plan));
        let mut yuan = sample("womens_wear");
        let dollars = mean_order_value(&yuan).unwrap();
        crate::start::currency::convert(&mut yuan, "CNY");
        let shop = added_channel(&yuan, ChannelKind::TiktokShop, "us").unwrap();
        assert_eq!(shop.currency, None);
        let worth = shop.order_value.likely * rate("CNY", "USD").unwrap();
        assert!((worth / dollars - 1.0).abs() < 0.01, "{worth} {dollars}");
    }

    #[test]
    fn the_first_channel_of_a_plan_is_worth_what_is_typical() {
        let mut plan = sample("womens_wear");
        plan.channels.clear();
        let shop = added_channel(&plan, ChannelKind::TiktokShop, "us").unwrap();
        assert_eq!((shop.order_value.likely, shop.basis["order_value"].as_str()), (35.0, "tts.aov.us"));
    }
}
