//! Futures that begin with a known past: paths are weighed by how well they tell the months that were seen, and go on
//! from what those months left behind.

use super::Fan;
use super::crew::map;
use super::ending::PathEnding;
use super::metric::MetricTable;
use super::quantile::{Quantiles, Statistic, between, neighbors, select};
use super::run::PathRun;
use super::summary::{EndingTally, N_FIGURES, SummaryFigure, figures, summarize};
use crate::draw::{BlockDraws, ItemStreams, KnownSurprises, NoiseTerms, normals};
use crate::lane::{DoubleKit, LaneKit};
use crate::model::Model;
use crate::sim::{N_METRICS, PathGround, ScenarioScript, ScenarioWalk, WalkState};

/// Double precision: nobody waits for this in a frame, and it is compiled already.
const PLAIN: DoubleKit<8, 16> = DoubleKit;
/// Somebody who saw the first months.
pub(crate) trait PastEvidence: Sync {
    /// How many months there are from the plan's start to the last that was seen.
    fn n_months(&self) -> usize;

    /// The scenario that was lived, by its place in the plan.
    fn scenario(&self) -> usize;

    /// Whether the surprise of a channel in a month follows from what was seen.
    fn knows(&self, channel: usize, t: usize) -> bool;

    /// Cash that was counted at the end of a month.
    fn cash(&self, t: usize) -> Option<f64>;

    /// The logarithm of how likely what was seen is on a path that without surprises would have been `plain`, up to what is
    /// the same for all paths. `tell` is told the surprises that follow.
    fn weigh(&self, plain: &PlainPath, tell: &mut dyn FnMut(usize, usize, f64)) -> f64;
}

/// A path without surprises, by channel and month.
pub(crate) struct PlainPath {
    n_months: usize,
    orders: Vec<f64>,
    revenue: Vec<f64>,
}

impl PlainPath {
    fn nothing(model: &Model, n_months: usize) -> Self {
        let nothing = vec![0.0; model.channels.len() * n_months];
        Self { n_months, orders: nothing.clone(), revenue: nothing }
    }

    /// Orders of a channel in a month.
    pub fn orders(&self, channel: usize, t: usize) -> f64 {
        self.orders[channel * self.n_months + t]
    }

    /// Sales after refunds of a channel in a month, in the plan's currency.
    pub fn revenue(&self, channel: usize, t: usize) -> f64 {
        self.revenue[channel * self.n_months + t]
    }
}

/// What paths weigh.
pub(crate) struct PathWeights {
    /// The logarithm of each path's weight.
    pub logs: Vec<f64>,
    /// The normal numbers behind what is uncertain, path by path: what fields share, then every number's own.
    pub normals: Vec<Vec<f32>>,
    /// The values of the uncertain numbers, path by path.
    pub values: Vec<Vec<f32>>,
}

/// Paths with a past.
pub(crate) struct WeighedPaths<'a> {
    pub model: &'a Model,
    pub evidence: &'a dyn PastEvidence,
    pub run: PathRun<'a>,
}

impl WeighedPaths<'_> {
    /// What every path weighs; nothing where nobody waits any more.
    pub fn weigh(&self) -> Option<PathWeights> {
        weigh(PLAIN, self)
    }

    /// The fans of all scenarios over the paths named, each as often as it is named.
    pub fn fans(&self, paths: &[u32]) -> Option<Vec<Fan>> {
        fans(PLAIN, self, paths)
    }
}

/// The central path by channel, over the first months of a scenario.
pub(crate) fn central_channels(model: &Model, scenario: usize, n_months: usize) -> PlainPath {
    let kit = DoubleKit::<1, 1>;
    let mut ground = PathGround::new(kit, model, BlockDraws::central(model));
    ground.lay(kit, model);
    let mut state = WalkState::new(kit, model);
    let script = ScenarioScript::new(model, &model.scenarios[scenario]);
    let mut plain = PlainPath::nothing(model, n_months);
    let mut walk = ScenarioWalk::new(kit, model, &script, &ground, &mut state);
    for t in 0..n_months {
        walk.step(t);
        note(kit, model, &walk, t, std::slice::from_mut(&mut plain));
    }
    plain
}

/// Notes the month of a block's first paths.
fn note<K: LaneKit>(kit: K, model: &Model, walk: &ScenarioWalk<'_, K>, t: usize, paths: &mut [PlainPath]) {
    for channel in 0..model.channels.len() {
        let (orders, revenue) = (walk.orders(channel), walk.figure(N_METRICS + channel));
        for (path, plain) in paths.iter_mut().enumerate() {
            let place = channel * plain.n_months + t;
            (plain.orders[place], plain.revenue[place]) = (kit.get(&orders, path), kit.get(revenue, path));
        }
    }
}

/// What all blocks need.
struct PastTerms<'a> {
    past: &'a WeighedPaths<'a>,
    noise: NoiseTerms,
    /// Without surprises.
    calm: NoiseTerms,
    streams: ItemStreams,
    scripts: Vec<ScenarioScript<'a>>,
}

impl<'a> PastTerms<'a> {
    fn new(past: &'a WeighedPaths<'a>) -> Self {
        let (model, seed) = (past.model, past.run.seed);
        let mut calm = model.clone();
        calm.demand.volatility = 0.0;
        let noise = NoiseTerms::new(model, seed, normals(model, seed));
        Self {
            past,
            streams: ItemStreams::new(model, &noise, seed),
            noise,
            calm: NoiseTerms::new(&calm, seed, normals(model, seed)),
            scripts: model.scenarios.iter().map(|scenario| ScenarioScript::new(model, scenario)).collect(),
        }
    }

    /// How many paths a block still has.
    fn n_paths<K: LaneKit>(&self, block: usize) -> usize {
        K::PATHS.min(self.past.run.n_paths - block * K::PATHS)
    }
}

/// One block of paths.
struct PastBlock<'a, K: LaneKit> {
    kit: K,
    terms: &'a PastTerms<'a>,
    block: usize,
    ground: PathGround<K>,
    state: WalkState<K>,
}

impl<'a, K: LaneKit> PastBlock<'a, K> {
    fn new(kit: K, terms: &'a PastTerms<'a>, block: usize) -> Self {
        let model = terms.past.model;
        let ground = PathGround::new(kit, model, BlockDraws::new(kit, model));
        Self { kit, terms, block, ground, state: WalkState::new(kit, model) }
    }

    fn lay(&mut self, noise: &[K::Real]) {
        let (kit, model) = (self.kit, self.terms.past.model);
        let first = (self.block * K::PATHS) as u32;
        self.ground.draws.draw(kit, model, &self.terms.streams, first, noise);
        self.ground.lay(kit, model);
    }

    /// The block's paths without surprises, as far as something was seen.
    fn plain(&mut self) -> Vec<PlainPath> {
        let past = self.terms.past;
        let (model, n_months) = (past.model, past.evidence.n_months());
        let calm = self.terms.calm.draw(self.kit, &self.terms.streams.noise, self.block);
        self.lay(&calm);
        let n_paths = self.terms.n_paths::<K>(self.block);
        let mut plain: Vec<PlainPath> = (0..n_paths).map(|_| PlainPath::nothing(model, n_months)).collect();
        let script = &self.terms.scripts[past.evidence.scenario()];
        let mut walk = ScenarioWalk::new(self.kit, model, script, &self.ground, &mut self.state);
        for t in 0..n_months {
            walk.step(t);
            note(self.kit, model, &walk, t, &mut plain);
        }
        plain
    }

    /// Weighs the block's paths, and notes the surprises that what was seen leaves each of them.
    fn weigh(&mut self) -> (Vec<f64>, KnownSurprises<K::Real>) {
        let (kit, past) = (self.kit, self.terms.past);
        let knows = |channel, t| past.evidence.knows(channel, t);
        let mut known =
            KnownSurprises::new(past.model.channels.len(), past.evidence.n_months(), K::PATHS, knows);
        let weigh = |(path, plain): (usize, &PlainPath)| {
            let mut tell = |channel, t, surprise| {
                known.set_surprise(channel, t, path, kit.real(surprise));
            };
            past.evidence.weigh(plain, &mut tell)
        };
        let plain = self.plain();
        (plain.iter().enumerate().map(weigh).collect(), known)
    }

    /// Walks the scenarios that `is_needed` from the known past on; `take` gets every figure told every month of `told`.
    fn walk(
        &mut self,
        known: &KnownSurprises<K::Real>,
        told: usize,
        is_needed: &dyn Fn(usize) -> bool,
        mut take: impl FnMut(usize, usize, &K::Row),
    ) -> Vec<PathEnding<K>> {
        let (kit, past) = (self.kit, self.terms.past);
        let model = past.model;
        let noise = self.terms.noise.draw_after(kit, &self.terms.streams.noise, self.block, Some(known));
        self.lay(&noise);
        let mut endings: Vec<PathEnding<K>> =
            model.scenarios.iter().map(|_| PathEnding::new(kit, model)).collect();
        let lived = &model.scenarios[past.evidence.scenario()].shocks;
        for (scenario, ending) in endings.iter_mut().enumerate().filter(|(scenario, _)| is_needed(*scenario))
        {
            ending.begin(kit);
            let script = &self.terms.scripts[scenario];
            // Only where the same things happen is the till the one that was counted.
            let has_till = model.scenarios[scenario].shocks == *lived;
            let mut walk = ScenarioWalk::new(kit, model, script, &self.ground, &mut self.state);
            for t in 0..model.n_months {
                walk.step(t);
                if let Some(cash) = past.evidence.cash(t).filter(|_| has_till) {
                    walk.count_cash(cash);
                }
                if scenario == told {
                    (0..N_METRICS + model.channels.len()).for_each(|row| take(row, t, walk.figure(row)));
                }
                ending.note(kit, model, t, &walk);
            }
        }
        endings
    }
}

fn weigh<K: LaneKit>(kit: K, past: &WeighedPaths) -> Option<PathWeights> {
    let terms = PastTerms::new(past);
    let n_normals = past.model.numbers.common.len() + past.model.numbers.uncertain.len();
    let blocks = map(past.run.crew, past.run.n_paths.div_ceil(K::PATHS), |block| {
        if past.run.watch.is_stale() {
            return (vec![], vec![], vec![]);
        }
        let mut own = PastBlock::new(kit, &terms, block);
        let (logs, _) = own.weigh();
        let noise = terms.calm.draw(kit, &terms.streams.noise, block);
        let first = noise.len() - n_normals * K::PATHS;
        let normal = |place: usize, path: usize| -> f64 { noise[first + place * K::PATHS + path].into() };
        let paths = 0..logs.len();
        let normals: Vec<Vec<f32>> = paths
            .clone()
            .map(|path| (0..n_normals).map(|place| normal(place, path) as f32).collect())
            .collect();
        let value = |path: usize, number: &crate::model::UncertainEstimate| {
            kit.get(&own.ground.draws.values[number.number.idx()], path) as f32
        };
        let numbers = &past.model.numbers.uncertain;
        let values: Vec<Vec<f32>> =
            paths.map(|path| numbers.iter().map(|number| value(path, number)).collect()).collect();
        (logs, normals, values)
    });
    let mut weighed = PathWeights { logs: vec![], normals: vec![], values: vec![] };
    for (logs, normals, values) in blocks {
        weighed.logs.extend(logs);
        weighed.normals.extend(normals);
        weighed.values.extend(values);
    }
    (!past.run.watch.is_stale()).then_some(weighed)
}

/// What a block tells of one scenario: figures told every month, row by row, and those of its summary.
struct BlockFigures {
    rows: Vec<f32>,
    figures: [Option<Vec<f32>>; N_FIGURES],
}

/// One scenario over the paths named: mean and percentiles of what is told every month, and its summary.
struct WeighedSums {
    months: Vec<(f64, Quantiles)>,
    statistics: [Statistic; N_FIGURES],
}

fn fans<K: LaneKit>(kit: K, past: &WeighedPaths, paths: &[u32]) -> Option<Vec<Fan>> {
    let terms = PastTerms::new(past);
    let model = past.model;
    let n_rows = (N_METRICS + model.channels.len()) * model.n_months;
    let mut all = vec![];
    let mut profits: Vec<Vec<f32>> = vec![];
    let mut tally = EndingTally::new(model.scenarios.len());
    for scenario in 0..model.scenarios.len() {
        // Futures were weighed before, which took about half as long as all this takes.
        past.run.watch.note(0.5 + 0.5 * scenario as f64 / model.scenarios.len() as f64);
        let compared = [model.baselines.no_response, model.baselines.links_open];
        let is_needed = |other: usize| other == scenario || compared.contains(&Some(other));
        let blocks = map(past.run.crew, past.run.n_paths.div_ceil(K::PATHS), |block| {
            let mut rows = vec![0.0; n_rows * K::PATHS];
            if past.run.watch.is_stale() {
                return BlockFigures { rows, figures: Default::default() };
            }
            let mut own = PastBlock::new(kit, &terms, block);
            let (_, known) = own.weigh();
            let endings = own.walk(&known, scenario, &is_needed, |row, t, figure| {
                let to = &mut rows[(row * model.n_months + t) * K::PATHS..][..K::PATHS];
                to.iter_mut().enumerate().for_each(|(path, to)| *to = kit.get(figure, path) as f32);
            });
            let of_row = |row: &K::Row| (0..K::PATHS).map(|path| kit.get(row, path) as f32).collect();
            let figures = figures(kit, model, &endings, scenario).map(|row| row.as_ref().map(of_row));
            BlockFigures { rows, figures }
        });
        if past.run.watch.is_stale() {
            return None;
        }
        let pick = |figure: &dyn Fn(&BlockFigures) -> Option<&[f32]>| -> Vec<f32> {
            let of_path = |path: &u32| {
                let (block, path) = (*path as usize / K::PATHS, *path as usize % K::PATHS);
                figure(&blocks[block]).map_or(f32::INFINITY, |values| values[path])
            };
            paths.iter().map(of_path).collect()
        };
        let row_of =
            |place: usize| pick(&move |told: &BlockFigures| Some(&told.rows[place * K::PATHS..][..K::PATHS]));
        let of_figure = |place: usize| pick(&move |told: &BlockFigures| told.figures[place].as_deref());
        let months = map(past.run.crew, n_rows, |place| mean_and_quantiles(row_of(place)));
        profits.push(of_figure(SummaryFigure::TotalProfit.place()));
        let lowest = of_figure(SummaryFigure::LowestCash.place());
        let n_out = lowest.iter().filter(|cash| f64::from(**cash) < -model.credit_line).count();
        tally.count_out(scenario, n_out);
        let statistics: [Statistic; N_FIGURES] = std::array::from_fn(|place| statistic(of_figure(place)));
        all.push(WeighedSums { months, statistics });
    }
    tally.take_profits(model, paths.len(), &|scenario, path| profits[scenario][path].into());
    let scenarios = all.into_iter().enumerate();
    Some(scenarios.map(|(scenario, summed)| fan(model, scenario, &summed, &tally)).collect())
}

fn fan(model: &Model, scenario: usize, summed: &WeighedSums, tally: &EndingTally) -> Fan {
    let n_channels = model.channels.len();
    let of_row = |row: usize| summed.months[row * model.n_months..][..model.n_months].iter();
    Fan {
        mean: MetricTable::from_rows(n_channels, |row| of_row(row).map(|told| told.0).collect()),
        quantiles: MetricTable::from_rows(n_channels, |row| of_row(row).map(|told| told.1).collect()),
        summary: summarize(model, scenario, summed.statistics, tally),
    }
}

/// Mean and percentiles of a figure over paths.
fn mean_and_quantiles(values: Vec<f32>) -> (f64, Quantiles) {
    let mut values: Vec<f64> = values.into_iter().map(f64::from).collect();
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let n = values.len();
    select(&mut values, 0, &neighbors(n));
    (mean, between(n, |rank| values[rank]))
}

/// A figure that some paths may never reach.
fn statistic(values: Vec<f32>) -> Statistic {
    let n = values.len();
    let reached: Vec<f64> = values.iter().map(|x| f64::from(*x)).filter(|x| x.is_finite()).collect();
    let mean = (!reached.is_empty()).then(|| reached.iter().sum::<f64>() / reached.len() as f64);
    let (_, quantiles) = mean_and_quantiles(values);
    Statistic {
        mean,
        quantiles: quantiles.map(|x| x.is_finite().then_some(x)),
        never: (n - reached.len()) as f64 / n as f64,
    }
}
