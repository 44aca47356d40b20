//! The rows of a bridge from the top down, with where their bars begin and end.

use egui::Color32;

use super::{BridgeChart, BridgeFigure, BridgeStep};

/// One row.
pub(super) struct BridgeRow<'a> {
    pub figure: BridgeFigure,
    pub name: &'a str,
    pub value: f64,
    /// Where its bar begins and ends; a sum's begins at nothing.
    pub from_to: (f64, f64),
    pub color: Option<Color32>,
    pub details: &'a [(String, String)],
    pub can_unfold: bool,
    pub is_unfolded: bool,
}

impl BridgeRow<'_> {
    pub fn is_sum(&self) -> bool {
        matches!(self.figure, BridgeFigure::From | BridgeFigure::To)
    }

    pub fn is_part(&self) -> bool {
        matches!(self.figure, BridgeFigure::Part(..))
    }
}

/// The rows that show while the steps in `unfolded` are.
pub(super) fn flatten<'a>(bridge: &'a BridgeChart, unfolded: &[usize]) -> Vec<BridgeRow<'a>> {
    let sum = |figure, sum: &'a super::BridgeSum| BridgeRow {
        figure,
        name: &sum.name,
        value: sum.value,
        from_to: (0.0, sum.value),
        color: Some(sum.color),
        details: &[],
        can_unfold: false,
        is_unfolded: false,
    };
    let mut lines = vec![sum(BridgeFigure::From, &bridge.from)];
    let mut at = bridge.from.value;
    for (idx, step) in bridge.steps.iter().enumerate() {
        let is_unfolded = !step.parts.is_empty() && unfolded.contains(&idx);
        lines.push(BridgeRow { is_unfolded, ..line(BridgeFigure::Step(idx), step, at) });
        let mut within = at;
        for (part_idx, part) in step.parts.iter().enumerate().filter(|_| is_unfolded) {
            lines.push(line(BridgeFigure::Part(idx, part_idx), part, within));
            within += part.value;
        }
        at += step.value;
    }
    lines.push(sum(BridgeFigure::To, &bridge.to));
    lines
}

fn line(figure: BridgeFigure, step: &BridgeStep, from: f64) -> BridgeRow<'_> {
    BridgeRow {
        figure,
        name: &step.name,
        value: step.value,
        from_to: (from, from + step.value),
        color: step.color,
        details: &step.details,
        can_unfold: !step.parts.is_empty(),
        is_unfolded: false,
    }
}

/// The least share of the scale that the steps are to take.
const LEAST_SHARE: f64 = 0.35;

/// The values at the ends of the scale, and whether it leaves out a stretch from nothing on, since the steps would be
/// too small to see beside the sums.
pub(super) fn reach(lines: &[BridgeRow]) -> (f64, f64, bool) {
    let over = |values: &mut dyn Iterator<Item = f64>| {
        values
            .filter(|x| x.is_finite())
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), x| (a.min(x), b.max(x)))
    };
    // The end of a sum is where the steps begin or end; its beginning is nothing.
    let ends = |line: &BridgeRow| {
        if line.is_sum() { vec![line.value] } else { vec![line.from_to.0, line.from_to.1] }
    };
    let (low, high) = over(&mut lines.iter().flat_map(ends));
    if low > high {
        return (0.0, 1.0, false);
    }
    let span = high - low;
    let from_nothing = low.abs().max(high.abs());
    let is_cut = low.signum() == high.signum() && span > 0.0 && span < LEAST_SHARE * from_nothing;
    match () {
        () if is_cut && low > 0.0 => (low - 0.5 * span, high, true),
        () if is_cut => (low, high + 0.5 * span, true),
        () => (low.min(0.0), high.max(0.0).max(low.min(0.0) + f64::MIN_POSITIVE), false),
    }
}

#[cfg(test)]
mod tests {
    use super::super::BridgeSum;
    use super::*;

    fn bridge(from: f64, steps: &[BridgeStep]) -> BridgeChart<'_> {
        let to = from + steps.iter().map(|step| step.value).sum::<f64>();
        let sum = |value| BridgeSum { name: String::new(), value, color: Color32::TRANSPARENT };
        BridgeChart {
            id: egui::Id::NULL,
            summary: "",
            from: sum(from),
            steps,
            to: sum(to),
            value_label: &|x| x.to_string(),
            adds_up: "",
        }
    }

    fn step(value: f64, parts: &[f64]) -> BridgeStep {
        let parts = parts.iter().map(|value| step(*value, &[])).collect();
        BridgeStep { value, parts, ..BridgeStep::default() }
    }

    #[test]
    fn every_bar_begins_where_the_one_before_it_ends() {
        let steps = [step(-30.0, &[]), step(12.0, &[20.0, -8.0]), step(5.0, &[])];
        let bridge = bridge(100.0, &steps);
        let ends: Vec<_> = flatten(&bridge, &[1]).iter().map(|line| line.from_to).collect();
        let expected = [
            (0.0, 100.0),
            (100.0, 70.0),
            (70.0, 82.0),
            (70.0, 90.0),
            (90.0, 82.0),
            (82.0, 87.0),
            (0.0, 87.0),
        ];
        assert_eq!(ends, expected);
        assert_eq!(flatten(&bridge, &[]).len(), 5, "what is folded has no row");
    }

    #[test]
    fn steps_that_are_small_beside_the_sums_are_seen_and_the_scale_says_that_it_is_cut() {
        let small = [step(-3.0, &[]), step(1.0, &[])];
        let (low, high, is_cut) = reach(&flatten(&bridge(1_000.0, &small), &[]));
        assert!(is_cut && low > 0.0 && low < 997.0 && high >= 1_000.0);
        let (low, _, is_cut) = reach(&flatten(&bridge(-1_000.0, &small), &[]));
        assert!(is_cut && low <= -1_003.0);
        for from in [0.0, 2.0, -1.0] {
            let (low, high, is_cut) = reach(&flatten(&bridge(from, &small), &[]));
            assert!(!is_cut && low <= 0.0 && high >= 0.0 && low < high);
        }
        assert!(!reach(&flatten(&bridge(7.0, &[]), &[])).2, "without steps there is nothing to enlarge");
    }
}
