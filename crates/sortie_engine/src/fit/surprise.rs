//! How months surprise: a good month leaves something to the next, and channels are surprised together (docs/model.md,
//! chance). Here the surprises of months that were seen are taken apart into what is new in each.

use crate::lane::{ln, pow};

/// What ties surprises together.
#[derive(Clone, Copy, Debug)]
pub(super) struct SurpriseHabit {
    /// How much of a surprise lasts into the next month, 0 to below 1.
    pub persistence: f64,
    /// How far channels are surprised together, 0 to 1.
    pub co_movement: f64,
}

/// A month of a channel that was seen.
#[derive(Clone, Copy, Debug)]
struct SeenMonth {
    /// Its place among all that were seen.
    place: usize,
    /// The place of the month of this channel that was seen last, and how many months ago that is.
    before: Option<(usize, u32)>,
}

/// The months that were seen, in order, with the channels that were seen in each.
#[derive(Clone, Debug, Default)]
pub(super) struct SeenMonths {
    months: Vec<Vec<SeenMonth>>,
    n_seen: usize,
}

impl SeenMonths {
    /// The ladder of what was seen; channel by channel, then month by month. The places of what was seen are given out in
    /// the order of channels, then months.
    pub fn new(is_seen: &[Vec<bool>]) -> Self {
        let n_months = is_seen.iter().map(Vec::len).max().unwrap_or(0);
        let mut ladder = Self { months: vec![vec![]; n_months], n_seen: 0 };
        for months in is_seen {
            let mut before = None;
            for (t, _) in months.iter().enumerate().filter(|(_, is_seen)| **is_seen) {
                let place = ladder.n_seen;
                let ago = |(place, last): (usize, usize)| (place, (t - last) as u32);
                ladder.months[t].push(SeenMonth { place, before: before.map(ago) });
                before = Some((place, t));
                ladder.n_seen += 1;
            }
        }
        ladder
    }

    /// How many months of channels were seen.
    pub fn n_seen(&self) -> usize {
        self.n_seen
    }

    /// The most channels seen in one month.
    pub fn most_at_once(&self) -> usize {
        self.months.iter().map(Vec::len).max().unwrap_or(0)
    }

    /// Hands over what is new in each month, channel by channel and together: `take` gets, for each month in which anything
    /// was seen, the place of each channel's month with the share of the month before that is taken off it and the length
    /// of what is left. Gives the logarithm of the determinant that belongs to persistence.
    pub fn climb(&self, persistence: f64, mut take: impl FnMut(&[Innovation])) -> f64 {
        let mut log_determinant = 0.0;
        let mut news = vec![];
        for steps in self.months.iter().filter(|steps| !steps.is_empty()) {
            news.clear();
            for step in steps {
                let kept = step.before.map_or(0.0, |(_, ago)| pow(persistence, f64::from(ago)));
                let length = (1.0 - kept * kept).sqrt();
                log_determinant += 2.0 * ln(length);
                news.push(Innovation {
                    place: step.place,
                    before: step.before.map(|(place, _)| (place, kept)),
                    length,
                });
            }
            take(&news);
        }
        log_determinant
    }
}

/// What is new in a month of a channel: its surprise less what was kept of the last, over `length`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Innovation {
    pub place: usize,
    pub before: Option<(usize, f64)>,
    pub length: f64,
}

impl Innovation {
    /// The new part of a figure that is told for every place.
    pub fn of(&self, figure: impl Fn(usize) -> f64) -> f64 {
        let kept = self.before.map_or(0.0, |(place, kept)| kept * figure(place));
        (figure(self.place) - kept) / self.length
    }
}

/// How the news of `n` channels in one month weigh together: the weight of the square of each, that of the square of
/// their sum, and the logarithm of the determinant. The covariance is 1 − m apart and m together, in closed form.
pub(super) fn together(n: usize, co_movement: f64) -> (f64, f64, f64) {
    let n = n as f64;
    let apart = 1.0 - co_movement;
    let all = apart + n * co_movement;
    (1.0 / apart, -co_movement / (apart * all), (n - 1.0) * ln(apart) + ln(all))
}

/// The logarithm of how likely surprises are, up to a constant: each a standard normal number by itself.
pub(super) fn log_likelihood(
    ladder: &SeenMonths,
    habit: SurpriseHabit,
    surprise: impl Fn(usize) -> f64,
) -> f64 {
    let mut sum = 0.0;
    let log_determinant = ladder.climb(habit.persistence, |news| {
        let (own, shared, log_determinant) = together(news.len(), habit.co_movement);
        let found = news.iter().map(|new| new.of(&surprise));
        let (squares, total) = found.fold((0.0, 0.0), |(squares, total), x| (squares + x * x, total + x));
        sum += own * squares + shared * total * total + log_determinant;
    });
    -0.5 * (sum + log_determinant)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fit::matrix::SymmetricMatrix;

    #[test]
    fn the_likelihood_is_that_of_the_whole_covariance() {
        // Two channels over four months, both seen throughout: correlation m between them, φ per month.
        let habit = SurpriseHabit { persistence: 0.6, co_movement: 0.3 };
        let ladder = SeenMonths::new(&[vec![true; 4], vec![true; 4]]);
        let surprises = [0.3, -1.0, 0.7, 1.9, -0.2, 0.4, 1.1, -0.6];
        let mut covariance = SymmetricMatrix::nothing(8);
        for row in 0..8 {
            for column in 0..=row {
                let months = (row % 4_usize).abs_diff(column % 4) as f64;
                let shared = if row / 4 == column / 4 { 1.0 } else { habit.co_movement };
                let mut cell = vec![0.0; 8];
                // The cell alone: (a + b)² − a² − b² over two.
                let value = shared * pow(habit.persistence, months);
                cell[row] = 1.0;
                if row == column {
                    covariance.add_square(&cell, value);
                } else {
                    cell[column] = 1.0;
                    covariance.add_square(&cell, value);
                    covariance.add_at(row, -value);
                    covariance.add_at(column, -value);
                }
            }
        }
        let root = covariance.root().unwrap();
        let squares: f64 = root.half_solve(&surprises).iter().map(|x| x * x).sum();
        let expected = -0.5 * (squares + root.log_determinant());
        let found = log_likelihood(&ladder, habit, |place| surprises[place]);
        assert!((found - expected).abs() < 1e-9, "{found} {expected}");
    }
}
