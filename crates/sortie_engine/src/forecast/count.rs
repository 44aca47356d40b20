//! The first pass: how many paths fall into each bin of each figure, and what they add up to.

use super::scale::{BinScale, ONE, bin_of};
use crate::lane::{Lane, LaneKit};

/// Paths that one worker may count before its counts are added to all: a bin holds 16 bits.
pub(super) const MOST_COUNTED: usize = 61_440;

/// Tables that a row is counted into before it is added to the rest.
const TABLES: usize = 4;

/// Bins of a figure while paths are counted: few, since every figure has its own.
pub(super) const N_BINS: usize = 128;

/// Adds the first `n` paths of a block to a sum; where the figure `may_be_never` reached, those on which it is. The order
/// of additions is fixed.
#[inline(always)]
pub(crate) fn add_paths<K: LaneKit>(
    kit: K,
    sum: &mut f64,
    n: usize,
    may_be_never: bool,
    lane: impl Fn(usize) -> K::Lane,
) {
    let width = <K::Lane as Lane>::WIDTH;
    let mut total = kit.splat(0.0);
    for i in 0..n / width {
        total += reached(kit, lane(i), may_be_never);
    }
    let mut of_block = 0.0;
    for path in 0..width {
        of_block += total.get(path);
    }
    if !n.is_multiple_of(width) {
        let x = reached(kit, lane(n / width), may_be_never);
        for path in 0..n % width {
            of_block += x.get(path);
        }
    }
    *sum += of_block;
}

/// Figures, and 0 for those that are infinite because they are never reached.
#[inline(always)]
fn reached<K: LaneKit>(kit: K, x: K::Lane, may_be_never: bool) -> K::Lane {
    if may_be_never { (x - kit.splat(f64::from(f32::MAX))).if_positive(kit.splat(0.0), x) } else { x }
}

/// The counts of one worker.
pub(super) struct WorkerCounts {
    bins: Vec<[u16; N_BINS]>,
    /// Sums over the chunk at hand.
    sums: Vec<f64>,
    /// Sums of each finished chunk, and its place in the run.
    chunks: Vec<(usize, Vec<f64>)>,
}

impl WorkerCounts {
    /// No paths yet of `n` figures.
    pub fn new(n: usize) -> Self {
        Self { bins: vec![[0; N_BINS]; n], sums: vec![0.0; n], chunks: vec![] }
    }

    /// Adds the first `n` paths of a row to a figure.
    pub fn take<K: LaneKit>(
        &mut self,
        kit: K,
        place: usize,
        scale: &BinScale<N_BINS>,
        row: &K::Row,
        n: usize,
    ) {
        let (bins, sum) = (&mut self.bins[place], &mut self.sums[place]);
        let width = <K::Lane as Lane>::WIDTH;
        kit.work(
            #[inline(always)]
            || {
                add_paths(
                    kit,
                    sum,
                    n,
                    scale.may_be_never(),
                    #[inline(always)]
                    |lane| row[lane],
                );
                let scale = scale.on(kit);
                if n == K::PATHS && (0..K::LANES).all(|lane| scale.is_one(row[lane])) {
                    bins[ONE] += n as u16;
                    return;
                }
                // Some tables side by side, so that two paths in one bin need not wait for each other.
                let mut tables = [[0_u8; N_BINS]; TABLES];
                for lane in 0..n.div_ceil(width) {
                    let found = scale.of(row[lane]);
                    for path in 0..width.min(n - lane * width) {
                        tables[path % TABLES][bin_of::<N_BINS>(found, path)] += 1;
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
pub(super) struct PathCounts {
    pub bins: Vec<[u32; N_BINS]>,
    /// Sums over the paths on which a figure is reached.
    pub sums: Vec<f64>,
}

impl PathCounts {
    pub fn new(n: usize) -> Self {
        Self { bins: vec![[0; N_BINS]; n], sums: vec![0.0; n] }
    }

    /// Adds what workers counted, in the order of the run whoever counted what.
    pub fn add(&mut self, workers: Vec<WorkerCounts>) {
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

    /// On how many paths a figure is never reached.
    pub fn n_never(&self, place: usize) -> u32 {
        self.bins[place][BinScale::<N_BINS>::NEVER]
    }
}
