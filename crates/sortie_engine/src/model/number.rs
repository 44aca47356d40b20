//! Every estimate of a plan in one list, so that a path draws each once and all scenarios share it.

use std::collections::BTreeMap;

use super::item::{DrawnItem, ItemOwner};
use crate::lane::{Lane, LaneKit, ln};
use crate::plan::{EstimateField, Plan};
use crate::unit::{EstimateSpace, Spread};

/// The 90th percentile of the standard normal distribution.
const Z80: f64 = 1.281_551_565_544_600_4;

/// How many standard deviations an estimate may be off.
pub(crate) const MOST_Z: f64 = 3.0;

/// The place of an estimate in [`EstimateTable`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct EstimateIndex(u32);

impl EstimateIndex {
    /// Its place in the list.
    pub fn idx(self) -> usize {
        self.0 as usize
    }
}

/// The estimates of a plan.
#[derive(Clone, Debug)]
pub(crate) struct EstimateTable {
    /// The likely value of each.
    pub likely: Vec<f64>,
    /// Whether each is nothing on every path.
    is_nothing: Vec<bool>,
    /// Those that are not certain.
    pub uncertain: Vec<UncertainEstimate>,
    /// The fields of channels with an uncertain estimate: each field's estimates share a factor.
    pub common: Vec<&'static str>,
}

/// An estimate that differs from path to path: a two-piece normal in its space.
#[derive(Clone, Debug)]
pub(crate) struct UncertainEstimate {
    /// Which number it is.
    pub number: EstimateIndex,
    /// What its own draw belongs to.
    pub item: DrawnItem<'static>,
    /// The field whose factor it shares, in [`EstimateTable::common`].
    pub common: Option<usize>,
    /// Its three figures.
    pub spread: Spread,
    /// What `z` moves: the figure itself, or for shares its odds.
    center: f64,
    below: f64,
    above: f64,
    /// Where the normal number lies that was narrowed down, and how far it still spreads; 0 and 1 before.
    middle: f64,
    reach: f64,
}

impl UncertainEstimate {
    /// Its value at `z`, standard normal numbers; beyond [`MOST_Z`] standard deviations it goes no further.
    #[inline(always)]
    pub fn value<K: LaneKit>(&self, kit: K, z: K::Lane) -> K::Lane {
        let z = z * kit.splat(self.reach) + kit.splat(self.middle);
        let z = z.max(kit.splat(-MOST_Z)).min(kit.splat(MOST_Z));
        let moved = z * z.if_positive(kit.splat(self.above), kit.splat(self.below));
        let center = kit.splat(self.center);
        match self.spread.space {
            EstimateSpace::Identity => center + moved,
            EstimateSpace::Log => center * moved.exponential(),
            EstimateSpace::Logit => {
                let odds = center * moved.exponential();
                odds / (kit.splat(1.0) + odds)
            }
        }
    }

    /// Narrows it down: of the normal numbers behind it only those around `middle` are left, as far as `reach`.
    pub fn narrow(&mut self, middle: f64, reach: f64) {
        (self.middle, self.reach) = (middle, reach);
    }

    /// What was narrowed down: the middle and the reach of the normal number behind it.
    pub fn narrowed(&self) -> (f64, f64) {
        (self.middle, self.reach)
    }
}

impl EstimateTable {
    pub fn new() -> Self {
        Self { likely: vec![], is_nothing: vec![], uncertain: vec![], common: vec![] }
    }

    /// Adds an estimate that errs by itself.
    pub fn add(&mut self, item: DrawnItem<'_>, spread: Spread) -> EstimateIndex {
        self.add_with(item, spread, None)
    }

    /// Adds an estimate of a channel, which errs together with the same field of the others.
    pub fn add_of_channel(&mut self, id: &str, field: EstimateField) -> EstimateIndex {
        let EstimateField { name: field, spread, .. } = field;
        let item = DrawnItem::new(ItemOwner::Channel, id, 0, field);
        if spread.is_certain() {
            return self.add(item, spread);
        }
        let known = self.common.iter().position(|name| *name == field);
        let common = known.unwrap_or(self.common.len());
        if known.is_none() {
            self.common.push(field);
        }
        self.add_with(item, spread, Some(common))
    }

    /// Whether it is nothing on every path.
    pub fn is_nothing(&self, number: EstimateIndex) -> bool {
        self.is_nothing[number.idx()]
    }

    fn add_with(&mut self, item: DrawnItem<'_>, spread: Spread, common: Option<usize>) -> EstimateIndex {
        let number = EstimateIndex(self.likely.len() as u32);
        self.likely.push(spread.likely);
        self.is_nothing.push(spread.likely == 0.0 && spread.is_certain());
        if !spread.is_certain() {
            let [low, likely, high] = [spread.low, spread.likely, spread.high].map(|x| into(spread.space, x));
            let (below, above) = ((likely - low) / Z80, (high - likely) / Z80);
            let center = match spread.space {
                EstimateSpace::Logit => spread.likely / (1.0 - spread.likely),
                EstimateSpace::Log | EstimateSpace::Identity => spread.likely,
            };
            let item = item.into_owned();
            let (middle, reach) = (0.0, 1.0);
            self.uncertain.push(UncertainEstimate {
                number,
                item,
                common,
                spread,
                center,
                below,
                above,
                middle,
                reach,
            });
        }
        number
    }
}

fn into(space: EstimateSpace, x: f64) -> f64 {
    match space {
        EstimateSpace::Identity => x,
        EstimateSpace::Log => ln(x),
        EstimateSpace::Logit => ln(x / (1.0 - x)),
    }
}

/// Rates of exchange by currency; the plan's own needs none.
pub(super) struct ExchangeRates(BTreeMap<String, EstimateIndex>);

impl ExchangeRates {
    pub fn compile(plan: &Plan, numbers: &mut EstimateTable) -> Self {
        let rate = |(currency, rate): (&String, &crate::unit::Estimate<crate::unit::Amount>)| {
            (currency.clone(), numbers.add(DrawnItem::new(ItemOwner::Plan, currency, 0, "fx"), rate.spread()))
        };
        Self(plan.fx.iter().filter(|(currency, _)| **currency != plan.currency).map(rate).collect())
    }

    /// The rate of `currency`, or none where amounts are in the plan's own.
    pub fn of(&self, currency: Option<&String>) -> Option<EstimateIndex> {
        currency.and_then(|currency| self.0.get(currency)).copied()
    }
}
