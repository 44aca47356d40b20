//! One pass over paths that are few enough to be kept: what is told of them stands figure by figure until its percentiles
//! are found. A group of scenarios at a time, so that it stays small; those that all others are compared with are walked
//! with the first group, and how they ended is kept for the others.

use std::ops::Range;
use std::sync::PoisonError;

use super::collect::{CollectedValues, QuantileBins, quantiles};
use super::count::add_paths;
use super::crew::map;
use super::ending::PathEnding;
use super::passes::{CHUNK, FigureQuantiles, PathPasses, SHARE};
use super::quantile::Quantiles;
use super::scale::{BinScale, bin_of};
use super::summary::{EndingTally, N_FIGURES, SummaryFigure};
use crate::lane::{Lane, LaneKit};

/// Values that are kept at once.
const MOST_KEPT: usize = 26_000_000;
/// Paths of a run for which fewer bins are enough.
const FEW: usize = 4_096;
/// Paths of a figure that tell where its bins are needed.
const N_SCOUTS: usize = 128;
/// Tables that a figure is counted into before they are added up, so that two paths in one bin need not wait for each
/// other.
const TABLES: usize = 4;

/// The figures of a group of scenarios.
struct ScenarioGroup {
    scenarios: Range<usize>,
    /// Their places among all figures.
    places: Vec<usize>,
    /// The shelf of each figure of the forecast, by its place.
    shelves: Vec<Option<usize>>,
}

/// How the scenarios ended that all others are compared with, block by block; nothing until the first group is walked.
type ComparedEndings<K> = Vec<Vec<PathEnding<K>>>;

/// What the paths of a group tell.
struct FilledShelves<K: LaneKit> {
    /// Of each chunk: figure by figure, then path by path.
    pieces: Vec<Vec<K::Real>>,
    /// How the compared scenarios ended, where that was not known.
    endings: ComparedEndings<K>,
}

/// One figure over all paths.
struct FigureOverPaths {
    sum: f64,
    n_never: u32,
    quantiles: Quantiles,
}

impl<K: LaneKit> PathPasses<'_, K> {
    /// One pass over the paths for each group of scenarios.
    pub fn keep(&self) -> Option<FigureQuantiles> {
        let n = self.rows.n();
        let n_scenarios = self.scripts.len();
        let (sums, n_never, quantiles) = (vec![0.0; n], vec![0; n], vec![[0.0; 7]; n]);
        let mut found = FigureQuantiles { sums, n_never, quantiles, tally: EndingTally::new(n_scenarios) };
        let groups = self.groups();
        let mut profits = vec![];
        let mut known: ComparedEndings<K> = vec![];
        for (idx, group) in groups.iter().enumerate() {
            let done = |groups_done: f64| groups_done / groups.len() as f64;
            // Percentiles take about as long as the walk.
            let share = done(idx as f64)..done(idx as f64 + 0.5);
            let keeps_endings = known.is_empty() && groups.len() > 1;
            let FilledShelves { pieces, endings } =
                self.fill_shelves(group, share, &known, keeps_endings, &mut found.tally)?;
            if keeps_endings {
                known = endings;
            }
            let shares = map(self.task.run.crew, group.places.len().div_ceil(SHARE), |share| {
                let shelves = share * SHARE..group.places.len().min((share + 1) * SHARE);
                let tell = |shelf: usize| {
                    let may_be_never = group.places[shelf] >= self.rows.figures();
                    // As many bins as make looking through them and through what lies in one of them alike.
                    if self.task.run.n_paths <= FEW {
                        self.figure_over_paths::<128>(&pieces, shelf, may_be_never)
                    } else {
                        self.figure_over_paths::<256>(&pieces, shelf, may_be_never)
                    }
                };
                let is_wanted = !self.task.run.watch.is_stale();
                shelves.take_while(|_| is_wanted).map(tell).collect::<Vec<FigureOverPaths>>()
            });
            for (place, told) in group.places.iter().zip(shares.into_iter().flatten()) {
                found.sums[*place] = told.sum;
                found.n_never[*place] = told.n_never;
                found.quantiles[*place] = told.quantiles;
            }
            for scenario in group.scenarios.clone() {
                let shelf = group.shelves[self.rows.of_figure(scenario, SummaryFigure::TotalProfit.place())]
                    .unwrap_or_default();
                let paths = pieces
                    .iter()
                    .enumerate()
                    .flat_map(|(chunk, piece)| self.paths(chunk, piece, shelf).iter().map(|x| (*x).into()));
                profits.push(paths.collect::<Vec<f64>>());
            }
            self.put_back(pieces);
            if self.task.run.watch.is_stale() {
                return None;
            }
        }
        found
            .tally
            .take_profits(self.task.model, self.task.run.n_paths, &|scenario, path| profits[scenario][path]);
        Some(found)
    }

    /// The scenarios in groups as even as can be, each small enough; one scenario at least.
    fn groups(&self) -> Vec<ScenarioGroup> {
        let n_scenarios = self.scripts.len();
        let n_values = self.rows.n() * self.task.run.n_paths.next_multiple_of(CHUNK);
        let n_groups = n_values.div_ceil(MOST_KEPT).max(1).min(n_scenarios);
        let size = n_scenarios.div_ceil(n_groups);
        let group = |first: usize| {
            let scenarios = first..n_scenarios.min(first + size);
            let mut places = vec![];
            for scenario in scenarios.clone() {
                for t in 0..self.rows.n_months {
                    places.extend(
                        self.rows.told[scenario].iter().map(|row| self.rows.of_month(scenario, t, *row)),
                    );
                }
                places.extend((0..N_FIGURES).map(|figure| self.rows.of_figure(scenario, figure)));
            }
            let mut shelves = vec![None; self.rows.n()];
            places.iter().enumerate().for_each(|(shelf, place)| shelves[*place] = Some(shelf));
            ScenarioGroup { scenarios, places, shelves }
        };
        (0..n_scenarios).step_by(size).map(group).collect()
    }

    /// The scenarios that all others are compared with.
    fn compared(&self) -> impl Iterator<Item = usize> + use<K> {
        let baselines = self.task.model.baselines;
        [baselines.no_response, baselines.links_open].into_iter().flatten()
    }

    /// What is told of each chunk of paths by the scenarios of a group, with the help of what is `known` of those that they
    /// are compared with.
    fn fill_shelves(
        &self,
        group: &ScenarioGroup,
        share: Range<f64>,
        known: &ComparedEndings<K>,
        keeps_endings: bool,
        tally: &mut EndingTally,
    ) -> Option<FilledShelves<K>> {
        let is_needed = |scenario: usize| {
            let is_compared = known.is_empty() && self.compared().any(|it| it == scenario);
            group.scenarios.contains(&scenario) || is_compared
        };
        let n_chunks = self.task.run.n_paths.div_ceil(CHUNK);
        let workers = self.each_chunk(0..n_chunks, share, |chunks| {
            let mut walker = self.walker();
            let mut tally = EndingTally::new(self.scripts.len());
            let mut pieces = vec![];
            for chunk in chunks {
                let mut piece = self.take_shelf(group.places.len() * CHUNK);
                let mut endings = vec![];
                for (block, n) in self.blocks(chunk) {
                    let first = block * K::PATHS - chunk * CHUNK;
                    if let Some(known) = known.get(block) {
                        self.compared()
                            .zip(known)
                            .for_each(|(scenario, ending)| walker.endings[scenario].clone_from(ending));
                    }
                    self.walk(&mut walker, block, is_needed, true, |place, row| {
                        if let Some(shelf) = group.shelves[place] {
                            put(self.kit, row, &mut piece[shelf * CHUNK + first..][..K::PATHS]);
                        }
                    });
                    for scenario in group.scenarios.clone() {
                        let lowest = &walker.endings[scenario].lowest_cash;
                        tally.take_cash(self.kit, self.task.model, scenario, lowest, n);
                    }
                    if keeps_endings {
                        let ended = self.compared().map(|scenario| walker.endings[scenario].clone());
                        endings.push(ended.collect());
                    }
                }
                pieces.push((chunk, piece, endings));
            }
            if self.task.run.watch.is_stale() {
                self.put_back(pieces.drain(..).map(|(_, piece, _)| piece));
            }
            (pieces, tally)
        })?;
        let mut all = vec![];
        for (pieces, own) in workers {
            tally.add(&own);
            all.extend(pieces);
        }
        all.sort_unstable_by_key(|(chunk, ..)| *chunk);
        let mut filled = FilledShelves { pieces: vec![], endings: vec![] };
        for (_, piece, endings) in all {
            filled.pieces.push(piece);
            filled.endings.extend(endings);
        }
        Some(filled)
    }

    /// Room for `n` values, used before where there is any.
    fn take_shelf(&self, n: usize) -> Vec<K::Real> {
        let used = self.kept.shelves.lock().unwrap_or_else(PoisonError::into_inner).pop();
        // Room that the system hands out is empty already, and need not be written to before it is filled.
        let mut shelf = used.unwrap_or_else(|| vec![K::Real::default(); n]);
        shelf.resize(n, K::Real::default());
        shelf
    }

    /// Keeps room for the next call.
    fn put_back(&self, shelves: impl IntoIterator<Item = Vec<K::Real>>) {
        self.kept.shelves.lock().unwrap_or_else(PoisonError::into_inner).extend(shelves);
    }

    /// The paths of a figure in a chunk.
    pub(super) fn paths<'p>(&self, chunk: usize, piece: &'p [K::Real], shelf: usize) -> &'p [K::Real] {
        let n = CHUNK.min(self.task.run.n_paths - chunk * CHUNK);
        &piece[shelf * CHUNK..][..n]
    }

    /// Sum and percentiles of a figure.
    fn figure_over_paths<const N: usize>(
        &self,
        pieces: &[Vec<K::Real>],
        shelf: usize,
        may_be_never: bool,
    ) -> FigureOverPaths {
        let kit = self.kit;
        let pieces =
            || pieces.iter().enumerate().map(|(chunk, piece)| (chunk, self.paths(chunk, piece, shelf)));
        let scouts = pieces().next().map_or(&[][..], |(_, paths)| &paths[..paths.len().min(N_SCOUTS)]);
        let scale = BinScale::<N>::around(scouts, may_be_never);
        let mut tables = [[0_u16; N]; TABLES];
        let mut sum = 0.0;
        for (_, paths) in pieces() {
            let mut of_chunk = 0.0;
            for block in paths.chunks(K::PATHS) {
                count(kit, &scale, block, &mut tables, &mut of_chunk);
            }
            sum += of_chunk;
        }
        let bins: [u32; N] =
            std::array::from_fn(|bin| tables.iter().map(|table| u32::from(table[bin])).sum());
        let n_never = bins[BinScale::<N>::NEVER];
        let wanted = QuantileBins::new(&bins, &scale);
        let mut collected = CollectedValues::new(1, wanted.room());
        for (_, paths) in pieces() {
            collected.take(
                kit,
                &wanted,
                &scale,
                paths.len(),
                #[inline(always)]
                |lane| load(kit, paths, lane),
            );
        }
        let quantiles = quantiles(kit, &bins, &scale, &wanted, &[collected]);
        FigureOverPaths { sum, n_never, quantiles }
    }
}

/// Puts a row down path by path.
pub(super) fn put<K: LaneKit>(kit: K, row: &K::Row, to: &mut [K::Real]) {
    kit.work(
        #[inline(always)]
        || {
            for (i, to) in to.chunks_exact_mut(<K::Lane as Lane>::WIDTH).enumerate() {
                kit.store(row[i], to);
            }
        },
    );
}

/// A lane of paths that stand together; what is beyond the last one is left empty.
#[inline(always)]
pub(super) fn load<K: LaneKit>(kit: K, paths: &[K::Real], lane: usize) -> K::Lane {
    let width = <K::Lane as Lane>::WIDTH;
    let own = &paths[lane * width..];
    if own.len() >= width {
        return kit.load(own);
    }
    let mut last = [K::Real::default(); 8];
    last[..own.len()].copy_from_slice(own);
    kit.load(&last)
}

/// Counts the paths of a block into bins, and adds them to `sum`.
fn count<K: LaneKit, const N: usize>(
    kit: K,
    scale: &BinScale<N>,
    paths: &[K::Real],
    tables: &mut [[u16; N]; TABLES],
    sum: &mut f64,
) {
    let (width, n) = (<K::Lane as Lane>::WIDTH, paths.len());
    kit.work(
        #[inline(always)]
        || {
            add_paths(
                kit,
                sum,
                n,
                scale.may_be_never(),
                #[inline(always)]
                |lane| load(kit, paths, lane),
            );
            let scale = scale.on(kit);
            for lane in 0..n / width {
                let found = scale.of(load(kit, paths, lane));
                for path in 0..width {
                    tables[path % TABLES][bin_of::<N>(found, path)] += 1;
                }
            }
            let found = scale.of(load(kit, paths, (n / width).min(n.saturating_sub(1) / width)));
            for path in 0..n % width {
                tables[0][bin_of::<N>(found, path)] += 1;
            }
        },
    );
}
