//! Choices of responses that are tried by the hundred on the same paths: what paths have in common is drawn once and kept,
//! and only what a choice is judged by is told of it. The bits are those of a forecast of the plan that holds the choice.

use std::sync::{Mutex, PoisonError};

use super::ending::TIE;
use super::passes::CHUNK;
use super::project::LANES;
use super::{Crew, crew::map, store::put};
use crate::draw::{BlockDraws, ItemStreams, NoiseTerms, normals};
use crate::lane::{DoubleKit, Lane, LaneKit, Level, SingleKit, dispatch};
use crate::model::{Model, RuleModel, ScenarioModel};
use crate::sim::{Metric, MonthMoment, MonthObserver, PathGround, ScenarioScript, ScenarioWalk, WalkState};

/// A strategy of a choice, which may start in another month and go by other rules than in the model.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TrialPiece {
    /// Its place in the model.
    pub strategy: usize,
    /// Its start, in months from the plan's.
    pub start: i32,
    /// When it starts of its own accord.
    pub start_when: Option<RuleModel>,
    /// When it stops before its end.
    pub stop_when: Option<RuleModel>,
}

impl TrialPiece {
    /// A strategy as the model has it.
    pub fn own(model: &Model, strategy: usize) -> Self {
        let own = &model.strategies[strategy];
        Self { strategy, start: own.start, start_when: own.start_when, stop_when: own.stop_when }
    }
}

/// A choice: what is done, in the order of the scenario.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trial {
    pub pieces: Vec<TrialPiece>,
    /// The piece of which it is noted on which paths a rule has come true.
    pub watched: Option<WatchedPiece>,
    /// What happens, where that differs from what does to the other choices.
    pub shocks: Option<Vec<usize>>,
}

/// A piece of which it is noted on which paths it was stopped before its end, or has started of its own accord.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WatchedPiece {
    /// Its place in the choice.
    pub at: usize,
    /// Whether it is about being stopped.
    pub stops: bool,
}

/// What a choice comes to on each path.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct TrialEnds {
    /// Profit over the horizon.
    pub profit: Vec<f32>,
    /// The lowest cash of any month's end.
    pub lowest_cash: Vec<f32>,
    /// Revenue from the month on from which it is compared.
    pub revenue: Vec<f32>,
    /// Whether the rule of the piece that is watched came true; nothing where none is.
    pub fired: Vec<bool>,
}

/// What a choice asks of the seller on the central path where every approval is granted and no rule stops or delays anything.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TrialDemands {
    /// What its strategies cost over the horizon.
    pub money: f64,
    /// Cash by month's end.
    pub cash: Vec<f64>,
    /// Of each piece, whether the seller is let in.
    pub is_eligible: Vec<bool>,
}

/// What is the same for every choice.
#[derive(Clone)]
pub(crate) struct TrialTerms {
    /// Every strategy that a piece may be made of.
    pub model: Model,
    /// What happens, by places in the model.
    pub shocks: Vec<usize>,
    /// The month from which revenue is added up.
    pub month: usize,
}

/// Paths on which choices are tried.
pub(crate) trait TrialPaths: Send {
    /// What each choice comes to on the first `n_paths`; nothing where `is_over` says that nobody waits any more.
    fn ends(
        &mut self,
        trials: &[Trial],
        n_paths: usize,
        crew: &dyn Crew,
        is_over: &(dyn Fn() -> bool + Sync),
    ) -> Option<Vec<TrialEnds>>;

    /// What a rule of the piece that is watched looks at, month by month on each of the first `n_paths`.
    fn figures(&mut self, trial: &Trial, rule: RuleModel, n_paths: usize, crew: &dyn Crew) -> Vec<Vec<f32>>;
}

/// Paths of a seed for choices; as many blocks as fit into `room` bytes are kept once they are drawn.
pub(crate) fn trial_paths(terms: TrialTerms, seed: u64, room: usize) -> Box<dyn TrialPaths> {
    dispatch!(Level::new(), simd => Box::new(KitPaths::new(SingleKit::<_, LANES>(simd), terms, seed, room)))
}

/// Whether two profits are alike.
pub(crate) fn is_tie(a: f64, b: f64) -> bool {
    (a - b).abs() <= TIE * a.abs().max(b.abs())
}

struct KitPaths<K: LaneKit> {
    kit: K,
    terms: TrialTerms,
    /// Strategies that the model had before any choice was put to it.
    n_strategies: usize,
    noise: NoiseTerms,
    streams: ItemStreams,
    /// The first blocks.
    kept: Vec<PathGround<K>>,
    /// As many are kept at most.
    most_kept: usize,
    /// Rooms to walk in that nobody is in.
    states: Mutex<Vec<WalkState<K>>>,
}

/// Trials that a worker takes at once.
const GROUP: usize = 16;

impl<K: LaneKit<Real = f32>> KitPaths<K> {
    fn new(kit: K, terms: TrialTerms, seed: u64, room: usize) -> Self {
        let noise = NoiseTerms::new(&terms.model, seed, normals(&terms.model, seed));
        let streams = ItemStreams::new(&terms.model, &noise, seed);
        let most_kept = room / bytes_of_ground::<K>(&terms.model).max(1);
        Self {
            kit,
            n_strategies: terms.model.strategies.len(),
            terms,
            noise,
            streams,
            kept: vec![],
            most_kept,
            states: Mutex::default(),
        }
    }

    /// The ground of a block.
    fn ground(&self, block: usize) -> PathGround<K> {
        let (kit, model) = (self.kit, &self.terms.model);
        let noise = self.noise.draw(kit, &self.streams.noise, block);
        let mut ground = PathGround::new(kit, model, BlockDraws::new(kit, model));
        ground.draws.draw(kit, model, &self.streams, (block * K::PATHS) as u32, &noise);
        ground.lay(kit, model);
        ground
    }

    /// Keeps the grounds of the first blocks, as many as are asked for and fit.
    fn keep(&mut self, n_blocks: usize, crew: &dyn Crew) {
        self.terms.model.strategies.truncate(self.n_strategies);
        let first = self.kept.len();
        let missing = n_blocks.min(self.most_kept).saturating_sub(first);
        let drawn = map(crew, missing, |block| self.ground(first + block));
        self.kept.extend(drawn);
    }

    /// Does `work` with the ground of a block.
    fn with_ground<T>(&self, block: usize, work: impl FnOnce(&PathGround<K>) -> T) -> T {
        match self.kept.get(block) {
            Some(ground) => work(ground),
            None => work(&self.ground(block)),
        }
    }

    /// Does `work` in a room to walk in, which is made once and not for each choice.
    fn with_state<T>(&self, work: impl FnOnce(&mut WalkState<K>) -> T) -> T {
        let (kit, model) = (self.kit, &self.terms.model);
        let states = || self.states.lock().unwrap_or_else(PoisonError::into_inner);
        let left = states().pop();
        let mut state = left.unwrap_or_else(|| WalkState::new(kit, model));
        state.fit(kit, model);
        let done = work(&mut state);
        states().push(state);
        done
    }

    /// One choice on one block.
    fn walk(
        &self,
        script: &ScenarioScript<'_>,
        watched: Option<(usize, bool)>,
        ground: &PathGround<K>,
        state: &mut WalkState<K>,
    ) -> TrialEnds {
        let (kit, model) = (self.kit, &self.terms.model);
        let zero = kit.splat_row(0.0);
        let (mut profit, mut lowest, mut revenue) = (zero, kit.splat_row(f64::INFINITY), zero);
        let mut walk = ScenarioWalk::new(kit, model, script, ground, state);
        for t in 0..model.n_months {
            walk.step(t);
            let told = |metric: Metric| walk.figure(metric as usize);
            let (of_month, cash, sold) = (told(Metric::Profit), told(Metric::Cash), told(Metric::Revenue));
            let is_compared = t >= self.terms.month;
            kit.each(
                #[inline(always)]
                |i| {
                    profit[i] += of_month[i];
                    let deeper = lowest[i] - cash[i];
                    lowest[i] = deeper.if_positive(cash[i], lowest[i]);
                    if is_compared {
                        revenue[i] += sold[i];
                    }
                },
            );
        }
        let fired = watched.map(|(owner, stops)| {
            let row = if stops { walk.was_stopped(owner) } else { walk.has_started(owner) };
            (0..K::PATHS).map(|path| kit.get(&row, path) > 0.5).collect()
        });
        let [profit, lowest_cash, revenue] = [profit, lowest, revenue].map(|row| paths_of(kit, &row));
        TrialEnds { profit, lowest_cash, revenue, fired: fired.unwrap_or_default() }
    }
}

impl<K: LaneKit<Real = f32>> TrialPaths for KitPaths<K> {
    fn ends(
        &mut self,
        trials: &[Trial],
        n_paths: usize,
        crew: &dyn Crew,
        is_over: &(dyn Fn() -> bool + Sync),
    ) -> Option<Vec<TrialEnds>> {
        let n_blocks = n_paths.div_ceil(K::PATHS);
        self.keep(n_blocks, crew);
        let mut all = vec![TrialEnds::default(); trials.len()];
        // Few at once: every choice's own variants of strategies stand in the model.
        for (first, some) in (0..).step_by(GROUP * 4).zip(trials.chunks(GROUP * 4)) {
            let scenarios = put_to(&mut self.terms, self.n_strategies, some);
            let own = &*self;
            let scripts: Vec<ScenarioScript> =
                scenarios.iter().map(|(it, _)| ScenarioScript::new(&own.terms.model, it)).collect();
            let groups = some.len().div_ceil(GROUP);
            let pieces = map(crew, n_blocks * groups, |task| {
                let (block, group) = (task / groups, task % groups);
                let places = group * GROUP..some.len().min((group + 1) * GROUP);
                if is_over() {
                    return vec![];
                }
                own.with_ground(block, |ground| {
                    own.with_state(|state| {
                        places.map(|at| own.walk(&scripts[at], scenarios[at].1, ground, state)).collect()
                    })
                })
            });
            if is_over() {
                return None;
            }
            for (task, ends) in pieces.into_iter().enumerate() {
                let (block, group) = (task / groups, task % groups);
                let n = K::PATHS.min(n_paths - block * K::PATHS);
                for (at, end) in ends.into_iter().enumerate() {
                    all[first + group * GROUP + at].extend(&end, n);
                }
            }
        }
        Some(all)
    }

    fn figures(&mut self, trial: &Trial, rule: RuleModel, n_paths: usize, crew: &dyn Crew) -> Vec<Vec<f32>> {
        let n_blocks = n_paths.div_ceil(K::PATHS);
        self.keep(n_blocks, crew);
        let scenarios = put_to(&mut self.terms, self.n_strategies, std::slice::from_ref(trial));
        let own = &*self;
        let (kit, model) = (own.kit, &own.terms.model);
        let Some((scenario, Some((owner, _)))) = scenarios.first() else { return vec![] };
        let script = ScenarioScript::new(model, scenario);
        let blocks = map(crew, n_blocks, |block| {
            own.with_ground(block, |ground| {
                own.with_state(|state| {
                    let mut walk = ScenarioWalk::new(kit, model, &script, ground, state);
                    let month = |t| {
                        walk.step(t);
                        paths_of(kit, &walk.rule_figure(*owner, &rule))
                    };
                    (0..model.n_months).map(month).collect::<Vec<_>>()
                })
            })
        });
        let mut months = vec![Vec::with_capacity(n_blocks * K::PATHS); model.n_months];
        for block in blocks {
            months.iter_mut().zip(block).for_each(|(all, own)| all.extend(own));
        }
        months.iter_mut().for_each(|month| month.truncate(n_paths));
        months
    }
}

impl TrialEnds {
    /// Adds the first `n` paths of the next block.
    fn extend(&mut self, block: &Self, n: usize) {
        self.profit.extend_from_slice(&block.profit[..n]);
        self.lowest_cash.extend_from_slice(&block.lowest_cash[..n]);
        self.revenue.extend_from_slice(&block.revenue[..n]);
        self.fired.extend(block.fired.iter().take(n));
    }
}

/// Puts choices to the model: a scenario of each, and of the piece that is watched its strategy and whether its rule stops
/// it.
fn put_to(
    terms: &mut TrialTerms,
    n_strategies: usize,
    trials: &[Trial],
) -> Vec<(ScenarioModel, Option<(usize, bool)>)> {
    let TrialTerms { model, shocks, .. } = terms;
    model.strategies.truncate(n_strategies);
    let mut scenarios = vec![];
    for trial in trials {
        let first = model.strategies.len();
        for piece in &trial.pieces {
            let mut strategy = model.strategies[piece.strategy].clone();
            strategy.start = piece.start;
            (strategy.start_when, strategy.stop_when) = (piece.start_when, piece.stop_when);
            model.strategies.push(strategy);
        }
        let chosen: Vec<usize> = (first..model.strategies.len()).collect();
        let watched = trial.watched.map(|own| (first + own.at, own.stops));
        let happens = trial.shocks.as_ref().unwrap_or(shocks).clone();
        scenarios.push((ScenarioModel::made_of(model, happens, &chosen), watched));
    }
    scenarios
}

fn paths_of<K: LaneKit<Real = f32>>(kit: K, row: &K::Row) -> Vec<f32> {
    let mut paths = vec![0.0; K::PATHS];
    put(kit, row, &mut paths);
    paths
}

/// About how much room the ground of a block takes.
fn bytes_of_ground<K: LaneKit>(model: &Model) -> usize {
    let (n_channels, n_months) = (model.channels.len(), model.n_months);
    let n_rows = model.numbers.likely.len()
        + model.strategies.len()
        + model.mechanisms.len() * n_months
        + model.shocks.len() * (3 * n_months + 2)
        + n_channels * (2 * n_months + 60);
    n_rows * size_of::<K::Row>()
}

/// The central path, for choices.
pub(crate) struct CentralTrials {
    terms: TrialTerms,
    n_strategies: usize,
    ground: PathGround<DoubleKit<1, 1>>,
}

impl CentralTrials {
    pub fn new(terms: TrialTerms) -> Self {
        let kit = DoubleKit::<1, 1>;
        let mut ground = PathGround::new(kit, &terms.model, BlockDraws::central(&terms.model));
        ground.draws.granted.fill(kit.splat_row(1.0));
        ground.lay(kit, &terms.model);
        Self { n_strategies: terms.model.strategies.len(), terms, ground }
    }

    /// What each choice asks of the seller.
    pub fn demands(&mut self, trials: &[Trial], crew: &dyn Crew) -> Vec<TrialDemands> {
        let kit = DoubleKit::<1, 1>;
        let mut all = vec![];
        for some in trials.chunks(CHUNK) {
            let plain: Vec<Trial> = some.iter().map(without_rules).collect();
            let scenarios = put_to(&mut self.terms, self.n_strategies, &plain);
            let (model, ground) = (&self.terms.model, &self.ground);
            let groups = scenarios.len().div_ceil(GROUP);
            let found = map(crew, groups, |group| {
                let mut state = WalkState::new(kit, model);
                let own = &scenarios[group * GROUP..scenarios.len().min((group + 1) * GROUP)];
                let demand = |(scenario, _): &(ScenarioModel, Option<(usize, bool)>)| {
                    let script = ScenarioScript::new(model, scenario);
                    let mut walk = ScenarioWalk::new(kit, model, &script, ground, &mut state);
                    let (mut money, mut cash) = (0.0, vec![]);
                    for t in 0..model.n_months {
                        walk.step(t);
                        money += kit.get(&walk.strategy_costs(), 0);
                        cash.push(kit.get(walk.figure(Metric::Cash as usize), 0));
                    }
                    let is_eligible = scenario.strategies.iter().map(|(_, is_eligible)| *is_eligible);
                    TrialDemands { money, cash, is_eligible: is_eligible.collect() }
                };
                own.iter().map(demand).collect::<Vec<_>>()
            });
            all.extend(found.into_iter().flatten());
        }
        all
    }
}

/// What each strategy of a walk costs month by month, by its place in the model.
struct BillsSeen<'a> {
    owners: &'a [(usize, bool)],
    months: Vec<Vec<f64>>,
    t: usize,
}

impl MonthObserver<DoubleKit<1, 1>> for BillsSeen<'_> {
    fn see(&mut self, walk: &ScenarioWalk<'_, DoubleKit<1, 1>>, moment: MonthMoment) {
        if !matches!(moment, MonthMoment::Traded) {
            return;
        }
        walk.each_bill(|owner, _, cost| {
            if let Some(place) = self.owners.iter().position(|(own, _)| *own == owner) {
                self.months[place][self.t] += DoubleKit::<1, 1>.get(cost, 0);
            }
        });
    }
}

impl CentralTrials {
    /// What each piece of a choice costs, month by month.
    pub fn bills(&mut self, trial: &Trial) -> Vec<Vec<f64>> {
        let kit = DoubleKit::<1, 1>;
        let plain = without_rules(trial);
        let scenarios = put_to(&mut self.terms, self.n_strategies, std::slice::from_ref(&plain));
        let (model, ground) = (&self.terms.model, &self.ground);
        let Some((scenario, _)) = scenarios.first() else { return vec![] };
        let script = ScenarioScript::new(model, scenario);
        let mut state = WalkState::new(kit, model);
        let mut walk = ScenarioWalk::new(kit, model, &script, ground, &mut state);
        let months = vec![vec![0.0; model.n_months]; scenario.strategies.len()];
        let mut seen = BillsSeen { owners: &scenario.strategies, months, t: 0 };
        for t in 0..model.n_months {
            seen.t = t;
            walk.step_before(t, &mut seen);
        }
        seen.months
    }
}

/// A choice in which everything starts as early as it may, and nothing stops before its end.
fn without_rules(trial: &Trial) -> Trial {
    let plain = |piece: &TrialPiece| TrialPiece { start_when: None, stop_when: None, ..*piece };
    Trial { pieces: trial.pieces.iter().map(plain).collect(), watched: None, shocks: trial.shocks.clone() }
}
