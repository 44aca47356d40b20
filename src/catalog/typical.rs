//! What a channel of a kind is usually like, with the source of every number.

use std::sync::LazyLock;

use sortie_engine::plan::{self, Channel, ChannelKind};

use super::{ready_strategies, templates};

/// Countries of South-East Asia, as samples and files of shops name them.
const SOUTH_EAST_ASIA: [&str; 6] = ["id", "my", "ph", "sg", "th", "vn"];

/// Whether the market of that id lies in South-East Asia.
pub fn is_south_east_asia(market: &str) -> bool {
    SOUTH_EAST_ASIA.contains(&market)
}

/// A channel of that kind as the samples and the ready-made strategies know it, with the source of every number. A kind
/// that none of them has is given the numbers of the own store.
pub fn typical_channel(kind: ChannelKind) -> Option<Channel> {
    typical_channel_in(kind, "us")
}

/// The same in a market: as it is known there, else in its part of the world, else anywhere.
pub fn typical_channel_in(kind: ChannelKind, market: &str) -> Option<Channel> {
    let is_east = is_south_east_asia(market);
    let farness = |channel: &&Channel| match channel.market.as_str() {
        there if there == market => 0,
        there if is_south_east_asia(there) == is_east => 1,
        _ => 2,
    };
    let of_kind = |kind: ChannelKind| {
        KNOWN_CHANNELS.iter().filter(|channel| channel.kind == kind).min_by_key(farness).cloned()
    };
    let mut channel = of_kind(kind).or_else(|| of_kind(ChannelKind::OwnStore))?;
    channel.kind = kind;
    Some(channel)
}

/// Every channel of the ready-made strategies, then of the samples, then of platforms that neither has.
static KNOWN_CHANNELS: LazyLock<Vec<Channel>> = LazyLock::new(|| {
    let managed: &[u8] = include_bytes!("../../assets/channels/managed.sortie");
    let files = templates().iter().map(|sample| sample.plan_bytes).chain([managed]);
    let in_plans = files.filter_map(|bytes| plan::read(bytes).ok()).flat_map(|plan| plan.channels);
    let ready =
        ready_strategies().iter().filter_map(|strategy| plan::ReadyStrategy::read(strategy.bytes).ok());
    let in_roles = ready.flat_map(|strategy| strategy.roles).filter_map(|role| role.channel);
    // Ready-made strategies tell of the United States.
    let in_roles = in_roles.map(|channel| Channel { market: "us".to_owned(), ..channel });
    in_roles.chain(in_plans).collect()
});

#[cfg(test)]
mod tests {
    use sortie_engine::plan::{EstimateField, FileWord, fields_of_channel};

    use super::*;
    use crate::catalog::evidence::row;

    #[test]
    fn a_typical_channel_of_every_kind_says_where_its_numbers_come_from() {
        for (kind, market) in
            ChannelKind::ALL.iter().flat_map(|kind| [(kind, "us"), (kind, "my"), (kind, "vn")])
        {
            let channel = typical_channel_in(*kind, market).unwrap();
            assert_eq!(channel.kind, *kind);
            assert!(channel.basis.contains_key("conversion"), "{kind:?}");
            for EstimateField { name: field, spread, .. } in fields_of_channel(&channel) {
                let known = channel.basis.get(field).is_some_and(|id| row(id).is_some());
                assert!(
                    known || (spread.is_certain() && spread.likely == 0.0),
                    "{kind:?} in {market}: {field}"
                );
            }
        }
    }

    #[test]
    fn a_shop_in_malaysia_is_like_malaysias_and_one_in_vietnam_like_its_neighbours() {
        let currency = |market: &str| typical_channel_in(ChannelKind::TiktokShop, market).unwrap().currency;
        assert_eq!(currency("my").as_deref(), Some("MYR"));
        assert!(["IDR", "MYR", "THB"].contains(&currency("vn").unwrap().as_str()));
        assert_eq!((currency("us"), currency("market-1")), (None, None));
    }
}
