//! What the rows of an account are about.

use super::super::ScenarioScript;
use super::{AccountLine, CrowdLine, StrategyBill};
use crate::model::{MechanismModel, Model};

/// What a row of an account is about. Places are those of the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AccountEntry {
    /// A line of a channel.
    Channel(usize, AccountLine),
    /// Visits that a channel lost to a shock.
    Lost { shock: usize, channel: usize },
    /// Visits that `from` lost to a shock and that turn up at `to`.
    Diverted { shock: usize, from: usize, to: usize },
    /// Their first orders.
    DivertedOrders { shock: usize, from: usize, to: usize },
    /// Visits that the channel a mechanism opens took from `from`.
    Taken { mechanism: usize, from: usize },
    /// Visits that a mechanism brings to a channel.
    Brought { mechanism: usize, to: usize },
    /// Their first orders.
    BroughtOrders { mechanism: usize, to: usize },
    /// Orders from a mechanism's list.
    Listed { mechanism: usize, to: usize },
    /// What a strategy is paid for.
    Bill { strategy: usize, bill: StrategyBill },
    /// What becomes of the followers or subscribers that a mechanism gathers.
    Crowd { mechanism: usize, part: CrowdLine },
    /// Overhead.
    Overhead,
    /// Interest.
    Interest,
}

impl AccountEntry {
    /// What an account of a scenario holds.
    pub fn all(model: &Model, script: &ScenarioScript<'_>) -> Vec<Self> {
        let channels = 0..model.channels.len();
        let mut entries: Vec<Self> = channels
            .flat_map(|place| AccountLine::ALL.map(|line| AccountEntry::Channel(place, line)))
            .collect();
        for &shock in &script.scenario.shocks {
            let terms = &model.shocks[shock];
            entries.extend(terms.targets.iter().map(|&channel| AccountEntry::Lost { shock, channel }));
            for &(to, _) in terms.diversions.iter().filter(|(to, _)| !script.is_dormant[*to]) {
                for &from in terms.targets.iter().filter(|from| **from != to) {
                    // What turns up at a channel is told once, however often it is named.
                    if !entries.contains(&AccountEntry::Diverted { shock, from, to }) {
                        let orders = AccountEntry::DivertedOrders { shock, from, to };
                        entries.extend([AccountEntry::Diverted { shock, from, to }, orders]);
                    }
                }
            }
        }
        for act in &script.acts {
            let mechanism = act.place;
            let mut bring = |to: usize| {
                if !script.is_dormant[to] {
                    entries.extend([
                        AccountEntry::Brought { mechanism, to },
                        AccountEntry::BroughtOrders { mechanism, to },
                    ]);
                }
            };
            match act.mechanism {
                MechanismModel::Audience(audience) => audience.to.iter().for_each(|(to, _)| bring(*to)),
                MechanismModel::Reach(reach) => bring(reach.to),
                MechanismModel::List(list) => entries.push(AccountEntry::Listed { mechanism, to: list.to }),
                MechanismModel::Open(open) => {
                    entries.extend(
                        open.cannibalises.iter().map(|&(from, _)| AccountEntry::Taken { mechanism, from }),
                    );
                }
                _ => {}
            }
        }
        for &(strategy, _) in script.scenario.strategies.iter().filter(|(_, is_eligible)| *is_eligible) {
            entries.extend(StrategyBill::ALL.map(|bill| AccountEntry::Bill { strategy, bill }));
        }
        // Those of a strategy that does not let the seller in stay as they are, and count.
        for &(strategy, _) in &script.scenario.strategies {
            for mechanism in model.strategies[strategy].mechanisms.clone() {
                let gathers = matches!(
                    model.mechanisms[mechanism],
                    MechanismModel::Audience(_) | MechanismModel::List(_)
                );
                if gathers {
                    entries.extend(CrowdLine::ALL.map(|part| AccountEntry::Crowd { mechanism, part }));
                }
            }
        }
        entries.extend([AccountEntry::Overhead, AccountEntry::Interest]);
        entries
    }
}
