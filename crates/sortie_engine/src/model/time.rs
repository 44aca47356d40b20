//! How something new comes into force: step by step over some months, or at once.

/// The mean over month `t` of a rise from 0 at `start` to 1 at `start + months`, exact; a step where `months` is 0.
pub(crate) fn ramp(t: usize, start: f64, months: f64) -> f64 {
    let (from, to) = (t as f64, t as f64 + 1.0);
    if to <= start {
        0.0
    } else if from >= start + months {
        1.0
    } else if months == 0.0 {
        to - start
    } else {
        area(to - start, months) - area(from - start, months)
    }
}

/// The area under the rise from its start to `x`.
fn area(x: f64, months: f64) -> f64 {
    if x <= 0.0 {
        0.0
    } else if x < months {
        x * x / (2.0 * months)
    } else {
        x - months / 2.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rise_over_a_month_is_half_there_in_it_and_whole_after() {
        let rises = [(1.0, 1.0, [0.0, 0.5, 1.0]), (1.0, 0.0, [0.0, 1.0, 1.0]), (1.25, 0.0, [0.0, 0.75, 1.0])];
        for (start, months, expected) in rises {
            for (t, share) in expected.into_iter().enumerate() {
                assert!(
                    (ramp(t, start, months) - share).abs() < 1e-15,
                    "month {t} from {start} over {months}"
                );
            }
        }
    }

    #[test]
    fn a_rise_adds_up_to_the_months_it_has_been_there() {
        let total: f64 = (0..24).map(|t| ramp(t, 2.4, 3.7)).sum();
        assert!((total - (24.0 - 2.4 - 3.7 / 2.0)).abs() < 1e-12);
    }
}
