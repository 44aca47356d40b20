//! Months that came, beside the plan: futures that tell them well count for more, and all go on from where they left off.

use super::surprise::{SeenMonths, SurpriseHabit, log_likelihood, together};
use crate::forecast::{Forecast, PastEvidence, PathRun, PathWeights, PlainPath, WeighedPaths, central};
use crate::lane::{exp, ln};
use crate::model::{ItemOwner, Model};
use crate::plan::{ActualMonth, Plan};
use crate::unit::Month;

/// A plan that says months never surprise is not taken at its word: one month would decide everything.
const LEAST_VOLATILITY: f64 = 0.05;
/// Fewer futures than this tell no percentiles.
pub const FEWEST_FUTURES: f64 = 50.0;
/// So many should carry weight after estimates have been narrowed, and while they are.
const WANTED_FUTURES: f64 = 200.0;
/// How often estimates are narrowed at most.
const MOST_ROUNDS: usize = 8;
/// About this share of the work is done once all futures are weighed, and this once more after each round.
const WEIGHED: f64 = 0.1;
const ROUND: f64 = 0.05;
/// The correlation of estimates beyond which they are one.
const MOST_CORRELATED: f64 = 0.999;

/// What the months that came say of the plan.
#[derive(Clone, Debug)]
pub struct LearnedPlan {
    /// The projection from what came: months that were seen, then what they leave. Central paths are the plan's own.
    pub forecast: Forecast,
    /// The last month that was seen.
    pub actual_to: Month,
    /// How many futures carry weight (Kish's effective sample size); percentiles of few are rough.
    pub n_effective: f64,
    /// Whether estimates were narrowed and drawn again, since too few futures told the months that came.
    pub is_refitted: bool,
    /// What the uncertain numbers are taken to be now.
    pub estimates: Vec<LearnedEstimate>,
}

impl LearnedPlan {
    /// Whether so few futures tell the months that came that the plan itself must be wrong somewhere.
    pub fn is_weak(&self) -> bool {
        self.n_effective < FEWEST_FUTURES
    }
}

/// An uncertain number before and after.
#[derive(Clone, Debug)]
pub struct LearnedEstimate {
    /// What kind of part holds it.
    pub owner: ItemOwner,
    /// The part's id; empty for the plan.
    pub id: String,
    /// Place in the part's list of mechanisms, diversions or adjustments; 0 for its own fields.
    pub place: usize,
    /// The field.
    pub field: &'static str,
    /// What the plan has.
    pub before: LearnedRange,
    /// What is left after the months that came.
    pub after: LearnedRange,
}

/// An uncertain number over the futures that carry weight.
#[derive(Clone, Copy, Debug)]
pub struct LearnedRange {
    /// 10th percentile.
    pub low: f64,
    /// 50th percentile.
    pub likely: f64,
    /// 90th percentile.
    pub high: f64,
}

/// A month of a channel, or of the business, that was seen.
struct SeenFigure {
    /// None for the business as a whole.
    channel: Option<usize>,
    t: usize,
    log: f64,
    is_orders: bool,
    /// The spread of its surprise, with that of a count of orders.
    spread: f64,
}

/// The months that came, as the weights need them.
struct SeenActuals {
    scenario: usize,
    n_channels: usize,
    n_months: usize,
    volatility: f64,
    habit: SurpriseHabit,
    ladder: SeenMonths,
    places: Vec<SeenFigure>,
    cash: Vec<Option<f64>>,
}

/// Fewer orders than this are none: half of one.
const LEAST: f64 = 0.5;

impl SeenActuals {
    /// What `plan.actuals` tell of months within the horizon; nothing where they tell none.
    fn new(plan: &Plan, model: &Model, scenario: usize) -> Option<Self> {
        let n_channels = plan.channels.len();
        let month = |actual: &ActualMonth| {
            usize::try_from(actual.month.since(plan.start)).ok().filter(|t| *t < plan.horizon_months)
        };
        // What a strategy brought is part of what the business sold.
        let of_business = plan.actuals.iter().filter(|actual| actual.strategy.is_none());
        let told: Vec<(usize, &ActualMonth)> =
            of_business.filter_map(|actual| Some((month(actual)?, actual))).collect();
        let n_months = told.iter().map(|(t, _)| t + 1).max()?;
        let shares = shares(model, scenario, n_months);
        let demand = &model.demand;
        // One row for each channel and one for the business; the latter only where no channel is told.
        let mut rows: Vec<Vec<Option<SeenFigure>>> =
            (0..=n_channels).map(|_| (0..n_months).map(|_| None).collect()).collect();
        let mut cash = vec![None; n_months];
        for (t, actual) in told {
            let channel = match &actual.channel {
                Some(id) => Some(plan.channels.iter().position(|channel| channel.id == *id)?),
                None => None,
            };
            cash[t] = cash[t].or(actual.cash);
            let Some((figure, is_orders)) =
                actual.orders.map(|orders| (orders, true)).or(actual.revenue.map(|money| (money, false)))
            else {
                continue;
            };
            let together = demand.co_movement + (1.0 - demand.co_movement) * shares[t];
            let own = demand.volatility * if channel.is_some() { 1.0 } else { together.sqrt() };
            let counted = if is_orders { 1.0 / figure.max(1.0) } else { 0.0 };
            let log = ln(figure.max(LEAST));
            let spread = (own * own + counted).sqrt();
            rows[channel.unwrap_or(n_channels)][t] = Some(SeenFigure { channel, t, log, is_orders, spread });
        }
        let (business, channels) = rows.split_last_mut()?;
        for (t, place) in business.iter_mut().enumerate() {
            if channels.iter().any(|months| months[t].is_some()) {
                *place = None;
            }
        }
        let is_seen: Vec<Vec<bool>> =
            rows.iter().map(|months| months.iter().map(Option::is_some).collect()).collect();
        Some(Self {
            scenario,
            n_channels,
            n_months,
            volatility: demand.volatility,
            habit: SurpriseHabit {
                persistence: demand.persistence,
                co_movement: demand.co_movement.min(MOST_CORRELATED),
            },
            ladder: SeenMonths::new(&is_seen),
            places: rows.into_iter().flatten().flatten().collect(),
            cash,
        })
    }

    /// By how much a month was better than a path has it, as a logarithm.
    fn better(&self, place: &SeenFigure, plain: &PlainPath) -> f64 {
        let figure = |channel: usize| match place.is_orders {
            true => plain.orders(channel, place.t),
            false => plain.revenue(channel, place.t),
        };
        let planned = match place.channel {
            Some(channel) => figure(channel),
            None => (0..self.n_channels).map(figure).sum(),
        };
        place.log - ln(planned.max(LEAST))
    }
}

/// The sum of squared shares of orders by channel in each month, on the central path: how much the surprises of
/// channels that err by themselves even out.
fn shares(model: &Model, scenario: usize, n_months: usize) -> Vec<f64> {
    let plain = crate::forecast::central_channels(model, scenario, n_months);
    let n_channels = model.channels.len();
    let of_month = |t: usize| {
        let orders: Vec<f64> = (0..n_channels).map(|channel| plain.orders(channel, t)).collect();
        let whole: f64 = orders.iter().sum();
        if whole > 0.0 { orders.iter().map(|x| x * x).sum::<f64>() / (whole * whole) } else { 1.0 }
    };
    (0..n_months).map(of_month).collect()
}

impl PastEvidence for SeenActuals {
    fn n_months(&self) -> usize {
        self.n_months
    }

    fn scenario(&self) -> usize {
        self.scenario
    }

    fn knows(&self, channel: usize, t: usize) -> bool {
        self.places.iter().any(|place| place.t == t && place.channel.is_none_or(|own| own == channel))
    }

    fn cash(&self, t: usize) -> Option<f64> {
        self.cash.get(t).copied().flatten()
    }

    fn weigh(&self, plain: &PlainPath, tell: &mut dyn FnMut(usize, usize, f64)) -> f64 {
        let better: Vec<f64> = self.places.iter().map(|place| self.better(place, plain)).collect();
        for (place, better) in self.places.iter().zip(&better) {
            // Noise has mean 1, so its logarithm lies half a variance below 0.
            let surprise = (better + self.volatility * self.volatility / 2.0) / self.volatility;
            match place.channel {
                Some(channel) => tell(channel, place.t, surprise),
                None => (0..self.n_channels).for_each(|channel| tell(channel, place.t, surprise)),
            }
        }
        log_likelihood(&self.ladder, self.habit, |at| {
            let spread = self.places[at].spread;
            (better[at] + spread * spread / 2.0) / spread
        })
    }
}

/// Weighs a plan's futures of a run by the months that came in the scenario at `scenario`, and projects all scenarios from
/// there. Nothing where no actual lies within the horizon, or where nobody waits any more.
///
/// A future's weight is the likelihood of what came given its estimates, the surprises of months integrated out: the
/// logarithm of actual over path without surprises follows the noise of docs/model.md. Where fewer than
/// [`FEWEST_FUTURES`] would carry weight, estimates are narrowed around their weighted means, drawn again and weighed by
/// what they were before against what they are drawn from (adaptive importance sampling: Cappé et al., *Journal of
/// Computational and Graphical Statistics* 13, 2004; tempered on the way).
pub fn learn(plan: &Plan, scenario: usize, run: PathRun<'_>) -> Option<LearnedPlan> {
    let mut model = Model::compile(plan);
    model.demand.volatility = model.demand.volatility.max(LEAST_VOLATILITY);
    let seen = SeenActuals::new(plan, &model, scenario)?;
    let past = |model: &Model| WeighedPaths { model, evidence: &seen, run }.weigh();
    let mut weighed = past(&model)?;
    run.watch.note(WEIGHED);
    let before = figures(&weighed, &vec![1.0 / run.n_paths as f64; run.n_paths]);
    let mut logs = logs(&model, &weighed);
    let is_refitted = effective(&weights(&logs, 1.0)) < FEWEST_FUTURES;
    for round in 1..=if is_refitted { MOST_ROUNDS } else { 0 } {
        run.watch.note(WEIGHED + round as f64 * ROUND);
        let weights = tempered(&logs);
        narrow(&mut model, &weighed, &weights);
        weighed = past(&model)?;
        logs = self::logs(&model, &weighed);
        if effective(&self::weights(&logs, 1.0)) >= WANTED_FUTURES {
            break;
        }
    }
    let weights = weights(&logs, 1.0);
    let after = figures(&weighed, &weights);
    let fans = WeighedPaths { model: &model, evidence: &seen, run }.fans(&repeated(&weights))?;
    let mut forecast = central(&Model::compile(plan));
    forecast.scenarios.iter_mut().zip(fans).for_each(|(scenario, fan)| scenario.fan = Some(fan));
    let estimate = |(place, number): (usize, &crate::model::UncertainEstimate)| LearnedEstimate {
        owner: number.item.owner,
        id: number.item.id.clone().into_owned(),
        place: number.item.place,
        field: number.item.field,
        before: before[place],
        after: after[place],
    };
    Some(LearnedPlan {
        forecast,
        actual_to: plan.start.plus(seen.n_months as i32 - 1),
        n_effective: effective(&weights),
        is_refitted,
        estimates: model.numbers.uncertain.iter().enumerate().map(estimate).collect(),
    })
}

/// Weights that sum to 1; `heat` below 1 evens them out.
fn weights(logs: &[f64], heat: f64) -> Vec<f64> {
    let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = logs.iter().map(|log| exp(heat * (log - most))).collect();
    let whole: f64 = weights.iter().sum();
    weights.into_iter().map(|weight| weight / whole).collect()
}

/// Kish's effective sample size of weights that sum to 1.
fn effective(weights: &[f64]) -> f64 {
    1.0 / weights.iter().map(|weight| weight * weight).sum::<f64>()
}

/// Weights evened out as little as lets enough futures take part.
fn tempered(logs: &[f64]) -> Vec<f64> {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..30 {
        let heat = 0.5 * (low + high);
        if effective(&weights(logs, heat)) >= WANTED_FUTURES { low = heat } else { high = heat }
    }
    weights(logs, low)
}

/// The normal number of every uncertain number on a path, as it is drawn: part of it shared by its field.
fn drawn(model: &Model, normals: &[f32]) -> Vec<f64> {
    let (common, own) = normals.split_at(model.numbers.common.len());
    let correlation = model.demand.estimate_correlation;
    let [shared, alone] = [correlation, 1.0 - correlation].map(f64::sqrt);
    let of_number = |(number, own): (&crate::model::UncertainEstimate, &f32)| match number.common {
        Some(field) => shared * f64::from(common[field]) + alone * f64::from(*own),
        None => f64::from(*own),
    };
    model.numbers.uncertain.iter().zip(own).map(of_number).collect()
}

/// The normal number of every uncertain number as the plan means it.
fn meant(model: &Model, drawn: &[f64]) -> Vec<f64> {
    let of_number = |(number, z): (&crate::model::UncertainEstimate, &f64)| {
        let (middle, reach) = number.narrowed();
        middle + reach * z
    };
    model.numbers.uncertain.iter().zip(drawn).map(of_number).collect()
}

/// The logarithm of each future's weight: of what came, and of how likely its estimates were against how they are drawn.
fn logs(model: &Model, weighed: &PathWeights) -> Vec<f64> {
    let prior = |numbers: &[f64]| {
        let correlation = model.demand.estimate_correlation.min(MOST_CORRELATED);
        let mut sums = vec![(0, 0.0, 0.0); model.numbers.common.len()];
        let mut squares = 0.0;
        for (number, z) in model.numbers.uncertain.iter().zip(numbers) {
            match number.common {
                Some(field) => {
                    let (n, sum, square): &mut (usize, f64, f64) = &mut sums[field];
                    (*n, *sum, *square) = (*n + 1, *sum + z, *square + z * z);
                }
                None => squares += z * z,
            }
        }
        for (n, sum, square) in sums {
            let (own, shared, _) = together(n, correlation);
            squares += own * square + shared * sum * sum;
        }
        -0.5 * squares
    };
    let of_path = |(log, normals): (&f64, &Vec<f32>)| {
        let drawn = drawn(model, normals);
        log + prior(&meant(model, &drawn)) - prior(&drawn)
    };
    weighed.logs.iter().zip(&weighed.normals).map(of_path).collect()
}

/// Draws every number around its weighted mean from now on, somewhat wider than the weights spread.
fn narrow(model: &mut Model, weighed: &PathWeights, weights: &[f64]) {
    const WIDER: f64 = 1.2;
    const NARROWEST: f64 = 0.05;
    let n = model.numbers.uncertain.len();
    let (mut means, mut squares) = (vec![0.0; n], vec![0.0; n]);
    for (normals, weight) in weighed.normals.iter().zip(weights).filter(|(_, weight)| **weight > 0.0) {
        for (place, z) in meant(model, &drawn(model, normals)).into_iter().enumerate() {
            means[place] += weight * z;
            squares[place] += weight * z * z;
        }
    }
    for (number, (mean, square)) in model.numbers.uncertain.iter_mut().zip(means.into_iter().zip(squares)) {
        let spread = (square - mean * mean).max(0.0).sqrt();
        number.narrow(mean, (WIDER * spread).clamp(NARROWEST, 1.0));
    }
}

/// Every path as often as its weight says: systematic resampling, whose error is the least of the simple ways (Douc,
/// Cappé and Moulines, ISPA 2005).
fn repeated(weights: &[f64]) -> Vec<u32> {
    let n = weights.len() as f64;
    let (mut paths, mut sum) = (vec![], 0.0);
    for (path, weight) in weights.iter().enumerate() {
        sum += weight * n;
        while (paths.len() as f64) + 0.5 < sum && paths.len() < weights.len() {
            paths.push(path as u32);
        }
    }
    // Rounding may leave the last one out.
    let last = paths.last().copied().unwrap_or_default();
    paths.resize(weights.len(), last);
    paths
}

/// The range of every uncertain number.
fn figures(weighed: &PathWeights, weights: &[f64]) -> Vec<LearnedRange> {
    let paths = repeated(weights);
    let n_numbers = weighed.values.first().map_or(0, Vec::len);
    let of_number = |number: usize| {
        let mut values: Vec<f32> = paths.iter().map(|path| weighed.values[*path as usize][number]).collect();
        values.sort_unstable_by(f32::total_cmp);
        let at = |share: f64| f64::from(values[(share * (values.len() - 1) as f64).round() as usize]);
        LearnedRange { low: at(0.1), likely: at(0.5), high: at(0.9) }
    };
    (0..n_numbers).map(of_number).collect()
}
