//! Walks scenarios on the paths of a forecast for whoever wants to know what their months are made of.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::draw::{BlockDraws, ItemStreams, NoiseTerms, normals};
use crate::forecast::{Metric, PathRun, add_paths, map};
use crate::lane::{DoubleKit, Lane, LaneKit};
use crate::model::{Model, ScenarioModel};
use crate::sim::{MonthAccount, PathGround, ScenarioScript, ScenarioWalk, WalkState};

/// Parts into which the paths are cut, whoever walks them: sums are added up in their order, and so come out the same.
const N_SLICES: usize = 8;

/// Which paths of which model are asked for, by whom.
#[derive(Clone, Copy)]
pub(super) struct PathsRequest<'a> {
    pub model: &'a Model,
    pub run: PathRun<'a>,
}

/// A month of a scenario on a block of paths.
pub(super) struct BlockMonth<'a, K: LaneKit> {
    pub kit: K,
    /// The scenario, counted among those that are walked.
    pub scenario: usize,
    pub t: usize,
    pub account: &'a MonthAccount<K>,
    pub walk: &'a ScenarioWalk<'a, K>,
    /// How many of the block's paths are asked for.
    pub n: usize,
}

impl<K: LaneKit> BlockMonth<'_, K> {
    /// The sum of a row over the paths asked for.
    pub fn sum(&self, row: &K::Row) -> f64 {
        sum(self.kit, row, self.n)
    }

    /// The sum of a metric over them, to the bit in which a forecast adds it up.
    pub fn metric(&self, metric: Metric) -> f64 {
        let (row, mut sum) = (self.walk.figure(metric as usize), 0.0);
        add_paths(
            self.kit,
            &mut sum,
            self.n,
            false,
            #[inline(always)]
            |lane| row[lane],
        );
        sum
    }
}

fn sum<K: LaneKit>(kit: K, row: &K::Row, n: usize) -> f64 {
    let width = <K::Lane as Lane>::WIDTH;
    let (mut sums, mut lane) = ([0.0; 8], [K::Real::default(); 8]);
    for first in (0..n).step_by(width) {
        kit.store(row[first / width], &mut lane);
        for (sum, x) in sums.iter_mut().zip(lane).take(width.min(n - first)) {
            *sum += x.into();
        }
    }
    sums.iter().sum()
}

/// Walks each of `scenarios` on every path and hands each month to `take`, which adds to sums that `make` begins; gives
/// the sums of each slice of the paths, or nothing where nobody waits any more.
pub(super) fn accounts<K: LaneKit, T: Send>(
    kit: K,
    ask: &PathsRequest<'_>,
    scenarios: &[ScenarioModel],
    make: impl Fn() -> T + Sync,
    take: impl Fn(&mut T, &BlockMonth<'_, K>) + Sync,
) -> Option<Vec<T>> {
    let scripts: Vec<ScenarioScript> =
        scenarios.iter().map(|scenario| ScenarioScript::new(ask.model, scenario)).collect();
    blocks(kit, ask, scripts.len(), make, |sums, block, goes_on| {
        for (scenario, script) in scripts.iter().enumerate() {
            if !goes_on() {
                return;
            }
            walk(kit, ask.model, scenario, script, block, &mut |look| take(sums, look));
        }
    })
}

/// As [`accounts`], on the central path alone.
pub(super) fn central_accounts(
    model: &Model,
    scenarios: &[ScenarioModel],
    mut take: impl FnMut(&BlockMonth<'_, DoubleKit<1, 1>>),
) {
    let kit = DoubleKit::<1, 1>;
    let mut ground = PathGround::new(kit, model, BlockDraws::central(model));
    ground.lay(kit, model);
    let mut block = PathBlock { ground, state: WalkState::new(kit, model), n: 1 };
    for (scenario, terms) in scenarios.iter().enumerate() {
        walk(kit, model, scenario, &ScenarioScript::new(model, terms), &mut block, &mut take);
    }
}

fn walk<K: LaneKit>(
    kit: K,
    model: &Model,
    scenario: usize,
    script: &ScenarioScript<'_>,
    block: &mut PathBlock<K>,
    take: &mut impl FnMut(&BlockMonth<'_, K>),
) {
    let mut account = MonthAccount::new(kit, model, script);
    let mut walk = ScenarioWalk::new(kit, model, script, &block.ground, &mut block.state);
    for t in 0..model.n_months {
        walk.step_before(t, &mut account);
        take(&BlockMonth { kit, scenario, t, account: &account, walk: &walk, n: block.n });
    }
}

/// A block of paths, drawn, and room to walk it.
pub(super) struct PathBlock<K: LaneKit> {
    pub ground: PathGround<K>,
    pub state: WalkState<K>,
    /// How many of its paths are asked for.
    pub n: usize,
}

/// Hands every block of paths to `work`, with sums of its slice that `make` begins and a question whether anybody still
/// waits, to be asked before each of `n_walks` walks of a block.
pub(super) fn blocks<K: LaneKit, T: Send>(
    kit: K,
    ask: &PathsRequest<'_>,
    n_walks: usize,
    make: impl Fn() -> T + Sync,
    work: impl Fn(&mut T, &mut PathBlock<K>, &dyn Fn() -> bool) + Sync,
) -> Option<Vec<T>> {
    let (model, n_paths) = (ask.model, ask.run.n_paths.clamp(1, u32::MAX as usize));
    let terms = NoiseTerms::new(model, ask.run.seed, normals(model, ask.run.seed));
    let streams = ItemStreams::new(model, &terms, ask.run.seed);
    let n_blocks = n_paths.div_ceil(K::PATHS);
    let n_slices = N_SLICES.min(n_blocks);
    let (n_done, n_all) = (AtomicUsize::new(0), n_blocks * n_walks);
    let goes_on = || {
        ask.run.watch.note(n_done.fetch_add(1, Ordering::Relaxed) as f64 / n_all as f64);
        !ask.run.watch.is_stale()
    };
    let found = map(ask.run.crew, n_slices, |slice| {
        let mut sums = make();
        let ground = PathGround::new(kit, model, BlockDraws::new(kit, model));
        let mut block = PathBlock { ground, state: WalkState::new(kit, model), n: 0 };
        for place in slice * n_blocks / n_slices..(slice + 1) * n_blocks / n_slices {
            if ask.run.watch.is_stale() {
                break;
            }
            let first = place * K::PATHS;
            let noise = terms.draw(kit, &streams.noise, place);
            block.ground.draws.draw(kit, model, &streams, first as u32, &noise);
            block.ground.lay(kit, model);
            block.n = K::PATHS.min(n_paths - first);
            work(&mut sums, &mut block, &goes_on);
        }
        sums
    });
    (!ask.run.watch.is_stale()).then_some(found)
}
