//! What the months of a scenario are made of: by channel where visits come from and go, by which road orders come, what
//! they bring and cost, where the money is; and what each strategy costs.

use std::ops::Index;

use super::paths::{BlockMonth, PathsRequest, accounts, central_accounts};
use crate::forecast::{LANES, PathRun};
use crate::lane::{LaneKit, Level, SingleKit, dispatch};
use crate::model::{MechanismModel, Model};
use crate::sim::{AccountEntry, AccountLine, CrowdLine, ScenarioScript, StrategyBill};

/// The months of a scenario, taken apart; every series by month, money in the plan's currency.
#[derive(Clone, Debug, PartialEq)]
pub struct ScenarioTrace {
    /// The scenario's id.
    pub scenario: String,
    /// Every channel, in the plan's order.
    pub channels: Vec<ChannelTrace>,
    /// The strategies that let the seller in, in the scenario's order.
    pub strategies: Vec<StrategyTrace>,
    /// The followers and subscribers of every strategy of the scenario, in its order.
    pub crowds: Vec<CrowdTrace>,
    /// Overhead.
    pub overhead: Vec<f64>,
    /// Interest on what is below 0 in the till.
    pub interest: Vec<f64>,
}

impl ScenarioTrace {
    /// A line of all channels together, by month. Lines that are no visits, orders or money are not to be added up.
    pub fn sum(&self, line: AccountLine) -> Vec<f64> {
        add_up(self.overhead.len(), self.channels.iter().map(|channel| &channel[line]))
    }
}

/// Some series together, by month.
fn add_up<'a>(n_months: usize, series: impl Iterator<Item = &'a Vec<f64>>) -> Vec<f64> {
    let mut sums = vec![0.0; n_months];
    for months in series {
        sums.iter_mut().zip(months).for_each(|(sum, x)| *sum += x);
    }
    sums
}

/// The months of a channel, taken apart.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ChannelTrace {
    /// The channel's id.
    pub id: String,
    lines: Vec<Vec<f64>>,
    /// [`AccountLine::Lost`] by shock, in the scenario's order.
    pub lost: Vec<LostVisits>,
    /// [`AccountLine::Diverted`] by shock and channel that lost them.
    pub diverted: Vec<DivertedVisits>,
    /// [`AccountLine::Taken`] by the mechanism that opens the taker.
    pub taken: Vec<TakenVisits>,
    /// [`AccountLine::Attracted`] and [`AccountLine::Bought`] by mechanism.
    pub brought: Vec<BroughtVisits>,
    /// [`AccountLine::ListOrders`] by mechanism.
    pub listed: Vec<ListOrders>,
}

impl Index<AccountLine> for ChannelTrace {
    type Output = Vec<f64>;

    fn index(&self, line: AccountLine) -> &Vec<f64> {
        &self.lines[line as usize]
    }
}

/// Visits that a shock took from a channel.
#[derive(Clone, Debug, PartialEq)]
pub struct LostVisits {
    /// The shock's id.
    pub shock: String,
    /// The visits.
    pub visits: Vec<f64>,
}

/// Visits that a shock took from one channel and that turn up at another.
#[derive(Clone, Debug, PartialEq)]
pub struct DivertedVisits {
    /// The shock's id.
    pub shock: String,
    /// Id of the channel that lost them.
    pub from: String,
    /// The visits.
    pub visits: Vec<f64>,
    /// Their first orders, shipped.
    pub orders: Vec<f64>,
}

/// A mechanism of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MechanismId {
    /// Its strategy's id.
    pub strategy: String,
    /// Its place among the strategy's mechanisms, counted from 0.
    pub place: usize,
}

/// Visits that a channel which opened took from another.
#[derive(Clone, Debug, PartialEq)]
pub struct TakenVisits {
    /// What opens it.
    pub by: MechanismId,
    /// The visits.
    pub visits: Vec<f64>,
}

/// Visits that a mechanism brings.
#[derive(Clone, Debug, PartialEq)]
pub struct BroughtVisits {
    /// What brings them.
    pub by: MechanismId,
    /// The visits.
    pub visits: Vec<f64>,
    /// Their first orders, shipped.
    pub orders: Vec<f64>,
}

/// Orders from a list.
#[derive(Clone, Debug, PartialEq)]
pub struct ListOrders {
    /// Whose list.
    pub by: MechanismId,
    /// The orders, shipped.
    pub orders: Vec<f64>,
}

/// What a strategy costs.
#[derive(Clone, Debug, PartialEq)]
pub struct StrategyTrace {
    /// The strategy's id.
    pub id: String,
    bills: Vec<Vec<f64>>,
}

impl StrategyTrace {
    /// All its bills together, by month.
    pub fn sum(&self) -> Vec<f64> {
        add_up(self.bills[0].len(), self.bills.iter())
    }
}

impl Index<StrategyBill> for StrategyTrace {
    type Output = Vec<f64>;

    fn index(&self, bill: StrategyBill) -> &Vec<f64> {
        &self.bills[bill as usize]
    }
}

/// The followers or the subscribers that a mechanism gathers.
#[derive(Clone, Debug, PartialEq)]
pub struct CrowdTrace {
    /// What gathers them.
    pub by: MechanismId,
    /// Whether they are subscribers of a list, not followers.
    pub is_list: bool,
    parts: Vec<Vec<f64>>,
}

impl Index<CrowdLine> for CrowdTrace {
    type Output = Vec<f64>;

    fn index(&self, part: CrowdLine) -> &Vec<f64> {
        &self.parts[part as usize]
    }
}

/// Of each scenario and row of its account, by month.
type RowSums = Vec<Vec<Vec<f64>>>;

/// The central path of the scenario at this place of the plan.
pub fn trace_central(model: &Model, scenario: usize) -> ScenarioTrace {
    let mut sums = vec![vec![]];
    central_accounts(model, &model.scenarios[scenario..=scenario], |look| add(model, &mut sums, look));
    scenario_trace(model, scenario, &sums[0])
}

/// The means over the paths of a forecast from the same run, of the scenarios at these places of the plan;
/// nothing where nobody waits any more.
pub fn trace_mean(model: &Model, scenarios: &[usize], run: PathRun<'_>) -> Option<Vec<ScenarioTrace>> {
    let ask = PathsRequest { model, run };
    let chosen: Vec<_> = scenarios.iter().map(|place| model.scenarios[*place].clone()).collect();
    let make = || vec![vec![]; scenarios.len()];
    let slices = dispatch!(Level::new(), simd => {
        accounts(SingleKit::<_, LANES>(simd), &ask, &chosen, make, |sums, look| add(model, sums, look))
    })?;
    let mean = |(place, scenario): (usize, &usize)| {
        let mut means: Vec<Vec<f64>> = vec![vec![0.0; model.n_months]; slices[0][place].len()];
        for rows in slices.iter().map(|sums: &RowSums| &sums[place]) {
            let sums = means.iter_mut().flatten().zip(rows.iter().flatten());
            sums.for_each(|(mean, sum)| *mean += sum / run.n_paths.max(1) as f64);
        }
        scenario_trace(model, *scenario, &means)
    };
    Some(scenarios.iter().enumerate().map(mean).collect())
}

/// Adds a month to the sums.
fn add<K: LaneKit>(model: &Model, sums: &mut RowSums, look: &BlockMonth<'_, K>) {
    let own = &mut sums[look.scenario];
    if own.is_empty() {
        *own = vec![vec![0.0; model.n_months]; look.account.rows.len()];
    }
    for (series, row) in own.iter_mut().zip(&look.account.rows) {
        series[look.t] += look.sum(row);
    }
}

/// Puts the rows of an account where they belong.
fn scenario_trace(model: &Model, scenario: usize, rows: &[Vec<f64>]) -> ScenarioTrace {
    let terms = &model.scenarios[scenario];
    let shock = |place: usize| model.shocks[place].id.clone();
    let by = |place: usize| mechanism(model, place);
    let channel =
        |own: &crate::model::ChannelModel| ChannelTrace { id: own.id.clone(), ..ChannelTrace::default() };
    let mut channels: Vec<ChannelTrace> = model.channels.iter().map(channel).collect();
    let mut strategies: Vec<StrategyTrace> = vec![];
    let (mut crowds, mut overhead, mut interest): (Vec<CrowdTrace>, _, _) = (vec![], vec![], vec![]);
    let entries = AccountEntry::all(model, &ScenarioScript::new(model, terms));
    for (idx, (entry, series)) in entries.iter().zip(rows).enumerate() {
        let visits = series.clone();
        // First orders stand in the row behind their visits.
        let orders = || rows[idx + 1].clone();
        match *entry {
            AccountEntry::Channel(place, _) => channels[place].lines.push(visits),
            AccountEntry::Lost { shock: place, channel } => {
                channels[channel].lost.push(LostVisits { shock: shock(place), visits });
            }
            AccountEntry::Diverted { shock: place, from, to } => {
                let from = model.channels[from].id.clone();
                channels[to].diverted.push(DivertedVisits {
                    shock: shock(place),
                    from,
                    visits,
                    orders: orders(),
                });
            }
            AccountEntry::Taken { mechanism, from } => {
                channels[from].taken.push(TakenVisits { by: by(mechanism), visits });
            }
            AccountEntry::Brought { mechanism, to } => {
                channels[to].brought.push(BroughtVisits { by: by(mechanism), visits, orders: orders() });
            }
            AccountEntry::Listed { mechanism, to } => {
                channels[to].listed.push(ListOrders { by: by(mechanism), orders: visits });
            }
            AccountEntry::Bill { strategy, .. } => {
                let id = &model.strategies[strategy].id;
                match strategies.last_mut().filter(|last| last.id == *id) {
                    Some(last) => last.bills.push(visits),
                    None => strategies.push(StrategyTrace { id: id.clone(), bills: vec![visits] }),
                }
            }
            AccountEntry::Crowd { mechanism, part: CrowdLine::Before } => crowds.push(CrowdTrace {
                by: by(mechanism),
                is_list: matches!(model.mechanisms[mechanism], MechanismModel::List(_)),
                parts: vec![visits],
            }),
            AccountEntry::Crowd { .. } => {
                crowds.last_mut().into_iter().for_each(|it| it.parts.push(visits.clone()));
            }
            AccountEntry::Overhead => overhead = visits,
            AccountEntry::Interest => interest = visits,
            AccountEntry::DivertedOrders { .. } | AccountEntry::BroughtOrders { .. } => {}
        }
    }
    ScenarioTrace { scenario: terms.id.clone(), channels, strategies, crowds, overhead, interest }
}

/// Whose mechanism stands at a place of the model.
fn mechanism(model: &Model, place: usize) -> MechanismId {
    let owner = model.strategies.iter().find(|strategy| strategy.mechanisms.contains(&place));
    owner.map_or_else(
        || MechanismId { strategy: String::new(), place },
        |owner| MechanismId { strategy: owner.id.clone(), place: place - owner.mechanisms.start },
    )
}
