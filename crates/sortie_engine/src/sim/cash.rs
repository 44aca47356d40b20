//! What the month leaves: profit, cash, receivables and stock.

use super::{ScenarioWalk, StrategyBill};
use crate::lane::{Lane, LaneKit};
use crate::model::{EstimateIndex, MechanismModel};

impl<K: LaneKit> ScenarioWalk<'_, K> {
    /// Step 15: what the strategies cost.
    pub(super) fn pay_strategies(&mut self) {
        let kit = self.kit;
        let mut costs = self.state.overhead;
        self.each_bill(|_, _, cost| {
            kit.each(
                #[inline(always)]
                |i| costs[i] += cost[i],
            );
        });
        self.state.costs = costs;
    }

    /// Hands every bill of this month to `take`, with the strategy's place. A strategy that is refused costs its set-up.
    pub fn each_bill(&self, mut take: impl FnMut(usize, StrategyBill, &K::Row)) {
        let kit = self.kit;
        for &(place, is_eligible) in &self.script.scenario.strategies {
            let strategy = &self.model.strategies[place];
            if !is_eligible {
                continue;
            }
            let mut bill = |bill, times: Option<K::Row>, amount| {
                if let Some(times) = times {
                    take(place, bill, &self.cost(strategy.rate, &times, &[amount]));
                }
            };
            bill(StrategyBill::Monthly, self.works(place), strategy.monthly_cost);
            bill(StrategyBill::SetUp, self.begins(place), strategy.setup_cost);
            if !self.model.numbers.is_nothing(strategy.exit_cost) {
                bill(StrategyBill::Exit, self.ends(place), strategy.exit_cost);
            }
        }
        for act in self.started() {
            let (Some(live), rate) = (self.live(act), act.strategy.rate) else { continue };
            let (bill, cost) = match act.mechanism {
                MechanismModel::Audience(audience) => {
                    let posts = [audience.posts_per_month, audience.cost_per_post];
                    (StrategyBill::Posts, self.cost(rate, &live, &posts))
                }
                MechanismModel::Reach(reach) => {
                    (StrategyBill::Ads, self.cost(rate, &live, &[reach.spend_per_month]))
                }
                MechanismModel::List(list) => {
                    let subscribers = &self.state.levels[act.place];
                    let written_to = kit.row(
                        #[inline(always)]
                        |i| subscribers[i] * live[i],
                    );
                    (StrategyBill::List, self.cost(rate, &written_to, &[list.cost_per_subscriber]))
                }
                _ => continue,
            };
            take(act.owner, bill, &cost);
        }
    }

    /// The product of `factors`, on each path as many times as `times` says.
    fn cost(&self, rate: Option<EstimateIndex>, times: &K::Row, factors: &[EstimateIndex]) -> K::Row {
        let mut cost = *times;
        for factor in factors.iter().chain(&rate) {
            let factor = self.value(*factor);
            self.kit.each(
                #[inline(always)]
                |i| cost[i] *= factor[i],
            );
        }
        cost
    }

    /// Interest on what is below 0 in the till as the month begins.
    fn charge_interest(&mut self) {
        let (kit, rate) = (self.kit, self.value(self.model.interest_per_year));
        let (none, twelfth) = (kit.splat(0.0), kit.splat(1.0 / 12.0));
        let (cash, interest) = (&self.state.cash, &mut self.state.interest);
        kit.each(
            #[inline(always)]
            |i| interest[i] = (none - cash[i]).max(none) * rate[i] * twelfth,
        );
    }

    /// Step 16: profit, cash and receivables.
    pub(super) fn close_books(&mut self) {
        let bears_interest = !self.model.numbers.is_nothing(self.model.interest_per_year);
        if bears_interest {
            self.charge_interest();
        }
        let (kit, state) = (self.kit, &mut *self.state);
        let released = state.is_released[self.t].then_some(&state.released[self.t]);
        let none = kit.splat(0.0);
        let (totals, cash, receivables) = (&mut state.totals, &mut state.cash, &mut state.receivables);
        let (costs, written_off, interest) = (&state.costs, &state.written_off, &state.interest);
        kit.each(
            #[inline(always)]
            |i| {
                let released = match released {
                    Some(row) => row[i],
                    None => none,
                };
                totals.profit[i] = totals.profit[i] - costs[i] - written_off[i];
                cash[i] += totals.cash[i] + released - costs[i];
                receivables[i] += totals.receivables[i] - released;
                if bears_interest {
                    totals.profit[i] -= interest[i];
                    cash[i] -= interest[i];
                }
            },
        );
    }

    /// Step 17: followers come and go, buyers join lists and leave them. Counts both, also of strategies that do not let
    /// the seller in.
    pub(super) fn move_stocks_on(&mut self) {
        for act in self.started() {
            match act.mechanism {
                MechanismModel::Audience(audience) => self.gather_followers(audience, act),
                MechanismModel::List(list) => self.gather_subscribers(list, act),
                _ => {}
            }
        }
        let kit = self.kit;
        let (mut followers, mut subscribers) = (kit.splat_row(0.0), kit.splat_row(0.0));
        for &(place, _) in &self.script.scenario.strategies {
            for mechanism in self.model.strategies[place].mechanisms.clone() {
                let sum = match &self.model.mechanisms[mechanism] {
                    MechanismModel::Audience(_) => &mut followers,
                    MechanismModel::List(_) => &mut subscribers,
                    _ => continue,
                };
                let level = &self.state.levels[mechanism];
                kit.each(
                    #[inline(always)]
                    |i| sum[i] += level[i],
                );
            }
        }
        (self.state.followers, self.state.subscribers) = (followers, subscribers);
    }
}
