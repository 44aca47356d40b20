//! How each future ends, path by path: what two responses are compared on, and what knowing a number would be worth.

use super::Metric;
use super::block::BlockWalker;
use super::count::add_paths;
use super::passes::{CHUNK, PathPasses, PathQuestion};
use super::project::LANES;
use super::quantile::{Statistic, quantiles};
use super::rows::FigureSubject;
use super::store::{load, put};
use super::summary::{N_FIGURES, SummaryFigure, compared};
use crate::lane::{Fallback, Lane as _, LaneKit, SingleKit};
use crate::model::{Baselines, Model};

/// A figure on every path of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct OverPaths {
    /// Path by path; infinite where it is never reached.
    pub values: Vec<f64>,
    /// The mean over the paths that reach it, if any does: the same bits as in a forecast of these paths.
    pub mean: Option<f64>,
}

impl OverPaths {
    /// The figure on a path, where it is reached.
    pub fn get(&self, path: usize) -> Option<f64> {
        Some(self.values[path]).filter(|x| x.is_finite())
    }

    /// Mean, percentiles and the share of paths that never reach it, as a forecast tells them.
    pub fn statistic(&self) -> Statistic {
        let n_never = self.values.iter().filter(|x| !x.is_finite()).count();
        Statistic {
            mean: self.mean,
            quantiles: quantiles(&mut self.values.clone()).map(|x| x.is_finite().then_some(x)),
            never: n_never as f64 / self.values.len() as f64,
        }
    }
}

/// How the chosen scenarios end on the same paths.
#[derive(Clone, Debug, PartialEq)]
pub struct ScenarioOutcomes {
    /// The seed of the paths.
    pub seed: u64,
    /// How many paths there are.
    pub n_paths: usize,
    /// What the others are compared with, by place in the plan.
    pub baselines: Baselines,
    /// How far below 0 cash may go.
    pub credit_line: f64,
    /// One per scenario that was asked for, in that order.
    pub scenarios: Vec<ScenarioOutcome>,
}

impl ScenarioOutcomes {
    /// The outcome of the scenario at a place in the plan, if it was asked for.
    pub fn of(&self, scenario: usize) -> Option<&ScenarioOutcome> {
        self.scenarios.iter().find(|outcome| outcome.scenario == scenario)
    }

    /// No response, if there is one and it was asked for.
    pub fn no_response(&self) -> Option<&ScenarioOutcome> {
        self.baselines.no_response.and_then(|place| self.of(place))
    }

    /// Links open, if there is such a scenario and it was asked for.
    pub fn links_open(&self) -> Option<&ScenarioOutcome> {
        self.baselines.links_open.and_then(|place| self.of(place))
    }
}

/// How one scenario ends on every path. Money is in the plan's currency; months are counted from 0, the plan's start.
/// Figures are those of [`super::Summary`].
#[derive(Clone, Debug, PartialEq)]
pub struct ScenarioOutcome {
    /// Its place in the plan.
    pub scenario: usize,
    /// Its id.
    pub id: String,
    /// Whether it has the same shocks as no response, so that the two can be ranked.
    pub is_ranked: bool,
    /// Revenue over the horizon.
    pub total_revenue: OverPaths,
    /// Profit over the horizon.
    pub total_profit: OverPaths,
    /// Lowest cash of any month's end.
    pub lowest_cash: OverPaths,
    /// The first month in which cash is that low.
    pub lowest_cash_month: OverPaths,
    /// Cash at the end of the last month.
    pub end_cash: OverPaths,
    /// Share of the revenue from the closure on that is kept; needs links open.
    pub revenue_kept: Option<OverPaths>,
    /// Month from which revenue is back; needs links open.
    pub recovery_month: Option<OverPaths>,
    /// Month from which the response has earned more than no response; needs no response.
    pub payback_month: Option<OverPaths>,
    /// The most by which cash is below that of no response at any month's end: what the response takes to be put
    /// up before it pays. 0 where it never is; needs no response.
    pub money_up_front: Option<OverPaths>,
}

/// A metric of one scenario by month, on every path of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct MetricByPath {
    /// The scenario's place in the plan.
    pub scenario: usize,
    /// What is told.
    pub metric: Metric,
    /// Month by month.
    pub months: Vec<OverPaths>,
}

impl MetricByPath {
    /// One future, month by month.
    pub fn path(&self, path: usize) -> Vec<f64> {
        self.months.iter().map(|month| month.values[path]).collect()
    }
}

/// Figures of an ending: those of a summary, cash at the end, money put up front.
const N_ENDS: usize = N_FIGURES + 2;
const END_CASH: usize = N_FIGURES;
const UP_FRONT: usize = N_FIGURES + 1;

/// Asks how scenarios end.
pub(super) struct EndingsQuestion<'a> {
    model: &'a Model,
    scenarios: Vec<usize>,
    seed: u64,
}

impl<'a> EndingsQuestion<'a> {
    pub fn new(model: &'a Model, scenarios: &[usize], seed: u64) -> Self {
        Self { model, scenarios: known(model, scenarios), seed }
    }

    /// How a scenario ends, of which `end` tells the figure at each place.
    fn outcome(&self, scenario: usize, end: impl Fn(usize) -> OverPaths) -> ScenarioOutcome {
        let of = |figure: SummaryFigure| end(figure.place());
        let is_compared = compared(self.model).is_some();
        let has_base = self.model.baselines.no_response.is_some();
        ScenarioOutcome {
            scenario,
            id: self.model.scenarios[scenario].id.clone(),
            is_ranked: self.model.scenarios[scenario].is_ranked,
            total_revenue: of(SummaryFigure::TotalRevenue),
            total_profit: of(SummaryFigure::TotalProfit),
            lowest_cash: of(SummaryFigure::LowestCash),
            lowest_cash_month: of(SummaryFigure::LowestCashMonth),
            end_cash: end(END_CASH),
            revenue_kept: is_compared.then(|| of(SummaryFigure::RevenueKept)),
            recovery_month: is_compared.then(|| of(SummaryFigure::RecoveryMonth)),
            payback_month: has_base.then(|| of(SummaryFigure::PaybackMonth)),
            money_up_front: has_base.then(|| end(UP_FRONT)),
        }
    }
}

impl PathQuestion for EndingsQuestion<'_> {
    type Answer = ScenarioOutcomes;

    fn answer<K: LaneKit>(&self, passes: &PathPasses<'_, K>) -> Option<ScenarioOutcomes> {
        let (kit, n_months) = (passes.kit, self.model.n_months);
        let Baselines { no_response, links_open, .. } = self.model.baselines;
        let is_needed = |scenario: usize| {
            self.scenarios.contains(&scenario) || [no_response, links_open].contains(&Some(scenario))
        };
        let pieces = passes.shelve(self.scenarios.len() * N_ENDS, |walker, block, shelf| {
            let mut cash = vec![kit.splat_row(0.0); self.model.scenarios.len() * n_months];
            passes.walk(walker, block, is_needed, true, |place, row| match passes.rows.at(place) {
                FigureSubject::Month { scenario, t } => cash[scenario * n_months + t] = *row,
                FigureSubject::Figure { scenario, figure } => {
                    if let Some(place) = self.scenarios.iter().position(|own| *own == scenario) {
                        shelf(place * N_ENDS + figure, row);
                    }
                }
            });
            let months = |scenario: usize| &cash[scenario * n_months..][..n_months];
            for (place, scenario) in self.scenarios.iter().enumerate() {
                let (own, base) = (months(*scenario), months(no_response.unwrap_or(*scenario)));
                shelf(place * N_ENDS + END_CASH, &own[n_months - 1]);
                shelf(place * N_ENDS + UP_FRONT, &up_front(kit, own, base));
            }
        })?;
        let outcome = |(place, scenario): (usize, &usize)| {
            self.outcome(*scenario, |end| passes.over_paths(&pieces, place * N_ENDS + end))
        };
        Some(ScenarioOutcomes {
            seed: self.seed,
            n_paths: passes.task.run.n_paths,
            baselines: self.model.baselines,
            credit_line: self.model.credit_line,
            scenarios: self.scenarios.iter().enumerate().map(outcome).collect(),
        })
    }
}

/// The most by which cash is below that of no response, month by month.
fn up_front<K: LaneKit>(kit: K, own: &[K::Row], base: &[K::Row]) -> K::Row {
    let mut most = kit.splat_row(0.0);
    kit.each(
        #[inline(always)]
        |i| {
            for (own, base) in own.iter().zip(base) {
                most[i] = most[i].max(base[i] - own[i]);
            }
        },
    );
    most
}

/// Asks for a metric by month.
pub(super) struct MonthsQuestion {
    scenarios: Vec<usize>,
    metric: Metric,
    n_months: usize,
}

impl MonthsQuestion {
    pub fn new(model: &Model, scenarios: &[usize], metric: Metric) -> Self {
        Self { scenarios: known(model, scenarios), metric, n_months: model.n_months }
    }
}

impl PathQuestion for MonthsQuestion {
    type Answer = Vec<MetricByPath>;

    fn answer<K: LaneKit>(&self, passes: &PathPasses<'_, K>) -> Option<Vec<MetricByPath>> {
        let place_of = |scenario: usize| self.scenarios.iter().position(|own| *own == scenario);
        let pieces = passes.shelve(self.scenarios.len() * self.n_months, |walker, block, shelf| {
            let is_needed = |scenario| place_of(scenario).is_some();
            passes.walk(walker, block, is_needed, false, |place, row| {
                if let FigureSubject::Month { scenario, t } = passes.rows.at(place)
                    && let Some(place) = place_of(scenario)
                {
                    shelf(place * self.n_months + t, row);
                }
            });
        })?;
        let futures = |(place, scenario): (usize, &usize)| MetricByPath {
            scenario: *scenario,
            metric: self.metric,
            months: (0..self.n_months)
                .map(|t| passes.over_paths(&pieces, place * self.n_months + t))
                .collect(),
        };
        Some(self.scenarios.iter().enumerate().map(futures).collect())
    }
}

/// The scenarios that the plan has, each once.
fn known(model: &Model, scenarios: &[usize]) -> Vec<usize> {
    let mut known = vec![];
    for scenario in scenarios {
        if *scenario < model.scenarios.len() && !known.contains(scenario) {
            known.push(*scenario);
        }
    }
    known
}

/// The sum of a figure over a chunk of paths, those left out that never reach it; in the order in which a forecast adds.
fn sum_of_chunk<K: LaneKit>(kit: K, paths: &[K::Real]) -> f64 {
    let mut of_chunk = 0.0;
    for block in paths.chunks(K::PATHS) {
        add_paths(
            kit,
            &mut of_chunk,
            block.len(),
            true,
            #[inline(always)]
            |lane| load(kit, block, lane),
        );
    }
    of_chunk
}

/// The mean of a figure in single precision over the paths of a run that reach it, if any does: the same bits as in a
/// forecast of these paths.
pub(crate) fn mean_as_told(paths: &[f32]) -> Option<f64> {
    let kit = SingleKit::<_, LANES>(Fallback::new());
    let sum: f64 = paths.chunks(CHUNK).map(|chunk| sum_of_chunk(kit, chunk)).sum();
    let n_reached = paths.iter().filter(|x| x.is_finite()).count();
    (n_reached > 0).then(|| sum / n_reached as f64)
}

impl<K: LaneKit> PathPasses<'_, K> {
    /// Walks every path once and keeps what `walk` puts on shelves, chunk by chunk of paths; what is not put there is 0.
    fn shelve<'p>(
        &'p self,
        n_shelves: usize,
        walk: impl Fn(&mut BlockWalker<'p, K>, usize, &mut dyn FnMut(usize, &K::Row)) + Sync,
    ) -> Option<Vec<Vec<K::Real>>> {
        let n_chunks = self.task.run.n_paths.div_ceil(CHUNK);
        let workers = self.each_chunk(0..n_chunks, 0.0..1.0, |chunks| {
            let mut walker = self.walker();
            let mut pieces = vec![];
            for chunk in chunks {
                let mut piece = vec![K::Real::default(); n_shelves * CHUNK];
                for (block, _) in self.blocks(chunk) {
                    let first = block * K::PATHS - chunk * CHUNK;
                    walk(&mut walker, block, &mut |shelf, row| {
                        put(self.kit, row, &mut piece[shelf * CHUNK + first..][..K::PATHS]);
                    });
                }
                pieces.push((chunk, piece));
            }
            pieces
        })?;
        let mut all: Vec<_> = workers.into_iter().flatten().collect();
        all.sort_unstable_by_key(|(chunk, _)| *chunk);
        Some(all.into_iter().map(|(_, piece)| piece).collect())
    }

    /// What stands on a shelf, and its mean, added up in the order in which a forecast adds.
    fn over_paths(&self, pieces: &[Vec<K::Real>], shelf: usize) -> OverPaths {
        let mut values = Vec::with_capacity(self.task.run.n_paths);
        let mut sum = 0.0;
        for (chunk, piece) in pieces.iter().enumerate() {
            let paths = self.paths(chunk, piece, shelf);
            values.extend(paths.iter().map(|x| (*x).into()));
            sum += sum_of_chunk(self.kit, paths);
        }
        let n_reached = values.iter().filter(|x: &&f64| x.is_finite()).count();
        OverPaths { values, mean: (n_reached > 0).then(|| sum / n_reached as f64) }
    }
}
