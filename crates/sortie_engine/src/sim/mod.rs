//! One month after another, for a block of paths at once. Pure: it cannot fail, and nothing in it depends on anything
//! but the model and the draws.
//!
//! The steps of a month and their numbers are those of docs/model.md. Each works channel by channel, and within a
//! channel lane by lane, so that what must be decided is decided once a block and not once a path.

mod account;
mod cash;
mod ground;
mod mechanism;
mod metric;
mod observer;
mod order;
mod orders;
mod rules;
mod script;
mod shock;
mod state;
mod terms;
mod trade;

pub(crate) use account::{AccountEntry, MonthAccount};
pub use account::{AccountLine, CrowdLine, StrategyBill};
pub(crate) use ground::PathGround;
pub use metric::Metric;
pub(crate) use metric::{FigureRow, N_METRICS};
use observer::NoObserver;
pub(crate) use observer::{MonthMoment, MonthObserver};
pub use order::UnitEconomics;
pub(crate) use script::ScenarioScript;
use script::ScriptMechanism;
pub(crate) use state::WalkState;

use crate::lane::{Lane, LaneKit};
use crate::model::{EstimateIndex, Model};

/// A scenario on its way through the months, on one block of paths.
pub(crate) struct ScenarioWalk<'a, K: LaneKit> {
    kit: K,
    model: &'a Model,
    script: &'a ScenarioScript<'a>,
    ground: &'a PathGround<K>,
    state: &'a mut WalkState<K>,
    /// The month.
    t: usize,
}

impl<'a, K: LaneKit> ScenarioWalk<'a, K> {
    /// A scenario before its first month, in the room of `state`.
    pub fn new(
        kit: K,
        model: &'a Model,
        script: &'a ScenarioScript<'a>,
        ground: &'a PathGround<K>,
        state: &'a mut WalkState<K>,
    ) -> Self {
        state.begin(kit, model, script, ground);
        let mut walk = Self { kit, model, script, ground, state, t: 0 };
        walk.begin_rules();
        walk.start_levels();
        walk
    }

    /// Month `t`, step by step; to be called for every month in turn.
    pub fn step(&mut self, t: usize) {
        self.step_before(t, &mut NoObserver);
    }

    /// As [`Self::step`], before the eyes of an observer.
    pub fn step_before(&mut self, t: usize, observer: &mut impl MonthObserver<K>) {
        self.t = t;
        self.begin();
        self.follow_rules();
        self.adjust(); // 1
        self.answer_prices();
        self.open_channels(); // 2
        self.bring_organic_visits(); // 3, 4
        observer.see(self, MonthMoment::Came);
        self.strike(observer); // 5
        self.cannibalise(observer); // 6
        self.bring_visits(observer); // 7
        self.order_from_lists(observer); // 8
        self.write_off(); // 10
        observer.see(self, MonthMoment::WrittenOff);
        self.hold_back(); // 12
        self.order_beside(); // 9
        self.trade(); // 9, 11 to 14
        observer.see(self, MonthMoment::Traded);
        self.pay_strategies(); // 15
        self.close_books(); // 16
        self.move_stocks_on(); // 17
        self.count_rules();
        observer.see(self, MonthMoment::Over);
    }

    /// What the month tells, by row: the metrics in their order, then the revenue of channels.
    pub fn figure(&self, row: usize) -> &K::Row {
        let (state, totals) = (&*self.state, &self.state.totals);
        match FigureRow::of_row(row) {
            FigureRow::Metric(Metric::Visits) => &totals.visits,
            FigureRow::Metric(Metric::Orders) => &totals.orders,
            FigureRow::Metric(Metric::Gmv) => &totals.gross,
            FigureRow::Metric(Metric::Revenue) => &totals.revenue,
            FigureRow::Metric(Metric::Profit) => &totals.profit,
            FigureRow::Metric(Metric::Cash) => &state.cash,
            FigureRow::Metric(Metric::Receivables) => &state.receivables,
            FigureRow::Metric(Metric::Stock) => &totals.stock,
            FigureRow::Metric(Metric::Followers) => &state.followers,
            FigureRow::Metric(Metric::Subscribers) => &state.subscribers,
            FigureRow::Channel(place) => &state.revenue[place],
        }
    }

    /// Orders of a channel that were shipped this month; nothing where an order brings nothing.
    pub fn orders(&self, channel: usize) -> K::Row {
        let (kit, none) = (self.kit, self.kit.splat(0.0));
        let (revenue, net) = (&self.state.revenue[channel], &self.state.terms[channel].net);
        kit.row(|i| net[i].if_positive(revenue[i] / net[i], none))
    }

    /// Lets the month end with so much cash on every path: what was counted in the till.
    pub fn count_cash(&mut self, cash: f64) {
        self.state.cash = self.kit.splat_row(cash);
    }

    fn begin(&mut self) {
        for flow in &mut self.state.flows {
            flow.begin(self.kit);
        }
        self.state.holds.clear();
    }

    fn value(&self, number: EstimateIndex) -> &'a K::Row {
        &self.ground.draws.values[number.idx()]
    }

    /// 1 on the paths where a strategy has its approvals.
    fn granted(&self, owner: usize) -> &'a K::Row {
        &self.ground.draws.granted[self.model.strategies[owner].drawn_as]
    }

    /// What strategies cost in the month that was walked last.
    pub fn strategy_costs(&self) -> K::Row {
        let (costs, overhead) = (&self.state.costs, &self.state.overhead);
        self.kit.row(|i| costs[i] - overhead[i])
    }

    /// The acts whose strategy has started.
    fn started(&self) -> impl Iterator<Item = ScriptMechanism<'a>> + use<'a, K> {
        let t = self.t as i32;
        self.script.acts.iter().copied().filter(move |act| act.strategy.start <= t)
    }

    fn row_of(&self, channel: usize) -> usize {
        channel * self.model.n_months + self.t
    }

    /// Season times surprise of a channel this month.
    fn swing(&self, channel: usize) -> &'a K::Row {
        &self.ground.draws.swing[self.row_of(channel)]
    }

    /// What media cost in a channel's market this month, against the year.
    fn media(&self, channel: usize) -> f64 {
        self.model.channels[channel].media[self.t]
    }

    fn season(&self, channel: usize) -> f64 {
        self.model.channels[channel].season[self.t]
    }
}
