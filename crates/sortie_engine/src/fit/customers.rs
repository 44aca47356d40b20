//! How customers come back: the share of orders that past customers place, and how long a customer stays one.
//!
//! A buyer stays a customer for a number of months that has no memory, on average the customer life *L*, and while being
//! one orders *f* times a month: what step 9 of docs/model.md lets happen. The likelihood of every buyer's months is exact,
//! the unseen end of being a customer summed over (as Fader and Hardie, *Marketing Science* 24, 2005, do for time that
//! flows). Who bought before the files begin looks new when first seen; that share is part of the likelihood.

use std::collections::HashMap;

use super::spread::{from_cells, of_figures};
use crate::lane::{exp, ln, pow};
use crate::unit::{EstimateSpace, Spread};

/// Bounds of what is looked for: share of repeat orders, and months of customer life.
const SHARES: [f64; 2] = [0.002, 0.9];
const LIVES: [f64; 2] = [1.05, 60.0];
/// How many values of each are tried at once.
const N_TRIED: usize = 17;
/// In the last and finest look.
const N_FINE: usize = 31;
/// Buyers first seen in the first months are left out where there are enough later ones: most of them are old customers.
const BURN_IN: usize = 3;

/// What buyers say.
pub(super) struct CustomerFit {
    /// Share of orders that past customers place.
    pub repeat_share: Spread,
    /// Months over which a customer comes back.
    pub life_months: Spread,
    pub n_buyers: usize,
    pub n_repeats: usize,
}

/// A buyer as the likelihood sees them: months from the first files to the first order, to the last month with a later
/// order (from the first; 0 for none), and later orders.
type BuyerHistory = (usize, usize, usize);

/// The posterior of a share of repeat orders and a customer life, from the months (counted from the first of the files, in
/// order) in which each buyer ordered. Nothing where nobody is seen for another month.
pub(super) fn fit<'a>(buyers: impl Iterator<Item = &'a [usize]>, n_months: usize) -> Option<CustomerFit> {
    let skipped = if n_months >= 3 * BURN_IN { BURN_IN } else { 0 };
    let mut courses: HashMap<BuyerHistory, f64> = HashMap::new();
    let (mut n_buyers, mut n_repeats) = (0, 0);
    for months in buyers {
        let (Some(&first), Some(&last)) = (months.first(), months.last()) else { continue };
        if first < skipped || first + 1 >= n_months {
            continue;
        }
        // A second order in the month of the first is one of the month after in the model, which counts by months.
        let later = months.len() - 1;
        let last = if later > 0 { (last - first).max(1) } else { 0 };
        *courses.entry((first, last, later)).or_default() += 1.0;
        n_buyers += 1;
        n_repeats += later;
    }
    let mut courses: Vec<(BuyerHistory, f64)> = courses.into_iter().collect();
    courses.sort_unstable_by_key(|(course, _)| *course);
    (n_buyers > 0).then_some(())?;
    let (shares, lives) = posterior(&courses, n_months);
    Some(CustomerFit {
        repeat_share: of_figures(EstimateSpace::Logit, shares)?,
        life_months: of_figures(EstimateSpace::Log, lives)?,
        n_buyers,
        n_repeats,
    })
}

/// A grid of log odds of the share and logarithms of the life.
struct LifetimeGrid {
    odds: [f64; 2],
    lives: [f64; 2],
}

/// Low, likely and high of both: looked for on a grid that closes in on where the weight lies.
fn posterior(courses: &[(BuyerHistory, f64)], n_months: usize) -> ([f64; 3], [f64; 3]) {
    let bounds = LifetimeGrid { odds: SHARES.map(|share| ln(share / (1.0 - share))), lives: LIVES.map(ln) };
    let mut window = LifetimeGrid { odds: bounds.odds, lives: bounds.lives };
    for _ in 0..3 {
        let masses = masses(courses, n_months, &window, N_TRIED);
        window = LifetimeGrid {
            odds: close_in(&marginal(&masses, N_TRIED, true), window.odds, bounds.odds),
            lives: close_in(&marginal(&masses, N_TRIED, false), window.lives, bounds.lives),
        };
    }
    let masses = masses(courses, n_months, &window, N_FINE);
    let figures = |of_share: bool, [low, high]: [f64; 2]| {
        let width = (high - low) / N_FINE as f64;
        from_cells(&marginal(&masses, N_FINE, of_share), |place| low + width * place)
    };
    let shares = figures(true, window.odds).map(|odds| 1.0 / (1.0 + exp(-odds)));
    (shares, figures(false, window.lives).map(exp))
}

/// The masses of cells, share by share, then life by life.
fn masses(courses: &[(BuyerHistory, f64)], n_months: usize, window: &LifetimeGrid, n: usize) -> Vec<f64> {
    let middle = |[low, high]: [f64; 2], cell: usize| low + (high - low) * (cell as f64 + 0.5) / n as f64;
    let logs: Vec<f64> = (0..n * n)
        .map(|cell| {
            let (odds, life) = (exp(middle(window.odds, cell / n)), exp(middle(window.lives, cell % n)));
            log_likelihood(courses, n_months, odds / life, life)
        })
        .collect();
    let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    logs.into_iter().map(|log| exp(log - most)).collect()
}

fn marginal(masses: &[f64], n: usize, of_share: bool) -> Vec<f64> {
    (0..n)
        .map(|own| (0..n).map(|other| masses[if of_share { own * n + other } else { other * n + own }]).sum())
        .collect()
}

/// Five standard deviations around the mean, and a cell at least.
fn close_in(masses: &[f64], [low, high]: [f64; 2], bounds: [f64; 2]) -> [f64; 2] {
    let width = (high - low) / masses.len() as f64;
    let whole: f64 = masses.iter().sum();
    let moment = |f: &dyn Fn(f64) -> f64| {
        let at = |(cell, mass): (usize, &f64)| mass * f(low + width * (cell as f64 + 0.5));
        masses.iter().enumerate().map(at).sum::<f64>() / whole
    };
    let mean = moment(&|x| x);
    let deviation = moment(&|x| (x - mean) * (x - mean)).sqrt();
    let half = (5.0 * deviation).max(width);
    [(mean - half).max(bounds[0]), (mean + half).min(bounds[1])]
}

/// The logarithm of how likely the buyers' months are with `rate` orders a month and this customer life.
fn log_likelihood(courses: &[(BuyerHistory, f64)], n_months: usize, rate: f64, life: f64) -> f64 {
    let stays = 1.0 - 1.0 / life;
    let silent = exp(-rate);
    let alive = alive_sums(n_months, stays, silent);
    let log_rate = ln(rate);
    let mut sum = 0.0;
    let mut of_first = (usize::MAX, 0.0);
    for ((first, last, later), n) in courses {
        if of_first.0 != *first {
            // Old customers not seen since the files begin, against new ones of the month.
            let old = (1.0 - silent) * life * pow(stays * silent, *first as f64);
            of_first = (*first, old / (1.0 + old));
        }
        let old = of_first.1;
        let watched = n_months - 1 - first;
        let seen = alive[watched * n_months + last] * (1.0 - old + old * stays);
        let gone = if *later == 0 { old * (1.0 - stays) } else { 0.0 };
        // The rate to the power of orders is taken out, lest it vanish; who is gone has none.
        sum += n * (*later as f64 * log_rate + ln(seen + gone));
    }
    sum
}

/// For a buyer watched for so many months whose last order came in month `last` of them: the sum, over how long they were
/// a customer, of its probability times that of being silent but for those orders.
fn alive_sums(n_months: usize, stays: f64, silent: f64) -> Vec<f64> {
    let mut sums = vec![0.0; n_months * n_months];
    // All that is left after `months`: of those watched at least that long.
    let mut after = vec![1.0; n_months];
    for months in 1..n_months {
        after[months] = after[months - 1] * silent * if months > 1 { stays } else { 1.0 };
    }
    for watched in 1..n_months {
        let mut sum = after[watched];
        sums[watched * n_months + watched] = sum;
        for last in (1..watched).rev() {
            sum += after[last] * (1.0 - stays);
            sums[watched * n_months + last] = sum;
        }
        sums[watched * n_months] = sum;
    }
    sums
}
