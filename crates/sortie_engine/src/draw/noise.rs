//! How demand surprises from month to month: drawn once, and reused while the seller edits anything else.

use super::block::normal;
use super::sequence::Stream;
use crate::lane::{Lane, exp};
use crate::model::{Item, Model};
use crate::plan::Demand;

/// Everything that a plan's noise depends on.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct NoiseTerms {
    seed: u64,
    n_months: usize,
    channels: Vec<String>,
    volatility: f64,
    persistence: f64,
    co_movement: f64,
}

/// Demand against its mean on `W` paths, by channel and then month.
#[derive(Clone, Debug)]
pub(crate) struct Noise<const W: usize>(Vec<Lane<W>>);

impl<const W: usize> Noise<W> {
    /// None at all.
    pub fn none(model: &Model) -> Self {
        Self(vec![Lane::ONE; model.channels.len() * model.n_months])
    }

    /// A channel's demand over the months.
    pub fn of_channel(&self, channel: usize, n_months: usize) -> &[Lane<W>] {
        &self.0[channel * n_months..(channel + 1) * n_months]
    }
}

/// The streams from which noise is drawn.
pub(crate) struct NoiseStreams {
    common: Vec<Stream>,
    own: Vec<Vec<Stream>>,
}

impl NoiseTerms {
    pub fn new(model: &Model, seed: u64) -> Self {
        let Demand { volatility, persistence, co_movement, .. } = model.demand;
        let channels = model.channels.iter().map(|channel| channel.id.clone()).collect();
        Self { seed, n_months: model.n_months, channels, volatility, persistence, co_movement }
    }

    pub fn streams(&self) -> NoiseStreams {
        let months = 0..self.n_months;
        let own = |id: &String| months.clone().map(|t| Item::noise(id, t).stream(self.seed)).collect();
        NoiseStreams {
            common: months.clone().map(|t| Item::common_noise(t).stream(self.seed)).collect(),
            own: self.channels.iter().map(own).collect(),
        }
    }

    /// The noise of paths `first` to `first + W`: a lognormal of mean 1 that remembers a share of last month's
    /// surprise and shares a part of this month's over channels.
    pub fn draw<const W: usize>(&self, streams: &NoiseStreams, first: u32) -> Noise<W> {
        let mut noise = Vec::with_capacity(self.channels.len() * self.n_months);
        if self.volatility == 0.0 {
            noise.resize(self.channels.len() * self.n_months, Lane::ONE);
            return Noise(noise);
        }
        let (shared, own) = (self.co_movement.sqrt(), (1.0 - self.co_movement).sqrt());
        let fresh = (1.0 - self.persistence * self.persistence).sqrt();
        let drift = self.volatility * self.volatility / 2.0;
        let common: Vec<Lane<W>> = streams.common.iter().map(|stream| normal(stream, first)).collect();
        for streams in &streams.own {
            let mut surprise = Lane::ZERO;
            for (t, stream) in streams.iter().enumerate() {
                let new = common[t] * shared + normal(stream, first) * own;
                surprise = if t == 0 { new } else { surprise * self.persistence + new * fresh };
                noise.push(surprise.map(|e| exp(self.volatility * e - drift)));
            }
        }
        Noise(noise)
    }
}
