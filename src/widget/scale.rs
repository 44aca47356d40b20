//! From values to places along a chart, and the round values that are written there.

use egui::Rangef;

/// Values from `low` to `high` along a range of places.
#[derive(Clone, Copy, Debug)]
pub(super) struct ValueScale {
    pub low: f64,
    pub high: f64,
    pub x: Rangef,
}

impl ValueScale {
    /// A scale over all of `values` that are finite; one value alone, or none, stands in the middle.
    pub fn over(values: impl Iterator<Item = f64>, x: Rangef) -> Self {
        let finite = values.filter(|value| value.is_finite());
        let (low, high) =
            finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(x), high.max(x)));
        if low < high {
            return Self { low, high, x };
        }
        let middle = if low.is_finite() { low } else { 0.0 };
        let reach = middle.abs().max(1.0) * 0.5;
        Self { low: middle - reach, high: middle + reach, x }
    }

    /// The same places for values that reach further by `share` of the whole on both sides.
    pub fn widened(self, share: f64) -> Self {
        let air = (self.high - self.low) * share;
        Self { low: self.low - air, high: self.high + air, ..self }
    }

    /// The place of a value; one outside stands at the edge.
    pub fn at(&self, value: f64) -> f32 {
        let share = ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0);
        self.x.min + if share.is_finite() { share as f32 } else { 0.0 } * self.x.span()
    }

    /// The value of a place.
    pub fn value(&self, x: f32) -> f64 {
        let share = f64::from((x - self.x.min) / self.x.span().max(1.0)).clamp(0.0, 1.0);
        self.low + share * (self.high - self.low)
    }

    /// Round values inside, about `n` of them.
    pub fn ticks(&self, n: usize) -> Vec<f64> {
        let step = round_step((self.high - self.low) / n.max(1) as f64);
        let (first, last) = ((self.low / step).ceil(), (self.high / step).floor());
        let n_ticks = (last - first).clamp(-1.0, 100.0) as i32;
        (0..=n_ticks).map(|idx| (first + f64::from(idx)) * step).collect()
    }
}

/// The least of 1, 2, 2.5 and 5 times a power of ten that is no less than `step`.
pub(super) fn round_step(step: f64) -> f64 {
    let power = 10_f64.powf(step.log10().floor());
    let choices = [1.0, 2.0, 2.5, 5.0, 10.0];
    choices
        .into_iter()
        .map(|choice| choice * power)
        .find(|choice| *choice >= step * 0.999)
        .unwrap_or(10.0 * power)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_and_its_place_lead_to_each_other() {
        let scale = ValueScale::over([-20.0, 180.0].into_iter(), Rangef::new(10.0, 210.0));
        assert!((scale.at(0.0) - 30.0).abs() < 1e-4 && (scale.value(30.0) - 0.0).abs() < 1e-4);
        assert_eq!(scale.ticks(4), [0.0, 50.0, 100.0, 150.0]);
        assert!((scale.at(1e9) - 210.0).abs() < 1e-4, "what lies outside stands at the edge");
    }

    #[test]
    fn one_value_or_none_still_has_a_scale() {
        for values in [vec![], vec![0.0], vec![7.0, 7.0], vec![f64::NAN]] {
            let scale = ValueScale::over(values.into_iter(), Rangef::new(0.0, 100.0));
            assert!(scale.low < scale.high && !scale.ticks(3).is_empty());
        }
        let scale = ValueScale::over([7.0].into_iter(), Rangef::new(0.0, 100.0));
        assert!((scale.at(7.0) - 50.0).abs() < 1e-4);
    }
}
