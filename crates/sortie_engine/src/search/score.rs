//! What paths say of a choice: the figure of the goal, and figures path by path by whose mean two choices are compared.

use super::request::BestGoal;
use crate::forecast::{TrialEnds, mean_as_told};

/// The share of the paths that count as the worst.
const WORST: f64 = 0.1;

/// What the paths of choices are measured against.
#[derive(Clone, Debug, Default)]
pub(super) struct PathBase {
    /// Profit without a response.
    pub profit: Vec<f32>,
    /// Revenue with links open, from the month on from which it is compared.
    pub open: Option<Vec<f32>>,
}

impl PathBase {
    /// What is earned more than without a response, path by path.
    pub fn gains(&self, ends: &TrialEnds) -> Vec<f32> {
        ends.profit.iter().zip(&self.profit).map(|(own, base)| own - base).collect()
    }

    /// The figure of the goal.
    pub fn figure(&self, goal: BestGoal, ends: &TrialEnds) -> f64 {
        match goal {
            BestGoal::Typical => median(&mut self.gains(ends)),
            BestGoal::Expected => mean_as_told(&ends.profit).unwrap_or(f64::NEG_INFINITY),
            BestGoal::WorstTenth => worst_tenth(&ends.profit),
            BestGoal::RevenueKept => mean_as_told(&self.kept(ends)).unwrap_or(0.0),
        }
    }

    /// Figures path by path whose spread is that of the figure of the goal: two choices are compared by the mean of their
    /// differences. Of a median and of a tail they are what each path moves it by.
    pub fn scores(&self, goal: BestGoal, ends: &TrialEnds) -> Vec<f64> {
        match goal {
            BestGoal::Typical => scores_of_median(&self.gains(ends)),
            BestGoal::Expected => ends.profit.iter().map(|x| f64::from(*x)).collect(),
            BestGoal::WorstTenth => {
                let limit = f64::from(nth(&mut ends.profit.clone(), n_worst(ends.profit.len()) - 1));
                let score = |x: &f32| limit - (limit - f64::from(*x)).max(0.0) / WORST;
                ends.profit.iter().map(score).collect()
            }
            BestGoal::RevenueKept => {
                let told = |x: &f32| if x.is_finite() { f64::from(*x) } else { 0.0 };
                self.kept(ends).iter().map(told).collect()
            }
        }
    }

    /// Revenue as a share of that with links open; infinite where there is none.
    fn kept(&self, ends: &TrialEnds) -> Vec<f32> {
        let Some(open) = &self.open else { return vec![] };
        let share = |(own, all): (&f32, &f32)| if *all > 0.0 { own / all } else { f32::INFINITY };
        ends.revenue.iter().zip(open).map(share).collect()
    }
}

/// How far the difference of two choices may be off because there are not more paths: its standard error.
pub(super) fn error_of_difference(a: &[f64], b: &[f64]) -> f64 {
    let n = a.len() as f64;
    let apart = || a.iter().zip(b).map(|(a, b)| a - b);
    let mean = apart().sum::<f64>() / n;
    let variance = apart().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0).max(1.0);
    (variance / n).sqrt()
}

/// The share of paths on which a figure is below a limit.
pub(super) fn share_below(paths: &[f32], limit: f64) -> f64 {
    paths.iter().filter(|x| f64::from(**x) < limit).count() as f64 / paths.len() as f64
}

/// The median, linear between the middle two.
pub(super) fn median(paths: &mut [f32]) -> f64 {
    let last = paths.len() - 1;
    let (_, low, above) = paths.select_nth_unstable_by(last / 2, f32::total_cmp);
    let low = f64::from(*low);
    if last.is_multiple_of(2) {
        return low;
    }
    let high = above.iter().copied().fold(f32::INFINITY, f32::min);
    low + (f64::from(high) - low) * 0.5
}

/// How many paths are the worst tenth.
fn n_worst(n: usize) -> usize {
    n.div_ceil(10)
}

/// The mean of the tenth of the paths on which a figure is lowest.
fn worst_tenth(paths: &[f32]) -> f64 {
    let n = n_worst(paths.len());
    let mut paths = paths.to_vec();
    paths.select_nth_unstable_by(n - 1, f32::total_cmp);
    let mut worst = paths[..n].to_vec();
    worst.sort_unstable_by(f32::total_cmp);
    worst.iter().map(|x| f64::from(*x)).sum::<f64>() / n as f64
}

fn nth(paths: &mut [f32], place: usize) -> f32 {
    *paths.select_nth_unstable_by(place, f32::total_cmp).1
}

/// What each path moves a median by: half of the inverse density there, up or down. The density is that between the ranks √n ⁄
/// 2 below and above the median.
fn scores_of_median(gains: &[f32]) -> Vec<f64> {
    let n = gains.len() as f64;
    let middle = median(&mut gains.to_vec());
    let (below, above) = ((n - n.sqrt()) / 2.0, (n + n.sqrt()) / 2.0);
    let mut sorted = gains.to_vec();
    let rank = |rank: f64| (rank.max(1.0) as usize - 1).min(gains.len() - 1);
    let low = f64::from(nth(&mut sorted, rank(below.floor())));
    let high = f64::from(nth(&mut sorted, rank(above.ceil())));
    let step = (high - low) * n.sqrt() / 2.0;
    let side = |gain: &f32| f64::from(*gain).total_cmp(&middle) as i8;
    gains.iter().map(|gain| middle + step * f64::from(side(gain))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_of_an_even_number_lies_between_the_middle_two() {
        assert!((median(&mut [4.0, 1.0, 3.0, 2.0]) - 2.5).abs() < 1e-12);
        assert!((median(&mut [5.0, 1.0, 3.0]) - 3.0).abs() < 1e-12);
        assert!((median(&mut [7.0]) - 7.0).abs() < 1e-12);
    }

    #[test]
    fn the_worst_tenth_of_a_few_paths_is_at_least_one_of_them() {
        let paths: Vec<f32> = (0..25).map(|x| x as f32).collect();
        assert!((worst_tenth(&paths) - 1.0).abs() < 1e-12);
        assert!((worst_tenth(&paths[3..8]) - 3.0).abs() < 1e-12);
    }

    #[test]
    fn scores_spread_as_the_figure_does() {
        // Even draws of the uniform distribution: the median is off by 1 ⁄ (2 √n), and the error of a difference to a constant
        // is that of the figure.
        let n = 10_000;
        let gains: Vec<f32> = (0..n).map(|i| (i as f32 + 0.5) / n as f32).collect();
        let scores = scores_of_median(&gains);
        let error = error_of_difference(&scores, &vec![0.0; n]);
        assert!((error - 0.005).abs() < 1e-4, "{error}");
    }
}
