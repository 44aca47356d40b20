//! How demand surprises from month to month, and the normal numbers behind every estimate: drawn once, and reused while
//! the seller edits anything else.

use super::sequence::ItemStream;
use crate::lane::{Lane, LaneKit};
use crate::model::{DrawnItem, Model};
use crate::plan::Demand;

/// Everything that these draws depend on.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct NoiseTerms {
    seed: u64,
    n_months: usize,
    channels: Vec<String>,
    volatility: f64,
    persistence: f64,
    co_movement: f64,
    /// Whose normal numbers are drawn beside the noise.
    normals: Vec<ItemStream>,
}

/// The first blocks of a run; in each, path by path, demand against its mean by channel and month, then normal numbers.
#[derive(Default)]
pub(crate) struct NoiseBlocks<R> {
    terms: NoiseTerms,
    blocks: Vec<Vec<R>>,
}

impl<R> NoiseBlocks<R> {
    /// Forgets what was drawn under other terms.
    pub fn keep_up(&mut self, terms: NoiseTerms) {
        if self.terms != terms {
            *self = Self { terms, blocks: vec![] };
        }
    }

    /// What is known of a block.
    pub fn block(&self, block: usize) -> Option<&[R]> {
        self.blocks.get(block).map(Vec::as_slice)
    }

    /// How many blocks are known.
    pub fn n_blocks(&self) -> usize {
        self.blocks.len()
    }

    /// Adds the blocks that come next.
    pub fn extend(&mut self, blocks: Vec<Vec<R>>) {
        self.blocks.extend(blocks);
    }
}

/// Surprises of a block's first months that are known already, in standard deviations.
pub(crate) struct KnownSurprises<R> {
    n_months: usize,
    n_paths: usize,
    is_known: Vec<bool>,
    surprises: Vec<R>,
}

impl<R: Copy + Default> KnownSurprises<R> {
    /// Room for the first `n_months`; `is_known` tells by channel and month which of them are.
    pub fn new(
        n_channels: usize,
        n_months: usize,
        n_paths: usize,
        is_known: impl Fn(usize, usize) -> bool,
    ) -> Self {
        let months = (0..n_channels).flat_map(|channel| (0..n_months).map(move |t| (channel, t)));
        Self {
            n_months,
            n_paths,
            is_known: months.map(|(channel, t)| is_known(channel, t)).collect(),
            surprises: vec![R::default(); n_channels * n_months * n_paths],
        }
    }

    /// The surprises of a channel in a month, path by path, where they are known.
    fn at(&self, channel: usize, t: usize) -> Option<&[R]> {
        let place = channel * self.n_months + t;
        let is_known = t < self.n_months && self.is_known[place];
        is_known.then(|| &self.surprises[place * self.n_paths..][..self.n_paths])
    }

    /// Tells the surprise of a channel in a month on one of the block's paths.
    pub fn set_surprise(&mut self, channel: usize, t: usize, path: usize, surprise: R) {
        self.surprises[(channel * self.n_months + t) * self.n_paths + path] = surprise;
    }
}

/// The streams from which noise is drawn.
pub(crate) struct NoiseStreams {
    common: Vec<ItemStream>,
    own: Vec<Vec<ItemStream>>,
}

impl NoiseTerms {
    /// The terms of a model; `normals` are drawn beside the noise.
    pub fn new(model: &Model, seed: u64, normals: Vec<ItemStream>) -> Self {
        let Demand { volatility, persistence, co_movement, .. } = model.demand;
        let channels = model.channels.iter().map(|channel| channel.id.clone()).collect();
        Self { seed, n_months: model.n_months, channels, volatility, persistence, co_movement, normals }
    }

    pub fn streams(&self) -> NoiseStreams {
        let months = 0..self.n_months;
        let own = |id: &String| months.clone().map(|t| DrawnItem::noise(id, t).stream(self.seed)).collect();
        NoiseStreams {
            common: months.clone().map(|t| DrawnItem::common_noise(t).stream(self.seed)).collect(),
            own: self.channels.iter().map(own).collect(),
        }
    }

    /// The draws of a block. Noise is a lognormal of mean 1 that remembers a share of last month's surprise and shares a
    /// part of this month's over channels.
    pub fn draw<K: LaneKit>(&self, kit: K, streams: &NoiseStreams, block: usize) -> Vec<K::Real> {
        self.draw_after(kit, streams, block, None)
    }

    /// As [`Self::draw`], with the surprises of the first months as they are known: what is remembered of them goes on.
    pub fn draw_after<K: LaneKit>(
        &self,
        kit: K,
        streams: &NoiseStreams,
        block: usize,
        known: Option<&KnownSurprises<K::Real>>,
    ) -> Vec<K::Real> {
        let n_months = self.n_months;
        let n_noise = self.channels.len() * n_months * K::PATHS;
        let mut noise = vec![K::Real::default(); n_noise + self.normals.len() * K::PATHS];
        let constant = |x: f64| kit.splat(x);
        let [shared, own] = [self.co_movement, 1.0 - self.co_movement].map(|share| constant(share.sqrt()));
        let kept = constant(self.persistence);
        let fresh = constant((1.0 - self.persistence * self.persistence).sqrt());
        let (volatility, drift) =
            (constant(self.volatility), constant(self.volatility * self.volatility / 2.0));
        let width = <K::Lane as Lane>::WIDTH;
        kit.each(
            #[inline(always)]
            |lane| {
                let first = (block * K::PATHS + lane * width) as u32;
                for t in 0..n_months {
                    let common = streams.common[t].normals(kit, first) * shared;
                    for (channel, streams) in streams.own.iter().enumerate() {
                        let at = |t: usize| (channel * n_months + t) * K::PATHS + lane * width;
                        let new = common + streams[t].normals(kit, first) * own;
                        // Surprises first; what each month makes of them follows.
                        let seen = known.and_then(|known| known.at(channel, t));
                        let surprise = match (seen, t.checked_sub(1)) {
                            (Some(seen), _) => kit.load(&seen[lane * width..]),
                            (None, Some(last)) => kit.load(&noise[at(last)..]) * kept + new * fresh,
                            (None, None) => new,
                        };
                        kit.store(surprise, &mut noise[at(t)..]);
                    }
                }
                for (normals, stream) in noise[n_noise..].chunks_exact_mut(K::PATHS).zip(&self.normals) {
                    kit.store(stream.normals(kit, first), &mut normals[lane * width..]);
                }
            },
        );
        kit.work(
            #[inline(always)]
            || {
                for surprise in noise[..n_noise].chunks_exact_mut(width) {
                    kit.store((kit.load(surprise) * volatility - drift).exponential(), surprise);
                }
            },
        );
        noise
    }
}
