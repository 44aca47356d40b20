//! What the month leaves: profit, cash, receivables and stock.

use super::Sim;
use crate::lane::Lane;
use crate::model::MechanismModel;

impl<const W: usize> Sim<'_, W> {
    /// Step 15: what the strategies cost. One that is refused costs its set-up.
    pub(super) fn pay_strategies(&mut self) {
        for &(place, is_eligible) in &self.scenario.strategies {
            let strategy = &self.model.strategies[place];
            if !is_eligible {
                continue;
            }
            let mut cost = self.value(strategy.monthly_cost) * self.live[place];
            if strategy.start == self.t as i32 {
                cost += self.value(strategy.setup_cost);
            }
            self.strategy_costs += cost * self.rate(strategy.rate);
        }
        self.for_each_mechanism(|sim, mechanism, acting| {
            let cost = match mechanism {
                MechanismModel::Audience(audience) => {
                    sim.value(audience.posts_per_month) * sim.value(audience.cost_per_post)
                }
                MechanismModel::Reach(reach) => sim.value(reach.spend_per_month),
                MechanismModel::List(list) => {
                    sim.state.levels[acting.place] * sim.value(list.cost_per_subscriber)
                }
                _ => return,
            };
            sim.strategy_costs += cost * acting.live * sim.rate(acting.strategy.rate);
        });
    }

    /// Step 16: profit, cash and receivables.
    pub(super) fn close_books(&mut self) {
        let shared = self.overhead + self.strategy_costs;
        let released = self.state.released[self.t];
        let mut profit = Lane::ZERO - shared - self.written_off;
        let mut cash = released - shared;
        let mut receivables = Lane::ZERO - released;
        for place in 0..self.flows.len() {
            let costs = self.costs(place);
            let flow = &self.flows[place];
            let arrived = flow.arriving * (flow.kept + flow.prompt);
            let forfeited = flow.arriving * flow.forfeited;
            profit += flow.money.payout - flow.money.goods - costs - forfeited;
            cash += arrived - flow.purchases - costs;
            receivables += flow.money.payout - arrived - forfeited;
        }
        self.profit = profit;
        self.state.cash += cash;
        self.state.receivables += receivables;
    }

    /// Step 17: followers come and go, buyers join lists and leave them.
    pub(super) fn move_stocks_on(&mut self) {
        self.for_each_mechanism(|sim, mechanism, acting| match mechanism {
            MechanismModel::Audience(audience) => sim.gather_followers(audience, acting),
            MechanismModel::List(list) => sim.gather_subscribers(list, acting),
            _ => {}
        });
    }
}
