//! What a scenario asks for, read once for all blocks: who acts, and which channels need no second look.

use super::{FigureRow, Metric};
use crate::model::{MechanismModel, Model, ScenarioModel, StrategyModel};

/// A scenario, ready to be walked.
pub(crate) struct ScenarioScript<'a> {
    pub scenario: &'a ScenarioModel,
    /// Every mechanism of the strategies that let the seller in, in the scenario's order.
    pub acts: Vec<ScriptMechanism<'a>>,
    /// Whether a channel is open on every path in every month.
    pub is_steady: Vec<bool>,
    /// Whether a channel is never open.
    pub is_dormant: Vec<bool>,
    /// The channels that a shock or a strategy adjusts.
    pub adjusted: Vec<usize>,
    /// The strategies with rules that let the seller in, by their places in the model.
    pub ruled: Vec<usize>,
}

/// A mechanism of a scenario: whose it is, and where its own state stands.
#[derive(Clone, Copy)]
pub(crate) struct ScriptMechanism<'a> {
    pub mechanism: &'a MechanismModel,
    pub strategy: &'a StrategyModel,
    /// The strategy's place in the model.
    pub owner: usize,
    /// The mechanism's place in the model.
    pub place: usize,
}

impl<'a> ScenarioScript<'a> {
    /// The script of a scenario.
    pub fn new(model: &'a Model, scenario: &'a ScenarioModel) -> Self {
        let let_in = scenario.strategies.iter().filter(|(_, is_eligible)| *is_eligible);
        let acts: Vec<ScriptMechanism> = let_in
            .flat_map(|&(owner, _)| {
                let strategy = &model.strategies[owner];
                let act = move |place| ScriptMechanism {
                    mechanism: &model.mechanisms[place],
                    strategy,
                    owner,
                    place,
                };
                strategy.mechanisms.clone().map(act)
            })
            .collect();
        let is_steady: Vec<bool> = model.channels.iter().map(|channel| channel.is_active).collect();
        let mut is_dormant: Vec<bool> = is_steady.iter().map(|is_active| !is_active).collect();
        for act in &acts {
            if let MechanismModel::Open(open) = act.mechanism {
                is_dormant[open.channel] = false;
            }
        }
        let adjusted = adjusted(model, scenario, &acts);
        let let_in = scenario.strategies.iter().filter(|(_, is_eligible)| *is_eligible);
        let ruled = let_in.map(|(owner, _)| *owner).filter(|owner| model.strategies[*owner].is_ruled());
        Self { scenario, acts, is_steady, is_dormant, adjusted, ruled: ruled.collect() }
    }

    /// Whether a figure that is told every month is nothing in all of them.
    pub fn is_nothing(&self, model: &Model, row: FigureRow) -> bool {
        let all = self
            .scenario
            .strategies
            .iter()
            .flat_map(|(place, _)| model.mechanisms[model.strategies[*place].mechanisms.clone()].iter());
        let mut all = all;
        match row {
            FigureRow::Metric(Metric::Followers) => !all.any(|it| matches!(it, MechanismModel::Audience(_))),
            FigureRow::Metric(Metric::Subscribers) => !all.any(|it| matches!(it, MechanismModel::List(_))),
            FigureRow::Channel(place) => self.is_dormant[place],
            FigureRow::Metric(_) => false,
        }
    }
}

fn adjusted(model: &Model, scenario: &ScenarioModel, acts: &[ScriptMechanism]) -> Vec<usize> {
    let by_strategies = acts.iter().filter_map(|act| match act.mechanism {
        MechanismModel::Adjust(modifier, _) => Some(modifier),
        MechanismModel::Price(price) => Some(&price.change),
        _ => None,
    });
    let by_shocks = scenario.shocks.iter().flat_map(|place| &model.shocks[*place].adjustments);
    let mut channels: Vec<usize> =
        by_strategies.chain(by_shocks).flat_map(|modifier| modifier.targets.iter().copied()).collect();
    channels.sort_unstable();
    channels.dedup();
    channels
}
