//! A plan from what a seller's shops say: what no file tells comes from what is known of the world.

use std::time::SystemTime;

use sortie_engine::fit::{self, Fit, Frame, HiddenShares, World};
use sortie_engine::ledger::Ledger;
use sortie_engine::plan::{Demand, Plan, ShockKind};
use sortie_engine::unit::Estimate;

use super::{Names, empty_plan};
use crate::disk::evidence::{rate, row};
use crate::disk::typical_channel;

/// Share of an own store's sales that TikTok's links bring where no file tells.
const EXPOSURE: &str = "asm.import.exposure";
/// Shares of visits with a hidden origin that TikTok sent.
const BIO_LINKS: &str = "asm.import.bio_links";
const DIRECT: &str = "asm.import.direct";
/// Cash in hand, in months of sales.
const OPENING: &str = "asm.import.opening_months";
/// Share of link visits that find the store all the same.
const RECAPTURED: &str = "shk.recapture.ownstore";
/// Share of visits that get through when every link closes.
const PASSES: &str = "asm.closure.passes_full";
const ADAPTATION: &str = "asm.closure.adaptation";

/// How demand usually moves, and the source of each number.
const DEMAND: [(&str, &str); 4] = [
    ("volatility", "asm.demand.volatility"),
    ("persistence", "asm.demand.persistence"),
    ("co_movement", "asm.demand.co_movement"),
    ("estimate_correlation", "asm.demand.estimate_correlation"),
];

fn figures(id: &str) -> [f64; 3] {
    row(id).map_or([0.0; 3], |row| [row.low, row.typical, row.high])
}

fn usual_demand() -> Demand {
    let [volatility, persistence, co_movement, estimate_correlation] = DEMAND.map(|(_, id)| figures(id)[1]);
    Demand { volatility, persistence, co_movement, estimate_correlation, ..Demand::default() }
}

/// Hands over what is known of the world, as a fit needs it.
fn with_world<T>(use_it: impl FnOnce(&World) -> T) -> T {
    use_it(&World {
        channel: &typical_channel,
        demand: usual_demand(),
        hidden: HiddenShares { of_bio_links: figures(BIO_LINKS), of_direct: figures(DIRECT) },
        exposure: figures(EXPOSURE),
        exposure_basis: EXPOSURE,
    })
}

/// What a ledger says of a plan; nothing where no shop has a whole month with orders.
pub fn fit_ledger(ledger: &Ledger) -> Option<Fit> {
    with_world(|world| fit::fit(ledger, None, world))
}

/// A whole plan of what was found: links close three months after its start, beside links that stay open. Nothing where
/// there is no rate for a currency.
pub fn draft_plan(found: &Fit, names: &Names) -> Option<Plan> {
    let mut plan = empty_plan(names, SystemTime::UNIX_EPOCH);
    plan.channels.clear();
    plan.markets.clear();
    plan.demand = usual_demand();
    for (field, id) in DEMAND {
        plan.basis.insert(format!("demand.{field}"), id.to_owned());
    }
    let [low, likely, high] = figures(PASSES);
    for shock in plan.shocks.iter_mut().filter(|shock| shock.kind == ShockKind::LinkClosure) {
        shock.passes = Estimate::new(low, likely, high);
        shock.adaptation_months = figures(ADAPTATION)[1];
        shock.basis.insert("passes".to_owned(), PASSES.to_owned());
        shock.basis.insert("adaptation_months".to_owned(), ADAPTATION.to_owned());
    }
    let [low, likely, high] = figures(RECAPTURED);
    let frame = Frame {
        plan,
        usual_currency: "USD",
        rate: &rate,
        recaptured: (Estimate::new(low, likely, high), RECAPTURED),
        opening_months: (figures(OPENING)[1], OPENING),
    };
    with_world(|world| fit::draft(found, world, frame))
}

#[cfg(test)]
mod tests {
    use sortie_engine::ledger::{ChannelMonth, Decimal};
    use sortie_engine::plan::{ChannelKind, check, read, write};
    use sortie_engine::unit::Month;

    use super::*;

    const NAMES: Names =
        Names { plan: "P", market: "M", channel: "C", closure: "X", open: "O", no_response: "N" };

    /// Two years of a store in dollars and a shop in pounds.
    fn ledger() -> Ledger {
        let first = Month::parse("2022-01").unwrap();
        let month = |channel: &str, currency: &str, t: i32| {
            let orders = 400 + 10 * t as u64 + if t % 12 == 11 { 150 } else { 7 * (t as u64 % 5) };
            ChannelMonth {
                channel: channel.to_owned(),
                month: first.plus(t),
                currency: currency.to_owned(),
                is_complete: true,
                orders: Some(orders),
                revenue: Some(Decimal::from(orders * 40 + t as u64 % 3)),
                refunds: Some(Decimal::from(orders * 3)),
                ..ChannelMonth::default()
            }
        };
        let months =
            (0..24).flat_map(|t| [month("own_store:us", "USD", t), month("tiktok_shop:uk", "GBP", t)]);
        Ledger { months: months.collect(), ..Ledger::default() }
    }

    #[test]
    fn a_plan_from_files_has_no_fault_and_says_where_each_number_comes_from() {
        let found = fit_ledger(&ledger()).unwrap();
        let plan = draft_plan(&found, &NAMES).unwrap();
        assert_eq!(check(&plan), []);
        assert_eq!(read(&write(&plan).unwrap()), Ok(plan.clone()));
        assert_eq!(plan.start, Month::parse("2024-01").unwrap());
        assert_eq!(plan.shocks[0].start.month, Month::parse("2024-04").unwrap());
        let kinds: Vec<ChannelKind> = plan.channels.iter().map(|channel| channel.kind).collect();
        assert_eq!(kinds, [ChannelKind::TiktokLink, ChannelKind::OwnStore, ChannelKind::TiktokShop]);
        assert_eq!(plan.fx.len(), 1);
        for channel in &plan.channels {
            assert_eq!(channel.basis["order_value"], "imported");
            assert!((channel.order_value.likely - 40.0).abs() < 0.1, "{:?}", channel.order_value);
            for (field, spread) in sortie_engine::plan::fields_of_channel(channel) {
                let is_nothing = spread.is_certain() && spread.likely == 0.0;
                assert!(channel.basis.contains_key(field) || is_nothing, "{}: {field}", channel.id);
            }
        }
        assert_eq!(plan.channels[0].basis["visits"], EXPOSURE);
        // Orders as they were, however visits and conversion are told.
        let orders =
            |place: usize| plan.channels[place].visits.likely * plan.channels[place].conversion.likely;
        assert!((600.0..760.0).contains(&(orders(0) + orders(1))), "{} {}", orders(0), orders(1));
        assert!((600.0..760.0).contains(&orders(2)), "{}", orders(2));
        assert_eq!(plan.shocks[0].diversions[0].to, plan.channels[1].id);
    }

    #[test]
    fn a_ledger_without_a_whole_month_makes_no_plan() {
        let mut ledger = ledger();
        ledger.months.iter_mut().for_each(|month| month.is_complete = false);
        assert!(fit_ledger(&ledger).is_none());
    }
}
