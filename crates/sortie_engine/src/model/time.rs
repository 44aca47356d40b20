//! How something new comes into force: step by step over some months, or at once.

use crate::lane::{DoubleKit, Lane, LaneKit};

/// The mean over month `t` of a rise from 0 at `start` to 1 at `start + months`, exact; a step where `months` is 0.
pub(crate) fn ramp(t: usize, start: f64, months: f64) -> f64 {
    let kit = DoubleKit::<1, 1>;
    ramps(kit, t, kit.splat(start), months).get(0)
}

/// As [`ramp`], for a start that differs by path.
#[inline(always)]
pub(crate) fn ramps<K: LaneKit>(kit: K, t: usize, start: K::Lane, months: f64) -> K::Lane {
    let (none, whole) = (kit.splat(0.0), kit.splat(1.0));
    let since = kit.splat(t as f64 + 1.0) - start;
    let top = kit.splat(months);
    // The part of the month after the rise, then the area below the rise within the month.
    let after = (since - top).max(none).min(whole);
    if months == 0.0 {
        return after;
    }
    let (from, to) = ((since - whole).max(none).min(top), since.max(none).min(top));
    after + (to - from) * (to + from) * kit.splat(0.5 / months)
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
