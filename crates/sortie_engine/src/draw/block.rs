//! The draws of a few paths together, for all scenarios at once.

use super::chance::{self, Course};
use super::sequence::Stream;
use crate::lane::{Lane, exp};
use crate::model::{Item, MechanismModel, Model};

/// Everything uncertain on `W` paths, noise apart.
#[derive(Clone, Debug)]
pub(crate) struct Draws<const W: usize> {
    /// The value of every estimate.
    pub values: Vec<Lane<W>>,
    /// The course of every shock.
    pub courses: Vec<Course<W>>,
    /// 1 where a strategy has its approvals, else 0.
    pub granted: Vec<Lane<W>>,
    /// Of each mechanism by month: hits that come, or penalties that run; nothing for others.
    pub chances: Vec<Vec<Lane<W>>>,
    /// Demand against its mean, by channel and then month; see [`noise`].
    pub noise: Vec<Lane<W>>,
}

/// The streams of every item of a model under one seed.
pub(crate) struct Streams {
    values: Vec<Stream>,
    common: Vec<Stream>,
    shocks: Vec<[Stream; 2]>,
    approvals: Vec<Vec<Stream>>,
    chances: Vec<Vec<Stream>>,
    common_noise: Vec<Stream>,
    noise: Vec<Vec<Stream>>,
}

impl Streams {
    pub fn new(model: &Model, seed: u64) -> Self {
        let months = 0..model.n_months;
        let chances = model.mechanisms.iter().map(|mechanism| match mechanism {
            MechanismModel::Restore(terms) => {
                months.clone().map(|t| Item::strike(&terms.owner.0, terms.owner.1, t).stream(seed)).collect()
            }
            MechanismModel::Hits(terms) => {
                months.clone().map(|t| Item::hit(&terms.owner.0, terms.owner.1, t).stream(seed)).collect()
            }
            _ => vec![],
        });
        let approvals = model.strategies.iter().map(|strategy| {
            let stream = |(_, place): &(f64, usize)| Item::approval(&strategy.id, *place).stream(seed);
            strategy.approvals.iter().map(stream).collect()
        });
        let shocks = model.shocks.iter();
        let noise = model
            .channels
            .iter()
            .map(|channel| months.clone().map(|t| Item::noise(&channel.id, t).stream(seed)).collect());
        Self {
            values: model.numbers.uncertain.iter().map(|number| number.item.stream(seed)).collect(),
            common: model.numbers.common.iter().map(|field| Item::common_field(field).stream(seed)).collect(),
            shocks: shocks
                .map(|s| [Item::occurs(&s.id), Item::shift(&s.id)].map(|i| i.stream(seed)))
                .collect(),
            approvals: approvals.collect(),
            chances: chances.collect(),
            common_noise: months.clone().map(|t| Item::common_noise(t).stream(seed)).collect(),
            noise: noise.collect(),
        }
    }
}

impl Draws<1> {
    /// The central path: every estimate at its likely value, no noise, chance by rule.
    pub fn central(model: &Model) -> Self {
        let values: Vec<_> = model.numbers.likely.iter().map(|likely| Lane([*likely])).collect();
        let by_rule = |probability: f64| Lane([f64::from(u8::from(probability >= 0.5))]);
        let courses = model
            .shocks
            .iter()
            .map(|shock| chance::course(model, shock, by_rule(shock.probability), Lane([0.5]), &values));
        let courses: Vec<_> = courses.collect();
        let granted = model.strategies.iter().map(|strategy| {
            strategy
                .approvals
                .iter()
                .map(|(chance, _)| by_rule(*chance))
                .fold(Lane::ONE, |all, one| all * one)
        });
        let mut draws = Self {
            granted: granted.collect(),
            noise: vec![Lane::ONE; model.channels.len() * model.n_months],
            chances: vec![],
            courses,
            values,
        };
        draws.chances = each_chance(model, |mechanism, strategy| match mechanism {
            MechanismModel::Hits(hits) => vec![Lane([hits.chance]); model.n_months],
            MechanismModel::Restore(restore) => chance::central_penalties(
                restore,
                &model.strategies[strategy],
                draws.granted[strategy],
                &draws.courses[restore.shock],
            ),
            _ => vec![],
        });
        draws
    }
}

impl<const W: usize> Draws<W> {
    /// Paths `first` to `first + W`.
    pub fn paths(model: &Model, streams: &Streams, first: u32) -> Self {
        let values = values(model, streams, first);
        let courses = model.shocks.iter().zip(&streams.shocks).map(|(shock, [occurs, shift])| {
            let occurs = below(occurs, first, shock.probability);
            chance::course(model, shock, occurs, uniform(shift, first), &values)
        });
        let courses: Vec<_> = courses.collect();
        let granted = model.strategies.iter().zip(&streams.approvals).map(|(strategy, streams)| {
            let approvals = strategy.approvals.iter().zip(streams);
            approvals.fold(Lane::ONE, |all, ((chance, _), stream)| all * below(stream, first, *chance))
        });
        let mut draws = Self {
            granted: granted.collect(),
            noise: noise(model, streams, first),
            chances: vec![],
            courses,
            values,
        };
        let mut streams = streams.chances.iter();
        draws.chances = each_chance(model, |mechanism, strategy| {
            let streams = streams.next().map_or(&[][..], Vec::as_slice);
            match mechanism {
                MechanismModel::Hits(hits) => chance::hits(hits, streams, first),
                MechanismModel::Restore(restore) => chance::penalties(
                    restore,
                    &model.strategies[strategy],
                    draws.granted[strategy],
                    &draws.courses[restore.shock],
                    (streams, first),
                ),
                _ => vec![],
            }
        });
        draws
    }
}

/// What `draw` makes of every mechanism and the place of its strategy, in the model's order of mechanisms.
fn each_chance<T>(model: &Model, mut draw: impl FnMut(&MechanismModel, usize) -> T) -> Vec<T> {
    let mut all = vec![];
    for (place, strategy) in model.strategies.iter().enumerate() {
        all.extend(
            model.mechanisms[strategy.mechanisms.clone()].iter().map(|mechanism| draw(mechanism, place)),
        );
    }
    all
}

fn uniform<const W: usize>(stream: &Stream, first: u32) -> Lane<W> {
    Lane::from_fn(|i| stream.uniform(first + i as u32))
}

fn normal<const W: usize>(stream: &Stream, first: u32) -> Lane<W> {
    Lane::from_fn(|i| stream.normal(first + i as u32))
}

/// 1 where the draw says that something of this probability happens.
fn below<const W: usize>(stream: &Stream, first: u32, probability: f64) -> Lane<W> {
    uniform(stream, first).map(|u| f64::from(u8::from(u < probability)))
}

/// The value of every estimate: those of one field of channels share a part of their error.
fn values<const W: usize>(model: &Model, streams: &Streams, first: u32) -> Vec<Lane<W>> {
    let mut values: Vec<_> = model.numbers.likely.iter().map(|likely| Lane::splat(*likely)).collect();
    let correlation = model.demand.estimate_correlation;
    let (shared, own) = (correlation.sqrt(), (1.0 - correlation).sqrt());
    let common: Vec<Lane<W>> = streams.common.iter().map(|stream| normal(stream, first)).collect();
    for (number, stream) in model.numbers.uncertain.iter().zip(&streams.values) {
        let alone: Lane<W> = normal(stream, first);
        let z = number.common.map_or(alone, |field| common[field] * shared + alone * own);
        values[number.number.idx()] = z.map(|z| number.value(z));
    }
    values
}

/// Demand against its mean on every path, by channel and then month: a lognormal of mean 1 that remembers a share of
/// last month's surprise and shares a part of this month's over channels.
fn noise<const W: usize>(model: &Model, streams: &Streams, first: u32) -> Vec<Lane<W>> {
    let demand = &model.demand;
    if demand.volatility == 0.0 {
        return vec![Lane::ONE; model.channels.len() * model.n_months];
    }
    let (shared, own) = (demand.co_movement.sqrt(), (1.0 - demand.co_movement).sqrt());
    let fresh = (1.0 - demand.persistence * demand.persistence).sqrt();
    let drift = demand.volatility * demand.volatility / 2.0;
    let common: Vec<Lane<W>> = streams.common_noise.iter().map(|stream| normal(stream, first)).collect();
    let mut noise = Vec::with_capacity(model.channels.len() * model.n_months);
    for streams in &streams.noise {
        let mut surprise = Lane::ZERO;
        for (t, stream) in streams.iter().enumerate() {
            let new = common[t] * shared + normal(stream, first) * own;
            surprise = if t == 0 { new } else { surprise * demand.persistence + new * fresh };
            noise.push(surprise.map(|e| exp(demand.volatility * e - drift)));
        }
    }
    noise
}
