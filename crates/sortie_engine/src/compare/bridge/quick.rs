//! The bridge of many causes in a fraction of the time: what one cause and two causes make is told by every path, what three
//! or more make together by fewer of them.
//!
//! The mean of what a cause changes when it joins first and when it joins last needs two groups for each cause, and is its
//! Shapley value but for what three or more causes make together. Only that rest needs every group of causes, and since it
//! is a small part it is told by the first [`N_JOINT`] paths: the sum of both is the Shapley value on all paths, the rest of
//! it with the error of fewer paths (a control variate; Glasserman, *Monte Carlo Methods in Financial Engineering*, 2003,
//! section 4.1). What then lacks to the whole difference, which all paths tell, is laid to the parts by their size.

use super::super::paths::PathsRequest;
use super::weight::{less, of_first_and_last, weights};
use super::{Bridge, CauseGroups, CauseList, PartSums, ScenarioPair, bridge_of, walked};
use crate::forecast::PathRun;
use crate::watch::PartWatch;

/// How many paths tell what three or more causes make together, where there are many causes.
pub const N_JOINT: usize = 1_024;
/// From so many causes on.
const N_MANY: usize = 5;

/// Whether there are so many causes and paths that the quick way is much quicker.
pub(super) fn is_worth_it(n_causes: usize, n_paths: usize) -> bool {
    n_causes >= N_MANY && n_paths >= 2 * N_JOINT
}

/// The bridge between two scenarios; `n_joint` paths tell what three or more causes make together.
pub(super) fn bridge(
    ask: &PathsRequest<'_>,
    pair: ScenarioPair,
    players: &CauseList<'_>,
    n_joint: usize,
) -> Option<Bridge> {
    let n = players.n();
    let ends = of_first_and_last(n);
    let rest = CauseGroups::new(players, less(weights(n), &ends));
    let ends = CauseGroups::new(players, ends);
    // So much of the work is done on all paths.
    let whole = (ends.scenarios.len() * ask.run.n_paths) as f64;
    let share = whole / (whole + (rest.scenarios.len() * n_joint) as f64);
    let first = PartWatch { watch: ask.run.watch, before: 0.0, share };
    let second = PartWatch { watch: ask.run.watch, before: share, share: 1.0 - share };
    let mut sums = walked(&PathsRequest { run: PathRun { watch: &first, ..ask.run }, ..*ask }, &ends)?;
    let few = PathRun { n_paths: n_joint, watch: &second, ..ask.run };
    let joint = walked(&PathsRequest { run: few, ..*ask }, &rest)?;
    add_joint(&mut sums, &joint, ask.run.n_paths as f64 / n_joint as f64);
    let bridge = bridge_of(ask.model, pair, players, &sums, ask.run.n_paths);
    Some(Bridge { n_joint: Some(n_joint), ..bridge })
}

/// Adds what more causes make together to the parts, `times` for each of its paths, and lays what then lacks to the whole
/// difference to the parts by their size: a cause that changes nothing gets nothing of it.
fn add_joint(sums: &mut PartSums, joint: &PartSums, times: f64) {
    for row in 0..sums.whole.len() {
        for t in 0..sums.whole[row].len() {
            let difference = sums.whole[row][t];
            let mut sizes = vec![];
            let mut sum = 0.0;
            for (part, joint) in sums.parts.iter_mut().zip(&joint.parts) {
                let more = times * joint[row][t];
                sizes.push(part[row][t].abs() + more.abs());
                part[row][t] += more;
                sum += part[row][t];
            }
            let all: f64 = sizes.iter().sum();
            if all > 0.0 {
                let lacks = difference - sum;
                let parts = sums.parts.iter_mut().zip(sizes);
                parts.for_each(|(part, size)| part[row][t] += lacks * size / all);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::{BridgeMeasure, bridge_mean};
    use crate::forecast::SingleThread;
    use crate::model::Model;
    use crate::plan::{self, Plan};
    use crate::watch::PatientWatch;

    /// A sample whose third scenario holds so many strategies that do nothing but those that it had.
    fn many() -> Plan {
        let read = plan::read(include_bytes!("../../../../../assets/templates/womens_wear.sortie"));
        let mut plan = read.expect("a test reads every sample");
        let all = plan.strategies.clone();
        let own = plan.scenarios[2].strategies.clone();
        let others = all.iter().filter(|strategy| !own.contains(&strategy.id));
        plan.scenarios[2].strategies.extend(others.map(|strategy| strategy.id.clone()).take(5));
        plan
    }

    #[test]
    fn the_quick_way_tells_what_the_long_way_tells_and_adds_up_as_exactly() {
        let plan = many();
        let model = Model::compile(&plan);
        let n_paths = 2 * N_JOINT;
        let run = PathRun { n_paths, seed: 1, crew: &SingleThread, watch: &PatientWatch };
        let ask = PathsRequest { model: &model, run };
        let pair = ScenarioPair { from: 1, to: 2 };
        let players = CauseList::new(&model, &model.scenarios[1], &model.scenarios[2]);
        assert!(is_worth_it(players.n(), n_paths) && players.n() <= 8, "{}", players.n());
        let long = walked(&ask, &CauseGroups::new(&players, weights(players.n()))).expect("somebody waits");
        let long = bridge_of(&model, pair, &players, &long, n_paths);
        let quick = bridge_mean(&model, pair, run).expect("somebody waits");
        assert_eq!((quick.n_joint, long.n_joint), (Some(N_JOINT), None));
        for measure in BridgeMeasure::ALL {
            assert_eq!(quick.start(measure), long.start(measure));
            let whole = quick.difference(measure);
            let sum: f64 = quick.parts.iter().map(|part| part.total(measure)).sum();
            let size: f64 = long.parts.iter().map(|part| part.total(measure).abs()).sum();
            assert!((sum - whole).abs() <= 1e-9 * size, "{measure:?}: {sum} {whole}");
            for (quick, long) in quick.parts.iter().zip(&long.parts) {
                let (quick, long) = (quick.total(measure), long.total(measure));
                assert!((quick - long).abs() <= 0.005 * size, "{measure:?}: {quick} {long} of {size}");
            }
        }
        // With every path for the rest, both are the same but for rounding.
        let same = bridge(&ask, pair, &players, n_paths).expect("somebody waits");
        for (same, long) in same.parts.iter().zip(&long.parts) {
            let (same, long) = (same.total(BridgeMeasure::Profit), long.total(BridgeMeasure::Profit));
            assert!((same - long).abs() <= 1e-4 * long.abs() + 1.0, "{same} {long}");
        }
    }
}
