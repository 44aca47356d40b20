//! Passes over the paths, as many as it takes: what every pass needs, and how two of them, one that counts and one that
//! collects, find percentiles without keeping any path.

use std::ops::Range;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::Fan;
use super::block::BlockWalker;
use super::collect::{CollectedValues, QuantileBins, quantiles};
use super::count::{MOST_COUNTED, N_BINS, PathCounts, WorkerCounts};
use super::crew::map;
use super::metric::MetricTable;
use super::quantile::{Quantiles, Statistic};
use super::rows::FigureRows;
use super::scale::BinScale;
use super::summary::{EndingTally, summarize};
use super::task::ProjectionTask;
use crate::draw::NoiseBlocks;
use crate::lane::LaneKit;
use crate::sim::ScenarioScript;

/// Paths that are handed out at once.
pub(super) const CHUNK: usize = 256;
/// Paths whose noise is kept between calls.
const KEPT: usize = 20_480;
/// The share of the work on a long run that is done once its paths are counted: they are walked about once more.
const COUNTING: f64 = 0.5;
/// Values that a worker collects at most in one sweep over the paths.
const SWEEP: usize = 8_000_000;
/// Figures whose percentiles are found at once.
pub(super) const SHARE: usize = 48;

/// What was found out about every figure.
pub(super) struct FigureQuantiles {
    /// Sums over the paths on which it is reached.
    pub sums: Vec<f64>,
    /// On how many paths it is never reached.
    pub n_never: Vec<u32>,
    pub quantiles: Vec<Quantiles>,
    pub tally: EndingTally,
}

impl FigureQuantiles {
    /// The mean of a figure that is told every month; infinite where it is beyond counting on any path.
    fn mean(&self, place: usize, n_paths: usize) -> f64 {
        if self.n_never[place] > 0 { f64::INFINITY } else { self.sums[place] / n_paths as f64 }
    }

    fn statistic(&self, place: usize, n_paths: usize) -> Statistic {
        let n_never = self.n_never[place] as usize;
        let n_reached = n_paths - n_never;
        Statistic {
            mean: (n_reached > 0).then(|| self.sums[place] / n_reached as f64),
            quantiles: self.quantiles[place].map(|x| x.is_finite().then_some(x)),
            never: n_never as f64 / n_paths as f64,
        }
    }
}

/// What is kept between calls: the noise of the first paths, and room for what is told of them.
#[derive(Default)]
pub(super) struct ProjectorCache<R> {
    noise: NoiseBlocks<R>,
    pub shelves: Mutex<Vec<Vec<R>>>,
}

/// What is asked of the paths.
pub(super) trait PathQuestion {
    type Answer;

    /// The answer, or nothing where nobody waits any more.
    fn answer<K: LaneKit>(&self, passes: &PathPasses<'_, K>) -> Option<Self::Answer>;
}

/// The fans of all scenarios.
pub(super) struct ScenarioFans;

impl PathQuestion for ScenarioFans {
    type Answer = Vec<Fan>;

    fn answer<K: LaneKit>(&self, passes: &PathPasses<'_, K>) -> Option<Vec<Fan>> {
        let found =
            if passes.task.run.n_paths <= KEPT { passes.keep()? } else { passes.count_and_collect()? };
        Some(passes.fans(&found))
    }
}

/// The answer to a question, or nothing where nobody waits any more.
pub(super) fn run<K: LaneKit, Q: PathQuestion>(
    kit: K,
    task: &ProjectionTask<'_>,
    kept: &mut ProjectorCache<K::Real>,
    question: &Q,
) -> Option<Q::Answer> {
    let scripts: Vec<ScenarioScript> =
        task.model.scenarios.iter().map(|scenario| ScenarioScript::new(task.model, scenario)).collect();
    let rows = FigureRows::new(task.model, &scripts, task.only);
    keep_noise(kit, task, &mut kept.noise);
    let passes = PathPasses { kit, task, kept, scripts: &scripts, rows: &rows };
    question.answer(&passes)
}

/// Draws what is not known yet of the noise of the first paths.
fn keep_noise<K: LaneKit>(kit: K, task: &ProjectionTask<'_>, noise: &mut NoiseBlocks<K::Real>) {
    noise.keep_up(task.terms.clone());
    let first = noise.n_blocks();
    let missing = task.run.n_paths.min(KEPT).div_ceil(K::PATHS).saturating_sub(first);
    noise.extend(map(task.run.crew, missing, |block| {
        task.terms.draw(kit, &task.streams.noise, first + block)
    }));
}

/// Everything that passes over the paths have in common.
pub(super) struct PathPasses<'a, K: LaneKit> {
    pub kit: K,
    pub task: &'a ProjectionTask<'a>,
    pub kept: &'a ProjectorCache<K::Real>,
    pub scripts: &'a [ScenarioScript<'a>],
    pub rows: &'a FigureRows,
}

impl<'a, K: LaneKit> PathPasses<'a, K> {
    /// Two passes: one that counts, one that collects.
    fn count_and_collect(&self) -> Option<FigureQuantiles> {
        let scales = self.scout();
        let (counted, tally) = self.count(&scales)?;
        let quantiles = self.collect(&scales, &counted)?;
        let n_never = (0..self.rows.n()).map(|place| counted.n_never(place)).collect();
        Some(FigureQuantiles { sums: counted.sums, n_never, quantiles, tally })
    }

    /// Bins for every figure, from the first block.
    fn scout(&self) -> Vec<BinScale<N_BINS>> {
        let n = K::PATHS.min(self.task.run.n_paths);
        let mut scales = vec![BinScale::default(); self.rows.n()];
        let take = |place: usize, row: &K::Row| {
            let known: Vec<f64> = (0..n).map(|path| self.kit.get(row, path)).collect();
            scales[place] = BinScale::around(&known, place >= self.rows.figures());
        };
        self.walk(&mut self.walker(), 0, |_| true, true, take);
        scales
    }

    /// Every path once.
    fn count(&self, scales: &[BinScale<N_BINS>]) -> Option<(PathCounts, EndingTally)> {
        let mut counted = PathCounts::new(self.rows.n());
        let mut tally = EndingTally::new(self.scripts.len());
        let n_chunks = self.task.run.n_paths.div_ceil(CHUNK);
        let done = |chunk: usize| COUNTING * chunk as f64 / n_chunks as f64;
        for first in (0..n_chunks).step_by(MOST_COUNTED / CHUNK) {
            let chunks = first..n_chunks.min(first + MOST_COUNTED / CHUNK);
            let share = done(chunks.start)..done(chunks.end);
            let workers = self.each_chunk(chunks, share, |chunks| self.count_chunks(scales, chunks))?;
            let (counts, tallies): (Vec<_>, Vec<_>) = workers.into_iter().unzip();
            counted.add(counts);
            tallies.iter().for_each(|own| tally.add(own));
        }
        Some((counted, tally))
    }

    fn count_chunks(
        &self,
        scales: &[BinScale<N_BINS>],
        chunks: &mut dyn Iterator<Item = usize>,
    ) -> (WorkerCounts, EndingTally) {
        let mut walker = self.walker();
        let mut counts = WorkerCounts::new(self.rows.n());
        let mut tally = EndingTally::new(self.scripts.len());
        for chunk in chunks {
            for (block, n) in self.blocks(chunk) {
                let take = |place: usize, row: &K::Row| {
                    counts.take(self.kit, place, &scales[place], row, n);
                };
                self.walk(&mut walker, block, |_| true, true, take);
                for (scenario, ending) in walker.endings.iter().enumerate() {
                    tally.take_cash(self.kit, self.task.model, scenario, &ending.lowest_cash, n);
                }
                let profit =
                    |scenario: usize, path: usize| self.kit.get(&walker.endings[scenario].total_profit, path);
                tally.take_profits(self.task.model, n, &profit);
            }
            counts.end_chunk(chunk);
        }
        (counts, tally)
    }

    /// The percentiles of every figure: as many sweeps over the paths as it takes to keep what is collected small.
    fn collect(&self, scales: &[BinScale<N_BINS>], counted: &PathCounts) -> Option<Vec<Quantiles>> {
        let mut wanted: Vec<QuantileBins> =
            counted.bins.iter().zip(scales).map(|(bins, scale)| QuantileBins::new(bins, scale)).collect();
        let n_chunks = self.task.run.n_paths.div_ceil(CHUNK);
        let mut all = vec![];
        while all.len() < wanted.len() {
            let places = next_sweep(&mut wanted, all.len());
            let done = |place: usize| COUNTING + (1.0 - COUNTING) * place as f64 / wanted.len() as f64;
            let share = done(places.start)..done(places.end);
            let collect = |chunks: &mut dyn Iterator<Item = usize>| {
                self.collect_chunks(scales, &wanted, &places, chunks)
            };
            let found = self.each_chunk(0..n_chunks, share, collect)?;
            let shares = map(self.task.run.crew, places.len().div_ceil(SHARE), |share| {
                let own = (places.start + share * SHARE)..places.end.min(places.start + (share + 1) * SHARE);
                let of_one = |place: usize| {
                    quantiles(self.kit, &counted.bins[place], &scales[place], &wanted[place], &found)
                };
                own.map(of_one).collect::<Vec<_>>()
            });
            all.extend(shares.into_iter().flatten());
        }
        Some(all)
    }

    fn collect_chunks(
        &self,
        scales: &[BinScale<N_BINS>],
        wanted: &[QuantileBins],
        places: &Range<usize>,
        chunks: &mut dyn Iterator<Item = usize>,
    ) -> CollectedValues<K::Real> {
        let n_values = wanted[places.clone()].iter().map(QuantileBins::room).sum();
        let mut collected = CollectedValues::new(places.len(), n_values);
        let mut walker = self.walker();
        let with_summaries = places.end > self.rows.figures();
        for (block, n) in chunks.flat_map(|chunk| self.blocks(chunk)) {
            let take = |place: usize, row: &K::Row| {
                if places.contains(&place) {
                    collected.take(
                        self.kit,
                        &wanted[place],
                        &scales[place],
                        n,
                        #[inline(always)]
                        |lane| row[lane],
                    );
                }
            };
            let is_needed = |scenario| self.rows.needs(places, scenario);
            self.walk(&mut walker, block, is_needed, with_summaries, take);
        }
        collected
    }

    pub fn walker(&self) -> BlockWalker<'a, K> {
        BlockWalker::new(self.kit, self.task, self.scripts, self.rows)
    }

    pub fn walk(
        &self,
        walker: &mut BlockWalker<'a, K>,
        block: usize,
        is_needed: impl Fn(usize) -> bool,
        with_summaries: bool,
        take: impl FnMut(usize, &K::Row),
    ) {
        match self.kept.noise.block(block) {
            Some(noise) => walker.walk(block, noise, is_needed, with_summaries, take),
            None => {
                let noise = self.task.terms.draw(self.kit, &self.task.streams.noise, block);
                walker.walk(block, &noise, is_needed, with_summaries, take);
            }
        }
    }

    /// The blocks of a chunk, each with how many of its paths are asked for.
    pub fn blocks(&self, chunk: usize) -> impl Iterator<Item = (usize, usize)> + use<'a, K> {
        let n_paths = self.task.run.n_paths;
        let end = n_paths.min((chunk + 1) * CHUNK);
        let first = chunk * CHUNK;
        (first..end).step_by(K::PATHS).map(move |path| (path / K::PATHS, K::PATHS.min(end - path)))
    }

    /// Shares chunks out among the crew, one at a time to whoever is free, and gives what each worker has made of its
    /// own; nothing where nobody waits any more. `share` is theirs in the whole of the work.
    pub fn each_chunk<T: Send>(
        &self,
        chunks: Range<usize>,
        share: Range<f64>,
        work: impl Fn(&mut dyn Iterator<Item = usize>) -> T + Sync,
    ) -> Option<Vec<T>> {
        let next = AtomicUsize::new(chunks.start);
        let n_workers = self.task.run.crew.size().min(chunks.len());
        let found = map(self.task.run.crew, n_workers, |_| {
            let mut own = std::iter::from_fn(|| {
                let chunk = next.fetch_add(1, Ordering::Relaxed);
                let is_wanted = chunk < chunks.end && !self.task.run.watch.is_stale();
                is_wanted.then(|| {
                    let done = (chunk - chunks.start) as f64 / chunks.len() as f64;
                    self.task.run.watch.note(share.start + (share.end - share.start) * done);
                    chunk
                })
            });
            work(&mut own)
        });
        (!self.task.run.watch.is_stale()).then_some(found)
    }

    /// The fans of all scenarios.
    fn fans(&self, found: &FigureQuantiles) -> Vec<Fan> {
        let (model, n_paths) = (self.task.model, self.task.run.n_paths);
        let n_channels = model.channels.len();
        let fan = |scenario: usize| {
            let over_months =
                |row: usize| (0..model.n_months).map(move |t| self.rows.of_month(scenario, t, row));
            let figure = |figure: usize| found.statistic(self.rows.of_figure(scenario, figure), n_paths);
            Fan {
                mean: MetricTable::from_rows(n_channels, |row| {
                    over_months(row).map(|place| found.mean(place, n_paths)).collect()
                }),
                quantiles: MetricTable::from_rows(n_channels, |row| {
                    over_months(row).map(|place| found.quantiles[place]).collect()
                }),
                summary: summarize(model, scenario, std::array::from_fn(figure), &found.tally),
            }
        };
        (0..self.scripts.len()).map(fan).collect()
    }
}

/// The figures from `first` on whose values fit into a sweep, each given its place there; one figure at least.
fn next_sweep(wanted: &mut [QuantileBins], first: usize) -> Range<usize> {
    let (mut end, mut n_values) = (first, 0);
    while end < wanted.len() && (end == first || n_values + wanted[end].room() <= SWEEP) {
        wanted[end].place(end - first, n_values);
        n_values += wanted[end].room();
        end += 1;
    }
    first..end
}

#[cfg(test)]
mod tests {
    use super::super::crew::SingleThread;
    use super::super::run::PathRun;
    use super::*;
    use crate::draw::{ItemStreams, NoiseTerms, normals};
    use crate::lane::DoubleKit;
    use crate::model::Model;
    use crate::plan;
    use crate::watch::PatientWatch;

    #[test]
    fn paths_that_are_kept_and_paths_that_are_walked_twice_tell_the_same() {
        let plan = plan::read(include_bytes!("../../../../assets/templates/pet_supplies_followers.sortie"));
        let model = Model::compile(&plan.expect("a test reads every sample"));
        let terms = NoiseTerms::new(&model, 1, normals(&model, 1));
        let streams = ItemStreams::new(&model, &terms, 1);
        let scripts: Vec<ScenarioScript> =
            model.scenarios.iter().map(|it| ScenarioScript::new(&model, it)).collect();
        let rows = FigureRows::new(&model, &scripts, None);
        // The last of them are kept in two groups of scenarios.
        for n_paths in [1, 127, 128, 1_500, 13_000] {
            let run = PathRun { n_paths, seed: 1, crew: &SingleThread, watch: &PatientWatch };
            let task = ProjectionTask { model: &model, run, terms: &terms, streams: &streams, only: None };
            let kit = DoubleKit::<8, 16>;
            let mut kept = ProjectorCache::default();
            keep_noise(kit, &task, &mut kept.noise);
            let passes = PathPasses { kit, task: &task, kept: &kept, scripts: &scripts, rows: &rows };
            let [once, twice] = [passes.keep(), passes.count_and_collect()].map(Option::unwrap);
            assert_eq!(passes.fans(&once), passes.fans(&twice), "{n_paths} paths");
        }
    }
}
