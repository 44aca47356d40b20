//! What a block of paths tells of every month.

use super::Sim;
use crate::lane::Lane;
use crate::model::{MechanismModel, Model};

/// Rows of metrics, in the order of [`crate::forecast::Metric`], then of revenue by channel; each month by month.
#[derive(Clone, Debug)]
pub(crate) struct Record<const W: usize> {
    n_months: usize,
    rows: Vec<Lane<W>>,
}

/// How many rows there are before those of channels.
pub(crate) const N_METRICS: usize = 10;

impl<const W: usize> Record<W> {
    /// A record with room for the model's months and channels.
    pub fn new(model: &Model) -> Self {
        let n_rows = N_METRICS + model.channels.len();
        Self { n_months: model.n_months, rows: vec![Lane::ZERO; n_rows * model.n_months] }
    }

    /// A row, month by month.
    pub fn row(&self, row: usize) -> &[Lane<W>] {
        &self.rows[row * self.n_months..(row + 1) * self.n_months]
    }
}

impl<const W: usize> Sim<'_, W> {
    /// Writes the month into `record`.
    pub(super) fn tell(&self, record: &mut Record<W>) {
        let sum = |figure: &dyn Fn(usize) -> Lane<W>| {
            (0..self.flows.len()).fold(Lane::ZERO, |sum, place| sum + figure(place))
        };
        let [followers, subscribers] = self.gathered();
        let metrics: [Lane<W>; N_METRICS] = [
            sum(&|c| {
                let flow = &self.flows[c];
                flow.visits + flow.diverted + flow.attracted + flow.bought
            }),
            sum(&|c| self.flows[c].orders),
            sum(&|c| self.flows[c].money.gross),
            sum(&|c| self.flows[c].money.net),
            self.profit,
            self.state.cash,
            self.state.receivables,
            sum(&|c| self.state.channels[c].stock),
            followers,
            subscribers,
        ];
        let by_channel = self.flows.iter().map(|flow| flow.money.net);
        for (row, value) in metrics.into_iter().chain(by_channel).enumerate() {
            record.rows[row * self.model.n_months + self.t] = value;
        }
    }

    /// Followers and subscribers of all strategies of the scenario, also of those not let in.
    fn gathered(&self) -> [Lane<W>; 2] {
        let mut gathered = [Lane::ZERO; 2];
        for &(place, _) in &self.scenario.strategies {
            for mechanism in self.model.strategies[place].mechanisms.clone() {
                match &self.model.mechanisms[mechanism] {
                    MechanismModel::Audience(_) => gathered[0] += self.state.levels[mechanism],
                    MechanismModel::List(_) => gathered[1] += self.state.levels[mechanism],
                    _ => {}
                }
            }
        }
        gathered
    }
}
