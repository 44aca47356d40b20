//! What months say of demand: its level today, how it grows, the season, and how months surprise.
//!
//! One model for all channels, the one that projections use: the logarithm of a month is a level, a trend, a season and a
//! surprise that lasts and is shared. Persistence, co-movement and how strong the season is against surprises are tried on
//! a grid; given these, everything else is known in closed form (Bayesian regression with a conjugate prior: Gelman et
//! al., *Bayesian Data Analysis*, 3rd ed., ch. 14). Ranges are those of the mixture over the grid, so what is not known of
//! persistence widens the range of the level.

use statrs::function::gamma::ln_gamma;

use super::matrix::{CholeskyFactor, SymmetricMatrix};
use super::spread::{StudentMixture, deviation, from_cells, of_figures};
use super::surprise::{Innovation, SeenMonths, together};
use crate::lane::{exp, ln};
use crate::unit::{EstimateSpace, Spread};

/// Persistence is tried between nothing and this, any as likely as any other.
const MOST_PERSISTENT: f64 = 0.9;
/// In so many cells, the narrower the more lasts: what a month says of the level and of the spread hangs on what is left.
const N_PERSISTENCE: usize = 14;
/// Co-movement is tried between 0 and 1 in cells of the same kind, and a last one up to 1.
const N_CO_MOVEMENT: usize = 18;
/// How much of what is left each cell of co-movement takes, as a logarithm.
const CO_MOVEMENT_STEP: f64 = 0.25;
/// Strength of the season against surprises. At 1 a season seen n ÷ 12 times weighs n ÷ (n + 12) against the usual one.
const STRENGTHS: [f64; 5] = [0.25, 0.5, 1.0, 2.0, 4.0];
/// How far trends of sellers spread before their months are looked at, as the logarithm a month.
const TREND_SPREAD: f64 = 0.04;
/// So many months tell how much months surprise; the usual volatility stands in for those that are missing.
const VOLATILITY_MONTHS: f64 = 4.0;
/// Months that a season needs: less say nothing of it that a trend does not say as well.
pub(super) const SEASON_MONTHS: usize = 12;
/// Parts of the mixture that are lighter than this change no figure.
const LIGHT: f64 = 1e-5;

/// What is known before the months are looked at.
#[derive(Clone, Debug)]
pub(super) struct DemandPrior {
    /// Weight of each calendar month.
    pub season: [f64; 12],
    /// Spread of a month's surprise.
    pub volatility: f64,
}

/// What channels sold, month by month.
pub(super) struct SalesHistory {
    /// The calendar month of the first, 0 for January.
    pub first: usize,
    /// Logarithm of each channel's months, all equally many; the plan begins with the month after the last.
    pub logs: Vec<Vec<Option<f64>>>,
}

/// What months say of demand. Levels and growth by channel.
pub(super) struct DemandFit {
    /// Monthly level at the plan's start, season apart.
    pub levels: Vec<Option<Spread>>,
    /// Growth a month.
    pub growth: Vec<Option<Spread>>,
    pub volatility: Option<Spread>,
    pub persistence: Option<Spread>,
    /// Needs two channels.
    pub co_movement: Option<Spread>,
    /// Low, likely and high of each calendar month; needs [`SEASON_MONTHS`].
    pub season: Option<[[f64; 12]; 3]>,
}

/// Twelve months with eleven numbers between them, for a season only shifts within the year (Helmert's contrasts).
fn contrasts(month: usize) -> [f64; 11] {
    std::array::from_fn(|k| {
        let n = (k + 1) as f64;
        let length = (n * (n + 1.0)).sqrt();
        match month {
            _ if month <= k => 1.0 / length,
            _ if month == k + 1 => -n / length,
            _ => 0.0,
        }
    })
}

/// Where each unknown stands: levels, trends, season, and last the logarithm itself.
struct UnknownPlaces {
    n_channels: usize,
    n_season: usize,
}

impl UnknownPlaces {
    fn n(&self) -> usize {
        2 * self.n_channels + self.n_season
    }

    fn season(&self, month: usize) -> Vec<f64> {
        let mut row = vec![0.0; self.n()];
        row[2 * self.n_channels..].copy_from_slice(&contrasts(month)[..self.n_season]);
        row
    }

    fn unit(&self, place: usize) -> Vec<f64> {
        let mut row = vec![0.0; self.n()];
        row[place] = 1.0;
        row
    }
}

/// Everything seen, as equations.
struct SeenEquations {
    shape: UnknownPlaces,
    ladder: SeenMonths,
    rows: Vec<Vec<f64>>,
}

impl SeenEquations {
    fn new(history: &SalesHistory, usual_logs: &[f64; 12]) -> Self {
        let n_months = history.logs.first().map_or(0, Vec::len);
        let is_seen: Vec<Vec<bool>> =
            history.logs.iter().map(|months| months.iter().map(Option::is_some).collect()).collect();
        let span = |months: &Vec<bool>| months.iter().filter(|is_seen| **is_seen).count();
        let has_season = is_seen.iter().map(span).max().unwrap_or(0) >= SEASON_MONTHS;
        let shape =
            UnknownPlaces { n_channels: history.logs.len(), n_season: if has_season { 11 } else { 0 } };
        let mut rows = vec![];
        for (channel, months) in history.logs.iter().enumerate() {
            for (t, log) in months.iter().enumerate() {
                let Some(log) = log else { continue };
                let month = (history.first + t) % 12;
                let mut row = shape.season(month);
                row[channel] = 1.0;
                row[shape.n_channels + channel] = t as f64 - n_months as f64;
                row.push(log - usual_logs[month]);
                rows.push(row);
            }
        }
        Self { shape, ladder: SeenMonths::new(&is_seen), rows }
    }

    /// The squares of what is new at this persistence: each alone, and of sums over channels by how many they are; with
    /// the logarithm of the determinant.
    fn squares(&self, persistence: f64) -> (SymmetricMatrix, Vec<SymmetricMatrix>, Vec<usize>, f64) {
        let n = self.shape.n() + 1;
        let most = self.ladder.most_at_once();
        let mut alone = SymmetricMatrix::nothing(n);
        let mut summed = vec![SymmetricMatrix::nothing(n); most + 1];
        let mut n_months = vec![0; most + 1];
        let log_determinant = self.ladder.climb(persistence, |news: &[Innovation]| {
            let mut total = vec![0.0; n];
            for new in news {
                let row: Vec<f64> = (0..n).map(|k| new.of(|place| self.rows[place][k])).collect();
                alone.add_square(&row, 1.0);
                total.iter_mut().zip(&row).for_each(|(sum, x)| *sum += x);
            }
            summed[news.len()].add_square(&total, 1.0);
            n_months[news.len()] += 1;
        });
        (alone, summed, n_months, log_determinant)
    }
}

/// One point of the grid.
struct GridPoint {
    persistence: usize,
    co_movement: usize,
    log_weight: f64,
    /// Likely values of the unknowns.
    found: Vec<f64>,
    root: CholeskyFactor,
    /// Squares that surprises leave.
    squares: f64,
    /// Degrees of freedom with which these tell how much months surprise.
    freedom: f64,
}

/// What is taken as given before the months of a part are looked at.
#[derive(Clone, Copy)]
struct PartPrior {
    /// A month's squared surprise, roughly: the spread of trends is weighed against it.
    scale: f64,
    /// How many months of channels tell, each channel's level taken off, with those that usual volatility stands in for.
    told: f64,
    /// The squares of the latter.
    usual_squares: f64,
}

/// Fits all channels of a business together.
pub(super) fn fit(history: &SalesHistory, usual: &DemandPrior) -> DemandFit {
    let mean = usual.season.iter().sum::<f64>() / 12.0;
    let usual_logs = usual.season.map(|weight| ln(weight / mean));
    let equations = SeenEquations::new(history, &usual_logs);
    // Each channel's level takes one month, and its trend nearly another.
    let n_channels = equations.shape.n_channels as f64;
    let told = equations.ladder.n_seen() as f64 - n_channels;
    let usual_months = (VOLATILITY_MONTHS + n_channels - told).max(0.0);
    let given = PartPrior {
        scale: TREND_SPREAD * TREND_SPREAD,
        told: told + usual_months,
        usual_squares: usual_months * usual.volatility * usual.volatility,
    };
    let parts = parts(&equations, given);
    demand_fit(&equations, &parts, &usual_logs)
}

/// The parts of the posterior that weigh anything, with weights that sum to 1.
fn parts(equations: &SeenEquations, given: PartPrior) -> Vec<(f64, GridPoint)> {
    let is_alone = equations.ladder.most_at_once() < 2;
    // A trend's own spread counts in surprises, of whose size a first look gives an idea.
    let look = grid_of(equations, given, is_alone, true);
    let likeliest = look.iter().max_by(|a, b| a.log_weight.total_cmp(&b.log_weight));
    let scale = likeliest.map_or(given.scale, |part| part.squares / part.freedom);
    let parts = grid_of(equations, PartPrior { scale, ..given }, is_alone, false);
    let most = parts.iter().map(|part| part.log_weight).fold(f64::NEG_INFINITY, f64::max);
    let weighed: Vec<(f64, GridPoint)> = parts
        .into_iter()
        .map(|part| (exp(part.log_weight - most), part))
        .filter(|(w, _)| *w > LIGHT)
        .collect();
    let whole: f64 = weighed.iter().map(|(weight, _)| weight).sum();
    weighed.into_iter().map(|(weight, part)| (weight / whole, part)).collect()
}

fn grid_of(
    equations: &SeenEquations,
    given: PartPrior,
    is_alone: bool,
    is_first_look: bool,
) -> Vec<GridPoint> {
    let strengths: &[f64] = if equations.shape.n_season == 0 { &STRENGTHS[2..3] } else { &STRENGTHS };
    let persistences = if is_first_look { 4..5 } else { 0..N_PERSISTENCE };
    let co_movements = if is_alone {
        0..1
    } else if is_first_look {
        3..4
    } else {
        0..N_CO_MOVEMENT
    };
    let mut parts = vec![];
    for persistence in persistences {
        let (kept, persistence_weight) = cell(persistence_at, persistence);
        let (alone, summed, n_months, of_time) = equations.squares(kept);
        for co_movement in co_movements.clone() {
            let (m, m_weight) = if is_alone { (0.0, 0.0) } else { cell(co_movement_at, co_movement) };
            let mut squares = SymmetricMatrix::nothing(equations.shape.n() + 1);
            squares.add(&alone, together(1, m).0);
            let mut log_determinant = of_time;
            for (n, summed) in summed.iter().enumerate().skip(1).filter(|(n, _)| n_months[*n] > 0) {
                let (_, shared, of_month) = together(n, m);
                squares.add(summed, shared);
                log_determinant += of_month * f64::from(n_months[n] as u32);
            }
            for strength in strengths {
                let season_weight = 1.0 / (strength * strength);
                let part = part(equations, &squares, given, season_weight, log_determinant);
                parts.extend(part.map(|part| GridPoint {
                    persistence,
                    co_movement,
                    log_weight: part.log_weight + persistence_weight + m_weight,
                    ..part
                }));
            }
        }
    }
    parts
}

/// A point of the grid in closed form: ridge regression in which trends and season lean towards nothing.
///
/// How far seasons spread is told in surprises, how far trends do is not: a trend that is found far from nothing says
/// nothing of how much months surprise. So its own square is left out of theirs, and as far as it is found from the months
/// and not from its spread it takes a degree of freedom (the effective number of parameters of a ridge regression: Hastie,
/// Tibshirani and Friedman, *The Elements of Statistical Learning*, ch. 3.4). The weight is the integral over the size of
/// surprises of a density that has the right value and slope where that size is `given.scale`.
fn part(
    equations: &SeenEquations,
    squares: &SymmetricMatrix,
    given: PartPrior,
    season_weight: f64,
    log_determinant: f64,
) -> Option<GridPoint> {
    let UnknownPlaces { n_channels, n_season } = equations.shape;
    let trends = n_channels..2 * n_channels;
    let trend_weight = given.scale / (TREND_SPREAD * TREND_SPREAD);
    let (mut matrix, towards, whole) = squares.split_last();
    trends.clone().for_each(|trend| matrix.add_at(trend, trend_weight));
    (trends.end..trends.end + n_season).for_each(|season| matrix.add_at(season, season_weight));
    let root = matrix.root()?;
    let found = root.solve(&towards);
    let explained: f64 = found.iter().zip(&towards).map(|(x, b)| x * b).sum();
    let of_trends = trend_weight * found[trends.clone()].iter().map(|trend| trend * trend).sum::<f64>();
    let left = (whole - explained - of_trends).max(0.0) + given.usual_squares;
    let open = |trend| {
        let unit = equations.shape.unit(trend);
        trend_weight * root.half_solve(&unit).iter().map(|x| x * x).sum::<f64>()
    };
    let taken: f64 = trends.map(|trend| 1.0 - open(trend)).sum();
    let freedom = given.told - taken;
    let log_weight = 0.5 * (n_season as f64 * ln(season_weight) + n_channels as f64 * ln(trend_weight))
        - 0.5 * (log_determinant + root.log_determinant() + of_trends / given.scale)
        - 0.5 * (given.told * ln(given.scale) + freedom * ln(0.5 * left / given.scale))
        + ln_gamma(0.5 * freedom);
    let (persistence, co_movement) = (0, 0);
    log_weight.is_finite().then_some(GridPoint {
        persistence,
        co_movement,
        log_weight,
        found,
        root,
        squares: left,
        freedom,
    })
}

/// Persistence at a place between cells.
fn persistence_at(place: f64) -> f64 {
    1.0 - exp(ln(1.0 - MOST_PERSISTENT) * place / N_PERSISTENCE as f64)
}

/// Co-movement at a place between cells.
fn co_movement_at(place: f64) -> f64 {
    let last = (N_CO_MOVEMENT - 1) as f64;
    let at = |place: f64| 1.0 - exp(-CO_MOVEMENT_STEP * place);
    if place <= last { at(place) } else { at(last) + (1.0 - at(last)) * (place - last) }
}

/// The middle of a cell, and the logarithm of how much of the whole it is.
fn cell(at: impl Fn(f64) -> f64, cell: usize) -> (f64, f64) {
    let cell = cell as f64;
    (at(cell + 0.5), ln(at(cell + 1.0) - at(cell)))
}

/// The posterior of a sum of unknowns.
fn of_sum(parts: &[(f64, GridPoint)], sum: &[f64]) -> StudentMixture {
    let part = |(weight, part): &(f64, GridPoint)| {
        let middle = part.found.iter().zip(sum).map(|(x, c)| x * c).sum();
        let square: f64 = part.root.half_solve(sum).iter().map(|x| x * x).sum();
        [*weight, middle, (square * part.squares / part.freedom).sqrt(), part.freedom]
    };
    StudentMixture { parts: parts.iter().map(part).collect() }
}

fn demand_fit(equations: &SeenEquations, parts: &[(f64, GridPoint)], usual_logs: &[f64; 12]) -> DemandFit {
    let shape = &equations.shape;
    let n_channels = shape.n_channels;
    let squares: Vec<[f64; 3]> =
        parts.iter().map(|(weight, part)| [*weight, part.squares, part.freedom]).collect();
    let variance: f64 = squares.iter().map(|[weight, squares, freedom]| weight * squares / freedom).sum();
    let seasons: [[f64; 3]; 12] = std::array::from_fn(|month| {
        let mixture = of_sum(parts, &shape.season(month));
        let figures = if shape.n_season > 0 { mixture.figures() } else { [0.0; 3] };
        figures.map(|x| x + usual_logs[month])
    });
    let mean_season = seasons.iter().map(|[_, likely, _]| exp(*likely)).sum::<f64>() / 12.0;
    // The logarithm of a month lies below that of its mean by half a variance, and a season's weights have mean 1.
    let level = |channel: usize| {
        let figures = of_sum(parts, &shape.unit(channel)).figures();
        of_figures(EstimateSpace::Log, figures.map(|x| exp(x + variance / 2.0) * mean_season))
    };
    let growth = |channel: usize| {
        let figures = of_sum(parts, &shape.unit(n_channels + channel)).figures();
        of_figures(EstimateSpace::Identity, figures.map(|x| exp(x) - 1.0))
    };
    let masses = |n: usize, cell: &dyn Fn(&GridPoint) -> usize| {
        let mut masses = vec![0.0; n];
        parts.iter().for_each(|(weight, part)| masses[cell(part)] += weight);
        masses
    };
    let persistence = from_cells(&masses(N_PERSISTENCE, &|part| part.persistence), persistence_at);
    let co_movement = from_cells(&masses(N_CO_MOVEMENT, &|part| part.co_movement), co_movement_at);
    DemandFit {
        levels: (0..n_channels).map(level).collect(),
        growth: (0..n_channels).map(growth).collect(),
        volatility: of_figures(EstimateSpace::Log, deviation(&squares)),
        persistence: of_figures(EstimateSpace::Logit, persistence),
        co_movement: (equations.ladder.most_at_once() > 1)
            .then(|| of_figures(EstimateSpace::Logit, co_movement))
            .flatten(),
        season: (shape.n_season > 0)
            .then(|| std::array::from_fn(|side| seasons.map(|figures| exp(figures[side]) / mean_season))),
    }
}
