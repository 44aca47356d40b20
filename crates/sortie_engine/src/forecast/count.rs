//! The first pass: how many paths fall into each bin of each figure, and what they add up to.

use super::scale::{NEVER, N_BINS, ONE, Scale, bin_of};
use crate::lane::{Kit, Lane};

/// Paths that one worker may count before its counts are added to all: a bin holds 16 bits.
pub(super) const MOST_COUNTED: usize = 61_440;

/// Tables that a row is counted into before it is added to the rest.
const TABLES: usize = 4;

/// The counts of one worker.
pub(super) struct Counts {
    bins: Vec<[u16; N_BINS]>,
    /// Sums over the chunk at hand.
    sums: Vec<f64>,
    /// Sums of each finished chunk, and its place in the run.
    chunks: Vec<(usize, Vec<f64>)>,
}

impl Counts {
    /// No paths yet of `n` figures.
    pub fn new(n: usize) -> Self {
        Self { bins: vec![[0; N_BINS]; n], sums: vec![0.0; n], chunks: vec![] }
    }

    /// Adds the first `n` paths of a row to a figure.
    pub fn take<K: Kit>(&mut self, kit: K, place: usize, scale: &Scale, row: &K::Row, n: usize) {
        let (bins, sum) = (&mut self.bins[place], &mut self.sums[place]);
        let width = <K::Lane as Lane>::WIDTH;
        kit.work(
            #[inline(always)]
            || {
                let scale = scale.on(kit);
                let (none, most) = (kit.splat(0.0), kit.splat(f64::from(f32::MAX)));
                if n == K::PATHS && (0..K::LANES).all(|lane| scale.is_one(row[lane])) {
                    bins[ONE] += n as u16;
                    *sum += row[0].get(0) * n as f64;
                    return;
                }
                // Some tables side by side, so that two paths in one bin need not wait for each other.
                let mut tables = [[0_u8; N_BINS]; TABLES];
                let mut total = none;
                for lane in 0..n / width {
                    let x = row[lane];
                    total += (x - most).if_positive(none, x);
                    let found = scale.of(x);
                    for path in 0..width {
                        tables[path % TABLES][bin_of(found, path)] += 1;
                    }
                }
                for path in 0..width {
                    *sum += total.get(path);
                }
                let rest = n % width;
                if rest > 0 {
                    let x = row[n / width];
                    let found = scale.of(x);
                    for path in 0..rest {
                        tables[0][bin_of(found, path)] += 1;
                        *sum += if x.get(path).is_finite() { x.get(path) } else { 0.0 };
                    }
                }
                for (bin, count) in bins.iter_mut().enumerate() {
                    let found = tables.iter().fold(0, |sum: u8, table| sum.wrapping_add(table[bin]));
                    *count += u16::from(found);
                }
            },
        );
    }

    /// Ends a chunk of paths, `chunk` of the run.
    pub fn end_chunk(&mut self, chunk: usize) {
        let n = self.sums.len();
        self.chunks.push((chunk, std::mem::replace(&mut self.sums, vec![0.0; n])));
    }
}

/// The counts and sums of all paths.
pub(super) struct Counted {
    pub bins: Vec<[u32; N_BINS]>,
    /// Sums over the paths on which a figure is reached.
    pub sums: Vec<f64>,
}

impl Counted {
    pub fn new(n: usize) -> Self {
        Self { bins: vec![[0; N_BINS]; n], sums: vec![0.0; n] }
    }

    /// Adds what workers counted, in the order of the run whoever counted what.
    pub fn add(&mut self, workers: Vec<Counts>) {
        let mut chunks = vec![];
        for worker in workers {
            for (all, own) in self.bins.iter_mut().zip(&worker.bins) {
                for (all, own) in all.iter_mut().zip(own) {
                    *all += u32::from(*own);
                }
            }
            chunks.extend(worker.chunks);
        }
        chunks.sort_unstable_by_key(|(chunk, _)| *chunk);
        for (_, sums) in chunks {
            for (all, own) in self.sums.iter_mut().zip(sums) {
                *all += own;
            }
        }
    }

    /// The mean of a figure that is told every month; infinite where it is beyond counting on any path.
    pub fn mean(&self, place: usize, n_paths: usize) -> f64 {
        if self.n_never(place) > 0 { f64::INFINITY } else { self.sums[place] / n_paths as f64 }
    }

    /// On how many paths a figure is never reached.
    pub fn n_never(&self, place: usize) -> u32 {
        self.bins[place][NEVER]
    }
}
