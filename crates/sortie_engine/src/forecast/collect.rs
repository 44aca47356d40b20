//! The second pass: the paths in the bins where percentiles lie, one by one, and the percentiles from them.

use super::quantile::{Quantiles, between, neighbors, select};
use super::scale::{BinScale, ONE, bin_of};
use crate::lane::{Lane, LaneKit};

/// The bins of a figure in which its percentiles lie.
#[derive(Clone, Debug, Default)]
pub(super) struct QuantileBins {
    bins: Vec<usize>,
    /// How many paths lie in them.
    n: usize,
    /// The figure, counted within the sweep.
    figure: usize,
    /// Where in the sweep's values those of this figure begin.
    start: usize,
}

impl QuantileBins {
    /// The bins of a figure counted as `bins`, of which `scale` may know the values without looking.
    pub fn new<const N: usize>(bins: &[u32; N], scale: &BinScale<N>) -> Self {
        let n_paths: u32 = bins.iter().sum();
        let mut ranks = neighbors(n_paths as usize).into_iter().peekable();
        let mut wanted = Self::default();
        let mut below = 0;
        for (bin, count) in bins.iter().enumerate() {
            below += *count as usize;
            let mut is_wanted = false;
            while ranks.next_if(|rank| *rank < below).is_some() {
                is_wanted = true;
            }
            if is_wanted && !is_known(bin, scale) {
                wanted.bins.push(bin);
                wanted.n += *count as usize;
            }
        }
        wanted
    }

    /// How much room its values need in a sweep: one more than they are.
    pub fn room(&self) -> usize {
        self.n + 1
    }

    /// Puts the values of this figure behind those of others in a sweep, of which it is the one at the place `figure`.
    pub fn place(&mut self, figure: usize, start: usize) {
        self.figure = figure;
        self.start = start;
    }
}

/// Whether all paths of a bin have a value that needs no looking up.
fn is_known<const N: usize>(bin: usize, scale: &BinScale<N>) -> bool {
    bin == BinScale::<N>::NEVER || (bin == ONE && scale.only_value().is_some())
}

/// The values that one worker found in a sweep.
pub(super) struct CollectedValues<R> {
    values: Vec<R>,
    /// How many of each figure.
    n: Vec<u32>,
}

impl<R: Copy + Default> CollectedValues<R> {
    /// Room for a sweep over `n_figures` figures with `n_values` values in all.
    pub fn new(n_figures: usize, n_values: usize) -> Self {
        Self { values: vec![R::default(); n_values], n: vec![0; n_figures] }
    }

    /// Keeps the wanted ones of `n` paths, lane by lane.
    pub fn take<K: LaneKit<Real = R>, const N: usize>(
        &mut self,
        kit: K,
        wanted: &QuantileBins,
        scale: &BinScale<N>,
        n: usize,
        lane: impl Fn(usize) -> K::Lane,
    ) {
        if wanted.n == 0 {
            return;
        }
        let values = &mut self.values[wanted.start..][..=wanted.n];
        let width = <K::Lane as Lane>::WIDTH;
        let mut is_wanted = [0; N];
        wanted.bins.iter().for_each(|bin| is_wanted[*bin] = 1);
        let before = self.n[wanted.figure] as usize;
        let after = kit.work(
            #[inline(always)]
            || {
                let mut found = before;
                let scale = scale.on(kit);
                let mut reals = [R::default(); 8];
                for i in 0..n.div_ceil(width) {
                    let x = lane(i);
                    let bins = scale.of(x);
                    kit.store(x, &mut reals);
                    // Each is put down, and the next one over it unless it is wanted: no branch that nobody can foretell.
                    for path in 0..width.min(n - i * width) {
                        values[found] = reals[path];
                        found += is_wanted[bin_of::<N>(bins, path)];
                    }
                }
                found
            },
        );
        self.n[wanted.figure] = after as u32;
    }
}

/// The percentiles of a figure from its counts and what the workers collected of it; infinite where it is never reached.
pub(super) fn quantiles<K: LaneKit, const N: usize>(
    kit: K,
    bins: &[u32; N],
    scale: &BinScale<N>,
    wanted: &QuantileBins,
    workers: &[CollectedValues<K::Real>],
) -> Quantiles {
    let n_paths: u32 = bins.iter().sum();
    if n_paths == 0 {
        // What is nothing in all months is not counted.
        return [0.0; 7];
    }
    // Bin by bin, so that each percentile is looked for among few.
    let mut ends = [0; N];
    let mut end = 0;
    for bin in &wanted.bins {
        ends[*bin] = end;
        end += bins[*bin] as usize;
    }
    let mut values = vec![0.0; wanted.n];
    for worker in workers {
        let own = &worker.values[wanted.start..][..worker.n[wanted.figure] as usize];
        sort_into_bins(kit, scale, own, &mut ends, &mut values);
    }
    let ranks = neighbors(n_paths as usize);
    let places = locate(bins, scale, wanted, &ranks);
    let collected: Vec<usize> = places.iter().filter_map(|place| place.as_ref().err().copied()).collect();
    let mut rest = &collected[..];
    for bin in &wanted.bins {
        let start = ends[*bin] - bins[*bin] as usize;
        let (own, others) = rest.split_at(rest.partition_point(|place| *place < ends[*bin]));
        select(&mut values[start..ends[*bin]], start, own);
        rest = others;
    }
    between(n_paths as usize, |rank| match places[ranks.partition_point(|known| *known < rank)] {
        Ok(value) => value,
        Err(place) => values[place],
    })
}

/// Puts each of `own` where its bin has come to.
fn sort_into_bins<K: LaneKit, const N: usize>(
    kit: K,
    scale: &BinScale<N>,
    own: &[K::Real],
    ends: &mut [usize; N],
    values: &mut [f64],
) {
    let width = <K::Lane as Lane>::WIDTH;
    kit.work(
        #[inline(always)]
        || {
            let scale = scale.on(kit);
            let mut lane = [K::Real::default(); 8];
            for few in own.chunks(width) {
                lane[..few.len()].copy_from_slice(few);
                let bins = scale.of(kit.load(&lane));
                for (path, x) in few.iter().enumerate() {
                    let end = &mut ends[bin_of::<N>(bins, path)];
                    values[*end] = (*x).into();
                    *end += 1;
                }
            }
        },
    );
}

/// Of each rank, in ascending order: its value where that is known, else its place among the collected values.
fn locate<const N: usize>(
    bins: &[u32; N],
    scale: &BinScale<N>,
    wanted: &QuantileBins,
    ranks: &[usize],
) -> Vec<Result<f64, usize>> {
    let mut ranks = ranks.iter().peekable();
    let mut wanted = wanted.bins.iter().peekable();
    let (mut below, mut passed_over) = (0, 0);
    let mut places = Vec::with_capacity(ranks.len());
    for (bin, count) in bins.iter().enumerate() {
        below += *count as usize;
        let is_wanted = wanted.next_if_eq(&&bin).is_some();
        while let Some(rank) = ranks.next_if(|rank| **rank < below) {
            let known = if bin == BinScale::<N>::NEVER {
                f64::INFINITY
            } else {
                scale.only_value().unwrap_or_default()
            };
            places.push(if is_wanted { Err(rank - passed_over) } else { Ok(known) });
        }
        if !is_wanted {
            passed_over += *count as usize;
        }
    }
    places
}
