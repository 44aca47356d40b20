//! One month after another, for a block of paths at once. Pure: it cannot fail, and nothing in it depends on anything
//! but the model and the draws.
//!
//! The steps of a month and their numbers are those of docs/model.md.

mod cash;
mod mechanism;
mod money;
mod orders;
mod record;
mod shock;
mod state;

pub(crate) use record::{N_METRICS, Record};
use state::{Flow, State};

use crate::draw::{Draws, Noise};
use crate::lane::Lane;
use crate::model::{MechanismModel, Model, Number, ReachModel, ScenarioModel, StrategyModel};

/// Paths that one processor walks together.
pub(crate) const WIDTH: usize = 8;

/// Projects one scenario on one block of paths into `record`.
pub(crate) fn run<const W: usize>(
    model: &Model,
    scenario: &ScenarioModel,
    draws: &Draws<W>,
    noise: &Noise<W>,
    record: &mut Record<W>,
) {
    let mut sim = Sim::new(model, scenario, draws, noise);
    for t in 0..model.n_months {
        sim.step(t);
        sim.tell(record);
    }
}

/// A scenario on its way through the months.
struct Sim<'a, const W: usize> {
    model: &'a Model,
    scenario: &'a ScenarioModel,
    draws: &'a Draws<W>,
    noise: &'a Noise<W>,
    /// The month.
    t: usize,
    /// 1 on the paths where a strategy is at work this month, by strategy.
    live: Vec<Lane<W>>,
    /// What is carried from month to month.
    state: State<W>,
    /// This month of each channel.
    flows: Vec<Flow<W>>,
    /// This month's visits that money brings, and what brings them.
    bought: Vec<(Lane<W>, &'a ReachModel)>,
    /// Payouts held back this month: channel, month in which they are paid, share.
    holds: Vec<(usize, usize, Lane<W>)>,
    /// This month of the business as a whole.
    overhead: Lane<W>,
    strategy_costs: Lane<W>,
    written_off: Lane<W>,
    profit: Lane<W>,
}

/// A mechanism at work: whose it is, and where its own state stands.
#[derive(Clone, Copy)]
struct Acting<'a, const W: usize> {
    strategy: &'a StrategyModel,
    /// 1 on the paths where the strategy has its approvals.
    granted: Lane<W>,
    /// Its place in the model.
    place: usize,
    /// 1 on the paths where it is at work this month.
    live: Lane<W>,
}

impl<'a, const W: usize> Sim<'a, W> {
    fn new(model: &'a Model, scenario: &'a ScenarioModel, draws: &'a Draws<W>, noise: &'a Noise<W>) -> Self {
        let state = State::new(model, scenario, draws);
        Self {
            model,
            scenario,
            draws,
            noise,
            t: 0,
            live: vec![Lane::ZERO; model.strategies.len()],
            state,
            flows: vec![Flow::default(); model.channels.len()],
            bought: vec![],
            holds: vec![],
            overhead: Lane::ZERO,
            strategy_costs: Lane::ZERO,
            written_off: Lane::ZERO,
            profit: Lane::ZERO,
        }
    }

    /// One month, step by step.
    fn step(&mut self, t: usize) {
        self.begin(t);
        self.adjust(); // 1
        self.open_channels(); // 2
        self.grow(); // 3
        self.bring_organic_visits(); // 4
        self.strike(); // 5
        self.cannibalise(); // 6
        self.bring_visits(); // 7
        self.order_from_lists(); // 8
        self.want_orders(); // 9
        self.write_off(); // 10
        self.price_orders(); // 11
        self.hold_back(); // 12
        self.supply(); // 13
        self.settle_customers(); // 14
        self.pay_strategies(); // 15
        self.close_books(); // 16
        self.move_stocks_on(); // 17
    }

    fn begin(&mut self, t: usize) {
        self.t = t;
        for (place, strategy) in self.model.strategies.iter().enumerate() {
            self.live[place] = if strategy.runs(t) { self.draws.granted[place] } else { Lane::ZERO };
        }
        self.overhead = self.value(self.model.overhead);
        self.strategy_costs = Lane::ZERO;
        self.written_off = Lane::ZERO;
        self.bought.clear();
        self.holds.clear();
        for (flow, base) in self.flows.iter_mut().zip(&self.state.base) {
            *flow = Flow::begin(base);
        }
    }

    fn value(&self, number: Number) -> Lane<W> {
        self.draws.values[number.idx()]
    }

    /// Plan currency per unit of a channel's or a strategy's own.
    fn rate(&self, rate: Option<Number>) -> Lane<W> {
        rate.map_or(Lane::ONE, |rate| self.value(rate))
    }

    fn noise(&self, channel: usize) -> Lane<W> {
        self.noise.of_channel(channel, self.model.n_months)[self.t]
    }

    fn season(&self, channel: usize) -> f64 {
        self.model.channels[channel].season[self.t]
    }

    /// Every mechanism of the scenario's strategies that let the seller in, in the scenario's order.
    fn for_each_mechanism(&mut self, mut act: impl FnMut(&mut Self, &'a MechanismModel, Acting<'a, W>)) {
        let (model, scenario) = (self.model, self.scenario);
        for &(place, is_eligible) in &scenario.strategies {
            let strategy = &model.strategies[place];
            if !is_eligible || strategy.start > self.t as i32 {
                continue;
            }
            let (granted, live) = (self.draws.granted[place], self.live[place]);
            for place in strategy.mechanisms.clone() {
                act(self, &model.mechanisms[place], Acting { strategy, granted, place, live });
            }
        }
    }
}
