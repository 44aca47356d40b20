//! The draws of a block of paths, for all scenarios at once.

use super::chance::{ShockChances, ShockCourse, happens};
use super::noise::{NoiseStreams, NoiseTerms};
use super::sequence::ItemStream;
use crate::lane::{DoubleKit, Lane, LaneKit};
use crate::model::{DrawnItem, MOST_Z, MechanismModel, Model, UncertainEstimate};

/// Everything uncertain on a block of paths.
pub(crate) struct BlockDraws<K: LaneKit> {
    /// The value of every estimate.
    pub values: Vec<K::Row>,
    /// The course of every shock.
    pub courses: Vec<ShockCourse<K>>,
    /// 1 where a strategy has its approvals, else 0.
    pub granted: Vec<K::Row>,
    /// Of each mechanism by month: hits or strikes that would come; nothing for others.
    pub chances: Vec<Vec<K::Row>>,
    /// Demand against its level, by channel and then month: season times surprise.
    pub swing: Vec<K::Row>,
}

/// The streams of every item of a model under one seed.
pub(crate) struct ItemStreams {
    shocks: Vec<[ItemStream; 3]>,
    approvals: Vec<Vec<ItemStream>>,
    chances: Vec<Vec<ItemStream>>,
    pub noise: NoiseStreams,
}

/// The streams of normal numbers: what channels' estimates of a field share, field by field, then every uncertain number.
pub(crate) fn normals(model: &Model, seed: u64) -> Vec<ItemStream> {
    let common = model.numbers.common.iter().map(|field| DrawnItem::common_field(field).stream(seed));
    common.chain(model.numbers.uncertain.iter().map(|number| number.item.stream(seed))).collect()
}

/// By how many standard deviations an estimate is off on each of the first `n_paths` paths: the number behind its value
/// there, as far as the value follows it.
pub(crate) fn errors(model: &Model, estimate: &UncertainEstimate, seed: u64, n_paths: usize) -> Vec<f64> {
    let correlation = model.demand.estimate_correlation;
    let own = estimate.item.stream(seed);
    let common =
        estimate.common.map(|field| DrawnItem::common_field(model.numbers.common[field]).stream(seed));
    let error = |path: u32| {
        let alone = own.normal(path);
        let z = common.map_or(alone, |common| {
            correlation.sqrt() * common.normal(path) + (1.0 - correlation).sqrt() * alone
        });
        z.clamp(-MOST_Z, MOST_Z)
    };
    (0..n_paths as u32).map(error).collect()
}

impl ItemStreams {
    pub fn new(model: &Model, terms: &NoiseTerms, seed: u64) -> Self {
        let months = 0..model.n_months;
        let chances = model.mechanisms.iter().map(|mechanism| match mechanism {
            MechanismModel::Restore(terms) => months
                .clone()
                .map(|t| DrawnItem::strike(&terms.owner.strategy, terms.owner.place, t).stream(seed))
                .collect(),
            MechanismModel::Hits(terms) => months
                .clone()
                .map(|t| DrawnItem::hit(&terms.owner.strategy, terms.owner.place, t).stream(seed))
                .collect(),
            _ => vec![],
        });
        let approvals = model.strategies.iter().map(|strategy| {
            let stream = |(_, place): &(f64, usize)| DrawnItem::approval(&strategy.id, *place).stream(seed);
            strategy.approvals.iter().map(stream).collect()
        });
        let shocks = model.shocks.iter();
        Self {
            shocks: shocks
                .map(|s| {
                    [DrawnItem::occurs(&s.id), DrawnItem::shift(&s.id), DrawnItem::lifts(&s.id)]
                        .map(|i| i.stream(seed))
                })
                .collect(),
            approvals: approvals.collect(),
            chances: chances.collect(),
            noise: terms.streams(),
        }
    }
}

impl<K: LaneKit> BlockDraws<K> {
    /// Room for a block. What no path makes different is there: certain numbers, and approvals that are not needed.
    pub fn new(kit: K, model: &Model) -> Self {
        let chances = model.mechanisms.iter().map(|mechanism| match mechanism {
            MechanismModel::Restore(_) | MechanismModel::Hits(_) => vec![kit.splat_row(0.0); model.n_months],
            _ => vec![],
        });
        Self {
            values: model.numbers.likely.iter().map(|likely| kit.splat_row(*likely)).collect(),
            courses: model.shocks.iter().map(|_| ShockCourse::new(kit, model)).collect(),
            granted: vec![kit.splat_row(1.0); model.strategies.len()],
            chances: chances.collect(),
            swing: seasons(model).map(|season| kit.splat_row(season)).collect(),
        }
    }

    /// Draws the block whose first path is `first`, with its noise by channel, month and path, and normal numbers.
    pub fn draw(&mut self, kit: K, model: &Model, streams: &ItemStreams, first: u32, noise: &[K::Real]) {
        let (noise, normals) = noise.split_at(self.swing.len() * K::PATHS);
        self.take_values(kit, model, normals);
        let at = |lane: usize| first + (lane * <K::Lane as Lane>::WIDTH) as u32;
        for &place in &model.shock_order {
            let (shock, [occurs, shift, lifts]) = (&model.shocks[place], streams.shocks[place]);
            let chances = ShockChances {
                occurs: kit.row(|lane| happens(kit, occurs, at(lane), shock.probability)),
                shift: kit.row(|lane| shift.uniforms(kit, at(lane))),
                lifts: kit.row(|lane| happens(kit, lifts, at(lane), shock.lasts_probability)),
            };
            self.run_shock(kit, model, place, chances);
        }
        self.draw_approvals(kit, model, streams, first);
        self.draw_chances(kit, model, streams, first);
        let width = <K::Lane as Lane>::WIDTH;
        let rows = self.swing.iter_mut().zip(seasons(model)).zip(noise.chunks_exact(K::PATHS));
        for ((row, season), noise) in rows {
            let season = kit.splat(season);
            kit.each(
                #[inline(always)]
                |i| row[i] = kit.load(&noise[i * width..]) * season,
            );
        }
    }

    /// The course of a shock under these chances; what it follows has run before.
    fn run_shock(&mut self, kit: K, model: &Model, place: usize, mut chances: ShockChances<K>) {
        let shock = &model.shocks[place];
        let mut start = kit.splat_row(shock.offset);
        if let Some((before, after)) = shock.follows {
            let (before, after) = (&self.courses[before], &self.values[after.idx()]);
            start = kit.row(|i| before.start[i] + after[i]);
            chances.occurs = kit.row(|i| chances.occurs[i] * before.occurs[i]);
        }
        self.courses[place].draw(kit, shock, start, &chances, &self.values);
    }

    /// The value of every estimate: those of one field of channels share a part of their error.
    fn take_values(&mut self, kit: K, model: &Model, normals: &[K::Real]) {
        let correlation = model.demand.estimate_correlation;
        let [shared, own] = [correlation, 1.0 - correlation].map(|share| kit.splat(share.sqrt()));
        let width = <K::Lane as Lane>::WIDTH;
        let (common, alone) = normals.split_at(model.numbers.common.len() * K::PATHS);
        for (number, alone) in model.numbers.uncertain.iter().zip(alone.chunks_exact(K::PATHS)) {
            let common = number.common.map(|field| &common[field * K::PATHS..][..K::PATHS]);
            let row = &mut self.values[number.number.idx()];
            kit.each(
                #[inline(always)]
                |i| {
                    let alone = kit.load(&alone[i * width..]);
                    let z = match common {
                        Some(common) => kit.load(&common[i * width..]) * shared + alone * own,
                        None => alone,
                    };
                    row[i] = number.value(kit, z);
                },
            );
        }
    }

    fn draw_approvals(&mut self, kit: K, model: &Model, streams: &ItemStreams, first: u32) {
        let at = |lane: usize| first + (lane * <K::Lane as Lane>::WIDTH) as u32;
        let strategies = model.strategies.iter().zip(&streams.approvals).zip(&mut self.granted);
        for ((strategy, streams), granted) in strategies {
            *granted = kit.splat_row(1.0);
            for ((chance, _), stream) in strategy.approvals.iter().zip(streams) {
                kit.each(
                    #[inline(always)]
                    |i| granted[i] *= happens(kit, *stream, at(i), *chance),
                );
            }
        }
    }

    fn draw_chances(&mut self, kit: K, model: &Model, streams: &ItemStreams, first: u32) {
        let at = |lane: usize| first + (lane * <K::Lane as Lane>::WIDTH) as u32;
        for strategy in &model.strategies {
            for mechanism in strategy.mechanisms.clone() {
                let (streams, rows) = (&streams.chances[mechanism], &mut self.chances[mechanism]);
                match &model.mechanisms[mechanism] {
                    MechanismModel::Hits(hits) => {
                        for (row, stream) in rows.iter_mut().zip(streams) {
                            *row = kit.row(|i| happens(kit, *stream, at(i), hits.chance));
                        }
                    }
                    MechanismModel::Restore(restore) => {
                        for (row, stream) in rows.iter_mut().zip(streams) {
                            *row = kit.row(|i| happens(kit, *stream, at(i), restore.penalty_probability));
                        }
                    }
                    _ => {}
                }
            }
        }
    }
}

impl BlockDraws<DoubleKit<1, 1>> {
    /// The central path: every estimate at its likely value, no noise, chance by rule.
    pub fn central(model: &Model) -> Self {
        let kit = DoubleKit::<1, 1>;
        let mut draws = Self::new(kit, model);
        let by_rule = |probability: f64| f64::from(u8::from(probability >= 0.5));
        for &place in &model.shock_order {
            let shock = &model.shocks[place];
            let [occurs, lifts] =
                [shock.probability, shock.lasts_probability].map(|chance| kit.splat_row(by_rule(chance)));
            let chances = ShockChances { occurs, shift: kit.splat_row(0.5), lifts };
            draws.run_shock(kit, model, place, chances);
        }
        for (place, strategy) in model.strategies.iter().enumerate() {
            let granted = strategy.approvals.iter().map(|(chance, _)| by_rule(*chance)).product();
            draws.granted[place] = kit.splat_row(granted);
            for mechanism in strategy.mechanisms.clone() {
                draws.chances[mechanism] = match &model.mechanisms[mechanism] {
                    MechanismModel::Hits(hits) => vec![kit.splat_row(hits.chance); model.n_months],
                    MechanismModel::Restore(restore) => {
                        vec![kit.splat_row(restore.penalty_probability); model.n_months]
                    }
                    _ => vec![],
                };
            }
        }
        draws
    }
}

/// The season of every channel and month.
fn seasons(model: &Model) -> impl Iterator<Item = f64> + '_ {
    model.channels.iter().flat_map(|channel| channel.season.iter().copied())
}
