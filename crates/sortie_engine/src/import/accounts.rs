//! Costs of advertising whose files name no account: two accounts may have a campaign of one name.

use std::collections::HashMap;

use super::FileRead;
use super::findings::identity;
use super::questions::{DoubtAnswer, ImportDoubt, ImportQuestions};
use crate::ledger::Decimal;

/// What each campaign of a file cost on each day.
fn costs_of(read: &FileRead) -> HashMap<u64, Decimal> {
    let mut costs = HashMap::new();
    for entry in &read.findings.entries {
        *costs.entry(entry.identity).or_default() += entry.amount;
    }
    costs
}

/// Whether two files whose campaigns have the same names on the same days are most likely of two accounts: nearly all of
/// their days are the same, and hardly any cost is. Two exports of one account differ in the last days at most.
fn are_two(one: &HashMap<u64, Decimal>, other: &HashMap<u64, Decimal>) -> bool {
    let shared = one.iter().filter_map(|(identity, cost)| Some((cost, other.get(identity)?)));
    let (mut n_shared, mut n_equal) = (0_usize, 0_usize);
    for (cost, its) in shared {
        n_shared += 1;
        n_equal += usize::from(cost == its);
    }
    n_shared * 2 > one.len().min(other.len()) && n_equal * 2 < n_shared
}

/// Keeps apart what files of two accounts tell under the same names, and asks where it is not sure that they are two.
pub(super) fn part_accounts(reads: &mut [FileRead], questions: &mut ImportQuestions<'_>) {
    let nameless: Vec<usize> = (0..reads.len()).filter(|at| reads[*at].findings.is_nameless).collect();
    if nameless.len() < 2 {
        return;
    }
    let costs: HashMap<usize, HashMap<u64, Decimal>> =
        nameless.iter().map(|at| (*at, costs_of(&reads[*at]))).collect();
    for (nth, at) in nameless.iter().copied().enumerate() {
        for other in nameless[..nth].iter().copied() {
            if reads[at].report.kind != reads[other].report.kind
                || reads[at].report.file == reads[other].report.file
            {
                continue;
            }
            let changed: Vec<&u64> = costs[&at]
                .iter()
                .filter(|(identity, cost)| costs[&other].get(identity).is_some_and(|its| its != *cost))
                .map(|(identity, _)| identity)
                .collect();
            if changed.is_empty() {
                continue;
            }
            let (believed, file) = (reads[other].report.file.clone(), reads[at].report.file.clone());
            let doubt = ImportDoubt::SameCampaigns { believed, other: file };
            if are_two(&costs[&at], &costs[&other]) {
                questions.recommend_both(&doubt);
            }
            let n = changed.len() as u64;
            let _ = questions.counts_once(doubt.clone(), n);
            if questions.answer(&doubt) == DoubtAnswer::CountBoth {
                let nth = nth.to_string();
                for entry in &mut reads[at].findings.entries {
                    entry.identity = identity(&[&entry.identity.to_string(), &nth]);
                }
                break;
            }
        }
    }
}
