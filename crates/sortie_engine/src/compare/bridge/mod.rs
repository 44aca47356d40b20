//! The bridge from one scenario to another: by how much each shock and each strategy in which they differ moves revenue,
//! profit and cash, month by month, split into lines that add up to it.

mod cause;
mod piece;
mod quick;
mod weight;

pub use cause::BridgeCause;
use cause::CauseList;
use piece::N_PIECES;
pub use piece::{AccountPiece, BridgeMeasure};
pub use quick::N_JOINT;
use weight::{GroupWeights, weights};
pub use weight::{N_EXACT, N_ORDERS};

use super::paths::{BlockMonth, PathsRequest, accounts, central_accounts};
use crate::forecast::{LANES, PathRun};
use crate::lane::{LaneKit, Level, SingleKit, dispatch};
use crate::model::{Model, ScenarioModel};

/// Two scenarios of a plan, by their places: where a bridge starts, and where it leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScenarioPair {
    /// The scenario it starts from.
    pub from: usize,
    /// The scenario it leads to.
    pub to: usize,
}

/// The way from one scenario to another. Money is in the plan's currency.
#[derive(Clone, Debug, PartialEq)]
pub struct Bridge {
    /// Id of the scenario it starts from.
    pub from: String,
    /// Id of the scenario it leads to.
    pub to: String,
    /// Whether every order of the causes is taken; else [`N_ORDERS`] of them, and parts are close to what all would say.
    /// They add up to the difference all the same.
    pub is_exact: bool,
    /// How many of the paths tell what three or more causes make together, where that is told by fewer than all of them:
    /// [`N_JOINT`]. What one cause and two causes make is told by every path all the same, and the parts add up.
    pub n_joint: Option<usize>,
    /// What each cause makes of the difference: shocks first, then strategies, as the scenarios name them.
    pub parts: Vec<CausePart>,
    /// The measures by month in the scenario it starts from, and in the one it leads to.
    start: [Vec<f64>; 3],
    end: [Vec<f64>; 3],
}

/// What one cause makes of a difference.
#[derive(Clone, Debug, PartialEq)]
pub struct CausePart {
    /// The cause.
    pub cause: BridgeCause,
    /// Whether it comes with the second scenario; else it goes with the first.
    pub is_added: bool,
    /// By piece, then by month.
    pieces: Vec<Vec<f64>>,
}

impl CausePart {
    /// What it makes of a line by month: money that comes in or goes out in the month.
    pub fn piece(&self, piece: AccountPiece) -> &[f64] {
        &self.pieces[piece as usize]
    }

    /// What it makes of a line over the horizon.
    pub fn piece_total(&self, piece: AccountPiece) -> f64 {
        self.piece(piece).iter().sum()
    }

    /// What it makes of a measure by month; of cash, at the month's end.
    pub fn months(&self, measure: BridgeMeasure) -> Vec<f64> {
        let n_months = self.pieces[0].len();
        let sums = (0..n_months).map(|t| measure.pieces().map(|piece| self.piece(piece)[t]).sum());
        match measure {
            BridgeMeasure::Cash => sums.scan(0.0, |cash, sum: f64| Some(add_to(cash, sum))).collect(),
            _ => sums.collect(),
        }
    }

    /// What it makes of a measure over the horizon; of cash, at the end.
    pub fn total(&self, measure: BridgeMeasure) -> f64 {
        measure.pieces().map(|piece| self.piece_total(piece)).sum()
    }
}

fn add_to(sum: &mut f64, x: f64) -> f64 {
    *sum += x;
    *sum
}

impl Bridge {
    /// A measure by month in the scenario it starts from.
    pub fn start(&self, measure: BridgeMeasure) -> &[f64] {
        &self.start[measure as usize]
    }

    /// A measure by month in the scenario it leads to.
    pub fn end(&self, measure: BridgeMeasure) -> &[f64] {
        &self.end[measure as usize]
    }

    /// By how much a measure differs over the horizon; cash, at the end.
    pub fn difference(&self, measure: BridgeMeasure) -> f64 {
        total(measure, self.end(measure)) - total(measure, self.start(measure))
    }

    /// Of each month the cause that moves a measure the most, by its place among the parts; nothing where none does.
    pub fn strongest(&self, measure: BridgeMeasure) -> Vec<Option<usize>> {
        let months: Vec<Vec<f64>> = self.parts.iter().map(|part| part.months(measure)).collect();
        let size = |place: usize, t: usize| months[place][t].abs();
        let strongest = |t: usize| {
            let moving = (0..months.len()).filter(|place| size(*place, t) > 0.0);
            moving.reduce(|best, place| if size(place, t) > size(best, t) { place } else { best })
        };
        (0..self.start[0].len()).map(strongest).collect()
    }
}

/// A measure over the horizon, from its months; cash is what is there at the end.
fn total(measure: BridgeMeasure, months: &[f64]) -> f64 {
    match measure {
        BridgeMeasure::Cash => months.last().copied().unwrap_or(0.0),
        _ => months.iter().sum(),
    }
}

/// The bridge between two scenarios of the plan on the central path.
pub fn bridge_central(model: &Model, pair: ScenarioPair) -> Bridge {
    let players = CauseList::new(model, &model.scenarios[pair.from], &model.scenarios[pair.to]);
    let plan = CauseGroups::new(&players, weights(players.n()));
    let mut sums = plan.nothing(model);
    central_accounts(model, &plan.scenarios, |look| plan.add(&mut sums, look));
    bridge_of(model, pair, &players, &sums, 1)
}

/// The bridge between two scenarios of the plan on the mean of the paths of a forecast from the same run; nothing where
/// nobody waits any more.
pub fn bridge_mean(model: &Model, pair: ScenarioPair, run: PathRun<'_>) -> Option<Bridge> {
    let players = CauseList::new(model, &model.scenarios[pair.from], &model.scenarios[pair.to]);
    let ask = PathsRequest { model, run };
    if quick::is_worth_it(players.n(), run.n_paths) {
        return quick::bridge(&ask, pair, &players, N_JOINT);
    }
    let sums = walked(&ask, &CauseGroups::new(&players, weights(players.n())))?;
    Some(bridge_of(model, pair, &players, &sums, run.n_paths.max(1)))
}

/// Walks groups of causes on every path; nothing where nobody waits any more.
fn walked(ask: &PathsRequest<'_>, plan: &CauseGroups) -> Option<PartSums> {
    let model = ask.model;
    let slices = dispatch!(Level::new(), simd => {
        let kit = SingleKit::<_, LANES>(simd);
        accounts(kit, ask, &plan.scenarios, || plan.nothing(model), |sums, look| plan.add(sums, look))
    })?;
    let mut sums = plan.nothing(model);
    slices.iter().for_each(|slice| sums.add(slice));
    Some(sums)
}

/// Rows that are kept of a part: its pieces, then the measures.
const N_ROWS: usize = N_PIECES + BridgeMeasure::ALL.len();

/// The groups of causes that are walked.
struct CauseGroups {
    scenarios: Vec<ScenarioModel>,
    /// Of each scenario, its weight in the part of each cause.
    weights: Vec<Vec<f64>>,
}

/// Sums over paths: of the part of each cause by row and month, and of the measures in the first and the last scenario.
struct PartSums {
    parts: Vec<Vec<Vec<f64>>>,
    ends: [[Vec<f64>; 3]; 2],
    /// The rows of the last scenario less those of the first, by row and month.
    whole: Vec<Vec<f64>>,
    /// The rows of the first scenario by month, on the block at hand.
    base: Vec<[f64; N_ROWS]>,
}

impl PartSums {
    fn add(&mut self, other: &Self) {
        let parts = self.parts.iter_mut().flatten().zip(other.parts.iter().flatten());
        let ends = self.ends.iter_mut().flatten().zip(other.ends.iter().flatten());
        let whole = self.whole.iter_mut().zip(&other.whole);
        for (own, other) in parts.chain(ends).chain(whole) {
            own.iter_mut().zip(other).for_each(|(own, other)| *own += other);
        }
    }
}

impl CauseGroups {
    fn new(players: &CauseList<'_>, groups: GroupWeights) -> Self {
        let scenarios = groups.keys().map(|are_switched| players.scenario(are_switched)).collect();
        Self { scenarios, weights: groups.into_values().collect() }
    }

    fn nothing(&self, model: &Model) -> PartSums {
        let months = || vec![0.0; model.n_months];
        let n_causes = self.weights.first().map_or(0, Vec::len);
        let ends = || std::array::from_fn(|_| months());
        PartSums {
            parts: vec![vec![months(); N_ROWS]; n_causes],
            ends: [ends(), ends()],
            whole: vec![months(); N_ROWS],
            base: vec![[0.0; N_ROWS]; model.n_months],
        }
    }

    /// Adds a month of one group.
    fn add<K: LaneKit>(&self, sums: &mut PartSums, look: &BlockMonth<'_, K>) {
        let (t, account) = (look.t, look.account);
        let mut pieces = [look.kit.splat_row(0.0); N_PIECES];
        for (entry, row) in account.entries.iter().zip(&account.rows) {
            if let Some((piece, sign)) = AccountPiece::of_entry(*entry) {
                let (piece, sign) = (&mut pieces[piece as usize], look.kit.splat(sign));
                look.kit.each(
                    #[inline(always)]
                    |i| piece[i] += row[i] * sign,
                );
            }
        }
        let measures = BridgeMeasure::ALL.map(|measure| look.metric(measure.metric()));
        let mut values = [0.0; N_ROWS];
        let known = pieces.iter().map(|piece| look.sum(piece)).chain(measures);
        values.iter_mut().zip(known).for_each(|(value, known)| *value = known);
        if look.scenario == 0 {
            sums.base[t] = values;
        }
        // The weights of a cause add up to nothing: told as differences, what no cause moves is nothing to the last bit.
        for (row, (value, base)) in values.iter().zip(&sums.base[t]).enumerate() {
            for (part, weight) in sums.parts.iter_mut().zip(&self.weights[look.scenario]) {
                part[row][t] += weight * (value - base);
            }
        }
        if look.scenario + 1 == self.scenarios.len() {
            for (row, (value, base)) in values.iter().zip(&sums.base[t]).enumerate() {
                sums.whole[row][t] += value - base;
            }
        }
        // The groups are in order: no cause first, every cause last.
        let is_end = [look.scenario == 0, look.scenario + 1 == self.scenarios.len()];
        for (end, _) in sums.ends.iter_mut().zip(is_end).filter(|(_, is_end)| *is_end) {
            end.iter_mut().zip(measures).for_each(|(months, value)| months[t] += value);
        }
    }
}

fn bridge_of(
    model: &Model,
    pair: ScenarioPair,
    players: &CauseList<'_>,
    sums: &PartSums,
    n_paths: usize,
) -> Bridge {
    let mean = |series: &Vec<f64>| -> Vec<f64> { series.iter().map(|sum| sum / n_paths as f64).collect() };
    let part = |((cause, is_added), rows): ((BridgeCause, bool), &Vec<Vec<f64>>)| {
        let mut pieces: Vec<Vec<f64>> = rows.iter().map(mean).collect();
        let measures = pieces.split_off(N_PIECES);
        let mut part = CausePart { cause, is_added, pieces };
        for (measure, told) in BridgeMeasure::ALL.into_iter().zip(&measures) {
            settle(&mut part, measure, told);
        }
        part
    };
    let end = |end: usize| std::array::from_fn(|measure| mean(&sums.ends[end][measure]));
    Bridge {
        from: model.scenarios[pair.from].id.clone(),
        to: model.scenarios[pair.to].id.clone(),
        is_exact: players.n() <= N_EXACT,
        n_joint: None,
        parts: players.causes().zip(&sums.parts).map(part).collect(),
        start: end(0),
        end: end(1),
    }
}

/// Lays what rounding has left between the pieces of a measure and the measure to the largest piece that is its alone:
/// paths are walked in single precision, and the parts are to add up as exactly as they are shown.
fn settle(part: &mut CausePart, measure: BridgeMeasure, told: &[f64]) {
    let mut so_far = 0.0;
    for (t, told) in told.iter().enumerate() {
        // Of cash it is the level that is told, and the change that the pieces make.
        let meant = if measure == BridgeMeasure::Cash { told - so_far } else { *told };
        let sum: f64 = measure.pieces().map(|piece| part.pieces[piece as usize][t]).sum();
        let size = |piece: &AccountPiece| part.pieces[*piece as usize][t].abs();
        let largest = AccountPiece::of_measure_alone(measure).max_by(|a, b| size(a).total_cmp(&size(b)));
        if let Some(piece) = largest {
            part.pieces[piece as usize][t] += meant - sum;
        }
        so_far = *told;
    }
}
